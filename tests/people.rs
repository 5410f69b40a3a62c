//! Members, officers and councils that share a body, as records name them and as documents and exports print them.

use crate::support::Case;

/// Officers whom the records name in short.
const OFFICERS: &str = "name,post,email,telephone\n\
    Ines Coldwell,Committee Officer,i.coldwell@ashbyvale.example.gov.uk,01632 960201\n";

#[test]
fn contacts_are_exported_from_their_rows() {
    let issues = "ref,title,contact,first-published,due\n\
        AV26/001,Parking charges,I Coldwell,2026-01-05,March 2026\n\
        AV26/002,Market tolls,Pat Quill,2026-01-05,March 2026\n";
    let case = Case::new().file("data/officers.csv", OFFICERS).file("data/issues.csv", issues);
    let ended = case.run(["export", "plan", "--as", "json"]).code(0);
    let rows: serde_json::Value = serde_json::from_str(ended.stdout()).unwrap();
    assert_eq!(
        rows[0]["contact"],
        "Ines Coldwell, Committee Officer, 01632 960201, i.coldwell@ashbyvale.example.gov.uk"
    );
    assert_eq!(rows[1]["contact"], "Pat Quill");
}

#[test]
fn a_plan_names_officers_to_whom_readers_may_write() {
    let plan = "output/public/forward-plan/2026-01/forward-plan.pdf";
    let of = |contacts: [&str; 2], council: &str| {
        let issues = format!(
            "ref,title,contact,first-published,due\n\
             AV26/001,Parking charges,{},2026-01-05,March 2026\n\
             AV26/002,Market tolls,{},2026-01-05,March 2026\n",
            contacts[0], contacts[1]
        );
        let case = Case::new().file("data/issues.csv", issues);
        let contact = case.text("data/council.json");
        let start = contact.find("  \"contact\"").unwrap();
        let end = start + contact[start..].find("},\n").unwrap() + "},\n".len();
        let case = case.file(
            "data/council.json",
            format!("{}{council}{}", &contact[..start], &contact[end..]),
        );
        (case.run(["build", "--kind", "forward-plan", "--keep-typ"]), case)
    };
    let text = |case: &Case| -> String {
        let files = case.files("output");
        let source = files.iter().find(|file| file.ends_with(".typ"));
        source
            .map_or_else(String::new, |file| case.text(&format!("output/{file}")))
            .replace(['#', '"'], "")
    };
    let (ended, case) = of(["Pat Quill", "Ines Coldwell"], "");
    ended.code(0).made([plan]);
    assert!(text(&case).contains("write to the officer named for the matter"), "{}", text(&case));
    let (ended, _) = of(["Pat Quill", ""], "");
    ended
        .code(1)
        .not_made([plan])
        .stderr_has("nobody is named to whom readers may write about AV26/002");
    let general = "  \"contact\": { \"name\": \"Ines Coldwell\" },\n";
    let (ended, case) = of(["Pat Quill", ""], general);
    ended.code(0).made([plan]);
    assert!(text(&case).contains("(where one is named)"), "{}", text(&case));
    let (ended, case) = of(["", ""], general);
    ended.code(0).made([plan]);
    assert!(!text(&case).contains("officer named for the matter"), "{}", text(&case));
}

#[test]
fn an_office_is_exported_as_its_holder() {
    let minutes = "data/minutes/cabinet-2026-01-13.json";
    let case = Case::new();
    let text = case.text(minutes).replacen("\"Tom Brennan\"", "\"The Vice-Chair\"", 1);
    let case = case.file(minutes, text);
    let ended = case.run(["export", "attendance", "--as", "json"]).code(0);
    let rows: serde_json::Value = serde_json::from_str(ended.stdout()).unwrap();
    let names: Vec<&str> =
        rows.as_array().unwrap().iter().filter_map(|row| row["name"].as_str()).collect();
    assert!(names.contains(&"Tom Brennan"), "{names:?}");
}

#[test]
fn members_of_shared_bodies_have_the_council_that_appointed_them() {
    let check = |third: &str, role: &str| {
        let members = format!(
            "body,name,role,authority\ncabinet,Ruth Abara,chair,Ashby Vale Council\n\
             cabinet,Tom Brennan,,Saltby Borough Council\ncabinet,Cerys Dunmore,{role},{third}\n\
             cabinet,Yusuf Eden,,Ashby Vale Council\n"
        );
        let case = Case::new()
            .file("data/members.csv", members)
            .file(
                "data/bodies.csv",
                "id,name,type,quorum,authorities\n\
                 cabinet,Joint Committee,joint,2,Ashby Vale Council; Saltby Borough Council\n",
            )
            .replace(
                "data/council.json",
                "\"holidays\"",
                "\"partners\": [{ \"name\": \"Saltby Borough Council\" }], \"holidays\"",
            );
        let ended = case.run(["check"]);
        ended.stderr().contains("error[data/missing-value]: `Cerys Dunmore` has no `authority`")
    };
    assert!(check("", ""));
    assert!(!check("Ashby Vale Council", ""));
    assert!(!check("", "co-opted"));
}

#[test]
fn members_of_two_bodies_are_told_apart() {
    let check = |rows: &str| {
        let case = Case::new()
            .append(
                "data/bodies.csv",
                "council,Council,council,2\nplanning,Planning,regulatory,2\n",
            )
            .append("data/members.csv", rows);
        let ended = case.run(["check"]);
        ended.stderr().contains("on different bodies, may be one person, or two")
    };
    assert!(!check("council,Ruth Abara,,,\ncouncil,Rosa Abara,,,\n"));
    assert!(!check("council,Cllr Ruth Abara,,,\n"));
    assert!(check("council,R Abara,,,\n"));
    assert!(check("council,Abara,,,\n"));
    assert!(!check("council,Mr Hall,,,\nplanning,Mrs Hall,,,\n"));
    assert!(check("council,Mr Hall,,,\ncouncil,Mrs Hall,,,\nplanning,Hall,,,\n"));
}

#[test]
fn no_notice_is_made_of_a_meeting_that_moves_to_an_earlier_day() {
    let of = |day: &str| {
        let case = Case::new()
            .replace("data/meetings.csv", "published-at\n", "published-at,new-date\n")
            .replace("data/meetings.csv", "2026-01-05 14:00\n", "2026-01-05 14:00,\n")
            .replace(
                "data/meetings.csv",
                "scheduled,2026-02-16 14:00\n",
                &format!("postponed,2026-02-16 14:00,{day}\n"),
            );
        case.run(["build", "--kind", "meeting-notice"])
    };
    let notice = "output/public/cabinet-2026-02-24/meeting-notice.pdf";
    of("2026-02-03").code(1).not_made([notice]).stderr_has("is postponed until 3 February 2026");
    of("2026-03-03").made([notice]);
}

#[test]
fn messages_about_marks_cite_the_law_of_the_nation() {
    for (nation, law) in [
        ("england", "Local Government Act 1972, s. 100A and Schedule 12A"),
        ("wales", "Local Government Act 1972, s. 100A and Schedule 12A"),
        ("scotland", "Local Government (Scotland) Act 1973, s. 50A and Schedule 7A"),
        ("northern-ireland", "Local Government Act (Northern Ireland) 2014, s. 42 and Schedule 6"),
    ] {
        let case = Case::new()
            .replace("data/council.json", "\"england\"", &format!("\"{nation}\""))
            .replace("data/agenda.csv", "exempt-reason\n", "exempt-reason,public-summary\n")
            .replace(
                "data/agenda.csv",
                "Parking charges,The charges have not changed since 2022.,,,",
                "Parking charges,,,,,A summary.",
            );
        let ended = case.run(["check", "--format", "json"]);
        let found = ended.json();
        let contradiction = found.iter().find(|found| found["code"] == "access/contradiction");
        assert_eq!(contradiction.unwrap()["law"], law, "{nation}");
    }
}
