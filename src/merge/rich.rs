//! Turns a [`Rich`] into Typst source that is nothing but calls and string literals.
//!
//! Typst's markup has too many special characters to escape them all, and which ones are special
//! depends on the context. In a string only `"` and `\` are special. So every word goes into a
//! string, and this module writes everything else: nothing that was written in a record can become
//! code.
//!
//! The functions called are Typst's own `strong`, `emph`, `highlight`, `super`, `sub`, `raw`,
//! `link`, `linebreak` and `quote`, and these, which a template must provide:
//!
//! - `inserted(body)` and `deleted(body)`,
//! - `subheading(level: int, body)`, where 1 is the highest level,
//! - `ordered(labels: array, tight: bool, ..items)`, with as many labels as items,
//! - `bullets(tight: bool, ..items)`,
//! - `text-note(label: str, body)`, a note with its number,
//! - `text-picture(file: str, alt: str, width: int, caption: none or content)`, where the width is in points,
//! - `minute-table(columns: int, align: array, caption: none or content, merged: array, words: none or array, header: array,
//!   ..rows)`, where a row is an array of as many cells as there are columns, and `header` one of rows; `words` has
//!   the lengths of the longest words of the columns, where the table may be too wide for the page, and `merged` the row, the
//!   column and the numbers of rows and columns of each merged cell.

use super::quote;
use crate::model::rich::{
    Align, Block, Cell, Inline, List, ListKind, Merged, PICTURES, Picture, Rich, Table,
};

/// Returns `rich` as markup: blocks with blank lines between them.
pub(super) fn markup(rich: &Rich) -> String {
    let mut out = String::new();
    write_blocks(&mut out, &rich.blocks);
    out
}

fn write_blocks(out: &mut String, blocks: &[Block]) {
    for (number, block) in blocks.iter().enumerate() {
        if number > 0 {
            out.push_str("\n\n");
        }
        match block {
            Block::Paragraph(content) => write_inlines(out, content),
            Block::Heading { level, content } => {
                write_call(out, &format!("subheading(level: {level})"), content);
            }
            Block::List(list) => write_list(out, list),
            Block::Table(table) => write_table(out, table),
            Block::Quote(blocks) => {
                out.push_str("#quote(block: true)[");
                write_blocks(out, blocks);
                out.push_str("];");
            }
            Block::Picture(picture) => write_picture(out, picture),
        }
    }
}

fn write_picture(out: &mut String, picture: &Picture) {
    let Picture { file, alt, width, caption } = picture;
    // Whoever typesets it finds the file by this path.
    let path = quote::literal(&format!("/{PICTURES}/{file}"));
    let alt = quote::literal(alt);
    out.push_str(&format!("#text-picture(file: {path}, alt: {alt}, width: {width}, caption: "));
    match caption {
        Some(caption) => write_cell(out, caption),
        None => out.push_str("none"),
    }
    out.push_str(");");
}

fn write_list(out: &mut String, list: &List) {
    match list.kind {
        ListKind::Bullet => out.push_str("#bullets("),
        ListKind::Ordered => {
            out.push_str("#ordered(labels: ");
            write_array(out, &list.items, |out, item| {
                out.push_str(&quote::literal(item.label.as_deref().unwrap_or_default()));
            });
            out.push_str(", ");
        }
    }
    out.push_str(if list.tight { "tight: true" } else { "tight: false" });
    for item in &list.items {
        out.push_str(", [");
        write_blocks(out, &item.blocks);
        out.push(']');
    }
    out.push_str(");");
}

fn write_table(out: &mut String, table: &Table) {
    out.push_str(&format!("#minute-table(columns: {}, align: ", table.columns.len()));
    write_array(out, &table.columns, |out, align| {
        out.push_str(match align {
            Align::Auto => "auto",
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        });
    });
    // In the order in which it is read.
    out.push_str(", caption: ");
    match &table.caption {
        Some(caption) => write_cell(out, caption),
        None => out.push_str("none"),
    }
    if !table.merged.is_empty() {
        out.push_str(", merged: ");
        write_array(out, &table.merged, |out, merged| {
            let Merged { row, column, rows, columns } = merged;
            out.push_str(&format!("({row}, {column}, {rows}, {columns})"));
        });
    }
    let words = longest_words(table);
    if MAX_NARROW < words.iter().sum::<usize>() + PADDING * words.len() {
        out.push_str(", words: ");
        write_array(out, &words, |out, length| out.push_str(&length.to_string()));
    }
    out.push_str(", header: ");
    write_array(out, &table.head, |out, row| write_row(out, row));
    for row in &table.body {
        out.push_str(", ");
        write_row(out, row);
    }
    out.push_str(");");
}

/// How many characters fit on a line of a page, at least.
const MAX_NARROW: usize = 64;

/// How many characters the space around a cell is as wide as.
const PADDING: usize = 2;

/// The longest word that a column is made wide enough for; longer ones are broken.
const MAX_WORD: usize = 24;

/// Returns the lengths in characters of the longest words of a table's columns.
fn longest_words(table: &Table) -> Vec<usize> {
    let mut longest = vec![1; table.columns.len()];
    for row in table.head.iter().chain(&table.body) {
        for (length, cell) in longest.iter_mut().zip(row) {
            let text = Rich { blocks: vec![Block::Paragraph(cell.clone())] }.plain_text();
            let words = text.split_whitespace().map(|word| word.chars().count());
            *length = words.max().unwrap_or_default().clamp(*length, MAX_WORD.max(*length));
        }
    }
    longest
}

fn write_row(out: &mut String, row: &[Cell]) {
    write_array(out, row, |out, cell| write_cell(out, cell));
}

fn write_cell(out: &mut String, cell: &[Inline]) {
    out.push('[');
    write_inlines(out, cell);
    out.push(']');
}

/// Writes an array; one with a single element needs a comma, or it would be that element.
fn write_array<T>(out: &mut String, elements: &[T], mut write: impl FnMut(&mut String, &T)) {
    out.push('(');
    for (number, element) in elements.iter().enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        write(out, element);
    }
    out.push_str(if elements.len() == 1 { ",)" } else { ")" });
}

fn write_inlines(out: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                // The semicolon keeps what follows from being read as code.
                out.push('#');
                out.push_str(&quote::literal(text));
                out.push(';');
            }
            Inline::Strong(content) => write_call(out, "strong", content),
            Inline::Emphasis(content) => write_call(out, "emph", content),
            Inline::Inserted(content) => write_call(out, "inserted", content),
            Inline::Deleted(content) => write_call(out, "deleted", content),
            Inline::Marked(content) => write_call(out, "highlight", content),
            Inline::Superscript(content) => write_call(out, "super", content),
            Inline::Subscript(content) => write_call(out, "sub", content),
            Inline::Code(code) => {
                out.push_str("#raw(");
                out.push_str(&quote::literal(code));
                out.push_str(");");
            }
            Inline::Link { url, content } => {
                write_call(out, &format!("link({})", quote::literal(url)), content);
            }
            Inline::Note { label, blocks } => {
                out.push_str("#text-note(label: ");
                out.push_str(&quote::literal(label));
                out.push_str(")[");
                write_blocks(out, blocks);
                out.push_str("];");
            }
            Inline::LineBreak => out.push_str("#linebreak();"),
        }
    }
}

fn write_call(out: &mut String, function: &str, content: &[Inline]) {
    out.push('#');
    out.push_str(function);
    out.push('[');
    write_inlines(out, content);
    out.push_str("];");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use typst_syntax::{SyntaxKind, SyntaxNode};

    use super::super::quote::literal;
    use super::*;
    use crate::model::rich::{Item, parse};

    /// Returns `rich` in brackets, as the `rich` helper prints it.
    fn content(rich: &Rich) -> String {
        format!("[{}]", markup(rich))
    }

    /// Every function that may be called.
    const FUNCTIONS: [&str; 16] = [
        "bullets",
        "deleted",
        "emph",
        "highlight",
        "inserted",
        "linebreak",
        "link",
        "minute-table",
        "ordered",
        "quote",
        "raw",
        "strong",
        "sub",
        "subheading",
        "text-note",
        "text-picture",
    ];

    /// Returns the words of Typst source, or what it holds that is neither a call nor a string.
    fn words(source: &str) -> Result<String, String> {
        let root = typst_syntax::parse(source);
        let (errors, warnings) = root.errors_and_warnings();
        if !errors.is_empty() || !warnings.is_empty() {
            return Err(format!("{errors:?} {warnings:?}"));
        }
        let mut words = String::new();
        read(&mut words, &root, SyntaxKind::Markup)?;
        Ok(words)
    }

    fn read(words: &mut String, node: &SyntaxNode, parent: SyntaxKind) -> Result<(), String> {
        let mut children = node.children();
        match node.kind() {
            SyntaxKind::Str if parent == SyntaxKind::Markup => {
                let text: Option<typst_syntax::ast::Str> = node.cast();
                words.push_str(&text.ok_or("no string")?.get());
            }
            SyntaxKind::FuncCall => {
                let name =
                    children.next().map(|name| name.leaf_text().to_string()).unwrap_or_default();
                if name != "super" && !FUNCTIONS.contains(&name.as_str()) {
                    return Err(format!("calls `{name}`"));
                }
                for child in children {
                    // The only words that stand in an argument as a string.
                    let code = name == "raw" && child.kind() == SyntaxKind::Args;
                    for child in child.children() {
                        let within = if code { SyntaxKind::Markup } else { SyntaxKind::Args };
                        read(words, child, within)?;
                    }
                }
            }
            SyntaxKind::Ident => {
                let names = [
                    "columns", "align", "header", "caption", "words", "label", "labels", "tight",
                    "block", "level", "left", "center", "right", "file", "alt", "width", "merged",
                ];
                let name = node.leaf_text();
                if !names.contains(&name.as_str()) {
                    return Err(format!("names `{name}`"));
                }
            }
            SyntaxKind::Markup
            | SyntaxKind::ContentBlock
            | SyntaxKind::Array
            | SyntaxKind::Named => {
                for child in children {
                    read(words, child, node.kind())?;
                }
            }
            SyntaxKind::Str
            | SyntaxKind::Int
            | SyntaxKind::Bool
            | SyntaxKind::Auto
            | SyntaxKind::None
            | SyntaxKind::Hash
            | SyntaxKind::Semicolon
            | SyntaxKind::Parbreak
            | SyntaxKind::Space
            | SyntaxKind::Colon
            | SyntaxKind::Comma
            | SyntaxKind::LeftParen
            | SyntaxKind::RightParen
            | SyntaxKind::LeftBracket
            | SyntaxKind::RightBracket => {}
            other => return Err(format!("has {other:?} `{}`", node.full_text())),
        }
        Ok(())
    }

    /// Checks the source of a Djot text, and that it says what the text says.
    #[track_caller]
    fn check(djot: &str, expected: &str) {
        let (rich, _) = parse(djot);
        assert_eq!(markup(&rich), expected);
        assert_eq!(words(expected), Ok(rich.plain_text().replace('\n', "")));
    }

    #[test]
    fn words_are_strings() {
        check("", "");
        check("a \"b\" \\\\ #c", r##"#"a \"b\" \\ #c";"##);
        check("a\n\nb", "#\"a\";\n\n#\"b\";");
        assert_eq!(literal("a\n\r\t\"\\"), r#""a\n\r \"\\""#);
        assert_eq!(content(&Rich::plain("a\nb")), r##"[#"a";#linebreak();#"b";]"##);
    }

    #[test]
    fn everything_else_is_a_call() {
        check("*a* _b_ `c\"`", r##"#strong[#"a";];#" ";#emph[#"b";];#" ";#raw("c\"");"##);
        check("{+a+}{-b-}", r##"#inserted[#"a";];#deleted[#"b";];"##);
        check("{=c=}^d^~e~", r##"#highlight[#"c";];#super[#"d";];#sub[#"e";];"##);
        check("[a](https://b.c/\"d)", r##"#link("https://b.c/\"d")[#"a";];"##);
        check("## A", r##"#subheading(level: 2)[#"A";];"##);
        check("> a", r##"#quote(block: true)[#"a";];"##);
        check("- a", r##"#bullets(tight: true, [#"a";]);"##);
        check(
            "i. a\n\n   - b\n\nii. c",
            "#ordered(labels: (\"i.\", \"ii.\"), tight: true, \
             [#\"a\";\n\n#bullets(tight: true, [#\"b\";]);], [#\"c\";]);",
        );
        check("(1)", r##"#ordered(labels: ("(1)",), tight: true, []);"##);
        check(
            "| a | b |\n|:-:|--:|\n| 1 | |\n\n^ c",
            r##"#minute-table(columns: 2, align: (center, right), caption: [#"c";], header: (([#"a";], [#"b";]),), ([#"1";], []));"##,
        );
        check(
            "| a |",
            r##"#minute-table(columns: 1, align: (auto,), caption: none, header: (), ([#"a";],));"##,
        );
    }

    #[test]
    fn notes_have_the_number_that_the_author_gave() {
        let note = Inline::Note { label: "\"i\"".to_owned(), blocks: Rich::plain("a\n#b").blocks };
        let line = vec![Inline::Text("c".to_owned()), note];
        let source = markup(&Rich { blocks: vec![Block::Paragraph(line)] });
        assert_eq!(source, r##"#"c";#text-note(label: "\"i\"")[#"a";#linebreak();#"#b";];"##);
        assert_eq!(words(&source), Ok("ca#b".to_owned()));
    }

    #[test]
    fn merged_cells_say_what_they_fill() {
        let (mut rich, _) = parse("| a | |\n| b | c |");
        let [Block::Table(table)] = rich.blocks.as_mut_slice() else { panic!("it is a table") };
        table.merged.push(Merged { row: 0, column: 0, rows: 1, columns: 2 });
        let source = markup(&rich);
        assert!(source.contains("caption: none, merged: ((0, 0, 1, 2),), header:"), "{source}");
        assert_eq!(words(&source), Ok("abc".to_owned()));
    }

    #[test]
    fn a_picture_is_named_by_what_it_shows() {
        let picture = Picture {
            file: "0f.png".to_owned(),
            alt: "A \"map\"".to_owned(),
            width: 120,
            caption: Some(vec![Inline::Text("Where".to_owned())]),
        };
        let source = markup(&Rich { blocks: vec![Block::Picture(picture)] });
        let expected = r##"#text-picture(file: "/pictures/0f.png", alt: "A \"map\"", width: 120, caption: [#"Where";]);"##;
        assert_eq!(source, expected);
        assert_eq!(words(&source), Ok("Where".to_owned()));
    }

    #[test]
    fn tables_that_may_be_too_wide_say_how_long_their_words_are() {
        #[track_caller]
        fn check(djot: &str, expected: Option<&str>) {
            let source = markup(&parse(djot).0);
            let found = source.split_once("words: ").map(|(_, rest)| rest);
            let found = found.and_then(|rest| rest.split_once(", header"));
            assert_eq!(found.map(|(words, _)| words), expected, "{source}");
        }
        check("| Service | April |\n|--|--|\n| Homelessness | £1,234,567 |", None);
        let months = "£1,234,567|".repeat(12);
        let expected = format!("(12{})", ", 10".repeat(12));
        check(&format!("|Homelessness|{months}"), Some(&expected));
        let address = "first.second-third@westthornacre.example.gov.uk";
        check(&format!("|{address}|{address}|{address}|"), Some("(24, 24, 24)"));
    }

    #[test]
    fn the_deepest_text_is_read() {
        let inlines = format!("{}a{}", "{+".repeat(12), "+}".repeat(12));
        let (rich, faults) = parse(&format!("{}{inlines}", "> (1) ".repeat(6)));
        assert_eq!(faults, []);
        assert_eq!(words(&markup(&rich)), Ok("a".to_owned()));
    }

    /// Text with the special characters of Typst.
    fn typst() -> impl Strategy<Value = String> {
        let piece = proptest::sample::select(
            &[
                "#", "\"", "\\", ";", "[", "]", "(", ")", "{", "}", "$", "*", "_", "`", "=", "-",
                "+", "/", "//", "/*", "*/", "<", ">", "@", "~", "'", "...", "--", ".", ",", ":",
                "\n", "\n\n", "\r", "\t", " ", "\u{a0}", "\u{ad}", "\u{2028}", "\u{85}", "\0",
                "u{41}", "n", "let x", "import", "panic()", "https://", "1.", "a",
            ][..],
        );
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    /// Text with the marks of Djot.
    fn djot() -> impl Strategy<Value = String> {
        let piece = proptest::sample::select(
            &[
                "- ", "1. ", "a) ", "(i) ", "> ", "# ", "| ", " |", "|--|", "^ ", "[", "](", ")",
                "{+", "+}", "{-", "-}", "{=", "=}", "*", "_", "^", "~", "`", "``", "\\", "\n",
                "\n\n", "    ", " ", "αβ", "γδε",
            ][..],
        );
        proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn nothing_written_becomes_code(
            text in prop_oneof![any::<String>(), typst(), djot()],
        ) {
            let (parsed, _) = parse(&text);
            for rich in [parsed, Rich::plain(&text)] {
                let expected = rich.plain_text().replace('\n', "").replace('\t', " ");
                prop_assert_eq!(words(&markup(&rich)), Ok(expected.clone()));
                prop_assert_eq!(words(&format!("#f{};", content(&rich))), Err("calls `f`".to_owned()));
                let label = Some(text.clone());
                let list = Rich { blocks: vec![Block::List(List {
                    kind: ListKind::Ordered,
                    tight: false,
                    items: vec![Item { label, blocks: rich.blocks }],
                })] };
                prop_assert_eq!(words(&markup(&list)), Ok(expected));
            }
        }
    }
}
