//! Trackers: rows that may follow up an action of the minutes, and are not taken for it.

use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::dataset::Dataset;
use crate::model::tracker;

/// Warns of actions that may stand in a tracker twice.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    for name in data.minutes.keys() {
        let Some(meeting) = data.meeting(name) else { continue };
        for (row, action) in tracker::doubts(data, meeting) {
            let number = row.minute.as_ref().map(|minute| format!(" of minute {}", minute.value));
            let message = format!(
                "this may be the action{} for {}, in other words; the tracker has both",
                number.unwrap_or_default(),
                action.owner.value
            );
            let mut diags = Diagnostics::default();
            diags.push(
                Diagnostic::new(Code::TrackerSimilarAction, message)
                    .at(&row.origin)
                    .label(&action.text.origin, "the action")
                    .hint("if it is the same, write `text` in `resolutions` as the minutes have it; if not, accept this in `overrides`"),
            );
            found.add(diags, Blocks::of("resolutions", meeting.body.as_str()));
        }
    }
}
