//! The forms in which a document can be had.

use serde::{Deserialize, Serialize};

/// The form in which a document is typeset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The ordinary PDF.
    #[default]
    Pdf,
    /// A PDF for people who need large print: no type smaller than 18 points, one column, and tables
    /// row by row.
    LargePrint,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::LargePrint];

    /// Returns the name by which the library and the names of files know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::LargePrint => "large-print",
        }
    }
}
