//! Headings that are nearly right, rows that are no records, and files that lead elsewhere.

use crate::support::Case;

const AGENDA: &str = "data/agenda.csv";

#[test]
fn a_heading_that_says_no_more_than_the_name_is_read() {
    Case::new()
        .replace("data/meetings.csv", ",date,", ",Meeting Date,")
        .run(["check", "-v"])
        .stderr_has("note[data/read-as]: the column `meeting-date` is read as `date`")
        .stderr_lacks("error[");
    // What says something else is only told.
    Case::new()
        .replace("data/meetings.csv", ",date,", ",Date of publication,")
        .run(["check"])
        .stderr_has("error[file/no-column]: the table `meetings` lacks the column `date`")
        .stderr_has("rename the column `date-of-publication` to `date`");
    // Of two that may be meant, neither is.
    Case::new()
        .replace("data/meetings.csv", ",date,", ",Meeting Date,Date Meeting,")
        .run(["check"])
        .stderr_has("error[file/no-column]: the table `meetings` lacks the column `date`");
}

#[test]
fn columns_that_every_item_lacks_are_one_error() {
    let case = Case::new();
    let agenda = case.text(AGENDA).replacen(",number,", ",nr-of-line,", 1);
    let agenda = agenda.replacen(",title,", ",wording,", 1);
    let ended = case.file(AGENDA, &agenda).run(["check"]).code(1);
    let ended = ended.stderr_has("the table `agenda` lacks the columns `number`, `title`");
    let errors = ended.stderr().lines().filter(|line| line.starts_with("error["));
    assert_eq!(errors.count(), 1, "{}", ended.stderr());
}

#[test]
fn a_folder_is_no_paper() {
    let row = "cabinet-2026-01-13,2,Charges,charges.dj\n";
    Case::new()
        .file("data/documents.csv", format!("meeting,number,title,file\n{row}"))
        .file("data/documents/charges.dj/charges.dj", "They stay as they are.")
        .run(["check"])
        .stderr_has("error[file/missing]: `documents/charges.dj` is a folder; a paper is one file");
}

#[cfg(unix)]
#[test]
fn tables_that_lead_out_of_the_folder_are_refused() {
    let case = Case::new();
    let text = case.text("data/members.csv");
    let case = case.file("elsewhere.csv", &text).remove("data/members.csv");
    std::os::unix::fs::symlink("../elsewhere.csv", case.path("data/members.csv")).unwrap();
    let ended = case.run(["check"]).code(1);
    ended.stderr_has("error[file/link]: `members.csv` is a link that leads out of the data folder");
}

#[test]
fn totals_that_do_not_add_up_are_named() {
    Case::new()
        .file(
            "data/performance/2025-26-q3/workforce.csv",
            "title,value,unit\nFull time,300,\nPart time,150,\nTotal,,99\n",
        )
        .run(["check"])
        .stderr_has(
            "warning[figures/unknown-total]: this row is called a total, but its values are not the sums",
        );
    Case::new()
        .append(AGENDA, "Sub-total,,,,,,,\n")
        .run(["check", "-v"])
        .stderr_has("note[file/total-row]: row of totals; it is left out");
}

#[test]
fn logos_of_partners_are_looked_for() {
    let partners = "\"partners\": [{ \"name\": \"Ashby Council\", \"logo\": \
                    { \"file\": \"images/ashby.svg\", \"alt\": \"A tree\" } }],";
    Case::new()
        .replace("data/council.json", "\"nation\":", &format!("{partners} \"nation\":"))
        .run(["check"])
        .stderr_has("error[file/missing]: there is no `images/ashby.svg`");
}
