//! Makes packs: opens the papers of a meeting, lays out their pages, sets what stands before them,
//! stamps the pages and binds it all.
//!
//! All packs of a meeting share one numbering: what the public may see comes first, what it may not
//! see follows with the next numbers. So page 47 is the same page for everybody, and withholding a
//! paper moves no public page. The front takes as many numbers in each pack as in the longest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;

use super::{Job, Product, Session};
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::kinds::{self, AnyKind, Binds, report, stamps};
use crate::model::bundle::{self, Bundle, PageNumbers, PageRange};
use crate::model::council::SupplementNumbering;
use crate::model::meeting::{Meeting, Paper, PaperKind};
use crate::pack::clean::{self, Clean};
use crate::pack::open::{Opened, Opener};
use crate::pack::{self, BLANK, Claims, Limits, Page, Part, Plan, Refusal, Source};
use crate::typeset;

/// How often the front is set again because its own length moved the numbers on it.
const ROUNDS: usize = 6;

/// The language of what stands between papers.
const LANGUAGE: &str = "en-GB";

/// The packs of a meeting, or the reason why there are none.
#[derive(Debug)]
pub(super) struct Laid {
    /// What was found on the way, each with the supplement that it was found in, where in one; what
    /// a paper costs the packs that it is in stands with the paper.
    diags: Vec<(Option<u32>, Diagnostic)>,
    /// The pack that goes out with the agenda, and the supplements; those that can be made.
    volumes: Vec<Volume>,
    /// The pages of all papers.
    numbers: PageNumbers,
}

/// Papers that are published together, laid out.
#[derive(Debug)]
struct Volume {
    bundle: Bundle,
    /// The number of its first page.
    first: u32,
    /// How many pages the front takes.
    front: u32,
    /// Its papers in order, those that are withheld last.
    papers: Vec<Placed>,
    /// The number of the first page of what is not for publication, its cover included.
    closed: u32,
}

/// A paper, laid out.
#[derive(Debug)]
struct Placed {
    /// Its position among the meeting's papers.
    paper: usize,
    /// The clean copy.
    opened: Opened,
    /// The pages it has.
    range: PageRange,
    /// Whether a blank page comes before it.
    blank: bool,
    /// The paragraphs by which it is withheld, where it is.
    withheld: Option<Vec<u32>>,
    /// What there is to say of it wherever it is bound, and nowhere else.
    remarks: Vec<Diagnostic>,
}

impl Placed {
    /// Returns whether a pack that binds these papers has this one.
    fn is_in(&self, binds: Binds) -> bool {
        match binds {
            Binds::Public => self.withheld.is_none(),
            Binds::Exempt => self.withheld.is_some(),
            Binds::All => true,
        }
    }
}

/// What a pack consists of and what it claims.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Receipt {
    /// The document.
    document: String,
    /// The meeting.
    meeting: String,
    /// How many pages it has.
    pages: usize,
    /// The number of its first page.
    first_page: u32,
    /// Whether it claims PDF/UA-1.
    pdf_ua: Option<u8>,
    /// The part and level of PDF/A that it claims.
    pdf_a: Option<String>,
    /// Its papers.
    papers: Vec<PaperReceipt>,
    /// A digest of the PDF (BLAKE3).
    digest: String,
}

/// A paper in a pack.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct PaperReceipt {
    /// The number of the agenda item.
    item: String,
    /// Its title.
    title: String,
    /// Its file.
    file: String,
    /// Its first page.
    first: u32,
    /// Its last page.
    last: u32,
    /// Why it keeps the pack from claiming PDF/UA-1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against_pdf_ua: Vec<String>,
    /// Why it keeps the pack from claiming PDF/A-2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against_pdf_a: Vec<String>,
}

/// Returns the pages that a meeting's papers have in its packs; none where they can't be laid out.
pub(super) fn numbers(session: &Session, diags: &mut Diagnostics, job: &Job) -> PageNumbers {
    let Some(meeting) = session.data().meeting(&job.subject.key) else { return PageNumbers::new() };
    if bundle::bundles(session.data(), meeting).is_empty() {
        return PageNumbers::new();
    }
    let slot = slot(session, meeting);
    let laid = slot.get_or_init(|| lay(session, meeting));
    for (_, diagnostic) in &laid.diags {
        diags.push(diagnostic.clone());
    }
    laid.numbers.clone()
}

/// Reports what there is to say of a pack, and returns its papers; `None` where it can't be made.
fn report<'a>(
    diags: &mut Diagnostics,
    laid: &'a Laid,
    job: &Job,
    binds: Binds,
) -> Option<&'a Volume> {
    let volume = laid.volumes.iter().find(|own| own.bundle.supplement == job.subject.number);
    for (supplement, diagnostic) in &laid.diags {
        // What can't be made may lack what came before it.
        if volume.is_none() || *supplement == job.subject.number {
            diags.push(diagnostic.clone());
        }
    }
    let volume = volume?;
    for remark in volume.papers.iter().filter(|own| own.is_in(binds)).flat_map(|own| &own.remarks) {
        diags.push(remark.clone());
    }
    Some(volume)
}

/// Returns where the layout of a meeting's packs is kept.
fn slot(session: &Session, meeting: &Meeting) -> Arc<OnceLock<Laid>> {
    let mut layouts = session.layouts.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(layouts.entry(meeting.meeting.to_string()).or_default())
}

/// Makes a pack; `None` when it is refused, with the reason in `diags`.
pub(super) fn make(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
    binds: Binds,
) -> Option<Product> {
    session.check_lost(diags, job)?;
    let Some(opener) = &session.inputs.opener else {
        diags.push(Diagnostic::error("pack/no-opener", "packs are not made here"));
        return None;
    };
    let meeting = session.data().meeting(&job.subject.key)?;
    let slot = slot(session, meeting);
    let laid = slot.get_or_init(|| lay(session, meeting));
    let volume = report(diags, laid, job, binds)?;
    match bind(session, diags, job, binds, volume, opener) {
        Ok(product) => product,
        Err(error) => {
            diags.push(Diagnostic::error("pack/failed", format!("{error:#}")));
            None
        }
    }
}

/// Lays out the packs of a meeting.
fn lay(session: &Session, meeting: &Meeting) -> Laid {
    let mut laid = Laid { diags: Vec::new(), volumes: Vec::new(), numbers: PageNumbers::new() };
    let council = session.data().council.as_ref();
    let settings = council.and_then(|own| own.packs.as_ref());
    let goes_on = settings.and_then(|own| own.supplement_numbering.as_ref());
    let goes_on = goes_on.is_some_and(|own| own.value == SupplementNumbering::Continue);
    let duplex = settings.and_then(|own| own.duplex.as_ref()).is_some_and(|own| own.0);
    let mut next = 1;
    for bundle in bundle::bundles(session.data(), meeting) {
        if !goes_on {
            next = 1;
        }
        let mut diags = Diagnostics::default();
        let supplement = bundle.supplement;
        let opened = open(session, &mut diags, meeting, &bundle);
        let volume = opened
            .and_then(|opened| settle(session, &mut diags, meeting, bundle, opened, next, duplex));
        laid.diags.extend(diags.into_vec().into_iter().map(|own| (supplement, own)));
        let Some(volume) = volume else {
            if goes_on {
                // What would follow has no number to begin with.
                break;
            }
            continue;
        };
        // Where everything is late, there is no pack before the first supplement.
        next = volume.papers.last().map_or(volume.closed, |own| own.range.last + 1);
        laid.numbers.extend(volume.papers.iter().map(|own| (own.paper, own.range)));
        laid.volumes.push(volume);
    }
    laid
}

/// A paper that was opened, before it has numbers.
type OpenedPaper = (usize, Opened, Option<Vec<u32>>);

/// Opens the papers of a bundle, those that are withheld last; `None` where one is refused.
fn open(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    bundle: &Bundle,
) -> Option<Vec<OpenedPaper>> {
    let opener = session.inputs.opener.as_ref()?;
    let name = meeting.meeting.as_str();
    let papers = session.data().papers_of(name);
    let mut supplied = open_supplied(session, opener, papers, &bundle.papers);
    let mut opened = Vec::new();
    let mut is_whole = true;
    for &at in &bundle.papers {
        let paper = &papers[at];
        let withheld = bundle::withheld(session.data(), name, paper);
        let Some(file) = &paper.file else { continue };
        let found = if let Some((kind, key)) = bundle::own_document(&file.value) {
            own_document(session, diags, kind, key, &file.origin, opener)
        } else if session.data().reports.contains_key(&file.value) {
            text_report(session, diags, meeting, at, withheld.is_some(), opener)
        } else {
            let own = supplied.remove(&at).expect("every supplied paper was opened");
            found_or_refused(diags, &file.value, &file.origin, own)
        };
        match found {
            Some(found) => opened.push((at, found, withheld)),
            None => is_whole = false,
        }
    }
    opened.sort_by_key(|(_, _, withheld)| withheld.is_some());
    is_whole.then_some(opened)
}

/// What came of opening a paper.
type Answer = anyhow::Result<Result<Opened, Refusal>>;

/// Opens the supplied papers of a bundle, two at a time: each is opened by a process of its own.
fn open_supplied(
    session: &Session,
    opener: &Opener,
    papers: &[Paper],
    bundle: &[usize],
) -> BTreeMap<usize, Answer> {
    let is_supplied = |file: &str| {
        bundle::own_document(file).is_none() && !session.data().reports.contains_key(file)
    };
    let files: Vec<(usize, &str)> = bundle
        .iter()
        .filter_map(|at| Some((*at, &*papers[*at].file.as_ref()?.value)))
        .filter(|(_, file)| is_supplied(file))
        .collect();
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..2.min(files.len()) {
            scope.spawn(|| {
                while let Some((at, file)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let folder = session.inputs.data.join("documents");
                    let path = file.split('/').fold(folder, |path, part| path.join(part));
                    let answer = opener.open(&path);
                    let mut all = answers.lock().unwrap_or_else(PoisonError::into_inner);
                    all.insert(*at, answer);
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Returns a paper that was opened; says why it was not.
fn found_or_refused(
    diags: &mut Diagnostics,
    file: &str,
    origin: &Origin,
    answer: Answer,
) -> Option<Opened> {
    let refused = match answer {
        Ok(Ok(opened)) => return Some(opened),
        Ok(Err(refusal)) => {
            Diagnostic::error("paper/refused", format!("`{file}` {}", refusal.cause))
                .hint(refusal.hint)
        }
        Err(error) => Diagnostic::error("paper/unreadable", format!("{error:#}")),
    };
    diags.push(refused.at(origin));
    None
}

/// Sets a report that was written as a text.
fn text_report(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    at: usize,
    withheld: bool,
    opener: &Opener,
) -> Option<Opened> {
    let name = meeting.meeting.as_str();
    let view = if withheld {
        report::view(&session.records.all, name, at)
    } else {
        report::view(&session.records.public, name, at)
    };
    let coverage = session.base.coverage();
    let merged = session.engine.merge(diags, coverage, report::TEMPLATE, name, view?)?;
    let options = typeset::Options {
        ident: format!("{}/{name}/{at}", report::TEMPLATE),
        date: meeting.date.value,
        today: session.inputs.today,
        form: typeset::Form::Document,
    };
    let document = typeset::document(diags, &session.base, &merged, &options)?;
    keep(diags, opener, document)
}

/// Makes a document that is a paper of another meeting: minutes to be approved, a quarter's report.
fn own_document(
    session: &Session,
    diags: &mut Diagnostics,
    kind: &str,
    key: &str,
    origin: &Origin,
    opener: &Opener,
) -> Option<Opened> {
    let alone = |kind: &&&dyn AnyKind| kind.binds().is_none() && !kind.is_numbered();
    let named = kinds::ALL.iter().filter(alone).find(|own| own.name() == kind);
    let subject = named.and_then(|own| {
        own.subjects(session.data()).into_iter().find(|subject| subject.key == key)
    });
    let (Some(kind), Some(subject)) = (named, subject) else {
        let known: Vec<&str> = kinds::ALL.iter().filter(alone).map(|own| own.name()).collect();
        diags.push(
            Diagnostic::error("paper/unknown", format!("the records call for no `{kind}:{key}`"))
                .at(origin)
                .hint(format!(
                    "write `{}` and a meeting or quarter that has one",
                    known.join("` or `")
                )),
        );
        return None;
    };
    let job = Job { kind: *kind, subject };
    let merged = session.merge(diags, &job)?;
    let document = session.set(diags, &job, &merged)?;
    keep(diags, opener, document)
}

/// Keeps the clean copy of a document of our own.
fn keep(diags: &mut Diagnostics, opener: &Opener, document: typeset::Document) -> Option<Opened> {
    match opener.keep(document.pdf) {
        Ok(opened) => Some(opened),
        Err(error) => {
            diags.push(Diagnostic::error("pack/failed", format!("{error:#}")));
            None
        }
    }
}

/// Returns what a paper keeps its packs from claiming, and what was taken out of it.
fn remarks(paper: &Paper, claims: &Claims, removed: &[String]) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    let Some(file) = &paper.file else { return remarks };
    let against = |own: &[String], claim: &str| match own.first() {
        Some(first) => first.clone(),
        None => format!("it does not claim to be {claim}"),
    };
    if !claims.is_accessible() {
        let reason = against(&claims.against_accessible, "PDF/UA-1");
        remarks.push(
            Diagnostic::warning(
                "pack/no-pdf-ua",
                format!("no pack with `{file}` claims PDF/UA-1: {reason}"),
            )
            .at(&file.origin)
            .hint("ask its author to save it again as an accessible (tagged) PDF"),
        );
    }
    if claims.level().is_none() {
        let reason = against(&claims.against_archival, "PDF/A");
        remarks.push(
            Diagnostic::warning(
                "pack/no-pdf-a",
                format!("no pack with `{file}` claims PDF/A: {reason}"),
            )
            .at(&file.origin)
            .hint("ask its author to save it again as PDF/A-2"),
        );
    }
    if !removed.is_empty() {
        let message = format!("taken out of `{file}`: {}", removed.join("; "));
        remarks.push(Diagnostic::note("pack/taken-out", message).at(&file.origin));
    }
    remarks
}

/// Finds out how many pages stand before the papers, and gives all their numbers.
fn settle(
    session: &Session,
    diags: &mut Diagnostics,
    meeting: &Meeting,
    bundle: Bundle,
    opened: Vec<OpenedPaper>,
    first: u32,
    duplex: bool,
) -> Option<Volume> {
    let has_withheld = opened.iter().any(|(_, _, withheld)| withheld.is_some());
    let names: &[&str] = match (bundle.supplement.is_some(), has_withheld) {
        (false, false) => &["public-pack"],
        (false, true) => &["public-pack", "members-pack"],
        (true, false) => &["supplement"],
        (true, true) => &["supplement", "members-supplement"],
    };
    let fronts: Vec<Job> =
        names.iter().filter_map(|own| job(session, meeting, own, &bundle)).collect();
    let cover = if has_withheld { job(session, meeting, "exempt-pack", &bundle) } else { None };
    let (mut front, mut closing) = (1, 1);
    let mut volume = Volume { bundle, first, front, papers: Vec::new(), closed: first };
    for (paper, opened, withheld) in opened {
        let range = PageRange { first: 0, last: 0, supplement: volume.bundle.supplement };
        let row = &session.data().papers_of(meeting.meeting.as_str())[paper];
        let remarks = remarks(row, &opened.facts.claims, &opened.facts.removed);
        volume.papers.push(Placed { paper, opened, range, blank: false, withheld, remarks });
    }
    for round in 0..ROUNDS {
        number(session, meeting, &mut volume, front, closing * u32::from(cover.is_some()), duplex);
        let numbers: PageNumbers = volume.papers.iter().map(|own| (own.paper, own.range)).collect();
        let mut longest = 0;
        for job in &fronts {
            longest = longest.max(set(session, diags, job, &numbers)?.pages);
        }
        let longest = u32::try_from(longest).ok()?;
        let cover_pages = match &cover {
            Some(job) => u32::try_from(set(session, diags, job, &numbers)?.pages).ok()?,
            None => closing,
        };
        // Where the numbers' own width makes lengths go back and forth, the longer one stays, and
        // the shorter is filled up with a blank page.
        let is_settled = longest == front && cover_pages == closing;
        let is_going_round = round > 1 && longest <= front && cover_pages <= closing;
        if is_settled || is_going_round {
            return Some(volume);
        }
        (front, closing) = if round > 1 {
            (longest.max(front), cover_pages.max(closing))
        } else {
            (longest, cover_pages)
        };
    }
    diags.push(Diagnostic::error("pack/failed", "the length of the agenda does not settle"));
    None
}

/// Returns the job of a kind for a bundle, whether or not the data calls for it by itself.
fn job(session: &Session, meeting: &Meeting, kind: &str, bundle: &Bundle) -> Option<Job> {
    let kind = kinds::named(kind)?;
    let subjects = kind.subjects(session.data());
    let mut subjects = subjects.into_iter().filter(|own| own.key == meeting.meeting.as_str());
    let subject = subjects.find(|own| own.number == bundle.supplement)?;
    Some(Job { kind, subject })
}

/// Sets what stands before papers.
fn set(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
    numbers: &PageNumbers,
) -> Option<typeset::Document> {
    let merged = session.merge_numbered(diags, job, numbers)?;
    session.set(diags, job, &merged)
}

/// Gives the papers of a volume their numbers.
fn number(
    session: &Session,
    meeting: &Meeting,
    volume: &mut Volume,
    front: u32,
    cover: u32,
    duplex: bool,
) {
    let papers = session.data().papers_of(meeting.meeting.as_str());
    volume.front = front;
    let mut next = volume.first + front;
    let mut is_closed = false;
    volume.closed = next;
    for placed in &mut volume.papers {
        if placed.withheld.is_some() && !is_closed {
            is_closed = true;
            // What is handed out by itself begins on the right.
            next += u32::from(duplex && next.is_multiple_of(2));
            volume.closed = next;
            next += cover;
        }
        let begins_right = papers[placed.paper].kind() != PaperKind::Appendix;
        placed.blank = duplex && begins_right && next.is_multiple_of(2);
        next += u32::from(placed.blank);
        let pages = u32::try_from(placed.opened.facts.pages.len()).unwrap_or(u32::MAX / 2);
        placed.range.first = next;
        placed.range.last = next + pages - 1;
        next += pages;
    }
    if !is_closed {
        volume.closed = next;
    }
}

/// Binds a pack.
fn bind(
    session: &Session,
    diags: &mut Diagnostics,
    job: &Job,
    binds: Binds,
    volume: &Volume,
    opener: &Opener,
) -> anyhow::Result<Option<Product>> {
    let meeting = session.data().meeting(&job.subject.key);
    let meeting = meeting.expect("a pack is that of a meeting");
    let papers = session.data().papers_of(&job.subject.key);
    let numbers: PageNumbers = volume.papers.iter().map(|own| (own.paper, own.range)).collect();
    let mut sheets = Sheets { next: volume.first, parts: Vec::new(), stamps: Vec::new() };
    let mut title = None;
    if binds != Binds::Exempt {
        let Some(front) = set(session, diags, job, &numbers) else { return Ok(None) };
        let front = own_part(front.pdf, &opener.limits)?;
        title.clone_from(&front.facts.title);
        let name = title.clone().unwrap_or_default();
        // A front for members tells what is not for publication, so it is marked as well.
        let all = if binds == Binds::All { all_paragraphs(volume) } else { Vec::new() };
        sheets.add(Source::Here(Box::new(front)), &name, &[], "front", |stamp| {
            stamp.exempt = binds == Binds::All;
            stamp.paragraphs.clone_from(&all);
        });
        sheets.fill_up(volume.first + volume.front);
    } else {
        sheets.next = volume.closed;
    }
    let wanted: Vec<&Placed> = volume.papers.iter().filter(|placed| placed.is_in(binds)).collect();
    let mut group = Vec::new();
    let mut is_closed = false;
    for placed in &wanted {
        let paper = &papers[placed.paper];
        if placed.withheld.is_some() && !is_closed {
            is_closed = true;
            sheets.fill_up(volume.closed);
            let cover = kinds::named("exempt-pack");
            let cover = cover.filter(|_| volume.bundle.supplement.is_none());
            let cover = cover.map(|kind| Job { kind, subject: job.subject.clone() });
            if let Some(cover) = cover {
                let Some(made) = set(session, diags, &cover, &numbers) else { return Ok(None) };
                let cover = own_part(made.pdf, &opener.limits)?;
                let name = cover.facts.title.clone().unwrap_or_default();
                title.get_or_insert_with(|| name.clone());
                let all = all_paragraphs(volume);
                sheets.add(Source::Here(Box::new(cover)), &name, &[], "cover", |stamp| {
                    stamp.exempt = true;
                    stamp.paragraphs.clone_from(&all);
                });
                group = vec![name];
            }
        }
        sheets.fill_up(placed.range.first);
        let line = session.data().item(&job.subject.key, &paper.number);
        let item = line.and_then(|own| own.title.as_ref()).map(ToString::to_string);
        let item = format!("{} {}", paper.number, item.unwrap_or_default());
        let below: Vec<String> = group.iter().cloned().chain([item.trim().to_owned()]).collect();
        let source = Source::Stored(&placed.opened);
        let mut first = Some((paper.number.to_string(), bundle::back_link(placed.paper)));
        sheets.add(source, &paper.title, &below, &bundle::name(placed.paper), |stamp| {
            if let Some((item, link)) = first.take() {
                (stamp.item, stamp.link) = (Some(item), Some(link));
            }
            if let Some(own) = &placed.withheld {
                stamp.exempt = true;
                stamp.paragraphs = own.iter().map(ToString::to_string).collect();
            }
        });
    }
    let Sheets { parts, stamps: pages, .. } = sheets;
    let first_number = pages.first().map_or(volume.first, |own| own.number);
    let body = session.data().body_of(meeting).map(|own| own.name.to_string()).unwrap_or_default();
    let view = stamps::view(&body, volume.bundle.supplement, pages);
    let coverage = session.base.coverage();
    let merged = session.engine.merge(diags, coverage, stamps::TEMPLATE, &job.subject.key, view);
    let (Some(merged), Some(date)) = (merged, job.subject.date) else { return Ok(None) };
    let options = typeset::Options {
        ident: format!("stamps/{}", job.ident()),
        date,
        today: session.inputs.today,
        form: typeset::Form::Stamps,
    };
    let Some(stamped) = typeset::document(diags, &session.base, &merged, &options) else {
        return Ok(None);
    };
    let council = session.data().council.as_ref();
    let bound = pack::bind(Plan {
        title: title.unwrap_or_else(|| job.name()),
        author: council.map(|own| own.name.to_string()).unwrap_or_default(),
        ident: job.ident(),
        language: LANGUAGE.to_owned(),
        date,
        first_number,
        parts,
        stamps: &stamped.pdf,
    })?;
    let receipt = Receipt {
        document: job.name(),
        meeting: job.subject.key.clone(),
        pages: bound.pages,
        first_page: first_number,
        pdf_ua: bound.accessible.then_some(1),
        pdf_a: bound.level.map(|own| format!("2{}", own.letter().to_lowercase())),
        papers: wanted.iter().map(|placed| paper_receipt(papers, placed)).collect(),
        digest: blake3::hash(&bound.pdf).to_hex().to_string(),
    };
    Ok(Some(Product { pdf: bound.pdf, pages: bound.pages, receipt: Some(receipt) }))
}

/// Returns the paragraphs by which any paper is withheld.
fn all_paragraphs(volume: &Volume) -> Vec<String> {
    let all: BTreeSet<u32> =
        volume.papers.iter().filter_map(|own| own.withheld.as_ref()).flatten().copied().collect();
    all.iter().map(ToString::to_string).collect()
}

/// Cleans a document of our own, which needs no process to itself.
fn own_part(pdf: Vec<u8>, limits: &Limits) -> anyhow::Result<Clean> {
    Ok(clean::document(Arc::new(pdf), limits)?)
}

fn paper_receipt(papers: &[Paper], placed: &Placed) -> PaperReceipt {
    let paper = &papers[placed.paper];
    let claims = &placed.opened.facts.claims;
    let reasons = |holds: bool, own: &[String], claim: &str| match (holds, own) {
        (true, _) => Vec::new(),
        (false, []) => vec![format!("it does not claim to be {claim}")],
        (false, own) => own.to_vec(),
    };
    PaperReceipt {
        item: paper.number.to_string(),
        title: paper.title.to_string(),
        file: paper.file.as_ref().map(ToString::to_string).unwrap_or_default(),
        first: placed.range.first,
        last: placed.range.last,
        against_pdf_ua: reasons(claims.is_accessible(), &claims.against_accessible, "PDF/UA-1"),
        against_pdf_a: reasons(claims.level().is_some(), &claims.against_archival, "PDF/A"),
    }
}

/// The parts of a pack in order, and the stamps of their pages.
struct Sheets<'a> {
    /// The number of the next page.
    next: u32,
    parts: Vec<Part<'a>>,
    stamps: Vec<stamps::Stamp>,
}

impl<'a> Sheets<'a> {
    /// Adds a part; `mark` adds to the stamp of each of its pages.
    fn add(
        &mut self,
        source: Source<'a>,
        title: &str,
        below: &[String],
        name: &str,
        mut mark: impl FnMut(&mut stamps::Stamp),
    ) {
        let pages: &[Page] = &source.facts().pages;
        for page in pages {
            let mut stamp = stamp(page, self.next);
            mark(&mut stamp);
            self.stamps.push(stamp);
            self.next += 1;
        }
        self.parts.push(Part {
            source,
            title: title.to_owned(),
            below: below.to_vec(),
            name: name.to_owned(),
            blanks_after: 0,
        });
    }

    /// Adds blank pages until the next page has this number.
    fn fill_up(&mut self, number: u32) {
        while self.next < number {
            let last = self.stamps.last();
            let (exempt, paragraphs) =
                last.map(|own| (own.exempt, own.paragraphs.clone())).unwrap_or_default();
            let blank = stamp(&BLANK, self.next);
            self.stamps.push(stamps::Stamp { blank: true, exempt, paragraphs, ..blank });
            self.next += 1;
            if let Some(part) = self.parts.last_mut() {
                part.blanks_after += 1;
            }
        }
    }
}

/// Returns the stamp that every page has.
fn stamp(page: &Page, number: u32) -> stamps::Stamp {
    let (width, height) = page.shown();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page's size")]
    let thousandths = |own: f64| (own * 1000.0).round() as u64;
    stamps::Stamp {
        width: thousandths(width),
        height: thousandths(height),
        number,
        item: None,
        link: None,
        blank: false,
        exempt: false,
        paragraphs: Vec::new(),
    }
}
