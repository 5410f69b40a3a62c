//! Indicators: what is measured, against which target, and the results.

use std::iter;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::Rag;
use crate::record::{Located, Text, choice, record};
use crate::value::{
    DateOrPeriod, DueIn, Rank, Reading, Reference, ReportingPeriod, Tolerance, between,
};

choice! {
    /// Which way of an indicator is good.
    pub enum Polarity ("a polarity") {
        /// More is better.
        High = "high" | "higher" | "maximise",
        /// Less is better.
        Low = "low" | "lower" | "minimise",
        /// Within a band is better.
        Band = "band" | "goldilocks",
        /// Neither; the figure is for information.
        None = "none" | "data-only" | "volumetric",
    }
}

choice! {
    /// What an indicator's result of a period covers.
    pub enum Accumulation ("a way of adding up") {
        /// The period alone, or the state at its end.
        No = "no" | "none" | "period" | "quarter",
        /// Everything since April; it begins again with each financial year.
        Year = "year" | "year-to-date" | "cumulative" | "yes",
        /// The twelve months up to the end of the period.
        Rolling = "rolling" | "rolling-year" | "12-months",
    }
}

choice! {
    /// What an indicator counts in.
    pub enum Unit ("a unit") {
        /// Plain numbers.
        Number = "number" | "count",
        /// Percentages.
        Percent = "percent" | "%" | "percentage",
        /// Pounds.
        Pounds = "pounds" | "£",
        /// Days.
        Days = "days",
        /// Weeks.
        Weeks = "weeks",
        /// Minutes.
        Minutes = "minutes",
        /// For every thousand people.
        PerThousand = "per-1,000" | "per-1000" | "rate-per-1,000",
        /// For every ten thousand people.
        PerTenThousand = "per-10,000" | "per-10000" | "rate-per-10,000",
        /// For every hundred thousand people.
        PerHundredThousand = "per-100,000" | "per-100000" | "rate-per-100,000",
    }
}

choice! {
    /// How often an indicator is measured.
    pub enum Frequency ("how often something is measured") {
        /// Every month.
        Monthly = "monthly" | "every-month",
        /// Every quarter.
        Quarterly = "quarterly" | "every-quarter",
        /// Twice a year.
        HalfYearly = "half-yearly" | "six-monthly" | "twice-a-year" | "bi-annually" | "biannual" | "biannually",
        /// Once a year.
        Yearly = "yearly" | "annually" | "annual" | "once-a-year",
        /// Every other year.
        EveryOtherYear = "every-other-year" | "every-two-years" | "biennial" | "biennially" | "two-yearly",
        /// Every term of the school year.
        Termly = "termly" | "every-term",
        /// Once a school year.
        SchoolYear = "school-year" | "academic-year",
        /// Otherwise: `due-in` says when.
        Other = "other" | "calendar-year" | "seasonal",
    }
}

impl Frequency {
    /// Returns how many months lie between two results; `None` where it doesn't say.
    fn months(self) -> Option<usize> {
        match self {
            Self::Monthly => Some(1),
            Self::Quarterly => Some(3),
            Self::HalfYearly => Some(6),
            Self::Yearly | Self::SchoolYear => Some(12),
            Self::EveryOtherYear => Some(24),
            Self::Termly | Self::Other => None,
        }
    }
}

choice! {
    /// With which earlier result a result is compared.
    pub enum Comparison ("an earlier period") {
        /// That of the same period of the year before.
        YearBefore = "year-before" | "year-ago" | "a-year-ago" | "last-year",
        /// That of the period before.
        PeriodBefore = "period-before" | "quarter-before" | "last-quarter" | "previous-quarter",
    }
}

choice! {
    /// What of an indicator is rated.
    pub enum RatedBy ("what is rated") {
        /// The result of the period.
        Result = "result",
        /// What is expected at the end of the year.
        Forecast = "forecast" | "year-end-forecast",
    }
}

choice! {
    /// Who may read what an indicator says.
    pub enum Readers ("who may read it") {
        /// Everybody.
        Public = "public" | "everybody",
        /// Members and officers of the council.
        Internal = "internal" | "not-public" | "officers",
    }
}

impl Readers {
    /// Returns whether a column says that only members and officers may read something; an empty cell means everybody.
    pub fn are_internal(readers: &Option<Located<Self>>) -> bool {
        readers.as_ref().is_some_and(|readers| readers.value == Self::Internal)
    }
}

record! {
    /// An indicator, with its results period by period.
    pub struct Indicator {
        /// Its number, the same in every edition and period.
        open number: Located<u32>,
        /// Its code in the performance system, kept as written.
        open code: Option<Located<Reference>>,
        /// What it measures.
        open title: Located<String>,
        /// What it counts in.
        open unit: Located<Unit>,
        /// Which way is good.
        open polarity: Located<Polarity>,
        /// Decimals shown; those of the results where empty.
        open decimals: Option<Located<u32>>,
        /// Words before each of its figures, such as `about`.
        open words_before: Option<Located<String>>,
        /// Words after each of its figures, such as `tonnes` or `kg a household`.
        open words_after: Option<Located<String>>,
        /// Who may read it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// How often it is measured. Where no result is due, `[not due]` is printed.
        open frequency: Option<Located<Frequency>>,
        /// The quarters or months in which a result is due, such as `Q2; Q4` or `September`; by the frequency and the
        /// results before where empty.
        open due_in: Vec<Located<DueIn>>,
        /// What a result covers: the period (`no`), the year so far (`year`), or twelve months (`rolling`); `no` where
        /// empty.
        open accumulates: Option<Located<Accumulation>>,
        /// The portfolio it belongs to.
        open portfolio: Located<String>,
        /// The council priority it serves.
        open priority: Option<Located<String>>,
        /// The scrutiny committee that looks at it.
        open committee: Option<Located<String>>,
        /// The target; of an indicator that accumulates, that of the whole year.
        open target: Option<Located<Reading>>,
        /// The target for the end of June, where it is another than `target`.
        open target_q1: Option<Located<Reading>>,
        /// The target for the end of September, where it is another than `target`.
        open target_q2: Option<Located<Reading>>,
        /// The target for the end of December, where it is another than `target`.
        open target_q3: Option<Located<Reading>>,
        /// The target for the end of March, where it is another than `target`.
        open target_q4: Option<Located<Reading>>,
        /// The target before it was changed this period; that of the period before, by its report, where empty.
        open target_before: Option<Located<Reading>>,
        /// Who agreed to change the target. Printed.
        open target_agreed_by: Option<Located<String>>,
        /// When that was agreed. Printed.
        open target_agreed_on: Option<Located<NaiveDate>>,
        /// How far off the target is still amber: in the indicator's unit (`2`, of percentages `2 points`), or as a share
        /// of the target (`5% of target`).
        open tolerance: Option<Located<Tolerance>>,
        /// Whether a result beyond the tolerance is red only if it is also worse than that of the period or the year
        /// before; amber otherwise.
        open red_only_if_worse_than: Option<Located<Comparison>>,
        /// What is rated: the result, or what is expected at the end of the year (`forecast-value`) against the target of
        /// the year; the result where empty.
        open rated_by: Option<Located<RatedBy>>,
        /// The lower end of the target band.
        open band_low: Option<Located<Decimal>>,
        /// The upper end of the target band.
        open band_high: Option<Located<Decimal>>,
        /// Results; in a sheet, one column a period, headed `Q3 2025/26`.
        open periods: Vec<PeriodResult>,
        /// What was counted for this period's result; must give the result with `denominator`.
        open numerator: Option<Located<Reading>>,
        /// Out of how many.
        open denominator: Option<Located<Reading>>,
        /// The number of the indicator that this one is a part of; the parts add up to it.
        open part_of: Option<Located<u32>>,
        /// The rating that the performance system gives; compared with the computed one.
        open rag: Option<Located<Rag>>,
        /// The rating in place of the computed one; needs a reason.
        open rag_override: Option<Located<Rag>>,
        /// Why the computed rating is not used. Printed.
        open rag_override_reason: Option<Located<String>>,
        /// The rating expected at the end of the year.
        open forecast: Option<Located<Rag>>,
        /// The result expected at the end of the year, which is rated like any other.
        open forecast_value: Option<Located<Reading>>,
        /// What lies behind the result.
        open narrative: Option<Text>,
        /// What is being done.
        open actions: Option<Text>,
        /// Who agreed the narrative.
        open agreed_by: Option<Located<String>>,
        /// When the narrative was agreed; it is not published before.
        open agreed_on: Option<Located<NaiveDate>>,
    }
}

impl Indicator {
    /// Returns what a result covers.
    pub fn accumulation(&self) -> Accumulation {
        self.accumulates.as_ref().map_or(Accumulation::No, |accumulates| accumulates.value)
    }

    /// Returns the targets for the ends of the periods, April's first, where they are others than the target.
    pub fn profile(&self) -> [Option<&Located<Reading>>; 4] {
        [&self.target_q1, &self.target_q2, &self.target_q3, &self.target_q4].map(Option::as_ref)
    }

    /// Returns the target that a period's result is held against. Of an indicator that accumulates, the target of
    /// the whole year is that of its the period before only.
    pub fn target_at(&self, period: ReportingPeriod) -> Option<&Located<Reading>> {
        let quarter = period.closing_quarter();
        let of_period = quarter.and_then(|quarter| self.profile()[usize::from(quarter) - 1]);
        let of_year = || self.target.as_ref().filter(|_| self.is_comparable(period));
        of_period.or_else(of_year)
    }

    /// Returns whether a period's result may be held against the target, or the band, of the year.
    pub fn is_comparable(&self, period: ReportingPeriod) -> bool {
        self.accumulation() != Accumulation::Year || period.ends_year()
    }

    /// Returns whether results begin again from nothing with a period.
    pub fn begins_with(&self, period: ReportingPeriod) -> bool {
        self.accumulation() == Accumulation::Year && period.begins_year()
    }

    /// Returns the period before with a result that is due, as far as the frequency tells.
    pub fn measured_before(&self, period: ReportingPeriod) -> ReportingPeriod {
        let mut before = iter::successors(Some(period), |period| Some(period.previous()));
        before.nth(self.interval(period)).unwrap_or(period.previous())
    }

    /// Returns the period whose result covers as much, with which a period's is compared.
    pub fn compared_with(&self, period: ReportingPeriod) -> ReportingPeriod {
        match self.accumulation() {
            Accumulation::Year => period.year_before(),
            Accumulation::No | Accumulation::Rolling => self.measured_before(period),
        }
    }

    /// Returns one of its figures, which is printed as `number`, between the words of its unit.
    pub fn worded(&self, number: &str) -> String {
        let [before, after] = [&self.words_before, &self.words_after]
            .map(|words| words.as_ref().map(|words| words.value.as_str()));
        between(before, number, after)
    }

    /// Returns what of it is rated.
    pub fn rated_by(&self) -> RatedBy {
        self.rated_by.as_ref().map_or(RatedBy::Result, |what| what.value)
    }

    /// Returns whether only members and officers may read it.
    pub fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }

    /// Returns the period than whose result that of a period must be worse to be red; `None` where it need not be.
    pub fn red_is_worse_than(&self, period: ReportingPeriod) -> Option<ReportingPeriod> {
        self.red_only_if_worse_than.as_ref().map(|than| match than.value {
            Comparison::YearBefore => period.year_before(),
            Comparison::PeriodBefore => self.measured_before(period),
        })
    }

    /// Returns its result of a period, or why there is none.
    pub fn result(&self, period: ReportingPeriod) -> Option<&PeriodResult> {
        self.periods.iter().find(|result| result.label.value == period)
    }

    /// Returns how many periods of that length lie between two results.
    fn interval(&self, period: ReportingPeriod) -> usize {
        let frequency = self.frequency.as_ref().and_then(|frequency| frequency.months());
        frequency.map_or(1, |months| (months / usize::from(period.months())).max(1))
    }

    /// Returns whether a result of a period is due: as `due-in` says, or else by the frequency, counted from the latest
    /// result. Where there is none yet, half-years and years end with September and March.
    pub fn is_due(&self, period: ReportingPeriod) -> bool {
        let has_value = |period: ReportingPeriod| {
            self.result(period).is_some_and(|result| matches!(*result.value, Reading::Value(_)))
        };
        let interval = self.interval(period);
        if has_value(period) {
            return true;
        }
        if !self.due_in.is_empty() {
            return self.due_in.iter().any(|due| due.is_in(period));
        }
        let before = iter::successors(Some(period.previous()), |period| Some(period.previous()));
        if interval == 1 {
            return true;
        }
        if before.take(interval - 1).any(has_value) {
            return false;
        }
        match self.frequency.as_ref().map(|frequency| frequency.value) {
            Some(Frequency::HalfYearly) => matches!(period.last_day().month(), 3 | 9),
            Some(Frequency::Yearly) => period.ends_year(),
            _ => true,
        }
    }
}

record! {
    /// A result of one period.
    pub struct PeriodResult {
        /// The period.
        open label: Located<ReportingPeriod>,
        /// The result, or why there is none.
        open value: Located<Reading>,
        /// What was counted.
        open numerator: Option<Located<Decimal>>,
        /// Out of how many.
        open denominator: Option<Located<Decimal>>,
    }
}

record! {
    /// What other councils, or a group of them, reached.
    pub struct Benchmark {
        /// The number of the indicator that it is compared with.
        open indicator: Located<u32>,
        /// Whose result it is, such as `England` or `similar councils`.
        open label: Located<String>,
        /// The result, or why there is none.
        open value: Located<Reading>,
        /// The time that it covers, such as `2024/25`.
        open period: Option<Located<DateOrPeriod>>,
        /// The council's place among them, such as `12 of 33`.
        open rank: Option<Located<Rank>>,
    }
}
