//! What is published of the packs of meetings, read from receipts: papers stay in the supplement and on the pages in
//! which they were published.

use std::collections::BTreeMap;

use super::PublishedPacks;
use super::publish::Publication;
use crate::kinds::{self, AnyKind, PackContents};
use crate::model::bundle::{PageRange, PublishedBundle, WithdrawnPaper};
use crate::model::dataset::Dataset;
use crate::model::meeting::{Meeting, Paper};
use crate::model::paper_id::PaperId;
use crate::publish::{self, Access, Document, Receipt};
use crate::store;

/// Returns what is published of the packs of meetings, as their receipts say; those that can't be read are
/// reported where something is published.
pub(super) fn published_packs(
    packs: &PublishedPacks,
    data: &Dataset,
) -> BTreeMap<String, Vec<PublishedBundle>> {
    let output = &packs.output;
    if !store::is_folder(&output.join(publish::FOLDER)) {
        return BTreeMap::new();
    }
    let bundles = |meeting: &Meeting| {
        let meeting = meeting.meeting.to_string();
        let rows = data.papers_of(&meeting);
        let publication = Publication::Meeting(meeting.clone());
        let mut bundles: BTreeMap<Option<u32>, PublishedBundle> = BTreeMap::new();
        for access in Access::ALL {
            let root = output.join(publish::FOLDER).join(access.folder());
            let folder = publication.folder().iter().fold(root, |path, part| path.join(part));
            let receipt = Receipt::read(&folder).unwrap_or_default();
            // A paper that a later version has not keeps its place in it.
            for document in receipt.iter().flat_map(|receipt| &receipt.documents) {
                add_pack(&mut bundles, rows, document);
            }
            for paper in receipt.iter().flat_map(|receipt| &receipt.withdrawn) {
                add_withdrawn(&mut bundles, rows, paper);
            }
        }
        (!bundles.is_empty()).then(|| (meeting, bundles.into_values().collect()))
    };
    let is_asked = |meeting: &&Meeting| {
        packs.meeting.as_ref().is_none_or(|asked| asked == meeting.meeting.as_str())
    };
    data.meetings.iter().filter(is_asked).filter_map(bundles).collect()
}

/// Returns the present id of a paper that was published. Ids of private papers are counted, and those of papers
/// that became private change, so that its file tells more where the receipt has it.
fn present_id(rows: &[Paper], id: &str, file: Option<&str>) -> PaperId {
    let file_of = |paper: &Paper| paper.file.known().map(|file| file.value.clone());
    if let Some(file) = file {
        if let Some(row) = rows.iter().find(|row| file_of(row).as_deref() == Some(file)) {
            return row.id().clone();
        }
        if rows.iter().any(|row| row.id().as_str() == id) {
            // Another paper has the id now.
            return PaperId::nearest(&format!("{id}-as-published"));
        }
    }
    PaperId::nearest(id)
}

/// Returns which papers a pack has, and the supplement that it is, by its name in a receipt; `None` of other
/// documents.
fn pack_named(document: &str) -> Option<(PackContents, Option<u32>)> {
    let numbered = |kind: &dyn AnyKind| {
        let rest = document.strip_prefix(kind.name())?;
        if rest.is_empty() {
            return Some(None);
        }
        rest.strip_prefix('-')?.parse::<u32>().ok().map(Some)
    };
    kinds::ALL.iter().find_map(|kind| Some((kind.pack_contents()?, numbered(*kind)?)))
}

/// Adds a paper that was taken back to the bundle that had it.
fn add_withdrawn(
    bundles: &mut BTreeMap<Option<u32>, PublishedBundle>,
    rows: &[Paper],
    paper: &publish::WithdrawnPaper,
) {
    let day = paper.withdrawal.withdrawn.get(..10).and_then(|day| day.parse().ok());
    let (Some((_, supplement)), Some(id), Some(day)) =
        (pack_named(&paper.document), &paper.id, day)
    else {
        return;
    };
    let id = present_id(rows, id, paper.file.as_deref());
    let bundle = bundles
        .entry(supplement)
        .or_insert_with(|| PublishedBundle { supplement, ..PublishedBundle::default() });
    let range = PageRange { first: paper.first, last: paper.last, supplement };
    let (item, reason) = (paper.item.clone(), paper.withdrawal.reason.clone());
    // Its own id may be made from the name of its file.
    let notice = PaperId::nearest(&format!("withdrawn-{item}-{}", paper.first));
    bundle.pages.extend([(id.clone(), range), (notice.clone(), range)]);
    bundle.withdrawn.insert(notice, WithdrawnPaper { id, item, day, reason });
}

/// Adds what a document tells of its bundle, where it is a pack.
fn add_pack(
    bundles: &mut BTreeMap<Option<u32>, PublishedBundle>,
    rows: &[Paper],
    document: &Document,
) {
    let Some((contents, supplement)) = pack_named(&document.document) else { return };
    if document.papers.is_empty() {
        // The front alone, in large print or another language.
        return;
    }
    let day = document.published.get(..10).and_then(|day| day.parse().ok());
    let end = document.first_page + u32::try_from(document.pages).unwrap_or(0);
    let bundle = bundles.entry(supplement).or_insert_with(|| PublishedBundle {
        supplement,
        first: document.first_page,
        ..PublishedBundle::default()
    });
    bundle.first = bundle.first.min(document.first_page);
    bundle.end = bundle.end.max(end);
    bundle.published = bundle.published.or(day);
    bundle.is_release |= document.papers.iter().any(|paper| paper.released.is_some());
    match contents {
        PackContents::Public => bundle.public_end = Some(end),
        PackContents::Exempt => bundle.exempt_start = Some(document.first_page),
        PackContents::All => {}
    }
    for paper in &document.papers {
        let id = paper.id.as_deref().map(|id| present_id(rows, id, paper.file.as_deref()));
        let range = PageRange { first: paper.first, last: paper.last, supplement };
        bundle.pages.extend(id.map(|id| (id, range)));
    }
}
