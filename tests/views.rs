//! Every built-in template renders whatever its view may hold.
//!
//! `check` relies on this: it merges views only into templates that the council has changed. These views are
//! generated from the schema, without regard to which values go together: each part that may be absent is absent
//! in some view, and each list is empty in some view.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use orderpaper::diag::{Diagnostics, Style, render_human};
use orderpaper::kinds;
use orderpaper::merge::Engine;
use orderpaper::model::glyphs::Coverage;
use orderpaper::model::value::Language;
use orderpaper::templates::Templates;
use orderpaper::words::Words;
use serde_json::{Map, Value};

/// Random views of each kind, besides the fullest and the emptiest.
const VIEWS: u64 = 60;

#[test]
fn every_template_renders_every_view() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let templates = Templates::new(Some(&folder));
    let mut diags = Diagnostics::default();
    let mut schemas: Vec<_> =
        kinds::ALL.iter().map(|kind| (kind.template(), kind.schema())).collect();
    schemas.extend(kinds::auxiliary_templates().map(|(name, _, schema)| (name, schema)));
    let english = Language::default();
    let words = Words::read(&mut diags, &templates, &english).unwrap().unwrap();
    let words = BTreeMap::from([(english, Arc::new(words))]);
    let engine = Engine::new(&mut diags, &templates, &words, schemas.clone().into_iter()).unwrap();
    let coverage = Coverage::new(0x20..0x7f);
    let mut broken = BTreeSet::new();
    let (dates, times) = (names_after(&templates, "date "), names_after(&templates, "time "));
    for (template, schema) in &schemas {
        let mut fills = vec![Fill::All, Fill::None];
        fills.extend((1..=VIEWS).map(|seed| Fill::Some(fastrand::Rng::with_seed(seed))));
        for fill in fills {
            let mut maker = Maker { root: schema.as_value(), fill, dates: &dates, times: &times };
            let view = maker.make("", maker.root, 0);
            if engine
                .merge(&mut diags, &coverage, &Language::default(), (template, "any"), view)
                .is_none()
            {
                broken.insert(*template);
            }
        }
    }
    let messages: Vec<_> = diags
        .sorted()
        .into_iter()
        .map(|diagnostic| render_human(diagnostic, Style::Plain))
        .collect();
    assert!(broken.is_empty() && messages.is_empty(), "{broken:?}\n{}", messages.join("\n\n"));
}

/// Returns the names that templates give to a helper: the last part of each path.
fn names_after(templates: &Templates, helper: &str) -> BTreeSet<String> {
    let folders = kinds::ALL.iter().map(|kind| kind.template()).chain(["lib"]);
    let auxiliary = kinds::auxiliary_templates().map(|(name, ..)| name);
    let folders = folders.chain(auxiliary);
    let paths: BTreeSet<String> =
        folders.flat_map(|folder| templates.below(folder).unwrap()).collect();
    let mut names = BTreeSet::new();
    for path in paths.iter().filter(|path| path.ends_with(".hbs")) {
        let text = String::from_utf8(templates.get(path).unwrap().unwrap().into_owned()).unwrap();
        for (at, _) in
            text.match_indices(helper).filter(|(at, _)| text[..*at].ends_with(['{', '(']))
        {
            let argument = text[at + helper.len()..].split([' ', '}', ')']).next().unwrap();
            names.extend(argument.rsplit(['.', '/']).next().map(str::to_owned));
        }
    }
    assert!(!names.is_empty(), "templates use `{helper}`");
    names
}

/// Which optional parts a view has.
enum Fill {
    /// Everything.
    All,
    /// Nothing that may be absent.
    None,
    /// A random choice, from this seed.
    Some(fastrand::Rng),
}

/// Generates values from a schema.
struct Maker<'a> {
    root: &'a Value,
    fill: Fill,
    dates: &'a BTreeSet<String>,
    times: &'a BTreeSet<String>,
}

impl Maker<'_> {
    /// Returns a number below `limit`: the largest, zero, or the next random one.
    fn choose(&mut self, limit: u64) -> u64 {
        match &mut self.fill {
            Fill::All => limit - 1,
            Fill::None => 0,
            Fill::Some(random) => random.u64(..limit),
        }
    }

    fn make(&mut self, name: &str, schema: &Value, depth: usize) -> Value {
        if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
            let target = self.root.pointer(path.trim_start_matches('#')).unwrap().clone();
            return self.make(name, &target, depth);
        }
        for list in ["anyOf", "oneOf"] {
            if let Some(choices) = schema.get(list).and_then(Value::as_array) {
                // Schemas give `null` last, so the emptiest view takes the last choice.
                let at = choices.len() as u64 - 1 - self.choose(choices.len() as u64);
                return self.make(name, &choices[usize::try_from(at).unwrap()], depth);
            }
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            let at = self.choose(words.len() as u64);
            return words[usize::try_from(at).unwrap()].clone();
        }
        let types = match &schema["type"] {
            Value::Array(types) => types.clone(),
            single => vec![single.clone()],
        };
        let at = types.len() as u64 - 1 - self.choose(types.len() as u64);
        match types[usize::try_from(at).unwrap()].as_str().unwrap() {
            "null" => Value::Null,
            "boolean" => (self.choose(2) == 1).into(),
            "integer" | "number" => self.choose(40).into(),
            "string" if self.dates.contains(name) => "2026-01-13".into(),
            "string" if self.times.contains(name) => "10:30:00".into(),
            "string" => "Some *words*".into(),
            "array" => {
                let most = if depth > 6 { 1 } else { 3 };
                let count = self.choose(most);
                (0..count).map(|_| self.make(name, &schema["items"], depth + 1)).collect()
            }
            "object" => {
                let properties = schema["properties"].as_object().unwrap();
                let entries = properties
                    .iter()
                    .map(|(name, property)| (name.clone(), self.make(name, property, depth + 1)));
                Value::Object(entries.collect::<Map<_, _>>())
            }
            other => panic!("no view holds {other}"),
        }
    }
}
