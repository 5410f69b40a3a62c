//! Mends the bytes of a PDF where common readers see past a fault and the library does not: streams whose
//! length or end is wrong, filters by their short names, and what encryption says of itself.
//!
//! The objects are written again one after the other, so that the file must then be read by its objects,
//! not by its table of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::tokens::{Token, Tokens, is_space};

/// How many objects are looked at.
const MAX_OBJECTS: usize = 1_000_000;

/// How deep references of an encryption dictionary are followed.
const MAX_DEPTH: usize = 4;

/// An object as it stands in the file.
struct Written {
    number: u32,
    /// From its number to the keyword that ends it.
    all: Range<usize>,
    /// Its value, without the data of a stream.
    value: Range<usize>,
    /// The data of a stream.
    data: Option<Data>,
}

/// The data of a stream.
struct Data {
    range: Range<usize>,
    /// Whether its dictionary gives its length and it ends with its keyword.
    is_whole: bool,
}

/// What was mended.
pub(super) struct Mended {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// The numbers of the streams whose length or end was wrong.
    pub(super) streams: Vec<u32>,
    /// Whether something else was wrong, without which the file can't be read.
    pub(super) is_vital: bool,
}

/// Returns the file with its faults mended; `None` where it has none of these.
pub(super) fn mend(bytes: &[u8]) -> Option<Mended> {
    let objects = objects(bytes);
    let mut by_number = BTreeMap::new();
    for (at, object) in objects.iter().enumerate() {
        by_number.insert(object.number, at);
    }
    let find = |number: u32| by_number.get(&number).map(|at| &objects[*at]);
    let mut mended = Mended {
        bytes: Vec::with_capacity(bytes.len() + 4096),
        streams: Vec::new(),
        is_vital: false,
    };
    let encryption = encryption(bytes, &objects);
    let mut copied = 0;
    for object in &objects {
        let value = &bytes[object.value.clone()];
        let mut entries = Entries::read(value);
        let mut edits: Vec<(Range<usize>, Vec<u8>)> = Vec::new();
        if object.data.is_some() {
            edits.extend(entries.full_names(value));
            mended.is_vital |= !edits.is_empty();
        }
        if Some(object.number) == encryption.map(|(number, _)| number) {
            let inlined = inline(bytes, value, &find, 0);
            if inlined != value {
                mended.is_vital = true;
                edits.push((0..value.len(), inlined));
                entries = Entries::default();
            }
        }
        if entries.is_cross_reference && encryption.is_some() && !entries.has_id {
            mended.is_vital = true;
            edits.extend(entries.end.map(|end| (end..end, b"/ID[<><>]".to_vec())));
        }
        let Some(data) = &object.data else {
            apply(bytes, object, edits, &mut copied, &mut mended.bytes);
            continue;
        };
        let length = data.range.len();
        let is_right = data.is_whole && entries.length(&find, bytes) == Some(length);
        if is_right && edits.is_empty() {
            continue;
        }
        if !is_right {
            mended.streams.push(object.number);
        }
        match (&entries.length_value, entries.end) {
            (Some(range), _) => edits.push((range.clone(), format!(" {length} ").into_bytes())),
            (None, Some(end)) => edits.push((end..end, format!("/Length {length} ").into_bytes())),
            (None, None) => continue,
        }
        apply(bytes, object, edits, &mut copied, &mut mended.bytes);
        mended.bytes.extend(b"\nstream\n");
        mended.bytes.extend(&bytes[data.range.clone()]);
        mended.bytes.extend(b"\nendstream\nendobj\n");
        copied = object.all.end;
    }
    mended.bytes.extend(&bytes[copied.min(bytes.len())..]);
    if let Some((_, attachments_only)) = encryption {
        mended.is_vital |= trailers(&mut mended.bytes, attachments_only);
    }
    (mended.is_vital || !mended.streams.is_empty()).then_some(mended)
}

/// Copies what stands before the end of an object's value, with some of it replaced.
fn apply(
    bytes: &[u8],
    object: &Written,
    mut edits: Vec<(Range<usize>, Vec<u8>)>,
    copied: &mut usize,
    to: &mut Vec<u8>,
) {
    if edits.is_empty() && object.data.is_none() {
        return;
    }
    edits.sort_by_key(|(range, _)| range.start);
    let start = object.value.start;
    for (range, text) in edits {
        let (from, until) = (start + range.start, start + range.end);
        if from < *copied {
            continue;
        }
        to.extend(&bytes[*copied..from]);
        to.extend(text);
        *copied = until;
    }
    to.extend(&bytes[*copied..object.value.end]);
    *copied = object.value.end;
}

/// Finds the objects that stand in a file.
fn objects(bytes: &[u8]) -> Vec<Written> {
    let mut objects = Vec::new();
    let mut from = 0;
    while let Some(found) = find(bytes, from, b"obj") {
        from = found + 3;
        let Some((number, start)) = number_before(bytes, found) else { continue };
        if objects.len() >= MAX_OBJECTS {
            break;
        }
        let object = object(bytes, number, start, found + 3);
        from = object.all.end.max(from);
        objects.push(object);
    }
    objects
}

/// Returns where some bytes stand next.
fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let first = *wanted.first()?;
    let mut at = 0;
    while let Some(next) = rest[at..].iter().position(|byte| *byte == first) {
        at += next;
        if rest[at..].starts_with(wanted) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}

/// Returns the number of an object from what stands before `obj`, and where that begins.
fn number_before(bytes: &[u8], obj: usize) -> Option<(u32, usize)> {
    let before = &bytes[obj.saturating_sub(40)..obj];
    let text = before.trim_ascii_end();
    let (rest, generation) = digits_at_end(text)?;
    generation.parse::<u64>().ok()?;
    let (rest, number) = digits_at_end(rest.trim_ascii_end())?;
    let start = obj - before.len() + rest.len();
    Some((number.parse().ok()?, start))
}

fn digits_at_end(text: &[u8]) -> Option<(&[u8], &str)> {
    let count = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (rest, digits) = text.split_at(text.len() - count);
    let digits = std::str::from_utf8(digits).ok()?;
    (count > 0).then_some((rest, digits))
}

/// Reads an object whose keyword ends at `at`.
fn object(bytes: &[u8], number: u32, start: usize, at: usize) -> Written {
    let mut tokens = Tokens::new(&bytes[at..]);
    let mut end = at;
    loop {
        let token = tokens.next();
        let next = at + tokens.position();
        match token {
            Some(Token::Word(b"stream")) => {
                let data = data(bytes, at..end, next);
                let all = start..after(bytes, data.range.end);
                return Written { number, all, value: at..end, data: Some(data) };
            }
            // What follows may be another object, where this one does not end.
            None | Some(Token::Word(b"endobj" | b"obj" | b"xref" | b"trailer" | b"startxref")) => {
                return Written { number, all: start..next, value: at..end, data: None };
            }
            Some(_) => end = next,
        }
    }
}

/// Returns where the keywords after a stream's data end.
fn after(bytes: &[u8], mut at: usize) -> usize {
    for keyword in [b"endstream".as_slice(), b"endobj"] {
        let space = bytes[at..].iter().take_while(|byte| is_space(**byte)).count();
        if bytes[at + space..].starts_with(keyword) {
            at += space + keyword.len();
        }
    }
    at
}

/// Finds the data of a stream whose keyword ends at `at`.
fn data(bytes: &[u8], value: Range<usize>, at: usize) -> Data {
    let start = match bytes[at..] {
        [b'\r', b'\n', ..] => at + 2,
        [b'\n' | b'\r', ..] => at + 1,
        _ => at,
    };
    let ends = |end: usize| {
        let space = bytes[end..].iter().take(3).take_while(|byte| is_space(**byte)).count();
        bytes[end + space..].starts_with(b"endstream")
    };
    let entries = Entries::read(&bytes[value]);
    if let Some(Length::Direct(length)) = entries.length
        && let Some(end) = start.checked_add(length).filter(|end| *end <= bytes.len())
        && ends(end)
    {
        return Data { range: start..end, is_whole: true };
    }
    let keyword = find(bytes, start, b"endstream");
    let object = find(bytes, start, b"endobj")
        .filter(|at| at.checked_sub(1).is_some_and(|at| is_space(bytes[at])));
    let (end, is_whole) = match (keyword, object) {
        (Some(keyword), Some(object)) if keyword > object => (object, false),
        (Some(keyword), _) => (keyword, true),
        (None, Some(object)) => (object, false),
        (None, None) => (bytes.len(), false),
    };
    // A length that is given holds where only the keyword after the data is wrong.
    if let Some(Length::Direct(length)) = entries.length
        && !is_whole
        && let Some(given) = start.checked_add(length).filter(|given| *given <= end)
        && bytes.get(given).is_none_or(|byte| is_space(*byte))
    {
        return Data { range: start..given, is_whole: false };
    }
    let text = &bytes[start..end];
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    // A length that another object gives is compared later.
    let is_whole = is_whole && matches!(entries.length, Some(Length::Other(_)));
    Data { range: start..start + text.len(), is_whole }
}

#[derive(Debug, Clone, Copy)]
enum Length {
    Direct(usize),
    /// The number of the object that says it.
    Other(u32),
}

/// What a dictionary says, as far as it matters here; positions are those of its text.
#[derive(Default)]
struct Entries {
    length: Option<Length>,
    length_value: Option<Range<usize>>,
    /// The names of its filters.
    filters: Vec<(Range<usize>, &'static str)>,
    is_cross_reference: bool,
    has_id: bool,
    /// Where `>>` stands that ends it.
    end: Option<usize>,
}

impl Entries {
    fn read(text: &[u8]) -> Self {
        let mut entries = Self::default();
        let mut tokens = Tokens::new(text);
        let (mut depth, mut key, mut last_number) = (0_usize, Vec::new(), None);
        let mut is_value = false;
        loop {
            let before = tokens.position();
            let Some(token) = tokens.next() else { return entries };
            let range = before..tokens.position();
            match token {
                Token::OpenDict => {
                    depth += 1;
                    is_value = false;
                }
                Token::CloseDict => {
                    depth = depth.saturating_sub(1);
                    is_value = false;
                    if depth == 0 {
                        entries.end = Some(range.end - 2);
                    }
                }
                Token::Name(name) if depth == 1 => {
                    let filter = full_name(&name).filter(|_| is_value && key == b"Filter");
                    if let Some(full) = filter {
                        entries.filters.push((range, full));
                    }
                    entries.is_cross_reference |= is_value && key == b"Type" && *name == *b"XRef";
                    if !is_value || key != b"Filter" {
                        entries.has_id |= *name == *b"ID";
                        is_value = !is_value;
                        if is_value {
                            key = name.into_owned();
                        }
                    } else if !is_filter(&name) {
                        key = name.into_owned();
                    }
                }
                Token::Number(number) if depth == 1 && key == b"Length" => {
                    let number = crate::clean::whole(number);
                    if last_number.is_none() {
                        last_number = number;
                        entries.length = number.map(|length| Length::Direct(length as usize));
                        entries.length_value = Some(range);
                    } else if let Some(value) = &mut entries.length_value {
                        value.end = range.end;
                    }
                    is_value = false;
                }
                Token::Word(b"R") if depth == 1 => {
                    if key == b"Length" {
                        entries.length = last_number.map(Length::Other);
                        if let Some(value) = &mut entries.length_value {
                            value.end = range.end;
                        }
                    }
                    is_value = false;
                }
                Token::OpenArray | Token::CloseArray => {}
                _ if depth == 1 => is_value = false,
                _ => {}
            }
        }
    }

    /// Returns the length that the dictionary gives.
    fn length<'a>(
        &self,
        find: &impl Fn(u32) -> Option<&'a Written>,
        bytes: &[u8],
    ) -> Option<usize> {
        match self.length? {
            Length::Direct(length) => Some(length),
            Length::Other(number) => {
                let text = std::str::from_utf8(&bytes[find(number)?.value.clone()]).ok()?;
                text.trim().parse().ok()
            }
        }
    }

    /// Returns the edits that write the names of filters in full.
    fn full_names(&self, text: &[u8]) -> Vec<(Range<usize>, Vec<u8>)> {
        let edits = self.filters.iter().map(|(range, name)| {
            let space = text[range.clone()].iter().take_while(|byte| is_space(**byte)).count();
            (range.start + space..range.end, format!("/{name}").into_bytes())
        });
        edits.collect()
    }
}

/// Returns the name in full of a filter that is named in short, as only pictures inside content may be.
fn full_name(name: &[u8]) -> Option<&'static str> {
    Some(match name {
        b"AHx" => "ASCIIHexDecode",
        b"A85" => "ASCII85Decode",
        b"LZW" => "LZWDecode",
        b"Fl" => "FlateDecode",
        b"RL" => "RunLengthDecode",
        b"CCF" => "CCITTFaxDecode",
        b"DCT" => "DCTDecode",
        _ => return None,
    })
}

fn is_filter(name: &[u8]) -> bool {
    full_name(name).is_some() || name.ends_with(b"Decode") || name == b"Crypt"
}

/// Returns the number of the object that says how the file is encrypted, and whether only attachments are.
fn encryption(bytes: &[u8], objects: &[Written]) -> Option<(u32, bool)> {
    let is_encryption = |object: &&Written| {
        object.data.is_none() && {
            let text = &bytes[object.value.clone()];
            find(text, 0, b"/Standard").is_some() && find(text, 0, b"/Filter").is_some()
        }
    };
    find(bytes, 0, b"/Encrypt")?;
    let object = objects.iter().rev().find(is_encryption)?;
    let mut names: Vec<Vec<u8>> = Vec::new();
    for token in Tokens::new(&bytes[object.value.clone()]) {
        if let Token::Name(name) = token {
            names.push(name.into_owned());
        }
    }
    let value_of = |key: &[u8]| {
        let at = names.iter().position(|name| name == key)?;
        names.get(at + 1).map(Vec::as_slice)
    };
    let is_plain = |key: &[u8]| matches!(value_of(key), None | Some(b"Identity"));
    let has_crypt_filters = names.iter().any(|name| name == b"CF");
    let only_attachments = has_crypt_filters && is_plain(b"StmF") && is_plain(b"StrF");
    Some((object.number, only_attachments))
}

/// Returns a dictionary in which what it refers to stands in place of the references.
fn inline<'a>(
    bytes: &[u8],
    value: &[u8],
    find: &impl Fn(u32) -> Option<&'a Written>,
    depth: usize,
) -> Vec<u8> {
    let mut made = Vec::new();
    let mut tokens = Tokens::new(value);
    // The positions of the last two numbers, and the first of these.
    let mut numbers: Vec<(usize, f64)> = Vec::new();
    let mut copied = 0;
    loop {
        let before = tokens.position();
        match tokens.next() {
            None => break,
            Some(Token::Number(number)) => numbers.push((before, number)),
            Some(Token::Word(b"R")) if numbers.len() >= 2 && depth < MAX_DEPTH => {
                let (start, number) = numbers[numbers.len() - 2];
                let object = crate::clean::whole(number).and_then(find);
                if let Some(object) = object.filter(|object| object.data.is_none()) {
                    made.extend(&value[copied..start]);
                    made.push(b' ');
                    made.extend(inline(bytes, &bytes[object.value.clone()], find, depth + 1));
                    copied = tokens.position();
                }
                numbers.clear();
            }
            Some(_) => numbers.clear(),
        }
    }
    made.extend(&value[copied..]);
    made
}

/// Gives trailers of an encrypted file the `ID` that they lack, and takes the encryption out where it is only
/// that of attachments, which are removed; returns whether anything was to do.
fn trailers(bytes: &mut Vec<u8>, attachments_only: bool) -> bool {
    let mut is_changed = false;
    if attachments_only {
        let mut from = 0;
        while let Some(found) = find(bytes, from, b"/Encrypt") {
            from = found + 8;
            if bytes.get(from).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
                continue;
            }
            // Another key, which nobody looks for, takes its place.
            bytes[found..found + 8].copy_from_slice(b"/Unlocks");
            is_changed = true;
        }
        return is_changed;
    }
    let mut from = 0;
    while let Some(found) = find(bytes, from, b"trailer") {
        from = found + 7;
        let end = find(bytes, from, b"startxref").unwrap_or(bytes.len());
        let entries = Entries::read(&bytes[from..end]);
        if !entries.has_id
            && let Some(at) = entries.end
        {
            let at = from + at;
            bytes.splice(at..at, b"/ID[<><>]".iter().copied());
            is_changed = true;
        }
    }
    is_changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(file: &str) -> Option<(String, Vec<u32>)> {
        mend(file.as_bytes())
            .map(|mended| (String::from_utf8(mended.bytes).unwrap(), mended.streams))
    }

    #[test]
    fn streams_get_the_length_that_they_have() {
        let good = "4 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n";
        assert_eq!(mended(good), None);
        let other = "5 0 obj 3 endobj 4 0 obj <</Length 5 0 R>>\nstream\nabc\nendstream\nendobj\n";
        assert_eq!(mended(other), None);
        for (bad, length) in [
            ("4 0 obj\n<<>>\nstream\nabc\nendstream\nendobj\n", 3),
            ("4 0 obj\n<</Length 9/A(>>)>>\nstream\nabc\nendstream\nendobj\n", 3),
            ("4 0 obj\n<</Length 9 0 R/Q 2 0 R>>\nstream\nabc\nendstream\nendobj\n", 3),
            ("4 0 obj\n<</Length 3>>\nstream\nabc\nenxstream\nendobj\n", 3),
            ("4 0 obj\n<<>>\nstream\nabc\nendobj\n", 3),
        ] {
            let (text, streams) = mended(bad).unwrap();
            assert!(text.contains("stream\nabc\nendstream\nendobj"), "{text}");
            let entries = Entries::read(text.split_once("obj").unwrap().1.as_bytes());
            assert!(
                matches!(entries.length, Some(Length::Direct(found)) if found == length),
                "{text}"
            );
            assert_eq!((streams, mended(&text)), (vec![4], None), "{text}");
        }
    }

    #[test]
    fn filters_are_named_in_full() {
        let (text, _) = mended("4 0 obj\n<</Filter[/Fl /A85]/DecodeParms null/Length 3>>\nstream\nabc\nendstream\nendobj").unwrap();
        assert!(text.contains("/Filter[/FlateDecode /ASCII85Decode]/DecodeParms"), "{text}");
    }

    #[test]
    fn encryption_says_all_in_one_place() {
        let file = "6 0 obj <</CF 7 0 R/Filter/Standard/StmF/StdCF/StrF/StdCF>> endobj
            7 0 obj <</StdCF 8 0 R>> endobj 8 0 obj <</CFM/AESV3>> endobj trailer <</Encrypt 6 0 R>> startxref";
        let (text, _) = mended(file).unwrap();
        assert!(text.contains("/CFM/AESV3") && text.contains("/ID[<><>]"), "{text}");
        assert!(!text.contains("7 0 R"), "{text}");
        let attachments = "6 0 obj <</CF<</A<</CFM/AESV2>>>>/EFF/A/Filter/Standard>> endobj trailer <</Encrypt 6 0 R/ID[()()]>>";
        assert!(!mended(attachments).unwrap().0.contains("/Encrypt"));
    }
}
