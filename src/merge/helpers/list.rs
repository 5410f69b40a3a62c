//! `list`: a list in words: `A`, `A and B`, `A, B and C`.

use handlebars::{Helper, RenderError};
use serde_json::Value;

use super::{argument, type_error};

/// Returns the texts joined by commas and a last `and`; an empty list gives an empty text.
///
/// # Errors
/// When the argument is not a list of texts.
pub(super) fn text(helper: &Helper<'_>) -> Result<Value, RenderError> {
    let value = argument(helper, 0)?;
    let texts = value
        .as_array()
        .and_then(|items| items.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
    let Some(texts) = texts else { return Err(type_error(helper, "a list of texts", value)) };
    Ok(Value::String(words(&texts)))
}

fn words(texts: &[&str]) -> String {
    match texts {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_with_and() {
        assert_eq!(words(&[]), "");
        assert_eq!(words(&["A"]), "A");
        assert_eq!(words(&["A", "B"]), "A and B");
        assert_eq!(words(&["A", "B", "C"]), "A, B and C");
    }
}
