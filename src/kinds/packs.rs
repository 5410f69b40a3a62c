//! Packs: what stands before the papers that are bound into one PDF. For the public and for members
//! that is the agenda; for papers that are not for publication, and for late ones, a cover.

use schemars::JsonSchema;
use serde::Serialize;

use super::agenda::{self, Edition};
use super::furniture::{self, ContactView, CouncilView, MeetingView};
use super::{Binds, Kind, Subject};
use crate::diag::{Diagnostic, Diagnostics};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::bundle::{self, Bundle, PageNumbers, PageRange};
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, LineKind, Paper, PaperKind, PaperStatus};

/// The tables whose lost rows stop a pack; the last is the papers' files.
const NEEDS: &[&str] =
    &["council", "bodies", "members", "meetings", "agenda", "documents", "documents/"];

/// The agenda and the papers that the public may see.
pub(super) struct PublicPack;

/// The papers of a meeting that are not for publication.
pub(super) struct ExemptPack;

/// The agenda and all papers.
pub(super) struct MembersPack;

/// Papers that were published after the agenda.
pub(super) struct Supplement;

/// Papers that came after the agenda, those that are not for publication among them.
pub(super) struct MembersSupplement;

impl Kind for PublicPack {
    const NAME: &'static str = "public-pack";
    const SUMMARY: &'static str = "the agenda and its papers in one PDF, for the public";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = "agenda";
    const BINDS: Option<Binds> = Some(Binds::Public);
    type Sees = PublicDataset;
    type View = agenda::View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        packs(data, |_| true)
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<agenda::View> {
        agenda::view(data, subject, pages, Edition { in_pack: true, for_members: false })
    }
}

impl Kind for MembersPack {
    const NAME: &'static str = "members-pack";
    const SUMMARY: &'static str = "the agenda and all its papers in one PDF, for members only";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = "agenda";
    const BINDS: Option<Binds> = Some(Binds::All);
    type Sees = Dataset;
    type View = agenda::View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        packs(data, |withheld| withheld)
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &Dataset,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<agenda::View> {
        agenda::view(data, subject, pages, Edition { in_pack: true, for_members: true })
    }
}

impl Kind for ExemptPack {
    const NAME: &'static str = "exempt-pack";
    const SUMMARY: &'static str = "the papers that are not for publication, for members only";
    const NEEDS: &'static [&'static str] = NEEDS;
    const BINDS: Option<Binds> = Some(Binds::Exempt);
    type Sees = Dataset;
    type View = Cover;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        packs(data, |withheld| withheld)
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &Dataset,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<Cover> {
        let bundle = bundle_of(data, subject)?;
        cover(data, subject, pages, &bundle, true)
    }
}

impl Kind for Supplement {
    const NAME: &'static str = "supplement";
    const SUMMARY: &'static str = "papers published after the agenda, with the reason";
    const NEEDS: &'static [&'static str] = NEEDS;
    const BINDS: Option<Binds> = Some(Binds::Public);
    type Sees = PublicDataset;
    type View = Cover;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        supplements(data, |_| true)
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<Cover> {
        let bundle = late_bundle(diags, data, subject)?;
        cover(data, subject, pages, &bundle, false)
    }
}

impl Kind for MembersSupplement {
    const NAME: &'static str = "members-supplement";
    const SUMMARY: &'static str = "late papers with those not for publication, for members only";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = "supplement";
    const BINDS: Option<Binds> = Some(Binds::All);
    type Sees = Dataset;
    type View = Cover;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        supplements(data, |withheld| withheld)
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &Dataset,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<Cover> {
        let bundle = late_bundle(diags, data, subject)?;
        cover(data, subject, pages, &bundle, true)
    }
}

/// What stands before papers that are not for publication, and before late ones.
#[derive(Serialize, JsonSchema)]
pub(super) struct Cover {
    /// The council.
    council: CouncilView,
    /// The meeting.
    meeting: MeetingView,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// The supplement's number.
    supplement: Option<u32>,
    /// When the papers were, or are to be, published.
    published: Option<String>,
    /// Whether it is for members only, and shows what is not for publication.
    for_members: bool,
    /// The items that have papers here.
    items: Vec<ItemView>,
}

/// An item that has papers.
#[derive(Serialize, JsonSchema)]
pub(super) struct ItemView {
    /// Its number on the agenda.
    number: String,
    /// Its title.
    title: Option<String>,
    /// Why it can't wait, where it was added late.
    urgency_reason: Option<String>,
    /// Its papers.
    papers: Vec<PaperView>,
}

/// A paper.
#[derive(Serialize, JsonSchema)]
pub(super) struct PaperView {
    /// Its title; none where it is withheld.
    title: Option<String>,
    /// Whether it is an appendix.
    is_appendix: bool,
    /// The paper that it replaces.
    supersedes: Option<String>,
    /// Why it was not published with the agenda.
    late_reason: Option<String>,
    /// Whether it is not for publication.
    exempt: bool,
    /// The paragraphs of Schedule 12A by which it is not.
    paragraphs: Vec<String>,
    /// Why the public interest is better served so.
    exempt_reason: Option<String>,
    /// What may be said of it in public.
    summary: Option<Markup>,
    /// Its first page.
    first: Option<u32>,
    /// Its last page.
    last: Option<u32>,
    /// Where a link to it leads.
    link: Option<String>,
}

/// Returns the meetings whose papers are bound: all of them, or those that have a paper of which
/// `wants` takes whether it is withheld.
fn packs(data: &Dataset, wants: impl Fn(bool) -> bool) -> Vec<Subject> {
    let mut subjects = agenda::subjects(data);
    subjects.retain(|subject| {
        bundle_of(data, subject).is_some_and(|own| has(data, subject, &own, &wants))
    });
    subjects
}

/// Returns the supplements, likewise.
fn supplements(data: &Dataset, wants: impl Fn(bool) -> bool) -> Vec<Subject> {
    let mut found = Vec::new();
    for subject in agenda::subjects(data) {
        let Some(meeting) = data.meeting(&subject.key) else { continue };
        for own in bundle::bundles(data, meeting) {
            let Some(number) = own.supplement else { continue };
            if has(data, &subject, &own, &wants) {
                let date = own.published.or(subject.date);
                found.push(Subject { number: Some(number), date, ..subject.clone() });
            }
        }
    }
    found
}

fn has(data: &Dataset, subject: &Subject, own: &Bundle, wants: impl Fn(bool) -> bool) -> bool {
    let papers = data.papers_of(&subject.key);
    own.papers.iter().any(|at| wants(bundle::withheld(data, &subject.key, &papers[*at]).is_some()))
}

/// Returns the papers that a subject is about.
fn bundle_of(data: &Dataset, subject: &Subject) -> Option<Bundle> {
    let meeting = data.meeting(&subject.key)?;
    bundle::bundles(data, meeting).into_iter().find(|own| own.supplement == subject.number)
}

/// Returns the papers of a supplement; `None` where one of them does not say why it is late.
fn late_bundle(diags: &mut Diagnostics, data: &Dataset, subject: &Subject) -> Option<Bundle> {
    let meeting = data.meeting(&subject.key)?;
    // What is withheld has lost its file here; the positions are those of all papers.
    let papers = data.papers_of(&subject.key);
    let late = |paper: &Paper| {
        let published = paper.published_at.as_ref().map(|own| own.date);
        bundle::is_late(meeting, paper)
            && paper.status() == PaperStatus::Final
            && published.is_some()
            && published == subject.date
    };
    let own: Vec<usize> = (0..papers.len()).filter(|at| late(&papers[*at])).collect();
    let mut is_whole = true;
    for at in &own {
        let paper = &papers[*at];
        let line = data.item(&subject.key, &paper.number);
        let is_urgent = line.is_some_and(|own| own.urgency_reason.is_some());
        let is_withheld = bundle::withheld(data, &subject.key, paper).is_some();
        if paper.late_reason.is_none() && !is_urgent && !is_withheld {
            is_whole = false;
            diags.push(
                Diagnostic::error(
                    "pack/no-late-reason",
                    "published after the agenda, and nothing says why it was late",
                )
                .at(&paper.title.origin)
                .hint("fill in `late-reason`, which is printed on the supplement's cover")
                .law("Local Government Act 1972, s. 100B(3) and (4)"),
            );
        }
    }
    is_whole.then_some(Bundle { supplement: subject.number, published: subject.date, papers: own })
}

/// Returns the cover of some papers: of a supplement's, or of those that are withheld.
fn cover(
    data: &Dataset,
    subject: &Subject,
    pages: &PageNumbers,
    bundle: &Bundle,
    for_members: bool,
) -> Option<Cover> {
    let meeting = data.meeting(&subject.key)?;
    let body = data.body_of(meeting)?;
    let papers = data.papers_of(&subject.key);
    let mut items = Vec::new();
    for line in data.agenda_of(&subject.key).iter().filter(|own| own.kind() == LineKind::Item) {
        let own = bundle.papers.iter().filter(|at| line.has_number(&papers[**at].number));
        let own = own.filter_map(|at| {
            let paper = &papers[*at];
            let paragraphs = bundle::withheld(data, &subject.key, paper);
            let is_shown = bundle.supplement.is_some() || paragraphs.is_some();
            let range = pages.get(at).filter(|_| for_members || paragraphs.is_none());
            is_shown.then(|| paper_view(*at, line, paper, paragraphs, range))
        });
        let own: Vec<PaperView> = own.collect();
        if let Some(number) = line.number.as_ref().filter(|_| !own.is_empty()) {
            items.push(ItemView {
                number: number.to_string(),
                title: furniture::string(line.title.as_ref()),
                urgency_reason: furniture::string(line.urgency_reason.as_ref()),
                papers: own,
            });
        }
    }
    Some(Cover {
        council: furniture::council(data)?,
        meeting: furniture::meeting(meeting, body),
        contact: furniture::contact(data, meeting, body),
        supplement: bundle.supplement,
        published: bundle.published.map(furniture::iso),
        for_members,
        items,
    })
}

fn paper_view(
    at: usize,
    line: &AgendaLine,
    paper: &Paper,
    paragraphs: Option<Vec<u32>>,
    range: Option<&PageRange>,
) -> PaperView {
    let exempt = paragraphs.is_some();
    let reason = paper.exempt_reason.as_ref().or(line.exempt_reason.as_ref());
    let summary = paper.public_summary.as_ref().or(line.public_summary.as_ref());
    PaperView {
        title: Some(paper.title.to_string()).filter(|own| !own.is_empty()),
        is_appendix: paper.kind() == PaperKind::Appendix,
        supersedes: furniture::string(paper.supersedes.as_ref()),
        late_reason: furniture::string(paper.late_reason.as_ref()),
        exempt,
        paragraphs: paragraphs.unwrap_or_default().iter().map(ToString::to_string).collect(),
        exempt_reason: furniture::string(reason.filter(|_| exempt)),
        summary: furniture::markup(summary.filter(|_| exempt)),
        first: range.map(|own| own.first),
        last: range.map(|own| own.last),
        link: range.map(|_| bundle::link(at)),
    }
}
