//! Decisions under special urgency of which the Council was not told in a year (SI 2012/2089, reg. 19).

use super::Findings;
use crate::diag::{Code, Diagnostic};
use crate::model::dataset::Dataset;
use crate::model::since;
use crate::model::value::long_date;

/// Warns of decisions that were taken more than a year ago, and since when the Council has not met.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let Some(today) = data.today.filter(|_| since::reports_urgency(data)) else { return };
    if data.unread("meetings").next().is_some() {
        return;
    }
    for (day, decision, _) in since::urgent_decisions(data) {
        let mut meetings = since::council_meetings(data).map(|meeting| meeting.date.value);
        let is_late = since::report_due(day).is_some_and(|due| due < today);
        if !is_late || meetings.any(|meeting| day < meeting && meeting <= today) {
            continue;
        }
        let message = format!(
            "the decision {} was taken under special urgency on {}, more than a year ago, and `meetings` has no meeting of the Council since to which it was reported",
            decision.r#ref.written(),
            long_date(day)
        );
        let diagnostic = Diagnostic::new(Code::DecisionUrgencyNotReported, message)
            .at(&decision.origin)
            .hint("report it to the next meeting of the Council; where it was reported, add the row of that meeting")
            .law("SI 2012/2089, reg. 19");
        found.push(diagnostic, None);
    }
}
