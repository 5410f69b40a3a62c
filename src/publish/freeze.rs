//! Copies documents to where nothing writes them again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::act::Draft;
use super::decide::{Decided, Item, ItemOutcome, decide, latest};
use super::inspect::{Inspected, inspect, report_missing};
use super::ledger::{Act, ActMoment, NewLine};
use super::receipt::{Document, Paper, RECEIPT, Receipt, RuleResult, Source};
use super::site::{PageList, Present, Site, is_list, rows_file, rows_text};
use super::trees::Trees;
use super::{About, Access, FOLDER};
use crate::diag::Diagnostics;
use crate::merge::Pages;
use crate::pack;
use crate::store::{self, Lock};

/// What publishing did.
#[derive(Debug, Default)]
pub struct Frozen {
    /// The files that were published, newly or anew.
    pub published: Vec<PathBuf>,
    /// Files that had been lost, and were written again as they were.
    pub restored: Vec<PathBuf>,
    /// How many documents had been published before as they are.
    pub unchanged: usize,
    /// How many documents had been taken back, and were not published again.
    pub withdrawn: usize,
    /// Documents that had been published otherwise, and were left as they were.
    pub differs: Vec<Differs>,
    /// What is due, where nothing was published yet.
    pub due: Vec<Due>,
}

/// A document that was published otherwise than it is made now.
#[derive(Debug)]
pub struct Differs {
    /// Where it was published.
    pub file: PathBuf,
    /// When.
    pub published: String,
}

impl Frozen {
    /// Returns the digest of what is published, by which somebody who saw it agrees to it.
    pub fn agreement(&self) -> String {
        let lines: String =
            self.due.iter().map(|due| format!("{} {}\n", due.sha512, due.file)).collect();
        store::sha512(lines.as_bytes())
    }

    /// Counts a document of a publication that is left as it is.
    fn leave(&mut self, output: &Path, folder: &str, outcome: ItemOutcome) {
        match outcome {
            ItemOutcome::Unchanged => self.unchanged += 1,
            ItemOutcome::Withdrawn => self.withdrawn += 1,
            ItemOutcome::Differs { file, published } => self.differs.push(Differs {
                file: store::below(output, &format!("{folder}/{file}")),
                published,
            }),
            ItemOutcome::Due(_) => {}
        }
    }
}

/// A document that is about to be published.
#[derive(Debug)]
pub struct Due {
    /// Where, below the output folder.
    pub file: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Its pages; none of a page of HTML.
    pub pages: usize,
    /// Who may read it.
    pub access: Access,
    /// Its SHA-512.
    sha512: String,
}

/// What is said of one step of publishing.
#[derive(Debug, Clone)]
pub struct Step {
    /// Who publishes, and when.
    pub moment: ActMoment,
    /// Why documents take the place of those published before; they are left where nobody says.
    pub reason: Option<String>,
}

/// Where something is published.
#[derive(Clone, Copy)]
pub struct Publishing<'a> {
    /// The output folder.
    pub output: &'a Path,
    /// Its lock.
    pub lock: &'a Lock,
    /// The publication.
    pub about: &'a About,
    /// Who publishes, when and why.
    pub step: &'a Step,
    /// Makes the web pages.
    pub pages: &'a Pages<'a>,
}

/// What is published: documents, and the records that they were made from.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The documents.
    pub items: &'a [Item],
    /// Records for the eyes of those alone who may see what is not for publication: name and content.
    pub sources: &'a [(String, PathBuf)],
    /// What was found against rules.
    pub rules: &'a [RuleResult],
}

/// Publishes documents: those that were not published before, and with a reason those that were and
/// have changed.
///
/// What the ledgers know is never written again. What is missing of the publication is restored where the same
/// bytes can be had. What can't be restored, or was altered, is reported, and then nothing is published
/// (`None`).
///
/// # Errors
/// When the moment is before the last act or after the clock's, or something can't be read or written; what
/// was published before is as it was.
pub fn freeze(
    publishing: Publishing<'_>,
    diags: &mut Diagnostics,
    mut trees: Trees,
    content: Content<'_>,
) -> anyhow::Result<Option<Frozen>> {
    let Publishing { output, about, step, .. } = publishing;
    trees.check_moment(&step.moment)?;
    let before = diags.errors();
    let mut inspected = Vec::new();
    for access in Access::ALL {
        let folder = about.folder_in(access);
        inspected.push(inspect(diags, &trees, output, access, &folder, &about.place())?);
    }
    let site = Site { output, pages: publishing.pages };
    let mut frozen = Frozen::default();
    if before == diags.errors() {
        // What was lost is known of both trees before anything is written to either.
        restore(publishing, diags, &trees, &site, content, &inspected, &mut frozen)?;
    }
    if before < diags.errors() {
        return Ok(None);
    }
    store::make_folder(&output.join(FOLDER), Access::Open.readers())?;
    for access in Access::ALL {
        let folder = output.join(FOLDER).join(access.folder());
        store::make_folder(&folder, access.readers())?;
    }
    let mut steps = Vec::new();
    for tree in inspected {
        let decided = decide(&tree, content, step)?;
        steps.push((tree, decided));
    }
    let is_due = |decided: &[Decided<'_>]| {
        decided.iter().any(|decided| matches!(decided.outcome, ItemOutcome::Due(_)))
    };
    // Records are kept with what is not for publication, whatever is published of them.
    let is_any_due = steps.iter().any(|(_, decided)| is_due(decided));
    // Who may see everything gets it first: should the run be killed then, the next has still to
    // publish for everybody, and comes this way again.
    for (tree, decided) in steps.into_iter().rev() {
        let is_due = match tree.access {
            Access::Open => is_due(&decided),
            Access::Closed => is_any_due,
        };
        let step = TreeStep { publishing, site: &site, tree, decided, is_due };
        step.publish(diags, &mut trees, content, &mut frozen)?;
    }
    Ok(Some(frozen))
}

/// Returns what [`freeze`] would publish, and writes nothing; `None` where what was published before is not as it was, which is
/// reported.
///
/// # Errors
/// As [`freeze`].
pub fn preview(
    publishing: Publishing<'_>,
    diags: &mut Diagnostics,
    trees: &Trees,
    content: Content<'_>,
) -> anyhow::Result<Option<Frozen>> {
    let Publishing { output, about, step, .. } = publishing;
    trees.check_moment(&step.moment)?;
    let before = diags.errors();
    let mut frozen = Frozen::default();
    for access in Access::ALL {
        let folder = about.folder_in(access);
        let tree = inspect(diags, trees, output, access, &folder, &about.place())?;
        for Decided { item, outcome, page } in decide(&tree, content, step)? {
            let ItemOutcome::Due(version) = outcome else {
                frozen.leave(output, &folder, outcome);
                continue;
            };
            frozen.due.push(Due {
                file: format!("{folder}/{}", item.file(version)),
                title: item.title.clone(),
                pages: item.pages,
                access,
                sha512: page.map_or_else(|| item.sha512.clone(), |page| store::sha512(&page)),
            });
        }
    }
    Ok((before == diags.errors()).then_some(frozen))
}

/// Writes files again that were lost, where the same bytes can be had; others are reported, and then none is
/// written.
fn restore(
    publishing: Publishing<'_>,
    diags: &mut Diagnostics,
    trees: &Trees,
    site: &Site<'_>,
    content: Content<'_>,
    inspected: &[Inspected],
    frozen: &mut Frozen,
) -> anyhow::Result<()> {
    let output = publishing.output;
    let mut found: Vec<(&Inspected, &str, Vec<u8>)> = Vec::new();
    for tree in inspected {
        if tree.missing.is_empty() {
            continue;
        }
        let mut pages = None;
        for (path, sha512) in &tree.missing {
            let below = path.strip_prefix(&format!("{}/", tree.folder)).unwrap_or(path);
            let is_page = tree.access == Access::Open
                && (super::site::is_page(below) || !path.starts_with(&tree.folder));
            let bytes = if is_list(path) {
                Some(PageList::on_disk(output, path)?.text().into_bytes())
            } else if is_page {
                if pages.is_none() {
                    let (known, rows) = (trees.tree(Access::Open), BTreeMap::new());
                    let present = tree.receipt.as_ref();
                    let present = present.map(|receipt| Present {
                        folder: &tree.folder,
                        receipt,
                        rows: &rows,
                    });
                    pages = Some(site.pages(diags, known, present)?);
                }
                pages
                    .as_ref()
                    .and_then(|pages| pages.get(path))
                    .map(|page| page.clone().into_bytes())
            } else {
                bytes_of(tree, content, below, sha512)?
            };
            match bytes.filter(|bytes| store::sha512(bytes) == *sha512) {
                Some(bytes) => found.push((tree, path, bytes)),
                // A page that looks otherwise now is written by the act that follows.
                None if is_page => {}
                None => report_missing(diags, output, path),
            }
        }
    }
    if diags.has_errors() && found.is_empty() {
        return Ok(());
    }
    for (tree, path, bytes) in found {
        let file = store::below(output, path);
        store::write_for(tree.access.readers(), &file, &bytes)?;
        file.parent().map_or(Ok(()), store::settle)?;
        frozen.restored.push(file);
    }
    Ok(())
}

/// Returns the bytes of a file of a publication, from what was made now or is in the data.
fn bytes_of(
    tree: &Inspected,
    content: Content<'_>,
    below: &str,
    sha512: &str,
) -> anyhow::Result<Option<Vec<u8>>> {
    let items = || content.items.iter().filter(|item| item.access == tree.access);
    if let Some(item) = items().find(|item| item.record.is_none() && item.sha512 == sha512) {
        return store::read_large(&item.made, u64::MAX).map(Some);
    }
    for (item, record) in items().filter_map(|item| Some((item, item.record.as_ref()?))) {
        // A page names the version of the PDF beside which it was published.
        let versions = tree.receipt.iter().flat_map(|receipt| &receipt.documents);
        for version in versions.filter(|version| version.document == record.document) {
            let page = item.page(record, &version.file)?;
            if store::sha512(&page) == sha512 {
                return Ok(Some(page));
            }
        }
    }
    let rows = content.items.iter().filter_map(|item| item.rows.as_ref()).map(rows_text);
    let shown = content.items.iter().filter_map(|item| item.shows.as_ref()).map(view_text);
    let mut shown = shown.chain(rows);
    if let Some(text) = shown.find(|text| store::sha512(text.as_bytes()) == sha512) {
        return Ok(Some(text.into_bytes()));
    }
    if tree.access == Access::Closed && below.starts_with("source/") {
        for (_, path) in content.sources {
            let bytes = store::read_large(path, u64::MAX)?;
            if store::sha512(&bytes) == sha512 {
                return Ok(Some(bytes));
            }
        }
    }
    Ok(None)
}

/// Returns a document's view as it is kept.
fn view_text(view: &Value) -> String {
    serde_json::to_string_pretty(view).expect("a view is text and numbers") + "\n"
}

/// Publishing for the readers of one tree.
struct TreeStep<'a> {
    publishing: Publishing<'a>,
    site: &'a Site<'a>,
    tree: Inspected,
    /// What is to be done with each of its documents.
    decided: Vec<Decided<'a>>,
    /// Whether anything is to be published.
    is_due: bool,
}

impl TreeStep<'_> {
    /// Publishes the documents of the tree, with the receipt and the pages.
    fn publish(
        self,
        diags: &mut Diagnostics,
        trees: &mut Trees,
        content: Content<'_>,
        frozen: &mut Frozen,
    ) -> anyhow::Result<()> {
        let Self { publishing, site, tree, decided, is_due } = self;
        let Publishing { output, lock, about, step, .. } = publishing;
        let Inspected { access, folder, receipt, .. } = tree;
        let mut draft = Draft::new(output, lock, access);
        let is_new = receipt.is_none();
        let mut receipt = receipt.unwrap_or_else(|| Receipt::new(about, access));
        let mut published = Vec::new();
        let mut rows = BTreeMap::new();
        let before = released(&receipt);
        for decided in decided {
            let ItemOutcome::Due(version) = decided.outcome else {
                frozen.leave(output, &folder, decided.outcome);
                continue;
            };
            let known = trees.tree(access);
            let is_taken =
                |path: &str| known.ever_had(path) || store::is_file(&store::below(output, path));
            let place = (&mut draft, &mut receipt, &*folder);
            let file = put(place, &mut rows, &decided, version, step)?;
            anyhow::ensure!(
                !is_taken(&file),
                "`{file}` is there already, and was not published; move it away"
            );
            published.push(store::below(output, &file));
        }
        if is_due {
            if access == Access::Closed {
                keep(&mut draft, &mut receipt, &folder, content.sources)?;
            }
            add_results(&mut receipt, about, content.rules);
            receipt.set(about);
            receipt.set_ledger(trees.heads(access));
            draft.put(&format!("{folder}/{RECEIPT}"), receipt.seal().as_bytes())?;
        }
        if access == Access::Open && (is_due || !is_new) {
            let present = Present { folder: &folder, receipt: &receipt, rows: &rows };
            site.put_changed(diags, &mut draft, trees.tree(access), present)?;
        }
        if draft.is_empty() {
            return Ok(());
        }
        let released: Vec<String> = released(&receipt).difference(&before).cloned().collect();
        let line = NewLine {
            act: match (released.is_empty(), &step.reason) {
                (false, _) => Act::Release,
                (true, Some(_)) => Act::Reissue,
                (true, None) => Act::Publish,
            },
            publication: Some(about.publication.clone()),
            moment: step.moment.clone(),
            released,
            private_reason: None,
            public: trees.named_head(access),
        };
        draft.commit(trees.tree_mut(access), line)?;
        frozen.published.extend(published);
        Ok(())
    }
}

/// Returns the ids of papers that everybody may read though they were exempt at their meeting.
fn released(receipt: &Receipt) -> BTreeSet<String> {
    let papers = receipt.documents.iter().flat_map(|document| &document.papers);
    papers.filter(|paper| paper.released.is_some()).filter_map(|paper| paper.id.clone()).collect()
}

/// Adds a version of a document to an act and to the receipt, and its file of rows to `files`; returns its path
/// below the output folder.
fn put(
    (draft, receipt, folder): (&mut Draft<'_>, &mut Receipt, &str),
    files: &mut BTreeMap<String, String>,
    Decided { item, page, .. }: &Decided<'_>,
    version: u32,
    step: &Step,
) -> anyhow::Result<String> {
    let file = item.file(version);
    let path = format!("{folder}/{file}");
    let (declared, bound, size, sha512) = match page {
        Some(page) => {
            // What it claims, its PDF does.
            let beside = item.record.as_ref().map_or(&item.document, |record| &record.document);
            let beside = latest(Some(receipt), beside);
            let title = beside.map(|document| document.title.clone());
            let shown = |paper: &&Paper| item.paper.is_some() && paper.id == item.paper;
            let papers = beside.into_iter().flat_map(|document| &document.papers);
            let papers = papers.filter(shown).cloned().collect();
            draft.put(&path, page)?;
            let declared = pack::Declaration { title, ..pack::Declaration::default() };
            let bound = Bound { papers, ..Bound::default() };
            (declared, bound, page.len() as u64, store::sha512(page))
        }
        None => {
            let pdf = item.bytes()?;
            draft.put(&path, &pdf)?;
            let declared = pack::declaration(&mut &*pdf)?;
            (declared, bound(&item.made)?, pdf.len() as u64, item.sha512.clone())
        }
    };
    if let Some(shows) = &item.shows {
        let name = format!("source/{}.json", file.trim_end_matches(".pdf"));
        let entry = draft.put(&format!("{folder}/{name}"), view_text(shows).as_bytes())?;
        let (size, sha512) = (entry.size, entry.sha512.to_string());
        receipt.sources.push(Source { file: name, size, sha512 });
    }
    if let Some(rows) = &item.rows {
        let (name, text) = (rows_file(&file), rows_text(rows));
        let entry = draft.put(&format!("{folder}/{name}"), text.as_bytes())?;
        let (size, sha512) = (entry.size, entry.sha512.to_string());
        receipt.sources.push(Source { file: name.clone(), size, sha512 });
        files.insert(name, text);
    }
    receipt.documents.push(Document {
        file,
        document: item.document.clone(),
        version,
        form: item.form,
        language: item.language.clone(),
        part_of: item.part_of.clone(),
        title: item.title.clone().or(declared.title).unwrap_or_else(|| item.document.clone()),
        published: step.moment.now.clone(),
        recorded: step.moment.recorded,
        reason: step.reason.clone().filter(|_| version > 1),
        pages: item.pages,
        first_page: bound.first_page,
        size,
        sha512,
        pdf_ua: declared.pdf_ua,
        pdf_a: declared.pdf_a,
        papers: bound.papers,
        withdrawn: None,
    });
    Ok(path)
}

/// Adds what was found against rules to a receipt.
fn add_results(receipt: &mut Receipt, about: &About, rules: &[RuleResult]) {
    let access = receipt.access;
    let results = rules.iter().cloned().map(|rule| match access {
        Access::Open => {
            let on_record = || about.wording.reason_on_record.clone();
            let overridden = rule.overridden.map(|_| on_record());
            RuleResult { message: None, overridden, ..rule }
        }
        Access::Closed => rule,
    });
    receipt.rules.extend(results);
    receipt.rules.sort_by(|a, b| (&a.published, &a.rule).cmp(&(&b.published, &b.rule)));
    receipt.rules.dedup();
}

/// What is written beside a pack of the papers in it.
#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Bound {
    first_page: u32,
    papers: Vec<Paper>,
}

impl Default for Bound {
    fn default() -> Self {
        Self { first_page: 1, papers: Vec::new() }
    }
}

/// Returns the papers that are bound in a document.
fn bound(made: &Path) -> anyhow::Result<Bound> {
    let beside = made.with_extension("json");
    Ok(match store::read_if_there(&beside)? {
        Some(bytes) => serde_json::from_slice(&bytes)
            .map_err(|error| anyhow::anyhow!("`{}`: {error}", beside.display()))?,
        None => Bound::default(),
    })
}

/// Keeps records as they are now; those that an earlier step kept as they are stay by its name.
fn keep(
    draft: &mut Draft<'_>,
    receipt: &mut Receipt,
    folder: &str,
    sources: &[(String, PathBuf)],
) -> anyhow::Result<()> {
    for (name, path) in sources {
        let bytes = store::read_large(path, u64::MAX)?;
        let sha512 = store::sha512(&bytes);
        let named = |step: u32| match step {
            1 => format!("source/{name}"),
            step => format!("source/{step}/{name}"),
        };
        let is_kept = |file: &str| receipt.sources.iter().find(|source| source.file == file);
        let mut step = 1;
        while is_kept(&named(step)).is_some_and(|source| source.sha512 != sha512) {
            step += 1;
        }
        let file = named(step);
        if is_kept(&file).is_none() {
            draft.put(&format!("{folder}/{file}"), &bytes)?;
            receipt.sources.push(Source { file, size: bytes.len() as u64, sha512 });
        }
    }
    receipt.sources.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(())
}
