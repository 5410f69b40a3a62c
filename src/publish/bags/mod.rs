//! Whether a bag is whole, whoever made it: BagIt 1.0 (RFC 8493), 0.97 and the drafts before.
//!
//! A bag is refused for what the standard forbids, and for names that do harm where it is unpacked. What the
//! standard advises against is a warning. Nothing is fetched, whatever `fetch.txt` says.

mod declaration;
mod fetch;
mod manifest;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use self::declaration::{Declaration, Version};
use self::fetch::FETCH;
use self::manifest::{Contents, Listed, Manifest};
use self::names::Files;
use super::bag::{AGENT, manifest_line};
use super::verify::{Check, Holding};
use crate::diag::{Code, plural};
use crate::store::{Algorithm, Measure};

/// Where a bag says what it is, by the names that versions give to it.
const INFO: [&str; 2] = ["bag-info.txt", "package-info.txt"];

/// A bag that was verified.
pub(super) struct Bag {
    /// The sizes and digests of its files.
    pub(super) measures: BTreeMap<String, Measure>,
    /// Whether it says that this program wrote it.
    pub(super) is_ours: bool,
}

/// Returns whether a file is one of those that a bag was made for, not one that describes the bag.
fn is_payload(name: &str) -> bool {
    name.starts_with("data/")
}

/// Returns whether a file is one that Windows or macOS puts into folders by itself.
fn is_of_system(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default().to_lowercase();
    ["thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"].contains(&&*file)
        || file.starts_with("._")
}

/// Verifies a bag; faults go to `check`.
pub(super) fn verify(check: &mut Check<'_>, holding: &mut dyn Holding) -> Bag {
    let names = holding.names().clone();
    let manifests: Vec<Manifest<'_>> = names.keys().filter_map(|name| Manifest::of(name)).collect();
    let algorithms = manifests.iter().filter_map(|manifest| manifest.algorithm).collect();
    let mut measures = BTreeMap::new();
    for name in names.keys() {
        if let Some(measure) = check.measure(holding, name, &algorithms) {
            measures.insert(name.clone(), measure);
        }
        if is_payload(name) && is_of_system(name) {
            let message =
                "the system of a computer makes such files by itself; it is part of the bag";
            check.fault_of(Code::VerifySystemFile, name, message);
        }
    }
    let declaration = declaration(check, holding);
    let mut read = |check: &mut Check<'_>, name: &str| text(check, holding, &declaration, name);
    let info = INFO.iter().filter(|name| names.contains_key(**name));
    let info: Vec<(&str, String)> =
        info.filter_map(|name| Some((*name, read(check, name)?))).collect();
    let agent = format!("Bag-Software-Agent: {AGENT}");
    let is_ours = info.iter().any(|(_, text)| text.lines().any(|line| line == agent));
    let files = Files::new(names.keys().map(String::as_str));
    let fetch = names.contains_key(FETCH).then(|| read(check, FETCH)).flatten();
    let fetched = match fetch {
        None => BTreeSet::new(),
        Some(text) => {
            let measure = |name: &str| measures.get(name).cloned();
            fetch::verify(check, &text, &declaration, &files, measure)
        }
    };
    let contents = Contents { declaration, files, measures: &measures, fetched };
    let mut verified = Vec::new();
    for manifest in &manifests {
        let Some(algorithm) = manifest.algorithm else {
            let message = "its digests are of a kind that is not checked";
            check.fault_of(Code::VerifyNotChecked, manifest.name, message);
            continue;
        };
        let before = check.errors();
        let Some(text) = read(check, manifest.name) else { continue };
        let listed = manifest::verify(check, *manifest, algorithm, &text, &contents);
        if is_ours && algorithm == Algorithm::Sha512 && check.errors() == before {
            let line = |name: &String| {
                measures.get(name).map(|measure| manifest_line(&measure.sha512, name))
            };
            if listed.files.iter().filter_map(line).collect::<String>() != text {
                let message = "it is not as it was written";
                check.fault_of(Code::VerifyAltered, manifest.name, message);
            }
        }
        verified.push((*manifest, algorithm, listed));
    }
    if !manifests.iter().any(|manifest| !manifest.is_of_tags && manifest.algorithm.is_some()) {
        let message = "there is no manifest of its payload whose digests can be checked";
        check.fault(Code::VerifyIncomplete, message);
    }
    payload(check, &contents, &names, &verified);
    tags(check, &names, &verified, is_ours);
    weak_digests(check, &verified);
    for (name, text) in &info {
        oxum(check, name, text, &names, &verified);
    }
    Bag { measures, is_ours }
}

/// A manifest that was verified, its algorithm, and what it lists.
type Verified<'a> = (Manifest<'a>, Algorithm, Listed);

/// Reads `bagit.txt`.
fn declaration(check: &mut Check<'_>, holding: &mut dyn Holding) -> Declaration {
    let Some(bytes) = check.read(holding, "bagit.txt") else { return Declaration::default() };
    match Declaration::parse(&bytes) {
        Ok(declaration) => {
            if declaration.version < Version::V0_97 {
                let version = declaration.version;
                let message =
                    format!("BagIt {version} is an old draft; the rules of 0.97 were applied");
                check.fault_of(Code::VerifyOldVersion, "bagit.txt", message);
            }
            declaration
        }
        Err(why) => {
            check.fault_of(Code::VerifyForm, "bagit.txt", why);
            Declaration::default()
        }
    }
}

/// Reads a tag file; reports one that can't be read or decoded.
fn text(
    check: &mut Check<'_>,
    holding: &mut dyn Holding,
    declaration: &Declaration,
    name: &str,
) -> Option<String> {
    let bytes = check.read(holding, name)?;
    let text = declaration.decode(&bytes);
    if text.is_none() {
        let message = "it is not in the encoding that `bagit.txt` declares";
        check.fault_of(Code::VerifyForm, name, message);
    }
    text
}

/// Reports files of the payload that manifests do not list.
fn payload(
    check: &mut Check<'_>,
    contents: &Contents<'_>,
    names: &BTreeMap<String, u64>,
    verified: &[Verified<'_>],
) {
    let manifests: Vec<&Verified<'_>> =
        verified.iter().filter(|(manifest, ..)| !manifest.is_of_tags).collect();
    for name in names.keys().filter(|name| is_payload(name)) {
        let mut lacking = manifests.iter().filter(|(.., listed)| !listed.files.contains(name));
        // Before 1.0, one manifest that lists a file was enough.
        if contents.declaration.version == Version::V1_0 {
            for (manifest, ..) in lacking {
                let message = format!("`{}` does not list it", manifest.name);
                check.fault_of(Code::VerifyExtra, name, message);
            }
        } else if lacking.clone().count() == manifests.len()
            && let Some((manifest, ..)) = lacking.next()
        {
            let message = match manifests.len() {
                1 => format!("`{}` does not list it", manifest.name),
                _ => "no manifest lists it".to_owned(),
            };
            check.fault_of(Code::VerifyExtra, name, message);
        }
    }
}

/// Reports tag files that no tag manifest lists, where there is one.
fn tags(
    check: &mut Check<'_>,
    names: &BTreeMap<String, u64>,
    verified: &[Verified<'_>],
    is_ours: bool,
) {
    let manifests = verified.iter().filter(|(manifest, ..)| manifest.is_of_tags);
    let manifests: Vec<&Verified<'_>> = manifests.collect();
    let Some((first, ..)) = manifests.first() else { return };
    let is_tag = |name: &&String| !is_payload(name) && !name.starts_with("tagmanifest-");
    let is_listed =
        |name: &&String| manifests.iter().any(|(.., listed)| listed.files.contains(*name));
    let unlisted: Vec<&String> =
        names.keys().filter(is_tag).filter(|name| !is_listed(name)).collect();
    if is_ours {
        for name in unlisted {
            let message = format!("`{}` does not list it", first.name);
            check.fault_of(Code::VerifyExtra, name, message);
        }
    } else if let Some(name) = unlisted.first() {
        let count = plural(unlisted.len(), "file", "files");
        let message = format!(
            "no digest covers {count} beside the payload, such as `{}`",
            name.escape_debug()
        );
        check.fault(Code::VerifyUncovered, message);
    }
}

/// Reports digests that are weak, and which others were checked as well.
fn weak_digests(check: &mut Check<'_>, verified: &[Verified<'_>]) {
    let payload = || verified.iter().filter(|(manifest, ..)| !manifest.is_of_tags);
    let strong = payload().find(|(_, algorithm, _)| !algorithm.is_weak());
    for (manifest, algorithm, _) in payload().filter(|(_, algorithm, _)| algorithm.is_weak()) {
        let kind = algorithm.name();
        let rest = match strong {
            Some((other, ..)) => format!("`{}` was checked as well", other.name),
            None => "they show damage, but not every change that was made on purpose".to_owned(),
        };
        let message = format!("its digests ({kind}) are weak: {rest}");
        check.fault_of(Code::VerifyWeakDigest, manifest.name, message);
    }
}

/// Compares the payload with the size that a bag says it has.
fn oxum(
    check: &mut Check<'_>,
    file: &str,
    info: &str,
    names: &BTreeMap<String, u64>,
    verified: &[Verified<'_>],
) {
    let payload = names.iter().filter(|(name, _)| is_payload(name));
    let (count, octets) = payload
        .fold((0u64, 0u64), |(count, octets), (_, size)| (count + 1, octets.saturating_add(*size)));
    // Files that were tolerated to be missing are counted all the same.
    let dropped = verified.iter().map(|(.., listed)| listed.missing_of_system).max();
    let dropped = dropped.unwrap_or_default() as u64;
    for line in info.lines() {
        let Some((label, value)) = line.split_once(':') else { continue };
        if !label.trim_end().eq_ignore_ascii_case("payload-oxum") {
            continue;
        }
        let value = value.trim();
        let parsed = value.split_once('.').and_then(|(octets, count)| {
            Some((octets.parse::<u64>().ok()?, count.parse::<u64>().ok()?))
        });
        let is_right = parsed == Some((octets, count))
            || 0 < dropped
                && parsed
                    .is_some_and(|(at_least, all)| octets <= at_least && all == count + dropped);
        if !is_right {
            let message =
                format!("it says that the payload is `{value}`; it is `{octets}.{count}`");
            check.fault_of(Code::VerifySize, file, message);
        }
    }
}
