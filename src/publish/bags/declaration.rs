//! `bagit.txt`, which every bag begins with: the version of the standard, and how tag files are encoded.

use std::fmt;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A version of BagIt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    major: u8,
    minor: u8,
}

impl Version {
    /// RFC 8493.
    pub(super) const V1_0: Self = Self { major: 1, minor: 0 };
    /// The last draft, which most bags before 2018 follow.
    pub(super) const V0_97: Self = Self { major: 0, minor: 97 };
    /// The earliest draft that differs from the last in nothing that is checked.
    const V0_93: Self = Self { major: 0, minor: 93 };

    /// Returns the version of this name, where its rules are known.
    fn named(name: &str) -> Option<Self> {
        let (major, minor) = name.split_once('.')?;
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(major) || !is_number(minor) {
            return None;
        }
        let version = Self { major: major.parse().ok()?, minor: minor.parse().ok()? };
        let is_known = version == Self::V1_0 || (Self::V0_93..=Self::V0_97).contains(&version);
        is_known.then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// What `bagit.txt` declares.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declaration {
    pub(super) version: Version,
    encoding: &'static Encoding,
}

impl Default for Declaration {
    /// What a bag is read by whose declaration can't be read.
    fn default() -> Self {
        Self { version: Version::V1_0, encoding: UTF_8 }
    }
}

impl Declaration {
    /// Reads `bagit.txt`, or returns what is wrong with it.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, String> {
        const FORM: &str = "it must have these lines and no other: `BagIt-Version: 1.0`, \
                            `Tag-File-Character-Encoding: UTF-8`";
        if Encoding::for_bom(bytes).is_some() {
            return Err("it begins with a byte order mark, which it must not".to_owned());
        }
        let text = str::from_utf8(bytes).map_err(|_| "it is not in UTF-8".to_owned())?;
        let lines: Vec<&str> = lines(text).collect();
        let [first, second] = lines[..] else { return Err(FORM.to_owned()) };
        let version = first.strip_prefix("BagIt-Version: ").ok_or(FORM)?;
        let encoding = second.strip_prefix("Tag-File-Character-Encoding: ").ok_or(FORM)?;
        let version = Version::named(version).ok_or_else(|| {
            let version = version.escape_debug();
            format!("`{version}` is no version of BagIt that is known; 0.97 and 1.0 are")
        })?;
        let encoding = Encoding::for_label_no_replacement(encoding.as_bytes())
            .filter(|_| encoding.trim() == encoding)
            .ok_or_else(|| format!("`{}` is no encoding that is known", encoding.escape_debug()))?;
        Ok(Self { version, encoding })
    }

    /// Returns the text of another tag file; `None` where it is not encoded as declared.
    pub(super) fn decode(&self, bytes: &[u8]) -> Option<String> {
        let is_utf_16 = |encoding: &Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
        let marked = Encoding::for_bom(bytes).filter(|(encoding, _)| {
            *encoding == self.encoding || is_utf_16(encoding) && is_utf_16(self.encoding)
        });
        let (encoding, mark) = match marked {
            Some(marked) => marked,
            // Which half comes first is told by the first letter, which is one of ASCII in every tag file.
            None if is_utf_16(self.encoding) && bytes.first() == Some(&0) => (UTF_16BE, 0),
            None => (self.encoding, 0),
        };
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])?;
        Some(text.into_owned())
    }
}

/// Returns the lines of a tag file that are not empty; a line may end as on any system.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        #[track_caller]
        fn check(text: &str, expected: Result<Version, &str>) {
            match (Declaration::parse(text.as_bytes()), expected) {
                (Ok(found), Ok(version)) => assert_eq!(found.version, version),
                (Err(found), Err(part)) => assert!(found.contains(part), "{found}"),
                (found, _) => panic!("{text:?}: {found:?}"),
            }
        }
        let with = |version: &str| {
            format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n")
        };
        check(&with("1.0"), Ok(Version::V1_0));
        check(&with("1.0").replace('\n', "\r\n"), Ok(Version::V1_0));
        check(with("0.97").replace('\n', "\r").trim_end(), Ok(Version::V0_97));
        check(&with("0.93"), Ok(Version::V0_93));
        for odd in ["0.92", "0.98", "1.1", "2.0", ".97", "1", "1.0 ", "+1.0", "1.0.0", ""] {
            check(&with(odd), Err("is no version"));
        }
        check(&with("1.0").replace("UTF-8", "UTF-9"), Err("`UTF-9` is no encoding"));
        check(&with("1.0").replace("UTF-8", "UTF-8 "), Err("`UTF-8 ` is no encoding"));
        check(&with("1.0").replace("Version:", "Version :"), Err("it must have these lines"));
        check(&with("1.0").replace("UTF-8\n", "UTF-8\nMore: 1\n"), Err("it must have these lines"));
        check("BagIt-Version: 1.0\n", Err("it must have these lines"));
        check(&format!("\u{feff}{}", with("1.0")), Err("byte order mark"));
        assert!(Declaration::parse(b"BagIt-Version: 1.0\n\xff").is_err());
    }

    #[test]
    fn encodings() {
        #[track_caller]
        fn check(encoding: &str, bytes: &[u8], expected: Option<&str>) {
            let head = format!("BagIt-Version: 0.97\nTag-File-Character-Encoding: {encoding}\n");
            let declaration = Declaration::parse(head.as_bytes()).unwrap();
            assert_eq!(declaration.decode(bytes).as_deref(), expected);
        }
        check("UTF-8", "é".as_bytes(), Some("é"));
        check("UTF-8", "\u{feff}é".as_bytes(), Some("é"));
        check("utf-8", b"\xe9", None);
        check("ISO-8859-1", b"\xe9", Some("é"));
        check("UTF-16", b"\xfe\xff\0a\0\xe9", Some("aé"));
        check("UTF-16", b"\xff\xfea\0\xe9\0", Some("aé"));
        check("UTF-16", b"\0a\0\xe9", Some("aé"));
        check("UTF-16", b"a\0\xe9\0", Some("aé"));
        check("UTF-16BE", b"\0a\0\xe9", Some("aé"));
        check("UTF-16", b"a", None);
    }
}
