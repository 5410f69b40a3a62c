//! Who is there: members in the lists of minutes, with what a hand has written of them.

use serde_json::{Value, json};

use super::step::{Attendance, IsSame};
use super::tree::{self, BOOK, Record};

/// What stands behind the name of whoever presides.
const IN_THE_CHAIR: &str = "in the chair";

/// Returns whether a member is in a list.
pub(super) fn is_listed(book: &Record, column: &str, name: &str, is_same: &IsSame<'_>) -> bool {
    let is_named = |of: &str| is_same(of, name);
    match tree::get(book, column) {
        Some(Value::Array(rows)) => rows.iter().filter_map(tree::name_of).any(is_named),
        Some(Value::String(text)) => text.split(';').any(is_named),
        Some(row) => tree::name_of(row).is_some_and(is_named),
        None => false,
    }
}

/// Puts a member into the list of where they are, with what a hand has written of them, and takes them out of the others.
pub(super) fn move_to(book: &mut Record, name: &str, to: Attendance, is_same: &IsSame<'_>) {
    let wanted = match to {
        Attendance::Present | Attendance::Remote => Some("present"),
        Attendance::Apologies => Some("apologies"),
        Attendance::Absent => Some("absent"),
        Attendance::Unrecorded => None,
    };
    let is_named = |row: &Value| tree::name_of(row).is_some_and(|of| is_same(of, name));
    let mut row = None;
    for column in ["present", "apologies", "absent"] {
        if wanted != Some(column) && is_listed(book, column, name, is_same) {
            let rows = tree::list(book, BOOK, column);
            let at = rows.iter().position(is_named);
            row = row.or(at.map(|at| rows.remove(at)));
            rows.retain(|row| !is_named(row));
            if column != "present" {
                tree::drop_empty(book, column);
            }
        }
    }
    let Some(column) = wanted else { return };
    let rows = tree::list(book, BOOK, column);
    let at = rows.iter().position(is_named).unwrap_or_else(|| {
        rows.push(row.unwrap_or_else(|| json!(name)));
        rows.len() - 1
    });
    set_remote(&mut rows[at], to == Attendance::Remote);
}

/// Says of somebody whether they attend from elsewhere.
fn set_remote(row: &mut Value, is_remote: bool) {
    match row {
        Value::Object(record) if is_remote => tree::set(record, &[], "remote", json!("yes")),
        Value::Object(record) => tree::remove(record, "remote"),
        _ if is_remote => *row = json!({ "name": row.take(), "remote": "yes" }),
        _ => {}
    }
    shorten(row);
}

/// Writes a record that has only a name as the name.
fn shorten(row: &mut Value) {
    if let Value::Object(record) = row
        && record.len() == 1
        && let Some(name) = tree::get(record, "name").cloned()
    {
        *row = name;
    }
}

/// Takes attendance.
pub(super) fn attend(
    book: &mut Record,
    chair: Option<&str>,
    members: &[(String, Attendance)],
    is_same: &IsSame<'_>,
) {
    for (name, to) in members {
        move_to(book, name.trim(), *to, is_same);
    }
    let presides = chair.map(str::trim).filter(|name| !name.is_empty());
    let is_chair = |row: &Value| {
        tree::name_of(row).zip(presides).is_some_and(|(name, chair)| is_same(name, chair))
    };
    for column in ["present", "apologies", "absent"] {
        if tree::get(book, column).is_none() {
            continue;
        }
        let rows = tree::list(book, BOOK, column);
        for row in rows.iter_mut().filter(|row| column != "present" || !is_chair(row)) {
            if let Value::Object(record) = row
                && tree::get(record, "note").and_then(Value::as_str).is_some_and(is_in_the_chair)
            {
                tree::remove(record, "note");
                shorten(row);
            }
        }
        if column == "present"
            && let Some(at) = rows.iter().position(is_chair)
        {
            let mut row = rows.remove(at);
            preside(&mut row);
            rows.insert(0, row);
        }
    }
}

/// Returns whether a note says that somebody presides.
pub(super) fn is_in_the_chair(note: &str) -> bool {
    note.trim().eq_ignore_ascii_case(IN_THE_CHAIR)
}

/// Says of somebody that they preside. What a hand has written of them stays, and says it then by itself.
fn preside(row: &mut Value) {
    match row {
        Value::Object(record) if tree::get(record, "note").is_none() => {
            tree::set(record, &["name", "note", "remote"], "note", json!(IN_THE_CHAIR));
        }
        Value::Object(_) => {}
        name => *name = json!({ "name": name.take(), "note": IN_THE_CHAIR }),
    }
}
