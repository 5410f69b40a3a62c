//! Texts as they come out of a file: repaired, checked against the fonts, noted.

use std::borrow::Cow;

use unicode_script::{Script, UnicodeScript};

use super::ReadContext;
use crate::diag::{Code, Diagnostic, Origin, plural};
use crate::model::node::{Content, Node};
use crate::model::rich::pasted;
use crate::model::value::{Scalar, is_error_value, repair};

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
    let pasted = pasted::as_djot(&clean);
    let printed = pasted.as_ref().map_or(&*clean, |pasted| &pasted.text);
    check_glyphs(context, &clean, printed, &origin);
    if pasted.is_none() || html(printed).is_some() {
        check_html(context, &clean, &origin);
    }
    check_lost_symbols(context, &clean, printed, &origin);
    let text = match clean {
        // Not the same as an empty text, where it stands in the place of a mark.
        clean if clean.trim().is_empty() && !text.is_empty() => " ".to_owned(),
        // Most texts are as they should be.
        Cow::Borrowed(clean) if clean.trim().len() == text.len() => text,
        clean => clean.trim().to_owned(),
    };
    Node { content: Content::Scalar(Scalar::Text(text)), origin }
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
        '?' => format!(
            "`{shown}` has a question mark where no question ends: it may have taken the place of a letter or a sign \
             when its file was saved in another encoding"
        ),
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

/// Warns of characters that the fonts can't print: once for each script in a text, and once for each symbol.
fn check_glyphs(context: &mut ReadContext<'_>, text: &str, printed: &str, origin: &Origin) {
    if context.coverage.has_all(text) {
        return;
    }
    let mut seen = Vec::new();
    let mut scripts: Vec<MissingScript> = Vec::new();
    for (at, char) in text.chars().enumerate() {
        // A letter that was lost is reported with its word.
        if char == char::REPLACEMENT_CHARACTER
            || context.coverage.has(char)
            || !printed.contains(char)
        {
            continue;
        }
        if let Some(name) = script(char) {
            match scripts.iter_mut().find(|script| script.name == name) {
                Some(script) => script.count += 1,
                None => scripts.push(MissingScript { name, first: char, at, count: 1 }),
            }
            continue;
        }
        if seen.contains(&char) {
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
    for script in scripts {
        context.diags.push(script.diagnostic(origin));
    }
}

/// A script of which the fonts lack letters that a text has.
struct MissingScript {
    /// Its name in English.
    name: &'static str,
    /// The first of these letters, and how many characters stand before it.
    first: char,
    at: usize,
    /// How many there are.
    count: usize,
}

impl MissingScript {
    fn diagnostic(self, origin: &Origin) -> Diagnostic {
        let Self { name, first, at, count } = self;
        let letters = plural(count, "letter", "letters");
        let code = u32::from(first);
        let message = format!(
            "the fonts have no {name} script: {letters} of this text are printed as numbers, the first as [U+{code:04X}]"
        );
        let font = match name {
            "Han" | "Hiragana" | "Katakana" | "Bopomofo" => "Noto Sans CJK".to_owned(),
            "Hangul" => "Noto Sans KR".to_owned(),
            _ => format!("Noto Sans {name}"),
        };
        let hint = format!(
            "put a font that has it into `templates/fonts`, such as {font} (a TTF or OTF file)"
        );
        Diagnostic::new(Code::TextNoGlyph, message).at(&origin.within(at..at + 1)).hint(hint)
    }
}

/// Returns the name of the script to which a letter belongs; `None` of symbols, which belong to none.
fn script(char: char) -> Option<&'static str> {
    match char.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        // What is not Latin to look at has an equivalent, or is a symbol.
        Script::Latin => None,
        script => Some(script.full_name()),
    }
}

/// Asks about the first letter of a text that stands where a symbol of a font such as Wingdings may have been lost.
fn check_lost_symbols(context: &mut ReadContext<'_>, text: &str, printed: &str, origin: &Origin) {
    let lost = lost_symbols(text, printed);
    let Some(&(at, letter)) = lost.first() else { return };
    let more = match lost.len() - 1 {
        0 => String::new(),
        1 => ", and another below it,".to_owned(),
        count => format!(", and {count} others below it,"),
    };
    let message = format!(
        "a lone `{letter}` at the start of a line{more} may have been a bullet, an arrow or a tick of a symbol font"
    );
    context.diags.push(
        Diagnostic::new(Code::TextLostSymbol, message)
            .at(&origin.within(at..at + 1))
            .hint("look at the document that it comes from, and write a word, `- ` for a bullet, or `↑`, `↓`, `✓`"),
    );
}

/// Returns such letters that are printed, each with how many characters stand before it.
fn lost_symbols(text: &str, printed: &str) -> Vec<(usize, char)> {
    // Arrows, crosses and ticks, which may stand alone; and bullets, which have words after them.
    const SIGNS: [char; 9] = ['é', 'ê', 'è', 'ë', 'ð', 'ü', 'û', 'þ', 'ý'];
    const BULLETS: [char; 9] = ['v', 'q', 'n', 'l', 'u', 'w', 'Ø', '§', '¨'];
    let letter_of = |line: &str| {
        let line = line.trim();
        let letter = line.chars().next()?;
        let rest = &line[letter.len_utf8()..];
        let words = rest.trim_start();
        let is_alone = rest.len() > words.len() || rest.is_empty();
        let is_bullet = BULLETS.contains(&letter)
            && words
                .starts_with(|char: char| char.is_alphabetic() || matches!(char, '“' | '‘' | '£'));
        (is_alone && (SIGNS.contains(&letter) || is_bullet)).then_some(letter)
    };
    // In Welsh a line may begin with `o` in the middle of a sentence, and no paragraph does.
    let circle_of = |line: &str| {
        let words = line.trim().strip_prefix("o ")?;
        words.starts_with(char::is_alphabetic).then_some('o')
    };
    let mut lost = Vec::new();
    let mut before = 0;
    let mut is_after_blank = false;
    for line in text.split('\n') {
        let circle = circle_of(line).filter(|_| is_after_blank);
        is_after_blank = line.trim().is_empty();
        if let Some(letter) = letter_of(line).or(circle)
            && printed
                .lines()
                .any(|line| letter_of(line).or_else(|| circle_of(line)) == Some(letter))
        {
            let indent = line.chars().take_while(|char| char.is_whitespace()).count();
            lost.push((before + indent, letter));
        }
        before += line.chars().count() + 1;
    }
    lost
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
    fn letters_of_lost_symbols() {
        #[track_caller]
        fn check(text: &str, expected: Option<(usize, char)>) {
            assert_eq!(lost_symbols(text, text).first().copied(), expected, "{text}");
        }
        check("é", Some((0, 'é')));
        check("ê Complaints", Some((0, 'ê')));
        check("Agreed:\n v the budget", Some((9, 'v')));
        check("ü Done\nû Not done", Some((0, 'ü')));
        check("Ø Roads", Some((0, 'Ø')));
        check("élan", None);
        check("v", None);
        check("n = 30 tenants", None);
        check("The café é was closed", None);
        check("o Gyngor Sir", None);
        check("y prif\no Gyngor Sir", None);
        check("Agreed\n\no the budget", Some((8, 'o')));
        check("§ Roads", Some((0, '§')));
        check("§ 5 of the Act", None);
        check("a garden\nI saw", None);
    }

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
