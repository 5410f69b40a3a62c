//! Personal data: how people may be reached who are neither officers nor members, where they live, and their
//! National Insurance numbers.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, postcode_key, telephone_key};
use super::{Remark, after, before, pattern, quoted};
use crate::diag::Code;

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Za-z0-9._%+'’-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"));
static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\+44[\s-]?(?:\(0\)\s?)?\d|\(?0\d)[\d]{1,4}\)?(?:[\s-]?\d{2,8}){1,3}")
});
static NATIONAL_INSURANCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?-u:\b)",
    )
});
static POSTCODE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?-u:\b)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?-u:\b)"));
/// A number, words of an address, and a postcode.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?-u:\b)(?:(?i:flat|apartment)\s+\w{1,4},?\s+)?\d{1,4}[A-Za-z]?,?[ \n]+",
        r"(?:(?:[A-Z][A-Za-z'’-]*|St\.|and|of|the|on|upon|in|le|la|by|under|next),?[ \n]+){1,12}",
        r"([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})(?-u:\b)",
    ))
});

/// Words of buildings in which nobody lives; what has one before the number is an organisation's.
const BUILDINGS: &[&str] = &[
    "hall",
    "centre",
    "center",
    "library",
    "libraries",
    "office",
    "offices",
    "school",
    "academy",
    "college",
    "hospital",
    "surgery",
    "church",
    "chapel",
    "museum",
    "theatre",
    "depot",
    "station",
    "council",
    "chambers",
    "room",
    "suite",
    "hotel",
    "club",
    "university",
    "limited",
    "ltd",
    "plc",
    "trust",
    "court",
    "pavilion",
    "hub",
    "site",
    "services",
];

/// The first words of addresses that belong to a post and not to a person.
const POSTS: &[&str] = &[
    "admin",
    "bookings",
    "cabinet",
    "casework",
    "clerk",
    "committee",
    "committees",
    "complaints",
    "consult",
    "consultation",
    "consultations",
    "contact",
    "council",
    "customer",
    "democracy",
    "democratic",
    "dpo",
    "elections",
    "enquiries",
    "enquiry",
    "events",
    "feedback",
    "finance",
    "foi",
    "hello",
    "help",
    "helpdesk",
    "highways",
    "housing",
    "info",
    "legal",
    "libraries",
    "library",
    "licensing",
    "mail",
    "media",
    "noreply",
    "office",
    "parish",
    "planning",
    "post",
    "press",
    "reception",
    "representations",
    "scrutiny",
    "secretary",
    "service",
    "services",
    "support",
    "team",
];

/// Ends of addresses of public authorities, where people are officers.
const AUTHORITIES: &[&str] = &[
    ".gov.uk",
    ".gov.wales",
    ".gov.scot",
    ".llyw.cymru",
    ".nhs.uk",
    "nhs.net",
    ".police.uk",
    ".parliament.uk",
    ".mod.uk",
];

/// Words of departments and services, in addresses that belong to these.
const DEPARTMENTS: &[&str] = &[
    "adult",
    "adults",
    "area",
    "audit",
    "benefits",
    "building",
    "business",
    "care",
    "centre",
    "children",
    "childrens",
    "communities",
    "community",
    "control",
    "corporate",
    "county",
    "data",
    "department",
    "development",
    "director",
    "district",
    "duty",
    "east",
    "economic",
    "education",
    "emergency",
    "engagement",
    "environment",
    "environmental",
    "executive",
    "families",
    "general",
    "governance",
    "group",
    "health",
    "human",
    "improvement",
    "information",
    "integrated",
    "local",
    "management",
    "manager",
    "member",
    "members",
    "mental",
    "monitoring",
    "north",
    "officer",
    "parking",
    "parks",
    "partnership",
    "pensions",
    "performance",
    "plan",
    "policy",
    "procurement",
    "property",
    "protection",
    "public",
    "records",
    "resources",
    "revenues",
    "roads",
    "safeguarding",
    "school",
    "schools",
    "social",
    "south",
    "standards",
    "strategy",
    "street",
    "trading",
    "traffic",
    "transport",
    "travel",
    "unit",
    "waste",
    "welfare",
    "west",
    "works",
    "young",
    "youth",
];

/// Words that speak of a person, in a sentence with a number that else is an organisation's.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?-u:\b)(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z]",
        r"|(?i:(?:his|her|their|whose)\s+(?:own\s+)?(?:home\s+|mobile\s+|work\s+)?(?:number|telephone|phone|mobile))",
        r"|(?i:(?:resident|tenant|applicant|objector|claimant|complainant|witness|carer|householder|neighbour|patient|pupil|parent)(?:’s|'s)?(?-u:\b)))",
    ))
});

/// Returns the e-mail addresses in some words.
pub(super) fn emails(words: &str) -> impl Iterator<Item = &str> {
    EMAIL.find_iter(words).map(|at| at.as_str())
}

/// Returns where numbers of telephones are in some words: those of people's homes, offices and mobiles.
pub(super) fn telephones(words: &str) -> Vec<Range<usize>> {
    let found = TELEPHONE.find_iter(words).map(|at| at.range());
    found.filter(|at| is_telephone(words, at)).collect()
}

/// Returns the postcodes in some words, without their spaces.
pub(super) fn postcodes(words: &str) -> impl Iterator<Item = String> {
    POSTCODE.find_iter(words).map(|at| postcode_key(at.as_str()))
}

/// Returns whether digits are the number of a telephone, and no part of a reference or an amount.
fn is_telephone(words: &str, at: &Range<usize>) -> bool {
    let digits = telephone_key(&words[at.clone()]);
    let is_long = digits.len() == 11 || digits.len() == 10 && digits.starts_with("01");
    let last = words[..at.start].chars().next_back();
    let mut next = words[at.end..].chars();
    let (next, second) = (next.next(), next.next());
    let joins = |char: char| char.is_alphanumeric() || matches!(char, '/' | '-' | '£' | '_' | '#');
    let goes_on = next.is_some_and(joins)
        || next.is_some_and(|char| matches!(char, '.' | ','))
            && second.is_some_and(|char| char.is_ascii_digit());
    is_long && !last.is_some_and(|char| joins(char) || matches!(char, '.' | ',')) && !goes_on
}

/// Adds the personal data in some words.
pub(super) fn find(found: &mut Vec<Remark>, words: &str, facts: &Facts<'_>) {
    let bytes = words.as_bytes();
    let mut add = |range: Range<usize>, what: &str| {
        let message = format!("{} {what}", quoted(&words[range.clone()]));
        let hint = "take it out, unless the person has agreed that the public may have it";
        found.push(Remark { code: Code::TextPersonalData, message, hint, range });
    };
    if bytes.contains(&b'@') {
        for at in EMAIL.find_iter(words).filter(|at| is_personal(at.as_str(), facts)) {
            add(at.range(), "is the address of somebody who is neither officer nor member");
        }
    }
    if !bytes.iter().any(u8::is_ascii_digit) {
        return;
    }
    // Numbers of telephones begin with a nought, or with the code of the country.
    if bytes.windows(2).any(|pair| {
        pair[0] == b'0' && matches!(pair[1], b'1' | b'2' | b'3' | b'7' | b'8') || pair == b"+4"
    }) {
        for at in telephones(words) {
            let number = &words[at.clone()];
            // 03 and 08 are numbers of organisations, unless the sentence speaks of a person.
            let key = telephone_key(number);
            let is_of_person = || {
                PERSON.is_match(before(words, at.start)) || PERSON.is_match(after(words, at.end))
            };
            let is_persons = match key.as_bytes() {
                [b'0', b'9' | b'0', ..] => false,
                [b'0', b'3' | b'8', ..] => is_of_person(),
                [b'0', ..] => true,
                _ => false,
            };
            if is_persons && !facts.contacts().has_telephone(number) {
                add(at, "is the telephone of somebody who is neither officer nor member");
            }
        }
    }
    if !bytes.windows(2).any(|pair| {
        pair[0].is_ascii_digit() && pair[1].is_ascii_uppercase()
            || pair[0] == b' ' && pair[1].is_ascii_digit()
    }) && !bytes[0].is_ascii_uppercase()
    {
        return;
    }
    for captures in NATIONAL_INSURANCE.captures_iter(words) {
        let is_used = !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&&captures[1]);
        if let Some(whole) = captures.get(0).filter(|_| is_used) {
            add(whole.range(), "is a National Insurance number");
        }
    }
    for captures in ADDRESS.captures_iter(words) {
        let (Some(whole), Some(postcode)) = (captures.get(0), captures.get(1)) else { continue };
        if !is_building(words, whole.start()) && !facts.contacts().has_postcode(postcode.as_str()) {
            add(whole.range(), "is the address of a house");
        }
    }
}

/// Returns whether an address belongs to a person who is neither officer nor member.
fn is_personal(email: &str, facts: &Facts<'_>) -> bool {
    let lower = email.to_lowercase();
    let (name, domain) = lower.split_once('@').unwrap_or((&lower, ""));
    let first = name.split(|char: char| !char.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_authority = |end: &&str| domain.ends_with(*end) || domain == end.trim_start_matches('.');
    if POSTS.contains(&first) || facts.contacts().has_email(email) {
        return false;
    }
    // Officers of other authorities have addresses of their names; others belong to posts.
    let parts = || name.split(['.', '_']).filter(|part| !part.is_empty());
    let is_name_part = |part: &str| {
        let bare = part.trim_end_matches(|char: char| char.is_ascii_digit());
        !bare.is_empty()
            && bare.chars().all(|char| char.is_alphabetic() || matches!(char, '-' | '\'' | '’'))
            && !POSTS.contains(&bare)
            && !DEPARTMENTS.contains(&bare)
    };
    let is_name = || name.contains(['.', '_']) && parts().all(is_name_part);
    !AUTHORITIES.iter().any(is_authority) || is_name()
}

/// Returns whether the name of a building stands before an address, in the same sentence and line.
fn is_building(words: &str, start: usize) -> bool {
    let line = words[..start].rfind(['\n', ';']).map_or(0, |at| at + 1);
    let line = words[line..start].rsplit(". ").next().unwrap_or_default();
    let mut last = line.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let last: Vec<&str> = last.by_ref().collect();
    last.iter().rev().take(6).any(|word| {
        word.starts_with(char::is_uppercase) && BUILDINGS.contains(&&*word.to_lowercase())
    })
}
