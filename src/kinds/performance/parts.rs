//! Parts of a period's report that other papers show by reference: the same figures, worked out once.

use schemars::JsonSchema;
use serde::Serialize;

use super::figures::{Figures, Notes, TargetView};
use super::registers::{self, CommitmentView, ProgrammeView, RiskView};
use super::result;
use super::savings::{self, SavingsView};
use crate::figures::Scope;
use crate::figures::savings::Savings;
use crate::merge::Amount;
use crate::model::dataset::Dataset;
use crate::model::performance::{Commitment, Indicator, Milestone};
use crate::model::rating;
use crate::model::record::Located;
use crate::model::value::names::is_same;
use crate::model::value::{Reference, ReportingPeriod};

/// An indicator in a line: its result, its target and its rating.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct MeasureLineView {
    /// The indicator's number, the same in every edition and period.
    number: u32,
    /// The indicator's title: what it measures.
    title: String,
    /// The result of the period as printed, such as `86.1%`; absent where there is no number to
    /// print.
    result: Option<Amount>,
    /// What the indicator counts in, by the words of an indicator's `unit`; absent where words stand after its
    /// figures.
    unit: Option<&'static str>,
    /// Which way is good, by the words of an indicator's `polarity`.
    polarity: &'static str,
    /// The target that the result is held against.
    target: TargetView,
    /// How performance moved since the period before, by the words of an indicator's `direction`,
    /// such as `better` or `worse`.
    direction: &'static str,
    /// The rating, by the words of an indicator's `rating`.
    rating: &'static str,
}

impl MeasureLineView {
    /// Returns the line of an indicator for a period.
    pub(super) fn of(indicator: &Indicator, now: ReportingPeriod) -> Self {
        Self {
            number: indicator.number.value,
            title: indicator.title.to_string(),
            result: result(indicator, now),
            unit: indicator.words_after.is_none().then(|| indicator.unit.value.word()),
            polarity: indicator.polarity.value.word(),
            target: Figures::of(indicator, &[now.previous(), now]).target(&mut Notes::default()),
            direction: rating::direction(indicator, now).word(),
            rating: rating::rate(indicator, now).word(),
        }
    }
}

/// A period's report, of which other papers show parts.
pub(in crate::kinds) struct Parts<'a> {
    scope: Scope<'a>,
}

impl<'a> Parts<'a> {
    /// Returns the parts of a period; `None` where the data have nothing of it.
    pub(in crate::kinds) fn of(data: &'a Dataset, period: ReportingPeriod) -> Option<Self> {
        let scope = Scope::whole(period, data.performance.get(&period)?);
        Some(Self { scope })
    }

    /// Returns the indicator with a number.
    pub(in crate::kinds) fn measure(&self, number: u32) -> Option<MeasureLineView> {
        let indicator = self.scope.all.indicator(number)?;
        Some(MeasureLineView::of(indicator, self.scope.period))
    }

    /// Returns the indicators of a priority, in the order of the data.
    pub(in crate::kinds) fn measures_of(&self, priority: &str) -> Vec<MeasureLineView> {
        let of_priority = self.scope.all.indicators.iter().filter(|indicator| {
            indicator.priority.as_ref().is_some_and(|name| is_same(name, priority))
        });
        of_priority.map(|indicator| MeasureLineView::of(indicator, self.scope.period)).collect()
    }

    /// Returns the commitments that are to be kept, in the order of the data.
    pub(in crate::kinds) fn commitments(
        &self,
        keep: impl Fn(&Commitment) -> bool,
    ) -> Vec<CommitmentView> {
        let kept = self.scope.all.commitments.iter().filter(|commitment| keep(commitment));
        kept.map(|commitment| registers::commitment_view(&self.scope, commitment, false)).collect()
    }

    /// Returns the risk with a reference.
    pub(in crate::kinds) fn risk(&self, reference: &Reference) -> Option<RiskView> {
        let mut risks = self.scope.all.risks.iter();
        let risk = risks.find(|risk| risk.r#ref.key() == reference.key())?;
        Some(registers::risk_view(&self.scope, risk))
    }

    /// Returns the savings with these references, by account.
    pub(in crate::kinds) fn savings(&self, references: &[Located<Reference>]) -> Vec<SavingsView> {
        let is_named = |saving: &crate::model::performance::Saving| {
            references.iter().any(|reference| reference.key() == saving.r#ref.key())
        };
        savings::by_account(&self.scope)
            .iter()
            .filter_map(|scope| {
                let some = Savings::of(scope).only(is_named);
                let is_empty = some.rows.is_empty() && some.pressures.is_empty();
                (!is_empty).then(|| savings::view(scope, &some))
            })
            .collect()
    }

    /// Returns a programme with its milestones that are to be kept; `None` where it has none of them.
    pub(in crate::kinds) fn programme(
        &self,
        name: &str,
        keep: &dyn Fn(&Milestone) -> bool,
    ) -> Option<ProgrammeView> {
        let milestones = self.scope.all.milestones.iter();
        let of_it = milestones
            .filter(|milestone| is_same(&milestone.programme, name) && keep(milestone))
            .collect::<Vec<_>>();
        (!of_it.is_empty()).then(|| registers::programme_view(&self.scope, name, of_it))
    }
}
