//! The minute of one item by itself, so that it can be bound behind another paper: a committee's discussion of a quarter
//! behind the report on that quarter.
//!
//! There are minutes of every item, and few of them are wanted alone. So an extract is made where a paper asks for it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::common::{self, ContactView, CouncilView, MeetingView};
use super::super::{Kind, MeetingSubject, Subject};
use super::appendices::AppendixView;
use super::corrections::{CorrectionView, LaterMinuteView};
use super::{InterestView, MinuteView, Minutes};
use crate::diag::Diagnostic;
use crate::model::access::PublicDataset;
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::value::Slug;

/// The minute of one item.
pub(in crate::kinds) struct MinuteExtract;

/// The minute of one item of a meeting.
#[derive(Serialize, JsonSchema)]
pub(in crate::kinds) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting that the minute records.
    meeting: MeetingView,
    /// The number of the agenda item, such as `4`.
    item: String,
    /// The title of the agenda item. Absent where it has none.
    title: Option<String>,
    /// Who presented it, such as `Director of Finance`: whose report it was by the agenda. Absent where the agenda names
    /// nobody.
    presented_by: Option<String>,
    /// Whether the body has yet to agree the minutes as a correct record.
    draft: bool,
    /// The later minute that confirmed the minutes. Absent where none is in the data.
    confirmed: Option<LaterMinuteView>,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where the data name none.
    contact: Option<ContactView>,
    /// The interests that members declared in the item, in the order of the data; empty where there were none.
    interests: Vec<InterestView>,
    /// The title that two or more members of the body have in common, such as `Councillor`, which may be printed once
    /// for all of them. Absent where there is none.
    shared_title: Option<String>,
    /// The minute; more than one where the item was adjourned.
    minutes: Vec<MinuteView>,
    /// The corrections that later minutes made to it, in order; empty where there are none.
    corrections: Vec<CorrectionView>,
}

impl Kind for MinuteExtract {
    const NAME: &'static str = "minute-extract";
    const SUMMARY: &'static str = "the minute of one item, where it is to be a paper of a meeting";
    const NEEDS: &'static [&'static str] = <Minutes as Kind>::NEEDS;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let files = data.meetings.iter().flat_map(|meeting| {
            let papers = data.papers_of(meeting.meeting.as_str()).iter();
            papers.filter_map(|paper| paper.file.known())
        });
        let asked: BTreeSet<(&str, &str)> = files
            .filter_map(|file| bundle::generated_document(&file.value))
            .filter(|(kind, _)| *kind == Self::NAME)
            .filter_map(|(_, key)| key.split_once('/'))
            .collect();
        let subject = |(name, item): (&str, &str)| {
            let is_there = !public_minutes(data, name, item).is_empty();
            let meeting = match data.meeting(name) {
                Some(meeting) => MeetingSubject::from(meeting),
                None => MeetingSubject::lost(name),
            };
            let lost = is_there || data.has_lost("minutes", name);
            lost.then(|| Subject::Minute { meeting, item: item.to_owned() })
        };
        asked.into_iter().filter_map(subject).collect()
    }

    fn stem(subject: &Subject) -> String {
        let item = match subject {
            Subject::Minute { item, .. } => Slug::nearest(item),
            _ => None,
        };
        let item = item.map(|item| format!("-{}", item.as_str())).unwrap_or_default();
        format!("{}{item}", Self::NAME)
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        Minutes.unmet(data, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let Subject::Minute { meeting, item } = subject else { return None };
        let wanted = public_minutes(data, &meeting.name, item);
        let line = data.item(&meeting.name, item);
        let whole = Minutes.view(data, subject)?;
        let all = whole.minutes.into_iter().enumerate();
        let minutes: Vec<MinuteView> = all
            .filter(|(at, _)| wanted.contains(at))
            .map(|(_, minute)| MinuteView {
                // Where these lead is not here.
                sitting: None,
                corrected: Vec::new(),
                appendices: minute.appendices.into_iter().map(unbound).collect(),
                ..minute
            })
            .collect();
        let is_of_minute = |number: &String| {
            minutes.iter().any(|minute| minute.number.trim_end_matches('.') == number)
        };
        let is_in = |anchor: &String| minutes.iter().any(|minute| minute.anchor == *anchor);
        let of_minutes =
            |correction: &CorrectionView| correction.anchor.as_ref().is_some_and(is_in);
        let corrections = whole.corrections.into_iter().filter(of_minutes).collect();
        let declared = |interest: &InterestView| interest.minute.as_ref().is_some_and(is_of_minute);
        let interests = whole.interests.into_iter().filter(declared).collect();
        Some(View {
            council: whole.council,
            meeting: whole.meeting,
            item: item.clone(),
            title: common::string(line.and_then(|line| line.title.as_ref())),
            presented_by: common::string(line.and_then(|line| line.report_of.as_ref())),
            draft: whole.draft,
            confirmed: whole.confirmed,
            contact: whole.contact,
            interests,
            corrections,
            shared_title: whole.shared_title,
            minutes,
        })
    }
}

/// Returns an appendix as the extract names it: it is bound behind the minutes, and not behind this.
fn unbound(appendix: AppendixView) -> AppendixView {
    AppendixView { bound: None, ..appendix }
}

/// Returns the positions of the minutes of an item that the public may read.
fn public_minutes(data: &Dataset, meeting: &str, item: &str) -> Vec<usize> {
    let Some(book) = data.minutes.get(meeting) else { return Vec::new() };
    let wanted = item.trim_end_matches('.');
    let minutes = book.items.iter().enumerate().filter(|(_, minute)| {
        let number = minute.item.as_ref().map(|number| number.trim().trim_end_matches('.'));
        number.is_some_and(|number| number.eq_ignore_ascii_case(wanted)) && !minute.is_exempt()
    });
    minutes.map(|(at, _)| at).collect()
}
