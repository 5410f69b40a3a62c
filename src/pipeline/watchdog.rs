//! Finds documents that are never finished: a template may contain a loop without an end.
//!
//! A thread that typesets can't be stopped, and whoever started it waits for it. So a thread apart watches
//! the others. Once a document takes too long no further ones are begun, those begun are finished, and the
//! caller ends the process.
//!
//! No clock is asked: the thread counts how often it has woken up, so that the time for which a computer
//! sleeps does not count.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// The number of ticks in the time that a document may take, by which it is measured.
const TICKS: u32 = 24;

/// Knows what the threads of a run are doing.
#[derive(Debug, Default)]
pub(super) struct Watchdog {
    activity: Mutex<Activity>,
    /// Notified when the run has ended.
    ended: Condvar,
}

/// What the threads of a run are doing.
#[derive(Debug, Default)]
struct Activity {
    /// The documents that were begun and are not written yet, by their indexes among the jobs.
    unfinished: BTreeSet<usize>,
    /// The threads that are making a document.
    makers: Vec<Maker>,
    /// The documents that took too long.
    overdue: Vec<Overdue>,
    /// Whether the run has ended.
    has_ended: bool,
}

/// A thread that is making a document.
#[derive(Debug)]
struct Maker {
    thread: ThreadId,
    /// The index of the document among the jobs.
    at: usize,
    /// The template that it is merging or typesetting, and the number of ticks since it began.
    step: Option<(String, u32)>,
}

/// A document that takes too long to merge or to typeset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Overdue {
    /// The index of the document among the jobs.
    pub(super) at: usize,
    /// The name of the template: the document's, or that of a page which its pack needs.
    pub(super) template: String,
}

impl Watchdog {
    /// Does some work, and watches what it makes. Once a document is merged or typeset for longer than
    /// `limit`, and all that are not finished are overdue or wait for one that is (`waits_for`, by the
    /// indexes of both), `hung` is called with these. It has to end the process, as `work` will not
    /// return.
    pub(super) fn watch<T>(
        &self,
        limit: Duration,
        waits_for: &(dyn Fn(usize, usize) -> bool + Sync),
        hung: &(dyn Fn(&[Overdue]) + Sync),
        work: impl FnOnce() -> T,
    ) -> T {
        *self.activity() = Activity::default();
        thread::scope(|scope| {
            let _end = EndOnDrop(self);
            scope.spawn(move || self.wait(limit, waits_for, hung));
            work()
        })
    }

    /// Looks at what the threads do, from tick to tick, until the work has ended or hangs.
    fn wait(
        &self,
        limit: Duration,
        waits_for: &dyn Fn(usize, usize) -> bool,
        hung: &dyn Fn(&[Overdue]),
    ) {
        let mut activity = self.activity();
        loop {
            let is_running = |activity: &mut Activity| !activity.has_ended;
            let waited = self.ended.wait_timeout_while(activity, limit / TICKS, is_running);
            activity = waited.unwrap_or_else(PoisonError::into_inner).0;
            if activity.has_ended {
                return;
            }
            let overdue = activity.tick();
            let is_stuck =
                |&at: &usize| overdue.iter().any(|other| other.at == at || waits_for(at, other.at));
            if !overdue.is_empty() && activity.unfinished.iter().all(is_stuck) {
                drop(activity);
                hung(&overdue);
                return;
            }
        }
    }

    /// Notes that this thread begins to make a document.
    pub(super) fn begin(&self, at: usize) {
        let mut activity = self.activity();
        activity.unfinished.insert(at);
        activity.makers.push(Maker { thread: thread::current().id(), at, step: None });
    }

    /// Notes that this thread has made its document, which is still to be written.
    pub(super) fn made(&self) {
        let thread = thread::current().id();
        self.activity().makers.retain(|maker| maker.thread != thread);
    }

    /// Notes that a document is written, or that there is nothing to write.
    pub(super) fn finish(&self, at: usize) {
        self.activity().unfinished.remove(&at);
    }

    /// Notes that this thread merges or typesets with a template, until the step is dropped.
    pub(super) fn step(&self, template: &str) -> Step<'_> {
        self.set_step(Some((template.to_owned(), 0)));
        Step(self)
    }

    /// Returns the documents that took too long; some of them may have been finished since. No others
    /// are to be begun.
    pub(super) fn overdue(&self) -> Vec<Overdue> {
        self.activity().overdue.clone()
    }

    fn set_step(&self, step: Option<(String, u32)>) {
        let thread = thread::current().id();
        // Outside of a batch nobody makes a document, and nobody watches.
        if let Some(maker) = self.activity().makers.iter_mut().find(|maker| maker.thread == thread)
        {
            maker.step = step;
        }
    }

    fn activity(&self) -> MutexGuard<'_, Activity> {
        self.activity.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Activity {
    /// Counts a tick for every thread, and returns the documents that are overdue now.
    fn tick(&mut self) -> Vec<Overdue> {
        let mut overdue = Vec::new();
        for maker in &mut self.makers {
            let Some((template, ticks)) = &mut maker.step else { continue };
            *ticks += 1;
            // The first tick came after less than its time.
            if TICKS < *ticks {
                overdue.push(Overdue { at: maker.at, template: template.clone() });
            }
        }
        let added = overdue.iter().filter(|document| !self.overdue.contains(document));
        let added: Vec<_> = added.cloned().collect();
        self.overdue.extend(added);
        overdue
    }
}

/// A step in making a document; dropping it ends it.
pub(super) struct Step<'a>(&'a Watchdog);

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.set_step(None);
    }
}

/// Ends the watch when it is dropped, so also when the work panics.
struct EndOnDrop<'a>(&'a Watchdog);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.activity().has_ended = true;
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(200);

    /// Watches work that makes the document 0 and waits until it is found to hang; returns what hangs.
    /// `others` is run meanwhile.
    fn hanging(
        waits_for: &(dyn Fn(usize, usize) -> bool + Sync),
        others: &(dyn Fn(&Watchdog) + Sync),
    ) -> Vec<Overdue> {
        let watchdog = Watchdog::default();
        let (sender, receiver) = mpsc::channel();
        let hung = |overdue: &[Overdue]| sender.send(overdue.to_vec()).unwrap();
        watchdog.watch(LIMIT, waits_for, &hung, || {
            thread::scope(|scope| {
                scope.spawn(|| others(&watchdog));
                watchdog.begin(0);
                let _step = watchdog.step("agenda");
                receiver.recv_timeout(Duration::from_secs(60)).unwrap()
            })
        })
    }

    #[test]
    fn documents_that_were_begun_are_finished_first() {
        let has_finished = Mutex::new(false);
        let overdue = hanging(&|_, _| false, &|watchdog| {
            watchdog.begin(1);
            while watchdog.overdue().is_empty() {
                thread::sleep(LIMIT / 10);
            }
            watchdog.made();
            thread::sleep(LIMIT);
            *has_finished.lock().unwrap() = true;
            watchdog.finish(1);
        });
        assert_eq!(overdue, [Overdue { at: 0, template: "agenda".to_owned() }]);
        assert!(*has_finished.lock().unwrap());
    }

    #[test]
    fn a_document_that_waits_for_one_that_hangs_is_not_waited_for() {
        let overdue = hanging(&|at, other| (at, other) == (1, 0), &|watchdog| watchdog.begin(1));
        assert_eq!(overdue, [Overdue { at: 0, template: "agenda".to_owned() }]);
    }

    #[test]
    fn many_quick_steps_are_not_one_long_one() {
        let watchdog = Watchdog::default();
        let hung = |overdue: &[Overdue]| panic!("{overdue:?}");
        watchdog.watch(LIMIT, &|_, _| false, &hung, || {
            watchdog.begin(0);
            for _ in 0..15 {
                let _step = watchdog.step("agenda");
                thread::sleep(LIMIT / 10);
            }
            // Opening papers has other limits.
            thread::sleep(LIMIT + LIMIT / 4);
            watchdog.made();
            watchdog.finish(0);
        });
        assert_eq!(watchdog.overdue(), []);
    }
}
