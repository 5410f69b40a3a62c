//! `serve`: brings what everybody may read of a council into the public bucket.
//!
//! `publish` and `withdraw` do it when their act is done. Where that broke off, the next to do it goes on: the store
//! remembers what the public bucket has.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use futures_util::{StreamExt, TryStreamExt};

use crate::layout;
use crate::name::Council;
use crate::publish;
use crate::store::{AT_ONCE, Store, digest_of};
use crate::tree::{Content, LEDGER, Ledger, Tree};

/// What is done to the public bucket.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Served {
    /// How many files were written.
    pub(crate) written: usize,
    /// How many were removed.
    pub(crate) removed: usize,
}

/// Brings what everybody may read into the public bucket, and takes out of it what is withdrawn. Documents come
/// before the pages that lead to them.
///
/// # Errors
/// When something is missing in the store, or one of the two fails. What was begun is finished by the next.
pub(crate) async fn serve(
    published: &Store,
    public: &Store,
    council: &Council,
) -> anyhow::Result<Served> {
    let mut done = Served::default();
    // What was written here, in case somebody else writes what is newer at the same time.
    let mut touched = BTreeSet::new();
    loop {
        let (tree, version) = publish::head(published, council).await?;
        let site = tree.site();
        let path = layout::served(council);
        let record = published.find(&path).await?;
        let record: BTreeMap<String, Content> = match record {
            Some(record) => serde_json::from_slice(&record)
                .with_context(|| format!("`{path}` can't be read"))?,
            None => BTreeMap::new(),
        };
        let removed: Vec<&String> = record
            .keys()
            .chain(&touched)
            .filter(|path| !site.contains_key(*path))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let removed =
            removed.iter().map(async |path| public.remove(&layout::public(council, path)).await);
        let removed: Vec<()> =
            futures_util::stream::iter(removed).buffer_unordered(AT_ONCE).try_collect().await?;
        done.removed += removed.len();
        let is_changed = |(path, content): &(&String, &Content)| {
            record.get(*path) != Some(*content) || touched.contains(*path)
        };
        let changed: Vec<(&String, &Content)> = site.iter().filter(is_changed).collect();
        let (pages, documents): (Vec<_>, Vec<_>) =
            changed.iter().copied().partition(|(path, _)| is_page(path));
        for files in [documents, pages] {
            let written = files.into_iter().map(async |(path, content)| {
                write(published, public, council, &tree, path, content).await
            });
            let written: Vec<()> =
                futures_util::stream::iter(written).buffer_unordered(AT_ONCE).try_collect().await?;
            done.written += written.len();
        }
        touched.extend(changed.iter().map(|(path, _)| (*path).clone()));
        let (_, now) = publish::head(published, council).await?;
        if now == version {
            published.put(&path, serde_json::to_vec(&site)?).await?;
            return Ok(done);
        }
    }
}

/// Reports whatever the public bucket has that it should not have, lacks, or has otherwise.
///
/// # Errors
/// When one of the two can't be read.
pub(crate) async fn compare(
    published: &Store,
    public: &Store,
    council: &Council,
) -> anyhow::Result<Vec<String>> {
    let (tree, _) = publish::head(published, council).await?;
    let mut found = Vec::new();
    let site = tree.site();
    let present: BTreeSet<_> = public.list(&layout::council(council)).await?.into_iter().collect();
    let mut expected = BTreeSet::new();
    for (path, content) in &site {
        let object = layout::public(council, path);
        match public.find(&object).await? {
            None => found.push(format!("missing: {path}")),
            Some(bytes) => {
                let digest = match path.as_str() {
                    LEDGER => {
                        digest_of(&publish::lines(published, council, &tree, Ledger::Public).await?)
                    }
                    _ => content.digest.clone(),
                };
                if digest_of(&bytes) != digest {
                    found.push(format!("changed: {path}"));
                }
            }
        }
        expected.insert(object);
    }
    found.extend(present.difference(&expected).map(|path| format!("does not belong: {path}")));
    Ok(found)
}

async fn write(
    published: &Store,
    public: &Store,
    council: &Council,
    tree: &Tree,
    path: &str,
    content: &Content,
) -> anyhow::Result<()> {
    let bytes = match path {
        LEDGER => publish::lines(published, council, tree, Ledger::Public).await?,
        _ => published.get(&layout::published(council, &content.digest)).await?,
    };
    public.put_typed(&layout::public(council, path), bytes, media_type(path)).await
}

/// Returns whether a file leads to others.
fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "index.html" || !path.contains('/') || path.starts_with("months/") || name == LEDGER
}

/// Returns what a web server says that a file is.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "ics" => "text/calendar; charset=utf-8",
        "pdf" => "application/pdf",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_before_what_leads_to_them() {
        for page in ["index.html", "a/index.html", "months/2026-01/index.html", "ledger.jsonl"] {
            assert!(is_page(page), "{page}");
        }
        assert!(!is_page("cabinet-2026-01-13/agenda.pdf"));
        assert_eq!(media_type("cabinet-2026-01-13/agenda.pdf"), "application/pdf");
    }
}
