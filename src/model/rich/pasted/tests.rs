//! Texts as they are pasted, and the Djot that they become.

use diag::Code;

use super::*;

/// Shows Djot with labels in round brackets.
#[track_caller]
fn check(text: &str, expected: &str) -> Pasted {
    let pasted = as_djot(text).unwrap_or_else(|| panic!("nothing was read as pasted: {text}"));
    let shown = pasted.text.replace(LABEL[0], "<").replace(LABEL[1], ">").replace(BREAK, "\\n");
    assert_eq!(shown, expected);
    // Every place leads back to the same letters, where they were copied.
    for (at, char) in pasted.text.char_indices().filter(|(_, char)| char.is_alphabetic()) {
        let original = pasted.original(&(at..at + char.len_utf8()));
        assert!(text[original.start..].starts_with(char), "{at} {char}");
    }
    pasted
}

#[test]
fn signs_of_word_become_levels() {
    check("·\tone\n·\ttwo", "- one\n- two");
    check("• one\n• two\n", "- one\n- two\n");
    check("Agreed:\n·  one\n·  two\nNext", "Agreed:\n\n- one\n- two\n\nNext");
    check("v\tone\nØ\u{a0}two", "- one\n\n  - two");
    check("o one\no two", "- one\n- two");
    check("·  one\n   goes on\n·  two", "- one\n  goes on\n- two");
    check(
        "·  one\no  under\n§  deeper\no  under\n·  two",
        "- one\n\n  - under\n\n    - deeper\n\n  - under\n\n- two",
    );
}

#[test]
fn numbered_paragraphs_stay_apart() {
    check("1.1\tFirst\n1.2\tSecond", "1.1\tFirst\n\n1.2\tSecond");
    check(
        "25.1 First\ngoes on\n25.2 Second\n25.3 Third",
        "25.1 First\ngoes on\n\n25.2 Second\n\n25.3 Third",
    );
    assert_eq!(as_djot("It costs\n1.5 million pounds, or\n7.5 million euros"), None);
}

#[test]
fn the_same_sign_further_in_is_a_level() {
    check(
        "  • Roads\n  • Schools – after the review:\n    • Heads: met\n    • Staff: heard\n  • Parks",
        "- Roads\n- Schools – after the review:\n\n  - Heads: met\n  - Staff: heard\n\n- Parks",
    );
}

#[test]
fn a_list_that_is_announced_is_inside() {
    check(
        "·        Roads\n·        Aims: -\n\n \n\nv  Fewer holes\n\nv  Longer lives\n\n \n\nNext",
        "- Roads\n- Aims: -\n\n  - Fewer holes\n  - Longer lives\n\n\n \n\nNext",
    );
    check(
        "i.   Supports the plan and asks for:\n\na)   more money\n\nb)   less noise\n\nii.  Thanks the clerk",
        "+ <i.>Supports the plan and asks for:\n\n  + <a)>more money\n  + <b)>less noise\n\n+ <ii.>Thanks the clerk",
    );
}

#[test]
fn a_list_among_numbers_that_go_on_is_inside() {
    let nested = "+ <i.>one\n\n  + <a)>in\n  + <b)>in\n\n+ <ii.>two";
    check("i. one\na) in\nb) in\nii. two", nested);
    check("i. one\n\na) in\n\nb) in\n\nii. two", nested);
    let pasted = check("1. one\n2. two\na) three", "+ <1.>one\n+ <2.>two\n\n* <a)>three");
    assert_eq!((pasted.doubts.len(), pasted.doubts[0].code), (1, Code::TextListNesting));
}

#[test]
fn numbers_of_levels_and_double_letters_are_labels() {
    check(
        "1. Roads\n1.1 Repairs\n1.2 Signs\n2. Parks",
        "+ <1.>Roads\n\n  + <1.1>Repairs\n  + <1.2>Signs\n\n+ <2.>Parks",
    );
    check("(z) one\n(aa) two\n(bb) three", "+ <(z)>one\n+ <(aa)>two\n+ <(bb)>three");
    check("1.\tone\n2.\ttwo", "+ <1.>one\n+ <2.>two");
    check(
        "1.\tone:\n\t(a)\tin\n\t(b)\tin\n2.\ttwo",
        "+ <1.>one:\n\n  + <(a)>in\n  + <(b)>in\n\n+ <2.>two",
    );
}

#[test]
fn what_is_not_certain_is_reported() {
    let pasted = check("·\tone\n·\ttwo\n1.\tthree", "- one\n- two\n\n+ <1.>three");
    let doubt = &pasted.doubts[0];
    assert_eq!((doubt.code, doubt.range.clone()), (Code::TextListNesting, 14..16));
    let pasted = check(
        "i.  Asks for:\n\na)  money\n\n \n\n  1. That it be sent\n\n \n\n  1. Thanks\nand\n  1. More",
        "+ <i.>Asks for:\n\n  + <a)>money\n\n\n \n\n* <1.>That it be sent\n\n\n \n\n+ <1.>Thanks\n\nand\n\n* <1.>More",
    );
    assert_eq!(pasted.doubts.len(), 3);
}

#[test]
fn rows_of_tables_keep_their_lines() {
    let pasted = check(
        "| Library | Notes |\n|---|---|\n| A | first\nsecond |\n| B | - one\n- two |",
        "| Library | Notes |\n|---|---|\n| A | first\\nsecond |\n| B | • one\\n• two |",
    );
    assert_eq!((pasted.doubts.len(), pasted.doubts[0].code), (1, Code::TextJoinedRow));
    check("| a | b |\n|---|---|\n| one\ntwo | c |", "| a | b |\n|---|---|\n| one\\ntwo | c |");
    check("| a | b |\n|---|---|\n| one\\\ntwo | c |", "| a | b |\n|---|---|\n| one\\ntwo | c |");
    assert_eq!(as_djot("| one\ntwo |"), None);
    check(
        "| a | b |\n|---|---|\n| - one\n- two | c |",
        "| a | b |\n|---|---|\n| • one\\n• two | c |",
    );
    check("| a | one<br>two<br/>three |", "| a | one\\ntwo\\nthree |");
    check(
        "| Name\nof site | Notes |\n|---|---|\n| a | b |",
        "| Name\\nof site | Notes |\n|---|---|\n| a | b |",
    );
}

/// Checks the Djot, and the words that each doubt is about.
#[track_caller]
fn check_doubts(text: &str, expected: &str, doubts: &[(Code, &str)]) {
    let pasted = check(text, expected);
    let found = pasted.doubts.iter().map(|doubt| (doubt.code, &text[doubt.range.clone()]));
    assert_eq!(found.collect::<Vec<_>>(), doubts);
}

#[test]
fn a_number_alone_on_its_line_belongs_to_the_words_below() {
    let alone = |label| [(Code::TextLoneNumber, label)];
    check_doubts(
        "25.\n\nRoads\n\n25.1 It met.",
        "+ <25.>Roads\n\n  + <25.1>It met.",
        &alone("25."),
    );
    check_doubts(
        "25.   \n\nRoads and\nparks\n\nIt met.",
        "+ <25.>Roads and\n  parks\n\n\nIt met.",
        &alone("25."),
    );
    check_doubts("1. one\n2.\n\n- two", "1. one\n2.\n\n- two", &alone("2."));
    check_doubts("Roads\n\n(a)", "Roads\n\n(a)", &alone("(a)"));
    for text in ["1.\n   Roads", "```\n1.\n```\nRoads", "12\nRoads", "2026.\nRoads"] {
        assert_eq!(as_djot(text), None, "{text}");
    }
}

#[test]
fn a_list_inside_an_open_sentence_is_inside() {
    check(
        "25.4 Resolved – that the Committee\n\n \n\ni. Supports it\n\nii. Thanks all",
        "+ <25.4>Resolved – that the Committee\n\n  + <i.>Supports it\n  + <ii.>Thanks all",
    );
    check(
        "5. The Cabinet asked officers to\na) meet\nb) write",
        "+ <5.>The Cabinet asked officers to\n\n  + <a)>meet\n  + <b)>write",
    );
    check_doubts(
        "5.1 Background\n\n \n\n1. Roads",
        "+ <5.1>Background\n\n* <1.>Roads",
        &[(Code::TextListNesting, "1.")],
    );
}

#[test]
fn lists_of_one_item_that_begin_again_are_reported() {
    let again = [(Code::TextListNesting, "1."), (Code::TextListNesting, "1.")];
    let text = "1. one\n\nWords.\n\n1. two\n\nWords.\n\n1. three";
    check_doubts(text, text, &again);
    assert_eq!(as_djot("1. one\n2. two\n\nWords.\n\n1. three\n2. four"), None);
}

#[test]
fn letters_beside_bullets_are_bullets_and_are_asked_about() {
    check_doubts(
        "• one\no two\n§ three",
        "- one\n\n  - two\n\n    - three",
        &[(Code::TextLostSymbol, "o"), (Code::TextLostSymbol, "§")],
    );
    check_doubts(
        "o two\n§ three",
        "- two\n\n  - three",
        &[(Code::TextLostSymbol, "o"), (Code::TextLostSymbol, "§")],
    );
    check_doubts("¨\tone\n¨\ttwo", "- one\n- two", &[(Code::TextLostSymbol, "¨")]);
    check("• under\n§ 5 of the Act", "- under\n\n§ 5 of the Act");
}

#[test]
fn djot_stays_as_it_is() {
    for text in [
        "",
        "one\ntwo",
        "o one",
        "v the council",
        "§ 5 of the Act",
        "·",
        "- one\n- two",
        "1. one\n\n   a) in\n   b) in\n\n2. two",
        "1. one\n2. two\n\n(a) three",
        "25.1 The Committee heard\n\n25.2 The Committee thanked",
        "| a | b |\n|---|---|\n| c | d |",
        "```\n·  code\n```",
        "A. Smith spoke.\nB. Jones did not.",
    ] {
        assert_eq!(as_djot(text), None, "{text}");
    }
}
