//! Packs: what comes before the papers that are bound into one PDF. For the public and for members
//! that is the agenda; for papers that are not for publication, and for late ones, a cover.

use schemars::JsonSchema;
use serde::Serialize;

use super::agenda::{self, Edition};
use super::common::{self, ContactView, CouncilView, ExemptView, MeetingView, ReleaseView};
use super::{Kind, MeetingSubject, PackContents, Subject, UploadedAs};
use crate::diag::{Code, Diagnostic};
use crate::model::access::PublicDataset;
use crate::model::bundle::{self, Bundle};
use crate::model::council::Nation;
use crate::model::dataset::Dataset;
use crate::model::meeting::{Paper, PaperKind};

/// The tables whose lost rows stop a pack; the last is the papers' files.
const NEEDS: &[&str] =
    &["council", "bodies", "members", "officers", "meetings", "agenda", "documents", "documents/"];

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
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::PublicReportsPack);
    const SUMMARY: &'static str = "the agenda and its papers in one PDF, for the public";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = "agenda";
    const PACK_CONTENTS: Option<PackContents> = Some(PackContents::Public);
    const TELLS: &'static [&'static str] = &["agenda-items", "papers", "members"];
    type Audience = PublicDataset;
    type View = agenda::View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        pack_subjects(data, |_| true)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<agenda::View> {
        agenda::view(data, subject, Edition { in_pack: true, for_members: false })
    }
}

impl Kind for MembersPack {
    const NAME: &'static str = "members-pack";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::MembersReportsPack);
    const SUMMARY: &'static str = "the agenda and all its papers in one PDF, for members only";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = "agenda";
    const PACK_CONTENTS: Option<PackContents> = Some(PackContents::All);
    type Audience = Dataset;
    type View = agenda::View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        pack_subjects(data, |withheld| withheld)
    }

    fn view(&self, data: &Dataset, subject: &Subject) -> Option<agenda::View> {
        agenda::view(data, subject, Edition { in_pack: true, for_members: true })
    }
}

impl Kind for ExemptPack {
    const NAME: &'static str = "exempt-pack";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::RestrictedReportsPack);
    const SUMMARY: &'static str = "the papers that are not for publication, for members only";
    const NEEDS: &'static [&'static str] = NEEDS;
    const PACK_CONTENTS: Option<PackContents> = Some(PackContents::Exempt);
    type Audience = Dataset;
    type View = Cover;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        pack_subjects(data, |withheld| withheld)
    }

    fn view(&self, data: &Dataset, subject: &Subject) -> Option<Cover> {
        let bundle = bundle_of(data, subject.meeting()?, subject.number())?;
        cover(data, subject, &bundle, true)
    }
}

impl Kind for Supplement {
    const NAME: &'static str = "supplement";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::Supplement);
    const SUMMARY: &'static str = "papers published after the agenda, with the reason";
    const NEEDS: &'static [&'static str] = NEEDS;
    const PACK_CONTENTS: Option<PackContents> = Some(PackContents::Public);
    const TELLS: &'static [&'static str] = &["papers"];
    type Audience = PublicDataset;
    type View = Cover;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        supplement_subjects(data, |_| true)
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        unexplained(data, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<Cover> {
        let bundle = bundle_of(data, subject.meeting()?, subject.number())?;
        cover(data, subject, &bundle, false)
    }
}

impl Kind for MembersSupplement {
    const NAME: &'static str = "members-supplement";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::MembersSupplement);
    const SUMMARY: &'static str = "late papers with those not for publication, for members only";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = "supplement";
    const PACK_CONTENTS: Option<PackContents> = Some(PackContents::All);
    type Audience = Dataset;
    type View = Cover;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        supplement_subjects(data, |withheld| withheld)
    }

    fn unmet(&self, data: &Dataset, subject: &Subject) -> Vec<Diagnostic> {
        unexplained(data, subject)
    }

    fn view(&self, data: &Dataset, subject: &Subject) -> Option<Cover> {
        let bundle = bundle_of(data, subject.meeting()?, subject.number())?;
        cover(data, subject, &bundle, true)
    }
}

/// The cover of papers that are not for publication, or of late ones.
#[derive(Serialize, JsonSchema)]
pub(super) struct Cover {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting that the papers are for.
    meeting: MeetingView,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where
    /// the data name none.
    contact: Option<ContactView>,
    /// The supplement's number, from 1. Absent where the papers are not those of a supplement.
    supplement: Option<u32>,
    /// The day on which the papers were, or are to be, published, as an ISO date such as
    /// `2026-01-13`, for the `date` helper. Absent where none is given.
    published: Option<String>,
    /// Whether it is for members only, and so shows papers that are not for publication; false in
    /// everything for the public.
    for_members: bool,
    /// Whether its papers are exempt ones that were released to the public after their meeting.
    is_release: bool,
    /// The agenda items that have papers in it, in the order of the agenda.
    items: Vec<ItemView>,
}

/// An agenda item that has papers behind the cover.
#[derive(Serialize, JsonSchema)]
pub(super) struct ItemView {
    /// The item's number on the agenda, such as `4` or `4a`.
    number: String,
    /// The item's title. Absent where it has none.
    title: Option<String>,
    /// Why the item can't wait, where it was added after the agenda was published. Absent
    /// otherwise.
    urgency_reason: Option<String>,
    /// Its papers behind the cover, in order.
    papers: Vec<PaperView>,
}

/// A paper behind the cover.
#[derive(Serialize, JsonSchema)]
pub(super) struct PaperView {
    /// The paper's title. Absent on a cover for the public where the paper is withheld.
    title: Option<String>,
    /// What the paper is called in public, such as `Appendix B`. Absent where it has no such label.
    label: Option<String>,
    /// Whether it is an appendix to a report.
    is_appendix: bool,
    /// The title of the paper that it replaces, or the label where that title is withheld. Absent
    /// where it replaces none, is withheld itself, or the other has neither.
    supersedes: Option<String>,
    /// Why it was not published with the agenda. Absent where no reason is given, or where the
    /// paper is withheld from the public.
    late_reason: Option<String>,
    /// Why it is not for publication, or was not until it was released. Absent where it has always been public.
    exempt: Option<ExemptView>,
    /// When and by whom it was released. Absent on covers on which nothing is released.
    released: Option<ReleaseView>,
    /// Its id, such as `4a-report`, for the function `pages-of`. Absent for a withheld paper on a cover for
    /// the public, which is not in the pack.
    id: Option<String>,
    /// The address of a link to its first page, for Typst's `link`. Absent where `id` is.
    link: Option<String>,
}

/// Returns the meetings whose papers are bound: those with a paper, or a notice in place of one, that `wants`
/// accepts, given whether it is withheld from the public.
fn pack_subjects(data: &Dataset, wants: impl Fn(bool) -> bool) -> Vec<Subject> {
    let mut subjects = agenda::subjects(data);
    subjects.retain(|meeting| {
        bundle_of(data, meeting, None)
            .is_some_and(|bundle| has_wanted_paper(data, meeting, &bundle, &wants))
    });
    subjects.into_iter().map(Subject::Meeting).collect()
}

/// Returns the supplements with a paper that `wants` accepts, as for packs.
fn supplement_subjects(data: &Dataset, wants: impl Fn(bool) -> bool) -> Vec<Subject> {
    let mut found = Vec::new();
    for subject in agenda::subjects(data) {
        let Some(meeting) = data.meeting(&subject.name) else { continue };
        for bundle in bundle::bundles(data, meeting) {
            let Some(number) = bundle.supplement else { continue };
            if has_wanted_paper(data, &subject, &bundle, &wants) {
                let published = bundle.published.or(subject.date);
                found.push(Subject::Supplement { meeting: subject.clone(), number, published });
            }
        }
    }
    found
}

/// Returns whether `wants` accepts any paper of a bundle, or the notices in it, which everybody may see.
fn has_wanted_paper(
    data: &Dataset,
    meeting: &MeetingSubject,
    bundle: &Bundle,
    wants: impl Fn(bool) -> bool,
) -> bool {
    let papers = data.papers_of(&meeting.name);
    let mut papers = bundle.papers.iter().map(|at| bundle.withheld(&papers[*at]).is_some());
    papers.any(&wants) || bundle.has_notices && wants(false)
}

/// Returns the papers of a meeting's supplement with a number, or those published with its agenda.
fn bundle_of(data: &Dataset, meeting: &MeetingSubject, number: Option<u32>) -> Option<Bundle> {
    let meeting = data.meeting(&meeting.name)?;
    bundle::bundles(data, meeting).into_iter().find(|bundle| bundle.supplement == number)
}

/// Returns an error for each paper of a supplement of which the data don't say why it is late.
fn unexplained(data: &Dataset, subject: &Subject) -> Vec<Diagnostic> {
    let bundle = subject.meeting().and_then(|meeting| bundle_of(data, meeting, subject.number()));
    let Some(bundle) = bundle else { return Vec::new() };
    let name = subject.key();
    let papers = bundle.papers.iter().map(|at| &data.papers_of(&name)[*at]);
    let is_unexplained = |paper: &&Paper| {
        let line = data.item(&name, &paper.number);
        let is_urgent = line.is_some_and(|line| line.urgency_reason.is_some());
        paper.late_reason.is_none() && !is_urgent && !paper.is_exempt()
    };
    let nation = data.council.as_ref().and_then(|council| council.nation.as_ref());
    let nation = nation.map(|nation| nation.value);
    let error = |paper: &Paper| {
        Diagnostic::new(
            Code::PackNoLateReason,
            "published after the agenda, with no reason given for its lateness",
        )
        .at(&paper.origin)
        .hint("fill in `late-reason`, which is printed on the supplement's cover")
        .law(match nation {
            Some(Nation::Scotland) => "Local Government (Scotland) Act 1973, s. 50B(3) and (4)",
            Some(Nation::NorthernIreland) => "Local Government Act (Northern Ireland) 2014, Part 8",
            Some(Nation::England | Nation::Wales) | None => {
                "Local Government Act 1972, s. 100B(3) and (4)"
            }
        })
    };
    papers.filter(is_unexplained).map(error).collect()
}

/// Returns the cover of a supplement, or of the withheld papers that were published with the
/// agenda.
fn cover(data: &Dataset, subject: &Subject, bundle: &Bundle, for_members: bool) -> Option<Cover> {
    let name = &subject.meeting()?.name;
    let meeting = data.meeting(name)?;
    let body = data.body_of(meeting)?;
    let papers = data.papers_of(name);
    let mut items = Vec::new();
    for line in data.agenda_of(name) {
        let of_item = bundle.papers.iter().filter(|at| line.has_number(&papers[**at].number));
        let views = of_item.filter_map(|at| {
            let paper = &papers[*at];
            let is_withheld = bundle.withheld(paper).is_some();
            let is_shown = bundle.supplement.is_some() || is_withheld;
            is_shown.then(|| PaperView {
                released: ReleaseView::of(paper).filter(|_| bundle.is_release),
                ..paper_view(data, paper, for_members || !is_withheld)
            })
        });
        let views: Vec<PaperView> = views.collect();
        if let Some(number) = line.number.as_ref().filter(|_| !views.is_empty()) {
            items.push(ItemView {
                number: number.to_string(),
                title: common::string(line.title.as_ref()),
                urgency_reason: common::string(line.urgency_reason.as_ref()),
                papers: views,
            });
        }
    }
    Some(Cover {
        council: common::councils(data, body)?,
        meeting: common::meeting(meeting, body),
        contact: common::contact(data, meeting, body),
        supplement: bundle.supplement,
        published: bundle.published.map(common::iso),
        for_members,
        is_release: bundle.is_release,
        items,
    })
}

/// Returns the view of a paper; `is_bound` is whether it is behind the cover.
fn paper_view(data: &Dataset, paper: &Paper, is_bound: bool) -> PaperView {
    // What a withheld paper is called may be known by now, because it was released.
    PaperView {
        title: paper.title.known().filter(|_| is_bound).map(ToString::to_string),
        label: common::string(paper.label.as_ref()),
        is_appendix: paper.kind() == PaperKind::Appendix,
        supersedes: data.superseded(paper).filter(|_| is_bound).and_then(|replaced| {
            let title = replaced.title.known().map(ToString::to_string);
            title.or_else(|| common::string(replaced.label.as_ref()))
        }),
        late_reason: common::string(paper.late_reason.as_ref().filter(|_| is_bound)),
        exempt: paper.mark.private().map(ExemptView::new),
        released: None,
        id: is_bound.then(|| paper.id().to_string()),
        link: is_bound.then(|| bundle::link(paper.id())),
    }
}
