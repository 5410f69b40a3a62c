//! Reads tables.

use crate::blocks::Reader;
use crate::styles::is_shaded;
use crate::xml::{Element, Ns};
use crate::{BeyondKind, Block, Cell, Content, Refusal, Table};

/// How many columns a table may have; Word allows 63.
const MAX_COLUMNS: usize = 100;

/// How a cell continues the one above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    No,
    Begins,
    Continues,
}

impl Reader<'_> {
    /// Reads a table. One of a single cell is a frame around its text, and read as if it were not there.
    pub(crate) fn table(
        &mut self,
        blocks: &mut Vec<Block>,
        table: &Element,
    ) -> Result<(), Refusal> {
        let mut rows = Vec::new();
        collect(&mut rows, table, "tr");
        let properties = table.child("tblPr");
        let is_nested = self.in_cell > 0;
        if let [row] = rows[..] {
            let mut cells = Vec::new();
            collect(&mut cells, row, "tc");
            if let ([cell], false) = (&cells[..], is_nested) {
                self.note_row_changes(row);
                blocks.extend(self.blocks(cell)?);
                return Ok(());
            }
        }
        self.enter_table(table);
        let origin = self.origin.clone();
        if is_nested {
            self.beyond(BeyondKind::NestedTable);
        }
        let style = properties.and_then(|properties| properties.value_of("tblStyle"));
        let shades = self.styles.shades(style);
        let mut read = Table { columns: 0, head: 0, rows: Vec::new() };
        let mut is_head = true;
        // Where merged cells begin, by their columns.
        let mut above: Vec<Option<(usize, usize)>> = vec![None; MAX_COLUMNS];
        let mut widths = Vec::new();
        for row in rows {
            let properties = row.child("trPr");
            let switch =
                |name| properties.and_then(|properties| properties.switch(name)) == Some(true);
            if switch("hidden") {
                continue;
            }
            self.note_row_changes(row);
            let skips = |name| properties.is_some_and(|row| row.number_of(name).unwrap_or(0) > 0);
            if skips("gridBefore") || skips("gridAfter") {
                self.beyond(BeyondKind::OddTable);
            }
            is_head &= switch("tblHeader");
            let at = read.rows.len();
            let mut cells = Vec::new();
            collect(&mut cells, row, "tc");
            let (mut column, mut line) = (0, Vec::new());
            for cell in cells {
                let format = cell.child("tcPr");
                let span = format.and_then(|format| format.number_of("gridSpan")).unwrap_or(1);
                let span = usize::try_from(span).unwrap_or(1).clamp(1, MAX_COLUMNS);
                let merge = merge_of(format);
                let is_merged_across =
                    format.is_some_and(|format| format.child("hMerge").is_some());
                if is_merged_across {
                    // As Word 97 had it.
                    self.beyond(BeyondKind::OddTable);
                }
                if column + span > MAX_COLUMNS {
                    self.beyond(BeyondKind::OddTable);
                    break;
                }
                if merge == Merge::Continues
                    && let Some((row, cell)) = above[column]
                {
                    let begun: &mut Cell = &mut read.rows[row][cell];
                    begun.rows += 1;
                    column += span;
                    continue;
                }
                let shading = format.and_then(|format| format.child("shd"));
                let outer = self.in_shade;
                self.in_shade = shading.map_or(shades, is_shaded);
                let (blocks, is_right) = self.cell(cell)?;
                self.in_shade = outer;
                above[column] = (merge == Merge::Begins).then_some((at, line.len()));
                line.push(Cell { columns: span, rows: 1, is_right, blocks });
                column += span;
            }
            widths.push(column);
            read.head += usize::from(is_head);
            read.rows.push(line);
        }
        read.columns = widths.iter().copied().max().unwrap_or(0);
        self.origin = origin;
        if read.columns == 0 {
            return Ok(());
        }
        if widths.iter().any(|width| *width != read.columns) {
            self.beyond(BeyondKind::OddTable);
        }
        if read.rows.iter().flatten().any(|cell| cell.columns > 1 || cell.rows > 1) {
            self.beyond(BeyondKind::MergedCells);
        }
        if read.head == read.rows.len() {
            // A table of headers alone has none.
            read.head = 0;
        }
        blocks.push(Block {
            origin: self.origin.clone(),
            style: None,
            content: Content::Table(read),
        });
        Ok(())
    }

    /// Reads a cell, and returns whether all that it says stands at the right.
    fn cell(&mut self, cell: &Element) -> Result<(Vec<Block>, bool), Refusal> {
        self.in_cell += 1;
        let blocks = self.blocks(cell);
        self.in_cell -= 1;
        let blocks = blocks?;
        let mut is_right = !blocks.is_empty();
        for paragraph in cell.elements().filter(|paragraph| paragraph.is("p")) {
            let format = self.styles.paragraph(paragraph.child("pPr"));
            is_right &= format.is_right || !paragraph.has(&|element| element.is("t"));
        }
        Ok((blocks, is_right))
    }
}

/// Collects rows or cells, also those in controls.
fn collect<'a>(found: &mut Vec<&'a Element>, element: &'a Element, name: &str) {
    for child in element.elements() {
        if child.is(name) {
            found.push(child);
        } else if matches!(
            &*child.name,
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "Fallback"
        ) && matches!(child.ns, Ns::Word | Ns::Compatibility)
            || child.is_in(Ns::Compatibility, "AlternateContent")
        {
            collect(found, child, name);
        }
    }
}

fn merge_of(format: Option<&Element>) -> Merge {
    match format.and_then(|format| format.child("vMerge")) {
        None => Merge::No,
        Some(merge) if merge.attribute("val") == Some("restart") => Merge::Begins,
        Some(_) => Merge::Continues,
    }
}
