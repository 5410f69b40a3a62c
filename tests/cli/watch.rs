//! `watch`: what is made again as files change, and how faults are shown meanwhile.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::support::Case;

/// How long to wait for a round before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `watch`, and the lines that it prints.
struct Watching {
    run: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn begin(case: &Case, args: &[&str]) -> Self {
        let mut command = case.command();
        command.arg("watch").args(args).args(["--today", "2026-02-20"]);
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (send, lines) = mpsc::channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(run.stdout.take().unwrap()), Box::new(run.stderr.take().unwrap())];
        for stream in streams {
            let send = send.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines() {
                    let Ok(line) = line else { break };
                    if send.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { run, lines }
    }

    /// Returns everything that is printed until it waits for changes.
    #[track_caller]
    fn round(&self) -> String {
        let mut printed = String::new();
        let end = Instant::now() + PATIENCE;
        while !printed.contains("waiting for changes") {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => printed.push_str(&format!("{line}\n")),
                Err(_) => panic!("it does not wait for changes:\n{printed}"),
            }
        }
        // The other stream may lag behind.
        while let Ok(line) = self.lines.recv_timeout(Duration::from_millis(200)) {
            printed.push_str(&format!("{line}\n"));
        }
        printed
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.run.kill().ok();
        self.run.wait().ok();
    }
}

#[track_caller]
fn says(printed: &str, words: &str) {
    assert!(printed.contains(words), "it does not say `{words}`:\n{printed}");
}

#[test]
fn a_change_rebuilds_what_it_affects_and_faults_do_not_end_the_watch() {
    let case = Case::new();
    let watching = Watching::begin(&case, &[]);
    says(&watching.round(), "4 documents made");

    let case = case.replace("data/agenda.csv", "Budget for 2026/27", "Budget for next year");
    let printed = watching.round();
    says(&printed, "changed: data");
    says(&printed, "agenda.csv");
    says(&printed, "cabinet-2026-02-24");
    says(&printed, "1 document made, 3 unchanged");

    let case = case.replace("data/meetings.csv", ",2026-02-24,", ",31/02/2026,");
    let printed = watching.round();
    says(&printed, "error[data/bad-value]");
    says(&printed, "data/meetings.csv:3:");
    says(&printed, "1 refused");

    let council = case.text("data/council.json");
    let case = case.file("data/council.json", "{ \"name\": ");
    says(&watching.round(), "error[");

    let case = case.file("data/council.json", council);
    watching.round();
    let case = case.replace("data/meetings.csv", ",31/02/2026,", ",2026-02-24,");
    says(&watching.round(), "0 documents made, 4 unchanged");

    // Files in the output folder and lock files of Excel start no round.
    let case = case.file("output/public/note.txt", "a note").file("data/~$agenda.xlsx", "open");
    assert!(watching.lines.recv_timeout(Duration::from_millis(600)).is_err());
    drop(case);
}

#[test]
fn a_data_folder_may_disappear_and_return() {
    let case = Case::new();
    let watching = Watching::begin(&case, &[]);
    watching.round();
    std::fs::rename(case.path("data"), case.path("away")).unwrap();
    says(&watching.round(), "there is no data folder `data`");
    std::fs::rename(case.path("away"), case.path("data")).unwrap();
    says(&watching.round(), "4 unchanged");
    let _case = case.replace("data/agenda.csv", "Budget for 2026/27", "Budget for next year");
    says(&watching.round(), "1 document made, 3 unchanged");
}

#[test]
fn templates_and_pictures_that_change_are_read_again() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/agenda/main.typ.hbs");
    let template = std::fs::read_to_string(template).unwrap();
    let crest = |colour: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>\
             <rect width='40' height='40' fill='{colour}'/></svg>"
        )
    };
    let logo = "\"logo\": { \"file\": \"crest.svg\", \"alt\": \"A square\" },";
    let case = Case::new()
        .replace("data/council.json", "\"nation\"", &format!("{logo} \"nation\""))
        .file("templates/crest.svg", crest("#004060"))
        .file("templates/agenda/main.typ.hbs", &template);
    let agenda = ["--kind", "agenda", "--meeting", "cabinet-2026-02-24"];
    let watching = Watching::begin(&case, &[&["--templates", "templates"], &agenda[..]].concat());
    says(&watching.round(), "1 document made");
    // Templates stay parsed once they have been unchanged for some seconds.
    std::thread::sleep(Duration::from_secs(4));
    let mut case = case;
    for (from, to) in [("2026/27", "next year"), ("next year", "2026/27")] {
        case = case.replace(
            "data/agenda.csv",
            &format!("Budget for {from}"),
            &format!("Budget for {to}"),
        );
        says(&watching.round(), "1 document made");
    }
    let pdf = |case: &Case| case.read("output/public/cabinet-2026-02-24/agenda.pdf");
    let first = pdf(&case);
    let case = case.file("templates/crest.svg", crest("#400060"));
    says(&watching.round(), "1 document made");
    let second = pdf(&case);
    assert!(second != first, "it shows the new crest");
    let case = case.file("templates/crest.svg", crest("#004060"));
    says(&watching.round(), "1 document made");
    assert!(pdf(&case) == first);
    let case = case.file("templates/agenda/main.typ.hbs", format!("{template}\nLate words.\n"));
    says(&watching.round(), "1 document made");
    assert!(crate::support::pdf::text(&pdf(&case)).contains("Late words."));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_watch_with_0() {
    let case = Case::new();
    let mut watching = Watching::begin(&case, &[]);
    watching.round();
    let id = watching.run.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = watching.run.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < end, "it does not end");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(0));
}
