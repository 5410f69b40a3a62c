//! `archive`: bags of what was published.

use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::{Event, Notify};
use crate::diag::Diagnostics;
use crate::pipeline::publish::Publication;
use crate::publish::{self, ActMoment, Archiving, Receipt};
use crate::store;

/// Which publications to archive. An empty list or `None` does not narrow the choice.
#[derive(Debug, Clone, Default)]
pub struct ArchiveSelection {
    /// The publications.
    pub publications: Vec<Publication>,
    /// The year of the days that they belong to.
    pub year: Option<i32>,
    /// The first of these days, inclusive.
    pub from: Option<NaiveDate>,
    /// The last of these days, inclusive.
    pub to: Option<NaiveDate>,
}

/// How many bags there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ArchiveCounts {
    /// Made by this run.
    pub made: usize,
    /// Made before, with the same content.
    pub unchanged: usize,
}

/// Puts what was published into bags, and notifies of each. Where a ledger is not whole, that is reported and no
/// bag is made.
///
/// # Errors
/// When nothing that was published matches, when something can't be read or written or another run writes
/// to the output folder, or when `notify` fails.
pub fn archive(
    output: &Path,
    selection: &ArchiveSelection,
    moment: &ActMoment,
    notify: &Notify<'_>,
) -> anyhow::Result<(Diagnostics, ArchiveCounts)> {
    if !store::is_folder(&output.join(publish::FOLDER)) {
        anyhow::bail!(
            "nothing was published below `{}`; run `orderpaper publish` first",
            output.display()
        );
    }
    let lock = super::lock(output)?;
    let names: Vec<String> = selection.publications.iter().map(Publication::publication).collect();
    let mut counts = ArchiveCounts::default();
    let mut diags = Diagnostics::default();
    let archiving = Archiving { output, lock: &lock, moment };
    let wanted = |receipt: &Receipt| selection.matches(&names, receipt);
    publish::archive(archiving, &mut diags, &wanted, &mut |bag| {
        *if bag.was_there { &mut counts.unchanged } else { &mut counts.made } += 1;
        notify(Event::Bagged(&bag))
    })?;
    anyhow::ensure!(
        counts != ArchiveCounts::default() || diags.has_errors(),
        "nothing that was published matches"
    );
    Ok((diags, counts))
}

impl ArchiveSelection {
    /// Returns whether what a receipt is about is selected; `names` are those of the publications.
    fn matches(&self, names: &[String], receipt: &Receipt) -> bool {
        (names.is_empty() || names.contains(&receipt.publication))
            && self.year.is_none_or(|year| receipt.date.year() == year)
            && self.from.is_none_or(|from| from <= receipt.date)
            && self.to.is_none_or(|to| receipt.date <= to)
    }
}
