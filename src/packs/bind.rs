//! What the packs of a meeting are bound from, as a value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::kinds::PackContents;
use crate::model::access::AudienceName;
use crate::model::bundle::PublishedBundle;
use crate::model::paper_id::PaperId;
use crate::typeset::SharedWork;

/// The version of the form in which [`Bind`] is serialised; increment it when that changes.
const VERSION: u16 = 4;

/// All that decides which bytes the packs of a meeting have, and which pages its papers. With the works that
/// stand in it and the papers that it names by the digests of their content, it gives the same bytes in any
/// process on any machine. It holds titles and texts that are not for publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Bind {
    /// The version of this form.
    version: u16,
    /// The name of the meeting.
    pub meeting: String,
    /// Whether reports begin on right-hand pages.
    pub duplex: bool,
    /// Whether the pages of a supplement go on where the papers before it ended.
    pub continues: bool,
    /// Whether marks in supplied papers are taken out.
    pub removes_marks: bool,
    /// Whether page numbers say that they are the pack's; `None` where those do whose paper has others.
    pub of_pack: Option<bool>,
    /// The name and version of the validator that confirms what the packs claim; without one they claim only
    /// what our own checks can tell.
    pub validator: Option<String>,
    /// What goes out with the agenda, and each supplement.
    pub bundles: Vec<BindBundle>,
    /// The packs, each as its readers see it.
    pub packs: Vec<BindPack>,
}

/// Papers that are published together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BindBundle {
    /// The number of the supplement; `None` for what goes out with the agenda.
    pub supplement: Option<u32>,
    /// What stands before the papers of its packs. A longer front in one pack moves the pages of all.
    pub fronts: Vec<BindFront>,
    /// The papers, in the order of the agenda.
    pub papers: Vec<BindPaper>,
    /// The pages that it has once it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedBundle>,
}

/// The agenda or cover that stands before the papers of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BindFront {
    /// The papers that stand behind it.
    pub contents: PackContents,
    /// What it is typeset from; `None` where it is refused, and its bundle with it.
    pub work: Option<SharedWork>,
}

/// A paper, as it is laid out and bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BindPaper {
    /// Its id.
    pub id: PaperId,
    /// The file or generated document that its row names, for messages.
    pub file: String,
    /// Whether it begins on a right-hand page where packs are printed on both sides.
    pub begins_right: bool,
    /// The paragraphs by which it is withheld; `None` where it is public.
    pub withheld: Option<Vec<u32>>,
    /// What it consists of; `None` where it is refused, and its bundle with it.
    pub content: Option<PaperContent>,
    /// What its row says of words in it that nobody sees.
    pub hidden_text: Option<String>,
}

/// What a paper consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperContent {
    /// A file that was supplied: the BLAKE3 digest of its content, in hexadecimal.
    Supplied(String),
    /// A report written as a text, or a document made from the same records: what it is typeset from.
    Typeset(SharedWork),
}

/// A pack, made of what its readers may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BindPack {
    /// Its identifier, which the [`Work`](crate::typeset::Work) of its front has as well.
    pub ident: String,
    /// How messages name it.
    pub name: String,
    /// Who may read it.
    pub audience: AudienceName,
    /// The supplement that it is; `None` for what goes out with the agenda.
    pub supplement: Option<u32>,
    /// Which of the papers it has.
    pub contents: PackContents,
    /// The date in its metadata.
    pub date: NaiveDate,
    /// The name of the council: the author in its metadata.
    pub council: String,
    /// The name of the body, for the stamps.
    pub body: String,
    /// Its papers, in the order of the agenda.
    pub papers: Vec<PaperEntry>,
}

/// That an exempt paper was released to the public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Release {
    /// The day from which the public may read it.
    pub on: NaiveDate,
    /// Who released it.
    pub by: String,
}

impl From<(NaiveDate, &str)> for Release {
    fn from((on, by): (NaiveDate, &str)) -> Self {
        Self { on, by: by.to_owned() }
    }
}

/// A paper, as bookmarks, stamps and receipts of a pack name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PaperEntry {
    /// Its id.
    pub id: PaperId,
    /// The number of its item.
    pub number: String,
    /// The title of its item.
    pub item: Option<String>,
    /// What it is called.
    pub title: String,
    /// The file or generated document that its row names.
    pub file: String,
    /// How it came to be public, where it was exempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Release>,
}

impl Bind {
    /// Returns what the packs of a meeting without papers are bound from: nothing yet.
    pub fn new(meeting: &str, duplex: bool, continues: bool) -> Self {
        Self {
            version: VERSION,
            meeting: meeting.to_owned(),
            duplex,
            continues,
            removes_marks: false,
            of_pack: None,
            validator: None,
            bundles: Vec::new(),
            packs: Vec::new(),
        }
    }

    /// Returns the pack whose front has this identifier; `None` for a document that is no pack.
    pub fn pack(&self, ident: &str) -> Option<&BindPack> {
        self.packs.iter().find(|pack| pack.ident == ident)
    }

    /// Returns whether nothing of it was refused, so that the packs can be laid out unless a file can't be
    /// bound.
    pub fn is_complete(&self) -> bool {
        self.bundles.iter().flat_map(|bundle| &bundle.papers).all(|paper| paper.content.is_some())
    }

    /// Returns the digest of all of it.
    pub fn digest(&self) -> blake3::Hash {
        blake3::hash(&serde_json::to_vec(self).expect("it is text and numbers"))
    }
}
