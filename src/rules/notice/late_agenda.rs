#![doc = include_str!("late_agenda.md")]

use super::super::calendar::short_date;
use super::super::facts::Facts;
use super::super::{BRITAIN, Finding, Rule, RuleInfo, State};
use super::{open_papers, shortfall};
use crate::diag::Code;
use crate::model::body::BodyType;
use crate::model::council::{DayUnit, Nation};
use crate::model::meeting::Status;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::NoticeLateAgenda,
    duty: "N3",
    summary: "agenda and reports open to the public five clear days before a meeting",
    law: "Local Government Act 1972, s. 100B(3)",
    state: State::Checked,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct LateAgenda;

impl Rule for LateAgenda {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let Some(wanted) = facts.notice_days() else { return };
        for (meeting, body) in facts.meetings() {
            // In England the summons is the agenda of a full council.
            if body.r#type.value == BodyType::Council && facts.nation == Nation::England {
                continue;
            }
            let law = match body.r#type.value {
                BodyType::Executive if facts.nation == Nation::England => {
                    "Local Government Act 1972, s. 100B(3); SI 2012/2089, reg. 7"
                }
                _ => open_papers(facts.nation),
            };
            let name = &meeting.meeting.value;
            let Some(moment) = &meeting.published_at else {
                let by =
                    facts.calendar.latest_publication(meeting.date.value, wanted, DayUnit::Working);
                if meeting.status() == Status::Scheduled
                    && by.day < facts.today
                    && facts.today <= meeting.date.value
                {
                    let message =
                        format!("the agenda of {name} was not published in time ({})", by.sum);
                    found.push(
                        Finding::new(&ABOUT, message, &meeting.origin)
                            .law(law)
                            .hint("fill in `published-at`, or move the meeting")
                            .of_meeting(meeting),
                    );
                }
                continue;
            };
            let published = facts.calendar.publication_day(moment.value);
            let convened = meeting.convened_at.as_ref();
            if convened.is_some_and(|date| published.day <= date.value) {
                continue;
            }
            let Some(shortfall) = shortfall(facts, meeting, &published) else { continue };
            let message =
                format!("the agenda of {name} gives {} ({})", shortfall.given, shortfall.sum);
            let hint = format!(
                "publish it by {}, or move the meeting; where it was convened at shorter notice, fill in `convened-at`",
                short_date(shortfall.by)
            );
            found.push(
                Finding::new(&ABOUT, message, &moment.origin)
                    .law(law)
                    .hint(hint)
                    .of_meeting(meeting),
            );
        }
    }
}
