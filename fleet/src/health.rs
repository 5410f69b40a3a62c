//! What a worker tells of itself: whether it is alive, and what it has done, over HTTP on an address of its own.

use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::store::Counts;

/// For how long a worker may be silent until it counts as dead.
const SILENCE: Duration = Duration::from_secs(90);

/// How many bytes of a request are read.
const MAX_REQUEST: usize = 2048;

/// How long a request may take.
const REQUEST_TIME: Duration = Duration::from_secs(5);

/// What a worker has done, and when it last gave a sign of life.
#[derive(Debug)]
pub(crate) struct Health {
    counts: RefCell<Counts>,
    beat: Cell<Instant>,
}

impl Health {
    /// Returns that of a worker that has just begun.
    pub(crate) fn new() -> Self {
        Self { counts: RefCell::default(), beat: Cell::new(Instant::now()) }
    }

    /// Says that the worker is alive.
    pub(crate) fn beat(&self) {
        self.beat.set(Instant::now());
    }

    /// Counts something.
    pub(crate) fn count(&self, name: &'static str, more: u64) {
        *self.counts.borrow_mut().entry(name).or_default() += more;
    }

    /// Returns what was counted.
    pub(crate) fn counts(&self) -> Counts {
        self.counts.borrow().clone()
    }

    /// Returns the counts as Prometheus reads them. They are of no council.
    fn metrics(&self) -> String {
        let mut text = String::new();
        for (name, count) in &*self.counts.borrow() {
            let name = format!("orderpaper_fleet_worker_{}_total", name.replace('-', "_"));
            writeln!(text, "# TYPE {name} counter\n{name} {count}").expect("a text takes all");
        }
        text
    }

    fn answer(&self, request: &str) -> String {
        let path = request.strip_prefix("GET ").and_then(|rest| rest.split(' ').next());
        let (status, text) = match path {
            Some("/healthz") if self.beat.get().elapsed() < SILENCE => {
                ("200 OK", "ok\n".to_owned())
            }
            Some("/healthz") => ("503 Service Unavailable", "silent for too long\n".to_owned()),
            Some("/metrics") => ("200 OK", self.metrics()),
            _ => ("404 Not Found", "there are /healthz and /metrics\n".to_owned()),
        };
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/plain; version=0.0.4\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{text}",
            text.len()
        )
    }

    /// Answers requests for ever.
    pub(crate) async fn serve(&self, listener: TcpListener) {
        loop {
            // Requests are answered one by one, each in a time that is limited: few ask.
            if let Ok((stream, _)) = listener.accept().await {
                tokio::time::timeout(REQUEST_TIME, self.serve_one(stream)).await.ok();
            }
        }
    }

    async fn serve_one(&self, mut stream: TcpStream) {
        let mut request = Vec::new();
        let mut piece = [0; 512];
        while request.len() < MAX_REQUEST && !request.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(length) => request.extend_from_slice(&piece[..length]),
            }
        }
        let answer = self.answer(&String::from_utf8_lossy(&request));
        stream.write_all(answer.as_bytes()).await.ok();
        stream.shutdown().await.ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn health_and_counts_are_told() {
        let health = Health::new();
        health.count("making-millis", 5);
        health.count("making-millis", 7);
        let answer = |path: &str| health.answer(&format!("GET {path} HTTP/1.1\r\n\r\n"));
        assert!(answer("/healthz").starts_with("HTTP/1.1 200 OK\r\n"));
        assert!(answer("/metrics").ends_with("orderpaper_fleet_worker_making_millis_total 12\n"));
        assert!(answer("/").starts_with("HTTP/1.1 404"));
        assert!(health.answer("").starts_with("HTTP/1.1 404"));
        health.beat.set(Instant::now().checked_sub(SILENCE * 2).unwrap());
        assert!(answer("/healthz").starts_with("HTTP/1.1 503"));
    }
}
