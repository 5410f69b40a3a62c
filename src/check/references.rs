//! What rows of the council's tables name: items, issues and meetings that exist, numbers and ids that are
//! given once; and what each line of an agenda must have.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

use super::{Blocks, Findings, exempt};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::kinds::{self, MeetingSubject, Subject};
use crate::model::body::Role;
use crate::model::bundle;
use crate::model::council::Nation;
use crate::model::dataset::{Dataset, MINUTES_APPENDICES};
use crate::model::meeting::{AgendaLine, LineKind, Paper, Part, Status};
use crate::model::nearest::nearest;
use crate::model::paper_id::{self, PaperId};
use crate::model::performance::Indicator;
use crate::model::record::Located;
use crate::model::roll::Roll;
use crate::model::value::{Reference, Slug, long_date};

/// Checks agendas, papers, decisions, follow-ups and issues.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    members(found, data);
    authorities(found, data);
    meetings(found, data);
    agendas(found, data);
    for (meeting, rows) in &data.papers {
        papers(found, data, meeting, rows);
    }
    decisions(found, data);
    for follow_up in &data.follow_ups {
        is_meeting(found, data, &follow_up.meeting, Vec::new());
    }
    chains(found, data);
}

/// The most names that a hint lists, where none is like the one that was written.
const MAX_LISTED: usize = 8;

/// Returns the error for a name that is not in the data.
pub(super) fn unknown<'a>(
    what: &str,
    name: &str,
    origin: &Origin,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
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
    Diagnostic::new(Code::DataUnknownReference, format!("there is no {what} `{name}`"))
        .at(origin)
        .hint(hint)
}

/// Reports a body that a row names and that is not in the data, once where its row was lost.
pub(super) fn body(diags: &mut Diagnostics, data: &Dataset, id: Option<&Located<Slug>>) {
    let Some(id) = id else { return };
    if data.body(id.as_str()).is_none() && !data.has_lost("bodies", id.as_str()) {
        let known = data.bodies.iter().map(|body| body.id.as_str());
        diags.push(unknown("body", id.as_str(), &id.origin, known));
    }
}

/// Returns the row that a reference names, by the field that rows have it in; reports it where there is none.
pub(super) fn row<'a, T>(
    diags: &mut Diagnostics,
    what: &str,
    reference: &Located<Reference>,
    rows: &'a [T],
    field: fn(&T) -> &Located<Reference>,
) -> Option<&'a T> {
    let found = rows.iter().find(|row| field(row).key() == reference.key());
    if found.is_none() {
        let known = rows.iter().map(|row| field(row).written());
        diags.push(unknown(what, reference.written(), &reference.origin, known));
    }
    found
}

/// Returns the indicator with a number; reports it where there is none.
pub(super) fn measure<'a>(
    diags: &mut Diagnostics,
    number: &Located<u32>,
    indicators: &'a [Indicator],
) -> Option<&'a Indicator> {
    let found = indicators.iter().find(|indicator| indicator.number.value == number.value);
    if found.is_none() {
        let numbers: Vec<String> = indicators.iter().map(|row| row.number.to_string()).collect();
        let known = numbers.iter().map(String::as_str);
        diags.push(unknown("measure", &number.to_string(), &number.origin, known));
    }
    found
}

/// Reports a board or a body that a row names and that there is not; nothing where a row of either was lost.
pub(super) fn board_or_body(diags: &mut Diagnostics, data: &Dataset, id: &Located<Slug>) {
    let is_known = data.governance.board(id.as_str()).is_some() || data.body(id.as_str()).is_some();
    let has_lost = data.unread("boards").chain(data.unread("bodies")).next().is_some();
    if !is_known && !has_lost {
        let known = data.governance.boards.iter().map(|board| board.id.as_str());
        let known = known.chain(data.bodies.iter().map(|body| body.id.as_str()));
        diags.push(unknown("board or body", id.as_str(), &id.origin, known));
    }
}

/// Reports rows that have the key of an earlier one; each row is its key, its name as written, and where that is.
pub(super) fn doubles<'a>(
    diags: &mut Diagnostics,
    what: &str,
    rows: impl Iterator<Item = (&'a str, &'a str, &'a Origin)>,
) {
    let mut seen: BTreeMap<&str, &Origin> = BTreeMap::new();
    for (key, name, origin) in rows {
        let Some(first) = seen.get(key) else {
            seen.insert(key, origin);
            continue;
        };
        let message = format!("the {what} `{name}` is given twice");
        diags.push(
            Diagnostic::new(Code::DataDuplicate, message)
                .at(origin)
                .label(first, "first given here")
                .hint("remove one of the two rows, or give one another name"),
        );
    }
}

/// Returns whether the meeting exists, or reports that it doesn't (once where it was lost itself).
pub(super) fn is_meeting(
    found: &mut Findings,
    data: &Dataset,
    meeting: &Located<Slug>,
    blocks: Vec<Blocks>,
) -> bool {
    let name = meeting.as_str();
    if data.meeting(name).is_some() {
        return true;
    }
    if data.lost_of("meetings", name).next().is_none() {
        let known = data.meetings.iter().map(|meeting| meeting.meeting.as_str());
        found.push(unknown("meeting", name, &meeting.origin, known), blocks);
    }
    false
}

/// Returns the error for an issue that is not in the data; `None` where it is, or where the row that gives it
/// may have been lost.
pub(super) fn unknown_issue(data: &Dataset, issue: &Located<Reference>) -> Option<Diagnostic> {
    if data.issue(&issue.value).is_some() || data.lost_of("issues", "").next().is_some() {
        return None;
    }
    let known = data.issues.iter().map(|issue| issue.r#ref.written());
    Some(unknown("issue", issue.written(), &issue.origin, known))
}

/// Returns the error for a number that no item of a meeting's agenda has.
pub(super) fn unknown_item(data: &Dataset, meeting: &str, number: &Located<String>) -> Diagnostic {
    let lines = data.agenda_of(meeting).iter();
    let known = lines.filter_map(|line| line.number.as_ref()).map(|number| number.value.as_str());
    let what = format!("item on the agenda of `{meeting}` with the number");
    unknown(&what, number, &number.origin, known)
}

/// Checks that meetings are on likely days, at likely hours, and that a summons says when or where.
fn meetings(found: &mut Findings, data: &Dataset) {
    for meeting in &data.meetings {
        let (name, day) = (meeting.meeting.as_str(), meeting.date.value);
        let mut unlikely = |origin: &Origin, message: String| {
            let diagnostic = Diagnostic::new(Code::MeetingUnlikelyTime, message)
                .at(origin)
                .hint("correct it; where it is right, accept this in `overrides`");
            found.push(diagnostic, None);
        };
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            let weekday = if day.weekday() == Weekday::Sat { "Saturday" } else { "Sunday" };
            let message = format!("{name} is on a {weekday}, {}", long_date(day));
            unlikely(&meeting.date.origin, message);
        }
        if let Some(time) =
            meeting.time.as_ref().filter(|time| !USUAL_HOURS.contains(&time.0.hour()))
        {
            unlikely(&time.origin, format!("{name} begins at {}", time.value));
        }
        let named = day_in(name).filter(|named| *named != day);
        if let Some(named) = named {
            let message = format!(
                "`{name}` is on {}, and its name gives {}",
                long_date(day),
                long_date(named)
            );
            let diagnostic = Diagnostic::new(Code::MeetingOtherDay, message)
                .at(&meeting.meeting.origin)
                .label(&meeting.date.origin, "the date")
                .hint("correct one of the two");
            found.push(diagnostic, None);
        }
        if let Some(new_date) = &meeting.new_date {
            let is_moved = matches!(meeting.status(), Status::Postponed | Status::Adjourned);
            let fault = if !is_moved {
                Some(format!("{name} has a new day, but is neither postponed nor adjourned"))
            // An adjourned meeting may go on later that day.
            } else if new_date.value < day
                || (new_date.value == day && meeting.status() == Status::Postponed)
            {
                Some(format!(
                    "{name}, on {}, is {} until {}",
                    long_date(day),
                    meeting.status().word(),
                    long_date(new_date.value)
                ))
            } else {
                None
            };
            if let Some(message) = fault {
                let diagnostic = Diagnostic::new(Code::DataContradiction, message)
                    .at(&new_date.origin)
                    .hint("correct `new-date`, or `status`");
                // It costs whatever would tell the public.
                let notices = kinds::ALL.iter().filter(|kind| kind.announces_change());
                let notices = notices.map(|kind| Blocks::Document {
                    kind: kind.name(),
                    subject: Subject::Meeting(MeetingSubject::from(meeting)),
                });
                found.push(diagnostic, notices);
            }
        }
        let is_read = data.unread("meetings").next().is_none();
        if let Some(new_date) = data.new_day_without_row(meeting).filter(|_| is_read) {
            let new_day = long_date(new_date.value);
            let message = format!(
                "{name} is postponed until {new_day}, and `meetings` has no row for that day"
            );
            let diagnostic = Diagnostic::new(Code::MeetingNoNewRow, message).at(&new_date.origin).hint(
                format!("add a row for the meeting on {new_day}, so that its papers are made, or correct `new-date`"),
            );
            found.push(diagnostic, None);
        }
        let has_time = meeting.time.is_some() || meeting.time_text.is_some();
        let is_summons = meeting.status() == Status::Scheduled && !data.agenda_of(name).is_empty();
        if is_summons && !has_time && meeting.venue.is_none() {
            let message = format!("{name} has an agenda, but neither a time nor a place");
            let diagnostic = Diagnostic::new(Code::MeetingNowhere, message)
                .at(&meeting.origin)
                .hint("fill in `time`, or `time-text` such as `at the rise of the Council meeting`, and `venue`");
            found.push(diagnostic, Blocks::of("agenda", name));
        }
    }
}

/// The hours at which meetings begin.
const USUAL_HOURS: RangeInclusive<u32> = 7..=21;

/// Returns the day that the name of a meeting ends with, such as `cabinet-2026-01-13`.
fn day_in(name: &str) -> Option<NaiveDate> {
    let at = name.len().checked_sub("2026-01-13".len())?;
    name.get(at..)?.parse().ok()
}

/// Checks that the members of each body can be told apart by their names.
fn members(found: &mut Findings, data: &Dataset) {
    for body in &data.bodies {
        for (earlier, later) in Roll::of_body(data, body.id.as_str()).alike() {
            let message = format!(
                "`{}` and `{}` may be one person, or two",
                earlier.name.value, later.name.value
            );
            let diagnostic = Diagnostic::new(Code::DataAmbiguous, message)
                .at(&later.name.origin)
                .label(&earlier.name.origin, "the other row")
                .hint("remove one of the rows, or tell two members apart by a title or their first names");
            found.push(diagnostic, Blocks::of("members", body.id.as_str()));
        }
    }
    for (earlier, later) in Roll::alike_across_bodies(data) {
        let message = format!(
            "`{}` and `{}`, on different bodies, may be one person, or two",
            earlier.name.value, later.name.value
        );
        let diagnostic = Diagnostic::new(Code::DataAmbiguous, message)
            .at(&later.name.origin)
            .label(&earlier.name.origin, "the other row")
            .hint("write the name of one member in the same way everywhere, or tell two apart by a title or their first names");
        found.push(diagnostic, Blocks::of("members", later.body.as_str()));
    }
}

/// Checks that the councils that share a body, and those that appointed its members, are known.
fn authorities(found: &mut Findings, data: &Dataset) {
    let Some(council) = &data.council else { return };
    let names = || {
        let partners = council.partners.iter().map(|partner| &partner.name);
        std::iter::once(&council.name).chain(partners).map(|name| name.value.as_str())
    };
    for authority in data.bodies.iter().flat_map(|body| &body.authorities) {
        if names().all(|name| name != authority.value) {
            let what = "council in `council.json`, by its `name` or under `partners`,";
            found.push(unknown(what, authority, &authority.origin, names()), None);
        }
    }
    for member in &data.members {
        let Some(body) = data.body(member.body.as_str()) else { continue };
        let sharing = || body.authorities.iter().map(|name| name.value.as_str());
        if let Some(authority) = &member.authority
            && sharing().all(|name| name != authority.value)
        {
            let what = format!("council among the `authorities` of `{}`", body.id.value);
            found.push(unknown(&what, authority, &authority.origin, sharing()), None);
        }
        // Somebody from outside the councils was appointed by none of them.
        let is_appointed = !matches!(member.role(), Role::CoOpted | Role::Vacancy);
        if member.authority.is_none() && is_appointed && sharing().next().is_some() {
            let message = format!(
                "`{}` has no `authority`, on a body that several councils share",
                member.name.value
            );
            let diagnostic = Diagnostic::new(Code::DataMissingValue, message)
                .at(&member.origin)
                .hint("fill in `authority` with the council that appointed the member, as `authorities` of the body has it");
            found.push(diagnostic, None);
        }
    }
}

fn agendas(found: &mut Findings, data: &Dataset) {
    let nation = exempt::nation(data);
    for (meeting, lines) in data.agenda.iter().filter(|(name, _)| data.meeting(name).is_some()) {
        let mut numbers: BTreeMap<String, &Origin> = BTreeMap::new();
        for line in lines.iter() {
            let mut diags = Diagnostics::default();
            agenda_line(&mut diags, nation, line);
            if let Some(number) = &line.number {
                let key = number.trim_end_matches('.').to_lowercase();
                if let Some(earlier) = numbers.insert(key, &number.origin) {
                    let message =
                        format!("two lines of this agenda have the number `{}`", number.value);
                    diags.push(
                        Diagnostic::new(Code::DataDuplicate, message)
                            .at(&number.origin)
                            .label(earlier, "first given here")
                            .hint("give each item a different number"),
                    );
                }
            }
            let unknown = line.issue.as_ref().and_then(|issue| unknown_issue(data, issue));
            unknown.into_iter().for_each(|unknown| diags.push(unknown));
            no_next_meeting(data, meeting, line)
                .into_iter()
                .for_each(|missing| diags.push(missing));
            found.add(diags, Blocks::of("agenda", meeting));
        }
    }
}

/// Reports a line that is to say when the body next meets where no row of `meetings` says it.
fn no_next_meeting(data: &Dataset, meeting: &str, line: &AgendaLine) -> Option<Diagnostic> {
    let asked = line.next_meeting.as_ref().filter(|flag| flag.0)?;
    if data.next_meeting(data.meeting(meeting)?).is_some() {
        return None;
    }
    let message = "`meetings` has no later meeting of this body, which this line is to give";
    let missing = Diagnostic::new(Code::DataMissingValue, message).at(&asked.origin);
    Some(missing.hint(
        "add the next meeting to `meetings`, or empty `next-meeting` and write the day in `text`",
    ))
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
    let law = nation.unwrap_or(Nation::England).exemption_law();
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
            .hint(format!(
                "fill in `exempt-paragraphs` with numbers from {} to {}",
                law.paragraphs.start(),
                law.paragraphs.end()
            ))
            .law(law.resolution),
        );
    }
    exempt::paragraphs(diags, nation, &line.exempt_paragraphs);
    // A part II item without a paragraph was reported above.
    if line.part() == Part::One || !line.exempt_paragraphs.is_empty() {
        let has_reason = line.exempt_reason.is_some();
        exempt::reason(diags, nation, &line.exempt_paragraphs, has_reason, &line.origin);
    }
}

/// Checks the papers of a meeting.
fn papers(found: &mut Findings, data: &Dataset, meeting: &str, papers: &[Paper]) {
    let nation = exempt::nation(data);
    let is_agenda_whole =
        data.lost_of("agenda", meeting).next().is_none() && !found.blocks("agenda", meeting);
    let mut ids: BTreeMap<&PaperId, &Origin> = BTreeMap::new();
    for paper in papers {
        let mut diags = Diagnostics::default();
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
            }
        }
        if data.item(meeting, &paper.number).is_none() && is_agenda_whole {
            diags.push(unknown_item(data, meeting, &paper.number));
        }
        exempt::paragraphs(&mut diags, nation, &paper.exempt_paragraphs);
        let file = paper.file.known().filter(|_| paper.is_of_minutes());
        if let Some(file) = file.filter(|file| bundle::generated_document(file).is_some()) {
            let message = format!("`{}` can't be an appendix to minutes", file.value);
            diags.push(
                Diagnostic::new(Code::FileNotAPaper, message)
                    .at(&file.origin)
                    .hint("name a PDF, a Word document or a text whose name ends in `.dj`; or set `kind` to `appendix`, so that it goes into the packs"),
            );
        }
        let of_minutes = paper.is_of_minutes().then(|| Blocks::of(MINUTES_APPENDICES, meeting));
        let blocks = of_minutes.unwrap_or_else(|| Blocks::of("documents", meeting));
        found.add(diags, blocks);
        let mut diags = Diagnostics::default();
        if let Some(name) = &paper.supersedes
            && !papers.iter().any(|other| paper_id::may_name(name, other))
        {
            let known = papers.iter().filter_map(|other| other.title.known());
            let known = known.map(|title| title.value.as_str());
            let what = "paper of this meeting with the id or title";
            diags.push(unknown(what, name, &name.origin, known));
        }
        let has_reason = paper.exempt_reason.is_some();
        exempt::reason(&mut diags, nation, &paper.exempt_paragraphs, has_reason, &paper.origin);
        found.add(diags, None);
    }
}

/// Checks that the issues and meetings of decisions exist.
fn decisions(found: &mut Findings, data: &Dataset) {
    for decision in &data.decisions {
        if let Some(unknown) = decision.issue.as_ref().and_then(|issue| unknown_issue(data, issue))
        {
            found.push(unknown, None);
        }
        if let Some(meeting) = &decision.meeting {
            // Without its meeting, nobody knows the day of a decision that gives none.
            let issue = decision.issue.as_ref().and_then(|issue| data.issue(&issue.value));
            let records = [Some(&decision.r#ref), issue.map(|issue| &issue.r#ref)];
            let records = records.into_iter().flatten().filter(|_| decision.date.is_none());
            let blocks = records.map(|reference| Blocks::Record {
                table: "decisions",
                reference: reference.written().to_owned(),
            });
            let blocks = blocks.collect();
            is_meeting(found, data, meeting, blocks);
        }
    }
}

/// Checks that the issues that others follow exist, and that none follows itself.
fn chains(found: &mut Findings, data: &Dataset) {
    for issue in &data.issues {
        let Some(follows) = &issue.follows else { continue };
        if data.issue(follows).is_none() {
            let known = data.issues.iter().map(|issue| issue.r#ref.written());
            found.push(unknown("issue", follows.written(), &follows.origin, known), None);
            continue;
        }
        // A circle is reported once, at its smallest member.
        let mut path: Vec<&Reference> = vec![&issue.r#ref];
        let mut next: Option<&Reference> = Some(follows);
        while let Some(reference) = next.filter(|reference| !path.contains(reference)) {
            path.push(reference);
            next = data.issue(reference).and_then(|issue| issue.follows.as_deref());
        }
        if next == Some(&issue.r#ref.value) && path.iter().min() == Some(&&issue.r#ref.value) {
            let issues = path.iter().filter_map(|reference| data.issue(reference));
            let names: Vec<&str> = issues.map(|issue| issue.r#ref.written()).collect();
            let message = format!("issues follow each other in a circle: {}", names.join(" → "));
            let diagnostic = Diagnostic::new(Code::DataCircle, message)
                .at(&follows.origin)
                .hint("empty `follows` of the issue that came first");
            found.push(diagnostic, None);
        }
    }
}
