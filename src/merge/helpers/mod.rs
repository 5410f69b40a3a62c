//! What templates can call, one helper to a file.
//!
//! Helpers of two sorts. *Words* (`date`, `time`, `list` …) give a text, which in markup becomes a
//! literal like any other value and in code goes through `str`. *Code* (`str`, `int`, `rich` …)
//! writes Typst code itself, from values that it has checked.

mod date;
mod int;
mod list;
mod minutes;
mod plural;
mod rich;
mod str;
mod strs;
mod time;
mod truth;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::Value;

/// Every helper's name with what it does, for the templates' manual and the name check.
pub const MANUAL: &[(&str, &str)] = &[
    ("date", "a date in words: `Friday 19 July 2019`; `form=\"short\"` gives `19 July 2019`"),
    ("int", "a whole number, for code"),
    ("list", "a list in words: `A, B and C`"),
    ("minutes", "a number of minutes in words: `1 hour 15 minutes`"),
    ("plural", "a number with its noun: `{{plural 2 \"member\" \"members\"}}`"),
    ("rich", "a text with markup, as content"),
    ("str", "a text, for code; `none` where there is none"),
    ("strs", "a list of texts, for code"),
    ("time", "a time of day in words: `10.30 am`"),
    ("truth", "`true` or `false`, for code"),
];

/// Registers every helper.
pub(super) fn register(registry: &mut Handlebars<'_>) {
    registry.register_helper("date", Box::new(Words(date::say)));
    registry.register_helper("int", Box::new(Code(int::write)));
    registry.register_helper("list", Box::new(Words(list::say)));
    registry.register_helper("minutes", Box::new(Words(minutes::say)));
    registry.register_helper("plural", Box::new(Words(plural::say)));
    registry.register_helper("rich", Box::new(Code(rich::write)));
    registry.register_helper("str", Box::new(Code(str::write)));
    registry.register_helper("strs", Box::new(Code(strs::write)));
    registry.register_helper("time", Box::new(Words(time::say)));
    registry.register_helper("truth", Box::new(Code(truth::write)));
}

/// A helper that gives a text: in markup it is quoted like any value, and other helpers take it.
struct Words(fn(&Helper<'_>) -> Result<Value, RenderError>);

impl HelperDef for Words {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        self.0(helper).map(ScopedJson::from)
    }
}

/// A helper that writes Typst code, which is not quoted again.
struct Code(fn(&Helper<'_>, &mut dyn Output) -> HelperResult);

impl HelperDef for Code {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        self.0(helper, out)
    }
}

/// Returns a helper's argument, which must be a name that the view has.
fn argument<'a>(helper: &'a Helper<'_>, at: usize) -> Result<&'a Value, RenderError> {
    let parameter = helper.param(at).ok_or_else(|| {
        RenderErrorReason::Other(format!("`{}` lacks argument {}", helper.name(), at + 1))
    })?;
    if parameter.is_value_missing() {
        let name = parameter.relative_path().cloned().unwrap_or_default();
        return Err(RenderErrorReason::MissingVariable(Some(name)).into());
    }
    Ok(parameter.value())
}

/// Returns the error for an argument of the wrong type.
fn wrong(helper: &Helper<'_>, wanted: &str, found: &Value) -> RenderError {
    RenderErrorReason::Other(format!("`{}` takes {wanted}; found `{found}`", helper.name())).into()
}
