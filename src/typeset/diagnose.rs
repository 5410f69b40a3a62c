//! Converts Typst's errors and warnings to our diagnostics, at the line of the template or merged
//! source.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::syntax::DiagSpan;

use super::world::DocumentWorld;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};

/// Adds an error or warning of Typst's; the calls that led to it become labels.
pub(super) fn report(diags: &mut Diagnostics, world: &DocumentWorld<'_>, found: &SourceDiagnostic) {
    let mut diagnostic = match found.severity {
        Severity::Error => Diagnostic::new(Code::TypesetError, &*found.message),
        Severity::Warning => Diagnostic::new(Code::TypesetWarning, &*found.message),
    };
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
    diags.push(diagnostic);
}

fn origin(world: &DocumentWorld<'_>, span: DiagSpan) -> Option<Origin> {
    let source = world.shown(span.id()?)?;
    let range = world.range(span)?;
    Some(Origin::new(&source, range))
}
