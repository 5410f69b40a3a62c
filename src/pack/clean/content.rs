//! Reads a page's content as far as binding must know it: whether its brackets close, which marked
//! content it has, and whether anything is painted outside of it (ISO 32000-1, 7.8.2 and 14.6).
//!
//! Images, fonts and paths are not looked into. Nothing is drawn, so nothing can take long.

use std::collections::BTreeSet;

/// What a property list that content names says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Property {
    /// Its marked-content identifier.
    pub(super) mcid: Option<u32>,
}

/// What was found in a page's content.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// How many `Q` have no `q` before them.
    pub(super) stray_restores: usize,
    /// How many `q` have no `Q` after them.
    pub(super) open_saves: usize,
    /// How many `EMC` have no beginning.
    pub(super) stray_ends: usize,
    /// How many marked-content sequences are not ended.
    pub(super) open_marks: usize,
    /// The marked-content identifiers.
    pub(super) mcids: BTreeSet<u32>,
    /// Identifiers that begin more than one sequence.
    pub(super) has_twins: bool,
    /// Whether something is painted that is neither tagged nor an artifact.
    pub(super) paints_outside: bool,
    /// Whether it ends inside a string or a picture, so that what follows would be swallowed.
    pub(super) is_cut: bool,
}

/// Reads a page's content; `property` tells what a named property list says, `is_tagged` whether a
/// form of that name has tags of its own.
pub(super) fn scan(
    content: &[u8],
    property: impl Fn(&[u8]) -> Property,
    is_tagged: impl Fn(&[u8]) -> bool,
) -> Scan {
    let mut reader = Reader { content, at: 0, scan: Scan::default() };
    let mut operands = Operands::default();
    let mut saves = 0_usize;
    // For each open sequence, whether what it holds is tagged or an artifact.
    let mut marks: Vec<bool> = Vec::new();
    while let Some(token) = reader.token() {
        let operator = match token {
            Token::Name(name) => {
                operands.name(name);
                continue;
            }
            Token::Word(word) if is_operator(word) => word,
            Token::Word(word) => {
                operands.number(word);
                continue;
            }
            Token::Open => {
                operands.depth += 1;
                continue;
            }
            Token::Close => {
                operands.depth = operands.depth.saturating_sub(1);
                continue;
            }
            Token::Other => continue,
        };
        let scan = &mut reader.scan;
        match operator {
            b"q" => saves += 1,
            b"Q" if saves == 0 => scan.stray_restores += 1,
            b"Q" => saves -= 1,
            b"BMC" | b"BDC" => {
                let named = operands.property.filter(|_| operator == b"BDC").map(&property);
                let mcid = operands.mcid.or(named.and_then(|property| property.mcid));
                let is_artifact = operands.tag == Some(b"Artifact".as_slice());
                if let Some(mcid) = mcid.filter(|_| !is_artifact) {
                    scan.has_twins |= !scan.mcids.insert(mcid);
                }
                let covers = mcid.is_some() || is_artifact;
                marks.push(covers || marks.last() == Some(&true));
            }
            b"EMC" => scan.stray_ends += usize::from(marks.pop().is_none()),
            b"Tj" | b"TJ" | b"'" | b"\"" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*"
            | b"S" | b"s" | b"sh" => scan.paints_outside |= marks.last() != Some(&true),
            b"Do" if operands.tag.is_some_and(&is_tagged) => {}
            b"Do" => scan.paints_outside |= marks.last() != Some(&true),
            b"ID" => {
                scan.paints_outside |= marks.last() != Some(&true);
                reader.skip_picture();
            }
            _ => {}
        }
        operands = Operands::default();
    }
    reader.scan.open_saves = saves;
    reader.scan.open_marks = marks.len();
    reader.scan
}

/// What stands before an operator, as far as marked content needs it.
#[derive(Default)]
struct Operands<'a> {
    tag: Option<&'a [u8]>,
    property: Option<&'a [u8]>,
    mcid: Option<u32>,
    /// How many dictionaries are open.
    depth: usize,
    /// Whether the next number is an MCID.
    expects_mcid: bool,
}

impl<'a> Operands<'a> {
    fn name(&mut self, name: &'a [u8]) {
        self.expects_mcid = self.depth == 1 && name == b"MCID";
        if self.depth == 0 {
            if self.tag.is_none() { self.tag = Some(name) } else { self.property = Some(name) }
        }
    }

    fn number(&mut self, word: &[u8]) {
        if std::mem::take(&mut self.expects_mcid) {
            self.mcid = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        }
    }
}

enum Token<'a> {
    Name(&'a [u8]),
    Word(&'a [u8]),
    /// `<<`
    Open,
    /// `>>`
    Close,
    /// A string, or a bracket.
    Other,
}

fn is_operator(word: &[u8]) -> bool {
    word.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"'))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

struct Reader<'a> {
    content: &'a [u8],
    at: usize,
    scan: Scan,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.content.get(self.at + ahead).copied()
    }

    /// Skips regular characters and returns them.
    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.content[self.at..];
        let length = rest.iter().take_while(|&&byte| is_regular(byte)).count();
        self.at += length;
        &rest[..length]
    }

    fn token(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek(0)?;
            if byte == b'%' {
                while self.peek(0).is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
        let byte = self.peek(0)?;
        if is_regular(byte) {
            return Some(Token::Word(self.regular()));
        }
        self.at += 1;
        Some(match byte {
            b'/' => Token::Name(self.regular()),
            b'(' => self.string(),
            b'<' if self.peek(0) == Some(b'<') => {
                self.at += 1;
                Token::Open
            }
            b'<' => {
                while self.peek(0).is_some_and(|byte| byte != b'>') {
                    self.at += 1;
                }
                self.scan.is_cut |= self.peek(0).is_none();
                self.at += 1;
                Token::Other
            }
            b'>' if self.peek(0) == Some(b'>') => {
                self.at += 1;
                Token::Close
            }
            _ => Token::Other,
        })
    }

    /// Skips a string whose bracket was read.
    fn string(&mut self) -> Token<'a> {
        let mut depth = 1;
        while depth > 0 {
            match self.peek(0) {
                Some(b'\\') => self.at += 1,
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(_) => {}
                None => {
                    self.scan.is_cut = true;
                    break;
                }
            }
            self.at += 1;
        }
        Token::Other
    }

    /// Skips the data of a picture inside the content, whose `ID` was read.
    ///
    /// The data may hold the letters `EI`; the end is the first such word that content follows.
    fn skip_picture(&mut self) {
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
                return;
            }
            from = at + 2;
        }
        self.scan.is_cut = true;
        self.at = self.content.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content: &str) -> Scan {
        let property = |name: &[u8]| Property { mcid: (name == b"P7").then_some(7) };
        scan(content.as_bytes(), property, |name| name == b"Tagged")
    }

    #[test]
    fn brackets_that_do_not_close_are_counted() {
        let found = of("Q q q BT (a \\) (b) Q q) Tj ET Q EMC /Span BMC % Q Q\n");
        assert_eq!((found.stray_restores, found.open_saves), (1, 1));
        assert_eq!((found.stray_ends, found.open_marks), (1, 1));
        assert!(!found.is_cut);
    }

    #[test]
    fn marked_content_is_found_in_every_spelling() {
        let found = of("/P <</MCID 0>>BDC EMC /P<</Lang(en)/MCID 12>> BDC EMC /P /P7 BDC EMC");
        assert_eq!(found.mcids, BTreeSet::from([0, 7, 12]));
        assert!(!found.has_twins && of("/P<</MCID 1>>BDC EMC/P<</MCID 1>>BDC EMC").has_twins);
        // The identifier of a dictionary inside the property list is somebody else's.
        assert_eq!(of("/P <</X <</MCID 3>>>> BDC EMC").mcids, BTreeSet::new());
    }

    #[test]
    fn what_is_painted_outside_of_tags_is_noticed() {
        assert!(of("0 0 5 5 re f").paints_outside);
        assert!(!of("/Artifact BMC /Span BMC 0 0 5 5 re f EMC EMC").paints_outside);
        assert!(of("/Span BMC (x) Tj EMC").paints_outside);
        assert!(!of("/P<</MCID 1>>BDC (x) Tj EMC 0 0 5 5 re n").paints_outside);
        assert!(of("/Other Do").paints_outside && !of("/Tagged Do").paints_outside);
        assert_eq!(of("/Artifact <</MCID 5>> BDC EMC").mcids, BTreeSet::new());
    }

    #[test]
    fn pictures_inside_content_are_skipped() {
        let found = of("q BI /W 1 ID Q Q EI\x01 Q (( EI Q /P <</MCID 4>> BDC EMC");
        assert_eq!((found.stray_restores, found.open_saves), (0, 0));
        assert_eq!(found.mcids, BTreeSet::from([4]));
        assert!(of("BI ID abc").is_cut && of("(abc").is_cut && of("<41").is_cut);
    }
}
