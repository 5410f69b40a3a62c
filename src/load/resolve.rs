//! Checks that tables belong together: names that are used exist, names that are given are unique,
//! and what one row says does not contradict another.
//!
//! What fails here is reported and the document that would show it is refused through
//! [`Dataset::lose`]; the rest stands.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::model::body::Role;
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, LineKind, Part, Status};
use crate::model::minutes::{MinuteBook, Motion, Paragraph, Tally, Vote};
use crate::model::performance::{Polarity, Unit};
use crate::model::record::{Located, nearest};
use crate::model::value::{MeasureUnit, Reading, Slug, names};

/// Checks the whole dataset, and orders its meetings by date.
pub(super) fn dataset(diags: &mut Diagnostics, data: &mut Dataset) {
    let twice = unique(diags, &mut data.bodies, "body", |body| {
        (body.id.to_string(), body.id.to_string(), &body.id.origin)
    });
    for (body, origin) in twice {
        data.lose("bodies", Some(body), &origin);
    }
    let twice = unique(diags, &mut data.meetings, "meeting", |meeting| {
        (meeting.meeting.to_string(), meeting.meeting.to_string(), &meeting.meeting.origin)
    });
    for (meeting, origin) in twice {
        data.lose("meetings", Some(meeting), &origin);
    }
    let twice = unique(diags, &mut data.issues, "issue", |issue| {
        (issue.r#ref.key().to_owned(), issue.r#ref.written().to_owned(), &issue.r#ref.origin)
    });
    for (_, origin) in twice {
        data.lose("issues", None, &origin);
    }
    let twice = unique(diags, &mut data.decisions, "decision", |decision| {
        (
            decision.r#ref.key().to_owned(),
            decision.r#ref.written().to_owned(),
            &decision.r#ref.origin,
        )
    });
    for (_, origin) in twice {
        data.lose("decisions", None, &origin);
    }
    data.meetings.sort_by(|a, b| {
        let key = |meeting: &crate::model::meeting::Meeting| {
            (
                meeting.date.value,
                meeting.time.as_ref().map(|time| time.0),
                meeting.meeting.to_string(),
            )
        };
        key(a).cmp(&key(b))
    });
    bodies(diags, data);
    agendas(diags, data);
    papers(diags, data);
    issues(diags, data);
    minutes(diags, data);
    indicators(diags, data);
}

/// Keeps the first of rows with one name; reports and returns the others, since nobody knows which
/// of them is right. `name` gives what is compared, what is printed, and the place.
fn unique<T>(
    diags: &mut Diagnostics,
    rows: &mut Vec<T>,
    what: &str,
    name: impl Fn(&T) -> (String, String, &Origin),
) -> Vec<(String, Origin)> {
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    let mut twice = Vec::new();
    rows.retain(|row| {
        let (key, name, origin) = name(row);
        match seen.get(&key) {
            Some(first) => {
                diags.push(
                    Diagnostic::error(
                        "data/duplicate",
                        format!("the {what} `{name}` is given twice"),
                    )
                    .at(origin)
                    .label(first, "first given here")
                    .hint("remove one of the two rows, or give one another name"),
                );
                twice.push((name, origin.clone()));
                false
            }
            None => {
                seen.insert(key, origin.clone());
                true
            }
        }
    });
    twice
}

/// Names that a hint lists, where none is like the one that was written.
const LISTED: usize = 8;

/// Reports a name that nothing has.
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
                known.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
            let more = if known.len() > LISTED { ", …" } else { "" };
            format!("correct it, or add it there; known: {}{more}", listed.join(", "))
        }
    };
    diags.push(
        Diagnostic::error("data/unknown-reference", format!("there is no {what} `{name}`"))
            .at(origin)
            .hint(hint),
    );
}

fn bodies(diags: &mut Diagnostics, data: &mut Dataset) {
    let known: Vec<String> = data.bodies.iter().map(|body| body.id.to_string()).collect();
    // A body whose own row was refused is reported there, and not again wherever it is named.
    let lost = data.lost.iter().filter(|lost| lost.table == "bodies");
    let lost: Vec<Option<String>> = lost.map(|lost| lost.key.clone()).collect();
    let is_lost = |id: &Located<Slug>| {
        lost.iter().any(|body| body.as_deref().is_none_or(|body| body == id.as_str()))
    };
    let mut check = |id: &Located<Slug>| {
        let is_known = known.iter().any(|own| own == id.as_str());
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
    data.meetings.retain(|meeting| {
        let is_known = check(&meeting.body);
        if !is_known {
            without_body.push((meeting.meeting.to_string(), meeting.origin.clone()));
        }
        is_known
    });
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
    let agenda = std::mem::take(&mut data.agenda);
    for (meeting, mut lines) in agenda {
        let Some(first) = lines.first() else { continue };
        if !is_meeting(diags, data, &first.meeting) {
            continue;
        }
        let mut numbers: BTreeMap<String, Origin> = BTreeMap::new();
        for line in &lines {
            let before = diags.count(crate::diag::Severity::Error);
            agenda_line(diags, line);
            if let Some(number) = &line.number {
                let key = number.trim_end_matches('.').to_lowercase();
                if let Some(earlier) = numbers.insert(key, number.origin.clone()) {
                    let message =
                        format!("two lines of this agenda have the number `{}`", number.value);
                    diags.push(
                        Diagnostic::error("data/duplicate", message)
                            .at(&number.origin)
                            .label(&earlier, "first given here")
                            .hint("give each item a number of its own"),
                    );
                }
            }
            if let Some(issue) = &line.issue
                && data.issues.iter().all(|own| own.r#ref.value != issue.value)
                && data.lost_of("issues", "").next().is_none()
            {
                let known = data.issues.iter().map(|issue| issue.r#ref.written());
                unknown(diags, "issue", issue.written(), &issue.origin, known);
            }
            if diags.count(crate::diag::Severity::Error) > before {
                lost.push((meeting.clone(), line.origin.clone()));
            }
        }
        lines.shrink_to_fit();
        data.agenda.insert(meeting, lines);
    }
    for (meeting, origin) in lost {
        data.lose("agenda", Some(meeting), &origin);
    }
}

/// Checks what a line of each kind must have.
fn agenda_line(diags: &mut Diagnostics, line: &AgendaLine) {
    let mut lacks = |column: &str, kind: &str| {
        diags.push(
            Diagnostic::error(
                "data/missing-value",
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
    {
        diags.push(
            Diagnostic::error(
                "access/no-paragraph",
                "a part II item must say by which paragraph it is exempt",
            )
            .at(line.part.as_ref().map_or(&line.origin, |part| &part.origin))
            .hint("fill in `exempt-paragraphs` with numbers from 1 to 7")
            .law("Local Government Act 1972, s. 100A(4) and (5), Schedule 12A"),
        );
    }
    exempt_paragraphs(diags, &line.exempt_paragraphs, line.exempt_reason.is_some(), &line.origin);
}

/// Checks the paragraphs by which something is exempt.
fn exempt_paragraphs(
    diags: &mut Diagnostics,
    paragraphs: &[Located<u32>],
    has_reason: bool,
    origin: &Origin,
) {
    for paragraph in paragraphs {
        // England has 1 to 7, Wales 12 to 18, Scotland's Schedule 7A 1 to 15.
        if !(1..=18).contains(&paragraph.value) {
            let message = format!("Schedule 12A has no paragraph `{}`", paragraph.value);
            diags.push(
                Diagnostic::error("access/unknown-paragraph", message)
                    .at(&paragraph.origin)
                    .hint("paragraphs are 1 to 7 in England and 12 to 18 in Wales")
                    .law("Local Government Act 1972, Schedule 12A"),
            );
        }
    }
    if !paragraphs.is_empty() && !has_reason {
        diags.push(
            Diagnostic::warning("access/no-reason", "exempt, but `exempt-reason` is empty")
                .at(origin)
                .hint("say why the public interest in keeping it exempt outweighs that in disclosing it")
                .law("Local Government Act 1972, Schedule 12A, paragraph 10"),
        );
    }
}

fn papers(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost = Vec::new();
    let papers = std::mem::take(&mut data.papers);
    for (meeting, papers) in papers {
        let Some(first) = papers.first() else { continue };
        if !is_meeting(diags, data, &first.meeting) {
            continue;
        }
        for paper in &papers {
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
            exempt_paragraphs(
                diags,
                &paper.exempt_paragraphs,
                paper.exempt_reason.is_some(),
                &paper.origin,
            );
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
            && data.issues.iter().all(|own| own.r#ref.value != issue.value)
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
    let by_key: BTreeMap<&str, &crate::model::issue::Issue> =
        data.issues.iter().map(|issue| (issue.r#ref.key(), issue)).collect();
    for issue in &data.issues {
        let Some(follows) = &issue.follows else { continue };
        if !by_key.contains_key(follows.key()) {
            let known = data.issues.iter().map(|issue| issue.r#ref.written());
            unknown(diags, "issue", follows.written(), &follows.origin, known);
            continue;
        }
        // A circle is reported once, at its smallest member.
        let mut path = vec![issue.r#ref.key()];
        let mut next = Some(follows.key());
        while let Some(key) = next.filter(|key| !path.contains(key)) {
            path.push(key);
            next = by_key.get(key).and_then(|issue| issue.follows.as_ref()).map(|own| own.key());
        }
        if next == Some(issue.r#ref.key()) && path.iter().min() == Some(&issue.r#ref.key()) {
            let names: Vec<&str> = path
                .iter()
                .filter_map(|key| by_key.get(key))
                .map(|issue| issue.r#ref.written())
                .collect();
            let message = format!("issues follow each other in a circle: {}", names.join(" → "));
            diags.push(
                Diagnostic::error("data/circle", message)
                    .at(&follows.origin)
                    .hint("empty `follows` of the issue that came first"),
            );
        }
    }
}

fn minutes(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost = Vec::new();
    for (name, book) in &data.minutes {
        let before = diags.count(crate::diag::Severity::Error);
        match data.meeting(name) {
            None if data.lost_of("meetings", name).next().is_none() => {
                let origin = book.meeting.as_ref().map_or(&book.origin, |meeting| &meeting.origin);
                let known = data.meetings.iter().map(|meeting| meeting.meeting.as_str());
                unknown(diags, "meeting", name, origin, known);
            }
            None => {}
            Some(meeting) => {
                if matches!(meeting.status(), Status::Cancelled | Status::Postponed) {
                    let message =
                        format!("`{name}` was {}, yet it has minutes", meeting.status().word());
                    diags.push(
                        Diagnostic::error("data/contradiction", message)
                            .at(&book.origin)
                            .label(
                                meeting
                                    .status
                                    .as_ref()
                                    .map_or(&meeting.origin, |status| &status.origin),
                                "here",
                            )
                            .hint("set `status` to `held`, or remove the minutes"),
                    );
                }
                book_of(diags, data, name, book);
            }
        }
        if diags.count(crate::diag::Severity::Error) > before {
            lost.push((name.clone(), book.origin.clone()));
        }
    }
    for (meeting, origin) in lost {
        data.lose("minutes", Some(meeting), &origin);
    }
}

/// Checks the minutes of one meeting against its agenda and against themselves.
fn book_of(diags: &mut Diagnostics, data: &Dataset, meeting: &str, book: &MinuteBook) {
    let agenda_is_whole = data.lost_of("agenda", meeting).next().is_none();
    let mut item = |number: &Located<String>| {
        if data.item(meeting, number).is_none() && agenda_is_whole {
            let lines = data.agenda_of(meeting).iter();
            let known =
                lines.filter_map(|line| line.number.as_ref()).map(|number| number.value.as_str());
            let what = format!("item on the agenda of `{meeting}` with the number");
            unknown(diags, &what, number, &number.origin, known);
        }
    };
    book.interests.iter().filter_map(|interest| interest.item.as_ref()).for_each(&mut item);
    book.items.iter().filter_map(|minute| minute.item.as_ref()).for_each(&mut item);
    let mut seen: BTreeMap<String, &Origin> = BTreeMap::new();
    for attendee in &book.present {
        let key = names::person_key(&attendee.name);
        if let Some(first) = seen.insert(key, &attendee.name.origin) {
            let message = format!("`{}` is present twice", attendee.name.value);
            diags.push(
                Diagnostic::error("data/duplicate", message)
                    .at(&attendee.name.origin)
                    .label(first, "first named here")
                    .hint("tell members of one name apart by their initials"),
            );
        }
    }
    let voting = voters(data, meeting, book);
    for minute in &book.items {
        if minute.item.is_none() && minute.title.is_none() {
            diags.push(
                Diagnostic::error("data/missing-value", "a minute needs `item` or `title`")
                    .at(&minute.origin)
                    .hint("give the number of the agenda item, or a title for other business"),
            );
        }
        for movement in &minute.movements {
            if movement.arrived.is_none() && movement.left.is_none() {
                let message = format!("`{}` neither `arrived` nor `left`", movement.member.value);
                diags.push(
                    Diagnostic::error("data/missing-value", message)
                        .at(&movement.origin)
                        .hint("say when, such as `\"left\": \"11.40 am\"`"),
                );
            }
        }
        for (at, paragraph) in minute.paragraphs.iter().enumerate() {
            for vote in votes(paragraph) {
                check_vote(diags, book, voting, vote);
            }
            if is_empty(paragraph) {
                diags.push(
                    Diagnostic::error(
                        "data/missing-value",
                        format!(
                            "paragraph {} has neither text, motion, vote, resolution nor action",
                            at + 1
                        ),
                    )
                    .at(&minute.origin)
                    .hint("write what was said, or remove the paragraph"),
                );
            }
        }
    }
}

fn is_empty(paragraph: &Paragraph) -> bool {
    paragraph.text.is_none()
        && paragraph.motion.is_none()
        && paragraph.vote.is_none()
        && paragraph.resolution.is_none()
        && paragraph.actions.is_empty()
}

/// Returns how many of those present may vote.
fn voters(data: &Dataset, meeting: &str, book: &MinuteBook) -> usize {
    let Some(meeting) = data.meeting(meeting) else { return book.present.len() };
    let may_vote = |name: &str| {
        let seat = data.members_of(meeting.body.as_str()).find(|member| {
            names::same_person(&member.name, name) || names::same_person(member.printed(), name)
        });
        seat.is_none_or(|member| member.votes() && member.role() != Role::Vacancy)
    };
    book.present.iter().filter(|attendee| may_vote(&attendee.name)).count()
}

/// Returns the votes of a paragraph, on its motion and amendments too.
fn votes(paragraph: &Paragraph) -> Vec<&Vote> {
    let motion: Option<&Motion> = paragraph.motion.as_ref();
    let amendments = motion.into_iter().flat_map(|motion| &motion.amendments);
    paragraph
        .vote
        .iter()
        .chain(amendments.filter_map(|amendment| amendment.vote.as_ref()))
        .chain(motion.and_then(|motion| motion.vote.as_ref()))
        .collect()
}

/// Checks that those who voted were there, once each, and no more of them than were there.
fn check_vote(diags: &mut Diagnostics, book: &MinuteBook, voting: usize, vote: &Vote) {
    let sides = [
        ("for", &vote.r#for),
        ("against", &vote.against),
        ("abstain", &vote.abstain),
        ("not-voting", &vote.not_voting),
    ];
    let mut seen: BTreeMap<String, (&str, &Origin)> = BTreeMap::new();
    for (side, tally) in sides {
        for name in tally.as_ref().and_then(Tally::names).unwrap_or_default() {
            let is_present =
                book.present.iter().any(|attendee| names::same_person(&attendee.name, name));
            if !is_present {
                let message = format!("`{}` voted but is not among those present", name.value);
                let near = nearest(name, book.present.iter().map(|attendee| &**attendee.name));
                let mut diagnostic =
                    Diagnostic::error("votes/not-present", message).at(&name.origin);
                diagnostic.hints.push(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name the member under `present`, or correct the vote".to_owned(),
                });
                diags.push(diagnostic);
            }
            if let Some((earlier, first)) =
                seen.insert(names::person_key(name), (side, &name.origin))
            {
                let message = format!("`{}` voted twice: `{earlier}` and `{side}`", name.value);
                diags.push(
                    Diagnostic::error("votes/twice", message)
                        .at(&name.origin)
                        .label(first, "first named here")
                        .hint("name each member on one side only"),
                );
            }
        }
    }
    let cast: usize = sides.iter().filter_map(|(_, tally)| tally.as_ref()).map(Tally::count).sum();
    if cast > voting {
        let sum: Vec<String> = sides
            .iter()
            .filter_map(|(side, tally)| Some(format!("{side} {}", tally.as_ref()?.count())))
            .collect();
        let message =
            format!("{cast} votes ({}), but {voting} of those present may vote", sum.join(", "));
        diags.push(
            Diagnostic::error("votes/too-many", message)
                .at(&vote.origin)
                .hint("correct the vote, or name under `present` whoever is missing there"),
        );
    }
}

fn indicators(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost = Vec::new();
    for (quarter, performance) in &mut data.performance {
        let twice = unique(diags, &mut performance.indicators, "indicator", |indicator| {
            (indicator.number.to_string(), indicator.number.to_string(), &indicator.number.origin)
        });
        lost.extend(twice.into_iter().map(|(_, origin)| (quarter.key(), origin)));
        performance.indicators.sort_by_key(|indicator| indicator.number.value);
        for indicator in &performance.indicators {
            let before = diags.count(crate::diag::Severity::Error);
            if indicator.polarity.value == Polarity::Band
                && (indicator.band_low.is_none() || indicator.band_high.is_none())
            {
                diags.push(
                    Diagnostic::error(
                        "data/missing-value",
                        "polarity `band` needs `band-low` and `band-high`",
                    )
                    .at(&indicator.polarity.origin)
                    .hint("fill in both, or write `high` or `low` if more or less is better"),
                );
            }
            if let (Some(low), Some(high)) = (&indicator.band_low, &indicator.band_high)
                && low.value > high.value
            {
                let message =
                    format!("`band-low` {} is above `band-high` {}", low.value, high.value);
                diags.push(
                    Diagnostic::error("data/contradiction", message)
                        .at(&low.origin)
                        .hint("exchange the two"),
                );
            }
            if let Some(rag) = &indicator.rag_override
                && indicator.rag_override_reason.is_none()
            {
                diags.push(
                    Diagnostic::error(
                        "data/missing-value",
                        "`rag-override` needs `rag-override-reason`",
                    )
                    .at(&rag.origin)
                    .hint("say why the computed rating is not used; the reason is printed"),
                );
            }
            if indicator.unit.value == Unit::Percent {
                let results = indicator.periods.iter().map(|period| &period.value);
                for reading in results.chain(&indicator.target) {
                    percent(diags, reading);
                }
            }
            let mut seen: BTreeMap<_, &Origin> = BTreeMap::new();
            for period in &indicator.periods {
                if let Some(first) = seen.insert(period.label.value, &period.label.origin) {
                    let message = format!("{} is given twice", period.label.value);
                    diags.push(
                        Diagnostic::error("data/duplicate", message)
                            .at(&period.label.origin)
                            .label(first, "first given here")
                            .hint("keep one result for each quarter"),
                    );
                }
            }
            if diags.count(crate::diag::Severity::Error) > before {
                lost.push((quarter.key(), indicator.origin.clone()));
            }
        }
    }
    for (quarter, origin) in lost {
        data.lose("indicators", Some(quarter), &origin);
    }
}

/// Refuses a bare fraction where a percentage is wanted: `0.594` may be 0.594% or 59.4%.
fn percent(diags: &mut Diagnostics, reading: &Located<Reading>) {
    let Reading::Value(measure) = &reading.value else { return };
    let is_fraction = measure.unit == MeasureUnit::Number
        && !measure.value.is_zero()
        && measure.value.abs() < rust_decimal::Decimal::ONE;
    if is_fraction {
        let value = measure.value;
        let hundredfold = (value * rust_decimal::Decimal::ONE_HUNDRED).normalize();
        diags.push(
            Diagnostic::error(
                "data/ambiguous",
                format!("`{value}` may be {value}% or {hundredfold}%"),
            )
            .at(&reading.origin)
            .hint(format!("write `{value}%` or `{hundredfold}%` as text")),
        );
    }
}
