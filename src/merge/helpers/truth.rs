//! `truth`: `true` or `false` in code.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, type_error};

/// Writes `true` or `false`; null counts as false.
///
/// # Errors
/// When the argument is anything else.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Bool(true) => out.write("true")?,
        Value::Bool(false) | Value::Null => out.write("false")?,
        other => return Err(type_error(helper, "yes or no", other)),
    }
    Ok(())
}
