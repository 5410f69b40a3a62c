//! No word is printed over another or beside its page, as poppler reports the boxes of words.

use super::{EDITIONS, FOLDER, quarter, sample_reports};
use crate::support::Case;
use crate::support::boxes::words;
use crate::support::pdf::Pdf;

/// The left and right ends of the lines of a page, in points, with what letters may reach beyond.
const LINES: [f64; 2] = [68.0 - 3.0, 595.3 - 68.0 + 3.0];

/// Fails where two words of a document are printed over each other, or one beside the lines of its page.
#[track_caller]
pub(super) fn check_overlaps(case: &Case, name: &str, documents: &[&str]) {
    let mut found = String::new();
    for document in documents {
        let path = case.path(&format!("output/public/{FOLDER}/{document}.pdf"));
        for (page, words) in words(&path).iter().enumerate() {
            for (at, (one, first)) in words.iter().enumerate() {
                if one[0] < LINES[0] || LINES[1] < one[2] {
                    found.push_str(&format!("{name}: {document}, page {}: `{first}`\n", page + 1));
                }
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
    let sample = sample_reports();
    check_overlaps(&sample, "the sample", &EDITIONS);
}

/// A word and a reference that are longer than any column.
const LONG: [&str; 2] = [
    "Antidisestablishmentarianismofficeradministration",
    "CORPORATE-SERVICES/PROPERTY-AND-ASSETS/2025/001",
];

#[test]
fn tables_that_are_too_wide_are_set_smaller_or_split_or_their_words_are() {
    let [word, reference] = LONG;
    // Twelve months in pounds and pence, and as many columns of large amounts as there are.
    let months = "\"£101,234,567.89\",".repeat(12);
    let parts = "\"£249,999,999,999.99\",".repeat(3);
    let savings = format!(
        "ref,title,portfolio,target,red,amber,green,apr,may,jun,jul,aug,sep,oct,nov,dec,jan,feb,mar,delivered\n\
         S1,Vans,Place,\"£201,234,567.89\",,,,{months}\"£101,234,567.89\"\n\
         {reference},{word},Place,\"£749,999,999,999.97\",{parts}{months}\"£101,234,567.89\"\n"
    );
    let finance = format!(
        "portfolio,title,budget,forecast,pressure,mitigation\n\
        Adults and Health and everything beside it,{word},\"£999,999,999,999.99\",\"£999,999,999,999.99\",\"£123,456,789,012.34\",\"(£123,456,789,012.34)\"\n\
        {word},Roads,\"£999,999,999,999.99\",£0.99,,\"(£999,999,999,999.00)\"\n"
    );
    let capital = format!(
        "ref,title,portfolio,budget,year-budget,forecast,rag-time,rag-cost\n\
        {reference},A very long bridge over the whole of the estuary,Place,\"£99,999,999,999.99\",\"£89,999,999,999.99\",\"£79,999,999,999.99\",amber,green\n\
        C2,{word},Place,\"£99,999,999,999.99\",\"£89,999,999,999.99\",\"£79,999,999,999.99\",amber,green\n"
    );
    let results = |cell: &str| [cell; 4].join(",");
    let indicators = format!(
        "number,title,portfolio,unit,polarity,target,tolerance,Q3 2024/25,Q4 2024/25,Q1 2025/26,Q2 2025/26,Q3 2025/26\n\
        1,Rent,Place,pounds,high,£23456789012.34,5,{},£23456789012.33 [p]\n\
        2,{word},Place,pounds,high,£1234567.89,5,{},£1234567.88\n\
        3,Letters,Place,number,high,123456789,5,{},123456788\n",
        results("£23456789012.34 [r]"),
        results("£1234567.89 [r]"),
        results("123456789")
    );
    let workforce = format!(
        "title,value,previous,target\nPay of {word},\"£123,456,789,012.34\",\"£123,456,789,012.34\",\"£123,456,789,012.34\"\n"
    );
    let risks = format!(
        "ref,title,register,category,owner,current,likelihood,impact,previous,previous-likelihood,previous-impact\n\
        {reference},{word},corporate,{word},Head of {word},20,5,4,16,4,4\n\
        R2,A flood,corporate,{word},Head of Law,4,2,2,9,3,3\nR3,A fire,corporate,{word},Head of Law,9,3,3,4,2,2\n"
    );
    let commitments = format!(
        "ref,text,strategy,owner,evidence,state\n{reference},We will {word},{word},{word},{word},on-course\n"
    );
    let milestones = format!(
        "programme,workstream,title,due,owner,state\nNew depot,{word},{word},2026-03-01,{word},on-course\n"
    );
    let tables = [
        ("savings", &*savings),
        ("finance", &*finance),
        ("capital", &*capital),
        ("indicators", &*indicators),
        ("workforce", &*workforce),
        ("risks", &*risks),
        ("commitments", &*commitments),
        ("milestones", &*milestones),
    ];
    let card = r#", "programmes": [ { "name": "New depot", "start": "2025-09-01" } ],
        "editions": [ { "edition": "summary", "kind": "summary" } ]"#;
    let council = format!(r#", "risk-appetite": [ {{ "category": "{word}", "highest": 3 }} ]"#);
    let wide = quarter(card, &council, &tables);
    wide.run(["build", "--data", "."]).code(0);
    check_overlaps(&wide, "wide tables", &["performance-report", "summary"]);
    let text =
        Pdf::read(&wide.read(&format!("output/public/{FOLDER}/performance-report.pdf"))).text();
    for shown in [
        "£101,234,567.89",
        "£999,999,999,999.99",
        "£10,000,000,000.00",
        // Results that have no room beside each other are below each other.
        "Q4 2024/25 | £23,456,789,012.34 [r]",
        "Q4 2024/25 | £1,234,567.89 [r]",
    ] {
        assert!(text.contains(shown), "{shown} is printed: {text}");
    }
    // A word that is broken at the end of a line is still one word to readers.
    assert!(LONG.iter().all(|long| text.matches(long).count() > 2), "{text}");
}
