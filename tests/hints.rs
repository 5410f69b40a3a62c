//! What hints name is there: columns, tables, values and options.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use orderpaper::load;
use orderpaper::model::record::Column;

/// Names with hyphens that are neither columns nor values: ids of the examples.
const EXAMPLES: &[&str] = &["bank-holidays", "sub-total"];

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

/// Returns the text between the brackets of each call of `hint`.
fn hints(code: &str) -> Vec<&str> {
    let of_program = code.split("#[cfg(test)]").next().unwrap_or_default();
    let calls = of_program.match_indices(".hint(").map(|(at, call)| &of_program[at + call.len()..]);
    let argument = |rest: &'_ str| {
        let mut depth = 1;
        let mut in_text = false;
        let mut before = ' ';
        rest.char_indices().find_map(|(at, char)| {
            let is_quote = char == '"' && before != '\\';
            in_text ^= is_quote;
            before = char;
            depth += match char {
                '(' if !in_text => 1,
                ')' if !in_text => -1,
                _ => 0,
            };
            (depth == 0).then_some(at)
        })
    };
    calls.filter_map(|rest| Some(&rest[..argument(rest)?])).collect()
}

#[test]
fn hints_name_what_exists() {
    let mut known: BTreeSet<String> = EXAMPLES.iter().map(|name| (*name).to_owned()).collect();
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
            // The words in backticks; those with hyphens are names of columns and values.
            for word in hint.split('`').skip(1).step_by(2) {
                let is_name = word.contains('-')
                    && !word.starts_with('-')
                    && !word.ends_with('-')
                    && word.chars().all(|char| char.is_ascii_lowercase() || char == '-');
                if is_name && !known.contains(word) {
                    broken.push(format!("{}: `{word}` is nothing that exists", path.display()));
                }
            }
        }
    }
    assert!(count > 100, "hints are found: {count}");
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
