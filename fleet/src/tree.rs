//! What is published of a council, as the store keeps it: the lines of both ledgers, one object each, and the
//! files, by their digests.
//!
//! The head of a council names them all, and is changed by compare-and-swap alone. Nothing that it does not name
//! is published, and what it names is never changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::manifest::{is_digest, is_plain};

/// The version of the format.
const VERSION: u32 = 1;

/// The folder of what is published, below the output folder of `orderpaper`.
pub(crate) const PUBLISHED: &str = "published";

/// The folder of what everybody may read, below that of the output.
pub(crate) const PUBLIC: &str = "published/public/";

/// The file in which each publication has its receipt.
const RECEIPT: &str = "receipt.json";

/// The folder of bags for archives.
pub(crate) const ARCHIVE: &str = "archive";

/// The folder in which `orderpaper` keeps what it needs from act to act.
pub(crate) const STATE: &str = ".orderpaper";

/// What of that folder is kept: where the ledgers end, so that a cut end is found, what pages of all that is
/// published say of each publication, and which records were public.
pub(crate) const KEPT: [&str; 3] = ["ledger-heads.json", "published", "public-rows.json"];

/// One of the two ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ledger {
    /// That which everybody may read.
    Public,
    /// That of what is not for publication.
    Restricted,
}

impl Ledger {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Public, Self::Restricted];

    /// Returns the name of its tree.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
        }
    }

    /// Returns its file below the output folder.
    pub(crate) fn file(self) -> String {
        format!("{PUBLISHED}/{}/ledger.jsonl", self.name())
    }
}

/// What is published of a council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Tree {
    version: u32,
    /// The lines of the public ledger, each with its end.
    public: Vec<Content>,
    /// The lines of the restricted ledger.
    restricted: Vec<Content>,
    /// All other files, by their paths below the output folder, with forward slashes.
    pub(crate) files: BTreeMap<String, Content>,
}

/// A content, without the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Content {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// Its BLAKE3, in hexadecimal.
    pub(crate) digest: String,
}

impl Content {
    /// Returns that of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, digest: crate::store::digest_of(bytes) }
    }
}

impl Default for Tree {
    fn default() -> Self {
        let (public, restricted, files) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self { version: VERSION, public, restricted, files }
    }
}

impl Tree {
    /// Reads a head.
    ///
    /// # Errors
    /// When it is none, has another version, or names a file outside the folders of what is published.
    pub(crate) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let tree: Self = serde_json::from_slice(bytes)?;
        if tree.version != VERSION {
            anyhow::bail!("has the format {}, and this program reads {VERSION}", tree.version);
        }
        if let Some(path) = tree.files.keys().find(|path| !is_inside(path)) {
            anyhow::bail!("names `{path}`, which is outside of what is published");
        }
        let mut contents = tree.files.values().chain(&tree.public).chain(&tree.restricted);
        if !contents.all(|content| is_digest(&content.digest)) {
            anyhow::bail!("has no digest of something");
        }
        Ok(tree)
    }

    /// Returns its text.
    pub(crate) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text and numbers")
    }

    /// Returns the lines of a ledger.
    pub(crate) fn lines(&self, ledger: Ledger) -> &[Content] {
        match ledger {
            Ledger::Public => &self.public,
            Ledger::Restricted => &self.restricted,
        }
    }

    /// Takes in a ledger as an act left it; returns the lines that are new, with their numbers from 1.
    ///
    /// # Errors
    /// When a line that was there is another or missing, or the last has no end.
    pub(crate) fn take_lines<'a>(
        &mut self,
        ledger: Ledger,
        text: &'a [u8],
    ) -> anyhow::Result<Vec<(usize, &'a [u8])>> {
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let known = match ledger {
            Ledger::Public => &mut self.public,
            Ledger::Restricted => &mut self.restricted,
        };
        let is_whole = lines.last().is_none_or(|line| line.ends_with(b"\n"));
        let is_longer = known.len() <= lines.len()
            && known.iter().zip(&lines).all(|(known, line)| *known == Content::of(line));
        if !is_whole || !is_longer {
            anyhow::bail!("the {} ledger does not go on from where it ended", ledger.name());
        }
        let new: Vec<(usize, &[u8])> = (1..).zip(lines).skip(known.len()).collect();
        known.extend(new.iter().map(|(_, line)| Content::of(line)));
        Ok(new)
    }

    /// Returns how many acts it is made of: ledgers only grow, so that equal counts are equal trees.
    pub(crate) fn acts(&self) -> usize {
        self.public.len() + self.restricted.len()
    }

    /// Returns the receipts of publications: what they fixed stays as it is in documents that are made afterwards.
    pub(crate) fn receipts(&self) -> BTreeMap<String, Content> {
        let is_receipt = |path: &str| path.rsplit('/').next() == Some(RECEIPT);
        let receipts = self.files.iter().filter(|(path, _)| is_receipt(path));
        receipts.map(|(path, content)| (path.clone(), content.clone())).collect()
    }

    /// Returns what everybody may read: paths from the top of the site. The ledger counts as a file whose digest
    /// is that of its lines' digests.
    pub(crate) fn site(&self) -> BTreeMap<String, Content> {
        let files = self.files.iter().filter_map(|(path, content)| {
            Some((path.strip_prefix(PUBLIC)?.to_owned(), content.clone()))
        });
        let mut site: BTreeMap<String, Content> = files.collect();
        if !self.public.is_empty() {
            let digests: String = self.public.iter().map(|line| line.digest.as_str()).collect();
            let size = self.public.iter().map(|line| line.size).sum();
            let Content { digest, .. } = Content::of(digests.as_bytes());
            site.insert(LEDGER.to_owned(), Content { size, digest });
        }
        site
    }
}

/// The ledger on the site.
pub(crate) const LEDGER: &str = "ledger.jsonl";

/// Returns whether a path leads to something that is published, or that is kept from act to act.
fn is_inside(path: &str) -> bool {
    let is_tree = |name: &str| Ledger::ALL.iter().any(|ledger| ledger.name() == name);
    let rest = match path.split_once('/') {
        Some((PUBLISHED | ARCHIVE, rest)) => match rest.split_once('/') {
            Some((tree, rest)) if is_tree(tree) => rest,
            _ => return false,
        },
        Some((STATE, rest)) if KEPT.contains(&rest.split('/').next().unwrap_or_default()) => rest,
        _ => return false,
    };
    rest.split('/').all(|part| is_plain(part) && !part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_only_grows() {
        let mut tree = Tree::default();
        let new = tree.take_lines(Ledger::Public, b"one\ntwo\n").unwrap();
        assert_eq!(new, [(1, &b"one\n"[..]), (2, &b"two\n"[..])]);
        assert!(tree.clone().take_lines(Ledger::Public, b"one\n").is_err(), "cut");
        assert!(tree.clone().take_lines(Ledger::Public, b"one\nTWO\n").is_err(), "altered");
        assert!(tree.clone().take_lines(Ledger::Public, b"one\ntwo\nthr").is_err(), "no end");
        let before = tree.site();
        let new = tree.take_lines(Ledger::Public, b"one\ntwo\nthree\n").unwrap();
        assert_eq!(new, [(3, &b"three\n"[..])]);
        assert_ne!(tree.site(), before, "the site's ledger is another");
        assert_eq!(Tree::read(&tree.text()).unwrap(), tree);
    }

    #[test]
    fn the_site_has_what_is_public_alone() {
        let mut tree = Tree::default();
        for path in ["published/public/a/x.pdf", "published/restricted/a/y.pdf"] {
            tree.files.insert(path.to_owned(), Content::of(b"x"));
        }
        tree.take_lines(Ledger::Restricted, b"one\n").unwrap();
        assert_eq!(tree.site().into_keys().collect::<Vec<_>>(), ["a/x.pdf"]);
    }

    #[test]
    fn nothing_leads_out() {
        for good in [
            "published/public/a/agenda.pdf",
            "published/restricted/ledger.html",
            ".orderpaper/ledger-heads.json",
            ".orderpaper/published/2026-01.json",
            "archive/restricted/2026-01-13_cabinet_restricted.zip",
        ] {
            assert!(is_inside(good), "{good}");
        }
        for bad in [
            "published/x.pdf",
            "published/other/x.pdf",
            "archive/x.zip",
            "published/public/../x",
            "published/public/.hidden",
            "public/a.pdf",
            ".orderpaper/lock",
            ".orderpaper/../x",
            "/published/public/a",
            "",
        ] {
            assert!(!is_inside(bad), "{bad}");
        }
    }
}
