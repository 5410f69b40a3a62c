//! A quarter's money, risks and promises: references that are given once, portfolios that the report
//! lists, and editions of something that is there.

use super::{unique, unknown};
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::model::dataset::{Dataset, Performance};
use crate::model::record::{Located, nearest};
use crate::model::value::Reference;

/// The name of the whole report's file.
const WHOLE: &str = "performance-report";

/// Checks the tables of every quarter but its indicators.
pub(super) fn check(diags: &mut Diagnostics, data: &mut Dataset) {
    let mut lost = Vec::new();
    for (quarter, own) in &mut data.performance {
        let key = quarter.key();
        let mut lose = |table, twice: Vec<Origin>| {
            lost.extend(twice.into_iter().map(|origin| (table, key.clone(), origin)));
        };
        lose("savings", once(diags, "saving", &mut own.savings, |own| &own.r#ref));
        lose("capital", once(diags, "scheme", &mut own.capital, |own| &own.r#ref));
        lose("risks", once(diags, "risk", &mut own.risks, |own| &own.r#ref));
        lose("commitments", once(diags, "promise", &mut own.commitments, |own| &own.r#ref));
        portfolios(diags, own);
        let before = diags.errors();
        editions(diags, own);
        if before < diags.errors()
            && let Some(card) = &own.card
        {
            lost.push(("report", key.clone(), card.origin.clone()));
        }
    }
    for (table, quarter, origin) in lost {
        data.lose(table, Some(quarter), &origin);
    }
}

/// Keeps the first of rows with one reference; returns the places of the others.
fn once<T>(
    diags: &mut Diagnostics,
    what: &str,
    rows: &mut Vec<T>,
    reference: fn(&T) -> &Located<Reference>,
) -> Vec<Origin> {
    let twice = unique(
        diags,
        what,
        |keep| rows.retain(keep),
        |row| {
            let own = reference(row);
            (own.key().to_owned(), own.written().to_owned(), &own.origin)
        },
    );
    twice.into_iter().map(|(_, origin)| origin).collect()
}

/// Warns of portfolios that the report doesn't list: a slip would make a portfolio of its own.
fn portfolios(diags: &mut Diagnostics, own: &Performance) {
    let listed = own.card.as_ref().map_or(&[][..], |card| &card.portfolios);
    if listed.is_empty() {
        return;
    }
    let finance = own.finance.iter().map(|own| Some(&own.portfolio));
    let savings = own.savings.iter().map(|own| Some(&own.portfolio));
    let capital = own.capital.iter().map(|own| Some(&own.portfolio));
    let risks = own.risks.iter().map(|own| own.portfolio.as_ref());
    let commitments = own.commitments.iter().map(|own| own.portfolio.as_ref());
    let milestones = own.milestones.iter().map(|own| own.portfolio.as_ref());
    let all = finance.chain(savings).chain(capital).chain(risks).chain(commitments);
    for name in all.chain(milestones).flatten() {
        if listed.iter().any(|own| own.name.value == name.value) {
            continue;
        }
        let near = nearest(name, listed.iter().map(|own| own.name.value.as_str()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to `portfolios`; it stands last in the report".to_owned(),
        };
        let message = format!("`report` lists no portfolio `{}`", name.value);
        diags.push(
            Diagnostic::warning("data/unknown-reference", message).at(&name.origin).hint(hint),
        );
    }
}

/// Reports editions of a committee or portfolio that nothing belongs to, and names given twice.
fn editions(diags: &mut Diagnostics, own: &Performance) {
    let Some(card) = &own.card else { return };
    let known = |names: Vec<&Located<String>>| -> Vec<String> {
        let mut names: Vec<String> = names.into_iter().map(|own| own.value.clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    let committees =
        known(own.indicators.iter().filter_map(|own| own.committee.as_ref()).collect());
    let indicators = own.indicators.iter().map(|own| &own.portfolio);
    let finance = own.finance.iter().map(|own| &own.portfolio);
    let listed = card.portfolios.iter().map(|own| &own.name);
    let portfolios = known(indicators.chain(finance).chain(listed).collect());
    for (at, edition) in card.editions.iter().enumerate() {
        let name = edition.edition.as_str();
        let earlier = card.editions[..at].iter().find(|own| own.edition.as_str() == name);
        if name == WHOLE || earlier.is_some() {
            let message = format!("the edition `{name}` is given twice");
            let mut twice =
                Diagnostic::error("data/duplicate", message).at(&edition.edition.origin);
            twice = match earlier {
                Some(first) => twice
                    .label(&first.edition.origin, "first given here")
                    .hint("give each edition a name of its own, which its file has"),
                None => twice.hint("that is the whole report's name, which is always made"),
            };
            diags.push(twice);
        }
        if let Some(own) = &edition.committee
            && !committees.contains(&own.value)
        {
            let names = committees.iter().map(String::as_str);
            unknown(diags, "committee of an indicator called", own, &own.origin, names);
        }
        for own in edition.portfolios.iter().filter(|own| !portfolios.contains(&own.value)) {
            let names = portfolios.iter().map(String::as_str);
            unknown(diags, "portfolio", own, &own.origin, names);
        }
    }
}
