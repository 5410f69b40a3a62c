//! What the desk does in the background, one task at a time: making documents, publishing and verifying, as the command line
//! does it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Desk;
use crate::diag::{Diagnostics, Severity};
use crate::pipeline::{
    self, Access, ArchiveSelection, BuildOptions, BuildResult, Consent, DraftForm, DraftOptions,
    Event, Publication, PublishOptions, Selection, Summary, VerifyOptions, WithdrawOptions,
};

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Task {
    /// The documents of a publication; all documents where `None`.
    Make(Option<Publication>),
    /// A document that somebody looks at, by its publication and kind, as the records have changed.
    Renew(Publication, &'static str),
    /// A draft of a meeting's minutes in Word.
    DraftMinutes(String),
    /// Rows that a meeting's agenda may need.
    DraftAgenda(String),
    /// To see what would be published, with the reason for new versions where there is one.
    Preview(Publication, Option<String>),
    /// To publish what was shown, by its digest.
    Publish(Publication, Option<String>, String),
    /// To take back documents, all where none is named, for a reason that everybody may read.
    Withdraw(Publication, Option<String>, String),
    /// Bags of what was published.
    Archive(Publication),
    /// To hold what was published against the ledgers.
    Verify,
}

impl Task {
    /// Returns its name in templates.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Make(_) => "make",
            Self::Renew(..) => "renew",
            Self::DraftMinutes(_) | Self::DraftAgenda(_) => "draft",
            Self::Preview(..) => "preview",
            Self::Publish(..) => "publish",
            Self::Withdraw(..) => "withdraw",
            Self::Archive(_) => "archive",
            Self::Verify => "verify",
        }
    }

    /// Returns whether somebody asks for it: what is renewed is so by itself.
    fn is_asked(&self) -> bool {
        !matches!(self, Self::Renew(..))
    }

    /// Returns the publication that it is about.
    pub(super) fn publication(&self) -> Option<Publication> {
        match self {
            Self::Make(publication) => publication.clone(),
            Self::DraftMinutes(meeting) | Self::DraftAgenda(meeting) => {
                Some(Publication::Meeting(meeting.clone()))
            }
            Self::Renew(publication, _)
            | Self::Preview(publication, _)
            | Self::Publish(publication, ..)
            | Self::Withdraw(publication, ..)
            | Self::Archive(publication) => Some(publication.clone()),
            Self::Verify => None,
        }
    }
}

/// How far a task is.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// The task.
    pub(super) task: Task,
    /// How many documents there are; 0 before that is known.
    pub(super) planned: usize,
    /// How many of them are done.
    pub(super) done: usize,
    /// The last that was begun.
    pub(super) document: Option<String>,
    /// Whether somebody wants it to stop.
    pub(super) is_stopping: bool,
}

impl Progress {
    /// Returns that of a task that begins.
    fn of(task: Task) -> Self {
        Self { task, planned: 0, done: 0, document: None, is_stopping: false }
    }
}

/// What came of a task.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    /// The task.
    pub(super) task: Task,
    /// What came of it.
    pub(super) outcome: TaskOutcome,
    /// Errors and warnings that were found meanwhile.
    pub(super) faults: Vec<(Severity, String)>,
}

/// What came of a task.
#[derive(Debug, Clone)]
pub(super) enum TaskOutcome {
    /// Documents were made.
    Made(Summary),
    /// A draft is at this path; once it is written, it goes to this place in the data folder, or its rows into this table.
    Drafted(String, String),
    /// What would be published.
    Shown(Shown),
    /// This was published, or is published again.
    Published(Shown),
    /// These files are no longer public.
    Withdrawn(Vec<String>),
    /// So many bags were made, and so many were there.
    Archived(usize, usize),
    /// So many publications and bags were looked at, in which there are so many faults.
    Verified(usize, usize),
    /// It is refused, for this reason.
    Refused(String),
    /// It could not be done.
    Failed(String),
}

/// What is published, or would be.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    /// The digest by which somebody agrees to it.
    pub(super) agreement: String,
    /// What everybody can read then.
    pub(super) public: Vec<String>,
    /// What is kept for those who may see what is not for publication.
    pub(super) restricted: Vec<String>,
    /// How many documents are published as they are.
    pub(super) unchanged: usize,
    /// How many were taken back, and stay so.
    pub(super) withdrawn: usize,
    /// Documents that were published otherwise than they are now.
    pub(super) differs: Vec<String>,
}

/// The task that runs, and the last that ended.
#[derive(Debug, Default)]
pub(super) struct Work {
    state: Mutex<State>,
    stop: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
struct State {
    running: Option<Progress>,
    /// The task that begins once that one has ended.
    next: Option<Task>,
    ended: Option<Ended>,
}

impl Work {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how far the task is that runs.
    pub(super) fn progress(&self) -> Option<Progress> {
        let state = self.state();
        let running = state.running.clone().filter(|progress| progress.task.is_asked());
        running.or_else(|| state.next.clone().map(Progress::of))
    }

    /// Returns what came of the last task.
    pub(super) fn ended(&self) -> Option<Ended> {
        self.state().ended.clone()
    }

    /// Has no further document begun.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(running) = &mut self.state().running {
            running.is_stopping = true;
        }
    }

    /// Keeps what came of the task that ran, if somebody asked for it; returns the task that waits.
    fn end(&self, ended: Ended) -> Option<Task> {
        let mut state = self.state();
        state.running = None;
        if ended.task.is_asked() {
            state.ended = Some(ended);
        }
        state.next.take()
    }

    /// Takes a task, unless one runs that somebody asked for; one that nobody did is stopped, and the task waits for its end.
    fn take(&self, task: &Task) -> Taken {
        let mut state = self.state();
        match &state.running {
            None => {
                self.stop.store(false, Ordering::Relaxed);
                state.running = Some(Progress::of(task.clone()));
                Taken::Now
            }
            Some(running) if task.is_asked() && !running.task.is_asked() => {
                if state.next.is_some() {
                    return Taken::No;
                }
                self.stop.store(true, Ordering::Relaxed);
                state.next = Some(task.clone());
                Taken::Later
            }
            Some(_) => Taken::No,
        }
    }
}

/// Whether a task is taken.
#[derive(Debug, PartialEq, Eq)]
enum Taken {
    /// It begins.
    Now,
    /// It begins once the one has ended that runs.
    Later,
    /// Another runs.
    No,
}

/// Begins a task on a thread, unless another runs.
pub(super) fn begin(desk: &Arc<Desk>, task: Task) {
    let taken = desk.work.take(&task);
    if taken != Taken::No && task.is_asked() {
        desk.tell();
    }
    if taken != Taken::Now {
        return;
    }
    let desk = Arc::clone(desk);
    std::thread::spawn(move || {
        let stop = Arc::clone(&desk.work.stop);
        let work = || run(&desk, &task, &stop);
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        let ended = ended.unwrap_or_else(|_| Err(anyhow::anyhow!("the program has a fault")));
        let ended = ended.unwrap_or_else(|error| {
            let outcome = TaskOutcome::Failed(format!("{error:#}"));
            Ended { task: task.clone(), outcome, faults: Vec::new() }
        });
        let is_asked = task.is_asked();
        if is_asked {
            desk.learn_anew();
        }
        let next = desk.work.end(ended);
        desk.tell();
        // The document that somebody looks at is shown at once; what lists say of it follows.
        if !is_asked {
            desk.learn_anew();
        }
        if let Some(next) = next {
            begin(&desk, next);
        }
    });
}

fn run(desk: &Desk, task: &Task, stop: &AtomicBool) -> anyhow::Result<Ended> {
    let notify = |event: Event<'_>| {
        match event {
            Event::Planned { documents } => desk.progress(|progress| progress.planned = documents),
            Event::Begun { document } => {
                desk.progress(|progress| progress.document = Some(document.to_owned()));
            }
            Event::Ended { .. } => desk.progress(|progress| progress.done += 1),
            // A thread that typesets can't be stopped, and would hold up the desk for ever.
            Event::Hung { .. } => (desk.host.end)(),
            _ => {}
        }
        Ok(())
    };
    let moment = || (desk.host.moment)((desk.clock)());
    let publish = |publication: &Publication, reason: &Option<String>, consent| {
        anyhow::Ok(PublishOptions {
            run: desk.run_today(),
            publication: publication.clone(),
            kinds: Vec::new(),
            documents: Vec::new(),
            large_print: false,
            html: true,
            languages: Vec::new(),
            moment: moment()?,
            reason: reason.clone(),
            consent,
        })
    };
    let (outcome, diags) = match task {
        Task::Make(_) | Task::Renew(..) => {
            let kind = match task {
                Task::Renew(_, kind) => Some((*kind).to_owned()),
                _ => None,
            };
            let selection = Selection {
                publications: task.publication().iter().map(Publication::path).collect(),
                kinds: kind.into_iter().collect(),
                html: true,
                ..Selection::default()
            };
            let options = BuildOptions {
                run: desk.run_today(),
                selection,
                keep_typ: false,
                is_kept_elsewhere: false,
                prune: false,
                reports_all: true,
            };
            match pipeline::build(&options, &notify, stop)? {
                BuildResult::UpToDate(up_to_date) => {
                    let unchanged = up_to_date.documents;
                    (
                        TaskOutcome::Made(Summary { unchanged, ..Summary::default() }),
                        Diagnostics::default(),
                    )
                }
                BuildResult::Ran(report) => {
                    let outcomes = report.documents.iter().map(|built| &built.outcome);
                    (TaskOutcome::Made(Summary::of(outcomes)), report.diags)
                }
            }
        }
        Task::DraftMinutes(meeting) => {
            let options = DraftOptions {
                run: desk.run_today(),
                meeting: meeting.clone(),
                form: DraftForm::Word,
                to: None,
            };
            let drafted = pipeline::draft_minutes(&options)?;
            let path = drafted.path.display().to_string();
            (TaskOutcome::Drafted(path, drafted.place), Diagnostics::default())
        }
        Task::DraftAgenda(meeting) => {
            let (path, _) = pipeline::draft_agenda(&desk.run_today(), meeting, None)?;
            let drafted = TaskOutcome::Drafted(path.display().to_string(), "agenda".to_owned());
            (drafted, Diagnostics::default())
        }
        Task::Preview(publication, reason) => {
            let options = publish(publication, reason, Consent::Asked)?;
            published(
                pipeline::publish(&options, &notify, stop)?,
                &options.run.output,
                TaskOutcome::Shown,
            )
        }
        Task::Publish(publication, reason, agreement) => {
            let options = publish(publication, reason, Consent::To(agreement.clone()))?;
            published(
                pipeline::publish(&options, &notify, stop)?,
                &options.run.output,
                TaskOutcome::Published,
            )
        }
        Task::Withdraw(publication, document, reason) => {
            let options = WithdrawOptions {
                run: desk.run_today(),
                publication: publication.clone(),
                documents: document.iter().cloned().collect(),
                reason: reason.clone(),
                private_reason: None,
                moment: moment()?,
            };
            let report = pipeline::withdraw(&options, &notify, stop)?;
            let output = &options.run.output;
            let files = report.taken.map(|taken| {
                TaskOutcome::Withdrawn(taken.files.iter().map(|file| below(output, file)).collect())
            });
            let damaged = || TaskOutcome::Refused(pipeline::NotPublished::Damaged.to_string());
            (files.unwrap_or_else(damaged), report.diags)
        }
        Task::Archive(publication) => {
            let selection = ArchiveSelection {
                publications: vec![publication.clone()],
                ..ArchiveSelection::default()
            };
            let output = desk.run_today().output;
            let (diags, counts) = pipeline::archive(&output, &selection, &moment()?, &notify)?;
            (TaskOutcome::Archived(counts.made, counts.unchanged), diags)
        }
        Task::Verify => {
            let options =
                VerifyOptions { output: desk.run_today().output, ..VerifyOptions::default() };
            let looked = Mutex::new((0, 0));
            let count = |event: Event<'_>| {
                if let Event::Verified { faults, .. } = event {
                    let mut looked = looked.lock().unwrap_or_else(PoisonError::into_inner);
                    *looked = (looked.0 + 1, looked.1 + faults);
                }
                Ok(())
            };
            let report = pipeline::verify(&options, &count)?;
            let (paths, faults) = *looked.lock().unwrap_or_else(PoisonError::into_inner);
            (TaskOutcome::Verified(paths, faults), report.diags)
        }
    };
    let mut faults: Vec<(Severity, String)> = Vec::new();
    for found in diags.iter().filter(|found| found.severity() != Severity::Note) {
        let fault = (found.severity(), found.message.clone());
        // Several packs may have the same paper.
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    Ok(Ended { task: task.clone(), outcome, faults })
}

/// Returns what came of publishing.
fn published(
    report: pipeline::PublishReport,
    output: &Path,
    done: fn(Shown) -> TaskOutcome,
) -> (TaskOutcome, Diagnostics) {
    let frozen = match report.result {
        Ok(frozen) => frozen,
        Err(refusal) => return (TaskOutcome::Refused(refusal.to_string()), report.diags),
    };
    let (open, closed): (Vec<_>, Vec<_>) =
        frozen.due.iter().partition(|due| due.access == Access::Open);
    let files = |due: Vec<&pipeline::Due>| due.into_iter().map(|due| due.file.clone()).collect();
    let is_open =
        |file: &String| file.starts_with(&format!("published/{}/", Access::Open.folder()));
    let (public, restricted): (Vec<String>, Vec<String>) =
        frozen.published.iter().map(|file| below(output, file)).partition(is_open);
    let shown = Shown {
        agreement: frozen.agreement(),
        public: [files(open), public].concat(),
        restricted: [files(closed), restricted].concat(),
        unchanged: frozen.unchanged,
        withdrawn: frozen.withdrawn,
        differs: frozen.differs.iter().map(|differs| below(output, &differs.file)).collect(),
    };
    (done(shown), report.diags)
}

/// Returns a path below the output folder, with forward slashes.
fn below(output: &Path, file: &Path) -> String {
    let below = file.strip_prefix(output).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

impl Desk {
    /// Changes how far the task is that runs, and has pages told of it.
    fn progress(&self, change: impl FnOnce(&mut Progress)) {
        let is_asked = {
            let mut state = self.work.state();
            let Some(progress) = &mut state.running else { return };
            change(progress);
            progress.task.is_asked()
        };
        if is_asked {
            self.tell();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_asks_for_waits_for_nothing_but_what_somebody_asked_for() {
        let work = Work::default();
        let renew = Task::Renew(Publication::Meeting("a".to_owned()), "agenda");
        assert_eq!(work.take(&renew), Taken::Now);
        assert!(work.progress().is_none());
        assert_eq!(work.take(&renew), Taken::No);
        assert_eq!(work.take(&Task::Verify), Taken::Later);
        assert!(work.stop.load(Ordering::Relaxed));
        assert_eq!(work.progress().unwrap().task, Task::Verify);
        assert_eq!(work.take(&Task::Make(None)), Taken::No);
        let end = |task: &Task| {
            let outcome = TaskOutcome::Failed(String::new());
            work.end(Ended { task: task.clone(), outcome, faults: Vec::new() })
        };
        assert_eq!(end(&renew), Some(Task::Verify));
        assert!(work.ended().is_none());
        assert_eq!(work.take(&Task::Verify), Taken::Now);
        assert!(!work.stop.load(Ordering::Relaxed));
        assert_eq!((work.take(&renew), work.take(&Task::Make(None))), (Taken::No, Taken::No));
        assert_eq!(end(&Task::Verify), None);
        assert_eq!(work.ended().unwrap().task, Task::Verify);
    }
}
