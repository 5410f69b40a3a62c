//! Marks: whether a row is private, and why.

use std::sync::{Arc, LazyLock};

use crate::record::{Located, Text};
use crate::value::{ExemptParagraph, Flag};

/// Whether a row is private. A row that nobody has looked at is.
#[derive(Debug, Clone, Default)]
pub enum Mark {
    /// It is not known yet.
    #[default]
    Unknown,
    /// Everybody may see it.
    Public,
    /// The public may see only its open columns.
    Private(Arc<Private>),
    /// Everybody may see it, because it was released; until then it was private.
    Released(Arc<Private>),
}

impl Mark {
    /// Returns whether the row is private, or may be.
    pub fn is_private(&self) -> bool {
        !matches!(self, Self::Public | Self::Released(_))
    }

    /// Returns whether the row was released to the public.
    pub fn is_released(&self) -> bool {
        matches!(self, Self::Released(_))
    }

    /// Returns why the row is private, or was until it was released; `None` where it has always been public.
    pub fn private(&self) -> Option<&Private> {
        static UNKNOWN: LazyLock<Private> = LazyLock::new(|| Private::by(Cause::Untraced));
        match self {
            Self::Unknown => Some(&UNKNOWN),
            Self::Public => None,
            Self::Private(private) | Self::Released(private) => Some(private),
        }
    }
}

impl From<Option<Private>> for Mark {
    fn from(private: Option<Private>) -> Self {
        private.map_or(Self::Public, |private| Self::Private(Arc::new(private)))
    }
}

/// Why a row is private, and what may be said about it. All of this is public.
#[derive(Debug, Clone)]
pub struct Private {
    /// The paragraphs of Schedule 12A by which it is exempt, in order and each once; empty where none is
    /// given.
    pub paragraphs: Vec<u32>,
    /// Whether it involves confidential information (Local Government Act 1972, s. 100A(2) and (3)).
    pub confidential: bool,
    /// Why the public interest is better served by keeping it exempt.
    pub reason: Option<Located<String>>,
    /// What may be said of it in public.
    pub summary: Option<Text>,
    /// What made it private.
    pub cause: Cause,
}

/// What made a row private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Its row is marked.
    Marked,
    /// What it belongs to is private.
    Inherited,
    /// It belongs to a meeting with private business, and nobody can tell whether it is a part of that.
    Untraced,
    /// Marks contradict each other, so it is withheld until somebody has decided.
    Contradicted,
}

impl Private {
    /// Returns the state of a row that nothing else is known of.
    pub(super) fn by(cause: Cause) -> Self {
        Self { paragraphs: Vec::new(), confidential: false, reason: None, summary: None, cause }
    }

    /// Returns the state of a row with these marks; `None` where it has none.
    pub(super) fn marked(
        paragraphs: &[Located<ExemptParagraph>],
        reason: Option<&Located<String>>,
        confidential: Option<&Located<Flag>>,
        summary: Option<&Text>,
    ) -> Option<Self> {
        let confidential = confidential.is_some_and(|flag| flag.0);
        // A reason without a paragraph is a slip, and no reason to publish.
        let is_marked = !paragraphs.is_empty() || reason.is_some() || confidential;
        is_marked.then(|| Self {
            confidential,
            ..Self::by(Cause::Marked).with(paragraphs, reason, summary)
        })
    }

    /// Adds what a row says about itself.
    pub(super) fn with(
        mut self,
        paragraphs: &[Located<ExemptParagraph>],
        reason: Option<&Located<String>>,
        summary: Option<&Text>,
    ) -> Self {
        self.paragraphs.extend(paragraphs.iter().map(|paragraph| paragraph.value.0));
        self.paragraphs.sort_unstable();
        self.paragraphs.dedup();
        self.reason = self.reason.or_else(|| reason.cloned());
        self.summary = self.summary.or_else(|| summary.cloned());
        self
    }

    /// Returns the same with what only `other` says, as of a part and the whole that it belongs to.
    pub(super) fn or(mut self, other: &Self) -> Self {
        if self.paragraphs.is_empty() && !self.confidential {
            self.paragraphs.clone_from(&other.paragraphs);
            self.confidential = other.confidential;
        }
        self.reason = self.reason.or_else(|| other.reason.clone());
        self.summary = self.summary.or_else(|| other.summary.clone());
        self
    }

    /// Returns whether no mark says that it is exempt or confidential, so that no law may be named.
    pub fn is_undecided(&self) -> bool {
        matches!(self.cause, Cause::Untraced | Cause::Contradicted)
            && self.paragraphs.is_empty()
            && !self.confidential
    }

    /// Returns the state of a part of this that says nothing of itself.
    pub(super) fn inherited(&self) -> Self {
        Self { cause: self.cause_of_part(), ..self.clone() }
    }

    /// Returns the state of a part of this, with what the part says of itself before what the whole says.
    pub(super) fn of_part(&self, part: Option<Self>, summary: Option<&Text>) -> Self {
        part.unwrap_or_else(|| Self::by(self.cause_of_part())).with(&[], None, summary).or(self)
    }

    /// Returns what makes a part of this private; nobody knows more of the part than of the whole.
    fn cause_of_part(&self) -> Cause {
        if self.is_undecided() { self.cause } else { Cause::Inherited }
    }
}
