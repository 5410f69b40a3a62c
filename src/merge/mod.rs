//! Renders a kind's Handlebars template with a view: data and Handlebars in, Typst source out.
//!
//! Every value reaches Typst as a string literal ([`quote`]) or as markup built from a parsed text
//! ([`Markup`]); nothing else can. Names are checked against the view's schema before anything is
//! merged ([`names`]), because Handlebars silently accepts misspelt names in blocks.

mod helpers;
mod names;
mod page;
pub mod quote;
mod rich;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::{Context, Handlebars, RenderErrorReason, Template};
use schemars::{JsonSchema, Schema};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Source};
use crate::model::glyphs::Coverage;
use crate::model::rich::Rich;
use crate::model::value::Language;
use crate::templates::Templates;
use crate::words::Words;

pub use helpers::MANUAL as HELPERS;
pub use names::manual as view_names;
pub use page::{Pages, page_schema};
pub use values::{Amount, Period};

/// A text with markup. Templates get it as Typst source that consists of calls to the house style
/// and string literals.
///
/// The source is generated only when the view is serialised, so that `check` does not pay for it.
#[derive(Debug, Clone, JsonSchema)]
pub struct Markup {
    /// The parsed text; only the `rich` helper can print it.
    #[serde(rename = "typst-markup")]
    #[schemars(with = "String")]
    rich: Arc<Rich>,
}

impl From<&Arc<Rich>> for Markup {
    fn from(rich: &Arc<Rich>) -> Self {
        Self { rich: Arc::clone(rich) }
    }
}

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Markup", 1)?;
        object.serialize_field("typst-markup", &rich::markup(&self.rich))?;
        object.end()
    }
}

/// A merged document, before it is typeset.
#[derive(Debug)]
pub struct Merged {
    /// Its name in messages, after its template and subject.
    pub name: String,
    /// Its Typst source.
    pub source: String,
}

/// The templates of some kinds in some languages, parsed and checked.
pub struct Engine {
    languages: BTreeMap<Language, Translation>,
}

/// The templates of one language.
struct Translation {
    registry: Handlebars<'static>,
    /// The main templates that have no fault, by kind.
    sources: BTreeMap<String, Arc<Source>>,
    words: Arc<Words>,
}

impl Engine {
    /// Parses and checks the main template of each kind, the partials beside it and those of `lib`, in each
    /// language of which there are words; kinds without a template in a language are left out of it.
    ///
    /// Parsing is quadratic in the length of a template, so long ones are better split into
    /// partials.
    ///
    /// A template with a fault is reported and left out; merging its kind then returns `None`.
    ///
    /// # Errors
    /// When a council's template can't be read.
    pub fn new<'a>(
        diags: &mut Diagnostics,
        templates: &Templates,
        words: &BTreeMap<Language, Arc<Words>>,
        kinds: impl Iterator<Item = (&'a str, Schema)>,
    ) -> anyhow::Result<Self> {
        let kinds: Vec<_> = kinds.collect();
        let mut engine = Self { languages: BTreeMap::new() };
        if kinds.is_empty() {
            return Ok(engine);
        }
        for (language, words) in words {
            let translation = Translation::new(diags, templates, language, words, &kinds)?;
            engine.languages.insert(language.clone(), translation);
        }
        Ok(engine)
    }

    /// Returns whether the English template of `kind` was parsed and has no fault.
    pub fn has(&self, kind: &str) -> bool {
        let english = self.languages.get(&Language::default());
        english.is_some_and(|translation| translation.sources.contains_key(kind))
    }

    /// Renders the template of `kind` with a view; `None` when that fails, with the reason in
    /// `diags`.
    ///
    /// `name` is the subject's key, which messages print and the merged source is named after.
    /// Characters that no font of `coverage` has are replaced by their code points.
    pub fn merge(
        &self,
        diags: &mut Diagnostics,
        coverage: &Coverage,
        language: &Language,
        (kind, name): (&str, &str),
        mut view: Value,
    ) -> Option<Merged> {
        let Translation { registry, sources, words } = self.languages.get(language)?;
        let template = sources.get(kind)?;
        values::put_into_words(&mut view, words);
        substitute(&mut view, coverage);
        match registry.render_with_context(kind, &Context::from(view)) {
            Ok(source) => Some(Merged { name: format!("{kind}/{name}.typ"), source }),
            Err(error) => {
                let at = error.line_no.zip(error.column_no);
                let message = match error.reason() {
                    RenderErrorReason::MissingVariable(Some(name)) => {
                        format!("the view has no `{name}`")
                    }
                    reason => reason.to_string(),
                };
                let diagnostic = Diagnostic::new(Code::TemplateRender, message).about(name);
                diags.push(diagnostic.at(&names::origin(template, at)));
                None
            }
        }
    }
}

impl Translation {
    /// Parses and checks the templates of a language.
    fn new(
        diags: &mut Diagnostics,
        templates: &Templates,
        language: &Language,
        words: &Arc<Words>,
        kinds: &[(&str, Schema)],
    ) -> anyhow::Result<Self> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(quote::content);
        helpers::register(&mut registry, words);
        let mut translation = Self { registry, sources: BTreeMap::new(), words: Arc::clone(words) };
        let mut partials = BTreeMap::new();
        for folder in std::iter::once("lib").chain(kinds.iter().map(|(kind, _)| *kind)) {
            for path in templates.below(folder)? {
                let Some(name) = partial_name(&path, language) else { continue };
                if name == format!("{folder}/main") {
                    continue;
                }
                if let Some((source, template)) = parse(diags, templates, &path)? {
                    translation.registry.register_template(name, template.clone());
                    partials.insert(name.to_owned(), (source, template));
                }
            }
        }
        for (kind, schema) in kinds {
            let path = main_path(kind, language);
            if !language.is_default() && templates.get(&path)?.is_none() {
                continue;
            }
            let Some((source, template)) = parse(diags, templates, &path)? else { continue };
            let before = diags.errors();
            names::check(diags, &source, &template, schema, language, &partials);
            if diags.errors() == before {
                translation.registry.register_template(kind, template);
                translation.sources.insert((*kind).to_owned(), source);
            }
        }
        Ok(translation)
    }
}

/// Returns the path of a kind's main template in a language, below the templates folder:
/// `agenda/main.typ.hbs`, and `agenda/main.cy.typ.hbs` in Welsh.
pub fn main_path(kind: &str, language: &Language) -> String {
    if language.is_default() {
        format!("{kind}/main.typ.hbs")
    } else {
        format!("{kind}/main.{language}.typ.hbs")
    }
}

/// Returns the name by which templates of a language include a file; `None` where it is no template of that
/// language.
fn partial_name<'a>(path: &'a str, language: &Language) -> Option<&'a str> {
    let name = path.strip_suffix(".typ.hbs")?;
    let (folder, file) = name.rsplit_once('/')?;
    let stem = file.split_once('.');
    match stem {
        None if language.is_default() => Some(name),
        Some((stem, tag)) if !language.is_default() && tag == language.to_string() => {
            Some(&name[..folder.len() + 1 + stem.len()])
        }
        _ => None,
    }
}

/// Reads and parses a template; `None` when it is missing or faulty, which is reported.
fn parse(
    diags: &mut Diagnostics,
    templates: &Templates,
    path: &str,
) -> anyhow::Result<Option<(Arc<Source>, Template)>> {
    let shown = Templates::shown(path);
    let Some(bytes) = templates.get(path)? else {
        let message = "there is no such template".to_owned();
        diags.push(Diagnostic::new(Code::TemplateMissing, message).at(&Origin::file(shown)));
        return Ok(None);
    };
    let Ok(text) = String::from_utf8(bytes.into_owned()) else {
        diags.push(
            Diagnostic::new(Code::TemplateEncoding, "the template is not UTF-8")
                .at(&Origin::file(shown))
                .hint("save it again as UTF-8"),
        );
        return Ok(None);
    };
    let source = Source::plain(shown, text);
    Ok(compile(diags, &source).map(|template| (source, template)))
}

/// Parses a template's text; `None` when its syntax is wrong, which is reported.
fn compile(diags: &mut Diagnostics, source: &Arc<Source>) -> Option<Template> {
    match Template::compile(&source.text) {
        Ok(template) => Some(template),
        Err(error) => {
            let message = error.reason().to_string();
            let message = message.lines().last().unwrap_or_default().trim_start_matches([' ', '=']);
            let origin = names::origin(source, error.pos());
            diags.push(Diagnostic::new(Code::TemplateSyntax, message).at(&origin));
            None
        }
    }
}

/// Replaces each character that the fonts lack by its code point, such as `[U+1F600]`, everywhere
/// in a view.
fn substitute(value: &mut Value, coverage: &Coverage) {
    match value {
        Value::String(text) => {
            if let std::borrow::Cow::Owned(printed) = coverage.substitute(text) {
                *text = printed;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| substitute(item, coverage)),
        Value::Object(entries) => {
            entries.values_mut().for_each(|entry| substitute(entry, coverage));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
