//! The paragraphs by which something is exempt: whether the nation's Schedule has them, and whether
//! a reason goes with them.

use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::council::{ExemptionLaw, Nation};
use crate::model::dataset::Dataset;
use crate::model::record::Located;
use crate::model::value::ExemptParagraph;

/// Returns the nation whose law applies, where that is known.
pub(super) fn nation(data: &Dataset) -> Option<Nation> {
    data.council.as_ref()?.nation.as_ref().map(|nation| nation.value)
}

/// Reports paragraphs that the nation's Schedule does not have.
pub(super) fn paragraphs(
    diags: &mut Diagnostics,
    nation: Option<Nation>,
    paragraphs: &[Located<ExemptParagraph>],
) {
    // Without a nation, any number that some nation's law has.
    let anywhere = || ExemptionLaw { paragraphs: 1..=18, ..Nation::England.exemption_law() };
    let ExemptionLaw { schedule, paragraphs: known, .. } =
        nation.map_or_else(anywhere, Nation::exemption_law);
    let (first, last) = (known.start(), known.end());
    for paragraph in paragraphs.iter().filter(|paragraph| !known.contains(&paragraph.value.0)) {
        let message = format!("{schedule} has no paragraph `{}`", paragraph.value);
        diags.push(
            Diagnostic::new(Code::AccessUnknownParagraph, message)
                .at(&paragraph.origin)
                .hint(format!("its paragraphs are {first} to {last}"))
                .law(schedule),
        );
    }
}

/// Reports where something is exempt and no reason, or no paragraph, is given.
pub(super) fn reason(
    diags: &mut Diagnostics,
    nation: Option<Nation>,
    paragraphs: &[Located<ExemptParagraph>],
    has_reason: bool,
    origin: &Origin,
) {
    let law = nation.unwrap_or(Nation::England).exemption_law();
    if paragraphs.is_empty() && has_reason {
        diags.push(
            Diagnostic::new(
                Code::AccessNoParagraph,
                "`exempt-reason` is filled in, but `exempt-paragraphs` is empty; it is withheld",
            )
            .at(origin)
            .hint("say by which paragraph it is exempt, or empty `exempt-reason`")
            .law(law.resolution),
        );
    }
    if paragraphs.is_empty() || has_reason {
        return;
    }
    diags.push(
        Diagnostic::new(Code::AccessNoReason, "exempt, but `exempt-reason` is empty")
            .at(origin)
            .hint(
                "say why the public interest in keeping it exempt outweighs that in disclosing it",
            )
            .law(law.public_interest),
    );
}

/// Checks the paragraphs of decisions, issues and follow-ups; rules check their reasons.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let nation = nation(data);
    let decisions = data.decisions.iter();
    let decisions = decisions.map(|decision| ("decisions", &decision.exempt_paragraphs));
    let issues = data.issues.iter();
    let issues = issues.map(|issue| ("issues", &issue.private_paragraphs));
    let follow_ups = data.follow_ups.iter();
    let follow_ups = follow_ups.map(|row| ("resolutions", &row.exempt_paragraphs));
    for (table, exempt_paragraphs) in decisions.chain(issues).chain(follow_ups) {
        let mut diags = Diagnostics::default();
        paragraphs(&mut diags, nation, exempt_paragraphs);
        found.add(diags, Blocks::all(table));
    }
}
