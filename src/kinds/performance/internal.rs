//! The measures of a period that only members and officers may read.

use super::{PerformanceReport, View, editions, report, subjects};
use crate::kinds::{Kind, Subject};
use crate::model::dataset::Dataset;

/// A period's internal measures, made where it has any. The public report says nothing of them.
pub(in crate::kinds) struct InternalMeasures;

impl Kind for InternalMeasures {
    const NAME: &'static str = "internal-measures";
    const SUMMARY: &'static str =
        "a period's measures that only members and officers may read; not public";
    const NEEDS: &'static [&'static str] = &["council", "report", "indicators", "benchmarks"];
    const TEMPLATE: &'static str = PerformanceReport::NAME;
    type Audience = Dataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let periods = data
            .performance
            .iter()
            .filter(|(period, performance)| editions::internal(**period, performance).is_some());
        periods
            .filter_map(|(period, performance)| subjects(*period, performance).into_iter().next())
            .collect()
    }

    fn view(&self, data: &Dataset, subject: &Subject) -> Option<View> {
        let period = subject.period()?;
        report(data, &editions::internal(period, data.performance.get(&period)?)?)
    }
}
