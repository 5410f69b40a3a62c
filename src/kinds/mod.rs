//! The kinds of document that a council publishes: what each shows, and of what.
//!
//! A kind is a struct, its view, and `impl Kind`; adding one is described in README. A view is
//! built from a [`PublicDataset`](crate::model::access::PublicDataset), so that exempt words can't reach a public template.

mod agenda;
mod decisions;
mod entry;
mod furniture;
mod history;
mod makers;
mod minutes;
mod notices;
mod packs;
mod performance;
mod plan;
pub mod report;
mod scrutiny;
pub mod stamps;

use chrono::NaiveDate;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::Value;

use crate::diag::Diagnostics;
use crate::model::access::{Audience, Records};
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::value::Quarter;

/// What one document is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What it is called: `cabinet-2026-01-13`, `2025-26-q3`, `2026-03`, `CAB05 (24/25)`.
    pub key: String,
    /// The folder below `output/public` or `output/restricted`, part by part.
    pub folder: Vec<String>,
    /// Its number, where there are several of a kind: that of a supplement.
    pub number: Option<u32>,
    /// The meeting, where a meeting's.
    pub meeting: Option<String>,
    /// The body, where a body's.
    pub body: Option<String>,
    /// The quarter, where a quarter's.
    pub quarter: Option<Quarter>,
    /// The day that it belongs to, and the date in its metadata; `None` where the row that gives
    /// it was refused, so that the document is refused as well.
    pub date: Option<NaiveDate>,
    /// The first and last day that it covers, where those are not its date.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Whether it is drawn from many meetings, so that what is lost of any may be missing from it.
    pub is_wide: bool,
}

/// Which papers are bound behind a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binds {
    /// Those that the public may see.
    Public,
    /// Those that it may not.
    Exempt,
    /// All.
    All,
}

/// One kind of document the council publishes. The only trait an author implements.
pub trait Kind: Sync + 'static {
    /// Its name everywhere: `build --kind agenda`, `templates/agenda/`, `<meeting>/agenda.pdf`.
    const NAME: &'static str;
    /// One line for `kinds` and the manual.
    const SUMMARY: &'static str;
    /// The tables whose lost rows stop a document of this kind.
    const NEEDS: &'static [&'static str];
    /// The folder of its template, where that is another kind's.
    const TEMPLATE: &'static str = Self::NAME;
    /// Which papers are bound behind it; `None` for a document that stands alone.
    const BINDS: Option<Binds> = None;
    /// Whether it shows the pages that papers have in a pack.
    const NUMBERED: bool = false;
    /// Who reads it: [`PublicDataset`](crate::model::access::PublicDataset), or the whole
    /// [`Dataset`] for papers that are not for publication.
    type Sees: Audience;
    /// Everything its template can see; nothing else reaches Handlebars.
    type View: Serialize + JsonSchema;

    /// Returns the subjects that `data` calls for, in publication order; among them those that it
    /// would call for, had a record not been refused.
    fn subjects(&self, data: &Dataset) -> Vec<Subject>;

    /// Returns the name of a document's file, without its number and ending.
    fn stem(_subject: &Subject) -> String {
        Self::NAME.to_owned()
    }

    /// Returns what the template shows of `subject`; `None` when it can't be shown, with the
    /// reason in `diags`.
    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &Self::Sees,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<Self::View>;

    /// Reports what [`Self::view`] reports. A kind whose views report nothing, or little of what they
    /// show, may do so without building them.
    fn check(&self, diags: &mut Diagnostics, data: &Self::Sees, subject: &Subject) {
        self.view(diags, data, subject, &PageNumbers::new());
    }
}

/// [`Kind`] with its view type erased, as the pipeline sees it.
pub trait AnyKind: Sync {
    /// Returns [`Kind::NAME`].
    fn name(&self) -> &'static str;
    /// Returns [`Kind::SUMMARY`].
    fn summary(&self) -> &'static str;
    /// Returns [`Kind::NEEDS`].
    fn needs(&self) -> &'static [&'static str];
    /// Returns [`Kind::TEMPLATE`].
    fn template(&self) -> &'static str;
    /// Returns [`Kind::BINDS`].
    fn binds(&self) -> Option<Binds>;
    /// Returns [`Kind::NUMBERED`].
    fn is_numbered(&self) -> bool;
    /// Returns the folder of the kind's readers, below the output folder.
    fn folder(&self) -> &'static str;
    /// Returns the schema of [`Kind::View`]: every name that its template may use.
    fn schema(&self) -> Schema;
    /// See [`Kind::subjects`].
    fn subjects(&self, data: &Dataset) -> Vec<Subject>;
    /// See [`Kind::stem`].
    fn stem(&self, subject: &Subject) -> String;
    /// See [`Kind::view`].
    fn view(
        &self,
        diags: &mut Diagnostics,
        records: &Records,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<Value>;
    /// See [`Kind::check`].
    fn check(&self, diags: &mut Diagnostics, records: &Records, subject: &Subject);
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

    fn template(&self) -> &'static str {
        K::TEMPLATE
    }

    fn binds(&self) -> Option<Binds> {
        K::BINDS
    }

    fn is_numbered(&self) -> bool {
        K::NUMBERED
    }

    fn folder(&self) -> &'static str {
        K::Sees::FOLDER
    }

    fn schema(&self) -> Schema {
        schema::<K::View>()
    }

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        Kind::subjects(self, data)
    }

    fn stem(&self, subject: &Subject) -> String {
        <K as Kind>::stem(subject)
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        records: &Records,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<Value> {
        let view = Kind::view(self, diags, K::Sees::of(records), subject, pages)?;
        Some(value(view))
    }

    fn check(&self, diags: &mut Diagnostics, records: &Records, subject: &Subject) {
        Kind::check(self, diags, K::Sees::of(records), subject);
    }
}

/// Returns the schema of a view.
fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// Returns a view as templates see it.
fn value(view: impl Serialize) -> Value {
    serde_json::to_value(view).expect("views hold only strings, numbers and lists")
}

/// Every document kind, in the order that `kinds` lists them.
pub static ALL: &[&dyn AnyKind] = &[
    &agenda::Agenda,
    &packs::PublicPack,
    &packs::ExemptPack,
    &packs::MembersPack,
    &packs::Supplement,
    &packs::MembersSupplement,
    &minutes::Minutes,
    &decisions::DecisionsList,
    &decisions::DecisionRecord,
    &plan::ForwardPlan,
    &history::IssueHistory,
    &scrutiny::ActionTracker,
    &scrutiny::WorkProgramme,
    &notices::KeyDecisionNotice,
    &notices::PrivateMeetingNotice,
    &notices::GeneralExceptionNotice,
    &notices::SpecialUrgencyNotice,
    &performance::PerformanceReport,
];

/// What is in a pack besides documents of some kind: its template, what it is, and the schema of its
/// view.
pub fn sheets() -> [(&'static str, &'static str, Schema); 2] {
    [
        (report::TEMPLATE, "a report that was written as a text", schema::<report::View>()),
        (stamps::TEMPLATE, "what is stamped on the pages of packs", schema::<stamps::View>()),
    ]
}

/// Returns the kind of that name.
pub fn named(name: &str) -> Option<&'static dyn AnyKind> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}
