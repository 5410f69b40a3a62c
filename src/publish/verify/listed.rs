//! The files that a ledger lists, in as little memory as tells whether one is whole: a hundred bytes a file,
//! so that decades of publications are verified in the memory of a few. The pages in lists that the ledger has
//! are among them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::digest::Digest;
use super::super::ledger::{Entry, KeepFiles, Known, Line};
use super::super::site::{Page, PageList, is_list, list_of};
use crate::store;

/// The first 128 bits of the SHA-512 of a path, which stand for it.
type Key = [u8; 16];

/// The first 256 bits of the SHA-512 of a file, which stand for its content.
type Content = [u8; 32];

/// The files that a ledger lists.
#[derive(Debug, Default)]
pub(super) struct Listed {
    files: BTreeMap<Key, ListedFile>,
    /// The paths of lists of pages.
    lists: BTreeSet<String>,
    /// The paths of pages in lists that are as the ledger has them.
    pages: Vec<String>,
    /// The paths of lists that are not, so that nothing proves their pages.
    unproved: BTreeSet<String>,
}

/// What the last line that lists a file says of it.
#[derive(Debug)]
struct ListedFile {
    /// The start of its digest.
    content: Content,
    line: u64,
    state: State,
}

/// What is known of a file that is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Expected,
    Found,
    Withdrawn,
}

/// What a ledger says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// It does not know it, or it was taken away.
    Unknown,
    /// It has another digest.
    Other,
    /// It has a list of pages that may have had it, and that list is not as the ledger has it.
    Unproved,
    /// It has this digest.
    Same,
}

impl KeepFiles for Listed {
    fn keep(&mut self, line: Line) {
        for Entry { file, sha512, .. } in line.files {
            self.expect(&file, &sha512, line.line);
            if is_list(&file) {
                self.lists.insert(file);
            }
        }
        for file in &line.withdrawn {
            if let Some(listed) = self.files.get_mut(&key(file)) {
                listed.state = State::Withdrawn;
            }
        }
    }
}

impl Listed {
    /// Takes in a file that should be there, with the line of the ledger that says so.
    fn expect(&mut self, path: &str, sha512: &Digest, line: u64) {
        let content = *sha512.bytes().first_chunk().expect("a digest is longer");
        self.files.insert(key(path), ListedFile { content, line, state: State::Expected });
    }

    /// Takes in the pages of the lists that the ledger has. One that is missing is known from its pages, where they are
    /// as it must have had them.
    ///
    /// # Errors
    /// Names the file that can't be read.
    pub(super) fn take_in_pages(&mut self, output: &Path) -> anyhow::Result<()> {
        for path in std::mem::take(&mut self.lists) {
            let bytes = match store::read_if_there(&store::below(output, &path))? {
                Some(bytes) => bytes,
                None => PageList::on_disk(output, &path)?.text().into_bytes(),
            };
            let is_whole = self.listing(&path, &store::sha512(&bytes)) == Listing::Same;
            match PageList::parse(&bytes).filter(|_| is_whole) {
                Some(list) => {
                    let line = self.files.get(&key(&path)).map_or(0, |listed| listed.line);
                    for (page, Page { sha512, .. }) in list.pages(&path) {
                        self.expect(&page, &sha512, line);
                        self.pages.push(page);
                    }
                }
                None => {
                    self.unproved.insert(path);
                }
            }
        }
        Ok(())
    }

    /// Returns what the ledger says of a file, by its path below the output folder and its SHA-512.
    pub(super) fn listing(&self, path: &str, sha512: &str) -> Listing {
        match self.files.get(&key(path)).filter(|listed| listed.state != State::Withdrawn) {
            None if list_of(path).is_some_and(|list| self.unproved.contains(&list)) => {
                Listing::Unproved
            }
            None => Listing::Unknown,
            Some(listed) if Some(listed.content) == start_of(sha512) => Listing::Same,
            Some(_) => Listing::Other,
        }
    }

    /// Notes that a file is there, whatever is in it.
    pub(super) fn found(&mut self, path: &str) {
        let listed = self.files.get_mut(&key(path));
        if let Some(listed) = listed.filter(|listed| listed.state == State::Expected) {
            listed.state = State::Found;
        }
    }

    /// Returns whether a file should be there and was not found, by the line that lists it.
    fn is_lost(&self, path: &str, line: u64) -> bool {
        let listed = self.files.get(&key(path));
        listed.is_some_and(|listed| listed.line == line && listed.state == State::Expected)
    }

    /// Returns whether a file should be there and was not found.
    fn is_expected(&self, path: &str) -> bool {
        self.files.get(&key(path)).is_some_and(|listed| listed.state == State::Expected)
    }
}

/// Returns the paths of the files below a folder that should be there and were not found, sorted.
///
/// # Errors
/// Names the ledger when it can't be read once more.
pub(super) fn lost(known: &Known<Listed>, folder: &str) -> anyhow::Result<Vec<String>> {
    let mut lost = Vec::new();
    if known.files.files.values().any(|listed| listed.state == State::Expected) {
        known.ledger.read(&mut |line, _| {
            let number = line.line;
            let files = line.files.into_iter().map(|entry| entry.file);
            let files = files.filter(|file| file.starts_with(folder));
            lost.extend(files.filter(|file| known.files.is_lost(file, number)));
        })?;
        let pages = known.files.pages.iter().filter(|page| page.starts_with(folder));
        lost.extend(pages.filter(|page| known.files.is_expected(page)).cloned());
        lost.sort();
    }
    Ok(lost)
}

/// Returns what stands for a path.
fn key(path: &str) -> Key {
    start_of(&store::sha512(path.as_bytes())).expect("a digest is hexadecimal")
}

/// Returns the first bytes of a digest; `None` where it is not hexadecimal.
fn start_of<const N: usize>(digest: &str) -> Option<[u8; N]> {
    let mut start = [0; N];
    for (at, byte) in start.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digest.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(start)
}
