//! The quarterly performance report: indicators by portfolio and priority, each against its target
//! (domain notes §3.11).
//!
//! Whatever is counted, rated, added up, rounded or scaled is worked out here and in
//! [`crate::figures`]; the template words it, but for what pictures show, which is said here from the
//! same figures that draw them. One data set gives every edition.

mod editions;
mod figures;
mod money;
mod pictures;
mod registers;
mod summary;
mod trend;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use self::editions::EditionView;
use self::figures::{Figures, NoteView, Notes, ResultView, TargetView};
use self::money::{CapitalView, FinanceSectionView, FinanceView, SavingsView};
use self::registers::{CommitmentsView, ProgrammeView, RisksView, WorkforceView};
use self::summary::{ChangeView, CountsView, TallyView};
use self::trend::TrendView;
use super::furniture::{self, CouncilView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::figures::print::Print;
use crate::figures::{Scope, is_agreed, names, texts};
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::bundle::PageNumbers;
use crate::model::dataset::{Dataset, Performance};
use crate::model::performance::{EditionKind, Indicator, Section};
use crate::model::rating::{self, Rating};
use crate::model::record::Text;
use crate::model::value::{Quarter, Reading};

/// See the module.
pub(super) struct PerformanceReport;

/// A report.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// Which edition this is.
    edition: EditionView,
    /// The edition's title, or else the report's, where its card gives one.
    title: Option<String>,
    /// The quarter that it reports.
    quarter: QuarterView,
    /// The quarter before.
    before: QuarterView,
    /// The day it was made up to.
    as_at: Option<String>,
    /// Who presents it.
    report_of: Option<String>,
    /// What a reader should know first: the edition's own summary where it has one, else the
    /// report's headlines; in the public summary the plain words.
    headlines: Option<Markup>,
    /// The ratings of all indicators.
    counts: CountsView,
    /// Whether any indicator is rated blue, for done.
    has_blue: bool,
    /// The ratings by council priority, over all portfolios.
    priorities: Vec<TallyView>,
    /// Whether ratings of the quarter before are known, to compare with.
    compared: bool,
    /// The indicators whose rating changed since the quarter before, by number.
    changes: Vec<ChangeView>,
    /// The marks beside or in place of results that the report uses.
    notes: Vec<NoteView>,
    /// The quarters whose results are shown, the oldest first.
    quarters: Vec<String>,
    /// What the measures measure of which the rating got better, by number.
    improved: Vec<String>,
    /// What those measure of which it got worse.
    declined: Vec<String>,
    /// The measures that are red, by number.
    off_target: Vec<WatchView>,
    /// The numbers of measures of which something is said that is not yet agreed, so that it is left
    /// out.
    not_agreed: Vec<String>,
    /// The portfolios, in the order of the report's card.
    portfolios: Vec<PortfolioView>,
    /// The revenue budget.
    finance: Option<FinanceView>,
    /// The savings.
    savings: Option<SavingsView>,
    /// The capital programme.
    capital: Option<CapitalView>,
    /// The risks.
    risks: Option<RisksView>,
    /// The workforce.
    workforce: Vec<WorkforceView>,
    /// The promises of strategies.
    commitments: Option<CommitmentsView>,
    /// The programmes with their milestones.
    programmes: Vec<ProgrammeView>,
}

/// A measure that is off target.
#[derive(Serialize, JsonSchema)]
pub(super) struct WatchView {
    /// Its number.
    number: u32,
    /// What it measures.
    title: String,
    /// The result as printed.
    result: Option<String>,
    /// Whether performance got `better` or `worse`, by the words of an indicator's `direction`.
    direction: &'static str,
}

/// A quarter of a financial year.
#[derive(Serialize, JsonSchema)]
pub(super) struct QuarterView {
    /// As papers name it: `Q3 2025/26`.
    label: String,
    /// Its number in the financial year, 1 to 4.
    number: u8,
    /// Its last day.
    last_day: String,
}

/// A portfolio.
#[derive(Serialize, JsonSchema)]
pub(super) struct PortfolioView {
    /// Its name.
    name: String,
    /// Who holds it.
    holder: Option<String>,
    /// What the quarter was like.
    summary: Option<Markup>,
    /// The ratings of its indicators.
    counts: CountsView,
    /// Its indicators by council priority.
    priorities: Vec<PriorityView>,
    /// Its part of the revenue budget.
    finance: Option<FinanceSectionView>,
    /// Its savings.
    savings: Option<SavingsView>,
    /// Its capital schemes.
    capital: Option<CapitalView>,
    /// Its risks.
    risks: Option<RisksView>,
}

/// A portfolio's indicators of one council priority.
#[derive(Serialize, JsonSchema)]
pub(super) struct PriorityView {
    /// The priority; none for indicators that serve no priority in particular.
    name: Option<String>,
    /// The indicators, by number.
    indicators: Vec<IndicatorView>,
}

/// An indicator.
#[derive(Serialize, JsonSchema)]
pub(super) struct IndicatorView {
    /// Its number, the same in every edition and quarter.
    number: u32,
    /// Its code in the performance system.
    code: Option<String>,
    /// What it measures.
    title: String,
    /// What it counts in: `number`, `percent`, `pounds`, `days`, `weeks`, `minutes`, `per-1,000`,
    /// `per-10,000` or `per-100,000`.
    unit: &'static str,
    /// Which way is good: `high`, `low`, `band`, or `none` where it is for information.
    polarity: &'static str,
    /// How often it is measured.
    frequency: Option<String>,
    /// The scrutiny committee that looks at it.
    committee: Option<String>,
    /// The rating: `green`, `amber`, `red`, `blue`, `no-target` or `no-result`.
    rating: &'static str,
    /// The rating by the result alone, where another was set in its place.
    computed: Option<&'static str>,
    /// Why another rating was set.
    override_reason: Option<String>,
    /// Whether performance got `better` or `worse` or stayed the `same` since the quarter before;
    /// `up` or `down` for the number where neither way is good; `unknown` where there is nothing to
    /// compare with.
    direction: &'static str,
    /// The rating expected at the end of the year: `green`, `amber`, `red` or `blue`; by the result
    /// expected where one is given.
    forecast: Option<&'static str>,
    /// The result expected at the end of the year, as printed.
    forecast_value: Option<String>,
    /// The target.
    target: TargetView,
    /// The results, one for each of the report's quarters.
    results: Vec<ResultView>,
    /// The lines of the trend picture; none where no result can be drawn.
    trend: Option<TrendView>,
    /// What lies behind the result, once it is agreed.
    narrative: Option<Markup>,
    /// What is being done, once it is agreed.
    actions: Option<Markup>,
    /// Whether it is short enough to stay on one page.
    short: bool,
    /// Whether something is said of it that is not yet agreed, and so left out.
    waits: bool,
    /// Who agreed the narrative, or is to.
    agreed_by: Option<String>,
    /// When the narrative was agreed; none where it has not been.
    agreed_on: Option<String>,
}

impl Kind for PerformanceReport {
    const NAME: &'static str = "performance-report";
    const SUMMARY: &'static str =
        "a quarter's indicators, money, risks and promises: the whole report and its editions";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "report",
        "indicators",
        "finance",
        "savings",
        "capital",
        "risks",
        "workforce",
        "commitments",
        "milestones",
    ];
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let quarters = data.performance.iter().filter(|(quarter, own)| {
            !own.indicators.is_empty() || data.has_lost("indicators", &quarter.key())
        });
        quarters.flat_map(|(quarter, own)| subjects(*quarter, own)).collect()
    }

    fn stem(subject: &Subject) -> String {
        subject.key.split_once('/').map_or(Self::NAME, |(_, edition)| edition).to_owned()
    }

    fn view(
        &self,
        _diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        let quarter = subject.quarter?;
        let own = data.performance.get(&quarter)?;
        let cut = editions::cut(quarter, own, &subject.key)?;
        let scope = &cut.scope;
        let card = own.card.as_ref();
        let all = &scope.indicators;
        let shows = |section| cut.has(section);
        let quarters = figures::quarters(&own.indicators.iter().collect::<Vec<_>>(), quarter);
        let priorities: Vec<&str> = card.map_or_else(Vec::new, |card| {
            card.priorities.iter().map(|own| own.value.as_str()).collect()
        });
        let mut notes = Notes::default();
        let names = match cut.kind {
            EditionKind::Indicators => {
                money::in_order(scope, all.iter().map(|own| own.portfolio.value.as_str()))
            }
            EditionKind::Whole | EditionKind::Part | EditionKind::Summary => {
                money::portfolios(scope)
            }
        };
        let portfolios = names
            .into_iter()
            .map(|name| portfolio_view(&mut notes, &cut, name, &quarters, &priorities))
            .collect();
        let counts = CountsView::of(all, quarter);
        let changes = summary::changes(data, all, quarter);
        let own_summary = cut.edition.and_then(|own| own.summary.as_ref());
        let headlines = match cut.kind {
            EditionKind::Summary => card.and_then(|card| card.public_summary.as_ref()),
            EditionKind::Whole => card.and_then(|card| card.headlines.as_ref()),
            EditionKind::Part | EditionKind::Indicators => None,
        };
        let own_title = cut.edition.and_then(|own| own.title.as_ref());
        let edition = cut.view();
        let shows_measures = cut.kind != EditionKind::Summary && shows(Section::Indicators);
        let is_waiting = |own: &&&Indicator| waits(own);
        Some(View {
            council: furniture::council(data)?,
            edition,
            title: own_title.or(card.map(|card| &card.title)).map(ToString::to_string),
            quarter: quarter_view(quarter),
            before: quarter_view(quarter.previous()),
            as_at: card.and_then(|card| card.as_at.as_ref()).map(|at| furniture::iso(at.value)),
            report_of: card.and_then(|card| furniture::string(card.report_of.as_ref())),
            headlines: text(scope, own_summary.or(headlines)),
            has_blue: counts.has_blue(),
            counts,
            priorities: group(all, &priorities, priority)
                .into_iter()
                .map(|(name, own)| TallyView::of(name, &own, quarter))
                .collect(),
            compared: changes.is_some(),
            improved: summary::titles(changes.as_deref(), "improved"),
            declined: summary::titles(changes.as_deref(), "declined"),
            changes: changes.unwrap_or_default(),
            off_target: off_target(all, quarter),
            not_agreed: all.iter().filter(is_waiting).map(|own| own.number.to_string()).collect(),
            workforce: match shows(Section::Workforce) {
                true => registers::workforce(&mut notes, scope),
                false => Vec::new(),
            },
            notes: notes.into_views(),
            quarters: quarters.iter().map(Quarter::to_string).collect(),
            portfolios,
            finance: shows(Section::Finance).then(|| money::finance(scope)).flatten(),
            savings: shows(Section::Savings).then(|| money::savings(scope, None)).flatten(),
            capital: shows(Section::Capital).then(|| money::capital(scope, None)).flatten(),
            risks: shows(Section::Risks).then(|| registers::risks(scope, None)).flatten(),
            commitments: shows(Section::Commitments)
                .then(|| registers::commitments(scope, shows_measures))
                .flatten(),
            programmes: match shows(Section::Milestones) {
                true => registers::programmes(scope),
                false => Vec::new(),
            },
        })
    }
}

/// Returns the editions of a quarter: the whole, and those that its card lists.
fn subjects(quarter: Quarter, own: &Performance) -> Vec<Subject> {
    let card = own.card.as_ref();
    let date = card.and_then(|card| card.as_at.as_ref()).map_or(quarter.last_day(), |at| at.value);
    let editions = card.iter().flat_map(|card| &card.editions).map(|own| own.edition.as_str());
    let all = [None].into_iter().chain(editions.map(Some));
    all.map(|edition| Subject {
        key: editions::key(quarter, edition),
        folder: vec!["performance".to_owned(), quarter.key()],
        number: None,
        meeting: None,
        body: None,
        quarter: Some(quarter),
        date: Some(date),
        span: None,
        is_wide: false,
    })
    .collect()
}

/// Returns a text of a part of the quarter, with the figures that it names.
fn text(scope: &Scope<'_>, own: Option<&Text>) -> Option<Markup> {
    let value = |name: &str| names::of_summary(scope, name);
    own.map(|own| Markup::from(&Arc::new(texts::fill(&own.value.0, &value))))
}

/// Returns roughly how many lines some texts take.
fn lines<'a>(texts: impl IntoIterator<Item = Option<&'a Text>>) -> usize {
    /// Characters of a line.
    const WIDTH: usize = 85;
    let of = |own: &Text| -> usize {
        own.value.0.plain_text().lines().map(|line| line.chars().count() / WIDTH + 1).sum()
    };
    texts.into_iter().flatten().map(of).sum()
}

/// Returns whether something is said of an indicator that is not yet agreed.
fn waits(own: &Indicator) -> bool {
    (own.narrative.is_some() || own.actions.is_some()) && !is_agreed(own)
}

/// Returns the measures that are red.
fn off_target(all: &[&Indicator], now: Quarter) -> Vec<WatchView> {
    let red = Rating::Rated(crate::model::performance::Rag::Red);
    let own = all.iter().filter(|own| rating::rate(own, now) == red);
    own.map(|own| WatchView {
        number: own.number.value,
        title: own.title.to_string(),
        result: names::of_measure(own, now, "value"),
        direction: rating::direction(own, now).word(),
    })
    .collect()
}

fn portfolio_view(
    notes: &mut Notes,
    cut: &editions::Cut<'_>,
    name: &str,
    quarters: &[Quarter],
    priorities: &[&str],
) -> PortfolioView {
    let scope = &cut.scope;
    let card = scope.all.card.as_ref();
    let mut listed = card.iter().flat_map(|card| &card.portfolios);
    let entry = listed.find(|own| own.name.value == name);
    let indicators: Vec<&Indicator> =
        scope.indicators.iter().copied().filter(|own| own.portfolio.value == name).collect();
    let mut own = Scope::portfolio(scope.quarter, scope.all, name);
    own.indicators.clone_from(&indicators);
    let groups = match cut.has(Section::Indicators) {
        true => group(&indicators, priorities, priority),
        false => Vec::new(),
    };
    PortfolioView {
        name: name.to_owned(),
        holder: entry.and_then(|own| furniture::string(own.holder.as_ref())),
        summary: entry.and_then(|entry| {
            let whole = Scope::portfolio(scope.quarter, scope.all, name);
            text(&whole, entry.summary.as_ref())
        }),
        counts: CountsView::of(&indicators, scope.quarter),
        priorities: groups
            .into_iter()
            .map(|(name, indicators)| PriorityView {
                name: name.map(str::to_owned),
                indicators: indicators
                    .into_iter()
                    .map(|own| indicator_view(notes, own, quarters))
                    .collect(),
            })
            .collect(),
        finance: cut.has(Section::Finance).then(|| money::finance_of(scope, name)).flatten(),
        savings: cut.has(Section::Savings).then(|| money::savings(scope, Some(name))).flatten(),
        capital: cut.has(Section::Capital).then(|| money::capital(scope, Some(name))).flatten(),
        risks: cut.has(Section::Risks).then(|| registers::risks(&own, Some(name))).flatten(),
    }
}

fn priority(indicator: &Indicator) -> Option<&str> {
    indicator.priority.as_ref().map(|own| own.value.as_str())
}

fn quarter_view(quarter: Quarter) -> QuarterView {
    QuarterView {
        label: quarter.to_string(),
        number: quarter.number(),
        last_day: furniture::iso(quarter.last_day()),
    }
}

fn indicator_view(notes: &mut Notes, own: &Indicator, quarters: &[Quarter]) -> IndicatorView {
    let now = *quarters.last().expect("the report's own quarter is always shown");
    let figures = Figures::of(own, quarters);
    let trend = trend::scale(own, quarters);
    IndicatorView {
        number: own.number.value,
        code: own.code.as_ref().map(ToString::to_string),
        title: own.title.to_string(),
        unit: own.unit.word(),
        polarity: own.polarity.word(),
        frequency: furniture::string(own.frequency.as_ref()),
        committee: furniture::string(own.committee.as_ref()),
        rating: rating::rate(own, now).word(),
        computed: own.rag_override.as_ref().map(|_| rating::compute(own, now).word()),
        override_reason: own
            .rag_override
            .as_ref()
            .and_then(|_| furniture::string(own.rag_override_reason.as_ref())),
        direction: rating::direction(own, now).word(),
        forecast: rating::expected(own).map(|rag| rag.word()),
        forecast_value: own.forecast_value.as_ref().and_then(|own_value| match &own_value.value {
            Reading::Value(measure) => Some(Print::of(own, quarters).measure(measure).to_string()),
            Reading::Missing(_) => None,
        }),
        target: figures.target(notes),
        results: figures.results(notes, &trend),
        trend: trend.lines(),
        narrative: measure_text(own, now, own.narrative.as_ref()),
        actions: measure_text(own, now, own.actions.as_ref()),
        short: lines([own.narrative.as_ref(), own.actions.as_ref()]) < 8,
        waits: waits(own),
        agreed_by: furniture::string(own.agreed_by.as_ref()),
        agreed_on: own.agreed_on.as_ref().map(|on| furniture::iso(on.value)),
    }
}

/// Returns a text of an indicator, with the figures that it names; `None` until it is agreed.
fn measure_text(own: &Indicator, now: Quarter, text: Option<&Text>) -> Option<Markup> {
    let value = |name: &str| names::of_measure(own, now, name);
    let text = text.filter(|_| is_agreed(own))?;
    Some(Markup::from(&Arc::new(texts::fill(&text.value.0, &value))))
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
    for own in all {
        let name = name(own);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, members)) => members.push(own),
            None => groups.push((name, vec![own])),
        }
    }
    groups.retain(|(_, members)| !members.is_empty());
    groups.sort_by_key(|(name, _)| name.is_none());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rating::tests::indicator;
    use crate::model::record::Located;

    #[track_caller]
    fn check_groups(listed: &[&str], priorities: &[&str], expected: &[(&str, usize)]) {
        let list: Vec<Indicator> = priorities
            .iter()
            .map(|name| {
                let mut own =
                    indicator(crate::model::performance::Polarity::High, "80", "", &["80"]);
                let origin = own.origin.clone();
                own.priority =
                    (!name.is_empty()).then(|| Located { value: (*name).to_owned(), origin });
                own
            })
            .collect();
        let all: Vec<&Indicator> = list.iter().collect();
        let groups: Vec<(&str, usize)> = group(&all, listed, priority)
            .into_iter()
            .map(|(name, own)| (name.unwrap_or_default(), own.len()))
            .collect();
        assert_eq!(groups, expected);
    }

    #[test]
    fn groups_follow_the_card_then_the_indicators() {
        check_groups(&["A", "B"], &["B", "A", "B"], &[("A", 1), ("B", 2)]);
        check_groups(&["A", "B"], &["C", "A", "D"], &[("A", 1), ("C", 1), ("D", 1)]);
        check_groups(&[], &["", "C", ""], &[("C", 1), ("", 2)]);
    }

    /// The words that the code gives a template, which its own dictionaries must know.
    #[test]
    fn the_template_words_whatever_the_code_can_say() {
        let template = include_str!("../../../templates/performance-report/words.typ.hbs");
        for word in figures::WORDS.iter().chain(summary::WORDS).chain(rating::WORDS) {
            let (plain, quoted) = (format!("  {word}: "), format!("  \"{word}\": "));
            assert!(template.contains(&plain) || template.contains(&quoted), "{word}");
        }
    }
}
