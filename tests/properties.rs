//! What holds for any text and any bytes: nothing lost, nothing run, nothing broken.
//!
//! Each property is tried with a few dozen random inputs; `ORDERPAPER_PROPTEST_CASES` asks for
//! more. Inputs that once failed have a separate test below, named for what went wrong.

mod bytes;
mod days;
mod folder;

use std::path::Path;
use std::sync::{Arc, LazyLock};

use orderpaper::diag::{Code, Diagnostic, Diagnostics, Severity, Style, render_human};
use orderpaper::kinds;
use orderpaper::model::glyphs::Coverage;
use orderpaper::pipeline::{self, Inputs, Output, Selection, Session};
use orderpaper::store;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use typst_syntax::{SyntaxKind, SyntaxNode};

use self::folder::{Filled, Filling};
use crate::support::{Case, pdf};

/// Characters that Typst, Handlebars, Djot, JSON or a shaper may take for more than words.
const HOSTILE: &[&str] = &[
    "#",
    "$",
    "\\",
    "\"",
    "{{",
    "}}",
    "{{{x}}}",
    "[",
    "]",
    "//",
    "/*",
    "*/",
    "@x",
    "<a>",
    "=",
    "==",
    "-",
    "--",
    "---",
    "...",
    "+",
    "1.",
    "a)",
    "'",
    "‘",
    "“",
    "_",
    "*",
    "`",
    "```",
    "~",
    "^",
    "|",
    "#x",
    "#import",
    "#{",
    "(",
    ")",
    ";",
    ":",
    ",",
    "{",
    "}",
    "%",
    "&",
    "&amp;",
    "fi",
    "ffl",
    "ff",
    "fl",
    "e\u{301}",
    "\u{301}",
    "ǆ",
    "ﬁ",
    "Ω",
    "Жё",
    "क्षि",
    "र्",
    "ि",
    "\u{a0}",
    " ",
    "  ",
    "\\u{41}",
    "#\"x\";",
    "#sys.version",
    "eval(\"1\")",
    "{+x+}",
    "{-x-}",
    "https://a.example/?b=c",
    "ﷺ",
    "¼",
    "№",
    "™",
    "…",
    "–",
    "—",
    "‐",
    "\u{2011}",
    "€",
    "Ĳ",
    "ß",
    "İ",
    "ı",
];

/// The characters of the fonts, and each of them in order.
static COVERED: LazyLock<(Coverage, Arc<[char]>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    folder::write(folder.path(), &["word".to_owned()]);
    let coverage = open(&mut Diagnostics::default(), folder.path()).coverage().clone();
    // Marks of the direction of writing have no width, and only turn the order of what is around them.
    let is_turn = |char: &char| matches!(char, '\u{200e}' | '\u{200f}');
    let chars = coverage.chars().filter(|char| !is_turn(char)).collect();
    (coverage, chars)
});

/// Returns texts of characters that the fonts have, hostile ones among them.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let (coverage, chars) = &*COVERED;
    let hostile: Vec<&str> = HOSTILE
        .iter()
        .copied()
        .filter(|text| text.chars().all(|char| coverage.has(char)))
        .collect();
    let any = (0..chars.len()).prop_map(|at| COVERED.1[at].to_string());
    let piece = prop_oneof![
        4 => select(hostile).prop_map(ToOwned::to_owned),
        3 => any,
        2 => "[a-zA-Z]{1,8}",
        2 => Just(" ".to_owned()),
    ];
    let text = prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat());
    prop::collection::vec(text, 1..8)
}

/// Tries a property with random inputs, `share` times as many as usual.
#[track_caller]
fn try_with<S: Strategy>(share: u32, strategy: S, property: impl Fn(S::Value) -> TestCaseResult) {
    let asked = std::env::var("ORDERPAPER_PROPTEST_CASES").ok();
    let cases = asked.and_then(|cases| cases.parse().ok()).unwrap_or(48) * share;
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    if let Err(error) = TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
}

fn open(diags: &mut Diagnostics, data: &Path) -> Session {
    let today = "2026-03-02".parse().unwrap();
    let (data, max_file_bytes) = (data.to_owned(), orderpaper::load::MAX_FILE_BYTES);
    let inputs =
        Inputs { data, templates: None, today, opener: None, max_file_bytes, published: None };
    Session::open(diags, &inputs, kinds::ALL).unwrap()
}

/// A document: its merged source and its PDF.
struct Made {
    source: String,
    pdf: Vec<u8>,
}

/// Makes both documents of a folder filled with `texts`.
fn make(texts: &[String]) -> Result<(Filling, [Made; 2], Diagnostics), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let filling = folder::write(folder.path(), texts);
    let mut diags = Diagnostics::default();
    let session = open(&mut diags, folder.path());
    let selection = Selection {
        kinds: vec!["agenda".to_owned(), "minutes".to_owned()],
        ..Selection::default()
    };
    let jobs = pipeline::plan(&session, &selection);
    let mut found = Diagnostics::default();
    session.report(&mut found, &Selection::default(), &jobs);
    let is_law = |code: Code| code.is_rule() || code.group() == "rules";
    let found = found.into_vec().into_iter().filter(|found| !is_law(found.code()));
    found.for_each(|found| diags.push(found));
    let mut made = Vec::new();
    for job in &jobs {
        let merged = session.merge(&mut Diagnostics::default(), job);
        let document = session.make(&mut diags, job);
        if let (Some(merged), Some(document)) = (merged, document) {
            made.push(Made { source: merged.source.clone(), pdf: document.bytes });
        }
    }
    let both: Result<[Made; 2], _> = made.try_into();
    let both = both.map_err(|_| TestCaseError::fail(format!("not made:\n{}", rendered(&diags))))?;
    Ok((filling, both, diags))
}

fn rendered(diags: &Diagnostics) -> String {
    let rendered = diags.iter().map(|diagnostic| render_human(diagnostic, Style::Plain));
    rendered.collect::<Vec<_>>().join("\n\n")
}

/// Returns `text` with each run of white space as one space, because line breaks may differ.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that each filled field comes back out of a document's text.
fn check_fields(text: &str, fields: &[Filled]) -> TestCaseResult {
    let text = collapse(text);
    for Filled { field, mark, text: wanted } in fields {
        let end = mark.replace('q', "z");
        let found = text.split_once(mark.as_str()).and_then(|(_, rest)| rest.split_once(&end));
        let Some((found, _)) = found else {
            return Err(TestCaseError::fail(format!(
                "{field}, from {mark} to {end}, is not printed whole in:\n{text}"
            )));
        };
        prop_assert_eq!(found.trim(), collapse(wanted), "{}", field);
    }
    Ok(())
}

/// Returns whether it only doubts what a text says, as anybody may who reads text without sense: that a name is no
/// member's, or something that the proof-reader stumbles at.
fn is_doubt(diagnostic: &Diagnostic) -> bool {
    matches!(
        diagnostic.code(),
        Code::MinutesUnknownMember
            | Code::MinutesNotThere
            | Code::TextDamaged
            | Code::TextLeftover
            | Code::TextWrongDay
            | Code::TextNoSuchMeeting
            | Code::TextDeadReference
            | Code::TextPersonalData
            | Code::TextLostSymbol
    )
}

/// Checks that texts come back out of both documents.
fn check_texts(texts: &[String]) -> TestCaseResult {
    let (filling, [agenda, minutes], diags) = make(texts)?;
    // A text may look like HTML by chance; it is printed unchanged.
    let complaints = diags.iter().any(|diagnostic| {
        diagnostic.severity() != Severity::Note
            && diagnostic.code() != Code::TextHtml
            && !is_doubt(diagnostic)
    });
    prop_assert!(!complaints, "{}", rendered(&diags));
    for (made, fields) in [(agenda, &filling.agenda), (minutes, &filling.minutes)] {
        let text = pdf::text(&made.pdf);
        check_fields(&text, fields)?;
        let bare = collapse(&filling.bare);
        prop_assert!(collapse(&text).contains(&bare), "`{}` stands alone in:\n{}", bare, text);
    }
    Ok(())
}

/// As [`check_texts`] with one text in all fields.
#[track_caller]
fn check(text: &str) {
    check_texts(&[text.to_owned()]).unwrap();
}

#[test]
fn any_text_comes_back_out_of_the_pdf() {
    try_with(1, texts(), |texts| check_texts(&texts));
}

#[test]
fn a_letter_between_marks_comes_back_out() {
    check_texts(&["Ǟ,", "#", "#"].map(ToOwned::to_owned)).unwrap();
}

#[test]
fn every_character_of_the_fonts_comes_back_out() {
    let chars = &COVERED.1;
    let texts: Vec<String> = chars
        .chunks(40)
        .map(|chunk| chunk.iter().map(|char| format!("{char} ")).collect())
        .collect();
    for texts in texts.chunks(30) {
        check_texts(texts).unwrap();
    }
}

#[test]
fn letters_with_combining_marks_are_read_once() {
    // No precomposed character: the font raises the mark, and Typst then wrote the letter twice.
    check("Ẹ\u{300}kọ\u{301} ẹ\u{300} q\u{30d} M\u{304} a\u{302}\u{301}\u{300}");
    // With a precomposed character: é, ŵ.
    check("e\u{301} w\u{302}");
    // Marks without a letter.
    check("\u{30d} \u{300}\u{301}-\u{323}");
}

/// Returns Typst source with each string replaced by `S`, and consecutive strings by one.
fn skeleton(source: &str) -> Result<String, TestCaseError> {
    let root = typst_syntax::parse(source);
    let (errors, _) = root.errors_and_warnings();
    prop_assert!(errors.is_empty(), "{:?} in:\n{}", errors, source);
    let mut skeleton = String::new();
    add(&mut skeleton, &root);
    while skeleton.contains("#S;#S;") {
        skeleton = skeleton.replace("#S;#S;", "#S;");
    }
    Ok(skeleton)
}

fn add(skeleton: &mut String, node: &SyntaxNode) {
    if node.kind() == SyntaxKind::Str {
        skeleton.push('S');
    } else if node.children().len() == 0 {
        skeleton.push_str(node.leaf_text());
    } else {
        node.children().for_each(|child| add(skeleton, child));
    }
}

#[test]
fn no_field_changes_layout_or_calls_code() {
    let (_, harmless, _) = make(&["word".to_owned()]).unwrap();
    let harmless = harmless.map(|made| skeleton(&made.source).unwrap());
    try_with(1, texts(), |texts| {
        let (_, made, _) = make(&texts)?;
        for (made, harmless) in made.iter().zip(&harmless) {
            prop_assert_eq!(&skeleton(&made.source)?, harmless);
        }
        Ok(())
    });
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let (_, first, _) = make(&["word".to_owned()]).unwrap();
    let (_, second, _) = make(&["word".to_owned()]).unwrap();
    for (first, second) in first.iter().zip(&second) {
        assert!(first.pdf == second.pdf && first.source == second.source);
    }
}

#[test]
fn the_number_of_jobs_changes_no_byte_and_no_message() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let session = open(&mut Diagnostics::default(), &data);
    let selection = Selection { bodies: vec!["cabinet".to_owned()], ..Selection::default() };
    let jobs = pipeline::plan(&session, &selection);
    let run = |threads| {
        let folder = tempfile::tempdir().unwrap();
        let mut diags = Diagnostics::default();
        let output = Output {
            folder: folder.path(),
            keep_typ: false,
            is_kept_elsewhere: false,
            stop: None,
            begun: &|_| {},
            ended: &|_, _| {},
        };
        let outcomes = pipeline::run(&mut diags, &session, &jobs, threads, &output);
        assert_eq!(outcomes.len(), jobs.len());
        let files = store::walk(folder.path()).unwrap();
        let read = |path| (store::read(&folder.path().join(&path)).unwrap(), path);
        (files.into_iter().map(read).collect::<Vec<_>>(), rendered(&diags))
    };
    let one = run(1);
    assert!(one.0.len() > 4, "several documents are made");
    assert!(one == run(2), "one job and two make the same");
}

#[test]
fn characters_without_a_glyph_are_reported_and_printed_as_code_points() {
    let (coverage, _) = &*COVERED;
    let ranges = [0x5D0..0x5EA, 0x3041..0x3096, 0x1F600..0x1F640, 0xE000..0xE010, 0x4E00..0x4E40];
    let all = ranges.into_iter().flatten().filter_map(char::from_u32);
    let lacking: Vec<char> = all.filter(|char| !coverage.has(*char)).collect();
    try_with(1, (select(lacking), "[a-z]{0,4}"), |(char, word)| {
        let code = format!("U+{:04X}", u32::from(char));
        let (filling, made, diags) = make(&[format!("{word}{char}")])?;
        for diagnostic in diags.iter().filter(|diagnostic| !is_doubt(diagnostic)) {
            prop_assert_eq!(diagnostic.code(), Code::TextNoGlyph);
            prop_assert!(diagnostic.message.contains(&code), "{}", diagnostic.message);
            prop_assert!(diagnostic.origin.is_some());
        }
        let fields = filling.agenda.len() + filling.minutes.len();
        prop_assert!(diags.iter().count() >= fields, "each field is reported");
        for (made, mut fields) in made.into_iter().zip([filling.agenda, filling.minutes]) {
            for field in &mut fields {
                field.text = field.text.replace(char, &format!("[{code}]"));
            }
            check_fields(&pdf::text(&made.pdf), &fields)?;
        }
        Ok(())
    });
}

#[test]
fn a_word_without_a_break_stays_on_the_page_and_is_one_word() {
    let word = "Thornacre".repeat(30);
    let case =
        Case::new().replace("data/agenda.csv", "The charges have not", &format!("{word} has not"));
    case.run(["build", "--kind", "agenda", "--meeting", "cabinet-2026-01-13"]).code(0);
    let pdf = Arc::new(case.read("output/public/cabinet-2026-01-13/agenda.pdf"));
    let pages = orderpaper::pack::words::read(&pdf).unwrap();
    let text: String = pages.iter().map(|page| page.text.replace('\n', "")).collect();
    assert!(text.contains(&word), "{text}");
    assert!(pages.iter().all(|page| page.hidden.is_empty()), "{pages:?}");
}
