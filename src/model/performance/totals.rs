//! Totals that somebody typed below rows of money: kept beside the rows, never added to them.

use std::ops::Range;

use super::{Account, CapitalCause, CapitalChange};
use crate::node::Node;
use crate::record::{Field, FromNode, Located};
use crate::value::{Money, Parse, Scalar};
use diag::{Diagnostics, Origin};

/// A table of money whose typed totals are compared with the sums of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyTable {
    /// The revenue budget.
    Finance,
    /// The savings.
    Savings,
    /// The capital programme.
    Capital,
    /// The reserves.
    Reserves,
    /// What changed the capital programme.
    CapitalChanges,
    /// What changed the budget.
    BudgetChanges,
    /// The virements.
    Virements,
    /// What is owed to the council.
    Debts,
}

impl MoneyTable {
    /// Every such table.
    pub const ALL: [Self; 8] = [
        Self::Finance,
        Self::Savings,
        Self::Capital,
        Self::Reserves,
        Self::CapitalChanges,
        Self::BudgetChanges,
        Self::Virements,
        Self::Debts,
    ];

    /// Returns the name of the table's file or sheet.
    pub fn table(self) -> &'static str {
        match self {
            Self::Finance => "finance",
            Self::Savings => "savings",
            Self::Capital => "capital",
            Self::Reserves => "reserves",
            Self::CapitalChanges => "capital-changes",
            Self::BudgetChanges => "budget-changes",
            Self::Virements => "virements",
            Self::Debts => "debts",
        }
    }

    /// Returns the columns whose totals are compared.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Finance => &["budget", "forecast", "variance", "pressure", "mitigation"],
            Self::Savings => &["target", "delivered"],
            Self::Capital => &["budget", "year-budget", "forecast", "slippage"],
            Self::Reserves => &["opening", "paid-in", "drawn", "forecast", "minimum"],
            Self::CapitalChanges => CapitalChange::YEARS,
            Self::BudgetChanges => {
                &["original", "growth", "inflation", "savings", "virements", "other", "revised"]
            }
            Self::Virements => &["amount"],
            Self::Debts => {
                &["not-due", "to-30-days", "to-90-days", "to-a-year", "over-a-year", "total"]
            }
        }
    }
}

/// A row of totals.
#[derive(Debug, Clone)]
pub struct TypedTotal {
    /// The table that it stands in.
    pub table: MoneyTable,
    /// What its words say that it is the total of; empty where they are only `Total`.
    pub name: Located<String>,
    /// Whether it says that it is a total of some rows only.
    pub is_part: bool,
    /// The account beside it.
    pub account: Option<Account>,
    /// The portfolio beside it.
    pub portfolio: Option<String>,
    /// The group beside it.
    pub group: Option<String>,
    /// The rows between it and the row of totals above it, by their places in the table.
    pub above: Range<usize>,
    /// Its amounts, by column.
    pub amounts: Vec<(&'static str, Located<Money>)>,
}

/// Columns of tables of money that say what a row is.
pub const TOTAL_NAMES: [&str; 6] = ["ref", "title", "group", "cause", "portfolio", "account"];

impl TypedTotal {
    /// Reads a row of totals; `None` where none of its words are those of a total. `above` are the rows since the
    /// last.
    pub fn read(
        diags: &mut Diagnostics,
        table: MoneyTable,
        row: &Node,
        above: Range<usize>,
    ) -> Option<Self> {
        let text = |column: &str| row.get(column).and_then(Node::text);
        let (column, name, is_part) = TOTAL_NAMES.iter().find_map(|column| {
            let (name, is_part) = total_words(&text(column)?)?;
            Some((*column, name, is_part))
        })?;
        let place = |column: &str| row.get(column).map_or(&row.origin, |node| &node.origin);
        let other = |wanted: &str| text(wanted).filter(|_| column != wanted);
        let mut amounts = Vec::new();
        for &wanted in table.columns() {
            let field = Field { node: row.get(wanted), row: &row.origin, column: wanted };
            if field.node.is_some() {
                amounts.extend(Located::from_node(diags, field).map(|amount| (wanted, amount)));
            }
        }
        let origin: Origin = place(column).clone();
        Some(Self {
            table,
            name: Located { value: name, origin },
            is_part,
            account: other("account")
                .and_then(|text| Account::parse(&Scalar::Text(text)).ok())
                .map(|parsed| parsed.value),
            portfolio: other("portfolio"),
            group: other("group").or_else(|| other("cause")),
            above,
            amounts,
        })
    }
}

/// Names of totals, in lower case, that mean every row of their table.
const EVERYTHING: [&str; 10] = [
    "council",
    "all",
    "all services",
    "services",
    "net",
    "revenue",
    "revenue budget",
    "savings",
    "capital",
    "capital programme",
];

/// Returns the word of the cause of changes that a name of a total means, such as `addition` for `Additions`.
pub fn cause_word(name: &str) -> Option<&'static str> {
    CapitalCause::parse(&Scalar::Text(name.to_owned())).ok().map(|parsed| parsed.value.word())
}

/// Returns whether a name of a total, in lower case, means every row of its table.
pub fn is_name_of_everything(name: &str) -> bool {
    EVERYTHING.contains(&name)
}

/// Returns whether a name of a total, in lower case, means all portfolios, and not budgets that are outside them
/// (`Some(true)`), or those alone (`Some(false)`).
pub fn is_name_of_portfolios(name: &str) -> Option<bool> {
    match name {
        "portfolios" | "all portfolios" | "portfolio budgets" => Some(true),
        "non-portfolio" | "non-portfolio budgets" => Some(false),
        _ => None,
    }
}

/// Returns what words such as `Total: Highways` or `Highways - Total` are a total of, and whether
/// they say that it is of some rows only; `None` for other words.
pub fn total_words(text: &str) -> Option<(String, bool)> {
    const MARKS: [char; 6] = [' ', '-', '–', '—', ':', ','];
    let lower = text.trim().to_lowercase();
    let plain = lower.trim_end_matches(['.', ':']);
    let name = |rest: &str, from: usize| text.trim()[from..from + rest.len()].trim_matches(MARKS);
    // The slices of `text` need lower case to have the same length, as it has for all these words.
    if lower.len() != text.trim().len() {
        return None;
    }
    let starts: [(&str, bool); 6] = [
        ("grand total", false),
        ("sub-total", true),
        ("sub total", true),
        ("subtotal", true),
        ("totals", false),
        ("total", false),
    ];
    for (word, is_part) in starts {
        if let Some(rest) = plain.strip_prefix(word) {
            let rest = rest.strip_prefix(" of").or(rest.strip_prefix(" for")).unwrap_or(rest);
            if rest.is_empty() || rest.starts_with(MARKS) {
                return Some((name(rest, plain.len() - rest.len()).to_owned(), is_part));
            }
        }
        if let Some(rest) = plain.strip_suffix(word)
            && rest.ends_with(MARKS)
        {
            return Some((name(rest, 0).to_owned(), is_part));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_words() {
        #[track_caller]
        fn check(text: &str, expected: Option<(&str, bool)>) {
            let expected = expected.map(|(name, is_part)| (name.to_owned(), is_part));
            assert_eq!(total_words(text), expected, "{text}");
        }
        check("Total", Some(("", false)));
        check("TOTAL:", Some(("", false)));
        check("Grand total", Some(("", false)));
        check("Sub-total", Some(("", true)));
        check("Subtotal Highways", Some(("Highways", true)));
        check("Highways - Total", Some(("Highways", false)));
        check("Highways – sub-total", Some(("Highways", true)));
        check("Total for Care, all ages", Some(("Care, all ages", false)));
        check("Total: Care", Some(("Care", false)));
        check("Totally new lifts", None);
        check("Teetotal campaign", None);
        check("Placements", None);
    }
}
