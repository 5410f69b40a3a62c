//! The kinds of document that a council publishes: what each shows, and of what.
//!
//! A kind is a struct, its view, and `impl Kind`; adding one is described in README. A view is
//! built from a [`PublicDataset`], so that exempt words can't reach a public template.

mod agenda;
mod furniture;
mod minutes;
mod performance;

use chrono::NaiveDate;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::Value;

use crate::diag::Diagnostics;
use crate::model::access::PublicDataset;
use crate::model::dataset::Dataset;
use crate::model::value::Quarter;

/// What one document is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The meeting's name or the quarter's key: `cabinet-2026-01-13`, `2025-26-q3`.
    pub key: String,
    /// The folder below `output/public`, part by part.
    pub folder: Vec<String>,
    /// The body, where a body's.
    pub body: Option<String>,
    /// The quarter, where a quarter's.
    pub quarter: Option<Quarter>,
    /// The day that it belongs to, and the date in its metadata; `None` where the row that gives
    /// it was refused, so that the document is refused as well.
    pub date: Option<NaiveDate>,
}

/// One kind of document the council publishes. The only trait an author implements.
pub trait Kind: Sync + 'static {
    /// Its name everywhere: `build --kind agenda`, `templates/agenda/`, `<meeting>/agenda.pdf`.
    const NAME: &'static str;
    /// One line for `kinds` and the manual.
    const SUMMARY: &'static str;
    /// The tables whose lost rows stop a document of this kind.
    const NEEDS: &'static [&'static str];
    /// Everything its template can see; nothing else reaches Handlebars.
    type View: Serialize + JsonSchema;

    /// Returns the subjects that `data` calls for, in publication order; among them those that it
    /// would call for, had a record not been refused.
    fn subjects(&self, data: &Dataset) -> Vec<Subject>;

    /// Returns what the template shows of `subject`; `None` when it can't be shown, with the
    /// reason in `diags`.
    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
    ) -> Option<Self::View>;
}

/// [`Kind`] with its view type erased, as the pipeline sees it.
pub trait AnyKind: Sync {
    /// Returns [`Kind::NAME`].
    fn name(&self) -> &'static str;
    /// Returns [`Kind::SUMMARY`].
    fn summary(&self) -> &'static str;
    /// Returns [`Kind::NEEDS`].
    fn needs(&self) -> &'static [&'static str];
    /// Returns the schema of [`Kind::View`]: every name that its template may use.
    fn schema(&self) -> Schema;
    /// See [`Kind::subjects`].
    fn subjects(&self, data: &Dataset) -> Vec<Subject>;
    /// See [`Kind::view`].
    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
    ) -> Option<Value>;
}

impl<K: Kind> AnyKind for K {
    fn name(&self) -> &'static str {
        K::NAME
    }

    fn summary(&self) -> &'static str {
        K::SUMMARY
    }

    fn needs(&self) -> &'static [&'static str] {
        K::NEEDS
    }

    fn schema(&self) -> Schema {
        SchemaSettings::draft2020_12()
            .for_serialize()
            .into_generator()
            .into_root_schema_for::<K::View>()
    }

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        Kind::subjects(self, data)
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
    ) -> Option<Value> {
        let view = Kind::view(self, diags, data, subject)?;
        Some(serde_json::to_value(view).expect("views hold only strings, numbers and lists"))
    }
}

/// Every document kind, in the order that `kinds` lists them.
pub static ALL: &[&dyn AnyKind] =
    &[&agenda::Agenda, &minutes::Minutes, &performance::PerformanceReport];

/// Returns the kind of that name.
pub fn named(name: &str) -> Option<&'static dyn AnyKind> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}
