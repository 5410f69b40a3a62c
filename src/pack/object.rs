//! Reads `lopdf`'s objects without trusting them: any reference may be broken or part of a loop.

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

/// How many references are followed to reach a value.
const MAX_CHAIN: usize = 16;

static NULL: Object = Object::Null;

/// Returns the value at the end of a chain of references; null if one is broken, or the chain is longer
/// than [`MAX_CHAIN`].
pub(super) fn resolve<'a>(document: &'a Document, mut object: &'a Object) -> &'a Object {
    for _ in 0..MAX_CHAIN {
        match object {
            Object::Reference(id) => match document.objects.get(id) {
                Some(next) => object = next,
                None => return &NULL,
            },
            value => return value,
        }
    }
    &NULL
}

/// Returns the number of the last object in a chain of references, none for a direct value, and the
/// value itself; as [`resolve`] does, null for a broken or overlong chain.
pub(super) fn locate<'a>(
    document: &'a Document,
    mut object: &'a Object,
) -> (Option<ObjectId>, &'a Object) {
    let mut at = None;
    for _ in 0..MAX_CHAIN {
        match object {
            Object::Reference(id) => match document.objects.get(id) {
                Some(next) => (at, object) = (Some(*id), next),
                None => return (None, &NULL),
            },
            value => return (at, value),
        }
    }
    (None, &NULL)
}

/// Returns the value of a key, its references followed; null where there is none.
pub(super) fn get<'a>(document: &'a Document, dict: &'a Dictionary, key: &[u8]) -> &'a Object {
    dict.get(key).map_or(&NULL, |value| resolve(document, value))
}

/// Returns an object as a dictionary; for a stream, the dictionary of the stream.
pub(super) fn dict<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    match resolve(document, object) {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// Returns the value of a key as a dictionary, or as that of a stream.
pub(super) fn get_dict<'a>(
    document: &'a Document,
    from: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    dict(document, get(document, from, key))
}

/// Returns the value of a key as an array; an empty one for any other type.
pub(super) fn get_array<'a>(
    document: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> &'a [Object] {
    get(document, dict, key).as_array().map_or(&[], Vec::as_slice)
}

/// Returns the value of a key as a name, without its slash.
pub(super) fn get_name<'a>(
    document: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> Option<&'a [u8]> {
    get(document, dict, key).as_name().ok()
}

/// Returns the value of a key as text, decoded from `PDFDocEncoding` or UTF-16.
pub(super) fn get_text(document: &Document, dict: &Dictionary, key: &[u8]) -> Option<String> {
    let value = get(document, dict, key);
    value.as_str().ok()?;
    lopdf::decode_text_string(value).ok()
}

/// Returns an integer or real as a number; `None` if it is not finite.
pub(super) fn number(document: &Document, object: &Object) -> Option<f64> {
    let value = match resolve(document, object) {
        #[expect(clippy::cast_precision_loss, reason = "no length on a page needs 53 bits")]
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// Returns a rectangle with its corners in order: left, bottom, right, top.
pub(super) fn rectangle(document: &Document, object: &Object) -> Option<[f64; 4]> {
    let array = resolve(document, object).as_array().ok()?;
    let [a, b, c, d] = array.get(..4)? else { return None };
    let [a, b, c, d] = [a, b, c, d].map(|coordinate| number(document, coordinate));
    let (a, b, c, d) = (a?, b?, c?, d?);
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// Returns a number as an integer if it is whole and smaller than 10⁹, otherwise as a real.
pub(super) fn real(value: f64) -> Object {
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small, or a length")]
    if value.fract() == 0.0 && value.abs() < 1e9 {
        Object::Integer(value as i64)
    } else {
        Object::Real(value as f32)
    }
}

/// Returns a text string: a literal if it is all printable ASCII, otherwise UTF-16 in hexadecimal.
pub(super) fn text(words: &str) -> Object {
    if words.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Object::string_literal(words);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Calls `change` with an object and everything inside it, outermost first.
///
/// `lopdf` refuses files whose objects nest deeply, so that this can't exhaust the stack.
pub(super) fn walk(object: &mut Object, change: &mut impl FnMut(&mut Object)) {
    change(object);
    match object {
        Object::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        Object::Dictionary(dict) => dict.iter_mut().for_each(|(_, value)| walk(value, change)),
        Object::Stream(stream) => {
            stream.dict.iter_mut().for_each(|(_, value)| walk(value, change));
        }
        _ => {}
    }
}

/// Adds every reference inside an object to `found`.
pub(super) fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, found)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| references(value, found)),
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| references(value, found));
        }
        _ => {}
    }
}
