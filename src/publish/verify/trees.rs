//! Holds all that was published and archived against the ledgers: what is missing, changed, added or dated
//! back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::act::{self, HEADS, is_unfinished};
use super::super::bag::heads_of;
use super::super::ledger::{Heads, LEDGER};
use super::super::receipt::{RECEIPT, Receipt};
use super::super::site::PAGES;
use super::super::trees::{LedgerFault, Trees};
use super::super::{ARCHIVE, Access, FOLDER};
use super::holding::Folder;
use super::listed::{Listed, Listing, lost};
use super::{Check, Verified, shown, verify};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::store::{self, Found};

/// Who is notified of each path that was verified: what there is, and how many faults it has.
pub type Notify<'a> = dyn FnMut(&Path, &Verified, usize) -> anyhow::Result<()> + 'a;

/// Verifies all that was published and archived below an output folder, and holds it against the ledgers;
/// faults go to `diags`.
///
/// # Errors
/// When there is nothing to look at, when something can't be read at all, or when `notify` fails.
pub fn verify_all(
    diags: &mut Diagnostics,
    output: &Path,
    notify: &mut Notify<'_>,
) -> anyhow::Result<()> {
    let (published, archive) = (output.join(FOLDER), output.join(ARCHIVE));
    let mut trees = Trees::read(output)?;
    let kept = act::kept_heads(output)?;
    let has_any = store::is_folder(&published) || store::is_folder(&archive) || !kept.is_empty();
    anyhow::ensure!(has_any, "nothing was published or archived below `{}`", output.display());
    if store::is_folder(&published) || trees.has_lines() || !kept.is_empty() {
        let before = diags.errors();
        let verified = verify_trees(diags, output, &mut trees)?;
        notify(&published, &verified, diags.errors() - before)?;
    }
    for access in Access::ALL {
        let folder = format!("{ARCHIVE}/{}", access.folder());
        let root = store::below(output, &folder);
        if store::is_folder(&root) {
            store::visit(&root, &mut |_, found| {
                for found in found.into_iter().filter(|found| found.name != HEADS) {
                    let before = diags.errors();
                    let path = format!("{folder}/{}", found.name);
                    let verified = verify_bag(diags, output, &mut trees, (access, &path))?;
                    let file = store::below(output, &path);
                    notify(&file, &verified, diags.errors() - before)?;
                }
                Ok(())
            })?;
        }
        for path in lost(trees.tree(access), &format!("{folder}/"))? {
            let file = store::below(output, &path);
            let (verified, place) = (Verified::default(), shown(&file));
            Check { diags, shown: place, verified }
                .fault(Code::VerifyMissing, "it was archived, and is missing");
            notify(&file, &verified, 1)?;
        }
    }
    Ok(())
}

/// Verifies a file among the bags, by its readers and its path below the output folder, against the ledgers.
fn verify_bag(
    diags: &mut Diagnostics,
    output: &Path,
    trees: &mut Trees<Listed>,
    (access, path): (Access, &str),
) -> anyhow::Result<Verified> {
    let file = store::below(output, path);
    let mut check = Check { diags, shown: shown(&file), verified: Verified::default() };
    let listed = &mut trees.tree_mut(access).files;
    listed.found(path);
    match listed.listing(path, &store::sha512_of(&file)?) {
        Listing::Unknown | Listing::Unproved => {
            check.fault(Code::VerifyExtra, "the ledger does not know it");
        }
        Listing::Other => check.fault(Code::VerifyAltered, "it is not the bag that was archived"),
        Listing::Same => {}
    }
    let verified = verify(diags, &file)?;
    if let Some(heads) = bag_heads(&file) {
        report_missing(diags, trees, &heads, &file);
    }
    Ok(verified)
}

/// Returns the heads that a bag names, if it can be read; a bag that can't be has been reported.
fn bag_heads(file: &Path) -> Option<Heads> {
    let mut diags = Diagnostics::default();
    let mut check =
        Check { diags: &mut diags, shown: String::new(), verified: Verified::default() };
    let (mut zip, _) = super::holding::Zip::new(&mut check, file).ok()??;
    let info = check.read(&mut zip, "bag-info.txt")?;
    heads_of(&String::from_utf8_lossy(&info))
}

/// Verifies what is below `published`, against the ledgers.
///
/// # Errors
/// When it can't be read at all.
pub(super) fn verify_published(diags: &mut Diagnostics, output: &Path) -> anyhow::Result<Verified> {
    verify_trees(diags, output, &mut Trees::read(output)?)
}

/// Verifies what is below `published`, against ledgers that were read.
fn verify_trees(
    diags: &mut Diagnostics,
    output: &Path,
    trees: &mut Trees<Listed>,
) -> anyhow::Result<Verified> {
    let published = output.join(FOLDER);
    trees.tree_mut(Access::Open).files.take_in_pages(output)?;
    if is_unfinished(output) {
        let place = shown(&output.join(store::OWN_FOLDER));
        let message = "a run was killed while it published, and what it began is not finished";
        diags.push(
            Diagnostic::new(Code::VerifyLedger, message)
                .at(&Origin::file(place))
                .hint("run the command again, which finishes it, and then verify"),
        );
    }
    for LedgerFault { path, line, message } in trees.faults(output)? {
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        ledger_fault(diags, &path, format!("{line}{message}"));
    }
    let mut check =
        Check { diags: &mut *diags, shown: shown(&published), verified: Verified::default() };
    if store::is_folder(&published) {
        store::visit(&published, &mut |folders, files| {
            let names = folders.iter().chain(files.iter().map(|found| &found.name));
            check.names(names.map(String::as_str));
            for found in files {
                check.published(trees, &published, &found);
            }
            Ok(())
        })?;
    }
    for access in Access::ALL {
        for path in lost(trees.tree(access), &format!("{FOLDER}/"))? {
            let name = path.strip_prefix(&format!("{FOLDER}/")).unwrap_or(&path);
            check.fault_of(Code::VerifyMissing, name, "it was published, and is missing");
        }
    }
    Ok(check.verified)
}

impl Check<'_> {
    /// Verifies a file below `published`.
    fn published(&mut self, trees: &mut Trees<Listed>, published: &Path, found: &Found) {
        let name = &*found.name;
        let Some(access) = access_of(name) else {
            self.fault_of(Code::VerifyExtra, name, "nothing that was published is here");
            return;
        };
        if name == format!("{}/{LEDGER}", access.folder()) {
            self.verified.files += 1;
            return;
        }
        let path = format!("{FOLDER}/{name}");
        trees.tree_mut(access).files.found(&path);
        if found.size.is_none() {
            self.fault_of(Code::VerifyLink, name, "it is not a file, but a link or a device");
            return;
        }
        let mut folder = Folder::unlisted(published);
        let Some(measure) = self.measure(&mut folder, name, &BTreeSet::new()) else { return };
        match trees.tree(access).files.listing(&path, &measure.sha512) {
            Listing::Unknown => {
                self.fault_of(Code::VerifyExtra, name, "the ledger does not know it");
            }
            Listing::Other => {
                self.fault_of(Code::VerifyAltered, name, "it is not what was published");
            }
            Listing::Unproved => {
                let message = format!(
                    "nothing proves that it is what was published, since the `{PAGES}` that had it is not as it was"
                );
                self.fault_of(Code::VerifyAltered, name, message);
            }
            Listing::Same => {}
        }
        if let Some(prefix) = name.strip_suffix(RECEIPT).filter(|prefix| prefix.ends_with('/')) {
            self.published_receipt(trees, &mut folder, prefix);
        }
    }

    /// Holds a receipt below `published`, by the path of its folder, against the ledgers and its documents.
    fn published_receipt(&mut self, trees: &Trees<Listed>, folder: &mut Folder, prefix: &str) {
        let name = format!("{prefix}{RECEIPT}");
        let Some(bytes) = self.read(folder, &name) else { return };
        let receipt = match Receipt::parse(&bytes) {
            Ok(receipt) => receipt,
            Err(error) => {
                self.fault_of(Code::VerifyReceipt, &name, format!("{error:#}"));
                return;
            }
        };
        for document in receipt.standing() {
            let file = format!("{prefix}{}", document.file);
            let listing = access_of(&file).map_or(Listing::Unknown, |access| {
                let path = format!("{FOLDER}/{file}");
                trees.tree(access).files.listing(&path, &document.sha512)
            });
            if listing != Listing::Same {
                let message = format!("the ledger has no such `{}`", document.file);
                self.fault_of(Code::VerifyReceipt, &name, message);
            } else if folder.has(&file) {
                self.claims(folder, &file, document);
            }
        }
        if let Some(heads) = &receipt.ledger {
            let witness = folder.path(&name);
            report_missing(self.diags, trees, heads, &witness);
        }
    }
}

/// Returns whose a file below `published` is.
fn access_of(name: &str) -> Option<Access> {
    let (top, _) = name.split_once('/')?;
    Access::ALL.into_iter().find(|access| access.folder() == top)
}

/// Reports ledgers that do not have the heads that a receipt or a bag names, each once.
fn report_missing(diags: &mut Diagnostics, trees: &Trees<Listed>, heads: &Heads, witness: &Path) {
    for (access, why) in trees.missing(heads) {
        let path: PathBuf = trees.tree(access).ledger.path().to_owned();
        let place = shown(&path);
        let is_reported = diags.iter().any(|found| {
            found.code() == Code::VerifyLedger
                && found.origin.as_ref().is_some_and(|origin| origin.source().name == place)
        });
        if !is_reported {
            ledger_fault(diags, &path, format!("{why}, as `{}` says", shown(witness)));
        }
    }
}

/// Reports a fault of a ledger.
fn ledger_fault(diags: &mut Diagnostics, path: &Path, message: String) {
    diags.push(Diagnostic::new(Code::VerifyLedger, message).at(&Origin::file(shown(path))));
}
