//! Minutes to begin with: everybody who may have been there, and the items of the agenda.

use serde_json::{Map, Value, json};

use crate::model::body::Role;
use crate::model::council::Nation;
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, LineKind, Meeting};
use crate::rules::facts::joined;
use crate::word;

/// The template of the resolution that excludes the public, for councils without words of their own.
pub(super) const EXCLUSION: &str = "drafts/exclusion.dj";

/// The title of the minute that excludes the public, where the agenda has no item for it.
const EXCLUSION_TITLE: &str = "Exclusion of the press and public";

/// Returns minutes in which all members are present, with the items of the agenda, as JSON; the public is excluded before
/// the first exempt item in the council's words, or those of a template.
pub(super) fn of_agenda(data: &Dataset, meeting: &Meeting, template: &str) -> Value {
    let body = meeting.body.as_str();
    let mut members: Vec<_> = data
        .members_of(body)
        .filter(|member| !matches!(member.role(), Role::Substitute | Role::Vacancy))
        .collect();
    members.sort_by_key(|member| member.role() != Role::Chair);
    let present = members.into_iter().map(|member| match member.role() {
        Role::Chair => json!({ "name": member.printed(), "note": "in the chair" }),
        _ => json!(member.printed()),
    });
    let mut unconfirmed = super::unconfirmed(data, meeting);
    let lines: Vec<&AgendaLine> = data
        .agenda_of(meeting.meeting.as_str())
        .iter()
        .filter(|line| line.kind() == LineKind::Item)
        .collect();
    let mut exclusion = exclusion(data, &lines, template);
    let is_exclusion = |line: &AgendaLine| {
        line.title.as_ref().is_some_and(|title| title.to_lowercase().contains("exclu"))
    };
    let mut items: Vec<Value> = Vec::new();
    for line in &lines {
        if is_withheld(line)
            && let Some(resolution) = exclusion.take()
        {
            items.push(json!({ "title": EXCLUSION_TITLE, "paragraphs": [resolution] }));
        }
        let mut item = Map::new();
        item.extend(line.number.as_ref().map(|number| ("item".to_owned(), json!(number.value))));
        item.extend(line.title.as_ref().map(|title| ("title".to_owned(), json!(title.value))));
        let is_of_minutes =
            line.title.as_ref().is_some_and(|title| title.to_lowercase().contains("minutes"));
        if is_of_minutes && let Some(before) = unconfirmed.take() {
            item.insert("confirms".to_owned(), json!([before.meeting.as_str()]));
        }
        if is_exclusion(line)
            && let Some(resolution) = exclusion.take()
        {
            item.insert("paragraphs".to_owned(), json!([resolution]));
        }
        items.push(Value::Object(item));
    }
    json!({
        "status": "draft",
        "present": present.collect::<Vec<_>>(),
        "items": items,
    })
}

/// Returns whether the public has to be excluded for an item by a resolution.
fn is_withheld(line: &AgendaLine) -> bool {
    line.mark.private().is_some_and(|private| !private.confidential)
}

/// Returns the paragraph that resolves to exclude the public for the exempt items; `None` where there are none.
fn exclusion(data: &Dataset, lines: &[&AgendaLine], template: &str) -> Option<Value> {
    let items: Vec<String> =
        lines.iter().filter(|line| is_withheld(line)).map(|line| named(line)).collect();
    if items.is_empty() {
        return None;
    }
    let items = joined(&items.iter().map(String::as_str).collect::<Vec<_>>());
    let council = data.council.as_ref();
    let texts = council.and_then(|council| council.standing_texts.as_ref());
    let text = match texts.and_then(|texts| texts.exclusion.as_ref()) {
        Some(words) => {
            let words = words.0.plain_text();
            format!("{} ({items}).", words.trim().trim_end_matches('.'))
        }
        None => {
            let nation = council.and_then(|council| council.nation.as_ref());
            let law = nation.map_or(Nation::England, |nation| nation.value).exemption_law();
            let act = law.schedule.split_once(" to the ").map_or(law.schedule, |(_, act)| act);
            let values = [
                ("section", law.section),
                ("act", act),
                ("schedule", law.schedule),
                ("items", &items),
            ];
            let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
            word::fill_text(template.trim(), &values.into())
        }
    };
    Some(json!({ "resolution": { "text": text } }))
}

/// Returns an exempt item as a resolution names it: `item 9 (paragraph 3)`.
fn named(line: &AgendaLine) -> String {
    let number = line.number.as_ref().map_or("", |number| number.trim_end_matches('.'));
    let paragraphs = line.mark.private().map(|private| &private.paragraphs);
    let paragraphs: Vec<String> =
        paragraphs.into_iter().flatten().map(ToString::to_string).collect();
    match &*paragraphs {
        [] => format!("item {number}"),
        [one] => format!("item {number} (paragraph {one})"),
        several => format!("item {number} (paragraphs {})", several.join(", ")),
    }
}

/// Gives each minute without a title that of its item, so that its heading has words.
pub(super) fn with_titles(data: &Dataset, meeting: &str, mut minutes: Value) -> Value {
    let items = minutes.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten();
    for minute in items.filter_map(Value::as_object_mut) {
        let number = minute.get("item").and_then(Value::as_str);
        let line = data
            .agenda_of(meeting)
            .iter()
            .find(|line| number.is_some_and(|number| line.has_number(number)));
        if let Some(title) = line.and_then(|line| line.title.as_ref())
            && !minute.contains_key("title")
        {
            minute.insert("title".to_owned(), json!(title.value));
        }
    }
    minutes
}
