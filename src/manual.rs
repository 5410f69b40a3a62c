//! The manuals that are made from the code: of the data's columns, of the templates' names, of what may be
//! reported and of kinds of document.

use std::fmt::Write;

use schemars::Schema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::desk;
use crate::diag::Code;
use crate::export;
use crate::figures;
use crate::kinds;
use crate::load::written::labels::{self, Entry};
use crate::load::{self, Place, TableInfo};
use crate::merge;
use crate::model::nearest::nearest;
use crate::model::record::Column;
use crate::publish;
use crate::rules::{self, Rule};

/// Returns the JSON Schemas of all tables' rows, by table.
pub fn schemas() -> Value {
    let tables = load::tables().iter().map(|table| (table.name.to_owned(), (table.schema)()));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": tables.collect::<serde_json::Map<_, _>>(),
    })
}

/// Returns the JSON Schema of a table's rows.
///
/// # Errors
/// When there is no such table.
pub fn schema(table: &str) -> anyhow::Result<Value> {
    if let Some(table) = load::tables().iter().find(|info| info.name == table) {
        return Ok((table.schema)());
    }
    let names: Vec<&str> = load::tables().iter().map(|info| info.name).collect();
    anyhow::bail!("there is no table `{table}`; the tables are {}", names.join(", "))
}

/// A kind of document, as `orderpaper kinds` lists it.
#[derive(Debug, Serialize)]
pub struct KindInfo {
    /// Its name.
    pub kind: &'static str,
    /// What it is, as a phrase.
    pub summary: &'static str,
}

/// Returns the kinds of document.
pub fn kinds() -> impl Iterator<Item = KindInfo> {
    kinds::ALL.iter().map(|kind| KindInfo { kind: kind.name(), summary: kind.summary() })
}

/// Returns the names of the tables that can be exported as open data.
pub fn exported_tables() -> impl Iterator<Item = &'static str> {
    export::ALL.iter().map(|table| table.name)
}

/// Something that may be reported, as `orderpaper explain` lists it.
#[derive(Debug, Serialize)]
pub struct CodeEntry {
    /// Its code.
    pub code: &'static str,
    /// How serious it is: `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What can tell: `data`, `made`, `verified` or `never`.
    pub when: &'static str,
    /// Whether a council may override it.
    pub overridable: bool,
    /// What is wrong, in one line.
    pub meaning: &'static str,
    /// The duty that it comes from, where it is a rule of law.
    #[serde(flatten)]
    pub duty: Option<RuleEntry>,
}

/// What a rule of law adds to its code.
#[derive(Debug, Serialize)]
pub struct RuleEntry {
    /// Its code.
    pub rule: &'static str,
    /// The duty's number in the catalogue of the law.
    pub duty: &'static str,
    /// The duty in one line.
    pub summary: &'static str,
    /// The Act or Regulations.
    pub law: &'static str,
    /// How far the program checks it.
    pub state: &'static str,
    /// The nations whose councils it binds.
    pub nations: Vec<&'static str>,
}

/// A code with its page.
#[derive(Debug, Serialize)]
pub struct CodePage {
    /// The code.
    #[serde(flatten)]
    pub entry: CodeEntry,
    /// What it means, an example, and how to put it right, in Markdown.
    pub page: String,
}

impl RuleEntry {
    fn new(code: Code, rule: &dyn Rule) -> Self {
        let about = rule.about();
        Self {
            rule: code.name(),
            duty: about.duty,
            summary: about.summary,
            law: about.law,
            state: about.state.words(),
            nations: about.nations.iter().map(|nation| nation.word()).collect(),
        }
    }
}

impl CodeEntry {
    fn new(code: Code) -> Self {
        Self {
            code: code.name(),
            severity: code.severity().word(),
            when: code.when().word(),
            overridable: code.is_overridable(),
            meaning: code.meaning(),
            duty: rules::by_code(code).map(|rule| RuleEntry::new(code, rule)),
        }
    }
}

/// Returns everything that may be reported, in the order of the list.
pub fn codes() -> impl Iterator<Item = CodeEntry> {
    Code::ALL.iter().map(|code| CodeEntry::new(*code))
}

/// Returns a code with its page, by its name.
///
/// # Errors
/// When there is no such code.
pub fn code_page(name: &str) -> anyhow::Result<CodePage> {
    let Some(code) = Code::by_name(name) else {
        let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::bail!("there is no code `{name}`{near}");
    };
    Ok(CodePage { entry: CodeEntry::new(code), page: code.page() })
}

/// Returns the manual of the data: every table with its columns, as Markdown.
pub fn data_page() -> String {
    let mut page = String::from(include_str!("manual/data.md"));
    for table in load::tables() {
        table_section(&mut page, table);
        if table.place == Place::Minutes {
            written_minutes(&mut page);
        }
    }
    named_figures(&mut page);
    exports(&mut page);
    page
}

/// Adds the words with which lines of minutes say what they hold.
fn written_minutes(page: &mut String) {
    page.push_str(include_str!("manual/written.md"));
    page.push_str("\n| a line that begins with | or with | holds |\n| --- | --- | --- |\n");
    for Entry { words, others, doc, .. } in labels::all() {
        let others: Vec<String> = others.iter().map(|other| format!("`{other}:`")).collect();
        writeln!(page, "| `{words}:` | {} | {doc} |", others.join(", "))
            .expect("writing to a string can't fail");
    }
}

/// Adds the figures that a text of a quarter's report may name.
fn named_figures(page: &mut String) {
    page.push_str(include_str!("manual/figures.md"));
    for (heading, names) in [
        ("In headlines and summaries", figures::names::SUMMARY_FIGURES),
        ("In an indicator's narrative and actions", figures::names::MEASURE_FIGURES),
    ] {
        writeln!(page, "\n## {heading}\n\n| name | comes to |\n| --- | --- |")
            .expect("writing to a string can't fail");
        for (name, doc) in names {
            writeln!(page, "| `{{{name}}}` | {doc} |").expect("writing to a string can't fail");
        }
    }
}

/// Adds the tables that `orderpaper export` prints.
fn exports(page: &mut String) {
    page.push_str("\n# What `orderpaper export` prints\n\nPublic material only, as CSV or JSON.\n");
    for table in export::ALL {
        writeln!(
            page,
            "\n## `export {}`\n\n{}\n\n| column | holds |\n| --- | --- |",
            table.name, table.doc
        )
        .expect("writing to a string can't fail");
        for (name, doc) in table.columns {
            writeln!(page, "| `{name}` | {doc} |").expect("writing to a string can't fail");
        }
    }
}

fn table_section(page: &mut String, table: &TableInfo) {
    let doc = table.doc.trim();
    writeln!(page, "\n## `{}`\n\n{doc} File: `{}`.\n", table.name, table.path())
        .expect("writing to a string can't fail");
    columns(page, &table.columns, "");
    inner(page, &table.columns, 0);
}

fn columns(page: &mut String, list: &[Column], indent: &str) {
    page.push_str(indent);
    page.push_str("| column | holds | meaning |\n| --- | --- | --- |\n");
    for column in list {
        let needed = if column.required { " **Required.**" } else { "" };
        // A line of text may hold any words; examples would only fill the page.
        let shown = if column.holds.starts_with("a line of text") { 0 } else { 8 };
        let examples: Vec<String> = column
            .examples
            .iter()
            .take(shown)
            .map(|example| format!("`{}`", example.replace('|', "\\|")))
            .collect();
        let examples =
            if examples.is_empty() { String::new() } else { format!(": {}", examples.join(", ")) };
        writeln!(
            page,
            "| `{}` | {}{examples} | {}{needed} |",
            column.name, column.holds, column.doc
        )
        .expect("writing to a string can't fail");
    }
}

/// Adds the tables of the records inside columns, each a heading level deeper.
fn inner(page: &mut String, list: &[Column], depth: usize) {
    for column in list.iter().filter(|column| !column.inner.is_empty()) {
        writeln!(page, "\n{} Inside `{}`\n", "#".repeat((depth + 3).min(6)), column.name)
            .expect("writing to a string can't fail");
        columns(page, &column.inner, "");
        inner(page, &column.inner, depth + 1);
    }
}

/// Returns the manual of the templates: every helper, and every name that a view offers.
pub fn templates_page() -> String {
    let mut page = String::from(include_str!("manual/templates.md"));
    page.push_str("\n## Helpers\n\n| helper | gives |\n| --- | --- |\n");
    for (name, doc) in merge::HELPERS {
        writeln!(page, "| `{name}` | {doc} |").expect("writing to a string can't fail");
    }
    for kind in kinds::ALL {
        names(&mut page, kind.name(), kind.summary(), &kind.schema());
    }
    for (template, summary, schema) in kinds::auxiliary_templates() {
        names(&mut page, template, summary, &schema);
    }
    let draft =
        "the draft of a report; these stand in double braces in `report.dj` or `report.docx`";
    names(&mut page, "drafts/report", draft, &kinds::draft::schema());
    for (template, summary, schema) in publish::pages() {
        let summary = format!("{summary}, for the web; of the helpers, those that give a text");
        names(&mut page, &format!("site/{template}.hbs"), &summary, &schema);
    }
    for (template, summary, schema) in desk::templates() {
        let summary = format!("{summary}; of the helpers, those that give a text");
        names(&mut page, &format!("desk/{template}.hbs"), &summary, &schema);
    }
    page
}

/// Adds every name that the view of a template offers.
fn names(page: &mut String, template: &str, summary: &str, schema: &Schema) {
    writeln!(page, "\n## Names in `{template}`\n\n{summary}.\n\n| name | is |\n| --- | --- |")
        .expect("writing to a string can't fail");
    for (name, doc) in merge::view_names(schema) {
        writeln!(page, "| `{name}` | {doc} |").expect("writing to a string can't fail");
    }
}
