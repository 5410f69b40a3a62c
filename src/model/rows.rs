//! Tables of many thousand rows, which are found by the value of a column, and are shared between
//! the full and the public records.

use std::borrow::Cow;
use std::fmt;
use std::iter::Map;
use std::slice;
use std::sync::{Arc, OnceLock};

/// Returns a row's value in a column by which rows are found; `None` where it is empty.
pub type KeyColumn<T> = for<'a> fn(&'a T) -> Option<Cow<'a, str>>;

/// A row that is found by the values of some of its columns.
pub trait Row: 'static {
    /// Those columns; [`Rows::with`] takes positions in this list.
    const KEYS: &'static [KeyColumn<Self>];
}

/// The keys of a column in order, each with the place of a row that has it.
type Index = Vec<(Box<str>, u32)>;

/// The rows of a table, in order. A copy shares them until one of the two changes.
pub struct Rows<T> {
    list: Vec<Arc<T>>,
    /// One for each of [`Row::KEYS`]; built on first use, and again after each change.
    index: Arc<OnceLock<Vec<Index>>>,
}

impl<T> Rows<T> {
    /// Returns the rows, in order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.list.iter().map(Arc::as_ref)
    }

    /// Returns the row at that position, counted from 0.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.list.get(at).map(Arc::as_ref)
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds the rows of another table at the end.
    pub fn append(&mut self, mut other: Self) {
        self.changed().append(&mut other.list);
    }

    /// Keeps only the rows for which `is_kept` returns true.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&T) -> bool) {
        self.changed().retain(|row| is_kept(row));
    }

    /// Replaces the rows for which `new` returns one; all others stay shared with copies.
    pub fn replace(&mut self, new: impl Fn(&T) -> Option<T>) {
        let changes: Vec<(usize, T)> =
            self.list.iter().enumerate().filter_map(|(at, row)| Some((at, new(row)?))).collect();
        if changes.is_empty() {
            return;
        }
        let list = self.changed();
        changes.into_iter().for_each(|(at, row)| list[at] = Arc::new(row));
    }

    /// Changes every row in what is none of its [`Row::KEYS`], so that the index stays.
    pub fn update(&mut self, mut change: impl FnMut(usize, &mut T))
    where
        T: Clone,
    {
        let rows = self.list.iter_mut().enumerate();
        rows.for_each(|(at, row)| change(at, Arc::make_mut(row)));
    }

    /// Sorts the rows by `key`; rows with equal keys keep their order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.changed().sort_by_key(|row| key(row));
    }

    /// Returns the list for a change, which drops the index.
    fn changed(&mut self) -> &mut Vec<Arc<T>> {
        self.index = Arc::default();
        &mut self.list
    }
}

impl<T: Row> Rows<T> {
    /// Returns the rows that have `key` in a column of [`Row::KEYS`], in order.
    pub fn with<'a>(
        &'a self,
        column: usize,
        key: &str,
    ) -> impl Iterator<Item = &'a T> + use<'a, T> {
        self.places(column, key).map(|at| self.list[at].as_ref())
    }

    /// Returns the positions of the rows that have `key` in a column of [`Row::KEYS`], in order.
    pub fn places(&self, column: usize, key: &str) -> impl Iterator<Item = usize> + use<'_, T> {
        let index = &self.index.get_or_init(|| self.indexed())[column];
        let first = index.partition_point(|(row_key, _)| **row_key < *key);
        let same =
            index.get(first).map(|(row_key, _)| &**row_key).filter(|row_key| *row_key == key);
        let same = move |(row_key, _): &&(Box<str>, u32)| same == Some(&**row_key);
        index[first..].iter().take_while(same).map(|(_, at)| *at as usize)
    }

    /// Returns the row that has the last value before `key` in a column of [`Row::KEYS`], and that begins as `key` does
    /// up to `same` bytes; the last of several.
    pub fn before(&self, column: usize, key: &str, same: usize) -> Option<&T> {
        let index = &self.index.get_or_init(|| self.indexed())[column];
        let at = index.partition_point(|(row_key, _)| **row_key < *key).checked_sub(1)?;
        self.beside(&index[at], key, same)
    }

    /// Returns the row that has the first value after `key` in a column of [`Row::KEYS`], and that begins as `key` does
    /// up to `same` bytes; the first of several.
    pub fn after(&self, column: usize, key: &str, same: usize) -> Option<&T> {
        let index = &self.index.get_or_init(|| self.indexed())[column];
        let at = index.partition_point(|(row_key, _)| **row_key <= *key);
        self.beside(index.get(at)?, key, same)
    }

    /// Returns the row of an entry of an index that begins as `key` does.
    fn beside(&self, (row_key, at): &(Box<str>, u32), key: &str, same: usize) -> Option<&T> {
        (row_key.get(..same)? == key.get(..same)?).then(|| self.list[*at as usize].as_ref())
    }

    fn indexed(&self) -> Vec<Index> {
        let column = |key: &KeyColumn<T>| {
            let keys = self.list.iter().zip(0..);
            let mut keys: Index =
                keys.filter_map(|(row, at)| Some((key(row)?.into(), at))).collect();
            keys.sort_unstable();
            keys
        };
        T::KEYS.iter().map(column).collect()
    }
}

/// Goes through rows in order.
pub type Iter<'a, T> = Map<slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<'a, T> IntoIterator for &'a Rows<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> From<Vec<Arc<T>>> for Rows<T> {
    fn from(list: Vec<Arc<T>>) -> Self {
        Self { list, index: Arc::default() }
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self { list: self.list.clone(), index: Arc::clone(&self.index) }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T: fmt::Debug> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Row for (&'static str, u32) {
        const KEYS: &'static [KeyColumn<Self>] =
            &[|row| Some(row.0.into()).filter(|_| !row.0.is_empty())];
    }

    #[track_caller]
    fn check(rows: &Rows<(&'static str, u32)>, key: &str, expected: &[u32]) {
        let found: Vec<u32> = rows.with(0, key).map(|row| row.1).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_are_found_in_order_and_after_changes() {
        let rows = [("b", 1), ("a", 2), ("", 3), ("b", 4)];
        let mut rows = Rows::from(rows.map(Arc::new).to_vec());
        check(&rows, "b", &[1, 4]);
        check(&rows, "a", &[2]);
        check(&rows, "", &[]);
        let shared = rows.clone();
        rows.replace(|row| (row.1 == 4).then_some(("a", 4)));
        check(&rows, "a", &[2, 4]);
        rows.retain(|row| row.1 > 2);
        check(&rows, "a", &[4]);
        check(&rows, "b", &[]);
        check(&shared, "b", &[1, 4]);
    }

    #[test]
    fn rows_beside_a_value_are_found_among_those_that_begin_alike() {
        let rows = [("a1", 1), ("b1", 2), ("b3", 3), ("b3", 4), ("b5", 5), ("b5", 6), ("c1", 7)];
        let rows = Rows::from(rows.map(Arc::new).to_vec());
        let before = |key| rows.before(0, key, 1).map(|row| row.1);
        let after = |key| rows.after(0, key, 1).map(|row| row.1);
        assert_eq!(["b1", "b3", "b4", "b9"].map(before), [None, Some(2), Some(4), Some(6)]);
        assert_eq!(["b0", "b1", "b3", "b5"].map(after), [Some(2), Some(3), Some(5), None]);
    }
}
