//! `rich`: a text with markup, as content in square brackets; `none` where the value is absent.
//!
//! Accepts only a serialised [`Markup`](crate::merge::Markup): a plain text can't pass for markup.

use handlebars::{Helper, HelperResult, Output};
use serde_json::Value;

use super::{argument, type_error};

/// Writes the markup in square brackets, which in Typst make it content.
///
/// # Errors
/// When the argument is anything but `Markup`, even a plain text.
pub(super) fn write(helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    match argument(helper, 0)? {
        Value::Null => out.write("none")?,
        Value::Object(object) if object.len() == 1 => match object.get("typst-markup") {
            Some(Value::String(markup)) => {
                out.write("[")?;
                out.write(markup)?;
                out.write("]")?;
            }
            _ => return Err(type_error(helper, "a text with markup", argument(helper, 0)?)),
        },
        other => return Err(type_error(helper, "a text with markup", other)),
    }
    Ok(())
}
