//! What the council's records tell the proof-reader: when its bodies met, which minutes there are, and how its
//! officers and members may be reached.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::model::dataset::Dataset;
use crate::model::meeting::Status;
use crate::model::numbering;
use crate::model::passages::{self, Words};

use super::references::MIN_PAGE;

/// What is known of a council.
pub struct Facts<'a> {
    data: &'a Dataset,
    days: OnceLock<BTreeMap<NaiveDate, Vec<HeldMeeting<'a>>>>,
    contacts: OnceLock<Contacts>,
    minutes: OnceLock<BTreeMap<&'a str, MinuteNumbers>>,
}

/// A meeting, as the proof-reader knows it.
#[derive(Debug, Clone, Copy)]
pub struct HeldMeeting<'a> {
    /// Its body's id.
    pub body: &'a str,
    /// Its day.
    pub day: NaiveDate,
    /// Whether it was held, as far as anybody knows.
    pub status: Status,
}

/// How those may be reached whom the public may ask.
#[derive(Debug, Default)]
pub struct Contacts {
    /// Addresses in small letters.
    emails: BTreeSet<String>,
    /// What follows the `@` in addresses of organisations.
    domains: BTreeSet<String>,
    /// Numbers as [`telephone_key`] has them.
    telephones: BTreeSet<String>,
    /// Postcodes of places where the council meets or is, without spaces.
    postcodes: BTreeSet<String>,
}

/// The numbers of a body's minutes.
#[derive(Debug, Default)]
pub struct MinuteNumbers {
    /// With the numbers of the paragraphs of each.
    pub by_number: BTreeMap<u32, BTreeSet<String>>,
}

/// Providers of addresses for anybody: another address there says nothing.
const PROVIDERS: &[&str] = &[
    "aol",
    "btinternet",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "icloud",
    "live",
    "me",
    "msn",
    "ntlworld",
    "outlook",
    "plus",
    "proton",
    "protonmail",
    "sky",
    "talktalk",
    "tiscali",
    "virginmedia",
    "yahoo",
    "ymail",
];

/// Returns whether a column says how an officer, a member or the council may be reached: what stands in it is printed
/// so that people write and call.
pub(super) fn is_contact(field: &str) -> bool {
    ["contact", "email", "telephone", "lead_member"].iter().any(|part| field.contains(part))
}

/// Returns whether a column says where the council is or meets.
fn is_place(field: &str) -> bool {
    matches!(field, "address" | "venue")
}

impl<'a> Facts<'a> {
    /// Returns what records tell. It is worked out when it is first asked for.
    pub fn of(data: &'a Dataset) -> Self {
        let (days, contacts, minutes) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { data, days, contacts, minutes }
    }

    /// Returns a meeting by its name.
    pub fn meeting(&self, name: &str) -> Option<HeldMeeting<'a>> {
        self.data.meeting(name).map(|meeting| HeldMeeting {
            body: meeting.body.as_str(),
            day: meeting.date.value,
            status: meeting.status(),
        })
    }

    /// Returns the meetings of all bodies, by day.
    pub fn days(&self) -> &BTreeMap<NaiveDate, Vec<HeldMeeting<'a>>> {
        self.days.get_or_init(|| {
            let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
            for meeting in self.data.meetings.iter() {
                let held = self.meeting(meeting.meeting.as_str());
                days.entry(meeting.date.value).or_default().extend(held);
                // One that was adjourned is held on other days too.
                let minutes = self.data.minutes.get(meeting.meeting.as_str());
                let sittings = minutes.into_iter().flat_map(|minutes| &minutes.sittings);
                let others = sittings.map(|sitting| sitting.date.value);
                let next = meeting.new_date.as_ref().map(|day| day.value);
                let is_adjourned = meeting.status() == Status::Adjourned;
                for day in others.chain(next.filter(|_| is_adjourned)) {
                    days.entry(day).or_default().extend(held);
                }
            }
            days
        })
    }

    /// Returns the name of a body.
    pub fn body_name(&self, body: &str) -> &str {
        self.data.body(body).map_or("", |body| &body.name.value)
    }

    /// Returns the names of all bodies with their ids.
    pub fn bodies(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.data.bodies.iter().map(|body| (body.id.as_str(), body.name.value.as_str()))
    }

    /// Returns the numbers of a body's minutes; `None` where none are in, or they are no plain numbers.
    pub fn minutes_of(&self, body: &str) -> Option<&MinuteNumbers> {
        let minutes = self.minutes.get_or_init(|| minute_numbers(self.data));
        minutes.get(body).filter(|numbers| !numbers.by_number.is_empty())
    }

    /// Returns how many pages the pack of a meeting has at most; `None` where it has papers whose length only their
    /// files tell, or none.
    pub fn pack_pages(&self, meeting: &str) -> Option<usize> {
        let papers = self.data.papers_of(meeting);
        let bound = papers.iter().filter(|paper| !paper.is_of_minutes());
        let mut pages = 0;
        let mut count = 0;
        for paper in bound {
            let text = self.data.reports.get(&paper.file.known()?.value)?;
            pages += text.0.plain_text().chars().count() / MIN_PAGE + 3;
            count += 1;
        }
        // The agenda stands before them.
        let lines = self.data.agenda_of(meeting).len();
        (count > 0).then(|| pages + lines / 3 + 6)
    }

    /// Returns how officers, members and the council may be reached: whatever the columns for it say that the public
    /// reads, in whichever table they are.
    pub fn contacts(&self) -> &Contacts {
        self.contacts.get_or_init(|| {
            let mut contacts = Contacts::default();
            passages::of_public(self.data, &mut |_, passage| {
                let Words::Line(line) = passage.words else { return };
                if is_contact(passage.field) {
                    contacts.add(line);
                } else if is_place(passage.field) {
                    contacts.postcodes.extend(super::people::postcodes(line));
                }
            });
            contacts
        })
    }
}

impl Contacts {
    /// Adds the addresses and numbers in a line.
    fn add(&mut self, line: &str) {
        for email in super::people::emails(line) {
            let email = email.to_lowercase();
            let domain = email.rsplit('@').next().unwrap_or_default();
            let is_provider =
                domain.split('.').next().is_some_and(|first| PROVIDERS.contains(&first));
            if !is_provider {
                self.domains.insert(domain.to_owned());
            }
            self.emails.insert(email);
        }
        let telephones = super::people::telephones(line);
        self.telephones.extend(telephones.into_iter().map(|at| telephone_key(&line[at])));
        self.postcodes.extend(super::people::postcodes(line));
    }

    /// Returns whether an address is an officer's, a member's or an organisation's of the council's.
    pub fn has_email(&self, email: &str) -> bool {
        let email = email.to_lowercase();
        let domain = email.rsplit('@').next().unwrap_or_default();
        let is_below = |known: &String| {
            domain == known
                || domain.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.'))
        };
        self.emails.contains(&email) || self.domains.iter().any(is_below)
    }

    /// Returns whether a telephone is an officer's, a member's or the council's.
    pub fn has_telephone(&self, telephone: &str) -> bool {
        self.telephones.contains(&telephone_key(telephone))
    }

    /// Returns whether a postcode is that of a place where the council meets or is.
    pub fn has_postcode(&self, postcode: &str) -> bool {
        self.postcodes.contains(&postcode_key(postcode))
    }
}

/// Returns the digits of a telephone's number as they are dialled inside the country.
pub(super) fn telephone_key(telephone: &str) -> String {
    let digits: String = telephone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("44").filter(|_| telephone.trim_start().starts_with('+')) {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    }
}

/// Returns a postcode without its space.
pub(super) fn postcode_key(postcode: &str) -> String {
    postcode.split_whitespace().collect()
}

/// Returns the numbers of all minutes, by body. Minutes whose numbers are no plain ones are left out.
fn minute_numbers(data: &Dataset) -> BTreeMap<&str, MinuteNumbers> {
    let mut all: BTreeMap<&str, MinuteNumbers> = BTreeMap::new();
    for (name, book) in &data.minutes {
        let Some(meeting) = data.meeting(name) else { continue };
        let Some(body) = data.body_of(meeting) else { continue };
        let Ok(numbers) = numbering::minute_numbers(data, meeting, body, book) else { continue };
        let into = all.entry(body.id.as_str()).or_default();
        for (number, minute) in numbers.iter().zip(&book.items) {
            let Ok(plain) = number.plain.parse() else { continue };
            let count = minute.paragraphs.iter().filter(|paragraph| paragraph.numbered).count();
            let paragraphs = (1..=count).filter_map(|paragraph| number.paragraph(paragraph));
            let paragraphs = paragraphs.map(|paragraph| paragraph.trim_end_matches('.').to_owned());
            into.by_number.entry(plain).or_default().extend(paragraphs);
        }
    }
    all
}
