//! Splits a content stream into its tokens (ISO 32000-1, 7.8.2), however damaged it is.

use std::borrow::Cow;

use lopdf::{Dictionary, Object, StringFormat};

use super::object::real;

/// A token of a content stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A name without its slash, its `#` escapes resolved.
    Name(Cow<'a, [u8]>),
    /// A string, its escapes resolved.
    Text(Vec<u8>),
    /// A number.
    Number(f64),
    /// `true`, `false` or `null`.
    Constant(Object),
    /// An operator.
    Word(&'a [u8]),
    /// `<<`
    OpenDict,
    /// `>>`
    CloseDict,
    /// `[`
    OpenArray,
    /// `]`
    CloseArray,
}

/// Reads the tokens of a content stream.
pub(super) struct Tokens<'a> {
    content: &'a [u8],
    at: usize,
    /// What closes the strings, pictures and brackets that the content ended in, so that they do not swallow
    /// what follows; empty where it ended in none.
    pub(super) closing: String,
}

/// Returns whether a byte is white space (ISO 32000-1, table 1).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hexadecimal(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Tokens<'a> {
    /// Returns a reader at the beginning of a content stream.
    pub(super) fn new(content: &'a [u8]) -> Self {
        Self { content, at: 0, closing: String::new() }
    }

    /// Returns how many bytes were read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn peek(&self) -> Option<u8> {
        self.content.get(self.at).copied()
    }

    /// Skips white space and comments.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Skips regular characters and returns them.
    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.content[self.at..];
        let length = rest.iter().take_while(|&&byte| is_regular(byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// Reads a string in brackets whose opening one was read.
    fn literal(&mut self) -> Token<'a> {
        let mut text = Vec::new();
        let mut depth = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            if depth == 0 {
                return Token::Text(text);
            }
            text.push(byte);
        }
        // The backslash that may stand last would take the first bracket for itself.
        self.closing = format!("\n{}", ")".repeat(depth));
        Token::Text(text)
    }

    /// Reads what follows a backslash in a string.
    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                #[expect(clippy::cast_possible_truncation, reason = "the high bit is ignored")]
                text.push(code as u8);
            }
            other => text.push(other),
        }
    }

    /// Reads a string of hexadecimal digits whose opening bracket was read.
    fn digits(&mut self) -> Token<'a> {
        let mut digits = Vec::new();
        loop {
            let Some(byte) = self.peek() else {
                self.closing = ">".to_owned();
                break;
            };
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(hexadecimal(byte));
        }
        let pairs = digits.chunks(2);
        Token::Text(pairs.map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect())
    }

    /// Skips the data of a picture inside the content, whose `ID` was read; returns the data.
    ///
    /// The data may hold the letters `EI`; the end is the first such word that content follows.
    pub(super) fn skip_picture(&mut self) -> &'a [u8] {
        let rest = &self.content[self.at.min(self.content.len())..];
        let mut from = 0;
        while let Some(found) = rest[from..].windows(2).position(|pair| pair == b"EI") {
            let at = from + found;
            let before = at.checked_sub(1).map(|at| rest[at]);
            let after = &rest[at + 2..];
            let is_word =
                before.is_some_and(is_space) && after.first().is_none_or(|&byte| is_space(byte));
            let is_text =
                after.iter().take(12).all(|&byte| is_space(byte) || byte.is_ascii_graphic());
            if is_word && is_text {
                self.at += at + 2;
                return &rest[..at];
            }
            from = at + 2;
        }
        self.closing = "\nEI".to_owned();
        self.at = self.content.len();
        rest
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            if is_regular(byte) {
                return Some(word(self.regular()));
            }
            self.at += 1;
            return Some(match byte {
                b'/' => Token::Name(name(self.regular())),
                b'(' => self.literal(),
                b'<' if self.peek() == Some(b'<') => {
                    self.at += 1;
                    Token::OpenDict
                }
                b'<' => self.digits(),
                b'>' if self.peek() == Some(b'>') => {
                    self.at += 1;
                    Token::CloseDict
                }
                b'[' => Token::OpenArray,
                b']' => Token::CloseArray,
                _ => continue,
            });
        }
    }
}

/// Returns content without its comments; `None` where it has none.
pub(super) fn without_comments(content: &[u8]) -> Option<Vec<u8>> {
    if !content.contains(&b'%') {
        return None;
    }
    let mut tokens = Tokens::new(content);
    let mut kept = Vec::with_capacity(content.len());
    let mut is_changed = false;
    loop {
        let before = tokens.position();
        tokens.skip_space();
        let space = &content[before..tokens.position()];
        if space.contains(&b'%') {
            kept.push(b'\n');
            is_changed = true;
        } else {
            kept.extend(space);
        }
        let start = tokens.position();
        let token = tokens.next();
        if token == Some(Token::Word(b"ID")) {
            tokens.skip_picture();
        }
        kept.extend(&content[start..tokens.position()]);
        if token.is_none() {
            return is_changed.then_some(kept);
        }
    }
}

/// An operator and what stands before it.
#[derive(Debug, PartialEq)]
pub(super) struct Operation<'a> {
    /// The operator; `BI` for a picture inside the content, with its dictionary as the only operand.
    pub(super) operator: &'a [u8],
    /// Its operands.
    pub(super) operands: Vec<Object>,
}

/// Reads the operations of a content stream.
pub(super) struct Operations<'a> {
    tokens: Tokens<'a>,
}

impl<'a> Operations<'a> {
    /// Returns a reader at the beginning of a content stream.
    pub(super) fn new(content: &'a [u8]) -> Self {
        Self { tokens: Tokens::new(content) }
    }

    /// Returns how many bytes were read.
    pub(super) fn position(&self) -> usize {
        self.tokens.position()
    }

    /// Returns what closes the strings, pictures and brackets that the content ended in.
    pub(super) fn closing(&self) -> &str {
        &self.tokens.closing
    }
}

impl<'a> Iterator for Operations<'a> {
    type Item = Operation<'a>;

    fn next(&mut self) -> Option<Operation<'a>> {
        let mut operands = Vec::new();
        // Where each array or dictionary that is open begins among the operands, and whether it is a
        // dictionary.
        let mut open: Vec<(usize, bool)> = Vec::new();
        let close = |operands: &mut Vec<Object>, (start, is_dict): (usize, bool)| {
            let items = operands.split_off(start.min(operands.len()));
            operands.push(if is_dict { dictionary(items).into() } else { Object::Array(items) });
        };
        let mut is_picture = false;
        loop {
            let Some(token) = self.tokens.next() else {
                while let Some((start, is_dict)) = open.pop() {
                    // A key that stands last has no value.
                    let is_odd = operands.len().saturating_sub(start) % 2 == 1;
                    self.tokens.closing.push_str(match (is_dict, is_odd) {
                        (true, true) => " null>>",
                        (true, false) => ">>",
                        (false, _) => "]",
                    });
                    close(&mut operands, (start, is_dict));
                }
                if is_picture {
                    self.tokens.closing.push_str("\nID \nEI");
                }
                return None;
            };
            match token {
                Token::Name(name) => operands.push(Object::Name(name.into_owned())),
                Token::Text(text) => operands.push(Object::String(text, StringFormat::Literal)),
                Token::Number(number) => operands.push(real(number)),
                Token::Constant(object) => operands.push(object),
                token @ (Token::OpenDict | Token::OpenArray) => {
                    open.push((operands.len(), token == Token::OpenDict));
                }
                Token::CloseDict | Token::CloseArray => {
                    if let Some(last) = open.pop() {
                        close(&mut operands, last);
                    }
                }
                Token::Word(b"BI") => {
                    operands.clear();
                    open.clear();
                    is_picture = true;
                }
                Token::Word(b"ID") => {
                    self.tokens.skip_picture();
                    let operands = vec![dictionary(operands).into()];
                    return Some(Operation { operator: b"BI", operands });
                }
                Token::Word(operator) => {
                    while let Some(last) = open.pop() {
                        close(&mut operands, last);
                    }
                    return Some(Operation { operator, operands });
                }
            }
        }
    }
}

/// Returns a dictionary of names, each followed by its value.
fn dictionary(items: Vec<Object>) -> Dictionary {
    let mut dict = Dictionary::new();
    let mut items = items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        if let Object::Name(key) = key {
            dict.set(key, value);
        }
    }
    dict
}

/// Returns a number, or a word where it is none.
fn word(word: &[u8]) -> Token<'_> {
    match word {
        b"true" | b"false" => return Token::Constant((word == b"true").into()),
        b"null" => return Token::Constant(Object::Null),
        [b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"', ..] => return Token::Word(word),
        _ => {}
    }
    // Some programs write `--5` or `5-3`; readers take it for 0.
    let number = std::str::from_utf8(word).ok().and_then(|text| text.parse::<f64>().ok());
    Token::Number(number.filter(|number| number.is_finite()).unwrap_or(0.0))
}

/// Returns a name with its escapes resolved.
fn name(written: &[u8]) -> Cow<'_, [u8]> {
    if !written.contains(&b'#') {
        return Cow::Borrowed(written);
    }
    let mut plain = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = match (byte, after) {
            (b'#', [high, low, ..]) => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        plain.push(escaped.map_or(byte, |(high, low)| high * 16 + low));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content: &[u8]) -> Vec<Token<'_>> {
        Tokens::new(content).collect()
    }

    #[test]
    fn tokens_are_read_in_every_spelling() {
        let text = |text: &[u8]| Token::Text(text.to_vec());
        assert_eq!(
            of(b"/A#20b<41 4>(a\\(\\101\\\n(x))-.5 % no\rTj"),
            [
                Token::Name(Cow::Borrowed(b"A b")),
                text(b"A@"),
                text(b"a(A(x)"),
                Token::Number(-0.5),
                Token::Word(b"Tj"),
            ]
        );
        assert_eq!(
            of(b"[<<>>]"),
            [Token::OpenArray, Token::OpenDict, Token::CloseDict, Token::CloseArray]
        );
        assert_eq!(of(b"/#4"), [Token::Name(Cow::Borrowed(b"#4"))]);
    }

    #[test]
    fn comments_are_taken_out() {
        let content = b"q % a note\r(50%) Tj BI /W 1 ID %% EI Q%end";
        assert_eq!(without_comments(content).unwrap(), b"q\n(50%) Tj BI /W 1 ID %% EI Q\n");
        assert_eq!(without_comments(b"(50%) Tj"), None);
    }

    #[test]
    fn operations_have_their_operands() {
        let found: Vec<_> =
            Operations::new(b"/P <</A [1 (x)] /MCID true>> BDC BI /W 1 ID x EI Q").collect();
        let mut dict = Dictionary::new();
        dict.set("A", vec![1.into(), Object::string_literal("x")]);
        dict.set("MCID", true);
        let operation = |operator, operands| Operation { operator, operands };
        let mut picture = Dictionary::new();
        picture.set("W", 1);
        assert_eq!(
            found,
            [
                operation(b"BDC".as_slice(), vec!["P".into(), dict.into()]),
                operation(b"BI".as_slice(), vec![picture.into()]),
                operation(b"Q".as_slice(), Vec::new()),
            ]
        );
    }

    #[test]
    fn content_that_ends_inside_something_is_cut() {
        for content in ["((abc", "(abc\\", "<41", "BI /W 1 ID abc", "[ /a", "[<</A (b", "BI /W 1"] {
            let mut operations = Operations::new(content.as_bytes());
            operations.by_ref().for_each(drop);
            let whole = format!("{content}{} Q", operations.closing());
            let mut operations = Operations::new(whole.as_bytes());
            assert_eq!(operations.by_ref().last().map(|last| last.operator), Some(b"Q".as_slice()));
            assert_eq!(operations.closing(), "");
        }
    }
}
