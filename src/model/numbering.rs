//! Numbers of minutes, in each council's scheme: running through a year, with the year, with a
//! prefix.
//!
//! A number is part of the record for ever, so it is never guessed: where the meetings before it
//! have no minutes in the data, the first number must be given.

use chrono::{Datelike, NaiveDate};

use super::body::Body;
use super::council::{MinuteNumbering, NumberingReset};
use super::dataset::Dataset;
use super::meeting::{Meeting, added_to_number};
use super::minutes::{Minute, MinuteBook};
use diag::{Code, Diagnostic};

/// A minute's number.
pub struct Number {
    /// As printed before its title: `25.`, `77/21`.
    pub printed: String,
    /// The same without a final full stop, as cross-references print it.
    pub plain: String,
    /// The form of its paragraphs' numbers with everything but `{p}` filled in.
    paragraph_form: Option<String>,
}

impl Number {
    /// Returns the number of its paragraph, counted from 1; `None` where paragraphs have no
    /// numbers.
    pub fn paragraph(&self, paragraph: usize) -> Option<String> {
        self.paragraph_form.as_ref().map(|form| form.replace("{p}", &paragraph.to_string()))
    }
}

/// How a body numbers its minutes: its settings, or else the council's, or else the defaults.
struct Scheme<'a> {
    number: &'a str,
    paragraph: Option<&'a str>,
    reset: NumberingReset,
}

impl<'a> Scheme<'a> {
    fn for_body(data: &'a Dataset, body: &'a Body) -> Self {
        let council: Option<&MinuteNumbering> =
            data.council.as_ref().and_then(|council| council.minute_numbering.as_ref());
        let of_council = council.and_then(|settings| settings.number.as_ref());
        let number = body.minute_number.as_ref().or(of_council);
        let of_council = council.and_then(|settings| settings.paragraph.as_ref());
        let paragraph = body.minute_paragraph.as_ref().or(of_council);
        let paragraph = paragraph.map_or("{n}.{p}", |form| form.value.written());
        Self {
            number: number.map_or("{n}.", |form| form.value.written()),
            paragraph: (paragraph != "none").then_some(paragraph),
            reset: council
                .and_then(|settings| settings.reset.as_ref())
                .map_or(NumberingReset::MunicipalYear, |reset| reset.value),
        }
    }

    /// Returns whether two days fall between the same two restarts.
    fn same_run(&self, a: NaiveDate, b: NaiveDate) -> bool {
        match self.reset {
            NumberingReset::MunicipalYear => municipal_year(a) == municipal_year(b),
            NumberingReset::CalendarYear => a.year() == b.year(),
            NumberingReset::Never => true,
            NumberingReset::Meeting => false,
        }
    }
}

/// Returns the numbers of a meeting's minutes.
///
/// # Errors
/// With what is to be reported, where they can't be known.
pub fn minute_numbers(
    data: &Dataset,
    meeting: &Meeting,
    body: &Body,
    book: &MinuteBook,
) -> Result<Vec<Number>, Box<Diagnostic>> {
    let scheme = Scheme::for_body(data, body);
    let fill = |form: &str, bare: &str| fill(form, meeting, body, bare);
    let numbers = bare(data, &scheme, meeting, book)?.into_iter().zip(&book.items);
    let numbers = numbers.map(|(bare, minute)| {
        if minute.is_unnumbered() {
            let none = String::new();
            return Number { plain: none.clone(), printed: none, paragraph_form: None };
        }
        let printed = minute.number.as_ref().map(ToString::to_string);
        let printed = printed.unwrap_or_else(|| fill(scheme.number, &bare));
        Number {
            plain: printed.trim_end_matches('.').to_owned(),
            printed,
            paragraph_form: scheme.paragraph.map(|form| fill(form, &bare)),
        }
    });
    Ok(numbers.collect())
}

/// Returns [`Number::plain`] of one minute; `None` where it can't be known, which is reported with
/// the minutes themselves.
pub fn plain_number(
    data: &Dataset,
    meeting: &Meeting,
    body: &Body,
    book: &MinuteBook,
    at: usize,
) -> Option<String> {
    let numbers = minute_numbers(data, meeting, body, book).ok()?;
    numbers.into_iter().nth(at).map(|number| number.plain)
}

/// Returns [`Number::plain`] of each of a meeting's minutes; `None` where the minutes are not in, or their
/// numbers can't be known, which is reported with the minutes themselves.
pub fn plain_numbers(data: &Dataset, meeting: &str) -> Option<Vec<String>> {
    let book = data.minutes.get(meeting)?;
    let meeting = data.meeting(meeting)?;
    let body = data.body_of(meeting)?;
    let numbers = minute_numbers(data, meeting, body, book).ok()?;
    Some(numbers.into_iter().map(|number| number.plain).collect())
}

/// Returns a minute by the name of its meeting and its number, as `cabinet-2026-01-13/25`, with its meeting; `None`
/// where there is no such minute.
pub fn minute_named<'a>(
    data: &'a Dataset,
    name: &str,
) -> Option<(&'a Meeting, &'a Minute, String)> {
    let (meeting, number) = name.split_once('/')?;
    let meeting = data.meeting(meeting.trim())?;
    let numbers = plain_numbers(data, meeting.meeting.as_str())?;
    let at = numbers.iter().position(|known| is_number_of(known, number))?;
    let minute = data.minutes.get(meeting.meeting.as_str())?.items.get(at)?;
    Some((meeting, minute, numbers.into_iter().nth(at)?))
}

/// Returns a number of a minute without what people write around it.
fn folded(number: &str) -> String {
    let lower = number.trim().to_lowercase();
    let words = ["minute", "min", "no.", "no", "number"];
    let mut bare = lower.as_str();
    while let Some(rest) = words.iter().find_map(|word| bare.strip_prefix(word)) {
        if !rest.starts_with([' ', '.', ':', '(']) {
            break;
        }
        bare = rest.trim_start_matches([' ', '.', ':']);
    }
    let bare = bare.trim_end_matches(['.', ' ', ':']);
    let inner = bare.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(bare).trim().to_owned()
}

/// Returns the minute from whose number that of the one at a position goes on, with what is added to it: the minute of
/// item `5.1` is `25.1` where that of item `5` is `25`. `None` where it takes a separate number.
pub fn whole_of(book: &MinuteBook, at: usize) -> Option<(usize, &str)> {
    let minute = book.items.get(at).filter(|minute| minute.number.is_none())?;
    let item = minute.item.as_ref()?;
    // Most numbers are a number alone, which is no part of another.
    if item.trim().trim_end_matches('.').bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let earlier = book.items[..at].iter().enumerate().rev();
    let wholes = earlier
        .filter(|(_, earlier)| !earlier.is_unnumbered())
        .filter_map(|(at, earlier)| Some((at, added_to_number(earlier.item.as_ref()?, item)?)));
    wholes.min_by_key(|(_, added)| added.len())
}

/// Returns the numbers of a meeting's minutes as they are counted.
fn bare(
    data: &Dataset,
    scheme: &Scheme<'_>,
    meeting: &Meeting,
    book: &MinuteBook,
) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut next = start(data, scheme, meeting, book)?;
    let mut numbers: Vec<String> = Vec::with_capacity(book.items.len());
    for (at, minute) in book.items.iter().enumerate() {
        let given = minute.number.as_ref().map(|number| number.trim_end_matches('.').to_owned());
        let whole = || whole_of(book, at).map(|(whole, added)| numbers[whole].clone() + added);
        let number = given.or_else(whole).unwrap_or_else(|| next.to_string());
        numbers.push(number);
        next = after(next, book, at);
    }
    Ok(numbers)
}

/// Returns the number that comes after a minute's, which is `next` unless it is given.
fn after(next: u32, book: &MinuteBook, at: usize) -> u32 {
    let minute = &book.items[at];
    if minute.is_unnumbered() || whole_of(book, at).is_some() {
        return next;
    }
    let number = minute.number.as_ref().map(|number| number.trim_end_matches('.'));
    number.and_then(|number| number.parse().ok()).unwrap_or(next) + 1
}

/// Returns the number of a meeting's first minute, where any minute needs it.
fn start(
    data: &Dataset,
    scheme: &Scheme<'_>,
    meeting: &Meeting,
    book: &MinuteBook,
) -> Result<u32, Box<Diagnostic>> {
    let is_needed = book.items.iter().any(|minute| minute.number.is_none());
    if is_needed { first(data, scheme, meeting, book) } else { Ok(0) }
}

/// Fills a number into the form of a meeting's numbers.
fn fill(form: &str, meeting: &Meeting, body: &Body, number: &str) -> String {
    let year = meeting.date.year();
    let start = municipal_year(meeting.date.value);
    with_number(form, number)
        .replace("{prefix}", body.minute_prefix.as_ref().map_or("", |prefix| &prefix.value))
        .replace("{dd}", &format!("{:02}", meeting.date.day()))
        .replace("{d}", &meeting.date.day().to_string())
        .replace("{mm}", &format!("{:02}", meeting.date.month()))
        .replace("{m}", &meeting.date.month().to_string())
        .replace("{yyyy}", &year.to_string())
        .replace("{yy}", &format!("{:02}", year % 100))
        .replace("{my}", &format!("{:02}/{:02}", start % 100, (start + 1) % 100))
}

/// Puts a number into a form; one in brackets needs no full stop behind it.
fn with_number(form: &str, number: &str) -> String {
    match number.ends_with(')') {
        true => form.replace("{n}.", "{n}").replace("{n}", number),
        false => form.replace("{n}", number),
    }
}

/// Returns the number of a meeting's first minute.
fn first(
    data: &Dataset,
    scheme: &Scheme<'_>,
    meeting: &Meeting,
    book: &MinuteBook,
) -> Result<u32, Box<Diagnostic>> {
    if let Some(first) = &book.first_number {
        return Ok(first.value);
    }
    let before =
        data.meetings.iter().take_while(|other| other.meeting.as_str() != meeting.meeting.as_str());
    let earlier: Vec<&Meeting> = before
        .filter(|other| other.body.as_str() == meeting.body.as_str())
        .filter(|other| other.is_going_ahead())
        .filter(|other| scheme.same_run(other.date.value, meeting.date.value))
        .collect();
    let mut next = 1;
    let mut unknown = None;
    for meeting in earlier {
        match data.minutes.get(meeting.meeting.as_str()) {
            None => unknown = Some(meeting),
            Some(book) => {
                if let Some(first) = &book.first_number {
                    next = first.value;
                    unknown = None;
                }
                for (at, minute) in book.items.iter().enumerate() {
                    if minute.is_unnumbered() || whole_of(book, at).is_some() {
                        continue;
                    }
                    let number = minute.number.as_ref();
                    let given =
                        number.and_then(|number| number.trim_end_matches('.').parse::<u32>().ok());
                    if let Some(given) = given {
                        next = given;
                        unknown = None;
                    }
                    next += 1;
                }
            }
        }
    }
    let Some(gap) = unknown else { return Ok(next) };
    let name = gap.meeting.as_str();
    let message = format!(
        "the number of the first minute can't be known: `{name}`, held earlier, has no minutes in the data"
    );
    let unknown = Diagnostic::new(Code::MinutesUnknownNumber, message)
        .at(&book.origin)
        .label(&gap.origin, "no minutes")
        .hint("give `first-number`, or add the minutes of that meeting");
    Err(Box::new(unknown))
}

/// Returns the year in whose May the municipal year of a day begins.
fn municipal_year(day: NaiveDate) -> i32 {
    if day.month() >= 5 { day.year() } else { day.year() - 1 }
}

/// Returns whether a number given elsewhere is that of this minute or of one of its paragraphs: `13`,
/// `13.`, `(13)`, `Minute 13` and `13.1` are 13's; `130` and `1` are not.
pub fn is_number_of(minute: &str, given: &str) -> bool {
    let (minute, given) = (folded(minute), folded(given));
    let rest = given.strip_prefix(&*minute).filter(|_| !minute.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_brackets_have_no_full_stop() {
        assert_eq!(with_number("{n}.{p}", "(a)"), "(a){p}");
        assert_eq!(with_number("{n}.", "(a)"), "(a)");
        assert_eq!(with_number("{n}.{p}", "12"), "12.{p}");
        assert_eq!(with_number("{n}/{yy}", "(a)"), "(a)/{yy}");
    }

    #[test]
    fn numbers_are_compared_without_what_is_written_around_them() {
        for given in [
            "13",
            "13.",
            " 13 ",
            "(13)",
            "Minute 13",
            "minute no. 13",
            "13.1",
            "Minute 13.2",
            "13(2)",
            "13/2",
        ] {
            assert!(is_number_of("13", given) && is_number_of("13.", given), "{given}");
        }
        for given in ["1", "130", "3", "", "113"] {
            assert!(!is_number_of("13", given), "{given}");
        }
        assert!(is_number_of("LIC 42 (25/26)", "LIC 42 (25/26)"));
        assert!(!is_number_of("", "13"));
    }
}
