//! Labels of lists are those that Word shows.

use super::docx::{Docx, heading, item, level, list, p, styled};
use super::{document, lines};
use crate::BeyondKind;

/// The labels of paragraphs on these levels of a list.
#[track_caller]
fn check(levels: &str, items: &[u32], expected: &[&str]) {
    let body: String = items.iter().map(|level| item(1, *level, "x")).collect();
    let found = lines(&Docx::new(&body).word("numbering", &list(1, levels)));
    let found: Vec<&str> = found.iter().map(|line| line.trim().trim_end_matches(" x")).collect();
    assert_eq!(found, expected);
}

#[test]
fn levels_count_below_each_other() {
    let levels = [
        level(0, 1, "decimal", "%1.", ""),
        level(1, 1, "decimal", "%1.%2", ""),
        level(2, 1, "lowerLetter", "(%3)", ""),
    ]
    .concat();
    check(
        &levels,
        &[0, 1, 1, 2, 2, 1, 2, 0, 1],
        &["1.", "1.1", "1.2", "(a)", "(b)", "1.3", "(a)", "2.", "2.1"],
    );
}

#[test]
fn forms_of_numbers() {
    for (format, start, expected) in [
        ("lowerLetter", 26, ["z.", "aa.", "bb."]),
        ("upperLetter", 1, ["A.", "B.", "C."]),
        ("lowerRoman", 3, ["iii.", "iv.", "v."]),
        ("upperRoman", 9, ["IX.", "X.", "XI."]),
        ("ordinal", 11, ["11th.", "12th.", "13th."]),
        ("ordinal", 21, ["21st.", "22nd.", "23rd."]),
        ("decimalZero", 8, ["08.", "09.", "10."]),
        ("decimal", 0, ["0.", "1.", "2."]),
    ] {
        check(&level(0, start, format, "%1.", ""), &[0, 0, 0], &expected);
    }
}

#[test]
fn lists_begin_again_where_they_say_so() {
    let never = level(0, 1, "decimal", "%1", "")
        + &level(1, 1, "decimal", "%1.%2", r#"<w:lvlRestart w:val="0"/>"#);
    check(&never, &[0, 1, 1, 0, 1], &["1", "1.1", "1.2", "2", "2.3"]);
    let after_first = level(0, 1, "decimal", "%1", "")
        + &level(1, 1, "decimal", "%1.%2", "")
        + &level(2, 1, "lowerLetter", "%3)", r#"<w:lvlRestart w:val="1"/>"#);
    check(
        &after_first,
        &[0, 1, 2, 1, 2, 0, 1, 2],
        &["1", "1.1", "a)", "1.2", "b)", "2", "2.1", "a)"],
    );
}

#[test]
fn legal_numbers_are_digits() {
    let levels =
        level(0, 1, "upperRoman", "%1", "") + &level(1, 1, "decimal", "%1.%2", "<w:isLgl/>");
    check(&levels, &[0, 0, 1], &["I", "II", "2.1"]);
}

#[test]
fn lists_of_one_definition_go_on_unless_they_start_anew() {
    let numbering = list(1, &level(0, 1, "decimal", "%1.", ""))
        + r#"<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#
        + r#"<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#;
    let body = [
        item(1, 0, "a"),
        item(2, 0, "b"),
        p("between"),
        item(3, 0, "c"),
        item(3, 0, "d"),
        item(0, 0, "e"),
    ]
    .concat();
    let docx = Docx::new(&body).word("numbering", &numbering);
    assert_eq!(lines(&docx), ["1. a", "2. b", "between", "5. c", "6. d", "e"]);
}

#[test]
fn numbers_come_with_styles() {
    let numbering = list(
        4,
        &(level(0, 1, "decimal", "%1", r#"<w:pStyle w:val="Heading1"/>"#)
            + &level(1, 1, "decimal", "%1.%2", r#"<w:pStyle w:val="Numbered"/>"#)),
    );
    let styles = r#"<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Numbered"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let first = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr><w:r><w:t>Summary</w:t></w:r></w:p>"#;
    let body = [first, &styled("Numbered", "One."), &styled("Child", "Two."), first].concat();
    let docx = Docx::new(&body).styles(styles).word("numbering", &numbering);
    assert_eq!(lines(&docx), ["h1 1 Summary", "  1.1 One.", "  1.2 Two.", "h1 2 Summary"]);
    let document = document(&docx);
    assert_eq!(document.blocks[2].origin.to_string(), "under “1 Summary”, paragraph 2 (“Two.”)");
}

#[test]
fn bullets_and_levels_without_number() {
    let levels = level(0, 1, "bullet", "\u{f0b7}", "") + &level(1, 1, "none", "", "");
    check(&levels, &[0, 1, 0], &["• x", "x", "• x"].map(|line| line.trim_end_matches(" x")));
}

#[test]
fn numbers_that_programs_show_in_different_ways_are_beyond() {
    let levels = level(0, 1, "decimal", "%1", "") + &level(1, 1, "decimal", "%1.%2", "");
    for (levels, at) in [(levels, 1), (level(0, 1, "cardinalText", "%1", ""), 0)] {
        let body = heading(1, "Costs") + &item(1, at, "x");
        let document = document(&Docx::new(&body).word("numbering", &list(1, &levels)));
        let kinds: Vec<_> = document.beyond.iter().map(|beyond| beyond.kind).collect();
        assert_eq!(kinds, [BeyondKind::ListNumber]);
        assert_eq!(document.beyond[0].origin.to_string(), "under “Costs”, paragraph 1 (“x”)");
    }
}
