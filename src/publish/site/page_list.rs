//! Lists of the pages that acts make anew, with their digests: one at the top of the site, and one in the folder of each
//! month and each body. A line of the ledger has the list and not its pages, which nearly every act makes anew,
//! so that a ledger of decades stays short enough to be read by every act; and a page is proved all the same: by its
//! list, and that by the ledger.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::act::Draft;
use super::super::digest::Digest;
use super::super::ledger::{Known, LEDGER};
use super::super::{Access, FOLDER};
use super::is_page;
use crate::store;

/// What lists are called in their folders.
pub(in super::super) const PAGES: &str = "pages.json";

/// The form of lists.
const FORMAT: u32 = 1;

/// A list of pages.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in super::super) struct PageList {
    /// The form of the list.
    format: u32,
    /// The pages by their paths below the folder of the list, with forward slashes.
    pages: BTreeMap<String, Page>,
}

/// A page in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in super::super) struct Page {
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-512.
    pub sha512: Digest,
}

/// What is there of a list that the ledger has.
pub(in super::super) enum FoundList {
    /// It is as the ledger has it; or it is missing, and its pages are there as it must have had them.
    Whole(PageList),
    /// It is missing, and so are all pages that could be in it: nothing is left that an act could write over.
    Gone,
    /// It is altered, or is missing while there are other pages, so that nothing proves these.
    Unproved,
}

/// Returns the path of the list that has a page, by its path below the output folder; `None` of a file that the ledger
/// itself lists, such as the page of a publication.
pub(in super::super) fn list_of(path: &str) -> Option<String> {
    let top = top();
    let below = path.strip_prefix(&top)?;
    let mut parts = below.split('/');
    match (parts.next()?, parts.next(), parts.next()) {
        (_, None, _) => Some(format!("{top}{PAGES}")),
        (kind @ ("months" | "bodies"), Some(name), Some(_)) => {
            Some(format!("{top}{kind}/{name}/{PAGES}"))
        }
        _ => None,
    }
}

/// Returns whether a file that a ledger lists is a list of pages, by its path below the output folder.
pub(in super::super) fn is_list(path: &str) -> bool {
    path.ends_with(PAGES) && list_of(path).is_some_and(|list| list == path)
}

/// Returns the path below the output folder of all that is public, with a slash at its end.
fn top() -> String {
    format!("{FOLDER}/{}/", Access::Open.folder())
}

impl PageList {
    /// Returns what is there of a list by its path below the output folder; that of a list that no act has written yet
    /// is empty.
    ///
    /// # Errors
    /// Names the file that can't be read.
    pub(in super::super) fn find(
        output: &Path,
        known: &Known,
        path: &str,
    ) -> anyhow::Result<FoundList> {
        let Some(file) = known.file(path) else { return Ok(FoundList::Whole(Self::default())) };
        let is_whole = |bytes: &[u8]| file.sha512.is(&store::sha512(bytes));
        if let Some(bytes) = store::read_if_there(&store::below(output, path))? {
            let list = Self::parse(&bytes).filter(|_| is_whole(&bytes));
            return Ok(list.map_or(FoundList::Unproved, FoundList::Whole));
        }
        let list = Self::on_disk(output, path)?;
        Ok(match list.pages.is_empty() {
            true => FoundList::Gone,
            false if is_whole(list.text().as_bytes()) => FoundList::Whole(list),
            false => FoundList::Unproved,
        })
    }

    /// Reads a list; `None` where it is none.
    pub(in super::super) fn parse(bytes: &[u8]) -> Option<Self> {
        let list: Self = serde_json::from_slice(bytes).ok()?;
        (list.format == FORMAT).then_some(list)
    }

    /// Returns the list of the pages that are there, whatever is in them: if it is the one that the ledger has, they are
    /// as they were.
    ///
    /// # Errors
    /// Names the file or folder that can't be read.
    pub(in super::super) fn on_disk(output: &Path, path: &str) -> anyhow::Result<Self> {
        let folder = path.strip_suffix(PAGES).unwrap_or(path);
        let root = store::below(output, folder.trim_end_matches('/'));
        let mut list = Self::default();
        if !store::is_folder(&root) {
            return Ok(list);
        }
        let names: Vec<String> = if folder.starts_with(&format!("{}months/", top())) {
            store::census(&root)?.into_iter().map(|found| found.name).collect()
        } else {
            let files = store::list(&root)?.into_iter().filter(|file| !file.is_folder);
            files.map(|file| file.name).collect()
        };
        let is_listed = |name: &String| {
            let is_of_body = folder.starts_with(&format!("{}bodies/", top()));
            let is_hidden = name.split('/').any(|part| part.starts_with('.'));
            name != PAGES && name != LEDGER && !is_hidden && (!is_of_body || is_page(name))
        };
        for name in names.into_iter().filter(is_listed) {
            let mut file = store::open(&store::below(output, &format!("{folder}{name}")))?;
            let measure = store::measure(&mut file)?;
            if let Some(sha512) = Digest::parse(&measure.sha512) {
                list.put(&name, Page { size: measure.size, sha512 });
            }
        }
        Ok(list)
    }

    /// Adds a page by its path below the folder of the list, or puts it in the place of the one before.
    pub(in super::super) fn put(&mut self, name: &str, page: Page) {
        self.pages.insert(name.to_owned(), page);
    }

    /// Returns a page by its path below the folder of the list.
    pub(in super::super) fn get(&self, name: &str) -> Option<Page> {
        self.pages.get(name).copied()
    }

    /// Returns the pages with their paths below the output folder; `list` is that of the list itself.
    pub(in super::super) fn pages<'a>(
        &'a self,
        list: &'a str,
    ) -> impl Iterator<Item = (String, Page)> {
        let folder = list.strip_suffix(PAGES).unwrap_or(list);
        self.pages.iter().map(move |(name, page)| (format!("{folder}{name}"), *page))
    }

    /// Returns it as it is written.
    pub(in super::super) fn text(&self) -> String {
        let list = Self { format: FORMAT, pages: self.pages.clone() };
        serde_json::to_string_pretty(&list).expect("a list is text and numbers") + "\n"
    }
}

/// Adds to an act those pages of a list that are not as it has them, each with its path below the output folder and its
/// text, and the list; returns whether it could, which needs a list that is as the ledger has it.
///
/// # Errors
/// When something can't be read or written.
pub(super) fn put_changed(
    draft: &mut Draft<'_>,
    output: &Path,
    known: &Known,
    list: &str,
    pages: &[(String, String)],
) -> anyhow::Result<bool> {
    let mut listed = match PageList::find(output, known, list)? {
        FoundList::Whole(list) => list,
        FoundList::Gone => PageList::default(),
        FoundList::Unproved => return Ok(false),
    };
    let folder = list.strip_suffix(PAGES).unwrap_or(list);
    let mut is_changed = false;
    for (path, text) in pages {
        let name = path.strip_prefix(folder).unwrap_or(path);
        let sha512 = store::sha512(text.as_bytes());
        if listed.get(name).is_none_or(|page| !page.sha512.is(&sha512)) {
            listed.put(name, draft.put_page(path, text)?);
            is_changed = true;
        }
    }
    if is_changed {
        draft.put(list, listed.text().as_bytes())?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_in_the_list_of_their_folder() {
        for (path, expected) in [
            ("index.html", Some("pages.json")),
            ("pages.json", Some("pages.json")),
            ("months/2026-01/index.html", Some("months/2026-01/pages.json")),
            ("months/2026-01/data/votes.csv", Some("months/2026-01/pages.json")),
            ("bodies/cabinet/feed.xml", Some("bodies/cabinet/pages.json")),
            ("cabinet-2026-01-13/index.html", None),
            ("2025-26-q3/source/report.json", None),
        ] {
            let list = list_of(&format!("published/public/{path}"));
            let expected = expected.map(|list| format!("published/public/{list}"));
            assert_eq!(list, expected, "{path}");
        }
        assert_eq!(list_of("published/restricted/index.html"), None);
        assert!(is_list("published/public/months/2026-01/pages.json"));
        assert!(!is_list("published/public/cabinet-2026-01-13/pages.json"));
        assert!(!is_list("published/public/months/2026-01/data/pages.json"));
    }
}
