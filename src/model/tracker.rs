//! What a body follows up: the actions of its minutes, and the rows that officers keep of what became of them.
//!
//! An action of the minutes and the row that follows it up are one entry. A row is taken for an action's only where
//! little doubt is left; what remains doubtful is in [`doubts`]. A reader of the
//! [`PublicDataset`](crate::access::PublicDataset) meets no action of a private minute, since its minutes have none.

use chrono::NaiveDate;

use super::dataset::Dataset;
use super::issue::{FollowUp, FollowUpKind};
use super::meeting::Meeting;
use super::minutes::Action;
use super::numbering;
use super::record::{Located, Text};
use super::value::DateOrPeriod;

/// Something that a meeting asked for: an action of its minutes, a row that follows something up, or both in one.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The number of the minute: as its row writes it, else as the minutes print it without a full stop. `None`
    /// where neither has one.
    pub minute: Option<String>,
    /// The action, where the minutes have it.
    pub action: Option<&'a Action>,
    /// The row, where there is one.
    pub follow_up: Option<&'a FollowUp>,
    /// The place of the minute in the minutes, counted from 0; `None` where the row's minute is not in.
    at: Option<usize>,
}

impl<'a> Entry<'a> {
    /// Returns what it is: an action where the minutes have it as one.
    pub fn kind(&self) -> FollowUpKind {
        match (self.action, self.follow_up.and_then(|row| row.kind.as_ref())) {
            (Some(_), _) => FollowUpKind::Action,
            (None, Some(kind)) => kind.value,
            (None, None) => FollowUpKind::Resolution,
        }
    }

    /// Returns what was asked, in the words of the minutes where they have it; `None` where it is withheld.
    pub fn text(&self) -> Option<&'a Text> {
        let of_action = self.action.map(|action| &action.text);
        of_action.or_else(|| self.follow_up.and_then(|row| row.text.known()))
    }

    /// Returns who is to see to it: whom its row names, else whom the minutes name.
    pub fn owner(&self) -> Option<&'a Located<String>> {
        let of_row = self.follow_up.and_then(|row| row.owner.as_ref());
        of_row.or_else(|| self.action.map(|action| &action.owner))
    }

    /// Returns by when it was and is to be done.
    pub fn due(&self) -> Due<'a> {
        let of_minutes = self.action.and_then(|action| action.due.as_ref());
        let of_row = self.follow_up.and_then(|row| row.due.as_ref());
        let revised = self.follow_up.into_iter().flat_map(|row| &row.revised);
        Due::of(of_minutes.into_iter().chain(of_row).chain(revised))
    }

    /// Returns whether nothing is left to do, as its status says.
    pub fn is_done(&self) -> bool {
        const WORDS: [&str; 6] =
            ["done", "complete", "completed", "closed", "implemented", "finished"];
        let status = self.follow_up.and_then(|row| row.status.as_ref());
        status.is_some_and(|status| WORDS.contains(&&*status.trim().to_lowercase()))
    }
}

/// By when something is to be done.
#[derive(Debug, Clone)]
pub struct Due<'a> {
    /// The time that was given first: the minutes', else the row's.
    pub original: Option<&'a DateOrPeriod>,
    /// The times that it was moved to since, in order.
    pub revised: Vec<&'a DateOrPeriod>,
    /// How many times it was moved to a later time. A time that can't be told, such as `as soon as possible`, counts
    /// neither as later nor as earlier.
    pub slips: usize,
}

impl<'a> Due<'a> {
    fn of(times: impl Iterator<Item = &'a Located<DateOrPeriod>>) -> Self {
        let mut due = Self { original: None, revised: Vec::new(), slips: 0 };
        let mut last: Option<&DateOrPeriod> = None;
        for time in times.map(|time| &time.value) {
            match last {
                None => due.original = Some(time),
                Some(last) if is_same_time(last, time) => continue,
                Some(last) => {
                    due.revised.push(time);
                    let days = last.last_day().zip(time.last_day());
                    due.slips += usize::from(days.is_some_and(|(before, after)| before < after));
                }
            }
            last = Some(time);
        }
        due
    }

    /// Returns whether the time that was given first is over on a day; however often it was moved.
    pub fn is_over(&self, on: NaiveDate) -> bool {
        self.original.and_then(DateOrPeriod::last_day).is_some_and(|last| last < on)
    }
}

fn is_same_time(one: &DateOrPeriod, other: &DateOrPeriod) -> bool {
    let days = |time: &DateOrPeriod| time.first_day().zip(time.last_day());
    match (days(one), days(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.to_string() == other.to_string(),
        _ => false,
    }
}

/// Returns what a meeting asked for, in order of its minutes; in a minute, rows come before actions that no row
/// follows up. Rows whose minute is not in come first.
pub fn entries<'a>(data: &'a Dataset, meeting: &Meeting) -> Vec<Entry<'a>> {
    Joined::of(data, meeting).entries
}

/// Returns the rows that may follow up an action of the minutes, and are not taken for it, each with that action.
pub fn doubts<'a>(data: &'a Dataset, meeting: &Meeting) -> Vec<(&'a FollowUp, &'a Action)> {
    Joined::of(data, meeting).doubts
}

/// Returns the day of the latest news of what a body follows up: of a meeting that has minutes or asked for
/// something, or of a row that was brought up to date. `None` where it follows up nothing.
pub fn as_at(data: &Dataset, body: &str) -> Option<NaiveDate> {
    let meetings = data.meetings.iter().filter(|meeting| meeting.body.as_str() == body);
    let mut last = None;
    let mut asked = false;
    for meeting in meetings {
        let name = meeting.meeting.as_str();
        let rows = data.follow_ups_of(name).inspect(|_| asked = true);
        let updated = rows.map(|row| row.updated.as_ref().map(|day| day.value)).max();
        let book = data.minutes.get(name);
        let has_actions = book.is_some_and(|book| {
            let mut paragraphs = book.items.iter().flat_map(|minute| &minute.paragraphs);
            paragraphs.any(|paragraph| !paragraph.actions.is_empty())
        });
        asked |= has_actions;
        if book.is_some() || updated.is_some() {
            last = last.max(Some(meeting.date.value)).max(updated.flatten());
        }
    }
    last.filter(|_| asked)
}

/// An action of a meeting, with the number and the item of its minute.
struct Asked<'a> {
    action: &'a Action,
    at: usize,
    number: Option<String>,
    item: Option<&'a str>,
    words: Vec<String>,
}

/// The rows and the actions of a meeting, joined.
struct Joined<'a> {
    entries: Vec<Entry<'a>>,
    doubts: Vec<(&'a FollowUp, &'a Action)>,
}

impl<'a> Joined<'a> {
    fn of(data: &'a Dataset, meeting: &Meeting) -> Self {
        let name = meeting.meeting.as_str();
        let asked = actions_of(data, name);
        let rows: Vec<&FollowUp> = data.follow_ups_of(name).collect();
        let words: Vec<Vec<String>> = rows.iter().map(|row| words_of(row.text.known())).collect();
        let mut action_of: Vec<Option<usize>> = vec![None; rows.len()];
        // Rows with the very words choose before those that are only like an action.
        for is_match in [has_words, is_shortened, is_alike] {
            for (row, words) in words.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
                if action_of[row].is_some() {
                    continue;
                }
                let mut open = (0..asked.len()).filter(|at| {
                    !action_of.contains(&Some(*at))
                        && asked[*at].is_of(rows[row])
                        && is_match(rows[row], words, &asked[*at])
                });
                // Of two with the very words, either will do.
                let found = open.next();
                let is_clear = open.next().is_none() || asked[found.unwrap_or(0)].words == *words;
                action_of[row] = found.filter(|_| is_clear);
            }
        }
        let doubts = (0..rows.len()).filter(|row| action_of[*row].is_none());
        let doubts = doubts.filter_map(|row| {
            let mut of_row = asked.iter().filter(|asked| asked.is_of(rows[row]));
            let like = of_row.find(|asked| is_doubtful(rows[row], &words[row], asked))?;
            Some((rows[row], like.action))
        });
        let doubts = doubts.collect();
        let numbers = numbering::plain_numbers(data, name).unwrap_or_default();
        let of_row = |row: usize| {
            let at = action_of[row].map(|action| asked[action].at);
            Entry {
                minute: rows[row].minute.as_ref().map(|minute| minute.value.clone()).or_else(
                    || {
                        at.and_then(|at| numbers.get(at))
                            .filter(|number| !number.is_empty())
                            .cloned()
                    },
                ),
                action: action_of[row].map(|action| asked[action].action),
                follow_up: Some(rows[row]),
                at: at.or_else(|| {
                    let minute = rows[row].minute.as_ref()?;
                    numbers.iter().position(|number| numbering::is_number_of(number, minute))
                }),
            }
        };
        let mut entries: Vec<Entry<'a>> = (0..rows.len()).map(of_row).collect();
        let left = (0..asked.len()).filter(|at| !action_of.contains(&Some(*at)));
        entries.extend(left.map(|at| Entry {
            minute: asked[at].number.clone(),
            action: Some(asked[at].action),
            follow_up: None,
            at: Some(asked[at].at),
        }));
        entries.sort_by_key(|entry| entry.at);
        Self { entries, doubts }
    }
}

/// Returns the actions of a meeting's minutes, in order.
fn actions_of<'a>(data: &'a Dataset, meeting: &str) -> Vec<Asked<'a>> {
    let Some(book) = data.minutes.get(meeting) else { return Vec::new() };
    let mut asked = Vec::new();
    let mut numbers = None;
    for (at, minute) in book.items.iter().enumerate() {
        for action in minute.paragraphs.iter().flat_map(|paragraph| &paragraph.actions) {
            let numbers =
                numbers.get_or_insert_with(|| numbering::plain_numbers(data, meeting)).as_ref();
            let number = numbers.and_then(|numbers| numbers.get(at));
            asked.push(Asked {
                action,
                at,
                number: number.filter(|number| !number.is_empty()).cloned(),
                item: minute.item.as_ref().map(|item| item.as_str()),
                words: words_of(Some(&action.text)),
            });
        }
    }
    asked
}

impl Asked<'_> {
    /// Returns whether a row may follow it up, by the minute or item that the row names.
    fn is_of(&self, row: &FollowUp) -> bool {
        let plain = |item: &str| item.trim().trim_end_matches('.').to_lowercase();
        if let (Some(minute), Some(number)) = (&row.minute, &self.number) {
            return numbering::is_number_of(number, minute);
        }
        match (&row.item, self.item) {
            (Some(item), Some(of_minute)) => plain(item) == plain(of_minute),
            (Some(_), None) => false,
            (None, _) => row.minute.is_none(),
        }
    }

    /// Returns whether a row names the same person.
    fn has_owner(&self, row: &FollowUp) -> bool {
        row.owner.as_ref().is_some_and(|owner| folded(owner) == folded(&self.action.owner))
    }
}

/// Returns whether a row has the very words of an action.
fn has_words(_: &FollowUp, words: &[String], asked: &Asked<'_>) -> bool {
    asked.words == words
}

/// Returns whether a row has at least three words, all of them the action's, in their order.
fn is_shortened(row: &FollowUp, words: &[String], asked: &Asked<'_>) -> bool {
    let mut rest = asked.words.iter();
    is_action_or_unsaid(row)
        && 3 <= words.len()
        && words.iter().all(|word| rest.any(|of| of == word))
}

/// Returns whether a row is an action for the same person at the same time, with at least half of its words.
fn is_alike(row: &FollowUp, words: &[String], asked: &Asked<'_>) -> bool {
    let times = row.due.as_ref().zip(asked.action.due.as_ref());
    is_action(row)
        && asked.has_owner(row)
        && times.is_some_and(|(one, other)| is_same_time(&one.value, &other.value))
        && shares_words(words, asked)
}

/// Returns whether a row that is taken for no action may follow this one up all the same.
fn is_doubtful(row: &FollowUp, words: &[String], asked: &Asked<'_>) -> bool {
    is_action(row) && shares_words(words, asked)
}

fn is_action(row: &FollowUp) -> bool {
    row.kind.as_ref().is_some_and(|kind| kind.value == FollowUpKind::Action)
}

fn is_action_or_unsaid(row: &FollowUp) -> bool {
    row.kind.is_none() || is_action(row)
}

/// Returns whether at least half of a row's words of four letters or more are the action's, and two of them.
fn shares_words(words: &[String], asked: &Asked<'_>) -> bool {
    let long: Vec<&String> = words.iter().filter(|word| 4 <= word.chars().count()).collect();
    let shared = long.iter().filter(|word| asked.words.contains(word)).count();
    2 <= shared && long.len() <= 2 * shared
}

/// Returns the words of a text, without capitals and punctuation; none where it is withheld.
fn words_of(text: Option<&Text>) -> Vec<String> {
    text.map(|text| folded(&text.0.plain_text())).unwrap_or_default()
}

fn folded(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '\''], "");
    let words = text.split(|char: char| !char.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}
