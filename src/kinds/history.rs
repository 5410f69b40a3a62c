//! An issue's history: from the notice of it through scrutiny, decision and call-in to what was done,
//! with the numbers of minutes.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, ExemptView};
use super::decisions::{self, DecisionView};
use super::entry::{self, EntryView};
use super::scrutiny::{self, FollowUpView};
use super::{Kind, RecordSubject, Subject};
use crate::diag::Diagnostic;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::meeting::{AgendaLine, Meeting};
use crate::model::minutes::{Minute, Paragraph};
use crate::model::numbering::{self, Number};

/// The history of one issue.
pub(super) struct IssueHistory;

/// The history of an issue.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The day of the latest event in it, as an ISO date such as `2026-01-13`, for the `date` helper. It may be to come,
    /// as that of a meeting or of the day on which a decision has effect.
    as_at: Option<String>,
    /// The issue, as the forward plan shows it.
    entry: EntryView,
    /// The issue's status in words, such as `For Determination`. Absent where none is given.
    status: Option<String>,
    /// The later issues that carry on from this one; empty where there are none.
    followed_by: Vec<RelatedView>,
    /// What happened, in order of date: notices, meetings, decisions, call-ins.
    events: Vec<EventView>,
    /// The meetings that had the issue on the agenda, in the order of the data; empty where there
    /// were none.
    meetings: Vec<ConsideredView>,
    /// The decisions on the issue, in order of date; empty where none has been taken.
    decisions: Vec<DecisionView>,
    /// The resolutions, actions and recommendations that are followed up from its minutes; empty
    /// where there are none.
    follow_ups: Vec<FollowUpView>,
}

/// An issue that carries on from this one.
#[derive(Serialize, JsonSchema)]
pub(super) struct RelatedView {
    /// The issue's reference, as written in the data. Absent where the council gives none.
    reference: Option<String>,
    /// The issue's title.
    title: String,
}

/// An event in the history of an issue.
#[derive(Serialize, JsonSchema)]
pub(super) struct EventView {
    /// The day of the event, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
    /// What happened: `notice`, `private-notice`, `general-exception`, `special-urgency`,
    /// `meeting`, `decision`, `publication`, `call-in` or `effect`.
    what: &'static str,
    /// The body's name for a meeting, and the decision's reference for `decision`, `publication`,
    /// `call-in` and `effect`. Absent for notices, and where the council gives no references.
    name: Option<String>,
    /// The number of the item on the meeting's agenda. Absent for all but meetings, and where the
    /// item has no number.
    item: Option<String>,
    /// The number of the minute, such as `25`. Absent for all but meetings, and where there are no
    /// minutes yet.
    minute: Option<String>,
    /// The label of the meeting's section in the document, for Typst's `label`. Absent for all but
    /// meetings.
    anchor: Option<String>,
}

/// A meeting that had the issue on its agenda.
#[derive(Serialize, JsonSchema)]
pub(super) struct ConsideredView {
    /// The label of this section in the document, such as `meeting-cabinet-2026-01-13-4`, for
    /// Typst's `label`.
    anchor: String,
    /// The full name of the body that met.
    body: String,
    /// The day of the meeting, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
    /// Whether the meeting is to be, or was, held as planned; false where it is postponed or
    /// cancelled.
    going_ahead: bool,
    /// The number of the agenda item, such as `4`. Absent where it has none.
    item: Option<String>,
    /// The title of the agenda item. Absent where it has none.
    title: Option<String>,
    /// Words below the item's title. Absent where there are none, and where the item is exempt.
    text: Option<Markup>,
    /// The number of the minute, such as `25`. Absent where there are no minutes yet, or where the
    /// number can't be worked out.
    minute: Option<String>,
    /// What the minutes say was said and resolved; empty where there are no minutes yet, and where
    /// the business is exempt.
    paragraphs: Vec<ParagraphView>,
    /// Whether the minutes record motions or votes, which are not repeated in the history.
    has_votes: bool,
    /// Why the business is exempt, and what may be said about it. Absent where it is public.
    exempt: Option<ExemptView>,
}

/// A paragraph of a minute, without motions and votes.
#[derive(Serialize, JsonSchema)]
pub(super) struct ParagraphView {
    /// Its number in the minutes, such as `25.1`. Absent where it has none there.
    number: Option<String>,
    /// What was said. Absent where the paragraph records only a resolution.
    text: Option<Markup>,
    /// The words that lead in to the resolution, such as `Resolved – that the Committee`. Absent
    /// where there are none.
    formula: Option<String>,
    /// What was resolved. Absent where nothing was.
    resolution: Option<Markup>,
}

impl Kind for IssueHistory {
    const NAME: &'static str = "issue-history";
    const SUMMARY: &'static str = "one issue through plan, meetings, decision, call-in and actions";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "bodies",
        "members",
        "officers",
        "meetings",
        "agenda",
        "minutes",
        "issues",
        "decisions",
        "resolutions",
    ];
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let subject = |issue: &Issue| {
            let date = last_day(data, issue)?;
            let issue = RecordSubject::new(&issue.r#ref);
            Some(Subject::Issue { issue, clear_days: None, date })
        };
        data.issues.iter().filter_map(subject).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let issue = data.issue_written(&subject.key())?;
        let decisions_on = data.decisions_on(&issue.r#ref);
        let mut dated: Vec<_> =
            decisions_on.map(|decision| (data.day_of(decision), decision)).collect();
        dated.sort_by_key(|(date, _)| *date);
        let mut views = Vec::new();
        for (_, decision) in &dated {
            views.push(decisions::view(data, decision)?);
        }
        let as_at = subject.date();
        let mut events = notice_events(issue);
        let mut meetings = Vec::new();
        let mut follow_ups = Vec::new();
        for (meeting, line) in data.lines_on(&issue.r#ref) {
            let view = considered_view(data, meeting, line);
            events.push(Event {
                day: meeting.date.value,
                what: "meeting",
                name: Some(view.body.clone()),
                item: view.item.clone(),
                minute: view.minute.clone(),
                anchor: Some(view.anchor.clone()),
            });
            if let Some(minute) = &view.minute {
                follow_ups.extend(scrutiny::follow_ups_of_minute(data, meeting, minute, as_at));
            }
            meetings.push(view);
        }
        for (date, decision) in dated {
            let reference = decision.r#ref.reference();
            let name = reference.map(|reference| reference.written().to_owned());
            let days = [
                ("decision", date),
                ("publication", decision.published.as_ref().map(|date| date.value)),
                ("call-in", decision.called_in.as_ref().map(|date| date.value)),
                ("effect", decisions::call_in_dates(data, decision).1),
            ];
            events.extend(days.into_iter().filter_map(|(what, day)| {
                Some(Event { name: name.clone(), ..Event::new(what, day?) })
            }));
        }
        events.sort_by_key(|event| event.day);
        let related = |next: &Issue| RelatedView {
            reference: next.r#ref.reference().map(|reference| reference.written().to_owned()),
            title: next.title.to_string(),
        };
        Some(View {
            council: common::council(data)?,
            as_at: events.last().map(|event| event.day).max(as_at).map(common::iso),
            entry: entry::view(data, issue),
            status: common::string(issue.status.as_ref()),
            followed_by: data.issues_after(&issue.r#ref).map(related).collect(),
            events: events.into_iter().map(Event::view).collect(),
            meetings,
            decisions: views,
            follow_ups,
        })
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        let issue = data.issue_written(&subject.key()).into_iter();
        let decisions_on = issue.flat_map(|issue| data.decisions_on(&issue.r#ref));
        decisions_on.filter_map(decisions::no_date).collect()
    }
}

/// An event with the day to sort it by.
struct Event {
    day: NaiveDate,
    what: &'static str,
    name: Option<String>,
    item: Option<String>,
    minute: Option<String>,
    anchor: Option<String>,
}

impl Event {
    fn new(what: &'static str, day: NaiveDate) -> Self {
        Self { day, what, name: None, item: None, minute: None, anchor: None }
    }

    fn view(self) -> EventView {
        let Self { day, what, name, item, minute, anchor } = self;
        EventView { date: common::iso(day), what, name, item, minute, anchor }
    }
}

/// Returns the notices that were given of an issue, as events.
fn notice_events(issue: &Issue) -> Vec<Event> {
    let days = [
        ("notice", issue.first_published.as_ref().map(|date| date.value)),
        ("private-notice", issue.private_notice.as_ref().map(|notice| notice.published.value)),
        (
            "general-exception",
            issue.general_exception.as_ref().map(|notice| notice.published.value),
        ),
        ("special-urgency", issue.special_urgency.as_ref().map(|notice| notice.published.value)),
    ];
    days.into_iter().filter_map(|(what, day)| Some(Event::new(what, day?))).collect()
}

/// Returns the day of an issue's latest event; `None` where no notice of it was given, no meeting has it on its agenda
/// and no decision was taken, so that its history has yet to begin.
fn last_day(data: &Dataset, issue: &Issue) -> Option<NaiveDate> {
    let decided = data.decisions_on(&issue.r#ref).filter_map(|decision| {
        let published = decision.published.as_ref().map(|date| date.value);
        data.day_of(decision).max(published)
    });
    let meetings = data.lines_on(&issue.r#ref).into_iter().map(|(meeting, _)| meeting.date.value);
    let notices = notice_events(issue).into_iter().map(|event| event.day);
    notices.chain(decided).chain(meetings).max()
}

/// Returns the view of an issue's item at a meeting.
fn considered_view(data: &PublicDataset, meeting: &Meeting, line: &AgendaLine) -> ConsideredView {
    let name = meeting.meeting.as_str();
    let book = data.minutes.get(name);
    let at = book.and_then(|book| {
        book.items
            .iter()
            .position(|minute| minute.item.as_ref().is_some_and(|item| line.has_number(item)))
    });
    let minute = book.zip(at).map(|(book, at)| &book.items[at]);
    // A number that can't be known is reported with the minutes themselves.
    let number = data.body_of(meeting).zip(book).zip(at).and_then(|((body, book), at)| {
        numbering::minute_numbers(data, meeting, body, book).ok()?.into_iter().nth(at)
    });
    // An item may have been taken in public after all, as its minute has it.
    let private = minute.map_or(&line.mark, |minute| &minute.mark).private();
    let is_exempt = private.is_some();
    let exempt = private.map(ExemptView::new);
    let paragraphs = |minute: &Minute| paragraph_views(minute, number.as_ref());
    ConsideredView {
        anchor: format!(
            "meeting-{name}-{}",
            line.number.as_ref().map_or("", |number| &number.value)
        ),
        body: data.body_of(meeting).map_or(name, |body| &body.name.value).to_owned(),
        date: common::iso(meeting.date.value),
        going_ahead: meeting.is_going_ahead(),
        item: common::string(line.number.as_ref()),
        title: common::string(line.title.as_ref()),
        text: common::markup(line.text.as_ref()),
        minute: number.as_ref().map(|number| number.plain.clone()),
        paragraphs: minute.filter(|_| !is_exempt).map(paragraphs).unwrap_or_default(),
        has_votes: minute.filter(|_| !is_exempt).is_some_and(|minute| {
            let mut paragraphs = minute.paragraphs.iter();
            paragraphs.any(|paragraph| paragraph.motion.is_some() || paragraph.vote.is_some())
        }),
        exempt,
    }
}

/// Returns the paragraphs of a minute with the numbers that they have in the minutes, also where some are left out.
fn paragraph_views(minute: &Minute, number: Option<&Number>) -> Vec<ParagraphView> {
    let mut counter = 0;
    let views = minute.paragraphs.iter().filter_map(|paragraph| {
        counter += usize::from(paragraph.numbered);
        let number = number.filter(|_| paragraph.numbered);
        paragraph_view(paragraph, number.and_then(|number| number.paragraph(counter)))
    });
    views.collect()
}

fn paragraph_view(paragraph: &Paragraph, number: Option<String>) -> Option<ParagraphView> {
    let resolution = paragraph.resolution.as_deref();
    let view = ParagraphView {
        number,
        text: common::markup(paragraph.text.as_ref()),
        formula: resolution.and_then(|resolved| common::string(resolved.formula.as_ref())),
        resolution: resolution.map(|resolved| Markup::from(&resolved.text.0)),
    };
    (view.text.is_some() || view.resolution.is_some()).then_some(view)
}
