//! The tree of minutes as JSON: entries by the names of columns, however a hand has written these, with everything that
//! nobody asks for left as it is.

use serde_json::{Map, Value};

use crate::model::node::column_name;

/// The order in which a new entry of minutes stands among the others.
pub(super) const BOOK: &[&str] = &[
    "meeting",
    "status",
    "first-number",
    "present",
    "apologies",
    "absent",
    "substitutes",
    "in-attendance",
    "officers",
    "interests",
    "items",
    "end-time",
];

/// The order of the entries of a minute.
pub(super) const MINUTE: &[&str] =
    &["item", "number", "title", "movements", "paragraphs", "public-summary"];

/// The order of the entries of a motion or an amendment.
pub(super) const MOTION: &[&str] =
    &["text", "mover", "seconder", "amendments", "substantive", "parts", "outcome", "vote"];

/// The order of the entries of a vote.
pub(super) const VOTE: &[&str] = &["for", "against", "abstain", "not-voting", "casting"];

/// The order of the entries of a paragraph.
pub(super) const PARAGRAPH: &[&str] =
    &["numbered", "text", "motion", "vote", "election", "choice", "resolution", "actions"];

/// A record of the tree.
pub(super) type Record = Map<String, Value>;

/// Returns the entry with the name of a column; `None` where it is missing or `null`.
pub(super) fn get<'a>(record: &'a Record, name: &str) -> Option<&'a Value> {
    let (_, value) = record.iter().find(|(key, _)| column_name(key) == name)?;
    (!value.is_null()).then_some(value)
}

/// Returns the entry with the name of a column, to be changed.
pub(super) fn get_mut<'a>(record: &'a mut Record, name: &str) -> Option<&'a mut Value> {
    let (_, value) = record.iter_mut().find(|(key, _)| column_name(key) == name)?;
    (!value.is_null()).then_some(value)
}

/// Sets an entry: where it is, or else before those that come after it in the order.
pub(super) fn set(record: &mut Record, order: &[&str], name: &str, value: Value) {
    if let Some((_, old)) = record.iter_mut().find(|(key, _)| column_name(key) == name) {
        *old = value;
        return;
    }
    let later =
        order.iter().position(|other| *other == name).map_or(&[][..], |at| &order[at + 1..]);
    let is_later = |key: &String| later.contains(&&*column_name(key));
    let at = record.keys().position(is_later).unwrap_or(record.len());
    record.shift_insert(at, name.to_owned(), value);
}

/// Removes an entry; the others keep their order.
pub(super) fn remove(record: &mut Record, name: &str) {
    let key = record.keys().find(|key| column_name(key) == name).cloned();
    key.and_then(|key| record.shift_remove(&key));
}

/// Returns the list in an entry, which is made where it is missing; a value by itself becomes its only part, and a text with
/// semicolons as many as it names.
pub(super) fn list<'a>(record: &'a mut Record, order: &[&str], name: &str) -> &'a mut Vec<Value> {
    let parts = match get(record, name) {
        Some(Value::Array(_)) => None,
        None => Some(Vec::new()),
        Some(Value::String(text)) => Some(names_in(text)),
        Some(value) => Some(vec![value.clone()]),
    };
    if let Some(parts) = parts {
        set(record, order, name, Value::Array(parts));
    }
    match get_mut(record, name) {
        Some(Value::Array(parts)) => parts,
        _ => unreachable!("it was made a list just now"),
    }
}

/// Returns the names that a text gives, with semicolons between them.
fn names_in(text: &str) -> Vec<Value> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.map(Value::from).collect()
}

/// Removes a list where nothing is in it.
pub(super) fn drop_empty(record: &mut Record, name: &str) {
    if get(record, name).and_then(Value::as_array).is_some_and(Vec::is_empty) {
        remove(record, name);
    }
}

/// Returns a name, or the name in a record.
pub(super) fn name_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(name) => Some(name),
        Value::Object(record) => get(record, "name")?.as_str(),
        _ => None,
    }
}

/// Returns whether a number somewhere in the tree would be written otherwise than it was: `1.10` would become `1.1`.
pub(super) fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_i64() && !number.is_u64(),
        Value::Array(parts) => parts.iter().any(has_fraction),
        Value::Object(record) => record.values().any(has_fraction),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(value: Value) -> Record {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn entries_are_found_however_their_names_are_written() {
        let mut minute = record(json!({ "Public Summary": "x", "item": "3" }));
        set(&mut minute, MINUTE, "public-summary", json!("y"));
        assert_eq!(Value::Object(minute), json!({ "Public Summary": "y", "item": "3" }));
    }

    #[test]
    fn new_entries_stand_in_their_order_and_the_others_stay() {
        let mut book = record(json!({ "note to self": 1, "status": "draft", "items": [] }));
        set(&mut book, BOOK, "apologies", json!([]));
        set(&mut book, BOOK, "end-time", json!("12 noon"));
        set(&mut book, BOOK, "present", json!([]));
        let keys: Vec<&String> = book.keys().collect();
        assert_eq!(keys, ["note to self", "status", "present", "apologies", "items", "end-time"]);
        remove(&mut book, "status");
        let keys: Vec<&String> = book.keys().collect();
        assert_eq!(keys, ["note to self", "present", "apologies", "items", "end-time"]);
    }

    #[test]
    fn what_a_hand_wrote_as_one_text_becomes_a_list() {
        let mut book = record(json!({ "present": "A. Reed; B. Lane", "absent": { "name": "C" } }));
        list(&mut book, BOOK, "present").push(json!("D"));
        list(&mut book, BOOK, "absent").push(json!("E"));
        list(&mut book, BOOK, "officers");
        drop_empty(&mut book, "officers");
        let wanted =
            json!({ "present": ["A. Reed", "B. Lane", "D"], "absent": [{ "name": "C" }, "E"] });
        assert_eq!(Value::Object(book), wanted);
    }

    #[test]
    fn numbers_that_would_change_are_seen() {
        assert!(has_fraction(&json!({ "items": [{ "number": 1.10 }] })));
        assert!(!has_fraction(&json!({ "items": [{ "number": 11, "title": "1.10" }] })));
    }
}
