//! No word is printed over another, as poppler reports the boxes of words.

use std::process::Command;

use super::{FOLDER, quarter};
use crate::support::Case;
use crate::support::pdf::Pdf;

/// A word with its box: left, top, right, bottom.
type Word = ([f64; 4], String);

/// Returns the words of each page, as poppler reports them.
fn words(pdf: &std::path::Path) -> Vec<Vec<Word>> {
    let ended = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output();
    let ended = ended.expect("`pdftotext` of poppler is there");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let text = String::from_utf8(ended.stdout).unwrap();
    let number = |line: &str, name: &str| -> f64 {
        let rest = line.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let pages = text.split("<page ").skip(1);
    pages
        .map(|page| {
            let lines = page.lines().filter(|line| line.trim_start().starts_with("<word "));
            lines
                .map(|line| {
                    let sides = ["xMin", "yMin", "xMax", "yMax"].map(|side| number(line, side));
                    let word = line.split_once('>').unwrap().1.trim_end_matches("</word>");
                    (sides, word.to_owned())
                })
                .collect()
        })
        .collect()
}

/// Fails where two words of a document are printed over each other.
#[track_caller]
pub(super) fn check_overlaps(case: &Case, name: &str, documents: &[&str]) {
    let mut found = String::new();
    for document in documents {
        let path = case.path(&format!("output/public/{FOLDER}/{document}.pdf"));
        for (page, words) in words(&path).iter().enumerate() {
            for (at, (one, first)) in words.iter().enumerate() {
                for (other, second) in &words[at + 1..] {
                    let shared =
                        |low: usize| one[low + 2].min(other[low + 2]) - one[low].max(other[low]);
                    let height = (one[3] - one[1]).min(other[3] - other[1]);
                    // Boxes of two lines share what no letter reaches.
                    if 0.5 < shared(0) && height * 0.5 < shared(1) {
                        found.push_str(&format!(
                            "{name}: {document}, page {}: `{first}` and `{second}`\n",
                            page + 1
                        ));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn no_two_words_overlap() {
    let sample = Case::copy_of(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
    sample
        .run(["build", "--data", ".", "--kind", "performance-report", "--period", "2025-26-q3"])
        .code(0);
    let editions = [
        "performance-report",
        "adults-and-health-scrutiny",
        "children-and-learning-scrutiny",
        "highways-transport-and-environment",
        "indicators",
        "summary",
    ];
    check_overlaps(&sample, "the sample", &editions);
    // Twelve months in pounds and pence, and as many columns of large amounts as there are.
    let months = "\"£101,234,567.89\",".repeat(12);
    let savings = format!(
        "ref,title,portfolio,target,apr,may,jun,jul,aug,sep,oct,nov,dec,jan,feb,mar,delivered\n\
         S1,Vans,Place,\"£201,234,567.89\",{months}\"£101,234,567.89\"\n"
    );
    let finance = "portfolio,title,budget,forecast,pressure,mitigation\n\
        Adults and Health and everything beside it,Care,\"£999,999,999,999.99\",\"£999,999,999,999.99\",\"£123,456,789,012.34\",\"(£123,456,789,012.34)\"\n\
        Place,Roads,\"£999,999,999,999.99\",\"£999,999,999,999.99\",\"£123,456,789,012.34\",\"(£123,456,789,012.34)\"\n";
    let capital = "ref,title,portfolio,budget,year-budget,forecast,rag-time,rag-cost\n\
        CP/2025/001,A very long bridge over the whole of the estuary,Place,\"£99,999,999,999.99\",\"£89,999,999,999.99\",\"£79,999,999,999.99\",amber,green\n";
    let tables = [("savings", &*savings), ("finance", finance), ("capital", capital)];
    let wide = quarter("", "", &tables);
    wide.run(["build", "--data", "."]).code(0);
    check_overlaps(&wide, "wide tables", &["performance-report"]);
    let text =
        Pdf::read(&wide.read(&format!("output/public/{FOLDER}/performance-report.pdf"))).text();
    for amount in ["£101,234,567.89", "£999,999,999,999.99", "£10,000,000,000.00"] {
        assert!(text.contains(amount), "{amount} is printed: {text}");
    }
}
