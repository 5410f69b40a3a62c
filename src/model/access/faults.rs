//! What is reported where something is withheld for another reason than its mark.

use diag::{Code, Diagnostic, Diagnostics, Origin};

use super::marks::{Cause, Private};
use crate::columns::MARKS_LAW;
use crate::record::{Located, Text};

/// Withholds a row that has words for the public in place of others, and nothing that makes it private.
pub(super) fn summary_alone(
    diags: &mut Diagnostics,
    state: &mut Option<Private>,
    summary: Option<&Text>,
) {
    let Some(summary) = summary.filter(|_| state.is_none()) else { return };
    diags.push(contradiction(
        "`public-summary` is filled in, and nothing says that this is exempt; it is withheld"
            .to_owned(),
        &summary.origin,
        "fill in `exempt-paragraphs`, or empty `public-summary`",
    ));
    *state = Some(Private::by(Cause::Contradicted).with(&[], None, Some(summary)));
}

/// Returns the error for a row that is private only by its status.
pub(super) fn status_alone(status: &Located<String>) -> Diagnostic {
    contradiction(
        format!(
            "the status is `{}`, and nothing else says that this is private; it is withheld",
            status.value
        ),
        &status.origin,
        "fill in the column of paragraphs, and write what the status is",
    )
}

pub(super) fn contradiction(message: String, origin: &Origin, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::AccessContradiction, message).at(origin).hint(hint).law(MARKS_LAW)
}

pub(super) fn inherited(message: String, origin: &Origin, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::AccessInherited, message).at(origin).hint(hint).law(MARKS_LAW)
}

/// Returns the error for a row on an item that the agenda does not have.
pub(super) fn unknown_item(meeting: &str, item: &Located<String>) -> Diagnostic {
    let message = format!(
        "the agenda of `{meeting}` has no item `{}`; what is on it is withheld",
        item.value
    );
    Diagnostic::new(Code::AccessUntraced, message)
        .at(&item.origin)
        .hint("give the number as the agenda prints it")
        .law(MARKS_LAW)
}

/// Returns the error for a row of a meeting with private business that belongs to no known item.
pub(super) fn untraced(what: &str, origin: &Origin) -> Diagnostic {
    let message = format!(
        "the meeting has private business, and this {what} can't be traced to an item; it is withheld"
    );
    Diagnostic::new(Code::AccessUntraced, message)
        .at(origin)
        .hint("fill in `item` with the number of the agenda item that it belongs to")
        .law(MARKS_LAW)
}
