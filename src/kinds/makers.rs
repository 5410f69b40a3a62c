//! Who decides: bodies with their members, members by name or office, and officers.

use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::Names;
use crate::model::body::{BodyType, Member, Role};
use crate::model::dataset::Dataset;
use crate::model::record::Located;

/// Somebody who decides.
#[derive(Serialize, JsonSchema)]
pub(super) struct MakerView {
    /// The name: a body's, a member's, or an officer's post.
    pub(super) name: String,
    /// The member's office.
    pub(super) office: Option<String>,
    /// Whether it is a body.
    pub(super) is_body: bool,
    /// Whether it is an officer, or somebody else who is neither a body nor a member.
    pub(super) is_officer: bool,
    /// What links to the list of a body's members are made of.
    pub(super) anchor: Option<String>,
    /// The body's members, the chair first.
    pub(super) members: Vec<SeatView>,
}

/// A member of a body.
#[derive(Serialize, JsonSchema)]
pub(super) struct SeatView {
    /// The name as printed.
    name: String,
    /// `chair`, `vice-chair`, `co-opted` or `member`.
    role: &'static str,
    /// An office.
    office: Option<String>,
}

/// Returns those who decide.
pub(super) fn of(data: &Dataset, makers: &[Located<String>]) -> Vec<MakerView> {
    makers.iter().map(|maker| one(data, maker)).collect()
}

fn one(data: &Dataset, maker: &str) -> MakerView {
    let key = maker.trim().to_lowercase();
    let is_own = |name: &str| name.to_lowercase() == key;
    if let Some(body) = data.bodies.iter().find(|own| is_own(own.id.as_str()) || is_own(&own.name))
    {
        return MakerView {
            name: body.name.to_string(),
            office: None,
            is_body: true,
            is_officer: false,
            anchor: Some(format!("body-{}", body.id.as_str())),
            members: seats(data, body.id.as_str()),
        };
    }
    let seat = holder(data, &key).or_else(|| executive(data).seat(maker));
    MakerView {
        name: seat.map_or(maker, Member::printed).to_owned(),
        office: seat.and_then(|own| own.office.as_ref()).map(ToString::to_string),
        is_body: false,
        is_officer: seat.is_none(),
        anchor: None,
        members: Vec::new(),
    }
}

/// Returns a body's members, the chair first; who may stand in is no member of it.
fn seats(data: &Dataset, body: &str) -> Vec<SeatView> {
    let mut seats: Vec<&Member> = data
        .members_of(body)
        .filter(|own| !matches!(own.role(), Role::Substitute | Role::Vacancy))
        .collect();
    seats.sort_by_key(|own| match own.role() {
        Role::Chair => 0,
        Role::ViceChair => 1,
        _ => 2,
    });
    let view = |own: &Member| SeatView {
        name: own.printed().to_owned(),
        role: own.role().word(),
        office: own.office.as_ref().map(ToString::to_string),
    };
    seats.into_iter().map(view).collect()
}

/// Returns who holds an office, by its name in lower case; it may be one of two that a member holds.
fn holder<'a>(data: &'a Dataset, office: &str) -> Option<&'a Member> {
    let second = format!(" and {office}");
    data.members.iter().find(|own| {
        own.office.as_ref().is_some_and(|own| {
            let own = own.to_lowercase();
            own == office || own.ends_with(&second)
        })
    })
}

/// Returns the names of the council's members, those of its executive first.
fn executive(data: &Dataset) -> Names<'_> {
    let body = data.bodies.iter().find(|own| own.r#type.value == BodyType::Executive);
    Names::of(data, body.map_or("", |own| own.id.as_str()))
}

/// A member who leads on something.
#[derive(Serialize, JsonSchema)]
pub(super) struct LeadView {
    /// The name as printed.
    name: String,
    /// The member's office.
    pub(super) office: Option<String>,
    /// The e-mail address, where it was written after the name.
    email: Option<String>,
}

/// Returns the members who lead; an e-mail address may stand after a comma.
pub(super) fn leads(data: &Dataset, leads: &[Located<String>]) -> Vec<LeadView> {
    let names = executive(data);
    let view = |own: &Located<String>| {
        let (name, email) = match own.rsplit_once([',', ' ']) {
            Some((name, email)) if email.contains('@') => (name, Some(email.trim().to_owned())),
            _ => (own.value.as_str(), None),
        };
        let name = name.trim().trim_end_matches(',');
        let seat = names.seat(name);
        LeadView {
            name: seat.map_or(name, Member::printed).to_owned(),
            office: seat.and_then(|own| own.office.as_ref()).map(ToString::to_string),
            email,
        }
    };
    leads.iter().map(view).collect()
}
