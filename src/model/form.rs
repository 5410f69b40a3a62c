//! The forms in which a document can be had.

use serde::{Deserialize, Serialize};

/// The form in which a document is typeset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The ordinary PDF.
    #[default]
    Pdf,
    /// A page of HTML, for browsers of any size and for assistive software.
    Html,
    /// A PDF for people who need large print: no type smaller than 18 points, one column, and tables
    /// row by row.
    LargePrint,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Html, Self::LargePrint];

    /// Returns the name by which the library and the names of files know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::LargePrint => "large-print",
        }
    }

    /// Returns the ending of the names of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf | Self::LargePrint => "pdf",
            Self::Html => "html",
        }
    }
}
