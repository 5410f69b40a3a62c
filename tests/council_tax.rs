//! Council tax: worked out, compared with what was typed, and set at a meeting.

use crate::support::Case;
use crate::support::pdf::Pdf;

const FOLDER: &str = "performance/2026-27";

/// The heads of the tables.
const CARD: &str = "authority,expenditure,income,base";
const DISTRICT: &str = "billing,\"£46,984,027\",\"£40,222,255\",\"26,546.63\"";

/// Tables by their names, each with its text.
type Tables<'a> = &'a [(&'a str, &'a str)];

/// Returns a council with these tables of a year's council tax.
fn year(card: &str, tables: Tables<'_>) -> Case {
    let case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale District Council" }"#)
        .file(&format!("{FOLDER}/council-tax.csv"), card);
    tables
        .iter()
        .fold(case, |case, (table, rows)| case.file(&format!("{FOLDER}/{table}.csv"), *rows))
}

/// Returns the text of the resolution, which can be made.
#[track_caller]
fn printed(case: &Case) -> String {
    case.run(["build", "--data", ".", "--today", "2026-02-20"]).code(0);
    let text = Pdf::read(&case.read(&format!("output/public/{FOLDER}/council-tax.pdf"))).text();
    text.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ")
}

/// Returns what is found, with an exit code of 1.
#[track_caller]
fn found(case: &Case) -> Vec<String> {
    let lines = case
        .run(["check", "--data", ".", "--today", "2026-02-20", "--format", "json"])
        .code(1)
        .json();
    let words = |line: &serde_json::Value| {
        Some(format!("{}: {}", line["code"].as_str()?, line["message"].as_str()?))
    };
    lines.iter().filter_map(words).collect()
}

#[test]
fn a_district_with_parishes() {
    let case = year(
        &format!("{CARD}\n{DISTRICT}\n"),
        &[
            (
                "council-tax-areas",
                "area,base,precept\nColdbrook,\"1,804.15\",\"£61,341.10\"\nNether Wallop End,12,£300\n",
            ),
            ("council-tax-precepts", "name,d\nWendleshire County Council,\"£1,497.60\"\n"),
        ],
    );
    let text = printed(&case);
    for words in [
        "£6,761,772, by which (a) exceeds (b)",
        "£254.71, which is (c) divided by the tax base",
        // £6,700,130.90 ÷ 26,546.63
        "Basic amount without parishes £6,700,130.90 ÷ 26,546.63 £252.39",
        // Twelve dwellings share £300, so that each pays £25.00 for the parish.
        "Nether Wallop End 12.00 £300 £25.00 £277.39",
        "Nether Wallop End 184.93 215.75 246.57 277.39 339.03 400.67 462.32 554.78",
        "All other parts 168.26 196.30 224.35 252.39 308.48 364.56 420.65 504.78",
        // The sums of what is printed for Coldbrook, 190.93 and so on, and for the county, 998.40 and so on.
        "Coldbrook 1,189.33 1,387.55 1,585.77 1,783.99",
    ] {
        assert!(text.contains(words), "`{words}` in:\n{text}");
    }
}

#[test]
fn a_requirement_that_is_given_is_not_worked_out_from_half_of_it() {
    for (column, kind) in [("expenditure", "billing"), ("income", "billing"), ("income", "county")]
    {
        let card = format!("authority,requirement,base,{column}\n{kind},£100,50,£900\n");
        let areas: Tables<'_> = match kind {
            "county" => &[("council-tax-areas", "area,base\nOne,50\n")],
            _ => &[],
        };
        let text = printed(&year(&card, areas));
        assert!(text.contains("£100, the council tax requirement for the year"), "{text}");
        assert!(!text.contains("£900") && !text.contains("exceeds"), "{text}");
    }
}

#[test]
fn a_county_with_seven_billing_authorities() {
    let rows = "area,base\nOne,1000.01\nTwo,1000.01\nThree,1000.01\nFour,1000.01\nFive,1000.01\nSix,1000.01\nSeven,1000.01\n";
    let card = "authority,requirement\ncounty,\"£10,000,000\"\n";
    let text = printed(&year(card, &[("council-tax-areas", rows)]));
    // Sevenths of a million pounds: the penny that is over goes to the first of equals.
    for words in [
        "£1,428.56",
        "One 1,000.01 £1,428,571.43",
        "Seven 1,000.01 £1,428,571.42",
        "Together 7,000.07 £10,000,000",
    ] {
        assert!(text.contains(words), "`{words}` in:\n{text}");
    }
}

#[test]
fn a_penny_in_one_band_is_found() {
    let areas = ("council-tax-areas", "area,base,precept\nColdbrook,\"1,804.15\",\"£61,341.10\"\n");
    let card = format!("{CARD}\n{DISTRICT}\n");
    let text = printed(&year(&card, &[areas]));
    let (_, table) = text.split_once("Table 2").unwrap();
    let (_, row) = table.split_once("Coldbrook ").unwrap();
    let right: Vec<&str> = row.split(' ').take(8).collect();
    let typed = |amounts: &[String]| {
        let rows = format!("area,a,b,c,d,e,f,g,h\nColdbrook,{}\n", amounts.join(","));
        year(&card, &[areas, ("council-tax-typed", &rows)])
    };
    let right: Vec<String> = right.iter().map(|amount| format!("£{amount}")).collect();
    printed(&typed(&right));
    for (at, band) in ["A", "B", "C", "D", "E", "F", "G", "H"].into_iter().enumerate() {
        let mut amounts = right.clone();
        let last = amounts[at].pop().unwrap();
        amounts[at].push(if last == '0' { '1' } else { '0' });
        let message = format!(
            "council-tax/amount: `Coldbrook`: the amount for band {band} is {}, and {} was typed",
            right[at], amounts[at]
        );
        assert_eq!(found(&typed(&amounts)), [message]);
    }
}

#[test]
fn what_is_missing_or_makes_no_sense_is_said() {
    let areas = ("council-tax-areas", "area,base,precept\nColdbrook,\"30,000\",£5\n");
    let cases: &[(&str, Tables<'_>, &str)] = &[
        ("authority,base\nbilling,100\n", &[], "the council tax requirement is not known"),
        ("authority,requirement\nbilling,£100\n", &[], "the tax base is not known"),
        ("authority,requirement,base\nbilling,£100,0\n", &[], "the tax base is 0"),
        (
            "authority,requirement,base\nbilling,£0,10\n",
            &[],
            "the council tax requirement is not above nought",
        ),
        (
            &format!("{CARD}\n{DISTRICT}\n"),
            &[areas],
            "the parishes have a tax base of 30000 together, and the whole area 26546.63",
        ),
        (
            "authority,requirement,base\nbilling,£4,40000\n",
            &[areas],
            "parishes ask for £5 together, more than the requirement, £4",
        ),
        (
            "authority,requirement\ncounty,£100\n",
            &[],
            "no billing authority is given, so nobody can be asked for anything",
        ),
        (
            "authority,requirement,base\ncounty,£100,5\n",
            &[areas],
            "the billing authorities have a tax base of 30000 together, and `base` is 5",
        ),
        (
            "authority,requirement,base,meeting\nbilling,£100,5,council-2026-02-13\n",
            &[],
            "there is no meeting `council-2026-02-13` in `meetings`",
        ),
    ];
    for (card, tables, message) in cases {
        assert_eq!(
            found(&year(card, tables)),
            [format!("council-tax/incomplete: {message}")],
            "{card}"
        );
    }
    let quarter = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale District Council" }"#)
        .file("performance/2026-27-q1/council-tax.csv", format!("{CARD}\n{DISTRICT}\n"));
    quarter
        .run(["check", "--data", ".", "--today", "2026-02-20"])
        .stderr_has("`council-tax.csv` is not a table that is read here; it is ignored")
        .stderr_has("this table is read from `performance/<year>/council-tax.csv, .json or .xlsx`");
    let welsh = year(&format!("{CARD}\n{DISTRICT}\n"), &[])
        .file("council.json", r#"{ "name": "Ashby Vale Council", "nation": "wales" }"#);
    let of_england = "council-tax/incomplete: council tax is worked out by the law of England only";
    assert!(found(&welsh).iter().any(|found| found == of_england));
}

#[test]
fn an_increase_is_excessive_from_the_percentage_and_above_the_amount() {
    let text = |last: &str, percent: &str, amount: &str| {
        let card = "authority,requirement,base,last-amount,limit-percent,limit-pounds";
        let row = format!("billing,\"£20,600\",100,{last},{percent},{amount}");
        printed(&year(&format!("{card}\n{row}\n"), &[]))
    };
    // £206.00 is 3 per cent and £6.00 more than £200.00.
    for (last, percent, amount, is_excessive) in [
        ("£200.00", "3", "£5", Some(true)),
        ("£200.01", "3", "£5", Some(false)),
        ("£200.00", "3", "£6", Some(false)),
        ("£200.00", "3", "", Some(true)),
        ("£200.00", "", "£6", Some(false)),
        ("£200.00", "", "£5.99", Some(true)),
        ("£200.00", "", "", None),
    ] {
        let text = text(last, percent, amount);
        let words = match is_excessive {
            Some(true) => "is excessive by the principles",
            Some(false) => "is not excessive by the principles",
            None => "The principles of the year are not among the records",
        };
        assert!(text.contains(words), "{last} {percent} {amount}:\n{text}");
    }
}

#[test]
fn the_resolution_is_a_paper_of_the_meeting_whose_votes_are_by_name() {
    let case = year(
        "authority,meeting,requirement,base\nbilling,council-2026-02-24,£100,5\n",
        &[],
    )
    .file("bodies.csv", "id,name,type\ncouncil,Council,council\n")
    .file(
        "members.csv",
        "body,name\ncouncil,Edith Larkspur\ncouncil,Yusuf Eden\ncouncil,Gwen Pargeter\n",
    )
    .file(
        "meetings.csv",
        "meeting,body,date,time,venue,status\ncouncil-2026-02-24,council,24/02/2026,10:30,The Guildhall,held\n",
    )
    .file("agenda.csv", "meeting,number,title\ncouncil-2026-02-24,1,Council tax 2026/27\n")
    .file(
        "documents.csv",
        "meeting,number,title,file\ncouncil-2026-02-24,1,Council tax 2026/27: the resolution,council-tax:2026-27\n",
    );
    case.run(["build", "--data", ".", "--today", "2026-02-20", "--kind", "public-pack"]).code(0);
    let pack = Pdf::read(&case.read("output/public/council-2026-02-24/public-pack.pdf")).text();
    assert!(pack.contains("The resolution") && pack.contains("Table 2"), "{pack}");
    // No flag is needed: the meeting sets council tax.
    let case = case.file(
        "minutes/council-2026-02-24.json",
        r#"{ "present": ["Edith Larkspur", "Yusuf Eden", "Gwen Pargeter"],
             "items": [{ "item": "1", "paragraphs": [{ "text": "Put to the vote and carried.",
                 "vote": { "for": 2, "against": 1 } }] }] }"#,
    );
    let found = found(&case);
    assert!(
        found.iter().any(|found| found.starts_with("votes/unnamed-budget-vote: ")),
        "{found:?}"
    );
}
