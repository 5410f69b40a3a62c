//! Opens a supplied PDF: what it is, whether it is locked, and how many pages two readers find in it.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use hayro_syntax::{DecryptionError, LoadPdfError};
use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::{MAX_STREAM_BYTES, mend, pages};
use crate::{Limits, Refusal};

/// Opens a PDF and finds its pages.
pub(super) fn load(
    bytes: Arc<Vec<u8>>,
    limits: &Limits,
) -> Result<(Document, Vec<ObjectId>), Refusal> {
    if bytes.len() as u64 > limits.size {
        return Err(limits.too_large());
    }
    let start = &bytes[..bytes.len().min(1024)];
    if !start.windows(5).any(|window| window == b"%PDF-") {
        return Err(Refusal::new("is not a PDF", "save it as PDF, or name the right file"));
    }
    // Asked only once the first count is within the limits, and no part of the tree multiplies its pages.
    let second_count = LazyCell::new(|| {
        let pdf = hayro_syntax::Pdf::new(Arc::clone(&bytes)).ok()?;
        Some(pdf.pages().len()).filter(|count| *count > 0)
    });
    let mended = mend::mend(&bytes);
    let mut first_refusal = None;
    let mut fallback = None;
    let attempts = if mended.as_ref().is_some_and(|mended| mended.is_vital) {
        [Attempt::Mended, Attempt::AsWritten, Attempt::Rebuilt]
    } else {
        [Attempt::AsWritten, Attempt::Rebuilt, Attempt::Mended]
    };
    for attempt in attempts {
        let bytes = match (attempt, &mended) {
            (Attempt::Mended, Some(mended)) => mended.bytes.as_slice(),
            (Attempt::Mended, None) => continue,
            _ => bytes.as_slice(),
        };
        match open(bytes, attempt, limits) {
            Ok(loaded) => {
                let lost = |mended: &mend::Mended| {
                    let streams = &loaded.0.objects;
                    mended.streams.iter().any(|number| is_lost(streams, *number))
                };
                let has_lost = attempt != Attempt::Mended && mended.as_ref().is_some_and(lost);
                let other = second_count.filter(|count| *count != loaded.1.len());
                if !has_lost && other.is_none() {
                    return Ok(loaded);
                }
                if other.is_none() || fallback.is_none() {
                    fallback = Some((loaded, other));
                }
            }
            Err(Failure::Final(refusal)) => return Err(refusal),
            Err(Failure::Retry(refusal)) => drop(first_refusal.get_or_insert(refusal)),
        }
    }
    match fallback {
        Some((loaded, None)) => Ok(loaded),
        Some((loaded, Some(other))) => Err(broken(format!(
            "is broken: one reader finds {} in it, another finds {other}",
            counted(loaded.1.len())
        ))),
        None if is_locked(&bytes) => Err(password()),
        None => Err(first_refusal.unwrap_or_else(|| broken("is broken".to_owned()))),
    }
}

/// Returns whether a second reader asks for a password.
fn is_locked(bytes: &Arc<Vec<u8>>) -> bool {
    let is_encrypted = bytes.windows(8).any(|window| window == b"/Encrypt");
    let is_locked =
        |error| matches!(error, LoadPdfError::Decryption(DecryptionError::PasswordProtected));
    is_encrypted && hayro_syntax::Pdf::new(Arc::clone(bytes)).err().is_some_and(is_locked)
}

/// Returns a number of pages in words.
fn counted(pages: usize) -> String {
    if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") }
}

fn broken(cause: String) -> Refusal {
    Refusal::new(cause, "open it and print it to a new PDF")
}

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// By its table of objects.
    AsWritten,
    /// By a search for its objects.
    Rebuilt,
    /// By a search, after its faults were mended.
    Mended,
}

/// Why a file could not be read.
enum Failure {
    /// It may be read in another way.
    Retry(Refusal),
    /// It can't be bound, however it is read.
    Final(Refusal),
}

/// Reads a file, and finds its pages.
fn open(
    bytes: &[u8],
    attempt: Attempt,
    limits: &Limits,
) -> Result<(Document, Vec<ObjectId>), Failure> {
    let options = LoadOptions {
        max_decompressed_size: Some(MAX_STREAM_BYTES),
        force_reconstruct: attempt != Attempt::AsWritten,
        ..LoadOptions::default()
    };
    let mut document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => {
                let cause = "is encrypted in a way that can't be read";
                Failure::Retry(broken(cause.to_owned()))
            }
            // What the library says is for programmers.
            _ => Failure::Retry(broken("is broken: its objects can't be read".to_owned())),
        })?;
    if document.is_encrypted() && !document.was_encrypted() {
        let cause = "is encrypted in a way that can't be read";
        return Err(Failure::Retry(broken(cause.to_owned())));
    }
    let pages = pages::list(&mut document, limits.pages)?;
    if pages.is_empty() {
        return Err(Failure::Retry(broken("has no pages that can be read".to_owned())));
    }
    Ok((document, pages))
}

/// Returns whether the stream of that number was not read as one.
fn is_lost(objects: &BTreeMap<ObjectId, Object>, number: u32) -> bool {
    let mut generations = objects.range((number, 0)..=(number, u16::MAX));
    !generations
        .any(|(_, object)| object.as_stream().is_ok_and(|stream| !stream.content.is_empty()))
}

impl From<pages::Unlisted> for Failure {
    fn from(unlisted: pages::Unlisted) -> Self {
        match unlisted {
            pages::Unlisted::TooMany(refusal) => Self::Final(refusal),
            pages::Unlisted::Broken(refusal) => Self::Retry(refusal),
        }
    }
}

fn password() -> Refusal {
    Refusal::new(
        "is protected by a password",
        "ask its author for a copy without one, or save it without protection",
    )
}
