//! A first start: where the records of a council are begun, and how it is started the next time.

use std::time::{Duration, Instant};

use super::{Buttons, Running, council};
use crate::support::Case;

#[test]
fn records_are_begun_where_there_are_none() {
    let desk = Running::begin(Case::empty());
    let page = Buttons::of(&desk);
    let begin = page.get("/");
    assert!(begin.contains("There are no records"), "{begin}");
    assert_eq!(page.press("/begin", "council=&name1=Cabinet&type1=executive"), 422);
    assert_eq!(page.press("/begin", "council=Ashby&name1=Cabinet&type1=none"), 422);
    assert_eq!(
        page.press("/begin", "council=Ashby&closed-from=2026-12-29&closed-to=2026-12-24"),
        422
    );
    assert_eq!(page.press("/begin", "council=Ashby&date1=2026-03-10"), 422);
    assert_eq!(page.press("/begin", "council=Ashby&folder=elsewhere"), 400);
    assert_eq!(page.press("/begin", "council=Ashby&name1=%3F&type1=executive"), 422);
    assert_eq!(
        page.press("/begin", "council=Ashby&name1=A+B&type1=joint&name2=a-b&type2=joint"),
        422
    );
    assert!(!desk.case.path("council.json").exists(), "nothing is half written");
    // What was typed stays.
    let (_, again) = desk.post(
        "/begin",
        &format!("token={}&council=Ashby&nation=wales&name2=%3F&type2=joint", page.token),
        &page.headers,
    );
    for kept in ["value=\"Ashby\"", "selected>wales", "value=\"?\"", "selected>joint"] {
        assert!(again.contains(kept), "{kept}\n{again}");
    }
    let fields = "council=Ashby+Vale+Council&nation=wales&governance=executive&name1=Cabinet&type1=executive\
                  &date1=2026-03-10&time1=10%3A00&name2=&type2=joint&closed-from=2026-12-24&closed-to=2026-12-28";
    assert_eq!(page.press("/begin", fields), 303);
    let today = page.wait(|today| today.contains("Ashby Vale Council"));
    assert!(!today.contains("There are no records"), "{today}");
    assert_eq!(desk.case.read("bodies.csv"), b"id,name,type\ncabinet,Cabinet,executive\n");
    let meetings = desk.case.read("meetings.csv");
    assert_eq!(meetings, b"meeting,body,date,time\ncabinet-2026-03-10,cabinet,2026-03-10,10:00\n");
    let closures = String::from_utf8(desk.case.read("closures.csv")).unwrap();
    assert!(closures.contains("2026-12-25,") && !closures.contains("2026-12-26,"), "{closures}");
    assert!(String::from_utf8(desk.case.read("council.json")).unwrap().contains("wales"));
    // The agenda of the meeting is still to be written.
    desk.case.run(["check", "--data", "."]).code(0);
    // What is there is not begun again.
    assert_eq!(page.press("/begin", fields), 422);
}

#[cfg(target_os = "linux")]
#[test]
fn a_shortcut_opens_the_desk_wherever_it_is_run() {
    let case = council();
    let mut command = case.command();
    command.env("XDG_DATA_HOME", case.path("home"));
    let ended = command
        .args(["desk", "--data", ".", "--by", "Pat Example", "--install-shortcut"])
        .output()
        .unwrap();
    assert!(ended.status.success(), "{ended:?}");
    let path = case.path("home/applications/orderpaper.desktop");
    let shown = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(shown.lines().next(), path.to_str());
    let text = std::fs::read_to_string(path).unwrap();
    let command = text.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap();
    let folder = case.path("").display().to_string();
    let data = format!("\"--data\" \"{}\"", folder.trim_end_matches('/'));
    assert!(command.contains("\"desk\" \"--open\"") && command.contains(&data), "{command}");
    assert!(command.ends_with("\"--by\" \"Pat Example\""), "{command}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_council_is_begun_and_opened_among_a_users_documents() {
    let case = Case::empty().file("home/.config/user-dirs.dirs", DOCUMENTS);
    let desk = Running::begin(case);
    let page = Buttons::of(&desk);
    let councils = desk.case.path("home/Papers/Order Paper");
    assert!(page.get("/").contains(&councils.display().to_string()), "{}", page.get("/"));
    assert_eq!(page.press("/begin", "council=Ashby+Vale+Council&place=councils"), 200);
    goes_on(&councils.join("ashby-vale-council"));
    assert!(councils.join("ashby-vale-council/data/council.json").exists());
    assert!(!desk.case.path("council.json").exists());

    // Another start, without records where it looks, offers to go on there.
    let case = Case::empty()
        .file("home/.config/user-dirs.dirs", DOCUMENTS)
        .file("home/Papers/Order Paper/vale/data/council.json", r#"{ "name": "Vale Council" }"#);
    let desk = Running::begin(case);
    let page = Buttons::of(&desk);
    assert!(page.get("/").contains(">vale</button>"), "{}", page.get("/"));
    assert_eq!(page.press("/begin", "open=7"), 400);
    assert_eq!(page.press("/begin", "open=0"), 200);
    goes_on(&desk.case.path("home/Papers/Order Paper/vale"));
}

/// Waits until the desk of a council's folder begins.
#[cfg(target_os = "linux")]
fn goes_on(council: &std::path::Path) {
    let begun = Instant::now();
    while !council.join("output/restricted/.desk/open.html").exists() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not go on there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Says that a user's documents are in `Papers`.
#[cfg(target_os = "linux")]
const DOCUMENTS: &str = "XDG_DOCUMENTS_DIR=\"$HOME/Papers\"\n";

#[test]
fn the_sample_is_in_the_program() {
    let desk = Running::begin(Case::empty());
    let page = Buttons::of(&desk);
    assert_eq!(page.press("/begin", "sample=yes"), 303);
    let today = page.wait(|today| today.contains("Wendleshire County Council"));
    assert!(today.contains("/meetings/cabinet-2026-03-10"), "{today}");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in orderpaper::store::walk(&root).unwrap() {
        let written = std::fs::read(desk.case.path(&file.to_string_lossy())).unwrap();
        assert!(written == std::fs::read(root.join(&file)).unwrap(), "{}", file.display());
    }
}
