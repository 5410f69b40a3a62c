//! Minutes of meetings that did not happen: "the minutes of the meeting held on 3 March 2026" where there was none.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::days::{FoundDay, days};
use super::facts::{Facts, HeldMeeting};
use super::{Passage, Remark, after, pattern};
use crate::diag::Code;
use crate::model::meeting::Status;
use crate::model::value::long_date;

/// The beginning of what names minutes of a meeting.
static MINUTES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?i:minutes|notes|record)(?-u:\b)[^.;!?\n]{0,60}?(?-u:\b)(?i:meetings?)(?-u:\b)",
    )
});

/// Adds the meetings in a passage whose minutes it names, and which did not happen.
pub(super) fn find(found: &mut Vec<Remark>, passage: &Passage<'_>, facts: &Facts<'_>) {
    let words = passage.words;
    if !words.contains("eeting") {
        return;
    }
    let current = passage.meeting.and_then(|name| facts.meeting(name));
    for named in MINUTES.find_iter(words) {
        let sentence = after(words, named.end());
        let whole = &words[named.start()..named.end() + sentence.len()];
        let body = body_of(whole, facts).or(current.map(|current| current.body));
        for FoundDay { day, range } in days(sentence) {
            let Some(day) = day else { continue };
            // What follows a word such as "on" after another matter is another day's.
            if range.start > 160 {
                break;
            }
            let Some(why) = why_not(day, body, current, facts) else { continue };
            let range = named.end() + range.start..named.end() + range.end;
            found.push(Remark {
                code: Code::TextNoSuchMeeting,
                message: format!("minutes of a meeting on {}: {why}", long_date(day)),
                hint: "look up when the meeting was, and correct the day",
                range,
            });
        }
    }
}

/// How few days after or before another a body does not meet again, as a rule.
const NEAR: i64 = 7;

/// How many meetings of a body must be known before anything follows from the days between them.
const MIN_KNOWN: usize = 4;

/// Returns whether a meeting on a day would be known, where these are, in their order: it would be within days of
/// another, or between two that are about as far apart as most. Records may begin late, and have gaps.
fn is_known(day: NaiveDate, known: &[NaiveDate]) -> bool {
    let apart = |a: &NaiveDate, b: &NaiveDate| (*b - *a).num_days();
    if known.iter().any(|other| apart(other, &day).abs() <= NEAR) {
        return true;
    }
    let mut gaps: Vec<i64> = known.windows(2).map(|pair| apart(&pair[0], &pair[1])).collect();
    let around = known.windows(2).find(|pair| pair[0] < day && day < pair[1]);
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    around
        .is_some_and(|pair| known.len() >= MIN_KNOWN && apart(&pair[0], &pair[1]) * 2 <= usual * 3)
}

/// Returns the body that a sentence names: the one with the longest name in it.
fn body_of<'a>(sentence: &str, facts: &Facts<'a>) -> Option<&'a str> {
    let named = facts.bodies().filter(|(_, name)| !name.is_empty() && sentence.contains(*name));
    named.max_by_key(|(_, name)| name.len()).map(|(id, _)| id)
}

/// Returns why there are no minutes of a meeting on a day; `None` where there may be.
fn why_not(
    day: NaiveDate,
    body: Option<&str>,
    current: Option<HeldMeeting<'_>>,
    facts: &Facts<'_>,
) -> Option<String> {
    let on_day = facts.days().get(&day).map_or(&[][..], Vec::as_slice);
    let is_of = |meeting: &&HeldMeeting<'_>| body.is_none_or(|body| meeting.body == body);
    let name = |body: &str| match facts.body_name(body) {
        "" => "the body".to_owned(),
        name => name.to_owned(),
    };
    let mut same = on_day.iter().filter(is_of).peekable();
    if same.peek().is_some() {
        let not_held = |meeting: &HeldMeeting<'_>| match meeting.status {
            Status::Cancelled => Some("was cancelled"),
            Status::Postponed => Some("was postponed"),
            Status::Scheduled | Status::Held | Status::Adjourned => None,
        };
        let reasons: Option<Vec<&str>> = same.map(not_held).collect();
        return reasons.and_then(|reasons| reasons.first().map(|reason| format!("it {reason}")));
    }
    if let Some(current) = current.filter(|current| day > current.day) {
        return Some(format!("that is after this meeting, on {}", long_date(current.day)));
    }
    let body = body?;
    let known = facts.days().values().flatten().filter(|meeting| meeting.body == body);
    let known: Vec<NaiveDate> = known.map(|meeting| meeting.day).collect();
    if !is_known(day, &known) {
        return None;
    }
    if let Some(other) = on_day.first() {
        return Some(format!("{} did not meet then, but {} did", name(body), name(other.body)));
    }
    let near =
        known.iter().min_by_key(|near| (near.num_days_from_ce() - day.num_days_from_ce()).abs())?;
    Some(format!(
        "{} did not meet then; the nearest meeting was on {}",
        name(body),
        long_date(*near)
    ))
}
