//! What is refused before it is read, because reading it could exhaust the stack or the clock.
//!
//! The Djot reader recurses for each block inside a block, and for each word looks through all
//! delimiters that are still open. Both are bounded here by counts that can only be too high, so
//! that no text, however made, takes much longer to read than others of its length. What people
//! write stays far below every bound.

use super::Fault;
use diag::Code;

/// How many lists, quotes and tables may stand inside each other, and how many inlines.
pub const MAX_DEPTH: usize = 12;

/// How many marks and spaces before the words of one line the reader is trusted with.
const MAX_PREFIX: usize = 128;

/// How many lines may begin with `:::`; the reader goes through what follows for each.
const MAX_FENCES: usize = 8;

/// How much work the delimiters may make: the sum, over all stretches without a blank line, of
/// the delimiters in it times its bytes. A page of minutes makes about 50,000.
const MAX_WORK: usize = 200_000_000;

/// How many headings one text may have; the reader compares each with all that have its words.
const MAX_HEADINGS: usize = 1_000;

/// How long a heading's row of `#` may be; the reader panics at 65,536.
const MAX_HASHES: usize = 100;

/// How long lines about link addresses may be, as the reader copies an address to each link.
const MAX_DEFINITION: usize = 20_000;

/// Returns why `text` can't be given to the Djot reader, if it can't.
pub(super) fn refusal(text: &str) -> Option<Fault> {
    let mut openers = 0_usize;
    let mut headings = 0;
    let mut fences = 0;
    let mut run = 0_usize;
    let mut work = 0_usize;
    let mut defines = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len().max(1).min(line.len());
        start += line.len();
        let refuse = |code, message: String, hint: &str| {
            let range = range.clone();
            Some(Fault { code, message, hint: Some(hint.to_owned()), range })
        };

        if line.trim_ascii().is_empty() {
            work += openers.saturating_mul(run);
            (openers, run, defines) = (0, 0, false);
            continue;
        }
        let prefix = Prefix::new(line);
        if prefix.count > MAX_PREFIX {
            let message = format!("more than {MAX_DEPTH} lists or quotes inside each other");
            return refuse(Code::TextTooDeep, message, "write it as separate paragraphs");
        }
        fences += usize::from(prefix.rest.starts_with(":::"));
        if fences > MAX_FENCES {
            let message = "`:::` blocks can't be used".to_owned();
            return refuse(Code::TextDivBlock, message, "remove the lines that begin with `:::`");
        }
        let hashes = longest_hashes(line);
        headings += usize::from(hashes > 0);
        if hashes > MAX_HASHES || headings > MAX_HEADINGS {
            let message = format!("more than {MAX_HEADINGS} headings, or one too deep to read");
            return refuse(Code::TextTooMuchMarkup, message, "split it into several records");
        }
        openers += count_openers(line);
        run += line.len();
        if work.saturating_add(openers.saturating_mul(run)) > MAX_WORK {
            let message = "too many marks such as `*` and `[` without a blank line".to_owned();
            return refuse(Code::TextTooMuchMarkup, message, "put blank lines between paragraphs");
        }
        defines |= prefix.defines;
        if defines && run > MAX_DEFINITION {
            let message = format!("link address among more than {MAX_DEFINITION} bytes of text");
            return refuse(
                Code::TextTooMuchMarkup,
                message,
                "put blank lines around `[name]: address`",
            );
        }
    }
    None
}

/// The start of a line.
struct Prefix<'a> {
    /// How many marks and spaces may each open another block.
    count: usize,
    /// Whether one of the marks is `[name]:`.
    defines: bool,
    /// What follows.
    rest: &'a str,
}

impl<'a> Prefix<'a> {
    fn new(line: &'a str) -> Self {
        let mut prefix = Self { count: 0, defines: false, rest: line };
        loop {
            let words = prefix.rest.trim_ascii_start();
            let Some(after) = block_marker(words) else { return Self { rest: words, ..prefix } };
            prefix.count += prefix.rest.len() - words.len() + 1;
            prefix.defines |= words.starts_with('[');
            prefix.rest = after;
        }
    }
}

/// Returns what follows the mark of a quote, a list item or a footnote.
fn block_marker(text: &str) -> Option<&str> {
    let after = match text.as_bytes().first()? {
        b'-' | b'*' | b'+' => {
            let boxes = [" [ ]", " [x]", " [X]"];
            boxes.iter().find_map(|task| text[1..].strip_prefix(task)).unwrap_or(&text[1..])
        }
        b'>' | b':' => &text[1..],
        b'[' => {
            let (_, after) = text.split_once("]:")?;
            return Some(after);
        }
        _ => {
            let number = text.strip_prefix('(').unwrap_or(text);
            let after = number.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            // The reader gives up at 19 digits.
            if !(1..=20).contains(&(number.len() - after.len())) {
                return None;
            }
            after.strip_prefix(['.', ')'])?
        }
    };
    (after.is_empty() || after.starts_with(|c: char| c.is_ascii_whitespace())).then_some(after)
}

/// Returns the length of the longest row of `#` that might open a heading.
fn longest_hashes(line: &str) -> usize {
    let words = line.split_ascii_whitespace();
    words.filter(|word| word.bytes().all(|b| b == b'#')).map(str::len).max().unwrap_or(0)
}

/// Counts the delimiters of `line` that the reader might keep open.
fn count_openers(line: &str) -> usize {
    let bytes = line.as_bytes();
    let opens = |at: usize| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let after = bytes.get(at + 1);
        let inside = after.is_some_and(|b| !b.is_ascii_whitespace());
        match bytes[at] {
            b'[' | b'{' => true,
            b'*' | b'_' | b'^' | b'~' | b'"' => inside,
            // An apostrophe opens nothing.
            b'\'' => inside && !before.is_some_and(|b| b.is_ascii_alphanumeric() || b >= 0x80),
            _ => false,
        }
    };
    (0..bytes.len()).filter(|&at| opens(at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Code>) {
        let fault = refusal(text);
        assert_eq!(fault.as_ref().map(|fault| fault.code), expected);
        if let Some(fault) = fault {
            assert!(text.get(fault.range).is_some_and(|text| !text.is_empty()));
        }
    }

    #[test]
    fn what_people_write_is_read() {
        check("", None);
        check(
            &"Resolved - that the *report* be _noted_ (`x`), the council's \"own\".\n".repeat(300),
            None,
        );
        check(&format!("{}Words far to the right.", " ".repeat(1000)), None);
        check(&"# Heading\n\n".repeat(100), None);
        check(&format!("[a]: https://example.org\n\n{}", "word ".repeat(10_000)), None);
        check(&"> ".repeat(60), None);
    }

    #[test]
    fn what_would_exhaust_the_reader_is_not() {
        check(&"> ".repeat(10_000), Some(Code::TextTooDeep));
        check(&"- ".repeat(10_000), Some(Code::TextTooDeep));
        check(&"1. (a) ii) ".repeat(10_000), Some(Code::TextTooDeep));
        check(&"- [ ] ".repeat(10_000), Some(Code::TextTooDeep));
        check(&"[^a]: ".repeat(10_000), Some(Code::TextTooDeep));
        check(&"::: a\n".repeat(10_000), Some(Code::TextDivBlock));
        check(
            &(0..400).map(|n| format!("{}-\n", " ".repeat(n))).collect::<String>(),
            Some(Code::TextTooDeep),
        );
        check(&"*".repeat(1_000_000), Some(Code::TextTooMuchMarkup));
        check(&"[".repeat(1_000_000), Some(Code::TextTooMuchMarkup));
        check(&"{+".repeat(500_000), Some(Code::TextTooMuchMarkup));
        check(&("[a ".repeat(2_000) + "\n\n").repeat(100), Some(Code::TextTooMuchMarkup));
        check(
            &format!("{}{}", "[".repeat(300), "a ".repeat(500_000)),
            Some(Code::TextTooMuchMarkup),
        );
        check(&"x\n- [\n".repeat(100_000), Some(Code::TextTooMuchMarkup));
        check(&"# a\n\n".repeat(100_000), Some(Code::TextTooMuchMarkup));
        check(&format!("{} a", "#".repeat(70_000)), Some(Code::TextTooMuchMarkup));
        check(&format!("> [a]: {}", "x".repeat(30_000)), Some(Code::TextTooMuchMarkup));
    }
}
