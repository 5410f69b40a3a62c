//! Minutes as JSON are the same minutes once written and read again, whatever they hold.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{labels, read, to_word, word, write};
use crate::diag::{Code, Diagnostics, Origin, Source};
use crate::load::ReadContext;
use crate::model::glyphs::Coverage;
use crate::model::minutes::MinuteBook;
use crate::model::node::{Content, Key, Node};
use crate::model::record::FromNode;
use crate::model::rich;
use crate::model::value::Scalar;
use crate::word::write::Frame;

/// Returns the tree of a JSON value.
fn node(value: &Value) -> Node {
    let origin = Origin::file("minutes.json");
    let content = match value {
        Value::Null => Content::Missing,
        Value::Bool(value) => Content::Scalar(Scalar::Bool(*value)),
        Value::Number(number) => Content::Scalar(Scalar::Number(number.to_string())),
        Value::String(text) => Content::Scalar(Scalar::Text(text.clone())),
        Value::Array(values) => Content::List(values.iter().map(node).collect()),
        Value::Object(entries) => Content::Record(
            entries
                .iter()
                .map(|(name, value)| (Key::new(name, origin.clone()), node(value)))
                .collect(),
        ),
    };
    Node { origin, content }
}

/// Columns that hold texts with light markup.
const TEXTS: [&str; 3] = ["text", "substantive", "public-summary"];

/// Returns the value of a tree in the one form of those that mean the same.
fn value(node: &Node, column: &str) -> Value {
    match &node.content {
        Content::Missing => Value::Null,
        Content::Scalar(Scalar::Bool(true)) => json!("yes"),
        Content::Scalar(Scalar::Bool(false)) => json!("no"),
        Content::Scalar(scalar) => json!(scalar.text().trim()),
        Content::List(nodes) => {
            let is_text = TEXTS.contains(&column) || column == "paragraph";
            let values: Vec<Value> = nodes.iter().map(|node| value(node, part(column))).collect();
            match is_text {
                true => {
                    let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                    json!(texts.join("\n\n"))
                }
                false => Value::Array(values),
            }
        }
        Content::Record(entries) => {
            let entries = entries.iter().filter(|(key, node)| {
                let is_default = key.is("numbered") && value(node, "") == "yes";
                let is_absent = key.is("remote") && value(node, "") == "no";
                !is_default && !is_absent
            });
            let entries: Map<String, Value> =
                entries.map(|(key, node)| (key.name.to_string(), value(node, &key.name))).collect();
            for only in ["text", "name"] {
                if entries.len() == 1 && entries.contains_key(only) && column != "nominees" {
                    return entries[only].clone();
                }
            }
            // The order in which columns are given means nothing.
            let mut sorted: Vec<(String, Value)> = entries.into_iter().collect();
            sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Array(sorted.into_iter().map(|(name, value)| json!({ name: value })).collect())
        }
    }
}

/// Returns what an entry of a list is called.
fn part(column: &str) -> &str {
    if column == "paragraphs" { "paragraph" } else { column }
}

fn read_text(text: &str) -> (Node, Diagnostics) {
    let mut diags = Diagnostics::default();
    let source = Source::plain("minutes.dj", text);
    let read = with_context(&mut diags, |context| read(context, &source));
    (read, diags)
}

fn with_context<T>(diags: &mut Diagnostics, read: impl FnOnce(&mut ReadContext<'_>) -> T) -> T {
    let coverage = Coverage::new(0..0x3000);
    read(&mut ReadContext::new(diags, &coverage))
}

/// Returns minutes as they are in a Word document that is written and read again.
fn through_word(text: &str) -> String {
    let frame = Frame {
        title: "Minutes".to_owned(),
        header: "DRAFT".to_owned(),
        language: "en-GB".to_owned(),
    };
    let document = crate::word::read(&to_word::word(&frame, text)).unwrap();
    word::text(&document.blocks).0
}

#[track_caller]
fn check_same(minutes: &Value, is_word: bool) {
    let tree = node(minutes);
    let mut text = write(&tree, "Minutes");
    if is_word {
        text = through_word(&text);
    }
    let (again, diags) = read_text(&text);
    // What is doubtful about words is so in JSON as well.
    let is_fault = |code: Code| code == Code::MinutesNotRead || code == Code::DataContradiction;
    let faults: Vec<_> =
        diags.iter().filter(|found| is_fault(found.code())).map(|found| &found.message).collect();
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    let flat = |tree: &Node| flat(&value(tree, "")).into_iter().map(|line| words_of(line, is_word));
    let (expected, found): (Vec<_>, Vec<_>) = (flat(&tree).collect(), flat(&again).collect());
    let missing: Vec<_> = expected.iter().filter(|line| !found.contains(line)).collect();
    let added: Vec<_> = found.iter().filter(|line| !expected.contains(line)).collect();
    assert!(expected == found, "missing: {missing:#?}\nadded: {added:#?}\n{text}");
}

/// Returns a line of [`flat`] as it is compared: from Word, a text is the same where its words, its labels and its blocks are.
fn words_of(line: String, is_word: bool) -> String {
    // A record that holds nothing but its text is given as that.
    const ALONE: [&str; 4] = ["paragraphs", "resolution", "motion", "amendments"];
    let is_text = |way: &str| {
        let way = way.trim_end_matches(char::is_numeric).trim_end_matches('/');
        TEXTS.iter().chain(&ALONE).any(|text| way.ends_with(text))
    };
    match line.split_once(": \"") {
        Some((way, _)) if is_word && is_text(way) => {
            let text: String = serde_json::from_str(&line[way.len() + 2..]).unwrap();
            format!("{way}: {}", rich::parse(&text).0.labelled_text())
        }
        _ => line,
    }
}

/// Returns each value of a tree with the way to it.
fn flat(value: &Value) -> Vec<String> {
    let under = |name: String, value: &Value| {
        let below = flat(value);
        below.into_iter().map(|line| format!("/{name}{line}")).collect::<Vec<_>>()
    };
    match value {
        Value::Array(values) => {
            let values = values.iter().enumerate();
            values.flat_map(|(at, value)| under(at.to_string(), value)).collect()
        }
        Value::Object(entries) => {
            entries.iter().flat_map(|(name, value)| under(name.clone(), value)).collect()
        }
        value => vec![format!(": {value}")],
    }
}

/// Words that a text could take for something else.
fn words() -> impl Strategy<Value = String> {
    let first = "[A-Z][a-zA-Z]{2,7}";
    let word = prop_oneof![
        8 => "[a-zA-Z]{3,8}",
        1 => prop::sample::select(vec![
            "Present:", "For:", "Resolved", "that", "and", "(a)", "1.", "-", "–", "a,b", "c;d", "e:f", "g(h)", "i\\j", "*k*",
            "_l_", "12", "items", "second", "by", "Action:", "carried", "2.30", "pm", "“so”", "#", "|", "&",
        ]).prop_map(ToOwned::to_owned),
    ];
    let label = prop::sample::select(vec!["", "Present: ", "For: ", "RESOLVED that ", "Action: "]);
    (label, first, prop::collection::vec(word, 0..4)).prop_map(|(label, first, words)| {
        format!("{label}{}", [vec![first], words].concat().join(" "))
    })
}

/// Texts with light markup, of several blocks.
fn text() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        4 => words(),
        1 => (words(), words()).prop_map(|(a, b)| format!("{a}\n{b}")),
        1 => (words(), words()).prop_map(|(a, b)| format!("1. P {a}\n2. P {b}")),
        1 => (words(), words()).prop_map(|(a, b)| format!("- P {a}\n\n  - P {b}")),
        1 => (words(), words()).prop_map(|(a, b)| format!("| P {a} | {b} |\n|---|---|\n| c | d |")),
        1 => words().prop_map(|words| format!("> P {words}")),
        1 => words().prop_map(|words| format!("## P {words}")),
    ];
    prop::collection::vec(block, 1..4).prop_map(|blocks| blocks.join("\n\n"))
}

/// Returns what a JSON schema allows.
fn valid(schema: &Value, column: &str) -> BoxedStrategy<Value> {
    if let Some(choices) = schema["anyOf"].as_array() {
        let is_text = |schema: &Value| *schema == json!({ "type": "string" });
        let [first, second] = choices.as_slice() else { panic!("{column}: {schema}") };
        if first["type"] == "integer" {
            let names =
                prop::collection::vec(words().prop_map(Value::from), 1..4).prop_map(Value::from);
            return prop_oneof![(0..99_u32).prop_map(Value::from), names].boxed();
        }
        if second["type"] == "array" {
            return match is_text(first) && TEXTS.contains(&column) || column == "paragraph" {
                true => text().prop_map(Value::from).boxed(),
                false => prop::collection::vec(valid(first, part(column)), 1..3)
                    .prop_map(Value::from)
                    .boxed(),
            };
        }
        return prop_oneof![valid(first, column), valid(second, column)].boxed();
    }
    if schema["type"] == "array" {
        let entries = prop::collection::vec(valid(&schema["items"], part(column)), 1..3);
        return entries.prop_map(Value::from).boxed();
    }
    let Some(properties) = schema["properties"].as_object() else {
        return match &schema["examples"] {
            Value::Array(examples) if examples.contains(&json!("yes")) => {
                any::<bool>().prop_map(Value::from).boxed()
            }
            _ => words().prop_map(Value::from).boxed(),
        };
    };
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut object = Just(Map::new()).boxed();
    for (name, schema) in properties {
        let name = name.clone();
        let entry = match required.contains(&name.as_str()) {
            true => valid(schema, &name).prop_map(Some).boxed(),
            false => prop::option::weighted(0.4, valid(schema, &name)).boxed(),
        };
        object = (object, entry)
            .prop_map(move |(mut object, entry)| {
                object.extend(entry.map(|value| (name.clone(), value)));
                object
            })
            .boxed();
    }
    let is_paragraph = column == "paragraph";
    object
        .prop_map(move |mut object| {
            // One that says nothing is no paragraph.
            if is_paragraph && object.keys().all(|name| name == "numbered") {
                object.insert("text".to_owned(), json!("Words"));
            }
            Value::Object(object)
        })
        .boxed()
}

/// A text of labels, names, signs and letters that change their length with their case.
fn anything() -> impl Strategy<Value = String> {
    let labels: Vec<String> =
        labels::all().iter().map(|entry| format!("{}: ", entry.words)).collect();
    let piece = prop::sample::select(
        &[
            "\n",
            "\n\n",
            "  ",
            "   ",
            "- ",
            "1. ",
            "(a) ",
            "i. ",
            "# ",
            "## ",
            "Item 3: ",
            "3 ",
            "25.1 ",
            "> ",
            "| ",
            " |",
            "|--|",
            "*",
            "_",
            "\\",
            ":",
            ";",
            ",",
            " and ",
            "(",
            ")",
            "“",
            "”",
            "–",
            "For (2)",
            "RESOLVED",
            " seconded by ",
            "moved by ",
            "That ",
            "Councillor ",
            "Ada Thorne",
            "at 7.05 pm",
            "none",
            "3",
            "12",
            "0",
            "\u{a0}",
            "\t",
            "\r",
            "\0",
            "İ",
            "K",
            "ſ",
            "ﬁ",
            "ß",
            "é",
            "e\u{301}",
            "\u{200b}",
            "😀",
            "[",
            "](",
            "{+",
            "+}",
            "%",
            "^",
        ][..],
    );
    let piece = prop_oneof![
        piece.prop_map(str::to_owned),
        prop::sample::select(labels),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn minutes_that_are_written_and_read_again_are_the_same(minutes in valid(&MinuteBook::schema(), "")) {
        check_same(&minutes, false);
    }

    #[test]
    fn minutes_in_word_that_are_written_and_read_again_are_the_same(minutes in valid(&MinuteBook::schema(), "")) {
        check_same(&minutes, true);
    }

    #[test]
    fn any_text_is_read(text in anything()) {
        read_text(&text);
        read_text(&through_word(&text));
    }
}
