//! `str`: a text as a string literal in code; `none` where there is none.

use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext};
use serde_json::Value;

use super::{argument, wrong};
use crate::merge::quote;

/// See the module.
pub(super) struct Str;

impl HelperDef for Str {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        match argument(helper, 0)? {
            Value::Null => out.write("none")?,
            Value::String(text) => out.write(&quote::literal(text))?,
            Value::Number(number) => out.write(&quote::literal(&number.to_string()))?,
            other => return Err(wrong(helper, "a text", other)),
        }
        Ok(())
    }
}
