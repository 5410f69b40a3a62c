//! What is written is read as it was, and the same blocks give the same bytes.

use proptest::prelude::*;

use crate::write::{CONTINUED, Frame, GUIDANCE, QUOTE, REPORT_HEAD, SPACED, write};
use crate::{Block, Cell, Content, Inline, Label, Look, Origin, Table, read};

/// Styles that mean something.
const STYLES: [&str; 6] = [CONTINUED, "minute continued 2", QUOTE, SPACED, GUIDANCE, REPORT_HEAD];

fn frame() -> Frame {
    Frame { title: "A & B".to_owned(), header: "DRAFT".to_owned(), language: "en-GB".to_owned() }
}

fn block(content: Content, style: Option<&str>) -> Block {
    Block { origin: Origin::default(), style: style.map(str::to_owned), content }
}

/// Returns blocks without their places.
fn without_origins(blocks: &[Block]) -> Vec<Block> {
    let cell = |cell: &Cell| Cell { blocks: without_origins(&cell.blocks), ..cell.clone() };
    let blocks = blocks.iter().map(|one| {
        let content = match &one.content {
            Content::Table(table) => Content::Table(Table {
                rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
                ..table.clone()
            }),
            other => other.clone(),
        };
        let style = one.style.as_deref().filter(|style| STYLES.contains(style));
        block(content, style)
    });
    blocks.collect()
}

#[track_caller]
fn check(blocks: &[Block]) {
    let bytes = write(&frame(), blocks);
    let document = read(&bytes).unwrap();
    assert_eq!(without_origins(&document.blocks), without_origins(blocks));
    assert_eq!(document.language.as_deref(), Some("en-GB"));
    assert_eq!(document.title.as_deref(), Some("A & B"));
    assert_eq!(document.margins, ["DRAFT"]);
    assert!(document.beyond.is_empty(), "{:?}", document.beyond);
    assert_eq!(write(&frame(), blocks), bytes);
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-zA-Z&<>\"'’“(:;,.–]{1,8}", 1..5).prop_map(|words| words.join(" "))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    (words(), words(), 0..6_u8).prop_map(|(first, second, look)| {
        let look = Look {
            is_bold: look == 1,
            is_italic: look == 2,
            is_struck: look == 3,
            is_raised: look == 4,
            is_lowered: look == 5,
            ..Look::default()
        };
        match look.is_plain() {
            true => vec![Inline::Text { words: first, look }],
            false => vec![
                Inline::Text { words: format!("{first} "), look: Look::default() },
                Inline::Text { words: second, look },
            ],
        }
    })
}

fn label() -> impl Strategy<Value = Label> {
    let numbers = [
        "1.", "2.", "3.", "7)", "(a)", "(b)", "(i)", "(ii)", "iii.", "iv.", "A.", "B.", "1.2",
        "12.3.1", "§4", "x)", "50%", "ab.",
    ];
    prop_oneof![
        1 => Just(Label::Bullet),
        4 => prop::sample::select(numbers.to_vec()).prop_map(|number| Label::Number(number.to_owned())),
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let cell = inlines().prop_map(|inlines| Cell {
        columns: 1,
        rows: 1,
        is_right: false,
        blocks: vec![block(Content::Paragraph(inlines), None)],
    });
    let style = prop::sample::select(vec![None, Some(CONTINUED), Some(STYLES[1]), Some(QUOTE)]);
    prop_oneof![
        3 => (inlines(), style).prop_map(|(inlines, style)| block(Content::Paragraph(inlines), style)),
        1 => (1..5_u8, inlines())
            .prop_map(|(level, inlines)| block(Content::Heading { level, label: None, inlines }, None)),
        4 => (0..4_usize, label(), inlines(), any::<bool>()).prop_map(|(level, label, inlines, is_spaced)| {
            block(Content::Item { level, label, inlines }, is_spaced.then_some(SPACED))
        }),
        1 => (prop::collection::vec(prop::collection::vec(cell, 2), 2..4), 0..2_usize)
            .prop_map(|(rows, head)| block(Content::Table(Table { columns: 2, head, rows }), None)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_written_is_read_as_it_was(blocks in prop::collection::vec(any_block(), 1..12)) {
        check(&blocks);
    }
}

#[test]
fn points_that_follow_each_other_are_one_list() {
    let item = |label: &str| {
        let words = vec![Inline::Text { words: "One.".to_owned(), look: Look::default() }];
        block(
            Content::Item { level: 0, label: Label::Number(label.to_owned()), inlines: words },
            None,
        )
    };
    let bytes = write(&frame(), &["(h)", "(i)", "(j)", "(l)"].map(item));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let numbering =
        std::io::read_to_string(archive.by_name("word/numbering.xml").unwrap()).unwrap();
    assert_eq!(numbering.matches("<w:num ").count(), 2, "{numbering}");
}
