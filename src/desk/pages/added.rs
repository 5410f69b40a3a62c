//! The view of a paper that somebody added.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Frame, Pages, frame};
use crate::pipeline::Overview;

/// A paper that somebody added, or tried to.
pub(in crate::desk) struct AddedPaper<'a> {
    /// What is known of the records.
    pub(in crate::desk) overview: &'a Overview,
    /// The meeting's name.
    pub(in crate::desk) meeting: &'a str,
    /// The number of its item.
    pub(in crate::desk) item: &'a str,
    /// Its path below the documents, or why it is not kept.
    pub(in crate::desk) added: Result<String, String>,
}

/// A paper that somebody added.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Added {
    /// What all pages share.
    frame: Frame,
    /// The meeting's name.
    meeting: String,
    /// Its path below the documents. Absent where it is not kept.
    file: Option<String>,
    /// Why it is not kept. Absent where it is.
    message: Option<String>,
    /// The columns of the row that names it.
    columns: Vec<ColumnView>,
    /// That row, with commas between its columns.
    row: String,
}

/// A column of a row.
#[derive(Debug, Serialize, JsonSchema)]
struct ColumnView {
    /// Its name.
    name: &'static str,
    /// What it holds.
    value: String,
}

impl Pages {
    /// Returns the page of a paper that somebody added.
    ///
    /// # Errors
    /// When its template has a fault.
    pub(in crate::desk) fn added(
        &self,
        paper: AddedPaper<'_>,
        token: String,
    ) -> anyhow::Result<String> {
        let AddedPaper { overview, meeting, item, added } = paper;
        let (file, message) = match added {
            Ok(file) => (Some(file), None),
            Err(message) => (None, Some(message)),
        };
        let values = [
            ("meeting", meeting.to_owned()),
            ("number", item.to_owned()),
            ("title", String::new()),
            ("file", file.clone().unwrap_or_default()),
        ];
        let mut row = csv::Writer::from_writer(Vec::new());
        row.write_record(values.iter().map(|(_, value)| value))?;
        let row = String::from_utf8(row.into_inner()?)?;
        let columns = values.into_iter().map(|(name, value)| ColumnView { name, value }).collect();
        let frame = frame(overview, None, token);
        let meeting = meeting.to_owned();
        let row = row.trim_end().to_owned();
        self.render("added", &Added { frame, meeting, file, message, columns, row })
    }
}
