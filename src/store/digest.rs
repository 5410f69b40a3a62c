//! Digests: SHA-512 identifies everything that is made and published (RFC 8493, section 2.4).

use std::fmt::Write;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256, Sha512};

use super::read_in_pieces;

/// Returns the SHA-512 of some bytes, as 128 lower-case hexadecimal digits.
pub fn sha512(bytes: &[u8]) -> String {
    hex(&Sha512::digest(bytes))
}

/// Returns the SHA-512 of a file, as [`sha512`], in bounded memory however large it is.
///
/// # Errors
/// Names the path when it can't be read.
pub fn sha512_of(path: &Path) -> anyhow::Result<String> {
    let mut digest = Sha512::new();
    read_in_pieces(path, |piece| digest.update(piece))?;
    Ok(hex(&digest.finalize()))
}

/// Reads `content` to its end, in bounded memory, and returns its length and checksums.
///
/// # Errors
/// When it can't be read.
pub fn measure(content: &mut dyn Read) -> io::Result<Measure> {
    let (mut sha512, mut sha256) = (Sha512::new(), Sha256::new());
    let mut crc = crc32fast::Hasher::new();
    let mut size = 0;
    let mut piece = vec![0; 256 * 1024];
    loop {
        let length = content.read(&mut piece)?;
        if length == 0 {
            break;
        }
        sha512.update(&piece[..length]);
        sha256.update(&piece[..length]);
        crc.update(&piece[..length]);
        size += length as u64;
    }
    let (sha512, sha256) = (hex(&sha512.finalize()), hex(&sha256.finalize()));
    Ok(Measure { size, sha512, sha256, crc: crc.finalize() })
}

/// The length and the checksums of a file's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-512, in hexadecimal.
    pub sha512: String,
    /// Its SHA-256, in hexadecimal, which bags of other programs may use instead.
    pub sha256: String,
    /// Its CRC-32, which zips require.
    pub crc: u32,
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
