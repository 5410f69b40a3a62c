//! Why a reading is missing: the marks of the Government Statistical Service (`[c]`, `[x]`, `[z]`,
//! `[low]`), of `StatsWales`, of spreadsheets and of councils.
//!
//! A mark in brackets always counts; a bare letter only where nothing else can be meant.

use super::{Parsed, Wrong, quoted, tidy};

/// A missing reading: the reason, and what the cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Why it is missing.
    pub reason: MissingReason,
    /// What the cell says.
    pub written: String,
}

/// Why a reading is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingReason {
    /// Withheld so that nobody can be recognised: `*`, `[c]`.
    Suppressed,
    /// Not collected, not received or not reliable: `..`, `[x]`.
    Unavailable,
    /// It can't exist: `n/a`, `[z]`.
    NotApplicable,
    /// The period's reading is not to be made yet.
    NotDue,
    /// The indicator is too new to have one.
    NewMeasure,
    /// A small count, withheld: `<5`, `[low]`.
    Low,
    /// It will come: `TBC`.
    Pending,
    /// The spreadsheet could not work it out: `#DIV/0!`.
    SpreadsheetError,
}

impl MissingReason {
    /// Returns the words that explain it in the legend under a table; no full stop.
    pub fn legend(self) -> &'static str {
        match self {
            Self::Suppressed => "withheld to protect confidentiality",
            Self::Unavailable => "not available",
            Self::NotApplicable => "not applicable",
            Self::NotDue => "not due in this period",
            Self::NewMeasure => "new measure, no earlier data",
            Self::Low => "a low number, not shown exactly",
            Self::Pending => "to be confirmed",
            Self::SpreadsheetError => "not available, the source could not calculate it",
        }
    }
}

/// What a spreadsheet shows, and saves as CSV, where a formula can't be worked out.
const ERROR_VALUES: &[&str] = &[
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
];

/// Returns whether a text is what a spreadsheet shows in place of a value: an error, or hashes in a column that is too
/// narrow.
pub fn is_error_value(text: &str) -> bool {
    let text = text.trim();
    ERROR_VALUES.contains(&text) || text.len() > 2 && text.bytes().all(|byte| byte == b'#')
}

/// Returns why a reading is missing that consists of a mark or of words for it.
pub(super) fn reason_of(lower: &str) -> Option<MissingReason> {
    use MissingReason as R;
    let mark = lower.strip_prefix('[').and_then(|mark| mark.strip_suffix(']'));
    if let Some(mark) = mark {
        return match mark.trim() {
            "c" | "s" => Some(R::Suppressed),
            "x" | "u" | "e" | "w" | "ns" => Some(R::Unavailable),
            "z" => Some(R::NotApplicable),
            "low" | "k" => Some(R::Low),
            _ => None,
        };
    }
    match lower.trim_end_matches('.') {
        "*" | "**" | "***" | "c" | "s" | "suppressed" | "confidential" | "withheld" => {
            Some(R::Suppressed)
        }
        "-" | "--" | "–" | "—" | "−" | ":" | "…" | "x" | "u" | "w" | "ns" | "no data"
        | "data not available" | "not available" | "unavailable" | "data unavailable"
        | "not known" | "unknown" | "not collected" | "no data available" => Some(R::Unavailable),
        "" if lower.len() > 1 => Some(R::Unavailable),
        "z" | "n/a" | "na" | "n.a" | "not applicable" => Some(R::NotApplicable),
        "not due" | "not yet due" | "not due this quarter" => Some(R::NotDue),
        "new" | "new measure" | "new indicator" | "new kpi" => Some(R::NewMeasure),
        "low" => Some(R::Low),
        "tbc" | "tba" | "to be confirmed" | "to follow" | "pending" | "awaited"
        | "awaiting data" | "data awaited" | "not yet available" => Some(R::Pending),
        _ => None,
    }
}

/// A cell that its spreadsheet could not work out, or had no room to show.
pub(super) fn spreadsheet_error(text: &str) -> Result<Parsed<Missing>, Wrong> {
    let written = tidy(text);
    if written.bytes().all(|b| b == b'#') {
        // There is a value, which nobody can read.
        let hint = "widen the column in the spreadsheet, and save the table again";
        return Err(Wrong::new("the column was too narrow for its value", hint));
    }
    let note = format!("the spreadsheet error {} is shown as not available", quoted(text));
    let missing = Missing { reason: MissingReason::SpreadsheetError, written };
    Ok(Parsed::noted(missing, note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_mark_and_a_legend() {
        #[track_caller]
        fn check(mark: &str, reason: Option<MissingReason>) {
            assert_eq!(reason_of(mark), reason, "{mark}");
            assert!(reason.is_none_or(|reason| !reason.legend().ends_with('.')));
        }
        check("[c]", Some(MissingReason::Suppressed));
        check("[x]", Some(MissingReason::Unavailable));
        check("[z]", Some(MissingReason::NotApplicable));
        check("[low]", Some(MissingReason::Low));
        check("not due", Some(MissingReason::NotDue));
        check("new measure", Some(MissingReason::NewMeasure));
        check("tbc", Some(MissingReason::Pending));
        check("..", Some(MissingReason::Unavailable));
        check("", None);
        check(".", None);
        check("e", None);
        check("[p]", None);
        check("[r]", None);
        check("12", None);
    }
}
