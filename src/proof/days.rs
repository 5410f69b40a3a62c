//! Days: whether there is such a day, and whether it falls on the weekday beside it.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::{Captures, Regex};

use super::facts::Facts;
use super::{Passage, Remark, pattern, quoted};
use crate::diag::Code;
use crate::model::value::{long_date, month_of, weekday_name, weekday_of};

const WEEKDAY: &str = r"(?i:(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?))";
const MONTH: &str = r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

/// A day with its year, in words, or in figures with the day first.
static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?-u:\b){}(?-u:\b)", date())));

fn date() -> String {
    format!(
        r"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+(?:day\s+)?of)?\s+(?P<month>{MONTH})\.?,?\s+(?P<year>\d{{4}})|(?P<day2>\d{{1,2}})[/.](?P<month2>\d{{1,2}})[/.](?P<year2>\d{{4}})|(?P<month3>{MONTH})\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year3>\d{{4}}))"
    )
}

/// A weekday before a day, perhaps with a time between them.
static AFTER_WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?-u:\b){WEEKDAY}(?-u:\b)[.,]?\s+(?:at\s+[\d.:]+\s*(?i:am|pm|a\.m\.|p\.m\.|noon)?,?\s+(?:on\s+)?)?(?:the\s+)?{}(?-u:\b)",
        date()
    ))
});

/// A weekday in brackets after a day.
static BEFORE_WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?-u:\b){}\s*[(,]\s*(?:a\s+)?{WEEKDAY}\s*\)", date())));

/// The first of two days of which only the second has its month and year: `Monday 4 to Friday 8 May 2026`.
static OF_TWO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?-u:\b){WEEKDAY}\s+(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:to|and|or|–|-|&)\s*(?:[A-Za-z]+\s+)?{}(?-u:\b)",
        date()
    ))
});

/// A weekday before a day without a year.
static WITHOUT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?-u:\b){WEEKDAY}(?-u:\b),?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{MONTH})(?-u:\b)(?P<rest>\.?,?\s+\d{{4}})?"
    ))
});

/// A day in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundDay {
    /// The day; `None` where the calendar has none such.
    pub(super) day: Option<NaiveDate>,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// Returns the days in some words.
pub(super) fn days(words: &str) -> Vec<FoundDay> {
    let found = DATE.captures_iter(words);
    found.map(|found| FoundDay { day: day_of(&found), range: range(&found) }).collect()
}

/// Adds the days in a passage that do not exist, or fall on another weekday than it says.
pub(super) fn find(found: &mut Vec<Remark>, passage: &Passage<'_>, facts: &Facts<'_>) {
    let words = passage.words;
    if !words.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    for FoundDay { day, range } in days(words) {
        if day.is_none() && is_in_words(&words[range.clone()]) {
            let message = format!("there is no {}", quoted(&words[range.clone()]).replace('`', ""));
            found.push(Remark { code: Code::TextWrongDay, message, hint: HINT, range });
        }
    }
    if !names_weekday(words) {
        return;
    }
    for pattern in [&AFTER_WEEKDAY, &BEFORE_WEEKDAY] {
        for captures in pattern.captures_iter(words) {
            let Some(day) = day_of(&captures) else { continue };
            compare(found, &captures, day);
        }
    }
    for captures in OF_TWO.captures_iter(words) {
        let first = captures["first"].parse().ok();
        let Some(day) = day_of(&captures).zip(first) else { continue };
        if let Some(day) = day.0.with_day(day.1) {
            compare(found, &captures, day);
        }
    }
    let meeting = passage.meeting.and_then(|name| facts.meeting(name));
    let Some(year) = meeting.map(|meeting| meeting.day.year()) else { return };
    for captures in WITHOUT_YEAR.captures_iter(words) {
        if captures.name("rest").is_some() {
            continue;
        }
        let Some(weekday) = weekday_of(&captures["weekday"]) else { continue };
        let (day, month) = (captures["day"].parse().ok(), month_of(&captures["month"]));
        let Some((day, month)) = day.zip(month) else { continue };
        // No year is named, so any near the meeting may be meant.
        let near = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
        let near: Vec<NaiveDate> = (year - 1..=year + 1).filter_map(near).collect();
        if near.iter().all(|day| day.weekday() != weekday) {
            let message = match near.get(1).or(near.first()) {
                Some(day) => format!(
                    "{} is wrong: {} is a {}",
                    quoted(&captures[0]),
                    long_date(*day),
                    weekday_name(day.weekday())
                ),
                None => format!("there is no {}", quoted(&captures[0]).replace('`', "")),
            };
            let range = range(&captures);
            found.push(Remark { code: Code::TextWrongDay, message, hint: HINT, range });
        }
    }
}

const HINT: &str = "look up the day, and correct it or its weekday";

/// Reports a day that does not fall on the weekday that was found with it.
fn compare(found: &mut Vec<Remark>, captures: &Captures<'_>, day: NaiveDate) {
    let Some(weekday) = weekday_of(&captures["weekday"]) else { return };
    if day.weekday() == weekday {
        return;
    }
    let message = format!(
        "{} is wrong: {} is a {}",
        quoted(&captures[0]),
        long_date(day),
        weekday_name(day.weekday())
    );
    found.push(Remark { code: Code::TextWrongDay, message, hint: HINT, range: range(captures) });
}

/// Returns whether a text has the beginning of a weekday's name; most have none.
fn names_weekday(words: &str) -> bool {
    const BEGINNINGS: [&[u8; 3]; 7] = [b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun"];
    words.as_bytes().windows(3).any(|three| {
        let three = [three[0] | 0x20, three[1] | 0x20, three[2] | 0x20];
        BEGINNINGS.contains(&&three)
    })
}

/// Returns whether a day has its month as a word; figures may be anything, such as a number of a section.
fn is_in_words(day: &str) -> bool {
    day.chars().any(char::is_alphabetic)
}

fn range(captures: &Captures<'_>) -> Range<usize> {
    captures.get(0).map_or(0..0, |whole| whole.range())
}

fn day_of(captures: &Captures<'_>) -> Option<NaiveDate> {
    let part = |names: [&str; 3]| names.into_iter().find_map(|name| captures.name(name));
    let day = part(["day", "day2", "day3"])?.as_str().parse().ok()?;
    let month_text = part(["month", "month2", "month3"])?.as_str();
    let month = month_text.parse().ok().or_else(|| month_of(month_text))?;
    let year = part(["year", "year2", "year3"])?.as_str().parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}
