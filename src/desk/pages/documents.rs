//! Views of documents, and of the pages of codes.

use schemars::JsonSchema;
use serde::Serialize;

use super::Frame;
use super::tasks::EndedView;
use crate::model::form::Form;
use crate::pipeline::{DocumentOverview, Publication, PublicationOverview};

/// What is published together.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PublicationRow {
    /// Its path below the folder of all publications, such as `forward-plan/2026-01`.
    path: String,
    /// What it is called.
    title: String,
    /// The address of its page.
    address: String,
    /// Whether any of its documents is published.
    published: bool,
    /// Whether any of those was made otherwise since.
    changed: bool,
}

/// Returns what lists show of a publication.
pub(super) fn publication_row(found: &PublicationOverview) -> PublicationRow {
    PublicationRow {
        path: found.path.clone(),
        title: found.title.clone(),
        address: address_of(&found.publication),
        published: found.is_published(),
        changed: found.is_changed(),
    }
}

/// Returns the address of a publication's page.
pub(in crate::desk) fn address_of(publication: &Publication) -> String {
    match publication {
        Publication::Meeting(id) => format!("/meetings/{id}"),
        _ => format!("/publications/{}", publication.path()),
    }
}

/// What is published besides the papers of meetings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Publications {
    /// What all pages share.
    pub(super) frame: Frame,
    /// The publications, the latest first.
    pub(super) publications: Vec<PublicationRow>,
}

/// What is published together, besides the papers of a meeting.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PublicationPage {
    /// What all pages share.
    pub(super) frame: Frame,
    /// What lists show of it.
    pub(super) publication: PublicationRow,
    /// Its documents.
    pub(super) documents: Vec<DocumentView>,
    /// What came of the last task about it. Absent before the first.
    pub(super) ended: Option<EndedView>,
}

/// A document, shown as it is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DocumentPage {
    /// What all pages share.
    pub(super) frame: Frame,
    /// What lists show of the publication.
    pub(super) publication: PublicationRow,
    /// The document.
    pub(super) document: DocumentView,
    /// The address from which the browser has it. Absent where it was not made, or is restricted and nobody has said to show it.
    pub(super) address: Option<String>,
}

/// A document.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DocumentView {
    /// Its place among those of its publication.
    number: usize,
    /// The name of its kind, such as `agenda`.
    kind: String,
    /// Whether it is a page of HTML.
    page: bool,
    /// Whether everybody may read it.
    public: bool,
    /// Whether it was made, and can be shown.
    made: bool,
    /// When it was published, as an ISO date for the `date` helper. Absent where it is not.
    published: Option<String>,
    /// Whether it was made otherwise since.
    changed: bool,
    /// The papers in it.
    papers: Vec<PaperView>,
}

/// A paper in a pack.
#[derive(Debug, Serialize, JsonSchema)]
struct PaperView {
    /// The number of its item.
    item: String,
    /// Its title.
    title: String,
    /// Its first page, counted from 1.
    first: usize,
}

/// Returns the views of a publication's documents.
pub(super) fn documents(found: &PublicationOverview) -> Vec<DocumentView> {
    found.documents.iter().enumerate().map(|(at, document)| view(at, document)).collect()
}

/// Returns the view of a document, by its place among those of its publication.
pub(super) fn view(number: usize, document: &DocumentOverview) -> DocumentView {
    let published = document.published.as_ref();
    let papers = document.papers.iter().map(|paper| PaperView {
        item: paper.item.clone(),
        title: paper.title.clone(),
        first: paper.first,
    });
    DocumentView {
        number,
        kind: document.kind.replace('-', " "),
        page: document.form == Form::Html,
        public: document.is_public,
        made: document.is_made,
        published: published.map(|moment| moment.chars().take(10).collect()),
        changed: document.is_changed,
        papers: papers.collect(),
    }
}

/// What a code means.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CodePage {
    /// What all pages share.
    pub(super) frame: Frame,
    /// The code, such as `data/bad-value`.
    pub(super) code: String,
    /// Its page.
    pub(super) blocks: Vec<CodeBlock>,
}

/// A part of a page about a code.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CodeBlock {
    /// Whether it is a heading.
    heading: bool,
    /// Whether its lines stay as they are.
    verbatim: bool,
    /// Its words.
    text: String,
}

/// Returns the parts of a page about a code, which is written in Markdown.
pub(super) fn blocks(page: &str) -> Vec<CodeBlock> {
    let mut blocks: Vec<CodeBlock> = Vec::new();
    let mut is_begun = false;
    let mut is_verbatim = false;
    for line in page.lines() {
        if line.starts_with("```") {
            (is_verbatim, is_begun) = (!is_verbatim, false);
        } else if is_verbatim || line.starts_with("    ") {
            match blocks.last_mut().filter(|block| is_begun && block.verbatim) {
                Some(block) => block.text.push_str(&format!("\n{line}")),
                None => {
                    blocks.push(CodeBlock {
                        heading: false,
                        verbatim: true,
                        text: line.to_owned(),
                    });
                }
            }
            is_begun = true;
        } else if line.trim().is_empty() {
            is_begun = false;
        } else if let Some(heading) = line.strip_prefix('#') {
            let text = heading.trim_start_matches('#').trim().to_owned();
            blocks.push(CodeBlock { heading: true, verbatim: false, text });
            is_begun = false;
        } else {
            let is_item = line.starts_with("- ");
            match blocks.last_mut().filter(|block| is_begun && !block.verbatim && !is_item) {
                Some(block) => block.text.push_str(&format!(" {}", line.trim())),
                None => blocks.push(CodeBlock {
                    heading: false,
                    verbatim: false,
                    text: line.trim().to_owned(),
                }),
            }
            is_begun = true;
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_codes_are_in_parts() {
        let page =
            "# A title\n\nOne line\nand one more.\n\n- first\n- second\n\n    a,b\n    1,2\n";
        let found = blocks(page);
        let found: Vec<_> =
            found.iter().map(|block| (block.heading, block.verbatim, &*block.text)).collect();
        assert_eq!(
            found,
            [
                (true, false, "A title"),
                (false, false, "One line and one more."),
                (false, false, "- first"),
                (false, false, "- second"),
                (false, true, "    a,b\n    1,2"),
            ]
        );
    }
}
