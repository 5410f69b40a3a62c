//! Cache keys: digests of all that a document is made from. Documents with the same key are the same
//! bytes.
//!
//! A key is worked out from what is merged, before anything is typeset or opened: page numbers are no part of
//! it, and papers that are bound count by the digest of their content. It depends on no path, clock or time
//! of a file, so that it is the same on every machine.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Inputs;
use crate::publish;
use crate::store;
use crate::templates::Templates;
use crate::typeset::TemplateBundle;

/// The cache key of a document: digests of all that it is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Key {
    /// The program that makes it.
    pub(super) build: String,
    /// The templates, fonts and pictures, and today's date where a template asks for it.
    pub(super) templates: String,
    /// What the document is typeset from.
    pub(super) work: String,
    /// The papers of its meeting, where it binds them or shows their page numbers; empty otherwise.
    pub(super) papers: String,
}

/// The id of the program: a digest of the sources of all that makes bytes, of the templates that are built
/// in, and of the versions of all libraries.
pub(super) const BUILD: &str = env!("ORDERPAPER_BUILD");

impl Key {
    /// Returns why a document has to be made again, in words; `None` where the keys are the same.
    pub(super) fn differs(&self, earlier: &Self) -> Option<&'static str> {
        [
            (&self.build, &earlier.build, "the program has changed"),
            (&self.templates, &earlier.templates, "the templates have changed"),
            (&self.work, &earlier.work, "its records have changed"),
            (&self.papers, &earlier.papers, "the papers of its meeting have changed"),
        ]
        .into_iter()
        .find_map(|(current, earlier, why)| (current != earlier).then_some(why))
    }
}

/// How the names of pictures end.
const PICTURES: [&str; 7] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "pdf"];

/// Returns what of the templates documents depend on; `today` counts where a template asks for it.
///
/// # Errors
/// When a council's templates can't be read.
pub(super) fn bundle(templates: &Templates, today: NaiveDate) -> anyhow::Result<TemplateBundle> {
    let mut digest = blake3::Hasher::new();
    let mut asks_for_today = false;
    let mut assets = BTreeMap::new();
    for (path, bytes) in templates.all()? {
        // No document is made from what drafts begin with.
        if path.starts_with("drafts/") {
            continue;
        }
        add(&mut digest, path.as_bytes());
        add(&mut digest, &bytes);
        let is_text = path.ends_with(".typ") || path.ends_with(".hbs");
        let contains = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        // Typst's `datetime.today()`, whatever name `datetime` was given.
        asks_for_today |= is_text && contains(b"today") && contains(b"datetime");
        if path.rsplit_once('.').is_some_and(|(_, ending)| PICTURES.contains(&ending)) {
            assets.insert(path, blake3::hash(&bytes).to_hex().to_string());
        }
    }
    let today = asks_for_today.then_some(today);
    Ok(TemplateBundle { digest: short(&digest), today, assets })
}

/// A fingerprint of what a run reads, taken from file metadata, and of the options it was given. Where
/// it is that of the last run and no document has been touched, all are up to date, and no record is
/// read.
#[derive(Debug, Clone)]
pub(super) struct InputFingerprint {
    /// A digest of the program, of names, sizes and times of files, of the options and of today's date.
    pub(super) digest: String,
    /// When the newest of its files was modified, in nanoseconds since 1970.
    newest: u64,
}

impl InputFingerprint {
    /// Takes the fingerprint. Take it before anything is read, so that a change made meanwhile makes
    /// the next run read everything again.
    ///
    /// # Errors
    /// When a folder can't be listed.
    pub(super) fn take(inputs: &Inputs, asked: &str) -> anyhow::Result<Self> {
        let today = inputs.today.to_string();
        let folders = [Some(&inputs.data), inputs.templates.as_ref()];
        // Acts of publishing fix numbers of pages.
        let output = inputs.published.iter();
        let mut acts = String::new();
        for ledger in output.flat_map(|packs| publish::ledger_files(&packs.output)) {
            acts +=
                &format!("{:?}", store::stamp(&ledger)?.map(|stamp| (stamp.size, stamp.modified)));
        }
        let validator = inputs.opener.as_ref().and_then(|opener| opener.validator.as_ref());
        let validator = validator.map_or("", |validator| &validator.name);
        Self::of_folders(&[BUILD, &today, asked, &acts, validator], folders.into_iter().flatten())
    }

    /// Takes the fingerprint of the templates folder alone; nothing changes where there is none.
    ///
    /// # Errors
    /// When the folder can't be listed.
    pub(super) fn take_templates(inputs: &Inputs) -> anyhow::Result<Self> {
        Self::of_folders(&[BUILD, &inputs.today.to_string()], inputs.templates.iter())
    }

    fn of_folders<'a>(
        parts: &[&str],
        folders: impl Iterator<Item = &'a PathBuf>,
    ) -> anyhow::Result<Self> {
        let mut digest = blake3::Hasher::new();
        let mut newest = 0;
        parts.iter().for_each(|part| add(&mut digest, part.as_bytes()));
        for folder in folders {
            add(&mut digest, folder.to_string_lossy().as_bytes());
            for file in store::walk(folder)? {
                let Some(stamp) = store::stamp(&folder.join(&file))? else { continue };
                newest = newest.max(stamp.modified);
                let metadata = format!("{} {} {}", stamp.size, stamp.modified, stamp.changed);
                add(&mut digest, file.to_string_lossy().as_bytes());
                add(&mut digest, metadata.as_bytes());
            }
        }
        Ok(Self { digest: short(&digest), newest })
    }

    /// Combines the fingerprints taken before and after the inputs were read; the result is never
    /// settled where a file was changed meanwhile.
    pub(super) fn confirmed(self, after: Self) -> Self {
        let newest = if self.digest == after.digest { after.newest } else { u64::MAX };
        Self { newest, ..after }
    }

    /// Marks the fingerprint as one that no later run may rely on.
    pub(super) fn unsettled(self) -> Self {
        Self { newest: u64::MAX, ..self }
    }

    /// Returns whether any change of the files from `now` on, in nanoseconds since 1970, will alter the
    /// fingerprint: not where a file was modified so recently that another change may carry that time.
    pub(super) fn is_settled(&self, now: u64) -> bool {
        store::FileStat { size: 0, modified: self.newest, changed: 0 }.is_settled(now)
    }
}

/// Adds a part to a digest after its length, so that `ab`, `c` and `a`, `bc` give different digests.
pub(super) fn add(digest: &mut blake3::Hasher, part: &[u8]) {
    digest.update(&(part.len() as u64).to_le_bytes());
    digest.update(part);
}

/// The hexadecimal digits of a digest that are kept: 160 bits, enough that no two are the same by chance.
pub(super) const DIGITS: usize = 40;

/// Returns the first [`DIGITS`] of a digest.
pub(super) fn short(digest: &blake3::Hasher) -> String {
    digest.finalize().to_hex()[..DIGITS].to_owned()
}

/// Returns the options of a run on which the documents depend, as text for its fingerprint.
pub(super) fn asked(selection: &super::Selection, keep_typ: bool) -> String {
    format!("{selection:?} {keep_typ}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let digest_of = |parts: &[&str]| {
            let mut digest = blake3::Hasher::new();
            parts.iter().for_each(|part| add(&mut digest, part.as_bytes()));
            short(&digest)
        };
        assert_ne!(digest_of(&["ab", "c"]), digest_of(&["a", "bc"]));
        assert_ne!(digest_of(&["ab"]), digest_of(&["ab", ""]));
        assert_eq!(digest_of(&["ab", "c"]), digest_of(&["ab", "c"]));
    }
}
