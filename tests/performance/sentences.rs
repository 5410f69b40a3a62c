//! Figures that somebody typed into a text: true sentences pass, doubtful ones are asked about, false ones are refused.

use serde_json::{Value, json};

use super::figures;

/// True sentences about `tests/performance/clean`, whose five measures are two green, one amber and two red.
const TRUE: &[&str] = &[
    "3 measures are green or amber.",
    "3 (60%) are green or amber.",
    "Three (60.0%) of our measures are green or amber, and 2 (40%) are red.",
    "2 (40%) green, 1 (20%) amber and 2 (40%) red.",
    "3 measures (60%) are amber or red.",
    "Five measures are rated; 2 are green.",
    "60% of measures are green and amber.",
    "No fewer than 60% of measures are amber or red.",
    "The result of the year was 2.4 green bins for each home.",
    "Two measures are red, one amber and two green.",
    "1 measure is amber; it was green.",
    "{green-and-amber-count} measures ({green-and-amber-percent}) are green or amber.",
    "{amber-and-red-count} measures ({amber-and-red-percent}) are amber or red.",
    "100% of measures are green, amber or red.",
    "The Green Party group asked 4 questions.",
    "Red Lane has 12 homes standing empty.",
    "4 green spaces were reopened.",
    "We answered 96.2% (measure 5) of letters in time.",
    "39 homes (measure 2) stand empty.",
    "Of the 5 measures, 2 are green.",
    "In Homes, 1 measure (50%) is green and 1 (50%) is amber.",
    "For Customers 2 of 3 measures are red.",
    "Two measures are red, both in Customers.",
    "The Homes Scrutiny Committee looks at 2 measures, of which 1 is green.",
    "Customers has 1 green measure (33.3%).",
    "Last quarter 2 measures were green; now 2 are.",
    "In Q2 2025/26, the quarter before, 1 measure was amber and 1 was red.",
    "2 (40%) of 5 rated measures are red.",
    "All but 3 measures are green.",
    "More than 1 measure is red, and fewer than 3 are green.",
    "At least 2 measures are red; nearly 3 measures are green.",
    "40% green, 20% amber, 40% red.",
    "The forecast is £4.22m overspent.",
    "Portfolios are overspent by £5.201m, less £0.981m of corporate budgets.",
    "Homes has an overspend of £2.144m.",
    "The overspending of Customers is £3.057m.",
    "Corporate budgets are underspent by £0.981m.",
    "Pressures of £5.526m are met in part by mitigations of £1.306m.",
    "Pressures in Homes come to £2.369m.",
    "An overspend of £4.2m is forecast.",
    "9 in 10 repairs were done on time (90.5%, measure 1).",
    "Calls took 6.2 minutes (measure 3) to answer.",
    "None of the measures is done, 2 are red.",
];

/// Sentences that are not true, each with what is found.
const FALSE: &[(&str, &str)] = &[
    (
        "4 measures are green or amber.",
        "count]: the text says 4 green or amber; 3 of 5 measures are green or amber",
    ),
    (
        "3 (59.3%) measures are green or amber.",
        "share]: the text says 59.3% green or amber; 3 of 5 measures is 60.0%",
    ),
    ("Three measures are green.", "count]: the text says 3 green; 2 of 5 measures are green"),
    ("3 measures are red and 1 amber.", "count]: the text says 3 red; 2 of 5 measures are red"),
    ("41% of measures are red.", "share]: the text says 41% red; 2 of 5 measures is 40%"),
    (
        "2 (40%) measures are amber or red.",
        "count]: the text says 2 amber or red; 3 of 5 measures are amber or red",
    ),
    (
        "In Customers, 4 measures are red.",
        "count]: the text says 4 red; 2 of 3 measures of `Customers` are red",
    ),
    (
        "Homes expects an overspend of £3m.",
        "amount]: the text says £3m beside `overspend`; the figures come to £2.144m",
    ),
    ("More than 2 measures are red.", "count]: the text says 2 red; 2 of 5 measures are red"),
    (
        "2 (40%) of 5 rated measures are amber.",
        "count]: the text says 2 amber; 1 of 5 measures are amber",
    ),
    (
        "The forecast is an overspend of £4.3m.",
        "amount]: the text says £4.3m beside `overspend`; the figures come to £4.22m",
    ),
    (
        "40 homes (measure 2) stood empty, 41 homes (measure 2) do.",
        "result]: the text says 41 of measure 2; its result is 39",
    ),
];

/// Sentences that may be true of something that the data doesn't have, or aren't of what they name.
const DOUBTFUL: &[(&str, &str)] = &[
    ("In Homes, 2 measures are red.", "the text says 2 red; 0 of 2 measures of `Homes` are red"),
    ("Next year 4 measures are green.", "the text says 4 green"),
    ("Of 12 measures of schools, 3 are red.", "the text says 3 red; 2 of 5 measures are red"),
];

#[test]
fn true_sentences_pass_and_false_ones_are_named() {
    const FILE: &str = "performance/2025-26-q3/report.json";
    let with = |sentences: &[&str]| {
        let case = figures("clean");
        let mut card: Value = serde_json::from_str(&case.text(FILE)).unwrap();
        card["headlines"] = json!(sentences);
        case.file(FILE, card.to_string()).run(["check", "--data", "."])
    };
    with(TRUE).code(0).stderr_eq("3 documents: no faults\n");
    for (sentence, message) in FALSE {
        with(&[sentence]).code(1).stderr_has(&format!("error[figures/{message}"));
    }
    for (sentence, message) in DOUBTFUL {
        with(&[sentence]).code(0).stderr_has(&format!("warning[figures/doubtful]: {message}"));
    }
}
