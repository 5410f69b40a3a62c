//! Votes of a voting system, put into minutes.

use serde_json::{Value, json};

use crate::support::Case;

const MINUTES: &str = "minutes/council-2026-02-13.json";

/// Returns a council whose minutes have a motion with an amendment under item 2, two motions under item 3, and none under 4.
fn council() -> Case {
    let motion = |text: &str| json!({ "motion": { "text": text, "mover": "Cllr Ada Thorne", "seconder": "Cllr Ben Marsh" } });
    let mut budget = motion("That the budget be approved.");
    budget["motion"]["amendments"] = json!([{ "text": "That the budget {+less £5,000+} be approved.", "mover": "Cllr Ben Marsh" }]);
    let minutes = json!({
        "meeting": "council-2026-02-13",
        "present": ["Cllr Ada Thorne", "Cllr Ben Marsh", "Cllr Cal Oakes", "Cllr Dee Marsh"],
        "items": [
            { "item": "1", "paragraphs": ["Nothing was declared."] },
            { "item": "2", "paragraphs": [budget] },
            { "item": "3", "paragraphs": [motion("That the hall be let."), motion("That the hall be painted.")] },
            { "item": "4", "paragraphs": ["The Chair put the recommendation to the vote."] },
        ],
    });
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type\ncouncil,Council,council\n")
        .file(
            "members.csv",
            "body,name,display-name,role\ncouncil,Ada Thorne,Cllr Ada Thorne,chair\ncouncil,Ben Marsh,Cllr Ben Marsh,member\n\
             council,Cal Oakes,Cllr Cal Oakes,member\ncouncil,Dee Marsh,Cllr Dee Marsh,member\n",
        )
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue,status\ncouncil-2026-02-13,council,2026-02-13,10:30,Hall,held\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,title\ncouncil-2026-02-13,1,Interests\ncouncil-2026-02-13,2,Budget\n\
             council-2026-02-13,3,The hall\ncouncil-2026-02-13,4,Standing orders\n",
        )
        .file(MINUTES, minutes.to_string())
}

fn import(case: &Case, votes: &str, more: &[&str]) -> (i32, String) {
    let case = case.path("votes.csv");
    std::fs::write(&case, votes).unwrap();
    let folder = case.parent().unwrap().to_owned();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_orderpaper"));
    let ended = command
        .args([
            "import",
            "votes",
            "council-2026-02-13",
            "votes.csv",
            "--data",
            ".",
            "--today",
            "2026-02-20",
        ])
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(ended.stdout).unwrap() + &String::from_utf8(ended.stderr).unwrap();
    (ended.status.code().unwrap(), text)
}

fn minutes(case: &Case) -> Value {
    serde_json::from_slice(&case.read(MINUTES)).unwrap()
}

#[test]
fn votes_are_put_into_the_minute_that_they_name() {
    let case = council();
    let votes = "Councillor,Vote,Motion\nThorne,For,that the budget be\nB. Marsh,Against,that the budget be\n\
        Cal Oakes,Abstain,that the budget be\nCllr Dee Marsh,absent,that the budget be\n\
        Cllr Ada Thorne,yes,That the budget less\nBen Marsh,no,That the budget less\n\
        Oakes,did not vote,4\nThorne,aye,4\n";
    let (code, text) = import(&case, votes, &[]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("that the budget be: 1 for, 1 against, 1 abstaining, 0 not voting"),
        "{text}"
    );
    let items = &minutes(&case)["items"];
    let motion = &items[1]["paragraphs"][0]["motion"];
    assert_eq!(
        motion["vote"],
        json!({ "for": ["Cllr Ada Thorne"], "against": ["Cllr Ben Marsh"], "abstain": ["Cllr Cal Oakes"] })
    );
    assert!(motion.get("outcome").is_none(), "majorities differ");
    let amended = &motion["amendments"][0]["vote"];
    assert_eq!(amended, &json!({ "for": ["Cllr Ada Thorne"], "against": ["Cllr Ben Marsh"] }));
    let vote = &items[3]["paragraphs"][1]["vote"];
    assert_eq!(vote, &json!({ "for": ["Cllr Ada Thorne"], "not-voting": ["Cllr Cal Oakes"] }));
    // Once more takes the place of what is there.
    let (code, text) = import(&case, "member,choice\nThorne,against\n", &["--item", "4"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("in place of the vote that was there"), "{text}");
    assert_eq!(
        minutes(&case)["items"][3]["paragraphs"][1]["vote"],
        json!({ "against": ["Cllr Ada Thorne"] })
    );
}

#[test]
fn all_votes_are_put_in_or_none() {
    let case = council();
    let before = case.read(MINUTES);
    for (row, message) in [
        ("Marsh,for,2", "`Marsh` may be `Cllr Ben Marsh` or `Cllr Dee Marsh`"),
        ("Eve Stone,for,2", "`Eve Stone` is no member of the body"),
        ("Cllr Thorne,against,4", "`Cllr Thorne` votes twice on `4`"),
        ("Ben Marsh,for,3", "item 3 has 2 motions and votes"),
        ("Ben Marsh,for,2", "item 2 has 2 motions and votes"),
        ("Ben Marsh,for,That the hall", "2 motions in the minutes begin with `That the hall`"),
        ("Ben Marsh,for,9", "`9` is neither the number of an item in the minutes"),
        ("Ben Marsh,for,", "it is not known on what this vote is"),
        ("Ben Marsh,perhaps,4", "`perhaps` is not a choice of a vote"),
    ] {
        let votes = format!("member,choice,motion\nAda Thorne,for,4\n{row}\n");
        let (code, text) = import(&case, &votes, &[]);
        assert_eq!(code, 1, "{row}: {text}");
        assert!(text.contains(message), "{row}: {text}");
        assert_eq!(case.read(MINUTES), before, "{row}");
    }
}

#[test]
fn minutes_that_people_write_are_left_alone() {
    let case = council();
    std::fs::remove_file(case.path(MINUTES)).unwrap();
    let votes = "member,choice,motion\nAda Thorne,for,4\n";
    let (code, text) = import(&case, votes, &[]);
    assert_eq!(code, 2);
    assert!(text.contains("has no minutes yet"), "{text}");
    std::fs::write(
        case.path("minutes/council-2026-02-13.dj"),
        "# Council\n\nPresent: Ada Thorne\n\n## 4. Standing orders\n\nThey were put to the vote.\n",
    )
    .unwrap();
    let (code, text) = import(&case, votes, &[]);
    assert_eq!(code, 2);
    assert!(text.contains("which people write"), "{text}");
}
