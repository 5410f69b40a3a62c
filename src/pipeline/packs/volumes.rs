//! Opens the papers of a meeting's packs, measures what stands before them, and has the packs laid out.

use std::sync::{Arc, OnceLock, PoisonError};

use super::papers::{open, remarks};
use super::{Job, Session, job, typeset_front};
use crate::diag::{Diagnostic, Diagnostics};
use crate::kinds::PackContents;
use crate::model::bundle::{self, Bundle, PageNumbers, PageRange};
use crate::model::council::SupplementNumbering;
use crate::model::meeting::{Meeting, PaperKind};
use crate::packs::layout::{BoundVolume, Lengths, PackLayout, PlacedPaper};

/// Reports what there is to say of a pack, and returns its papers; `None` where it can't be made.
pub(super) fn report<'a>(
    diags: &mut Diagnostics,
    layout: &'a PackLayout,
    job: &Job,
    contents: PackContents,
) -> Option<&'a BoundVolume> {
    let volume = layout.volume(job.subject.number());
    for (supplement, diagnostic) in &layout.diags {
        // What can't be made may lack what came before it.
        if volume.is_none() || *supplement == job.subject.number() {
            diags.push(diagnostic.clone());
        }
    }
    let volume = volume?;
    for paper in volume.papers.iter().filter(|paper| paper.is_in(contents)) {
        paper.remarks.iter().for_each(|remark| diags.push(remark.clone()));
    }
    Some(volume)
}

/// Returns where the layout of a meeting's packs is kept.
pub(super) fn slot(session: &Session, meeting: &Meeting) -> Arc<OnceLock<PackLayout>> {
    let mut layouts = session.layouts.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(layouts.entry(meeting.meeting.to_string()).or_default())
}

/// Lays out the packs of a meeting.
pub(super) fn lay_out(session: &Session, meeting: &Meeting) -> PackLayout {
    let mut layout = PackLayout::default();
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
        let volume = volume(session, &mut diags, meeting, bundle, next, duplex);
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
    layout
}

/// Opens the papers of a bundle, measures what stands before them, and gives them their numbers.
fn volume(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    bundle: Bundle,
    first: u32,
    duplex: bool,
) -> Option<BoundVolume> {
    let opened = open(session, diags, meeting, &bundle)?;
    let has_withheld = opened.iter().any(|(_, _, withheld)| withheld.is_some());
    let for_members = has_withheld.then_some(PackContents::All);
    let fronts: Vec<Job> = [Some(PackContents::Public), for_members]
        .into_iter()
        .flatten()
        .filter_map(|contents| job(session, meeting, contents, &bundle))
        .collect();
    let cover = has_withheld.then(|| job(session, meeting, PackContents::Exempt, &bundle));
    let cover = cover.flatten();
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
    let has_settled = volume.paginate(duplex, &mut |numbers| {
        let mut front = 0;
        for job in &fronts {
            front = front.max(pages(session, diags, job, numbers)?);
        }
        let cover = match &cover {
            Some(job) => pages(session, diags, job, numbers)?,
            None => 0,
        };
        Some(Lengths { front, cover })
    })?;
    if !has_settled {
        let message = "the length of the agenda changes each time its page numbers are filled in";
        diags.push(Diagnostic::error("pack/failed", message));
        return None;
    }
    Some(volume)
}

/// Returns how many pages a document has that shows these numbers.
fn pages(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
    numbers: &PageNumbers,
) -> Option<u32> {
    u32::try_from(typeset_front(session, diags, job, numbers)?.pages).ok()
}
