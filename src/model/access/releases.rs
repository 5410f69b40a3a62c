//! Releases: which exempt papers the public may read since a day that has come.
//!
//! A release concerns the one paper in whose row it stands, and nothing that belongs to it; whatever is unclear
//! about it leaves the paper withheld.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diag::{Code, Diagnostic, Diagnostics, Origin};

use super::business::{PaperRow, States, Unclear};
use super::faults::contradiction;
use super::marks::{Cause, Private};
use super::numbers::position;
use crate::columns::MARKS_LAW;
use crate::dataset::Dataset;
use crate::meeting::Paper;

/// Withholds a paper that is to be reviewed or released although nothing says that it is exempt.
pub(super) fn unmarked(diags: &mut Diagnostics, paper: &Paper, state: &mut Option<Private>) {
    let columns = [
        ("released-on", paper.released_on.as_ref().map(|day| &day.origin)),
        ("released-by", paper.released_by.as_ref().map(|name| &name.origin)),
        ("review-on", paper.review_on.as_ref().map(|day| &day.origin)),
    ];
    let given = columns.into_iter().find_map(|(column, origin)| Some((column, origin?)));
    let Some((column, origin)) = given.filter(|_| state.is_none()) else { return };
    diags.push(contradiction(
        format!("`{column}` is filled in, and nothing says that this is exempt; it is withheld"),
        origin,
        &format!(
            "fill in `exempt-paragraphs`, which stay there after a release, or empty `{column}`"
        ),
    ));
    *state = Some(Private::by(Cause::Contradicted));
}

/// Returns the papers that are released: those that are known to be exempt, and whose release is complete, has
/// come, and contradicts nothing. All else that is released is reported, and stays withheld.
pub(super) fn released(
    diags: &mut Diagnostics,
    data: &Dataset,
    states: &BTreeMap<String, States>,
    same: &[Vec<PaperRow>],
    today: NaiveDate,
) -> BTreeSet<PaperRow> {
    let mut released = BTreeSet::new();
    let unclear = Unclear::of(data);
    let state = |(meeting, at): &PaperRow| states.get(meeting)?.get(*at)?.as_ref();
    for (meeting, papers) in &data.papers {
        for (at, paper) in papers.iter().enumerate() {
            let row = (meeting.clone(), at);
            // A cell of the row that can't be read may be one that takes its release back.
            let is_clear = unclear.row("documents", &paper.origin).is_none();
            let Some(private) = state(&row).filter(|_| is_clear) else { continue };
            match release_day(data, paper, private) {
                Ok(Some(day)) if day <= today => {
                    released.insert(row);
                }
                // A day that has not come releases nothing.
                Ok(_) => {}
                Err(fault) => diags.push(*fault),
            }
        }
    }
    // One that is withheld again may have a file in common with others.
    loop {
        let before = released.len();
        for group in same {
            let withheld =
                group.iter().find(|row| state(row).is_some() && !released.contains(*row));
            let paper = |(meeting, at): &PaperRow| data.papers_of(meeting).get(*at);
            let Some(withheld) = withheld.and_then(paper) else { continue };
            for row in group.iter().filter(|row| released.contains(*row)).collect::<Vec<_>>() {
                released.remove(row);
                let Some(paper) = paper(row) else { continue };
                let message = "its file is that of a paper that has not been released".to_owned();
                let hint = "fill in the same release in both rows, or move what is released to a separate file";
                let fault = fault(message, &paper.origin, hint);
                diags.push(fault.label(&withheld.origin, "the same file is private here"));
            }
        }
        if released.len() == before {
            return released;
        }
    }
}

/// Returns the day on which an exempt paper is released; `None` where its row gives none, or where nobody knows
/// what it is.
fn release_day(
    data: &Dataset,
    paper: &Paper,
    private: &Private,
) -> Result<Option<NaiveDate>, Box<Diagnostic>> {
    let error =
        |message: String, origin: &Origin, hint: &str| Err(Box::new(fault(message, origin, hint)));
    // What makes these private was reported, as was an item that is not on the agenda.
    let has_item = position(data.agenda_of(paper.meeting.as_str()), &paper.number).is_some();
    if matches!(private.cause, Cause::Untraced | Cause::Contradicted) || !has_item {
        return Ok(None);
    }
    let day = match (&paper.released_on, &paper.released_by) {
        (None, None) => return Ok(None),
        (Some(day), Some(_)) => day,
        (Some(day), None) => {
            let message = "a day of release is given, and not who released it".to_owned();
            return error(message, &day.origin, "fill in `released-by`, or empty `released-on`");
        }
        (None, Some(name)) => {
            let message = "it says who released it, but not on which day".to_owned();
            return error(message, &name.origin, "fill in `released-on`, or empty `released-by`");
        }
    };
    if private.confidential {
        let message = "it is confidential, and so no release can make it public".to_owned();
        let hint = "where what forbade disclosure has ended, replace `confidential` by `exempt-paragraphs`, or empty `released-on` and `released-by`";
        return error(message, &day.origin, hint);
    }
    match data.meeting(paper.meeting.as_str()) {
        None => Ok(None),
        Some(meeting) if day.value < meeting.date.value => {
            let message = format!(
                "it is released on {}, before its meeting on {}",
                day.value, meeting.date.value
            );
            let hint = "correct the day; a paper that is public at its meeting is not exempt, and needs no release";
            error(message, &day.origin, hint)
        }
        Some(_) => Ok(Some(day.value)),
    }
}

/// Returns the error for a release that leaves its paper withheld.
fn fault(message: String, origin: &Origin, hint: &str) -> Diagnostic {
    let message = format!("{message}; it stays withheld");
    Diagnostic::new(Code::AccessUnclearRelease, message).at(origin).hint(hint).law(MARKS_LAW)
}
