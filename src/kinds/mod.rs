//! The kinds of document that a council publishes: what each shows, and of what.
//!
//! A kind is a struct, its view, and `impl Kind`; adding one is described in README. A view is
//! built from a [`PublicDataset`], so that exempt words can't reach a public template.

mod agenda;
mod assessment;
mod assurance;
mod common;
mod complaints;
pub mod contents;
mod council_tax;
mod decisions;
pub mod draft;
mod entry;
mod exempt;
mod governance;
mod history;
mod makers;
mod meeting_notice;
mod minutes;
mod notices;
mod packs;
mod performance;
mod plan;
mod programme;
pub mod report;
mod reported;
mod scrutiny;
pub mod stamps;
mod strategy;
mod subject;
pub mod withdrawn;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

pub use self::subject::{COUNCIL, MeetingSubject, RecordSubject, Subject};

use crate::diag::Diagnostic;
use crate::model::access::{Audience, AudienceName, PublicDataset, Records};
use crate::model::dataset::Dataset;
use crate::model::record::Located;

/// Which papers are bound behind a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackContents {
    /// Those that the public may see.
    Public,
    /// Those that are not for publication.
    Exempt,
    /// All papers.
    All,
}

impl PackContents {
    /// Returns whether a paper is among them that is withheld from the public, or is not.
    pub fn has(self, is_withheld: bool) -> bool {
        match self {
            Self::Public => !is_withheld,
            Self::Exempt => is_withheld,
            Self::All => true,
        }
    }
}

/// A supplied paper that is bound behind a document, as its row names it.
#[derive(Debug, Clone)]
pub struct AppendedFile {
    /// Its number among the appendices, from 1.
    pub number: usize,
    /// The name by which links in the document know it.
    pub name: String,
    /// The short name that its row gives, such as `Appendix B`.
    pub label: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its file, below `documents/`.
    pub file: Located<String>,
    /// What its row says of words in it that nobody sees.
    pub hidden_text: Option<String>,
}

/// One kind of document the council publishes. The only trait an author implements.
///
/// ```
/// use chrono::NaiveDate;
/// use orderpaper::kinds::{Kind, Subject};
/// use orderpaper::model::access::PublicDataset;
/// use orderpaper::model::body::Body;
/// use schemars::JsonSchema;
/// use serde::Serialize;
///
/// /// A body of the council, for everybody.
/// struct BodyCard;
///
/// #[derive(Serialize, JsonSchema)]
/// struct View {
///     /// The name of the body.
///     name: String,
/// }
///
/// impl Kind for BodyCard {
///     const NAME: &'static str = "body-card";
///     const SUMMARY: &'static str = "a body of the council";
///     const NEEDS: &'static [&'static str] = &["bodies"];
///     type Audience = PublicDataset;
///     type View = View;
///
///     fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
///         let body = |body: &Body| Subject::Body {
///             body: body.id.to_string(),
///             as_at: NaiveDate::from_ymd_opt(2026, 1, 13).expect("it is a day"),
///         };
///         data.bodies.iter().map(body).collect()
///     }
///
///     fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
///         let body = data.body(subject.body()?)?;
///         Some(View { name: body.name.to_string() })
///     }
/// }
/// ```
pub trait Kind: Sync + 'static {
    /// Its name everywhere: `build --kind agenda`, `templates/agenda/`, `<meeting>/agenda.pdf`.
    const NAME: &'static str;
    /// One line for `kinds` and the manual.
    const SUMMARY: &'static str;
    /// The tables that it is made from: a document is refused where a row that it needs was.
    const NEEDS: &'static [&'static str];
    /// The folder of its template, where that is another kind's.
    const TEMPLATE: &'static str = Self::NAME;
    /// Which papers are bound behind it; `None` for a document that stands alone.
    const PACK_CONTENTS: Option<PackContents> = None;
    /// Whether it is drawn from many meetings, so that a refused row of any of them stops it.
    const SPANS_MEETINGS: bool = false;
    /// Whether it shows the page numbers that papers have in a pack.
    const SHOWS_PAGE_NUMBERS: bool = false;
    /// Whether it announces that its meeting is not held on its day, and so is published when that was decided.
    const ANNOUNCES_CHANGE: bool = false;
    /// What a modern.gov calls such a document, of those that it takes.
    const UPLOADED_AS: Option<UploadedAs> = None;
    /// The tables of open data whose rows are published with it, besides that of meetings, which are published with
    /// any document of theirs.
    const TELLS: &'static [&'static str] = &[];
    /// Who reads it: [`PublicDataset`], or the whole
    /// [`Dataset`] for papers that are not for publication.
    type Audience: Audience;
    /// Everything its template can see; nothing else reaches Handlebars.
    type View: Serialize + JsonSchema;

    /// Returns the subjects that its readers' records call for, in publication order; their keys become
    /// names of folders, so they are made from nothing else; among them those that it
    /// would call for, had a record not been refused.
    fn subjects(&self, data: &Self::Audience) -> Vec<Subject>;

    /// Returns the name of a document's file, without its number and ending.
    fn stem(_subject: &Subject) -> String {
        Self::NAME.to_owned()
    }

    /// Returns what it needs of `subject` beyond whole rows, and the records lack: the document is refused
    /// then. `check` asks for it before anything is made.
    fn unmet(&self, _data: &Self::Audience, _subject: &Subject) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Returns the supplied papers that are bound behind it, in order: none, but behind minutes.
    fn appended(&self, _data: &Self::Audience, _subject: &Subject) -> Vec<AppendedFile> {
        Vec::new()
    }

    /// Returns what the template shows of `subject`; `None` only where a row that it is about was refused.
    fn view(&self, data: &Self::Audience, subject: &Subject) -> Option<Self::View>;
}

/// What a modern.gov takes a document as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadedAs {
    /// The running order of a meeting.
    AgendaFrontsheet,
    /// Agenda and public reports in one.
    PublicReportsPack,
    /// What came after the agenda.
    Supplement,
    /// The minutes.
    PrintedMinutes,
    /// The decisions of a meeting.
    PrintedDecisions,
    /// All reports in one, for members.
    MembersReportsPack,
    /// The restricted reports in one.
    RestrictedReportsPack,
    /// What came after the agenda, for members.
    MembersSupplement,
}

/// [`Kind`] with its view type erased, as the pipeline sees it.
pub trait AnyKind: Sync {
    /// Returns the name by which commands and templates know it: [`Kind::NAME`].
    fn name(&self) -> &'static str;
    /// Returns the line that `kinds` prints: [`Kind::SUMMARY`].
    fn summary(&self) -> &'static str;
    /// Returns the tables that it is made from: [`Kind::NEEDS`].
    fn needs(&self) -> &'static [&'static str];
    /// Returns the folder of its template: [`Kind::TEMPLATE`].
    fn template(&self) -> &'static str;
    /// Returns which papers are bound behind it: [`Kind::PACK_CONTENTS`].
    fn pack_contents(&self) -> Option<PackContents>;
    /// Returns whether it is drawn from many meetings: [`Kind::SPANS_MEETINGS`].
    fn spans_meetings(&self) -> bool;
    /// Returns whether it shows page numbers of a pack: [`Kind::SHOWS_PAGE_NUMBERS`].
    fn shows_page_numbers(&self) -> bool;
    /// Returns whether it announces a change of its meeting: [`Kind::ANNOUNCES_CHANGE`].
    fn announces_change(&self) -> bool;
    /// Returns what a modern.gov calls such a document: [`Kind::UPLOADED_AS`].
    fn uploaded_as(&self) -> Option<UploadedAs>;
    /// Returns the tables of open data whose rows are published with it: [`Kind::TELLS`].
    fn tells(&self) -> &'static [&'static str];
    /// Returns who reads it: [`Kind::Audience`].
    fn audience(&self) -> AudienceName;
    /// Returns the schema of [`Kind::View`]: every name that its template may use.
    fn schema(&self) -> Schema;
    /// Returns the documents of this kind that the records call for: [`Kind::subjects`].
    fn subjects(&self, records: &Records) -> Vec<Subject>;
    /// Returns what its readers may see of the records.
    fn seen<'a>(&self, records: &'a Records) -> &'a Dataset;
    /// Returns a file's name without number and ending: [`Kind::stem`].
    fn stem(&self, subject: &Subject) -> String;
    /// Returns what the template shows, from the records that its readers may see: [`Kind::view`].
    fn view(&self, records: &Records, subject: &Subject) -> Option<Shown>;
    /// Returns the supplied papers that are bound behind it: [`Kind::appended`].
    fn appended(&self, records: &Records, subject: &Subject) -> Vec<AppendedFile>;
    /// Returns what it needs of a subject and the records lack: [`Kind::unmet`].
    fn unmet(&self, records: &Records, subject: &Subject) -> Vec<Diagnostic>;
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

    fn pack_contents(&self) -> Option<PackContents> {
        K::PACK_CONTENTS
    }

    fn spans_meetings(&self) -> bool {
        K::SPANS_MEETINGS
    }

    fn shows_page_numbers(&self) -> bool {
        K::SHOWS_PAGE_NUMBERS
    }

    fn announces_change(&self) -> bool {
        K::ANNOUNCES_CHANGE
    }

    fn uploaded_as(&self) -> Option<UploadedAs> {
        K::UPLOADED_AS
    }

    fn tells(&self) -> &'static [&'static str] {
        K::TELLS
    }

    fn audience(&self) -> AudienceName {
        K::Audience::NAME
    }

    fn schema(&self) -> Schema {
        schema::<K::View>()
    }

    fn subjects(&self, records: &Records) -> Vec<Subject> {
        Kind::subjects(self, K::Audience::of_records(records))
    }

    fn seen<'a>(&self, records: &'a Records) -> &'a Dataset {
        K::Audience::of_records(records).records()
    }

    fn stem(&self, subject: &Subject) -> String {
        <K as Kind>::stem(subject)
    }

    fn view(&self, records: &Records, subject: &Subject) -> Option<Shown> {
        let view = Kind::view(self, K::Audience::of_records(records), subject)?;
        Some(Shown::to::<K::Audience>(view))
    }

    fn appended(&self, records: &Records, subject: &Subject) -> Vec<AppendedFile> {
        Kind::appended(self, K::Audience::of_records(records), subject)
    }

    fn unmet(&self, records: &Records, subject: &Subject) -> Vec<Diagnostic> {
        Kind::unmet(self, K::Audience::of_records(records), subject)
    }
}

/// Returns the JSON Schema of a view, by which the names in templates are checked.
fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// A view as Handlebars takes it, with those who may read it. Only this room makes one, of the records that
/// these readers see, so that nothing else reaches a document of theirs.
#[derive(Debug, Serialize)]
pub struct Shown {
    audience: AudienceName,
    view: Value,
}

impl Shown {
    /// Returns a view that was made of what an audience may see.
    fn to<A: Audience>(view: impl Serialize) -> Self {
        Self::to_named(A::NAME, view)
    }

    fn to_named(audience: AudienceName, view: impl Serialize) -> Self {
        let view = serde_json::to_value(view).expect("views hold only strings, numbers and lists");
        Self { audience, view }
    }

    /// Returns who may read it.
    pub fn audience(&self) -> AudienceName {
        self.audience
    }

    /// Returns the view, for whoever keeps it as data.
    pub fn view(&self) -> &Value {
        &self.view
    }

    /// Returns the view.
    pub fn into_view(self) -> Value {
        self.view
    }
}

/// Every document kind, in the order that `kinds` lists them.
pub static ALL: &[&dyn AnyKind] = &[
    &agenda::Agenda,
    &meeting_notice::MeetingNotice,
    &packs::PublicPack,
    &packs::ExemptPack,
    &packs::MembersPack,
    &packs::Supplement,
    &packs::MembersSupplement,
    &exempt::ExemptRegister,
    &minutes::Minutes,
    &minutes::MinuteExtract,
    &decisions::DecisionsList,
    &decisions::DecisionRecord,
    &reported::SpecialUrgencyReport,
    &reported::OfficerDecisions,
    &plan::ForwardPlan,
    &history::IssueHistory,
    &scrutiny::ActionTracker,
    &scrutiny::WorkProgramme,
    &notices::KeyDecisionNotice,
    &notices::PrivateMeetingNotice,
    &notices::GeneralExceptionNotice,
    &notices::SpecialUrgencyNotice,
    &performance::PerformanceReport,
    &performance::InternalMeasures,
    &assurance::AssuranceReport,
    &assurance::InternalAssurance,
    &complaints::ComplaintsReport,
    &programme::ProgrammeReport,
    &council_tax::CouncilTax,
    &strategy::StrategyReport,
    &assessment::Assessment,
    &governance::GovernanceHandbook,
];

/// Returns the templates that packs need besides those of kinds: each one's name, a summary, and
/// the schema of its view.
pub fn auxiliary_templates() -> [(&'static str, &'static str, Schema); 4] {
    [
        (contents::TEMPLATE, "the contents of files that `bind` joins", schema::<contents::View>()),
        (report::TEMPLATE, "a report written in Djot or Word", schema::<report::View>()),
        (stamps::TEMPLATE, "the stamps on the pages of packs", schema::<stamps::View>()),
        (
            withdrawn::TEMPLATE,
            "the notice in place of a withdrawn paper",
            schema::<withdrawn::View>(),
        ),
    ]
}

/// A kind is serialised as its name.
impl Serialize for dyn AnyKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for &'static dyn AnyKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        named(&name).ok_or_else(|| D::Error::custom(format!("there is no kind `{name}`")))
    }
}

/// Returns the references of the issues in a month's plan, as they are written.
pub fn planned(data: &PublicDataset, subject: &Subject) -> Vec<String> {
    plan::planned(data, subject)
}

/// Returns whether documents of a kind can be had as pages of HTML: those that the public may read, but for packs, most of
/// which are papers of others.
pub fn has_page(kind: &dyn AnyKind) -> bool {
    kind.audience() == AudienceName::Public && kind.pack_contents().is_none()
}

/// Returns the kind with this [`Kind::NAME`].
pub fn named(name: &str) -> Option<&'static dyn AnyKind> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}
