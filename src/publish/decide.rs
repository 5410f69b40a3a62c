//! What is to be done with each document: it was published as it is, it is new, it takes the place of another, or it
//! stays as it was.

use std::path::PathBuf;

use anyhow::Context;
use serde_json::Value;

use super::Access;
use super::freeze::{Content, Step};
use super::inspect::Inspected;
use super::receipt::{Document, Receipt};
use super::site::Tables;
use crate::model::form::Form;
use crate::model::value::Language;
use crate::store;

/// A document to be published.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is called among those published with it, such as `agenda`.
    pub document: String,
    /// The pack that it is a part of, by its name: it is taken back with that.
    pub part_of: Option<String>,
    /// Its title; where it is not given, a PDF tells its own, and a page has that of its PDF.
    pub title: Option<String>,
    /// The id of the paper that a page shows, if it shows one.
    pub paper: Option<String>,
    /// The form in which it is typeset.
    pub form: Form,
    /// The language of its words.
    pub language: Language,
    /// The document of record, where it is a page of HTML.
    pub record: Option<RecordLink>,
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
    /// What it tells of, as rows of open data; none of a version in another form or language, and of what is not for
    /// publication.
    pub rows: Option<Tables>,
}

/// The PDF that a page of HTML is beside, and names as the document of record.
#[derive(Debug, Clone)]
pub struct RecordLink {
    /// What it is called among those published with it.
    pub document: String,
    /// Its file, as the page that was made names it.
    pub file: String,
}

/// Returns a document as it was published last, whether or not that was taken back.
pub(super) fn latest<'a>(receipt: Option<&'a Receipt>, document: &str) -> Option<&'a Document> {
    let versions = receipt?.documents.iter().filter(|version| version.document == document);
    versions.max_by_key(|version| version.version)
}

impl Item {
    /// Returns its bytes as they were made.
    pub(super) fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let bytes = store::read_large(&self.made, u64::MAX)?;
        anyhow::ensure!(
            store::sha512(&bytes) == self.sha512,
            "`{}` was altered after it was made",
            self.made.display()
        );
        Ok(bytes)
    }

    /// Returns the bytes of a page as it is published: it leads to the pages of the site, and names that file as the
    /// document of record.
    pub(super) fn page(&self, record: &RecordLink, file: &str) -> anyhow::Result<Vec<u8>> {
        let link = |file: &str| format!("<a href=\"{file}\">{file}</a>");
        let page = String::from_utf8(self.bytes()?)
            .with_context(|| format!("`{}` is no text", self.made.display()))?;
        // What leads to the site is hidden until there is one.
        let page = page.replace("<p class=\"site\" hidden", "<p class=\"site\"");
        Ok(page.replace(&link(&record.file), &link(file)).into_bytes())
    }

    /// Returns what its file is called in a version: pages have another ending than what is typeset as a PDF.
    pub(super) fn file(&self, version: u32) -> String {
        let ending = self.form.ending();
        let stem = self.document.strip_suffix(&format!(".{ending}")).unwrap_or(&self.document);
        match version {
            1 => format!("{stem}.{ending}"),
            version => format!("{stem}-v{version}.{ending}"),
        }
    }
}

/// What is to be done with a document of a tree.
pub(super) struct Decided<'a> {
    /// The document.
    pub(super) item: &'a Item,
    /// What is to be done with it.
    pub(super) outcome: ItemOutcome,
    /// Its bytes as they are published, where these are others than those that were made.
    pub(super) page: Option<Vec<u8>>,
}

/// Returns what is to be done with each document of a tree: first with the PDFs, of which pages then name the
/// version that is read after this act. A page without its PDF is not published.
pub(super) fn decide<'a>(
    tree: &Inspected,
    content: Content<'a>,
    step: &Step,
) -> anyhow::Result<Vec<Decided<'a>>> {
    let receipt = tree.receipt.as_ref();
    let items = || content.items.iter().filter(|item| item.access == tree.access);
    let mut decided: Vec<Decided<'a>> = items()
        .filter(|item| item.record.is_none())
        .map(|item| {
            let outcome = outcome(latest(receipt, &item.document), &item.sha512, step);
            Decided { item, outcome, page: None }
        })
        .collect();
    for (item, record) in items().filter_map(|item| Some((item, item.record.as_ref()?))) {
        let beside = decided.iter().find(|decided| decided.item.document == record.document);
        let file = match beside {
            Some(Decided { outcome: ItemOutcome::Due(version), item, .. }) => {
                Some(item.file(*version))
            }
            _ => latest(receipt, &record.document)
                .filter(|version| version.withdrawn.is_none())
                .map(|version| version.file.clone()),
        };
        let (outcome, page) = match file {
            None => (ItemOutcome::Withdrawn, None),
            Some(file) => {
                let page = item.page(record, &file)?;
                let sha512 = store::sha512(&page);
                (outcome(latest(receipt, &item.document), &sha512, step), Some(page))
            }
        };
        decided.push(Decided { item, outcome, page });
    }
    Ok(decided)
}

/// What is to be done with a document.
pub(super) enum ItemOutcome {
    /// It was published as it is.
    Unchanged,
    /// It was published otherwise, and stays so.
    Differs {
        /// Its file.
        file: String,
        /// When it was published.
        published: String,
    },
    /// It was taken back, and stays so.
    Withdrawn,
    /// It is to be published as this version.
    Due(u32),
}

/// Returns what is to be done with a document, as it was published last and as it would be published now.
fn outcome(earlier: Option<&Document>, sha512: &str, step: &Step) -> ItemOutcome {
    match earlier {
        None => ItemOutcome::Due(1),
        // What was taken back comes again only where somebody says why.
        Some(earlier) if earlier.withdrawn.is_some() && step.reason.is_none() => {
            ItemOutcome::Withdrawn
        }
        Some(earlier) if earlier.withdrawn.is_none() && earlier.sha512 == sha512 => {
            ItemOutcome::Unchanged
        }
        Some(earlier) if step.reason.is_none() => ItemOutcome::Differs {
            file: earlier.file.clone(),
            published: earlier.published.clone(),
        },
        Some(earlier) => ItemOutcome::Due(earlier.version + 1),
    }
}
