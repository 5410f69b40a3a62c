//! Texts as they come out of a file: repaired, checked against the fonts, noted.

use std::borrow::Cow;

use super::ReadContext;
use super::marks::ERROR_VALUES;
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::node::{Content, Node};
use crate::model::value::Scalar;
use crate::model::value::repair;

/// The longest text that a cell may hold, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// Returns the node of a scalar; a text is repaired, with a note of what was done.
pub(super) fn node(context: &mut ReadContext<'_>, scalar: Scalar, origin: Origin) -> Node {
    let Scalar::Text(text) = scalar else {
        return Node { origin, content: Content::Scalar(scalar) };
    };
    if is_error_value(&text) {
        // As a workbook has it, which a spreadsheet writes into CSV as its words.
        return Node { origin, content: Content::Scalar(Scalar::Error(text.trim().to_owned())) };
    }
    if text.len() > MAX_BYTES {
        let megabytes = text.len() / 1024 / 1024;
        context.diags.push(
            Diagnostic::new(
                Code::DataTooLong,
                format!(
                    "the text begins `{}` and is {megabytes} MB long; 1 MB is the most",
                    shorten(&text)
                ),
            )
            .at(&origin)
            .hint("look for a quotation mark that is never closed"),
        );
        context.broken.push(origin.clone());
        return Node { origin, content: Content::Missing };
    }
    let (clean, repairs) = repair::clean(&text);
    for repair in repairs {
        context.diags.push(Diagnostic::new(Code::TextRepaired, repair.describe()).at(&origin));
    }
    check_letters(context, &clean, &origin);
    // Pasted bullets become lists, so that nothing of them is printed.
    let bullets = repair::word_bullets(&clean);
    let printed = bullets.as_ref().map_or(&*clean, |(text, _)| text);
    check_glyphs(context, &clean, printed, &origin);
    check_html(context, &clean, &origin);
    let text = match clean {
        // Not the same as an empty text, where it stands in the place of a mark.
        clean if clean.trim().is_empty() && !text.is_empty() => " ".to_owned(),
        // Most texts are as they should be.
        Cow::Borrowed(clean) if clean.trim().len() == text.len() => text,
        clean => clean.trim().to_owned(),
    };
    Node { content: Content::Scalar(Scalar::Text(text)), origin }
}

/// Returns whether a text is what a spreadsheet shows in place of a value: an error, or hashes in a column that is too
/// narrow.
fn is_error_value(text: &str) -> bool {
    let text = text.trim();
    ERROR_VALUES.contains(&text) || text.len() > 2 && text.bytes().all(|byte| byte == b'#')
}

/// Returns a text short enough for a message.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Warns of a word in which letters were lost or exchanged by a wrong encoding, which nobody can put right for certain.
fn check_letters(context: &mut ReadContext<'_>, text: &str, origin: &Origin) {
    let Some((word, char)) = repair::damaged_word(text) else { return };
    let before = text[..word.start].chars().count();
    let length = text[word.clone()].chars().count();
    let shown = shorten(&text[word]);
    let message = match char {
        char::REPLACEMENT_CHARACTER => {
            format!("a letter of `{shown}` was lost when its file was saved in another encoding")
        }
        _ => format!(
            "`{shown}` may have a wrong letter, `{char}`, from a file of a Mac read as one of Windows"
        ),
    };
    context.diags.push(
        Diagnostic::new(Code::TextDamaged, message)
            .at(&origin.within(before..before + length))
            .hint("type the word again, and look for others in the same file"),
    );
}

/// Warns of characters that the fonts can't print, once for each in a text.
fn check_glyphs(context: &mut ReadContext<'_>, text: &str, printed: &str, origin: &Origin) {
    if context.coverage.has_all(text) {
        return;
    }
    let mut seen = Vec::new();
    for (at, char) in text.chars().enumerate() {
        // A letter that was lost is reported with its word.
        if char == char::REPLACEMENT_CHARACTER
            || context.coverage.has(char)
            || seen.contains(&char)
            || !printed.contains(char)
        {
            continue;
        }
        seen.push(char);
        let code = u32::from(char);
        if let Some(equivalent) = context.coverage.equivalent(char) {
            let message = match equivalent.is_empty() {
                true => format!("U+{code:04X}, which nobody sees, is left out"),
                false => format!(
                    "the fonts have no `{char}` (U+{code:04X}); it is printed as `{equivalent}`"
                ),
            };
            let diagnostic = Diagnostic::new(Code::TextRepaired, message);
            context.diags.push(diagnostic.at(&origin.within(at..at + 1)));
            continue;
        }
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
        context.diags.push(
            Diagnostic::new(Code::TextNoGlyph, message).at(&origin.within(at..at + 1)).hint(hint),
        );
    }
}

/// Warns of the marks of a web page, such as `<p class="MsoNormal">` and `&nbsp;`: they are
/// printed.
fn check_html(context: &mut ReadContext<'_>, text: &str, origin: &Origin) {
    let Some(mark) = html(text) else { return };
    let before = text[..mark.start].chars().count();
    let length = text[mark.clone()].chars().count();
    let message =
        format!("`{}` belongs to a web page; it is printed as it stands", shorten(&text[mark]));
    context.diags.push(
        Diagnostic::new(Code::TextHtml, message)
            .at(&origin.within(before..before + length))
            .hint("paste the text without its formatting, or delete such marks"),
    );
}

/// Returns the first mark of a web page in a text.
fn html(text: &str) -> Option<std::ops::Range<usize>> {
    const TAGS: &[&str] = &[
        "a", "b", "br", "div", "em", "font", "h1", "h2", "h3", "h4", "i", "li", "o:p", "ol", "p",
        "span", "strong", "sub", "sup", "table", "td", "th", "tr", "u", "ul",
    ];
    const ENTITIES: &[&str] =
        &["amp", "nbsp", "lt", "gt", "quot", "apos", "pound", "ndash", "mdash", "bull", "hellip"];
    text.match_indices(['<', '&']).find_map(|(at, sign)| {
        let rest = &text[at + 1..];
        if sign == "&" {
            let name = &rest[..rest.find(';')?];
            let is_number = name.strip_prefix('#').is_some_and(|number| {
                !number.is_empty() && number.chars().all(|char| char.is_ascii_alphanumeric())
            });
            return (is_number || ENTITIES.contains(&name)).then_some(at..at + name.len() + 2);
        }
        let inner = &rest[..rest.find('>')?];
        let name = inner.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        let is_tag = TAGS.contains(&&*name.to_ascii_lowercase());
        is_tag.then_some(at..at + inner.len() + 2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_web_pages() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(html(text).map(|mark| &text[mark]), expected, "{text}");
        }
        check("<p class=\"MsoNormal\">Agreed</p>", Some("<p class=\"MsoNormal\">"));
        check("one<BR/>two", Some("<BR/>"));
        check("one</b>", Some("</b>"));
        check("&nbsp; one", Some("&nbsp;"));
        check("1 &#8211; 2", Some("&#8211;"));
        check("a < b and c > d", None);
        check("a <b and c", None);
        check("Q&A; more", None);
        check("<https://example.org>", None);
        check("<clerk@example.org>", None);
    }
}
