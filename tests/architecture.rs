//! The architecture's rules: which modules may open files, print, or import which others.
//!
//! Sources are read as text, without comments and unit tests. A broken rule is reported with the
//! file and line that breaks it.

use std::collections::BTreeSet;
use std::path::Path;

use orderpaper::diag::Diagnostics;
use orderpaper::kinds;
use orderpaper::pipeline::{self, Inputs, Selection, Session};
use orderpaper::store;
use orderpaper::templates::Templates;

/// Which modules each module may name; a new one is added here with a reason.
const IMPORTS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("lib", &[]),
    // Of packs, only the limits for a paper and the process that opens it.
    (
        "cli",
        &[
            "diag",
            "export",
            "kinds",
            "load",
            "manual",
            "model",
            "pack",
            "pipeline",
            "publish",
            "rules",
            "start",
            "store",
            "templates",
        ],
    ),
    // Rows of what the public may see; no document, so no view and no template.
    ("export", &["model"]),
    ("start", &["load", "model"]),
    ("manual", &["export", "figures", "kinds", "load", "merge", "model", "publish"]),
    // The only place where the stages meet.
    (
        "pipeline",
        &[
            "diag",
            "kinds",
            "load",
            "merge",
            "model",
            "pack",
            "parallel",
            "publish",
            "rules",
            "store",
            "templates",
            "typeset",
        ],
    ),
    // Files in, files out: it freezes what others made, and knows nothing of meetings. Of packs,
    // the metadata of a PDF; of merging, pages for the web.
    ("publish", &["diag", "merge", "model", "pack", "store", "templates"]),
    ("load", &["diag", "figures", "model", "parallel", "store"]),
    // Totals of figures, and contradictions between them: rows in, sums and faults out.
    ("figures", &["diag", "model"]),
    // A view holds `merge::Markup`, which is how markup reaches a template.
    // Of rules, only how days are counted.
    ("kinds", &["diag", "figures", "merge", "model", "rules"]),
    ("merge", &["diag", "model", "templates"]),
    // Takes the merged source.
    ("typeset", &["diag", "merge", "model", "templates"]),
    // Joins finished PDFs, whoever made them, and knows nothing of what is in them.
    // Of threads, how many processes run at a time.
    ("pack", &["parallel", "store"]),
    ("templates", &["store"]),
    // The law knows records and places, and no stage.
    ("rules", &["diag", "model", "parallel"]),
    ("model", &["diag"]),
    ("diag", &[]),
    ("parallel", &[]),
    ("store", &[]),
];

/// Words that only some modules may use: the words, the modules, and the rule for the message.
const WORDS: &[(&[&str], &[&str], &str)] = &[
    (&["std::fs", "fs::", "File::open", "OpenOptions"], &["store"], "only `store` opens files"),
    (&["io::stdout", "io::stderr"], &["cli", "main"], "only `cli` and `main` print"),
    (&["println!", "eprintln!", "print!", "eprint!", "dbg!"], &[], "macros that print can panic"),
    (
        &["typst::", "typst_layout::", "typst_pdf::", "typst_kit::"],
        &["typeset"],
        "only `typeset` names Typst",
    ),
    (&["comemo"], &["typeset", "pipeline"], "Typst's cache is let go where documents are made"),
    (&["handlebars"], &["merge"], "only `merge` names Handlebars"),
    (&["calamine", "csv::Reader"], &["load", "model"], "only `load` reads foreign formats"),
    (&["annotate_snippets"], &["diag"], "only `diag` draws diagnostics"),
    (&["lopdf", "hayro_syntax"], &["pack"], "only `pack` reads PDFs"),
    (
        &["Local::now", "Utc::now", "SystemTime", "Instant::now"],
        &["main", "cli"],
        "only `main` knows the time",
    ),
    (&["HashMap", "HashSet"], &[], "the order of hashes leaks into documents"),
    (&["unsafe"], &[], "nothing here needs unsafe code"),
];

/// A source file without comments and unit tests.
struct Source {
    /// Its path below `src`, with forward slashes.
    path: String,
    /// The module at the crate's root that it belongs to.
    module: String,
    /// Its lines, with their numbers.
    lines: Vec<(usize, String)>,
    /// Its first line as written.
    first: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = store::walk(&root).unwrap().into_iter();
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let read = |path: std::path::PathBuf| {
        let text = String::from_utf8(store::read(&root.join(&path)).unwrap()).unwrap();
        let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let lines = code.lines().enumerate().filter(|(_, line)| is_code(line));
        Source {
            path: parts.join("/"),
            module: parts[0].trim_end_matches(".rs").to_owned(),
            lines: lines.map(|(at, line)| (at + 1, line.to_owned())).collect(),
            first: text.lines().next().unwrap_or_default().to_owned(),
        }
    };
    files.map(read).collect()
}

/// Returns whether a line has a word that is not part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let is_part =
        |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !is_part(before) && (word.ends_with(':') || !is_part(after))
    })
}

/// Returns the modules at the crate's root that a line names.
fn named(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, path) in line.match_indices("crate::").chain(line.match_indices("orderpaper::")) {
        let rest = &line[at + path.len()..];
        let list =
            rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
        let list: Vec<&str> =
            if list.len() < rest.len() { list.split(',').collect() } else { vec![rest] };
        for name in list {
            let is_name = |char: char| char.is_ascii_lowercase() || char == '_';
            let name: String = name.trim().chars().take_while(|char| is_name(*char)).collect();
            names.push(name);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Fails with every broken rule.
#[track_caller]
fn check(broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn modules_import_only_what_is_allowed() {
    let mut broken = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = IMPORTS.iter().find(|(module, _)| *module == source.module) else {
            broken.push(format!("src/{}: add `{}` to `IMPORTS`", source.path, source.module));
            continue;
        };
        for (number, line) in &source.lines {
            for name in named(line) {
                let is_module = IMPORTS.iter().any(|(module, _)| *module == name);
                if is_module && name != source.module && !allowed.contains(&&*name) {
                    broken.push(format!(
                        "src/{}:{number}: `{}` may not name `{name}`",
                        source.path, source.module
                    ));
                }
            }
        }
    }
    check(broken);
}

#[test]
fn restricted_words_stay_in_their_modules() {
    let mut broken = Vec::new();
    for source in sources() {
        for (number, line) in &source.lines {
            for (words, allowed, promise) in WORDS {
                if !allowed.contains(&&*source.module)
                    && let Some(word) = words.iter().find(|word| has_word(line, word))
                {
                    broken.push(format!("src/{}:{number}: `{word}`, but {promise}", source.path));
                }
            }
        }
    }
    check(broken);
}

#[test]
fn every_file_begins_with_a_module_comment() {
    let sources = sources();
    let silent = sources.iter().filter(|source| {
        !source.first.starts_with("//! ") && !source.first.starts_with("#![doc = include_str!")
    });
    check(silent.map(|source| format!("src/{}:1: begin with `//!`", source.path)).collect());
}

#[test]
fn words_and_imports_are_found_in_a_line() {
    for (line, word, expected) in [
        ("use typst::World;", "typst::", true),
        ("use own_typst::World;", "typst::", false),
        ("let typst: String", "typst::", false),
        ("std::fs::read(path)", "fs::", true),
        ("offs::x", "fs::", false),
        ("eprintln!(\"\")", "println!", false),
    ] {
        assert_eq!(has_word(line, word), expected, "`{word}` in `{line}`");
    }
    assert_eq!(named("use crate::{load, manual};"), ["load", "manual"]);
    assert_eq!(named("    let x = crate::merge::Merged;"), ["merge"]);
}

#[test]
fn every_kind_has_a_name_a_template_a_document_and_a_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = Inputs {
        data: root.join("data"),
        templates: None,
        today: "2026-03-02".parse().unwrap(),
        opener: None,
    };
    let session = Session::open(&mut Diagnostics::default(), &inputs, kinds::ALL).unwrap();
    let jobs = pipeline::plan(session.data(), &Selection::default());
    let mut broken = Vec::new();
    let mut names = BTreeSet::new();
    for kind in kinds::ALL {
        let name = kind.name();
        let mut must = |holds: bool, what: &str| {
            if !holds {
                broken.push(format!("kind `{name}`: {what}"));
            }
        };
        must(names.insert(name), "another kind has its name");
        let is_kebab = name
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(|char| char.is_ascii_lowercase()));
        must(is_kebab, "its name must be lower-case words with hyphens between");
        must(
            !kind.summary().is_empty() && !kind.summary().ends_with('.'),
            "its summary is a phrase",
        );
        let template = format!("{}/main.typ.hbs", kind.template());
        let template = Templates::default().get(&template).unwrap();
        must(template.is_some(), "it has no template");
        must(jobs.iter().any(|job| job.kind.name() == name), "`data/` calls for none of it");
        let has_case = store::is_folder(&root.join("tests").join("kinds").join(name));
        must(has_case, "there is no case in `tests/kinds/`");
    }
    check(broken);
}
