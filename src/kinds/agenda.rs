//! The agenda front sheet: summons, membership, and the business in order (domain notes §3.1).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView, CustomView, ExemptView, MeetingView};
use super::{Kind, MeetingSubject, Subject, UploadedAs};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::body::{BodyType, Role};
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::meeting::{
    AgendaLine, LineKind, Meeting, Paper, PaperKind, PaperStatus, Part, Status, added_to_number,
};
use crate::model::paper_id::PaperId;

/// The agenda that is published without its papers; see [`Edition`] for the one in packs.
pub(super) struct Agenda;

/// An agenda.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting that the agenda is for.
    meeting: MeetingView,
    /// Whether the body is the full council, whose members are summoned; members of other bodies
    /// are told of the meeting.
    is_council: bool,
    /// The name of the proper officer, who summons members. Absent where the council's data name
    /// none.
    officer: Option<String>,
    /// That officer's post, such as `Chief Executive`. Absent where `officer` is.
    officer_title: Option<String>,
    /// The day on which the agenda was, or is to be, published, as an ISO date such as
    /// `2026-01-13`, for the `date` helper. Absent where none is given.
    published: Option<String>,
    /// Whether papers are bound behind it, so that its links and page numbers are those of the
    /// pack.
    in_pack: bool,
    /// Whether the times of items are printed in the margin.
    times_in_margin: bool,
    /// Whether it is for members only, and so shows papers that are not for publication; false in
    /// everything for the public.
    for_members: bool,
    /// The supplements of later papers, in order of their numbers; empty in a pack, which is not
    /// published again when papers are added.
    supplements: Vec<SupplementView>,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where
    /// the data name none.
    contact: Option<ContactView>,
    /// The members of the body: the chair, the vice-chair, other members, co-opted members, then
    /// vacancies.
    members: Vec<MemberView>,
    /// The title that two or more members have in common, such as `Councillor`, which may be printed once for all
    /// of them. Absent where there is none.
    shared_title: Option<String>,
    /// The members who may stand in for others, in the order of the data; empty where there are
    /// none.
    substitutes: Vec<MemberView>,
    /// How many members must be present. Absent where none is given.
    quorum: Option<u32>,
    /// How many members of each council must be present, for a body that several share. Absent where none is given.
    quorum_of_each: Option<u32>,
    /// The parts of the agenda that have any lines: business in public, then exempt business.
    parts: Vec<PartView>,
    /// The council's standing text that the meeting may be filmed. Absent where the meeting is not
    /// broadcast or the council has no such text.
    filming: Option<Markup>,
    /// The council's standing text on how to attend and take part. Absent where it has none.
    access: Option<Markup>,
}

/// A supplement to the agenda, with papers that were published later.
#[derive(Serialize, JsonSchema)]
pub(super) struct SupplementView {
    /// Its number; supplements to an agenda are numbered from 1.
    number: u32,
    /// The day on which it was, or is to be, published, as an ISO date such as `2026-01-13`, for
    /// the `date` helper. Absent where none is given.
    published: Option<String>,
}

/// The pages in a pack of one paper, or of all papers of an item. Their numbers are not known yet: the
/// function `pages-of` prints them.
#[derive(Serialize, JsonSchema)]
pub(super) struct PagesView {
    /// The ids of the papers, such as `4a-report`, for `pages-of`.
    papers: Vec<String>,
    /// The number of the supplement that the pages are in. Absent where they are in the pack that
    /// was published with the agenda.
    supplement: Option<u32>,
    /// The address of a link to the first page, for Typst's `link`. Absent outside packs, as a link
    /// leads nowhere there.
    link: Option<String>,
}

/// A member of the body, as the agenda lists them.
#[derive(Serialize, JsonSchema)]
pub(super) struct MemberView {
    /// The member's name as papers print it.
    name: String,
    /// Whether the name begins with the `shared_title` of the members.
    shares_title: bool,
    /// The member's name without that title; all of it where the member does not share it.
    untitled: String,
    /// `chair`, `vice-chair`, `member`, `co-opted`, `vacancy` or, in the list of substitutes,
    /// `substitute`.
    role: &'static str,
    /// An office to print after the name, such as `Cabinet Member for Finance`. Absent where the
    /// member holds none.
    office: Option<String>,
    /// The council that appointed the member, on a body that several share. Absent elsewhere.
    authority: Option<String>,
    /// The member's e-mail address. Absent where none is given.
    email: Option<String>,
    /// The member's telephone number. Absent where none is given.
    telephone: Option<String>,
    /// Whether the member may vote; true unless the data say otherwise.
    votes: bool,
}

/// A part of the agenda.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartView {
    /// What the council calls it, from its `part-labels`. Absent where it sets none.
    label: Option<String>,
    /// Whether it is the part from which the press and public are excluded.
    exempt: bool,
    /// Whether all of its items involve confidential information, so that the public must be excluded
    /// without a resolution (Local Government Act 1972, s. 100A(2)); false in the public part.
    confidential: bool,
    /// Whether the label is to be printed: true where the agenda has business in the exempt part.
    titled: bool,
    /// The council's standing resolution to exclude the press and public. Absent in the public
    /// part, and where the council has no such text.
    exclusion: Option<Markup>,
    /// The numbers of the paragraphs of Part 1 of Schedule 12A (Local Government Act 1972) that its
    /// items name, in order and each once; empty where none does.
    paragraphs: Vec<String>,
    /// Its lines, in the order in which they are taken.
    lines: Vec<LineView>,
}

/// A line of the agenda. One of the first four fields is true.
#[derive(Serialize, JsonSchema)]
pub(super) struct LineView {
    /// Whether it is a numbered item of business.
    is_item: bool,
    /// Whether it is a heading over the items below it.
    is_heading: bool,
    /// Whether it is a title that is neither item nor heading, such as an adjournment.
    is_title_only: bool,
    /// Whether it is words between items.
    is_comment: bool,
    /// The number as printed, such as `4` or `4a`. Absent where the line has none.
    number: Option<String>,
    /// Whether it is a sub-item, such as `4a` or `5.1` of an item or heading that stands before it.
    is_sub_item: bool,
    /// The title, which is printed even where the item is exempt. Absent where the line has none.
    title: Option<String>,
    /// Words below the title. Absent where there are none, and in public where the item is exempt.
    text: Option<Markup>,
    /// Whose report it is, such as `Director of Finance`. Absent where none is named, and in public
    /// where the item is exempt.
    report_of: Option<String>,
    /// The council's additional fields for the item, in order; empty where there are none, and in public where the
    /// item is exempt.
    custom: Vec<CustomView>,
    /// The body's next meeting. Absent where the line does not ask for it, and where none is in the data.
    next_meeting: Option<MeetingView>,
    /// What the body is asked to do. Absent where nothing is given, and in public where the item is
    /// exempt.
    ask: Option<Markup>,
    /// The time at which the item is expected to be taken, as `10:30:00`, for the `time` helper.
    /// Absent where none is given.
    clock_time: Option<String>,
    /// How long the item is expected to take, in minutes, for the `minutes` helper. Absent where
    /// none is given.
    duration: Option<u32>,
    /// Whether `duration` is written in hours in the data, and not in minutes alone.
    duration_in_hours: bool,
    /// Whether its report is still to follow.
    to_follow: bool,
    /// Whether its report is sent round by itself, and bound into no pack.
    circulated_separately: bool,
    /// The pages of its papers that were published together, in the pack or in the first supplement
    /// that has any. Absent where none of them is published.
    pages: Option<PagesView>,
    /// Its papers that readers of this agenda may see. The report is among them only where `pages`
    /// does not cover it.
    papers: Vec<PaperView>,
    /// Why some of its papers are not for publication, one entry a paper; empty where the item as a
    /// whole is exempt.
    exempt_papers: Vec<ExemptPaperView>,
    /// Why the item as a whole is exempt. Absent where it is public.
    exempt: Option<ExemptView>,
    /// Why it could not wait, where it was added after the agenda was published. Absent otherwise.
    urgency_reason: Option<String>,
}

/// A paper for an item.
#[derive(Serialize, JsonSchema)]
pub(super) struct PaperView {
    /// The paper's title.
    title: String,
    /// Whether it is still to follow.
    to_follow: bool,
    /// Whether it is sent round by itself, and bound into no pack.
    circulated_separately: bool,
    /// Whether it was withdrawn.
    withdrawn: bool,
    /// Whether it is the officers' report on the item, rather than an appendix or a later paper.
    is_report: bool,
    /// Whether it is not for publication; only members see such a paper listed.
    exempt: bool,
    /// Its pages in the pack or in a supplement. Absent where it is not published.
    pages: Option<PagesView>,
    /// The council's additional fields of the paper, but for those that a report written as text prints at its head;
    /// empty where there are none.
    custom: Vec<CustomView>,
}

/// Why a paper is exempt.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExemptPaperView {
    /// What the paper is called in public, such as `Appendix B`. Absent where it has no such label.
    label: Option<String>,
    /// Whether it is a paper other than the report.
    is_appendix: bool,
    /// Why it is exempt, and what may be said about it.
    exempt: ExemptView,
}

impl Kind for Agenda {
    const NAME: &'static str = "agenda";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::AgendaFrontsheet);
    const SUMMARY: &'static str = "the summons to a meeting and its business in order";
    const NEEDS: &'static [&'static str] = NEEDS;
    const SHOWS_PAGE_NUMBERS: bool = true;
    const TELLS: &'static [&'static str] = &["agenda-items", "members"];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        subjects(data).into_iter().map(Subject::Meeting).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        view(data, subject, Edition { in_pack: false, for_members: false })
    }
}

/// The tables whose lost rows stop an agenda.
pub(super) const NEEDS: &[&str] =
    &["council", "bodies", "members", "officers", "meetings", "agenda", "documents"];

/// Which edition of an agenda is shown.
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
pub(super) fn subjects(data: &Dataset) -> Vec<MeetingSubject> {
    let meetings = data.meetings.iter().filter(|meeting| {
        let name = meeting.meeting.as_str();
        meeting.status() != Status::Cancelled
            && (data.agenda.contains_key(name) || data.has_lost("agenda", name))
    });
    let lost = data.lost_meetings(data.agenda.keys());
    let lost = lost.map(|name| MeetingSubject::lost(name));
    meetings.map(MeetingSubject::from).chain(lost).collect()
}

/// Returns the view of an agenda; what `data` may show decides who may read it.
pub(super) fn view(data: &Dataset, subject: &Subject, edition: Edition) -> Option<View> {
    let council = data.council.as_ref()?;
    let name = &subject.meeting()?.name;
    let meeting = data.meeting(name)?;
    let body = data.body_of(meeting)?;
    let (members, substitutes, shared_title) = members(data, body.id.as_str());
    let lines: Vec<&AgendaLine> = data
        .agenda_of(name)
        .iter()
        .filter(|line| !edition.in_pack || !bundle::is_added(meeting, line))
        .collect();
    let has_part_two = lines.iter().any(|line| line.part() == Part::Two);
    let texts = council.standing_texts.as_ref();
    let papers = data.papers_of(name);
    // An agenda says of exempt papers what its meeting knew, whatever was released later.
    let bundles = || bundle::bundles(data, meeting).into_iter().filter(|bundle| !bundle.is_release);
    let published = bundles().flat_map(|bundle| {
        bundle.papers.into_iter().map(move |at| (papers[at].id(), bundle.supplement))
    });
    let context = Context { data, meeting, lines: &lines, published: published.collect(), edition };
    let parts = [Part::One, Part::Two].into_iter().enumerate();
    let parts = parts.filter_map(|(at, part)| {
        let part_lines: Vec<&AgendaLine> =
            lines.iter().copied().filter(|line| line.part() == part).collect();
        let exempt = part == Part::Two;
        (!part_lines.is_empty()).then(|| PartView {
            label: common::string(council.part_labels.get(at)),
            exempt,
            confidential: exempt
                && part_lines
                    .iter()
                    .filter(|line| line.kind() == LineKind::Item)
                    .all(|line| line.mark.private().is_some_and(|private| private.confidential)),
            titled: has_part_two,
            exclusion: common::markup(
                texts.filter(|_| exempt).and_then(|texts| texts.exclusion.as_ref()),
            ),
            paragraphs: paragraphs(
                part_lines
                    .iter()
                    .filter_map(|line| line.mark.private())
                    .flat_map(|private| private.paragraphs.iter().copied()),
            ),
            lines: part_lines.into_iter().map(|line| context.line(line)).collect(),
        })
    });
    let parts = parts.collect();
    let officer = council.proper_officer.as_ref();
    let supplements = bundles().filter(|_| !edition.in_pack);
    let supplements = supplements.filter_map(|bundle| {
        let published = bundle.published.map(common::iso);
        bundle.supplement.map(|number| SupplementView { number, published })
    });
    Some(View {
        council: common::councils(data, body)?,
        meeting: common::meeting(meeting, body),
        is_council: body.r#type.value == BodyType::Council,
        officer: officer.map(|officer| officer.name.to_string()),
        officer_title: officer.map(|officer| officer.title.to_string()),
        published: meeting.published_at.as_ref().map(|at| common::iso(at.date)),
        in_pack: edition.in_pack,
        times_in_margin: council.has_times_in_margin(),
        for_members: edition.for_members,
        supplements: supplements.collect(),
        contact: common::contact(data, meeting, body),
        members,
        shared_title,
        substitutes,
        quorum: body.quorum.as_ref().map(|quorum| quorum.value),
        quorum_of_each: body.quorum_of_each.as_ref().map(|quorum| quorum.value),
        parts,
        filming: common::markup(texts.and_then(|texts| texts.filming.as_ref()))
            .filter(|_| meeting.webcast.as_ref().is_some_and(|flag| flag.0)),
        access: common::markup(texts.and_then(|texts| texts.access.as_ref())),
    })
}

/// Returns the members of a body, the chair first, those who may stand in, and the title that members share.
fn members(data: &Dataset, body: &str) -> (Vec<MemberView>, Vec<MemberView>, Option<String>) {
    let mut members: Vec<(u8, MemberView)> = Vec::new();
    let seated = data.members_of(body).filter(|member| member.role() != Role::Substitute);
    let shared = common::shared_title(seated);
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
            shares_title: common::untitled(member, shared).is_some(),
            untitled: common::untitled(member, shared).unwrap_or(member.printed()).to_owned(),
            role: role.word(),
            office: common::string(member.office.as_ref()),
            authority: common::string(member.authority.as_ref()),
            email: common::string(member.email.as_ref()),
            telephone: common::string(member.telephone.as_ref()),
            votes: member.votes(),
        };
        members.push((rank, view));
    }
    members.sort_by_key(|(rank, _)| *rank);
    let (members, substitutes): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|(rank, _)| *rank != 5);
    let drop_rank = |list: Vec<(u8, MemberView)>| list.into_iter().map(|(_, view)| view).collect();
    (drop_rank(members), drop_rank(substitutes), shared.map(ToOwned::to_owned))
}

/// What the view of a line is made from, besides the line.
struct Context<'a> {
    data: &'a Dataset,
    meeting: &'a Meeting,
    /// The lines of this edition, in order.
    lines: &'a [&'a AgendaLine],
    /// The papers that are published, each with its supplement.
    published: BTreeMap<&'a PaperId, Option<u32>>,
    edition: Edition,
}

impl Context<'_> {
    /// Returns the view of a line.
    fn line(&self, line: &AgendaLine) -> LineView {
        let number = common::string(line.number.as_ref());
        let papers = self.data.papers_of(self.meeting.meeting.as_str());
        let announced: Vec<&Paper> = papers
            .iter()
            .filter(|paper| line.has_number(&paper.number) && self.is_announced(paper))
            .filter(|paper| !paper.is_of_minutes())
            .collect();
        let is_report = |paper: &Paper| paper.kind() == PaperKind::Report;
        let exempt = line.mark.private().map(ExemptView::new);
        let is_withheld = |paper: &Paper| exempt.is_some() || paper.is_exempt();
        let shown: Vec<&Paper> = announced
            .iter()
            .copied()
            .filter(|paper| self.edition.for_members || !is_withheld(paper))
            .collect();
        let together = shown.iter().filter(|paper| exempt.is_some() || !is_withheld(paper));
        let pages = self.item_pages(together.map(|paper| paper.id()));
        let is_listed = |paper: &&Paper| {
            // The report is what the item's pages stand for, unless it came by itself later.
            !is_report(paper)
                || (is_withheld(paper) && exempt.is_none())
                || self.published.get(paper.id()).is_some_and(|supplement| {
                    pages.as_ref().is_some_and(|pages| pages.supplement != *supplement)
                })
        };
        let (listed, unlisted): (Vec<&Paper>, Vec<&Paper>) =
            shown.iter().copied().partition(is_listed);
        let listed = listed.into_iter().map(|paper| PaperView {
            title: paper.name().to_owned(),
            to_follow: self.is_to_follow(paper),
            circulated_separately: paper.status() == PaperStatus::Separate,
            withdrawn: paper.status() == PaperStatus::Withdrawn,
            is_report: is_report(paper),
            exempt: is_withheld(paper),
            pages: self.item_pages(std::iter::once(paper.id())),
            custom: self.custom_of(paper),
        });
        let listed = listed.collect();
        // The boxes of a report that is not listed stand with those of its item.
        let of_reports = unlisted.into_iter().flat_map(|paper| self.custom_of(paper));
        let custom = common::custom(&line.custom).into_iter().chain(of_reports).collect();
        let withheld = announced.iter().filter(|paper| exempt.is_none() && paper.is_exempt());
        let withheld = withheld.filter_map(|paper| {
            let exempt = ExemptView::new(paper.mark.private()?);
            let label = common::string(paper.label.as_ref());
            Some(ExemptPaperView { label, is_appendix: !is_report(paper), exempt })
        });
        let kind = line.kind();
        LineView {
            is_item: kind == LineKind::Item,
            is_heading: kind == LineKind::Heading,
            is_title_only: kind == LineKind::TitleOnly,
            is_comment: kind == LineKind::Comment,
            is_sub_item: is_sub_item(line, self.lines),
            number,
            title: common::string(line.title.as_ref()),
            text: common::markup(line.text.as_ref()),
            report_of: common::string(line.report_of.as_ref()),
            custom,
            next_meeting: line
                .says_next_meeting()
                .then(|| common::next_meeting(self.data, self.meeting))
                .flatten(),
            ask: common::markup(line.ask.as_ref()),
            clock_time: common::time(line.clock_time.as_ref()),
            duration: line.duration.as_ref().map(|minutes| minutes.count),
            duration_in_hours: line.duration.as_ref().is_some_and(|minutes| minutes.in_hours),
            to_follow: shown.iter().any(|paper| is_report(paper) && self.is_to_follow(paper)),
            circulated_separately: shown
                .iter()
                .any(|paper| is_report(paper) && paper.status() == PaperStatus::Separate),
            pages,
            papers: listed,
            exempt_papers: withheld.collect(),
            exempt,
            urgency_reason: common::string(line.urgency_reason.as_ref()),
        }
    }

    /// Returns the boxes of a paper that does not print them itself, as a report written as text does at its head.
    fn custom_of(&self, paper: &Paper) -> Vec<CustomView> {
        let is_text =
            paper.file.known().is_some_and(|file| self.data.reports.contains_key(&file.value));
        match is_text && paper.kind() == PaperKind::Report {
            true => Vec::new(),
            false => common::custom(&paper.custom),
        }
    }

    /// Returns whether this edition lists a paper; the one in a pack lists no later papers.
    fn is_announced(&self, paper: &Paper) -> bool {
        !self.edition.in_pack || paper.kind() != PaperKind::Supplement
    }

    fn is_to_follow(&self, paper: &Paper) -> bool {
        let is_late = self.edition.in_pack && bundle::is_late(self.meeting, paper);
        paper.status() == PaperStatus::ToFollow
            || (is_late && paper.status() != PaperStatus::Separate)
    }

    /// Returns the pages of those papers that are published together, first those that went out with the
    /// agenda.
    fn item_pages<'a>(&self, papers: impl Iterator<Item = &'a PaperId>) -> Option<PagesView> {
        let published = papers.filter_map(|paper| Some((paper, *self.published.get(paper)?)));
        let published: Vec<(&PaperId, Option<u32>)> = published.collect();
        let supplement = published.iter().map(|(_, supplement)| *supplement).min()?;
        let papers = published.into_iter().filter(|(_, other)| *other == supplement);
        let papers: Vec<&PaperId> = papers.map(|(paper, _)| paper).collect();
        let link = papers.first().filter(|_| self.edition.in_pack).map(|paper| bundle::link(paper));
        Some(PagesView {
            papers: papers.iter().map(ToString::to_string).collect(),
            supplement,
            link,
        })
    }
}

/// Returns paragraph numbers in order, once each.
fn paragraphs(numbers: impl Iterator<Item = u32>) -> Vec<String> {
    let numbers: std::collections::BTreeSet<u32> = numbers.collect();
    numbers.into_iter().map(|number| number.to_string()).collect()
}

/// Returns whether a line is a sub-item, such as `4a` or `5.1`: its number goes on from that of an item or heading that
/// stands before it.
fn is_sub_item(line: &AgendaLine, lines: &[&AgendaLine]) -> bool {
    let number = line.number.as_ref().filter(|_| line.kind() == LineKind::Item);
    let Some(number) = number else { return false };
    let before = lines.iter().take_while(|other| other.origin != line.origin);
    before
        .filter(|other| matches!(other.kind(), LineKind::Item | LineKind::Heading))
        .filter_map(|other| other.number.as_ref())
        .any(|earlier| added_to_number(earlier, number).is_some())
}
