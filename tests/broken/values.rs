//! Cells with a value that their column does not accept.

use super::{Fault, HELD, MINUTES, NEXT, check};

const MEETINGS: &str = "data/meetings.csv";

#[test]
fn bad_values_are_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "a day that is not in the calendar",
                change: |case| case.replace(MEETINGS, ",2026-02-24,", ",31/02/2026,"),
                says: &["error[data/bad-value] data/meetings.csv:3:28"],
                refused: &[NEXT],
            },
            Fault {
                name: "a date as Americans write it",
                change: |case| case.replace(MEETINGS, ",2026-01-13,", ",01/13/2026,"),
                says: &["error[data/bad-value] data/meetings.csv:2:28"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a weekday that is not that day's",
                change: |case| case.replace(MEETINGS, ",2026-02-24,", ",Monday 24 February 2026,"),
                says: &["error[data/bad-value] data/meetings.csv:3:28"],
                refused: &[NEXT],
            },
            Fault {
                name: "a date without its year",
                change: |case| case.replace(MEETINGS, ",2026-02-24,", ",24 February,"),
                says: &["error[data/bad-value] data/meetings.csv:3:28"],
                refused: &[NEXT],
            },
            Fault {
                name: "a time that no clock shows",
                change: |case| {
                    case.replace(MEETINGS, "cabinet,2026-02-24,10:30", "cabinet,2026-02-24,25:30")
                },
                says: &["error[data/bad-value] data/meetings.csv:3:39"],
                refused: &[NEXT],
            },
            Fault {
                name: "a time in words",
                change: |case| {
                    case.replace(
                        MEETINGS,
                        "cabinet,2026-02-24,10:30",
                        "cabinet,2026-02-24,half ten",
                    )
                },
                says: &["error[data/bad-value] data/meetings.csv:3:39"],
                refused: &[NEXT],
            },
            Fault {
                name: "a spreadsheet error for a date",
                change: |case| case.replace(MEETINGS, ",2026-02-24,", ",#REF!,"),
                says: &["error[data/bad-value] data/meetings.csv:3:28"],
                refused: &[NEXT],
            },
            Fault {
                name: "a date that is not there",
                change: |case| case.replace(MEETINGS, ",2026-02-24,", ",,"),
                says: &["error[data/missing-value] data/meetings.csv:3:1"],
                refused: &[NEXT],
            },
            Fault {
                name: "a word that the column does not have",
                change: |case| case.replace(MEETINGS, ",scheduled,", ",schedulled,"),
                says: &["error[data/bad-value] data/meetings.csv:3:59"],
                refused: &[NEXT],
            },
            Fault {
                name: "a meeting's name with a path in it",
                change: |case| {
                    case.replace(MEETINGS, "cabinet-2026-02-24,cabinet", "../cabinet,cabinet")
                },
                says: &["error[data/bad-value] data/meetings.csv:3:1"],
                refused: &[NEXT],
            },
            Fault {
                name: "an error of a spreadsheet in the place of a title",
                change: |case| case.replace("data/agenda.csv", "Budget for 2026/27", "#N/A"),
                says: &["error[data/bad-value] data/agenda.csv:6:23"],
                refused: &[NEXT],
            },
            Fault {
                name: "an error of a spreadsheet in the place of a text",
                change: |case| {
                    case.replace(
                        "data/agenda.csv",
                        "Budget for 2026/27,",
                        "Budget for 2026/27,#REF!",
                    )
                },
                says: &["error[data/bad-value] data/agenda.csv:6:42"],
                refused: &[NEXT],
            },
            Fault {
                name: "an error of a spreadsheet among several values",
                change: |case| {
                    case.replace("data/bodies.csv", "type,", "type,authorities,").replace(
                        "data/bodies.csv",
                        "executive,",
                        "executive,Ashby; #N/A,",
                    )
                },
                says: &["error[data/bad-value] data/bodies.csv:2:34"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a column too narrow for its title",
                change: |case| case.replace("data/agenda.csv", "Budget for 2026/27", "########"),
                says: &["error[data/bad-value] data/agenda.csv:6:23"],
                refused: &[NEXT],
            },
            Fault {
                name: "a quorum in words",
                change: |case| case.replace("data/bodies.csv", ",2\n", ",two\n"),
                says: &["error[data/bad-value] data/bodies.csv:2:27"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a quorum below nothing",
                change: |case| case.replace("data/bodies.csv", ",2\n", ",-2\n"),
                says: &["error[data/bad-value] data/bodies.csv:2:27"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a threshold that is no money",
                change: |case| {
                    case.replace(
                        "data/council.json",
                        "\"nation\":",
                        "\"key-decision-threshold\": \"lots\", \"nation\":",
                    )
                },
                says: &["error[data/bad-value] data/council.json:3:29 (/key-decision-threshold)"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a Schedule 12A paragraph in words",
                change: |case| case.replace("data/agenda.csv", ",,,3,", ",,,three,"),
                says: &["error[data/bad-value] data/agenda.csv:4:52"],
                refused: &[HELD, MINUTES],
            },
        ],
    );
}
