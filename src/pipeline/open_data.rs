//! What is frozen with a document as rows of open data: those of the tables that its kind publishes, about its
//! subject.

use super::Job;
use crate::export::{self, RowScope, Table};
use crate::kinds::{self, Subject};
use crate::model::access::PublicDataset;
use crate::publish::Tables;

/// Returns what a public document tells of, as rows of open data.
pub(super) fn rows(data: &PublicDataset, job: &Job) -> Tables {
    let meeting = job.subject.meeting();
    let issues = match &job.subject {
        Subject::Month { .. } => kinds::planned(data, &job.subject),
        _ => Vec::new(),
    };
    let supplement = match &job.subject {
        Subject::Supplement { number, .. } => Some(*number),
        _ => None,
    };
    let of_meeting = meeting.map(|meeting| RowScope::Meeting { name: &meeting.name, supplement });
    let scope = match &job.subject {
        // The record of one decision tells of no other, where it was taken at a meeting too.
        Subject::Decision { decision, .. } => RowScope::Decision(&decision.reference),
        Subject::Month { .. } => RowScope::Issues(&issues),
        _ => of_meeting.unwrap_or(RowScope::Issues(&[])),
    };
    let rows = |table: &Table| match table.name {
        export::MEETINGS => of_meeting.map(|scope| table.rows(data, scope)).unwrap_or_default(),
        name if job.kind.tells().contains(&name) => table.rows(data, scope),
        _ => Vec::new(),
    };
    let tables = export::ALL.iter().map(|table| (table.name.to_owned(), rows(table)));
    tables.filter(|(_, rows)| !rows.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_published_with_some_kind() {
        let published: Vec<&str> =
            kinds::ALL.iter().flat_map(|kind| kind.tells()).copied().collect();
        for table in export::ALL.iter().filter(|table| table.name != export::MEETINGS) {
            assert!(published.contains(&table.name), "{}", table.name);
        }
        for name in published {
            assert!(export::named(name).is_some(), "{name}");
        }
    }
}
