//! A quarter's figures: what contradicts itself is caught with both figures and its place, and what
//! doesn't is let through.

use crate::support::Case;

/// Returns the figures in `tests/performance/<name>`.
fn figures(name: &str) -> Case {
    Case::of(format!("{}/tests/performance/{name}", env!("CARGO_MANIFEST_DIR")))
}

#[test]
fn figures_that_agree_are_let_through() {
    figures("clean").run(["check", "--data", "."]).code(0).stderr_eq("3 documents: no faults\n");
}

/// What is wrong in `tests/performance/slips`, each with its place and both figures: fourteen slips,
/// and what follows from two of them in the same rows.
const SLIPS: &[(&str, &str, &str)] = &[
    (
        "two units in one column",
        "capital.csv:2:36",
        "`forecast`: £0.75 in a column of amounts in £m, such as £0.640m",
    ),
    (
        "and so its slippage",
        "capital.csv:2:41",
        "`slippage` is £1.150m; year-budget £1.900m less forecast £0.75 is £1.900m",
    ),
    (
        "a sign error in brackets",
        "finance.csv:4:51",
        "`variance` is £0.225m; forecast £30.975m less budget £31.200m is (£0.225m)",
    ),
    (
        "a subtotal that is wrong",
        "finance.csv:5:45",
        "`pressure`: the total of `Repairs` is given as £2.360m; its 3 rows add up to £2.369m",
    ),
    (
        "a total that double-counts",
        "finance.csv:10:15",
        "`budget`: the total is given as £138.300m; its 5 rows add up to £74.700m",
    ),
    (
        "a revised figure unmarked",
        "indicators.csv:2:86",
        "measure 1 in Q2 2025/26 is 92.6% here; the report of Q2 2025/26 gave 92.4%, and it is not marked as revised",
    ),
    (
        "a rating against its threshold",
        "indicators.csv:3:84",
        "measure 2 is given as amber; 39 against the target 40, tolerance 5 is green",
    ),
    (
        "a percentage of other counts",
        "indicators.csv:6:107",
        "the result is 96.2%; 486 out of 500 is 97.2%",
    ),
    (
        "an amount in the headlines",
        "report.json:4:16",
        "the text says £4.320m beside `overspend`; the figures come to £4.220m",
    ),
    (
        "percentages that don't add",
        "report.json:4:16",
        "the 3 percentages of the text add up to 98; a whole is 100",
    ),
    (
        "and the one that is wrong",
        "report.json:4:16",
        "the text says 38% red; 2 of 5 measures is 40%",
    ),
    ("a count off by one", "report.json:10:39", "the text says 3 red; 2 of 3 measures are red"),
    (
        "a score that is no product",
        "risks.csv:2:67",
        "the score is 15; likelihood 4 times impact 4 is 16",
    ),
    (
        "months that don't reach the sum",
        "savings.csv:2:101",
        "`delivered` is £0.260m; what was delivered by the end of `dec` is £0.250m",
    ),
    (
        "and so the total",
        "savings.csv:4:26",
        "`delivered`: the total is given as £0.310m; its 2 rows add up to £0.320m",
    ),
    (
        "a withheld value that can be derived",
        "workforce.csv:4:11",
        "this value is withheld, yet `Employees`, 118, less the other parts, 71, gives it",
    ),
    (
        "shares that don't add",
        "workforce.csv:10:5",
        "the 2 shares of `Employees by sex` add up to 99.0; a whole is 100",
    ),
];

#[test]
fn planted_slips_are_caught_with_place_and_both_figures() {
    let ended = figures("slips").run(["check", "--data", "."]).code(1);
    let mut found = Vec::new();
    let mut lines = ended.stderr().lines();
    while let Some(line) = lines.next() {
        let Some((_, message)) =
            line.strip_prefix("error[figures/").and_then(|own| own.split_once("]: "))
        else {
            continue;
        };
        let place = lines.next().unwrap_or_default().trim().trim_start_matches("--> ");
        let place = place.split(" (").next().unwrap_or_default();
        let place = place.rsplit('/').next().unwrap_or_default();
        found.push(format!("{place}: {message}"));
    }
    let wanted: Vec<String> =
        SLIPS.iter().map(|(_, place, message)| format!("{place}: {message}")).collect();
    assert_eq!(found, wanted, "{}", ended.stderr());
    let hints = ended.stderr().matches("= hint: ").count();
    assert!(SLIPS.len() <= hints, "each says what to do");
}

#[test]
fn a_report_is_not_made_of_figures_that_contradict_each_other() {
    figures("slips")
        .run(["build", "--data", ".", "--period", "2025-26-q3"])
        .code(1)
        .not_made(["output/public/performance/2025-26-q3/performance-report.pdf"]);
}
