//! Minutes that contradict the agenda, the members present, or themselves.

use super::{Fault, HELD, MINUTES, NEXT, check};
use crate::support::Case;

const BOOK: &str = "data/minutes/cabinet-2026-01-13.json";

/// Gives the first minute these fields.
fn confirming(case: Case, fields: &str) -> Case {
    case.replace(BOOK, "{ \"item\": \"1\",", &format!("{{ \"item\": \"1\", {fields},"))
}

/// Adds an earlier meeting with its minutes, of which there is only number 7.
fn earlier(case: Case) -> Case {
    case.append("data/meetings.csv", "cabinet-2026-01-06,cabinet,2026-01-06,10:30,The Guildhall,held,\n")
        .append("data/agenda.csv", "cabinet-2026-01-06,1,,Business,,,,\n")
        .file(
            "data/minutes/cabinet-2026-01-06.json",
            r#"{ "first-number": 7, "status": "confirmed", "present": ["Ruth Abara", "Tom Brennan"], "items": [{ "item": "1", "paragraphs": ["None."] }] }"#,
        )
}

#[test]
fn contradictory_minutes_are_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "more votes than members present",
                change: |case| {
                    case.replace(
                        BOOK,
                        "[\"Ruth Abara\", \"Tom Brennan\"], \"against\": [\"Cerys Dunmore\"]",
                        "12, \"against\": 1",
                    )
                },
                says: &[
                    "error[votes/too-many] data/minutes/cabinet-2026-01-13.json:18:21 (/items/1/paragraphs/1/motion/vote)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a voter who was not there",
                change: |case| case.replace(BOOK, "[\"Cerys Dunmore\"] }", "[\"Yusuf Eden\"] }"),
                says: &[
                    "error[votes/not-present] data/minutes/cabinet-2026-01-13.json:18:73 (/items/1/paragraphs/1/motion/vote/against/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a voter whose name is misspelt",
                change: |case| case.replace(BOOK, "[\"Cerys Dunmore\"] }", "[\"Cerys Dunmoor\"] }"),
                says: &[
                    "error[votes/not-present] data/minutes/cabinet-2026-01-13.json:18:73 (/items/1/paragraphs/1/motion/vote/against/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a member who voted twice",
                change: |case| case.replace(BOOK, "[\"Cerys Dunmore\"] }", "[\"Tom Brennan\"] }"),
                says: &[
                    "error[votes/twice] data/minutes/cabinet-2026-01-13.json:18:73 (/items/1/paragraphs/1/motion/vote/against/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "half a vote",
                change: |case| case.replace(BOOK, "[\"Cerys Dunmore\"] }", "1.5 }"),
                says: &[
                    "error[data/bad-value] data/minutes/cabinet-2026-01-13.json:18:72 (/items/1/paragraphs/1/motion/vote/against)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a member present twice",
                change: |case| {
                    case.replace(
                        BOOK,
                        "\"Cerys Dunmore\"],\n  \"apol",
                        "\"Cerys Dunmore\", \"Cllr Ruth Abara\"],\n  \"apol",
                    )
                },
                says: &[
                    "error[data/duplicate] data/minutes/cabinet-2026-01-13.json:4:97 (/present/3)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a minute of an item that is not there",
                change: |case| case.replace(BOOK, "\"item\": \"2\"", "\"item\": \"9\""),
                says: &[
                    "error[data/unknown-reference] data/minutes/cabinet-2026-01-13.json:9:15 (/items/1/item)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a minute of nothing",
                change: |case| case.replace(BOOK, "\"item\": \"2\",", ""),
                says: &[
                    "error[data/missing-value] data/minutes/cabinet-2026-01-13.json:8:5 (/items/1)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a paragraph of nothing",
                change: |case| case.replace(BOOK, "\"The Leader introduced the report.\"", "{}"),
                says: &[
                    "error[data/missing-value] data/minutes/cabinet-2026-01-13.json:8:5 (/items/1)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a minute of an item inside another, with the number of a paragraph above it",
                change: |case| {
                    case.append("data/agenda.csv", "cabinet-2026-01-13,2.1,,Blue badges,,,,\n")
                        .replace(
                            BOOK,
                            "\n  ]\n}",
                            ",\n    { \"item\": \"2.1\", \"paragraphs\": [\"None.\"] }\n  ]\n}",
                        )
                },
                says: &[
                    "error[data/duplicate] data/minutes/cabinet-2026-01-13.json:23:5 (/items/2)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "minutes that confirm those of a meeting that is not known",
                change: |case| confirming(case, r#""confirms": ["cabinet-2026-01-14"]"#),
                says: &[
                    "error[data/unknown-reference] data/minutes/cabinet-2026-01-13.json:7:33 (/items/0/confirms/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "minutes that confirm those of a later meeting",
                change: |case| confirming(case, r#""confirms": ["cabinet-2026-02-24"]"#),
                says: &[
                    "error[data/contradiction] data/minutes/cabinet-2026-01-13.json:7:33 (/items/0/confirms/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "minutes confirmed twice",
                change: |case| {
                    let case = case.replace(BOOK, "\"status\": \"draft\",", "");
                    earlier(confirming(case, r#""confirms": ["cabinet-2026-01-06"]"#)).replace(
                        BOOK,
                        "\"item\": \"2\",",
                        "\"item\": \"2\", \"confirms\": [\"cabinet-2026-01-06\"],",
                    )
                },
                says: &[
                    "error[data/duplicate] data/minutes/cabinet-2026-01-13.json:9:33 (/items/1/confirms/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a correction of a minute that is not known",
                change: |case| {
                    let fields = r#""corrections": [{ "meeting": "cabinet-2026-01-06", "minute": "8", "text": "For `no` read `yes`." }]"#;
                    earlier(confirming(case, fields))
                },
                says: &[
                    "error[data/unknown-reference] data/minutes/cabinet-2026-01-13.json:7:81 (/items/0/corrections/0/minute)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "minutes of a cancelled meeting",
                change: |case| case.replace("data/meetings.csv", ",held,", ",cancelled,"),
                says: &["error[data/contradiction] data/minutes/cabinet-2026-01-13.json:1:1"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "minutes of a meeting that is not there",
                change: |case| {
                    let text = case.text(BOOK);
                    case.file("data/minutes/cabinet-2026-01-31.json", text)
                },
                says: &["error[data/unknown-reference] data/minutes/cabinet-2026-01-31.json:1:1"],
                refused: &[],
            },
            Fault {
                name: "minutes whose name and content differ",
                change: |case| {
                    case.replace(
                        BOOK,
                        "\"status\"",
                        "\"meeting\": \"cabinet-2026-02-24\", \"status\"",
                    )
                },
                says: &[
                    "error[data/contradiction] data/minutes/cabinet-2026-01-13.json:2:14 (/meeting)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "minutes whose first number can't be known",
                change: |case| {
                    let case = case.append(
                        "data/meetings.csv",
                        "cabinet-2025-12-09,cabinet,2025-12-09,10:30,The Guildhall,held,\n",
                    );
                    case.replace(BOOK, "\"first-number\": 31,", "")
                },
                says: &["error[minutes/unknown-number] data/minutes/cabinet-2026-01-13.json:1:1"],
                refused: &[MINUTES],
            },
            Fault {
                name: "a key that is misspelt",
                change: |case| case.replace(BOOK, "\"apologies\"", "\"appologies\""),
                says: &[
                    "warning[data/unknown-column] data/minutes/cabinet-2026-01-13.json:5:3 (/appologies)",
                ],
                refused: &[],
            },
            Fault {
                name: "a movement without a time",
                change: |case| {
                    case.replace(
                        BOOK,
                        "\"item\": \"2\",",
                        "\"item\": \"2\", \"movements\": [{ \"member\": \"Tom Brennan\" }],",
                    )
                },
                says: &[
                    "error[data/missing-value] data/minutes/cabinet-2026-01-13.json:9:34 (/items/1/movements/0)",
                ],
                refused: &[MINUTES],
            },
        ],
    );
}
