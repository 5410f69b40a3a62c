//! Writes a bound pack: objects in object streams, the table of them in a stream (ISO 32000-1, 7.5.7
//! and 7.5.8).
//!
//! Each object is let go of as it is written, which `lopdf`'s own way of saving can't do: it copies
//! what it puts into object streams, and a pack of ten reports full of tables has 50,000 objects. The bytes are
//! those that `lopdf` would write.

use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectStream, Stream, Writer};
use rayon::prelude::*;

/// Objects that an object stream holds.
const TOGETHER: usize = 100;

/// How hard object streams are compressed, from 0 to 9.
const LEVEL: u32 = 6;

/// Where an object is in the file.
#[derive(Clone, Copy)]
enum Entry {
    /// By itself, so many bytes from the beginning.
    At(u32),
    /// In an object stream, at that place.
    In { stream: u32, place: u16 },
}

/// Returns the file of a document whose objects have the numbers from 1 up.
///
/// # Errors
/// When an object can't be written, or the file is larger than 4 GB.
pub(super) fn save(mut document: Document) -> anyhow::Result<Vec<u8>> {
    let size: usize = document.objects.values().map(size).sum();
    let mut pdf = Vec::with_capacity(size + size / 50 + 4096);
    writeln!(pdf, "%PDF-{}", document.version)?;
    pdf.push(b'%');
    pdf.extend(&document.binary_mark);
    pdf.push(b'\n');

    let mut entries = vec![Entry::At(0); document.objects.len()];
    let mut streams: Vec<ObjectStream> = Vec::new();
    for (id, object) in std::mem::take(&mut document.objects) {
        let entry = entries.get_mut(id.0 as usize - 1);
        let entry = entry.ok_or_else(|| anyhow::anyhow!("objects are not numbered in a row"))?;
        if matches!(object, Object::Stream(_)) {
            *entry = put(&mut pdf, id.0, &object)?;
            continue;
        }
        if streams.last().is_none_or(|own| own.object_count() == TOGETHER) {
            streams.push(
                ObjectStream::builder().max_objects(TOGETHER).compression_level(LEVEL).build(),
            );
        }
        let at = streams.len() - 1;
        let place = u16::try_from(streams[at].object_count())?;
        *entry = Entry::In { stream: document.max_id + 1 + u32::try_from(at)?, place };
        streams[at].add_object(id, object)?;
    }
    let streams: lopdf::Result<Vec<Stream>> =
        streams.into_par_iter().map(|own| own.to_stream_object()).collect();
    for (stream, id) in streams?.into_iter().zip(document.max_id + 1..) {
        entries.push(put(&mut pdf, id, &stream.into())?);
    }

    let (start, id) = (u32::try_from(pdf.len())?, u32::try_from(entries.len())? + 1);
    entries.push(Entry::At(start));
    put(&mut pdf, id, &table(document.trailer, &entries).into())?;
    write!(pdf, "\nstartxref\n{start}\n%%EOF")?;
    Ok(pdf)
}

/// Writes an object by itself, and returns where.
fn put(pdf: &mut Vec<u8>, id: u32, object: &Object) -> anyhow::Result<Entry> {
    let start = u32::try_from(pdf.len())?;
    writeln!(pdf, "{id} 0 obj")?;
    Writer::write_object(pdf, object)?;
    // As `lopdf` parts a word from what follows it; all that is written so is streams.
    writeln!(pdf, " \nendobj")?;
    Ok(Entry::At(start))
}

/// Returns the stream that says where each object is, the first one first.
fn table(mut trailer: Dictionary, entries: &[Entry]) -> Stream {
    let content = entries.iter().flat_map(|entry| {
        let (kind, first, second) = match *entry {
            Entry::At(start) => (1, start, 0),
            Entry::In { stream, place } => (2, stream, place),
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

/// Returns about how many bytes an object takes in a file.
fn size(object: &Object) -> usize {
    match object {
        Object::Stream(stream) => stream.content.len() + 200,
        _ => 40,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_those_that_lopdf_would_write() {
        let mut document = Document::with_version("1.7");
        for at in 0..250_i64 {
            let mut dict = Dictionary::new();
            dict.set("At", at);
            dict.set("Words", Object::string_literal(format!("({at})")));
            if at % 7 == 0 {
                document.add_object(Stream::new(dict, vec![b'x'; 40]));
            } else {
                document.add_object(dict);
            }
        }
        document.trailer.set("Root", Object::Reference((1, 0)));
        let mut wanted = Vec::new();
        let options = lopdf::SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .compression_level(LEVEL);
        document.clone().save_with_options(&mut wanted, options.build()).unwrap();
        let found = save(document).unwrap();
        assert!(found == wanted);
    }
}
