//! `rich`: a text with markup, as content in square brackets; `none` where there is none.
//!
//! Takes only what [`Markup`](crate::merge::Markup) made: a plain text can't pass for markup.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, wrong};

/// Gives what the module says.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Null => out.write("none")?,
        Value::Object(object) if object.len() == 1 => match object.get("typst-markup") {
            Some(Value::String(markup)) => {
                out.write("[")?;
                out.write(markup)?;
                out.write("]")?;
            }
            _ => return Err(wrong(helper, "a text with markup", argument(helper, 0)?)),
        },
        other => return Err(wrong(helper, "a text with markup", other)),
    }
    Ok(())
}
