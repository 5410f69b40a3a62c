//! Who acts, when, and with which key, for the ledger: options of every command that publishes, withdraws or
//! archives.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use crate::pipeline::{ActMoment, SecretKey};

/// The variables that say who acts where no option does, in the order in which they are asked.
const NAMES: [&str; 4] = ["ORDERPAPER_BY", "USER", "USERNAME", "LOGNAME"];

/// The variable that names the key where no option does.
const KEY: &str = "ORDERPAPER_SIGN_WITH";

/// Who acts, and with which key.
#[derive(Debug, Clone, Args)]
pub(super) struct ActArgs {
    /// Who does this, for the ledger, which everybody may read; the variable `ORDERPAPER_BY`, or else your name
    /// on this machine, unless set
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Sign the line of the ledger with the private key in this file; that which the variable
    /// `ORDERPAPER_SIGN_WITH` names, if any, unless set
    #[arg(long, value_name = "FILE")]
    pub(super) sign_with: Option<PathBuf>,
}

impl ActArgs {
    /// Returns who acts, with which key, at the moment that counts and the one that the clock says.
    ///
    /// # Errors
    /// When there is no such key.
    pub(super) fn moment(
        &self,
        clock: DateTime<FixedOffset>,
        now: String,
        recorded: bool,
    ) -> anyhow::Result<ActMoment> {
        let variable = std::env::var_os(KEY).filter(|path| !path.is_empty()).map(PathBuf::from);
        let key = self.sign_with.clone().or(variable);
        let key = key.map(|path| SecretKey::read(&path)).transpose()?;
        Ok(ActMoment { by: self.name(), clock, now, recorded, key })
    }

    /// Returns who acts.
    fn name(&self) -> String {
        let variable = |name: &&str| std::env::var(name).ok();
        let found = self.by.clone().into_iter().chain(NAMES.iter().filter_map(variable));
        let mut found = found.filter(|name| !name.trim().is_empty());
        found.next().unwrap_or_else(|| "unknown".to_owned())
    }
}
