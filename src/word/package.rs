//! The zip that a Word document is: its parts, and the relationships between them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::Refusal;
use crate::xml::{self, Element, Ns};

const MEGABYTE: u64 = 1024 * 1024;

/// The size of a part in XML that is read, in bytes. A report of a hundred pages has one megabyte.
pub(crate) const MAX_XML: u64 = 48 * MEGABYTE;

/// The size of a picture, in bytes.
pub(crate) const MAX_PICTURE: u64 = 50 * MEGABYTE;

/// The size of all parts together, in bytes.
const MAX_TOTAL: u64 = 400 * MEGABYTE;

/// How many parts there may be.
const MAX_PARTS: usize = 10_000;

/// How many times larger than in the zip a part may be, where it is large; text is compressed to a tenth or so.
const MAX_RATIO: u64 = 250;

/// From this size on a part's ratio counts, in bytes.
const SMALL: u64 = MEGABYTE;

/// A document's zip.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The place of each part in the zip, by its name in small letters, as names have no case.
    parts: BTreeMap<String, usize>,
    /// The names of the parts as written, in the order of the zip.
    pub(crate) names: Vec<String>,
    /// The kinds of content of parts, by their names in small letters, and by the ends of names.
    types: [BTreeMap<String, String>; 2],
    /// The name of the part with the text.
    pub(crate) document: String,
}

/// What a part names: another part, or something outside.
#[derive(Debug, Clone)]
pub(crate) struct Relationship {
    /// The last word of its kind, such as `image`.
    pub(crate) kind: String,
    /// The name of the part, or the address outside.
    pub(crate) target: String,
    /// Whether it leads out of the document.
    pub(crate) is_outside: bool,
}

/// The relationships of a part, by their ids.
pub(crate) type Relationships = BTreeMap<String, Relationship>;

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            // An encrypted document, or one of Word 2003, is a file of OLE.
            return Err(Refusal::encrypted());
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::no_document())?;
        if zip.len() > MAX_PARTS {
            return Err(Refusal::too_large("more parts than any document of Word has"));
        }
        let (mut parts, mut names, mut total) = (BTreeMap::new(), Vec::new(), 0_u64);
        for at in 0..zip.len() {
            let part = zip.by_index_raw(at).map_err(|_| Refusal::damaged())?;
            let (size, packed) = (part.size(), part.compressed_size());
            let name = part.name().map_err(|_| Refusal::damaged())?.into_owned();
            total = total.saturating_add(size);
            if size > SMALL && size / packed.max(1) > MAX_RATIO || total > MAX_TOTAL {
                return Err(Refusal::bomb(&name));
            }
            if parts.insert(name.to_lowercase(), at).is_some() {
                // Two readers could take different ones.
                return Err(Refusal::damaged());
            }
            names.push(name);
        }
        let mut package = Self {
            zip,
            parts,
            names,
            types: [BTreeMap::new(), BTreeMap::new()],
            document: String::new(),
        };
        package.read_types()?;
        let roots = package.relationships("")?;
        let document = roots.values().find(|root| root.kind == "officeDocument");
        let document = document.filter(|document| package.has(&document.target));
        package.document = document.ok_or_else(Refusal::no_document)?.target.clone();
        package.refuse_active()?;
        Ok(package)
    }

    fn read_types(&mut self) -> Result<(), Refusal> {
        let Some(types) = self.xml("[Content_Types].xml")? else {
            return Err(Refusal::no_document());
        };
        for entry in types.elements().filter(|entry| entry.ns == Ns::ContentTypes) {
            let kind = entry.attribute("ContentType").unwrap_or_default().to_owned();
            if let Some(part) = entry.attribute("PartName") {
                self.types[0].insert(part.trim_start_matches('/').to_lowercase(), kind);
            } else if let Some(ending) = entry.attribute("Extension") {
                self.types[1].insert(ending.to_lowercase(), kind);
            }
        }
        Ok(())
    }

    /// Refuses macros, and files of other formats that are to be inserted when the document is opened.
    fn refuse_active(&self) -> Result<(), Refusal> {
        let kind = self.type_of(&self.document);
        if !kind.ends_with("wordprocessingml.document.main+xml")
            && !kind.ends_with("wordprocessingml.template.main+xml")
        {
            return Err(match kind.contains("macroEnabled") {
                true => Refusal::macros(),
                false => Refusal::no_document(),
            });
        }
        let is_macro = |name: &String| {
            self.type_of(name).contains("vbaProject") || name.ends_with("vbaProject.bin")
        };
        match self.names.iter().any(is_macro) {
            true => Err(Refusal::macros()),
            false => Ok(()),
        }
    }

    /// Returns the kind of content of a part.
    pub(crate) fn type_of(&self, name: &str) -> &str {
        let name = name.to_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let kind = self.types[0].get(&name).or_else(|| self.types[1].get(ending));
        kind.map_or("", String::as_str)
    }

    /// Returns whether there is a part with a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&name.to_lowercase())
    }

    /// Returns the size of a part that it says it has, in bytes.
    pub(crate) fn size(&mut self, name: &str) -> u64 {
        let at = self.parts.get(&name.to_lowercase()).copied();
        at.and_then(|at| self.zip.by_index_raw(at).ok()).map_or(0, |part| part.size())
    }

    /// Returns the bytes of a part of at most `limit` bytes, where there is one.
    pub(crate) fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(&at) = self.parts.get(&name.to_lowercase()) else { return Ok(None) };
        let part = self.zip.by_index(at).map_err(|_| Refusal::damaged())?;
        let mut bytes = Vec::new();
        part.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Refusal::damaged())?;
        match bytes.len() as u64 > limit {
            true => Err(Refusal::part_too_large(name, limit / MEGABYTE)),
            false => Ok(Some(bytes)),
        }
    }

    /// Reads a part in XML, where there is one.
    pub(crate) fn xml(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        self.bytes(name, MAX_XML)?.map(|bytes| xml::parse(&bytes)).transpose()
    }

    /// Returns what a part names; `""` is the whole document.
    pub(crate) fn relationships(&mut self, part: &str) -> Result<Relationships, Refusal> {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(list) = self.xml(&relationships_of(part))? else {
            return Ok(Relationships::new());
        };
        let all = list.elements().filter(|entry| entry.is_in(Ns::Relationships, "Relationship"));
        let read = |entry: &Element| {
            let target = entry.attribute("Target")?;
            let is_outside = entry.attribute("TargetMode") == Some("External");
            let kind = entry.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = if is_outside { target.to_owned() } else { resolve(folder, target) };
            Some((entry.attribute("Id")?.to_owned(), Relationship { kind, target, is_outside }))
        };
        Ok(all.filter_map(read).collect())
    }

    /// Returns the name of the part that the document names by a kind, such as `styles`.
    pub(crate) fn related(&mut self, kind: &str) -> Result<Option<String>, Refusal> {
        let document = self.document.clone();
        let all = self.relationships(&document)?;
        let named = all.into_values().find(|related| related.kind == kind && !related.is_outside);
        Ok(named.map(|related| related.target).filter(|target| self.has(target)))
    }
}

/// Returns the bytes of a picture of a document, by the name of its part.
///
/// # Errors
/// As [`read`](crate::read()).
pub fn picture(document: &[u8], part: &str) -> Result<Vec<u8>, Refusal> {
    Package::open(document)?.bytes(part, MAX_PICTURE)?.ok_or_else(Refusal::damaged)
}

/// Returns the name of the part that lists what a part names.
pub(crate) fn relationships_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// Returns the name of a part that another in `folder` names.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default();
    let (start, rest) = match target.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = start.split('/').filter(|step| !step.is_empty()).collect();
    for step in rest.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
