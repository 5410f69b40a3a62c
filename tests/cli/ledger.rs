//! The ledgers: whatever happens to what was published is found, and publishing again loses nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use snapbox::str;

use super::publish::{MEETING, args, council, late, published, sealed};
use crate::support::Case;

const OPEN: &str = "output/published/public/cabinet-2026-03-19";
const CLOSED: &str = "output/published/restricted/cabinet-2026-03-19";
const LEDGER: &str = "output/published/public/ledger.jsonl";
const PRIVATE_LEDGER: &str = "output/published/restricted/ledger.jsonl";
const MONTH: &str = "output/published/public/months/2026-03";
const BAG: &str = "output/archive/public/2026-03-19_cabinet.zip";

/// What can happen to what was published.
struct Damage {
    what: &'static str,
    /// Does it.
    happens: fn(Case) -> Case,
    /// What `verify` says.
    found: &'static [&'static str],
    /// What `publish` does afterwards.
    then: Then,
}

/// What `publish` does after damage.
enum Then {
    /// It publishes nothing, and reports a code that begins so.
    Refuses(&'static str),
    /// It restores what was lost, so that nothing is found afterwards.
    Restores,
    /// It goes on, since what it publishes is not concerned.
    GoesOn,
}

/// Every kind of damage.
const DAMAGES: &[Damage] = &[
    Damage {
        what: "a receipt is removed",
        happens: |case| case.remove(&format!("{OPEN}/receipt.json")),
        found: &["error[verify/missing]", "public/cabinet-2026-03-19/receipt.json"],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "a restricted receipt is removed",
        happens: |case| case.remove(&format!("{CLOSED}/receipt.json")),
        found: &["error[verify/missing]", "restricted/cabinet-2026-03-19/receipt.json"],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "the first line of the ledger is removed",
        happens: |case| {
            let text = case.text(LEDGER);
            let (_, rest) = text.split_once('\n').unwrap();
            case.file(LEDGER, rest)
        },
        found: &["error[verify/ledger]: line 1: it says that it is line 2", LEDGER],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "the last line of the ledger is removed",
        happens: |case| cut(case, LEDGER),
        found: &["error[verify/ledger]: it has 2 lines, and had 3: its end was cut off", LEDGER],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "the last lines of the ledger are removed, and the heads beside it",
        happens: |case| {
            let case = cut(cut(case, LEDGER), LEDGER);
            case.remove("output/.orderpaper").remove("output/archive/public/ledger-heads.json")
        },
        found: &[
            "error[verify/ledger]: it has 1 line, and had 3: its end was cut off, as \
             `output/published/restricted/ledger.jsonl` says",
            LEDGER,
        ],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "the restricted tree is removed as well",
        happens: |case| {
            let case = cut(cut(case, LEDGER), LEDGER).remove("output/published/restricted");
            case.remove("output/.orderpaper").remove("output/archive/public/ledger-heads.json")
        },
        found: &[
            "error[verify/ledger]: it has 1 line, and had 2: its end was cut off, as \
             `output/archive/public/2026-03-19_cabinet.zip` says",
            "error[verify/ledger]: it has no line, and had 2",
            PRIVATE_LEDGER,
        ],
        then: Then::Refuses("publish/"),
    },
    Damage {
        what: "the last line of the restricted ledger is removed",
        happens: |case| cut(case, PRIVATE_LEDGER),
        found: &["error[verify/ledger]: it has 2 lines, and had 3", PRIVATE_LEDGER],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "a line of the ledger is dated back",
        happens: |case| {
            let text = case.text(LEDGER);
            case.file(LEDGER, text.replacen("2026-03-11", "2026-03-02", 1))
        },
        found: &["error[verify/ledger]: line 2: it does not follow the line before it", LEDGER],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "the ledger is removed",
        happens: |case| case.remove(LEDGER),
        found: &["error[verify/ledger]: it has no line, and had 3", LEDGER],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "a document is removed that the data still give",
        happens: |case| case.remove(&format!("{OPEN}/agenda.pdf")),
        found: &["error[verify/missing]", "public/cabinet-2026-03-19/agenda.pdf"],
        then: Then::Restores,
    },
    Damage {
        what: "records are removed that are still in the data",
        happens: |case| {
            case.remove(&format!("{OPEN}/source/agenda.json"))
                .remove(&format!("{CLOSED}/source/agenda.csv"))
        },
        found: &["public/cabinet-2026-03-19/source/agenda.json", "source/agenda.csv"],
        then: Then::Restores,
    },
    Damage {
        what: "a page is removed",
        happens: |case| {
            case.remove(&format!("{OPEN}/index.html")).remove("output/published/public/feed.xml")
        },
        found: &["error[verify/missing]", "public/cabinet-2026-03-19/index.html", "feed.xml"],
        then: Then::Restores,
    },
    Damage {
        what: "a meeting is removed",
        happens: |case| case.remove(OPEN),
        found: &["cabinet-2026-03-19/receipt.json", "public/cabinet-2026-03-19/agenda.pdf"],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "the public tree is removed",
        happens: |case| case.remove("output/published/public"),
        found: &["error[verify/ledger]: it has no line, and had 3", LEDGER],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "all that was published is removed",
        happens: |case| case.remove("output/published"),
        found: &[LEDGER, PRIVATE_LEDGER, "error[verify/ledger]"],
        then: Then::Refuses("publish/ledger"),
    },
    Damage {
        what: "a bag is removed",
        happens: |case| case.remove(BAG),
        found: &["error[verify/missing]: it was archived, and is missing", BAG],
        then: Then::GoesOn,
    },
    Damage {
        what: "a page is defaced",
        happens: |case| case.append(&format!("{OPEN}/index.html"), "<p>Nonsense</p>"),
        found: &["error[verify/altered]", "public/cabinet-2026-03-19/index.html"],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "the page of all publications is defaced",
        happens: |case| case.append("output/published/public/index.html", "<p>Nonsense</p>"),
        found: &["error[verify/altered]", "output/published/public/index.html"],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "a page of the month is defaced",
        happens: |case| case.append(&format!("{MONTH}/data/meetings.csv"), "nonsense"),
        found: &["error[verify/altered]", "months/2026-03/data/meetings.csv"],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "a page of the month is removed",
        happens: |case| case.remove(&format!("{MONTH}/search.json")),
        found: &["error[verify/missing]", "months/2026-03/search.json"],
        then: Then::Restores,
    },
    Damage {
        what: "a page is added to those of the month",
        happens: |case| case.file(&format!("{MONTH}/other.html"), "<p>Nonsense</p>"),
        found: &["error[verify/extra]", "months/2026-03/other.html"],
        then: Then::GoesOn,
    },
    Damage {
        what: "lists of pages are removed whose pages are there",
        happens: |case| {
            case.remove("output/published/public/pages.json").remove(&format!("{MONTH}/pages.json"))
        },
        found: &["error[verify/missing]", "public/pages.json", "months/2026-03/pages.json"],
        then: Then::Restores,
    },
    Damage {
        what: "a list of pages is removed, and a page in it is defaced",
        happens: |case| {
            let case = case.remove(&format!("{MONTH}/pages.json"));
            case.append(&format!("{MONTH}/index.html"), "<p>Nonsense</p>")
        },
        found: &[
            "error[verify/missing]",
            "months/2026-03/pages.json",
            "error[verify/altered]: nothing proves that it is what was published",
            "months/2026-03/index.html",
        ],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "a page is defaced, and its list is made to match",
        happens: |case| {
            let page = format!("{MONTH}/index.html");
            let before = orderpaper::store::sha512(&case.read(&page));
            let case = case.append(&page, "<p>Nonsense</p>");
            let after = orderpaper::store::sha512(&case.read(&page));
            let list = format!("{MONTH}/pages.json");
            let text = case.text(&list);
            assert!(text.contains(&before));
            case.file(&list, text.replace(&before, &after))
        },
        found: &[
            "error[verify/altered]: it is not what was published",
            "months/2026-03/pages.json",
            "error[verify/altered]: nothing proves that it is what was published",
            "months/2026-03/index.html",
        ],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "all pages of the month are removed, with their list",
        happens: |case| case.remove(MONTH),
        found: &["error[verify/missing]", "months/2026-03/pages.json"],
        then: Then::Restores,
    },
    Damage {
        what: "a file is added",
        happens: |case| case.file(&format!("{OPEN}/draft.pdf"), "draft"),
        found: &["error[verify/extra]", "public/cabinet-2026-03-19/draft.pdf"],
        then: Then::GoesOn,
    },
    Damage {
        what: "the agenda is altered, dated back by nine days, and its receipt sealed again",
        happens: |case| {
            let file = format!("{OPEN}/receipt.json");
            let mut agenda = case.read(&format!("{OPEN}/agenda.pdf"));
            agenda.extend(b"% later\n");
            let mut receipt: serde_json::Value = serde_json::from_slice(&case.read(&file)).unwrap();
            let document = &mut receipt["documents"][0];
            document["published"] = "2026-03-02".into();
            document["sha512"] = orderpaper::store::sha512(&agenda).into();
            document["size"] = agenda.len().into();
            let case = case.bytes(&format!("{OPEN}/agenda.pdf"), agenda);
            sealed(case, &file, receipt)
        },
        found: &[
            "error[verify/altered]",
            "public/cabinet-2026-03-19/agenda.pdf",
            "public/cabinet-2026-03-19/receipt.json",
        ],
        then: Then::Refuses("publish/lost"),
    },
    Damage {
        what: "bag and receipt are forged together, as if all had been published earlier",
        happens: |case| {
            let forged = council().replace("input/meetings.csv", "2026-03-11", "2026-03-02");
            let publish = ["publish", "--meeting", MEETING, "--now", "2026-03-02"];
            forged.run(args(&publish)).code(0);
            forged.run(late(&[])).code(0);
            forged.run(["archive"]).code(0);
            let files = forged.files(OPEN).into_iter().map(|file| format!("{OPEN}/{file}"));
            files.chain([BAG.to_owned()]).fold(case, |case, file| {
                let bytes = forged.read(&file);
                case.bytes(&file, bytes)
            })
        },
        found: &[
            "error[verify/altered]: it is not the bag that was archived",
            "public/cabinet-2026-03-19/receipt.json",
            "error[verify/ledger]",
        ],
        then: Then::Refuses("publish/lost"),
    },
];

/// Removes the last line of a file.
fn cut(case: Case, file: &str) -> Case {
    let text = case.text(file);
    let end = text.trim_end().rfind('\n').map_or(0, |at| at + 1);
    case.file(file, &text[..end])
}

/// Returns all files below a folder, the private ones of the program included, with their bytes.
fn everything(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = orderpaper::store::census(folder).unwrap().into_iter();
    found
        .map(|found| {
            let bytes = fs::read(orderpaper::store::below(folder, &found.name)).unwrap();
            (found.name, bytes)
        })
        .collect()
}

/// Returns a copy of a case, with the private files of the program.
fn copy_of(case: &Case) -> Case {
    let files = everything(&case.path(""));
    files.into_iter().fold(Case::empty(), |copy, (name, bytes)| copy.bytes(&name, bytes))
}

/// Returns whether a file only grows, or is made anew by every act.
fn grows(file: &str) -> bool {
    let is_of_site = file.contains("/months/") || file.contains("/bodies/");
    let names = ["ledger.jsonl", "receipt.json", "index.html", "feed.xml", "ledger-heads.json"];
    let of_top = ["calendar.ics", "published/public/search.json", "published/public/pages.json"];
    let mut names = names.iter().chain(&of_top);
    is_of_site || names.any(|name| file.ends_with(name))
}

/// Every kind of damage is found by `verify`, and `publish` then loses and overwrites nothing: neither where
/// nothing is new, nor where something is published again.
#[test]
fn damage_is_found_and_publishing_afterwards_loses_nothing() {
    let whole = published();
    whole.run(["archive"]).code(0);
    whole.run(["verify"]).code(0).stderr_eq(str![]);
    for Damage { what, happens, found, then } in DAMAGES {
        let case = happens(copy_of(&whole));
        let verified = case.run(["verify"]);
        for words in *found {
            let is_said = verified.stderr().replace('\\', "/").contains(words);
            assert!(is_said, "{what}: `{words}` is not in\n{}", verified.stderr());
        }
        assert_eq!(verified.exit(), Some(1), "{what}");
        let reissue = ["--kind", "public-pack", "--reissue", "--reason", "A title was wrong."];
        for more in [&[][..], &reissue] {
            let before = everything(&case.path("output"));
            if !more.is_empty() {
                let rows = case.text("input/documents.csv");
                let rows = rows.replace("Lease of the boathouse", "Sale of the boathouse");
                fs::write(case.path("input/documents.csv"), rows).unwrap();
            }
            let ended = case.run(late(more));
            match then {
                Then::Refuses(code) => {
                    assert_eq!(ended.exit(), Some(1), "{what}: {}", ended.stderr());
                    let words = format!("error[{code}");
                    assert!(ended.stderr().contains(&words), "{what}: {}", ended.stderr());
                }
                Then::Restores | Then::GoesOn => {
                    assert_eq!(ended.exit(), Some(0), "{what}: {}", ended.stderr());
                }
            }
            let after = everything(&case.path("output"));
            for (file, bytes) in before {
                let is_kept = file.starts_with("published/") || file.starts_with("archive/");
                if !is_kept || more.is_empty() && after.get(&file) == Some(&bytes) {
                    continue;
                }
                let may_grow = grows(&file) && !matches!(then, Then::Refuses(_));
                let is_same = after.get(&file) == Some(&bytes);
                assert!(is_same || may_grow, "{what}: `{file}` has changed");
                if file.ends_with("ledger.jsonl") {
                    assert!(after[&file].starts_with(&bytes), "{what}: the ledger only grows");
                }
            }
        }
        if matches!(then, Then::Restores) {
            case.run(["verify"]).code(0);
        }
    }
}

#[test]
fn the_public_ledger_tells_nothing_private() {
    let case = published();
    case.run(["archive"]).code(0);
    let text = case.text(LEDGER);
    for word in ["SECRETWORDS", "restricted", "exempt", "members-pack", "boathouse", "Lease"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let acts: Vec<_> = lines.iter().map(|line| line["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["publish", "publish", "archive"]);
    assert_eq!(lines[0]["now"], "2026-03-11");
    assert_eq!(lines[1]["publication"], MEETING);
    let private = case.text(PRIVATE_LEDGER);
    let first: serde_json::Value = serde_json::from_str(private.lines().next().unwrap()).unwrap();
    assert_eq!(first["public"]["lines"], 0);
    let second: serde_json::Value = serde_json::from_str(private.lines().nth(1).unwrap()).unwrap();
    assert_eq!(second["public"]["lines"], 1);
}

#[test]
fn acts_say_who_and_when() {
    let case = council();
    let by = ["publish", "--meeting", MEETING, "--by", "Democratic Services"];
    case.run(args(&by)).code(0);
    let line: serde_json::Value =
        serde_json::from_str(case.text(LEDGER).lines().next().unwrap()).unwrap();
    assert_eq!(line["by"], "Democratic Services");
    let clock = chrono::DateTime::parse_from_rfc3339(line["clock"].as_str().unwrap());
    assert!(clock.is_ok(), "{line}");
    let mut command = case.command();
    command.env("ORDERPAPER_BY", "Bo Example").args(late(&[]));
    assert!(crate::support::case::output(&mut command).status.success());
    let line: serde_json::Value =
        serde_json::from_str(case.text(LEDGER).lines().nth(1).unwrap()).unwrap();
    assert_eq!(line["by"], "Bo Example");
}

#[test]
fn a_moment_is_neither_before_the_last_act_nor_after_the_clock() {
    let case = council();
    let now = |moment: &'static str| args(&["publish", "--meeting", MEETING, "--now", moment]);
    case.run(now("2026-03-11T10:00")).code(0);
    case.run(late(&[])).code(0);
    case.run(now("2026-03-11T12:00"))
        .code(2)
        .stderr_has("2026-03-11T12:00 is before the last act in the ledger, of 2026-03-13");
    Case::new()
        .run(["publish", "--period", "2025-26-q3", "--now", "2098-01-01"])
        .code(2)
        .stderr_has("2098-01-01 is after the time by this machine's clock")
        .not_made(["output/published"]);
}

#[test]
fn a_paper_is_published_on_the_day_that_it_shows() {
    let case = council();
    let on = |day: &'static str| args(&["publish", "--meeting", MEETING, "--now", day]);
    case.run(on("2026-03-10"))
        .code(1)
        .stderr_has("warning[publish/not-yet]: agenda of cabinet-2026-03-19 is to be published on 2026-03-11")
        .stderr_has("nothing is published: its time has not come");
    case.run(on("2026-03-12"))
        .code(1)
        .stderr_has("error[publish/other-day]: agenda of cabinet-2026-03-19 says that it was published on 2026-03-11")
        .stderr_has("--> input/meetings.csv:2")
        .not_made(["output/published/public"]);
    // What was published elsewhere is entered later, and says so.
    let case = Case::new();
    let minutes = ["publish", "--meeting", "cabinet-2026-02-24", "--now", "2026-02-16"];
    case.run(minutes).code(0);
    let earlier = ["publish", "--meeting", "cabinet-2026-01-13", "--now", "2026-01-05"];
    case.run(earlier).code(2).stderr_has("is entered with --recorded");
    case.run([&earlier[..], &["--recorded"]].concat()).code(0);
    let folder = "output/published/public/cabinet-2026-01-13";
    let page = case.text(&format!("{folder}/index.html"));
    assert!(page.contains("</time> elsewhere, and entered here later"), "{page}");
    let receipt: serde_json::Value =
        serde_json::from_slice(&case.read(&format!("{folder}/receipt.json"))).unwrap();
    assert_eq!(receipt["documents"][0]["recorded"], true);
    let ledger = case.text(LEDGER);
    assert!(ledger.lines().last().unwrap().contains("\"recorded\":true"), "{ledger}");
    case.run(["verify"]).code(0);
}

/// An act is done with its line: a run that is killed just after it has left the rest to the next.
#[test]
fn the_next_run_finishes_an_act() {
    let case = published();
    let text = case.text(LEDGER);
    let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    // As after a kill: the files of the last act have their temporary names, and there is a journal.
    let moves: Vec<serde_json::Value> = last["files"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let to = file["file"].as_str().unwrap();
            let (folder, _) = to.rsplit_once('/').unwrap();
            let from = format!("{folder}/.orderpaper-act-{at}");
            fs::rename(case.path(&format!("output/{to}")), case.path(&format!("output/{from}")))
                .unwrap();
            serde_json::json!({ "from": from, "to": to })
        })
        .collect();
    let digest = orderpaper::store::sha512(text.lines().last().unwrap().as_bytes());
    let journal = |digest: &str| {
        serde_json::json!({
            "access": "open",
            "line": { "lines": 2, "digest": digest },
            "moves": moves,
            "removals": [],
        })
    };
    let case = case.file("output/.orderpaper/act.json", journal(&digest).to_string());
    case.run(["verify"])
        .code(1)
        .stderr_has("error[verify/ledger]: a run was killed while it published");
    case.run(args(&["build"])).code(0);
    case.run(["verify"]).code(0);
    // What has no line in the ledger is taken back.
    let left = format!("{OPEN}/.orderpaper-act-0");
    let moves = serde_json::json!([{
        "from": left.trim_start_matches("output/"),
        "to": "published/public/cabinet-2026-03-19/agenda-v2.pdf",
    }]);
    let mut other = journal("0");
    other["moves"] = moves;
    other["line"]["lines"] = 3.into();
    let case = case.file(&left, "%PDF").file("output/.orderpaper/act.json", other.to_string());
    case.run(args(&["build"])).code(0);
    assert!(!case.path(&left).exists());
    case.run(["verify"]).code(0);
}

/// What the pages of all that is published say of another publication is known from earlier acts; where it is
/// not, they stay as they were.
#[test]
fn a_lost_receipt_stops_no_other_publication() {
    let receipt = "output/published/public/cabinet-2026-01-13/receipt.json";
    let index = "output/published/public/index.html";
    let others = "<a href=\"cabinet-2026-02-24/index.html\">";
    let publish = |case: &Case, meeting: &str, day: &str| {
        case.run(["publish", "--meeting", meeting, "--now", day]).code(0)
    };
    let published = || {
        let case = Case::new();
        publish(&case, "cabinet-2026-01-13", "2026-01-05");
        case.remove(receipt)
    };
    let case = published();
    publish(&case, "cabinet-2026-02-24", "2026-02-16").stderr_lacks("publish/pages");
    assert!(case.text(index).contains(others));
    let case = published().remove("output/.orderpaper/published/2026-01.json");
    let before = case.text(index);
    publish(&case, "cabinet-2026-02-24", "2026-02-16")
        .stderr_has(
            "warning[publish/pages]: this receipt is not as it was published; the list of all",
        )
        .stderr_has("--> output/published/public/cabinet-2026-01-13/receipt.json");
    assert_eq!(case.text(index), before);
    assert!(case.path("output/published/public/cabinet-2026-02-24/index.html").is_file());
    case.run(["verify"]).code(1).stderr_has("error[verify/missing]");
}

/// What is published of the council, and belongs to no day, is listed in the month in which it is published; where the
/// list of that month's pages is not as it was, they stay as they were.
#[test]
fn pages_that_nothing_proves_are_left_alone() {
    let case = published().file("input/boards.csv", "id,name,kind\nlanes,Lanes Board,Board\n");
    let (list, index) = (format!("{MONTH}/pages.json"), format!("{MONTH}/index.html"));
    let (whole, before) = (case.text(&list), case.text(&index));
    let case = case.append(&list, " ");
    let council = args(&["publish", "--council", "--now", "2026-03-13"]);
    case.run(&council)
        .code(0)
        .stderr_has("warning[publish/pages]: this list of pages is not as it was published")
        .stderr_has("--> output/published/public/months/2026-03/pages.json");
    assert_eq!(case.text(&index), before);
    let case = case.file(&list, whole);
    case.run(&council).code(0).stderr_lacks("publish/pages");
    assert!(case.text(&index).contains("the-council/index.html"));
    case.run(["verify"]).code(0);
}
