//! Whether two names mean the same person, whatever titles and apostrophes they were given.
//!
//! Initials count: `A Cooper` and `B Cooper` sit on the same council. So do Mr Hall and Mrs Hall.

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

    /// Whether the names can be one person's: equal keys, and no `Mr` against a `Mrs`.
    pub fn may_be(&self, other: &Self) -> bool {
        !self.key.is_empty()
            && self.key == other.key
            && (self.address.is_none() || other.address.is_none() || self.address == other.address)
    }
}

/// Whether two names can be one person's. Of one name against many, [`Person::new`] reads it once.
pub fn same_person(a: &str, b: &str) -> bool {
    Person::new(a).may_be(&Person::new(b))
}

/// Returns a name without titles, nicknames in brackets, letters after it, marks and capitals:
/// `robert frost` for `Cllr Robert [Bob] Frost, OBE`. Empty when no name is left.
pub fn person_key(name: &str) -> String {
    split(name).0
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
            _ => key.extend(char.to_lowercase()),
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
