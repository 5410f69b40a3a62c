//! What is published beside the packs of a meeting for readers on the web: the papers of each agenda item as a PDF of
//! their own, on the pages that they have in the pack, and reports that were written as texts as pages of HTML.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::packs::{self, ItemPart};
use super::publish::Publication;
use super::{Job, Session};
use crate::diag::{Diagnostics, Severity};
use crate::kinds::{PackContents, report};
use crate::model::form::Form;
use crate::model::paper_id::PaperId;
use crate::model::value::{Language, Slug};
use crate::packs::bind::PaperContent;
use crate::publish::{Access, Item, RecordLink};
use crate::store::{self, Readers};
use crate::typeset::SharedWork;

/// Makes what is published beside the public packs among `jobs`, in a private folder, with pages of reports if these are
/// wanted; what is found about papers was reported with the packs.
///
/// # Errors
/// When a pack was laid out otherwise, or a file can't be written.
pub(super) fn items(
    session: &Session,
    diags: &mut Diagnostics,
    jobs: &[Job],
    folder: &Path,
    has_pages: bool,
) -> anyhow::Result<Vec<Item>> {
    let mut items = Vec::new();
    let is_public_pack =
        |job: &&Job| job.kind.pack_contents() == Some(PackContents::Public) && job.is_original();
    for job in jobs.iter().filter(is_public_pack) {
        let mut found = Diagnostics::default();
        let Some(work) = session.merge(&mut found, job) else { continue };
        let Some(layout) = session.layout(&job.subject.key()) else { continue };
        let parts = packs::make_items(&session.renderer, &mut found, &work, &layout)?;
        let faults =
            found.into_vec().into_iter().filter(|found| found.severity() == Severity::Error);
        faults.for_each(|fault| diags.push(fault));
        let making = Making { session, job, folder, has_pages };
        making.add(diags, &mut items, parts)?;
    }
    Ok(items)
}

/// What the items of one pack are made of.
struct Making<'a> {
    session: &'a Session,
    job: &'a Job,
    folder: &'a Path,
    has_pages: bool,
}

impl Making<'_> {
    fn add(
        &self,
        diags: &mut Diagnostics,
        items: &mut Vec<Item>,
        parts: Vec<ItemPart>,
    ) -> anyhow::Result<()> {
        let prefix = match self.job.subject.number() {
            None => "item".to_owned(),
            Some(number) => format!("supplement-{number}-item"),
        };
        let mut names = BTreeSet::new();
        let mut pages = Vec::new();
        for ItemPart { number, product } in parts {
            let slug = Slug::nearest(&number).map(|slug| slug.to_string()).unwrap_or_default();
            let name = free_name(&mut names, &format!("{prefix}-{slug}"));
            let made = self.write(&format!("{name}.pdf"), &product.bytes)?;
            if let Some(receipt) = &product.receipt {
                let text = serde_json::to_vec(receipt).expect("a receipt is text and numbers");
                self.write(&format!("{name}.json"), &text)?;
            }
            let ids = product.receipt.iter().flat_map(|receipt| receipt.ids());
            let ids: Vec<String> = ids.map(str::to_owned).collect();
            items.push(self.item(&name, Form::Pdf, made, &product.bytes, product.pages));
            // Names tell no title: what is taken back stays in the ledger.
            for (id, at) in ids.iter().zip(1..).filter(|_| self.has_pages) {
                let record = RecordLink { document: name.clone(), file: format!("{name}.pdf") };
                pages.extend(self.page(diags, id, &format!("{name}-paper-{at}.html"), record)?);
            }
        }
        items.extend(pages);
        Ok(())
    }

    /// Returns a report as a page, beside the PDF of its item; `None` of a paper that was not written as a text, and
    /// of one that is refused, with the reason in `diags`.
    fn page(
        &self,
        diags: &mut Diagnostics,
        id: &str,
        name: &str,
        record: RecordLink,
    ) -> anyhow::Result<Option<Item>> {
        let Some(work) = self.report(diags, id, &record) else { return Ok(None) };
        let Some(page) = self.session.renderer.make(diags, &work, None, None)? else {
            return Ok(None);
        };
        let made = self.write(name, &page.bytes)?;
        let papers = self.session.public().papers_of(&self.job.subject.key());
        let paper = papers.iter().find(|paper| paper.id().as_str() == id);
        Ok(Some(Item {
            record: Some(record),
            title: paper.and_then(|paper| Some(paper.title.known()?.value.clone())),
            paper: Some(id.to_owned()),
            ..self.item(name, Form::Html, made, &page.bytes, 0)
        }))
    }

    /// Merges a report that was written as a text.
    fn report(&self, diags: &mut Diagnostics, id: &str, record: &RecordLink) -> Option<SharedWork> {
        let session = self.session;
        let id = PaperId::nearest(id);
        let bind = session.bind(self.job)?;
        let mut papers = bind.bundles.iter().flat_map(|bundle| &bundle.papers);
        let paper = papers.find(|paper| paper.id == id)?;
        let Some(PaperContent::Typeset(work)) = &paper.content else { return None };
        if work.template != report::TEMPLATE {
            // The minutes of another meeting, say, have a page there.
            return None;
        }
        let meeting = session.public().meeting(&self.job.subject.key())?;
        let name = meeting.meeting.as_str();
        let at = session.public().papers_of(name).iter().position(|paper| *paper.id() == id)?;
        let view = report::view(&session.records.public, name, at)?;
        packs::merge_report(session, diags, (meeting, &id), view, Some(record.file.clone()))
    }

    fn item(&self, name: &str, form: Form, made: PathBuf, bytes: &[u8], pages: usize) -> Item {
        Item {
            document: name.to_owned(),
            part_of: Some(Publication::of_job(self.job).document(self.job)),
            title: None,
            paper: None,
            form,
            language: Language::default(),
            record: None,
            made,
            pages,
            sha512: store::sha512(bytes),
            access: Access::Open,
            shows: None,
            rows: None,
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(name);
        store::write_for(Readers::Owner, &path, bytes)?;
        Ok(path)
    }
}

/// Returns a name that no other has, and takes it.
fn free_name(names: &mut BTreeSet<String>, wanted: &str) -> String {
    let wanted = wanted.trim_end_matches('-');
    let numbered = |number: u32| match number {
        1 => wanted.to_owned(),
        number => format!("{wanted}-{number}"),
    };
    let name = (1..).map(numbered).find(|name| !names.contains(name));
    let name = name.expect("there are more numbers than items");
    names.insert(name.clone());
    name
}
