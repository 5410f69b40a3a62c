//! Adds a body's standing items to its agendas, unless a row takes their place.

use std::sync::Arc;

use super::Findings;
use super::references::unknown;
use crate::model::access::Mark;
use crate::model::council::{StandingItem, StandingPlace};
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, LineKind, Meeting, Part};
use crate::model::record::Located;

/// Adds the standing items of every meeting that has an agenda.
pub(super) fn add(found: &mut Findings, data: &mut Dataset) {
    let Some(council) = data.council.as_ref().filter(|council| !council.standing_items.is_empty())
    else {
        return;
    };
    let items = council.standing_items.clone();
    for body in items.iter().flat_map(|item| &item.bodies) {
        let is_known = data.body(body.as_str()).is_some() || data.has_lost("bodies", body.as_str());
        if !is_known {
            let known = data.bodies.iter().map(|body| body.id.as_str());
            found.push(unknown("body", body.as_str(), &body.origin, known), None);
        }
    }
    for (name, lines) in std::mem::take(&mut *data.agenda) {
        let lines = match data.meeting(&name) {
            Some(meeting) => with_items(meeting, lines, &items),
            None => lines,
        };
        data.agenda.insert(name, lines);
    }
}

/// Returns the lines of a meeting with the standing items of its body.
fn with_items(
    meeting: &Meeting,
    lines: Arc<Vec<AgendaLine>>,
    items: &[StandingItem],
) -> Arc<Vec<AgendaLine>> {
    let wanted = items.iter().filter(|item| is_for(item, meeting));
    let (first, last): (Vec<_>, Vec<_>) =
        wanted.partition(|item| item.place() == StandingPlace::First);
    if first.is_empty() && last.is_empty() {
        return lines;
    }
    let mut lines = Arc::unwrap_or_clone(lines);
    // Each stands after the one before it, also where a row has taken the place of that.
    let mut next = 0;
    for item in first {
        next = place_of(&lines, item).unwrap_or_else(|| {
            lines.insert(next, line(meeting, item));
            next
        }) + 1;
    }
    let private = lines.iter().position(|line| line.part() == Part::Two);
    let mut before = private.unwrap_or(lines.len());
    for item in last.into_iter().rev() {
        before = place_of(&lines, item).unwrap_or_else(|| {
            lines.insert(before, line(meeting, item));
            before
        });
    }
    number(&mut lines, items);
    Arc::new(lines)
}

/// Returns whether an item stands on the agenda of a meeting.
fn is_for(item: &StandingItem, meeting: &Meeting) -> bool {
    let is_of_body =
        item.bodies.is_empty() || item.bodies.iter().any(|body| body.value == meeting.body.value);
    let has_begun = item.from.as_ref().is_none_or(|from| from.value <= meeting.date.value);
    is_of_body && has_begun
}

/// Returns the position of the row that takes the place of an item.
fn place_of(lines: &[AgendaLine], item: &StandingItem) -> Option<usize> {
    let key = |title: &Located<String>| title.trim().to_lowercase();
    let title = key(&item.title);
    lines.iter().position(|line| {
        let has_title = line.title.as_ref().is_some_and(|line| key(line) == title);
        has_title || item.number.as_ref().is_some_and(|number| line.has_number(number))
    })
}

/// Returns an item as a line of a meeting's agenda.
fn line(meeting: &Meeting, item: &StandingItem) -> AgendaLine {
    AgendaLine {
        origin: item.origin.clone(),
        mark: Mark::default(),
        meeting: meeting.meeting.clone(),
        order: None,
        number: item.number.clone(),
        part: Some(Located { value: Part::One, origin: item.origin.clone() }),
        kind: item.kind.clone(),
        title: Some(item.title.clone()),
        text: item.text.clone(),
        report_of: None,
        ask: item.ask.clone(),
        clock_time: None,
        duration: None,
        issue: None,
        added_at: None,
        urgency_reason: None,
        exempt_paragraphs: Vec::new(),
        exempt_reason: None,
        confidential: None,
        taken_in_public: None,
        public_summary: None,
        next_meeting: item.next_meeting.clone(),
        custom: Vec::new(),
    }
}

/// Gives standing items without a number the one after that of the item before them. After a number that is no plain
/// one they get none, which is then reported as for any item.
fn number(lines: &mut [AgendaLine], items: &[StandingItem]) {
    let mut last = Some(0u32);
    for line in lines.iter_mut().filter(|line| line.kind() == LineKind::Item) {
        let is_standing = || items.iter().any(|item| item.origin == line.origin);
        if line.number.is_none() && is_standing() {
            line.number = last
                .map(|last| Located { value: (last + 1).to_string(), origin: line.origin.clone() });
        }
        let number = line.number.as_ref().map(|number| number.trim().trim_end_matches('.'));
        last = number.and_then(|number| number.parse().ok());
    }
}
