//! `minutes`: a number of minutes in words: `75 minutes` is `1 hour 15 minutes`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};

/// Returns the duration in hours and minutes; null stays null, and zero gives an empty text.
///
/// # Errors
/// When the argument is not a whole number of minutes.
pub(super) fn text(helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let Some(minutes) = value.as_u64() else { return Err(type_error(helper, "a number", value)) };
    Ok(Value::String(words(minutes)))
}

fn words(minutes: u64) -> String {
    let part = |count: u64, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{count} {noun}s")),
    };
    let parts = [part(minutes / 60, "hour"), part(minutes % 60, "minute")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_become_hours() {
        for (minutes, expected) in [(75, "1 hour 15 minutes"), (45, "45 minutes"), (120, "2 hours")]
        {
            assert_eq!(words(minutes), expected);
        }
    }
}
