//! Merges, typesets and binds: all that documents need besides their records. What it makes it makes of
//! values, so that another process, or another day, makes the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use chrono::NaiveDate;

use super::key::InputFingerprint;
use super::packs::{self, Layout};
use super::watchdog::Watchdog;
use super::{Product, key, locked};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::kinds::{self, AnyKind, Shown};
use crate::merge::Engine;
use crate::model::bundle::PageNumbers;
use crate::model::form::Form;
use crate::model::glyphs::Coverage;
use crate::model::value::Language;
use crate::packs::bind::Bind;
use crate::papers::PaperSource;
use crate::store;
use crate::templates::{FormerFile, LIBRARY, Templates};
use crate::typeset::{
    self, Base, CacheAge, Composed, Document, Identity, Pictures, Rounds, SharedWork, ShownPages,
    TemplateBundle, Work,
};
use crate::words::{self, Words};

/// Templates, fonts and pictures, read and parsed once, for any number of documents and sessions.
pub struct Renderer {
    base: Base,
    /// The templates that were asked for, and those that packs need.
    engine: Engine,
    /// The built-in templates of all other kinds, whose documents may be papers; parsed when one first is.
    others: OnceLock<Engine>,
    /// The templates of which any part comes from the council.
    overridden: BTreeSet<&'static str>,
    /// The languages besides English, with the templates that the council has in them.
    translated: BTreeMap<Language, BTreeSet<String>>,
    /// The words of English, which packs and publications print.
    words: Arc<Words>,
    /// What was found in the templates.
    found: Diagnostics,
    /// What of the templates documents depend on.
    bundle: TemplateBundle,
    /// What was merged, where the renderer is kept for other sessions.
    merged: Mutex<MergedWorks>,
    /// What is being merged and typeset, and for how long.
    pub(super) watchdog: Watchdog,
}

/// Reads pictures of texts in a folder.
fn pictures_in(folder: PathBuf) -> Pictures {
    Box::new(move |name| store::read_large(&folder.join(name), u64::MAX))
}

/// Up to how many pages Typst remembers from one session to the next: about a megabyte each.
const MAX_REMEMBERED_PAGES: usize = 100;

/// A renderer that is kept from one session to the next, for as long as the templates are as they were.
#[derive(Default)]
pub(super) struct KeptRenderer(Option<(String, Arc<Renderer>)>);

impl KeptRenderer {
    /// Returns the renderer, where the templates have the fingerprint that they had when it was opened.
    pub(super) fn get(&self, templates: &InputFingerprint) -> Option<Arc<Renderer>> {
        let (_, renderer) =
            self.0.as_ref().filter(|(fingerprint, _)| *fingerprint == templates.digest)?;
        locked(&renderer.merged).begin_session();
        Some(Arc::clone(renderer))
    }

    /// Keeps a renderer that was opened after the fingerprint was taken; `now`, by the clock of the disk in
    /// nanoseconds since 1970, is when. One of templates that have just changed is not kept: another change
    /// might not show in their metadata.
    pub(super) fn keep(
        &mut self,
        templates: &InputFingerprint,
        now: u64,
        renderer: &Arc<Renderer>,
    ) {
        self.0 =
            templates.is_settled(now).then(|| (templates.digest.clone(), Arc::clone(renderer)));
    }
}

/// What was merged in this session and in the one before it, by the digests of what it was merged from: most
/// documents are the same in the next.
#[derive(Default)]
struct MergedWorks {
    /// Whether anything is remembered: not in the first session of a renderer, which may be the only one.
    is_kept: bool,
    current: BTreeMap<[u8; 32], SharedWork>,
    earlier: BTreeMap<[u8; 32], SharedWork>,
}

impl MergedWorks {
    /// Begins a session, and forgets what the one before did not use.
    fn begin_session(&mut self) {
        self.is_kept = true;
        self.earlier = std::mem::take(&mut self.current);
    }

    fn get(&mut self, key: [u8; 32]) -> Option<SharedWork> {
        let work = self.current.get(&key).or_else(|| self.earlier.get(&key))?.clone();
        self.current.insert(key, work.clone());
        Some(work)
    }
}

impl Renderer {
    /// Reads the templates that documents of these kinds need; `folder` has a council's, and `today` is the
    /// date for templates that ask for it. Where a council has templates, all are parsed whatever is asked
    /// for, so that every fault in them is found.
    ///
    /// # Errors
    /// When there is no such folder, or a council's file in it can't be read or is a link.
    pub fn open(
        folder: Option<&Path>,
        today: NaiveDate,
        kinds: &[&'static dyn AnyKind],
    ) -> anyhow::Result<Self> {
        Ok(Self::open_beside(folder, None, today, kinds, |_| ())?.0)
    }

    /// The same, with the folder of the pictures of texts, while `work` is done, which is given the characters that the fonts can print: to parse
    /// templates takes as long as to read the data, and neither needs the other.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub(super) fn open_beside<T>(
        folder: Option<&Path>,
        pictures: Option<PathBuf>,
        today: NaiveDate,
        kinds: &[&'static dyn AnyKind],
        work: impl FnOnce(&Coverage) -> T,
    ) -> anyhow::Result<(Self, T)> {
        if let Some(folder) = folder
            && !store::is_folder(folder)
        {
            anyhow::bail!("there is no templates folder `{}`", folder.display());
        }
        let templates = Templates::new(folder);
        templates.refuse_links()?;
        let mut found = Diagnostics::default();
        report_former_library(&mut found, &templates)?;
        let base = Base::new(&templates, pictures.map(pictures_in))?;
        let overridden = council_templates(&templates)?;
        let translated = templates.translated()?;
        let words = read_words(&mut found, &templates, translated.keys().cloned())?;
        let (engine, bundle, worked) = std::thread::scope(|scope| {
            let parsing = scope.spawn(|| {
                let kinds = parsed_kinds(kinds, !overridden.is_empty());
                let engine = engine(&mut found, &templates, &words, kinds);
                (engine, key::bundle(&templates, today))
            });
            let worked = work(base.coverage());
            let (engine, bundle) = parsing.join().expect("parsing a template does not panic");
            (engine, bundle, worked)
        });
        let renderer = Self {
            base,
            engine: engine?,
            others: OnceLock::new(),
            overridden,
            translated,
            words: Arc::clone(&words[&Language::default()]),
            found,
            bundle: bundle?,
            merged: Mutex::default(),
            watchdog: Watchdog::default(),
        };
        Ok((renderer, worked))
    }

    /// Prepares for documents that have so many pages together. One that is kept for other sessions lets
    /// Typst remember a few: they are likely to be made again soon, with a word changed.
    pub(super) fn prepare_for(&self, pages: usize) {
        let is_kept = locked(&self.merged).is_kept;
        let is_long = is_kept && pages <= MAX_REMEMBERED_PAGES;
        typeset::set_cache_age(if is_long { CacheAge::Long } else { CacheAge::Short });
    }

    /// Returns what was found in the templates.
    pub fn found(&self) -> &Diagnostics {
        &self.found
    }

    /// Returns the languages besides English, with the templates that the council has in them.
    pub(super) fn translated(&self) -> &BTreeMap<Language, BTreeSet<String>> {
        &self.translated
    }

    /// Returns the words of English, which packs and publications print.
    pub(super) fn words(&self) -> &Arc<Words> {
        &self.words
    }

    /// Returns whether any part of a template comes from the council.
    pub(super) fn is_overridden(&self, template: &str) -> bool {
        self.overridden.contains(template)
    }

    /// Returns the engine that has a template.
    fn engine_for(&self, template: &str) -> &Engine {
        if self.engine.has(template) || !self.overridden.is_empty() {
            return &self.engine;
        }
        self.others.get_or_init(|| {
            let words = BTreeMap::from([(Language::default(), Arc::clone(&self.words))]);
            let all = kinds::ALL.iter().copied();
            let others = all.filter(|kind| !self.engine.has(kind.template())).collect();
            engine(&mut Diagnostics::default(), &Templates::default(), &words, others)
                .expect("built-in templates can be read")
        })
    }

    /// Returns the names of the typefaces, sorted.
    pub(super) fn typefaces(&self) -> BTreeSet<String> {
        self.base.typefaces()
    }

    /// Returns the characters that the fonts can print.
    pub(super) fn coverage(&self) -> &Coverage {
        self.base.coverage()
    }

    /// Merges a view with a template; `None` when that fails, with the reason in `diags`. Messages print
    /// `name`, after which the source is named.
    pub(super) fn merge(
        &self,
        diags: &mut Diagnostics,
        template: &'static str,
        name: &str,
        view: Shown,
        identity: Identity,
    ) -> Option<SharedWork> {
        let _step = self.watchdog.step(template);
        let key = locked(&self.merged).is_kept.then(|| {
            let parts = (template, name, &view, &identity);
            *blake3::hash(&serde_json::to_vec(&parts).expect("a view is text and numbers"))
                .as_bytes()
        });
        if let Some(work) = key.and_then(|key| locked(&self.merged).get(key)) {
            return Some(work);
        }
        let (audience, coverage) = (view.audience(), self.base.coverage());
        let mut found = Diagnostics::default();
        let engine = self.engine_for(template);
        let (language, view) = (&identity.language, view.into_view());
        let merged = engine.merge(&mut found, coverage, language, (template, name), view);
        let has_nothing_to_report = found.iter().next().is_none();
        diags.append(found);
        let merged = merged?;
        let work =
            Work::new(audience, template, &merged.name, merged.source, &self.bundle, identity);
        let work = SharedWork::from(work);
        if let Some(key) = key.filter(|_| has_nothing_to_report) {
            locked(&self.merged).current.insert(key, work.clone());
        }
        Some(work)
    }

    /// Typesets a document; `None` when it is refused, with the reason in `diags`.
    pub(super) fn typeset(
        &self,
        diags: &mut Diagnostics,
        work: &Work,
        numbers: &PageNumbers,
    ) -> Option<Document> {
        let _step = self.watchdog.step(&work.template);
        typeset::document(diags, &self.base, work, numbers)
    }

    /// Composes the pages of a document as [`Self::typeset`] does, and writes no PDF yet.
    pub(super) fn compose(
        &self,
        diags: &mut Diagnostics,
        work: &Work,
        numbers: &PageNumbers,
        rounds: &Rounds,
    ) -> Option<Composed> {
        let _step = self.watchdog.step(&work.template);
        typeset::compose(diags, &self.base, work, numbers, rounds)
    }

    /// Writes a document as a PDF whose pages are composed.
    pub(super) fn export(
        &self,
        diags: &mut Diagnostics,
        work: &Work,
        numbers: &PageNumbers,
        composed: &Composed,
    ) -> Option<Document> {
        let _step = self.watchdog.step(&work.template);
        typeset::export(diags, &self.base, work, numbers, composed)
    }

    /// Lays out the packs of a meeting: opens their papers, and finds out which pages each has.
    pub fn lay_out(&self, papers: &PaperSource, bind: Arc<Bind>) -> Layout {
        packs::lay_out(self, papers, bind)
    }

    /// Makes a document; `None` when it is refused, with the reason in `diags`. `layout` is that of its
    /// meeting's packs: one that is bound can't be made without, and the page numbers of papers are left out
    /// of others. `papers` are those that are bound behind it without a layout, as appendices are behind minutes.
    ///
    /// # Errors
    /// When it was merged into other templates, or is a pack that the layout does not have; or when its
    /// papers can't be bound, or are not given.
    pub fn make(
        &self,
        diags: &mut Diagnostics,
        work: &Work,
        layout: Option<&Layout>,
        papers: Option<&PaperSource>,
    ) -> anyhow::Result<Option<Product>> {
        anyhow::ensure!(
            work.templates == self.bundle.digest,
            "{} was merged into other templates",
            work.ident
        );
        if work.form == Form::Html {
            let _step = self.watchdog.step(&work.template);
            let page = typeset::page(diags, &self.base, work);
            let audience = work.audience;
            let product = |page: String| Product {
                bytes: page.into_bytes(),
                pages: 0,
                receipt: None,
                audience,
            };
            return Ok(page.map(product));
        }
        let numbers = match (work.shows_pages, layout) {
            (ShownPages::None, _) | (ShownPages::OfMeeting, None) => PageNumbers::new(),
            (ShownPages::OfMeeting, Some(layout)) => layout.numbers(diags),
            (ShownPages::OfVolume(_), None) => {
                anyhow::bail!("{} needs the layout of its meeting's packs", work.ident)
            }
            (ShownPages::OfVolume(_), Some(layout)) if work.can_be_bound() => {
                return packs::make(self, diags, work, layout);
            }
            (ShownPages::OfVolume(supplement), Some(layout)) => {
                let Some(volume) = layout.find(diags, supplement) else { return Ok(None) };
                volume.numbers()
            }
        };
        let Some(document) = self.typeset(diags, work, &numbers) else { return Ok(None) };
        let document = match (&work.appended, papers) {
            (None, _) => Some(document),
            (Some(appended), Some(papers)) => {
                packs::append(self, diags, papers, work, appended, document)?
            }
            (Some(_), None) => anyhow::bail!("{} needs the papers behind it", work.ident),
        };
        let Some(Document { pdf, pages }) = document else { return Ok(None) };
        Ok(Some(Product { bytes: pdf, pages, receipt: None, audience: work.audience }))
    }
}

/// Returns the kinds whose templates are parsed at once: those that are asked for; where they have or show
/// packs, those of all packs, because the page numbers depend on the fronts of all; and all where
/// `has_overridden`.
fn parsed_kinds(asked: &[&'static dyn AnyKind], has_overridden: bool) -> Vec<&'static dyn AnyKind> {
    let needs_packs =
        |kind: &&dyn AnyKind| kind.pack_contents().is_some() || kind.shows_page_numbers();
    let has_packs = asked.iter().any(needs_packs);
    let is_asked = |kind: &&dyn AnyKind| asked.iter().any(|other| other.name() == kind.name());
    let all = kinds::ALL.iter().copied();
    all.filter(|kind| has_overridden || is_asked(kind) || has_packs && needs_packs(kind)).collect()
}

/// Reads the words of English and of other languages; those that are not as they should be are reported.
///
/// # Errors
/// When a council's file can't be read, or there are none of English.
fn read_words(
    diags: &mut Diagnostics,
    templates: &Templates,
    others: impl Iterator<Item = Language>,
) -> anyhow::Result<BTreeMap<Language, Arc<Words>>> {
    let english = Language::default();
    let mut all = BTreeMap::new();
    for language in std::iter::once(english.clone()).chain(others) {
        if let Some(words) = Words::read(diags, templates, &language)? {
            all.insert(language, Arc::new(words));
        }
    }
    anyhow::ensure!(
        all.contains_key(&english),
        "`{}` in your templates folder lacks entries, or has others",
        Templates::shown(&words::path(&english))
    );
    Ok(all)
}

/// Parses the templates of some kinds, and those of the other pages of packs where one of them is a pack, in
/// each language of which there are words.
///
/// # Errors
/// When a council's template can't be read.
fn engine(
    diags: &mut Diagnostics,
    templates: &Templates,
    words: &BTreeMap<Language, Arc<Words>>,
    kinds: Vec<&'static dyn AnyKind>,
) -> anyhow::Result<Engine> {
    let mut named: BTreeMap<_, _> =
        kinds.iter().map(|kind| (kind.template(), kind.schema())).collect();
    if kinds.iter().any(|kind| kind.pack_contents().is_some()) {
        named.extend(kinds::auxiliary_templates().map(|(name, _, schema)| (name, schema)));
    }
    Engine::new(diags, templates, words, named.into_iter())
}

/// Warns of a council's files of the library that are where earlier versions had them.
fn report_former_library(diags: &mut Diagnostics, templates: &Templates) -> anyhow::Result<()> {
    for FormerFile { path, replaces, is_used } in templates.former_library()? {
        let shown = Templates::shown(&path);
        let (message, hint) = if is_used {
            (
                format!("the library for PDFs has moved to `{LIBRARY}`"),
                format!(
                    "this file is still used; move it to `{replaces}` in your templates folder"
                ),
            )
        } else {
            (format!("`{replaces}` has taken the place of this file"), "remove this one".to_owned())
        };
        diags.push(
            Diagnostic::new(Code::TemplateOldPath, message).at(&Origin::file(shown)).hint(hint),
        );
    }
    Ok(())
}

/// Returns the templates, of kinds and of the other pages of packs, of which any part comes from the
/// council.
fn council_templates(templates: &Templates) -> anyhow::Result<BTreeSet<&'static str>> {
    const ENDING: &str = ".hbs";
    let others = kinds::auxiliary_templates();
    let all = kinds::ALL.iter().map(|kind| kind.template()).chain(others.map(|(name, ..)| name));
    if templates.has_own("lib", ENDING)? {
        return Ok(all.collect());
    }
    let mut overridden = BTreeSet::new();
    for name in all {
        if templates.has_own(name, ENDING)? {
            overridden.insert(name);
        }
    }
    Ok(overridden)
}
