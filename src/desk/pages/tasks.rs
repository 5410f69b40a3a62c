//! Views of what is done in the background.

use schemars::JsonSchema;
use serde::Serialize;

use super::Frame;
use super::documents::{PublicationRow, address_of};
use crate::desk::work::{Ended, Progress, Shown, Task, TaskOutcome};
use crate::diag::Severity;
use crate::pipeline::{Publication, Summary};

/// The task that runs.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WorkView {
    /// What it is: `make`, `draft`, `preview`, `publish`, `withdraw`, `archive` or `verify`.
    task: &'static str,
    /// The path of the publication that it is about. Absent where it is about all.
    publication: Option<String>,
    /// The address of the page of that. Absent where it is about all.
    address: Option<String>,
    /// How many documents are done.
    done: usize,
    /// How many there are; 0 before that is known.
    planned: usize,
    /// The document that was begun last. Absent before the first.
    document: Option<String>,
    /// Whether it is about to stop.
    stopping: bool,
}

impl From<Progress> for WorkView {
    fn from(progress: Progress) -> Self {
        let publication = progress.task.publication();
        Self {
            task: progress.task.name(),
            publication: publication.as_ref().map(Publication::path),
            address: publication.as_ref().map(address_of),
            done: progress.done,
            planned: progress.planned,
            document: progress.document,
            stopping: progress.is_stopping,
        }
    }
}

/// What came of the last task.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EndedView {
    /// What it was: `make`, `draft`, `preview`, `publish`, `withdraw`, `archive` or `verify`.
    task: &'static str,
    /// Why new versions take the place of what was published, as somebody said. Absent where nobody did.
    reason: Option<String>,
    /// Why it could not be done. Absent where it was.
    failed: Option<String>,
    /// Why it is refused. Absent where it is not.
    refused: Option<String>,
    /// The documents that were made. Absent where none were to be.
    made: Option<MadeView>,
    /// Where a draft is. Absent where none was made.
    draft: Option<String>,
    /// Where it goes once it is written: a file of the data folder, or a table. Absent where none was made.
    place: Option<String>,
    /// What is published, or would be. Absent where nothing is.
    shown: Option<ShownView>,
    /// The files that are no longer public. Absent where none were taken back.
    taken: Option<Vec<String>>,
    /// How many bags were made. Absent where none were to be.
    bags: Option<usize>,
    /// How many publications and bags were looked at. Absent where none were.
    looked: Option<usize>,
    /// How many faults are in them. Absent where none were looked at.
    damaged: Option<usize>,
    /// What was found meanwhile.
    faults: Vec<FoundView>,
}

/// How many documents were made.
#[derive(Debug, Serialize, JsonSchema)]
struct MadeView {
    /// Made.
    made: usize,
    /// As they were.
    unchanged: usize,
    /// Not made, because of a fault in the records.
    refused: usize,
    /// Not made, because they could not be written.
    failed: usize,
    /// Not begun.
    stopped: usize,
}

/// What is published, or would be.
#[derive(Debug, Serialize, JsonSchema)]
struct ShownView {
    /// The digest by which somebody agrees to it.
    agreement: String,
    /// What everybody can read then.
    public: Vec<String>,
    /// What is kept for those who may see what is not for publication.
    restricted: Vec<String>,
    /// How many documents are published as they are.
    unchanged: usize,
    /// How many were taken back, and stay so.
    withdrawn: usize,
    /// Documents that were published otherwise than they are now.
    differs: Vec<String>,
}

/// Something that was found meanwhile.
#[derive(Debug, Serialize, JsonSchema)]
struct FoundView {
    /// Whether it keeps a document from being made.
    error: bool,
    /// What it is.
    message: String,
}

impl From<Ended> for EndedView {
    fn from(ended: Ended) -> Self {
        let mut view = Self {
            task: ended.task.name(),
            reason: match &ended.task {
                Task::Preview(_, reason) => reason.clone(),
                _ => None,
            },
            failed: None,
            refused: None,
            made: None,
            draft: None,
            place: None,
            shown: None,
            taken: None,
            bags: None,
            looked: None,
            damaged: None,
            faults: ended
                .faults
                .into_iter()
                .map(|(severity, message)| FoundView {
                    error: severity == Severity::Error,
                    message,
                })
                .collect(),
        };
        match ended.outcome {
            TaskOutcome::Made(summary) => {
                let Summary { made, unchanged, refused, failed, stopped } = summary;
                view.made = Some(MadeView { made, unchanged, refused, failed, stopped });
            }
            TaskOutcome::Shown(shown) | TaskOutcome::Published(shown) => {
                let Shown { agreement, public, restricted, unchanged, withdrawn, differs } = shown;
                view.shown = Some(ShownView {
                    agreement,
                    public,
                    restricted,
                    unchanged,
                    withdrawn,
                    differs,
                });
            }
            TaskOutcome::Drafted(draft, place) => {
                (view.draft, view.place) = (Some(draft), Some(place));
            }
            TaskOutcome::Withdrawn(files) => view.taken = Some(files),
            TaskOutcome::Archived(made, unchanged) => view.bags = Some(made + unchanged),
            TaskOutcome::Verified(paths, faults) => {
                (view.looked, view.damaged) = (Some(paths), Some(faults));
            }
            TaskOutcome::Refused(why) => view.refused = Some(why),
            TaskOutcome::Failed(why) => view.failed = Some(why),
        }
        view
    }
}

/// Publishing a publication.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Publishing {
    /// What all pages share.
    pub(super) frame: Frame,
    /// What lists show of the publication.
    pub(super) publication: PublicationRow,
    /// What came of the last task about it. Absent before the first.
    pub(super) ended: Option<EndedView>,
}

/// Whether what was published is whole.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Verifying {
    /// What all pages share.
    pub(super) frame: Frame,
    /// What was found when it was looked at last. Absent before the first time.
    pub(super) ended: Option<EndedView>,
}
