//! The agenda front sheet: summons, membership, and the business in order (domain notes §3.1).

use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, ContactView, CouncilView, MeetingView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::body::{BodyType, Role};
use crate::model::dataset::Dataset;
use crate::model::meeting::{AgendaLine, LineKind, Paper, PaperKind, PaperStatus, Part, Status};

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
    /// Its first and last page in a pack, such as `9 - 38`; filled when a pack is bound.
    pages: Option<String>,
    /// Its public papers, without the report itself.
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
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "members", "meetings", "agenda", "documents"];
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let meetings = data.meetings.iter().filter(|meeting| {
            let name = meeting.meeting.as_str();
            meeting.status() != Status::Cancelled
                && (data.agenda.contains_key(name) || data.has_lost("agenda", name))
        });
        let lost = data.lost_meetings(data.agenda.keys());
        let lost = lost.map(|name| furniture::lost_meeting_subject(name));
        meetings.map(furniture::meeting_subject).chain(lost).collect()
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
    ) -> Option<View> {
        let council = data.council.as_ref()?;
        let meeting = data.meeting(&subject.key)?;
        let body = data.body_of(meeting)?;
        let mut members: Vec<(u8, MemberView)> = Vec::new();
        for member in data.members_of(body.id.as_str()) {
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
        let drop_rank =
            |list: Vec<(u8, MemberView)>| list.into_iter().map(|(_, view)| view).collect();
        let lines = data.agenda_of(&subject.key);
        let papers = data.papers_of(&subject.key);
        let has_two = lines.iter().any(|line| line.part() == Part::Two);
        let texts = council.standing_texts.as_ref();
        let parts = [(Part::One, "Part I"), (Part::Two, "Part II")].into_iter().enumerate();
        let parts = parts.filter_map(|(at, (part, default))| {
            let own: Vec<&AgendaLine> = lines.iter().filter(|line| line.part() == part).collect();
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
                lines: own.into_iter().map(|line| line_view(line, papers)).collect(),
            })
        });
        let parts = parts.collect();
        let officer = council.proper_officer.as_ref();
        Some(View {
            council: furniture::council(data)?,
            meeting: furniture::meeting(meeting, body),
            is_council: body.r#type.value == BodyType::Council,
            officer: officer.map(|officer| officer.name.to_string()),
            officer_title: officer.map(|officer| officer.title.to_string()),
            published: meeting.published_at.as_ref().map(|at| furniture::iso(at.date)),
            contact: furniture::contact(data, meeting, body),
            members: drop_rank(members),
            substitutes: drop_rank(substitutes),
            quorum: body.quorum.as_ref().map(|quorum| quorum.value),
            parts,
            filming: furniture::markup(texts.and_then(|texts| texts.filming.as_ref()))
                .filter(|_| meeting.webcast.as_ref().is_some_and(|flag| flag.0)),
            access: furniture::markup(texts.and_then(|texts| texts.access.as_ref())),
        })
    }
}

fn line_view(line: &AgendaLine, papers: &[Paper]) -> LineView {
    let number = furniture::string(line.number.as_ref());
    let own: Vec<&Paper> = papers
        .iter()
        .filter(|paper| number.as_deref().is_some_and(|number| *paper.number == *number))
        .collect();
    let is_exempt_paper = |paper: &&Paper| !paper.exempt_paragraphs.is_empty();
    let is_report = |paper: &&Paper| paper.kind() == PaperKind::Report;
    let exempt = line.is_exempt().then(|| ExemptView {
        is_appendix: false,
        paragraphs: paragraphs(line.exempt_paragraphs.iter().map(|own| own.value.0)),
        reason: furniture::string(line.exempt_reason.as_ref()),
        summary: furniture::markup(line.public_summary.as_ref()),
    });
    let public = own.iter().copied().filter(|paper| exempt.is_none() && !is_exempt_paper(paper));
    let papers = public.clone().filter(|paper| !is_report(paper)).map(|paper| PaperView {
        title: paper.title.to_string(),
        to_follow: paper.status() == PaperStatus::ToFollow,
        withdrawn: paper.status() == PaperStatus::Withdrawn,
    });
    let papers = papers.collect();
    let exempt_papers =
        own.iter().filter(|_| exempt.is_none()).filter(|paper| is_exempt_paper(paper));
    let exempt_papers = exempt_papers.map(|paper| ExemptView {
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
        to_follow: public
            .clone()
            .any(|paper| is_report(&paper) && paper.status() == PaperStatus::ToFollow),
        pages: None,
        papers,
        exempt_papers: exempt_papers.collect(),
        exempt,
        urgency_reason: furniture::string(line.urgency_reason.as_ref()),
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
