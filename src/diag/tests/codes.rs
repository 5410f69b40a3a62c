//! The closed list of codes: each has a page that helps, is made somewhere, and is tested.

#![expect(clippy::unwrap_used, reason = "a test whose input can't be read has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use orderpaper_diag::codes::table;
use orderpaper_diag::{Code, Severity, When};

/// Headings of the pages of faults, in their order.
const HEADINGS: [&str; 3] = ["## What it means", "## Example", "## How to put it right"];
/// Headings of the pages of rules of law.
const RULE_HEADINGS: [&str; 5] =
    ["## What it checks", "## The law", "## Example", "## How to put it right", "## Not checked"];

/// Returns the folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..")
}

/// Returns all files below a folder with that ending.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Returns the name of the variant that a code must have: `DataBadValue` for `data/bad-value`.
fn variant(name: &str) -> String {
    let words = name.split(['/', '-']);
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

#[test]
fn every_code_has_a_page_that_helps() {
    let mut broken = Vec::new();
    for code in Code::ALL {
        let mut must = |holds: bool, what: &str| {
            if !holds {
                broken.push(format!("`{code}`: {what}"));
            }
        };
        let page = code.page();
        must(page.starts_with(&format!("# `{code}`\n\n")), "its page has another title");
        let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        must(headings == HEADINGS || headings == RULE_HEADINGS, "its page has other headings");
        for section in page.split("\n## ").skip(1) {
            let (heading, text) = section.split_once('\n').unwrap();
            must(!text.trim().is_empty(), &format!("nothing stands below “{heading}”"));
        }
        let mut lines = page.lines().skip(4).filter(|line| !line.starts_with("    "));
        must(lines.all(|line| line.chars().count() <= 120), "a line of its page is too long");
        must(!code.meaning().is_empty() && !code.meaning().contains('\n'), "it has no meaning");
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn names_and_words_agree() {
    for code in Code::ALL {
        assert_eq!(format!("{code:?}"), variant(code.name()));
        assert_eq!(Code::by_name(code.name()), Some(*code));
        // Who may see something is for no council to waive, and what is never reported can't be.
        assert!(!(code.is_overridable() && code.group() == "access"), "{code}");
        assert!(code.severity() == Severity::Error || code.when() != When::Never, "{code}");
    }
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
}

#[test]
fn every_page_belongs_to_a_code() {
    let source = root().join("src");
    for folder in [source.join("diag").join("codes"), source.join("rules")] {
        for page in files(&folder, "md") {
            let name = page.strip_prefix(&folder).unwrap().with_extension("");
            let name = name.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/");
            let is_code = Code::by_name(&name.replace('_', "-")).is_some();
            assert!(is_code || name == "README", "{}: no code has this page", page.display());
        }
    }
}

#[test]
fn the_table_of_codes_is_current() {
    let page = root().join("src").join("diag").join("codes").join("README.md");
    snapbox::assert_data_eq!(table(), snapbox::Data::read_from(&page, None).raw());
}
