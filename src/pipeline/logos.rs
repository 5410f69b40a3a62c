//! Finds logos that documents need and no folder of templates has.

use std::path::Path;

use crate::check::{Blocks, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::dataset::Dataset;
use crate::model::record::Located;
use crate::templates::Templates;

/// Reports logos of the council and of its partners that are in no folder of templates, as documents need them.
pub(super) fn missing(data: &Dataset, templates: Option<&Path>) -> Vec<Finding> {
    let Some(council) = &data.council else { return Vec::new() };
    let of_partners = council.partners.iter().filter_map(|partner| partner.logo.as_ref());
    let logos = council.logo.iter().chain(of_partners);
    logos.filter_map(|logo| missing_logo(&logo.file, templates)).collect()
}

/// Reports a logo that is in no folder of templates.
fn missing_logo(file: &Located<String>, templates: Option<&Path>) -> Option<Finding> {
    let path = file.value.trim_start_matches('/');
    if matches!(Templates::new(templates).get(path), Ok(Some(_))) {
        return None;
    }
    let message = match templates {
        Some(folder) => format!("there is no `{path}` below `{}`", folder.display()),
        None => format!("there is no `{path}`, since no folder of templates is named"),
    };
    let diagnostic = Diagnostic::new(Code::FileMissing, message)
        .at(&file.origin)
        .hint("put the logo into a folder of templates, and name that folder with `--templates`");
    let blocks = vec![Blocks::Rows { table: "council", key: None, for_public_only: false }];
    Some(Finding { diagnostic, blocks, about: Vec::new(), overridden: None })
}
