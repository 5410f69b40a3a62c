//! Makes packs: opens the papers of a meeting, assigns their page numbers, typesets the fronts, stamps
//! the pages and binds them. What they consist of is laid out in [`crate::packs`].
//!
//! `inputs`, and `known` for what is reported before anything is made, alone know records. Everything else takes what it returns, a [`Bind`],
//! and papers by the digests of their content.

mod append;
mod inputs;
mod join;
mod judge;
mod known;
mod papers;
mod volumes;

use std::sync::Arc;

use anyhow::Context;
use chrono::NaiveDate;

pub(super) use self::append::{append, appended, appended_source};
pub(super) use self::inputs::{ContentOf, PackInputs, inputs, merge_report};
pub use self::join::{Joined, JoinedPart, Joining};
pub(super) use self::join::{join, open_files, report_claims, report_content};
use self::judge::Unconfirmed;
pub(super) use self::known::{KnownPapers, known_papers, proof_read_papers};
pub use self::volumes::Layout;
pub(super) use self::volumes::lay_out;
use super::Product;
use super::renderer::Renderer;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::kinds::{PackContents, Shown, stamps};
use crate::model::bundle::{self, PageNumbers};
use crate::model::form::Form;
use crate::model::paper_id::PaperId;
use crate::model::value::Language;
use crate::pack::clean::{self, Clean};
use crate::pack::{self, Limits, LinkWords, PageLabels, Plan, Reason, Source};
use crate::packs::bind::{Bind, BindPack, PaperEntry};
use crate::packs::layout::{BoundVolume, PlacedPaper};
use crate::packs::pages::PackPages;
use crate::packs::receipt::{Receipt, paper_receipt};
use crate::papers::PaperSource;
use crate::typeset::{Conformance, Document, Identity, ShownPages, Work};
use crate::words::Words;

/// The program, as the metadata of packs name it.
const PRODUCER: &str = concat!("Order Paper ", env!("CARGO_PKG_VERSION"));

impl PackInputs {
    /// Returns whether the meeting has papers to lay out.
    pub(super) fn has_papers(&self) -> bool {
        !self.bind.bundles.is_empty()
    }

    /// Returns what the packs are made from.
    pub(super) fn bind(&self) -> &Arc<Bind> {
        &self.bind
    }

    /// Lays out the packs; what is found about papers gets the places at which the records name these.
    pub(super) fn lay_out(&self, renderer: &Renderer, papers: PaperSource) -> Layout {
        let papers = PaperSource { files: self.files.clone(), ..papers };
        let mut layout = lay_out(renderer, &papers, Arc::clone(&self.bind));
        layout.packs.faults.splice(0..0, self.faults.iter().cloned());
        layout.packs.locate(&self.places);
        layout
    }
}

/// Makes the pack whose front is typeset from `work`; `None` when it is refused, with the reason in `diags`.
///
/// # Errors
/// When the layout has no such pack, or it can't be bound.
pub(super) fn make(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    work: &Work,
    layout: &Layout,
) -> anyhow::Result<Option<Product>> {
    let pack = layout.bind.pack(&work.ident);
    let pack = pack.with_context(|| format!("{} is no pack of its meeting", work.ident))?;
    anyhow::ensure!(
        layout.bind.validator.as_deref() == layout.judge.name(),
        "{} is to be confirmed by another validator than there is",
        pack.name
    );
    let Some(volume) = layout.find(diags, pack.supplement) else { return Ok(None) };
    for paper in volume.papers.iter().filter(|paper| paper.is_in(pack.contents)) {
        paper.remarks.iter().for_each(|remark| diags.push(remark.clone()));
    }
    volume.misfits.iter().for_each(|misfit| diags.push(misfit.clone()));
    if !volume.misfits.is_empty() {
        return Ok(None);
    }
    let extent = Extent { pack, layout, volume, item: None, ident: pack.ident.clone() };
    extent.bind(renderer, diags, &work.language)
}

/// An agenda item's papers of a pack, in a PDF of their own.
#[derive(Debug)]
pub(super) struct ItemPart {
    /// The number of the item, as the agenda has it.
    pub number: String,
    /// The PDF: the pages of the pack, with the numbers that they have there.
    pub product: Product,
}

/// Binds the papers of each agenda item in the pack whose front is typeset from `work`, item by item; what is found
/// about papers is reported with the pack.
///
/// # Errors
/// As [`make`].
pub(super) fn make_items(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    work: &Work,
    layout: &Layout,
) -> anyhow::Result<Vec<ItemPart>> {
    let pack = layout.bind.pack(&work.ident);
    let pack = pack.with_context(|| format!("{} is no pack of its meeting", work.ident))?;
    let Some(volume) = layout.find(diags, pack.supplement) else { return Ok(Vec::new()) };
    let mut numbers: Vec<&str> = Vec::new();
    for (paper, _) in placed(pack, volume) {
        if !numbers.contains(&&*paper.number) {
            numbers.push(&paper.number);
        }
    }
    let mut parts = Vec::new();
    for number in numbers {
        let ident = format!("{}/{number}", pack.ident);
        let extent = Extent { pack, layout, volume, item: Some(number), ident };
        if let Some(product) = extent.bind(renderer, diags, &work.language)? {
            parts.push(ItemPart { number: number.to_owned(), product });
        }
    }
    Ok(parts)
}

/// How much of a pack is bound: all of it, or the papers of one item.
struct Extent<'a> {
    pack: &'a BindPack,
    layout: &'a Layout,
    volume: &'a BoundVolume,
    /// The number of the item; `None` for the whole pack with its front.
    item: Option<&'a str>,
    /// The identifier that goes into the PDF.
    ident: String,
}

impl Extent<'_> {
    /// Binds it; `None` where it is refused, with the reason in `diags`.
    fn bind(
        &self,
        renderer: &Renderer,
        diags: &mut Diagnostics,
        language: &Language,
    ) -> anyhow::Result<Option<Product>> {
        let Self { pack, layout, volume, .. } = self;
        let Some(bound) = self.collect(renderer, diags)? else { return Ok(None) };
        let Collected { title, pages: PackPages { parts, stamps, .. } } = bound;
        let first_number = stamps.first().map_or(volume.first, |stamp| stamp.number);
        let view = stamps::view(pack.audience, &pack.body, pack.supplement, stamps);
        let name = &layout.bind.meeting;
        let Some(stamped) = stamp(renderer, diags, name, &self.ident, pack.date, view) else {
            return Ok(None);
        };
        let title = title.unwrap_or_else(|| pack.name.clone());
        let mut parts = Some(parts);
        let bound = layout.judge.bind(|permitted| {
            // A claim that is not confirmed takes another copy of them.
            let parts = match parts.take() {
                Some(parts) => parts,
                None => match self.collect(renderer, diags)? {
                    Some(collected) => collected.pages.parts,
                    None => return Ok(None),
                },
            };
            let plan = Plan {
                title: title.clone(),
                author: Some(pack.council.clone()),
                ident: Some(self.ident.clone()),
                producer: PRODUCER.to_owned(),
                language: Some(language.to_string()),
                link_words: link_words(renderer.words()),
                date: Some(pack.date),
                labels: PageLabels::Numbered(first_number),
                accessible: permitted.accessible,
                archival: permitted.archival,
                parts,
                stamps: Some(&stamped.pdf),
            };
            pack::bind(plan).map(Some)
        })?;
        let Some((bound, unconfirmed)) = bound else { return Ok(None) };
        judge::report(diags, &pack.name, &unconfirmed);
        let against = |id: &PaperId| -> Vec<&Reason> {
            let name = bundle::name(id);
            let found = bound.against_accessible.iter().filter(|(part, _)| *part == name);
            found.map(|(_, reason)| reason).collect()
        };
        let papers = self.placed().map(|(paper, placed)| {
            paper_receipt(paper, placed, &against(&placed.id), bound.level.is_some())
        });
        let papers = papers.collect();
        for (part, reason) in &bound.against_accessible {
            let message =
                format!("{} does not claim PDF/UA-1 because of `{part}`: {reason}", pack.name);
            diags.push(
                Diagnostic::new(Code::PackNoPdfUa, message)
                    .hint("report this, with the files that it is made from: it was found only as they were bound"),
            );
        }
        let receipt = Receipt {
            document: pack.name.clone(),
            meeting: layout.bind.meeting.clone(),
            pages: bound.pages,
            first_page: first_number,
            pdf_ua: bound.accessible.then_some(1),
            pdf_a: bound.level.map(|level| format!("2{}", level.letter().to_lowercase())),
            papers,
            validator: layout.judge.name().map(str::to_owned),
            unconfirmed: unconfirmed
                .iter()
                .map(|Unconfirmed { standard, reason }| format!("{standard}: {reason}"))
                .collect(),
            digest: blake3::hash(&bound.pdf).to_hex().to_string(),
        };
        let (pages, audience) = (bound.pages, pack.audience);
        Ok(Some(Product { bytes: bound.pdf, pages, receipt: Some(receipt), audience }))
    }
}

/// What a pack consists of.
struct Collected<'a> {
    /// The title of its front or cover.
    title: Option<String>,
    /// Its parts in order, and what is stamped on their pages.
    pages: PackPages<'a>,
}

/// Returns the papers of a pack in the order in which they are bound, as its readers see them and as they are
/// placed.
fn placed<'a>(
    pack: &'a BindPack,
    volume: &'a BoundVolume,
) -> impl Iterator<Item = (&'a PaperEntry, &'a PlacedPaper)> {
    volume.papers.iter().filter(|placed| placed.is_in(pack.contents)).filter_map(|placed| {
        Some((pack.papers.iter().find(|paper| paper.id == placed.id)?, placed))
    })
}

impl<'a> Extent<'a> {
    /// Returns its papers in the order in which they are bound.
    fn placed(&self) -> impl Iterator<Item = (&'a PaperEntry, &'a PlacedPaper)> {
        let item = self.item;
        placed(self.pack, self.volume)
            .filter(move |(paper, _)| item.is_none_or(|item| paper.number == item))
    }

    /// Puts together what it consists of: of a whole pack its front, the exempt cover and the papers, with a stamp for
    /// every page; `None` where a front is refused, with the reason in `diags`.
    fn collect(
        &self,
        renderer: &Renderer,
        diags: &mut Diagnostics,
    ) -> anyhow::Result<Option<Collected<'a>>> {
        let Self { pack, layout, volume, item, .. } = *self;
        let (next, of_pack) = (volume.first, layout.bind.of_pack);
        let mut pages = PackPages { next, parts: Vec::new(), stamps: Vec::new(), of_pack };
        let mut title = None;
        if let Some(number) = item {
            let mut papers = self.placed();
            if let Some((paper, placed)) = papers.next() {
                let name = format!("{number} {}", paper.item.as_deref().unwrap_or(&paper.title));
                (title, pages.next) = (Some(name), placed.range.first);
            }
        } else if pack.contents != PackContents::Exempt {
            let Some(front) = layout.front(renderer, diags, volume, pack.contents) else {
                return Ok(None);
            };
            let front = front.context("the pack was laid out without its front")?;
            let front = clean_part(front, &layout.limits)?;
            title.clone_from(&front.facts.title);
            let name = title.clone().unwrap_or_default();
            // The front for members describes exempt items, so it is marked as exempt too.
            let is_for_members = pack.contents == PackContents::All;
            let all = if is_for_members { volume.all_paragraphs() } else { Vec::new() };
            pages.add(Source::InMemory(Box::new(front)), &name, &[], "front", |stamp| {
                stamp.exempt = is_for_members;
                stamp.paragraphs.clone_from(&all);
            });
            pages.pad_to(volume.first + volume.front);
        } else {
            pages.next = volume.exempt_start;
        }
        let mut group = Vec::new();
        let mut has_exempt = false;
        for (paper, placed) in self.placed() {
            if item.is_none() && placed.withheld.is_some() && !has_exempt {
                has_exempt = true;
                pages.pad_to(volume.exempt_start);
                let cover = layout.front(renderer, diags, volume, PackContents::Exempt);
                let Some(cover) = cover else { return Ok(None) };
                if let Some(cover) = cover {
                    let cover = clean_part(cover, &layout.limits)?;
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
            let listed = format!("{} {}", paper.number, paper.item.as_deref().unwrap_or_default());
            let listed = listed.trim().to_owned();
            let below: Vec<String> = group.iter().cloned().chain([listed]).collect();
            let source = Source::Stored(&placed.opened);
            // Without its front there is nothing that a page could lead back to.
            let back = item.is_none().then(|| bundle::back_link(&placed.id));
            let mut first = Some((paper.number.clone(), back));
            pages.add(source, &paper.title, &below, &bundle::name(&placed.id), |stamp| {
                if let Some((item, link)) = first.take() {
                    (stamp.item, stamp.link) = (Some(item), link);
                }
                if let Some(paragraphs) = &placed.withheld {
                    stamp.exempt = true;
                    stamp.paragraphs = paragraphs.iter().map(ToString::to_string).collect();
                }
            });
        }
        if let Some(end) = volume.published_end(pack.contents).filter(|_| item.is_none()) {
            pages.pad_to(end);
        }
        Ok(Some(Collected { title, pages }))
    }
}

/// Typesets the stamps of a pack; `None` where they are refused, with the reason in `diags`, which names
/// `name`.
fn stamp(
    renderer: &Renderer,
    diags: &mut Diagnostics,
    name: &str,
    ident: &str,
    date: NaiveDate,
    view: Shown,
) -> Option<Document> {
    let identity = Identity {
        ident: format!("{}/{ident}", stamps::TEMPLATE),
        date,
        form: Form::Pdf,
        language: Language::default(),
        conformance: Conformance::Stamps,
        shows_pages: ShownPages::None,
        appended: None,
        record: None,
    };
    let work = renderer.merge(diags, stamps::TEMPLATE, name, view, identity)?;
    renderer.typeset(diags, &work, &PageNumbers::new())
}

/// Returns what links inside a pack are called.
fn link_words(words: &Words) -> LinkWords {
    LinkWords {
        back: words.back_to_agenda.clone(),
        missing: words.not_in_pack.clone(),
        place: words.paper_place.clone(),
    }
}

/// Returns the clean copy of a document that this program made; it is trusted, so no separate process is
/// needed.
fn clean_part(document: Document, limits: &Limits) -> anyhow::Result<Clean> {
    Ok(clean::trusted_document(Arc::new(document.pdf), limits)?)
}
