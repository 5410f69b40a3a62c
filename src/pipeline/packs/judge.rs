//! Has a validator judge what finished packs claim, where there is one.

use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::pack::{Bound, Grounds};
use crate::papers::Opener;
use crate::papers::validator::{Validator, Verdict};

/// What confirms the claims of packs: a validator, or our own checks alone.
#[derive(Debug, Clone)]
pub(super) struct Judge {
    validator: Option<Validator>,
    /// The folder for what is needed only until the run ends.
    scratch: PathBuf,
}

/// What a pack may claim.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permitted {
    pub(super) accessible: Grounds,
    pub(super) archival: Grounds,
}

/// A claim that was left out because the validator did not confirm it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unconfirmed {
    /// The standard: `PDF/A-2a`.
    pub(super) standard: String,
    /// Why, in words that follow "because".
    pub(super) reason: String,
}

impl Judge {
    /// Returns what confirms the claims of packs whose papers an opener opens.
    pub(super) fn of(opener: &Opener) -> Self {
        Self { validator: opener.validator.clone(), scratch: opener.scratch.clone() }
    }

    /// Returns the name of the validator, where there is one.
    pub(super) fn name(&self) -> Option<&str> {
        self.validator.as_ref().map(|validator| &*validator.name)
    }

    /// Binds a file with what it may claim, and again without the claims that the validator does not confirm;
    /// returns these, too. `None` where `bind` returns it.
    ///
    /// # Errors
    /// Those of `bind`; also when the validator can't be run.
    pub(super) fn bind(
        &self,
        mut bind: impl FnMut(Permitted) -> anyhow::Result<Option<Bound>>,
    ) -> anyhow::Result<Option<(Bound, Vec<Unconfirmed>)>> {
        let archival = if self.validator.is_some() { Grounds::Claimed } else { Grounds::Checked };
        let mut permitted = Permitted { accessible: Grounds::Checked, archival };
        let mut unconfirmed = Vec::new();
        loop {
            let Some(bound) = bind(permitted)? else { return Ok(None) };
            let before = unconfirmed.len();
            if let Some(level) = bound.level {
                let flavour = format!("2{}", level.letter().to_lowercase());
                let standard = format!("PDF/A-{flavour}");
                if let Some(reason) = self.refuted(&bound.pdf, &flavour)? {
                    unconfirmed.push(Unconfirmed { standard, reason });
                    permitted.archival = Grounds::Nothing;
                }
            }
            if bound.accessible
                && let Some(reason) = self.refuted(&bound.pdf, "ua1")?
            {
                unconfirmed.push(Unconfirmed { standard: "PDF/UA-1".to_owned(), reason });
                permitted.accessible = Grounds::Nothing;
            }
            if unconfirmed.len() == before {
                return Ok(Some((bound, unconfirmed)));
            }
        }
    }

    /// Returns why a claim is not confirmed; `None` where it is, or where there is no validator.
    fn refuted(&self, pdf: &[u8], flavour: &str) -> anyhow::Result<Option<String>> {
        let Some(validator) = &self.validator else { return Ok(None) };
        let name = &validator.name;
        Ok(match validator.judge(&self.scratch, pdf, flavour)? {
            Verdict::Confirmed => None,
            Verdict::Refuted => Some(format!("{name} refutes it")),
            Verdict::Undecided => Some(format!("{name} could not tell")),
        })
    }
}

/// Reports the claims that a file does not make because the validator did not confirm them.
pub(super) fn report(diags: &mut Diagnostics, file: &str, unconfirmed: &[Unconfirmed]) {
    for Unconfirmed { standard, reason } in unconfirmed {
        let code = if standard == "PDF/UA-1" { Code::PackNoPdfUa } else { Code::PackNoPdfA };
        let message = format!("{file} does not claim {standard}: {reason}");
        diags.push(
            Diagnostic::new(code, message)
                .hint("have the validator list what it finds, and see which paper it is in"),
        );
    }
}
