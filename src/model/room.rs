//! Who was in the room: at each minute of a meeting, the members who were there and may vote.

use chrono::NaiveDate;

use super::body::{Member, Role};
use super::council::Nation;
use super::dataset::Dataset;
use super::meeting::Meeting;
use super::minutes::{Attendee, Interest, Minute, MinuteBook};
use super::office::{self, Offices};
use super::roll::{Named, Roll};
use super::value::names::Person;
use diag::Origin;

/// A meeting's minutes, as its rooms filled and emptied.
#[derive(Debug)]
pub struct Room<'a> {
    book: &'a MinuteBook,
    /// The members of the body.
    pub roll: Roll<'a>,
    /// What its chair and vice-chair are called.
    offices: Offices,
    /// In order; there is a first one always.
    sittings: Vec<RoomSitting<'a>>,
    /// Whether members with a disclosable pecuniary interest may not vote (Localism Act 2011, s. 31).
    has_pecuniary_bar: bool,
}

/// A sitting of a meeting: the whole meeting, where it was not adjourned.
#[derive(Debug)]
pub struct RoomSitting<'a> {
    /// The day.
    pub day: NaiveDate,
    /// Where the minutes record it.
    pub origin: &'a Origin,
    /// Those present, in the order of the minutes.
    pub present: Vec<Present<'a>>,
    /// The minute with which it began, counted from 0.
    start: usize,
    /// Whether a member who attends from elsewhere is present in law.
    counts_remote: bool,
}

/// Somebody who was present.
#[derive(Debug, Clone, Copy)]
pub struct Present<'a> {
    /// What the minutes say.
    pub attendee: &'a Attendee,
    /// The seat on the body, where it is known.
    pub seat: Option<&'a Member>,
}

/// Whether somebody was in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// In the room.
    In,
    /// Somewhere else.
    Out,
    /// Came or went meanwhile.
    Unknown,
}

/// Why somebody who was in the room may not vote.
#[derive(Debug, Clone, Copy)]
pub enum Bar<'a> {
    /// A disclosable pecuniary interest without a dispensation.
    Pecuniary(&'a Interest),
    /// Attendance from elsewhere.
    Remote(&'a Attendee),
}

impl<'a> Room<'a> {
    /// Returns the room of a meeting that has minutes.
    pub fn new(data: &'a Dataset, meeting: &Meeting, book: &'a MinuteBook) -> Self {
        let roll = Roll::of_body(data, meeting.body.as_str());
        let offices = Offices::of_body(data, meeting.body.as_str());
        let nation = data.council.as_ref().and_then(|council| council.nation.as_ref());
        let nation = nation.map(|nation| nation.value);
        let sitting = |day, origin, attendees: &'a [Attendee], start| RoomSitting {
            day,
            origin,
            present: attendees
                .iter()
                .map(|attendee| Present {
                    attendee,
                    seat: seat_of(&roll, &offices, &attendee.name),
                })
                .collect(),
            start,
            counts_remote: counts_remote(nation, day),
        };
        let mut sittings = vec![sitting(meeting.date.value, &book.origin, &book.present, 0)];
        for row in &book.sittings {
            let start = book.start_of(row);
            sittings.extend(
                start.map(|start| sitting(row.date.value, &row.origin, &row.present, start)),
            );
        }
        let has_pecuniary_bar = nation == Some(Nation::England);
        Self { book, roll, offices, sittings, has_pecuniary_bar }
    }

    /// Returns the minutes.
    pub fn book(&self) -> &'a MinuteBook {
        self.book
    }

    /// Returns the sittings, in order.
    pub fn sittings(&self) -> &[RoomSitting<'a>] {
        &self.sittings
    }

    /// Returns the sitting at which a minute, counted from 0, was taken.
    fn sitting(&self, minute: usize) -> &RoomSitting<'a> {
        let begun = self.sittings.iter().rev().find(|sitting| sitting.start <= minute);
        begun.unwrap_or(&self.sittings[0])
    }

    /// Returns those present at the sitting at which a minute was taken, in the order of the minutes.
    pub fn present(&self, minute: usize) -> &[Present<'a>] {
        &self.sitting(minute).present
    }

    /// Returns those present at a sitting who count towards the quorum: members of the body and those who stand in
    /// for them. Everybody counts where the data name no members.
    pub fn quorate<'b>(
        &'b self,
        sitting: &'b RoomSitting<'a>,
    ) -> impl Iterator<Item = &'b Present<'a>> {
        sitting.present.iter().filter(|present| {
            (self.roll.is_empty()
                || present.seat.is_some()
                || self.stands_in(&present.attendee.name)
                || self.is_office(&present.attendee.name))
                && (sitting.counts_remote || !present.attendee.is_remote())
        })
    }

    /// Returns the seat of a member whom minutes call by their name, or by their office.
    pub fn seat(&self, name: &str) -> Option<&'a Member> {
        seat_of(&self.roll, &self.offices, name)
    }

    /// Returns whether a name is that of an office alone, whose holder presides or takes the place of whoever does: such
    /// a person is a member, though no row may say so.
    pub fn is_office(&self, name: &str) -> bool {
        self.offices.is_office(name)
    }

    /// Returns whether the minutes name somebody as a substitute.
    pub fn stands_in(&self, name: &str) -> bool {
        let person = Person::new(name);
        self.book.substitutes.iter().any(|row| Person::new(&row.name).may_be(&person))
    }

    /// Returns whether the minutes name somebody as being there in any role, at the sitting at which a minute was
    /// taken, or at any sitting.
    pub fn knows(&self, name: &str, minute: Option<usize>) -> bool {
        let person = Person::new(name);
        let is_called = |other: &Attendee| {
            let other = Person::new(&other.name);
            other.may_be(&person) || other.may_shorten(&person)
        };
        let is_present = match minute {
            Some(minute) => self.find(name, minute).is_some(),
            None => self.sittings.iter().any(|sitting| self.find_at(name, sitting).is_some()),
        };
        is_present
            || self.book.in_attendance.iter().chain(&self.book.officers).any(is_called)
            || self.stands_in(name)
    }

    /// Returns who of those present when a minute was taken is meant by a name: a member, somebody with that name, or
    /// whoever the minutes or the members' table give that office, such as `the Lord Mayor`.
    pub fn find(&self, name: &str, minute: usize) -> Option<&Present<'a>> {
        self.find_at(name, self.sitting(minute))
    }

    fn find_at<'b>(&self, name: &str, sitting: &'b RoomSitting<'a>) -> Option<&'b Present<'a>> {
        let present = &sitting.present;
        let of_member = |member: &Member| {
            let is_theirs = |seat: &Member| *seat.name == *member.name;
            present.iter().find(|present| present.seat.is_some_and(is_theirs))
        };
        match self.roll.find(name) {
            Named::One(member) => of_member(member),
            Named::Several(members) => {
                let mut found = members.into_iter().filter_map(of_member);
                found.next().filter(|_| found.next().is_none())
            }
            Named::Nobody => {
                let person = Person::new(name);
                let whole =
                    |present: &&Present<'_>| Person::new(&present.attendee.name).may_be(&person);
                let by_name = present.iter().find(whole);
                by_name.or_else(|| self.holder(name, present))
            }
        }
    }

    /// Returns who of those present holds an office, as the minutes or the members' table have it. In the chair is
    /// whoever a note says is, or else the body's chair, its vice-chair, somebody whom the minutes call by an office, or
    /// whom they name first.
    fn holder<'b>(&self, office: &str, present: &'b [Present<'a>]) -> Option<&'b Present<'a>> {
        let note =
            |present: &Present<'a>| present.attendee.note.as_ref().map(|note| office::key(note));
        let by_note =
            |words: &str| present.iter().find(|present| note(present).as_deref() == Some(words));
        let by_seat = || {
            let holds = |seat: &Member| self.offices.holds(seat, office);
            present.iter().find(|present| present.seat.is_some_and(holds))
        };
        if !self.offices.is_chair(office) {
            return by_note(&office::key(office)).or_else(by_seat);
        }
        let presides = |present: &&Present<'a>| {
            note(present).is_some_and(|note| {
                note.contains("in the chair")
                    || note.contains("presiding")
                    || self.offices.is_chair(&note)
            })
        };
        let is_vice = |seat: &Member| seat.role() == Role::ViceChair;
        present
            .iter()
            .find(presides)
            .or_else(by_seat)
            .or_else(|| present.iter().find(|present| present.seat.is_some_and(is_vice)))
            .or_else(|| present.iter().find(|present| self.is_office(&present.attendee.name)))
            .or_else(|| present.first())
    }

    /// Returns whether one of those present was in the room when a minute, counted from 0, was taken.
    pub fn presence(&self, present: &Present<'a>, minute: usize) -> Presence {
        let mut presence = Presence::In;
        let is_same = |member: &str| {
            let found = self.find(member, minute);
            found.is_some_and(|found| std::ptr::eq(found.attendee, present.attendee))
        };
        // Each sitting has its own list of those present.
        let start = self.sitting(minute).start;
        let end = self.sittings.iter().map(|sitting| sitting.start).find(|next| *next > minute);
        let minutes = self.book.items.iter().enumerate();
        let movements = minutes
            .take(end.unwrap_or(usize::MAX))
            .skip(start)
            .flat_map(|(at, item)| item.movements.iter().map(move |movement| (at, movement)));
        for (at, movement) in movements.filter(|(_, movement)| is_same(&movement.member)) {
            if at < minute {
                presence = if movement.ends_in_room() { Presence::In } else { Presence::Out };
            } else if at == minute {
                return Presence::Unknown;
            } else {
                // Whoever arrives later was not there before; whoever leaves later was.
                return if movement.begins_in_room() { Presence::In } else { Presence::Out };
            }
        }
        let left = |interest: &&Interest| interest.left_room.as_ref().is_some_and(|flag| flag.0);
        let mut interests = self.interests(present, minute).filter(left);
        if interests.next().is_some() { Presence::Out } else { presence }
    }

    /// Returns the interests that one of those present declared in the item of a minute.
    fn interests(
        &self,
        present: &Present<'a>,
        minute: usize,
    ) -> impl Iterator<Item = &'a Interest> {
        let item = self.book.items.get(minute).and_then(|minute: &Minute| minute.item.as_ref());
        let key = |number: &str| number.trim().trim_end_matches('.').to_lowercase();
        let item = item.map(|number| key(number));
        let attendee = present.attendee;
        self.book.interests.iter().filter(move |interest| {
            let number = interest.item.as_ref().map(|number| key(number));
            number.is_some()
                && number == item
                && self
                    .find(&interest.member, minute)
                    .is_some_and(|found| std::ptr::eq(found.attendee, attendee))
        })
    }

    /// Returns why one of those present may not vote on a minute; `None` where the law allows it.
    pub fn bar(&self, present: &Present<'a>, minute: usize) -> Option<Bar<'a>> {
        if present.attendee.is_remote() && !self.sitting(minute).counts_remote {
            return Some(Bar::Remote(present.attendee));
        }
        let mut barring = self.interests(present, minute).filter(|interest| {
            self.has_pecuniary_bar
                && interest.is_disclosable_pecuniary()
                && !interest.dispensation.as_ref().is_some_and(|flag| flag.0)
        });
        barring.next().map(Bar::Pecuniary)
    }

    /// Returns how many of those present when a minute was taken may vote at all.
    pub fn with_votes(&self, minute: usize) -> usize {
        self.present(minute).iter().filter(|present| has_vote(present)).count()
    }

    /// Returns who may vote on a minute and was in the room, or may have been: whoever came or went meanwhile is
    /// among them only where `or_unknown`.
    pub fn voters(&self, minute: usize, or_unknown: bool) -> Vec<&Present<'a>> {
        let is_in = |present: &Present<'a>| match self.presence(present, minute) {
            Presence::In => true,
            Presence::Out => false,
            Presence::Unknown => or_unknown,
        };
        let may = |present: &&Present<'a>| {
            has_vote(present) && is_in(present) && self.bar(present, minute).is_none()
        };
        self.present(minute).iter().filter(may).collect()
    }
}

/// Returns the seat of a member who is called by a name, or by an office that only one holds.
fn seat_of<'a>(roll: &Roll<'a>, offices: &Offices, name: &str) -> Option<&'a Member> {
    match roll.find(name) {
        Named::One(member) => Some(member),
        Named::Several(_) => None,
        Named::Nobody => {
            let mut holders = roll.members().filter(|member| offices.holds(member, name));
            holders.next().filter(|_| holders.next().is_none())
        }
    }
}

/// Returns whether one of those present has a vote on the body, as far as it is known.
fn has_vote(present: &Present<'_>) -> bool {
    present.seat.is_none_or(Member::votes)
}

/// Returns whether a member who attends from elsewhere is present in law. In England only between 4 April 2020 and
/// 6 May 2021 (SI 2020/392): Schedule 12 of the Local Government Act 1972 wants members at one place. Wales has
/// the Local Government and Elections (Wales) Act 2021, s. 47, Scotland the Local Government in Scotland Act 2003,
/// s. 43, Northern Ireland the Local Government Act (Northern Ireland) 2014 as amended.
fn counts_remote(nation: Option<Nation>, day: NaiveDate) -> bool {
    let is_within = |from: (i32, u32, u32), to: (i32, u32, u32)| {
        let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
        date(from).is_some_and(|from| from <= day) && date(to).is_some_and(|to| day <= to)
    };
    match nation {
        Some(Nation::England) => is_within((2020, 4, 4), (2021, 5, 6)),
        Some(Nation::Wales | Nation::Scotland | Nation::NorthernIreland) | None => true,
    }
}
