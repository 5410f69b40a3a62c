//! A quarter's money and risks: units, accounts, parts and matrices.

mod overlaps;
mod resources;
mod sums;
mod tables;

use rust_xlsxwriter::{Format, Workbook};
use snapbox::str;

use self::overlaps::check_overlaps;
use crate::support::Case;
use crate::support::pdf::Pdf;

/// The folder of the quarter.
pub(crate) const FOLDER: &str = "performance/2025-26-q3";

/// The documents of the sample's quarter on its performance.
pub(crate) const EDITIONS: [&str; 6] = [
    "performance-report",
    "adults-and-health-scrutiny",
    "children-and-learning-scrutiny",
    "highways-transport-and-environment",
    "indicators",
    "summary",
];

/// Returns the sample with these documents made.
pub(crate) fn sample_reports() -> Case {
    let sample = Case::copy_of(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
    sample
        .run(["build", "--data", ".", "--kind", "performance-report", "--period", "2025-26-q3"])
        .code(0);
    sample
}

/// Returns the text of the whole report of a quarter that can be built.
fn printed(case: &Case) -> String {
    case.run(["build", "--data", ".", "--period", "2025-26-q3"]).code(0);
    Pdf::read(&case.read(&format!("output/public/{FOLDER}/performance-report.pdf"))).text()
}

/// Compares one printed row.
#[track_caller]
fn row(text: &str, row: &str) {
    assert!(text.lines().any(|line| line == row), "`{row}` in:\n{text}");
}

/// Returns a quarter that has only these tables.
pub(crate) fn quarter(card: &str, council: &str, tables: &[(&str, &str)]) -> Case {
    let case = Case::empty()
        .file(&format!("{FOLDER}/report.json"), format!(r#"{{ "title": "Quarter 3"{card} }}"#))
        .file("council.json", format!(r#"{{ "name": "Ashby Vale Council"{council} }}"#));
    tables
        .iter()
        .fold(case, |case, (table, rows)| case.file(&format!("{FOLDER}/{table}.csv"), *rows))
}

/// Returns a budget of lines in a workbook, each with a number format and its budget and forecast.
fn budget(lines: &[(&str, f64, f64)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("finance").unwrap();
    for (column, name) in ["portfolio", "title", "budget", "forecast"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), name).unwrap();
    }
    for (at, (format, budget, forecast)) in lines.iter().enumerate() {
        let (row, format) = (u32::try_from(at + 1).unwrap(), Format::new().set_num_format(*format));
        sheet.write_string(row, 0, "Homes").unwrap();
        sheet.write_string(row, 1, format!("Line {at}")).unwrap();
        sheet.write_number_with_format(row, 2, *budget, &format).unwrap();
        sheet.write_number_with_format(row, 3, *forecast, &format).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn cells_that_show_a_pound_sign_have_their_unit() {
    let case = |lines: &[(&str, f64, f64)]| {
        quarter("", "", &[]).bytes(&format!("{FOLDER}/finance.xlsx"), budget(lines))
    };
    let pounds = ("\"£\"#,##0.00", 118_402.0, 118_848.0);
    let text = printed(&case(&[pounds, ("\"£\"#,##0,\"k\"", 500_000.0, 0.0)]));
    row(&text, "Homes: total | £618,402 | £118,848 | (£499,554)");
    // What is held is what is shown where no comma behind the digits divides it.
    let text = printed(&case(&[("\"£\"0.000\"m\"", 118.402, 118.848)]));
    row(&text, "Line 0 | £118.402m | £118.848m | £0.446m");
    // A bare number among them is in pounds as well, and that is reported; where most are bare, nobody knows.
    let plain = ("#,##0", 5_000.0, 5_100.0);
    let few = case(&[pounds, pounds, plain]);
    row(&printed(&few), "Homes: total | £241,804 | £242,796 | £992");
    few.run(["check", "--data", ".", "-v"]).code(0).stderr_has("`5000` read as pounds");
    for lines in [&[pounds, plain][..], &[pounds, pounds, plain, ("\"£\"0\"k\"", 5.0, 5.0)]] {
        case(lines).run(["check", "--data", "."]).code(1).stderr_has("error[data/no-unit]");
    }
}

#[test]
fn the_unit_of_bare_numbers_is_written_or_set_and_never_taken_for_pounds() {
    const BARE: &str =
        "portfolio,title,budget,forecast\nHomes,Repairs,118.402,118.848\nHomes,Trees,£0.5m,0\n";
    quarter("", "", &[("finance", BARE)]).run(["check", "--data", "."]).code(1).stderr_eq(str![[r#"
error[data/no-unit]: `finance` has 2 amounts without a unit, such as `118.402` in `budget`
...
  = hint: write the unit into the column's name, as in `budget (£000)`, or into each cell, as in `£4.220m`; or once for all tables of money: `money-unit` in `report` or `council`, which is `pounds`, `thousands` or `millions`
...
"#]]);
    let printed = |finance: &str, card: &str, council: &str| {
        printed(&quarter(card, council, &[("finance", finance)]))
    };
    let millions = "Repairs | £118.402m | £118.848m | £0.446m";
    row(&printed(BARE, r#", "money-unit": "millions""#, ""), millions);
    row(&printed(BARE, "", r#", "money-unit": "£m""#), millions);
    // The quarter's card counts before the council's, and what a column or a cell says before both.
    let units = (r#", "money-unit": "millions""#, r#", "money-unit": "pounds""#);
    row(&printed(BARE, units.0, units.1), millions);
    let named =
        "portfolio,title,Budget £000,Forecast (£'000)\nHomes,Repairs,\"118,402\",\"118,848\"\n";
    row(&printed(named, units.0, units.1), "Repairs | £118,402k | £118,848k | £446k");
    let cells = "portfolio,title,budget,forecast\nHomes,Repairs,£4.220m,\"£4,100,000\"\n";
    row(&printed(cells, units.0, units.1), "Repairs | £4.220m | £4.100m | (£0.120m)");
    // A text prints the decimals of the table.
    let card = r#", "headlines": "Forecast: {forecast}, {variance}.""#;
    let whole = "portfolio,title,budget,forecast,pressure,mitigation\nHomes,Repairs,£4m,£5m,£1.220m,(£0.220m)\n";
    assert!(printed(whole, card, "").contains("Forecast: £5.000m, £1.000m."));
}

/// A quarter of which the general fund and the housing revenue account are kept apart.
const ACCOUNTS: &[(&str, &str)] = &[
    (
        "finance",
        "account,portfolio,group,title,budget,forecast\n\
         gf,Homes,Help,Advice,£1.200m,£1.250m\n\
         HRA,Homes,Repairs,Roofs,£4.000m,£3.900m\n\
         general fund,Streets,,Lights,£2.000m,£2.100m\n\
         GF,Total,,,£3.200m,£3.350m\n\
         HRA,Total,,,£4.000m,£3.900m\n",
    ),
    (
        "savings",
        "account,ref,title,portfolio,kind,lasting,target,red,amber,green,blue,rag,apr,may,jun,delivered\n\
         gf,S1,Fewer vans,Streets,saving,lasting,£0.400m,£0.100m,£0.050m,£0.150m,£0.100m,,£0.010m,£0.050m,£0.100m,£0.100m\n\
         gf,S2,Fees,Streets,income,one-off,£0.050m,,,,,green,,£0.010m,,£0.010m\n\
         gf,S3,Dearer fuel,Streets,pressure,lasting,(£0.020m),,,,,,,,,(£0.030m)\n\
         hra,S4,Letters by e-mail,Homes,saving,lasting,£0.060m,,,,,blue,£0.020m,£0.060m,,£0.060m\n",
    ),
    (
        "capital",
        "account,ref,title,portfolio,budget,year-budget,forecast\n\
         capital,K1,Depot,Streets,£6.400m,£1.900m,£0.750m\n\
         hra,K2,Thirty new homes,Homes,£3.850m,£0.520m,£0.640m\n",
    ),
];

#[test]
fn accounts_are_added_up_each_by_itself() {
    let card = r#", "headlines": "{general-fund-budget}, {hra-variance}, {hra-savings-target}, {capital-account-slippage}.""#;
    let text = printed(&quarter(card, "", ACCOUNTS));
    for expected in [
        "Homes | £1.200m | – | – | £1.250m | £0.050m",
        "All | £3.200m | – | – | £3.350m | £0.150m",
        "Homes | £4.000m | – | – | £3.900m | (£0.100m)",
        "Total | £3.200m | £3.350m | £0.150m",
    ] {
        row(&text, expected);
    }
    assert!(text.contains("£3.200m, (£0.100m), £0.060m, £1.150m."), "{text}");
    assert!(text.contains("Housing revenue account") && text.contains("General fund"), "{text}");
    // Nothing across accounts: £7.200m of budgets, £0.510m of savings, £10.250m of schemes.
    for across in ["£7.200m", "£0.510m", "£10.250m", "£2.420m"] {
        assert!(!text.contains(across), "{across} in {text}");
    }
    let card = r#", "headlines": "The budget is {budget}.""#;
    quarter(card, "", ACCOUNTS).run(["check", "--data", "."]).code(1).stderr_has(
        "error[figures/unknown-name]: `{budget}` would add up several accounts, which has no meaning",
    )
    .stderr_has("`{general-fund-budget}`, `{hra-budget}`");
}

#[test]
fn savings_are_rated_in_parts_and_pressures_take_away_from_them() {
    let text = printed(&quarter("", "", ACCOUNTS));
    // A saving in parts has delivered its blue part, and nothing of the others.
    for expected in [
        "Green | 2 | £0.200m | £0.010m",
        "Amber | 1 | £0.050m | £0.000m",
        "Red | 1 | £0.100m | £0.000m",
        "Delivered | 1 | £0.100m | £0.100m",
        "All savings | 2 | £0.450m | £0.110m",
        "Delivered | 1 | £0.060m | £0.060m",
    ] {
        row(&text, expected);
    }
    assert!(
        text.contains("Of £0.450m that is to be saved in the year, £0.110m has been, which is 24%; pressures of (£0.030m) take away from it, and £0.370m is left."),
        "{text}"
    );
    assert!(text.contains("Of the target, £0.050m is saved in this year only."), "{text}");
    // As published: in thousands, to the thousand.
    let published = "ref,title,portfolio,kind,target,delivered\n\
        S1,All services,Place,saving,\"2,674\",\"2,637\"\nP1,Demand,Place,pressure,\"(1,781)\",\"(1,781)\"\n";
    let text = printed(&quarter(r#", "money-unit": "thousands""#, "", &[("savings", published)]));
    assert!(
        text.contains("Of £2,674k that is to be saved in the year, £2,637k has been, which is 99%; pressures of (£1,781k) take away from it, and £1,818k is left."),
        "{text}"
    );
    let left = text.lines().find(|line| line.starts_with("Still to be saved"));
    assert!(left.is_some_and(|line| line.ends_with("£1,818k")), "{text}");
}

#[test]
fn months_agree_with_the_sum_delivered() {
    // A saving that gives no months has delivered something all the same.
    let rows = "ref,title,portfolio,target,apr,may,jun,delivered\n\
        S1,Vans,Place,£0.400m,£0.010m,£0.050m,£0.100m,£0.100m\nS2,Fees,Place,£0.100m,,,,£0.040m\n";
    let text = printed(&quarter("", "", &[("savings", rows)]));
    assert!(
        text.contains("Of £0.500m that is to be saved in the year, £0.140m has been, which is 28%"),
        "{text}"
    );
    assert!(text.contains("Jun | £0.140m | 28%"), "{text}");
    assert!(
        text.contains(
            "Months are left out where a saving does not say in which month it was delivered: Fees."
        ),
        "{text}"
    );
    // One that does not say what it has delivered leaves no sum at all, and is named.
    let rows =
        "ref,title,portfolio,target,delivered\nS1,Vans,Place,£0.4m,£0.1m\nS2,Fees,Place,£0.1m,\n";
    let text = printed(&quarter("", "", &[("savings", rows)]));
    assert!(text.contains("In the year £0.5m is to be saved."), "{text}");
    assert!(
        text.contains(
            "Totals are left out where a saving does not say what it has delivered: Fees."
        ),
        "{text}"
    );
}

/// Single changes to [`ACCOUNTS`] and [`RISKS`], each with what is reported: the table, the old text, the new text, and
/// the message.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    (
        "finance",
        "\nHRA,Homes",
        "\n,Homes",
        "error[figures/account]: 1 row of `finance` has no `account`, such as `Roofs`, and others have one",
    ),
    (
        "finance",
        "\nHRA,Total,,,£4.000m",
        "\n,Total,,,£7.200m",
        "error[figures/account]: this total adds up several accounts, general-fund, housing-revenue-account",
    ),
    (
        "finance",
        "HRA,Total,,,£4.000m",
        "HRA,Total,,,£4.100m",
        "error[figures/total]: `budget`: the total is given as £4.100m; its 1 rows add up to £4.000m",
    ),
    (
        "finance",
        "GF,Total,,,£3.200m,£3.350m",
        "GF,Total,,,£3.200m,£7.250m",
        "error[figures/total]: `forecast`: the total is given as £7.250m; its 2 rows add up to £3.350m",
    ),
    (
        "finance",
        "£1.200m,£1.250m",
        "1200,£1.250m",
        "error[data/no-unit]: `finance` has 1 amount without a unit, such as `1200` in `budget`",
    ),
    (
        "finance",
        "£2.000m,£2.100m\nGF,Total,,,£3.200m,£3.350m",
        ",£2.100m",
        "warning[figures/incomplete]: `Lights` has no `budget`",
    ),
    (
        "finance",
        "gf,Homes",
        "parish,Homes",
        "error[data/bad-value]: `account`: `parish` is not an account",
    ),
    (
        "savings",
        "£0.100m,£0.050m,£0.150m,£0.100m,,",
        "£0.100m,£0.050m,£0.160m,£0.100m,,",
        "error[figures/part]: the parts of `S1` add up to £0.410m; its `target` is £0.400m",
    ),
    (
        "savings",
        "£0.100m,£0.050m,£0.150m,£0.100m,,",
        "£0.050m,£0.050m,£0.150m,£0.150m,,",
        "error[figures/rating]: £0.150m is blue, which means delivered, but only £0.100m is delivered",
    ),
    (
        "savings",
        "£0.100m,£0.050m,£0.150m,£0.100m,,",
        "£0.100m,,£0.200m,£0.100m,amber,",
        "error[figures/rating]: rated amber, but no part of it is amber",
    ),
    (
        "savings",
        "(£0.020m),,,,,,,,,(£0.030m)",
        "£0.020m,,,,,,,,,(£0.030m)",
        "error[figures/sign]: `target` is £0.020m; a pressure is written as (£0.020m)",
    ),
    (
        "savings",
        "(£0.020m),,,,,,,,,(£0.030m)",
        "(£0.020m),,,,,,,,,£0.030m",
        "error[figures/sign]: `delivered` is £0.030m; a pressure is written as (£0.030m)",
    ),
    (
        "savings",
        "saving,lasting,£0.060m",
        "saving,lasting,(£0.060m)",
        "error[figures/sign]: `target` is (£0.060m); a saving is written as £0.060m",
    ),
    (
        "savings",
        "£0.010m,£0.050m,£0.100m,£0.100m",
        "£0.010m,£0.050m,£0.100m,£0.110m",
        "error[figures/variance]: `delivered` is £0.110m; what was delivered by the end of `jun` is £0.100m",
    ),
    (
        "savings",
        "£0.010m,£0.050m,£0.100m,£0.100m",
        "£0.060m,£0.050m,£0.100m,£0.100m",
        "error[figures/month]: `may` is £0.050m, less than the £0.060m of the month before",
    ),
    (
        "savings",
        "hra,S4",
        ",S4",
        "error[figures/account]: 1 row of `savings` has no `account`, such as `Letters by e-mail`",
    ),
    (
        "savings",
        "blue,£0.020m,£0.060m,,£0.060m",
        "green,,,,",
        "warning[figures/incomplete]: `Letters by e-mail` has no `delivered`",
    ),
    ("capital", "£6.400m", "", "warning[figures/incomplete]: `Depot` has no `budget`"),
    (
        "capital",
        "£0.520m,£0.640m",
        "£520,£0.640m",
        "error[figures/two-units]: `year-budget`: £520 in a column of amounts in £m",
    ),
    (
        "risks",
        "12 (D x 3)",
        "13 (D x 3)",
        "error[figures/score]: the score is 13; the 4 times 3 beside it is 12",
    ),
    (
        "risks",
        "12 (D x 3)",
        "13",
        "error[figures/score]: 13 is no score: no likelihood from 1 to 4 times an impact from 1 to 4 gives it",
    ),
    ("risks", "12 (D x 3)", "20", "error[figures/score]: 20 is outside the scale of 1 to 16"),
    ("risks", "12 (D x 3)", "12 (E x 3)", "error[figures/score]: E is outside the scale of A to D"),
    (
        "risks",
        "Legal,16,9",
        "Legal,16,8",
        "error[figures/score]: the score is 8; likelihood 3 times impact 3 is 9",
    ),
    ("risks", "9,C,3", "9,C,5", "error[figures/score]: 5 is outside the scale of 1 to 4"),
    (
        "risks",
        "Financial",
        "Finance",
        "warning[figures/no-appetite]: no appetite is given for risks of the category `Finance`",
    ),
    (
        "council",
        "\"high-from\": 9",
        "\"letters\": \"rising\"",
        "error[figures/risk-matrix]: `risk-matrix` has 4 by 4 levels, and nothing says from which score a risk is high",
    ),
    (
        "council",
        "\"high-from\": 9",
        "\"high-from\": 3",
        "error[figures/risk-matrix]: medium risks begin at 4 and high ones at 3, of scores from 1 to 16",
    ),
    (
        "council",
        "\"impact\": 4",
        "\"impact\": 7",
        "error[figures/risk-matrix]: `risk-matrix` has 7 levels of impact",
    ),
];

/// Risks scored by a matrix of four by four, with letters for likelihood.
const RISKS: &str = "ref,title,register,category,initial,current,likelihood,impact,previous,previous-likelihood,previous-impact\n\
    R1,A supplier fails,corporate,Financial,16,12 (D x 3),,,9,C,3\n\
    R2,A flood,corporate,Service,8,4,B,2,8,D,2\n\
    R3,A law changes,corporate,Legal,16,9,C,3,,,\n\
    R4,Nobody knows,corporate,Legal,16,6,,,,,\n";

/// The council of [`RISKS`].
const MATRIX: &str = r#", "risk-matrix": { "likelihood": 4, "impact": 4, "medium-from": 4, "high-from": 9 },
    "risk-appetite": [ { "category": "Financial", "highest": 9 }, { "category": "Service", "highest": 6 },
        { "category": "Legal", "highest": 9 } ]"#;

/// Returns the quarter of [`ACCOUNTS`] and [`RISKS`], with one text in one table replaced.
fn changed(table: &str, found: &str, by: &str) -> Case {
    let council = if table == "council" { MATRIX.replace(found, by) } else { MATRIX.to_owned() };
    assert!(table != "council" || council != MATRIX, "`{found}` is in the council");
    let tables = ACCOUNTS.iter().copied().chain([("risks", RISKS)]);
    tables.fold(quarter("", &council, &[]), |case, (name, rows)| {
        assert!(name != table || rows.contains(found), "`{found}` is in `{table}`");
        let rows = if name == table { rows.replacen(found, by, 1) } else { rows.to_owned() };
        case.file(&format!("{FOLDER}/{name}.csv"), rows)
    })
}

#[test]
fn slips_of_money_and_risks_are_found() {
    changed("", "", "")
        .run(["check", "--data", "."])
        .code(0)
        .stderr_lacks("error[")
        .stderr_lacks("warning[");
    let mut silent = String::new();
    for (table, found, by, message) in SLIPS {
        let ended = changed(table, found, by).run(["check", "--data", "."]);
        let is_error = message.starts_with("error");
        if !ended.stderr().contains(message) || ended.exit() != Some(i32::from(is_error)) {
            silent.push_str(&format!("=== {message}\n{}\n", ended.stderr()));
        }
    }
    assert!(silent.is_empty(), "{silent}");
}

/// True sentences about [`ACCOUNTS`].
const TRUE: &[&str] = &[
    "The general fund is overspent by £0.150m.",
    "The general fund has an overspend of £0.15m.",
    "The general fund shows an overspending of £150,000.",
    "The HRA has an underspend of £0.100m.",
    "The housing revenue account is underspent by £0.1m.",
    "An underspend of £100k is forecast for the HRA.",
    "The budget of the general fund is {general-fund-budget}.",
    "The housing revenue account will cost {hra-forecast}.",
    "Slippage on the HRA is (£0.120m).",
    "Of {general-fund-savings-target}, {general-fund-savings-delivered} is saved.",
    "Pressures of {general-fund-savings-pressures} leave {general-fund-savings-left} to be saved.",
    "{general-fund-savings-red} of the savings is red, {general-fund-savings-amber} amber and {general-fund-savings-green} green.",
    "{general-fund-savings-done} is delivered, and {general-fund-savings-one-off} is one-off.",
    "{hra-savings-count} saving of the HRA is worth {hra-savings-target}.",
    "{high-risk-count} of {risk-count} risks are high, and {over-appetite-count} is above the appetite.",
    "{capital-account-scheme-count} scheme has {capital-account-capital-budget} this year.",
];

#[test]
fn true_sentences_about_money_pass_and_false_ones_are_named() {
    let with = |sentence: &str| {
        let card = format!(r#"{{ "title": "Quarter 3", "headlines": "{sentence}" }}"#);
        let case = changed("", "", "").file(&format!("{FOLDER}/report.json"), card);
        case.run(["check", "--data", "."])
    };
    for sentence in TRUE {
        let ended = with(sentence);
        assert_eq!(ended.exit(), Some(0), "{sentence}\n{}", ended.stderr());
        assert!(!ended.stderr().contains("warning["), "{sentence}\n{}", ended.stderr());
    }
    for (sentence, message) in [
        (
            "The general fund is overspent by £0.250m.",
            "the text says £0.250m beside `overspend`; the figures come to £0.150m",
        ),
        (
            "The HRA has an underspend of £0.2m.",
            "the text says £0.2m beside `overspend`; the figures come to (£0.1m)",
        ),
        ("The variance is {variance}.", "`{variance}` would add up several accounts"),
        ("It is {dsg-budget}.", "`{dsg-budget}` is not a figure that this text can name"),
        (
            "It is {schools-budget}.",
            "`{schools-budget}` names a figure that this period doesn't have",
        ),
    ] {
        let ended = with(sentence);
        let says = message.split("; ").next().unwrap_or_default();
        assert!(
            ended.exit() == Some(1) && ended.stderr().contains(says),
            "{sentence}\n{}",
            ended.stderr()
        );
    }
}

#[test]
fn a_matrix_of_any_size_shows_every_risk_and_its_moves() {
    let text = printed(&changed("", "", ""));
    for expected in [
        "A risk’s score is its likelihood, from 1 to 4, times its impact, from 1 to 4. Scores to 3 are low, to 8 medium, and above that high.",
        "R1 | A supplier fails | Financial | 12 | 9",
        "Not in the picture, because they give no likelihood and impact: R4.",
        "An arrow leads from where a risk stood in the quarter before",
    ] {
        assert!(text.contains(expected), "`{expected}` in:\n{text}");
    }
    // Two moves that may cross are in a table.
    let text = printed(&changed("risks", "9,C,3,,,", "9,C,3,2,A,2"));
    for expected in
        ["R1 | C → D | 3 → 3 | 9 → 12", "R2 | D → B | 2 → 2 | 8 → 4", "R3 | A → C | 2 → 3 | 2 → 9"]
    {
        row(&text, expected);
    }
    assert!(!text.contains("An arrow leads"), "{text}");
    // Where A is the highest level, D is the lowest.
    let falling =
        MATRIX.replace("\"likelihood\": 4,", "\"likelihood\": 4, \"letters\": \"a-is-highest\",");
    let rows =
        "ref,title,current,likelihood,impact\nR1,A supplier fails,16,A,4\nR2,A flood,2 (Dx2),,\n";
    let case = quarter("", &falling, &[("risks", rows)]);
    case.run(["check", "--data", "."]).code(0).stderr_eq("1 document: no faults\n");
    for (likelihood, impact) in [(3, 3), (3, 6), (6, 3), (6, 6), (5, 4)] {
        let matrix = format!(
            r#", "risk-matrix": {{ "likelihood": {likelihood}, "impact": {impact}, "medium-from": 3, "high-from": 7 }}"#
        );
        let rows = format!(
            "ref,title,current,likelihood,impact\nDIRECTORATE/CORPORATE-SERVICES/001,Top,{},{likelihood},{impact}\nR2,Low,1,1,1\n",
            likelihood * impact
        );
        let case = quarter("", &matrix, &[("risks", &rows)]);
        case.run(["build", "--data", "."]).code(0);
        check_overlaps(&case, &format!("{likelihood} by {impact}"), &["performance-report"]);
    }
}
