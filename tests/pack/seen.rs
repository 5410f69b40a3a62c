//! What a reader saw in a paper is in its pack: broken streams are recovered, answers and marks are drawn, and
//! what can't be is refused. The papers are made here, each with one thing in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::Document;
use orderpaper::pack::clean;
use orderpaper::pack::words::{self, HiddenKind, PageWords};
use orderpaper::pack::{Facts, Limits, Refusal};
use orderpaper::papers::Opener;

use super::folder::{Folder, MEETING, PUBLIC};
use super::joined::{bind, part};
use crate::support::opener;

/// A PDF of objects numbered from 1; the first is the catalog, and 2 the page tree.
pub(super) fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.push_str(&format!(
        "{table}trailer\n<</Root 1 0 R/Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

/// A PDF of one page of A5 with this content stream (object 4), in Helvetica (object 5), and with more in its
/// catalog, in its page, and after these objects.
pub(super) fn page(content: &str, catalog: &str, page: &str, more: &[&str]) -> Vec<u8> {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R{catalog}>>");
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{page}>>"
    );
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let mut objects = vec![&*catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page, content, font];
    objects.extend(more);
    pdf(&objects, "")
}

/// A content stream with words.
fn words_stream(words: &str) -> String {
    let text = format!("BT /F 12 Tf 72 500 Td ({words}) Tj ET");
    format!("<</Length {}>>\nstream\n{text}\nendstream", text.len())
}

/// Returns the words and marks of each page in a pack of the paper, or its refusal.
fn in_pack(bytes: Vec<u8>) -> Result<(Vec<PageWords>, Facts), Refusal> {
    let clean = clean::document(Arc::new(bytes), &Limits::default())?;
    let facts = clean.facts.clone();
    let bound = bind(vec![part(clean, "A paper")]).unwrap();
    Ok((words::read(&Arc::new(bound.pdf)).unwrap(), facts))
}

/// Checks that the first page of a pack of the paper has these words.
#[track_caller]
fn check(name: &str, bytes: Vec<u8>, wanted: &str) {
    let (pages, _) = in_pack(bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    let text = pages[0].text.replace('\n', " ");
    assert!(text.contains(wanted), "{name}: {text:?} has no {wanted:?}");
}

/// Checks that the paper is refused in these words.
#[track_caller]
fn check_refused(bytes: Vec<u8>, wanted: &str) {
    let refusal = in_pack(bytes).expect_err("it is refused");
    assert!(refusal.cause.contains(wanted), "{refusal}");
    assert!(!refusal.cause.contains("lopdf") && !refusal.cause.contains("http"), "{refusal}");
}

#[test]
fn broken_streams_are_recovered() {
    let words = words_stream("Repairs to the weir");
    let without = |old: &str, new: &str| words.replacen(old, new, 1);
    let length = words.split(['<', '>']).nth(2).unwrap().to_owned();
    for (name, content) in [
        ("no length", without(&length, "")),
        ("a length that is too long", without(&length, "/Length 99999")),
        ("a length that is nowhere", without(&length, "/Length 77 0 R")),
        ("a misspelt end", without("endstream", "enxstream")),
        ("no end", without("endstream", "")),
    ] {
        check(name, page(&content, "", "", &[]), "Repairs to the weir");
    }
}

#[test]
fn filters_may_have_their_short_names() {
    let text = "BT /F 12 Tf 72 500 Td (Repairs) Tj ET";
    let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let content =
        format!("<</Filter/AHx/Length {}>>\nstream\n{digits}>\nendstream", digits.len() + 1);
    check("a short name", page(&content, "", "", &[]), "Repairs");
}

#[test]
fn pages_are_found_where_readers_find_them() {
    let words = words_stream("Repairs");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>";
    let tree = format!("<</Type/Pages/Kids[{leaf}{leaf}]/Count 2>>");
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let (pages, _) = in_pack(pdf(&[catalog, &tree, &words, font], "")).unwrap();
    assert_eq!(pages.len(), 2);
    assert!(pages.iter().all(|page| page.text == "Repairs"));
    let missing = pdf(&[catalog, "<</Type/Pages/Kids[9 0 R]/Count 213804087>>"], "");
    check_refused(missing, "is broken: some of its pages are missing");
}

#[test]
fn a_page_without_a_size_gets_one() {
    let bytes = String::from_utf8(page(&words_stream("Repairs"), "", "", &[])).unwrap();
    let bytes = bytes.replace("/MediaBox[0 0 420 595]", "/MediaBox[0 0   0   0]").into_bytes();
    let (pages, facts) = in_pack(bytes).unwrap();
    assert_eq!(pages[0].text, "Repairs");
    assert_eq!(facts.damage, ["has no size for page 1; A4 is assumed"]);
    assert_eq!(facts.removed, Vec::<String>::new());
}

#[test]
fn what_can_not_be_decoded_is_refused() {
    let content = "<</Filter/FlateDecode/Length 9>>\nstream\nnot zlib!\nendstream";
    check_refused(page(content, "", "", &[]), "has content on page 1 that can't be read");
    let picture = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode/Length 9>>\nstream\nnot JPEG!\nendstream";
    let shown = words_stream("").replace("BT", "/I Do BT").replacen("/Length 30", "/Length 36", 1);
    let bytes = String::from_utf8(page(&shown, "", "", &[picture])).unwrap();
    let bytes = bytes.replace("/F 5 0 R>>", "/F 5 0 R>>/XObject<</I 6 0 R>>").into_bytes();
    check_refused(bytes, "has a picture on page 1 that can't be read");
}

#[test]
fn content_that_does_not_end_swallows_nothing() {
    for content in ["(an open string", "BI /W 1 /H 1 /BPC 8 /CS /G ID x", "<4142"] {
        let text = format!("BT /F 12 Tf 72 500 Td (Repairs) Tj ET {content}");
        let stream = format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
        let field =
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Yes, all of it)/Rect[72 400 300 420]/F 4>>";
        check(content, page(&stream, "", "/Annots[6 0 R]", &[field]), "Yes, all of it");
    }
}

#[test]
fn answers_are_drawn_whatever_their_appearance() {
    let empty = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>\nstream\n\nendstream";
    let form =
        "/AcroForm<</Fields[6 0 R]/DA(/F 0 Tf 0 g)/DR<</Font<</F 5 0 R>>>>/NeedAppearances true>>";
    for (name, catalog, entries, wanted) in [
        ("without an appearance", "", "/FT/Tx/V(Alice)", "Alice"),
        ("with an empty one", "", "/FT/Tx/V(Alice)/AP<</N 7 0 R>>", "Alice"),
        ("with one to be made anew", form, "/FT/Tx/V(Alice)/AP<</N 7 0 R>>", "Alice"),
        ("with the value of its parent", "", "/Parent 8 0 R", "Bob"),
        (
            "of several lines",
            "",
            "/FT/Tx/Ff 4096/V(First line\\nsecond line)",
            "First line second line",
        ),
        ("of cells", "", "/FT/Tx/Ff 16777216/MaxLen 3/V(abc)", "a b c"),
        (
            "chosen from options",
            "",
            "/FT/Ch/Opt[[(a)(The first)][(b)(The second)]]/V(b)",
            "The second",
        ),
        ("several chosen", "", "/FT/Ch/Opt[(One)(Two)]/V[(One)(Two)]", "One Two"),
        ("in Welsh", "", "/FT/Tx/V<FEFF00540177002700720020004300790067>", "Tŷ"),
        ("in letters of Windows", "", "/FT/Tx/V<FEFF00A3003500200020>", "£5"),
    ] {
        let field =
            format!("<</Type/Annot/Subtype/Widget/T(a)/Rect[72 400 300 440]/F 4{entries}>>");
        let more = [&*field, empty, "<</FT/Tx/T(b)/V(Bob)>>"];
        check(name, page(&words_stream("Form"), catalog, "/Annots[6 0 R]", &more), wanted);
    }
    let russian = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V<FEFF0416>/Rect[72 400 300 440]/F 4>>";
    let bytes = page(&words_stream("Form"), "", "/Annots[6 0 R]", &[russian]);
    check_refused(bytes, "has an answer or a note on page 1 that can't be drawn");
}

#[test]
fn boxes_and_marks_are_drawn() {
    let look = "/MK<</BC[0]/BG[1 1 0]>>";
    let square = "<</Type/XObject/Subtype/Form/Length 12>>\nstream\n0 0 9 9 re f\nendstream";
    for (name, entries, most) in [
        ("a ticked box", "/Subtype/Widget/FT/Btn/V/Yes/AS/Yes", 1),
        ("an empty box", "/Subtype/Widget/FT/Btn/AS/Off/MK<</BC[0]>>", 1),
        ("a ticked box without a size", "/Subtype/Widget/FT/Btn/AS/Yes/AP<</N<</Yes 7 0 R>>>>", 1),
        ("a blank field", &format!("/Subtype/Widget/FT/Tx{look}"), 2),
        ("a square", "/Subtype/Square/C[1 0 0]/IC[1 1 0]", 2),
        ("a circle", "/Subtype/Circle/C[1 0 0]", 1),
        ("a line", "/Subtype/Line/L[80 410 200 430]/C[1 0 0]", 1),
        ("ink", "/Subtype/Ink/InkList[[80 410 90 420 100 410][110 410 120 420]]/C[0 0 1]", 2),
        ("a highlight", "/Subtype/Highlight/QuadPoints[72 420 200 420 72 400 200 400]/C[1 1 0]", 1),
        ("a line below", "/Subtype/Underline/QuadPoints[72 420 200 420 72 400 200 400]", 1),
        ("a line through", "/Subtype/StrikeOut/QuadPoints[72 420 200 420 72 400 200 400]", 1),
        ("a wave", "/Subtype/Squiggly/QuadPoints[72 420 200 420 72 400 200 400]", 1),
        ("an area", "/Subtype/Polygon/Vertices[80 400 90 420 100 400]/C[1 0 0]", 1),
    ] {
        let mark = format!("<</Type/Annot/T(a)/Rect[72 400 300 440]/F 4{entries}>>");
        let bytes = page(&words_stream("Form"), "", "/Annots[6 0 R]", &[&mark, square]);
        let (pages, facts) = in_pack(bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!((pages[0].marks, &*pages[0].text), (most, "Form"), "{name}");
        assert_eq!(facts.removed, Vec::<String>::new(), "{name}");
    }
    let text = "<</Type/Annot/Subtype/FreeText/Rect[72 400 300 440]/F 4/DA(/F 10 Tf 1 0 0 rg)/Contents(See page 4)>>";
    let bytes = page(&words_stream("Form"), "", "/Annots[6 0 R]", &[text]);
    check("free text", bytes, "See page 4");
}

#[test]
fn a_sticky_note_is_taken_out() {
    let note = "<</Type/Annot/Subtype/Text/Rect[72 400 92 420]/F 4/Contents(Ask legal)>>";
    let bytes = page(&words_stream("Form"), "", "/Annots[6 0 R]", &[note]);
    let (pages, facts) = in_pack(bytes).unwrap();
    assert_eq!((pages[0].marks, &*pages[0].text), (0, "Form"));
    assert_eq!(facts.removed, ["reviewers' notes (1)"]);
}

#[test]
fn a_setting_takes_marks_out() {
    let mark = "<</Type/Annot/Subtype/Square/Rect[72 400 92 420]/F 4/C[1 0 0]>>";
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Alice)/Rect[72 300 300 340]/F 4>>";
    let bytes = page(&words_stream("Form"), "", "/Annots[6 0 R 7 0 R]", &[mark, field]);
    let limits = Limits { removes_marks: true, ..Limits::default() };
    let mut clean = clean::document(Arc::new(bytes), &limits).unwrap();
    assert_eq!(clean.facts.removed, ["marks (1)"]);
    let mut copy = Vec::new();
    clean.write_to(&mut copy).unwrap();
    let pages = words::read(&Arc::new(copy)).unwrap();
    assert_eq!((pages[0].marks, &*pages[0].text), (0, "Form\nAlice"));
}

#[test]
fn a_mark_on_two_pages_stays_on_both() {
    let words = words_stream("Form");
    let leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[6 0 R 8 0 R]>>";
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Alice)/Rect[72 400 300 440]/F 4>>";
    let link = "<</Type/Annot/Subtype/Link/Rect[72 300 300 340]/A<</S/URI/URI(https://example.gov.uk/)>>>>";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let tree = "<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>";
    let bytes = pdf(&[catalog, tree, leaf, &words, font, field, leaf, link], "");
    let clean = clean::document(Arc::new(bytes.clone()), &Limits::default()).unwrap();
    let mut copy = Vec::new();
    clean.copy().write_to(&mut copy).unwrap();
    let document = lopdf::Document::load_mem(&copy).unwrap();
    for page in document.page_iter() {
        let page = document.get_dictionary(page).unwrap();
        assert_eq!(page.get(b"Annots").unwrap().as_array().unwrap().len(), 1);
    }
    let (pages, _) = in_pack(bytes).unwrap();
    assert!(pages.iter().all(|page| page.text.contains("Alice")), "{pages:?}");
}

#[test]
fn an_upright_field_stays_upright_on_a_turned_page() {
    let place = |flags: u32, turned: u32| {
        let field = format!(
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Alice)/Rect[100 400 200 420]/F {flags}>>"
        );
        let entries = format!("/Rotate {turned}/Annots[6 0 R]");
        let bytes = page(&words_stream("Form"), "", &entries, &[&field]);
        let clean = clean::document(Arc::new(bytes), &Limits::default()).unwrap();
        let mut copy = Vec::new();
        clean.copy().write_to(&mut copy).unwrap();
        let document = lopdf::Document::load_mem(&copy).unwrap();
        let page = document.page_iter().next().unwrap();
        let content = String::from_utf8(document.get_page_content(page)).unwrap();
        let matrix = content.split("q ").find_map(|part| part.split_once(" cm")).unwrap().0;
        matrix.split(' ').map(|number| number.parse::<f64>().unwrap()).collect::<Vec<f64>>()
    };
    assert_eq!(place(4, 90), [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    // The upper left corner, (100, 420), stays where it is.
    for (turned, wanted) in [(90, [0.0, 1.0]), (180, [-1.0, 0.0]), (270, [0.0, -1.0])] {
        let matrix = place(4 | 16, turned);
        let [a, b, c, d, e, f] = <[f64; 6]>::try_from(matrix).unwrap();
        assert_eq!([a, b], wanted);
        assert_eq!((a * 100.0 + c * 420.0 + e, b * 100.0 + d * 420.0 + f), (100.0, 420.0));
    }
}

#[test]
fn the_words_of_each_page_stand_beside_its_clean_copy() {
    let folder = tempfile::tempdir().unwrap();
    let opener = opener(&folder.path().join("cache"));
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, page(&words_stream("Repairs to the weir"), "", "", &[])).unwrap();
    let opened = opener.open(&path).unwrap().unwrap();
    let words = Opener::words(&opened).unwrap().unwrap();
    assert_eq!(words.before, words.after);
    assert_eq!(words.after[0].text, "Repairs to the weir");
    // A copy whose words were altered is made again.
    let altered = std::fs::read_dir(folder.path().join("cache")).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        path.to_string_lossy().ends_with(".words.json").then_some(path)
    });
    std::fs::write(altered.unwrap(), "{\"before\":[],\"after\":[]}").unwrap();
    let opened = opener.open(&path).unwrap().unwrap();
    assert_eq!(Opener::words(&opened).unwrap().unwrap().after[0].text, "Repairs to the weir");
}

#[test]
fn a_page_that_lost_something_is_refused_by_its_number() {
    let page = |letters, marks| PageWords { letters, marks, ..PageWords::default() };
    let before = [page(5, 2), page(7, 3)];
    assert_eq!(words::compare(&before, &before), Ok(()));
    assert_eq!(words::compare(&before, &[page(9, 4), page(7, 3)]), Ok(()));
    for (after, wanted) in [
        (page(6, 3), "has a page 2 that would lose 1 of its 7 letters"),
        (page(7, 2), "has a page 2 that would lose lines, areas or pictures"),
    ] {
        let refusal = words::compare(&before, &[page(5, 2), after]).unwrap_err();
        assert_eq!(refusal.cause, wanted);
    }
}

/// A paper with this content before and after its words, and with a picture `I` (object 6).
fn with_hidden(content: &str) -> Vec<u8> {
    let text = format!("BT /F 12 Tf 72 500 Td (Seen) Tj ET {content}");
    let stream = format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
    let picture = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\nstream\nx\nendstream";
    let bytes =
        String::from_utf8(page(&stream, "", "/CropBox[20 20 400 575]", &[picture])).unwrap();
    bytes.replace("/F 5 0 R>>", "/F 5 0 R>>/XObject<</I 6 0 R>>").into_bytes()
}

#[test]
fn words_that_nobody_sees_are_found() {
    let secret = "BT /F 12 Tf 72 400 Td (Bid 90) Tj ET";
    for (name, content, wanted) in [
        ("white", format!("1 g {secret}"), Some(HiddenKind::SameColour)),
        ("black on black", format!("60 390 200 30 re f {secret}"), Some(HiddenKind::SameColour)),
        ("invisible", format!("3 Tr {secret}"), Some(HiddenKind::Invisible)),
        ("under a box", format!("{secret} 60 390 200 30 re f"), Some(HiddenKind::Covered)),
        ("cropped", "BT /F 12 Tf 72 580 Td (Bid 90) Tj ET".to_owned(), Some(HiddenKind::Outside)),
        (
            "off the page",
            "BT /F 12 Tf 900 400 Td (Bid 90) Tj ET".to_owned(),
            Some(HiddenKind::Outside),
        ),
        ("clipped", format!("q 0 0 50 50 re W n {secret} Q"), Some(HiddenKind::Outside)),
        (
            "recognised",
            format!("q 420 0 0 595 0 0 cm /I Do Q 3 Tr {secret}"),
            Some(HiddenKind::Recognised),
        ),
        ("black on white", secret.to_owned(), None),
        ("white on black", format!("60 390 200 30 re f 1 g {secret}"), None),
        ("white on a picture", format!("q 420 0 0 595 0 0 cm /I Do Q 1 g {secret}"), None),
        ("on a box and below it", format!("{secret} 0.9 g 60 390 200 30 re f 0 g {secret}"), None),
        ("beside a box", format!("{secret} 60 300 200 30 re f"), None),
    ] {
        let (pages, _) = in_pack(with_hidden(&content)).unwrap();
        let found: Vec<_> = pages[0].hidden.iter().map(|run| (run.kind, &*run.text)).collect();
        let wanted: Vec<_> = wanted.into_iter().map(|kind| (kind, "Bid 90")).collect();
        assert_eq!(found, wanted, "{name}");
    }
}

/// The papers of the folder, with this in the column `hidden-text` of its PDF.
fn documents(value: &str) -> String {
    let file = "tests/kinds/public-pack/basic/input/documents.csv";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let rows = std::fs::read_to_string(path).unwrap();
    let row = |row: &str| {
        let value = match row {
            row if row.starts_with("meeting,") => "hidden-text",
            row if row.contains("plan.pdf") => value,
            _ => "",
        };
        format!("{row},{value}\n")
    };
    rows.lines().map(row).collect()
}

#[test]
fn hidden_words_keep_a_paper_from_a_public_pack_until_accepted() {
    let folder = || {
        let paper = with_hidden("1 g BT /F 12 Tf 72 400 Td (Bid 90) Tj ET");
        Folder::new().file("documents/plan.pdf", paper)
    };
    let subject = format!("public-pack of {MEETING}");
    let built = folder().build();
    let error = built.message("paper/hidden-text", &subject);
    let wanted =
        "`plan.pdf` has words on page 1 that are in the colour of the paper behind them: `Bid 90`";
    assert_eq!(error.message, wanted);
    assert!(!built.is_made(&format!("{PUBLIC}/public-pack.pdf")));
    for (value, is_made) in
        [("accept", false), ("yes", false), ("accept: a heading in white", true)]
    {
        let built = folder().file("documents.csv", documents(value)).build();
        assert_eq!(built.is_made(&format!("{PUBLIC}/public-pack.pdf")), is_made, "{value}");
        let code = if is_made { "pack/hidden-text" } else { "paper/hidden-text" };
        assert_eq!(built.message(code, &subject).message, wanted);
    }
}

#[test]
fn words_that_a_machine_recognised_keep_no_paper_from_a_pack() {
    let paper =
        with_hidden("q 420 0 0 595 0 0 cm /I Do Q 3 Tr BT /F 12 Tf 72 400 Td (Bid 90) Tj ET");
    let built = Folder::new().file("documents/plan.pdf", paper).build();
    assert!(built.is_made(&format!("{PUBLIC}/public-pack.pdf")));
    let warning = built.message("pack/recognised-text", &format!("public-pack of {MEETING}"));
    assert!(warning.message.starts_with("`plan.pdf` "), "{}", warning.message);
}

#[test]
fn numbers_of_their_own_are_told_from_other_numbers() {
    // The number of each page, counted from 0, and words that are the same on all.
    let paper = |foot: &dyn Fn(usize) -> String, pages: usize| {
        let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned(), String::new()];
        let mut kids = String::new();
        for at in 0..pages {
            let content =
                format!("BT /F 12 Tf 72 300 Td (Words {at}) Tj 0 -290 Td ({}) Tj ET", foot(at));
            let number = objects.len() + 1;
            kids.push_str(&format!("{number} 0 R "));
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents {} 0 R/Resources<</Font<</F<</Type/Font\
                 /Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
                number + 1
            ));
            objects.push(stream("", &content));
        }
        objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {pages}>>");
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        words::is_numbered(&words::read(&Arc::new(pdf(&objects, ""))).unwrap())
    };
    assert!(paper(&|at| format!("Page {} of 4", at + 1), 4));
    assert!(paper(&|at| format!("- {} -", at + 17), 3));
    // The first page has none.
    assert!(paper(&|at| if at == 0 { String::new() } else { (at + 1).to_string() }, 4));
    assert!(!paper(&|_| "Budget 2026, version 3".to_owned(), 4));
    assert!(!paper(&|at| format!("Page {}", at + 1), 1), "one page is in no order");
    assert!(!paper(&|at| format!("Plot {}", at * 7), 4));
}

/// Returns the words `Secret…` that are anywhere in a pack of a paper, in objects or in their streams, and what
/// a reader finds on its first page.
fn secrets(bytes: Vec<u8>) -> (BTreeSet<String>, PageWords, Facts) {
    let clean = clean::document(Arc::new(bytes), &Limits::default()).unwrap();
    let facts = clean.facts.clone();
    let bound = bind(vec![part(clean, "A paper")]).unwrap();
    let document = Document::load_mem(&bound.pdf).unwrap();
    let mut all = String::new();
    for object in document.objects.values() {
        all.push_str(&format!("{object:?}"));
        if let Ok(stream) = object.as_stream() {
            all.push_str(&String::from_utf8_lossy(&stream.get_plain_content().unwrap()));
        }
    }
    let words = all
        .match_indices("Secret")
        .map(|(at, _)| all[at..].chars().take_while(|char| char.is_alphanumeric()).collect());
    let page = words::read(&Arc::new(bound.pdf)).unwrap().remove(0);
    (words.collect(), page, facts)
}

/// A stream with these keys and this content.
pub(super) fn stream(keys: &str, content: &str) -> String {
    format!("<<{keys}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

#[test]
fn layers_that_are_off_are_taken_out() {
    let text = |words: &str| format!("BT /F 12 Tf 72 400 Td ({words}) Tj ET");
    let content = format!(
        "BT /F 12 Tf 72 500 Td (Seen) Tj ET /P <</MCID 0>> BDC /OC /Off BDC {} EMC EMC /OC /Both BDC {} EMC \
         /OC /On BDC 9 9 5 5 re f EMC /Form Do /Picture Do",
        text("SecretPage"),
        text("SecretBoth"),
    );
    let resources = "/F 5 0 R>>/Properties<</Off 6 0 R/On 7 0 R/Both 8 0 R>>/XObject<</Form 9 0 R/Picture 10 0 R>>";
    let catalog = "/MarkInfo<</Marked true>>/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>\
                   /StructTreeRoot<</Type/StructTreeRoot/K[12 0 R]>>";
    let form = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 420 595]/Resources<</Font<</F 5 0 R>>/Properties<</L 6 0 R>>>>",
        &format!("/OC /L BDC {} EMC 1 1 3 3 re f", text("SecretForm")),
    );
    let picture = stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 12/BitsPerComponent 8/ColorSpace/DeviceGray/OC 6 0 R",
        "SecretPixels",
    );
    let more = [
        "<</Type/OCG/Name(SecretLayer)>>",
        "<</Type/OCG/Name(Streets)>>",
        "<</Type/OCMD/OCGs[6 0 R 7 0 R]/P/AllOn>>",
        &form,
        &picture,
        "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/OC 6 0 R/A<</S/URI/URI(https://Secret.example)>>>>",
        "<</Type/StructElem/S/Document/P 1 0 R/K[13 0 R]>>",
        "<</Type/StructElem/S/P/P 12 0 R/Pg 3 0 R/K 0/ActualText(SecretWords)>>",
    ];
    let bytes = page(&stream("", &content), catalog, "/Annots[11 0 R]", &more);
    let bytes = String::from_utf8(bytes)
        .unwrap()
        .replace("/F 5 0 R>>>>/Annots", &format!("{resources}>>/Annots"));
    let (found, page, facts) = secrets(bytes.into_bytes());
    assert_eq!(found, BTreeSet::new());
    assert_eq!((&*page.text, page.marks), ("Seen", 2), "what is on a layer that is on stays");
    assert_eq!(facts.removed, ["what is on layers that are off"]);
    assert_eq!(facts.hidden, []);
}

#[test]
fn words_of_a_layer_that_can_not_be_taken_out_are_hidden_words() {
    let content = "BT /F 12 Tf 72 500 Td (Seen) Tj /OC /Off BDC (Hidden) Tj EMC ( after) Tj ET";
    let catalog = "/OCProperties<</OCGs[6 0 R]/D<</BaseState/OFF>>>>";
    let bytes = page(&stream("", content), catalog, "", &["<</Type/OCG/Name(A)>>"]);
    let bytes = String::from_utf8(bytes)
        .unwrap()
        .replace("/F 5 0 R>>", "/F 5 0 R>>/Properties<</Off 6 0 R>>");
    let (_, facts) = in_pack(bytes.into_bytes()).unwrap();
    let wanted =
        (HiddenKind::Layer, "has content on page 1 that is on a layer that is off".to_owned());
    assert_eq!(facts.hidden, [wanted]);
}

#[test]
fn what_no_content_uses_is_taken_out() {
    let form = |words: &str, more: &str| {
        let keys = format!("/Type/XObject/Subtype/Form/BBox[0 0 420 595]{more}");
        stream(&keys, &format!("BT /F 12 Tf 72 400 Td ({words}) Tj ET"))
    };
    let shown = "/Resources<</Font<</F 5 0 R/SecretFont 8 0 R>>/XObject<</X 7 0 R>>>>";
    let more = [
        // It is drawn.
        &*form("Shown", shown),
        // Nobody draws it.
        &*form("SecretForm", "/Resources<</Font<</F 5 0 R>>>>"),
        "<</Type/Font/Subtype/Type1/BaseFont/SecretFont>>",
        // It uses the font of the page.
        &*form("Below", ""),
        "<</Type/OCG/Name(SecretLayer)>>",
    ];
    let content = stream("", "BT /F 12 Tf 72 500 Td (Seen) Tj ET /A Do /B Do /DefaultGray cs");
    let bytes = page(&content, "/OCProperties<</OCGs[10 0 R]/D<<>>>>", "", &more);
    let resources = "/F 5 0 R/G 8 0 R>>/XObject<</A 6 0 R/B 9 0 R/X 7 0 R>>/ColorSpace<</DefaultGray/DeviceGray>>\
                     /Properties<</L 10 0 R>>";
    let bytes = String::from_utf8(bytes).unwrap().replacen("/F 5 0 R>>", resources, 1);
    let (found, page, _) = secrets(bytes.into_bytes());
    assert_eq!(found, BTreeSet::new());
    assert_eq!(page.text.replace('\n', " "), "Seen Shown Below");
}
