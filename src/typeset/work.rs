//! What a document is typeset from, as a value.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::access::AudienceName;
use crate::model::form::Form;
use crate::model::rich::PICTURES;
use crate::model::value::Language;

/// The version of the form in which [`Work`] is serialised; increment it when that changes.
const VERSION: u16 = 3;

/// Everything that typesetting a document reads, but for the page numbers of papers: these come beside it.
/// Together with the templates that it names, it gives the same bytes in any process on any machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Work {
    /// The version of this form.
    version: u16,
    /// The form, in which the library sets sizes, margins and columns.
    pub form: Form,
    /// The standards that it is made to meet.
    pub conformance: Conformance,
    /// The language of its words.
    pub language: Language,
    /// Who may read it. Its source may hold exempt words unless everybody may.
    pub audience: AudienceName,
    /// The digest of all templates, pictures and fonts of the council and of the program.
    pub templates: String,
    /// The folder of the template that it was merged from.
    pub template: String,
    /// The name of the source in messages, such as `agenda/cabinet-2026-01-13.typ`.
    pub name: String,
    /// The merged source.
    pub source: String,
    /// The pictures that its source names, by their paths below the templates folder: the BLAKE3 digest of
    /// each, in hexadecimal. It is typeset with these and no others.
    pub assets: BTreeMap<String, String>,
    /// The papers whose page numbers it shows.
    pub shows_pages: ShownPages,
    /// The identifier from which the PDF's document ID is made, the same whenever the document is made
    /// again: `agenda/cabinet-2026-01-13`.
    pub ident: String,
    /// The date in its metadata, from the record and never from a clock.
    pub date: NaiveDate,
    /// The date that `datetime.today()` returns; `None` where no template asks for it.
    pub today: Option<NaiveDate>,
    /// The supplied papers that are bound behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appended: Option<Appended>,
    /// Of a page of HTML, the name of the PDF beside it, which is the document of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// Supplied papers that are bound behind a document, such as appendices behind minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Appended {
    /// The name of the council: the author in the metadata.
    pub council: String,
    /// Whether marks in these papers are taken out.
    pub removes_marks: bool,
    /// The name and version of the validator that confirms what the whole claims; without one it claims only what
    /// our own checks can tell.
    pub validator: Option<String>,
    /// The papers, in order.
    pub papers: Vec<AppendedPaper>,
}

/// A supplied paper that is bound behind a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AppendedPaper {
    /// Its number, from 1.
    pub number: usize,
    /// The name by which links in the document know it.
    pub name: String,
    /// The short name that it has, such as `Appendix B`; `None` where it is called by its number.
    pub label: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The file that its row names.
    pub file: String,
    /// The BLAKE3 digest of its content, in hexadecimal.
    pub content: String,
    /// What its row says of words in it that nobody sees.
    pub hidden_text: Option<String>,
}

/// The standards that a PDF is made to meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conformance {
    /// A tagged document, PDF/A-2a and PDF/UA-1.
    Document,
    /// Stamps for the pages of other documents: untagged, PDF/A-2b, with links to addresses that
    /// `pack` resolves.
    Stamps,
}

/// The papers whose page numbers a document shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownPages {
    /// None.
    None,
    /// All those of its meeting.
    OfMeeting,
    /// Those that are bound behind it: in a supplement, or in the pack that goes out with the agenda (`None`).
    OfVolume(Option<u32>),
}

/// What only the record of a document, and not its source, says.
#[derive(Debug, Clone, Serialize)]
pub struct Identity {
    /// See [`Work::form`].
    pub form: Form,
    /// See [`Work::language`].
    pub language: Language,
    /// See [`Work::conformance`].
    pub conformance: Conformance,
    /// See [`Work::ident`].
    pub ident: String,
    /// See [`Work::date`].
    pub date: NaiveDate,
    /// See [`Work::shows_pages`].
    pub shows_pages: ShownPages,
    /// See [`Work::appended`].
    pub appended: Option<Appended>,
    /// See [`Work::record`].
    pub record: Option<String>,
}

/// The templates of a run, as its documents depend on them.
#[derive(Debug, Clone)]
pub struct TemplateBundle {
    /// See [`Work::templates`].
    pub digest: String,
    /// See [`Work::today`].
    pub today: Option<NaiveDate>,
    /// The BLAKE3 digests of all pictures in hexadecimal, by their paths below the templates folder.
    pub assets: BTreeMap<String, String>,
}

impl TemplateBundle {
    /// Returns the pictures that a source names, each with its digest. Sources name them as a text that begins
    /// with `/` for the templates folder: `"/crest.svg"`. Those of texts are called by their digests.
    fn assets_of(&self, source: &str) -> BTreeMap<String, String> {
        let named = source.match_indices("\"/").filter_map(|(at, start)| {
            let rest = &source[at + start.len()..];
            let path = &rest[..rest.find('"')?];
            let digest = self.assets.get(path).map(String::as_str).or_else(|| picture(path));
            Some((path.to_owned(), digest?.to_owned()))
        });
        named.collect()
    }
}

/// Returns the digest by which a path calls a picture of a text.
pub(super) fn picture(path: &str) -> Option<&str> {
    let (digest, ending) = path.strip_prefix(PICTURES)?.strip_prefix('/')?.split_once('.')?;
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_digest && matches!(ending, "png" | "jpg")).then_some(digest)
}

impl Work {
    /// Puts a merged source together with what it is typeset with. `audience` are those whose records the
    /// source was merged from.
    pub fn new(
        audience: AudienceName,
        template: &str,
        name: &str,
        source: String,
        bundle: &TemplateBundle,
        identity: Identity,
    ) -> Self {
        let Identity { form, language, conformance, ident, date, shows_pages, appended, record } =
            identity;
        Self {
            version: VERSION,
            form,
            conformance,
            language,
            audience,
            templates: bundle.digest.clone(),
            template: template.to_owned(),
            name: name.to_owned(),
            assets: bundle.assets_of(&source),
            source,
            shows_pages,
            ident,
            date,
            today: bundle.today,
            appended,
            record,
        }
    }

    /// Returns whether it can be bound into a pack: only a document in its ordinary form and language is, since
    /// page numbers must be the same for everybody.
    pub fn can_be_bound(&self) -> bool {
        self.form == Form::Pdf && self.language.is_default()
    }

    /// Returns the digest of all of it.
    pub fn digest(&self) -> blake3::Hash {
        let text = serde_json::to_vec(self).expect("a work is text and numbers");
        blake3::hash(&text)
    }
}

/// A [`Work`] that several values share. It is serialised as the work itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWork(Arc<Work>);

impl From<Work> for SharedWork {
    fn from(work: Work) -> Self {
        Self(Arc::new(work))
    }
}

impl Deref for SharedWork {
    type Target = Work;

    fn deref(&self) -> &Work {
        &self.0
    }
}

impl Serialize for SharedWork {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SharedWork {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Work::deserialize(deserializer).map(Self::from)
    }
}
