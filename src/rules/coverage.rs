//! Which duties of the catalogue are checked, as a table made from the rules.

use std::fmt::Write;

use super::{ALL, State};

/// Duties in the catalogue that bind no council served here: number, summary, reason.
const OTHERS: &[(&str, &str, &str)] = &[(
    "T1",
    "spending data, and papers of small authorities",
    "not applicable: the Transparency Code puts no duty on minutes; parish councils are not served",
)];

impl State {
    /// Returns the state in words, as the table of rules and `explain` give it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Computed => "worked out and listed",
            Self::Guaranteed => "guaranteed by the document",
            Self::OnlyDocumented => "only documented",
        }
    }
}

/// Returns the text of `src/rules/README.md`, which a test compares with the file.
pub fn page() -> String {
    let mut page = String::from(
        "# What the law asks, and what is checked\n\n\
         Made from the rules by `cargo test`; `orderpaper explain CODE` prints the page of each, which\n\
         says what is *not* checked.\n\n\
         | duty | rule | state | nations | law |\n| --- | --- | --- | --- | --- |\n",
    );
    for rule in ALL {
        let about = rule.about();
        let nations: Vec<&str> = about.nations.iter().map(|nation| nation.word()).collect();
        writeln!(
            page,
            "| {} {} | `{}` | {} | {} | {} |",
            about.duty,
            about.summary,
            about.code,
            about.state.words(),
            nations.join(", "),
            about.law
        )
        .expect("writing to a string can't fail");
    }
    for (duty, summary, why) in OTHERS {
        writeln!(page, "| {duty} {summary} | – | {why} | – | – |")
            .expect("writing to a string can't fail");
    }
    page
}
