//! The quarterly performance report.

use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, CouncilView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::model::access::PublicDataset;
use crate::model::dataset::Dataset;

/// See the module.
pub(super) struct PerformanceReport;

/// A report.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
}

impl Kind for PerformanceReport {
    const NAME: &'static str = "performance-report";
    const SUMMARY: &'static str =
        "a quarter's indicators against their targets, with ratings and trends";
    const NEEDS: &'static [&'static str] = &["council", "report", "indicators"];
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let quarters = data.performance.iter().filter(|(_, own)| !own.indicators.is_empty());
        quarters
            .map(|(quarter, own)| Subject {
                key: quarter.key(),
                folder: vec!["performance".to_owned(), quarter.key()],
                body: None,
                quarter: Some(*quarter),
                date: own
                    .card
                    .as_ref()
                    .and_then(|card| card.as_at.as_ref())
                    .map_or(quarter.last_day(), |at| at.value),
            })
            .collect()
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        _subject: &Subject,
    ) -> Option<View> {
        Some(View { council: furniture::council(data)? })
    }
}
