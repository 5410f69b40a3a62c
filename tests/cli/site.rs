//! The site of what is published: pages, feeds, calendars, search and open data.

use std::collections::BTreeSet;

use super::publish::{MEETING, args, council, late, published};
use crate::support::Case;
use crate::support::html::attributes;

const TOP: &str = "output/published/public";

/// The council of those tests, with a web address.
fn with_website() -> Case {
    council().replace(
        "input/council.json",
        "\"nation\"",
        "\"website\": \"https://papers.example.gov.uk\", \"nation\"",
    )
}

fn pages(case: &Case) -> Vec<String> {
    let files = case.files(TOP).into_iter();
    files.filter(|file| file.ends_with(".html")).collect()
}

/// Returns the file below the top to which an address on a page leads, with its fragment; `None` of one that leads
/// elsewhere.
fn target(page: &str, address: &str) -> Option<(String, Option<String>)> {
    if address.contains(':') {
        return None;
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (address, None),
    };
    if path.is_empty() {
        return Some((page.to_owned(), fragment));
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    let rest = match path.strip_prefix('/') {
        Some(rest) => {
            parts.clear();
            rest
        }
        None => path,
    };
    for part in rest.split('/') {
        match part {
            ".." => {
                parts.pop().expect("no address leads above the top");
            }
            "." => {}
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), fragment))
}

/// Asserts that every address on every page leads to a file, and to a place in it.
#[track_caller]
fn assert_links_resolve(case: &Case) {
    let files: BTreeSet<String> = case.files(TOP).into_iter().collect();
    for page in pages(case) {
        let text = case.text(&format!("{TOP}/{page}"));
        let mut addresses = attributes(&text, "href");
        addresses.extend(attributes(&text, "src"));
        for address in addresses {
            let Some((file, fragment)) = target(&page, &address) else { continue };
            assert!(files.contains(&file), "{page}: {address} leads to {file}, which is not there");
            if let Some(id) = fragment.filter(|_| file.ends_with(".html")) {
                let other = case.text(&format!("{TOP}/{file}"));
                assert!(other.contains(&format!("id=\"{id}\"")), "{page}: {address} leads nowhere");
            }
        }
    }
}

#[test]
fn every_address_of_the_site_leads_somewhere() {
    let case = published();
    assert_links_resolve(&case);
    let all = pages(&case);
    for page in [
        "404.html",
        "bodies/cabinet/index.html",
        "cabinet-2026-03-19/agenda.html",
        "cabinet-2026-03-19/index.html",
        "data.html",
        "index.html",
        "months/2026-03/index.html",
        "search.html",
    ] {
        assert!(all.iter().any(|known| known == page), "{page} is not among {all:?}");
    }
    // Each page but that for what is not there is reached from the first.
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut next = vec!["index.html".to_owned()];
    while let Some(page) = next.pop() {
        for address in attributes(&case.text(&format!("{TOP}/{page}")), "href") {
            let Some((file, _)) = target(&page, &address) else { continue };
            if file.ends_with(".html") && reached.insert(file.clone()) {
                next.push(file);
            }
        }
    }
    let missed: Vec<&String> = all.iter().filter(|page| !reached.contains(*page)).collect();
    assert_eq!(missed, ["404.html"]);
}

#[test]
fn a_page_names_the_version_of_its_pdf() {
    let case = published();
    let page = case.text(&format!("{TOP}/{MEETING}/agenda.html"));
    assert!(page.contains("<a href=\"agenda.pdf\">agenda.pdf</a>"), "{page}");
    let case =
        case.replace("input/agenda.csv", "Declarations of interest", "Declarations of interests");
    case.run(late(&["--reissue", "--reason", "A title was wrong."])).code(0);
    let page = case.text(&format!("{TOP}/{MEETING}/agenda-v2.html"));
    assert!(page.contains("<a href=\"agenda-v2.pdf\">agenda-v2.pdf</a>"), "{page}");
    let before = case.text(&format!("{TOP}/{MEETING}/agenda.html"));
    assert!(before.contains("<a href=\"agenda.pdf\">agenda.pdf</a>"), "{before}");
    case.run(late(&[])).code(0).stderr_has("0 documents published");
    case.run(["verify"]).code(0);
    assert_links_resolve(&case);
    // One that is lost is made again as it was.
    std::fs::remove_file(case.path(&format!("{TOP}/{MEETING}/agenda-v2.html"))).unwrap();
    case.run(late(&[])).code(0).stderr_has("agenda-v2.html was missing, and is restored");
    case.run(["verify"]).code(0);
}

#[test]
fn without_pages_only_pdfs_are_published() {
    let case = council();
    case.run(args(&["publish", "--meeting", MEETING, "--pdf-only"])).code(0);
    assert!(!case.path(&format!("{TOP}/{MEETING}/agenda.html")).exists());
    // The pages come later, whatever day the agenda shows.
    case.run(late(&[])).code(0);
    assert!(case.path(&format!("{TOP}/{MEETING}/agenda.html")).is_file());
    assert_links_resolve(&case);
}

#[test]
fn the_site_tells_of_what_is_published_and_of_nothing_else() {
    let case = published();
    for file in case.files(TOP) {
        let bytes = case.read(&format!("{TOP}/{file}"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("SECRET"), "{file}");
    }
    let search = case.text(&format!("{TOP}/months/2026-03/search.json"));
    assert!(search.contains("Lease of the boathouse"), "{search}");
    let papers = case.text(&format!("{TOP}/months/2026-03/data/papers.csv"));
    assert!(
        papers.starts_with("meeting,item,id,title,label,kind,supplement,released\r\n"),
        "{papers}"
    );
    assert!(papers.contains("Lease of the boathouse"), "{papers}");
    let calendar = case.text(&format!("{TOP}/bodies/cabinet/calendar.ics"));
    for line in ["BEGIN:VEVENT\r\n", "SUMMARY:Cabinet\r\n", "STATUS:CONFIRMED\r\n"] {
        assert!(calendar.contains(line), "{calendar}");
    }
    // What is taken back leaves all of it, and its page says so.
    let why = ["--reason", "It was published by mistake.", "--now", "2026-03-14"];
    case.run(args(&[&["withdraw", "--meeting", MEETING], &why[..]].concat())).code(0);
    let search = case.text(&format!("{TOP}/months/2026-03/search.json"));
    assert!(!search.contains("boathouse"), "{search}");
    let papers = case.text(&format!("{TOP}/months/2026-03/data/papers.csv"));
    assert!(!papers.contains("boathouse"), "{papers}");
    let feed = case.text(&format!("{TOP}/feed.xml"));
    assert!(!feed.contains("<entry>"), "{feed}");
    let calendar = case.text(&format!("{TOP}/bodies/cabinet/calendar.ics"));
    assert!(!calendar.contains("VEVENT"), "{calendar}");
    let page = case.text(&format!("{TOP}/{MEETING}/index.html"));
    assert!(page.contains("<h2>Withdrawn</h2>"), "{page}");
    assert_links_resolve(&case);
    case.run(["verify"]).code(0);
}

#[test]
fn a_site_with_an_address_has_a_map() {
    let case = with_website();
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    let map = case.text(&format!("{TOP}/sitemap.xml"));
    let map = roxmltree::Document::parse(&map).unwrap();
    let parts: Vec<&str> = map
        .descendants()
        .filter(|node| node.has_tag_name("loc"))
        .filter_map(|node| node.text())
        .collect();
    let top = "https://papers.example.gov.uk/";
    let mut listed = BTreeSet::new();
    for part in parts {
        let file = part.strip_prefix(top).unwrap();
        let part = case.text(&format!("{TOP}/{file}"));
        let part = roxmltree::Document::parse(&part).unwrap();
        let addresses =
            part.descendants().filter_map(|node| node.text().filter(|_| node.has_tag_name("loc")));
        listed.extend(addresses.map(|address| address.strip_prefix(top).unwrap().to_owned()));
    }
    let mut all: BTreeSet<String> = pages(&case).into_iter().collect();
    all.remove("404.html");
    assert_eq!(listed, all);
    let calendar = case.text(&format!("{TOP}/calendar.ics")).replace("\r\n ", "");
    assert!(
        calendar.contains("URL:https://papers.example.gov.uk/cabinet-2026-03-19/index.html"),
        "{calendar}"
    );
    let gone = case.text(&format!("{TOP}/404.html"));
    assert!(gone.contains("href=\"https://papers.example.gov.uk/index.html\""), "{gone}");
}

/// An act makes anew only what tells of its publication: the pages of other months stay as they are.
#[test]
fn pages_of_other_months_are_left_alone() {
    let case = published();
    let month = format!("{TOP}/months/2026-03/index.html");
    let other = format!("{TOP}/months/2026-04/index.html");
    let case = case
        .append(
            "input/meetings.csv",
            "cabinet-2026-04-16,cabinet,2026-04-16,10:30,The Guildhall,2026-03-20\n",
        )
        .append("input/agenda.csv", "cabinet-2026-04-16,1,I,Welcome,,,,,,,,\n");
    let before = case.read(&month);
    let modified = |path: &str| std::fs::metadata(case.path(path)).unwrap().modified().unwrap();
    let at = modified(&month);
    case.run(args(&["publish", "--meeting", "cabinet-2026-04-16", "--now", "2026-03-20"])).code(0);
    assert_eq!((case.read(&month), modified(&month)), (before, at));
    assert!(case.path(&other).is_file());
    let index = case.text(&format!("{TOP}/index.html"));
    assert!(
        index.contains("months/2026-03/index.html") && index.contains("months/2026-04/index.html"),
        "{index}"
    );
    assert_links_resolve(&case);
    case.run(["verify"]).code(0);
}

#[test]
fn texts_can_do_no_harm_on_the_site() {
    let case = council().replace(
        "input/documents.csv",
        "Lease of the boathouse",
        "=HYPERLINK(1) <script>",
    );
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    let papers = case.text(&format!("{TOP}/months/2026-03/data/papers.csv"));
    assert!(papers.contains(",'=HYPERLINK(1) <script>,"), "{papers}");
    for page in pages(&case) {
        let text = case.text(&format!("{TOP}/{page}"));
        assert!(!text.contains("(1) <script>"), "{page}");
    }
}
