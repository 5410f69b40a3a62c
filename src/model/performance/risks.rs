//! A period's risks.

use crate::record::{Located, Text, record};
use crate::value::{Flag, Reference, ReportingPeriod};

record! {
    /// A risk.
    pub struct Risk {
        /// Its reference, kept as written.
        open r#ref: Located<Reference>,
        /// What might happen.
        open title: Located<String>,
        /// The register it is in, such as `corporate`.
        open register: Option<Located<String>>,
        /// What brings it about.
        open cause: Option<Text>,
        /// What follows from it.
        open consequence: Option<Text>,
        /// Who owns it.
        open owner: Option<Located<String>>,
        /// The portfolio.
        open portfolio: Option<Located<String>>,
        /// The score before anything was done, 1 to 25.
        open initial: Option<Located<u32>>,
        /// The score the period before.
        open previous: Option<Located<u32>>,
        /// The score now.
        open current: Located<u32>,
        /// The score aimed at.
        open target: Option<Located<u32>>,
        /// How likely it is now, 1 to 5; times `impact` it is the score.
        open likelihood: Option<Located<u32>>,
        /// How much it would matter now, 1 to 5.
        open impact: Option<Located<u32>>,
        /// How likely it was the period before.
        open previous_likelihood: Option<Located<u32>>,
        /// How much it would have mattered the period before.
        open previous_impact: Option<Located<u32>>,
        /// Earlier scores; in a sheet, one column a period, headed `Q3 2025/26`.
        open periods: Vec<PastScore>,
        /// What is being done.
        open actions: Option<Text>,
        /// Whether it was escalated to the corporate register this period.
        open escalated: Option<Located<Flag>>,
        /// Whether it was handed back to its directorate this period.
        open de_escalated: Option<Located<Flag>>,
    }
}

impl Risk {
    /// Returns whether it is in the corporate register; an empty cell means yes.
    pub fn is_corporate(&self) -> bool {
        self.register.as_ref().is_none_or(|register| register.to_lowercase().contains("corporate"))
    }
}

record! {
    /// A risk's score of an earlier period.
    pub struct PastScore {
        /// The period.
        open label: Located<ReportingPeriod>,
        /// The score.
        open value: Located<u32>,
    }
}
