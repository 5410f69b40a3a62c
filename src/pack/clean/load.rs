//! Opens a supplied PDF: what it is, whether it is locked, and how many pages two readers find in it.

use std::cell::LazyCell;
use std::sync::Arc;

use lopdf::{Document, LoadOptions, ObjectId};

use super::{MAX_STREAM_BYTES, pages};
use crate::{Limits, Refusal};

/// Opens a PDF and finds its pages.
pub(super) fn load(
    bytes: Arc<Vec<u8>>,
    limits: &Limits,
) -> Result<(Document, Vec<ObjectId>), Refusal> {
    let broken = |cause: String| Refusal::new(cause, "open it and print it to a new PDF");
    if bytes.len() as u64 > limits.size {
        return Err(limits.too_large());
    }
    let start = &bytes[..bytes.len().min(1024)];
    if !start.windows(5).any(|window| window == b"%PDF-") {
        return Err(Refusal::new("is not a PDF", "save it as PDF, or name the right file"));
    }
    let open = |force_reconstruct| {
        let options = LoadOptions {
            max_decompressed_size: Some(MAX_STREAM_BYTES),
            force_reconstruct,
            ..LoadOptions::default()
        };
        Document::load_mem_with_options(&bytes, options)
    };
    let mut last = None;
    // Asked only once the first count is within the limits, and no part of the tree multiplies its pages.
    let second_count = LazyCell::new(|| {
        let pdf = hayro_syntax::Pdf::new(Arc::clone(&bytes)).ok()?;
        Some(pdf.pages().len()).filter(|count| *count > 0)
    });
    for force in [false, true] {
        let mut document = match open(force) {
            Ok(document) => document,
            Err(error) => {
                if matches!(error, lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) {
                    return Err(password());
                }
                last = Some(format!("is broken ({error})"));
                continue;
            }
        };
        if document.is_encrypted() && !document.was_encrypted() {
            return Err(password());
        }
        let pages = pages::list(&mut document, limits.pages)?;
        if pages.is_empty() {
            last = Some("has no pages that can be read".to_owned());
        } else if let Some(other) = second_count.filter(|count| *count != pages.len()) {
            last = Some(format!(
                "is broken: one reader finds {} pages in it, another finds {other}",
                pages.len()
            ));
        } else {
            return Ok((document, pages));
        }
    }
    Err(broken(last.unwrap_or_else(|| "is broken".to_owned())))
}

fn password() -> Refusal {
    Refusal::new(
        "is protected by a password",
        "ask its author for a copy without one, or save it without protection",
    )
}
