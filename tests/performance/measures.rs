//! Measures: how often, in which unit, for whom and against what; and reports on other periods than quarters.

use super::figures;
use crate::support::Case;
use crate::support::pdf::Pdf;

/// A council with a report card for a folder of `performance`.
fn council(period: &str, card: &str) -> Case {
    Case::empty()
        .file("council.json", figures("clean").text("council.json"))
        .file(&format!("performance/{period}/report.json"), card)
}

/// The text of a document of a period, without breaks.
fn text(case: &Case, readers: &str, period: &str, name: &str) -> String {
    let pdf = Pdf::read(&case.read(&format!("output/{readers}/performance/{period}/{name}.pdf")));
    pdf.text().replace(" | ", " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn has(text: &str, expected: &[&str]) {
    for expected in expected {
        assert!(text.contains(expected), "`{expected}` in:\n{text}");
    }
}

#[test]
fn months_halves_and_years_have_reports_beside_quarters() {
    const FINANCE: &str = "portfolio,title,budget,forecast\nHomes,Repairs,£2.500m,£2.720m\n";
    let savings = "ref,title,portfolio,target,oct,nov\nS1,One van fewer,Homes,£100k,£40k,£60k\n";
    let results = "number,title,unit,polarity,portfolio,target,2023/24,2024/25\n\
        1,Homes let,number,high,Homes,40,38,41\n";
    let card = r#"{ "title": "The year", "portfolios": [ { "name": "Homes" } ] }"#;
    let case = council("2024-25", card)
        .file("performance/2024-25/indicators.csv", results)
        .file("performance/2025-11/finance.csv", FINANCE)
        .file("performance/2025-11/savings.csv", savings)
        .file("performance/2025-26-h1/finance.csv", FINANCE)
        .file("performance/2025-26-q2/finance.csv", FINANCE);
    case.run(["build", "--data", "."]).code(0);
    let report = |period| text(&case, "public", period, "performance-report");
    has(&report("2025-11"), &["Performance report: November 2025", "Month November 2025", "£60k"]);
    has(&report("2025-26-h1"), &["Half-year H1 2025/26: April to September 2025", "£0.220m"]);
    has(&report("2025-26-q2"), &["Quarter Q2 2025/26: July to September 2025"]);
    has(&report("2024-25"), &["Year 2024/25: April to March 2025", "Better than 2023/24", "Green"]);
    case.run(["build", "--data", ".", "--period", "2025-11", "--output", "one"]).code(0);
    let list = case.run(["list", "--data", ".", "--period", "2025-11"]);
    let list = list.code(0).stdout_has("2025-11");
    assert!(!list.stdout().contains("2025-26-q2"), "{}", list.stdout());
}

/// Measures of a first quarter, each with something that the others lack.
const KINDS: &str = "number,title,unit,polarity,portfolio,target,tolerance,red-only-if-worse-than,\
    rated-by,forecast-value,frequency,due-in,words-before,words-after,rag-override,rag-override-reason,\
    Q1 2024/25,Q3 2024/25,Q4 2024/25,Q1 2025/26,narrative,agreed-on\n\
    1,Waste,number,low,Homes,400,5% of target,year-before,,,,,about,kg a household,,,455,,410,450,,\n\
    2,Exam results,percent,high,Homes,70,,,,,yearly,September,,,,,,,,,,\n\
    3,Staff survey,percent,high,Homes,70,,,,,half-yearly,,,,,,,,66,,,\n\
    4,Sickness,days,low,Homes,8.5,,,forecast,8.1,,,,,,,,,,2.4,,\n\
    5,Visits,number,none,Homes,,,,,,,,,,,,,,900,950,,\n\
    6,Calls,percent,high,Homes,90,,,,,,,,,,,,,91,TBC,,\n\
    7,Ferries,percent,high,Homes,90,,,,,,,,,,,,,91,N/A,,\n\
    8,Trees,number,high,Homes,,,,,,,,,,,,,,91,92,,\n\
    9,Buses,percent,high,Homes,90,,,,,,,,,grey,The count is under review.,,,91,70,,\n\
    10,Works,percent,high,Homes,100,,,,,,,,,blue,All are built.,,,91,100,,\n\
    11,Fires,number,low,Homes,5,1,period-before,,,,,,,,,,,,9,,\n\
    12,Lamps,number,high,Homes,80,5%,,,,monthly,,,,,,,,85,76,Seen.,2026-12-30\n";

#[test]
fn kinds_of_measures_are_rated_or_say_why_not() {
    let card = r#"{ "title": "Quarter 1", "portfolios": [ { "name": "Homes" } ],
        "blue-means": "Project closed", "grey-means": "Under review" }"#;
    let benchmarks = "indicator,label,value,period,rank\n1,England,388,2024/25,\n\
        1,Similar councils,401,2024/25,12 of 16\n";
    let case = council("2025-26-q1", card)
        .file("performance/2025-26-q1/indicators.csv", KINDS)
        .file("performance/2025-26-q1/benchmarks.csv", benchmarks);
    let ran = case.run(["build", "--data", ".", "--today", "2026-11-29"]);
    ran.code(0)
        .stderr_has("warning[figures/no-comparison]: measure 11 is not rated: it is red only if it is worse than in Q4 2024/25")
        .stderr_has("warning[figures/not-agreed]: the commentary on measure 12 is agreed on 30 December 2026, a day to come");
    let text = text(&case, "public", "2025-26-q1", "performance-report");
    has(
        &text,
        &[
            "Not rated: 1 for information, 1 no target, 1 no earlier result to compare with, 1 result \
             awaited, 1 not applicable, 2 not due, 1 under review.",
            // Beyond the tolerance, and better than a year before.
            "1. Waste Number, lower is better Amber",
            "about 450 kg a household",
            "amber up to about 420 kg a household; beyond, red only if worse than Q1 2024/25",
            "Others: England about 388 kg a household (2024/25); Similar councils",
            "where the Council is number 12 of 16.",
            "[not due] not due in this quarter",
            "Green Rated by what is expected at the end of the year",
            "9. Buses Per cent, higher is better Under review",
            "10. Works Per cent, higher is better Project closed",
            "12. Lamps Number, higher is better · every month Amber",
            "What is said of this measure is not yet agreed",
        ],
    );
    assert!(!text.contains("Seen."), "{text}");
}

/// The half-yearly result is due again two quarters after the last; the yearly one in its month.
#[test]
fn what_is_not_due_neither_improves_nor_declines() {
    let rows = "number,title,unit,polarity,portfolio,target,frequency,Q2 2025/26,Q3 2025/26,Q4 2025/26\n\
        1,Staff survey,percent,high,Homes,70,twice a year,66,,71\n\
        2,Lettings,percent,high,Homes,70,quarterly,66,66,71\n";
    let case = council("2025-26-q4", r#"{ "title": "Quarter 4" }"#)
        .file("performance/2025-26-q4/indicators.csv", rows)
        .file("performance/2025-26-q3/indicators.csv", rows);
    case.run(["build", "--data", "."]).code(0);
    let report = |period| text(&case, "public", period, "performance-report");
    has(
        &report("2025-26-q4"),
        &[
            "1. Staff survey Red (Q2 2025/26) Green Improved",
            "2. Lettings Red Green Improved",
            "Better than Q2 2025/26",
        ],
    );
    has(&report("2025-26-q3"), &["Not rated: 1 not due.", "No measure’s rating changed"]);
}

#[test]
fn internal_measures_are_shown_to_members_and_officers_only() {
    let rows = "number,title,unit,polarity,portfolio,target,readers,Q1 2025/26,narrative,agreed-on\n\
        1,Homes let,number,high,Homes,40,,41,,\n\
        2,Cost of a contested eviction,pounds,low,Homes,100,internal,120,Two were lost.,2025-07-10\n";
    let commitments = "ref,text,indicators,state\nW1,let homes quickly,1; 2,on course\n";
    let card = r#"{ "title": "Quarter 1", "headlines": ["One measure is green, and {measure-count} in all."] }"#;
    let case = council("2025-26-q1", card)
        .file("performance/2025-26-q1/indicators.csv", rows)
        .file(
            "performance/2025-26-q1/benchmarks.csv",
            "indicator,label,value\n2,Other courts,£99\n",
        )
        .file("performance/2025-26-q1/commitments.csv", commitments);
    case.run(["build", "--data", "."]).code(0);
    let public = text(&case, "public", "2025-26-q1", "performance-report");
    has(&public, &["One measure is green, and 1 in all.", "Measure 1"]);
    for secret in ["eviction", "£120", "Two were lost", "Other courts", "Measure 2"] {
        assert!(!public.contains(secret), "`{secret}` in:\n{public}");
    }
    let internal = text(&case, "restricted", "2025-26-q1", "internal-measures");
    has(
        &internal,
        &[
            "Not for publication.",
            "Cost of a contested eviction",
            "Two were lost.",
            "Others: Other courts £99",
        ],
    );
    assert!(!internal.contains("Homes let"), "{internal}");
}

#[test]
fn doubts_about_measures_are_asked_about() {
    const HEAD: &str = "number,title,unit,polarity,portfolio,target,tolerance,frequency,accumulates,Q4 2024/25,Q1 2025/26";
    for (row, fault) in [
        (
            "1,A,percent,high,Homes,0,,,,80,85",
            "warning[figures/target-nought]: the target of measure 1 is nought",
        ),
        ("1,A,number,low,Homes,0,5% of target,,,3,2", "warning[figures/target-nought]"),
        (
            "1,A,percent,high,Homes,80,,,,84.5,8.45",
            "warning[figures/out-of-proportion]: measure 1 is 8.45 in Q1 2025/26, out of all proportion to 84.5",
        ),
        (
            "1,A,number,low,Homes,400,,,,,4000",
            "warning[figures/out-of-proportion]: measure 1 is 4,000 in Q1 2025/26, out of all proportion to 400",
        ),
        (
            "1,A,percent,high,Homes,80,5%,,,84,85",
            "error[data/ambiguous]: `5%` may be 5 percentage points, or 5% of the target",
        ),
        (
            "1,A,days,low,Homes,8,2 points,,,8,9",
            "error[data/contradiction]: a tolerance in points is one of percentages",
        ),
        ("1,A,days,low,Homes,8,-2,,,8,9", "a tolerance is not below nought"),
        (
            "1,A,days,low,Homes,8,,other,,8,9",
            "error[data/missing-value]: the frequency `other` doesn't say when a result is due",
        ),
        ("1,A,days,low,Homes,8,,now and then,,8,9", "is not how often something is measured"),
    ] {
        let case = council("2025-26-q1", r#"{ "title": "Quarter 1" }"#)
            .file("performance/2025-26-q1/indicators.csv", format!("{HEAD}\n{row}\n"));
        case.run(["check", "--data", "."]).stderr_has(fault);
    }
    // A few more than none, and the year that begins again, are no slips.
    for row in ["1,A,number,low,Homes,4,,,,1,12", "1,A,days,low,Homes,8,,,year,8.5,0.5"] {
        let case = council("2025-26-q1", r#"{ "title": "Quarter 1" }"#)
            .file("performance/2025-26-q1/indicators.csv", format!("{HEAD}\n{row}\n"));
        case.run(["check", "--data", "."]).stderr_lacks("out-of-proportion");
    }
    let card = r#"{ "title": "Quarter 1" }"#;
    let case = council("2025-26-q1", card)
        .file(
            "performance/2025-26-q1/indicators.csv",
            format!("{HEAD}\n1,A,days,low,Homes,8,,,,8,9\n"),
        )
        .file(
            "performance/2025-26-q1/benchmarks.csv",
            "indicator,label,value,rank\n7,England,9,\n",
        );
    case.run(["check", "--data", "."]).code(1).stderr_has("there is no measure 7 in Q1 2025/26");
    let case = case.file(
        "performance/2025-26-q1/benchmarks.csv",
        "indicator,label,value,rank\n1,England,9,17 of 16\n",
    );
    case.run(["check", "--data", "."]).code(1).stderr_has("there is no place 17 among 16");
}

/// Council tax collected by the end of June, then of September: each is held against its own target, and compared with the
/// year before, not with the quarter before.
#[test]
fn what_adds_up_from_april_is_rated_by_its_profile() {
    let rows = "number,title,unit,polarity,decimals,portfolio,accumulates,target,tolerance,target-q1,target-q2,\
        Q1 2024/25,Q2 2024/25,Q1 2025/26,Q2 2025/26\n\
        1,Council tax collected,percent,high,1,Homes,year,97%,1,28%,55%,28.1%,55.2%,27.8%,54.9%\n";
    let case = council("2025-26-q2", r#"{ "title": "Quarter 2" }"#)
        .file("performance/2025-26-q2/indicators.csv", rows)
        .file("performance/2025-26-q1/indicators.csv", rows);
    case.run(["build", "--data", "."]).code(0).stderr_lacks("warning");
    for (period, result, target) in [
        ("q1", "27.8%", "28.0% or more; amber down to 27.0%"),
        ("q2", "54.9%", "55.0% or more; amber down to 54.0%"),
    ] {
        let report = text(&case, "public", &format!("2025-26-{period}"), "performance-report");
        let year_before = format!("Amber Worse than {} 2024/25", period.to_uppercase());
        has(&report, &[result, target, "97.0% or more in the year", &year_before]);
        assert!(!report.contains("Improved") && !report.contains("Declined"), "{report}");
    }
}

/// Targets of a year's profile are those of ends of quarters: the hint names the column of the quarter that ends.
#[test]
fn a_profile_that_is_missing_is_asked_for_by_its_column() {
    let rows = "number,title,unit,polarity,portfolio,accumulates,target,2025/26,H1 2025/26,November 2025\n\
        1,Trees planted,number,high,Homes,year,400,,150,210\n";
    for (period, hint) in
        [("2025-26-h1", "fill in `target-q2`"), ("2025-11", "only ends of quarters have targets")]
    {
        let case = council(period, r#"{ "title": "So far" }"#)
            .file(&format!("performance/{period}/indicators.csv"), rows);
        case.run(["check", "--data", "."]).code(0).stderr_has(hint);
    }
}
