//! What was published, when, and how it can be told from anything else.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::FOLDER;
use super::ledger::{Heads, Known};
use super::site::Place;
use crate::model::form::Form;
use crate::model::value::Language;
use crate::store::{self, Readers};

/// The receipt's file, beside the documents.
pub const RECEIPT: &str = "receipt.json";

/// Changes with the form of receipts. In version 1 papers had no ids, and up to version 2 there was no ledger;
/// such receipts are still read.
const VERSION: u32 = 3;

/// Who may read what was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Everybody.
    Open,
    /// Those who may see what is not for publication.
    Closed,
}

impl Access {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// Returns the folder below that of what is published, and below that of archives.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Open => "public",
            Self::Closed => "restricted",
        }
    }

    /// Returns who may read its files.
    pub fn readers(self) -> Readers {
        match self {
            Self::Open => Readers::Everybody,
            Self::Closed => Readers::Owner,
        }
    }

    /// Returns its word in metadata.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// What was published of a meeting, a month's plan or a period, for one kind of reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Receipt {
    /// The form of the receipt.
    pub version: u32,
    /// The meeting, month or period, as the data names it.
    pub publication: String,
    /// Its name for people.
    pub title: String,
    /// The council.
    pub council: String,
    /// The web address at which what is published is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// The id of the body that it is of, where it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The day that it belongs to.
    pub date: NaiveDate,
    /// Who may read it.
    pub access: Access,
    /// The rights in it, as catalogues of archives say them; empty in receipts of earlier programs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rights: String,
    /// Until when it must be open to inspection: six years from the meeting (Local Government Act
    /// 1972, s. 100C).
    pub inspect_until: Option<NaiveDate>,
    /// The documents, each version of each.
    pub documents: Vec<Document>,
    /// The papers in them that were taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<WithdrawnPaper>,
    /// The records from which they were made.
    pub sources: Vec<Source>,
    /// What was found against rules when it was published.
    pub rules: Vec<RuleResult>,
    /// The program that published it last.
    pub program: String,
    /// The heads of the ledgers before the act that wrote the receipt; `None` in receipts of earlier programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Heads>,
    /// The SHA-512 of all above.
    pub seal: String,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Document {
    /// Its file, beside the receipt.
    pub file: String,
    /// What it is: its file's name without version and ending.
    pub document: String,
    /// The pack that it is a part of, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Its version, from 1.
    pub version: u32,
    /// The form in which it is typeset.
    #[serde(default, skip_serializing_if = "is_default")]
    pub form: Form,
    /// The language of its words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: Language,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub published: String,
    /// Whether it was published elsewhere at that time, and only entered here later.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recorded: bool,
    /// Why it takes the place of the version before.
    pub reason: Option<String>,
    /// Its pages.
    pub pages: usize,
    /// The number printed on its first page.
    pub first_page: u32,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-512.
    pub sha512: String,
    /// The part of PDF/UA that it claims.
    pub pdf_ua: Option<u8>,
    /// The part and level of PDF/A that it claims.
    pub pdf_a: Option<String>,
    /// The papers that are bound in it, with their pages.
    pub papers: Vec<Paper>,
    /// When and why it was taken back; its file is then no longer beside the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

impl Document {
    /// Returns whether it is a document by itself: in its ordinary form and language, and no part of a pack.
    pub(super) fn is_whole(&self) -> bool {
        self.form == Form::Pdf && self.language.is_default() && self.part_of.is_none()
    }

    /// Returns what it is called in its ordinary form and language: what names that names all its versions.
    pub(super) fn original(&self) -> &str {
        let form = match self.form {
            Form::Pdf => String::new(),
            Form::Html | Form::LargePrint => format!(".{}", self.form.name()),
        };
        let name = self.document.strip_suffix(&form).unwrap_or(&self.document);
        let language = match self.language.is_default() {
            true => String::new(),
            false => format!(".{}", self.language),
        };
        name.strip_suffix(&language).unwrap_or(name)
    }
}

/// When and why something was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Withdrawal {
    /// When.
    pub withdrawn: String,
    /// Why, in a sentence for everybody.
    pub reason: String,
}

/// A paper that was taken back, as a pack had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WithdrawnPaper {
    /// The pack, by its name without version and ending.
    pub document: String,
    /// Its id; `None` where the public may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The file that its row names; `None` where the public may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The number of the agenda item.
    pub item: String,
    /// Its title; `None` where the public may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The first page that it had.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// When and why.
    #[serde(flatten)]
    pub withdrawal: Withdrawal,
}

/// A paper in a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Paper {
    /// Its id; `None` where it was published by a program that knew none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The file that its row names, by which it is found again where its id changes; `None` where it was published
    /// by an earlier program, or the public may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The number of the agenda item.
    pub item: String,
    /// Its title.
    pub title: String,
    /// Its first page.
    pub first: u32,
    /// Its last page.
    pub last: u32,
    /// How it came to be public, where it was exempt at its meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Release>,
    /// Why it keeps the pack from claiming PDF/UA-1.
    #[serde(default)]
    pub against_pdf_ua: Vec<String>,
    /// Why it keeps the pack from claiming PDF/A-2.
    #[serde(default)]
    pub against_pdf_a: Vec<String>,
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

/// A file of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Source {
    /// Its path below the receipt's folder, with forward slashes.
    pub file: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-512.
    pub sha512: String,
}

/// What was found against a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleResult {
    /// The rule.
    pub rule: String,
    /// When it was found.
    pub published: String,
    /// What was found; left out where everybody reads, since it may tell of what is exempt.
    pub message: Option<String>,
    /// The law.
    pub law: Option<String>,
    /// Why it was overridden, where it was; without the reason where everybody reads.
    pub overridden: Option<String>,
}

/// Returns whether a value is the ordinary one, which receipts leave out.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Receipt {
    /// Returns the receipt of something of which nothing is published yet.
    pub(super) fn new(about: &super::About, access: Access) -> Self {
        let mut receipt = Self {
            version: VERSION,
            publication: String::new(),
            title: String::new(),
            council: String::new(),
            website: None,
            body: None,
            date: about.date,
            access,
            rights: String::new(),
            inspect_until: None,
            documents: Vec::new(),
            withdrawn: Vec::new(),
            sources: Vec::new(),
            rules: Vec::new(),
            program: String::new(),
            ledger: None,
            seal: String::new(),
        };
        receipt.set(about);
        receipt
    }

    /// Takes over what the data say now of the publication as a whole.
    pub(super) fn set(&mut self, about: &super::About) {
        self.version = VERSION;
        self.publication.clone_from(&about.publication);
        self.title.clone_from(&about.title);
        self.council.clone_from(&about.council);
        self.website.clone_from(&about.website);
        self.body.clone_from(&about.body);
        self.date = about.date;
        self.rights.clone_from(match self.access {
            Access::Open => &about.wording.open_rights,
            Access::Closed => &about.wording.closed_rights,
        });
        self.inspect_until = about.inspect_until;
        self.program = concat!("Order Paper ", env!("CARGO_PKG_VERSION")).to_owned();
    }

    /// Sets the heads of the ledgers before the act that writes it.
    pub(super) fn set_ledger(&mut self, heads: Heads) {
        self.version = VERSION;
        self.ledger = Some(heads);
    }

    /// Returns the documents that were not taken back, each version of each.
    pub fn standing(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|document| document.withdrawn.is_none())
    }

    /// Returns the newest version of each document, in the order published, unless that was taken back.
    pub fn current(&self) -> Vec<&Document> {
        let is_newest = |document: &&Document| {
            self.documents.iter().all(|other| {
                other.document != document.document || other.version <= document.version
            })
        };
        self.standing().filter(is_newest).collect()
    }

    /// Returns the month in which pages list it, such as `2026-01`: that of its day, or where it belongs to none, as
    /// what is published of the council does, that in which it was published first.
    pub(super) fn month(&self) -> String {
        use chrono::Datelike;
        let day = match self.date.year() {
            // The first day that computers count stands for none.
            1970 => self.documents.iter().map(|document| &*document.published).min(),
            _ => None,
        };
        let day = day.map_or_else(|| self.date.to_string(), str::to_owned);
        day.get(..7).unwrap_or(&day).to_owned()
    }

    /// Returns where acts that concern it are seen on the site.
    pub(super) fn place(&self) -> Place {
        Place { month: self.month(), body: self.body.clone() }
    }

    /// Returns when something of it was published last.
    pub fn updated(&self) -> &str {
        self.documents.iter().map(|document| &*document.published).max().unwrap_or_default()
    }

    /// Returns the seal that it must have.
    pub(super) fn sealed(&self) -> String {
        let open = Self { seal: String::new(), ..self.clone() };
        store::sha512(open.text().as_bytes())
    }

    /// Returns it as it is written.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("a receipt is text and numbers") + "\n"
    }

    /// Reads a receipt.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let receipt: Self = serde_json::from_slice(bytes).context("it is not a receipt")?;
        anyhow::ensure!(
            (1..=VERSION).contains(&receipt.version),
            "it has a format that this program does not know"
        );
        anyhow::ensure!(
            receipt.seal == receipt.sealed(),
            "it was altered: its seal does not match its content"
        );
        anyhow::ensure!(receipt.text().as_bytes() == bytes, "it was altered in its spacing");
        Ok(receipt)
    }

    /// Reads the receipt of a folder, where there is one.
    ///
    /// # Errors
    /// Names the receipt when it can't be read.
    pub fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(RECEIPT);
        let Some(bytes) = store::read_if_there(&path)? else { return Ok(None) };
        let receipt = Self::parse(&bytes);
        receipt.map(Some).with_context(|| format!("failed to read `{}`", path.display()))
    }

    /// Returns the receipt as it is written, with its seal.
    pub(super) fn seal(&mut self) -> String {
        self.seal = self.sealed();
        self.text()
    }
}

/// Returns the files that the public can read of a publication, whose folder is given below that of all
/// public ones: all versions of each document that `is_asked` accepts, by its name without version and
/// ending. This is what answers whether something is published: the ledger does.
///
/// # Errors
/// Names the ledger when it can't be read.
pub fn published(
    output: &Path,
    folder: &str,
    is_asked: impl Fn(&str) -> bool,
) -> anyhow::Result<Vec<PathBuf>> {
    let known = Known::read(output, Access::Open)?;
    let below = format!("{FOLDER}/{}/{folder}/", Access::Open.folder());
    let documents = known.below(&below).map(|(path, _)| path).filter(|path| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let page = name.strip_suffix(".html").filter(|_| !super::site::is_page(name));
        let stem = name.strip_suffix(".pdf").or(page);
        stem.is_some_and(|stem| {
            is_asked(stem.rsplit_once("-v").map_or(stem, |(name, version)| {
                let is_version = version.bytes().all(|byte| byte.is_ascii_digit());
                if is_version { name } else { stem }
            }))
        })
    });
    let mut files: Vec<_> = documents.map(|path| store::below(output, path)).collect();
    files.retain(|file| store::is_file(file));
    Ok(files)
}
