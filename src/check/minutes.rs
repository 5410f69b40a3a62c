//! Minutes against their agenda, their meeting, the members of its body and themselves: who was there, who voted,
//! how often.

use std::collections::BTreeMap;

use super::references::{unknown, unknown_item};
use super::{Blocks, Findings, exempt, movements, people};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::body::Member;
use crate::model::confirmation;
use crate::model::dataset::Dataset;
use crate::model::meeting::Meeting;
use crate::model::minutes::{Attendee, Election, MinuteBook, Nominee, Paragraph, Sitting, Tally};
use crate::model::nearest::nearest;
use crate::model::numbering;
use crate::model::record::Located;
use crate::model::roll::{Named, Roll};
use crate::model::room::{Presence, Present, Room};
use crate::model::value::names::{self, Person};
use crate::model::value::{Flag, Slug, long_date};

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
                if !meeting.is_going_ahead() {
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

/// Checks what minutes say of the minutes of earlier meetings.
fn earlier_minutes(diags: &mut Diagnostics, data: &Dataset, meeting: &Meeting, book: &MinuteBook) {
    for (at, minute) in book.items.iter().enumerate() {
        for name in &minute.confirms {
            let Some(earlier) = earlier_meeting(diags, data, meeting, name) else { continue };
            let first = confirmation::confirmed_by(data, earlier);
            let Some(first) = first.filter(|first| {
                first.meeting.meeting.value != meeting.meeting.value || first.at != at
            }) else {
                continue;
            };
            let message = format!("the minutes of {} are confirmed twice", name.value);
            diags.push(
                Diagnostic::new(Code::DataDuplicate, message)
                    .at(&name.origin)
                    .label(&first.minute().origin, "first confirmed here")
                    .hint("name them only in the minute that agreed them"),
            );
        }
        for correction in &minute.corrections {
            let Some(earlier) = earlier_meeting(diags, data, meeting, &correction.meeting) else {
                continue;
            };
            let numbers = numbering::plain_numbers(data, earlier.meeting.as_str());
            if let (Some(written), Some(numbers)) = (&correction.minute, numbers)
                && !numbers.iter().any(|number| numbering::is_number_of(number, written))
            {
                let what = format!("minute of `{}` with the number", earlier.meeting.value);
                let known = numbers.iter().map(String::as_str);
                diags.push(unknown(&what, written, &written.origin, known));
            }
        }
    }
}

/// Returns the earlier meeting of the same body with a name; what is another is reported.
fn earlier_meeting<'a>(
    diags: &mut Diagnostics,
    data: &'a Dataset,
    meeting: &Meeting,
    name: &Located<Slug>,
) -> Option<&'a Meeting> {
    let Some(earlier) = data.meeting(name.as_str()) else {
        if data.lost_of("meetings", name.as_str()).next().is_none() {
            let known = data.meetings.iter().map(|meeting| meeting.meeting.as_str());
            diags.push(unknown("meeting", name.as_str(), &name.origin, known));
        }
        return None;
    };
    let is_earlier = earlier.date.value < meeting.date.value;
    if earlier.body.value == meeting.body.value && is_earlier {
        return Some(earlier);
    }
    let message = format!(
        "`{}` is no earlier meeting of `{}`, so {} can't have dealt with its minutes",
        name.value, meeting.body.value, meeting.meeting.value
    );
    diags.push(
        Diagnostic::new(Code::DataContradiction, message)
            .at(&name.origin)
            .label(&earlier.meeting.origin, "this meeting")
            .hint("name the meeting whose minutes were confirmed or corrected"),
    );
    None
}

/// Reports minutes of items inside others whose number is that of a paragraph above them.
fn numbers(diags: &mut Diagnostics, data: &Dataset, meeting: &Meeting, book: &MinuteBook) {
    let parts: Vec<_> = (0..book.items.len())
        .filter_map(|at| Some((at, numbering::whole_of(book, at)?.0)))
        .collect();
    let body = data.body_of(meeting).filter(|_| !parts.is_empty());
    let numbers = body.map(|body| numbering::minute_numbers(data, meeting, body, book));
    // Numbers that can't be known are reported with the minutes.
    let Some(Ok(numbers)) = numbers else { return };
    for (at, whole) in parts {
        let paragraphs = book.items[whole].paragraphs.iter().filter(|row| row.numbered).count();
        let number = &numbers[at].plain;
        let is_taken =
            (1..=paragraphs).any(|at| numbers[whole].paragraph(at).as_ref() == Some(number));
        if is_taken {
            let whole = &numbers[whole].plain;
            let message =
                format!("minute `{number}` has the number of a paragraph of minute `{whole}`");
            diags.push(
                Diagnostic::new(Code::DataDuplicate, message)
                    .at(&book.items[at].origin)
                    .hint(format!(
                        "give it a `number`, or set `numbered` to no in the paragraphs of minute `{whole}`"
                    )),
            );
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
    let room = Room::new(data, meeting, book);
    sittings(diags, meeting, book);
    movements::check(diags, &room, book);
    numbers(diags, data, meeting, book);
    earlier_minutes(diags, data, meeting, book);
    let first = Lists { present: &book.present, apologies: &book.apologies, absent: &book.absent };
    attendance(diags, council, &first, &room);
    for sitting in &book.sittings {
        let Sitting { present, apologies, absent, .. } = sitting;
        attendance(diags, council, &Lists { present, apologies, absent }, &room);
    }
    for interest in &book.interests {
        is_there(diags, &room, None, "declared an interest", &interest.member);
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
            is_there(diags, &room, Some(at), "came or went", &movement.member);
        }
        for (number, paragraph) in minute.paragraphs.iter().enumerate() {
            for (moved, name) in paragraph.movers() {
                let what = if moved { "moved a motion" } else { "seconded a motion" };
                is_there(diags, &room, Some(at), what, name);
                was_in_room(diags, &room, at, what, name);
            }
            for vote in paragraph.questions().filter_map(|question| question.vote) {
                let sides: Vec<_> = vote.sides().collect();
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

/// Checks that sittings follow each other, and begin with minutes that follow each other.
fn sittings(diags: &mut Diagnostics, meeting: &Meeting, book: &MinuteBook) {
    let mut before = (meeting.date.value, 0);
    for (number, sitting) in book.sittings.iter().enumerate() {
        let is_first = number == 0;
        let (day, from) = (sitting.date.value, &sitting.from);
        if day < before.0 || (day == before.0 && sitting.time.is_none()) {
            let message =
                format!("a sitting on {} follows one on {}", long_date(day), long_date(before.0));
            diags.push(
                Diagnostic::new(Code::DataContradiction, message)
                    .at(&sitting.date.origin)
                    .hint("correct the day, or give the `time` of a second sitting on one day"),
            );
        }
        if let Some(new_date) = meeting.new_date.as_ref().filter(|new| is_first && new.value != day)
        {
            let message = format!(
                "the meeting was adjourned until {}, and taken up again on {}",
                long_date(new_date.value),
                long_date(day)
            );
            diags.push(
                Diagnostic::new(Code::DataContradiction, message)
                    .at(&sitting.date.origin)
                    .label(&new_date.origin, "the day in `meetings`")
                    .hint("correct one of the two"),
            );
        }
        match book.start_of(sitting) {
            None => {
                let known = book.items.iter().filter_map(|minute| minute.item.as_ref());
                let known = known.map(|number| number.value.as_str());
                let what = "minute of this meeting with the item";
                diags.push(unknown(what, from, &from.origin, known));
            }
            Some(at) if at <= before.1 => {
                let message =
                    format!("a sitting began with `{}`, which an earlier one took", from.value);
                diags.push(
                    Diagnostic::new(Code::DataContradiction, message)
                        .at(&from.origin)
                        .label(&book.items[at].origin, "this minute")
                        .hint("name under `from` the first item that the sitting took"),
                );
            }
            Some(at) => before.1 = at,
        }
        before.0 = day;
    }
}

/// The lists of who was there and who was not, of one sitting.
struct Lists<'a> {
    present: &'a [Attendee],
    apologies: &'a [Attendee],
    absent: &'a [Attendee],
}

/// Checks the lists of one sitting: nobody is on them twice, and those who are listed as members are members.
fn attendance(diags: &mut Diagnostics, council: &Roll<'_>, lists: &Lists<'_>, room: &Room<'_>) {
    let lists = [
        ("present", lists.present, "is present"),
        ("apologies", lists.apologies, "sent apologies"),
        ("absent", lists.absent, "was absent"),
    ];
    let mut seen: Vec<(Person, Option<&Member>, &str, &Origin)> = Vec::new();
    for (list, attendees, what) in lists {
        for attendee in attendees {
            let name = &attendee.name;
            let named = room.roll.find(name);
            let (person, seat) = (Person::new(name), room.seat(name));
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
                // An office is its holder's, whether or not the table has them.
                Named::Nobody if seat.is_none() && !room.is_office(name) => {
                    unknown_member(diags, room, council, list, name);
                }
                Named::Nobody | Named::One(_) => {}
            }
        }
    }
}

/// Returns the error for a name that several members have.
fn ambiguous(name: &Located<String>, members: &[&Member]) -> Diagnostic {
    people::ambiguous(name, members.iter().map(|member| member.name.as_str()), "members")
}

/// Warns of somebody who is listed as a member of the body and is none, nor a substitute.
fn unknown_member(
    diags: &mut Diagnostics,
    room: &Room<'_>,
    council: &Roll<'_>,
    list: &str,
    name: &Located<String>,
) {
    if room.roll.is_empty() || room.stands_in(name) {
        return;
    }
    let known = room.roll.members().flat_map(|member| [member.printed(), &**member.name]);
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if council.find(name).one().is_some() && list == "present" => {
            "name them under `substitutes` with the member whose place they took, or under `in-attendance`".to_owned()
        }
        None => "correct the name, or add the member to `members`".to_owned(),
    };
    let message = format!("`{}` is no member of this body", name.value);
    diags.push(Diagnostic::new(Code::MinutesUnknownMember, message).at(&name.origin).hint(hint));
}

/// Warns of somebody who did something in a minute and was out of the room then, by the minutes.
fn was_in_room(
    diags: &mut Diagnostics,
    room: &Room<'_>,
    minute: usize,
    what: &str,
    name: &Located<String>,
) {
    let Some(present) = room.find(name, minute) else { return };
    if !matches!(room.presence(present, minute), Presence::Out) {
        return;
    }
    let message =
        format!("`{}` {what}, but was out of the room, as the minutes have it", name.value);
    diags.push(
        Diagnostic::new(Code::MinutesNotThere, message)
            .at(&name.origin)
            .hint("correct the name, or when they came and went under `movements` or `interests`"),
    );
}

/// Warns of somebody who did something at the meeting, in a minute where one is given, and is not named as being
/// there.
fn is_there(
    diags: &mut Diagnostics,
    room: &Room<'_>,
    minute: Option<usize>,
    what: &str,
    name: &Located<String>,
) {
    if room.knows(name, minute) {
        return;
    }
    let present = room.present(minute.unwrap_or(0)).iter();
    let hint = match nearest(name, present.map(|present| &**present.attendee.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name them under `present` or `in-attendance`, or correct the name".to_owned(),
    };
    let message = format!("`{}` {what}, but is not named as being there", name.value);
    diags.push(Diagnostic::new(Code::MinutesNotThere, message).at(&name.origin).hint(hint));
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
            let present = room.find(name, at);
            let is_out = |present: &Present<'_>| {
                side != "not-voting" && room.presence(present, at) == Presence::Out
            };
            match present {
                None => diags.push(not_present(room, at, name)),
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
    let voting = if is_named { room.with_votes(at) } else { room.voters(at, true).len() };
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
        check_vote(diags, room, at, &round.sides(), &round.origin);
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
    } else if votes(won) > most && is_settled && election.rounds.len() == 1 {
        // In more than one round, lots may have decided who left it.
        let message = format!(
            "`{}` won with {} votes against {most}, so that neither lots nor a casting vote decided",
            winner.value,
            votes(won)
        );
        error(message, &winner.origin, "take out `lot` and `casting`, or correct the votes");
    }
}

/// Returns the error for somebody who voted and is not among those present.
fn not_present(room: &Room<'_>, at: usize, name: &Located<String>) -> Diagnostic {
    if let Named::Several(members) = room.roll.find(name) {
        return ambiguous(name, &members);
    }
    let message = format!("`{}` voted but is not among those present", name.value);
    let present = room.present(at).iter().map(|present| &**present.attendee.name);
    let hint = match nearest(name, present) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name the member under `present`, or correct the vote".to_owned(),
    };
    Diagnostic::new(Code::VotesNotPresent, message).at(&name.origin).hint(hint)
}
