//! What a body asked for by its minutes, and is in neither its work programme nor its tracker.
//!
//! A request is found only where the words leave little doubt: in a resolution, in a point of a list that begins with it,
//! or in a sentence about the body that says what is still to come. Actions of the minutes are in the tracker anyway.

use std::collections::BTreeSet;

use super::Findings;
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::dataset::Dataset;
use crate::model::issue::WorkItem;
use crate::model::meeting::{AgendaLine, LineKind, Meeting};
use crate::model::minutes::Minute;
use crate::model::numbering;
use crate::model::record::Text;
use crate::model::rich::{self, Block};
use crate::model::tracker;

/// Warns of requests that are tracked nowhere; not where a council tracks nothing.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let lost = ["work-programme", "resolutions", "meetings"];
    let is_lost = lost.iter().any(|table| data.unread(table).next().is_some());
    if is_lost || data.work_programme.is_empty() && data.follow_ups.is_empty() {
        return;
    }
    for (name, book) in &data.minutes {
        let Some(meeting) = data.meeting(name) else { continue };
        let asking = book.items.iter().enumerate().filter_map(|(at, minute)| {
            let requests = requests_of(minute);
            (!requests.is_empty()).then_some((at, minute, requests))
        });
        let asking: Vec<_> = asking.collect();
        if asking.is_empty() {
            continue;
        }
        let numbers = numbering::plain_numbers(data, name);
        let tracked = Tracked::of(data, meeting);
        for (at, minute, requests) in asking {
            let number = numbers.as_ref().and_then(|numbers| numbers.get(at));
            let number = number.map(String::as_str).filter(|number| !number.is_empty());
            if is_followed_up(data, meeting, minute, number) {
                continue;
            }
            let title = data.title_of(name, minute).map_or("", |title| title.as_str());
            for (words, origin) in requests {
                if !tracked.has(&subject_of(&words, title)) {
                    found.push(untracked(data, meeting, number, &words).at(origin), None);
                }
            }
        }
    }
}

/// The most characters of a request that a message quotes.
const MAX_QUOTED: usize = 120;

fn untracked(data: &Dataset, meeting: &Meeting, number: Option<&str>, words: &str) -> Diagnostic {
    let body = data.body_of(meeting).map_or(meeting.body.as_str(), |body| &body.name);
    let place = number.map(|number| format!(" in minute {number}")).unwrap_or_default();
    let mut quoted: String = words.chars().take(MAX_QUOTED).collect();
    if quoted.len() < words.len() {
        quoted.push('…');
    }
    let message = format!(
        "the {body} asked for something{place} that is in neither its work programme nor its tracker: ‘{quoted}’"
    );
    let number = number.map(|number| format!(" and `minute` {number}")).unwrap_or_default();
    Diagnostic::new(Code::MinutesUntrackedRequest, message).hint(format!(
        "add a row to `work-programme`, or to `resolutions` with `meeting` {}{number}",
        meeting.meeting.as_str()
    ))
}

/// Returns whether a follow-up of the meeting names a minute, or its item.
fn is_followed_up(
    data: &Dataset,
    meeting: &Meeting,
    minute: &Minute,
    number: Option<&str>,
) -> bool {
    data.follow_ups_of(meeting.meeting.as_str()).any(|follow_up| {
        match (&follow_up.minute, number) {
            (Some(written), Some(number)) => numbering::is_number_of(number, written),
            _ => follow_up.item.as_ref().zip(minute.item.as_ref()).is_some_and(|(one, other)| {
                one.trim_end_matches('.').eq_ignore_ascii_case(other.trim_end_matches('.'))
            }),
        }
    })
}

/// What a body has in hand after a meeting: sets of words.
struct Tracked(Vec<BTreeSet<String>>);

impl Tracked {
    /// Returns the items of the body's work programme that are still to come, what is followed up from the meeting, and
    /// the items on later agendas.
    fn of(data: &Dataset, meeting: &Meeting) -> Self {
        let is_to_come = |item: &&WorkItem| {
            let last = item.date.as_ref().and_then(|date| date.last_day());
            let last = last.max(item.moved_to.as_ref().and_then(|date| date.last_day()));
            item.body.value == meeting.body.value
                && last.is_none_or(|last| meeting.date.value < last)
        };
        let planned = data.work_programme.iter().filter(is_to_come).map(|item| {
            let purpose = item.purpose.as_ref().map(|text| text.0.plain_text());
            content_words(&format!("{} {}", item.item.value, purpose.unwrap_or_default()))
        });
        let follow_ups = tracker::entries(data, meeting)
            .into_iter()
            .filter_map(|entry| Some(content_words(&entry.text()?.0.plain_text())));
        let later = data.meetings.iter().filter(|later| {
            later.body.value == meeting.body.value && meeting.date.value < later.date.value
        });
        let items = later.flat_map(|later| data.agenda_of(later.meeting.as_str()));
        let titles = items.filter(|line| line.kind() == LineKind::Item);
        let titles = titles.filter_map(|line: &AgendaLine| line.title.as_ref());
        let later = titles.map(|title| content_words(title));
        Self(planned.chain(follow_ups).chain(later).collect())
    }

    /// Returns whether any of them is about a subject: it has two of its words, or the only one.
    fn has(&self, subject: &BTreeSet<String>) -> bool {
        let needed = subject.len().min(2);
        needed > 0 && self.0.iter().any(|words| needed <= words.intersection(subject).count())
    }
}

/// Returns the words that a request is about; with those of the minute's title where it has fewer than two.
fn subject_of(request: &str, title: &str) -> BTreeSet<String> {
    let mut words = content_words(request);
    if words.len() < 2 {
        words.extend(content_words(title));
    }
    words
}

/// Words that say nothing of what something is about.
const EMPTY_WORDS: &[&str] = &[
    "about",
    "added",
    "additional",
    "after",
    "again",
    "agree",
    "agreed",
    "agrees",
    "also",
    "another",
    "april",
    "asked",
    "asks",
    "august",
    "back",
    "before",
    "being",
    "brief",
    "briefing",
    "bring",
    "brought",
    "cabinet",
    "come",
    "committee",
    "council",
    "councillor",
    "date",
    "december",
    "detail",
    "director",
    "each",
    "february",
    "following",
    "from",
    "further",
    "future",
    "have",
    "head",
    "information",
    "into",
    "invite",
    "item",
    "january",
    "july",
    "june",
    "make",
    "march",
    "meeting",
    "member",
    "minute",
    "month",
    "more",
    "next",
    "note",
    "noted",
    "november",
    "officer",
    "october",
    "paper",
    "part",
    "presentation",
    "present",
    "progress",
    "provide",
    "provided",
    "receive",
    "regular",
    "report",
    "reported",
    "request",
    "requested",
    "resolved",
    "resolution",
    "seek",
    "september",
    "should",
    "submit",
    "submitted",
    "such",
    "take",
    "that",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "time",
    "update",
    "updated",
    "when",
    "where",
    "which",
    "will",
    "with",
    "would",
    "written",
    "year",
    "quarter",
    "welcome",
    "work",
    "wish",
    "what",
    "whether",
    "scrutiny",
    "panel",
    "board",
    "early",
    "possible",
    "soon",
    "once",
    "within",
    "week",
];

/// Returns the words of a text that say what it is about, without their endings.
fn content_words(text: &str) -> BTreeSet<String> {
    let words = words_of(text).into_iter().filter(|word| {
        3 < word.chars().count() || word.starts_with(|char: char| char.is_ascii_digit())
    });
    let stem = |word: String| match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && 3 < stem.chars().count() => stem.to_owned(),
        _ => word,
    };
    words.map(stem).filter(|word| !EMPTY_WORDS.contains(&&**word)).collect()
}

/// Returns the words of a text in lower case.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Where words stand in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In a resolution.
    Resolution,
    /// In a point of a list.
    Point,
    /// In a sentence.
    Prose,
}

/// Returns what a minute asks for, each with its place.
fn requests_of(minute: &Minute) -> Vec<(String, &Origin)> {
    let mut requests = Vec::new();
    for paragraph in &minute.paragraphs {
        let resolution = paragraph.resolution.as_ref().map(|resolution| &resolution.text);
        let texts = paragraph.text.iter().map(|text| (text, Place::Prose));
        let texts = texts.chain(resolution.map(|text| (text, Place::Resolution)));
        for (text, place) in texts {
            let found = sentences(text, place).into_iter();
            let found = found.filter(|(words, place)| is_request(words, *place));
            requests.extend(found.map(|(words, _)| (words, &text.origin)));
        }
    }
    requests
}

/// Returns the points and sentences of a text, each with its place.
fn sentences(text: &Text, place: Place) -> Vec<(String, Place)> {
    let mut all = Vec::new();
    add_sentences(&mut all, &text.0.blocks, place);
    all
}

fn add_sentences(all: &mut Vec<(String, Place)>, blocks: &[Block], mut place: Place) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => {
                let line = rich::plain_line(inlines);
                for sentence in line.split_inclusive(". ").map(str::trim) {
                    // What follows the word is resolved too, and so is a list below it.
                    let words = sentence.trim_start_matches(|char: char| !char.is_alphabetic());
                    if words.to_lowercase().starts_with("resolved") {
                        place = Place::Resolution;
                    }
                    all.push((sentence.to_owned(), place));
                }
            }
            Block::List(list) => {
                let place = if place == Place::Prose { Place::Point } else { place };
                list.items.iter().for_each(|item| add_sentences(all, &item.blocks, place));
            }
            Block::Quote(blocks) => add_sentences(all, blocks, place),
            Block::Heading { .. } | Block::Table(_) | Block::Picture(_) => {}
        }
    }
}

/// Words by which something is asked for.
const ASKS: &[&str] =
    &["request", "requests", "requested", "ask", "asks", "asked", "seeks", "invites"];

/// Words that ask for something only where it is a further one.
const WELCOMES: &[&str] = &["welcome", "welcomes", "welcomed", "suggested", "suggests"];

/// Words before `receive` by which it is still to come.
const WILL: &[&str] = &["will", "to", "would", "should"];

/// What is asked for.
const THINGS: &[&str] = &[
    "report",
    "reports",
    "item",
    "items",
    "update",
    "updates",
    "briefing",
    "briefings",
    "paper",
    "presentation",
    "information",
    "detail",
    "details",
];

/// Words that begin the name of something that is not there yet.
const NEW: &[&str] = &[
    "a",
    "an",
    "another",
    "further",
    "more",
    "additional",
    "regular",
    "written",
    "quarterly",
    "annual",
];

/// Those that say that there was one before.
const FURTHER: &[&str] = &["another", "further", "additional", "regular"];

/// Words before a request by which it is none, or somebody else's.
const OTHERS: &[&str] = &[
    "no", "any", "not", "who", "which", "he", "she", "they", "been", "were", "had", "was", "a",
    "the",
];

/// The names of those who ask in a sentence.
const BODIES: &[&str] =
    &["committee", "panel", "board", "council", "cabinet", "commission", "executive"];

/// Whatever ends a search for what is asked for.
const MAX_BETWEEN: usize = 14;

/// Returns whether words ask for something that is still to come.
fn is_request(text: &str, place: Place) -> bool {
    let words = words_of(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let phrase = |wanted: &str| {
        let wanted: Vec<&str> = wanted.split(' ').collect();
        words.windows(wanted.len()).any(|window| window == wanted)
    };
    let is_to_come = [
        "future meeting",
        "next meeting",
        "report back",
        "reported back",
        "come back",
        "brought back",
        "in due course",
    ]
    .iter()
    .any(|wanted| phrase(wanted))
        || words
            .windows(3)
            .any(|window| window[0] == "in" && matches!(window[2], "months" | "weeks"));
    let is_back = is_to_come
        && (words
            .iter()
            .any(|word| matches!(*word, "report" | "reported" | "update" | "item" | "paper")));
    let goes_to_body = words.windows(4).any(|window| {
        window[0] == "reported"
            && window[1] == "to"
            && matches!(window[2], "the" | "this")
            && BODIES.contains(&window[3])
    });
    match place {
        Place::Resolution => is_back || goes_to_body && phrase("be reported") || asks(&words, NEW),
        Place::Point => {
            let first = words
                .iter()
                .position(|word| !matches!(*word, "that" | "to" | "the" | "it" | "also"));
            let begins = first.is_some_and(|at| {
                ASKS.contains(&words[at])
                    || WELCOMES.contains(&words[at])
                    || BODIES.contains(&words[at])
                        && words.get(at + 1).is_some_and(|next| ASKS.contains(next))
            });
            begins && asks(&words, NEW)
        }
        Place::Prose => {
            let subject = words.iter().take(3).any(|word| BODIES.contains(word));
            let is_passive = words.starts_with(&["it", "was"]);
            (subject || is_passive) && (asks(&words, FURTHER) || is_to_come && asks(&words, NEW))
        }
    }
}

/// Returns whether something new is asked for.
fn asks(words: &[&str], new: &[&str]) -> bool {
    let is_others = |at: usize| {
        at.checked_sub(1).is_some_and(|before| {
            let is_passive =
                words[before] == "was" && before.checked_sub(1).is_some_and(|at| words[at] == "it");
            OTHERS.contains(&words[before]) && !is_passive
        })
    };
    let is_after = |at: usize, new: &[&str]| {
        let end = words.len().min(at + 1 + MAX_BETWEEN);
        is_new_thing(&words[at + 1..end], new)
    };
    words.iter().enumerate().any(|(at, word)| {
        let is_ask = ASKS.contains(word) && !is_others(at);
        let is_welcome = WELCOMES.contains(word) && !is_others(at);
        let is_receive =
            *word == "receive" && at.checked_sub(1).is_some_and(|at| WILL.contains(&words[at]));
        (is_ask || is_receive) && is_after(at, new) || is_welcome && is_after(at, FURTHER)
    })
}

/// Returns whether words name something that is not there yet: `a further report`, `an update`, `more detail`.
fn is_new_thing(words: &[&str], new: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let before = &words[at.saturating_sub(3)..at];
        let begins = before.iter().rposition(|word| new.contains(word));
        let is_cut = |from: usize| {
            before[from..].iter().any(|word| matches!(*word, "the" | "of" | "by" | "in"))
        };
        THINGS.contains(word) && begins.is_some_and(|from| !is_cut(from))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(place: Place, text: &str, expected: bool) {
        assert_eq!(is_request(text, place), expected, "{place:?}: {text}");
    }

    #[test]
    fn resolutions_ask_for_what_is_still_to_come() {
        for text in [
            "Requests further detail on the trial at the mill",
            "asks the Clerk for an update on the lamps in June",
            "Welcomes a further item on the second year of the plan",
            "will receive a report in March.",
            "that the Clerk be requested to bring a written report on the wall",
            "that officers report back in six months",
            "that a paper on the baths be submitted to a future meeting",
            "that progress be reported to the Committee in March",
        ] {
            check(Place::Resolution, text, true);
        }
        for text in [
            "Welcomes the report and thanks its author",
            "welcomes an update on the lamps",
            "receives the report",
            "asks to be told at once if anybody has nowhere to go",
            "asks the Panel to look again at travel",
            "that the report be noted",
            "made no request for further information on the entries",
            "reports every six months to the Committee on what the changes have meant",
        ] {
            check(Place::Resolution, text, false);
        }
    }

    #[test]
    fn sentences_ask_only_where_the_body_does() {
        for text in [
            "The Committee asked for a further report on the wall.",
            "The Committee noted the position and requested an update at its next meeting.",
            "It was requested that a further report be made.",
        ] {
            check(Place::Prose, text, true);
        }
        for text in [
            "The Committee considered a report by the Clerk, who had been asked for a further report.",
            "Members asked for an update on the lamps and were told that all were lit.",
            "Councillor Finch asked for a further report.",
            "The Committee was satisfied with the lamps and asked for more on the wall.",
            "The Clerk said that the Council had received a report.",
        ] {
            check(Place::Prose, text, false);
        }
    }

    #[test]
    fn points_ask_where_they_say_so() {
        check(Place::Point, "Requests further detail on the trial", true);
        check(Place::Point, "The Committee asks for an update on the wall", true);
        check(Place::Point, "Members had asked for an update on the wall", false);
        check(Place::Point, "Programmes in three counties had been visited", false);
    }

    #[test]
    fn what_follows_resolved_is_a_resolution() {
        let (text, _) =
            rich::parse("It rained. 25.4 Resolved – that the Committee\n\n- thanks him\n");
        let mut found = Vec::new();
        add_sentences(&mut found, &text.blocks, Place::Prose);
        let places: Vec<Place> = found.iter().map(|(_, place)| *place).collect();
        assert_eq!(places, [Place::Prose, Place::Resolution, Place::Resolution], "{found:?}");
    }

    #[test]
    fn a_subject_is_told_by_two_of_its_words() {
        let tracked = Tracked(vec![content_words("The old mill: second year of the trial")]);
        assert!(tracked.has(&subject_of("Requests a further report on the trial at the mill", "")));
        assert!(!tracked.has(&subject_of("Requests a further report on the trial of lamps", "")));
        assert!(tracked.has(&subject_of("Requests a further report in June", "The old mill")));
        assert!(!tracked.has(&subject_of("Requests a further report in June", "Lamps")));
    }
}
