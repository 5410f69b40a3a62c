//! The records that a council begins with: what it is called, how it is run, its bodies and its calendar; or those of an
//! invented council, to look at.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use rust_embed::RustEmbed;
use serde_json::json;

use super::{InitOptions, has_records, init};
use crate::model::body::BodyType;
use crate::model::council::{Governance, Nation};
use crate::model::value::Slug;
use crate::store;

/// The sample's records, as they were at build time.
#[derive(RustEmbed)]
#[folder = "data/"]
struct Sample;

/// The folder of a council's records in its folder.
pub const DATA: &str = "data";

/// The folder of a council's documents in its folder.
pub const OUTPUT: &str = "output";

/// What the invented council's folder is called.
pub const SAMPLE: &str = "sample";

/// The most days that the offices are closed in one go.
const MAX_CLOSED: u64 = 31;

/// A council that begins to keep records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCouncil {
    /// Its full name.
    pub name: String,
    /// The nation whose law it works under.
    pub nation: Nation,
    /// How it takes its decisions.
    pub governance: Governance,
    /// The first and last day on which its offices are closed besides weekends and bank holidays, such as after
    /// Christmas; `None` where they are not.
    pub closed: Option<(NaiveDate, NaiveDate)>,
    /// Its bodies.
    pub bodies: Vec<NewBody>,
}

/// A body that a council begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBody {
    /// Its full name.
    pub name: String,
    /// Its type, as the column `type` of `bodies` has it.
    pub body_type: BodyType,
    /// When it meets next, where that is known.
    pub next: Option<(NaiveDate, Option<NaiveTime>)>,
}

/// Writes the records that a council begins with into a data folder that has none: what it is called and how it is run, its
/// bodies with their next meetings, the days on which it is closed, and workbooks for all other tables.
///
/// # Errors
/// When the folder has records, when a body has no name that an id can be made of or two have the same, when the days of
/// closure are in no order or too many, or when a file can't be written. Nothing is written then, but for the last.
pub fn begin(data: &Path, council: &NewCouncil, today: NaiveDate) -> anyhow::Result<()> {
    anyhow::ensure!(!has_records(data)?, "`{}` has records already", data.display());
    anyhow::ensure!(!council.name.is_empty(), "write the name of the council");
    let (mut bodies, mut meetings) = (Vec::new(), Vec::new());
    let mut ids = BTreeSet::new();
    for NewBody { name, body_type, next } in &council.bodies {
        let id = Slug::nearest(name)
            .with_context(|| format!("`{name}` is no name for a body; write it in letters"))?;
        anyhow::ensure!(ids.insert(id.to_string()), "two bodies are called `{name}`");
        if let Some((day, time)) = next {
            let time = time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
            meetings.push(vec![format!("{id}-{day}"), id.to_string(), day.to_string(), time]);
        }
        bodies.push(vec![id.to_string(), name.clone(), body_type.word().to_owned()]);
    }
    let mut closures = Vec::new();
    for day in closed_days(council.closed)? {
        closures.push(vec![day.to_string(), "The council’s offices are closed".to_owned()]);
    }
    let settings = json!({
        "name": council.name,
        "nation": council.nation.word(),
        "governance": council.governance.word(),
    });
    let settings = serde_json::to_string_pretty(&settings)? + "\n";
    let mut files = vec![("council.json", settings.into_bytes())];
    for (file, heading, rows) in [
        ("bodies.csv", &["id", "name", "type"][..], bodies),
        ("meetings.csv", &["meeting", "body", "date", "time"], meetings),
        ("closures.csv", &["date", "reason"], closures),
    ] {
        if !rows.is_empty() {
            files.push((file, table(heading, &rows)?));
        }
    }
    for (file, bytes) in files {
        store::write(&data.join(file), &bytes)?;
    }
    let folder = data.to_owned();
    init(&InitOptions { folder, kinds: Vec::new(), period: None, today }, &mut |_, _| Ok(()))?;
    Ok(())
}

/// Writes the records of an invented council into a data folder that has none.
///
/// # Errors
/// When the folder has records, or a file can't be written.
pub fn begin_sample(data: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!has_records(data)?, "`{}` has records already", data.display());
    for name in Sample::iter() {
        let file = Sample::get(&name).with_context(|| format!("the sample lacks `{name}`"))?;
        store::write(&store::below(data, &name), &file.data)?;
    }
    Ok(())
}

/// Returns the folder in which a user's councils are, each in a folder of its name; `None` where the system has no folder
/// for a user's documents.
pub fn councils_folder() -> Option<PathBuf> {
    dirs::document_dir().map(|documents| documents.join("Order Paper"))
}

/// Returns the folder of a council, which has its records in [`DATA`] and its documents in [`OUTPUT`].
///
/// # Errors
/// When no folder can be called as the council is.
pub fn council_folder(councils: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let folder = Slug::nearest(name)
        .with_context(|| format!("no folder can be called `{name}`; write it in letters"))?;
    Ok(councils.join(folder.as_str()))
}

/// Returns the folders of councils that have records, in order of their names.
pub fn councils(councils: &Path) -> Vec<PathBuf> {
    // A folder that can't be read has none to offer.
    let mut folders = store::list(councils).unwrap_or_default();
    folders.retain(|folder| folder.is_folder);
    folders.sort_by(|a, b| a.name.cmp(&b.name));
    let folders = folders.into_iter().map(|folder| councils.join(folder.name));
    folders.filter(|folder| has_records(&folder.join(DATA)).unwrap_or(false)).collect()
}

/// Returns the days from Monday to Friday between a first and a last day.
fn closed_days(closed: Option<(NaiveDate, NaiveDate)>) -> anyhow::Result<Vec<NaiveDate>> {
    let Some((first, last)) = closed else { return Ok(Vec::new()) };
    anyhow::ensure!(first <= last, "the offices can't open again before they close");
    let is_short = first.checked_add_days(Days::new(MAX_CLOSED)).is_some_and(|end| last < end);
    anyhow::ensure!(is_short, "the offices can be closed for {MAX_CLOSED} days at most");
    let days = first.iter_days().take_while(|day| *day <= last);
    Ok(days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).collect())
}

/// Returns a table as CSV.
fn table(heading: &[&str], rows: &[Vec<String>]) -> anyhow::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(heading)?;
    for row in rows {
        table.write_record(row)?;
    }
    table.into_inner().context("failed to write a table")
}
