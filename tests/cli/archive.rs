//! `archive` and `verify`: bags are reproducible, and any change to them is found.

use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use snapbox::str;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::publish::{MEETING, args, council, published};
use crate::support::Case;

const OPEN: &str = "output/archive/public/2026-03-19_cabinet.zip";
const CLOSED: &str = "output/archive/restricted/2026-03-19_cabinet_restricted.zip";

/// A council whose meeting is archived.
fn archived() -> Case {
    let case = published();
    case.run(["archive"]).code(0);
    case
}

/// Returns the files of a zip, in order.
fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    files
}

/// Returns a zip as other programs write it.
pub(super) fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn public_and_restricted_documents_have_separate_bags() {
    let case = published();
    case.run(["archive"])
        .code(0)
        .stdout_eq(str![[r#"
output/archive/public/2026-03-19_cabinet.zip (9 documents)
output/archive/restricted/2026-03-19_cabinet_restricted.zip (3 documents)

"#]])
        .stderr_eq(str![[r#"
2 bags made

"#]]);
    let names: Vec<_> = unpacked(&case.read(OPEN)).into_iter().map(|(name, _)| name).collect();
    let top = |files: &[&str]| {
        files.iter().map(|file| format!("2026-03-19_cabinet/{file}")).collect::<Vec<_>>()
    };
    assert_eq!(
        names,
        top(&[
            "bag-info.txt",
            "bagit.txt",
            "manifest-sha512.txt",
            "tagmanifest-sha512.txt",
            "data/2026-03-19_cabinet_agenda.html",
            "data/2026-03-19_cabinet_agenda.pdf",
            "data/2026-03-19_cabinet_item-2-paper-1.html",
            "data/2026-03-19_cabinet_item-2.pdf",
            "data/2026-03-19_cabinet_public-pack.pdf",
            "data/2026-03-19_cabinet_supplement-1-item-3-paper-1.html",
            "data/2026-03-19_cabinet_supplement-1-item-3-paper-2.html",
            "data/2026-03-19_cabinet_supplement-1-item-3.pdf",
            "data/2026-03-19_cabinet_supplement-1.pdf",
            "data/metadata.csv",
            "data/open-data/agenda.json",
            "data/open-data/public-pack.json",
            "data/open-data/supplement-1.json",
            "data/receipt.json",
            "data/source/agenda.json",
            "data/source/public-pack.json",
            "data/source/supplement-1.json",
        ])
    );
    let open = unpacked(&case.read(OPEN));
    let secret = b"SECRETWORDS";
    for (name, bytes) in &open {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{name}");
    }
    let text = |end: &str| {
        let found = open.iter().find(|(name, _)| name.ends_with(end)).unwrap();
        String::from_utf8(found.1.clone()).unwrap()
    };
    let info = text("bag-info.txt");
    for line in [
        "Source-Organization: Thornacre District Council",
        "External-Identifier: 2026-03-19_cabinet",
        "Bagging-Date: 2026-03-13",
        "Access: open",
    ] {
        assert!(info.lines().any(|found| found == line), "{line}\n{info}");
    }
    let table = text("metadata.csv");
    let mut rows = table.lines();
    assert_eq!(
        rows.next().unwrap(),
        "file,title,date,creator,rights,access,inspect-until,published,version,pages,size,sha512,\
         form,language"
    );
    assert!(rows.next().unwrap().starts_with("2026-03-19_cabinet_agenda.pdf,"), "{table}");
    assert!(table.contains(",open,2032-03-18,2026-03-11,1,"), "{table}");
    assert!(info.contains("\nPublic-Ledger: 2 ") && !info.contains("Restricted-Ledger"), "{info}");
    let closed = unpacked(&case.read(CLOSED));
    assert!(closed.iter().any(|(name, _)| name.ends_with("data/source/agenda.csv")));
    case.run(["verify"]).code(0).stdout_eq(str![[r#"
output/published: whole (61 files)
output/archive/public/2026-03-19_cabinet.zip: whole (21 files)
output/archive/restricted/2026-03-19_cabinet_restricted.zip: whole (22 files)

"#]]);
}

#[test]
fn bags_are_reproducible() {
    let case = archived();
    let first = [OPEN, CLOSED].map(|file| case.read(file));
    case.run(["archive"]).code(0).stdout_eq(str![]).stderr_eq(str![[r#"
0 bags made, 2 unchanged

"#]]);
    // A bag that was lost has the same bytes when it is made again, and the ledger says nothing new.
    let ledger = case.read("output/published/public/ledger.jsonl");
    let case = case.remove(OPEN).remove(CLOSED);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    case.run(["archive"]).code(0);
    for (file, first) in [OPEN, CLOSED].into_iter().zip(first) {
        assert!(case.read(file) == first, "{file}");
    }
    assert!(case.read("output/published/public/ledger.jsonl") == ledger);
    case.run(["verify"]).code(0);
}

#[test]
fn a_selection_limits_what_is_archived() {
    let case = published();
    /// Archives a selection, and expects this number of bags; none is misuse.
    #[track_caller]
    fn check(case: &Case, selection: &[&str], expected: usize) {
        let ended = case.run([&["archive", "--format", "json"], selection].concat());
        let found =
            if expected == 0 { ended.code(2).json().len() } else { ended.code(0).json().len() };
        assert_eq!(found, expected, "{selection:?}");
    }
    check(&case, &["--year", "2026"], 2);
    check(&case, &["--year", "2025"], 0);
    check(&case, &["--meeting", MEETING], 2);
    check(&case, &["--meeting", "council-2026-02-13"], 0);
    check(&case, &["--from", "2026-03-19", "--to", "2026-03-19"], 2);
    check(&case, &["--from", "2026-03-20"], 0);
    check(&case, &["--to", "2026-03-18"], 0);
    check(&case, &["--period", "2025-26-q3"], 0);
    case.run(["archive", "--from", "2026-03-20", "--to", "2026-03-19"]).code(2);
    Case::new().run(["archive"]).code(2).stderr_has("nothing was published below `output`");
    Case::new().run(["verify"]).code(2).stderr_has("nothing was published or archived");
}

#[test]
fn verify_finds_any_flipped_bit() {
    let case = archived();
    let whole = case.read(OPEN);
    // Flipping every byte would take long; this stride meets all parts of the zip.
    let files = unpacked(&whole);
    let documents: usize =
        files.iter().filter(|(name, _)| name.ends_with(".pdf")).map(|(_, bytes)| bytes.len()).sum();
    let stride = (whole.len() / 60).max(1) | 1;
    let tail = whole.len() - (whole.len() - documents) / 3;
    let places =
        (0..whole.len()).step_by(stride).chain((tail..whole.len()).step_by(97)).chain(0..40);
    for at in places {
        for bit in [0x01, 0x20] {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("2026-03-19_cabinet.zip");
            std::fs::write(&file, bytes).unwrap();
            assert!(faults(file), "byte {at}, bit {bit:#x}");
        }
    }
    // So is what is added to the end, or to the front.
    for bytes in [
        [&whole[..], b" "].concat(),
        [b" ", &whole[..]].concat(),
        whole[..whole.len() - 1].to_vec(),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2026-03-19_cabinet.zip");
        std::fs::write(&file, bytes).unwrap();
        assert!(faults(file));
    }
}

/// Returns whether verifying finds a fault.
fn faults(file: PathBuf) -> bool {
    let mut diags = orderpaper::diag::Diagnostics::default();
    orderpaper::publish::verify(&mut diags, &file).unwrap();
    diags.has_errors()
}

#[test]
fn verify_lists_every_fault() {
    let case = archived();
    let mut files = unpacked(&case.read(OPEN));
    let at = |files: &[(String, Vec<u8>)], end: &str| {
        files.iter().position(|(name, _)| name.ends_with(end)).unwrap()
    };
    let agenda = at(&files, "_agenda.pdf");
    *files[agenda].1.last_mut().unwrap() ^= 1;
    let table = at(&files, "metadata.csv");
    files.remove(table);
    files.push(("2026-03-19_cabinet/data/added.txt".to_owned(), b"x".to_vec()));
    let case = case.bytes("bag.zip", zipped(&files));
    case.run(["verify", "bag.zip"])
        .code(1)
        .stdout_eq(str![[r#"
bag.zip: 5 faults

"#]])
        .stderr_eq(str![[r#"
error[verify/size]: it says that the payload is [..]
--> bag.zip/bag-info.txt

error[verify/altered]: it is not what the receipt says
--> bag.zip/data/2026-03-19_cabinet_agenda.pdf

error[verify/altered]: its digest is not that of `manifest-sha512.txt`
--> bag.zip/data/2026-03-19_cabinet_agenda.pdf

error[verify/extra]: `manifest-sha512.txt` does not list it
--> bag.zip/data/added.txt

error[verify/missing]: `manifest-sha512.txt` lists it, but it is missing
--> bag.zip/data/metadata.csv

5 errors

"#]]);
}

#[test]
fn verify_refuses_hostile_zips() {
    /// Verifies a zip with these files, and expects this fault.
    #[track_caller]
    fn check(files: &[(&str, &[u8])], code: &str, message: &str) {
        let head: (&str, &[u8]) =
            ("bag/bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        let files = [head]
            .into_iter()
            .chain(files.iter().copied())
            .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        let case = Case::empty().bytes("bag.zip", zipped(&files.collect::<Vec<_>>()));
        let ended = case.run(["verify", "bag.zip"]).code(1);
        ended.stderr_has(&format!("error[{code}]")).stderr_has(message);
        assert_eq!(case.files(""), ["bag.zip"], "nothing is unpacked");
    }
    check(&[("bag/../../evil.txt", b"x")], "verify/harmful-name", "leads out of its folder");
    check(&[("/etc/evil", b"x")], "verify/harmful-name", "is absolute");
    check(&[("C:/evil", b"x")], "verify/harmful-name", "is absolute");
    check(&[("bag/data\\evil", b"x")], "verify/harmful-name", "backslash");
    check(&[("bag/data/nul.pdf", b"x")], "verify/harmful-name", "is a device of Windows");
    check(
        &[("bag/data/a", b"x"), ("bag/data/A", b"y")],
        "verify/same-name",
        "the name is that of `bag/data/a`",
    );
    check(&[("other/data/a", b"x")], "verify/extra", "outside the bag");
    check(&[("bag/data/a", &vec![0; 50_000_000])], "verify/too-large", "made to fill the disk");
    check(&[("bag/data/a", b"x")], "verify/incomplete", "there is no manifest");
    let listed = b"00  ../../etc/passwd\n";
    check(&[("bag/manifest-sha512.txt", listed)], "verify/harmful-name", "leads out of its folder");
    check(
        &[("bag/fetch.txt", b"http://example.gov.uk/x 1 data/x\n")],
        "verify/incomplete",
        "fetched from elsewhere",
    );
    let case = Case::empty().bytes("bag.zip", zipped(&[("a.pdf".to_owned(), b"x".to_vec())]));
    case.run(["verify", "bag.zip"]).code(1).stderr_has("error[verify/unknown]: there is no bag");
    let case = Case::empty().file("bag.zip", "not a zip");
    case.run(["verify", "bag.zip"]).code(1).stderr_has("error[verify/form]: it is not a zip");
}

#[test]
fn verify_refuses_a_zip_that_understates_its_size() {
    // 1,000,000 bytes that say they are ten, in the directory and before the file.
    let content = vec![b'a'; 1_000_000];
    let head = (
        "bag/bagit.txt".to_owned(),
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec(),
    );
    let mut zip = zipped(&[head, ("bag/data/a".to_owned(), content)]);
    let size = 1_000_000u32.to_le_bytes();
    let places: Vec<usize> = zip
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == size)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        zip[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    let case = Case::empty().bytes("bag.zip", zip);
    case.run(["verify", "bag.zip"]).code(1).stderr_has("error[verify/unreadable]");
}

#[test]
fn verify_accepts_folders_and_receipts() {
    let case = published();
    let folder = "output/published/public/cabinet-2026-03-19";
    let receipt = format!("{folder}/receipt.json");
    for path in [folder, &receipt, "output/published"] {
        case.run(["verify", path]).code(0).stdout_has("whole");
    }
    case.run(["verify", "nowhere"]).code(2).stderr_has("failed to read `nowhere`");
    case.run(["verify", "input/council.json"]).code(2).stderr_has("is neither a folder, a zip nor");
    case.run(["verify", "input"])
        .code(1)
        .stderr_has("error[verify/unknown]: there is neither a bag nor a receipt in it");
    let whole = case.text(&receipt);
    let case = case.file(&receipt, whole.replace("\"pdf-ua\": 1", "\"pdf-ua\": null"));
    case.run(["verify", folder])
        .code(1)
        .stderr_has("error[verify/receipt]")
        .stderr_has("its seal does not match its content");
    // Nobody knows what was published.
    case.run(args(&["build"])).code(1).stderr_has("error[publish/receipt]");
    // An altered publication is not archived either.
    case.run(["archive"]).code(2).stderr_has("its seal does not match its content");
    let case = case.file(&receipt, whole).file(&format!("{folder}/draft.pdf"), "x");
    let case = case.file(&format!("{folder}/agenda.pdf"), "y");
    case.run(["verify", folder])
        .code(1)
        .stderr_has("error[verify/extra]: `receipt.json` does not name it")
        .stderr_has("error[verify/altered]: it is not what the receipt says");
    case.run(["archive"]).code(2).stderr_has("agenda.pdf` is not what was published");
}

#[cfg(unix)]
#[test]
fn verify_follows_no_links() {
    let case = published();
    let folder = "output/published/public/cabinet-2026-03-19";
    std::os::unix::fs::symlink("/etc/hostname", case.path(&format!("{folder}/link.pdf"))).unwrap();
    case.run(["verify", folder]).code(1).stderr_has("error[verify/link]");
}

#[test]
fn verify_refuses_a_receipt_with_a_false_claim() {
    // The receipt claims more for a document than the document itself does.
    let case = council();
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    let folder = "output/published/public/cabinet-2026-03-19";
    let mut receipt: serde_json::Value =
        serde_json::from_slice(&case.read(&format!("{folder}/receipt.json"))).unwrap();
    receipt["documents"][0]["pdf-a"] = "2b".into();
    receipt["seal"] = "".into();
    let text = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap() + "\n";
    let seal = orderpaper::store::sha512(text(&receipt).as_bytes());
    receipt["seal"] = seal.into();
    let case = case.file(&format!("{folder}/receipt.json"), text(&receipt));
    case.run(["verify", folder])
        .code(1)
        .stderr_has("error[verify/claims]")
        .stderr_has("it claims PDF/UA-1 and PDF/A-2a; the receipt says PDF/UA-1 and PDF/A-2b");
}
