//! Digests: SHA-512 identifies everything that is made and published (RFC 8493, section 2.4).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::Path;

use md5::Md5;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

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
    read_in_pieces(path, |piece| Digest::update(&mut digest, piece))?;
    Ok(hex(&digest.finalize()))
}

/// Reads `content` to its end, in bounded memory, and returns its length and checksums.
///
/// # Errors
/// When it can't be read.
pub fn measure(content: &mut dyn Read) -> io::Result<Measure> {
    measure_with(content, &BTreeSet::new())
}

/// Does as [`measure`], with digests of these algorithms besides.
///
/// # Errors
/// When it can't be read.
pub fn measure_with(
    content: &mut dyn Read,
    algorithms: &BTreeSet<Algorithm>,
) -> io::Result<Measure> {
    let mut sha512 = Sha512::new();
    let others = algorithms.iter().filter(|algorithm| **algorithm != Algorithm::Sha512);
    let mut others: Vec<_> = others.map(|algorithm| (*algorithm, algorithm.hasher())).collect();
    let mut crc = crc32fast::Hasher::new();
    let mut size = 0;
    let mut piece = vec![0; 256 * 1024];
    loop {
        let length = content.read(&mut piece)?;
        if length == 0 {
            break;
        }
        Digest::update(&mut sha512, &piece[..length]);
        for (_, hasher) in &mut others {
            hasher.update(&piece[..length]);
        }
        crc.update(&piece[..length]);
        size += length as u64;
    }
    let others = others
        .into_iter()
        .map(|(algorithm, hasher)| (algorithm, hex(&hasher.finalize())))
        .collect();
    Ok(Measure { size, sha512: hex(&sha512.finalize()), crc: crc.finalize(), others })
}

/// The length and the checksums of a file's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-512, in hexadecimal.
    pub sha512: String,
    /// Its CRC-32, which zips require.
    pub crc: u32,
    /// The other digests that were asked for.
    others: BTreeMap<Algorithm, String>,
}

impl Measure {
    /// Returns a digest in hexadecimal; `None` where it was not asked for.
    pub fn digest(&self, algorithm: Algorithm) -> Option<&str> {
        match algorithm {
            Algorithm::Sha512 => Some(&self.sha512),
            _ => self.others.get(&algorithm).map(String::as_str),
        }
    }
}

/// The algorithms of the digests in bags, of which this program itself writes SHA-512 only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4).
    Sha1,
    /// SHA-224 (FIPS 180-4).
    Sha224,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
}

impl Algorithm {
    /// All of them, weaker ones first.
    pub const ALL: [Self; 6] =
        [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// Returns its name, such as `SHA-256`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Returns whether different contents with the same digest can be made on purpose (RFC 6151, RFC 6194).
    pub fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// Returns how many hexadecimal digits its digests have.
    pub fn digits(self) -> usize {
        2 * self.hasher().output_size()
    }

    fn hasher(self) -> Box<dyn DynDigest> {
        match self {
            Self::Md5 => Box::new(Md5::new()),
            Self::Sha1 => Box::new(Sha1::new()),
            Self::Sha224 => Box::new(Sha224::new()),
            Self::Sha256 => Box::new(Sha256::new()),
            Self::Sha384 => Box::new(Sha384::new()),
            Self::Sha512 => Box::new(Sha512::new()),
        }
    }
}

/// Returns bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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

    #[test]
    fn digests_of_every_algorithm() {
        // The first digits of the digests of `abc` in RFC 1321 and FIPS 180.
        let expected = [
            (Algorithm::Md5, "900150983cd24fb0", 32),
            (Algorithm::Sha1, "a9993e364706816a", 40),
            (Algorithm::Sha224, "23097d223405d822", 56),
            (Algorithm::Sha256, "ba7816bf8f01cfea", 64),
            (Algorithm::Sha384, "cb00753f45a35e8b", 96),
            (Algorithm::Sha512, "ddaf35a193617aba", 128),
        ];
        let measure = measure_with(&mut &b"abc"[..], &BTreeSet::from(Algorithm::ALL)).unwrap();
        for (algorithm, start, digits) in expected {
            let digest = measure.digest(algorithm).unwrap();
            assert!(digest.starts_with(start), "{algorithm:?}: {digest}");
            assert_eq!((digest.len(), algorithm.digits()), (digits, digits));
        }
        let plain = super::measure(&mut &b"abc"[..]).unwrap();
        assert_eq!(plain.digest(Algorithm::Md5), None);
        assert_eq!(plain.digest(Algorithm::Sha512), Some(&*measure.sha512));
    }
}
