//! The options that select documents: turned into a [`Selection`], held against the data, and planned.

use chrono::NaiveDate;
use clap::Args;

use super::global::{Global, date, kind, quarter};
use crate::diag::Diagnostics;
use crate::kinds::{self, AnyKind};
use crate::model::dataset::Dataset;
use crate::model::nearest::nearest;
use crate::model::value::Quarter;
use crate::pipeline::{self, Job, Selection, Session};

/// Options that select documents; all of them where none is given.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which documents")]
pub(super) struct SelectionArgs {
    /// Only this meeting's, such as cabinet-2026-01-13; may be repeated
    #[arg(long, value_name = "MEETING")]
    meeting: Vec<String>,
    /// Only this kind, as listed by `orderpaper kinds`; may be repeated
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<String>,
    /// Only this body's; may be repeated
    #[arg(long, value_name = "BODY")]
    body: Vec<String>,
    /// Only this quarter's, such as 2025-26-q3; may be repeated
    #[arg(long, value_name = "PERIOD", value_parser = quarter)]
    period: Vec<Quarter>,
    /// Only from this day on
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<NaiveDate>,
    /// Each in large print as well: 18 points, in one column
    #[arg(long)]
    large_print: bool,
}

impl SelectionArgs {
    /// Returns the selection.
    ///
    /// # Errors
    /// When the days are the wrong way round.
    pub(super) fn selection(&self) -> anyhow::Result<Selection> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            anyhow::bail!("--to {to} is before --from {from}");
        }
        Ok(Selection {
            kinds: self.kind.clone(),
            meetings: self.meeting.clone(),
            bodies: self.body.clone(),
            periods: self.period.clone(),
            from: self.from,
            to: self.to,
            large_print: self.large_print,
        })
    }
}

impl SelectionArgs {
    /// Returns whether nothing is selected, so that all of it is meant.
    pub(super) fn is_everything(&self) -> bool {
        self.meeting.is_empty()
            && self.kind.is_empty()
            && self.body.is_empty()
            && self.period.is_empty()
            && self.from.is_none()
            && self.to.is_none()
    }

    /// Returns the kinds that are asked for.
    pub(super) fn kinds(&self) -> Vec<&'static dyn AnyKind> {
        let is_asked = |kind: &&dyn AnyKind| self.kind.iter().any(|name| name == kind.name());
        kinds::ALL.iter().copied().filter(|kind| self.kind.is_empty() || is_asked(kind)).collect()
    }

    /// Loads the data, and the templates of the kinds that are to be merged, and plans the documents
    /// that are asked for.
    ///
    /// # Errors
    /// When the data can't be opened, or the selection contradicts itself or the data.
    pub(super) fn plan(
        &self,
        diags: &mut Diagnostics,
        global: &Global,
        today: NaiveDate,
        merged: &[&'static dyn AnyKind],
    ) -> anyhow::Result<(Session, Vec<Job>)> {
        let selection = self.selection()?;
        let session = Session::open(diags, &global.inputs(today), merged)?;
        self.check_names(diags, session.data())?;
        let jobs = pipeline::plan(&session, &selection);
        Ok((session, jobs))
    }

    /// Refuses names that nothing in the data has: a slip of the pen must not make nothing and
    /// report success. Names may be missing where rows were refused, which is then reported.
    ///
    /// # Errors
    /// When a meeting, body or quarter is not in the data.
    fn check_names(&self, diags: &Diagnostics, data: &Dataset) -> anyhow::Result<()> {
        if diags.has_errors() {
            return Ok(());
        }
        let meetings: Vec<&str> =
            data.meetings.iter().map(|meeting| meeting.meeting.as_str()).collect();
        let bodies: Vec<&str> = data.bodies.iter().map(|body| body.id.as_str()).collect();
        let quarters: Vec<String> = data.performance.keys().map(|quarter| quarter.key()).collect();
        let quarters: Vec<&str> = quarters.iter().map(String::as_str).collect();
        let periods: Vec<String> = self.period.iter().map(|quarter| quarter.key()).collect();
        for (option, asked, known) in [
            ("meeting", &self.meeting, meetings),
            ("body", &self.body, bodies),
            ("period", &periods, quarters),
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
