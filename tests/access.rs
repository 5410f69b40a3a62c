//! What must not reach the public whatever an officer wrote where: each case puts a secret word into a place,
//! and no public document, name of a file or open data may hold it.

use rust_xlsxwriter::{Color, Format, Formula, Note, Worksheet};

use crate::broken::workbooks::filled;
use crate::support::Case;
use crate::support::pdf::Pdf;
use crate::support::sheets::edited;

/// The word that nobody outside may read.
const SECRET: &str = "SECRETWORD";

/// Builds, and returns all that the public can read: words, bookmarks and names of files.
fn public(case: &Case) -> String {
    case.run(["build", "--large-print"]);
    let mut words = String::new();
    for file in case.files("output/public") {
        words.push_str(&file);
        if file.ends_with(".pdf") {
            let pdf = Pdf::read(&case.read(&format!("output/public/{file}")));
            words.push_str(&pdf.text());
            words.push_str(&pdf.outline.join("\n"));
            words.push_str(&pdf.metadata.title.clone().unwrap_or_default());
        }
    }
    words + case.run(["export", "decisions", "--as", "csv"]).stdout()
}

#[track_caller]
fn check_withheld(case: &Case, code: &str) {
    case.run(["check"]).code(1).stderr_has(code);
    let words = public(case);
    assert!(!words.contains(SECRET), "{words}");
}

/// A correction to a private minute is as private as that, also in a public one; of one that may be private, too.
#[test]
fn corrections_of_private_minutes_are_withheld() {
    let book = "data/minutes/cabinet-2026-01-13.json";
    let case = |fields: &str| {
        let correction =
            format!(r#"{{ "meeting": "cabinet-2026-01-13", {fields} "text": "{SECRET}" }}"#);
        let minutes = format!(
            r#"{{ "present": ["Ruth Abara", "Tom Brennan"], "items": [
                {{ "item": "1", "confirms": ["cabinet-2026-01-13"], "corrections": [{correction}] }}] }}"#
        );
        Case::new()
            .replace(book, "\"status\": \"draft\",", "")
            .replace(
                book,
                "\n  ]\n}",
                ",\n    { \"item\": \"3\", \"public-summary\": \"A lease.\", \"paragraphs\": [\"Exempt.\"] }\n  ]\n}",
            )
            .replace("data/meetings.csv", "scheduled", "held")
            .file("data/minutes/cabinet-2026-02-24.json", minutes)
    };
    for private in [r#""minute": "33","#, r#""minute": "33.1","#, ""] {
        check_withheld(&case(private), "error[access/contradiction]");
    }
    let public = public(&case(r#""minute": "32.1","#));
    assert_eq!(public.matches(SECRET).count(), 4, "{public}");
}

#[test]
fn a_column_that_looks_like_a_mark_and_is_none_refuses_its_rows() {
    for name in [
        "exempt-paragraph",
        "exmept-pargraphs",
        "Exempt Paragraph(s)",
        "Schedule 12A",
        "Confidential?",
        "Not for publication",
        "ex\u{435}mpt",
        "Part 2",
    ] {
        let case = Case::new()
            .replace(
                "data/agenda.csv",
                "exempt-paragraphs,exempt-reason",
                &format!("{name},exempt-reason"),
            )
            .replace(
                "data/agenda.csv",
                "3,II,Lease of the old library",
                &format!("3,,{SECRET} lease"),
            )
            .replace(
                "data/agenda.csv",
                ",3,The figures would help those who bid against the Council.",
                ",3,",
            );
        check_withheld(&case, "access/unknown-mark");
    }
}

#[test]
fn an_ordinary_column_is_only_ignored() {
    for name in ["comment", "Accommodation", "Partner", "Exemptions policy", "Part of town"] {
        let case = Case::new().replace(
            "data/agenda.csv",
            "title,text,issue",
            &format!("title,{name},issue"),
        );
        case.run(["check"]).code(0).stderr_has("data/unknown-column");
    }
}

/// The small council with an action that follows up a minute, and an exempt minute of that number.
fn with_follow_up(minute: &str) -> Case {
    Case::new()
        .replace(
            "data/minutes/cabinet-2026-01-13.json",
            "\n  ]\n}",
            ",\n    { \"item\": \"3\", \"number\": \"33.\", \"paragraphs\": [\"Let.\"],\n      \
             \"exempt-paragraphs\": [3], \"public-summary\": \"The lease was agreed.\" }\n  ]\n}",
        )
        .file(
            "data/resolutions.csv",
            format!("meeting,minute,text,kind,status\ncabinet-2026-01-13,{minute},Tell {SECRET}.,action,Open\n"),
        )
}

#[test]
fn an_action_of_an_exempt_minute_is_withheld_however_its_number_is_written() {
    for minute in ["33", "33.", "(33)", "Minute 33", "33.1", "", "99"] {
        let words = public(&with_follow_up(minute));
        assert!(!words.contains(SECRET), "{minute}: {words}");
    }
    assert!(public(&with_follow_up("32")).contains(SECRET), "minute 32 is public");
}

#[test]
fn an_action_of_private_business_is_withheld_while_the_minutes_are_not_in() {
    let case = with_follow_up("32").remove("data/minutes/cabinet-2026-01-13.json");
    let words = public(&case);
    assert!(!words.contains(SECRET), "{words}");
}

/// A place into which an officer writes what the public may not see.
struct Place {
    /// What is wrong with the data.
    name: &'static str,
    /// The code that says so.
    code: &'static str,
    /// Where, as messages name it.
    at: &'static str,
    /// Puts [`SECRET`] there.
    data: fn(Case) -> Case,
}

const AGENDA: &str = "data/agenda.csv";
const MINUTES: &str = "data/minutes/cabinet-2026-01-13.json";
const HELD: &str = "cabinet-2026-01-13";

/// Adds a decision of the meeting that was held, with these fields.
fn decision(case: Case, fields: &str) -> Case {
    case.file(
        "data/decisions.json",
        format!(
            "[{{ \"ref\": \"CAB01\", \"title\": \"Business\", \"makers\": [\"cabinet\"], \
             \"decision\": \"{SECRET}\", {fields} }}]"
        ),
    )
}

/// Replaces the agenda of the meeting that was held: its columns, and its lines below them, without the
/// meeting.
fn agenda(case: Case, columns: &str, lines: &[&str]) -> Case {
    let mut table = format!("meeting,{columns}\n");
    for line in lines {
        table += &format!("{HELD},{line}\n");
    }
    case.file("data/issues.csv", "ref,title,private-paragraphs,private-reason\nAV26/001,Parking charges,,\nAV26/003,Sale,3,Bids.\n")
        .file(AGENDA, table)
}

/// Adds papers, each row with its item, title, kind, file, paragraph and what it supersedes.
fn papers(case: Case, rows: &[[&str; 6]]) -> Case {
    let mut table = "meeting,number,title,kind,file,exempt-paragraphs,supersedes\n".to_owned();
    let mut case = case;
    for row in rows {
        table += &format!("{HELD},{}\n", row.join(","));
        if !row[3].is_empty() {
            case = case.file(
                &format!("data/documents/{}", row[3]),
                format!("{SECRET} is in {}.\n", row[3]),
            );
        }
    }
    case.file("data/documents.csv", table)
}

/// Every kind of slip: each is withheld, and reported at its place.
const PLACES: &[Place] = &[
    Place {
        name: "a decision taken in part II without an issue",
        code: "error[access/untraced]",
        at: "data/decisions.json:1:2",
        data: |case| decision(case, "\"meeting\": \"cabinet-2026-01-13\""),
    },
    Place {
        name: "a decision on an item that is not there",
        code: "error[access/untraced]",
        at: "data/decisions.json:1:131",
        data: |case| decision(case, "\"meeting\": \"cabinet-2026-01-13\", \"item\": \"9\""),
    },
    Place {
        name: "a decision that names a public item and a private issue",
        code: "error[access/contradiction]",
        at: "data/decisions.json:1:2",
        data: |case| {
            let fields =
                "\"meeting\": \"cabinet-2026-01-13\", \"item\": \"1\", \"issue\": \"AV26/003\"";
            agenda(
                decision(case, fields),
                "number,part,title,issue,exempt-paragraphs",
                &["1,,Interests,,", "2,,Charges,,", "3,II,Lease,AV26/003,3"],
            )
        },
    },
    Place {
        name: "an exempt decision with a public minute",
        code: "error[access/contradiction]",
        at: "data/decisions.json:1:2",
        data: |case| {
            decision(case, "\"meeting\": \"cabinet-2026-01-13\", \"item\": \"2\", \"exempt-paragraphs\": [3], \"exempt-reason\": \"Bids.\"")
                .replace(MINUTES, "The Leader introduced the report.", "SECRETWORD")
        },
    },
    Place {
        name: "a minute on no item",
        code: "error[access/untraced]",
        at: "(/items/2)",
        data: |case| {
            case.replace(
                MINUTES,
                "\n  ]\n}",
                ",\n    { \"title\": \"SECRETWORD\", \"paragraphs\": [\"SECRETWORD\"] }\n  ]\n}",
            )
        },
    },
    Place {
        name: "a follow-up of a minute that is not there",
        code: "error[access/unknown-minute]",
        at: "data/resolutions.csv:2:20",
        data: |case| with_follow_up_of(case, "99", ""),
    },
    Place {
        name: "a follow-up before the minutes are in",
        code: "error[access/untraced]",
        at: "data/resolutions.csv:2:1",
        data: |case| with_follow_up_of(case.remove(MINUTES), "32", ""),
    },
    Place {
        name: "a follow-up whose status says exempt",
        code: "error[access/contradiction]",
        at: "data/resolutions.csv:2",
        data: |case| with_follow_up_of(case, "32", "Exempt"),
    },
    Place {
        name: "a sub-item of an exempt item",
        code: "warning[access/inherited]",
        at: "data/agenda.csv:5:1",
        data: |case| {
            agenda(
                case,
                "number,part,title,text,exempt-paragraphs",
                &["1,,Interests,,", "2,,Charges,,", "3,II,Lease,,3", "3a,,The bids,SECRETWORD,"],
            )
        },
    },
    Place {
        name: "words below an exempt item",
        code: "warning[access/inherited]",
        at: "data/agenda.csv:5:1",
        data: |case| {
            agenda(
                case,
                "number,kind,title,text,exempt-paragraphs",
                &["1,,Interests,,", "2,,Charges,,", "3,,Lease,,3", ",comment,,SECRETWORD,"],
            )
        },
    },
    Place {
        name: "a line below the heading of part II",
        code: "error[access/contradiction]",
        at: "data/agenda.csv:5:1",
        data: |case| {
            agenda(
                case,
                "number,part,kind,title,text,exempt-paragraphs",
                &[
                    "1,,,Interests,,",
                    "2,,,Charges,,",
                    ",,heading,Part II,,",
                    "3,,,Lease,SECRETWORD,",
                ],
            )
        },
    },
    Place {
        name: "an issue that is private while its item is not",
        code: "error[access/contradiction]",
        at: "data/agenda.csv:4",
        data: |case| {
            agenda(
                case,
                "number,title,text,issue,exempt-paragraphs",
                &["1,Interests,,,", "2,Charges,,,", "3,Lease,SECRETWORD,AV26/003,"],
            )
        },
    },
    Place {
        name: "a public summary and no mark",
        code: "error[access/contradiction]",
        at: "data/agenda.csv:4",
        data: |case| {
            agenda(
                case,
                "number,title,text,exempt-paragraphs,public-summary",
                &["1,Interests,,,", "2,Charges,,,", "3,Lease,SECRETWORD,,A lease."],
            )
        },
    },
    Place {
        name: "an issue that a row marks which is given twice",
        code: "error[data/duplicate]",
        at: "data/issues.csv:4:1",
        data: |case| {
            agenda(
                case,
                "number,title,text,issue",
                &["1,Interests,,", "2,Charges,SECRETWORD,AV26/001"],
            )
            .append("data/issues.csv", "AV26/001,Parking charges,3,Bids.\n")
        },
    },
    Place {
        name: "an appendix to what replaces a paper that is not there",
        code: "error[data/unknown-reference]",
        at: "data/documents.csv:3:",
        data: |case| {
            papers(
                case,
                &[
                    ["2", "Old", "appendix", "o.dj", "3", ""],
                    ["2", "New", "report", "n.dj", "", "Odl report"],
                    ["2", "SECRETWORD", "appendix", "a.dj", "", ""],
                ],
            )
        },
    },
    Place {
        name: "an appendix to an exempt report",
        code: "warning[access/inherited]",
        at: "data/documents.csv:3:1",
        data: |case| {
            papers(
                case,
                &[
                    ["2", "Report", "report", "r.dj", "3", ""],
                    ["2", "SECRETWORD", "appendix", "a.dj", "", ""],
                ],
            )
        },
    },
    Place {
        name: "a replacement of an exempt paper",
        code: "warning[access/inherited]",
        at: "data/documents.csv:3:1",
        data: |case| {
            papers(
                case,
                &[
                    ["2", "Report", "report", "r.dj", "3", ""],
                    ["2", "SECRETWORD", "report", "a.dj", "", "Report"],
                ],
            )
        },
    },
    Place {
        name: "a paper that an exempt one replaces",
        code: "warning[access/inherited]",
        at: "data/documents.csv:2:1",
        data: |case| {
            papers(
                case,
                &[
                    ["2", "SECRETWORD", "report", "r.dj", "", ""],
                    ["2", "New", "report", "a.dj", "3", "SECRETWORD"],
                ],
            )
        },
    },
    Place {
        name: "an appendix to what replaces an exempt report",
        code: "warning[access/inherited]",
        at: "data/documents.csv:4:1",
        data: |case| {
            papers(
                case,
                &[
                    ["2", "Old", "report", "r.dj", "3", ""],
                    ["2", "New", "report", "n.dj", "", "Old"],
                    ["2", "SECRETWORD", "appendix", "a.dj", "", ""],
                ],
            )
        },
    },
    Place {
        name: "a line below a sub-heading of part II",
        code: "error[access/contradiction]",
        at: "data/agenda.csv:6:1",
        data: |case| {
            agenda(
                case,
                "number,part,kind,title,text,exempt-paragraphs",
                &[
                    "1,,,Interests,,",
                    "2,,,Charges,,",
                    ",II,heading,Part II,,",
                    ",,heading,Property,,",
                    "3,,,Lease,SECRETWORD,",
                ],
            )
        },
    },
    Place {
        name: "a sub-item above its whole, in letters",
        code: "warning[access/inherited]",
        at: "data/agenda.csv:3:1",
        data: |case| {
            agenda(
                case,
                "number,part,title,text,exempt-paragraphs",
                &["A,,Interests,,", "B.1.2,,The bids,SECRETWORD,", "B.1,,Bids,,", "B,II,Lease,,3"],
            )
        },
    },
    Place {
        name: "a decision on a private issue, without a meeting",
        code: "error[access/contradiction]",
        at: "data/decisions.json:1:2",
        data: |case| {
            agenda(
                decision(case, "\"date\": \"2026-01-13\", \"issue\": \"AV26/003\""),
                "number,title,exempt-paragraphs",
                &["1,Interests,", "2,Charges,"],
            )
        },
    },
    Place {
        name: "a minute with only a title, of an exempt decision",
        code: "error[access/contradiction]",
        at: "data/decisions.json:1:2",
        data: |case| {
            let fields = "\"meeting\": \"cabinet-2026-01-13\", \"item\": \"2\", \
                          \"exempt-paragraphs\": [3], \"exempt-reason\": \"Bids.\"";
            decision(case, fields)
                .replace(MINUTES, "\"item\": \"2\"", "\"title\": \"Parking charges\"")
                .replace(MINUTES, "The Leader introduced the report.", "SECRETWORD")
        },
    },
    Place {
        name: "an interest in an item whose minute is exempt",
        code: "warning[access/no-summary]",
        at: "(/items/1)",
        data: |case| {
            let interest = "\"interests\": [{ \"member\": \"Ruth Abara\", \"item\": \"2\", \
                            \"kind\": \"Personal\", \"nature\": \"SECRETWORD\" }],\n  \"items\": [";
            case.replace(MINUTES, "\"items\": [", interest).replace(
                MINUTES,
                "\"item\": \"2\",\n",
                "\"item\": \"2\", \"exempt-paragraphs\": [3],\n",
            )
        },
    },
    Place {
        name: "a mark inside a paragraph of a minute",
        code: "error[access/unknown-mark]",
        at: "data/minutes/cabinet-2026-01-13.json",
        data: |case| {
            case.replace(
                MINUTES,
                "\"The Leader introduced the report.\"",
                "{ \"text\": \"SECRETWORD\", \"exempt-paragraphs\": [3] }",
            )
        },
    },
    Place {
        name: "the bytes of an exempt paper under another name",
        code: "error[access/contradiction]",
        at: "data/documents.csv:3:1",
        data: |case| {
            papers(
                case,
                &[
                    ["2", "Report", "report", "r.dj", "3", ""],
                    ["1", "SECRETWORD", "report", "a.dj", "", ""],
                ],
            )
            .file("data/documents/r.dj", "SECRETWORD is in both.\n")
            .file("data/documents/a.dj", "SECRETWORD is in both.\n")
        },
    },
];

fn with_follow_up_of(case: Case, minute: &str, status: &str) -> Case {
    case.file(
        "data/resolutions.csv",
        format!(
            "meeting,minute,text,kind,status\n{HELD},{minute},Tell {SECRET}.,action,{status}\n"
        ),
    )
}

#[test]
fn every_slip_is_withheld_and_reported_at_its_place() {
    let mut faults = Vec::new();
    for place in PLACES {
        let case = (place.data)(Case::new());
        let checked = case.run(["check"]);
        let is_reported = checked
            .stderr()
            .split("\n\n")
            .any(|message| message.contains(place.code) && message.contains(place.at));
        if !is_reported {
            faults.push(format!("{}: `check` says\n{}", place.name, checked.stderr()));
        }
        let words = public(&case);
        if words.contains(SECRET) {
            faults.push(format!("{}: the public reads\n{words}", place.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn what_is_traced_to_a_public_item_is_published() {
    let traced: [fn(Case) -> Case; 5] = [
        |case| decision(case, "\"meeting\": \"cabinet-2026-01-13\", \"item\": \"2\""),
        |case| {
            decision(
                case.with_issue(),
                "\"meeting\": \"cabinet-2026-01-13\", \"issue\": \"AV26/001\"",
            )
        },
        |case| decision(case, "\"date\": \"2026-01-13\""),
        |case| with_follow_up_of(case, "Minute 32", ""),
        |case| {
            case.remove(MINUTES).file(
                "data/resolutions.csv",
                format!("meeting,item,text\n{HELD},2,Tell {SECRET}.\n"),
            )
        },
    ];
    for data in traced {
        let case = data(Case::new());
        let words = public(&case);
        assert!(words.contains(SECRET), "{}", case.run(["check"]).stderr());
    }
}

#[test]
fn an_item_may_be_taken_in_public_after_all() {
    let case = agenda(
        Case::new(),
        "number,title,text,issue,taken-in-public",
        &["1,Interests,,,", "2,Charges,They went up.,AV26/003,yes"],
    );
    case.run(["check"]).stderr_lacks("access/contradiction");
    assert!(public(&case).contains("They went up."));
}

#[test]
fn confidential_information_needs_no_paragraph() {
    let case = agenda(
        Case::new(),
        "number,part,title,text,confidential",
        &["1,,Interests,,", "2,II,Charges,SECRETWORD,yes"],
    );
    case.run(["check"]).stderr_lacks("error[");
    let words = public(&case);
    assert!(!words.contains(SECRET), "{words}");
    assert!(words.contains("as confidential information under section 100A(2) and (3)"), "{words}");
    assert!(words.contains("No resolution is needed"), "{words}");
}

#[test]
fn a_sensitive_interest_is_declared_without_its_nature() {
    let interest = "\"interests\": [{ \"member\": \"Ruth Abara\", \"item\": \"2\", \"kind\": \"Disclosable pecuniary\", \"nature\": \"SECRETWORD\", \"sensitive\": true }],\n  \"items\": [";
    let case = Case::new().replace(MINUTES, "\"items\": [", interest);
    let words = public(&case);
    assert!(!words.contains(SECRET), "{words}");
    assert!(
        words.contains("Disclosable pecuniary") && words.contains("Not for publication"),
        "{words}"
    );
    let open = Case::new().replace(
        MINUTES,
        "\"items\": [",
        &interest.replace(", \"sensitive\": true", ""),
    );
    assert!(public(&open).contains(SECRET));
}

/// The column of the agenda that says by which paragraph an item is exempt.
const PARAGRAPHS: u16 = 6;
/// The row of the agenda with the secret word.
const ROW: u32 = 3;

/// The small council with an item whose title is secret, and no mark that says so.
fn unmarked() -> Case {
    const REASON: &str = ",3,The figures would help those who bid against the Council.";
    Case::new()
        .replace(AGENDA, "3,II,Lease of the old library", &format!("3,,{SECRET} lease"))
        .replace(AGENDA, REASON, ",,")
}

#[track_caller]
fn check_sheet(code: &str, fill: impl FnOnce(&mut Worksheet)) {
    check_withheld(&filled(unmarked(), "agenda", fill), code);
}

#[test]
fn a_cell_of_a_mark_that_nobody_can_know_withholds_its_row() {
    let struck = Format::new().set_font_strikethrough();
    let plain = Format::new();
    check_sheet("access/unknown-cell", |sheet| {
        sheet.write(ROW, PARAGRAPHS, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    check_sheet("is struck through", |sheet| {
        sheet.write_with_format(ROW, PARAGRAPHS, "3", &struck).unwrap();
    });
    check_sheet("is struck through", |sheet| {
        let runs = [(&plain, "3; "), (&struck, "5")];
        sheet.write_rich_string(ROW, PARAGRAPHS, &runs).unwrap();
    });
    check_sheet("merged cell G3:G4", |sheet| {
        sheet.merge_range(ROW - 1, PARAGRAPHS, ROW, PARAGRAPHS, "3", &plain).unwrap();
    });
    check_sheet("is empty but coloured", |sheet| {
        let red = Format::new().set_background_color(Color::Red);
        sheet.write_blank(ROW, PARAGRAPHS, &red).unwrap();
    });
    check_sheet("is empty but has a comment", |sheet| {
        sheet.insert_note(ROW, PARAGRAPHS, &Note::new("Exempt?")).unwrap();
    });
    check_sheet("file/hidden", |sheet| {
        sheet.set_column_hidden(2).unwrap();
    });
    for blank in [" ", "\u{a0}", "\u{200b}"] {
        check_sheet("access/blank-mark", |sheet| {
            sheet.write(ROW, PARAGRAPHS, blank).unwrap();
        });
    }
}

#[test]
fn a_formula_without_a_saved_value_withholds_its_row() {
    let case = filled(unmarked(), "agenda", |sheet| {
        sheet.write(ROW, PARAGRAPHS, Formula::new("=A1")).unwrap();
    });
    let book = edited(&case.read("data/agenda.xlsx"), "</f><v>0</v>", "</f>");
    let case = case.bytes("data/agenda.xlsx", book);
    check_withheld(&case, "holds a formula whose value was not saved");
}

#[test]
fn a_mark_of_blanks_withholds_its_row() {
    for blank in [" ", "\u{a0}", "\u{200b}", "\u{feff}", "\u{ad}", "\u{2800}"] {
        let row = format!("{SECRET} lease,,,{blank},");
        let case = unmarked().replace(AGENDA, &format!("{SECRET} lease,,,,"), &row);
        check_withheld(&case, "access/blank-mark");
        let json = format!(
            "[{{\"meeting\": \"cabinet-2026-01-13\", \"number\": \"3\", \"title\": \"{SECRET} lease\", \
             \"exempt-paragraphs\": [\"{blank}\"]}}]"
        );
        check_withheld(
            &Case::new().remove(AGENDA).file("data/agenda.json", json),
            "access/blank-mark",
        );
    }
    // An empty mark is none, and elsewhere blanks do not matter.
    let case = Case::new().replace(AGENDA, "2,,Budget", "2,,\u{200b}Budget");
    case.run(["check"]).code(0);
    let case = Case::new().replace(AGENDA, "Budget for 2026/27,,", "Budget for 2026/27, ,");
    case.run(["check"]).code(0);
}

#[test]
fn a_mark_in_minutes_under_another_name_withholds_them() {
    for name in ["exemptParagraphs", "exemptparagraphs", "Exempt?"] {
        let minute = format!(
            ",\n    {{ \"item\": \"3\", \"number\": \"33\", \"paragraphs\": [\"{SECRET}\"], \
             \"{name}\": [3] }}\n  ]\n}}"
        );
        let minutes = "data/minutes/cabinet-2026-01-13.json";
        check_withheld(&Case::new().replace(minutes, "\n  ]\n}", &minute), "access/unknown-mark");
    }
}

#[test]
fn restricted_papers_are_made_where_the_public_ones_are_refused() {
    let packs = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds/exempt-pack/basic/input");
    let case = Case::copy_of(packs).replace("documents.csv", "public-summary\n", "Exempt?\n");
    let ended = case.run(["build", "--data", "."]).code(1);
    ended
        .stderr_has("access/unknown-mark")
        .stderr_has("not made: agenda of cabinet-2026-03-19, public-pack of cabinet-2026-03-19")
        .made(["output/restricted/cabinet-2026-03-19/exempt-pack.pdf"]);
    assert_eq!(case.files("output/public"), Vec::<String>::new());
}

/// Marks the item on parking charges, which was public.
fn marked_later(case: Case) -> Case {
    case.replace(AGENDA, "2022.,,,", "2022.,,3,Bids.")
}

#[test]
fn what_becomes_private_after_a_build_is_said_first_and_removed() {
    let case = Case::new();
    case.run(["build"]).code(0);
    let case = marked_later(case);
    let alarm = "error[access/exposed]: item 2 of cabinet-2026-01-13 is private now, and the public could read it in `output/public/cabinet-2026-01-13/agenda.pdf`";
    for command in ["check", "build"] {
        let ended = case.run([command]).code(1);
        assert!(ended.stderr().starts_with(alarm), "{}", ended.stderr());
    }
    let agenda = case.read("output/public/cabinet-2026-01-13/agenda.pdf");
    assert!(!Pdf::read(&agenda).text().contains("have not changed since 2022"));
    case.run(["build"]).stderr_lacks("access/exposed");
}

#[test]
fn what_was_always_private_is_never_reported_as_exposed() {
    // Both have the title of the item, as many have.
    let case = papers(
        Case::new(),
        &[
            ["2", "Charges", "report", "r.dj", "", ""],
            ["2", "Charges", "appendix", "a.dj", "3", ""],
        ],
    );
    for _ in 0..2 {
        case.run(["build"]).stderr_lacks("access/exposed");
    }
}

#[test]
fn what_becomes_private_after_it_was_published_is_said_until_it_is_taken_down() {
    let case = Case::new();
    let publish = ["publish", "--meeting", "cabinet-2026-01-13", "--now", "2026-01-05"];
    case.run(publish).code(0);
    let case = marked_later(case);
    let published = "output/published/public/cabinet-2026-01-13/agenda.pdf";
    for command in [&["check"][..], &["build"], &["build"], &publish] {
        let ended = case.run(command);
        let first = ended.stderr().lines().next().unwrap_or_default();
        assert!(
            first.contains("access/exposed") && first.contains(published),
            "{}",
            ended.stderr()
        );
    }
    let taken_down = ["agenda.pdf", "agenda.html", "minutes.pdf", "minutes.html"];
    let case = taken_down.into_iter().fold(case, |case, file| {
        case.remove(&format!("output/published/public/cabinet-2026-01-13/{file}"))
    });
    case.run(["check"]).stderr_lacks("access/exposed");
}

#[test]
fn no_override_accepts_a_fault_of_access() {
    let row =
        "access/no-summary,cabinet-2026-01-13,We decided it,The Monitoring Officer,2026-01-20";
    let case =
        Case::new().file("data/overrides.csv", format!("rule,meeting,reason,by,date\n{row}\n"));
    case.run(["check"]).code(1).stderr_has("error[rules/not-overridable]");
}

#[test]
fn a_release_that_nobody_can_read_releases_nothing() {
    const DAY: u16 = 7;
    const BY: u16 = 8;
    let case = || {
        let rows = format!(
            "meeting,number,title,kind,file,exempt-paragraphs,exempt-reason,released-on,released-by\n\
             {HELD},2,Parking charges,report,,,,,\n\
             {HELD},2,{SECRET} offers,appendix,offers.dj,3,Bids.,2026-02-01,the Monitoring Officer\n"
        );
        let text = format!("{SECRET} is in here.\n");
        Case::new().file("data/documents.csv", rows).file("data/documents/offers.dj", text)
    };
    // It is released where nothing is wrong, so that the others prove something.
    let released = filled(case(), "documents", |_| ());
    released.run(["check"]).code(0);
    assert!(public(&released).contains(SECRET));
    let struck = Format::new().set_font_strikethrough();
    for column in [DAY, BY] {
        check_withheld(
            &filled(case(), "documents", |sheet| {
                sheet.write_with_format(2, column, "2026-02-01", &struck).unwrap();
            }),
            "is struck through",
        );
        check_withheld(
            &filled(case(), "documents", |sheet| {
                sheet.set_column_hidden(column).unwrap();
            }),
            "file/hidden",
        );
        check_withheld(
            &filled(case(), "documents", |sheet| {
                sheet.write(2, column, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
            }),
            "access/unknown-cell",
        );
    }
    check_withheld(
        &case().replace("data/documents.csv", "2026-02-01", "2026-02-31"),
        "data/bad-value",
    );
    check_withheld(
        &case().replace("data/documents.csv", "released-on", "release-on"),
        "access/unclear-release",
    );
}
