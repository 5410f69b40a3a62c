//! Complaints: parts that are more than their whole, rows given twice, and what was upheld and nothing learned from.

use super::references::body;
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::complaints::Complaints;
use crate::model::dataset::Dataset;
use crate::model::record::Located;

/// Checks the complaints of each period.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    for (period, performance) in &data.performance {
        let mut diags = Diagnostics::default();
        for (at, row) in performance.complaints.iter().enumerate() {
            double(&mut diags, row, &performance.complaints[..at]);
            part(&mut diags, ("upheld", &row.upheld), ("count", row.count.as_ref()));
            let decided = ("ombudsman", row.ombudsman.as_ref());
            part(&mut diags, ("ombudsman-upheld", &row.ombudsman_upheld), decided);
            learning(&mut diags, row);
            body(&mut diags, data, row.committee.as_ref());
        }
        found.add(diags, Blocks::of("complaints", period.key()));
    }
}

fn double(diags: &mut Diagnostics, row: &Complaints, earlier: &[Complaints]) {
    let Some(first) = earlier.iter().find(|first| first.is_of_same(row)) else { return };
    let theme =
        row.theme.as_ref().map(|theme| format!(" about `{}`", theme.value)).unwrap_or_default();
    let message = format!("complaints of `{}`{theme} are given twice", row.service.value);
    diags.push(
        Diagnostic::new(Code::DataDuplicate, message)
            .at(&row.service.origin)
            .label(&first.service.origin, "first given here")
            .hint("add the two rows up, or give one another theme"),
    );
}

/// Reports a part that is more than its whole.
fn part(
    diags: &mut Diagnostics,
    (name, part): (&str, &Option<Located<u32>>),
    (whole_name, whole): (&str, Option<&Located<u32>>),
) {
    let Some(part) = part else { return };
    // Nobody knows what a part is of that whole.
    if whole.is_none() && whole_name == "count" {
        return;
    }
    let count = whole.map_or(0, |whole| whole.value);
    if count < part.value {
        let message = format!(
            "`{name}` is {}, and `{whole_name}`, of which it is a part, is {count}",
            part.value
        );
        let diagnostic = Diagnostic::new(Code::FiguresPart, message).at(&part.origin);
        let diagnostic = diagnostic.hint("correct one of the two");
        diags.push(match whole {
            Some(whole) => diagnostic.label(&whole.origin, "the whole"),
            None => diagnostic,
        });
    }
}

/// Warns of complaints that were upheld and from which nothing was learned.
fn learning(diags: &mut Diagnostics, row: &Complaints) {
    let first = |number: &Option<Located<u32>>| number.clone().filter(|number| number.value > 0);
    let Some(upheld) = first(&row.ombudsman_upheld).or_else(|| first(&row.upheld)) else { return };
    if row.learning.is_none() {
        let message =
            format!("complaints of `{}` were upheld, and `learning` is empty", row.service.value);
        diags.push(
            Diagnostic::new(Code::ComplaintsNoLearning, message)
                .at(&upheld.origin)
                .hint("write what was learned, and what is done otherwise now"),
        );
    }
}
