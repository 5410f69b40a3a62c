//! Which packs a second run makes again.

use crate::support::Case;

const FOLDER: &str = "tests/kinds/public-pack/basic";

/// Builds a folder's documents, and returns those that were made and why.
#[track_caller]
fn build(case: &Case) -> Vec<(String, String)> {
    let ended = case.run(["build", "--data", "input", "--format", "json"]).code(0);
    let lines = ended.json();
    let lines = lines.iter().filter(|line| line["outcome"] == "made");
    let name = |line: &serde_json::Value| line["file"].as_str().unwrap().replace('\\', "/");
    let short = |file: String| file.rsplit('/').next().unwrap().to_owned();
    lines.map(|line| (short(name(line)), line["why"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn packs_are_made_again_when_a_paper_of_their_meeting_changes() {
    let case = Case::copy_of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
    let names = |made: &[(String, String)]| {
        made.iter().map(|(name, _)| name.trim_end_matches(".pdf").to_owned()).collect::<Vec<_>>()
    };
    let all = [
        "agenda",
        "public-pack",
        "exempt-pack",
        "members-pack",
        "supplement-1",
        "members-supplement-1",
        "exempt-register",
    ];
    assert_eq!(names(&build(&case)), all);
    assert_eq!(build(&case), []);
    // The register names papers, whatever is in them.
    let packs = &all[..6];
    // A supplied paper: the page numbers of all that follow may change, in every pack.
    let bytes = case.read("input/documents/plan.pdf");
    let case = case.bytes("input/documents/plan.pdf", [&bytes[..], b"\n%\n"].concat());
    let made = build(&case);
    assert_eq!(names(&made), packs);
    assert!(
        made.iter().all(|(_, why)| why == "the papers of its meeting have changed"),
        "{made:?}"
    );
    assert_eq!(build(&case), []);
    // A paper written in Djot.
    let case = case.append("input/documents/weir.dj", "\nOne more thing.\n");
    assert_eq!(names(&build(&case)), packs);
    // A file that is in no pack.
    let case = case.file("input/documents/spare.dj", "Nothing.\n");
    assert_eq!(build(&case), []);
    // How packs are bound.
    let case = case.replace("input/council.json", "\"duplex\": false", "\"duplex\": true");
    assert_eq!(names(&build(&case)), packs);
    assert_eq!(build(&case), []);
}

#[test]
fn warnings_about_unchanged_packs_are_replayed() {
    let case = Case::copy_of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
    let paper = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/scan.pdf");
    let case = case.bytes("input/documents/plan.pdf", std::fs::read(paper).unwrap());
    let warning = "no pack with `plan.pdf` claims PDF/UA-1";
    for made in ["7 documents made", "0 documents made, 7 unchanged"] {
        let ended = case.run(["build", "--data", "input", "-v"]).code(0);
        ended
            .stderr_has("warning[pack/no-pdf-ua]")
            .stderr_has(warning)
            .stderr_has("warning[pack/no-pdf-a]: no pack with `plan.pdf` claims PDF/A")
            .stderr_has(made);
    }
}

#[test]
fn a_paper_that_was_mended_is_reported() {
    let case = Case::copy_of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
    let paper = crate::support::hostile::paper().change(3, "/MediaBox [0 0 595 842]", "").bytes();
    case.bytes("input/documents/plan.pdf", paper)
        .run(["build", "--data", "input"])
        .code(0)
        .stderr_has("warning[pack/damaged]: `plan.pdf` has no size for page 1; A4 is assumed");
}
