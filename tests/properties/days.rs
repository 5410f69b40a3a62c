//! The calendar agrees with a count that goes through the days one by one.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use orderpaper::model::council::DayUnit;
use orderpaper::rules::calendar::{Calendar, CallInPeriod};
use proptest::prelude::*;

/// The first day that may be drawn.
fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 12, 1).unwrap()
}

fn day(number: u64) -> NaiveDate {
    start() + Days::new(number)
}

/// Returns whether a day counts: every calendar day, or weekdays that are not days off.
fn counts(off: &[u64], unit: DayUnit, number: u64) -> bool {
    let weekday = day(number).weekday();
    unit == DayUnit::Calendar
        || (weekday != Weekday::Sat && weekday != Weekday::Sun && !off.contains(&number))
}

/// Returns how many of the days between two days count; the two themselves do not (clear days).
fn clear(off: &[u64], unit: DayUnit, from: u64, to: u64) -> usize {
    (from + 1..to).filter(|number| counts(off, unit, *number)).count()
}

#[test]
fn the_calendar_agrees_with_a_day_by_day_count() {
    let unit = prop_oneof![Just(DayUnit::Calendar), Just(DayUnit::Working)];
    let drawn =
        (prop::collection::vec(0_u64..400, 0..60), 100_u64..300, 0_u64..60, 0_u32..30, unit);
    super::try_with(8, drawn, |(off, from, length, wanted, unit)| {
        let days_off = off.iter().map(|number| (day(*number), "closed".to_owned()));
        let calendar = Calendar::with_days_off(days_off);
        let to = from + length;
        let found = calendar.clear_days(day(from), day(to), unit);
        let given = clear(&off, unit, from, to);
        prop_assert_eq!(found.count(), given);

        let short = calendar.shortfall(day(from), day(to), wanted, unit);
        prop_assert_eq!(short.is_some(), given < wanted as usize || length == 0);

        let enough = |from, to| wanted as usize <= clear(&off, unit, from, to);
        let is_working = |number: &u64| counts(&off, DayUnit::Working, *number);
        let latest = (0..from).rev().filter(is_working).find(|number| enough(*number, from));
        if let Some(latest) = latest {
            prop_assert_eq!(calendar.latest_publication(day(from), wanted, unit).day, day(latest));
        }
        let first = (from + 1..).find(|number| enough(from, *number)).unwrap();
        prop_assert_eq!(calendar.earliest(day(from), wanted, unit).day, day(first));

        let rolled = (first..).find(is_working).unwrap();
        for (rolls, effective) in [(false, first), (true, rolled)] {
            let period = CallInPeriod { body: None, days: wanted, unit, rolls };
            let end = calendar.call_in_of(&period, day(from));
            prop_assert_eq!(end.effective, day(effective));
            prop_assert_eq!(clear(&off, unit, from, effective) >= wanted as usize, true);
        }
        if wanted > 0 {
            let last = calendar.within(day(from), wanted, unit).day;
            let days = (from..).take_while(|number| day(*number) <= last);
            prop_assert_eq!(
                days.filter(|number| counts(&off, unit, *number)).count(),
                wanted as usize
            );
        }
        Ok(())
    });
}
