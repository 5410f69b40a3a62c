#![doc = include_str!("late_summons.md")]

use super::super::calendar::short_date;
use super::super::facts::Facts;
use super::super::{ENGLAND, Finding, Rule, RuleInfo, State};
use super::shortfall;
use crate::diag::Code;
use crate::model::body::BodyType;
use crate::model::council::DayUnit;
use crate::model::meeting::{LineKind, Status};

static ABOUT: RuleInfo = RuleInfo {
    code: Code::NoticeLateSummons,
    duty: "N2",
    summary: "the summons to a council meeting, five clear days before it, signed and with its business",
    law: "Local Government Act 1972, Schedule 12, para. 4(1A)",
    state: State::Checked,
    nations: ENGLAND,
    since: None,
    executive: false,
};

pub(in super::super) struct LateSummons;

impl Rule for LateSummons {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let officer =
            facts.data.council.as_ref().and_then(|council| council.proper_officer.as_ref());
        for (meeting, body) in facts.meetings() {
            if body.r#type.value != BodyType::Council {
                continue;
            }
            let name = &meeting.meeting.value;
            let by = facts.calendar.latest_publication(meeting.date.value, 5, DayUnit::Working);
            match &meeting.published_at {
                Some(moment) => {
                    let sent = facts.calendar.publication_day(moment.value);
                    if let Some(shortfall) = shortfall(facts, meeting, &sent) {
                        let message = format!(
                            "the summons to {name} gives {} ({})",
                            shortfall.given, shortfall.sum
                        );
                        found.push(
                            Finding::new(&ABOUT, message, &moment.origin)
                                .hint(format!(
                                    "send it by {}, or move the meeting",
                                    short_date(shortfall.by)
                                ))
                                .of_meeting(meeting),
                        );
                    }
                }
                None if meeting.status() == Status::Scheduled && by.day < facts.today => {
                    let message = format!("no summons to {name} was sent in time ({})", by.sum);
                    found.push(
                        Finding::new(&ABOUT, message, &meeting.origin)
                            .hint("fill in `published-at`, or move the meeting")
                            .of_meeting(meeting),
                    );
                }
                None => {}
            }
            if officer.is_none()
                && let Some(council) = &facts.data.council
            {
                let message = format!("the summons to {name} has no signatory");
                found.push(
                    Finding::new(&ABOUT, message, &council.origin)
                        .hint("fill in `proper-officer` with name and title")
                        .of_meeting(meeting),
                );
            }
            let lines = facts.data.agenda_of(name.as_str());
            let is_lost = facts.data.lost_of("agenda", name.as_str()).next().is_some();
            let has_business = lines.iter().any(|line| line.kind() == LineKind::Item);
            if meeting.published_at.is_some() && !has_business && !is_lost {
                let message = format!("the summons to {name} has no business on it");
                found.push(
                    Finding::new(&ABOUT, message, &meeting.origin)
                        .hint("add the items to `agenda`")
                        .of_meeting(meeting),
                );
            }
        }
    }
}
