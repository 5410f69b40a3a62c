//! The resolution that sets a year's council tax, or issues precepts, with every step of its arithmetic.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, PeriodView};
use super::{Kind, Subject};
use crate::figures::council_tax::{self, Bands, Billing, Increase, Precepting, Taxes};
use crate::merge::{Amount, Markup};
use crate::model::access::PublicDataset;
use crate::model::council_tax::BANDS;
use crate::model::dataset::Dataset;
use crate::model::value::ReportingPeriod;

/// The resolution that sets a year's council tax.
pub(super) struct CouncilTax;

/// A year's council tax.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that sets it, for the letterhead.
    council: CouncilView,
    /// The year.
    year: PeriodView,
    /// The meeting that sets it; absent where the data name none.
    meeting: Option<SettingView>,
    /// What is to be read before the resolution; absent where nothing is written.
    introduction: Option<Markup>,
    /// What the requirement is worked out from; absent where it is only given.
    estimates: Option<EstimatesView>,
    /// The council tax requirement.
    requirement: Amount,
    /// The tax base.
    base: Amount,
    /// The basic amount: the requirement divided by the tax base.
    basic: Amount,
    /// The names of the bands, A to H.
    bands: Vec<&'static str>,
    /// What a council that bills taxpayers sets; absent of one that issues precepts.
    billing: Option<BillingView>,
    /// What a council that issues precepts asks for; absent of one that bills taxpayers.
    precepting: Option<PreceptingView>,
    /// The relevant basic amount against that of the year before; absent where that is not given.
    increase: Option<IncreaseView>,
}

/// The meeting that sets it.
#[derive(Serialize, JsonSchema)]
struct SettingView {
    /// The name of the body that meets.
    body: String,
    /// The day, an ISO date for `{{date}}`.
    date: String,
}

/// What a requirement is worked out from.
#[derive(Serialize, JsonSchema)]
struct EstimatesView {
    /// What the council estimates that it will spend.
    expenditure: Amount,
    /// What it estimates that it will receive.
    income: Amount,
}

/// What a council that bills taxpayers sets.
#[derive(Serialize, JsonSchema)]
struct BillingView {
    /// What parishes ask for together; absent where none asks for anything.
    special_items: Option<Amount>,
    /// The requirement without that.
    own_requirement: Amount,
    /// The basic amount where no parish asks for anything.
    without_parishes: Amount,
    /// Whether the area has parishes.
    has_parishes: bool,
    /// The parishes, in the order of the data; then all other parts of the area, where there are any.
    areas: Vec<AreaView>,
    /// What others ask for, in the order of the data.
    preceptors: Vec<PreceptorView>,
}

/// What a part of the area pays.
#[derive(Serialize, JsonSchema)]
struct AreaView {
    /// The parish; absent of all other parts of the area.
    name: Option<String>,
    /// Its tax base.
    base: Amount,
    /// What the parish asks for; absent where it asks for nothing.
    precept: Option<Amount>,
    /// That for a dwelling in band D: divided by the tax base; absent where it asks for nothing.
    parish: Option<Amount>,
    /// The council's amount for band D with it.
    band_d: Amount,
    /// The council's amounts with it, A to H, in pounds without the sign.
    council: Vec<Amount>,
    /// The amounts with those of all others, A to H, in pounds without the sign.
    total: Vec<Amount>,
}

/// What another authority asks for.
#[derive(Serialize, JsonSchema)]
struct PreceptorView {
    /// The authority.
    name: String,
    /// What it is for; absent where the data don't say.
    purpose: Option<String>,
    /// Its amounts, A to H, in pounds without the sign.
    amounts: Vec<Amount>,
}

/// What a council that issues precepts asks for.
#[derive(Serialize, JsonSchema)]
struct PreceptingView {
    /// Its amounts, A to H, in pounds without the sign.
    amounts: Vec<Amount>,
    /// What each billing authority is to pay, in the order of the data.
    shares: Vec<ShareView>,
}

/// What a billing authority is to pay.
#[derive(Serialize, JsonSchema)]
struct ShareView {
    /// The billing authority.
    name: String,
    /// Its tax base.
    base: Amount,
    /// What it is to pay.
    amount: Amount,
}

/// A relevant basic amount against that of the year before.
#[derive(Serialize, JsonSchema)]
struct IncreaseView {
    /// This year's.
    now: Amount,
    /// Last year's.
    last: Amount,
    /// The difference; in brackets where it is less than last year's.
    pounds: Amount,
    /// The difference as a percentage of last year's.
    percent: Amount,
    /// Whether it is excessive: `yes`, `no`, or `not-known` where the data do not give the principles of the year.
    excessive: &'static str,
    /// The percentage from which it is excessive; absent where the principles give none.
    limit_percent: Option<Amount>,
    /// The amount above which it is excessive; absent where the principles give none.
    limit_pounds: Option<Amount>,
    /// Where the principles stand; absent where the data don't say.
    limit_source: Option<String>,
}

impl Kind for CouncilTax {
    const NAME: &'static str = "council-tax";
    const SUMMARY: &'static str = "the resolution that sets a year's council tax or precepts, with every step of its arithmetic";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "council-tax",
        "council-tax-areas",
        "council-tax-precepts",
        "council-tax-typed",
    ];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let is_called_for = |period: ReportingPeriod| {
            let tables = data.performance.get(&period);
            tables.is_some_and(|tables| tables.council_tax.card().is_some())
                || Self::NEEDS[1..].iter().any(|table| data.has_lost(table, &period.key()))
        };
        let periods = data.performance.keys().copied().filter(|period| is_called_for(*period));
        let subject = |period| Subject::Period { period, as_at: set_on(data, period) };
        periods.map(subject).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let period = subject.period()?;
        let tables = &data.performance.get(&period)?.council_tax;
        let card = tables.card()?;
        let taxes = council_tax::taxes(tables, card).ok()?;
        let meeting = card.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
        let setting = meeting.and_then(|meeting| {
            let body = data.body(meeting.body.as_str())?.name.to_string();
            Some(SettingView { body, date: common::iso(meeting.date.value) })
        });
        let (billing, precepting) = match &taxes.kind {
            council_tax::Kind::Billing(billing) => (Some(BillingView::of(billing)), None),
            council_tax::Kind::Precepting(precepting) => {
                (None, Some(PreceptingView::of(precepting)))
            }
        };
        let estimates = card.expenditure.as_ref().zip(card.income.as_ref());
        Some(View {
            council: common::council(data)?,
            year: PeriodView::of(period),
            meeting: setting,
            introduction: common::markup(card.introduction.as_ref()),
            estimates: estimates.map(|(expenditure, income)| EstimatesView {
                expenditure: expenditure.value.into(),
                income: income.value.into(),
            }),
            requirement: taxes.requirement.into(),
            base: with_hundredths(taxes.base),
            basic: taxes.basic.into(),
            bands: BANDS.to_vec(),
            billing,
            precepting,
            increase: taxes.increase.as_ref().map(|increase| IncreaseView::of(&taxes, increase)),
        })
    }
}

/// Returns the day on which a year's council tax is set: that of the meeting, or else the first day of the year.
fn set_on(data: &Dataset, period: ReportingPeriod) -> chrono::NaiveDate {
    let card = data.performance.get(&period).and_then(|tables| tables.council_tax.card());
    let meeting = card.and_then(|card| data.meeting(card.meeting.as_ref()?.as_str()));
    meeting.map_or(period.first_day(), |meeting| meeting.date.value)
}

/// Returns the amounts of bands as templates take them: numbers of pounds, since a table has many.
fn amounts(bands: &Bands) -> Vec<Amount> {
    bands.iter().map(|amount| with_hundredths(amount.pounds)).collect()
}

/// Returns a number with two decimals, or with more where it has more.
fn with_hundredths(mut value: Decimal) -> Amount {
    value.rescale(value.scale().max(2));
    Amount::number(value)
}

impl BillingView {
    fn of(billing: &Billing<'_>) -> Self {
        let has_special_items = !billing.special_items.pounds.is_zero();
        let areas = billing.areas.iter().map(|area| {
            let asks = !area.precept.pounds.is_zero();
            AreaView {
                name: area.row.map(|row| row.area.to_string()),
                base: with_hundredths(area.base),
                precept: asks.then(|| area.precept.into()),
                parish: asks.then(|| area.parish.into()),
                band_d: (billing.elsewhere + area.parish).into(),
                council: amounts(&area.council),
                total: amounts(&area.total),
            }
        });
        let preceptors = billing.preceptors.iter().map(|preceptor| PreceptorView {
            name: preceptor.row.name.to_string(),
            purpose: common::string(preceptor.row.purpose.as_ref()),
            amounts: amounts(&preceptor.bands),
        });
        Self {
            special_items: has_special_items.then(|| billing.special_items.into()),
            own_requirement: billing.own_requirement.into(),
            without_parishes: billing.elsewhere.into(),
            has_parishes: billing.areas.iter().any(|area| area.row.is_some()),
            areas: areas.collect(),
            preceptors: preceptors.collect(),
        }
    }
}

impl PreceptingView {
    fn of(precepting: &Precepting<'_>) -> Self {
        let share = |share: &council_tax::Share<'_>| ShareView {
            name: share.row.area.to_string(),
            base: with_hundredths(share.row.base.value),
            amount: share.amount.into(),
        };
        Self {
            amounts: amounts(&precepting.bands),
            shares: precepting.shares.iter().map(share).collect(),
        }
    }
}

impl IncreaseView {
    fn of(taxes: &Taxes<'_>, increase: &Increase) -> Self {
        let card = taxes.card;
        Self {
            now: increase.now.into(),
            last: increase.last.into(),
            pounds: increase.pounds.into(),
            percent: Amount::exact_percent(increase.percent),
            excessive: match increase.is_excessive {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not-known",
            },
            limit_percent: card
                .limit_percent
                .as_ref()
                .map(|limit| Amount::exact_percent(limit.value)),
            limit_pounds: card.limit_pounds.as_ref().map(|limit| limit.value.into()),
            limit_source: common::string(card.limit_source.as_ref()),
        }
    }
}
