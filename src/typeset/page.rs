//! Pages of HTML: the same merged source as that of the PDF, with the library for pages.

use typst::diag::Warned;
use typst_html::{HtmlDocument, HtmlOptions};

use super::{EvictOnDrop, Work, diagnose, world};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::bundle::PageNumbers;
use crate::typeset::Base;

/// What Typst says of every page: that its export may change. The version is pinned, and tests hold the pages.
const NOTICE: &str = "html export is under active development and incomplete";

/// Typesets a document as a page of HTML; `None` when Typst reports an error, or ignores something that a page can't
/// have, which is then in `diags`.
pub fn page(diags: &mut Diagnostics, base: &Base, work: &Work) -> Option<String> {
    let numbers = PageNumbers::new();
    let world = world::DocumentWorld::new(base, work, &numbers);
    let _evict = EvictOnDrop;
    let Warned { output, warnings } = typst::compile::<HtmlDocument>(&world);
    let ignored: Vec<_> = warnings.iter().filter(|found| found.message != NOTICE).collect();
    for warning in &ignored {
        let message = format!("a page of HTML can't have this: {}", warning.message);
        diags.push(diagnose::placed(&world, Diagnostic::new(Code::TypesetError, message), warning));
    }
    let html = output.and_then(|document| typst_html::html(&document, &HtmlOptions::default()));
    match html {
        Ok(html) => ignored.is_empty().then(|| with_pictures_of_its_own(&html)),
        Err(errors) => {
            errors.iter().for_each(|error| diagnose::report(diags, &world, error));
            None
        }
    }
}

/// Returns a page in which the ids of each picture are its own, since Typst names glyphs and gradients by what they are, so
/// that two pictures have the same; and in which the style sheet says how large pictures are.
fn with_pictures_of_its_own(html: &str) -> String {
    let mut page = String::with_capacity(html.len());
    let mut rest = html;
    let mut number = 0;
    while let Some(start) = rest.find("<svg") {
        let Some(end) = rest[start..].find("</svg>") else { break };
        number += 1;
        page.push_str(&rest[..start]);
        // A namespace that nothing in it uses, and that HTML does not have.
        let whole = without(&rest[start..start + end], " style=\"");
        let whole = without(&whole, " xmlns:h5=\"");
        let mut picture = whole.as_str();
        let marks = ["id=\"", "href=\"#", "url(#"];
        let next = |picture: &str| {
            marks.iter().filter_map(|mark| Some(picture.find(mark)? + mark.len())).min()
        };
        while let Some(at) = next(picture) {
            page.push_str(&picture[..at]);
            page.push_str(&format!("p{number}-"));
            picture = &picture[at..];
        }
        page.push_str(picture);
        rest = &rest[start + end..];
    }
    page + rest
}

/// Returns a picture without an attribute of its outermost element, which begins with ` name="`.
fn without(picture: &str, attribute: &str) -> String {
    let end = picture.find('>').unwrap_or(picture.len());
    match picture[..end].find(attribute) {
        Some(at) => {
            let after = &picture[at + attribute.len()..];
            let rest = after.find('"').map_or("", |end| &after[end + 1..]);
            format!("{}{rest}", &picture[..at])
        }
        None => picture.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_has_ids_of_its_own() {
        let page = r##"<p id="a"></p><svg id="x" style="a: b" class="c"><use href="#x"/></svg><svg id="x"><g fill="url(#x)"/></svg>"##;
        let expected = r##"<p id="a"></p><svg id="p1-x" class="c"><use href="#p1-x"/></svg><svg id="p2-x"><g fill="url(#p2-x)"/></svg>"##;
        assert_eq!(with_pictures_of_its_own(page), expected);
    }
}
