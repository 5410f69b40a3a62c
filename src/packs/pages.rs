//! The pages of a pack in order: the parts to bind, and what is stamped on each page.

use crate::kinds::stamps;
use crate::pack::{BLANK, Page, Part, Source};

/// The parts of a pack in order, and the stamps of their pages.
pub struct PackPages<'a> {
    /// The number of the next page.
    pub next: u32,
    /// What is bound, in order.
    pub parts: Vec<Part<'a>>,
    /// What is stamped on each page, in order.
    pub stamps: Vec<stamps::PageStamp>,
}

impl<'a> PackPages<'a> {
    /// Adds a part, listed in the bookmarks as `title` under `below`; `mark` completes the stamp of
    /// each of its pages.
    pub fn add(
        &mut self,
        source: Source<'a>,
        title: &str,
        below: &[String],
        name: &str,
        mut mark: impl FnMut(&mut stamps::PageStamp),
    ) {
        let pages: &[Page] = &source.facts().pages;
        for page in pages {
            let mut stamp = stamp(page, self.next);
            mark(&mut stamp);
            self.stamps.push(stamp);
            self.next += 1;
        }
        self.parts.push(Part {
            source,
            title: title.to_owned(),
            below: below.to_vec(),
            name: name.to_owned(),
            blanks_after: 0,
        });
    }

    /// Adds blank pages until the next page has that number. They are marked as exempt where the page
    /// before them is.
    pub fn pad_to(&mut self, number: u32) {
        while self.next < number {
            let last = self.stamps.last();
            let (exempt, paragraphs) =
                last.map(|stamp| (stamp.exempt, stamp.paragraphs.clone())).unwrap_or_default();
            let blank = stamp(&BLANK, self.next);
            self.stamps.push(stamps::PageStamp { blank: true, exempt, paragraphs, ..blank });
            self.next += 1;
            if let Some(part) = self.parts.last_mut() {
                part.blanks_after += 1;
            }
        }
    }
}

/// Returns the stamps of the pages of parts, each with its number only; that of the first page is `first`.
pub fn numbers_only(parts: &[Part<'_>], first: u32) -> Vec<stamps::PageStamp> {
    let blank = |part: &Part<'_>| std::iter::repeat_n(BLANK, part.blanks_after);
    let pages = parts.iter().flat_map(|part| {
        part.source.facts().pages.iter().copied().chain(blank(part)).collect::<Vec<_>>()
    });
    (first..).zip(pages).map(|(number, page)| stamp(&page, number)).collect()
}

/// Returns the stamp of a page with its number only; sizes are in thousandths of a point.
fn stamp(page: &Page, number: u32) -> stamps::PageStamp {
    let (width, height) = page.shown();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page's size")]
    let thousandths = |points: f64| (points * 1000.0).round() as u64;
    stamps::PageStamp {
        width: thousandths(width),
        height: thousandths(height),
        number,
        item: None,
        link: None,
        blank: false,
        exempt: false,
        paragraphs: Vec::new(),
    }
}
