//! `CMaps`: which bytes of a string are a code, and what each code stands for (ISO 32000-1, 9.7.5 and 9.10.3).
//!
//! What the library that reads them for drawing leaves out is needed here: the codes that a map has room
//! for, and which other map it builds on.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, Stream};

use crate::clean::MAX_STREAM_BYTES;
use crate::object::{get, get_dict, get_name};
use crate::tokens::{Operation, Operations};

/// How many codes a map has at most.
const MAX_CODES: usize = 1_000_000;

/// A code: how many bytes it has, and its value.
pub(super) type Code = (usize, u32);

/// A character collection (ISO 32000-1, 9.7.3).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Collection {
    pub(super) registry: Vec<u8>,
    pub(super) ordering: Vec<u8>,
    pub(super) supplement: i64,
}

/// A map that is in the file.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// The first and the last code of each range, both of as many bytes.
    spaces: Vec<(Vec<u8>, Vec<u8>)>,
    /// The glyph of each code.
    cids: BTreeMap<Code, u32>,
    /// The text of each code, in UTF-16.
    texts: BTreeMap<Code, Vec<u16>>,
    pub(super) is_vertical: bool,
    /// Whether it builds on another map.
    pub(super) has_base: bool,
}

impl Collection {
    /// Reads the collection of a font or a map.
    pub(super) fn read(document: &Document, from: &Dictionary) -> Option<Self> {
        let info = get_dict(document, from, b"CIDSystemInfo")?;
        Some(Self {
            registry: get(document, info, b"Registry").as_str().ok()?.to_vec(),
            ordering: get(document, info, b"Ordering").as_str().ok()?.to_vec(),
            supplement: get(document, info, b"Supplement").as_i64().ok()?,
        })
    }
}

/// Returns the value of a code.
fn value(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    let unit = |pair: &[u8]| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]);
    bytes.chunks(2).map(unit).collect()
}

impl CMap {
    /// Reads a map; `None` where it can't be decoded.
    pub(super) fn read(document: &Document, stream: &Stream) -> Option<Self> {
        let content = stream.get_plain_content_with_limit(MAX_STREAM_BYTES).ok()?;
        let mut map = Self::parse(&content)?;
        map.has_base |= stream.dict.has(b"UseCMap");
        if get_name(document, &stream.dict, b"CMapName").is_some_and(|name| name == b"Identity-V") {
            map.is_vertical = true;
        }
        Some(map)
    }

    fn parse(content: &[u8]) -> Option<Self> {
        let mut map = Self::default();
        for Operation { operator, operands } in Operations::new(content) {
            let text = |at: usize| operands.get(at).and_then(|operand| operand.as_str().ok());
            match operator {
                b"usecmap" => map.has_base = true,
                b"def" => {
                    let is_mode =
                        operands.first().and_then(|key| key.as_name().ok()) == Some(b"WMode");
                    let mode = operands.get(1).and_then(|mode| mode.as_i64().ok());
                    if is_mode {
                        map.is_vertical = mode == Some(1);
                    }
                }
                b"endcodespacerange" => {
                    for pair in operands.chunks_exact(2) {
                        if let [Object::String(low, _), Object::String(high, _)] = pair {
                            map.spaces.push((low.clone(), high.clone()));
                        }
                    }
                }
                b"endcidchar" | b"endbfchar" => {
                    for at in (0..operands.len()).step_by(2) {
                        if let (Some(code), Some(target)) = (text(at), operands.get(at + 1)) {
                            map.add(code, code, target)?;
                        }
                    }
                }
                b"endcidrange" | b"endbfrange" => {
                    for at in (0..operands.len()).step_by(3) {
                        if let (Some(low), Some(high), Some(target)) =
                            (text(at), text(at + 1), operands.get(at + 2))
                        {
                            map.add(low, high, target)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Some(map)
    }

    /// Adds a range of codes; `None` where there are too many.
    fn add(&mut self, low: &[u8], high: &[u8], target: &Object) -> Option<()> {
        let (length, low, high) = (low.len(), value(low), value(high));
        if length > 4 || self.cids.len() + self.texts.len() > MAX_CODES {
            return None;
        }
        if high < low || (high - low) as usize > MAX_CODES {
            return (high < low).then_some(());
        }
        for (code, step) in (low..=high).zip(0_u32..) {
            match target {
                Object::Integer(first) => {
                    let cid = u32::try_from(*first).ok()?.checked_add(step)?;
                    self.cids.insert((length, code), cid);
                }
                Object::String(text, _) => {
                    let mut text = units(text);
                    if let Some(last) = text.last_mut() {
                        *last = last.wrapping_add(u16::try_from(step).unwrap_or(0));
                    }
                    self.texts.insert((length, code), text);
                }
                Object::Array(list) => {
                    let Some(text) = list.get(step as usize).and_then(|text| text.as_str().ok())
                    else {
                        break;
                    };
                    self.texts.insert((length, code), units(text));
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Splits a string into codes; `None` where some of it is none.
    pub(super) fn codes(&self, mut text: &[u8]) -> Option<Vec<Code>> {
        let mut codes = Vec::new();
        while !text.is_empty() {
            let length = (1..=4.min(text.len())).find(|length| {
                let code = &text[..*length];
                self.spaces.iter().any(|(low, high)| {
                    low.len() == *length
                        && high.len() == *length
                        && code.iter().zip(low).all(|(byte, low)| byte >= low)
                        && code.iter().zip(high).all(|(byte, high)| byte <= high)
                })
            })?;
            codes.push((length, value(&text[..length])));
            text = &text[length..];
        }
        Some(codes)
    }

    /// Returns the glyph of a code; that of an undefined character, 0, where it has none.
    pub(super) fn cid(&self, code: Code) -> u32 {
        self.cids.get(&code).copied().unwrap_or(0)
    }

    /// Returns the text of a code.
    pub(super) fn text(&self, code: Code) -> Option<&[u16]> {
        // Maps to text often name their codes with another number of bytes than the font has.
        let any = || (1..=4).find_map(|length| self.texts.get(&(length, code.1)));
        self.texts.get(&code).or_else(any).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_split_and_mapped() {
        let map = CMap::parse(
            b"/WMode 1 def 2 begincodespacerange <00> <7f> <8140> <9ffc> endcodespacerange
              1 begincidrange <20> <22> 5 endcidrange 1 begincidchar <8140> 90 endcidchar
              2 beginbfrange <20> <21> <0041> <22> <22> [<00660069>] endbfrange",
        )
        .unwrap();
        assert!(map.is_vertical && !map.has_base);
        assert_eq!(map.codes(b"\x20\x81\x40\x21"), Some(vec![(1, 32), (2, 0x8140), (1, 33)]));
        assert_eq!(map.codes(b"\xff"), None);
        assert_eq!([map.cid((1, 33)), map.cid((2, 0x8140)), map.cid((1, 9))], [6, 90, 0]);
        assert_eq!(map.text((1, 33)), Some([0x42].as_slice()));
        assert_eq!(map.text((2, 34)), Some([0x66, 0x69].as_slice()));
    }
}
