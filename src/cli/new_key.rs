//! `new-key`: a pair of keys to sign ledgers with.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::printer::Printer;
use crate::pipeline;

/// Make a key to sign acts with, and the public key that proves its signatures
///
/// The private key goes into FILE, which only you may read; the public key goes beside it, into a file with
/// the ending .pub. Both are Ed25519 keys as OpenSSL writes them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  orderpaper new-key council.key
  orderpaper publish --meeting cabinet-2026-01-13 --sign-with council.key
  orderpaper verify --key council.pub")]
pub(super) struct NewKeyArgs {
    /// The file of the private key, which is new
    file: PathBuf,
}

/// A key that was made, for programs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct NewKeyEvent {
    key: &'static str,
    file: String,
}

pub(super) fn run(args: &NewKeyArgs, printer: &Printer) -> anyhow::Result<Exit> {
    let public = pipeline::new_key(&args.file)?;
    for (key, path) in [("private", &args.file), ("public", &public)] {
        let file = path.display().to_string();
        printer.line(&format!("{file} ({key} key)"))?;
        printer.object(&NewKeyEvent { key, file })?;
    }
    printer.say("keep the private key where only those who publish can read it, and give the public key away")?;
    Ok(Exit::Made)
}
