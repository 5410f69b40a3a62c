//! The desk by raw requests: who is let in, and what others get.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::Case;

/// A desk that is running.
struct Running {
    case: Case,
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
    fn begin(case: Case) -> Self {
        let mut command = case.command();
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
        Self { case, child, port }
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

    fn get(&self, path: &str, more: &str) -> (u16, String) {
        let port = self.port;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}\r\n"
        ))
    }

    fn post(&self, path: &str, body: &str, more: &str) -> (u16, String) {
        let (port, length) = (self.port, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n{body}"
        ))
    }

    /// Comes in, and returns the header with the cookie.
    fn come_in(&self) -> String {
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
        "/papers/cabinet-2026-03-10/0",
        "/papers/cabinet-2026-03-10/999",
        "/papers/..%2f..%2fcouncil.json/0",
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
