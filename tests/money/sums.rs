//! Printed totals are the sums of printed parts, whatever amounts a table has and lacks, and wherever their units are
//! written.

use std::cell::Cell;

use orderpaper::diag::{Code, Diagnostics, Severity};
use orderpaper::kinds;
use orderpaper::pipeline::{self, Inputs, Selection, Session};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

use super::quarter;
use super::tables::{ACCOUNTS, MONTHS, Row, Table, tables};
use crate::support::Case;
use crate::support::pdf::Pdf;

/// Returns a printed amount in pounds; `None` where there is none.
pub(super) fn amount(text: &str) -> Option<Decimal> {
    if matches!(text, "–" | "") {
        return None;
    }
    let plain = text.trim_matches(['(', ')']).trim_start_matches('£').replace(',', "");
    let (digits, factor) = match plain.chars().last()? {
        'k' => (&plain[..plain.len() - 1], 1_000),
        'm' => (&plain[..plain.len() - 1], 1_000_000),
        _ => (&*plain, 1),
    };
    let value = digits.parse::<Decimal>().unwrap_or_else(|_| panic!("`{text}` is an amount"));
    let value = value * Decimal::from(factor);
    Some(if text.starts_with('(') { -value } else { value })
}

/// Returns the text of the report of a quarter, made without a process of its own; `None` where its figures may be in
/// two units, which is all that can be wrong with them.
pub(super) fn made(case: &Case) -> Option<String> {
    let kind = kinds::named("performance-report").unwrap();
    let (data, today) = (case.path(""), "2026-02-20".parse().unwrap());
    let max_file_bytes = orderpaper::load::MAX_FILE_BYTES;
    let inputs =
        Inputs { data, templates: None, today, opener: None, max_file_bytes, published: None };
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &inputs, &[kind]).unwrap();
    let selection = Selection { kinds: vec![kind.name().to_owned()], ..Selection::default() };
    let jobs = pipeline::plan(&session, &selection);
    session.report(&mut diags, &selection, &jobs);
    let errors: Vec<_> = diags.iter().filter(|found| found.severity() == Severity::Error).collect();
    if errors.iter().any(|found| found.code() == Code::FiguresTwoUnits) {
        return None;
    }
    assert!(errors.is_empty(), "consistent figures have no faults: {errors:#?}");
    let document = session.make(&mut diags, &jobs[0]).expect("consistent figures make a report");
    Some(Pdf::read(&document.bytes).text())
}

/// The headings of the tables with amounts, each with the number of columns of words.
const HEADS: &[(usize, &[&str])] = &[
    (1, &["Budget", "Pressures", "Mitigations", "Forecast", "Variation"]),
    (1, &["Budget", "Forecast", "Variation"]),
    (1, &["Pressures", "Mitigations and underspends", "Year-end variation"]),
    (1, &["Savings", "Target", "Delivered"]),
    (3, &["Saving", "Rating", "Target", "Delivered", "Left"]),
    (4, &["Scheme", "Time", "Cost", "Whole budget", "This year", "Forecast", "Slippage"]),
];

/// A printed table: its heading and its rows.
struct Printed {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Returns the amounts of a row from a column on.
fn amounts(row: &[String], from: usize) -> Vec<Option<Decimal>> {
    row[from..].iter().map(|cell| amount(cell)).collect()
}

/// Returns the printed tables. One that was too wide, and so comes in parts, is a single table.
fn printed(text: &str) -> Vec<Printed> {
    let mut all: Vec<Printed> = Vec::new();
    for line in text.lines().filter(|line| line.contains(" | ")) {
        let cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
        let is_head = cells.last().is_some_and(|last| last.starts_with(char::is_alphabetic));
        match all.last_mut() {
            Some(table) if !is_head => table.rows.push(cells),
            _ => all.push(Printed { head: cells, rows: Vec::new() }),
        }
    }
    let begun = |table: &Printed| {
        let rest = &table.head[1..];
        let is_begun =
            |head: &[&str]| rest.len() < head.len() && rest.iter().zip(head).all(|(a, b)| a == b);
        HEADS.iter().find(|(_, head)| is_begun(head)).map(|(words, _)| *words)
    };
    let mut whole: Vec<Printed> = Vec::new();
    for part in all {
        let before = whole.last_mut().and_then(|before| Some((begun(before)?, before)));
        match before {
            Some((words, before)) if before.head.get(..words) == part.head.get(..words) => {
                before.head.extend_from_slice(&part.head[words..]);
                for (row, more) in before.rows.iter_mut().zip(&part.rows) {
                    row.extend_from_slice(&more[words..]);
                }
            }
            _ => whole.push(part),
        }
    }
    whole
}

/// Compares a printed row of totals with the printed rows that it adds up: each amount is their sum, or it is absent,
/// where none has one, or the reason is printed.
fn check_total(total: &[Option<Decimal>], parts: &[&[Option<Decimal>]], text: &str) {
    for (at, total) in total.iter().enumerate() {
        let given: Vec<Decimal> = parts.iter().filter_map(|part| part[at]).collect();
        match total {
            Some(total) => assert_eq!(*total, given.iter().sum::<Decimal>(), "{text}"),
            None => assert!(given.is_empty() || text.contains("Totals are left out"), "{text}"),
        }
    }
}

/// Compares a printed amount with the difference of two others, where all are printed.
fn check_difference(of: [Option<Decimal>; 2], shown: Option<Decimal>, text: &str) {
    if let ([Some(more), Some(less)], Some(shown)) = (of, shown) {
        assert_eq!(more - less, shown, "{text}");
    }
}

/// Returns which row a printed one is, `Line 3` or `R3`; `None` for a total.
fn number(name: &str) -> Option<usize> {
    name.strip_prefix("Line ").or(name.strip_prefix('R'))?.parse().ok()
}

/// Checks tables of lines of the budget, whose totals are of groups, portfolios and accounts. Returns how many lines
/// they have.
fn check_lines(tables: &[&Printed], lines: &[Row], text: &str) -> usize {
    let mut count = 0;
    let mut section: Vec<(usize, Vec<Option<Decimal>>)> = Vec::new();
    let mut sections: Vec<(usize, Vec<Option<Decimal>>)> = Vec::new();
    let chosen = |of: &[(usize, Vec<Option<Decimal>>)], is_part: &dyn Fn(usize) -> bool| {
        let parts = of.iter().filter(|(at, _)| is_part(*at)).map(|(_, part)| part.clone());
        parts.collect::<Vec<_>>()
    };
    let check = |total: &[Option<Decimal>], parts: Vec<Vec<Option<Decimal>>>| {
        check_total(total, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>(), text);
    };
    for table in tables {
        for row in &table.rows {
            let (name, row_amounts) = (row[0].as_str(), amounts(row, 1));
            let group =
                ["Group 1: total", "Group 2: total"].iter().position(|total| *total == name);
            if let Some(line) = number(name) {
                count += 1;
                section.push((line, row_amounts));
            } else if let Some(group) = group {
                check(&row_amounts, chosen(&section, &|line| lines[line].group == group + 1));
            } else if name == "Total" {
                let account = ACCOUNTS.iter().position(|(_, name)| *name == table.head[0]);
                check(
                    &row_amounts,
                    chosen(&sections, &|of| account.is_none_or(|account| account == of)),
                );
            } else {
                assert!(name.ends_with(": total"), "`{name}` is a total in {text}");
                check(&row_amounts, chosen(&section, &|_| true));
                sections.push((lines[section[0].0].account, row_amounts));
                section.clear();
            }
        }
    }
    count
}

/// Checks the revenue budget at a glance: portfolios, and all of them.
fn check_glance(table: &Printed, text: &str) {
    let (total, parts): (Vec<_>, Vec<_>) = table.rows.iter().partition(|row| row[0] == "All");
    let parts: Vec<Vec<Option<Decimal>>> = parts.iter().map(|row| amounts(row, 1)).collect();
    assert_eq!(total.is_empty(), parts.len() == 1, "{text}");
    for part in &parts {
        check_difference([part[3], part[0]], part[4], text);
    }
    if let Some(total) = total.first() {
        let parts: Vec<&[Option<Decimal>]> = parts.iter().map(Vec::as_slice).collect();
        check_total(&amounts(total, 1), &parts, text);
    }
}

/// Checks what is left of a target: less what is delivered, and less the pressures, which are below nought.
fn check_left(
    savings: Option<&[Option<Decimal>]>,
    pressures: Option<Decimal>,
    left: Option<Decimal>,
    text: &str,
) {
    let known = savings.and_then(|savings| Some(savings[0]? - savings[1]?));
    assert_eq!(known.map(|known| known - pressures.unwrap_or_default()), left, "{text}");
}

/// Checks the savings of each account by rating, and by month.
fn check_ratings(tables: &[Printed], rows: &[Row], text: &str) {
    let mut accounts: Vec<usize> = rows.iter().map(|row| row.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut accounts = accounts.into_iter();
    let mut of_account: Vec<&Row> = Vec::new();
    for table in tables {
        if table.head[1..] == ["Savings", "Target", "Delivered"] {
            let account = accounts.next().expect("an account has one such table");
            of_account = rows.iter().filter(|row| row.account == account).collect();
            let (pressures, savings): (Vec<&Row>, Vec<&Row>) =
                of_account.iter().partition(|row| row.is_pressure);
            let row = |name: &str| table.rows.iter().find(|row| row[0] == name);
            let total = row("All").or(row("All savings")).map(|row| amounts(row, 2)).unwrap();
            let is_rating = |row: &&Vec<String>| !row[0].starts_with("All");
            let rated = table.rows.iter().take_while(is_rating).map(|row| amounts(row, 2));
            let rated: Vec<Vec<Option<Decimal>>> = rated.collect();
            let sum = |column: usize| rated.iter().filter_map(|row| row[column]).sum::<Decimal>();
            assert_eq!(total[0].unwrap_or_default(), sum(0), "{text}");
            // Nobody knows which part of a saving was delivered, so that a part may lack what the whole has.
            if let (Some(total), true) = (total[1], rated.iter().all(|row| row[1].is_some())) {
                assert_eq!(total, sum(1), "{text}");
            }
            let delivered: Option<Decimal> = savings.iter().map(|row| row.so_far()).sum();
            match total[1] {
                Some(total) => assert_eq!(Some(total), delivered, "{text}"),
                None => {
                    let is_named = text.contains("Totals are left out where a saving does not say");
                    assert!(is_named || savings.iter().all(|row| row.so_far().is_none()), "{text}");
                }
            }
            let taken = row("Pressures").and_then(|row| amounts(row, 2)[1]);
            let expected = pressures.iter().filter_map(|row| row.so_far().or(row.amount("target")));
            assert_eq!(taken.unwrap_or_default(), expected.sum::<Decimal>(), "{text}");
            if let Some(left) = row("Still to be saved") {
                check_left(Some(&total), taken, amounts(left, 2)[1], text);
            }
        }
        if table.head[0] == "By end of" {
            let months: Vec<(&str, Option<Decimal>)> = match table.head[1].as_str() {
                "Delivered" => {
                    table.rows.iter().map(|row| (row[0].as_str(), amount(&row[1]))).collect()
                }
                _ => {
                    let names = table.head[1..].iter().map(String::as_str);
                    names.zip(amounts(&table.rows[0], 1)).collect()
                }
            };
            let savings: Vec<&Row> =
                of_account.iter().copied().filter(|row| !row.is_pressure).collect();
            let last = |row: &&Row| MONTHS.iter().rposition(|month| row.amount(month).is_some());
            let last = savings.iter().filter_map(last).max().expect("a saving gives months");
            for (name, shown) in months {
                let month =
                    MONTHS.iter().position(|month| name.eq_ignore_ascii_case(month)).unwrap();
                let Some(shown) = shown else {
                    let is_known =
                        month < last && !text.contains("are left out where a saving does not say");
                    assert!(!is_known, "{name} in {text}");
                    continue;
                };
                let by =
                    |row: &&Row| if month == last { row.so_far() } else { row.by_month(month) };
                assert_eq!(
                    shown,
                    savings.iter().filter_map(by).sum::<Decimal>(),
                    "{name} in {text}"
                );
            }
        }
    }
    assert_eq!(accounts.next(), None, "{text}");
}

/// Checks a table of savings one by one. Returns how many savings and pressures it has.
fn check_savings(table: &Printed, rows: &[Row], text: &str) -> usize {
    let numbered: Vec<(&Row, &Vec<String>)> =
        table.rows.iter().filter_map(|row| Some((&rows[number(&row[0])?], row))).collect();
    let total =
        |name: &str| table.rows.iter().rfind(|row| row[0] == name).map(|row| amounts(row, 3));
    for (row, printed) in &numbered {
        let row_amounts = amounts(printed, 3);
        check_difference([row_amounts[0], row_amounts[1]], row_amounts[2], text);
        // The parts of a saving by rating: `Red £0.1m`.
        let parts: Vec<Decimal> = printed[2]
            .split('£')
            .skip(1)
            .map(|part| part.split_whitespace().next().unwrap())
            .map(|part| {
                // The name of the next rating follows the amount without a space.
                let end = part.find(|char: char| char.is_uppercase()).unwrap_or(part.len());
                amount(&format!("£{}", &part[..end])).unwrap()
            })
            .collect();
        let is_split = row.amount("green").is_some() && row.amount("target") != Some(Decimal::ZERO);
        assert_eq!(is_split, !parts.is_empty(), "{text}");
        assert!(parts.is_empty() || row_amounts[0] == Some(parts.iter().sum()), "{text}");
    }
    let savings: Vec<Vec<Option<Decimal>>> = numbered
        .iter()
        .filter(|(row, _)| !row.is_pressure)
        .map(|(_, printed)| amounts(printed, 3))
        .collect();
    if let Some(all) = total("Total") {
        check_total(&all, &savings.iter().map(Vec::as_slice).collect::<Vec<_>>(), text);
    }
    let all = total("Savings");
    if let Some(all) = &all {
        check_total(
            &all[..2],
            &savings.iter().map(|row_amounts| &row_amounts[..2]).collect::<Vec<_>>(),
            text,
        );
    }
    if let Some(left) = total("Left") {
        let pressures = numbered.iter().filter(|(row, _)| row.is_pressure);
        let pressures = pressures.filter_map(|(_, printed)| {
            let row_amounts = amounts(printed, 3);
            row_amounts[1].or(row_amounts[0])
        });
        let taken = total("Pressures").unwrap()[1];
        assert_eq!(taken, Some(pressures.sum()), "{text}");
        check_left(all.as_deref(), taken, left[2], text);
    }
    numbered.len()
}

/// Checks a table of capital schemes. Returns how many it has.
fn check_schemes(table: &Printed, text: &str) -> usize {
    let (total, schemes): (Vec<_>, Vec<_>) = table.rows.iter().partition(|row| row[0] == "Total");
    let schemes: Vec<Vec<Option<Decimal>>> = schemes.iter().map(|row| amounts(row, 4)).collect();
    for row_amounts in &schemes {
        check_difference([row_amounts[1], row_amounts[2]], row_amounts[3], text);
    }
    let parts: Vec<&[Option<Decimal>]> = schemes.iter().map(Vec::as_slice).collect();
    check_total(&amounts(total[0], 4), &parts, text);
    schemes.len()
}

#[test]
fn printed_totals_are_sums_of_printed_parts_or_absent_with_a_reason() {
    let asked = std::env::var("ORDERPAPER_PROPTEST_CASES").ok();
    let cases = asked.and_then(|cases| cases.parse().ok()).unwrap_or(24);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let compared: [Cell<usize>; HEADS.len()] = Default::default();
    let result = TestRunner::new(config).run(&tables(), |tables| {
        let Some(first) = tables.first() else { return Ok(()) };
        let (card, council) = (first.card(false), first.card(true));
        let files: Vec<(&str, String)> =
            tables.iter().map(|table| (table.name, table.file())).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, file)| (*name, file.as_str())).collect();
        let Some(text) = made(&quarter(&card, &council, &files)) else {
            return Err(TestCaseError::reject("pounds may be meant as millions"));
        };
        check(&tables, &text);
        for (count, (_, head)) in compared.iter().zip(HEADS) {
            let found = printed(&text).iter().filter(|table| table.head[1..] == **head).count();
            count.set(count.get() + found);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(
        compared.iter().all(|count| 0 < count.get()),
        "every table is among them: {compared:?}"
    );
}

/// Compares all that is printed of some tables.
fn check(tables: &[Table], text: &str) {
    let all = printed(text);
    let with =
        |head: &[&str]| all.iter().filter(|table| table.head[1..] == *head).collect::<Vec<_>>();
    for table in tables {
        let rows = table.rows();
        let counts = match table.name {
            "finance" => {
                with(HEADS[0].1).iter().for_each(|table| check_glance(table, text));
                [HEADS[1].1, HEADS[2].1].map(|head| check_lines(&with(head), &rows, text)).to_vec()
            }
            "savings" => {
                check_ratings(&all, &rows, text);
                let found = with(HEADS[4].1);
                vec![found.iter().map(|table| check_savings(table, &rows, text)).sum()]
            }
            _ => vec![with(HEADS[5].1).iter().map(|table| check_schemes(table, text)).sum()],
        };
        let is_whole = counts.iter().all(|count| *count == rows.len());
        assert!(is_whole, "{counts:?} rows of {} in {text}", table.name);
    }
}
