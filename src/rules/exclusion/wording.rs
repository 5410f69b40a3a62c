//! How resolutions to exclude the public are worded: what they cite, and which paragraphs they name.

use crate::model::minutes::{Minute, Motion, MotionOutcome};
use crate::model::record::Text;
use crate::model::rich::{Block, Table, plain_line};

/// Returns the words of a minute, as far as they were agreed: not those of motions that were lost or taken back.
/// Paragraphs of a table with a column for them are named as such.
pub(super) fn agreed_words(minute: &Minute) -> String {
    let mut words = Vec::new();
    for paragraph in &minute.paragraphs {
        words.extend(paragraph.text.iter().map(words_of));
        if let Some(motion) = paragraph.motion.as_ref().filter(|motion| is_agreed(motion)) {
            words.push(words_of(&motion.text));
            words.extend(motion.substantive.iter().map(words_of));
        }
        if let Some(resolution) = &paragraph.resolution {
            words.extend(resolution.formula.iter().map(|formula| formula.value.clone()));
            words.push(words_of(&resolution.text));
        }
    }
    words.join("\n")
}

fn is_agreed(motion: &Motion) -> bool {
    let outcome = motion.outcome.as_ref().map(|outcome| outcome.value);
    !matches!(outcome, Some(MotionOutcome::Lost | MotionOutcome::Withdrawn | MotionOutcome::Fell))
}

fn words_of(text: &Text) -> String {
    let tables = text.value.0.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) | Block::Heading { .. } | Block::List(_) | Block::Quote(_) => None,
    });
    let named = tables.flat_map(cells_of_paragraphs);
    named.fold(text.value.0.plain_text(), |words, cell| format!("{words}\nparagraph {cell}"))
}

/// Returns the cells below a heading that names paragraphs.
fn cells_of_paragraphs(table: &Table) -> Vec<String> {
    let is_of_paragraphs = |head: &String| {
        let head = head.to_lowercase();
        WORDS.iter().any(|word| head.contains(word))
    };
    let heads = table.head.iter().flat_map(|row| {
        let heads: Vec<String> = row.iter().map(|cell| plain_line(cell)).collect();
        (0..heads.len()).filter(|at| is_of_paragraphs(&heads[*at])).collect::<Vec<_>>()
    });
    let columns: Vec<usize> = heads.collect();
    let rows = table.body.iter();
    rows.flat_map(|row| columns.iter().filter_map(|at| row.get(*at)))
        .map(|cell| plain_line(cell))
        .filter(|cell| cell.chars().any(|char| char.is_ascii_digit()))
        .map(|cell| cell.trim_start_matches(|char: char| !char.is_ascii_digit()).to_owned())
        .collect()
}

/// Returns whether words exclude the public under the law: section 100A of the Act, its Schedule 12A, or, for an
/// executive, regulation 4 of SI 2012/2089.
pub(super) fn excludes_public(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut sentences = lower.split(['\n', ';']);
    let excludes = |text: &str| {
        let has_public = ["public", "press", "session"].iter().any(|word| text.contains(word));
        let is_denied = DENIALS.iter().any(|denial| text.contains(denial));
        has_public && !is_denied && EXCLUDING.iter().any(|words| text.contains(words))
    };
    sentences.any(excludes) && cites_law(&lower)
}

/// What is done to the public, or to the meeting.
const EXCLUDING: &[&str] = &[
    "exclude",
    "excluding",
    "exclusion",
    "asked to leave",
    "leave the meeting",
    "leave the room",
    "withdraw from the meeting",
    "required to withdraw",
    "asked to withdraw",
    "requested to withdraw",
    "not be admitted",
    "not open to the public",
    "closed to the public",
    "in private",
    "into private",
    "private session",
    "closed session",
    "exempt session",
];

/// What says that it is not done.
const DENIALS: &[&str] = &[
    "not be excluded",
    "not to exclude",
    "not exclude",
    "be not excluded",
    "no resolution",
    "not excluded",
    "readmit",
    "re-admit",
    "return to the meeting",
    "be rejected",
    "was rejected",
    "was lost",
    "not carried",
    "was defeated",
    "be refused",
];

/// Returns whether words, in lower case, cite the law.
fn cites_law(words: &str) -> bool {
    let dense: String =
        words.chars().filter(|char| char.is_alphanumeric() || *char == '/').collect();
    let of_executive = ["executivearrangements", "2012/2089", "20122089"];
    dense.contains("100a")
        || dense.contains("schedule12a")
        || dense.contains("localgovernmentact1972")
        || of_executive.iter().any(|cited| dense.contains(cited))
}

/// What a paragraph of the Schedule is called, also where a council has categories of its own.
const WORDS: &[&str] = &["paragraph", "para", "category", "categories"];

/// Numbers in words, in their order.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
];

/// Returns whether a text names a paragraph of the Schedule: its number after the word, in digits or words, in a
/// list or a range.
pub(super) fn names_paragraph(text: &str, paragraph: u32) -> bool {
    let text = text.to_lowercase();
    WORDS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let rest = &text[at + word.len()..];
            let is_exception =
                EXCEPTIONS.iter().any(|words| text[..at].trim_end().ends_with(words));
            !is_exception && names_in_list(rest, paragraph) && !excepts(rest, paragraph)
        })
    })
}

/// What leads to paragraphs that are not meant.
const EXCEPTIONS: &[&str] = &["other than", "except", "except for", "but not"];

/// Returns whether the sentence that goes on after the word for a paragraph takes it out again: `1 to 7 other than 3`.
fn excepts(rest: &str, paragraph: u32) -> bool {
    let sentence = rest.split(['.', ';', '\n']).next().unwrap_or_default();
    EXCEPTIONS.iter().any(|words| {
        sentence.split_once(words).is_some_and(|(_, rest)| {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix("for ").unwrap_or(rest);
            let rest = WORDS.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            names_in_list(rest, paragraph)
        })
    })
}

/// Returns whether the list that follows the word for a paragraph names it. The list ends with the first word that
/// can't be in it.
fn names_in_list(rest: &str, paragraph: u32) -> bool {
    // The rest of `paragraphs`, `paragraph(s)` and `paras.`.
    let rest = rest.trim_start_matches("graph");
    let rest = ["s", "(s)"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest);
    let pieces =
        rest.split(|char: char| !char.is_alphanumeric() && !matches!(char, '-' | '–' | '—'));
    let mut last: Option<u32> = None;
    let mut is_range = false;
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let mut parts = piece.split(['-', '–', '—']).peekable();
        let has_dash = piece.contains(['-', '–', '—']);
        while let Some(part) = parts.next() {
            match part {
                "" | "and" | "or" | "number" | "numbers" | "numbered" | "no" | "nos" | "both" => {}
                "to" | "through" => is_range = true,
                _ => {
                    let Some(number) = number(part) else { return false };
                    let from = last.filter(|_| is_range).unwrap_or(number);
                    if (from..=number).contains(&paragraph) {
                        return true;
                    }
                    (last, is_range) = (Some(number), false);
                }
            }
            is_range |= has_dash && parts.peek().is_some() || piece == "-" || piece == "–";
        }
    }
    false
}

fn number(word: &str) -> Option<u32> {
    let in_words = NUMBERS.iter().position(|number| *number == word);
    in_words.and_then(|at| u32::try_from(at + 1).ok()).or_else(|| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{excludes_public, names_paragraph};

    #[test]
    fn paragraphs_are_named() {
        for (text, paragraph) in [
            ("as defined in paragraph 3 of Part 1", 3),
            ("paragraphs 1, 2 and 5 of Schedule 12A", 5),
            ("Paragraph(s) 3 and (5)", 5),
            ("paras. 1 & 3", 3),
            ("paragraphs 1 to 3", 2),
            ("paragraphs 1-3", 2),
            ("paragraphs 1 – 3 of Part 1", 2),
            ("paragraph three of Part 1", 3),
            ("paragraphs one and seven", 7),
            ("paragraph number 3", 3),
            ("categories 2, 4 and 5", 4),
            ("category 3", 3),
            ("paragraph 1 (individuals) and paragraph 3 (business)", 3),
            ("paragraphs 14 and 16 of Schedule 12A", 16),
            ("paragraphs 1 to 7 other than 3", 4),
            ("any paragraph other than paragraph 5, that is paragraph 3", 3),
        ] {
            assert!(names_paragraph(text, paragraph), "{text}");
        }
        for (text, paragraph) in [
            ("paragraph 3 of Part 1 of Schedule 12A", 1),
            ("Schedule 12A, 3", 3),
            ("paragraph 13", 3),
            ("paragraphs 1 to 3", 4),
            ("paragraph 1 of Part 1, item 3", 3),
            ("paragraphs 1 and 5", 3),
            ("paragraphs 1 to 7 other than 3", 3),
            ("paragraphs 1 to 7 except for paragraph 3", 3),
        ] {
            assert!(!names_paragraph(text, paragraph), "{text}");
        }
    }

    #[test]
    fn the_public_is_excluded_under_the_law() {
        assert!(excludes_public("that the public be excluded under section 100A(4)"));
        assert!(excludes_public("Press and public to leave the meeting (S. 100 A (4))"));
        assert!(excludes_public("The public were asked to withdraw under section 100A(4)"));
        assert!(excludes_public("That the Committee go into exempt session, section 100A(4)"));
        assert!(!excludes_public("that the motion to exclude the public, s. 100A(4), be rejected"));
        assert!(!excludes_public("that the public be excluded"));
        assert!(!excludes_public("that the public be not excluded, section 100A(4)"));
        assert!(!excludes_public("that the public not be excluded, section 100A(4)"));
        assert!(!excludes_public("the report, section 100A(4)"));
    }
}
