//! Both ledgers together: whether they are whole, and whether an act may follow.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, FixedOffset};

use super::Access;
use super::act::{is_unfinished, kept_heads};
use super::ledger::{ActMoment, Files, Head, Heads, KeepFiles, Known};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, plural};
use crate::{parallel, store};

/// What the ledgers of both trees say; what is kept of the files in them, `F` says.
pub struct Trees<F = Files> {
    open: Known<F>,
    closed: Known<F>,
}

/// A fault of a ledger.
pub(super) struct LedgerFault {
    /// The ledger.
    pub path: PathBuf,
    /// The line, where it is that of one.
    pub line: Option<u64>,
    /// What it is.
    pub message: String,
}

impl Trees {
    /// Reads both ledgers; reports where they are not whole, and then returns `None`.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn read_whole(diags: &mut Diagnostics, output: &Path) -> anyhow::Result<Option<Self>> {
        let trees = Self::read(output)?;
        let faults = trees.faults(output)?;
        for LedgerFault { path, line, message } in &faults {
            let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
            let fault = Diagnostic::new(Code::PublishLedger, format!("{line}{message}"))
                .at(&Origin::file(shown(path)))
                .hint("put the ledger back from a copy; `orderpaper verify` says what else is not as it was");
            diags.push(fault);
        }
        Ok(faults.is_empty().then_some(trees))
    }

    /// Returns whether a file was ever published, whatever became of it; its path is below the output folder.
    pub fn ever_had(&self, access: Access, path: &str) -> bool {
        self.tree(access).ever_had(path)
    }
}

impl<F: KeepFiles> Trees<F> {
    /// Reads both ledgers.
    ///
    /// # Errors
    /// Names the file that can't be read.
    pub(super) fn read(output: &Path) -> anyhow::Result<Self> {
        // While one is taken in, lines of the other are parsed.
        let trees = [Access::Open, Access::Closed];
        let read = parallel::map(2, 2, |at| Known::read(output, trees[at])).into_iter();
        let read: Vec<Known<F>> = read.collect::<anyhow::Result<_>>()?;
        let [open, closed] = <[_; 2]>::try_from(read).ok().context("there are two ledgers")?;
        Ok(Self { open, closed })
    }

    /// Returns what a tree's ledger says.
    pub(super) fn tree(&self, access: Access) -> &Known<F> {
        match access {
            Access::Open => &self.open,
            Access::Closed => &self.closed,
        }
    }

    /// Returns what a tree's ledger says, to append to it.
    pub(super) fn tree_mut(&mut self, access: Access) -> &mut Known<F> {
        match access {
            Access::Open => &mut self.open,
            Access::Closed => &mut self.closed,
        }
    }

    /// Returns whether anything was ever published.
    pub(super) fn has_lines(&self) -> bool {
        Access::ALL.iter().any(|access| self.tree(*access).head().lines > 0)
    }

    /// Returns the heads as far as readers of a tree may know them.
    pub(super) fn heads(&self, access: Access) -> Heads {
        let restricted = match access {
            Access::Open => None,
            Access::Closed => Some(self.closed.head().clone()),
        };
        Heads { public: self.open.head().clone(), restricted }
    }

    /// Returns the head that a line of a tree's ledger names of the other ledger.
    pub(super) fn named_head(&self, access: Access) -> Option<Head> {
        match access {
            Access::Open => None,
            Access::Closed => Some(self.open.head().clone()),
        }
    }

    /// Returns why the ledgers do not have heads that somebody knows of; empty where they do.
    pub(super) fn missing(&self, heads: &Heads) -> Vec<(Access, String)> {
        let mut missing = Vec::new();
        for access in Access::ALL {
            let Some(head) = heads.of(access) else { continue };
            let known = self.tree(access);
            if known.had(head) {
                continue;
            }
            let (found, lines) = (known.head().lines, head.lines);
            let message = if found < lines {
                let found = match found {
                    0 => "no line".to_owned(),
                    found => plural(usize::try_from(found).unwrap_or(usize::MAX), "line", "lines"),
                };
                format!("it has {found}, and had {lines}: its end was cut off")
            } else {
                format!("line {lines} is not the one that it had")
            };
            missing.push((access, message));
        }
        missing
    }

    /// Returns where the ledgers are not whole, as far as they, and the heads kept beside them, tell.
    ///
    /// # Errors
    /// Names the file that can't be read.
    pub(super) fn faults(&self, output: &Path) -> anyhow::Result<Vec<LedgerFault>> {
        let mut faults = Vec::new();
        for access in Access::ALL {
            let known = self.tree(access);
            if let Some((line, why)) = &known.found.fault {
                let (path, line) = (known.ledger.path().to_owned(), Some(*line));
                faults.push(LedgerFault { path, line, message: why.clone() });
            }
        }
        if !faults.is_empty() {
            return Ok(faults);
        }
        let named = self.closed.named.clone().map(|public| Heads { public, restricted: None });
        let named = named.map(|heads| (self.closed.ledger.path().to_owned(), heads));
        let mut seen = Vec::new();
        for (witness, heads) in kept_heads(output)?.into_iter().chain(named) {
            for (access, why) in self.missing(&heads) {
                if seen.contains(&access) {
                    continue;
                }
                seen.push(access);
                let path = self.tree(access).ledger.path().to_owned();
                let message = format!("{why}, as `{}` says", shown(&witness));
                faults.push(LedgerFault { path, line: None, message });
            }
        }
        Ok(faults)
    }

    /// Refuses a moment that is after the clock's, or before that of the last act.
    ///
    /// # Errors
    /// When it is one of these.
    pub(super) fn check_moment(&self, moment: &ActMoment) -> anyhow::Result<()> {
        let ActMoment { now, clock, recorded, .. } = moment;
        let by_clock = clock.naive_local().format("%Y-%m-%dT%H:%M").to_string();
        anyhow::ensure!(
            !is_before(&by_clock, now),
            "{now} is after the time by this machine's clock, which is {by_clock}"
        );
        for last in Access::ALL.iter().filter_map(|access| self.tree(*access).last.as_ref()) {
            let (last_now, last_clock) = last;
            if let Ok(last_clock) = DateTime::parse_from_rfc3339(last_clock) {
                anyhow::ensure!(
                    last_clock <= *clock,
                    "this machine's clock says {by_clock}, which is before the last act in the \
                     ledger, of {last_clock}; set the clock"
                );
            }
            anyhow::ensure!(
                *recorded || !is_before(now, last_now),
                "{now} is before the last act in the ledger, of {last_now}; what was published \
                 elsewhere at that time is entered with --recorded"
            );
        }
        Ok(())
    }
}

/// What the ledgers say of themselves.
#[derive(Debug, Default)]
pub struct LedgerState {
    /// The acts in the public ledger.
    pub public: u64,
    /// The acts in the restricted one.
    pub restricted: u64,
    /// The latest time of an act by the clock of the machine that did it.
    pub last_clock: Option<DateTime<FixedOffset>>,
    /// Where they are not whole, each as a sentence with its file.
    pub faults: Vec<String>,
    /// Whether a run was killed in the middle of an act, which the next run finishes.
    pub is_unfinished: bool,
}

/// Returns what the ledgers of an output folder say of themselves. Files that they list are not read.
///
/// # Errors
/// Names the ledger that can't be read.
pub fn ledger_state(output: &Path) -> anyhow::Result<LedgerState> {
    let trees: Trees = Trees::read(output)?;
    let clocks = Access::ALL.iter().filter_map(|access| trees.tree(*access).last.as_ref());
    let clocks = clocks.filter_map(|(_, clock)| DateTime::parse_from_rfc3339(clock).ok());
    let fault = |LedgerFault { path, line, message }: LedgerFault| {
        let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
        format!("`{}`{line}: {message}", shown(&path))
    };
    Ok(LedgerState {
        public: trees.tree(Access::Open).head().lines,
        restricted: trees.tree(Access::Closed).head().lines,
        last_clock: clocks.max(),
        faults: trees.faults(output)?.into_iter().map(fault).collect(),
        is_unfinished: is_unfinished(output),
    })
}

/// Returns whether a moment is before another, as far as both are known: days without a time are the same as
/// any moment of them.
pub fn is_before(moment: &str, other: &str) -> bool {
    let length = moment.len().min(other.len());
    moment.get(..length) < other.get(..length)
}

/// Returns how messages name a path.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Returns the digest and the size of a file; `None` where it is missing.
///
/// # Errors
/// Names the file that can't be read.
pub(super) fn measured(path: &Path) -> anyhow::Result<Option<store::Measure>> {
    if !store::is_file(path) {
        return Ok(None);
    }
    Ok(Some(store::measure(&mut store::open(path)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_compare_as_far_as_they_are_known() {
        for (moment, other, expected) in [
            ("2026-01-05", "2026-01-06", true),
            ("2026-01-05T14:00", "2026-01-05T14:01", true),
            ("2026-01-05", "2026-01-05T14:00", false),
            ("2026-01-05T14:00", "2026-01-05", false),
            ("2026-01-05T14:00", "2026-01-05T14:00", false),
            ("2026-02-01", "2026-01-05T14:00", false),
        ] {
            assert_eq!(is_before(moment, other), expected, "{moment} {other}");
        }
    }
}
