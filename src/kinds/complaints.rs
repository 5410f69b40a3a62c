//! Complaints of a period by service and theme, what was upheld, put right and learned.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView, PeriodView};
use super::{Kind, Subject};
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::complaints::Complaints;
use crate::model::dataset::{Dataset, Performance};
use crate::model::record::Located;
use crate::model::value::ReportingPeriod;

/// The complaints of a period, and of each committee's services.
pub(super) struct ComplaintsReport;

/// The complaints of a period.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that the report is of, for the letterhead.
    council: CouncilView,
    /// The period that the report covers.
    period: PeriodView,
    /// The period before, with which it is compared; absent where there are no complaints of one as long.
    before: Option<Period>,
    /// The name of the committee that this edition is for; absent for all of them.
    committee: Option<String>,
    /// All complaints together.
    counts: CountsView,
    /// The services, in the order of the data.
    services: Vec<ServiceView>,
    /// The themes of all services, those with the most complaints first; empty where no row has one.
    themes: Vec<ThemeView>,
}

/// How many complaints there were.
#[derive(Serialize, JsonSchema)]
struct CountsView {
    /// How many were decided; absent where any row doesn't say.
    count: Option<String>,
    /// How many were decided the period before; absent where that is not known.
    before: Option<String>,
    /// How many were upheld; absent where any row doesn't say.
    upheld: Option<String>,
    /// How many the ombudsman decided.
    ombudsman: u64,
    /// How many of those the ombudsman upheld; absent where any row with decisions doesn't say.
    ombudsman_upheld: Option<String>,
}

/// The complaints of a service.
#[derive(Serialize, JsonSchema)]
struct ServiceView {
    /// The service.
    name: String,
    /// How many there were.
    counts: CountsView,
    /// Its rows about which something is written, in the order of the data.
    notes: Vec<NoteView>,
}

/// What was put right and learned.
#[derive(Serialize, JsonSchema)]
struct NoteView {
    /// What the complaints were about; absent for the whole service.
    theme: Option<String>,
    /// What was put right; absent where nothing is written.
    remedy: Option<Markup>,
    /// What was learned; absent where nothing is written.
    learning: Option<Markup>,
}

/// The complaints of one theme.
#[derive(Serialize, JsonSchema)]
struct ThemeView {
    /// The theme.
    name: String,
    /// How many there were.
    counts: CountsView,
}

impl Kind for ComplaintsReport {
    const NAME: &'static str = "complaints-report";
    const SUMMARY: &'static str =
        "a period's complaints: what they were about, which were upheld, and what was learned";
    const NEEDS: &'static [&'static str] = &["council", "bodies", "report", "complaints"];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let periods = data.performance.iter();
        periods.flat_map(|(period, tables)| subjects(data, *period, tables)).collect()
    }

    fn stem(subject: &Subject) -> String {
        common::edition_stem(Self::NAME, subject)
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let period = subject.period()?;
        let edition = subject.edition();
        let rows = rows_of(data.performance.get(&period)?, edition);
        let before = data
            .performance
            .get_key_value(&period.previous())
            .filter(|(_, tables)| !tables.complaints.is_empty());
        let earlier = before.map(|(_, tables)| rows_of(tables, edition));
        let counts = |keep: &dyn Fn(&Complaints) -> bool| {
            counted(
                &kept_of(&rows, keep),
                earlier.as_deref().map(|rows| kept_of(rows, keep)).as_deref(),
            )
        };
        let names = distinct(rows.iter().map(|row| row.service.value.as_str()));
        let service = |name: &str| ServiceView {
            name: name.to_owned(),
            counts: counts(&|row| row.service.value == name),
            notes: rows
                .iter()
                .filter(|row| row.service.value == name)
                .filter_map(|row| note(row))
                .collect(),
        };
        let themes =
            distinct(rows.iter().filter_map(|row| row.theme.as_ref()).map(|theme| theme.as_str()));
        let of_theme = |row: &Complaints, name: &str| {
            row.theme.as_ref().is_some_and(|theme| theme.value == name)
        };
        let mut themes: Vec<ThemeView> = themes
            .into_iter()
            .map(|name| ThemeView {
                name: name.to_owned(),
                counts: counts(&|row| of_theme(row, name)),
            })
            .collect();
        themes.sort_by_key(|theme| {
            let count = theme.counts.count.as_ref();
            std::cmp::Reverse(count.and_then(|count| count.parse::<u64>().ok()))
        });
        Some(View {
            council: common::council(data)?,
            period: PeriodView::of(period),
            before: before.map(|(earlier, _)| (*earlier).into()),
            committee: common::committee(data, subject),
            counts: counts(&|_| true),
            services: names.into_iter().map(service).collect(),
            themes,
        })
    }
}

/// Returns the documents that the complaints of a period call for: one of all, and one for each committee where there
/// are several.
fn subjects(data: &Dataset, period: ReportingPeriod, tables: &Performance) -> Vec<Subject> {
    if tables.complaints.is_empty() && !data.has_lost("complaints", &period.key()) {
        return Vec::new();
    }
    let committee = |row: &Complaints| row.committee.as_ref().map(|id| id.to_string());
    let committees: BTreeSet<Option<String>> = tables.complaints.iter().map(committee).collect();
    common::with_editions(period, tables.as_at(period), committees)
}

fn rows_of<'a>(tables: &'a Performance, committee: Option<&str>) -> Vec<&'a Complaints> {
    let is_of = |row: &&Complaints| common::is_for(committee, row.committee.as_ref());
    tables.complaints.iter().filter(is_of).collect()
}

/// Returns those of some rows that are to be kept.
fn kept_of<'a>(rows: &[&'a Complaints], keep: &dyn Fn(&Complaints) -> bool) -> Vec<&'a Complaints> {
    rows.iter().copied().filter(|row| keep(row)).collect()
}

/// Returns names without those that were there before, in their order.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

/// Adds rows up. What any row leaves out is left out of the sum.
fn counted(rows: &[&Complaints], earlier: Option<&[&Complaints]>) -> CountsView {
    type Column = fn(&Complaints) -> Option<&Located<u32>>;
    let sum = |rows: &mut dyn Iterator<Item = &&Complaints>, column: Column| -> Option<u64> {
        rows.map(|row| column(row).map(|number| u64::from(number.value))).sum()
    };
    let count: Column = |row| row.count.as_ref();
    let decided =
        |row: &&&Complaints| row.ombudsman.as_ref().is_some_and(|number| number.value > 0);
    let before = earlier.filter(|earlier| !earlier.is_empty());
    CountsView {
        count: sum(&mut rows.iter(), count).map(|sum| sum.to_string()),
        before: before.and_then(|rows| sum(&mut rows.iter(), count)).map(|sum| sum.to_string()),
        upheld: sum(&mut rows.iter(), |row| row.upheld.as_ref()).map(|sum| sum.to_string()),
        ombudsman: sum(&mut rows.iter().filter(decided), |row| row.ombudsman.as_ref())
            .unwrap_or_default(),
        ombudsman_upheld: sum(&mut rows.iter().filter(decided), |row| {
            row.ombudsman_upheld.as_ref()
        })
        .map(|sum| sum.to_string()),
    }
}

fn note(row: &Complaints) -> Option<NoteView> {
    (row.remedy.is_some() || row.learning.is_some()).then(|| NoteView {
        theme: common::string(row.theme.as_ref()),
        remedy: common::markup(row.remedy.as_ref()),
        learning: common::markup(row.learning.as_ref()),
    })
}
