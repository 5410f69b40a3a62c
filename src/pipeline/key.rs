//! What a document is made from, as digests: two documents with the same key are the same bytes.
//!
//! A key is worked out from the view, before anything is merged or set. Papers that are bound count
//! by their content, so that nothing is opened either.

use serde::{Deserialize, Serialize};

use super::Inputs;
use crate::store;
use crate::templates::Templates;

/// What a document is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Key {
    /// The program.
    pub(super) program: String,
    /// The templates, fonts and pictures, and the day where templates ask for it.
    pub(super) templates: String,
    /// What the document shows.
    pub(super) view: String,
    /// The papers of its meeting, where it binds them or shows their pages.
    pub(super) papers: String,
}

impl Key {
    /// Returns what differs from an earlier key, for people.
    pub fn differs(&self, earlier: &Self) -> Option<&'static str> {
        [
            (&self.view, &earlier.view, "its records have changed"),
            (&self.papers, &earlier.papers, "the papers of its meeting have changed"),
            (&self.templates, &earlier.templates, "the templates have changed"),
            (&self.program, &earlier.program, "the program has changed"),
        ]
        .into_iter()
        .find_map(|(now, then, why)| (now != then).then_some(why))
    }
}

/// What all keys of a run have in common.
#[derive(Debug, Clone)]
pub struct Common {
    pub(super) program: String,
    pub(super) templates: String,
}

impl Common {
    /// Works out what all keys have in common.
    ///
    /// # Errors
    /// When a council's own templates can't be read.
    pub fn new(inputs: &Inputs) -> anyhow::Result<Self> {
        let templates = Templates::new(inputs.templates.as_deref());
        let mut digest = blake3::Hasher::new();
        let mut asks_the_day = false;
        for (path, bytes) in templates.all()? {
            add(&mut digest, path.as_bytes());
            add(&mut digest, &bytes);
            let is_text = path.ends_with(".typ") || path.ends_with(".hbs");
            let says = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
            // Typst's `datetime.today()`, whatever name `datetime` was given.
            asks_the_day |= is_text && says(b"today") && says(b"datetime");
        }
        if asks_the_day {
            add(&mut digest, inputs.today.to_string().as_bytes());
        }
        Ok(Self { program: program(inputs), templates: short(&digest) })
    }
}

/// Returns which program this is: its version, and the size and time of its file.
fn program(inputs: &Inputs) -> String {
    let path = inputs.opener.as_ref().map(|opener| opener.program.as_path());
    let stamp = path.and_then(|path| store::stamp(path).ok().flatten());
    let (size, modified) = stamp.map(|stamp| (stamp.size, stamp.modified)).unwrap_or_default();
    format!("{} {size} {modified}", env!("CARGO_PKG_VERSION"))
}

/// A fingerprint of what a run reads (from file metadata) and of what is asked of it: where it is that of the
/// last run and every document is there, the run is up to date, and reads no record.
#[derive(Debug, Clone)]
pub struct InputFingerprint {
    /// A digest of it all.
    pub digest: String,
    /// When the newest file of it was changed: nanoseconds since 1970.
    newest: u64,
}

impl InputFingerprint {
    /// Takes the fingerprint. To be done before anything is read, so that what is changed meanwhile
    /// counts as changed afterwards.
    ///
    /// # Errors
    /// When a folder can't be listed.
    pub fn take(inputs: &Inputs, asked: &str) -> anyhow::Result<Self> {
        let mut digest = blake3::Hasher::new();
        let mut newest = 0;
        add(&mut digest, program(inputs).as_bytes());
        add(&mut digest, inputs.today.to_string().as_bytes());
        add(&mut digest, asked.as_bytes());
        for folder in [Some(&inputs.data), inputs.templates.as_ref()].into_iter().flatten() {
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

    /// Returns the fingerprint of inputs that were fingerprinted before and after they were read; it is never
    /// settled where a file was changed meanwhile.
    pub fn confirmed(self, after: Self) -> Self {
        let newest = if self.digest == after.digest { after.newest } else { u64::MAX };
        Self { newest, ..after }
    }

    /// Returns it as one that no later run may rely on.
    pub fn unsettled(self) -> Self {
        Self { newest: u64::MAX, ..self }
    }

    /// Returns whether any later change of the files will show, seen from `now` on.
    pub fn is_settled(&self, now: u64) -> bool {
        store::FileStat { size: 0, modified: self.newest, changed: 0 }.is_settled(now)
    }
}

/// Adds a part to a digest, so that no other parts can give the same.
pub(super) fn add(digest: &mut blake3::Hasher, part: &[u8]) {
    digest.update(&(part.len() as u64).to_le_bytes());
    digest.update(part);
}

/// Returns a digest in words, long enough that no two are the same by chance.
pub(super) fn short(digest: &blake3::Hasher) -> String {
    digest.finalize().to_hex()[..40].to_owned()
}

/// Returns what is asked of a run, as far as the documents depend on it.
pub fn asked(selection: &super::Selection, keep_typ: bool) -> String {
    format!("{selection:?} {keep_typ}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let parts = |parts: &[&str]| {
            let mut digest = blake3::Hasher::new();
            parts.iter().for_each(|part| add(&mut digest, part.as_bytes()));
            short(&digest)
        };
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
        assert_ne!(parts(&["ab"]), parts(&["ab", ""]));
        assert_eq!(parts(&["ab", "c"]), parts(&["ab", "c"]));
    }
}
