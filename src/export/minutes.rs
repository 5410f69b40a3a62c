//! Who was at meetings, what was moved and resolved, and how the votes went, as rows.

use chrono::NaiveDate;

use super::business::shown;
use super::rows::{AttendanceRow, MotionRow, VoteRow};
use super::{RowScope, meetings};
use crate::model::access::PublicDataset;
use crate::model::body::Member;
use crate::model::meeting::Meeting;
use crate::model::minutes::{
    Attendee, CastingVote, Election, Minute, MinuteBook, MotionOutcome, Paragraph, Tally, Vote,
};
use crate::model::numbering;
use crate::model::record::{Located, Text};
use crate::model::roll::Names;
use crate::model::room::Room;
use crate::model::value::names::same_person;

/// Returns the rows of what was moved, voted on and resolved.
pub(super) fn motions(data: &PublicDataset, scope: RowScope<'_>) -> Vec<MotionRow> {
    questions(data, scope).into_iter().map(|question| question.row).collect()
}

/// Returns the rows of sides of votes.
pub(super) fn votes(data: &PublicDataset, scope: RowScope<'_>) -> Vec<VoteRow> {
    questions(data, scope).into_iter().flat_map(|question| question.sides).collect()
}

/// Something that was moved, put to the vote or resolved, with the sides of its votes.
struct Question {
    row: MotionRow,
    sides: Vec<VoteRow>,
}

/// Returns what was moved, put to the vote or resolved, in the order of the minutes.
fn questions(data: &PublicDataset, scope: RowScope<'_>) -> Vec<Question> {
    let books = meetings(data, scope)
        .into_iter()
        .filter_map(|meeting| Some((meeting, data.minutes.get(meeting.meeting.as_str())?)));
    books.flat_map(|(meeting, book)| Asked::new(data, meeting, book).all()).collect()
}

/// What is asked of one meeting's minutes.
struct Asked<'a> {
    meeting: &'a Meeting,
    book: &'a MinuteBook,
    names: Names<'a>,
    /// The numbers of the minutes, where they are known.
    numbers: Vec<String>,
    questions: Vec<Question>,
}

impl<'a> Asked<'a> {
    fn new(data: &'a PublicDataset, meeting: &'a Meeting, book: &'a MinuteBook) -> Self {
        let names = Names::of_body(data, meeting.body.as_str());
        let numbers = numbering::plain_numbers(data, meeting.meeting.as_str()).unwrap_or_default();
        Self { meeting, book, names, numbers, questions: Vec::new() }
    }

    fn all(mut self) -> Vec<Question> {
        for (at, minute) in self.book.items.iter().enumerate() {
            for paragraph in &minute.paragraphs {
                self.add(at, minute, paragraph);
            }
        }
        self.questions
    }

    fn add(&mut self, at: usize, minute: &Minute, paragraph: &Paragraph) {
        if let Some(vote) = &paragraph.vote {
            self.ask(at, minute, "vote", |_| {}).put(vote);
        }
        if let Some(motion) = &paragraph.motion {
            for amendment in &motion.amendments {
                let moved = (&amendment.mover, &amendment.seconder);
                let row = self.moved(&amendment.text, moved, amendment.outcome.as_ref());
                let asked = self.ask(at, minute, "amendment", row);
                amendment.vote.iter().for_each(|vote| asked.put(vote));
            }
            for part in &motion.parts {
                let (text, outcome) = (part.part.to_string(), outcome(part.outcome.as_ref()));
                let asked = self.ask(at, minute, "part", |row| {
                    (row.text, row.outcome) = (Some(text), outcome);
                });
                part.vote.iter().for_each(|vote| asked.put(vote));
            }
            let text = motion.substantive.as_ref().unwrap_or(&motion.text);
            let moved = (&motion.mover, &motion.seconder);
            let row = self.moved(text, moved, motion.outcome.as_ref());
            let asked = self.ask(at, minute, "motion", row);
            motion.vote.iter().for_each(|vote| asked.put(vote));
        }
        for (kind, election) in [("election", &paragraph.election), ("choice", &paragraph.choice)] {
            if let Some(election) = election {
                let text = election.title.to_string();
                let winner = self.names.printed(&election.winner);
                self.ask(at, minute, kind, |row| {
                    (row.text, row.outcome) = (Some(text), Some(winner));
                })
                .rounds(election);
            }
        }
        if let Some(resolution) = &paragraph.resolution {
            let text = resolution.text.0.labelled_text();
            self.ask(at, minute, "resolution", |row| row.text = Some(text));
        }
        // Names of members are those of the members' table, as papers print them.
        let names = &self.names;
        for side in self.questions.iter_mut().flat_map(|question| &mut question.sides) {
            side.members.iter_mut().for_each(|member| *member = names.printed(member));
        }
    }

    /// Returns what sets the words of a motion or an amendment, who moved it, and how it ended.
    fn moved(
        &self,
        text: &Text,
        (mover, seconder): (&Option<Located<String>>, &Option<Located<String>>),
        ended: Option<&Located<MotionOutcome>>,
    ) -> impl FnOnce(&mut MotionRow) + use<> {
        let name =
            |name: &Option<Located<String>>| name.as_ref().map(|name| self.names.printed(name));
        let (text, mover, seconder) = (text.0.labelled_text(), name(mover), name(seconder));
        let outcome = outcome(ended);
        move |row| {
            (row.text, row.mover, row.seconder) = (Some(text), mover, seconder);
            row.outcome = outcome;
        }
    }

    /// Adds something of a minute; `set` fills in its row.
    fn ask(
        &mut self,
        at: usize,
        minute: &Minute,
        kind: &str,
        set: impl FnOnce(&mut MotionRow),
    ) -> &mut Question {
        let motion = u32::try_from(self.questions.len() + 1).unwrap_or(u32::MAX);
        let number = self.numbers.get(at).filter(|number| !number.is_empty());
        let mut row = MotionRow {
            meeting: self.meeting.meeting.to_string(),
            minute: number.cloned(),
            item: shown(minute.item.as_ref()),
            motion,
            kind: kind.to_owned(),
            ..MotionRow::default()
        };
        set(&mut row);
        self.questions.push(Question { row, sides: Vec::new() });
        self.questions.last_mut().expect("it was pushed")
    }
}

impl Question {
    /// Adds a vote.
    fn put(&mut self, vote: &Vote) {
        self.row.casting_vote = vote.casting.as_ref().map(|casting| {
            match casting.value {
                CastingVote::For => "for",
                CastingVote::Against => "against",
            }
            .to_owned()
        });
        for (side, tally) in vote.sides() {
            self.side(None, side, tally);
        }
    }

    /// Adds the rounds of an election or a choice.
    fn rounds(&mut self, election: &Election) {
        for (round, number) in election.rounds.iter().zip(1..) {
            for (side, tally) in round.sides() {
                self.side(Some(number), side, tally);
            }
        }
    }

    fn side(&mut self, round: Option<u32>, side: &str, tally: &Tally) {
        let names = tally.names().unwrap_or_default();
        self.sides.push(VoteRow {
            meeting: self.row.meeting.clone(),
            minute: self.row.minute.clone(),
            motion: self.row.motion,
            round,
            side: side.to_owned(),
            count: u32::try_from(tally.count()).unwrap_or(u32::MAX),
            members: names.iter().map(|name| name.value.clone()).collect(),
        });
    }
}

fn outcome(outcome: Option<&Located<MotionOutcome>>) -> Option<String> {
    outcome.map(|outcome| outcome.value.word().to_owned())
}

/// Returns the rows of people at meetings.
pub(super) fn attendance(data: &PublicDataset, scope: RowScope<'_>) -> Vec<AttendanceRow> {
    let books = meetings(data, scope)
        .into_iter()
        .filter_map(|meeting| Some((meeting, data.minutes.get(meeting.meeting.as_str())?)));
    books.flat_map(|(meeting, book)| attendance_of(data, meeting, book)).collect()
}

fn attendance_of(data: &PublicDataset, meeting: &Meeting, book: &MinuteBook) -> Vec<AttendanceRow> {
    let names = Names::of_body(data, meeting.body.as_str());
    let room = Room::new(data, meeting, book);
    // Whom the minutes call by an office alone, the members' table may name.
    let holder = |name: &str| {
        let seat = room.seat(name).filter(|_| names.seat(name).is_none());
        seat.map(Member::printed)
    };
    let day = meeting.date.value;
    let first: [(NaiveDate, &str, &[Attendee]); 5] = [
        (day, "present", &book.present),
        (day, "apologies", &book.apologies),
        (day, "absent", &book.absent),
        (day, "in-attendance", &book.in_attendance),
        (day, "officer", &book.officers),
    ];
    let later = book.sittings.iter().flat_map(|sitting| {
        let day = sitting.date.value;
        let groups: [(NaiveDate, &str, &[Attendee]); 3] = [
            (day, "present", &sitting.present),
            (day, "apologies", &sitting.apologies),
            (day, "absent", &sitting.absent),
        ];
        groups
    });
    let row = |(day, attendance, person): (NaiveDate, &str, &Attendee)| {
        let mut substitutes = book.substitutes.iter();
        let substitute = substitutes.find(|other| same_person(&other.name, &person.name));
        let substitute = substitute.filter(|_| attendance == "present");
        AttendanceRow {
            meeting: meeting.meeting.to_string(),
            body: meeting.body.to_string(),
            date: day.to_string(),
            name: holder(&person.name).map_or_else(|| names.printed(&person.name), str::to_owned),
            attendance: attendance.to_owned(),
            substitute_for: substitute.map(|row| names.printed(&row.r#for)),
            remote: person.is_remote(),
            note: shown(person.note.as_ref()),
        }
    };
    let people = first.into_iter().chain(later).flat_map(|(day, attendance, people)| {
        people.iter().map(move |person| (day, attendance, person))
    });
    people.map(row).collect()
}
