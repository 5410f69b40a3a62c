//! `strs`: a list of texts as an array in code.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, wrong};
use crate::merge::quote;

/// Gives what the module says.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    let value = argument(helper, 0)?;
    let Value::Array(items) = value else {
        return Err(wrong(helper, "a list of texts", value));
    };
    out.write("(")?;
    for item in items {
        let Value::String(text) = item else {
            return Err(wrong(helper, "a list of texts", item));
        };
        out.write(&quote::literal(text))?;
        out.write(", ")?;
    }
    out.write(")")?;
    Ok(())
}
