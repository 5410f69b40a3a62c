//! Opens the records and plans the documents of a selection, which must not name what the data does not
//! have.

use std::collections::BTreeSet;

use crate::diag::Diagnostics;
use crate::kinds::{self, AnyKind};
use crate::model::nearest::nearest;
use crate::pipeline::{self, Inputs, Job, Selection, Session};

/// Loads the data, and the templates of the kinds in `merged`, plans the documents that are asked for, and reports
/// what is found in the records that concerns them.
///
/// # Errors
/// When the data can't be opened, or does not have what the selection names.
pub(super) fn plan(
    diags: &mut Diagnostics,
    inputs: &Inputs,
    selection: &Selection,
    merged: &[&'static dyn AnyKind],
) -> anyhow::Result<(Session, Vec<Job>)> {
    let session = Session::open(diags, inputs, merged)?;
    let jobs = plan_in(diags, &session, selection)?;
    Ok((session, jobs))
}

/// Plans the documents that are asked for of records that were loaded, and reports what is found in these that
/// concerns them.
///
/// # Errors
/// When the data does not have what the selection names.
pub(super) fn plan_in(
    diags: &mut Diagnostics,
    session: &Session,
    selection: &Selection,
) -> anyhow::Result<Vec<Job>> {
    session.check_languages(&selection.languages)?;
    selection.check_names(session)?;
    let jobs = pipeline::plan(session, selection);
    session.report(diags, selection, &jobs);
    Ok(jobs)
}

impl Selection {
    /// Returns whether it selects everything.
    pub(in crate::pipeline) fn is_everything(&self) -> bool {
        Self { large_print: false, html: false, languages: Vec::new(), ..self.clone() }
            == Self::default()
    }

    /// Returns the kinds that it asks for.
    pub(super) fn asked_kinds(&self) -> Vec<&'static dyn AnyKind> {
        let is_asked = |kind: &&dyn AnyKind| self.kinds.iter().any(|name| name == kind.name());
        let all = kinds::ALL.iter().copied();
        all.filter(|kind| self.kinds.is_empty() || is_asked(kind)).collect()
    }

    /// Refuses names that nothing in the data has: a slip of the pen must not make nothing and
    /// report success. Names may be missing where rows were refused, which is then reported.
    ///
    /// # Errors
    /// When a meeting, body or period is not in the data, or nothing belongs to a publication.
    fn check_names(&self, session: &Session) -> anyhow::Result<()> {
        if session.has_faults() {
            return Ok(());
        }
        let data = session.data();
        let meetings: Vec<&str> =
            data.meetings.iter().map(|meeting| meeting.meeting.as_str()).collect();
        let bodies: Vec<&str> = data.bodies.iter().map(|body| body.id.as_str()).collect();
        let reported: Vec<String> = data.performance.keys().map(|period| period.key()).collect();
        let reported: Vec<&str> = reported.iter().map(String::as_str).collect();
        let periods: Vec<String> = self.periods.iter().map(|period| period.key()).collect();
        let publications: BTreeSet<String> = match self.publications.is_empty() {
            true => BTreeSet::new(),
            false => session.all_jobs().map(Job::publication).collect(),
        };
        let publications: Vec<&str> = publications.iter().map(String::as_str).collect();
        for (option, asked, known) in [
            ("meeting", &self.meetings, meetings),
            ("body", &self.bodies, bodies),
            ("period", &periods, reported),
            ("publication", &self.publications, publications),
        ] {
            if let Some(name) = asked.iter().find(|name| !known.contains(&name.as_str())) {
                let near = nearest(name, known.iter().copied());
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                anyhow::bail!("--{option}: nothing in the data is called `{name}`{near}");
            }
        }
        Ok(())
    }
}
