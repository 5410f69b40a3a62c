//! `str`: a text as a string literal in code; `none` where there is none.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, wrong};
use crate::merge::quote;

/// Gives what the module says.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Null => out.write("none")?,
        Value::String(text) => out.write(&quote::literal(text))?,
        Value::Number(number) => out.write(&quote::literal(&number.to_string()))?,
        other => return Err(wrong(helper, "a text", other)),
    }
    Ok(())
}
