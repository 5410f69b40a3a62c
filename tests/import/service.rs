//! A modern.gov on this machine: it answers as the real ones do, with their faults, for an invented council.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the service answers to an address.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// Where it leads instead.
    pub(super) location: Option<String>,
    /// How many times it fails first, with 500.
    pub(super) fails: usize,
    /// How long it takes.
    pub(super) delay: Duration,
}

impl Answer {
    pub(super) fn xml(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            kind: "text/xml; charset=utf-8",
            body: body.into(),
            location: None,
            fails: 0,
            delay: Duration::ZERO,
        }
    }

    pub(super) fn paper(body: impl Into<Vec<u8>>) -> Self {
        Self { kind: "application/pdf", ..Self::xml(body) }
    }

    pub(super) fn status(status: u16) -> Self {
        Self { status, kind: "text/html", ..Self::xml("<html><body>Server Error</body></html>") }
    }

    pub(super) fn to(location: &str) -> Self {
        Self { status: 302, location: Some(location.to_owned()), ..Self::xml("") }
    }
}

/// Answers by the path and query of a request.
pub(super) type Answers = BTreeMap<String, Answer>;

/// A service that answers until it is dropped.
pub(super) struct Service {
    port: u16,
    /// Every request, in order.
    asked: Arc<Mutex<Vec<String>>>,
    /// How many requests are answered at most; others break off.
    left: Arc<AtomicUsize>,
    /// How many were under way at once.
    most: Arc<AtomicUsize>,
    ends: Arc<AtomicBool>,
}

impl Service {
    pub(super) fn begin(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (left, most) = (Arc::new(AtomicUsize::new(usize::MAX)), Arc::new(AtomicUsize::new(0)));
        let ends = Arc::new(AtomicBool::new(false));
        let answers = Arc::new(Mutex::new(answers));
        let open = Arc::new(AtomicUsize::new(0));
        let service = Self {
            port,
            asked: Arc::clone(&asked),
            left: Arc::clone(&left),
            most: Arc::clone(&most),
            ends: Arc::clone(&ends),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if ends.load(Ordering::SeqCst) {
                    return;
                }
                let (asked, left, most) =
                    (Arc::clone(&asked), Arc::clone(&left), Arc::clone(&most));
                let (answers, open) = (Arc::clone(&answers), Arc::clone(&open));
                std::thread::spawn(move || serve(&stream, &asked, &left, (&most, &open), &answers));
            }
        });
        service
    }

    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Lets it answer so many requests more, and then none.
    pub(super) fn answer_only(&self, requests: usize) {
        self.left.store(requests, Ordering::SeqCst);
    }

    pub(super) fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(
    stream: &TcpStream,
    asked: &Mutex<Vec<String>>,
    left: &AtomicUsize,
    (most, open): (&AtomicUsize, &AtomicUsize),
    answers: &Mutex<Answers>,
) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first).unwrap_or(0) == 0 {
            return;
        }
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap_or(0) > 2 {
            line.clear();
        }
        let now = open.fetch_add(1, Ordering::SeqCst) + 1;
        most.fetch_max(now, Ordering::SeqCst);
        let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
        asked.lock().unwrap().push(path.clone());
        let is_left =
            left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if is_left.is_err() {
            open.fetch_sub(1, Ordering::SeqCst);
            return;
        }
        let answer = {
            let mut answers = answers.lock().unwrap();
            match answers.get_mut(&path) {
                Some(answer) if 0 < answer.fails => {
                    answer.fails -= 1;
                    Answer::status(500)
                }
                Some(answer) => answer.clone(),
                None => Answer::status(404),
            }
        };
        std::thread::sleep(answer.delay);
        let location = answer.location.map(|to| format!("Location: {to}\r\n")).unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {} X\r\nContent-Type: {}\r\nContent-Length: {}\r\n{location}\r\n",
            answer.status,
            answer.kind,
            answer.body.len()
        );
        let mut writer = stream;
        let is_sent =
            writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&answer.body));
        open.fetch_sub(1, Ordering::SeqCst);
        if is_sent.is_err() {
            return;
        }
    }
}
