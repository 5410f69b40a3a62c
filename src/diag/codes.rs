//! The closed list of what may be reported. Nothing else can be: a [`Diagnostic`](super::Diagnostic) is
//! made with a [`Code`], which alone says how serious it is.
//!
//! Each code has a page that `orderpaper explain` prints, `codes/<code>.md` beside this file; those of
//! rules of law stand beside the rules. `codes/README.md` is made from the list.

use std::fmt::{self, Write};

use super::Severity;

/// What can tell that something is wrong, and so when it is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The data alone: `check` reports it, before anything is made.
    Data,
    /// Only opening papers, typesetting, or what is already in the output folder.
    Made,
    /// What was published or archived: `verify` reports it.
    Verified,
    /// Nothing: the program always meets it, or can't tell. Its page says what must be done.
    Never,
}

impl When {
    /// Returns who reports it, as a sentence of `explain`.
    fn sentence(self) -> &'static str {
        match self {
            Self::Data => "Reported by `check`, before anything is made.",
            Self::Made => "Reported when documents are made or published; `check` can't tell.",
            Self::Verified => "Reported by `verify`.",
            Self::Never => "Never reported: this page says what must be done.",
        }
    }

    /// Returns it in a word or two, for the table and for JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Made => "made",
            Self::Verified => "verified",
            Self::Never => "never",
        }
    }
}

/// Whether a council may override a finding, for one meeting, issue or quarter and with a reason: faults may be
/// only where they are doubts, in which the council may know better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Override {
    Overridable,
    Fixed,
}

/// What the list says of a code.
struct Entry {
    name: &'static str,
    meaning: &'static str,
    severity: Severity,
    when: When,
    overrides: Override,
    is_rule: bool,
    page: &'static str,
}

/// Makes [`Code`] of two lists: faults, whose pages stand in `codes/`, and rules of law, whose pages stand
/// beside the rules.
macro_rules! codes {
    (@overrides) => { Override::Fixed };
    (@overrides $overrides:ident) => { Override::$overrides };
    (
        faults {$(
            $(#[doc = $meaning:literal])+
            $variant:ident = $name:literal: $severity:ident, $when:ident $(, $may:ident)?;
        )+}
        rules {$(
            $(#[doc = $rule_meaning:literal])+
            $rule:ident = $rule_name:literal:
                $rule_severity:ident, $rule_when:ident, $overrides:ident, $page:literal;
        )+}
    ) => {
        /// The stable name of what is reported, `group/fault`. Codes may be added; none changes its
        /// severity or comes to mean something else.
        ///
        /// ```
        /// use orderpaper_diag::{Code, Severity};
        ///
        /// assert_eq!(Code::DataBadValue.to_string(), "data/bad-value");
        /// assert_eq!(Code::by_name("data/bad-value"), Some(Code::DataBadValue));
        /// assert_eq!(Code::DataBadValue.severity(), Severity::Error);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $meaning])+ $variant,)+
            $($(#[doc = $rule_meaning])+ $rule,)+
        }

        impl Code {
            /// Every code, in the order in which `explain` lists them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+ $(Self::$rule,)+];

            /// Returns what the list says of it.
            pub(super) fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$variant => &Entry {
                        name: $name,
                        meaning: concat!($($meaning),+),
                        severity: Severity::$severity,
                        when: When::$when,
                        overrides: codes!(@overrides $($may)?),
                        is_rule: false,
                        page: include_str!(concat!($name, ".md")),
                    },)+
                    $(Self::$rule => &Entry {
                        name: $rule_name,
                        meaning: concat!($($rule_meaning),+),
                        severity: Severity::$rule_severity,
                        when: When::$rule_when,
                        overrides: Override::$overrides,
                        is_rule: true,
                        page: include_str!(concat!("../../rules/", $page, ".md")),
                    },)+
                }
            }
        }
    };
}

mod list;

pub use list::Code;

impl Code {
    /// Returns the code with that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Returns the name, such as `data/bad-value`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// Returns the first part of the name, such as `data`.
    pub fn group(self) -> &'static str {
        self.name().split_once('/').map_or(self.name(), |(group, _)| group)
    }

    /// Returns how serious it is.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// Returns when it is reported.
    pub fn when(self) -> When {
        self.entry().when
    }

    /// Returns whether a rule of law finds it: it refuses no document, only publication.
    pub fn is_rule(self) -> bool {
        self.entry().is_rule
    }

    /// Returns whether a council may override it, for one meeting, issue or quarter.
    pub fn is_overridable(self) -> bool {
        self.entry().overrides == Override::Overridable
    }

    /// Returns what is wrong, in one line without a full stop.
    pub fn meaning(self) -> &'static str {
        self.entry().meaning.trim().trim_end_matches('.')
    }

    /// Returns the page that `explain` prints, in Markdown: as it was written, with a line below its title
    /// on how serious it is, and who reports it.
    pub fn page(self) -> String {
        let (title, text) = self.entry().page.split_once('\n').unwrap_or_default();
        let severity = match self.severity() {
            Severity::Error => "An error.",
            Severity::Warning => "A warning.",
            Severity::Note => "A note, shown with `-v`.",
        };
        let overridable = if self.is_overridable() {
            " A row of `overrides` can override it, with a reason."
        } else {
            ""
        };
        format!("{title}\n\n{severity} {}{overridable}\n{text}", self.when().sentence())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Returns the text of `src/diag/codes/README.md`, which a test compares with the file.
pub fn table() -> String {
    let mut page = String::from(
        "# What may be reported\n\n\
         Made from the list of codes by `cargo test`; `orderpaper explain CODE` prints the page of each.\n\n\
         An error refuses the documents that depend on it, one of a rule of law only their publication; a\n\
         warning asks somebody to look; a note is shown with `-v`. What the data tell is reported by `check`;\n\
         the rest when documents are made, or by `verify`; what is never reported has its page all the same.\n\
         Where overrides may be made, a row of `overrides` accepts a finding for one meeting or issue.\n\n\
         | code | severity | reported by | override | meaning |\n| --- | --- | --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let entry = code.entry();
        let overridable = if code.is_overridable() { " yes " } else { " " };
        writeln!(
            page,
            "| `{code}` | {} | {} |{overridable}| {} |",
            entry.severity.word(),
            entry.when.word(),
            code.meaning()
        )
        .expect("writing to a string can't fail");
    }
    page
}
