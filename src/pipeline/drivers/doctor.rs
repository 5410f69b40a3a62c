//! `doctor`: what is on this machine that documents are made with, whether it is as it should be, and what to do where
//! it is not.
//!
//! Nothing is made. To find out whether documents can be written, a file is written to the output folder, or where that
//! is to be made, and removed again.

use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};
use serde::Serialize;

use super::RunOptions;
use crate::diag::{Diagnostics, Severity, plural};
use crate::model::value::long_date;
use crate::papers::installed::{LibreOffice, replaced_typefaces, vera_pdf};
use crate::papers::validator::Validator;
use crate::pipeline::key::BUILD;
use crate::pipeline::{Renderer, Session};
use crate::publish::{self, LedgerState};
use crate::rules::calendar::Calendar;
use crate::store::{self, Readers};

/// How long before the known bank holidays end somebody has to bring more: meetings are called half a year ahead.
const AHEAD: TimeDelta = TimeDelta::days(183);

/// How much later than this machine's clock the last act may be: clocks of two machines differ a little.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(5);

/// Something that was examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Examined {
    /// What: one word, such as `libreoffice`.
    pub part: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found, as a sentence.
    pub found: String,
    /// What to do; `None` where nothing needs to be done.
    pub advice: Option<String>,
    /// What programs compare: a version, a day or a number.
    pub value: Option<String>,
}

/// How a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    /// As it should be.
    Good,
    /// It is missing, and only needed for some work.
    Note,
    /// Some documents are, or soon will be, made otherwise than expected.
    Warning,
    /// Documents can't be made, or can't be relied on.
    Error,
}

impl Health {
    /// Returns its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Examined {
    fn good(part: &'static str, found: impl Into<String>) -> Self {
        Self { part, health: Health::Good, found: found.into(), advice: None, value: None }
    }

    fn new(
        part: &'static str,
        health: Health,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { health, advice: Some(advice.into()), ..Self::good(part, found) }
    }

    fn with_value(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }
}

/// Examines what documents are made with; `machine` is the time by the machine's clock.
pub fn doctor(run: &RunOptions, machine: DateTime<FixedOffset>) -> Vec<Examined> {
    let mut all = vec![program(run)];
    all.extend(records(run));
    all.push(libre_office());
    all.push(validator(run));
    all.extend(readers_of_records(&run.data));
    all.extend(output(&run.output));
    all.push(ledgers(&run.output, machine));
    all
}

/// Examines the program itself.
fn program(run: &RunOptions) -> Examined {
    let version = format!("{} (build {BUILD})", env!("CARGO_PKG_VERSION"));
    let found = match &run.program {
        Some(_) => Examined::good("program", format!("Order Paper {version}")),
        None => Examined::new(
            "program",
            Health::Error,
            format!("Order Paper {version} does not know where it stands, so it can't open papers"),
            "start it by its full path",
        ),
    };
    found.with_value(version)
}

/// Examines the records, the bank holidays that they add to, templates and typefaces.
fn records(run: &RunOptions) -> Vec<Examined> {
    let data = run.data.display();
    if !store::is_folder(&run.data) {
        let missing = Examined::new(
            "records",
            Health::Note,
            format!("there is no folder `{data}`"),
            format!(
                "name the folder of the records with --data, or begin one with `orderpaper init {data}`"
            ),
        );
        let of_templates = match Renderer::open(run.templates.as_deref(), run.today, &[]) {
            Ok(renderer) => typefaces(&renderer),
            Err(error) => {
                let advice = "put right what it names, or leave out --templates";
                Examined::new("typefaces", Health::Error, format!("{error:#}"), advice)
            }
        };
        return vec![missing, holidays(&Calendar::default(), run.today), of_templates];
    }
    // A validator that does not run is found by itself.
    let inputs = RunOptions { validator: None, ..run.clone() }.inputs();
    let mut diags = Diagnostics::default();
    let session = inputs.and_then(|inputs| Session::open(&mut diags, &inputs, &[]));
    let session = match session {
        Ok(session) => session,
        Err(error) => {
            let advice = "put right what it names, and run `orderpaper doctor` again";
            return vec![Examined::new("records", Health::Error, format!("{error:#}"), advice)];
        }
    };
    let is_error = |severity| severity == Severity::Error;
    let faults = session.found.iter().filter(|found| is_error(found.diagnostic.severity())).count();
    let meetings = plural(session.data().meetings.iter().count(), "meeting", "meetings");
    let records = match faults {
        0 => Examined::good("records", format!("`{data}` can be read, with {meetings}")),
        _ => Examined::new(
            "records",
            Health::Warning,
            format!("`{data}` has {}", plural(faults, "error", "errors")),
            "`orderpaper check` says in which cell each is, and how to put it right",
        ),
    };
    let of_templates = match diags.iter().filter(|found| is_error(found.severity())).count() {
        0 => typefaces(&session.renderer),
        count => Examined::new(
            "typefaces",
            Health::Error,
            format!("the templates have {}", plural(count, "error", "errors")),
            "`orderpaper check` says where each is",
        ),
    };
    let calendar = Calendar::from_data(session.data());
    vec![records.with_value(faults.to_string()), holidays(&calendar, run.today), of_templates]
}

/// Examines until when bank holidays are known.
fn holidays(calendar: &Calendar, today: NaiveDate) -> Examined {
    let part = "bank-holidays";
    let last = calendar.last_holiday().or_else(Calendar::last_built_in);
    let Some(last) = last else {
        return Examined::good(part, "none are known");
    };
    let found = format!("known until {}", long_date(last));
    let advice = "save https://www.gov.uk/bank-holidays.json as `calendar/bank-holidays.json` in the folder of the \
                  records, or install a newer Order Paper";
    let examined = if last.year() < today.year() {
        let found = format!("{found} only, so days of notice are counted wrongly");
        Examined::new(part, Health::Error, found, advice)
    } else if last.year() < (today + AHEAD).year() {
        let found = format!("{found} only, and meetings after that year are called before long");
        Examined::new(part, Health::Warning, found, advice)
    } else {
        Examined::good(part, found)
    };
    examined.with_value(last.to_string())
}

/// Names the typefaces that documents are set in.
fn typefaces(renderer: &Renderer) -> Examined {
    let names: Vec<String> = renderer.typefaces().into_iter().collect();
    let found = format!("{}; those of the machine are not used", names.join(", "));
    Examined::good("typefaces", found).with_value(names.len().to_string())
}

/// Examines what converts the Word documents that are not set in house style.
fn libre_office() -> Examined {
    let part = "libreoffice";
    let purpose = "Word documents that can't be set in house style";
    let Some(LibreOffice { program, version }) = LibreOffice::find() else {
        return Examined::new(
            part,
            Health::Note,
            format!("not installed; it is needed for {purpose}"),
            "install LibreOffice Writer, or save such documents as PDF in Word, with document structure tags",
        );
    };
    let program = program.display();
    let Some(version) = version else {
        return Examined::new(
            part,
            Health::Warning,
            format!("`{program}` does not say its version, so {purpose} may be refused"),
            "start it by hand to see what it lacks, or install it anew",
        );
    };
    let replaced = replaced_typefaces();
    let examined = if replaced.is_empty() {
        Examined::good(part, format!("{version}, `{program}`"))
    } else {
        let names = replaced.join(" or ");
        Examined::new(
            part,
            Health::Warning,
            format!(
                "{version}, `{program}`; it has no {names}, and documents in these get other lines and pages than in Word"
            ),
            "install typefaces of the same widths, such as the packages fonts-liberation, fonts-crosextra-carlito and \
             fonts-crosextra-caladea",
        )
    };
    examined.with_value(version)
}

/// Examines what confirms the claims of packs.
fn validator(run: &RunOptions) -> Examined {
    let part = "validator";
    match (run.validator.as_deref().map(Validator::find), vera_pdf()) {
        (Some(Ok(validator)), _) => {
            Examined::good(part, format!("{} confirms what packs claim", validator.name))
                .with_value(validator.name)
        }
        (Some(Err(error)), _) => {
            let advice = "name a program that is called as veraPDF is, or leave out --validator";
            Examined::new(part, Health::Error, format!("{error:#}"), advice)
        }
        (None, Some(program)) => Examined::new(
            part,
            Health::Note,
            format!("`{}` is there, and confirms nothing", program.display()),
            format!("with --validator {} it confirms what packs claim", program.display()),
        ),
        (None, None) => Examined::new(
            part,
            Health::Note,
            "none; what packs claim of PDF/UA is checked by this program alone",
            "to have it confirmed, install veraPDF and name it with --validator",
        ),
    }
}

/// Examines who may read the records; nothing where nobody can say.
fn readers_of_records(data: &Path) -> Option<Examined> {
    let part = "privacy";
    let shown = data.display();
    Some(match store::is_open_to_everybody(data)? {
        false => Examined::good(part, "not every user of this machine may read the records"),
        true => Examined::new(
            part,
            Health::Warning,
            format!(
                "every user of this machine may read `{shown}`, with what is not for publication"
            ),
            format!("close it to others, such as by `chmod o= {shown}`"),
        ),
    })
}

/// Examines whether documents can be written, and who may read those that are there.
fn output(output: &Path) -> Vec<Examined> {
    let part = "output";
    let shown = output.display();
    let is_there = store::is_folder(output);
    // It will be made in the first folder above it that is there.
    let first = output.ancestors().find(|path| store::is_folder(path) || store::is_file(path));
    let first = first.unwrap_or(Path::new("."));
    let written = match store::try_writing(first) {
        Err(error) => Examined::new(
            part,
            Health::Error,
            format!("{error:#}"),
            "name another folder with --output, or ask whoever looks after the machine for the \
             right to write there",
        ),
        Ok(false) => Examined::new(
            part,
            Health::Warning,
            format!("files in `{shown}` can't be locked, as on some network drives"),
            "see to it that only one run at a time writes there",
        ),
        Ok(true) if is_there => Examined::good(part, format!("`{shown}` can be written to")),
        Ok(true) => Examined::good(part, format!("`{shown}` can be made")),
    };
    let wrong = store::wrongly_open(output);
    let name = |readers: Readers| {
        let those = wrong.iter().filter(|(_, of)| *of == readers);
        let names: Vec<String> =
            those.map(|(folder, _)| format!("`{}`", folder.display())).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let advice = "the next `orderpaper build` sets it right; run it now";
    let mut all = vec![written];
    if let Some(names) = name(Readers::Owner) {
        let found = format!("others may open {names}, with what is not for publication");
        all.push(Examined::new("permissions", Health::Error, found, advice));
    }
    if let Some(names) = name(Readers::Everybody) {
        let found = format!("a web server can't open {names}");
        all.push(Examined::new("permissions", Health::Warning, found, advice));
    }
    if is_there && wrong.is_empty() && cfg!(unix) {
        all.push(Examined::good(
            "permissions",
            "what is not for publication is closed to others, and what is public is open",
        ));
    }
    all
}

/// Examines the ledgers of what was published, and the clock by which the next act would be entered.
fn ledgers(output: &Path, machine: DateTime<FixedOffset>) -> Examined {
    let part = "ledgers";
    let state = match publish::ledger_state(output) {
        Ok(state) => state,
        Err(error) => {
            let advice =
                "put it back from a copy; `orderpaper verify` says what else is not as it was";
            return Examined::new(part, Health::Error, format!("{error:#}"), advice);
        }
    };
    let LedgerState { public, restricted, last_clock, faults, is_unfinished } = state;
    let acts = |count: u64| plural(usize::try_from(count).unwrap_or(usize::MAX), "act", "acts");
    let late = last_clock.filter(|last| machine + CLOCKS_DIFFER < *last);
    let examined = if let Some(fault) = faults.first() {
        let advice = "put it back from a copy; `orderpaper verify` says what else is not as it was";
        Examined::new(part, Health::Error, fault.clone(), advice)
    } else if let Some(last) = late {
        let found = format!(
            "the last act is of {last}, which is after the time by this machine's clock, {machine}"
        );
        Examined::new(part, Health::Error, found, "set the clock, or nothing can be published")
    } else if is_unfinished {
        let found = "a run was ended in the middle of an act of publishing";
        let advice =
            "the next `orderpaper publish` or `build` finishes it, or takes it back; run it now";
        Examined::new(part, Health::Warning, found, advice)
    } else if public + restricted == 0 {
        Examined::good(part, "nothing was published yet")
    } else {
        let (public, restricted) = (acts(public), acts(restricted));
        let found = format!(
            "{public} in the public ledger and {restricted} in the restricted one; nothing is missing \
             between them"
        );
        Examined::good(part, found)
    };
    examined.with_value((public + restricted).to_string())
}
