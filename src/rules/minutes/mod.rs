//! Minutes: who was present, and their confirmation at the next meeting.

mod nobody_present;
mod own_vote;
mod unconfirmed;

pub(super) use nobody_present::NobodyPresent;
pub(super) use own_vote::OwnVote;
pub(super) use unconfirmed::Unconfirmed;

use crate::model::minutes::Minute;

/// Returns the words of a minute as plain text: discussion, motions and resolutions.
pub(super) fn text_of(minute: &Minute) -> String {
    let mut words = Vec::new();
    for paragraph in &minute.paragraphs {
        words.extend(paragraph.text.iter().map(|text| text.value.0.plain_text()));
        if let Some(motion) = &paragraph.motion {
            words.push(motion.text.value.0.plain_text());
            words.extend(motion.substantive.iter().map(|text| text.value.0.plain_text()));
        }
        if let Some(resolution) = &paragraph.resolution {
            words.extend(resolution.formula.iter().map(|formula| formula.value.clone()));
            words.push(resolution.text.value.0.plain_text());
        }
    }
    words.join("\n")
}
