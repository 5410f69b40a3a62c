//! What a finished PDF of ours says of itself, read without trusting it: its XMP packet is looked for
//! among the bytes, which PDF/A leaves as they are (ISO 19005-2, 6.6.2.1).

use super::clean::claims;

/// What a PDF says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Says {
    /// Its title.
    pub title: Option<String>,
    /// The part of PDF/UA that it claims.
    pub pdf_ua: Option<u8>,
    /// The part and level of PDF/A that it claims, such as `2a`.
    pub pdf_a: Option<String>,
}

/// The longest packet that is read.
const LONGEST: usize = 4 * 1024 * 1024;

/// Returns what a PDF says of itself; nothing where it has no packet, or more than one.
pub fn says(pdf: &[u8]) -> Says {
    let find = |from: usize, word: &[u8]| {
        pdf[from..].windows(word.len()).position(|own| own == word).map(|at| from + at)
    };
    let Some(begin) = find(0, b"<?xpacket begin") else { return Says::default() };
    let Some(end) = find(begin, b"<?xpacket end") else { return Says::default() };
    if end - begin > LONGEST || find(end, b"<?xpacket begin").is_some() {
        return Says::default();
    }
    let packet = String::from_utf8_lossy(&pdf[begin..end]);
    let claimed = claims::parse(&packet);
    Says {
        title: claimed.title,
        pdf_ua: claimed.accessible.then_some(1),
        pdf_a: claimed.archival.map(|own| format!("2{}", own.letter().to_lowercase())),
    }
}
