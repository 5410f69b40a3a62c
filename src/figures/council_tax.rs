//! Council tax by the arithmetic of the Local Government Finance Act 1992, and what somebody typed against it.
//!
//! Every amount that is printed is in pence. An amount that is divided is rounded to the nearest penny once, a half upwards;
//! each band is so many ninths of the band D that is printed, rounded in the same way, and sums are of what is printed. The
//! Act gives no rule of rounding, so the page states this one.

mod compare;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::diag::Origin;
use crate::model::council_tax::{
    BANDS, CouncilTax, CouncilTaxCard, Preceptor, TaxArea, TaxAuthority,
};
use crate::model::value::{Money, MoneyUnit};

pub(super) use compare::check;

/// The ninths of band D that a dwelling of each band pays (s. 5(1) of the Act).
const NINTHS: [u32; BANDS.len()] = [6, 7, 8, 9, 11, 13, 15, 18];

/// The decimals of a penny.
const PENCE: u32 = 2;

/// The amount of each valuation band, A first.
pub type Bands = [Money; BANDS.len()];

/// A year's council tax, worked out.
#[derive(Debug)]
pub struct Taxes<'a> {
    /// What it is worked out from.
    pub card: &'a CouncilTaxCard,
    /// The council tax requirement: item R.
    pub requirement: Money,
    /// The tax base: item T.
    pub base: Decimal,
    /// The requirement divided by the tax base (s. 31B, or 42B).
    pub basic: Money,
    /// What is added to that for a dwelling somewhere, and its sums.
    pub kind: Kind<'a>,
    /// The relevant basic amount against that of the year before; `None` where that is not given.
    pub increase: Option<Increase>,
}

/// What the kind of authority adds.
#[derive(Debug)]
pub enum Kind<'a> {
    /// It bills taxpayers.
    Billing(Billing<'a>),
    /// It issues precepts.
    Precepting(Precepting<'a>),
}

/// The council tax of an authority that bills taxpayers.
#[derive(Debug)]
pub struct Billing<'a> {
    /// The sum of what parishes ask for (s. 34(1)).
    pub special_items: Money,
    /// The requirement without these.
    pub own_requirement: Money,
    /// The basic amount where no parish asks for anything (s. 34(2)).
    pub elsewhere: Money,
    /// What others ask for.
    pub preceptors: Vec<PreceptorTax<'a>>,
    /// The parishes, in order of rows, and all other parts of the area where there are any.
    pub areas: Vec<AreaTax<'a>>,
}

/// The council tax of an authority that issues precepts.
#[derive(Debug)]
pub struct Precepting<'a> {
    /// Its amounts (s. 47).
    pub bands: Bands,
    /// What each billing authority is to pay (s. 48); together the requirement.
    pub shares: Vec<Share<'a>>,
}

/// What an authority asks for in each band.
#[derive(Debug)]
pub struct PreceptorTax<'a> {
    /// Its row.
    pub row: &'a Preceptor,
    /// The amounts.
    pub bands: Bands,
}

/// What a part of the area pays.
#[derive(Debug)]
pub struct AreaTax<'a> {
    /// Its row; `None` of all other parts of the area.
    pub row: Option<&'a TaxArea>,
    /// Its tax base.
    pub base: Decimal,
    /// What the parish asks for; nought where it asks for nothing.
    pub precept: Money,
    /// That for a dwelling in band D: divided by the base.
    pub parish: Money,
    /// The council's amounts, with that of the parish (s. 36).
    pub council: Bands,
    /// The amounts with those of all others (s. 30).
    pub total: Bands,
}

/// What a billing authority pays.
#[derive(Debug)]
pub struct Share<'a> {
    /// Its row.
    pub row: &'a TaxArea,
    /// What it pays.
    pub amount: Money,
}

/// A relevant basic amount against that of the year before (s. 52ZX).
#[derive(Debug)]
pub struct Increase {
    /// This year's.
    pub now: Money,
    /// Last year's.
    pub last: Money,
    /// The difference.
    pub pounds: Money,
    /// The difference as a percentage of last year's, to two decimals.
    pub percent: Decimal,
    /// Whether it is excessive by the principles that the data give (s. 52ZB); `None` where they give none.
    pub is_excessive: Option<bool>,
}

/// What keeps a year's council tax from being worked out: what to say, and where.
#[derive(Debug)]
pub struct Lack<'a> {
    message: String,
    place: &'a Origin,
    hint: &'static str,
}

/// Works out a year's council tax.
///
/// # Errors
/// Whatever is missing, or makes no sense.
pub fn taxes<'a>(tables: &'a CouncilTax, card: &'a CouncilTaxCard) -> Result<Taxes<'a>, Lack<'a>> {
    let requirement = requirement(card)?;
    let of_areas: Decimal = tables.areas.iter().map(|area| area.base.value).sum();
    let base = base(tables, card, of_areas)?;
    let basic = divided(requirement, base);
    let (kind, relevant) = match card.authority.value {
        TaxAuthority::Billing => {
            let billing = billing(tables, card, requirement, base, of_areas)?;
            let relevant = billing.elsewhere;
            (Kind::Billing(billing), relevant)
        }
        TaxAuthority::Precepting => {
            let shares = shares(&tables.areas, requirement, base);
            (Kind::Precepting(Precepting { bands: ninths(basic), shares }), basic)
        }
    };
    let increase = card.last_amount.as_ref().map(|last| increase(card, relevant, last.value));
    Ok(Taxes { card, requirement, base, basic, kind, increase })
}

/// Returns the council tax requirement.
fn requirement(card: &CouncilTaxCard) -> Result<Money, Lack<'_>> {
    let given = match (&card.expenditure, &card.income, &card.requirement) {
        (Some(expenditure), Some(income), _) => expenditure.value - income.value,
        (_, _, Some(requirement)) => requirement.value,
        _ => {
            let message = "the council tax requirement is not known".to_owned();
            let hint = "fill in `expenditure` and `income`, or `requirement`";
            return Err(Lack { message, place: &card.authority.origin, hint });
        }
    };
    if given.pounds <= Decimal::ZERO {
        let place = card.income.as_ref().or(card.requirement.as_ref());
        let place = place.map_or(&card.authority.origin, |amount| &amount.origin);
        let message = "the council tax requirement is not above nought".to_owned();
        let hint =
            "correct `expenditure`, `income` or `requirement`; without a requirement no tax is set";
        return Err(Lack { message, place, hint });
    }
    Ok(given)
}

/// Returns the tax base.
fn base<'a>(
    tables: &'a CouncilTax,
    card: &'a CouncilTaxCard,
    of_areas: Decimal,
) -> Result<Decimal, Lack<'a>> {
    let authority = card.authority.value;
    if authority == TaxAuthority::Precepting && tables.areas.is_empty() {
        let message =
            "no billing authority is given, so nobody can be asked for anything".to_owned();
        let hint = "give each billing authority with its tax base in `council-tax-areas`";
        return Err(Lack { message, place: &card.authority.origin, hint });
    }
    let nought = tables.areas.iter().find(|area| area.base.value <= Decimal::ZERO);
    if let Some(area) = nought.filter(|area| {
        area.precept.is_some()
            || area.base.value < Decimal::ZERO
            || authority == TaxAuthority::Precepting
    }) {
        let message = format!("the tax base of `{}` is {}", area.area.value, area.base.value);
        let hint = "correct it: nothing can be divided among no dwellings";
        return Err(Lack { message, place: &area.base.origin, hint });
    }
    match (&card.base, authority) {
        (Some(base), _) if base.value <= Decimal::ZERO => {
            let message = format!("the tax base is {}", base.value);
            let hint = "correct it: nothing can be divided among no dwellings";
            Err(Lack { message, place: &base.origin, hint })
        }
        (Some(base), TaxAuthority::Billing) if base.value < of_areas => {
            let message = format!(
                "the parishes have a tax base of {of_areas} together, and the whole area {}",
                base.value
            );
            let hint = "correct `base`, or the base of a parish";
            Err(Lack { message, place: &base.origin, hint })
        }
        (Some(base), TaxAuthority::Precepting) if base.value != of_areas => {
            let message = format!(
                "the billing authorities have a tax base of {of_areas} together, and `base` is {}",
                base.value
            );
            let hint = "correct one of them, or leave `base` empty: it is the sum";
            Err(Lack { message, place: &base.origin, hint })
        }
        (Some(base), _) => Ok(base.value),
        (None, TaxAuthority::Precepting) => Ok(of_areas),
        (None, TaxAuthority::Billing) => {
            let message = "the tax base is not known".to_owned();
            let hint = "fill in `base`: the dwellings of the whole area as if all were in band D";
            Err(Lack { message, place: &card.authority.origin, hint })
        }
    }
}

/// Works out what an authority that bills taxpayers sets.
fn billing<'a>(
    tables: &'a CouncilTax,
    card: &'a CouncilTaxCard,
    requirement: Money,
    base: Decimal,
    of_areas: Decimal,
) -> Result<Billing<'a>, Lack<'a>> {
    let precepts = tables.areas.iter().filter_map(|area| area.precept.as_ref());
    let special_items = precepts.fold(nothing(), |sum, precept| sum + precept.value);
    let own_requirement = requirement - special_items;
    if own_requirement.pounds < Decimal::ZERO {
        let message = format!(
            "parishes ask for {special_items} together, more than the requirement, {requirement}"
        );
        let hint = "`expenditure` is with the precepts of parishes; correct it, or a precept";
        return Err(Lack { message, place: &card.authority.origin, hint });
    }
    let elsewhere = divided(own_requirement, base);
    let preceptors: Vec<PreceptorTax<'_>> = tables
        .preceptors
        .iter()
        .map(|row| PreceptorTax { row, bands: ninths(in_pence(row.d.value)) })
        .collect();
    let area = |row: Option<&'a TaxArea>, base: Decimal| {
        let precept =
            row.and_then(|row| row.precept.as_ref()).map_or(nothing(), |precept| precept.value);
        let is_asked = !precept.pounds.is_zero();
        let parish = if is_asked { divided(precept, base) } else { nothing() };
        let council = ninths(elsewhere + parish);
        let mut total = council;
        for preceptor in &preceptors {
            for (sum, amount) in total.iter_mut().zip(preceptor.bands) {
                *sum = *sum + amount;
            }
        }
        AreaTax { row, base, precept, parish, council, total }
    };
    let mut areas: Vec<AreaTax<'_>> =
        tables.areas.iter().map(|row| area(Some(row), row.base.value)).collect();
    if of_areas < base {
        areas.push(area(None, base - of_areas));
    }
    Ok(Billing { special_items, own_requirement, elsewhere, preceptors, areas })
}

/// Divides a requirement among billing authorities by their tax bases, in pence; the pence that are left go to those of
/// which most was cut off, so that all of it is asked for and no more.
fn shares(areas: &[TaxArea], requirement: Money, base: Decimal) -> Vec<Share<'_>> {
    let exact = areas.iter().map(|area| requirement.pounds * area.base.value / base);
    let mut parts: Vec<(Decimal, Decimal)> = exact
        .map(|exact| {
            let cut = exact.trunc_with_scale(PENCE);
            (cut, exact - cut)
        })
        .collect();
    let penny = Decimal::new(1, PENCE);
    let left = (requirement.pounds - parts.iter().map(|(cut, _)| *cut).sum::<Decimal>()) / penny;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|one, other| parts[*other].1.cmp(&parts[*one].1).then(one.cmp(other)));
    for at in order.into_iter().take(left.to_usize().unwrap_or(0)) {
        parts[at].0 += penny;
    }
    let share = |(row, (amount, _))| Share { row, amount: pounds(amount) };
    areas.iter().zip(parts).map(share).collect()
}

/// Compares a relevant basic amount with that of the year before.
fn increase(card: &CouncilTaxCard, now: Money, last: Money) -> Increase {
    let pounds = now - last;
    let percent = match last.pounds.is_zero() {
        true => Decimal::ZERO,
        false => pounds.pounds * Decimal::ONE_HUNDRED / last.pounds,
    };
    let reaches = card.limit_percent.as_ref().map(|limit| {
        now.pounds * Decimal::ONE_HUNDRED >= last.pounds * (Decimal::ONE_HUNDRED + limit.value)
    });
    let exceeds = card.limit_pounds.as_ref().map(|limit| pounds.pounds > limit.value.pounds);
    let is_excessive = match (reaches, exceeds) {
        (None, None) => None,
        (reaches, exceeds) => Some(reaches.unwrap_or(true) && exceeds.unwrap_or(true)),
    };
    Increase { now, last, pounds, percent: rounded(percent), is_excessive }
}

/// Returns the amount of each band, so many ninths of that for band D, in pence.
fn ninths(band_d: Money) -> Bands {
    let ninth =
        |ninths: u32| pounds(rounded(band_d.pounds * Decimal::from(ninths) / Decimal::from(9)));
    NINTHS.map(ninth)
}

/// Divides an amount by a tax base, in pence.
fn divided(amount: Money, base: Decimal) -> Money {
    pounds(rounded(amount.pounds / base))
}

/// Rounds to the nearest penny or hundredth, a half away from nought.
fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(PENCE, RoundingStrategy::MidpointAwayFromZero)
}

/// Returns an amount as it is printed: in pounds and pence.
fn pounds(value: Decimal) -> Money {
    Money { pounds: value, unit: MoneyUnit::Pounds, decimals: PENCE, rounded: 0 }
}

/// Returns an amount that somebody wrote as it is printed.
fn in_pence(money: Money) -> Money {
    Money { decimals: PENCE, unit: MoneyUnit::Pounds, ..money }
}

/// Returns no money at all.
fn nothing() -> Money {
    Money { pounds: Decimal::ZERO, unit: MoneyUnit::Pounds, decimals: 0, rounded: 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::record::Located;

    /// Returns pence.
    fn pence(amount: Money) -> i128 {
        let pence = amount.pounds * Decimal::ONE_HUNDRED;
        assert_eq!(pence.normalize().scale(), 0, "{amount} is not in pence");
        pence.to_i128().unwrap()
    }

    /// Divides whole numbers, rounding to the nearest, a half upwards.
    fn nearest(dividend: i128, divisor: i128) -> i128 {
        (2 * dividend + divisor).div_euclid(2 * divisor)
    }

    fn text<T>(value: T) -> Located<T> {
        Located { value, origin: Origin::file("council-tax.csv") }
    }

    fn card(authority: TaxAuthority, requirement: i64, base: Option<i64>) -> CouncilTaxCard {
        CouncilTaxCard {
            authority: text(authority),
            meeting: None,
            expenditure: None,
            income: None,
            requirement: Some(text(pounds(Decimal::new(requirement, 2)))),
            base: base.map(|base| text(Decimal::new(base, 2))),
            last_amount: None,
            limit_percent: None,
            limit_pounds: None,
            limit_source: None,
            typed_basic: None,
            typed_special_items: None,
            typed_elsewhere: None,
            introduction: None,
            origin: Origin::file("council-tax.csv"),
        }
    }

    fn areas(rows: &[(i64, Option<i64>)]) -> Vec<TaxArea> {
        let row = |(number, (base, precept)): (usize, &(i64, Option<i64>))| TaxArea {
            area: text(format!("Area {number}")),
            base: text(Decimal::new(*base, 2)),
            precept: precept.map(|precept| text(pounds(Decimal::new(precept, 2)))),
            origin: Origin::file("council-tax-areas.csv"),
        };
        rows.iter().enumerate().map(row).collect()
    }

    fn preceptors(amounts: &[i64]) -> Vec<Preceptor> {
        let row = |amount: &i64| Preceptor {
            name: text("A county".to_owned()),
            purpose: None,
            a: None,
            b: None,
            c: None,
            d: text(pounds(Decimal::new(*amount, 2))),
            e: None,
            f: None,
            g: None,
            h: None,
            origin: Origin::file("council-tax-precepts.csv"),
        };
        amounts.iter().map(row).collect()
    }

    /// Holds a row of bands against their ninths, in whole pence.
    fn check_ninths(bands: &Bands, band_d: i128) {
        for (ninths, amount) in NINTHS.iter().zip(bands) {
            assert_eq!(pence(*amount), nearest(band_d * i128::from(*ninths), 9));
        }
        assert_eq!(pence(bands[3]), band_d, "band D is itself");
    }

    proptest! {
        #[test]
        fn bands_are_ninths_of_band_d_and_totals_sums_of_what_is_printed(
            requirement in 1_000_000i64..100_000_000_000,
            parishes in prop::collection::vec((1i64..1_000_000, prop::option::of(0i64..100_000)), 0..6),
            rest in 0i64..100_000_000,
            others in prop::collection::vec(0i64..300_000, 0..4),
        ) {
            let base = parishes.iter().map(|(base, _)| *base).sum::<i64>() + rest;
            prop_assume!(base > 0);
            let tables = CouncilTax {
                areas: areas(&parishes),
                preceptors: preceptors(&others),
                ..CouncilTax::default()
            };
            let card = card(TaxAuthority::Billing, requirement, Some(base));
            let Ok(taxes) = taxes(&tables, &card) else {
                let asked: i64 = parishes.iter().filter_map(|(_, precept)| *precept).sum();
                prop_assert!(asked > requirement);
                return Ok(());
            };
            prop_assert_eq!(pence(taxes.basic), nearest(i128::from(requirement) * 100, base.into()));
            let Kind::Billing(billing) = &taxes.kind else { panic!("it bills taxpayers") };
            let requirement_of_council = pence(billing.own_requirement);
            prop_assert_eq!(requirement_of_council + pence(billing.special_items), requirement.into());
            prop_assert_eq!(pence(billing.elsewhere), nearest(requirement_of_council * 100, base.into()));
            prop_assert_eq!(billing.areas.len(), parishes.len() + usize::from(rest > 0));
            for area in &billing.areas {
                let row = area.row.map(|row| (row.base.value, row.precept.as_ref()));
                if let Some((base, Some(precept))) = row {
                    let base = (base * Decimal::ONE_HUNDRED).to_i128().unwrap();
                    prop_assert_eq!(pence(area.parish), nearest(pence(precept.value) * 100, base));
                }
                check_ninths(&area.council, pence(billing.elsewhere) + pence(area.parish));
                for band in 0..BANDS.len() {
                    let others = billing.preceptors.iter().map(|other| pence(other.bands[band]));
                    prop_assert_eq!(pence(area.total[band]), pence(area.council[band]) + others.sum::<i128>());
                }
            }
            for (preceptor, amount) in billing.preceptors.iter().zip(&others) {
                check_ninths(&preceptor.bands, (*amount).into());
            }
        }

        #[test]
        fn billing_authorities_pay_the_requirement_and_no_more(
            requirement in 1i64..100_000_000_000,
            bases in prop::collection::vec(1i64..100_000_000, 1..12),
        ) {
            let rows: Vec<(i64, Option<i64>)> = bases.iter().map(|base| (*base, None)).collect();
            let tables = CouncilTax { areas: areas(&rows), ..CouncilTax::default() };
            let card = card(TaxAuthority::Precepting, requirement, None);
            let taxes = taxes(&tables, &card).unwrap();
            let Kind::Precepting(precepting) = &taxes.kind else { panic!("it issues precepts") };
            check_ninths(&precepting.bands, pence(taxes.basic));
            let all: i128 = bases.iter().map(|base| i128::from(*base)).sum();
            let paid: Vec<i128> = precepting.shares.iter().map(|share| pence(share.amount)).collect();
            prop_assert_eq!(paid.iter().sum::<i128>(), i128::from(requirement));
            for (paid, base) in paid.iter().zip(&bases) {
                let least = i128::from(requirement) * i128::from(*base) / all;
                prop_assert!(*paid == least || *paid == least + 1, "{} of {}", paid, least);
            }
        }
    }
}
