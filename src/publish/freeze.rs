//! Copies documents to where nothing writes them again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::act::Draft;
use super::inspect::{Inspected, inspect, report_missing};
use super::ledger::{Act, ActMoment, NewLine};
use super::receipt::{Document, Paper, RECEIPT, Receipt, RuleResult, Source};
use super::site::Site;
use super::trees::Trees;
use super::{About, Access, FOLDER};
use crate::diag::Diagnostics;
use crate::merge::Pages;
use crate::model::form::Form;
use crate::model::value::Language;
use crate::pack;
use crate::store::{self, Lock};

/// A document to be published.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is called among those published with it, such as `agenda`.
    pub document: String,
    /// The form in which it is typeset.
    pub form: Form,
    /// The language of its words.
    pub language: Language,
    /// Where it was made.
    pub made: PathBuf,
    /// Its pages.
    pub pages: usize,
    /// The SHA-512 of it as it was made.
    pub sha512: String,
    /// Who may read it.
    pub access: Access,
    /// What it shows, as records that its readers may have; none where the records themselves are
    /// kept, and of a version in another form or language, which shows the same.
    pub shows: Option<Value>,
}

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
}

/// A document that was published otherwise than it is made now.
#[derive(Debug)]
pub struct Differs {
    /// Where it was published.
    pub file: PathBuf,
    /// When.
    pub published: String,
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
        inspected.push(inspect(diags, &trees, output, access, &folder)?);
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
    let is_due = |access: Access| {
        let earlier = inspected.iter().find(|tree| tree.access == access);
        let earlier = earlier.and_then(|tree| tree.receipt.as_ref());
        content.items.iter().filter(|item| item.access == access).any(|item| {
            let published = earlier.and_then(|receipt| latest(receipt, item));
            published.is_none_or(|before| {
                (before.sha512 != item.sha512 || before.withdrawn.is_some())
                    && step.reason.is_some()
            })
        })
    };
    // Records are kept with what is not for publication, whatever is published of them.
    let due_open = is_due(Access::Open);
    let due = [due_open, due_open || is_due(Access::Closed)];
    // Who may see everything gets it first: should the run be killed then, the next has still to
    // publish for everybody, and comes this way again.
    for (tree, is_due) in inspected.into_iter().zip(due).rev() {
        let step = TreeStep { publishing, site: &site, tree, is_due };
        step.publish(diags, &mut trees, content, &mut frozen)?;
    }
    Ok(Some(frozen))
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
            let bytes = if is_page {
                if pages.is_none() {
                    let (known, receipt) = (trees.tree(Access::Open), tree.receipt.as_ref());
                    pages = Some(site.pages(diags, known, &tree.folder, receipt)?);
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
    let same = |item: &&Item| item.access == tree.access && item.sha512 == sha512;
    if let Some(item) = content.items.iter().find(same) {
        return store::read_large(&item.made, u64::MAX).map(Some);
    }
    let mut shown = content.items.iter().filter_map(|item| item.shows.as_ref()).map(view_text);
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

/// Returns a document as it was published last, whether or not that was taken back.
fn latest<'a>(receipt: &'a Receipt, item: &Item) -> Option<&'a Document> {
    let versions = receipt.documents.iter().filter(|document| document.document == item.document);
    versions.max_by_key(|document| document.version)
}

/// Publishing for the readers of one tree.
struct TreeStep<'a> {
    publishing: Publishing<'a>,
    site: &'a Site<'a>,
    tree: Inspected,
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
        let Self { publishing, site, tree, is_due } = self;
        let Publishing { output, lock, about, step, .. } = publishing;
        let Inspected { access, folder, receipt, .. } = tree;
        let mut draft = Draft::new(output, lock, access);
        let is_new = receipt.is_none();
        let mut receipt = receipt.unwrap_or_else(|| Receipt::new(about, access));
        let mut published = Vec::new();
        let before = released(&receipt);
        for item in content.items.iter().filter(|item| item.access == access) {
            match outcome(&receipt, item, step) {
                ItemOutcome::Unchanged => frozen.unchanged += 1,
                ItemOutcome::Withdrawn => frozen.withdrawn += 1,
                ItemOutcome::Differs(earlier) => frozen.differs.push(Differs {
                    file: store::below(output, &format!("{folder}/{}", earlier.file)),
                    published: earlier.published.clone(),
                }),
                ItemOutcome::Due(version) => {
                    let known = trees.tree(access);
                    let is_taken = |path: &str| {
                        known.files.by_path.contains_key(path)
                            || store::is_file(&store::below(output, path))
                    };
                    let file = put(&mut draft, &mut receipt, &folder, item, version, step)?;
                    anyhow::ensure!(
                        !is_taken(&file),
                        "`{file}` is there already, and was not published; move it away"
                    );
                    published.push(store::below(output, &file));
                }
            }
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
            site.put_changed(diags, &mut draft, trees.tree(access), (&folder, &receipt))?;
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

/// What is to be done with a document.
enum ItemOutcome<'a> {
    /// It was published as it is.
    Unchanged,
    /// It was published otherwise, and stays so.
    Differs(&'a Document),
    /// It was taken back, and stays so.
    Withdrawn,
    /// It is to be published as this version.
    Due(u32),
}

/// Returns what is to be done with a document.
fn outcome<'a>(receipt: &'a Receipt, item: &Item, step: &Step) -> ItemOutcome<'a> {
    match latest(receipt, item) {
        None => ItemOutcome::Due(1),
        // What was taken back comes again only where somebody says why.
        Some(earlier) if earlier.withdrawn.is_some() && step.reason.is_none() => {
            ItemOutcome::Withdrawn
        }
        Some(earlier) if earlier.withdrawn.is_none() && earlier.sha512 == item.sha512 => {
            ItemOutcome::Unchanged
        }
        Some(earlier) if step.reason.is_none() => ItemOutcome::Differs(earlier),
        Some(earlier) => ItemOutcome::Due(earlier.version + 1),
    }
}

/// Adds a version of a document to an act and to the receipt; returns its path below the output folder.
fn put(
    draft: &mut Draft<'_>,
    receipt: &mut Receipt,
    folder: &str,
    item: &Item,
    version: u32,
    step: &Step,
) -> anyhow::Result<String> {
    let stem = match version {
        1 => item.document.clone(),
        version => format!("{}-v{version}", item.document),
    };
    let pdf = store::read_large(&item.made, u64::MAX)?;
    anyhow::ensure!(
        store::sha512(&pdf) == item.sha512,
        "`{}` was altered after it was made",
        item.made.display()
    );
    let declared = pack::declaration(&mut &*pdf)?;
    let bound = bound(&item.made)?;
    let path = format!("{folder}/{stem}.pdf");
    draft.put(&path, &pdf)?;
    if let Some(shows) = &item.shows {
        let name = format!("source/{stem}.json");
        let entry = draft.put(&format!("{folder}/{name}"), view_text(shows).as_bytes())?;
        let (size, sha512) = (entry.size, entry.sha512.clone());
        receipt.sources.push(Source { file: name, size, sha512 });
    }
    receipt.documents.push(Document {
        file: format!("{stem}.pdf"),
        document: item.document.clone(),
        version,
        form: item.form,
        language: item.language.clone(),
        title: declared.title.unwrap_or_else(|| item.document.clone()),
        published: step.moment.now.clone(),
        recorded: step.moment.recorded,
        reason: step.reason.clone().filter(|_| version > 1),
        pages: item.pages,
        first_page: bound.first_page,
        size: pdf.len() as u64,
        sha512: item.sha512.clone(),
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

/// Returns the papers that are bound in a document.
fn bound(made: &Path) -> anyhow::Result<Bound> {
    let beside = made.with_extension("json");
    Ok(match store::read_if_there(&beside)? {
        Some(bytes) => serde_json::from_slice(&bytes)
            .map_err(|error| anyhow::anyhow!("`{}`: {error}", beside.display()))?,
        None => Bound { first_page: 1, papers: Vec::new() },
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
