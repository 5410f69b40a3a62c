//! `verify` on bags of other makers: each version, algorithm, encoding and form of names, and each fault, as a
//! folder and as a zip.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use orderpaper::diag::{Diagnostics, Severity};
use orderpaper::publish::verify;
use orderpaper::store::{Algorithm, measure_with};

use super::archive::zipped;
use crate::support::Case;

/// A name of one file with its letters composed, and taken apart.
const FORMS: [&str; 2] = ["data/Caf\u{e9}.txt", "data/Cafe\u{301}.txt"];

/// A bag that another program made.
#[derive(Clone)]
struct Bag(BTreeMap<String, Vec<u8>>);

impl Bag {
    /// A bag with this payload, whose names are written in manifests as they are.
    fn new(version: &str, algorithms: &[Algorithm], payload: &[&str]) -> Self {
        let head = format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n");
        let files = payload.iter().map(|name| ((*name).to_owned(), format!("of {name}").into()));
        let mut bag = Self(files.collect()).with("bagit.txt", head);
        for algorithm in algorithms {
            let lines = payload.iter().map(|name| bag.line(*algorithm, name));
            let lines: String = lines.collect();
            bag = bag.with(&manifest(*algorithm), lines);
        }
        let size: usize = payload.iter().map(|name| bag.0[*name].len()).sum();
        let oxum = format!("Payload-Oxum: {size}.{}\n", payload.len());
        bag.with("bag-info.txt", format!("Source-Organization: Elsewhere\n{oxum}")).sealed()
    }

    /// A bag as most are.
    fn plain() -> Self {
        Self::new("1.0", &[Algorithm::Sha256], &["data/a.txt", "data/b/c.txt"])
    }

    /// Puts a file into it, and nothing into manifests.
    fn with(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.0.insert(name.to_owned(), content.as_ref().to_vec());
        self
    }

    /// Takes a file out of it.
    fn without(mut self, name: &str) -> Self {
        assert!(self.0.remove(name).is_some(), "{name}");
        self
    }

    /// Changes a tag file.
    fn changed(self, name: &str, change: impl Fn(&str) -> String) -> Self {
        let text = String::from_utf8(self.0[name].clone()).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{name}");
        self.with(name, changed).sealed()
    }

    /// Gives all tag files, manifests among them, another encoding.
    fn encoded(mut self, label: &str, encode: impl Fn(&str) -> Vec<u8>) -> Self {
        let head = String::from_utf8(self.0["bagit.txt"].clone()).unwrap();
        let is_tag = |name: &str| !name.starts_with("data/") && name != "bagit.txt";
        self = self.with("bagit.txt", head.replace("UTF-8", label)).sealed();
        for (name, bytes) in self.0.iter_mut().filter(|(name, _)| is_tag(name)) {
            if !name.starts_with("tagmanifest") {
                *bytes = encode(str::from_utf8(bytes).unwrap());
            }
        }
        self = self.sealed();
        for (_, bytes) in self.0.iter_mut().filter(|(name, _)| name.starts_with("tagmanifest")) {
            *bytes = encode(str::from_utf8(bytes).unwrap());
        }
        self
    }

    /// Writes tag manifests of the algorithms of the other manifests.
    fn sealed(mut self) -> Self {
        self.0.retain(|name, _| !name.starts_with("tagmanifest"));
        let tags: Vec<String> =
            self.0.keys().filter(|name| !name.starts_with("data/")).cloned().collect();
        for algorithm in Algorithm::ALL {
            if self.0.contains_key(&manifest(algorithm)) {
                let lines: String = tags.iter().map(|name| self.line(algorithm, name)).collect();
                self = self.with(&format!("tag{}", manifest(algorithm)), lines);
            }
        }
        self
    }

    /// A line of a manifest.
    fn line(&self, algorithm: Algorithm, name: &str) -> String {
        format!("{}  {name}\n", digest(algorithm, &self.0[name]))
    }
}

/// The name of the manifest with digests of a kind.
fn manifest(algorithm: Algorithm) -> String {
    format!("manifest-{}.txt", algorithm.name().to_lowercase().replace('-', ""))
}

fn digest(algorithm: Algorithm, bytes: &[u8]) -> String {
    let measure = measure_with(&mut &*bytes, &BTreeSet::from([algorithm])).unwrap();
    measure.digest(algorithm).unwrap().to_owned()
}

/// Verifies a bag as a folder and as a zip, and expects these codes, each with the beginning of its severity,
/// and no others.
#[track_caller]
fn check(bag: &Bag, expected: &[&str]) {
    let mut case = Case::empty();
    for (name, bytes) in &bag.0 {
        case = case.bytes(&format!("bag/{name}"), bytes);
    }
    let zip = bag.0.iter().map(|(name, bytes)| (format!("bag/{name}"), bytes.clone()));
    case = case.bytes("bag.zip", zipped(&zip.collect::<Vec<_>>()));
    for form in ["bag", "bag.zip"] {
        assert_eq!(found(&case.path(form)), expected, "{form}");
    }
}

/// The codes that verifying reports.
fn found(path: &Path) -> Vec<String> {
    let mut diags = Diagnostics::default();
    verify(&mut diags, path).unwrap();
    let shown = diags.sorted().into_iter().map(|diagnostic| {
        let severity = if diagnostic.severity() == Severity::Error { "error" } else { "warning" };
        format!("{severity} {}", diagnostic.code())
    });
    shown.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn every_version_and_every_algorithm() {
    let payload = ["data/a.txt", "data/b/c d.txt", "data/.hidden"];
    for version in ["0.97", "1.0"] {
        for algorithm in Algorithm::ALL {
            let bag = Bag::new(version, &[algorithm], &payload);
            let weak: &[&str] =
                if algorithm.is_weak() { &["warning verify/weak-digest"] } else { &[] };
            check(&bag, weak);
            let altered = bag.clone().with("data/a.txt", "of data/A.txt");
            check(&altered, &[&["error verify/altered"], weak].concat());
            let altered = bag.with("bag-info.txt", "Source-Organization: Nowhere\n");
            check(&altered, &[&["error verify/altered"], weak].concat());
        }
        check(&Bag::new(version, &Algorithm::ALL, &payload), &["warning verify/weak-digest"]);
    }
    for version in ["0.93", "0.96"] {
        let bag = Bag::new(version, &[Algorithm::Sha256], &payload);
        check(&bag, &["warning verify/old-version"]);
    }
    for version in ["0.92", "1.1", "1.0 ", ".97", "2.0"] {
        check(&Bag::new(version, &[Algorithm::Sha256], &payload), &["error verify/form"]);
    }
}

#[test]
fn weak_digests_are_named() {
    let case = Case::empty();
    let mut case = case;
    for (name, bytes) in &Bag::new("0.97", &[Algorithm::Md5], &["data/a.txt"]).0 {
        case = case.bytes(&format!("md5/{name}"), bytes);
    }
    for (name, bytes) in &Bag::new("1.0", &[Algorithm::Sha1, Algorithm::Sha512], &["data/a.txt"]).0
    {
        case = case.bytes(&format!("both/{name}"), bytes);
    }
    case.run(["verify", "md5"])
        .code(0)
        .stdout_has("md5: whole (5 files)")
        .stderr_has("warning[verify/weak-digest]: its digests (MD5) are weak: they show damage");
    case.run(["verify", "both"])
        .code(0)
        .stderr_has("its digests (SHA-1) are weak: `manifest-sha512.txt` was checked as well");
}

#[test]
fn every_encoding_and_line_ending() {
    let plain = Bag::plain();
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| {
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let marked = |text: &str| format!("\u{feff}{text}");
    check(&plain.clone().encoded("UTF-16", |text| utf_16(&marked(text), u16::to_be_bytes)), &[]);
    check(&plain.clone().encoded("UTF-16", |text| utf_16(&marked(text), u16::to_le_bytes)), &[]);
    check(&plain.clone().encoded("UTF-16", |text| utf_16(text, u16::to_be_bytes)), &[]);
    check(&plain.clone().encoded("ISO-8859-1", |text| text.as_bytes().to_vec()), &[]);
    let latin = Bag::new("0.97", &[Algorithm::Sha256], &[FORMS[0]]);
    let encode = |text: &str| text.chars().map(|char| u8::try_from(char).unwrap()).collect();
    check(&latin.clone().encoded("ISO-8859-1", encode), &[]);
    check(&latin.encoded("utf-8", encode), &["error verify/form"]);
    for ending in ["\r\n", "\r"] {
        let bytes = |text: &str| text.replace('\n', ending).into_bytes();
        let head = |text: &str| text.replace('\n', ending);
        check(&plain.clone().encoded("utf-8", bytes).changed("bagit.txt", head), &[]);
    }
    let bom = |text: &str| marked(text);
    check(&plain.clone().changed("bagit.txt", bom), &["error verify/form"]);
    check(&plain.changed("manifest-sha256.txt", bom), &[]);
}

#[test]
fn per_cent_in_either_reading() {
    let sha = [Algorithm::Sha256];
    let name = "manifest-sha256.txt";
    let encoded = |text: &str| text.replace('%', "%25");
    let payload = ["data/50%.txt", "data/%7Ea.txt"];
    check(&Bag::new("1.0", &sha, &payload).changed(name, encoded), &[]);
    check(&Bag::new("0.97", &sha, &payload), &[]);
    // What stands for `%25` in one reading is another file's name in the other.
    let payload = ["data/50%.txt", "data/50%25.txt"];
    check(&Bag::new("1.0", &sha, &payload).changed(name, encoded), &[]);
    check(&Bag::new("0.97", &sha, &payload), &[]);
    // Programs that read `%` as bags of another version do.
    let odd = ["warning verify/odd-manifest"];
    check(&Bag::new("1.0", &sha, &payload), &odd);
    check(&Bag::new("1.0", &sha, &["data/a%25.txt"]), &odd);
    check(&Bag::new("0.97", &sha, &payload).changed(name, encoded), &odd);
    // A line break in a name, which no system needs.
    let broken = |text: &str| text.replace("50%.txt", "50%0A.txt");
    let bag = Bag::new("1.0", &sha, &["data/50%.txt"]).changed(name, broken);
    check(&bag, &["error verify/extra", "error verify/harmful-name"]);
}

#[test]
fn names_in_either_form_of_unicode() {
    for [listed, there] in [FORMS, [FORMS[1], FORMS[0]]] {
        for version in ["0.97", "1.0"] {
            let bag = Bag::new(version, &[Algorithm::Sha256], &[there]);
            let other = |text: &str| text.replace(there, listed);
            check(&bag.clone().changed("manifest-sha256.txt", other), &[]);
            let both = |text: &str| text.to_owned() + &text.replace(there, listed);
            let bag = bag.changed("manifest-sha256.txt", both);
            check(&bag, &["warning verify/odd-manifest"]);
            let wrong = |text: &str| text.replacen(&text[..8], "00000000", 1);
            check(
                &bag.changed("manifest-sha256.txt", wrong),
                &["error verify/altered", "error verify/form"],
            );
        }
    }
    // Where both are there, some system will keep one only.
    let zip = FORMS.map(|name| (format!("bag/{name}"), Vec::new()));
    let case = Case::empty().bytes("bag.zip", zipped(&zip));
    assert!(found(&case.path("bag.zip")).contains(&"error verify/same-name".to_owned()));
}

#[test]
fn manifests_that_the_standard_advises_against() {
    let odd = ["warning verify/odd-manifest"];
    let name = "manifest-sha256.txt";
    let old = Bag::new("0.97", &[Algorithm::Sha256], &["data/a.txt", "data/b.txt"]);
    for bag in [old.clone(), Bag::plain()] {
        check(&bag.clone().changed(name, |text| text.replace("  ", " *")), &odd);
        check(&bag.clone().changed(name, |text| text.replace("  ", "  ./")), &odd);
        check(&bag.clone().changed(name, |text| text.replace("  ", "\t ")), &[]);
        let upper = |text: &str| {
            let lines =
                text.lines().map(|line| format!("{}{}\n", line[..64].to_uppercase(), &line[64..]));
            lines.collect()
        };
        check(&bag.clone().changed(name, upper), &[]);
        // One file in other capitals, as it is when a bag was on a system that does not tell them apart.
        let both = |text: &str| {
            let first = text.lines().next().unwrap();
            format!("{text}{}\n", first.replace("a.txt", "A.txt"))
        };
        check(&bag.clone().changed(name, both), &odd);
        let only = |text: &str| text.replace("a.txt", "A.txt");
        check(&bag.clone().changed(name, only), &["error verify/extra", "error verify/missing"]);
        let different = |text: &str| {
            let text = both(text);
            let last = text.lines().last().unwrap().to_owned();
            text.replace(&last, &format!("0000{}", &last[4..]))
        };
        check(&bag.changed(name, different), &["error verify/missing"]);
    }
    let twice = |text: &str| format!("{text}{text}");
    check(&old.clone().changed(name, twice), &odd);
    check(&Bag::plain().changed(name, twice), &["error verify/form"]);
    let differing = |text: &str| format!("{text}{}", text.replacen(&text[..4], "0000", 1));
    for bag in [old.clone(), Bag::plain()] {
        let found = ["error verify/altered", "error verify/form"];
        let bag = bag.changed(name, |text| {
            differing(text.lines().next().map(|line| format!("{line}\n")).as_deref().unwrap())
                + text.lines().nth(1).unwrap()
        });
        check(&bag, &found);
    }
    // Before 1.0, each file had to be in one manifest; since then, in all.
    let payload = ["data/a.txt", "data/b.txt"];
    let first = |text: &str| text.lines().next().unwrap().to_owned();
    let both = [Algorithm::Sha256, Algorithm::Sha512];
    check(&Bag::new("0.97", &both, &payload).changed(name, first), &[]);
    check(&Bag::new("1.0", &both, &payload).changed(name, first), &["error verify/extra"]);
    let none = Bag::new("0.97", &both, &payload).with("data/c.txt", "x");
    check(&none, &["error verify/extra", "error verify/size"]);
}

#[test]
fn files_beside_the_payload() {
    let bag = Bag::plain();
    check(&bag.clone().with("notes/today.txt", "x"), &["warning verify/uncovered"]);
    check(&bag.clone().with("notes/today.txt", "x").sealed(), &[]);
    check(&bag.clone().without("tagmanifest-sha256.txt"), &[]);
    check(&bag.clone().without("bag-info.txt"), &["error verify/missing"]);
    check(&bag.clone().without("bag-info.txt").sealed(), &[]);
    let other = bag.clone().with("manifest-blake3.txt", "00  data/a.txt\n").sealed();
    check(&other, &["warning verify/not-checked"]);
    let none = bag.clone().without("manifest-sha256.txt").without("tagmanifest-sha256.txt");
    check(&none, &["error verify/incomplete"]);
    let unknown = none.with("manifest-blake3.txt", "00  data/a.txt\n");
    check(&unknown, &["error verify/incomplete", "warning verify/not-checked"]);
    let found = |bag: &Bag, text: &str| {
        bag.clone().changed("bag-info.txt", |info| info.replace("Payload-Oxum:", text))
    };
    check(&found(&bag, "PAYLOAD-OXUM  :  "), &[]);
    check(&found(&bag, "Payload-Oxum: 1"), &["error verify/size"]);
    check(&found(&bag, "Payload-Oxum: x"), &["error verify/size"]);
    let twice = bag.changed("bag-info.txt", |info| format!("{info}Payload-Oxum: 1.1\n"));
    check(&twice, &["error verify/size"]);
}

#[test]
fn files_that_systems_make() {
    for name in ["data/Thumbs.db", "data/b/.DS_Store", "data/desktop.ini", "data/._a.txt"] {
        let bag = Bag::new("0.97", &[Algorithm::Sha512], &["data/a.txt", name]);
        check(&bag, &["warning verify/system-file"]);
        check(&bag.clone().without(name), &["warning verify/system-file"]);
        check(
            &bag.with(name, "x"),
            &["error verify/altered", "error verify/size", "warning verify/system-file"],
        );
    }
    let bag = Bag::plain().with("data/Thumbs.db", "x");
    check(&bag, &["error verify/extra", "error verify/size", "warning verify/system-file"]);
    let bag = Bag::new("1.0", &[Algorithm::Sha512], &["data/a.txt", "data/Thumbs.db"]);
    let bag = bag.without("data/Thumbs.db").without("data/a.txt");
    check(&bag, &["error verify/missing", "error verify/size", "warning verify/system-file"]);
}

#[test]
fn nothing_is_fetched() {
    let fetch = |length: &str, name: &str| format!("https://example.gov.uk/c {length} {name}\r\n");
    let bag = |line: String| Bag::plain().with("fetch.txt", line).sealed();
    // What is there needs no fetching.
    check(&bag(fetch("-", "data/b/c.txt")), &[]);
    check(&bag(fetch("15", "data/b/c.txt")), &[]);
    check(&bag(fetch("16", "data/b/c.txt")), &["error verify/size"]);
    let lacking = bag(fetch("15", "data/b/c.txt")).without("data/b/c.txt");
    check(&lacking, &["error verify/incomplete", "error verify/size"]);
    let case = Case::empty().bytes("bag.zip", zipped(&lacking.0.into_iter().collect::<Vec<_>>()));
    case.run(["verify", "bag.zip"]).code(1).stderr_has("it was to be fetched from elsewhere");
    let harmful = ["error verify/harmful-name"];
    for name in [
        "../x",
        "/etc/x",
        "~/x",
        "~root/x",
        "C:\\x",
        "%HomeDrive%\\x",
        "\\\\server\\x",
        "bagit.txt",
    ] {
        check(&bag(fetch("-", name)), &harmful);
        let listed = |text: &str| text.to_owned() + &format!("{}  {name}\n", &text[..64]);
        check(&Bag::plain().changed("manifest-sha256.txt", listed), &harmful);
    }
    for line in ["https://example.gov.uk/c", "https://example.gov.uk/c x data/a.txt", "x 1"] {
        check(&bag(line.to_owned()), &["error verify/form"]);
    }
}

#[test]
fn faults_of_manifests() {
    let name = "manifest-sha256.txt";
    let bag = Bag::plain();
    check(&bag.clone().without("data/a.txt"), &["error verify/missing", "error verify/size"]);
    check(&bag.clone().with("data/d.txt", ""), &["error verify/extra", "error verify/size"]);
    let first = |text: &str| text.lines().next().unwrap().to_owned();
    check(&bag.clone().changed(name, first), &["error verify/extra"]);
    check(&bag.clone().changed(name, |text| format!("{text}0000\n")), &["error verify/form"]);
    let short = |text: &str| text.replacen(&text[..4], "", 1);
    check(&bag.clone().changed(name, short), &["error verify/altered", "error verify/form"]);
    let letters = |text: &str| text.replacen(&text[..4], "wxyz", 1);
    check(&bag.clone().changed(name, letters), &["error verify/altered", "error verify/form"]);
    let tag = "tagmanifest-sha256.txt";
    let unsealed = String::from_utf8(bag.0[tag].clone()).unwrap();
    let zeros = format!("{}{}", "0".repeat(64), &unsealed[64..]);
    check(&bag.clone().with(tag, zeros), &["error verify/altered"]);
    check(&bag.clone().with(tag, [0xff]), &["error verify/form"]);
    let gone = format!("{unsealed}{}  gone.txt\n", "0".repeat(64));
    check(&bag.with(tag, gone), &["error verify/missing"]);
}
