//! The forward plan: what is to be decided from a month on, as it was known then (domain notes §3.7).
//!
//! A plan belongs to each month from the first in which an entry was published to the last. It has
//! the entries published by the end of the month that were due in it or later.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use super::entry::{self, EntryView};
use super::furniture::{self, ContactView, CouncilView};
use super::makers::MakerView;
use super::{Kind, Subject, decisions};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::bundle::PageNumbers;
use crate::model::council::PlanGroups;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;

/// See the module.
pub(super) struct ForwardPlan;

/// A forward plan.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The first day of its month.
    month: String,
    /// When its last entry was published.
    published: Option<String>,
    /// The spending from which a decision is key.
    threshold: Option<String>,
    /// Words of the council's own for the explanatory note.
    note: Option<Markup>,
    /// Where copies of documents can be had, where not at the council's address.
    copies_from: Option<String>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// The officer in whose name it is published.
    officer: Option<String>,
    /// That officer's post.
    officer_title: Option<String>,
    /// Whether part of any of the business will be taken in private.
    has_private: bool,
    /// Whether entries are grouped by priority; else by portfolio.
    by_priority: bool,
    /// How many entries it has.
    count: usize,
    /// The bodies that decide, each with its members.
    bodies: Vec<MakerView>,
    /// The groups of entries.
    groups: Vec<GroupView>,
}

/// A group of entries.
#[derive(Serialize, JsonSchema)]
pub(super) struct GroupView {
    /// Its portfolio or priority; none for what has none.
    name: Option<String>,
    /// Its entries, by the day from which they are due.
    entries: Vec<PlannedView>,
}

/// An entry of the plan.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlannedView {
    /// The entry.
    entry: EntryView,
    /// Whether it was added this month.
    is_new: bool,
    /// Whether it is due this month, and no later.
    is_due_now: bool,
}

impl Kind for ForwardPlan {
    const NAME: &'static str = "forward-plan";
    const SUMMARY: &'static str = "what is to be decided from a month on, and by whom";
    const NEEDS: &'static [&'static str] = &["council", "bodies", "members", "issues", "decisions"];
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let published: Vec<NaiveDate> = data
            .issues
            .iter()
            .filter_map(|own| own.first_published.as_ref())
            .map(|own| own.value)
            .collect();
        let (Some(first), Some(last)) = (published.iter().min(), published.iter().max()) else {
            return Vec::new();
        };
        let starts =
            std::iter::successors(first.with_day(1), |day| day.checked_add_months(Months::new(1)));
        let starts = starts.take_while(|day| day <= last);
        let subjects = starts.filter_map(|start| {
            let end = end_of(start);
            let newest = published.iter().filter(|day| start <= **day && **day <= end).max();
            let has_entries = data.issues.iter().any(|own| is_planned(data, own, (start, end)));
            let month = start.format("%Y-%m").to_string();
            has_entries.then(|| Subject {
                key: month.clone(),
                folder: vec!["forward-plan".to_owned(), month],
                number: None,
                meeting: None,
                body: None,
                quarter: None,
                date: Some(*newest.unwrap_or(&start)),
                span: Some((start, end)),
                is_wide: true,
            })
        });
        subjects.collect()
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        let (start, end) = subject.span?;
        let council = data.council.as_ref()?;
        let settings = council.forward_plan.as_ref();
        let group_by = settings.and_then(|own| own.group_by.as_ref()).map(|own| own.value);
        let by_priority = group_by == Some(PlanGroups::Priority);
        let mut planned: Vec<&Issue> =
            data.issues.iter().filter(|own| is_planned(data, own, (start, end))).collect();
        planned.sort_by_key(|own| {
            let due = own.due.as_ref();
            let first = due.and_then(|due| due.first_day()).unwrap_or(NaiveDate::MAX);
            (first, due.and_then(|due| due.last_day()), own.r#ref.key().to_owned())
        });
        let count = planned.len();
        let has_private = planned.iter().any(|own| own.is_private());
        let mut bodies = BTreeMap::new();
        let mut groups: Vec<GroupView> = Vec::new();
        for issue in planned {
            let mut entry = entry::view(data, issue);
            // Each body is listed once, with its members.
            for maker in entry.makers.iter_mut().filter(|own| own.is_body) {
                let members = std::mem::take(&mut maker.members);
                let own = MakerView {
                    name: maker.name.clone(),
                    office: None,
                    is_body: true,
                    is_officer: false,
                    anchor: maker.anchor.clone(),
                    members,
                };
                bodies.entry(maker.name.clone()).or_insert(own);
            }
            let name = if by_priority { &entry.priority } else { &entry.portfolio }.clone();
            let is_new = issue
                .first_published
                .as_ref()
                .is_some_and(|own| start <= own.value && own.value <= end);
            let last = issue.due.as_ref().and_then(|due| due.last_day());
            let is_due_now = last.is_some_and(|last| last <= end);
            let planned = PlannedView { entry, is_new, is_due_now };
            match groups.iter_mut().find(|own| own.name == name) {
                Some(group) => group.entries.push(planned),
                None => groups.push(GroupView { name, entries: vec![planned] }),
            }
        }
        groups.sort_by_key(|own| rank(data, own.name.as_deref()));
        let officer = council.proper_officer.as_ref();
        Some(View {
            council: furniture::council(data)?,
            month: furniture::iso(start),
            published: subject.date.map(furniture::iso),
            threshold: council.key_decision_threshold.as_ref().map(ToString::to_string),
            note: furniture::markup(settings.and_then(|own| own.note.as_ref())),
            copies_from: furniture::string(settings.and_then(|own| own.copies_from.as_ref())),
            contact: furniture::council_contact(data),
            officer: officer.map(|own| own.name.to_string()),
            officer_title: officer.map(|own| own.title.to_string()),
            has_private,
            by_priority,
            count,
            bodies: bodies.into_values().collect(),
            groups,
        })
    }

    /// A plan shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

/// Returns the last day of the month that begins on a day.
fn end_of(start: NaiveDate) -> NaiveDate {
    let next = start.checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(start)
}

/// Returns whether an issue is in the plan of the month with this first and last day.
fn is_planned(data: &Dataset, issue: &Issue, (start, end): (NaiveDate, NaiveDate)) -> bool {
    if issue.first_published.as_ref().is_none_or(|own| own.value > end) {
        return false;
    }
    let last = issue.due.as_ref().and_then(|due| due.last_day());
    let is_decided = || {
        let mut own = data.decisions_on(&issue.r#ref);
        own.any(|own| decisions::date_of(data, own).is_some_and(|date| date < start))
    };
    match last {
        Some(last) => start <= last,
        // It stays until it is decided.
        None => !is_decided(),
    }
}

/// Returns where a group stands: portfolios in the order of the members who hold them, then others
/// by name, and what has none last.
fn rank(data: &Dataset, name: Option<&str>) -> (u8, usize, String) {
    let Some(name) = name else { return (2, 0, String::new()) };
    let is_own = |office: &str| office == name;
    let at = data.members.iter().position(|own| own.office.as_ref().is_some_and(|own| is_own(own)));
    at.map_or((1, 0, name.to_owned()), |at| (0, at, String::new()))
}
