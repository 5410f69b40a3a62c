//! `bind`: files joined into one keep what they have, and what they lose is reported.

use lopdf::{Dictionary, Document, Object};
use orderpaper::pack::declaration;
use snapbox::str;

use crate::pack::joined::{WHOLE, assert_tags_are_kept, source};
use crate::support::Case;
use crate::support::pdf::Pdf;

/// A folder with these sources, each as `0.pdf`, `1.pdf` and so on.
fn folder(sources: &[Vec<u8>]) -> (Case, Vec<String>) {
    let names: Vec<String> = (0..sources.len()).map(|at| format!("{at}.pdf")).collect();
    let mut case = Case::empty();
    for (name, bytes) in names.iter().zip(sources) {
        case = case.bytes(name, bytes);
    }
    (case, names)
}

/// Returns the arguments that bind some files into `all.pdf`.
fn args<'a>(files: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let files = files.iter().map(String::as_str);
    ["bind", "-o", "all.pdf"].into_iter().chain(more.iter().copied()).chain(files).collect()
}

/// Returns the labels of the pages as readers show them.
fn labels(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let labels = document.catalog().unwrap().get(b"PageLabels").unwrap().as_dict().unwrap();
    let pairs = labels.get(b"Nums").unwrap().as_array().unwrap().chunks(2);
    let pairs: Vec<_> = pairs.map(|pair| (pair[0].as_i64().unwrap(), &pair[1])).collect();
    let label = |page: i64| {
        let (start, label) = pairs.iter().rfind(|(start, _)| *start <= page).unwrap();
        let label = label.as_dict().unwrap();
        let number = label.get(b"St").map_or(1, |first| first.as_i64().unwrap()) + page - start;
        let number = match label.get(b"S").map(|style| style.as_name().unwrap()) {
            Ok(b"D") => number.to_string(),
            Ok(b"r") => "i".repeat(usize::try_from(number).unwrap()),
            _ => String::new(),
        };
        let prefix = label.get(b"P").map(|prefix| lopdf::decode_text_string(prefix).unwrap());
        prefix.unwrap_or_default() + &number
    };
    (0..i64::try_from(document.page_iter().count()).unwrap()).map(label).collect()
}

/// Returns a source whose first page is `i`, and whose second is `A-7`.
fn labelled() -> Vec<u8> {
    let mut document = Document::load_mem(&source("typst-a")).unwrap();
    let mut roman = Dictionary::new();
    roman.set("S", "r");
    let mut annex = Dictionary::new();
    annex.set("S", "D");
    annex.set("P", Object::string_literal("A-"));
    annex.set("St", 7);
    let mut labels = Dictionary::new();
    labels.set("Nums", vec![0.into(), roman.into(), 1.into(), annex.into()]);
    document.catalog_mut().unwrap().set("PageLabels", labels);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn files_keep_their_tags() {
    for count in [2, 7, 50] {
        let names: Vec<&str> = WHOLE.iter().copied().cycle().take(count).collect();
        let sources: Vec<Vec<u8>> = names.iter().map(|name| source(name)).collect();
        let (case, files) = folder(&sources);
        case.run(args(&files, &[])).code(0).made(["all.pdf"]);
        assert_tags_are_kept(&case.read("all.pdf"), &names, &sources);
    }
}

#[test]
fn the_joined_file_says_what_it_is() {
    let (case, files) = folder(&[source("typst-a"), source("typst-b")]);
    let ended = case.run(args(&files, &["--title", "Two reports", "--author", "Wendle Society"]));
    ended.code(0).stdout_eq(str![[r#"
all.pdf (3 pages, PDF/UA-1)

"#]]).stderr_eq(str![[r#"
warning[pack/no-pdf-a]: `all.pdf` does not claim PDF/A: only a validator can tell whether the claims of `0.pdf`, `1.pdf` are true
 |
 = hint: name one with --validator, such as veraPDF

1 warning

"#]]);
    let pdf = Pdf::read(&case.read("all.pdf"));
    assert_eq!(pdf.metadata.title.as_deref(), Some("Two reports"));
    assert_eq!(pdf.metadata.author.as_deref(), Some("Wendle Society"));
    assert_eq!(pdf.metadata.language.as_deref(), Some("en-GB"));
    assert_eq!(pdf.metadata.pdf_ua.as_deref(), Some("1"));
    let first_level: Vec<&String> =
        pdf.outline.iter().filter(|title| !title.starts_with(' ')).collect();
    assert_eq!(
        first_level,
        ["Repairs to Nether Wendle Bridge", "Library opening hours from June 2026"]
    );
    // The title is that of the file, where nobody gives one.
    case.run(args(&files, &[])).code(0);
    let pdf = Pdf::read(&case.read("all.pdf"));
    assert_eq!((pdf.metadata.title.as_deref(), pdf.metadata.author), (Some("all"), None));
}

#[test]
fn a_claim_is_left_out_with_the_file_and_the_clause() {
    let (case, files) = folder(&[source("typst-a"), source("untagged")]);
    let ended = case.run(args(&files, &[])).code(0).stdout_eq(str![[r#"
all.pdf (6 pages)

"#]]);
    ended.stderr_has(
        "`all.pdf` does not claim PDF/UA-1 because of `1.pdf`: it has no tags (clause 7.1)",
    );
    assert_eq!(declaration(&mut &*case.read("all.pdf")).unwrap().pdf_ua, None);

    let lines = case.run(args(&files, &["--format", "json"])).code(0).stderr_eq(str![]).json();
    let made = lines.last().unwrap();
    assert_eq!((&made["outcome"], &made["pages"]), (&"made".into(), &6.into()), "{made}");
    assert!(made["pdf-ua"].is_null() && made["pdf-a"].is_null(), "{made}");
    let [first, second] = &*made["parts"].as_array().unwrap().clone() else { panic!("{made}") };
    assert_eq!((&first["first"], &first["last"]), (&1.into(), &2.into()));
    assert!(first["against-pdf-ua"].as_array().unwrap().is_empty(), "{first}");
    assert_eq!(second["against-pdf-ua"][0], "it has no tags (clause 7.1)");
    assert!(lines.iter().any(|line| line["code"] == "pack/no-pdf-ua"));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let more = ["--contents", "--page-numbers"];
    let (case, files) = folder(&[source("typst-a"), source("libreoffice-tagged")]);
    case.run(args(&files, &more)).code(0);
    let first = case.read("all.pdf");
    // On another day, too, and from another folder.
    let (other, files) = folder(&[source("typst-a"), source("libreoffice-tagged")]);
    let later = [&more[..], &["--today", "2031-05-06", "--jobs", "1"]].concat();
    other.run(args(&files, &later)).code(0);
    assert!(first == other.read("all.pdf"));
}

#[test]
fn page_labels_are_those_of_the_files() {
    let (case, files) = folder(&[source("typst-b"), labelled()]);
    case.run(args(&files, &[])).code(0);
    assert_eq!(labels(&case.read("all.pdf")), ["1", "i", "A-7"]);
    case.run(args(&files, &["--first-page", "9"])).code(0);
    assert_eq!(labels(&case.read("all.pdf")), ["9", "10", "11"]);
    // Neither has any.
    let (case, files) = folder(&[source("libreoffice-footnote"), source("scan")]);
    case.run(args(&files, &[])).code(0);
    assert_eq!(labels(&case.read("all.pdf")), ["1", "2", "3", "4"]);
}

#[test]
fn pages_without_labels_are_numbered_by_their_places() {
    let mut plain = Document::load_mem(&source("typst-b")).unwrap();
    plain.catalog_mut().unwrap().remove(b"PageLabels");
    let mut bytes = Vec::new();
    plain.save_to(&mut bytes).unwrap();
    let (case, files) = folder(&[bytes, labelled()]);
    let bind = |order: &[usize]| {
        let files: Vec<String> = order.iter().map(|at| files[*at].clone()).collect();
        case.run(args(&files, &[])).code(0);
        labels(&case.read("all.pdf"))
    };
    assert_eq!(bind(&[0, 0, 1, 0, 0]), ["1", "2", "i", "A-7", "5", "6"]);
    assert_eq!(bind(&[1, 0, 1]), ["i", "A-7", "3", "i", "A-7"]);
    assert_eq!(bind(&[0, 0]), ["1", "2"]);
}

#[test]
fn contents_and_page_numbers_agree() {
    let (case, files) = folder(&[source("typst-a"), source("typst-b")]);
    let more = ["--contents", "--page-numbers", "--first-page", "11", "--title", "Reports"];
    case.run(args(&files, &more)).code(0).stdout_has("all.pdf (4 pages, PDF/UA-1)");
    let bytes = case.read("all.pdf");
    assert_eq!(labels(&bytes), ["11", "12", "13", "14"]);
    let pdf = Pdf::read(&bytes);
    let text = pdf.text();
    let listed: Vec<&str> = text.lines().take(4).collect();
    snapbox::assert_data_eq!(
        listed.join("\n") + "\n",
        str![[r#"
Reports
Contents
Repairs to Nether Wendle Bridge  12
Library opening hours from June 2026  14

"#]]
    );
    assert!(pdf.outline[0] == "Contents", "{:?}", pdf.outline);
    let document = Document::load_mem(&bytes).unwrap();
    let pages: Vec<_> = document.page_iter().collect();
    let links = document.get_page_annotations(pages[0]).unwrap();
    let places: Vec<_> = links
        .iter()
        .map(|link| link.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap())
        .collect();
    assert_eq!(places, [pages[1], pages[3]], "each line leads to its file");
    // A list of many files takes several pages, which move what it lists.
    let (case, files) = folder(&vec![source("typst-a"); 50]);
    case.run(args(&files, &["--contents"])).code(0).stdout_has("(102 pages, PDF/UA-1)");
    assert!(
        Pdf::read(&case.read("all.pdf")).text().contains("Repairs to Nether Wendle Bridge  101")
    );
}

#[test]
fn numbers_are_stamped_only_where_they_are_asked_for() {
    let (case, files) = folder(&[source("typst-a"), source("typst-b")]);
    let stamped = |more: &[&str]| {
        case.run(args(&files, more)).code(0);
        let document = Document::load_mem(&case.read("all.pdf")).unwrap();
        let page = document.page_iter().nth(2).unwrap();
        let content = document.get_page_content(page);
        String::from_utf8_lossy(&content).matches("/Pagination").count()
    };
    assert_eq!(stamped(&["--page-numbers"]), stamped(&[]) + 1);
}

#[test]
fn what_can_not_be_joined_is_named() {
    let (case, files) = folder(&[source("typst-a"), b"no PDF at all".to_vec(), Vec::new()]);
    let ended = case.run(args(&files, &[])).code(1).stdout_eq(str![]).not_made(["all.pdf"]);
    ended
        .stderr_has("error[paper/refused]: `1.pdf` is")
        .stderr_has("error[paper/refused]: `2.pdf` is not a PDF");
}

#[test]
fn misuse_is_refused_before_anything_is_read() {
    let (case, files) = folder(&[source("typst-a"), source("typst-b")]);
    let case = case.folder("folder");
    let before = case.read("0.pdf");
    let check = |args: &[&str], reason: &str| {
        case.run(args).code(2).stdout_eq(str![]).stderr_has(reason).not_made(["all.pdf"]);
    };
    check(&["bind", "0.pdf", "1.pdf"], "--output <FILE>");
    check(&["bind", "-o", "all.pdf"], "<FILE>");
    check(&["bind", "0.pdf", "2.pdf", "-o", "all.pdf"], "there is no file `2.pdf`");
    check(&["bind", "0.pdf", "1.pdf", "-o", "0.pdf"], "`0.pdf` is to be joined");
    check(&["bind", "0.pdf", "1.pdf", "-o", "./0.pdf"], "`0.pdf` is to be joined");
    check(&["bind", "0.pdf", "1.pdf", "-o", "."], "`.` names no file");
    check(&["bind", "0.pdf", "1.pdf", "-o", "../"], "names no file");
    check(&["bind", "0.pdf", "1.pdf", "-o", "folder"], "`folder` is a folder");
    check(&["bind", "0.pdf", "-o", "all.pdf", "--language", "English"], "--language");
    check(&["bind", "0.pdf", "-o", "all.pdf", "--title", " "], "--title must not be empty");
    check(&["bind", "0.pdf", "-o", "all.pdf", "--first-page", "0"], "--first-page");
    assert!(case.read(&files[0]) == before);
}
