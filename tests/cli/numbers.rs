//! Page numbers of what is published: whatever becomes of the records, agendas print those of the published
//! packs.

use std::collections::BTreeMap;

use proptest::prelude::*;

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
        let documents = receipt["documents"].as_array().unwrap().iter();
        // Parts of a pack have its papers again.
        for document in documents.filter(|document| document["part-of"].is_null()) {
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

/// What happens on a day of a history.
#[derive(Debug, Clone)]
enum Event {
    /// A paper of some pages comes late; its row stands in this place, and may give an earlier day.
    Late { item: usize, pages: usize, place: usize },
    /// A paper is marked as withdrawn in its row, or no longer.
    Mark { paper: usize },
    /// A paper is replaced by one of some pages.
    Replace { paper: usize, pages: usize },
    /// A published paper is taken back.
    TakeBack { paper: usize },
    /// The row of a paper is deleted.
    Delete { paper: usize },
    /// Nothing changes, and the agenda is published again where it differs.
    Reissue,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0..2usize, 1..3usize, 0..9usize)
            .prop_map(|(item, pages, place)| Event::Late { item, pages, place }),
        2 => (0..9usize).prop_map(|paper| Event::Mark { paper }),
        2 => (0..9usize, 1..5usize).prop_map(|(paper, pages)| Event::Replace { paper, pages }),
        2 => (0..9usize).prop_map(|paper| Event::TakeBack { paper }),
        1 => (0..9usize).prop_map(|paper| Event::Delete { paper }),
        1 => Just(Event::Reissue),
    ]
}

/// A council with the rows of its papers, and what is published of them.
struct History {
    case: Case,
    papers: Vec<(String, String, &'static str, String)>,
    known: BTreeMap<String, Place>,
    taken_back: Vec<String>,
}

impl History {
    fn begin(pages: &[usize]) -> Self {
        let mut case = council();
        let mut papers = Vec::new();
        for (at, pages) in pages.iter().enumerate() {
            let file = format!("first{at}");
            case = report(case, &file, *pages);
            papers.push(paper(["2", "3"][at % 2], &file));
        }
        case = with_papers(case, &papers);
        assert_eq!(publish(&case, "2026-03-11", &[]), 0);
        let known = places(&case);
        Self { case, papers, known, taken_back: Vec::new() }
    }

    /// Lets something happen on a day, publishes, and holds the printed numbers against those before.
    fn go_on(mut self, day: &str, event: &Event) -> Self {
        let at = |paper: &usize| paper % self.papers.len().max(1);
        match event {
            Event::Late { item, pages, place } => {
                let file = format!("late{}-{day}", self.papers.len());
                self.case = report(self.case, &file, *pages);
                let row = (["2", "3"][*item].to_owned(), file, "", day.to_owned());
                let place = place % (self.papers.len() + 1);
                self.papers.insert(place, row);
            }
            Event::Mark { paper } if !self.papers.is_empty() => {
                let at = at(paper);
                let status = &mut self.papers[at].2;
                *status = if status.is_empty() { "withdrawn" } else { "" };
            }
            Event::Replace { paper, pages } if !self.papers.is_empty() => {
                let file = self.papers[at(paper)].1.clone();
                self.case = report(self.case, &file, *pages);
            }
            Event::TakeBack { paper } if !self.papers.is_empty() => {
                let (number, file, ..) = &self.papers[at(paper)];
                let id = format!("{number}-{file}");
                let take = ["withdraw", "--meeting", MEETING, "--now", day, "--document", &id];
                let ended =
                    self.case.run(args(&[&take[..], &["--reason", "It was wrong."]].concat()));
                let is_out = self.known.contains_key(&id) && !self.taken_back.contains(&id);
                assert_eq!(ended.stdout().contains("(withdrawn)"), is_out, "{}", ended.stderr());
                if is_out {
                    self.taken_back.push(id);
                }
            }
            Event::Delete { paper } if !self.papers.is_empty() => {
                let at = at(paper);
                self.papers.remove(at);
            }
            _ => {}
        }
        self.case = with_papers(self.case, &self.papers);
        let reissue = ["--reissue", "--reason", "Something has changed."];
        let all = [&["publish", "--meeting", MEETING, "--now", day], &reissue[..]].concat();
        let ended = self.case.run(args(&all));
        let is_all = ended.exit() == Some(0);
        if !is_all {
            // A longer paper has no room in its pack, which then stays as it is.
            let messages = ended.stderr();
            assert!(messages.contains("error[pack/no-room]"), "{event:?}: {messages}");
            let agenda = [&["--kind", "agenda"][..], &reissue].concat();
            assert_eq!(publish(&self.case, day, &agenda), 0, "{event:?}");
        }
        self.check(event, is_all);
        self
    }

    /// Holds what is published against what was.
    fn check(&mut self, event: &Event, is_all: bool) {
        let after = places(&self.case);
        for (id, place) in &self.known {
            assert!(after.get(id).is_none_or(|now| now == place), "{event:?}: {id} moved");
        }
        let rows = self.papers.iter().filter(|(_, _, status, _)| status.is_empty());
        for id in rows.map(|(number, file, ..)| format!("{number}-{file}")) {
            let is_out = after.contains_key(&id) || self.taken_back.contains(&id);
            assert!(is_out || !is_all, "{event:?}: {id} is in nothing published");
        }
        self.known.extend(after);
        self.case.run(["verify"]).code(0);
    }
}

/// How many histories there are; `ORDERPAPER_HISTORIES=200` makes more.
fn histories() -> u32 {
    let asked = std::env::var("ORDERPAPER_HISTORIES").ok();
    asked.and_then(|count| count.parse().ok()).unwrap_or(4)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: histories(),
        failure_persistence: None,
        max_shrink_iters: 20,
        rng_algorithm: proptest::test_runner::RngAlgorithm::ChaCha,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1972),
        ..ProptestConfig::default()
    })]

    /// Papers come late, in any order of entry and day, are replaced by shorter and longer ones, marked as
    /// withdrawn, taken back and deleted, and agendas are published again: no number of a published page ever
    /// moves, and nothing that is final is left out.
    #[test]
    fn no_history_moves_a_published_page(
        first in proptest::collection::vec(1..4usize, 1..4),
        events in proptest::collection::vec(event(), 1..5),
    ) {
        let mut history = History::begin(&first);
        for (day, event) in (12..).zip(&events) {
            history = history.go_on(&format!("2026-03-{day}"), event);
        }
    }
}
