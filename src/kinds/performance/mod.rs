//! The quarterly performance report: indicators by portfolio and priority, each against its target
//! (domain notes §3.11).
//!
//! Whatever is counted, rated, rounded or scaled is worked out here; the template only words it.
//! Budgets, savings, risks and the workforce are not shown.

mod figures;
mod summary;
mod trend;

use schemars::JsonSchema;
use serde::Serialize;

use self::figures::{Figures, NoteView, Notes, ResultView, TargetView};
use self::summary::{ChangeView, CountsView, TallyView};
use self::trend::TrendView;
use super::furniture::{self, CouncilView};
use super::{Kind, Subject};
use crate::diag::Diagnostics;
use crate::merge::Markup;
use crate::model::access::PublicDataset;
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::performance::{Indicator, Portfolio};
use crate::model::rating;
use crate::model::value::Quarter;

/// See the module.
pub(super) struct PerformanceReport;

/// A report.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The report's title, where its card gives one.
    title: Option<String>,
    /// The quarter that it reports.
    quarter: QuarterView,
    /// The quarter before.
    before: QuarterView,
    /// The day it was made up to.
    as_at: Option<String>,
    /// Who presents it.
    report_of: Option<String>,
    /// What a reader should know first.
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
    /// The portfolios, in the order of the report's card.
    portfolios: Vec<PortfolioView>,
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
    /// The rating expected at the end of the year: `green`, `amber`, `red` or `blue`.
    forecast: Option<&'static str>,
    /// The target.
    target: TargetView,
    /// The results, one for each of the report's quarters.
    results: Vec<ResultView>,
    /// The lines of the trend picture; none where no result can be drawn.
    trend: Option<TrendView>,
    /// What lies behind the result.
    narrative: Option<Markup>,
    /// What is being done.
    actions: Option<Markup>,
    /// Who agreed the narrative, or is to.
    agreed_by: Option<String>,
    /// When the narrative was agreed; none where it has not been.
    agreed_on: Option<String>,
}

impl Kind for PerformanceReport {
    const NAME: &'static str = "performance-report";
    const SUMMARY: &'static str =
        "a quarter's indicators against their targets, with ratings and trends";
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
        quarters
            .map(|(quarter, own)| Subject {
                key: quarter.key(),
                folder: vec!["performance".to_owned(), quarter.key()],
                number: None,
                meeting: None,
                body: None,
                quarter: Some(*quarter),
                date: Some(
                    own.card
                        .as_ref()
                        .and_then(|card| card.as_at.as_ref())
                        .map_or(quarter.last_day(), |at| at.value),
                ),
                span: None,
                is_wide: false,
            })
            .collect()
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
        let card = own.card.as_ref();
        let all: Vec<&Indicator> = own.indicators.iter().collect();
        let quarters = figures::quarters(&own.indicators, quarter);
        let listed = card.map_or(&[][..], |card| &card.portfolios);
        let names: Vec<&str> = listed.iter().map(|own| own.name.as_str()).collect();
        let priorities: Vec<&str> = card.map_or_else(Vec::new, |card| {
            card.priorities.iter().map(|own| own.value.as_str()).collect()
        });
        let mut notes = Notes::default();
        let portfolios = group(&all, &names, |own| Some(own.portfolio.value.as_str()))
            .into_iter()
            .filter_map(|(name, indicators)| {
                let name = name?;
                let entry = listed.iter().find(|own| own.name.value == name);
                let groups = group(&indicators, &priorities, priority);
                Some(PortfolioView {
                    name: name.to_owned(),
                    holder: entry.and_then(|own| furniture::string(own.holder.as_ref())),
                    summary: entry.and_then(summary_of),
                    counts: CountsView::of(&indicators, quarter),
                    priorities: groups
                        .into_iter()
                        .map(|(name, indicators)| PriorityView {
                            name: name.map(str::to_owned),
                            indicators: indicators
                                .into_iter()
                                .map(|own| indicator_view(&mut notes, own, &quarters))
                                .collect(),
                        })
                        .collect(),
                })
            })
            .collect();
        let counts = CountsView::of(&all, quarter);
        let changes = summary::changes(data, &all, quarter);
        Some(View {
            council: furniture::council(data)?,
            title: card.map(|card| card.title.to_string()),
            quarter: quarter_view(quarter),
            before: quarter_view(quarter.previous()),
            as_at: card.and_then(|card| card.as_at.as_ref()).map(|at| furniture::iso(at.value)),
            report_of: card.and_then(|card| furniture::string(card.report_of.as_ref())),
            headlines: card.and_then(|card| furniture::markup(card.headlines.as_ref())),
            has_blue: counts.has_blue(),
            counts,
            priorities: group(&all, &priorities, priority)
                .into_iter()
                .map(|(name, own)| TallyView::of(name, &own, quarter))
                .collect(),
            compared: changes.is_some(),
            changes: changes.unwrap_or_default(),
            notes: notes.into_views(),
            quarters: quarters.iter().map(Quarter::to_string).collect(),
            portfolios,
        })
    }
}

fn priority(indicator: &Indicator) -> Option<&str> {
    indicator.priority.as_ref().map(|own| own.value.as_str())
}

fn summary_of(portfolio: &Portfolio) -> Option<Markup> {
    furniture::markup(portfolio.summary.as_ref())
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
        forecast: own.forecast.as_ref().map(|rag| rag.word()),
        target: figures.target(notes),
        results: figures.results(notes, &trend),
        trend: trend.lines(),
        narrative: furniture::markup(own.narrative.as_ref()),
        actions: furniture::markup(own.actions.as_ref()),
        agreed_by: furniture::string(own.agreed_by.as_ref()),
        agreed_on: own.agreed_on.as_ref().map(|on| furniture::iso(on.value)),
    }
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
