//! `put`: keeps a council's data in the store, as a snapshot that nobody changes.

use std::path::Path;

use futures_util::{StreamExt, TryStreamExt};

use crate::disk;
use crate::layout;
use crate::manifest::{DATA, Manifest, SnapshotFile, TEMPLATES};
use crate::name::{Council, Ulid};
use crate::store::{AT_ONCE, Created, Store, digest_of};

/// A snapshot that was put, or that was there.
#[derive(Debug)]
pub(crate) struct Put {
    /// Its name.
    pub(crate) snapshot: Ulid,
    /// Whether it is new; otherwise nothing has changed since it was put.
    pub(crate) is_new: bool,
    /// How many files it has.
    pub(crate) files: usize,
    /// How many of them the store did not have yet.
    pub(crate) sent: usize,
}

/// Puts a data folder, and a folder of templates, into the store; `name` makes the name of a new snapshot from
/// that of the last. The manifest comes last: until then nothing is there.
///
/// # Errors
/// When a folder has something in it that can't be kept, or the store does not take it.
pub(crate) async fn put(
    store: &Store,
    council: &Council,
    data: &Path,
    templates: Option<&Path>,
    name: impl FnOnce(Option<&Ulid>) -> anyhow::Result<Ulid>,
) -> anyhow::Result<Put> {
    if !data.is_dir() {
        anyhow::bail!("there is no data folder `{}`; name one with --data", data.display());
    }
    let folders = [Some((DATA, data)), templates.map(|templates| (TEMPLATES, templates))];
    let mut paths = Vec::new();
    for (prefix, folder) in folders.into_iter().flatten() {
        let files = disk::walk(folder)?.into_iter();
        paths.extend(files.map(|file| (format!("{prefix}/{file}"), disk::below(folder, &file))));
    }
    let sent = paths.iter().map(async |(name, path)| {
        let content = disk::read(path)?;
        let digest = digest_of(&content);
        let file = SnapshotFile { path: name.clone(), size: content.len() as u64, digest };
        let blob = layout::blob(council, &file.digest);
        let is_known = store.has(&blob).await?;
        let is_sent = !is_known && store.create(&blob, content).await? == Created::Now;
        anyhow::Ok((file, is_sent))
    });
    let sent: Vec<_> = futures_util::stream::iter(sent).buffered(AT_ONCE).try_collect().await?;
    let new = sent.iter().filter(|(_, is_sent)| *is_sent).count();
    let manifest = Manifest::new(sent.into_iter().map(|(file, _)| file).collect());
    let files = manifest.files().len();
    let last = store.newest_snapshot(council).await?;
    if let Some(last) = &last
        && store.manifest(council, last).await? == manifest
    {
        return Ok(Put { snapshot: last.clone(), is_new: false, files, sent: new });
    }
    let snapshot = name(last.as_ref())?;
    let path = layout::snapshot(council, &snapshot);
    if store.create(&path, manifest.text()).await? == Created::Before {
        anyhow::bail!("`{path}` is in the store already; put the data again");
    }
    Ok(Put { snapshot, is_new: true, files, sent: new })
}
