//! `withdraw`: takes back what was published.

use std::sync::atomic::AtomicBool;

use super::{Consent, Notify, PublishOptions, PublishReport, RunOptions, publish};
use crate::diag::Diagnostics;
use crate::kinds;
use crate::merge::Pages;
use crate::model::form::Form;
use crate::pipeline::keys::has_papers;
use crate::pipeline::publish::Publication;
use crate::pipeline::{Job, Session};
use crate::publish::SITE;
use crate::publish::{
    self as publishing, ActMoment, Document, Publishing, Receipt, Step, TakenBack, Trees, Withdrawn,
};
use crate::templates::Templates;

/// What to take back, and why.
#[derive(Debug, Clone)]
pub struct WithdrawOptions {
    /// Where to read and write.
    pub run: RunOptions,
    /// The publication.
    pub publication: Publication,
    /// Of it, documents by their names in receipts, and papers by their ids; all of it where it is empty.
    pub documents: Vec<String>,
    /// Why, in a sentence for everybody.
    pub reason: String,
    /// Why, for those who may see what is not for publication.
    pub private_reason: Option<String>,
    /// Who takes it back, and when.
    pub moment: ActMoment,
}

/// What came of a withdrawal.
#[derive(Debug)]
pub struct WithdrawReport {
    /// Everything that was found.
    pub diags: Diagnostics,
    /// What was taken back; `None` where what is there is not what was published.
    pub taken: Option<TakenBack>,
    /// What came of publishing the documents again without the papers that were taken back.
    pub again: Option<PublishReport>,
}

/// Takes back documents, or papers with every document that holds them; the latter are then published again, with
/// notices in place of the papers. What was taken back stays so even where they can't be.
///
/// # Errors
/// When the publication has no such document or paper, the records can't be opened, something can't be written
/// or another run writes to the output folder, or when `notify` fails.
pub fn withdraw(
    options: &WithdrawOptions,
    notify: &Notify<'_>,
    stop: &AtomicBool,
) -> anyhow::Result<WithdrawReport> {
    let WithdrawOptions { run, publication, moment, .. } = options;
    let inputs = run.inputs_for(publication)?;
    let mut diags = Diagnostics::default();
    let session = Session::open(&mut Diagnostics::default(), &inputs, kinds::ALL)?;
    let lock = super::lock(&run.output)?;
    let published = publication.published(&run.output)?;
    let Some((about, receipt)) = published else {
        anyhow::bail!("nothing is published of `{}`", publication.publication());
    };
    let what = options.withdrawn(&session, &receipt)?;
    let Some(trees) = Trees::read_whole(&mut diags, &run.output)? else {
        return Ok(WithdrawReport { diags, taken: None, again: None });
    };
    let templates = Templates::new(run.templates.as_deref());
    let pages = Pages { templates: &templates, words: session.words(), folder: SITE };
    let step = Step { moment: moment.clone(), reason: Some(options.reason.clone()) };
    let (output, lock_ref) = (&*run.output, &lock);
    let publishing =
        Publishing { output, lock: lock_ref, about: &about, step: &step, pages: &pages };
    let taken = publishing::withdraw(publishing, &mut diags, trees, &what)?;
    drop(lock);
    let again = match &taken {
        Some(taken) if !what.papers.is_empty() => {
            let documents = taken.documents.iter().cloned().collect();
            Some(publish(&options.publishing_again(documents), notify, stop)?)
        }
        _ => None,
    };
    Ok(WithdrawReport { diags, taken, again })
}

impl WithdrawOptions {
    /// Returns what is to be taken back: each name is that of a document or of a paper. Where the public may not
    /// know the title of a paper, so are the documents that list the papers of the meeting.
    fn withdrawn(&self, session: &Session, receipt: &Receipt) -> anyhow::Result<Withdrawn> {
        let (mut documents, mut papers) = (Vec::new(), Vec::new());
        for name in &self.documents {
            let is_document = receipt.standing().any(|document| document.document == *name);
            let held = receipt.standing().flat_map(|document| &document.papers);
            let is_paper = held.into_iter().any(|paper| paper.id.as_deref() == Some(name));
            match (is_document, is_paper) {
                (true, _) => documents.push(name.clone()),
                (false, true) => papers.push(name.clone()),
                (false, false) => {
                    // Pages and parts go with what they belong to.
                    let is_pdf = |document: &&Document| {
                        document.form != Form::Html && document.part_of.is_none()
                    };
                    let names = receipt.standing().filter(is_pdf);
                    let names: Vec<&str> = names.map(|document| &*document.document).collect();
                    anyhow::bail!(
                        "`{name}` is neither a document of `{}` ({}) nor the id of a paper in one; \
                         `receipt.json` has the ids",
                        receipt.publication,
                        names.join(", ")
                    );
                }
            }
        }
        let is_known = |id: &String| {
            let data = session.public();
            let papers = data.papers_of(&receipt.publication).iter();
            let mut papers = papers.filter(|paper| paper.id().as_str() == id);
            papers.any(|paper| !paper.is_exempt() && paper.title.known().is_some())
        };
        let titles_are_public = papers.iter().all(is_known);
        if !titles_are_public {
            let lists_papers = |job: &Job| has_papers(job) && job.kind.pack_contents().is_none();
            documents.extend(self.publication.documents(session, lists_papers));
        }
        Ok(Withdrawn {
            documents,
            papers,
            titles_are_public,
            reason: self.reason.clone(),
            private_reason: self.private_reason.clone(),
        })
    }

    /// Returns how documents are published again.
    fn publishing_again(&self, documents: Vec<String>) -> PublishOptions {
        PublishOptions {
            run: self.run.clone(),
            publication: self.publication.clone(),
            kinds: Vec::new(),
            documents,
            large_print: false,
            html: true,
            languages: Vec::new(),
            moment: self.moment.clone(),
            reason: Some(self.reason.clone()),
            consent: Consent::Given,
        }
    }
}
