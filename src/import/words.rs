//! What words of answers tell: types of bodies, who came, marks of what is exempt, names of files.

use std::collections::BTreeSet;

use super::answers::{AttendeeAnswer, Committee};
use super::xml::unescaped;
use crate::model::value::{ExemptParagraph, Parse, Scalar, TimeOfDay};

/// The longest name of a file or a body that is made from a title.
const LONGEST_NAME: usize = 60;

/// Joins the items of a list that follow each other into one paragraph.
pub(super) fn joined(paragraphs: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        match joined.last_mut() {
            Some(last) if paragraph.starts_with("- ") && last.starts_with("- ") => {
                last.push('\n');
                last.push_str(&paragraph);
            }
            _ => joined.push(paragraph),
        }
    }
    joined
}

/// Returns whether somebody is listed as a member of the body.
pub(super) fn as_member(attendee: &AttendeeAnswer) -> bool {
    let role = &attendee.role;
    let is_other = ["officer", "attendance", "guest"].iter().any(|word| role.contains(word));
    !is_other && !attendee.attendance.contains("in attendance")
}

/// Returns the place in the minutes of whoever is listed, counted from 0: present, apologies, absent, in attendance,
/// officers; `None` where the list does not say whether they came.
pub(super) fn side(attendee: &AttendeeAnswer) -> Option<usize> {
    let attendance = attendee.attendance.as_str();
    match as_member(attendee) {
        _ if attendance.contains("apolog") => Some(1),
        true if attendance.contains("absent") => Some(2),
        true if attendance.contains("present") || attendance.contains("attended") => Some(0),
        false if attendance.contains("absent") || attendance.contains("expected") => None,
        false if attendee.role.contains("officer") => Some(4),
        false => Some(3),
        true => None,
    }
}

/// Returns what type of body a title or a category tells, and whether any does.
pub(super) fn body_type(committee: &Committee) -> (&'static str, bool) {
    const TYPES: [(&str, &str); 17] = [
        ("scrutiny", "scrutiny"),
        ("select committee", "scrutiny"),
        ("joint", "joint"),
        ("cabinet", "executive"),
        ("executive", "executive"),
        ("planning", "regulatory"),
        ("licensing", "regulatory"),
        ("development control", "regulatory"),
        ("development management", "regulatory"),
        ("regulatory", "regulatory"),
        ("audit", "regulatory"),
        ("governance", "regulatory"),
        ("standards", "regulatory"),
        ("appeals", "regulatory"),
        ("forum", "advisory"),
        ("advisory", "advisory"),
        ("working group", "advisory"),
    ];
    let title = committee.title.to_lowercase();
    if matches!(title.as_str(), "council" | "full council" | "annual council" | "county council")
        || title.ends_with(" council")
    {
        return ("council", true);
    }
    let category = committee.category.clone().unwrap_or_default().to_lowercase();
    for words in [title, category] {
        if let Some((_, kind)) = TYPES.iter().find(|(word, _)| words.contains(word)) {
            return (kind, true);
        }
    }
    ("advisory", false)
}

/// Returns the paragraphs of Schedule 12A that words name, where they name the Schedule.
pub(super) fn exempt_paragraphs(words: &str) -> Vec<String> {
    let words = unescaped(words).to_lowercase();
    if !words.contains("schedule 12a") && !words.contains("schedule 12 a") {
        return Vec::new();
    }
    let mut paragraphs = BTreeSet::new();
    for (at, found) in words.match_indices("paragraph") {
        let rest = words[at + found.len()..].trim_start_matches(['s', '(', ')', ' ']);
        for part in rest.split([' ', ',', '&', ';']).filter(|part| !part.is_empty()) {
            let number = part.trim_matches(|sign: char| !sign.is_ascii_digit());
            let is_joint = matches!(part, "and" | "or");
            let parsed = ExemptParagraph::parse(&Scalar::Text(number.to_owned()));
            match parsed {
                Ok(_) if !number.is_empty() => {
                    paragraphs.insert(number.parse::<u32>().unwrap_or_default());
                }
                _ if is_joint => {}
                _ => break,
            }
        }
    }
    paragraphs.into_iter().filter(|number| 0 < *number).map(|number| number.to_string()).collect()
}

pub(super) fn time_of(text: &str) -> Option<TimeOfDay> {
    TimeOfDay::parse(&Scalar::Text(text.to_owned())).ok().map(|parsed| parsed.value)
}

/// Returns words as a name of lower-case letters, digits and hyphens.
pub(super) fn slug(words: &str) -> String {
    let lower = words.to_lowercase().replace(['\'', '’'], "");
    let parts = lower.split(|sign: char| !sign.is_ascii_alphanumeric());
    let mut name = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if LONGEST_NAME < name.len() {
        name.truncate(LONGEST_NAME);
        name.truncate(name.rfind('-').filter(|at| 20 < *at).unwrap_or(name.len()));
    }
    if name.is_empty() { "paper".to_owned() } else { name }
}

/// Returns a name that is not taken yet, and takes it: with a number behind it where it is.
pub(super) fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| !taken.contains(name)).unwrap_or_else(|| name.to_owned());
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_the_schedule_are_read_from_words() {
        #[track_caller]
        fn check(words: &str, expected: &[&str]) {
            assert_eq!(exempt_paragraphs(words), expected, "{words}");
        }
        check("exempt by paragraph 3 of Part 1 of Schedule 12A", &["3"]);
        check("under paragraphs 1, 2 and 3 of Schedule 12A to the Act", &["1", "2", "3"]);
        check("paragraph(s) 5 of Schedule 12A", &["5"]);
        check("see paragraph 3 below", &[]);
        check("Schedule 12A", &[]);
    }

    #[test]
    fn names_are_made_from_titles() {
        let mut taken = BTreeSet::new();
        assert_eq!(slug("Children’s Services & Learning"), "childrens-services-learning");
        assert_eq!(slug("–"), "paper");
        assert_eq!(unused("a", &mut taken), "a");
        assert_eq!(unused("a", &mut taken), "a-2");
    }
}
