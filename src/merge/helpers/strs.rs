//! `strs`: a list of texts as an array in code.

use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext};
use serde_json::Value;

use super::{argument, wrong};
use crate::merge::quote;

/// See the module.
pub(super) struct Strs;

impl HelperDef for Strs {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = argument(helper, 0)?;
        let Value::Array(items) = value else {
            return Err(wrong(helper, "a list of texts", value));
        };
        out.write("(")?;
        for item in items {
            let Value::String(text) = item else {
                return Err(wrong(helper, "a list of texts", item));
            };
            out.write(&quote::literal(text))?;
            out.write(", ")?;
        }
        out.write(")")?;
        Ok(())
    }
}
