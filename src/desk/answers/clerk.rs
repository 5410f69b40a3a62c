//! The clerk's page: minutes that are taken down while the meeting runs. What is posted becomes a step of
//! [`take_minutes`], and the answer is the page again.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveTime;

use super::form::Form;
use super::{Desks, missing, page};
use crate::desk::Desk;
use crate::desk::pages::{ClerkAsked, ClerkRefusal, Typed};
use crate::model::minutes::{CastingVote, MotionOutcome};
use crate::model::value::{Parse, Scalar, TimeOfDay};
use crate::pipeline::{
    Attendance, AttendingRole, MinutePart, MinutesChange, MinutesTaken, QuestionAt, Side, Step,
    StepRefusal, Votes, clerk_sheet, take_minutes,
};

/// What a form asks for.
struct Posted {
    /// What tells the minutes from which the form was made.
    digest: String,
    /// What it is called, which is also the name of its first field on the page.
    name: String,
    /// The minute on whose page it was, counted from 1; 0 on that of the meeting.
    at: usize,
    /// What is to be done, or the name of the field that can't be read.
    change: Result<MinutesChange, &'static str>,
    /// What was typed.
    typed: Typed,
}

/// The page of who is there.
pub(super) async fn meeting(
    state: Desks,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    shown(state, id, 0, query).await
}

/// The page of a minute, counted from 1.
pub(super) async fn minute(
    state: Desks,
    Path((id, at)): Path<(String, usize)>,
    RawQuery(query): RawQuery,
) -> Response {
    shown(state, id, at, query).await
}

/// The script of the page.
pub(super) async fn script(State(desk): Desks) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], desk.pages.file("clerk.js"))
        .into_response()
}

/// The style of the page.
pub(super) async fn style(State(desk): Desks) -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], desk.pages.file("clerk.css"))
        .into_response()
}

async fn shown(State(desk): Desks, id: String, at: usize, query: Option<String>) -> Response {
    let mut query = Form::read(query.unwrap_or_default().as_bytes()).unwrap_or_else(Form::empty);
    let asked = ClerkAsked {
        at,
        saved: query.take_filled("saved"),
        question: query.take_filled("on"),
        refusal: None,
        typed: Typed::default(),
    };
    answered(desk, id, asked, StatusCode::OK).await
}

/// Takes a step, and goes back to where the form was.
pub(super) async fn step(State(desk): Desks, Path(id): Path<String>, body: Bytes) -> Response {
    let refused = |desk: &Desk| (StatusCode::FORBIDDEN, desk.pages.refused()).into_response();
    let Some(mut form) = Form::read(&body) else {
        return (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response();
    };
    let token = form.take("token").unwrap_or_default();
    if !desk.door.is_token(&purpose(&id), &token) {
        return refused(&desk);
    }
    let Some(posted) = posted(form, desk.time()) else {
        return (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response();
    };
    let Posted { digest, name, at, change, typed } = posted;
    let again = |refusal, typed| ClerkAsked {
        at,
        saved: None,
        question: None,
        refusal: Some((name.clone(), refusal)),
        typed,
    };
    let change = match change {
        Ok(change) => change,
        Err(field) => {
            let asked = again(ClerkRefusal::Field(field), typed);
            return answered(desk, id, asked, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let taken = {
        let (run, id) = (desk.run_today(), id.clone());
        let change = change.clone();
        tokio::task::spawn_blocking(move || take_minutes(&run, &id, &digest, &change)).await
    };
    let taken = match taken {
        Ok(Ok(Some(taken))) => taken,
        Ok(Ok(None)) => return missing(State(desk)).await,
        Ok(Err(error)) => return failed(&desk, &format!("{error:#}")),
        Err(error) => return failed(&desk, &error.to_string()),
    };
    match taken {
        MinutesTaken::Saved => {
            let at = match &change {
                MinutesChange::Step(step @ Step::Inserted { .. }) => {
                    step.minute().map_or(at, |minute| minute + 1)
                }
                _ => at,
            };
            let part = if at == 0 { String::new() } else { format!("/{at}") };
            let on = match &change {
                MinutesChange::Step(Step::Vote { on: QuestionAt::New, .. }) => String::new(),
                MinutesChange::Step(Step::Vote { on, .. }) => format!("&on={}", question_name(*on)),
                _ => String::new(),
            };
            // Where one goes on: at the first field of the same form, or of the page that is new.
            let focus = match &*name {
                "left" => "arrived",
                "inserted" => "paragraph",
                name => name,
            };
            let to = format!("/meetings/{id}/minutes{part}?saved={name}{on}#{focus}");
            match HeaderValue::from_str(&to) {
                Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
                Err(_) => missing(State(desk)).await,
            }
        }
        MinutesTaken::Stale => {
            let asked = again(ClerkRefusal::Stale, typed);
            answered(desk, id, asked, StatusCode::CONFLICT).await
        }
        MinutesTaken::Refused(refusal) => {
            let status = match refusal {
                StepRefusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            answered(desk, id, again(ClerkRefusal::Step(refusal), typed), status).await
        }
    }
}

fn failed(desk: &Desk, message: &str) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, page(desk.pages.failed(message))).into_response()
}

/// Returns for what the token of a form is good.
fn purpose(meeting: &str) -> String {
    format!("minutes of {meeting}")
}

async fn answered(desk: Arc<Desk>, id: String, asked: ClerkAsked, status: StatusCode) -> Response {
    let sheet = {
        let (run, id) = (desk.run_today(), id.clone());
        tokio::task::spawn_blocking(move || clerk_sheet(&run, &id)).await
    };
    let sheet = match sheet {
        Ok(Ok(Some(sheet))) => sheet,
        Ok(Ok(None)) => return missing(State(desk)).await,
        Ok(Err(error)) => return failed(&desk, &format!("{error:#}")),
        Err(error) => return failed(&desk, &error.to_string()),
    };
    let token = desk.door.token(&purpose(&id));
    let now = TimeOfDay(desk.time());
    match desk.pages.clerk(&desk.known(), sheet, asked, token, now) {
        Ok(Some(text)) => (status, page(text)).into_response(),
        Ok(None) => missing(State(desk)).await,
        Err(error) => failed(&desk, &format!("{error:#}")),
    }
}

/// Reads a form; `None` where it is none of the page's: it has a field too many, or one is missing.
fn posted(mut form: Form, now: NaiveTime) -> Option<Posted> {
    let digest = form.take("digest")?;
    let name = form.take("step")?;
    let at: usize = form.take("at")?.parse().ok()?;
    let typed = Typed(form.clone().take_all(""));
    let change = change(&name, at, &mut form, now);
    // A field that nobody asked for was not on the page.
    (form.is_empty() || change.is_err()).then_some(())?;
    let change = match change {
        Ok(change) => Ok(change),
        Err(Unread::Field(field)) => Err(field),
        Err(Unread::NoForm) => return None,
    };
    Some(Posted { digest, name, at, change, typed })
}

/// Why a form can't be read.
enum Unread {
    /// What was typed into a field.
    Field(&'static str),
    /// It is no form of the page.
    NoForm,
}

fn change(name: &str, at: usize, form: &mut Form, now: NaiveTime) -> Result<MinutesChange, Unread> {
    use Unread::NoForm;
    let mut step = match name {
        "begin" => return Ok(MinutesChange::Begin),
        "undo" => return Ok(MinutesChange::Undo),
        "redo" => return Ok(MinutesChange::Redo),
        "attended" => return Ok(MinutesChange::Step(attended(form)?)),
        _ => Fields { form, now },
    };
    let minute = || at.checked_sub(1).ok_or(NoForm);
    Ok(MinutesChange::Step(match name {
        "substituted" => {
            Step::Substituted { name: step.text("name")?, member: step.text("member")? }
        }
        "joined" => Step::Joined {
            role: match &*step.field("role")? {
                "officer" => AttendingRole::Officer,
                "in-attendance" => AttendingRole::InAttendance,
                "member" => AttendingRole::Member,
                _ => return Err(NoForm),
            },
            name: step.text("name")?,
            post: step.form.take_filled("post"),
        },
        "declared" => Step::Declared {
            member: step.text("member")?,
            item: step.form.take_filled("item"),
            kind: step.text("kind")?,
            nature: step.text("nature")?,
            left_room: step.form.take("left-room").is_some(),
        },
        "arrived" => {
            Step::Arrived { minute: minute()?, member: step.text("member")?, time: step.time()? }
        }
        "left" => {
            Step::Left { minute: minute()?, member: step.text("member")?, time: step.time()? }
        }
        "paragraph" => Step::Paragraph { minute: minute()?, text: step.text("text")? },
        "motion" => Step::Motion {
            minute: minute()?,
            text: step.text("text")?,
            mover: step.form.take_filled("mover"),
            seconder: step.form.take_filled("seconder"),
        },
        "amendment" => Step::Amendment {
            minute: minute()?,
            paragraph: step.number("paragraph")?,
            text: step.text("text")?,
            mover: step.form.take_filled("mover"),
            seconder: step.form.take_filled("seconder"),
        },
        "vote" | "count" => step.vote(minute()?, name == "vote")?,
        "resolved" => Step::Resolved {
            minute: minute()?,
            formula: step.form.take_filled("formula"),
            text: step.text("text")?,
        },
        "action" => Step::Action {
            minute: minute()?,
            owner: step.text("owner")?,
            text: step.text("text")?,
            due: step.form.take_filled("due"),
        },
        "summary" => Step::Summary { minute: minute()?, text: step.field("text")? },
        "reworded" => Step::Reworded {
            minute: minute()?,
            paragraph: step.number("paragraph")?,
            text: step.text("text")?,
        },
        "removed" => {
            let part = step.field("part")?;
            let (kind, place) = part.split_at_checked(1).ok_or(NoForm)?;
            let place = place.parse().map_err(|_| NoForm)?;
            let part = match kind {
                "p" => MinutePart::Paragraph(place),
                "m" => MinutePart::Movement(place),
                _ => return Err(NoForm),
            };
            Step::Removed { minute: minute()?, part }
        }
        "inserted" => Step::Inserted { minute: minute()?, title: step.text("title")? },
        "ended" => Step::Ended { time: step.time()? },
        _ => return Err(NoForm),
    }))
}

fn attended(form: &mut Form) -> Result<Step, Unread> {
    let everybody = form.take("everybody").is_some();
    let mut members = Vec::new();
    for (name, attendance) in form.take_all("at:") {
        let attendance = match &*attendance {
            "present" => Attendance::Present,
            "remote" => Attendance::Remote,
            "apologies" => Attendance::Apologies,
            "absent" => Attendance::Absent,
            "" if everybody => Attendance::Present,
            "" => Attendance::Unrecorded,
            _ => return Err(Unread::NoForm),
        };
        members.push((name, attendance));
    }
    Ok(Step::Attended { chair: form.take_filled("chair"), members })
}

/// The fields of a form, as a step needs them.
struct Fields<'a> {
    form: &'a mut Form,
    now: NaiveTime,
}

impl Fields<'_> {
    fn field(&mut self, name: &str) -> Result<String, Unread> {
        self.form.take(name).ok_or(Unread::NoForm)
    }

    fn text(&mut self, name: &'static str) -> Result<String, Unread> {
        let text = self.field(name)?;
        if text.trim().is_empty() { Err(Unread::Field(name)) } else { Ok(text) }
    }

    fn number(&mut self, name: &str) -> Result<usize, Unread> {
        self.field(name)?.parse().map_err(|_| Unread::NoForm)
    }

    /// Returns the time that was written; the time by the clock where none was.
    fn time(&mut self) -> Result<TimeOfDay, Unread> {
        let text = self.field("time")?;
        let text = text.trim();
        if text.is_empty() {
            return Ok(TimeOfDay(self.now));
        }
        // Browsers write it in one way only.
        if let Ok(time) = NaiveTime::parse_from_str(text, "%H:%M") {
            return Ok(TimeOfDay(time));
        }
        let parsed = TimeOfDay::parse(&Scalar::Text(text.to_owned()));
        parsed.map(|parsed| parsed.value).map_err(|_| Unread::Field("time"))
    }

    fn vote(&mut self, minute: usize, by_name: bool) -> Result<Step, Unread> {
        let on = question(&self.field("on")?).ok_or(Unread::NoForm)?;
        let votes = if by_name {
            let mut votes = Vec::new();
            for (name, side) in self.form.take_all("side:") {
                if side.is_empty() {
                    continue;
                }
                let side = Side::ALL.into_iter().find(|of| of.column() == side);
                votes.push((name, side.ok_or(Unread::NoForm)?));
            }
            Votes::Named(votes)
        } else {
            let mut counts = [None; 4];
            for (count, side) in counts.iter_mut().zip(Side::ALL) {
                if let Some(text) = self.form.take_filled(side.column()) {
                    *count = Some(text.parse().map_err(|_| Unread::Field(side.column()))?);
                }
            }
            Votes::Counted(counts)
        };
        Ok(Step::Vote {
            minute,
            on,
            votes,
            casting: self.choice::<CastingVote>("casting")?,
            outcome: self.choice::<MotionOutcome>("outcome")?,
        })
    }

    fn choice<T: Parse>(&mut self, name: &str) -> Result<Option<T>, Unread> {
        let Some(word) = self.form.take_filled(name) else { return Ok(None) };
        let parsed = T::parse(&Scalar::Text(word)).map_err(|_| Unread::NoForm)?;
        Ok(Some(parsed.value))
    }
}

/// Returns a question by its name on the page: `new`, `p2` or `p2a0`.
fn question(name: &str) -> Option<QuestionAt> {
    if name == "new" {
        return Some(QuestionAt::New);
    }
    let place = name.strip_prefix('p')?;
    Some(match place.split_once('a') {
        Some((paragraph, amendment)) => {
            QuestionAt::Amendment(paragraph.parse().ok()?, amendment.parse().ok()?)
        }
        None => QuestionAt::Paragraph(place.parse().ok()?),
    })
}

/// Returns the name of a question on the page.
fn question_name(question: QuestionAt) -> String {
    match question {
        QuestionAt::New => "new".to_owned(),
        QuestionAt::Paragraph(paragraph) => format!("p{paragraph}"),
        QuestionAt::Amendment(paragraph, amendment) => format!("p{paragraph}a{amendment}"),
    }
}
