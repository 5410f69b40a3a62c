//! Minutes that are taken down while the meeting runs: what a clerk has before them, and each step, saved at once with the
//! minutes before it kept.
//!
//! The minutes stay the file `minutes/<meeting>.json` of the records, which `check` and `build` read like any other. What was
//! there before a step is in the hidden folder `.kept` beside it, which no run reads, watches or publishes: a copy is named by
//! its number and by the digest of the minutes that took its place, so that only the step that made what is there now is
//! undone.

mod apply;
mod attendance;
mod cast;
mod history;
mod sheet;
mod step;
mod tree;

use std::path::PathBuf;

use serde_json::Value;

pub use self::cast::{QuestionTaken, VotesTaken, import_votes};
use self::history::History;
pub use self::sheet::{
    ClerkAction, ClerkElection, ClerkEntry, ClerkFault, ClerkInterest, ClerkMember, ClerkMinute,
    ClerkMotion, ClerkMovement, ClerkOther, ClerkSheet, ClerkState, ClerkSubstitute, ClerkTally,
    ClerkVote,
};
pub use self::step::{
    Attendance, AttendingRole, IsSame, MinutePart, Misfit, QuestionAt, Side, Step, Votes,
};
use super::RunOptions;
use super::draft::minutes_of_agenda;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::load::{self, MINUTES_ENDINGS};
use crate::model::dataset::Dataset;
use crate::model::glyphs::Coverage;
use crate::model::meeting::Meeting;
use crate::model::minutes::MinuteBook;
use crate::model::node::column_name;
use crate::model::roll::Roll;
use crate::model::value::names;
use crate::pipeline::Session;
use crate::store;

/// What is to become of minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinutesChange {
    /// They are begun, from the agenda and the members.
    Begin,
    /// A step.
    Step(Step),
    /// Several steps, all of them or none.
    Steps(Vec<Step>),
    /// What they were before the last step.
    Undo,
    /// What they were before the last step was undone.
    Redo,
}

impl MinutesChange {
    /// Returns the steps that it consists of.
    fn steps(&self) -> &[Step] {
        match self {
            Self::Step(step) => std::slice::from_ref(step),
            Self::Steps(steps) => steps,
            Self::Begin | Self::Undo | Self::Redo => &[],
        }
    }
}

/// What came of a change.
#[derive(Debug)]
pub enum MinutesTaken {
    /// It is saved.
    Saved,
    /// Nothing is changed: the minutes are others than those on the page that it came from.
    Stale,
    /// Nothing is changed.
    Refused(StepRefusal),
}

/// Why a change is refused.
#[derive(Debug)]
pub enum StepRefusal {
    /// A name is no member's.
    NotAMember(String),
    /// What it is about is not there, or it says nothing.
    Misfit(Misfit),
    /// The reader of minutes would not take what came of it.
    Unreadable(Vec<Diagnostic>),
    /// The minutes are in a file that is written otherwise, or can't be read.
    NotHere,
    /// There is nothing to undo.
    NothingToUndo,
    /// Another window is saving.
    Busy,
}

/// The minutes of a meeting on the disk.
struct Found {
    /// The file for them, whether or not it is there.
    path: PathBuf,
    /// Its name below the data folder, with forward slashes.
    name: String,
    /// What it holds; `None` where it is not there.
    bytes: Option<Vec<u8>>,
    /// What can be done with it.
    state: ClerkState,
    /// Why it can't be read, where that is so.
    faults: Vec<Diagnostic>,
    /// The tree, where minutes can be taken down in it.
    tree: Option<Value>,
}

/// Returns what a clerk has before them; `None` where there is no such meeting.
///
/// # Errors
/// When the records can't be opened.
pub fn clerk_sheet(run: &RunOptions, meeting: &str) -> anyhow::Result<Option<ClerkSheet>> {
    let session = open(run)?;
    let Some(meeting) = session.records.all.meeting(meeting) else { return Ok(None) };
    let found = Found::find(run, &session, meeting)?;
    Ok(Some(sheet::of_meeting(&session, meeting, &found)?))
}

/// Changes the minutes of a meeting, if they are still those with this digest (empty where there are none); `None` where
/// there is no such meeting. What they were is kept. A step that was the last to be saved is not taken again: somebody
/// pressed twice.
///
/// # Errors
/// When the records can't be opened, or a file can't be read or written.
pub fn take_minutes(
    run: &RunOptions,
    meeting: &str,
    digest: &str,
    change: &MinutesChange,
) -> anyhow::Result<Option<MinutesTaken>> {
    let session = open(run)?;
    let data = &session.records.all;
    let Some(meeting) = data.meeting(meeting) else { return Ok(None) };
    let name = meeting.meeting.as_str();
    let roll = Roll::of_body(data, meeting.body.as_str());
    let mut found = Found::find(run, &session, meeting)?;
    let history = History::of(&found.path, name);
    let Some(_alone) = history.lock()? else {
        return Ok(Some(MinutesTaken::Refused(StepRefusal::Busy)));
    };
    // Somebody may have saved before the lock was had.
    found.read(session.coverage())?;
    let is_same = |one: &str, other: &str| is_same(&roll, one, other);
    if found.digest() != digest {
        let now = found.bytes.as_deref().unwrap_or_default();
        let is_saved = match change {
            MinutesChange::Step(step) => history.is_step(now, digest, |before| {
                let tree = serde_json::from_slice(before).ok()?;
                written(&step.apply(&tree, &is_same).ok()?).ok()
            })?,
            MinutesChange::Steps(_)
            | MinutesChange::Begin
            | MinutesChange::Undo
            | MinutesChange::Redo => false,
        };
        return Ok(Some(if is_saved { MinutesTaken::Saved } else { MinutesTaken::Stale }));
    }
    let refused = |refusal| Ok(Some(MinutesTaken::Refused(refusal)));
    if !matches!(found.state, ClerkState::NotBegun | ClerkState::Open) {
        return refused(StepRefusal::NotHere);
    }
    let bytes = match (change, &found.tree) {
        (MinutesChange::Begin, None) => {
            let mut tree = minutes_of_agenda(data, meeting, run.templates.as_deref())?;
            // Who is there is seen when the meeting begins.
            if let Some(book) = tree.as_object_mut() {
                tree::set(book, tree::BOOK, "present", Value::Array(Vec::new()));
            }
            written(&tree)?
        }
        (MinutesChange::Begin, Some(_)) => return Ok(Some(MinutesTaken::Stale)),
        (_, None) => return refused(StepRefusal::Misfit(Misfit::Gone)),
        (MinutesChange::Undo, Some(_)) => {
            let undone = history.undo(&found.path, found.bytes.as_deref().unwrap_or_default())?;
            return match undone {
                true => Ok(Some(MinutesTaken::Saved)),
                false => refused(StepRefusal::NothingToUndo),
            };
        }
        (MinutesChange::Redo, Some(_)) => {
            let redone = history.redo(&found.path, found.bytes.as_deref().unwrap_or_default())?;
            return match redone {
                true => Ok(Some(MinutesTaken::Saved)),
                false => refused(StepRefusal::NothingToUndo),
            };
        }
        (MinutesChange::Step(_) | MinutesChange::Steps(_), Some(tree)) => {
            let book = data.minutes.get(name).map(|book| &**book);
            let mut tree = tree.clone();
            for step in change.steps() {
                if let Some(stranger) = stranger(step, data, &roll, book) {
                    return refused(StepRefusal::NotAMember(stranger));
                }
                tree = match step.apply(&tree, &is_same) {
                    Ok(tree) => tree,
                    Err(misfit) => return refused(StepRefusal::Misfit(misfit)),
                };
            }
            written(&tree)?
        }
    };
    if let Err(faults) = read_book(session.coverage(), &found.name, &bytes) {
        return refused(StepRefusal::Unreadable(faults));
    }
    history.save(&found.path, found.bytes.as_deref(), &bytes)?;
    Ok(Some(MinutesTaken::Saved))
}

fn open(run: &RunOptions) -> anyhow::Result<Session> {
    Session::open(&mut Diagnostics::default(), &run.inputs()?, &[])
}

/// Returns minutes as they are saved.
fn written(tree: &Value) -> anyhow::Result<Vec<u8>> {
    Ok((serde_json::to_string_pretty(tree)? + "\n").into_bytes())
}

/// Returns what the reader makes of minutes, or why it does not take them.
fn read_book(coverage: &Coverage, name: &str, bytes: &[u8]) -> Result<MinuteBook, Vec<Diagnostic>> {
    let mut diags = Diagnostics::default();
    let text = String::from_utf8_lossy(bytes).into_owned();
    match load::minutes_in_json(&mut diags, coverage, name, text) {
        Some(book) => Ok(book),
        None => {
            let faults = diags.into_vec().into_iter();
            Err(faults.filter(|fault| fault.severity() == Severity::Error).collect())
        }
    }
}

/// Returns whether two names are one person's: the same member's, or else alike.
fn is_same(roll: &Roll<'_>, one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    match (roll.find(one).one(), roll.find(other).one()) {
        (Some(one), Some(other)) => *one.name == *other.name,
        _ => one == other || names::same_person(one, other),
    }
}

/// Returns a name of a step that is neither a member's nor of anybody whom the minutes have as present.
fn stranger(
    step: &Step,
    data: &Dataset,
    roll: &Roll<'_>,
    book: Option<&MinuteBook>,
) -> Option<String> {
    let council = Roll::of_council(data);
    let is_in = |roll: &Roll<'_>, name: &str| roll.is_empty() || roll.find(name).one().is_some();
    let is_listed = |name: &str| {
        let sittings = book.into_iter().flat_map(|book| {
            let later = book.sittings.iter().flat_map(|sitting| &sitting.present);
            book.present.iter().chain(&book.apologies).chain(&book.absent).chain(later)
        });
        let names = sittings.map(|attendee| attendee.name.as_str());
        names.into_iter().any(|listed| listed.trim() == name.trim())
    };
    // A substitute may be any member of the council; nobody else is present as a member.
    match step {
        Step::Substituted { name, .. } if !is_in(&council, name) => return Some(name.clone()),
        Step::Joined { role: AttendingRole::Member, name, .. } if !roll.is_empty() => {
            return Some(name.clone());
        }
        _ => {}
    }
    let mut members = step.members().into_iter().filter(|name| !name.trim().is_empty());
    members.find(|name| !is_listed(name) && !is_in(roll, name)).map(str::to_owned)
}

impl Found {
    /// Finds the minutes of a meeting, whatever their file is.
    fn find(run: &RunOptions, session: &Session, meeting: &Meeting) -> anyhow::Result<Self> {
        let meeting = meeting.meeting.as_str();
        let folders = store::list(&run.data)?.into_iter().filter(|entry| entry.is_folder);
        let mut folders: Vec<String> = folders
            .map(|entry| entry.name)
            .filter(|name| name.eq_ignore_ascii_case("minutes"))
            .collect();
        folders.sort_by_key(|name| name != "minutes");
        let folder = folders.into_iter().next();
        let entries = match &folder {
            Some(folder) => store::list(&run.data.join(folder))?,
            None => Vec::new(),
        };
        let files = entries.into_iter().map(|entry| entry.name).filter(|name| {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            let ending = ending.to_lowercase();
            stem.to_lowercase() == meeting && MINUTES_ENDINGS.contains(&&*ending)
        });
        let files: Vec<String> = files.collect();
        let folder = folder.unwrap_or_else(|| "minutes".to_owned());
        let file = files.first().cloned().unwrap_or_else(|| format!("{meeting}.json"));
        let path = run.data.join(&folder).join(&file);
        let name = format!("{folder}/{file}");
        let is_json = file.to_lowercase().ends_with(".json");
        // Minutes may say in themselves whose they are, and be in a file of another name.
        let book = session.records.all.minutes.get(meeting);
        let read = book.map(|book| book.origin.source().name.clone());
        let elsewhere = read.filter(|read| !is_below(read, &name));
        let is_ours = is_json && files.len() <= 1 && elsewhere.is_none() && !store::is_link(&path);
        let mut found = Self {
            state: if is_ours { ClerkState::NotBegun } else { ClerkState::Elsewhere },
            name: elsewhere.unwrap_or(name),
            path,
            bytes: None,
            faults: Vec::new(),
            tree: None,
        };
        found.read(session.coverage())?;
        Ok(found)
    }

    /// Reads the file as it is now.
    fn read(&mut self, coverage: &Coverage) -> anyhow::Result<()> {
        if matches!(self.state, ClerkState::Elsewhere) {
            return Ok(());
        }
        (self.tree, self.faults) = (None, Vec::new());
        self.bytes = store::read_if_there(&self.path)?;
        let Some(bytes) = &self.bytes else {
            self.state = ClerkState::NotBegun;
            return Ok(());
        };
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let tree = serde_json::from_slice::<Value>(bytes).ok();
        let tree = tree.filter(|tree| tree.is_object() && !tree::has_fraction(tree));
        match read_book(coverage, &self.name, bytes) {
            Ok(_) => self.tree = tree,
            Err(faults) => self.faults = faults,
        }
        let is_open = self.tree.is_some();
        self.state = if is_open { ClerkState::Open } else { ClerkState::Unreadable };
        Ok(())
    }

    /// Returns what tells these minutes from others; nothing where there are none.
    fn digest(&self) -> String {
        self.bytes.as_deref().map(history::digest).unwrap_or_default()
    }
}

/// Returns whether a file that messages name is one below the data folder.
fn is_below(shown: &str, name: &str) -> bool {
    shown.strip_suffix(name).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// Returns a number in the place of a JSON pointer, such as `2` of `/items/2/title` for `items`.
fn place_in(pointer: &str, column: &str) -> Option<usize> {
    let (name, rest) = pointer.strip_prefix('/')?.split_once('/')?;
    (column_name(name) == column).then(|| rest.split('/').next()?.parse().ok()).flatten()
}
