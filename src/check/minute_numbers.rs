//! Finds the items of written minutes whose headings have the numbers of minutes, as `25. The ferry` has below an agenda on
//! which the ferry is item 5.

use std::sync::Arc;

use super::Findings;
use crate::diag::{Code, Diagnostic};
use crate::model::dataset::Dataset;
use crate::model::meeting::AgendaLine;
use crate::model::minutes::MinuteBook;
use crate::model::record::Located;

/// Gives such minutes the numbers of the items that have their titles, and the number of the first where none is given.
pub(super) fn find_items(found: &mut Findings, data: &mut Dataset) {
    for (meeting, book) in &mut data.minutes {
        // JSON says which numbers it means.
        let is_written = !book.origin.source().name.to_lowercase().ends_with(".json");
        let lines = data.agenda.get(meeting).map_or(&[][..], |lines| lines);
        if is_written && let Some(numbered) = numbered(book, lines) {
            contradiction(found, book, &numbered);
            let book = Arc::make_mut(book);
            book.first_number.get_or_insert(numbered.first);
            for (at, item) in numbered.items {
                book.items[at].item = Some(item);
            }
        }
    }
}

/// Minutes whose headings have the numbers of minutes.
struct Numbered {
    /// The number of the first of them.
    first: Located<u32>,
    /// The items, by the places of their minutes.
    items: Vec<(usize, Located<String>)>,
}

/// Returns what the headings of minutes say, where their numbers run on, and no number is that of the item with the same
/// title.
fn numbered(book: &MinuteBook, lines: &[AgendaLine]) -> Option<Numbered> {
    let (mut first, mut items) = (None, Vec::new());
    for (at, minute) in book.items.iter().enumerate() {
        let Some(item) = &minute.item else { continue };
        let number: u32 = item.value.parse().ok()?;
        let before = first.get_or_insert(Located { value: number, origin: item.origin.clone() });
        let count = u32::try_from(items.len()).ok()?;
        if number != before.value.checked_add(count)? {
            return None;
        }
        let title = key(minute.title.as_ref()?);
        let is_same = |line: &&AgendaLine| line.title.as_ref().is_some_and(|of| key(of) == title);
        let mut same = lines.iter().filter(is_same).filter_map(|line| line.number.as_ref());
        // Two items of one title are told apart by nothing here.
        let (line, None) = (same.next()?, same.next()) else { return None };
        let is_of_item = line.trim_end_matches('.') == item.value;
        if is_of_item {
            return None;
        }
        let value = line.trim_end_matches('.').to_owned();
        items.push((at, Located { value, origin: item.origin.clone() }));
    }
    Some(Numbered { first: first?, items })
}

/// Warns where another number is given for the first minute than its heading has.
fn contradiction(found: &mut Findings, book: &MinuteBook, numbered: &Numbered) {
    let Some(given) =
        book.first_number.as_ref().filter(|given| given.value != numbered.first.value)
    else {
        return;
    };
    let message = format!(
        "the headings of these minutes begin with {}, and the first number is given as {}, from which they are numbered",
        numbered.first.value, given.value
    );
    let hint = "correct one of the two";
    found.push(
        Diagnostic::new(Code::MinutesNotRead, message)
            .at(&given.origin)
            .label(&numbered.first.origin, "the first heading")
            .hint(hint),
        None,
    );
}

/// Returns a title as titles are compared.
fn key(title: &str) -> String {
    let words: Vec<String> = title.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
