//! The appendices to minutes: texts, which are printed in them, and supplied papers, which are bound behind them.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::AppendedFile;
use super::super::common::{self, ExemptView};
use crate::merge::Markup;
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::meeting::{Paper, PaperStatus};

/// An appendix to the minutes.
#[derive(Serialize, JsonSchema)]
pub(super) struct AppendixView {
    /// Its number, from 1.
    pub(super) number: usize,
    /// The short name that its row gives, such as `Appendix B`. Absent where it is called by its number.
    pub(super) label: Option<String>,
    /// Its title. Absent where it is withheld.
    pub(super) title: Option<String>,
    /// The number of the agenda item that it belongs to.
    pub(super) item: String,
    /// Its text. Absent where it is withheld, where it is to follow, and where it was supplied as a file.
    pub(super) text: Option<Markup>,
    /// The address of a link to its first page, where it was supplied as a file and is bound behind the minutes.
    /// Absent elsewhere.
    pub(super) bound: Option<String>,
    /// Why it is withheld. Absent where it is public.
    pub(super) exempt: Option<ExemptView>,
}

/// Returns the appendices to the minutes of a meeting, each with its paper.
pub(super) fn appendices<'a>(
    data: &'a Dataset,
    meeting: &str,
) -> impl Iterator<Item = (&'a Paper, AppendixView)> {
    let papers = data.papers_of(meeting).iter();
    let appended =
        papers.filter(|paper| paper.is_of_minutes() && paper.status() != PaperStatus::Withdrawn);
    appended.enumerate().map(|(at, paper)| {
        let is_withheld = paper.mark.is_private();
        let title = paper.title.known().filter(|_| !is_withheld);
        let file = paper.file.known().filter(|_| !is_withheld);
        let view = AppendixView {
            number: at + 1,
            label: common::string(paper.label.as_ref()),
            title: title.map(ToString::to_string),
            item: paper.number.to_string(),
            text: file
                .and_then(|file| data.reports.get(&file.value))
                .map(|text| Markup::from(&text.0)),
            bound: file
                .filter(|file| is_supplied(file) && !data.reports.contains_key(&file.value))
                .map(|_| address(at + 1)),
            exempt: paper.mark.private().filter(|_| is_withheld).map(ExemptView::new),
        };
        (paper, view)
    })
}

/// Returns whether a file is a supplied paper, and no text that is printed in the minutes.
fn is_supplied(file: &str) -> bool {
    !file.to_lowercase().ends_with(".dj") && bundle::generated_document(file).is_none()
}

/// Returns the address of a link to the appendix with a number, where it is bound.
fn address(number: usize) -> String {
    format!("pack:{}", name(number))
}

/// Returns the name by which links know a bound appendix.
fn name(number: usize) -> String {
    format!("appendix/{number}")
}

/// Returns the supplied papers that are bound behind the minutes of a meeting.
pub(super) fn supplied(data: &Dataset, meeting: &str) -> Vec<AppendedFile> {
    let file_of = |(paper, view): (&Paper, AppendixView)| {
        let file = paper.file.known().filter(|_| view.bound.is_some())?;
        Some(AppendedFile {
            number: view.number,
            name: name(view.number),
            label: view.label,
            title: view.title,
            file: file.clone(),
            hidden_text: paper.hidden_text.as_ref().map(ToString::to_string),
        })
    };
    appendices(data, meeting).filter_map(file_of).collect()
}
