//! `str`: a text as a string literal in code; `none` where the value is absent.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, type_error};
use crate::merge::quote;

/// Writes a quoted string literal; a number becomes a text.
///
/// # Errors
/// When the argument is a list, an object, or true or false.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Null => out.write("none")?,
        Value::String(text) => out.write(&quote::literal(text))?,
        Value::Number(number) => out.write(&quote::literal(&number.to_string()))?,
        other => return Err(type_error(helper, "a text", other)),
    }
    Ok(())
}
