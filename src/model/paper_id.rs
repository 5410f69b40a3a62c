//! Ids of papers: what links, page numbers and receipts call them.
//!
//! All readers get the same ids. So none is made from the name of a file that is not for the public.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::bundle;
use super::dataset::Dataset;
use super::meeting::Paper;
use super::record::Located;
use super::value::{BadValue, Parse, Parsed, Scalar, Slug};

/// The id of a paper, such as `4a-home-care-framework`, which no other paper of its meeting has; its
/// characters may stand in addresses and in the names of destinations of a PDF.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(Slug);

impl PaperId {
    /// Returns the nearest id of any text; `paper` where the text has neither a letter nor a digit that
    /// may stand in one.
    pub fn nearest(text: &str) -> Self {
        let slug = Slug::nearest(text).or_else(|| Slug::new("paper"));
        Self(slug.expect("`paper` is an id"))
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the id with a number after it, cut so that it is not too long.
    fn numbered(&self, number: u32) -> Self {
        let end = format!("-{number}");
        let length = self.as_str().len().min(Slug::MAX_LEN - end.len());
        Self::nearest(&format!("{}{end}", &self.as_str()[..length]))
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An id is serialised as its text.
impl Serialize for PaperId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PaperId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let slug = Slug::new(&text);
        slug.map(Self).ok_or_else(|| D::Error::custom(format!("`{text}` is no id of a paper")))
    }
}

impl Parse for PaperId {
    const WHAT: &'static str = Slug::WHAT;
    const EXAMPLES: &'static [&'static str] = &["lease-appendix-b", "4a-report"];

    fn parse(scalar: &Scalar) -> Result<Parsed<Self>, BadValue> {
        let Parsed { value, note } = Slug::parse(scalar)?;
        Ok(Parsed { value: Self(value), note })
    }
}

/// Gives an id to each paper whose row gives none, or gives one that a row above has.
///
/// It is called once, when everything is loaded, because only then it is known what is private; access
/// removes words from the records afterwards, and leaves the ids.
pub fn fill_in(data: &mut Dataset) {
    let ids_of_meeting = |papers: &Vec<Paper>| {
        let sources: Vec<_> =
            papers.iter().map(|paper| IdSource::of(paper, paper.is_exempt())).collect();
        ids(&sources)
    };
    let all: Vec<Vec<PaperId>> = data.papers.values().map(ids_of_meeting).collect();
    for (paper, value) in data.papers.values_mut().flatten().zip(all.into_iter().flatten()) {
        let origin = paper.id.as_ref().map_or(&paper.origin, |id| &id.origin).clone();
        paper.id = Some(Located { value, origin });
    }
}

/// Returns whether `name` is the title, the label or the id of a paper, or may be the id that it will get: which one
/// depends on whether the paper is private.
pub fn may_name(name: &str, paper: &Paper) -> bool {
    let name = name.trim();
    let is_title = paper.title.known().is_some_and(|title| title.trim().eq_ignore_ascii_case(name));
    let is_label =
        paper.label.as_ref().is_some_and(|label| label.trim().eq_ignore_ascii_case(name));
    let is_given = paper.id.as_ref().is_some_and(|id| id.as_str().eq_ignore_ascii_case(name));
    let id = PaperId::nearest(name);
    let public =
        PaperId::nearest(&format!("{}-{}", paper.number.value, IdSource::of(paper, false).name));
    let private = PaperId::nearest(&format!("{}-private", paper.number.value));
    let begins = |id: &PaperId, start: &PaperId| {
        // What is not unique gets a number after it.
        id.as_str().strip_prefix(start.as_str()).is_some_and(|rest| {
            rest.len() <= 4 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        })
    };
    is_title || is_label || is_given || begins(&id, &public) || begins(&id, &private)
}

/// What the id of a paper is made from.
#[derive(Clone, Copy)]
struct IdSource<'a> {
    /// The id that the row gives.
    id: Option<&'a PaperId>,
    /// The number of the agenda item.
    number: &'a str,
    /// What stands for a public paper behind the number: the name of its file or, without one, its kind.
    name: &'a str,
    is_private: bool,
}

impl<'a> IdSource<'a> {
    fn of(paper: &'a Paper, is_private: bool) -> Self {
        let file = paper.file.known().map(|file| stem(file));
        Self {
            id: paper.id.as_ref().map(|id| &id.value),
            number: &paper.number,
            name: file.unwrap_or(paper.kind().word()),
            is_private,
        }
    }
}

/// Returns the name of a file without its folder and ending; a document made from the records has
/// neither.
fn stem(file: &str) -> &str {
    if bundle::generated_document(file).is_some() {
        return file;
    }
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns the ids of a meeting's papers, in order of rows.
fn ids(sources: &[IdSource<'_>]) -> Vec<PaperId> {
    let given: BTreeSet<&PaperId> = sources.iter().filter_map(|source| source.id).collect();
    let mut taken = BTreeSet::new();
    // How many private papers each item has so far.
    let mut private: BTreeMap<PaperId, u32> = BTreeMap::new();
    let mut id_of = |source: &IdSource<'_>| {
        let made = if source.is_private {
            let count = private.entry(PaperId::nearest(source.number)).or_default();
            *count += 1;
            PaperId::nearest(&format!("{}-private-{count}", source.number))
        } else {
            PaperId::nearest(&format!("{}-{}", source.number, source.name))
        };
        let wanted = source.id.cloned().unwrap_or(made);
        let is_free = |id: &PaperId| {
            // An id that a row gives is made for no other.
            !taken.contains(id) && (source.id == Some(id) || !given.contains(id))
        };
        let id = std::iter::once(wanted.clone())
            .chain((2..).map(|number| wanted.numbered(number)))
            .find(is_free)
            .expect("there are more numbers than papers");
        taken.insert(id.clone());
        id
    };
    sources.iter().map(&mut id_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the ids of rows: the id that is given, the item's number, the file, whether it is private.
    #[track_caller]
    fn check(rows: &[(&str, &str, &str, bool)], expected: &[&str]) {
        let given: Vec<Option<PaperId>> =
            rows.iter().map(|(id, ..)| (!id.is_empty()).then(|| PaperId::nearest(id))).collect();
        let sources: Vec<IdSource<'_>> = rows
            .iter()
            .zip(&given)
            .map(|(&(_, number, file, is_private), id)| IdSource {
                id: id.as_ref(),
                number,
                name: stem(file),
                is_private,
            })
            .collect();
        let found = ids(&sources);
        let found: Vec<&str> = found.iter().map(PaperId::as_str).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_id_is_that_of_the_row_or_made_from_item_and_file() {
        check(
            &[
                ("", "4a", "cabinet-2026-01-13/Home care (final).v2.PDF", false),
                ("award", "4a", "appendix.pdf", false),
                ("", "4.1.", "minutes:cabinet-2026-02-03", false),
                ("", "5", "évaluation.pdf", false),
                ("", "–", "–.pdf", false),
            ],
            &[
                "4a-home-care-final-v2",
                "award",
                "4-1-minutes-cabinet-2026-02-03",
                "5-valuation",
                "paper",
            ],
        );
    }

    #[test]
    fn no_id_is_made_from_the_file_of_a_private_paper() {
        check(
            &[
                ("", "9", "bid-of-smith.pdf", true),
                ("", "9.", "price.pdf", true),
                ("advice", "9", "advice-on-smith.pdf", true),
                ("", "9", "last-price.pdf", true),
                ("", "10", "smith.pdf", true),
            ],
            &["9-private-1", "9-private-2", "advice", "9-private-4", "10-private-1"],
        );
    }

    #[test]
    fn ids_are_unique_in_the_order_of_rows() {
        check(
            &[
                ("", "4", "a/plan.pdf", false),
                ("", "4", "b/plan.pdf", false),
                ("", "4", "c/PLAN.dj", false),
                ("4-plan-2", "5", "map.pdf", false),
                ("4-plan-2", "5", "map.pdf", false),
            ],
            &["4-plan", "4-plan-3", "4-plan-4", "4-plan-2", "4-plan-2-2"],
        );
    }

    #[test]
    fn long_ids_stay_unique() {
        let file = "a".repeat(100);
        let first = format!("4-{}", "a".repeat(78));
        let second = format!("4-{}-2", "a".repeat(76));
        check(&[("", "4", &file, false), ("", "4", &file, false)], &[&first, &second]);
    }
}
