//! Whatever a document is made of, no word that Word shows is lost unseen, and no bytes break the reader.

use proptest::prelude::*;

use super::docx::{Docx, field, heading, item, level, list, p, r};
use crate::inlines::plain;
use crate::{Block, Content, Inline, printable, read};

/// Stands for a word in what is made; each becomes another word.
const WORD: &str = "@";

/// What stands in a paragraph, with words to be numbered.
fn inlines() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(r(WORD)),
        Just(format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{WORD}</w:t><w:tab/><w:t>{WORD}</w:t></w:r>")),
        Just(format!(r#"<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{WORD}</w:t></w:r>"#)),
        Just(field("DATE", WORD)),
        Just(field("PAGEREF x", WORD)),
        Just(format!(
            "<w:r><w:pict><v:rect><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>",
            p(WORD)
        )),
        Just(format!("<m:oMath><m:r><m:t>x</m:t></m:r><w:r><w:t>{WORD}</w:t></w:r></m:oMath>")),
        Just(format!("<w:unknown>{}</w:unknown>", r(WORD))),
        Just(format!("<other:a xmlns:other='urn:other'>{}</other:a>", r(WORD))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let many = prop::collection::vec(inner, 1..3).prop_map(|parts| parts.concat());
        prop_oneof![
            many.clone().prop_map(|content| format!(
                "<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"
            )),
            many.clone().prop_map(|content| format!("<w:smartTag>{content}</w:smartTag>")),
            many.clone().prop_map(|content| format!(
                r#"<w:hyperlink w:anchor="a">{content}</w:hyperlink>"#
            )),
            many.clone().prop_map(|content| format!(
                r#"<w:fldSimple w:instr=" REF a ">{content}</w:fldSimple>"#
            )),
            many.clone().prop_map(|content| format!(r#"<w:ins w:author="a">{content}</w:ins>"#)),
            many.prop_map(|content| format!(
                "<mc:AlternateContent><mc:Fallback>{content}</mc:Fallback></mc:AlternateContent>"
            )),
        ]
    })
}

/// What stands in a body or a cell.
fn blocks() -> impl Strategy<Value = String> {
    let paragraph = prop::collection::vec(inlines(), 1..4)
        .prop_map(|parts| format!("<w:p>{}</w:p>", parts.concat()));
    let leaf = prop_oneof![
        4 => paragraph,
        1 => (1..4_u8).prop_map(|level| heading(level, WORD)),
        2 => (0..2_u32).prop_map(|level| item(1, level, WORD)),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let many = prop::collection::vec(inner, 1..4).prop_map(|parts| parts.concat());
        let cell = many.clone().prop_map(|content| format!("<w:tc>{content}</w:tc>"));
        let row = prop::collection::vec(cell, 1..3)
            .prop_map(|cells| format!("<w:tr>{}</w:tr>", cells.concat()));
        prop_oneof![
            many.clone().prop_map(|content| format!(
                "<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"
            )),
            many.prop_map(|content| format!("<w:customXml>{content}</w:customXml>")),
            prop::collection::vec(row, 1..3)
                .prop_map(|rows| format!("<w:tbl>{}</w:tbl>", rows.concat())),
        ]
    })
}

/// Returns a document with numbered words, and how many these are.
fn numbered(body: &str) -> (Docx, usize) {
    let mut parts = body.split(WORD);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut count = 0;
    for part in parts {
        text.push_str(&format!("word{count}x{part}"));
        count += 1;
    }
    let levels = level(0, 1, "decimal", "%1.", "") + &level(1, 1, "lowerLetter", "(%2)", "");
    (Docx::new(&text).word("numbering", &list(1, &levels)), count)
}

/// Returns all words, those of notes and of tables in tables included.
fn all_words(blocks: &[Block]) -> String {
    let mut words = plain(blocks);
    for block in blocks {
        let (Content::Paragraph(inlines)
        | Content::Heading { inlines, .. }
        | Content::Item { inlines, .. }) = &block.content
        else {
            continue;
        };
        for inline in inlines {
            if let Inline::Note { blocks, .. } = inline {
                words.push_str(&all_words(blocks));
            }
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 300, ..Default::default() })]

    #[test]
    fn no_word_is_lost_unseen(body in prop::collection::vec(blocks(), 1..6)) {
        let (docx, count) = numbered(&body.concat());
        let document = read(&docx.bytes()).unwrap();
        let words = all_words(&document.blocks);
        for at in 0..count {
            let word = format!("word{at}x");
            prop_assert!(words.contains(&word) || !document.beyond.is_empty(), "{word} is lost: {words}");
        }
        // What others lay out says the same.
        let printed = read(&printable(&docx.bytes()).unwrap().bytes).unwrap();
        prop_assert_eq!(all_words(&printed.blocks), words);
    }

    #[test]
    fn no_bytes_break_the_reader(
        body in blocks(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let (docx, _) = numbered(&body);
        let mut bytes = docx.bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(document) = read(&bytes) {
            prop_assert!(document.blocks.len() < 1_000);
        }
        let _ = printable(&bytes);
    }

    #[test]
    fn no_text_breaks_the_reader(body in "[<>/w:pra =\"&;@!-]{0,200}") {
        let _ = read(&Docx::new(&body).bytes());
    }
}
