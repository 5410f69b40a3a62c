//! Decisions: those of a meeting, printed within a day or two of it, and the record of each one that
//! the law asks for (domain notes §3.6).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, ContactView, CouncilView, ExemptView, MeetingView};
use super::makers::{self, MakerView};
use super::{Kind, Subject};
use crate::diag::{Diagnostic, Diagnostics};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::bundle::PageNumbers;
use crate::model::council::DecisionBlock;
use crate::model::dataset::Dataset;
use crate::model::issue::Decision;
use crate::model::record::Located;
use crate::rules::calendar::Calendar;

/// The tables whose lost rows stop a paper about decisions; a minute tells whether one is exempt.
const NEEDS: &[&str] =
    &["council", "bodies", "members", "meetings", "agenda", "minutes", "issues", "decisions"];

/// The decisions of a meeting.
pub(super) struct DecisionsList;

/// The record of a decision.
pub(super) struct DecisionRecord;

/// The decisions of a meeting.
#[derive(Serialize, JsonSchema)]
pub(super) struct ListView {
    /// The council.
    council: CouncilView,
    /// The meeting.
    meeting: MeetingView,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// When the last of the decisions was published.
    published: Option<String>,
    /// The decisions, in the order of the agenda.
    decisions: Vec<DecisionView>,
}

/// The record of a decision.
#[derive(Serialize, JsonSchema)]
pub(super) struct RecordView {
    /// The council.
    council: CouncilView,
    /// The officer in whose name it is published.
    officer: Option<String>,
    /// That officer's post.
    officer_title: Option<String>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// The meeting at which it was taken.
    meeting: Option<MeetingView>,
    /// The decision.
    decision: DecisionView,
}

/// A decision.
#[derive(Serialize, JsonSchema)]
pub(super) struct DecisionView {
    /// Its reference, as written.
    reference: String,
    /// The reference of its issue.
    issue: Option<String>,
    /// Its title.
    title: Option<String>,
    /// The number of the agenda item.
    item: Option<String>,
    /// The day on which it was taken.
    date: String,
    /// Who decided.
    makers: Vec<MakerView>,
    /// Whether several decided jointly.
    is_joint: bool,
    /// Whether an officer decided.
    is_officers: bool,
    /// The divisions that it affects.
    divisions: Vec<String>,
    /// `yes` or `no`, where it is known whether it is key.
    key: Option<&'static str>,
    /// Why it is key.
    reason_key: Vec<String>,
    /// When it was published.
    published: Option<String>,
    /// `yes` or `no`, where it is known whether it can be called in.
    call_in: Option<&'static str>,
    /// The last day on which it can be called in.
    call_in_deadline: Option<String>,
    /// The day from which it has effect.
    effective: Option<String>,
    /// The day on which it was called in.
    called_in: Option<String>,
    /// What came of the call-in.
    call_in_outcome: Option<Markup>,
    /// Why it was urgent.
    urgency_basis: Option<String>,
    /// How it is exempt.
    exempt: Option<ExemptView>,
    /// What the record says of it, block by block, in the council's order; nothing where it is exempt.
    blocks: Vec<BlockView>,
}

/// A block of a decision's record.
#[derive(Serialize, JsonSchema)]
pub(super) struct BlockView {
    /// `decision`, `reasons`, `alternatives`, `interests`, `dispensations`, `consultees` or
    /// `background-papers`.
    name: &'static str,
    /// Its text.
    text: Option<Markup>,
    /// Its entries.
    list: Vec<String>,
    /// Whether the record says that there is none.
    none: bool,
}

impl Kind for DecisionsList {
    const NAME: &'static str = "decisions-list";
    const SUMMARY: &'static str = "the decisions taken at a meeting, before its minutes are ready";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Sees = PublicDataset;
    type View = ListView;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let meetings = data.meetings.iter().filter(|meeting| {
            let name = meeting.meeting.as_str();
            data.decisions_of(name).next().is_some() || data.has_lost("decisions", name)
        });
        meetings.map(furniture::meeting_subject).collect()
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<ListView> {
        let meeting = data.meeting(&subject.key)?;
        let body = data.body_of(meeting)?;
        let mut own: Vec<&Decision> = data.decisions_of(&subject.key).collect();
        // Those of no item on the agenda come last, in the order of rows.
        own.sort_by_key(|own| item_of(data, own).map_or(usize::MAX, |(at, _)| at));
        let published = own.iter().filter_map(|own| own.published.as_ref()).map(|own| own.value);
        Some(ListView {
            council: furniture::council(data)?,
            meeting: furniture::meeting(meeting, body),
            contact: furniture::contact(data, meeting, body),
            published: published.max().map(furniture::iso),
            decisions: own.into_iter().filter_map(|own| view(diags, data, own)).collect(),
        })
    }

    fn check(&self, diags: &mut Diagnostics, data: &PublicDataset, subject: &Subject) {
        for own in data.decisions_of(&subject.key) {
            checked_date(diags, data, own);
        }
    }
}

impl Kind for DecisionRecord {
    const NAME: &'static str = "decision-record";
    const SUMMARY: &'static str = "the record of one decision: what, why, what else, and interests";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Sees = PublicDataset;
    type View = RecordView;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let subject = |(at, own): (usize, &Decision)| {
            let meeting = own.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
            Subject {
                meeting: own.meeting.as_ref().map(ToString::to_string),
                body: meeting.map(|own| own.body.to_string()),
                ..furniture::reference_subject("decisions", at, &own.r#ref, date_of(data, own))
            }
        };
        data.decisions.iter().enumerate().map(subject).collect()
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<RecordView> {
        let own = data.decision_written(&subject.key)?;
        let decision = view(diags, data, own)?;
        if decision.exempt.is_none() && !is_complete(diags, own) {
            return None;
        }
        let meeting = own.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
        let meeting = meeting.and_then(|own| Some((own, data.body_of(own)?)));
        let officer = data.council.as_ref()?.proper_officer.as_ref();
        Some(RecordView {
            council: furniture::council(data)?,
            officer: officer.map(|own| own.name.to_string()),
            officer_title: officer.map(|own| own.title.to_string()),
            contact: match meeting {
                Some((meeting, body)) => furniture::contact(data, meeting, body),
                None => furniture::council_contact(data),
            },
            meeting: meeting.map(|(meeting, body)| furniture::meeting(meeting, body)),
            decision,
        })
    }

    fn check(&self, diags: &mut Diagnostics, data: &PublicDataset, subject: &Subject) {
        let Some(own) = data.decision_written(&subject.key) else { return };
        if checked_date(diags, data, own).is_some() && !is_withheld(own) {
            is_complete(diags, own);
        }
    }
}

/// Returns the day on which a decision was taken.
pub(super) fn date_of(data: &Dataset, decision: &Decision) -> Option<NaiveDate> {
    let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
    decision.date.as_ref().map(|own| own.value).or(meeting.map(|own| own.date.value))
}

/// Returns the place and the number of a decision's item on the agenda of its meeting.
fn item_of<'a>(data: &'a Dataset, decision: &Decision) -> Option<(usize, &'a str)> {
    let (meeting, issue) = (decision.meeting.as_ref()?, decision.issue.as_ref()?);
    data.agenda_of(meeting.as_str()).iter().enumerate().find_map(|(at, line)| {
        let is_own = line.issue.as_ref().is_some_and(|own| own.value == issue.value);
        is_own.then_some((at, line.number.as_ref()?.value.as_str()))
    })
}

/// Returns the title of a decision.
pub(super) fn title_of(data: &Dataset, decision: &Decision) -> Option<String> {
    let issue = decision.issue.as_ref().and_then(|own| data.issue(&own.value));
    furniture::string(decision.title.as_ref().or(issue.map(|own| &own.title)))
}

/// Returns whether a decision has lost its words to the public.
pub(super) fn is_withheld(decision: &Decision) -> bool {
    decision.is_exempt() || decision.decision.0.is_empty()
}

/// Returns the day on which a decision was taken; `None` where nobody knows, which is reported.
pub(super) fn checked_date(
    diags: &mut Diagnostics,
    data: &Dataset,
    own: &Decision,
) -> Option<NaiveDate> {
    let date = date_of(data, own);
    // A meeting that is not in the data is reported by itself.
    if date.is_none() && own.meeting.is_none() {
        diags.push(
            Diagnostic::error("decision/no-date", "a decision without its day")
                .at(&own.origin)
                .hint("give `meeting`, or `date` where it was not taken at a meeting"),
        );
    }
    date
}

/// Returns the view of a decision; `None` where nobody knows when it was taken, which is reported.
pub(super) fn view(
    diags: &mut Diagnostics,
    data: &PublicDataset,
    own: &Decision,
) -> Option<DecisionView> {
    let date = checked_date(diags, data, own)?;
    let issue = own.issue.as_ref().and_then(|own| data.issue(&own.value));
    let makers = makers::of(data, &own.makers);
    let exempt = is_withheld(own).then(|| {
        let (reason, summary) = (own.exempt_reason.as_ref(), own.public_summary.as_ref());
        ExemptView::of(&own.exempt_paragraphs, reason, summary)
    });
    let key = own.key.as_ref().or(issue.and_then(|own| own.key.as_ref()));
    let day =
        |date: &Option<Located<NaiveDate>>| date.as_ref().map(|own| furniture::iso(own.value));
    let (deadline, effective) = effect(data, own);
    Some(DecisionView {
        reference: own.r#ref.written().to_owned(),
        issue: own.issue.as_ref().map(|own| own.written().to_owned()),
        title: title_of(data, own),
        item: item_of(data, own).map(|(_, number)| number.to_owned()),
        date: furniture::iso(date),
        is_joint: makers.len() > 1,
        is_officers: own.meeting.is_none() && makers.iter().any(|own| own.is_officer),
        makers,
        divisions: issue.map(|own| furniture::strings(&own.divisions)).unwrap_or_default(),
        key: furniture::yes_or_no(key),
        reason_key: issue
            .filter(|_| key.is_some_and(|flag| flag.0))
            .map(|own| furniture::strings(&own.reason_key))
            .unwrap_or_default(),
        published: day(&own.published),
        call_in: furniture::yes_or_no(own.call_in.as_ref()),
        call_in_deadline: deadline.map(furniture::iso),
        effective: effective.map(furniture::iso),
        called_in: day(&own.called_in),
        call_in_outcome: furniture::markup(own.call_in_outcome.as_ref()),
        urgency_basis: furniture::string(own.urgency_basis.as_ref()),
        blocks: if exempt.is_some() { Vec::new() } else { blocks(data, own) },
        exempt,
    })
}

/// Returns the last day of call-in and the day from which a decision has effect: as the record says,
/// or else as the council's call-in period gives them.
pub(super) fn effect(data: &Dataset, own: &Decision) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let is_callable = own.call_in.as_ref().is_some_and(|own| own.0);
    let end = is_callable.then(|| Calendar::of(data).end_of_call_in(data, own)).flatten();
    let given = |date: &Option<Located<NaiveDate>>| date.as_ref().map(|own| own.value);
    (
        given(&own.call_in_deadline).or(end.as_ref().map(|own| own.deadline)),
        given(&own.effective).or(end.as_ref().map(|own| own.effective)),
    )
}

/// Returns the blocks of a decision, in the council's order; those that it does not name follow.
fn blocks(data: &Dataset, own: &Decision) -> Vec<BlockView> {
    let set = data.council.as_ref().map_or(&[][..], |council| &council.decision_blocks);
    let mut order: Vec<DecisionBlock> = Vec::new();
    for block in set.iter().map(|own| own.value).chain(DecisionBlock::ALL) {
        if !order.contains(&block) {
            order.push(block);
        }
    }
    let view = |block: DecisionBlock| {
        let text = match block {
            DecisionBlock::Decision => Some(&own.decision),
            DecisionBlock::Reasons => own.reasons.as_ref(),
            DecisionBlock::Alternatives => own.alternatives.as_ref(),
            DecisionBlock::Interests => own.interests.as_ref(),
            DecisionBlock::Dispensations => own.dispensations.as_ref(),
            DecisionBlock::Consultees | DecisionBlock::BackgroundPapers => None,
        };
        let list: &[Located<String>] = match block {
            DecisionBlock::Consultees => &own.consultees,
            DecisionBlock::BackgroundPapers => &own.background_papers,
            _ => &[],
        };
        let none = text.map_or(furniture::has_none(list), furniture::says_none);
        BlockView {
            name: block.word(),
            text: furniture::markup(text.filter(|_| !none)),
            list: if none { Vec::new() } else { furniture::strings(list) },
            none,
        }
    };
    order.into_iter().map(view).collect()
}

/// Reports what the record of a decision must say and its row leaves out; `false` where there is any.
fn is_complete(diags: &mut Diagnostics, own: &Decision) -> bool {
    let blocks = [
        ("reasons", own.reasons.as_ref()),
        ("alternatives", own.alternatives.as_ref()),
        ("interests", own.interests.as_ref()),
        ("dispensations", own.dispensations.as_ref()),
    ];
    let before = diags.errors();
    for (column, text) in blocks {
        if text.is_none_or(|text| text.0.is_empty()) {
            let message = format!("`{column}` is empty; the record of a decision must have it");
            diags.push(
                Diagnostic::error("decision/missing-block", message)
                    .at(&own.origin)
                    .hint(format!("fill in `{column}`; write `None` where there is none"))
                    .law("SI 2012/2089, regs 12(2) and 13"),
            );
        }
    }
    diags.errors() == before
}
