//! Links tables: of rows with one name the first is kept, rows of bodies and meetings that are not in the data
//! are dropped, and meetings and indicators are put in order; issues and decisions without a reference are named
//! (`identity`), agendas get the standing items of their bodies (`standing`), and minutes numbered by minute their items
//! (`minute_numbers`). No other step changes records.
//!
//! What is dropped is reported, and is lost to the records as what could not be read is.

use std::collections::{BTreeMap, BTreeSet};

use super::references::{is_meeting, unknown};
use super::{Blocks, Findings, identity, minute_numbers, standing};
use crate::diag::{Code, Diagnostic, Origin, noun};
use crate::model::access;
use crate::model::body::Body;
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::Meeting;
use crate::model::performance::Indicator;
use crate::model::record::Located;
use crate::model::value::{Reference, Slug};

/// Links the whole dataset.
pub(super) fn link(found: &mut Findings, data: &mut Dataset) {
    empty(found, data);
    bodies_and_meetings(found, data);
    identity::identify(found, data);
    issues(found, data);
    decisions(found, data);
    periods(found, data);
    rows_of_bodies(found, data);
    rows_of_meetings(found, data);
    standing::add(found, data);
    minute_numbers::find_items(found, data);
}

/// Reports tables without rows. Where other tables name its rows the table is lost, so that this is
/// reported once and not for every name.
fn empty(found: &mut Findings, data: &mut Dataset) {
    let mut empty: BTreeMap<String, Vec<(&str, Origin)>> = BTreeMap::new();
    for (table, origin) in std::mem::take(&mut data.empty) {
        let is_named = match table {
            "bodies" => {
                !data.members.is_empty()
                    || !data.meetings.is_empty()
                    || !data.work_programme.is_empty()
            }
            "meetings" => {
                !data.agenda.is_empty()
                    || !data.papers.is_empty()
                    || !data.minutes.is_empty()
                    || !data.follow_ups.is_empty()
                    || data.decisions.iter().any(|decision| decision.meeting.is_some())
            }
            "agenda" => !data.papers.is_empty() || !data.minutes.is_empty(),
            "issues" => {
                data.agenda.values().any(|lines| lines.iter().any(|line| line.issue.is_some()))
                    || data.decisions.iter().any(|decision| decision.issue.is_some())
            }
            _ => false,
        };
        if is_named {
            let message =
                format!("the table `{table}` has no rows, yet other tables name some of its rows");
            let diagnostic = Diagnostic::new(Code::FileNoRows, message)
                .at(&origin)
                .hint("copy the rows again; what is below the column names may be missing");
            found.push(diagnostic, Blocks::all(table));
            data.lose(table, None, &origin);
        } else {
            empty.entry(origin.to_string()).or_default().push((table, origin));
        }
    }
    // The sheets of one workbook in one message.
    for tables in empty.into_values() {
        let Some((_, origin)) = tables.first() else { continue };
        let names: Vec<String> = tables.iter().map(|(table, _)| format!("`{table}`")).collect();
        let message = format!(
            "the {} {} {} no rows",
            noun(names.len(), "table", "tables"),
            names.join(", "),
            noun(names.len(), "has", "have")
        );
        let diagnostic = Diagnostic::new(Code::FileEmptyTable, message)
            .at(origin)
            .hint("add a row for each record, or remove the file or sheet");
        found.push(diagnostic, None);
    }
}

/// A row that is dropped, because one above has its name.
struct Duplicate {
    /// What was compared.
    key: String,
    /// The place of the name.
    origin: Origin,
    diagnostic: Diagnostic,
}

/// Keeps the first of rows with one name, and returns the others, since nobody knows which of them is right.
/// `name` gives what is compared, what is printed, and the place.
fn unique<T>(
    what: &str,
    retain: impl FnOnce(&mut dyn FnMut(&T) -> bool),
    name: impl Fn(&T) -> (String, String, &Origin),
) -> Vec<Duplicate> {
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    let mut duplicates = Vec::new();
    retain(&mut |row| {
        let (key, name, origin) = name(row);
        match seen.get(&key) {
            Some(first) => {
                let message = format!("the {what} `{name}` is given twice");
                let diagnostic = Diagnostic::new(Code::DataDuplicate, message)
                    .at(origin)
                    .label(first, "first given here")
                    .hint("remove one of the two rows, or give one another name");
                duplicates.push(Duplicate { key, origin: origin.clone(), diagnostic });
                false
            }
            None => {
                seen.insert(key, origin.clone());
                true
            }
        }
    });
    duplicates
}

fn bodies_and_meetings(found: &mut Findings, data: &mut Dataset) {
    let duplicates = unique(
        "body",
        |keep| data.bodies.retain(keep),
        |body: &Body| (body.id.to_string(), body.id.to_string(), &body.id.origin),
    );
    for Duplicate { key, origin, diagnostic } in duplicates {
        found.push(diagnostic, Blocks::of("bodies", &*key));
        data.lose("bodies", Some(key), &origin);
    }
    let duplicates = unique(
        "meeting",
        |keep| data.meetings.retain(keep),
        |meeting: &Meeting| {
            (meeting.meeting.to_string(), meeting.meeting.to_string(), &meeting.meeting.origin)
        },
    );
    for Duplicate { key, origin, diagnostic } in duplicates {
        found.push(diagnostic, Blocks::of("meetings", &*key));
        data.lose("meetings", Some(key), &origin);
    }
    data.meetings.sort_by_key(|meeting| {
        (meeting.date.value, meeting.time.as_ref().map(|time| time.0), meeting.meeting.to_string())
    });
}

fn issues(found: &mut Findings, data: &mut Dataset) {
    let marked = data.issues.iter().filter(|issue| access::is_issue_marked(issue));
    let marked: BTreeSet<String> = marked.map(|issue| issue.r#ref.key().to_owned()).collect();
    let duplicates =
        unique("issue", |keep| data.issues.retain(keep), |issue: &Issue| names_of(&issue.r#ref));
    for Duplicate { key, origin, diagnostic } in duplicates {
        let kept = data.issues.iter().find(|other| other.r#ref.key() == key);
        let has_reference = kept.is_none_or(|issue| issue.r#ref.reference().is_some());
        let diagnostic = if has_reference {
            diagnostic
        } else {
            diagnostic.hint("issues without a reference need titles of their own; or fill in `ref`")
        };
        found.push(diagnostic, Blocks::all("issues"));
        data.lose("issues", None, &origin);
        // It may be the row that was dropped that says that the issue is private.
        let kept = data.issues.iter().find(|other| other.r#ref.key() == key);
        let kept = kept.filter(|_| marked.contains(&key));
        if let Some(origin) = kept.map(|issue| issue.origin.clone()) {
            data.withhold("issues", None, &origin);
        }
    }
}

fn decisions(found: &mut Findings, data: &mut Dataset) {
    let marked = data.decisions.iter().filter(|decision| access::is_decision_marked(decision));
    let marked: BTreeSet<String> = marked.map(|decision| decision.r#ref.key().to_owned()).collect();
    let duplicates = unique(
        "decision",
        |keep| data.decisions.retain(keep),
        |decision: &Decision| names_of(&decision.r#ref),
    );
    for Duplicate { key, origin, diagnostic } in duplicates {
        let kept = data.decisions.iter().find(|other| other.r#ref.key() == key);
        let has_reference = kept.is_none_or(|decision| decision.r#ref.reference().is_some());
        let diagnostic = if has_reference {
            diagnostic
        } else {
            diagnostic.hint(
                "decisions of a meeting or day without references need titles of their own; or fill in `ref`",
            )
        };
        found.push(diagnostic, Blocks::all("decisions"));
        data.lose("decisions", None, &origin);
        let kept = data.decisions.iter().find(|other| other.r#ref.key() == key);
        let kept = kept.filter(|_| marked.contains(&key));
        if let Some(origin) = kept.map(|decision| decision.origin.clone()) {
            data.withhold("decisions", None, &origin);
        }
    }
}

/// Returns what is compared of a reference, what is printed, and the place.
fn names_of(reference: &Located<Reference>) -> (String, String, &Origin) {
    (reference.key().to_owned(), reference.written().to_owned(), &reference.origin)
}

fn periods(found: &mut Findings, data: &mut Dataset) {
    let mut lost: Vec<(&'static str, String, Duplicate)> = Vec::new();
    for (period, tables) in &mut data.performance {
        let mut lose = |table: &'static str, duplicates: Vec<Duplicate>| {
            lost.extend(duplicates.into_iter().map(|row| (table, period.key(), row)));
        };
        let duplicates = unique(
            "indicator",
            |keep| tables.indicators.retain(keep),
            |indicator: &Indicator| {
                let number = &indicator.number;
                (number.to_string(), number.to_string(), &number.origin)
            },
        );
        lose("indicators", duplicates);
        tables.indicators.sort_by_key(|indicator| indicator.number.value);
        lose("savings", unique_references("saving", &mut tables.savings, |saving| &saving.r#ref));
        lose("capital", unique_references("scheme", &mut tables.capital, |scheme| &scheme.r#ref));
        lose("risks", unique_references("risk", &mut tables.risks, |risk| &risk.r#ref));
        let commitments = &mut tables.commitments;
        lose("commitments", unique_references("commitment", commitments, |row| &row.r#ref));
    }
    for (table, period, Duplicate { origin, diagnostic, .. }) in lost {
        found.push(diagnostic, Blocks::of(table, &*period));
        data.lose(table, Some(period), &origin);
    }
}

/// Keeps the first of rows with one reference, and returns the others.
fn unique_references<T>(
    what: &str,
    rows: &mut Vec<T>,
    reference_of: fn(&T) -> &Located<Reference>,
) -> Vec<Duplicate> {
    unique(what, |keep| rows.retain(keep), |row| names_of(reference_of(row)))
}

/// Drops seats on bodies that are not in the data, and items of their work programmes.
fn rows_of_bodies(found: &mut Findings, data: &mut Dataset) {
    let known: Vec<String> = data.bodies.iter().map(|body| body.id.to_string()).collect();
    // A body whose own row was refused is reported there, and not again wherever it is named.
    let lost: Vec<Option<String>> = data.unread("bodies").map(|lost| lost.key.clone()).collect();
    let is_lost = |id: &Located<Slug>| {
        lost.iter().any(|body| body.as_deref().is_none_or(|body| body == id.as_str()))
    };
    let is_known = |id: &Located<Slug>| known.iter().any(|known_id| known_id == id.as_str());
    let mut report = |id: &Located<Slug>, blocks: Option<Blocks>| {
        if !is_known(id) && !is_lost(id) {
            let names = known.iter().map(String::as_str);
            found.push(unknown("body", id.as_str(), &id.origin, names), blocks);
        }
        is_known(id)
    };
    let mut without_seat = Vec::new();
    data.members.retain(|member| {
        // The seat may be on any of the bodies.
        let is_kept = report(&member.body, Some(Blocks::all("members")));
        if !is_kept && !is_lost(&member.body) {
            without_seat.push(member.origin.clone());
        }
        is_kept
    });
    for meeting in &data.meetings {
        // It stays, so that its documents are planned, and refused.
        report(&meeting.body, Some(Blocks::of("meetings", meeting.meeting.as_str())));
    }
    data.work_programme.retain(|item| report(&item.body, None));
    for origin in without_seat {
        data.lose("members", None, &origin);
    }
}

/// Drops agendas and papers of meetings that are not in the data.
fn rows_of_meetings(found: &mut Findings, data: &mut Dataset) {
    let agenda = std::mem::take(&mut *data.agenda);
    for (meeting, lines) in agenda {
        let Some(first) = lines.first() else { continue };
        // Agendas show that a meeting that was lost has one, which is then refused.
        if is_meeting(found, data, &first.meeting, Vec::new())
            || data.has_lost("meetings", &meeting)
        {
            data.agenda.insert(meeting, lines);
        }
    }
    let papers = std::mem::take(&mut data.papers);
    for (meeting, papers) in papers {
        let Some(first) = papers.first() else { continue };
        if is_meeting(found, data, &first.meeting, Vec::new()) {
            data.papers.insert(meeting, papers);
        }
    }
}
