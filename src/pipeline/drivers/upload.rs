//! `export modern.gov`: a meeting's documents as files to be put into a modern.gov, what is public apart from what is restricted.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use chrono::{Datelike, NaiveDate, Timelike};

use super::draft::meeting_of;
use super::{BuildOptions, BuildReport, BuildResult, Notify, RunOptions, build};
use crate::diag::Diagnostics;
use crate::kinds::UploadedAs;
use crate::model::access::AudienceName;
use crate::model::dataset::Dataset;
use crate::model::meeting::Meeting;
use crate::pipeline::{Job, Outcome, Selection, Session, plan};
use crate::store::{self, Readers};

/// The list of the files of a folder.
const MANIFEST: &str = "manifest.csv";

/// A meeting whose documents are to be put into a modern.gov.
#[derive(Debug, Clone)]
pub struct UploadOptions {
    /// Where to read, and to make documents.
    pub run: RunOptions,
    /// The meeting.
    pub meeting: String,
    /// The folder that is filled: `public` and `restricted` in it.
    pub folder: PathBuf,
}

/// What came of it.
#[derive(Debug)]
pub enum UploadResult {
    /// The files are there.
    Filled(Vec<UploadedFile>),
    /// A document was refused, so there are no files.
    Refused(Box<BuildReport>),
}

/// A file to be put into a modern.gov.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// Its path in the folder, with forward slashes.
    pub file: String,
    /// The kind of document.
    pub kind: &'static str,
    /// Its SHA-512, in hexadecimal digits.
    pub digest: String,
    /// How large it is.
    pub bytes: usize,
}

/// Makes the documents of a meeting, and copies those that a modern.gov takes under the names that it has for them. Which folder
/// one is in follows from whose records it was made from. Each folder has a list of its files, and names none of the other.
///
/// # Errors
/// When there is no such meeting, a file of that name is there already with other content, or the disk can't be read or
/// written.
pub fn upload(
    options: &UploadOptions,
    notify: &Notify<'_>,
    stop: &AtomicBool,
) -> anyhow::Result<UploadResult> {
    let UploadOptions { run, meeting, folder } = options;
    let selection = Selection { meetings: vec![meeting.clone()], ..Selection::default() };
    let session = Session::open(&mut Diagnostics::default(), &run.inputs_to_make()?, &[])?;
    let data = &session.records.all;
    let found = meeting_of(data, meeting)?;
    let jobs = plan(&session, &selection);
    let build_options = BuildOptions {
        run: run.clone(),
        selection,
        keep_typ: false,
        is_kept_elsewhere: false,
        prune: false,
        reports_all: true,
    };
    let BuildResult::Ran(report) = build(&build_options, notify, stop)? else {
        anyhow::bail!("the documents of `{meeting}` were not looked at; try again")
    };
    let is_there =
        |outcome: &Outcome| matches!(outcome, Outcome::Made { .. } | Outcome::Unchanged { .. });
    if report.documents.iter().any(|built| !is_there(&built.outcome)) {
        return Ok(UploadResult::Refused(Box::new(report)));
    }
    let mut taken = BTreeSet::new();
    let mut files = Vec::new();
    for job in &jobs {
        let Some(uploaded) = job.kind.uploaded_as() else { continue };
        let name = unused(&file_name(data, found, words(uploaded)), &mut taken);
        files.push(copied(job, &name, run, folder)?);
    }
    anyhow::ensure!(
        !files.is_empty(),
        "`{meeting}` has no document that a modern.gov takes: neither agenda nor pack nor minutes"
    );
    for audience in [AudienceName::Public, AudienceName::Restricted] {
        manifest(&files, audience, found, folder)?;
    }
    Ok(UploadResult::Filled(files))
}

/// Returns what that system calls such a document.
fn words(uploaded: UploadedAs) -> &'static str {
    match uploaded {
        UploadedAs::AgendaFrontsheet => "Agenda frontsheet",
        UploadedAs::PublicReportsPack => "Public reports pack",
        UploadedAs::Supplement => "Supplement",
        UploadedAs::PrintedMinutes => "Printed minutes",
        UploadedAs::PrintedDecisions => "Printed decisions",
        UploadedAs::MembersReportsPack => "Members’ reports pack",
        UploadedAs::RestrictedReportsPack => "Restricted reports pack",
        UploadedAs::MembersSupplement => "Members’ supplement",
    }
}

/// Copies a document into the folder of its readers.
fn copied(job: &Job, name: &str, run: &RunOptions, folder: &Path) -> anyhow::Result<UploadedFile> {
    let audience = job.kind.audience();
    let source = job.path(&run.output);
    let content = store::read(&source)?;
    write_new(&folder.join(audience.folder()).join(name), &content, audience)?;
    Ok(UploadedFile {
        file: format!("{}/{name}", audience.folder()),
        kind: job.kind.name(),
        digest: store::sha512(&content),
        bytes: content.len(),
    })
}

/// Writes a file, unless it is there as it is; another stays, and is an error.
fn write_new(path: &Path, content: &[u8], audience: AudienceName) -> anyhow::Result<()> {
    match store::read_if_there(path)? {
        Some(present) if present == content => Ok(()),
        Some(_) => anyhow::bail!(
            "{} is there already with other content; give a new folder, so that both are kept apart",
            path.display()
        ),
        None => {
            let readers = match audience {
                AudienceName::Public => Readers::Everybody,
                AudienceName::Restricted => Readers::Owner,
            };
            store::write_for(readers, path, content)
        }
    }
}

/// Writes the list of the files of a folder, where there are any.
fn manifest(
    files: &[UploadedFile],
    audience: AudienceName,
    meeting: &Meeting,
    folder: &Path,
) -> anyhow::Result<()> {
    let below = format!("{}/", audience.folder());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["file", "kind", "meeting", "date", "bytes", "sha512"])?;
    let (name, date) = (meeting.meeting.as_str(), meeting.date.value.to_string());
    let mut is_empty = true;
    for file in files {
        let Some(short) = file.file.strip_prefix(&below) else { continue };
        let bytes = file.bytes.to_string();
        writer.write_record([short, file.kind, name, &date, &bytes, &file.digest])?;
        is_empty = false;
    }
    if is_empty {
        return Ok(());
    }
    let rows = writer.into_inner().context("the list of files")?;
    write_new(&folder.join(audience.folder()).join(MANIFEST), &rows, audience)
}

/// Returns the name of a file as that system writes it: `Public reports pack 04th-Jun-2026 14.00 Improvement Committee.pdf`.
fn file_name(data: &Dataset, meeting: &Meeting, what: &str) -> String {
    let body = data.body_of(meeting).map_or(meeting.body.as_str(), |body| body.name.as_str());
    let time = meeting.time.as_ref().map(|time| {
        let time = time.value.0;
        format!(" {:02}.{:02}", time.hour(), time.minute())
    });
    let words =
        format!("{what} {}{} {body}", stamped(meeting.date.value), time.unwrap_or_default());
    // Signs that no file may have in its name.
    let plain = words.replace(['<', '>', ':', '"', '/', '\\', '|', '?', '*'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.trim_end_matches('.').to_owned()
}

/// Returns a day as that system writes it: `04th-Jun-2026`.
fn stamped(day: NaiveDate) -> String {
    let number = day.day();
    let suffix = match (number % 10, number) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number:02}{suffix}{}", day.format("-%b-%Y"))
}

/// Returns the name with its ending, and a number where another has it.
fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number}).pdf"));
    let mut names = std::iter::once(format!("{name}.pdf")).chain(numbered);
    let free = names.find(|name| !taken.contains(&name.to_lowercase()));
    let free = free.unwrap_or_else(|| format!("{name}.pdf"));
    taken.insert(free.to_lowercase());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_stamped_as_there() {
        let stamp = |day| stamped(NaiveDate::from_ymd_opt(2026, 6, day).unwrap());
        for (day, expected) in [
            (1, "01st-Jun-2026"),
            (2, "02nd-Jun-2026"),
            (3, "03rd-Jun-2026"),
            (4, "04th-Jun-2026"),
            (11, "11th-Jun-2026"),
            (12, "12th-Jun-2026"),
            (22, "22nd-Jun-2026"),
        ] {
            assert_eq!(stamp(day), expected);
        }
    }
}
