//! Places for values are filled in, whichever runs their names are in.

use std::collections::BTreeMap;

use crate::write::{Frame, GUIDANCE, write};
use crate::{Block, Cell, Content, Inline, Look, Origin, Table, fill, printable, read};

fn text(words: &str, is_bold: bool) -> Inline {
    Inline::Text { words: words.to_owned(), look: Look { is_bold, ..Look::default() } }
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block { origin: Origin::default(), style: None, content: Content::Paragraph(inlines) }
}

fn template(blocks: &[Block]) -> Vec<u8> {
    let frame = Frame {
        title: "{{title}}".to_owned(),
        header: "DRAFT of {{title}}".to_owned(),
        language: "en-GB".to_owned(),
    };
    write(&frame, blocks)
}

/// Returns the words of blocks, a line for each paragraph and each row of a table.
fn lines(blocks: &[Block]) -> Vec<String> {
    fn words(inlines: &[Inline]) -> String {
        let words = inlines.iter().map(|inline| match inline {
            Inline::Text { words, .. } => words.clone(),
            Inline::LineBreak => "/".to_owned(),
            other => panic!("unexpected {other:?}"),
        });
        words.collect()
    }
    let line = |block: &Block| match &block.content {
        Content::Paragraph(inlines)
        | Content::Heading { inlines, .. }
        | Content::Item { inlines, .. } => vec![words(inlines)],
        Content::Table(table) => {
            let row = |row: &Vec<Cell>| {
                let cells = row.iter().map(|cell| lines(&cell.blocks).join(" "));
                cells.collect::<Vec<_>>().join(" | ")
            };
            table.rows.iter().map(row).collect()
        }
    };
    blocks.iter().flat_map(line).collect()
}

fn values() -> BTreeMap<String, String> {
    let values =
        [("title", "Roads & <bridges>"), ("ask", "That it rain.\nThat it stop."), ("nobody", "")];
    values.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

#[track_caller]
fn check(blocks: &[Block], expected: &[&str]) {
    let filled = fill(&template(blocks), &values()).unwrap();
    let document = read(&filled.bytes).unwrap();
    assert_eq!(lines(&document.blocks), expected);
    assert_eq!(document.title.as_deref(), Some("Roads & <bridges>"));
    assert_eq!(document.margins, ["DRAFT of Roads & <bridges>"]);
    assert_eq!(fill(&template(blocks), &values()).unwrap().bytes, filled.bytes);
}

#[test]
fn a_name_may_stand_in_several_runs() {
    check(
        &[paragraph(vec![text("On {{ti", false), text("tle", true), text(" }}, today", false)])],
        &["On Roads & <bridges>, today"],
    );
}

#[test]
fn lines_of_a_value_are_lines() {
    check(&[paragraph(vec![text("{{ask}}", false)])], &["That it rain./That it stop."]);
}

#[test]
fn what_says_nothing_is_left_out() {
    let row = |words: [&str; 2]| {
        let cell = |words: &str| Cell {
            columns: 1,
            rows: 1,
            is_right: false,
            blocks: vec![paragraph(vec![text(words, false)])],
        };
        words.map(cell).to_vec()
    };
    let table = |rows: Vec<Vec<Cell>>| Block {
        content: Content::Table(Table { columns: 2, head: 0, rows }),
        ..paragraph(Vec::new())
    };
    check(
        &[
            paragraph(vec![text("Lead: {{nobody}}", false)]),
            paragraph(vec![text("Lead: {{nobody}}, {{title}}", false)]),
            table(vec![row(["Lead", "{{nobody}}"]), row(["Title", "{{title}}"])]),
            table(vec![row(["Lead", "{{nobody}}"])]),
            paragraph(vec![text("The end", false)]),
        ],
        &["Lead: , Roads & <bridges>", "Title | Roads & <bridges>", "The end"],
    );
}

#[test]
fn names_without_a_value_stay_and_are_told() {
    let template = template(&[paragraph(vec![text("{{caption}} of {{title}} {{", false)])]);
    let filled = fill(&template, &values()).unwrap();
    assert_eq!(filled.unknown.into_iter().collect::<Vec<_>>(), ["caption"]);
    let document = read(&filled.bytes).unwrap();
    assert_eq!(lines(&document.blocks), ["{{caption}} of Roads & <bridges> {{"]);
}

#[test]
fn guidance_is_in_no_print() {
    let guidance =
        Block { style: Some(GUIDANCE.to_owned()), ..paragraph(vec![text("Say why.", false)]) };
    let printed =
        printable(&template(&[paragraph(vec![text("Words.", false)]), guidance])).unwrap();
    assert_eq!(lines(&read(&printed.bytes).unwrap().blocks), ["Words."]);
}
