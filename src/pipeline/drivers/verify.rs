//! `verify`: whether what was published or archived is whole.

use std::path::PathBuf;

use super::{Event, Notify};
use crate::diag::Diagnostics;
use crate::publish::{self, PublicKey};

/// What to verify.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// The output folder.
    pub output: PathBuf,
    /// Bags, zips, receipts and folders with receipts; all that was published and archived where it is empty.
    pub paths: Vec<PathBuf>,
    /// The key that signs the ledgers of the output folder. Without one, signatures are not looked at.
    pub key: Option<PublicKey>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct VerifyReport {
    /// Everything that was found.
    pub diags: Diagnostics,
    /// How many acts the key signed, where there is one.
    pub signed: Option<usize>,
}

/// Reports whatever in bags, zips of bags, receipts and folders with receipts is not as it was published or
/// archived, and notifies of each path; holds all that was published and archived against the ledgers where
/// none is named.
///
/// # Errors
/// When there is nothing to look at, when a path can't be read, or when `notify` fails.
pub fn verify(options: &VerifyOptions, notify: &Notify<'_>) -> anyhow::Result<VerifyReport> {
    let VerifyOptions { output, paths, key } = options;
    let VerifyReport { mut diags, mut signed } = VerifyReport::default();
    if paths.is_empty() {
        publish::verify_all(&mut diags, output, &mut |path, verified, faults| {
            notify(Event::Verified { path, verified, faults })
        })?;
    }
    if let Some(key) = key {
        signed = Some(publish::check_signatures(&mut diags, output, key)?);
    }
    for path in paths {
        let before = diags.errors();
        let verified = publish::verify(&mut diags, path)?;
        let faults = diags.errors() - before;
        notify(Event::Verified { path, verified: &verified, faults })?;
    }
    Ok(VerifyReport { diags, signed })
}
