//! `verify`: whether what was published or archived is whole.

use std::path::{Path, PathBuf};

use super::{Event, Notify};
use crate::diag::Diagnostics;
use crate::{publish, store};

/// Reports whatever in bags, zips of bags, receipts and folders with receipts is not as it was published or
/// archived, and notifies of each path; looks at all that was published and archived where `paths` is
/// empty.
///
/// # Errors
/// When there is nothing to look at, when a path can't be read, or when `notify` fails.
pub fn verify(
    output: &Path,
    paths: &[PathBuf],
    notify: &Notify<'_>,
) -> anyhow::Result<Diagnostics> {
    let everything = if paths.is_empty() { find_all(output)? } else { Vec::new() };
    let mut diags = Diagnostics::default();
    for path in paths.iter().chain(&everything) {
        let before = diags.errors();
        let verified = publish::verify(&mut diags, path)?;
        let faults = diags.errors() - before;
        notify(Event::Verified { path, verified: &verified, faults })?;
    }
    Ok(diags)
}

/// Returns the folder of what was published, and every file of the archive.
fn find_all(output: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (published, archive) = (output.join(publish::FOLDER), output.join(publish::ARCHIVE));
    let mut paths = Vec::new();
    paths.extend(Some(published).filter(|folder| store::is_folder(folder)));
    if store::is_folder(&archive) {
        paths.extend(store::walk(&archive)?.iter().map(|path| archive.join(path)));
    }
    anyhow::ensure!(
        !paths.is_empty(),
        "nothing was published or archived below `{}`",
        output.display()
    );
    Ok(paths)
}
