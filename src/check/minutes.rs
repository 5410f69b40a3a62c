//! Minutes against their agenda, their meeting, the members of its body and themselves: who was there, who voted,
//! how often.

use std::collections::BTreeMap;

use super::references::{unknown, unknown_item};
use super::{Blocks, Findings, exempt};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::body::Member;
use crate::model::dataset::Dataset;
use crate::model::meeting::{Meeting, Status};
use crate::model::minutes::{
    Attendee, Election, MinuteBook, Motion, Nominee, Paragraph, Substitution, Tally, Vote,
};
use crate::model::nearest::nearest;
use crate::model::record::Located;
use crate::model::roll::{Named, Roll};
use crate::model::room::{Presence, Present, Room};
use crate::model::value::Flag;
use crate::model::value::names::{self, Person};

/// Checks the minutes of every meeting.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let nation = exempt::nation(data);
    let council = Roll::of_council(data);
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
                book_of(&mut diags, data, &council, meeting, book);
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

/// Checks the minutes of one meeting against themselves, and against the members of its body.
fn book_of(
    diags: &mut Diagnostics,
    data: &Dataset,
    council: &Roll<'_>,
    meeting: &Meeting,
    book: &MinuteBook,
) {
    let room = Room::new(data, meeting.body.as_str(), meeting.date.value, book);
    attendance(diags, council, book, &room);
    for interest in &book.interests {
        is_there(diags, &room, book, "declared an interest", &interest.member);
    }
    for (at, minute) in book.items.iter().enumerate() {
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
            is_there(diags, &room, book, "came or went", &movement.member);
        }
        for (number, paragraph) in minute.paragraphs.iter().enumerate() {
            for (what, name) in movers(paragraph) {
                is_there(diags, &room, book, what, name);
            }
            for vote in votes(paragraph) {
                let sides = [
                    ("for", &vote.r#for),
                    ("against", &vote.against),
                    ("abstain", &vote.abstain),
                    ("not-voting", &vote.not_voting),
                ];
                let sides: Vec<_> = sides
                    .iter()
                    .filter_map(|(side, tally)| Some((*side, tally.as_ref()?)))
                    .collect();
                check_vote(diags, &room, at, &sides, &vote.origin);
            }
            for election in paragraph.election.iter().chain(&paragraph.choice) {
                check_election(diags, &room, at, election);
            }
            if is_empty(paragraph) {
                let number = number + 1;
                let message = format!(
                    "paragraph {number} has neither text, motion, vote, election, resolution nor action"
                );
                diags.push(
                    Diagnostic::new(Code::DataMissingValue, message)
                        .at(&minute.origin)
                        .hint("write what was said, or remove the paragraph"),
                );
            }
        }
    }
}

/// Checks the lists of who was there and who was not: nobody is on them twice, and those who are listed as members
/// are members.
fn attendance(diags: &mut Diagnostics, council: &Roll<'_>, book: &MinuteBook, room: &Room<'_>) {
    let lists = [
        ("present", &book.present, "is present"),
        ("apologies", &book.apologies, "sent apologies"),
        ("absent", &book.absent, "was absent"),
    ];
    let mut seen: Vec<(Person, Option<&Member>, &str, &Origin)> = Vec::new();
    for (list, attendees, what) in lists {
        for attendee in attendees {
            let name = &attendee.name;
            let named = room.roll.find(name);
            let (person, seat) = (Person::new(name), named.member());
            let is_same =
                |(other, other_seat, ..): &&(Person, Option<&Member>, &str, &Origin)| match (
                    seat, other_seat,
                ) {
                    (Some(seat), Some(other)) => *seat.name == *other.name,
                    _ => other.may_be(&person),
                };
            if let Some((.., before, first)) = seen.iter().find(is_same) {
                let message = if *before == what {
                    format!("`{}` {what} twice", name.value)
                } else {
                    format!("`{}` {what}, and {before}", name.value)
                };
                let code =
                    if *before == what { Code::DataDuplicate } else { Code::DataContradiction };
                diags.push(
                    Diagnostic::new(code, message)
                        .at(&name.origin)
                        .label(first, "first named here")
                        .hint("remove one of the two, or tell members of one name apart by their initials"),
                );
            }
            seen.push((person, seat, what, &name.origin));
            match named {
                Named::Several(members) => diags.push(ambiguous(name, &members)),
                Named::Nobody => unknown_member(diags, room, council, book, list, name),
                Named::Member(_) => {}
            }
        }
    }
}

/// Returns the error for a name that several members have.
fn ambiguous(name: &Located<String>, members: &[&Member]) -> Diagnostic {
    let names: Vec<String> =
        members.iter().map(|member| format!("`{}`", member.name.value)).collect();
    let message = format!("`{}` may be {}", name.value, names.join(" or "));
    Diagnostic::new(Code::DataAmbiguous, message)
        .at(&name.origin)
        .hint("write the name as `members` has it")
}

/// Warns of somebody who is listed as a member of the body and is none, nor a substitute.
fn unknown_member(
    diags: &mut Diagnostics,
    room: &Room<'_>,
    council: &Roll<'_>,
    book: &MinuteBook,
    list: &str,
    name: &Located<String>,
) {
    let person = Person::new(name);
    let stands_in = |row: &Substitution| Person::new(&row.name).may_be(&person);
    if room.roll.is_empty() || book.substitutes.iter().any(stands_in) {
        return;
    }
    let known = room.roll.members().map(|member| member.printed());
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if council.find(name).member().is_some() && list == "present" => {
            "name them under `substitutes` with the member whose place they took, or under `in-attendance`".to_owned()
        }
        None => "correct the name, or add the member to `members`".to_owned(),
    };
    let message = format!("`{}` is no member of this body", name.value);
    diags.push(Diagnostic::new(Code::MinutesUnknownMember, message).at(&name.origin).hint(hint));
}

/// Warns of somebody who did something at the meeting and is not named as being there.
fn is_there(
    diags: &mut Diagnostics,
    room: &Room<'_>,
    book: &MinuteBook,
    what: &str,
    name: &Located<String>,
) {
    let person = Person::new(name);
    let is_called = |other: &Attendee| {
        let other = Person::new(&other.name);
        other.may_be(&person) || other.may_shorten(&person)
    };
    let mut others = book.in_attendance.iter().chain(&book.officers);
    let is_substitute = |row: &Substitution| Person::new(&row.name).may_be(&person);
    if room.find(name).is_some()
        || others.any(is_called)
        || book.substitutes.iter().any(is_substitute)
    {
        return;
    }
    let present = book.present.iter().map(|attendee| &**attendee.name);
    let hint = match nearest(name, present) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name them under `present` or `in-attendance`, or correct the name".to_owned(),
    };
    let message = format!("`{}` {what}, but is not named as being there", name.value);
    diags.push(Diagnostic::new(Code::MinutesNotThere, message).at(&name.origin).hint(hint));
}

/// Returns who moved and seconded something in a paragraph.
fn movers(paragraph: &Paragraph) -> Vec<(&'static str, &Located<String>)> {
    let motion: Option<&Motion> = paragraph.motion.as_deref();
    let amendments = motion.into_iter().flat_map(|motion| &motion.amendments);
    let amendments = amendments.map(|amendment| (&amendment.mover, &amendment.seconder));
    let motions = motion.map(|motion| (&motion.mover, &motion.seconder)).into_iter();
    let pairs = motions
        .chain(amendments)
        .flat_map(|(mover, seconder)| [("moved a motion", mover), ("seconded a motion", seconder)]);
    pairs.filter_map(|(what, name)| Some((what, name.as_ref()?))).collect()
}

fn is_empty(paragraph: &Paragraph) -> bool {
    paragraph.text.is_none()
        && paragraph.motion.is_none()
        && paragraph.vote.is_none()
        && paragraph.election.is_none()
        && paragraph.choice.is_none()
        && paragraph.resolution.is_none()
        && paragraph.actions.is_empty()
}

/// Returns the votes of a paragraph, on its motion and amendments too.
fn votes(paragraph: &Paragraph) -> Vec<&Vote> {
    let motion: Option<&Motion> = paragraph.motion.as_deref();
    let amendments = motion.into_iter().flat_map(|motion| &motion.amendments);
    let parts = motion.into_iter().flat_map(|motion| &motion.parts);
    paragraph
        .vote
        .as_deref()
        .into_iter()
        .chain(amendments.filter_map(|amendment| amendment.vote.as_ref()))
        .chain(parts.filter_map(|part| part.vote.as_ref()))
        .chain(motion.and_then(|motion| motion.vote.as_ref()))
        .collect()
}

/// Checks that those who voted were in the room, each voted once, and no more voted than were there; `at` is the
/// minute.
fn check_vote(
    diags: &mut Diagnostics,
    room: &Room<'_>,
    at: usize,
    sides: &[(&str, &Tally)],
    place: &Origin,
) {
    let mut seen: BTreeMap<String, (&str, &Origin)> = BTreeMap::new();
    let mut is_named = false;
    for &(side, tally) in sides {
        for name in tally.names().unwrap_or_default() {
            is_named = true;
            let present = room.find(name);
            let is_out = |present: &Present<'_>| {
                side != "not-voting" && room.presence(present, at) == Presence::Out
            };
            match present {
                None => diags.push(not_present(room, name)),
                Some(present) if is_out(present) => {
                    let message = format!("`{}` voted but was not in the room", name.value);
                    diags.push(
                        Diagnostic::new(Code::VotesNotPresent, message)
                            .at(&name.origin)
                            .label(&present.attendee.name.origin, "present at the meeting")
                            .hint("correct the vote, or the member's `movements` and `left-room`"),
                    );
                }
                Some(_) => {}
            }
            let key = present.map_or_else(
                || names::person_key(name),
                |present| present.attendee.name.to_string(),
            );
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
    let cast: usize = sides.iter().map(|(_, tally)| tally.count()).sum();
    // Names tell by themselves who should not have voted.
    let voting = if is_named { room.with_votes() } else { room.voters(at, true).len() };
    if cast > voting {
        let sum: Vec<String> =
            sides.iter().map(|(side, tally)| format!("{side} {}", tally.count())).collect();
        let message =
            format!("{cast} votes ({}), but {voting} of those present may vote", sum.join(", "));
        diags.push(
            Diagnostic::new(Code::VotesTooMany, message)
                .at(place)
                .hint("correct the vote, or add whoever is missing to `present`"),
        );
    }
}

/// Checks an election: whoever won stands in the last round with the most votes, nobody joins after the first
/// round, and the votes of each round are as those of a motion.
fn check_election(diags: &mut Diagnostics, room: &Room<'_>, at: usize, election: &Election) {
    for round in &election.rounds {
        let nominees = round.nominees.iter();
        let of_nominees =
            nominees.filter_map(|nominee| Some((nominee.name.as_str(), nominee.votes.as_ref()?)));
        let others = [("abstain", &round.abstain), ("not-voting", &round.not_voting)];
        let others = others.iter().filter_map(|(side, tally)| Some((*side, tally.as_ref()?)));
        let sides: Vec<(&str, &Tally)> = of_nominees.chain(others).collect();
        check_vote(diags, room, at, &sides, &round.origin);
    }
    let mut error = |message: String, origin: &Origin, hint: &str| {
        diags.push(Diagnostic::new(Code::VotesWrongWinner, message).at(origin).hint(hint));
    };
    let is_same = |one: &str, other: &str| {
        one.trim().eq_ignore_ascii_case(other.trim()) || names::same_person(one, other)
    };
    for pair in election.rounds.windows(2) {
        let [earlier, later] = pair else { continue };
        let was_there = |nominee: &&Nominee| {
            earlier.nominees.iter().any(|other| is_same(&other.name, &nominee.name))
        };
        for nominee in later.nominees.iter().filter(|nominee| !was_there(nominee)) {
            let message = format!("`{}` was not in the round before", nominee.name.value);
            error(
                message,
                &nominee.name.origin,
                "correct the name, or add it to the earlier rounds",
            );
        }
    }
    let winner = &election.winner;
    let Some(last) = election.rounds.last() else {
        return error(
            format!("`{}` won, and no round names the nominees", winner.value),
            &winner.origin,
            "name them under `rounds`, with their votes where there was a vote",
        );
    };
    let Some(won) = last.nominees.iter().find(|nominee| is_same(&nominee.name, winner)) else {
        return error(
            format!("`{}` won, but is not in the last round", winner.value),
            &winner.origin,
            "write the name as in the last round, or correct that",
        );
    };
    let votes = |nominee: &Nominee| nominee.votes.as_ref().map_or(0, Tally::count);
    let others = last.nominees.iter().filter(|nominee| !std::ptr::eq(*nominee, won));
    let Some(most) = others.map(votes).max() else { return };
    let is_set = |flag: &Option<Located<Flag>>| flag.as_ref().is_some_and(|flag| flag.0);
    let is_settled = is_set(&election.lot) || is_set(&election.casting);
    if votes(won) < most {
        let message =
            format!("`{}` won with {} votes, and another had {most}", winner.value, votes(won));
        error(message, &winner.origin, "correct the votes or `winner`");
    } else if votes(won) == most && !is_settled {
        let message = format!("`{}` won, and another had as many votes: {most}", winner.value);
        error(
            message,
            &winner.origin,
            "set `lot` or `casting` to `yes` where lots or the chair's casting vote decided, or add the round that did",
        );
    }
}

/// Returns the error for somebody who voted and is not among those present.
fn not_present(room: &Room<'_>, name: &Located<String>) -> Diagnostic {
    if let Named::Several(members) = room.roll.find(name) {
        return ambiguous(name, &members);
    }
    let message = format!("`{}` voted but is not among those present", name.value);
    let present = room.present().iter().map(|present| &**present.attendee.name);
    let hint = match nearest(name, present) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name the member under `present`, or correct the vote".to_owned(),
    };
    Diagnostic::new(Code::VotesNotPresent, message).at(&name.origin).hint(hint)
}
