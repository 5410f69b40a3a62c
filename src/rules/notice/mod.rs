//! Notice of meetings, and papers open before them.

mod late_agenda;
mod late_notice;
mod late_paper;
mod late_summons;
mod no_urgency_reason;
mod urgency_not_minuted;

pub(super) use late_agenda::LateAgenda;
pub(super) use late_notice::LateNotice;
pub(super) use late_paper::LatePaper;
pub(super) use late_summons::LateSummons;
pub(super) use no_urgency_reason::NoUrgencyReason;
pub(super) use urgency_not_minuted::UrgencyNotMinuted;

use chrono::NaiveDate;

use super::calendar::PublicationDay;
use super::facts::Facts;
use crate::diag::plural;
use crate::model::council::{DayUnit, Nation};
use crate::model::meeting::Meeting;

/// How far a notice falls short of the clear days that it needs.
struct Shortfall {
    /// Such as `4 clear days of notice; 5 are needed`.
    given: String,
    /// How the clear days were counted, in words.
    sum: String,
    /// The last day on which it would have been in time.
    by: NaiveDate,
}

/// Returns how far a notice falls short of the clear working days that the nation's law requires;
/// `None` where it does not.
fn shortfall(
    facts: &Facts<'_>,
    meeting: &Meeting,
    published: &PublicationDay,
) -> Option<Shortfall> {
    let wanted = facts.notice_days()?;
    let day = meeting.date.value;
    let given = facts.calendar.shortfall(published.day, day, wanted, DayUnit::Working)?;
    let by = facts.calendar.latest_publication(day, wanted, DayUnit::Working);
    Some(Shortfall {
        given: format!(
            "{} of notice; {wanted} are needed",
            plural(given.count(), "clear day", "clear days")
        ),
        sum: given.sum(published.words(), "meeting"),
        by: by.day,
    })
}

/// Returns the law on papers being open before a meeting.
fn open_papers(nation: Nation) -> &'static str {
    match nation {
        Nation::Scotland => "Local Government (Scotland) Act 1973, s. 50B",
        Nation::England | Nation::Wales | Nation::NorthernIreland => {
            "Local Government Act 1972, s. 100B(3)"
        }
    }
}
