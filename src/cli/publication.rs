//! The options that name one publication.

use clap::Args;

use super::global;
use crate::model::value::ReportingPeriod;
use crate::pipeline::Publication;

/// One publication.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which documents")]
#[group(required = true, multiple = false)]
pub(super) struct PublicationArgs {
    /// This meeting's documents, such as cabinet-2026-01-13
    #[arg(long, value_name = "MEETING")]
    meeting: Option<String>,
    /// The forward plan of this month, such as 2026-03
    #[arg(long, value_name = "MONTH")]
    plan: Option<String>,
    /// This period's report, such as 2025-26-q3 or 2025-11
    #[arg(long, value_name = "PERIOD", value_parser = global::period)]
    period: Option<ReportingPeriod>,
    /// The notices of this issue, and its history, such as WE26/004
    #[arg(long, value_name = "REF")]
    issue: Option<String>,
    /// The record of this decision, which was not taken at a meeting
    #[arg(long, value_name = "REF")]
    decision: Option<String>,
    /// What is published of this body from time to time, such as its work programme
    #[arg(long, value_name = "BODY")]
    body: Option<String>,
    /// What is published of the council as a whole: how it is run
    #[arg(long)]
    council: bool,
}

impl PublicationArgs {
    /// Returns the publication.
    pub(super) fn publication(&self) -> Publication {
        let Self { meeting, plan, period, issue, decision, body, council } = self;
        let named = meeting.clone().map(Publication::Meeting);
        let named = named.or_else(|| plan.clone().map(Publication::Plan));
        let named = named.or_else(|| period.map(Publication::Period));
        let named = named.or_else(|| issue.as_deref().map(Publication::of_issue));
        let named = named.or_else(|| decision.as_deref().map(Publication::of_decision));
        let named = named.or_else(|| body.clone().map(Publication::Body));
        let named = named.or_else(|| council.then_some(Publication::Council));
        named.expect("the parser asks for one of them")
    }
}
