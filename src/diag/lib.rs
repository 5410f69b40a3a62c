//! What is wrong and where: one type, [`Diagnostic`], for data, templates, rules and typesetting.
//!
//! A fault in a file that a person can edit becomes a `Diagnostic` in a [`Diagnostics`]; the run
//! goes on and reports all faults together. Failures of the tool itself are `anyhow` errors and
//! never pass through here. Nothing in this module prints.

pub mod codes;

mod human;
mod json;
mod marks;
mod plural;
mod source;

use std::cmp::Ordering;

pub use codes::{Code, When};
pub use human::{Style, render as render_human};
pub use json::render as render_json;
pub use plural::{noun, plural};
pub use source::{Cell, DocumentPlace, Form, Origin, Place, Source, column_letters};

/// How many documents a diagnostic names; the rest are counted.
const MAX_NAMED: usize = 3;

/// How serious a diagnostic is, the least serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was repaired or assumed, and the message says what; the document is made.
    Note,
    /// Probably not what was intended; the document is made.
    Warning,
    /// Documents that depend on this are refused.
    Error,
}

impl Severity {
    /// Returns the word that is printed in messages and in JSON.
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
    /// What is at the place, in a few words.
    pub text: String,
}

/// One fault, assumption or finding, with its place and what to do about it.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    code: Code,
    severity: Severity,
    /// What was found and what was expected, in lower case without a full stop.
    pub message: String,
    /// The place; absent only where the fault is in no file.
    pub origin: Option<Origin>,
    /// The document that was being made, such as `agenda for cabinet-2026-01-13`.
    pub subject: Option<String>,
    /// Other places that explain the fault, in the order in which they are shown.
    pub labels: Vec<Label>,
    /// What to do next, in the imperative.
    pub hints: Vec<String>,
    /// The law or standard that requires it, with its section.
    pub law: Option<&'static str>,
    /// The documents that are not made because of it, by the names that messages give them.
    pub costs: Vec<String>,
    /// Whether it is printed before all others, wherever its place is.
    pub is_urgent: bool,
}

/// Returns a message without the number that the operating system gives its errors, such as `(os error 2)`, which
/// says nothing to people.
///
/// ```
/// # use orderpaper_diag::without_error_number;
/// let message = "failed to open: Permission denied (os error 13)".to_owned();
/// assert_eq!(without_error_number(message), "failed to open: Permission denied");
/// ```
pub fn without_error_number(message: String) -> String {
    const MARK: &str = " (os error ";
    let mut message = message;
    while let Some(start) = message.find(MARK) {
        let digits = start + MARK.len();
        let rest =
            message[digits..].trim_start_matches(|char: char| char.is_ascii_digit() || char == '-');
        let Some(after) = rest.strip_prefix(')') else { break };
        let end = message.len() - after.len();
        message.replace_range(start..end, "");
    }
    message
}

impl Diagnostic {
    /// Returns a diagnostic without a place, as serious as its code says; the methods below add the rest.
    ///
    /// ```
    /// use orderpaper_diag::{Code, Diagnostic, Severity};
    ///
    /// let diagnostic = Diagnostic::new(Code::FileEmpty, "the file is empty");
    /// assert_eq!(diagnostic.severity(), Severity::Error);
    /// ```
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: without_error_number(message.into()),
            origin: None,
            subject: None,
            labels: Vec::new(),
            hints: Vec::new(),
            law: None,
            costs: Vec::new(),
            is_urgent: false,
        }
    }

    /// Returns what it is.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Returns how serious it is: as its code says, but a note once a council has overridden it.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Makes it a note, because a council has overridden it: `why` says who, when and for what reason.
    pub fn override_by(&mut self, why: &str) {
        debug_assert!(self.code.is_overridable(), "`{}` can't be overridden", self.code);
        self.severity = Severity::Note;
        self.hints.clear();
        self.message = format!("{}; overridden by {why}", self.message);
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

    /// Adds another place, with a few words about what is there.
    pub fn label(mut self, origin: &Origin, text: impl Into<String>) -> Self {
        self.labels.push(Label { origin: origin.clone(), text: text.into() });
        self
    }

    /// Adds a hint: what to do next, in the imperative.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Names the law or standard that requires it.
    pub fn law(mut self, law: &'static str) -> Self {
        self.law = Some(law);
        self
    }

    /// Has it printed before all others.
    pub fn urgent(mut self) -> Self {
        self.is_urgent = true;
        self
    }

    /// Returns whether it refuses documents: an error, unless a rule of law found it, which only refuses
    /// publication.
    pub fn is_fault(&self) -> bool {
        self.severity == Severity::Error && !self.code.is_rule()
    }

    /// Orders by place (file, then position; no place comes last), then severity (errors first),
    /// code and message. Two diagnostics that are equal in this order say the same.
    pub fn by_place(&self, other: &Self) -> Ordering {
        let by_origin = || match (&self.origin, &other.origin) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        other
            .is_urgent
            .cmp(&self.is_urgent)
            .then_with(by_origin)
            .then_with(|| other.severity.cmp(&self.severity))
            .then_with(|| self.code.name().cmp(other.code.name()))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// The faults of one run, or of one job in it.
#[derive(Debug, Clone, Default)]
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

    /// Appends all diagnostics of another list, in their order.
    pub fn append(&mut self, mut other: Self) {
        self.errors += other.errors;
        self.list.append(&mut other.list);
    }

    /// Returns how many diagnostics are errors, repeats counted.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Returns how many different diagnostics have this severity.
    pub fn count_different(&self, severity: Severity) -> usize {
        self.merged().iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Returns whether any of them refuses documents ([`Diagnostic::is_fault`]).
    pub fn has_faults(&self) -> bool {
        self.list.iter().any(Diagnostic::is_fault)
    }

    /// Returns the diagnostics as a list, in the order in which they were added.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.list
    }

    /// Iterates over the diagnostics in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Returns the diagnostics sorted by place, without exact repeats.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by(|a, b| a.by_place(b));
        list.dedup_by(|a, b| a.by_place(b).is_eq() && a.subject == b.subject && a.costs == b.costs);
        list
    }

    /// Returns the diagnostics for people: as [`Self::sorted`], but one that concerns several
    /// documents appears once and names them.
    pub fn merged(&self) -> Vec<Diagnostic> {
        let mut merged: Vec<(Diagnostic, Vec<String>)> = Vec::new();
        for diagnostic in self.sorted() {
            let subject = diagnostic.subject.clone();
            match merged.last_mut() {
                Some((last, subjects)) if last.by_place(diagnostic).is_eq() => {
                    subjects.extend(subject);
                    let new = diagnostic.costs.iter().filter(|name| !last.costs.contains(name));
                    let new: Vec<String> = new.cloned().collect();
                    last.costs.extend(new);
                }
                _ => merged.push((diagnostic.clone(), subject.into_iter().collect())),
            }
        }
        let named = merged.into_iter().map(|(mut diagnostic, subjects)| {
            diagnostic.subject = name_documents(&subjects);
            diagnostic
        });
        named.collect()
    }
}

/// Returns the names of the first few documents and a count of the rest; `None` where there are
/// none.
fn name_documents(subjects: &[String]) -> Option<String> {
    let first = subjects.get(..MAX_NAMED.min(subjects.len()))?.join(", ");
    match subjects.len().checked_sub(MAX_NAMED) {
        None if subjects.is_empty() => None,
        None | Some(0) => Some(first),
        Some(rest) => Some(format!("{first} and {rest} more")),
    }
}
