//! What documents are about, as values: they serialise, and stand for themselves in another process.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::model::meeting;
use crate::model::value::{Parse, Reference, ReportingPeriod, Scalar, Slug};

/// How many bytes of a reference that the name of a folder can't hold whole begin it, before its digest.
const MAX_NAME_START: usize = 56;

/// How many digits of that digest are used: 64 bits.
const DIGEST_DIGITS: usize = 16;

/// The name of the council as a subject, and of the folder of its documents.
pub const COUNCIL: &str = "the-council";

/// What one document is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A meeting.
    Meeting(MeetingSubject),
    /// Papers that were published after the agenda of a meeting.
    Supplement {
        /// The meeting.
        meeting: MeetingSubject,
        /// Which of the meeting's supplements it is, from 1.
        number: u32,
        /// The day on which the papers were published; `None` where neither they nor the meeting have
        /// one.
        published: Option<NaiveDate>,
    },
    /// The minute of one item of a meeting.
    Minute {
        /// The meeting.
        meeting: MeetingSubject,
        /// The number of the item, as the paper that asks for it writes it.
        item: String,
    },
    /// A month's forward plan.
    Month {
        /// The first day of the month.
        first: NaiveDate,
        /// The day of the latest notice in it; the first day of the month where there is none.
        newest: NaiveDate,
    },
    /// The performance of a period, all of it.
    Period {
        /// The period.
        period: ReportingPeriod,
        /// The day to which its figures go.
        as_at: NaiveDate,
    },
    /// A part of a period's performance, or a shorter form of it.
    Edition {
        /// The period.
        period: ReportingPeriod,
        /// The name of the edition, such as `summary`.
        edition: String,
        /// The day to which its figures go.
        as_at: NaiveDate,
    },
    /// An issue, or a notice about it.
    Issue {
        /// The issue.
        issue: RecordSubject,
        /// How many clear days before the meeting a notice is to be given, where there are several.
        clear_days: Option<u32>,
        /// The day of the notice, or of what last happened to the issue.
        date: NaiveDate,
    },
    /// A decision.
    Decision {
        /// The decision.
        decision: RecordSubject,
        /// The meeting at which it was taken; `None` where it was not taken at one.
        meeting: Option<MeetingSubject>,
        /// The day on which it was taken; `None` where nobody can know.
        date: Option<NaiveDate>,
    },
    /// The council as a whole.
    Council {
        /// The day of the latest that is known of it.
        as_at: NaiveDate,
    },
    /// A body.
    Body {
        /// Its id.
        body: String,
        /// The day of the latest that is known of it.
        as_at: NaiveDate,
    },
}

/// A meeting that a document is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MeetingSubject {
    /// Its name, such as `cabinet-2026-01-13`.
    pub name: String,
    /// The id of its body; `None` where the meeting's row was refused.
    pub body: Option<String>,
    /// Its day; `None` where the meeting's row was refused, so that its documents are refused as well.
    pub date: Option<NaiveDate>,
}

impl MeetingSubject {
    /// Returns a meeting of which only the name is known, because its row was refused.
    pub fn lost(name: &str) -> Self {
        Self { name: name.to_owned(), body: None, date: None }
    }

    /// Returns whether a row that belongs to this meeting or body belongs to it.
    fn is_of(&self, key: &str) -> bool {
        self.name == key || self.body.as_deref() == Some(key)
    }
}

impl From<&meeting::Meeting> for MeetingSubject {
    fn from(meeting: &meeting::Meeting) -> Self {
        Self {
            name: meeting.meeting.to_string(),
            body: Some(meeting.body.to_string()),
            date: Some(meeting.date.value),
        }
    }
}

/// A record that a document is about and that is found by its reference or name: an issue or a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RecordSubject {
    /// Its reference as written, such as `CAB05 (24/25)`; where it has none, its name, such as its title.
    pub reference: String,
    /// The name of its folder, which no other record of its table has.
    pub folder: String,
}

impl RecordSubject {
    /// Returns the record with this reference or name. Its folder stays the same whatever rows are added to the table;
    /// where the name of a folder can't hold all of the reference, a digest keeps it apart from others.
    pub fn new(reference: &Reference) -> Self {
        let key = reference.key();
        let mut folder = Slug::nearest(key).map(|slug| slug.to_string()).unwrap_or_default();
        // Where letters are left out, two references may be left with the same name.
        if !key.is_ascii() || key.len() > Slug::MAX_LEN {
            folder.truncate(MAX_NAME_START);
            let digest = blake3::hash(key.as_bytes()).to_hex();
            folder = format!("{}-{}", folder.trim_end_matches('-'), &digest[..DIGEST_DIGITS]);
            folder = folder.trim_start_matches('-').to_owned();
        }
        Self { reference: reference.written().to_owned(), folder }
    }

    /// Returns a record by its reference as somebody typed it, who may not know how the data write it.
    pub fn typed(reference: &str) -> Self {
        let parsed = Reference::parse(&Scalar::Text(reference.to_owned()));
        let folder = || Slug::nearest(reference).map(|slug| slug.to_string()).unwrap_or_default();
        parsed
            .map(|parsed| Self::new(&parsed.value))
            .unwrap_or_else(|_| Self { reference: reference.to_owned(), folder: folder() })
    }
}

impl Subject {
    /// Returns its name in the data, which messages print: `cabinet-2026-01-13`, `cabinet-2026-01-13/4`,
    /// `2025-26-q3`, `2025-26-q3/summary`, `2026-03`, `CAB05 (24/25)`.
    pub fn key(&self) -> String {
        match self {
            Self::Meeting(meeting) | Self::Supplement { meeting, .. } => meeting.name.clone(),
            Self::Minute { meeting, item } => format!("{}/{item}", meeting.name),
            Self::Month { first, .. } => first.format("%Y-%m").to_string(),
            Self::Period { period, .. } => period.key(),
            Self::Edition { period, edition, .. } => format!("{}/{edition}", period.key()),
            Self::Issue { issue, .. } => issue.reference.clone(),
            Self::Decision { decision, .. } => decision.reference.clone(),
            Self::Council { .. } => COUNCIL.to_owned(),
            Self::Body { body, .. } => body.clone(),
        }
    }

    /// Returns the name of the edition of a period's documents; `None` where it is no edition.
    pub fn edition(&self) -> Option<&str> {
        match self {
            Self::Edition { edition, .. } => Some(edition),
            _ => None,
        }
    }

    /// Returns the folder of its documents below `output/public` or `output/restricted`, part by part.
    pub fn folder(&self) -> Vec<String> {
        let (group, folder) = match self {
            Self::Meeting(meeting)
            | Self::Supplement { meeting, .. }
            | Self::Minute { meeting, .. } => {
                return vec![meeting.name.clone()];
            }
            Self::Council { .. } => return vec![self.key()],
            Self::Month { .. } => ("forward-plan", self.key()),
            Self::Period { period, .. } | Self::Edition { period, .. } => {
                ("performance", period.key())
            }
            Self::Issue { issue, .. } => ("issues", issue.folder.clone()),
            Self::Decision { decision, .. } => ("decisions", decision.folder.clone()),
            Self::Body { body, .. } => ("bodies", body.clone()),
        };
        vec![group.to_owned(), folder]
    }

    /// Returns its number, where there are several of a kind: a supplement's, or the clear days of a
    /// notice.
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Supplement { number, .. } => Some(*number),
            Self::Issue { clear_days, .. } => *clear_days,
            Self::Meeting(_)
            | Self::Minute { .. }
            | Self::Month { .. }
            | Self::Period { .. }
            | Self::Edition { .. }
            | Self::Decision { .. }
            | Self::Council { .. }
            | Self::Body { .. } => None,
        }
    }

    /// Returns its meeting, where it belongs to one.
    pub fn meeting(&self) -> Option<&MeetingSubject> {
        match self {
            Self::Meeting(meeting)
            | Self::Supplement { meeting, .. }
            | Self::Minute { meeting, .. } => Some(meeting),
            Self::Decision { meeting, .. } => meeting.as_ref(),
            Self::Month { .. }
            | Self::Period { .. }
            | Self::Edition { .. }
            | Self::Issue { .. }
            | Self::Council { .. }
            | Self::Body { .. } => None,
        }
    }

    /// Returns the id of its body, where it belongs to one.
    pub fn body(&self) -> Option<&str> {
        match self {
            Self::Body { body, .. } => Some(body),
            _ => self.meeting().and_then(|meeting| meeting.body.as_deref()),
        }
    }

    /// Returns its period, where it belongs to one.
    pub fn period(&self) -> Option<ReportingPeriod> {
        match self {
            Self::Period { period, .. } | Self::Edition { period, .. } => Some(*period),
            Self::Meeting(_)
            | Self::Supplement { .. }
            | Self::Minute { .. }
            | Self::Month { .. }
            | Self::Issue { .. }
            | Self::Decision { .. }
            | Self::Council { .. }
            | Self::Body { .. } => None,
        }
    }

    /// Returns the day that it belongs to, which is the date in its metadata; `None` where the row that
    /// gives it was refused, so that the document is refused as well.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Meeting(meeting) | Self::Minute { meeting, .. } => meeting.date,
            Self::Supplement { published: date, .. } | Self::Decision { date, .. } => *date,
            Self::Month { newest: date, .. }
            | Self::Period { as_at: date, .. }
            | Self::Edition { as_at: date, .. }
            | Self::Issue { date, .. }
            | Self::Council { as_at: date }
            | Self::Body { as_at: date, .. } => Some(*date),
        }
    }

    /// Returns the first and the last day that it covers.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Month { first, .. } => Some((*first, end_of_month(*first))),
            _ => self.date().map(|date| (date, date)),
        }
    }

    /// Returns whether a row is one of its records, by the meeting, body or period that the row belongs
    /// to.
    pub fn is_of(&self, key: &str) -> bool {
        match self {
            Self::Meeting(meeting)
            | Self::Supplement { meeting, .. }
            | Self::Minute { meeting, .. } => meeting.is_of(key),
            Self::Decision { meeting, .. } => {
                meeting.as_ref().is_some_and(|meeting| meeting.is_of(key))
            }
            Self::Period { period, .. } | Self::Edition { period, .. } => period.key() == key,
            Self::Body { body, .. } => body == key,
            Self::Month { .. } | Self::Issue { .. } | Self::Council { .. } => false,
        }
    }
}

/// Returns the last day of a month that begins on `first`.
pub(super) fn end_of_month(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(first)
}
