//! Pictures of figures: where each part stands, in thousandths of the picture, and what it shows in
//! words for those who can't see it.

use std::fmt::Write;

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::Serialize;

use crate::figures::money::{self, Scale};
use crate::model::performance::{Milestone, MilestoneState, Risk, Saving};
use crate::model::value::Money;

/// Months of a financial year as pictures name them.
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

/// Returns a part of a whole in thousandths.
fn share(part: Decimal, whole: Decimal) -> u16 {
    let share = part.checked_mul(Decimal::ONE_THOUSAND).and_then(|own| own.checked_div(whole));
    share.map_or(0, |own| own.round().to_u16().unwrap_or(1000).min(1000))
}

/// Returns a part of a whole as a whole percentage; `None` where the whole is nothing.
pub(super) fn percent(part: Money, whole: Money) -> Option<String> {
    let share = (part.pounds * Decimal::ONE_HUNDRED).checked_div(whole.pounds)?;
    let share = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Some(format!("{}%", share.normalize()))
}

/// Bars to the right for what is above the budget, and to the left for what is below.
#[derive(Serialize, JsonSchema)]
pub(super) struct BarsView {
    /// What it shows, in words.
    alt: String,
    /// The bars.
    rows: Vec<BarView>,
}

/// A bar.
#[derive(Serialize, JsonSchema)]
pub(super) struct BarView {
    /// What it is of.
    name: String,
    /// The amount as printed.
    amount: String,
    /// How long it is, in thousandths of half the picture.
    length: u16,
    /// Whether it is above the budget.
    over: bool,
}

/// Returns the picture of some variances; `None` where none varies.
pub(super) fn bars(scale: Scale, variances: &[(&str, Money)], total: Money) -> Option<BarsView> {
    let most = variances.iter().map(|(_, own)| own.pounds.abs()).max()?;
    if most.is_zero() {
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
        length: share(amount.pounds.abs(), most),
        over: !amount.is_negative(),
    });
    Some(BarsView { alt, rows: rows.collect() })
}

/// Columns of what was delivered by the end of each month, and a line for the target.
#[derive(Serialize, JsonSchema)]
pub(super) struct MonthsView {
    /// What it shows, in words.
    alt: String,
    /// The months, April first; those to come have nothing delivered.
    columns: Vec<MonthView>,
    /// The height of the target, in thousandths of the picture.
    target: u16,
}

/// A month.
#[derive(Serialize, JsonSchema)]
pub(super) struct MonthView {
    /// Its short name.
    month: &'static str,
    /// What was delivered by its end since April, as printed.
    delivered: Option<String>,
    /// How high its column is, in thousandths of the picture.
    height: Option<u16>,
    /// What was delivered in a hundred of the target.
    percent: Option<String>,
}

/// Returns the picture of some savings by month; `None` where no months are given.
pub(super) fn months(scale: Scale, rows: &[&Saving], target: Money) -> Option<MonthsView> {
    let last =
        rows.iter().filter_map(|own| own.months().iter().rposition(Option::is_some)).max()?;
    // What was delivered stays delivered: a month that is empty has what the month before had.
    let by = |saving: &Saving, month: usize| {
        saving.months()[..=month].iter().rev().flatten().next().map(|own| own.value)
    };
    let totals: Vec<Option<Money>> = (0..12)
        .map(|month| {
            let sum = money::sum(rows.iter().map(|own| by(own, month)));
            sum.filter(|_| month <= last)
        })
        .collect();
    let highest = totals.iter().flatten().map(|own| own.pounds).chain([target.pounds]).max()?;
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
    let done = percent(now, target).map(|own| format!("{own} of the target"));
    write!(alt, "that is {}.", done.unwrap_or_else(|| "all".to_owned()))
        .expect("writing to a string can't fail");
    let columns = MONTHS.iter().zip(&totals).map(|((month, _), total)| MonthView {
        month,
        delivered: total.map(|own| scale.show(own)),
        height: total.map(|own| share(own.pounds.max(Decimal::ZERO), top)),
        percent: total.and_then(|own| percent(own, target)),
    });
    Some(MonthsView { alt, columns: columns.collect(), target: share(target.pounds, top) })
}

/// Five rows of likelihood, the highest first, by five columns of impact.
#[derive(Serialize, JsonSchema)]
pub(super) struct MatrixView {
    /// What it shows, in words.
    alt: String,
    /// The rows, of likelihood 5 first.
    rows: Vec<MatrixRowView>,
    /// Where risks moved from and to.
    moves: Vec<MoveView>,
}

/// A row of the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct MatrixRowView {
    /// The likelihood.
    likelihood: u32,
    /// The cells, of impact 1 first.
    cells: Vec<CellView>,
}

/// A cell of the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct CellView {
    /// Likelihood times impact.
    score: u32,
    /// `low` to 5, `medium` to 14, `high` from 15.
    level: &'static str,
    /// The references of the risks in it.
    risks: Vec<String>,
}

/// A move of a risk from one cell to another.
#[derive(Serialize, JsonSchema)]
pub(super) struct MoveView {
    /// The likelihood that it had.
    from_likelihood: u32,
    /// The impact that it had.
    from_impact: u32,
    /// Its likelihood now.
    likelihood: u32,
    /// Its impact now.
    impact: u32,
}

/// Returns the word for how high a score is.
pub(super) fn level(score: u32) -> &'static str {
    match score {
        0..=5 => "low",
        6..=14 => "medium",
        _ => "high",
    }
}

/// Returns the picture of some risks; `None` where none says how likely it is.
pub(super) fn matrix(risks: &[&Risk]) -> Option<MatrixView> {
    let placed: Vec<(&Risk, u32, u32)> = risks
        .iter()
        .filter_map(|own| {
            let (likelihood, impact) = (own.likelihood.as_ref()?.value, own.impact.as_ref()?.value);
            ((1..=5).contains(&likelihood) && (1..=5).contains(&impact))
                .then_some((*own, likelihood, impact))
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
                    .filter(|(_, own_likelihood, own_impact)| {
                        (*own_likelihood, *own_impact) == (likelihood, impact)
                    })
                    .map(|(risk, _, _)| risk.r#ref.written().to_owned())
                    .collect(),
            })
            .collect(),
    });
    moves
        .retain(|own| (1..=5).contains(&own.from_likelihood) && (1..=5).contains(&own.from_impact));
    Some(MatrixView { alt, rows: rows.collect(), moves })
}

/// A programme's milestones along a line of months.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimelineView {
    /// What it shows, in words.
    alt: String,
    /// The months, each with where it begins.
    months: Vec<TickView>,
    /// The hundred days, each with where it begins.
    periods: Vec<TickView>,
    /// The milestones.
    marks: Vec<MarkView>,
    /// Where the day is that the report was made up to.
    today: Option<u16>,
}

/// A place on the line.
#[derive(Serialize, JsonSchema)]
pub(super) struct TickView {
    /// What it is called.
    label: String,
    /// Where it begins, in thousandths.
    at: u16,
}

/// A milestone on the line.
#[derive(Serialize, JsonSchema)]
pub(super) struct MarkView {
    /// Its number in the table below.
    number: usize,
    /// Where it stands, in thousandths.
    at: u16,
    /// In which row it stands, so that no two cover each other; from 0.
    row: usize,
    /// `done`, `on-course`, `at-risk`, `missed` or `not-started`.
    state: &'static str,
}

/// Returns the words for how a milestone stands.
fn state(own: MilestoneState) -> &'static str {
    match own {
        MilestoneState::Done => "reached",
        MilestoneState::OnCourse => "on course",
        MilestoneState::AtRisk => "at risk",
        MilestoneState::Missed => "missed",
        MilestoneState::NotStarted => "not started",
    }
}

/// Returns a programme's timeline; `None` where no milestone has a day.
pub(super) fn timeline(
    name: &str,
    start: Option<NaiveDate>,
    milestones: &[&Milestone],
    as_at: NaiveDate,
) -> Option<TimelineView> {
    let due = |own: &Milestone| own.due.last_day().or(own.due.first_day());
    let days: Vec<NaiveDate> = milestones.iter().filter_map(|own| due(own)).collect();
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
    for (index, own) in milestones.iter().enumerate() {
        write!(
            alt,
            "{}: {}, due {}, {}; ",
            index + 1,
            own.title,
            own.due.value,
            state(own.state.value)
        )
        .expect("writing to a string can't fail");
        let Some(at) = due(own).map(at) else { continue };
        // Two marks need some 28 thousandths between them.
        let is_free =
            |row: &usize| marks.iter().all(|other| other.row != *row || 34 < other.at.abs_diff(at));
        let row = (0..).find(is_free).unwrap_or(0);
        marks.push(MarkView { number: index + 1, at, row, state: own.state.word() });
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
        let lengths: Vec<_> = bars.rows.iter().map(|own| (own.length, own.over)).collect();
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
