//! `check`, `build` and `publish` report the same of the same records: for the sample, for the case of each kind,
//! and for folders in which one cell was changed at random.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use orderpaper::diag::{Diagnostics, When};
use orderpaper::load;
use orderpaper::pipeline::{
    self, BuildOptions, BuildReport, BuildResult, Publication, PublishOptions, RunOptions,
    Selection,
};

use crate::support::act_moment;

/// How many folders are changed at random.
const CHANGED: u64 = 200;

/// What a cell is changed to, besides what stands in another cell of its table.
const ODD: &[&str] = &[
    "",
    "x",
    "2026-13-40",
    "2026-02-28",
    "3",
    "yes",
    "no",
    "cabinet",
    "nobody",
    "£1.2m",
    "§",
    "12%",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the data folders of the cases of all kinds.
fn cases() -> Vec<PathBuf> {
    let folders = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
        folders.sort();
        folders
    };
    let kinds = folders(&root().join("tests/kinds"));
    let cases = kinds.iter().flat_map(|kind| folders(kind)).map(|case| case.join("input"));
    cases.filter(|input| input.is_dir()).collect()
}

/// A run on a data folder into an empty output folder.
fn run(data: &Path, output: &Path) -> RunOptions {
    RunOptions {
        data: data.to_owned(),
        templates: None,
        output: output.to_owned(),
        today: "2026-02-20".parse().unwrap(),
        program: None,
        validator: None,
        threads: 1,
        time_limit: Duration::from_secs(120),
        max_file_bytes: load::MAX_FILE_BYTES,
    }
}

/// Returns what the data alone tell: severity, code, place, message and the documents that it costs.
fn told_by_data(diags: &Diagnostics) -> BTreeSet<String> {
    let found = diags.iter().filter(|found| found.code().when() == When::Data);
    let line = |found: &orderpaper::diag::Diagnostic| {
        let place = found.origin.as_ref().map(ToString::to_string).unwrap_or_default();
        let (severity, code) = (found.severity().word(), found.code());
        format!("{severity}[{code}] {place}: {} costs {:?}", found.message, found.costs)
    };
    found.map(line).collect()
}

fn checked(data: &Path, selection: &Selection) -> BTreeSet<String> {
    let output = tempfile::tempdir().unwrap();
    let run = run(data, &output.path().join("output"));
    told_by_data(&pipeline::check(&run, selection).unwrap().diags)
}

/// Builds nothing, but merges all documents and reports what it finds.
fn built(data: &Path, selection: &Selection) -> BTreeSet<String> {
    let output = tempfile::tempdir().unwrap();
    let options = BuildOptions {
        run: run(data, &output.path().join("output")),
        selection: selection.clone(),
        keep_typ: false,
        is_kept_elsewhere: false,
        prune: false,
        reports_all: true,
    };
    let stop = AtomicBool::new(true);
    match pipeline::build(&options, &|_| Ok(()), &stop).unwrap() {
        BuildResult::Ran(BuildReport { diags, .. }) => told_by_data(&diags),
        BuildResult::UpToDate(_) => panic!("nothing was made before"),
    }
}

/// Publishes nothing, but reports what it finds; `None` where the records call for no such document.
fn published(data: &Path, meeting: &str) -> Option<BTreeSet<String>> {
    let output = tempfile::tempdir().unwrap();
    let options = PublishOptions {
        run: run(data, &output.path().join("output")),
        publication: Publication::Meeting(meeting.to_owned()),
        kinds: Vec::new(),
        documents: Vec::new(),
        moment: act_moment("2026-02-20"),
        reason: None,
        consent: pipeline::Consent::Given,
        languages: Vec::new(),
        large_print: false,
        html: true,
    };
    let stop = AtomicBool::new(true);
    let report = pipeline::publish(&options, &|_| Ok(()), &stop).ok()?;
    let is_unknown = matches!(report.result, Err(pipeline::NotPublished::Unknown(_)));
    (!is_unknown).then(|| told_by_data(&report.diags))
}

/// Returns the meetings of a folder, by their names.
fn meetings(data: &Path) -> Vec<String> {
    let output = tempfile::tempdir().unwrap();
    let run = run(data, &output.path().join("output"));
    let kinds = vec!["agenda".to_owned()];
    let listing = pipeline::list(&run, &Selection { kinds, ..Selection::default() }).unwrap();
    listing.documents.into_iter().map(|listed| listed.subject).collect()
}

/// Returns what differs between the three, for everything and for one meeting.
fn differences(data: &Path, meeting: Option<&str>) -> Vec<String> {
    let everything = Selection::default();
    let mut differences = compare("build", &checked(data, &everything), &built(data, &everything));
    if let Some(meeting) = meeting
        && let Some(published) = published(data, meeting)
    {
        let selection = Selection { meetings: vec![meeting.to_owned()], ..Selection::default() };
        let checked = checked(data, &selection);
        differences.extend(compare("build --meeting", &checked, &built(data, &selection)));
        differences.extend(compare("publish", &checked, &published));
    }
    differences
}

fn compare(what: &str, checked: &BTreeSet<String>, other: &BTreeSet<String>) -> Vec<String> {
    let only_checked = checked.difference(other).map(|line| format!("{what} lacks {line}"));
    let only_other = other.difference(checked).map(|line| format!("{what} adds {line}"));
    only_checked.chain(only_other).collect()
}

/// Compares folders on all processors, and fails with all differences.
#[track_caller]
fn compare_all(count: usize, compare: impl Fn(usize) -> Vec<String> + Sync) {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= count {
                        break;
                    }
                    let differences = compare(at);
                    found.lock().unwrap().extend(differences);
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_sample_and_each_case_are_judged_alike() {
    let folders: Vec<PathBuf> = std::iter::once(root().join("data")).chain(cases()).collect();
    compare_all(folders.len(), |at| {
        let folder = &folders[at];
        let of_meetings = meetings(folder);
        let found = differences(folder, of_meetings.first().map(String::as_str));
        found.into_iter().map(|line| format!("{}: {line}", folder.display())).collect()
    });
}

#[test]
fn folders_with_a_changed_cell_are_judged_alike() {
    let cases = cases();
    let with_faults = AtomicUsize::new(0);
    compare_all(usize::try_from(CHANGED).unwrap(), |at| {
        let mut random = fastrand::Rng::with_seed(at as u64);
        let folder = tempfile::tempdir().unwrap();
        let case = &cases[random.usize(..cases.len())];
        copy(case, folder.path());
        let change = change_a_cell(folder.path(), &mut random);
        let everything = Selection::default();
        let faults = checked(folder.path(), &everything);
        let has_fault = faults.iter().any(|line| line.starts_with("error"));
        with_faults.fetch_add(usize::from(has_fault), Ordering::Relaxed);
        let of_meetings = if at % 4 == 0 { meetings(folder.path()) } else { Vec::new() };
        let found = differences(folder.path(), of_meetings.first().map(String::as_str));
        found.into_iter().map(|line| format!("{} {change}: {line}", case.display())).collect()
    });
    let with_faults = with_faults.into_inner();
    assert!(with_faults > 40, "only {with_faults} of the changed folders have a fault");
}

/// Changes one cell of one CSV file, and says which.
fn change_a_cell(folder: &Path, random: &mut fastrand::Rng) -> String {
    let mut tables: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(ending) if ending == "csv" => tables.push(path),
                _ => {}
            }
        }
    }
    tables.sort();
    let Some(table) = random.choice(&tables) else { return "without a table".to_owned() };
    let text = std::fs::read_to_string(table).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.len() < 2 {
        return "in an empty table".to_owned();
    }
    let at = random.usize(1..lines.len());
    let mut cells: Vec<String> = lines[at].split(',').map(str::to_owned).collect();
    let cell = random.usize(..cells.len());
    let other =
        lines[random.usize(1..lines.len())].split(',').map(str::to_owned).collect::<Vec<_>>();
    cells[cell] = if random.bool() {
        random.choice(ODD).copied().unwrap().to_owned()
    } else {
        random.choice(&other).unwrap().clone()
    };
    let change = format!("{}:{} `{}`", table.display(), at + 1, cells[cell]);
    lines[at] = cells.join(",");
    std::fs::write(table, lines.join("\n") + "\n").unwrap();
    change
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
