//! What documents tell of, as the rows of open data that were frozen with them: pages know no other records, so
//! that nothing is on a page that is not published, and what is taken back leaves them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::Access;
use super::super::FOLDER;
use super::super::receipt::{Document, Receipt, Source};
use crate::export::Row;
use crate::export::rows::MeetingRow;
use crate::store;

/// Rows by the names of their tables.
pub type Tables = BTreeMap<String, Vec<Value>>;

/// Tables of which each document adds rows; of the others the latest document has all.
const ADDED_TO: [&str; 3] = ["papers", "decisions", "plan"];

/// Returns what the file of a document's rows is called, beside the receipt.
pub(in super::super) fn rows_file(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    format!("open-data/{stem}.json")
}

/// What the documents of a publication tell of.
#[derive(Debug, Default)]
pub(super) struct Facts {
    tables: Tables,
}

impl Facts {
    /// Reads what the documents of a publication tell of, whose folder is given below that of all public ones; files
    /// that an act is about to write are in `new`. `None` where a file is not as it was published.
    ///
    /// # Errors
    /// When a file can't be read.
    pub(super) fn read(
        output: &Path,
        folder: &str,
        receipt: &Receipt,
        new: &BTreeMap<String, String>,
    ) -> anyhow::Result<Option<Self>> {
        let mut facts = Self::default();
        let mut documents: Vec<&Document> = receipt.current();
        documents.retain(|document| document.is_whole());
        // Receipts have documents in the order in which they were published.
        for document in documents {
            let file = rows_file(&document.file);
            let Some(source) = receipt.sources.iter().find(|source| source.file == file) else {
                continue;
            };
            let path = format!("{FOLDER}/{}/{folder}/{file}", Access::Open.folder());
            let bytes = match new.get(&file) {
                Some(text) => text.clone().into_bytes(),
                None => store::read_if_there(&store::below(output, &path))?.unwrap_or_default(),
            };
            let Some(tables) = whole(source, &bytes) else { return Ok(None) };
            tables.into_iter().for_each(|(table, rows)| facts.add(&table, rows));
        }
        Ok(Some(facts))
    }

    /// Adds the rows of a document.
    fn add(&mut self, table: &str, rows: Vec<Value>) {
        let known = self.tables.entry(table.to_owned()).or_default();
        if !ADDED_TO.contains(&table) {
            *known = rows;
            return;
        }
        let key = |row: &Value| -> Option<String> {
            ["id", "ref", "title"].iter().find_map(|name| Some(row.get(name)?.as_str()?.to_owned()))
        };
        for row in rows {
            let same =
                known.iter_mut().find(|other| key(other).is_some() && key(other) == key(&row));
            match same {
                Some(same) => *same = row,
                None => known.push(row),
            }
        }
    }

    /// Adds what the documents of a later publication tell of, whose members of a body take the place of those known.
    pub(super) fn extend(&mut self, later: &Self) {
        for (table, rows) in &later.tables {
            let known = self.tables.entry(table.clone()).or_default();
            if table == "members" {
                let bodies: Vec<&Value> = rows.iter().map(|row| &row["body"]).collect();
                known.retain(|row| !bodies.contains(&&row["body"]));
            }
            known.extend(rows.iter().cloned());
        }
    }

    /// Returns the rows of a table.
    pub(super) fn rows<R: Row + DeserializeOwned>(&self) -> Vec<R> {
        let rows = self.tables.get(R::TABLE).into_iter().flatten();
        // Rows of earlier programs lack columns, and columns that are lacking are empty.
        rows.filter_map(|row| serde_json::from_value(row.clone()).ok()).collect()
    }

    /// Returns the rows of a table as they were frozen.
    pub(super) fn raw(&self, table: &str) -> &[Value] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// Returns the meeting, where there is one.
    pub(super) fn meeting(&self) -> Option<MeetingRow> {
        self.rows::<MeetingRow>().pop()
    }
}

/// Returns the rows in a file that is as it was published.
fn whole(source: &Source, bytes: &[u8]) -> Option<Tables> {
    (store::sha512(bytes) == source.sha512).then(|| serde_json::from_slice(bytes).ok())?
}

/// Returns rows as they are frozen with a document.
pub(in super::super) fn text(rows: &Tables) -> String {
    serde_json::to_string_pretty(rows).expect("rows are words and lists") + "\n"
}
