//! Offices by which minutes call whoever holds them: `the Lord Mayor`, `the Chair`, `the Convener`.

use super::body::{Member, Role};
use super::dataset::Dataset;
use super::record::Located;

/// What those who preside are called, wherever they do.
const CHAIRS: &[&str] = &[
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "convener",
    "presiding member",
    "presiding officer",
    "person presiding",
    "cadeirydd",
];

/// Offices whose holders preside over councils.
const PRESIDING: &[&str] = &["mayor", "lord mayor", "provost", "lord provost", "speaker"];

/// What stands before the office of those who take its holder's place.
const DEPUTIES: &[&str] = &["vice ", "deputy ", "depute ", "is "];

/// The offices of a body's chair and vice-chair.
#[derive(Debug, Default)]
pub struct Offices {
    chairs: Vec<String>,
    vice_chairs: Vec<String>,
}

impl Offices {
    /// Returns the offices of a body: those that its row and the council give as the titles of chair and vice-chair,
    /// and the usual ones.
    pub fn of_body(data: &Dataset, body: &str) -> Self {
        let body = data.body(body);
        let council = data.council.as_ref();
        let keys = |titles: [Option<&Located<String>>; 2]| -> Vec<String> {
            titles.into_iter().flatten().map(|title| key(title)).collect()
        };
        Self {
            chairs: keys([
                body.and_then(|body| body.chair_title.as_ref()),
                council.and_then(|council| council.chair_title.as_ref()),
            ]),
            vice_chairs: keys([
                body.and_then(|body| body.vice_chair_title.as_ref()),
                council.and_then(|council| council.vice_chair_title.as_ref()),
            ]),
        }
    }

    /// Returns whether a name is what the body calls its chair.
    pub fn is_chair(&self, name: &str) -> bool {
        let name = key(name);
        CHAIRS.contains(&name.as_str()) || self.chairs.contains(&name)
    }

    /// Returns whether a name is what the body calls its vice-chair.
    pub fn is_vice_chair(&self, name: &str) -> bool {
        let name = key(name);
        let is_deputy = |deputy: &&str| {
            let rest = name.strip_prefix(*deputy);
            rest.is_some_and(|rest| {
                CHAIRS.contains(&rest) || self.chairs.iter().any(|chair| chair == rest)
            })
        };
        DEPUTIES.iter().any(is_deputy) || self.vice_chairs.contains(&name)
    }

    /// Returns whether a name is that of an office whose holder presides, or takes the place of whoever does.
    pub fn is_office(&self, name: &str) -> bool {
        let bare = key(name);
        let bare = DEPUTIES.iter().find_map(|deputy| bare.strip_prefix(*deputy)).unwrap_or(&bare);
        self.is_chair(name) || self.is_vice_chair(name) || PRESIDING.contains(&bare)
    }

    /// Returns whether a seat is that of the holder of an office.
    pub fn holds(&self, seat: &Member, office: &str) -> bool {
        let wanted = key(office);
        let is_named = seat.office.as_ref().is_some_and(|held| key(held) == wanted);
        is_named
            || seat.role() == Role::Chair && self.is_chair(office)
            || seat.role() == Role::ViceChair && self.is_vice_chair(office)
    }
}

/// Returns the name of an office as it is compared: without an article, in lower case, with one space for each hyphen.
pub fn key(name: &str) -> String {
    let name = name.trim().trim_end_matches('.').to_lowercase();
    let name =
        ["the ", "y "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
    name.split(|char: char| char.is_whitespace() || char == '-')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
