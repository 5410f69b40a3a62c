//! Whether documents still are as they were published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::publish::{Publication, access};
use super::state::{Record, State};
use super::{Job, locked};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::form::Form;
use crate::publish::{self, Receipt};
use crate::store;

/// The published versions of a run's documents, by their index among its jobs, to compare with what the
/// run makes.
pub(super) struct PublishedVersions {
    published: BTreeMap<usize, Published>,
    /// The SHA-512 of those of the documents that the run made.
    made: Mutex<BTreeMap<usize, String>>,
    /// Errors about receipts that can't be read.
    diags: Diagnostics,
}

/// The version of a document that is published now.
struct Published {
    publication: Publication,
    file: PathBuf,
    /// When it was published, as the receipt states it.
    moment: String,
    sha512: String,
}

impl PublishedVersions {
    /// Reads from receipts which of the documents are published.
    pub(super) fn find(jobs: &[Job], output: &Path) -> Self {
        let (mut published, mut diags) = (BTreeMap::new(), Diagnostics::default());
        let root = output.join(publish::FOLDER);
        let jobs = if store::is_folder(&root) { jobs } else { &[] };
        let mut receipts: BTreeMap<PathBuf, Option<Receipt>> = BTreeMap::new();
        // Pages follow their PDFs, whose names they have from the version published.
        for (at, job) in jobs.iter().enumerate().filter(|(_, job)| job.form != Form::Html) {
            let publication = Publication::of_job(job);
            let below = root.join(access(job).folder());
            let folder = publication.folder().iter().fold(below, |path, part| path.join(part));
            let read = || match Receipt::read(&folder) {
                Ok(receipt) => receipt,
                Err(error) => {
                    diags.push(Diagnostic::new(Code::PublishReceipt, format!("{error:#}")).hint(
                        "run `orderpaper verify` to see what else is not as it was published",
                    ));
                    None
                }
            };
            let receipt = receipts.entry(folder.clone()).or_insert_with(read);
            let document = publication.document(job);
            let mut current = receipt.iter().flat_map(Receipt::current);
            if let Some(entry) = current.find(|entry| entry.document == document) {
                let (file, moment) = (folder.join(&entry.file), entry.published.clone());
                let sha512 = entry.sha512.clone();
                published.insert(at, Published { publication, file, moment, sha512 });
            }
        }
        Self { published, made: Mutex::default(), diags }
    }

    /// Returns when a document was published, by its place among the jobs; `None` where it is not.
    pub(super) fn moment(&self, at: usize) -> Option<&str> {
        self.published.get(&at).map(|published| published.moment.as_str())
    }

    /// Returns whether none of the documents is published.
    pub(super) fn is_empty(&self) -> bool {
        self.published.is_empty()
    }

    /// Returns whether a document, by its place among the jobs, is published otherwise than with this digest.
    pub(super) fn differs(&self, at: usize, sha512: &str) -> bool {
        self.published.get(&at).is_some_and(|published| published.sha512 != sha512)
    }

    /// Notes the digest of a document that was made, from any thread.
    pub(super) fn add_made(&self, at: usize, record: &Record) {
        if self.published.contains_key(&at)
            && let Some(digest) = record.digest()
        {
            locked(&self.made).insert(at, digest.to_owned());
        }
    }

    /// Reports documents whose published version differs from the present one, which this run made or,
    /// where it was up to date, an earlier run.
    pub(super) fn report(self, diags: &mut Diagnostics, jobs: &[Job], earlier: &State) {
        diags.append(self.diags);
        let made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (at, published) in self.published {
            let before = || earlier.record(&jobs[at].file().join("/"))?.digest();
            let differs = |made: &str| made != published.sha512;
            if made.get(&at).map(String::as_str).or_else(before).is_some_and(differs) {
                report_differs(diags, &published.file, &published.moment, &published.publication);
            }
        }
    }
}

/// Reports a document whose published version differs from the present one.
pub(super) fn report_differs(
    diags: &mut Diagnostics,
    file: &Path,
    published: &str,
    publication: &Publication,
) {
    let (option, name) = (publication.option(), publication.name());
    let message = format!("the data has changed since this was published on {published}");
    let hint = format!(
        "what is published is kept; `orderpaper publish --{option} {name} --reissue --reason …` \
         publishes a new version beside it"
    );
    diags.push(
        Diagnostic::new(Code::PublishDiffers, message)
            .at(&Origin::file(file.display().to_string().replace('\\', "/")))
            .hint(hint),
    );
}
