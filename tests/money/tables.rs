//! Random tables of money, made from the columns that they declare.

use std::collections::BTreeMap;
use std::fmt;

use orderpaper::load::{self, TableInfo};
use orderpaper::model::value::Money;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// The portfolios of the rows.
pub(super) const PORTFOLIOS: [&str; 2] = ["Homes", "Streets"];
/// The accounts of the rows, as they are written and printed.
pub(super) const ACCOUNTS: [(&str, &str); 2] =
    [("gf", "General fund"), ("hra", "Housing revenue account")];
/// The months of a financial year.
pub(super) const MONTHS: [&str; 12] =
    ["apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar"];
/// Units as headings, cells and cards write them, with the pounds in one.
const UNITS: [(&str, &str, &str, i64); 3] =
    [("£", "", "pounds", 1), ("£000", "k", "thousands", 1_000), ("£m", "m", "millions", 1_000_000)];

/// Where the unit of amounts is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum UnitAt {
    Cell,
    Heading,
    Report,
    Council,
}

/// A random amount, which may be missing: digits, decimals and the place of its unit.
#[derive(Debug, Clone)]
struct Cell {
    is_given: bool,
    digits: i64,
    decimals: u32,
    unit: usize,
}

impl Cell {
    fn pounds(&self) -> Decimal {
        let (digits, decimals) = match self.unit {
            // Few pounds among millions may be meant as millions, and are refused.
            0 => (self.digits * 1_001, self.decimals.min(2)),
            _ => (self.digits, self.decimals),
        };
        Decimal::new(digits, decimals) * Decimal::from(UNITS[self.unit].3)
    }
}

/// What a row is made from.
#[derive(Debug, Clone)]
pub(super) struct Seed {
    account: usize,
    portfolio: usize,
    group: usize,
    kind: usize,
    cells: Vec<Cell>,
}

/// A row of a table: its words, and its amounts in pounds.
pub(super) struct Row {
    pub(super) account: usize,
    pub(super) group: usize,
    pub(super) is_pressure: bool,
    words: BTreeMap<&'static str, String>,
    amounts: BTreeMap<&'static str, Option<Decimal>>,
}

impl Row {
    /// Returns the amount of a column, where it has one.
    pub(super) fn amount(&self, column: &str) -> Option<Decimal> {
        self.amounts[column]
    }

    /// Returns what a saving has delivered by the end of a month, of those that it gives.
    pub(super) fn by_month(&self, month: usize) -> Option<Decimal> {
        MONTHS[..=month].iter().rev().find_map(|month| self.amount(month))
    }

    /// Returns what a saving has delivered so far.
    pub(super) fn so_far(&self) -> Option<Decimal> {
        self.by_month(MONTHS.len() - 1).or(self.amount("delivered"))
    }
}

/// The rows of a random table, and how their amounts are written.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) name: &'static str,
    seeds: Vec<Seed>,
    has_accounts: bool,
    unit_at: UnitAt,
    /// The place of the unit of a card, or of the first of the headings.
    unit: usize,
}

/// Returns random rows of every table of money.
pub(super) fn tables() -> impl Strategy<Value = Vec<Table>> {
    let amount = (prop::bool::weighted(0.8), 0i64..=9_999, 0u32..=3, 0usize..UNITS.len());
    let cell = amount.prop_map(|(is_given, digits, decimals, unit)| Cell {
        is_given,
        digits,
        decimals,
        unit,
    });
    let row = (0usize..2, 0usize..2, 0usize..3, 0usize..6, prop::collection::vec(cell, 20));
    let row = row.prop_map(|(account, portfolio, group, kind, cells)| Seed {
        account,
        portfolio,
        group,
        kind,
        cells,
    });
    let money: Vec<&'static str> = load::tables()
        .iter()
        .filter(|table| table.money_table.is_some())
        .map(|table| table.name)
        // `resources.rs` has properties of the others.
        .filter(|name| ["finance", "savings", "capital"].contains(name))
        .collect();
    let count = money.len();
    let places =
        prop::sample::select(vec![UnitAt::Cell, UnitAt::Heading, UnitAt::Report, UnitAt::Council]);
    let all = (
        prop::collection::vec(prop::collection::vec(row, 0..6), count),
        any::<bool>(),
        places,
        0usize..UNITS.len(),
    );
    all.prop_map(move |(rows, has_accounts, unit_at, unit)| {
        let tables = money.iter().zip(rows).filter(|(_, seeds)| !seeds.is_empty());
        tables.map(|(name, seeds)| Table { name, seeds, has_accounts, unit_at, unit }).collect()
    })
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}\n{}", self.name, self.card(false), self.card(true), self.file())
    }
}

impl Table {
    fn declared(&self) -> &'static TableInfo {
        load::tables().iter().find(|table| table.name == self.name).unwrap()
    }

    /// Returns what a card says of the unit, where it is on that card.
    pub(super) fn card(&self, is_council: bool) -> String {
        match (self.unit_at, is_council) {
            (UnitAt::Report, false) | (UnitAt::Council, true) => {
                format!(r#", "money-unit": "{}""#, UNITS[self.unit].2)
            }
            // What the report says counts before what the council says.
            (UnitAt::Report, true) => r#", "money-unit": "millions""#.to_owned(),
            _ => String::new(),
        }
    }

    /// Returns its rows.
    pub(super) fn rows(&self) -> Vec<Row> {
        self.seeds.iter().enumerate().map(|(at, seed)| self.row(at, seed)).collect()
    }

    fn row(&self, at: usize, seed: &Seed) -> Row {
        let is_pressure = self.name == "savings" && seed.kind == 0;
        let amounts = match self.name {
            "finance" => finance(seed),
            "savings" => savings(seed, is_pressure),
            "capital" => capital(seed),
            other => panic!("no amounts are made for `{other}`"),
        };
        let has_parts = ["red", "amber", "green", "blue"]
            .iter()
            .any(|part| amounts.get(part).copied().flatten().is_some());
        let kind = ["pressure", "saving", "income", "", "saving", "saving"][seed.kind];
        let rag =
            if has_parts { "" } else { ["red", "amber", "green", ""][seed.group + seed.account] };
        let words = BTreeMap::from([
            (
                "account",
                if self.has_accounts { ACCOUNTS[seed.account].0.to_owned() } else { String::new() },
            ),
            ("portfolio", PORTFOLIOS[seed.portfolio].to_owned()),
            ("group", ["", "Group 1", "Group 2"][seed.group].to_owned()),
            ("title", format!("Line {at}")),
            ("ref", format!("R{at}")),
            ("kind", kind.to_owned()),
            ("lasting", ["", "one-off", "lasting"][seed.group].to_owned()),
            ("rag", rag.to_owned()),
        ]);
        let account = if self.has_accounts { seed.account } else { 0 };
        Row { account, group: seed.group, is_pressure, words, amounts }
    }

    /// Returns it as a file: every column that it declares and that rows have something for.
    pub(super) fn file(&self) -> String {
        let rows = self.rows();
        let declared = self.declared();
        let units = |at: usize| match self.unit_at {
            UnitAt::Heading => Some((self.unit + at) % UNITS.len()),
            UnitAt::Report | UnitAt::Council => Some(self.unit),
            UnitAt::Cell => None,
        };
        let mut head = Vec::new();
        let mut cells: Vec<Vec<String>> = vec![Vec::new(); rows.len()];
        for (at, column) in declared.columns.iter().enumerate() {
            let name = column.name.as_str();
            let is_money = declared.holds::<Money>(name);
            let is_made = rows.iter().all(|row| row.amounts.contains_key(name));
            assert_eq!(is_money, is_made, "`{}` has random amounts for `{name}`", self.name);
            if !is_money && !rows.iter().all(|row| row.words.contains_key(name)) {
                assert!(!column.required, "`{}` has words for `{name}`", self.name);
                continue;
            }
            let unit = units(at);
            head.push(match (is_money, self.unit_at, unit) {
                (true, UnitAt::Heading, Some(unit)) => format!("{name} ({})", UNITS[unit].0),
                _ => name.to_owned(),
            });
            for ((row, seed), cells) in rows.iter().zip(&self.seeds).zip(&mut cells) {
                let own_unit = seed.cells[at % seed.cells.len()].unit;
                cells.push(match row.amounts.get(name) {
                    Some(amount) => {
                        amount.map_or_else(String::new, |amount| written(amount, unit, own_unit))
                    }
                    None => row.words[name].clone(),
                });
            }
        }
        let line = |cells: &[String]| {
            cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
        };
        let lines = std::iter::once(line(&head)).chain(cells.iter().map(|cells| line(cells)));
        lines.collect::<Vec<_>>().join("\n") + "\n"
    }
}

/// Returns an amount as somebody writes it: bare in a unit that is written elsewhere, or with its own.
fn written(pounds: Decimal, elsewhere: Option<usize>, own_unit: usize) -> String {
    let unit = UNITS[elsewhere.unwrap_or(own_unit)];
    let value = (pounds.abs() / Decimal::from(unit.3)).normalize();
    let text = if elsewhere.is_some() { value.to_string() } else { format!("£{value}{}", unit.1) };
    if pounds.is_sign_negative() && !pounds.is_zero() { format!("({text})") } else { text }
}

type Amounts = BTreeMap<&'static str, Option<Decimal>>;

/// A line of the budget whose pressure and mitigation explain all of its variance.
fn finance(seed: &Seed) -> Amounts {
    let [budget, pressure, mitigation, forecast, variance, other, ..] = &seed.cells[..] else {
        unreachable!()
    };
    let more = if pressure.is_given { pressure.pounds() } else { Decimal::ZERO };
    let less = if mitigation.is_given { -mitigation.pounds() } else { Decimal::ZERO };
    let is_explained = pressure.is_given || mitigation.is_given;
    let varies = if is_explained { more + less } else { other.pounds() - variance.pounds() };
    let amount = |cell: &Cell, amount| (cell.is_given).then_some(amount);
    BTreeMap::from([
        ("budget", amount(budget, budget.pounds())),
        ("forecast", amount(forecast, budget.pounds() + varies)),
        ("variance", amount(variance, varies)),
        ("pressure", amount(pressure, more)),
        ("mitigation", amount(mitigation, less)),
    ])
}

/// A saving whose months grow to what is delivered, and whose parts are its target; or a pressure, below nought.
fn savings(seed: &Seed, is_pressure: bool) -> Amounts {
    let sign = Decimal::from(if is_pressure { -1 } else { 1 });
    let mut amounts = Amounts::new();
    let target = seed.cells[0].pounds();
    amounts.insert("target", Some(sign * target));
    let mut so_far = None;
    for (month, cell) in MONTHS.iter().zip(&seed.cells[1..]) {
        // Some savings give no months at all.
        let is_given = cell.is_given && seed.cells[18].is_given;
        if is_given {
            so_far = Some(so_far.unwrap_or(Decimal::ZERO) + cell.pounds());
        }
        amounts.insert(month, so_far.filter(|_| is_given).map(|amount| sign * amount));
    }
    let delivered = &seed.cells[13];
    let delivered = delivered.is_given.then(|| so_far.unwrap_or(delivered.pounds()));
    amounts.insert("delivered", delivered.map(|amount| sign * amount));
    let mut rest = target;
    let is_split = !is_pressure && seed.kind.is_multiple_of(2) && !target.is_zero();
    let mut part = |cell: &Cell, most: Decimal| {
        let part = cell.pounds().min(rest).min(most);
        rest -= part;
        (is_split && cell.is_given).then_some(part).or_else(|| {
            rest += part;
            None
        })
    };
    // What is blue is delivered.
    let blue = part(&seed.cells[14], so_far.or(delivered).unwrap_or(target));
    let (red, amber) = (part(&seed.cells[15], target), part(&seed.cells[16], target));
    amounts.extend([
        ("blue", blue),
        ("red", red),
        ("amber", amber),
        ("green", is_split.then_some(rest)),
    ]);
    amounts
}

/// A scheme whose whole budget is no less than this year's.
fn capital(seed: &Seed) -> Amounts {
    let [year, later, forecast, slippage, budget, ..] = &seed.cells[..] else { unreachable!() };
    let amount = |cell: &Cell, amount| (cell.is_given).then_some(amount);
    BTreeMap::from([
        ("budget", amount(budget, year.pounds() + later.pounds())),
        ("year-budget", amount(year, year.pounds())),
        ("forecast", amount(forecast, forecast.pounds())),
        ("slippage", amount(slippage, year.pounds() - forecast.pounds())),
    ])
}
