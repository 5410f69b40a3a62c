//! The row of a table in which something was found, as spreadsheets show it.

use csv::ReaderBuilder;

use crate::diag::{Form, Origin, column_letters};

/// A cell of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RowCell {
    /// The heading of its column, or the letters of one that has none.
    pub(super) heading: String,
    /// What it holds.
    pub(super) text: String,
    /// Whether it is where something was found.
    pub(super) is_marked: bool,
}

/// Returns the row of a place, without its empty cells; none where it is in no table.
pub(super) fn row_of(origin: &Origin) -> Vec<RowCell> {
    let Some(range) = origin.range() else { return Vec::new() };
    let source = origin.source();
    let (headings, cells, marked) = match &source.form {
        Form::Csv => of_text(&source.text, range.start),
        Form::Sheet(_, places) => {
            let ends = places.iter().skip(1).map(|next| next.start as usize);
            let ends = ends.chain([source.text.len()]);
            let cells: Vec<(u32, u32, String)> = places
                .iter()
                .zip(ends)
                .map(|(cell, end)| {
                    let text = source.text.get(cell.start as usize..end).unwrap_or_default();
                    let text = text.trim_end().trim_end_matches(" |").trim_end().to_owned();
                    (cell.row, cell.column, text)
                })
                .collect();
            let at = places.partition_point(|cell| cell.start as usize <= range.start);
            let Some(found) = at.checked_sub(1).and_then(|at| places.get(at)) else {
                return Vec::new();
            };
            // Above the headings may be a title.
            let filled = |row: u32| {
                cells.iter().filter(|(of, _, text)| *of == row && !text.is_empty()).count()
            };
            let first = cells.iter().map(|(row, ..)| *row).find(|row| filled(*row) > 1);
            let first = first.unwrap_or(found.row);
            let of_row = |wanted: u32| {
                let mut row: Vec<String> = Vec::new();
                for (_, column, text) in cells.iter().filter(|(row, ..)| *row == wanted) {
                    row.resize((*column as usize).max(row.len()), String::new());
                    row.push(text.clone());
                }
                row
            };
            (of_row(first), of_row(found.row), found.column as usize)
        }
        _ => return Vec::new(),
    };
    let cells = cells.into_iter().enumerate().map(|(at, text)| RowCell {
        heading: headings
            .get(at)
            .filter(|heading| !heading.trim().is_empty())
            .cloned()
            .unwrap_or_else(|| column_letters(at)),
        text,
        is_marked: at == marked,
    });
    cells.filter(|cell| cell.is_marked || !cell.text.trim().is_empty()).collect()
}

/// Returns the headings of a text in comma-separated form, the row at a place, and the column of it.
fn of_text(text: &str, at: usize) -> (Vec<String>, Vec<String>, usize) {
    let first = text.lines().next().unwrap_or_default();
    let often = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(often).unwrap_or(b',');
    let records = |text: &str| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).is_ok_and(|is_there| is_there) {
            let begin = record.position().map_or(0, csv::Position::byte);
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            records.push((usize::try_from(begin).unwrap_or(usize::MAX), cells));
        }
        records
    };
    let all = records(text);
    let after = all.partition_point(|(begin, _)| *begin <= at);
    let Some((begin, cells)) = after.checked_sub(1).and_then(|at| all.get(at)) else {
        return (Vec::new(), Vec::new(), 0);
    };
    // What stands before the place in its row has as many cells as there are up to it.
    let before = records(text.get(*begin..at).unwrap_or_default());
    let column = before.first().map_or(0, |(_, cells)| cells.len().saturating_sub(1));
    (all.first().map(|(_, cells)| cells.clone()).unwrap_or_default(), cells.clone(), column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Cell, Source};

    fn shown(source: &std::sync::Arc<Source>, at: &str) -> Vec<(String, String, bool)> {
        let start = source.text.find(at).unwrap();
        let row = row_of(&Origin::new(source, start..start + at.len()));
        row.into_iter().map(|cell| (cell.heading, cell.text, cell.is_marked)).collect()
    }

    #[test]
    fn a_row_of_text_is_shown_with_its_headings() {
        let text = "meeting,number,title\na,1,\"The weir,\nagain\"\nb,,Lost\n";
        let source = Source::new("agenda.csv", text, Form::Csv);
        let cell =
            |heading: &str, text: &str, marked| (heading.to_owned(), text.to_owned(), marked);
        assert_eq!(
            shown(&source, "again"),
            [
                cell("meeting", "a", false),
                cell("number", "1", false),
                cell("title", "The weir,\nagain", true)
            ]
        );
        assert_eq!(
            shown(&source, "Lost"),
            [cell("meeting", "b", false), cell("title", "Lost", true)]
        );
        assert_eq!(
            shown(&source, "b,"),
            [cell("meeting", "b", true), cell("title", "Lost", false)]
        );
        let semicolons = Source::new("a.csv", "name;day\nA, B;2026\n", Form::Csv);
        assert_eq!(
            shown(&semicolons, "2026"),
            [cell("name", "A, B", false), cell("day", "2026", true)]
        );
    }

    #[test]
    fn a_row_of_a_sheet_is_shown_with_its_headings() {
        let text = "2026\nmeeting | title\na | The weir | x\n";
        let place = |start, row, column| Cell { start, row, column };
        let places = vec![
            place(0, 0, 0),
            place(5, 1, 0),
            place(15, 1, 2),
            place(21, 4, 0),
            place(25, 4, 2),
            place(36, 4, 3),
        ];
        let source = Source::new("a.xlsx", text, Form::Sheet("Agenda".to_owned(), places));
        assert_eq!(
            shown(&source, "weir"),
            [
                ("meeting".to_owned(), "a".to_owned(), false),
                ("title".to_owned(), "The weir".to_owned(), true),
                ("D".to_owned(), "x".to_owned(), false)
            ]
        );
    }

    #[test]
    fn what_is_in_no_table_has_no_row() {
        let source = Source::new("council.json", "{}", Form::Json);
        assert_eq!(row_of(&Origin::new(&source, 0..1)), []);
        assert_eq!(row_of(&Origin::whole(&source)), []);
    }
}
