//! Programmes and workstreams: what became of milestones and money, and what they name.

use crate::support::Case;
use crate::support::pdf::Pdf;

const HEAD: &str =
    "name,start,lead,board,committee,budget,spent,rating,last,next,measures,savings,risks,note\n";

/// Returns a council with a programme of the third quarter, and further files of that quarter.
fn council(programmes: &str, files: &[(&str, &str)]) -> Case {
    let mut case = Case::empty()
        .file("council.json", r#"{ "name": "Ashby Vale Council" }"#)
        .file(
            "bodies.csv",
            "id,name,type\nroads,Roads Committee,scrutiny\nhomes,Homes Committee,scrutiny\n",
        )
        .file("performance/2025-26-q3/programmes.csv", format!("{HEAD}{programmes}"));
    for (name, text) in files {
        case = case.file(&format!("performance/2025-26-q3/{name}.csv"), *text);
    }
    case
}

/// Returns the words of a document of the third quarter.
fn text(case: &Case, document: &str) -> String {
    case.run(["build", "--data", ".", "--kind", "programme-report", "--today", "2026-01-20"])
        .code(0);
    Pdf::read(&case.read(&format!("output/public/performance/2025-26-q3/{document}.pdf"))).text()
}

#[test]
fn a_programme_is_shown_by_its_hundred_days_and_against_its_last_report() {
    let case = council(
        "Lofts,1 July 2025,Foreman,,homes,£1.200m,£0.450m,amber,Sixty are done.,,,,,ocelot\n\
         Lanes,,Ranger,,roads,,,green,,,,,,\n",
        &[
            (
                "milestones",
                "programme,workstream,title,due,hundred-days,state\n\
                 Lofts,Wool,First loft,31 August 2025,1,Done\n\
                 Lofts,Wool,Hundredth loft,31 January 2026,3,At risk\n\
                 Lofts,,Last loft,30 November 2025,2,Missed\n",
            ),
            (
                "workstreams",
                "programme,name,budget,rating,note\nLofts,Wool,£0.700m,green,panther\n\
                 Lofts,Roofs,£0.500m,,\n",
            ),
        ],
    )
    .file(
        "performance/2025-26-q2/programmes.csv",
        "name,start,lead,rating\nLofts,1 July 2025,Foreman,red\n",
    )
    .file(
        "performance/2025-26-q2/milestones.csv",
        "programme,title,due,hundred-days,state\nLofts,Hundredth loft,30 November 2025,2,On course\n",
    );
    let found = text(&case, "programme-report");
    for expected in [
        "Last report Q2 2025/26",
        "Amber; in the last report red",
        "£0.450m of £1.200m, which is 38%",
        // From 1 July to 31 December 2025 there are 184 days.
        "day 84 of hundred days 2, from 9 October 2025 to 16 January 2026",
        "Hundredth loft | 30 November 2025 | 31 January 2026 | later",
        "Sixty are done.",
        "Lanes",
    ] {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    for hidden in ["ocelot", "panther"] {
        assert!(!found.contains(hidden), "a note for officers is in no document");
    }
    let homes = text(&case, "programme-report-homes");
    assert!(homes.contains("Lofts") && !homes.contains("Ranger"), "{homes}");
}

#[test]
fn measures_savings_and_risks_are_those_of_the_period() {
    let case = council(
        "Lofts,,Foreman,,,,,,,,1,S1,R1,\n",
        &[
            (
                "indicators",
                "number,title,unit,polarity,portfolio,target,Q3 2025/26\n1,Cold homes,number,low,Homes,100,120\n2,Lorries,number,low,Roads,9,8\n",
            ),
            (
                "savings",
                "ref,title,portfolio,target,oct,nov,dec,delivered,rag\nS1,Less gas,Homes,£0.200m,£0.010m,£0.020m,£0.050m,£0.050m,amber\nS2,Pens,Homes,£0.100m,£0.010m,£0.020m,£0.030m,£0.030m,green\n",
            ),
            ("risks", "ref,title,current\nR1,The builder fails,12\nR2,A loft falls in,4\n"),
        ],
    );
    let found = text(&case, "programme-report");
    for expected in
        ["1. Cold homes | 120 | 100 or less | Red", "Less gas", "£0.150m", "R1. The builder fails"]
    {
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    for other in ["Lorries", "Pens", "A loft falls in"] {
        assert!(!found.contains(other), "{other}\n{found}");
    }
}

#[test]
fn what_programmes_name_must_be_there_and_budgets_add_up() {
    let workstreams = "programme,name,budget\nLofts,Wool,£0.700m\nLofts,Roofs,£0.400m\n";
    for (row, files, message) in [
        ("Lofts,,,nowhere,,,,,,,,,,\n", &[][..], "there is no board or body `nowhere`"),
        ("Lofts,,A,,lanes,,,,,,,,,\n", &[], "there is no body `lanes`"),
        ("Lofts,,A,,,,,,,,9,,,\n", &[], "there is no measure `9`"),
        ("Lofts,,A,,,,,,,,,S9,,\n", &[], "there is no saving `S9`"),
        ("Lofts,,A,,,,,,,,,,R9,\n", &[], "there is no risk `R9`"),
        ("Lofts,,A,,,,,,,,,,,\nLofts,,B,,,,,,,,,,,\n", &[], "the programme `Lofts` is given twice"),
        (
            "Lofts,,A,,,£1.200m,,,,,,,,\n",
            &[("workstreams", workstreams)],
            "the budget of `Lofts` is £1.200m, and its workstreams have £1.100m together",
        ),
        (
            "Lofts,,A,,,,,,,,,,,\n",
            &[("workstreams", "programme,name\nLoft,Wool\n")],
            "there is no programme `Loft`",
        ),
        ("Lofts,,A,,,12,,,,,,,,\n", &[], "`programmes` has 1 amount without a unit"),
    ] {
        let case = council(row, files);
        let run = case.run(["build", "--data", "."]).code(1);
        assert!(run.stderr().contains(message), "{message}: {}", run.stderr());
        assert!(!case.path("output/public/performance/2025-26-q3/programme-report.pdf").exists());
    }
    let sound = council("Lofts,,A,,,£1.100m,,,,,,,,\n", &[("workstreams", workstreams)]);
    assert!(sound.run(["check", "--data", "."]).stderr().contains("no faults"));
}
