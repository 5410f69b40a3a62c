//! Workbooks that are damaged, protected or oddly filled.

use rust_xlsxwriter::{Formula, Workbook};

use super::{Fault, HELD, MINUTES, NEXT, check};
use crate::support::Case;
use crate::support::sheets::{edited, workbook};

/// Puts a workbook in the place of a table.
pub(super) fn instead(case: Case, table: &str, bytes: &[u8]) -> Case {
    case.remove(&format!("data/{table}.csv")).bytes(&format!("data/{table}.xlsx"), bytes)
}

/// Returns a table of the small council as a workbook whose one sheet has the table's name.
fn book_of(case: &Case, table: &str) -> Vec<u8> {
    workbook(&[(table, &case.text(&format!("data/{table}.csv")))])
}

/// Puts a table into a workbook, with more done to its sheet.
pub(crate) fn filled(
    case: Case,
    table: &str,
    fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet),
) -> Case {
    let text = case.text(&format!("data/{table}.csv"));
    let mut book = Workbook::new();
    let name = table.rsplit('/').next().unwrap();
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    fill(sheet);
    instead(case, table, &book.save_to_buffer().unwrap())
}

/// Returns what Excel writes where a workbook has a password: a compound file with an
/// `EncryptedPackage` in it ([MS-OFFCRYPTO] 2.3.4.4), here without the rest.
fn protected() -> Vec<u8> {
    const NONE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    const TABLE: u32 = 0xFFFF_FFFD;
    let mut bytes = Vec::new();
    bytes.extend(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes.extend([0; 16]);
    for word in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    for word in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([0xFF; 4 * 108]);
    for word in [TABLE, END].into_iter().chain([NONE; 126]) {
        bytes.extend(word.to_le_bytes());
    }
    for (name, kind) in [("Root Entry", 5), ("EncryptedPackage", 2), ("", 0), ("", 0)] {
        let mut entry = vec![0; 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = u8::try_from(2 * (name.len() + 1)).unwrap();
        entry[66] = kind;
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&END.to_le_bytes());
        bytes.extend(entry);
    }
    bytes
}

#[test]
fn damaged_and_odd_workbooks_are_reported() {
    check(
        &["agenda", "minutes"],
        &[HELD, NEXT, MINUTES],
        &[
            Fault {
                name: "something else under the name of a workbook",
                change: |case| instead(case, "agenda", b"<html>Sign in to continue</html>"),
                says: &["error[file/bad-workbook] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a workbook that is cut off",
                change: |case| {
                    let bytes = book_of(&case, "agenda");
                    instead(case, "agenda", &bytes[..bytes.len() / 2])
                },
                says: &["error[file/bad-workbook] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a workbook with a password",
                change: |case| instead(case, "agenda", &protected()),
                says: &["error[file/bad-workbook] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "two cells in one place",
                change: |case| {
                    let book = edited(&book_of(&case, "agenda"), "r=\"D6\"", "r=\"D5\"");
                    instead(case, "agenda", &book)
                },
                says: &["error[file/bad-workbook] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a text that the workbook does not have",
                change: |case| {
                    let book = edited(&book_of(&case, "agenda"), "<v>0</v>", "<v>999</v>");
                    instead(case, "agenda", &book)
                },
                says: &["error[file/bad-workbook] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "another workbook that can't be read",
                change: |case| case.bytes("data/papers.xlsx", b"PK"),
                says: &["error[file/bad-workbook] data/papers.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a workbook for nothing",
                change: |case| case.bytes("data/rota.xlsx", workbook(&[("Sheet1", "who,when")])),
                says: &["warning[file/unknown] data/rota.xlsx"],
                refused: &[],
            },
            Fault {
                name: "a workbook without the sheet",
                change: |case| {
                    let book = workbook(&[("Sheet1", "a,b"), ("Sheet2", "c,d")]);
                    instead(case, "agenda", &book)
                },
                says: &["error[file/no-sheet] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a workbook whose one sheet has another name",
                change: |case| {
                    let book = workbook(&[("Sheet1", &case.text("data/agenda.csv"))]);
                    instead(case, "agenda", &book)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "an empty sheet",
                change: |case| instead(case, "agenda", &workbook(&[("agenda", "")])),
                says: &["error[file/empty] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "two tables in one workbook",
                change: |case| {
                    let [agenda, papers] = ["agenda", "documents"]
                        .map(|table| case.text(&format!("data/{table}.csv")));
                    let book = workbook(&[("Agenda", &agenda), ("documents", &papers)]);
                    case.remove("data/agenda.csv")
                        .remove("data/documents.csv")
                        .bytes("data/January.xlsx", book)
                },
                says: &[],
                refused: &[],
            },
            Fault {
                name: "a table in a workbook and in a file",
                change: |case| {
                    let book = book_of(&case, "agenda");
                    case.bytes("data/agenda.xlsx", book)
                },
                says: &["error[file/two-sources] data/agenda.xlsx"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a bad date in a sheet",
                change: |case| {
                    filled(case, "meetings", |sheet| {
                        sheet.write(2, 2, "31/02/2026").unwrap();
                    })
                },
                says: &["error[data/bad-value] data/meetings.xlsx meetings!C3"],
                refused: &[NEXT],
            },
            Fault {
                name: "a number where a date is wanted",
                change: |case| {
                    filled(case, "meetings", |sheet| {
                        sheet.write(2, 2, 46_077).unwrap();
                    })
                },
                says: &["note[data/read-as] data/meetings.xlsx meetings!C3"],
                refused: &[],
            },
            Fault {
                name: "a cell that its spreadsheet could not work out",
                change: |case| {
                    filled(case, "meetings", |sheet| {
                        sheet.write(2, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
                    })
                },
                says: &["error[data/bad-value] data/meetings.xlsx meetings!C3"],
                refused: &[NEXT],
            },
            Fault {
                name: "a formula that was never worked out",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.write(5, 3, Formula::new("=D5")).unwrap();
                    })
                },
                says: &["error[file/unsaved-formula] data/agenda.xlsx agenda!D6"],
                refused: &[NEXT],
            },
            Fault {
                name: "a row of nothing but formulas that were never worked out",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        for column in [0, 1, 3] {
                            sheet.write(6, column, Formula::new("=A5")).unwrap();
                        }
                    })
                },
                says: &["error[file/unsaved-formula] data/agenda.xlsx agenda!A7"],
                refused: &[HELD, NEXT, MINUTES],
            },
            Fault {
                name: "a sheet that is no table, and one that is read only under another name",
                change: |case| {
                    let book = workbook(&[
                        ("agenda", &case.text("data/agenda.csv")),
                        ("Lookup", "a,b"),
                        ("members", "a,b"),
                        ("Sheet4", ""),
                    ]);
                    instead(case, "agenda", &book)
                },
                says: &[
                    "warning[file/unknown] data/agenda.xlsx",
                    "warning[file/unknown] data/agenda.xlsx",
                ],
                refused: &[],
            },
            Fault {
                name: "a paper that no row names",
                change: |case| case.file("data/documents/spare.dj", "Spare."),
                says: &["warning[file/unknown] data/documents/spare.dj"],
                refused: &[],
            },
            Fault {
                name: "a stray cell in the last row",
                change: |case| {
                    filled(case, "agenda", |sheet| {
                        sheet.write(1_048_575, 16_383, "x").unwrap();
                    })
                },
                says: &[
                    "error[file/ragged-row] data/agenda.xlsx agenda!XFD1048576",
                    "note[file/blank-row] data/agenda.xlsx agenda!XFD1048576",
                ],
                refused: &[HELD, NEXT, MINUTES],
            },
        ],
    );
}

/// A sheet with one cell in its last row and column is not laid out cell by cell.
#[cfg(target_os = "linux")]
#[test]
fn a_stray_cell_needs_little_memory() {
    let case = filled(Case::new(), "meetings", |sheet| {
        sheet.write(1_048_575, 0, "x").unwrap();
    });
    case.run_after("ulimit -v 1000000", ["check", "--jobs", "1"])
        .code(1)
        .nothing_half_written()
        .stderr_has("data/meetings.xlsx meetings!A1048576");
}
