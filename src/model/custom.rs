//! Fields that a council adds to its records: what each is called, and what it holds.

use serde_json::{Value, json};

use super::node::Content;
use super::passages::{Passages, Seen};
use super::record::{Column, Field, FromNode, Located, record};
use super::redact::Redact;
use diag::{Code, Diagnostic, Diagnostics};

/// An additional field that the council defines.
#[derive(Debug, Clone)]
pub struct CustomField {
    /// What the field is called.
    pub label: Located<String>,
    /// What it holds.
    pub value: Located<String>,
}

record! {
    /// An additional field, as an object.
    struct LabelledField {
        /// What the field is called.
        open label: Located<String>,
        /// What it holds.
        open value: Located<String>,
    }
}

/// A field is shown as a whole, or not at all; the record that it belongs to decides.
impl Redact for CustomField {
    fn redact(&self, _hide: bool) -> Option<Self> {
        None
    }
}

impl Passages for CustomField {
    fn passages<'a>(&'a self, _field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        let Self { label, value } = self;
        label.passages("label", hide, &mut *seen);
        value.passages("value", hide, seen);
    }
}

impl FromNode for CustomField {
    const ACCEPTS_LIST: bool = true;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        if field.node.is_some_and(|node| matches!(node.content, Content::Record(_))) {
            let LabelledField { label, value, .. } = LabelledField::from_node(diags, field)?;
            return Some(Self { label, value });
        }
        let column = field.column;
        let text: Located<String> = Located::from_node(diags, field)?;
        let parts = text.value.split_once(':').map(|(label, value)| (label.trim(), value.trim()));
        let Some((label, value)) =
            parts.filter(|(label, value)| !label.is_empty() && !value.is_empty())
        else {
            let message = format!("`{column}`: `{}` has no label and text", text.value);
            let diagnostic = Diagnostic::new(Code::DataBadValue, message).at(&text.origin).hint(
                "write the label, a colon and the text, such as `Equality assessment: not needed`",
            );
            diags.push(diagnostic);
            return None;
        };
        let located = |part: &str| Located { value: part.to_owned(), origin: text.origin.clone() };
        Some(Self { label: located(label), value: located(value) })
    }

    fn describe() -> (String, Vec<&'static str>) {
        let what = "a label, a colon and a text; or an object with `label` and `value`";
        (what.to_owned(), vec!["Equality assessment: not needed"])
    }

    fn schema() -> Value {
        json!({ "anyOf": [{ "type": "string" }, LabelledField::schema()] })
    }

    fn columns() -> Vec<Column> {
        LabelledField::columns()
    }
}
