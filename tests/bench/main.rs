//! Prints how fast and how small the program is: `cargo bench`; `cargo bench -- packs`, `-- pages`, `-- day`, `-- history`,
//! `-- published` or `-- watch` for some of it, `cargo bench -- soak` for 10,000 documents in one run. A whole run leaves its table in
//! `results.md` beside this file.
//!
//! Figures, not tests: nothing fails here. Each row is measured on the sample data, by running the
//! real program (start and all) or by making documents in this process.

mod day;
mod history;
mod packs;
mod published;
mod watch;

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use orderpaper::diag::Diagnostics;
use orderpaper::kinds;
use orderpaper::model::form::Form;
use orderpaper::pipeline::{self, Inputs, Output, Selection, Session};

/// How often each command is run.
const ROUNDS: u32 = 10;

fn main() {
    let out = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = out.path().to_string_lossy().into_owned();
    let is_asked = |name: &str| std::env::args().any(|argument| argument == name);
    row("measured", "wall, mean", "CPU, mean", "budget");
    row("---", "---", "---", "---");
    match () {
        () if is_asked("packs") => return packs::rows(),
        () if is_asked("pages") => return pages(),
        () if is_asked("day") => return day::rows(),
        () if is_asked("history") => return check_history(),
        () if is_asked("published") => return published::rows(),
        () if is_asked("watch") => return watch::rows(),
        () if is_asked("soak") => return day::soak(),
        () => {}
    }
    command("check, sample", &["check"], "100 ms");
    for (name, meeting, budget) in [
        ("build, one agenda", "cabinet-2025-06-17", "300 ms CPU"),
        ("build, one agenda of four packs", "cabinet-2026-01-13", ""),
    ] {
        let agenda = ["build", "--meeting", meeting, "--kind", "agenda", "--output", &folder];
        command(name, &agenda, budget);
    }
    let minutes = ["build", "--meeting", "council-2026-02-13", "--kind", "minutes"];
    command("build, one set of minutes", &[&minutes[..], &["--output", &folder]].concat(), "");
    let report = ["build", "--period", "2025-26-q3"];
    command("build, one quarter", &[&report[..], &["--output", &folder]].concat(), "");
    quarter(&folder);
    for jobs in ["1", "2"] {
        let name = format!("build, sample, --jobs {jobs}");
        command(&name, &["build", "--jobs", jobs, "--output", &folder], "");
    }
    check_history();
    // Before the rounds of `watch`, in which Typst remembers more.
    batch(&folder);
    pages();
    watch::rows();
    row("watch, memory, with what ran before", &megabytes(peak_memory("self")), "", "");
    packs::rows();
    day::rows();
    published::rows();
    day::soak();
    write_results();
}

/// Makes the whole report of the sample's latest quarter, and all its editions, each in a separate
/// process, and prints time and memory.
fn quarter(folder: &str) {
    let whole = tempfile::tempdir().expect("a temporary folder can be made");
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in orderpaper::store::walk(&data).expect("the sample is there") {
        let bytes = orderpaper::store::read(&data.join(&file)).expect("it can be read");
        let text = String::from_utf8(bytes.clone()).unwrap_or_default();
        // Without its list of editions, a quarter calls for the whole report only.
        let bytes = match file.ends_with("report.json") {
            true => text.replace("\"editions\"", "\"no-editions\"").into_bytes(),
            false => bytes,
        };
        orderpaper::store::write(&whole.path().join(&file), &bytes).expect("it can be written");
    }
    let kind = ["build", "--kind", "performance-report", "--period", "2025-26-q3"];
    let whole = whole.path().to_string_lossy().into_owned();
    for (name, more, budget) in [
        ("the whole report of a quarter", vec!["--data", &whole], "1.5 s"),
        ("all editions of a quarter", Vec::new(), "4 s"),
    ] {
        let arguments = [&kind[..], &more, &["--output", folder]].concat();
        command(name, &arguments, budget);
        forget(&arguments);
        row(&format!("{name}, memory"), &megabytes(peak_of(&arguments)), "", "400 MB");
    }
}

/// The table as it is printed.
static TABLE: Mutex<String> = Mutex::new(String::new());

fn row(name: &str, wall: &str, cpu: &str, budget: &str) {
    let line = format!("| {name:<38} | {wall:>12} | {cpu:>10} | {budget:<16} |");
    TABLE.lock().expect("one thread prints").push_str(&(line.clone() + "\n"));
    #[expect(clippy::print_stdout, reason = "the table is what this program is for")]
    {
        println!("{line}");
    }
}

/// Writes the table, with the day and the machine, into the page beside this file.
fn write_results() {
    #[expect(clippy::disallowed_methods, reason = "a page of measurements has a day")]
    let day = chrono::Local::now().date_naive();
    let processors = std::thread::available_parallelism().map_or(0, |count| count.get());
    let model = proc_file("/proc/cpuinfo").unwrap_or_default();
    let model = model.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches(['\t', ' ', ':']).to_owned();
    let table = TABLE.lock().expect("one thread prints").clone();
    let page = format!(
        "# Speeds\n\nWritten by `cargo bench` on {day}: {processors} processors ({model}), {} {}.\n\n{table}",
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/results.md");
    orderpaper::store::write(&path, page.as_bytes()).expect("the page is written");
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Returns the program with these arguments, on the sample unless they name other data.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orderpaper"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .args(["--quiet", "--today", "2026-02-20"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Runs the program several times.
fn command(name: &str, arguments: &[&str], budget: &str) {
    // Documents that are up to date would not be made again.
    let forget = || forget(arguments);
    let run = || program(arguments).status().expect("the program can be run");
    run();
    let (mut wall, before) = (Duration::ZERO, children_time());
    for _ in 0..ROUNDS {
        forget();
        let start = Instant::now();
        run();
        wall += start.elapsed() / ROUNDS;
    }
    let cpu = children_time().zip(before).map(|(after, before)| (after - before) / ROUNDS);
    row(name, &shown(wall), &cpu.map_or("–".to_owned(), shown), budget);
}

/// Removes the state of earlier runs from the folder after `--output`.
fn forget(arguments: &[&str]) {
    let folder = arguments.iter().skip_while(|argument| **argument != "--output").nth(1);
    if let Some(folder) = folder {
        let state = std::path::Path::new(folder).join(orderpaper::store::OWN_FOLDER).join("state");
        let root = std::path::Path::new(folder);
        orderpaper::store::remove(&state, root).expect("a temporary file is removed");
    }
}

/// Checks ten thousand issues with their history, and prints time and memory.
fn check_history() {
    let data = tempfile::tempdir().expect("a temporary folder can be made");
    history::write(data.path());
    let data = data.path().to_string_lossy();
    let arguments = ["check", "--data", &data];
    command("check, 10,000 issues", &arguments, "1 s");
    row("check, 10,000 issues, memory", &megabytes(peak_of(&arguments)), "", "300 MB");
}

/// Runs the program once, and returns its peak memory in kilobytes, where the system tells.
fn peak_of(arguments: &[&str]) -> Option<u64> {
    let mut child = program(arguments).spawn().expect("the program can be run");
    let mut peak = None;
    while child.try_wait().expect("the program can be waited for").is_none() {
        peak = peak_memory(&child.id().to_string()).or(peak);
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

/// Makes the sample's documents over and over in one process, and prints time and memory.
fn batch(folder: &str) {
    let mut diags = Diagnostics::default();
    let session = sample(&mut diags);
    let jobs = pipeline::plan(&session, &Selection::default());
    let jobs: Vec<_> = jobs.iter().cycle().take(500).cloned().collect();
    let output = Output {
        folder: folder.as_ref(),
        keep_typ: false,
        is_kept_elsewhere: false,
        stop: None,
        begun: &|_| {},
        ended: &|_, _| {},
    };
    let start = Instant::now();
    pipeline::run(&mut diags, &session, &jobs, 2, &output);
    let each = start.elapsed() / 500;
    row("500 documents in one run, each", &shown(each), "", "");
    row("500 documents in one run, memory", &megabytes(peak_memory("self")), "", "400 MB");
}

/// Makes the agenda of four pages again and again between two others as pages of HTML in one process, on one thread,
/// and prints the time that it takes.
fn pages() {
    let mut diags = Diagnostics::default();
    let session = sample(&mut diags);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let output = Output {
        folder: folder.path(),
        keep_typ: false,
        is_kept_elsewhere: false,
        stop: None,
        begun: &|_| {},
        ended: &|_, _| {},
    };
    // What is left of one in Typst's cache has gone when its turn comes again.
    let mut time_of = |meeting: &str| {
        let selection = Selection {
            kinds: vec!["agenda".to_owned()],
            meetings: vec![meeting.to_owned()],
            ..Selection::default()
        };
        let jobs: Vec<_> = pipeline::plan(&session, &selection)
            .iter()
            .map(|job| job.version(Form::Html, &job.language))
            .collect();
        let start = Instant::now();
        pipeline::run(&mut diags, &session, &jobs, 1, &output);
        start.elapsed()
    };
    let others = ["cabinet-2025-06-17", "council-2026-02-13", "cabinet-2026-02-03"];
    let mut total = Duration::ZERO;
    for round in 0..=ROUNDS {
        for other in others {
            time_of(other);
        }
        let time = time_of("cabinet-2026-01-13");
        // The first is not warm.
        total += if round > 0 { time } else { Duration::ZERO };
    }
    row("an agenda of four pages as HTML, warm", &shown(total / ROUNDS), "", "15 ms");
}

/// Opens the records of the sample.
fn sample(diags: &mut Diagnostics) -> Session {
    let today = NaiveDate::from_ymd_opt(2026, 2, 20).expect("a day");
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let max_file_bytes = orderpaper::load::MAX_FILE_BYTES;
    Session::open(
        diags,
        &Inputs { data, templates: None, today, opener: None, max_file_bytes, published: None },
        kinds::ALL,
    )
    .expect("the sample loads")
}

/// Returns the processor time of all children so far, where the system tells (in steps of 10 ms).
fn children_time() -> Option<Duration> {
    time_of("self", 13)
}

/// Returns the processor time of a process so far, where the system tells (in steps of 10 ms).
fn processor_time(process: &str) -> Option<Duration> {
    time_of(process, 11)
}

/// Returns the sum of two fields of `/proc/<process>/stat`, counted from that after the name.
fn time_of(process: &str, field: usize) -> Option<Duration> {
    let fields = proc_file(&format!("/proc/{process}/stat"))?;
    let after_name = fields.rsplit(')').next()?;
    let fields = after_name.split_whitespace().skip(field).take(2);
    let ticks: Vec<u64> = fields.filter_map(|field| field.parse().ok()).collect();
    Some(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

fn megabytes(kilobytes: Option<u64>) -> String {
    kilobytes.map_or("–".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
}

/// Returns the peak memory of a process in kilobytes, where the system tells.
fn peak_memory(process: &str) -> Option<u64> {
    status(process, "VmHWM:")
}

/// Returns a number from `/proc/<process>/status`.
fn status(process: &str, what: &str) -> Option<u64> {
    let status = proc_file(&format!("/proc/{process}/status"))?;
    let number = status.lines().find_map(|line| line.strip_prefix(what))?;
    number.split_whitespace().next()?.parse().ok()
}

#[expect(clippy::disallowed_methods, reason = "a file of the system, not of a council")]
fn proc_file(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}
