//! Where everything lies in the private store.
//!
//! Everything of a council lies below one prefix, so that credentials for that prefix reach all of it and
//! nothing of another's. Only the list of runs lies beside the councils; it has their names.

use object_store::path::Path;

use crate::message::{Message, Task};
use crate::name::{Council, Ulid};
use crate::order::Order;
use crate::plan::BundleNumber;
use crate::run::Part;
use crate::tree::Ledger;

/// The prefix of all councils.
pub(crate) fn councils() -> Path {
    Path::from("councils")
}

/// The prefix of a council.
pub(crate) fn council(council: &Council) -> Path {
    councils().join(council.to_string())
}

/// The prefix of a council's snapshots.
pub(crate) fn snapshots(name: &Council) -> Path {
    council(name).join("snapshots")
}

/// The manifest of a snapshot.
pub(crate) fn snapshot(council: &Council, snapshot: &Ulid) -> Path {
    snapshots(council).join(format!("{snapshot}.json"))
}

/// Returns the name of the snapshot whose manifest this is.
pub(crate) fn snapshot_of(path: &Path) -> Option<Ulid> {
    path.filename()?.strip_suffix(".json")?.parse().ok()
}

/// The content of a file of a snapshot, by its BLAKE3.
pub(crate) fn blob(name: &Council, digest: &str) -> Path {
    council(name).join("blobs").join(digest)
}

/// The content of a document, by its BLAKE3.
pub(crate) fn document(name: &Council, digest: &str) -> Path {
    council(name).join("documents").join(digest)
}

/// The prefix of what is published of a council.
fn published_prefix(name: &Council) -> Path {
    council(name).join("published")
}

/// What says which acts and files are published.
pub(crate) fn head(name: &Council) -> Path {
    published_prefix(name).join("head.json")
}

/// What says what the public bucket has.
pub(crate) fn served(name: &Council) -> Path {
    published_prefix(name).join("served.json")
}

/// The content of a file that is published, by its BLAKE3.
pub(crate) fn published(name: &Council, digest: &str) -> Path {
    published_prefix(name).join("files").join(digest)
}

/// A line of a ledger. Part of its BLAKE3 is in the name, so that what an act left that broke off is in nobody's
/// way.
pub(crate) fn line(name: &Council, ledger: Ledger, number: usize, digest: &str) -> Path {
    let line = format!("{number:06}-{}.json", digest.get(..16).unwrap_or(digest));
    published_prefix(name).join("acts").join(ledger.name()).join(line)
}

/// A file in the public bucket, by its path from the top of the site.
pub(crate) fn public(name: &Council, path: &str) -> Path {
    path.split('/').fold(council(name), |place, part| place.join(part))
}

/// The prefix of all runs.
pub(crate) fn runs() -> Path {
    Path::from("runs")
}

/// What a run asked for.
pub(crate) fn run(run: &Ulid) -> Path {
    runs().join(format!("{run}.json"))
}

/// The prefix of all that is made of a council's snapshots.
pub(crate) fn all_made(name: &Council) -> Path {
    council(name).join("made")
}

/// The file that says what is known of what an order made.
const KNOWN: &str = "known.json";

/// Returns the place of what is known of what an order made, by the prefix of the order.
pub(crate) fn known_of(order: &Path) -> Path {
    order.clone().join(KNOWN)
}

/// The place of all that is made of a snapshot by an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Making(Path);

impl Making {
    /// Returns the place of an order.
    pub(crate) fn new(part: &Part, order: &Order) -> Self {
        let made = all_made(&part.council).join(part.snapshot.to_string());
        Self(made.join(order.build.to_string()).join(order.name(part.acts)))
    }

    /// Returns the place of what a message asks for.
    pub(crate) fn of(message: &Message) -> Self {
        Self::new(&message.part, &message.order)
    }

    /// How the documents are divided.
    pub(crate) fn plan(&self) -> Path {
        self.0.clone().join("plan.json")
    }

    /// The prefix of all results.
    pub(crate) fn results(&self) -> Path {
        self.0.clone().join("results")
    }

    /// The prefix of the results of a batch.
    pub(crate) fn results_of(&self, batch: usize) -> Path {
        self.results().join(format!("{batch:06}"))
    }

    /// What a process made of the bundles of a batch with these places. It is written last, and its name alone says
    /// that they are made.
    pub(crate) fn result(&self, batch: usize, places: impl Iterator<Item = usize>) -> Path {
        let places: Vec<String> = places.map(|place| format!("{place:03}")).collect();
        self.results_of(batch).join(format!("{}.json", places.join("-")))
    }

    /// The prefix of all bundles that were given up.
    pub(crate) fn all_dead(&self) -> Path {
        self.0.clone().join("dead")
    }

    /// Why a bundle was given up.
    pub(crate) fn dead(&self, bundle: BundleNumber) -> Path {
        self.all_dead().join(format!("{bundle}.json"))
    }

    /// How often the bundles of a task were tried without success.
    pub(crate) fn attempts(&self, task: Task) -> Path {
        let name = match task {
            Task::Batch(batch) => format!("{batch:06}.json"),
            Task::Report => "report.json".to_owned(),
            Task::Serve => "serve.json".to_owned(),
        };
        self.0.clone().join("attempts").join(name)
    }

    /// What is found in the records as a whole, and what came of everything.
    pub(crate) fn report(&self) -> Path {
        self.0.clone().join("report.json")
    }

    /// What is known of all that was made, for later orders.
    pub(crate) fn known(&self) -> Path {
        self.0.clone().join(KNOWN)
    }

    /// What was made once more with other bytes, which must never happen.
    pub(crate) fn conflict(&self, bundle: BundleNumber, digest: &str) -> Path {
        self.conflicts().join(format!("{bundle}-{digest}.json"))
    }

    /// The prefix of all that was made once more with other bytes.
    pub(crate) fn conflicts(&self) -> Path {
        self.0.clone().join("conflicts")
    }
}

/// Returns the bundle of a conflict.
pub(crate) fn bundle_of_conflict(path: &Path) -> Option<BundleNumber> {
    path.filename()?.rsplit_once('-')?.0.parse().ok()
}

/// Returns a path after all bundles of the batches before this one, and before those of it.
pub(crate) fn before(prefix: &Path, batch: usize) -> Path {
    prefix.clone().join(format!("{batch:06}"))
}

/// Returns a bundle that was given up.
pub(crate) fn dead_bundle(path: &Path) -> Option<BundleNumber> {
    path.filename()?.strip_suffix(".json")?.parse().ok()
}

/// Returns the bundles of a result; none where it is no result.
pub(crate) fn made_bundles(path: &Path) -> Vec<BundleNumber> {
    let places = || {
        let places = path.filename()?.strip_suffix(".json")?.split('-').map(str::parse);
        places.collect::<Result<Vec<usize>, _>>().ok()
    };
    let (Some(batch), Some(places)) = (batch_of(path), places()) else { return Vec::new() };
    places.into_iter().map(|place| BundleNumber { batch, place }).collect()
}

/// Returns the batch of a result.
pub(crate) fn batch_of(path: &Path) -> Option<usize> {
    path.parts().nth_back(1)?.as_ref().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::order;

    #[test]
    fn everything_of_a_council_is_below_its_prefix() {
        let name: Council = "exampleshire".parse().unwrap();
        let snapshot_name = Ulid::new(1, 1, None);
        let part = Part { council: name.clone(), snapshot: snapshot_name.clone(), acts: 3 };
        let making = Making::new(&part, &order());
        let bundle = BundleNumber { batch: 1, place: 2 };
        let prefix = council(&name);
        for path in [
            snapshot(&name, &snapshot_name),
            blob(&name, "ab"),
            document(&name, "ab"),
            making.plan(),
            making.result(1, [2, 3].into_iter()),
            making.dead(bundle),
            making.attempts(Task::Batch(1)),
            making.report(),
            making.known(),
            making.conflict(bundle, "ab"),
            head(&name),
            served(&name),
            published(&name, "ab"),
            line(&name, Ledger::Public, 1, "ab"),
            public(&name, "a/agenda.pdf"),
        ] {
            assert!(path.prefix_match(&prefix).is_some(), "{path}");
        }
        assert_eq!(dead_bundle(&making.dead(bundle)), Some(bundle));
        let result = making.result(1, [2, 3].into_iter());
        assert_eq!(made_bundles(&result), [bundle, BundleNumber { batch: 1, place: 3 }]);
        assert_eq!(made_bundles(&making.plan()), []);
        let first = making.result(2, std::iter::once(0));
        let offset = before(&making.results(), 2);
        assert!(result < offset && offset < first);
        assert_eq!(bundle_of_conflict(&making.conflict(bundle, "ab")), Some(bundle));
        assert_eq!(snapshot_of(&snapshot(&name, &snapshot_name)), Some(snapshot_name));
    }

    #[test]
    fn one_council_is_no_prefix_of_another() {
        let short: Council = "north".parse().unwrap();
        let long: Council = "north-example".parse().unwrap();
        assert!(council(&long).prefix_match(&council(&short)).is_none());
    }
}
