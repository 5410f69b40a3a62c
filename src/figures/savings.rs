//! Savings added up: what is to be saved and has been, what takes away from it, and how much of it is rated how.

use super::Scope;
use super::money::{self, Rows};
use crate::model::performance::{Lasting, Rag, Saving};
use crate::model::value::Money;

/// The savings of a scope, of one account.
pub struct Savings<'a> {
    /// The savings and incomes, in the order of the data.
    pub rows: Vec<&'a Saving>,
    /// The pressures, in the order of the data.
    pub pressures: Vec<&'a Saving>,
    table: Rows,
}

/// Savings with one rating.
pub struct Rated {
    /// The rating; `None` for those that are not rated.
    pub rating: Option<Rag>,
    /// How many savings have the rating, all of them or in part.
    pub count: usize,
    /// The sum that these are to save, of parts only the part.
    pub target: Money,
    /// The sum that these have saved; `None` where nobody knows which part it belongs to, or one gives none.
    pub delivered: Option<Money>,
}

impl<'a> Savings<'a> {
    /// Returns the savings of a scope.
    pub fn of(scope: &Scope<'a>) -> Self {
        let (pressures, rows) = scope.savings().partition(|saving| saving.is_pressure());
        Self { rows, pressures, table: Rows::of(&scope.all.savings) }
    }

    /// Returns those of the savings that are to be kept.
    pub fn only(self, keep: impl Fn(&Saving) -> bool) -> Self {
        let kept = |rows: Vec<&'a Saving>| rows.into_iter().filter(|row| keep(row)).collect();
        Self { rows: kept(self.rows), pressures: kept(self.pressures), table: self.table }
    }

    /// Returns what is to be saved; `None` where there are no savings.
    pub fn target(&self) -> Option<Money> {
        money::sum(self.rows.iter().map(|saving| Some(saving.target.value)))
    }

    /// Returns what has been saved; `None` where a saving doesn't say so, which others do, or none does.
    pub fn delivered(&self) -> Option<Money> {
        self.table.total(self.rows.iter().copied(), so_far)
    }

    /// Returns what takes away from it, below zero; `None` where there are no pressures.
    pub fn pressure(&self) -> Option<Money> {
        money::sum(self.pressures.iter().map(|pressure| amount(pressure)))
    }

    /// Returns what is still to be saved: the target less what is delivered, and less the pressures, which add to it.
    pub fn left(&self) -> Option<Money> {
        let left = self.target()? - self.delivered()?;
        Some(self.pressure().map_or(left, |pressure| left - pressure))
    }

    /// Returns the savings that don't say what is delivered, which others do.
    pub fn incomplete(&self) -> impl Iterator<Item = &'a Saving> {
        self.rows.iter().copied().filter(|saving| self.table.is_incomplete(*saving))
    }

    /// Returns the targets of one-off savings together; `None` where no saving is one-off.
    pub fn one_off(&self) -> Option<Money> {
        let is_one_off = |saving: &&&Saving| {
            saving.lasting.as_ref().is_some_and(|lasting| lasting.value == Lasting::OneOff)
        };
        let rows = self.rows.iter().filter(is_one_off);
        money::sum(rows.map(|saving| Some(saving.target.value)))
    }

    /// Returns the savings by rating: green, amber, red, blue, not rated. Ratings that none has are left out.
    pub fn by_rating(&self) -> Vec<Rated> {
        let ratings = [Some(Rag::Green), Some(Rag::Amber), Some(Rag::Red), Some(Rag::Blue), None];
        ratings.into_iter().filter_map(|rating| self.rated(rating)).collect()
    }

    /// Returns the savings with a rating; `None` where none has it.
    pub fn rated(&self, rating: Option<Rag>) -> Option<Rated> {
        let parts: Vec<Part> = self
            .rows
            .iter()
            .flat_map(|saving| parts(saving))
            .filter(|part| part.rating == rating)
            .collect();
        let target = money::sum(parts.iter().map(|part| Some(part.target)))?;
        let delivered: Option<Vec<Money>> = parts.iter().map(|part| part.delivered).collect();
        let delivered = delivered.and_then(|amounts| Money::total(&amounts));
        Some(Rated { rating, count: parts.len(), target, delivered })
    }
}

/// A saving, or a part of one, with one rating.
struct Part {
    rating: Option<Rag>,
    target: Money,
    delivered: Option<Money>,
}

/// Returns the parts of a saving; one that is rated as a whole is a part itself.
fn parts(saving: &Saving) -> Vec<Part> {
    let given: Vec<(Rag, Money)> = saving
        .parts()
        .map(|(rag, amount)| (rag, amount.value))
        .filter(|(_, amount)| !amount.pounds.is_zero())
        .collect();
    if given.is_empty() {
        let rating = saving.rag.as_ref().map(|rag| rag.value).filter(|rag| *rag != Rag::Grey);
        return vec![Part { rating, target: saving.target.value, delivered: so_far(saving) }];
    }
    // What is delivered belongs to the blue part, if it is no more than that.
    let blue = given.iter().find(|(rag, _)| *rag == Rag::Blue).map(|(_, amount)| *amount);
    let is_blue_only = so_far(saving)
        .is_some_and(|done| blue.map_or(done.pounds.is_zero(), |blue| blue.pounds == done.pounds));
    let delivered = |rag: Rag, part: Money| match rag {
        Rag::Blue => part,
        Rag::Red | Rag::Amber | Rag::Green | Rag::Grey => money::zero(part),
    };
    let part = |(rag, target): (Rag, Money)| Part {
        rating: Some(rag),
        target,
        delivered: is_blue_only.then(|| delivered(rag, target)),
    };
    given.into_iter().map(part).collect()
}

/// Returns what a saving has delivered so far.
pub fn so_far(saving: &Saving) -> Option<Money> {
    saving.so_far().map(|amount| amount.value)
}

/// Returns what a pressure takes away: what has come about, or else what was planned for.
pub fn amount(pressure: &Saving) -> Option<Money> {
    so_far(pressure).or(Some(pressure.target.value))
}

/// Returns what savings had delivered by the end of each month up to the last that any of them gives, April first; `None`
/// where a saving has delivered something and gives no months. The last is what they have delivered so far. Returns
/// nothing where no saving gives months.
pub fn by_month(savings: &Savings<'_>) -> Vec<Option<Money>> {
    let rows = || savings.rows.iter().copied();
    let last = rows().filter_map(|saving| saving.months().iter().rposition(Option::is_some)).max();
    let Some(last) = last else { return Vec::new() };
    // Amounts are totals since April, so an empty month has the amount of the month before.
    let delivered_by = |saving: &Saving, month: usize| {
        saving.months()[..=month].iter().rev().flatten().next().map(|amount| amount.value)
    };
    let is_known = without_months(savings).next().is_none();
    let mut totals: Vec<Option<Money>> = (0..last)
        .map(|month| {
            let sum = || money::sum(rows().map(|saving| delivered_by(saving, month)));
            is_known.then(sum).flatten()
        })
        .collect();
    totals.push(savings.delivered());
    totals
}

/// Returns the savings that have delivered something and don't say in which months.
pub fn without_months<'a>(savings: &Savings<'a>) -> impl Iterator<Item = &'a Saving> {
    savings.rows.iter().copied().filter(|saving| {
        saving.months().iter().all(Option::is_none)
            && so_far(saving).is_some_and(|amount| !amount.pounds.is_zero())
    })
}
