//! What a second run makes of packs.

use crate::support::Case;

const FOLDER: &str = "tests/kinds/public-pack/basic";

/// Builds a folder's documents, and returns those that were made and why.
#[track_caller]
fn build(case: &Case) -> Vec<(String, String)> {
    let ended = case.run(["build", "--data", "input", "--format", "json"]).code(0);
    let told = ended.json();
    let told = told.iter().filter(|own| own["outcome"] == "made");
    let name = |own: &serde_json::Value| own["file"].as_str().unwrap().replace('\\', "/");
    let short = |file: String| file.rsplit('/').next().unwrap().to_owned();
    told.map(|own| (short(name(own)), own["why"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn packs_are_made_again_when_a_paper_of_their_meeting_changes() {
    let case = Case::of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
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
    ];
    assert_eq!(names(&build(&case)), all);
    assert_eq!(build(&case), []);
    // A paper that is supplied: the numbers of all that follow may be others, in every pack.
    let bytes = case.read("input/documents/plan.pdf");
    let case = case.bytes("input/documents/plan.pdf", [&bytes[..], b"\n%\n"].concat());
    let made = build(&case);
    assert_eq!(names(&made), all);
    assert!(
        made.iter().all(|(_, why)| why == "the papers of its meeting have changed"),
        "{made:?}"
    );
    assert_eq!(build(&case), []);
    // A paper that is written as a text.
    let case = case.append("input/documents/weir.dj", "\nOne more thing.\n");
    assert_eq!(names(&build(&case)), all);
    // What nobody has bound.
    let case = case.file("input/documents/spare.dj", "Nothing.\n");
    assert_eq!(build(&case), []);
    // How packs are bound.
    let case = case.replace("input/council.json", "\"duplex\": false", "\"duplex\": true");
    assert_eq!(names(&build(&case)), all);
    assert_eq!(build(&case), []);
}

#[test]
fn what_a_paper_costs_its_packs_is_said_again() {
    let case = Case::of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER));
    let paper = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/scan.pdf");
    let case = case.bytes("input/documents/plan.pdf", std::fs::read(paper).unwrap());
    let warning = "no pack with `plan.pdf` claims PDF/UA-1";
    for made in ["6 documents made", "0 documents made, 6 unchanged"] {
        let ended = case.run(["build", "--data", "input", "-v"]).code(0);
        ended.stderr_has("warning[pack/no-pdf-ua]").stderr_has(warning).stderr_has(made);
    }
}
