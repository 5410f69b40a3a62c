//! Reserves, what changed the budget and the capital programme, virements, treasury indicators, debts and payments.

use schemars::JsonSchema;
use serde::Serialize;

use super::money::{SHORT, narrowed, word};
use crate::figures::money::{self, Scale, value};
use crate::figures::resources;
#[cfg(test)]
use crate::figures::resources::LimitState;
use crate::figures::{Scope, accounts, names};
use crate::kinds::common;
use crate::merge::{Amount, Markup, Period};
use crate::model::performance::{
    CapitalCause, CapitalChange, Debt, MoneyTable, Payments, Reserve, ReserveKind,
    TreasuryIndicator, Virement,
};
use crate::model::record::{Located, Text};
use crate::model::value::{Money, Reading, ReportingPeriod};

/// Words that the code gives the template for columns, groups and states, each of which its dictionaries must have.
#[cfg(test)]
pub(super) fn words() -> Vec<&'static str> {
    let tables = [MoneyTable::Reserves, MoneyTable::BudgetChanges, MoneyTable::Debts];
    let columns = tables.into_iter().flat_map(MoneyTable::columns).copied();
    let columns = columns.filter(|column| *column != "minimum");
    let states = LimitState::ALL.map(LimitState::word);
    let causes = CapitalCause::SUMMED.map(CapitalCause::word);
    columns.chain(states).chain(causes).chain(RESERVE_KINDS.map(ReserveKind::word)).collect()
}

/// The kinds of reserves, in the order of reports.
const RESERVE_KINDS: [ReserveKind; 3] =
    [ReserveKind::General, ReserveKind::Earmarked, ReserveKind::RingFenced];

/// Resources beyond the lines of the budget; a list is empty where there are no rows of its table.
#[derive(Serialize, JsonSchema)]
pub(super) struct ResourcesView {
    /// The reserves of each account.
    reserves: Vec<ReservesView>,
    /// How the capital programme of each account came to be what it is.
    capital: Vec<CapitalChangesView>,
    /// How the budgets of portfolios came to be what they are, by account.
    budget: Vec<SumsView>,
    /// The virements, in the order of the data.
    virements: Vec<VirementView>,
    /// The treasury and prudential indicators, by group.
    treasury: Vec<TreasuryGroupView>,
    /// What is owed to the council, by account.
    debts: Vec<DebtsView>,
    /// How soon invoices were paid, the last year first.
    payments: Vec<PaymentsView>,
}

/// A table of amounts whose columns are added up.
#[derive(Serialize, JsonSchema)]
pub(super) struct SumsView {
    /// The account: `general-fund`, `housing-revenue-account`, `schools-grant`, `collection-fund` or `capital`; absent
    /// where the rows have none. Nothing is added up across accounts.
    account: Option<&'static str>,
    /// The columns that have an amount in any row, by the names that they have in the data.
    columns: Vec<&'static str>,
    /// The rows by group; one without a name where they are in no groups.
    groups: Vec<SumsGroupView>,
    /// The sum of each column; absent of a column without amounts.
    total: Vec<Option<Amount>>,
    /// Whether there is more than one row, so that the total is another than theirs.
    has_total: bool,
    /// Whether the rows are few enough for their table to stay on one page.
    short: bool,
}

/// A group of rows that are added up.
#[derive(Serialize, JsonSchema)]
pub(super) struct SumsGroupView {
    /// The group, by the word that it has in the data; absent where rows are in no groups.
    name: Option<&'static str>,
    /// The rows, in the order of the data.
    rows: Vec<SumsRowView>,
    /// The sum of each column; absent of a group of one row.
    total: Option<Vec<Option<Amount>>>,
}

/// A row of amounts.
#[derive(Serialize, JsonSchema)]
pub(super) struct SumsRowView {
    /// What it is.
    title: String,
    /// What it is paid from; absent where the data don't say, and in tables that don't show it.
    source: Option<String>,
    /// Its amounts, for each column; absent where it has none.
    amounts: Vec<Option<Amount>>,
    /// What lies behind it; absent where nothing is written.
    narrative: Option<Markup>,
}

/// The reserves of an account.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReservesView {
    /// The table.
    table: SumsView,
    /// The net budget with which they are compared; absent where it is not known.
    net_budget: Option<Amount>,
    /// The reserves that have a minimum.
    minimums: Vec<MinimumView>,
}

/// A reserve that has a minimum.
#[derive(Serialize, JsonSchema)]
pub(super) struct MinimumView {
    /// The reserve.
    title: String,
    /// The minimum.
    minimum: Amount,
    /// What part of the net budget the minimum is; absent where that is not known, and of reserves that are not general.
    minimum_percent: Option<Amount>,
    /// What will be in the reserve at the end of the year.
    forecast: Amount,
    /// What part of the net budget that is; absent where that is not known.
    forecast_percent: Option<Amount>,
    /// Whether that is less than the minimum.
    below: bool,
}

/// How the capital programme of an account came to be what it is.
#[derive(Serialize, JsonSchema)]
pub(super) struct CapitalChangesView {
    /// The years that the columns of the table are of.
    years: Vec<YearView>,
    /// The table, by cause.
    table: SumsView,
    /// What the programme is paid from, each with its sums; empty where the data don't say.
    funding: Vec<FundingView>,
}

/// The year that a column is of.
#[derive(Serialize, JsonSchema)]
pub(super) struct YearView {
    /// The financial year; absent of all later years together.
    year: Option<Period>,
}

/// What a capital programme is paid from.
#[derive(Serialize, JsonSchema)]
pub(super) struct FundingView {
    /// Where the money comes from; absent of changes that don't say.
    name: Option<String>,
    /// The sum of each column of the table; absent where it pays for nothing.
    amounts: Vec<Option<Amount>>,
}

/// Budget that was moved.
#[derive(Serialize, JsonSchema)]
pub(super) struct VirementView {
    /// Its reference as written; absent where it has none.
    reference: Option<String>,
    /// What for.
    title: String,
    /// The account; absent where all are of one, or of none.
    account: Option<&'static str>,
    /// Where it was taken from.
    from: String,
    /// Where it was moved to.
    to: String,
    /// How much.
    amount: Amount,
    /// Who approved it; absent where the data don't say.
    approved_by: Option<String>,
    /// The day, an ISO date for `{{date}}`; absent where the data don't say.
    approved_on: Option<String>,
}

/// Treasury and prudential indicators of one group.
#[derive(Serialize, JsonSchema)]
pub(super) struct TreasuryGroupView {
    /// The group; absent of indicators that are in none.
    name: Option<String>,
    /// The indicators, in the order of the data.
    rows: Vec<TreasuryView>,
}

/// A treasury or prudential indicator.
#[derive(Serialize, JsonSchema)]
pub(super) struct TreasuryView {
    /// What it is.
    title: String,
    /// What it is now; absent where it is not known.
    actual: Option<Amount>,
    /// The limit that it may not exceed; absent where there is none.
    limit: Option<Amount>,
    /// The limit that it may not fall below; absent where there is none.
    minimum: Option<Amount>,
    /// Whether its limits are kept: `kept`, `exceeded`, `below`, `not-known` or `no-limit`.
    state: &'static str,
    /// What lies behind it; absent where nothing is written.
    narrative: Option<Markup>,
}

/// What is owed to the council in one account.
#[derive(Serialize, JsonSchema)]
pub(super) struct DebtsView {
    /// The table.
    table: SumsView,
    /// What has been owed for longer than a year; absent where nothing has.
    old: Option<Amount>,
    /// What part of all that is; absent where nothing has.
    old_percent: Option<Amount>,
    /// All that is owed.
    total: Option<Amount>,
}

/// How soon a year's invoices were paid.
#[derive(Serialize, JsonSchema)]
pub(super) struct PaymentsView {
    /// The financial year, such as `2025/26`.
    year: Period,
    /// How many invoices were paid.
    invoices: Amount,
    /// How many of them in time.
    in_time: Amount,
    /// The percentage of them; absent where there were none.
    percent: Option<Amount>,
    /// The interest that was owed for those that were late; absent where the data don't say.
    interest_owed: Option<Amount>,
    /// The interest that was paid; absent where the data don't say.
    interest_paid: Option<Amount>,
    /// What lies behind it; absent where nothing is written.
    narrative: Option<Markup>,
}

/// A row before it is shown.
struct SumsRow<'a> {
    title: String,
    source: Option<&'a Located<String>>,
    amounts: resources::Amounts,
    narrative: Option<&'a Text>,
}

/// Returns the resources that a scope covers; `None` where it has none. What belongs to no portfolio is shown with all of
/// them only.
pub(super) fn resources(scope: &Scope<'_>) -> Option<ResourcesView> {
    let all = &scope.all.resources;
    let is_whole = scope.has(None);
    let mut payments: Vec<&Payments> = all.payments.iter().filter(|_| is_whole).collect();
    payments.sort_by_key(|payments| std::cmp::Reverse(payments.year.value.start_year()));
    let view = ResourcesView {
        reserves: by_account(scope, MoneyTable::Reserves, reserves),
        capital: by_account(scope, MoneyTable::CapitalChanges, capital),
        budget: by_account(scope, MoneyTable::BudgetChanges, budget),
        virements: virements(scope),
        treasury: if is_whole { treasury(scope) } else { Vec::new() },
        debts: by_account(scope, MoneyTable::Debts, debts),
        payments: payments.into_iter().map(|payments| PaymentsView::of(scope, payments)).collect(),
    };
    let ResourcesView { reserves, capital, budget, virements, treasury, debts, payments } = &view;
    let is_empty = reserves.is_empty()
        && capital.is_empty()
        && budget.is_empty()
        && virements.is_empty()
        && treasury.is_empty()
        && debts.is_empty()
        && payments.is_empty();
    (!is_empty).then_some(view)
}

fn by_account<T>(
    scope: &Scope<'_>,
    table: MoneyTable,
    view: impl Fn(&Scope<'_>, Scale) -> T,
) -> Vec<T> {
    let scale = resources::scale(scope.all, table);
    let scopes = accounts::scopes(&narrowed(scope, None), table);
    scopes.iter().map(|scope| view(scope, scale)).collect()
}

impl SumsView {
    /// Returns the table of some groups of rows, each with its name.
    fn of(
        scope: &Scope<'_>,
        scale: Scale,
        groups: Vec<(Option<&'static str>, Vec<SumsRow<'_>>)>,
    ) -> Self {
        let rows = || groups.iter().flat_map(|(_, rows)| rows);
        let known = rows().next().map_or(&[][..], |row| &row.amounts);
        let used: Vec<usize> = (0..known.len())
            .filter(|at| {
                rows().any(|row| row.amounts.get(*at).is_some_and(|cell| cell.1.is_some()))
            })
            .collect();
        let sums = |rows: &mut dyn Iterator<Item = &SumsRow<'_>>| -> Vec<Option<Amount>> {
            let rows: Vec<&SumsRow<'_>> = rows.collect();
            let column = |at: &usize| {
                let given = rows.iter().map(|row| row.amounts.get(*at).and_then(|cell| cell.1));
                money::sum(given).map(|sum| scale.shown(sum).into())
            };
            used.iter().map(column).collect()
        };
        let count = rows().count();
        let notes = common::lines(rows().map(|row| row.narrative));
        Self {
            account: word(scope.account),
            columns: used.iter().map(|at| known[*at].0).collect(),
            total: sums(&mut rows()),
            has_total: 1 < count,
            short: count + 2 * groups.len() + notes < SHORT,
            groups: groups
                .iter()
                .map(|(name, rows)| SumsGroupView {
                    name: *name,
                    total: (name.is_some() && 1 < rows.len()).then(|| sums(&mut rows.iter())),
                    rows: rows
                        .iter()
                        .map(|row| SumsRowView {
                            title: row.title.clone(),
                            source: common::string(row.source),
                            amounts: sums(&mut std::iter::once(row)),
                            narrative: super::text(scope, row.narrative),
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

fn reserves(scope: &Scope<'_>, scale: Scale) -> ReservesView {
    let all: Vec<&Reserve> =
        scope.all.resources.reserves.iter().filter(|row| scope.has_account(*row)).collect();
    let kind = |row: &Reserve| row.kind.as_ref().map_or(ReserveKind::Earmarked, |kind| kind.value);
    let groups = RESERVE_KINDS.into_iter().filter_map(|wanted| {
        let rows = all.iter().filter(|row| kind(row) == wanted).map(|row| SumsRow {
            title: row.title.to_string(),
            source: None,
            // The minimum is no amount that is added up.
            amounts: resources::of_reserve(row)
                .into_iter()
                .filter(|(column, _)| *column != "minimum")
                .collect(),
            narrative: row.purpose.as_ref(),
        });
        let rows: Vec<SumsRow<'_>> = rows.collect();
        (!rows.is_empty()).then(|| (Some(wanted.word()), rows))
    });
    let groups = groups.collect();
    let net = names::net_budget(scope);
    // What is kept for one purpose is not measured by the whole budget.
    let percent = |row: &Reserve, amount: Money| {
        let net = net.filter(|_| kind(row) == ReserveKind::General)?;
        Some(Amount::exact_percent(resources::percentage(amount, net)?))
    };
    let minimums = all.iter().filter_map(|row| {
        let (minimum, forecast) = (value(&row.minimum)?, resources::forecast(row));
        Some(MinimumView {
            title: row.title.to_string(),
            minimum: scale.shown(minimum).into(),
            minimum_percent: percent(row, minimum),
            forecast: scale.shown(forecast).into(),
            forecast_percent: percent(row, forecast),
            below: forecast.pounds < minimum.pounds,
        })
    });
    ReservesView {
        minimums: minimums.collect(),
        table: SumsView::of(scope, scale, groups),
        net_budget: net.map(|net| money::finance_scale(scope.all).shown(net).into()),
    }
}

fn capital(scope: &Scope<'_>, scale: Scale) -> CapitalChangesView {
    let changes = scope.all.resources.capital_changes.iter().filter(|change| {
        change.cause.value != CapitalCause::Revised
            && scope.has(change.portfolio.as_ref().map(|name| name.value.as_str()))
            && scope.has_account(*change)
    });
    let changes: Vec<&CapitalChange> = changes.collect();
    let groups = CapitalCause::SUMMED.into_iter().filter_map(|cause| {
        let rows: Vec<SumsRow<'_>> = changes
            .iter()
            .filter(|change| change.cause.value == cause)
            .map(|change| SumsRow {
                title: change.title.to_string(),
                source: change.funding.as_ref(),
                amounts: resources::of_capital(change),
                narrative: change.narrative.as_ref(),
            })
            .collect();
        (!rows.is_empty()).then(|| (Some(cause.word()), rows))
    });
    let table = SumsView::of(scope, scale, groups.collect());
    let mut sources: Vec<Option<&str>> = Vec::new();
    for change in &changes {
        let source = change.funding.as_ref().map(|funding| funding.value.as_str());
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.sort_by_key(Option::is_none);
    let has_funding = sources.iter().any(Option::is_some);
    let funding = sources.into_iter().filter(|_| has_funding).map(|source| {
        let of_source = changes.iter().filter(|change| {
            change.funding.as_ref().map(|funding| funding.value.as_str()) == source
        });
        let amounts: Vec<_> = of_source.map(|change| resources::of_capital(change)).collect();
        let sum = |column: &str| {
            let given = amounts.iter().flatten().filter(|(name, _)| *name == column);
            money::sum(given.map(|(_, amount)| *amount)).map(|sum| scale.shown(sum).into())
        };
        FundingView {
            name: source.map(str::to_owned),
            amounts: table.columns.iter().map(|column| sum(column)).collect(),
        }
    });
    CapitalChangesView {
        years: years(scope.period, &table.columns),
        funding: funding.collect(),
        table,
    }
}

/// Returns the financial years of some columns of the capital programme, which begins with that of a period.
fn years(period: ReportingPeriod, columns: &[&str]) -> Vec<YearView> {
    let first = period.year_before().next_year();
    let years = std::iter::successors(Some(first), |year| Some(year.next_year())).map(Some);
    // The last column is of all that come after.
    let (_, named) = CapitalChange::YEARS.split_last().expect("there are columns");
    let all: Vec<(&str, Option<ReportingPeriod>)> = named.iter().copied().zip(years).collect();
    let year = |column: &&str| {
        let known = all.iter().find(|(name, _)| name == column);
        YearView { year: known.and_then(|(_, year)| *year).map(Period::from) }
    };
    columns.iter().map(year).collect()
}

fn budget(scope: &Scope<'_>, scale: Scale) -> SumsView {
    let changes = scope
        .all
        .resources
        .budget_changes
        .iter()
        .filter(|change| scope.has(Some(&change.portfolio)) && scope.has_account(*change));
    let rows = changes.map(|change| SumsRow {
        title: change.portfolio.to_string(),
        source: None,
        amounts: resources::of_budget(change),
        narrative: change.narrative.as_ref(),
    });
    SumsView::of(scope, scale, vec![(None, rows.collect())])
}

fn virements(scope: &Scope<'_>) -> Vec<VirementView> {
    let scale = resources::scale(scope.all, MoneyTable::Virements);
    let accounts_of_all = accounts::of_table(scope, MoneyTable::Virements);
    let is_shown = |virement: &&Virement| {
        scope.has(None) || scope.has(Some(&virement.from)) || scope.has(Some(&virement.to))
    };
    let virements = scope.all.resources.virements.iter().filter(is_shown);
    let view = |virement: &Virement| VirementView {
        reference: virement.r#ref.as_ref().map(|reference| reference.written().to_owned()),
        title: virement.title.to_string(),
        account: word(virement.account.as_ref().map(|account| account.value))
            .filter(|_| 1 < accounts_of_all.len()),
        from: virement.from.to_string(),
        to: virement.to.to_string(),
        amount: scale.shown(virement.amount.value).into(),
        approved_by: common::string(virement.approved_by.as_ref()),
        approved_on: virement.approved_on.as_ref().map(|day| common::iso(day.value)),
    };
    virements.map(view).collect()
}

fn treasury(scope: &Scope<'_>) -> Vec<TreasuryGroupView> {
    let mut groups: Vec<TreasuryGroupView> = Vec::new();
    for indicator in &scope.all.resources.treasury {
        let name = common::string(indicator.group.as_ref());
        let row = TreasuryView::of(scope, indicator);
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(TreasuryGroupView { name, rows: vec![row] }),
        }
    }
    groups.sort_by_key(|group| group.name.is_none());
    groups
}

impl TreasuryView {
    fn of(scope: &Scope<'_>, indicator: &TreasuryIndicator) -> Self {
        let shown = |reading: &Located<Reading>| match reading.value {
            Reading::Value(measure) => Some(Amount::from(measure)),
            Reading::Missing(_) => None,
        };
        Self {
            title: indicator.title.to_string(),
            actual: shown(&indicator.actual),
            limit: indicator.limit.as_ref().and_then(shown),
            minimum: indicator.minimum.as_ref().and_then(shown),
            state: resources::limit_state(indicator).word(),
            narrative: super::text(scope, indicator.narrative.as_ref()),
        }
    }
}

fn debts(scope: &Scope<'_>, scale: Scale) -> DebtsView {
    let debts = scope.all.resources.debts.iter().filter(|debt| {
        scope.has(debt.portfolio.as_ref().map(|name| name.value.as_str()))
            && scope.has_account(*debt)
    });
    let debts: Vec<&Debt> = debts.collect();
    let rows = debts.iter().map(|debt| SumsRow {
        title: debt.title.to_string(),
        source: None,
        amounts: resources::of_debt(debt),
        narrative: debt.narrative.as_ref(),
    });
    let old = money::sum(debts.iter().map(|debt| value(&debt.over_a_year)));
    let total = money::sum(debts.iter().map(|debt| resources::owed(debt)));
    let percent = old.zip(total).and_then(|(old, total)| resources::percentage(old, total));
    DebtsView {
        old: old.map(|old| scale.shown(old).into()),
        old_percent: percent.map(Amount::exact_percent),
        total: total.map(|total| scale.shown(total).into()),
        table: SumsView::of(scope, scale, vec![(None, rows.collect())]),
    }
}

impl PaymentsView {
    fn of(scope: &Scope<'_>, payments: &Payments) -> Self {
        Self {
            year: payments.year.value.into(),
            invoices: Amount::number(payments.invoices.value.into()),
            in_time: Amount::number(payments.in_time.value.into()),
            percent: resources::in_time(payments).map(Amount::exact_percent),
            interest_owed: value(&payments.interest_owed).map(Amount::from),
            interest_paid: value(&payments.interest_paid).map(Amount::from),
            narrative: super::text(scope, payments.narrative.as_ref()),
        }
    }
}
