//! Bags for archives: BagIt 1.0 (RFC 8493) with SHA-512, as zips whose bytes depend on what was
//! published and on nothing else: no clock, no path, no order of a disk.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use super::receipt::{self, Access, Document, Receipt};
use super::zip::{self, Entry};
use super::{FOLDER, RECEIPT};
use crate::spreadsheet;
use crate::store::{self, Measure};

/// The first tag file of every bag (RFC 8493, 2.1.1).
pub(super) const BAGIT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// What the metadata call the program. A bag that names it has the bytes that this module would give
/// it, or was altered.
pub(super) const AGENT: &str = "Order Paper, archive format 2";

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

/// Writes a bag for each publication that `wanted` lets through, below `archive/public` or
/// `archive/restricted`.
///
/// # Errors
/// When something can't be read or written, or what was published is no longer as it was.
pub fn archive(
    output: &Path,
    wanted: &dyn Fn(&Receipt) -> bool,
    bagged: &mut dyn FnMut(Bagged) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for access in Access::ALL {
        let root = output.join(FOLDER).join(access.folder());
        let target = output.join(super::ARCHIVE).join(access.folder());
        for (below, receipt) in receipt::all(&root)? {
            if receipt.documents.is_empty() || !wanted(&receipt) {
                continue;
            }
            store::make_folder(&output.join(super::ARCHIVE), Access::Open.readers())?;
            store::make_folder(&target, access.readers())?;
            bagged(bag(&root.join(below), &receipt, &target)?)?;
        }
    }
    Ok(())
}

/// Writes the bag of a publication.
fn bag(folder: &Path, receipt: &Receipt, target: &Path) -> anyhow::Result<Bagged> {
    let name = bag_name(receipt);
    let mut payload = Vec::new();
    for document in &receipt.documents {
        let file = store::below(folder, &document.file);
        payload.push(on_disk(payload_name(receipt, document), file, &document.sha512)?);
    }
    for source in &receipt.sources {
        let file = store::below(folder, &source.file);
        payload.push(on_disk(format!("data/{}", source.file), file, &source.sha512)?);
    }
    let sealed = store::read(&folder.join(RECEIPT))?;
    payload.push(in_memory(format!("data/{RECEIPT}"), sealed)?);
    payload.push(in_memory("data/metadata.csv".to_owned(), metadata(receipt).into_bytes())?);
    payload.sort_by(|a, b| a.name.cmp(&b.name));
    let mut tags = vec![
        in_memory("bag-info.txt".to_owned(), info(receipt, &payload).into_bytes())?,
        in_memory("bagit.txt".to_owned(), BAGIT.as_bytes().to_vec())?,
        in_memory("manifest-sha512.txt".to_owned(), manifest(&payload).into_bytes())?,
    ];
    let all = manifest(&tags).into_bytes();
    tags.push(in_memory("tagmanifest-sha512.txt".to_owned(), all)?);
    let files: Vec<Packed> = tags.into_iter().chain(payload).collect();
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
    let file = target.join(format!("{name}.zip"));
    let was_there = zip::is_zip_of(&file, &entries, &mut copy)?;
    if !was_there {
        store::write_for_with(receipt.access.readers(), &file, |out| {
            zip::write(out, &entries, &mut copy)
        })?;
        store::settle(target)?;
    }
    let size = store::size(&file)?;
    Ok(Bagged { file, size, documents: receipt.documents.len(), was_there })
}

/// Returns what a publication's bag is called: its day, and its own name.
fn bag_name(receipt: &Receipt) -> String {
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
fn info(receipt: &Receipt, payload: &[Packed]) -> String {
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
    ] {
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
    for document in &receipt.documents {
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
