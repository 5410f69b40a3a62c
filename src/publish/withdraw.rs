//! Takes back what was published: every version leaves the public tree and is kept in the restricted one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::ARCHIVE;
use super::act::Draft;
use super::freeze::Publishing;
use super::inspect::inspect;
use super::ledger::{Act, NewLine};
use super::receipt::{Access, Document, RECEIPT, Receipt, Source, Withdrawal, WithdrawnPaper};
use super::site::{Present, Site, rows_file};
use super::trees::Trees;
use crate::diag::Diagnostics;
use crate::model::form::Form;
use crate::store;

/// What is taken back of a publication.
#[derive(Debug, Clone, Default)]
pub struct Withdrawn {
    /// The names of documents, without version and ending; all where it is empty.
    pub documents: Vec<String>,
    /// The ids of papers, with all documents that hold them.
    pub papers: Vec<String>,
    /// Whether the public may know the titles of these papers.
    pub titles_are_public: bool,
    /// Why, in a sentence that everybody may read.
    pub reason: String,
    /// Why, for those who may see what is not for publication.
    pub private_reason: Option<String>,
}

/// What was taken back.
#[derive(Debug, Default)]
pub struct TakenBack {
    /// The files that left the public tree.
    pub files: Vec<PathBuf>,
    /// The names of their documents, without version and ending.
    pub documents: BTreeSet<String>,
    /// Public bags that held them, where they are now.
    pub bags: Vec<PathBuf>,
}

/// The folder of what was taken back, below that of a publication in the restricted tree, and below that of
/// restricted bags.
const WITHDRAWN: &str = "withdrawn";

/// Takes documents back: their files and the records beside them leave the public tree, with the bags that
/// hold them, and are kept where only those may read them who may see what is not for publication. Receipt and
/// page then say what was withdrawn, when and why. `None` where what is there is not what was published, which
/// is reported.
///
/// # Errors
/// When none of them is published, or something can't be read or written.
pub fn withdraw(
    publishing: Publishing<'_>,
    diags: &mut Diagnostics,
    mut trees: Trees,
    what: &Withdrawn,
) -> anyhow::Result<Option<TakenBack>> {
    let Publishing { output, lock, about, step, pages } = publishing;
    trees.check_moment(&step.moment)?;
    let before = diags.errors();
    let [open, closed] = Access::ALL.map(|access| about.folder_in(access));
    let place = about.place();
    let found = inspect(diags, &trees, output, Access::Open, &open, &place)?;
    let kept = inspect(diags, &trees, output, Access::Closed, &closed, &place)?;
    if before < diags.errors() {
        return Ok(None);
    }
    let Some(mut receipt) = found.receipt else {
        anyhow::bail!("nothing is published of `{}`", about.publication);
    };
    let mut kept = kept.receipt.unwrap_or_else(|| Receipt::new(about, Access::Closed));
    let mut taken = TakenBack::default();
    let holds = |document: &Document| {
        let is_named = what.documents.iter().any(|name| {
            let is_part = document.part_of.as_ref() == Some(name);
            is_part || *name == document.document || *name == document.original()
        });
        let has_paper = document
            .papers
            .iter()
            .any(|paper| paper.id.as_ref().is_some_and(|id| what.papers.contains(id)));
        let is_all = what.documents.is_empty() && what.papers.is_empty();
        document.withdrawn.is_none() && (is_named || has_paper || is_all)
    };
    let documents: Vec<Document> =
        receipt.documents.iter().filter(|document| holds(document)).cloned().collect();
    anyhow::ensure!(
        !documents.is_empty(),
        "no document of `{}` is published that has it; `{}` names those that are",
        about.publication,
        store::below(output, &open).join(RECEIPT).display()
    );
    // The private copies come first: a run that is killed between the two has taken nothing away.
    let mut copies = Draft::new(output, lock, Access::Closed);
    let mut removals = Draft::new(output, lock, Access::Open);
    let mut files: Vec<String> = Vec::new();
    for document in &documents {
        files.push(document.file.clone());
        let view = format!("source/{}.json", document.file.trim_end_matches(".pdf"));
        let of_it = [view, rows_file(&document.file)];
        let sources = receipt.sources.iter().map(|source| source.file.clone());
        let is_page = document.form == Form::Html;
        files.extend(sources.filter(|file| !is_page && of_it.contains(file)));
        taken.documents.insert(document.document.clone());
    }
    for file in &files {
        let (from, to) = (format!("{open}/{file}"), format!("{closed}/{WITHDRAWN}/{file}"));
        let path = store::below(output, &from);
        if trees.tree(Access::Closed).file(&to).is_none() && store::is_file(&path) {
            let entry = copies.put_with(&to, |out| copy(&path, out))?;
            let (size, sha512) = (entry.size, entry.sha512.to_string());
            let file = format!("{WITHDRAWN}/{file}");
            kept.sources.push(Source { file, size, sha512 });
        }
        removals.remove(&from);
        taken.files.push(path);
    }
    kept.sources.sort_by(|a, b| a.file.cmp(&b.file));
    for bag in bags(&trees, about.publication.as_str(), &receipt) {
        let to = free_name(&trees, &bag);
        let path = store::below(output, &bag);
        if store::is_file(&path) {
            copies.put_with(&to, |out| copy(&path, out))?;
        }
        removals.remove(&bag);
        taken.bags.push(store::below(output, &to));
    }
    let withdrawal = Withdrawal { withdrawn: step.moment.now.clone(), reason: what.reason.clone() };
    let papers = papers(&documents, what, &withdrawal);
    let is_known = |kept: &Receipt, paper: &WithdrawnPaper| {
        kept.withdrawn.iter().any(|known| known.id == paper.id && known.document == paper.document)
    };
    for paper in &papers {
        if !is_known(&kept, paper) {
            kept.withdrawn.push(paper.clone());
        }
    }
    kept.set_ledger(trees.heads(Access::Closed));
    copies.put(&format!("{closed}/{RECEIPT}"), kept.seal().as_bytes())?;
    let line = |access: Access, trees: &Trees| NewLine {
        act: Act::Withdraw,
        publication: Some(about.publication.clone()),
        moment: step.moment.clone(),
        released: Vec::new(),
        private_reason: match access {
            Access::Open => None,
            Access::Closed => what.private_reason.clone(),
        },
        public: trees.named_head(access),
    };
    let new = line(Access::Closed, &trees);
    copies.commit(trees.tree_mut(Access::Closed), new)?;
    for document in receipt.documents.iter_mut().filter(|document| holds(document)) {
        document.withdrawn = Some(withdrawal.clone());
    }
    for paper in receipt.documents.iter_mut().flat_map(|document| &mut document.papers) {
        if paper.id.as_ref().is_some_and(|id| what.papers.contains(id)) && !what.titles_are_public {
            // The id may be made from the name of its file.
            (paper.id, paper.file, paper.title) = (None, None, String::new());
        }
    }
    receipt.sources.retain(|source| !files.contains(&source.file));
    receipt.withdrawn.extend(papers.into_iter().map(|paper| match what.titles_are_public {
        true => paper,
        false => WithdrawnPaper { id: None, file: None, title: None, ..paper },
    }));
    receipt.set_ledger(trees.heads(Access::Open));
    removals.put(&format!("{open}/{RECEIPT}"), receipt.seal().as_bytes())?;
    let site = Site { output, pages };
    let rows = BTreeMap::new();
    let present = Present { folder: &open, receipt: &receipt, rows: &rows };
    site.put_changed(diags, &mut removals, trees.tree(Access::Open), present)?;
    let new = line(Access::Open, &trees);
    removals.commit(trees.tree_mut(Access::Open), new)?;
    Ok(Some(taken))
}

/// Writes a file's content.
fn copy(from: &Path, out: &mut dyn std::io::Write) -> anyhow::Result<()> {
    std::io::copy(&mut store::open(from)?, out)?;
    Ok(())
}

/// Returns the public bags of a publication, as paths below the output folder.
fn bags(trees: &Trees, publication: &str, receipt: &Receipt) -> Vec<String> {
    let folder = format!("{ARCHIVE}/{}/", Access::Open.folder());
    let name = super::bag::bag_name(receipt);
    let known = trees.tree(Access::Open);
    let bags = known.files.bags.iter().filter(|(_, of)| of.as_str() == publication);
    let listed = bags.map(|(path, _)| path.clone()).chain([format!("{folder}{name}.zip")]);
    let listed: BTreeSet<String> = listed.filter(|path| known.file(path).is_some()).collect();
    listed.into_iter().collect()
}

/// Returns the path of a bag among the restricted ones, which no other bag has or had.
fn free_name(trees: &Trees, bag: &str) -> String {
    let name = bag.rsplit('/').next().unwrap_or(bag).trim_end_matches(".zip");
    let folder = format!("{ARCHIVE}/{}/{WITHDRAWN}", Access::Closed.folder());
    let numbered = |number: u32| match number {
        1 => format!("{folder}/{name}.zip"),
        number => format!("{folder}/{name}-{number}.zip"),
    };
    let is_free = |path: &String| !trees.ever_had(Access::Closed, path);
    (1..).map(numbered).find(is_free).expect("there are more numbers than bags")
}

/// Returns the papers that are taken back, as the documents have them.
fn papers(
    documents: &[Document],
    what: &Withdrawn,
    withdrawal: &Withdrawal,
) -> Vec<WithdrawnPaper> {
    let mut papers: Vec<WithdrawnPaper> = Vec::new();
    // Parts of a pack have the same papers.
    for document in documents.iter().filter(|document| document.part_of.is_none()) {
        let held = document
            .papers
            .iter()
            .filter(|paper| paper.id.as_ref().is_some_and(|id| what.papers.contains(id)));
        for paper in held {
            papers.retain(|known| known.id != paper.id || known.document != document.document);
            papers.push(WithdrawnPaper {
                document: document.document.clone(),
                id: paper.id.clone(),
                file: paper.file.clone(),
                item: paper.item.clone(),
                title: Some(paper.title.clone()),
                first: paper.first,
                last: paper.last,
                withdrawal: withdrawal.clone(),
            });
        }
    }
    papers
}
