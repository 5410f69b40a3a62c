//! Zips with nothing in them that could differ: files in the order given, as they are, all with one
//! time. Documents are compressed already, and a compressor's next version would give other bytes.
//!
//! The format is that of PKWARE's APPNOTE 6.3.9, with its 64-bit forms where a size asks for them.

use std::io::{self, Read, Write};
use std::path::Path;

use crate::store::{self, Measure};

/// Midnight on 1 January 1980, the first day that the format knows: the high half is the date.
const THE_FIRST_DAY: u32 = 0x0021_0000;

/// Sizes and counts from which on the 64-bit forms are needed.
const LONG: u64 = 0xffff_ffff;

/// A file to be put into a zip.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its name, with forward slashes.
    pub(super) name: String,
    /// Its content, as it was measured.
    pub(super) measure: Measure,
}

/// Writes the content of the entry of that index, and returns its length.
pub(super) type Copy<'a> = dyn FnMut(usize, &mut dyn Write) -> anyhow::Result<u64> + 'a;

/// Writes a zip.
///
/// # Errors
/// When something can't be read or written, or has another length than was measured.
pub(super) fn write(
    out: &mut dyn Write,
    entries: &[Entry],
    copy: &mut Copy<'_>,
) -> anyhow::Result<()> {
    let mut at = 0u64;
    let mut directory = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let head = head(entry);
        out.write_all(&head)?;
        let length = copy(index, out)?;
        anyhow::ensure!(
            length == entry.measure.size,
            "`{}` changed while it was put into the archive",
            entry.name
        );
        directory.extend(listed(entry, at));
        at += head.len() as u64 + length;
    }
    out.write_all(&directory)?;
    out.write_all(&end(entries.len() as u64, at, directory.len() as u64))?;
    Ok(())
}

/// Returns what stands before a file.
fn head(entry: &Entry) -> Vec<u8> {
    let size = entry.measure.size;
    let extra = if size < LONG { Vec::new() } else { zip64_extra(&[size, size]) };
    let mut head = Vec::new();
    put_u32(&mut head, 0x0403_4b50);
    common_fields(&mut head, entry, extra.len());
    head.extend(entry.name.as_bytes());
    head.extend(extra);
    head
}

/// Returns the line of a file in the directory at the end.
fn listed(entry: &Entry, at: u64) -> Vec<u8> {
    let size = entry.measure.size;
    let mut wide = Vec::new();
    if LONG <= size {
        wide.extend([size, size]);
    }
    if LONG <= at {
        wide.push(at);
    }
    let extra = if wide.is_empty() { Vec::new() } else { zip64_extra(&wide) };
    let mut line = Vec::new();
    put_u32(&mut line, 0x0201_4b50);
    // Made by version 4.5 on Unix, so that the permissions below are read.
    put_u16(&mut line, 0x032d);
    common_fields(&mut line, entry, extra.len());
    put_u16(&mut line, 0);
    put_u16(&mut line, 0);
    put_u16(&mut line, 0);
    // A plain file that all may read.
    put_u32(&mut line, 0o100_644 << 16);
    put_u32(&mut line, clamp_u32(at));
    line.extend(entry.name.as_bytes());
    line.extend(extra);
    line
}

/// Adds what the head and the directory both say of a file.
fn common_fields(to: &mut Vec<u8>, entry: &Entry, extra: usize) {
    let size = entry.measure.size;
    put_u16(to, 45);
    // Names are UTF-8.
    put_u16(to, 0x0800);
    // Stored as it is.
    put_u16(to, 0);
    put_u32(to, THE_FIRST_DAY);
    put_u32(to, entry.measure.crc);
    put_u32(to, clamp_u32(size));
    put_u32(to, clamp_u32(size));
    put_u16(to, u16::try_from(entry.name.len()).expect("names of papers are short"));
    put_u16(to, u16::try_from(extra).expect("at most three numbers"));
}

/// Returns the end of a zip.
fn end(count: u64, at: u64, length: u64) -> Vec<u8> {
    let mut end = Vec::new();
    let short = count < 0xffff && at < LONG && length < LONG;
    if !short {
        put_u32(&mut end, 0x0606_4b50);
        put_u64(&mut end, 44);
        put_u16(&mut end, 0x032d);
        put_u16(&mut end, 45);
        put_u32(&mut end, 0);
        put_u32(&mut end, 0);
        [count, count, length, at].into_iter().for_each(|number| put_u64(&mut end, number));
        put_u32(&mut end, 0x0706_4b50);
        put_u32(&mut end, 0);
        put_u64(&mut end, at + length);
        put_u32(&mut end, 1);
    }
    put_u32(&mut end, 0x0605_4b50);
    put_u32(&mut end, 0);
    let shown = u16::try_from(count).unwrap_or(0xffff);
    put_u16(&mut end, shown);
    put_u16(&mut end, shown);
    put_u32(&mut end, clamp_u32(length));
    put_u32(&mut end, clamp_u32(at));
    put_u16(&mut end, 0);
    end
}

/// Returns the field of 64-bit numbers.
fn zip64_extra(numbers: &[u64]) -> Vec<u8> {
    let mut field = Vec::new();
    put_u16(&mut field, 1);
    put_u16(&mut field, u16::try_from(numbers.len() * 8).expect("at most three numbers"));
    numbers.iter().for_each(|number| put_u64(&mut field, *number));
    field
}

/// Returns a number, or that which says that it is found among the 64-bit ones.
fn clamp_u32(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn put_u16(to: &mut Vec<u8>, number: u16) {
    to.extend(number.to_le_bytes());
}

fn put_u32(to: &mut Vec<u8>, number: u32) {
    to.extend(number.to_le_bytes());
}

fn put_u64(to: &mut Vec<u8>, number: u64) {
    to.extend(number.to_le_bytes());
}

/// Returns whether a file is, byte for byte, the zip of these entries.
pub(super) fn is_zip_of(
    path: &Path,
    entries: &[Entry],
    copy: &mut Copy<'_>,
) -> anyhow::Result<bool> {
    if !store::is_file(path) {
        return Ok(false);
    }
    let mut compare = Compare { with: Box::new(store::open(path)?), is_same: true };
    write(&mut compare, entries, copy)?;
    let is_at_end = compare.with.read(&mut [0])? == 0;
    Ok(compare.is_same && is_at_end)
}

/// Compares what is written with a file.
struct Compare {
    with: Box<dyn Read>,
    is_same: bool,
}

impl Write for Compare {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_same {
            let mut found = Vec::with_capacity(bytes.len());
            (&mut self.with).take(bytes.len() as u64).read_to_end(&mut found)?;
            self.is_same = found == bytes;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::store::measure;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let entry = |(name, content): &(&str, &[u8])| Entry {
            name: (*name).to_owned(),
            measure: measure(&mut &content[..]).unwrap(),
        };
        let entries: Vec<Entry> = files.iter().map(entry).collect();
        let mut out = Vec::new();
        let mut copy =
            |at: usize, out: &mut dyn Write| Ok(io::copy(&mut &*files[at].1, out).unwrap());
        write(&mut out, &entries, &mut copy).unwrap();
        out
    }

    #[test]
    fn another_reader_finds_what_was_written() {
        let files: &[(&str, &[u8])] =
            &[("bag/é.txt", b"one"), ("bag/empty", b""), ("b", &[7; 999])];
        let mut archive = zip::ZipArchive::new(Cursor::new(zip(files))).unwrap();
        assert_eq!(archive.len(), 3);
        for (at, (name, content)) in files.iter().enumerate() {
            let mut file = archive.by_index(at).unwrap();
            assert_eq!(file.name().unwrap(), *name);
            let mut found = Vec::new();
            file.read_to_end(&mut found).unwrap();
            assert_eq!(found, *content);
        }
    }

    /// Archives of earlier years are compared byte for byte, so the bytes of a zip never change.
    #[test]
    fn the_bytes_of_a_zip_are_pinned() {
        let files: &[(&str, &[u8])] =
            &[("bag/é.txt", b"one"), ("bag/empty", b""), ("b", &[7; 999])];
        let bytes = zip(files);
        let digest = blake3::hash(&bytes).to_hex();
        assert_eq!((bytes.len(), &digest[..16]), (1292, "a499f7669cbf3bc5"));
    }

    #[test]
    fn more_files_than_two_bytes_can_count() {
        let names: Vec<String> = (0..70_000).map(|at| format!("{at}")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
        let archive = zip::ZipArchive::new(Cursor::new(zip(&files))).unwrap();
        assert_eq!(archive.len(), 70_000);
    }

    #[test]
    fn sizes_that_four_bytes_can_not_hold() {
        let mut measure = store::measure(&mut &b""[..]).unwrap();
        measure.size = 5 << 32;
        let entry = Entry { name: "a".to_owned(), measure };
        let head = head(&entry);
        assert_eq!(head[18..26], [0xff; 8], "both sizes are found among the 64-bit ones");
        assert_eq!(head[31..35], [1, 0, 16, 0]);
        assert_eq!(head[35..43], (5u64 << 32).to_le_bytes());
        assert_eq!(listed(&entry, 6 << 32).len(), 46 + 1 + 4 + 24);
        assert_eq!(end(1, 6 << 32, 9).len(), 56 + 20 + 22);
    }
}
