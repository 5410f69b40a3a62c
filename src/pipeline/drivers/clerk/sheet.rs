//! What a clerk has before them: the members, the items in order with what is minuted of each, and what is wrong with it.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::attendance::is_in_the_chair;
use super::history::History;
use super::{Found, apply, is_below, place_in, tree};
use crate::diag::{Diagnostic, Place, Severity};
use crate::model::body::Role;
use crate::model::dataset::Dataset;
use crate::model::meeting::{LineKind, Meeting};
use crate::model::minutes::{
    Action, Attendee, Election, Minute, MinuteBook, MotionOutcome, Paragraph, Tally, Vote,
};
use crate::model::record::{Located, Text};
use crate::model::roll::Roll;
use crate::model::room::{Present, Room};
use crate::model::value::TimeOfDay;
use crate::pipeline::scope::Scope;
use crate::pipeline::{Selection, Session, plan};

/// What can be done with the minutes of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClerkState {
    /// There are none yet.
    NotBegun,
    /// They are taken down here.
    Open,
    /// They are written elsewhere, as a text or in Word, and only shown.
    Elsewhere,
    /// Their file can't be read as it is.
    Unreadable,
}

/// What a clerk has before them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkSheet {
    /// The meeting's name in the records.
    pub meeting: String,
    /// The full name of its body.
    pub body: String,
    /// The day, as an ISO date for the `date` helper.
    pub date: String,
    /// What can be done with the minutes.
    pub state: ClerkState,
    /// The file, from the data folder.
    pub file: String,
    /// What tells these minutes from others; empty where there are none.
    pub digest: String,
    /// The members, and whoever else is present as one.
    pub members: Vec<ClerkMember>,
    /// Whether the records name members of the body.
    pub has_roll: bool,
    /// Members of the council who may stand in for others.
    pub others: Vec<String>,
    /// Who stands in for whom.
    pub substitutes: Vec<ClerkSubstitute>,
    /// Officers, and others who attend.
    pub attending: Vec<ClerkOther>,
    /// Names and posts of officers in the records.
    pub officers: Vec<ClerkOther>,
    /// Interests that are declared.
    pub interests: Vec<ClerkInterest>,
    /// The minutes, in order; those of the agenda's items where there are none yet.
    pub minutes: Vec<ClerkMinute>,
    /// When the meeting ended. Absent while it runs.
    pub ended: Option<String>,
    /// What is wrong with the minutes.
    pub faults: Vec<ClerkFault>,
    /// Whether the last step can be undone.
    pub can_undo: bool,
    /// Whether what was undone can be done again.
    pub can_redo: bool,
}

/// A member.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClerkMember {
    /// The name, as the minutes have it or papers print it.
    pub name: String,
    /// Where they are: `present`, `remote`, `apologies`, `absent`, or empty where nothing is said.
    pub attendance: String,
    /// Whether they preside.
    pub presides: bool,
    /// What the minutes say of them besides. Absent where they say nothing.
    pub note: Option<String>,
}

/// A substitute.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkSubstitute {
    /// The substitute.
    pub name: String,
    /// The member whose place they take.
    pub member: String,
}

/// Somebody who is no member.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkOther {
    /// The name.
    pub name: String,
    /// The post, or whom they represent. Absent where nothing is said.
    pub note: Option<String>,
}

/// An interest that is declared.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkInterest {
    /// The member.
    pub member: String,
    /// The number of the item. Absent where it is of none.
    pub item: Option<String>,
    /// What kind of interest.
    pub kind: String,
    /// Whether the member leaves the room.
    pub left_room: bool,
}

/// A minute.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkMinute {
    /// The number of the item. Absent for business on no agenda.
    pub item: Option<String>,
    /// Its title.
    pub title: String,
    /// Whether it is withheld from the public.
    pub private: bool,
    /// What may be said of it in public, to be changed. Empty where nothing is.
    pub summary: String,
    /// Who came and went.
    pub movements: Vec<ClerkMovement>,
    /// The paragraphs.
    pub entries: Vec<ClerkEntry>,
    /// Those who are present at it.
    pub present: Vec<String>,
    /// Those of them who are in the room, as far as is known, and may vote.
    pub voters: Vec<String>,
    /// How many errors and warnings concern it.
    pub faults: usize,
}

/// Somebody coming or going.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkMovement {
    /// The member.
    pub member: String,
    /// When they came, for the `time` helper. Absent where they did not.
    pub arrived: Option<String>,
    /// When they went, for the `time` helper. Absent where they did not.
    pub left: Option<String>,
}

/// A paragraph.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkEntry {
    /// Its place, counted from 1.
    pub number: usize,
    /// Its words. Absent where it has none.
    pub text: Option<String>,
    /// The motion. Absent where there is none.
    pub motion: Option<ClerkMotion>,
    /// A vote by itself. Absent where there is none.
    pub vote: Option<ClerkVote>,
    /// An election, or a choice between proposals. Absent where there is none.
    pub election: Option<ClerkElection>,
    /// The words that lead into the resolution. Absent where there are none.
    pub formula: Option<String>,
    /// What is resolved. Absent where nothing is.
    pub resolution: Option<String>,
    /// What somebody is to do.
    pub actions: Vec<ClerkAction>,
    /// The words that can be written anew, as the file has them. Absent where they are more than a text.
    pub words: Option<String>,
}

/// A motion, or an amendment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkMotion {
    /// Its words.
    pub text: String,
    /// Who moves it. Absent where nobody is named.
    pub mover: Option<String>,
    /// Who seconds it. Absent where nobody is named.
    pub seconder: Option<String>,
    /// How it ended. Absent while it is open.
    pub outcome: Option<String>,
    /// The vote on it. Absent where there is none.
    pub vote: Option<ClerkVote>,
    /// Amendments to it.
    pub amendments: Vec<ClerkMotion>,
}

/// A vote.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClerkVote {
    /// The sides: for, against, abstaining, not voting.
    pub sides: Vec<ClerkTally>,
    /// How the chair's casting vote was used. Absent where it was not.
    pub casting: Option<String>,
}

/// A side of a vote.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClerkTally {
    /// The name of its column, such as `not-voting`.
    pub side: String,
    /// How many.
    pub count: usize,
    /// Who. Empty where only the number is recorded.
    pub names: Vec<String>,
}

/// An election, or a choice between proposals.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkElection {
    /// What it is for.
    pub title: String,
    /// Who was elected, or what was chosen.
    pub winner: String,
}

/// What somebody is to do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkAction {
    /// Who.
    pub owner: String,
    /// What.
    pub text: String,
    /// By when. Absent where nothing is said.
    pub due: Option<String>,
}

/// Something that is wrong with the minutes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClerkFault {
    /// The minute, counted from 0. Absent where it concerns the meeting.
    pub minute: Option<usize>,
    /// Whether it keeps the minutes from being made.
    pub error: bool,
    /// What it is.
    pub message: String,
    /// What to do, a sentence each.
    pub hints: Vec<String>,
}

impl ClerkFault {
    /// Returns how a fault of the minutes is shown.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let minute = diagnostic.origin.as_ref().and_then(|origin| match origin.place() {
            Place::Pointer { pointer, .. } => place_in(&pointer, "items"),
            _ => None,
        });
        Self {
            minute,
            error: diagnostic.severity() == Severity::Error,
            message: diagnostic.message.clone(),
            hints: diagnostic.hints.clone(),
        }
    }
}

/// Returns what a clerk has before them of a meeting.
pub(super) fn of_meeting(
    session: &Session,
    meeting: &Meeting,
    found: &Found,
) -> anyhow::Result<ClerkSheet> {
    let data = &session.records.all;
    let name = meeting.meeting.as_str();
    let roll = Roll::of_body(data, meeting.body.as_str());
    let is_shown = !matches!(found.state, ClerkState::NotBegun | ClerkState::Unreadable);
    let book = data.minutes.get(name).map(|book| &**book).filter(|_| is_shown);
    let room = book.map(|book| Room::new(data, meeting, book));
    let faults = faults(session, name, found);
    let mut minutes = match (book, &room) {
        (Some(book), Some(room)) => {
            let all = book.items.iter().enumerate();
            all.map(|(at, minute)| of_minute(data, name, room, at, minute, found)).collect()
        }
        _ => of_agenda(data, name),
    };
    for (at, minute) in minutes.iter_mut().enumerate() {
        minute.faults = faults.iter().filter(|fault| fault.minute == Some(at)).count();
    }
    let council = Roll::of_council(data);
    let is_on_body = |name: &str| {
        roll.members().any(|member| member.printed() == name && member.role() != Role::Substitute)
    };
    let others = council.members().map(|member| member.printed().to_owned());
    let (can_undo, can_redo) = match (&found.bytes, found.state) {
        (Some(bytes), ClerkState::Open) => History::of(&found.path, name).ways(bytes)?,
        _ => (false, false),
    };
    let attending =
        book.into_iter().flat_map(|book| book.officers.iter().chain(&book.in_attendance));
    let interests = book.into_iter().flat_map(|book| &book.interests);
    let substitutes = book.into_iter().flat_map(|book| &book.substitutes);
    Ok(ClerkSheet {
        meeting: name.to_owned(),
        body: data.body_of(meeting).map(|body| body.name.to_string()).unwrap_or_default(),
        date: meeting.date.value.to_string(),
        state: found.state,
        file: found.name.clone(),
        digest: found.digest(),
        members: members(&roll, book),
        has_roll: !roll.is_empty(),
        others: others.filter(|name| !is_on_body(name)).collect(),
        substitutes: substitutes
            .map(|row| ClerkSubstitute {
                name: row.name.to_string(),
                member: row.r#for.to_string(),
            })
            .collect(),
        attending: attending
            .map(|attendee| ClerkOther {
                name: attendee.name.to_string(),
                note: attendee.note.as_ref().map(ToString::to_string),
            })
            .collect(),
        officers: data
            .officers
            .iter()
            .map(|officer| ClerkOther {
                name: officer.name.to_string(),
                note: officer.post.as_ref().map(ToString::to_string),
            })
            .collect(),
        interests: interests
            .map(|interest| ClerkInterest {
                member: interest.member.to_string(),
                item: interest.item.as_ref().map(ToString::to_string),
                kind: interest.kind.to_string(),
                left_room: interest.left_room.as_ref().is_some_and(|flag| flag.0),
            })
            .collect(),
        minutes,
        ended: book.and_then(|book| book.end_time.as_ref()).map(|time| time.value.0.to_string()),
        faults,
        can_undo,
        can_redo,
    })
}

/// Returns what is wrong with the minutes: as `check` finds it, or why their file can't be read.
fn faults(session: &Session, meeting: &str, found: &Found) -> Vec<ClerkFault> {
    if !found.faults.is_empty() {
        return found.faults.iter().map(ClerkFault::of).collect();
    }
    if found.state == ClerkState::NotBegun {
        return Vec::new();
    }
    let selection = Selection { meetings: vec![meeting.to_owned()], ..Selection::default() };
    let jobs = plan(session, &selection);
    let scope = Scope::of_selection(session, &selection, &jobs);
    let findings = session.findings(&scope, &jobs).into_iter().map(|finding| finding.diagnostic);
    let is_of_minutes = |diagnostic: &Diagnostic| {
        let origin = diagnostic.origin.as_ref();
        diagnostic.severity() != Severity::Note
            && origin.is_some_and(|origin| is_below(&origin.source().name, &found.name))
    };
    findings.filter(is_of_minutes).map(|diagnostic| ClerkFault::of(&diagnostic)).collect()
}

/// Returns the members of a body with where they are, and whoever else the minutes have among them.
fn members(roll: &Roll<'_>, book: Option<&MinuteBook>) -> Vec<ClerkMember> {
    let lists: [(&str, &[Attendee]); 3] = match book {
        Some(book) => {
            [("present", &book.present), ("apologies", &book.apologies), ("absent", &book.absent)]
        }
        None => [("present", &[]), ("apologies", &[]), ("absent", &[])],
    };
    let listed: Vec<(&str, &Attendee)> = lists
        .into_iter()
        .flat_map(|(list, attendees)| attendees.iter().map(move |attendee| (list, attendee)))
        .collect();
    let is_chair =
        |note: &Option<Located<String>>| note.as_ref().is_some_and(|note| is_in_the_chair(note));
    let noted = listed.iter().any(|(_, attendee)| is_chair(&attendee.note));
    let row = |list: &str, attendee: &Attendee| ClerkMember {
        name: attendee.name.to_string(),
        attendance: if list == "present" && attendee.is_remote() { "remote" } else { list }
            .to_owned(),
        presides: is_chair(&attendee.note),
        note: attendee.note.as_ref().map(ToString::to_string).filter(|_| !is_chair(&attendee.note)),
    };
    let mut rows: Vec<ClerkMember> = Vec::new();
    let mut taken = vec![false; listed.len()];
    for member in roll.members() {
        let is_theirs = |(_, attendee): &(&str, &Attendee)| {
            roll.find(&attendee.name).one().is_some_and(|found| *found.name == *member.name)
        };
        match listed.iter().position(is_theirs) {
            Some(at) if taken[at] => {}
            Some(at) => {
                taken[at] = true;
                let (list, attendee) = listed[at];
                rows.push(row(list, attendee));
            }
            // Substitutes are named when they stand in.
            None if member.role() == Role::Substitute => {}
            None => {
                let name = member.printed().to_owned();
                if !rows.iter().any(|row| row.name == name) {
                    rows.push(ClerkMember {
                        name,
                        attendance: String::new(),
                        presides: !noted && member.role() == Role::Chair,
                        note: None,
                    });
                }
            }
        }
    }
    let rest = listed.iter().zip(&taken).filter(|(_, taken)| !**taken);
    rows.extend(rest.map(|((list, attendee), _)| row(list, attendee)));
    rows
}

/// Returns the items of an agenda, of which nothing is minuted yet.
fn of_agenda(data: &Dataset, meeting: &str) -> Vec<ClerkMinute> {
    let lines = data.agenda_of(meeting).iter().filter(|line| line.kind() == LineKind::Item);
    lines
        .map(|line| ClerkMinute {
            item: line.number.as_ref().map(ToString::to_string),
            title: line.title.as_ref().map(ToString::to_string).unwrap_or_default(),
            private: line.is_exempt(),
            summary: String::new(),
            movements: Vec::new(),
            entries: Vec::new(),
            present: Vec::new(),
            voters: Vec::new(),
            faults: 0,
        })
        .collect()
}

fn of_minute(
    data: &Dataset,
    meeting: &str,
    room: &Room<'_>,
    at: usize,
    minute: &Minute,
    found: &Found,
) -> ClerkMinute {
    let line = minute.item.as_ref().and_then(|number| data.item(meeting, number));
    let title = minute.title.as_ref().or(line.and_then(|line| line.title.as_ref()));
    let names = |present: &Present<'_>| present.attendee.name.to_string();
    let paragraphs = found.tree.as_ref().and_then(|tree| paragraphs_in(tree, at));
    let words = |at: usize| apply::words_of(paragraphs.as_ref()?.get(at)?);
    let time = |time: &Located<TimeOfDay>| time.value.0.to_string();
    ClerkMinute {
        item: minute.item.as_ref().map(ToString::to_string),
        title: title.map(ToString::to_string).unwrap_or_default(),
        private: minute.is_exempt(),
        summary: minute.public_summary.as_ref().map(text_of).unwrap_or_default(),
        movements: minute
            .movements
            .iter()
            .map(|movement| ClerkMovement {
                member: movement.member.to_string(),
                arrived: movement.arrived.as_ref().map(time),
                left: movement.left.as_ref().map(time),
            })
            .collect(),
        entries: minute
            .paragraphs
            .iter()
            .enumerate()
            .map(|(at, paragraph)| entry(at + 1, paragraph, words(at)))
            .collect(),
        present: room.present(at).iter().map(names).collect(),
        voters: room.voters(at, true).into_iter().map(names).collect(),
        faults: 0,
    }
}

/// Returns the paragraphs of a minute as the file has them.
fn paragraphs_in(tree: &Value, minute: usize) -> Option<Vec<Value>> {
    let minute = tree::get(tree.as_object()?, "items")?.as_array()?.get(minute)?;
    match tree::get(minute.as_object()?, "paragraphs")? {
        Value::Array(paragraphs) => Some(paragraphs.clone()),
        one => Some(vec![one.clone()]),
    }
}

fn text_of(text: &Text) -> String {
    text.value.0.labelled_text()
}

fn entry(number: usize, paragraph: &Paragraph, words: Option<String>) -> ClerkEntry {
    let elections = paragraph.election.as_deref().or(paragraph.choice.as_deref());
    let resolution = paragraph.resolution.as_deref();
    ClerkEntry {
        number,
        text: paragraph.text.as_ref().map(text_of),
        motion: paragraph.motion.as_deref().map(|motion| ClerkMotion {
            text: text_of(&motion.text),
            mover: motion.mover.as_ref().map(ToString::to_string),
            seconder: motion.seconder.as_ref().map(ToString::to_string),
            outcome: motion.outcome.as_ref().map(outcome),
            vote: motion.vote.as_ref().map(vote),
            amendments: motion
                .amendments
                .iter()
                .map(|amendment| ClerkMotion {
                    text: text_of(&amendment.text),
                    mover: amendment.mover.as_ref().map(ToString::to_string),
                    seconder: amendment.seconder.as_ref().map(ToString::to_string),
                    outcome: amendment.outcome.as_ref().map(outcome),
                    vote: amendment.vote.as_ref().map(vote),
                    amendments: Vec::new(),
                })
                .collect(),
        }),
        vote: paragraph.vote.as_deref().map(vote),
        election: elections.map(|Election { title, winner, .. }| ClerkElection {
            title: title.to_string(),
            winner: winner.to_string(),
        }),
        formula: resolution
            .and_then(|resolution| resolution.formula.as_ref())
            .map(ToString::to_string),
        resolution: resolution.map(|resolution| text_of(&resolution.text)),
        actions: paragraph
            .actions
            .iter()
            .map(|Action { owner, text, due, .. }| ClerkAction {
                owner: owner.to_string(),
                text: text_of(text),
                due: due.as_ref().map(|due| due.value.to_string()),
            })
            .collect(),
        words,
    }
}

fn outcome(outcome: &Located<MotionOutcome>) -> String {
    outcome.value.word().to_owned()
}

fn vote(vote: &Vote) -> ClerkVote {
    let tally = |(side, tally): (&str, &Tally)| ClerkTally {
        side: side.to_owned(),
        count: tally.count(),
        names: tally.names().unwrap_or_default().iter().map(ToString::to_string).collect(),
    };
    ClerkVote {
        sides: vote.sides().map(tally).collect(),
        casting: vote.casting.as_ref().map(|casting| casting.value.word().to_owned()),
    }
}
