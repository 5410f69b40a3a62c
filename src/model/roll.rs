//! Whom a name means: the roll of a body's members, in which names from minutes are looked up.
//!
//! Papers write `Cllr A. Cooper` and `Councillor Cooper` for the Anne Cooper of the table. A short name is whoever
//! alone can be meant; where several can, nobody is.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::body::{BodyType, Member, Officer, Role};
use super::dataset::Dataset;
use super::value::names::Person;

/// The members of a body.
#[derive(Debug)]
pub struct Roll<'a> {
    seats: Vec<Seat<'a>>,
}

/// A member with the names by which they may be called.
#[derive(Debug)]
struct Seat<'a> {
    member: &'a Member,
    names: [Person; 2],
}

/// Whom a name means: a member, or an officer.
#[derive(Debug, Clone)]
pub enum Named<'a, T = Member> {
    /// This one.
    One(&'a T),
    /// One of these, and nobody knows which.
    Several(Vec<&'a T>),
    /// None of them.
    Nobody,
}

impl<'a, T> Named<'a, T> {
    /// Returns the member or officer, where it is known which.
    pub fn one(&self) -> Option<&'a T> {
        match self {
            Self::One(one) => Some(one),
            Self::Several(_) | Self::Nobody => None,
        }
    }
}

impl<'a> Roll<'a> {
    /// Returns the members of a body; seats that nobody holds are left out.
    pub fn of_body(data: &'a Dataset, body: &str) -> Self {
        Self::of(data.members_of(body))
    }

    /// Returns the members of all bodies, each person once.
    pub fn of_council(data: &'a Dataset) -> Self {
        let mut roll = Self { seats: Vec::new() };
        for seat in Self::of(data.members.iter()).seats {
            if !roll.seats.iter().any(|known| known.names[0].may_be(&seat.names[0])) {
                roll.seats.push(seat);
            }
        }
        roll
    }

    fn of(members: impl Iterator<Item = &'a Member>) -> Self {
        let members = members.filter(|member| member.role() != Role::Vacancy);
        let seat = |member: &'a Member| Seat {
            member,
            names: [Person::new(&member.name), Person::new(member.printed())],
        };
        Self { seats: members.map(seat).collect() }
    }

    /// Returns whether it has no members, so that nothing is known of names.
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Returns the members.
    pub fn members(&self) -> impl Iterator<Item = &'a Member> {
        self.seats.iter().map(|seat| seat.member)
    }

    /// Returns whom a name means: the member with that name, or else the only one of whose names it can be short.
    pub fn find(&self, name: &str) -> Named<'a> {
        let person = Person::new(name);
        let whole = |seat: &&Seat<'_>| seat.names.iter().any(|name| name.may_be(&person));
        let short = |seat: &&Seat<'_>| seat.names.iter().any(|name| name.may_shorten(&person));
        let mut found: Vec<&Member> =
            self.seats.iter().filter(whole).map(|seat| seat.member).collect();
        if found.is_empty() {
            found.extend(self.seats.iter().filter(short).map(|seat| seat.member));
        }
        match found.as_slice() {
            [] => Named::Nobody,
            // A substitute has a row for each member.
            [first, others @ ..] if others.iter().all(|other| *other.name == *first.name) => {
                Named::One(first)
            }
            _ => Named::Several(found),
        }
    }

    /// Returns pairs of members whom their names don't tell apart: equal, or one short for the other, without
    /// titles that say who is who. The second of a pair stands in a later row.
    pub fn alike(&self) -> Vec<(&'a Member, &'a Member)> {
        let mut pairs = Vec::new();
        for (at, later) in self.seats.iter().enumerate() {
            let is_like = |earlier: &&Seat<'_>| {
                let (name, other) = (&earlier.names[0], &later.names[0]);
                let stands_in = |seat: &Seat<'_>| seat.member.role() == Role::Substitute;
                name.may_be(other) && !stands_in(earlier) && !stands_in(later)
                    || name.may_shorten(other)
            };
            pairs.extend(
                self.seats[..at].iter().find(is_like).map(|earlier| (earlier.member, later.member)),
            );
        }
        pairs
    }
}

impl<'a> Roll<'a> {
    /// Returns pairs of members of different bodies whose names leave open whether they are one person: short for each
    /// other, or one without a title where others of that name are told apart by theirs. The second of a pair stands in
    /// a later row; names that were paired are not paired again.
    pub fn alike_across_bodies(data: &'a Dataset) -> Vec<(&'a Member, &'a Member)> {
        let mut by_surname: BTreeMap<String, Vec<Seat<'a>>> = BTreeMap::new();
        for seat in Self::of(data.members.iter()).seats {
            let surname = seat.names[0].key().rsplit(' ').next().unwrap_or_default().to_owned();
            let seats = by_surname.entry(surname).or_default();
            // Whoever has seats on several bodies is written in one way, most often.
            if seats.iter().all(|known| *known.member.name != *seat.member.name) {
                seats.push(seat);
            }
        }
        let mut pairs = Vec::new();
        for seats in by_surname.values() {
            for (at, later) in seats.iter().enumerate() {
                let is_like = |earlier: &&Seat<'_>| {
                    let (name, other) = (&earlier.names[0], &later.names[0]);
                    let is_elsewhere = earlier.member.body.value != later.member.body.value;
                    is_elsewhere
                        && (name.may_shorten(other) || Self::may_be_either(seats, name, other))
                };
                let earlier = seats[..at].iter().find(is_like);
                pairs.extend(earlier.map(|earlier| (earlier.member, later.member)));
            }
        }
        pairs
    }

    /// Returns whether two names may be one person's, and one of them another's too: `Hall`, where there are a Mr Hall
    /// and a Mrs Hall.
    fn may_be_either(seats: &[Seat<'_>], name: &Person, other: &Person) -> bool {
        let others = |person: &Person, than: &Person| {
            seats.iter().any(|seat| seat.names[0].may_be(person) && !seat.names[0].may_be(than))
        };
        name.may_be(other) && (others(name, other) || others(other, name))
    }
}

/// Finds members' names as papers print them.
#[derive(Debug)]
pub struct Names<'a> {
    data: &'a Dataset,
    body: &'a str,
    /// The members of the body, put together where a name is not simply one of theirs.
    roll: OnceCell<Roll<'a>>,
}

impl<'a> Names<'a> {
    /// Returns the names of all members, with their seats on this body preferred to others.
    pub fn of_body(data: &'a Dataset, body: &'a str) -> Self {
        Self { data, body, roll: OnceCell::new() }
    }

    /// Returns the names of all members, with seats on the executive preferred.
    pub fn executive_first(data: &'a Dataset) -> Self {
        let body = data.bodies.iter().find(|body| body.r#type.value == BodyType::Executive);
        Self::of_body(data, body.map_or("", |body| body.id.as_str()))
    }

    /// Returns the seat of a person: the one on the body, also by a short form of the name, else the first on any
    /// body.
    pub fn seat(&self, name: &str) -> Option<&'a Member> {
        let person = Person::new(name);
        let is_called = |seat: &&Member| seat.is_called(name);
        let mut on_body = self.data.seats_of(person.key()).filter(is_called);
        let on_body = on_body.find(|seat| seat.body.as_str() == self.body);
        on_body
            .or_else(|| {
                self.roll.get_or_init(|| Roll::of_body(self.data, self.body)).find(name).one()
            })
            .or_else(|| self.data.seats_of(person.key()).find(is_called))
    }

    /// Returns a name as papers print it; unchanged where it is no member's.
    pub fn printed(&self, name: &str) -> String {
        self.seat(name).map_or(name, Member::printed).to_owned()
    }
}

/// Returns the officer whom a text means: by the post, or by the name with which it begins, before a comma.
pub fn officer<'a>(data: &'a Dataset, text: &str) -> Named<'a, Officer> {
    if data.officers.is_empty() {
        return Named::Nobody;
    }
    let name = text.split([',', ';', '(']).next().unwrap_or_default();
    let person = Person::new(name);
    let may_be = |officer: &&Officer| Person::new(&officer.name).may_be(&person);
    let mut found: Vec<&Officer> = data.officers_called(person.key()).filter(may_be).collect();
    if found.is_empty() {
        found.extend(data.officers_in(text));
    }
    if found.is_empty() {
        let short = |officer: &&Officer| Person::new(&officer.name).may_shorten(&person);
        found.extend(data.officers.iter().filter(short));
    }
    match found.as_slice() {
        [] => Named::Nobody,
        [one] => Named::One(one),
        _ => Named::Several(found),
    }
}
