//! `export`: open data, of public material only.

use super::RunOptions;
use crate::diag::Diagnostics;
use crate::export;
use crate::pipeline::Session;

/// A form of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// Rows of cells, lists separated by semicolons.
    Csv,
    /// A list of objects.
    Json,
}

/// What came of an export.
#[derive(Debug)]
pub enum Exported {
    /// The text of the table.
    Text(String),
    /// Nothing is exported.
    Refused(ExportRefusal),
}

/// Why nothing is exported: what was refused may have said that something else is exempt.
#[derive(Debug)]
pub struct ExportRefusal {
    /// Everything that was found in the records.
    pub diags: Diagnostics,
    /// The table of which a record was refused.
    pub table: &'static str,
    /// Whether that record was read, but nobody knows who may see it.
    pub is_unclear: bool,
}

/// Exports a table of open data, by its name.
///
/// # Errors
/// When no table has that name, or the data can't be opened.
pub fn export(run: &RunOptions, table: &str, form: ExportForm) -> anyhow::Result<Exported> {
    let Some(table) = export::named(table) else { anyhow::bail!("there is no table `{table}`") };
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &run.inputs()?, &[])?;
    let blocked = session.blocks().filter_map(|blocks| blocks.table(table.needs));
    let blocked = blocked.max_by_key(|(_, is_unclear)| *is_unclear);
    if let Some((table, is_unclear)) = blocked {
        session.report_all(&mut diags);
        return Ok(Exported::Refused(ExportRefusal { diags, table, is_unclear }));
    }
    let rows = table.rows(session.public(), export::RowScope::All);
    Ok(Exported::Text(match form {
        ExportForm::Csv => export::csv(table, &rows),
        ExportForm::Json => export::json(&rows),
    }))
}
