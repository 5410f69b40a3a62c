//! Where what is verified lies: in a folder, or in a zip, of which nothing is unpacked.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ::zip::ZipArchive;

use super::super::bag::AGENT;
use super::Check;
use crate::diag::Code;
use crate::store;

/// The most files that a zip may have.
const MAX_FILES: usize = 200_000;

/// How much larger than a zip that what is in it may be: text is seldom made smaller than a fiftieth.
const MAX_GROWTH: u64 = 200;

/// Files that belong together, wherever they are.
pub(in crate::publish) trait Holding {
    /// Returns their names, with sizes.
    fn names(&self) -> &BTreeMap<String, u64>;
    /// Opens one.
    fn open(&mut self, name: &str) -> anyhow::Result<Box<dyn Read + '_>>;
}

/// Files below a folder.
pub(super) struct Folder {
    root: PathBuf,
    pub(super) names: BTreeMap<String, u64>,
}

impl Folder {
    /// Returns a folder whose names are found otherwise.
    pub(super) fn unlisted(root: &Path) -> Self {
        Self { root: root.to_owned(), names: BTreeMap::new() }
    }

    /// Returns the path of a file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        store::below(&self.root, name)
    }

    /// Returns whether there is such a file.
    pub(super) fn has(&self, name: &str) -> bool {
        store::is_file(&self.path(name))
    }

    /// Lists a folder; `None` where names in it do harm, which is reported.
    pub(super) fn new(check: &mut Check<'_>, root: &Path) -> anyhow::Result<Option<Self>> {
        let found = store::census(root)?;
        let before = check.diags.errors();
        for entry in found.iter().filter(|entry| entry.size.is_none()) {
            check.fault_of(
                Code::VerifyLink,
                &entry.name,
                "it is not a file, but a link or a device",
            );
        }
        check.names(found.iter().map(|entry| &*entry.name));
        if before < check.diags.errors() {
            return Ok(None);
        }
        let names = found.into_iter().filter_map(|entry| Some((entry.name, entry.size?))).collect();
        Ok(Some(Self { root: root.to_owned(), names }))
    }
}

impl Holding for Folder {
    fn names(&self) -> &BTreeMap<String, u64> {
        &self.names
    }

    fn open(&mut self, name: &str) -> anyhow::Result<Box<dyn Read + '_>> {
        Ok(Box::new(store::open(&self.path(name))?))
    }
}

/// Something that can be read in places.
trait ReadSeek: Read + io::Seek {}

impl<T: Read + io::Seek> ReadSeek for T {}

/// Files in a zip.
pub(super) struct Zip {
    archive: ZipArchive<Box<dyn ReadSeek>>,
    /// Where each is in the zip, by its name in the bag.
    places: BTreeMap<String, usize>,
    names: BTreeMap<String, u64>,
    /// The names in the order of the zip.
    pub(super) order: Vec<String>,
    /// Whether it says that this program wrote it.
    pub(super) is_ours: bool,
}

impl Zip {
    /// Reads the directory of a zip; returns it with the folder that the bag is in. `None` where it
    /// would do harm, which is reported.
    pub(super) fn new(
        check: &mut Check<'_>,
        path: &Path,
    ) -> anyhow::Result<Option<(Self, String)>> {
        let length = store::size(path)?;
        let file: Box<dyn ReadSeek> = Box::new(store::open(path)?);
        let mut archive = match ZipArchive::new(file) {
            Ok(archive) => archive,
            Err(error) => {
                check.fault(Code::VerifyForm, format!("it is not a zip: {error}"));
                return Ok(None);
            }
        };
        if MAX_FILES < archive.len() {
            check.fault(Code::VerifyTooLarge, format!("it has more than {MAX_FILES} files"));
            return Ok(None);
        }
        let (mut all, mut files, mut size) = (Vec::new(), Vec::new(), 0u64);
        for at in 0..archive.len() {
            let entry = match archive.by_index_raw(at) {
                Ok(entry) => entry,
                Err(error) => {
                    check.fault(Code::VerifyForm, format!("its directory is broken: {error}"));
                    return Ok(None);
                }
            };
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            size = size.saturating_add(entry.size());
            if entry.encrypted() {
                check.fault_of(Code::VerifyForm, &name, "it is encrypted");
            }
            if entry.is_symlink() {
                check.fault_of(Code::VerifyLink, &name, "it is a link");
            }
            // A name that ends so is a folder's.
            let is_folder = name.ends_with('/');
            all.push(name.trim_end_matches('/').to_owned());
            if !is_folder {
                files.push((name, at, entry.size()));
            }
        }
        if length.saturating_mul(MAX_GROWTH) < size {
            let message =
                format!("{length} bytes would become {size}: it is made to fill the disk");
            check.fault(Code::VerifyTooLarge, message);
            return Ok(None);
        }
        let before = check.diags.errors();
        check.names(all.iter().map(String::as_str));
        let Some(top) = files.iter().find_map(|(name, ..)| name.strip_suffix("bagit.txt")) else {
            check.fault(Code::VerifyUnknown, "there is no bag in it");
            return Ok(None);
        };
        let top = top.to_owned();
        for (name, ..) in files.iter().filter(|(name, ..)| !name.starts_with(&top)) {
            check.fault_of(Code::VerifyExtra, name, "it is outside the bag");
        }
        if before < check.diags.errors() {
            return Ok(None);
        }
        let inside = |name: &str| name[top.len()..].to_owned();
        let mut zip = Self {
            places: files.iter().map(|(name, at, _)| (inside(name), *at)).collect(),
            names: files.iter().map(|(name, _, size)| (inside(name), *size)).collect(),
            order: files.iter().map(|(name, ..)| inside(name)).collect(),
            archive,
            is_ours: false,
        };
        let has_info = zip.names.contains_key("bag-info.txt");
        let info = has_info.then(|| check.read(&mut zip, "bag-info.txt")).flatten();
        let info = String::from_utf8_lossy(&info.unwrap_or_default()).into_owned();
        zip.is_ours = info.contains(AGENT);
        Ok(Some((zip, top)))
    }
}

impl Holding for Zip {
    fn names(&self) -> &BTreeMap<String, u64> {
        &self.names
    }

    fn open(&mut self, name: &str) -> anyhow::Result<Box<dyn Read + '_>> {
        let at = self.places.get(name).ok_or_else(|| anyhow::anyhow!("it is not there"))?;
        let entry = self.archive.by_index(*at)?;
        let size = entry.size();
        // One byte more than it says is enough to tell that it says too little.
        Ok(Box::new(Exact { left: size, inner: entry.take(size + 1) }))
    }
}

/// Reads as many bytes as were told, and fails where there are more.
struct Exact<R> {
    left: u64,
    inner: R,
}

impl<R: Read> Read for Exact<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        match self.left.checked_sub(length as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other("it is longer than the zip says")),
        }
        Ok(length)
    }
}
