//! The pages of a pack in order: the parts to bind, and what is stamped on each page.

use crate::kinds::stamps::{self, Side, StampPlace};
use crate::pack::words::EdgeBounds;
use crate::pack::{BLANK, Page, Part, Source};

/// The parts of a pack in order, and the stamps of their pages.
pub struct PackPages<'a> {
    /// The number of the next page.
    pub next: u32,
    /// What is bound, in order.
    pub parts: Vec<Part<'a>>,
    /// What is stamped on each page, in order.
    pub stamps: Vec<stamps::PageStamp>,
    /// Whether page numbers say that they are the pack's; `None` where those do whose paper has others.
    pub of_pack: Option<bool>,
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
        let facts = source.facts();
        for (at, page) in facts.pages.iter().enumerate() {
            let mut stamp = stamp(page, self.next);
            stamp.of_pack = self.of_pack.unwrap_or(facts.is_numbered);
            mark(&mut stamp);
            keep_clear(&mut stamp, page, facts.edges.get(at).map_or(&[], Vec::as_slice));
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
            let of_pack = self.of_pack.unwrap_or_default();
            let blank = stamp(&BLANK, self.next);
            self.stamps.push(stamps::PageStamp {
                blank: true,
                exempt,
                paragraphs,
                of_pack,
                ..blank
            });
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
    let mut stamps = Vec::new();
    let mut numbers = first..;
    for part in parts {
        let facts = part.source.facts();
        for (at, page) in facts.pages.iter().copied().chain(blank(part)).enumerate() {
            let mut stamp = stamp(&page, numbers.next().unwrap_or(u32::MAX));
            keep_clear(&mut stamp, &page, facts.edges.get(at).map_or(&[], Vec::as_slice));
            stamps.push(stamp);
        }
    }
    stamps
}

/// The places of a number at the foot, the best first.
const NUMBER: [StampPlace; 6] = [
    place(Side::Center, 5000),
    place(Side::Right, 5000),
    place(Side::Left, 5000),
    place(Side::Center, 1000),
    place(Side::Right, 1000),
    place(Side::Left, 1000),
];

/// The places of the item at the head, the best first.
const ITEM: [StampPlace; 4] = [
    place(Side::Right, 6000),
    place(Side::Center, 6000),
    place(Side::Right, 1000),
    place(Side::Center, 1000),
];

/// The places of the mark at the head.
const MARK: [StampPlace; 2] = [place(Side::Left, 6000), place(Side::Left, 1000)];

const fn place(side: Side, edge: u32) -> StampPlace {
    StampPlace { side, edge }
}

/// What a stamp takes at most, in millimetres: its width and its height.
struct Size(f64, f64);

/// Puts the stamps of a page where its own words are not, as far as there is such a place; `words` are where
/// these stand near its edges.
fn keep_clear(stamp: &mut stamps::PageStamp, page: &Page, words: &[EdgeBounds]) {
    if words.is_empty() {
        return;
    }
    let best = |places: &[StampPlace], is_foot: bool, size: &Size| {
        let covered = |place: &StampPlace| covered(page, *place, is_foot, size, words);
        let best = places.iter().min_by(|one, other| covered(one).total_cmp(&covered(other)));
        *best.expect("there is a place")
    };
    stamp.number_at = best(&NUMBER, true, &Size(44.0, 6.0));
    stamp.item_at = best(&ITEM, false, &Size(42.0, 6.0));
    stamp.mark_at = best(&MARK, false, &Size(80.0, 6.0));
}

/// Returns how much of a page's own words a stamp would cover, in square millimetres.
fn covered(
    page: &Page,
    place: StampPlace,
    is_foot: bool,
    size: &Size,
    words: &[EdgeBounds],
) -> f64 {
    let (width, height) = page.shown();
    let (width, height) = (width / POINTS, height / POINTS);
    let Size(wide, high) = *size;
    let left = match place.side {
        Side::Left => 12.0,
        Side::Center => (width - wide) / 2.0,
        Side::Right => width - 12.0 - wide,
    };
    let edge = f64::from(place.edge) / 1000.0;
    let top = if is_foot { height - edge - high } else { edge };
    let area = |[x0, y0, x1, y1]: &EdgeBounds| {
        let across = (x1 * width).min(left + wide) - (x0 * width).max(left);
        let up = (y1 * height).min(top + high) - (y0 * height).max(top);
        if across > 0.0 && up > 0.0 { across * up } else { 0.0 }
    };
    words.iter().map(area).sum()
}

/// How many points a millimetre has.
const POINTS: f64 = 72.0 / 25.4;

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
        of_pack: false,
        appendix: None,
        plain: false,
        number_at: NUMBER[0],
        item_at: ITEM[0],
        mark_at: MARK[0],
        blank: false,
        exempt: false,
        paragraphs: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the stamp of an A4 page with words in these places, in millimetres from its upper left corner.
    fn stamped(words: &[[f64; 4]]) -> stamps::PageStamp {
        let (width, height) = BLANK.shown();
        let (width, height) = (width / POINTS, height / POINTS);
        let words: Vec<EdgeBounds> = words
            .iter()
            .map(|[a, b, c, d]| [a / width, b / height, c / width, d / height])
            .collect();
        let mut stamp = stamp(&BLANK, 1);
        keep_clear(&mut stamp, &BLANK, &words);
        stamp
    }

    #[test]
    fn stamps_stand_in_their_usual_places_where_these_are_free() {
        let usual = (NUMBER[0], ITEM[0], MARK[0]);
        for words in [&[][..], &[[20.0, 14.0, 190.0, 18.0], [20.0, 278.0, 190.0, 284.0]]] {
            let stamp = stamped(words);
            assert_eq!((stamp.number_at, stamp.item_at, stamp.mark_at), usual);
        }
    }

    #[test]
    fn stamps_keep_clear_of_headers_and_footers() {
        let stamp = stamped(&[[95.0, 287.0, 115.0, 291.0], [150.0, 7.0, 190.0, 11.0]]);
        assert_eq!((stamp.number_at, stamp.item_at), (NUMBER[1], ITEM[1]));
        // A footer across the page leaves only the edge.
        let stamp = stamped(&[[10.0, 286.0, 200.0, 289.0], [10.0, 8.0, 200.0, 12.0]]);
        assert_eq!((stamp.number_at, stamp.item_at), (NUMBER[3], ITEM[2]));
        assert_eq!(stamp.mark_at, MARK[1]);
    }
}
