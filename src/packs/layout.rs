//! Lays out the packs of a meeting: which papers, in which order, on which pages.
//!
//! Lengths in, numbers out: nothing is opened or typeset here. How long the front is for given numbers is
//! asked of the caller, since its length moves the numbers that it shows.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::BindPaper;
use crate::diag::{Code, Diagnostic, Origin, plural};
use crate::kinds::PackContents;
use crate::model::bundle::{PageNumbers, PageRange, PublishedBundle};
use crate::model::paper_id::PaperId;
use crate::papers::Opened;

/// How often the front is measured again because its length moved the numbers on it.
const MAX_ROUNDS: usize = 6;

/// The packs of a meeting, or the reason why there are none.
#[derive(Debug, Default)]
pub struct PackLayout {
    /// What was found on the way; what a paper costs the packs that it is in stands with the paper.
    pub faults: Vec<LayoutFault>,
    /// The pack that goes out with the agenda, and the supplements; those that can be made.
    pub volumes: Vec<BoundVolume>,
    /// The pages of all papers.
    pub numbers: PageNumbers,
}

/// What was found while packs were laid out.
#[derive(Debug, Clone)]
pub struct LayoutFault {
    /// The supplement that it was found in; `None` for what goes out with the agenda.
    pub supplement: Option<u32>,
    /// The paper that it is about, where about one.
    pub paper: Option<PaperId>,
    /// What it is.
    pub diagnostic: Diagnostic,
}

/// Papers that are published together, laid out.
#[derive(Debug)]
pub struct BoundVolume {
    /// The number of the supplement; `None` for what goes out with the agenda.
    pub supplement: Option<u32>,
    /// The number of its first page.
    pub first: u32,
    /// How many pages the front takes.
    pub front: u32,
    /// Its papers in order, those that are withheld last.
    pub papers: Vec<PlacedPaper>,
    /// The number of the first page of what is not for publication, its cover included.
    pub exempt_start: u32,
    /// The pages that it was published with, where it was.
    pub published: Option<PublishedBundle>,
    /// Why no pack can be made of it again with the same numbers, where none can.
    pub misfits: Vec<Diagnostic>,
}

/// A paper, laid out.
#[derive(Debug)]
pub struct PlacedPaper {
    /// Its id.
    pub id: PaperId,
    /// The clean copy.
    pub opened: Opened,
    /// Whether it begins on a right-hand page where packs are printed on both sides.
    pub begins_right: bool,
    /// The pages it has.
    pub range: PageRange,
    /// The paragraphs by which it is withheld, where it is.
    pub withheld: Option<Vec<u32>>,
    /// What there is to say of it wherever it is bound, and nowhere else.
    pub remarks: Vec<Diagnostic>,
}

/// How many pages stand before papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// The longest of the fronts: the agenda, or the cover of a supplement.
    pub front: u32,
    /// The cover of what is not for publication; 0 where there is none.
    pub cover: u32,
}

impl PlacedPaper {
    /// Returns a paper that has no numbers yet; `remarks` is what there is to say of it.
    pub fn new(paper: &BindPaper, opened: Opened, remarks: Vec<Diagnostic>) -> Self {
        Self {
            id: paper.id.clone(),
            opened,
            begins_right: paper.begins_right,
            range: PageRange { first: 0, last: 0, supplement: None },
            withheld: paper.withheld.clone(),
            remarks,
        }
    }

    /// Returns whether a pack with these contents has this paper.
    pub fn is_in(&self, contents: PackContents) -> bool {
        contents.has(self.withheld.is_some())
    }

    /// Returns how many pages it has.
    fn pages(&self) -> u32 {
        u32::try_from(self.opened.facts.pages.len()).unwrap_or(u32::MAX / 2)
    }
}

impl PackLayout {
    /// Returns the pack that goes out with the agenda (`None`), or a supplement.
    pub fn volume(&self, supplement: Option<u32>) -> Option<&BoundVolume> {
        self.volumes.iter().find(|volume| volume.supplement == supplement)
    }

    /// Gives what was found about papers the places at which the records name these.
    pub fn locate(&mut self, places: &BTreeMap<PaperId, Origin>) {
        let locate = |diagnostic: &mut Diagnostic, paper: &PaperId| {
            diagnostic.origin = diagnostic.origin.take().or_else(|| places.get(paper).cloned());
        };
        for LayoutFault { paper, diagnostic, .. } in &mut self.faults {
            if let Some(paper) = paper {
                locate(diagnostic, paper);
            }
        }
        for paper in self.volumes.iter_mut().flat_map(|volume| &mut volume.papers) {
            paper.remarks.iter_mut().for_each(|remark| locate(remark, &paper.id));
        }
    }
}

impl BoundVolume {
    /// Returns a volume whose papers have no numbers yet.
    pub fn new(supplement: Option<u32>, first: u32, mut papers: Vec<PlacedPaper>) -> Self {
        papers.iter_mut().for_each(|paper| paper.range.supplement = supplement);
        let (published, misfits) = (None, Vec::new());
        Self { supplement, first, front: 1, papers, exempt_start: first, published, misfits }
    }

    /// Returns the pages of its papers.
    pub fn numbers(&self) -> PageNumbers {
        self.papers.iter().map(|paper| (paper.id.clone(), paper.range)).collect()
    }

    /// Gives the papers the pages with which they were published: no number of what is published is worked out
    /// again. Where something would take more pages than it had, [`Self::misfits`] says so; what takes fewer is
    /// followed by blank pages. `measure` is that of [`Self::paginate`]; `None` where a front can't be made.
    pub fn place_as_published(
        &mut self,
        published: &PublishedBundle,
        measure: &mut dyn FnMut(&PageNumbers) -> Option<Lengths>,
    ) -> Option<()> {
        self.first = published.first;
        for paper in &mut self.papers {
            paper.range = published.pages.get(&paper.id).copied().unwrap_or(paper.range);
        }
        self.papers.sort_by_key(|paper| (paper.withheld.is_some(), paper.range.first));
        let lengths = measure(&self.numbers())?;
        let first_of = |exempt: bool| {
            let papers = self.papers.iter().filter(|paper| paper.withheld.is_some() == exempt);
            papers.map(|paper| paper.range.first).min()
        };
        let (first_public, first_exempt) = (first_of(false), first_of(true));
        self.exempt_start = published.exempt_start.or(first_exempt).unwrap_or(published.end);
        let end_of_front = published.pages.values().map(|range| range.first).min();
        let end_of_front =
            first_public.unwrap_or(self.exempt_start).min(end_of_front.unwrap_or(u32::MAX));
        self.front = end_of_front.saturating_sub(self.first);
        if self.front < lengths.front {
            let misfit = Diagnostic::new(
                Code::PackNoRoom,
                format!(
                    "what stands before the papers has {}, and had {} when the pack was published; the \
                     papers would get other page numbers",
                    plural(lengths.front as usize, "page", "pages"),
                    self.front
                ),
            );
            self.misfits.push(
                misfit.hint("publish the agenda alone again, with `--kind agenda --reissue`"),
            );
        }
        let mut last = 0;
        for paper in &self.papers {
            let PageRange { first, last: end, .. } = paper.range;
            let (pages, room) = (paper.pages(), (end + 1).saturating_sub(first));
            if room < pages {
                let misfit = Diagnostic::new(
                    Code::PackNoRoom,
                    format!(
                        "the paper `{}` has {}, and had {room} when the pack was published; the papers after \
                         it would get other page numbers",
                        paper.id,
                        plural(pages as usize, "page", "pages"),
                    ),
                );
                self.misfits.push(misfit.hint(
                    "give the new paper a row of its own, with another file and the old one under \
                     `supersedes`: it then goes into a supplement",
                ));
            }
            if first <= last {
                let misfit = Diagnostic::new(
                    Code::PackNoRoom,
                    format!(
                        "the paper `{}` has become private since the pack was published, or was private and \
                         is not any more",
                        paper.id
                    ),
                );
                self.misfits.push(
                    misfit.hint("what is published is taken back with `orderpaper withdraw`"),
                );
            }
            last = end;
        }
        self.published = Some(published.clone());
        Some(())
    }

    /// Returns the number after the last page of a pack with these contents, where it was published.
    pub fn published_end(&self, contents: PackContents) -> Option<u32> {
        let published = self.published.as_ref()?;
        match contents {
            PackContents::Public => published.public_end,
            PackContents::Exempt | PackContents::All => Some(published.end),
        }
    }

    /// Returns the number after its last page.
    pub fn end(&self) -> u32 {
        if let Some(published) = &self.published {
            return published.end;
        }
        // Where everything is late, there is no pack before the first supplement.
        self.papers.last().map_or(self.exempt_start, |paper| paper.range.last + 1)
    }

    /// Returns the paragraphs of Schedule 12A by which any of its papers is withheld, in order.
    pub fn all_paragraphs(&self) -> Vec<String> {
        let withheld = self.papers.iter().filter_map(|paper| paper.withheld.as_ref());
        let all: BTreeSet<u32> = withheld.flatten().copied().collect();
        all.iter().map(ToString::to_string).collect()
    }

    /// Gives the papers their numbers; `measure` tells how long the front and the cover are that show the
    /// numbers which it is given, or `None` where they can't be made, and then nothing is returned either.
    /// Returns whether the lengths settled.
    pub fn paginate(
        &mut self,
        duplex: bool,
        measure: &mut dyn FnMut(&PageNumbers) -> Option<Lengths>,
    ) -> Option<bool> {
        // A supplement has no such cover.
        let has_cover =
            self.supplement.is_none() && self.papers.iter().any(|paper| paper.withheld.is_some());
        let mut assumed = Lengths { front: 1, cover: u32::from(has_cover) };
        for round in 0..MAX_ROUNDS {
            self.place(assumed, duplex);
            let found = measure(&self.numbers())?;
            // Where the width of the numbers makes lengths go back and forth, the longer one stays, and
            // the shorter is padded with a blank page.
            let goes_back_and_forth =
                round > 1 && found.front <= assumed.front && found.cover <= assumed.cover;
            if found == assumed || goes_back_and_forth {
                return Some(true);
            }
            assumed = if round > 1 {
                Lengths {
                    front: found.front.max(assumed.front),
                    cover: found.cover.max(assumed.cover),
                }
            } else {
                found
            };
        }
        Some(false)
    }

    /// Gives the papers the numbers that they have behind a front and a cover of these lengths.
    fn place(&mut self, lengths: Lengths, duplex: bool) {
        self.front = lengths.front;
        let mut next = self.first + lengths.front;
        let mut has_exempt = false;
        self.exempt_start = next;
        for paper in &mut self.papers {
            if paper.withheld.is_some() && !has_exempt {
                has_exempt = true;
                // What is handed out by itself begins on the right.
                next += u32::from(duplex && next.is_multiple_of(2));
                self.exempt_start = next;
                next += lengths.cover;
            }
            next += u32::from(duplex && paper.begins_right && next.is_multiple_of(2));
            let pages = paper.pages();
            paper.range.first = next;
            paper.range.last = next + pages - 1;
            next += pages;
        }
        if !has_exempt {
            self.exempt_start = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Facts;

    /// A volume of papers of so many pages; those after `public` are withheld.
    fn volume(lengths: &[usize], public: usize) -> BoundVolume {
        let paper = |(paper, pages): (usize, &usize)| PlacedPaper {
            id: PaperId::nearest(&format!("4-{paper}")),
            opened: Opened::of_facts(Facts {
                pages: vec![crate::pack::BLANK; *pages],
                ..Facts::default()
            }),
            begins_right: true,
            range: PageRange { first: 0, last: 0, supplement: None },
            withheld: (public <= paper).then(|| vec![3]),
            remarks: Vec::new(),
        };
        let papers = lengths.iter().enumerate().map(paper).collect();
        BoundVolume::new(None, 1, papers)
    }

    /// Returns the first and last pages of the papers.
    fn ranges(volume: &BoundVolume) -> Vec<(u32, u32)> {
        volume.papers.iter().map(|paper| (paper.range.first, paper.range.last)).collect()
    }

    #[test]
    fn papers_follow_the_front_and_exempt_ones_their_cover() {
        let mut volume = volume(&[3, 1, 2], 2);
        let measured = volume.paginate(false, &mut |_| Some(Lengths { front: 4, cover: 1 }));
        assert_eq!(measured, Some(true));
        assert_eq!(ranges(&volume), [(5, 7), (8, 8), (10, 11)]);
        assert_eq!((volume.front, volume.exempt_start, volume.end()), (4, 9, 12));
    }

    #[test]
    fn reports_begin_on_the_right_where_packs_are_printed_on_both_sides() {
        let mut volume = volume(&[2, 3], 2);
        volume.paginate(true, &mut |_| Some(Lengths { front: 1, cover: 0 }));
        assert_eq!(ranges(&volume), [(3, 4), (5, 7)]);
    }

    #[test]
    fn lengths_that_go_back_and_forth_settle_on_the_longer() {
        let mut volume = volume(&[1], 1);
        let mut round = 0;
        let measured = volume.paginate(false, &mut |_| {
            round += 1;
            Some(Lengths { front: 1 + round % 2, cover: 0 })
        });
        assert_eq!(measured, Some(true));
        assert_eq!(volume.front, 2);
    }

    #[test]
    fn a_front_that_can_not_be_made_stops_the_volume() {
        assert_eq!(volume(&[1], 1).paginate(false, &mut |_| None), None);
    }
}
