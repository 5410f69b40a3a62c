//! Minutes against their agenda, their meeting and themselves: who was present, who voted, how
//! often.

use std::collections::BTreeMap;

use super::references::{unknown, unknown_item};
use super::{Blocks, Findings, exempt};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::body::Role;
use crate::model::dataset::Dataset;
use crate::model::meeting::Status;
use crate::model::minutes::{MinuteBook, Motion, Paragraph, Tally, Vote};
use crate::model::nearest::nearest;
use crate::model::value::names::{self, Person};

/// Checks the minutes of every meeting.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let nation = exempt::nation(data);
    for (name, book) in &data.minutes {
        let mut diags = Diagnostics::default();
        for minute in &book.items {
            exempt::paragraphs(&mut diags, nation, &minute.exempt_paragraphs);
        }
        match data.meeting(name) {
            None if data.lost_of("meetings", name).next().is_none() => {
                let origin = book.meeting.as_ref().map_or(&book.origin, |meeting| &meeting.origin);
                let known = data.meetings.iter().map(|meeting| meeting.meeting.as_str());
                diags.push(unknown("meeting", name, origin, known));
            }
            None => {}
            Some(meeting) => {
                if matches!(meeting.status(), Status::Cancelled | Status::Postponed) {
                    let message =
                        format!("`{name}` was {}, yet it has minutes", meeting.status().word());
                    diags.push(
                        Diagnostic::new(Code::DataContradiction, message)
                            .at(&book.origin)
                            .label(
                                meeting
                                    .status
                                    .as_ref()
                                    .map_or(&meeting.origin, |status| &status.origin),
                                "here",
                            )
                            .hint("set `status` to `held`, or remove the minutes"),
                    );
                }
                let is_agenda_whole =
                    data.lost_of("agenda", name).next().is_none() && !found.blocks("agenda", name);
                if is_agenda_whole {
                    items(&mut diags, data, name, book);
                }
                book_of(&mut diags, data, name, book);
            }
        }
        found.add(diags, Blocks::of("minutes", name));
    }
}

/// Checks that the items that minutes name are on the agenda.
fn items(diags: &mut Diagnostics, data: &Dataset, meeting: &str, book: &MinuteBook) {
    let interests = book.interests.iter().filter_map(|interest| interest.item.as_ref());
    let minutes = book.items.iter().filter_map(|minute| minute.item.as_ref());
    for number in interests.chain(minutes) {
        if data.item(meeting, number).is_none() {
            diags.push(unknown_item(data, meeting, number));
        }
    }
}

/// Checks the minutes of one meeting against themselves.
fn book_of(diags: &mut Diagnostics, data: &Dataset, meeting: &str, book: &MinuteBook) {
    let mut seen: BTreeMap<String, &Origin> = BTreeMap::new();
    for attendee in &book.present {
        let key = names::person_key(&attendee.name);
        if let Some(first) = seen.insert(key, &attendee.name.origin) {
            let message = format!("`{}` is present twice", attendee.name.value);
            diags.push(
                Diagnostic::new(Code::DataDuplicate, message)
                    .at(&attendee.name.origin)
                    .label(first, "first named here")
                    .hint("tell members of one name apart by their initials"),
            );
        }
    }
    let present: Vec<Person> =
        book.present.iter().map(|attendee| Person::new(&attendee.name)).collect();
    let voting = voters(data, meeting, &present);
    for minute in &book.items {
        if minute.item.is_none() && minute.title.is_none() {
            diags.push(
                Diagnostic::new(Code::DataMissingValue, "a minute needs `item` or `title`")
                    .at(&minute.origin)
                    .hint("give the number of the agenda item, or a title for other business"),
            );
        }
        for movement in &minute.movements {
            if movement.arrived.is_none() && movement.left.is_none() {
                let message =
                    format!("`{}` has neither `arrived` nor `left`", movement.member.value);
                diags.push(
                    Diagnostic::new(Code::DataMissingValue, message)
                        .at(&movement.origin)
                        .hint("say when, such as `\"left\": \"11.40 am\"`"),
                );
            }
        }
        for (at, paragraph) in minute.paragraphs.iter().enumerate() {
            for vote in votes(paragraph) {
                check_vote(diags, book, &present, voting, vote);
            }
            if is_empty(paragraph) {
                diags.push(
                    Diagnostic::new(
                        Code::DataMissingValue,
                        format!(
                            "paragraph {} has neither text, motion, vote, resolution nor action",
                            at + 1
                        ),
                    )
                    .at(&minute.origin)
                    .hint("write what was said, or remove the paragraph"),
                );
            }
        }
    }
}

fn is_empty(paragraph: &Paragraph) -> bool {
    paragraph.text.is_none()
        && paragraph.motion.is_none()
        && paragraph.vote.is_none()
        && paragraph.resolution.is_none()
        && paragraph.actions.is_empty()
}

/// Returns how many of those present may vote.
fn voters(data: &Dataset, meeting: &str, present: &[Person]) -> usize {
    let Some(meeting) = data.meeting(meeting) else { return present.len() };
    let seats = data.members_of(meeting.body.as_str());
    let seats = seats.map(|seat| (Person::new(&seat.name), Person::new(seat.printed()), seat));
    let seats: Vec<_> = seats.collect();
    let may_vote = |person: &&Person| {
        let seat =
            seats.iter().find(|(name, printed, _)| name.may_be(person) || printed.may_be(person));
        seat.is_none_or(|(.., member)| member.votes() && member.role() != Role::Vacancy)
    };
    present.iter().filter(may_vote).count()
}

/// Returns the votes of a paragraph, on its motion and amendments too.
fn votes(paragraph: &Paragraph) -> Vec<&Vote> {
    let motion: Option<&Motion> = paragraph.motion.as_deref();
    let amendments = motion.into_iter().flat_map(|motion| &motion.amendments);
    paragraph
        .vote
        .as_deref()
        .into_iter()
        .chain(amendments.filter_map(|amendment| amendment.vote.as_ref()))
        .chain(motion.and_then(|motion| motion.vote.as_ref()))
        .collect()
}

/// Checks that those who voted were present, each voted once, and no more voted than were present.
fn check_vote(
    diags: &mut Diagnostics,
    book: &MinuteBook,
    present: &[Person],
    voting: usize,
    vote: &Vote,
) {
    let sides = [
        ("for", &vote.r#for),
        ("against", &vote.against),
        ("abstain", &vote.abstain),
        ("not-voting", &vote.not_voting),
    ];
    let mut seen: BTreeMap<String, (&str, &Origin)> = BTreeMap::new();
    for (side, tally) in sides {
        for name in tally.as_ref().and_then(Tally::names).unwrap_or_default() {
            let person = Person::new(name);
            if !present.iter().any(|attendee| attendee.may_be(&person)) {
                let message = format!("`{}` voted but is not among those present", name.value);
                let near = nearest(name, book.present.iter().map(|attendee| &**attendee.name));
                let mut diagnostic =
                    Diagnostic::new(Code::VotesNotPresent, message).at(&name.origin);
                diagnostic.hints.push(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name the member under `present`, or correct the vote".to_owned(),
                });
                diags.push(diagnostic);
            }
            let key = person.key().to_owned();
            if let Some((earlier, first)) = seen.insert(key, (side, &name.origin)) {
                let message = format!("`{}` voted twice: `{earlier}` and `{side}`", name.value);
                diags.push(
                    Diagnostic::new(Code::VotesTwice, message)
                        .at(&name.origin)
                        .label(first, "first named here")
                        .hint("name each member on one side only"),
                );
            }
        }
    }
    let cast: usize = sides.iter().filter_map(|(_, tally)| tally.as_ref()).map(Tally::count).sum();
    if cast > voting {
        let sum: Vec<String> = sides
            .iter()
            .filter_map(|(side, tally)| Some(format!("{side} {}", tally.as_ref()?.count())))
            .collect();
        let message =
            format!("{cast} votes ({}), but {voting} of those present may vote", sum.join(", "));
        diags.push(
            Diagnostic::new(Code::VotesTooMany, message)
                .at(&vote.origin)
                .hint("correct the vote, or add whoever is missing to `present`"),
        );
    }
}
