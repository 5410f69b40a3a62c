//! How a service assesses itself: what it is proud of and what it has to develop, theme by theme, with the statements of
//! a framework and the evidence, as that stands in the records.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, PeriodView};
use super::decisions;
use super::performance::{CommitmentView, MeasureLineView, Parts, RiskView};
use super::{Kind, Subject};
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::dataset::{Dataset, Performance};
use crate::model::numbering;
use crate::model::record::Located;
use crate::model::strategy::{Development, Evidence, Ground, Statement, Strength};
use crate::model::tables::Readership;
use crate::model::value::names::is_same;
use crate::model::value::{Parse, Reference, Slug};

/// How services assess themselves, once a period, and for each of the committees that look at them.
pub(super) struct Assessment;

/// How services assess themselves.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that the report is of, for the letterhead.
    council: CouncilView,
    /// The period whose tables the evidence is taken from; absent where the data have none of any period.
    period: Option<PeriodView>,
    /// The period before, with which measures and risks are compared; absent where `period` is.
    before: Option<PeriodView>,
    /// The day to which it goes, an ISO date for `{{date}}`; absent where `period` is.
    as_at: Option<String>,
    /// The name of the committee that this edition is for; absent for all of them.
    committee: Option<String>,
    /// What blue stands for in this council; absent where the report's card doesn't say.
    blue_means: Option<String>,
    /// What grey stands for in this council; absent where the report's card doesn't say.
    grey_means: Option<String>,
    /// Why strengths and developments were chosen, and how many for which reason; empty where no row says.
    grounds: Vec<GroundView>,
    /// The words with which the whole begins, in the order of the data.
    introduction: Vec<Markup>,
    /// The themes, in the order in which they first appear.
    themes: Vec<ThemeView>,
    /// All the evidence, each piece once.
    evidence: EvidenceView,
}

/// Why something was chosen.
#[derive(Serialize, JsonSchema)]
struct GroundView {
    /// The reason: `analysis`, `staff`, `complaints`, `people`, `strategy` or `progress`.
    ground: &'static str,
    /// How many strengths were chosen for it.
    strengths: usize,
    /// How many developments were chosen for it.
    developments: usize,
}

/// A theme.
#[derive(Serialize, JsonSchema)]
struct ThemeView {
    /// Its name.
    name: String,
    /// The words with which it begins, in the order of the data.
    words: Vec<Markup>,
    /// What the service is proud of.
    strengths: Vec<StrengthView>,
    /// What it has to develop.
    developments: Vec<DevelopmentView>,
    /// Whether any of these has an action, somebody who sees to it, or a date.
    has_actions: bool,
    /// The statements of the framework.
    statements: Vec<StatementView>,
}

/// Something that the service is proud of.
#[derive(Serialize, JsonSchema)]
struct StrengthView {
    /// Its reference as written; absent where it has none.
    reference: Option<String>,
    /// What it is.
    text: Markup,
    /// Why it was chosen, by the words of `grounds`.
    grounds: Vec<&'static str>,
    /// What shows it.
    evidence: EvidenceView,
}

/// Something that the service has to develop.
#[derive(Serialize, JsonSchema)]
struct DevelopmentView {
    /// Its reference as written; absent where it has none.
    reference: Option<String>,
    /// What it is.
    text: Markup,
    /// Why it was chosen, by the words of `grounds`.
    grounds: Vec<&'static str>,
    /// What is to be done; absent where nothing is written.
    action: Option<Markup>,
    /// Who sees to it; absent where nobody is named.
    owner: Option<String>,
    /// By when; absent where no date is given.
    due: Option<Period>,
    /// Whether that has passed by the day to which the report goes.
    overdue: bool,
    /// What shows it.
    evidence: EvidenceView,
}

/// A statement of the framework.
#[derive(Serialize, JsonSchema)]
struct StatementView {
    /// Its title.
    title: String,
    /// The framework; absent where the data don't say.
    framework: Option<String>,
    /// The statement itself, in the framework's words; absent where it is not given.
    statement: Option<Markup>,
    /// How the service rates itself; absent where it doesn't.
    rating: Option<String>,
    /// What the service says of itself; absent where nothing is written.
    summary: Option<Markup>,
    /// What shows it.
    evidence: EvidenceView,
}

/// What shows something.
#[derive(Default, Serialize, JsonSchema)]
struct EvidenceView {
    /// Whether there is none.
    none: bool,
    /// Measures, as they stand in the period's report.
    measures: Vec<MeasureLineView>,
    /// Commitments, as they stand in the period's report.
    commitments: Vec<CommitmentView>,
    /// Risks, as they stand in the period's report.
    risks: Vec<RiskView>,
    /// Decisions.
    decisions: Vec<DecisionView>,
    /// Minutes.
    minutes: Vec<MinuteView>,
    /// Reviews.
    reviews: Vec<ReviewView>,
    /// What else shows it, in words.
    words: Vec<Markup>,
    /// What is named and not in the tables of the period.
    missing: Vec<MissingView>,
}

/// A piece of evidence that is not in the tables of the period.
#[derive(Serialize, JsonSchema)]
struct MissingView {
    /// What it is: `measure`, `commitment` or `risk`.
    kind: &'static str,
    /// Its number or its reference as written.
    name: String,
}

/// A decision that shows something.
#[derive(Serialize, JsonSchema)]
struct DecisionView {
    /// Its reference as written.
    reference: String,
    /// Its title; absent where neither it nor its issue has one.
    title: Option<String>,
    /// The day on which it was taken, an ISO date for `{{date}}`; absent where the data don't say.
    date: Option<String>,
}

/// A minute that shows something.
#[derive(Serialize, JsonSchema)]
struct MinuteView {
    /// The meeting's short name and the minute's number: `cabinet-2026-01-13/25`.
    reference: String,
    /// The full name of the body that met.
    body: String,
    /// The day of the meeting, an ISO date for `{{date}}`.
    date: String,
    /// The minute's number.
    number: String,
    /// Its title; absent where neither it nor its item has one.
    title: Option<String>,
}

/// A review that shows something.
#[derive(Serialize, JsonSchema)]
struct ReviewView {
    /// Its reference as written.
    reference: String,
    /// Its title.
    title: String,
    /// Who made it; absent where the data don't say.
    reviewer: Option<String>,
    /// Its opinion; absent where it gave none.
    opinion: Option<String>,
    /// What that opinion means; absent where nothing is written.
    opinion_means: Option<Markup>,
    /// The first day or month of the work; absent where none is given.
    began: Option<Period>,
    /// The last day or month of the work; absent where none is given.
    ended: Option<Period>,
    /// The day on which its report was published, an ISO date for `{{date}}`; absent where none is given.
    reported: Option<String>,
    /// What it came to; absent where nothing is written.
    summary: Option<Markup>,
}

impl Kind for Assessment {
    const NAME: &'static str = "assessment";
    const SUMMARY: &'static str =
        "how a service assesses itself: strengths, what it has to develop, statements and evidence";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "bodies",
        "report",
        "statements",
        "strengths",
        "developments",
        "evidence",
        "indicators",
        "commitments",
        "risks",
        "reviews",
    ];
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let strategies = &data.strategies;
        let lost = ["statements", "strengths", "developments", "evidence"];
        let has_lost = lost.iter().any(|table| data.unread(table).next().is_some());
        if strategies.assesses_nothing() && !has_lost {
            return Vec::new();
        }
        let committees = strategies.statements.iter().map(|row| &row.committee);
        let committees = committees.chain(strategies.strengths.iter().map(|row| &row.committee));
        let committees = committees.chain(strategies.developments.iter().map(|row| &row.committee));
        let committees = committees.map(|id| id.as_ref().map(|id| id.to_string())).collect();
        common::of_periods_or_council(data, None, &committees)
    }

    fn stem(subject: &Subject) -> String {
        common::edition_stem(Self::NAME, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let period = subject.period();
        let parts = period.and_then(|period| Parts::of(data, period));
        let tables = period.and_then(|period| data.performance.get(&period));
        let edition = subject.edition();
        let as_at = period.and(subject.date());
        let known_until = period.and_then(|period| common::known_until(data, period));
        let scope = Scope { data, parts, as_at, known_until, edition };
        let claims = scope.claims();
        Some(View {
            council: common::council(data)?,
            period: period.map(PeriodView::of),
            before: period.map(|period| PeriodView::of(period.previous())),
            as_at: as_at.map(common::iso),
            committee: common::committee(data, subject),
            blue_means: common::string(tables.and_then(Performance::blue_means)),
            grey_means: common::string(tables.and_then(Performance::grey_means)),
            grounds: claims.grounds(),
            introduction: claims
                .statements
                .iter()
                .filter(|row| row.theme.is_none())
                .filter_map(|row| common::markup(row.summary.as_ref()))
                .collect(),
            themes: claims.themes().into_iter().map(|name| scope.theme(&claims, name)).collect(),
            evidence: scope.evidence(&claims.references()),
        })
    }
}

/// What an edition shows, and where evidence is found.
struct Scope<'a> {
    data: &'a Dataset,
    parts: Option<Parts<'a>>,
    as_at: Option<NaiveDate>,
    /// The last day of which it knows; `None` in the latest, which knows all that the records do.
    known_until: Option<NaiveDate>,
    edition: Option<&'a str>,
}

/// The rows that an edition shows.
struct Claims<'a> {
    statements: Vec<&'a Statement>,
    strengths: Vec<&'a Strength>,
    developments: Vec<&'a Development>,
}

impl<'a> Claims<'a> {
    /// Returns the themes, in the order in which they first appear.
    fn themes(&self) -> Vec<&'a str> {
        let of_statements = self.statements.iter().filter_map(|row| row.theme.as_ref());
        let of_strengths = self.strengths.iter().map(|row| &row.theme);
        let of_developments = self.developments.iter().map(|row| &row.theme);
        let mut themes: Vec<&str> = Vec::new();
        for theme in of_statements.chain(of_strengths).chain(of_developments) {
            if !themes.iter().any(|known| is_same(known, theme)) {
                themes.push(&theme.value);
            }
        }
        themes
    }

    /// Returns why rows were chosen, and how many for which reason.
    fn grounds(&self) -> Vec<GroundView> {
        let count = |grounds: &[Located<Ground>], wanted: &str| {
            usize::from(grounds.iter().any(|ground| ground.word() == wanted))
        };
        Ground::EXAMPLES
            .iter()
            .map(|ground| GroundView {
                ground,
                strengths: self.strengths.iter().map(|row| count(&row.grounds, ground)).sum(),
                developments: self.developments.iter().map(|row| count(&row.grounds, ground)).sum(),
            })
            .filter(|view| view.strengths + view.developments > 0)
            .collect()
    }

    /// Returns the references by which evidence names the rows.
    fn references(&self) -> Vec<&'a Reference> {
        let statements = self.statements.iter().filter_map(|row| row.r#ref.as_ref());
        let strengths = self.strengths.iter().filter_map(|row| row.r#ref.as_ref());
        let developments = self.developments.iter().filter_map(|row| row.r#ref.as_ref());
        let all = statements.chain(strengths).chain(developments);
        all.map(|reference| &reference.value).collect()
    }
}

impl<'a> Scope<'a> {
    /// Returns the rows that the edition shows.
    fn claims(&self) -> Claims<'a> {
        let is_shown =
            |committee: &Option<Located<Slug>>| common::is_for(self.edition, committee.as_ref());
        let rows = &self.data.strategies;
        Claims {
            statements: rows.statements.iter().filter(|row| is_shown(&row.committee)).collect(),
            strengths: rows.strengths.iter().filter(|row| is_shown(&row.committee)).collect(),
            developments: rows.developments.iter().filter(|row| is_shown(&row.committee)).collect(),
        }
    }

    fn theme(&self, claims: &Claims<'a>, name: &str) -> ThemeView {
        let statements = || {
            let is_of =
                |row: &&&Statement| row.theme.as_ref().is_some_and(|theme| is_same(theme, name));
            claims.statements.iter().filter(is_of)
        };
        let developments = || claims.developments.iter().filter(|row| is_same(&row.theme, name));
        ThemeView {
            name: name.to_owned(),
            words: statements()
                .filter(|row| row.title.is_none())
                .filter_map(|row| common::markup(row.summary.as_ref()))
                .collect(),
            strengths: claims
                .strengths
                .iter()
                .filter(|row| is_same(&row.theme, name))
                .map(|row| StrengthView {
                    reference: written(row.r#ref.as_ref()),
                    text: Markup::from(&row.text.0),
                    grounds: words(&row.grounds),
                    evidence: self.evidence_of(row.r#ref.as_ref()),
                })
                .collect(),
            has_actions: developments()
                .any(|row| row.action.is_some() || row.owner.is_some() || row.due.is_some()),
            developments: developments().map(|row| self.development(row)).collect(),
            statements: statements().filter_map(|row| self.statement(row)).collect(),
        }
    }

    fn development(&self, row: &Development) -> DevelopmentView {
        let last = row.due.as_ref().and_then(|due| due.last_day());
        DevelopmentView {
            reference: written(row.r#ref.as_ref()),
            text: Markup::from(&row.text.0),
            grounds: words(&row.grounds),
            action: common::markup(row.action.as_ref()),
            owner: common::string(row.owner.as_ref()),
            due: row.due.as_ref().map(|due| Period::from(&due.value)),
            overdue: self.as_at.zip(last).is_some_and(|(day, last)| last < day),
            evidence: self.evidence_of(row.r#ref.as_ref()),
        }
    }

    fn statement(&self, row: &Statement) -> Option<StatementView> {
        Some(StatementView {
            title: common::string(row.title.as_ref())?,
            framework: common::string(row.framework.as_ref()),
            statement: common::markup(row.statement.as_ref()),
            rating: common::string(row.rating.as_ref()),
            summary: common::markup(row.summary.as_ref()),
            evidence: self.evidence_of(row.r#ref.as_ref()),
        })
    }

    /// Returns the evidence for a row; none where it has no reference by which evidence could name it.
    fn evidence_of(&self, reference: Option<&Located<Reference>>) -> EvidenceView {
        match reference {
            Some(reference) => self.evidence(&[&reference.value]),
            None => EvidenceView { none: true, ..EvidenceView::default() },
        }
    }

    /// Returns the evidence for rows, each piece once.
    fn evidence(&self, claims: &[&Reference]) -> EvidenceView {
        let all = &self.data.strategies.evidence;
        let rows: Vec<&Evidence> = all
            .iter()
            .filter(|row| {
                !row.is_internal() && claims.iter().any(|claim| **claim == row.r#for.value)
            })
            .collect();
        let mut view = EvidenceView::default();
        let mut missing: Vec<(&'static str, String)> = Vec::new();
        let named = |column: fn(&Evidence) -> &[Located<Reference>]| {
            let mut once: Vec<&Reference> = Vec::new();
            for reference in rows.iter().flat_map(|row| column(row)) {
                if !once.contains(&&reference.value) {
                    once.push(&reference.value);
                }
            }
            once
        };
        let parts = self.parts.as_ref();
        let mut numbers: Vec<u32> =
            rows.iter().flat_map(|row| &row.measures).map(|number| number.value).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            match parts.and_then(|parts| parts.measure(number)) {
                Some(measure) => view.measures.push(measure),
                None => missing.push(("measure", number.to_string())),
            }
        }
        for reference in named(|row| &row.commitments) {
            let found = parts.map_or_else(Vec::new, |parts| {
                parts.commitments(|row| row.r#ref.value == *reference)
            });
            if found.is_empty() {
                missing.push(("commitment", reference.written().to_owned()));
            }
            view.commitments.extend(found);
        }
        for reference in named(|row| &row.risks) {
            match parts.and_then(|parts| parts.risk(reference)) {
                Some(risk) => view.risks.push(risk),
                None => missing.push(("risk", reference.written().to_owned())),
            }
        }
        view.decisions = named(|row| &row.decisions)
            .into_iter()
            .filter_map(|name| self.decision(name))
            .collect();
        view.reviews =
            named(|row| &row.reviews).into_iter().filter_map(|name| self.review(name)).collect();
        for name in rows.iter().flat_map(|row| &row.minutes) {
            let minute = self.minute(name);
            let is_new = |minute: &MinuteView| {
                view.minutes.iter().all(|known| known.reference != minute.reference)
            };
            view.minutes.extend(minute.filter(is_new));
        }
        view.words = rows.iter().filter_map(|row| common::markup(row.words.as_ref())).collect();
        view.missing = missing.into_iter().map(|(kind, name)| MissingView { kind, name }).collect();
        view.none = rows.is_empty();
        view
    }

    /// Returns whether a paper of this period can know of something that was on a day.
    fn is_known(&self, day: Option<NaiveDate>) -> bool {
        self.known_until.is_none_or(|until| day.is_none_or(|day| day <= until))
    }

    fn decision(&self, reference: &Reference) -> Option<DecisionView> {
        let decision = self.data.decision(reference)?;
        let date = self.data.day_of(decision);
        self.is_known(date).then(|| DecisionView {
            reference: reference.written().to_owned(),
            title: decisions::title_of(self.data, decision),
            date: date.map(common::iso),
        })
    }

    fn minute(&self, name: &str) -> Option<MinuteView> {
        let (meeting, minute, number) = numbering::minute_named(self.data, name)?;
        if minute.is_exempt() || !self.is_known(Some(meeting.date.value)) {
            return None;
        }
        Some(MinuteView {
            reference: format!("{}/{number}", meeting.meeting.as_str()),
            body: self.data.body_of(meeting)?.name.to_string(),
            date: common::iso(meeting.date.value),
            number,
            title: common::string(self.data.title_of(meeting.meeting.as_str(), minute)),
        })
    }

    fn review(&self, reference: &Reference) -> Option<ReviewView> {
        let review = self.data.assurance.review(reference)?;
        let published = review.report_published.as_ref().map(|day| day.value);
        let reported = published.or(review.ended.as_ref().and_then(|date| date.last_day()));
        self.is_known(reported).then(|| ReviewView {
            reference: review.r#ref.written().to_owned(),
            title: review.title.to_string(),
            reviewer: common::string(review.reviewer.as_ref()),
            opinion: common::string(review.opinion.as_ref()),
            opinion_means: common::markup(review.opinion_means.as_ref()),
            began: review.began.as_ref().map(|date| Period::from(&date.value)),
            ended: review.ended.as_ref().map(|date| Period::from(&date.value)),
            reported: review.report_published.as_ref().map(|day| common::iso(day.value)),
            summary: common::markup(review.summary.as_ref()),
        })
    }
}

fn written(reference: Option<&Located<Reference>>) -> Option<String> {
    reference.map(|reference| reference.written().to_owned())
}

fn words(grounds: &[Located<Ground>]) -> Vec<&'static str> {
    grounds.iter().map(|ground| ground.word()).collect()
}
