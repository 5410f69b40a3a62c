//! Makes packs: opens the papers of a meeting, assigns their page numbers, typesets the fronts, stamps
//! the pages and binds them. What they consist of is laid out in [`crate::packs`].

mod papers;
mod volumes;

use std::sync::Arc;

use anyhow::Context;

pub(super) use self::volumes::Layout;
use self::volumes::{find, lay_out, report, slot};
use super::{Job, Product, Session};
use crate::diag::{Diagnostic, Diagnostics};
use crate::kinds::{PackContents, stamps};
use crate::model::bundle::{self, Bundle, PageNumbers};
use crate::model::form::Form;
use crate::model::meeting::Meeting;
use crate::pack::clean::{self, Clean};
use crate::pack::{self, Limits, LinkWords, Plan, Source};
use crate::packs::layout::{BoundVolume, PlacedPaper};
use crate::packs::pages::PackPages;
use crate::packs::receipt::{Receipt, paper_receipt};
use crate::papers::Opener;
use crate::typeset::{Conformance, Identity};

/// The program, as the metadata of packs name it.
const PRODUCER: &str = concat!("Order Paper ", env!("CARGO_PKG_VERSION"));

/// Returns the page numbers of a meeting's papers in its packs; none where they can't be laid out, with
/// the reasons in `diags`.
pub(super) fn numbers(session: &Session, diags: &mut Diagnostics, job: &Job) -> PageNumbers {
    let Some(meeting) = session.data().meeting(&job.subject.key()) else {
        return PageNumbers::new();
    };
    if bundle::bundles(session.data(), meeting).is_empty() {
        return PageNumbers::new();
    }
    let slot = slot(session, meeting);
    let layout = slot.get_or_init(|| lay_out(session, meeting));
    for (_, diagnostic) in &layout.packs.diags {
        diags.push(diagnostic.clone());
    }
    layout.packs.numbers.clone()
}

/// Makes a pack; `None` when it is refused, with the reason in `diags`.
pub(super) fn make(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
    contents: PackContents,
) -> Option<Product> {
    let opener = opener(session, diags)?;
    let meeting = session.data().meeting(&job.subject.key())?;
    let slot = slot(session, meeting);
    let layout = slot.get_or_init(|| lay_out(session, meeting));
    let volume = report(diags, layout, job, contents)?;
    match bind(session, diags, job, contents, layout, volume, opener) {
        Ok(product) => product,
        Err(error) => {
            diags.push(Diagnostic::error("pack/failed", format!("{error:#}")));
            None
        }
    }
}

/// Returns what opens papers, or reports that there is nothing to open them.
fn opener<'a>(session: &'a Session, diags: &mut Diagnostics) -> Option<&'a Opener> {
    let opener = session.inputs.opener.as_ref();
    if opener.is_none() {
        diags.push(Diagnostic::error(
            "pack/no-opener",
            "packs can't be made, because there is no program to open their papers",
        ));
    }
    opener
}

/// Returns the page numbers of a pack, for its front alone in another form; `None` where the pack is refused,
/// with the reason in `diags`.
///
/// Papers are as their authors made them, and page numbers must be the same for everybody at a meeting, so
/// that no pack is bound in another form.
pub(super) fn numbers_of_front(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
) -> Option<PageNumbers> {
    opener(session, diags)?;
    let meeting = session.data().meeting(&job.subject.key())?;
    let slot = slot(session, meeting);
    let layout = slot.get_or_init(|| lay_out(session, meeting));
    Some(find(diags, layout, job)?.numbers())
}

/// Returns the pack of a bundle with these papers; `None` where the data does not call for it.
fn job(
    session: &Session,
    meeting: &Meeting,
    contents: PackContents,
    bundle: &Bundle,
) -> Option<Job> {
    let is_wanted = |job: &&Job| {
        job.kind.pack_contents() == Some(contents) && job.subject.number() == bundle.supplement
    };
    session.jobs_about(meeting.meeting.as_str()).iter().find(is_wanted).cloned()
}

/// Binds a pack: its front, the exempt cover and the papers, with a stamp on every page.
fn bind(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
    contents: PackContents,
    layout: &Layout,
    volume: &BoundVolume,
    opener: &Opener,
) -> anyhow::Result<Option<Product>> {
    // What stands in the pack besides its papers is made from what its readers may see.
    let (audience, data) = (job.kind.audience(), session.seen_by(job.kind));
    let name = job.subject.key();
    let meeting = data.meeting(&name);
    let meeting = meeting.expect("a pack is that of a meeting");
    let papers = data.papers_of(&name);
    let mut pages = PackPages { next: volume.first, parts: Vec::new(), stamps: Vec::new() };
    let mut title = None;
    if contents != PackContents::Exempt {
        let front = layout.front(volume.bundle.supplement, contents);
        let front = front.context("the pack was laid out without its front")?;
        let front = clean_part(front.pdf.clone(), &opener.limits)?;
        title.clone_from(&front.facts.title);
        let name = title.clone().unwrap_or_default();
        // The front for members describes exempt items, so it is marked as exempt too.
        let all = if contents == PackContents::All { volume.all_paragraphs() } else { Vec::new() };
        pages.add(Source::InMemory(Box::new(front)), &name, &[], "front", |stamp| {
            stamp.exempt = contents == PackContents::All;
            stamp.paragraphs.clone_from(&all);
        });
        pages.pad_to(volume.first + volume.front);
    } else {
        pages.next = volume.exempt_start;
    }
    let wanted: Vec<&PlacedPaper> =
        volume.papers.iter().filter(|placed| placed.is_in(contents)).collect();
    let mut group = Vec::new();
    let mut has_exempt = false;
    for placed in &wanted {
        let paper = &papers[placed.paper];
        if placed.withheld.is_some() && !has_exempt {
            has_exempt = true;
            pages.pad_to(volume.exempt_start);
            if let Some(cover) = layout.front(volume.bundle.supplement, PackContents::Exempt) {
                let cover = clean_part(cover.pdf.clone(), &opener.limits)?;
                let name = cover.facts.title.clone().unwrap_or_default();
                title.get_or_insert_with(|| name.clone());
                let all = volume.all_paragraphs();
                pages.add(Source::InMemory(Box::new(cover)), &name, &[], "cover", |stamp| {
                    stamp.exempt = true;
                    stamp.paragraphs.clone_from(&all);
                });
                group = vec![name];
            }
        }
        pages.pad_to(placed.range.first);
        let item = data.item(&name, &paper.number);
        let item = item.and_then(|item| item.title.as_ref()).map(ToString::to_string);
        let item = format!("{} {}", paper.number, item.unwrap_or_default());
        let below: Vec<String> = group.iter().cloned().chain([item.trim().to_owned()]).collect();
        let source = Source::Stored(&placed.opened);
        let mut first = Some((paper.number.to_string(), bundle::back_link(&placed.id)));
        pages.add(source, paper.name(), &below, &bundle::name(&placed.id), |stamp| {
            if let Some((item, link)) = first.take() {
                (stamp.item, stamp.link) = (Some(item), Some(link));
            }
            if let Some(paragraphs) = &placed.withheld {
                stamp.exempt = true;
                stamp.paragraphs = paragraphs.iter().map(ToString::to_string).collect();
            }
        });
    }
    let PackPages { parts, stamps, .. } = pages;
    let first_number = stamps.first().map_or(volume.first, |stamp| stamp.number);
    let body = data.body_of(meeting).map(|body| body.name.to_string()).unwrap_or_default();
    let view = stamps::view(audience, &body, volume.bundle.supplement, stamps);
    let Some(date) = job.subject.date() else { return Ok(None) };
    let identity = Identity {
        ident: format!("stamps/{}", job.ident()),
        date,
        form: Form::Pdf,
        language: job.language.clone(),
        conformance: Conformance::Stamps,
        shows_pages: false,
    };
    let stamped = session
        .work(diags, stamps::TEMPLATE, &name, view, identity)
        .and_then(|work| session.typeset(diags, stamps::TEMPLATE, &work, &PageNumbers::new()));
    let Some(stamped) = stamped else { return Ok(None) };
    let council = data.council.as_ref();
    let bound = pack::bind(Plan {
        title: title.unwrap_or_else(|| job.name()),
        author: council.map(|council| council.name.to_string()).unwrap_or_default(),
        ident: job.ident(),
        producer: PRODUCER.to_owned(),
        language: job.language.to_string(),
        link_words: LinkWords {
            back: session.words().back_to_agenda.clone(),
            missing: session.words().not_in_pack.clone(),
            place: session.words().paper_place.clone(),
        },
        date,
        first_number,
        parts,
        stamps: Some(&stamped.pdf),
    })?;
    let receipt = Receipt {
        document: job.name(),
        meeting: name.clone(),
        pages: bound.pages,
        first_page: first_number,
        pdf_ua: bound.accessible.then_some(1),
        pdf_a: bound.level.map(|level| format!("2{}", level.letter().to_lowercase())),
        papers: wanted.iter().map(|placed| paper_receipt(papers, placed)).collect(),
        digest: blake3::hash(&bound.pdf).to_hex().to_string(),
    };
    Ok(Some(Product { pdf: bound.pdf, pages: bound.pages, receipt: Some(receipt), audience }))
}

/// Returns the clean copy of a document that this program made; it is trusted, so no separate process is
/// needed.
fn clean_part(pdf: Vec<u8>, limits: &Limits) -> anyhow::Result<Clean> {
    Ok(clean::document(Arc::new(pdf), limits)?)
}
