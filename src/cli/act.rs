//! Who acts, for the ledger: an option of every command that publishes, withdraws or archives.

use clap::Args;

/// The variables that say who acts where no option does, in the order in which they are asked.
const VARIABLES: [&str; 4] = ["ORDERPAPER_BY", "USER", "USERNAME", "LOGNAME"];

/// Who acts.
#[derive(Debug, Args)]
pub(super) struct ByArgs {
    /// Who does this, for the ledger, which everybody may read; the variable `ORDERPAPER_BY`, or else your name
    /// on this machine, unless set
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl ByArgs {
    /// Returns who acts.
    pub(super) fn name(&self) -> String {
        let variable = |name: &&str| std::env::var(name).ok();
        let found = self.by.clone().into_iter().chain(VARIABLES.iter().filter_map(variable));
        let mut found = found.filter(|name| !name.trim().is_empty());
        found.next().unwrap_or_else(|| "unknown".to_owned())
    }
}
