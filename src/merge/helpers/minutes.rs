//! `minutes`: a number of minutes in words: `75 minutes` is `1 hour 15 minutes`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::words::Words;

/// Returns the duration in hours and minutes; null stays null, and zero gives an empty text.
///
/// # Errors
/// When the argument is not a whole number of minutes.
pub(super) fn text(words: &Words, helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let Some(minutes) = value.as_u64() else { return Err(type_error(helper, "a number", value)) };
    Ok(Value::String(words.duration(minutes)))
}
