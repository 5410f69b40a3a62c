//! Records of a modern.gov: what comes in, what comes in with its mark only, and what a service may do wrong.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use super::service::{Answer, Answers, Service};
use crate::support::Case;
use crate::support::pdf::Pdf;

/// A word that stands only in what is restricted.
const CANARY: &str = "Quillhanger";

fn path(method: &str, query: &str) -> String {
    format!("/mgWebService.asmx/{method}{query}")
}

fn meetings(id: &str) -> String {
    path(
        "GetMeetings",
        &format!("?lCommitteeId={id}&sFromDate=01%2F04%2F2025&sToDate=31%2F03%2F2026"),
    )
}

fn meeting(id: &str) -> String {
    path("GetMeeting", &format!("?lMeetingId={id}"))
}

/// Returns a paper that packs can be bound from.
fn paper() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/typst-a.pdf")).unwrap()
}

fn item(number: &str, shown: &str, title: &str, more: &str) -> String {
    format!(
        "<agendaitem><agendaitemid>1</agendaitemid><agendaitemtitle>{title}</agendaitemtitle>\r\n\
         <agendaitemnumber>{number}</agendaitemnumber><fulldisplaynumberformat>{shown}</fulldisplaynumberformat>\r\n{more}</agendaitem>"
    )
}

fn document(id: &str, title: &str, address: &str, restricted: &str) -> String {
    format!(
        "<linkeddocuments><linkeddoc><attachmentid>{id}</attachmentid><title>{title}</title><url>{address}</url>\
         <isrestricted>{restricted}</isrestricted></linkeddoc></linkeddocuments>"
    )
}

const OPEN: &str = "<isrestricted>False</isrestricted>";

/// The Cabinet's meeting in January, with everything that such answers have.
fn cabinet() -> String {
    let attendee = |name: &str, role: &str, attendance: &str| {
        format!(
            "<attendee membertype=\"C\" memberid=\"7\" name=\"{name}\" roledescription=\"{role}\" attendance=\"{attendance}\" \
             politicalparty=\"Vale Group\" ward=\"Ashby &amp;amp; Mill Lane\"><url>x</url></attendee>"
        )
    };
    let items = [
        item("0", "", "Part I &amp;ndash; in public", OPEN),
        item(
            "1",
            "1.",
            "Minutes",
            &format!(
                "{OPEN}<isminutepublished>True</isminutepublished><minutesnonemptyhtmlbody>&lt;p&gt;They were agreed.&lt;/p&gt;\
                 </minutesnonemptyhtmlbody>"
            ),
        ),
        item(
            "2",
            "2.",
            "St Mary&amp;#39;s bridge",
            &format!(
                "{OPEN}<agendatext>&lt;p&gt;To agree *three* repairs&amp;nbsp;&amp;amp; a survey.&lt;/p&gt;</agendatext>\
                 <minutesnonemptyhtmlbody>&lt;p&gt;The report was noted.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;One&lt;/li&gt;&lt;li&gt;Two&lt;/li&gt;\
                 &lt;/ul&gt;</minutesnonemptyhtmlbody>{}",
                document("31", "Bridge report", "documents/s31/bridge.pdf", "False")
            ),
        ),
        item(
            "3",
            "3.",
            "Gone",
            &format!("{OPEN}{}", document("32", "Lost paper", "documents/s32.pdf", "False")),
        ),
        item(
            "4",
            "4.",
            "Slides",
            &format!("{OPEN}{}", document("33", "Slides", "documents/s33.ppt", "False")),
        ),
        item(
            "5",
            "5.",
            "Elsewhere",
            &format!("{OPEN}{}", document("34", "A page", "https://other.example/a.pdf", "False")),
        ),
        item(
            "6",
            "6.",
            "Moved",
            &format!("{OPEN}{}", document("35", "Moved paper", "documents/old35.pdf", "False")),
        ),
        item(
            "7",
            "7.",
            "Lease of the depot",
            &format!(
                "<isrestricted>True</isrestricted><agendatext>{CANARY} terms; paragraph 3 of Schedule 12A</agendatext>\
                 <minutesnonemptyhtmlbody>&lt;p&gt;{CANARY} was agreed.&lt;/p&gt;</minutesnonemptyhtmlbody>{}",
                document("36", &format!("{CANARY} offer"), "documents/s36.pdf", "True")
            ),
        ),
        item("8", "8.", "Staff", &document("37", "Staff list", "documents/s37.pdf", "False")),
    ];
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<meeting xmlns=\"http://moderngov.example/namespaces\"><meetingid>101</meetingid>\
         <meetingdate>13/01/2026</meetingdate><meetingtime>10.30 am</meetingtime><meetingstatus>Confirmed</meetingstatus>\
         <meetinglocation>Council Chamber,\r\nVale House</meetinglocation><meetingactualfinishtime>11.45 am</meetingactualfinishtime>\
         <iswebcast>True</iswebcast><agendaitems>{}</agendaitems><attendees>{}{}{}{}</attendees></meeting>",
        items.concat(),
        attendee("Councillor Yusuf Eden", "Committee Member", "Present"),
        attendee("Councillor Edith Larkspur", "Chair", "Present"),
        attendee("Councillor Gwen Pargeter", "Committee Member", "Apologies"),
        attendee("Ines Coldwell", "Democratic Services Officer", "In attendance"),
    )
}

/// What the service answers when nothing more than usual is wrong with it.
fn answers() -> Answers {
    let committees = "<committees><committee><committeeid>11</committeeid><committeetitle>Cabinet</committeetitle>\
        <committeecategory>Executive</committeecategory><committeedeleted>False</committeedeleted><committeeexpired>False</committeeexpired></committee>\
        <committee><committeeid>12</committeeid><committeetitle>Bridges Panel</committeetitle><committeedeleted>False</committeedeleted></committee>\
        <committee><committeeid>13</committeeid><committeetitle>Old Committee</committeetitle><committeeexpired>True</committeeexpired></committee></committees>";
    let list = |rows: &str| {
        format!(
            "<getmeetings><committee><committeemeetings>{rows}</committeemeetings></committee></getmeetings>"
        )
    };
    let line = |id: &str, day: &str| {
        format!(
            "<meeting><meetingid>{id}</meetingid><meetingdate>{day}</meetingdate><meetingstatus>Confirmed</meetingstatus></meeting>"
        )
    };
    let panel = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><meeting><meetingid>201</meetingid><meetingdate>03/03/2026</meetingdate>\
        <meetingtime>at the rise of Cabinet</meetingtime><meetinglocation>Caf\u{e9}</meetinglocation><agendaitems><agendaitem>\
        <agendaitemnumber>1</agendaitemnumber><fulldisplaynumberformat>1.</fulldisplaynumberformat><agendaitemtitle>Survey</agendaitemtitle>\
        <isrestricted>False</isrestricted></agendaitem></agendaitems></meeting>";
    let latin: Vec<u8> = panel.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();
    Answers::from([
        (path("GetCommittees", ""), Answer::xml(committees)),
        (
            meetings("11"),
            Answer::xml(list(
                &(line("101", "13/01/2026")
                    + &line("102", "10/02/2026")
                    + "<meeting><meetingid>9</meetingid></meeting>"),
            )),
        ),
        (meetings("12"), Answer { fails: 2, ..Answer::xml(list(&line("201", "03/03/2026"))) }),
        (meeting("101"), Answer { delay: Duration::from_millis(300), ..Answer::xml(cabinet()) }),
        (
            meeting("102"),
            Answer {
                kind: "text/html",
                ..Answer::xml("<!DOCTYPE html><html><body>Runtime Error</body></html>")
            },
        ),
        (meeting("201"), Answer::xml(latin)),
        ("/documents/s31/bridge.pdf".to_owned(), Answer::paper(paper())),
        ("/documents/s33.ppt".to_owned(), Answer::paper("slides")),
        ("/documents/old35.pdf".to_owned(), Answer::to("/documents/new35.pdf")),
        ("/documents/new35.pdf".to_owned(), Answer::paper(paper())),
        ("/documents/s36.pdf".to_owned(), Answer::paper(format!("%PDF-1.7 {CANARY}"))),
        ("/documents/s37.pdf".to_owned(), Answer::paper(format!("%PDF-1.7 {CANARY}"))),
    ])
}

fn import(case: &Case, service: &Service, more: &[&str]) -> (i32, String) {
    let address = service.address();
    let arguments = [
        "import",
        "modern.gov",
        "--site",
        &address,
        "--council",
        "Ashby Vale Council",
        "--since",
        "2025-04-01",
        "--until",
        "2026-03-31",
        "--data",
        "council",
        "--today",
        "2026-02-20",
    ];
    let ended = run(case, &[&arguments[..], more].concat());
    let text = String::from_utf8(ended.stdout).unwrap() + &String::from_utf8(ended.stderr).unwrap();
    (ended.status.code().unwrap(), text)
}

fn run(case: &Case, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orderpaper"));
    command.args(arguments).current_dir(case.path("")).output().unwrap()
}

fn text(case: &Case, file: &str) -> String {
    String::from_utf8(case.read(&format!("council/{file}"))).unwrap()
}

#[test]
fn a_council_comes_in_and_builds() {
    let (case, service) = (Case::empty(), Service::begin(answers()));
    let (code, said) = import(&case, &service, &[]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "2 bodies, 2 meetings, 10 lines of agendas, 2 papers, minutes of 1 meeting; 4 restricted",
        "1 meeting of Cabinet without a day",
        "Cabinet of 2026-02-10: it answered with a page for people, not with data",
        "`Lost paper`: the server answered 404",
        "`Slides`: it is neither a PDF nor a Word document",
        "`A page`: it is on another site",
        "`Bridges Panel` is entered as an advisory body",
        "item 8 is restricted, and nothing says by which paragraph",
    ] {
        assert!(said.contains(words), "`{words}` in:\n{said}");
    }
    assert_eq!(service.most_at_once(), 1, "one request at a time");
    assert!(text(&case, "meetings.csv").contains("Café"));
    let agenda = text(&case, "agenda.csv");
    for words in
        ["St Mary's bridge", "To agree \\*three\\* repairs & a survey.", "Part I – in public"]
    {
        assert!(agenda.contains(words), "`{words}` in:\n{agenda}");
    }
    assert!(
        text(&case, "members.csv")
            .contains("cabinet,Councillor Edith Larkspur,chair,Vale Group,Ashby & Mill Lane")
    );
    let minutes = text(&case, "minutes/cabinet-2026-01-13.dj");
    for words in [
        "Present:\n\n- Councillor Edith Larkspur\n- Councillor Yusuf Eden",
        "Apologies:\n\n- Councillor Gwen Pargeter",
        "## 2. St Mary's bridge",
        "The report was noted.",
        "- Two",
    ] {
        assert!(minutes.contains(words), "`{words}` in:\n{minutes}");
    }
    // Nobody asks for what is restricted.
    assert!(!service.asked().iter().any(|path| path.contains("s36") || path.contains("s37")));
    let built = run(&case, &["build", "--data", "council", "--today", "2026-02-20"]);
    let told = String::from_utf8(built.stderr).unwrap();
    assert_eq!(built.status.code(), Some(0), "{told}");
    let agenda = Pdf::read(&case.read("output/public/cabinet-2026-01-13/agenda.pdf")).text();
    assert!(
        agenda.contains("St Mary's bridge") && agenda.contains("Lease of the depot"),
        "{agenda}"
    );
    let minutes = Pdf::read(&case.read("output/public/cabinet-2026-01-13/minutes.pdf")).text();
    assert!(minutes.contains("The report was noted."), "{minutes}");
    for file in case.files("output/public") {
        let bytes = case.read(&format!("output/public/{file}"));
        let is_pdf = bytes.starts_with(b"%PDF");
        let words = if is_pdf {
            Pdf::read(&bytes).text()
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        assert!(!words.contains(CANARY), "{file}");
    }
}

#[test]
fn a_run_that_was_stopped_goes_on_where_it_was() {
    let whole = Case::empty();
    let service = Service::begin(answers());
    import(&whole, &service, &[]);
    let (case, service) = (Case::empty(), Service::begin(answers()));
    // The service goes away in the middle, after the meeting of January.
    service.answer_only(6);
    let mut child = Command::new(env!("CARGO_BIN_EXE_orderpaper"))
        .args([
            "import",
            "modern.gov",
            "--site",
            &service.address(),
            "--council",
            "Ashby Vale Council",
        ])
        .args([
            "--since",
            "2025-04-01",
            "--until",
            "2026-03-31",
            "--data",
            "council",
            "--today",
            "2026-02-20",
        ])
        .current_dir(case.path(""))
        .spawn()
        .unwrap();
    while service.asked().len() <= 6 {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!case.path("council/meetings.csv").exists(), "tables come last");
    service.answer_only(usize::MAX);
    let before = service.asked();
    let (code, said) = import(&case, &service, &[]);
    assert_eq!(code, 0, "{said}");
    let after = service.asked().split_off(before.len());
    assert!(
        !after.contains(&path("GetCommittees", "")) && !after.contains(&meeting("101")),
        "{after:?}"
    );
    for file in [
        "meetings.csv",
        "agenda.csv",
        "documents.csv",
        "members.csv",
        "minutes/cabinet-2026-01-13.dj",
    ] {
        assert_eq!(text(&case, file), text(&whole, file), "{file}");
    }
}

#[test]
fn nothing_that_is_there_is_changed() {
    let (case, service) = (Case::empty(), Service::begin(answers()));
    let case = case
        .file("council/council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("council/bodies.csv", "id,name,type\ncabinet,The Cabinet,executive\n")
        .file("council/minutes/cabinet-2026-01-13.dj", "# Ours\n");
    let (code, said) = import(&case, &service, &["--body", "cabinet"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("bodies.csv was there already, and stays as it is"), "{said}");
    assert!(said.contains("cabinet-2026-01-13.dj was there already"), "{said}");
    assert!(text(&case, "bodies.csv").contains("The Cabinet"));
    assert_eq!(text(&case, "minutes/cabinet-2026-01-13.dj"), "# Ours\n");
    assert!(!service.asked().contains(&meetings("12")), "one body was asked for");
}

#[test]
fn a_service_that_does_not_answer_is_said() {
    let case = Case::empty();
    let page = Answers::from([(path("GetCommittees", ""), Answer::status(403))]);
    let (code, said) = import(&case, &Service::begin(page), &[]);
    assert_eq!(code, 2);
    assert!(
        said.contains("the server answered 403") && said.contains("some councils turn it off"),
        "{said}"
    );
    let (code, said) = import(&case, &Service::begin(answers()), &["--body", "Planning"]);
    assert_eq!(code, 2);
    assert!(
        said.contains(
            "no body is called `Planning`; there are `Cabinet` (11), `Bridges Panel` (12)"
        ),
        "{said}"
    );
    let away = Answers::from([(path("GetCommittees", ""), Answer::to("https://other.example/"))]);
    let (code, said) = import(&case, &Service::begin(away), &[]);
    assert_eq!((code, said.contains("it leads to another site")), (2, true), "{said}");
}

#[test]
fn a_thousand_meetings_come_in_from_a_folder() {
    let case = Case::empty();
    let mut rows = String::new();
    for number in 0..1_000 {
        let day =
            chrono::NaiveDate::from_ymd_opt(2010, 1, 4).unwrap() + chrono::Days::new(number * 5);
        let day = day.format("%d/%m/%Y");
        rows += &format!(
            "<meeting><meetingid>{number}</meetingid><meetingdate>{day}</meetingdate></meeting>"
        );
        let items: String = (1..=12)
            .map(|at| item(&at.to_string(), &format!("{at}."), "Business", &format!("{OPEN}<minutesnonemptyhtmlbody>&lt;p&gt;Noted.&lt;/p&gt;</minutesnonemptyhtmlbody>")))
            .collect();
        let answer = format!(
            "<meeting><meetingid>{number}</meetingid><meetingdate>{day}</meetingdate><agendaitems>{items}</agendaitems></meeting>"
        );
        std::fs::create_dir_all(case.path("answers")).unwrap();
        std::fs::write(case.path(&format!("answers/GetMeeting-{number}.xml")), answer).unwrap();
    }
    let committees = "<committees><committee><committeeid>1</committeeid><committeetitle>Council</committeetitle></committee></committees>";
    std::fs::write(case.path("answers/GetCommittees.xml"), committees).unwrap();
    std::fs::write(
        case.path("answers/GetMeetings-1-2010-01-01-2030-01-01.xml"),
        format!("<r>{rows}</r>"),
    )
    .unwrap();
    let ended = run(
        &case,
        &[
            "import",
            "modern.gov",
            "--folder",
            "answers",
            "--council",
            "Ashby Vale Council",
            "--since",
            "2010-01-01",
            "--until",
            "2030-01-01",
            "--data",
            "council",
        ],
    );
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(
        said.contains(
            "1 body, 1000 meetings, 12000 lines of agendas, 0 papers, minutes of 1000 meetings"
        ),
        "{said}"
    );
}
