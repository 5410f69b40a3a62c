//! Texts as they come out of a file: repaired, checked against the fonts, noted.

use super::Reading;
use crate::diag::{Diagnostic, Origin};
use crate::model::node::{Content, Node};
use crate::model::value::Scalar;
use crate::model::value::repair;

use super::grid::shorten;

/// The longest text that a cell may hold, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Returns the node of a scalar; a text is repaired, with a note of what was done.
pub(super) fn node(reading: &mut Reading<'_>, scalar: Scalar, origin: Origin) -> Node {
    let Scalar::Text(text) = scalar else {
        return Node { origin, content: Content::Scalar(scalar) };
    };
    if text.len() > LONGEST {
        let megabytes = text.len() / 1024 / 1024;
        reading.diags.push(
            Diagnostic::error(
                "data/too-long",
                format!(
                    "the text begins `{}` and is {megabytes} MB long; 1 MB is the most",
                    shorten(&text)
                ),
            )
            .at(&origin)
            .hint("look for a quotation mark that is never closed"),
        );
        reading.broken.push(origin.clone());
        return Node { origin, content: Content::Missing };
    }
    let (clean, repairs) = repair::clean(&text);
    for repair in repairs {
        reading.diags.push(Diagnostic::note("text/repaired", repair.describe()).at(&origin));
    }
    // Pasted bullets become lists, so that nothing of them is printed.
    let bullets = repair::word_bullets(&clean);
    let printed = bullets.as_ref().map_or(&*clean, |(text, _)| text);
    check_glyphs(reading, &clean, printed, &origin);
    Node { content: Content::Scalar(Scalar::Text(clean.trim().to_owned())), origin }
}

/// Warns of characters that the fonts can't print, once for each in a text.
fn check_glyphs(reading: &mut Reading<'_>, text: &str, printed: &str, origin: &Origin) {
    let mut seen = Vec::new();
    for (at, char) in text.chars().enumerate() {
        if reading.coverage.has(char) || seen.contains(&char) || !printed.contains(char) {
            continue;
        }
        seen.push(char);
        let code = u32::from(char);
        let (message, hint) = match char {
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => (
                format!(
                    "U+{code:04X} has a meaning only in one font, such as Wingdings; it is printed as [U+{code:04X}]"
                ),
                "write a word or an ordinary character in its place",
            ),
            _ => (
                format!(
                    "the fonts have no `{char}` (U+{code:04X}); it is printed as [U+{code:04X}]"
                ),
                "write it in other characters, or put a font that has it into templates/fonts",
            ),
        };
        reading.diags.push(
            Diagnostic::warning("text/no-glyph", message).at(&origin.within(at..at + 1)).hint(hint),
        );
    }
}
