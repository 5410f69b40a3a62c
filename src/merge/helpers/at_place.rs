//! `at-place`: where something is held, in a sentence: `in the Council Chamber`, `at County Hall`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::words::Words;

/// Returns the place with the word in front of it that its words call for; null stays null.
///
/// # Errors
/// When the argument is not a text.
pub(super) fn text(words: &Words, helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let Some(place) = value.as_str() else { return Err(type_error(helper, "a text", value)) };
    Ok(Value::String(words.place(place)))
}
