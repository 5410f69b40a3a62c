//! Signatures under the lines of ledgers, with a key of the council's: Ed25519 (RFC 8032), in files as OpenSSL
//! writes them (RFC 8410).
//!
//! A line names the digest of the line before it, so that its signature covers everything before it as well:
//! whoever has only the public key can tell that nobody without the private one wrote, altered or took out any
//! of it. That the end was cut off is not to be seen from it.

use std::path::{Path, PathBuf};

use anyhow::Context;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{SECRET_KEY_LENGTH, Signature, Signer, SigningKey, VerifyingKey};

use super::ledger::{Ledger, Line};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::store::{self, Readers};

/// The most that the file of a key may have, in bytes: a key has some hundred.
const MAX_KEY_BYTES: u64 = 16 * 1024;

/// The ending of files with public keys.
const PUBLIC: &str = "pub";

/// A private key that signs lines of ledgers.
#[derive(Debug, Clone)]
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// Reads a private key (PKCS #8, PEM).
    ///
    /// # Errors
    /// Names the file when it can't be read or has no such key.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = read(path)?;
        let key = SigningKey::from_pkcs8_pem(&text);
        let key = key.map_err(|_| {
            no_key(path, "private", &text, "the file that ends in `.pub` is for --key")
        })?;
        Ok(Self(key))
    }

    /// Returns the signature of some bytes, as 128 hexadecimal digits.
    pub(super) fn sign(&self, bytes: &[u8]) -> String {
        store::hex(&self.0.sign(bytes).to_bytes())
    }
}

/// A public key that proves signatures.
#[derive(Debug, Clone)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a public key (RFC 8410, PEM).
    ///
    /// # Errors
    /// Names the file when it can't be read or has no such key.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = read(path)?;
        let key = VerifyingKey::from_public_key_pem(&text);
        let key = key.map_err(|_| {
            no_key(path, "public", &text, "the file without `.pub` is for --sign-with")
        })?;
        Ok(Self(key))
    }

    /// Returns whether the private key signed some bytes so.
    fn proves(&self, bytes: &[u8], signature: &str) -> bool {
        let digits = |at: usize| {
            let pair = signature.get(at..at + 2)?;
            u8::from_str_radix(pair, 16).ok()
        };
        let decoded: Option<Vec<u8>> = (0..signature.len()).step_by(2).map(digits).collect();
        let decoded = decoded.and_then(|bytes| Signature::from_slice(&bytes).ok());
        decoded.is_some_and(|signature| self.0.verify_strict(bytes, &signature).is_ok())
    }
}

/// Makes a private key in a new file that only its owner may read, and the public key beside it, which is for
/// everybody; returns the path of the latter.
///
/// # Errors
/// When either file is there already or can't be written.
pub fn new_key(path: &Path) -> anyhow::Result<PathBuf> {
    let public = path.with_extension(PUBLIC);
    anyhow::ensure!(
        public != path,
        "`{}` would be both keys; leave out the ending",
        path.display()
    );
    for file in [path, &public] {
        anyhow::ensure!(
            !store::is_file(file) && !store::is_folder(file),
            "`{}` is there already, and no key is ever overwritten; name another file",
            file.display()
        );
    }
    let mut secret = [0; SECRET_KEY_LENGTH];
    getrandom::fill(&mut secret).context("the system has no random numbers")?;
    let key = SigningKey::from_bytes(&secret);
    // Without the public key in it, as every program reads it.
    let pair = KeypairBytes { secret_key: key.to_bytes(), public_key: None };
    let text = pair.to_pkcs8_pem(LineEnding::LF).map_err(|error| anyhow::anyhow!("{error}"))?;
    store::write_for(Readers::Owner, path, text.as_bytes())?;
    let text = key.verifying_key().to_public_key_pem(LineEnding::LF);
    let text = text.map_err(|error| anyhow::anyhow!("{error}"))?;
    store::write_for_user(&public, text.as_bytes())?;
    Ok(public)
}

/// Reports lines of the ledgers that the key did not sign, and that no line after them covers; returns how many
/// lines were signed.
///
/// # Errors
/// Names the ledger that can't be read.
pub fn check_signatures(
    diags: &mut Diagnostics,
    output: &Path,
    key: &PublicKey,
) -> anyhow::Result<usize> {
    let mut count = 0;
    for (_, ledger) in Ledger::list(output) {
        let (mut covered, mut forged) = (0, Vec::new());
        let found = ledger.read(&mut |line: Line, _| match &line.signature {
            Some(signature) if key.proves(line.signed_text().as_bytes(), signature) => {
                covered = line.line;
                count += 1;
            }
            Some(_) => forged.push(line.line),
            None => {}
        })?;
        let mut report = |message: String| {
            let place = super::trees::shown(ledger.path());
            diags.push(Diagnostic::new(Code::VerifySignature, message).at(&Origin::file(place)));
        };
        for line in forged {
            report(format!("line {line}: this key did not sign it"));
        }
        let last = found.head.lines;
        match last - covered {
            0 => {}
            1 => report(format!("line {last}: no signature of this key covers it")),
            _ => report(format!(
                "lines {} to {last}: no signature of this key covers them",
                covered + 1
            )),
        }
    }
    Ok(count)
}

/// Returns the text of the file of a key.
fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = store::read_large(path, MAX_KEY_BYTES)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns that a file has no key of the sort that is wanted.
fn no_key(path: &Path, sort: &str, text: &str, other: &str) -> anyhow::Error {
    let path = path.display();
    let hint = match text.contains("-----BEGIN") {
        true => format!("; {other}"),
        false => "; `orderpaper new-key` makes both keys".to_owned(),
    };
    anyhow::anyhow!("`{path}` has no {sort} key for Ed25519 in PEM{hint}")
}
