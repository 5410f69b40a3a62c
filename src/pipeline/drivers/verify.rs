//! `verify`: whether what was published or archived is whole.

use std::path::{Path, PathBuf};

use super::{Event, Notify};
use crate::diag::Diagnostics;
use crate::publish;

/// Reports whatever in bags, zips of bags, receipts and folders with receipts is not as it was published or
/// archived, and notifies of each path; looks at all that was published and archived, and holds it against the
/// ledgers, where `paths` is empty.
///
/// # Errors
/// When there is nothing to look at, when a path can't be read, or when `notify` fails.
pub fn verify(
    output: &Path,
    paths: &[PathBuf],
    notify: &Notify<'_>,
) -> anyhow::Result<Diagnostics> {
    let mut diags = Diagnostics::default();
    if paths.is_empty() {
        publish::verify_all(&mut diags, output, &mut |path, verified, faults| {
            notify(Event::Verified { path, verified, faults })
        })?;
    }
    for path in paths {
        let before = diags.errors();
        let verified = publish::verify(&mut diags, path)?;
        let faults = diags.errors() - before;
        notify(Event::Verified { path, verified: &verified, faults })?;
    }
    Ok(diags)
}
