//! The people whom issues, meetings and bodies name: whether their tables have them, and whom a name means.

use std::collections::BTreeSet;

use super::Findings;
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::dataset::Dataset;
use crate::model::nearest::nearest;
use crate::model::record::Located;
use crate::model::roll::{self, Named, Names, Roll};
use crate::model::value::names::{self, Person};

/// Checks that officers can be told apart, that lead members are members, and that contacts are officers where the
/// data have a table of them.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    officers(found, data);
    leads(found, data);
    contacts(found, data);
}

/// Returns the error for a name that several rows of a table have.
pub(super) fn ambiguous<'a>(
    name: &Located<String>,
    rows: impl Iterator<Item = &'a str>,
    table: &str,
) -> Diagnostic {
    let rows: Vec<String> = rows.map(|row| format!("`{row}`")).collect();
    let message = format!("`{}` may be {}", name.value, rows.join(" or "));
    Diagnostic::new(Code::DataAmbiguous, message)
        .at(&name.origin)
        .hint(format!("write the name as `{table}` has it"))
}

/// Returns the warning for a name that no row of a table has.
fn unknown<'a>(
    name: &str,
    origin: &Origin,
    what: &str,
    table: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("correct the name, or add a row to `{table}`"),
    };
    let message = format!("`{name}` is {what}, and has no row in `{table}`");
    Diagnostic::new(Code::DataUnknownPerson, message).at(origin).hint(hint)
}

/// Checks that the names of two officers don't leave open whether they are one.
fn officers(found: &mut Findings, data: &Dataset) {
    let mut earlier: Vec<(Person, &Located<String>)> = Vec::new();
    for officer in &data.officers {
        let person = Person::new(&officer.name);
        let is_like =
            |(other, _): &&(Person, _)| other.may_be(&person) || other.may_shorten(&person);
        if let Some((_, other)) = earlier.iter().find(is_like) {
            let message =
                format!("`{}` and `{}` may be one person, or two", other.value, officer.name.value);
            let diagnostic = Diagnostic::new(Code::DataAmbiguous, message)
                .at(&officer.name.origin)
                .label(&other.origin, "the other row")
                .hint("remove one of the rows, or tell two officers apart by a title or their first names");
            found.push(diagnostic, None);
        }
        earlier.push((person, &officer.name));
    }
}

/// Checks that the members who lead on issues have a row.
fn leads(found: &mut Findings, data: &Dataset) {
    let council = Roll::of_council(data);
    if council.is_empty() {
        return;
    }
    let names = Names::executive_first(data);
    // The same few people lead on thousands of issues.
    let mut seen = BTreeSet::new();
    for lead in data.issues.iter().flat_map(|issue| &issue.lead_members) {
        let (name, _) = names::without_email(lead);
        if !seen.insert(name) || names.seat(name).is_some() {
            continue;
        }
        match council.find(name) {
            Named::One(_) => {}
            Named::Several(members) => {
                let rows = members.into_iter().map(|member| member.name.as_str());
                found.push(ambiguous(lead, rows, "members"), None);
            }
            Named::Nobody => {
                let known = council.members().flat_map(|member| [member.printed(), &**member.name]);
                found.push(unknown(name, &lead.origin, "a lead member", "members", known), None);
            }
        }
    }
}

/// Checks that the officers to ask have a row, where the data have rows of officers.
fn contacts(found: &mut Findings, data: &Dataset) {
    if data.officers.is_empty() {
        return;
    }
    let of_issues = data.issues.iter();
    let of_issues =
        of_issues.flat_map(|issue| [issue.contact.as_ref(), issue.democratic_contact.as_ref()]);
    let of_meetings = data.meetings.iter().map(|meeting| meeting.contact_name.as_ref());
    let of_bodies = data.bodies.iter().map(|body| body.contact_name.as_ref());
    let contacts = of_issues.chain(of_meetings).chain(of_bodies).flatten();
    let mut seen = BTreeSet::new();
    for contact in contacts.filter(|contact| seen.insert(contact.value.as_str())) {
        match roll::officer(data, contact) {
            Named::One(_) => {}
            Named::Several(officers) => {
                let rows = officers.into_iter().map(|officer| officer.name.as_str());
                found.push(ambiguous(contact, rows, "officers"), None);
            }
            Named::Nobody => {
                let known = data.officers.iter().map(|officer| officer.name.as_str());
                let name = contact.split([',', ';', '(']).next().unwrap_or_default().trim();
                found.push(
                    unknown(name, &contact.origin, "an officer to ask", "officers", known),
                    None,
                );
            }
        }
    }
}
