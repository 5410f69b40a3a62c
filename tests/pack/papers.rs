//! The files of papers: one that is missing, outside the folder, of another type or protected
//! refuses the packs of its meeting, by name and with a hint, and nothing else; a Word document is
//! converted to PDF by LibreOffice, or refused where that is not installed; and a paper may be a
//! document that is made from the same records.

#[cfg(unix)]
use lopdf::Document;

use super::folder::{Built, Folder, MEETING, PUBLIC};
use crate::support::case::output;
use crate::support::hostile;
use crate::support::pdf::{pages, text};

/// Every pack of the meeting; the first ones are of the agenda's papers.
pub(super) const PACKS: [&str; 5] = [
    "public/cabinet-2026-03-19/public-pack.pdf",
    "restricted/cabinet-2026-03-19/exempt-pack.pdf",
    "restricted/cabinet-2026-03-19/members-pack.pdf",
    "public/cabinet-2026-03-19/supplement-1.pdf",
    "restricted/cabinet-2026-03-19/members-supplement-1.pdf",
];

/// An agenda and a paper of another meeting, which no fault of the first may cost anything.
const OTHER: &str = "cabinet-2026-04-16";

/// Returns the folder with a second meeting.
fn two_meetings() -> Folder {
    let row =
        "cabinet-2026-04-16,cabinet,2026-04-16,10:00,\"Council Offices, Mill Lane\",2026-04-08\n";
    let item = "cabinet-2026-04-16,1,I,Moorings,,Head of Property,Agree the charges.,,,,,\n";
    let paper = "cabinet-2026-04-16,1,Charges for moorings,report,moorings.dj,,,,,,\n";
    Folder::new()
        .append("meetings.csv", row)
        .append("agenda.csv", item)
        .append("documents.csv", paper)
        .file("documents/moorings.dj", "The charges have not changed since 2019.")
}

/// Checks that a fault refused all packs that go out with the agenda, and nothing of other meetings.
#[track_caller]
fn assert_only_packs_are_refused(built: &Built) {
    for pack in &PACKS[..3] {
        assert!(!built.is_made(pack), "{pack} is made:\n{}", built.messages());
    }
    for file in [
        format!("{PUBLIC}/agenda.pdf"),
        format!("public/{OTHER}/agenda.pdf"),
        format!("public/{OTHER}/public-pack.pdf"),
    ] {
        assert!(built.is_made(&file), "{file} is refused:\n{}", built.messages());
    }
}

/// Checks the message when this name replaces the file name of the plan.
#[track_caller]
fn check_name(name: &str, code: &str, message: &str, hint: &str) {
    let row = format!("appendix,{name},");
    let built = two_meetings().replace("documents.csv", "appendix,plan.pdf,", &row).build();
    assert_only_packs_are_refused(&built);
    let error = built.message(code, "");
    assert_eq!(error.message, message);
    assert_eq!(error.hints, [hint]);
    assert!(error.origin.is_some(), "it shows the row");
}

#[test]
fn a_missing_file_is_reported_with_a_suggestion() {
    check_name(
        "plans.pdf",
        "file/missing",
        "there is no `documents/plans.pdf`",
        "did you mean `plan.pdf`?",
    );
    check_name(
        "survey-of-trees.pdf",
        "file/missing",
        "there is no `documents/survey-of-trees.pdf`",
        "put the file there, or set `status` to `to-follow`",
    );
}

#[test]
fn a_file_outside_the_folder_is_not_opened() {
    let hint = "put the file into the folder `documents` beside this table and give its name";
    for name in
        ["../council.json", "/etc/passwd.pdf", "C:/plan.pdf", "plans//plan.pdf", "./plan.pdf"]
    {
        let message = format!("`{name}` is not the name of a file below `documents/`");
        check_name(name, "file/outside", &message, hint);
    }
}

#[test]
fn a_file_in_a_folder_below_is_found_with_either_slash() {
    for name in ["plans/site.pdf", r"plans\site.pdf"] {
        let folder = Folder::new();
        let plan = folder.case().read("input/documents/plan.pdf");
        let built = folder
            .file("documents/plans/site.pdf", plan)
            .replace("documents.csv", "appendix,plan.pdf,", &format!("appendix,{name},"))
            .build()
            .whole();
        assert!(built.is_made(PACKS[0]));
    }
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for name in ["plan.odt", "plan.pdf.exe", "plan"] {
        let message = format!("`{name}` is neither PDF nor Djot nor DOCX");
        check_name(name, "file/not-a-paper", &message, "save the paper as PDF");
    }
}

#[test]
fn a_file_that_is_public_in_one_row_and_exempt_in_another_is_withheld() {
    let row = "appendix,boathouse.dj,,,,3,";
    let built = two_meetings()
        .replace("documents.csv", "appendix,SECRETWORDS-offers.dj,,,,3,", row)
        .build();
    let error = built.message("access/contradiction", "");
    assert_eq!(
        error.message,
        "its file is that of a paper that is not for publication; it is withheld"
    );
    assert_eq!(error.labels.len(), 1, "the other row is shown");
    assert!(!text(&built.read(PACKS[0])).contains("The boathouse has stood empty"));
}

#[test]
fn a_protected_paper_refuses_its_packs_and_nothing_else() {
    let cases = hostile::all();
    let locked = cases.iter().find(|case| case.name == "password-aes-256").unwrap();
    let built = two_meetings().file("documents/plan.pdf", &locked.bytes).build();
    assert_only_packs_are_refused(&built);
    for pack in &PACKS[3..] {
        assert!(built.is_made(pack), "numbers restart, so {pack} needs none of the others");
    }
    for pack in ["public-pack", "exempt-pack", "members-pack"] {
        let error = built.message("paper/refused", &format!("{pack} of {MEETING}"));
        assert!(error.message.starts_with("`plan.pdf` is protected by a password"), "{error:?}");
        assert!(!error.hints.is_empty() && error.origin.is_some(), "{error:?}");
    }
    let agenda = text(&built.read(&format!("{PUBLIC}/agenda.pdf")));
    assert!(agenda.contains("2 Lease of the boathouse\n"), "no page numbers are known:\n{agenda}");
    let other = text(&built.read(&format!("public/{OTHER}/agenda.pdf")));
    assert!(other.contains("1 Moorings (Page "), "{other}");
    // The numbers of supplements that go on from those of refused papers aren't known.
    let built = two_meetings()
        .replace("council.json", "\"restart\"", "\"continue\"")
        .file("documents/plan.pdf", &locked.bytes)
        .build();
    assert_only_packs_are_refused(&built);
    for pack in &PACKS[3..] {
        assert!(!built.is_made(pack));
    }
    built.message("paper/refused", &format!("supplement 1 of {MEETING}"));
}

#[test]
fn check_reports_what_was_found_in_papers_that_were_opened_before() {
    let cases = hostile::all();
    let locked = cases.iter().find(|case| case.name == "password-aes-256").unwrap();
    let folder = two_meetings().file("documents/plan.pdf", &locked.bytes);
    let check = ["check", "--data", "input", "--output", "output", "--meeting", MEETING];
    let unknown = "nothing is known of what is in them: `plan.pdf`";
    let before = folder.case().run(check).stderr_has(unknown);
    assert!(!before.stderr().contains("password"), "{}", before.stderr());
    folder.case().run(BUILD);
    let refused = "error[paper/refused]: `plan.pdf` is protected by a password";
    let after = folder.case().run(check).code(1).stderr_has(refused);
    assert!(!after.stderr().contains("nothing is known"), "{}", after.stderr());
    let other =
        folder.case().run(["check", "--data", "input", "--output", "output", "--meeting", OTHER]);
    assert!(!other.stderr().contains("plan.pdf"), "{}", other.stderr());
    // Changed since then, so that it is to be opened again.
    folder.file("documents/plan.pdf", "no PDF").case().run(check).stderr_has(unknown);
}

#[test]
fn a_late_paper_that_is_refused_costs_its_supplement_only() {
    let built = Folder::new()
        .replace("documents.csv", "letter.dj", "letter.pdf")
        .file("documents/letter.pdf", "no PDF")
        .build();
    for (pack, is_made) in PACKS.into_iter().zip([true, true, true, false, false]) {
        assert_eq!(built.is_made(pack), is_made, "{pack}:\n{}", built.messages());
    }
    let error = built.message("paper/refused", &format!("supplement 1 of {MEETING}"));
    assert!(error.message.starts_with("`letter.pdf` "), "{error:?}");
}

/// The arguments with which the program makes all packs of the folder.
const BUILD: [&str; 5] = ["build", "--data", "input", "--output", "output"];

#[test]
fn a_protected_paper_is_named_and_the_run_exits_with_1() {
    let cases = hostile::all();
    let locked = cases.iter().find(|case| case.name == "password-rc4-128").unwrap();
    let folder = two_meetings().file("documents/plan.pdf", &locked.bytes);
    let case = folder.case();
    case.run(BUILD)
        .code(1)
        .stderr_has("error[paper/refused]: `plan.pdf` is protected by a password")
        .stderr_has("input/documents.csv:3:")
        .stderr_has("6 documents made, 3 refused")
        .made([
            "output/public/cabinet-2026-03-19/agenda.pdf",
            "output/public/cabinet-2026-04-16/public-pack.pdf",
        ])
        .not_made(["output/public/cabinet-2026-03-19/public-pack.pdf"]);
}

/// Returns the folder with a Word document in the place of the plan.
fn word() -> Folder {
    Folder::new().paper("plan.pdf", "report.docx", "plan.docx")
}

#[test]
fn without_libreoffice_a_word_document_is_refused() {
    let folder = word();
    let case = folder.case();
    let nothing = case.path("nothing");
    std::fs::create_dir_all(&nothing).unwrap();
    let mut command = case.command();
    let output = output(command.args(BUILD).args(["--today", "2026-03-15"]).env("PATH", &nothing));
    let messages = String::from_utf8_lossy(&output.stderr);
    // Where macOS or Windows have LibreOffice in its usual place, it is found without a path.
    if output.status.code() == Some(0) && !cfg!(target_os = "linux") {
        return;
    }
    assert_eq!(output.status.code(), Some(1), "{messages}");
    for wanted in [
        "`plan.docx` is a Word document, and LibreOffice",
        "is not installed",
        "save it as PDF in Word",
    ] {
        assert!(messages.contains(wanted), "`{wanted}` is not in:\n{messages}");
    }
    assert!(!case.path(&format!("output/{}", PACKS[0])).exists());
    assert!(case.path(&format!("output/{PUBLIC}/agenda.pdf")).exists());
}

#[test]
fn a_false_word_document_is_refused() {
    let folder = Folder::new()
        .replace("documents.csv", "appendix,plan.pdf,", "appendix,plan.docx,")
        .file("documents/plan.docx", "Dear all, the plan is in the post.");
    let built = folder.build();
    assert!(!built.is_made(PACKS[0]));
    let error = built.message("paper/refused", &format!("public-pack of {MEETING}"));
    assert_eq!(error.message, "`plan.docx` is named as a Word document but is not one");
}

/// Runs the program with a script in place of LibreOffice; returns the exit code and the messages.
#[cfg(unix)]
fn with_soffice(case: &crate::support::Case, script: &str) -> (Option<i32>, String) {
    use std::os::unix::fs::PermissionsExt;
    let folder = case.path("programs");
    std::fs::create_dir_all(&folder).unwrap();
    let program = folder.join("soffice");
    std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(folder).chain(std::env::split_paths(&others));
    let mut command = case.command();
    command.args(BUILD).args(["--today", "2026-03-15"]);
    let output = output(command.env("PATH", std::env::join_paths(path).unwrap()));
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn a_word_document_is_converted_and_bound() {
    let folder = word();
    let case = folder.case();
    let made = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/papers/libreoffice-tagged.pdf");
    // The last argument is the document; the one after `--outdir` is the folder.
    let script = format!(
        "while [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=\"$2\"; shift; done\n\
         cp '{}' \"$out/$(basename \"$1\" .docx).pdf\"\necho \"$1\" >> '{}'",
        made.display(),
        case.path("asked").display()
    );
    let (code, messages) = with_soffice(case, &script);
    assert_eq!(code, Some(0), "{messages}");
    let asked = case.text("asked");
    assert_eq!(asked.lines().count(), 1, "it is converted once: {asked}");
    assert!(asked.trim_end().ends_with("plan.docx"), "{asked}");
    let pack = Document::load_mem(&case.read(&format!("output/{}", PACKS[0]))).unwrap();
    let source = Document::load(&made).unwrap();
    let count = source.page_iter().count();
    assert_eq!(pack.page_iter().count(), 3 + count, "the agenda, a report, and this");
    for (number, page) in (1..).zip(source.page_iter()) {
        let words = source.extract_text(&[number]).unwrap();
        assert!(words.trim().len() > 100, "page {page:?} has words: {words}");
        let bound = pack.extract_text(&[number + 3]).unwrap();
        assert!(bound.contains(words.trim()), "{words} is not in\n{bound}");
    }
    // The copy is cached, so it is not converted again.
    let (code, messages) = with_soffice(case, "exit 1");
    assert_eq!(code, Some(0), "{messages}");
}

#[cfg(unix)]
#[test]
fn a_word_document_that_cannot_be_converted_is_refused() {
    let folder = word();
    for script in ["exit 0", "exit 3"] {
        let (code, messages) = with_soffice(folder.case(), script);
        assert_eq!(code, Some(1), "{messages}");
        let wanted = "`plan.docx` could not be converted to PDF by LibreOffice";
        assert!(messages.contains(wanted), "`{wanted}` is not in:\n{messages}");
        assert!(!folder.case().path(&format!("output/{}", PACKS[0])).exists());
    }
}

/// The cache of clean copies.
#[cfg(unix)]
const CACHE: &str = "output/restricted/.papers";

#[cfg(unix)]
#[test]
fn a_word_document_is_converted_in_a_private_folder() {
    let folder = word();
    let case = folder.case();
    let modes = case.path("modes");
    let script = format!(
        "while [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=\"$2\"; shift; done\n\
         ls -ld \"$out\" > '{}'; [ \"$TMPDIR\" = \"$out\" ] && cp '{}' \"$out/plan.pdf\"",
        modes.display(),
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/papers/libreoffice-tagged.pdf")
            .display()
    );
    let (code, messages) = with_soffice(case, &script);
    assert_eq!(code, Some(0), "{messages}");
    let modes = case.text("modes");
    assert!(modes.starts_with("drwx------"), "{modes}");
    assert!(modes.contains("output/.orderpaper/scratch/"), "{modes}");
    assert!(!case.path("output/.orderpaper/scratch").exists());
    let copies = case.files(CACHE);
    assert!(!copies.iter().any(|file| file.contains("docx")), "{copies:?}");
}

#[cfg(unix)]
#[test]
fn a_damaged_clean_copy_is_made_again() {
    let folder = Folder::new();
    let case = folder.case();
    let run = || {
        case.run(BUILD.iter().chain(&["--today", "2026-03-15"])).code(0);
    };
    run();
    let (pack, copies) = (format!("output/{}", PACKS[0]), case.files(CACHE));
    let (supplied, typeset) = copies_of(case);
    assert_eq!(supplied.len(), 3, "one paper is a PDF: {copies:?}");
    let before = (case.read(&pack), copies);
    // The files of the one, and of one of those that are texts.
    for file in supplied.iter().chain(&typeset[..3]) {
        let path = case.path(&format!("{CACHE}/{file}"));
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        std::fs::remove_file(case.path(&pack)).unwrap();
        run();
        assert!((case.read(&pack), case.files(CACHE)) == before, "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_clean_copy_goes_with_its_paper() {
    let folder = Folder::new();
    let case = folder.case();
    let run = |args: &[&str]| {
        let dated = ["--today", "2026-03-15"];
        case.run(BUILD.iter().chain(args).chain(&dated));
    };
    run(&[]);
    let copies = case.files(CACHE);
    let typeset = copies_of(case).1;
    // A build of something else keeps it; so does one of everything, while the paper is there.
    run(&["--kind", "agenda"]);
    run(&[]);
    assert_eq!(case.files(CACHE), copies);
    let path = case.path("input/documents/plan.pdf");
    let paper = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    run(&[]);
    assert_eq!(case.files(CACHE), typeset, "its file is gone");
    std::fs::write(&path, paper).unwrap();
    run(&[]);
    assert_eq!(case.files(CACHE), copies);
    let rows = case.text("input/documents.csv");
    let rows: Vec<_> = rows.lines().filter(|row| !row.contains("plan.pdf")).collect();
    std::fs::write(case.path("input/documents.csv"), rows.join("\n") + "\n").unwrap();
    run(&["--meeting", MEETING]);
    assert_eq!(case.files(CACHE), copies, "not everything is built");
    run(&[]);
    assert_eq!(case.files(CACHE), typeset, "no meeting has it");
}

#[cfg(unix)]
#[test]
fn a_report_that_is_a_text_is_typeset_again_only_where_it_has_changed() {
    let folder = Folder::new();
    let case = folder.case();
    let run = |args: &[&str]| {
        let dated = ["--today", "2026-03-15"];
        case.run(BUILD.iter().chain(args).chain(&dated)).code(0);
    };
    run(&[]);
    let typeset = copies_of(case).1;
    let times = |files: &[String]| -> Vec<_> {
        let time = |file| std::fs::metadata(case.path(&format!("{CACHE}/{file}"))).unwrap();
        files.iter().map(|file| time(file).modified().unwrap()).collect()
    };
    let before = (case.read(&format!("output/{}", PACKS[0])), times(&typeset));
    std::fs::remove_dir_all(case.path("output/public")).unwrap();
    run(&[]);
    assert_eq!(copies_of(case).1, typeset);
    assert!((case.read(&format!("output/{}", PACKS[0])), times(&typeset)) == before);

    let texts = case.files("input/documents");
    let text = texts.iter().find(|file| file.ends_with(".dj")).unwrap();
    let path = case.path(&format!("input/documents/{text}"));
    let words = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{words}\nOne more paragraph.\n")).unwrap();
    run(&["--kind", "public-pack"]);
    let both = copies_of(case).1;
    assert!(typeset.iter().all(|file| both.contains(file)), "not everything is built");
    assert!(both.len() > typeset.len(), "{text} is typeset again");
    run(&[]);
    let after = copies_of(case).1;
    assert_eq!(after.len(), typeset.len(), "the old copy goes: {after:?}");
    assert!(after != typeset);
}

#[cfg(unix)]
#[test]
fn what_is_reported_of_a_text_is_reported_each_time_that_its_packs_are_made() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/report/main.typ.hbs");
    let template = std::fs::read_to_string(template).unwrap();
    let folder = Folder::new();
    let case = folder.case();
    let path = case.path("templates/report/main.typ.hbs");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, template + "\n#text(font: \"No Such Font\")[End.]\n").unwrap();
    for _ in 0..2 {
        case.run(BUILD.iter().chain(&["--templates", "templates", "--kind", "public-pack"]))
            .stderr_has("unknown font family");
        assert_eq!(copies_of(case).1, [""; 0], "it is typeset again with the next packs");
        std::fs::remove_dir_all(case.path("output/public")).unwrap();
    }
}

/// Returns the files of clean copies: of supplied papers, and of those that are typeset.
#[cfg(unix)]
fn copies_of(case: &crate::support::Case) -> (Vec<String>, Vec<String>) {
    case.files(CACHE).into_iter().partition(|file| !file.starts_with("typeset/"))
}

#[cfg(unix)]
#[test]
fn links_below_documents_are_refused() {
    use std::os::unix::fs::symlink;
    for (link, to, file) in [
        ("link.pdf", "plan.pdf", "link.pdf"),
        ("plans", ".", "plans/plan.pdf"),
        ("gone.pdf", "nowhere.pdf", "gone.pdf"),
    ] {
        let folder = two_meetings().replace(
            "documents.csv",
            "appendix,plan.pdf,",
            &format!("appendix,{file},"),
        );
        symlink(to, folder.case().path(&format!("input/documents/{link}"))).unwrap();
        let built = folder.build();
        assert_only_packs_are_refused(&built);
        let error = built.message("file/link", "");
        assert_eq!(
            error.message,
            format!("`documents/{link}` is a link, and links are not followed")
        );
        assert_eq!(error.hints, ["put a copy of what it leads to in its place"]);
    }
}

/// Minutes of an earlier meeting.
const MINUTES: &str = r#"{
  "present": ["Edith Larkspur", "Osric Penhale"],
  "items": [{ "item": "1", "paragraphs": ["The sluice was found to be sound."] }]
}"#;

/// Returns the folder with an earlier meeting that has minutes, and a paper whose file is `file`.
pub(super) fn with_minutes(file: &str) -> Folder {
    let row = "cabinet-2026-02-12,cabinet,2026-02-12,10:00,Mill Lane,2026-02-04\n";
    let paper = format!("cabinet-2026-03-19,1,Minutes of 12 February 2026,report,{file},,,,,,\n");
    Folder::new()
        .append("meetings.csv", row)
        .append("agenda.csv", "cabinet-2026-02-12,1,I,The sluice,,,,,,,,\n")
        .append("documents.csv", &paper)
        .file("minutes/cabinet-2026-02-12.json", MINUTES)
}

#[test]
fn minutes_of_another_meeting_are_a_paper() {
    let built = with_minutes("minutes:cabinet-2026-02-12").build().whole();
    let pack = built.read(PACKS[0]);
    assert!(text(&pack).contains("The sluice was found to be sound."));
    let bookmark = pages::bookmarks(&pack)
        .into_iter()
        .find(|bookmark| bookmark.title == "Minutes of 12 February 2026");
    let minutes = pages::pages(&built.read("public/cabinet-2026-02-12/minutes.pdf"));
    let all = pages::pages(&pack);
    let first = bookmark.unwrap().to.unwrap();
    assert!(all[first].stamped().contains(&"Agenda Item 1"), "{:?}", all[first].stamped());
    for (page, original) in all[first..].iter().zip(&minutes) {
        assert!(page.words.starts_with(&original.words), "{}\n{}", page.words, original.words);
    }
    let receipt = built.read(&PACKS[0].replace(".pdf", ".json"));
    assert!(String::from_utf8_lossy(&receipt).contains("minutes:cabinet-2026-02-12"));
}

#[test]
fn unknown_documents_as_papers_refuse_the_packs() {
    for file in [
        "minutes:x",
        "minutes:cabinet-2026-03-19",
        "menus:cabinet-2026-02-12",
        "agenda:cabinet-2026-02-12",
    ] {
        let built = with_minutes(file).build();
        for pack in &PACKS[..3] {
            assert!(!built.is_made(pack), "{pack} with `{file}`:\n{}", built.messages());
        }
        assert!(built.is_made(&format!("{PUBLIC}/agenda.pdf")));
        assert!(built.is_made("public/cabinet-2026-02-12/minutes.pdf"));
        let error = built.message("paper/unknown", &format!("public-pack of {MEETING}"));
        assert_eq!(error.message, format!("the records call for no `{file}`"));
        assert!(error.hints[0].contains("`minutes`"), "{error:?}");
        assert!(error.origin.is_some());
    }
}

#[test]
fn background_papers_are_listed_once() {
    const LISTED: &str =
        "By the survey of boats.\n\n# 4. Background papers\n\n_Letter_ of 2 March.";
    let (mut agenda, mut papers) =
        ("meeting,number,title,issue\n".to_owned(), "meeting,number,title,kind,file\n".to_owned());
    let mut folder = Folder::new().file(
        "issues.json",
        r#"[{ "ref": "AV26/001", "title": "Charges",
              "background-papers": ["Survey of boats", "Letter of 2 March"] },
            { "ref": "AV26/002", "title": "Moorings", "background-papers": ["None"] }]"#,
    );
    let cases =
        [("AV26/001", LISTED), ("AV26/002", LISTED), ("AV26/001", "Yes."), ("AV26/002", "Yes.")];
    for (number, (issue, words)) in (1..).zip(cases) {
        agenda.push_str(&format!("{MEETING},{number},Moorings,{issue}\n"));
        papers.push_str(&format!("{MEETING},{number},Moorings,report,{number}.dj\n"));
        folder = folder.file(&format!("documents/{number}.dj"), words);
    }
    let built = folder.file("agenda.csv", agenda).file("documents.csv", papers).build().whole();
    let pack = text(&built.read(PACKS[0]));
    let shown = [
        "4. Background papers",
        "Background papers",
        "Further background papers",
        "Survey of boats",
        "Letter of 2 March",
        "None",
    ];
    let lines = pack.lines().map(|line| line.trim_start_matches(['•', ' ']));
    let found: Vec<&str> = lines.filter(|line| shown.contains(line)).collect();
    assert_eq!(
        found,
        [
            // The list of the author, and the papers that it lacks.
            "4. Background papers",
            "Further background papers",
            "Survey of boats",
            // The list of the author.
            "4. Background papers",
            // The list of the record.
            "Background papers",
            "Survey of boats",
            "Letter of 2 March",
            "Background papers",
            "None",
        ],
        "{pack}"
    );
}
