//! Programmes and workstreams: what they name, and budgets of workstreams that do not add up to the programme's.

use super::references::{board_or_body, body, doubles, measure, row, unknown};
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::dataset::{Dataset, Performance};
use crate::model::programmes::{Programme, Workstream};
use crate::model::record::Located;
use crate::model::value::names::is_same;
use crate::model::value::{Money, ReportingPeriod};

/// Checks the programmes of each period.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    for (period, tables) in &data.performance {
        let mut diags = Diagnostics::default();
        let programmes = &tables.programmes.programmes;
        doubles(&mut diags, "programme", programmes.iter().map(|row| named(&row.name)));
        for programme in programmes {
            names(&mut diags, data, (*period, tables), programme);
            budget(&mut diags, tables, programme);
        }
        found.add(diags, Blocks::of("programmes", period.key()));
        let mut diags = Diagnostics::default();
        for (at, row) in tables.programmes.workstreams.iter().enumerate() {
            workstream(&mut diags, data, (*period, tables), row);
            double(&mut diags, row, &tables.programmes.workstreams[..at]);
        }
        found.add(diags, Blocks::of("workstreams", period.key()));
    }
}

/// Returns a name as [`doubles`] takes it.
fn named(name: &Located<String>) -> (&str, &str, &Origin) {
    (&name.value, &name.value, &name.origin)
}

/// Reports what a programme names and that there is not.
fn names(
    diags: &mut Diagnostics,
    data: &Dataset,
    (period, tables): (ReportingPeriod, &Performance),
    programme: &Programme,
) {
    body(diags, data, programme.committee.as_ref());
    programme.board.iter().for_each(|board| board_or_body(diags, data, board));
    let key = period.key();
    let is_whole = |table: &str| !data.has_lost(table, &key);
    for number in programme.measures.iter().filter(|_| is_whole("indicators")) {
        measure(diags, number, &tables.indicators);
    }
    for reference in programme.savings.iter().filter(|_| is_whole("savings")) {
        row(diags, "saving", reference, &tables.savings, |saving| &saving.r#ref);
    }
    for reference in programme.risks.iter().filter(|_| is_whole("risks")) {
        row(diags, "risk", reference, &tables.risks, |risk| &risk.r#ref);
    }
}

/// Reports a budget that is not that of the workstreams together, where all of them have one.
fn budget(diags: &mut Diagnostics, tables: &Performance, programme: &Programme) {
    let Some(budget) = &programme.budget else { return };
    let of_it = tables.programmes.workstreams_of(&programme.name);
    let amounts: Option<Vec<Money>> =
        of_it.map(|row| row.budget.as_ref().map(|amount| amount.value)).collect();
    let Some(sum) = amounts.and_then(|amounts| Money::total(&amounts)) else { return };
    if sum.pounds == budget.value.pounds {
        return;
    }
    let message = format!(
        "the budget of `{}` is {}, and its workstreams have {} together",
        programme.name.value,
        budget.value,
        crate::figures::money::shown_like(budget.value, sum)
    );
    diags.push(
        Diagnostic::new(Code::FiguresTotal, message)
            .at(&budget.origin)
            .hint("correct one of them, or add a workstream with the rest"),
    );
}

/// Reports a workstream of a programme that there is not.
fn workstream(
    diags: &mut Diagnostics,
    data: &Dataset,
    (period, tables): (ReportingPeriod, &Performance),
    row: &Workstream,
) {
    if tables.programmes.programme(&row.programme).is_none()
        && !data.has_lost("programmes", &period.key())
    {
        let known = tables.programmes.programmes.iter().map(|row| row.name.value.as_str());
        diags.push(unknown("programme", &row.programme, &row.programme.origin, known));
    }
}

/// Reports a workstream that its programme has twice.
fn double(diags: &mut Diagnostics, row: &Workstream, earlier: &[Workstream]) {
    let is_it = |first: &&Workstream| {
        is_same(&first.programme, &row.programme) && is_same(&first.name, &row.name)
    };
    let Some(first) = earlier.iter().find(is_it) else { return };
    let message = format!("the workstream `{}` is given twice", row.name.value);
    diags.push(
        Diagnostic::new(Code::DataDuplicate, message)
            .at(&row.name.origin)
            .label(&first.name.origin, "first given here")
            .hint("remove one of the two rows, or give one another name"),
    );
}
