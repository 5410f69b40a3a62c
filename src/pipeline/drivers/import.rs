//! `import`: records from the system that a council has, into a folder.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::NaiveDate;
use serde_json::json;

use crate::import::{self, ImportEvent, ImportSelection, Imported, Service, Source};
use crate::load::{self, Place};
use crate::store::{self, Readers};

/// The folder in the data folder where answers are kept; it is hidden, so that no run reads it.
const KEPT: &str = ".import";

/// Where records come from.
#[derive(Debug, Clone)]
pub enum ImportSource {
    /// The address of a site.
    Site(String),
    /// A folder with the answers of one.
    Folder(PathBuf),
}

/// What is brought in, and where to.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The data folder, which is made where there is none.
    pub data: PathBuf,
    /// Where records come from.
    pub source: ImportSource,
    /// The council's name, which no answer tells; needed unless the folder has it.
    pub council: Option<String>,
    /// The bodies, by their titles or numbers; all that meet where empty.
    pub bodies: Vec<String>,
    /// The first day.
    pub since: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The day of the run.
    pub today: NaiveDate,
}

/// Brings in records of a modern.gov. Nothing that is in the folder is changed; tables are written last, so that a run that was
/// stopped may begin anew, and then asks for nothing that it was answered.
///
/// # Errors
/// When the days are the wrong way round, the council's name is missing, the service does not answer, a body is not
/// known, or the disk can't be read or written.
pub fn import(
    options: &ImportOptions,
    notify: &mut dyn FnMut(ImportEvent<'_>),
) -> anyhow::Result<Imported> {
    let ImportOptions { data, since, until, today, .. } = options;
    anyhow::ensure!(since <= until, "{since} is later than {until}: give the first day first");
    let present = load::tables_in(data, Place::Root)?;
    let has = |table: &str| present.contains_key(table);
    let council = match &options.council {
        _ if has("council") => None,
        Some(name) => Some(serde_json::to_vec_pretty(&json!({ "name": name }))?),
        None => anyhow::bail!(
            "the council's name is not known; give it, as in `--council \"Ashby Vale Council\"`"
        ),
    };
    let (source, host) = match &options.source {
        ImportSource::Site(address) => {
            let site = import::site(address)?;
            let host = site.host_str().unwrap_or("site").to_owned();
            let port = site.port().map(|port| format!("-{port}")).unwrap_or_default();
            (Source::Site(site), host + &port)
        }
        ImportSource::Folder(folder) => {
            anyhow::ensure!(store::is_folder(folder), "there is no folder {}", folder.display());
            (Source::Folder(folder.clone()), "folder".to_owned())
        }
    };
    let mut service = Service::new(source, data.join(KEPT).join(host));
    let selection = ImportSelection {
        bodies: options.bodies.clone(),
        since: *since,
        until: *until,
        today: *today,
    };
    let mut write = |file: &Path, bytes: &[u8]| -> anyhow::Result<bool> {
        let table = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .filter(|_| file.parent().is_none_or(|folder| folder.as_os_str().is_empty()));
        let path = data.join(file);
        if table.is_some_and(has) || store::is_link(&path) {
            return Ok(false);
        }
        if let Some(present) = store::read_if_there(&path)? {
            return Ok(present == bytes);
        }
        store::write_for(Readers::Owner, &path, bytes)?;
        Ok(true)
    };
    let imported = import::import(&mut service, &selection, notify, &mut write)?;
    if let Some(council) = council {
        write(Path::new("council.json"), &council).context("the council's table")?;
    }
    Ok(imported)
}
