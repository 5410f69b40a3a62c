//! Signed ledgers: a key proves every act up to the last that was signed, and nothing that somebody without it
//! wrote.

use std::fs;

use super::publish::{MEETING, args, council};
use crate::support::Case;
use crate::support::case::output;

const LEDGERS: [&str; 2] =
    ["output/published/public/ledger.jsonl", "output/published/restricted/ledger.jsonl"];

const SIGNED: [&str; 2] = ["--sign-with", "council.key"];

/// A council with a key that has published its meeting, signed.
fn signed() -> Case {
    let case = council();
    case.run(["new-key", "council.key"]).code(0).stdout_has("council.pub (public key)");
    case.run(publish(&SIGNED)).code(0);
    case
}

fn publish<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let publish = ["publish", "--meeting", MEETING, "--now", "2026-03-11"];
    args(&[&publish, more].concat())
}

fn verify(case: &Case) -> crate::support::case::Ended {
    case.run(["verify", "--key", "council.pub"])
}

#[test]
fn a_key_proves_acts_of_every_kind() {
    let case = signed();
    verify(&case).code(0).stderr_has("2 acts signed with this key");
    case.run(["archive", "--sign-with", "council.key"]).code(0);
    let withdraw =
        ["withdraw", "--meeting", MEETING, "--now", "2026-03-12", "--reason", "It was wrong."];
    case.run(args(&[&withdraw[..], &SIGNED].concat())).code(0);
    verify(&case).code(0).stderr_has("6 acts signed with this key");
    for ledger in LEDGERS {
        for line in case.text(ledger).lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["signature"].as_str().unwrap().len(), 128, "{line}");
        }
    }
    // The variable does as the option.
    let mut command = case.command();
    let again =
        ["--reissue", "--reason", "It was right.", "--now", "2026-03-13", "--kind", "agenda"];
    let publish = args(&[&["publish", "--meeting", MEETING], &again[..]].concat());
    command.env("ORDERPAPER_SIGN_WITH", "council.key").args(publish);
    assert!(output(&mut command).status.success());
    verify(&case).code(0);
}

#[test]
fn acts_without_a_signature_are_named_until_a_signed_one_covers_them() {
    let case = council();
    case.run(["new-key", "council.key"]).code(0);
    case.run(publish(&["--kind", "agenda"])).code(0);
    verify(&case)
        .code(1)
        .stderr_has("error[verify/signature]: line 1: no signature of this key covers it")
        .stderr_has("published/public/ledger.jsonl")
        .stderr_has("published/restricted/ledger.jsonl");
    // Who does not ask for signatures is told of none.
    case.run(["verify"]).code(0);
    case.run(publish(&SIGNED)).code(0);
    verify(&case).code(0).stderr_has("2 acts signed with this key");
}

#[test]
fn what_somebody_without_the_key_writes_is_found() {
    // Ledgers that agree in every digest, signed with another key.
    let case = council();
    for key in ["council.key", "forger.key"] {
        case.run(["new-key", key]).code(0);
    }
    case.run(publish(&["--sign-with", "forger.key"])).code(0);
    case.run(["verify"]).code(0);
    verify(&case)
        .code(1)
        .stderr_has("error[verify/signature]: line 1: this key did not sign it")
        .stderr_has("0 acts signed with this key");
    // A line dated back, with the digests made right: the signature is that of another text.
    let case = signed();
    let ledger = LEDGERS[0];
    let altered = case.text(ledger).replace("\"now\":\"2026-03-11\"", "\"now\":\"2026-03-02\"");
    let case = case.file(ledger, altered).remove("output/.orderpaper");
    verify(&case).code(1).stderr_has("error[verify/signature]: line 1: this key did not sign it");
    // Nor can a signature be left out.
    let case = signed();
    let mut line: serde_json::Value = serde_json::from_str(&case.text(ledger)).unwrap();
    line.as_object_mut().unwrap().remove("signature");
    let case = case.file(ledger, format!("{line}\n")).remove("output/.orderpaper");
    verify(&case).code(1).stderr_has("line 1: no signature of this key covers it");
}

#[test]
fn keys_are_never_overwritten_nor_mixed_up() {
    let case = signed();
    case.run(["new-key", "council.key"]).code(2).stderr_has("`council.key` is there already");
    case.run(["new-key", "other.pub"]).code(2).stderr_has("would be both keys");
    case.run(["verify", "--key", "council.key"])
        .code(2)
        .stderr_has("`council.key` has no public key for Ed25519 in PEM; the file without `.pub`");
    case.run(publish(&["--sign-with", "council.pub"])).code(2).stderr_has(
        "`council.pub` has no private key for Ed25519 in PEM; the file that ends in `.pub`",
    );
    case.run(publish(&["--sign-with", "missing.key"])).code(2).stderr_has("missing.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(case.path("council.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let public = fs::read_to_string(case.path("council.pub")).unwrap();
    assert!(public.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{public}");
}

/// Any program can check a line: what is signed is its text without the signature.
#[test]
fn another_program_can_check_a_line() {
    use ed25519_dalek::pkcs8::DecodePublicKey;
    let case = signed();
    let key = ed25519_dalek::VerifyingKey::from_public_key_pem(&case.text("council.pub")).unwrap();
    let text = case.text(LEDGERS[0]);
    let (text, signature) = text.trim_end().split_once(",\"signature\":\"").unwrap();
    let digits = |at: usize| u8::from_str_radix(&signature[at..at + 2], 16).unwrap();
    let signature: Vec<u8> = (0..128).step_by(2).map(digits).collect();
    let signature = ed25519_dalek::Signature::from_slice(&signature).unwrap();
    key.verify_strict(format!("{text}}}").as_bytes(), &signature).unwrap();
}
