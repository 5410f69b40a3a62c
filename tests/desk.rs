//! The desk by raw requests: who is let in, and what others get.

mod begin;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::Case;

/// A desk that is running.
pub(crate) struct Running {
    pub(crate) case: Case,
    child: Child,
    port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

const ARGUMENTS: [&str; 5] = ["desk", "--data", ".", "--today", "2026-02-26"];

impl Running {
    pub(crate) fn begin(case: Case) -> Self {
        let (child, port) = Self::start(&case);
        Self { case, child, port }
    }

    /// Kills it, as a machine does that loses its power, and begins again.
    pub(crate) fn restart(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        for file in ["running.json", "open.html"] {
            std::fs::remove_file(self.case.path("output/restricted/.desk").join(file)).unwrap();
        }
        (self.child, self.port) = Self::start(&self.case);
    }

    fn start(case: &Case) -> (Child, u16) {
        let mut command = case.command();
        command.env("ORDERPAPER_BY", "Pat Example").env("HOME", case.path("home"));
        let child =
            command.args(ARGUMENTS).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        let port = loop {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not begin");
            let running = std::fs::read(case.path("output/restricted/.desk/running.json")).ok();
            let running =
                running.and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
            let is_open = case.path("output/restricted/.desk/open.html").exists();
            if let Some(port) =
                running.and_then(|running| running["port"].as_u64()).filter(|_| is_open)
            {
                break u16::try_from(port).unwrap();
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        (child, port)
    }

    fn key(&self) -> String {
        String::from_utf8(self.case.read("output/restricted/.desk/key")).unwrap()
    }

    /// Returns the status and the whole answer to a request.
    fn ask(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, answer)
    }

    pub(crate) fn get(&self, path: &str, more: &str) -> (u16, String) {
        let port = self.port;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}\r\n"
        ))
    }

    pub(crate) fn post(&self, path: &str, body: &str, more: &str) -> (u16, String) {
        let (port, length) = (self.port, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n{body}"
        ))
    }

    /// Comes in, and returns the header with the cookie.
    pub(crate) fn come_in(&self) -> String {
        let (status, answer) =
            self.post("/start", &format!("key={}", self.key()), "Sec-Fetch-Site: cross-site\r\n");
        assert_eq!(status, 200, "{answer}");
        let lower = answer.to_lowercase();
        let at = lower.find("set-cookie: ").unwrap() + "set-cookie: ".len();
        let cookie = answer[at..].split(';').next().unwrap();
        format!("Cookie: {cookie}\r\n")
    }
}

fn council() -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type\ncabinet,Cabinet,executive\n")
        .file("meetings.csv", "meeting,body,date\ncabinet-2026-03-10,cabinet,2026-03-10\n")
        .file(
            "agenda.csv",
            "meeting,number,title\ncabinet-2026-03-10,1,The <weir>\ncabinet-2026-03-12,1,Lost\n",
        )
}

#[test]
fn whoever_has_the_key_sees_what_the_records_say() {
    let desk = Running::begin(council());
    let cookie = desk.come_in();
    let begun = Instant::now();
    let today = loop {
        let (status, today) = desk.get("/", &cookie);
        assert_eq!(status, 200, "{today}");
        if today.contains("Thursday 26 February 2026") {
            break today;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{today}");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(
        today.contains("Ashby Vale Council") && today.contains("/meetings/cabinet-2026-03-10"),
        "{today}"
    );
    let (_, meeting) = desk.get("/meetings/cabinet-2026-03-10", &cookie);
    assert!(meeting.contains("The &lt;weir&gt;"), "{meeting}");
    let (_, faults) = desk.get("/faults", &cookie);
    assert!(faults.contains("cabinet-2026-03-12"), "{faults}");
    let (_, fault) = desk.get("/faults/0", &cookie);
    assert!(fault.contains("agenda.csv") && fault.contains("What to do"), "{fault}");
    for header in ["default-src 'none'", "nosniff", "no-referrer", "no-store", "same-origin"] {
        assert!(today.contains(header), "{header}\n{today}");
    }
    // Nothing that is not there, nothing of the disk, and nothing that was not made.
    for path in [
        "/meetings/none",
        "/faults/9999",
        "/faults/-1",
        "/papers/0/cabinet-2026-03-10",
        "/papers/999/cabinet-2026-03-10",
        "/papers/0/..%2f..%2fcouncil.json",
        "/../council.json",
        "/%2e%2e/council.json",
        "/council.json",
        "//etc/passwd",
    ] {
        let (status, answer) = desk.get(path, &cookie);
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        assert!(!answer.contains("\"name\""), "{path}: {answer}");
    }
}

#[test]
fn nobody_else_is_let_in() {
    let desk = Running::begin(council());
    for path in ["/", "/meetings", "/events", "/desk.css", "/none"] {
        assert_eq!(desk.get(path, "").0, 403, "{path}");
        assert_eq!(desk.get(path, "Cookie: desk=x\r\n").0, 403, "{path}");
    }
    let key = desk.key();
    for wrong in ["", "key=", "key=x", &format!("key={}", &key[1..]), &format!("kez={key}")] {
        assert_eq!(desk.post("/start", wrong, "").0, 403, "{wrong}");
    }
    assert_eq!(desk.get(&format!("/start?key={key}"), "").0, 405);
    let cookie = desk.come_in();
    assert_eq!(desk.get("/", &cookie).0, 200);
    // The key was good once.
    assert_eq!(desk.post("/start", &format!("key={key}"), "").0, 403);
    for _ in 0..10 {
        desk.post("/start", "key=x", "");
    }
    assert_eq!(desk.post("/start", "key=x", "").0, 429);

    // A name that somebody made lead here, and a page of somebody else's.
    for host in ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1:80"] {
        let request =
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{cookie}\r\n");
        assert_eq!(desk.ask(&request).0, 421, "{host}");
    }
    let ours = format!("127.0.0.1:{}", desk.port);
    let twice = format!(
        "GET / HTTP/1.1\r\nHost: {ours}\r\nHost: evil.example\r\nConnection: close\r\n{cookie}\r\n"
    );
    assert!(matches!(desk.ask(&twice).0, 400 | 421));
    for from in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "",
    ] {
        assert_eq!(desk.post("/meetings", "", &format!("{cookie}{from}")).0, 403, "{from}");
    }
    // From one of its own pages, it is merely nothing that can be posted.
    assert_eq!(
        desk.post("/meetings", "", &format!("{cookie}Sec-Fetch-Site: same-origin\r\n")).0,
        405
    );
    let large = "x".repeat(200_000);
    assert_eq!(desk.post("/start", &large, "").0, 413);
}

#[test]
fn a_second_start_opens_the_desk_that_is_running() {
    let desk = Running::begin(council());
    let before = desk.key();
    desk.case.run(ARGUMENTS).code(0).stderr_has("open this file");
    assert_ne!(desk.key(), before);
    let cookie = desk.come_in();
    assert_eq!(desk.get("/meetings", &cookie).0, 200);
}

/// A council whose records are whole, with business that is not for the public.
fn whole_council() -> Case {
    Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type\nplanning,Planning Committee,committee\n")
        .file(
            "meetings.csv",
            "meeting,body,date,time,venue\nplanning-2026-03-10,planning,2026-03-10,10:00,Town Hall\n",
        )
        .file(
            "agenda.csv",
            "meeting,number,title,exempt-paragraphs,exempt-reason\n\
             planning-2026-03-10,1,The weir,,\n\
             planning-2026-03-10,2,A sale,3,\"The price would be known.\"\n",
        )
        .file(
            "documents.csv",
            "meeting,number,title,file,exempt-paragraphs,status\n\
             planning-2026-03-10,1,The weir,weir.dj,,\n\
             planning-2026-03-10,1,Plan of the weir,,,to-follow\n\
             planning-2026-03-10,2,Price of the land,sale.dj,3,\n",
        )
        .file("documents/weir.dj", "# The weir\n\nIt is to be mended.\n")
        .file("documents/sale.dj", "# Price of the land\n\nKestrel pays.\n")
}

/// The page of a desk on which a button is pressed.
struct Buttons<'a> {
    desk: &'a Running,
    /// Headers of a request from one of its pages.
    headers: String,
    token: String,
}

impl<'a> Buttons<'a> {
    fn of(desk: &'a Running) -> Self {
        let headers = format!("{}Sec-Fetch-Site: same-origin\r\n", desk.come_in());
        let page = Self { desk, headers, token: String::new() };
        let today = page.wait(|today| today.contains("name=\"token\""));
        Self { token: value(&today, "token"), ..page }
    }

    fn get(&self, path: &str) -> String {
        self.desk.get(path, &self.headers).1
    }

    /// Waits until the first page is as it should be.
    fn wait(&self, is_right: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let today = self.get("/");
            if is_right(&today) {
                return today;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "{today}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn press(&self, path: &str, fields: &str) -> u16 {
        self.desk.post(path, &format!("token={}&{fields}", self.token), &self.headers).0
    }

    /// Asks for a task, and waits until it has ended.
    fn work(&self, fields: &str) {
        assert_eq!(self.press("/work", fields), 303, "{fields}");
        self.wait(|today| !today.contains("class=\"work\""));
    }
}

/// Returns what a hidden field of a form has.
fn value(page: &str, name: &str) -> String {
    let field = page.split_once(&format!("name=\"{name}\" value=\"")).expect("there is a field").1;
    field.split_once('"').unwrap().0.to_owned()
}

const MEETING: &str = "publication=planning-2026-03-10";

#[test]
fn what_was_shown_is_published_by_a_button_and_nothing_else() {
    let desk = Running::begin(whole_council());
    let page = Buttons::of(&desk);
    let publishing = || page.get("/publish/planning-2026-03-10");
    let published = "output/published/public/planning-2026-03-10";
    page.work(&format!("task=preview&{MEETING}"));
    let shown = publishing();
    for file in
        ["public/planning-2026-03-10/agenda.pdf", "restricted/planning-2026-03-10/exempt-pack.pdf"]
    {
        assert!(shown.contains(file), "{file}\n{shown}");
    }
    assert!(!desk.case.path(published).exists(), "nothing is published by looking");
    let agreement = value(&shown, "agreement");

    // The records have changed since somebody looked.
    let agenda = String::from_utf8(desk.case.read("agenda.csv")).unwrap();
    std::fs::write(desk.case.path("agenda.csv"), agenda.replace("The weir", "The mill")).unwrap();
    page.work(&format!("task=publish&{MEETING}&agreement={agreement}"));
    assert!(publishing().contains("what is due is not what was shown"), "{}", publishing());
    assert!(!desk.case.path(published).exists());

    page.work(&format!("task=preview&{MEETING}"));
    let agreement = value(&publishing(), "agreement");
    page.work(&format!("task=publish&{MEETING}&agreement={agreement}"));
    assert!(desk.case.path(&format!("{published}/agenda.pdf")).exists());
    let ledger = desk.case.read("output/published/public/ledger.jsonl");
    let ledger = String::from_utf8(ledger).unwrap();
    assert!(ledger.contains("Pat Example"), "{ledger}");
    // A second press does nothing.
    page.work(&format!("task=publish&{MEETING}&agreement={agreement}"));
    assert!(publishing().contains("Nothing more is due"), "{}", publishing());
    assert_eq!(ledger.into_bytes(), desk.case.read("output/published/public/ledger.jsonl"));
    let meeting = page.get("/meetings/planning-2026-03-10");
    assert!(meeting.contains("Plan of the weir <strong>(to follow)</strong>"), "{meeting}");
    assert!(meeting.contains("published on") && !meeting.contains("changed since"), "{meeting}");
    let agenda = String::from_utf8(desk.case.read("agenda.csv")).unwrap();
    std::fs::write(desk.case.path("agenda.csv"), agenda.replace("The mill", "The ford")).unwrap();
    page.work(&format!("task=make&{MEETING}"));
    let meetings = page.get("/meetings");
    assert!(meetings.contains("published, <strong>changed since</strong>"), "{meetings}");

    page.work(&format!("task=archive&{MEETING}"));
    assert!(publishing().contains("in the archive"), "{}", publishing());
    page.work("task=verify");
    assert!(page.get("/verify").contains("all is as it was published"), "{}", page.get("/verify"));
    page.work(&format!("task=withdraw&{MEETING}&document=agenda&reason=It+was+wrong."));
    assert!(!desk.case.path(&format!("{published}/agenda.pdf")).exists());
    assert!(publishing().contains("agenda.pdf"), "{}", publishing());
}

#[test]
fn documents_are_made_in_the_background_and_shown() {
    let desk = Running::begin(whole_council());
    let page = Buttons::of(&desk);
    page.work(&format!("task=make&{MEETING}"));
    let meeting = page.get("/meetings/planning-2026-03-10");
    assert!(meeting.contains("made, 0 as before"), "{meeting}");
    let (mut restricted, mut pages) = (0, 0);
    for number in 0..10 {
        let path = format!("/documents/{number}/planning-2026-03-10");
        let (status, document) = desk.get(&path, &page.headers);
        if status == 404 {
            break;
        }
        let paper = format!("/papers/{number}/planning-2026-03-10");
        if document.contains("not for the public") {
            restricted += 1;
            // After a click that says so, and not by the address alone.
            assert!(!document.contains("<iframe"), "{document}");
            assert_eq!(desk.get(&paper, &page.headers).0, 404);
            assert_eq!(desk.post(&path, "", &page.headers).0, 403);
            let body = format!("token={}", page.token);
            let (_, document) = desk.post(&path, &body, &page.headers);
            assert_eq!(desk.get(&framed(&document), &page.headers).0, 200, "{document}");
        } else {
            let (status, shown) = desk.get(&framed(&document), &page.headers);
            assert_eq!(status, 200, "{document}");
            pages += usize::from(shown.contains("sandbox allow-same-origin"));
            assert!(shown.contains("frame-ancestors 'self'"), "{shown}");
        }
    }
    assert!(restricted > 0 && pages > 0, "{meeting}");
}

/// Returns the address of what a page shows in a frame.
fn framed(page: &str) -> String {
    let frame = page.split_once("<iframe").expect("there is a frame").1;
    let address = frame.split_once("src=\"").unwrap().1.split_once('"').unwrap().0;
    address.replace("&amp;", "&")
}

#[test]
fn only_a_form_of_the_desk_asks_for_anything() {
    let desk = Running::begin(whole_council());
    let page = Buttons::of(&desk);
    for path in ["/work", "/stop", "/faults/0/open", "/documents/0/planning-2026-03-10"] {
        for body in ["", "token=", "token=x&task=make", &format!("token={0}&token={0}", page.token)]
        {
            assert_eq!(desk.post(path, body, &page.headers).0, 403, "{path} {body}");
        }
        let body = format!("token={}&task=make", page.token);
        let foreign = page.headers.replace("same-origin", "cross-site");
        assert_eq!(desk.post(path, &body, &foreign).0, 403, "{path}");
    }
    for odd in [
        "task=none",
        "task=publish",
        "task=publish&publication=planning-2026-03-10",
        "task=withdraw&publication=planning-2026-03-10&document=agenda",
        "task=make&publication=../../etc",
        "task=make&data=/etc",
    ] {
        assert_eq!(page.press("/work", odd), 400, "{odd}");
    }
    assert_eq!(page.press("/stop", ""), 303, "there is nothing to stop");
}

#[test]
fn what_is_of_no_meeting_is_published_as_well() {
    let case = whole_council().file(
        "issues.csv",
        "ref,title,key,maker,due,first-published,documents,contact\n\
         AV/1,Lamps,yes,planning,2026-04-10,2026-02-02,A report,Pat Example\n",
    );
    let desk = Running::begin(case);
    let page = Buttons::of(&desk);
    let list = page.get("/publications");
    let address =
        list.split("href=\"").find(|rest| rest.starts_with("/publications/forward-plan/"));
    let address = address.and_then(|rest| rest.split('"').next()).expect("there is one");
    let path = address.trim_start_matches("/publications/");
    page.work(&format!("task=make&publication={path}"));
    assert!(page.get(address).contains(&format!("/{path}\">")), "{}", page.get(address));
    page.work(&format!("task=preview&publication={path}"));
    let shown = page.get(&format!("/publish/{path}"));
    assert!(shown.contains("name=\"agreement\""), "{shown}");
    let agreement = value(&shown, "agreement");
    page.work(&format!("task=publish&publication={path}&agreement={agreement}"));
    let receipt = desk.case.path("output/published/public").join(path).join("receipt.json");
    assert!(receipt.exists(), "{path}: {}", page.get(&format!("/publish/{path}")));
    assert!(page.get("/publications").contains("<td>published"), "{}", page.get("/publications"));
    assert_eq!(page.press("/work", "task=make&publication=forward-plan/1999-01"), 400);
}

#[test]
fn drafted_minutes_wait_to_be_signed() {
    let case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file("bodies.csv", "id,name,type\nplanning,Planning Committee,committee\n")
        .file(
            "meetings.csv",
            "meeting,body,date\nplanning-2026-01-13,planning,2026-01-13\n\
             planning-2026-02-10,planning,2026-02-10\nplanning-2026-03-10,planning,2026-03-10\n",
        )
        .file("minutes/planning-2026-01-13.json", r#"{ "status": "confirmed" }"#)
        .file("minutes/planning-2026-02-10.json", "{}");
    let desk = Running::begin(case);
    let page = Buttons::of(&desk);
    let meetings = page.get("/meetings");
    assert_eq!(meetings.matches("minutes to be signed on 10 March 2026").count(), 1, "{meetings}");
}

#[test]
fn many_and_slow_requests_are_bounded() {
    let desk = Running::begin(whole_council());
    let page = Buttons::of(&desk);
    let open = || TcpStream::connect(("127.0.0.1", desk.port)).unwrap();
    let mut slow = open();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    let many: Vec<TcpStream> = (0..1_000).map(|_| open()).collect();
    slow.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut end = Vec::new();
    let begun = Instant::now();
    slow.read_to_end(&mut end).ok();
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "a request that does not come in is given up"
    );
    drop(many);
    page.wait(|today| today.contains("name=\"token\""));
}

#[test]
fn a_paper_that_is_added_is_kept_and_its_row_shown() {
    let desk = Running::begin(whole_council());
    let page = Buttons::of(&desk);
    let add = |token: &str, item: &str, name: &str| {
        let part = |name: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\nA report\r\n--B--\r\n"
        );
        let body = part("\"token\"", token) + &part("\"item\"", item) + &file;
        let headers = format!("{}Content-Type: multipart/form-data; boundary=B\r\n", page.headers);
        desk.post("/meetings/planning-2026-03-10/papers", &body, &headers)
    };
    let (status, shown) = add(&page.token, "1", "Report on The Weir.DOCX");
    assert_eq!(status, 200, "{shown}");
    assert!(
        shown.contains("planning-2026-03-10,1,,planning-2026-03-10/report-on-the-weir.docx"),
        "{shown}"
    );
    let kept = "documents/planning-2026-03-10/report-on-the-weir.docx";
    assert_eq!(desk.case.read(kept), b"A report");
    // Nothing is written over, nowhere else, and nothing but a paper.
    for (token, item, name, expected) in [
        (&*page.token, "1", "report on the weir.docx", 422),
        (&page.token, "1", "run.exe", 422),
        (&page.token, "9", "other.pdf", 400),
        ("x", "1", "other.pdf", 403),
    ] {
        assert_eq!(add(token, item, name).0, expected, "{item} {name}");
    }
    assert_eq!(add(&page.token, "1", "../../../evil.pdf").0, 200);
    assert!(desk.case.path("documents/planning-2026-03-10/evil.pdf").exists());
    assert_eq!(desk.case.files("documents").len(), 4);
}
