//! The editions of a period's report, and what each shows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::figures::{Scope, texts};
use crate::kinds::common;
use crate::model::dataset::Performance;
use crate::model::performance::{Edition, EditionKind, Section};
use crate::model::value::ReportingPeriod;

/// The edition of a report.
#[derive(Serialize, JsonSchema)]
pub(super) struct EditionView {
    /// What the edition is for: `whole` (everything), `part` (a committee's or a portfolio's),
    /// `indicators` (an annex of indicators alone) or `summary` (two pages for the public).
    kind: &'static str,
    /// Whom the edition is for, in words; absent for the whole report and where the edition's
    /// record doesn't say.
    audience: Option<String>,
    /// Whether it shows indicators that only members and officers may read, and nothing else.
    internal: bool,
    /// The committee that the edition is for; absent where it is not for one.
    committee: Option<String>,
    /// Whether the edition shows indicators one by one, so that there are pages to link to.
    shows_measures: bool,
}

/// What one edition of a period's report shows.
pub(super) struct Selection<'a> {
    /// The edition's record; the whole report has none.
    pub edition: Option<&'a Edition>,
    /// What the edition is for.
    pub kind: EditionKind,
    /// The part of the period that it shows.
    pub scope: Scope<'a>,
    /// The sections that it shows; all that have data where empty.
    sections: Vec<Section>,
}

/// Returns what the edition with this name shows, or the whole report; `None` where the report's card
/// lists no such edition.
pub(super) fn select<'a>(
    period: ReportingPeriod,
    performance: &'a Performance,
    name: Option<&str>,
) -> Option<Selection<'a>> {
    let whole = Scope::whole(period, performance);
    let card = performance.card.as_ref();
    let Some(name) = name else {
        let sections = card.map_or_else(Vec::new, |card| {
            card.sections.iter().map(|section| section.value).collect()
        });
        return Some(Selection { edition: None, kind: EditionKind::Whole, scope: whole, sections });
    };
    let edition = card?.editions.iter().find(|edition| edition.edition.as_str() == name)?;
    let kind = edition.kind.as_ref().map_or(EditionKind::Part, |kind| kind.value);
    let sections = match kind {
        EditionKind::Indicators => vec![Section::Indicators],
        EditionKind::Whole | EditionKind::Part | EditionKind::Summary => {
            edition.sections.iter().map(|section| section.value).collect()
        }
    };
    let scope = texts::scope_of(&whole, edition);
    Some(Selection { edition: Some(edition), kind, scope, sections })
}

/// Returns what only members and officers may see of a period: its internal indicators. `None` where it has none.
pub(super) fn internal(
    period: ReportingPeriod,
    performance: &Performance,
) -> Option<Selection<'_>> {
    let mut scope = Scope::whole(period, performance);
    scope.indicators.retain(|indicator| indicator.is_internal());
    if scope.indicators.is_empty() {
        return None;
    }
    let sections = vec![Section::Indicators];
    Some(Selection { edition: None, kind: EditionKind::Indicators, scope, sections })
}

impl Selection<'_> {
    /// Returns whether it shows a section, if there is data for it.
    pub(super) fn has(&self, section: Section) -> bool {
        self.sections.is_empty() || self.sections.contains(&section)
    }

    /// Returns the edition as templates see it.
    pub(super) fn view(&self) -> EditionView {
        let edition = self.edition;
        EditionView {
            kind: self.kind.word(),
            audience: edition.and_then(|edition| common::string(edition.audience.as_ref())),
            internal: self.scope.indicators.iter().any(|indicator| indicator.is_internal()),
            committee: edition.and_then(|edition| common::string(edition.committee.as_ref())),
            shows_measures: self.kind != EditionKind::Summary && self.has(Section::Indicators),
        }
    }
}
