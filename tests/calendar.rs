//! Publication days and ends of call-in on every day of two years, against a count that goes through the days one by
//! one, from holidays that are listed again.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use orderpaper::diag::Diagnostics;
use orderpaper::load;
use orderpaper::model::council::DayUnit;
use orderpaper::model::glyphs::Coverage;
use orderpaper::rules::calendar::Calendar;

use crate::support::Case;

/// Holidays as `month-day`, by year.
type Listed = &'static [(i32, &'static [&'static str])];

/// Holidays in England and Wales.
const ENGLAND_AND_WALES: Listed = &[
    (2024, &["08-26", "12-25", "12-26"]),
    (2025, &["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]),
    (2026, &["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
    (2027, &["01-01", "03-26", "03-29"]),
];

/// Those in Scotland: two days of the new year, no Easter Monday, August's at its beginning, and St Andrew's Day.
const SCOTLAND: Listed = &[
    (2024, &["08-05", "12-02", "12-25", "12-26"]),
    (2025, &["01-01", "01-02", "04-18", "05-05", "05-26", "08-04", "12-01", "12-25", "12-26"]),
    (
        2026,
        &["01-01", "01-02", "04-03", "05-04", "05-25", "06-15", "08-03", "11-30", "12-25", "12-28"],
    ),
    (2027, &["01-01", "01-04", "03-26"]),
];

/// Those in Northern Ireland: St Patrick's Day and the twelfth of July besides.
const NORTHERN_IRELAND: Listed = &[
    (2024, &["07-12", "08-26", "12-25", "12-26"]),
    (
        2025,
        &["01-01", "03-17", "04-18", "04-21", "05-05", "05-26", "07-14", "08-25", "12-25", "12-26"],
    ),
    (
        2026,
        &["01-01", "03-17", "04-03", "04-06", "05-04", "05-25", "07-13", "08-31", "12-25", "12-28"],
    ),
    (2027, &["01-01", "03-17", "03-26", "03-29"]),
];

/// A council, its holidays, and the clear working days of its notices.
const NATIONS: &[(&str, Listed, u32)] = &[
    ("england", ENGLAND_AND_WALES, 5),
    ("wales", ENGLAND_AND_WALES, 3),
    ("scotland", SCOTLAND, 3),
    ("northern-ireland", NORTHERN_IRELAND, 5),
];

/// Call-in periods: working days or calendar days, how many, and whether an end at a weekend moves.
const PERIODS: [(&str, u32, bool); 4] =
    [("working", 5, true), ("working", 7, false), ("calendar", 5, true), ("calendar", 10, false)];

/// The count that goes through the days one by one.
struct Count {
    holidays: Vec<String>,
}

impl Count {
    fn new(listed: Listed) -> Self {
        let of_year = |(year, days): &(i32, &[&str])| {
            days.iter().map(|day| format!("{year}-{day}")).collect::<Vec<_>>()
        };
        Self { holidays: listed.iter().flat_map(of_year).collect() }
    }

    fn works(&self, day: NaiveDate) -> bool {
        let is_weekend = day.weekday() == Weekday::Sat || day.weekday() == Weekday::Sun;
        !is_weekend && !self.holidays.contains(&day.to_string())
    }

    /// Returns how many days that count lie between two days, neither of which is counted.
    fn between(&self, from: NaiveDate, to: NaiveDate, working: bool) -> u32 {
        let mut count = 0;
        let mut day = from + Days::new(1);
        while day < to {
            if !working || self.works(day) {
                count += 1;
            }
            day = day + Days::new(1);
        }
        count
    }

    /// Returns the last working day with that many clear working days before a meeting.
    fn publish_by(&self, meeting: NaiveDate, clear: u32) -> NaiveDate {
        let mut day = meeting - Days::new(1);
        while !self.works(day) || self.between(day, meeting, true) < clear {
            day = day - Days::new(1);
        }
        day
    }

    /// Returns the first day with that many clear days after another.
    fn effective(&self, published: NaiveDate, clear: u32, working: bool) -> NaiveDate {
        let mut day = published + Days::new(1);
        while self.between(published, day, working) < clear {
            day = day + Days::new(1);
        }
        day
    }
}

/// Returns the calendar of a council in a nation with a call-in period.
fn calendar(nation: &str, (unit, days, rolls): (&str, u32, bool)) -> Calendar {
    let council = format!(
        r#"{{ "name": "Ashby Vale Council", "nation": "{nation}",
              "call-in": [{{ "days": {days}, "unit": "{unit}", "roll": {rolls} }}] }}"#
    );
    let case = Case::new().file("data/council.json", council);
    let mut diags = Diagnostics::default();
    let coverage = Coverage::new(0x20..0x2_0000);
    let data =
        load::read(&mut diags, &case.path("data"), &coverage, load::MAX_FILE_BYTES, None).unwrap();
    Calendar::from_data(&data)
}

#[test]
fn every_day_of_two_years_agrees_with_a_count_by_hand() {
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    let days: Vec<NaiveDate> = first.iter_days().take(731 - 1).collect();
    assert_eq!(days.last().unwrap().to_string(), "2026-12-31");
    let mut compared = 0;
    for (nation, listed, clear) in NATIONS {
        let count = Count::new(listed);
        for period in PERIODS {
            let calendar = calendar(nation, period);
            let (unit, length, rolls) = period;
            for day in days.iter().copied().filter(|day| count.works(*day)) {
                compared += 1;
                let found = calendar.latest_publication(day, *clear, DayUnit::Working).day;
                assert_eq!(found, count.publish_by(day, *clear), "{nation}: a meeting on {day}");
                let end = calendar.call_in(None, day).unwrap();
                let mut effective = count.effective(day, length, unit == "working");
                let mut deadline = effective - Days::new(1);
                while unit == "working" && !count.works(deadline) {
                    deadline = deadline - Days::new(1);
                }
                while rolls && !count.works(effective) {
                    effective = effective + Days::new(1);
                }
                let what = format!("{nation}: a decision published on {day}, {period:?}");
                assert_eq!((end.deadline, end.effective), (deadline, effective), "{what}");
            }
        }
    }
    // About 505 working days of each nation, with each period.
    assert!(compared > 8 * 700 && compared < 4 * 4 * 510, "{compared}");
}
