//! Says whether a bag, a zip of one, a receipt or a folder is whole: digests, completeness, names that
//! do harm, and that each PDF claims what its receipt says.
//!
//! What is verified may come from anywhere. Nothing is unpacked; what a zip says of sizes is believed
//! only as a limit.

mod holding;
mod listed;
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub(super) use self::holding::Holding;
use self::holding::{Folder, Zip};
pub use self::trees::{Notify, verify_all};
use super::FOLDER;
use super::bag::payload_name;
use super::bags::{self, Bag};
use super::ledger::Ledger;
use super::names::{collisions, harmful_name};
use super::receipt::{Document, RECEIPT, Receipt};
use super::zip::{Entry, is_zip_of};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::form::Form;
use crate::pack;
use crate::store::{self, Algorithm, Measure};

/// The largest tag file or receipt that is read, in bytes.
const MAX_TAG_BYTES: u64 = 64 * 1024 * 1024;

/// What was verified.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Files that were read.
    pub files: usize,
    /// Their size in bytes.
    pub size: u64,
}

/// Verifies what is at a path; faults go to `diags`.
///
/// # Errors
/// When it can't be read at all.
pub fn verify(diags: &mut Diagnostics, path: &Path) -> anyhow::Result<Verified> {
    let mut check = Check { diags, shown: shown(path), verified: Verified::default() };
    if store::is_folder(path) {
        let Some(mut folder) = Folder::new(&mut check, path)? else { return Ok(check.verified) };
        if folder.names.contains_key("bagit.txt") {
            check.bag(&mut folder);
        } else if let Some(output) = output_of(path) {
            return trees::verify_published(diags, &output);
        } else if folder.names.keys().any(|name| name == RECEIPT || name.ends_with("/receipt.json"))
        {
            check.receipts(&mut folder)?;
        } else {
            check.fault(Code::VerifyUnknown, "there is neither a bag nor a receipt in it");
        }
    } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        check.zip(path)?;
    } else if path.file_name().is_some_and(|name| name == RECEIPT) {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        check.shown = shown(folder);
        if let Some(mut folder) = Folder::new(&mut check, folder)? {
            let below = folder.names.keys().filter(|name| name.ends_with("/receipt.json")).cloned();
            let below: Vec<String> = below.collect();
            for other in below {
                let other = other.trim_end_matches(RECEIPT).to_owned();
                folder.names.retain(|name, _| !name.starts_with(&other));
            }
            check.receipts(&mut folder)?;
        }
    } else {
        // To name no such file is a slip of the pen.
        store::size(path)?;
        anyhow::bail!("`{}` is neither a folder, a zip nor a `{RECEIPT}`", path.display());
    }
    Ok(check.verified)
}

/// Returns the output folder, where a folder is that of all that was published.
fn output_of(path: &Path) -> Option<PathBuf> {
    let is_named = path.file_name().is_some_and(|name| name == FOLDER);
    let output = path.parent().filter(|_| is_named)?;
    (!Ledger::list(output).is_empty()).then(|| output.to_owned())
}

/// Returns how messages name a path.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/").trim_end_matches('/').to_owned()
}

/// A verification on its way.
pub(super) struct Check<'a> {
    diags: &'a mut Diagnostics,
    shown: String,
    verified: Verified,
}

impl Check<'_> {
    /// Reports a fault of the whole.
    pub(super) fn fault(&mut self, code: Code, message: impl Into<String>) {
        self.diags.push(Diagnostic::new(code, message).at(&Origin::file(&*self.shown)));
    }

    /// Reports a fault of one file.
    pub(super) fn fault_of(&mut self, code: Code, name: &str, message: impl Into<String>) {
        let place = format!("{}/{}", self.shown, name.escape_debug());
        self.diags.push(Diagnostic::new(code, message).at(&Origin::file(place)));
    }

    /// Reports names that do harm.
    fn names<'a>(&mut self, names: impl Iterator<Item = &'a str> + Clone) {
        for name in names.clone() {
            if let Some(why) = harmful_name(name) {
                self.fault_of(Code::VerifyHarmfulName, name, format!("the name {why}"));
            }
        }
        for (first, second) in collisions(names) {
            let message = format!("on some systems the name is that of `{}`", first.escape_debug());
            self.fault_of(Code::VerifySameName, second, message);
        }
    }

    /// Returns how many errors were found so far.
    pub(super) fn errors(&self) -> usize {
        self.diags.errors()
    }

    /// Reads a file for its digests, SHA-512 always among them.
    pub(super) fn measure(
        &mut self,
        holding: &mut dyn Holding,
        name: &str,
        algorithms: &BTreeSet<Algorithm>,
    ) -> Option<Measure> {
        let measured =
            holding.open(name).and_then(|mut file| Ok(store::measure_with(&mut file, algorithms)?));
        let measure = self.readable(name, measured)?;
        self.verified.files += 1;
        self.verified.size += measure.size;
        Some(measure)
    }

    /// Returns what was read of a file; reports a file that can't be read.
    fn readable<T>(&mut self, name: &str, read: anyhow::Result<T>) -> Option<T> {
        let fault = |error| format!("it can't be read: {error:#}");
        read.map_err(|error| self.fault_of(Code::VerifyUnreadable, name, fault(error))).ok()
    }

    /// Reads a small file; reports one that is too large.
    pub(super) fn read(&mut self, holding: &mut dyn Holding, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let found = holding.open(name).and_then(|file| {
            let length = file.take(MAX_TAG_BYTES + 1).read_to_end(&mut bytes)?;
            anyhow::ensure!(
                length as u64 <= MAX_TAG_BYTES,
                "it has more than {MAX_TAG_BYTES} bytes"
            );
            Ok(())
        });
        self.readable(name, found).map(|_| bytes)
    }

    /// Verifies a zip with one bag in it.
    fn zip(&mut self, path: &Path) -> anyhow::Result<()> {
        let Some((mut zip, top)) = Zip::new(self, path)? else { return Ok(()) };
        let before = self.diags.errors();
        let measures = self.bag(&mut zip);
        if before < self.diags.errors() || !zip.is_ours {
            return Ok(());
        }
        // Nothing is said of what is between the files of a zip; but ours have one form.
        let order = zip.order.clone();
        let entries: Option<Vec<Entry>> = order
            .iter()
            .map(|name| {
                let measure = measures.get(name)?.clone();
                Some(Entry { name: format!("{top}{name}"), measure })
            })
            .collect();
        let is_same = match entries {
            None => false,
            Some(entries) => {
                let mut copy = |at: usize, out: &mut dyn io::Write| {
                    Ok(io::copy(&mut zip.open(&order[at])?, out)?)
                };
                is_zip_of(path, &entries, &mut copy)?
            }
        };
        if !is_same {
            self.fault(
                Code::VerifyAltered,
                "the zip is not as it was written: bytes outside its files differ",
            );
        }
        Ok(())
    }

    /// Verifies a bag; returns the digests of all its files.
    fn bag(&mut self, holding: &mut dyn Holding) -> BTreeMap<String, Measure> {
        let Bag { measures, is_ours } = bags::verify(self, holding);
        let receipt = format!("data/{RECEIPT}");
        if is_ours && !measures.contains_key(&receipt) {
            self.fault_of(Code::VerifyIncomplete, &receipt, "the receipt is missing");
        } else if is_ours {
            self.receipt(holding, "data/", &measures, payload_name);
        }
        measures
    }

    /// Verifies every receipt in a folder, and that each folder with one has no other documents.
    fn receipts(&mut self, folder: &mut Folder) -> anyhow::Result<()> {
        let names = folder.names.clone();
        let is_receipt = |name: &&String| *name == RECEIPT || name.ends_with("/receipt.json");
        // The files of each receipt: those in its folder and below it that no deeper receipt has.
        let mut files: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for receipt in names.keys().filter(is_receipt) {
            files.insert(receipt.trim_end_matches(RECEIPT), Vec::new());
        }
        for name in names.keys().filter(|name| !is_receipt(name)) {
            let folders = name.match_indices('/').map(|(at, _)| &name[..=at]).rev().chain([""]);
            for folder in folders {
                if let Some(files) = files.get_mut(folder) {
                    files.push(name);
                    break;
                }
            }
        }
        for (prefix, names) in files {
            let prefix = prefix.to_owned();
            let mut measures = BTreeMap::new();
            for name in names {
                if let Some(measure) = self.measure(folder, name, &BTreeSet::new()) {
                    measures.insert(name.clone(), measure);
                }
            }
            let at = prefix.clone();
            let known =
                self.receipt(folder, &prefix, &measures, |_, document| document.file.clone());
            for name in measures.keys() {
                let rest = &name[at.len()..];
                if known.as_ref().is_some_and(|known| !known.contains(name))
                    && !super::site::is_page(rest)
                {
                    self.fault_of(Code::VerifyExtra, name, format!("`{RECEIPT}` does not name it"));
                }
            }
        }
        Ok(())
    }

    /// Verifies what a receipt names; returns those names, or `None` where it can't be read.
    fn receipt(
        &mut self,
        holding: &mut dyn Holding,
        prefix: &str,
        measures: &BTreeMap<String, Measure>,
        named: impl Fn(&Receipt, &Document) -> String,
    ) -> Option<BTreeSet<String>> {
        let name = format!("{prefix}{RECEIPT}");
        let bytes = self.read(holding, &name)?;
        let receipt = match Receipt::parse(&bytes) {
            Ok(receipt) => receipt,
            Err(error) => {
                self.fault_of(Code::VerifyReceipt, &name, format!("{error:#}"));
                return None;
            }
        };
        let mut known = BTreeSet::new();
        let is_in_bag = prefix == "data/";
        let full = |name: String| {
            if is_in_bag && name.starts_with("data/") { name } else { format!("{prefix}{name}") }
        };
        for document in receipt.standing() {
            let file = full(named(&receipt, document));
            let is_whole = self.compare(&file, measures, document.size, &document.sha512);
            if is_whole {
                self.claims(holding, &file, document);
            }
            known.insert(file);
        }
        for source in &receipt.sources {
            let file = format!("{prefix}{}", source.file);
            self.compare(&file, measures, source.size, &source.sha512);
            known.insert(file);
        }
        Some(known)
    }

    /// Compares a file with what a receipt says of it.
    fn compare(
        &mut self,
        name: &str,
        measures: &BTreeMap<String, Measure>,
        size: u64,
        sha512: &str,
    ) -> bool {
        match measures.get(name) {
            None => {
                self.fault_of(Code::VerifyMissing, name, "the receipt names it, but it is missing");
            }
            Some(measure) if measure.size != size || measure.sha512 != sha512 => {
                self.fault_of(Code::VerifyAltered, name, "it is not what the receipt says");
            }
            Some(_) => return true,
        }
        false
    }

    /// Compares what a PDF claims with what its receipt says.
    fn claims(&mut self, holding: &mut dyn Holding, name: &str, document: &Document) {
        if document.form == Form::Html {
            return;
        }
        let declared = holding.open(name).and_then(|mut file| Ok(pack::declaration(&mut file)?));
        let Some(declared) = self.readable(name, declared) else { return };
        let words = |ua: Option<u8>, a: Option<&str>| match (ua, a) {
            (None, None) => "nothing".to_owned(),
            (Some(ua), None) => format!("PDF/UA-{ua}"),
            (None, Some(a)) => format!("PDF/A-{a}"),
            (Some(ua), Some(a)) => format!("PDF/UA-{ua} and PDF/A-{a}"),
        };
        let (found, wanted) = (
            words(declared.pdf_ua, declared.pdf_a.as_deref()),
            words(document.pdf_ua, document.pdf_a.as_deref()),
        );
        if found != wanted {
            self.fault_of(
                Code::VerifyClaims,
                name,
                format!("it claims {found}; the receipt says {wanted}"),
            );
        }
    }
}
