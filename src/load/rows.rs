//! Reads the rows of a table, whatever holds them, into records.

use std::sync::Arc;

use super::files::{file_name, is_source};
use super::marks::{self, Unclear};
use super::totals::{self, Cells, Role};
use super::{Loader, TableInfo, amounts, columns, csv, json, locked, tables, xlsx};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::meeting::PaperKind;
use crate::model::node::{Content, Node};
use crate::model::performance::TypedTotal;
use crate::model::record::{Field, Record};
use crate::model::value::{Parse, Scalar, Slug};
use crate::store::Entry;

impl Loader<'_> {
    /// Reads the rows of a table from the one file or sheet that holds it.
    pub(super) fn rows<R: Record>(
        &mut self,
        name: &'static str,
        below: &str,
        entries: &[Entry],
    ) -> Vec<R> {
        let table = tables::named(name);
        let files: Vec<&Entry> = entries.iter().filter(|entry| is_source(entry, name)).collect();
        let in_books = self.sheets.iter().filter(|(file, book)| {
            file_name(file).0 != name
                && tables::all().iter().all(|info| info.name != file_name(file).0)
                && locked(book).sheet(name).is_some()
        });
        let books: Vec<String> = in_books.map(|(file, _)| file.clone()).collect();
        let sources: Vec<&str> = files
            .iter()
            .map(|entry| &*entry.name)
            .chain(books.iter().map(|name| &**name))
            .collect();
        if let [first, second, ..] = sources[..] {
            let origin = Origin::file(self.shown(below, second));
            let message = format!("the table `{name}` is in two files: `{first}` and `{second}`");
            self.context.diags.push(
                Diagnostic::new(Code::FileTwoSources, message)
                    .at(&origin)
                    .hint("keep one of them in the data folder"),
            );
            self.data.lose(name, None, &origin);
            return Vec::new();
        }
        if let Some(file) = books.first() {
            return self.sheet_rows(table, below, file, name);
        }
        match files.first() {
            Some(entry) if file_name(&entry.name).1 == "xlsx" => {
                let Some(book) = self.sheets.get(&entry.name) else { return Vec::new() };
                let sheet = locked(book).sheet_or_only(name);
                match sheet {
                    Some(sheet) => self.sheet_rows(table, below, &entry.name.clone(), &sheet),
                    None => {
                        let origin = Origin::file(self.shown(below, &entry.name));
                        let message = format!("no sheet of this workbook is called `{name}`");
                        self.context.diags.push(
                            Diagnostic::new(Code::FileNoSheet, message)
                                .at(&origin)
                                .hint(format!("name the sheet with the table `{name}`")),
                        );
                        self.data.lose(name, None, &origin);
                        Vec::new()
                    }
                }
            }
            Some(entry) => self.file_rows(table, below, entry, None),
            None => Vec::new(),
        }
    }

    /// Reads the rows of a sheet.
    fn sheet_rows<R: Record>(
        &mut self,
        table: &'static TableInfo,
        below: &str,
        file: &str,
        sheet: &str,
    ) -> Vec<R> {
        self.context.withheld.clear();
        let name = self.shown(below, file);
        let Some(book) = self.sheets.get(file).map(Arc::clone) else { return Vec::new() };
        let mut book = locked(&book);
        let actual = book.sheet(sheet).unwrap_or_else(|| sheet.to_owned());
        match xlsx::read(&mut self.context, table, &name, &mut book, &actual) {
            Some(nodes) => {
                self.note_empty(table, &nodes, name);
                self.records(table, nodes, None)
            }
            None => {
                self.data.lose(table.name, None, &Origin::file(name));
                Vec::new()
            }
        }
    }

    /// Reads the rows of a CSV or JSON file; `key` is what the file's name says they belong to.
    pub(super) fn file_rows<R: Record>(
        &mut self,
        table: &'static TableInfo,
        below: &str,
        entry: &Entry,
        key: Option<&str>,
    ) -> Vec<R> {
        self.context.withheld.clear();
        let nodes = self.read_text(below, entry).and_then(|(name, text)| {
            if file_name(&entry.name).1 == "csv" {
                return csv::read(&mut self.context, table, &name, text);
            }
            let root = json::read(&mut self.context, &name, text)?;
            Some(match root.content {
                Content::List(nodes) => nodes,
                _ => vec![root],
            })
        });
        match nodes {
            Some(nodes) => {
                self.note_empty(table, &nodes, self.shown(below, &entry.name));
                self.records(table, nodes, key)
            }
            None => {
                let origin = Origin::file(self.shown(below, &entry.name));
                self.data.lose(table.name, key.map(str::to_owned), &origin);
                Vec::new()
            }
        }
    }

    /// Remembers a table without rows.
    fn note_empty(&mut self, table: &TableInfo, nodes: &[Node], name: String) {
        if nodes.is_empty() {
            self.data.empty.push((table.name, Origin::file(name)));
        }
    }

    /// Reads records from nodes; a row that can't be read is lost, and only that row.
    pub(super) fn records<R: Record>(
        &mut self,
        table: &'static TableInfo,
        mut nodes: Vec<Node>,
        key: Option<&str>,
    ) -> Vec<R> {
        if let Some(unclear) = amounts::give_units(&mut self.context, table, &mut nodes) {
            self.data.lose(table.name, key.map(str::to_owned), &unclear);
            return Vec::new();
        }
        if table.is_single && nodes.len() > 1 {
            let message = format!("`{}` holds {} records; one is needed", table.name, nodes.len());
            self.context.diags.push(
                Diagnostic::new(Code::DataDuplicate, message)
                    .at(&nodes[1].origin)
                    .hint("keep one of them"),
            );
            self.data.lose(table.name, key.map(str::to_owned), &nodes[1].origin);
            return Vec::new();
        }
        tracing::info!(table = table.name, rows = nodes.len(), "read");
        columns::check(&mut self.context, table, &nodes);
        let mut records = Vec::with_capacity(nodes.len());
        let mut below = 0;
        let withheld = std::mem::take(&mut self.context.withheld);
        let mut is_table_withheld = false;
        let roles = match table.money_table {
            Some(_) => totals::roles(table, &nodes.iter().map(cells).collect::<Vec<_>>()),
            None => vec![Role::Record; nodes.len()],
        };
        for (mut node, role) in nodes.into_iter().zip(roles) {
            if let (Role::Total | Role::OddTotal, Some(money_table)) = (role, table.money_table) {
                let above = below..records.len();
                below = records.len();
                let total = TypedTotal::read(self.context.diags, money_table, &node, above);
                if total.is_none() {
                    let message = "row of numbers alone, the sums of those above; it is left out, totals are computed";
                    let note = Diagnostic::new(Code::FileTotalRow, message).at(&node.origin);
                    self.context.diags.push(note);
                }
                self.totals.extend(total);
                continue;
            }
            if role == Role::LikeTotal {
                let message = "this row is called a total, but is neither that of a group or portfolio nor the sum of the \
                               rows above; it is read as a line, and added to the others";
                self.context.diags.push(
                    Diagnostic::new(Code::FiguresUnknownTotal, message)
                        .at(&node.origin)
                        .hint("if it is a total, name the group or portfolio as its rows do, or delete it: totals are computed"),
                );
            }
            let places = node.origin.range().unwrap_or_default();
            let mut unclear = marks::check(self.context.diags, table, &mut node);
            if withheld.range(places.start..=places.end).next().is_some() {
                unclear = unclear.max(Unclear::Row);
            }
            let field = Field { node: Some(&node), row: &node.origin, column: table.name };
            let is_broken = self.context.broken.iter().any(|place| place.is_within(&node.origin));
            let read = if is_broken { None } else { R::from_node(self.context.diags, field) };
            let row_key = table.key.and_then(|key| node.get(key)?.text());
            let row_key = row_key.or(key.map(str::to_owned));
            if unclear == Unclear::Table && key.is_none() {
                if !is_table_withheld {
                    self.data.withhold(table.name, None, &node.origin);
                    is_table_withheld = true;
                }
            } else if unclear != Unclear::Nothing {
                // As the record will have it: the text may be written in another way.
                let parsed = row_key.clone().map(|text| Slug::parse(&Scalar::Text(text)));
                let known_key = parsed.and_then(|parsed| Some(parsed.ok()?.value.to_string()));
                self.data.withhold(table.name, known_key, &node.origin);
            }
            match read {
                Some(record) => records.push(record),
                None => self.data.lose(table.name, row_key, &node.origin),
            }
            if table.name == "documents" && !may_be_of_minutes(&node) {
                self.data.spare_minutes(&node.origin);
            }
        }
        records
    }
}

/// Returns whether a row of a paper, as far as it can be read, may be that of an appendix to minutes.
fn may_be_of_minutes(row: &Node) -> bool {
    let Some(kind) = row.get("kind") else { return false };
    let Content::Scalar(scalar) = &kind.content else { return true };
    PaperKind::parse(scalar).map_or(true, |kind| kind.value == PaperKind::MinutesAppendix)
}

/// Returns the cells of a row that hold single values.
fn cells(node: &Node) -> Cells<'_> {
    let Content::Record(entries) = &node.content else { return Cells::new() };
    let single = entries.iter().filter_map(|(key, node)| match &node.content {
        Content::Scalar(scalar) => Some((&*key.name, scalar)),
        Content::Missing | Content::List(_) | Content::Record(_) => None,
    });
    single.collect()
}
