//! The contents of files that are joined by themselves, without a council's records.

use schemars::JsonSchema;
use serde::Serialize;

use super::Shown;
use crate::model::access::AudienceName;

/// The folder of the template for contents.
pub const TEMPLATE: &str = "contents";

/// The contents of a joined file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct View {
    /// The title of the joined file.
    pub title: String,
    /// Who publishes it. Absent where nobody is named.
    pub author: Option<String>,
    /// The files, in order.
    pub files: Vec<ContentsEntry>,
}

/// A file in the contents.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContentsEntry {
    /// Its title.
    pub title: String,
    /// The address of a link to it, for Typst's `link`.
    pub link: String,
    /// The number of its first page.
    pub page: u32,
}

/// Returns the view as templates take it. Files that are joined have no records, and so no private ones.
pub fn shown(view: View) -> Shown {
    Shown::to_named(AudienceName::Public, view)
}
