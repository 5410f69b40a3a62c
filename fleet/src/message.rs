//! What stands on the queue: which batch of which order of which snapshot is to be made.
//!
//! Less than a kilobyte, and only names that tell nothing: no record, no title, no reference and no digest.

use serde::{Deserialize, Serialize};

use crate::name::{BuildId, Council, Ulid};
use crate::order::Order;
use crate::run::Part;

/// The version of the format.
const VERSION: u32 = 3;

/// How subjects of jobs begin.
pub(crate) const JOBS: &str = "op.jobs";

/// How subjects of dead bundles begin.
pub(crate) const DEAD: &str = "op.dead";

/// The place of the step that follows all batches, in subjects.
const REPORT: &str = "report";

/// The place of the step that follows an act of publishing.
const SERVE: &str = "serve";

/// The two lines in which jobs wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// What is still missing of a council of which everything else is made; it is taken first, as it is short
    /// and somebody waits for it.
    Last,
    /// Batches.
    Batches,
}

impl Line {
    /// Both, in the order in which a worker looks into them.
    pub(crate) const ALL: [Self; 2] = [Self::Last, Self::Batches];

    /// Returns its name in subjects and consumers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::Batches => "batches",
        }
    }
}

/// A job on the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Message {
    version: u32,
    /// The run that asked for it; only for people who look for the cause of something.
    pub(crate) run: Ulid,
    /// Whose documents are to be made, and from which data.
    #[serde(flatten)]
    pub(crate) part: Part,
    /// How.
    pub(crate) order: Order,
    /// Which of them.
    pub(crate) task: Task,
    /// How many batches of this council wait at one time: whoever takes this one queues the one that many
    /// places on.
    pub(crate) ahead: usize,
}

/// Which part of an order a message asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Task {
    /// The documents of a batch, by its number.
    Batch(usize),
    /// What is found in the records as a whole, when all batches are made.
    Report,
    /// Bringing what is published into the public bucket: documents, and the pages, feeds and lists for searching.
    Serve,
}

impl Message {
    /// Returns a message.
    pub(crate) fn new(run: Ulid, part: Part, order: Order, task: Task, ahead: usize) -> Self {
        Self { version: VERSION, run, part, order, task, ahead }
    }

    /// Returns the message for another part of the same order.
    pub(crate) fn for_task(&self, task: Task) -> Self {
        Self { task, ..self.clone() }
    }

    /// Reads a message; `None` where it is none that this version understands, or stands under a subject that
    /// is not its own, as a council's user may have tried.
    pub(crate) fn read(subject: &str, payload: &[u8]) -> Option<Self> {
        let message: Self = serde_json::from_slice(payload).ok()?;
        (message.version == VERSION && message.subject() == subject).then_some(message)
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns the subject: while a message stands there, the queue takes no other like it.
    pub(crate) fn subject(&self) -> String {
        let (line, task) = match self.task {
            Task::Batch(batch) => (Line::Batches, batch.to_string()),
            Task::Report => (Line::Last, REPORT.to_owned()),
            Task::Serve => (Line::Last, SERVE.to_owned()),
        };
        let Self { part: Part { council, snapshot, acts }, order, .. } = self;
        let (line, build, order) = (line.name(), &order.build, order.name(*acts));
        format!("{JOBS}.{build}.{line}.{council}.{snapshot}.{order}.{task}")
    }
}

/// Returns the filter for the jobs of a build that wait in a line.
pub(crate) fn jobs_in(build: &BuildId, line: Line) -> String {
    format!("{JOBS}.{build}.{}.>", line.name())
}

/// Returns the subject of what has died of a council; it tells nothing of what it was.
pub(crate) fn dead_of(council: &Council) -> String {
    format!("{DEAD}.{council}")
}

/// Returns the council of a subject of jobs.
pub(crate) fn council_of(subject: &str) -> Option<Council> {
    let rest = subject.strip_prefix(JOBS)?.strip_prefix('.')?;
    rest.split('.').nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order;

    fn message() -> Message {
        let snapshot = Ulid::new(1_000_000, 5, None);
        let council = "a".repeat(63).parse().unwrap();
        let mut order = order::tests::order();
        order.html = true;
        order.large_print = true;
        order.languages = (0..8).map(|_| "cy-GB-something".parse().unwrap()).collect();
        let part = Part { council, snapshot: snapshot.clone(), acts: 123_456 };
        Message::new(snapshot, part, order, Task::Batch(123_456), 2)
    }

    #[test]
    fn a_message_is_small_and_names_nothing() {
        let message = message();
        let text = message.text();
        assert!(text.len() < 1024, "{}", text.len());
        assert_eq!(Message::read(&message.subject(), &text), Some(message));
    }

    #[test]
    fn a_message_under_another_subject_is_refused() {
        let message = message();
        let part = Part { council: "other".parse().unwrap(), ..message.part.clone() };
        let other = Message { part, ..message.clone() };
        assert_eq!(Message::read(&other.subject(), &message.text()), None);
        assert_eq!(Message::read(&message.subject(), b"{}"), None);
        let newer = Message { version: VERSION + 1, ..message.clone() };
        assert_eq!(Message::read(&message.subject(), &newer.text()), None);
    }

    #[test]
    fn each_task_has_a_subject() {
        let message = message();
        let report = message.for_task(Task::Report);
        assert_ne!(message.subject(), report.subject());
        assert_eq!(council_of(&report.subject()), Some(message.part.council.clone()));
        assert!(report.subject().starts_with("op.jobs.0123456789abcdef0123456789abcdef.last.aaa"));
        let serve = message.for_task(Task::Serve);
        assert_ne!(serve.subject(), report.subject());
        let lines = [(&message, Line::Batches), (&report, Line::Last), (&serve, Line::Last)];
        for (message, line) in lines {
            let filter = jobs_in(&message.order.build, line);
            assert!(message.subject().starts_with(filter.strip_suffix('>').unwrap()));
        }
        assert_eq!(council_of("op.jobs.x"), None);
    }
}
