//! How the council is run: lines of reporting as a picture and as a list, terms of reference, posts and briefings; and
//! boards that report to none, chairs who are no members, terms out of date and routes that lead nowhere.

use crate::support::Case;
use crate::support::pdf::Pdf;

const BOARDS: &str = "id,name,kind,chair,members,reports-to,review-due,readers,purpose\n";

/// Returns a council with boards.
fn council(boards: &str) -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type,quorum\ncabinet,Cabinet,executive,3\naudit,Audit Committee,regulatory,2\n")
        .file("members.csv", "body,name,role\naudit,Lettice Marr,chair\naudit,Odo Finch,member\naudit,Wilf Tarn,substitute\n")
        .file("posts.csv", "post,holder,interim,reports-to\nClerk,Vacant,,\nLanes Officer,Edda Rusk,yes,Clerk\n")
        .file("boards.csv", format!("{BOARDS}{boards}"))
}

/// Returns what `check` prints of boards.
fn checked(boards: &str) -> String {
    council(boards).run(["check", "--data", ".", "--today", "2026-03-02"]).stderr().to_owned()
}

/// Returns the words of the document on how the council is run.
fn text(case: &Case) -> String {
    case.run(["build", "--data", ".", "--kind", "governance", "--today", "2026-03-02"]).code(0);
    Pdf::read(&case.read("output/public/the-council/governance.pdf")).text()
}

const LANES: &str =
    "lanes,Lanes Board,board,Lanes Officer,Lanes Officer; Odo Finch,audit,,,Sweeps.\n";

#[test]
fn boards_are_listed_below_the_one_that_they_report_to() {
    let found = text(&council(&format!(
        "corner,Corner Panel,panel,,,lanes; cabinet,,,\n{LANES}audit,,committee,,,,,,Reads accounts.\n\
         coast,Coast Network,network,,,,,,\n"
    )));
    let (lines, terms) = found.split_once("Posts\n").unwrap();
    let place = |words: &str| lines.find(words).unwrap_or_else(|| panic!("{words}\n{found}"));
    // A board that reports to two stands below the first of them, and says so.
    assert!(place("Audit Committee") < place("Lanes Board"));
    assert!(place("Lanes Board") < place("Corner Panel (also to Cabinet)"));
    // Once in the picture and once in the list.
    assert_eq!(lines.matches("Corner Panel").count(), 2, "{lines}");
    place("Coast Network");
    for expected in [
        "Lanes Officer | Edda Rusk, interim | – | Clerk",
        "Clerk | vacant",
        "Lanes Officer (Edda Rusk, interim)",
        "Corner Panel",
        "Lanes Board and Cabinet",
        // What a committee's terms leave out is what its body and its members say.
        "Lettice Marr",
        "Odo Finch",
        "Reads accounts.",
    ] {
        assert!(terms.contains(expected) || lines.contains(expected), "{expected}\n{found}");
    }
    assert!(!found.contains("Wilf Tarn"), "a substitute is no member: {found}");
}

#[test]
fn internal_boards_and_notes_are_in_no_document() {
    let case = council(&format!("{LANES}zebu,Zebu Board,board,,,lanes,,internal,Zebu.\n")).file(
        "briefings.csv",
        "who,whom,how-often,about,note\nLanes Officer,The Leader,daily,lanes,ocelot\n",
    );
    let found = text(&case);
    assert!(
        found.contains("Lanes Officer (Edda Rusk, interim) | The Leader | daily | lanes"),
        "{found}"
    );
    assert!(!found.to_lowercase().contains("zebu") && !found.contains("ocelot"), "{found}");
}

#[test]
fn doubts_about_boards_are_warnings() {
    let cases = [
        ("governance/reports-to-none", "lanes,Lanes Board,board,,,,,,\n".to_owned()),
        ("governance/chair", "lanes,Lanes Board,board,Clerk,Lanes Officer,audit,,,\n".to_owned()),
        ("governance/review-due", "lanes,Lanes Board,board,,,audit,1 March 2026,,\n".to_owned()),
        (
            "governance/unknown-route",
            format!("{LANES}b,B Panel,panel,,,lanes,,,It is escalated to the Lane Board.\n"),
        ),
    ];
    for (code, boards) in cases {
        let found = checked(&boards);
        assert!(found.contains(&format!("warning[{code}]")), "{code}: {found}");
        assert_eq!(found.matches("warning[").count(), 1, "{found}");
    }
    let accepted = [
        "lanes,Lanes Partnership,partnership,,,,,,\n".to_owned(),
        // The chair is on the board by the post that he or she holds.
        "lanes,Lanes Board,board,Edda Rusk,Clerk; Lanes Officer,audit,2 March 2026,,\n".to_owned(),
        format!(
            "{LANES}b,B Panel,panel,,,lanes,,,It is escalated to the Lanes Board and reports to the Cabinet.\n"
        ),
    ];
    for boards in accepted {
        let found = checked(&boards);
        assert!(found.contains("no faults"), "{boards}{found}");
    }
}

#[test]
fn boards_that_contradict_each_other_refuse_the_document() {
    let cases = [
        ("lanes,Lanes Board,board,,,corner,,,\n".to_owned(), "there is no board or body `corner`"),
        ("lanes,Lanes Board,board,,,lanes,,,\n".to_owned(), "`lanes` reports to itself"),
        ("a,A Board,board,,,b,,,\nb,B Board,board,,,a,,,\n".to_owned(), "`a` reports to itself"),
        (format!("{LANES}{LANES}"), "the board `lanes` is given twice"),
        ("lanes,,board,,,audit,,,\n".to_owned(), "the board `lanes` has no `name`"),
        ("lanes,,committee,,,,,,\n".to_owned(), "there is no body `lanes`"),
        ("audit,Audit,board,,,cabinet,,,\n".to_owned(), "`audit` is a body of the council"),
    ];
    for (boards, message) in cases {
        let case = council(&boards);
        let run = case.run(["build", "--data", "."]).code(1);
        assert!(run.stderr().contains(message), "{message}: {}", run.stderr());
        assert!(!case.path("output/public/the-council").exists());
    }
    let case = council(LANES).file("posts.csv", "post,reports-to\nLanes Officer,Clerk\n");
    case.run(["check", "--data", "."]).code(1).stderr_has("there is no post `Clerk`");
}
