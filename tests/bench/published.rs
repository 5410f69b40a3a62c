//! Thousands of published meetings: one more is published, and all of them are verified.
//!
//! One meeting is published by the program; the others are made from it, with receipts, ledgers and heads that
//! agree, since to publish each would take hours.

use std::path::Path;

use serde_json::{Value, json};

use super::day::{Council, megabytes, name};
use super::packs::run_to_end;
use super::{row, shown};

const TREES: [&str; 2] = ["public", "restricted"];

/// Prints the rows.
pub(crate) fn rows() {
    for count in [1_000, 10_000] {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let council = Council::new(folder.path());
        council.meetings(count + 2, &|_| Vec::new(), 0);
        council.run(&["publish", "--meeting", &name(0), "--by", "Bench"]);
        copies(&folder.path().join("output"), count);
        let shown_count = format!("{},000", count / 1_000);
        for (at, which) in [(count, "first"), (count + 1, "again")] {
            let publish = ["publish", "--meeting", &name(at), "--by", "Bench"];
            let (time, memory) =
                run_to_end(council.command(&publish).spawn().expect("the program can be run"));
            let what = format!("publish, {shown_count} meetings before, {which}");
            let budget = if which == "again" { "1 s" } else { "" };
            row(&what, &shown(time), "", budget);
            row(&format!("{what}, memory"), &megabytes(memory), "", "");
        }
        let (time, memory) =
            run_to_end(council.command(&["verify"]).spawn().expect("the program can be run"));
        row(&format!("verify, {shown_count} meetings"), &shown(time), "", "");
        row(&format!("verify, {shown_count} meetings, memory"), &megabytes(memory), "", "");
    }
}

/// Publishes meetings as the first was.
fn copies(output: &Path, count: usize) {
    let mut heads = json!({});
    for tree in TREES {
        let top = format!("published/{tree}");
        let ledger = output.join(&top).join("ledger.jsonl");
        let text = String::from_utf8(read(&ledger)).expect("a ledger is text");
        let first: Value = serde_json::from_str(text.trim_end()).expect("it has one line");
        let mut digest = orderpaper::store::sha512(text.trim_end().as_bytes());
        let mut lines = vec![text.trim_end().to_owned()];
        let receipt = read(&output.join(&top).join(name(0)).join("receipt.json"));
        let receipt: Value = serde_json::from_slice(&receipt).expect("a receipt is JSON");
        for at in 1..count {
            let copy = Copy { output, top: &top, name: &name(at) };
            let line = copy.line(&first, &receipt, lines.len() + 1, &digest);
            digest = orderpaper::store::sha512(line.as_bytes());
            lines.push(line);
        }
        heads[tree] = json!({ "lines": lines.len(), "digest": digest });
        write(&ledger, &(lines.join("\n") + "\n"));
    }
    write(&output.join(".orderpaper/ledger-heads.json"), &heads.to_string());
}

/// A meeting published as the first was.
struct Copy<'a> {
    output: &'a Path,
    top: &'a str,
    name: &'a str,
}

impl Copy<'_> {
    /// Writes its files, and returns its line of the ledger.
    fn line(&self, first: &Value, receipt: &Value, number: usize, before: &str) -> String {
        let Self { output, top, name: copied } = self;
        let (from, to) = (format!("{top}/{}/", name(0)), format!("{top}/{copied}/"));
        let mut receipt = receipt.clone();
        receipt["publication"] = json!(copied);
        receipt["date"] = json!(copied.trim_start_matches("cabinet-"));
        receipt["seal"] = json!("");
        let text =
            |receipt: &Value| serde_json::to_string_pretty(receipt).expect("it is JSON") + "\n";
        receipt["seal"] = json!(orderpaper::store::sha512(text(&receipt).as_bytes()));
        let receipt = text(&receipt);
        let mut line = first.clone();
        let mut files = Vec::new();
        for entry in first["files"].as_array().expect("a line has files") {
            let path = entry["file"].as_str().expect("a file has a path");
            // The pages that all share are those of the first, and every act has their lists again.
            let Some(below) = path.strip_prefix(&from) else {
                files.push(entry.clone());
                continue;
            };
            let file = output.join(&to).join(below);
            let mut entry = entry.clone();
            entry["file"] = json!(format!("{to}{below}"));
            if below == "receipt.json" {
                write(&file, &receipt);
                entry["size"] = json!(receipt.len());
                entry["sha512"] = json!(orderpaper::store::sha512(receipt.as_bytes()));
            } else {
                let folder = file.parent().expect("it is in a folder");
                std::fs::create_dir_all(folder).expect("a folder can be made");
                std::fs::hard_link(output.join(path), file).expect("a file can have two names");
            }
            files.push(entry);
        }
        line["line"] = json!(number);
        line["before"] = json!(before);
        line["publication"] = json!(copied);
        line["files"] = json!(files);
        line.to_string()
    }
}

fn read(path: &Path) -> Vec<u8> {
    orderpaper::store::read(path).expect("it can be read")
}

fn write(path: &Path, text: &str) {
    orderpaper::store::write(path, text.as_bytes()).expect("it can be written");
}
