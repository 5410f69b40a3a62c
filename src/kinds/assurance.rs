//! What reviews found, and what became of it by the end of a period: the paper of an audit committee (domain notes
//! §3.11).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, PeriodView};
use super::{Kind, Subject};
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::assurance::{Expectation, Expected, FindingState, Review, ReviewFinding};
use crate::model::dataset::{Dataset, Performance};
use crate::model::record::Located;
use crate::model::tables::Readership;
use crate::model::value::{ReportingPeriod, Slug};

/// The findings of reviews, once a period, and for each of the committees that see to them.
pub(super) struct AssuranceReport;

/// The same with what only members and officers may read, where there is any.
pub(super) struct InternalAssurance;

/// The findings of reviews, and what became of them.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that the report is of, for the letterhead.
    council: CouncilView,
    /// Whether it has findings that only members and officers may read.
    internal: bool,
    /// The period that the report covers.
    period: PeriodView,
    /// The period of the last report before it; absent where there was none.
    before: Option<Period>,
    /// The day to which it goes, an ISO date for `{{date}}`.
    as_at: String,
    /// The name of the committee that this edition is for; absent for all of them.
    committee: Option<String>,
    /// How many findings there are of which sort.
    counts: CountsView,
    /// The reviews that the findings are of, and those that were reported since the last report, in the order of the
    /// data.
    reviews: Vec<ReviewView>,
    /// What is still to be dealt with though it was first agreed to be by now, the longest overdue first.
    overdue: Vec<FindingView>,
    /// What else is still to be dealt with, the first due first; what has no date comes last.
    live: Vec<FindingView>,
    /// The findings for which more time is asked for, in the order of the data.
    extensions: Vec<FindingView>,
    /// What was done since the last report, in the order of the data.
    done: Vec<FindingView>,
    /// What was not accepted or has been superseded since the last report, in the order of the data.
    dropped: Vec<FindingView>,
}

/// How many findings there are of which sort.
#[derive(Clone, Copy, Default, Serialize, JsonSchema)]
struct CountsView {
    /// All.
    total: usize,
    /// Those that are still to be dealt with.
    live: usize,
    /// Of those, the ones that were first agreed to be dealt with by now.
    overdue: usize,
    /// Of those, the others.
    in_time: usize,
    /// Those for which more time is asked for.
    extensions: usize,
    /// Those that were done since the last report.
    done: usize,
    /// Those that were done before it.
    done_before: usize,
    /// Those that were not accepted or have been superseded, whenever that was.
    dropped: usize,
    /// Of those that are still to be dealt with, the ones whose date was moved to a later one.
    moved: usize,
    /// How often the dates of those were moved, all together.
    slips: usize,
}

/// A review.
#[derive(Serialize, JsonSchema)]
struct ReviewView {
    /// Its reference as written.
    reference: String,
    /// Its title.
    title: String,
    /// What sort of review it is: `peer-challenge`, `internal-audit`, `external-audit`, `ombudsman`, `inspection` or
    /// `scrutiny`.
    kind: &'static str,
    /// Who made it; absent where the data don't say.
    reviewer: Option<String>,
    /// The first day or month of the work; absent where none is given.
    began: Option<Period>,
    /// The last day or month of the work; absent where none is given.
    ended: Option<Period>,
    /// The day on which its report was published; absent where none is given.
    reported: Option<String>,
    /// Whether its report was published since the last report.
    new: bool,
    /// Its opinion; absent where it gave none.
    opinion: Option<String>,
    /// What that opinion means; absent where nothing is written.
    opinion_means: Option<Markup>,
    /// What it came to; absent where nothing is written.
    summary: Option<Markup>,
    /// Whether only members and officers may read of it.
    internal: bool,
    /// What is expected of a peer challenge by which days; empty for other reviews.
    expected: Vec<ExpectedView>,
    /// How many of its findings there are of which sort.
    counts: CountsView,
}

/// What is expected of a peer challenge.
#[derive(Serialize, JsonSchema)]
struct ExpectedView {
    /// What it is: `report`, `plan` or `progress-review`.
    what: &'static str,
    /// Within how many months of the last day of the work.
    months: u32,
    /// The day from which they are counted, an ISO date for `{{date}}`.
    ended: String,
    /// The last day for it.
    by: String,
    /// The day on which it was done; absent where it has not been.
    done: Option<String>,
    /// Whether it was done later, or has not been done by the day to which the report goes.
    late: bool,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
struct FindingView {
    /// Its reference as written.
    reference: String,
    /// The title of its review.
    review: String,
    /// What was found.
    text: Markup,
    /// How much it matters: `critical`, `high`, `medium` or `low`; absent where the data don't say.
    priority: Option<&'static str>,
    /// What the council answered; absent where nothing is written.
    response: Option<Markup>,
    /// Who sees to it; absent where nobody is named.
    owner: Option<String>,
    /// By when it was to be done, as first agreed; absent where no date is given.
    due: Option<Period>,
    /// The later dates that were agreed since, in order.
    revised: Vec<Period>,
    /// How often its date was moved to a later one.
    slips: usize,
    /// The later date that is asked for; absent where none is.
    extension: Option<Period>,
    /// Why more time is asked for; absent where nothing is written.
    extension_reason: Option<Markup>,
    /// How many days ago the first date was; nought where it is not overdue.
    days_over: i64,
    /// What became of it: `open`, `in-progress`, `done`, `not-accepted` or `superseded`.
    state: &'static str,
    /// The day on which it was done, an ISO date for `{{date}}`; absent where none is given.
    done_on: Option<String>,
    /// What has been done; absent where nothing is written.
    progress: Option<Markup>,
    /// What shows that it was done; absent where nothing is written.
    evidence: Option<Markup>,
    /// Whether only members and officers may read it.
    internal: bool,
    /// Whether it is short enough to stay on one page.
    short: bool,
}

/// The tables that both kinds are made from.
const NEEDS: &[&str] = &["council", "bodies", "report", "reviews", "findings"];

impl Kind for AssuranceReport {
    const NAME: &'static str = "assurance";
    const SUMMARY: &'static str =
        "what audits, inspections and other reviews found, and what became of it";
    const NEEDS: &'static [&'static str] = NEEDS;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let periods = data.performance.iter();
        periods.flat_map(|(period, performance)| subjects(data, *period, performance)).collect()
    }

    fn stem(subject: &Subject) -> String {
        common::edition_stem(Self::NAME, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        view(data, subject)
    }
}

impl Kind for InternalAssurance {
    const NAME: &'static str = "internal-assurance";
    const SUMMARY: &'static str =
        "the same with what only members and officers may read; not public";
    const NEEDS: &'static [&'static str] = NEEDS;
    const TEMPLATE: &'static str = AssuranceReport::NAME;
    type Audience = Dataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let has_internal = |performance: &Performance| {
            performance.findings.iter().any(|finding| !data.assurance.is_public(finding))
        };
        let periods = data.performance.iter().filter(|(_, tables)| has_internal(tables));
        periods
            .filter_map(|(period, tables)| subjects(data, *period, tables).into_iter().next())
            .collect()
    }

    fn view(&self, data: &Dataset, subject: &Subject) -> Option<View> {
        view(data, subject)
    }
}

/// Returns the documents that the findings of a period call for: one of all, and one for each committee where there
/// are several.
fn subjects(data: &Dataset, period: ReportingPeriod, tables: &Performance) -> Vec<Subject> {
    if tables.findings.is_empty() && !data.has_lost("findings", &period.key()) {
        return Vec::new();
    }
    let committee = |finding: &ReviewFinding| committee(data, finding).map(|id| id.to_string());
    common::with_editions(
        period,
        tables.as_at(period),
        tables.findings.iter().map(committee).collect(),
    )
}

/// Returns the committee that sees to a finding.
fn committee<'a>(data: &'a Dataset, finding: &'a ReviewFinding) -> Option<&'a Located<Slug>> {
    finding.committee(data.assurance.review(&finding.review))
}

/// The findings of a period, and what was known of them when the last report was made.
struct Scope<'a> {
    data: &'a Dataset,
    /// The day to which the report goes.
    as_at: NaiveDate,
    /// The day to which the last report went.
    since: NaiveDate,
    /// The findings of the last report; `None` where there was none.
    before: Option<&'a [ReviewFinding]>,
}

fn view(data: &Dataset, subject: &Subject) -> Option<View> {
    let period = subject.period()?;
    let tables = data.performance.get(&period)?;
    let edition = subject.edition();
    let before = data.findings_before(period);
    let as_at = tables.as_at(period);
    let since = match before {
        Some((earlier, tables)) => tables.as_at(earlier),
        None => period.first_day().pred_opt()?,
    };
    let before_findings = before.map(|(_, tables)| &*tables.findings);
    let scope = Scope { data, as_at, since, before: before_findings };
    let findings: Vec<&ReviewFinding> = tables
        .findings
        .iter()
        .filter(|finding| common::is_for(edition, committee(data, finding)))
        .collect();
    let of = |keep: &dyn Fn(&ReviewFinding) -> bool| -> Vec<&ReviewFinding> {
        findings.iter().copied().filter(|finding| keep(finding)).collect()
    };
    let mut overdue = of(&|finding| finding.is_overdue(as_at));
    overdue.sort_by_key(|finding| finding.first_due());
    let mut live = of(&|finding| finding.is_live() && !finding.is_overdue(as_at));
    live.sort_by_key(|finding| {
        let due = finding.now_due().and_then(|due| due.last_day());
        (due.is_none(), due)
    });
    let extensions = of(&|finding| finding.is_live() && finding.extension.is_some());
    let done = of(&|finding| scope.is_done_since(finding));
    let dropped = of(&|finding| is_dropped(finding) && scope.is_changed(finding));
    let views = |list: Vec<&ReviewFinding>| -> Vec<FindingView> {
        list.into_iter().filter_map(|finding| scope.finding(finding)).collect()
    };
    let reviews = data.assurance.reviews.iter().filter(|review| {
        let is_of = |finding: &&ReviewFinding| finding.review.key() == review.r#ref.key();
        let is_here = common::is_for(edition, review.committee.as_ref());
        findings.iter().any(is_of) || is_here && scope.is_reported_since(review)
    });
    let reviews = reviews.map(|review| scope.review(review, &findings)).collect();
    Some(View {
        council: common::council(data)?,
        internal: findings.iter().any(|finding| !data.assurance.is_public(finding)),
        period: PeriodView::of(period),
        before: before.map(|(earlier, _)| earlier.into()),
        as_at: common::iso(as_at),
        committee: common::committee(data, subject),
        counts: scope.counts(findings.iter().copied()),
        reviews,
        overdue: views(overdue),
        live: views(live),
        extensions: views(extensions),
        done: views(done),
        dropped: views(dropped),
    })
}

/// Returns whether a finding was dealt with otherwise than by doing what it asks for.
fn is_dropped(finding: &ReviewFinding) -> bool {
    matches!(finding.state.value, FindingState::NotAccepted | FindingState::Superseded)
}

impl Scope<'_> {
    /// Returns whether a finding is not as it was in the last report: it was to be dealt with then, or is new. Where
    /// there was no last report, all are new.
    fn is_changed(&self, finding: &ReviewFinding) -> bool {
        let Some(before) = self.before else { return true };
        let old = before.iter().find(|old| old.r#ref.key() == finding.r#ref.key());
        old.is_none_or(ReviewFinding::is_live)
    }

    /// Returns whether a finding was done since the last report: by its day, or else because it was not done then. Of
    /// one without a day, where there was no last report, nobody knows.
    fn is_done_since(&self, finding: &ReviewFinding) -> bool {
        finding.state.value == FindingState::Done
            && match &finding.done_on {
                Some(day) => self.since < day.value,
                None => self.before.is_some() && self.is_changed(finding),
            }
    }

    /// Returns whether the report of a review was published since the last report.
    fn is_reported_since(&self, review: &Review) -> bool {
        let day = review.report_published.as_ref().map(|day| day.value);
        day.is_some_and(|day| self.since < day && day <= self.as_at)
    }

    fn counts<'a>(&self, findings: impl Iterator<Item = &'a ReviewFinding>) -> CountsView {
        let mut counts = CountsView::default();
        for finding in findings {
            counts.total += 1;
            if finding.is_live() {
                counts.live += 1;
                match finding.is_overdue(self.as_at) {
                    true => counts.overdue += 1,
                    false => counts.in_time += 1,
                }
                counts.extensions += usize::from(finding.extension.is_some());
                counts.moved += usize::from(finding.slips() > 0);
                counts.slips += finding.slips();
            } else if is_dropped(finding) {
                counts.dropped += 1;
            } else if self.is_done_since(finding) {
                counts.done += 1;
            } else {
                counts.done_before += 1;
            }
        }
        counts
    }

    fn review(&self, review: &Review, findings: &[&ReviewFinding]) -> ReviewView {
        let date =
            |date: &Option<Located<NaiveDate>>| date.as_ref().map(|date| common::iso(date.value));
        let of_review =
            findings.iter().copied().filter(|finding| finding.review.key() == review.r#ref.key());
        ReviewView {
            reference: review.r#ref.written().to_owned(),
            title: review.title.to_string(),
            kind: review.kind.value.word(),
            reviewer: common::string(review.reviewer.as_ref()),
            began: review.began.as_ref().map(|date| Period::from(&date.value)),
            ended: review.ended.as_ref().map(|date| Period::from(&date.value)),
            reported: date(&review.report_published),
            new: self.is_reported_since(review),
            opinion: common::string(review.opinion.as_ref()),
            opinion_means: common::markup(review.opinion_means.as_ref()),
            summary: common::markup(review.summary.as_ref()),
            internal: review.is_internal(),
            expected: review
                .expectations()
                .into_iter()
                .map(|expected| self.expected(expected))
                .collect(),
            counts: self.counts(of_review),
        }
    }

    /// Returns what is expected of a peer challenge, as it stood on the day to which the report goes.
    fn expected(&self, expectation: Expectation) -> ExpectedView {
        let done = expectation.done.filter(|done| *done <= self.as_at);
        let known = Expectation { done, ..expectation };
        ExpectedView {
            what: match expectation.what {
                Expected::Report => "report",
                Expected::Plan => "plan",
                Expected::ProgressReview => "progress-review",
            },
            months: expectation.months,
            ended: common::iso(expectation.ended),
            by: common::iso(expectation.by),
            done: done.map(common::iso),
            late: known.is_late(Some(self.as_at)),
        }
    }

    /// Returns the view of a finding; `None` where its review was lost, so that the report is refused.
    fn finding(&self, finding: &ReviewFinding) -> Option<FindingView> {
        let review = self.data.assurance.review(&finding.review)?;
        let period = |date: &Located<_>| Period::from(&date.value);
        let days = finding.first_due().map(|due| (self.as_at - due).num_days());
        let texts = [&finding.response, &finding.progress, &finding.extension_reason];
        Some(FindingView {
            reference: finding.r#ref.written().to_owned(),
            review: review.title.to_string(),
            text: Markup::from(&finding.text.0),
            priority: finding.priority.as_ref().map(|priority| priority.value.word()),
            response: common::markup(finding.response.as_ref()),
            owner: common::string(finding.owner.as_ref()),
            due: finding.due.as_ref().map(period),
            revised: finding.revised.iter().map(period).collect(),
            slips: finding.slips(),
            extension: finding.extension.as_ref().map(period),
            extension_reason: common::markup(finding.extension_reason.as_ref()),
            days_over: days.filter(|_| finding.is_overdue(self.as_at)).unwrap_or_default(),
            state: finding.state.value.word(),
            done_on: finding.done_on.as_ref().map(|day| common::iso(day.value)),
            progress: common::markup(finding.progress.as_ref()),
            evidence: common::markup(finding.evidence.as_ref()),
            internal: finding.is_internal() || review.is_internal(),
            short: common::lines(
                texts.into_iter().map(Option::as_ref).chain([Some(&finding.text)]),
            ) < 14,
        })
    }
}
