//! The words of a resolution, sentence by sentence, and the lists of numbers in them.

/// A word or a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// A word, in lower case; empty for a mark.
    pub word: String,
    /// Whether it follows the token before it without a space.
    pub is_joined: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Open,
    Close,
    Comma,
    Colon,
    Dash,
    Other,
}

impl Token {
    /// Returns whether it is one of these words.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.word.as_str())
    }

    /// Returns whether it is a word with a figure.
    fn has_digit(&self) -> bool {
        self.word.starts_with(|char: char| char.is_ascii_digit())
    }
}

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "no", "nos", "para", "paras", "s", "ss", "sec", "reg", "regs", "sch", "sched", "pt", "p", "pp",
    "cllr", "mr", "mrs", "ms", "dr", "st", "art", "min", "mins",
];

/// Returns the sentences of a text: what stands between full stops, semicolons and ends of lines.
pub(super) fn sentences(text: &str) -> Vec<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<Vec<Token>> = vec![Vec::new()];
    let mut at = 0;
    let mut is_joined = false;
    while let Some(&char) = chars.get(at) {
        let sentence = found.last_mut().expect("there is always one");
        if char.is_alphanumeric() {
            let end = word_end(&chars, at);
            let word: String = chars[at..end].iter().flat_map(|char| char.to_lowercase()).collect();
            sentence.push(Token { kind: Kind::Word, word, is_joined });
            (at, is_joined) = (end, true);
            continue;
        }
        let kind = match char {
            '(' | '[' => Some(Kind::Open),
            ')' | ']' => Some(Kind::Close),
            ',' => Some(Kind::Comma),
            ':' => Some(Kind::Colon),
            '-' | '–' | '—' => Some(Kind::Dash),
            '\n' | ';' => None,
            '.' | '!' | '?' if ends_sentence(&chars, at, sentence) => None,
            '.' | '!' | '?' => {
                (at, is_joined) = (at + 1, true);
                continue;
            }
            space if space.is_whitespace() => {
                (at, is_joined) = (at + 1, false);
                continue;
            }
            _ => Some(Kind::Other),
        };
        match kind {
            Some(Kind::Other) if char == '&' => {
                sentence.push(Token { kind: Kind::Word, word: "and".to_owned(), is_joined });
            }
            Some(kind) => sentence.push(Token { kind, word: String::new(), is_joined }),
            None if !sentence.is_empty() => found.push(Vec::new()),
            None => {}
        }
        (at, is_joined) = (at + 1, true);
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Returns where the word ends that begins at a position: `5.1`, `77/21` and `o’clock` are one, `para.3` is two.
fn word_end(chars: &[char], start: usize) -> usize {
    let mut at = start;
    while let Some(&char) = chars.get(at) {
        let goes_on = || {
            let (before, after) = (chars[at - 1], chars.get(at + 1).copied().unwrap_or(' '));
            match char {
                '.' => before.is_ascii_digit() == after.is_ascii_digit() && after.is_alphanumeric(),
                '/' | '\'' | '’' => after.is_alphanumeric(),
                _ => false,
            }
        };
        if !char.is_alphanumeric() && !goes_on() {
            break;
        }
        at += 1;
    }
    at
}

/// Returns whether the full stop at a position ends a sentence, of which `sentence` are the tokens before it.
fn ends_sentence(chars: &[char], at: usize, sentence: &[Token]) -> bool {
    let is_short = sentence.last().is_some_and(|last| last.is_any(ABBREVIATIONS));
    let mut rest = chars[at + 1..].iter();
    match rest.next() {
        None | Some('\n') => true,
        Some(space) if space.is_whitespace() => {
            let next = rest.find(|char| !char.is_whitespace());
            !is_short && next.is_none_or(|next| next.is_uppercase())
        }
        Some(_) => false,
    }
}

/// Numbers in words, in their order.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Returns the figures of a number in words.
fn figures(word: &str) -> Option<String> {
    NUMBERS.iter().position(|number| *number == word).map(|at| (at + 1).to_string())
}

/// A number in a list, or a range of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub from: String,
    /// The last of a range.
    pub to: Option<String>,
    /// Whether it goes on without an end: `7 onwards`.
    pub is_open: bool,
}

/// Returns the number at a position as it is compared (`5a` for `5(a)`), and where it ends. `is_known` says of words
/// without figures whether they are one.
pub(super) fn number_at(
    tokens: &[Token],
    at: usize,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<(String, usize)> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    if let Some(figures) = figures(&token.word) {
        return Some((figures, at + 1));
    }
    if !token.has_digit() && !is_known(&token.word) {
        return None;
    }
    let (mut number, mut end) = (token.word.clone(), at + 1);
    // A letter or number in brackets behind it is a part of it.
    while let [open, part, close, ..] = &tokens[end..]
        && open.kind == Kind::Open
        && open.is_joined
        && part.word.chars().count() <= 3
        && close.kind == Kind::Close
    {
        number.push_str(&part.word);
        end += 3;
    }
    Some((number, end))
}

/// Returns the numbers of the list that begins at a position, and where it ends: with the first word that can't be in
/// it. What stands in brackets between them is passed over, but where `stops` says that it is another list.
pub(super) fn list_at(
    tokens: &[Token],
    start: usize,
    is_plural: bool,
    is_known: &dyn Fn(&str) -> bool,
    stops: &dyn Fn(&Token) -> bool,
) -> (Vec<Span>, usize) {
    let mut spans: Vec<Span> = Vec::new();
    let (mut at, mut end) = (start, start);
    let mut is_range = false;
    while let Some(token) = tokens.get(at) {
        if let Some((number, next)) = number_at(tokens, at, is_known) {
            match spans.last_mut().filter(|_| is_range) {
                Some(last) => last.to = Some(number),
                None => spans.push(Span { from: number, to: None, is_open: false }),
            }
            (at, end, is_range) = (next, next, false);
            continue;
        }
        match token.kind {
            Kind::Open => {
                let Some(close) = tokens[at..].iter().position(|token| token.kind == Kind::Close)
                else {
                    break;
                };
                let inner = at + 1..at + close;
                if let Some((number, next)) = number_at(tokens, at + 1, is_known)
                    && next == inner.end
                {
                    match spans.last_mut().filter(|_| is_range) {
                        Some(last) => last.to = Some(number),
                        None => spans.push(Span { from: number, to: None, is_open: false }),
                    }
                    (end, is_range) = (inner.end + 1, false);
                } else if tokens[inner.clone()].iter().any(stops)
                    || spans.is_empty() && inner.len() > 1
                {
                    break;
                }
                at = inner.end + 1;
            }
            Kind::Comma => at += 1,
            Kind::Dash if !spans.is_empty() && (is_plural || token.is_joined) => {
                is_range = true;
                at += 1;
            }
            Kind::Word if !spans.is_empty() && token.is_any(&["to", "through", "until"]) => {
                is_range = true;
                at += 1;
            }
            Kind::Word if token.is_any(&["onwards", "onward"]) => {
                let Some(last) = spans.last_mut() else { break };
                last.is_open = true;
                (at, end) = (at + 1, at + 1);
            }
            Kind::Word
                if token.is_any(&[
                    "and",
                    "or",
                    "both",
                    "also",
                    "inclusive",
                    "no",
                    "nos",
                    "number",
                    "numbers",
                    "numbered",
                ]) =>
            {
                at += 1;
            }
            Kind::Word | Kind::Close | Kind::Colon | Kind::Dash | Kind::Other => break,
        }
    }
    (spans, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, Option<&str>)]) {
        let sentence = sentences(text).remove(0);
        let (spans, _) =
            list_at(&sentence, 0, true, &|_| false, &|token| token.word == "paragraph");
        let spans: Vec<_> =
            spans.iter().map(|span| (span.from.as_str(), span.to.as_deref())).collect();
        assert_eq!(spans, expected, "{text}");
    }

    #[test]
    fn lists_end_with_the_first_other_word() {
        check("5", &[("5", None)]);
        check("(s) 5 and 6", &[("5", None), ("6", None)]);
        check("7, 8 & 9 of the agenda of 2026", &[("7", None), ("8", None), ("9", None)]);
        check("5(a) and 5 (b), seven", &[("5a", None), ("5", None), ("7", None)]);
        check("5.1 to 5.4 inclusive, and 8", &[("5.1", Some("5.4")), ("8", None)]);
        check("7–9", &[("7", Some("9"))]);
        check("(2) and (3)", &[("2", None), ("3", None)]);
        check("5 (Lease of 3 High Street) and 6", &[("5", None), ("6", None)]);
        check("5 (paragraph 3) and 6", &[("5", None)]);
        check("nos. 77/21 and 78/21", &[("77/21", None), ("78/21", None)]);
        check("public", &[]);
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        for (text, count) in [
            ("Under s. 100A (4), by para. 3, Sch. 12A", 1),
            ("Item 5. Paragraph 3 applies", 2),
            ("Items 5; 6\n7", 3),
            ("Agreed.", 1),
            ("The sum of 3.5 million", 1),
        ] {
            assert_eq!(sentences(text).len(), count, "{text}");
        }
    }
}
