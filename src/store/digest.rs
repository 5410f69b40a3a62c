//! SHA-512, by which what is made and published is known for good (RFC 8493, section 2.4).

use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha512};

use super::read_in_pieces;

/// Returns the SHA-512 of some bytes, as 128 hexadecimal digits.
pub fn sha512(bytes: &[u8]) -> String {
    hex(&Sha512::digest(bytes))
}

/// Returns the SHA-512 of a file, which needs no memory however large it is.
///
/// # Errors
/// Names the path when it can't be read.
pub fn sha512_of(path: &Path) -> anyhow::Result<String> {
    let mut digest = Sha512::new();
    read_in_pieces(path, |piece| digest.update(piece))?;
    Ok(hex(&digest.finalize()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all that is written");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_fips_180() {
        let digest = sha512(b"abc");
        assert!(digest.starts_with("ddaf35a193617abacc417349ae204131"), "{digest}");
        assert!(digest.ends_with("2a9ac94fa54ca49f"), "{digest}");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("abc");
        super::super::write(&file, b"abc").unwrap();
        assert_eq!(sha512_of(&file).unwrap(), digest);
    }
}
