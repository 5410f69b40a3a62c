//! Minutes to begin with: everybody who may have been there, and the items of the agenda.

use serde_json::{Map, Value, json};

use crate::model::body::Role;
use crate::model::dataset::Dataset;
use crate::model::meeting::{LineKind, Meeting};

/// Returns minutes in which all members are present, with the items of the agenda, as JSON.
pub(super) fn of_agenda(data: &Dataset, meeting: &Meeting) -> Value {
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
    let items = data.agenda_of(meeting.meeting.as_str()).iter();
    let items = items.filter(|line| line.kind() == LineKind::Item).map(|line| {
        let mut item = Map::new();
        item.extend(line.number.as_ref().map(|number| ("item".to_owned(), json!(number.value))));
        item.extend(line.title.as_ref().map(|title| ("title".to_owned(), json!(title.value))));
        let is_of_minutes =
            line.title.as_ref().is_some_and(|title| title.to_lowercase().contains("minutes"));
        if is_of_minutes && let Some(before) = unconfirmed.take() {
            item.insert("confirms".to_owned(), json!([before.meeting.as_str()]));
        }
        Value::Object(item)
    });
    json!({
        "status": "draft",
        "present": present.collect::<Vec<_>>(),
        "items": items.collect::<Vec<_>>(),
    })
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
