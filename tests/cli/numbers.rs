//! Page numbers of what is published: whatever becomes of the records, agendas print those of the published
//! packs.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::publish::{MEETING, args, council};
use crate::support::Case;

const OPEN: &str = "output/published/public/cabinet-2026-03-19";
const CLOSED: &str = "output/published/restricted/cabinet-2026-03-19";

/// The first and last page of a paper, and the supplement that it is in.
type Place = (u64, u64, String);

/// Returns the pages of all papers as the newest versions of all published packs have them, by their ids.
fn places(case: &Case) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    for folder in [OPEN, CLOSED] {
        let file = format!("{folder}/receipt.json");
        if !case.path(&file).is_file() {
            continue;
        }
        let receipt: serde_json::Value = serde_json::from_slice(&case.read(&file)).unwrap();
        for document in receipt["documents"].as_array().unwrap() {
            let name = document["document"].as_str().unwrap();
            let number = name.rsplit('-').next().unwrap();
            let supplement =
                if number.parse::<u32>().is_ok() { number.to_owned() } else { String::new() };
            for paper in document["papers"].as_array().unwrap() {
                let id = paper["id"].as_str().unwrap().to_owned();
                let pages = (paper["first"].as_u64().unwrap(), paper["last"].as_u64().unwrap());
                places.insert(id, (pages.0, pages.1, supplement.clone()));
            }
        }
    }
    places
}

/// Publishes on a day, and returns whether anything was refused.
fn publish(case: &Case, day: &str, more: &[&str]) -> i32 {
    let publish = ["publish", "--meeting", MEETING, "--now", day];
    case.run(args(&[&publish, more].concat())).exit().unwrap()
}

/// Writes the records of papers: item, file, status, day.
fn with_papers(case: Case, papers: &[(String, String, &str, String)]) -> Case {
    let mut rows = "meeting,number,title,kind,file,status,published-at,late-reason\n".to_owned();
    for (number, file, status, day) in papers {
        // What is entered after the agenda is out needs a reason, whatever day its row gives.
        let is_late = !day.is_empty() || file == "forgotten";
        let reason = if is_late { "It came late." } else { "" };
        rows +=
            &format!("{MEETING},{number},Paper {file},report,{file}.dj,{status},{day},{reason}\n");
    }
    case.file("input/documents.csv", rows)
}

/// Writes a report of some pages.
fn report(case: Case, file: &str, pages: usize) -> Case {
    let text =
        "A sentence about the matter, which is as long as most are in reports of this sort.\n\n";
    case.file(&format!("input/documents/{file}.dj"), text.repeat(14 * pages))
}

fn paper(number: &str, file: &str) -> (String, String, &'static str, String) {
    (number.to_owned(), file.to_owned(), "", String::new())
}

#[test]
fn a_late_paper_with_an_earlier_date_gets_a_number_of_its_own() {
    let case =
        ["a", "b", "late", "early"].into_iter().fold(council(), |case, file| report(case, file, 1));
    let mut papers = vec![paper("2", "a"), paper("3", "b")];
    let case = with_papers(case, &papers);
    assert_eq!(publish(&case, "2026-03-11", &[]), 0);
    papers.push(("2".to_owned(), "late".to_owned(), "", "2026-03-13".to_owned()));
    let case = with_papers(case, &papers);
    assert_eq!(publish(&case, "2026-03-13", &[]), 0);
    let before = places(&case);
    assert_eq!(before["2-late"].2, "1");
    // It is entered after the supplement, with an earlier day, and so must be published on that of today.
    papers.push(("3".to_owned(), "early".to_owned(), "", "2026-03-12".to_owned()));
    let case = with_papers(case, &papers);
    case.run(args(&["publish", "--meeting", MEETING, "--now", "2026-03-14"]))
        .code(1)
        .stderr_has("supplement 2 of cabinet-2026-03-19 says that it was published on 2026-03-12");
    papers[3].3 = "2026-03-14".to_owned();
    let case = with_papers(case, &papers);
    assert_eq!(publish(&case, "2026-03-14", &[]), 0);
    let after = places(&case);
    assert_eq!(after["3-early"].2, "2");
    assert!(before.iter().all(|(id, place)| after[id] == *place), "{before:?} {after:?}");
    // So does a paper that says it came with the agenda.
    let case = report(case, "forgotten", 1);
    papers.insert(0, paper("2", "forgotten"));
    let case = with_papers(case, &papers);
    assert_eq!(publish(&case, "2026-03-14", &[]), 0);
    assert_eq!(places(&case)["2-forgotten"].2, "3");
}

#[test]
fn replaced_and_withdrawn_papers_move_no_other() {
    let case = ["a", "b", "c"].into_iter().fold(council(), |case, file| report(case, file, 3));
    let mut papers = vec![paper("2", "a"), paper("2", "b"), paper("3", "c")];
    let case = with_papers(case, &papers);
    assert_eq!(publish(&case, "2026-03-11", &[]), 0);
    let before = places(&case);
    let reissue = ["--reissue", "--reason", "A paper was replaced."];
    // Shorter: the pack has blank pages in its place.
    let case = report(case, "b", 1);
    assert_eq!(publish(&case, "2026-03-11", &reissue), 0);
    assert_eq!(places(&case), before);
    assert!(case.path(&format!("{OPEN}/public-pack-v2.pdf")).is_file());
    // Withdrawn: so has it then.
    papers[1].2 = "withdrawn";
    let case = with_papers(case, &papers);
    assert_eq!(publish(&case, "2026-03-11", &reissue), 0);
    let after = places(&case);
    assert!(after.iter().all(|(id, place)| before[id] == *place), "{before:?} {after:?}");
    assert!(case.path(&format!("{OPEN}/public-pack-v3.pdf")).is_file());
    // Longer: the pack stays as it is, and the agenda goes on showing its numbers.
    papers[1].2 = "";
    let case = with_papers(report(case, "b", 5), &papers);
    case.run(args(&["publish", "--meeting", MEETING, "--now", "2026-03-11"]))
        .code(1)
        .stderr_has("error[pack/no-room]: the paper `2-b` has ");
    assert_eq!(publish(&case, "2026-03-11", &[&["--kind", "agenda"][..], &reissue].concat()), 0);
    let pages = |file: &str| -> Vec<String> {
        let text = crate::support::pdf::text(&case.read(&format!("{OPEN}/{file}")));
        text.lines().filter(|line| line.contains("(Page")).map(str::to_owned).collect()
    };
    let printed = pages("agenda.pdf");
    assert_eq!(printed.len(), 2);
    let newest = (2..9).rev().map(|version| format!("agenda-v{version}.pdf"));
    let newest = newest.into_iter().find(|file| case.path(&format!("{OPEN}/{file}")).is_file());
    assert_eq!(pages(newest.as_deref().unwrap_or("agenda.pdf")), printed);
    case.run(["verify"]).code(0);
}

/// Random histories: papers come late, in any order of entry and day, are replaced by shorter ones or withdrawn,
/// and agendas are published again; the number of a published page never moves, and nothing that is final is
/// left out.
#[test]
fn no_history_moves_a_published_page() {
    for seed in 0..6 {
        let mut random = Rng::with_seed(seed);
        let mut case = council();
        let mut papers: Vec<(String, String, &str, String)> = Vec::new();
        for at in 0..random.usize(2..4) {
            let file = format!("first{at}");
            case = report(case, &file, random.usize(1..4));
            papers.push(paper(["2", "3"][at % 2], &file));
        }
        case = with_papers(case, &papers);
        assert_eq!(publish(&case, "2026-03-11", &[]), 0, "seed {seed}");
        let mut known = places(&case);
        for day in 12..16 {
            let day = format!("2026-03-{day}");
            let mut is_changed = false;
            match random.usize(0..4) {
                0 | 1 => {
                    let file = format!("late{}", papers.len());
                    case = report(case, &file, random.usize(1..3));
                    let row = (["2", "3"][random.usize(0..2)].to_owned(), file, "", day.clone());
                    papers.insert(random.usize(0..=papers.len()), row);
                }
                2 => {
                    let at = random.usize(0..papers.len());
                    papers[at].2 = if papers[at].2.is_empty() { "withdrawn" } else { "" };
                    is_changed = true;
                }
                _ => {
                    let at = random.usize(0..papers.len());
                    case = report(case, &papers[at].1.clone(), 1);
                    is_changed = true;
                }
            }
            case = with_papers(case, &papers);
            let reissue = ["--reissue", "--reason", "Something has changed."];
            let more = if is_changed { &reissue[..] } else { &[] };
            assert_eq!(publish(&case, &day, more), 0, "seed {seed}, {day}: {papers:?}");
            let after = places(&case);
            for (id, place) in &known {
                assert!(after.get(id).is_none_or(|now| now == place), "seed {seed}, {day}: {id}");
            }
            for (number, file, status, _) in &papers {
                let id = format!("{number}-{file}");
                assert!(!status.is_empty() || after.contains_key(&id), "seed {seed}, {day}: {id}");
            }
            known.extend(after);
        }
        case.run(["verify"]).code(0);
    }
}
