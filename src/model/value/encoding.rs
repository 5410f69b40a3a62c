//! Turns the bytes of a file into text: UTF-8, UTF-16 or what Excel calls plain CSV, on Windows or on a Mac.
//!
//! Bytes that fit none of them are refused with their place; no character is ever replaced. Line
//! ends stay as they are. Which of the two code pages plain CSV has is told by the characters that councils
//! write; where they do not tell, [`Decoded::is_doubtful`] says so.

use std::char::decode_utf16;

use encoding_rs::{MACINTOSH, WINDOWS_1252};

/// Text with the encoding that its bytes had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How it was encoded.
    pub encoding: Encoding,
    /// Whether its letters do not tell which encoding it is, so that some may be wrong.
    pub is_doubtful: bool,
}

/// An encoding that councils' files have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, and so ASCII too.
    Utf8,
    /// UTF-8 with a byte order mark, Excel's "CSV UTF-8".
    Utf8Bom,
    /// UTF-16 with the low byte first, Excel's "Unicode text".
    Utf16Le,
    /// UTF-16 with the high byte first.
    Utf16Be,
    /// The Windows code page of western Europe, Excel's "CSV".
    Windows1252,
    /// The code page of western Europe on a Mac, Excel's "CSV (Macintosh)".
    Macintosh,
}

/// Bytes that are no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadEncoding {
    /// The first byte that does not fit, counted from 0.
    pub offset: usize,
    /// What is wrong; lower case, no full stop.
    pub message: String,
}

impl BadEncoding {
    fn new(offset: usize, message: impl Into<String>) -> Self {
        Self { offset, message: message.into() }
    }
}

/// Decodes a whole file: by its byte order mark, by its pattern of NULs, as UTF-8 where that fits,
/// and otherwise as Windows-1252.
pub fn decode(bytes: &[u8]) -> Result<Decoded, BadEncoding> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => accept(text.to_owned(), Encoding::Utf8Bom, 3),
            Err(error) => {
                let message = "its first bytes say UTF-8, yet a byte later on is not UTF-8";
                Err(BadEncoding::new(3 + error.valid_up_to(), message))
            }
        };
    }
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(BadEncoding::new(0, "it is UTF-32, which is not read here; save it as UTF-8"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, 2, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, 2, Encoding::Utf16Be);
    }
    if let Some(encoding) = utf16_by_nuls(bytes) {
        return utf16(bytes, 0, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return accept(text.to_owned(), Encoding::Utf8, 0);
    }
    if let Some(offset) = bytes.iter().position(|&b| b == 0) {
        return Err(nul(offset));
    }
    code_page(bytes)
}

/// Decodes bytes in the code page of Windows or of a Mac, whichever gives text that people write.
fn code_page(bytes: &[u8]) -> Result<Decoded, BadEncoding> {
    let undefined = |b: &u8| matches!(b, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    let (windows, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let (mac, _) = MACINTOSH.decode_without_bom_handling(bytes);
    let undefined = bytes.iter().position(undefined);
    let [windows_likelihood, mac_likelihood] = [likelihood(&windows), likelihood(&mac)];
    // On old Macs a line ended in a carriage return alone.
    let has_mac_lines = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    let is_mac = match undefined {
        Some(_) => mac_likelihood > 0,
        None if mac_likelihood == windows_likelihood => has_mac_lines,
        None => mac_likelihood > windows_likelihood,
    };
    if is_mac {
        let is_doubtful = mac_likelihood <= 0;
        let encoding = Encoding::Macintosh;
        return Ok(Decoded { text: mac.into_owned(), encoding, is_doubtful });
    }
    if let Some(offset) = undefined {
        let message = format!(
            "byte {:#04X} fits neither UTF-8 nor Windows-1252; save it as UTF-8",
            bytes[offset]
        );
        return Err(BadEncoding::new(offset, message));
    }
    let is_doubtful =
        windows_likelihood <= 0 || mac_likelihood == windows_likelihood && windows != mac;
    let encoding = Encoding::Windows1252;
    Ok(Decoded { text: windows.into_owned(), encoding, is_doubtful })
}

/// Returns how many characters that are not ASCII stand as people write them, less those that do not.
fn likelihood(text: &str) -> i64 {
    let mut likelihood = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if !char.is_ascii() {
            likelihood +=
                if is_likely(before, char, chars.peek().copied().unwrap_or(' ')) { 1 } else { -1 };
        }
        before = char;
    }
    likelihood
}

/// Returns whether a character that is not ASCII stands as people in British councils write it, between these.
pub(super) fn is_likely(before: char, char: char, after: char) -> bool {
    let is_lower = |char: char| char.is_lowercase();
    match char {
        '’' => before.is_alphanumeric() || after.is_alphanumeric(),
        '‘' | '“' => !before.is_alphanumeric() && after.is_alphanumeric(),
        '”' => !before.is_whitespace() && !after.is_alphanumeric(),
        '£' | '€' => after.is_ascii_digit() || !after.is_alphabetic() && !before.is_alphabetic(),
        '–' | '—' | '·' | '•' | '\u{a0}' => true,
        '…' => !after.is_alphanumeric(),
        '°' | '½' | '¼' | '¾' | '²' | '³' => before.is_alphanumeric() || before == ' ',
        '§' | '©' | '®' | '™' | '«' | '»' | '±' | '×' | '÷' | '´' => true,
        // Letters of the languages of these islands and their neighbours; a capital begins a word or stands among
        // capitals.
        'à'..='ï' | 'ñ'..='ö' | 'ø'..='ü' | 'ß' | 'œ' | 'ÿ' => {
            before.is_alphabetic() && !before.is_uppercase()
                || after.is_alphabetic() && is_lower(after)
        }
        'À'..='Â' | 'Ä'..='Ï' | 'Ñ' | 'Ó' | 'Ô' | 'Ö' | 'Ø' | 'Ù'..='Ü' | 'Œ' => {
            !is_lower(before) && after.is_alphabetic()
                || before.is_uppercase() && !after.is_alphabetic()
        }
        _ => false,
    }
}

/// Accepts UTF-8 unless it holds a NUL, which no text does.
fn accept(text: String, encoding: Encoding, skipped: usize) -> Result<Decoded, BadEncoding> {
    match text.find('\0') {
        Some(offset) => Err(nul(skipped + offset)),
        None => Ok(Decoded { text, encoding, is_doubtful: false }),
    }
}

fn nul(offset: usize) -> BadEncoding {
    BadEncoding::new(offset, "it holds a NUL byte, so it is not a text file")
}

/// Recognises UTF-16 without a mark: in western text every other byte is mostly NUL.
fn utf16_by_nuls(bytes: &[u8]) -> Option<Encoding> {
    if !bytes.contains(&0) {
        return None;
    }
    let (pairs, odd_byte) = bytes.as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    match (first, second) {
        _ if !odd_byte.is_empty() || pairs.is_empty() => None,
        (0, second) if second * 2 >= pairs.len() => Some(Encoding::Utf16Le),
        (first, 0) if first * 2 >= pairs.len() => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Decodes UTF-16 in the given byte order, `skipped` bytes into the file.
fn utf16(bytes: &[u8], skipped: usize, encoding: Encoding) -> Result<Decoded, BadEncoding> {
    let (pairs, odd_byte) = bytes.as_chunks::<2>();
    if !odd_byte.is_empty() {
        let offset = skipped + bytes.len() - 1;
        return Err(BadEncoding::new(offset, "it is UTF-16 that ends in half a character"));
    }
    let units = pairs.iter().map(|&pair| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(pair),
        Encoding::Utf16Le
        | Encoding::Utf8
        | Encoding::Utf8Bom
        | Encoding::Windows1252
        | Encoding::Macintosh => u16::from_le_bytes(pair),
    });
    let mut text = String::with_capacity(bytes.len());
    let mut offset = skipped;
    for read in decode_utf16(units) {
        match read {
            Ok('\0') => return Err(nul(offset)),
            Ok(c) => {
                text.push(c);
                offset += 2 * c.len_utf16();
            }
            Err(_) => return Err(BadEncoding::new(offset, "it is UTF-16 with half a character")),
        }
    }
    Ok(Decoded { text, encoding, is_doubtful: false })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        let is_doubtful = false;
        assert_eq!(decode(bytes), Ok(Decoded { text: text.to_owned(), encoding, is_doubtful }));
    }

    /// Reads text that was saved in each code page as that.
    #[track_caller]
    fn both(text: &str) {
        for (page, encoding) in
            [(WINDOWS_1252, Encoding::Windows1252), (MACINTOSH, Encoding::Macintosh)]
        {
            let (bytes, _, is_unmappable) = page.encode(text);
            if !is_unmappable {
                check(&bytes, text, encoding);
            }
        }
    }

    #[test]
    fn code_pages_are_told_by_their_letters() {
        both("Councillor O’Brien – café “hours” £5");
        both("Siân’s report");
        both("‘Yes’, she said…");
        both("It’s – on balance – the committee’s view");
        both("Ty’r Sir, Sgwâr y Neuadd");
        both("naïve façade, Zoë Müller, Señor Núñez");
        both("20 °C in the hall – “warm”");
        check(b"\xA35,000 and \xA36", "£5,000 and £6", Encoding::Windows1252);
        let doubtful = |bytes: &[u8]| decode(bytes).unwrap().is_doubtful;
        // The pound sign of MS-DOS.
        assert!(doubtful(b"\x9C5,000"));
        assert!(doubtful(b"Fees \xB6 charges"));
        assert!(!doubtful(b"\x935\x94 \x96 caf\xE9"));
    }

    #[track_caller]
    fn refused(bytes: &[u8], offset: usize, message: &str) {
        assert_eq!(decode(bytes), Err(BadEncoding::new(offset, message)));
    }

    #[test]
    fn encodings() {
        check(b"", "", Encoding::Utf8);
        check(b"a", "a", Encoding::Utf8);
        check("£5 – ŵ".as_bytes(), "£5 – ŵ", Encoding::Utf8);
        check(b"\xEF\xBB\xBF\xC2\xA35", "£5", Encoding::Utf8Bom);
        check(b"\xA35 \x96 it\x92s \x80", "£5 – it’s €", Encoding::Windows1252);
        check(b"\xFF\xFEa\0\xA3\0\t\0", "a£\t", Encoding::Utf16Le);
        check(b"\xFE\xFF\0a\0\xA3\x20\x19", "a£’", Encoding::Utf16Be);
        check(b"\xFF\xFE\x3D\xD8\x00\xDE", "😀", Encoding::Utf16Le);
        check(b"a\0,\0b\0\x19\x20", "a,b’", Encoding::Utf16Le);
        check(b"\0a\0,\0b", "a,b", Encoding::Utf16Be);
        check(b"a\rb\r", "a\rb\r", Encoding::Utf8);
    }

    #[test]
    fn refused_bytes() {
        refused(b"a\xA3\x81", 2, "byte 0x81 fits neither UTF-8 nor Windows-1252; save it as UTF-8");
        refused(b"ab\0cd", 2, "it holds a NUL byte, so it is not a text file");
        refused(b"\xA3ab\0c", 3, "it holds a NUL byte, so it is not a text file");
        refused(b"\xFF\xFEa\0\0\0", 4, "it holds a NUL byte, so it is not a text file");
        refused(b"\xFF\xFEa\0b", 4, "it is UTF-16 that ends in half a character");
        refused(b"\xFF\xFEa\0\x3D\xD8", 4, "it is UTF-16 with half a character");
        refused(
            b"\xEF\xBB\xBFab\xA3",
            5,
            "its first bytes say UTF-8, yet a byte later on is not UTF-8",
        );
        refused(
            b"\xFF\xFE\0\0a\0\0\0",
            0,
            "it is UTF-32, which is not read here; save it as UTF-8",
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
            if let Err(bad) = decode(&bytes) {
                prop_assert!(bad.offset < bytes.len());
            }
        }

        #[test]
        fn text_comes_back(text in "[a-zA-Z0-9£€’–ŵ,\r\n]{1,40}") {
            let units: Vec<u16> = text.encode_utf16().collect();
            let le: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let be: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            prop_assert_eq!(&decode(text.as_bytes()).unwrap().text, &text);
            prop_assert_eq!(&decode(&[b"\xFF\xFE", &le[..]].concat()).unwrap().text, &text);
            prop_assert_eq!(&decode(&[b"\xFE\xFF", &be[..]].concat()).unwrap().text, &text);
        }
    }
}
