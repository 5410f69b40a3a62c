//! The calendar for every period that the law or the constitution gives: which days count, and the
//! sum of each count in words.
//!
//! Clear days leave out the day of the act and the day of the meeting. A *working* day is neither
//! Saturday nor Sunday, neither bank holiday nor a day on which the council is closed; every day is
//! a *calendar* day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use crate::model::council::{DayUnit, Division, Nation};
use crate::model::dataset::Dataset;
use crate::model::issue::Decision;
use crate::model::value::{Moment, TimeOfDay, long_date};

/// The most days that a sum lists one by one; of more it gives only the first and the last.
const MAX_LISTED: usize = 10;

/// The longest call-in period that is counted, in days; a longer one in `council.json` is cut to it.
pub const MAX_PERIOD_DAYS: u32 = 366;

/// The bank holidays of each division that GOV.UK has published, from 2019 on, with their names. A council's file adds
/// to them.
static BUILT_IN: LazyLock<BTreeMap<String, Vec<(NaiveDate, String)>>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("bank-holidays.json")).expect("the list is checked by a test")
});

/// Which days count, and how long the council's call-in periods are.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// Bank holidays and closures, with the reason.
    days_off: BTreeMap<NaiveDate, String>,
    /// Years that the list of bank holidays covers.
    years: BTreeSet<i32>,
    /// The last bank holiday that is known.
    last_holiday: Option<NaiveDate>,
    /// The time after which a publication counts as made on the next working day.
    cut_off: Option<NaiveTime>,
    /// Call-in periods, those of single bodies first.
    call_ins: Vec<CallInPeriod>,
}

/// How long decisions can be called in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallInPeriod {
    /// The body whose decisions these are; all others where `None`.
    pub body: Option<String>,
    /// Clear days after publication.
    pub days: u32,
    /// Whether every day counts, or working days only.
    pub unit: DayUnit,
    /// Whether an end on a day that is not a working day moves to the next one.
    pub rolls: bool,
}

/// The end of call-in, and when a decision can be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallInEnd {
    /// The last day on which it can be called in.
    pub deadline: NaiveDate,
    /// The day from which it can be carried out.
    pub effective: NaiveDate,
    /// The sum in words.
    pub sum: String,
}

/// A day that was worked out, with the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComputedDay {
    /// The day that the sum arrives at.
    pub day: NaiveDate,
    /// The sum in words.
    pub sum: String,
}

/// A publication, and the day that it counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationDay {
    /// The day that it counts as.
    pub day: NaiveDate,
    /// How a sum begins: `published`, or with the cut-off that makes another day count.
    words: String,
}

/// The clear days between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearDays {
    from: NaiveDate,
    to: NaiveDate,
    days: Vec<NaiveDate>,
    /// Weekdays that do not count, with the reason.
    left_out: Vec<(NaiveDate, String)>,
}

impl Calendar {
    /// Returns the council's calendar, from its settings, closures and bank holidays.
    pub fn from_data(data: &Dataset) -> Self {
        let council = data.council.as_ref();
        let nation = council.and_then(|council| council.nation.as_ref()).map(|nation| nation.value);
        let division =
            council.and_then(|council| council.holidays.as_ref()).map(|division| division.value);
        let division = division.unwrap_or(match nation {
            Some(Nation::Scotland) => Division::Scotland,
            Some(Nation::NorthernIreland) => Division::NorthernIreland,
            Some(Nation::England | Nation::Wales) | None => Division::EnglandAndWales,
        });
        let lists = data.holidays.iter().filter(|list| list.division.value == division.word());
        let holidays = lists.flat_map(|list| &list.events);
        let built_in = BUILT_IN.get(division.word()).into_iter().flatten();
        let holidays: BTreeMap<NaiveDate, String> = built_in
            .cloned()
            .chain(holidays.map(|holiday| (holiday.date.value, holiday.title.value.clone())))
            .collect();
        let mut calendar = Self {
            years: holidays.keys().map(Datelike::year).collect(),
            last_holiday: holidays.keys().next_back().copied(),
            cut_off: council
                .and_then(|council| council.publication_cut_off.as_ref())
                .map(|cut_off| cut_off.value.0),
            ..Self::default()
        };
        for closure in &data.closures {
            let reason = closure.reason.as_ref().map_or("council closed", |reason| &reason.value);
            calendar.days_off.insert(closure.date.value, reason.to_owned());
        }
        calendar.days_off.extend(holidays);
        let call_ins = council.into_iter().flat_map(|council| &council.call_in);
        calendar.call_ins = call_ins
            .map(|period| CallInPeriod {
                body: period.body.as_ref().map(|body| body.value.as_str().to_owned()),
                days: period.days.value.min(MAX_PERIOD_DAYS),
                unit: period.unit.as_ref().map_or(DayUnit::Working, |unit| unit.value),
                rolls: period.roll.as_ref().is_some_and(|roll| roll.0),
            })
            .collect();
        calendar.call_ins.sort_by_key(|period| period.body.is_none());
        calendar
    }

    /// Returns a calendar with these days off, each with its reason; it knows the years in which they fall.
    pub fn with_days_off(days_off: impl IntoIterator<Item = (NaiveDate, String)>) -> Self {
        let days_off: BTreeMap<_, _> = days_off.into_iter().collect();
        let years = days_off.keys().map(Datelike::year).collect();
        let last_holiday = days_off.keys().next_back().copied();
        Self { days_off, years, last_holiday, ..Self::default() }
    }

    /// Returns the last bank holiday that is built in for England and Wales.
    pub fn last_built_in() -> Option<NaiveDate> {
        let days = BUILT_IN.get(Division::EnglandAndWales.word())?;
        days.iter().map(|(day, _)| *day).max()
    }

    /// Returns the last bank holiday that is known; closures of the council are none.
    pub fn last_holiday(&self) -> Option<NaiveDate> {
        self.last_holiday
    }

    /// Returns whether the list of bank holidays covers a year.
    pub fn knows_year(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Returns whether a day is neither at a weekend nor a bank holiday nor a closure.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        !is_weekend(day) && !self.days_off.contains_key(&day)
    }

    /// Returns whether a day counts in a period of that unit.
    pub fn counts(&self, day: NaiveDate, unit: DayUnit) -> bool {
        match unit {
            DayUnit::Calendar => true,
            DayUnit::Working => self.is_working(day),
        }
    }

    /// Returns the first working day after a day.
    pub fn next_working(&self, day: NaiveDate) -> NaiveDate {
        let mut next = after(day);
        while !self.is_working(next) {
            next = after(next);
        }
        next
    }

    /// Returns the day that a publication counts as: the next working day, if it was later than the
    /// council's cut-off.
    pub fn publication_day(&self, moment: Moment) -> PublicationDay {
        let late = moment.time.zip(self.cut_off).filter(|(time, cut_off)| cut_off < time);
        let Some((time, cut_off)) = late else {
            return PublicationDay { day: moment.date, words: "published".to_owned() };
        };
        let words = format!(
            "published {} at {}, after {}, so counted as",
            short_date(moment.date),
            TimeOfDay(time),
            TimeOfDay(cut_off)
        );
        PublicationDay { day: self.next_working(moment.date), words }
    }

    /// Returns the clear days after `from` and before `to`.
    pub fn clear_days(&self, from: NaiveDate, to: NaiveDate, unit: DayUnit) -> ClearDays {
        let between = from.iter_days().skip(1).take_while(|day| *day < to);
        let (days, others): (Vec<_>, Vec<_>) = between.partition(|day| self.counts(*day, unit));
        let left_out = others.into_iter().filter_map(|day| {
            let reason = self.days_off.get(&day).filter(|_| !is_weekend(day))?;
            Some((day, reason.clone()))
        });
        ClearDays { from, to, left_out: left_out.collect(), days }
    }

    /// Returns the clear days of a notice that gives too few of them; `None` where it gives enough.
    pub fn shortfall(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        wanted: u32,
        unit: DayUnit,
    ) -> Option<ClearDays> {
        // Counts no further than it must: a notice may be years old.
        (to < self.first_after(from, wanted, unit)).then(|| self.clear_days(from, to, unit))
    }

    /// Returns the last working day on which notice can be given `wanted` clear days before a meeting.
    pub fn latest_publication(
        &self,
        meeting: NaiveDate,
        wanted: u32,
        unit: DayUnit,
    ) -> ComputedDay {
        let mut day = before(meeting);
        let mut left = wanted;
        while left > 0 {
            left -= u32::from(self.counts(day, unit));
            day = before(day);
        }
        while !self.is_working(day) {
            day = before(day);
        }
        let sum = self.clear_days(day, meeting, unit).sum("publish by", "meeting");
        ComputedDay { day, sum }
    }

    /// Returns the first day on which what a notice announces can be done, `wanted` clear days after it.
    pub fn earliest(&self, notice: NaiveDate, wanted: u32, unit: DayUnit) -> ComputedDay {
        let day = self.first_after(notice, wanted, unit);
        ComputedDay { day, sum: self.clear_days(notice, day, unit).sum("notice", "not before") }
    }

    /// Returns the end of call-in for a decision of `body`, or of no body; `None` where the council
    /// gives no call-in period for it.
    pub fn call_in(&self, body: Option<&str>, published: NaiveDate) -> Option<CallInEnd> {
        let mut periods = self.call_ins.iter();
        let period =
            periods.find(|period| period.body.is_none() || period.body.as_deref() == body)?;
        Some(self.call_in_of(period, published))
    }

    /// Returns the end of call-in for a published decision that can be called in; `None` for any other.
    pub fn end_of_call_in(&self, data: &Dataset, decision: &Decision) -> Option<CallInEnd> {
        decision.call_in.as_ref().filter(|flag| flag.0)?;
        let published = decision.published.as_ref()?;
        let meeting = decision.meeting.as_ref().and_then(|name| data.meeting(name.as_str()));
        self.call_in(meeting.map(|meeting| meeting.body.as_str()), published.value)
    }

    /// Returns the end of a call-in period that begins with publication.
    pub fn call_in_of(&self, period: &CallInPeriod, published: NaiveDate) -> CallInEnd {
        let first = self.first_after(published, period.days, period.unit);
        let effective = match period.rolls && !self.is_working(first) {
            true => self.next_working(first),
            false => first,
        };
        let counted = self.clear_days(published, first, period.unit);
        let mut sum = counted.opening("published");
        if effective != first {
            sum.push_str(&format!("; {} is not a working day", short_date(first)));
        }
        sum.push_str(&format!("; effective from {}", counted.with_year(effective)));
        let deadline = counted.days.last().copied().unwrap_or(published);
        CallInEnd { deadline, effective, sum }
    }

    /// Returns the last of `wanted` days beginning with `first`, which is the first of them if it counts.
    pub fn within(&self, first: NaiveDate, wanted: u32, unit: DayUnit) -> ComputedDay {
        let counted: Vec<NaiveDate> =
            first.iter_days().filter(|day| self.counts(*day, unit)).take(wanted as usize).collect();
        let day = counted.last().copied().unwrap_or(first);
        let sum = format!(
            "{} days beginning with {}: {}; by the end of {}",
            unit.word(),
            short_date(first),
            listed(&counted),
            short_date(day)
        );
        ComputedDay { day, sum }
    }

    /// Returns the first day with `wanted` clear days between it and `from`.
    fn first_after(&self, from: NaiveDate, wanted: u32, unit: DayUnit) -> NaiveDate {
        let mut day = after(from);
        let mut left = wanted;
        while left > 0 {
            left -= u32::from(self.counts(day, unit));
            day = after(day);
        }
        day
    }
}

/// The years, beginning with the day of the meeting, for which its papers are open to inspection (Local
/// Government Act 1972, s. 100C(1)).
pub const INSPECTION_YEARS: i32 = 6;

/// Returns the last day of a number of years that begin with `first`.
pub fn years_beginning_with(first: NaiveDate, years: i32) -> ComputedDay {
    let year = first.year() + years;
    let day = match NaiveDate::from_ymd_opt(year, first.month(), first.day()) {
        Some(same) => before(same),
        // A year that began on 29 February ended on the 28th.
        None => before(NaiveDate::from_ymd_opt(year, 3, 1).unwrap_or(first)),
    };
    let sum = format!(
        "{years} years beginning with {}: until the end of {}",
        long_date(first),
        long_date(day)
    );
    ComputedDay { day, sum }
}

impl PublicationDay {
    /// Returns the opening words of a sum: `published`, or why another day counts.
    pub fn words(&self) -> &str {
        &self.words
    }
}

impl ClearDays {
    /// Returns the number of clear days.
    pub fn count(&self) -> usize {
        self.days.len()
    }

    /// Returns the sum in words: `published Mon 5 Jan; clear days 6, 7, 8, 9, 12 Jan; meeting Tue 13
    /// Jan`, where `act` and `event` say what was done on the first day and what is on the last.
    pub fn sum(&self, act: &str, event: &str) -> String {
        format!("{}; {event} {}", self.opening(act), self.with_year(self.to))
    }

    /// Returns the sum up to the last day, which it leaves out.
    fn opening(&self, act: &str) -> String {
        let days = match self.days.len() {
            0 => "no clear days".to_owned(),
            1 => format!("clear day {}", listed(&self.days)),
            _ => format!("clear days {}", listed(&self.days)),
        };
        let mut opening = format!("{act} {}; {days}", self.with_year(self.from));
        if !self.left_out.is_empty() {
            let left_out: Vec<String> = self
                .left_out
                .iter()
                .map(|(day, reason)| format!("{} ({reason})", day_and_month(*day)))
                .collect();
            opening.push_str(&format!("; not counted: {}", left_out.join(", ")));
        }
        opening
    }

    /// Returns a day in words, with its year where the two ends are in different years.
    fn with_year(&self, day: NaiveDate) -> String {
        if self.from.year() == self.to.year() {
            return short_date(day);
        }
        format!("{} {}", short_date(day), day.year())
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().expect("records are of years before 2200, and periods shorter than a year")
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().expect("records are of years after 1800, and periods shorter than a year")
}

/// Returns `Mon 5 Jan`.
pub fn short_date(day: NaiveDate) -> String {
    format!("{} {}", day.weekday(), day_and_month(day))
}

/// Returns `5 Jan`.
fn day_and_month(day: NaiveDate) -> String {
    format!("{} {}", day.day(), month(day))
}

fn month(day: NaiveDate) -> &'static str {
    let names =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    names[day.month0() as usize]
}

/// Returns days as a list: `29, 30 Apr, 1 May`; of more than [`MAX_LISTED`] the first and the last.
fn listed(days: &[NaiveDate]) -> String {
    if let [first, .., last] = days
        && days.len() > MAX_LISTED
    {
        return format!(
            "{} to {} ({} of them)",
            day_and_month(*first),
            day_and_month(*last),
            days.len()
        );
    }
    let words = days.iter().enumerate().map(|(at, day)| match days.get(at + 1) {
        Some(next) if next.month() == day.month() => day.day().to_string(),
        Some(_) | None => day_and_month(*day),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use DayUnit::{Calendar as Every, Working};

    /// Bank holidays of England and Wales in the years of the vectors, as far as they matter.
    const HOLIDAYS: &[&str] = &[
        "2019-04-19",
        "2019-04-22",
        "2019-05-06",
        "2019-05-27",
        "2020-05-08",
        "2020-05-25",
        "2021-04-02",
        "2021-04-05",
        "2021-12-27",
        "2021-12-28",
        "2022-01-03",
        "2024-03-29",
        "2024-04-01",
        "2024-05-06",
        "2024-05-27",
        "2025-01-01",
        "2026-01-01",
        "2026-05-04",
        "2026-05-25",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
    ];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_else(|_| panic!("`{text}` is a date"))
    }

    fn calendar() -> Calendar {
        Calendar::with_days_off(HOLIDAYS.iter().map(|date| (day(date), "bank holiday".to_owned())))
    }

    /// A test vector of the reference, with its days.
    #[derive(Debug)]
    enum Vector {
        /// Meeting, and the last day to publish for 5 clear working days.
        PublishBy(&'static str, &'static str),
        /// Notice, and the first day after 28 clear calendar days.
        NotBefore(&'static str, &'static str),
        /// Publication, clear working days, whether it rolls, last day, and the day of effect.
        CallIn(&'static str, u32, bool, &'static str, &'static str),
        /// Meeting, and the last of 7 working days beginning with it.
        Within(&'static str, &'static str),
        /// Meeting, years, and the last day of inspection.
        Inspect(&'static str, i32, &'static str),
    }

    #[test]
    fn vectors() {
        use Vector::{CallIn, Inspect, NotBefore, PublishBy, Within};
        let vectors = [
            ("TV1", PublishBy("2013-02-25", "2013-02-15")),
            ("TV2", PublishBy("2019-04-23", "2019-04-11")),
            ("TV3", PublishBy("2019-04-25", "2019-04-15")),
            ("TV4", PublishBy("2026-01-13", "2026-01-05")),
            ("TV5", PublishBy("2026-05-12", "2026-05-01")),
            ("TV6", PublishBy("2027-01-05", "2026-12-23")),
            ("TV7", NotBefore("2012-10-01", "2012-10-30")),
            ("TV7", NotBefore("2013-10-04", "2013-11-02")),
            ("TV8", NotBefore("2019-12-05", "2020-01-03")),
            ("TV9", CallIn("2018-09-05", 7, true, "2018-09-14", "2018-09-17")),
            ("TV10", CallIn("2019-07-22", 7, true, "2019-07-31", "2019-08-01")),
            ("TV10", CallIn("2020-02-14", 7, true, "2020-02-25", "2020-02-26")),
            ("TV10", CallIn("2020-06-04", 7, true, "2020-06-15", "2020-06-16")),
            ("TV10", CallIn("2021-04-06", 7, true, "2021-04-15", "2021-04-16")),
            ("TV10", CallIn("2021-12-16", 7, true, "2021-12-29", "2021-12-30")),
            ("TV10", CallIn("2024-06-07", 7, true, "2024-06-18", "2024-06-19")),
            ("TV10", CallIn("2025-01-09", 7, true, "2025-01-20", "2025-01-21")),
            ("TV11", CallIn("2019-04-03", 7, false, "2019-04-12", "2019-04-13")),
            ("TV11", CallIn("2019-10-09", 7, false, "2019-10-18", "2019-10-19")),
            ("TV11", CallIn("2022-06-22", 7, false, "2022-07-01", "2022-07-02")),
            ("TV12", CallIn("2020-05-26", 7, true, "2020-06-04", "2020-06-05")),
            ("TV13", CallIn("2024-03-28", 5, true, "2024-04-08", "2024-04-09")),
            ("TV13", CallIn("2025-01-27", 5, true, "2025-02-03", "2025-02-04")),
            ("TV13", CallIn("2020-10-15", 5, true, "2020-10-22", "2020-10-23")),
            ("TV14", CallIn("2019-05-01", 4, true, "2019-05-08", "2019-05-09")),
            ("TV15", CallIn("2019-11-06", 5, true, "2019-11-13", "2019-11-14")),
            ("TV16", Within("2026-05-12", "2026-05-20")),
            ("TV17", Inspect("2024-06-25", 6, "2030-06-24")),
            ("TV17", Inspect("2024-06-25", 4, "2028-06-24")),
        ];
        let calendar = calendar();
        for (name, vector) in vectors {
            let (found, expected) = match vector {
                PublishBy(meeting, by) => {
                    (calendar.latest_publication(day(meeting), 5, Working).day, by)
                }
                NotBefore(notice, first) => (calendar.earliest(day(notice), 28, Every).day, first),
                CallIn(published, days, rolls, deadline, effective) => {
                    let period = CallInPeriod { body: None, days, unit: Working, rolls };
                    let end = calendar.call_in_of(&period, day(published));
                    assert_eq!(end.deadline, day(deadline), "{name}: {}", end.sum);
                    (end.effective, effective)
                }
                Within(first, last) => (calendar.within(day(first), 7, Working).day, last),
                Inspect(first, years, last) => (years_beginning_with(day(first), years).day, last),
            };
            assert_eq!(found, day(expected), "{name}");
        }
    }

    #[test]
    fn sums_in_words() {
        let calendar = calendar();
        let days = calendar.clear_days(day("2026-01-05"), day("2026-01-13"), Working);
        assert_eq!(
            days.sum("published", "meeting"),
            "published Mon 5 Jan; clear days 6, 7, 8, 9, 12 Jan; meeting Tue 13 Jan"
        );
        assert_eq!(
            calendar.latest_publication(day("2027-01-05"), 5, Working).sum,
            "publish by Wed 23 Dec 2026; clear days 24, 29, 30, 31 Dec, 4 Jan; not counted: 25 Dec \
             (bank holiday), 28 Dec (bank holiday), 1 Jan (bank holiday); meeting Tue 5 Jan 2027"
        );
        assert_eq!(
            calendar.earliest(day("2019-12-05"), 28, Every).sum,
            "notice Thu 5 Dec 2019; clear days 6 Dec to 2 Jan (28 of them); not before Fri 3 Jan 2020"
        );
        let period = CallInPeriod { body: None, days: 2, unit: Working, rolls: true };
        assert_eq!(
            calendar.call_in_of(&period, day("2026-05-20")).sum,
            "published Wed 20 May; clear days 21, 22 May; Sat 23 May is not a working day; \
             effective from Tue 26 May"
        );
        assert_eq!(
            calendar.within(day("2026-05-12"), 7, Working).sum,
            "working days beginning with Tue 12 May: 12, 13, 14, 15, 18, 19, 20 May; by the end of \
             Wed 20 May"
        );
        assert_eq!(
            years_beginning_with(day("2024-06-25"), 6).sum,
            "6 years beginning with 25 June 2024: until the end of 24 June 2030"
        );
        let none = calendar.clear_days(day("2026-01-05"), day("2026-01-06"), Working);
        assert_eq!(
            none.sum("published", "meeting"),
            "published Mon 5 Jan; no clear days; meeting Tue 6 Jan"
        );
    }

    #[test]
    fn a_year_from_the_end_of_february() {
        assert_eq!(years_beginning_with(day("2024-02-29"), 6).day, day("2030-02-28"));
        assert_eq!(years_beginning_with(day("2024-02-29"), 4).day, day("2028-02-28"));
        assert_eq!(years_beginning_with(day("2024-03-01"), 4).day, day("2028-02-29"));
    }

    #[test]
    fn after_the_cut_off_the_next_working_day_counts() {
        let calendar = Calendar { cut_off: NaiveTime::from_hms_opt(17, 0, 0), ..calendar() };
        #[track_caller]
        fn check(calendar: &Calendar, time: (u32, u32), counted: &str) {
            let time = NaiveTime::from_hms_opt(time.0, time.1, 0);
            let published = calendar.publication_day(Moment { date: day("2026-05-01"), time });
            assert_eq!(published.day, day(counted));
        }
        check(&calendar, (17, 0), "2026-05-01");
        // Monday 4 May is a bank holiday.
        check(&calendar, (17, 1), "2026-05-05");
        let known = Moment { date: day("2026-05-01"), time: None };
        assert_eq!(calendar.publication_day(known).day, day("2026-05-01"));
    }

    #[test]
    fn each_body_may_have_a_separate_call_in() {
        let period = |body: Option<&str>, days| CallInPeriod {
            body: body.map(str::to_owned),
            days,
            unit: Working,
            rolls: false,
        };
        let call_ins = vec![period(Some("area"), 5), period(None, 7)];
        let calendar = Calendar { call_ins, ..calendar() };
        let effective = |body| calendar.call_in(body, day("2019-11-06")).map(|end| end.effective);
        assert_eq!(effective(Some("area")), Some(day("2019-11-14")));
        assert_eq!(effective(Some("cabinet")), Some(day("2019-11-16")));
        assert_eq!(effective(None), Some(day("2019-11-16")));
        assert_eq!(Calendar::default().call_in(None, day("2019-11-06")), None);
    }
}
