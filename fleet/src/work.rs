//! `work`: takes jobs from the queue, has their documents made, and puts these into the store.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Context;
use async_nats::jetstream::{AckKind, Message as Delivery};
use futures_util::{StreamExt, TryStreamExt};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::Notify;

use crate::attempts::{Attempts, MAX_FAILURES};
use crate::disk;
use crate::health::Health;
use crate::known;
use crate::layout::{self, Making};
use crate::message::{self, Message, Task};
use crate::plan::{Bundle, BundleNumber, Plan};
use crate::program::{Made, Program};
use crate::queue::{Dead, Jobs, Queue, acknowledge};
use crate::report::Report;
use crate::result::BatchResult;
use crate::run::Part;
use crate::scratch::{Slot, SnapshotFolder};
use crate::serve;
use crate::store::{AT_ONCE, Created, Store, digest_of};

/// For how long the queue is asked for a job at one time.
const ASKED_FOR: Duration = Duration::from_secs(10);

/// How long a worker waits after the queue could not be asked.
const AFTER_ERROR: Duration = Duration::from_secs(2);

/// How often jobs are swept out that the server gave up.
const SWEPT_EVERY: Duration = Duration::from_secs(60);

/// How many plans a worker remembers.
const PLANS_KEPT: usize = 64;

/// How a worker works.
#[derive(Debug, Clone)]
pub(crate) struct WorkSettings {
    /// How many jobs are under way at one time.
    pub(crate) slots: usize,
    /// How often the queue is told that a job is still under way.
    pub(crate) progress: Duration,
    /// How long a job waits after an attempt that failed.
    pub(crate) retry_delay: Duration,
    /// For how long jobs may wait while none comes, until the worker ends with an error.
    pub(crate) watchdog: Duration,
    /// After how long without a job the worker ends; `None` if never.
    pub(crate) idle: Option<Duration>,
}

/// The buckets that a worker has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stores<'a> {
    /// That of what is private.
    pub(crate) private: &'a Store,
    /// That of ledgers and of all that is published.
    pub(crate) published: &'a Store,
    /// That of what everybody may read; `None` where another worker has it.
    pub(crate) public: Option<&'a Store>,
}

/// A worker.
pub(crate) struct Worker<'a> {
    pub(crate) stores: Stores<'a>,
    pub(crate) queue: &'a Queue,
    pub(crate) program: &'a Program,
    pub(crate) settings: WorkSettings,
    pub(crate) health: &'a Health,
    /// Says to take no further job.
    pub(crate) stop: &'a Stop,
    pub(crate) memory: WorkMemory,
}

/// What a worker remembers from job to job.
pub(crate) struct WorkMemory {
    plans: RefCell<BTreeMap<Making, Rc<Plan>>>,
    /// When a job last came, to any slot.
    last: Cell<Instant>,
    /// How many slots are at work.
    busy: Cell<usize>,
}

impl Default for WorkMemory {
    fn default() -> Self {
        let (plans, busy) = (RefCell::default(), Cell::default());
        Self { plans, last: Cell::new(Instant::now()), busy }
    }
}

/// Whether a worker is to end: no further job is taken, and what is under way is finished.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    is_asked: Cell<bool>,
    asked: Notify,
}

impl Stop {
    /// Asks the worker to end.
    pub(crate) fn ask(&self) {
        self.is_asked.set(true);
        self.asked.notify_waiters();
    }

    /// Waits until somebody asks.
    async fn wait(&self) {
        let asked = self.asked.notified();
        if !self.is_asked.get() {
            asked.await;
        }
    }
}

/// What becomes of a job.
enum After {
    /// It is done, and goes.
    Done,
    /// It is tried again after a while.
    Again,
}

/// Why a bundle was given up, as the store keeps it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct GivenUp<'a> {
    publication: &'a str,
    why: &'a str,
}

impl Worker<'_> {
    /// Takes jobs until it is stopped, or nothing comes for as long as it may.
    ///
    /// # Errors
    /// When jobs wait and none comes: whoever looks after the worker starts it anew.
    pub(crate) async fn run(&self, slots: Vec<Slot>) -> anyhow::Result<()> {
        let slots = slots.into_iter().map(|slot| self.take_jobs(slot));
        let work = futures_util::future::try_join_all(slots);
        let sweep = self.sweep_now_and_then();
        tokio::select! {
            ended = work => ended.map(|_| ()),
            () = sweep => Ok(()),
        }
    }

    async fn take_jobs(&self, mut slot: Slot) -> anyhow::Result<()> {
        let mut jobs: Option<Jobs> = None;
        loop {
            let next = tokio::select! {
                biased;
                // A job that comes at this moment is delivered to another worker.
                () = self.stop.wait() => return Ok(()),
                next = self.next(&mut jobs) => next,
            };
            let delivery = match next {
                Ok(delivery) => delivery,
                Err(error) => {
                    tracing::warn!("{error:#}");
                    self.health.count("queue-errors", 1);
                    jobs = None;
                    tokio::time::sleep(AFTER_ERROR).await;
                    None
                }
            };
            self.health.beat();
            let Some(delivery) = delivery else {
                if self.is_idle().await? { return Ok(()) } else { continue }
            };
            self.memory.last.set(Instant::now());
            self.memory.busy.set(self.memory.busy.get() + 1);
            self.handle(&mut slot, &delivery).await;
            self.memory.busy.set(self.memory.busy.get() - 1);
            self.memory.last.set(Instant::now());
        }
    }

    /// Returns the next job; `None` where none came for a while.
    async fn next(&self, jobs: &mut Option<Jobs>) -> anyhow::Result<Option<Delivery>> {
        let jobs = match jobs {
            Some(jobs) => jobs,
            None => jobs.insert(self.queue.jobs(self.program.build_id()).await?),
        };
        let wait = self.settings.idle.map_or(ASKED_FOR, |idle| idle.min(ASKED_FOR));
        let next = jobs.next(wait.min(self.settings.watchdog)).await;
        next.context("failed to ask the queue for a job")
    }

    /// Returns whether the worker has been without a job for as long as it may be.
    ///
    /// # Errors
    /// When jobs wait all the same.
    async fn is_idle(&self) -> anyhow::Result<bool> {
        if self.memory.busy.get() > 0 {
            return Ok(false);
        }
        let silent = self.memory.last.get().elapsed();
        if silent >= self.settings.watchdog {
            let depth = self.queue.depth(self.program.build_id()).await?;
            if depth.waiting > 0 {
                anyhow::bail!(
                    "no job has come for {} seconds, and {} wait; start the worker again",
                    silent.as_secs(),
                    depth.waiting
                );
            }
            self.memory.last.set(Instant::now());
        }
        Ok(self.settings.idle.is_some_and(|idle| silent >= idle))
    }

    /// Does a job while the queue is told now and then that it is under way.
    async fn handle(&self, slot: &mut Slot, delivery: &Delivery) {
        let Some(message) = Message::read(&delivery.subject, &delivery.payload) else {
            self.refuse(delivery).await;
            return;
        };
        let mut ticks = tokio::time::interval(self.settings.progress);
        ticks.tick().await;
        let work = self.make(slot, &message);
        futures_util::pin_mut!(work);
        let after = loop {
            tokio::select! {
                after = &mut work => break after,
                _ = ticks.tick() => {
                    delivery.ack_with(AckKind::Progress).await.ok();
                    self.health.beat();
                }
            }
        };
        let answer = match after {
            Ok(After::Done) => acknowledge(delivery).await,
            Ok(After::Again) => give_back(delivery, self.settings.retry_delay).await,
            Err(error) => {
                // Nothing is wrong with the job: it counts as no attempt.
                tracing::warn!(council = %message.part.council, task = ?message.task, "{error:#}");
                self.health.count("broken-off", 1);
                give_back(delivery, self.settings.retry_delay).await
            }
        };
        if let Err(error) = answer {
            // It is delivered again, and found done or tried again.
            tracing::warn!(council = %message.part.council, task = ?message.task, "{error:#}");
        }
    }

    /// Takes a job out of the queue that nobody can understand.
    async fn refuse(&self, delivery: &Delivery) {
        tracing::error!("a job under `{}` can't be understood, and is taken out", delivery.subject);
        self.health.count("refused-jobs", 1);
        if let Some(council) = message::council_of(&delivery.subject) {
            let why = "it can't be understood";
            let dead = Dead { job: &delivery.subject, bundle: None, why };
            self.queue.tell_dead(&council, &dead).await.ok();
        }
        delivery.ack_with(AckKind::Term).await.ok();
    }

    /// Brings what is published of a council into the public bucket, where whoever published it has not yet.
    async fn serve(&self, message: &Message) -> anyhow::Result<After> {
        let Stores { published, public: Some(public), .. } = self.stores else {
            // Another worker has that bucket.
            return Ok(After::Again);
        };
        let served = serve::serve(published, public, &message.part.council).await?;
        self.health.count("served-files", (served.written + served.removed) as u64);
        Ok(After::Done)
    }

    /// Does what a message asks for.
    async fn make(&self, slot: &mut Slot, message: &Message) -> anyhow::Result<After> {
        if message.task == Task::Serve {
            return self.serve(message).await;
        }
        let making = Making::of(message);
        let Some(plan) = self.plan(&making).await? else {
            let dead =
                Dead { job: &message.subject(), bundle: None, why: "the store has no plan for it" };
            self.queue.tell_dead(&message.part.council, &dead).await?;
            return Ok(After::Done);
        };
        match message.task {
            Task::Batch(batch) => self.make_batch(slot, message, &making, &plan, batch).await,
            Task::Report | Task::Serve => self.make_report(slot, message, &making, &plan).await,
        }
    }

    async fn plan(&self, making: &Making) -> anyhow::Result<Option<Rc<Plan>>> {
        if let Some(plan) = self.memory.plans.borrow().get(making) {
            return Ok(Some(Rc::clone(plan)));
        }
        let Some(plan) = self.stores.private.plan(making).await? else { return Ok(None) };
        let plan = Rc::new(plan);
        let mut plans = self.memory.plans.borrow_mut();
        if plans.len() >= PLANS_KEPT {
            plans.clear();
        }
        plans.insert(making.clone(), Rc::clone(&plan));
        Ok(Some(plan))
    }

    async fn make_batch(
        &self,
        slot: &mut Slot,
        message: &Message,
        making: &Making,
        plan: &Plan,
        batch: usize,
    ) -> anyhow::Result<After> {
        let all = self.stores.private.ended_from(making, batch).await?.all();
        self.queue_next(message, plan, &all, batch).await?;
        let left = plan.batch(batch).filter(|(number, _)| !all.contains(number));
        let mut left: Vec<(BundleNumber, Bundle)> =
            left.map(|(number, bundle)| (number, bundle.clone())).collect();
        if !left.is_empty() {
            let path = making.attempts(message.task);
            let attempts = self.stores.private.change(&path, Attempts::begin).await?;
            self.give_up(message, making, &attempts, &mut left).await?;
            if !left.is_empty() {
                let one_by_one = attempts.is_one_by_one();
                let failed = self.attempt(slot, message, making, plan, &left, one_by_one).await;
                let failed = match failed {
                    Ok(failed) => failed,
                    Err(error) => {
                        // Queue or store failed, and no bundle did.
                        let ends = |attempts: &mut Attempts| attempts.end(&[]);
                        self.stores.private.change(&path, ends).await.ok();
                        return Err(error);
                    }
                };
                if !failed.is_empty() {
                    let ends = |attempts: &mut Attempts| attempts.end(&failed);
                    let attempts = self.stores.private.change(&path, ends).await?;
                    left.retain(|(number, _)| failed.iter().any(|(other, _)| other == number));
                    self.give_up(message, making, &attempts, &mut left).await?;
                    if !left.is_empty() {
                        return Ok(After::Again);
                    }
                }
            }
        }
        // Of a large council most is not made yet, so that its beginning need not be listed each time.
        for first in [batch, 0] {
            if plan
                .left(first, &self.stores.private.ended_from(making, first).await?.all())
                .next()
                .is_some()
            {
                return Ok(After::Done);
            }
        }
        self.queue.offer(&message.for_task(Task::Report)).await?;
        Ok(After::Done)
    }

    /// Queues the next batch of the same council that is left, so that as many wait as did. Where that is on the
    /// queue already, because this one is delivered once more, no other takes its place.
    async fn queue_next(
        &self,
        message: &Message,
        plan: &Plan,
        ended: &BTreeSet<BundleNumber>,
        batch: usize,
    ) -> anyhow::Result<()> {
        let next = plan.left(batch.saturating_add(message.ahead.max(1)), ended).next();
        if let Some(next) = next {
            self.queue.offer(&message.for_task(Task::Batch(next))).await?;
        }
        Ok(())
    }

    /// Gives up those bundles that failed too often, and takes them out of `left`.
    async fn give_up(
        &self,
        message: &Message,
        making: &Making,
        attempts: &Attempts,
        left: &mut Vec<(BundleNumber, Bundle)>,
    ) -> anyhow::Result<()> {
        let dead = left.extract_if(.., |(number, _)| attempts.given_up(*number).is_some());
        for (number, bundle) in dead.collect::<Vec<_>>() {
            let why = attempts.given_up(number).unwrap_or_default();
            self.bury(message, making, (number, &bundle), &why).await?;
        }
        Ok(())
    }

    async fn bury(
        &self,
        message: &Message,
        making: &Making,
        (number, bundle): (BundleNumber, &Bundle),
        why: &str,
    ) -> anyhow::Result<()> {
        tracing::error!(council = %message.part.council, bundle = %number, "given up: {why}");
        self.health.count("given-up", 1);
        let text = serde_json::to_vec(&GivenUp { publication: &bundle.publication, why })?;
        self.stores.private.create(&making.dead(number), text).await?;
        let (job, bundle) = (message.subject(), Some(number.to_string()));
        self.queue.tell_dead(&message.part.council, &Dead { job: &job, bundle, why }).await
    }

    /// Lays the snapshot out and makes the bundles of it; returns those that failed.
    async fn attempt(
        &self,
        slot: &mut Slot,
        message: &Message,
        making: &Making,
        plan: &Plan,
        bundles: &[(BundleNumber, Bundle)],
        one_by_one: bool,
    ) -> anyhow::Result<Vec<(BundleNumber, String)>> {
        let stores = (self.stores.private, self.stores.published);
        let folder = slot.lay_out_for(stores, &message.part, making, plan).await?;
        self.make_bundles(&folder, message, making, bundles, one_by_one).await
    }

    /// Has bundles made, together or one by one, and puts what was made into the store; returns those that
    /// failed.
    async fn make_bundles(
        &self,
        folder: &Rc<SnapshotFolder>,
        message: &Message,
        making: &Making,
        bundles: &[(BundleNumber, Bundle)],
        one_by_one: bool,
    ) -> anyhow::Result<Vec<(BundleNumber, String)>> {
        let size = if one_by_one { 1 } else { bundles.len() };
        let mut failed = Vec::new();
        for group in bundles.chunks(size) {
            let begun = Instant::now();
            let made = self.run_program(folder, message, group).await?;
            let took = begun.elapsed();
            let bundles = made.result.iter().flat_map(|result| &result.bundles);
            let known = bundles.map(|bundle| bundle.known as u64).sum();
            if let (Some(result), Some((number, _))) = (made.result, group.first()) {
                self.keep(folder, message, making, number.batch, result).await?;
            }
            let documents = group.iter().map(|(_, bundle)| bundle.documents as u64).sum();
            self.health.count("documents", documents);
            self.health.count("known-documents", known);
            self.health.count("bundles", (group.len() - made.failed.len()) as u64);
            self.health.count("failed-bundles", made.failed.len() as u64);
            self.health.count("making-millis", u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
            failed.extend(made.failed);
        }
        Ok(failed)
    }

    async fn run_program(
        &self,
        folder: &Rc<SnapshotFolder>,
        message: &Message,
        group: &[(BundleNumber, Bundle)],
    ) -> anyhow::Result<Made> {
        let (program, order) = (self.program.clone(), message.order.clone());
        let (folder, group) = (folder.as_ref().clone(), group.to_vec());
        crate::blocking(move || {
            let bundles: Vec<&Bundle> = group.iter().map(|(_, bundle)| bundle).collect();
            folder.known().lay_out(&folder, &bundles)?;
            let mut made = program.make(&folder, &order, &group)?;
            if let Some(result) = &mut made.result {
                known::add_state(&folder, result)?;
            }
            Ok(made)
        })
        .await
    }

    /// Puts what a process made into the store: the documents by their digests, and the result last.
    async fn keep(
        &self,
        folder: &SnapshotFolder,
        message: &Message,
        making: &Making,
        batch: usize,
        mut result: BatchResult,
    ) -> anyhow::Result<()> {
        let output = folder.output();
        let begun = Instant::now();
        let files = result.bundles.iter_mut().flat_map(|bundle| {
            let publication = &bundle.publication;
            bundle.files.iter_mut().map(move |file| (publication, file))
        });
        let put = files.map(async |(publication, file)| {
            let path = disk::below(&output, &file.path);
            if let Some(known) = folder.known().file(publication, &file.path)
                && !path.is_file()
            {
                *file = known.clone();
                return anyhow::Ok(());
            }
            let content = disk::read(&path)?;
            (file.size, file.digest) = (content.len() as u64, digest_of(&content));
            let path = layout::document(&message.part.council, &file.digest);
            self.stores.private.create(&path, content).await?;
            Ok(())
        });
        let mut put = futures_util::stream::iter(put).buffer_unordered(AT_ONCE);
        while put.try_next().await?.is_some() {}
        drop(put);
        self.health.count("bytes", result.files().map(|file| file.size).sum());
        self.keep_result(message, making, batch, &result).await?;
        for file in result.files() {
            disk::remove_file(&disk::below(&output, &file.path))?;
        }
        self.health.count(
            "keeping-millis",
            u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        );
        Ok(())
    }

    /// Puts a result into the store, and compares it with those of other attempts at the same bundles, which may have
    /// made more of them or fewer.
    async fn keep_result(
        &self,
        message: &Message,
        making: &Making,
        batch: usize,
        result: &BatchResult,
    ) -> anyhow::Result<()> {
        let path = making.result(batch, result.places());
        let text = result.text();
        let created = self.stores.private.create(&path, text.clone()).await?;
        let places: BTreeSet<usize> = result.places().collect();
        for other in self.stores.private.list(&making.results_of(batch)).await? {
            let is_this = other == path && created == Created::Now;
            let bundles = layout::made_bundles(&other);
            if is_this || !bundles.iter().any(|bundle| places.contains(&bundle.place)) {
                continue;
            }
            let before = BatchResult::read(&self.stores.private.get(&other).await?)?;
            for place in result.conflicts(&before) {
                // Nothing that is made twice may differ; somebody has to look for the cause.
                let number = BundleNumber { batch, place };
                tracing::error!(council = %message.part.council, bundle = %number, "was made twice with other bytes");
                self.health.count("conflicts", 1);
                let path = making.conflict(number, &digest_of(&text)[..16]);
                self.stores.private.create(&path, text.clone()).await?;
            }
        }
        Ok(())
    }

    /// Says what is found in the records as a whole, when all bundles have ended.
    async fn make_report(
        &self,
        slot: &mut Slot,
        message: &Message,
        making: &Making,
        plan: &Plan,
    ) -> anyhow::Result<After> {
        let ended = self.stores.private.ended(making).await?;
        if plan.left(0, &ended.all()).next().is_some() {
            // Some were revived meanwhile; the last of them queues this again.
            return Ok(After::Done);
        }
        if self.stores.private.has(&making.report()).await? {
            return Ok(After::Done);
        }
        let path = making.attempts(message.task);
        let attempts = self.stores.private.change(&path, Attempts::begin).await?;
        // The step has one part, so that a failure of it is one of this.
        let part = BundleNumber { batch: 0, place: 0 };
        let found = match attempts.given_up(part) {
            Some(why) => Err(why),
            None => match self.check(slot, message).await {
                Ok(found) => found,
                Err(error) => {
                    let ends = |attempts: &mut Attempts| attempts.end(&[]);
                    self.stores.private.change(&path, ends).await.ok();
                    return Err(error);
                }
            },
        };
        if let Err(why) = &found
            && attempts.given_up(part).is_none()
        {
            let failed = [(part, why.clone())];
            self.stores
                .private
                .change(&path, |attempts: &mut Attempts| attempts.end(&failed))
                .await?;
            tracing::warn!(council = %message.part.council, "the report failed, of {MAX_FAILURES} times: {why}");
            return Ok(After::Again);
        }
        let mut results = self.stores.private.results(&ended).await?;
        let report = Report::gather(&ended, &mut results, found);
        known::keep(self.stores.private, making, results).await?;
        self.stores.private.create(&making.report(), report.text()).await?;
        self.health.count("reports", 1);
        Ok(After::Done)
    }

    /// Has the records checked as a whole; what happened to the process stands in the inner error.
    async fn check(
        &self,
        slot: &mut Slot,
        message: &Message,
    ) -> anyhow::Result<Result<Vec<Box<RawValue>>, String>> {
        let Part { council, snapshot, .. } = &message.part;
        let folder = slot.lay_out(self.stores.private, council, snapshot).await?;
        let (program, order) = (self.program.clone(), message.order.clone());
        let folder = folder.as_ref().clone();
        crate::blocking(move || program.check(&folder, &order)).await
    }

    /// Sweeps out what the server gave up, every now and then, for as long as the worker works.
    async fn sweep_now_and_then(&self) {
        loop {
            let give_up = async |subject: &str, payload: &[u8]| -> anyhow::Result<()> {
                let Some(message) = Message::read(subject, payload) else { return Ok(()) };
                let why = "the queue delivered it too often";
                let dead = Dead { job: subject, bundle: None, why };
                self.queue.tell_dead(&message.part.council, &dead).await
            };
            match self.queue.sweep(give_up).await {
                Ok(swept) => self.health.count("swept", swept as u64),
                Err(error) => tracing::warn!("{error:#}"),
            }
            tokio::time::sleep(SWEPT_EVERY).await;
        }
    }
}

/// Gives a job back, to be delivered again after a while.
async fn give_back(delivery: &Delivery, delay: Duration) -> anyhow::Result<()> {
    let again = delivery.ack_with(AckKind::Nak(Some(delay))).await;
    again.map_err(|error| anyhow::anyhow!(error).context("failed to give a job back"))
}
