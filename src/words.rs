//! Words that are no template's: names of months, forms of dates and amounts, and what stands around pages,
//! in one file for each language, `templates/words/<language>.json`.
//!
//! The helpers of templates and the library for PDFs print them, and so do packs, publications and bags. A
//! council adds a language by another such file, which must have every entry of the English one.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use serde::Deserialize;
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::value::Language;
use crate::model::value::{
    Bound, DateOrPeriod, Granularity, Measure, MeasureUnit, MoneyUnit, ReportingPeriod, grouped,
    year_label,
};
use crate::templates::Templates;

/// The words of a language. A text in braces is replaced by a value: `{day} {month} {year}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    language: Language,
    weekdays: [String; 7],
    months: [String; 12],
    short_months: [String; 12],
    day: String,
    day_of_week: String,
    month: String,
    range: String,
    quarter: String,
    half: String,
    noon: String,
    midnight: String,
    morning: String,
    afternoon: String,
    hour: String,
    hours: String,
    minute: String,
    minutes: String,
    list: String,
    /// Words for rooms, which somebody is in and not at, with commas.
    rooms: String,
    in_the: String,
    r#in: String,
    at: String,
    percent: String,
    points: String,
    pounds: String,
    thousands: String,
    millions: String,
    billions: String,
    money_below_zero: String,
    bytes: String,
    kilobytes: String,
    megabytes: String,
    #[expect(dead_code, reason = "only the library for PDFs prints it")]
    page: String,
    /// What the link from a report to the agenda is called.
    pub back_to_agenda: String,
    /// What a link is called that leads to a paper outside the pack.
    pub not_in_pack: String,
    /// What stands in place of the title of a paper that was withdrawn after it was published.
    pub withdrawn_paper: String,
    /// What the bookmark of the contents of joined files is called.
    pub contents: String,
    /// What the bookmark of an appendix behind minutes is called, with `{number}`.
    pub appendix: String,
    /// What a link to a paper in the pack is called, with `{title}` and `{page}`.
    pub paper_place: String,
    forward_plan: String,
    performance: String,
    meeting: String,
    published_by: String,
    not_for_publication: String,
    /// What takes the place of the reason why a rule was overridden, where everybody reads.
    pub reason_on_record: String,
}

/// Returns the path of a language's words below the templates folder.
pub fn path(language: &Language) -> String {
    format!("words/{language}.json")
}

/// Returns a pattern with values in place of the names in braces.
fn filled(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        text.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    text + rest
}

/// Returns the names in braces of a pattern, in order of the alphabet.
fn names(pattern: &str) -> Vec<&str> {
    let parts = pattern.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut names: Vec<&str> = parts.map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

impl Words {
    /// Reads the words of a language; `None` where there are none or they are not as they should be, which
    /// is reported.
    ///
    /// # Errors
    /// When a council's file can't be read.
    pub fn read(
        diags: &mut Diagnostics,
        templates: &Templates,
        language: &Language,
    ) -> anyhow::Result<Option<Self>> {
        let path = path(language);
        let origin = Origin::file(Templates::shown(&path));
        let Some(bytes) = templates.get(&path)? else {
            let message = format!("there are no words for the language `{language}`");
            diags.push(Diagnostic::new(Code::TemplateNoWords, message).at(&origin).hint(format!(
                "copy `{}` of the program, whose entries are English, and translate them",
                Templates::shown(&self::path(&Language::default()))
            )));
            return Ok(None);
        };
        let read = serde_json::from_slice::<Value>(&bytes);
        let complete = read.map_err(|error| error.to_string()).and_then(|value| {
            let english = templates.built_in(&self::path(&Language::default()));
            let english: Value = serde_json::from_slice(&english).expect("the words are JSON");
            compare("", &english, &value)?;
            let words: Self = serde_json::from_value(value).map_err(|error| error.to_string())?;
            match words.language == *language {
                true => Ok(words),
                false => {
                    Err(format!("`language` must be `{language}`, as in the name of the file"))
                }
            }
        });
        match complete {
            Ok(words) => Ok(Some(words)),
            Err(message) => {
                diags.push(Diagnostic::new(Code::TemplateWords, message).at(&origin));
                Ok(None)
            }
        }
    }

    /// Returns a day: `13 January 2026`.
    pub fn day(&self, date: NaiveDate) -> String {
        self.date(&self.day, date)
    }

    /// Returns a day with its weekday: `Tuesday 13 January 2026`.
    pub fn day_of_week(&self, date: NaiveDate) -> String {
        self.date(&self.day_of_week, date)
    }

    /// Returns a month with its year: `January 2026`.
    pub fn month(&self, date: NaiveDate) -> String {
        self.date(&self.month, date)
    }

    /// Returns the name of a month, without its year: `January`.
    pub fn month_name(&self, date: NaiveDate) -> &str {
        &self.months[date.month0() as usize]
    }

    /// Returns the short name of a month, for pictures: `Jan`.
    pub fn short_month(&self, date: NaiveDate) -> &str {
        &self.short_months[date.month0() as usize]
    }

    fn date(&self, pattern: &str, date: NaiveDate) -> String {
        let weekday = &self.weekdays[date.weekday().num_days_from_monday() as usize];
        let month = &self.months[date.month0() as usize];
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let values = [("weekday", &**weekday), ("day", &day), ("month", month), ("year", &year)];
        filled(pattern, &values)
    }

    /// Returns a time of day as councils print it: a point between hours and minutes, no leading zero, no
    /// empty minutes.
    pub fn time(&self, time: NaiveTime) -> String {
        let (is_afternoon, hour) = time.hour12();
        let shown = match (time.hour(), time.minute()) {
            (12, 0) => return self.noon.clone(),
            (0, 0) => return self.midnight.clone(),
            (_, 0) => hour.to_string(),
            (_, minute) => format!("{hour}.{minute:02}"),
        };
        let half = if is_afternoon { &self.afternoon } else { &self.morning };
        filled(half, &[("time", &shown)])
    }

    /// Returns a part of a financial year in a pattern that has its number: `Q3 2025/26`.
    fn part(pattern: &str, number: u8, start_year: i32) -> String {
        filled(pattern, &[("number", &number.to_string()), ("year", &year_label(start_year))])
    }

    /// Returns a day or a longer time; where the record has words in its place, these.
    pub fn period(&self, period: &DateOrPeriod) -> String {
        let range = |from: String, to: String| filled(&self.range, &[("from", &from), ("to", &to)]);
        match period {
            DateOrPeriod::Day(day) => self.day(*day),
            DateOrPeriod::Month { .. } => {
                period.first_day().map_or_else(String::new, |first| self.month(first))
            }
            DateOrPeriod::Range { from, to, granularity: Granularity::Days } => {
                range(self.day(*from), self.day(*to))
            }
            DateOrPeriod::Range { from, to, granularity: Granularity::Months } => {
                range(self.month(*from), self.month(*to))
            }
            DateOrPeriod::Quarter(quarter) => {
                Self::part(&self.quarter, quarter.number(), quarter.start_year())
            }
            DateOrPeriod::Half(half) => Self::part(&self.half, half.number(), half.start_year()),
            DateOrPeriod::FinancialYear { start } => year_label(*start),
            DateOrPeriod::Worded { words, .. } | DateOrPeriod::Text(words) => words.clone(),
        }
    }

    /// Returns a number of minutes in hours and minutes: `1 hour 15 minutes`; nothing for none.
    pub fn duration(&self, minutes: u64) -> String {
        let part = |count: u64, one: &str, many: &str| match count {
            0 => None,
            1 => Some(one.to_owned()),
            _ => Some(filled(many, &[("number", &count.to_string())])),
        };
        let hours = part(minutes / 60, &self.hour, &self.hours);
        let minutes = part(minutes % 60, &self.minute, &self.minutes);
        hours.into_iter().chain(minutes).collect::<Vec<_>>().join(" ")
    }

    /// Returns where something is held, in a sentence: `in the Council Chamber, Town Hall`, `in Committee Room 2`,
    /// `at the Town Hall`.
    pub fn place(&self, place: &str) -> String {
        let room = place.split(',').next().unwrap_or_default();
        let is_room = |word: &str| {
            self.rooms.split(',').any(|room| room.trim().to_lowercase() == word.to_lowercase())
        };
        let mut words = room.split_whitespace().rev();
        let ends_as_room = words.next().is_some_and(is_room);
        let is_in = ends_as_room || words.clone().any(is_room);
        // A number or a letter names the room, and so does an article that is written.
        let has_name = !ends_as_room || self.has_article(room);
        let pattern = match (is_in, has_name) {
            (false, _) => &self.at,
            (true, true) => &self.r#in,
            (true, false) => &self.in_the,
        };
        filled(pattern, &[("place", place)])
    }

    /// Returns whether words begin as the words for a room with its article do.
    fn has_article(&self, words: &str) -> bool {
        let common = self.in_the.bytes().zip(self.r#in.bytes()).take_while(|(a, b)| a == b).count();
        let article = self.in_the[common..].split('{').next().unwrap_or_default().trim();
        let first = words.split_whitespace().next().unwrap_or_default();
        !article.is_empty() && first.to_lowercase() == article.to_lowercase()
    }

    /// Returns a list: `A`, `A and B`, `A, B and C`.
    pub fn list(&self, texts: &[&str]) -> String {
        match texts {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [most @ .., last] => filled(&self.list, &[("first", &most.join(", ")), ("last", last)]),
        }
    }

    /// Returns a number with its unit: `12%`, `1,234`, `£1.2m`, `3.0 pp`, `<1%`. A minus is U+2212, except
    /// that money below zero stands in brackets.
    pub fn measure(&self, measure: &Measure) -> String {
        let (digits, is_negative) = grouped(measure.value, measure.decimals);
        let pattern = match measure.unit {
            MeasureUnit::Number => "{number}",
            MeasureUnit::Percent => &self.percent,
            MeasureUnit::Points => &self.points,
            MeasureUnit::Money(MoneyUnit::Pounds) => &self.pounds,
            MeasureUnit::Money(MoneyUnit::Thousands) => &self.thousands,
            MeasureUnit::Money(MoneyUnit::Millions) => &self.millions,
            MeasureUnit::Money(MoneyUnit::Billions) => &self.billions,
        };
        let amount = filled(pattern, &[("number", &digits)]);
        let amount = match (is_negative, measure.unit) {
            (false, _) => amount,
            (true, MeasureUnit::Money(_)) => filled(&self.money_below_zero, &[("amount", &amount)]),
            (true, _) => format!("\u{2212}{amount}"),
        };
        match measure.bound {
            Bound::Exact => amount,
            Bound::LessThan => format!("<{amount}"),
            Bound::MoreThan => format!(">{amount}"),
        }
    }

    /// Returns the size of a file, in thousands as in the system of units: `340 kB`.
    pub fn size(&self, bytes: u64) -> String {
        let (pattern, number) = match bytes {
            0..1_000 => (&self.bytes, bytes.to_string()),
            1_000..1_000_000 => (&self.kilobytes, bytes.div_ceil(1_000).to_string()),
            _ => {
                let tenths = bytes % 1_000_000 / 100_000;
                (&self.megabytes, format!("{}.{tenths}", bytes / 1_000_000))
            }
        };
        filled(pattern, &[("number", &number)])
    }

    /// Returns the title of the papers of a meeting: `Cabinet, 13 January 2026`.
    pub fn meeting(&self, body: &str, day: NaiveDate) -> String {
        filled(&self.meeting, &[("body", body), ("day", &self.day(day))])
    }

    /// Returns the title of a month's forward plan; `month` is a day of it.
    pub fn forward_plan(&self, month: NaiveDate) -> String {
        filled(&self.forward_plan, &[("month", &self.month(month))])
    }

    /// Returns the title of the performance reports on a period.
    pub fn performance(&self, period: ReportingPeriod) -> String {
        filled(&self.performance, &[("period", &self.period(&period.into()))])
    }

    /// Returns what archives say of the rights in what a council has published.
    pub fn published_by(&self, council: &str) -> String {
        filled(&self.published_by, &[("council", council)])
    }

    /// Returns what archives say of the rights in a council's papers that are not for publication.
    pub fn not_for_publication(&self, council: &str) -> String {
        filled(&self.not_for_publication, &[("council", council)])
    }
}

/// Checks that words have the entries of the English ones, with the same names in braces.
fn compare(entry: &str, english: &Value, words: &Value) -> Result<(), String> {
    match (english, words) {
        (Value::Object(english), Value::Object(words)) => {
            if let Some(unknown) = words.keys().find(|entry| !english.contains_key(*entry)) {
                return Err(format!("there is no entry `{unknown}` in the English words"));
            }
            english.iter().try_for_each(|(entry, english)| {
                let words = words.get(entry);
                compare(entry, english, words.ok_or_else(|| format!("`{entry}` is missing"))?)
            })
        }
        (Value::Array(english), Value::Array(words)) if english.len() == words.len() => english
            .iter()
            .zip(words)
            .try_for_each(|(english, words)| compare(entry, english, words)),
        (Value::Array(english), _) => Err(format!("`{entry}` takes {} texts", english.len())),
        (Value::String(english), Value::String(words)) if names(english) == names(words) => Ok(()),
        (Value::String(english), Value::String(_)) => {
            let names: Vec<String> =
                names(english).iter().map(|name| format!("`{{{name}}}`")).collect();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
            Err(format!("`{entry}` must have {names} in braces"))
        }
        _ if entry.is_empty() => Err("words are an object of texts".to_owned()),
        _ => Err(format!("`{entry}` takes a text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the words in which the templates in the program are written.
    fn english() -> Words {
        let words =
            Words::read(&mut Diagnostics::default(), &Templates::new(None), &Language::default());
        words.unwrap().unwrap()
    }

    #[test]
    fn times_are_printed_as_councils_do() {
        let cases =
            [("10:30", "10.30 am"), ("14:00", "2 pm"), ("12:00", "12 noon"), ("00:05", "12.05 am")];
        for (time, expected) in cases {
            let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
            assert_eq!(english().time(time), expected);
        }
    }

    #[test]
    fn minutes_become_hours() {
        for (minutes, expected) in [(75, "1 hour 15 minutes"), (45, "45 minutes"), (120, "2 hours")]
        {
            assert_eq!(english().duration(minutes), expected);
        }
    }

    #[test]
    fn rooms_are_places_that_one_is_in() {
        for (place, expected) in [
            ("Council Chamber, Town Hall", "in the Council Chamber, Town Hall"),
            ("Committee Room 2", "in Committee Room 2"),
            ("The Mayor’s Parlour", "in The Mayor’s Parlour"),
            ("Town Hall, Room 2", "at Town Hall, Room 2"),
            ("The Guildhall", "at The Guildhall"),
            ("", "at "),
        ] {
            assert_eq!(english().place(place), expected);
        }
    }

    #[test]
    fn lists_are_joined_with_and() {
        let words = english();
        assert_eq!(words.list(&[]), "");
        assert_eq!(words.list(&["A"]), "A");
        assert_eq!(words.list(&["A", "B"]), "A and B");
        assert_eq!(words.list(&["A", "B", "C"]), "A, B and C");
    }

    #[test]
    fn sizes_in_words() {
        let sizes = [0, 999, 1_000, 1_001, 340_000, 1_000_000, 12_340_000];
        let words = sizes.map(|bytes| english().size(bytes));
        let expected = ["0 bytes", "999 bytes", "1 kB", "2 kB", "340 kB", "1.0 MB", "12.3 MB"];
        assert_eq!(words, expected);
    }

    #[test]
    fn every_entry_must_be_there_with_its_values() {
        let english: Value = serde_json::from_str(
            r#"{ "day": "{day} {month}", "noon": "12 noon", "months": ["Jan", "Feb"] }"#,
        )
        .unwrap();
        #[track_caller]
        fn check(english: &Value, words: &str, expected: Result<(), &str>) {
            let words = serde_json::from_str(words).unwrap();
            assert_eq!(compare("", english, &words), expected.map_err(str::to_owned));
        }
        let months = r#""months": ["Ion", "Chwe"]"#;
        let all = format!(r#"{{ "day": "{{month}}, {{day}}", "noon": "canol dydd", {months} }}"#);
        check(&english, &all, Ok(()));
        check(&english, "[]", Err("words are an object of texts"));
        check(&english, r#"{ "day": "{day} {month}" }"#, Err("`noon` is missing"));
        let lacking = all.replace(", {day}", "");
        check(&english, &lacking, Err("`day` must have `{day}`, `{month}` in braces"));
        let with_more = all.replace("canol dydd", "{time}");
        check(&english, &with_more, Err("`noon` must have nothing in braces"));
        check(&english, &all.replace(r#", "Chwe""#, ""), Err("`months` takes 2 texts"));
        check(
            &english,
            &all.replace("noon", "non"),
            Err("there is no entry `non` in the English words"),
        );
    }
}
