//! Minutes that are taken down on the desk, by raw requests: each step saved, checked and kept, and nothing lost.

mod steps;

use serde_json::Value;

use crate::desk::Running;
use crate::support::{Case, pdf};

const MEETING: &str = "/meetings/cabinet-2026-03-10/minutes";
const FILE: &str = "minutes/cabinet-2026-03-10.json";
const OURS: &str =
    "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";

fn council() -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type\ncabinet,Cabinet,executive\n")
        .file(
            "members.csv",
            "body,name,role\ncabinet,Anne Reed,chair\ncabinet,Bert Lane,\ncabinet,Cora Hill,\ncabinet,Dev Shaw,\n",
        )
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue\ncabinet-2026-03-10,cabinet,2026-03-10,10:30,Council Chamber\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,title,exempt-paragraphs,exempt-reason\ncabinet-2026-03-10,1,The <weir>,,\ncabinet-2026-03-10,2,The lease,3,The rent is being agreed.\n",
        )
}

/// A clerk at a desk.
struct Clerk {
    desk: Running,
    cookie: String,
}

impl Clerk {
    fn at(case: Case) -> Self {
        let desk = Running::begin(case);
        let cookie = desk.come_in();
        Self { desk, cookie }
    }

    fn page(&self, path: &str) -> String {
        let (status, page) = self.desk.get(path, &self.cookie);
        assert_eq!(status, 200, "{path}: {page}");
        page
    }

    /// Posts a form with the token and the digest of a page.
    fn post(&self, page: &str, fields: &str) -> (u16, String) {
        let body =
            format!("token={}&digest={}&{fields}", hidden(page, "token"), hidden(page, "digest"));
        self.desk.post(MEETING, &body, &format!("{}{OURS}", self.cookie))
    }

    /// Posts a form that is saved, from the page as it is now.
    #[track_caller]
    fn save(&self, fields: &str) {
        let (status, answer) = self.post(&self.page(MEETING), fields);
        assert_eq!(status, 303, "{fields}: {answer}");
    }

    fn minutes(&self) -> Value {
        serde_json::from_slice(&self.desk.case.read(FILE)).unwrap()
    }
}

/// Returns the value of the first hidden field with a name.
#[track_caller]
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let at = page.find(&start).unwrap_or_else(|| panic!("no field {name}: {page}")) + start.len();
    page[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn minutes_are_taken_down_step_by_step() {
    let clerk = Clerk::at(council());
    let page = clerk.page(MEETING);
    assert!(page.contains("Begin the minutes") && page.contains("The &lt;weir&gt;"), "{page}");
    assert!(!clerk.desk.case.path(FILE).exists());
    clerk.save("at=0&step=begin");
    assert_eq!(clerk.minutes()["present"], serde_json::json!([]));

    clerk.save("at=0&step=attended&chair=Anne+Reed&at%3AAnne+Reed=present&at%3ABert+Lane=&at%3ACora+Hill=apologies&everybody=present");
    let present = serde_json::json!([{ "name": "Anne Reed", "note": "in the chair" }, "Bert Lane"]);
    assert_eq!(clerk.minutes()["present"], present);
    clerk.save("at=0&step=joined&role=officer&name=Esi+Park&post=Clerk");
    clerk.save("at=0&step=declared&member=Bert+Lane&item=1&kind=Personal&nature=He+fishes+there.");
    clerk.save("at=1&step=arrived&member=Dev+Shaw&time=10%3A50");
    clerk.save("at=1&step=motion&text=That+it+be+mended.&mover=Anne+Reed&seconder=Bert+Lane");
    let page = clerk.page(&format!("{MEETING}/1"));
    assert!(page.contains("name=\"side:Dev Shaw\"") && page.contains("value=\"p0\""), "{page}");
    clerk.save("at=1&step=vote&on=p0&side%3AAnne+Reed=for&side%3ABert+Lane=against&side%3ADev+Shaw=&casting=&outcome=");
    let page = clerk.page(&format!("{MEETING}/1"));
    assert!(
        page.contains("data-count=\"for\">1<") && page.contains("data-count=\"\">1<"),
        "{page}"
    );
    clerk.save("at=1&step=vote&on=p0&side%3AAnne+Reed=for&side%3ABert+Lane=against&side%3ADev+Shaw=for&casting=&outcome=carried");
    clerk.save("at=1&step=resolved&formula=&text=To+mend+it.");
    clerk.save("at=1&step=action&owner=Clerk&text=Find+a+mason.&due=May+2026");
    clerk.save("at=3&step=paragraph&text=The+rent+was+agreed.");
    clerk.save("at=3&step=summary&text=The+lease+was+agreed.");
    clerk.save("at=0&step=ended&time=11.30+am");
    let minutes = clerk.minutes();
    let motion = &minutes["items"][0]["paragraphs"][0]["motion"];
    assert_eq!(motion["vote"]["for"], serde_json::json!(["Anne Reed", "Dev Shaw"]));
    assert_eq!(motion["outcome"], "carried");
    assert_eq!(minutes["end-time"], "11.30 am");
    let page = clerk.page(&format!("{MEETING}/1"));
    for shown in ["10.50 am", "To mend it.", "Find a mason.", "carried", "The motion"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    // What is minuted of a private item stays out of what everybody reads, and of the page it says so.
    let page = clerk.page(&format!("{MEETING}/3"));
    assert!(page.contains("(not for publication)") && page.contains("members only"), "{page}");
    let case = &clerk.desk.case;
    let meeting = ["--data", ".", "--meeting", "cabinet-2026-03-10", "--today", "2026-03-11"];
    case.run(["check"].into_iter().chain(meeting)).stderr_lacks("minutes/cabinet-2026-03-10.json");
    case.run(["build", "--kind", "minutes"].into_iter().chain(meeting)).code(0);
    let minutes = pdf::text(&case.read("output/public/cabinet-2026-03-10/minutes.pdf"));
    for words in ["To mend it.", "Find a mason.", "The lease was agreed."] {
        assert!(minutes.contains(words), "{words}: {minutes}");
    }
    assert!(!minutes.contains("The rent was agreed."), "{minutes}");
}

#[test]
fn what_is_wrong_is_said_where_it_is_and_nothing_is_saved() {
    let clerk = Clerk::at(council());
    clerk.save("at=0&step=begin");
    clerk.save("at=0&step=attended&chair=&at%3AAnne+Reed=present");
    let before = clerk.desk.case.read(FILE);
    let page = clerk.page(&format!("{MEETING}/1"));
    for (fields, said) in [
        (
            "at=1&step=motion&text=That+it+be.&mover=Zed+Stranger&seconder=",
            "Zed Stranger is no member",
        ),
        ("at=1&step=arrived&member=Anne+Reed&time=soon", "Write the time"),
        ("at=1&step=paragraph&text=+%0D%0A", "Write the words"),
        ("at=1&step=action&owner=Clerk&text=Kept+words.+%21%5Bx%5D%28y.png%29&due=", "Kept words."),
        ("at=1&step=vote&on=new&side%3AAnne+Reed=&casting=", "nothing was chosen"),
        ("at=1&step=count&on=new&for=many&against=&abstain=&not-voting=&casting=", "whole number"),
        ("at=1&step=count&on=p7&for=1&against=&abstain=&not-voting=&casting=", "any more"),
        ("at=1&step=removed&part=p0", "any more"),
    ] {
        let (status, answer) = clerk.post(&page, fields);
        assert_eq!(status, 422, "{fields}: {answer}");
        assert!(answer.contains(said), "{said}: {answer}");
    }
    // No page has such a form.
    for fields in [
        "at=1&step=paragraph&text=x&more=y",
        "at=1&step=paragraph&text=x&text=y",
        "at=1&step=paragraph",
        "at=0&step=paragraph&text=x",
        "at=1&step=nonsense",
        "at=x&step=paragraph&text=x",
        "at=1&step=removed&part=x1",
        "at=1&step=vote&on=q1&side%3AAnne+Reed=for&casting=",
        "at=1&step=vote&on=new&side%3AAnne+Reed=perhaps&casting=",
        "at=0&step=attended&chair=&at%3AAnne+Reed=here",
        "at=1&step=paragraph&text=%ff",
    ] {
        let (status, answer) = clerk.post(&page, fields);
        assert_eq!(status, 400, "{fields}: {answer}");
    }
    assert_eq!(clerk.desk.case.read(FILE), before);
    // A doubt of the reader is said on the page of its item, at once.
    clerk.save("at=1&step=motion&text=That+it+be.&mover=Bert+Lane&seconder=");
    let page = clerk.page(&format!("{MEETING}/1"));
    assert!(page.contains("is not named as being there"), "{page}");
}

#[test]
fn nobody_else_takes_minutes() {
    let clerk = Clerk::at(council());
    let page = clerk.page(MEETING);
    let (token, digest) = (hidden(&page, "token"), hidden(&page, "digest"));
    let begin = format!("token={token}&digest={digest}&at=0&step=begin");
    let (cookie, path) = (&clerk.cookie, MEETING);
    for from in ["Sec-Fetch-Site: cross-site\r\n", "Origin: http://evil.example\r\n", ""] {
        assert_eq!(clerk.desk.post(path, &begin, &format!("{cookie}{from}")).0, 403, "{from}");
    }
    assert_eq!(clerk.desk.post(path, &begin, OURS).0, 403);
    for token in ["", "0", &token[1..], &token.replace('a', "b")] {
        let body = format!("token={token}&digest={digest}&at=0&step=begin");
        assert_eq!(clerk.desk.post(path, &body, &format!("{cookie}{OURS}")).0, 403, "{token}");
    }
    // The token of one meeting is not good for another, and there is none for a meeting that is not there.
    let other = "/meetings/cabinet-2026-03-17/minutes";
    assert_eq!(clerk.desk.post(other, &begin, &format!("{cookie}{OURS}")).0, 403);
    for path in [
        "/meetings/none/minutes",
        "/meetings/..%2f..%2fetc/minutes",
        &format!("{MEETING}/99"),
        &format!("{MEETING}/-1"),
    ] {
        assert!(matches!(clerk.desk.get(path, cookie).0, 400 | 404), "{path}");
    }
    let large = format!("token={token}&digest=&at=1&step=paragraph&text={}", "x".repeat(70_000));
    assert_eq!(clerk.desk.post(path, &large, &format!("{cookie}{OURS}")).0, 413);
    assert!(!clerk.desk.case.path("minutes").join("cabinet-2026-03-10.json").exists());
}

#[test]
fn two_windows_lose_nothing() {
    let clerk = Clerk::at(council());
    clerk.save("at=0&step=begin");
    let (one, other) = (clerk.page(&format!("{MEETING}/1")), clerk.page(&format!("{MEETING}/1")));
    let first = "at=1&step=paragraph&text=From+the+first.";
    assert_eq!(clerk.post(&one, first).0, 303);
    let (status, answer) = clerk.post(&other, "at=1&step=paragraph&text=From+the+second.");
    assert_eq!(status, 409, "{answer}");
    // It is told, is shown the newer minutes, and keeps its words.
    for shown in ["have changed since", "From the first.", "From the second."] {
        assert!(answer.contains(shown), "{shown}: {answer}");
    }
    assert_eq!(clerk.post(&answer, "at=1&step=paragraph&text=From+the+second.").0, 303);
    let both = serde_json::json!(["From the first.", "From the second."]);
    assert_eq!(clerk.minutes()["items"][0]["paragraphs"], both);
    // A second press of the same button is harmless.
    assert_eq!(clerk.post(&answer, "at=1&step=paragraph&text=From+the+second.").0, 303);
    assert_eq!(clerk.minutes()["items"][0]["paragraphs"], both);
}

#[test]
fn steps_are_undone_and_done_again_also_after_a_restart() {
    let clerk = Clerk::at(council());
    clerk.save("at=0&step=begin");
    for text in ["One.", "Two.", "Three."] {
        clerk.save(&format!("at=1&step=paragraph&text={text}"));
    }
    let all = clerk.desk.case.read(FILE);
    clerk.save("at=1&step=undo");
    let Clerk { mut desk, .. } = clerk;
    desk.restart();
    let cookie = desk.come_in();
    let clerk = Clerk { desk, cookie };
    let paragraphs = |clerk: &Clerk| clerk.minutes()["items"][0]["paragraphs"].clone();
    assert_eq!(paragraphs(&clerk), serde_json::json!(["One.", "Two."]));
    clerk.save("at=1&step=undo");
    assert_eq!(paragraphs(&clerk), serde_json::json!(["One."]));
    clerk.save("at=1&step=redo");
    clerk.save("at=1&step=redo");
    assert_eq!(clerk.desk.case.read(FILE), all);
    clerk.save("at=1&step=undo");
    clerk.save("at=1&step=paragraph&text=Other.");
    let page = clerk.page(&format!("{MEETING}/1"));
    assert!(page.contains("value=\"undo\"") && !page.contains("value=\"redo\""), "{page}");
    let (status, answer) = clerk.post(&page, "at=1&step=redo");
    assert_eq!(status, 422, "{answer}");
    assert_eq!(paragraphs(&clerk), serde_json::json!(["One.", "Two.", "Other."]));

    // What another program wrote since is not thrown away with the step before it.
    let text = clerk.desk.case.text(FILE).replace("Other.", "Corrected by hand.");
    std::fs::write(clerk.desk.case.path(FILE), text).unwrap();
    let page = clerk.page(&format!("{MEETING}/1"));
    assert!(!page.contains("value=\"undo\""), "{page}");
    let (status, answer) = clerk.post(&page, "at=1&step=undo");
    assert_eq!(status, 422, "{answer}");
    assert!(answer.contains("another program"), "{answer}");
    clerk.save("at=1&step=paragraph&text=And+on.");
    assert_eq!(paragraphs(&clerk)[2], "Corrected by hand.");
}

#[test]
fn what_a_hand_wrote_is_kept_and_what_cannot_be_read_is_left_alone() {
    let written = r#"{
  "first-number": 7,
  "Note_To_Self": null,
  "items": [{ "item": "1", "paragraphs": "One; and two." }],
  "present": "Anne Reed; Bert Lane"
}"#;
    let clerk = Clerk::at(council().file(FILE, written));
    clerk.save("at=1&step=paragraph&text=Three.");
    let wanted = r#"{
  "first-number": 7,
  "Note_To_Self": null,
  "items": [
    {
      "item": "1",
      "paragraphs": [
        "One; and two.",
        "Three."
      ]
    }
  ],
  "present": "Anne Reed; Bert Lane"
}
"#;
    assert_eq!(clerk.desk.case.text(FILE), wanted);
    for broken in [
        "{ \"items\": [",
        "[]",
        r#"{ "items": [{ "item": "1", "number": 1.10 }] }"#,
        r#"{ "items": 3 }"#,
        r#"{ "end-time": "when it was dark" }"#,
    ] {
        let page = clerk.page(MEETING);
        std::fs::write(clerk.desk.case.path(FILE), broken).unwrap();
        let shown = clerk.page(MEETING);
        assert!(shown.contains("can’t be read as it is"), "{broken}: {shown}");
        assert_eq!(clerk.post(&page, "at=1&step=paragraph&text=x").0, 409, "{broken}");
        let digest = sha512(broken.as_bytes());
        let body =
            format!("token={}&digest={digest}&at=1&step=paragraph&text=x", hidden(&page, "token"));
        let (status, answer) = clerk.desk.post(MEETING, &body, &format!("{}{OURS}", clerk.cookie));
        assert_eq!(status, 422, "{broken}: {answer}");
        assert_eq!(clerk.desk.case.text(FILE), broken);
        std::fs::write(clerk.desk.case.path(FILE), wanted).unwrap();
    }
}

fn sha512(bytes: &[u8]) -> String {
    orderpaper::store::sha512(bytes)[..32].to_owned()
}

#[test]
fn minutes_that_are_written_elsewhere_are_shown_and_not_changed() {
    let text = "Present: Anne Reed (in the chair)\n\n## 1. The <weir>\n\nIt was looked at.\n\nResolved – to mend it.\n";
    for file in ["cabinet-2026-03-10.dj", "cabinet-2026-03-10.docx"] {
        let case = council().file("draft.dj", text);
        let case = if file.ends_with("dj") {
            case.file(&format!("minutes/{file}"), text)
        } else {
            case.run([
                "draft",
                "minutes",
                "cabinet-2026-03-10",
                "--data",
                ".",
                "--as",
                "docx",
                "--to",
                &format!("minutes/{file}"),
            ])
            .code(0);
            case
        };
        let before = case.read(&format!("minutes/{file}"));
        let clerk = Clerk::at(case);
        let page = clerk.page(MEETING);
        assert!(page.contains(file) && page.contains("changed there"), "{page}");
        assert!(page.contains("Anne Reed") && !page.contains("<form"), "{page}");
        assert_eq!(file.ends_with("dj"), page.contains("It was looked at."), "{page}");
        assert_eq!(clerk.desk.case.read(&format!("minutes/{file}")), before);
    }
}
