//! A quarter's figures.

use super::{Fault, HELD, MINUTES, NEXT, REPORT, check};

const INDICATORS: &str = "data/performance/2025-26-q3/indicators.csv";

#[test]
fn impossible_figures_are_reported() {
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "a percentage as a bare fraction",
                change: |case| case.replace(INDICATORS, ",56.1,", ",0.561,"),
                says: &["error[data/ambiguous] data/performance/2025-26-q3/indicators.csv:2:63"],
                refused: &[REPORT],
            },
            Fault {
                name: "a result in pounds where the indicator counts in per cent",
                change: |case| case.replace(INDICATORS, ",56.1,", ",£56,"),
                says: &[
                    "error[data/contradiction] data/performance/2025-26-q3/indicators.csv:2:63",
                ],
                refused: &[REPORT],
            },
            Fault {
                name: "a portfolio that the report does not list",
                change: |case| case.replace(INDICATORS, "high,Environment", "high,environment"),
                says: &[
                    "warning[data/unlisted-portfolio] data/performance/2025-26-q3/indicators.csv:2:41",
                ],
                refused: &[],
            },
            Fault {
                name: "a result that is no number",
                change: |case| case.replace(INDICATORS, ",56.1,", ",about half,"),
                says: &["error[data/bad-value] data/performance/2025-26-q3/indicators.csv:2:63"],
                refused: &[REPORT],
            },
            Fault {
                name: "a result in a column that was too narrow for it",
                change: |case| case.replace(INDICATORS, ",56.1,", ",#####,"),
                says: &["error[data/bad-value] data/performance/2025-26-q3/indicators.csv:2:63"],
                refused: &[REPORT],
            },
            Fault {
                name: "an indicator given twice",
                change: |case| case.replace(INDICATORS, "\n2,", "\n1,"),
                says: &["error[data/duplicate] data/performance/2025-26-q3/indicators.csv:3:1"],
                refused: &[REPORT],
            },
            Fault {
                name: "a polarity that is not known",
                change: |case| case.replace(INDICATORS, ",high,", ",hihg,"),
                says: &["error[data/bad-value] data/performance/2025-26-q3/indicators.csv:2:36"],
                refused: &[REPORT],
            },
            Fault {
                name: "a band without its ends",
                change: |case| case.replace(INDICATORS, ",high,", ",band,"),
                says: &[
                    "error[data/missing-value] data/performance/2025-26-q3/indicators.csv:2:36",
                ],
                refused: &[REPORT],
            },
            Fault {
                name: "a quarter given twice",
                change: |case| case.replace(INDICATORS, "Q2 2025/26", "2025-26-q3"),
                says: &["error[data/duplicate] data/performance/2025-26-q3/indicators.csv:1:66"],
                refused: &[REPORT],
            },
            Fault {
                name: "money that is none",
                change: |case| {
                    case.file(
                        "data/performance/2025-26-q3/finance.csv",
                        "portfolio,title,budget\nEnvironment,Waste,£12.3.4m\n",
                    )
                },
                says: &["error[data/bad-value] data/performance/2025-26-q3/finance.csv:2:19"],
                refused: &[REPORT],
            },
        ],
    );
}

#[test]
fn missing_figures_refuse_no_report() {
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "a spreadsheet error for a result",
                change: |case| case.replace(INDICATORS, ",56.1,", ",#DIV/0!,"),
                says: &[
                    "warning[data/spreadsheet-error] data/performance/2025-26-q3/indicators.csv:2:63",
                ],
                refused: &[],
            },
            Fault {
                name: "thousands with a point",
                change: |case| {
                    let finance = "group;portfolio;title;budget;forecast;narrative\n\
                                   Place;Environment;Waste;£907.000;£1.2m;A \n";
                    case.file("data/performance/2025-26-q3/finance.csv", finance)
                },
                says: &["warning[data/decimal-comma] data/performance/2025-26-q3/finance.csv:2:25"],
                refused: &[],
            },
            Fault {
                name: "a result withheld",
                change: |case| case.replace(INDICATORS, ",56.1,", ",[c],"),
                says: &[],
                refused: &[],
            },
        ],
    );
}

#[test]
fn units_are_read_from_headings() {
    const FINANCE: &str = "data/performance/2025-26-q3/finance.csv";
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "thousands",
                change: |case| {
                    let rows = "portfolio,title,Budget (£k),Forecast £000\nEnvironment,Waste,\"1,265\",(5)\n";
                    case.file(FINANCE, rows)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "nought as accounting formats show it",
                change: |case| {
                    let rows = "portfolio,title,budget,forecast\nEnvironment,Waste,£-, £ -   \n\
                                Environment,Parks,£5,£5\n";
                    case.file(FINANCE, rows)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a bare dash, which may be nought or nothing",
                change: |case| case.file(FINANCE, "portfolio,title,budget\nEnvironment,Waste,-\n"),
                says: &["error[data/bad-value] data/performance/2025-26-q3/finance.csv:2:19"],
                refused: &[REPORT],
            },
            Fault {
                name: "a duration whose heading gives its unit",
                change: |case| {
                    case.replace("data/agenda.csv", "number,part", "number,Duration (minutes),part")
                        .replace("data/agenda.csv", "-13,1,,", "-13,1,5,,")
                        .replace("data/agenda.csv", "-13,2,,", "-13,2,1 hour,,")
                        .replace("data/agenda.csv", "-13,3,II,", "-13,3,,II,")
                        .replace("data/agenda.csv", "-24,1,,", "-24,1,,,")
                        .replace("data/agenda.csv", "-24,2,,", "-24,2,,,")
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "an amount that contradicts its heading",
                change: |case| {
                    case.file(FINANCE, "portfolio,title,Budget £k\nEnvironment,Waste,\"£1,265\"\n")
                },
                says: &["error[data/bad-value] data/performance/2025-26-q3/finance.csv:2:19"],
                refused: &[REPORT],
            },
            Fault {
                name: "a unit that is not known",
                change: |case| {
                    case.file(FINANCE, "portfolio,title,Budget £q\nEnvironment,Waste,12\n")
                },
                says: &[
                    "warning[data/unknown-column] data/performance/2025-26-q3/finance.csv:1:17",
                ],
                refused: &[],
            },
        ],
    );
}
