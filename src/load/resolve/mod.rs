//! Checks that tables belong together: names that are used exist, names that are given are unique,
//! and what one row says does not contradict another.
//!
//! What fails is reported, and the document that would show it is refused through
//! [`Dataset::lose`]; the rest stays.

mod exempt;
mod indicators;
mod minutes;
mod performance;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::figures;
use crate::model::access;
use crate::model::body::Body;
use crate::model::council::Nation;
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::{AgendaLine, LineKind, Meeting, Part};
use crate::model::nearest::nearest;
use crate::model::paper_id;
use crate::model::paper_id::PaperId;
use crate::model::record::Located;
use crate::model::value::{Reference, Slug};

/// Checks the whole dataset, and orders its meetings by date.
pub(super) fn dataset(diags: &mut Diagnostics, data: &mut Dataset) {
    empty(diags, data);
    let duplicates = unique(
        diags,
        "body",
        |keep| data.bodies.retain(keep),
        |body: &Body| (body.id.to_string(), body.id.to_string(), &body.id.origin),
    );
    for (body, origin) in duplicates {
        data.lose("bodies", Some(body), &origin);
    }
    let duplicates = unique(
        diags,
        "meeting",
        |keep| data.meetings.retain(keep),
        |meeting: &Meeting| {
            (meeting.meeting.to_string(), meeting.meeting.to_string(), &meeting.meeting.origin)
        },
    );
    for (meeting, origin) in duplicates {
        data.lose("meetings", Some(meeting), &origin);
    }
    let issues_marked = data.issues.iter().filter(|issue| access::is_issue_marked(issue));
    let issues_marked: BTreeSet<String> =
        issues_marked.map(|issue| issue.r#ref.key().to_owned()).collect();
    let duplicates = unique(
        diags,
        "issue",
        |keep| data.issues.retain(keep),
        |issue: &Issue| {
            (issue.r#ref.key().to_owned(), issue.r#ref.written().to_owned(), &issue.r#ref.origin)
        },
    );
    for (issue, origin) in duplicates {
        data.lose("issues", None, &origin);
        // It may be the row that was dropped that says that the issue is private.
        let kept = data.issues.iter().find(|other| other.r#ref.key() == issue);
        let kept = kept.filter(|_| issues_marked.contains(&issue));
        if let Some(origin) = kept.map(|issue| issue.origin.clone()) {
            data.withhold("issues", None, &origin);
        }
    }
    let decisions_marked =
        data.decisions.iter().filter(|decision| access::is_decision_marked(decision));
    let decisions_marked: BTreeSet<String> =
        decisions_marked.map(|decision| decision.r#ref.key().to_owned()).collect();
    let duplicates = unique(
        diags,
        "decision",
        |keep| data.decisions.retain(keep),
        |decision: &Decision| {
            (
                decision.r#ref.key().to_owned(),
                decision.r#ref.written().to_owned(),
                &decision.r#ref.origin,
            )
        },
    );
    for (decision, origin) in duplicates {
        data.lose("decisions", None, &origin);
        let kept = data.decisions.iter().find(|other| other.r#ref.key() == decision);
        let kept = kept.filter(|_| decisions_marked.contains(&decision));
        if let Some(origin) = kept.map(|decision| decision.origin.clone()) {
            data.withhold("decisions", None, &origin);
        }
    }
    data.meetings.sort_by_key(|meeting| {
        (meeting.date.value, meeting.time.as_ref().map(|time| time.0), meeting.meeting.to_string())
    });
    bodies(diags, data);
    agendas(diags, data);
    papers(diags, data);
    issues(diags, data);
    exempt::check(diags, data);
    minutes::check(diags, data);
    indicators::check(diags, data);
    performance::check(diags, data);
    figures::reconcile(diags, data);
}

/// Reports tables without rows. Where other tables name its rows the table is lost, so that this is
/// reported once and not for every name.
fn empty(diags: &mut Diagnostics, data: &mut Dataset) {
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
            diags.push(
                Diagnostic::new(Code::FileNoRows, message)
                    .at(&origin)
                    .hint("copy the rows again; what is below the column names may be missing"),
            );
            data.lose(table, None, &origin);
        } else {
            diags.push(
                Diagnostic::new(Code::FileEmptyTable, format!("the table `{table}` has no rows"))
                    .at(&origin)
                    .hint("add a row for each record, or remove the file"),
            );
        }
    }
}

/// Keeps the first of rows with one name; reports the others, since nobody knows which of them is right,
/// and returns what was compared and their places. `name` gives what is compared, what is printed, and
/// the place.
fn unique<T>(
    diags: &mut Diagnostics,
    what: &str,
    retain: impl FnOnce(&mut dyn FnMut(&T) -> bool),
    name: impl Fn(&T) -> (String, String, &Origin),
) -> Vec<(String, Origin)> {
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    let mut duplicates = Vec::new();
    retain(&mut |row| {
        let (key, name, origin) = name(row);
        match seen.get(&key) {
            Some(first) => {
                diags.push(
                    Diagnostic::new(
                        Code::DataDuplicate,
                        format!("the {what} `{name}` is given twice"),
                    )
                    .at(origin)
                    .label(first, "first given here")
                    .hint("remove one of the two rows, or give one another name"),
                );
                duplicates.push((key, origin.clone()));
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

/// The most names that a hint lists, where none is like the one that was written.
const MAX_LISTED: usize = 8;

/// Reports a name that is not in the data.
fn unknown<'a>(
    diags: &mut Diagnostics,
    what: &str,
    name: &str,
    origin: &Origin,
    known: impl Iterator<Item = &'a str>,
) {
    let known: Vec<&str> = known.collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => {
            "there are none in the data; check that no row is missing".to_owned()
        }
        None => {
            let listed: Vec<_> =
                known.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
            let more = if known.len() > MAX_LISTED { ", …" } else { "" };
            format!("correct it, or add it to its table; known: {}{more}", listed.join(", "))
        }
    };
    diags.push(
        Diagnostic::new(Code::DataUnknownReference, format!("there is no {what} `{name}`"))
            .at(origin)
            .hint(hint),
    );
}

fn bodies(diags: &mut Diagnostics, data: &mut Dataset) {
    let known: Vec<String> = data.bodies.iter().map(|body| body.id.to_string()).collect();
    // A body whose own row was refused is reported there, and not again wherever it is named.
    let lost: Vec<Option<String>> = data.unread("bodies").map(|lost| lost.key.clone()).collect();
    let is_lost = |id: &Located<Slug>| {
        lost.iter().any(|body| body.as_deref().is_none_or(|body| body == id.as_str()))
    };
    let mut check = |id: &Located<Slug>| {
        let is_known = known.iter().any(|known_id| known_id == id.as_str());
        if !is_known && !is_lost(id) {
            unknown(diags, "body", id.as_str(), &id.origin, known.iter().map(String::as_str));
        }
        is_known
    };
    let mut without_seat = Vec::new();
    data.members.retain(|member| {
        let is_known = check(&member.body);
        if !is_known && !is_lost(&member.body) {
            without_seat.push(member.origin.clone());
        }
        is_known
    });
    let mut without_body = Vec::new();
    for meeting in &data.meetings {
        // It stays, so that its documents are planned, and refused.
        if !check(&meeting.body) && !is_lost(&meeting.body) {
            without_body.push((meeting.meeting.to_string(), meeting.origin.clone()));
        }
    }
    data.work_programme.retain(|item| check(&item.body));
    // The seat may be on any of the bodies.
    for origin in without_seat {
        data.lose("members", None, &origin);
    }
    for (meeting, origin) in without_body {
        data.lose("meetings", Some(meeting), &origin);
    }
}

/// Returns whether the meeting exists, or reports that it doesn't (once where it was lost itself).
fn is_meeting(diags: &mut Diagnostics, data: &Dataset, meeting: &Located<Slug>) -> bool {
    let name = meeting.as_str();
    if data.meeting(name).is_some() {
        return true;
    }
    if data.lost_of("meetings", name).next().is_none() {
        let known = data.meetings.iter().map(|meeting| meeting.meeting.as_str());
        unknown(diags, "meeting", name, &meeting.origin, known);
    }
    false
}

fn agendas(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost: Vec<(String, Origin)> = Vec::new();
    let nation = exempt::nation(data);
    let agenda = std::mem::take(&mut *data.agenda);
    for (meeting, lines) in agenda {
        let Some(first) = lines.first() else { continue };
        if !is_meeting(diags, data, &first.meeting) {
            if data.has_lost("meetings", &meeting) {
                // They show that the meeting has an agenda, which is then refused.
                data.agenda.insert(meeting, lines);
            }
            continue;
        }
        let mut numbers: BTreeMap<String, Origin> = BTreeMap::new();
        for line in lines.iter() {
            let before = diags.errors();
            agenda_line(diags, nation, line);
            if let Some(number) = &line.number {
                let key = number.trim_end_matches('.').to_lowercase();
                if let Some(earlier) = numbers.insert(key, number.origin.clone()) {
                    let message =
                        format!("two lines of this agenda have the number `{}`", number.value);
                    diags.push(
                        Diagnostic::new(Code::DataDuplicate, message)
                            .at(&number.origin)
                            .label(&earlier, "first given here")
                            .hint("give each item a different number"),
                    );
                }
            }
            if let Some(issue) = &line.issue
                && data.issue(&issue.value).is_none()
                && data.lost_of("issues", "").next().is_none()
            {
                let known = data.issues.iter().map(|issue| issue.r#ref.written());
                unknown(diags, "issue", issue.written(), &issue.origin, known);
            }
            if diags.errors() > before {
                lost.push((meeting.clone(), line.origin.clone()));
            }
        }
        data.agenda.insert(meeting, lines);
    }
    for (meeting, origin) in lost {
        data.lose("agenda", Some(meeting), &origin);
    }
}

/// Checks what a line of each kind must have.
fn agenda_line(diags: &mut Diagnostics, nation: Option<Nation>, line: &AgendaLine) {
    let mut lacks = |column: &str, kind: &str| {
        diags.push(
            Diagnostic::new(
                Code::DataMissingValue,
                format!("`{column}` is empty; {kind} must have it"),
            )
            .at(&line.origin)
            .hint(format!("fill in `{column}`, or set `kind` to what the line is")),
        );
    };
    match line.kind() {
        LineKind::Item => {
            if line.number.is_none() {
                lacks("number", "a numbered item");
            }
            if line.title.is_none() {
                lacks("title", "a numbered item");
            }
        }
        LineKind::Heading | LineKind::TitleOnly => {
            if line.title.is_none() {
                lacks("title", "a heading");
            }
        }
        LineKind::Comment => {
            if line.text.is_none() && line.title.is_none() {
                lacks("text", "a comment");
            }
        }
    }
    if line.part() == Part::Two
        && line.kind() == LineKind::Item
        && line.exempt_paragraphs.is_empty()
        && line.confidential.as_ref().is_none_or(|flag| !flag.0)
    {
        diags.push(
            Diagnostic::new(
                Code::AccessNoParagraph,
                "a part II item must say by which paragraph it is exempt",
            )
            .at(line.part.as_ref().map_or(&line.origin, |part| &part.origin))
            .hint("fill in `exempt-paragraphs` with numbers from 1 to 7 (in Wales 12 to 18)")
            .law("Local Government Act 1972, s. 100A(4) and (5), Schedule 12A"),
        );
    }
    exempt::paragraphs(diags, nation, &line.exempt_paragraphs);
    // A part II item without a paragraph was reported above.
    if line.part() == Part::One || !line.exempt_paragraphs.is_empty() {
        exempt::reason(diags, &line.exempt_paragraphs, line.exempt_reason.is_some(), &line.origin);
    }
}

fn papers(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost = Vec::new();
    let nation = exempt::nation(data);
    let papers = std::mem::take(&mut data.papers);
    for (meeting, papers) in papers {
        let Some(first) = papers.first() else { continue };
        if !is_meeting(diags, data, &first.meeting) {
            continue;
        }
        let mut ids: BTreeMap<&PaperId, &Origin> = BTreeMap::new();
        for paper in &papers {
            if let Some(id) = &paper.id {
                let first = *ids.entry(&id.value).or_insert(&id.origin);
                if *first != id.origin {
                    diags.push(
                        Diagnostic::new(
                            Code::DataDuplicate,
                            format!("two papers of `{meeting}` have the id `{id}`"),
                        )
                        .at(&id.origin)
                        .label(first, "first given here")
                        .hint("give each paper of a meeting a different id, or leave `id` empty"),
                    );
                    lost.push((meeting.clone(), paper.origin.clone()));
                }
            }
            if data.item(&meeting, &paper.number).is_none()
                && data.lost_of("agenda", &meeting).next().is_none()
            {
                let known: Vec<&str> = data
                    .agenda_of(&meeting)
                    .iter()
                    .filter_map(|line| line.number.as_ref().map(|number| number.value.as_str()))
                    .collect();
                let what = format!("item on the agenda of `{meeting}` with the number");
                unknown(diags, &what, &paper.number, &paper.number.origin, known.into_iter());
                lost.push((meeting.clone(), paper.origin.clone()));
            }
            if let Some(name) = &paper.supersedes
                && !papers.iter().any(|other| paper_id::may_name(name, other))
            {
                let known = papers.iter().filter_map(|other| other.title.known());
                let known = known.map(|title| title.value.as_str());
                unknown(
                    diags,
                    "paper of this meeting with the id or title",
                    name,
                    &name.origin,
                    known,
                );
            }
            let before = diags.errors();
            exempt::paragraphs(diags, nation, &paper.exempt_paragraphs);
            if diags.errors() > before {
                lost.push((meeting.clone(), paper.origin.clone()));
            }
            let has_reason = paper.exempt_reason.is_some();
            exempt::reason(diags, &paper.exempt_paragraphs, has_reason, &paper.origin);
        }
        data.papers.insert(meeting, papers);
    }
    for (meeting, origin) in lost {
        data.lose("documents", Some(meeting), &origin);
    }
}

fn issues(diags: &mut Diagnostics, data: &Dataset) {
    for decision in &data.decisions {
        if let Some(issue) = &decision.issue
            && data.issue(&issue.value).is_none()
            && data.lost_of("issues", "").next().is_none()
        {
            let known = data.issues.iter().map(|issue| issue.r#ref.written());
            unknown(diags, "issue", issue.written(), &issue.origin, known);
        }
        if let Some(meeting) = &decision.meeting {
            is_meeting(diags, data, meeting);
        }
    }
    for follow_up in &data.follow_ups {
        is_meeting(diags, data, &follow_up.meeting);
    }
    for issue in &data.issues {
        let Some(follows) = &issue.follows else { continue };
        if data.issue(follows).is_none() {
            let known = data.issues.iter().map(|issue| issue.r#ref.written());
            unknown(diags, "issue", follows.written(), &follows.origin, known);
            continue;
        }
        // A circle is reported once, at its smallest member.
        let mut path: Vec<&Reference> = vec![&issue.r#ref];
        let mut next: Option<&Reference> = Some(follows);
        while let Some(reference) = next.filter(|reference| !path.contains(reference)) {
            path.push(reference);
            next = data.issue(reference).and_then(|issue| issue.follows.as_deref());
        }
        if next == Some(&*issue.r#ref) && path.iter().min() == Some(&&*issue.r#ref) {
            let issues = path.iter().filter_map(|reference| data.issue(reference));
            let names: Vec<&str> = issues.map(|issue| issue.r#ref.written()).collect();
            let message = format!("issues follow each other in a circle: {}", names.join(" → "));
            diags.push(
                Diagnostic::new(Code::DataCircle, message)
                    .at(&follows.origin)
                    .hint("empty `follows` of the issue that came first"),
            );
        }
    }
}
