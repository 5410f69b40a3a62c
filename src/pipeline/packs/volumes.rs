//! Opens the papers of a meeting's packs, measures what stands before them, and lays the packs out.

use std::sync::Arc;

use super::super::renderer::Renderer;
use super::judge::Judge;
use super::papers::open;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds::PackContents;
use crate::model::bundle::PageNumbers;
use crate::pack::Limits;
use crate::packs::bind::{Bind, BindBundle};
use crate::packs::layout::{BoundVolume, LayoutFault, Lengths, PackLayout};
use crate::papers::PaperSource;
use crate::typeset::{Composed, Document, Rounds, SharedWork};

/// The packs of a meeting, laid out, with what stands before their papers.
#[derive(Debug)]
pub struct Layout {
    /// What they are made from.
    pub(super) bind: Arc<Bind>,
    /// The limits within which their parts are read.
    pub(super) limits: Limits,
    /// What confirms their claims.
    pub(super) judge: Judge,
    /// Which papers are on which pages.
    pub(super) packs: PackLayout,
    /// The fronts and covers with the page numbers of this layout.
    fronts: Vec<Front>,
}

/// The agenda or cover that stands before the papers of a pack.
#[derive(Debug)]
struct Front {
    /// The supplement that it is in.
    supplement: Option<u32>,
    /// The pack that it is in.
    contents: PackContents,
    work: SharedWork,
    composed: Composed,
}

impl Layout {
    /// Returns what stands before the papers of a pack, if something does; `None` where it can't be written,
    /// with the reason in `diags`.
    pub(super) fn front(
        &self,
        renderer: &Renderer,
        diags: &mut Diagnostics,
        volume: &BoundVolume,
        contents: PackContents,
    ) -> Option<Option<Document>> {
        let is_wanted =
            |front: &&Front| front.supplement == volume.supplement && front.contents == contents;
        let Some(front) = self.fronts.iter().find(is_wanted) else { return Some(None) };
        renderer.export(diags, &front.work, &volume.numbers(), &front.composed).map(Some)
    }

    /// Returns the pages of all papers; what was found is added to `diags`.
    pub(in crate::pipeline) fn numbers(&self, diags: &mut Diagnostics) -> PageNumbers {
        self.packs.faults.iter().for_each(|fault| diags.push(fault.diagnostic.clone()));
        self.packs.numbers.clone()
    }

    /// Returns the papers that go out with the agenda (`None`) or in a supplement; `None` where they can't be
    /// laid out, with the reasons in `diags`.
    pub(in crate::pipeline) fn find(
        &self,
        diags: &mut Diagnostics,
        supplement: Option<u32>,
    ) -> Option<&BoundVolume> {
        let volume = self.packs.volume(supplement);
        for fault in &self.packs.faults {
            // What can't be made may lack what came before it.
            if volume.is_none() || fault.supplement == supplement {
                diags.push(fault.diagnostic.clone());
            }
        }
        volume
    }
}

/// Lays out the packs of a meeting.
pub(in crate::pipeline) fn lay_out(
    renderer: &Renderer,
    papers: &PaperSource,
    bind: Arc<Bind>,
) -> Layout {
    let opener = papers.opener.with_marks(bind.removes_marks);
    let papers = &PaperSource { opener, files: papers.files.clone() };
    let (mut packs, mut fronts) = (PackLayout::default(), Vec::new());
    let mut next = 1;
    for bundle in &bind.bundles {
        if !bind.continues {
            next = 1;
        }
        let volume =
            volume(renderer, papers, &mut packs.faults, bundle, next, bind.duplex, &mut fronts);
        let Some(volume) = volume else {
            if bind.continues {
                // What would follow has no number to begin with.
                break;
            }
            continue;
        };
        next = volume.end();
        // A paper that was released keeps the pages that it had among the exempt ones.
        for (paper, pages) in volume.numbers() {
            packs.numbers.entry(paper).or_insert(pages);
        }
        packs.volumes.push(volume);
    }
    let opener = &papers.opener;
    Layout { bind, limits: opener.limits.clone(), judge: Judge::of(opener), packs, fronts }
}

/// Opens the papers of a bundle, measures what stands before them, and gives them their numbers; what stands
/// before them is added to `fronts`.
fn volume(
    renderer: &Renderer,
    papers: &PaperSource,
    faults: &mut Vec<LayoutFault>,
    bundle: &BindBundle,
    first: u32,
    duplex: bool,
    fronts: &mut Vec<Front>,
) -> Option<BoundVolume> {
    let supplement = bundle.supplement;
    let papers = open(renderer, papers, faults, bundle)?;
    let works = bundle.fronts.iter().map(|front| Some((front.contents, front.work.as_ref()?)));
    let works = works.collect::<Option<Vec<_>>>()?;
    let mut volume = BoundVolume::new(supplement, first, papers);
    let mut composed = Vec::new();
    let mut diags = Diagnostics::default();
    let rounds = Rounds::begin();
    let mut measure = |numbers: &PageNumbers| {
        composed.clear();
        let mut lengths = Lengths { front: 0, cover: 0 };
        for (contents, work) in &works {
            let document = renderer.compose(&mut diags, work, numbers, &rounds)?;
            let pages = u32::try_from(document.pages()).ok()?;
            match contents {
                PackContents::Exempt => lengths.cover = pages,
                PackContents::Public | PackContents::All => {
                    lengths.front = lengths.front.max(pages);
                }
            }
            composed.push(document);
        }
        Some(lengths)
    };
    let has_settled = match &bundle.published {
        Some(published) => volume.place_as_published(published, &mut measure).map(|()| true),
        None => volume.paginate(duplex, &mut measure),
    };
    drop(rounds);
    if has_settled == Some(false) {
        let message = "the length of the agenda changes each time its page numbers are filled in";
        diags.push(Diagnostic::new(Code::PackFailed, message));
    }
    faults.extend(diags.into_vec().into_iter().map(|diagnostic| LayoutFault {
        supplement,
        paper: None,
        diagnostic,
    }));
    if has_settled != Some(true) {
        return None;
    }
    let works = works.into_iter().zip(composed);
    fronts.extend(works.map(|((contents, work), composed)| Front {
        supplement,
        contents,
        work: work.clone(),
        composed,
    }));
    Some(volume)
}
