//! `int`: a whole number in code; `none` where the value is absent.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, type_error};

/// Writes the number as Typst code.
///
/// # Errors
/// When the argument has a fraction or is no number.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Null => out.write("none")?,
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            out.write(&number.to_string())?;
        }
        other => return Err(type_error(helper, "a whole number", other)),
    }
    Ok(())
}
