//! Packs of tagged reports and of large pictures, compared with `qpdf` where it is installed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use lopdf::{Dictionary, Document, Object, Stream};

use super::{row, shown};

/// The meeting whose pack is bound.
const MEETING: &str = "cabinet-2026-05-12";

/// Prints the rows.
pub(crate) fn rows() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    // The budget is for 120 pages; the larger pack shows what ten times a quarter's report takes.
    for (pages, edition, budget) in
        [(12, "children-and-learning-scrutiny", "1 s"), (44, "performance-report", "")]
    {
        let name = format!("10 tagged reports of {pages} pages");
        let report = sample_report(folder.path(), edition);
        let length = Document::load_mem(&report).expect("the report can be read").get_pages().len();
        assert_eq!(length, pages, "the budget is for reports of that length");
        let reports: Vec<Vec<u8>> =
            (0..10_u8).map(|at| [&report[..], format!("%{at}\n").as_bytes()].concat()).collect();
        measure(&folder.path().join(edition), &name, &reports, budget);
    }
    let pictures: Vec<Vec<u8>> = (0..10).map(|at| with_pictures(50, at)).collect();
    measure(&folder.path().join("large"), "500 pages, 200 MB", &pictures, "2× and 5× qpdf");
}

/// Returns an edition of the sample's quarter, a tagged report most of whose pages are tables.
pub(crate) fn sample_report(folder: &Path, edition: &str) -> Vec<u8> {
    let output = folder.join("sample");
    let status = Command::new(env!("CARGO_BIN_EXE_orderpaper"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--quiet", "--period", "2025-26-q3", "--output"])
        .arg(&output)
        .stdout(Stdio::null())
        .status();
    assert!(status.expect("the program can be run").success());
    let report = output.join("public").join("performance").join("2025-26-q3");
    let file = report.join(edition).with_extension("pdf");
    orderpaper::store::read(&file).expect("the report was made")
}

/// Returns a tagged PDF whose pages are a picture of 400 kB each.
pub(crate) fn with_pictures(pages: u32, seed: u32) -> Vec<u8> {
    const SIDE: i64 = 640;
    let mut document = Document::with_version("1.7");
    let (node, root) = (document.new_object_id(), document.new_object_id());
    let (mut kids, mut figures, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let mut random = fastrand::Rng::with_seed(u64::from(seed));
    for at in 0..pages {
        let bytes: Vec<u8> = (0..SIDE * SIDE).map(|_| random.u8(..)).collect();
        let picture = dict(&[
            ("Type", "XObject".into()),
            ("Subtype", "Image".into()),
            ("Width", SIDE.into()),
            ("Height", SIDE.into()),
            ("ColorSpace", "DeviceGray".into()),
            ("BitsPerComponent", 8.into()),
        ]);
        let picture = document.add_object(Stream::new(picture, bytes));
        let content = b"/Figure <</MCID 0>> BDC q 500 0 0 500 50 200 cm /Im Do Q EMC".to_vec();
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let pictures = dict(&[("Im", picture.into())]);
        let page = document.add_object(dict(&[
            ("Type", "Page".into()),
            ("Parent", node.into()),
            ("MediaBox", vec![0.into(), 0.into(), 595.into(), 842.into()].into()),
            ("Resources", dict(&[("XObject", pictures.into())]).into()),
            ("Contents", content.into()),
            ("StructParents", i64::from(at).into()),
        ]));
        let figure = document.add_object(dict(&[
            ("Type", "StructElem".into()),
            ("S", "Figure".into()),
            ("P", root.into()),
            ("Pg", page.into()),
            ("K", 0.into()),
            ("Alt", Object::string_literal("Noise")),
        ]));
        kids.push(page.into());
        figures.push(figure.into());
        numbers.extend([i64::from(at).into(), Object::Array(vec![figure.into()])]);
    }
    let tree = document.add_object(dict(&[("Nums", numbers.into())]));
    let tags = dict(&[
        ("Type", "StructTreeRoot".into()),
        ("K", figures.into()),
        ("ParentTree", tree.into()),
    ]);
    document.objects.insert(root, tags.into());
    let all = dict(&[
        ("Type", "Pages".into()),
        ("Count", i64::from(pages).into()),
        ("Kids", kids.into()),
    ]);
    document.objects.insert(node, all.into());
    let catalog = document.add_object(dict(&[
        ("Type", "Catalog".into()),
        ("Pages", node.into()),
        ("StructTreeRoot", root.into()),
        ("MarkInfo", dict(&[("Marked", true.into())]).into()),
        ("Lang", Object::string_literal("en-GB")),
    ]));
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it is written to memory");
    bytes
}

fn dict(pairs: &[(&str, Object)]) -> Dictionary {
    let mut dict = Dictionary::new();
    for (key, value) in pairs {
        dict.set(*key, value.clone());
    }
    dict
}

/// Binds some papers, first without cached clean copies and then with them, and joins them with
/// `qpdf`.
fn measure(folder: &Path, what: &str, papers: &[Vec<u8>], budget: &str) {
    let data = folder.join("data");
    let write = |name: &str, bytes: &[u8]| {
        let path = name.split('/').fold(data.clone(), |path, part| path.join(part));
        orderpaper::store::write(&path, bytes).expect("a temporary file is written");
        path
    };
    write("council.json", br#"{ "name": "Anyshire County Council" }"#);
    write("bodies.csv", b"id,name,type\ncabinet,Cabinet,executive\n");
    let meeting = format!("meeting,body,date,time\n{MEETING},cabinet,2026-05-12,10:30\n");
    write("meetings.csv", meeting.as_bytes());
    let (mut agenda, mut list) =
        ("meeting,number,title\n".to_owned(), "meeting,number,title,file\n".to_owned());
    let mut files: Vec<PathBuf> = Vec::new();
    for (at, paper) in papers.iter().enumerate() {
        let number = at + 1;
        agenda.push_str(&format!("{MEETING},{number},Report {number}\n"));
        list.push_str(&format!("{MEETING},{number},Report {number},{number}.pdf\n"));
        files.push(write(&format!("documents/{number}.pdf"), paper));
    }
    write("agenda.csv", agenda.as_bytes());
    write("documents.csv", list.as_bytes());
    let output = folder.join("output").to_string_lossy().into_owned();
    let bind = || {
        super::forget(&["--output", &output]);
        Command::new(env!("CARGO_BIN_EXE_orderpaper"))
            .args(["build", "--quiet", "--kind", "public-pack", "--data"])
            .arg(&data)
            .arg("--output")
            .arg(folder.join("output"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run")
    };
    let (cold, first) = run_to_end(bind());
    let runs: Vec<_> = (0..3).map(|_| run_to_end(bind())).collect();
    let warm = runs.iter().map(|run| run.0).min().unwrap_or_default();
    let memory = runs.iter().map(|run| run.1).chain([first]).max().unwrap_or(0);
    row(&format!("pack, {what}, first"), &shown(cold), "", budget);
    row(&format!("pack, {what}, again"), &shown(warm), "", budget);
    let memory = format!("{} MB", memory / 1024);
    row(&format!("pack, {what}, memory"), &memory, "", "1 GiB");
    let joined = folder.join("joined.pdf");
    let join = || {
        let mut command = Command::new("qpdf");
        command.args(["--empty", "--pages"]).args(&files).arg("--").arg(&joined).spawn().ok()
    };
    let times: Vec<Duration> = (0..3).filter_map(|_| Some(run_to_end(join()?).0)).collect();
    if let Some(best) = times.iter().min() {
        row(&format!("qpdf, {what}"), &shown(*best), "", "");
    }
}

/// Waits for a process; returns how long it took, and the peak memory in kilobytes of it and its
/// children together.
pub(crate) fn run_to_end(mut child: Child) -> (Duration, u64) {
    let (start, process, is_over) = (Instant::now(), child.id(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let sampler = scope.spawn(|| {
            let mut peak = 0;
            while !is_over.load(Ordering::Relaxed) {
                peak = peak.max(memory_of(process));
                // Sampling costs time as well.
                std::thread::sleep(Duration::from_millis(5));
            }
            peak
        });
        child.wait().expect("the program can be waited for");
        let time = start.elapsed();
        is_over.store(true, Ordering::Relaxed);
        (time, sampler.join().expect("sampling does not panic"))
    })
}

/// Returns the memory of a process and its children now, in kilobytes, where the system tells. The
/// program's code is counted once.
pub(crate) fn memory_of(process: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| {
        let name = task.file_name();
        super::proc_file(&format!("/proc/{process}/task/{}/children", name.to_str()?))
    });
    let children: Vec<String> = children.collect();
    let children = children.iter().flat_map(|list| list.split_whitespace());
    let children = children.filter_map(|child| child.parse::<u32>().ok());
    // Until it runs another program, a child shares its parent's memory.
    let line = |process: u32| super::proc_file(&format!("/proc/{process}/cmdline"));
    let program = line(process);
    let children = children.filter(|child| line(*child) != program);
    let kilobytes = |process: u32, what| super::status(&process.to_string(), what).unwrap_or(0);
    kilobytes(process, "VmRSS:") + children.map(|child| kilobytes(child, "RssAnon:")).sum::<u64>()
}
