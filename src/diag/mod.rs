//! What went wrong and where: one [`Diagnostic`] for data, templates, rules and typesetting.
//!
//! A fault in a file that a person can edit becomes a `Diagnostic` in a [`Diagnostics`]; the run
//! goes on and reports all faults together. Failures of the tool itself are `anyhow` errors and
//! never pass through here. Nothing in this module prints.

mod human;
mod json;
mod source;

use std::cmp::Ordering;

pub use human::{Style, render as render_human};
pub use json::render as render_json;
pub use source::{Cell, Form, Origin, Place, Source, column_letters};

/// Documents that a diagnostic names before it counts the rest.
const MAX_NAMED: usize = 3;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was read by an assumption that is stated; the result stands.
    Note,
    /// Probably not what was meant; the document is made.
    Warning,
    /// What depends on this is refused.
    Error,
}

impl Severity {
    /// The word that people and machines read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that explains the first, such as the row that a duplicate repeats.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place.
    pub origin: Origin,
    /// What is there.
    pub text: String,
}

/// One fault, assumption or finding, with its place and a way out.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable name, `group/fault`, such as `data/bad-value`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found and what was wanted, lower case, no full stop.
    pub message: String,
    /// Where; absent only when no file is to blame.
    pub origin: Option<Origin>,
    /// The document that was being made, such as `agenda for cabinet-2026-01-13`.
    pub subject: Option<String>,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do next, imperative.
    pub hints: Vec<String>,
    /// The law or standard that decides.
    pub law: Option<&'static str>,
}

impl Diagnostic {
    /// Returns a diagnostic of the given severity without a place.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            origin: None,
            subject: None,
            labels: Vec::new(),
            hints: Vec::new(),
            law: None,
        }
    }

    /// Returns an error: what depends on it is refused.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Returns a warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Returns a note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Sets the place.
    pub fn at(mut self, origin: &Origin) -> Self {
        self.origin = Some(origin.clone());
        self
    }

    /// Names the document that was being made.
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Adds a second place.
    pub fn label(mut self, origin: &Origin, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin: origin.clone(), text: text.into() });
        self
    }

    /// Adds what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Names the law or standard that decides.
    pub fn law(mut self, law: &'static str) -> Self {
        self.law = Some(law);
        self
    }

    /// Returns whether this only tells which document another fault costs.
    pub fn is_consequence(&self) -> bool {
        self.code == "build/incomplete"
    }

    /// Orders by place: file, then position; what has no place comes last.
    pub fn by_place(&self, other: &Self) -> Ordering {
        match (&self.origin, &other.origin) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
        .then_with(|| other.severity.cmp(&self.severity))
        .then_with(|| self.code.cmp(other.code))
        .then_with(|| self.message.cmp(&other.message))
    }
}

/// The faults of one run, or of one job in it.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// How many of them are errors, since every row asks whether it added one.
    errors: usize,
}

impl Diagnostics {
    /// Adds one diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        self.list.push(diagnostic);
    }

    /// Adds all of another's, in their order.
    pub fn append(&mut self, mut other: Self) {
        self.errors += other.errors;
        self.list.append(&mut other.list);
    }

    /// Returns how many diagnostics are errors, repeats counted.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Returns how many different diagnostics have this severity, without those that only tell
    /// which documents another one costs.
    pub fn count_faults(&self, severity: Severity) -> usize {
        let merged = self.merged();
        merged
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity && !diagnostic.is_consequence())
            .count()
    }

    /// Returns whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Returns the diagnostics as a list, in the order they were added.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.list
    }

    /// Returns the diagnostics in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Returns the diagnostics sorted by place; exact repeats are given once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by(|a, b| a.by_place(b));
        list.dedup_by(|a, b| a.by_place(b).is_eq() && a.subject == b.subject);
        list
    }

    /// Returns the diagnostics for people: as [`Self::sorted`], but one that concerns several
    /// documents is given once and names them, and consequences follow their causes.
    pub fn merged(&self) -> Vec<Diagnostic> {
        let mut merged: Vec<(Diagnostic, Vec<String>)> = Vec::new();
        for diagnostic in self.sorted() {
            let subject = diagnostic.subject.clone();
            match merged.last_mut() {
                Some((last, subjects)) if last.by_place(diagnostic).is_eq() => {
                    subjects.extend(subject);
                }
                _ => merged.push((diagnostic.clone(), subject.into_iter().collect())),
            }
        }
        let mut merged: Vec<Diagnostic> = merged
            .into_iter()
            .map(|(mut diagnostic, subjects)| {
                diagnostic.subject = named(&subjects);
                diagnostic
            })
            .collect();
        merged.sort_by_key(Diagnostic::is_consequence);
        merged
    }
}

/// Returns some documents in words, the first few by name.
fn named(subjects: &[String]) -> Option<String> {
    let first = subjects.get(..MAX_NAMED.min(subjects.len()))?.join(", ");
    match subjects.len().checked_sub(MAX_NAMED) {
        None if subjects.is_empty() => None,
        None | Some(0) => Some(first),
        Some(rest) => Some(format!("{first} and {rest} more")),
    }
}
