//! Everything in the records that the public may read, one passage after the other.
//!
//! [`Passages`] is generated from the declarations of records, as [`Redact`](super::redact::Redact) is, so that no
//! column that becomes public is left out of what is read through.

use std::any::Any;
use std::sync::Arc;

use diag::Origin;

use super::dataset::{Dataset, Performance};
use super::record::{Located, RichText};
use super::redact::{MaybeWithheld, Withheld};
use super::rich::Rich;

/// Words in a column.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The field that holds them, as its record names it: `contact_email`.
    pub field: &'static str,
    /// The words.
    pub words: Words<'a>,
    /// Where they are.
    pub origin: &'a Origin,
}

/// The words of a passage.
#[derive(Debug, Clone, Copy)]
pub enum Words<'a> {
    /// A line.
    Line(&'a str),
    /// A text with light markup.
    Text(&'a Rich),
}

/// What is done with each passage.
pub type Seen<'s, 'a> = &'s mut dyn FnMut(Passage<'a>);

/// A value of which the public may read the words.
pub trait Passages {
    /// Gives each passage of the value to `seen`, in order. `hide` is whether the record that it belongs to is
    /// private; `field` is the field that it is the value of.
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>);
}

/// A value of another type than these has no words of its author's: a day, a number, a choice.
impl<T: 'static> Passages for Located<T> {
    fn passages<'a>(&'a self, field: &'static str, _hide: bool, seen: Seen<'_, 'a>) {
        let value: &'a dyn Any = &self.value;
        let words = match (value.downcast_ref::<String>(), value.downcast_ref::<RichText>()) {
            (Some(line), _) => Words::Line(line),
            (None, Some(text)) => Words::Text(&text.0),
            (None, None) => return,
        };
        seen(Passage { field, words, origin: &self.origin });
    }
}

impl<T: Passages> Passages for Option<T> {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        self.iter().for_each(|value| value.passages(field, hide, &mut *seen));
    }
}

impl<T: Passages> Passages for Vec<T> {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        self.iter().for_each(|value| value.passages(field, hide, &mut *seen));
    }
}

impl<T: Passages> Passages for Withheld<T> {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        self.known().into_iter().for_each(|value| value.passages(field, hide, &mut *seen));
    }
}

impl<T: Passages> Passages for MaybeWithheld<T> {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        self.known().into_iter().for_each(|value| value.passages(field, hide, &mut *seen));
    }
}

impl<T: Passages> Passages for Box<T> {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        (**self).passages(field, hide, seen);
    }
}

impl<T: Passages> Passages for Arc<T> {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        (**self).passages(field, hide, seen);
    }
}

/// Gives the passages of a field to `seen`, if the public may read it by its [`Access`](super::redact::Access).
#[doc(hidden)]
#[macro_export]
macro_rules! field_passages {
    (open, $value:expr, $field:expr, $hide:expr, $seen:expr) => {
        $crate::passages::Passages::passages($value, $field, $hide, $seen)
    };
    (withheld, $value:expr, $field:expr, $hide:expr, $seen:expr) => {
        if !$hide {
            $crate::passages::Passages::passages($value, $field, false, $seen)
        }
    };
    (restricted, $value:expr, $field:expr, $hide:expr, $seen:expr) => {};
}

/// Where a passage stands in the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where<'a> {
    /// In what a meeting is convened, prepared and minuted with.
    Meeting(&'a str),
    /// In the minutes of a meeting.
    Minutes(&'a str),
    /// In a report of a meeting that is a text.
    Report(&'a str),
    /// Anywhere else.
    Elsewhere,
}

/// Gives every passage that the public may read to `seen`. The data are taken apart table by table, so that a new
/// table is read through as soon as there is one.
pub fn of_public<'a>(data: &'a Dataset, seen: &mut dyn FnMut(Where<'a>, Passage<'a>)) {
    let Dataset {
        council,
        bodies,
        members,
        officers,
        meetings,
        agenda,
        papers,
        reports,
        issues,
        decisions,
        minutes,
        follow_ups,
        // For the officers who decided them, and nobody else.
        overrides: _,
        work_programme,
        assurance,
        governance,
        strategies,
        performance,
        holidays,
        closures,
        // No words of the council's.
        empty: _,
        lost: _,
        today: _,
        published: _,
    } = data;
    let mut read = |place: Where<'a>, value: &'a dyn Passages| {
        value.passages("", false, &mut |passage| seen(place, passage));
    };
    council.iter().for_each(|council| read(Where::Elsewhere, council));
    bodies.iter().for_each(|row| read(Where::Elsewhere, row));
    members.iter().for_each(|row| read(Where::Elsewhere, row));
    officers.iter().for_each(|row| read(Where::Elsewhere, row));
    for row in meetings.iter() {
        read(Where::Meeting(row.meeting.as_str()), row);
    }
    for (meeting, lines) in agenda.iter() {
        lines.iter().for_each(|row| read(Where::Meeting(meeting), row));
    }
    for (meeting, papers) in papers {
        papers.iter().for_each(|row| read(Where::Meeting(meeting), row));
        let public = papers.iter().filter(|paper| !paper.mark.is_private());
        for file in public.filter_map(|paper| paper.file.known()) {
            reports
                .get(&file.value)
                .into_iter()
                .for_each(|text| read(Where::Report(meeting), text));
        }
    }
    issues.iter().for_each(|row| read(Where::Elsewhere, row));
    decisions.iter().for_each(|row| read(Where::Elsewhere, row));
    for (meeting, book) in minutes {
        read(Where::Minutes(meeting), book);
    }
    for row in follow_ups.iter().filter(|row| !row.mark.is_private()) {
        read(Where::Meeting(row.meeting.as_str()), row);
    }
    work_programme.iter().for_each(|row| read(Where::Elsewhere, row));
    read(Where::Elsewhere, assurance);
    read(Where::Elsewhere, governance);
    read(Where::Elsewhere, strategies);
    for tables in performance.values() {
        let Performance {
            card,
            indicators,
            benchmarks,
            finance,
            savings,
            capital,
            risks,
            workforce,
            commitments,
            milestones,
            findings,
            complaints,
            programmes,
            council_tax,
            resources,
            totals: _,
            // They are read where the card or the council has them.
            risk_matrix: _,
            risk_appetite: _,
        } = tables;
        for row in indicators.iter().filter(|indicator| !indicator.is_internal()) {
            read(Where::Elsewhere, row);
        }
        for row in findings.iter().filter(|finding| assurance.is_public(finding)) {
            read(Where::Elsewhere, row);
        }
        let parts: [&'a dyn Passages; 13] = [
            card,
            benchmarks,
            finance,
            savings,
            capital,
            risks,
            workforce,
            commitments,
            milestones,
            complaints,
            programmes,
            council_tax,
            resources,
        ];
        parts.into_iter().for_each(|part| read(Where::Elsewhere, part));
    }
    holidays.iter().for_each(|row| read(Where::Elsewhere, row));
    closures.iter().for_each(|row| read(Where::Elsewhere, row));
}
