//! `int`: a whole number in code; `none` where there is none.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, wrong};

/// Gives what the module says.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Null => out.write("none")?,
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            out.write(&number.to_string())?;
        }
        other => return Err(wrong(helper, "a whole number", other)),
    }
    Ok(())
}
