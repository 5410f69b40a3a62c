//! Manifests: which files a bag has, each with its digest.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use super::super::names::harmful_name;
use super::super::verify::Check;
use super::declaration::{Declaration, Version, lines};
use super::names::{Files, Found, Reading};
use super::{is_of_system, is_payload};
use crate::diag::{Code, plural};
use crate::store::{Algorithm, Measure};

/// A manifest, as its name tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manifest<'a> {
    /// The name of its file.
    pub(super) name: &'a str,
    /// Whether it lists tag files, and not the payload.
    pub(super) is_of_tags: bool,
    /// `None` where its digests can't be checked.
    pub(super) algorithm: Option<Algorithm>,
}

impl<'a> Manifest<'a> {
    /// Returns the manifest that a file is.
    pub(super) fn of(name: &'a str) -> Option<Self> {
        let (is_of_tags, rest) = match name.strip_prefix("tagmanifest-") {
            Some(rest) => (true, rest),
            None => (false, name.strip_prefix("manifest-")?),
        };
        // Algorithms are named in small letters without hyphens (RFC 8493, 2.4), but not by everybody.
        let called = rest.strip_suffix(".txt")?.to_lowercase().replace('-', "");
        let is_called =
            |algorithm: &Algorithm| algorithm.name().to_lowercase().replace('-', "") == called;
        let algorithm = Algorithm::ALL.into_iter().find(is_called);
        Some(Self { name, is_of_tags, algorithm })
    }
}

/// A line of a manifest: a digest, and a name as it is written after `*` and `./`.
struct Line<'a> {
    digest: &'a str,
    written: &'a str,
}

/// What the files of a bag are compared with.
pub(super) struct Contents<'a> {
    pub(super) declaration: Declaration,
    pub(super) files: Files<'a>,
    pub(super) measures: &'a BTreeMap<String, Measure>,
    /// Files that may be missing, because `fetch.txt` says where they are.
    pub(super) fetched: BTreeSet<String>,
}

/// What a manifest lists.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The files that are there.
    pub(super) files: BTreeSet<String>,
    /// The names of those that are not.
    pub(super) missing: BTreeSet<String>,
    /// How many of the latter are files that systems make, and drop, by themselves.
    pub(super) missing_of_system: usize,
}

/// Verifies every line of a manifest whose digests can be checked.
pub(super) fn verify(
    check: &mut Check<'_>,
    manifest: Manifest<'_>,
    algorithm: Algorithm,
    text: &str,
    contents: &Contents<'_>,
) -> Listed {
    let lines = read(check, manifest.name, text);
    let reading = choose_reading(check, manifest.name, &lines, contents);
    let mut listed = Listed::default();
    let mut seen: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for Line { digest, written } in &lines {
        let name = reading.read(written);
        let shown = name.escape_debug();
        if let Some(why) = harmful_name(&name) {
            let message = format!("the name `{shown}` {why}");
            check.fault_of(Code::VerifyHarmfulName, manifest.name, message);
            continue;
        }
        if !manifest.is_of_tags && !is_payload(&name) {
            let message = format!("it lists `{shown}`, which is not in the bag's `data` folder");
            check.fault_of(Code::VerifyHarmfulName, manifest.name, message);
            continue;
        }
        if digest.len() != algorithm.digits()
            || !digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            let kind = algorithm.name();
            let message =
                format!("`{}`, of `{shown}`, is no digest of {kind}", digest.escape_debug());
            check.fault_of(Code::VerifyForm, manifest.name, message);
        }
        let found = contents.files.find(&name);
        let Some(file) =
            found.and_then(|found| existing(found, digest, algorithm, &lines, contents))
        else {
            if is_of_system(&name) && !manifest.is_of_tags {
                let message =
                    "it is missing; the system of a computer makes such files, and drops them";
                check.fault_of(Code::VerifySystemFile, &name, message);
                listed.missing_of_system += 1;
            } else if !contents.fetched.contains(&name) {
                let message = format!("`{}` lists it, but it is missing", manifest.name);
                check.fault_of(Code::VerifyMissing, &name, message);
            }
            listed.missing.insert(name);
            continue;
        };
        match seen.entry(file) {
            Entry::Vacant(entry) => {
                entry.insert((name, digest));
            }
            Entry::Occupied(entry) => {
                let (first, listed_digest) = entry.get();
                repeated(check, manifest, contents, (first, &name), listed_digest == digest);
            }
        }
        let measured = contents.measures.get(file).and_then(|measure| measure.digest(algorithm));
        // A file that can't be read is reported where it is measured.
        if measured.is_some_and(|measured| !measured.eq_ignore_ascii_case(digest)) {
            let message = format!("its digest is not that of `{}`", manifest.name);
            check.fault_of(Code::VerifyAltered, file, message);
        }
        listed.files.insert(file.to_owned());
    }
    listed
}

/// Reads the lines of a manifest, and reports those that are none, or are written as the standard advises
/// against.
fn read<'a>(check: &mut Check<'_>, manifest: &str, text: &'a str) -> Vec<Line<'a>> {
    let (mut found, mut stars, mut dots) = (Vec::new(), 0, 0);
    for line in lines(text).filter(|line| !line.trim().is_empty()) {
        let Some((digest, rest)) = line.split_once([' ', '\t']) else {
            let message = format!("a line has no name: `{}`", line.escape_debug());
            check.fault_of(Code::VerifyForm, manifest, message);
            continue;
        };
        let rest = rest.trim_start_matches([' ', '\t']);
        let bare = rest.strip_prefix('*').unwrap_or(rest);
        let written = bare.strip_prefix("./").unwrap_or(bare);
        stars += usize::from(bare.len() < rest.len());
        dots += usize::from(written.len() < bare.len());
        found.push(Line { digest, written });
    }
    for (count, mark) in [(stars, "*"), (dots, "./")] {
        if 0 < count {
            let names = plural(count, "name begins", "names begin");
            check.fault_of(Code::VerifyOddManifest, manifest, format!("{names} with `{mark}`"));
        }
    }
    found
}

/// Returns how `%` is to be read: as the version says, unless more files are found in the other way.
fn choose_reading(
    check: &mut Check<'_>,
    manifest: &str,
    lines: &[Line<'_>],
    contents: &Contents<'_>,
) -> Reading {
    let version = contents.declaration.version;
    let usual = Reading::of(version);
    if !lines.iter().any(|line| line.written.contains('%')) {
        return usual;
    }
    let count = |reading: Reading| {
        let found = lines.iter().filter_map(|line| {
            match contents.files.find(&reading.read(line.written)) {
                Some(Found::Same(file)) => Some(file),
                Some(Found::OtherCase(_)) | None => None,
            }
        });
        found.collect::<BTreeSet<_>>().len()
    };
    if count(usual.other()) <= count(usual) {
        return usual;
    }
    let how = match usual {
        Reading::Encoded => "`%` stands for itself in its names, which BagIt 1.0 writes as `%25`",
        Reading::Literal => "`%25` in its names stands for `%`, as only BagIt 1.0 writes it",
    };
    check.fault_of(Code::VerifyOddManifest, manifest, how);
    usual.other()
}

/// Returns the file that a line means. One in other capitals is meant only where it has the digest, and its
/// own name is listed as well: the bag has been on a system that made one file of two.
fn existing<'a>(
    found: Found<'a>,
    digest: &str,
    algorithm: Algorithm,
    lines: &[Line<'_>],
    contents: &Contents<'_>,
) -> Option<&'a str> {
    match found {
        Found::Same(file) => Some(file),
        Found::OtherCase(file) => {
            let measured = contents.measures.get(file)?.digest(algorithm)?;
            let is_listed = lines.iter().any(|line| line.written == file);
            (is_listed && measured.eq_ignore_ascii_case(digest)).then_some(file)
        }
    }
}

/// Reports that one file is listed by both names.
fn repeated(
    check: &mut Check<'_>,
    manifest: Manifest<'_>,
    contents: &Contents<'_>,
    (first, second): (&str, &str),
    is_same_digest: bool,
) {
    let [shown, other] = [first, second].map(str::escape_debug);
    let (code, message) = if !is_same_digest {
        (Code::VerifyForm, format!("`{shown}` is listed twice, with different digests"))
    } else if first != second {
        let message = format!("`{shown}` and `{other}` are two names of one file");
        (Code::VerifyOddManifest, message)
    } else if contents.declaration.version == Version::V1_0 {
        (Code::VerifyForm, format!("`{shown}` is listed twice"))
    } else {
        (Code::VerifyOddManifest, format!("`{shown}` is listed twice"))
    };
    check.fault_of(code, manifest.name, message);
}
