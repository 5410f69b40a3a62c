//! Content streams: the words of each marked-content sequence of a page.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId, decode_text_string};

use super::font::Font;
use super::{get, resolve};

/// A marked-content sequence that is open.
#[derive(Default)]
struct Frame {
    /// Its number (MCID), where it belongs to the structure tree.
    mcid: Option<i64>,
    /// The text that replaces that of its glyphs (`ActualText`), where there is one.
    actual: Option<String>,
    /// Its words so far.
    words: String,
}

/// Returns whether what is drawn is a picture.
fn is_picture(document: &Document, resources: &Object, operands: &[Object]) -> bool {
    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
    let objects = get(document, resources, b"XObject").and_then(|objects| objects.as_dict().ok());
    let drawn = objects.and_then(|objects| objects.get(name).ok());
    let stream = drawn.and_then(|drawn| resolve(document, drawn).as_stream().ok());
    stream.is_some_and(|stream| {
        stream
            .dict
            .get(b"Subtype")
            .is_ok_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"Image"))
    })
}

/// Returns the words of each sequence that has a number; all else is an artifact.
pub(crate) fn sequences(document: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let bytes = document.get_page_content(page);
    let content = Content::decode(&bytes).expect("a page's content can be read");
    let page = document.get_object(page).expect("a page is an object");
    let resources = get(document, page, b"Resources").expect("a page has resources");
    let fonts: BTreeMap<&[u8], Font> = get(document, resources, b"Font")
        .and_then(|fonts| fonts.as_dict().ok())
        .into_iter()
        .flat_map(|fonts| fonts.iter())
        .map(|(name, font)| (&**name, Font::read(document, resolve(document, font))))
        .collect();
    let mut sequences = BTreeMap::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut font = None;
    let mut saved = Vec::new();
    for Operation { operator, operands } in &content.operations {
        match &**operator {
            "q" => saved.push(font),
            "Q" => font = saved.pop().expect("a state was saved"),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                font = name.and_then(|name| fonts.get(name));
            }
            "BMC" => frames.push(Frame::default()),
            "BDC" => {
                let properties = operands.get(1).expect("`BDC` has properties");
                frames.push(frame(document, resources, properties));
            }
            "EMC" => {
                let frame = frames.pop().expect("a sequence was begun");
                let words = frame.actual.unwrap_or(frame.words);
                if let Some(mcid) = frame.mcid {
                    assert!(sequences.insert(mcid, words).is_none(), "{mcid} is used once");
                } else if let Some(outer) = frames.last_mut() {
                    outer.words.push_str(&words);
                }
            }
            "Tj" | "TJ" => {
                let Some(frame) = frames.last_mut() else {
                    panic!("words are marked, or marked as an artifact");
                };
                let font = font.expect("a font is set before words");
                show(&mut frame.words, font, operands);
            }
            // What is stamped on the pages of a pack is an artifact.
            "Do" if frames.last().is_some_and(|frame| frame.mcid.is_none()) => {}
            // A picture has no words.
            "Do" if is_picture(document, resources, operands) => {}
            "'" | "\"" | "Do" => panic!("`{operator}` is not read"),
            _ => {}
        }
    }
    assert!(frames.is_empty(), "every sequence ends");
    sequences
}

fn frame(document: &Document, resources: &Object, properties: &Object) -> Frame {
    let named = properties.as_name().ok().map(|name| {
        get(document, resources, b"Properties")
            .and_then(|list| get(document, list, name))
            .expect("properties are found by name")
    });
    let properties = named.unwrap_or(properties);
    let actual = get(document, properties, b"ActualText");
    Frame {
        mcid: get(document, properties, b"MCID").and_then(|mcid| mcid.as_i64().ok()),
        actual: actual.map(|text| decode_text_string(text).expect("a text string")),
        words: String::new(),
    }
}

/// Adds the text of strings; numbers between them only move them.
pub(super) fn show(words: &mut String, font: &Font, operands: &[Object]) {
    for operand in operands {
        match operand {
            Object::String(codes, _) => words.push_str(&font.decode(codes)),
            Object::Array(parts) => show(words, font, parts),
            _ => {}
        }
    }
}
