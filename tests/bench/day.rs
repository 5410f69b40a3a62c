//! Batches and archives: many documents in one run, a run with nothing to do, packs of twelve
//! meetings, a gigabyte archived and verified. Where `typst` is on the PATH, it compiles the same
//! sources for comparison, one process for each.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::packs::{memory_of, run_to_end, sample_report, with_pictures};
use super::{row, shown};

/// How many documents of a batch `typst` compiles.
const TYPST_SAMPLE: usize = 20;

/// How many paragraphs fill minutes of 27 pages.
const PARAGRAPHS: usize = 208;

/// Prints the rows.
pub(crate) fn rows() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let short = Council::new(&folder.path().join("short"));
    short.meetings(1000, &|_| Vec::new(), 0);
    batch("1,000 one-page documents", &short, 1000, 6.0);
    let again = shortest(&short, &["build"], 5);
    row("1,000 documents, nothing changed", &shown(again), "", "100 ms");
    let merged = (0..5).map(|_| {
        short.touch();
        run_to_end(short.command(&["build"]).spawn().expect("the program can be run")).0
    });
    let merged = merged.min().unwrap_or_default();
    row("1,000 documents, merged to find nothing changed", &shown(merged), "", "1 s");
    let long = Council::new(&folder.path().join("long"));
    long.meetings(100, &|_| Vec::new(), PARAGRAPHS);
    batch("100 documents of 27 pages", &long, 100, 1.7);
    for times in [1, 10] {
        let one = Council::new(&folder.path().join(format!("minutes-{times}")));
        one.meetings(1, &|_| Vec::new(), times * PARAGRAPHS);
        one.run(&["build"]);
        let best = (0..3).map(|_| {
            one.forget();
            run_to_end(one.command(&["build"]).spawn().expect("the program can be run")).0
        });
        let pages = u32::try_from(times * 27).expect("a small number");
        let each = best.min().unwrap_or_default() / pages;
        let budget = if times == 1 { "" } else { "as much" };
        row(&format!("minutes of {pages} pages, each page"), &shown(each), "", budget);
    }
    let day = Council::new(&folder.path().join("day"));
    let report = sample_report(folder.path(), "performance-report");
    let papers = |meeting: usize| {
        let paper = |at: usize| [&report[..], format!("%{meeting}/{at}\n").as_bytes()].concat();
        (0..5).map(paper).collect()
    };
    day.meetings(12, &papers, 0);
    for what in ["first", "clean copies kept"] {
        day.forget();
        let (time, memory) =
            run_to_end(day.command(&["build"]).spawn().expect("the program can be run"));
        row(&format!("12 meetings with packs, {what}"), &shown(time), "", "");
        row(&format!("12 meetings with packs, {what}, memory"), &megabytes(memory), "", "");
    }
    archive(folder.path());
}

/// Builds a batch, and prints its time beside that of `typst`.
fn batch(what: &str, council: &Council, count: u32, budget: f64) {
    let (time, memory) =
        run_to_end(council.command(&["build"]).spawn().expect("the program can be run"));
    row(what, &shown(time), "", "");
    let each = time / count;
    row(&format!("{what}, each"), &shown(each), "", "");
    row(&format!("{what}, memory"), &megabytes(memory), "", "400 MB");
    if let Some(beside) = council.typst() {
        row(&format!("{what}, `typst`, each"), &shown(beside), "", "");
        let times = beside.as_secs_f64() / each.as_secs_f64();
        row(&format!("{what}, faster by"), &format!("{times:.1}×"), "", &format!("{budget}×"));
    }
}

/// Archives and verifies about a gigabyte.
fn archive(folder: &Path) {
    let large = Council::new(&folder.join("large"));
    let papers = |meeting: usize| {
        let seed = |at: usize| u32::try_from(meeting * 10 + at).expect("a small number");
        (0..10).map(|at| with_pictures(50, seed(at))).collect()
    };
    large.meetings(5, &papers, 0);
    for meeting in 0..5 {
        let publish = ["publish", "--meeting", &name(meeting), "--kind", "public-pack"];
        large.run(&publish);
    }
    let (time, memory) =
        run_to_end(large.command(&["archive"]).spawn().expect("the program can be run"));
    let size =
        orderpaper::store::census(&large.folder.join("output/archive")).expect("it is there");
    let size: u64 = size.iter().filter_map(|file| file.size).sum();
    let what = |act: &str| {
        format!("{act}, {}.{} GB", size / 1_000_000_000, size % 1_000_000_000 / 100_000_000)
    };
    row(&what("archive"), &shown(time), "", "");
    row(&format!("{}, memory", what("archive")), &megabytes(memory), "", "400 MB");
    let verify = ["verify", "output/archive/public"];
    let zips = orderpaper::store::walk(&large.folder.join(verify[1])).expect("it is there");
    let zips: Vec<String> =
        zips.iter().map(|path| format!("{}/{}", verify[1], path.display())).collect();
    let arguments: Vec<&str> =
        std::iter::once("verify").chain(zips.iter().map(|zip| &**zip)).collect();
    let (time, memory) =
        run_to_end(large.command(&arguments).spawn().expect("the program can be run"));
    row(&what("verify"), &shown(time), "", "");
    row(&format!("{}, memory", what("verify")), &megabytes(memory), "", "400 MB");
}

/// Makes 10,000 documents in one run, and prints the peak memory during the first and the last
/// thousand.
pub(crate) fn soak() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let council = Council::new(folder.path());
    council.meetings(10_000, &|_| Vec::new(), 0);
    let mut child = council.command(&["build"]).spawn().expect("the program can be run");
    let state = folder.path().join("output").join(orderpaper::store::OWN_FOLDER).join("state");
    let (start, mut seen) = (Instant::now(), Vec::new());
    loop {
        // A line of the state is about as long as any other.
        let size = orderpaper::store::size(&state).unwrap_or(0);
        seen.push((size, memory_of(child.id())));
        std::thread::sleep(Duration::from_millis(20));
        if child.try_wait().expect("the program can be waited for").is_some() {
            break;
        }
    }
    let is_made = child.wait().is_ok_and(|status| status.success());
    let time = start.elapsed();
    let longest = seen.iter().map(|sample| sample.0).max().unwrap_or(0);
    let peak = |from: u64, to: u64| {
        let within =
            |sample: &&(u64, u64)| from * longest / 10 < sample.0 && sample.0 <= to * longest / 10;
        seen.iter().filter(within).map(|sample| sample.1).max().unwrap_or(0)
    };
    row("10,000 documents in one run", &shown(time), "", if is_made { "" } else { "FAILED" });
    row("10,000 documents, memory, first 1,000", &megabytes(peak(0, 1)), "", "400 MB");
    row("10,000 documents, memory, last 1,000", &megabytes(peak(9, 10)), "", "10% more");
}

pub(crate) fn megabytes(kilobytes: u64) -> String {
    format!("{} MB", kilobytes / 1024)
}

/// Returns the shortest time of this many runs, after one that is not measured.
fn shortest(council: &Council, arguments: &[&str], runs: u32) -> Duration {
    // File metadata is trusted once files have been unchanged for a while.
    std::thread::sleep(Duration::from_secs(4));
    council.run(arguments);
    let run = |_| {
        let start = Instant::now();
        council.run(arguments);
        start.elapsed()
    };
    (0..runs).map(run).min().unwrap_or_default()
}

/// Returns the name of a meeting.
pub(crate) fn name(meeting: usize) -> String {
    format!("cabinet-{}", day(meeting))
}

/// Returns the date of a meeting: each has a different one.
fn day(meeting: usize) -> String {
    let (year, rest) = (2026 + meeting / 336, meeting % 336);
    format!("{year}-{:02}-{:02}", rest / 28 + 1, rest % 28 + 1)
}

/// A council's folder.
pub(crate) struct Council {
    folder: PathBuf,
}

impl Council {
    pub(crate) fn new(folder: &Path) -> Self {
        let council = Self { folder: folder.to_owned() };
        council.write("data/council.json", br#"{ "name": "Anyshire County Council" }"#);
        council.write("data/bodies.csv", b"id,name,type,quorum\ncabinet,Cabinet,executive,3\n");
        council
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = orderpaper::store::below(&self.folder, name);
        orderpaper::store::write(&path, bytes).expect("a temporary file is written");
    }

    /// Writes meetings with these papers, or, unless `paragraphs` is 0, with minutes of that
    /// length.
    pub(crate) fn meetings(
        &self,
        count: usize,
        papers: &dyn Fn(usize) -> Vec<Vec<u8>>,
        paragraphs: usize,
    ) {
        let mut meetings = "meeting,body,date,time\n".to_owned();
        let mut agenda = "meeting,number,title\n".to_owned();
        let mut documents = "meeting,number,title,file\n".to_owned();
        for at in 0..count {
            let name = name(at);
            meetings.push_str(&format!("{name},cabinet,{},10:30\n", day(at)));
            if 0 < paragraphs {
                let words =
                    "The Cabinet considered what the officers had to say of it, at length. ";
                let texts: Vec<String> = (0..paragraphs)
                    .map(|paragraph| format!("{paragraph}, {at}: {}", words.repeat(5)))
                    .collect();
                let minutes = serde_json::json!({
                    "present": ["Ada Quill", "Ben Osei", "Cleo Marsh"],
                    "items": [{ "item": "1", "paragraphs": texts }],
                });
                self.write(&format!("data/minutes/{name}.json"), minutes.to_string().as_bytes());
            }
            agenda.push_str(&format!("{name},1,Business {at}\n"));
            for (number, paper) in papers(at).iter().enumerate() {
                let number = number + 2;
                agenda.push_str(&format!("{name},{number},Report {number}\n"));
                documents
                    .push_str(&format!("{name},{number},Report {number},{name}-{number}.pdf\n"));
                self.write(&format!("data/documents/{name}-{number}.pdf"), paper);
            }
        }
        if 0 < paragraphs {
            // Build minutes only, and no agendas.
            self.write("kinds", b"minutes");
        }
        self.write("data/meetings.csv", meetings.as_bytes());
        self.write("data/agenda.csv", agenda.as_bytes());
        self.write("data/documents.csv", documents.as_bytes());
    }

    /// Returns the program, ready to be run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orderpaper"));
        command.current_dir(&self.folder).args(arguments).args([
            "--quiet",
            "--today",
            "2026-02-20",
        ]);
        if arguments == ["build"] && self.folder.join("kinds").is_file() {
            command.args(["--kind", "minutes"]);
        }
        command.stdout(Stdio::null()).stderr(Stdio::inherit());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) {
        let status = self.command(arguments).status().expect("the program can be run");
        assert!(status.success(), "{arguments:?}");
    }

    /// Gives a file of the records another time, so that the next run merges all documents to find out that
    /// none has changed.
    fn touch(&self) {
        let path = self.folder.join("data").join("meetings.csv");
        let file = std::fs::File::options().append(true).open(path).expect("it is there");
        let modified = file.metadata().and_then(|metadata| metadata.modified());
        let later = modified.expect("files have times") + Duration::from_secs(1);
        file.set_modified(later).expect("the records can be touched");
    }

    fn forget(&self) {
        super::forget(&["--output", &self.folder.join("output").to_string_lossy()]);
    }

    /// Returns how long `typst` takes for each document, where it is installed.
    fn typst(&self) -> Option<Duration> {
        Command::new("typst").arg("--version").stdout(Stdio::null()).status().ok()?;
        let root = self.folder.join("typst");
        let templates = orderpaper::templates::Templates::default();
        for (path, bytes) in templates.all().expect("they are inside the program") {
            self.write(&format!("typst/{path}"), &bytes);
        }
        for (name, face) in [("regular", notosans::REGULAR_TTF), ("bold", notosans::BOLD_TTF)] {
            self.write(&format!("fonts/{name}.ttf"), face);
        }
        self.run(&["build", "--keep-typ", "--output", "kept", "--to", &day(TYPST_SAMPLE)]);
        let kept = self.folder.join("kept").join("public");
        let sources = orderpaper::store::walk(&kept).expect("sources were kept");
        let wanted = if self.folder.join("kinds").is_file() { "minutes.typ" } else { "agenda.typ" };
        let sources = sources.iter().filter(|path| path.ends_with(wanted)).take(TYPST_SAMPLE);
        let (mut count, mut time) = (0, Duration::ZERO);
        for source in sources {
            let bytes = orderpaper::store::read(&kept.join(source)).expect("it was kept");
            self.write("typst/main.typ", &bytes);
            let start = Instant::now();
            let status = Command::new("typst")
                .args(["compile", "--ignore-system-fonts", "--features", "a11y-extras"])
                .args(["--pdf-standard", "a-2a,ua-1", "--root"])
                .arg(&root)
                .arg("--font-path")
                .arg(self.folder.join("fonts"))
                .arg(root.join("main.typ"))
                .arg(root.join("main.pdf"))
                .stdout(Stdio::null())
                .status();
            time += start.elapsed();
            assert!(status.is_ok_and(|exit| exit.success()), "`typst` compiles our source");
            count += 1;
        }
        (count > 0).then(|| time / count)
    }
}
