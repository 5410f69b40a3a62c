//! The columns by which rows of tables with many thousand rows are found.

use std::borrow::Cow;

use super::body::{Member, Officer};
use super::issue::{Decision, FollowUp, Issue};
use super::meeting::Meeting;
use super::record::Located;
use super::rows::{KeyColumn, Row};
use super::value::{Reference, names};

/// The columns by which rows are found, by their places in [`Row::KEYS`].
pub(super) mod by {
    pub(crate) const MEETING: usize = 0;
    /// Of a meeting that goes ahead: when its body meets.
    pub(crate) const SITTING: usize = 1;
    pub(crate) const REFERENCE: usize = 0;
    pub(crate) const WRITTEN: usize = 1;
    /// Of an issue: what it follows. Of a decision: what it is on.
    pub(crate) const ISSUE: usize = 2;
    pub(crate) const DECIDED_AT: usize = 3;
    pub(crate) const BODY: usize = 0;
    pub(crate) const PERSON: usize = 1;
    pub(crate) const OFFICER: usize = 0;
    pub(crate) const POST: usize = 1;
}

fn key(reference: Option<&Located<Reference>>) -> Option<Cow<'_, str>> {
    reference.map(|reference| reference.key().into())
}

/// Returns the body of a meeting and when it begins, in order of both, and the length of the body in it.
pub(super) fn sitting(meeting: &Meeting) -> (String, usize) {
    let (date, time) = meeting.begins();
    let mut key = format!("{}\n", meeting.body.as_str());
    let body = key.len();
    key += &date.to_string();
    if let Some(time) = time {
        key += &time.to_string();
    }
    (key, body)
}

impl Row for Meeting {
    const KEYS: &'static [KeyColumn<Self>] = &[
        |meeting| Some(meeting.meeting.as_str().into()),
        |meeting| meeting.is_going_ahead().then(|| sitting(meeting).0.into()),
    ];
}

impl Row for Member {
    const KEYS: &'static [KeyColumn<Self>] = &[
        |member| Some(member.body.as_str().into()),
        |member| Some(names::person_key(&member.name).into()),
    ];
}

impl Row for Officer {
    const KEYS: &'static [KeyColumn<Self>] = &[
        |officer| Some(names::person_key(&officer.name).into()),
        |officer| officer.post.as_ref().map(|post| post.trim().to_lowercase().into()),
    ];
}

impl Row for Issue {
    const KEYS: &'static [KeyColumn<Self>] = &[
        |issue| key(Some(&issue.r#ref)),
        |issue| Some(issue.r#ref.written().into()),
        |issue| key(issue.follows.as_ref()),
    ];
}

impl Row for Decision {
    const KEYS: &'static [KeyColumn<Self>] = &[
        |decision| key(Some(&decision.r#ref)),
        |decision| Some(decision.r#ref.written().into()),
        |decision| key(decision.issue.as_ref()),
        |decision| decision.meeting.as_ref().map(|meeting| meeting.as_str().into()),
    ];
}

impl Row for FollowUp {
    const KEYS: &'static [KeyColumn<Self>] = &[|follow_up| Some(follow_up.meeting.as_str().into())];
}
