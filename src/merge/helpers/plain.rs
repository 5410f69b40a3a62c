//! `plain`: a block whose words and values are one text, for code: titles, and what pictures are called.
//!
//! Values in the block come quoted for markup, like everywhere, and are joined to the words around them.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason,
    Renderable, StringOutput,
};

use crate::merge::quote;

/// Writes what its block renders to as a string literal. Line ends and the blanks beside them count as one
/// blank, those at both ends as nothing.
pub(super) struct Plain;

impl HelperDef for Plain {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        rendering: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let Some(template) = helper.template() else {
            let reason = "`plain` is a block: `{{#plain}}…{{/plain}}`".to_owned();
            return Err(RenderErrorReason::Other(reason).into());
        };
        let mut rendered = StringOutput::new();
        template.render(registry, context, rendering, &mut rendered)?;
        let rendered = rendered.into_string()?;
        let Some(text) = quote::joined(&rendered) else {
            let reason = "only words and values may stand in `plain`, no markup".to_owned();
            return Err(RenderErrorReason::Other(reason).into());
        };
        out.write(&quote::literal(&text))?;
        Ok(())
    }
}
