//! The agenda front sheet: summons, membership, and the business in order (domain notes §3.1).

use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, ContactView, CouncilView, MeetingView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::body::{BodyType, Role};
use crate::model::bundle::{self, PageNumbers, PageRange};
use crate::model::dataset::Dataset;
use crate::model::meeting::{
    AgendaLine, LineKind, Meeting, Paper, PaperKind, PaperStatus, Part, Status,
};

/// See the module.
pub(super) struct Agenda;

/// An agenda.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The meeting.
    meeting: MeetingView,
    /// Whether it is the full council, which is summoned.
    is_council: bool,
    /// The officer who summons, by name.
    officer: Option<String>,
    /// The post of the officer who summons.
    officer_title: Option<String>,
    /// When the agenda was published.
    published: Option<String>,
    /// Whether papers are bound behind it, so that its links and page numbers are the pack's.
    in_pack: bool,
    /// Whether it is for members only, and shows what is not for publication.
    for_members: bool,
    /// The supplements that were published after it.
    supplements: Vec<SupplementView>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// The members, the chair first.
    members: Vec<MemberView>,
    /// Members who may stand in.
    substitutes: Vec<MemberView>,
    /// How many must be present.
    quorum: Option<u32>,
    /// The parts of the agenda that have business.
    parts: Vec<PartView>,
    /// That the meeting may be filmed.
    filming: Option<Markup>,
    /// How to attend and to ask.
    access: Option<Markup>,
}

/// A supplement.
#[derive(Serialize, JsonSchema)]
pub(super) struct SupplementView {
    /// Its number.
    number: u32,
    /// When it was published.
    published: Option<String>,
}

/// The pages of a paper, or of all papers of an item.
#[derive(Serialize, JsonSchema)]
pub(super) struct PagesView {
    /// The first.
    first: u32,
    /// The last.
    last: u32,
    /// The supplement that they are in, where not in the pack itself.
    supplement: Option<u32>,
    /// Where a link to them leads, in a pack.
    link: Option<String>,
}

/// A member as the agenda lists them.
#[derive(Serialize, JsonSchema)]
pub(super) struct MemberView {
    /// The name as printed.
    name: String,
    /// `chair`, `vice-chair`, `co-opted`, `vacancy`, or `member`.
    role: &'static str,
    /// An office, such as `Cabinet Member for Finance`.
    office: Option<String>,
    /// Whether the member may vote.
    votes: bool,
}

/// A part of the agenda.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartView {
    /// What the council calls it.
    label: String,
    /// Whether the public is excluded.
    exempt: bool,
    /// Whether the label is printed: where there are two parts.
    titled: bool,
    /// The wording that excludes the public.
    exclusion: Option<Markup>,
    /// The paragraphs by which its items are exempt.
    paragraphs: Vec<String>,
    /// The lines.
    lines: Vec<LineView>,
}

/// A line of the agenda.
#[derive(Serialize, JsonSchema)]
pub(super) struct LineView {
    /// Whether it is a numbered item.
    is_item: bool,
    /// Whether it is a heading over items.
    is_heading: bool,
    /// Whether it is a title without a number.
    is_title_only: bool,
    /// Whether it is words between items.
    is_comment: bool,
    /// The number.
    number: Option<String>,
    /// Whether it is a sub-item, such as `4a`.
    is_sub_item: bool,
    /// The title.
    title: Option<String>,
    /// Words below the title.
    text: Option<Markup>,
    /// Whose report it is.
    report_of: Option<String>,
    /// What the body is asked to do.
    ask: Option<Markup>,
    /// The time by the clock.
    clock_time: Option<String>,
    /// How long it is expected to take, in minutes.
    duration: Option<u32>,
    /// Whether its report will follow.
    to_follow: bool,
    /// The pages of its papers in a pack.
    pages: Option<PagesView>,
    /// Its papers that may be shown, without the report itself.
    papers: Vec<PaperView>,
    /// Papers for it that are not for publication.
    exempt_papers: Vec<ExemptView>,
    /// How it is exempt, where the item as a whole is.
    exempt: Option<ExemptView>,
    /// Why it could not wait, where it was added late.
    urgency_reason: Option<String>,
}

/// A paper.
#[derive(Serialize, JsonSchema)]
pub(super) struct PaperView {
    /// Its title.
    title: String,
    /// Whether it will follow.
    to_follow: bool,
    /// Whether it was withdrawn.
    withdrawn: bool,
    /// Whether it is the report, which the item's own pages stand for where it has any.
    is_report: bool,
    /// Whether it is not for publication, which only members see.
    exempt: bool,
    /// Its pages in a pack.
    pages: Option<PagesView>,
}

/// How an item or a paper is exempt.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExemptView {
    /// Whether it is an appendix.
    is_appendix: bool,
    /// The paragraphs of Schedule 12A.
    paragraphs: Vec<String>,
    /// Why the public interest is better served so.
    reason: Option<String>,
    /// What may be said in public.
    summary: Option<Markup>,
}

impl Kind for Agenda {
    const NAME: &'static str = "agenda";
    const SUMMARY: &'static str = "the summons to a meeting and its business in order";
    const NEEDS: &'static [&'static str] = NEEDS;
    const NUMBERED: bool = true;
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        subjects(data)
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        pages: &PageNumbers,
    ) -> Option<View> {
        view(data, subject, pages, Edition { in_pack: false, for_members: false })
    }

    /// An agenda shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

/// The tables whose lost rows stop an agenda.
pub(super) const NEEDS: &[&str] =
    &["council", "bodies", "members", "meetings", "agenda", "documents"];

/// Which agenda is shown.
///
/// The one inside a pack is the one that was published: papers that came later are still to follow
/// there, and lines that were added later are not in it, so that its pages never change. The one
/// that stands alone is issued again whenever something changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edition {
    /// Whether papers are bound behind it.
    pub(super) in_pack: bool,
    /// Whether it shows what is not for publication.
    pub(super) for_members: bool,
}

/// Returns the meetings that have an agenda.
pub(super) fn subjects(data: &Dataset) -> Vec<Subject> {
    let meetings = data.meetings.iter().filter(|meeting| {
        let name = meeting.meeting.as_str();
        meeting.status() != Status::Cancelled
            && (data.agenda.contains_key(name) || data.has_lost("agenda", name))
    });
    let lost = data.lost_meetings(data.agenda.keys());
    let lost = lost.map(|name| furniture::lost_meeting_subject(name));
    meetings.map(furniture::meeting_subject).chain(lost).collect()
}

/// Returns the view of an agenda; what `data` may show decides who may read it.
pub(super) fn view(
    data: &Dataset,
    subject: &Subject,
    pages: &PageNumbers,
    edition: Edition,
) -> Option<View> {
    let council = data.council.as_ref()?;
    let meeting = data.meeting(&subject.key)?;
    let body = data.body_of(meeting)?;
    let (members, substitutes) = members(data, body.id.as_str());
    let lines: Vec<&AgendaLine> = data
        .agenda_of(&subject.key)
        .iter()
        .filter(|line| !edition.in_pack || !bundle::is_added(meeting, line))
        .collect();
    let has_two = lines.iter().any(|line| line.part() == Part::Two);
    let texts = council.standing_texts.as_ref();
    let shown = Shown { data, meeting, pages, edition };
    let parts = [(Part::One, "Part I"), (Part::Two, "Part II")].into_iter().enumerate();
    let parts = parts.filter_map(|(at, (part, default))| {
        let own: Vec<&AgendaLine> =
            lines.iter().copied().filter(|line| line.part() == part).collect();
        let exempt = part == Part::Two;
        (!own.is_empty()).then(|| PartView {
            label: council.part_labels.get(at).map_or(default, |label| &label.value).to_owned(),
            exempt,
            titled: has_two,
            exclusion: furniture::markup(
                texts.filter(|_| exempt).and_then(|texts| texts.exclusion.as_ref()),
            ),
            paragraphs: paragraphs(
                own.iter().flat_map(|line| &line.exempt_paragraphs).map(|own| own.value.0),
            ),
            lines: own.into_iter().map(|line| shown.line(line)).collect(),
        })
    });
    let parts = parts.collect();
    let officer = council.proper_officer.as_ref();
    let supplements = bundle::bundles(data, meeting).into_iter().filter(|_| !edition.in_pack);
    let supplements = supplements.filter_map(|own| {
        let published = own.published.map(furniture::iso);
        own.supplement.map(|number| SupplementView { number, published })
    });
    Some(View {
        council: furniture::council(data)?,
        meeting: furniture::meeting(meeting, body),
        is_council: body.r#type.value == BodyType::Council,
        officer: officer.map(|officer| officer.name.to_string()),
        officer_title: officer.map(|officer| officer.title.to_string()),
        published: meeting.published_at.as_ref().map(|at| furniture::iso(at.date)),
        in_pack: edition.in_pack,
        for_members: edition.for_members,
        supplements: supplements.collect(),
        contact: furniture::contact(data, meeting, body),
        members,
        substitutes,
        quorum: body.quorum.as_ref().map(|quorum| quorum.value),
        parts,
        filming: furniture::markup(texts.and_then(|texts| texts.filming.as_ref()))
            .filter(|_| meeting.webcast.as_ref().is_some_and(|flag| flag.0)),
        access: furniture::markup(texts.and_then(|texts| texts.access.as_ref())),
    })
}

/// Returns the members of a body, the chair first, and those who may stand in.
fn members(data: &Dataset, body: &str) -> (Vec<MemberView>, Vec<MemberView>) {
    let mut members: Vec<(u8, MemberView)> = Vec::new();
    for member in data.members_of(body) {
        let role = member.role();
        let rank = match role {
            Role::Chair => 0,
            Role::ViceChair => 1,
            Role::Member => 2,
            Role::CoOpted => 3,
            Role::Vacancy => 4,
            Role::Substitute => 5,
        };
        let view = MemberView {
            name: member.printed().to_owned(),
            role: role.word(),
            office: furniture::string(member.office.as_ref()),
            votes: member.votes(),
        };
        members.push((rank, view));
    }
    members.sort_by_key(|(rank, _)| *rank);
    let (members, substitutes): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|(rank, _)| *rank != 5);
    let drop_rank = |list: Vec<(u8, MemberView)>| list.into_iter().map(|(_, view)| view).collect();
    (drop_rank(members), drop_rank(substitutes))
}

/// What lines are shown from.
struct Shown<'a> {
    data: &'a Dataset,
    meeting: &'a Meeting,
    pages: &'a PageNumbers,
    edition: Edition,
}

impl Shown<'_> {
    /// Returns the view of a line.
    fn line(&self, line: &AgendaLine) -> LineView {
        let number = furniture::string(line.number.as_ref());
        let papers = self.data.papers_of(self.meeting.meeting.as_str());
        let own: Vec<(usize, &Paper)> = papers
            .iter()
            .enumerate()
            .filter(|(_, paper)| line.has_number(&paper.number) && self.is_announced(paper))
            .collect();
        let is_report = |paper: &Paper| paper.kind() == PaperKind::Report;
        let exempt = line.is_exempt().then(|| ExemptView {
            is_appendix: false,
            paragraphs: paragraphs(line.exempt_paragraphs.iter().map(|own| own.value.0)),
            reason: furniture::string(line.exempt_reason.as_ref()),
            summary: furniture::markup(line.public_summary.as_ref()),
        });
        let is_withheld = |paper: &Paper| exempt.is_some() || paper.is_exempt();
        let shown: Vec<(usize, &Paper)> = own
            .iter()
            .copied()
            .filter(|(_, paper)| self.edition.for_members || !is_withheld(paper))
            .collect();
        let ranges: Vec<(usize, PageRange)> = shown
            .iter()
            .filter(|(_, paper)| exempt.is_some() || !is_withheld(paper))
            .filter_map(|(at, _)| Some((*at, *self.pages.get(at)?)))
            .collect();
        let pages = self.item_pages(&ranges);
        let listed = shown.iter().filter(|(at, paper)| {
            // The report is what the item's pages stand for, unless it came by itself later.
            !is_report(paper)
                || (is_withheld(paper) && exempt.is_none())
                || self.pages.get(at).is_some_and(|own| {
                    pages.as_ref().is_some_and(|pages| pages.supplement != own.supplement)
                })
        });
        let listed = listed.map(|(at, paper)| PaperView {
            title: paper.title.to_string(),
            to_follow: self.is_to_follow(paper),
            withdrawn: paper.status() == PaperStatus::Withdrawn,
            is_report: is_report(paper),
            exempt: is_withheld(paper),
            pages: self.pages.get(at).map(|range| self.pages_view(*at, *range)),
        });
        let listed = listed.collect();
        let withheld = own.iter().filter(|(_, paper)| exempt.is_none() && paper.is_exempt());
        let withheld = withheld.map(|(_, paper)| ExemptView {
            is_appendix: !is_report(paper),
            paragraphs: paragraphs(paper.exempt_paragraphs.iter().map(|own| own.value.0)),
            reason: furniture::string(paper.exempt_reason.as_ref()),
            summary: furniture::markup(paper.public_summary.as_ref()),
        });
        let kind = line.kind();
        LineView {
            is_item: kind == LineKind::Item,
            is_heading: kind == LineKind::Heading,
            is_title_only: kind == LineKind::TitleOnly,
            is_comment: kind == LineKind::Comment,
            is_sub_item: number.as_deref().is_some_and(is_sub_number),
            number,
            title: furniture::string(line.title.as_ref()),
            text: furniture::markup(line.text.as_ref()),
            report_of: furniture::string(line.report_of.as_ref()),
            ask: furniture::markup(line.ask.as_ref()),
            clock_time: furniture::time(line.clock_time.as_ref()),
            duration: line.duration.as_ref().map(|minutes| minutes.0),
            to_follow: shown.iter().any(|(_, paper)| is_report(paper) && self.is_to_follow(paper)),
            pages,
            papers: listed,
            exempt_papers: withheld.collect(),
            exempt,
            urgency_reason: furniture::string(line.urgency_reason.as_ref()),
        }
    }

    /// Returns whether the agenda that is shown knows of a paper.
    fn is_announced(&self, paper: &Paper) -> bool {
        !self.edition.in_pack || paper.kind() != PaperKind::Supplement
    }

    fn is_to_follow(&self, paper: &Paper) -> bool {
        paper.status() == PaperStatus::ToFollow
            || (self.edition.in_pack && bundle::is_late(self.meeting, paper))
    }

    /// Returns the pages of an item: those of its papers that were published together, first those
    /// that went out with the agenda.
    fn item_pages(&self, ranges: &[(usize, PageRange)]) -> Option<PagesView> {
        let (at, range) = ranges.iter().min_by_key(|(_, own)| (own.supplement, own.first))?;
        let together = ranges.iter().filter(|(_, own)| own.supplement == range.supplement);
        let last = together.map(|(_, own)| own.last).max().unwrap_or(range.last);
        Some(self.pages_view(*at, PageRange { last, ..*range }))
    }

    fn pages_view(&self, at: usize, range: PageRange) -> PagesView {
        let PageRange { first, last, supplement } = range;
        let link = self.edition.in_pack.then(|| bundle::link(at));
        PagesView { first, last, supplement, link }
    }
}

/// Returns paragraph numbers in order, once each.
fn paragraphs(numbers: impl Iterator<Item = u32>) -> Vec<String> {
    let numbers: std::collections::BTreeSet<u32> = numbers.collect();
    numbers.into_iter().map(|number| number.to_string()).collect()
}

/// Returns whether a number is that of a sub-item: `4a`, `5.1`.
fn is_sub_number(number: &str) -> bool {
    let rest = number.trim_start_matches(|char: char| char.is_ascii_digit()).trim_end_matches('.');
    !rest.is_empty() && rest.len() < number.len()
}
