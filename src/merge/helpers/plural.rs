//! `plural`: a number with its noun: `1 member`, `2 members`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};

/// Returns the number with its noun: the second argument for one, the third for any other number.
///
/// # Errors
/// When the number is not a whole number, or the noun not a text.
pub(super) fn text(helper: &Helper<'_>) -> Result<Value, RenderError> {
    let (value, one, many) = (argument(helper, 0)?, argument(helper, 1)?, argument(helper, 2)?);
    let Some(count) = value.as_u64() else { return Err(type_error(helper, "a number", value)) };
    let noun = if count == 1 { one } else { many };
    let Some(noun) = noun.as_str() else { return Err(type_error(helper, "a noun", noun)) };
    Ok(Value::String(format!("{count} {noun}")))
}
