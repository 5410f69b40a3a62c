//! `plural`: a number with its noun: `1 member`, `2 members`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::diag;

/// Returns the number with its noun: the second argument for one, the third for any other number.
///
/// # Errors
/// When the number is not a whole number, or the noun not a text.
pub(super) fn text(helper: &Helper<'_>) -> Result<Value, RenderError> {
    let (value, one, many) = (argument(helper, 0)?, argument(helper, 1)?, argument(helper, 2)?);
    let Some(count) = value.as_u64() else { return Err(type_error(helper, "a number", value)) };
    let Some(one_noun) = one.as_str() else { return Err(type_error(helper, "a noun", one)) };
    let Some(nouns) = many.as_str() else { return Err(type_error(helper, "a noun", many)) };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    Ok(Value::String(diag::plural(count, one_noun, nouns)))
}
