//! `list`: the documents that the data calls for.

use super::RunOptions;
use super::plan::plan;
use crate::diag::Diagnostics;
use crate::pipeline::{Listed, Selection};

/// The documents that the data calls for.
#[derive(Debug)]
pub struct Listing {
    /// What was found in the records; where there are errors, documents may be missing.
    pub diags: Diagnostics,
    /// The documents, kind by kind.
    pub documents: Vec<Listed>,
}

/// Lists the documents of a selection.
///
/// # Errors
/// When the data can't be opened, or does not have what the selection names.
pub fn list(run: &RunOptions, selection: &Selection) -> anyhow::Result<Listing> {
    let mut diags = Diagnostics::default();
    let (_, jobs) = plan(&mut diags, &run.inputs()?, selection, &[])?;
    Ok(Listing { diags, documents: jobs.iter().map(|job| job.listed()).collect() })
}
