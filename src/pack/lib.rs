#![doc = include_str!("README.md")]
//!
//! This is the only crate that names `lopdf`.

mod bind;
mod check;
pub mod clean;
mod intent;
pub mod isolate;
mod label;
mod number;
mod object;
mod outline;
mod pages;
mod save;
mod says;
mod settled;
mod stamp;
mod tags;
mod tokens;
pub mod words;
mod xmp;

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use bind::{
    BLANK, Bound, Grounds, LinkWords, PageLabels, Part, Plan, Source, StoredCopy, bind, file_name,
};
pub use check::check;
pub use label::Label;
pub use says::{Declaration, declaration};

/// The resources that opening a paper may use before it is refused, and what of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Memory of the process that opens it, in bytes, on top of what the program itself takes.
    pub memory: u64,
    /// Wall-clock time of the process that opens it, in seconds.
    pub seconds: u64,
    /// Number of pages.
    pub pages: usize,
    /// Size of the file, in bytes.
    pub size: u64,
    /// Whether marks that readers show, such as highlights, are taken out; they are drawn otherwise.
    pub removes_marks: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 512 * MEGABYTE,
            seconds: 20,
            pages: 2_000,
            size: 200 * MEGABYTE,
            removes_marks: false,
        }
    }
}

impl Limits {
    /// Returns the refusal of a file that is larger than these limits allow.
    pub fn too_large(&self) -> Refusal {
        Refusal::new(
            format!("is larger than {} MB", self.size / MEGABYTE),
            "make its pictures smaller, or split it into several papers",
        )
    }
}

/// 2²⁰ bytes.
pub const MEGABYTE: u64 = 1024 * 1024;

/// Why a paper can't be bound, and what its author can do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{cause}")]
pub struct Refusal {
    /// The cause, in a few words that follow the file's name: `is protected by a password`.
    pub cause: String,
    /// What to do, in the imperative: `open it and print it to a new PDF`.
    pub hint: String,
}

impl Refusal {
    /// Returns a refusal; `cause` follows the file's name, and `hint` begins with a verb.
    pub fn new(cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { cause: cause.into(), hint: hint.into() }
    }
}

/// What binding needs to know of a clean copy. Cached as JSON beside it, so its field names stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Its pages, first to last.
    pub pages: Vec<Page>,
    /// The title in its metadata.
    pub title: Option<String>,
    /// The language of its text, such as `en-GB`.
    pub language: Option<String>,
    /// The day on which it was last changed, or made, as its metadata say.
    pub changed: Option<NaiveDate>,
    /// What it calls its pages, the first of these its first page; empty where it says nothing of that.
    pub labels: Vec<Label>,
    /// Whether its content is tagged.
    pub tagged: bool,
    /// What it claims, and what our checks found against that.
    pub claims: Claims,
    /// What was removed to make it safe, in words.
    pub removed: Vec<String>,
    /// Words in it that nobody sees, and what to say of them: words that follow its name. Cleaning finds those
    /// on layers, [`words::hidden`] the others.
    pub hidden: Vec<(words::HiddenKind, String)>,
    /// Where words stand near the edges of each page; empty where nobody looked.
    pub edges: Vec<Vec<words::EdgeBounds>>,
    /// Whether its pages bear numbers of their own.
    pub is_numbered: bool,
    /// What is damaged or missing in it and may look different in another reader, in words that follow its
    /// name.
    pub damage: Vec<String>,
}

/// The visible part of a page, and how it is turned and scaled when shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The crop box within the media box, in user space units: left, bottom, right, top.
    pub visible: [f64; 4],
    /// Its rotation clockwise when shown: 0, 90, 180 or 270 degrees.
    pub turned: u16,
    /// The size of a user space unit, in points.
    pub unit: f64,
}

impl Page {
    /// Returns width and height as shown, so after rotation, in points.
    pub fn shown(&self) -> (f64, f64) {
        let [left, bottom, right, top] = self.visible;
        let (width, height) = ((right - left) * self.unit, (top - bottom) * self.unit);
        if self.turned.is_multiple_of(180) { (width, height) } else { (height, width) }
    }

    /// Returns the matrix from the page as shown, in points from its lower left corner, to user space.
    pub fn matrix(&self) -> [f64; 6] {
        let [left, bottom, right, top] = self.visible;
        let scale = 1.0 / self.unit;
        match self.turned {
            90 => [0.0, scale, -scale, 0.0, right, bottom],
            180 => [-scale, 0.0, 0.0, -scale, right, top],
            270 => [0.0, -scale, scale, 0.0, left, top],
            _ => [scale, 0.0, 0.0, scale, left, bottom],
        }
    }
}

/// What a document claims to be, and the reasons not to repeat it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Whether it claims PDF/UA-1.
    pub accessible: bool,
    /// The level of PDF/A that it claims.
    pub archival: Option<Level>,
    /// Whether this program's typesetter made the document, so that its claims are true.
    pub is_ours: bool,
    /// Where the content contradicts PDF/UA-1.
    pub against_accessible: Vec<Reason>,
    /// Where the content contradicts PDF/A-2.
    pub against_archival: Vec<Reason>,
    /// The digest of the pages, fonts and tags in which nothing was found that contradicts PDF/UA-1; `None`
    /// where they were not checked.
    pub checked: Option<String>,
}

/// Why a document does not conform to a standard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reason {
    /// The clause of the standard (ISO 14289-1 or ISO 19005-2) that it contradicts, such as `7.5`;
    /// `None` where it is no single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<Cow<'static, str>>,
    /// What is wrong, in words that follow "because".
    pub reason: Cow<'static, str>,
}

impl Reason {
    /// Returns what contradicts a clause.
    pub(crate) fn new(clause: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { clause: Some(clause.into()), reason: reason.into() }
    }

    /// Returns what contradicts the standard as a whole.
    pub(crate) fn other(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { clause: None, reason: reason.into() }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        self.clause.iter().try_for_each(|clause| write!(f, " (clause {clause})"))
    }
}

/// The conformance level of PDF/A, each including the ones before it (ISO 19005-2, 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Basic: it will always look the same.
    B,
    /// Unicode: its text can be searched and copied, too.
    U,
    /// Accessible: its structure is tagged, too.
    A,
}

impl Level {
    /// Returns the capital letter that XMP writes in `pdfaid:conformance`.
    pub fn letter(self) -> &'static str {
        match self {
            Self::B => "B",
            Self::U => "U",
            Self::A => "A",
        }
    }
}

impl Claims {
    /// Returns whether PDF/UA-1 is claimed and nothing contradicts it.
    pub fn is_accessible(&self) -> bool {
        self.accessible && self.against_accessible.is_empty()
    }

    /// Returns why PDF/UA-1 is not held; empty where it is.
    pub fn why_not_accessible(&self) -> Vec<Reason> {
        reasons(self.is_accessible(), &self.against_accessible, "PDF/UA-1")
    }

    /// Returns why no level of PDF/A-2 is held; empty where one is.
    pub fn why_not_archival(&self) -> Vec<Reason> {
        if !self.is_ours && self.claimed_level().is_some() {
            return vec![clean::claims::unvalidated()];
        }
        reasons(self.level().is_some(), &self.against_archival, "PDF/A")
    }

    /// Returns the level of PDF/A-2 that is held: the one that is claimed, where this program made the
    /// document.
    ///
    /// Our checks cover PDF/UA-1, and not PDF/A: of colours, fonts and pictures it asks more than can be
    /// checked in the time that binding may take.
    pub fn level(&self) -> Option<Level> {
        self.claimed_level().filter(|_| self.is_ours)
    }

    /// Returns the level of PDF/A-2 that is claimed, unless something contradicts it; whether it is true, only
    /// a validator can tell, but of documents that this program made.
    pub fn claimed_level(&self) -> Option<Level> {
        self.archival.filter(|_| self.against_archival.is_empty())
    }
}

/// Returns the reasons against a claim; none where it holds.
fn reasons(holds: bool, against: &[Reason], claim: &str) -> Vec<Reason> {
    match (holds, against) {
        (true, _) => Vec::new(),
        (false, []) => vec![clean::claims::unclaimed(claim)],
        (false, reasons) => reasons.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Converts a place on the page as shown, in points from its lower left corner, to user space.
    fn to_user_space(page: &Page, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = page.matrix();
        (a * x + c * y + e, b * x + d * y + f)
    }

    #[test]
    fn corners_are_mapped_to_corners_at_every_rotation() {
        let visible = [50.0, 60.0, 545.0, 780.0];
        for (turned, lower_left, upper_right) in [
            (0, (50.0, 60.0), (545.0, 780.0)),
            (90, (545.0, 60.0), (50.0, 780.0)),
            (180, (545.0, 780.0), (50.0, 60.0)),
            (270, (50.0, 780.0), (545.0, 60.0)),
        ] {
            let page = Page { visible, turned, unit: 2.0 };
            let (width, height) = page.shown();
            assert_eq!(to_user_space(&page, 0.0, 0.0), lower_left, "turned {turned}");
            assert_eq!(to_user_space(&page, width, height), upper_right, "turned {turned}");
        }
    }
}
