//! What a run asked for, as the store keeps it: an order, and the snapshots that it is for.

use serde::{Deserialize, Serialize};

use crate::layout::{self, Making};
use crate::name::{Council, Ulid};
use crate::order::Order;
use crate::store::Store;

/// The version of the format.
const VERSION: u32 = 1;

/// What a run asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Run {
    version: u32,
    /// What is to be made.
    pub(crate) order: Order,
    /// Of which snapshots.
    pub(crate) councils: Vec<Part>,
}

/// The part of a council in a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Part {
    /// The council.
    pub(crate) council: Council,
    /// Its snapshot.
    pub(crate) snapshot: Ulid,
    /// How many acts of publishing there were when the run was planned: what they fixed, such as numbers of pages,
    /// stays as it was published.
    #[serde(default)]
    pub(crate) acts: usize,
}

impl Run {
    /// Returns a run.
    pub(crate) fn new(order: Order, councils: Vec<Part>) -> Self {
        Self { version: VERSION, order, councils }
    }

    /// Reads a run from the store, by its name or, without one, the newest.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    pub(crate) async fn find(store: &Store, name: Option<&Ulid>) -> anyhow::Result<(Ulid, Self)> {
        let name = match name {
            Some(name) => name.clone(),
            None => {
                let all = store.list(&layout::runs()).await?;
                let newest = all.iter().filter_map(layout::snapshot_of).max();
                newest.ok_or_else(|| {
                    anyhow::anyhow!("nothing was planned yet; `orderpaper-fleet plan` does")
                })?
            }
        };
        let path = layout::run(&name);
        let run: Self = serde_json::from_slice(&store.get(&path).await?)?;
        if run.version != VERSION {
            anyhow::bail!(
                "`{path}` has the format {}, and this program reads {VERSION}",
                run.version
            );
        }
        Ok((name, run))
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns where everything is that is made for a council.
    pub(crate) fn making(&self, part: &Part) -> Making {
        Making::new(part, &self.order)
    }
}
