//! Typesets merged sources: Typst in process, PDF/A-2a and PDF/UA-1 or pages of HTML out.
//!
//! A [`Base`] (library, fonts, template files) is built once and shared by all threads; each
//! document adds a world of two files to it: its source, and the page numbers of papers. This is the only
//! module that names `typst` types. It reads no clock: the date comes with the [`Work`].

mod diagnose;
mod fonts;
mod page;
mod work;
mod world;

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Datelike, NaiveDate};
use typst::diag::Warned;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::diag::Diagnostics;
use crate::model::bundle::PageNumbers;

pub use page::page;
pub use work::{
    Appended, AppendedPaper, Conformance, Identity, SharedWork, ShownPages, TemplateBundle, Work,
};
pub use world::{Base, Pictures};

/// A finished document.
#[derive(Debug)]
pub struct Document {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// A document whose pages are composed, before it is written as a PDF.
#[derive(Debug)]
pub struct Composed(PagedDocument);

impl Composed {
    /// Returns how many pages it has.
    pub fn pages(&self) -> usize {
        self.0.pages().len()
    }
}

/// Typesets a document in which `pages` are the page numbers of papers; `None` when Typst reports an
/// error, which is then in `diags`.
///
/// Typst's cache is evicted afterwards, whether or not that succeeded, so that a long run needs no
/// more memory than a short one (but see [`set_cache_age`]).
pub fn document(
    diags: &mut Diagnostics,
    base: &Base,
    work: &Work,
    pages: &PageNumbers,
) -> Option<Document> {
    let world = world::DocumentWorld::new(base, work, pages);
    let _evict = EvictOnDrop;
    let composed = compose_in(diags, &world)?;
    export_from(diags, &world, work, &composed)
}

/// Composes the pages of a document as [`document`] does, and writes no PDF yet: enough to count them. Typst's
/// cache is evicted when `_rounds` is dropped, so that the same document with other page numbers takes less
/// time until then.
pub fn compose(
    diags: &mut Diagnostics,
    base: &Base,
    work: &Work,
    pages: &PageNumbers,
    _rounds: &Rounds,
) -> Option<Composed> {
    let world = world::DocumentWorld::new(base, work, pages);
    compose_in(diags, &world)
}

/// Rounds in which a few documents are composed again and again, with other page numbers each time.
pub struct Rounds(EvictOnDrop);

impl Rounds {
    /// Begins; what Typst remembers meanwhile is evicted at the end.
    pub fn begin() -> Self {
        Self(EvictOnDrop)
    }
}

/// Writes a document whose pages are composed from the same `work` and `pages` as a PDF.
pub fn export(
    diags: &mut Diagnostics,
    base: &Base,
    work: &Work,
    pages: &PageNumbers,
    composed: &Composed,
) -> Option<Document> {
    let world = world::DocumentWorld::new(base, work, pages);
    let _evict = EvictOnDrop;
    export_from(diags, &world, work, composed)
}

/// Evicts what Typst's cache has not used of late when it is dropped, even if making a document panics.
struct EvictOnDrop;

impl Drop for EvictOnDrop {
    fn drop(&mut self) {
        comemo::evict(CACHE_AGE.load(Ordering::Relaxed));
    }
}

/// How many documents ago Typst's cache, which is that of the whole process, must have used something last to
/// keep it.
static CACHE_AGE: AtomicUsize = AtomicUsize::new(SHORT);

/// The age for long runs: a paper and its page have a library each, and two threads take turns with them, so that what
/// both need must outlast some documents of the other form.
const SHORT: usize = 3;

/// How long the cache remembers what it used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheAge {
    /// For a few documents, as long runs need it.
    Short,
    /// For some dozens of documents, so that what is made over and over with small changes takes less time.
    Long,
}

/// Sets how long Typst's cache remembers, from the next document on.
pub fn set_cache_age(age: CacheAge) {
    let documents = match age {
        CacheAge::Short => SHORT,
        CacheAge::Long => 64,
    };
    CACHE_AGE.store(documents, Ordering::Relaxed);
}

fn compose_in(diags: &mut Diagnostics, world: &world::DocumentWorld<'_>) -> Option<Composed> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    for warning in &warnings {
        diagnose::report(diags, world, warning);
    }
    match output {
        Ok(document) => Some(Composed(document)),
        Err(errors) => {
            errors.iter().for_each(|error| diagnose::report(diags, world, error));
            None
        }
    }
}

fn export_from(
    diags: &mut Diagnostics,
    world: &world::DocumentWorld<'_>,
    work: &Work,
    composed: &Composed,
) -> Option<Document> {
    match typst_pdf::pdf(&composed.0, &pdf_options(work)) {
        Ok(pdf) => Some(Document { pdf, pages: composed.pages() }),
        Err(errors) => {
            errors.iter().for_each(|error| diagnose::report(diags, world, error));
            None
        }
    }
}

/// Returns the settings for the standards that are claimed, with an identifier and a date that make
/// the bytes reproducible.
fn pdf_options(work: &Work) -> PdfOptions {
    let standards: &[PdfStandard] = match work.conformance {
        Conformance::Document => &[PdfStandard::A_2a, PdfStandard::Ua_1],
        Conformance::Stamps => &[PdfStandard::A_2b],
    };
    let standards =
        PdfStandards::new(standards).expect("PDF/A-2a and PDF/UA-1 may be claimed together");
    PdfOptions {
        ident: Smart::Custom(work.ident.clone()),
        creator: Smart::Custom(Some(concat!("Order Paper ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: midnight(work.date).map(Timestamp::new_utc),
        standards,
        tagged: work.conformance == Conformance::Document,
        ..PdfOptions::default()
    }
}

fn midnight(date: NaiveDate) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0)
}
