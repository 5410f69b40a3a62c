//! Web pages and feeds: data and Handlebars in, HTML or XML out. This is the only other format
//! besides Typst source that templates produce; values are escaped for HTML, and names are checked
//! as usual.

use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::Handlebars;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::{helpers, names, values};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Source};
use crate::model::value::Language;
use crate::templates::Templates;
use crate::words::Words;

/// What pages are made from, besides their views.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The words of the pages' language.
    pub words: &'a Arc<Words>,
    /// The folder of their templates.
    pub folder: &'a str,
}

impl Pages<'_> {
    /// Renders `<name>.hbs` of the folder with a view; `None` when the template has a fault, which is
    /// then in `diags`.
    ///
    /// # Errors
    /// When a council's template can't be read.
    pub fn render<V: Serialize + JsonSchema>(
        &self,
        diags: &mut Diagnostics,
        name: &str,
        view: &V,
    ) -> anyhow::Result<Option<String>> {
        let path = format!("{}/{name}.hbs", self.folder);
        let shown = Templates::shown(&path);
        let Some(bytes) = self.templates.get(&path)? else {
            let message = "there is no such template";
            diags.push(Diagnostic::new(Code::TemplateMissing, message).at(&Origin::file(shown)));
            return Ok(None);
        };
        let source = Source::plain(shown, String::from_utf8_lossy(&bytes).into_owned());
        let before = diags.errors();
        let partials = self.partials(diags)?;
        let Some(template) = super::compile(diags, &source) else { return Ok(None) };
        let schema = page_schema::<V>();
        names::check(diags, &source, &template, &schema, &Language::default(), &partials);
        if before < diags.errors() {
            return Ok(None);
        }
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(escaped);
        helpers::register_texts(&mut registry, self.words);
        for (name, (_, partial)) in partials {
            registry.register_template(&name, partial);
        }
        registry.register_template(name, template);
        let mut view = serde_json::to_value(view)?;
        values::put_into_words(&mut view, self.words);
        match registry.render(name, &view) {
            Ok(text) => Ok(Some(text)),
            Err(error) => {
                let at = names::origin(&source, error.line_no.zip(error.column_no));
                let message = error.reason().to_string();
                diags.push(Diagnostic::new(Code::TemplateRender, message).at(&at));
                Ok(None)
            }
        }
    }
}

impl Pages<'_> {
    /// Returns the parts that pages share, by their names.
    fn partials(&self, diags: &mut Diagnostics) -> anyhow::Result<names::Partials> {
        let mut partials = BTreeMap::new();
        for path in self.templates.below(&format!("{}/lib", self.folder))? {
            let (Some(name), Some(bytes)) = (path.strip_suffix(".hbs"), self.templates.get(&path)?)
            else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let source = Source::plain(Templates::shown(&path), text);
            if let Some(template) = super::compile(diags, &source) {
                partials.insert(name.to_owned(), (source, template));
            }
        }
        Ok(partials)
    }
}

/// Returns a text as it stands in HTML and XML. Control characters, which XML forbids, and marks that turn the
/// direction of words around, so that what is read is not what is written, are left out.
fn escaped(text: &str) -> String {
    let is_harmless = |char: &char| {
        !matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
            && (!char.is_control() || matches!(char, '\n' | '\t'))
    };
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars().filter(is_harmless) {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            char => escaped.push(char),
        }
    }
    escaped
}

/// Returns the schema of a page's view: every name that its template may use.
pub fn page_schema<V: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<V>()
}
