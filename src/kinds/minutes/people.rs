//! Those who were, or should have been, at a meeting.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::common;
use crate::model::minutes::Attendee;
use crate::model::record::Located;
use crate::model::roll::Names;

/// Somebody who was, or should have been, at the meeting.
#[derive(Serialize, JsonSchema)]
pub(super) struct PersonView {
    /// The person's name as papers print it.
    name: String,
    /// Whether the name begins with the `shared_title` of the members.
    shares_title: bool,
    /// The person's name without that title; all of it where the person does not share it.
    untitled: String,
    /// What is printed after the name, such as `in the chair`, `until 12.44 pm` or an officer's
    /// post. Absent where there is nothing.
    pub(super) note: Option<String>,
    /// The council that appointed the member, on a body that several share. Absent elsewhere.
    authority: Option<String>,
    /// Whether the person attended from elsewhere, by telephone or video.
    remote: bool,
}

/// Returns the views of people, of whom the members of the body share a title.
pub(super) fn views(
    names: &Names<'_>,
    shared_title: Option<&str>,
    attendees: &[Attendee],
) -> Vec<PersonView> {
    let person = |attendee: &Attendee| {
        let name = names.printed(&attendee.name);
        let seat = names.seat(&attendee.name);
        let untitled = seat.and_then(|seat| common::untitled(seat, shared_title));
        PersonView {
            shares_title: untitled.is_some(),
            untitled: untitled.unwrap_or(&name).to_owned(),
            note: common::string(attendee.note.as_ref()),
            authority: seat.and_then(|seat| common::string(seat.authority.as_ref())),
            remote: attendee.is_remote(),
            name,
        }
    };
    attendees.iter().map(person).collect()
}

/// Returns names without the title that all of them share; none where one does not, or where they are fewer than two.
pub(super) fn untitled(
    names: &Names<'_>,
    shared_title: Option<&str>,
    written: Option<&[Located<String>]>,
) -> Vec<String> {
    let untitled = |name: &Located<String>| {
        common::untitled(names.seat(name)?, shared_title).map(ToOwned::to_owned)
    };
    let written = written.filter(|written| 2 <= written.len()).unwrap_or_default();
    written.iter().map(untitled).collect::<Option<Vec<_>>>().unwrap_or_default()
}
