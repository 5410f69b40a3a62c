//! Documents that were made to do harm are refused, in bounded memory.

use super::docx::{Docx, p, picture, zip};
use crate::{printable, read};

#[track_caller]
fn check(bytes: &[u8], cause: &str) {
    let refusal = read(bytes).unwrap_err();
    assert!(refusal.cause.contains(cause), "{}", refusal.cause);
    assert_eq!(
        printable(bytes).map(|_| ()).err().map(|refusal| refusal.cause),
        Some(refusal.cause)
    );
}

#[test]
fn other_files_are_no_documents() {
    check(b"words", "is not one");
    check(b"PK\x03\x04 no zip", "is not one");
    check(&zip([("a.txt".to_owned(), b"a".to_vec())]), "is not one");
    check(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "protected by a password");
}

#[test]
fn zip_bombs_are_refused_before_they_are_unpacked() {
    let bomb = Docx::new(&p("a")).part("word/media/a.png", "image/png", "image", vec![0; 60 << 20]);
    check(&bomb.bytes(), "grows to more than can be read");
    let parts = (0..10_001).map(|at| (format!("a{at}"), Vec::new()));
    check(&zip(parts), "more parts");
}

#[test]
fn macros_are_refused_by_name() {
    let macros = Docx::new(&p("a"));
    let kind = "application/vnd.ms-word.document.macroEnabled.main+xml";
    check(&macros.clone().main_type(kind).bytes(), "holds macros");
    let part = macros.part(
        "word/vbaProject.bin",
        "application/vnd.ms-office.vbaProject",
        "vbaProject",
        vec![1],
    );
    check(&part.bytes(), "holds macros");
}

#[test]
fn entities_and_depth_are_refused() {
    let deep = format!(
        "{}{}",
        "<w:sdt><w:sdtContent>".repeat(5_000),
        "</w:sdtContent></w:sdt>".repeat(5_000)
    );
    let refusal = read(&Docx::new(&deep).bytes()).unwrap_err();
    assert!(refusal.cause.contains("inside each other"), "{refusal}");
    let refusal = read(&Docx::new("<w:p><w:r><w:t>&evil;</w:t></w:r></w:p>").bytes()).unwrap_err();
    assert!(refusal.cause.contains("entities"), "{refusal}");
}

#[test]
fn inserted_files_are_refused() {
    let inserted = Docx::new(r#"<w:altChunk r:id="ra"/>"#).part(
        "word/a.html",
        "text/html",
        "aFChunk",
        b"<p>a</p>".to_vec(),
    );
    let refusal = read(&inserted.bytes()).unwrap_err();
    assert!(refusal.cause.contains("inserts another file"), "{refusal}");
}

#[test]
fn pictures_of_a_hundred_megabytes_are_refused_by_name() {
    // Bytes that hardly compress.
    let mut seed = 1_u32;
    let noise = (0..100 << 20).map(|_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    });
    let docx = Docx::new(&format!("<w:p>{}</w:p>", picture("A map", "embed", "rlarge"))).part(
        "word/media/large.png",
        "image/png",
        "image",
        noise.collect(),
    );
    check(&docx.bytes(), "`word/media/large.png`");
}
