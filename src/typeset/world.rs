//! Typst's view of the world: the templates, the fonts, one merged source, and the page numbers of papers.
//! No network, and of the disk only the council's templates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use chrono::Datelike;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use super::{Work, fonts, work};
use crate::diag;
use crate::model::bundle::PageNumbers;
use crate::model::form::Form;
use crate::model::glyphs::Coverage;
use crate::model::rich::PICTURES;
use crate::templates::Templates;
use crate::words;

/// Everything that all documents share: the standard library, the fonts and the template files.
pub struct Base {
    pdf: LazyHash<Library>,
    /// Built where it is first asked for.
    large_print: LazyLock<LazyHash<Library>>,
    /// Built where it is first asked for.
    html: LazyLock<LazyHash<Library>>,
    fonts: FontStore,
    /// The files as PDFs import them.
    files: FileStore<TemplateFiles>,
    /// The files as pages of HTML import them: a store keeps what it has once read under a path.
    page_files: FileStore<TemplateFiles>,
    coverage: Coverage,
    /// Reads the pictures of texts.
    pictures: Option<Pictures>,
}

/// Reads a picture of a text, by the name of its file.
pub type Pictures = Box<dyn Fn(&str) -> anyhow::Result<Vec<u8>> + Send + Sync>;

impl Base {
    /// Loads the fonts and prepares the library; `pictures` reads the pictures of texts.
    ///
    /// # Errors
    /// When a council's font can't be read.
    pub fn new(templates: &Templates, pictures: Option<Pictures>) -> anyhow::Result<Self> {
        let fonts = fonts::load(templates)?;
        Ok(Self {
            pdf: library(Form::Pdf),
            large_print: LazyLock::new(|| library(Form::LargePrint)),
            html: LazyLock::new(|| library(Form::Html)),
            coverage: fonts::coverage(&fonts),
            fonts,
            files: FileStore::new(TemplateFiles(Form::Pdf, templates.clone())),
            page_files: FileStore::new(TemplateFiles(Form::Html, templates.clone())),
            pictures,
        })
    }

    /// Returns the files as a form imports them.
    fn files(&self, form: Form) -> &FileStore<TemplateFiles> {
        match form {
            Form::Pdf | Form::LargePrint => &self.files,
            Form::Html => &self.page_files,
        }
    }

    /// Returns a picture of a text.
    fn picture(&self, path: &str) -> FileResult<Bytes> {
        let digest = work::picture(path).unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let read = self.pictures.as_ref().ok_or_else(|| FileError::NotFound(path.into()))?;
        let bytes =
            read(name).map_err(|error| FileError::Other(Some(format!("{error:#}").into())))?;
        if *blake3::hash(&bytes).to_hex() != *digest {
            let message = format!("`{path}` was altered while it was in use; build again");
            return Err(FileError::Other(Some(message.into())));
        }
        Ok(Bytes::new(bytes))
    }

    /// Returns the characters that the fonts can print.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Returns the names of the typefaces, sorted.
    pub fn typefaces(&self) -> BTreeSet<String> {
        fonts::typefaces(&self.fonts)
    }
}

/// Returns Typst's standard library for a form, whose name is in `sys.inputs`. Typst's cache holds the
/// library against all that it remembers, so that what was made of a file in one form is never taken for
/// another.
fn library(form: Form) -> LazyHash<Library> {
    // Row headers of two-way tables need `pdf.header-cell`.
    let page = (form == Form::Html).then_some(Feature::Html);
    let features = std::iter::once(Feature::A11yExtras).chain(page).collect();
    let inputs = Dict::from_iter([("form".into(), form.name().into_value())]);
    LazyHash::new(Library::builder().with_features(features).with_inputs(inputs).build())
}

/// Template files, as Typst asks for them: a source imports `/lib/house.typ`, whatever folder the library
/// stands in.
struct TemplateFiles(Form, Templates);

impl TemplateFiles {
    /// Returns the path below the templates folder of the file that Typst calls `id`.
    fn path(&self, id: FileId) -> String {
        self.1.imported(self.0, id.vpath().get_without_slash())
    }
}

impl FileLoader for TemplateFiles {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.path(id);
        let missing = || FileError::NotFound(path.as_str().into());
        if !matches!(id.root(), VirtualRoot::Project) {
            return Err(missing());
        }
        match self.1.get(&path) {
            Ok(Some(bytes)) => Ok(Bytes::new(bytes.into_owned())),
            Ok(None) => Err(missing()),
            Err(error) => Err(FileError::Other(Some(format!("{error:#}").into()))),
        }
    }
}

/// The file from which templates read the page numbers of papers: under `papers`, the first and the last page
/// of each, by its id. `is-bound` is whether the document can be bound into a pack.
const PAGES: &str = "pages.json";

/// The file from which the library reads the words of the document's language.
const WORDS: &str = "words.json";

/// The world of one document: the base, its merged source as main file, and the page numbers of papers.
pub(super) struct DocumentWorld<'a> {
    base: &'a Base,
    main: Source,
    pages: (FileId, Bytes),
    /// What the library calls the words, and the file of them in the document's language.
    words: (FileId, FileId),
    /// The pictures of texts, by their paths.
    pictures: Vec<(FileId, &'a str)>,
    work: &'a Work,
}

impl<'a> DocumentWorld<'a> {
    /// Returns the world for a document, in which papers have these pages.
    ///
    /// Its path is the same for all documents of a kind: Typst keeps every path it ever saw for
    /// the life of the process, and has room for 65,535.
    pub(super) fn new(base: &'a Base, work: &'a Work, pages: &PageNumbers) -> Self {
        let main = file(&format!("{}/main.typ", work.template));
        let numbers: BTreeMap<_, _> = pages
            .iter()
            .map(|(paper, range)| (paper.as_str(), (range.first, range.last)))
            .collect();
        let numbers = serde_json::json!({
            "papers": numbers,
            "is-bound": work.can_be_bound(),
            "record": work.record,
        });
        let numbers = serde_json::to_vec(&numbers).expect("page numbers are text and numbers");
        let mut source = work.source.clone();
        let mut pictures = Vec::new();
        for path in work.assets.keys().filter(|path| work::picture(path).is_some()) {
            // By their order, as paths are few.
            let short = format!("{PICTURES}/{}", pictures.len());
            source = source.replace(&format!("\"/{path}\""), &format!("\"/{short}\""));
            pictures.push((file(&short), path.as_str()));
        }
        Self {
            base,
            main: Source::new(main, source),
            pages: (file(PAGES), Bytes::new(numbers)),
            words: (file(WORDS), file(&words::path(&work.language))),
            pictures,
            work,
        }
    }

    fn files(&self) -> &FileStore<TemplateFiles> {
        self.base.files(self.work.form)
    }

    /// Returns a file under the name that diagnostics print; `None` where it can't be read.
    pub(super) fn shown(&self, id: FileId) -> Option<Arc<diag::Source>> {
        if id == self.main.id() {
            return Some(diag::Source::plain(&*self.work.name, &*self.work.source));
        }
        let source = self.files().source(id).ok()?;
        let path = self.files().loader().path(id);
        Some(diag::Source::plain(Templates::shown(&path), source.text()))
    }
}

/// Returns the id of a file below the templates folder.
fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("names of templates are plain");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        match self.work.form {
            Form::Pdf => &self.base.pdf,
            Form::LargePrint => &self.base.large_print,
            Form::Html => &self.base.html,
        }
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.base.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { self.files().source(id) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (pages, numbers) = &self.pages;
        if id == *pages {
            return Ok(numbers.clone());
        }
        let (words, in_language) = self.words;
        if id == words {
            return self.files().file(in_language);
        }
        if let Some((_, path)) = self.pictures.iter().find(|(picture, _)| *picture == id) {
            return self.base.picture(path);
        }
        let bytes = self.files().file(id)?;
        let path = self.files().loader().path(id);
        let is_other = |digest: &String| *blake3::hash(&bytes).to_hex() != **digest;
        if self.work.assets.get(&path).is_some_and(is_other) {
            let message = format!("`{path}` is not the picture that the document was merged with");
            return Err(FileError::Other(Some(message.into())));
        }
        Ok(bytes)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.base.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let date = self.work.today?;
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        Datetime::from_ymd(date.year(), month, day)
    }
}
