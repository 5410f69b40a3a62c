//! Which of a meeting's papers are published together: those that go out with the agenda, and each
//! supplement of later ones.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dataset::Dataset;
use super::meeting::{AgendaLine, Meeting, Paper, PaperKind, PaperStatus};
use super::paper_id::PaperId;

/// Papers that are published together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The supplement's number; `None` for the papers that go out with the agenda.
    pub supplement: Option<u32>,
    /// When it was, or is to be, published.
    pub published: Option<NaiveDate>,
    /// Those of its papers that have a file, in the order of the agenda: positions in
    /// [`Dataset::papers_of`].
    pub papers: Vec<usize>,
    /// Whether it is a supplement of exempt papers that were released to the public. They are also where they
    /// were as exempt ones, so that the packs for members, and all page numbers, stay as they are.
    pub is_release: bool,
    /// Whether notices stand in it in the places of papers that were taken back, for everybody to see.
    pub has_notices: bool,
}

impl Bundle {
    /// Returns the paragraphs by which a paper is withheld in it, as [`Paper::withheld`].
    pub fn withheld<'a>(&self, paper: &'a Paper) -> Option<&'a [u32]> {
        paper.withheld().filter(|_| !self.is_release)
    }
}

/// The pages of a pack that a paper has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageRange {
    /// The first page, counted from 1.
    pub first: u32,
    /// The last page, included.
    pub last: u32,
    /// The supplement that they are in, where not in the pack that went out with the agenda.
    pub supplement: Option<u32>,
}

/// What is published of a meeting's packs, or of one of its supplements: from then on its papers keep their
/// numbers, whatever becomes of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PublishedBundle {
    /// The supplement's number; `None` for the packs that went out with the agenda.
    pub supplement: Option<u32>,
    /// The day on which it was published.
    pub published: Option<NaiveDate>,
    /// Whether it is a supplement of exempt papers that were released to the public.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_release: bool,
    /// The number of its first page.
    pub first: u32,
    /// The pages of its papers.
    pub pages: PageNumbers,
    /// Those of its papers that were taken back, by the ids of the notices in their places.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub withdrawn: BTreeMap<PaperId, WithdrawnPaper>,
    /// The number of the first page of what is not for publication, where a pack has only that.
    pub exempt_start: Option<u32>,
    /// The number after the last page of the pack for everybody.
    pub public_end: Option<u32>,
    /// The number after the last page of all.
    pub end: u32,
}

/// A paper that was taken back after it was published: notices stand on its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WithdrawnPaper {
    /// Its id, which the public may not know.
    pub id: PaperId,
    /// The number of its item.
    pub item: String,
    /// The day on which it was taken back.
    pub day: NaiveDate,
    /// Why, in a sentence for everybody.
    pub reason: String,
}

/// The pages of a meeting's papers.
pub type PageNumbers = BTreeMap<PaperId, PageRange>;

/// Returns the address of a link to a paper inside a pack: `pack:paper/4a-report`.
pub fn link(paper: &PaperId) -> String {
    format!("pack:{}", name(paper))
}

/// Returns the address of a link from a paper back to its entry on the agenda:
/// `pack:agenda/paper/4a-report`.
pub fn back_link(paper: &PaperId) -> String {
    format!("pack:agenda/{}", name(paper))
}

/// Returns the name of a paper as a link target inside a pack: `paper/4a-report`.
pub fn name(paper: &PaperId) -> String {
    format!("paper/{paper}")
}

/// Splits the name of a document made from these records, such as `minutes:cabinet-2026-02-03` or
/// `minute-extract:cabinet-2026-02-03/5.1`, into its kind and subject; `None` where `file` names a file.
pub fn generated_document(file: &str) -> Option<(&str, &str)> {
    let (kind, subject) = file.split_once(':')?;
    let is_name = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // Items have numbers such as `5.1`; what ends as the name of a file does is one.
    let is_part = |part: &str| {
        let is_number = |piece: &str| piece.bytes().all(|byte| byte.is_ascii_digit());
        part.split('.').all(is_name) && part.split('.').skip(1).all(is_number)
    };
    // A single letter is a Windows drive.
    // A quarter's report may be one of its editions: `2025-26-q3/adults-scrutiny`.
    (kind.len() > 1 && is_name(kind) && subject.split('/').all(is_part)).then_some((kind, subject))
}

/// Returns whether a paper for the meeting was published after the agenda: as a supplement, or on a later day.
pub fn is_late(meeting: &Meeting, paper: &Paper) -> bool {
    if paper.is_of_minutes() {
        return false;
    }
    paper.kind() == PaperKind::Supplement
        || match (&meeting.published_at, &paper.published_at) {
            (Some(agenda), Some(paper)) => agenda.date < paper.date,
            _ => false,
        }
}

/// Returns whether a line was added on a later day than the agenda was published.
pub fn is_added(meeting: &Meeting, line: &AgendaLine) -> bool {
    match (&meeting.published_at, &line.added_at) {
        (Some(agenda), Some(added)) => agenda.date < added.date,
        _ => false,
    }
}

/// Returns what is published of a meeting's papers, in order; the first goes out with the agenda.
/// Empty where none of them has a file, nor had one that was published and taken back.
pub fn bundles(data: &Dataset, meeting: &Meeting) -> Vec<Bundle> {
    let papers = data.papers_of(meeting.meeting.as_str());
    let lines = data.agenda_of(meeting.meeting.as_str());
    let place = |paper: &Paper| lines.iter().position(|line| line.has_number(&paper.number));
    let mut order: Vec<usize> = (0..papers.len())
        .filter(|at| papers[*at].file.is_given() && papers[*at].status() == PaperStatus::Final)
        .filter(|at| !papers[*at].is_of_minutes())
        .collect();
    // A stable sort: papers of one item keep the order of their rows.
    order.sort_by_key(|at| place(&papers[*at]).unwrap_or(usize::MAX));
    let published = data.published.get(meeting.meeting.as_str()).map_or(&[][..], Vec::as_slice);
    let has_notices = |bundle: &PublishedBundle| !bundle.withdrawn.is_empty();
    if order.is_empty() && !published.iter().any(has_notices) {
        return Vec::new();
    }
    let mut bundles: BTreeMap<Option<u32>, Bundle> = BTreeMap::new();
    bundles.insert(
        None,
        Bundle {
            published: meeting.published_at.as_ref().map(|moment| moment.date),
            ..Bundle::default()
        },
    );
    for known in published {
        let bundle = bundles.entry(known.supplement).or_default();
        bundle.has_notices = has_notices(known);
        if known.supplement.is_some() {
            bundle.published = known.published;
            // Where all its papers were taken back, no row says so.
            bundle.is_release = known.is_release && bundle.has_notices;
        }
    }
    let is_out = published.iter().any(|bundle| bundle.supplement.is_none());
    // Releases come last: they are numbered after all that was published for the meeting.
    let mut late: BTreeMap<(bool, Option<NaiveDate>), Vec<usize>> = BTreeMap::new();
    for at in order {
        let paper = &papers[at];
        let id = paper.id.as_ref().map(|id| &id.value);
        let is_withdrawn =
            |bundle: &PublishedBundle| bundle.withdrawn.values().any(|paper| Some(&paper.id) == id);
        if published.iter().any(is_withdrawn) {
            // A new version is a new paper.
            continue;
        }
        let is_in = |bundle: &&PublishedBundle| id.is_some_and(|id| bundle.pages.contains_key(id));
        let places: Vec<&PublishedBundle> = published.iter().filter(is_in).collect();
        // A paper that was released is also where it was as an exempt one.
        let release = paper.release().map(|(day, _)| day);
        let is_of_release = |bundle: &&&PublishedBundle| {
            bundle.supplement.is_some()
                && release.is_some_and(|day| bundle.published.is_some_and(|on| day <= on))
        };
        let released = places.iter().rev().find(is_of_release).map(|bundle| bundle.supplement);
        let place = places.iter().find(|bundle| Some(bundle.supplement) != released);
        if let Some(place) = place {
            bundles.entry(place.supplement).or_default().papers.push(at);
        } else if is_out || is_late(meeting, paper) {
            // What is out takes no more papers, however early the records say that they came.
            let published = paper.published_at.as_ref().map(|moment| moment.date);
            late.entry((false, published)).or_default().push(at);
        } else {
            bundles.entry(None).or_default().papers.push(at);
        }
        if let Some(supplement) = released {
            let bundle = bundles.entry(supplement).or_default();
            bundle.is_release = true;
            bundle.papers.push(at);
        } else if let Some(day) = release {
            late.entry((true, Some(day))).or_default().push(at);
        }
    }
    let next = published.iter().filter_map(|bundle| bundle.supplement).max().unwrap_or(0) + 1;
    for (number, ((is_release, published), papers)) in (next..).zip(late) {
        let bundle =
            Bundle { supplement: Some(number), published, papers, is_release, has_notices: false };
        bundles.insert(Some(number), bundle);
    }
    bundles
        .into_iter()
        .map(|(supplement, bundle)| Bundle { supplement, ..bundle })
        .filter(|bundle| {
            bundle.supplement.is_none() || !bundle.papers.is_empty() || bundle.has_notices
        })
        .collect()
}
