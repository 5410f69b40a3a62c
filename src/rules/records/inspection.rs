#![doc = include_str!("inspection.md")]

use super::super::{BRITAIN, Rule, RuleInfo, State};
use crate::diag::Code;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::RecordsInspection,
    duty: "R1",
    summary: "minutes, agenda and reports open for six years, background papers for four",
    law: "Local Government Act 1972, ss. 100C(1) and 100D(2)",
    state: State::Computed,
    nations: BRITAIN,
    since: None,
    executive: false,
};

pub(in super::super) struct Inspection;

impl Rule for Inspection {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }
}
