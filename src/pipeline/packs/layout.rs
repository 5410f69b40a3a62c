//! Lays out the packs of a meeting: which papers, in which order, on which pages.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, PoisonError};

use super::papers::{OpenedPaper, open, remarks};
use super::{Job, Session, job, set};
use crate::diag::{Diagnostic, Diagnostics};
use crate::kinds::PackContents;
use crate::model::bundle::{self, Bundle, PageNumbers, PageRange};
use crate::model::council::SupplementNumbering;
use crate::model::meeting::{Meeting, PaperKind};
use crate::papers::Opened;

/// How often the front is set again because its own length moved the numbers on it.
const ROUNDS: usize = 6;

/// The packs of a meeting, or the reason why there are none.
#[derive(Debug)]
pub(in crate::pipeline) struct PackLayout {
    /// What was found on the way, each with the supplement that it was found in, where in one; what
    /// a paper costs the packs that it is in stands with the paper.
    pub(super) diags: Vec<(Option<u32>, Diagnostic)>,
    /// The pack that goes out with the agenda, and the supplements; those that can be made.
    pub(super) volumes: Vec<BoundVolume>,
    /// The pages of all papers.
    pub(super) numbers: PageNumbers,
}

/// Papers that are published together, laid out.
#[derive(Debug)]
pub(super) struct BoundVolume {
    pub(super) bundle: Bundle,
    /// The number of its first page.
    pub(super) first: u32,
    /// How many pages the front takes.
    pub(super) front: u32,
    /// Its papers in order, those that are withheld last.
    pub(super) papers: Vec<PlacedPaper>,
    /// The number of the first page of what is not for publication, its cover included.
    pub(super) exempt_start: u32,
}

/// A paper, laid out.
#[derive(Debug)]
pub(super) struct PlacedPaper {
    /// Its position among the meeting's papers.
    pub(super) paper: usize,
    /// The clean copy.
    pub(super) opened: Opened,
    /// The pages it has.
    pub(super) range: PageRange,
    /// Whether a blank page comes before it.
    pub(super) blank: bool,
    /// The paragraphs by which it is withheld, where it is.
    pub(super) withheld: Option<Vec<u32>>,
    /// What there is to say of it wherever it is bound, and nowhere else.
    pub(super) remarks: Vec<Diagnostic>,
}

impl PlacedPaper {
    /// Returns whether a pack that binds these papers has this one.
    pub(super) fn is_in(&self, binds: PackContents) -> bool {
        match binds {
            PackContents::Public => self.withheld.is_none(),
            PackContents::Exempt => self.withheld.is_some(),
            PackContents::All => true,
        }
    }
}

/// Reports what there is to say of a pack, and returns its papers; `None` where it can't be made.
pub(super) fn report<'a>(
    diags: &mut Diagnostics,
    layout: &'a PackLayout,
    job: &Job,
    binds: PackContents,
) -> Option<&'a BoundVolume> {
    let volume =
        layout.volumes.iter().find(|volume| volume.bundle.supplement == job.subject.number);
    for (supplement, diagnostic) in &layout.diags {
        // What can't be made may lack what came before it.
        if volume.is_none() || *supplement == job.subject.number {
            diags.push(diagnostic.clone());
        }
    }
    let volume = volume?;
    for remark in
        volume.papers.iter().filter(|paper| paper.is_in(binds)).flat_map(|paper| &paper.remarks)
    {
        diags.push(remark.clone());
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
    let mut layout =
        PackLayout { diags: Vec::new(), volumes: Vec::new(), numbers: PageNumbers::new() };
    let council = session.data().council.as_ref();
    let settings = council.and_then(|council| council.packs.as_ref());
    let goes_on = settings.and_then(|settings| settings.supplement_numbering.as_ref());
    let goes_on = goes_on.is_some_and(|numbering| numbering.value == SupplementNumbering::Continue);
    let duplex = settings.and_then(|flag| flag.duplex.as_ref()).is_some_and(|flag| flag.0);
    let mut next = 1;
    for bundle in bundle::bundles(session.data(), meeting) {
        if !goes_on {
            next = 1;
        }
        let mut diags = Diagnostics::default();
        let supplement = bundle.supplement;
        let opened = open(session, &mut diags, meeting, &bundle);
        let volume = opened.and_then(|opened| {
            paginate(session, &mut diags, meeting, bundle, opened, next, duplex)
        });
        layout
            .diags
            .extend(diags.into_vec().into_iter().map(|diagnostic| (supplement, diagnostic)));
        let Some(volume) = volume else {
            if goes_on {
                // What would follow has no number to begin with.
                break;
            }
            continue;
        };
        // Where everything is late, there is no pack before the first supplement.
        next = volume.papers.last().map_or(volume.exempt_start, |paper| paper.range.last + 1);
        layout.numbers.extend(volume.papers.iter().map(|paper| (paper.paper, paper.range)));
        layout.volumes.push(volume);
    }
    layout
}

/// Finds out how many pages stand before the papers, and gives all their numbers.
fn paginate(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    bundle: Bundle,
    opened: Vec<OpenedPaper>,
    first: u32,
    duplex: bool,
) -> Option<BoundVolume> {
    let has_withheld = opened.iter().any(|(_, _, withheld)| withheld.is_some());
    let names: &[&str] = match (bundle.supplement.is_some(), has_withheld) {
        (false, false) => &["public-pack"],
        (false, true) => &["public-pack", "members-pack"],
        (true, false) => &["supplement"],
        (true, true) => &["supplement", "members-supplement"],
    };
    let fronts: Vec<Job> =
        names.iter().filter_map(|name| job(session, meeting, name, &bundle)).collect();
    let cover = if has_withheld { job(session, meeting, "exempt-pack", &bundle) } else { None };
    let (mut front, mut cover_length) = (1, 1);
    let mut volume = BoundVolume { bundle, first, front, papers: Vec::new(), exempt_start: first };
    for (paper, opened, withheld) in opened {
        let range = PageRange { first: 0, last: 0, supplement: volume.bundle.supplement };
        let row = &session.data().papers_of(meeting.meeting.as_str())[paper];
        let remarks = remarks(row, &opened.facts.claims, &opened.facts.removed);
        volume.papers.push(PlacedPaper { paper, opened, range, blank: false, withheld, remarks });
    }
    for round in 0..ROUNDS {
        number(
            session,
            meeting,
            &mut volume,
            front,
            cover_length * u32::from(cover.is_some()),
            duplex,
        );
        let numbers: PageNumbers =
            volume.papers.iter().map(|paper| (paper.paper, paper.range)).collect();
        let mut longest = 0;
        for job in &fronts {
            longest = longest.max(set(session, diags, job, &numbers)?.pages);
        }
        let longest = u32::try_from(longest).ok()?;
        let cover_pages = match &cover {
            Some(job) => u32::try_from(set(session, diags, job, &numbers)?.pages).ok()?,
            None => cover_length,
        };
        // Where the numbers' own width makes lengths go back and forth, the longer one stays, and
        // the shorter is filled up with a blank page.
        let is_settled = longest == front && cover_pages == cover_length;
        let is_going_round = round > 1 && longest <= front && cover_pages <= cover_length;
        if is_settled || is_going_round {
            return Some(volume);
        }
        (front, cover_length) = if round > 1 {
            (longest.max(front), cover_pages.max(cover_length))
        } else {
            (longest, cover_pages)
        };
    }
    diags.push(Diagnostic::error(
        "pack/failed",
        "the length of the agenda changes each time its page numbers are filled in",
    ));
    None
}

/// Gives the papers of a volume their numbers.
fn number(
    session: &Session,
    meeting: &Meeting,
    volume: &mut BoundVolume,
    front: u32,
    cover: u32,
    duplex: bool,
) {
    let papers = session.data().papers_of(meeting.meeting.as_str());
    volume.front = front;
    let mut next = volume.first + front;
    let mut has_exempt = false;
    volume.exempt_start = next;
    for placed in &mut volume.papers {
        if placed.withheld.is_some() && !has_exempt {
            has_exempt = true;
            // What is handed out by itself begins on the right.
            next += u32::from(duplex && next.is_multiple_of(2));
            volume.exempt_start = next;
            next += cover;
        }
        let begins_right = papers[placed.paper].kind() != PaperKind::Appendix;
        placed.blank = duplex && begins_right && next.is_multiple_of(2);
        next += u32::from(placed.blank);
        let pages = u32::try_from(placed.opened.facts.pages.len()).unwrap_or(u32::MAX / 2);
        placed.range.first = next;
        placed.range.last = next + pages - 1;
        next += pages;
    }
    if !has_exempt {
        volume.exempt_start = next;
    }
}

/// Returns the paragraphs by which any paper is withheld.
pub(super) fn all_paragraphs(volume: &BoundVolume) -> Vec<String> {
    let all: BTreeSet<u32> = volume
        .papers
        .iter()
        .filter_map(|paper| paper.withheld.as_ref())
        .flatten()
        .copied()
        .collect();
    all.iter().map(ToString::to_string).collect()
}
