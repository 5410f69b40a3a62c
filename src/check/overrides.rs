//! Findings that the council has decided to accept: each becomes a note that gives the reason, for one meeting,
//! issue or period. Which codes can be accepted is part of the list of codes; those of `access/` never can.

use super::{About, Finding};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::dataset::Dataset;
use crate::model::issue::Override;
use crate::model::nearest::nearest;
use crate::model::value::long_date;

/// Turns findings under rules of law that a row of `overrides` covers into notes, and returns warnings about rows
/// that cover none.
pub(super) fn of_law(data: &Dataset, findings: &mut [Finding]) -> Vec<Finding> {
    let is_of_law = |row: &&Override| code_of(row).is_some_and(|code| code.is_rule());
    apply(data.overrides.iter().filter(is_of_law), findings)
}

/// The same of all other findings; also returns what is wrong with rows.
pub(super) fn of_records(data: &Dataset, findings: &mut [Finding]) -> Vec<Finding> {
    let faults = data.overrides.iter().filter_map(fault).map(Finding::new);
    let mut found: Vec<Finding> = faults.collect();
    let (of_papers, others): (Vec<&Override>, Vec<&Override>) =
        of_records_rows(data).partition(|row| may_be_of_papers(data, row));
    // Whether these match anything is known only where papers were opened.
    apply(of_papers.into_iter(), findings);
    found.extend(apply(others.into_iter(), findings));
    found
}

/// The same of what was found in the words of papers.
pub(super) fn of_papers(data: &Dataset, findings: &mut [Finding]) {
    apply(of_records_rows(data).filter(|row| may_be_of_papers(data, row)), findings);
}

/// Returns the rows that are not about rules of law.
fn of_records_rows(data: &Dataset) -> impl Iterator<Item = &Override> {
    data.overrides.iter().filter(|row| code_of(row).is_some_and(|code| !code.is_rule()))
}

/// Returns whether a row may accept what was found in the words of a supplied paper.
fn may_be_of_papers(data: &Dataset, row: &Override) -> bool {
    let is_of_words = code_of(row).is_some_and(|code| code.group() == "text");
    let has_papers =
        |meeting: &str| data.papers_of(meeting).iter().any(|paper| paper.file.is_given());
    is_of_words && row.meeting.as_ref().is_some_and(|meeting| has_papers(meeting.as_str()))
}

/// Returns the code that a row names.
fn code_of(row: &Override) -> Option<Code> {
    Code::by_name(&row.rule.value)
}

/// Applies those rows in which nothing is wrong.
fn apply<'a>(rows: impl Iterator<Item = &'a Override>, findings: &mut [Finding]) -> Vec<Finding> {
    let mut unused = Vec::new();
    for row in rows.filter(|row| fault(row).is_none()) {
        let mut is_used = false;
        for finding in findings.iter_mut().filter(|finding| is_covered(finding, row)) {
            is_used = true;
            let why =
                format!("{} on {}: {}", row.by.value, long_date(row.date.value), row.reason.value);
            finding.diagnostic.override_by(&why);
            finding.overridden = Some(why);
        }
        if !is_used {
            let message = format!("no fault under `{}` matches this override", row.rule.value);
            let diagnostic = Diagnostic::new(Code::RulesUnusedOverride, message)
                .at(&row.rule.origin)
                .hint("remove the row, or correct its `meeting`, `issue` or `period`");
            unused.push(Finding { about: subjects(row).collect(), ..Finding::new(diagnostic) });
        }
    }
    unused
}

/// Returns what a row is about; nothing where it is to override everything.
fn subjects(row: &Override) -> impl Iterator<Item = About> {
    let meeting = row.meeting.as_ref().map(|meeting| About::Meeting(meeting.to_string()));
    let issue = row.issue.as_ref().map(|issue| About::reference(issue));
    let period = row.period.as_ref().map(|period| About::Period(period.value));
    meeting.into_iter().chain(issue).chain(period)
}

/// Returns whether a row covers a finding: the same code, and everything that the row is about.
fn is_covered(finding: &Finding, row: &Override) -> bool {
    finding.diagnostic.code().name() == row.rule.value
        && subjects(row).all(|subject| finding.about.contains(&subject))
}

/// Returns what is wrong with a row: it must name a code that can be overridden, whom it concerns, and a reason.
fn fault(row: &Override) -> Option<Diagnostic> {
    let error = |code: Code, message: &str, origin: &Origin, hint: &str| {
        Some(Diagnostic::new(code, message).at(origin).hint(hint))
    };
    let rule = &row.rule;
    let Some(code) = code_of(row) else {
        let names =
            || Code::ALL.iter().filter(|code| code.is_overridable()).map(|code| code.name());
        let hint = match nearest(&rule.value, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`orderpaper explain` lists the codes".to_owned(),
        };
        let message = format!("nothing is reported under `{}`", rule.value);
        return error(Code::RulesUnknownCode, &message, &rule.origin, &hint);
    };
    if !code.is_overridable() {
        let why = match code.group() {
            "access" => "it says who may see something",
            _ => "it is a fault that has to be corrected",
        };
        let message = format!("`{}` can't be overridden: {why}", rule.value);
        let hint = "remove the row, and correct what is reported";
        return error(Code::RulesNotOverridable, &message, &rule.origin, hint);
    }
    if subjects(row).next().is_none() {
        return error(
            Code::RulesOverrideOfEverything,
            "an override names neither `meeting` nor `issue` nor `period`",
            &row.origin,
            "fill in one of them; a rule can't be switched off altogether",
        );
    }
    if row.reason.value.trim().is_empty() {
        let hint = "fill in `reason`";
        let message = "an override without a reason";
        return error(Code::DataMissingValue, message, &row.reason.origin, hint);
    }
    None
}
