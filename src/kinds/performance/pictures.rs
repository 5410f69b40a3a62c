//! Pictures of figures: the place of each part, in thousandths of the picture, and a description in
//! words for readers who can't see it.

use std::fmt::Write;

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::Serialize;

use crate::figures::money::{self, Scale};
use crate::model::performance::{Milestone, MilestoneState, Risk, Saving};
use crate::model::value::Money;

/// Months of a financial year as pictures name them: short below columns, in full in descriptions.
const MONTHS: [(&str, &str); 12] = [
    ("Apr", "April"),
    ("May", "May"),
    ("Jun", "June"),
    ("Jul", "July"),
    ("Aug", "August"),
    ("Sep", "September"),
    ("Oct", "October"),
    ("Nov", "November"),
    ("Dec", "December"),
    ("Jan", "January"),
    ("Feb", "February"),
    ("Mar", "March"),
];

/// Returns a part of a whole in thousandths, 0 to 1000; 0 where the whole is nothing.
fn share(part: Decimal, whole: Decimal) -> u16 {
    let share =
        part.checked_mul(Decimal::ONE_THOUSAND).and_then(|product| product.checked_div(whole));
    share.map_or(0, |share| share.round().to_u16().unwrap_or(1000).min(1000))
}

/// Returns a part of a whole as a percentage without decimals, `67%`; `None` where the whole is
/// nothing.
pub(super) fn percent(part: Money, whole: Money) -> Option<String> {
    let share = (part.pounds * Decimal::ONE_HUNDRED).checked_div(whole.pounds)?;
    let share = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Some(format!("{}%", share.normalize()))
}

/// Bars to the right for what is above the budget, and to the left for what is below.
#[derive(Serialize, JsonSchema)]
pub(super) struct BarsView {
    /// The picture described in a sentence, for readers who can't see it.
    alt: String,
    /// The bars, one for each portfolio or budget outside the portfolios.
    rows: Vec<BarView>,
}

/// A bar of the variance of one budget.
#[derive(Serialize, JsonSchema)]
pub(super) struct BarView {
    /// The name of the portfolio, or of the budget outside the portfolios.
    name: String,
    /// The variance as printed, in brackets where less is spent.
    amount: String,
    /// The length of the bar in thousandths of half the picture; the longest bar has 1000.
    length: u16,
    /// Whether the bar goes to the right: the forecast is not below the budget.
    over: bool,
}

/// Returns the picture of these variances; `None` where all are nothing.
pub(super) fn bars(scale: Scale, variances: &[(&str, Money)], total: Money) -> Option<BarsView> {
    let longest = variances.iter().map(|(_, amount)| amount.pounds.abs()).max()?;
    if longest.is_zero() {
        return None;
    }
    let words = |amount: Money| {
        let shown = scale.show(if amount.is_negative() { -amount } else { amount });
        match (amount.pounds.is_zero(), amount.is_negative()) {
            (true, _) => "on budget".to_owned(),
            (false, true) => format!("{shown} under budget"),
            (false, false) => format!("{shown} over budget"),
        }
    };
    let mut alt = "Bars of the forecast against the budget of the year. ".to_owned();
    for (name, amount) in variances {
        write!(alt, "{name}: {}; ", words(*amount)).expect("writing to a string can't fail");
    }
    write!(alt, "in all {}.", words(total)).expect("writing to a string can't fail");
    let rows = variances.iter().map(|(name, amount)| BarView {
        name: (*name).to_owned(),
        amount: scale.show(*amount),
        length: share(amount.pounds.abs(), longest),
        over: !amount.is_negative(),
    });
    Some(BarsView { alt, rows: rows.collect() })
}

/// Columns of what was delivered by the end of each month, and a line for the target.
#[derive(Serialize, JsonSchema)]
pub(super) struct MonthsView {
    /// The picture described in a sentence, for readers who can't see it.
    alt: String,
    /// The twelve months of the financial year, April first; months to come have no amounts.
    columns: Vec<MonthView>,
    /// The height of the target's line, in thousandths of the picture.
    target: u16,
}

/// A month of the financial year.
#[derive(Serialize, JsonSchema)]
pub(super) struct MonthView {
    /// The month's short name, such as `Apr`.
    month: &'static str,
    /// The sum saved from April to the end of the month, as printed; absent where no saving has an
    /// amount, as in months to come.
    delivered: Option<String>,
    /// The height of the month's column, in thousandths of the picture; absent where `delivered`
    /// is.
    height: Option<u16>,
    /// The share of the target saved by the end of the month, as printed, such as `67%`; absent
    /// where `delivered` is, and where the target is nothing.
    percent: Option<String>,
}

/// Returns the picture of what these savings delivered by month; `None` where no months are given.
pub(super) fn months(scale: Scale, rows: &[&Saving], target: Money) -> Option<MonthsView> {
    let last =
        rows.iter().filter_map(|saving| saving.months().iter().rposition(Option::is_some)).max()?;
    // Amounts are totals since April, so an empty month has the amount of the month before.
    let delivered_by = |saving: &Saving, month: usize| {
        saving.months()[..=month].iter().rev().flatten().next().map(|amount| amount.value)
    };
    let totals: Vec<Option<Money>> = (0..12)
        .map(|month| {
            let sum = money::sum(rows.iter().map(|saving| delivered_by(saving, month)));
            sum.filter(|_| month <= last)
        })
        .collect();
    let highest =
        totals.iter().flatten().map(|amount| amount.pounds).chain([target.pounds]).max()?;
    // A little room above the highest.
    let top = highest * Decimal::new(108, 2);
    let mut alt = format!(
        "Columns of what was saved by the end of each month since April, against the target of {} for the year. ",
        scale.show(target)
    );
    for ((_, month), total) in MONTHS.iter().zip(&totals) {
        if let Some(total) = total {
            write!(alt, "{month}: {}; ", scale.show(*total))
                .expect("writing to a string can't fail");
        }
    }
    let now = totals[last]?;
    let done = percent(now, target).map(|share| format!("{share} of the target"));
    write!(alt, "that is {}.", done.unwrap_or_else(|| "all".to_owned()))
        .expect("writing to a string can't fail");
    let columns = MONTHS.iter().zip(&totals).map(|((month, _), total)| MonthView {
        month,
        delivered: total.map(|amount| scale.show(amount)),
        height: total.map(|amount| share(amount.pounds.max(Decimal::ZERO), top)),
        percent: total.and_then(|amount| percent(amount, target)),
    });
    Some(MonthsView { alt, columns: columns.collect(), target: share(target.pounds, top) })
}

/// Five rows of likelihood, the highest first, by five columns of impact.
#[derive(Serialize, JsonSchema)]
pub(super) struct MatrixView {
    /// The picture described in a sentence, for readers who can't see it.
    alt: String,
    /// The five rows of the matrix, that of likelihood 5 first.
    rows: Vec<MatrixRowView>,
    /// The moves of risks from one cell to another since last quarter, for arrows.
    moves: Vec<MoveView>,
}

/// A row of the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct MatrixRowView {
    /// The likelihood of the row, 5 (the highest) to 1.
    likelihood: u32,
    /// The five cells of the row, that of impact 1 first.
    cells: Vec<CellView>,
}

/// A cell of the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct CellView {
    /// The score of the cell: likelihood times impact, 1 to 25.
    score: u32,
    /// How high the score is: `low` (up to 5), `medium` (6 to 14) or `high` (15 or more).
    level: &'static str,
    /// The references of the risks in the cell, as written; empty where there are none.
    risks: Vec<String>,
}

/// A move of a risk from one cell to another.
#[derive(Serialize, JsonSchema)]
pub(super) struct MoveView {
    /// The risk's likelihood last quarter, 1 to 5.
    from_likelihood: u32,
    /// The risk's impact last quarter, 1 to 5.
    from_impact: u32,
    /// The risk's likelihood now, 1 to 5.
    likelihood: u32,
    /// The risk's impact now, 1 to 5.
    impact: u32,
}

/// Returns the word that templates use for how high a score is.
pub(super) fn level(score: u32) -> &'static str {
    match score {
        0..=5 => "low",
        6..=14 => "medium",
        _ => "high",
    }
}

/// Returns the picture of these risks; `None` where none has both a likelihood and an impact.
pub(super) fn matrix(risks: &[&Risk]) -> Option<MatrixView> {
    let placed: Vec<(&Risk, u32, u32)> = risks
        .iter()
        .filter_map(|risk| {
            let (likelihood, impact) =
                (risk.likelihood.as_ref()?.value, risk.impact.as_ref()?.value);
            ((1..=5).contains(&likelihood) && (1..=5).contains(&impact))
                .then_some((*risk, likelihood, impact))
        })
        .collect();
    if placed.is_empty() {
        return None;
    }
    let mut alt =
        "Risk matrix: likelihood upwards and impact to the right, each from 1 to 5. ".to_owned();
    let mut moves = Vec::new();
    for (risk, likelihood, impact) in &placed {
        let before = risk.previous_likelihood.as_ref().zip(risk.previous_impact.as_ref());
        let before = before.map(|(likelihood, impact)| (likelihood.value, impact.value));
        write!(
            alt,
            "{}: likelihood {likelihood}, impact {impact}, score {}",
            risk.r#ref.written(),
            likelihood * impact
        )
        .expect("writing to a string can't fail");
        match before {
            Some(before) if before != (*likelihood, *impact) => {
                write!(alt, ", moved from likelihood {}, impact {}", before.0, before.1)
                    .expect("writing to a string can't fail");
                let (from_likelihood, from_impact) = before;
                let (likelihood, impact) = (*likelihood, *impact);
                moves.push(MoveView { from_likelihood, from_impact, likelihood, impact });
            }
            Some(_) => alt.push_str(", not moved"),
            None => {}
        }
        alt.push_str("; ");
    }
    let alt = format!("{}.", alt.trim_end_matches("; "));
    let rows = (1..=5).rev().map(|likelihood| MatrixRowView {
        likelihood,
        cells: (1..=5)
            .map(|impact| CellView {
                score: likelihood * impact,
                level: level(likelihood * impact),
                risks: placed
                    .iter()
                    .filter(|(_, risk_likelihood, risk_impact)| {
                        (*risk_likelihood, *risk_impact) == (likelihood, impact)
                    })
                    .map(|(risk, _, _)| risk.r#ref.written().to_owned())
                    .collect(),
            })
            .collect(),
    });
    moves.retain(|movement| {
        (1..=5).contains(&movement.from_likelihood) && (1..=5).contains(&movement.from_impact)
    });
    Some(MatrixView { alt, rows: rows.collect(), moves })
}

/// A programme's milestones along a line of months.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimelineView {
    /// The picture described in a sentence, for readers who can't see it.
    alt: String,
    /// The months along the line, each with the place where it begins.
    months: Vec<TickView>,
    /// The programme's hundred-day periods, each with the place where it begins; empty where the
    /// programme has no first day.
    periods: Vec<TickView>,
    /// The milestones that have a date, each with its place.
    marks: Vec<MarkView>,
    /// The place of the day that the report is made up to, in thousandths of the line from the
    /// left; absent where it lies outside the line.
    today: Option<u16>,
}

/// A month or a hundred-day period on the line.
#[derive(Serialize, JsonSchema)]
pub(super) struct TickView {
    /// The short name of the month, such as `Apr`, or the number of the hundred-day period.
    label: String,
    /// The place where it begins, in thousandths of the line from the left.
    at: u16,
}

/// A milestone on the line.
#[derive(Serialize, JsonSchema)]
pub(super) struct MarkView {
    /// The milestone's number in the table below the picture, from 1.
    number: usize,
    /// The place of the milestone, in thousandths of the line from the left.
    at: u16,
    /// The row that the mark is drawn in, from 0, so that marks don't cover each other.
    row: usize,
    /// The state of the milestone: `done`, `on-course`, `at-risk`, `missed` or `not-started`.
    state: &'static str,
}

/// Returns the words for the state of a milestone, for descriptions.
fn state_words(state: MilestoneState) -> &'static str {
    match state {
        MilestoneState::Done => "reached",
        MilestoneState::OnCourse => "on course",
        MilestoneState::AtRisk => "at risk",
        MilestoneState::Missed => "missed",
        MilestoneState::NotStarted => "not started",
    }
}

/// Returns a programme's timeline; `None` where no milestone has a date.
pub(super) fn timeline(
    name: &str,
    start: Option<NaiveDate>,
    milestones: &[&Milestone],
    as_at: NaiveDate,
) -> Option<TimelineView> {
    let due = |milestone: &Milestone| milestone.due.last_day().or(milestone.due.first_day());
    let days: Vec<NaiveDate> = milestones.iter().filter_map(|milestone| due(milestone)).collect();
    let first = days.iter().copied().chain(start).min()?.with_day(1)?;
    let last = days.iter().copied().max()?.with_day(1)?.checked_add_months(Months::new(1))?;
    let length = Decimal::from((last - first).num_days());
    let at = |day: NaiveDate| share(Decimal::from((day - first).num_days().max(0)), length);
    let mut ticks = Vec::new();
    let mut month = first;
    while month < last {
        ticks.push(TickView { label: month.format("%b").to_string(), at: at(month) });
        month = month.checked_add_months(Months::new(1))?;
    }
    let periods = start.into_iter().flat_map(|start| {
        (1..).map_while(move |number| {
            let (from, _) = crate::figures::hundred_days(start, number)?;
            (from < last).then_some((number, from))
        })
    });
    let periods = periods
        .map(|(number, from)| TickView { label: number.to_string(), at: at(from) })
        .collect();
    let mut alt = format!(
        "Timeline of {name} from {} to {}. ",
        first.format("%B %Y"),
        last.checked_sub_months(Months::new(1))?.format("%B %Y")
    );
    let mut marks: Vec<MarkView> = Vec::new();
    for (index, milestone) in milestones.iter().enumerate() {
        write!(
            alt,
            "{}: {}, due {}, {}; ",
            index + 1,
            milestone.title,
            milestone.due.value,
            state_words(milestone.state.value)
        )
        .expect("writing to a string can't fail");
        let Some(at) = due(milestone).map(at) else { continue };
        // Two marks need some 28 thousandths between them.
        let is_free =
            |row: &usize| marks.iter().all(|other| other.row != *row || 34 < other.at.abs_diff(at));
        let row = (0..).find(is_free).unwrap_or(0);
        marks.push(MarkView { number: index + 1, at, row, state: milestone.state.word() });
    }
    let alt = format!("{}.", alt.trim_end_matches("; "));
    let today = (first <= as_at && as_at < last).then(|| at(as_at));
    Some(TimelineView { alt, months: ticks, periods, marks, today })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::{Parse, Scalar};

    fn money(text: &str) -> Money {
        Money::parse(&Scalar::Text(text.to_owned())).unwrap().value
    }

    #[test]
    fn bars_are_as_long_as_their_amounts_and_say_so() {
        let rows = [("Homes", money("£2.144m")), ("Parks", money("(£1.072m)"))];
        let total = money("£1.072m");
        let scale = Scale::of([&rows[0].1, &rows[1].1]);
        let bars = bars(scale, &rows, total).unwrap();
        let lengths: Vec<_> = bars.rows.iter().map(|bar| (bar.length, bar.over)).collect();
        assert_eq!(lengths, [(1000, true), (500, false)]);
        assert_eq!(
            bars.alt,
            "Bars of the forecast against the budget of the year. Homes: £2.144m over budget; \
             Parks: £1.072m under budget; in all £1.072m over budget."
        );
    }

    #[test]
    fn shares_are_thousandths() {
        assert_eq!(share(Decimal::ONE, Decimal::from(3)), 333);
        assert_eq!(share(Decimal::ONE, Decimal::ZERO), 0);
        assert_eq!(percent(money("£1m"), money("£3m")).as_deref(), Some("33%"));
        assert_eq!(percent(money("£1m"), money("£0")), None);
    }
}
