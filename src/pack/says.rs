//! The title and conformance claims in a published PDF's XMP metadata, read without opening the PDF:
//! the packet is found by a search through its bytes, as PDF/A allows no compression of it
//! (ISO 19005-2, 6.6.2.1).

use std::io::{self, Read};

use super::clean::claims;

/// The title and conformance claims in a PDF's XMP metadata. Nothing has checked them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declaration {
    /// Its title.
    pub title: Option<String>,
    /// The part of PDF/UA that it claims.
    pub pdf_ua: Option<u8>,
    /// The part and level of PDF/A that it claims, such as `2a`.
    pub pdf_a: Option<String>,
}

/// How much of a packet is kept, in bytes.
const MAX_PACKET: usize = 4 * 1024 * 1024;

/// How many bytes are read at a time.
const CHUNK: u64 = 64 * 1024;

/// The start of a packet's header.
const BEGIN: &[u8] = b"<?xpacket begin";

/// The start of a packet's trailer.
const END: &[u8] = b"<?xpacket end";

/// Returns what a PDF declares in its XMP packet; nothing if it has no packet, or more than one. No
/// more of the file than the packet is held in memory.
///
/// # Errors
/// When it can't be read.
pub fn declaration(pdf: &mut dyn Read) -> io::Result<Declaration> {
    let mut search = Search { pdf, buffer: Vec::new() };
    if search.skip_past(BEGIN)?.is_none() {
        return Ok(Declaration::default());
    }
    let Some(packet) = search.skip_past(END)? else { return Ok(Declaration::default()) };
    if search.skip_past(BEGIN)?.is_some() {
        return Ok(Declaration::default());
    }
    let claimed = claims::parse(&String::from_utf8_lossy(&[BEGIN, &packet].concat()));
    Ok(Declaration {
        title: claimed.title,
        pdf_ua: claimed.accessible.then_some(1),
        pdf_a: claimed.archival.map(|level| format!("2{}", level.letter().to_lowercase())),
    })
}

/// A forward search through a file for one marker after another.
struct Search<'a> {
    pdf: &'a mut dyn Read,
    /// What was read and is still to be searched.
    buffer: Vec<u8>,
}

impl Search<'_> {
    /// Reads past the next occurrence of `marker`; returns what precedes it, cut off after
    /// [`MAX_PACKET`] bytes, or `None` at the end of the file.
    fn skip_past(&mut self, marker: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let mut before = Vec::new();
        loop {
            let found = self.buffer.windows(marker.len()).position(|bytes| bytes == marker);
            // The marker may have begun at the end of the buffer.
            let searched = found.unwrap_or(self.buffer.len().saturating_sub(marker.len() - 1));
            let room = MAX_PACKET - before.len();
            before.extend(self.buffer.drain(..searched).take(room));
            if found.is_some() {
                self.buffer.drain(..marker.len());
                return Ok(Some(before));
            }
            if (&mut *self.pdf).take(CHUNK).read_to_end(&mut self.buffer)? == 0 {
                return Ok(None);
            }
        }
    }
}
