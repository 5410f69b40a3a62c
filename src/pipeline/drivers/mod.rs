//! What the program does: a driver for each task, which reads as the stages in order.
//!
//! Drivers take values, return results, and notify whoever runs them of what happens meanwhile. They parse
//! and print nothing, so that every shell around them (the command line is one) does the same work.

mod archive;
mod bind;
mod build;
mod check;
mod clerk;
mod compare;
mod doctor;
mod draft;
mod export;
mod import;
mod list;
mod overview;
mod plan;
mod publish;
mod upload;
mod verify;
mod watch;
mod withdraw;

pub use archive::{ArchiveCounts, ArchiveSelection, archive};
pub use bind::{BindOptions, BindReport, bind};
pub use build::{BuildOptions, BuildReport, BuildResult, UpToDate, build};
pub use check::{Checked, check};
pub use clerk::{
    Attendance, AttendingRole, ClerkAction, ClerkElection, ClerkEntry, ClerkFault, ClerkInterest,
    ClerkMember, ClerkMinute, ClerkMotion, ClerkMovement, ClerkOther, ClerkSheet, ClerkState,
    ClerkSubstitute, ClerkTally, ClerkVote, IsSame, MinutePart, MinutesChange, MinutesTaken,
    Misfit, QuestionAt, QuestionTaken, Side, Step, StepRefusal, Votes, VotesTaken, clerk_sheet,
    import_votes, take_minutes,
};
pub use compare::{CompareOptions, Remark, RemarkKind, compare};
pub use doctor::{Examined, Health, doctor};
pub use draft::{
    DraftForm, DraftOptions, Drafted, DraftedNotice, DraftedReport, NoticeKind, ReportRow,
    draft_agenda, draft_minutes, draft_notice, draft_report,
};
pub use export::{ExportForm, ExportRefusal, Exported, export};
pub use import::{ImportOptions, ImportSource, import};
pub use list::{Listing, list};
pub use overview::{
    DocumentOverview, Fault, ItemOverview, MeetingOverview, Overview, PaperPlace,
    PublicationOverview, overview,
};
pub use publish::{Consent, NotPublished, PublishOptions, PublishReport, publish};
pub use upload::{UploadOptions, UploadResult, UploadedFile, upload};
pub use verify::{VerifyOptions, VerifyReport, verify};
pub use watch::watch;
pub use withdraw::{WithdrawOptions, WithdrawReport, withdraw};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use chrono::NaiveDate;

use super::batch::{Outcome, Output};
use super::build::{BuildContext, Built, TimeLimit, make_outdated};
use super::key::InputFingerprint;
use super::publish::Publication;
use super::state::State;
use super::{Inputs, Job, PublishedPacks, Session};
use crate::diag::Diagnostics;
use crate::papers::Opener;
use crate::papers::validator::Validator;
use crate::publish::{self as publishing, Bagged, Verified};
use crate::store::{self, Lock};

/// Where a run reads and writes, and within which limits.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The data folder.
    pub data: PathBuf,
    /// The folder of a council's templates, which replace or add to those in the program.
    pub templates: Option<PathBuf>,
    /// The output folder.
    pub output: PathBuf,
    /// The date from which deadlines are counted.
    pub today: NaiveDate,
    /// The executable of this program, which opens supplied papers in processes of their own; without it no
    /// pack can be made.
    pub program: Option<PathBuf>,
    /// A validator, called as veraPDF is, that confirms what packs claim.
    pub validator: Option<PathBuf>,
    /// The number of documents that are made at the same time.
    pub threads: usize,
    /// How long one document may be merged or typeset.
    pub time_limit: Duration,
    /// The size up to which a file of the records is read, in bytes.
    pub max_file_bytes: u64,
}

impl RunOptions {
    /// Returns what a run reads that makes the documents of one publication.
    ///
    /// # Errors
    /// As [`Self::inputs`].
    fn inputs_for(&self, publication: &Publication) -> anyhow::Result<Inputs> {
        let mut inputs = self.inputs_to_make()?;
        if let (Publication::Meeting(name), Some(packs)) = (publication, &mut inputs.published) {
            packs.meeting = Some(name.clone());
        }
        Ok(inputs)
    }

    /// Returns what a run reads that makes documents, for which it opens the papers in Word.
    ///
    /// # Errors
    /// As [`Self::inputs`].
    fn inputs_to_make(&self) -> anyhow::Result<Inputs> {
        let mut inputs = self.inputs()?;
        if let Some(opener) = &mut inputs.opener {
            opener.opens_word = true;
        }
        Ok(inputs)
    }

    /// Returns what a run reads.
    ///
    /// # Errors
    /// When the validator can't be run.
    fn inputs(&self) -> anyhow::Result<Inputs> {
        let cache = self.output.join("restricted").join(".papers");
        let scratch = store::scratch_of(&self.output);
        let program = self.program.clone();
        let validator = self.validator.as_deref().map(Validator::find).transpose()?;
        let opener = program.map(|program| {
            let opener = Opener::new(program, cache, scratch, self.threads);
            Opener { validator, ..opener }
        });
        Ok(Inputs {
            data: self.data.clone(),
            templates: self.templates.clone(),
            today: self.today,
            opener,
            max_file_bytes: self.max_file_bytes,
            published: Some(PublishedPacks { output: self.output.clone(), meeting: None }),
        })
    }
}

/// What happens while a driver works.
#[derive(Debug)]
pub enum Event<'a> {
    /// The documents are planned, and the first is about to be made.
    Planned {
        /// How many documents there are, those included that are up to date.
        documents: usize,
    },
    /// A document that is not up to date is begun. This comes from any thread, and an error in return is
    /// ignored.
    Begun {
        /// How messages name the document.
        document: &'a str,
    },
    /// Work on a document has ended. This comes from any thread, and an error in return is ignored.
    Ended {
        /// How messages name the document.
        document: &'a str,
        /// How it ended.
        outcome: &'a Outcome,
    },
    /// A document exceeds the time limit, and all that can be finished is. Whoever is notified has to end the
    /// process: a thread that typesets can't be stopped, and the driver waits for it. This comes from
    /// another thread.
    Hung {
        /// What was found.
        diags: &'a Diagnostics,
        /// How each document ended.
        documents: &'a [Built],
        /// How many documents of earlier runs were removed.
        removed: usize,
    },
    /// `watch` has made what had changed, or could not.
    Round(anyhow::Result<BuildResult>),
    /// `watch` waits for files to change.
    Waiting,
    /// `watch` found that these files changed.
    Changed(&'a BTreeSet<PathBuf>),
    /// `archive` has made a bag, or found it in the archive.
    Bagged(&'a Bagged),
    /// `verify` has looked at a path.
    Verified {
        /// The path.
        path: &'a Path,
        /// What there is.
        verified: &'a Verified,
        /// The number of faults in it.
        faults: usize,
    },
}

/// Whoever is notified of events. An error in return, such as that nobody reads what is printed, ends the
/// driver.
pub type Notify<'a> = dyn Fn(Event<'_>) -> anyhow::Result<()> + Sync + 'a;

/// Locks an output folder, and finishes what a killed run left of an act of publishing.
///
/// # Errors
/// When another run writes to the folder, or something in it can't be read or written.
fn lock(output: &Path) -> anyhow::Result<Lock> {
    let lock = store::lock(output)?;
    publishing::recover(output, &lock)?;
    if lock.is_after_kill {
        store::sweep(&lock, output)?;
    }
    Ok(lock)
}

/// An output folder to which no other run writes, and what earlier runs made in it.
struct OutputFolder {
    lock: Lock,
    state: State,
}

impl OutputFolder {
    /// Locks the folder, and reads what earlier runs left.
    fn open(output: &Path) -> anyhow::Result<Self> {
        let lock = lock(output)?;
        let state = State::open(&lock);
        Ok(Self { lock, state })
    }

    /// Opens the folder where an earlier run left something in it; nothing is written otherwise.
    fn open_known(output: &Path) -> anyhow::Result<Option<Self>> {
        State::is_there(output).then(|| Self::open(output)).transpose()
    }

    /// Returns the lock, to be kept until the run ends, and what decides which documents are up to date.
    fn into_context(self, fingerprint: InputFingerprint) -> (Lock, BuildContext) {
        let Self { lock, state } = self;
        (lock, BuildContext { state, fingerprint })
    }
}

/// How documents are made, and who is notified of it.
struct Making<'a> {
    run: &'a RunOptions,
    /// Whether to leave the merged source beside each document.
    keep_typ: bool,
    /// Whether somebody else keeps what earlier runs made.
    is_kept_elsewhere: bool,
    /// How many documents of earlier runs were removed.
    removed: usize,
    notify: &'a Notify<'a>,
    /// Set from any thread to begin no further document.
    stop: &'a AtomicBool,
}

impl Making<'_> {
    /// Makes the documents that are not up to date; results are in the order of `jobs`.
    fn make(
        &self,
        diags: &mut Diagnostics,
        session: &Session,
        jobs: &[Job],
        context: &mut BuildContext,
    ) -> anyhow::Result<Vec<Built>> {
        let Self { run, keep_typ, is_kept_elsewhere, removed, notify, stop } = *self;
        notify(Event::Planned { documents: jobs.len() })?;
        let begun = |job: &Job| {
            notify(Event::Begun { document: &job.name() }).ok();
        };
        let ended = |job: &Job, outcome: &Outcome| {
            notify(Event::Ended { document: &job.name(), outcome }).ok();
        };
        let hung = |diags: &Diagnostics, documents: &[Built]| {
            notify(Event::Hung { diags, documents, removed }).ok();
        };
        let output = Output {
            folder: &run.output,
            keep_typ,
            is_kept_elsewhere,
            stop: Some(stop),
            begun: &begun,
            ended: &ended,
        };
        let time = TimeLimit { limit: run.time_limit, end: &hung };
        Ok(make_outdated(diags, session, jobs, run.threads, &output, context, &time))
    }
}
