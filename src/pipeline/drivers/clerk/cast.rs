//! Votes that a voting system has exported, put into the minutes of a meeting: each with the motion that it names, and each
//! name as that of a member.

use std::path::Path;

use super::{ClerkState, is_same, take_minutes};
use super::{Found, MinutesChange, MinutesTaken, QuestionAt, Side, Step, StepRefusal, Votes};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Severity};
use crate::load;
use crate::model::cast_vote::{CastVote, VoteChoice};
use crate::model::meeting::Meeting;
use crate::model::minutes::{Minute, MinuteBook};
use crate::model::record::{Located, Text};
use crate::model::roll::{Named, Roll};
use crate::pipeline::{RunOptions, Session};

/// What came of votes that were to be put into minutes.
#[derive(Debug)]
pub enum VotesTaken {
    /// They are there.
    Saved {
        /// The file of the minutes, from the data folder.
        file: String,
        /// What was voted on.
        questions: Vec<QuestionTaken>,
        /// What was noticed on the way.
        diags: Diagnostics,
    },
    /// Nothing is changed; why is among these.
    Refused(Diagnostics),
}

/// A vote that is in the minutes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionTaken {
    /// What was voted on, as the file or the option names it.
    pub motion: String,
    /// How many voted for, against, abstained, and were present without voting.
    pub counts: [usize; 4],
    /// How many were not there, and are no part of it.
    pub absent: usize,
    /// Whether it took the place of a vote that was there.
    pub replaced: bool,
}

/// Votes on one question.
struct Question<'a> {
    /// What the rows say that it is.
    motion: String,
    /// Where they say it.
    origin: &'a Origin,
    rows: Vec<&'a CastVote>,
}

/// A place in the minutes for a vote.
struct Target {
    minute: usize,
    on: QuestionAt,
    has_vote: bool,
}

/// Puts the votes of a file into the minutes of a meeting, all of them or none. Rows that name no motion are on the motion of
/// `item`. The outcome of a motion stays what the minutes say: what majority it needs is not in the file.
///
/// # Errors
/// When there is no such meeting or file, when the meeting has no minutes that are taken down in JSON, or when the records
/// or a file can't be read or written.
pub fn import_votes(
    run: &RunOptions,
    meeting: &str,
    file: &Path,
    item: Option<&str>,
) -> anyhow::Result<VotesTaken> {
    let session = super::open(run)?;
    let data = &session.records.all;
    let meeting = super::super::draft::meeting_of(data, meeting)?;
    let found = Found::find(run, &session, meeting)?;
    let book = minutes_of(&session, meeting, &found)?;
    let mut diags = Diagnostics::default();
    let rows = load::votes(&mut diags, file, session.coverage(), run.max_file_bytes)?;
    let roll = Roll::of_body(data, meeting.body.as_str());
    let mut steps = Vec::new();
    let mut taken = Vec::new();
    for question in questions(&mut diags, &rows, item) {
        let target = target(&mut diags, book, &question);
        let votes = votes(&mut diags, &question, &roll, book);
        let Some(target) = target else { continue };
        let count = |side| votes.iter().filter(|(_, of)| *of == side).count();
        taken.push(QuestionTaken {
            motion: question.motion.clone(),
            counts: Side::ALL.map(count),
            absent: question.rows.len() - votes.len(),
            replaced: target.has_vote,
        });
        let (minute, on, votes) = (target.minute, target.on, Votes::Named(votes));
        steps.push(Step::Vote { minute, on, votes, casting: None, outcome: None });
    }
    if diags.iter().any(|found| found.severity() == Severity::Error) {
        return Ok(VotesTaken::Refused(diags));
    }
    if steps.is_empty() {
        anyhow::bail!("{} has no votes in it", file.display());
    }
    let change = MinutesChange::Steps(steps);
    match take_minutes(run, meeting.meeting.as_str(), &found.digest(), &change)? {
        Some(MinutesTaken::Saved) => {
            Ok(VotesTaken::Saved { file: found.name, questions: taken, diags })
        }
        Some(MinutesTaken::Refused(StepRefusal::Unreadable(faults))) => {
            faults.into_iter().for_each(|fault| diags.push(fault));
            Ok(VotesTaken::Refused(diags))
        }
        Some(MinutesTaken::Refused(StepRefusal::NotAMember(name))) => {
            anyhow::bail!("`{name}` is no member of the body, and the minutes do not name them")
        }
        Some(MinutesTaken::Stale | MinutesTaken::Refused(StepRefusal::Busy)) => {
            anyhow::bail!("somebody else is saving these minutes; try again")
        }
        Some(MinutesTaken::Refused(_)) | None => {
            anyhow::bail!("the votes do not fit into {}", found.name)
        }
    }
}

/// Returns the minutes of a meeting that votes can be put into.
fn minutes_of<'a>(
    session: &'a Session,
    meeting: &Meeting,
    found: &Found,
) -> anyhow::Result<&'a MinuteBook> {
    let name = meeting.meeting.as_str();
    match found.state {
        ClerkState::Open => {}
        ClerkState::NotBegun => anyhow::bail!(
            "`{name}` has no minutes yet; begin them in the desk, or with `orderpaper draft minutes {name} --as json`, and put the \
             file into the data folder as `minutes/{name}.json`"
        ),
        ClerkState::Elsewhere => anyhow::bail!(
            "the minutes of `{name}` are in {}, which people write; make them JSON with `orderpaper draft minutes {name} --as \
             json`, or write the names there",
            found.name
        ),
        ClerkState::Unreadable => {
            anyhow::bail!("{} can't be read as minutes; `orderpaper check` says why", found.name)
        }
    }
    let book = session.records.all.minutes.get(name);
    book.map(|book| &**book)
        .ok_or_else(|| anyhow::anyhow!("{} was refused; `orderpaper check` says why", found.name))
}

/// Returns the rows by what was voted on, in the order of the file.
fn questions<'a>(
    diags: &mut Diagnostics,
    rows: &'a [CastVote],
    item: Option<&str>,
) -> Vec<Question<'a>> {
    let mut questions: Vec<Question<'_>> = Vec::new();
    for row in rows {
        let motion = row.motion.as_ref().map(|motion| motion.value.trim()).or(item);
        let Some(motion) = motion else {
            let message = "it is not known on what this vote is";
            diags.push(
                Diagnostic::new(Code::ImportUnknownMotion, message).at(&row.origin).hint(
                    "fill in the column `motion`, or give the number of the item with --item",
                ),
            );
            continue;
        };
        match questions.iter_mut().find(|question| question.motion == motion) {
            Some(question) => question.rows.push(row),
            None => {
                let origin = row.motion.as_ref().map_or(&row.origin, |motion| &motion.origin);
                questions.push(Question { motion: motion.to_owned(), origin, rows: vec![row] });
            }
        }
    }
    questions
}

/// Returns the votes of a question, each with the name that the records have; whoever was not there is left out.
fn votes(
    diags: &mut Diagnostics,
    question: &Question<'_>,
    roll: &Roll<'_>,
    book: &MinuteBook,
) -> Vec<(String, Side)> {
    let mut votes: Vec<(String, Side, &Origin)> = Vec::new();
    for row in &question.rows {
        let Some(name) = member(diags, &row.member, roll, book) else { continue };
        let first = votes.iter().find(|(other, ..)| is_same(roll, other, &name));
        if let Some((_, _, first)) = first {
            let message = format!("`{}` votes twice on `{}`", row.member.value, question.motion);
            diags.push(
                Diagnostic::new(Code::ImportVotesTwice, message)
                    .at(&row.member.origin)
                    .label(first, "first here")
                    .hint("keep the row of the vote that counts"),
            );
            continue;
        }
        let side = match row.choice.value {
            VoteChoice::For => Side::For,
            VoteChoice::Against => Side::Against,
            VoteChoice::Abstain => Side::Abstain,
            VoteChoice::NotVoting => Side::NotVoting,
            VoteChoice::Absent => continue,
        };
        votes.push((name, side, &row.member.origin));
    }
    votes.into_iter().map(|(name, side, _)| (name, side)).collect()
}

/// Returns the name of a member as the minutes have it, or else the records.
fn member(
    diags: &mut Diagnostics,
    name: &Located<String>,
    roll: &Roll<'_>,
    book: &MinuteBook,
) -> Option<String> {
    let later = book.sittings.iter().flat_map(|sitting| &sitting.present);
    let mut present = book.present.iter().chain(later);
    let listed = present.find(|attendee| is_same(roll, &attendee.name, name));
    if let Some(listed) = listed {
        return Some(listed.name.to_string());
    }
    let diagnostic = match roll.find(name) {
        Named::One(member) => return Some(member.printed().to_owned()),
        Named::Several(members) => {
            let names: Vec<String> =
                members.iter().map(|member| format!("`{}`", member.printed())).collect();
            let message = format!("`{}` may be {}", name.value, names.join(" or "));
            Diagnostic::new(Code::ImportUnknownVoter, message).hint("write the whole name")
        }
        Named::Nobody => {
            let message = format!(
                "`{}` is no member of the body, and not present in the minutes",
                name.value
            );
            Diagnostic::new(Code::ImportUnknownVoter, message).hint(
                "write the name as `members` has it; a substitute has to be in the minutes first",
            )
        }
    };
    diags.push(diagnostic.at(&name.origin));
    None
}

/// Returns where in the minutes a question is: that of an item with its number, or the one whose words it begins with.
fn target(diags: &mut Diagnostics, book: &MinuteBook, question: &Question<'_>) -> Option<Target> {
    let mut of_item = book.items.iter().enumerate().filter(|(_, minute)| {
        minute.item.as_ref().is_some_and(|item| folded(item) == folded(&question.motion))
    });
    let wrong = |message: String, hint: &str| {
        Diagnostic::new(Code::ImportUnknownMotion, message).at(question.origin).hint(hint)
    };
    if let Some((at, minute)) = of_item.next() {
        let all = places(at, minute);
        return match <[_; 1]>::try_from(all) {
            Ok([(_, target)]) => Some(target),
            Err(all) if all.is_empty() => {
                Some(Target { minute: at, on: QuestionAt::New, has_vote: false })
            }
            Err(all) => {
                let message =
                    format!("item {} has {} motions and votes", question.motion, all.len());
                diags.push(wrong(
                    message,
                    "write the first words of the motion in place of the number",
                ));
                None
            }
        };
    }
    let wanted = folded(&question.motion);
    let all = book.items.iter().enumerate().flat_map(|(at, minute)| places(at, minute));
    let mut fitting: Vec<Target> = all
        .filter(|(words, _)| !wanted.is_empty() && folded(words).starts_with(&wanted))
        .map(|(_, target)| target)
        .collect();
    match fitting.len() {
        1 => fitting.pop(),
        0 => {
            let message = format!(
                "`{}` is neither the number of an item in the minutes nor the beginning of a motion there",
                question.motion
            );
            diags.push(wrong(
                message,
                "write the number of the item, or minute the motion before its votes are put in",
            ));
            None
        }
        count => {
            let message =
                format!("{count} motions in the minutes begin with `{}`", question.motion);
            diags.push(wrong(message, "write more of its words"));
            None
        }
    }
}

/// Returns what votes may be on in a minute, each with its words.
fn places(at: usize, minute: &Minute) -> Vec<(String, Target)> {
    let mut places = Vec::new();
    for (number, paragraph) in minute.paragraphs.iter().enumerate() {
        let target = |on, has_vote| Target { minute: at, on, has_vote };
        if let Some(motion) = &paragraph.motion {
            for (amendment, amended) in motion.amendments.iter().enumerate() {
                let on = QuestionAt::Amendment(number, amendment);
                places.push((words(&amended.text), target(on, amended.vote.is_some())));
            }
            let on = QuestionAt::Paragraph(number);
            places.push((words(&motion.text), target(on, motion.vote.is_some())));
        } else if paragraph.vote.is_some() {
            let text = paragraph.text.as_ref().map(words).unwrap_or_default();
            places.push((text, target(QuestionAt::Paragraph(number), true)));
        }
    }
    places
}

fn words(text: &Text) -> String {
    text.value.0.plain_text()
}

/// Returns words as they are compared: letters and digits, in lower case.
fn folded(text: &str) -> String {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
