//! The view of the clerk's page: what is before a clerk, with the forms as they stand.

use anyhow::Context;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Frame, Pages, Typed, frame};
use crate::desk::Known;
use crate::model::minutes::MotionOutcome;
use crate::model::value::{Parse, TimeOfDay};
use crate::pipeline::{
    ClerkFault, ClerkMinute, ClerkSheet, ClerkState, ClerkVote, Misfit, Side, StepRefusal,
};

/// What is asked of the page.
#[derive(Debug)]
pub(in crate::desk) struct ClerkAsked {
    /// The minute, counted from 1; 0 for the page of who is there.
    pub(in crate::desk) at: usize,
    /// What was saved last.
    pub(in crate::desk) saved: Option<String>,
    /// The question on which a vote is taken, as the page names it.
    pub(in crate::desk) question: Option<String>,
    /// The form that was refused, and why.
    pub(in crate::desk) refusal: Option<(String, ClerkRefusal)>,
    /// What was typed into it.
    pub(in crate::desk) typed: Typed,
}

/// Why a form was refused.
#[derive(Debug)]
pub(in crate::desk) enum ClerkRefusal {
    /// The minutes are others than those on the page.
    Stale,
    /// This field can't be read.
    Field(&'static str),
    /// The step is refused.
    Step(StepRefusal),
}

/// The clerk's page.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Clerk {
    /// What all pages share.
    frame: Frame,
    /// What is before the clerk.
    sheet: ClerkSheet,
    /// What can be done: `not-begun`, `open`, `elsewhere` or `unreadable`.
    state: ClerkState,
    /// The minute that is shown, counted from 1; 0 for the page of who is there.
    at: usize,
    /// The minutes, as links.
    links: Vec<MinuteLink>,
    /// The minute that is shown. Absent on the page of who is there.
    minute: Option<MinutePage>,
    /// The members with where they are.
    rows: Vec<AttendanceRow>,
    /// The names of the members.
    names: Vec<String>,
    /// What is wrong with what the page shows.
    faults: Vec<ClerkFault>,
    /// How much is wrong elsewhere in the minutes.
    other_faults: usize,
    /// The page before. Absent on the first.
    previous: Option<usize>,
    /// The next minute. Absent on the last.
    next: Option<usize>,
    /// The time by the clock, for the `time` helper.
    now: String,
    /// The time by the clock, as a browser's field has it.
    clock: String,
    /// What tells that a form comes from this page.
    token: String,
    /// What was saved last. Absent where nothing was.
    saved: Option<String>,
    /// The form that was refused. Empty where none was.
    refused: String,
    /// Why it was refused. Absent where none was.
    refusal: Option<RefusalView>,
    /// What was typed into it.
    typed: TypedView,
}

/// A minute among all.
#[derive(Debug, Serialize, JsonSchema)]
struct MinuteLink {
    /// Its place, counted from 1.
    at: usize,
    /// The number of its item. Absent for business on no agenda.
    item: Option<String>,
    /// Its title.
    title: String,
    /// Whether it is withheld from the public.
    private: bool,
    /// How much is minuted of it.
    entries: usize,
    /// How much is wrong with it.
    faults: usize,
    /// Whether it is the one that is shown.
    current: bool,
}

/// The minute that is shown.
#[derive(Debug, Serialize, JsonSchema)]
struct MinutePage {
    /// What is minuted.
    minute: ClerkMinute,
    /// The motions to which an amendment can be moved.
    motions: Vec<Choice>,
    /// The paragraphs whose words can be written anew.
    rewordings: Vec<Rewording>,
    /// The vote that is being taken.
    ballot: Ballot,
}

/// Something that can be chosen.
#[derive(Debug, Serialize, JsonSchema)]
struct Choice {
    /// Its name in the form.
    value: String,
    /// The paragraph, counted from 1.
    number: usize,
    /// Its words, cut short.
    text: String,
    /// Whether it is chosen.
    chosen: bool,
}

/// Words that can be written anew.
#[derive(Debug, Serialize, JsonSchema)]
struct Rewording {
    /// The paragraph, counted from 0.
    place: usize,
    /// The paragraph, counted from 1.
    number: usize,
    /// The words, as the file has them.
    words: String,
    /// Whether they are being written anew, and were refused.
    open: bool,
}

/// A vote.
#[derive(Debug, Serialize, JsonSchema)]
struct Ballot {
    /// The question, as the form names it.
    on: String,
    /// The words of the question. Empty where it is none that the minutes have.
    text: String,
    /// The questions on which a vote can be taken.
    questions: Vec<Choice>,
    /// Whether the question has an outcome.
    has_outcome: bool,
    /// The ways in which it can end.
    outcomes: Vec<Outcome>,
    /// How the casting vote was used: `for`, `against` or empty.
    casting: String,
    /// Who may vote.
    rows: Vec<BallotRow>,
    /// How many are on each side.
    counts: Vec<Count>,
    /// How many have not voted yet.
    waiting: usize,
}

/// A way in which a motion ends.
#[derive(Debug, Serialize, JsonSchema)]
struct Outcome {
    /// The word that files use.
    word: &'static str,
    /// Whether it is chosen.
    chosen: bool,
}

/// A side of a vote.
#[derive(Debug, Serialize, JsonSchema)]
struct Count {
    /// The name of its column.
    side: &'static str,
    /// How many.
    count: usize,
    /// How many as typed; empty where names are recorded, or nothing is.
    number: String,
}

/// Somebody who may vote.
#[derive(Debug, Serialize, JsonSchema)]
struct BallotRow {
    /// A number that no other row has.
    number: usize,
    /// The name.
    name: String,
    /// The side: `for`, `against`, `abstain`, `not-voting` or empty.
    side: String,
    /// What was chosen on a page that is not saved. Absent where that is the same.
    chosen: Option<String>,
}

/// A member with where they are.
#[derive(Debug, Serialize, JsonSchema)]
struct AttendanceRow {
    /// A number that no other row has.
    number: usize,
    /// The name.
    name: String,
    /// Where they are: `present`, `remote`, `apologies`, `absent` or empty.
    attendance: String,
    /// Whether they preside.
    presides: bool,
    /// What the minutes say of them besides. Absent where they say nothing.
    note: Option<String>,
    /// What was chosen on a page that is not saved. Absent where that is the same.
    chosen: Option<String>,
}

/// Why a form was refused.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusalView {
    /// Why: `stale`, `field`, `stranger`, `gone`, `nothing`, `not-words`, `unreadable`, `elsewhere`, `no-undo` or `busy`.
    why: &'static str,
    /// The field or the name that it is about. Empty where it is about none.
    about: String,
    /// What the reader of minutes says of it.
    faults: Vec<ClerkFault>,
}

/// What was typed into a form that was refused.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct TypedView {
    /// The words.
    text: String,
    /// Who moved.
    mover: String,
    /// Who seconded.
    seconder: String,
    /// The words that lead in.
    formula: String,
    /// Who is to act.
    owner: String,
    /// By when.
    due: String,
    /// A name.
    name: String,
    /// A post.
    post: String,
    /// A member.
    member: String,
    /// A time.
    time: String,
    /// A title.
    title: String,
    /// The number of an item.
    item: String,
    /// The kind of an interest.
    kind: String,
    /// The nature of an interest.
    nature: String,
    /// A role.
    role: String,
    /// A paragraph.
    paragraph: String,
}

/// How many characters of a motion stand in a list.
const MAX_LABEL: usize = 80;

impl Pages {
    /// Returns the clerk's page; `None` where there is no such minute.
    ///
    /// # Errors
    /// When its template has a fault.
    pub(in crate::desk) fn clerk(
        &self,
        known: &Known,
        sheet: ClerkSheet,
        asked: ClerkAsked,
        token: String,
        now: TimeOfDay,
    ) -> anyhow::Result<Option<String>> {
        let at = asked.at;
        let Some(view) = view(known, sheet, asked, token, now) else { return Ok(None) };
        let page = self.render("minutes", &view);
        Ok(Some(page.with_context(|| format!("page {at} of the minutes"))?))
    }
}

fn view(
    known: &Known,
    mut sheet: ClerkSheet,
    asked: ClerkAsked,
    token: String,
    now: TimeOfDay,
) -> Option<Clerk> {
    let frame = match known {
        Known::Found(overview) => frame(overview, None, String::new()),
        Known::Looking | Known::Failed(_) | Known::Empty => Frame::empty(),
    };
    let ClerkAsked { at, saved, question, refusal, typed } = asked;
    let count = sheet.minutes.len();
    if count < at {
        return None;
    }
    let refused = refusal.as_ref().map(|(form, _)| form.clone()).unwrap_or_default();
    let links = sheet.minutes.iter().enumerate().map(|(place, minute)| MinuteLink {
        at: place + 1,
        item: minute.item.clone(),
        title: minute.title.clone(),
        private: minute.private,
        entries: minute.entries.len() + minute.movements.len(),
        faults: minute.faults,
        current: place + 1 == at,
    });
    let links = links.collect();
    let is_shown = |fault: &ClerkFault| match at.checked_sub(1) {
        Some(minute) => fault.minute == Some(minute),
        None => fault.minute.is_none(),
    };
    let all = std::mem::take(&mut sheet.faults);
    let (faults, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_shown);
    // In those that are written elsewhere, all of it is shown.
    let minute = match sheet.state {
        ClerkState::Open if 0 < at => {
            let minute = sheet.minutes.swap_remove(at - 1);
            Some(minute_page(minute, question, &refused, &typed))
        }
        _ => None,
    };
    let rows = sheet.members.iter().enumerate().map(|(number, member)| {
        let chosen = typed.get(&format!("at:{}", member.name)).map(str::to_owned);
        AttendanceRow {
            number,
            name: member.name.clone(),
            attendance: member.attendance.clone(),
            presides: member.presides,
            note: member.note.clone(),
            chosen: chosen.filter(|chosen| *chosen != member.attendance),
        }
    });
    Some(Clerk {
        frame,
        state: sheet.state,
        at,
        links,
        minute,
        rows: rows.collect(),
        names: sheet.members.iter().map(|member| member.name.clone()).collect(),
        faults,
        other_faults: others.len(),
        previous: at.checked_sub(1),
        next: (at < count).then_some(at + 1),
        now: now.0.format("%H:%M:%S").to_string(),
        clock: now.0.format("%H:%M").to_string(),
        token,
        saved,
        refused,
        refusal: refusal.map(|(_, refusal)| refusal_view(refusal)),
        typed: TypedView {
            text: typed.text("text"),
            mover: typed.text("mover"),
            seconder: typed.text("seconder"),
            formula: typed.text("formula"),
            owner: typed.text("owner"),
            due: typed.text("due"),
            name: typed.text("name"),
            post: typed.text("post"),
            member: typed.text("member"),
            time: typed.text("time"),
            title: typed.text("title"),
            item: typed.text("item"),
            kind: typed.text("kind"),
            nature: typed.text("nature"),
            role: typed.text("role"),
            paragraph: typed.text("paragraph"),
        },
        sheet,
    })
}

fn refusal_view(refusal: ClerkRefusal) -> RefusalView {
    let (why, about, faults) = match refusal {
        ClerkRefusal::Stale => ("stale", String::new(), Vec::new()),
        ClerkRefusal::Field(field) => ("field", field.to_owned(), Vec::new()),
        ClerkRefusal::Step(refusal) => match refusal {
            StepRefusal::NotAMember(name) => ("stranger", name, Vec::new()),
            StepRefusal::Misfit(Misfit::Gone) => ("gone", String::new(), Vec::new()),
            StepRefusal::Misfit(Misfit::Nothing) => ("nothing", String::new(), Vec::new()),
            StepRefusal::Misfit(Misfit::NotWords) => ("not-words", String::new(), Vec::new()),
            StepRefusal::Unreadable(faults) => {
                ("unreadable", String::new(), faults.iter().map(ClerkFault::of).collect())
            }
            StepRefusal::NotHere => ("elsewhere", String::new(), Vec::new()),
            StepRefusal::NothingToUndo => ("no-undo", String::new(), Vec::new()),
            StepRefusal::Busy => ("busy", String::new(), Vec::new()),
        },
    };
    RefusalView { why, about, faults }
}

/// A question on which a vote can be taken.
struct QuestionView<'a> {
    name: String,
    number: usize,
    text: &'a str,
    outcome: Option<&'a str>,
    vote: Option<&'a ClerkVote>,
    has_outcome: bool,
}

fn questions(minute: &ClerkMinute) -> Vec<QuestionView<'_>> {
    let mut questions = Vec::new();
    for (place, entry) in minute.entries.iter().enumerate() {
        let number = place + 1;
        match &entry.motion {
            Some(motion) => {
                questions.push(QuestionView {
                    name: format!("p{place}"),
                    number,
                    text: &motion.text,
                    outcome: motion.outcome.as_deref(),
                    vote: motion.vote.as_ref(),
                    has_outcome: true,
                });
                let amendments = motion.amendments.iter().enumerate();
                questions.extend(amendments.map(|(at, amendment)| QuestionView {
                    name: format!("p{place}a{at}"),
                    number,
                    text: &amendment.text,
                    outcome: amendment.outcome.as_deref(),
                    vote: amendment.vote.as_ref(),
                    has_outcome: true,
                }));
            }
            None => questions.extend(entry.vote.as_ref().map(|vote| QuestionView {
                name: format!("p{place}"),
                number,
                text: entry.text.as_deref().unwrap_or_default(),
                outcome: None,
                vote: Some(vote),
                has_outcome: false,
            })),
        }
    }
    questions
}

fn minute_page(
    minute: ClerkMinute,
    question: Option<String>,
    refused: &str,
    typed: &Typed,
) -> MinutePage {
    let is_ballot = refused == "vote" || refused == "count";
    let question = if is_ballot { Some(typed.text("on")) } else { question };
    let ballot = ballot(&minute, question.as_deref(), typed);
    let place = typed.text("paragraph");
    let motions = minute.entries.iter().enumerate().filter_map(|(at, entry)| {
        let motion = entry.motion.as_ref()?;
        Some(Choice {
            value: at.to_string(),
            number: at + 1,
            text: label(&motion.text),
            chosen: refused == "amendment" && place == at.to_string(),
        })
    });
    let motions = motions.collect();
    let rewordings = minute.entries.iter().enumerate().filter_map(|(at, entry)| {
        let open = refused == "reworded" && place == at.to_string();
        let words = if open { typed.text("text") } else { entry.words.clone()? };
        Some(Rewording { place: at, number: at + 1, words, open })
    });
    let rewordings = rewordings.collect();
    MinutePage { motions, rewordings, ballot, minute }
}

fn ballot(minute: &ClerkMinute, wanted: Option<&str>, typed: &Typed) -> Ballot {
    let questions = questions(minute);
    let named = questions.iter().position(|question| Some(&*question.name) == wanted);
    let open =
        questions.iter().rposition(|question| question.has_outcome && question.outcome.is_none());
    let found = if wanted == Some("new") { None } else { named.or(open) };
    let found = found.and_then(|at| questions.get(at));
    let vote = found.and_then(|question| question.vote);
    let tally = |side: Side| {
        vote.and_then(|vote| vote.sides.iter().find(|tally| tally.side == side.column()))
    };
    let side_of = |name: &str| {
        let sides = Side::ALL.into_iter();
        let mut sides = sides.filter(|side| {
            tally(*side).is_some_and(|tally| tally.names.iter().any(|of| of == name))
        });
        sides.next().map(|side| side.column().to_owned()).unwrap_or_default()
    };
    // Whoever is recorded stays on the page, whether or not they were in the room.
    let recorded = vote.into_iter().flat_map(|vote| &vote.sides).flat_map(|tally| &tally.names);
    let mut names: Vec<&String> = minute.voters.iter().collect();
    names.extend(recorded.filter(|name| !minute.voters.contains(name)));
    let rows: Vec<BallotRow> = names
        .into_iter()
        .enumerate()
        .map(|(number, name)| {
            let side = side_of(name);
            let chosen = typed.get(&format!("side:{name}")).map(str::to_owned);
            let chosen = chosen.filter(|chosen| *chosen != side);
            BallotRow { number, name: name.clone(), side, chosen }
        })
        .collect();
    let counts = Side::ALL.map(|side| {
        let count = tally(side).map_or(0, |tally| tally.count);
        let is_number = tally(side).is_some_and(|tally| tally.names.is_empty());
        let recorded = if is_number { count.to_string() } else { String::new() };
        let number = typed.get(side.column()).map_or(recorded, str::to_owned);
        Count { side: side.column(), count, number }
    });
    let waiting = rows.iter().filter(|row| row.side.is_empty()).count();
    let chosen_outcome = found.and_then(|question| question.outcome).unwrap_or_default();
    let outcome = typed.get("outcome").unwrap_or(chosen_outcome);
    let casting = vote.and_then(|vote| vote.casting.clone()).unwrap_or_default();
    let choices = questions.iter().map(|question| Choice {
        value: question.name.clone(),
        number: question.number,
        text: label(question.text),
        chosen: found.is_some_and(|found| found.name == question.name),
    });
    Ballot {
        on: found.map_or_else(|| "new".to_owned(), |question| question.name.clone()),
        text: found.map(|question| question.text.to_owned()).unwrap_or_default(),
        has_outcome: found.is_some_and(|question| question.has_outcome),
        outcomes: MotionOutcome::CHOICES
            .iter()
            .map(|word| Outcome { word, chosen: *word == outcome })
            .collect(),
        casting: typed.get("casting").map_or(casting, str::to_owned),
        questions: choices.collect(),
        rows,
        counts: counts.into(),
        waiting,
    }
}

/// Returns the beginning of a text, in one line.
fn label(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_LABEL) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
