//! Reads a council's records: every table, from CSV, JSON or a workbook, into a [`Dataset`].
//!
//! Each row becomes a record or is dropped with a diagnostic that names its place; what depends on
//! a dropped row is remembered in [`Dataset::lost`], so that no document is made from half of its
//! data. Nothing else is reported: `check` judges what was read. Files that can't be read are diagnostics as
//! well: a bad file stops only its table.
//! This module prints nothing and knows nothing of documents.

mod amounts;
mod cells;
mod columns;
mod csv;
mod files;
mod grid;
mod header;
mod json;
mod marks;
mod papers;
mod periods;
mod rows;
mod tables;
mod text;
mod totals;
mod votes;
pub mod written;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::files::{file_name, folder_named};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, Source};
use crate::model::assurance::Assurance;
use crate::model::council::{Council, Division, HiddenCells};
use crate::model::dataset::Dataset;
use crate::model::glyphs::Coverage;
use crate::model::governance::Governance;
use crate::model::meeting::AgendaLine;
use crate::model::minutes::MinuteBook;
use crate::model::node::Content;
use crate::model::performance::TypedTotal;
use crate::model::record::{Field, FromNode, Record};
use crate::model::strategy::Strategies;
use crate::model::tables::ReadRows;
use crate::model::value::{MoneyUnit, Parse, Scalar};
use crate::parallel;
use crate::store::{self, Entry};
use crate::word;

pub use files::tables_in;
pub use papers::papers_of_one_file;
pub use tables::{Place, TableInfo, all as tables};
pub use votes::votes;

/// 2²⁰ bytes.
pub const MEGABYTE: u64 = 1024 * 1024;

/// The size up to which a file is read unless a run allows more, in bytes. 190 MB of JSON take 6 GB of
/// memory.
pub const MAX_FILE_BYTES: u64 = 64 * MEGABYTE;

/// The endings of files of minutes: JSON, texts that people write, and Word documents.
pub const MINUTES_ENDINGS: [&str; 3] = ["json", "dj", "docx"];

/// Reads a Word document, given its path and its content, in another process or in this one.
pub type WordReader<'a> =
    dyn Fn(&Path, &[u8]) -> anyhow::Result<Result<word::Document, word::Refusal>> + Sync + 'a;

/// What the readers of every format share.
struct ReadContext<'a> {
    diags: &'a mut Diagnostics,
    coverage: &'a Coverage,
    /// Places of rows or values that are unusable, which has been reported; their rows are lost.
    broken: Vec<Origin>,
    /// Where places begin, in the file or sheet being read, of which nobody knows who may see their
    /// rows; that has been reported, and the public sees no document with these rows.
    withheld: BTreeSet<usize>,
    /// Whether hidden rows, columns and sheets are read also in tables with marks.
    reads_hidden: bool,
    /// The unit of amounts in tables of money that give none, where it is set.
    money_unit: Option<MoneyUnit>,
    /// Reads minutes in Word; without it they are read in this process.
    word: Option<&'a WordReader<'a>>,
}

impl<'a> ReadContext<'a> {
    /// Begins to read, with no hidden cells and no unit of amounts.
    fn new(diags: &'a mut Diagnostics, coverage: &'a Coverage) -> Self {
        let (broken, withheld) = (Vec::new(), BTreeSet::new());
        Self {
            diags,
            coverage,
            broken,
            withheld,
            reads_hidden: false,
            money_unit: None,
            word: None,
        }
    }

    /// Withholds the row in which a place lies from the public.
    fn withhold(&mut self, place: &Origin) {
        self.withheld.extend(place.range().map(|range| range.start));
    }
}

/// Reads every table below `folder`; a file of more than `max_bytes` is refused. `word` reads minutes in Word; without it they
/// are read in this process.
///
/// # Errors
/// Only when the folder itself can't be listed; all else is a diagnostic.
pub fn read(
    diags: &mut Diagnostics,
    folder: &Path,
    coverage: &Coverage,
    max_bytes: u64,
    word: Option<&WordReader<'_>>,
) -> anyhow::Result<Dataset> {
    let entries = store::list(folder)?;
    let mut loader = Loader::new(diags, coverage, folder, max_bytes, BTreeMap::new(), false);
    loader.context.word = word;
    loader.open_workbooks("", &entries);
    loader.root(&entries);
    loader.read_in_parallel(&entries);
    loader.assign_minutes();
    share_settings(&mut loader.data);
    Ok(loader.data)
}

/// Reads minutes by themselves from a JSON text, as [`read`] does among all records; `None` where they can't be read, with the
/// reasons in `diags`.
pub fn minutes_in_json(
    diags: &mut Diagnostics,
    coverage: &Coverage,
    name: &str,
    text: String,
) -> Option<MinuteBook> {
    let mut context = ReadContext::new(diags, coverage);
    let root = json::read(&mut context, name, text)?;
    let field = Field { node: Some(&root), row: &root.origin, column: "minutes" };
    let book = MinuteBook::from_node(context.diags, field)?;
    context.broken.is_empty().then_some(book)
}

/// Gives each period the settings of risks that its card has, or else the council.
fn share_settings(data: &mut Dataset) {
    let (matrix, appetite) = data
        .council
        .as_ref()
        .map(|council| (council.risk_matrix.clone(), council.risk_appetite.clone()))
        .unwrap_or_default();
    for period in data.performance.values_mut() {
        let card = period.card.as_ref();
        period.risk_matrix =
            card.and_then(|card| card.risk_matrix.clone()).or_else(|| matrix.clone());
        let of_card = card.map(|card| &card.risk_appetite).filter(|list| !list.is_empty());
        period.risk_appetite = of_card.unwrap_or(&appetite).clone();
    }
}

/// Looks at the files that papers name, and reads those that are texts; a file of more than `max_bytes` is
/// refused.
pub fn papers(
    diags: &mut Diagnostics,
    data: &mut Dataset,
    folder: &Path,
    coverage: &Coverage,
    max_bytes: u64,
) {
    let mut loader = Loader::new(diags, coverage, folder, max_bytes, BTreeMap::new(), false);
    loader.data = std::mem::take(data);
    loader.papers();
    *data = loader.data;
}

/// Readers of parts of the data that do not depend on each other, the slowest first.
const PARTS: [fn(&mut Loader<'_>, &[Entry]); 7] = [
    |loader, entries| loader.data.decisions = loader.rows("decisions", "", entries).into(),
    |loader, entries| loader.minutes(entries),
    |loader, entries| loader.data.issues = loader.rows("issues", "", entries).into(),
    |loader, entries| loader.agenda(entries),
    |loader, entries| loader.data.follow_ups = loader.rows("resolutions", "", entries).into(),
    |loader, entries| loader.performance(entries),
    |loader, entries| loader.holidays(entries),
];

/// Open workbooks by file name.
type Workbooks = BTreeMap<String, Arc<Mutex<xlsx::Workbook>>>;

/// Loads a dataset: what has been read so far, and what is needed to read the rest.
struct Loader<'a> {
    context: ReadContext<'a>,
    folder: &'a Path,
    /// The size from which a file is refused, in bytes.
    max_bytes: u64,
    data: Dataset,
    /// Open workbooks of the folder being read.
    sheets: Workbooks,
    /// Minutes with the meeting that their file names.
    books: Vec<(String, MinuteBook)>,
    /// Typed totals of the period being read.
    totals: Vec<TypedTotal>,
}

/// Reads tables of one folder.
struct RowsIn<'l, 'a> {
    loader: &'l mut Loader<'a>,
    below: &'l str,
    entries: &'l [Entry],
}

impl ReadRows for RowsIn<'_, '_> {
    fn rows<R: Record>(&mut self, table: &'static str) -> Vec<R> {
        self.loader.rows(table, self.below, self.entries)
    }
}

impl<'a> Loader<'a> {
    /// Returns a reader of the tables of a folder.
    fn rows_in<'l>(&'l mut self, below: &'l str, entries: &'l [Entry]) -> RowsIn<'l, 'a> {
        RowsIn { loader: self, below, entries }
    }

    fn new(
        diags: &'a mut Diagnostics,
        coverage: &'a Coverage,
        folder: &'a Path,
        max_bytes: u64,
        sheets: Workbooks,
        reads_hidden: bool,
    ) -> Self {
        let context = ReadContext { reads_hidden, ..ReadContext::new(diags, coverage) };
        Self {
            context,
            folder,
            max_bytes,
            data: Dataset::default(),
            sheets,
            books: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// Reads [`PARTS`] on several threads.
    fn read_in_parallel(&mut self, entries: &[Entry]) {
        let (coverage, folder, sheets) = (self.context.coverage, self.folder, &self.sheets);
        let (max_bytes, reads_hidden) = (self.max_bytes, self.context.reads_hidden);
        let (money_unit, word) = (self.context.money_unit, self.context.word);
        let parts = parallel::map(parallel::processors(), PARTS.len(), |at| {
            let mut diags = Diagnostics::default();
            let sheets = sheets.clone();
            let mut loader =
                Loader::new(&mut diags, coverage, folder, max_bytes, sheets, reads_hidden);
            loader.context.money_unit = money_unit;
            loader.context.word = word;
            PARTS[at](&mut loader, entries);
            let Loader { data, books, .. } = loader;
            (diags, data, books)
        });
        for (diags, data, books) in parts {
            self.context.diags.append(diags);
            join(&mut self.data, data);
            self.books.extend(books);
        }
    }

    /// Reads the small tables of the folder's top level, and reports what is no table.
    fn root(&mut self, entries: &[Entry]) {
        let council: Vec<Council> = self.rows("council", "", entries);
        let begun = self.data.empty.iter().position(|(table, _)| *table == "council");
        if let Some((_, origin)) = begun.map(|at| self.data.empty.remove(at)) {
            self.context.diags.push(
                Diagnostic::new(Code::FileNoRows, "the table `council` has no row")
                    .at(&origin)
                    .hint("add a row with at least the council's name, under `name`"),
            );
            self.data.lose("council", None, &origin);
        } else if council.is_empty() && self.data.lost_of("council", "").next().is_none() {
            let origin = Origin::file(self.shown("", ""));
            self.context.diags.push(
                Diagnostic::new(Code::FileMissing, "there is no `council.json`")
                    .at(&origin)
                    .hint("write one with at least `{\"name\": \"…\"}`; `orderpaper schema --manual` lists what it may hold"),
            );
            self.data.lose("council", None, &origin);
        }
        self.data.council = council.into_iter().next();
        let hidden = self.data.council.as_ref().and_then(|council| council.hidden_cells.as_ref());
        self.context.reads_hidden = hidden.is_some_and(|hidden| hidden.value == HiddenCells::Read);
        let unit = self.data.council.as_ref().and_then(|council| council.money_unit.as_ref());
        self.context.money_unit = unit.map(|unit| unit.value.into());
        self.data.bodies = self.rows("bodies", "", entries);
        self.data.members = self.rows("members", "", entries).into();
        self.data.officers = self.rows("officers", "", entries).into();
        self.data.meetings = self.rows("meetings", "", entries).into();
        self.data.work_programme = self.rows("work-programme", "", entries);
        self.data.overrides = self.rows("overrides", "", entries);
        let mut rows = self.rows_in("", entries);
        let (assurance, governance) = (Assurance::read(&mut rows), Governance::read(&mut rows));
        let strategies = Strategies::read(&mut rows);
        self.data.assurance = assurance;
        self.data.governance = governance;
        self.data.strategies = strategies;
        self.data.closures = self.rows("closures", "", entries);
        self.warn_unknown_files("", entries, Place::Root);
    }

    /// Reads agendas and the papers on them.
    fn agenda(&mut self, entries: &[Entry]) {
        let mut agendas: BTreeMap<String, Vec<AgendaLine>> = BTreeMap::new();
        for line in self.rows::<AgendaLine>("agenda", "", entries) {
            agendas.entry(line.meeting.to_string()).or_default().push(line);
        }
        for (meeting, mut lines) in agendas {
            // A stable sort: lines without an order keep their place after the line above them.
            let mut last = 0;
            let orders: Vec<u32> = lines
                .iter()
                .map(|line| {
                    last = line.order.as_ref().map_or(last, |order| order.value);
                    last
                })
                .collect();
            let mut numbered: Vec<_> = orders.into_iter().zip(lines.drain(..)).collect();
            numbered.sort_by_key(|(order, _)| *order);
            lines.extend(numbered.into_iter().map(|(_, line)| line));
            lines.shrink_to_fit();
            self.data.agenda.insert(meeting, Arc::new(lines));
        }
        for paper in self.rows::<crate::model::meeting::Paper>("documents", "", entries) {
            self.data.papers.entry(paper.meeting.to_string()).or_default().push(paper);
        }
    }

    /// Reads `minutes/<meeting>`: JSON, or a text that people write.
    fn minutes(&mut self, root: &[Entry]) {
        let Some(folder) = folder_named("minutes", root) else { return };
        let Some(entries) = self.list(&folder) else { return };
        let table = tables::named("minutes");
        for entry in entries {
            let (_, ending) = file_name(&entry.name);
            if !MINUTES_ENDINGS.contains(&&*ending) {
                self.warn_unknown_file(
                    &folder,
                    &entry,
                    "minutes are files named after their meeting, which end in `.json`, in `.dj` where they are text, or in `.docx`",
                );
                continue;
            }
            let stem = entry.name[..entry.name.len() - ending.len() - 1].to_lowercase();
            let read: Vec<MinuteBook> = match &*ending {
                "json" => self.file_rows(table, &folder, &entry, Some(&stem)),
                _ => self.written_minutes(&folder, &entry, &stem).into_iter().collect(),
            };
            self.books.extend(read.into_iter().map(|book| (stem.clone(), book)));
        }
    }

    /// Reads minutes that are written as a text or in Word.
    fn written_minutes(
        &mut self,
        folder: &str,
        entry: &Entry,
        meeting: &str,
    ) -> Option<MinuteBook> {
        let table = tables::named("minutes");
        let lost = Origin::file(self.shown(folder, &entry.name));
        let source = match file_name(&entry.name).1.as_str() {
            "docx" => self.read_bytes(folder, entry).and_then(|bytes| {
                let name = self.shown(folder, &entry.name);
                let path = self.folder.join(folder).join(&entry.name);
                written::word_source(&mut self.context, &name, &path, &bytes)
            }),
            _ => self.read_text(folder, entry).map(|(name, text)| Source::plain(name, text)),
        };
        let Some(source) = source else {
            self.data.lose(table.name, Some(meeting.to_owned()), &lost);
            return None;
        };
        let book = written::read(&mut self.context, &source);
        self.records(table, vec![book], Some(meeting)).pop()
    }

    /// Gives each meeting its minutes.
    fn assign_minutes(&mut self) {
        for (stem, book) in std::mem::take(&mut self.books) {
            let meeting = book.meeting.as_ref().map_or(stem.clone(), ToString::to_string);
            if let Some(named) = &book.meeting
                && meeting != stem
                && self.data.meeting(&stem).is_some()
            {
                let message =
                    format!("these are the minutes of `{meeting}`, in a file named after `{stem}`");
                self.context.diags.push(
                    Diagnostic::new(Code::DataContradiction, message)
                        .at(&named.origin)
                        .hint("correct `meeting`, or name the file after the meeting"),
                );
                self.data.lose("minutes", Some(stem), &book.origin);
                self.data.lose("minutes", Some(meeting), &book.origin);
                continue;
            }
            if let Some(earlier) = self.data.minutes.get(&meeting) {
                let message = format!("minutes of `{meeting}` are given twice");
                self.context.diags.push(
                    Diagnostic::new(Code::DataDuplicate, message)
                        .at(&book.origin)
                        .label(&earlier.origin, "first given here")
                        .hint("remove one of the two files"),
                );
                self.data.lose("minutes", Some(meeting), &book.origin);
                continue;
            }
            self.data.minutes.insert(meeting, Arc::new(book));
        }
    }

    /// Reads `calendar/bank-holidays.json`, in the format of GOV.UK.
    fn holidays(&mut self, root: &[Entry]) {
        let Some(folder) = folder_named("calendar", root) else { return };
        let Some(entries) = self.list(&folder) else { return };
        for entry in entries {
            if file_name(&entry.name) != ("bank-holidays".to_owned(), "json".to_owned()) {
                self.warn_unknown_file(&folder, &entry, "the calendar holds `bank-holidays.json`");
                continue;
            }
            let Some((name, text)) = self.read_text(&folder, &entry) else {
                self.data.lose(
                    "bank-holidays",
                    None,
                    &Origin::file(self.shown(&folder, &entry.name)),
                );
                continue;
            };
            let Some(node) = json::read(&mut self.context, &name, text) else {
                self.data.lose("bank-holidays", None, &Origin::file(name));
                continue;
            };
            let Content::Record(divisions) = &node.content else {
                let message =
                    format!("this holds {}; GOV.UK's file is an object of divisions", node.what());
                self.context.diags.push(
                    Diagnostic::new(Code::DataWrongShape, message)
                        .at(&node.origin)
                        .hint("copy https://www.gov.uk/bank-holidays.json as it stands"),
                );
                self.data.lose("bank-holidays", None, &node.origin);
                continue;
            };
            // The file of one division, from GOV.UK's other addresses.
            let is_one = divisions.iter().any(|(key, _)| &*key.name == "events");
            if is_one {
                let field = Field { node: Some(&node), row: &node.origin, column: "events" };
                match FromNode::from_node(self.context.diags, field) {
                    Some(list) => self.data.holidays.push(list),
                    None => self.data.lose("bank-holidays", None, &node.origin),
                }
                continue;
            }
            for (key, list) in divisions {
                if Division::parse(&Scalar::Text(key.name.to_string())).is_err() {
                    let message =
                        format!("`{}` is no division; this is not GOV.UK's file", key.name);
                    self.context.diags.push(
                        Diagnostic::new(Code::DataWrongShape, message)
                            .at(&key.origin)
                            .hint("copy https://www.gov.uk/bank-holidays.json as it stands"),
                    );
                    self.data.lose("bank-holidays", None, &list.origin);
                    continue;
                }
                let field = Field { node: Some(list), row: &node.origin, column: &key.name };
                match FromNode::from_node(self.context.diags, field) {
                    Some(list) => self.data.holidays.push(list),
                    None => self.data.lose("bank-holidays", None, &list.origin),
                }
            }
        }
    }
}

/// Locks a workbook, so that no other thread reads it meanwhile; a panic elsewhere does not matter.
fn locked(book: &Mutex<xlsx::Workbook>) -> MutexGuard<'_, xlsx::Workbook> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds a part that was read on another thread to a dataset.
fn join(data: &mut Dataset, part: Dataset) {
    let Dataset {
        council,
        bodies,
        members,
        officers,
        meetings,
        mut agenda,
        mut papers,
        mut reports,
        issues,
        decisions,
        mut minutes,
        follow_ups,
        overrides,
        work_programme,
        assurance,
        governance,
        strategies,
        mut performance,
        holidays,
        closures,
        empty,
        lost,
        // No file of the records has them.
        today: _,
        published: _,
    } = part;
    data.council = data.council.take().or(council);
    data.bodies.extend(bodies);
    data.members.append(members);
    data.officers.append(officers);
    data.meetings.append(meetings);
    data.agenda.append(&mut agenda);
    data.papers.append(&mut papers);
    data.reports.append(&mut reports);
    data.issues.append(issues);
    data.decisions.append(decisions);
    data.minutes.append(&mut minutes);
    data.follow_ups.append(follow_ups);
    data.overrides.extend(overrides);
    data.work_programme.extend(work_programme);
    data.assurance.append(assurance);
    data.governance.append(governance);
    data.strategies.append(strategies);
    data.performance.append(&mut performance);
    data.holidays.extend(holidays);
    data.closures.extend(closures);
    data.empty.extend(empty);
    data.lost.extend(lost);
}
