//! Runs `orderpaper`, as anybody would at the command line, in a child process with limits on its memory and its
//! time: data made to crash a program then crashes that process only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use process_control::{ChildExt, Control};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::name::BuildId;
use crate::order::Order;
use crate::plan::{Bundle, BundleNumber, Plan};
use crate::result::{BatchResult, BundleResult, MadeFile};
use crate::scratch::SnapshotFolder;

/// What a process may cost.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// How much memory it may take, in bytes.
    pub(crate) memory: u64,
    /// How long it may run.
    pub(crate) time: Duration,
    /// How many documents it makes at the same time.
    pub(crate) threads: usize,
}

/// An `orderpaper` on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: PathBuf,
    build: BuildId,
    limits: Limits,
}

/// How a process ended.
enum Ended {
    /// With this exit code, after it printed this.
    Exited { code: i64, printed: Vec<u8> },
    /// By a signal or a limit, which the text names.
    Broken(String),
}

/// What a process made of some bundles.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// What was made; `None` where nothing was.
    pub(crate) result: Option<BatchResult>,
    /// The bundles that failed, and what happened to the process; no word of any record.
    pub(crate) failed: Vec<(BundleNumber, String)>,
}

/// A line of `orderpaper --format json`; which fields there are tells what it is.
#[derive(Deserialize)]
struct Line {
    /// A diagnostic has a code.
    code: Option<String>,
    /// A document of `build` has a name and an outcome.
    document: Option<String>,
    outcome: Option<String>,
    publication: Option<String>,
    #[serde(default)]
    files: Vec<String>,
}

impl Program {
    /// Asks the program for its build.
    ///
    /// # Errors
    /// When it can't be run, or is no `orderpaper` that this program understands.
    pub(crate) fn find(path: PathBuf, limits: Limits) -> anyhow::Result<Self> {
        let output = Command::new(&path).arg("--version").output();
        let output = output.with_context(|| {
            format!(
                "failed to run `{}`; name the program `orderpaper` with --orderpaper",
                path.display()
            )
        })?;
        let text = String::from_utf8_lossy(&output.stdout);
        let build = text.trim().rsplit_once("(build ").and_then(|(_, rest)| rest.strip_suffix(')'));
        let build = build.and_then(|build| build.parse().ok());
        let build =
            build.with_context(|| format!("`{} --version` names no build", path.display()))?;
        Ok(Self { path, build, limits })
    }

    /// Returns the id of its build.
    pub(crate) fn build_id(&self) -> &BuildId {
        &self.build
    }

    /// Asks which documents a snapshot calls for, and divides them.
    ///
    /// # Errors
    /// When it can't be asked, or the process breaks.
    pub(crate) fn plan(&self, folder: &SnapshotFolder, order: &Order) -> anyhow::Result<Plan> {
        let mut command = self.command(folder, order);
        command.arg("list").args(order.versions());
        match self.run(command)? {
            // 1 says that some records are refused, so that there may be fewer documents than there should be.
            Ended::Exited { code: 0 | 1, printed } => {
                let lines = lines(&printed).filter_map(|line| line.1.publication);
                Ok(Plan::new(lines))
            }
            Ended::Exited { code, .. } => {
                anyhow::bail!(
                    "`orderpaper list` ended with {code}; run it on the council's data to see why"
                )
            }
            Ended::Broken(why) => anyhow::bail!("`orderpaper list` {why}"),
        }
    }

    /// Makes the documents of some bundles.
    ///
    /// # Errors
    /// When the process can't be started; whatever goes wrong in it is in [`Made::failed`].
    pub(crate) fn make(
        &self,
        folder: &SnapshotFolder,
        order: &Order,
        bundles: &[(BundleNumber, Bundle)],
    ) -> anyhow::Result<Made> {
        let mut command = self.command(folder, order);
        command.args(["build", "--kept-elsewhere"]).args(order.versions());
        for (_, bundle) in bundles {
            command.args(["--publication", &bundle.publication]);
        }
        let begun = Instant::now();
        let ended = self.run(command)?;
        let took = begun.elapsed();
        Ok(match ended {
            Ended::Exited { code, printed } => sort_out(bundles, code, &printed, took),
            Ended::Broken(why) => Made {
                failed: bundles.iter().map(|(number, _)| (*number, why.clone())).collect(),
                ..Made::default()
            },
        })
    }

    /// Returns what is found in the records, or what happened to the process that looked.
    ///
    /// # Errors
    /// When it can't be started.
    pub(crate) fn check(
        &self,
        folder: &SnapshotFolder,
        order: &Order,
    ) -> anyhow::Result<Result<Vec<Box<RawValue>>, String>> {
        let mut command = self.command(folder, order);
        command.arg("check");
        Ok(match self.run(command)? {
            Ended::Exited { code: 0 | 1, printed } => {
                let found = lines(&printed).filter(|(_, line)| line.code.is_some());
                Ok(found.map(|(raw, _)| raw).collect())
            }
            Ended::Exited { code, .. } => Err(format!("`check` ended with {code}")),
            Ended::Broken(why) => Err(format!("`check` {why}")),
        })
    }

    /// Does an act of publishing, whose outcome and messages whoever asked for it sees; returns the exit code.
    ///
    /// # Errors
    /// When the process can't be started or breaks.
    pub(crate) fn act(&self, folder: &SnapshotFolder, options: &[String]) -> anyhow::Result<i64> {
        let mut command = self.command_on(folder);
        for name in ["ORDERPAPER_BY", "ORDERPAPER_SIGN_WITH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.args(options).stdout(Stdio::inherit()).stderr(Stdio::inherit());
        match self.run(command)? {
            Ended::Exited { code, .. } => Ok(code),
            Ended::Broken(why) => {
                anyhow::bail!("`orderpaper` {why}; nothing was published")
            }
        }
    }

    /// Returns a command on a snapshot, which prints for programs, on the day of an order.
    fn command(&self, folder: &SnapshotFolder, order: &Order) -> Command {
        let mut command = self.command_on(folder);
        command
            .args(["--format", "json", "--today", &order.today.to_string()])
            .stdout(Stdio::piped())
            // It may quote records.
            .stderr(Stdio::null());
        command
    }

    /// Returns a command on a snapshot. It gets no variable of this process but those that every program needs:
    /// the others hold credentials.
    fn command_on(&self, folder: &SnapshotFolder) -> Command {
        let mut command = Command::new(&self.path);
        command.env_clear();
        for name in ["PATH", "HOME", "LANG", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("TMPDIR", folder.temporary())
            // Reserve little memory in advance, as it counts towards the limit (both in KB).
            .env("MIMALLOC_ARENA_RESERVE", "65536")
            .env("MIMALLOC_ARENA_MAX_OBJECT_SIZE", "1024")
            .args(["--no-progress", "--until-input-ends"])
            .args(["--jobs", &self.limits.threads.to_string()])
            .arg("--data")
            .arg(folder.data())
            .arg("--output")
            .arg(folder.output());
        if let Some(templates) = folder.templates() {
            command.arg("--templates").arg(templates);
        }
        command
    }

    /// Runs a command under limits. It ends with this process, however that ends, as its input does then.
    fn run(&self, mut command: Command) -> anyhow::Result<Ended> {
        let mut child = command
            .stdin(Stdio::piped())
            .spawn()
            .with_context(|| format!("failed to run `{}`", self.path.display()))?;
        let _input = child.stdin.take();
        let control =
            child.controlled_with_output().time_limit(self.limits.time).terminate_for_timeout();
        #[cfg(any(target_os = "linux", target_os = "android", windows))]
        let control =
            control.memory_limit(usize::try_from(self.limits.memory).unwrap_or(usize::MAX));
        let output = control.wait().context("failed to wait for `orderpaper`")?;
        let Some(output) = output else {
            return Ok(Ended::Broken(format!(
                "took longer than {} seconds",
                self.limits.time.as_secs()
            )));
        };
        Ok(match output.status.code() {
            Some(code) => Ended::Exited { code, printed: output.stdout },
            None => Ended::Broken("crashed, or needed more memory than it may have".to_owned()),
        })
    }
}

/// Returns the lines of JSON that were printed, as they stand and as they are understood.
fn lines(printed: &[u8]) -> impl Iterator<Item = (Box<RawValue>, Line)> {
    printed.split(|byte| *byte == b'\n').filter_map(|line| {
        let raw = serde_json::from_slice(line).ok()?;
        Some((raw, serde_json::from_slice(line).ok()?))
    })
}

/// Sorts what a process printed by bundle. A bundle failed where one of its documents did, or where the process
/// gave up before it came to it.
fn sort_out(bundles: &[(BundleNumber, Bundle)], code: i64, printed: &[u8], took: Duration) -> Made {
    let mut results: BTreeMap<&str, BundleResult> = BTreeMap::new();
    let mut failed: BTreeMap<String, &str> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (number, bundle) in bundles {
        let result = BundleResult::new(number.place, bundle.publication.clone());
        results.insert(&bundle.publication, result);
    }
    for (raw, line) in lines(printed) {
        if line.code.is_some() {
            diagnostics.push(raw);
            continue;
        }
        let (Some(document), Some(outcome), Some(publication)) =
            (line.document, line.outcome, line.publication)
        else {
            continue;
        };
        let Some(result) = results.get_mut(&*publication) else { continue };
        *seen.entry(publication.clone()).or_default() += 1;
        match outcome.as_str() {
            "made" | "unchanged" => {
                result.made += 1;
                result.known += usize::from(outcome == "unchanged");
                let file = |path| MadeFile { path, size: 0, digest: String::new() };
                result.files.extend(line.files.into_iter().map(file));
            }
            "refused" => result.refused.push(document),
            _ => {
                failed.insert(publication, "failed to make or write a document");
            }
        }
    }
    let mut made = Made::default();
    let mut whole = Vec::new();
    for (number, bundle) in bundles {
        let Some(mut result) = results.remove(&*bundle.publication) else { continue };
        let complete =
            seen.get(&bundle.publication).is_some_and(|count| *count >= bundle.documents);
        if let Some(why) = failed.get(&bundle.publication) {
            made.failed.push((*number, (*why).to_owned()));
        } else if !complete {
            made.failed.push((*number, format!("ended with {code} before it was made")));
        } else {
            result.files.sort();
            result.refused.sort();
            whole.push(result);
        }
    }
    if !whole.is_empty() {
        whole.sort_by_key(|bundle| bundle.place);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        made.result = Some(BatchResult::new(whole, diagnostics, millis));
    }
    made
}

/// Returns the path of the program that stands beside this one, or else that the system finds by its name.
pub(crate) fn beside(this: &Path) -> PathBuf {
    let name = if cfg!(windows) { "orderpaper.exe" } else { "orderpaper" };
    let beside = this.with_file_name(name);
    if beside.is_file() { beside } else { PathBuf::from(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundles(sizes: &[(&str, usize)]) -> Vec<(BundleNumber, Bundle)> {
        let bundle = |(place, (name, documents)): (usize, &(&str, usize))| {
            let bundle = Bundle { publication: (*name).to_owned(), documents: *documents };
            (BundleNumber { batch: 7, place }, bundle)
        };
        sizes.iter().enumerate().map(bundle).collect()
    }

    const PRINTED: &str = r#"{"code":"data/bad-value","severity":"error","message":"x","hints":[]}
{"document":"agenda of a","publication":"a","outcome":"made","file":"o/public/a/agenda.pdf","files":["public/a/agenda.pdf"],"pages":2}
{"document":"minutes of a","publication":"a","outcome":"refused"}
{"document":"agenda of b","publication":"b","outcome":"failed","cause":"disk full"}
{"unopened":"x"}
"#;

    #[test]
    fn refused_is_a_result_and_failed_is_none() {
        let bundles = bundles(&[("a", 2), ("b", 1), ("c", 1)]);
        let made = sort_out(&bundles, 2, PRINTED.as_bytes(), Duration::from_millis(1500));
        let result = made.result.unwrap();
        let [bundle] = &result.bundles[..] else { panic!("{result:?}") };
        assert_eq!(bundle.place, 0);
        assert_eq!((bundle.made, bundle.refused.as_slice()), (1, &["minutes of a".to_owned()][..]));
        assert_eq!(bundle.files[0].path, "public/a/agenda.pdf");
        assert_eq!((result.diagnostics.len(), result.millis), (1, 1500));
        let failed: Vec<&str> = made.failed.iter().map(|(_, why)| why.as_str()).collect();
        assert_eq!(
            failed,
            ["failed to make or write a document", "ended with 2 before it was made"]
        );
        assert!(!failed.join("").contains("disk full"), "what was printed is quoted nowhere");
    }

    #[test]
    fn a_document_that_is_missing_is_noticed() {
        let made = sort_out(&bundles(&[("a", 3)]), 0, PRINTED.as_bytes(), Duration::ZERO);
        assert!(made.result.is_none());
        assert_eq!(made.failed.len(), 1);
    }
}
