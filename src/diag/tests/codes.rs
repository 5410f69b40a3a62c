//! The closed list of codes: each has a page that helps, is made somewhere, and is tested.

#![expect(clippy::unwrap_used, reason = "a test whose input can't be read has failed")]
#![expect(clippy::disallowed_methods, reason = "tests read the sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use orderpaper_diag::codes::table;
use orderpaper_diag::{Code, Severity, When};
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Expr, ExprBinary, Item, Macro, Pat, Path as SynPath};

/// Headings of the pages of faults, in their order.
const HEADINGS: [&str; 3] = ["## What it means", "## Example", "## How to put it right"];
/// Headings of the pages of rules of law.
const RULE_HEADINGS: [&str; 5] =
    ["## What it checks", "## The law", "## Example", "## How to put it right", "## Not checked"];

/// Codes that no test provokes, each with the reason.
const UNPROVOKED: &[(Code, &str)] = &[(
    Code::BuildSlow,
    "a document must take longer than it may and end all the same, which depends on the machine",
)];

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
        let is_doubt = code.is_rule() || code.severity() == Severity::Warning;
        assert!(!code.is_overridable() || is_doubt, "{code} refuses documents");
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

/// The codes that a file gives to a diagnostic or a rule: those that are named in an expression, but for
/// comparisons. Unit tests are passed over.
#[derive(Default)]
struct Made {
    variants: BTreeSet<String>,
}

impl Made {
    /// Adds the codes that macros name, whose arguments are not parsed.
    fn add_tokens(&mut self, tokens: &str) {
        let after = tokens.split("Code :: ").skip(1);
        let name = |rest: &str| rest.chars().take_while(|char| char.is_alphanumeric()).collect();
        self.variants.extend(after.map(name));
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("test")
        || attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
}

impl<'ast> Visit<'ast> for Made {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(module) => &module.attrs,
            Item::Fn(function) => &function.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !attributes.iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast SynPath) {
        let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
        if let (Some(last), Some(before)) = (names.next(), names.next())
            && before == "Code"
        {
            self.variants.insert(last);
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        let compares = matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_));
        for side in [&binary.left, &binary.right] {
            if !(compares && matches!(**side, Expr::Path(_))) {
                self.visit_expr(side);
            }
        }
    }

    fn visit_pat(&mut self, _: &'ast Pat) {}

    fn visit_macro(&mut self, invoked: &'ast Macro) {
        self.add_tokens(&invoked.tokens.to_string());
    }
}

#[test]
fn every_code_is_made_somewhere() {
    let source = root().join("src");
    let mut made = Made::default();
    for path in files(&source, "rs") {
        if is_of_tests(&path, &source) || path == source.join("diag").join("codes").join("list.rs")
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let file = syn::parse_file(&text);
        made.visit_file(&file.unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    let never: Vec<&Code> =
        Code::ALL.iter().filter(|code| !made.variants.contains(&variant(code.name()))).collect();
    assert!(never.is_empty(), "nothing makes {never:?}");
}

#[test]
fn every_code_is_tested() {
    let (source, mut tests) = (root().join("src"), String::new());
    let of_crates = files(&source, "rs").into_iter().filter(|path| is_of_tests(path, &source));
    let of_program = files(&root().join("tests"), "rs");
    let expected = files(&root().join("tests"), "txt");
    for path in of_crates.chain(of_program).chain(expected) {
        // This file names codes that nothing provokes.
        if !path.ends_with("diag/tests/codes.rs") {
            tests += &fs::read_to_string(&path).unwrap_or_default();
        }
    }
    let is_named = |code: &Code| {
        // Tests of texts leave out the group, which is the same for all.
        let of_texts = code.name().strip_prefix("text/");
        has_word(&tests, code.name())
            || has_word(&tests, &format!("Code::{code:?}"))
            || of_texts.is_some_and(|rest| {
                tests.contains(&format!("\"{rest}: ")) || tests.contains(&format!("\"{rest}\""))
            })
    };
    let mut broken = Vec::new();
    for code in Code::ALL.iter().filter(|code| code.when() != When::Never) {
        let is_excused = UNPROVOKED.iter().any(|(other, _)| other == code);
        match (is_named(code), is_excused) {
            (false, false) => broken.push(format!("`{code}`: no test provokes it")),
            (true, true) => {
                broken.push(format!("`{code}`: a test provokes it; it needs no excuse"));
            }
            _ => {}
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Returns whether a file has only tests of a crate.
fn is_of_tests(path: &Path, source: &Path) -> bool {
    let below = path.strip_prefix(source).unwrap();
    below.iter().any(|part| part == "tests" || part == "tests.rs")
}

/// Returns whether a text has a name that is not the beginning of a longer one.
fn has_word(text: &str, name: &str) -> bool {
    let is_part = |char: char| char.is_alphanumeric() || char == '-';
    text.match_indices(name).any(|(at, _)| !text[at + name.len()..].starts_with(is_part))
}
