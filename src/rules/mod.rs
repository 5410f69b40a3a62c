//! What the law asks of a council's papers: one [`Rule`] for each duty, all in [`ALL`].
//!
//! A rule is a pair of files: `name.rs` finds the fault, `name.md` is the page that `orderpaper
//! explain` prints. A rule that code can't check has its page all the same and says so. Rules see
//! the records and the calendar; they know nothing of documents and print nothing.

pub mod calendar;
pub mod coverage;
pub mod deadlines;
pub mod facts;
mod overrides;

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

use chrono::{Datelike, NaiveDate};

use self::calendar::Calendar;
use self::facts::{Decided, Facts};
use crate::diag::{Diagnostic, Diagnostics, Origin, Severity};
use crate::model::council::Nation;
use crate::model::dataset::Dataset;
use crate::model::issue::{Decision, Issue};
use crate::model::meeting::Meeting;
use crate::model::value::Reference;
use crate::parallel;

/// How far code sees to a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// `check` reports where it is not met.
    Checked,
    /// Reported while the document that it is about is made.
    CheckedInDocument,
    /// Its days are worked out and listed.
    Computed,
    /// The papers that are made are as it asks.
    SeenTo,
    /// Only its page says what must be done.
    OnlyDocumented,
}

/// What a rule says of itself.
#[derive(Debug)]
pub struct About {
    /// Its name: `notice/late-agenda`.
    pub code: &'static str,
    /// The duty in our catalogue: `N3`.
    pub duty: &'static str,
    /// The duty in one line.
    pub summary: &'static str,
    /// The page that `explain` prints.
    pub page: &'static str,
    /// The law.
    pub law: &'static str,
    /// How far code sees to it.
    pub state: State,
    /// The nations that have it.
    pub nations: &'static [Nation],
    /// The day from which it applies, as year, month and day; always where absent.
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
/// All of them.
const EVERYWHERE: &[Nation] =
    &[Nation::England, Nation::Wales, Nation::Scotland, Nation::NorthernIreland];
/// What rules that our catalogue of the law does not have say for its number.
const OWN: &str = "own";
/// The Regulations of 2012, in force.
const REGULATIONS_2012: Option<(i32, u32, u32)> = Some((2012, 9, 10));

/// One duty that the council's papers must meet, checked over all records.
pub trait Rule: Sync {
    /// What it says of itself.
    fn about(&self) -> &'static About;

    /// Finds where the duty is not met.
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
    &plan::UnmarkedKeyDecision,
    &plan::IncompleteEntry,
    &plan::ShortNotice,
    &plan::ExemptWords,
    &plan::GeneralException,
    &plan::SpecialUrgency,
    &private::ShortNotice,
    &private::NoSecondNotice,
    &private::NoAgreement,
    &private::NotForeseen,
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
    &exclusion::IncompleteResolution,
    &call_in::EarlyEffect,
    &access::InaccessibleDocument,
    &references::OddForm,
    &references::BrokenChain,
];

/// Returns the rule of that code.
pub fn named(code: &str) -> Option<&'static dyn Rule> {
    ALL.iter().copied().find(|rule| rule.about().code == code)
}

/// A fault that a rule found, and what it is about.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The meeting.
    pub meeting: Option<String>,
    /// Keys of the issue's and the decision's references.
    pub references: Vec<String>,
    /// The day on which the law must be in force.
    day: Option<NaiveDate>,
    /// What is said of it.
    pub diagnostic: Diagnostic,
    /// Who let it pass, when and why, where somebody did.
    pub overridden: Option<String>,
}

impl Finding {
    fn new(severity: Severity, about: &'static About, message: String, place: &Origin) -> Self {
        let diagnostic = Diagnostic::new(severity, about.code, message).at(place).law(about.law);
        Self { meeting: None, references: Vec::new(), day: None, diagnostic, overridden: None }
    }

    /// Returns what the law refuses.
    fn error(about: &'static About, message: String, place: &Origin) -> Self {
        Self::new(Severity::Error, about, message, place)
    }

    /// Returns what may be lawful.
    fn warning(about: &'static About, message: String, place: &Origin) -> Self {
        Self::new(Severity::Warning, about, message, place)
    }

    /// Says what to do.
    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.hint(hint);
        self
    }

    /// Names the law of another nation.
    fn law(mut self, law: &'static str) -> Self {
        self.diagnostic = self.diagnostic.law(law);
        self
    }

    /// Shows a second place.
    fn label(mut self, place: &Origin, text: &str) -> Self {
        self.diagnostic = self.diagnostic.label(place, text);
        self
    }

    /// Says which meeting it is about.
    fn of_meeting(mut self, meeting: &Meeting) -> Self {
        self.meeting = Some(meeting.meeting.to_string());
        self.day = Some(meeting.date.value);
        self
    }

    /// Says which issue it is about.
    fn of_issue(mut self, issue: &Issue) -> Self {
        self.references.push(issue.r#ref.key().to_owned());
        self
    }

    /// Says which decision it is about, on which day.
    fn of_decision(mut self, decision: &Decision, day: Option<NaiveDate>) -> Self {
        self.references.push(decision.r#ref.key().to_owned());
        self.references.extend(decision.issue.as_ref().map(|own| own.key().to_owned()));
        self.meeting = self.meeting.or(decision.meeting.as_ref().map(ToString::to_string));
        self.day = self.day.or(day);
        self
    }

    /// Says on which day an issue is decided, and at which meeting.
    fn decided(self, decided: &Decided<'_>) -> Self {
        let own = self.on(decided.day);
        match decided.meeting {
            Some(meeting) => own.of_meeting(meeting),
            None => own,
        }
    }

    /// Says which reference it is about.
    fn of_reference(mut self, reference: &Reference) -> Self {
        self.references.push(reference.key().to_owned());
        self
    }

    /// Says on which day the law must be in force.
    fn on(mut self, day: NaiveDate) -> Self {
        self.day = Some(day);
        self
    }
}

/// Checks the records against every rule that applies to the council; faults go to `diags`.
///
/// Returns what was found, let pass or not.
pub fn check(
    diags: &mut Diagnostics,
    data: &Dataset,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Finding> {
    let facts = Facts::new(data, calendar, today);
    let of_rules = parallel::map(parallel::processors(), ALL.len(), |at| of_rule(ALL[at], &facts));
    let mut found: Vec<Finding> = of_rules.into_iter().flatten().collect();
    nation(diags, &facts);
    years(diags, &facts);
    free_references(diags, data);
    overrides::apply(diags, data, &mut found);
    for finding in &found {
        diags.push(finding.diagnostic.clone());
    }
    found
}

/// Returns what a rule finds where it applies to the council, and was in force.
fn of_rule(rule: &dyn Rule, facts: &Facts<'_>) -> Vec<Finding> {
    let about = rule.about();
    let mut found = Vec::new();
    if about.nations.contains(&facts.nation) && (!about.executive || facts.has_executive()) {
        rule.check(&mut found, facts);
    }
    let start = about.since;
    let start = start.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    found.retain(|own| own.day.zip(start).is_none_or(|(day, start)| start <= day));
    found
}

/// Tells a council outside England what is not checked.
fn nation(diags: &mut Diagnostics, facts: &Facts<'_>) {
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
    let Some(nation) = facts.data.council.as_ref().and_then(|own| own.nation.as_ref()) else {
        return;
    };
    let message =
        format!("the law of `{}` is checked in part; not checked: {missing}", nation.word());
    diags.push(
        Diagnostic::note("rules/nation", message)
            .at(&nation.origin)
            .hint("`orderpaper explain` lists the rules, and the nations of each"),
    );
}

/// Tells which references are free, where the council gives them a form.
fn free_references(diags: &mut Diagnostics, data: &Dataset) {
    let Some(council) = &data.council else { return };
    let issues: Vec<&Reference> = data.issues.iter().map(|own| &own.r#ref.value).collect();
    let decisions: Vec<&Reference> = data.decisions.iter().map(|own| &own.r#ref.value).collect();
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
        let message = format!("the next free reference of {what}s: {}", free.join(", "));
        diags.push(Diagnostic::note("references/next-free", message).at(&form.origin));
    }
}

/// Tells of years whose bank holidays are not known, so that days may be counted wrongly.
fn years(diags: &mut Diagnostics, facts: &Facts<'_>) {
    let mut unknown: Vec<(i32, &Meeting)> = facts
        .meetings()
        .filter(|(meeting, _)| facts.today <= meeting.date.value)
        .map(|(meeting, _)| (meeting.date.year(), meeting))
        .filter(|(year, _)| !facts.calendar.knows_year(*year))
        .collect();
    unknown.sort_by_key(|(year, _)| *year);
    unknown.dedup_by_key(|(year, _)| *year);
    for (year, meeting) in unknown {
        let message = format!(
            "no bank holiday of {year} is known; clear days are counted as if there were none"
        );
        diags.push(
            Diagnostic::note("rules/no-bank-holidays", message).at(&meeting.date.origin).hint(
                "save https://www.gov.uk/bank-holidays.json as `calendar/bank-holidays.json`",
            ),
        );
    }
}
