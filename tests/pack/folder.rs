//! A meeting's data folder, copied from a case of `tests/kinds` and changed, and its documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use orderpaper::diag::{Diagnostic, Diagnostics, Style, render_human};
use orderpaper::kinds;
use orderpaper::pipeline::{self, Inputs, Outcome, Output, Selection, Session};

use crate::support::{Case, opener};

/// The meeting of the folder.
pub(super) const MEETING: &str = "cabinet-2026-03-19";

/// The folder of the public packs.
pub(super) const PUBLIC: &str = "public/cabinet-2026-03-19";

/// The folder of the packs for members only.
pub(super) const RESTRICTED: &str = "restricted/cabinet-2026-03-19";

/// A data folder of a meeting with three public papers, a late one, and exempt ones among both.
pub(super) struct Folder(Case);

/// The documents and messages of a folder that was built.
pub(super) struct Built {
    /// The folder, which is removed on drop.
    folder: Folder,
    /// How each document ended, by its file below the output folder.
    pub(super) outcomes: BTreeMap<String, Outcome>,
    /// The diagnostics of the run.
    pub(super) diags: Diagnostics,
}

impl Folder {
    /// Copies the folder.
    pub(super) fn new() -> Self {
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds/public-pack/basic");
        Self(Case::copy_of(case))
    }

    /// Replaces `found`, which must be in a file exactly once.
    #[track_caller]
    pub(super) fn replace(self, file: &str, found: &str, by: &str) -> Self {
        Self(self.0.replace(&format!("input/{file}"), found, by))
    }

    /// Adds to the end of a file.
    #[track_caller]
    pub(super) fn append(self, file: &str, text: &str) -> Self {
        Self(self.0.append(&format!("input/{file}"), text))
    }

    /// Writes a file.
    #[track_caller]
    pub(super) fn file(self, file: &str, content: impl AsRef<[u8]>) -> Self {
        Self(self.0.bytes(&format!("input/{file}"), content))
    }

    /// Removes a file, where there is one.
    pub(super) fn without(self, file: &str) -> Self {
        let file = format!("input/{file}");
        if self.0.path(&file).exists() { Self(self.0.remove(&file)) } else { self }
    }

    /// Puts a paper of `tests/papers` in the place of one of the folder's.
    #[track_caller]
    pub(super) fn paper(self, row: &str, from: &str, file: &str) -> Self {
        let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers").join(from);
        let bytes = std::fs::read(paper).unwrap();
        self.replace("documents.csv", row, file).file(&format!("documents/{file}"), bytes)
    }

    /// Returns the case, for runs of the program itself with `--data input`.
    pub(super) fn case(&self) -> &Case {
        &self.0
    }

    /// Opens the folder on a day; clean copies are cached where the program caches them.
    #[track_caller]
    fn open_on(&self, today: &str) -> (Session, Diagnostics) {
        let mut diags = Diagnostics::default();
        let opener = Some(opener(&self.0.path("output/restricted/.papers")));
        let today = today.parse().unwrap();
        let (data, max_file_bytes) = (self.0.path("input"), orderpaper::load::MAX_FILE_BYTES);
        let inputs =
            Inputs { data, templates: None, today, opener, max_file_bytes, published: None };
        let session = Session::open(&mut diags, &inputs, kinds::ALL).unwrap();
        let jobs = pipeline::plan(&session, &Selection::default());
        let mut found = Diagnostics::default();
        session.report(&mut found, &Selection::default(), &jobs);
        // The law is tested elsewhere.
        let found = found.into_vec().into_iter().filter(|found| !found.code().is_rule());
        found.for_each(|found| diags.push(found));
        (session, diags)
    }

    /// Makes everything that the data calls for.
    #[track_caller]
    pub(super) fn build(self) -> Built {
        self.build_on("2026-03-15")
    }

    /// Makes everything that the data calls for on another day.
    #[track_caller]
    pub(super) fn build_on(self, today: &str) -> Built {
        let (session, mut diags) = self.open_on(today);
        let jobs = pipeline::plan(&session, &Selection::default());
        let output = self.0.path("output");
        let out = Output {
            folder: &output,
            keep_typ: true,
            is_kept_elsewhere: false,
            stop: None,
            begun: &|_| {},
            ended: &|_, _| {},
        };
        let ended = pipeline::run(&mut diags, &session, &jobs, 2, &out);
        let files = jobs.iter().map(|job| job.listed().file);
        Built { outcomes: files.zip(ended).collect(), diags, folder: self }
    }
}

impl Built {
    /// Returns the case, for runs of the program itself with `--data input`.
    pub(super) fn case(&self) -> &Case {
        self.folder.case()
    }

    /// Expects that no document was refused or failed.
    #[track_caller]
    pub(super) fn whole(self) -> Self {
        for (file, outcome) in &self.outcomes {
            assert!(
                matches!(outcome, Outcome::Made { .. }),
                "{file}: {outcome:?}\n{}",
                self.messages()
            );
        }
        self
    }

    /// Returns whether a document was made; one that the data does not call for is a fault.
    #[track_caller]
    pub(super) fn is_made(&self, file: &str) -> bool {
        match self.outcomes.get(file) {
            Some(Outcome::Made { .. }) => true,
            Some(Outcome::Refused) => false,
            other => panic!("`{file}` came to {other:?}:\n{}", self.messages()),
        }
    }

    /// Returns a file below the output folder.
    #[track_caller]
    pub(super) fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.path(file))
            .unwrap_or_else(|error| panic!("{file}: {error}\n{}", self.messages()))
    }

    /// Returns the path of a file below the output folder.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.folder.case().path(&format!("output/{file}"))
    }

    /// Returns all messages as a person reads them.
    pub(super) fn messages(&self) -> String {
        let rendered = |diagnostic: &Diagnostic| render_human(diagnostic, Style::Plain);
        self.diags.merged().iter().map(rendered).collect::<Vec<_>>().join("\n")
    }

    /// Returns the first message with this code that concerns or costs a document, by the document's name;
    /// an empty name asks for those of the data itself.
    #[track_caller]
    pub(super) fn message(&self, code: &str, document: &str) -> &Diagnostic {
        let concerns = |diagnostic: &&Diagnostic| {
            diagnostic.code().name() == code
                && (diagnostic.subject.as_deref().unwrap_or_default() == document
                    || diagnostic.costs.iter().any(|name| name == document))
        };
        self.diags.iter().find(concerns).unwrap_or_else(|| {
            panic!("nothing says `{code}` of `{document}`:\n{}", self.messages())
        })
    }
}
