//! Copies documents to where nothing writes them again.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::receipt::{Document, Paper, Receipt, RuleResult, Source};
use super::{About, Access, FOLDER};
use crate::model::form::Form;
use crate::model::value::Language;
use crate::{pack, store};

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
    /// How many documents had been published before as they are.
    pub unchanged: usize,
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
    /// When it is, as an ISO date or date and time.
    pub now: String,
    /// Why documents take the place of those published before; they are left where nobody says.
    pub reason: Option<String>,
}

/// Publishes documents: those that were not published before, and with a reason those that were and
/// have changed. `sources` are records for the eyes of those alone who may see what is not for
/// publication: name and content.
///
/// # Errors
/// When something can't be read or written; what was published before is as it was.
pub fn freeze(
    output: &Path,
    about: &About,
    items: &[Item],
    sources: &[(String, PathBuf)],
    rules: &[RuleResult],
    step: &Step,
) -> anyhow::Result<Frozen> {
    store::make_folder(&output.join(FOLDER), Access::Open.readers())?;
    let closed = output.join(FOLDER).join(Access::Closed.folder());
    store::make_folder(&closed, Access::Closed.readers())?;
    // Who may see everything gets it first: should the run be killed then, the next has still to
    // publish for everybody, and comes this way again.
    let closed = freeze_for(Access::Closed, output, about, items, sources, rules, step)?;
    let mut frozen = freeze_for(Access::Open, output, about, items, &[], rules, step)?;
    frozen.published.extend(closed.published);
    frozen.unchanged += closed.unchanged;
    frozen.differs.extend(closed.differs);
    Ok(frozen)
}

/// Publishes the documents of some readers.
fn freeze_for(
    access: Access,
    output: &Path,
    about: &About,
    items: &[Item],
    sources: &[(String, PathBuf)],
    rules: &[RuleResult],
    step: &Step,
) -> anyhow::Result<Frozen> {
    let mut frozen = Frozen::default();
    let folder = |access: Access| {
        let root = output.join(FOLDER).join(access.folder());
        about.folder.iter().fold(root, |path, part| path.join(part))
    };
    // Records are kept with what is not for publication, whatever is published of them.
    let mut is_due = false;
    for other in
        Access::ALL.into_iter().filter(|other| *other == access || access == Access::Closed)
    {
        let earlier = Receipt::read(&folder(other))?;
        let mut matching = items.iter().filter(|item| item.access == other);
        is_due |= matching.any(|item| {
            let before = earlier.as_ref().and_then(|receipt| before(receipt, item));
            before.is_none_or(|before| before.sha512 != item.sha512 && step.reason.is_some())
        });
    }
    let folder = folder(access);
    let mut receipt = Receipt::read(&folder)?.unwrap_or_else(|| Receipt::new(about, access));
    for item in items.iter().filter(|item| item.access == access) {
        publish(&mut frozen, &mut receipt, &folder, item, step)?;
    }
    if is_due {
        keep(&mut receipt, &folder, sources)?;
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
        receipt.set(about);
        receipt.write(&folder)?;
    }
    Ok(frozen)
}

/// Returns a document as it was published last.
fn before<'a>(receipt: &'a Receipt, item: &Item) -> Option<&'a Document> {
    receipt.current().into_iter().find(|document| document.document == item.document)
}

/// Publishes one document, where that is to be done.
fn publish(
    frozen: &mut Frozen,
    receipt: &mut Receipt,
    folder: &Path,
    item: &Item,
    step: &Step,
) -> anyhow::Result<()> {
    let earlier = before(receipt, item).cloned();
    if let Some(earlier) = &earlier {
        if earlier.sha512 == item.sha512 {
            frozen.unchanged += 1;
            return Ok(());
        }
        if step.reason.is_none() {
            let (file, published) = (folder.join(&earlier.file), earlier.published.clone());
            frozen.differs.push(Differs { file, published });
            return Ok(());
        }
    }
    let version = earlier.as_ref().map_or(1, |document| document.version + 1);
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
    let file = folder.join(format!("{stem}.pdf"));
    put(receipt.access, &file, &pdf)?;
    if let Some(shows) = &item.shows {
        let text = serde_json::to_string_pretty(shows).expect("a view is text and numbers") + "\n";
        let name = format!("source/{stem}.json");
        put(receipt.access, &store::below(folder, &name), text.as_bytes())?;
        receipt.sources.retain(|source| source.file != name);
        let (size, sha512) = (text.len() as u64, store::sha512(text.as_bytes()));
        receipt.sources.push(Source { file: name, size, sha512 });
    }
    receipt.documents.push(Document {
        file: format!("{stem}.pdf"),
        document: item.document.clone(),
        version,
        form: item.form,
        language: item.language.clone(),
        title: declared.title.unwrap_or_else(|| item.document.clone()),
        published: step.now.clone(),
        reason: earlier.and_then(|_| step.reason.clone()),
        pages: item.pages,
        first_page: bound.first_page,
        size: pdf.len() as u64,
        sha512: item.sha512.clone(),
        pdf_ua: declared.pdf_ua,
        pdf_a: declared.pdf_a,
        papers: bound.papers,
    });
    frozen.published.push(file);
    Ok(())
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
fn keep(receipt: &mut Receipt, folder: &Path, sources: &[(String, PathBuf)]) -> anyhow::Result<()> {
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
            put(Access::Closed, &store::below(folder, &file), &bytes)?;
            receipt.sources.push(Source { file, size: bytes.len() as u64, sha512 });
        }
    }
    receipt.sources.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(())
}

/// Writes a file for its readers.
fn put(access: Access, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    store::write_for(access.readers(), path, bytes)?;
    path.parent().map_or(Ok(()), store::settle)
}
