//! `gather`: writes a council's documents into a folder that is equal to that of one machine.

use std::path::Path;

use anyhow::Context;

use crate::disk;
use crate::layout::{self, Making};
use crate::name::Council;
use crate::plan::BundleNumber;
use crate::result::{MadeFile, Readers};
use crate::store::{Store, check_digest};

/// What was gathered.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// How many files were written.
    pub(crate) files: usize,
    /// The documents that the records refuse, as messages name them.
    pub(crate) refused: Vec<String>,
    /// The bundles that are not made yet.
    pub(crate) left: Vec<BundleNumber>,
    /// The bundles that were given up.
    pub(crate) dead: Vec<BundleNumber>,
    /// The bundles that were made once more with other bytes; of each the same one is written every time.
    pub(crate) conflicts: Vec<BundleNumber>,
}

/// Writes the documents that were made of a snapshot into an empty folder.
///
/// # Errors
/// When nothing was planned, the folder has something in it, or store or disk fail.
pub(crate) async fn gather(
    store: &Store,
    council: &Council,
    making: &Making,
    output: &Path,
) -> anyhow::Result<Gathered> {
    if !disk::is_empty(output) {
        anyhow::bail!(
            "`{}` has something in it; name an empty folder with --output",
            output.display()
        );
    }
    let plan = store.plan(making).await?;
    let plan = plan.with_context(|| format!("nothing of this was planned for `{council}`"))?;
    let ended = store.ended(making).await?;
    let conflicts = store.conflicts(making).await?;
    let mut gathered = Gathered {
        conflicts: conflicts.into_iter().collect(),
        files: 0,
        refused: Vec::new(),
        left: Vec::new(),
        dead: ended.dead.iter().copied().filter(|bundle| !ended.made.contains(bundle)).collect(),
    };
    for (number, _) in plan.bundles() {
        if !ended.made.contains(&number) && !ended.dead.contains(&number) {
            gathered.left.push(number);
        }
    }
    let mut files: Vec<MadeFile> = Vec::new();
    for bundle in store.results(&ended).await?.into_iter().flat_map(|result| result.bundles) {
        gathered.refused.extend(bundle.refused);
        files.extend(bundle.files);
    }
    gathered.refused.sort();
    gathered.files = files.len();
    // The folder itself is one that a web server may look into; what is restricted in it is closed.
    disk::make_folder(output, Readers::Everybody)?;
    let documents = files.iter().map(|file| (layout::document(council, &file.digest), file));
    let write = |file: &MadeFile, content: Vec<u8>| {
        check_digest(&file.path, &content, &file.digest)?;
        let readers = Readers::of(&file.path).context("a result names a file outside")?;
        disk::write(&disk::below(output, &file.path), &content, readers)
    };
    store.get_all(documents, write).await?;
    Ok(gathered)
}
