//! Documents as pages of HTML: the words of the PDF in its order, with the landmarks, headings and tables that readers
//! with assistive software go by.

use std::collections::BTreeSet;

use orderpaper::kinds;
use orderpaper::model::form::Form;

use super::{Opened, cases, made, open, rendered};
use crate::support::html;

/// Returns the page of a case, with what was reported.
fn made_page(kind: &str, case: &str) -> Result<String, String> {
    let Opened { session, job, mut diags, _copies } = open(Form::Html, kind, case);
    let page = job.as_ref().and_then(|job| session.make(&mut diags, job));
    match page {
        Some(page) => Ok(String::from_utf8(page.bytes).expect("a page is UTF-8")),
        None => Err(format!("{kind}/{case}:\n{}", rendered(&diags, kind, case))),
    }
}

fn page(kind: &str, case: &str) -> String {
    made_page(kind, case).unwrap_or_else(|reported| panic!("{reported}"))
}

/// Returns the cases of documents that can be had as pages.
fn pages() -> Vec<(String, String)> {
    let has_page = |kind: &str| kinds::named(kind).is_some_and(kinds::has_page);
    cases().into_iter().filter(|(kind, _)| has_page(kind)).collect()
}

/// Returns the words of a text without marks of lists and cells.
fn words(text: &str) -> Vec<String> {
    let is_mark = |word: &&str| !word.is_empty() && !["•", "–", "▪", "◦", "|"].contains(word);
    text.split(char::is_whitespace).filter(is_mark).map(str::to_owned).collect()
}

/// Kinds whose pages leave out the numbers of their own pages.
const WITH_PAGES: [&str; 2] = ["performance-report", "assessment"];

#[test]
fn a_page_says_what_the_pdf_says_in_its_order() {
    let mut differences = Vec::new();
    for (kind, case) in pages() {
        let printed = words(&made(&kind, &case).read.text_without_pictures());
        let shown = match made_page(&kind, &case) {
            Ok(page) => words(&html::text_of_main(&page)),
            Err(reported) => {
                differences.push(reported);
                continue;
            }
        };
        if WITH_PAGES.contains(&kind.as_str()) {
            let bare = |word: &String| word.trim_matches(['(', ')', ',']).to_lowercase();
            let set = |words: &[String]| words.iter().map(bare).collect::<BTreeSet<_>>();
            let missing: Vec<String> = set(&printed).difference(&set(&shown)).cloned().collect();
            let has_letters =
                |word: &&String| *word != "page" && word.chars().any(char::is_alphabetic);
            let missing: Vec<&String> = missing.iter().filter(has_letters).collect();
            if !missing.is_empty() {
                differences.push(format!("{kind}/{case}: not in the page: {missing:?}"));
            }
        } else if let Some(at) =
            (0..printed.len().max(shown.len())).find(|at| printed.get(*at) != shown.get(*at))
        {
            let near = |words: &[String]| {
                words
                    .iter()
                    .skip(at.saturating_sub(4))
                    .take(12)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            let (printed, shown) = (near(&printed), near(&shown));
            differences.push(format!("{kind}/{case}: printed: {printed}\n  page: {shown}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_page_has_one_title_landmarks_and_nothing_from_elsewhere() {
    for (kind, case) in pages() {
        let page = page(&kind, &case);
        let count = |part: &str| page.matches(part).count();
        for once in ["<h1", "<main", "<footer", "class=\"skip\"", "<title>", "<html lang=\"en-GB\""]
        {
            assert_eq!(count(once), 1, "{kind}/{case}: {once}");
        }
        for never in ["<script", "src=\"http", "href=\"http:", "@import", "url(http", "style=\""] {
            assert_eq!(count(never), 0, "{kind}/{case}: {never}");
        }
        let ids = html::attributes(&page, "id");
        let distinct: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{kind}/{case}: ids are given twice");
        let places = html::attributes(&page, "href").into_iter();
        for place in places.filter_map(|link| link.strip_prefix('#').map(str::to_owned)) {
            assert!(ids.contains(&place), "{kind}/{case}: nothing is at `#{place}`");
        }
        assert_eq!(count("<table"), count("class=\"scroll\""), "{kind}/{case}: tables scroll");
        assert!(page.len() < 2_000_000, "{kind}/{case}");
    }
}

#[test]
fn both_libraries_have_the_same_functions_with_the_same_parameters() {
    let functions = |folder: &str| {
        let mut all = BTreeSet::new();
        for entry in std::fs::read_dir(format!("templates/lib/{folder}")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.ends_with(".typ") {
                continue;
            }
            all.extend(html::functions(&path).into_iter().map(|found| format!("{name}: {found}")));
        }
        all
    };
    let (printed, pages) = (functions("pdf"), functions("html"));
    // What templates call; other functions are each library's own.
    let called = html::called_by_templates();
    let is_called = |found: &&String| {
        let name = found.split(": ").nth(1).and_then(|rest| rest.split('(').next());
        name.is_some_and(|name| called.contains(name))
    };
    // Stamps are put upon pages of paper.
    let missing: Vec<&String> = printed
        .difference(&pages)
        .filter(|found| !found.starts_with("stamps.typ"))
        .filter(is_called)
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
