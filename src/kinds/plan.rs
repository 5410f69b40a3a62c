//! The forward plan: what is to be decided from a month on, as it was known then (domain notes §3.7).
//!
//! A plan belongs to each month from the first in which an entry was published to the last. It has
//! the entries published by the end of the month that were due in it or later.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView};
use super::entry::{self, EntryView};
use super::makers::MakerView;
use super::subject::end_of_month;
use super::{Kind, Subject};
use crate::diag::Diagnostic;
use crate::merge::{Amount, Markup};
use crate::model::access::PublicDataset;
use crate::model::council::PlanGroups;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::value::names::is_same;

/// The forward plan of a month.
pub(super) struct ForwardPlan;

/// The forward plan of a month.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The first day of the plan's month, as an ISO date such as `2026-01-01`, for the `date`
    /// helper.
    month: String,
    /// The day in the month on which its newest entry was published, else the first of the month,
    /// as an ISO date such as `2026-01-13`, for the `date` helper.
    published: Option<String>,
    /// The spending or saving from which a decision is key, such as `£500,000`. Absent
    /// where the council sets none.
    threshold: Option<Amount>,
    /// The council's words for the end of the explanatory note. Absent where it has none.
    note: Option<Markup>,
    /// Where copies of documents can be had, from `forward-plan.copies-from` in the council's
    /// settings. Absent where that is the council's address.
    copies_from: Option<String>,
    /// The council's general contact. Absent where the data name none.
    contact: Option<ContactView>,
    /// Whether any of the entries names an officer to ask.
    has_officers: bool,
    /// Whether each of them does.
    has_officer_of_each: bool,
    /// The name of the proper officer, in whose name it is published. Absent where the council's
    /// data name none.
    officer: Option<String>,
    /// That officer's post, such as `Chief Executive`. Absent where `officer` is.
    officer_title: Option<String>,
    /// Whether any of the business is to be taken in private, in whole or in part.
    has_private: bool,
    /// Whether entries are grouped by the council's priorities; otherwise they are grouped by
    /// portfolio.
    by_priority: bool,
    /// Whether any of the entries has a reference.
    has_references: bool,
    /// How many entries the plan has.
    count: usize,
    /// The bodies that are to decide, each once with its members, in alphabetical order.
    bodies: Vec<MakerView>,
    /// The groups of entries: portfolios in the order of the members who hold them, priorities in the order of
    /// `priorities`, else of the latest `report` of performance, others by name, and entries without one last.
    groups: Vec<GroupView>,
}

/// A group of entries.
#[derive(Serialize, JsonSchema)]
pub(super) struct GroupView {
    /// The portfolio or the priority. Absent for entries that have none.
    name: Option<String>,
    /// Its entries, in the order of the days from which they are due; those with no day come last.
    entries: Vec<PlannedView>,
}

/// An entry of the forward plan, and what this month's plan says of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlannedView {
    /// The entry itself.
    entry: EntryView,
    /// Where the issue stands, such as `For determination`, as written in the data. Absent where nothing is given.
    status: Option<String>,
    /// Whether its notice was first published in the plan's month.
    is_new: bool,
    /// Whether it is due by the end of the plan's month.
    is_due_now: bool,
}

/// Returns the references of the issues in a month's plan, as they are written.
pub(super) fn planned(data: &PublicDataset, subject: &Subject) -> Vec<String> {
    let Some(days) = subject.days() else { return Vec::new() };
    let issues = data.issues.iter().filter(|issue| is_planned(data, issue, days));
    issues.map(|issue| issue.r#ref.written().to_owned()).collect()
}

impl Kind for ForwardPlan {
    const NAME: &'static str = "forward-plan";
    const SUMMARY: &'static str = "what is to be decided from a given month on, and by whom";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "members", "officers", "meetings", "issues", "decisions"];
    const SPANS_MEETINGS: bool = true;
    const TELLS: &'static [&'static str] = &["plan"];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let published: Vec<NaiveDate> = data
            .issues
            .iter()
            .filter_map(|issue| issue.first_published.as_ref())
            .map(|date| date.value)
            .collect();
        let (Some(first), Some(last)) = (published.iter().min(), published.iter().max()) else {
            return Vec::new();
        };
        let starts =
            std::iter::successors(first.with_day(1), |day| day.checked_add_months(Months::new(1)));
        let starts = starts.take_while(|day| day <= last);
        let subjects = starts.filter_map(|start| {
            let end = end_of_month(start);
            let newest = published.iter().filter(|day| start <= **day && **day <= end).max();
            let has_entries = data.issues.iter().any(|issue| is_planned(data, issue, (start, end)));
            let newest = *newest.unwrap_or(&start);
            has_entries.then_some(Subject::Month { first: start, newest })
        });
        subjects.collect()
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        let Some(days) = subject.days() else { return Vec::new() };
        let planned = data.issues.iter().filter(|issue| is_planned(data, issue, days));
        planned.filter_map(|issue| common::without_contact(data, issue)).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let (start, end) = subject.days()?;
        let council = data.council.as_ref()?;
        let settings = council.forward_plan.as_ref();
        let group_by =
            settings.and_then(|settings| settings.group_by.as_ref()).map(|group_by| group_by.value);
        let by_priority = group_by == Some(PlanGroups::Priority);
        let mut planned: Vec<&Issue> =
            data.issues.iter().filter(|issue| is_planned(data, issue, (start, end))).collect();
        planned.sort_by_key(|issue| {
            let due = issue.due.as_ref();
            let first = due.and_then(|due| due.first_day()).unwrap_or(NaiveDate::MAX);
            (first, due.and_then(|due| due.last_day()), issue.r#ref.key().to_owned())
        });
        let count = planned.len();
        let has_private = planned.iter().any(|issue| issue.is_private());
        let mut bodies = BTreeMap::new();
        let mut groups: Vec<GroupView> = Vec::new();
        for issue in planned {
            let mut entry = entry::view(data, issue);
            // Each body is listed once, with its members.
            for maker in entry.makers.iter_mut().filter(|maker| !maker.members.is_empty()) {
                let members = std::mem::take(&mut maker.members);
                let body = MakerView {
                    name: maker.name.clone(),
                    office: None,
                    is_body: true,
                    is_officer: false,
                    anchor: maker.anchor.clone(),
                    chair: maker.chair.clone(),
                    vice_chair: maker.vice_chair.clone(),
                    members,
                    shared_title: maker.shared_title.clone(),
                };
                bodies.entry(maker.name.clone()).or_insert(body);
            }
            let name = if by_priority { &entry.priority } else { &entry.portfolio }.clone();
            let is_new = issue
                .first_published
                .as_ref()
                .is_some_and(|date| start <= date.value && date.value <= end);
            let last = issue.due.as_ref().and_then(|due| due.last_day());
            let is_due_now = last.is_some_and(|last| last <= end);
            let planned = PlannedView {
                entry,
                status: common::string(issue.status.as_ref()),
                is_new,
                is_due_now,
            };
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.entries.push(planned),
                None => groups.push(GroupView { name, entries: vec![planned] }),
            }
        }
        groups.sort_by_key(|group| group_rank(data, by_priority, group.name.as_deref()));
        let officer = council.proper_officer.as_ref();
        let entries =
            || groups.iter().flat_map(|group| &group.entries).map(|planned| &planned.entry);
        Some(View {
            council: common::council(data)?,
            month: common::iso(start),
            published: subject.date().map(common::iso),
            threshold: council.key_decision_threshold.as_ref().map(|amount| amount.value.into()),
            note: common::markup(settings.and_then(|settings| settings.note.as_ref())),
            copies_from: common::string(
                settings.and_then(|settings| settings.copies_from.as_ref()),
            ),
            contact: common::council_contact(data),
            has_officers: entries().any(|entry| entry.has_contact()),
            has_officer_of_each: entries().all(|entry| entry.has_contact()),
            officer: officer.map(|officer| officer.name.to_string()),
            officer_title: officer.map(|officer| officer.title.to_string()),
            has_private,
            by_priority,
            has_references: entries().any(|entry| entry.reference.is_some()),
            count,
            bodies: bodies.into_values().collect(),
            groups,
        })
    }
}

/// Returns whether an issue is in the plan of the month with this first and last day.
fn is_planned(data: &Dataset, issue: &Issue, (start, end): (NaiveDate, NaiveDate)) -> bool {
    if issue.first_published.as_ref().is_none_or(|date| date.value > end) {
        return false;
    }
    let last = issue.due.as_ref().and_then(|due| due.last_day());
    let is_decided = || {
        let mut taken = data.decisions_on(&issue.r#ref);
        taken.any(|decision| data.day_of(decision).is_some_and(|date| date < start))
    };
    match last {
        Some(last) => start <= last,
        // An entry without a date stays until it is decided.
        None => !is_decided(),
    }
}

/// Returns the council's priorities in its order: those of its strategies, else those of the latest quarter.
fn priorities(data: &Dataset) -> Vec<&str> {
    let strategies = data.strategies.priorities.iter().map(|row| row.strategy.value.as_str());
    let mut seen: Vec<&str> = Vec::new();
    for strategy in strategies {
        if !seen.contains(&strategy) {
            seen.push(strategy);
        }
    }
    let of_strategies =
        seen.into_iter().flat_map(|strategy| data.strategies.priorities_of(strategy));
    let of_strategies = of_strategies.map(|row| row.priority.value.as_str());
    let cards = data.performance.values().rev().filter_map(|tables| tables.card.as_ref());
    let of_cards = cards.flat_map(|card| &card.priorities).map(|name| name.value.as_str());
    of_strategies.chain(of_cards).collect()
}

/// Returns the sort key of a group: portfolios in the order of the members who hold them, priorities in the council's
/// order, then others by name, then entries without one.
fn group_rank(data: &Dataset, by_priority: bool, name: Option<&str>) -> (u8, usize, String) {
    let Some(name) = name else { return (2, 0, String::new()) };
    if by_priority {
        let at = priorities(data).iter().position(|priority| is_same(priority, name));
        return at.map_or((1, 0, name.to_owned()), |at| (0, at, String::new()));
    }
    let is_held = |office: &str| office == name;
    let at = data
        .members
        .iter()
        .position(|member| member.office.as_ref().is_some_and(|office| is_held(office)));
    at.map_or((1, 0, name.to_owned()), |at| (0, at, String::new()))
}
