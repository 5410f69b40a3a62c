//! Template files: the defaults, which are built into the program, and a council's files in their
//! place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use unicode_normalization::UnicodeNormalization;

use crate::model::form::Form;
use crate::model::value::Language;
use crate::store;

/// The default templates, as they were at build time.
#[derive(RustEmbed)]
#[folder = "templates/"]
struct Embedded;

/// The folder of the library for PDFs.
pub const LIBRARY: &str = "lib/pdf";

/// The folder of the library for pages of HTML.
pub const PAGE_LIBRARY: &str = "lib/html";

/// A council's file that is where the library was in earlier versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerFile {
    /// Its path, `lib/house.typ`.
    pub path: String,
    /// Where it should be, `lib/pdf/house.typ`.
    pub replaces: String,
    /// Whether it is still used: not where the council has a file in its place.
    pub is_used: bool,
}

/// Where templates are looked up: a council's folder first, then the defaults.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    folder: Option<PathBuf>,
}

impl Templates {
    /// Returns the defaults, each replaced by the file at the same path below `folder`, if there is
    /// one.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned) }
    }

    /// Refuses links in the council's folder: what one leads to may be private, and may change without any
    /// sign of it. The folder itself may be a link.
    ///
    /// # Errors
    /// Names the link, or a folder that can't be listed.
    pub fn refuse_links(&self) -> anyhow::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        if let Some(link) = store::find_link(folder)? {
            anyhow::bail!(
                "`{}` is a link, and links are not followed; put a copy of what it leads to in its place",
                folder.join(link).display()
            );
        }
        Ok(())
    }

    /// Returns a file by its path with forward slashes, such as `agenda/main.typ.hbs`; `None` where
    /// neither the council nor the defaults have it.
    ///
    /// # Errors
    /// Names a council's file that exists but can't be read.
    pub fn get(&self, path: &str) -> anyhow::Result<Option<Cow<'static, [u8]>>> {
        if let Some(file) = self.own_file(path)
            && let Some(bytes) = store::read_if_there(&file)?
        {
            return Ok(Some(bytes.into()));
        }
        Ok(Embedded::get(path).map(|file| file.data))
    }

    /// Returns a file of the program, whatever the council has in its place; empty where there is none.
    pub fn built_in(&self, path: &str) -> Cow<'static, [u8]> {
        Embedded::get(path).map(|file| file.data).unwrap_or_default()
    }

    /// Returns the sorted paths of all files below a folder, the council's included.
    ///
    /// # Errors
    /// Names the council's folder when it can't be listed.
    pub fn below(&self, folder: &str) -> anyhow::Result<BTreeSet<String>> {
        let prefix = format!("{folder}/");
        let mut paths: BTreeSet<String> = Embedded::iter()
            .filter(|path| path.starts_with(&prefix))
            .map(Cow::into_owned)
            .collect();
        if let Some(council_folder) = self.folder.as_ref().map(|root| root.join(folder))
            && store::is_folder(&council_folder)
        {
            for path in store::walk(&council_folder)? {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                paths.insert(prefix.clone() + &composed(&parts.join("/")));
            }
        }
        Ok(paths)
    }

    /// Returns every file by its path, a council's in place of the default; one of the library that is at
    /// its former path, by the path of the file that it replaces.
    ///
    /// # Errors
    /// Names a council's file or folder that can't be read.
    pub fn all(&self) -> anyhow::Result<BTreeMap<String, Cow<'static, [u8]>>> {
        let mut paths: BTreeSet<String> = Embedded::iter().map(Cow::into_owned).collect();
        if let Some(folder) = &self.folder {
            paths.extend(store::walk(folder)?.iter().map(|path| {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                composed(&parts.join("/"))
            }));
        }
        let mut files = BTreeMap::new();
        for path in paths {
            if let Some(bytes) = self.get(&path)? {
                files.insert(path, bytes);
            }
        }
        for FormerFile { path, replaces, is_used } in self.former_library()? {
            if let Some(bytes) = files.remove(&path).filter(|_| is_used) {
                files.insert(replaces, bytes);
            }
        }
        Ok(files)
    }

    /// Returns the languages that the council has templates in besides English: those in the names of files
    /// such as `agenda/main.cy.typ.hbs`, with the folders of these.
    ///
    /// # Errors
    /// Names the council's folder when it can't be listed.
    pub fn translated(&self) -> anyhow::Result<BTreeMap<Language, BTreeSet<String>>> {
        let mut translated: BTreeMap<Language, BTreeSet<String>> = BTreeMap::new();
        let Some(folder) = &self.folder else { return Ok(translated) };
        for path in store::walk(folder)? {
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let [folder, name] = &parts[..] else { continue };
            let tag = name.strip_prefix("main.").and_then(|name| name.strip_suffix(".typ.hbs"));
            let language = tag.and_then(|tag| tag.parse::<Language>().ok());
            if let Some(language) = language.filter(|language| !language.is_default()) {
                translated.entry(language).or_default().insert(folder.to_string());
            }
        }
        Ok(translated)
    }

    /// Returns whether the council has a file below `folder` whose name ends in `ending`, such as
    /// `.hbs`.
    ///
    /// # Errors
    /// Names the council's folder when it can't be listed.
    pub fn has_own(&self, folder: &str, ending: &str) -> anyhow::Result<bool> {
        let Some(council_folder) = self.folder.as_ref().map(|root| root.join(folder)) else {
            return Ok(false);
        };
        let is_asked = |path: &PathBuf| path.to_string_lossy().ends_with(ending);
        Ok(store::is_folder(&council_folder) && store::walk(&council_folder)?.iter().any(is_asked))
    }

    /// Returns the path of the file that a source imports as `path`: `lib/house.typ` is a file of the
    /// library, which stands in `lib/pdf/house.typ`, and for pages of HTML in `lib/html/house.typ`. Where the council has none there, but one at the path
    /// that it had in earlier versions, it is that one. Other paths are returned as they are.
    pub fn imported(&self, form: Form, path: &str) -> String {
        let Some(name) = path.strip_prefix("lib/") else { return path.to_owned() };
        if form == Form::Html {
            // Drawings are those of the printed form.
            let is_printed = path.starts_with(&format!("{LIBRARY}/"));
            return if is_printed { path.to_owned() } else { format!("{PAGE_LIBRARY}/{name}") };
        }
        let current = format!("{LIBRARY}/{name}");
        if !self.is_own(&current) && self.is_own(path) { path.to_owned() } else { current }
    }

    /// Returns the council's Typst files that are where the library was in earlier versions.
    ///
    /// # Errors
    /// When the council's folder can't be listed.
    pub fn former_library(&self) -> anyhow::Result<Vec<FormerFile>> {
        let library = self.folder.as_ref().map(|root| root.join("lib"));
        let Some(library) = library.filter(|library| store::is_folder(library)) else {
            return Ok(Vec::new());
        };
        let files = store::list(&library)?.into_iter().filter(|entry| !entry.is_folder);
        let names = files.map(|entry| entry.name).filter(|name| name.ends_with(".typ"));
        let file = |name: String| {
            let (path, replaces) = (format!("lib/{name}"), format!("{LIBRARY}/{name}"));
            let is_used = self.imported(Form::Pdf, &path) == path;
            FormerFile { path, replaces, is_used }
        };
        Ok(names.map(file).collect())
    }

    /// Returns whether the council has a file at this path.
    fn is_own(&self, path: &str) -> bool {
        self.own_file(path).is_some_and(|file| store::is_file(&file))
    }

    /// Returns where the council's file for a path would be; `None` where the council has no folder, or
    /// the path might lead out of it.
    fn own_file(&self, path: &str) -> Option<PathBuf> {
        let folder = self.folder.as_ref().filter(|_| is_plain(path))?;
        Some(store::below(folder, &store::spelled(folder, path)))
    }

    /// Returns the name of a template in messages: its path below `templates/`, whoever's it is.
    pub fn shown(path: &str) -> String {
        format!("templates/{path}")
    }
}

/// Returns a path with each accented letter as one character, as paths are compared and looked up.
pub fn composed(path: &str) -> String {
    path.nfc().collect()
}

/// Returns whether a path stays below its folder on every system, without `..`, drives or
/// backslashes.
fn is_plain(path: &str) -> bool {
    path.split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']))
}
