//! Drivers, run in this process as any shell may run them: their results, their events, and that they can be
//! stopped.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use orderpaper::diag::{Code, Diagnostic};
use orderpaper::load::MAX_FILE_BYTES;
use orderpaper::pipeline::{
    self, BuildOptions, BuildResult, Built, Event, NotPublished, Outcome, Publication,
    PublishOptions, RunOptions, Selection,
};

use crate::support::case::TODAY;
use crate::support::{Case, act_moment};

fn run_options(case: &Case) -> RunOptions {
    RunOptions {
        data: case.path("data"),
        templates: None,
        output: case.path("output"),
        today: TODAY.parse().unwrap(),
        program: Some(env!("CARGO_BIN_EXE_orderpaper").into()),
        validator: None,
        threads: 2,
        time_limit: Duration::from_secs(120),
        max_file_bytes: MAX_FILE_BYTES,
    }
}

fn build_options(case: &Case) -> BuildOptions {
    BuildOptions {
        run: run_options(case),
        selection: Selection::default(),
        keep_typ: false,
        is_kept_elsewhere: false,
        prune: false,
        reports_all: false,
    }
}

/// Notes an event that concerns documents, in words.
fn note(events: &Mutex<Vec<String>>, event: &Event<'_>) {
    let mut events = events.lock().unwrap();
    match event {
        Event::Planned { documents } => events.push(format!("planned {documents}")),
        Event::Begun { document } => events.push(format!("begun {document}")),
        Event::Ended { document, .. } => events.push(format!("ended {document}")),
        _ => {}
    }
}

#[test]
fn a_build_notifies_of_each_document_and_returns_them_in_order() {
    let case = Case::new();
    let events = Mutex::default();
    let stop = AtomicBool::new(false);
    let notify = |event: Event<'_>| {
        note(&events, &event);
        Ok(())
    };
    let built = pipeline::build(&build_options(&case), &notify, &stop).unwrap();
    let BuildResult::Ran(report) = built else { panic!("the first run makes documents") };
    assert!(!report.diags.has_errors());
    let is_made = |built: &Built| matches!(built.outcome, Outcome::Made { .. });
    assert!(report.documents.iter().all(is_made), "{:?}", report.documents);
    let mut events = events.into_inner().unwrap();
    assert_eq!(events.remove(0), format!("planned {}", report.documents.len()));
    let names = |built: &Built| ["begun", "ended"].map(|what| format!("{what} {}", built.document));
    let mut expected: Vec<String> = report.documents.iter().flat_map(names).collect();
    expected.sort();
    events.sort();
    assert_eq!(events, expected);

    // Metadata of files are trusted once these have been unchanged for some seconds.
    std::thread::sleep(Duration::from_secs(4));
    let silent = |_: Event<'_>| Ok(());
    pipeline::build(&build_options(&case), &silent, &stop).unwrap();
    let again = pipeline::build(&build_options(&case), &silent, &stop).unwrap();
    let BuildResult::UpToDate(up_to_date) = again else { panic!("nothing has changed") };
    assert_eq!(up_to_date.documents, report.documents.len());
}

#[test]
fn what_is_stopped_publishes_nothing() {
    let case = Case::new();
    let stop = AtomicBool::new(false);
    let options = PublishOptions {
        run: run_options(&case),
        publication: Publication::Meeting("cabinet-2026-02-24".to_owned()),
        large_print: false,
        html: true,
        languages: Vec::new(),
        kinds: Vec::new(),
        documents: Vec::new(),
        moment: act_moment("2026-02-16"),
        reason: None,
        consent: pipeline::Consent::Given,
    };
    let stop_when_planned = |event: Event<'_>| {
        if let Event::Planned { .. } = event {
            stop.store(true, Ordering::Relaxed);
        }
        Ok(())
    };
    let report = pipeline::publish(&options, &stop_when_planned, &stop).unwrap();
    let Err(NotPublished::Missing { missing, documents }) = report.result else {
        panic!("no document was made")
    };
    assert_eq!(missing, documents);
    assert!(!case.path("output/published").exists());

    stop.store(false, Ordering::Relaxed);
    let report = pipeline::publish(&options, &|_| Ok(()), &stop).unwrap();
    let frozen = report.result.unwrap();
    assert!(frozen.published.iter().all(|file| file.is_file()) && !frozen.published.is_empty());
}

#[test]
fn an_error_of_whoever_is_notified_ends_the_driver() {
    let case = Case::new();
    let refuse = |_: Event<'_>| anyhow::bail!("nobody listens");
    let stop = AtomicBool::new(false);
    let error = pipeline::build(&build_options(&case), &refuse, &stop).unwrap_err();
    assert_eq!(error.to_string(), "nobody listens");
    assert!(!case.path("output/public").exists(), "nothing was made");
}

#[test]
fn packs_need_a_program_that_opens_their_papers() {
    let report = |program: Option<PathBuf>| {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds/public-pack/basic");
        let case = Case::copy_of(sample);
        let run = RunOptions { data: case.path("input"), program, ..run_options(&case) };
        let options = BuildOptions { run, ..build_options(&case) };
        let built = pipeline::build(&options, &|_| Ok(()), &AtomicBool::new(false)).unwrap();
        let BuildResult::Ran(report) = built else { panic!("the first run makes documents") };
        report.diags.iter().map(Diagnostic::code).collect::<Vec<_>>()
    };
    assert!(report(None).contains(&Code::PackNoOpener));
    assert!(report(Some("/nowhere/orderpaper".into())).contains(&Code::PaperUnreadable));
}
