//! Council tax that somebody typed against what is worked out, and what keeps it from being worked out.

use super::super::{Context, Faults};
use super::{AreaTax, Bands, Billing, Kind, Lack, ninths, taxes};
use crate::diag::{Code, Diagnostic};
use crate::model::council::Nation;
use crate::model::council_tax::{BANDS, CouncilTax, CouncilTaxCard, GivenBands, TypedTable};
use crate::model::dataset::Dataset;
use crate::model::record::Located;
use crate::model::value::Money;
use crate::model::value::names::is_same;

/// The table of the year.
const CARD: &str = "council-tax";

/// Compares what was typed with what is worked out, and reports what is missing.
pub(in super::super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    let tables = &ctx.figures.council_tax;
    let Some(card) = tables.card() else { return };
    meeting(faults, ctx.data, card);
    let nation = ctx.data.council.as_ref().and_then(|council| council.nation.as_ref());
    if let Some(nation) = nation.filter(|nation| nation.value != Nation::England) {
        let message = "council tax is worked out by the law of England only".to_owned();
        let hint = "remove `council-tax` from this period";
        let place = &card.authority.origin;
        let lack = incomplete(&Lack { message, place, hint });
        faults.push(CARD, lack.label(&nation.origin, "the council’s nation"));
        return;
    }
    if let (Some(expenditure), Some(income), Some(typed)) =
        (&card.expenditure, &card.income, &card.requirement)
    {
        let right = expenditure.value - income.value;
        amount(faults, CARD, "the requirement, expenditure less income,", typed, right);
    }
    let taxes = match taxes(tables, card) {
        Ok(taxes) => taxes,
        Err(lack) => return faults.push(CARD, incomplete(&lack)),
    };
    if let Some(typed) = &card.typed_basic {
        amount(
            faults,
            CARD,
            "the basic amount, the requirement divided by the tax base,",
            typed,
            taxes.basic,
        );
    }
    doubles(faults, tables);
    match &taxes.kind {
        Kind::Billing(billing) => check_billing(faults, tables, card, billing),
        Kind::Precepting(precepting) => {
            for share in &precepting.shares {
                if let Some(typed) = &share.row.precept {
                    let what = format!("what `{}` is to pay", share.row.area.value);
                    amount(faults, "council-tax-areas", &what, typed, share.amount);
                }
            }
            for typed in &tables.typed {
                bands(faults, "council-tax-typed", "the council", typed.given(), &precepting.bands);
            }
        }
    }
}

fn check_billing(
    faults: &mut Faults,
    tables: &CouncilTax,
    card: &CouncilTaxCard,
    billing: &Billing<'_>,
) {
    if let Some(typed) = &card.typed_special_items {
        amount(faults, CARD, "the sum of the parishes’ precepts", typed, billing.special_items);
    }
    if let Some(typed) = &card.typed_elsewhere {
        let what = "the basic amount where no parish asks for anything";
        amount(faults, CARD, what, typed, billing.elsewhere);
    }
    for preceptor in &billing.preceptors {
        let whose = format!("`{}`", preceptor.row.name.value);
        bands(faults, "council-tax-precepts", &whose, preceptor.row.given(), &preceptor.bands);
    }
    let outside = ninths(billing.elsewhere);
    for typed in &tables.typed {
        let is_it = |area: &&AreaTax<'_>| match (&typed.area, area.row) {
            (Some(name), Some(row)) => is_same(name, &row.area),
            (None, None) => true,
            _ => false,
        };
        let area = billing.areas.iter().find(is_it);
        let whose = match &typed.area {
            Some(name) => format!("`{}`", name.value),
            None => "all other parts of the area".to_owned(),
        };
        let is_total = typed.table.as_ref().is_some_and(|table| table.value == TypedTable::Total);
        match (area, &typed.area) {
            (Some(area), _) => {
                let right = if is_total { &area.total } else { &area.council };
                bands(faults, "council-tax-typed", &whose, typed.given(), right);
            }
            // Where parishes cover the whole area.
            (None, None) if !is_total => {
                bands(faults, "council-tax-typed", &whose, typed.given(), &outside);
            }
            (None, None) => {}
            (None, Some(name)) => {
                let message = format!("`{}` is no area of `council-tax-areas`", name.value);
                let hint = "name it as that table does, or add it there with its tax base";
                let lack = Lack { message, place: &name.origin, hint };
                faults.push("council-tax-typed", incomplete(&lack));
            }
        }
    }
}

/// Reports areas that are given twice.
fn doubles(faults: &mut Faults, tables: &CouncilTax) {
    for (at, area) in tables.areas.iter().enumerate() {
        let Some(first) = tables.areas[..at].iter().find(|other| is_same(&other.area, &area.area))
        else {
            continue;
        };
        let message = format!("`{}` is given twice", area.area.value);
        faults.push(
            "council-tax-areas",
            Diagnostic::new(Code::DataDuplicate, message)
                .at(&area.area.origin)
                .label(&first.area.origin, "first given here")
                .hint("remove one of the two rows"),
        );
    }
}

/// Reports a meeting that there is not.
fn meeting(faults: &mut Faults, data: &Dataset, card: &CouncilTaxCard) {
    let Some(name) = &card.meeting else { return };
    if data.meeting(name.as_str()).is_some() || data.has_lost("meetings", name.as_str()) {
        return;
    }
    let message = format!("there is no meeting `{}` in `meetings`", name.as_str());
    let hint = "name the meeting as `meetings` does, or add it there";
    faults.push(CARD, incomplete(&Lack { message, place: &name.origin, hint }));
}

/// Reports bands that somebody typed otherwise than they are worked out.
fn bands(
    faults: &mut Faults,
    table: &'static str,
    whose: &str,
    typed: GivenBands<'_>,
    right: &Bands,
) {
    for (band, (typed, right)) in BANDS.iter().zip(typed.into_iter().zip(right)) {
        if let Some(typed) = typed {
            amount(faults, table, &format!("{whose}: the amount for band {band}"), typed, *right);
        }
    }
}

/// Reports an amount that somebody typed otherwise than it is worked out.
fn amount(
    faults: &mut Faults,
    table: &'static str,
    what: &str,
    typed: &Located<Money>,
    right: Money,
) {
    if typed.value.pounds == right.pounds {
        return;
    }
    let message = format!("{what} is {right}, and {} was typed", typed.value);
    faults.push(
        table,
        Diagnostic::new(Code::CouncilTaxAmount, message)
            .at(&typed.origin)
            .hint("correct it, or what it is worked out from; left empty, it is filled in"),
    );
}

fn incomplete(lack: &Lack<'_>) -> Diagnostic {
    Diagnostic::new(Code::CouncilTaxIncomplete, lack.message.clone()).at(lack.place).hint(lack.hint)
}
