//! JSON with the place of every value.
//!
//! `serde_json` does the parsing; raw values keep pointing into the text, so that each place is a
//! difference of addresses and no separate parser is needed.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{ReadContext, text};
use crate::diag::{Code, Diagnostic, Form, Origin, Source};
use crate::model::node::{Content, Key, Node};
use crate::model::value::Scalar;

/// The most lists and objects inside one another that are read.
const MAX_DEPTH: usize = 40;

/// Reads a JSON text.
pub(super) fn read(context: &mut ReadContext<'_>, name: &str, text: String) -> Option<Node> {
    let source = Source::new(name, text, Form::Json);
    if source.text.trim().is_empty() {
        context.diags.push(
            Diagnostic::new(Code::FileEmpty, "the file is empty")
                .at(&Origin::whole(&source))
                .hint("copy the file again, or remove it"),
        );
        return None;
    }
    let root: &RawValue = match serde_json::from_str(&source.text) {
        Ok(root) => root,
        Err(error) => {
            report(context, &source, 0, &error);
            return None;
        }
    };
    node(context, &source, &mut Names::new(), root.get(), 0)
}

/// Reports a syntax error; `base` is where the text that was being parsed begins.
fn report(
    context: &mut ReadContext<'_>,
    source: &Arc<Source>,
    base: usize,
    error: &serde_json::Error,
) {
    let rest = &source.text[base..];
    let line = rest.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len);
    let at = base + line.sum::<usize>() + error.column().saturating_sub(1);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let (message, hint) = if error.is_eof() {
        (
            "the file ends in the middle of a value".to_owned(),
            "copy the file again: its end is missing, or a bracket or quotation mark is not closed",
        )
    } else {
        (
            in_plain_words(message),
            "look here, and just before this place, for a comma, quotation mark or bracket that is missing or one too many",
        )
    };
    let at = if error.is_eof() { source.text.trim_end().len().saturating_sub(1) } else { at };
    context.diags.push(
        Diagnostic::new(Code::FileBadJson, message).at(&Origin::new(source, at..at + 1)).hint(hint),
    );
}

/// Returns the parser's message in words for officers, who know no JSON.
fn in_plain_words(message: &str) -> String {
    match message {
        "key must be a string" => "a name in quotation marks is expected here".to_owned(),
        "trailing comma" => "there is one comma too many before this".to_owned(),
        "expected value" => "a value is expected here".to_owned(),
        "trailing characters" => "the file goes on after its last bracket".to_owned(),
        "invalid number" => "this is not a number; text must be in quotation marks".to_owned(),
        "expected ident" => {
            "this is neither `true`, `false` nor `null`; text must be in quotation marks".to_owned()
        }
        "invalid escape" => "write `\\\\` for a `\\` in a text".to_owned(),
        _ if message.starts_with("control character") => {
            "the text is broken by a line end or a tab; write `\\n` or `\\t`".to_owned()
        }
        _ if message.starts_with("expected") => message.to_owned(),
        _ => format!("this is not JSON: {message}"),
    }
}

/// Returns the node of a value, which is a slice of the source's text.
fn node<'a>(
    context: &mut ReadContext<'_>,
    source: &'a Arc<Source>,
    names: &mut Names<'a>,
    raw: &'a str,
    depth: usize,
) -> Option<Node> {
    let base = raw.as_ptr().addr() - source.text.as_ptr().addr();
    let origin = Origin::new(source, base..base + raw.len());
    if depth > MAX_DEPTH {
        let message = format!("more than {MAX_DEPTH} lists and objects inside one another");
        context.diags.push(
            Diagnostic::new(Code::FileTooDeep, message)
                .at(&origin)
                .hint("check that this is the file that you meant; no table needs so many"),
        );
        return None;
    }
    let content = match raw.as_bytes().first()? {
        b'{' => {
            let Entries(raw_entries) = parse(context, source, base, raw)?;
            let mut entries = Vec::with_capacity(raw_entries.len());
            for (key, raw) in raw_entries {
                let key = key_of(context, source, names, key.get())?;
                entries.push((key, node(context, source, names, raw.get(), depth + 1)?));
            }
            Content::Record(entries)
        }
        b'[' => {
            let values: Vec<&RawValue> = parse(context, source, base, raw)?;
            let nodes =
                values.iter().map(|value| node(context, source, names, value.get(), depth + 1));
            Content::List(nodes.collect::<Option<_>>()?)
        }
        b'"' => {
            let value: String = parse(context, source, base, raw)?;
            return Some(text::node(context, Scalar::Text(value), origin));
        }
        b't' => Content::Scalar(Scalar::Bool(true)),
        b'f' => Content::Scalar(Scalar::Bool(false)),
        b'n' => Content::Missing,
        _ => Content::Scalar(Scalar::Number(raw.to_owned())),
    };
    Some(Node { origin, content })
}

fn parse<'a, T: Deserialize<'a>>(
    context: &mut ReadContext<'_>,
    source: &Arc<Source>,
    base: usize,
    raw: &'a str,
) -> Option<T> {
    match serde_json::from_str(raw) {
        Ok(value) => Some(value),
        Err(error) => {
            report(context, source, base, &error);
            None
        }
    }
}

/// Names by the keys, in quotes, that stand for them: the same few keys stand in every row.
type Names<'a> = BTreeMap<&'a str, Arc<str>>;

/// Returns the key that stands, in quotes, in the source's text.
fn key_of<'a>(
    context: &mut ReadContext<'_>,
    source: &'a Arc<Source>,
    names: &mut Names<'a>,
    raw: &'a str,
) -> Option<Key> {
    let base = raw.as_ptr().addr() - source.text.as_ptr().addr();
    let origin = Origin::new(source, base..base + raw.len());
    if let Some(name) = names.get(raw) {
        return Some(Key { name: Arc::clone(name), origin, unit: None });
    }
    let heading: String = parse(context, source, base, raw)?;
    let key = Key::new(&heading, origin);
    names.insert(raw, Arc::clone(&key.name));
    Some(key)
}

/// The entries of an object in the order written, repeated keys and all.
struct Entries<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
