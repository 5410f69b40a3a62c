//! Editions: which there are of a quarter, and what each shows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::figures::{Scope, texts};
use crate::kinds::furniture;
use crate::model::dataset::Performance;
use crate::model::performance::{Edition, EditionKind, Section};
use crate::model::value::Quarter;

/// The edition of a report.
#[derive(Serialize, JsonSchema)]
pub(super) struct EditionView {
    /// What it is for: `whole`, `part` (of a committee or portfolio), `indicators` or `summary`.
    kind: &'static str,
    /// Who it is for, where its record says so.
    audience: Option<String>,
    /// The committee that it is for.
    committee: Option<String>,
    /// Whether it shows measures one by one, so that they have pages.
    shows_measures: bool,
}

/// An edition with what it shows.
pub(super) struct Cut<'a> {
    /// Its record; the whole report has none.
    pub edition: Option<&'a Edition>,
    /// What it is for.
    pub kind: EditionKind,
    /// The part of the quarter that it shows.
    pub scope: Scope<'a>,
    /// Its sections.
    sections: Vec<Section>,
}

/// Returns what a report of the quarter is called: the quarter's key, and the edition's after it.
pub(super) fn key(quarter: Quarter, edition: Option<&str>) -> String {
    match edition {
        Some(edition) => format!("{}/{edition}", quarter.key()),
        None => quarter.key(),
    }
}

/// Returns the cut of the quarter that a key names.
pub(super) fn cut<'a>(quarter: Quarter, own: &'a Performance, key: &str) -> Option<Cut<'a>> {
    let whole = Scope::whole(quarter, own);
    let card = own.card.as_ref();
    let Some((_, name)) = key.split_once('/') else {
        let sections =
            card.map_or_else(Vec::new, |card| card.sections.iter().map(|own| own.value).collect());
        return Some(Cut { edition: None, kind: EditionKind::Whole, scope: whole, sections });
    };
    let edition = card?.editions.iter().find(|own| own.edition.as_str() == name)?;
    let kind = edition.kind.as_ref().map_or(EditionKind::Part, |own| own.value);
    let sections = match kind {
        EditionKind::Indicators => vec![Section::Indicators],
        EditionKind::Whole | EditionKind::Part | EditionKind::Summary => {
            edition.sections.iter().map(|own| own.value).collect()
        }
    };
    let scope = texts::scope_of(&whole, edition);
    Some(Cut { edition: Some(edition), kind, scope, sections })
}

impl Cut<'_> {
    /// Returns whether it shows a section.
    pub(super) fn has(&self, section: Section) -> bool {
        self.sections.is_empty() || self.sections.contains(&section)
    }

    /// Returns its view.
    pub(super) fn view(&self) -> EditionView {
        let own = self.edition;
        EditionView {
            kind: self.kind.word(),
            audience: own.and_then(|own| furniture::string(own.audience.as_ref())),
            committee: own.and_then(|own| furniture::string(own.committee.as_ref())),
            shows_measures: self.kind != EditionKind::Summary && self.has(Section::Indicators),
        }
    }
}
