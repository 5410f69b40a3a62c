//! Rows of cells, as CSV files and sheets give them, before anything is made of them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::diag::Origin;
use crate::model::value::Scalar;

/// A row of cells.
pub(super) struct GridRow {
    /// The place of the whole row.
    pub origin: Origin,
    /// Its cells, first column first; `None` for empty ones.
    pub cells: Vec<Option<GridCell>>,
    /// The cells that are filled with a colour, empty or not.
    pub fills: BTreeMap<usize, (u32, Origin)>,
    /// The cells of which a sheet leaves open what they say, empty or not.
    pub doubts: BTreeMap<usize, (Doubt, Origin)>,
    /// Whether it is a total of others, which somebody typed.
    pub is_total: bool,
    /// The columns that are merged into one cell, with the place of the cell that holds its value.
    pub merged: Vec<(RangeInclusive<usize>, Arc<str>, Origin)>,
}

/// Why nobody can tell what a cell says; it matters where the cell decides who may see its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// A formula whose value was not saved with it.
    Unsaved,
    /// All or some of its text is struck through.
    Struck,
    /// It has a comment.
    Comment,
}

/// A cell with its place.
#[derive(Clone)]
pub(super) struct GridCell {
    /// What it holds.
    pub scalar: Scalar,
    /// Its place.
    pub origin: Origin,
    /// How its number is shown, where that says more than the number.
    pub shown: Option<Shown>,
    /// The merged cells that it is one of, where its value stands in the first of them.
    pub region: Option<Arc<str>>,
}

/// A number as its cell shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// What is shown: `59.4%`, `0012`.
    pub text: String,
    /// Whether the cell holds no more digits than it shows.
    pub is_exact: bool,
    /// For what it makes sense.
    pub sense: Sense,
}

/// For what it makes sense how a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Whatever a column holds.
    Any,
    /// Names, such as references, and not numbers.
    Names,
    /// Amounts of money.
    Money,
}

impl GridCell {
    /// Returns a cell that is not merged and whose format says no more than its value.
    pub(super) fn new(scalar: Scalar, origin: Origin) -> Self {
        Self { scalar, origin, shown: None, region: None }
    }

    /// Returns whether nothing is read in it.
    pub(super) fn is_empty(&self) -> bool {
        self.scalar.text().trim().is_empty()
    }

    /// Returns what is read in it.
    pub(super) fn text(&self) -> String {
        self.scalar.text().trim().to_owned()
    }
}

impl GridRow {
    /// Returns a row without cells.
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            origin,
            cells: Vec::new(),
            fills: BTreeMap::new(),
            doubts: BTreeMap::new(),
            is_total: false,
            merged: Vec::new(),
        }
    }

    /// Returns the cell of a column that has one.
    pub(super) fn cell(&self, column: usize) -> Option<&GridCell> {
        self.cells.get(column)?.as_ref()
    }

    /// Puts a cell into a column.
    pub(super) fn put(&mut self, column: usize, cell: GridCell) {
        let width = self.cells.len().max(column + 1);
        self.cells.resize_with(width, || None);
        self.cells[column] = Some(cell);
    }

    /// Returns the cells that hold a value, without those that repeat a merged cell's.
    pub(super) fn filled_cells(&self) -> impl Iterator<Item = &GridCell> {
        let cells = self.cells.iter().flatten();
        cells.filter(|cell| cell.region.is_none() && !cell.is_empty())
    }

    /// Returns whether no cell of the row holds a value, nor a formula whose value was not saved; merged cells aside.
    pub(super) fn is_blank(&self) -> bool {
        self.filled_cells().next().is_none()
            && self.doubts.values().all(|(doubt, _)| *doubt != Doubt::Unsaved)
    }

    /// Returns whether the row is to be read: neither blank nor a total.
    pub(super) fn is_record(&self) -> bool {
        !self.is_blank() && !self.is_total
    }
}
