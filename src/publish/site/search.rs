//! What the search page looks in: one file for each month, and a list of these.

use serde::Serialize;

use super::super::summary::Summary;
use super::address;
use super::facts::Facts;
use crate::export::rows::{DecisionRow, ItemRow, PaperRow, PlanRow};

/// Something that can be found. Names are short, since a month's file has hundreds.
#[derive(Debug, Serialize)]
struct Found {
    /// What it is called.
    t: String,
    /// What it belongs to.
    p: String,
    /// The day, as an ISO date.
    d: String,
    /// Its address from the top of the site.
    u: String,
    /// More words by which it is found.
    #[serde(skip_serializing_if = "String::is_empty")]
    w: String,
}

/// Returns what can be found of publications, each with its folder and what its documents tell of.
pub(super) fn index<'a>(
    publications: impl Iterator<Item = (&'a str, &'a Summary, &'a Facts)>,
) -> String {
    let mut found = Vec::new();
    for (folder, summary, facts) in publications {
        let mut add = |title: String, words: String| {
            found.push(Found {
                t: title,
                p: summary.title.clone(),
                d: summary.date.to_string(),
                u: address(folder, "index.html"),
                w: words,
            });
        };
        let titles: Vec<&str> = summary.entries.iter().map(|entry| entry.title()).collect();
        add(summary.title.clone(), titles.join(" "));
        for row in facts.rows::<ItemRow>() {
            let title = [row.number, row.title].into_iter().flatten().collect::<Vec<_>>().join(" ");
            if row.kind == "item" && !title.is_empty() {
                let words = [row.text, row.public_summary].into_iter().flatten();
                add(title, words.collect::<Vec<_>>().join(" "));
            }
        }
        for row in facts.rows::<PaperRow>() {
            add(row.title, row.label.unwrap_or_default());
        }
        for row in facts.rows::<DecisionRow>() {
            let title =
                [row.reference, row.title].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let words = [row.decision, row.public_summary].into_iter().flatten();
            add(title, words.collect::<Vec<_>>().join(" "));
        }
        for row in facts.rows::<PlanRow>() {
            let title = row.reference.into_iter().chain([row.title]).collect::<Vec<_>>().join(" ");
            add(title, row.summary.unwrap_or_default());
        }
    }
    serde_json::to_string(&found).expect("what can be found is text") + "\n"
}

/// Returns the list of the files of months, the newest first.
pub(super) fn list<'a>(months: impl DoubleEndedIterator<Item = &'a str>) -> String {
    let files: Vec<String> =
        months.rev().map(|month| address(&format!("months/{month}"), "search.json")).collect();
    serde_json::to_string(&files).expect("addresses are text") + "\n"
}
