//! Web pages and feeds: data and Handlebars in, HTML or XML out. This is the only other format
//! besides Typst source that templates produce; values are escaped for HTML, and names are checked
//! as usual.

use std::collections::BTreeMap;
use std::sync::Arc;

use handlebars::{Handlebars, html_escape};
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
}

impl Pages<'_> {
    /// Renders `templates/site/<name>.hbs` with a view; `None` when the template has a fault, which is
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
        let path = format!("site/{name}.hbs");
        let shown = Templates::shown(&path);
        let Some(bytes) = self.templates.get(&path)? else {
            let message = "there is no such template";
            diags.push(Diagnostic::new(Code::TemplateMissing, message).at(&Origin::file(shown)));
            return Ok(None);
        };
        let source = Source::plain(shown, String::from_utf8_lossy(&bytes).into_owned());
        let Some(template) = super::compile(diags, &source) else { return Ok(None) };
        let schema = page_schema::<V>();
        let before = diags.errors();
        names::check(diags, &source, &template, &schema, &Language::default(), &BTreeMap::new());
        if before < diags.errors() {
            return Ok(None);
        }
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(html_escape);
        helpers::register_texts(&mut registry, self.words);
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

/// Returns the schema of a page's view: every name that its template may use.
pub fn page_schema<V: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<V>()
}
