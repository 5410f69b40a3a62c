//! Files that are damaged, empty, in the wrong place or in an old encoding.

#[cfg(unix)]
use super::REPORT;
use super::{Fault, HELD, MINUTES, NEXT, check};
use unicode_normalization::UnicodeNormalization;

use crate::support::{Case, pdf};

const AGENDA: &str = "data/agenda.csv";

#[test]
fn damaged_and_misplaced_files_are_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "JSON that is cut off",
                change: |case| {
                    case.replace(
                        "data/council.json",
                        "\"holidays\": \"england-and-wales\"\n}\n",
                        "\"hol",
                    )
                },
                says: &["error[file/bad-json] data/council.json:12:6"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "minutes that are cut off",
                change: |case| {
                    let file = "data/minutes/cabinet-2026-01-13.json";
                    let text = case.text(file);
                    case.file(file, &text[..300])
                },
                says: &[
                    "error[file/bad-json] data/minutes/cabinet-2026-01-13.json:11:10 (/items/1/paragraphs/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a comma too many in JSON",
                change: |case| case.replace("data/council.json", "\"england\",", "\"england\",,"),
                says: &["error[file/bad-json] data/council.json:3:23 (/nation)"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "no council",
                change: |case| case.remove("data/council.json"),
                says: &["error[file/missing] data"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a logo that is not there",
                change: |case| {
                    let logo =
                        "\"logo\": { \"file\": \"images/crest.svg\", \"alt\": \"A bridge\" },";
                    case.replace("data/council.json", "\"nation\":", &format!("{logo} \"nation\":"))
                },
                says: &["error[file/missing] data/council.json:3:21 (/logo/file)"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "an empty file",
                change: |case| case.file(AGENDA, ""),
                says: &["error[file/empty] data/agenda.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "an empty JSON file",
                change: |case| case.file("data/minutes/cabinet-2026-01-13.json", ""),
                says: &["error[file/empty] data/minutes/cabinet-2026-01-13.json"],
                refused: &[MINUTES],
            },
            Fault {
                name: "a header and no rows",
                change: |case| case.file(AGENDA, "meeting,number,title\n"),
                says: &["error[file/no-rows] data/agenda.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "no rows where none are named",
                change: |case| case.file("data/decisions.json", "[]"),
                says: &["warning[file/empty-table] data/decisions.json"],
                refused: &[],
            },
            Fault {
                name: "no rows of meetings",
                change: |case| case.file("data/meetings.csv", "meeting,body,date\n"),
                says: &["error[file/no-rows] data/meetings.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "no rows of bodies",
                change: |case| case.file("data/bodies.csv", "id,name,type\n"),
                says: &["error[file/no-rows] data/bodies.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "no rows of papers",
                change: |case| case.file("data/documents.csv", "meeting,number,title\n"),
                says: &["warning[file/empty-table] data/documents.csv"],
                refused: &[],
            },
            Fault {
                name: "rows and no header",
                change: |case| case.file(AGENDA, "cabinet-2026-02-24,1,Declarations of interest\n"),
                says: &["error[file/no-header] data/agenda.csv:1:1"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a header that lacks a column that every row must have",
                change: |case| {
                    case.replace("data/meetings.csv", "meeting,body,date,", "meeting,body,,")
                },
                says: &["error[file/no-column] data/meetings.csv:1:1"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a row that ends before the columns that say who may see it",
                change: |case| {
                    case.replace(
                        AGENDA,
                        "cabinet-2026-02-24,2,,Budget for 2026/27,,,,",
                        "cabinet-2026-02-24,2,,Budget for 2026/27",
                    )
                },
                says: &["error[file/ragged-row] data/agenda.csv:6:1"],
                refused: &[NEXT],
            },
            Fault {
                name: "a row with too few cells",
                change: |case| {
                    case.replace("data/members.csv", ",Vale Group,Southwell", ",Vale Group")
                },
                says: &["warning[file/uneven-row] data/members.csv:5:1"],
                refused: &[],
            },
            Fault {
                name: "a row with too many cells",
                change: |case| case.replace(AGENDA, "Budget for 2026/27,", "Budget, for, 2026/27,"),
                says: &[
                    "warning[file/uneven-row] data/agenda.csv:6:1",
                    "error[data/unknown-reference] data/agenda.csv:6:35",
                ],
                refused: &[NEXT],
            },
            Fault {
                name: "a cell of 10 MB",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", &"x".repeat(10 << 20)),
                says: &["error[data/too-long] data/agenda.csv:6:23"],
                refused: &[NEXT],
            },
            Fault {
                name: "a quotation mark that is never closed",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "\"Budget for 2026/27"),
                says: &["error[file/unclosed-quote] data/agenda.csv:6:23"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a quotation mark inside a cell",
                change: |case| {
                    case.replace(AGENDA, "Budget for 2026/27", "The \"Budget\" for 2026/27")
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a quotation mark inside a cell in quotation marks that is not doubled",
                change: |case| {
                    case.replace(AGENDA, "Budget for 2026/27", "\"The \"Budget\" for 2026/27\"")
                },
                says: &["error[file/stray-quote] data/agenda.csv:6:28"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a quotation mark that is lost, so that a cell goes on into the next row",
                change: |case| {
                    case.replace(AGENDA, ",Parking charges,", ",\"Parking charges,").replace(
                        AGENDA,
                        ",Budget for 2026/27",
                        ",\"Budget for 2026/27\"",
                    )
                },
                says: &["error[file/stray-quote] data/agenda.csv:3:23"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "the first quotation mark of a cell that is lost",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "All of the budget\""),
                says: &["error[file/stray-quote] data/agenda.csv:6:40"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "line ends of an old Mac",
                change: |case| {
                    let text = case.text(AGENDA).replace('\n', "\r");
                    case.file(AGENDA, text)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a second title row and blank rows",
                change: |case| {
                    let text = case.text(AGENDA);
                    case.file(AGENDA, format!("Ashby Vale Council,,,\nPrinted 5 January,,,\n\n,,,,,,,\n{text},,,,,,,\n"))
                },
                says: &[
                    "note[file/title-row] data/agenda.csv:1:1",
                    "note[file/title-row] data/agenda.csv:2:1",
                    "note[file/blank-row] data/agenda.csv:11:1",
                ],
                refused: &[],
            },
            Fault {
                name: "a row of totals",
                change: |case| case.append(AGENDA, "Total,5,,,,,,\n"),
                says: &["warning[figures/unknown-total] data/agenda.csv:7:1"],
                refused: &[],
            },
            Fault {
                name: "empty columns at the end",
                change: |case| {
                    let text = case.text(AGENDA).replace('\n', ",,,\n");
                    case.file(AGENDA, text)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a subtotal",
                change: |case| case.append(AGENDA, "Sub-total,5,,,,,,\n"),
                says: &["warning[figures/unknown-total] data/agenda.csv:7:1"],
                refused: &[],
            },
            Fault {
                name: "a cell of two lines",
                change: |case| {
                    case.replace(AGENDA, "Budget for 2026/27", "\"Budget for\n2026/27\"")
                },
                says: &["note[data/read-as] data/agenda.csv:6:23"],
                refused: &[],
            },
            Fault {
                name: "a line that names the separator",
                change: |case| {
                    let text = case.text(AGENDA).replace(',', ";");
                    case.file(AGENDA, format!("sep=;\r\n{text}"))
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "cells separated by tabs",
                change: |case| {
                    let text = case.text(AGENDA).replace(',', "\t");
                    case.file(AGENDA, text)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "cells separated by semicolons",
                change: |case| {
                    let text = case.text(AGENDA).replace(',', ";");
                    case.file(AGENDA, text)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a column that looks like a mark of what is private",
                change: |case| case.replace(AGENDA, "exempt-reason", "exempt-reasons"),
                says: &[
                    "error[access/unknown-mark] data/agenda.csv:1:56",
                    "warning[access/no-reason] data/agenda.csv:4:1",
                ],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a column that nobody could guess",
                change: |case| case.with_issue().replace(AGENDA, ",issue,", ",Wibble,"),
                says: &["warning[data/unknown-column] data/agenda.csv:1:32"],
                refused: &[],
            },
            Fault {
                name: "a form of numbers with a name that nothing has",
                change: |case| {
                    case.replace(
                        "data/council.json",
                        "\"nation\":",
                        "\"minute-numbering\": { \"number\": \"{day}/{n}\" }, \"nation\":",
                    )
                },
                says: &["error[data/bad-value] data/council.json:3:35 (/minute-numbering/number)"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a column given twice",
                change: |case| case.replace(AGENDA, ",issue,", ",title,"),
                says: &["error[data/duplicate-column] data/agenda.csv:1:32"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a key given twice in JSON",
                change: |case| {
                    case.replace(
                        "data/council.json",
                        "\"nation\":",
                        "\"name\": \"Ashby\", \"nation\":",
                    )
                },
                says: &["error[data/duplicate-column] data/council.json:3:3 (/name)"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "notes beside a table",
                change: |case| {
                    case.replace("data/meetings.csv", "published-at\n", "published-at,\n")
                        .replace(
                            "data/meetings.csv",
                            "2026-01-05 14:00\n",
                            "2026-01-05 14:00,ask Moses\n",
                        )
                        .replace(
                            "data/meetings.csv",
                            "2026-02-16 14:00\n",
                            "2026-02-16 14:00,room?\n",
                        )
                },
                says: &["error[file/ragged-row] data/meetings.csv:2:81"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a folder instead of a file",
                change: |case| case.remove(AGENDA).folder(AGENDA),
                says: &["error[file/unreadable] data/agenda.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "one table in two files",
                change: |case| case.file("data/agenda.json", "[]"),
                says: &["error[file/two-sources] data/agenda.json"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "one table in two files whose names differ in case",
                change: |case| case.file("data/Agenda.json", "[]"),
                says: &["error[file/two-sources] data/agenda.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "names in capitals",
                change: |case| {
                    let text = case.text(AGENDA);
                    case.remove(AGENDA).file("data/AGENDA.CSV", text)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a folder in capitals",
                change: |case| {
                    let text = case.text("data/minutes/cabinet-2026-01-13.json");
                    case.remove("data/minutes").file("data/Minutes/Cabinet-2026-01-13.JSON", text)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a copy that Windows made",
                change: |case| {
                    case.file("data/agenda - Copy.csv", "").file("data/~$agenda.xlsx", "x")
                },
                says: &["warning[file/unknown] data/agenda - Copy.csv"],
                refused: &[],
            },
            Fault {
                name: "a table in a format that is not read",
                change: |case| case.remove(AGENDA).file("data/agenda.ods", "x"),
                says: &["error[file/other-format] data/agenda.ods"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "minutes that are no document of Word",
                change: |case| case.file("data/minutes/cabinet-2026-01-13.docx", "x"),
                says: &["error[minutes/unreadable] data/minutes/cabinet-2026-01-13.docx"],
                refused: &["cabinet-2026-01-13/minutes"],
            },
            Fault {
                name: "a quarter whose folder is misnamed",
                change: |case| case.file("data/performance/latest/indicators.csv", "x"),
                says: &["error[file/not-a-period] data/performance/latest"],
                refused: &[],
            },
            Fault {
                name: "bank holidays of another shape",
                change: |case| case.file("data/calendar/bank-holidays.json", "[1]"),
                says: &["error[data/wrong-shape] data/calendar/bank-holidays.json:1:1"],
                refused: &[],
            },
        ],
    );
}

#[test]
fn papers_outside_their_folder_are_not_opened() {
    const PACK: &str = "cabinet-2026-01-13/public-pack";
    fn named(case: Case, file: &str) -> Case {
        let row = format!("cabinet-2026-01-13,2,Charges,{file}\n");
        case.file("data/documents.csv", format!("meeting,number,title,file\n{row}"))
    }
    check(
        &["agenda", "public-pack"],
        &[HELD, PACK],
        &[
            Fault {
                name: "a name that leads out of the folder",
                change: |case| named(case, "../spare.pdf").file("data/spare.pdf", "x"),
                says: &[
                    "error[file/outside] data/documents.csv:2:30",
                    "warning[file/unknown] data/spare.pdf",
                ],
                refused: &[PACK],
            },
            Fault {
                name: "a paper that is not there",
                change: |case| named(case, "spare.pdf"),
                says: &["error[file/missing] data/documents.csv:2:30"],
                refused: &[PACK],
            },
        ],
    );
}

/// A Mac writes an accented letter as two characters, Windows as one.
#[test]
fn names_of_files_match_in_either_form_of_unicode() {
    const COMPOSED: &str = "Caf\u{e9}s/M\u{e9}nage";
    const APART: &str = "Cafe\u{301}s/Me\u{301}nage";
    const ROWS: &str = "data/documents.csv";
    let with = |written: &str, on_disk: &str| {
        let logo =
            format!("\"logo\": {{ \"file\": \"images/{written}.svg\", \"alt\": \"A bridge\" }},");
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";
        Case::new()
            .replace("data/council.json", "\"nation\":", &format!("{logo} \"nation\":"))
            .file(&format!("templates/images/{on_disk}.svg"), svg)
            .file(
                ROWS,
                format!("meeting,number,title,file\ncabinet-2026-01-13,2,Charges,{written}.dj\n"),
            )
            .file(
                &format!("data/documents/{on_disk}.dj"),
                "# Charges\n\n## Background papers\n\nNone\n",
            )
    };
    let made = |case: &Case| {
        case.run([
            "build",
            "--templates",
            "templates",
            "--kind",
            "public-pack",
            "--kind",
            "agenda",
        ])
        .code(0)
        .stderr_lacks("file/");
        ["agenda", "public-pack"]
            .map(|kind| case.read(&format!("output/public/cabinet-2026-01-13/{kind}.pdf")))
    };
    let expected = made(&with(COMPOSED, COMPOSED));
    for (written, on_disk) in [(COMPOSED, APART), (APART, COMPOSED), (APART, APART)] {
        let found = made(&with(written, on_disk));
        assert!(found == expected, "{written} for {on_disk}");
    }
    // Words are not changed.
    let plain = Case::new().replace(AGENDA, "Budget for 2026/27", "Caf\u{e9}");
    let apart = Case::new().replace(AGENDA, "Budget for 2026/27", "Cafe\u{301}");
    let agenda = |case: &Case| {
        case.run(["build", "--kind", "agenda"]).code(0);
        pdf::text(&case.read(&format!("output/public/{NEXT}.pdf")))
    };
    assert_eq!(agenda(&plain).nfc().collect::<String>(), agenda(&apart).nfc().collect::<String>());
}

#[test]
fn a_file_that_is_too_large_is_refused_unread() {
    const TABLE: &str = "data/work-programme.json";
    let spaces = " ".repeat(1 << 20);
    let case = Case::new().file(TABLE, format!("[{spaces}]"));
    case.run(["check"]).code(0).stderr_lacks("file/too-large");
    case.run(["check", "--max-megabytes", "1"])
        .code(1)
        .stderr_has("error[file/too-large]: this file has 2 MB; up to 1 MB are read\n--> data/work-programme.json")
        .stderr_has("`--max-megabytes 2`");
    // A sparse file, which takes no space on the disk.
    let file = std::fs::File::options().write(true).open(case.path(TABLE)).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    case.run(["check"]).code(1).stderr_has("this file has 65 MB; up to 64 MB are read");
}

/// A file without read permission; root may read it, and then the run succeeds.
#[cfg(unix)]
#[test]
fn an_unreadable_file_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::new();
    let path = case.path(AGENDA);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    let ended = case.run(["build"]).nothing_half_written();
    if std::fs::read(&path).is_ok() {
        ended.code(0);
    } else {
        ended
            .code(1)
            .stderr_has("error[file/unreadable]")
            .stderr_has("--> data/agenda.csv")
            .made([&*format!("output/public/{REPORT}.pdf")]);
    }
}

#[test]
fn json_of_the_wrong_shape_is_reported() {
    const BOOK: &str = "data/minutes/cabinet-2026-01-13.json";
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "lists in lists, 100,000 deep",
                change: |case| case.file(BOOK, "[".repeat(100_000) + &"]".repeat(100_000)),
                says: &[
                    "error[file/too-deep] data/minutes/cabinet-2026-01-13.json:1:42 (/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "objects in objects, 100,000 deep",
                change: |case| case.file("data/council.json", "{\"name\":".repeat(100_000)),
                says: &[
                    "error[file/bad-json] data/council.json:1:800000 (/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name/name)",
                ],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "fifty lists inside one another",
                change: |case| {
                    case.replace(BOOK, "\"There were none.\"", &("[".repeat(50) + &"]".repeat(50)))
                },
                says: &[
                    "error[file/too-deep] data/minutes/cabinet-2026-01-13.json:7:72 (/items/0/paragraphs/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a number where an object is wanted",
                change: |case| case.file(BOOK, "7"),
                says: &["error[data/wrong-shape] data/minutes/cabinet-2026-01-13.json:1:1"],
                refused: &[MINUTES],
            },
            Fault {
                name: "an object where a list is wanted",
                change: |case| {
                    case.replace(BOOK, "[\"Yusuf Eden\"]", "{\"first\": \"Yusuf Eden\"}")
                },
                says: &[
                    "error[data/missing-value] data/minutes/cabinet-2026-01-13.json:5:16 (/apologies)",
                    "warning[data/unknown-column] data/minutes/cabinet-2026-01-13.json:5:17 (/apologies/first)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a list where text is wanted",
                change: |case| case.replace(BOOK, "\"draft\"", "[\"draft\"]"),
                says: &[
                    "error[data/wrong-shape] data/minutes/cabinet-2026-01-13.json:2:13 (/status)",
                ],
                refused: &[MINUTES],
            },
            Fault {
                name: "a table of numbers",
                change: |case| {
                    case.remove("data/issues.csv").file(
                        "data/issues.json",
                        "[1, {\"ref\": \"AV26/001\", \"title\": \"Parking charges\"}]",
                    )
                },
                says: &["error[data/wrong-shape] data/issues.json:1:2 (/0)"],
                refused: &[],
            },
            Fault {
                name: "two councils",
                change: |case| {
                    let text = case.text("data/council.json");
                    case.file("data/council.json", format!("[{text},{text}]"))
                },
                says: &["error[data/duplicate] data/council.json:14:2 (/1)"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a nothing",
                change: |case| case.file(BOOK, "null"),
                says: &["error[data/wrong-shape] data/minutes/cabinet-2026-01-13.json:1:1"],
                refused: &[MINUTES],
            },
        ],
    );
}

#[test]
fn encodings_are_recognised_or_refused() {
    fn encode(case: Case, encode: impl Fn(&str) -> Vec<u8>) -> Case {
        let text = case.text(AGENDA).replace("Budget for 2026/27", "Café for £5 – “Budget”");
        case.bytes(AGENDA, encode(&text))
    }
    fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "UTF-8 with a mark",
                change: |case| encode(case, |text| format!("\u{feff}{text}").into_bytes()),
                says: &[],
                refused: &[],
            },
            Fault {
                name: "UTF-16 with a mark, low byte first",
                change: |case| {
                    encode(case, |text| utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes))
                },
                says: &["note[file/other-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "UTF-16 with a mark, high byte first",
                change: |case| {
                    encode(case, |text| utf_16(&format!("\u{feff}{text}"), u16::to_be_bytes))
                },
                says: &["note[file/other-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "UTF-16 without a mark, low byte first",
                change: |case| encode(case, |text| utf_16(text, u16::to_le_bytes)),
                says: &["note[file/other-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "UTF-16 without a mark, high byte first",
                change: |case| encode(case, |text| utf_16(text, u16::to_be_bytes)),
                says: &["note[file/other-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "UTF-16 that ends in half a character",
                change: |case| {
                    encode(case, |text| {
                        [utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes), vec![b'x']].concat()
                    })
                },
                says: &["error[file/encoding] data/agenda.csv"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "Macintosh",
                change: |case| {
                    encode(case, |text| encoding_rs::MACINTOSH.encode(text).0.into_owned())
                },
                says: &["note[file/other-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "MS-DOS, whose pound sign is another letter elsewhere",
                change: |case| {
                    let text = case.text(AGENDA);
                    let (before, after) = text.split_once("Budget").unwrap();
                    let bytes = [before.as_bytes(), b"\x9C5m", after.as_bytes()].concat();
                    case.bytes(AGENDA, bytes)
                },
                says: &["warning[file/doubtful-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "Windows-1252",
                change: |case| encode(case, windows_1252),
                says: &["note[file/other-encoding] data/agenda.csv"],
                refused: &[],
            },
            Fault {
                name: "a byte that no encoding has",
                change: |case| encode(case, |text| [windows_1252(text), vec![0x81]].concat()),
                says: &["error[file/encoding] data/agenda.csv:7:1"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "NUL bytes",
                change: |case| {
                    encode(case, |text| {
                        [text.as_bytes(), b"cabinet-2026-02-24,3,,\0\0,,,,\n"].concat()
                    })
                },
                says: &["error[file/encoding] data/agenda.csv:7:23"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "UTF-8 read as Windows-1252 and saved again",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "CafÃ© for Â£5"),
                says: &["note[text/repaired] data/agenda.csv:6:23"],
                refused: &[],
            },
            Fault {
                name: "UTF-8 read as the encoding of a Mac and saved again",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "Caf√© for ¬£5"),
                says: &["note[text/repaired] data/agenda.csv:6:23"],
                refused: &[],
            },
            Fault {
                name: "letters that were lost when another program saved the file",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "Caf\u{fffd} for all"),
                says: &["warning[text/damaged] data/agenda.csv:6:23"],
                refused: &[],
            },
            Fault {
                name: "a file of a Mac read as one of Windows and saved again",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "The committeeÕs budget"),
                says: &["warning[text/damaged] data/agenda.csv:6:27"],
                refused: &[],
            },
            Fault {
                name: "JSON in an old encoding",
                change: |case| case.bytes("data/council.json", b"{\"name\": \"Caf\xe9\x81\"}"),
                says: &["error[file/encoding] data/council.json:1:15"],
                refused: &[HELD, NEXT, MINUTES],
            },
        ],
    );
}

/// Returns a text in Windows-1252, as Excel saves it.
fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |char| match char {
        '–' => 0x96,
        '“' => 0x93,
        '”' => 0x94,
        char => u8::try_from(char).expect("the text has no other characters"),
    };
    text.chars().map(byte).collect()
}

#[test]
fn meetings_at_unlikely_times_are_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "a Saturday",
                change: |case| {
                    case.replace("data/meetings.csv", "cabinet,2026-02-24", "cabinet,2026-02-28")
                },
                says: &[
                    "warning[meeting/other-day] data/meetings.csv:3:1",
                    "warning[meeting/unlikely-time] data/meetings.csv:3:28",
                ],
                refused: &[],
            },
            Fault {
                name: "three in the morning",
                change: |case| {
                    case.replace("data/meetings.csv", "2026-02-24,10:30", "2026-02-24,03:00")
                },
                says: &["warning[meeting/unlikely-time] data/meetings.csv:3:39"],
                refused: &[],
            },
            Fault {
                name: "a new day without a row",
                change: |case| {
                    case.replace("data/meetings.csv", "published-at\n", "published-at,new-date\n")
                        .replace("data/meetings.csv", "2026-01-05 14:00\n", "2026-01-05 14:00,\n")
                        .replace(
                            "data/meetings.csv",
                            "scheduled,2026-02-16 14:00\n",
                            "postponed,2026-02-16 14:00,2026-03-03\n",
                        )
                },
                says: &["warning[meeting/no-new-row] data/meetings.csv:3:86"],
                refused: &[],
            },
            Fault {
                name: "neither time nor place",
                change: |case| {
                    case.replace(
                        "data/meetings.csv",
                        "2026-02-24,10:30,The Guildhall",
                        "2026-02-24,,",
                    )
                },
                says: &["error[meeting/nowhere] data/meetings.csv:3:1"],
                refused: &[NEXT],
            },
        ],
    );
    Case::new()
        .replace("data/meetings.csv", "time,venue", "time-text,venue")
        .replace("data/meetings.csv", "2026-02-24,10:30", "2026-02-24,at the rise of the Council")
        .replace("data/meetings.csv", "2026-01-13,10:30", "2026-01-13,after lunch")
        .run(["build", "--keep-typ", "--kind", "agenda"])
        .code(0);
}
