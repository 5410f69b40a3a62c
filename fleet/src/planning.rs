//! `plan` and `retry`: divides what councils' data call for, and queues what has no result.
//!
//! It may be run as often as anybody likes, and is after any incident: what is made, waits or is under way is not
//! queued again. Of each council only a few batches wait at one time, and whoever takes one queues the next, so
//! that no council stands in front of all others with everything it has.

use std::collections::BTreeSet;

use crate::known::Known;
use crate::layout;
use crate::message::{Message, Task};
use crate::name::Ulid;
use crate::plan::Plan;
use crate::program::Program;
use crate::publish;
use crate::queue::{Offered, Queue};
use crate::run::{Part, Run};
use crate::scratch::Slot;
use crate::store::Store;

/// How a run is queued.
pub(crate) struct Planning<'a> {
    pub(crate) store: &'a Store,
    /// The bucket of what is published.
    pub(crate) published: &'a Store,
    pub(crate) queue: &'a Queue,
    pub(crate) program: &'a Program,
    /// How many batches of a council wait at one time.
    pub(crate) ahead: usize,
}

/// What came of planning for one council.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Planned {
    /// How many documents there are, unmade ones included.
    pub(crate) documents: usize,
    /// How many bundles.
    pub(crate) bundles: usize,
    /// How many of these are made.
    pub(crate) made: usize,
    /// How many were given up.
    pub(crate) dead: usize,
    /// How many batches were queued now.
    pub(crate) queued: usize,
}

impl Planning<'_> {
    /// Plans for one council, and queues its first batches.
    ///
    /// # Errors
    /// When its records can't be listed, or store or queue fail.
    pub(crate) async fn plan(
        &self,
        slot: &mut Slot,
        name: &Ulid,
        run: &Run,
        part: &Part,
    ) -> anyhow::Result<Planned> {
        let making = run.making(part);
        let plan = match self.store.plan(&making).await? {
            Some(plan) => plan,
            None => {
                let plan = self.divide(slot, run, part).await?;
                // Where somebody else was quicker, documents are divided alike: that depends on nobody.
                self.store.create(&making.plan(), plan.text()).await?;
                plan
            }
        };
        let ended = self.store.ended(&making).await?;
        let first =
            Message::new(name.clone(), part.clone(), run.order.clone(), Task::Report, self.ahead);
        let mut planned = Planned {
            documents: plan.bundles().map(|(_, bundle)| bundle.documents).sum(),
            bundles: plan.bundles().count(),
            made: ended.made.len(),
            dead: ended.dead.len(),
            queued: 0,
        };
        let all = ended.all();
        let mut waiting = 0;
        for batch in plan.left(0, &all) {
            if waiting == self.ahead {
                break;
            }
            if self.queue.offer(&first.for_task(Task::Batch(batch))).await? == Offered::Queued {
                planned.queued += 1;
            }
            waiting += 1;
        }
        if waiting == 0 && !self.store.has(&making.report()).await? {
            planned.queued += usize::from(self.queue.offer(&first).await? == Offered::Queued);
        }
        Ok(planned)
    }

    /// Divides what a council's data call for.
    async fn divide(&self, slot: &mut Slot, run: &Run, part: &Part) -> anyhow::Result<Plan> {
        let (tree, _) = publish::head(self.published, &part.council).await?;
        if tree.acts() != part.acts {
            anyhow::bail!(
                "something of `{}` was published after the run was planned; plan anew",
                part.council
            );
        }
        // What is published decides which documents there are, too.
        let mut published = Plan::new([]);
        published.receipts = tree.receipts();
        let stores = (self.store, self.published);
        let folder = slot.lay_out_for(stores, part, &run.making(part), &published).await?;
        let (folder, program, order) =
            (folder.as_ref().clone(), self.program.clone(), run.order.clone());
        let mut plan = crate::blocking(move || program.plan(&folder, &order)).await?;
        plan.receipts = published.receipts;
        plan.known = Known::find(self.store, part, &run.order).await?;
        Ok(plan)
    }

    /// Forgets that bundles of a council were given up, so that the next plan queues them; returns how many.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn revive(store: &Store, run: &Run, part: &Part) -> anyhow::Result<usize> {
        let making = run.making(part);
        let dead = store.ended(&making).await?.dead;
        let batches: BTreeSet<usize> = dead.iter().map(|bundle| bundle.batch).collect();
        for batch in batches {
            store.remove(&making.attempts(Task::Batch(batch))).await?;
        }
        if !dead.is_empty() {
            store.remove(&making.report()).await?;
        }
        // Last, so that a run that breaks off here is simply repeated.
        for bundle in &dead {
            store.remove(&making.dead(*bundle)).await?;
        }
        Ok(dead.len())
    }
}

/// Keeps what a run asks for in the store.
///
/// # Errors
/// When the store does not take it.
pub(crate) async fn keep(store: &Store, name: &Ulid, run: &Run) -> anyhow::Result<()> {
    store.create(&layout::run(name), run.text()).await.map(|_| ())
}
