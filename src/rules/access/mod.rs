//! Public access to documents, and their accessibility.

use super::{ENGLAND_AND_WALES, EVERYWHERE, Rule, RuleInfo, State};
use crate::diag::Code;

/// Withheld reports are marked on every page.
pub(super) struct UnmarkedReport;

impl Rule for UnmarkedReport {
    fn about(&self) -> &'static RuleInfo {
        static ABOUT: RuleInfo = RuleInfo {
            code: Code::AccessUnmarkedReport,
            duty: "N5",
            summary: "a withheld report is marked “Not for publication”, with the reason",
            law: "Local Government Act 1972, s. 100B(5)",
            state: State::Guaranteed,
            nations: ENGLAND_AND_WALES,
            since: None,
            executive: false,
        };
        &ABOUT
    }
}

/// An exempt minute has a summary for the public.
pub(super) struct NoSummary;

impl Rule for NoSummary {
    fn about(&self) -> &'static RuleInfo {
        static ABOUT: RuleInfo = RuleInfo {
            code: Code::AccessNoSummary,
            duty: "R2",
            summary: "an exempt minute has a summary for the public",
            law: "Local Government Act 1972, s. 100C(2)",
            state: State::CheckedInDocument,
            nations: ENGLAND_AND_WALES,
            since: None,
            executive: false,
        };
        &ABOUT
    }
}

/// Published documents can be read by everybody.
pub(super) struct InaccessibleDocument;

impl Rule for InaccessibleDocument {
    fn about(&self) -> &'static RuleInfo {
        static ABOUT: RuleInfo = RuleInfo {
            code: Code::AccessInaccessibleDocument,
            duty: "A1",
            summary: "published documents are accessible",
            law: "SI 2018/952",
            state: State::Guaranteed,
            nations: EVERYWHERE,
            since: Some((2018, 9, 23)),
            executive: false,
        };
        &ABOUT
    }
}
