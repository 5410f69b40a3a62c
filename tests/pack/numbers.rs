//! Page numbers and stamps, read back from the packs: the number that is printed on a page is the one
//! that the viewer shows, the agenda gives and the bookmarks lead to; it is the same page for
//! everybody; and each stamp stands upright where readers look for it, however a page is turned.

use std::collections::BTreeMap;
use std::sync::Arc;

use orderpaper::pack::words::{self, PageWords};

use crate::support::Case;
use crate::support::pdf::pages::{self, Bookmark, Page, land};
use crate::support::pdf::text;

use super::folder::{Built, Folder, PUBLIC, RESTRICTED};

/// The appendix that is the second paper of item 2.
const PLAN: &str = "plan.pdf";

/// The stamp of pages that are not for publication.
const MARK: &str = "Not for publication: paragraph 3";

/// How far from the foot and the head a stamp may be, in points.
const MARGIN: f64 = 45.0;

/// The tolerance of positions, in points.
const NEAR: f64 = 0.05;

/// Returns the pages of a pack.
fn pages_of(built: &Built, pack: &str) -> Vec<Page> {
    pages::pages(&bytes(built, pack))
}

/// Returns a pack.
fn bytes(built: &Built, pack: &str) -> Vec<u8> {
    let is_public = pack.starts_with("public") || pack.starts_with("supplement");
    built.read(&format!("{}/{pack}.pdf", if is_public { PUBLIC } else { RESTRICTED }))
}

/// Returns the folder with duplex printing.
fn duplex() -> Folder {
    Folder::new().replace("council.json", "\"duplex\": false", "\"duplex\": true")
}

/// Returns the folder with an exempt report of two pages in the place of one.
fn longer() -> Folder {
    Folder::new().paper("SECRETWORDS-depot.dj", "typst-a.pdf", "depot.pdf")
}

/// Returns the number that is stamped on a page, which must be stamped with one.
#[track_caller]
fn number(page: &Page) -> u32 {
    let numbers = page.stamped().into_iter().filter_map(|words| {
        let (before, number) = words.trim_end_matches(" of the pack").rsplit_once(' ')?;
        before.to_lowercase().ends_with("page").then(|| number.parse().unwrap())
    });
    let numbers: Vec<u32> = numbers.collect();
    assert_eq!(numbers.len(), 1, "a page has one number: {:?}", page.stamped());
    numbers[0]
}

/// Returns the number of the item that is stamped on a page.
fn item(page: &Page) -> Option<String> {
    page.stamped()
        .into_iter()
        .find_map(|words| words.strip_prefix("Agenda Item ").map(str::to_owned))
}

/// Returns the first and last page number that a line gives as `(Pages 3 - 4)` or `(Page 3)`.
#[track_caller]
fn shown(text: &str, start: &str) -> (u32, u32) {
    let line = text.lines().find(|line| line.starts_with(start));
    let line = line.unwrap_or_else(|| panic!("no line begins with `{start}`:\n{text}"));
    let (_, range) = line.split_once("(Page").unwrap_or_else(|| panic!("`{line}` has no pages"));
    let range = range.trim_start_matches('s').trim_end_matches(')');
    let (first, last) = range.split_once(" - ").unwrap_or((range, range));
    (first.trim().parse().unwrap(), last.trim().parse().unwrap())
}

/// Returns the bookmarks of papers: title, and the number of the page that they lead to.
fn papers(bytes: &[u8]) -> BTreeMap<String, u32> {
    let pages = pages::pages(bytes);
    let to = |bookmark: Bookmark| {
        (bookmark.title, number(&pages[bookmark.to.expect("it leads somewhere")]))
    };
    pages::bookmarks(bytes).into_iter().map(to).collect()
}

#[test]
fn page_labels_match_the_stamped_numbers() {
    let continued = Folder::new().replace("council.json", "\"restart\"", "\"continue\"");
    for folder in [Folder::new(), duplex(), continued, longer()] {
        let built = folder.build().whole();
        let packs = ["public-pack", "exempt-pack", "members-pack"];
        for pack in packs.into_iter().chain(["supplement-1", "members-supplement-1"]) {
            let pages = pages_of(&built, pack);
            let first = number(&pages[0]);
            for (page, wanted) in pages.iter().zip(first..) {
                assert_eq!(page.label, wanted.to_string(), "{pack}");
                assert_eq!(number(page), wanted, "{pack}");
            }
        }
    }
}

#[test]
fn page_numbers_on_the_agenda_match_the_bookmarks() {
    for folder in [Folder::new(), duplex(), longer()] {
        let built = folder.build().whole();
        let pack = bytes(&built, "public-pack");
        let (agenda, papers, count) = (text(&pack), papers(&pack), pages::pages(&pack).len());
        let (first, last) = shown(&agenda, "2 Lease of the boathouse");
        assert_eq!(first, papers["Lease of the boathouse"]);
        assert_eq!(last as usize, count, "the plan of one page is the last");
        let plan = papers["A: plan of the site"];
        assert_eq!(shown(&agenda, "A: plan of the site"), (plan, plan));
        let pack = bytes(&built, "members-pack");
        let (agenda, papers, count) = (text(&pack), self::papers(&pack), pages::pages(&pack).len());
        assert_eq!(shown(&agenda, "2 Lease of the boathouse"), (first, last));
        let offers = papers["SECRETWORDS: the offers received"];
        assert_eq!(shown(&agenda, "SECRETWORDS: the offers received"), (offers, offers));
        let (first, last) = shown(&agenda, "4 Purchase of a depot");
        assert_eq!(first, papers["SECRETWORDS: purchase"]);
        assert_eq!(last as usize, count);
    }
}

#[test]
fn a_page_has_the_same_number_for_everybody() {
    for folder in [Folder::new(), duplex(), longer()] {
        let built = folder.build().whole();
        for (public, all) in
            [("public-pack", "members-pack"), ("supplement-1", "members-supplement-1")]
        {
            let (public, all) = (bytes(&built, public), bytes(&built, all));
            let (theirs, ours) = (papers(&public), papers(&all));
            for title in ["Lease of the boathouse", "A: plan of the site", "Repairs to the weir"] {
                assert_eq!(theirs.get(title), ours.get(title), "{title}");
            }
            let words = |page: &Page| page.words.clone();
            let (theirs, ours) = (pages::pages(&public), pages::pages(&all));
            let front = theirs.iter().position(|page| item(page).is_some()).unwrap();
            assert!(ours.len() > theirs.len());
            for (theirs, ours) in theirs.iter().zip(&ours).skip(front) {
                assert_eq!(words(theirs), words(ours), "page {}", theirs.label);
            }
        }
    }
}

#[test]
fn exempt_papers_follow_with_the_next_numbers() {
    for (folder, duplex) in [(Folder::new(), false), (duplex(), true), (longer(), false)] {
        let built = folder.build().whole();
        let public = pages_of(&built, "public-pack");
        let exempt = pages_of(&built, "exempt-pack");
        let (last, first) = (number(public.last().unwrap()), number(&exempt[0]));
        let skipped = u32::from(duplex && last % 2 == 1);
        assert_eq!(first, last + 1 + skipped, "duplex: {duplex}");
        let all = pages_of(&built, "members-pack");
        assert_eq!(all.last().unwrap().label, exempt.last().unwrap().label);
        let offers = &papers(&bytes(&built, "exempt-pack"))["SECRETWORDS: the offers received"];
        assert!(*offers > first, "a cover stands before the papers");
    }
}

#[test]
fn item_numbers_are_stamped_on_first_pages_only() {
    let built = longer().build().whole();
    for pack in ["public-pack", "exempt-pack", "members-pack", "members-supplement-1"] {
        let bytes = bytes(&built, pack);
        let pages = pages::pages(&bytes);
        let mut wanted = BTreeMap::new();
        let (mut group, mut of_item) = (String::new(), None);
        for bookmark in pages::bookmarks(&bytes) {
            if bookmark.level == 0 {
                group.clone_from(&bookmark.title);
            }
            // Exempt papers stand below a separate bookmark, one level deeper.
            let level = usize::from(group.starts_with("Not for publication"));
            let number = bookmark.title.split_once(' ').map(|(number, _)| number.to_owned());
            if bookmark.level == level {
                of_item = number.filter(|number| number.parse::<u32>().is_ok());
            } else if bookmark.level == level + 1
                && let Some(item) = &of_item
            {
                wanted.insert(bookmark.to.unwrap(), item.clone());
            }
        }
        assert!(wanted.len() >= 2, "{pack} has papers: {wanted:?}");
        for (at, page) in pages.iter().enumerate() {
            assert_eq!(item(page).as_ref(), wanted.get(&at), "{pack}, page {}", page.label);
        }
    }
    // The report of two pages has a second page, which must not have it.
    let depot = pages_of(&built, "exempt-pack");
    assert_eq!(item(&depot[depot.len() - 2]), Some("4".to_owned()));
    assert_eq!(item(&depot[depot.len() - 1]), None);
}

#[test]
fn exempt_pages_and_no_others_are_marked() {
    for folder in [longer(), duplex()] {
        let built = folder
            .replace("agenda.csv", "3; 5,Publishing", "5; 3,Publishing")
            .replace("documents.csv", "3,The seller has", "3; 5,The seller has")
            .build()
            .whole();
        let exempt = pages_of(&built, "exempt-pack");
        let both = "Not for publication: paragraphs 3 and 5";
        let mark = |page: &Page| {
            let marks = page.stamped().into_iter().filter(|words| words.starts_with("Not for"));
            marks.map(str::to_owned).collect::<Vec<_>>()
        };
        let depot = exempt.iter().position(|page| item(page).as_deref() == Some("4")).unwrap();
        let offers = exempt.iter().position(|page| item(page).as_deref() == Some("2")).unwrap();
        assert!(offers < depot);
        for (at, page) in exempt.iter().enumerate() {
            // The cover has the paragraphs of all papers.
            let wanted = if (offers..depot).contains(&at) { MARK } else { both };
            assert_eq!(mark(page), [wanted], "page {}", page.label);
        }
        let first = number(&exempt[0]);
        // The pages before the papers list the exempt ones for members.
        let all = pages_of(&built, "members-pack");
        let front = all.iter().position(|page| item(page).is_some()).unwrap();
        for (at, page) in all.iter().enumerate() {
            let is_closed = at < front || number(page) >= first;
            assert_eq!(!mark(page).is_empty(), is_closed, "page {}", page.label);
        }
        let all = pages_of(&built, "members-supplement-1");
        let front = all.iter().position(|page| item(page).is_some()).unwrap();
        for (at, page) in all.iter().enumerate() {
            let is_closed = at < front || page.words.contains("£310");
            assert_eq!(mark(page), if is_closed { vec![MARK] } else { vec![] });
        }
        for pack in ["public-pack", "supplement-1"] {
            for page in pages_of(&built, pack) {
                assert_eq!(mark(&page), [""; 0], "{pack}, page {}", page.label);
            }
        }
    }
}

#[test]
fn duplex_reports_begin_on_the_right_and_blank_pages_count() {
    let built = duplex()
        // An appendix of two pages ends on the right.
        .paper(PLAN, "typst-a.pdf", "bridge.pdf")
        .replace("documents.csv", ",2026-03-13,The survey was finished on 12 March.", ",,")
        .build()
        .whole();
    let mut blanks = 0;
    for pack in ["public-pack", "exempt-pack", "members-pack"] {
        let bytes = bytes(&built, pack);
        let pages = pages::pages(&bytes);
        let papers = papers(&bytes);
        for report in ["Lease of the boathouse", "Repairs to the weir", "SECRETWORDS: purchase"] {
            if let Some(number) = papers.get(report) {
                assert_eq!(number % 2, 1, "{report} begins on page {number} of the {pack}");
            }
        }
        assert_eq!(number(&pages[0]) % 2, 1, "the {pack} begins on the right");
        for (at, page) in pages.iter().enumerate() {
            let says = page.stamped().contains(&"This page is intentionally left blank");
            // Words that are not stamped belong to the page itself.
            let is_empty = page.words.lines().count() == page.stamped().len();
            assert_eq!(says, is_empty, "{pack}, page {}: {}", page.label, page.words);
            if says {
                blanks += 1;
                assert_eq!(number(page), number(&pages[at - 1]) + 1, "a blank page is counted");
                assert_eq!(item(page), None);
            }
        }
    }
    assert!(blanks > 0, "no report had to wait for a page on the right");
    let simplex = Folder::new().build().whole();
    for page in pages_of(&simplex, "members-pack") {
        assert!(!page.words.contains("left blank"), "without `duplex`, page {}", page.label);
    }
}

#[test]
fn the_agenda_links_to_papers_and_papers_link_back() {
    for pack in ["public-pack", "members-pack", "exempt-pack", "members-supplement-1"] {
        let built = Folder::new().build().whole();
        let pages = pages_of(&built, pack);
        let firsts: Vec<usize> =
            (0..pages.len()).filter(|at| item(&pages[*at]).is_some()).collect();
        assert!(!firsts.is_empty());
        for first in firsts {
            let back = pages[first].links.iter().filter(|link| link.says == "Back to the agenda");
            let back: Vec<_> = back.collect();
            assert_eq!(back.len(), 1, "{pack}, page {}", pages[first].label);
            let listed = back[0].to.unwrap();
            let forward = pages[listed].links.iter().filter(|link| link.to == Some(first));
            assert!(forward.count() > 0, "{pack}: page {} lists page {}", listed + 1, first + 1);
            assert!(item(&pages[listed]).is_none(), "{pack}: what lists papers is no paper");
            // Every link to it names it and its number.
            for link in pages[listed].links.iter().filter(|link| link.to == Some(first)) {
                let number = format!(", page {}", pages[first].label);
                assert!(link.says.ends_with(&number), "{pack}: `{}`", link.says);
            }
            // The link back stands on the words that say which item it is.
            let item = pages[first].stamps.iter().find(|mark| {
                mark.words.as_deref().is_some_and(|words| words.starts_with("Agenda Item"))
            });
            let (x, y) = item.unwrap().points[0];
            let [left, bottom, right, top] = back[0].bounds;
            let is_on = (left - NEAR..=right).contains(&x) && (bottom - 4.0..=top).contains(&y);
            assert!(is_on, "{pack}: ({x}, {y}) is not in {:?}", back[0].bounds);
        }
    }
}

/// Checks that the stamps of a page are upright, unscaled and inside the visible part of it.
#[track_caller]
fn check_stamps(page: &Page) {
    let (width, height) = page.shown();
    for mark in &page.stamps {
        for point in &mark.points {
            let (x, y) = page.seen(*point);
            let is_inside = (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
            assert!(is_inside, "({x}, {y}) is not on a page of {width} by {height}: {mark:?}");
        }
        let Some(words) = &mark.words else { continue };
        let at = |x, y| page.seen(land(mark.matrix, x, y));
        let ((x, y), along, up) = (at(0.0, 0.0), at(mark.size, 0.0), at(0.0, mark.size));
        for (found, wanted) in [(along, (x + mark.size, y)), (up, (x, y + mark.size))] {
            let off = (found.0 - wanted.0).abs().max((found.1 - wanted.1).abs());
            assert!(off < NEAR, "`{words}` is turned, or of another size: {found:?}, {wanted:?}");
        }
        if words.starts_with("Page ") {
            assert!(y < MARGIN, "the number is {y} points above the foot");
            // Its background is centred on the page, and the number is inside it.
            let ground =
                page.stamps.iter().filter(|stamp| stamp.words.is_none()).find_map(|stamp| {
                    let seen: Vec<_> = stamp.points.iter().map(|point| page.seen(*point)).collect();
                    let left = seen.iter().map(|point| point.0).fold(f64::MAX, f64::min);
                    let right = seen.iter().map(|point| point.0).fold(f64::MIN, f64::max);
                    let low = seen.iter().map(|point| point.1).fold(f64::MAX, f64::min);
                    (low < y && y - low < 12.0 && left < x && x < right).then_some((left, right))
                });
            let (left, right) = ground.expect("a number has a background");
            assert!(((left + right) / 2.0 - width / 2.0).abs() < NEAR, "{left} {right} of {width}");
        }
        if words.starts_with("Agenda Item") {
            assert!(x > width / 2.0 && y > height - MARGIN, "`{words}` at {x}, {y}");
        }
        if words.starts_with("Not for") {
            assert!(x < width / 2.0 && y > height - MARGIN, "`{words}` at {x}, {y}");
        }
    }
}

#[test]
fn stamps_are_upright_and_visible_on_turned_pages() {
    let exempt = Folder::new().paper("SECRETWORDS-depot.dj", "rotated.pdf", "depot.pdf");
    let public = Folder::new().paper(PLAN, "rotated.pdf", "drawings.pdf");
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/rotated.pdf");
    let source = pages::pages(&std::fs::read(source).unwrap());
    let turns: Vec<i64> = source.iter().map(|page| page.turned).collect();
    assert_eq!(turns, [0, 90, 180, 270, 0, 0]);
    assert_eq!(source[4].visible, [50.0, 60.0, 545.0, 780.0]);
    assert!((source[5].unit - 2.0).abs() < NEAR);
    for (folder, pack) in [(exempt, "members-pack"), (public, "public-pack")] {
        let built = folder.build().whole();
        let pages = pages_of(&built, pack);
        let drawn = &pages[pages.len() - source.len()..];
        for (page, source) in drawn.iter().zip(&source) {
            assert_eq!((page.turned, page.visible), (source.turned, source.visible));
            assert!((page.unit - source.unit).abs() < NEAR);
        }
        for page in &pages {
            assert!(page.stamps.len() >= 2, "page {} has a number on a background", page.label);
            check_stamps(page);
        }
        let marked = drawn
            .iter()
            .filter(|page| page.stamped().contains(&"Not for publication: paragraph 3"));
        assert_eq!(marked.count(), if pack == "members-pack" { 6 } else { 0 });
    }
}

#[test]
fn an_agenda_that_never_settles_is_refused() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds/public-pack/basic");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/agenda/main.typ.hbs");
    let agenda = std::fs::read_to_string(root).unwrap();
    // It is as many pages longer as the number of the page on which its papers begin.
    let longer = "#for at in range(calc.min(..known-pages.papers.values().map(pages => pages.first()), 100)) {
        pagebreak()
        [More.]
    }";
    Case::copy_of(folder)
        .file("ours/agenda/main.typ.hbs", format!("{agenda}\n{longer}\n"))
        .run(["build", "--data", "input", "--templates", "ours"])
        .code(1)
        .stderr_has("error[pack/failed]: the length of the agenda changes each time its page numbers are filled in");
}

#[test]
fn stamps_keep_clear_of_the_words_of_a_paper_and_say_whose_number_it_is() {
    let page = |number: usize| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number} 0 R/Resources<</Font<</F 7 0 R>>>>>>"
        )
    };
    let content = |number: usize| {
        let words =
            format!("BT /F 12 Tf 72 400 Td (Moorings) Tj 210 -380 Td (Page {number}) Tj ET");
        super::seen::stream("", &words)
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        &page(5),
        &page(6),
        &content(1),
        &content(2),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ];
    let paper = super::seen::pdf(&objects, "");
    let built = Folder::new().file(&format!("documents/{PLAN}"), paper).build();
    let pages = words::read(&Arc::new(bytes(&built, "public-pack"))).unwrap();
    let of_paper: Vec<(usize, &PageWords)> =
        (1..).zip(&pages).filter(|(_, page)| page.text.contains("Moorings")).collect();
    assert_eq!(of_paper.len(), 2);
    for (number, page) in of_paper {
        let run = |text: &str| {
            let run = page.edges.iter().find(|run| run.text == text);
            run.unwrap_or_else(|| panic!("no {text:?}: {:?}", page.edges)).bounds
        };
        let stamp = run(&format!("Page {number} of the pack"));
        let all = page.edges.iter().filter(|run| run.text.starts_with("Page ")).count();
        assert_eq!(all, 2, "the paper's number stays");
        let [_, _, right, _] = run(&format!("Page {}", number - first_of(&pages) + 1));
        assert!(stamp[0] > right, "{stamp:?} stands beside the number of the paper");
    }
    // Papers without numbers have none to tell it from.
    assert!(pages[0].edges.iter().any(|run| run.text == "Page 1"), "{:?}", pages[0].edges);
}

/// Returns the number of the first page with the words of that paper.
fn first_of(pages: &[PageWords]) -> usize {
    1 + pages.iter().position(|page| page.text.contains("Moorings")).unwrap()
}

#[test]
fn a_council_decides_whether_numbers_say_that_they_are_the_packs() {
    for (setting, is_said) in [("auto", false), ("always", true), ("never", false)] {
        let setting = format!("\"duplex\": true, \"of-pack\": \"{setting}\"");
        let built = duplex().replace("council.json", "\"duplex\": true", &setting).build();
        for page in pages_of(&built, "public-pack") {
            let stamped = page.stamped();
            let says = stamped.iter().any(|words| words.ends_with(" of the pack"));
            assert_eq!(says, is_said, "{setting}: {stamped:?}");
        }
    }
}
