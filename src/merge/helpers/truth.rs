//! `truth`: `true` or `false` in code.

use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext};
use serde_json::Value;

use super::{argument, wrong};

/// See the module.
pub(super) struct Truth;

impl HelperDef for Truth {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        match argument(helper, 0)? {
            Value::Bool(true) => out.write("true")?,
            Value::Bool(false) | Value::Null => out.write("false")?,
            other => return Err(wrong(helper, "yes or no", other)),
        }
        Ok(())
    }
}
