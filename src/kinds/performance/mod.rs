//! The quarterly performance report: indicators by portfolio and priority, each against its target
//! (domain notes §3.11).
//!
//! Counts, ratings, sums, rounding and scales are worked out here and in [`crate::figures`]; the
//! template puts them into words. Only the descriptions of pictures are written here, from the same
//! figures that draw them. One data set gives every edition.

mod capital;
mod editions;
mod figures;
mod indicator;
mod internal;
mod matrix;
mod money;
mod parts;
mod pictures;
mod registers;
mod resources;
mod savings;
mod summary;
mod trend;

pub(super) use internal::InternalMeasures;
pub(super) use parts::{MeasureLineView, Parts};
pub(super) use pictures::percent;
pub(super) use registers::{CommitmentView, ProgrammeView, RiskView};
pub(super) use savings::SavingsView;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use self::capital::CapitalView;
use self::editions::EditionView;
use self::figures::{NoteView, Notes};
use self::indicator::{IndicatorView, awaits_agreement, indicator_view};
use self::money::{FinanceSectionView, FinanceView};
use self::registers::{CommitmentsView, RisksView, WorkforceView};
use self::resources::ResourcesView;
use self::summary::{ChangeView, CountsView, TallyView};
use super::common::{self, CouncilView, PeriodView};
use super::{Kind, Subject};
use crate::figures::print::NumberFormat;
use crate::figures::{Scope, names, texts};
use crate::merge::{Amount, Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::dataset::{Dataset, Performance};
use crate::model::performance::{EditionKind, Indicator, Section, WHOLE_REPORT};
use crate::model::rating::{self, Rating};
use crate::model::record::Text;
use crate::model::value::{Reading, ReportingPeriod};

/// The quarterly performance report, made once for each period that has any rows, and each of its editions.
pub(super) struct PerformanceReport;

/// The quarterly performance report, whole or one of its editions.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that the report is of, for the letterhead.
    council: CouncilView,
    /// Which edition of the report this is: what it is for and what it shows.
    edition: EditionView,
    /// The title of the edition, or else of the report; absent where the period has no report
    /// card.
    title: Option<String>,
    /// The period that the report covers.
    period: PeriodView,
    /// The period before, which results and ratings are compared with.
    before: PeriodView,
    /// The day that the results are made up to, an ISO date for `{{date}}`; absent where the
    /// report's card gives none.
    as_at: Option<String>,
    /// Who presents the report, a name or a post; absent where the report's card gives none.
    report_of: Option<String>,
    /// What a reader should know first: the edition's summary where it has one; otherwise the
    /// report's headlines (whole report) or its summary in plain words (public summary). Absent
    /// where none is written.
    headlines: Option<Markup>,
    /// How many of the indicators in this edition have which rating.
    counts: CountsView,
    /// Whether any indicator in this edition is rated blue, for done, so that tables need a column
    /// for it.
    has_blue: bool,
    /// What blue stands for in this council; absent where its card doesn't say, and then it stands for done.
    blue_means: Option<String>,
    /// What grey stands for in this council; absent where its card doesn't say, and then it stands for not rated.
    grey_means: Option<String>,
    /// How the indicators of each council priority are rated, over all portfolios: in the order of
    /// the report's card, then of the data, with indicators of no priority last.
    priorities: Vec<TallyView>,
    /// Whether the rating of the period before is known for any indicator; where it is not,
    /// `changes`, `improved` and `declined` are empty.
    compared: bool,
    /// The indicators whose rating differs from that of the period before, in the order of their
    /// numbers.
    changes: Vec<ChangeView>,
    /// The marks that stand beside figures, or in place of them, anywhere in this edition, for a
    /// legend; always in the same order.
    notes: Vec<NoteView>,
    /// The periods that results are shown of, such as `Q3 2025/26`: the oldest first, the report's
    /// period last, five at most.
    periods: Vec<Period>,
    /// The titles of the indicators whose rating improved since the period before, in the order of
    /// their numbers.
    improved: Vec<String>,
    /// The titles of the indicators whose rating declined since the period before, in the order of
    /// their numbers.
    declined: Vec<String>,
    /// The indicators that are rated red, in the order of their numbers.
    off_target: Vec<MeasureLineView>,
    /// The numbers of the indicators whose narrative and actions are left out because they have not
    /// been agreed.
    not_agreed: Vec<String>,
    /// How many portfolios have indicators in this edition; where it is one, all portfolios are that one.
    measured_portfolios: usize,
    /// The portfolios with their indicators, money and risks, in the order of the report's card,
    /// then of the data.
    portfolios: Vec<PortfolioView>,
    /// The revenue budget of each account, one where lines have no account; empty where the edition doesn't show it or
    /// there are no lines.
    finance: Vec<FinanceView>,
    /// The savings of all portfolios of this edition, by account; empty where it doesn't show them or there are none.
    savings: Vec<SavingsView>,
    /// The capital schemes of all portfolios of this edition, by account; empty where it doesn't show them or there are
    /// none.
    capital: Vec<CapitalView>,
    /// The risk registers; absent where the edition doesn't show them or there are no risks.
    risks: Option<RisksView>,
    /// The measures of the workforce, in the order of the data; empty where the edition doesn't
    /// show them.
    workforce: Vec<WorkforceView>,
    /// The commitments of strategies ("we will …"); absent where the edition doesn't show them or
    /// there are none.
    commitments: Option<CommitmentsView>,
    /// The programmes with their milestones, in the order of the data; empty where the edition
    /// doesn't show them.
    programmes: Vec<ProgrammeView>,
    /// Reserves, what changed the budget and the capital programme, treasury, debts and payments; absent where the edition
    /// doesn't show them or there are none.
    resources: Option<ResourcesView>,
}

/// A portfolio.
#[derive(Serialize, JsonSchema)]
pub(super) struct PortfolioView {
    /// The portfolio's name.
    name: String,
    /// The cabinet member who holds the portfolio; absent where the report's card doesn't say.
    holder: Option<String>,
    /// The summary of the portfolio's period; absent where none is written.
    summary: Option<Markup>,
    /// How many of the portfolio's indicators have which rating.
    counts: CountsView,
    /// The portfolio's indicators by council priority, in the order of the report's card, then of
    /// the data; empty where the edition doesn't show indicators.
    priorities: Vec<PriorityView>,
    /// The portfolio's part of the revenue budget, by account; empty where the edition doesn't show it or there is none.
    finance: Vec<FinanceSectionView>,
    /// The portfolio's savings, by account; empty where the edition doesn't show them or there are none.
    savings: Vec<SavingsView>,
    /// The portfolio's capital schemes, by account; empty where the edition doesn't show them or there are none.
    capital: Vec<CapitalView>,
    /// The portfolio's risks; absent where the edition doesn't show them or there are none.
    risks: Option<RisksView>,
}

/// A portfolio's indicators of one council priority.
#[derive(Serialize, JsonSchema)]
pub(super) struct PriorityView {
    /// The name of the council priority; absent for the indicators that serve no priority in
    /// particular, which come last.
    name: Option<String>,
    /// The indicators of the priority, in the order of their numbers.
    indicators: Vec<IndicatorView>,
}

impl Kind for PerformanceReport {
    const NAME: &'static str = WHOLE_REPORT;
    const SUMMARY: &'static str =
        "a period's indicators, money, risks and commitments: the whole report and its editions";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "report",
        "indicators",
        "benchmarks",
        "finance",
        "savings",
        "capital",
        "risks",
        "workforce",
        "commitments",
        "milestones",
        "programmes",
        "reserves",
        "capital-changes",
        "budget-changes",
        "virements",
        "treasury",
        "debts",
        "payments",
    ];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let periods = data.performance.iter().filter(|(period, performance)| {
            let mut tables =
                Self::NEEDS.iter().filter(|table| !["council", "report"].contains(*table));
            performance.has_rows() || tables.any(|table| data.has_lost(table, &period.key()))
        });
        periods.flat_map(|(period, performance)| subjects(*period, performance)).collect()
    }

    fn stem(subject: &Subject) -> String {
        match subject {
            Subject::Edition { edition, .. } => edition.clone(),
            _ => Self::NAME.to_owned(),
        }
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let period = subject.period()?;
        let edition = subject.edition();
        report(data, &editions::select(period, data.performance.get(&period)?, edition)?)
    }
}

/// Returns what is shown of a selection of a period's figures.
fn report(data: &Dataset, selection: &editions::Selection<'_>) -> Option<View> {
    let period = selection.scope.period;
    let scope = &selection.scope;
    let card = scope.all.card.as_ref();
    let all = &scope.indicators;
    let shows = |section| selection.has(section);
    let periods = figures::periods(&scope.all.indicators.iter().collect::<Vec<_>>(), period);
    let priorities: Vec<&str> = card.map_or_else(Vec::new, |card| {
        card.priorities.iter().map(|name| name.value.as_str()).collect()
    });
    let mut notes = Notes::default();
    let names = match selection.kind {
        EditionKind::Indicators => {
            money::in_order(scope, all.iter().map(|indicator| indicator.portfolio.value.as_str()))
        }
        EditionKind::Whole | EditionKind::Part | EditionKind::Summary => money::portfolios(scope),
    };
    let portfolios = names
        .into_iter()
        .map(|name| portfolio_view(&mut notes, data, selection, name, &periods, &priorities))
        .collect();
    let decimals = scope.percent_decimals();
    let counts = CountsView::of(all, period, decimals);
    let changes = summary::changes(data, all, period);
    let edition_summary = selection.edition.and_then(|edition| edition.summary.as_ref());
    let headlines = match selection.kind {
        EditionKind::Summary => card.and_then(|card| card.public_summary.as_ref()),
        EditionKind::Whole => card.and_then(|card| card.headlines.as_ref()),
        EditionKind::Part | EditionKind::Indicators => None,
    };
    let edition_title = selection.edition.and_then(|edition| edition.title.as_ref());
    let edition = selection.view();
    let shows_measures = selection.kind != EditionKind::Summary && shows(Section::Indicators);
    let is_waiting = |indicator: &&&Indicator| awaits_agreement(data, indicator);
    Some(View {
        council: common::council(data)?,
        edition,
        title: edition_title.or(card.map(|card| &card.title)).map(ToString::to_string),
        period: PeriodView::of(period),
        before: PeriodView::of(period.previous()),
        as_at: card.and_then(|card| card.as_at.as_ref()).map(|at| common::iso(at.value)),
        report_of: card.and_then(|card| common::string(card.report_of.as_ref())),
        headlines: text(scope, edition_summary.or(headlines)),
        has_blue: counts.has_blue(),
        blue_means: common::string(scope.all.blue_means()),
        grey_means: common::string(scope.all.grey_means()),
        counts,
        priorities: group(all, &priorities, priority)
            .into_iter()
            .map(|(name, indicators)| TallyView::of(name, &indicators, period, decimals))
            .collect(),
        compared: changes.is_some(),
        improved: summary::titles(changes.as_deref(), "improved"),
        declined: summary::titles(changes.as_deref(), "declined"),
        changes: changes.unwrap_or_default(),
        off_target: off_target(all, period),
        not_agreed: all
            .iter()
            .filter(is_waiting)
            .map(|indicator| indicator.number.to_string())
            .collect(),
        workforce: match shows(Section::Workforce) {
            true => registers::workforce(&mut notes, scope),
            false => Vec::new(),
        },
        notes: notes.into_views(),
        periods: periods.iter().copied().map(Period::from).collect(),
        measured_portfolios: group(all, &[], |indicator| Some(&*indicator.portfolio.value)).len(),
        portfolios,
        finance: views_if(shows(Section::Finance), || money::finance(scope)),
        savings: views_if(shows(Section::Savings), || savings::savings(scope, None)),
        capital: views_if(shows(Section::Capital), || capital::capital(scope, None)),
        risks: shows(Section::Risks).then(|| registers::risks(scope, None)).flatten(),
        commitments: shows(Section::Commitments)
            .then(|| registers::commitments(scope, shows_measures))
            .flatten(),
        programmes: match shows(Section::Milestones) {
            true => registers::programmes(scope),
            false => Vec::new(),
        },
        resources: shows(Section::Resources).then(|| resources::resources(scope)).flatten(),
    })
}

/// Returns the views of a section that an edition shows.
fn views_if<T>(is_shown: bool, views: impl FnOnce() -> Vec<T>) -> Vec<T> {
    if is_shown { views() } else { Vec::new() }
}

/// Returns the reports to make of a period: the whole, and the editions that its card lists.
fn subjects(period: ReportingPeriod, performance: &Performance) -> Vec<Subject> {
    let card = performance.card.as_ref();
    let as_at = performance.as_at(period);
    let editions = card.iter().flat_map(|card| &card.editions).map(|edition| {
        let edition = edition.edition.to_string();
        Subject::Edition { period, edition, as_at }
    });
    std::iter::once(Subject::Period { period, as_at }).chain(editions).collect()
}

/// Returns a text of a part of the period, with the figures that it names filled in.
fn text(scope: &Scope<'_>, text: Option<&Text>) -> Option<Markup> {
    let value = |name: &str| names::summary_figure(scope, name);
    text.map(|text| Markup::from(&Arc::new(texts::fill(&text.value.0, &value))))
}

/// Returns the indicators that are rated red.
fn off_target(all: &[&Indicator], now: ReportingPeriod) -> Vec<MeasureLineView> {
    let red = Rating::Rated(crate::model::performance::Rag::Red);
    let off_target = all.iter().filter(|indicator| rating::rate(indicator, now) == red);
    off_target.map(|indicator| MeasureLineView::of(indicator, now)).collect()
}

fn portfolio_view<'a>(
    notes: &mut Notes,
    data: &Dataset,
    selection: &editions::Selection<'a>,
    name: &'a str,
    periods: &[ReportingPeriod],
    priorities: &[&str],
) -> PortfolioView {
    let scope = &selection.scope;
    let card = scope.all.card.as_ref();
    let mut listed = card.iter().flat_map(|card| &card.portfolios);
    let entry = listed.find(|portfolio| portfolio.name.value == name);
    let indicators: Vec<&Indicator> = scope
        .indicators
        .iter()
        .copied()
        .filter(|indicator| indicator.portfolio.value == name)
        .collect();
    let mut portfolio_scope = Scope::portfolio(scope.period, scope.all, name);
    portfolio_scope.indicators.clone_from(&indicators);
    let groups = match selection.has(Section::Indicators) {
        true => group(&indicators, priorities, priority),
        false => Vec::new(),
    };
    PortfolioView {
        name: name.to_owned(),
        holder: entry.and_then(|portfolio| common::string(portfolio.holder.as_ref())),
        summary: entry.and_then(|entry| {
            let whole = Scope::portfolio(scope.period, scope.all, name);
            text(&whole, entry.summary.as_ref())
        }),
        counts: CountsView::of(&indicators, scope.period, scope.percent_decimals()),
        priorities: groups
            .into_iter()
            .map(|(name, indicators)| PriorityView {
                name: name.map(str::to_owned),
                indicators: indicators
                    .into_iter()
                    .enumerate()
                    .map(|(at, indicator)| {
                        let mut view = indicator_view(notes, data, scope, indicator, periods);
                        view.short &= 0 < at;
                        view
                    })
                    .collect(),
            })
            .collect(),
        finance: views_if(selection.has(Section::Finance), || money::finance_of(scope, name)),
        savings: views_if(selection.has(Section::Savings), || savings::savings(scope, Some(name))),
        capital: views_if(selection.has(Section::Capital), || capital::capital(scope, Some(name))),
        risks: selection
            .has(Section::Risks)
            .then(|| registers::risks(&portfolio_scope, Some(name)))
            .flatten(),
    }
}

/// Returns the result of a period in the format of the indicator; `None` where there is no number.
fn result(indicator: &Indicator, period: ReportingPeriod) -> Option<Amount> {
    let format = NumberFormat::of(indicator, &[period, period.previous()]);
    match &indicator.result(period)?.value.value {
        Reading::Value(measure) => Some(Amount::of(indicator, format.measure(measure))),
        Reading::Missing(_) => None,
    }
}

fn priority(indicator: &Indicator) -> Option<&str> {
    indicator.priority.as_ref().map(|name| name.value.as_str())
}

/// Groups indicators by a name: those of `listed` in its order, then others as they first appear,
/// and those without the name last. Groups without indicators are left out.
fn group<'a, 'n>(
    all: &[&'a Indicator],
    listed: &[&'n str],
    name: impl Fn(&'a Indicator) -> Option<&'n str>,
) -> Vec<(Option<&'n str>, Vec<&'a Indicator>)>
where
    'a: 'n,
{
    let mut groups: Vec<(Option<&str>, Vec<&Indicator>)> =
        listed.iter().map(|name| (Some(*name), Vec::new())).collect();
    for indicator in all {
        let name = name(indicator);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(indicator),
            None => groups.push((name, vec![indicator])),
        }
    }
    groups.retain(|(_, members)| !members.is_empty());
    groups.sort_by_key(|(name, _)| name.is_none());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::performance::Frequency;
    use crate::model::rating::Unrated;
    use crate::model::record::Located;
    use crate::model::testing::indicator;
    use crate::model::value::{Parse, PeriodKind};

    #[track_caller]
    fn check_groups(listed: &[&str], priorities: &[&str], expected: &[(&str, usize)]) {
        let list: Vec<Indicator> = priorities
            .iter()
            .map(|name| {
                let mut measure =
                    indicator(crate::model::performance::Polarity::High, "80", "", &["80"]);
                let origin = measure.origin.clone();
                measure.priority =
                    (!name.is_empty()).then(|| Located { value: (*name).to_owned(), origin });
                measure
            })
            .collect();
        let all: Vec<&Indicator> = list.iter().collect();
        let groups: Vec<(&str, usize)> = group(&all, listed, priority)
            .into_iter()
            .map(|(name, members)| (name.unwrap_or_default(), members.len()))
            .collect();
        assert_eq!(groups, expected);
    }

    #[test]
    fn groups_follow_the_card_then_the_indicators() {
        check_groups(&["A", "B"], &["B", "A", "B"], &[("A", 1), ("B", 2)]);
        check_groups(&["A", "B"], &["C", "A", "D"], &[("A", 1), ("C", 1), ("D", 1)]);
        check_groups(&[], &["", "C", ""], &[("C", 1), ("", 2)]);
    }

    /// Words that the code gives the template, each of which the template's dictionaries must have.
    #[test]
    fn the_template_has_every_word_that_the_code_gives() {
        let template = concat!(
            include_str!("../../../templates/lib/performance-words.typ.hbs"),
            include_str!("../../../templates/performance-report/resource-words.typ.hbs"),
        );
        let kinds = PeriodKind::ALL.map(PeriodKind::word);
        let unrated = Unrated::ALL.map(Unrated::word);
        let resources = resources::words();
        let words = figures::WORDS.iter().chain(summary::WORDS).chain(rating::WORDS);
        for word in words.chain(&kinds).chain(&unrated).chain(Frequency::EXAMPLES).chain(&resources)
        {
            let (plain, quoted) = (format!("{word}: "), format!("\"{word}\": "));
            assert!(template.contains(&plain) || template.contains(&quoted), "{word}");
        }
    }
}
