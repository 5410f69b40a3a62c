//! Reserves, what changed the budget and the capital programme, treasury, debts and payments.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::quarter;
use super::sums::{amount, made};
use crate::support::Case;

/// Returns a quarter that has only these tables.
fn with(tables: &[(&str, &str)]) -> Case {
    quarter("", "", tables)
}

/// Returns the words of the report, which can be made.
#[track_caller]
fn printed(case: &Case) -> String {
    let text = super::printed(case);
    text.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ")
}

/// Returns what is found.
fn found(case: &Case) -> Vec<String> {
    let lines = case.run(["check", "--data", ".", "--format", "json"]).json();
    let words = |line: &serde_json::Value| {
        Some(format!("{}: {}", line["code"].as_str()?, line["message"].as_str()?))
    };
    lines.iter().filter_map(words).collect()
}

#[test]
fn reserves_roll_forward_and_add_up() {
    let rows = |total: &str| {
        format!(
            "title,kind,opening,paid-in,drawn,minimum\nFloods,earmarked,£1.500m,,£1.000m,\nBudget,general,£9.000m,£0.250m,£1.781m,£5.000m\nTotal,,£10.500m,£0.250m,{total},\n"
        )
    };
    let text = printed(&with(&[("reserves", &rows("£2.781m"))]));
    for words in ["Floods £1.500m – £1.000m £0.500m", "All £10.500m £0.250m £2.781m £7.969m"]
    {
        assert!(text.contains(words), "{text}");
    }
    let message =
        "figures/total: `drawn`: the total is given as £2.780m; its 2 rows add up to £2.781m";
    assert_eq!(found(&with(&[("reserves", &rows("£2.780m"))])), [message]);
    let typed = "title,opening,paid-in,drawn,forecast\nFloods,£1.500m,,£1.000m,£0.510m\n";
    let message = "figures/variance: `forecast` is £0.510m; `opening` with `paid-in`, less `drawn`, is £0.500m";
    assert_eq!(found(&with(&[("reserves", typed)])), [message]);
}

#[test]
fn a_general_reserve_is_measured_by_the_net_budget() {
    let finance = "portfolio,title,budget,forecast\nPlace,Roads,£80.000m,£80.000m\nCare,Homes,£20.000m,£20.000m\n";
    let reserves = "title,kind,opening,drawn,minimum,purpose\nGeneral fund,general,£6.000m,£2.500m,£5.000m,To be filled up next year.\n";
    let text = printed(&with(&[("finance", finance), ("reserves", reserves)]));
    for words in [
        "at least £5.000m, 5.0% of the net budget",
        "it will hold £3.500m, 3.5%: less than the minimum",
        "The net budget is £100.000m",
    ] {
        assert!(text.contains(words), "{text}");
    }
    let silent = "title,kind,opening,drawn,minimum\nGeneral fund,general,£6.000m,£2.500m,£5.000m\n";
    let message = "figures/limit: `General fund` will be £3.500m, less than its minimum of £5.000m, and `purpose` says nothing of it";
    assert_eq!(found(&with(&[("finance", finance), ("reserves", silent)])), [message]);
}

#[test]
fn additions_and_reallocations_that_were_typed_wrong_are_found() {
    let head = "cause,title,this-year\n";
    let additions =
        format!("{head}addition,Bridge,£4.184m\naddition,School,£1.232m\naddition,Pumps,£0.365m\n");
    let message = "figures/total: `this-year`: the total of `{}` is given as £5.782m; its 3 rows add up to £5.781m";
    for (total, name) in
        [("addition,Total additions", "additions"), (",Additions total", "Additions")]
    {
        let rows = format!("{additions}{total},£5.782m\n");
        assert_eq!(found(&with(&[("capital-changes", &rows)])), [message.replace("{}", name)]);
    }
    printed(&with(&[(
        "capital-changes",
        &format!("{additions}addition,Total additions,£5.781m\n"),
    )]));
    let rows = format!(
        "{head}reallocated,Roads,£4.653m\nreallocated,Paths,£0.638m\nreallocated,Sub-total,£5.106m\n"
    );
    let message =
        "figures/total: `this-year`: the total is given as £5.106m; its 2 rows add up to £5.291m";
    assert_eq!(found(&with(&[("capital-changes", &rows)])), [message]);
}

#[test]
fn a_capital_programme_is_what_it_was_with_all_changes() {
    let rows = |moved: &str, revised: &str| {
        format!(
            "cause,title,funding,this-year,second-year\napproved,February,Grants,£40.000m,£30.000m\ncarried forward,Last year,Borrowing,£2.000m,\nre-profiled,School,Borrowing,(£1.400m),{moved}\nrevised,December,,{revised},£31.400m\n"
        )
    };
    let text = printed(&with(&[("capital-changes", &rows("£1.400m", "£40.600m"))]));
    for words in ["Revised programme £40.600m £31.400m", "Borrowing £0.600m £1.400m"] {
        assert!(text.contains(words), "{text}");
    }
    let of =
        |moved: &str, revised: &str| found(&with(&[("capital-changes", &rows(moved, revised))]));
    assert_eq!(
        of("£1.400m", "£40.601m"),
        [
            "figures/roll-forward: `this-year`: the revised programme is given as £40.601m; what was approved with all its changes is £40.600m"
        ]
    );
    assert_eq!(
        of("£1.300m", "£40.600m"),
        [
            "figures/roll-forward: what is re-profiled adds up to (£0.100m) over all years; it only moves between them",
            "figures/roll-forward: `second-year`: the revised programme is given as £31.400m; what was approved with all its changes is £31.300m",
        ]
    );
}

#[test]
fn what_one_report_gives_arrives_in_the_next() {
    let of_quarter = |second: &str| {
        let first = "title,opening\nFloods,£1.500m\n";
        with(&[("reserves", first)]).file("performance/2025-26-q4/reserves.csv", second)
    };
    printed(&of_quarter("title,opening\nFloods,£1.500m\n"));
    let message =
        "figures/roll-forward: `Floods` was opened with £1.400m; the report before gave £1.500m";
    assert_eq!(found(&of_quarter("title,opening\nFloods,£1.400m\n")), [message]);
}

#[test]
fn budgets_with_their_changes_are_those_of_the_lines() {
    let finance = "portfolio,title,budget,forecast\nPlace,Roads,£8.000m,£8.000m\nCare,Homes,£20.000m,£20.000m\n";
    let virements = "title,from,to,amount\nBeds,Place,Care,£0.500m\n";
    let changes = |original: &str, moved: &str| {
        format!(
            "portfolio,original,growth,savings,virements\nPlace,£8.700m,,(£0.200m),(£0.500m)\nCare,{original},£1.000m,,{moved}\n"
        )
    };
    let of = |original: &str, moved: &str| {
        let changes = changes(original, moved);
        with(&[("finance", finance), ("virements", virements), ("budget-changes", &changes)])
    };
    let text = printed(&of("£18.500m", "£0.500m"));
    for words in ["Place £8.700m – (£0.200m) (£0.500m) £8.000m", "Beds Place Care £0.500m"] {
        assert!(text.contains(words), "{text}");
    }
    let message = "figures/roll-forward: the budget of `Care` with all changes is £20.100m; its lines in `finance` add up to £20.000m";
    assert_eq!(found(&of("£18.600m", "£0.500m")), [message]);
    let message = "figures/variance: `virements` is £0.400m; what `virements` moves to it, less what it moves away, is £0.500m";
    assert_eq!(found(&of("£18.600m", "£0.400m")), [message]);
}

#[test]
fn limits_are_shown_as_kept_or_not() {
    let rows = "title,group,actual,limit,minimum,narrative\nDebt,Borrowing,£412m,£400.5m,,Since May.\nLiquid,,£22m,,£20m,\nCosts,,5.4%,7.0%,,\nTerm,,12 months,,,\n";
    let rows = rows.replace("12 months", "12");
    let text = printed(&with(&[("treasury", &rows)]));
    for words in ["No: above", "at least £20m Yes", "at most 7.0% Yes", "No limit"] {
        assert!(text.contains(words), "{text}");
    }
    let of =
        |row: &str| found(&with(&[("treasury", &format!("title,actual,limit,minimum\n{row}\n"))]));
    assert_eq!(
        of("Debt,£412m,£400m,"),
        ["figures/limit: `Debt` does not keep its limit, and `narrative` says nothing of it"]
    );
    assert_eq!(
        of("Debt,£412m,7%,"),
        ["figures/two-units: the limit of `Debt` is a percentage, and it is money"]
    );
}

#[test]
fn debts_and_payments_are_worked_out_and_compared() {
    let debts = "title,not-due,over-a-year,total\nRents,£3m,£1m,\nCare,,£4m,£4m\n";
    let payments = "year,invoices,in-time,percent\n2024/25,2000,1955,\n2025/26,1000,973,97.3%\n";
    let text = printed(&with(&[("debts", debts), ("payments", payments)]));
    for words in [
        "Of £8m, £5m has been owed for longer than a year, which is 62.5%",
        "2025/26 1,000 973 97.3%",
        "2024/25 2,000 1,955 97.8%",
    ] {
        assert!(text.contains(words), "{text}");
    }
    let one = |table, rows: &str| found(&with(&[(table, rows)]));
    assert_eq!(
        one("debts", "title,not-due,over-a-year,total\nRents,£3m,£1m,£5m\n"),
        ["figures/variance: `total` is £5m; the sum of its ages is £4m"]
    );
    assert_eq!(
        one("payments", "year,invoices,in-time,percent\n2025/26,1000,973,97.4%\n"),
        ["figures/share: `percent` is 97.4%; 973 of 1000 invoices are 97.3%"]
    );
    assert_eq!(
        one("payments", "year,invoices,in-time\n2025/26,1000,1001\n"),
        ["figures/part: `in-time` is 1001, more than the 1000 invoices of the year"]
    );
}

/// Returns the amounts of each row of a report that begins with one of some titles, the title first.
fn rows<'a>(text: &'a str, titles: &[String]) -> Vec<(&'a str, Vec<Decimal>)> {
    let cells = text.lines().map(|line| line.split(" | ").collect::<Vec<_>>());
    let rows = cells.filter(|cells| {
        1 < cells.len() && (cells[0] == "All" || titles.iter().any(|title| title == cells[0]))
    });
    let amounts = |cells: &[&str]| {
        cells.iter().map(|cell| amount(cell).unwrap_or_default()).collect::<Vec<_>>()
    };
    rows.map(|cells| (cells[0], amounts(&cells[1..]))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_in_reserves_is_what_is_printed_of_them(
        all in prop::collection::vec((0i64..90_000_000, prop::option::of(0i64..9_000_000), prop::option::of(0i64..9_000_000), 0usize..3), 2..8),
    ) {
        let kinds = ["general", "earmarked", "ring-fenced"];
        let pence = |pence: i64| format!("\"£{}.{:02}\"", pence / 100, pence % 100);
        let cell = |amount: &Option<i64>| amount.map(pence).unwrap_or_default();
        let titles: Vec<String> = (0..all.len()).map(|at| format!("Reserve {at}")).collect();
        let lines = all.iter().zip(&titles).map(|((opening, paid_in, drawn, kind), title)| {
            format!("{title},{},{},{},{}\n", kinds[*kind], pence(*opening), cell(paid_in), cell(drawn))
        });
        let table = format!("title,kind,opening,paid-in,drawn\n{}", lines.collect::<String>());
        let text = made(&with(&[("reserves", &table)])).expect("all amounts are in pounds");
        let printed = rows(&text, &titles);
        prop_assert_eq!(printed.len(), all.len() + 1);
        let (last, parts) = printed.split_last().unwrap();
        for (at, total) in last.1.iter().enumerate() {
            prop_assert_eq!(parts.iter().map(|(_, row)| row[at]).sum::<Decimal>(), *total);
        }
        for (title, row) in &printed {
            // A column that no reserve has is left out.
            let paid_in = all.iter().any(|(_, paid_in, ..)| paid_in.is_some());
            let drawn = all.iter().any(|(_, _, drawn, _)| drawn.is_some());
            let mut between = row[1..row.len() - 1].iter().copied();
            let paid_in = if paid_in { between.next().unwrap() } else { Decimal::ZERO };
            let drawn = if drawn { between.next().unwrap() } else { Decimal::ZERO };
            prop_assert_eq!(row[0] + paid_in - drawn, *row.last().unwrap(), "{}", title);
        }
    }
}
