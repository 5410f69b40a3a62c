//! Public access to documents, and their accessibility.

use super::{ENGLAND_AND_WALES, EVERYWHERE, Facts, Finding, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::minutes::Minute;

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
            state: State::Checked,
            nations: ENGLAND_AND_WALES,
            since: None,
            executive: false,
        };
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, book) in facts.minutes() {
            let is_marked = |minute: &&Minute| {
                minute.mark.private().is_some_and(|private| !private.is_undecided())
            };
            let unsummarised = |minute: &&Minute| minute.public_summary.is_none();
            for minute in book.items.iter().filter(is_marked).filter(unsummarised) {
                let message = "the minute is exempt and has no public summary".to_owned();
                found.push(
                    Finding::new(self.about(), message, &minute.origin)
                        .hint("give in `public-summary` a reasonably fair and coherent record without exempt information")
                        .of_meeting(meeting),
                );
            }
        }
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
