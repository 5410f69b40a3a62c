//! The pages of what is reported in texts: the example of each does what the page says.

use diag::Code;
use orderpaper_model::rich;

/// Codes whose example is in words: the text would be too long, or cells are meant and not texts.
const IN_WORDS: [Code; 14] = [
    Code::TextRepaired,
    Code::TextDamaged,
    Code::TextPastedBullets,
    Code::TextNoGlyph,
    Code::TextHtml,
    Code::TextTableTooWide,
    Code::TextTooDeep,
    Code::TextTooMuchMarkup,
    // Found as words are loaded, or by the proof-reader, and not as markup is read.
    Code::TextLostSymbol,
    Code::TextLeftover,
    Code::TextWrongDay,
    Code::TextNoSuchMeeting,
    Code::TextDeadReference,
    Code::TextPersonalData,
];

/// Returns the first example of a page: an indented block, else the first words in backticks.
fn example(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("## Example\n\n")?;
    let (section, _) = rest.split_once("\n## ")?;
    let mut block = Vec::new();
    for line in section.lines() {
        match line.strip_prefix("    ") {
            Some(code) => block.push(code),
            None if line.is_empty() && !block.is_empty() => block.push(""),
            None if !block.is_empty() => break,
            None => {}
        }
    }
    if !block.is_empty() {
        return Some(block.join("\n"));
    }
    let fence = if section.contains("``") { "``" } else { "`" };
    section.split(fence).nth(1).map(|code| code.trim().to_owned())
}

#[test]
fn examples_of_pages_are_reported_as_the_page_says() {
    let mut broken = Vec::new();
    let codes = Code::ALL.iter().filter(|code| code.group() == "text" && !IN_WORDS.contains(code));
    for code in codes {
        let example = example(&code.page()).expect("every page has an example");
        let (_, faults) = match code {
            // Found before the text is Djot.
            Code::TextListNesting | Code::TextJoinedRow | Code::TextLoneNumber => {
                let pasted = rich::pasted::as_djot(&example).expect("it was pasted");
                (pasted.text, pasted.doubts)
            }
            _ => (String::new(), rich::parse(&example).1),
        };
        let found: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
        if found.is_empty() || found.iter().any(|other| *other != *code) {
            broken.push(format!("{code}: {example:?} gives {found:?}"));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
