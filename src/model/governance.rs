//! How a council is run: boards, panels and networks, who answers for what, and who is briefed by whom.

use chrono::NaiveDate;

use super::performance::Readers;
use super::record::{Located, Text, choice, record};
use super::tables::{Readership, tables};
use super::value::{DateOrPeriod, Flag, Parse, Scalar, Slug};

choice! {
    /// What a board is.
    pub enum BoardKind ("a kind of board") {
        /// A board of officers, with others where they are invited.
        Board = "board",
        /// A committee of the council: a row of `bodies` with the same id.
        Committee = "committee" | "body",
        /// A panel, a working group or a forum.
        Panel = "panel" | "group" | "forum",
        /// A team of managers.
        Team = "team" | "leadership-team" | "management-team",
        /// A partnership with others.
        Partnership = "partnership",
        /// A network with others, which decides nothing.
        Network = "network",
    }
}

record! {
    /// A board, a panel, a team, a partnership or a network; or the terms of reference of a committee.
    pub struct Board {
        /// Short name for other rows: lower-case letters, digits and hyphens. Of a committee, its id in `bodies`.
        open id: Located<Slug>,
        /// The full name; that of the body where empty, for a committee.
        open name: Option<Located<String>>,
        /// What it is.
        open kind: Located<BoardKind>,
        /// What it is for.
        open purpose: Option<Text>,
        /// What it may decide, and what it may only advise on.
        open powers: Option<Text>,
        /// Who is in the chair: a post, or a name. Of a committee, its members say it.
        open chair: Option<Located<String>>,
        /// Who shares the chair.
        open co_chair: Option<Located<String>>,
        /// Who is on it, by post or by name, the chair among them. Of a committee, `members` says it.
        open members: Vec<Located<String>>,
        /// How often it meets, in words, such as `every month`.
        open meets: Option<Located<String>>,
        /// How many must be present. Of a committee, `bodies` says it.
        open quorum: Option<Located<u32>>,
        /// The ids of the boards or committees to which it reports.
        open reports_to: Vec<Located<Slug>>,
        /// When it was set up, such as `May 2016` or `2016`.
        open established: Option<Located<String>>,
        /// By when its terms of reference are to be looked at again.
        open review_due: Option<Located<DateOrPeriod>>,
        /// Who may read of it: everybody, or those who work for the council; everybody where empty.
        open readers: Option<Located<Readers>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Board {
    fn is_internal(&self) -> bool {
        Readers::are_internal(&self.readers)
    }
}

record! {
    /// A post of an officer, and who holds it.
    pub struct Post {
        /// The post.
        open post: Located<String>,
        /// Who holds it; `vacant` where nobody does.
        open holder: Option<Located<String>>,
        /// Whether it is held for the time being only.
        open interim: Option<Located<Flag>>,
        /// What whoever holds it answers for.
        open answers_for: Option<Text>,
        /// The post to which it reports.
        open reports_to: Option<Located<String>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Post {}

impl Post {
    /// Returns whether nobody holds it, as its row says.
    pub fn is_vacant(&self) -> bool {
        self.holder.as_ref().is_some_and(|holder| holder.trim().eq_ignore_ascii_case("vacant"))
    }
}

record! {
    /// A briefing that is given again and again.
    pub struct Briefing {
        /// Who gives it: a post, or a name.
        open who: Located<String>,
        /// Who is briefed.
        open whom: Located<String>,
        /// How often, in words, such as `every week`.
        open how_often: Located<String>,
        /// What it is about.
        open about: Option<Located<String>>,
        /// A note for officers.
        restricted note: Option<Text>,
    }
}

impl Readership for Briefing {}

impl Board {
    /// Returns the day on which it was set up, where it is given as one.
    pub fn established_day(&self) -> Option<NaiveDate> {
        let written = self.established.as_ref()?.value.clone();
        match DateOrPeriod::parse(&Scalar::Text(written)).ok()?.value {
            DateOrPeriod::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Returns the first day of the day or period in which it was set up; `None` where none is given, or only a year.
    pub fn established_on(&self) -> Option<NaiveDate> {
        let written = self.established.as_ref()?.value.clone();
        DateOrPeriod::parse(&Scalar::Text(written)).ok()?.value.first_day()
    }
}

tables! {
    /// How the council is run.
    pub struct Governance {
        /// Boards, and terms of reference of committees.
        boards: Board = "boards",
        /// The posts of officers.
        posts: Post = "posts",
        /// Who briefs whom.
        briefings: Briefing = "briefings",
    }
}

impl Governance {
    /// Returns the board with an id.
    pub fn board(&self, id: &str) -> Option<&Board> {
        self.boards.iter().find(|board| board.id.as_str() == id)
    }

    /// Returns those who hold a post, in order of rows; more than one where they share it.
    pub fn holders<'a>(&'a self, post: &'a str) -> impl Iterator<Item = &'a Post> {
        let key = key(post);
        self.posts.iter().filter(move |row| self::key(&row.post) == key)
    }

    /// Returns whether two who are named by post or by name are the same: by the words, or because one holds the post.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        let is_held = |post: &str, name: &str| {
            self.holders(post)
                .filter_map(|row| row.holder.as_ref())
                .any(|held| key(held) == key(name))
        };
        key(one) == key(other) || is_held(one, other) || is_held(other, one)
    }
}

/// Returns what is compared of the name of a post or a person.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
