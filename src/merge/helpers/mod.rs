//! What templates can call, one helper to a file.
//!
//! There are three sorts of helper. A [`TextHelper`] (`date`, `time`, `list` …) returns a text in the
//! language of the document, which in markup becomes a literal like any other value and in code goes
//! through `str`. A [`CodeHelper`] (`str`, `int`, `rich` …) writes Typst code itself, from values that it
//! has checked. The block [`plain`] turns what stands in it into one literal for code.

mod at_place;
mod bytes;
mod date;
mod int;
mod list;
mod minutes;
mod plain;
mod plural;
mod rich;
mod str;
mod strs;
mod time;
mod truth;

use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::Value;

use crate::words::Words;

/// The name of every helper and a summary of it, for the templates' manual and the name check.
pub const MANUAL: &[(&str, &str)] = &[
    (
        "at-place",
        "where something is held: `in the Council Chamber, Town Hall`, `at the Town Hall`",
    ),
    ("bytes", "the size of a file in words: `340 kB`"),
    (
        "date",
        "a date in words: `Friday 19 July 2019`; `form=\"short\"` gives `19 July 2019`, `\"month\"` \
         `July 2019`, and `\"short-month\"` `Jul`",
    ),
    ("int", "a whole number, for code"),
    ("list", "a list in words: `A, B and C`"),
    ("minutes", "a number of minutes in words: `1 hour 15 minutes`"),
    (
        "plain",
        "a block, for code: `{{#plain}}Report of {{name}}{{/plain}}` is one text, with any tags in it",
    ),
    ("plural", "a number with its noun: `{{plural 2 \"member\" \"members\"}}`"),
    ("rich", "a text with markup, as content"),
    ("str", "a text, for code; `none` where there is none"),
    ("strs", "a list of texts, for code"),
    ("time", "a time of day in words: `10.30 am`"),
    ("truth", "`true` or `false`, for code"),
];

/// Registers every helper under the name that `MANUAL` lists, for documents in the language of `words`.
pub(super) fn register(registry: &mut Handlebars<'_>, words: &Arc<Words>) {
    register_texts(registry, words);
    registry.register_helper("int", Box::new(CodeHelper(int::write)));
    registry.register_helper("plain", Box::new(plain::Plain));
    registry.register_helper("rich", Box::new(CodeHelper(rich::write)));
    registry.register_helper("str", Box::new(CodeHelper(str::write)));
    registry.register_helper("strs", Box::new(CodeHelper(strs::write)));
    registry.register_helper("truth", Box::new(CodeHelper(truth::write)));
}

/// Registers the helpers that return texts, which pages for the web have as well.
pub(super) fn register_texts(registry: &mut Handlebars<'_>, words: &Arc<Words>) {
    let texts: [(&str, Worded); 7] = [
        ("bytes", bytes::text),
        ("date", date::text),
        ("list", list::text),
        ("minutes", minutes::text),
        ("at-place", at_place::text),
        ("plural", |_, helper| plural::text(helper)),
        ("time", time::text),
    ];
    for (name, text) in texts {
        registry.register_helper(name, Box::new(TextHelper { text, words: Arc::clone(words) }));
    }
}

/// What returns the text of a helper's arguments in a language.
type Worded = fn(&Words, &Helper<'_>) -> Result<Value, RenderError>;

/// A helper that returns a text: in markup it is quoted like any value, and other helpers accept
/// it.
struct TextHelper {
    text: Worded,
    words: Arc<Words>,
}

impl HelperDef for TextHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        (self.text)(&self.words, helper).map(ScopedJson::from)
    }
}

/// A helper that writes Typst code, which is not quoted again.
struct CodeHelper(fn(&Helper<'_>, &mut dyn Output) -> HelperResult);

impl HelperDef for CodeHelper {
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

/// Returns an argument of a helper, counted from zero.
///
/// # Errors
/// When the call lacks it, or when the view lacks the name that was given.
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

/// Returns the error for an argument of another type than `wanted`.
fn type_error(helper: &Helper<'_>, wanted: &str, found: &Value) -> RenderError {
    RenderErrorReason::Other(format!("`{}` takes {wanted}; found `{found}`", helper.name())).into()
}
