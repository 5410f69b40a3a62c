//! Holds all that was published and archived against the ledgers: what is missing, changed, added or dated
//! back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::super::act::{self, HEADS, is_unfinished};
use super::super::bag::heads_of;
use super::super::ledger::{Heads, LEDGER};
use super::super::receipt::{RECEIPT, Receipt};
use super::super::trees::{LedgerFault, Trees};
use super::super::{ARCHIVE, Access, FOLDER};
use super::holding::{Folder, Holding};
use super::{Check, Verified, shown, verify};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::store;

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
    let trees = Trees::read(output)?;
    let kept = act::kept_heads(output)?;
    let has_any = store::is_folder(&published) || store::is_folder(&archive) || !kept.is_empty();
    anyhow::ensure!(has_any, "nothing was published or archived below `{}`", output.display());
    if store::is_folder(&published) || trees.has_lines() || !kept.is_empty() {
        let before = diags.errors();
        let verified = verify_published(diags, output, &trees)?;
        notify(&published, &verified, diags.errors() - before)?;
    }
    for (path, access) in bags(output, &trees)? {
        let before = diags.errors();
        let file = store::below(output, &path);
        let mut verified = Verified::default();
        let known = trees.tree(access).file(&path);
        let mut check = Check { diags, shown: shown(&file), verified };
        if store::is_file(&file) {
            let found = store::sha512_of(&file)?;
            match known {
                Some(known) if known.sha512 != found => {
                    check.fault(Code::VerifyAltered, "it is not the bag that was archived");
                }
                Some(_) => {}
                None => check.fault(Code::VerifyExtra, "the ledger does not know it"),
            }
            verified = verify(diags, &file)?;
            if let Some(heads) = bag_heads(&file) {
                report_missing(diags, &trees, &heads, &file);
            }
        } else {
            check.fault(Code::VerifyMissing, "it was archived, and is missing");
        }
        notify(&file, &verified, diags.errors() - before)?;
    }
    Ok(())
}

/// Returns the paths of all bags below the output folder, those included that are missing, with their readers.
fn bags(output: &Path, trees: &Trees) -> anyhow::Result<BTreeSet<(String, Access)>> {
    let mut bags = BTreeSet::new();
    for access in Access::ALL {
        let folder = format!("{ARCHIVE}/{}", access.folder());
        let known = trees.tree(access).below(&folder).map(|(path, _)| path.to_owned());
        bags.extend(known.map(|path| (path, access)));
        let root = store::below(output, &folder);
        if store::is_folder(&root) {
            let found = store::census(&root)?.into_iter().filter(|found| found.name != HEADS);
            bags.extend(found.map(|found| (format!("{folder}/{}", found.name), access)));
        }
    }
    Ok(bags)
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
pub(super) fn verify_published(
    diags: &mut Diagnostics,
    output: &Path,
    trees: &Trees,
) -> anyhow::Result<Verified> {
    let published = output.join(FOLDER);
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
    let mut folder = match store::is_folder(&published) {
        true => match Folder::new(&mut check, &published)? {
            Some(folder) => folder,
            None => return Ok(check.verified),
        },
        false => Folder::empty(&published),
    };
    let names: Vec<String> = folder.names().keys().cloned().collect();
    let mut receipts = Vec::new();
    for name in &names {
        let path = format!("{FOLDER}/{name}");
        let Some(access) = access_of(name) else {
            check.fault_of(Code::VerifyExtra, name, "nothing that was published is here");
            continue;
        };
        if *name == format!("{}/{LEDGER}", access.folder()) {
            check.verified.files += 1;
            continue;
        }
        let Some(measure) = check.measure(&mut folder, name, &BTreeSet::new()) else { continue };
        match trees.tree(access).file(&path) {
            None => check.fault_of(Code::VerifyExtra, name, "the ledger does not know it"),
            Some(known) if known.sha512 != measure.sha512 => {
                check.fault_of(Code::VerifyAltered, name, "it is not what was published");
            }
            Some(_) => {}
        }
        if name.ends_with(&format!("/{RECEIPT}")) {
            receipts.push(name.clone());
        }
    }
    for access in Access::ALL {
        for (path, _) in trees.tree(access).below(&format!("{FOLDER}/")) {
            let name = path.strip_prefix(&format!("{FOLDER}/")).unwrap_or(path);
            if !folder.names().contains_key(name) {
                check.fault_of(Code::VerifyMissing, name, "it was published, and is missing");
            }
        }
    }
    for name in receipts {
        let Some(bytes) = check.read(&mut folder, &name) else { continue };
        let receipt = match Receipt::parse(&bytes) {
            Ok(receipt) => receipt,
            Err(error) => {
                check.fault_of(Code::VerifyReceipt, &name, format!("{error:#}"));
                continue;
            }
        };
        let prefix = name.trim_end_matches(RECEIPT);
        for document in receipt.standing() {
            let file = format!("{prefix}{}", document.file);
            let known = access_of(&file)
                .and_then(|access| trees.tree(access).file(&format!("{FOLDER}/{file}")));
            match known {
                Some(known) if known.sha512 == document.sha512 => {
                    if folder.names().contains_key(&file) {
                        check.claims(&mut folder, &file, document);
                    }
                }
                _ => {
                    let message = format!("the ledger has no such `{}`", document.file);
                    check.fault_of(Code::VerifyReceipt, &name, message);
                }
            }
        }
        if let Some(heads) = &receipt.ledger {
            let witness = store::below(&published, &name);
            report_missing(check.diags, trees, heads, &witness);
        }
    }
    Ok(check.verified)
}

/// Returns whose a file below `published` is.
fn access_of(name: &str) -> Option<Access> {
    let (top, _) = name.split_once('/')?;
    Access::ALL.into_iter().find(|access| access.folder() == top)
}

/// Reports ledgers that do not have the heads that a receipt or a bag names, each once.
fn report_missing(diags: &mut Diagnostics, trees: &Trees, heads: &Heads, witness: &Path) {
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
