//! `time`: a time of day in words, as councils print it: `10.30 am`, `2 pm`, `12 noon`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::words::Words;
use chrono::NaiveTime;

/// Returns the time in words; null stays null.
///
/// # Errors
/// When the argument is not a time such as `10:30:00`.
pub(super) fn text(words: &Words, helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let time = value.as_str().and_then(|text| text.parse::<NaiveTime>().ok());
    let Some(time) = time else { return Err(type_error(helper, "a time", value)) };
    Ok(Value::String(words.time(time)))
}
