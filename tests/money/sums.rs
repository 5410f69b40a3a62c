//! Printed totals are the sums of printed parts, whatever amounts a table has and lacks.

use orderpaper::diag::Diagnostics;
use orderpaper::kinds;
use orderpaper::pipeline::{self, Inputs, Selection, Session};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::quarter;
use crate::support::Case;
use crate::support::pdf::Pdf;

/// A cell of money: nothing, or so many hundredths or thousandths of a unit.
fn cell() -> impl Strategy<Value = Option<(i64, u32, &'static str)>> {
    let amount = (-9_999_999i64..=9_999_999, 0u32..=3, prop::sample::select(vec!["", "k", "m"]));
    prop::option::weighted(0.8, amount)
}

/// Returns a cell as somebody writes it.
fn written(cell: &Option<(i64, u32, &'static str)>) -> String {
    let Some((digits, decimals, unit)) = cell else { return String::new() };
    let value = Decimal::new(*digits, if unit.is_empty() { (*decimals).min(2) } else { *decimals });
    if value.is_sign_negative() {
        format!("(£{}{unit})", -value)
    } else {
        format!("£{value}{unit}")
    }
}

/// Returns a printed amount in pounds; `None` where there is none.
fn amount(text: &str) -> Option<Decimal> {
    if text == "–" {
        return None;
    }
    let plain = text.trim_matches(['(', ')']).trim_start_matches('£').replace(',', "");
    let (digits, factor) = match plain.chars().last()? {
        'k' => (&plain[..plain.len() - 1], 1_000),
        'm' => (&plain[..plain.len() - 1], 1_000_000),
        _ => (&*plain, 1),
    };
    let value = digits.parse::<Decimal>().unwrap() * Decimal::from(factor);
    Some(if text.starts_with('(') { -value } else { value })
}

/// Returns the text of the report of a quarter, made without a process of its own.
fn made(case: &Case) -> String {
    let kind = kinds::named("performance-report").unwrap();
    let (data, today) = (case.path(""), "2026-02-20".parse().unwrap());
    let max_file_bytes = orderpaper::load::MAX_FILE_BYTES;
    let inputs =
        Inputs { data, templates: None, today, opener: None, max_file_bytes, published: None };
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut diags, &inputs, &[kind]).unwrap();
    let selection = Selection { kinds: vec![kind.name().to_owned()], ..Selection::default() };
    let jobs = pipeline::plan(&session, &selection);
    let document = session.make(&mut diags, &jobs[0]).expect("consistent figures make a report");
    Pdf::read(&document.pdf).text()
}

/// Compares a printed row of totals with the printed rows above it: each amount is their sum, or it is absent, where
/// none has one, or the reason is printed.
fn check_total(total: &[Option<Decimal>], rows: &[Vec<Option<Decimal>>], text: &str) {
    for (at, total) in total.iter().enumerate() {
        let given: Vec<Decimal> = rows.iter().filter_map(|row| row[at]).collect();
        match total {
            Some(total) => assert_eq!(*total, given.iter().sum::<Decimal>(), "{text}"),
            None => assert!(given.is_empty() || text.contains("Totals are left out"), "{text}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn printed_totals_are_sums_of_printed_parts_or_absent_with_a_reason(
        lines in prop::collection::vec((0usize..2, 0usize..2, cell(), cell()), 1..7),
        has_accounts in any::<bool>(),
    ) {
        let mut rows = String::from("account,portfolio,title,budget,forecast\n");
        for (at, (account, portfolio, budget, forecast)) in lines.iter().enumerate() {
            let account = if has_accounts { ["gf", "hra"][*account] } else { "" };
            rows.push_str(&format!(
                "{account},{},Line {at},\"{}\",\"{}\"\n",
                ["Homes", "Streets"][*portfolio], written(budget), written(forecast)
            ));
        }
        let case = quarter("", "", &[("finance", &rows)]);
        let is_mixed = case.run(["check", "--data", "."]).stderr().contains("error[figures/two-units]");
        prop_assume!(!is_mixed);
        let text = made(&case);
        let (_, appendix) = text.rsplit_once("line by line").expect("the whole budget is printed");
        let (mut of_section, mut of_account, mut compared) = (Vec::new(), Vec::new(), 0);
        let mut last = String::new();
        for line in appendix.lines() {
            if let Some((account, _)) = line
                .split_once(": ")
                .filter(|(account, _)| ["General fund", "Housing revenue account"].contains(account))
            {
                // Where an account has one portfolio, no total of both is printed.
                if account != last {
                    of_account.clear();
                }
                last = account.to_owned();
            }
            let cells: Vec<&str> = line.split(" | ").collect();
            let [name, budget, forecast, variance] = cells[..] else { continue };
            if name == "Line" { continue; }
            if !name.starts_with("Line ") && !name.ends_with(": total") && name != "Total" { continue; }
            let amounts: Vec<Option<Decimal>> = [budget, forecast, variance].map(amount).to_vec();
            if let [Some(budget), Some(forecast), Some(variance)] = amounts[..] {
                prop_assert_eq!(forecast - budget, variance);
            }
            if name.starts_with("Line ") {
                of_section.push(amounts);
            } else if name == "Total" {
                check_total(&amounts, &of_account, &text);
                of_account.clear();
            } else {
                check_total(&amounts, &of_section, &text);
                compared += of_section.len();
                of_account.append(&mut of_section);
            }
        }
        prop_assert_eq!(compared, lines.len(), "{}", text);
    }
}
