//! `check`: every fault in the data, the templates and the law, without making anything; and the days
//! that are still to come.

use super::RunOptions;
use super::plan::plan;
use crate::diag::Diagnostics;
use crate::pipeline::exposure::Exposures;
use crate::pipeline::packs::{KnownPapers, known_papers};
use crate::pipeline::{Selection, Session, try_merging};
use crate::rules::calendar::Calendar;
use crate::rules::deadlines::{Deadline, deadlines};

/// What was found in the records.
pub struct Checked {
    /// Every fault.
    pub diags: Diagnostics,
    /// How many documents are asked for.
    pub documents: usize,
    /// The files of supplied papers of their packs that were not opened yet, so that nobody knows what is wrong
    /// with them.
    pub unopened: Vec<String>,
    /// The days still to come, the earliest first; of a selection, those of its meetings.
    pub deadlines: Vec<Deadline>,
    /// The records. To drop them takes time, which a process that ends can spare.
    _session: Session,
}

/// Checks the records, what each document of the selection needs of them, and the law, and reports what was found
/// in papers that were opened before. Nothing is opened or written.
///
/// # Errors
/// When the data or the templates can't be opened, or the data does not have what the selection names.
pub fn check(run: &RunOptions, selection: &Selection) -> anyhow::Result<Checked> {
    let mut diags = Diagnostics::default();
    let (session, jobs) = plan(&mut diags, &run.inputs()?, selection, &[])?;
    Exposures::find(&session, &run.output)?.report(&mut diags, &run.output);
    try_merging(&mut diags, &session, &jobs, run.threads);
    let KnownPapers { diags: found, unopened } = known_papers(&session, &run.output, &jobs)?;
    diags.append(found);
    let calendar = Calendar::from_data(session.data());
    let mut deadlines = deadlines(session.data(), &calendar, run.today);
    deadlines.retain(|deadline| {
        selection.is_everything()
            || jobs.iter().any(|job| deadline.meeting.as_ref() == Some(&job.subject.key()))
    });
    Ok(Checked { diags, documents: jobs.len(), unopened, deadlines, _session: session })
}
