//! Rows that refer to something unknown, or that are given twice.

use super::{Fault, HELD, MINUTES, NEXT, REPORT, check};

const AGENDA: &str = "data/agenda.csv";

#[test]
fn unknown_and_duplicate_references_are_reported() {
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "a meeting given twice",
                change: |case| {
                    case.append(
                        "data/meetings.csv",
                        "cabinet-2026-02-24,cabinet,2026-02-25,10:30,The Guildhall,,\n",
                    )
                },
                says: &["error[data/duplicate] data/meetings.csv:4:1"],
                refused: &[NEXT],
            },
            Fault {
                name: "a new day of a meeting that is held as planned",
                change: |case| {
                    case.replace("data/meetings.csv", "published-at\n", "published-at,new-date\n")
                        .replace("data/meetings.csv", "2026-01-05 14:00\n", "2026-01-05 14:00,\n")
                        .replace(
                            "data/meetings.csv",
                            "2026-02-16 14:00\n",
                            "2026-02-16 14:00,2026-03-03\n",
                        )
                },
                says: &["error[data/contradiction] data/meetings.csv:3:86"],
                refused: &[],
            },
            Fault {
                name: "a meeting postponed to a day before its own",
                change: |case| {
                    case.replace("data/meetings.csv", "published-at\n", "published-at,new-date\n")
                        .replace("data/meetings.csv", "2026-01-05 14:00\n", "2026-01-05 14:00,\n")
                        .replace(
                            "data/meetings.csv",
                            "scheduled,2026-02-16 14:00\n",
                            "postponed,2026-02-16 14:00,2026-02-03\n",
                        )
                },
                says: &["error[data/contradiction] data/meetings.csv:3:86"],
                refused: &[],
            },
            Fault {
                name: "a council that shares a body and is not known",
                change: |case| {
                    let members =
                        case.text("data/members.csv").replace('\n', ",Ashby Vale Council\n");
                    case.file("data/members.csv", members.replacen("Ashby Vale Council", "authority", 1))
                        .file("data/bodies.csv", "id,name,type,quorum,authorities\ncabinet,Cabinet,executive,2,Ashby Vale Council; Saltby Council\n")
                },
                says: &["error[data/unknown-reference] data/bodies.csv:2:49"],
                refused: &[],
            },
            Fault {
                name: "a member of a shared body whom no council appointed",
                change: |case| {
                    let members =
                        case.text("data/members.csv").replace('\n', ",Ashby Vale Council\n");
                    let members = members.replacen("Ashby Vale Council", "authority", 1);
                    case.file("data/members.csv", members.replacen("Ashby Vale Council", "", 1))
                        .file("data/bodies.csv", "id,name,type,quorum,authorities\ncabinet,Cabinet,executive,2,Ashby Vale Council\n")
                },
                says: &["error[data/missing-value] data/members.csv:2:1"],
                refused: &[],
            },
            Fault {
                name: "a line that gives the next meeting where there is none",
                change: |case| {
                    let text = case.text(AGENDA).replace('\n', ",\n");
                    let lines = "cabinet-2026-01-13,8,,Next meeting,,,,,yes\ncabinet-2026-02-24,8,,Next meeting,,,,,yes\n";
                    case.file(AGENDA, text.replacen(",\n", ",next-meeting\n", 1) + lines)
                },
                says: &["error[data/missing-value] data/agenda.csv:8:40"],
                refused: &[NEXT],
            },
            Fault {
                name: "an additional field without a label",
                change: |case| {
                    let text = case.text(AGENDA).replace('\n', ",\n");
                    let line = "cabinet-2026-01-13,8,,Parking,,,,,Ward: Mill; Weir\n";
                    case.file(AGENDA, text.replacen(",\n", ",custom\n", 1) + line)
                },
                says: &["error[data/bad-value] data/agenda.csv:7:47"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a lead member who is none",
                change: |case| {
                    case.file("data/issues.csv", "ref,title,lead-members\nAV26/001,Parking charges,Cllr Ruth Abbara\nAV26/002,Parking,Ruth Abara\n")
                },
                says: &["warning[data/unknown-person] data/issues.csv:2:26"],
                refused: &[],
            },
            Fault {
                name: "an officer to ask who has no row",
                change: |case| {
                    case.file("data/officers.csv", "name,post\nInes Coldwell,Clerk\n")
                        .file("data/issues.csv", "ref,title,contact\nAV26/001,Parking charges,Ines Caldwell\nAV26/002,Parking,\"Ines Coldwell, Clerk\"\n")
                },
                says: &["warning[data/unknown-person] data/issues.csv:2:26"],
                refused: &[],
            },
            Fault {
                name: "two officers of one name",
                change: |case| {
                    case.file(
                        "data/officers.csv",
                        "name,post\nInes Coldwell,Clerk\nI Coldwell,Solicitor\n",
                    )
                },
                says: &["error[data/ambiguous] data/officers.csv:3:1"],
                refused: &[],
            },
            Fault {
                name: "a notice that names nobody to write to",
                change: |case| {
                    let council = r#"{ "name": "Ashby Vale Council", "nation": "england", "governance": "committee" }"#;
                    case.file("data/council.json", council).file(
                        "data/issues.csv",
                        "ref,title,key,first-published\nAV26/001,Parking charges,yes,2025-12-01\nAV26/002,Parking,,\n",
                    )
                },
                says: &["error[data/missing-value] data/issues.csv:2:1"],
                refused: &[],
            },
            Fault {
                name: "a body given twice",
                change: |case| case.append("data/bodies.csv", "cabinet,The Cabinet,executive,3\n"),
                says: &["error[data/duplicate] data/bodies.csv:3:1"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "an agenda number given twice",
                change: |case| {
                    case.replace(AGENDA, "cabinet-2026-02-24,2", "cabinet-2026-02-24,1.")
                },
                says: &["error[data/duplicate] data/agenda.csv:6:20"],
                refused: &[NEXT],
            },
            Fault {
                name: "a notice in columns, without its response",
                change: |case| {
                    case.file(
                        "data/issues.csv",
                        "ref,title,private-notice-published,private-notice-representations,Private notice response\n\
                         AV26/001,Parking charges,2026-01-05,None,\n",
                    )
                },
                says: &["error[data/missing-value] data/issues.csv:2:26"],
                refused: &[],
            },
            Fault {
                name: "an issue without a reference, where the council has a form for them",
                change: |case| {
                    case.replace(
                        "data/council.json",
                        "\"nation\"",
                        "\"issue-reference\": \"AV{yy}/{nnn}\", \"nation\"",
                    )
                    .append("data/issues.csv", ",Bandstand,,,\n")
                },
                says: &[
                    "note[references/next-free] data/council.json:3:22 (/issue-reference)",
                    "error[data/missing-value] data/issues.csv:4:1",
                ],
                refused: &[],
            },
            Fault {
                name: "issues without references that have one title",
                change: |case| {
                    case.append(
                        "data/issues.csv",
                        ",Bandstand,,,\n,The old well,,,\n,BANDSTAND!,,,\n",
                    )
                },
                says: &["error[data/duplicate] data/issues.csv:6:1"],
                refused: &[],
            },
            Fault {
                name: "an issue whose title has neither letter nor digit",
                change: |case| case.append("data/issues.csv", ",???,,,\n"),
                says: &["error[data/missing-value] data/issues.csv:4:1"],
                refused: &[],
            },
            Fault {
                name: "a decision with neither reference nor title",
                change: |case| {
                    case.file(
                        "data/decisions.csv",
                        "ref,title,date,decision,published,reasons,alternatives,makers\n\
                         ,,2026-01-12,That it be done.,2026-01-14,It is right.,None,cabinet\n",
                    )
                },
                says: &["error[data/missing-value] data/decisions.csv:2:1"],
                refused: &[MINUTES],
            },
            Fault {
                name: "decisions of a day without references that have one title",
                change: |case| {
                    case.file(
                        "data/decisions.csv",
                        "ref,title,date,decision,published,reasons,alternatives,makers\n\
                         ,Charges,2026-01-12,That they rise.,2026-01-14,Costs rise.,None,cabinet\n\
                         ,charges,2026-01-12,That they fall.,2026-01-14,Costs fall.,None,cabinet\n\
                         ,Charges,2026-01-20,That they stay.,2026-01-21,Nobody knows.,None,cabinet\n",
                    )
                },
                says: &["error[data/duplicate] data/decisions.csv:3:1"],
                refused: &[MINUTES],
            },
            Fault {
                name: "a standing item of a body that is not known",
                change: |case| {
                    let items = r#""standing-items": [{ "title": "Apologies", "bodies": ["cabinets"], "number": "0" }], "nation""#;
                    case.replace("data/council.json", "\"nation\"", items)
                },
                says: &[
                    "error[data/unknown-reference] data/council.json:3:57 (/standing-items/0/bodies/0)",
                ],
                refused: &[],
            },
            Fault {
                name: "a standing item with a number that a row has",
                change: |case| {
                    let items = r#""standing-items": [{ "title": "Apologies", "from": "2026-02-01" }], "nation""#;
                    case.replace("data/council.json", "\"nation\"", items)
                },
                says: &["error[data/duplicate] data/agenda.csv:5:20"],
                refused: &[NEXT],
            },
            Fault {
                name: "a standing item behind a number from which none goes on",
                change: |case| {
                    let items = r#""standing-items": [{ "title": "Next", "place": "last", "from": "2026-02-01" }], "nation""#;
                    case.replace("data/council.json", "\"nation\"", items).replace(
                        AGENDA,
                        "cabinet-2026-02-24,2,",
                        "cabinet-2026-02-24,26/14,",
                    )
                },
                says: &["error[data/missing-value] data/council.json:3:22 (/standing-items/0)"],
                refused: &[NEXT],
            },
            Fault {
                name: "an appendix to the minutes that is made from the records",
                change: |case| {
                    case.file(
                        "data/documents.csv",
                        "meeting,number,title,kind,file\n\
                         cabinet-2026-01-13,2,Map,minutes-appendix,minutes:cabinet-2026-01-13\n",
                    )
                },
                says: &["error[file/not-a-paper] data/documents.csv:2:43"],
                refused: &[MINUTES],
            },
            Fault {
                name: "an issue given twice, spelt otherwise",
                change: |case| case.append("data/issues.csv", "av26 / 001,Parking,,,\n"),
                says: &["error[data/duplicate] data/issues.csv:4:1"],
                refused: &[],
            },
            Fault {
                name: "an item of a meeting that is not there",
                change: |case| case.replace(AGENDA, "cabinet-2026-02-24,2", "cabinet-2026-02-23,2"),
                says: &["error[data/unknown-reference] data/agenda.csv:6:1"],
                refused: &[],
            },
            Fault {
                name: "a paper for an item that is not there",
                change: |case| {
                    case.append("data/documents.csv", "cabinet-2026-02-24,7,Budget,report\n")
                },
                says: &["error[data/unknown-reference] data/documents.csv:4:20"],
                refused: &[NEXT],
            },
            Fault {
                name: "an id given to two papers of a meeting",
                change: |case| {
                    case.file(
                        "data/documents.csv",
                        "meeting,number,title,id\n\
                         cabinet-2026-01-13,2,Parking charges,charges\n\
                         cabinet-2026-01-13,2,The charges,charges\n\
                         cabinet-2026-02-24,2,Budget,charges\n",
                    )
                },
                says: &["error[data/duplicate] data/documents.csv:3:34"],
                refused: &[HELD],
            },
            Fault {
                name: "a paper for a meeting that is not there",
                change: |case| {
                    case.append("data/documents.csv", "cabinet-2026-02-25,2,Budget,report\n")
                },
                says: &["error[data/unknown-reference] data/documents.csv:4:1"],
                refused: &[],
            },
            Fault {
                name: "a meeting of a body that is not there",
                change: |case| {
                    case.replace(
                        "data/meetings.csv",
                        "cabinet-2026-02-24,cabinet,",
                        "cabinet-2026-02-24,cabnet,",
                    )
                },
                says: &["error[data/unknown-reference] data/meetings.csv:3:20"],
                refused: &[NEXT],
            },
            Fault {
                name: "a member of a body that is not there",
                change: |case| case.append("data/members.csv", "planning,Ann Fell,,,\n"),
                says: &["error[data/unknown-reference] data/members.csv:6:1"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "an item with an issue that is not there",
                change: |case| case.replace(AGENDA, "2022.,,,", "2022.,AV26/010,,"),
                says: &["error[data/unknown-reference] data/agenda.csv:3:80"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "issues that follow each other in a circle",
                change: |case| {
                    case.replace(
                        "data/issues.csv",
                        "2026-01-13,Decided,",
                        "2026-01-13,Decided,AV26/002",
                    )
                },
                says: &["error[data/circle] data/issues.csv:2:45"],
                refused: &[],
            },
            Fault {
                name: "an issue that follows itself",
                change: |case| {
                    case.replace(
                        "data/issues.csv",
                        "2026-01-13,Decided,",
                        "2026-01-13,Decided,AV26/001",
                    )
                },
                says: &["error[data/circle] data/issues.csv:2:45"],
                refused: &[],
            },
            Fault {
                name: "an item without a number",
                change: |case| case.replace(AGENDA, "cabinet-2026-02-24,2", "cabinet-2026-02-24,"),
                says: &["error[data/missing-value] data/agenda.csv:6:1"],
                refused: &[NEXT],
            },
            Fault {
                name: "an item without a title",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", ""),
                says: &["error[data/missing-value] data/agenda.csv:6:1"],
                refused: &[NEXT],
            },
            Fault {
                name: "a part II item without its paragraph",
                change: |case| case.replace(AGENDA, ",,,3,The figures", ",,,,The figures"),
                says: &["error[access/no-paragraph] data/agenda.csv:4:22"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a paragraph that Schedule 12A has not",
                change: |case| case.replace(AGENDA, ",,,3,", ",,,3; 77,"),
                says: &["error[access/unknown-paragraph] data/agenda.csv:4:55"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a paragraph of another nation",
                change: |case| case.replace(AGENDA, ",,,3,", ",,,14,"),
                says: &["error[access/unknown-paragraph] data/agenda.csv:4:52"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a paper exempt by a paragraph that Schedule 12A has not",
                change: |case| {
                    case.file(
                        "data/documents.csv",
                        "meeting,number,title,exempt-paragraphs,exempt-reason\n\
                         cabinet-2026-01-13,2,Bids,0,Bids are secret.\n",
                    )
                },
                says: &["error[access/unknown-paragraph] data/documents.csv:2:27"],
                refused: &[HELD],
            },
            Fault {
                name: "a paper exempt by a paragraph in words",
                change: |case| {
                    case.file(
                        "data/documents.csv",
                        "meeting,number,title,exempt-paragraphs,exempt-reason\n\
                         cabinet-2026-02-24,2,Savings,three,Posts are at risk.\n",
                    )
                },
                says: &["error[data/bad-value] data/documents.csv:2:30"],
                refused: &[NEXT],
            },
            Fault {
                name: "a part II item without a reason",
                change: |case| {
                    case.replace(
                        AGENDA,
                        "The figures would help those who bid against the Council.",
                        "",
                    )
                },
                says: &["warning[access/no-reason] data/agenda.csv:4:1"],
                refused: &[],
            },
        ],
    );
}

#[test]
fn decisions_without_what_the_law_wants_are_reported() {
    const DECISIONS: &str = "data/decisions.json";
    const RECORD: &str = "decisions/hwy01/decision-record";
    const WHOLE: &str = r#"[{ "ref": "HWY01", "date": "2026-01-20", "makers": ["Cabinet Member"],
        "decision": "That the road be closed.", "reasons": "It is wet.", "alternatives": "None",
        "interests": "None", "dispensations": "None" }]"#;
    check(
        &["decision-record"],
        &[RECORD],
        &[
            Fault {
                name: "nothing",
                change: |case| case.file(DECISIONS, WHOLE),
                says: &[],
                refused: &[],
            },
            Fault {
                name: "neither meeting nor date",
                change: |case| case.file(DECISIONS, WHOLE.replace("\"date\": \"2026-01-20\",", "")),
                says: &["error[decision/no-date] data/decisions.json:1:2 (/0)"],
                refused: &[RECORD],
            },
            Fault {
                name: "no reasons",
                change: |case| {
                    case.file(DECISIONS, WHOLE.replace("\"reasons\": \"It is wet.\",", ""))
                },
                says: &["error[decision/missing-block] data/decisions.json:1:2 (/0)"],
                refused: &[RECORD],
            },
        ],
    );
}
