//! What the packs of a meeting are bound from, as a value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The version of the form in which [`Bind`] is serialised; increment it when that changes.
const VERSION: u16 = 1;

/// All that decides which bytes the packs of a meeting have, and which pages its papers. Fronts and papers
/// stand in it by the digests of their contents, so that none has to be typeset or opened to know whether a
/// pack is up to date. It holds titles of papers that are not for publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bind {
    /// The version of this form.
    version: u16,
    /// Whether reports begin on right-hand pages.
    pub duplex: bool,
    /// Whether the pages of a supplement go on where the papers before it ended.
    pub continues: bool,
    /// The name of the council.
    pub council: Option<String>,
    /// The name of the body.
    pub body: Option<String>,
    /// The agendas and covers that stand before the papers of all packs: the identifier of each, and the
    /// digest of what it is typeset from; `None` where it is refused. A longer one in one pack moves the
    /// pages of all.
    pub fronts: Vec<(String, Option<String>)>,
    /// What goes out with the agenda, and each supplement.
    pub bundles: Vec<BindBundle>,
}

/// Papers that are published together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BindBundle {
    /// The number of the supplement; `None` for what goes out with the agenda.
    pub supplement: Option<u32>,
    /// The day of publication.
    pub published: Option<NaiveDate>,
    /// The papers, in the order of the agenda.
    pub papers: Vec<BindPaper>,
}

/// A paper, as packs bind and receipts name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BindPaper {
    /// Its id.
    pub id: String,
    /// The number of its item.
    pub number: String,
    /// The title of its item.
    pub item: Option<String>,
    /// What it is called.
    pub title: String,
    /// What it is: `report`, `appendix` or `supplement`.
    pub kind: String,
    /// The paragraphs by which it is withheld; `None` where it is public.
    pub withheld: Option<Vec<u32>>,
    /// The file or generated document that its row names.
    pub file: String,
    /// The digest of its content: of a supplied file, or of what it is typeset from.
    pub content: String,
}

impl Bind {
    /// Returns what the packs of a meeting without papers are bound from: nothing yet.
    pub fn new(duplex: bool, continues: bool) -> Self {
        Self {
            version: VERSION,
            duplex,
            continues,
            council: None,
            body: None,
            fronts: Vec::new(),
            bundles: Vec::new(),
        }
    }

    /// Returns the digest of all of it.
    pub fn digest(&self) -> blake3::Hash {
        blake3::hash(&serde_json::to_vec(self).expect("it is text and numbers"))
    }
}
