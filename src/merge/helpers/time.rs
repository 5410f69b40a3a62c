//! `time`: a time of day in words, as councils print it: `10.30 am`, `2 pm`, `12 noon`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use chrono::{NaiveTime, Timelike};

/// Returns the time in words; null stays null.
///
/// # Errors
/// When the argument is not a time such as `10:30:00`.
pub(super) fn text(helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let time = value.as_str().and_then(|text| text.parse::<NaiveTime>().ok());
    let Some(time) = time else { return Err(type_error(helper, "a time", value)) };
    Ok(Value::String(words(time)))
}

/// Returns a time in words: a point between hours and minutes, no leading zero, no empty minutes.
fn words(time: NaiveTime) -> String {
    let (is_afternoon, hour) = time.hour12();
    let half = if is_afternoon { "pm" } else { "am" };
    match (time.hour(), time.minute()) {
        (12, 0) => "12 noon".to_owned(),
        (0, 0) => "12 midnight".to_owned(),
        (_, 0) => format!("{hour} {half}"),
        (_, minute) => format!("{hour}.{minute:02} {half}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_printed_as_councils_do() {
        let cases =
            [("10:30", "10.30 am"), ("14:00", "2 pm"), ("12:00", "12 noon"), ("00:05", "12.05 am")];
        for (time, expected) in cases {
            assert_eq!(words(NaiveTime::parse_from_str(time, "%H:%M").unwrap()), expected);
        }
    }
}
