//! Streams: none is passed on that a reader can't decode, or that inflates beyond what it could be.

use std::collections::{BTreeSet, VecDeque};
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::MAX_STREAM_BYTES;
use crate::object::{get, get_name, references, resolve};
use crate::{MEGABYTE, Refusal};

/// What a picture may inflate to, in bytes.
const MAX_PICTURE_BYTES: u64 = 1024 * MEGABYTE;

/// What is wrong with a stream.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It inflates to more than it may.
    TooLarge,
    /// Only its beginning can be decoded, if that.
    Cut(Vec<u8>),
    /// It can't be decoded.
    Unreadable,
}

/// Checks all streams of a clean copy; those of which only a beginning can be read get that. Returns what to
/// say about it.
///
/// # Errors
/// When one can't be decoded at all, or inflates beyond its limit.
pub(super) fn check(document: &mut Document) -> Result<Vec<String>, Refusal> {
    let mut damage = Vec::new();
    let streams: Vec<ObjectId> = document
        .objects
        .iter()
        .filter_map(|(id, object)| object.as_stream().is_ok().then_some(*id))
        .collect();
    for id in streams {
        let Some(Object::Stream(stream)) = document.objects.get(&id) else { continue };
        let Some(fault) = fault(document, stream) else { continue };
        let place = place(document, id);
        let what = kind(document, stream);
        match fault {
            Fault::TooLarge => {
                return Err(Refusal::new(
                    format!("has {what} {place} that takes too much memory to show"),
                    "print it to a new PDF, or make its pictures smaller",
                ));
            }
            Fault::Cut(start) if !start.is_empty() => {
                damage.push(format!("has {what} {place} that is damaged"));
                if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
                    deflate_into(stream, &start);
                }
            }
            Fault::Cut(_) | Fault::Unreadable => {
                return Err(Refusal::new(
                    format!("has {what} {place} that can't be read"),
                    "open it and print it to a new PDF",
                ));
            }
        }
    }
    Ok(damage)
}

/// Returns what is wrong with a stream.
fn fault(document: &Document, stream: &Stream) -> Option<Fault> {
    let filters = filters(document, &stream.dict);
    let limit = limit(document, &stream.dict);
    match filters.as_slice() {
        [] => None,
        [b"FlateDecode"] => inflate(&stream.content, limit),
        [b"DCTDecode"] => (!is_jpeg(&stream.content)).then_some(Fault::Unreadable),
        // The library leaves these to programs for pictures.
        [.., b"DCTDecode" | b"JPXDecode" | b"CCITTFaxDecode" | b"JBIG2Decode"] => None,
        _ => {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            match stream.get_plain_content_with_limit(limit) {
                Ok(_) => None,
                Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded {
                    ..
                })) => Some(Fault::TooLarge),
                Err(_) => Some(Fault::Unreadable),
            }
        }
    }
}

fn filters<'a>(document: &'a Document, dict: &'a Dictionary) -> Vec<&'a [u8]> {
    match get(document, dict, b"Filter") {
        Object::Name(name) => vec![name],
        Object::Array(list) => {
            list.iter().filter_map(|name| resolve(document, name).as_name().ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns what a stream may inflate to: a picture to what its size says.
fn limit(document: &Document, dict: &Dictionary) -> u64 {
    let most = MAX_STREAM_BYTES as u64;
    if get_name(document, dict, b"Subtype") != Some(b"Image") {
        return most;
    }
    let side = |key: &[u8]| {
        get(document, dict, key).as_i64().ok().and_then(|side| u64::try_from(side).ok())
    };
    let pixels = side(b"Width").unwrap_or(0).saturating_mul(side(b"Height").unwrap_or(0));
    // Four colours of 16 bits, and a byte that each row begins with.
    let size = pixels.saturating_mul(8).saturating_add(side(b"Height").unwrap_or(0));
    size.saturating_add(MEGABYTE).clamp(most, MAX_PICTURE_BYTES)
}

/// Inflates data without keeping it; returns what is wrong.
fn inflate(content: &[u8], limit: u64) -> Option<Fault> {
    let mut decoder = ZlibDecoder::new(content);
    let mut buffer = [0; 64 * 1024];
    let mut total = 0_u64;
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => return None,
            Ok(count) => total += count as u64,
            Err(_) => break,
        }
        if total > limit {
            return Some(Fault::TooLarge);
        }
    }
    let mut start = Vec::new();
    let length = total.min(MAX_STREAM_BYTES as u64);
    // The error that ends it was met before.
    ZlibDecoder::new(content).take(length).read_to_end(&mut start).ok();
    Some(Fault::Cut(start))
}

/// Gives a stream data that were inflated.
pub(super) fn deflate_into(stream: &mut Stream, data: &[u8]) {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).expect("writing to a vector can't fail");
    stream.content = encoder.finish().expect("writing to a vector can't fail");
    stream.dict.set("Length", i64::try_from(stream.content.len()).unwrap_or(i64::MAX));
}

/// Returns whether some data are a JPEG as far as its markers go (ISO 10918-1, annex B): it begins as one, and
/// has the size of a picture and lines of it.
fn is_jpeg(data: &[u8]) -> bool {
    let mut rest = match data {
        [0xFF, 0xD8, rest @ ..] => rest,
        _ => return false,
    };
    let mut has_size = false;
    loop {
        let [0xFF, marker, after @ ..] = rest else { return false };
        match marker {
            0xFF => rest = &rest[1..],
            0x01 | 0xD0..=0xD7 => rest = after,
            0xDA => return has_size && after.len() > 2,
            0xD9 => return false,
            _ => {
                let [high, low, ..] = after else { return false };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let is_frame =
                    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
                has_size |= is_frame && after.get(3..7).is_some_and(|size| size != [0; 4]);
                let Some(next) = after.get(length.max(2)..) else { return false };
                rest = next;
            }
        }
    }
}

/// Returns a JPEG without what cameras and programs note in it: EXIF, metadata, comments. What says how it is
/// to be shown stays. `None` where there is nothing of the kind.
fn without_notes(data: &[u8]) -> Option<Vec<u8>> {
    let mut kept = data.get(..2)?.to_vec();
    let mut rest = &data[2..];
    let mut is_changed = false;
    while let [0xFF, marker, after @ ..] = rest {
        let length = match marker {
            0xFF | 0x01 | 0xD0..=0xD9 => 0,
            0xDA => break,
            _ => usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?])),
        };
        let end = if *marker == 0xFF { 1 } else { 2 + length };
        // The first segment of programs is EXIF or XMP, the thirteenth that of an image editor.
        if matches!(marker, 0xE1 | 0xED | 0xFE) {
            is_changed = true;
        } else {
            kept.extend(rest.get(..end)?);
        }
        rest = rest.get(end..)?;
    }
    kept.extend(rest);
    is_changed.then_some(kept)
}

/// Returns a picture of JPEG 2000 without what programs note in it, as [`without_notes`] does: its boxes of XML,
/// and those that only one program knows (ISO 15444-1, annex I). `None` where there is nothing of the kind.
fn without_boxes(data: &[u8]) -> Option<Vec<u8>> {
    if data.get(4..8)? != b"jP  " {
        return None;
    }
    let mut kept = Vec::new();
    let mut rest = data;
    let mut is_changed = false;
    while let [a, b, c, d, kind @ ..] = rest {
        let (kind, after) = (kind.get(..4)?, kind.get(4..)?);
        let length = match u32::from_be_bytes([*a, *b, *c, *d]) {
            0 => rest.len(),
            1 => usize::try_from(u64::from_be_bytes(after.get(..8)?.try_into().ok()?)).ok()?,
            length => usize::try_from(length).ok()?,
        };
        let (whole, next) = rest.split_at_checked(length.max(8))?;
        if matches!(kind, b"xml " | b"uuid" | b"uinf") {
            is_changed = true;
        } else {
            kept.extend(whole);
        }
        rest = next;
    }
    (is_changed && rest.is_empty()).then_some(kept)
}

/// Takes the notes of programs out of pictures, and comments out of the content of pages and drawings.
pub(super) fn strip(document: &mut Document) {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let contents: BTreeSet<ObjectId> = pages
        .iter()
        .filter_map(|page| document.get_dictionary(*page).ok())
        .flat_map(|page| super::contents(document, page))
        .collect();
    let mut changes = Vec::new();
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        let is_content = contents.contains(id)
            || get_name(document, &stream.dict, b"Subtype") == Some(b"Form")
            || stream.dict.has(b"PatternType");
        let filters = filters(document, &stream.dict);
        if let [filter @ (b"DCTDecode" | b"JPXDecode")] = &*filters {
            let is_jpeg = *filter == b"DCTDecode";
            let data = if is_jpeg { without_notes } else { without_boxes }(&stream.content);
            changes.extend(data.map(|data| (*id, data, true)));
        } else if is_content
            && let Ok(content) = stream.get_plain_content_with_limit(MAX_STREAM_BYTES)
        {
            let plain = crate::tokens::without_comments(&content);
            changes.extend(plain.map(|data| (*id, data, false)));
        }
    }
    for (id, data, is_picture) in changes {
        let Some(Object::Stream(stream)) = document.objects.get_mut(&id) else { continue };
        if is_picture {
            stream.set_content(data);
        } else {
            stream.dict.set("Filter", "FlateDecode");
            stream.dict.remove(b"DecodeParms");
            deflate_into(stream, &data);
        }
    }
}

/// Returns what a stream is, in words.
fn kind(document: &Document, stream: &Stream) -> &'static str {
    match get_name(document, &stream.dict, b"Subtype") {
        Some(b"Image") => "a picture",
        Some(b"Form") => "a drawing",
        _ if stream.dict.has(b"Length1") || stream.dict.has(b"Length2") => "a font",
        _ => "content",
    }
}

/// Returns the first page that has a stream, in words.
fn place(document: &Document, wanted: ObjectId) -> String {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for (at, page) in pages.iter().enumerate() {
        let Ok(dict) = document.get_dictionary(*page) else { continue };
        let mut open = VecDeque::new();
        let mut first = Vec::new();
        for key in [b"Contents".as_slice(), b"Resources"] {
            if let Ok(object) = dict.get(key) {
                references(object, &mut first);
            }
        }
        open.extend(first);
        let mut visited = BTreeSet::new();
        while let Some(id) = open.pop_front() {
            if id == wanted {
                return format!("on page {}", at + 1);
            }
            if visited.insert(id)
                && let Some(object) = document.objects.get(&id)
            {
                let mut found = Vec::new();
                references(object, &mut found);
                open.extend(found);
            }
        }
    }
    "on a page".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut stream = Stream::new(Dictionary::new(), Vec::new());
        deflate_into(&mut stream, data);
        stream.content
    }

    #[test]
    fn data_are_inflated_up_to_their_limit() {
        let data = vec![7; 100_000];
        let whole = deflated(&data);
        assert_eq!(inflate(&whole, 100_000), None);
        assert_eq!(inflate(&whole, 99_999), Some(Fault::TooLarge));
        assert!(matches!(inflate(&whole[..whole.len() / 2], 100_000), Some(Fault::Cut(start))
            if data.starts_with(&start)));
        assert_eq!(inflate(b"no zlib", 100), Some(Fault::Cut(Vec::new())));
    }

    #[test]
    fn a_jpeg_loses_its_notes() {
        let start = b"\xff\xd8\xff\xe0\0\x04ab";
        let notes = b"\xff\xe1\0\x08EXIF!!\xff\xfe\0\x04hi";
        let rest = b"\xff\xee\0\x04AB\xff\xda\0\x02\xff\xe1\xff\xd9";
        let wanted = [start.as_slice(), rest].concat();
        assert_eq!(without_notes(&[start.as_slice(), notes, rest].concat()), Some(wanted.clone()));
        assert_eq!(without_notes(&wanted), None);
    }

    #[test]
    fn a_jpeg_2000_loses_its_notes() {
        let (start, end) = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\0\0\0\0jp2ccode");
        let notes = b"\0\0\0\x0bxml <a>\0\0\0\x01uuid\0\0\0\0\0\0\0\x12hi";
        let wanted = [start.as_slice(), end].concat();
        assert_eq!(without_boxes(&[start.as_slice(), notes, end].concat()), Some(wanted.clone()));
        assert_eq!(without_boxes(&wanted), None);
        assert_eq!(without_boxes(&[start.as_slice(), b"\0\0\0\x0bxml"].concat()), None);
    }

    #[test]
    fn a_jpeg_has_a_size_and_lines() {
        let frame = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x11\0\0";
        let scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x12\xff\xd9";
        assert!(is_jpeg(&[frame.as_slice(), scan].concat()));
        assert!(
            !is_jpeg(frame)
                && !is_jpeg(&[&frame[..2], scan.as_slice()].concat())
                && !is_jpeg(b"GIF")
        );
    }
}
