//! Typst's view of the world: the templates, the fonts, and one merged source. No network, and of
//! the disk only the council's templates.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use super::fonts;
use crate::diag;
use crate::merge::Merged;
use crate::model::glyphs::Coverage;
use crate::templates::Templates;

/// Everything that all documents share: the standard library, the fonts and the template files.
pub struct Base {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<TemplateFiles>,
    coverage: Coverage,
}

impl Base {
    /// Loads the fonts and prepares the library.
    ///
    /// # Errors
    /// When a council's font can't be read.
    pub fn new(templates: &Templates) -> anyhow::Result<Self> {
        // Row headers of two-way tables need `pdf.header-cell`.
        let features = std::iter::once(Feature::A11yExtras).collect();
        let fonts = fonts::load(templates)?;
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            coverage: fonts::coverage(&fonts),
            fonts,
            files: FileStore::new(TemplateFiles(templates.clone())),
        })
    }

    /// Returns the characters that the fonts can print.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}

/// Template files, as Typst asks for them.
struct TemplateFiles(Templates);

impl FileLoader for TemplateFiles {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        let missing = || FileError::NotFound(path.into());
        if !matches!(id.root(), VirtualRoot::Project) {
            return Err(missing());
        }
        match self.0.get(path) {
            Ok(Some(bytes)) => Ok(Bytes::new(bytes.into_owned())),
            Ok(None) => Err(missing()),
            Err(error) => Err(FileError::Other(Some(format!("{error:#}").into()))),
        }
    }
}

/// The world of one document: the base, and its merged source as main file.
pub(super) struct DocumentWorld<'a> {
    base: &'a Base,
    main: Source,
    merged: &'a Merged,
    today: NaiveDate,
}

impl<'a> DocumentWorld<'a> {
    /// Returns the world for a merged source, in which today is `today`.
    ///
    /// Its path is the same for all documents of a kind: Typst keeps every path it ever saw for
    /// the life of the process, and has room for 65,535.
    pub(super) fn new(base: &'a Base, merged: &'a Merged, today: NaiveDate) -> Self {
        let kind = merged.source.name.split('/').next().unwrap_or_default();
        let path = VirtualPath::new(format!("{kind}/main.typ")).expect("names of kinds are plain");
        let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        let main = Source::new(id, merged.source.text.clone());
        Self { base, main, merged, today }
    }

    /// Returns a file under the name that diagnostics print; `None` where it can't be read.
    pub(super) fn shown(&self, id: FileId) -> Option<Arc<diag::Source>> {
        if id == self.main.id() {
            return Some(Arc::clone(&self.merged.source));
        }
        let source = self.base.files.source(id).ok()?;
        let path = id.vpath().get_without_slash();
        Some(diag::Source::plain(Templates::shown(path), source.text()))
    }
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.base.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.base.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { self.base.files.source(id) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.base.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.base.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let date = self.today;
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        Datetime::from_ymd(date.year(), month, day)
    }
}
