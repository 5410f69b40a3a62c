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

use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::{Context, Handlebars, RenderErrorReason, Template};
use schemars::{JsonSchema, Schema};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics, Origin, Source};
use crate::model::glyphs::Coverage;
use crate::model::rich::Rich;
use crate::templates::Templates;

pub use helpers::MANUAL as HELPERS;
pub use names::manual as view_names;
pub use page::{page, page_schema};

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

/// The templates of some kinds, parsed and checked.
pub struct Engine {
    registry: Handlebars<'static>,
    sources: BTreeMap<String, Arc<Source>>,
}

impl Engine {
    /// Parses and checks the main template of each kind, the partials beside it and those of `lib`.
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
        kinds: impl Iterator<Item = (&'a str, Schema)>,
    ) -> anyhow::Result<Self> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(quote::content);
        helpers::register(&mut registry);
        let mut engine = Self { registry, sources: BTreeMap::new() };
        let mut partials = BTreeMap::new();
        let mut take = |engine: &mut Self, diags: &mut Diagnostics, folder: &str| {
            for path in templates.below(folder)?.iter().filter(|path| path.ends_with(".hbs")) {
                if *path == main_path(folder) {
                    continue;
                }
                if let Some((source, template)) = parse(diags, templates, path)? {
                    let name = path.trim_end_matches(".typ.hbs").to_owned();
                    engine.registry.register_template(&name, template.clone());
                    partials.insert(name, (source, template));
                }
            }
            anyhow::Ok(())
        };
        let kinds: Vec<_> = kinds.collect();
        if kinds.is_empty() {
            return Ok(engine);
        }
        take(&mut engine, diags, "lib")?;
        for (kind, _) in &kinds {
            take(&mut engine, diags, kind)?;
        }
        for (kind, schema) in kinds {
            let path = main_path(kind);
            let Some((source, template)) = parse(diags, templates, &path)? else { continue };
            let before = diags.errors();
            names::check(diags, &source, &template, &schema, &partials);
            if diags.errors() == before {
                engine.registry.register_template(kind, template);
                engine.sources.insert(kind.to_owned(), source);
            }
        }
        Ok(engine)
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
        kind: &str,
        name: &str,
        mut view: Value,
    ) -> Option<Merged> {
        let template = self.sources.get(kind)?;
        substitute(&mut view, coverage);
        match self.registry.render_with_context(kind, &Context::from(view)) {
            Ok(source) => Some(Merged { name: format!("{kind}/{name}.typ"), source }),
            Err(error) => {
                let at = error.line_no.zip(error.column_no);
                let message = match error.reason() {
                    RenderErrorReason::MissingVariable(Some(name)) => {
                        format!("the view has no `{name}`")
                    }
                    reason => reason.to_string(),
                };
                let diagnostic = Diagnostic::error("template/render", message).about(name);
                diags.push(diagnostic.at(&names::origin(template, at)));
                None
            }
        }
    }
}

/// Returns the path of a kind's main template, below the templates folder.
pub fn main_path(kind: &str) -> String {
    format!("{kind}/main.typ.hbs")
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
        diags.push(Diagnostic::error("template/missing", message).at(&Origin::file(shown)));
        return Ok(None);
    };
    let Ok(text) = String::from_utf8(bytes.into_owned()) else {
        diags.push(
            Diagnostic::error("template/encoding", "the template is not UTF-8")
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
            diags.push(Diagnostic::error("template/syntax", message).at(&origin));
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
