//! Votes that a voting system has exported: a file by itself, read as a table of the records is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Context;

use super::tables::Place;
use super::{Loader, TableInfo};
use crate::diag::Diagnostics;
use crate::model::cast_vote::CastVote;
use crate::model::glyphs::Coverage;
use crate::store;

/// The name of the table in messages and for other names of its columns.
pub(super) const TABLE: &str = "votes";

/// Reads votes from a file of CSV or JSON; what can't be read is in `diags`.
///
/// # Errors
/// When there is no such file.
pub fn votes(
    diags: &mut Diagnostics,
    file: &Path,
    coverage: &Coverage,
    max_bytes: u64,
) -> anyhow::Result<Vec<CastVote>> {
    static VOTES: LazyLock<TableInfo> =
        LazyLock::new(|| TableInfo::new::<CastVote>(TABLE, Place::Root));
    let name = file.file_name().with_context(|| format!("{} is no file", file.display()))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let entries = store::list(folder)?;
    let entry = entries.iter().find(|entry| !entry.is_folder && *entry.name == *name);
    let entry = entry.with_context(|| format!("there is no file {}", file.display()))?;
    let mut loader = Loader::new(diags, coverage, folder, max_bytes, BTreeMap::new(), false);
    Ok(loader.file_rows(&VOTES, "", entry, None))
}
