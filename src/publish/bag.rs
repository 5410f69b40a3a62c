//! Bags for archives: BagIt 1.0 (RFC 8493) with SHA-512, as zips whose bytes depend on what was
//! published and on nothing else: no clock, no path, no order of a disk.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::act::Draft;
use super::ledger::{Act, ActMoment, Head, Heads, KnownFile, NewLine};
use super::receipt::{Access, Document, Receipt};
use super::trees::{Trees, measured};
use super::zip::{self, Entry};
use super::{FOLDER, RECEIPT};
use crate::diag::Diagnostics;
use crate::spreadsheet;
use crate::store::{self, Lock, Measure};

/// The first tag file of every bag (RFC 8493, 2.1.1).
pub(super) const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// What the metadata call the program. A bag that names it has the bytes that this module would give
/// it, or was altered.
pub(super) const AGENT: &str = "Order Paper, archive format 3";

/// What the metadata call the public ledger's head: how many lines it had, and the digest of the last.
const PUBLIC_LEDGER: &str = "Public-Ledger";

/// What they call that of the restricted ledger.
const RESTRICTED_LEDGER: &str = "Restricted-Ledger";

/// Returns the heads that a bag's metadata name.
pub(super) fn heads_of(info: &str) -> Option<Heads> {
    let head = |label: &str| {
        let mut values =
            info.lines().filter_map(|line| line.strip_prefix(label)?.strip_prefix(": "));
        let (lines, digest) = values.next()?.split_once(' ')?;
        Some(Head { lines: lines.parse().ok()?, digest: digest.to_owned() })
    };
    Some(Heads { public: head(PUBLIC_LEDGER)?, restricted: head(RESTRICTED_LEDGER) })
}

/// A bag that was written, or was there.
#[derive(Debug)]
pub struct Bagged {
    /// The zip.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// How many documents are in it.
    pub documents: usize,
    /// Whether it was there already, byte for byte.
    pub was_there: bool,
}

/// Where the bytes of a file in a bag come from.
enum Content {
    InMemory(Vec<u8>),
    OnDisk(PathBuf),
}

/// A file in a bag.
struct Packed {
    name: String,
    content: Content,
    measure: Measure,
}

/// Where bags are made, and who makes them.
#[derive(Debug, Clone, Copy)]
pub struct Archiving<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// Its lock.
    pub lock: &'a Lock,
    /// Who archives, and when.
    pub moment: &'a ActMoment,
}

/// Writes a bag for each publication that `wanted` lets through, below `archive/public` or
/// `archive/restricted`, each as an act of its own. Where a ledger is not whole, that is reported and no bag is
/// made.
///
/// # Errors
/// When something can't be read or written, or what was published or archived is no longer as it was.
pub fn archive(
    archiving: Archiving<'_>,
    diags: &mut Diagnostics,
    wanted: &dyn Fn(&Receipt) -> bool,
    bagged: &mut dyn FnMut(Bagged) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Archiving { output, moment, .. } = archiving;
    let Some(mut trees) = Trees::read_whole(diags, output)? else { return Ok(()) };
    trees.check_moment(moment)?;
    for access in Access::ALL {
        let target = output.join(super::ARCHIVE).join(access.folder());
        let top = format!("{FOLDER}/{}/", access.folder());
        let end = format!("/{RECEIPT}");
        let known = trees.tree(access).below(&top).filter(|(path, _)| path.ends_with(&end));
        let receipts: Vec<(String, KnownFile)> =
            known.map(|(path, file)| (path.to_owned(), file.clone())).collect();
        for (path, file) in receipts {
            let sealed = store::read(&store::below(output, &path))?;
            let receipt =
                Receipt::parse(&sealed).with_context(|| format!("failed to read `{path}`"))?;
            anyhow::ensure!(
                file.sha512.is(&store::sha512(&sealed)),
                "`{path}` is not what was published; run `orderpaper verify` for details"
            );
            let is_empty = receipt.standing().next().is_none() && receipt.sources.is_empty();
            if is_empty || !wanted(&receipt) {
                continue;
            }
            store::make_folder(&output.join(super::ARCHIVE), Access::Open.readers())?;
            store::make_folder(&target, access.readers())?;
            let head = trees.tree(access).head_at(file.line).unwrap_or_default();
            let folder = path.trim_end_matches(&end);
            let bag = Bag::new(&store::below(output, folder), &receipt, sealed, &head)?;
            bagged(bag.write(archiving, &mut trees, &receipt)?)?;
        }
    }
    Ok(())
}

/// A bag before it is written.
struct Bag {
    name: String,
    files: Vec<Packed>,
}

impl Bag {
    /// Collects what the bag of a publication has; `head` is that of its ledger just after it was published.
    fn new(folder: &Path, receipt: &Receipt, sealed: Vec<u8>, head: &Head) -> anyhow::Result<Self> {
        let name = bag_name(receipt);
        let mut payload = Vec::new();
        for document in receipt.standing() {
            let file = store::below(folder, &document.file);
            payload.push(on_disk(payload_name(receipt, document), file, &document.sha512)?);
        }
        for source in &receipt.sources {
            let file = store::below(folder, &source.file);
            payload.push(on_disk(format!("data/{}", source.file), file, &source.sha512)?);
        }
        payload.push(in_memory(format!("data/{RECEIPT}"), sealed)?);
        payload.push(in_memory("data/metadata.csv".to_owned(), metadata(receipt).into_bytes())?);
        payload.sort_by(|a, b| a.name.cmp(&b.name));
        let info = info(receipt, &payload, head).into_bytes();
        let mut tags = vec![
            in_memory("bag-info.txt".to_owned(), info)?,
            in_memory("bagit.txt".to_owned(), BAGIT.as_bytes().to_vec())?,
            in_memory("manifest-sha512.txt".to_owned(), manifest(&payload).into_bytes())?,
        ];
        let all = manifest(&tags).into_bytes();
        tags.push(in_memory("tagmanifest-sha512.txt".to_owned(), all)?);
        Ok(Self { name, files: tags.into_iter().chain(payload).collect() })
    }

    /// Writes it, unless it is there.
    fn write(
        &self,
        archiving: Archiving<'_>,
        trees: &mut Trees,
        receipt: &Receipt,
    ) -> anyhow::Result<Bagged> {
        let Archiving { output, lock, moment } = archiving;
        let Self { name, files } = self;
        let entries: Vec<Entry> = files
            .iter()
            .map(|packed| Entry {
                name: format!("{name}/{}", packed.name),
                measure: packed.measure.clone(),
            })
            .collect();
        let mut copy = |at: usize, out: &mut dyn io::Write| {
            Ok(match &files[at].content {
                Content::InMemory(bytes) => io::copy(&mut &**bytes, out)?,
                Content::OnDisk(path) => io::copy(&mut store::open(path)?, out)?,
            })
        };
        let access = receipt.access;
        let path = format!("{}/{}/{name}.zip", super::ARCHIVE, access.folder());
        let file = store::below(output, &path);
        let known = trees.tree(access).file(&path);
        let is_same = zip::is_zip_of(&file, &entries, &mut copy)?;
        let was_there = is_same && known.is_some();
        if !was_there {
            // A bag of an earlier state of the publication gives way; one that nobody archived does not.
            let found = if is_same { None } else { measured(&file)? };
            let is_known =
                |found: &Measure| known.is_some_and(|known| known.sha512.is(&found.sha512));
            anyhow::ensure!(
                found.is_none_or(|found| is_known(&found)),
                "`{}` is not the bag that was archived; keep it elsewhere for whoever finds out why, and run \
                 `orderpaper archive` again",
                file.display()
            );
            let mut draft = Draft::new(output, lock, access);
            let written = draft.put_with(&path, |out| zip::write(out, &entries, &mut copy))?.sha512;
            if known.is_some_and(|known| known.sha512 == written) {
                // It was lost, and is as it was: there is nothing to say of it.
                draft.restore()?;
            } else {
                let line = NewLine {
                    act: Act::Archive,
                    publication: Some(receipt.publication.clone()),
                    moment: moment.clone(),
                    released: Vec::new(),
                    private_reason: None,
                    public: trees.named_head(access),
                };
                draft.commit(trees.tree_mut(access), line)?;
            }
        }
        let size = store::size(&file)?;
        Ok(Bagged { file, size, documents: receipt.standing().count(), was_there })
    }
}

/// Returns what a publication's bag is called: its day, and its own name.
pub(super) fn bag_name(receipt: &Receipt) -> String {
    let readers = match receipt.access {
        Access::Open => "",
        Access::Closed => "_restricted",
    };
    format!("{}{readers}", dated(receipt))
}

/// Returns a publication's name with its day first, and not twice.
fn dated(receipt: &Receipt) -> String {
    let day = receipt.date.to_string();
    let name = receipt.publication.trim_end_matches(&day).trim_end_matches('-');
    let is_odd = |char: char| !char.is_alphanumeric() && char != '-' && char != '.';
    let name = name.replace(is_odd, "-");
    if name.is_empty() { day } else { format!("{day}_{name}") }
}

/// Returns what a document is called in a bag.
pub(super) fn payload_name(receipt: &Receipt, document: &Document) -> String {
    format!("data/{}_{}", dated(receipt), document.file)
}

fn in_memory(name: String, bytes: Vec<u8>) -> anyhow::Result<Packed> {
    let measure = store::measure(&mut &bytes[..])?;
    Ok(Packed { name, content: Content::InMemory(bytes), measure })
}

fn on_disk(name: String, path: PathBuf, sha512: &str) -> anyhow::Result<Packed> {
    let measure = store::measure(&mut store::open(&path)?)?;
    anyhow::ensure!(
        measure.sha512 == sha512,
        "`{}` is not what was published; run `orderpaper verify` for details",
        path.display()
    );
    Ok(Packed { name, content: Content::OnDisk(path), measure })
}

/// Returns a manifest: a digest and a name a line, in order of names.
fn manifest(files: &[Packed]) -> String {
    let lines = files.iter().map(|packed| manifest_line(&packed.measure.sha512, &packed.name));
    lines.collect()
}

/// Returns a line of a manifest (RFC 8493, 2.1.3).
pub(super) fn manifest_line(digest: &str, name: &str) -> String {
    let name = name.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
    format!("{digest}  {name}\n")
}

/// Returns what a bag says of itself (RFC 8493, 2.2.2).
fn info(receipt: &Receipt, payload: &[Packed], head: &Head) -> String {
    let shown = |head: &Head| format!("{} {}", head.lines, head.digest);
    let before = receipt.ledger.as_ref();
    // Just after it was published; the other ledger, as it was just before.
    let heads = match receipt.access {
        Access::Open => vec![(PUBLIC_LEDGER, shown(head))],
        Access::Closed => {
            let public = before.map(|heads| (PUBLIC_LEDGER, shown(&heads.public)));
            public.into_iter().chain([(RESTRICTED_LEDGER, shown(head))]).collect()
        }
    };
    let octets: u64 = payload.iter().map(|packed| packed.measure.size).sum();
    let updated = receipt.updated();
    let mut info = String::new();
    for (label, value) in [
        ("Source-Organization", &*receipt.council),
        ("External-Identifier", &*bag_name(receipt)),
        ("External-Description", &*receipt.title),
        // The day of publication, so that a bag is the same whenever it is made.
        ("Bagging-Date", updated.split('T').next().unwrap_or_default()),
        ("Payload-Oxum", &*format!("{octets}.{}", payload.len())),
        ("Access", receipt.access.word()),
        ("Bag-Software-Agent", AGENT),
    ]
    .into_iter()
    .chain(heads.iter().map(|(label, head)| (*label, head.as_str())))
    {
        let value = value.replace(['\n', '\r'], " ");
        writeln!(info, "{label}: {value}").expect("a string takes whatever is written");
    }
    info
}

/// Returns the table that archivists ask for: one row for each document.
fn metadata(receipt: &Receipt) -> String {
    let until = receipt.inspect_until.map(|day| day.to_string()).unwrap_or_default();
    let mut table =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut row = |cells: &[&str]| {
        let cells = cells.iter().map(|cell| spreadsheet::inert((*cell).to_owned()));
        table.write_record(cells).expect("every row has as many cells");
    };
    row(&[
        "file",
        "title",
        "date",
        "creator",
        "rights",
        "access",
        "inspect-until",
        "published",
        "version",
        "pages",
        "size",
        "sha512",
        "form",
        "language",
    ]);
    for document in receipt.standing() {
        let name = payload_name(receipt, document);
        row(&[
            name.trim_start_matches("data/"),
            &document.title,
            &receipt.date.to_string(),
            &receipt.council,
            &receipt.rights,
            receipt.access.word(),
            &until,
            &document.published,
            &document.version.to_string(),
            &document.pages.to_string(),
            &document.size.to_string(),
            &document.sha512,
            document.form.name(),
            &document.language.to_string(),
        ]);
    }
    let bytes = table.into_inner().expect("a list takes whatever is written");
    String::from_utf8(bytes).expect("cells are text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_manifests() {
        assert_eq!(manifest_line("ab", "data/50%\r\n"), "ab  data/50%25%0D%0A\n");
    }
}
