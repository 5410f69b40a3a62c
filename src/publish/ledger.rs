//! The ledgers: one line for every act of publishing, withdrawing or archiving, and none is ever changed.
//!
//! There are two, one in the public tree and one in the restricted tree. A line has the digest of the line
//! before it and those of all files that its act wrote, but for the pages that publications share, of which it has
//! the lists, so that nothing listed can be changed, dated back or
//! left out without the lines after it showing that. Lines of the public ledger have ids, paths and digests: no
//! title, no private reason, nothing of the restricted tree. Lines of the restricted ledger may have these, and
//! name the public ledger's head.
//!
//! There are three calls, [`Ledger::list`], [`Ledger::read`] and [`Ledger::append`]; nothing else writes a line.
//! Kept anywhere else, a ledger needs no more than these.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::sign::SecretKey;
use super::{Access, FOLDER};
use crate::parallel;
use crate::store::{self, Lock};

/// The ledger's file at the top of a tree.
pub(super) const LEDGER: &str = "ledger.jsonl";

/// The form of lines.
const FORMAT: u32 = 1;

/// The end of a ledger as it was at some moment: how many lines it had, and the digest of the last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Head {
    /// How many lines there were.
    pub lines: u64,
    /// The SHA-512 of the last of them; empty where there was none.
    pub digest: String,
}

/// The heads of both ledgers, as far as whoever reads them may know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Heads {
    /// That of the public ledger.
    pub public: Head,
    /// That of the restricted ledger; `None` where everybody reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted: Option<Head>,
}

impl Heads {
    /// Returns the head of a ledger, where it is known.
    pub(super) fn of(&self, access: Access) -> Option<&Head> {
        match access {
            Access::Open => Some(&self.public),
            Access::Closed => self.restricted.as_ref(),
        }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Act {
    /// Documents were published.
    Publish,
    /// Documents were published in place of earlier versions.
    Reissue,
    /// Documents were published in which papers are open that were exempt at their meeting.
    Release,
    /// Documents were taken back.
    Withdraw,
    /// Publications were put into bags.
    Archive,
}

/// A file that an act wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Entry {
    /// Its path below the output folder, with forward slashes.
    pub file: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-512.
    pub sha512: Digest,
}

/// A line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Line {
    /// The form of the line.
    format: u32,
    /// Its number, from 1.
    pub(super) line: u64,
    /// The SHA-512 of the line before it; empty in the first.
    before: String,
    /// What was done.
    pub(super) act: Act,
    /// The publication that it was done to, as receipts name it; `None` of bags.
    pub(super) publication: Option<String>,
    /// Who did it.
    pub(super) by: String,
    /// The time by the machine's clock, with its distance from that of Greenwich (RFC 3339).
    pub(super) clock: String,
    /// The moment that counts, as receipts have it: the one that was given, or else the clock's.
    pub(super) now: String,
    /// Whether it was published elsewhere at that moment, and only entered now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) recorded: bool,
    /// The files that were written: documents, records, receipts, pages, bags.
    pub(super) files: Vec<Entry>,
    /// The paths of files that were taken away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) withdrawn: Vec<String>,
    /// The ids of papers that the act released.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) released: Vec<String>,
    /// Why, where only those may know who may see what is not for publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) private_reason: Option<String>,
    /// The head of the public ledger, in lines of the restricted one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) public: Option<Head>,
    /// The signature of all of the line but itself, where its act was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signature: Option<String>,
}

/// What a line says, but for its files and for what the ledger gives it.
#[derive(Debug, Clone)]
pub(super) struct NewLine {
    /// What is done.
    pub act: Act,
    /// The publication that it is done to.
    pub publication: Option<String>,
    /// Who acts, and when.
    pub moment: ActMoment,
    /// The ids of papers that are released.
    pub released: Vec<String>,
    /// Why, in a line of the restricted ledger.
    pub private_reason: Option<String>,
    /// The head of the public ledger, in a line of the restricted one.
    pub public: Option<Head>,
}

/// Who acts, when, and with which key.
#[derive(Debug, Clone)]
pub struct ActMoment {
    /// Who.
    pub by: String,
    /// The time by the machine's clock.
    pub clock: DateTime<FixedOffset>,
    /// The moment that counts: `2026-01-05`, or `2026-01-05T14:00`.
    pub now: String,
    /// Whether it was published elsewhere at that moment, and is only entered now.
    pub recorded: bool,
    /// The key that signs the act's lines; `None` leaves them without a signature.
    pub key: Option<SecretKey>,
}

/// Returns the files of both ledgers, which need not be there.
pub fn files(output: &Path) -> [PathBuf; 2] {
    Access::ALL.map(|access| Ledger::of(output, access).path)
}

/// A ledger in its file.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    access: Access,
    path: PathBuf,
}

/// What reading a ledger found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its head.
    pub head: Head,
    /// The length of its whole lines in bytes. A line that has no end was never written.
    pub length: u64,
    /// The line that can't be one, and why, where reading stopped there.
    pub fault: Option<(u64, String)>,
}

impl Ledger {
    /// Returns a tree's ledger, which need not be there.
    pub(super) fn of(output: &Path, access: Access) -> Self {
        let path = output.join(FOLDER).join(access.folder()).join(LEDGER);
        Self { access, path }
    }

    /// Returns the ledgers that are there, with whose each is.
    pub(super) fn list(output: &Path) -> Vec<(Access, Self)> {
        let all = Access::ALL.map(|access| (access, Self::of(output, access)));
        all.into_iter().filter(|(_, ledger)| store::is_file(&ledger.path)).collect()
    }

    /// Returns its file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it line by line, each with its digest, up to the first that can't be one.
    ///
    /// # Errors
    /// Names the file when it can't be read.
    pub(super) fn read(&self, each: &mut dyn FnMut(Line, Digest)) -> anyhow::Result<Found> {
        let mut found = Found::default();
        if !store::is_file(&self.path) {
            return Ok(found);
        }
        let mut file = BufReader::with_capacity(256 * 1024, store::open(&self.path)?);
        loop {
            let mut texts: Vec<Vec<u8>> = Vec::with_capacity(LINES_AT_ONCE);
            while texts.len() < LINES_AT_ONCE {
                // Lines are about as long as those before them.
                let mut bytes = Vec::with_capacity(texts.last().map_or(0, |text| text.len() + 256));
                file.read_until(b'\n', &mut bytes)
                    .with_context(|| format!("failed to read `{}`", self.path.display()))?;
                // A line without an end is what a killed run left: it was never written.
                let Some(b'\n') = bytes.pop() else { break };
                texts.push(bytes);
            }
            let parsed = parallel::map(parallel::processors(), texts.len(), |at| {
                (serde_json::from_slice::<Line>(&texts[at]), store::sha512(&texts[at]))
            });
            let is_last = texts.len() < LINES_AT_ONCE;
            for (text, (line, digest)) in texts.iter().zip(parsed) {
                let number = found.head.lines + 1;
                let line = line.map_err(|error| format!("it is no line of a ledger: {error}"));
                match line.and_then(|line| line.following(&found.head)) {
                    Ok(line) => each(line, Digest::parse(&digest).expect("it is one")),
                    Err(why) => {
                        found.fault = Some((number, why));
                        return Ok(found);
                    }
                }
                found.length += text.len() as u64 + 1;
                found.head = Head { lines: number, digest };
            }
            if is_last {
                return Ok(found);
            }
        }
    }

    /// Appends a line if the head is this one, whose lines have this length; returns the new head.
    ///
    /// # Errors
    /// When the ledger ends otherwise, or can't be written; it is then as it was.
    pub(super) fn append(
        &self,
        _lock: &Lock,
        (head, length): (&Head, u64),
        line: &Line,
    ) -> anyhow::Result<Head> {
        let text = line.text();
        anyhow::ensure!(
            line.line == head.lines + 1
                && line.before == head.digest
                && store::size(&self.path).unwrap_or(0) >= length,
            "`{}` has changed meanwhile; run the command again",
            self.path.display()
        );
        let bytes = format!("{text}\n");
        store::append_after(self.access.readers(), &self.path, length, bytes.as_bytes())?;
        self.path.parent().map_or(Ok(()), store::settle)?;
        Ok(Head { lines: line.line, digest: store::sha512(text.as_bytes()) })
    }
}

/// How many lines are parsed together, on all processors.
const LINES_AT_ONCE: usize = 1024;

impl Line {
    /// Returns the line if it is the next after a head, or else why it is not.
    fn following(self, head: &Head) -> Result<Self, String> {
        if self.format != FORMAT {
            return Err("it has a form that this program does not know".to_owned());
        }
        if self.line != head.lines + 1 {
            return Err(format!("it says that it is line {}", self.line));
        }
        if self.before != head.digest {
            return Err("it does not follow the line before it: that was altered".to_owned());
        }
        Ok(self)
    }

    /// Returns the line that follows a head.
    pub(super) fn after(
        head: &Head,
        new: NewLine,
        files: Vec<Entry>,
        withdrawn: Vec<String>,
    ) -> Self {
        let NewLine { act, publication, moment, released, private_reason, public } = new;
        let mut line = Self {
            format: FORMAT,
            line: head.lines + 1,
            before: head.digest.clone(),
            act,
            publication,
            by: moment.by,
            clock: moment.clock.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
            now: moment.now,
            recorded: moment.recorded,
            files,
            withdrawn,
            released,
            private_reason,
            public,
            signature: None,
        };
        line.signature = moment.key.map(|key| key.sign(line.signed_text().as_bytes()));
        line
    }

    /// Returns it as the ledger has it, without the end of the line.
    fn text(&self) -> String {
        serde_json::to_string(self).expect("a line is text and numbers")
    }

    /// Returns what its signature signs: all of it but the signature.
    pub(super) fn signed_text(&self) -> String {
        Self { signature: None, ..self.clone() }.text()
    }

    /// Returns its digest.
    pub(super) fn digest(&self) -> String {
        store::sha512(self.text().as_bytes())
    }
}

/// A file that a ledger lists, as the last line says that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownFile {
    /// Its SHA-512.
    pub sha512: Digest,
    /// The line that has it.
    pub line: u64,
    /// Whether it was taken away.
    pub is_withdrawn: bool,
}

/// All that a ledger says; what is kept of the files in it, `F` says.
#[derive(Debug)]
pub(super) struct Known<F = Files> {
    /// The ledger.
    pub ledger: Ledger,
    /// What reading it found.
    pub found: Found,
    /// The files that it lists.
    pub files: F,
    /// The latest act: the moment that counts, and the clock's; bags and what was only entered later do not
    /// count.
    pub last: Option<(String, String)>,
    /// The head of the public ledger that its last line names.
    pub named: Option<Head>,
    /// The digests of the lines.
    digests: Vec<Digest>,
}

/// Keeps what is wanted of the files that a ledger lists.
pub trait KeepFiles: Default + Send {
    /// Takes in a line: the files that its act wrote, and those that it took away.
    fn keep(&mut self, line: Line);
}

/// The files that a ledger lists, and the bags among them.
#[derive(Debug, Default)]
pub struct Files {
    /// Files by their paths below the output folder.
    by_path: BTreeMap<String, KnownFile>,
    /// Bags, and the publication of each.
    pub(super) bags: BTreeMap<String, String>,
}

impl KeepFiles for Files {
    fn keep(&mut self, line: Line) {
        for Entry { file, sha512, .. } in line.files {
            if let (Act::Archive, Some(publication)) = (line.act, &line.publication) {
                self.bags.insert(file.clone(), publication.clone());
            }
            let known = KnownFile { sha512, line: line.line, is_withdrawn: false };
            self.by_path.insert(file, known);
        }
        for file in &line.withdrawn {
            if let Some(known) = self.by_path.get_mut(file) {
                known.is_withdrawn = true;
            }
        }
    }
}

impl<F: KeepFiles> Known<F> {
    /// Reads a tree's ledger.
    ///
    /// # Errors
    /// Names the file when it can't be read.
    pub(super) fn read(output: &Path, access: Access) -> anyhow::Result<Self> {
        let ledger = Ledger::of(output, access);
        let mut known = Self {
            found: Found::default(),
            files: F::default(),
            last: None,
            named: None,
            digests: Vec::new(),
            ledger: ledger.clone(),
        };
        known.found = ledger.read(&mut |line, digest| known.add(line, digest))?;
        Ok(known)
    }

    fn add(&mut self, mut line: Line, digest: Digest) {
        // What goes into an archive was published before.
        if !line.recorded && line.act != Act::Archive {
            self.last = Some((line.now.clone(), line.clock.clone()));
        }
        self.named = line.public.take().or(self.named.take());
        self.digests.push(digest);
        self.files.keep(line);
    }

    /// Returns the head.
    pub(super) fn head(&self) -> &Head {
        &self.found.head
    }

    /// Returns whether the ledger had this head at some moment. If not, it was cut off or replaced.
    pub(super) fn had(&self, head: &Head) -> bool {
        let Some(last) = head.lines.checked_sub(1) else { return true };
        let line = usize::try_from(last).ok().and_then(|line| self.digests.get(line));
        line.is_some_and(|digest| digest.is(&head.digest))
    }

    /// Returns the head that the ledger had when a line was its last.
    pub(super) fn head_at(&self, line: u64) -> Option<Head> {
        let at = usize::try_from(line.checked_sub(1)?).ok()?;
        Some(Head { lines: line, digest: self.digests.get(at)?.to_string() })
    }
}

impl Known {
    /// Returns a file that should be there.
    pub(super) fn file(&self, path: &str) -> Option<&KnownFile> {
        self.files.by_path.get(path).filter(|file| !file.is_withdrawn)
    }

    /// Returns whether a file was ever listed, whatever became of it.
    pub(super) fn ever_had(&self, path: &str) -> bool {
        self.files.by_path.contains_key(path)
    }

    /// Returns the files that should be below a folder, whose path ends with a slash.
    pub(super) fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a KnownFile)> {
        self.files
            .by_path
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .filter(|(_, file)| !file.is_withdrawn)
            .map(|(path, file)| (path.as_str(), file))
    }

    /// Returns the files that should be in a folder, whose path ends with a slash, and in none below it.
    pub(super) fn at_top(&self, folder: &str) -> Vec<(&str, &KnownFile)> {
        let mut files = Vec::new();
        let mut from = folder.to_owned();
        // Whatever is in a folder below comes together, and is passed over.
        while let Some((path, file)) = self.files.by_path.range(from.clone()..).next() {
            let Some(name) = path.strip_prefix(folder) else { break };
            match name.split_once('/') {
                Some((below, _)) => from = format!("{folder}{below}0"),
                None => {
                    if !file.is_withdrawn {
                        files.push((path.as_str(), file));
                    }
                    from = format!("{path}\0");
                }
            }
        }
        files
    }

    /// Appends a line, and takes it in.
    ///
    /// # Errors
    /// As [`Ledger::append`].
    pub(super) fn append(&mut self, lock: &Lock, line: Line) -> anyhow::Result<()> {
        let end = (&self.found.head, self.found.length);
        let head = self.ledger.append(lock, end, &line)?;
        self.found.length += line.text().len() as u64 + 1;
        let digest = Digest::parse(&head.digest).expect("it was just made");
        self.found.head = head;
        self.add(line, digest);
        Ok(())
    }
}
