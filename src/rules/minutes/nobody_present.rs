#![doc = include_str!("nobody_present.md")]

use super::super::facts::Facts;
use super::super::{ENGLAND_AND_WALES, Finding, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::body::Body;
use crate::model::room::{Present, Room, RoomSitting};
use crate::model::value::long_date;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::MinutesNobodyPresent,
    duty: "M2",
    summary: "minutes name the members present",
    law: "Local Government Act 1972, Schedule 12, para. 40",
    state: State::Checked,
    nations: ENGLAND_AND_WALES,
    since: None,
    executive: false,
};

pub(in super::super) struct NobodyPresent;

impl Rule for NobodyPresent {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, room) in facts.rooms() {
            let body = facts.data.body_of(meeting);
            let name = &meeting.meeting.value;
            for sitting in room.sittings() {
                let day = match sitting.day == meeting.date.value {
                    true => String::new(),
                    false => format!(" of its sitting on {}", long_date(sitting.day)),
                };
                let faults = faults(room, sitting, body);
                found.extend(faults.into_iter().map(|fault| {
                    let message = format!("the minutes of {name}{day} {fault}");
                    Finding::new(&ABOUT, message, sitting.origin)
                        .hint("list under `present` every member who attended")
                        .of_meeting(meeting)
                }));
            }
        }
    }
}

/// Returns what the minutes of a sitting lack: anybody present, or the quorum, of the body or of one of the councils
/// that share it.
fn faults(room: &Room<'_>, sitting: &RoomSitting<'_>, body: Option<&Body>) -> Vec<String> {
    let present = sitting.present.len();
    if present == 0 {
        return vec!["name nobody present".to_owned()];
    }
    let mut faults = Vec::new();
    let counting = room.quorate(sitting).count();
    let of_them = match counting == present {
        true => String::new(),
        false => format!(", of whom {counting} count as members there in person"),
    };
    let quorum = body.and_then(|body| body.quorum.as_ref()).map(|quorum| quorum.value);
    if let Some(quorum) = quorum.filter(|quorum| counting < *quorum as usize) {
        faults.push(format!("name {present} present{of_them}; the quorum is {quorum}"));
    }
    let authorities = body.map(|body| body.authorities.as_slice()).unwrap_or_default();
    let of_each = body.and_then(|body| body.quorum_of_each.as_ref()).map(|quorum| quorum.value);
    let Some(quorum) = of_each else { return faults };
    for authority in authorities {
        let is_theirs = |present: &&Present<'_>| {
            let theirs = present.seat.and_then(|seat| seat.authority.as_ref());
            theirs.is_some_and(|theirs| **theirs == **authority)
        };
        let count = room.quorate(sitting).filter(is_theirs).count();
        if count < quorum as usize {
            faults.push(format!(
                "name {count} present of {}; the quorum of each council is {quorum}",
                authority.value
            ));
        }
    }
    faults
}
