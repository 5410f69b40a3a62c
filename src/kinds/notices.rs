//! Notices of decisions to come: of key decisions, of private business, and of decisions that can't
//! wait (domain notes §3.8).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, ContactView, CouncilView};
use super::entry::{self, EntryView};
use super::{Kind, RecordSubject, Subject};
use crate::diag::Diagnostic;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::record::Text;

/// The tables whose lost rows stop a notice.
const NEEDS: &[&str] = &["council", "bodies", "members", "officers", "meetings", "issues"];

/// Clear days of the first notice of private business; also its number (SI 2012/2089, reg. 5).
const FIRST_NOTICE_DAYS: u32 = 28;
/// Clear days of the second notice of private business; also its number.
const SECOND_NOTICE_DAYS: u32 = 5;

/// 28 clear days of notice of a key decision.
pub(super) struct KeyDecisionNotice;

/// Notice that part of the business will be taken in private.
pub(super) struct PrivateMeetingNotice;

/// Notice of a key decision that can't wait for 28 clear days.
pub(super) struct GeneralExceptionNotice;

/// Notice of a key decision that can't wait for five clear days.
pub(super) struct SpecialUrgencyNotice;

/// A notice of a decision to be taken.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The issue that the notice is about, as the forward plan shows it.
    entry: EntryView,
    /// The day on which the notice was published, as an ISO date such as `2026-01-13`, for the
    /// `date` helper.
    published: Option<String>,
    /// The council's general contact. Absent where the data name none.
    contact: Option<ContactView>,
    /// Where copies of documents can be had, from `forward-plan.copies-from` in the council's
    /// settings. Absent where that is the council's address.
    copies_from: Option<String>,
    /// The name of the proper officer, in whose name it is published. Absent where the council's
    /// data name none.
    officer: Option<String>,
    /// That officer's post, such as `Chief Executive`. Absent where `officer` is.
    officer_title: Option<String>,
    /// What the second notice of private business adds. Absent in all other notices.
    second: Option<SecondView>,
    /// What a notice under the general exception adds. Absent where the issue has none.
    exception: Option<ExceptionView>,
    /// What a notice of special urgency adds. Absent where the issue has none.
    urgency: Option<UrgencyView>,
}

/// What a second notice of private business adds to the first.
#[derive(Serialize, JsonSchema)]
pub(super) struct SecondView {
    /// The representations received that the business should be taken in public. Absent where there
    /// were none.
    representations: Option<Markup>,
    /// The council's response to the representations. Absent where none was needed.
    response: Option<Markup>,
}

/// What a notice under the general exception adds.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExceptionView {
    /// Who was informed: the chair of the scrutiny committee, or each of its members.
    informed: String,
    /// The day on which they were informed, as an ISO date such as `2026-01-13`, for the `date`
    /// helper.
    informed_on: String,
    /// Why it was impracticable to give 28 clear days of notice.
    reason: Markup,
}

/// What a notice of special urgency adds.
#[derive(Serialize, JsonSchema)]
pub(super) struct UrgencyView {
    /// Who agreed that the decision is urgent, and in what office.
    agreed_by: String,
    /// The day on which they agreed, as an ISO date such as `2026-01-13`, for the `date` helper.
    agreed_on: String,
    /// Why the decision is urgent and can't reasonably be deferred.
    reason: Markup,
}

impl Kind for KeyDecisionNotice {
    const NAME: &'static str = "key-decision-notice";
    const SUMMARY: &'static str = "28 clear days of notice of one key decision";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        subjects(data, None, |issue| {
            issue.first_published.as_ref().map(|date| date.value).filter(|_| issue.is_key())
        })
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        without_contact(data, subject).into_iter().collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        view(data, subject)
    }
}

impl Kind for PrivateMeetingNotice {
    const NAME: &'static str = "private-meeting-notice";
    const SUMMARY: &'static str =
        "notice of private business: 28 clear days, then five, with replies";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let mut all = subjects(data, Some(FIRST_NOTICE_DAYS), |issue| {
            issue.first_published.as_ref().map(|date| date.value).filter(|_| issue.is_private())
        });
        all.extend(subjects(data, Some(SECOND_NOTICE_DAYS), |issue| {
            issue.private_notice.as_ref().map(|notice| notice.published.value)
        }));
        all
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        without_contact(data, subject).into_iter().collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        view(data, subject)
    }
}

impl Kind for GeneralExceptionNotice {
    const NAME: &'static str = "general-exception-notice";
    const SUMMARY: &'static str = "notice of a key decision that can't wait for 28 clear days";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        subjects(data, None, |issue| {
            issue.general_exception.as_ref().map(|notice| notice.published.value)
        })
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        without_contact(data, subject).into_iter().collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        view(data, subject)
    }
}

impl Kind for SpecialUrgencyNotice {
    const NAME: &'static str = "special-urgency-notice";
    const SUMMARY: &'static str = "notice of a key decision that can't wait for five clear days";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        subjects(data, None, |issue| {
            issue.special_urgency.as_ref().map(|notice| notice.published.value)
        })
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        without_contact(data, subject).into_iter().collect()
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        view(data, subject)
    }
}

/// Returns a subject for each issue for which `published` gives the day of its notice; `clear_days` are
/// those before the meeting, where there are several notices.
fn subjects(
    data: &Dataset,
    clear_days: Option<u32>,
    published: impl Fn(&Issue) -> Option<NaiveDate>,
) -> Vec<Subject> {
    let subject = |issue: &Issue| {
        let date = published(issue)?;
        let issue = RecordSubject::new(&issue.r#ref);
        Some(Subject::Issue { issue, clear_days, date })
    };
    data.issues.iter().filter_map(subject).collect()
}

/// Returns the error for a notice that names nobody to whom readers may write.
fn without_contact(data: &PublicDataset, subject: &Subject) -> Option<Diagnostic> {
    common::without_contact(data, data.issue_written(&subject.key())?)
}

/// Returns the view of any notice; the template of its kind chooses what to show.
fn view(data: &PublicDataset, subject: &Subject) -> Option<View> {
    let issue = data.issue_written(&subject.key())?;
    let council = data.council.as_ref()?;
    let settings = council.forward_plan.as_ref();
    let officer = council.proper_officer.as_ref();
    let unless_none = |text: &Text| {
        common::markup(Some(text)).filter(|_| !common::is_word_none(&text.0.plain_text()))
    };
    let second =
        issue.private_notice.as_ref().filter(|_| subject.number() == Some(SECOND_NOTICE_DAYS));
    Some(View {
        council: common::council(data)?,
        entry: entry::view(data, issue),
        published: subject.date().map(common::iso),
        contact: common::council_contact(data),
        copies_from: common::string(settings.and_then(|settings| settings.copies_from.as_ref())),
        officer: officer.map(|officer| officer.name.to_string()),
        officer_title: officer.map(|officer| officer.title.to_string()),
        second: second.map(|notice| SecondView {
            representations: unless_none(&notice.representations),
            response: unless_none(&notice.response),
        }),
        exception: issue.general_exception.as_ref().map(|exception| ExceptionView {
            informed: exception.informed.to_string(),
            informed_on: common::iso(exception.informed_on.value),
            reason: Markup::from(&exception.reason.0),
        }),
        urgency: issue.special_urgency.as_ref().map(|urgency| UrgencyView {
            agreed_by: urgency.agreed_by.to_string(),
            agreed_on: common::iso(urgency.agreed_on.value),
            reason: Markup::from(&urgency.reason.0),
        }),
    })
}
