//! Strategies and assessments: what is printed where, what the public may not see, and evidence that is doubtful.

use crate::support::Case;
use crate::support::pdf::Pdf;

/// Returns a council with files.
fn council(files: &[(&str, &str)]) -> Case {
    let case = Case::empty().file("council.json", r#"{ "name": "Ashby Vale Council" }"#).file(
        "bodies.csv",
        "id,name,type\nroads,Roads Committee,scrutiny\nhomes,Homes Committee,scrutiny\n",
    );
    files.iter().fold(case, |case, (name, text)| case.file(name, *text))
}

/// Returns the words of the only document of a kind below a folder.
fn text(case: &Case, kind: &str, folder: &str) -> String {
    case.run(["build", "--data", ".", "--kind", kind, "--today", "2026-01-20"]).code(0);
    Pdf::read(&case.read(&format!("output/public/{folder}/{kind}.pdf"))).text()
}

/// Checks that words stand in a text one after the other.
#[track_caller]
fn check_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for wanted in words {
        let Some((_, after)) = rest.split_once(wanted) else {
            panic!("{wanted} is not in:\n{rest}")
        };
        rest = after;
    }
}

/// The shape of a page of a strategy: how it was made, its priorities, what it is to come to, what was done in two
/// years, one of them with parts, and when it was last updated.
#[test]
fn a_strategy_is_printed_whole_and_in_order_without_any_figures() {
    let case = council(&[
        (
            "strategies.csv",
            "strategy,years,summary,ambition,updated,note\n\
             Warm Homes strategy,2024-27,\"Nine hundred people were asked, in workshops and by letter.\",\
             \"The priorities decide what we do.\n\nNobody is to be cold.\",19 January 2026,ocelot\n",
        ),
        (
            "priorities.csv",
            "strategy,priority\nWarm Homes strategy,Lofts\nWarm Homes strategy,Doors and windows\n\
             Warm Homes strategy,Advice\nWarm Homes strategy,Gaps\nWarm Homes strategy,Fairness\n",
        ),
        (
            "achievements.csv",
            "strategy,year,heading,text,below,note\n\
             Warm Homes strategy,2024/25,,In 2024/25 we laid the foundations:,,\n\
             Warm Homes strategy,2024/25,Office,a new office plans the work,,\n\
             Warm Homes strategy,2024/25,Board,a new board watches over it,,panther\n\
             Warm Homes strategy,2025/26,,In 2025/26 we built on them:,,\n\
             Warm Homes strategy,2025/26,Buying,\"after a review of buying, we have:\",,\n\
             Warm Homes strategy,2025/26,Structure,new posts,Buying,\n\
             Warm Homes strategy,2025/26,Together,contracts with three neighbours,Buying,\n\
             Warm Homes strategy,2025/26,Advice line,answers within a minute,,\n",
        ),
    ]);
    let found = text(&case, "strategy-report", "the-council");
    check_order(
        &found,
        &[
            "Warm Homes strategy",
            "2024-27",
            "19 January 2026",
            "Nine hundred people",
            "Lofts",
            "Doors and windows",
            "Advice",
            "Gaps",
            "Fairness",
            "The priorities decide",
            "Nobody is to be cold",
            "2024/25",
            "In 2024/25 we laid the foundations:",
            "Office – a new office",
            "Board – a new board",
            "2025/26",
            "In 2025/26 we built",
            "Buying – after a review of buying, we have:",
            "Structure – new posts",
            "Together – contracts",
            "Advice line – answers",
        ],
    );
    assert!(!found.contains("ocelot") && !found.contains("panther"));
}

#[test]
fn a_priority_shows_its_promises_measures_and_years() {
    let case = council(&[
        ("strategies.csv", "strategy,committee\nWarm Homes,homes\nLanes,roads\n"),
        (
            "priorities.csv",
            "strategy,priority,order,words,next\nWarm Homes,Doors,2,,Order doors.\nWarm Homes,Lofts,1,Wool.,\n",
        ),
        (
            "achievements.csv",
            "strategy,priority,year,heading,text\nWarm Homes,Lofts,2025/26,Survey,Roofs were looked at.\n\
             Warm Homes,Lofts,2027/28,Later,Not yet.\n",
        ),
        (
            "performance/2025-26-q3/commitments.csv",
            "ref,text,strategy,priority,state\nH1,We will fill lofts.,Warm Homes,Lofts,Delivered\n\
             H2,We will answer.,Warm Homes,,Behind\n",
        ),
        (
            "performance/2025-26-q3/indicators.csv",
            "number,title,unit,polarity,portfolio,priority,target,Q3 2025/26\n1,Cold homes,number,low,Homes,Lofts,100,120\n",
        ),
    ]);
    let found = text(&case, "strategy-report", "performance/2025-26-q3");
    check_order(
        &found,
        &[
            "1 of 2",
            "Lofts",
            "Doors",
            "Lofts",
            "Wool.",
            "We will fill lofts.",
            "Survey",
            "1. Cold homes",
            "120",
            "100 or less",
            "Red",
            "Doors",
            "Order doors.",
            "Other promises",
            "We will answer.",
        ],
    );
    assert!(!found.contains("Not yet"), "what was done after the period is in a later report");
    let roads =
        Pdf::read(&case.read("output/public/performance/2025-26-q3/strategy-report-roads.pdf"));
    assert!(!roads.text().contains("Cold homes"));
}

#[test]
fn rows_of_strategies_name_what_is_there() {
    let strategy = ("strategies.csv", "strategy\nWarm Homes\n");
    let priorities = ("priorities.csv", "strategy,priority\nWarm Homes,Lofts\n");
    for (file, message) in [
        (
            ("priorities.csv", "strategy,priority\nCold Homes,Lofts\n"),
            "there is no strategy `Cold Homes`",
        ),
        (
            ("achievements.csv", "strategy,priority,year,text\nWarm Homes,Loft,2025,Done.\n"),
            "there is no priority of this strategy `Loft`",
        ),
        (
            ("achievements.csv", "strategy,year,heading,text,below\nWarm Homes,2025,A,Done.,B\n"),
            "there is no achievement of the same year headed `B`",
        ),
        (
            (
                "achievements.csv",
                "strategy,year,heading,text,below\nWarm Homes,2025,A,Done.,B\nWarm Homes,2025,B,Done.,A\n",
            ),
            "stands below itself",
        ),
        (
            (
                "performance/2025-26-q3/commitments.csv",
                "ref,text,strategy,priority,state\nH1,We will.,Warm Homes,Loft,Behind\n",
            ),
            "there is no priority of this strategy `Loft`",
        ),
    ] {
        let files = match file.0 {
            "priorities.csv" => vec![strategy, file],
            _ => vec![strategy, priorities, file],
        };
        let run = council(&files).run(["build", "--data", "."]).code(1);
        assert!(run.stderr().contains(message), "{message}: {}", run.stderr());
    }
}

/// A council that assesses itself, with one row of evidence.
fn assessed(evidence: &str) -> Case {
    council(&[
        (
            "meetings.csv",
            "meeting,body,date,time,venue\nhomes-2025-11-04,homes,4 November 2025,10 am,Town Hall\n",
        ),
        (
            "agenda.csv",
            "meeting,order,number,kind,title,exempt-paragraphs,exempt-reason\n\
             homes-2025-11-04,1,1,item,Cold homes,,\nhomes-2025-11-04,2,2,item,A builder,3,It would help rivals.\n",
        ),
        (
            "minutes/homes-2025-11-04.json",
            r#"{ "present": ["Ann Oke"], "items": [
                { "item": "1", "number": "14", "paragraphs": ["The Committee noted it."] },
                { "item": "2", "number": "15", "paragraphs": ["The Committee chose lynx."], "exclusion": "none" } ] }"#,
        ),
        (
            "decisions.csv",
            "ref,title,date,makers,decision,exempt-paragraphs,exempt-reason,public-summary\n\
             D1,Wool,3 November 2025,Head of Homes,That wool be bought.,,,\n\
             D2,A builder,3 November 2025,Head of Homes,That lynx be paid.,3,It would help rivals.,A builder was chosen.\n",
        ),
        (
            "reviews.csv",
            "ref,title,kind,opinion,readers\nA1,Rents,Internal audit,Reasonable assurance,\nA2,Payments,Internal audit,,internal\n",
        ),
        (
            "statements.csv",
            "ref,framework,theme,title,statement,rating,summary,readers,note\n\
             T0,,Leadership,,,,Underpinning this are new posts.,,\n\
             Q1,Our framework,Leadership,Good governance,We have clear roles.,Good,The board meets monthly.,,ocelot\n\
             Q2,,Leadership,Hidden,,,,internal,\n",
        ),
        (
            "strengths.csv",
            "ref,theme,text,grounds,readers,note\nS1,Leadership,Our direction is clear.,analysis; progress,,ocelot\nS2,Leadership,Panther.,,internal,\n",
        ),
        (
            "developments.csv",
            "ref,theme,text,grounds,action,owner,due,note\nG1,Leadership,Use of figures.,complaints,Train managers.,Head of Homes,30 November 2025,ocelot\n",
        ),
        (
            "evidence.csv",
            &format!(
                "for,measures,commitments,risks,decisions,minutes,reviews,words,readers,note\n{evidence}"
            ),
        ),
        (
            "performance/2025-26-q3/indicators.csv",
            "number,title,unit,polarity,portfolio,target,readers,Q3 2025/26\n1,Cold homes,number,low,Homes,100,,120\n\
             2,Warm homes,number,high,Homes,100,,120\n3,Tepid homes,number,high,Homes,100,internal,120\n",
        ),
        (
            "performance/2025-26-q3/commitments.csv",
            "ref,text,state\nH1,We will fill lofts.,Behind\nH2,We will answer.,Delivered\n",
        ),
        (
            "performance/2025-26-q3/risks.csv",
            "ref,title,current\nR1,The builder fails,20\nR2,A loft falls in,4\n",
        ),
    ])
}

/// The shape of a page of an assessment: a theme, two lists, a statement in quotation with what is said of it, and
/// evidence with its figures, its rating and its page.
#[test]
fn an_assessment_shows_its_evidence_with_figures_ratings_and_pages() {
    let case = assessed(
        "S1,2,H2,R2,D1,homes-2025-11-04/14,A1,Two hundred letters.,,ocelot\nG1,1,,,,,,,,\nS2,,,,,,,Puma.,,\nQ1,,,,,,,Jaguar.,internal,\n",
    );
    let found = text(&case, "assessment", "performance/2025-26-q3");
    check_order(
        &found,
        &[
            "How these were chosen",
            "Analysis",
            "Complaints",
            "Leadership",
            "Underpinning this",
            "What we are proud of",
            "S1. Our direction",
            "What we have to develop",
            "Use of figures",
            "Train managers.",
            "Head of Homes",
            "overdue",
            "What shows S1:",
            "Measure 2 (page 2), Warm homes: 120, target 100 or more",
            "green",
            "Promise H2 (page 2), delivered: We will answer.",
            "Risk R2 (page 2)",
            "score 4",
            "Review A1 (page 2)",
            "Reasonable assurance",
            "Decision D1, Wool, 3 November 2025",
            "Minute 14, Cold homes",
            "Two hundred letters.",
            "What shows G1:",
            "Measure 1",
            "Good governance",
            "We have clear roles.",
            "Our framework",
            "Good",
            "The board meets monthly.",
            "The evidence",
        ],
    );
    for hidden in ["ocelot", "Panther", "Puma", "Jaguar", "Hidden", "lynx"] {
        assert!(!found.contains(hidden), "{hidden}\n{found}");
    }
}

#[test]
fn evidence_must_exist_and_the_public_may_see_it() {
    for (row, message) in [
        ("S9,2,,,,,,,,\n", "there is no statement, strength or development `S9`"),
        ("S1,9,,,,,,,,\n", "there is no measure `9`"),
        ("S1,,H9,,,,,,,\n", "there is no commitment `H9`"),
        ("S1,,,R9,,,,,,\n", "there is no risk `R9`"),
        ("S1,,,,D9,,,,,\n", "there is no decision `D9`"),
        ("S1,,,,,homes-2025-11-04/99,,,,\n", "there is no minute `homes-2025-11-04/99`"),
        ("S1,,,,,,A9,,,\n", "there is no review `A9`"),
        ("S1,3,,,,,,,,\n", "measure 3 is for members and officers only"),
        ("S1,,,,D2,,,,,\n", "the decision D2 is not for the public"),
        (
            "S1,,,,,homes-2025-11-04/15,,,,\n",
            "the minute `homes-2025-11-04/15` is not for the public",
        ),
        ("S1,,,,,,A2,,,\n", "the review A2 is for members and officers only"),
    ] {
        let case = assessed(row);
        let run = case.run(["build", "--data", ".", "--kind", "assessment"]).code(1);
        assert!(run.stderr().contains(message), "{message}: {}", run.stderr());
        assert!(!case.path("output/public/performance/2025-26-q3/assessment.pdf").exists());
    }
    // What only members and officers read may rest on what only they may see: the code is `assessment/exempt-evidence`.
    for row in ["S2,3,,,D2,,,,,\n", "S1,3,,,,,A2,,internal,\n"] {
        let run = assessed(row).run(["check", "--data", "."]);
        assert!(!run.stderr().contains("assessment/exempt-evidence"), "{}", run.stderr());
    }
}

#[test]
fn what_says_the_opposite_of_a_strength_is_a_warning() {
    for row in ["S1,1,,,,,,,,\n", "S1,,H1,,,,,,,\n", "S1,,,R1,,,,,,\n"] {
        let run = assessed(row).run(["check", "--data", "."]);
        assert!(run.stderr().contains("warning[assessment/red-strength]"), "{row}{}", run.stderr());
    }
    for row in ["S1,2,H2,R2,,,,,,\n", "G1,1,H1,R1,,,,,,\n"] {
        let run = assessed(row).run(["check", "--data", "."]);
        assert!(!run.stderr().contains("assessment/red-strength"), "{row}{}", run.stderr());
    }
}

#[test]
fn what_is_to_be_developed_by_nobody_is_a_warning() {
    let found = |row: &str| {
        let text = format!("ref,theme,text,action,owner,due\n{row}");
        council(&[("developments.csv", &text)]).run(["check", "--data", "."]).stderr().to_owned()
    };
    for row in [
        "G1,Homes,Figures.,Train.,,\n",
        "G1,Homes,Figures.,Train.,Head,\n",
        "G1,Homes,Figures.,,,May 2026\n",
    ] {
        assert!(found(row).contains("warning[assessment/unowned]"), "{row}");
    }
    assert!(found("G1,Homes,Figures.,Train.,Head,May 2026\n").contains("no faults"));
}
