//! What hints name is there: columns, tables, values and options.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use orderpaper::load;
use orderpaper::model::record::Column;

/// Words that are neither columns nor values: ids of the examples, and units.
const OTHERS: &[&str] = &["bank-holidays", "sub-total", "pp", "k", "m", "bn"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

fn names(columns: &[Column], known: &mut BTreeSet<String>) {
    for column in columns {
        known.insert(column.name.clone());
        known.extend(column.examples.iter().map(|example| (*example).to_owned()));
        known.extend(column.inner.iter().map(|part| format!("{}-{}", column.name, part.name)));
        names(&column.inner, known);
    }
}

/// What stands before a hint: a call with it, or the text itself.
const BEFORE_HINTS: [(&str, char); 5] = [
    (".hint(", ')'),
    ("hint: Some(", ')'),
    ("Wrong::new(", ')'),
    ("let hint = ", ';'),
    ("const HINT: &str = ", ';'),
];

/// Returns the code that makes each hint.
fn hints(code: &str) -> Vec<&str> {
    let of_program = code.split("#[cfg(test)]").next().unwrap_or_default();
    let mut hints = Vec::new();
    for (before, end) in BEFORE_HINTS {
        for (at, _) in of_program.match_indices(before) {
            let rest = &of_program[at + before.len()..];
            hints.push(&rest[..expression_end(rest, end).unwrap_or(rest.len())]);
        }
    }
    hints
}

/// Returns where an expression ends that is followed by `end`, a bracket of its call or a semicolon.
fn expression_end(code: &str, end: char) -> Option<usize> {
    let mut depth = 0;
    let mut in_text = false;
    let mut before = ' ';
    code.char_indices().find_map(|(at, char)| {
        let is_quote = char == '"' && before != '\\';
        in_text ^= is_quote;
        before = char;
        if in_text {
            return None;
        }
        let is_end = depth == 0 && char == end;
        depth += match char {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            _ => 0,
        };
        is_end.then_some(at)
    })
}

/// Returns the words in backticks of the texts in an expression.
fn named(hint: &str) -> impl Iterator<Item = &str> {
    // Texts are every other piece between quotation marks; those inside a text are escaped.
    let texts = hint.split('"').skip(1).step_by(2);
    texts.flat_map(|text| text.split('`').skip(1).step_by(2))
}

/// Adds the names of a command's options, and of the commands below it.
fn commands(command: &clap::Command, known: &mut BTreeSet<String>) {
    let options = command.get_arguments().filter_map(|option| option.get_long());
    known.extend(options.map(|option| format!("--{option}")));
    for below in command.get_subcommands() {
        known.insert(below.get_name().to_owned());
        commands(below, known);
    }
}

#[test]
fn hints_name_what_exists() {
    let mut known: BTreeSet<String> = OTHERS.iter().map(|name| (*name).to_owned()).collect();
    commands(&orderpaper::cli::Arguments::command(), &mut known);
    for table in load::tables() {
        known.insert(table.name.to_owned());
        names(&table.columns, &mut known);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    let mut count = 0;
    for path in sources(&root) {
        let code = fs::read_to_string(&path).unwrap();
        for hint in hints(&code) {
            count += 1;
            if hint.contains("JSON Schema")
                || hint.matches("orderpaper schema").count()
                    != hint.matches("orderpaper schema --manual").count()
            {
                broken.push(format!("{}: names a schema: {hint}", path.display()));
            }
            for word in named(hint) {
                let option = word.split([' ', '=']).next().unwrap_or_default();
                let is_option = option.starts_with("--") && option.len() > 2;
                let word = if is_option { option } else { word };
                let is_name = word.chars().all(|char| char.is_ascii_lowercase() || char == '-')
                    && !word.ends_with('-')
                    && (is_option || !word.starts_with('-'));
                if is_name && !word.is_empty() && !known.contains(word) {
                    broken.push(format!("{}: `{word}` is nothing that exists", path.display()));
                }
            }
        }
    }
    assert!(count > 300, "hints are found: {count}");
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
