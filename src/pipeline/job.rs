//! Which documents are asked for, and each of them as a value.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Session;
use super::publish::Publication;
use crate::kinds::{self, AnyKind, Subject};
use crate::model::form::Form;
use crate::model::value::{Language, ReportingPeriod};
use crate::{parallel, store};

/// Which documents are asked for. An empty list or `None` does not narrow the choice; meetings or bodies
/// together with periods give the documents of both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Kinds of document, by name.
    pub kinds: Vec<String>,
    /// Meetings, by name.
    pub meetings: Vec<String>,
    /// Bodies whose meetings are asked for, by name.
    pub bodies: Vec<String>,
    /// Periods whose performance documents are asked for.
    pub periods: Vec<ReportingPeriod>,
    /// Publications, by their folders: `cabinet-2026-01-13`, `forward-plan/2026-01`.
    pub publications: Vec<String>,
    /// The first date, inclusive; documents without a date match.
    pub from: Option<NaiveDate>,
    /// The last date, inclusive; documents without a date match.
    pub to: Option<NaiveDate>,
    /// Whether each document is asked for in large print as well.
    pub large_print: bool,
    /// Whether each document is asked for as a page of HTML as well.
    pub html: bool,
    /// Languages in which documents are asked for besides English.
    pub languages: Vec<Language>,
}

/// One document to make. It is a value: what is serialised means the same document in another process.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Job {
    /// The kind of document.
    pub kind: &'static dyn AnyKind,
    /// The meeting, plan or period that it is about.
    pub subject: Subject,
    /// The form in which it is typeset.
    pub form: Form,
    /// The language of its words.
    pub language: Language,
}

/// A job as `orderpaper list` prints it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Listed {
    /// The name of the kind.
    pub kind: &'static str,
    /// The key of the meeting, plan or period.
    pub subject: String,
    /// The date of the document, where it is known.
    pub date: Option<NaiveDate>,
    /// Its path below the output folder, with forward slashes.
    pub file: String,
    /// The folder of the documents that it is published with, below that of all publications.
    pub publication: String,
}

impl Job {
    /// Returns how messages name it, such as `supplement 2 of cabinet-2026-01-13`.
    pub fn name(&self) -> String {
        let number = self.subject.number().map(|number| format!(" {number}")).unwrap_or_default();
        let language = match self.language.is_default() {
            true => String::new(),
            false => format!(" in `{}`", self.language),
        };
        let form = match self.form {
            Form::Pdf => "",
            Form::Html => " as a page",
            Form::LargePrint => " in large print",
        };
        format!("{}{number} of {}{language}{form}", self.kind.name(), self.subject.key())
    }

    /// Returns the same document in another form and language.
    #[must_use]
    pub fn version(&self, form: Form, language: &Language) -> Self {
        Self { form, language: language.clone(), ..self.clone() }
    }

    /// Returns whether it is the document itself, and no version in another form or language.
    pub fn is_original(&self) -> bool {
        self.form == Form::Pdf && self.language.is_default()
    }

    /// Returns the name of the PDF beside a page of HTML, which is the document of record.
    pub(super) fn record(&self) -> Option<String> {
        let is_page = self.form == Form::Html;
        is_page.then(|| self.version(Form::Pdf, &self.language).file().pop()).flatten()
    }

    /// Returns what its version is called in the names of files: `.cy.large-print`.
    pub(super) fn suffix(&self) -> String {
        let language = (!self.language.is_default()).then(|| format!(".{}", self.language));
        let form = (self.form == Form::LargePrint).then(|| format!(".{}", self.form.name()));
        language.into_iter().chain(form).collect()
    }

    /// Returns the parts of its path below the output folder, folders first. In large print or another
    /// language a pack is only its front, and its file is called so: `public-pack-front.large-print.pdf`.
    pub fn file(&self) -> Vec<String> {
        let mut parts = vec![self.kind.audience().folder().to_owned()];
        parts.extend(self.subject.folder());
        let number = self.subject.number().map(|number| format!("-{number}")).unwrap_or_default();
        let stem = self.kind.stem(&self.subject);
        let is_front = self.kind.pack_contents().is_some() && !self.is_original();
        let part = if is_front { "-front" } else { "" };
        parts.push(format!("{stem}{number}{part}{}.{}", self.suffix(), self.form.ending()));
        parts
    }

    /// Returns the path of its file, made or not.
    pub fn path(&self, output: &Path) -> PathBuf {
        store::below(output, &self.file().join("/"))
    }

    /// Returns the identifier that goes into the PDF, the same whenever the document is made again.
    pub(super) fn ident(&self) -> String {
        let number = self.subject.number().map(|number| format!("/{number}")).unwrap_or_default();
        let version = self.suffix().replace('.', "/");
        format!("{}/{}{number}{version}", self.kind.name(), self.subject.key())
    }

    /// Returns the folder of the publication that it belongs to, below that of all publications, with forward
    /// slashes: `cabinet-2026-01-13`, `forward-plan/2026-01`.
    pub(super) fn publication(&self) -> String {
        Publication::of_job(self).folder().join("/")
    }

    /// Returns the job as `orderpaper list` prints it.
    pub fn listed(&self) -> Listed {
        Listed {
            kind: self.kind.name(),
            subject: self.subject.key(),
            date: self.subject.date(),
            file: self.file().join("/"),
            publication: self.publication(),
        }
    }
}

/// Returns the documents that the data calls for and the selection matches, kind by kind, each in the forms
/// that are asked for.
pub fn plan(session: &Session, selection: &Selection) -> Vec<Job> {
    let is_selected = |kind: &&dyn AnyKind| {
        selection.kinds.is_empty() || selection.kinds.iter().any(|name| name == kind.name())
    };
    let kinds: Vec<_> = kinds::ALL.iter().copied().filter(is_selected).collect();
    let jobs = parallel::map(parallel::processors(), kinds.len(), |at| {
        let mut subjects = kinds[at].subjects(&session.records);
        subjects.retain(|subject| selection.matches(subject));
        let language = Language::default;
        let job = |subject| Job { kind: kinds[at], subject, form: Form::Pdf, language: language() };
        subjects.into_iter().map(job).collect::<Vec<_>>()
    });
    let is_in_publication = |job: &Job| {
        selection.publications.is_empty() || selection.publications.contains(&job.publication())
    };
    let jobs = jobs.into_iter().flatten().filter(is_in_publication);
    jobs.flat_map(|job| selection.versions_of(session, &job)).collect()
}

impl Selection {
    /// Returns a document in the forms and languages that are asked for.
    pub(super) fn versions_of<'a>(
        &'a self,
        session: &Session,
        job: &Job,
    ) -> impl Iterator<Item = Job> + use<'a> {
        let is_asked = move |version: &Job| {
            let is_form_asked = match version.form {
                Form::Pdf => true,
                Form::Html => self.html,
                Form::LargePrint => self.large_print,
            };
            let language = &version.language;
            is_form_asked && (language.is_default() || self.languages.contains(language))
        };
        session.versions(job).into_iter().filter(is_asked)
    }

    /// Returns whether a subject is among those asked for.
    fn matches(&self, subject: &Subject) -> bool {
        let among = |list: &[String], name: Option<&str>| {
            list.is_empty() || name.is_some_and(|name| list.iter().any(|other| other == name))
        };
        let is_meeting = subject.period().is_none();
        let meeting = subject.meeting().map(|meeting| meeting.name.as_str());
        let (first, last) = subject.days().unzip();
        let asks_meetings = !self.meetings.is_empty() || !self.bodies.is_empty();
        let is_selected = match (asks_meetings, self.periods.is_empty()) {
            (false, true) => true,
            (true, true) => is_meeting,
            (false, false) => !is_meeting,
            (true, false) => true,
        };
        is_selected
            && (!is_meeting
                || among(&self.meetings, meeting) && among(&self.bodies, subject.body()))
            && (self.periods.is_empty()
                || subject.period().is_none_or(|period| self.periods.contains(&period)))
            && self.from.is_none_or(|from| last.is_none_or(|last| from <= last))
            && self.to.is_none_or(|to| first.is_none_or(|first| first <= to))
    }
}
