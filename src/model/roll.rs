//! Whom a name means: the roll of a body's members, in which names from minutes are looked up.
//!
//! Papers write `Cllr A. Cooper` and `Councillor Cooper` for the Anne Cooper of the table. A short name is whoever
//! alone can be meant; where several can, nobody is.

use super::body::{Member, Role};
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

/// Whom a name means.
#[derive(Debug, Clone)]
pub enum Named<'a> {
    /// A member.
    Member(&'a Member),
    /// One of these members, and nobody knows which.
    Several(Vec<&'a Member>),
    /// No member.
    Nobody,
}

impl<'a> Named<'a> {
    /// Returns the member, where it is known which.
    pub fn member(&self) -> Option<&'a Member> {
        match self {
            Self::Member(member) => Some(member),
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
                Named::Member(first)
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
