//! Each step changes the tree of the minutes, and leaves what a hand has written there.

use serde_json::{Map, Value, json};

use super::attendance::{attend, is_listed, move_to};
use super::step::{
    Attendance, AttendingRole, IsSame, MinutePart, Misfit, QuestionAt, Side, Step, Votes,
};
use super::tree::{self, BOOK, MINUTE, MOTION, PARAGRAPH, Record, VOTE};
use crate::model::minutes::CastingVote;

impl Step {
    /// Returns the tree after the step.
    ///
    /// # Errors
    /// When what it is about is not there, or it says nothing.
    pub fn apply(&self, tree: &Value, is_same: &IsSame<'_>) -> Result<Value, Misfit> {
        let mut tree = tree.clone();
        let book = tree.as_object_mut().ok_or(Misfit::Gone)?;
        match self {
            Self::Attended { chair, members } => attend(book, chair.as_deref(), members, is_same),
            Self::Substituted { name, member } => {
                let name = words(name)?;
                move_to(book, name, Attendance::Present, is_same);
                let substitutes = tree::list(book, BOOK, "substitutes");
                let is_named = |row: &Value| tree::name_of(row).is_some_and(|of| is_same(of, name));
                substitutes.retain(|row| !is_named(row));
                substitutes.push(json!({ "name": name, "for": words(member)? }));
            }
            Self::Joined { role, name, post } => {
                let name = words(name)?;
                let column = match role {
                    AttendingRole::Officer => "officers",
                    AttendingRole::InAttendance => "in-attendance",
                    AttendingRole::Member => "present",
                };
                let others = tree::list(book, BOOK, column);
                let is_named = |row: &Value| tree::name_of(row).is_some_and(|of| is_same(of, name));
                if !others.iter().any(is_named) {
                    others.push(match optional(post.as_deref()) {
                        Some(post) => json!({ "name": name, "note": post }),
                        None => json!(name),
                    });
                }
            }
            Self::Declared { member, item, kind, nature, left_room } => {
                let mut interest = Map::new();
                interest.insert("member".to_owned(), json!(words(member)?));
                put(&mut interest, "item", item.as_deref());
                interest.insert("kind".to_owned(), json!(words(kind)?));
                interest.insert("nature".to_owned(), json!(words(nature)?));
                let left = if *left_room { "yes" } else { "no" };
                interest.insert("left-room".to_owned(), json!(left));
                tree::list(book, BOOK, "interests").push(Value::Object(interest));
            }
            Self::Arrived { minute, member, time } => {
                let member = words(member)?;
                moved(book, *minute, json!({ "member": member, "arrived": time.to_string() }))?;
                if !is_listed(book, "present", member, is_same) {
                    move_to(book, member, Attendance::Present, is_same);
                }
            }
            Self::Left { minute, member, time } => {
                let member = words(member)?;
                moved(book, *minute, json!({ "member": member, "left": time.to_string() }))?;
            }
            Self::Paragraph { minute, text } => {
                paragraphs(book, *minute)?.push(json!(words(text)?));
            }
            Self::Motion { minute, text, mover, seconder } => {
                let motion = motion(text, mover.as_deref(), seconder.as_deref())?;
                paragraphs(book, *minute)?.push(json!({ "motion": motion }));
            }
            Self::Amendment { minute, paragraph, text, mover, seconder } => {
                let amendment = motion(text, mover.as_deref(), seconder.as_deref())?;
                let paragraph = paragraph_at(book, *minute, *paragraph)?;
                let motion = inner(paragraph, "motion").ok_or(Misfit::Gone)?;
                tree::list(motion, MOTION, "amendments").push(amendment);
            }
            Self::Vote { minute, on, votes, casting, outcome } => {
                let (question, has_outcome) = question(book, *minute, *on)?;
                vote(question, votes, *casting)?;
                if let Some(outcome) = outcome.filter(|_| has_outcome) {
                    tree::set(question, MOTION, "outcome", json!(outcome.word()));
                }
            }
            Self::Resolved { minute, formula, text } => {
                let mut resolution = Map::new();
                put(&mut resolution, "formula", formula.as_deref());
                resolution.insert("text".to_owned(), json!(words(text)?));
                paragraphs(book, *minute)?.push(json!({ "resolution": resolution }));
            }
            Self::Action { minute, owner, text, due } => {
                let mut action = Map::new();
                action.insert("owner".to_owned(), json!(words(owner)?));
                action.insert("text".to_owned(), json!(words(text)?));
                put(&mut action, "due", due.as_deref());
                act(paragraphs(book, *minute)?, Value::Object(action));
            }
            Self::Summary { minute, text } => {
                let minute = minute_at(book, *minute)?;
                match words(text) {
                    Ok(text) => tree::set(minute, MINUTE, "public-summary", json!(text)),
                    Err(_) => tree::remove(minute, "public-summary"),
                }
            }
            Self::Reworded { minute, paragraph, text } => {
                let paragraph = paragraph_value(book, *minute, *paragraph)?;
                let text = words(text)?;
                *wording(paragraph).ok_or(Misfit::NotWords)? = json!(text);
            }
            Self::Removed { minute, part } => {
                let (column, at) = match part {
                    MinutePart::Paragraph(at) => ("paragraphs", *at),
                    MinutePart::Movement(at) => ("movements", *at),
                };
                let minute = minute_at(book, *minute)?;
                let parts = tree::list(minute, MINUTE, column);
                if parts.len() <= at {
                    return Err(Misfit::Gone);
                }
                parts.remove(at);
                tree::drop_empty(minute, column);
            }
            Self::Inserted { minute, title } => {
                minute_at(book, *minute)?;
                let items = tree::list(book, BOOK, "items");
                items.insert(minute + 1, json!({ "title": words(title)? }));
            }
            Self::Ended { time } => tree::set(book, BOOK, "end-time", json!(time.to_string())),
        }
        Ok(tree)
    }
}

/// Returns a text without space around it.
fn words(text: &str) -> Result<&str, Misfit> {
    optional(Some(text)).ok_or(Misfit::Nothing)
}

fn optional(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn put(record: &mut Record, name: &str, text: Option<&str>) {
    if let Some(text) = optional(text) {
        record.insert(name.to_owned(), json!(text));
    }
}

fn minute_at(book: &mut Record, minute: usize) -> Result<&mut Record, Misfit> {
    let items = tree::get_mut(book, "items").and_then(Value::as_array_mut).ok_or(Misfit::Gone)?;
    items.get_mut(minute).and_then(Value::as_object_mut).ok_or(Misfit::Gone)
}

/// Returns the paragraphs of a minute. A text by itself is one paragraph, whatever signs are in it.
fn paragraphs(book: &mut Record, minute: usize) -> Result<&mut Vec<Value>, Misfit> {
    let minute = minute_at(book, minute)?;
    if let Some(text @ Value::String(_)) = tree::get_mut(minute, "paragraphs") {
        *text = json!([text.take()]);
    }
    Ok(tree::list(minute, MINUTE, "paragraphs"))
}

fn paragraph_value(book: &mut Record, minute: usize, at: usize) -> Result<&mut Value, Misfit> {
    paragraphs(book, minute)?.get_mut(at).ok_or(Misfit::Gone)
}

fn paragraph_at(book: &mut Record, minute: usize, at: usize) -> Result<&mut Record, Misfit> {
    paragraph_value(book, minute, at)?.as_object_mut().ok_or(Misfit::Gone)
}

fn inner<'a>(record: &'a mut Record, name: &str) -> Option<&'a mut Record> {
    tree::get_mut(record, name)?.as_object_mut()
}

fn moved(book: &mut Record, minute: usize, movement: Value) -> Result<(), Misfit> {
    tree::list(minute_at(book, minute)?, MINUTE, "movements").push(movement);
    Ok(())
}

fn motion(text: &str, mover: Option<&str>, seconder: Option<&str>) -> Result<Value, Misfit> {
    let mut motion = Map::new();
    motion.insert("text".to_owned(), json!(words(text)?));
    put(&mut motion, "mover", mover);
    put(&mut motion, "seconder", seconder);
    Ok(Value::Object(motion))
}

/// Returns what has the vote, and whether it has an outcome: a motion, an amendment, or a paragraph with a vote by itself,
/// which has none.
fn question(
    book: &mut Record,
    minute: usize,
    on: QuestionAt,
) -> Result<(&mut Record, bool), Misfit> {
    match on {
        QuestionAt::New => {
            let paragraphs = paragraphs(book, minute)?;
            paragraphs.push(json!({}));
            let paragraph = paragraphs.last_mut().and_then(Value::as_object_mut);
            Ok((paragraph.ok_or(Misfit::Gone)?, false))
        }
        QuestionAt::Paragraph(at) => {
            let paragraph = paragraph_at(book, minute, at)?;
            if tree::get(paragraph, "motion").is_some() {
                return Ok((inner(paragraph, "motion").ok_or(Misfit::Gone)?, true));
            }
            tree::get(paragraph, "vote").ok_or(Misfit::Gone)?;
            Ok((paragraph, false))
        }
        QuestionAt::Amendment(at, amendment) => {
            let paragraph = paragraph_at(book, minute, at)?;
            let motion = inner(paragraph, "motion").ok_or(Misfit::Gone)?;
            let amendments = tree::get_mut(motion, "amendments").and_then(Value::as_array_mut);
            let found = amendments.and_then(|all| all.get_mut(amendment));
            Ok((found.and_then(Value::as_object_mut).ok_or(Misfit::Gone)?, true))
        }
    }
}

/// Sets the vote of a question. What else a hand has written in it stays.
fn vote(question: &mut Record, votes: &Votes, casting: Option<CastingVote>) -> Result<(), Misfit> {
    let sides = match votes {
        Votes::Counted(counts) => counts.map(|count| count.map(|count| json!(count))),
        Votes::Named(votes) => Side::ALL.map(|side| {
            let names = votes.iter().filter(|(_, of)| *of == side).map(|(name, _)| name.trim());
            let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
            (!names.is_empty()).then(|| json!(names))
        }),
    };
    if sides.iter().all(Option::is_none) {
        return Err(Misfit::Nothing);
    }
    if inner(question, "vote").is_none() {
        let order = if tree::get(question, "text").is_some() { MOTION } else { PARAGRAPH };
        tree::set(question, order, "vote", json!({}));
    }
    let vote = inner(question, "vote").ok_or(Misfit::Gone)?;
    for (side, tally) in Side::ALL.into_iter().zip(sides) {
        match tally {
            Some(tally) => tree::set(vote, VOTE, side.column(), tally),
            None => tree::remove(vote, side.column()),
        }
    }
    match casting {
        Some(casting) => tree::set(vote, VOTE, "casting", json!(casting.word())),
        None => tree::remove(vote, "casting"),
    }
    Ok(())
}

/// Adds an action to the last paragraph, or as a paragraph where there is none.
fn act(paragraphs: &mut Vec<Value>, action: Value) {
    match paragraphs.last_mut() {
        None => paragraphs.push(json!({ "actions": [action] })),
        Some(Value::Object(paragraph)) => {
            tree::list(paragraph, PARAGRAPH, "actions").push(action);
        }
        Some(text) => *text = json!({ "text": text.take(), "actions": [action] }),
    }
}

/// Returns the words of a paragraph, as the page shows them first: those of its motion, its resolution, or its text.
fn wording(paragraph: &mut Value) -> Option<&mut Value> {
    let value = match paragraph {
        Value::Object(record) => {
            let column =
                ["motion", "resolution"].into_iter().find(|name| tree::get(record, name).is_some());
            match column {
                Some(column) => tree::get_mut(inner(record, column)?, "text")?,
                None => tree::get_mut(record, "text")?,
            }
        }
        text => text,
    };
    value.is_string().then_some(value)
}

/// Returns the words of a paragraph that can be written anew; `None` where they are more than a text.
pub(super) fn words_of(paragraph: &Value) -> Option<String> {
    let mut paragraph = paragraph.clone();
    wording(&mut paragraph)?.as_str().map(str::to_owned)
}
