//! `status`: how far a run is, for people, for programs, and for Prometheus.

use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::name::{Council, Ulid};
use crate::plan::BundleNumber;
use crate::queue::{Depth, Queue};
use crate::run::{Part, Run};
use crate::store::Store;

/// The time over which rates are taken, up to the newest result, by the clock of the store.
const RATE_OVER: TimeDelta = TimeDelta::minutes(5);

/// How far a run is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Status {
    run: Ulid,
    build: String,
    today: String,
    /// The sum of all councils.
    total: Progress,
    /// Bundles a minute, of all councils, over the last minutes in which any was made.
    bundles_a_minute: f64,
    /// How long the rest takes at that rate; `None` where nothing is known yet.
    minutes_left: Option<f64>,
    /// The jobs on the queue.
    jobs: Depth,
    councils: Vec<CouncilStatus>,
}

/// How far the part of a council is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct CouncilStatus {
    council: Council,
    snapshot: Ulid,
    progress: Progress,
    /// Whether everything is done, the report included.
    is_complete: bool,
    /// The bundles that were given up, by their numbers.
    dead: Vec<String>,
    /// The bundles that were made once more with other bytes.
    conflicts: Vec<String>,
}

/// How much is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Progress {
    documents: usize,
    bundles: usize,
    made: usize,
    dead: usize,
    left: usize,
    /// How many bundles were made once more with other bytes, which must never happen.
    conflicts: usize,
}

impl Progress {
    fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.bundles += other.bundles;
        self.made += other.made;
        self.dead += other.dead;
        self.left += other.left;
        self.conflicts += other.conflicts;
    }
}

impl Status {
    /// Looks how far a run is.
    ///
    /// # Errors
    /// When store or queue fail.
    pub(crate) async fn of_run(
        store: &Store,
        queue: &Queue,
        name: Ulid,
        run: &Run,
    ) -> anyhow::Result<Self> {
        let mut total = Progress::default();
        let mut times = Vec::new();
        let mut councils = Vec::new();
        for part in &run.councils {
            let council = of_part(store, run, part, &mut times).await?;
            total.add(council.progress);
            councils.push(council);
        }
        let bundles_a_minute = rate(&mut times);
        let minutes_left = (bundles_a_minute > 0.0).then(|| total.left as f64 / bundles_a_minute);
        Ok(Self {
            run: name,
            build: run.order.build.to_string(),
            today: run.order.today.to_string(),
            total,
            bundles_a_minute,
            minutes_left,
            jobs: queue.depth(&run.order.build).await?,
            councils,
        })
    }

    /// Returns whether everything is made.
    pub(crate) fn is_complete(&self) -> bool {
        self.councils.iter().all(|council| council.is_complete)
    }

    /// Returns whether nothing was given up, and nothing made twice with other bytes.
    pub(crate) fn is_good(&self) -> bool {
        self.total.dead == 0 && self.total.conflicts == 0
    }

    /// Returns it for people.
    pub(crate) fn text(&self) -> String {
        let Self { run, today, total, bundles_a_minute, minutes_left, jobs, .. } = self;
        let mut text = format!("run {run}, for {today}\n");
        for council in &self.councils {
            let Progress { documents, bundles, made, dead, left, .. } = council.progress;
            let state = if council.is_complete { "complete" } else { "under way" };
            let name = council.council.to_string();
            writeln!(
                text,
                "{name:<24}  {state:<9}  {documents:>7} documents, {made} of {bundles} bundles made, \
                 {left} left, {dead} given up"
            )
            .expect("a text takes all");
            for bundle in &council.dead {
                writeln!(text, "{:<24}  given up: bundle {bundle}", "").expect("a text takes all");
            }
            for bundle in &council.conflicts {
                writeln!(text, "{:<24}  made twice with other bytes: bundle {bundle}", "")
                    .expect("a text takes all");
            }
        }
        let rest = minutes_left.map(|minutes| format!(", {minutes:.0} minutes left"));
        writeln!(
            text,
            "{} of {} bundles made, {} given up; {bundles_a_minute:.0} a minute{}; on the queue {} wait and {} \
             are under way, {} of them once more",
            total.made,
            total.bundles,
            total.dead,
            rest.unwrap_or_default(),
            jobs.waiting,
            jobs.under_way,
            jobs.delivered_again
        )
        .expect("a text takes all");
        text
    }

    /// Returns it as Prometheus reads it.
    pub(crate) fn metrics(&self) -> String {
        let mut text = String::from("# TYPE orderpaper_fleet_bundles gauge\n");
        for CouncilStatus { council, progress, .. } in &self.councils {
            let Progress { made, dead, left, conflicts, .. } = progress;
            let states =
                [("made", made), ("dead", dead), ("left", left), ("conflicting", conflicts)];
            for (state, count) in states {
                writeln!(
                    text,
                    "orderpaper_fleet_bundles{{council=\"{council}\",state=\"{state}\"}} {count}"
                )
                .expect("a text takes all");
            }
        }
        text.push_str("# TYPE orderpaper_fleet_jobs gauge\n");
        let Depth { waiting, under_way, delivered_again } = self.jobs;
        let jobs = [
            ("waiting", waiting),
            ("under-way", under_way as u64),
            ("delivered-again", delivered_again as u64),
        ];
        for (state, count) in jobs {
            writeln!(text, "orderpaper_fleet_jobs{{state=\"{state}\"}} {count}")
                .expect("a text takes all");
        }
        let rate = self.bundles_a_minute;
        writeln!(
            text,
            "# TYPE orderpaper_fleet_bundles_per_minute gauge\norderpaper_fleet_bundles_per_minute {rate}"
        )
        .expect("a text takes all");
        text
    }
}

async fn of_part(
    store: &Store,
    run: &Run,
    part: &Part,
    times: &mut Vec<DateTime<Utc>>,
) -> anyhow::Result<CouncilStatus> {
    let making = run.making(part);
    let plan = store.plan(&making).await?;
    let ended = store.ended(&making).await?;
    times.extend(ended.times.iter().copied());
    let dead: Vec<BundleNumber> = ended.dead.difference(&ended.made).copied().collect();
    let conflicts = store.conflicts(&making).await?;
    let progress = plan.as_ref().map_or_else(Progress::default, |plan| {
        let bundles = plan.bundles().count();
        Progress {
            documents: plan.bundles().map(|(_, bundle)| bundle.documents).sum(),
            bundles,
            made: ended.made.len(),
            dead: dead.len(),
            left: bundles.saturating_sub(ended.made.len() + dead.len()),
            conflicts: conflicts.len(),
        }
    });
    Ok(CouncilStatus {
        council: part.council.clone(),
        snapshot: part.snapshot.clone(),
        progress,
        is_complete: store.has(&making.report()).await?,
        dead: dead.iter().map(ToString::to_string).collect(),
        conflicts: conflicts.iter().map(ToString::to_string).collect(),
    })
}

/// Returns how many were made in a minute, over the last minutes in which any was.
fn rate(times: &mut [DateTime<Utc>]) -> f64 {
    times.sort_unstable();
    let Some(newest) = times.last() else { return 0.0 };
    let since = *newest - RATE_OVER;
    let recent: Vec<&DateTime<Utc>> = times.iter().filter(|time| **time >= since).collect();
    let Some(first) = recent.first() else { return 0.0 };
    let span = (*newest - **first).num_milliseconds().max(1_000) as f64 / 60_000.0;
    recent.len() as f64 / span
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_minutes() {
        let at = |seconds: i64| DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap();
        assert!(rate(&mut []).abs() < f64::EPSILON);
        // One a second for a minute, after an hour of nothing.
        let mut times: Vec<DateTime<Utc>> = (0..=60).map(|second| at(3600 + second)).collect();
        times.push(at(0));
        assert!((rate(&mut times) - 61.0).abs() < 0.01, "{}", rate(&mut times));
    }
}
