//! The architecture's rules: which modules may open files, print, or import which others.
//!
//! Sources are read as text, without comments and unit tests. A broken rule is reported with the
//! file and line that breaks it.

use std::collections::BTreeSet;
use std::path::Path;

use orderpaper::diag::Diagnostics;
use orderpaper::kinds;
use orderpaper::load;
use orderpaper::pipeline::{self, Inputs, Selection, Session};
use orderpaper::store;
use orderpaper::templates::Templates;

/// Which modules each module may name; a new one is added here with a reason.
const IMPORTS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("lib", &[]),
    // It parses and prints: drivers in `pipeline` do the work. Of the model, only the values of arguments
    // (`PARTS`).
    ("cli", &["desk", "diag", "manual", "model", "pipeline", "start"]),
    // It shows what drivers found, on pages that it merges; of the disk it reads papers that were made.
    ("desk", &["diag", "merge", "model", "pipeline", "start", "store", "templates", "words"]),
    // Records from the answers of another system; minutes are written as the reader of minutes takes them.
    ("import", &["diag", "load", "model", "store"]),
    // Rows of what the public may see; no document, so no view and no template.
    ("export", &["model", "spreadsheet"]),
    // Which tables a kind of document needs; it writes the new folder.
    ("start", &["kinds", "load", "model", "store"]),
    (
        "manual",
        &[
            "desk", "diag", "export", "figures", "kinds", "load", "merge", "model", "publish",
            "rules",
        ],
    ),
    // The only place where the stages meet.
    (
        "pipeline",
        &[
            "check",
            "diag",
            "export",
            "import",
            "kinds",
            "load",
            "merge",
            "model",
            "pack",
            "packs",
            "papers",
            "parallel",
            "proof",
            "publish",
            "rules",
            "spreadsheet",
            "store",
            "templates",
            "typeset",
            "word",
            "words",
        ],
    ),
    // Files in, files out: it freezes what others made, with rows of open data, from which its pages for the web are
    // merged. Of packs, the metadata of a PDF.
    (
        "publish",
        &[
            "diag",
            "export",
            "merge",
            "model",
            "pack",
            "parallel",
            "spreadsheet",
            "store",
            "templates",
            "words",
        ],
    ),
    ("load", &["diag", "model", "parallel", "store", "word"]),
    // What is wrong with records, in one stage: it reads, links and judges them. Of kinds, what a document needs.
    ("check", &["diag", "figures", "kinds", "load", "model", "proof", "rules"]),
    // Reads what will be public; knows records, and of papers only their words.
    ("proof", &["diag", "model", "parallel"]),
    // Totals of figures, and contradictions between them: rows in, sums and faults out.
    ("figures", &["diag", "model"]),
    // A view holds `merge::Markup`, which is how markup reaches a template.
    // Of rules, only how days are counted.
    ("kinds", &["diag", "figures", "merge", "model", "rules"]),
    ("merge", &["diag", "model", "templates", "words"]),
    // Takes the merged source.
    ("typeset", &["diag", "merge", "model", "templates", "words"]),
    // Whoever opens a supplied paper: processes, clean copies, Word.
    ("papers", &["pack", "parallel", "store", "word"]),
    // Which papers stand on which pages; opens and sets nothing.
    // Names what is typeset by value.
    ("packs", &["diag", "kinds", "model", "pack", "papers", "typeset"]),
    // What is written for spreadsheets.
    ("spreadsheet", &[]),
    // Of the model, the languages that a file can be in.
    ("templates", &["model", "store"]),
    // What is printed and is no template's: read once, and given to whoever prints.
    ("words", &["diag", "model", "templates"]),
    // The law knows records and places, and no stage.
    ("rules", &["diag", "model", "parallel"]),
    // Crates, which the compiler holds to what their `Cargo.toml` names.
    ("model", &["diag"]),
    ("pack", &[]),
    ("word", &[]),
    ("diag", &[]),
    ("parallel", &[]),
    // Of thousands of folders, it sets the readers on several threads.
    ("store", &["parallel"]),
];

/// Where a module may name only a part of another: the module, the other, and the part.
const PARTS: &[(&str, &str, &str)] = &[("cli", "model", "value")];

/// Words that only some modules may use: the words, the modules, and the rule for the message.
const WORDS: &[(&[&str], &[&str], &str)] = &[
    (&["std::fs", "fs::", "File::open", "OpenOptions"], &["store"], "only `store` opens files"),
    // `write_for` and `write_for_with` are other words.
    (&["store::write"], &["start"], "what a run makes is written by `write_for`, for its readers"),
    (&["io::stdout", "io::stderr"], &["cli", "main"], "only `cli` and `main` print"),
    (
        &["clap", "clap_complete", "indicatif", "signal_hook", "tracing_subscriber"],
        &["cli", "main"],
        "only `cli` asks and shows; drivers take values and notify of events",
    ),
    (&["println!", "eprintln!", "print!", "eprint!", "dbg!"], &[], "macros that print can panic"),
    (
        &["typst::", "typst_layout::", "typst_pdf::", "typst_kit::"],
        &["typeset"],
        "only `typeset` names Typst",
    ),
    (&["comemo"], &["typeset", "pipeline"], "Typst's cache is evicted where documents are made"),
    (&["handlebars"], &["merge"], "only `merge` names Handlebars"),
    (&["calamine", "csv::Reader"], &["load", "model"], "only `load` reads foreign formats"),
    (&["annotate_snippets"], &["diag"], "only `diag` draws diagnostics"),
    (&["lopdf", "hayro_syntax"], &["pack"], "only `pack` reads PDFs"),
    (
        &["Local::now", "Utc::now", "SystemTime", "Instant::now"],
        &["main"],
        "only `main` knows the time",
    ),
    (&["HashMap", "HashSet"], &[], "the order of hashes leaks into documents"),
    (&["unsafe"], &[], "nothing here needs unsafe code"),
];

/// Words of one task, and the only files that may have them: the words, the files, and the rule for the message.
const PLACES: &[(&str, &[&str], &str)] = &[
    ("append_after", &["publish/ledger.rs", "store/mod.rs"], "a ledger alone is appended to"),
    ("\"ledger.jsonl\"", &["publish/ledger.rs"], "the ledger's file is that of `publish::ledger`"),
    (
        "ledger.append",
        &["publish/ledger.rs"],
        "a line is appended by `Known`, which knows the head",
    ),
    ("known.append(self.lock", &["publish/act.rs"], "a line is appended by an act, with its files"),
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
        Source {
            path: parts.join("/"),
            module: parts[0].trim_end_matches(".rs").to_owned(),
            lines: code_lines(code),
            first: text.lines().next().unwrap_or_default().to_owned(),
        }
    };
    files.map(read).collect()
}

/// Returns the lines of code with their numbers, without comments; an import that is spread over several
/// lines is one, at the number of its first.
fn code_lines(code: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (at, line) in code.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("//") {
            continue;
        }
        match lines.last_mut() {
            Some((_, import)) if is_open => import.push_str(trimmed),
            _ => {
                is_open = trimmed.starts_with("use ")
                    || trimmed.starts_with("pub") && trimmed.contains(" use ");
                lines.push((at + 1, line.to_owned()));
            }
        }
        is_open &= !trimmed.ends_with(';');
    }
    lines
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
        let Some(list) = rest.strip_prefix('{') else {
            names.push(first_name(rest));
            continue;
        };
        // The names at the list's first level: `{load, model::{self, value}}` names `load` and `model`.
        let mut depth = 0;
        let mut start = 0;
        for (end, char) in list.char_indices() {
            match char {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    names.push(first_name(&list[start..end]));
                    start = end + 1;
                    if char == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Returns whether a line names more of a module at the crate's root than one part of it.
fn names_more_than(line: &str, module: &str, part: &str) -> bool {
    let all = named(line).iter().filter(|name| *name == module).count();
    let path = format!("crate::{module}::");
    let rest = line.match_indices(&path).map(|(at, path)| &line[at + path.len()..]);
    all > rest.filter(|rest| first_name(rest) == part).count()
}

/// Returns the lower-case name that a path begins with.
fn first_name(path: &str) -> String {
    let is_name = |char: char| char.is_ascii_lowercase() || char == '_';
    path.trim().chars().take_while(|char| is_name(*char)).collect()
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
fn modules_name_only_the_parts_that_are_allowed() {
    let mut broken = Vec::new();
    for source in sources() {
        let parts = PARTS.iter().filter(|(module, ..)| *module == source.module);
        for (other, part) in parts.map(|(_, other, part)| (other, part)) {
            for (number, line) in &source.lines {
                if names_more_than(line, other, part) {
                    broken.push(format!(
                        "src/{}:{number}: of `{other}`, `{}` may name only `{part}`",
                        source.path, source.module
                    ));
                }
            }
        }
    }
    check(broken);
}

#[test]
fn crates_depend_on_nothing_above_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = |path: &Path| String::from_utf8(store::read(path).unwrap()).unwrap();
    let members = ["diag", "model", "pack", "word"];
    let paths = members.map(|name| format!("\"src/{name}\"")).join(", ");
    let listed = format!("members = [\".\", {paths}]");
    assert!(manifest(&root.join("Cargo.toml")).contains(&listed), "a member is not tested here");
    let mut broken = Vec::new();
    for (name, allowed) in [("diag", &[][..]), ("model", &["diag"]), ("pack", &[]), ("word", &[])] {
        let text = manifest(&root.join("src").join(name).join("Cargo.toml"));
        let is_named =
            |other: &str| text.lines().any(|line| line.starts_with(&format!("{other}.")));
        for other in members.iter().chain(&["orderpaper"]) {
            if is_named(other) && !allowed.contains(other) {
                broken.push(format!("src/{name}/Cargo.toml: it may not depend on `{other}`"));
            }
        }
        // An example for `.ci` is no crate.
        if text.replace("path = \"../../.ci/", "").contains("path = \"..") {
            broken.push(format!("src/{name}/Cargo.toml: name our crates as `workspace = true`"));
        }
    }
    check(broken);
}

#[test]
fn restricted_words_stay_in_their_modules() {
    let mut broken = Vec::new();
    // Tests of crates are no part of them.
    for source in sources().iter().filter(|source| !source.path.contains("/tests/")) {
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
fn stages_know_no_kind_by_its_name() {
    // Names of a sort of papers, of a folder and of what officers see to as well, as others are of tables.
    const OTHERS: [&str; 3] = ["supplement", "forward-plan", "governance"];
    let is_other = |name: &&str| {
        OTHERS.contains(name) || load::tables().iter().any(|table| table.name == *name)
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for path in store::walk(&root).unwrap() {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if !is_source || path.starts_with("kinds") || path.starts_with("model") {
            continue;
        }
        let text = String::from_utf8(store::read(&root.join(&path)).unwrap()).unwrap();
        let names = kinds::ALL.iter().map(|kind| kind.name());
        for name in names.filter(|name| !is_other(name)) {
            if text.contains(&format!("\"{name}\"")) {
                broken.push(format!("src/{}: names the kind `{name}`", path.display()));
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
    assert_eq!(named("use crate::{load,model::{self, value},store,};"), ["load", "model", "store"]);
    let code = "use crate::{\n    diag,\n    load::{self, TableInfo},\n};\nlet x = 1;\n";
    let lines = code_lines(code);
    assert_eq!((lines.len(), lines[0].0, lines[1].0), (2, 1, 5));
    assert_eq!(named(&lines[0].1), ["diag", "load"]);
    assert_eq!(named("    let x = crate::merge::Merged;"), ["merge"]);
    for (line, expected) in [
        ("use crate::model::value::{Moment, Quarter};", false),
        ("use crate::model::{self, value};", true),
        ("use crate::{diag, model};", true),
        ("    let x: crate::model::value::Quarter = crate::model::dataset::y();", true),
        ("use crate::pipeline;", false),
    ] {
        assert_eq!(names_more_than(line, "model", "value"), expected, "`{line}`");
    }
}

#[test]
fn every_kind_has_a_name_a_template_a_document_and_a_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = Inputs {
        data: root.join("data"),
        templates: None,
        today: "2026-03-02".parse().unwrap(),
        opener: None,
        max_file_bytes: orderpaper::load::MAX_FILE_BYTES,
        published: None,
    };
    let session = Session::open(&mut Diagnostics::default(), &inputs, kinds::ALL).unwrap();
    let jobs = pipeline::plan(&session, &Selection::default());
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

#[test]
fn nothing_but_an_act_writes_to_a_ledger() {
    let sources = sources();
    for (word, files, rule) in PLACES {
        let found: BTreeSet<&str> = sources
            .iter()
            .filter(|source| source.lines.iter().any(|(_, line)| line.contains(word)))
            .map(|source| source.path.as_str())
            .collect();
        assert_eq!(found, files.iter().copied().collect(), "`{word}`: {rule}");
    }
}
