//! Lines of an agenda: which belong to which, and what belongs to them.

use diag::Diagnostics;

use super::faults::{contradiction, inherited};
use super::marks::{Cause, Private};
use super::numbers::{folded, parent_of, position};
use super::words::{names_part_one, names_part_two, words_of};
use crate::dataset::Dataset;
use crate::issue::Decision;
use crate::meeting::{AgendaLine, LineKind, Part};
use crate::minutes::Minute;

/// Returns the positions of the lines that are on a decision's issue.
pub(super) fn lines_on(lines: &[AgendaLine], decision: &Decision) -> Vec<usize> {
    let Some(issue) = &decision.issue else { return Vec::new() };
    let is_on_issue = |line: &AgendaLine| {
        line.issue.as_ref().is_some_and(|line_issue| line_issue.value == issue.value)
    };
    (0..lines.len()).filter(|at| is_on_issue(&lines[*at])).collect()
}

/// Withholds lines below a heading of part II whose own `part` is empty, up to a heading of another part;
/// other headings divide the part.
pub(super) fn below_headings(
    diags: &mut Diagnostics,
    lines: &[AgendaLine],
    label: Option<&str>,
    states: &mut [Option<Private>],
) {
    let mut heading: Option<&AgendaLine> = None;
    for (line, state) in lines.iter().zip(states) {
        let title = line.title.as_ref().map_or("", |title| &title.value);
        let is_label = label.is_some_and(|label| words_of(title) == words_of(label));
        let begins_part_two = match &line.part {
            Some(part) => part.value == Part::Two,
            None => state.is_some() || is_label || names_part_two(title),
        };
        if line.kind() == LineKind::Heading {
            heading = match begins_part_two {
                true => Some(line),
                false if line.part.is_some() || names_part_one(title) => None,
                false => heading,
            };
        } else if line.part.is_none() && state.is_none() && (is_label || names_part_two(title)) {
            // Some give their headings numbers, or do not say that they are headings.
            heading = Some(line);
        } else if let Some(heading) = heading
            && line.part.is_none()
            && state.is_none()
        {
            diags.push(
                contradiction(
                    "this line is below the heading of part II, and its `part` is empty; it is withheld"
                        .to_owned(),
                    &line.origin,
                    "fill in `part`: `II`, or `I` where it is taken in public",
                )
                .label(&heading.origin, "the heading"),
            );
            *state = Some(Private::by(Cause::Contradicted));
        }
    }
}

/// Makes the parts of private items private, and what stands below them without a number.
pub(super) fn sub_items(
    diags: &mut Diagnostics,
    lines: &[AgendaLine],
    states: &mut [Option<Private>],
) {
    if states.iter().all(Option::is_none) {
        return;
    }
    let number = |line: &AgendaLine| line.number.as_ref().map(|number| folded(number));
    let numbers: Vec<Option<String>> = lines.iter().map(number).collect();
    let parent = |at: usize| {
        let line = &lines[at];
        match (line.kind(), &line.number) {
            (LineKind::Heading, _) => None,
            (_, Some(number)) => parent_of(lines, &numbers, at, number),
            // Words below an item are about it, unless they say that they are in public.
            (_, None) if line.part.is_none() => at.checked_sub(1),
            (_, None) => None,
        }
        .filter(|parent| lines[*parent].kind() != LineKind::Heading)
    };
    let parents: Vec<Option<usize>> = (0..lines.len()).map(parent).collect();
    // A whole may stand below its part, so that a round may be followed by another.
    loop {
        let mut is_changed = false;
        for at in 0..lines.len() {
            let whole = parents[at].filter(|_| states[at].is_none());
            let Some((whole, state)) =
                whole.and_then(|at| Some((&lines[at], states[at].as_ref()?)))
            else {
                continue;
            };
            let name = whole.number.as_ref();
            let name = name.map_or("the line above".to_owned(), |name| format!("`{}`", name.value));
            diags.push(
                inherited(
                    format!("withheld with {name}, to which it belongs"),
                    &lines[at].origin,
                    "give it the same marks; or a number that is not a part of the private item's",
                )
                .label(&whole.origin, "this is private"),
            );
            states[at] = Some(state.inherited());
            is_changed = true;
        }
        if !is_changed {
            break;
        }
    }
}

/// Returns the position of the agenda line that a minute is on: by its item or, without one, its title.
pub(super) fn line_of(lines: &[AgendaLine], minute: &Minute) -> Option<usize> {
    match &minute.item {
        Some(item) => position(lines, item),
        None => titled(lines, minute),
    }
}

/// Returns the position of the one agenda line that has a minute's title.
pub(super) fn titled(lines: &[AgendaLine], minute: &Minute) -> Option<usize> {
    let wanted = minute.title.as_ref()?.trim().to_lowercase();
    let has_title = |line: &AgendaLine| {
        line.title.as_ref().is_some_and(|title| title.trim().to_lowercase() == wanted)
    };
    let mut found = (0..lines.len()).filter(|at| has_title(&lines[*at]));
    found.next().filter(|_| found.next().is_none())
}

/// Returns the positions of a meeting's minutes of the agenda line at a position.
pub(super) fn minutes_on(data: &Dataset, meeting: &str, line: usize) -> Vec<usize> {
    let lines = data.agenda_of(meeting);
    let minutes = data.minutes.get(meeting).map_or(&[][..], |book| &book.items);
    (0..minutes.len()).filter(|at| line_of(lines, &minutes[*at]) == Some(line)).collect()
}
