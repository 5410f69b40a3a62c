//! The tables: what each is called, where it lies and which record its rows are.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::model::columns::{decides_access, has_mark};
use crate::model::record::{Column, FromNode, Record};
use crate::model::tables::EachTable;
use crate::model::value::Parse;
use crate::model::{
    assurance, body, calendar, complaints, council, council_tax, governance, issue, meeting,
    minutes, performance, programmes, strategy,
};

/// Where a table's file lies below the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the data folder.
    Root,
    /// One file a meeting, in `minutes/`.
    Minutes,
    /// In a period's folder, in `performance/`.
    Period,
    /// In the folder of a period that is a year.
    Year,
    /// In `calendar/`.
    Calendar,
}

/// A table.
#[derive(Debug)]
pub struct TableInfo {
    /// Its name: that of its file or sheet.
    pub name: &'static str,
    /// Where its file lies.
    pub place: Place,
    /// What one row is.
    pub doc: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Returns the JSON Schema of one row.
    pub schema: fn() -> Value,
    /// The column that says which meeting or body a row belongs to.
    pub key: Option<&'static str>,
    /// Whether it has one row only.
    pub is_single: bool,
    /// Whether columns headed with a period hold results.
    pub has_periods: bool,
    /// Whether its rows, or the records inside them, can be marked as not for the public.
    pub has_marks: bool,
    /// How a sheet heads the parts of a column that is an object: `private-notice-published` is the
    /// part `published` of `private-notice`.
    pub parts: BTreeMap<String, (String, String)>,
    /// Which table of money it is, whose typed totals are kept to be compared.
    pub money_table: Option<performance::MoneyTable>,
    /// Whether an amount without a unit is refused in it: in all tables of a period.
    pub asks_for_units: bool,
}

impl TableInfo {
    pub(super) fn new<R: Record>(name: &'static str, place: Place) -> Self {
        let columns = R::columns();
        let has = |column: &str| columns.iter().any(|known| known.name == column);
        let key = ["meeting", "body", "id"].into_iter().find(|key| has(key));
        Self {
            name,
            place,
            doc: R::doc(),
            schema: <R as FromNode>::schema,
            has_periods: has("periods"),
            has_marks: has_marks(&columns),
            money_table: performance::MoneyTable::ALL
                .into_iter()
                .find(|table| table.table() == name),
            asks_for_units: matches!(place, Place::Period | Place::Year),
            key,
            is_single: matches!(name, "council" | "report" | "council-tax"),
            parts: parts(&columns),
            columns,
        }
    }

    /// Returns the columns' names, as a sheet may head them.
    pub fn column_names(&self) -> Vec<String> {
        let names = self.columns.iter().map(|column| column.name.clone());
        names.chain(self.parts.keys().cloned()).collect()
    }

    /// Returns whether a column decides who may see a row.
    pub fn decides_access(&self, column: &str) -> bool {
        self.has_marks && decides_access(column)
    }

    /// Returns whether a column holds values of that type.
    pub fn holds<T: Parse>(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column && known.holds == T::WHAT)
    }

    /// Returns whether it may lie in a folder of this place: that of a year has those of any period, too.
    pub fn is_in(&self, place: Place) -> bool {
        self.place == place || (place == Place::Year && self.place == Place::Period)
    }

    /// Returns how many columns every row must have.
    pub fn required(&self) -> usize {
        self.columns.iter().filter(|column| column.required).count()
    }

    /// Returns the path below the data folder, with the endings it may have.
    pub fn path(&self) -> String {
        match self.place {
            Place::Root => format!("{}.csv, .json or .xlsx", self.name),
            Place::Minutes => "minutes/<meeting>.json, .dj or .docx".to_owned(),
            Place::Period => format!("performance/<period>/{}.csv, .json or .xlsx", self.name),
            Place::Year => format!("performance/<year>/{}.csv, .json or .xlsx", self.name),
            Place::Calendar => "calendar/bank-holidays.json".to_owned(),
        }
    }
}

/// Returns whether records with these columns, or records inside them, have marks.
fn has_marks(columns: &[Column]) -> bool {
    has_mark(columns.iter().map(|column| &*column.name))
        || columns.iter().any(|column| has_marks(&column.inner))
}

/// Returns the headings of the parts of columns that are objects.
fn parts(columns: &[Column]) -> BTreeMap<String, (String, String)> {
    let mut parts = BTreeMap::new();
    for column in columns.iter().filter(|column| column.is_object()) {
        for part in &column.inner {
            let heading = format!("{}-{}", column.name, part.name);
            if columns.iter().all(|other| other.name != heading) {
                parts.insert(heading, (column.name.clone(), part.name.clone()));
            }
        }
    }
    parts
}

/// Returns every table, in the order of the manual.
pub fn all() -> &'static [TableInfo] {
    static ALL: LazyLock<Vec<TableInfo>> = LazyLock::new(|| {
        use Place::{Calendar, Minutes, Period, Root, Year};
        let mut tables = vec![
            TableInfo::new::<council::Council>("council", Root),
            TableInfo::new::<body::Body>("bodies", Root),
            TableInfo::new::<body::Member>("members", Root),
            TableInfo::new::<body::Officer>("officers", Root),
            TableInfo::new::<meeting::Meeting>("meetings", Root),
            TableInfo::new::<meeting::AgendaLine>("agenda", Root),
            TableInfo::new::<meeting::Paper>("documents", Root),
            TableInfo::new::<minutes::MinuteBook>("minutes", Minutes),
            TableInfo::new::<issue::Issue>("issues", Root),
            TableInfo::new::<issue::Decision>("decisions", Root),
            TableInfo::new::<issue::FollowUp>("resolutions", Root),
            TableInfo::new::<issue::WorkItem>("work-programme", Root),
            TableInfo::new::<issue::Override>("overrides", Root),
            TableInfo::new::<performance::ReportCard>("report", Period),
            TableInfo::new::<performance::Indicator>("indicators", Period),
            TableInfo::new::<performance::Benchmark>("benchmarks", Period),
            TableInfo::new::<performance::FinanceLine>("finance", Period),
            TableInfo::new::<performance::Saving>("savings", Period),
            TableInfo::new::<performance::CapitalScheme>("capital", Period),
            TableInfo::new::<performance::Risk>("risks", Period),
            TableInfo::new::<performance::WorkforceMeasure>("workforce", Period),
            TableInfo::new::<performance::Commitment>("commitments", Period),
            TableInfo::new::<performance::Milestone>("milestones", Period),
            TableInfo::new::<assurance::ReviewFinding>("findings", Period),
            TableInfo::new::<complaints::Complaints>("complaints", Period),
            TableInfo::new::<calendar::HolidayList>("bank-holidays", Calendar),
            TableInfo::new::<calendar::Closure>("closures", Root),
        ];
        assurance::Assurance::each(&mut Below(&mut tables, Root));
        governance::Governance::each(&mut Below(&mut tables, Root));
        strategy::Strategies::each(&mut Below(&mut tables, Root));
        programmes::Programmes::each(&mut Below(&mut tables, Period));
        performance::Resources::each(&mut Below(&mut tables, Period));
        council_tax::CouncilTax::each(&mut Below(&mut tables, Year));
        tables
    });
    &ALL
}

/// Adds tables that lie in one place.
struct Below<'a>(&'a mut Vec<TableInfo>, Place);

impl EachTable for Below<'_> {
    fn table<R: Record>(&mut self, name: &'static str) {
        self.0.push(TableInfo::new::<R>(name, self.1));
    }
}

/// Returns the table of that name.
pub(super) fn named(name: &str) -> &'static TableInfo {
    all().iter().find(|table| table.name == name).expect("only names of tables are asked for")
}
