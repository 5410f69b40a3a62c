//! Papers that are bound behind minutes: their pages, their names, and what a refused one costs.

use super::papers::{PACKS, with_minutes};
use crate::support::pdf::{pages, text};

#[test]
fn supplied_appendices_are_bound_behind_minutes_and_go_into_packs_with_them() {
    const ROWS: &str = "cabinet-2026-02-12,1,Plan of the sluice,minutes-appendix,plan.pdf,,,,,,\n\
                        cabinet-2026-02-12,1,Words,minutes-appendix,words.dj,,,,,,\n";
    let alone = with_minutes("minutes:cabinet-2026-02-12").build().whole();
    let before = pages::pages(&alone.read("public/cabinet-2026-02-12/minutes.pdf")).len();
    let built = with_minutes("minutes:cabinet-2026-02-12")
        .append("documents.csv", ROWS)
        .file("documents/words.dj", "The sluice was built in 1931.")
        .build()
        .whole();
    let minutes = built.read("public/cabinet-2026-02-12/minutes.pdf");
    // The heading in the minutes has the same words.
    let titles = pages::bookmarks(&minutes).into_iter().rev();
    let appendix =
        titles.into_iter().find(|bookmark| bookmark.title == "Appendix 1: Plan of the sluice");
    let first = appendix.and_then(|bookmark| bookmark.to).expect("its bookmark leads to it");
    let all = pages::pages(&minutes);
    // Its heading, the text of the other, and its pages.
    assert_eq!(first, before + 2);
    assert!(all[first].words.contains("Appendix 1, page 1"), "{}", all[first].words);
    let words: Vec<String> = text(&minutes).split_whitespace().map(str::to_owned).collect();
    let appended = "Appended: Appendix 1, Plan of the sluice; Appendix 2, Words.";
    assert!(words.join(" ").contains(appended), "{words:?}");
    let pack = pages::pages(&built.read(PACKS[0]));
    assert!(pack.iter().any(|page| page.words.contains("Appendix 1, page 1")));
}

#[test]
fn an_appendix_that_is_refused_costs_the_minutes_and_another_paper_does_not() {
    let row = "cabinet-2026-02-12,1,Plan,minutes-appendix,broken.pdf,,,,,,\n";
    let with = |row: &str| {
        with_minutes("minutes:cabinet-2026-02-12")
            .append("documents.csv", row)
            .file("documents/broken.pdf", "%PDF-1.7")
            .build()
    };
    let built = with(row);
    assert!(!built.is_made("public/cabinet-2026-02-12/minutes.pdf"), "{}", built.messages());
    let built = with(&row.replace("minutes-appendix,broken.pdf", "report,nothing.pdf"));
    assert!(built.is_made("public/cabinet-2026-02-12/minutes.pdf"), "{}", built.messages());
}
