//! `strs`: a list of texts as an array in code.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, type_error};
use crate::merge::quote;

/// Writes a Typst array of string literals, `("A", "B", )`; an empty list gives `()`.
///
/// # Errors
/// When the argument is not a list of texts.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    let value = argument(helper, 0)?;
    let Value::Array(items) = value else {
        return Err(type_error(helper, "a list of texts", value));
    };
    out.write("(")?;
    for item in items {
        let Value::String(text) = item else {
            return Err(type_error(helper, "a list of texts", item));
        };
        out.write(&quote::literal(text))?;
        out.write(", ")?;
    }
    out.write(")")?;
    Ok(())
}
