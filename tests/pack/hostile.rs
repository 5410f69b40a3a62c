//! Broken and hostile PDFs: each is bound, or refused by name, within the limits; active and
//! removed content is not in the pack.

use std::path::Path;

use lopdf::Document;
use orderpaper::pack::{self, Limits, StoredCopy};
use orderpaper::papers::Opener;

use super::joined::{bind, cleaned, part, source};
use crate::support::hostile::{Expect, all, larger_than};
use crate::support::opener;

#[test]
fn each_hostile_pdf_is_bound_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let opener = opener(&folder.path().join("cache"));
    let cases = all();
    assert!(cases.len() >= 30);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let faults = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) =
                    cases.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    let path = folder.path().join(case.name).with_extension("pdf");
                    std::fs::write(&path, &case.bytes).unwrap();
                    let found = opener.open(&path).unwrap();
                    let fault = match (case.expect, &found) {
                        (Expect::Bound { pages }, Ok(opened))
                            if opened.facts.pages.len() == pages =>
                        {
                            None
                        }
                        (Expect::Bound { pages }, Ok(opened)) => {
                            Some(format!("{} pages, not {pages}", opened.facts.pages.len()))
                        }
                        (Expect::Bound { .. }, Err(refusal)) => {
                            Some(format!("is refused: {refusal}"))
                        }
                        (Expect::Refused(word), Err(refusal)) if refusal.cause.contains(word) => {
                            None
                        }
                        (Expect::Refused(word), Err(refusal)) => {
                            Some(format!("does not say `{word}`: {refusal}"))
                        }
                        (Expect::Refused(word), Ok(_)) => {
                            Some(format!("is not refused for `{word}`"))
                        }
                        (Expect::Either, _) => None,
                    };
                    let fault = fault.or_else(|| bound_fault(&found.ok()?.read().unwrap()));
                    if let Some(fault) = fault {
                        faults.lock().unwrap().push(format!("{}: {fault}", case.name));
                    }
                }
            });
        }
    });
    let mut faults = faults.into_inner().unwrap();
    faults.sort();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

/// Binds a clean copy behind another paper; returns what is wrong with the pack.
fn bound_fault(clean: &pack::clean::Clean) -> Option<String> {
    let pages = clean.facts.pages.len();
    let copy = clean.copy();
    let parts = vec![part(cleaned(&source("typst-b")), "first"), part(copy, "hostile")];
    let bound = bind(parts);
    let bound = match bound {
        Ok(bound) => bound,
        Err(error) => return Some(format!("can't be bound: {error:#}")),
    };
    let second = hayro_syntax::Pdf::new(bound.pdf.clone()).ok().map(|pdf| pdf.pages().len());
    if second != Some(pages + 1) {
        return Some(format!("{second:?} pages in the pack, not {}", pages + 1));
    }
    let mut document = Document::load_mem(&bound.pdf).unwrap();
    document.decompress();
    let mut plain = Vec::new();
    document.save_to(&mut plain).unwrap();
    let never: [&[u8]; 8] = [
        b"/JavaScript",
        b"/Launch",
        b"/EmbeddedFile",
        b"/OpenAction",
        b"/RichMedia",
        b"/SubmitForm",
        b"/XFA",
        b"secret",
    ];
    let found = never.iter().find(|word| plain.windows(word.len()).any(|part| part == **word));
    found.map(|word| format!("the pack holds `{}`", String::from_utf8_lossy(word)))
}

#[test]
fn limits_are_enforced() {
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("paper.pdf");
    std::fs::write(&paper, source("typst-a")).unwrap();
    let refusal = |paper: &Path, limits: Limits| {
        let limited = Opener { limits, ..opener(&folder.path().join("cache")) };
        limited.open(paper).unwrap().unwrap_err().cause
    };
    let limits = Limits::default();
    assert!(refusal(&paper, Limits { pages: 1, ..limits.clone() }).contains("more than 1 pages"));
    assert!(refusal(&paper, Limits { size: 1000, ..limits.clone() }).contains("larger"));
    let slow = refusal(&paper, Limits { seconds: 0, ..limits.clone() });
    assert!(slow.contains("longer than 0 seconds"), "{slow}");
    #[cfg(target_os = "linux")]
    {
        // More than the program takes besides, which the limit allows for.
        let heavy = folder.path().join("heavy.pdf");
        larger_than(&heavy, 180 * pack::MEGABYTE).unwrap();
        let large = refusal(&heavy, Limits { memory: pack::MEGABYTE, ..limits });
        assert!(large.contains("more than 1 MB"), "{large}");
    }
}

#[test]
fn an_oversized_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("map.pdf");
    let limit = Limits::default().size;
    larger_than(&paper, limit).unwrap();
    let refusal = opener(&folder.path().join("cache")).open(&paper).unwrap().unwrap_err();
    assert!(refusal.cause.contains("larger than 200 MB"), "{refusal}");
}

#[test]
fn a_clean_copy_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("paper.pdf");
    std::fs::write(&paper, source("typst-a")).unwrap();
    let cache = folder.path().join("cache");
    opener(&cache).open(&paper).unwrap().unwrap();
    // This program doesn't exist, so the result comes from the cached copy.
    let without_program = Opener { program: "no-such-program".into(), ..opener(&cache) };
    assert_eq!(without_program.open(&paper).unwrap().unwrap().facts.pages.len(), 2);
    std::fs::write(&paper, source("typst-b")).unwrap();
    assert!(without_program.open(&paper).is_err(), "another content is another paper");
}
