//! Writes a bound pack with object streams and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! The bytes are those that `lopdf` would write. But `lopdf` copies all that it puts into object
//! streams; this drops each object as it is written, and takes tags that are serialised already.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, Stream, Writer};
use rayon::prelude::*;

use super::settled::Settled;

/// How many objects an object stream holds.
const OBJECTS_PER_STREAM: usize = 100;

/// An entry of the cross-reference stream: where an object is in the file.
#[derive(Clone, Copy)]
enum Entry {
    /// Not in a stream: the byte offset from the beginning of the file.
    Offset(u32),
    /// In the object stream with that number: its index among the objects of the stream.
    Compressed { stream: u32, index: u16 },
}

/// Returns the file of a document whose objects and settled tags are numbered together from 1 up,
/// without gaps ([`renumber`](super::number::renumber)).
///
/// # Errors
/// When an object can't be written, or the file is larger than 4 GB.
pub(super) fn save(mut document: Document, mut settled: Settled) -> anyhow::Result<Vec<u8>> {
    let size = document.objects.values().map(estimated_size).sum::<usize>()
        + settled.len() * SMALL_OBJECT_SIZE;
    let mut pdf = Vec::with_capacity(size + size / 50 + 4096);
    writeln!(pdf, "%PDF-{}", document.version)?;
    pdf.push(b'%');
    pdf.extend(&document.binary_mark);
    pdf.push(b'\n');

    let mut entries = Vec::new();
    let mut streams: Vec<ObjectStream> = Vec::new();
    for number in 1..=document.max_id {
        let object = document.objects.remove(&(number, 0));
        if let Some(stream @ Object::Stream(_)) = &object {
            entries.push(write_indirect(&mut pdf, number, stream)?);
            continue;
        }
        if streams.last().is_none_or(|stream| stream.count == OBJECTS_PER_STREAM) {
            streams.push(ObjectStream::default());
        }
        let (at, last) = (streams.len() - 1, streams.last_mut().expect("there is one"));
        let index = u16::try_from(last.count)?;
        entries.push(Entry::Compressed { stream: document.max_id + 1 + u32::try_from(at)?, index });
        write!(last.index, "{number} {} ", last.text.len())?;
        match (object, settled.remove(&(number, 0))) {
            (Some(object), _) => Writer::write_object(&mut last.text, &object)?,
            (None, Some(tag)) => tag.write(&mut last.text),
            (None, None) => anyhow::bail!("objects are not numbered consecutively"),
        }
        last.text.push(b' ');
        last.count += 1;
    }
    let streams: anyhow::Result<Vec<Stream>> =
        streams.into_par_iter().map(ObjectStream::compress).collect();
    for (stream, id) in streams?.into_iter().zip(document.max_id + 1..) {
        entries.push(write_indirect(&mut pdf, id, &stream.into())?);
    }

    let (start, id) = (u32::try_from(pdf.len())?, u32::try_from(entries.len())? + 1);
    entries.push(Entry::Offset(start));
    write_indirect(&mut pdf, id, &xref_stream(document.trailer, &entries).into())?;
    write!(pdf, "\nstartxref\n{start}\n%%EOF")?;
    Ok(pdf)
}

/// An object stream in the making.
#[derive(Default)]
struct ObjectStream {
    /// How many objects it has, at most [`OBJECTS_PER_STREAM`].
    count: usize,
    /// The number of each object and its offset in `text`, in decimal.
    index: Vec<u8>,
    /// The objects, each followed by a space.
    text: Vec<u8>,
}

impl ObjectStream {
    /// Compresses the index and the objects into one stream.
    fn compress(self) -> anyhow::Result<Stream> {
        let mut dict = Dictionary::new();
        dict.set("Type", "ObjStm");
        dict.set("N", i64::try_from(self.count)?);
        dict.set("First", i64::try_from(self.index.len())?);
        let mut content = self.index;
        content.extend(self.text);
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&content)?;
        let mut stream = Stream::new(dict, encoder.finish()?);
        stream.dict.set("Filter", "FlateDecode");
        Ok(stream)
    }
}

/// Writes an object that is not in an object stream, and returns its entry.
fn write_indirect(pdf: &mut Vec<u8>, id: u32, object: &Object) -> anyhow::Result<Entry> {
    let start = u32::try_from(pdf.len())?;
    writeln!(pdf, "{id} 0 obj")?;
    Writer::write_object(pdf, object)?;
    // `lopdf` writes this space after `endstream`; no objects but streams come this way.
    writeln!(pdf, " \nendobj")?;
    Ok(Entry::Offset(start))
}

/// Returns the cross-reference stream, with `entries` for the objects from number 1 up.
fn xref_stream(mut trailer: Dictionary, entries: &[Entry]) -> Stream {
    let content = entries.iter().flat_map(|entry| {
        let (kind, first, second) = match *entry {
            Entry::Offset(start) => (1, start, 0),
            Entry::Compressed { stream, index } => (2, stream, index),
        };
        let [a, b, c, d] = first.to_be_bytes();
        let [e, f] = second.to_be_bytes();
        [kind, a, b, c, d, e, f]
    });
    let content: Vec<u8> = content.collect();
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    trailer.set("Type", "XRef");
    trailer.set("Size", count + 1);
    trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
    trailer.set("Index", vec![1.into(), count.into()]);
    trailer.set("Length", i64::try_from(content.len()).unwrap_or(i64::MAX));
    Stream::new(trailer, content)
}

/// An estimate of the bytes that an object other than a stream takes in the file.
const SMALL_OBJECT_SIZE: usize = 40;

/// Returns an estimate of the bytes that an object takes in the file.
fn estimated_size(object: &Object) -> usize {
    match object {
        Object::Stream(stream) => stream.content.len() + 200,
        _ => SMALL_OBJECT_SIZE,
    }
}

#[cfg(test)]
mod tests {
    use super::super::settled::Tag;
    use super::*;

    #[test]
    fn the_bytes_are_those_that_lopdf_would_write() {
        let mut document = Document::with_version("1.7");
        let mut settled = Settled::new();
        for at in 0..250_i64 {
            let mut dict = Dictionary::new();
            dict.set("At", at);
            dict.set("Words", Object::string_literal(format!("({at})")));
            dict.set("Next", vec![Object::Reference((1, 0)), at.into()]);
            if at % 7 == 0 {
                document.add_object(Stream::new(dict, vec![b'x'; 40]));
            } else {
                document.add_object(dict);
            }
        }
        document.trailer.set("Root", Object::Reference((1, 0)));
        let mut others = document.clone();
        for at in (2..250).filter(|at| at % 3 == 0) {
            if let Some(Object::Dictionary(tag)) = others.objects.get(&(at, 0)).cloned() {
                others.objects.remove(&(at, 0));
                settled.insert((at, 0), Tag::from_object(&tag.into()));
            }
        }
        let mut wanted = Vec::new();
        let options = lopdf::SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .compression_level(6);
        document.save_with_options(&mut wanted, options.build()).unwrap();
        let found = save(others, settled).unwrap();
        assert!(found == wanted);
    }
}
