//! What is stamped on the pages of a pack: their numbers, the item that a paper belongs to, and that
//! a page is not for publication (Local Government Act 1972, s. 100B(5)).

use schemars::JsonSchema;
use serde::Serialize;

use super::Shown;
use crate::model::access::AudienceName;

/// The folder of the template for stamps.
pub const TEMPLATE: &str = "stamps";

/// The stamps of a pack.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The full name of the body whose papers the pack holds.
    body: String,
    /// The supplement's number, from 1. Absent where the pack is not a supplement.
    supplement: Option<u32>,
    /// The pages of the pack, in order.
    pages: Vec<PageStamp>,
}

/// What is stamped on one page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PageStamp {
    /// The width of the page as shown, in thousandths of a point.
    pub width: u64,
    /// The height of the page as shown, in thousandths of a point.
    pub height: u64,
    /// The number of the page in the pack.
    pub number: u32,
    /// The number of the agenda item, such as `4`. Absent on all but the first page of a paper.
    pub item: Option<String>,
    /// The address of a link back to the agenda, for Typst's `link`. Absent on all but the first
    /// page of a paper.
    pub link: Option<String>,
    /// Whether this number has to say whose it is, as its paper has page numbers of its own, or as the council
    /// has set.
    pub of_pack: bool,
    /// The appendix that the page belongs to, behind minutes. Absent in packs.
    pub appendix: Option<AppendixStamp>,
    /// Whether nothing is stamped on it: it is a page of the minutes before their appendices.
    pub plain: bool,
    /// Where its number stands at the foot.
    pub number_at: StampPlace,
    /// Where the number of the item stands at the head.
    pub item_at: StampPlace,
    /// Where the mark that it is not for publication stands at the head.
    pub mark_at: StampPlace,
    /// Whether it is a blank page, put in so that the next paper begins on a right-hand page.
    pub blank: bool,
    /// Whether the page is to be marked as not for publication.
    pub exempt: bool,
    /// The numbers of the paragraphs of Part 1 of Schedule 12A (Local Government Act 1972) by which
    /// the page is exempt, in order; empty where it is public, or where none is given.
    pub paragraphs: Vec<String>,
}

/// An appendix that is bound behind minutes, as its pages name it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AppendixStamp {
    /// Its number, from 1.
    pub number: usize,
    /// The short name that its row gives, such as `Appendix B`. Absent where it is called by its number.
    pub label: Option<String>,
    /// Which of its pages it is, from 1.
    pub page: usize,
}

/// Where a stamp stands at the head or the foot of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StampPlace {
    /// `left`, `center` or `right`.
    pub side: Side,
    /// Its distance from the upper or the lower edge of the page, in thousandths of a millimetre.
    pub edge: u32,
}

/// A part of the width of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Its left margin.
    Left,
    /// Its middle.
    Center,
    /// Its right margin.
    Right,
}

/// Returns the view of a pack's stamps, made of what the readers of the pack may see.
pub fn view(
    audience: AudienceName,
    body: &str,
    supplement: Option<u32>,
    pages: Vec<PageStamp>,
) -> Shown {
    Shown::to_named(audience, View { body: body.to_owned(), supplement, pages })
}
