//! An issue's history: from the notice of it through scrutiny, decision and call-in to what was done,
//! with the numbers of minutes.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::decisions::{self, DecisionView};
use super::entry::{self, EntryView};
use super::furniture::{self, CouncilView, ExemptView};
use super::scrutiny::{self, FollowUpView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::{self, PublicDataset};
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::meeting::{AgendaLine, Meeting};
use crate::model::minutes::{Minute, Paragraph};
use crate::model::numbering;

/// See the module.
pub(super) struct IssueHistory;

/// A history.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The last day of anything in it.
    as_at: Option<String>,
    /// The issue, as the forward plan has it.
    entry: EntryView,
    /// Where it stands.
    status: Option<String>,
    /// The issues that carry on from it.
    followed_by: Vec<RelatedView>,
    /// What happened, in order.
    events: Vec<EventView>,
    /// The meetings at which it was considered, in order.
    meetings: Vec<ConsideredView>,
    /// The decisions.
    decisions: Vec<DecisionView>,
    /// What is followed up.
    follow_ups: Vec<FollowUpView>,
}

/// An issue that belongs to this one.
#[derive(Serialize, JsonSchema)]
pub(super) struct RelatedView {
    /// Its reference.
    reference: String,
    /// Its title.
    title: String,
}

/// Something that happened.
#[derive(Serialize, JsonSchema)]
pub(super) struct EventView {
    /// The day.
    date: String,
    /// `notice`, `private-notice`, `general-exception`, `special-urgency`, `meeting`, `decision`,
    /// `publication`, `call-in` or `effect`.
    what: &'static str,
    /// The body that met, or the decision's reference.
    name: Option<String>,
    /// The number of the agenda item.
    item: Option<String>,
    /// The number of the minute.
    minute: Option<String>,
    /// What links to more of it are made of.
    anchor: Option<String>,
}

/// A meeting at which an issue was considered.
#[derive(Serialize, JsonSchema)]
pub(super) struct ConsideredView {
    /// What links to it are made of.
    anchor: String,
    /// The body.
    body: String,
    /// The day.
    date: String,
    /// Whether it was, or is to be, held.
    going_ahead: bool,
    /// The number of the agenda item.
    item: Option<String>,
    /// The title of the item.
    title: Option<String>,
    /// Words below the title.
    text: Option<Markup>,
    /// The number of the minute.
    minute: Option<String>,
    /// What was said and resolved.
    paragraphs: Vec<ParagraphView>,
    /// Whether motions or votes are in the minutes and not here.
    has_votes: bool,
    /// How it is exempt.
    exempt: Option<ExemptView>,
}

/// A paragraph of a minute.
#[derive(Serialize, JsonSchema)]
pub(super) struct ParagraphView {
    /// What was said.
    text: Option<Markup>,
    /// The words that lead in to what was resolved.
    formula: Option<String>,
    /// What was resolved.
    resolution: Option<Markup>,
}

impl Kind for IssueHistory {
    const NAME: &'static str = "issue-history";
    const SUMMARY: &'static str = "one issue through plan, meetings, decision, call-in and actions";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "bodies",
        "members",
        "meetings",
        "agenda",
        "minutes",
        "issues",
        "decisions",
        "resolutions",
    ];
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let subject = |(at, own): (usize, &Issue)| {
            let last = last_day(data, own)?;
            Some(furniture::reference_subject("issues", at, &own.r#ref, Some(last)))
        };
        data.issues.iter().enumerate().filter_map(subject).collect()
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        let issue = data.issue_written(&subject.key)?;
        let own = data.decisions_on(&issue.r#ref);
        let mut dated: Vec<_> = own.map(|own| (decisions::date_of(data, own), own)).collect();
        dated.sort_by_key(|(date, _)| *date);
        let mut views = Vec::new();
        for (_, own) in &dated {
            views.push(decisions::view(diags, data, own)?);
        }
        let mut events = notices(issue);
        let mut meetings = Vec::new();
        let mut follow_ups = Vec::new();
        for (meeting, line) in data.lines_on(&issue.r#ref) {
            let view = consider(data, meeting, line);
            events.push(Event {
                day: meeting.date.value,
                what: "meeting",
                name: Some(view.body.clone()),
                item: view.item.clone(),
                minute: view.minute.clone(),
                anchor: Some(view.anchor.clone()),
            });
            if let Some(minute) = &view.minute {
                follow_ups.extend(scrutiny::of_minute(data, meeting, minute));
            }
            meetings.push(view);
        }
        for (date, own) in dated {
            let name = Some(own.r#ref.written().to_owned());
            let days = [
                ("decision", date),
                ("publication", own.published.as_ref().map(|own| own.value)),
                ("call-in", own.called_in.as_ref().map(|own| own.value)),
                ("effect", decisions::effect(data, own).1),
            ];
            events.extend(days.into_iter().filter_map(|(what, day)| {
                Some(Event { name: name.clone(), ..Event::of(what, day?) })
            }));
        }
        events.sort_by_key(|own| own.day);
        let related = |own: &Issue| RelatedView {
            reference: own.r#ref.written().to_owned(),
            title: own.title.to_string(),
        };
        Some(View {
            council: furniture::council(data)?,
            as_at: subject.date.map(furniture::iso),
            entry: entry::view(data, issue),
            status: furniture::string(issue.status.as_ref()),
            followed_by: data.issues_after(&issue.r#ref).map(related).collect(),
            events: events.into_iter().map(Event::view).collect(),
            meetings,
            decisions: views,
            follow_ups,
        })
    }

    fn check(&self, diags: &mut Diagnostics, data: &PublicDataset, subject: &Subject) {
        let Some(issue) = data.issue_written(&subject.key) else { return };
        // The view stops at the first decision whose day nobody knows.
        data.decisions_on(&issue.r#ref)
            .all(|own| decisions::checked_date(diags, data, own).is_some());
    }
}

/// Something that happened, with its day.
struct Event {
    day: NaiveDate,
    what: &'static str,
    name: Option<String>,
    item: Option<String>,
    minute: Option<String>,
    anchor: Option<String>,
}

impl Event {
    fn of(what: &'static str, day: NaiveDate) -> Self {
        Self { day, what, name: None, item: None, minute: None, anchor: None }
    }

    fn view(self) -> EventView {
        let Self { day, what, name, item, minute, anchor } = self;
        EventView { date: furniture::iso(day), what, name, item, minute, anchor }
    }
}

/// Returns the notices that were given of an issue.
fn notices(issue: &Issue) -> Vec<Event> {
    let days = [
        ("notice", issue.first_published.as_ref().map(|own| own.value)),
        ("private-notice", issue.private_notice.as_ref().map(|own| own.published.value)),
        ("general-exception", issue.general_exception.as_ref().map(|own| own.published.value)),
        ("special-urgency", issue.special_urgency.as_ref().map(|own| own.published.value)),
    ];
    days.into_iter().filter_map(|(what, day)| Some(Event::of(what, day?))).collect()
}

/// Returns the last day of anything that happened with an issue; `None` where neither was notice given
/// of it nor a decision taken, so that its history has yet to begin.
fn last_day(data: &Dataset, issue: &Issue) -> Option<NaiveDate> {
    let decided = data.decisions_on(&issue.r#ref).filter_map(|own| {
        let published = own.published.as_ref().map(|own| own.value);
        decisions::date_of(data, own).max(published)
    });
    let begun = notices(issue).into_iter().map(|own| own.day).chain(decided).max()?;
    let meetings = data.lines_on(&issue.r#ref).into_iter().map(|(meeting, _)| meeting.date.value);
    Some(meetings.chain([begun]).max().unwrap_or(begun))
}

/// Returns the view of an issue's item at a meeting.
fn consider(data: &PublicDataset, meeting: &Meeting, line: &AgendaLine) -> ConsideredView {
    let name = meeting.meeting.as_str();
    let book = data.minutes.get(name);
    let at = book.and_then(|book| {
        book.items
            .iter()
            .position(|minute| minute.item.as_ref().is_some_and(|own| line.has_number(own)))
    });
    let minute = book.zip(at).map(|(book, at)| &book.items[at]);
    // A number that can't be known is reported with the minutes themselves.
    let number = data
        .body_of(meeting)
        .zip(book)
        .zip(at)
        .and_then(|((body, book), at)| numbering::plain_of(data, meeting, body, book, at));
    let is_exempt =
        line.is_exempt() || minute.is_some_and(|own| access::is_exempt(data, name, own));
    let exempt = is_exempt.then(|| {
        let own = minute.map_or(&[][..], |own| &own.exempt_paragraphs);
        let paragraphs: Vec<_> = line.exempt_paragraphs.iter().chain(own).cloned().collect();
        let summary = minute.and_then(|own| own.public_summary.as_ref());
        let summary = summary.or(line.public_summary.as_ref());
        ExemptView::of(&paragraphs, line.exempt_reason.as_ref(), summary)
    });
    let paragraphs = |own: &Minute| own.paragraphs.iter().filter_map(paragraph).collect();
    ConsideredView {
        anchor: format!("meeting-{name}-{}", line.number.as_ref().map_or("", |own| &own.value)),
        body: data.body_of(meeting).map_or(name, |own| &own.name.value).to_owned(),
        date: furniture::iso(meeting.date.value),
        going_ahead: furniture::is_going_ahead(meeting),
        item: furniture::string(line.number.as_ref()),
        title: furniture::string(line.title.as_ref()),
        text: furniture::markup(line.text.as_ref()),
        minute: number,
        paragraphs: minute.filter(|_| !is_exempt).map(paragraphs).unwrap_or_default(),
        has_votes: minute.filter(|_| !is_exempt).is_some_and(|own| {
            own.paragraphs.iter().any(|own| own.motion.is_some() || own.vote.is_some())
        }),
        exempt,
    }
}

fn paragraph(own: &Paragraph) -> Option<ParagraphView> {
    let resolution = own.resolution.as_deref();
    let view = ParagraphView {
        text: furniture::markup(own.text.as_ref()),
        formula: resolution.and_then(|own| furniture::string(own.formula.as_ref())),
        resolution: resolution.map(|own| Markup::from(&own.text.0)),
    };
    (view.text.is_some() || view.resolution.is_some()).then_some(view)
}
