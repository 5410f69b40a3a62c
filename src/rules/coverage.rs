//! Which duties of the catalogue are checked, as a table made from the rules.

use std::fmt::Write;

use super::{ALL, State};

/// Duties of the catalogue that no council of ours has, each with the reason.
const OTHERS: &[(&str, &str, &str)] = &[(
    "T1",
    "spending data, and papers of small authorities",
    "not applicable: the Transparency Code puts no duty on minutes; parish councils are not served",
)];

impl State {
    /// Returns how far code sees, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::CheckedInDocument => "checked as its document is made",
            Self::Computed => "worked out and listed",
            Self::SeenTo => "seen to as papers are made",
            Self::OnlyDocumented => "only documented",
        }
    }
}

/// Returns the page `src/rules/README.md`.
pub fn page() -> String {
    let mut page = String::from(
        "# What the law asks, and what is checked\n\n\
         Made from the rules by `cargo test`; `orderpaper explain CODE` prints the page of each, which\n\
         says what is *not* checked.\n\n\
         | duty | rule | state | nations | law |\n| --- | --- | --- | --- | --- |\n",
    );
    for rule in ALL {
        let about = rule.about();
        let nations: Vec<&str> = about.nations.iter().map(|own| own.word()).collect();
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
