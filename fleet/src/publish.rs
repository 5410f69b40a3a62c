//! `publish` and `withdraw`: has `orderpaper` do an act in a private folder, and keeps what came of it.
//!
//! The files and the lines of the ledgers go into the store first, under names that nobody else gives; then the
//! head is changed, if it is still the one that was read. With that the act is done, or it is not. What everybody
//! may read goes into the public bucket only then (`serve.rs`), and again by whoever comes next where that broke
//! off.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use futures_util::{StreamExt, TryStreamExt};

use crate::disk;
use crate::layout;
use crate::name::{Council, Ulid};
use crate::program::Program;
use crate::result::Readers;
use crate::scratch::{Slot, SnapshotFolder};
use crate::store::{AT_ONCE, Store, Version, check_digest};
use crate::tree::{ARCHIVE, Content, KEPT, Ledger, PUBLIC, PUBLISHED, STATE, Tree};

/// What came of an act.
#[derive(Debug)]
pub(crate) struct Acted {
    /// The exit code of `orderpaper`.
    pub(crate) code: i64,
    /// How many lines the ledgers got.
    pub(crate) lines: usize,
    /// How many files are new or others.
    pub(crate) files: usize,
}

/// Does an act on a snapshot: `command` is `publish`, `withdraw` or `archive` with its options. What `archive` makes is
/// written into the folder `bags`.
///
/// # Errors
/// When the process breaks, somebody else did an act of this council meanwhile, or store or disk fail. Nothing is
/// published then.
pub(crate) async fn act(
    (private, published): (&Store, &Store),
    program: &Program,
    slot: &mut Slot,
    (council, snapshot): (&Council, &Ulid),
    command: Vec<String>,
    bags: Option<&Path>,
) -> anyhow::Result<Acted> {
    let (before, version) = head(published, council).await?;
    let folder = slot.lay_out(private, council, snapshot).await?;
    lay_out(published, council, &before, &folder.output()).await?;
    let code = {
        let (program, folder) = (program.clone(), folder.as_ref().clone());
        crate::blocking(move || program.act(&folder, &command)).await?
    };
    if let Some(bags) = bags {
        // Before the ledger has a line of it: whoever runs it again gets the same bytes.
        take_bags(&folder.output(), bags)?;
    }
    let mut acted = Acted { code, lines: 0, files: 0 };
    let after = keep(published, council, &before, &folder, &mut acted).await?;
    if after == before {
        return Ok(acted);
    }
    if !published.replace(&layout::head(council), after.text(), version).await? {
        anyhow::bail!(
            "something of `{council}` was published meanwhile, and of this nothing; run the command again"
        );
    }
    Ok(acted)
}

/// Writes the bags that were made for an archive into a folder; those that are there must be the same.
fn take_bags(output: &Path, bags: &Path) -> anyhow::Result<()> {
    let made = output.join(ARCHIVE);
    if !made.is_dir() {
        return Ok(());
    }
    for file in disk::walk(&made)? {
        let content = disk::read(&disk::below(&made, &file))?;
        let path = disk::below(bags, &file);
        if !path.exists() {
            disk::write(&path, &content, Readers::Owner)?;
        } else if disk::read(&path)? != content {
            anyhow::bail!(
                "`{}` is there and is another; name an empty folder with --output",
                path.display()
            );
        }
    }
    Ok(())
}

/// Returns what is published of a council, and which version of its head says so.
///
/// # Errors
/// When the head can't be read.
pub(crate) async fn head(
    store: &Store,
    council: &Council,
) -> anyhow::Result<(Tree, Option<Version>)> {
    let path = layout::head(council);
    match store.find_version(&path).await? {
        None => Ok((Tree::default(), None)),
        Some((content, version)) => {
            let tree = Tree::read(&content);
            Ok((tree.with_context(|| format!("`{path}` in the store is no head"))?, Some(version)))
        }
    }
}

/// Writes what is published into an output folder, as `orderpaper` left it there.
///
/// # Errors
/// When something is missing in the store or is not what the head says.
pub(crate) async fn lay_out(
    store: &Store,
    council: &Council,
    tree: &Tree,
    output: &Path,
) -> anyhow::Result<()> {
    lay_out_files(store, council, &tree.files, output).await?;
    for ledger in Ledger::ALL {
        let text = lines(store, council, tree, ledger).await?;
        if !text.is_empty() {
            let readers = match ledger {
                Ledger::Public => Readers::Everybody,
                Ledger::Restricted => Readers::Owner,
            };
            disk::write(&disk::below(output, &ledger.file()), &text, readers)?;
        }
    }
    Ok(())
}

/// Writes some of what is published into an output folder.
///
/// # Errors
/// As [`lay_out`].
pub(crate) async fn lay_out_files(
    store: &Store,
    council: &Council,
    files: &BTreeMap<String, Content>,
    output: &Path,
) -> anyhow::Result<()> {
    let objects = files.iter().map(|(path, content)| {
        (layout::published(council, &content.digest), (path.as_str(), content))
    });
    let write = |(path, content): (&str, &Content), bytes: Vec<u8>| {
        check_digest(path, &bytes, &content.digest)?;
        let is_public = path.starts_with(PUBLIC);
        let readers = if is_public { Readers::Everybody } else { Readers::Owner };
        disk::write(&disk::below(output, path), &bytes, readers)
    };
    store.get_all(objects, write).await
}

/// Returns a ledger as one text.
///
/// # Errors
/// When a line is missing in the store or is not what the head says.
pub(crate) async fn lines(
    store: &Store,
    council: &Council,
    tree: &Tree,
    ledger: Ledger,
) -> anyhow::Result<Vec<u8>> {
    let lines = (1..).zip(tree.lines(ledger)).map(async |(number, line)| {
        let path = layout::line(council, ledger, number, &line.digest);
        let text = store.get(&path).await?;
        check_digest(path.as_ref(), &text, &line.digest)?;
        anyhow::Ok(text)
    });
    let lines: Vec<Vec<u8>> =
        futures_util::stream::iter(lines).buffered(AT_ONCE).try_collect().await?;
    Ok(lines.concat())
}

/// Puts what an act left in a folder into the store, and returns the tree that names it.
async fn keep(
    store: &Store,
    council: &Council,
    before: &Tree,
    folder: &SnapshotFolder,
    acted: &mut Acted,
) -> anyhow::Result<Tree> {
    let output = folder.output();
    let mut paths: Vec<String> = Vec::new();
    let kept = KEPT.map(|name| format!("{STATE}/{name}"));
    for name in [PUBLISHED, ARCHIVE].map(str::to_owned).into_iter().chain(kept) {
        let path = disk::below(&output, &name);
        if path.is_dir() {
            paths.extend(disk::walk(&path)?.into_iter().map(|file| format!("{name}/{file}")));
        } else if path.is_file() {
            paths.push(name);
        }
    }
    paths.retain(|path| Ledger::ALL.iter().all(|ledger| ledger.file() != *path));
    let mut after = before.clone();
    after.files.clear();
    let put = paths.into_iter().map(async |path| {
        let bytes = disk::read(&disk::below(&output, &path))?;
        let content = Content::of(&bytes);
        let is_new = before.files.get(&path) != Some(&content);
        if is_new {
            store.create(&layout::published(council, &content.digest), bytes).await?;
        }
        anyhow::Ok((path, content, is_new))
    });
    let mut put = futures_util::stream::iter(put).buffered(AT_ONCE);
    while let Some((path, content, is_new)) = put.try_next().await? {
        acted.files += usize::from(is_new);
        after.files.insert(path, content);
    }
    for ledger in Ledger::ALL {
        let path = disk::below(&output, &ledger.file());
        let text = if path.is_file() { disk::read(&path)? } else { Vec::new() };
        for (number, line) in after.take_lines(ledger, &text)? {
            let path = layout::line(council, ledger, number, &Content::of(line).digest);
            store.create(&path, line.to_vec()).await?;
            acted.lines += 1;
        }
    }
    Ok(after)
}
