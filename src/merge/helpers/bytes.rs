//! `bytes`: the size of a file in words: `340 kB`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::words::Words;

/// Returns a number of bytes in words.
///
/// # Errors
/// When the argument is not a whole number.
pub(super) fn text(words: &Words, helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    let Some(bytes) = value.as_u64() else { return Err(type_error(helper, "a number", value)) };
    Ok(Value::String(words.size(bytes)))
}
