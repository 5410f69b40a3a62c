//! What is worked out once for each meeting, whichever thread asks first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use super::locked;

/// Something about each meeting that is worked out once, by whoever asks first, while others wait.
pub(super) struct PerMeeting<T>(Mutex<BTreeMap<String, Arc<OnceLock<Arc<T>>>>>);

impl<T> Default for PerMeeting<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> PerMeeting<T> {
    /// Returns what is known of a meeting; whoever asks first works it out.
    pub(super) fn get_or_init(&self, meeting: &str, init: impl FnOnce() -> T) -> Arc<T> {
        let slot = Arc::clone(locked(&self.0).entry(meeting.to_owned()).or_default());
        Arc::clone(slot.get_or_init(|| Arc::new(init())))
    }

    /// Forgets what is known of those meetings that `keeps` does not accept.
    pub(super) fn retain(&self, keeps: impl Fn(&str) -> bool) {
        locked(&self.0).retain(|meeting, _| keeps(meeting));
    }
}
