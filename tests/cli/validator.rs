//! `--validator`: what packs and joined files claim is confirmed by a program on the machine, or left out.

use lopdf::Document;
use snapbox::str;

use super::publish::{args, council};
use crate::pack::joined::source;
use crate::support::Case;
use crate::support::case::output;

const RECEIPT: &str = "output/public/cabinet-2026-03-19/public-pack.json";

/// Adds a program that is called as veraPDF is, and refutes these flavours; returns its name.
fn stand_in(case: &Case, refuted: &[&str]) -> String {
    let name = if cfg!(windows) { "validator.cmd" } else { "./validator" };
    let refuted: Vec<String> = refuted
        .iter()
        .map(|flavour| {
            if cfg!(windows) {
                format!("if \"%4\"==\"{flavour}\" (\r\necho FAIL %5 %4\r\nexit /b 1\r\n)\r\n")
            } else {
                format!("  {flavour}) echo FAIL \"$5\" \"$4\"; exit 1 ;;\n")
            }
        })
        .collect();
    let refuted = refuted.concat();
    let script = if cfg!(windows) {
        format!(
            "@echo off\r\nif \"%1\"==\"--version\" (\r\necho Stand-in 1.0\r\nexit /b 0\r\n)\r\n{refuted}\
             echo PASS %5 %4\r\n"
        )
    } else {
        format!(
            "#!/bin/sh\nif [ \"$1\" = --version ]; then echo; echo Stand-in 1.0; exit; fi\n\
             [ \"$1 $2 $3\" = \"--format text --flavour\" ] && [ -s \"$5\" ] || exit 2\n\
             case $4 in\n{refuted}esac\necho PASS \"$5\" \"$4\"\n"
        )
    };
    std::fs::write(case.path("script"), script).unwrap();
    // Copied by another process, so that no other test's child holds the program open for writing.
    let copy = if cfg!(windows) {
        "copy script validator.cmd"
    } else {
        "cp script validator && chmod +x validator"
    };
    let shell = if cfg!(windows) { ["cmd", "/c"] } else { ["sh", "-c"] };
    let mut command = std::process::Command::new(shell[0]);
    command.current_dir(case.path("")).args([shell[1], copy]);
    assert!(output(&mut command).status.success());
    name.to_owned()
}

/// Returns the receipt of the public pack.
fn receipt(case: &Case) -> serde_json::Value {
    serde_json::from_slice(&case.read(RECEIPT)).unwrap()
}

#[test]
fn a_pack_claims_what_the_validator_confirms() {
    let case = council();
    let validator = stand_in(&case, &[]);
    let build = ["build", "--kind", "public-pack", "--validator", &validator];
    case.run(args(&build)).code(0);
    let confirmed = receipt(&case);
    assert_eq!((&confirmed["pdf-a"], &confirmed["pdf-ua"]), (&"2a".into(), &1.into()));
    assert_eq!(confirmed["validator"], "Stand-in 1.0");
    assert!(confirmed["papers"][0].get("against-pdf-a").is_none(), "{confirmed}");
    assert!(confirmed.get("unconfirmed").is_none(), "{confirmed}");
    // The validator is part of what a pack is made from.
    case.run(args(&build)).code(0).stderr_has("0 documents made, 1 unchanged");
    case.run(args(&build[..3])).code(0).stderr_has("1 document made");
    let alone = receipt(&case);
    assert!(alone["pdf-a"].is_null() && alone.get("validator").is_none(), "{alone}");
}

#[test]
fn a_claim_that_is_refuted_is_left_out() {
    let case = council();
    for (flavours, pdf_a, pdf_ua) in [
        (&["2a"][..], serde_json::Value::Null, 1.into()),
        (&["ua1"], "2a".into(), serde_json::Value::Null),
        (&["2a", "ua1"], serde_json::Value::Null, serde_json::Value::Null),
    ] {
        let validator = stand_in(&case, flavours);
        let output = format!("output-{}", flavours.join("-"));
        let build =
            ["build", "--kind", "public-pack", "--validator", &validator, "--output", &output];
        let ended = case.run(args(&build)).code(0);
        let path = RECEIPT.replace("output", &output);
        let receipt: serde_json::Value = serde_json::from_slice(&case.read(&path)).unwrap();
        assert_eq!((&receipt["pdf-a"], &receipt["pdf-ua"]), (&pdf_a, &pdf_ua), "{flavours:?}");
        let names: Vec<&str> = flavours
            .iter()
            .map(|flavour| if *flavour == "2a" { "PDF/A-2a" } else { "PDF/UA-1" })
            .collect();
        let reasons: Vec<String> =
            names.iter().map(|name| format!("{name}: Stand-in 1.0 refutes it")).collect();
        assert_eq!(receipt["unconfirmed"], serde_json::json!(reasons));
        ended.stderr_has(&format!("does not claim {}: Stand-in 1.0 refutes it", names[0]));
    }
}

/// Returns a source with its profile changed.
fn with_profile(change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut document = Document::load_mem(&source("typst-b")).unwrap();
    let intents = document.catalog().unwrap().get(b"OutputIntents").unwrap();
    let intents = document.dereference(intents).unwrap().1.as_array().unwrap();
    let intent = document.dereference(&intents[0]).unwrap().1.as_dict().unwrap();
    let profile = intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap();
    let profile = document.get_object_mut(profile).unwrap().as_stream_mut().unwrap();
    let mut content = profile.get_plain_content().unwrap();
    change(&mut content);
    profile.set_plain_content(content);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_joined_file_claims_what_the_validator_confirms() {
    let case = Case::empty().bytes("0.pdf", source("typst-a")).bytes("1.pdf", source("typst-b"));
    let validator = stand_in(&case, &[]);
    let bind = ["bind", "0.pdf", "1.pdf", "-o", "all.pdf", "--validator", &validator];
    let numbered = [&bind[..], &["--page-numbers"]].concat();
    case.run(&numbered).code(0).stderr_eq(str![]).stdout_eq(str![[r#"
all.pdf (3 pages, PDF/UA-1, PDF/A-2a)

"#]]);
    let lines = case.run([&numbered[..], &["--format", "json"]].concat()).code(0).json();
    assert_eq!(
        (&lines[0]["pdf-a"], &lines[0]["validator"]),
        (&"2a".into(), &"Stand-in 1.0".into())
    );
    assert_eq!(lines[0]["parts"][0]["against-pdf-a"], serde_json::json!([]));
    // Without stamps the files themselves say what their colours mean, as long as they say the same.
    case.run(bind).code(0).stderr_eq(str![]).stdout_eq(str![[r#"
all.pdf (3 pages, PDF/UA-1, PDF/A-2a)

"#]]);
    // A profile that was made on another day, and has another digest, means the same; one of other colours does not.
    let case = case.bytes(
        "1.pdf",
        with_profile(|profile| {
            profile[24..36].fill(7);
            profile[84..100].fill(7);
        }),
    );
    case.run(bind).code(0).stderr_eq(str![]).stdout_eq(str![[r#"
all.pdf (3 pages, PDF/UA-1, PDF/A-2a)

"#]]);
    let case = case.bytes("1.pdf", with_profile(|profile| profile[100] ^= 1));
    case.run(bind).code(0).stderr_has(
        "because of `1.pdf`: its colours are meant for another output condition than those before it \
         (clause 6.2.3)",
    );
    case.run(&numbered).code(0).stderr_eq(str![]);
}

#[test]
fn a_validator_that_can_not_tell_confirms_nothing() {
    let case = Case::empty().bytes("0.pdf", source("typst-a"));
    // This program says its version, and knows no flavours.
    let validator = env!("CARGO_BIN_EXE_orderpaper");
    let bind = ["bind", "0.pdf", "-o", "all.pdf", "--page-numbers", "--validator", validator];
    let ended = case.run(bind).code(0).stdout_eq(str![[r#"
all.pdf (2 pages)

"#]]);
    ended.stderr_has("`all.pdf` does not claim PDF/A-2a: orderpaper").stderr_has("could not tell");
}

#[test]
fn a_validator_that_is_none_is_refused() {
    let case = council();
    let run = |validator: &str| case.run(args(&["build", "--validator", validator])).code(2);
    let ended = run("no-such-validator").not_made(["output"]);
    ended.stderr_has("failed to run the validator `no-such-validator`");
}
