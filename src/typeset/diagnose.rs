//! Converts Typst's errors and warnings to our diagnostics, at the line of the template or merged
//! source.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::DiagSpan;

use super::world::DocumentWorld;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};

/// Adds an error or warning of Typst's; the calls that led to it become labels.
pub(super) fn report(diags: &mut Diagnostics, world: &DocumentWorld<'_>, found: &SourceDiagnostic) {
    let code = match found.severity {
        Severity::Error => Code::TypesetError,
        Severity::Warning => Code::TypesetWarning,
    };
    diags.push(placed(world, Diagnostic::new(code, &*found.message), found));
}

/// Returns a diagnostic at the place of an error or warning of Typst's, with its calls and hints.
pub(super) fn placed(
    world: &DocumentWorld<'_>,
    mut diagnostic: Diagnostic,
    found: &SourceDiagnostic,
) -> Diagnostic {
    if let Some(origin) = origin(world, found.span) {
        diagnostic = diagnostic.at(&origin);
    }
    for point in &found.trace {
        if let Some(origin) = origin(world, point.span.into()) {
            diagnostic = diagnostic.label(&origin, point.v.to_string());
        }
    }
    for hint in &found.hints {
        diagnostic = diagnostic.hint(&*hint.v);
    }
    diagnostic
}

fn origin(world: &DocumentWorld<'_>, span: DiagSpan) -> Option<Origin> {
    let source = world.shown(span.id()?)?;
    let range = world.range(span)?;
    Some(Origin::new(&source, range))
}
