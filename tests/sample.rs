//! The sample council's year makes every document without a fault, and the generated manuals are up
//! to date.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use orderpaper::diag::{Code, Diagnostics, Severity, Style, render_human};
use orderpaper::kinds;
use orderpaper::manual;
use orderpaper::pipeline::{self, Inputs, Job, Selection, Session};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Opens the sample; clean copies of its papers go into `copies`.
fn open(diags: &mut Diagnostics, copies: &Path) -> Session {
    let today = NaiveDate::from_ymd_opt(2026, 2, 20).unwrap();
    let opener = Some(crate::support::opener(copies));
    let (data, max_file_bytes) = (root().join("data"), orderpaper::load::MAX_FILE_BYTES);
    let inputs = Inputs { data, templates: None, today, opener, max_file_bytes, published: None };
    Session::open(diags, &inputs, kinds::ALL).unwrap()
}

/// Fails with the faults as a person would read them.
#[track_caller]
fn assert_no_faults(diags: &Diagnostics) {
    let faults: Vec<String> = diags
        .sorted()
        .into_iter()
        .filter(|diagnostic| diagnostic.severity() > Severity::Note)
        // Two papers of the sample are as they come from elsewhere: scanned, and without tags.
        .filter(|diagnostic| !diagnostic.code().name().starts_with("pack/no-pdf-"))
        // The narrative of one measure of the sample is not yet agreed.
        .filter(|diagnostic| diagnostic.code() != Code::FiguresNotAgreed)
        .map(|diagnostic| render_human(diagnostic, Style::Plain))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn is_of_council(job: &pipeline::Job) -> bool {
    matches!(job.subject, kinds::Subject::Council { .. })
}

#[test]
fn the_sample_has_no_faults_and_every_document_is_made() {
    let mut diags = Diagnostics::default();
    let copies = tempfile::tempdir().unwrap();
    let session = open(&mut diags, copies.path());
    let jobs = pipeline::plan(&session, &Selection::default());
    session.report(&mut diags, &Selection::default(), &jobs);
    for job in &jobs {
        let document = session.make(&mut diags, job);
        assert!(document.is_some_and(|made| made.pages > 0), "{} is not made", job.name());
    }
    assert_no_faults(&diags);
    for kind in kinds::ALL {
        let of_kind: Vec<_> = jobs.iter().filter(|job| job.kind.name() == kind.name()).collect();
        let count = of_kind.len();
        // There is one council.
        let least = if matches!(of_kind[..], [job] if is_of_council(job)) { 1 } else { 2 };
        assert!(
            count >= least,
            "the sample calls for {count} documents of the kind {}",
            kind.name()
        );
    }
}

#[test]
fn jobs_mean_the_same_in_another_process() {
    let copies = tempfile::tempdir().unwrap();
    let session = open(&mut Diagnostics::default(), copies.path());
    for job in pipeline::plan(&session, &Selection::default()) {
        let written = serde_json::to_string(&job).unwrap();
        let read: Job = serde_json::from_str(&written).unwrap();
        assert_eq!(read.subject, job.subject, "{written}");
        assert_eq!((read.name(), read.file()), (job.name(), job.file()), "{written}");
    }
}

#[test]
fn public_sources_of_the_sample_hold_no_exempt_words() {
    // Sums that stand only in exempt minutes and decisions.
    let canaries = ["485,000", "430,000", "540,000", "498,000"];
    let exempt = canaries.map(|canary| {
        let holds = |file: &str| {
            let bytes = orderpaper::store::read(&root().join("data").join(file)).unwrap();
            String::from_utf8(bytes).unwrap().contains(canary)
        };
        holds("decisions.json")
            || orderpaper::store::walk(&root().join("data").join("minutes"))
                .unwrap()
                .iter()
                .any(|file| holds(&Path::new("minutes").join(file).to_string_lossy()))
    });
    assert!(exempt.iter().all(|found| *found), "the canaries are in the data");
    let mut diags = Diagnostics::default();
    let copies = tempfile::tempdir().unwrap();
    let session = open(&mut diags, copies.path());
    for job in pipeline::plan(&session, &Selection::default()) {
        let merged = session.merge(&mut diags, &job).unwrap();
        for canary in canaries {
            assert!(!merged.source.contains(canary), "{} contains `{canary}`", job.name());
        }
    }
}

#[test]
fn the_manual_of_the_data_is_current() {
    let page = snapbox::Data::read_from(&root().join("data").join("README.md"), None);
    snapbox::assert_data_eq!(manual::data_page(), page.raw());
}

#[test]
fn the_manual_of_the_templates_is_current() {
    let page = snapbox::Data::read_from(&root().join("templates").join("README.md"), None);
    snapbox::assert_data_eq!(manual::templates_page(), page.raw());
}
