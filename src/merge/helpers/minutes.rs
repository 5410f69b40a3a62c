//! `minutes`: a number of minutes in words: `75 minutes` is `1 hour 15 minutes`.

use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, ScopedJson};
use serde_json::Value;

use super::{argument, wrong};

/// See the module.
pub(super) struct Minutes;

impl HelperDef for Minutes {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let value = argument(helper, 0)?;
        if value.is_null() {
            return Ok(Value::Null.into());
        }
        let Some(minutes) = value.as_u64() else { return Err(wrong(helper, "a number", value)) };
        Ok(Value::String(words(minutes)).into())
    }
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
