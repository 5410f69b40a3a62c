//! Diagnostics for programs: one JSON object per line, in kebab case. Fields may be added but never
//! change.

use serde::Serialize;

use super::{Diagnostic, Origin, Place};

/// One diagnostic as `--format json` prints it.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Json<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<JsonLabel<'a>>,
    hints: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    law: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    costs: &'a [String],
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    place: JsonPlace,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonPlace {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_words: Option<String>,
}

/// Returns the diagnostic as a JSON object on one line, without a line break.
pub fn render(diagnostic: &Diagnostic) -> String {
    let json = Json {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: diagnostic.origin.as_ref().map(place),
        subject: diagnostic.subject.as_deref(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| JsonLabel { place: place(&label.origin), text: &label.text })
            .collect(),
        hints: &diagnostic.hints,
        law: diagnostic.law,
        costs: &diagnostic.costs,
    };
    serde_json::to_string(&json).expect("strings and numbers always serialise")
}

fn place(origin: &Origin) -> JsonPlace {
    let mut json = JsonPlace {
        file: origin.source().name.clone(),
        line: None,
        column: None,
        sheet: None,
        cell: None,
        pointer: None,
        heading: None,
        paragraph: None,
        first_words: None,
    };
    match origin.place() {
        Place::Whole => {}
        Place::Text { line, column } => (json.line, json.column) = (Some(line), Some(column)),
        Place::Cell { sheet, cell, .. } => (json.sheet, json.cell) = (Some(sheet), Some(cell)),
        Place::Paragraph { place } => {
            json.heading = place.heading;
            json.paragraph = Some(place.paragraph);
            json.first_words = Some(place.first_words);
        }
        Place::Pointer { line, column, pointer } => {
            (json.line, json.column) = (Some(line), Some(column));
            json.pointer = Some(pointer);
        }
    }
    json
}
