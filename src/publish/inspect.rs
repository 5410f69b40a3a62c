//! Compares what is there of a publication with what the ledger says, before anything is published beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::digest::Digest;
use super::ledger::KnownFile;
use super::receipt::{RECEIPT, Receipt};
use super::site::{FoundList, PageList, Place, is_list};
use super::trees::{Trees, measured, shown};
use super::{Access, FOLDER};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::store;

/// A tree's part of a publication, as it is before anything is written.
pub(super) struct Inspected {
    /// Who may read it.
    pub access: Access,
    /// Its folder below the output folder.
    pub folder: String,
    /// Its receipt, where it has one.
    pub receipt: Option<Receipt>,
    /// Files that the ledger lists and that are missing, with their digests.
    pub missing: BTreeMap<String, String>,
}

/// Compares what is there of a publication with what the ledger says; whatever was altered, or is there and
/// nobody knows it, is reported.
///
/// # Errors
/// When something can't be read.
pub(super) fn inspect(
    diags: &mut Diagnostics,
    trees: &Trees,
    output: &Path,
    access: Access,
    folder: &str,
    place: &Place,
) -> anyhow::Result<Inspected> {
    let known = trees.tree(access);
    let mut missing = BTreeMap::new();
    let top = format!("{FOLDER}/{}/", access.folder());
    let below = format!("{folder}/");
    // Pages that the act makes anew: those at the top, and those of its month and body, as they are now and as they
    // were before.
    let before = Receipt::read(&store::below(output, folder)).unwrap_or_default();
    let before = before.map(|receipt| receipt.place());
    let shared: BTreeSet<String> = match access {
        Access::Open => std::iter::once(place)
            .chain(&before)
            .flat_map(Place::folders)
            .map(|folder| format!("{top}{folder}"))
            .collect(),
        Access::Closed => BTreeSet::new(),
    };
    let mut listed: Vec<(&str, &KnownFile)> = known.below(&below).collect();
    listed.extend(shared.iter().flat_map(|folder| known.below(folder)));
    if access == Access::Open {
        listed.extend(known.at_top(&top));
    }
    let mut files: BTreeMap<String, Digest> = BTreeMap::new();
    for (path, file) in listed {
        files.insert(path.to_owned(), file.sha512);
        if !is_list(path) {
            continue;
        }
        match PageList::find(output, known, path)? {
            FoundList::Whole(list) => {
                files.extend(list.pages(path).map(|(path, page)| (path, page.sha512)));
            }
            FoundList::Unproved if !store::is_file(&store::below(output, path)) => {
                report_missing(diags, output, path);
            }
            // Nothing is left of its pages, or it has been altered, which is reported below.
            FoundList::Gone | FoundList::Unproved => {}
        }
    }
    for (path, sha512) in files {
        match measured(&store::below(output, &path))? {
            None => {
                missing.insert(path, sha512.to_string());
            }
            Some(found) if !sha512.is(&found.sha512) => {
                report(diags, output, &path, "it is not what was published");
            }
            Some(_) => {}
        }
    }
    let name = format!("{below}{RECEIPT}");
    let mut receipt = None;
    if known.file(&name).is_some() {
        match missing.contains_key(&name) {
            true => report_missing(diags, output, &name),
            // One that was altered has been reported.
            false => receipt = Receipt::read(&store::below(output, folder)).unwrap_or_default(),
        }
    } else if store::is_file(&store::below(output, &name)) {
        report(diags, output, &name, "the ledger does not know it");
    }
    if let Some(heads) = receipt.as_ref().and_then(|receipt| receipt.ledger.as_ref()) {
        for (tree, why) in trees.missing(heads) {
            let path = trees.tree(tree).ledger.path();
            let why = format!("{why}, as `{name}` says");
            diags.push(
                Diagnostic::new(Code::PublishLedger, why)
                    .at(&Origin::file(shown(path)))
                    .hint("put the ledger back from a copy"),
            );
        }
    }
    Ok(Inspected { access, folder: folder.to_owned(), receipt, missing })
}

/// Reports a file that keeps anything from being published with it.
fn report(diags: &mut Diagnostics, output: &Path, path: &str, why: &str) {
    let file = shown(&store::below(output, path));
    diags.push(Diagnostic::new(Code::PublishLost, why).at(&Origin::file(file)).hint(
        "put the file back from a bag or a copy, and keep what is there now for whoever finds out why; \
         `orderpaper verify` says what else is not as it was published",
    ));
}

/// Reports a file that is missing, and that can't be restored.
pub(super) fn report_missing(diags: &mut Diagnostics, output: &Path, path: &str) {
    report(diags, output, path, "it was published, and is missing");
}
