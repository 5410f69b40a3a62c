//! The scores of risks as registers write them: `20`, `20 (5x4)`, `16 (D x 4)`.

use super::{BadValue, Parse, Parsed, Scalar, Wrong, tidy};

/// A level of likelihood or of impact: a number, or a letter from A on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskLevel {
    /// The number; of a letter, its place in the alphabet from 1.
    pub number: u32,
    /// Whether it is written as a letter. What the letter stands for depends on the matrix.
    pub is_letter: bool,
}

/// The score of a risk, with the levels that it is made of where they stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskScore {
    /// The score.
    pub score: u32,
    /// Likelihood and impact.
    pub factors: Option<(RiskLevel, RiskLevel)>,
}

/// The last letter of a matrix of six levels.
const LAST_LETTER: char = 'f';

/// Reads a level: `3`, `C`, `L3`.
fn level(text: &str) -> Option<RiskLevel> {
    let lower = text.to_lowercase();
    let digits = lower.strip_prefix(['l', 'i', 'p']).unwrap_or(&lower);
    if let Ok(number) = digits.parse() {
        return Some(RiskLevel { number, is_letter: false });
    }
    let mut letters = lower.chars();
    let letter = letters.next().filter(|letter| ('a'..=LAST_LETTER).contains(letter))?;
    let number = u32::from(letter) - u32::from('a') + 1;
    letters.next().is_none().then_some(RiskLevel { number, is_letter: true })
}

impl Parse for RiskLevel {
    const WHAT: &'static str = "a level of likelihood or impact";
    const EXAMPLES: &'static [&'static str] = &["4", "D", "4 - Likely"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        if let Scalar::Number(_) = scalar {
            let number = u32::parse(scalar).map_err(|_| BadValue::unlike::<Self>(scalar))?;
            return Ok(number.map(|number| Self { number, is_letter: false }));
        }
        let text = tidy(&scalar.text());
        // What the level is called may follow it.
        let end = text.find([' ', '-', '–', ':', '(']).unwrap_or(text.len());
        let (first, rest) = text.split_at(end);
        let is_name = rest.trim().is_empty() || !rest.contains(|char: char| char.is_ascii_digit());
        let read = level(first).filter(|_| is_name);
        read.map(Parsed::plain).ok_or_else(|| BadValue::unlike::<Self>(scalar))
    }
}

impl Parse for RiskScore {
    const WHAT: &'static str = "a score";
    const EXAMPLES: &'static [&'static str] = &["20", "20 (5x4)", "16 (D x 4)"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        if let Scalar::Number(_) = scalar {
            let score = u32::parse(scalar).map_err(|_| BadValue::unlike::<Self>(scalar))?;
            return Ok(score.map(|score| Self { score, factors: None }));
        }
        let attempt = read(&tidy(&scalar.text())).map(|read| read.map(Parsed::plain));
        BadValue::finish(scalar, attempt)
    }
}

/// Reads `20`, `20 (5x4)`, `(5 × 4) 20`, `5x4 = 20`, `5x4`.
fn read(text: &str) -> Option<Result<RiskScore, Wrong>> {
    let spaced: String = text
        .chars()
        .map(|char| match char {
            '(' | ')' | '[' | ']' | '=' | ':' => " ".to_owned(),
            '×' | 'x' | 'X' | '*' => " x ".to_owned(),
            other => other.to_string(),
        })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let Some(times) = words.iter().position(|word| *word == "x") else {
        let [score] = words[..] else { return None };
        return Some(Ok(RiskScore { score: score.parse().ok()?, factors: None }));
    };
    let likelihood = level(words.get(times.checked_sub(1)?)?)?;
    let impact = level(words.get(times + 1)?)?;
    let factors = Some((likelihood, impact));
    match (&words[..times - 1], &words[times + 2..]) {
        ([score], []) | ([], [score]) => {
            Some(Ok(RiskScore { score: score.parse().ok()?, factors }))
        }
        ([], []) if likelihood.is_letter || impact.is_letter => Some(Err(Wrong::new(
            "it gives letters and no score",
            "write the score before them, such as `16 (D x 4)`",
        ))),
        ([], []) => {
            let score = likelihood.number.saturating_mul(impact.number);
            Some(Ok(RiskScore { score, factors }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_read_as_registers_write_them() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let read = match RiskScore::parse(&Scalar::Text(text.to_owned())) {
                Ok(parsed) => match parsed.value {
                    RiskScore { score, factors: None } => score.to_string(),
                    RiskScore { score, factors: Some((likelihood, impact)) } => {
                        format!("{score} = {} x {}", likelihood.number, impact.number)
                    }
                },
                Err(bad) => bad.message,
            };
            assert_eq!(read, expected, "{text}");
        }
        check("20", "20");
        check("20 (5x4)", "20 = 5 x 4");
        check("20 (5 × 4)", "20 = 5 x 4");
        check("(5x4) 20", "20 = 5 x 4");
        check("5*4=20", "20 = 5 x 4");
        check("20 [L5 x I4]", "20 = 5 x 4");
        check("5 X 4", "20 = 5 x 4");
        check("16 (D x 4)", "16 = 4 x 4");
        check("9 (CxC)", "9 = 3 x 3");
        check("D x 4", "expected a score, found `D x 4` (it gives letters and no score)");
        check("high", "expected a score, found `high`");
        check("20 (5x4) 3", "expected a score, found `20 (5x4) 3`");
        check("-3", "expected a score, found `-3`");
        assert_eq!(RiskScore::parse(&Scalar::Number("12".into())).unwrap().value.score, 12);
    }

    #[test]
    fn levels_are_numbers_or_letters() {
        #[track_caller]
        fn check(text: &str, expected: Option<(u32, bool)>) {
            let read = RiskLevel::parse(&Scalar::Text(text.to_owned())).ok();
            let read = read.map(|parsed| (parsed.value.number, parsed.value.is_letter));
            assert_eq!(read, expected, "{text}");
        }
        check("3", Some((3, false)));
        check("C", Some((3, true)));
        check("c", Some((3, true)));
        check("4 - Likely", Some((4, false)));
        check("D: likely", Some((4, true)));
        check("G", None);
        check("Likely", None);
        check("3 to 4", None);
    }
}
