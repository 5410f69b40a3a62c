//! Opens the papers of a meeting's packs, measures what stands before them, and has the packs laid out.

use std::sync::{Arc, OnceLock};

use super::super::locked;
use super::papers::{open, remarks};
use super::{Job, Session, job};
use crate::diag::{Diagnostic, Diagnostics};
use crate::kinds::PackContents;
use crate::model::bundle::{self, Bundle, PageRange};
use crate::model::council::SupplementNumbering;
use crate::model::meeting::{Meeting, PaperKind};
use crate::packs::layout::{BoundVolume, Lengths, PackLayout, PlacedPaper};
use crate::typeset::Document;

/// The packs of a meeting, laid out, with what stands before their papers.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct Layout {
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
    document: Document,
}

impl Layout {
    /// Returns what stands before the papers of a pack.
    pub(super) fn front(
        &self,
        supplement: Option<u32>,
        contents: PackContents,
    ) -> Option<&Document> {
        let is_wanted =
            |front: &&Front| front.supplement == supplement && front.contents == contents;
        self.fronts.iter().find(is_wanted).map(|front| &front.document)
    }
}

/// Reports what there is to say of a pack, and returns its papers; `None` where it can't be made.
pub(super) fn report<'a>(
    diags: &mut Diagnostics,
    layout: &'a Layout,
    job: &Job,
    contents: PackContents,
) -> Option<&'a BoundVolume> {
    let volume = find(diags, layout, job)?;
    for paper in volume.papers.iter().filter(|paper| paper.is_in(contents)) {
        paper.remarks.iter().for_each(|remark| diags.push(remark.clone()));
    }
    Some(volume)
}

/// Returns the papers of a pack; `None` where it can't be made, with the reasons in `diags`.
pub(super) fn find<'a>(
    diags: &mut Diagnostics,
    layout: &'a Layout,
    job: &Job,
) -> Option<&'a BoundVolume> {
    let volume = layout.packs.volume(job.subject.number());
    for (supplement, diagnostic) in &layout.packs.diags {
        // What can't be made may lack what came before it.
        if volume.is_none() || *supplement == job.subject.number() {
            diags.push(diagnostic.clone());
        }
    }
    volume
}

/// Returns where the layout of a meeting's packs is kept.
pub(super) fn slot(session: &Session, meeting: &Meeting) -> Arc<OnceLock<Layout>> {
    let mut layouts = locked(&session.layouts);
    Arc::clone(layouts.entry(meeting.meeting.to_string()).or_default())
}

/// Lays out the packs of a meeting.
pub(super) fn lay_out(session: &Session, meeting: &Meeting) -> Layout {
    let (mut layout, mut fronts) = (PackLayout::default(), Vec::new());
    let council = session.data().council.as_ref();
    let settings = council.and_then(|council| council.packs.as_ref());
    let numbering = settings.and_then(|settings| settings.supplement_numbering.as_ref());
    let continues =
        numbering.is_some_and(|numbering| numbering.value == SupplementNumbering::Continue);
    let duplex = settings.and_then(|settings| settings.duplex.as_ref()).is_some_and(|flag| flag.0);
    let mut next = 1;
    for bundle in bundle::bundles(session.data(), meeting) {
        if !continues {
            next = 1;
        }
        let mut diags = Diagnostics::default();
        let supplement = bundle.supplement;
        let volume = volume(session, &mut diags, meeting, bundle, next, duplex, &mut fronts);
        layout
            .diags
            .extend(diags.into_vec().into_iter().map(|diagnostic| (supplement, diagnostic)));
        let Some(volume) = volume else {
            if continues {
                // What would follow has no number to begin with.
                break;
            }
            continue;
        };
        next = volume.end();
        layout.numbers.extend(volume.numbers());
        layout.volumes.push(volume);
    }
    Layout { packs: layout, fronts }
}

/// Opens the papers of a bundle, measures what stands before them, and gives them their numbers; what stands
/// before them is added to `fronts`.
fn volume(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    bundle: Bundle,
    first: u32,
    duplex: bool,
    fronts: &mut Vec<Front>,
) -> Option<BoundVolume> {
    let opened = open(session, diags, meeting, &bundle)?;
    let has_withheld = opened.iter().any(|(_, _, withheld)| withheld.is_some());
    let for_members = has_withheld.then_some(PackContents::All);
    let cover = has_withheld.then_some(PackContents::Exempt);
    let mut works = Vec::new();
    for contents in [Some(PackContents::Public), for_members, cover].into_iter().flatten() {
        if let Some(job) = job(session, meeting, contents, &bundle) {
            works.push((contents, job.kind.template(), session.merge_unchecked(diags, &job)?));
        }
    }
    let rows = session.data().papers_of(meeting.meeting.as_str());
    let papers = opened.into_iter().map(|(paper, opened, withheld)| PlacedPaper {
        begins_right: rows[paper].kind() != PaperKind::Appendix,
        range: PageRange { first: 0, last: 0, supplement: bundle.supplement },
        remarks: remarks(&rows[paper], &opened.facts.claims, &opened.facts.removed),
        id: rows[paper].id().clone(),
        paper,
        opened,
        withheld,
    });
    let papers = papers.collect();
    let mut volume = BoundVolume::new(bundle, first, papers);
    let mut typeset = Vec::new();
    let has_settled = volume.paginate(duplex, &mut |numbers| {
        typeset.clear();
        let mut lengths = Lengths { front: 0, cover: 0 };
        for (contents, template, work) in &works {
            let document = session.typeset(diags, template, work, numbers)?;
            let pages = u32::try_from(document.pages).ok()?;
            match contents {
                PackContents::Exempt => lengths.cover = pages,
                PackContents::Public | PackContents::All => {
                    lengths.front = lengths.front.max(pages);
                }
            }
            typeset.push((*contents, document));
        }
        Some(lengths)
    })?;
    if !has_settled {
        let message = "the length of the agenda changes each time its page numbers are filled in";
        diags.push(Diagnostic::error("pack/failed", message));
        return None;
    }
    let supplement = volume.bundle.supplement;
    fronts.extend(typeset.into_iter().map(|(contents, document)| Front {
        supplement,
        contents,
        document,
    }));
    Some(volume)
}
