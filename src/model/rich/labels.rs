//! The labels of list items, read as numbers: do they run in sequence?
//!
//! `c.` may be a letter or a Roman hundred, `i.` a letter or a one. So a list is read in every way
//! that fits all of its labels, and only what is wrong in each of them is wrong.

/// A way to read the labels of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelStyle {
    /// `1`, `2`, `3`.
    Decimal,
    /// `a`, `b`, `c`.
    Letter,
    /// `i`, `ii`, `iii`.
    Roman,
}

/// A label taken apart: `(a)` is `(`, `a` and `)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Label<'a> {
    open: &'a str,
    number: &'a str,
    close: &'a str,
}

/// Where a list stops running in sequence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// Which item's label is wrong, counted from 0.
    pub(super) item: usize,
    /// The label that would have been right.
    pub(super) expected: String,
}

/// Finds the first label that does not follow the one before it; any number may be the first.
pub(super) fn first_break(labels: &[&str]) -> Option<Break> {
    let mut found: Option<Break> = None;
    for style in styles(labels) {
        let reason = break_in(labels, style)?;
        // The reading that goes further is what the author meant.
        if found.as_ref().is_none_or(|found| found.item < reason.item) {
            found = Some(reason);
        }
    }
    found
}

/// Whether a list labelled `after` goes on where one labelled `before` ends, so that the two were
/// meant as one. A gap is allowed, as [`first_break`] will name it; a fresh start is not.
pub(super) fn continues(before: &[&str], after: &[&str]) -> bool {
    let (Some(&last), Some(&next)) = (before.last(), after.first()) else { return false };
    let (a, b) = (split(last), split(next));
    if (a.open, a.close) != (b.open, b.close) {
        return false;
    }
    let all: Vec<&str> = before.iter().chain(after).copied().collect();
    styles(&all).into_iter().any(|style| {
        let (Some(last), Some(next)) = (value(style, last), value(style, next)) else {
            return false;
        };
        last.checked_add(1) == Some(next) || (last < next && !starts(b.number))
    })
}

/// Whether two labels have the same brackets and stops, and numbers of the same sort.
pub(super) fn is_same_form(a: &str, b: &str) -> bool {
    let (first, second) = (split(a), split(b));
    (first.open, first.close) == (second.open, second.close) && !styles(&[a, b]).is_empty()
}

/// Whether a list could begin at `number`.
fn starts(number: &str) -> bool {
    number == "1" || number.eq_ignore_ascii_case("a") || number.eq_ignore_ascii_case("i")
}

/// Returns the readings that fit every label, the likeliest first.
fn styles(labels: &[&str]) -> Vec<LabelStyle> {
    let first = labels.first().map_or("", |label| split(label).number);
    let order = if first.len() == 1 && !first.eq_ignore_ascii_case("i") {
        [LabelStyle::Decimal, LabelStyle::Letter, LabelStyle::Roman]
    } else {
        [LabelStyle::Decimal, LabelStyle::Roman, LabelStyle::Letter]
    };
    let fits = |style: &LabelStyle| labels.iter().all(|label| value(*style, label).is_some());
    order.into_iter().filter(fits).collect()
}

fn break_in(labels: &[&str], style: LabelStyle) -> Option<Break> {
    labels.windows(2).zip(1..).find_map(|(pair, item)| {
        let wanted = value(style, pair[0])?.checked_add(1)?;
        let found = value(style, pair[1])?;
        (found != wanted).then(|| Break { item, expected: written(style, wanted, pair[0]) })
    })
}

fn split(label: &str) -> Label<'_> {
    let open = if label.starts_with('(') { "(" } else { "" };
    let rest = &label[open.len()..];
    let number = rest.trim_end_matches(['.', ')']);
    Label { open, number, close: &rest[number.len()..] }
}

fn value(style: LabelStyle, label: &str) -> Option<u64> {
    let number = split(label).number;
    match style {
        LabelStyle::Decimal => number.parse().ok(),
        LabelStyle::Letter => match number.as_bytes() {
            [letter @ b'a'..=b'z'] => Some(u64::from(letter - b'a') + 1),
            [letter @ b'A'..=b'Z'] => Some(u64::from(letter - b'A') + 1),
            _ => None,
        },
        LabelStyle::Roman => roman(number),
    }
}

fn roman(number: &str) -> Option<u64> {
    let mut sum = 0_u64;
    let mut previous = 0;
    for digit in number.chars().rev() {
        let digit = match digit.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            'd' => 500,
            'm' => 1000,
            _ => return None,
        };
        sum = if digit < previous { sum.checked_sub(digit)? } else { sum.checked_add(digit)? };
        previous = digit;
    }
    (sum > 0).then_some(sum)
}

/// Writes `number` in the manner of the label `like`.
fn written(style: LabelStyle, number: u64, like: &str) -> String {
    let like = split(like);
    let text = match style {
        LabelStyle::Decimal => number.to_string(),
        LabelStyle::Letter => letter(number),
        LabelStyle::Roman => roman_digits(number),
    };
    let upper = like.number.starts_with(|c: char| c.is_ascii_uppercase());
    let text = if upper { text.to_ascii_uppercase() } else { text };
    format!("{}{text}{}", like.open, like.close)
}

/// Writes 1 as `a` and 27, for which Djot has no letter, as `aa`.
fn letter(number: u64) -> String {
    match u8::try_from(number) {
        Ok(number @ 1..=26) => char::from(b'a' + number - 1).to_string(),
        _ => "aa".to_owned(),
    }
}

fn roman_digits(mut number: u64) -> String {
    const DIGITS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, digits) in DIGITS {
        while number >= value {
            text.push_str(digits);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(labels: &str, expected: &str) {
        let labels: Vec<&str> = labels.split_whitespace().collect();
        let found = first_break(&labels)
            .map_or("in order".to_owned(), |at| format!("{} for {}", at.expected, labels[at.item]));
        assert_eq!(found, expected, "{labels:?}");
    }

    #[test]
    fn any_start_and_style_is_in_order() {
        for labels in [
            "1. 2. 3.",
            "7) 8) 9) 10)",
            "(a) (b) (c) (d) (e)",
            "i. ii. iii. iv. v. vi. vii. viii. ix. x.",
            "g. h. i. j. k. l. m. n.",
            "i. j. k.",
            "c. d. e.",
            "i. ii.",
            "v. vi.",
            "v. w. x. y. z.",
            "I. II. III.",
            "H. I. J.",
            "01. 02.",
            "5.",
            "",
        ] {
            check(labels, "in order");
        }
    }

    #[test]
    fn a_wrong_label_is_named_with_the_right_one() {
        check("1. 1. 1.", "2. for 1.");
        check("1. 2. 4.", "3. for 4.");
        check("(a) (b) (d)", "(c) for (d)");
        check("i. ii. iv.", "iii. for iv.");
        check("I) III)", "II) for III)");
        check("i. i.", "ii. for i.");
        check("c. c.", "d. for c.");
        check("h. i. i.", "j. for i.");
        check("b. d.", "c. for d.");
        check("y. z. a.", "aa. for a.");
        check("3. 2.", "4. for 2.");
    }

    #[test]
    fn a_list_goes_on_or_starts_afresh() {
        #[track_caller]
        fn check(before: &str, after: &str, expected: bool) {
            let (before, after): (Vec<_>, Vec<_>) =
                (before.split(' ').collect(), after.split(' ').collect());
            assert_eq!(continues(&before, &after), expected, "{before:?} {after:?}");
        }
        check("g. h.", "i.", true);
        check("b.", "d. e.", true);
        check("1. 2.", "3.", true);
        check("h.", "i)", false);
        check("(h)", "i)", false);
        check("a. b.", "i. ii.", false);
        check("a.", "i.", false);
        check("ii.", "a. b.", false);
        check("1.", "a.", false);
    }
}
