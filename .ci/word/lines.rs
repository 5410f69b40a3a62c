//! Prints what a Word document says, a line for each block, for `judge.py`.

#![expect(clippy::disallowed_methods, reason = "a file that a script names, not one of a council")]
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::fmt::Write;

use orderpaper_word::{Block, Content, Inline, Label, read};

fn main() {
    let path = std::env::args_os().nth(1).expect("the argument is a Word document");
    let bytes = std::fs::read(path).expect("the document can be read");
    let document = read(&bytes).expect("the document is one of Word's");
    let mut out = String::new();
    blocks(&mut out, &document.blocks);
    println!("{out}");
}

fn blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match &block.content {
            Content::Heading { level, label, inlines } => {
                let label = label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
                writeln!(out, "h{level} {label}{}", line(inlines)).expect("text grows");
            }
            Content::Paragraph(inlines) => writeln!(out, "{}", line(inlines)).expect("text grows"),
            Content::Item { level, label, inlines } => {
                let label = match label {
                    Label::Bullet => "•",
                    Label::Number(label) => label,
                };
                writeln!(out, "{}{label} {}", "  ".repeat(*level), line(inlines))
                    .expect("text grows");
            }
            Content::Table(table) => {
                writeln!(out, "table with {} rows of headers", table.head).expect("text grows");
                for row in &table.rows {
                    let cells = row.iter().map(|cell| {
                        let mut words = String::new();
                        self::blocks(&mut words, &cell.blocks);
                        let words = words.trim_end().replace('\n', " / ");
                        if cell.columns > 1 { format!("{words} ×{}", cell.columns) } else { words }
                    });
                    writeln!(out, "| {}", cells.collect::<Vec<_>>().join(" | "))
                        .expect("text grows");
                }
            }
        }
    }
}

fn line(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { words, look } => {
                let marks = [
                    (look.is_bold, "Strong"),
                    (look.is_italic, "Emph"),
                    (look.is_struck, "Strikeout"),
                    (look.is_raised, "Superscript"),
                    (look.is_lowered, "Subscript"),
                ];
                let marks: Vec<&str> =
                    marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
                out.extend(marks.iter().map(|mark| format!("<{mark}>")));
                out.push_str(words);
                out.extend(marks.iter().rev().map(|mark| format!("</{mark}>")));
            }
            Inline::Link { url, inlines } => {
                write!(out, "<{url}>{}</>", line(inlines)).expect("text grows");
            }
            Inline::Note { blocks, .. } => {
                let mut words = String::new();
                self::blocks(&mut words, blocks);
                write!(out, "<Note>{}</Note>", words.trim_end()).expect("text grows");
            }
            Inline::Picture(_) => out.push_str("<Image>"),
            Inline::Tab | Inline::LineBreak | Inline::PageBreak => out.push(' '),
        }
    }
    out
}
