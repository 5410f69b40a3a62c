//! `int`: a whole number in code; `none` where there is none.

use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext};
use serde_json::Value;

use super::{argument, wrong};

/// See the module.
pub(super) struct Int;

impl HelperDef for Int {
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
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                out.write(&number.to_string())?;
            }
            other => return Err(wrong(helper, "a whole number", other)),
        }
        Ok(())
    }
}
