//! The options that select documents.

use chrono::NaiveDate;
use clap::Args;

use super::global::{check_days, date, kind, period};
use crate::model::value::{Language, ReportingPeriod};
use crate::pipeline::Selection;

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
    /// Only this period's, such as 2025-26-q3 or 2025-11; may be repeated
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    period: Vec<ReportingPeriod>,
    /// Only what is published together in this folder, such as forward-plan/2026-01; may be repeated
    #[arg(long, value_name = "FOLDER")]
    publication: Vec<String>,
    /// Only from this day on
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<NaiveDate>,
    /// Only up to this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<NaiveDate>,
    /// Each as a page of HTML as well, but for packs and what is not for publication
    #[arg(long)]
    html: bool,
    /// Each in large print as well: 18 points, in one column
    #[arg(long)]
    large_print: bool,
    /// In this language as well, such as cy, where the templates folder has templates in it; may be repeated
    #[arg(long, value_name = "LANGUAGE")]
    language: Vec<Language>,
}

impl SelectionArgs {
    /// Returns the selection.
    ///
    /// # Errors
    /// When the days are the wrong way round.
    pub(super) fn selection(&self) -> anyhow::Result<Selection> {
        check_days(self.from, self.to)?;
        Ok(Selection {
            kinds: self.kind.clone(),
            meetings: self.meeting.clone(),
            bodies: self.body.clone(),
            periods: self.period.clone(),
            publications: self.publication.clone(),
            from: self.from,
            to: self.to,
            large_print: self.large_print,
            html: self.html,
            languages: self.language.clone(),
        })
    }
}
