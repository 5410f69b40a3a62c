//! Notices of decisions to come: of key decisions, of private business, and of decisions that can't
//! wait (domain notes §3.8).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::entry::{self, EntryView};
use super::furniture::{self, ContactView, CouncilView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::record::Text;

/// The tables whose lost rows stop a notice.
const NEEDS: &[&str] = &["council", "bodies", "members", "issues"];

/// Clear days of the first notice of private business.
const FIRST: u32 = 28;
/// Clear days of the second.
const SECOND: u32 = 5;

/// 28 clear days of notice of a key decision.
pub(super) struct KeyDecisionNotice;

/// Notice that part of the business will be taken in private.
pub(super) struct PrivateMeetingNotice;

/// Notice of a key decision that can't wait for 28 clear days.
pub(super) struct GeneralExceptionNotice;

/// Notice of a key decision that can't wait for five clear days.
pub(super) struct SpecialUrgencyNotice;

/// A notice.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The matter, as the forward plan has it.
    entry: EntryView,
    /// When the notice was published.
    published: Option<String>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// Where copies of documents can be had, where not at the council's address.
    copies_from: Option<String>,
    /// The officer in whose name it is published.
    officer: Option<String>,
    /// That officer's post.
    officer_title: Option<String>,
    /// What a second notice of private business adds.
    second: Option<SecondView>,
    /// What a notice under the general exception adds.
    exception: Option<ExceptionView>,
    /// What a notice of special urgency adds.
    urgency: Option<UrgencyView>,
}

/// What a second notice of private business adds.
#[derive(Serialize, JsonSchema)]
pub(super) struct SecondView {
    /// Representations received; nothing where there were none.
    representations: Option<Markup>,
    /// The response to them; nothing where none was called for.
    response: Option<Markup>,
}

/// What a notice under the general exception adds.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExceptionView {
    /// Who was told.
    informed: String,
    /// When.
    informed_on: String,
    /// Why 28 clear days of notice were impracticable.
    reason: Markup,
}

/// What a notice of special urgency adds.
#[derive(Serialize, JsonSchema)]
pub(super) struct UrgencyView {
    /// Who agreed.
    agreed_by: String,
    /// When.
    agreed_on: String,
    /// Why the decision is urgent and can't reasonably be deferred.
    reason: Markup,
}

impl Kind for KeyDecisionNotice {
    const NAME: &'static str = "key-decision-notice";
    const SUMMARY: &'static str = "28 clear days of notice of one key decision";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        subjects(data, None, |own| {
            own.first_published.as_ref().map(|own| own.value).filter(|_| own.is_key())
        })
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        view(data, subject)
    }

    /// A notice shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

impl Kind for PrivateMeetingNotice {
    const NAME: &'static str = "private-meeting-notice";
    const SUMMARY: &'static str =
        "notice of private business: 28 clear days, then five, with replies";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let mut all = subjects(data, Some(FIRST), |own| {
            own.first_published.as_ref().map(|own| own.value).filter(|_| own.is_private())
        });
        all.extend(subjects(data, Some(SECOND), |own| {
            own.private_notice.as_ref().map(|own| own.published.value)
        }));
        all
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        view(data, subject)
    }

    /// A notice shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

impl Kind for GeneralExceptionNotice {
    const NAME: &'static str = "general-exception-notice";
    const SUMMARY: &'static str = "notice of a key decision that can't wait for 28 clear days";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        subjects(data, None, |own| own.general_exception.as_ref().map(|own| own.published.value))
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        view(data, subject)
    }

    /// A notice shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

impl Kind for SpecialUrgencyNotice {
    const NAME: &'static str = "special-urgency-notice";
    const SUMMARY: &'static str = "notice of a key decision that can't wait for five clear days";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        subjects(data, None, |own| own.special_urgency.as_ref().map(|own| own.published.value))
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        view(data, subject)
    }

    /// A notice shows what there is, whatever it says.
    fn check(&self, _diags: &mut Diagnostics, _data: &PublicDataset, _subject: &Subject) {}
}

/// Returns the issues of which `published` gives a day, as subjects.
fn subjects(
    data: &Dataset,
    number: Option<u32>,
    published: impl Fn(&Issue) -> Option<NaiveDate>,
) -> Vec<Subject> {
    let subject = |(at, own): (usize, &Issue)| {
        let date = published(own)?;
        let subject = furniture::reference_subject("issues", at, &own.r#ref, Some(date));
        Some(Subject { number, is_wide: false, ..subject })
    };
    data.issues.iter().enumerate().filter_map(subject).collect()
}

/// Returns the view of a notice; its template shows what its kind is about.
fn view(data: &PublicDataset, subject: &Subject) -> Option<View> {
    let issue = data.issue_written(&subject.key)?;
    let council = data.council.as_ref()?;
    let settings = council.forward_plan.as_ref();
    let officer = council.proper_officer.as_ref();
    let some = |text: &Text| {
        furniture::markup(Some(text)).filter(|_| !furniture::is_none(&text.0.plain_text()))
    };
    let second = issue.private_notice.as_ref().filter(|_| subject.number == Some(SECOND));
    Some(View {
        council: furniture::council(data)?,
        entry: entry::view(data, issue),
        published: subject.date.map(furniture::iso),
        contact: furniture::council_contact(data),
        copies_from: furniture::string(settings.and_then(|own| own.copies_from.as_ref())),
        officer: officer.map(|own| own.name.to_string()),
        officer_title: officer.map(|own| own.title.to_string()),
        second: second.map(|own| SecondView {
            representations: some(&own.representations),
            response: some(&own.response),
        }),
        exception: issue.general_exception.as_ref().map(|own| ExceptionView {
            informed: own.informed.to_string(),
            informed_on: furniture::iso(own.informed_on.value),
            reason: Markup::from(&own.reason.0),
        }),
        urgency: issue.special_urgency.as_ref().map(|own| UrgencyView {
            agreed_by: own.agreed_by.to_string(),
            agreed_on: furniture::iso(own.agreed_on.value),
            reason: Markup::from(&own.reason.0),
        }),
    })
}
