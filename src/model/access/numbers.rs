//! Numbers of agenda items: which are the same, and which is a part of which.

use unicode_normalization::UnicodeNormalization;

use crate::meeting::AgendaLine;

/// Returns the position of the item of which another is a part: `2` of `2a`, `2.1` and `2(a)`, `2.1` of
/// `2.1.3`; and of `(a)` the last item with a figure above it.
/// `numbers` are those of all lines as they are compared.
pub(super) fn parent_of(
    lines: &[AgendaLine],
    numbers: &[Option<String>],
    at: usize,
    written: &str,
) -> Option<usize> {
    let number = numbers[at].as_deref()?;
    let has_digit = |number: &str| number.contains(|char: char| char.is_ascii_digit());
    if is_bracketed(written) {
        let above = (0..at).rev().filter(|at| lines[*at].number.is_some());
        let bracketed =
            |at: &usize| lines[*at].number.as_ref().is_some_and(|number| is_bracketed(number));
        // `(i)` below `(a)` is a part of that.
        let whole = above.clone().next().filter(|at| {
            let other = numbers[*at].as_deref().unwrap_or_default();
            bracketed(at) && is_roman(number) && !is_roman(other)
        });
        let whole = whole.or_else(|| above.clone().find(|at| !bracketed(at)));
        // Where all numbers are in brackets, these say nothing.
        if whole.is_some() {
            return whole;
        }
    }
    if !has_digit(number) && number.chars().all(char::is_alphabetic) {
        // `IVa` is a part of `IV`.
        let whole = number.strip_suffix(char::is_alphabetic).filter(|whole| is_roman(whole));
        let whole = whole.filter(|_| !is_roman(number));
        let is_whole = |other: &Option<String>| other.as_deref() == whole;
        if let Some(at) = whole.and_then(|_| numbers.iter().position(is_whole)) {
            return Some(at);
        }
        let whole =
            numbers[..at].iter().rposition(|other| other.as_deref().is_some_and(has_digit))?;
        // Below `B.1`, `a` is a part of that, and `C` comes after `B`.
        let is_capital = |number: &str| number.trim().starts_with(char::is_uppercase);
        let is_main = |line: &AgendaLine| {
            let main = line.number.as_ref().map(|number| (folded(number), is_capital(number)));
            main.is_some_and(|(main, capital)| {
                main.chars().all(char::is_alphabetic)
                    && is_part(&main, numbers[whole].as_deref().unwrap_or_default())
                    && capital == is_capital(written)
            })
        };
        return (!lines.iter().any(is_main)).then_some(whole);
    }
    // The longest number that it begins with is its nearest whole.
    let is_separate = |other: usize| {
        let other = lines[other].number.as_ref();
        other.is_some_and(|other| is_bracketed(other)) && !is_bracketed(written)
    };
    let all = numbers.iter().enumerate();
    let all = all.filter(|(other, _)| *other != at && !is_separate(*other));
    let all = all.filter_map(|(at, other)| Some((at, other.as_deref()?)));
    let is_letter = |other: &str| {
        let rest = number.strip_prefix(other).unwrap_or_default();
        rest.starts_with(|char: char| !char.is_alphabetic())
    };
    // An item may go on under its number.
    let wholes = all.filter(|(_, other)| {
        (!number.is_empty() && *other == number)
            || (has_digit(other) || is_letter(other)) && is_part(other, number)
    });
    wholes.max_by_key(|(_, other)| other.len()).map(|(at, _)| at)
}

/// Returns whether a number stands in brackets: `(a)`, `b)`.
pub(super) fn is_bracketed(number: &str) -> bool {
    let number = number.trim();
    number.ends_with(')') && (number.starts_with('(') || !number.contains('('))
}

/// Returns whether a number is a small Roman one.
pub(super) fn is_roman(number: &str) -> bool {
    !number.is_empty() && number.chars().all(|char| matches!(char, 'i' | 'v' | 'x'))
}

/// Returns whether the number `part` is that of a part of `whole`.
pub(super) fn is_part(whole: &str, part: &str) -> bool {
    let Some(rest) = part.strip_prefix(whole) else { return false };
    let ends_in_digit = whole.ends_with(|char: char| char.is_ascii_digit());
    match rest.chars().next() {
        None => false,
        Some(next) if next.is_ascii_digit() => !ends_in_digit,
        Some(_) => true,
    }
}

/// Returns an item's number as it is compared: lower case, without what people write around it.
pub(super) fn folded(number: &str) -> String {
    let number = number.nfkc().collect::<String>().trim().to_lowercase();
    let mut bare = number.as_str();
    for word in ["agenda", "item", "number", "no.", "no"] {
        let rest = bare.strip_prefix(word).filter(|rest| !rest.starts_with(char::is_alphabetic));
        bare = rest.unwrap_or(bare).trim_start_matches([' ', '.', ':']);
    }
    // What stands in brackets behind it may be a letter of the number, and words are not.
    let words =
        bare.find('(').filter(|at| bare[*at..].chars().filter(|c| c.is_alphabetic()).count() > 3);
    let bare = words.map_or(bare, |at| &bare[..at]);
    let bare = bare.trim_matches(|char: char| !char.is_alphanumeric());
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    let trimmed = bare.trim_start_matches('0');
    let bare = if trimmed.starts_with(|char: char| char.is_ascii_digit()) { trimmed } else { bare };
    bare.split_whitespace().collect()
}

/// Returns the position of the agenda line with that number, however it is written.
pub(super) fn position(lines: &[AgendaLine], number: &str) -> Option<usize> {
    lines.iter().position(|line| line.has_number(number)).or_else(|| {
        let wanted = folded(number);
        lines
            .iter()
            .position(|line| line.number.as_ref().is_some_and(|printed| folded(printed) == wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_items() {
        for part in ["2a", "2.1", "2(a)", "2/1", "2ab"] {
            assert!(is_part("2", part), "{part}");
        }
        for other in ["2", "20", "20a", "12", "3"] {
            assert!(!is_part("2", other), "{other}");
        }
        assert!(is_part("2.1", "2.1.3") && is_part("2a", "2ai") && is_part("2a", "2a1"));
    }

    #[test]
    fn numbers_are_compared_without_what_is_written_around_them() {
        for number in ["5", "5.", "(5)", " Item 5 ", "item 5."] {
            assert_eq!(folded(number), "5", "{number}");
        }
        assert_eq!(folded("4 (A)"), "4(a");
        // Words are no part of a number.
        assert_eq!(folded("4 (iii)"), "4(iii");
        assert_eq!(folded("4 (late)"), "4");
        assert_eq!(folded("4 (urgent)"), "4");
    }
}
