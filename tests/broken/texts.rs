//! Texts that can't be printed as they are.

use super::{Fault, HELD, MINUTES, NEXT, check};

const AGENDA: &str = "data/agenda.csv";
const TEXT: &str = "The charges have not changed since 2022.";

#[test]
fn markup_that_cannot_be_printed_is_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "a raw block",
                change: |case| case.replace(AGENDA, TEXT, "\"```=typst\n#panic()\n```\""),
                says: &["error[text/raw-block] data/agenda.csv:3:40"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "raw words",
                change: |case| case.replace(AGENDA, TEXT, "See `#panic()`{=typst}."),
                says: &["error[text/raw-inline] data/agenda.csv:3:43"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a picture",
                change: |case| case.replace(AGENDA, TEXT, "![a map](map.png)"),
                says: &["error[text/image] data/agenda.csv:3:39"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a link that runs a program",
                change: |case| case.replace(AGENDA, TEXT, "[here](javascript:alert(1))"),
                says: &["error[text/link-address] data/agenda.csv:3:39"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "HTML",
                change: |case| {
                    case.replace(AGENDA, TEXT, "The <b>charges</b> have not changed.<br>")
                },
                says: &["warning[text/html] data/agenda.csv:3:43"],
                refused: &[],
            },
            Fault {
                name: "a paragraph and indents as Word pastes them",
                change: |case| {
                    case.replace(
                        AGENDA,
                        TEXT,
                        "<p class=MsoNormal>&nbsp;&nbsp; The charges have not changed.</p>",
                    )
                },
                says: &["warning[text/html] data/agenda.csv:3:39"],
                refused: &[],
            },
            Fault {
                name: "lines that end in the middle of a sentence, and two spaces",
                change: |case| {
                    case.replace(AGENDA, TEXT, "\"The charges  have\nnot changed: - since 2022.\"")
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "numbers typed by hand before those of a list",
                change: |case| case.replace(AGENDA, TEXT, "\"1. (a) one\n2. (b) two\""),
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a resolution with a picture",
                change: |case| {
                    case.replace(
                        "data/minutes/cabinet-2026-01-13.json",
                        "There were none.",
                        "![a map](map.png)",
                    )
                },
                says: &[
                    "error[text/image] data/minutes/cabinet-2026-01-13.json:7:36 (/items/0/paragraphs/0)",
                ],
                refused: &[MINUTES],
            },
        ],
    );
}

#[test]
fn odd_characters_are_repaired_or_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "a picture character that the fonts lack",
                change: |case| case.replace(AGENDA, TEXT, "The charges 🅿️ have not changed."),
                says: &[
                    "note[text/repaired] data/agenda.csv:3:39",
                    "warning[text/no-glyph] data/agenda.csv:3:51",
                ],
                refused: &[],
            },
            Fault {
                name: "a character of a private font",
                change: |case| case.replace(AGENDA, TEXT, "The charges \u{f0e0} have not changed."),
                says: &["warning[text/no-glyph] data/agenda.csv:3:51"],
                refused: &[],
            },
            Fault {
                name: "spaces that don't break, and characters without width",
                change: |case| {
                    case.replace(AGENDA, TEXT, "The\u{a0}charges\u{200b} have not changed.")
                },
                says: &[
                    "note[text/repaired] data/agenda.csv:3:39",
                    "note[text/repaired] data/agenda.csv:3:39",
                ],
                refused: &[],
            },
            Fault {
                name: "bullets of the Symbol font",
                change: |case| case.replace(AGENDA, TEXT, "\"\u{f0b7}\tone\n\u{f0b7}\ttwo\""),
                says: &["note[text/pasted-bullets] data/agenda.csv:3:39"],
                refused: &[],
            },
            Fault {
                name: "bullets as Word pastes them",
                change: |case| case.replace(AGENDA, TEXT, "\"•\tone\n•\ttwo\no\tinner\""),
                says: &["note[text/pasted-bullets] data/agenda.csv:3:39"],
                refused: &[],
            },
            Fault {
                name: "the letters of symbols whose font was lost",
                change: |case| case.replace(AGENDA, TEXT, "\"Results\n\né Charges paid on time\""),
                says: &["warning[text/lost-symbol] data/agenda.csv:5:1"],
                refused: &[],
            },
            Fault {
                name: "letters that became question marks",
                change: |case| case.replace(AGENDA, TEXT, "The caf?s view is that it costs ?5."),
                says: &["warning[text/damaged] data/agenda.csv:3:43"],
                refused: &[],
            },
            Fault {
                name: "a number alone on its line",
                change: |case| case.replace(AGENDA, TEXT, "\"25.\n\nCharges\n\n25.1 None.\""),
                says: &[
                    "note[text/pasted-bullets] data/agenda.csv:3:39",
                    "warning[text/lone-number] data/agenda.csv:3:40",
                ],
                refused: &[],
            },
            Fault {
                name: "a list that lost its indents",
                change: |case| case.replace(AGENDA, TEXT, "\"•\tone\n•\ttwo\na)\tthree\""),
                says: &[
                    "note[text/pasted-bullets] data/agenda.csv:3:39",
                    "warning[text/list-nesting] data/agenda.csv:5:1",
                ],
                refused: &[],
            },
            Fault {
                name: "a title and a paragraph without a blank line between them",
                change: |case| {
                    case.replace(AGENDA, TEXT, "\"Charges\nThe charges have not changed.\"")
                },
                says: &["warning[text/joined-lines] data/agenda.csv:4:1"],
                refused: &[],
            },
            Fault {
                name: "marks that would turn words around",
                change: |case| case.replace(AGENDA, TEXT, "The \u{202e}segrahc\u{202c} are due."),
                says: &["note[text/repaired] data/agenda.csv:3:39"],
                refused: &[],
            },
            Fault {
                name: "a script that no font has",
                change: |case| case.replace(AGENDA, TEXT, "The charges: الرسوم و\u{661}"),
                says: &["warning[text/no-glyph] data/agenda.csv:3:52"],
                refused: &[],
            },
            Fault {
                name: "a footnote without its text",
                change: |case| case.replace(AGENDA, TEXT, "The charges[^1] have not changed."),
                says: &["error[text/footnote] data/agenda.csv:3:50"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a manual line break of Word",
                change: |case| case.replace(AGENDA, "Budget for 2026/27", "Budget\u{b}for 2026/27"),
                says: &[
                    "note[data/read-as] data/agenda.csv:6:23",
                    "note[text/repaired] data/agenda.csv:6:23",
                ],
                refused: &[],
            },
        ],
    );
}
