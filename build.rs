//! Works out the id of the program, by which it knows whether another made a document: a digest of the sources
//! of all crates that make bytes, of the templates that are built in, and of the versions of all libraries.
//!
//! It depends on no path, time or feature, and is the same on every machine.

use std::fs::{self, File};
use std::io::{Read, Result};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The files and folders below the package on which the bytes of documents may depend.
const SOURCES: [&str; 4] = ["Cargo.lock", "Cargo.toml", "src", "templates"];

fn main() -> Result<()> {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        collect(&mut files, PathBuf::from(source))?;
    }
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        let name: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        let mut content = Vec::new();
        File::open(&file)?.read_to_end(&mut content)?;
        add(&mut digest, name.join("/").as_bytes());
        add(&mut digest, &without_carriage_returns(&file, content));
    }
    let id: String = digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=ORDERPAPER_BUILD={id}");
    Ok(())
}

/// Adds a file, or all files below a folder; not pages for people, nor tests of crates.
fn collect(files: &mut Vec<PathBuf>, path: PathBuf) -> Result<()> {
    if !path.is_dir() {
        if path.extension().is_none_or(|ending| ending != "md") {
            files.push(path);
        }
        return Ok(());
    }
    if path.file_name().is_some_and(|name| name == "tests") {
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(files, entry?.path())?;
    }
    Ok(())
}

/// Returns a text as it is in the repository; git writes other line ends on Windows.
fn without_carriage_returns(file: &Path, mut content: Vec<u8>) -> Vec<u8> {
    let is_text = file.extension().is_some_and(|ending| {
        ["rs", "toml", "lock", "typ", "hbs", "json"].iter().any(|text| ending == *text)
    });
    if is_text {
        content.retain(|byte| *byte != b'\r');
    }
    content
}

/// Adds a part after its length, so that `ab`, `c` and `a`, `bc` give different digests.
fn add(digest: &mut Sha256, part: &[u8]) {
    digest.update((part.len() as u64).to_le_bytes());
    digest.update(part);
}
