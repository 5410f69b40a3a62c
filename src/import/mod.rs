//! Records from the system that a council has: what its web service answers, and the rows, minutes and papers that come of it.
//!
//! [`service`] asks, one request at a time, and keeps each answer, so that a run that was stopped asks for nothing twice; a
//! folder of answers does as well. [`answers`] reads them, and [`records`] turns them into tables.

mod answers;
mod html;
mod records;
mod service;
mod words;
mod xml;

use std::path::Path;

use chrono::NaiveDate;

pub use self::records::Imported;
pub use self::service::{Service, Source, site};

/// What is brought in of a modern.gov.
#[derive(Debug, Clone)]
pub struct ImportSelection {
    /// The bodies, by their titles or numbers; all that are not closed where empty.
    pub bodies: Vec<String>,
    /// The first day.
    pub since: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The day of the run: what lies before it was held.
    pub today: NaiveDate,
}

/// What happens meanwhile.
#[derive(Debug, Clone, Copy)]
pub enum ImportEvent<'a> {
    /// So many meetings are to be asked for.
    Found(usize),
    /// This one is next.
    Meeting(&'a str),
    /// One is done.
    Done,
}

/// Why nothing at all can be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// The service can't be asked for its bodies.
    #[error(
        "the web service does not answer: {0}; some councils turn it off, or keep programs out: ask whoever looks after the site"
    )]
    NoService(String),
    /// No body is called so.
    #[error("no body is called `{wanted}`; there are {known}")]
    NoBody {
        /// What was asked for.
        wanted: String,
        /// The bodies that there are.
        known: String,
    },
    /// An answer can't be kept or read from the disk.
    #[error(transparent)]
    Disk(#[from] anyhow::Error),
}

/// Brings in the bodies, meetings, agendas, attendance, minutes and papers of a service. `write` is called for each file that
/// comes of it, with its path below the data folder; it returns false where one is there already, which stays.
///
/// # Errors
/// When nothing at all can be brought in. What is missing of it otherwise is listed in [`Imported::left_out`].
pub fn import(
    service: &mut Service,
    selection: &ImportSelection,
    notify: &mut dyn FnMut(ImportEvent<'_>),
    write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
) -> Result<Imported, ImportRefusal> {
    records::import(service, selection, notify, write)
}
