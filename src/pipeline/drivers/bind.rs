//! `bind`: files joined into one, without a council's records.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;

use crate::diag::Diagnostics;
use crate::kinds;
use crate::papers::Opener;
use crate::papers::validator::Validator;
use crate::pipeline::Renderer;
use crate::pipeline::packs::{Joined, Joining, join, open_files, report_claims, report_content};
use crate::store;

/// What to join, and how.
#[derive(Debug, Clone)]
pub struct BindOptions {
    /// The files, in order.
    pub files: Vec<PathBuf>,
    /// The file to write.
    pub output: PathBuf,
    /// How they are joined.
    pub joining: Joining,
    /// Whether marks that people made, such as highlights, are taken out; they are drawn otherwise.
    pub removes_marks: bool,
    /// The folder of templates that replace or add to those in the program.
    pub templates: Option<PathBuf>,
    /// The executable of this program, which opens each file in a process of its own.
    pub program: PathBuf,
    /// A validator, called as veraPDF is, that confirms what the joined file claims.
    pub validator: Option<PathBuf>,
    /// The number of files that are opened at the same time.
    pub threads: usize,
}

/// What came of joining files.
#[derive(Debug)]
pub struct BindReport {
    /// What was found.
    pub diags: Diagnostics,
    /// The joined file; `None` where one of the files is refused, and then nothing is written.
    pub joined: Option<Joined>,
}

/// Joins files and writes the result.
///
/// # Errors
/// When the file to write is one of those to join, or a file can't be read or written; or when `stop` is set
/// before it is written.
pub fn bind(options: &BindOptions, stop: &AtomicBool) -> anyhow::Result<BindReport> {
    let BindOptions { files, output, joining, removes_marks, templates, .. } = options;
    anyhow::ensure!(!store::is_folder(output), "`{}` is a folder", output.display());
    for file in files {
        let is_there = store::size(file).is_ok();
        anyhow::ensure!(is_there, "there is no file `{}`", file.display());
        anyhow::ensure!(
            !store::is_same(file, output),
            "`{}` is to be joined, so it can't be the file to write",
            file.display()
        );
    }
    let scratch = store::temporary_folder()?;
    let (cache, temporary) = (scratch.path().join("copies"), scratch.path().join("temporary"));
    let opener = Opener::new(options.program.clone(), cache, temporary, options.threads);
    let validator = options.validator.as_deref().map(Validator::find).transpose()?;
    let opener = Opener { validator, ..opener.with_marks(*removes_marks) };
    let packs: Vec<_> =
        kinds::ALL.iter().copied().filter(|kind| kind.pack_contents().is_some()).collect();
    let renderer = Renderer::open(templates.as_deref(), NaiveDate::default(), &packs)?;
    let mut diags = renderer.found().clone();
    let opened = open_files(&opener, &mut diags, files);
    anyhow::ensure!(!stop.load(Ordering::Relaxed), "stopped; nothing was written");
    let joined = match opened {
        None => None,
        Some(opened) => {
            let files: Vec<_> = files.iter().cloned().zip(opened).collect();
            for (file, opened) in &files {
                report_content(&mut diags, file, &opened.facts);
            }
            let joined = join(&renderer, &mut diags, joining, &opener, &files, output)?;
            if let Some(joined) = &joined {
                report_claims(&mut diags, output, &files, joined);
            }
            joined
        }
    };
    let joined = joined.filter(|_| !diags.has_errors());
    if let Some(joined) = &joined {
        store::write_for_user(output, &joined.bound.pdf)?;
    }
    Ok(BindReport { diags, joined })
}
