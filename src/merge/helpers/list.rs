//! `list`: a list in words: `A`, `A and B`, `A, B and C`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::words::Words;

/// Returns the texts joined by commas and a last `and`; an empty list gives an empty text.
///
/// # Errors
/// When the argument is not a list of texts.
pub(super) fn text(words: &Words, helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    let texts = value
        .as_array()
        .and_then(|items| items.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
    let Some(texts) = texts else { return Err(type_error(helper, "a list of texts", value)) };
    Ok(Value::String(words.list(&texts)))
}
