//! What a finished PDF of ours says of itself, read without trusting it: its XMP packet is looked for
//! among the bytes, which PDF/A leaves as they are (ISO 19005-2, 6.6.2.1).

use std::io::{self, Read};

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
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Bytes that are read at a time.
const PIECE: u64 = 64 * 1024;

/// What begins a packet.
const BEGIN: &[u8] = b"<?xpacket begin";

/// What ends one.
const END: &[u8] = b"<?xpacket end";

/// Returns what a PDF says of itself; nothing where it has no packet, or more than one. No more of it
/// is held in memory than the packet.
///
/// # Errors
/// When it can't be read.
pub fn says(pdf: &mut dyn Read) -> io::Result<Says> {
    let mut search = Search { pdf, held: Vec::new() };
    if search.pass(BEGIN)?.is_none() {
        return Ok(Says::default());
    }
    let Some(packet) = search.pass(END)? else { return Ok(Says::default()) };
    if search.pass(BEGIN)?.is_some() {
        return Ok(Says::default());
    }
    let claimed = claims::parse(&String::from_utf8_lossy(&[BEGIN, &packet].concat()));
    Ok(Says {
        title: claimed.title,
        pdf_ua: claimed.accessible.then_some(1),
        pdf_a: claimed.archival.map(|level| format!("2{}", level.letter().to_lowercase())),
    })
}

/// Looks for one word after another.
struct Search<'a> {
    pdf: &'a mut dyn Read,
    /// What was read and not passed yet.
    held: Vec<u8>,
}

impl Search<'_> {
    /// Passes the next place that has this word; returns what stood before it, as far as it is not
    /// longer than a packet may be. `None` at the end of the file.
    fn pass(&mut self, word: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let mut before = Vec::new();
        loop {
            let found = self.held.windows(word.len()).position(|window| window == word);
            // The end of what is held may be the beginning of the word.
            let passed = found.unwrap_or(self.held.len().saturating_sub(word.len() - 1));
            let room = MAX_BYTES - before.len();
            before.extend(self.held.drain(..passed).take(room));
            if found.is_some() {
                self.held.drain(..word.len());
                return Ok(Some(before));
            }
            if (&mut *self.pdf).take(PIECE).read_to_end(&mut self.held)? == 0 {
                return Ok(None);
            }
        }
    }
}
