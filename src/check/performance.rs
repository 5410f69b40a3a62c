//! A period's money, risks and commitments: portfolios that the report lists, and editions of committees and portfolios that exist.

use super::references::unknown;
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds;
use crate::model::dataset::{Dataset, Performance};
use crate::model::nearest::nearest;
use crate::model::performance::WHOLE_REPORT;
use crate::model::record::Located;

/// Checks the tables of every period but its indicators.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    for (period, performance) in &data.performance {
        let mut diags = Diagnostics::default();
        portfolios(&mut diags, performance);
        editions(&mut diags, performance);
        found.add(diags, Blocks::of("report", period.key()));
    }
}

/// Warns of portfolios that the report doesn't list: a typing error would make a separate
/// portfolio.
fn portfolios(diags: &mut Diagnostics, performance: &Performance) {
    let listed = performance.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    if listed.is_empty() {
        return;
    }
    let finance = performance.finance.iter().map(|line| Some(&line.portfolio));
    let savings = performance.savings.iter().map(|saving| Some(&saving.portfolio));
    let capital = performance.capital.iter().map(|scheme| Some(&scheme.portfolio));
    let risks = performance.risks.iter().map(|risk| risk.portfolio.as_ref());
    let commitments =
        performance.commitments.iter().map(|commitment| commitment.portfolio.as_ref());
    let milestones = performance.milestones.iter().map(|milestone| milestone.portfolio.as_ref());
    let all = finance.chain(savings).chain(capital).chain(risks).chain(commitments);
    for name in all.chain(milestones).flatten() {
        if listed.iter().any(|known| known.name.value == name.value) {
            continue;
        }
        let near = nearest(name, listed.iter().map(|known| known.name.value.as_str()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to `portfolios`; it comes last in the report".to_owned(),
        };
        let message = format!("`report` lists no portfolio `{}`", name.value);
        diags.push(
            Diagnostic::new(Code::DataUnlistedPortfolio, message).at(&name.origin).hint(hint),
        );
    }
}

/// Returns whether an edition with this name would have the file of another document of its period: the whole report,
/// or one of another kind, whose editions for committees begin with its name.
fn is_taken(name: &str) -> bool {
    let others = kinds::ALL.iter().filter(|kind| kind.needs().contains(&"report"));
    name == WHOLE_REPORT
        || others.map(|kind| kind.name()).any(|kind| {
            name.strip_prefix(kind).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('-') && kind != WHOLE_REPORT
            })
        })
}

/// Reports editions of a committee or portfolio that nothing belongs to, and names given twice.
fn editions(diags: &mut Diagnostics, performance: &Performance) {
    let Some(card) = &performance.card else { return };
    let known = |names: Vec<&Located<String>>| -> Vec<String> {
        let mut names: Vec<String> = names.into_iter().map(|name| name.value.clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    let committees = known(
        performance
            .indicators
            .iter()
            .filter_map(|indicator| indicator.committee.as_ref())
            .collect(),
    );
    let indicators = performance.indicators.iter().map(|indicator| &indicator.portfolio);
    let finance = performance.finance.iter().map(|line| &line.portfolio);
    let listed = card.portfolios.iter().map(|portfolio| &portfolio.name);
    let portfolios = known(indicators.chain(finance).chain(listed).collect());
    for (at, edition) in card.editions.iter().enumerate() {
        let name = edition.edition.as_str();
        let earlier = card.editions[..at].iter().find(|other| other.edition.as_str() == name);
        if is_taken(name) || earlier.is_some() {
            let message = format!("the edition `{name}` is given twice");
            let mut diagnostic =
                Diagnostic::new(Code::DataDuplicate, message).at(&edition.edition.origin);
            diagnostic = match earlier {
                Some(first) => diagnostic
                    .label(&first.edition.origin, "first given here")
                    .hint("give each edition a different name, after which its file is named"),
                None => diagnostic
                    .hint("that is the name of another document of the period; give it another"),
            };
            diags.push(diagnostic);
        }
        if let Some(committee) = &edition.committee
            && !committees.contains(&committee.value)
        {
            let names = committees.iter().map(String::as_str);
            let what = "committee of an indicator called";
            diags.push(unknown(what, committee, &committee.origin, names));
        }
        for portfolio in
            edition.portfolios.iter().filter(|portfolio| !portfolios.contains(&portfolio.value))
        {
            let names = portfolios.iter().map(String::as_str);
            diags.push(unknown("portfolio", portfolio, &portfolio.origin, names));
        }
    }
}
