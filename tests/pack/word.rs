//! Reports in Word: what a text can carry is set in house style without LibreOffice, and what it can't is converted and said;
//! open changes refuse a paper, and what its author did not mean to print is in no pack.

use std::io::Cursor;
use std::path::Path;

use orderpaper::word;

use super::folder::{Folder, MEETING, PUBLIC};
use crate::support::case::output;
use crate::support::docx::{
    Docx, drawing, field, heading, item, level, list, p, picture, r, styled,
};
use crate::support::pdf::{Pdf, text};

/// The arguments of a build of the folder.
const BUILD: [&str; 8] =
    ["build", "-v", "--data", "input", "--output", "output", "--today", "2026-03-15"];

/// The folder with a Word document in the place of the plan.
fn folder(docx: &Docx) -> Folder {
    Folder::new()
        .replace("documents.csv", "appendix,plan.pdf,", "appendix,plan.docx,")
        .file("documents/plan.docx", docx.bytes())
}

/// Builds with these programs alone on the path; returns the exit code and the messages.
#[track_caller]
fn build(folder: &Folder, programs: &Path) -> (Option<i32>, String) {
    std::fs::create_dir_all(programs).unwrap();
    let mut command = folder.case().command();
    let output = output(command.args(BUILD).env("PATH", programs));
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Builds where there is no LibreOffice.
#[track_caller]
fn build_without_office(folder: &Folder) -> (Option<i32>, String) {
    build(folder, &folder.case().path("nothing"))
}

/// Returns the public pack, and its receipt.
fn pack(folder: &Folder) -> (Vec<u8>, serde_json::Value) {
    let case = folder.case();
    let receipt = case.read(&format!("output/{PUBLIC}/public-pack.json"));
    (
        case.read(&format!("output/{PUBLIC}/public-pack.pdf")),
        serde_json::from_slice(&receipt).unwrap(),
    )
}

/// A document with everything that a text carries, and a comment and words that nobody is to read.
fn report() -> Docx {
    let numbering =
        list(1, &(level(0, 1, "decimal", "%1.", "") + &level(1, 1, "lowerLetter", "(%2)", "")));
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", p(words));
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("Sluice"),
        cell("Cost"),
        cell("North"),
        cell("£1,200")
    );
    let body = [
        heading(2, "The sluices"),
        format!(
            r#"<w:p>{}<w:r><w:footnoteReference w:id="1"/></w:r>{}<w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>The tenant is evicted.</w:t></w:r></w:p>"#,
            r("They were seen"),
            r(" in March")
        ),
        format!("<w:p>{}{}</w:p>", r("Dated "), field("DATE", "3 April 2024")),
        item(1, 0, "Mend them."),
        item(1, 1, "By boat."),
        item(1, 0, "Paint them."),
        heading(3, "Costs"),
        table,
        r#"<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>In all £1,200.</w:t></w:r><w:commentRangeEnd w:id="1"/></w:p>"#.to_owned(),
    ]
    .concat();
    let note = |name: &str, words: &str| format!(r#"<w:{name} w:id="1">{}</w:{name}>"#, p(words));
    Docx::new(&body)
        .word("numbering", &numbering)
        .word("footnotes", &note("footnote", "By the engineer."))
        .word("endnotes", &note("endnote", "Of this year."))
        .word(
            "comments",
            &format!(
                r#"<w:comment w:id="1" w:author="A Reviewer">{}</w:comment>"#,
                p("Is it lawful?")
            ),
        )
}

#[test]
fn a_report_in_word_is_set_in_house_style() {
    let folder = folder(&report());
    let (code, messages) = build_without_office(&folder);
    assert_eq!(code, Some(0), "{messages}");
    let wanted = "note[pack/taken-out]: removed from `plan.docx`: a comment (under “Costs”, paragraph 2 \
                  (“In all £1,200.”)); hidden words (under “The sluices”, paragraph 1 (“They were seen in March”))";
    assert!(messages.contains(wanted), "{messages}");
    assert!(!messages.contains("evicted"), "{messages}");
    let (pack, receipt) = pack(&folder);
    let words = text(&pack).split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "The sluices",
        "Dated 3 April 2024",
        "1. Mend them.",
        "(a) By boat.",
        "By the engineer.",
        "Of this year.",
    ] {
        assert!(words.contains(wanted), "`{wanted}` is not in:\n{words}");
    }
    for lacking in ["evicted", "lawful", "Reviewer"] {
        assert!(!words.contains(lacking), "`{lacking}` is in:\n{words}");
    }
    assert_eq!(receipt["pdf-ua"], 1, "{receipt}");

    // What was found stays known to `check`, which opens nothing.
    let check = ["check", "-v", "--data", "input", "--output", "output", "--today", "2026-03-15"];
    folder
        .case()
        .run(check)
        .stderr_has("note[pack/taken-out]: removed from `plan.docx`: a comment");
}

#[test]
fn a_report_in_word_is_a_page_with_its_notes_at_the_end() {
    let committee = "\"governance\": \"committee\", \"nation\"";
    let folder = folder(&report()).replace("council.json", "\"nation\"", committee);
    let publish = ["publish", "--meeting", MEETING, "--data", "input", "--today", "2026-03-11"];
    folder.case().run(publish).code(0);
    let page = folder.case().text(&format!("output/published/{PUBLIC}/item-2-paper-2.html"));
    for wanted in [
        "id=\"note-1-reference\" href=\"#note-1\"",
        "<li id=\"note-2\"",
        "By the engineer.",
        "Of this year.",
    ] {
        assert!(page.contains(wanted), "`{wanted}` is not in:\n{page}");
    }
    assert!(!page.contains("evicted"), "{page}");
}

/// Returns a photograph of a red square, with words about where it was taken.
fn photograph() -> Vec<u8> {
    let red = image::RgbImage::from_pixel(40, 20, image::Rgb([200, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(red).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let mut bytes = bytes.into_inner();
    let place = b"Exif\0\0MM\0*\0\0\0\x08\0\0AT THE TENANT";
    let length = u16::try_from(place.len() + 2).unwrap().to_be_bytes();
    bytes.splice(2..2, [&[0xff, 0xe1], &length[..], &place[..]].concat());
    bytes
}

/// The style of captions.
const CAPTION: &str =
    r#"<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>"#;

/// Returns a document with a picture of this content, and a caption below it.
fn with_picture(content: Vec<u8>) -> Docx {
    let body = [
        heading(1, "The sluice"),
        format!("<w:p>{}</w:p>", picture("The gate, shut", "embed", "rimage")),
        styled("Caption", &r("Figure 1: the north sluice")),
        p("It leaks."),
    ];
    Docx::new(&body.concat()).styles(CAPTION).part(
        "word/media/image.jpg",
        "image/jpeg",
        "image",
        content,
    )
}

#[test]
fn pictures_with_words_are_set_in_house_style() {
    let committee = "\"governance\": \"committee\", \"nation\"";
    let folder =
        folder(&with_picture(photograph())).replace("council.json", "\"nation\"", committee);
    let (code, messages) = build_without_office(&folder);
    assert_eq!(code, Some(0), "{messages}");
    assert!(!messages.contains("paper/converted"), "{messages}");
    let (pack, receipt) = pack(&folder);
    assert!(text(&pack).contains("Figure 1: the north sluice"), "{}", text(&pack));
    assert_eq!(receipt["pdf-ua"], 1, "{receipt}");
    let has =
        |bytes: &[u8], words: &str| bytes.windows(words.len()).any(|part| part == words.as_bytes());
    let tags = Pdf::read(&pack).tags();
    assert!(tags.contains("The gate, shut"), "{tags}");
    assert!(!has(&pack, "AT THE TENANT"));
    let publish = ["publish", "--meeting", MEETING, "--data", "input", "--today", "2026-03-11"];
    folder.case().run(publish).code(0);
    let page = folder.case().text(&format!("output/published/{PUBLIC}/item-2-paper-2.html"));
    for wanted in ["alt=\"The gate, shut\"", "<figcaption>Figure 1: the north sluice</figcaption>"]
    {
        assert!(page.contains(wanted), "`{wanted}` is not in:\n{page}");
    }
    // A second build has it from the cache, and the same bytes.
    let file = format!("output/{PUBLIC}/public-pack.pdf");
    std::fs::remove_file(folder.case().path(&file)).unwrap();
    assert_eq!(build_without_office(&folder).0, Some(0));
    assert!(folder.case().read(&file) == pack);
}

#[test]
fn merged_cells_are_merged_in_house_style() {
    let cell = |properties: &str, words: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(words))
    };
    let row = |head: &str, cells: &[String]| format!("<w:tr>{head}{}</w:tr>", cells.concat());
    let (across, begins, goes_on) =
        (r#"<w:gridSpan w:val="2"/>"#, r#"<w:vMerge w:val="restart"/>"#, "<w:vMerge/>");
    let head = "<w:trPr><w:tblHeader/></w:trPr>";
    let rows = [
        row(head, &[cell(begins, "Sluice"), cell(across, "Cost of")]),
        row(head, &[cell(goes_on, ""), cell("", "paint"), cell("", "iron")]),
        row("", &[cell(begins, "North"), cell("", "£1"), cell("", "£2")]),
        row("", &[cell(goes_on, ""), cell(across, "none in 2025")]),
    ];
    let table = format!("<w:tbl>{}</w:tbl>", rows.concat());
    let caption = styled("Caption", &r("Table 1: by sluice"));
    let body = [heading(1, "Costs"), caption, table, p("They rise.")].concat();
    let committee = "\"governance\": \"committee\", \"nation\"";
    let docx = Docx::new(&body).styles(CAPTION);
    let folder = folder(&docx).replace("council.json", "\"nation\"", committee);
    let (code, messages) = build_without_office(&folder);
    assert_eq!(code, Some(0), "{messages}");
    assert!(!messages.contains("paper/converted"), "{messages}");
    let (pack, receipt) = pack(&folder);
    assert_eq!(receipt["pdf-ua"], 1, "{receipt}");
    for wanted in ["none in 2025", "Table 1: by sluice"] {
        assert_eq!(text(&pack).matches(wanted).count(), 1, "{wanted}");
    }
    let publish = ["publish", "--meeting", MEETING, "--data", "input", "--today", "2026-03-11"];
    folder.case().run(publish).code(0);
    let page = folder.case().text(&format!("output/published/{PUBLIC}/item-2-paper-2.html"));
    for wanted in [
        "<th scope=\"col\" rowspan=\"2\" colspan=\"1\">",
        "<th scope=\"col\" rowspan=\"1\" colspan=\"2\">",
        "<td rowspan=\"2\" colspan=\"1\">",
    ] {
        assert!(page.contains(wanted), "`{wanted}` is not in:\n{page}");
    }
}

#[test]
fn a_picture_that_is_not_read_here_is_named() {
    let (_, messages) = build_without_office(&folder(&with_picture(b"EMF".to_vec())));
    let wanted = "it has a picture of a format that is not read here, under “The sluice”";
    assert!(messages.contains(wanted), "{messages}");
}

#[test]
fn open_tracked_changes_refuse_a_paper() {
    let body = heading(1, "Costs")
        + &format!(
            r#"<w:p>{}<w:del w:id="1" w:author="A Reviewer"><w:r><w:delText>£99,000</w:delText></w:r></w:del><w:ins w:id="2" w:author="A Reviewer">{}</w:ins></w:p>"#,
            r("At "),
            r("£84,000")
        );
    let folder = folder(&Docx::new(&body));
    let (code, messages) = build_without_office(&folder);
    assert_eq!(code, Some(1), "{messages}");
    for wanted in [
        "error[paper/refused]: `plan.docx` has 2 open tracked changes, the first of them a deletion, under “Costs”, \
         paragraph 1 (“At £84,000”)",
        "accept or reject the changes in Word and save it again",
    ] {
        assert!(messages.contains(wanted), "`{wanted}` is not in:\n{messages}");
    }
    assert!(!folder.case().path(&format!("output/{PUBLIC}/public-pack.pdf")).exists());

    // A change of looks alone decides no words.
    let body = r#"<w:p><w:r><w:rPr><w:b/><w:rPrChange w:author="A Reviewer"><w:rPr/></w:rPrChange></w:rPr><w:t>Bold</w:t></w:r></w:p>"#;
    let folder = self::folder(&Docx::new(body));
    let (code, messages) = build_without_office(&folder);
    assert_eq!(code, Some(0), "{messages}");
}

/// Checks what is said to keep a document from house style.
#[track_caller]
fn check_converted(docx: &Docx, reason: &str) {
    let folder = folder(docx);
    let (code, messages) = build_without_office(&folder);
    // LibreOffice is where its installer puts it, on other systems.
    assert!(code == Some(1) || !cfg!(target_os = "linux"), "{messages}");
    let wanted = format!(
        "warning[paper/converted]: `plan.docx` is not set in house style, because {reason}"
    );
    assert!(messages.contains(&wanted), "`{wanted}` is not in:\n{messages}");
    assert!(messages.contains("`plan.docx` is a Word document, and LibreOffice"), "{messages}");
}

#[test]
fn what_keeps_a_report_from_house_style_is_said() {
    let shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
    let text_box =
        drawing(shape, "", &format!("<w:txbxContent>{}</w:txbxContent>", p("In the box")));
    let within =
        |content: &str| heading(1, "Finance") + &format!("<w:p>{}{content}</w:p>", r("Words."));
    check_converted(
        &Docx::new(&within(&text_box)),
        "it has a text box, under “Finance”, paragraph 1 (“Words. In the box”); LibreOffice converts it",
    );
    let skipped = heading(1, "One") + &heading(3, "Three") + &p("Words.");
    check_converted(&Docx::new(&skipped), "headings leave out a level, under “Three”; LibreOffice");
    check_converted(
        &Docx::new(&p("日本")),
        "no typeface here has `日` (U+65E5), before the first heading",
    );
    let welsh = r#"<w:style w:type="paragraph" w:default="1" w:styleId="Body"><w:rPr><w:lang w:val="cy-GB"/></w:rPr></w:style>"#;
    check_converted(&Docx::new(&p("Adroddiad.")).styles(welsh), "its language is `cy-GB`");
}

#[cfg(unix)]
#[test]
fn libreoffice_gets_nothing_that_is_not_printed() {
    use std::os::unix::fs::PermissionsExt;
    let body = format!(
        r#"<w:p>{}{}{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>evicted</w:t></w:r></w:p>"#,
        r("Dated "),
        field("SAVEDATE", "2 April 2024"),
        picture("A map", "link", "map")
    );
    let docx = Docx::new(&body).outside("map", "image", "https://example.org/map.png");
    let folder = folder(&docx);
    let case = folder.case();
    let programs = case.path("programs");
    std::fs::create_dir_all(&programs).unwrap();
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/libreoffice-tagged.pdf");
    let script = format!(
        "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=\"$2\"; shift; done\n\
         /bin/cp '{}' \"$out/plan.pdf\"; /bin/cp \"$1\" '{}'\n",
        made.display(),
        case.path("given.docx").display()
    );
    std::fs::write(programs.join("soffice"), script).unwrap();
    std::fs::set_permissions(programs.join("soffice"), std::fs::Permissions::from_mode(0o755))
        .unwrap();
    let (code, messages) = build(&folder, &programs);
    assert_eq!(code, Some(0), "{messages}");
    for wanted in [
        "warning[paper/converted]: `plan.docx` is not set in house style, because it has a picture that is not in the file",
        "removed from `plan.docx`: hidden words",
        "a picture that is not in the file, `https://example.org/map.png`",
    ] {
        assert!(messages.contains(wanted), "`{wanted}` is not in:\n{messages}");
    }
    let given = word::read(&case.read("given.docx")).unwrap();
    assert_eq!((given.hidden.len(), given.linked.len()), (0, 0));
    let words = format!("{:?}", given.blocks);
    assert!(words.contains("Dated 2 April 2024"), "{words}");
}

#[test]
fn hostile_documents_are_refused_by_name() {
    for (docx, cause) in [
        (
            Docx::new(&p("a")).part("word/media/a.png", "image/png", "image", vec![0; 60 << 20]),
            "grows to more",
        ),
        (
            Docx::new(&p("a")).part(
                "word/vbaProject.bin",
                "application/vnd.ms-office.vbaProject",
                "vbaProject",
                vec![1],
            ),
            "holds macros",
        ),
        (Docx::new("<w:p><w:r><w:t>&evil;</w:t></w:r></w:p>"), "declares entities"),
    ] {
        let folder = folder(&docx);
        let (code, messages) = build_without_office(&folder);
        assert_eq!(code, Some(1), "{messages}");
        assert!(
            messages.contains(&format!("error[paper/refused]: `plan.docx` {cause}")),
            "{messages}"
        );
    }
}

#[test]
fn changes_and_comments_of_a_returned_draft_are_listed_by_item_and_author() {
    let body = heading(1, "5. Library hours")
        + &format!(
            r#"<w:p>{}<w:ins w:id="2" w:author="A Reviewer">{}</w:ins></w:p>"#,
            r("At "),
            r("£84,000")
        )
        + &heading(1, "6. Moorings")
        + r#"<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>The charges stay.</w:t></w:r><w:commentRangeEnd w:id="1"/></w:p>"#;
    let docx = Docx::new(&body).word(
        "comments",
        &format!(r#"<w:comment w:id="1" w:author="B Clerk">{}</w:comment>"#, p("Do they?")),
    );
    let case = crate::support::Case::empty().bytes("draft.docx", docx.bytes());
    case.run(["compare", "draft.docx"])
        .code(0)
        .stdout_eq(
            "5. Library hours\n  A Reviewer inserted “£84,000”, paragraph 1 (“At £84,000”)\n\
             6. Moorings\n  B Clerk comments on “The charges stay.”: “Do they?”, paragraph 1 (“The charges stay.”)\n",
        )
        .stderr_has("1 tracked change and 1 comment");
    assert_eq!(case.files("."), ["draft.docx"]);
    let objects = case.run(["compare", "draft.docx", "--format", "json"]).code(0).json();
    assert_eq!(objects[0]["heading"], "5. Library hours");
    assert_eq!(
        (&objects[1]["kind"], &objects[1]["author"]),
        (&"comment".into(), &"B Clerk".into())
    );
    let other = crate::support::Case::empty().bytes("draft.docx", b"words");
    other
        .run(["compare", "draft.docx"])
        .code(1)
        .stderr_has("`draft.docx` is named as a Word document but is not one");
}
