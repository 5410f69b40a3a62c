//! What a sheet shows but does not have in its cells: merged cells, headings in two rows, hidden
//! rows, colours, comments, and the format of numbers.

use rust_xlsxwriter::{Color, ExcelDateTime, Format, Note, Workbook, Worksheet};

use super::workbooks::filled;
use super::{Fault, HELD, MINUTES, NEXT, REPORT, check};
use crate::support::Case;

const AGENDA: &str = "data/agenda.csv";
const INDICATORS: &str = "performance/2025-26-q3/indicators";
const QUARTER: &str = "data/performance/2025-26-q3";

/// Adds a sheet of savings to the quarter, whose ratings and references are left to `fill`.
fn savings(case: Case, fill: fn(&mut Worksheet)) -> Case {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("savings").unwrap();
    let rows = [
        ["ref", "title", "portfolio", "target", "rag", "narrative"],
        ["SV01", "Fewer pool cars", "Environment", "£20k", "green", "Six were sold in May."],
        ["SV02", "One depot in place of two", "Environment", "£0.1m", "amber", "The lease ends."],
        ["SV03", "Lamps that need less power", "Environment", "£40k", "red", "None was fitted."],
    ];
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    fill(sheet);
    case.bytes(&format!("{QUARTER}/savings.xlsx"), book.save_to_buffer().unwrap())
}

fn filled_with(colour: Color) -> Format {
    Format::new().set_background_color(colour)
}

#[test]
fn merged_cells_are_filled_or_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "a cell merged with those below it",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        let plain = Format::new();
                        sheet.merge_range(1, 0, 3, 0, "cabinet-2026-01-13", &plain).unwrap();
                        sheet.merge_range(4, 0, 5, 0, "cabinet-2026-02-24", &plain).unwrap();
                    })
                },
                says: &[
                    "note[file/merged] data/agenda.xlsx agenda!A2",
                    "note[file/merged] data/agenda.xlsx agenda!A5",
                ],
                refused: &[],
            },
            Fault {
                name: "a cell merged with those beside it",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.merge_range(5, 1, 5, 3, "2", &Format::new()).unwrap();
                    })
                },
                // The column that says in which part the item is taken; what the row lacks is in it as well.
                says: &["error[access/unknown-cell] data/agenda.xlsx agenda!B6"],
                refused: &[NEXT],
            },
            Fault {
                name: "merged cells as CSV leaves them",
                change: |case| case.replace(AGENDA, "\ncabinet-2026-02-24,2", "\n,2"),
                says: &["error[data/missing-value] data/agenda.csv:6:1"],
                refused: &[HELD, NEXT, MINUTES],
            },
        ],
    );
    let case = Case::new().replace(AGENDA, "\ncabinet-2026-02-24,2", "\n,2");
    case.run(["check"]).stderr_has(
        "cells that were merged in a spreadsheet come out empty; write the value in each row",
    );
}

#[test]
fn headings_in_two_rows_are_reported() {
    const HEADER: &str = "number,title,unit,polarity,portfolio,target,tolerance,Q2 2025/26,Q3 2025/26,narrative,agreed-on\n";
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "groups over the names of all columns",
                change: |case| {
                    let file = format!("data/{INDICATORS}.csv");
                    let text = case.text(&file);
                    case.file(&file, format!("Indicator,,,,,Target,,Results,,\n{text}"))
                },
                says: &["note[file/title-row] data/performance/2025-26-q3/indicators.csv:1:1"],
                refused: &[],
            },
            Fault {
                name: "names in the upper row where there is no group",
                change: |case| {
                    let header = "number,title,unit,polarity,portfolio,Aim,,Results,,narrative,agreed-on\n\
                                  ,,,,,target,tolerance,Q2 2025/26,Q3 2025/26,\n";
                    case.replace(&format!("data/{INDICATORS}.csv"), HEADER, header)
                },
                says: &["note[file/group-row] data/performance/2025-26-q3/indicators.csv:1:1"],
                refused: &[],
            },
            Fault {
                name: "names merged with the cells below them",
                change: |case| {
                    let two_rows = format!("{HEADER},,,,,,,,,\n");
                    let case = case.replace(&format!("data/{INDICATORS}.csv"), HEADER, &two_rows);
                    filled(case, INDICATORS, |sheet| {
                        let plain = Format::new();
                        let names = [
                            "number",
                            "title",
                            "unit",
                            "polarity",
                            "portfolio",
                            "target",
                            "tolerance",
                        ];
                        for (column, name) in (0..).zip(names) {
                            sheet.merge_range(0, column, 1, column, name, &plain).unwrap();
                        }
                        sheet.merge_range(0, 7, 0, 8, "Results", &plain).unwrap();
                        sheet.write(1, 7, "Q2 2025/26").unwrap();
                        sheet.write(1, 8, "Q3 2025/26").unwrap();
                        sheet.merge_range(0, 9, 1, 9, "narrative", &plain).unwrap();
                    })
                },
                says: &[
                    "note[file/group-row] data/performance/2025-26-q3/indicators.xlsx indicators!A1",
                ],
                refused: &[],
            },
            Fault {
                name: "names that mean nothing without their group",
                change: |case| {
                    let header = "number,title,unit,polarity,portfolio,target,tolerance,2025/26,,narrative,agreed-on\n\
                                  ,,,,,,,Second,Third,\n";
                    case.replace(&format!("data/{INDICATORS}.csv"), HEADER, header)
                },
                says: &[
                    "error[file/two-row-header] data/performance/2025-26-q3/indicators.csv:2:8",
                ],
                refused: &[REPORT],
            },
            Fault {
                name: "names that are there twice, under different groups",
                change: |case| {
                    let header = "number,title,unit,polarity,portfolio,Target,,Results,,narrative,agreed-on\n\
                                  ,,,,,Q2 2025/26,Q3 2025/26,Q2 2025/26,Q3 2025/26,\n";
                    case.replace(&format!("data/{INDICATORS}.csv"), HEADER, header)
                },
                says: &[
                    "error[file/two-row-header] data/performance/2025-26-q3/indicators.csv:2:28",
                ],
                refused: &[REPORT],
            },
        ],
    );
}

#[test]
fn hidden_cells_and_comments_are_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "a row that is hidden",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.set_row_hidden(2).unwrap();
                        sheet.set_row_hidden(60).unwrap();
                    })
                },
                says: &["error[file/hidden] data/agenda.xlsx agenda!A3"],
                refused: &[HELD, MINUTES],
            },
            Fault {
                name: "a column that is hidden",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.set_column_hidden(4).unwrap();
                        sheet.set_column_hidden(40).unwrap();
                    })
                },
                says: &["error[file/hidden] data/agenda.xlsx agenda!E1"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "hidden rows that the council has read",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.set_row_hidden(2).unwrap();
                    })
                    .replace(
                        "data/council.json",
                        "{\n  \"name\": \"Ashby Vale",
                        "{\n  \"hidden-cells\": \"read\",\n  \"name\": \"Ashby Vale",
                    )
                },
                says: &["warning[file/hidden-read] data/agenda.xlsx agenda!A3"],
                refused: &[],
            },
            Fault {
                name: "a hidden row in a table without marks",
                change: |case| {
                    filled(case, "members", |sheet| {
                        sheet.set_row_hidden(4).unwrap();
                    })
                },
                says: &["warning[file/hidden-read] data/members.xlsx members!A5"],
                refused: &[],
            },
            Fault {
                name: "a sheet that is hidden",
                change: |case| {
                    let mut book = Workbook::new();
                    for table in ["agenda", "documents"] {
                        let text = case.text(&format!("data/{table}.csv"));
                        let sheet = book.add_worksheet().set_name(table).unwrap();
                        for (row, line) in (0..).zip(text.lines()) {
                            sheet.write_row(row, 0, line.split(',')).unwrap();
                        }
                        sheet.set_hidden(table == "documents");
                    }
                    case.remove(AGENDA)
                        .remove("data/documents.csv")
                        .bytes("data/book.xlsx", book.save_to_buffer().unwrap())
                },
                says: &["error[file/hidden] data/book.xlsx"],
                refused: &[HELD],
            },
            Fault {
                name: "comments",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.insert_note(2, 3, &Note::new("Ask Legal first.")).unwrap();
                        sheet.insert_note(4, 6, &Note::new("None?")).unwrap();
                    })
                },
                says: &[
                    "warning[file/comment] data/agenda.xlsx agenda!D3",
                    // It stands at an empty cell that says whether the item is exempt.
                    "error[access/unknown-cell] data/agenda.xlsx agenda!G5",
                ],
                refused: &[NEXT],
            },
        ],
    );
}

#[test]
fn colours_without_words_are_reported() {
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "ratings that are colours",
                change: |case| {
                    savings(case, |sheet| {
                        sheet.write_blank(1, 4, &filled_with(Color::Green)).unwrap();
                        sheet.write_blank(3, 4, &filled_with(Color::Red)).unwrap();
                    })
                },
                says: &[
                    "error[data/colour-only] data/performance/2025-26-q3/savings.xlsx savings!E2",
                ],
                refused: &[REPORT],
            },
            Fault {
                name: "a cell merged with another that every row may leave empty",
                change: |case| {
                    savings(case, |sheet| {
                        sheet.merge_range(1, 4, 1, 5, "green", &Format::new()).unwrap();
                    })
                },
                says: &[
                    "warning[file/merged-across] data/performance/2025-26-q3/savings.xlsx savings!E2",
                ],
                refused: &[],
            },
            Fault {
                name: "a line that is called a total and is none",
                change: |case| {
                    savings(case, |sheet| {
                        sheet
                            .write_row(4, 0, ["SV04", "Total Place review", "Environment", "£9k"])
                            .unwrap();
                    })
                },
                says: &[
                    "warning[figures/unknown-total] data/performance/2025-26-q3/savings.xlsx savings!A5",
                ],
                refused: &[],
            },
            Fault {
                name: "an empty cell with a colour",
                change: |case| {
                    savings(case, |sheet| {
                        sheet.write_blank(2, 5, &filled_with(Color::Yellow)).unwrap();
                    })
                },
                says: &[
                    "warning[data/coloured-cell] data/performance/2025-26-q3/savings.xlsx savings!F3",
                ],
                refused: &[],
            },
            Fault {
                name: "rows and columns coloured for the eye, and white cells",
                change: |case| {
                    savings(case, |sheet| {
                        let band = filled_with(Color::Silver);
                        for column in 0..4 {
                            sheet.set_cell_format(2, column, &band).unwrap();
                        }
                        sheet.write_blank(2, 4, &band).unwrap();
                        sheet.write_blank(2, 5, &band).unwrap();
                        sheet.write_blank(3, 4, &filled_with(Color::White)).unwrap();
                    })
                },
                says: &[],
                refused: &[],
            },
        ],
    );
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    check(
        &[],
        &[HELD, NEXT, MINUTES, REPORT],
        &[
            Fault {
                name: "a percentage",
                change: |case| {
                    filled(case, INDICATORS, |sheet| {
                        let percent = Format::new().set_num_format("0.0%");
                        sheet.write_with_format(1, 8, 0.561, &percent).unwrap();
                    })
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a percentage with more digits than are shown",
                change: |case| {
                    filled(case, INDICATORS, |sheet| {
                        let percent = Format::new().set_num_format("0.0%");
                        sheet.write_with_format(1, 8, 0.561_49, &percent).unwrap();
                    })
                },
                says: &[
                    "note[data/read-as] data/performance/2025-26-q3/indicators.xlsx indicators!I2",
                ],
                refused: &[],
            },
            Fault {
                name: "a fraction in no format",
                change: |case| {
                    filled(case, INDICATORS, |sheet| {
                        sheet.write(1, 8, 0.561).unwrap();
                    })
                },
                says: &[
                    "error[data/ambiguous] data/performance/2025-26-q3/indicators.xlsx indicators!I2",
                ],
                refused: &[REPORT],
            },
            Fault {
                name: "references that are numbers with zeros before them",
                change: |case| {
                    savings(case, |sheet| {
                        let format = Format::new().set_num_format("\"SV\"00");
                        for row in 1..=3 {
                            sheet.write_with_format(row, 0, row, &format).unwrap();
                        }
                    })
                },
                says: &[
                    "note[data/read-as] data/performance/2025-26-q3/savings.xlsx savings!A2",
                    "note[data/read-as] data/performance/2025-26-q3/savings.xlsx savings!A3",
                    "note[data/read-as] data/performance/2025-26-q3/savings.xlsx savings!A4",
                ],
                refused: &[],
            },
            Fault {
                name: "a reference that lost its letters",
                change: |case| {
                    savings(case, |sheet| {
                        sheet.write(2, 0, 2).unwrap();
                    })
                },
                says: &[
                    "warning[data/odd-reference] data/performance/2025-26-q3/savings.xlsx savings!A3",
                ],
                refused: &[],
            },
            Fault {
                name: "dates whose day and month an American spreadsheet exchanged",
                change: |case| {
                    let case = case.append(
                        "data/meetings.csv",
                        "cabinet-2026-03-10,cabinet,10/03/2026,10:30,The Guildhall,,\n",
                    );
                    filled(case, "meetings", |sheet| {
                        let date = Format::new().set_num_format("mm/dd/yyyy");
                        sheet.write(1, 2, "13/01/2026").unwrap();
                        sheet.write(2, 2, "24/02/2026").unwrap();
                        let exchanged = ExcelDateTime::from_ymd(2026, 10, 3).unwrap();
                        sheet.write_with_format(3, 2, &exchanged, &date).unwrap();
                    })
                },
                says: &[
                    "warning[meeting/other-day] data/meetings.xlsx meetings!A4",
                    "warning[data/exchanged-dates] data/meetings.xlsx meetings!C4",
                    "warning[meeting/unlikely-time] data/meetings.xlsx meetings!C4",
                ],
                refused: &[],
            },
            Fault {
                name: "a reference that lost its last digits",
                change: |case| {
                    savings(case, |sheet| {
                        sheet.write(2, 0, 1_234_567_890_123_456_789_f64).unwrap();
                    })
                },
                says: &[
                    "error[data/lost-digits] data/performance/2025-26-q3/savings.xlsx savings!A3",
                ],
                refused: &[REPORT],
            },
            Fault {
                name: "a reference that is shown shortened",
                change: |case| {
                    case.file(
                        &format!("{QUARTER}/savings.csv"),
                        "ref,title,portfolio,target\n1.23E+10,Fewer pool cars,Environment,£20k\n",
                    )
                },
                says: &["error[data/bad-value] data/performance/2025-26-q3/savings.csv:2:1"],
                refused: &[REPORT],
            },
        ],
    );
}
