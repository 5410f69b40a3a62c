//! Who decides: bodies with their members, members by name or office, and officers.

use schemars::JsonSchema;
use serde::Serialize;

use super::common;
use crate::model::body::{Member, Role};
use crate::model::dataset::Dataset;
use crate::model::record::Located;
use crate::model::roll::Names;
use crate::model::value::names::without_email;

/// A body, member or officer that decides.
#[derive(Serialize, JsonSchema)]
pub(super) struct MakerView {
    /// The name of the body, the name of the member as papers print it, or the post of the officer.
    pub(super) name: String,
    /// The member's office, such as `Cabinet Member for Finance`. Absent for bodies and officers,
    /// and for members without one.
    pub(super) office: Option<String>,
    /// Whether it is a body.
    pub(super) is_body: bool,
    /// Whether it is an officer, or anybody else who is neither a body nor a member in the data.
    pub(super) is_officer: bool,
    /// The label of the list of a body's members in the document, such as `body-cabinet`, for
    /// Typst's `label`. Absent for members and officers.
    pub(super) anchor: Option<String>,
    /// What the body calls its chair, where that is not as in the council. Absent otherwise, and for members and officers.
    pub(super) chair: Option<String>,
    /// What the body calls its vice-chair, likewise.
    pub(super) vice_chair: Option<String>,
    /// The body's members: the chair, the vice-chair, then others in the order of the data. Empty
    /// for members and officers, and in the forward plan, which lists members once under `bodies`.
    pub(super) members: Vec<SeatView>,
    /// The title that two or more members of the body have in common, such as `Councillor`, which may be printed once for
    /// all of them. Absent where there is none.
    pub(super) shared_title: Option<String>,
}

/// A member of a body that decides.
#[derive(Serialize, JsonSchema)]
pub(super) struct SeatView {
    /// The member's name as papers print it.
    name: String,
    /// Whether the name begins with the `shared_title` of the members.
    shares_title: bool,
    /// The name without that title; the whole name where it begins otherwise.
    untitled: String,
    /// `chair`, `vice-chair`, `member` or `co-opted`.
    role: &'static str,
    /// The member's office, such as `Cabinet Member for Finance`. Absent where the member holds
    /// none.
    office: Option<String>,
}

/// Returns the views of those who decide, each given as a body's id or name, a member's name or
/// office, or an officer's post.
pub(super) fn views(data: &Dataset, makers: &[Located<String>]) -> Vec<MakerView> {
    makers.iter().map(|maker| maker_view(data, maker)).collect()
}

fn maker_view(data: &Dataset, maker: &str) -> MakerView {
    let key = maker.trim().to_lowercase();
    let is_named = |text: &str| text.to_lowercase() == key;
    if let Some(body) =
        data.bodies.iter().find(|body| is_named(body.id.as_str()) || is_named(&body.name))
    {
        let (members, shared_title) = seats(data, body.id.as_str());
        return MakerView {
            name: body.name.to_string(),
            office: None,
            is_body: true,
            is_officer: false,
            anchor: Some(format!("body-{}", body.id.as_str())),
            chair: common::string(body.chair_title.as_ref()),
            vice_chair: common::string(body.vice_chair_title.as_ref()),
            members,
            shared_title,
        };
    }
    let seat = office_holder(data, &key).or_else(|| Names::executive_first(data).seat(maker));
    MakerView {
        name: seat.map_or(maker, Member::printed).to_owned(),
        office: seat.and_then(|member| member.office.as_ref()).map(ToString::to_string),
        is_body: false,
        is_officer: seat.is_none(),
        anchor: None,
        chair: None,
        vice_chair: None,
        members: Vec::new(),
        shared_title: None,
    }
}

/// Returns a body's members, the chair first, without substitutes and vacancies, and the title that they share.
fn seats(data: &Dataset, body: &str) -> (Vec<SeatView>, Option<String>) {
    let mut seats: Vec<&Member> = data
        .members_of(body)
        .filter(|member| !matches!(member.role(), Role::Substitute | Role::Vacancy))
        .collect();
    seats.sort_by_key(|member| match member.role() {
        Role::Chair => 0,
        Role::ViceChair => 1,
        _ => 2,
    });
    let shared = common::shared_title(seats.iter().copied());
    let view = |member: &Member| SeatView {
        name: member.printed().to_owned(),
        shares_title: common::untitled(member, shared).is_some(),
        untitled: common::untitled(member, shared).unwrap_or(member.printed()).to_owned(),
        role: member.role().word(),
        office: member.office.as_ref().map(ToString::to_string),
    };
    let views = seats.iter().copied().map(view).collect();
    (views, shared.map(ToOwned::to_owned))
}

/// Returns the member who holds an office, given in lower case, alone or as the second of two:
/// `Deputy Leader and Cabinet Member for Finance`.
fn office_holder<'a>(data: &'a Dataset, office: &str) -> Option<&'a Member> {
    data.members.iter().find(|member| {
        member.office.as_ref().is_some_and(|offices| {
            let offices = offices.to_lowercase();
            let first = offices.strip_suffix(office);
            first.is_some_and(|first| first.is_empty() || first.ends_with(" and "))
        })
    })
}

/// A member who leads on an issue.
#[derive(Serialize, JsonSchema)]
pub(super) struct LeadView {
    /// The member's name as papers print it.
    pub(super) name: String,
    /// The member's office, such as `Cabinet Member for Finance`. Absent where the member holds
    /// none.
    pub(super) office: Option<String>,
    /// The member's e-mail address, where the data give one after the name. Absent otherwise.
    email: Option<String>,
}

/// Returns the views of the members who lead on an issue; an e-mail address may follow the name.
pub(super) fn leads(data: &Dataset, leads: &[Located<String>]) -> Vec<LeadView> {
    let names = Names::executive_first(data);
    let view = |lead: &Located<String>| {
        let (name, email) = without_email(lead);
        let seat = names.seat(name);
        LeadView {
            name: seat.map_or(name, Member::printed).to_owned(),
            office: seat.and_then(|member| member.office.as_ref()).map(ToString::to_string),
            email: email.map(str::to_owned),
        }
    };
    leads.iter().map(view).collect()
}
