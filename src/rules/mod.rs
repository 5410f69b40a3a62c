//! What the law asks of a council's papers: one [`Rule`] for each duty, all in [`ALL`].
//!
//! A rule is a pair of files: `name.rs` finds the fault, `name.md` is the page that `orderpaper
//! explain` prints. A rule that code can't check has its page all the same and says so. Rules see
//! the records and the calendar; they know nothing of documents and print nothing.

pub mod calendar;
pub mod coverage;
pub mod deadlines;
pub mod facts;

mod access;
mod call_in;
mod decisions;
mod exclusion;
mod minutes;
mod notice;
mod plan;
mod private;
mod records;
mod references;
mod votes;

pub use self::plan::{GENERAL_EXCEPTION_DAYS, KEY_DECISION_DAYS};
pub use self::private::SECOND_NOTICE_DAYS;

use chrono::{Datelike, NaiveDate};

use self::calendar::Calendar;
use self::facts::{DecisionDay, Facts};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::council::Nation;
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::Meeting;
use crate::model::value::Reference;
use crate::parallel;

/// How far the program checks a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// `check` reports each place where it is not met.
    Checked,
    /// `check` works out its days and lists them.
    Computed,
    /// The documents that are made always meet it.
    Guaranteed,
    /// Only its page says what must be done.
    OnlyDocumented,
}

/// The description of a rule, for `explain`, diagnostics and the table of rules.
#[derive(Debug)]
pub struct RuleInfo {
    /// What it reports, which has its page and says how serious that is.
    pub code: Code,
    /// The duty's number in the catalogue of the law: `N3`; [`LOCAL`] where the catalogue has none.
    pub duty: &'static str,
    /// The duty in one line.
    pub summary: &'static str,
    /// The Act or Regulations, as diagnostics cite them.
    pub law: &'static str,
    /// How far the program checks it.
    pub state: State,
    /// The nations whose councils it binds.
    pub nations: &'static [Nation],
    /// The day on which it came into force, as year, month and day; `None` where every record is later.
    pub since: Option<(i32, u32, u32)>,
    /// Whether it binds only councils with an executive.
    pub executive: bool,
}

/// England alone.
const ENGLAND: &[Nation] = &[Nation::England];
/// The nations whose councils are under the Act of 1972.
const ENGLAND_AND_WALES: &[Nation] = &[Nation::England, Nation::Wales];
/// The nations of which we know how much notice a meeting needs.
const BRITAIN: &[Nation] = &[Nation::England, Nation::Wales, Nation::Scotland];
/// All four nations.
const EVERYWHERE: &[Nation] =
    &[Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland];
/// The duty's number where the catalogue has none: the council's standing orders or practice.
const LOCAL: &str = "local";
/// The day on which SI 2012/2089 came into force.
const REGULATIONS_2012: Option<(i32, u32, u32)> = Some((2012, 9, 10));

/// One duty that the council's papers must meet, checked over all records.
///
/// ```
/// use orderpaper::diag::Code;
/// use orderpaper::model::council::Nation;
/// use orderpaper::rules::{Rule, RuleInfo, State};
///
/// /// A duty of which only the page can tell.
/// struct MemberVote;
///
/// impl Rule for MemberVote {
///     fn about(&self) -> &'static RuleInfo {
///         &RuleInfo {
///             code: Code::MinutesOwnVote,
///             duty: "local",
///             summary: "a member may have their vote recorded",
///             law: "the council's standing orders",
///             state: State::OnlyDocumented,
///             nations: &[Nation::England],
///             since: None,
///             executive: false,
///         }
///     }
/// }
///
/// assert_eq!(MemberVote.about().code.name(), "minutes/own-vote");
/// ```
pub trait Rule: Sync {
    /// Returns its description.
    fn about(&self) -> &'static RuleInfo;

    /// Adds a finding for each place where the duty is not met; none where the program can't check it.
    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        let _ = (found, facts);
    }
}

/// Every rule, in the order of the catalogue.
pub static ALL: &[&dyn Rule] = &[
    &notice::LateNotice,
    &notice::LateSummons,
    &notice::LateAgenda,
    &notice::LatePaper,
    &notice::NoUrgencyReason,
    &notice::UrgencyNotMinuted,
    &access::UnmarkedReport,
    &records::NoBackgroundPapers,
    &records::ExemptTitle,
    &plan::UnmarkedKeyDecision,
    &plan::LikelyKeyDecision,
    &plan::IncompleteEntry,
    &plan::UnknownMaker,
    &plan::ShortNotice,
    &plan::ExemptWords,
    &plan::GeneralException,
    &plan::SpecialUrgency,
    &plan::UnnamedChair,
    &private::ShortNotice,
    &private::NoSecondNotice,
    &private::NoAgreement,
    &private::UnnamedChair,
    &private::NotForeseen,
    &private::PaperNotForeseen,
    &decisions::IncompleteRecord,
    &decisions::IncompleteMemberRecord,
    &decisions::IncompleteOfficerRecord,
    &records::Inspection,
    &access::NoSummary,
    &minutes::Unconfirmed,
    &minutes::NobodyPresent,
    &minutes::OwnVote,
    &votes::UnnamedBudgetVote,
    &votes::Unaccounted,
    &votes::WrongOutcome,
    &votes::OddCastingVote,
    &votes::PecuniaryInterest,
    &votes::FromElsewhere,
    &exclusion::IncompleteResolution,
    &exclusion::NoPublicInterest,
    &call_in::EarlyEffect,
    &call_in::NoPeriod,
    &access::InaccessibleDocument,
    &references::OddForm,
    &references::BrokenChain,
];

/// Returns the rule with that code.
pub fn by_code(code: Code) -> Option<&'static dyn Rule> {
    ALL.iter().copied().find(|rule| rule.about().code == code)
}

/// A fault that a rule found, and what it is about.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The name of the meeting that it is about.
    pub meeting: Option<String>,
    /// Keys of the references of the issue and the decision that it is about.
    pub references: Vec<String>,
    /// The day on which the law must be in force; `None` where it is not known.
    day: Option<NaiveDate>,
    /// What is reported.
    pub diagnostic: Diagnostic,
}

impl Finding {
    /// Returns a finding of a rule, as serious as its code says.
    fn new(about: &'static RuleInfo, message: String, place: &Origin) -> Self {
        let diagnostic = Diagnostic::new(about.code, message);
        let diagnostic = diagnostic.at(place).law(about.law);
        Self { meeting: None, references: Vec::new(), day: None, diagnostic }
    }

    /// Adds a hint: what to do about it.
    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.hint(hint);
        self
    }

    /// Cites the law of another nation in place of the rule's.
    fn law(mut self, law: &'static str) -> Self {
        self.diagnostic = self.diagnostic.law(law);
        self
    }

    /// Shows a second place in the records.
    fn label(mut self, place: &Origin, text: &str) -> Self {
        self.diagnostic = self.diagnostic.label(place, text);
        self
    }

    /// Notes the meeting that it is about, and its day.
    fn of_meeting(mut self, meeting: &Meeting) -> Self {
        self.meeting = Some(meeting.meeting.to_string());
        self.day = Some(meeting.date.value);
        self
    }

    /// Notes the issue that it is about.
    fn of_issue(mut self, issue: &Issue) -> Self {
        self.references.push(issue.r#ref.key().to_owned());
        self
    }

    /// Notes the issue whose entry in the plan it is about, and the day on which that was first published.
    fn of_entry(self, issue: &Issue) -> Self {
        let finding = self.of_issue(issue);
        match &issue.first_published {
            Some(published) => finding.on(published.value),
            None => finding,
        }
    }

    /// Notes the decision that it is about, with its issue and meeting, and the day it was taken.
    fn of_decision(mut self, decision: &Decision, day: Option<NaiveDate>) -> Self {
        self.references.push(decision.r#ref.key().to_owned());
        self.references.extend(decision.issue.as_ref().map(|issue| issue.key().to_owned()));
        self.meeting = self.meeting.or(decision.meeting.as_ref().map(ToString::to_string));
        self.day = self.day.or(day);
        self
    }

    /// Notes the day on which an issue is decided, and the meeting.
    fn on_decision_day(self, decision_day: &DecisionDay<'_>) -> Self {
        let finding = self.on(decision_day.day);
        match decision_day.meeting {
            Some(meeting) => finding.of_meeting(meeting),
            None => finding,
        }
    }

    /// Notes the reference that it is about.
    fn of_reference(mut self, reference: &Reference) -> Self {
        self.references.push(reference.key().to_owned());
        self
    }

    /// Notes the day on which the law must be in force.
    fn on(mut self, day: NaiveDate) -> Self {
        self.day = Some(day);
        self
    }
}

/// Checks the records against every rule that applies to the council, and returns all findings. What is reported
/// besides goes to `diags`: law that is not checked, and references that are free.
pub fn check(
    diags: &mut Diagnostics,
    data: &Dataset,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Finding> {
    let facts = Facts::new(data, calendar, today);
    let by_rule =
        parallel::map(parallel::processors(), ALL.len(), |at| findings_of(ALL[at], &facts));
    note_unchecked_law(diags, &facts);
    note_unknown_years(diags, &facts);
    note_free_references(diags, data);
    by_rule.into_iter().flatten().collect()
}

/// Returns the findings of a rule, if it binds the council; those of days before it came into force are
/// left out.
fn findings_of(rule: &dyn Rule, facts: &Facts<'_>) -> Vec<Finding> {
    let about = rule.about();
    let mut found = Vec::new();
    if about.nations.contains(&facts.nation) && (!about.executive || facts.has_executive()) {
        rule.check(&mut found, facts);
    }
    let start = about.since;
    let start = start.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    found.retain(|finding| finding.day.zip(start).is_none_or(|(day, start)| start <= day));
    found
}

/// Notes, for a council outside England, which of its law is not checked.
fn note_unchecked_law(diags: &mut Diagnostics, facts: &Facts<'_>) {
    let missing = match facts.nation {
        Nation::England => return,
        Nation::Wales => {
            "executive decisions and forward plans (SI 2001/2290), Welsh and English side by side"
        }
        Nation::Scotland => "the fifteen kinds of exempt information, and the records of decisions",
        Nation::NorthernIreland => {
            "how much notice a meeting needs, exempt information, and the records of decisions"
        }
    };
    let Some(nation) = facts.data.council.as_ref().and_then(|council| council.nation.as_ref())
    else {
        return;
    };
    let message =
        format!("the law of `{}` is only partly checked; not checked: {missing}", nation.word());
    diags.push(
        Diagnostic::new(Code::RulesNation, message)
            .at(&nation.origin)
            .hint("`orderpaper explain --format json` lists the rules with their nations"),
    );
}

/// Notes the next free references, where the council gives a pattern for them.
fn note_free_references(diags: &mut Diagnostics, data: &Dataset) {
    let Some(council) = &data.council else { return };
    let issues: Vec<&Reference> = data.issues.iter().map(|issue| &issue.r#ref.value).collect();
    let decisions: Vec<&Reference> =
        data.decisions.iter().map(|decision| &decision.r#ref.value).collect();
    let forms = [
        ("issue", &council.issue_reference, issues),
        ("decision", &council.decision_reference, decisions),
    ];
    for (what, form, taken) in forms {
        let Some(form) = form else { continue };
        let free = form.next_free(taken.into_iter());
        if free.is_empty() {
            continue;
        }
        let message = format!("the next free reference for {what}s: {}", free.join(", "));
        diags.push(Diagnostic::new(Code::ReferencesNextFree, message).at(&form.origin));
    }
}

/// Notes years, of meetings and of ends of call-in to come, whose bank holidays are not known: their days may be
/// miscounted.
fn note_unknown_years(diags: &mut Diagnostics, facts: &Facts<'_>) {
    let meetings = facts.meetings().map(|(meeting, _)| (meeting.date.value, &meeting.date.origin));
    let call_ins = facts.data.decisions.iter().filter_map(|decision| {
        let end = facts.calendar.end_of_call_in(facts.data, decision)?;
        Some((end.deadline, &decision.origin))
    });
    let to_come = meetings.chain(call_ins).filter(|(day, _)| facts.today <= *day);
    let years = to_come.map(|(day, origin)| (day.year(), origin));
    let mut unknown: Vec<(i32, &Origin)> =
        years.filter(|(year, _)| !facts.calendar.knows_year(*year)).collect();
    unknown.sort_by_key(|(year, _)| *year);
    unknown.dedup_by_key(|(year, _)| *year);
    for (year, origin) in unknown {
        let message = format!(
            "no bank holidays are known for {year}; clear days are counted as if there were none"
        );
        diags.push(
            Diagnostic::new(Code::RulesNoBankHolidays, message).at(origin).hint(
                "save https://www.gov.uk/bank-holidays.json, once it has that year, as `calendar/bank-holidays.json`",
            ),
        );
    }
}
