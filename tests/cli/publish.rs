//! `publish`: what it freezes, and that nothing changes it afterwards.

use snapbox::str;

use crate::support::Case;

pub(super) const MEETING: &str = "cabinet-2026-03-19";
const OPEN: &str = "output/published/public/cabinet-2026-03-19";
const CLOSED: &str = "output/published/restricted/cabinet-2026-03-19";

/// A council with a meeting that has public, exempt and late papers.
pub(super) fn council() -> Case {
    let case =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds/public-pack/basic");
    Case::copy_of(case).replace(
        "input/council.json",
        "\"nation\"",
        "\"governance\": \"committee\", \"nation\"",
    )
}

/// The same with an executive, which must give notice of its private business.
fn executive() -> Case {
    council().replace("input/council.json", "\"committee\"", "\"executive\"")
}

/// Arguments of a command over that council's data.
pub(super) fn args<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [args, &["--data", "input", "--today", "2026-03-11"]].concat()
}

/// Arguments of publishing that meeting on the day on which the late papers came.
pub(super) fn late<'a>(more: &[&'a str]) -> Vec<&'a str> {
    args(&[&["publish", "--meeting", MEETING, "--now", "2026-03-13"], more].concat())
}

/// A council whose meeting is published: the agenda and its packs on one day, the supplement two days later.
pub(super) fn published() -> Case {
    let case = council();
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    case.run(late(&[])).code(0);
    case
}

/// Returns all published files of the meeting and their bytes, except its page.
fn frozen(case: &Case) -> Vec<(String, Vec<u8>)> {
    let files = case.files("output/published").into_iter();
    let files = files.filter(|file| file.contains(MEETING) && !file.ends_with("index.html"));
    files.map(|file| (file.clone(), case.read(&format!("output/published/{file}")))).collect()
}

fn receipt(case: &Case, folder: &str) -> serde_json::Value {
    serde_json::from_slice(&case.read(&format!("{folder}/receipt.json"))).unwrap()
}

#[test]
fn a_cancelled_meeting_is_published_with_its_notice_on_the_day_that_it_gives() {
    let folder = "tests/kinds/meeting-notice/cancelled";
    let case = Case::copy_of(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let on = |day: &'static str| args(&["publish", "--meeting", "parks-2026-03-16", "--now", day]);
    case.run(on("2026-03-08"))
        .code(1)
        .stderr_has("warning[publish/not-yet]: meeting-notice of parks-2026-03-16 is to be published on 2026-03-09");
    case.run(on("2026-03-10")).code(1).stderr_has("error[publish/other-day]");
    case.run(on("2026-03-09T12:00"))
        .code(0)
        .made(["output/published/public/parks-2026-03-16/meeting-notice.pdf"]);
}

#[test]
fn a_broken_rule_is_published_only_with_an_override() {
    let case = executive();
    case.run(args(&["publish", "--meeting", MEETING]))
        .code(1)
        .stderr_has("error[private/short-notice]: item 4 of cabinet-2026-03-19 is private")
        .stderr_has("nothing is published: the records break a rule of law")
        .not_made(["output/published/public/cabinet-2026-03-19"]);
    let case = case.file(
        "input/overrides.csv",
        format!(
            "rule,meeting,reason,by,date\n\
             private/short-notice,{MEETING},The register was lost in the flood,Monitoring Officer,2026-03-10\n"
        ),
    );
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    let finding = |folder: &str| {
        let receipt = receipt(&case, folder);
        let rules = receipt["rules"].as_array().unwrap().clone();
        rules.into_iter().find(|rule| rule["rule"] == "private/short-notice").unwrap()
    };
    assert_eq!(
        finding(CLOSED)["overridden"],
        "Monitoring Officer on 10 March 2026: The register was lost in the flood"
    );
    // Everybody learns that a rule was overridden, but not why: the reason may reveal exempt
    // matters.
    assert_eq!(finding(OPEN)["overridden"], "for a reason on record");
    assert!(finding(OPEN)["message"].is_null());
}

#[test]
fn documents_are_frozen_with_a_receipt() {
    let case = council();
    case.run(args(&["publish", "--meeting", MEETING]))
        .code(0)
        .stdout_eq(str![[r#"
output/published/restricted/cabinet-2026-03-19/exempt-pack.pdf
output/published/restricted/cabinet-2026-03-19/members-pack.pdf
output/published/public/cabinet-2026-03-19/agenda.pdf
output/published/public/cabinet-2026-03-19/public-pack.pdf
output/published/public/cabinet-2026-03-19/item-2.pdf
output/published/public/cabinet-2026-03-19/agenda.html
output/published/public/cabinet-2026-03-19/item-2-paper-1.html

"#]])
        .stderr_has("warning[publish/not-yet]: supplement 1 of cabinet-2026-03-19")
        .stderr_has("7 documents published");
    case.run(late(&[]))
        .code(0)
        .stdout_eq(str![[r#"
output/published/restricted/cabinet-2026-03-19/members-supplement-1.pdf
output/published/public/cabinet-2026-03-19/supplement-1.pdf
output/published/public/cabinet-2026-03-19/supplement-1-item-3.pdf
output/published/public/cabinet-2026-03-19/supplement-1-item-3-paper-1.html
output/published/public/cabinet-2026-03-19/supplement-1-item-3-paper-2.html

"#]])
        .stderr_has("5 documents published, 7 published before");
    let open = receipt(&case, OPEN);
    assert_eq!(open["title"], "Cabinet, 19 March 2026");
    assert_eq!(open["inspect-until"], "2032-03-18");
    assert_eq!(open["access"], "open");
    let pack = &open["documents"][1];
    assert_eq!(pack["published"], "2026-03-11");
    assert_eq!(pack["pdf-ua"], 1);
    // One of its papers was supplied, and no validator has confirmed its claim of PDF/A.
    assert_eq!(pack["pdf-a"], serde_json::Value::Null);
    assert_eq!(pack["papers"][0]["title"], "Lease of the boathouse");
    assert!(pack["papers"][0]["first"].as_u64() <= pack["papers"][0]["last"].as_u64());
    assert_eq!(pack["sha512"].as_str().unwrap().len(), 128);
    assert_eq!(pack["size"], case.read(&format!("{OPEN}/public-pack.pdf")).len());
    let made = "output/public/cabinet-2026-03-19/public-pack.pdf";
    assert!(case.read(made) == case.read(&format!("{OPEN}/public-pack.pdf")));
    // Those who may see exempt documents also get the records.
    assert!(case.path(&format!("{CLOSED}/source/agenda.csv")).is_file());
    assert!(case.path(&format!("{CLOSED}/source/documents/SECRETWORDS-depot.dj")).is_file());
    case.run(["verify"]).code(0).stderr_eq(str![]);
}

#[test]
fn receipts_call_papers_by_ids_that_tell_no_private_file() {
    let case = published();
    let ids = |folder: &str, at: usize| -> Vec<String> {
        let receipt = receipt(&case, folder);
        let papers = receipt["documents"][at]["papers"].as_array().unwrap();
        papers.iter().map(|paper| paper["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(OPEN, 1), ["2-boathouse", "2-plan"]);
    assert_eq!(ids(CLOSED, 0), ["2-private-1", "4-private-1"]);
    assert_eq!(ids(CLOSED, 1), ["2-boathouse", "2-plan", "2-private-1", "4-private-1"]);
}

#[test]
fn a_receipt_of_version_1_is_still_read() {
    let case = published();
    let file = format!("{OPEN}/receipt.json");
    // It has no ids of papers, and knows no ledger.
    let mut receipt = receipt(&case, OPEN);
    for document in receipt["documents"].as_array_mut().unwrap() {
        for paper in document["papers"].as_array_mut().unwrap() {
            paper.as_object_mut().unwrap().shift_remove("id");
        }
    }
    receipt.as_object_mut().unwrap().shift_remove("ledger");
    receipt["version"] = 1.into();
    let case = sealed(case, &file, receipt);
    case.run(["verify", OPEN]).code(0).stderr_eq(str![]);
    // It is not the one that was published all the same.
    case.run(["verify"]).code(1).stderr_has("error[verify/altered]: it is not what was published");
}

/// Writes a receipt with the seal that it has to have.
pub(super) fn sealed(case: Case, file: &str, mut receipt: serde_json::Value) -> Case {
    receipt["seal"] = "".into();
    let text = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap() + "\n";
    receipt["seal"] = orderpaper::store::sha512(text(&receipt).as_bytes()).into();
    case.file(file, text(&receipt))
}

#[test]
fn nothing_exempt_is_published_openly() {
    let case = published();
    for file in case.files("output/published/public") {
        assert!(!file.contains("SECRETWORDS"), "{file}");
        let bytes = case.read(&format!("output/published/public/{file}"));
        let secret = b"SECRETWORDS";
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{file}");
        // A digest of an exempt record would let anybody test guesses about its content.
        let exempt = receipt(&case, CLOSED);
        for source in exempt["sources"].as_array().unwrap() {
            let digest = source["sha512"].as_str().unwrap().as_bytes();
            assert!(!bytes.windows(128).any(|window| window == digest), "{file}: {source}");
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &str| std::fs::metadata(case.path(path)).unwrap().permissions().mode();
        assert_eq!(mode("output/published/restricted") & 0o777, 0o700);
        assert_eq!(mode(&format!("{CLOSED}/receipt.json")) & 0o777, 0o600);
        assert_eq!(mode(&format!("{OPEN}/agenda.pdf")) & 0o777, 0o644);
    }
}

#[test]
fn published_documents_stay_and_changes_are_reported() {
    let case = published();
    let before = frozen(&case);
    case.run(late(&[]))
        .code(0)
        .stdout_eq(str![])
        .stderr_has("0 documents published, 12 published before");
    assert!(frozen(&case) == before);
    let case =
        case.replace("input/documents.csv", "Lease of the boathouse", "Sale of the boathouse");
    for command in [args(&["build"]), late(&[])] {
        let ended = case.run(&command).code(0);
        ended
            .stderr_has("warning[publish/differs]: the data has changed since this was published on 2026-03-11")
            .stderr_has("--> output/published/public/cabinet-2026-03-19/public-pack.pdf")
            .stderr_has("`orderpaper publish --meeting cabinet-2026-03-19 --reissue --reason …`");
        assert!(frozen(&case) == before, "{command:?}");
    }
    // A build that has nothing to do repeats the warning.
    case.run(args(&["build"])).code(0).stderr_has("warning");
}

#[test]
fn a_reissue_keeps_the_old_version() {
    let case = published();
    let before = frozen(&case);
    let case =
        case.replace("input/documents.csv", "Lease of the boathouse", "Sale of the boathouse");
    let reissue = late(&["--kind", "public-pack", "--reissue", "--reason", "The title was wrong."]);
    case.run(&reissue).code(0).stderr_lacks("publish/differs").stdout_eq(str![[r#"
output/published/public/cabinet-2026-03-19/public-pack-v2.pdf
output/published/public/cabinet-2026-03-19/item-2-v2.pdf
output/published/public/cabinet-2026-03-19/item-2-paper-1-v2.html

"#]]);
    let after = frozen(&case);
    for (file, bytes) in before.iter().filter(|(file, _)| !file.ends_with("receipt.json")) {
        assert!(after.contains(&(file.clone(), bytes.clone())), "{file} is as it was");
    }
    let open = receipt(&case, OPEN);
    let second = open["documents"]
        .as_array()
        .unwrap()
        .iter()
        .find(|document| document["version"] == 2)
        .unwrap();
    assert_eq!(second["file"], "public-pack-v2.pdf");
    assert_eq!(second["reason"], "The title was wrong.");
    let page = case.text(&format!("{OPEN}/index.html"));
    assert!(page.contains("in place of an earlier version: The title was wrong."), "{page}");
    assert!(page.contains("<h2>Earlier versions</h2>"), "{page}");
    case.run(["verify"]).code(0);
    case.run(&reissue).code(0).stdout_eq(str![]).stderr_has("3 published before");
}

#[test]
fn late_papers_are_added_to_a_publication() {
    let row = "cabinet-2026-03-19,3,Repairs to the weir";
    let case = council();
    let rows = case.text("input/documents.csv");
    let without: Vec<_> =
        rows.lines().filter(|row| !row.starts_with("cabinet-2026-03-19,3,")).collect();
    assert!(rows.contains(row) && without.len() + 3 == rows.lines().count());
    let case = case.file("input/documents.csv", without.join("\n") + "\n");
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    let before = frozen(&case);
    let case = case.file("input/documents.csv", rows);
    let ended = case.run(late(&[])).code(0);
    ended
        .stdout_has("public/cabinet-2026-03-19/supplement-1.pdf")
        .stdout_has("restricted/cabinet-2026-03-19/members-supplement-1.pdf")
        // The agenda now names the supplement; its published version does not.
        .stderr_has("--> output/published/public/cabinet-2026-03-19/agenda.pdf");
    let after = frozen(&case);
    for document in before.iter().filter(|(file, _)| file.ends_with(".pdf")) {
        assert!(after.contains(document), "{}", document.0);
    }
    case.run(["verify"]).code(0);
}

#[test]
fn a_refused_document_prevents_publication() {
    let case = council().remove("input/documents/boathouse.dj");
    let ended = case.run(args(&["publish", "--meeting", MEETING])).code(1).stdout_eq(str![]);
    ended.stderr_has("error: nothing is published: ").not_made(["output/published"]);
}

#[test]
fn quarters_are_published_and_unknown_subjects_refused() {
    let case = Case::new();
    case.run(["publish", "--period", "2025-26-q3", "--now", "2026-02-01 14:30"])
        .code(0)
        .stdout_has("output/published/public/performance/2025-26-q3/performance-report.pdf");
    let receipt = receipt(&case, "output/published/public/performance/2025-26-q3");
    assert_eq!(receipt["documents"][0]["published"], "2026-02-01T14:30");
    assert_eq!(receipt["inspect-until"], serde_json::Value::Null);
    case.run(["publish", "--plan", "2031-01"])
        .code(2)
        .stderr_has("the data calls for no document of `2031-01`");
    case.run(["publish", "--meeting", "cabinet-2026-01-31"])
        .code(2)
        .stderr_has("did you mean `cabinet-2026-01-13`?");
    case.run(["publish"]).code(2).stderr_has("--meeting <MEETING>");
    case.run(["publish", "--period", "2025-26-q3", "--reissue"]).code(2).stderr_has("--reason");
}

/// Notices, histories, records of decisions by members, work programmes and trackers are published like
/// everything else.
#[test]
fn every_document_is_published_with_something() {
    let case = Case::empty();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let listed = case.run(["list", "--data", data, "--format", "json"]).code(0);
    let mut options = std::collections::BTreeSet::new();
    for line in listed.json() {
        let file = line["file"].as_str().unwrap();
        let parts: Vec<&str> = file.split('/').collect();
        let option = match parts[1] {
            "issues" => "--issue",
            "decisions" => "--decision",
            "bodies" => "--body",
            _ => continue,
        };
        options.insert((option, line["subject"].as_str().unwrap().to_owned()));
    }
    // A decision at a meeting is published with the meeting.
    let chosen = [("--issue", ""), ("--decision", "HWY05"), ("--body", "")];
    for (wanted, start) in chosen {
        let is_wanted =
            |(option, subject): &&(&str, String)| *option == wanted && subject.starts_with(start);
        let (option, subject) = options.iter().find(is_wanted).unwrap();
        let typed = subject.to_lowercase();
        let publish = ["publish", option, &typed, "--data", data, "--now", "2026-02-20"];
        let ended = case.run(publish).code(0);
        ended.stdout_has("output/published/public/");
        let archived = case.run(["archive", option, &typed]).code(0);
        archived.stdout_has(".zip (");
        case.run(publish).code(0).stderr_has("0 documents published");
    }
    let publish = ["publish", "--council", "--data", data, "--now", "2026-02-20"];
    case.run(publish).code(0).stdout_has("output/published/public/the-council/");
    case.run(["archive", "--council"]).code(0).stdout_has(".zip (");
    case.run(["verify"]).code(0);
    case.run(["publish", "--body", "nobody", "--data", data])
        .code(2)
        .stderr_has("the data calls for no document of `nobody`");
}

/// Where a council gives no references, a record is asked for by its title.
#[test]
fn records_without_references_are_published_by_their_titles() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds");
    let case = Case::copy_of(root.join("issue-history/no-reference"));
    let title = "Paddling pool at Long Eddon: repair or removal";
    let typed = "paddling pool at long eddon - repair or removal";
    let long = "Railings of the paddling pool, its steps, its caf\u{e9}, and whether to mend them this winter";
    let railings = "Railings of the paddling pool,";
    let case = case.replace("input/issues.csv", railings, &format!("\"{long}\","));
    let list = case.run(args(&["list", "--format", "json"])).code(0).json();
    let subjects: Vec<_> = list.iter().map(|line| line["subject"].as_str().unwrap()).collect();
    assert!(subjects.contains(&title) && subjects.contains(&long), "{subjects:?}");

    let publish = |case: &Case, name: &str| {
        case.run(args(&["publish", "--issue", name, "--now", "2026-03-01"])).code(0)
    };
    publish(&case, typed).stderr_lacks("0 documents");
    let folder = "output/published/public/issues/paddling-pool-at-long-eddon-repair-or-removal";
    assert_eq!(receipt(&case, folder)["title"], title);
    case.run(["archive", "--issue", typed]).code(0).stdout_has(".zip (");

    // The folder of one whose name is too long does not change when a row is added above it.
    publish(&case, long).stderr_lacks("0 documents");
    case.run(["archive", "--issue", long]).code(0).stdout_has(".zip (");
    let row = "documents\nBandstand,Decided,,,,,,,,None\n";
    let case = case.replace("input/issues.csv", "documents\n", row);
    publish(&case, long).stderr_has("0 documents published");
}

#[test]
fn publishing_writes_an_index_and_a_feed() {
    let case = published();
    let page = case.text(&format!("{OPEN}/index.html"));
    for words in [
        "<html lang=\"en-GB\">",
        "<h1>Cabinet, 19 March 2026</h1>",
        "<a href=\"../index.html\">Meetings and papers</a>",
        "<a href=\"public-pack.pdf\" type=\"application/pdf\">",
        "<a href=\"agenda.html\">",
        "<a href=\"item-2-paper-1.html\">Lease of the boathouse</a>",
        "<a href=\"item-2.pdf#page=1\" type=\"application/pdf\">PDF</a>",
        "<a href=\"public-pack.pdf#page=3\" type=\"application/pdf\">page 3 of the pack</a>",
        "Published <time datetime=\"2026-03-11\">11 March 2026</time>",
        "Open to inspection until 18 March 2032 at least.",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("<script"), "{page}");
    let index = case.text("output/published/public/index.html");
    assert!(index.contains("<a href=\"cabinet-2026-03-19/index.html\">Cabinet, <time"), "{index}");
    let feed = case.text("output/published/public/feed.xml");
    assert!(feed.contains("<updated>2026-03-11T00:00:00+00:00</updated>"), "{feed}");
    assert!(feed.contains("href=\"cabinet-2026-03-19/agenda.pdf\""), "{feed}");
    assert_eq!(feed.matches("<entry>").count(), 3, "{feed}");
    // Every page is a tree of XML as well, once the first line and void elements are left out.
    roxmltree::Document::parse(&feed).unwrap();
    // A title can't become an address or a tag.
    let case =
        council().replace("input/documents.csv", "Lease of the boathouse", "<b>Lease</b> & ''x''");
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    let page = case.text(&format!("{OPEN}/index.html"));
    assert!(page.contains("&lt;b&gt;Lease&lt;/b&gt; &amp; "), "{page}");
}

/// How many runs are killed of each command; `ORDERPAPER_KILLS=200` kills more.
#[cfg(unix)]
const KILLS: u64 = 4;

/// Whenever a run is killed that publishes, withdraws or archives, the next finishes what it began or begins
/// anew, and then ledgers and trees agree.
#[cfg(unix)]
#[test]
fn killed_acts_leave_ledgers_and_trees_that_agree() {
    let kills = std::env::var("ORDERPAPER_KILLS").ok().and_then(|count| count.parse().ok());
    let mut moment: u64 = 7_919;
    for kill in 0..kills.unwrap_or(KILLS) {
        let case = council();
        case.run(args(&["build"])).code(0);
        let publish = args(&["publish", "--meeting", MEETING]);
        let archive = vec!["archive"];
        let withdraw = ["withdraw", "--meeting", MEETING, "--document", "2-boathouse"];
        let withdraw =
            args(&[&withdraw[..], &["--reason", "It was wrong.", "--now", "2026-03-12"]].concat());
        for (act, longest) in [(&publish, 130), (&archive, 40), (&withdraw, 130)] {
            let mut run = case.command();
            run.args(act).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
            let mut run = run.spawn().unwrap();
            // Any moment of the run, and the same moments every time that the test is run.
            moment = moment * 48_271 % 2_147_483_647;
            std::thread::sleep(std::time::Duration::from_millis(moment % longest));
            run.kill().unwrap();
            run.wait().unwrap();
            let ended = case.run(act);
            // A withdrawal that was killed after its act has nothing left to take back.
            let is_done = ended.stderr().contains("is neither a document of");
            assert!(
                ended.exit() == Some(0) || is_done,
                "kill {kill} of {act:?}: {}",
                ended.stderr()
            );
            case.run(["verify"]).code(0);
        }
        let left = case.files("output").into_iter().filter(|file| file.contains(".orderpaper-"));
        assert_eq!(left.collect::<Vec<_>>(), [""; 0]);
        assert!(!case.path(&format!("{OPEN}/public-pack.pdf")).exists());
    }
}

#[cfg(unix)]
#[test]
fn a_killed_publication_loses_nothing() {
    let case = council();
    case.run(args(&["build"])).code(0);
    for wait in [0, 3, 8, 15, 30, 60, 90, 140] {
        let mut run = case.command();
        run.args(args(&["publish", "--meeting", MEETING]));
        let mut run = run
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        run.kill().unwrap();
        run.wait().unwrap();
        // The files that a receipt names match their digests; others are not published yet.
        for folder in [OPEN, CLOSED] {
            if case.path(&format!("{folder}/receipt.json")).is_file() {
                for document in receipt(&case, folder)["documents"].as_array().unwrap() {
                    let bytes =
                        case.read(&format!("{folder}/{}", document["file"].as_str().unwrap()));
                    assert_eq!(
                        orderpaper::store::sha512(&bytes),
                        document["sha512"].as_str().unwrap()
                    );
                }
            }
        }
    }
    case.run(args(&["publish", "--meeting", MEETING])).code(0);
    case.run(late(&[])).code(0);
    case.run(["verify"]).code(0);
}

#[test]
fn leftovers_of_a_killed_run_are_removed() {
    let left =
        ["output/published/public/.orderpaper-Ab12Cd", "output/archive/public/.orderpaper-Ef34Gh"];
    let case = left.iter().fold(published(), |case, file| case.file(file, "half"));
    // As a run that was killed leaves it.
    let case = case.file("output/.orderpaper/lock", "\n");
    case.run(late(&[])).code(0);
    case.run(["archive"]).code(0);
    for file in left {
        assert!(!case.path(file).exists(), "{file}");
    }
}

/// However little room there is on the disk, an act is done as a whole or not at all, and can be done later.
#[cfg(unix)]
#[test]
fn acts_on_a_full_disk_leave_ledgers_and_trees_that_agree() {
    let withdraw = ["withdraw", "--meeting", MEETING, "--document", "2-boathouse"];
    let withdraw =
        args(&[&withdraw[..], &["--reason", "It was wrong.", "--now", "2026-03-12"]].concat());
    let reissue = ["publish", "--meeting", MEETING, "--kind", "agenda", "--now", "2026-03-13"];
    let reissue = args(&[&reissue[..], &["--reissue", "--reason", "It was wrong."]].concat());
    let acts = [args(&["publish", "--meeting", MEETING]), vec!["archive"], withdraw, reissue];
    let mut stopped = [0; 4];
    for blocks in ["0", "2", "6", "12", "30", "90", "250"] {
        let case = council();
        case.run(args(&["build"])).code(0);
        for (at, act) in acts.iter().enumerate() {
            if at == 3 {
                let title = std::fs::read_to_string(case.path("input/agenda.csv")).unwrap();
                std::fs::write(case.path("input/agenda.csv"), title.replace("Repairs", "Works"))
                    .unwrap();
            }
            let ended = case.run_after(&format!("trap '' XFSZ; ulimit -f {blocks}"), act.clone());
            if ended.exit() != Some(0) {
                stopped[at] += 1;
                assert!(ended.stderr().contains("failed to "), "{act:?}: {}", ended.stderr());
            }
            let verified = case.run(["verify"]);
            // Nothing may have been published yet; and an act whose line is written may have to be finished.
            let is_begun = verified.stderr().contains("what it began is not finished");
            let is_nothing = verified.stderr().contains("nothing was published or archived");
            assert!(
                verified.exit() == Some(0) || is_begun || is_nothing,
                "{act:?} with {blocks} blocks: {}",
                verified.stderr()
            );
            let again = case.run(act.clone());
            let is_done = again.stderr().contains("is neither a document of");
            assert!(again.exit() == Some(0) || is_done, "{act:?}: {}", again.stderr());
            case.run(["verify"]).code(0);
        }
        let left = case.files("output").into_iter().filter(|file| file.contains(".orderpaper-"));
        assert_eq!(left.collect::<Vec<_>>(), [""; 0], "{blocks} blocks");
    }
    assert!(stopped.iter().all(|count| 2 < *count), "{stopped:?}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_publishes_nothing() {
    let case = council();
    case.run(args(&["build", "--html"])).code(0);
    let shell = "trap '' XFSZ; ulimit -f 8";
    case.run_after(shell, args(&["publish", "--meeting", MEETING]))
        .code(2)
        .stdout_eq(str![])
        .stderr_has("failed to write `output/");
    let left = case.files("output/published");
    assert!(left.iter().all(|file| !file.ends_with("receipt.json")), "{left:?}");
    assert!(left.iter().all(|file| !file.contains(".orderpaper-")), "{left:?}");
    case.run(args(&["publish", "--meeting", MEETING])).code(0).stderr_has("7 documents published");
    case.run(["verify"]).code(0);
}

/// The meeting's papers with columns for a release of the offers.
fn with_release(case: Case, release: &str) -> Case {
    let rows = case.text("input/documents.csv");
    let lines = rows.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},released-on,released-by\n"),
        _ if line.contains("offers received") => format!("{line},{release}\n"),
        _ => format!("{line},,\n"),
    });
    case.file("input/documents.csv", lines.collect::<String>())
}

#[test]
fn a_released_paper_is_published_with_its_day_and_authority() {
    let before = published();
    let frozen_before = frozen(&before);
    let case = with_release(before, "2026-04-01,the Monitoring Officer & two others");
    let publish = |today: &'static str| {
        vec!["publish", "--meeting", MEETING, "--data", "input", "--today", today]
    };
    // Before its day nothing is released.
    case.run(publish("2026-03-31"))
        .code(0)
        .stderr_has("0 documents published, 12 published before");
    case.run(publish("2026-04-01")).code(0).stdout_eq(str![[r#"
output/published/public/cabinet-2026-03-19/supplement-2.pdf
output/published/public/cabinet-2026-03-19/supplement-2-item-2.pdf
output/published/public/cabinet-2026-03-19/supplement-2-item-2-paper-1.html

"#]]);
    let frozen_after = frozen(&case);
    for (file, bytes) in frozen_before.iter().filter(|(file, _)| file.ends_with(".pdf")) {
        let after = frozen_after.iter().find(|(other, _)| other == file).unwrap();
        assert!(after.1 == *bytes, "{file} changed");
    }
    let open = receipt(&case, OPEN);
    let documents = open["documents"].as_array().unwrap();
    let added = documents.iter().find(|document| document["document"] == "supplement-2").unwrap();
    let paper = &added["papers"][0];
    assert_eq!(paper["title"], "SECRETWORDS: the offers received");
    assert_eq!(paper["released"]["on"], "2026-04-01");
    assert_eq!(paper["released"]["by"], "the Monitoring Officer & two others");
    let ledger = case.text("output/published/public/ledger.jsonl");
    let acts = ledger.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let acts: Vec<_> = acts.map(|line| (line["act"].clone(), line["released"].clone())).collect();
    assert_eq!(acts.last().unwrap(), &("release".into(), serde_json::json!([paper["id"]])));
    assert!(acts.iter().rev().skip(1).all(|(act, _)| act == "publish"), "{acts:?}");
    let page = case.text(&format!("{OPEN}/index.html"));
    assert!(
        page.contains("released on <time datetime=\"2026-04-01\">1 April 2026</time> by the Monitoring Officer &amp; two others"),
        "{page}"
    );
    // The archive goes on, and the bag for the public has the supplement.
    case.run(["archive"]).code(0);
    case.run(["verify"]).code(0).stderr_eq(str![]);
    // A release that is taken back leaves the paper exposed.
    let withheld =
        case.text("input/documents.csv").replace("2026-04-01,the Monitoring", ",the Monitoring");
    let case = case.file("input/documents.csv", withheld);
    case.run(["build", "--data", "input", "--today", "2026-04-02"])
        .code(1)
        .stderr_has("error[access/exposed]: `SECRETWORDS: the offers received`")
        .stderr_has("published/public/cabinet-2026-03-19/supplement-2.pdf")
        .stderr_has("error[access/unclear-release]: it says who released it, but not on which day; it stays withheld");
}
