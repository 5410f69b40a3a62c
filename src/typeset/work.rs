//! What a document is typeset from, as a value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::access::AudienceName;
use crate::model::form::Form;
use crate::model::value::Language;

/// The version of the form in which [`Work`] is serialised; increment it when that changes.
const VERSION: u16 = 1;

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
    /// Whether it shows the page numbers of papers.
    pub shows_pages: bool,
    /// The identifier from which the PDF's document ID is made, the same whenever the document is made
    /// again: `agenda/cabinet-2026-01-13`.
    pub ident: String,
    /// The date in its metadata, from the record and never from a clock.
    pub date: NaiveDate,
    /// The date that `datetime.today()` returns; `None` where no template asks for it.
    pub today: Option<NaiveDate>,
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

/// What only the record of a document, and not its source, says.
#[derive(Debug, Clone)]
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
    pub shows_pages: bool,
}

/// The templates of a run, as its documents depend on them.
#[derive(Debug, Clone)]
pub struct TemplateBundle {
    /// See [`Work::templates`].
    pub digest: String,
    /// See [`Work::today`].
    pub today: Option<NaiveDate>,
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
        let Identity { form, language, conformance, ident, date, shows_pages } = identity;
        Self {
            version: VERSION,
            form,
            conformance,
            language,
            audience,
            templates: bundle.digest.clone(),
            template: template.to_owned(),
            name: name.to_owned(),
            source,
            shows_pages,
            ident,
            date,
            today: bundle.today,
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
