//! Whether two names mean the same person, whatever titles and apostrophes they were given.
//!
//! Accents do not tell people apart, whether they are letters or marks of their own. Initials do: `A Cooper` and
//! `B Cooper` sit on the same council. So do Mr Hall and Mrs Hall.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Titles that may be left out, with the form of address by which they tell two people of one name
/// apart.
const TITLES: &[(&str, Option<Address>)] = &[
    ("cllr", None),
    ("cllrs", None),
    ("clr", None),
    ("councillor", None),
    ("alderman", None),
    ("alderwoman", None),
    ("ald", None),
    ("honorary", None),
    ("hon", None),
    ("the", None),
    ("rt", None),
    ("dr", None),
    ("prof", None),
    ("professor", None),
    ("rev", None),
    ("revd", None),
    ("reverend", None),
    ("mx", None),
    ("mr", Some(Address::Man)),
    ("sir", Some(Address::Man)),
    ("lord", Some(Address::Man)),
    ("mrs", Some(Address::Woman)),
    ("ms", Some(Address::Woman)),
    ("miss", Some(Address::Woman)),
    ("dame", Some(Address::Woman)),
    ("lady", Some(Address::Woman)),
    ("baroness", Some(Address::Woman)),
];

/// Letters after names.
const POST_NOMINALS: &[&str] = &[
    "OBE", "MBE", "CBE", "KBE", "DBE", "BEM", "CB", "KCB", "MVO", "LVO", "QPM", "QAM", "KFSM",
    "JP", "DL", "MP", "MS", "MSP", "KC", "QC", "FRSA", "FCA", "ACA", "CPFA", "BA", "BSC", "MA",
    "MSC", "MBA", "PHD", "LLB", "RN", "TD", "RD", "VR",
];

/// How a title addresses someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Address {
    Man,
    Woman,
}

/// A name as it is compared with others.
#[derive(Debug)]
pub struct Person {
    key: String,
    address: Option<Address>,
}

impl Person {
    /// Prepares a name for comparison.
    pub fn new(name: &str) -> Self {
        let (key, address) = split(name);
        Self { key, address }
    }

    /// Returns the name as [`person_key`] does.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether one of the names can be the other in short: `Cooper` or `A Cooper` for `Anne Cooper`. Equal names
    /// are not short for each other.
    pub fn may_shorten(&self, other: &Self) -> bool {
        let (words, others) = (self.words(), other.words());
        let is_shorter = |short: &[&str], long: &[&str]| {
            let fits = |(short, long): (&&str, &&str)| {
                short == long || short.chars().count() == 1 && long.starts_with(*short)
            };
            match (short.split_last(), long.split_last()) {
                (Some((surname, [])), Some(_)) if !surname.is_empty() => long.ends_with(short),
                (Some((surname, forenames)), Some((other, others))) => {
                    surname == other && !others.is_empty() && forenames.iter().zip(others).all(fits)
                        || long.len() > short.len() && long.ends_with(short)
                }
                _ => false,
            }
        };
        self.key != other.key
            && self.is_addressed_like(other)
            && (is_shorter(&words, &others) || is_shorter(&others, &words))
    }

    /// Returns the words of the key.
    fn words(&self) -> Vec<&str> {
        self.key.split(' ').filter(|word| !word.is_empty()).collect()
    }

    /// Whether no title says that they are two people.
    fn is_addressed_like(&self, other: &Self) -> bool {
        self.address.is_none() || other.address.is_none() || self.address == other.address
    }

    /// Whether the names can be one person's: equal keys, and no `Mr` against a `Mrs`.
    pub fn may_be(&self, other: &Self) -> bool {
        !self.key.is_empty() && self.key == other.key && self.is_addressed_like(other)
    }
}

/// Whether two names can be one person's. Of one name against many, [`Person::new`] reads it once.
pub fn same_person(a: &str, b: &str) -> bool {
    Person::new(a).may_be(&Person::new(b))
}

/// Returns whether two names of things are the same, but for case and space around them.
pub fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Returns a name without titles, nicknames in brackets, letters after it, marks and capitals:
/// `robert frost` for `Cllr Robert [Bob] Frost, OBE`. Empty when no name is left.
pub fn person_key(name: &str) -> String {
    split(name).0
}

/// Returns a name without the e-mail address after it, and the address.
pub fn without_email(text: &str) -> (&str, Option<&str>) {
    let (name, email) = match text.rsplit_once([',', ' ']) {
        Some((name, email)) if email.contains('@') => (name, Some(email.trim())),
        _ => (text, None),
    };
    (name.trim().trim_end_matches(','), email)
}

/// Splits a name into its key and how its titles address it.
fn split(name: &str) -> (String, Option<Address>) {
    let name = reorder(&without_brackets(name));
    // The words with one space between.
    let mut key = String::with_capacity(name.len());
    for char in name.chars() {
        match char {
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '\u{b4}' => {}
            '.' | '-' | '\u{2010}' | '\u{2011}' => space(&mut key),
            'A'..='Z' => key.push(char.to_ascii_lowercase()),
            'a'..='z' => key.push(char),
            _ if char.is_whitespace() => space(&mut key),
            _ => {
                let letters = std::iter::once(char).nfkd().filter(|char| !is_combining_mark(*char));
                key.extend(letters.flat_map(char::to_lowercase));
            }
        }
    }
    key.truncate(key.trim_end_matches(' ').len());
    let mut address = None;
    let mut rest = &*key;
    while let Some((title, after)) = rest.split_once(' ') {
        let Some((_, form)) = TITLES.iter().find(|(known, _)| *known == title) else { break };
        address = address.or(*form);
        rest = after;
    }
    (rest.to_owned(), address)
}

/// Ends a word.
fn space(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

/// Leaves out what stands in square or round brackets that pair.
fn without_brackets(name: &str) -> String {
    let mut rest = name;
    let mut kept = String::with_capacity(name.len());
    while let Some(open) = rest.find(['[', '(']) {
        let close = if rest[open..].starts_with('[') { ']' } else { ')' };
        let Some(end) = rest[open..].find(close) else { break };
        kept.push_str(&rest[..open]);
        kept.push(' ');
        rest = &rest[open + end + 1..];
    }
    kept.push_str(rest);
    kept
}

/// Drops letters after the name and puts `Cooper, Anne` the right way round.
fn reorder(name: &str) -> String {
    let mut parts = name.split(',').map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let more: Vec<&str> =
        parts.filter(|part| !part.split_whitespace().all(is_post_nominal)).collect();
    let mut name = first;
    // Without a comma only honours written in capitals are dropped: `Ma` and `Ba` are surnames.
    while let Some((start, last)) = name.rsplit_once(char::is_whitespace) {
        if !(last.len() > 2 && POST_NOMINALS.contains(&last) || matches!(last, "JP" | "DL" | "MP"))
        {
            break;
        }
        name = start.trim_end();
    }
    if more.is_empty() { name.to_owned() } else { format!("{} {name}", more.join(" ")) }
}

/// Whether the word is among the letters that follow names.
fn is_post_nominal(word: &str) -> bool {
    let word = word.replace('.', "").to_uppercase();
    POST_NOMINALS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, same: bool) {
        assert_eq!(
            Person::new(a).may_be(&Person::new(b)),
            same,
            "{a:?} {:?}, {b:?} {:?}",
            split(a),
            split(b)
        );
        assert_eq!(Person::new(b).may_be(&Person::new(a)), same, "{b}, {a}");
    }

    #[test]
    fn one_person() {
        check("Cllr Anne Cooper", "Anne Cooper", true);
        check("Councillor A. Cooper", "cllr.  a cooper", true);
        check("O\u{2019}Kelly", "O'Kelly", true);
        check("Mr Hall", "Cllr Hall", true);
        check("Mrs Hall", "Ms Hall", true);
        check("Dr. J Smith", "Cllr Dr J Smith", true);
        check("Robert [Bob] Frost", "Robert Frost", true);
        check("Robert (Bob) Frost", "Cllr Robert Frost", true);
        check("John Smith, OBE", "John Smith", true);
        check("John Smith, OBE DL", "Sir John Smith", true);
        check("John Smith OBE JP", "John Smith", true);
        check("John Smith, O.B.E., J.P.", "John Smith", true);
        check("Smith-Jones", "Smith Jones", true);
        check("Cooper, Anne", "Cllr Anne Cooper", true);
        check("Anne\u{a0}Cooper", "Anne Cooper", true);
        check("Zo\u{eb} Br\u{e9}guet", "Zoe\u{308} Breguet", true);
        check("Si\u{f4}n Rhys", "Sion Rhys", true);
    }

    #[test]
    fn short_forms() {
        let may_shorten = |a: &str, b: &str| {
            let (a, b) = (Person::new(a), Person::new(b));
            assert_eq!(a.may_shorten(&b), b.may_shorten(&a));
            a.may_shorten(&b)
        };
        assert!(may_shorten("Cllr A Cooper", "Anne Cooper"));
        assert!(may_shorten("Cllr Cooper", "Anne Cooper"));
        assert!(may_shorten("A Cooper", "A B Cooper"));
        assert!(may_shorten("Anne B Cooper", "Anne Cooper"));
        assert!(may_shorten("Mrs Smith-Jones", "Jane Smith Jones"));
        assert!(!may_shorten("Anne Cooper", "Anne Cooper"));
        assert!(!may_shorten("B Cooper", "Anne Cooper"));
        assert!(!may_shorten("Mr Cooper", "Mrs Anne Cooper"));
        assert!(!may_shorten("Anne", "Anne Cooper"));
        assert!(!may_shorten("", "Anne Cooper"));
    }

    #[test]
    fn two_people() {
        check("A Cooper", "B Cooper", false);
        check("Mr Hall", "Mrs Hall", false);
        check("Cooper, Anne", "Cooper, Brian", false);
        check("Anne Cooper", "A Cooper", false);
        check("Y Ma", "Y", false);
        check("", "", false);
        check("", "Cooper", false);
    }

    #[test]
    fn keys() {
        assert_eq!(person_key("Cllr Robert [Bob] Frost, OBE"), "robert frost");
        assert_eq!(person_key("The Rt Hon Lady O’Kelly"), "okelly");
        assert_eq!(person_key("Miss"), "miss");
        assert_eq!(person_key("Robert [Bob"), "robert [bob");
        assert_eq!(person_key(", ,"), "");
    }
}
