//! Pages are filled, tables break without lone rows, and nothing stands on a page twice.

use crate::money::{EDITIONS, quarter, sample_reports};
use crate::support::Case;
use crate::support::boxes::lines;
use crate::support::pdf::Pdf;

/// The folder of a quarter's documents.
const MADE: &str = "output/public/performance/2025-26-q3";
/// Where the text of a page begins and ends, in points from its top.
const TEXT: [f64; 2] = [74.0, 765.0];
/// How much of a page has to be filled, of the last of a document less.
const LEAST: f64 = 0.6;

/// Fails where a page before the last of a document is less than filled.
#[track_caller]
fn check_filled(case: &Case, document: &str) {
    let pages = lines(&case.path(&format!("{MADE}/{document}.pdf")));
    for (at, page) in pages[..pages.len() - 1].iter().enumerate() {
        let bottoms =
            page.iter().map(|(bottom, _)| *bottom).filter(|bottom| *bottom < TEXT[1] + 2.0);
        let filled = (bottoms.fold(TEXT[0], f64::max) - TEXT[0]) / (TEXT[1] - TEXT[0]);
        assert!(LEAST <= filled, "page {} of {document} is filled to {filled:.2}", at + 1);
    }
}

#[test]
fn no_page_but_the_last_is_half_empty() {
    let sample = sample_reports();
    for edition in EDITIONS {
        check_filled(&sample, edition);
    }
}

/// Returns a quarter of so many lines of the budget in groups of seven, of which the last lacks its forecast, and as many
/// savings and schemes, every third with a narrative.
fn long_tables(count: usize) -> Case {
    let note = |at: usize| match at % 3 {
        0 => {
            "Because more people asked for help in the autumn than in any quarter of the year before."
        }
        _ => "",
    };
    let (mut finance, mut savings, mut capital) = (
        "portfolio,group,title,budget,forecast,narrative\n".to_owned(),
        "ref,title,portfolio,target,delivered,rag,narrative\n".to_owned(),
        "ref,title,portfolio,budget,year-budget,forecast,narrative\n".to_owned(),
    );
    for at in 1..=count {
        let forecast = if at == count { "" } else { "£0.210m" };
        finance.push_str(&format!(
            "Homes,Group {},Line {at},£0.200m,{forecast},{}\n",
            at / 7,
            note(at)
        ));
        savings.push_str(&format!("S{at},Saving {at},Homes,£0.200m,£0.100m,green,{}\n", note(at)));
        capital
            .push_str(&format!("K{at},Scheme {at},Homes,£0.300m,£0.200m,£0.100m,{}\n", note(at)));
    }
    quarter("", "", &[("finance", &finance), ("savings", &savings), ("capital", &capital)])
}

#[test]
fn long_tables_break_between_rows_and_leave_none_alone() {
    for count in [9, 16, 23, 30, 37, 44, 51] {
        let case = long_tables(count);
        case.run(["build", "--data", "."]).code(0);
        check_filled(&case, "performance-report");
        let pages = lines(&case.path(&format!("{MADE}/performance-report.pdf")));
        let mut heads = 0;
        for (at, page) in pages.iter().enumerate() {
            // Without the running head and the foot.
            let inner = page.iter().filter(|(bottom, _)| (60.0..TEXT[1] + 2.0).contains(bottom));
            let inner: Vec<&str> = inner.map(|(_, line)| line.as_str()).collect();
            let place = || format!("{count} lines, page {}:\n{}", at + 1, inner.join("\n"));
            let is_head = |line: &str| {
                ["Line Budget", "Ref Saving", "Ref Scheme"]
                    .iter()
                    .any(|head| line.starts_with(head))
            };
            for (head, _) in inner.iter().enumerate().filter(|(_, line)| is_head(line)) {
                heads += 1;
                let rows = inner[head + 1..].iter().take(2);
                let is_row = |line: &&str| line.contains('£') || line.starts_with("Group ");
                let found: Vec<&&str> = rows.filter(|line| is_row(line)).collect();
                // The name of a line below a heading may take two lines, and so may its note.
                assert!(!found.is_empty() && head + 2 < inner.len(), "{}", place());
                assert!(!inner[head + 1].starts_with("Because"), "{}", place());
            }
            let last = inner.last().expect("no page is empty");
            let is_group = last.starts_with("Group ") && !last.contains('£');
            assert!(!is_head(last) && !is_group, "{}", place());
            // A table's note stays with its last rows.
            for (note, _) in
                inner.iter().enumerate().filter(|(_, line)| line.starts_with("Totals are left out"))
            {
                let above = inner[..note].iter().rev().find(|line| line.contains(": total"));
                assert!(above.is_some(), "{}", place());
            }
        }
        let is_broken = 3 < heads;
        assert_eq!(is_broken, 9 < count, "{count} lines make {heads} headings of tables");
    }
}

/// A quarter with so many portfolios, each with one measure of its own priority and one line of the budget.
fn portfolios(count: usize) -> String {
    let mut measures =
        "number,title,unit,polarity,portfolio,priority,target,tolerance,Q2 2025/26,Q3 2025/26\n"
            .to_owned();
    let mut finance = "portfolio,title,budget,forecast\n".to_owned();
    for at in 1..=count {
        measures.push_str(&format!("{at},Measure {at},number,high,Part {at},Aim {at},10,2,9,11\n"));
        finance.push_str(&format!("Part {at},Line {at},£1.000m,£2.000m\n"));
    }
    let case = quarter("", "", &[("indicators", &measures), ("finance", &finance)]);
    case.run(["build", "--data", "."]).code(0);
    Pdf::read(&case.read(&format!("{MADE}/performance-report.pdf"))).text()
}

#[test]
fn a_single_row_is_not_printed_again_as_the_total_of_all() {
    let rows = |text: &str, name: &str| {
        text.lines().filter(|line| line.starts_with(&format!("{name} | "))).count()
    };
    const TOTALS: [&str; 4] = ["All portfolios", "All priorities", "All", "Total"];
    let one = portfolios(1);
    assert_eq!(TOTALS.map(|name| rows(&one, name)), [0; 4], "{one}");
    let two = portfolios(2);
    assert_eq!(TOTALS.map(|name| rows(&two, name)), [1; 4], "{two}");
    assert!(two.contains("All | £2.000m | – | – | £4.000m | £2.000m"), "{two}");
}

#[test]
fn the_summary_for_the_public_gives_target_and_unit_with_each_figure() {
    let measures = "number,title,unit,polarity,portfolio,target,band-low,band-high,tolerance,Q3 2025/26\n\
        1,Homes standing empty,days,low,Homes,40,,,2,90\n\
        2,Repairs finished on time,percent,high,Homes,92%,,,1,80.5%\n\
        3,Rent collected,pounds,high,Homes,\"£5,000\",,,100,\"£4,000\"\n\
        4,Rooms in use,percent,band,Homes,,80,90,1,50%\n";
    let card = r#", "editions": [ { "edition": "summary", "kind": "summary" } ]"#;
    let case = quarter(card, "", &[("indicators", measures)]);
    case.run(["build", "--data", "."]).code(0);
    let text = Pdf::read(&case.read(&format!("{MADE}/summary.pdf"))).text();
    for expected in [
        "Homes standing empty: 90 days, target 40 days or less",
        "Repairs finished on time: 80.5%, target 92.0% or more",
        "Rent collected: £4,000, target £5,000 or more",
        "Rooms in use: 50%, target 80% to 90%",
    ] {
        assert!(text.contains(expected), "`{expected}` in:\n{text}");
    }
}
