//! Typesets merged sources: Typst in process, PDF/A-2a and PDF/UA-1 out.
//!
//! A [`Base`] (library, fonts, template files) is built once and shared by all threads; each
//! document adds a world of two files to it: its source, and the page numbers of papers. This is the only
//! module that names `typst` types. It reads no clock: the date comes with the [`Work`].

mod diagnose;
mod fonts;
mod work;
mod world;

use chrono::{Datelike, NaiveDate};
use typst::diag::Warned;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::diag::Diagnostics;
use crate::model::bundle::PageNumbers;

pub use work::{Conformance, Identity, TemplateBundle, Work};
pub use world::Base;

/// A finished document.
#[derive(Debug)]
pub struct Document {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Typesets a document in which `pages` are the page numbers of papers; `None` when Typst reports an
/// error, which is then in `diags`.
///
/// Typst's cache is evicted afterwards, whether or not that succeeded, so that a long run needs no
/// more memory than a short one.
pub fn document(
    diags: &mut Diagnostics,
    base: &Base,
    work: &Work,
    pages: &PageNumbers,
) -> Option<Document> {
    let world = world::DocumentWorld::new(base, work, pages);
    let _evict = EvictOnDrop;
    set(diags, &world, work)
}

/// Evicts what Typst's cache holds of a document when it is dropped, even if making the document
/// panics.
struct EvictOnDrop;

impl Drop for EvictOnDrop {
    fn drop(&mut self) {
        comemo::evict(1);
    }
}

fn set(diags: &mut Diagnostics, world: &world::DocumentWorld<'_>, work: &Work) -> Option<Document> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    for warning in &warnings {
        diagnose::report(diags, world, warning);
    }
    let exported = output.and_then(|document| {
        let pdf = typst_pdf::pdf(&document, &pdf_options(work))?;
        Ok(Document { pdf, pages: document.pages().len() })
    });
    match exported {
        Ok(document) => Some(document),
        Err(errors) => {
            for error in &errors {
                diagnose::report(diags, world, error);
            }
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
