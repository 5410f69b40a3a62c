//! Decisions: those of a meeting, printed within a day or two of it, and the record of each one that
//! the law asks for (domain notes §3.6).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView, ExemptView, MeetingView};
use super::makers::{self, MakerView};
use super::{Kind, MeetingSubject, RecordSubject, Subject, UploadedAs};
use crate::diag::{Code, Diagnostic};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::council::DecisionBlock;
use crate::model::dataset::Dataset;
use crate::model::issue::Decision;
use crate::model::meeting::AgendaLine;
use crate::model::record::{Located, Text};
use crate::model::since;
use crate::rules::calendar::Calendar;

/// The tables whose lost rows stop a paper about decisions; minutes say whether one is exempt.
pub(super) const NEEDS: &[&str] = &[
    "council",
    "bodies",
    "members",
    "officers",
    "meetings",
    "agenda",
    "minutes",
    "issues",
    "decisions",
];

/// The decisions of a meeting.
pub(super) struct DecisionsList;

/// The record of a decision.
pub(super) struct DecisionRecord;

/// The decisions taken at a meeting.
#[derive(Serialize, JsonSchema)]
pub(super) struct ListView {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting at which the decisions were taken.
    meeting: MeetingView,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where
    /// the data name none.
    contact: Option<ContactView>,
    /// The day on which the last of the decisions was published, as an ISO date such as
    /// `2026-01-13`, for the `date` helper. Absent where none has been.
    published: Option<String>,
    /// The decisions in the order of the agenda, those on no item of it last.
    decisions: Vec<DecisionView>,
}

/// The record of one decision.
#[derive(Serialize, JsonSchema)]
pub(super) struct RecordView {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The name of the proper officer, in whose name it is published. Absent where the council's
    /// data name none.
    officer: Option<String>,
    /// That officer's post, such as `Chief Executive`. Absent where `officer` is.
    officer_title: Option<String>,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Only the
    /// council's where the decision was not taken at a meeting; absent where the data name none.
    contact: Option<ContactView>,
    /// The meeting at which the decision was taken. Absent where it was not taken at one.
    meeting: Option<MeetingView>,
    /// The decision that is recorded.
    decision: DecisionView,
}

/// A decision.
#[derive(Serialize, JsonSchema)]
pub(super) struct DecisionView {
    /// The decision's reference, as written in the data. Absent where the council gives none.
    reference: Option<String>,
    /// The reference of the forward-plan entry that it decides, as written, or the entry's title
    /// where it has no reference and `title` is another. Absent where it is on none.
    issue: Option<String>,
    /// The decision's title; the issue's where it has none. Absent where neither has one. It is
    /// shown even where the decision is exempt.
    title: Option<String>,
    /// The number of the item on the meeting's agenda, such as `4`. Absent where it was on none.
    item: Option<String>,
    /// The day on which the decision was taken, as an ISO date such as `2026-01-13`, for the `date`
    /// helper.
    date: String,
    /// Who decided: bodies, members or officers, in the order of the data.
    makers: Vec<MakerView>,
    /// Whether several decided jointly.
    is_joint: bool,
    /// Whether an officer decided, outside a meeting.
    is_officers: bool,
    /// Whether it is the executive's: of a council that has one, at a meeting of the executive or at none.
    is_executive: bool,
    /// The electoral divisions or wards that it affects, from the issue; empty where none is named.
    divisions: Vec<String>,
    /// `yes` where it is a key decision, and `no` where it is not. Absent where the data don't say.
    key: Option<&'static str>,
    /// Why it is a key decision, from the issue, one reason an entry; empty where it is not key.
    reason_key: Vec<String>,
    /// The day on which the record was published, as an ISO date such as `2026-01-13`, for the
    /// `date` helper. Absent where it has not been.
    published: Option<String>,
    /// `yes` where it can be called in, and `no` where it can't. Absent where the data don't say.
    call_in: Option<&'static str>,
    /// The last day on which it can be called in, as an ISO date such as `2026-01-13`, for the
    /// `date` helper. Absent where it can't be, or where the day is not known.
    call_in_deadline: Option<String>,
    /// The day from which it has effect if it is not called in, as an ISO date such as
    /// `2026-01-13`, for the `date` helper. Absent where the day is not known.
    effective: Option<String>,
    /// The day on which it was called in, as an ISO date such as `2026-01-13`, for the `date`
    /// helper. Absent where it was not.
    called_in: Option<String>,
    /// What came of the call-in. Absent where nothing is recorded, and where the decision is
    /// exempt.
    call_in_outcome: Option<Markup>,
    /// Why it was urgent, where notice was cut short by general exception or special urgency.
    /// Absent otherwise, and where the decision is exempt.
    urgency_basis: Option<String>,
    /// Why the decision is exempt, and what may be said about it. Absent where it is public.
    exempt: Option<ExemptView>,
    /// What the record says, block by block in the council's order; empty where the decision is
    /// exempt.
    blocks: Vec<BlockView>,
}

/// A block of a decision's record.
#[derive(Serialize, JsonSchema)]
pub(super) struct BlockView {
    /// Which block it is: `decision`, `reasons`, `alternatives`, `interests`, `dispensations`,
    /// `consultees` or `background-papers`.
    name: &'static str,
    /// What the block says. Absent in `consultees` and `background-papers`, and where `none` is
    /// true.
    text: Option<Markup>,
    /// The entries of `consultees` or `background-papers`; empty in other blocks, and where `none`
    /// is true.
    list: Vec<String>,
    /// Whether there is nothing to print under it: the record says `None`, or nothing.
    none: bool,
}

impl Kind for DecisionsList {
    const NAME: &'static str = "decisions-list";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::PrintedDecisions);
    const SUMMARY: &'static str = "the decisions taken at a meeting, before its minutes are ready";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TELLS: &'static [&'static str] = &["decisions"];
    type Audience = PublicDataset;
    type View = ListView;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let meetings = data.meetings.iter().filter(|meeting| {
            let name = meeting.meeting.as_str();
            data.decisions_of(name).next().is_some() || data.has_lost("decisions", name)
        });
        meetings.map(|meeting| Subject::Meeting(meeting.into())).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<ListView> {
        let name = &subject.meeting()?.name;
        let meeting = data.meeting(name)?;
        let body = data.body_of(meeting)?;
        let mut decisions: Vec<&Decision> = data.decisions_of(name).collect();
        // Those of no item on the agenda come last, in the order of rows.
        decisions.sort_by_key(|decision| item_of(data, decision).map_or(usize::MAX, |(at, _)| at));
        let published = decisions.iter().filter_map(|decision| decision.published.as_ref());
        let published = published.map(|date| date.value);
        Some(ListView {
            council: common::councils(data, body)?,
            meeting: common::meeting(meeting, body),
            contact: common::contact(data, meeting, body),
            published: published.max().map(common::iso),
            decisions: decisions.into_iter().filter_map(|decision| view(data, decision)).collect(),
        })
    }
}

impl Kind for DecisionRecord {
    const NAME: &'static str = "decision-record";
    const SUMMARY: &'static str = "the record of one decision: reasons, alternatives and interests";
    const NEEDS: &'static [&'static str] = NEEDS;
    const SPANS_MEETINGS: bool = true;
    const TELLS: &'static [&'static str] = &["decisions"];
    type Audience = PublicDataset;
    type View = RecordView;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let subject = |decision: &Decision| {
            let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
            let name = decision.meeting.as_ref();
            Subject::Decision {
                decision: RecordSubject::new(&decision.r#ref),
                meeting: meeting
                    .map(MeetingSubject::from)
                    .or_else(|| name.map(|name| MeetingSubject::lost(name.as_str()))),
                date: data.day_of(decision),
            }
        };
        data.decisions.iter().map(subject).collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<RecordView> {
        let decision = data.decision_written(&subject.key())?;
        let decision_view = view(data, decision)?;
        let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
        let meeting = meeting.and_then(|meeting| Some((meeting, data.body_of(meeting)?)));
        let officer = data.council.as_ref()?.proper_officer.as_ref();
        Some(RecordView {
            council: match meeting {
                Some((_, body)) => common::councils(data, body)?,
                None => common::council(data)?,
            },
            officer: officer.map(|officer| officer.name.to_string()),
            officer_title: officer.map(|officer| officer.title.to_string()),
            contact: match meeting {
                Some((meeting, body)) => common::contact(data, meeting, body),
                None => common::council_contact(data),
            },
            meeting: meeting.map(|(meeting, body)| common::meeting(meeting, body)),
            decision: decision_view,
        })
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        let Some(decision) = data.decision_written(&subject.key()) else { return Vec::new() };
        let mut unmet = Vec::from_iter(no_date(decision));
        if unmet.is_empty() && !decision.is_exempt() {
            unmet.extend(missing_blocks(decision));
        }
        unmet
    }
}

/// Returns whether an officer decided, outside a meeting.
pub(super) fn is_officers(decision: &Decision, makers: &[MakerView]) -> bool {
    decision.meeting.is_none() && makers.iter().any(|maker| maker.is_officer)
}

/// Returns the position and the number of a decision's item on the agenda of its meeting.
fn item_of<'a>(data: &'a Dataset, decision: &Decision) -> Option<(usize, &'a str)> {
    let meeting = decision.meeting.as_ref()?;
    let is_item = |line: &AgendaLine| match (&decision.item, &decision.issue) {
        (Some(item), _) => line.has_number(item),
        (None, Some(issue)) => {
            line.issue.as_ref().is_some_and(|reference| reference.value == issue.value)
        }
        (None, None) => false,
    };
    data.agenda_of(meeting.as_str())
        .iter()
        .enumerate()
        .find_map(|(at, line)| is_item(line).then_some((at, line.number.as_ref()?.value.as_str())))
}

/// Returns the title of a decision; its issue's where it has none.
pub(super) fn title_of(data: &Dataset, decision: &Decision) -> Option<String> {
    let issue = decision.issue.as_ref().and_then(|reference| data.issue(&reference.value));
    common::string(decision.title.as_ref().or(issue.map(|issue| &issue.title)))
}

/// Returns the reference of the forward-plan entry that a decision decides; the entry's title where it has no reference
/// and the decision is not called by that title.
fn issue_of(data: &Dataset, decision: &Decision) -> Option<String> {
    let reference = decision.issue.as_ref()?;
    match data.issue(reference) {
        Some(issue) if issue.r#ref.reference().is_none() => {
            decision.title.as_ref().map(|_| issue.title.to_string())
        }
        _ => Some(reference.written().to_owned()),
    }
}

/// Returns the error for a decision that gives neither a meeting nor a day; one whose meeting is not in the data
/// is reported by itself.
pub(super) fn no_date(decision: &Decision) -> Option<Diagnostic> {
    let is_undated = decision.date.is_none() && decision.meeting.is_none();
    is_undated.then(|| {
        Diagnostic::new(Code::DecisionNoDate, "the decision has no date")
            .at(&decision.origin)
            .hint("fill in `meeting`, or `date` if it was not taken at a meeting")
    })
}

/// Returns the view of a decision; `None` where its day is not known.
pub(super) fn view(data: &PublicDataset, decision: &Decision) -> Option<DecisionView> {
    let date = data.day_of(decision)?;
    let issue = decision.issue.as_ref().and_then(|reference| data.issue(&reference.value));
    let makers = makers::views(data, &decision.makers);
    let exempt = decision.mark.private().map(ExemptView::new);
    let key = decision.key.as_ref().or(issue.and_then(|issue| issue.key.as_ref()));
    let day = |date: &Option<Located<NaiveDate>>| date.as_ref().map(|date| common::iso(date.value));
    let (deadline, effective) = call_in_dates(data, decision);
    Some(DecisionView {
        reference: decision.r#ref.reference().map(|reference| reference.written().to_owned()),
        issue: issue_of(data, decision),
        title: title_of(data, decision),
        item: item_of(data, decision).map(|(_, number)| number.to_owned()),
        date: common::iso(date),
        is_joint: makers.len() > 1,
        is_executive: since::is_executive(data, decision),
        is_officers: is_officers(decision, &makers),
        makers,
        divisions: issue.map(|issue| common::strings(&issue.divisions)).unwrap_or_default(),
        key: common::yes_or_no(key),
        reason_key: issue
            .filter(|_| key.is_some_and(|flag| flag.0))
            .map(|issue| common::strings(&issue.reason_key))
            .unwrap_or_default(),
        published: day(&decision.published),
        call_in: common::yes_or_no(decision.call_in.as_ref()),
        call_in_deadline: deadline.map(common::iso),
        effective: effective.map(common::iso),
        called_in: day(&decision.called_in),
        call_in_outcome: common::markup(decision.call_in_outcome.as_ref()),
        urgency_basis: common::string(decision.urgency_basis.as_ref()),
        blocks: if exempt.is_some() { Vec::new() } else { blocks(data, decision) },
        exempt,
    })
}

/// Returns the last day of call-in and the day from which a decision has effect: as the record says,
/// or else as the council's call-in period gives them.
pub(super) fn call_in_dates(
    data: &Dataset,
    decision: &Decision,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let is_callable = decision.call_in.as_ref().is_some_and(|flag| flag.0);
    let end =
        is_callable.then(|| Calendar::from_data(data).end_of_call_in(data, decision)).flatten();
    let given = |date: &Option<Located<NaiveDate>>| date.as_ref().map(|date| date.value);
    (
        given(&decision.call_in_deadline).or(end.as_ref().map(|end| end.deadline)),
        given(&decision.effective).or(end.as_ref().map(|end| end.effective)),
    )
}

/// Returns the blocks of a decision, in the council's order; those that it does not name follow.
fn blocks(data: &Dataset, decision: &Decision) -> Vec<BlockView> {
    let set = data.council.as_ref().map_or(&[][..], |council| &council.decision_blocks);
    let mut order: Vec<DecisionBlock> = Vec::new();
    for block in set.iter().map(|block| block.value).chain(DecisionBlock::ALL) {
        if !order.contains(&block) {
            order.push(block);
        }
    }
    let view = |block: DecisionBlock| {
        let text = match block {
            DecisionBlock::Decision => decision.decision.known(),
            DecisionBlock::Reasons => decision.reasons.as_ref(),
            DecisionBlock::Alternatives => decision.alternatives.as_ref(),
            DecisionBlock::Interests => decision.interests.as_ref(),
            DecisionBlock::Dispensations => decision.dispensations.as_ref(),
            DecisionBlock::Consultees | DecisionBlock::BackgroundPapers => None,
        };
        let list: &[Located<String>] = match block {
            DecisionBlock::Consultees => &decision.consultees,
            DecisionBlock::BackgroundPapers => &decision.background_papers,
            _ => &[],
        };
        let none = text.map_or(common::lists_none(list), common::says_none);
        BlockView {
            name: block.word(),
            text: common::markup(text.filter(|_| !none)),
            list: if none { Vec::new() } else { common::strings(list) },
            none,
        }
    };
    order.into_iter().map(view).collect()
}

/// Returns an error for each block that the law wants in the record of a decision and its row leaves out.
fn missing_blocks(decision: &Decision) -> impl Iterator<Item = Diagnostic> {
    let blocks = [
        ("reasons", decision.reasons.as_ref()),
        ("alternatives", decision.alternatives.as_ref()),
        ("interests", decision.interests.as_ref()),
        ("dispensations", decision.dispensations.as_ref()),
    ];
    let is_missing = |text: Option<&Text>| text.is_none_or(|text| text.0.is_empty());
    let missing = blocks.into_iter().filter(move |(_, text)| is_missing(*text));
    missing.map(|(column, _)| {
        Diagnostic::new(
            Code::DecisionMissingBlock,
            format!("`{column}` is empty; the record of a decision must have it"),
        )
        .at(&decision.origin)
        .hint(format!("fill in `{column}`; write `None` where there is none"))
        .law("SI 2012/2089, regs 12(2) and 13")
    })
}
