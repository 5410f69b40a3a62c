//! Late papers become supplements, and nothing that was published changes: the packs that went out
//! with the agenda have the same bytes before and after, the reissued agenda names the supplement
//! of each late paper, and a supplement's cover says why it is late. A supplement that can't be
//! made costs no other document.

use orderpaper::diag::Place;

use super::folder::{Built, Folder, MEETING, PUBLIC, RESTRICTED};
use crate::support::pdf::{pages, text};

/// The heading of `documents.csv`.
const HEAD: &str = "meeting,number,title,kind,file,status,published-at,late-reason,exempt-paragraphs,exempt-reason,public-summary,custom\n";

/// The rows of the papers that come later.
const WEIR: &str = "cabinet-2026-03-19,3,Repairs to the weir,report,weir.dj,,2026-03-13,The survey was finished on 12 March.,,,,\n";
const LETTER: &str = "cabinet-2026-03-19,3,Letter from the anglers,supplement,letter.dj,,2026-03-13,It came after the agenda was published.,,,,\n";
const STONE: &str = "cabinet-2026-03-19,3,SECRETWORDS: prices for the stone,supplement,SECRETWORDS-stone.dj,,2026-03-13,The last price came on 12 March.,3,The prices were given in confidence.,Three firms gave prices.,\n";

/// The packs that go out with the agenda.
const FIRST: [&str; 3] = ["public-pack", "exempt-pack", "members-pack"];

/// Returns the folder as it was when the agenda was published: the weir's report is to follow.
fn before() -> Folder {
    let follows = "cabinet-2026-03-19,3,Repairs to the weir,report,,to-follow,,,,,,\n";
    Folder::new()
        .replace("documents.csv", WEIR, follows)
        .replace("documents.csv", LETTER, "")
        .replace("documents.csv", STONE, "")
}

/// Returns the folder with supplements whose page numbers continue those of the main papers.
fn continued() -> Folder {
    Folder::new().replace("council.json", "\"restart\"", "\"continue\"")
}

/// Returns the folder with the letter published three days after the other late papers.
fn two_days(folder: Folder) -> Folder {
    folder.replace("documents.csv", LETTER, &LETTER.replace("2026-03-13", "2026-03-16"))
}

/// Returns the path of a pack below the output folder.
fn file(pack: &str) -> String {
    let is_public = pack.starts_with("public") || pack.starts_with("supplement");
    format!("{}/{pack}.pdf", if is_public { PUBLIC } else { RESTRICTED })
}

/// Returns the words of a pack.
fn words(built: &Built, pack: &str) -> String {
    text(&built.read(&file(pack)))
}

/// Returns the numbers of a pack's first and last page.
fn range(built: &Built, pack: &str) -> (u32, u32) {
    let pages = pages::pages(&built.read(&file(pack)));
    let number = |page: Option<&pages::Page>| page.unwrap().label.parse().unwrap();
    (number(pages.first()), number(pages.last()))
}

/// Returns the number of the page that a bookmark leads to; the title may be found once only.
fn number_of(built: &Built, pack: &str, title: &str) -> u32 {
    let bytes = built.read(&file(pack));
    let found = pages::bookmarks(&bytes).into_iter().filter(|bookmark| bookmark.title == title);
    let [found] = <[_; 1]>::try_from(found.collect::<Vec<_>>()).expect("one bookmark says so");
    pages::pages(&bytes)[found.to.unwrap()].label.parse().unwrap()
}

/// Returns the line of a text that begins like this.
#[track_caller]
fn line<'a>(text: &'a str, start: &str) -> &'a str {
    let found = text.lines().find(|line| line.starts_with(start));
    found.unwrap_or_else(|| panic!("no line begins with `{start}`:\n{text}"))
}

#[test]
fn late_papers_leave_the_first_packs_unchanged() {
    let (before, after) = (before().build().whole(), Folder::new().build().whole());
    assert!(!before.outcomes.contains_key(&file("supplement-1")));
    assert!(after.is_made(&file("supplement-1")));
    for pack in FIRST {
        let (before, after) = (before.read(&file(pack)), after.read(&file(pack)));
        assert!(before == after, "late papers changed the {pack}");
        let words = text(&after);
        assert!(!words.contains("anglers"), "the {pack} knows of a later paper:\n{words}");
    }
}

#[test]
fn a_reissued_agenda_names_the_supplement_and_keeps_other_page_numbers() {
    let agenda = format!("{PUBLIC}/agenda.pdf");
    let (before, after) = (before().build().whole(), Folder::new().build().whole());
    let (old, new) = (text(&before.read(&agenda)), text(&after.read(&agenda)));
    assert_eq!(line(&old, "2 Lease"), "2 Lease of the boathouse (Pages 3 - 4)");
    assert_eq!(line(&new, "2 Lease"), line(&old, "2 Lease"));
    assert_eq!(line(&old, "3 Repairs"), "3 Repairs to the weir (To follow)");
    let first = number_of(&after, "supplement-1", "Repairs to the weir");
    let last = number_of(&after, "supplement-1", "Letter from the anglers");
    let shown = format!("3 Repairs to the weir (Supplement 1, pages {first} - {last})");
    assert_eq!(line(&new, "3 Repairs"), shown);
    let shown = format!("Letter from the anglers (Supplement 1, page {last})");
    assert_eq!(line(&new, "Letter from"), shown);
    assert!(new.contains("Supplement 1 to this agenda was published on Friday 13 March 2026."));
    assert!(!old.contains("Supplement"), "{old}");
    // The agenda shows the right pages.
    assert_eq!(number_of(&after, "public-pack", "Lease of the boathouse"), 3);
    assert_eq!(range(&after, "public-pack"), (1, 4));
}

#[test]
fn the_cover_calls_a_withheld_paper_by_its_label_and_finds_replaced_papers_by_id() {
    let row = |row: &str, more: &str| row.replace('\n', more);
    let rows = [
        row(HEAD, ",label,supersedes\n"),
        row(WEIR, ",,\n"),
        row(LETTER, ",,3-weir\n"),
        row(STONE, ",Appendix D,\n"),
    ];
    let built = Folder::new().file("documents.csv", rows.concat()).build().whole();
    let cover = words(&built, "supplement-1");
    assert!(cover.contains("Replaces Repairs to the weir."), "{cover}");
    assert!(line(&cover, "Appendix D").ends_with("Appendix D"), "{cover}");
    assert!(!cover.contains("A paper for this item"), "{cover}");
    let cover = words(&built, "members-supplement-1");
    assert!(cover.contains("SECRETWORDS: prices for the stone"), "{cover}");
}

#[test]
fn the_cover_says_what_is_late_and_why() {
    let built = Folder::new().build().whole();
    let cover = words(&built, "supplement-1");
    for expected in [
        "Cabinet: supplement 1 to the agenda",
        "3 Repairs to the weir",
        "Reason for lateness: The survey was finished on 12 March.",
        "Reason for lateness: It came after the agenda was published.",
        "Not for publication by virtue of paragraph 3 of Part 1 of Schedule 12A",
        "Three firms gave prices.",
    ] {
        assert!(cover.contains(expected), "the cover does not say `{expected}`:\n{cover}");
    }
    for secret in ["SECRETWORDS", "The last price", "2 Lease"] {
        assert!(!cover.contains(secret), "the cover says `{secret}`:\n{cover}");
    }
    let members = words(&built, "members-supplement-1");
    for expected in ["SECRETWORDS: prices", "Reason for lateness: The last price came on 12 March."]
    {
        assert!(
            members.contains(expected),
            "the members' cover does not say `{expected}`:\n{members}"
        );
    }
    let pages = pages::pages(&built.read(&file("supplement-1")));
    for (page, number) in pages.iter().zip(1..) {
        assert!(page.stamped().contains(&&*format!("Supplement 1, page {number}")), "{page:#?}");
    }
}

#[test]
fn an_item_added_late_is_in_the_supplement_with_its_urgency() {
    let item = "cabinet-2026-03-19,5,I,Flood at the mill,,Head of Property,Close the mill.,,,,2026-03-12,The bank may give way before the next meeting.\n";
    let paper = "cabinet-2026-03-19,5,Report on the flood,report,flood.dj,,2026-03-13,,,,\n";
    let built = Folder::new()
        .append("agenda.csv", item)
        .append("documents.csv", paper)
        .file("documents/flood.dj", "The water stood at 2.1 m.")
        .build()
        .whole();
    let urgent = "The bank may give way before the next meeting.";
    let cover = words(&built, "supplement-1");
    assert!(cover.contains("5 Flood at the mill"), "{cover}");
    let found = cover.lines().find(|line| line.contains(urgent));
    assert!(found.is_some_and(|line| line.starts_with("Urgent item.")), "{cover}");
    let agenda = text(&built.read(&format!("{PUBLIC}/agenda.pdf")));
    let page = number_of(&built, "supplement-1", "Report on the flood");
    let shown = format!("5 Flood at the mill (Supplement 1, page {page})");
    assert_eq!(line(&agenda, "5 Flood"), shown);
    assert!(agenda.contains(urgent), "{agenda}");
    // The pack went out before there was such an item.
    let without = Folder::new().build().whole();
    for pack in FIRST {
        assert!(built.read(&file(pack)) == without.read(&file(pack)), "the {pack} changed");
    }
}

#[test]
fn numbers_restart_with_each_supplement() {
    let built = two_days(Folder::new()).build().whole();
    assert_eq!(range(&built, "supplement-1"), (1, 2));
    assert_eq!(range(&built, "members-supplement-1"), (1, 3));
    assert_eq!(range(&built, "supplement-2"), (1, 2));
}

#[test]
fn numbers_go_on_after_the_exempt_papers_too() {
    let built = two_days(continued()).build().whole();
    let (_, last) = range(&built, "exempt-pack");
    assert_eq!(range(&built, "members-pack"), (1, last));
    assert!(last > range(&built, "public-pack").1);
    assert_eq!(range(&built, "supplement-1").0, last + 1);
    assert_eq!(range(&built, "members-supplement-1").0, last + 1);
    let (_, last) = range(&built, "members-supplement-1");
    assert_eq!(range(&built, "supplement-2").0, last + 1);
    let pages = pages::pages(&built.read(&file("supplement-2")));
    let stamp = format!("Supplement 2, page {}", last + 1);
    assert!(pages[0].stamped().contains(&&*stamp), "{:?}", pages[0].stamped());
}

#[test]
fn numbers_begin_at_one_where_everything_is_late() {
    let built = continued().file("documents.csv", format!("{HEAD}{WEIR}{LETTER}")).build().whole();
    for pack in FIRST {
        assert!(!built.outcomes.contains_key(&file(pack)), "there is nothing in the {pack}");
    }
    assert_eq!(range(&built, "supplement-1"), (1, 3));
}

#[test]
fn a_late_paper_without_a_reason_refuses_its_supplement_only() {
    for (numbering, later) in [("restart", true), ("continue", false)] {
        let folder = match numbering {
            "restart" => Folder::new(),
            _ => continued(),
        };
        let reason = "The survey was finished on 12 March.";
        let built = two_days(folder).replace("documents.csv", reason, "").build();
        for pack in FIRST {
            assert!(built.is_made(&file(pack)), "{pack} with `{numbering}`:\n{}", built.messages());
            let name = format!("{pack} of {MEETING}");
            assert!(
                built.diags.iter().all(|diagnostic| diagnostic.subject.as_ref() != Some(&name)),
                "{name}"
            );
        }
        assert!(built.is_made(&format!("{PUBLIC}/agenda.pdf")));
        for pack in ["supplement-1", "members-supplement-1"] {
            assert!(!built.is_made(&file(pack)), "{pack} with `{numbering}`");
        }
        // Where numbers go on, nobody knows with which number the next supplement begins.
        assert_eq!(
            built.is_made(&file("supplement-2")),
            later,
            "`{numbering}`:\n{}",
            built.messages()
        );
        let error = built.message("pack/no-late-reason", &format!("supplement 1 of {MEETING}"));
        let place = error.origin.as_ref().unwrap().place();
        assert!(matches!(place, Place::Text { line: 5, .. }), "the late paper's row: {place:?}");
        assert!(error.hints[0].contains("late-reason"), "{error:?}");
    }
}

#[test]
fn each_day_of_publication_has_a_supplement() {
    let built = two_days(Folder::new()).build().whole();
    let (first, second) = (words(&built, "supplement-1"), words(&built, "supplement-2"));
    assert!(first.contains("Repairs to the weir") && first.contains("Friday 13 March 2026"));
    assert!(!first.contains("Letter from the anglers"), "{first}");
    assert!(second.contains("Cabinet: supplement 2 to the agenda"), "{second}");
    assert!(second.contains("Letter from the anglers") && second.contains("Monday 16 March 2026"));
    assert!(!second.contains("The survey was finished"), "{second}");
    let agenda = text(&built.read(&format!("{PUBLIC}/agenda.pdf")));
    let weir = number_of(&built, "supplement-1", "Repairs to the weir");
    let letter = number_of(&built, "supplement-2", "Letter from the anglers");
    assert_eq!(
        line(&agenda, "3 Repairs"),
        format!("3 Repairs to the weir (Supplement 1, page {weir})")
    );
    assert_eq!(
        line(&agenda, "Letter from"),
        format!("Letter from the anglers (Supplement 2, page {letter})")
    );
    for day in
        ["Supplement 1 to this agenda was published on Friday 13 March 2026.", "Supplement 2"]
    {
        assert!(agenda.contains(day), "{agenda}");
    }
    assert!(!built.outcomes.contains_key(&file("members-supplement-2")), "all of it is public");
}
