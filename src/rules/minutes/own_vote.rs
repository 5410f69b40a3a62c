#![doc = include_str!("own_vote.md")]

use super::super::{ENGLAND, Rule, RuleInfo, State};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::MinutesOwnVote,
    duty: "M3",
    summary: "a member may have their vote recorded",
    law: "SI 1993/202, Schedule 2, para. 1",
    state: State::OnlyDocumented,
    nations: ENGLAND,
    since: None,
    executive: false,
};

pub(in super::super) struct OwnVote;

impl Rule for OwnVote {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }
}
