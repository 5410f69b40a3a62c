//! Complaints: sums, what is not known, and parts that are more than their whole.

use crate::support::Case;
use crate::support::pdf::Pdf;

const HEAD: &str =
    "service,theme,count,upheld,ombudsman,ombudsman-upheld,remedy,learning,committee,note\n";

/// Returns a council with complaints of the second and the third quarter.
fn council(before: &str, now: &str) -> Case {
    let case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file(
            "bodies.csv",
            "id,name,type\nroads,Roads Committee,scrutiny\nhomes,Homes Committee,scrutiny\n",
        )
        .file("performance/2025-26-q3/complaints.csv", format!("{HEAD}{now}"));
    match before {
        "" => case,
        rows => case.file("performance/2025-26-q2/complaints.csv", format!("{HEAD}{rows}")),
    }
}

/// Returns the words of a document of the third quarter.
fn text(case: &Case, document: &str) -> String {
    case.run(["build", "--data", ".", "--kind", "complaints-report", "--today", "2026-01-20"])
        .code(0);
    Pdf::read(&case.read(&format!("output/public/performance/2025-26-q3/{document}.pdf"))).text()
}

#[test]
fn complaints_are_added_up_and_what_is_not_known_is_left_out() {
    let case = council(
        "Roads,Mud,3,1,,,,Swept.,roads,\nRoads,Signs,2,1,,,,Painted.,roads,\nHomes,Damp,5,2,,,,Aired.,homes,\n",
        "Roads,Signs,4,1,2,1,Boots were paid for.,Swept twice.,roads,ocelot\n\
         Roads,Mud,7,2,0,,,Swept thrice.,roads,\nHomes,Damp,6,,1,,,Aired twice.,homes,\n",
    );
    let found = text(&case, "complaints-report");
    for expected in [
        "17; 10 in Q2 2025/26",
        "Roads | 11 | 5 | 3 | 2 | 1",
        // Of a row that leaves out what was upheld, nobody knows it, nor of all of them.
        "Homes | 6 | 5 | – | 1 | –",
        "All | 17 | 10 | – | 3 | –",
        "Mud | 7 | 3 | 2 | 0 | 0",
        "Boots were paid for.",
        "Aired twice.",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    assert!(
        found.find("Mud |") < found.find("Damp |") && found.find("Damp |") < found.find("Signs |")
    );
    assert!(!found.contains("ocelot"), "a note for officers is in no document");
    let roads = text(&case, "complaints-report-roads");
    assert!(roads.contains("All | 11 | 5 | 3 | 2 | 1") && !roads.contains("Homes"), "{roads}");
}

#[test]
fn complaints_that_contradict_each_other_refuse_the_report() {
    for (rows, message) in [
        ("Roads,Mud,3,4,,,,Swept.,,\n", "`upheld` is 4, and `count`, of which it is a part, is 3"),
        ("Roads,Mud,3,1,,1,,Swept.,,\n", "`ombudsman-upheld` is 1, and `ombudsman`"),
        (
            "Roads,Mud,3,,,,,,,\nroads,mud,2,,,,,,,\n",
            "complaints of `roads` about `mud` are given twice",
        ),
        ("Roads,Mud,3,,,,,,lanes,\n", "there is no body `lanes`"),
    ] {
        let case = council("", rows);
        let run = case.run(["build", "--data", "."]).code(1);
        assert!(run.stderr().contains(message), "{message}: {}", run.stderr());
        assert!(!case.path("output/public/performance/2025-26-q3/complaints-report.pdf").exists());
    }
}

#[test]
fn what_was_upheld_and_not_learned_from_is_a_warning() {
    let found = |rows: &str| council("", rows).run(["check", "--data", "."]).stderr().to_owned();
    for rows in ["Roads,Mud,3,1,,,,,,\n", "Roads,Mud,3,0,1,1,,,,\n"] {
        assert!(found(rows).contains("warning[complaints/no-learning]"), "{rows}");
    }
    for rows in ["Roads,Mud,3,0,,,,,,\n", "Roads,Mud,3,1,,,,Swept.,,\n", "Roads,Mud,3,,,,,,,\n"] {
        assert!(found(rows).contains("no faults"), "{rows}");
    }
}
