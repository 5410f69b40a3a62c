//! Writes PDFs object by object, so that any part of them can be made wrong.
//!
//! A [`Raw`] is a map from object number to the bytes of the object. `bytes` writes it as an honest
//! program would; faults of the file itself (its cross-references, its length) are made by the
//! caller, from `body`, `table` and `xref_stream`. The deflater at the end packs runs only: it can
//! compress a gigabyte of zeros without holding them in memory.

use std::collections::BTreeMap;

/// The first two lines of every file; the second tells transfer programs that this is not text.
const HEAD: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// Where an object is, for a cross-reference stream.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Entry {
    /// At this offset, with this generation.
    At(usize, u16),
    /// In this object stream, at this index.
    In(u32, u16),
}

/// Entries of a cross-reference section, by object number.
pub(crate) type Entries = BTreeMap<u32, Entry>;

/// A PDF in the making.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    /// The header lines.
    pub(crate) head: Vec<u8>,
    /// Generation and contents of each object.
    objects: BTreeMap<u32, (u16, Vec<u8>)>,
    /// Entries of the trailer besides `Size` and `Root`.
    trailer: String,
}

impl Raw {
    /// Returns a file with a header and nothing else.
    pub(crate) fn new() -> Self {
        Self { head: HEAD.to_vec(), objects: BTreeMap::new(), trailer: String::new() }
    }

    /// Puts an object in, or in the place of another.
    pub(crate) fn with(self, number: u32, object: impl AsRef<[u8]>) -> Self {
        self.with_generation(number, 0, object)
    }

    /// Puts an object in that has a generation.
    pub(crate) fn with_generation(
        mut self,
        number: u32,
        generation: u16,
        object: impl AsRef<[u8]>,
    ) -> Self {
        self.objects.insert(number, (generation, object.as_ref().to_vec()));
        self
    }

    /// Takes an object out; references to it dangle.
    pub(crate) fn without(mut self, number: u32) -> Self {
        self.objects.remove(&number).expect("the object is there");
        self
    }

    /// Adds entries to an object that is a dictionary.
    pub(crate) fn add(self, number: u32, entries: &str) -> Self {
        let old = self.text(number);
        let open = old.strip_suffix(">>").expect("the object is a dictionary");
        let new = format!("{open}{entries} >>");
        self.with(number, new)
    }

    /// Replaces a part of an object, which must be there.
    pub(crate) fn change(self, number: u32, from: &str, to: &str) -> Self {
        let old = self.text(number);
        assert!(old.contains(from), "object {number} has no `{from}`");
        let new = old.replace(from, to);
        self.with(number, new)
    }

    /// Adds entries to the trailer.
    pub(crate) fn trailer(mut self, entries: &str) -> Self {
        self.trailer.push_str(entries);
        self
    }

    /// Returns header and objects, and where each object stands.
    pub(crate) fn body(&self) -> (Vec<u8>, Entries) {
        let mut out = self.head.clone();
        let mut entries = Entries::new();
        for (&number, (generation, object)) in &self.objects {
            entries.insert(number, Entry::At(out.len(), *generation));
            out.extend(format!("{number} {generation} obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        (out, entries)
    }

    /// Returns what stands between `trailer <<` and `>>`.
    pub(crate) fn trailer_entries(&self) -> String {
        let size = u64::from(self.objects.keys().max().copied().unwrap_or(0)) + 1;
        format!("/Size {size} /Root 1 0 R {}", self.trailer)
    }

    /// Returns the file with a cross-reference table.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.bytes_shifted(0)
    }

    /// Returns the file with a table in which all offsets are wrong by `shift`.
    pub(crate) fn bytes_shifted(&self, shift: usize) -> Vec<u8> {
        let (mut out, entries) = self.body();
        let start = out.len();
        out.extend(table(&entries, shift).bytes());
        out.extend(format!("trailer\n<< {} >>\n", self.trailer_entries()).bytes());
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out
    }

    /// Returns the file with a cross-reference stream, its offsets wrong by `shift`.
    pub(crate) fn bytes_in_stream(&self, number: u32, shift: usize, more: Entries) -> Vec<u8> {
        let (mut out, mut entries) = self.body();
        entries.extend(more);
        let start = out.len();
        entries.insert(number, Entry::At(start, 0));
        out.extend(xref_stream(number, &entries, shift, &format!("/Root 1 0 R {}", self.trailer)));
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out
    }

    fn text(&self, number: u32) -> String {
        let (_, object) = &self.objects[&number];
        String::from_utf8(object.clone()).expect("the object is text")
    }
}

/// Returns a stream object with the right `Length`.
pub(crate) fn stream(entries: &str, data: impl AsRef<[u8]>) -> Vec<u8> {
    let data = data.as_ref();
    let mut out = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// Returns a cross-reference table, of one subsection for each run of numbers.
pub(crate) fn table(entries: &Entries, shift: usize) -> String {
    let mut out = String::from("xref\n0 1\n0000000000 65535 f \n");
    for run in runs(entries) {
        out += &format!("{} {}\n", run[0].0, run.len());
        for (_, entry) in run {
            match entry {
                Entry::At(offset, generation) => {
                    out += &format!("{:010} {generation:05} n \n", offset + shift);
                }
                Entry::In(..) => out += "0000000000 00000 f \n",
            }
        }
    }
    out
}

/// Returns a cross-reference stream as an object, unpacked.
pub(crate) fn xref_stream(number: u32, entries: &Entries, shift: usize, more: &str) -> Vec<u8> {
    let mut index = String::new();
    let mut data = Vec::new();
    for run in runs(entries) {
        index += &format!("{} {} ", run[0].0, run.len());
        for (_, entry) in run {
            let (kind, first, second) = match entry {
                Entry::At(offset, generation) => (1, (offset + shift) as u32, generation),
                Entry::In(stream, index) => (2, stream, index),
            };
            data.push(kind);
            data.extend(first.to_be_bytes());
            data.extend(second.to_be_bytes());
        }
    }
    let size = entries.keys().max().map_or(1, |last| last + 1);
    let entries = format!("/Type /XRef /W [1 4 2] /Index [{index}] /Size {size} {more}");
    let mut out = format!("{number} 0 obj\n").into_bytes();
    out.extend(stream(&entries, data));
    out.extend(b"\nendobj\n");
    out
}

/// Splits entries into runs of consecutive numbers.
fn runs(entries: &Entries) -> Vec<Vec<(u32, Entry)>> {
    let mut runs: Vec<Vec<(u32, Entry)>> = Vec::new();
    for (&number, &entry) in entries {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|&(last, _)| last + 1 == number) => {
                run.push((number, entry));
            }
            _ => runs.push(vec![(number, entry)]),
        }
    }
    runs
}

/// Packs `head` and then `count` times the byte `filler`, as zlib does, a thousandth of the size.
pub(crate) fn deflate_filled(head: &[u8], filler: u8, count: u64) -> Vec<u8> {
    let mut packer = Packer::new();
    let mut sum = Adler::default();
    for &byte in head {
        packer.literal(byte);
        sum.add(byte, 1);
    }
    sum.add(filler, count);
    packer.literal(filler);
    packer.copies(count - 1, 1, filler);
    packer.finish(&sum)
}

/// Packs data in which most bytes repeat the one `period` places before.
pub(crate) fn deflate_periodic(data: &[u8], period: usize) -> Vec<u8> {
    let mut packer = Packer::new();
    let mut sum = Adler::default();
    for &byte in data {
        sum.add(byte, 1);
    }
    let mut at = 0;
    while at < data.len() {
        let run = (at..data.len())
            .take_while(|&next| next >= period && data[next] == data[next - period])
            .count();
        if run < 3 {
            packer.literal(data[at]);
            at += 1;
        } else {
            // What is left over after copies of 3 to 258 bytes goes round again, as literals.
            let whole = run - run % 3;
            packer.copies(whole as u64, period, 0);
            at += whole;
        }
    }
    packer.finish(&sum)
}

/// The period of what `deflate_filled` makes: eight copies of 13 bits each.
pub(crate) const FILLED_PERIOD: usize = 13;

/// One deflate block with the fixed codes (RFC 1951, 3.2.6).
struct Packer {
    out: Vec<u8>,
    pending: u64,
    bits: u32,
}

impl Packer {
    fn new() -> Self {
        let mut packer = Self { out: vec![0x78, 0x9c], pending: 0, bits: 0 };
        // The last block, with fixed codes.
        packer.put(0b011, 3);
        packer
    }

    /// Writes bits, lowest first.
    fn put(&mut self, value: u32, count: u32) {
        self.pending |= u64::from(value) << self.bits;
        self.bits += count;
        while self.bits >= 8 {
            self.out.push(self.pending as u8);
            self.pending >>= 8;
            self.bits -= 8;
        }
    }

    /// Writes a Huffman code, which goes highest bit first.
    fn code(&mut self, value: u32, count: u32) {
        self.put(value.reverse_bits() >> (32 - count), count);
    }

    fn literal(&mut self, byte: u8) {
        match byte {
            0..=143 => self.code(0x30 + u32::from(byte), 8),
            144..=255 => self.code(0x190 + u32::from(byte) - 144, 9),
        }
    }

    /// Repeats what stands `distance` bytes back, over `count` bytes; less than three are literals.
    fn copies(&mut self, mut count: u64, distance: usize, filler: u8) {
        while count >= 258 {
            // Length 258 is code 285.
            self.code(0xc5, 8);
            self.distance(distance);
            count -= 258;
        }
        while count >= 3 {
            // Length 3 is code 257.
            self.code(1, 7);
            self.distance(distance);
            count -= 3;
        }
        for _ in 0..count {
            self.literal(filler);
        }
    }

    fn distance(&mut self, distance: usize) {
        match distance {
            1 => self.code(0, 5),
            13 => {
                self.code(7, 5);
                self.put(0, 2);
            }
            _ => unreachable!("only these distances are asked for"),
        }
    }

    fn finish(mut self, sum: &Adler) -> Vec<u8> {
        self.code(0, 7);
        self.put(0, (8 - self.bits) % 8);
        self.out.extend(sum.value().to_be_bytes());
        self.out
    }
}

/// The checksum of zlib (RFC 1950), which can take a run in one step.
struct Adler {
    plain: u128,
    weighted: u128,
}

impl Default for Adler {
    fn default() -> Self {
        Self { plain: 1, weighted: 0 }
    }
}

impl Adler {
    const BASE: u128 = 65_521;

    fn add(&mut self, byte: u8, count: u64) {
        let (byte, count) = (u128::from(byte), u128::from(count));
        self.weighted += count * self.plain + byte * (count * (count + 1) / 2);
        self.weighted %= Self::BASE;
        self.plain = (self.plain + count * byte) % Self::BASE;
    }

    fn value(&self) -> u32 {
        ((self.weighted << 16) | self.plain) as u32
    }
}
