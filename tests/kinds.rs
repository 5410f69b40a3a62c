//! Every kind of document from a small folder of data to its PDF, compared with what was approved.
//!
//! A case is `tests/kinds/<kind>/<case>/input/`, a data folder; beside it `expected/` holds the
//! merged source, the PDF's text and tags, and the diagnostics, where there are any. The document
//! is that of the subject that `subject.txt` beside them names, or else of the last that the data calls for; others
//! only lead up to it. The bytes
//! have a line each in `tests/ref/hashes.txt`, a part of their BLAKE3. `SNAPSHOTS=overwrite` rewrites all of these.

mod pages;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use orderpaper::diag::{Diagnostics, Style, render_human};
use orderpaper::model::form::Form;
use orderpaper::pipeline::{self, Inputs, Selection, Session};
use orderpaper::{kinds, store};
use snapbox::Data;

use crate::support::pdf::Pdf;
use crate::support::pdf::pages::smallest_type;

/// A document made from a case.
struct Made {
    /// The merged source.
    source: String,
    /// The PDF.
    pdf: Vec<u8>,
    /// The PDF, read back.
    read: Pdf,
    /// The diagnostics, rendered for people.
    reported: String,
}

/// Returns the folder of this group of tests.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("kinds")
}

/// Returns every case as kind and name, in order.
fn cases() -> Vec<(String, String)> {
    let folders =
        |path: &Path| store::list(path).unwrap().into_iter().filter(|entry| entry.is_folder);
    let cases = folders(&root()).flat_map(|kind| {
        let cases: Vec<_> = folders(&root().join(&kind.name)).collect();
        cases.into_iter().map(move |case| (kind.name.clone(), case.name))
    });
    cases.collect()
}

/// Returns the document of a case, which is made once a run, whichever test asks first.
fn made(kind: &str, case: &str) -> Arc<Made> {
    made_in(Form::Pdf, kind, case)
}

/// Returns the document of a case in a form, which is made once a run, whichever test asks first.
fn made_in(form: Form, kind: &str, case: &str) -> Arc<Made> {
    type Slots = BTreeMap<(Form, String, String), Arc<OnceLock<Arc<Made>>>>;
    static SLOTS: Mutex<Slots> = Mutex::new(Slots::new());
    let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
    let slot = Arc::clone(slots.entry((form, kind.to_owned(), case.to_owned())).or_default());
    drop(slots);
    Arc::clone(slot.get_or_init(|| Arc::new(make(form, kind, case))))
}

/// A case that is open: the session, the document that it is about, and what was found so far.
struct Opened {
    session: Session,
    job: Option<pipeline::Job>,
    diags: Diagnostics,
    /// Where papers are copied to that are opened.
    _copies: tempfile::TempDir,
}

/// Opens a case for its document in a form.
fn open(form: Form, kind: &str, case: &str) -> Opened {
    open_data(form, kind, case, root().join(kind).join(case).join("input"))
}

/// Opens a folder of data for the document of a case in a form.
fn open_data(form: Form, kind: &str, case: &str, data: PathBuf) -> Opened {
    let kind = kinds::named(kind).unwrap_or_else(|| panic!("`{kind}` is no kind of document"));
    let today = "2026-03-02".parse().unwrap();
    let mut diags = Diagnostics::default();
    let copies = tempfile::tempdir().unwrap();
    let opener = Some(crate::support::opener(copies.path()));
    let max_file_bytes = orderpaper::load::MAX_FILE_BYTES;
    let inputs = Inputs { data, templates: None, today, opener, max_file_bytes, published: None };
    let session = Session::open(&mut diags, &inputs, &[kind]).unwrap();
    let selection = Selection { kinds: vec![kind.name().to_owned()], ..Selection::default() };
    let jobs = pipeline::plan(&session, &selection);
    session.report(&mut diags, &selection, &jobs);
    let named = std::fs::read_to_string(root().join(kind.name()).join(case).join("subject.txt"));
    let named =
        named.ok().and_then(|name| jobs.iter().find(|job| job.subject.key() == name.trim()));
    let job = named.or(jobs.last()).map(|job| job.version(form, &job.language));
    Opened { session, job, diags, _copies: copies }
}

/// Returns what was found, rendered for people, with paths from the folder of the case on.
fn rendered(diags: &Diagnostics, kind: &str, case: &str) -> String {
    let one = |diagnostic| render_human(diagnostic, Style::Plain) + "\n";
    let reported: Vec<String> = diags.sorted().into_iter().map(one).collect();
    let above = root().join(kind).join(case).to_string_lossy().replace('\\', "/") + "/";
    reported.join("\n").replace(&above, "")
}

/// Makes the document of a case in a form.
fn make(form: Form, kind: &str, case: &str) -> Made {
    let Opened { session, job, mut diags, _copies } = open(form, kind, case);
    let job = job.as_ref();
    let merged = job.and_then(|job| session.merge(&mut Diagnostics::default(), job));
    let document = job.and_then(|job| session.make(&mut diags, job));
    let reported = rendered(&diags, kind, case);
    let (Some(merged), Some(document)) = (merged, document) else {
        panic!("no {kind} was made of case `{case}`:\n{reported}");
    };
    let read = Pdf::read(&document.bytes);
    assert_eq!(read.pages, document.pages);
    Made { source: merged.source.clone(), pdf: document.bytes, read, reported }
}

/// Compares a text with the file that holds the approved one; returns the difference.
fn compare(path: &Path, actual: String) -> Result<(), String> {
    let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
    let name = path.display().to_string();
    let expected = Data::read_from(path, Some(snapbox::data::DataFormat::Text)).raw();
    let result = assert.try_eq(Some(&name), Data::text(actual).raw(), expected);
    result.map_err(|difference| difference.to_string())
}

#[test]
fn every_case_matches_its_approved_files() {
    let mut differences = String::new();
    let mut hashes = String::new();
    for (kind, case) in cases() {
        let made = made(&kind, &case);
        let expected = root().join(&kind).join(&case).join("expected");
        let digest = blake3::hash(&made.pdf).to_hex();
        writeln!(hashes, "{} {kind}/{case}", &digest[..16]).unwrap();
        let mut files = BTreeMap::from([
            ("document.typ", made.source.clone()),
            ("tags.txt", made.read.tags()),
            ("text.txt", made.read.text()),
        ]);
        if !made.reported.is_empty() {
            files.insert("reported.txt", made.reported.clone());
        }
        if store::is_folder(&expected) {
            for extra in store::list(&expected).unwrap() {
                if !files.contains_key(&*extra.name) {
                    let path = expected.join(&extra.name);
                    writeln!(differences, "no longer made; delete it: {}", path.display()).unwrap();
                }
            }
        }
        for (name, actual) in files {
            if let Err(difference) = compare(&expected.join(name), actual) {
                writeln!(differences, "{kind}/{case}:\n{difference}").unwrap();
            }
        }
    }
    let path = root().with_file_name("ref").join("hashes.txt");
    if let Err(difference) = compare(&path, hashes) {
        writeln!(differences, "bytes:\n{difference}").unwrap();
    }
    assert!(differences.is_empty(), "{differences}");
}

/// Returns whether documents of a kind bind a paper that was supplied as a PDF, in the cases here.
fn has_supplied_papers(kind: &str) -> bool {
    matches!(kind, "public-pack" | "members-pack")
}

#[test]
fn every_document_has_a_title_and_claims_pdf_a_and_pdf_ua() {
    for (kind, case) in cases() {
        let made = made(&kind, &case);
        let metadata = &made.read.metadata;
        let title = metadata.title.clone().unwrap_or_default();
        assert!(title.len() > 10, "{kind}/{case}: `{title}` is no title");
        // Whether a paper that was supplied is PDF/A, only a validator can tell.
        let wanted = (!has_supplied_papers(&kind)).then_some("2A");
        assert_eq!(metadata.pdf_a.as_deref(), wanted, "{kind}/{case}");
        assert_eq!(metadata.pdf_ua.as_deref(), Some("1"), "{kind}/{case}");
        assert_eq!(metadata.language.as_deref(), Some("en-GB"), "{kind}/{case}");
        assert!(metadata.author.is_some(), "{kind}/{case}: the council is the author");
    }
}

#[test]
fn every_kind_can_be_had_in_large_print() {
    let mut kinds = BTreeMap::new();
    for (kind, case) in cases() {
        kinds.entry(kind).or_insert(case);
    }
    for (kind, case) in kinds {
        let (ordinary, large) = (made(&kind, &case), made_in(Form::LargePrint, &kind, &case));
        let metadata = &large.read.metadata;
        assert_eq!(metadata.title, ordinary.read.metadata.title, "{kind}/{case}");
        assert_eq!(metadata.pdf_a.as_deref(), Some("2A"), "{kind}/{case}");
        assert_eq!(metadata.pdf_ua.as_deref(), Some("1"), "{kind}/{case}");
        assert_eq!(metadata.language.as_deref(), Some("en-GB"), "{kind}/{case}");
        let smallest = smallest_type(&large.pdf);
        assert!(smallest > 17.99, "{kind}/{case}: type of {smallest} points");
        let tags = large.read.tags();
        let count = |tag: &str| tags.lines().filter(|line| line.trim().starts_with(tag)).count();
        assert_eq!((count("H1"), count("Table")), (1, 0), "{kind}/{case}:\n{tags}");
    }
}

#[test]
fn large_print_says_what_the_ordinary_form_says() {
    // Reports show pictures, and the numbers of their own pages; packs bind papers.
    let is_compared = |kind: &str| {
        !["performance-report", "internal-measures", "governance", "programme-report", "assessment"]
            .contains(&kind)
            && !kind.contains("pack")
    };
    for (kind, case) in cases() {
        if !is_compared(&kind) || kind.contains("supplement") {
            continue;
        }
        let (ordinary, large) = (made(&kind, &case), made_in(Form::LargePrint, &kind, &case));
        // A label ends in a colon where its column has no heading.
        let words = |made: &Made| -> BTreeSet<String> {
            let text = made.read.text();
            let words = text.split(|char: char| char.is_whitespace() || matches!(char, ':' | '|'));
            words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        assert_eq!(words(&large), words(&ordinary), "{kind}/{case}");
    }
}

#[test]
fn large_print_of_a_pack_is_its_front_with_the_numbers_of_the_pack() {
    for (kind, case) in cases().into_iter().filter(|(kind, _)| kind.contains("pack")) {
        let (pack, front) = (made(&kind, &case), made_in(Form::LargePrint, &kind, &case));
        let (pack, text) = (pack.read.text(), front.read.text());
        let numbers = |text: &str| -> Vec<String> {
            let ranges = text.split("(Page").skip(1);
            ranges.map(|range| range.split(')').next().unwrap_or_default().to_owned()).collect()
        };
        assert!(!numbers(&text).is_empty(), "{kind}/{case}: {text}");
        let (front_numbers, numbers) = (numbers(&text), numbers(&pack));
        assert!(
            numbers.starts_with(&front_numbers),
            "{kind}/{case}: {front_numbers:?} {numbers:?}"
        );
        // Links to papers would lead nowhere.
        let document = lopdf::Document::load_mem(&front.pdf).unwrap();
        let address = |object: &lopdf::Object| {
            let address = object.as_dict().ok()?.get(b"URI").ok()?.as_str().ok()?;
            Some(String::from_utf8_lossy(address).into_owned())
        };
        let mut addresses = document.objects.values().flat_map(|object| {
            let action = object.as_dict().ok().and_then(|object| object.get(b"A").ok());
            [Some(object), action].into_iter().flatten().filter_map(address)
        });
        assert!(!addresses.any(|address| address.starts_with("pack:")), "{kind}/{case}");
    }
}

#[test]
fn forms_do_not_mix() {
    let pdf = |form: Form| make(form, "agenda", "basic").pdf;
    let (ordinary, large) = (pdf(Form::Pdf), pdf(Form::LargePrint));
    assert!(ordinary != large);
    assert!(pdf(Form::Pdf) == ordinary && pdf(Form::LargePrint) == large);
    assert!(made("agenda", "basic").pdf == ordinary);
}

/// Returns the first word of each line that begins with a number or a label.
fn labels(text: &str) -> Vec<&str> {
    let firsts = text.lines().filter_map(|line| line.split_whitespace().next());
    let is_label = |word: &&str| {
        let word = word.trim_end_matches(['.', ')']);
        let is_roman = word.chars().all(|char| matches!(char, 'i' | 'v' | 'x'));
        let is_number = word.chars().all(|char| char.is_ascii_digit() || char == '.');
        !word.is_empty() && (is_number || is_roman || word.len() == 1) && word != "A"
    };
    firsts.filter(is_label).collect()
}

/// Checks that the lines of a case's text that begin with labels have these, in this order.
#[track_caller]
fn check_labels(kind: &str, case: &str, from: &str, wanted: &[&str]) {
    let text = made(kind, case).read.text();
    let labels = labels(&text);
    let start = labels.iter().position(|label| *label == from);
    let start = start.unwrap_or_else(|| panic!("`{from}` is a label in {labels:?}"));
    let marks = |label: &&&str| !matches!(**label, "•" | "–" | "▪" | "◦");
    let found: Vec<&str> = labels[start..].iter().filter(marks).copied().collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn minutes_keep_the_numbering_of_their_author() {
    let wanted =
        ["25.", "25.1", "25.2", "25.3", "25.4", "i.", "a)", "b)", "c)", "ii.", "iii.", "iv."];
    check_labels("minutes", "nested-lists", "25.", &wanted);
}

#[test]
fn twelve_parts_are_numbered_one_to_twelve() {
    let parts = ["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10.", "11.", "12."];
    check_labels(
        "minutes",
        "twelve-part",
        "128.",
        &[&["128.", "128.1", "128.2"], &parts[..]].concat(),
    );
}

#[test]
fn four_levels_of_a_list_keep_their_labels() {
    let text = made("minutes", "four-levels").read.text();
    let wanted = [
        "  1. ",
        "    a) ",
        "      i. ",
        "        • ",
        "        • ",
        "      ii. ",
        "    b) ",
        "  2. ",
    ];
    let mut lines = text.lines().skip_while(|line| !line.starts_with(wanted[0]));
    for start in wanted {
        let line = lines.next().unwrap_or_default();
        assert!(line.starts_with(start), "`{line}` begins with `{start}` in:\n{text}");
    }
}

#[test]
fn public_documents_hold_no_exempt_words() {
    let cases = [
        ("agenda", "two-parts"),
        ("minutes", "exempt"),
        ("minute-extract", "basic"),
        ("decisions-list", "basic"),
        ("decision-record", "exempt"),
        ("special-urgency-report", "basic"),
        ("officer-decisions", "basic"),
        ("forward-plan", "private"),
        ("issue-history", "private"),
        ("action-tracker", "basic"),
        ("private-meeting-notice", "first"),
        ("private-meeting-notice", "second"),
        ("private-meeting-notice", "no-representations"),
    ];
    for (kind, case) in cases {
        let made = made(kind, case);
        let source = made.source.clone();
        let outline = made.read.outline.join("\n");
        for shown in [source, made.read.text(), made.read.tags(), outline] {
            // What the data of these cases has in every exempt field.
            assert!(!shown.contains("SECRETWORDS"), "{kind}/{case}:\n{shown}");
        }
    }
}

#[test]
fn minute_numbers_may_have_a_year_or_a_prefix() {
    check_headings(
        "numbering-year",
        &["77/21 ", "78/21 ", "79A/21 ", "Opening words", "(a) Late business"],
    );
    check_headings("numbering-prefix", &["LIC 42 (25/26) ", "LIC 43 (25/26) ", "LIC 44 (25/26) "]);
}

/// Checks how the headings of the minutes begin, below the title.
#[track_caller]
fn check_headings(case: &str, starts: &[&str]) {
    let made = made("minutes", case);
    let headings: Vec<&str> =
        made.read.outline.iter().skip(1).map(|title| title.trim_start()).collect();
    assert_eq!(headings.len(), starts.len(), "{headings:?}");
    for (heading, start) in headings.into_iter().zip(starts) {
        assert!(heading.starts_with(start), "`{heading}` begins with `{start}`");
    }
}
