//! `date`: a date in words, `Friday 19 July 2019`; with `form="short"` without the weekday.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};
use crate::words::Words;
use chrono::NaiveDate;

/// Returns the date in words; null stays null. `form="month"` gives month and year only, `"month-name"` and
/// `"short-month"` the month alone.
///
/// # Errors
/// When the argument is not an ISO date such as `2019-07-19`.
pub(super) fn text(words: &Words, helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    if value.is_null() {
        return Ok(Value::Null);
    }
    let date = value.as_str().and_then(|text| text.parse::<NaiveDate>().ok());
    let Some(date) = date else { return Err(type_error(helper, "a date", value)) };
    let form = helper.hash_get("form").and_then(|form| form.value().as_str());
    Ok(Value::String(match form {
        Some("short") => words.day(date),
        Some("month") => words.month(date),
        Some("month-name") => words.month_name(date).to_owned(),
        Some("short-month") => words.short_month(date).to_owned(),
        _ => words.day_of_week(date),
    }))
}
