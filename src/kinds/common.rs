//! What papers have in common: the council at their head, the meeting, the officer to ask; and how
//! values are made ready for templates.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::Subject;
use crate::diag::{Code, Diagnostic};
use crate::merge::{Markup, Period};
use crate::model::access::Private;
use crate::model::body::{Body, Member};
use crate::model::council::{Logo, Nation, Partner};
use crate::model::custom::CustomField;
use crate::model::dataset::Dataset;
use crate::model::issue::Issue;
use crate::model::meeting::{Meeting, Paper, Status};
use crate::model::record::{Located, Text};
use crate::model::rich::{Block, Inline};
use crate::model::roll;
use crate::model::value::{Flag, ReportingPeriod, Slug, TimeOfDay};

/// The council, as it appears at the head of its papers.
#[derive(Serialize, JsonSchema)]
pub(super) struct CouncilView {
    /// The council's full name, as printed at the head of its papers.
    name: String,
    /// The lines of its postal address, in order; empty where none is given.
    address: Vec<String>,
    /// The web address where its papers are published. Absent where none is given.
    website: Option<String>,
    /// The file of its crest or logo, as a path that begins with `/` for the templates folder, such
    /// as `/images/crest.svg`. Absent where the council has none.
    logo: Option<String>,
    /// What the crest or logo shows, for readers who can't see it. Absent where `logo` is.
    logo_alt: Option<String>,
    /// The nation whose law applies: `england`, `wales`, `scotland` or `northern-ireland`; England's where the data
    /// don't say.
    nation: &'static str,
    /// Whether it has an executive, such as a cabinet; true unless the data say otherwise.
    has_executive: bool,
    /// Whether its members are elected for wards; otherwise they are elected for divisions.
    has_wards: bool,
    /// The size of the text of its papers, in points.
    text_size: u32,
    /// What whoever presides is called, in the body whose paper it is or else in the council. Absent for `Chair`.
    chair: Option<String>,
    /// What whoever takes the chair's place is called. Absent for `Vice-Chair`.
    vice_chair: Option<String>,
    /// The names of the council and of all that share the body with it, the council's first.
    names: Vec<String>,
    /// The other councils that share the body, in the order of its `authorities`; empty in papers of a body of one
    /// council, and of none.
    partners: Vec<PartnerView>,
}

/// Another council, with which a body is shared.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartnerView {
    /// The council's full name.
    name: String,
    /// The file of its crest or logo, as for the council itself. Absent where there is none.
    logo: Option<String>,
    /// What the crest or logo shows. Absent where `logo` is.
    logo_alt: Option<String>,
}

/// A meeting, as the papers for it name it.
#[derive(Serialize, JsonSchema)]
pub(super) struct MeetingView {
    /// The meeting's short name in the data, such as `cabinet-2026-01-13`, which is also the name
    /// of its folder.
    id: String,
    /// The full name of the body that meets, such as `Cabinet`.
    body: String,
    /// What sort of meeting it is, such as `Extraordinary meeting`. Absent for an ordinary one.
    title: Option<String>,
    /// The day of the meeting, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
    /// When it begins, as `10:30:00`, for the `time` helper. Absent where no time is given.
    time: Option<String>,
    /// When it begins in words, such as `at the rise of the Council meeting`; it stands behind `time` where both are
    /// given. Absent where none is.
    time_text: Option<String>,
    /// Where it is held, such as a room and a building. Absent where no place is given.
    venue: Option<String>,
    /// Whether it is to be, or was, held as planned; false where it is postponed or cancelled.
    going_ahead: bool,
    /// `scheduled`, `held`, `adjourned`, `postponed` or `cancelled`.
    status: String,
    /// Whether it was adjourned.
    adjourned: bool,
    /// The day to which it is postponed, or until which it was adjourned, as an ISO date such as `2026-01-13`, for
    /// the `date` helper. Absent where neither is so, and where the day is not known yet.
    new_date: Option<String>,
    /// Whether it is broadcast; false where the data don't say.
    webcast: bool,
}

/// The officer to ask.
#[derive(Serialize, JsonSchema)]
pub(super) struct ContactView {
    /// The officer's name; in an issue without a row in `officers`, what the data have instead, such as a name with a
    /// post and a number.
    name: String,
    /// The officer's post, such as `Democratic Services Manager`, from `officers` or the council's general contact.
    /// Absent where neither gives one.
    job: Option<String>,
    /// The officer's e-mail address. Absent where none is given.
    email: Option<String>,
    /// The officer's telephone number, as written in the data. Absent where none is given.
    telephone: Option<String>,
}

/// The period that a report covers.
#[derive(Serialize, JsonSchema)]
pub(super) struct PeriodView {
    /// The period as papers name it, such as `Q3 2025/26` or `November 2025`.
    label: Period,
    /// How long it is: `month`, `quarter`, `half-year` or `year`.
    kind: &'static str,
    /// The first day of the period, an ISO date for `{{date}}`.
    first_day: String,
    /// The last day of the period, an ISO date for `{{date}}`.
    last_day: String,
}

impl PeriodView {
    /// Returns the view of a period.
    pub(super) fn of(period: ReportingPeriod) -> Self {
        Self {
            label: period.into(),
            kind: period.kind().word(),
            first_day: iso(period.first_day()),
            last_day: iso(period.last_day()),
        }
    }
}

/// Returns the view of the council; `None` when its file was lost, which is reported.
pub(super) fn council(data: &Dataset) -> Option<CouncilView> {
    let council = data.council.as_ref()?;
    Some(CouncilView {
        name: council.name.to_string(),
        address: strings(&council.address),
        website: string(council.website.as_ref()),
        logo: logo(council.logo.as_ref()),
        logo_alt: council.logo.as_ref().map(|logo| logo.alt.to_string()),
        nation: council.nation.as_ref().map_or(Nation::England, |nation| nation.value).word(),
        has_executive: council.has_executive(),
        has_wards: council.has_wards(),
        text_size: council.text_size(),
        chair: string(council.chair_title.as_ref()),
        vice_chair: string(council.vice_chair_title.as_ref()),
        names: vec![council.name.to_string()],
        partners: Vec::new(),
    })
}

/// Returns the path of a logo below the templates folder.
fn logo(logo: Option<&Logo>) -> Option<String> {
    logo.map(|logo| format!("/{}", logo.file.trim_start_matches('/').nfc()))
}

/// Returns the view of the council, with others that share a body with it.
pub(super) fn councils(data: &Dataset, body: &Body) -> Option<CouncilView> {
    let partners = &data.council.as_ref()?.partners;
    let sharing = body
        .authorities
        .iter()
        .filter_map(|authority| partners.iter().find(|partner| *partner.name == **authority));
    let view = |partner: &Partner| PartnerView {
        name: partner.name.to_string(),
        logo: logo(partner.logo.as_ref()),
        logo_alt: partner.logo.as_ref().map(|logo| logo.alt.to_string()),
    };
    let council = council(data)?;
    let names = sharing.clone().map(|partner| partner.name.to_string());
    Some(CouncilView {
        names: std::iter::once(council.name.clone()).chain(names).collect(),
        partners: sharing.map(view).collect(),
        chair: string(body.chair_title.as_ref()).or(council.chair),
        vice_chair: string(body.vice_chair_title.as_ref()).or(council.vice_chair),
        ..council
    })
}

/// Returns the view of a meeting.
pub(super) fn meeting(meeting: &Meeting, body: &Body) -> MeetingView {
    let status = meeting.status();
    MeetingView {
        id: meeting.meeting.to_string(),
        body: body.name.to_string(),
        title: string(meeting.title.as_ref()),
        date: iso(meeting.date.value),
        time: time(meeting.time.as_ref()),
        time_text: string(meeting.time_text.as_ref()),
        venue: string(meeting.venue.as_ref()),
        going_ahead: meeting.is_going_ahead(),
        status: status.word().to_owned(),
        adjourned: status == Status::Adjourned,
        new_date: meeting.new_date.as_ref().map(|date| iso(date.value)),
        webcast: meeting.webcast.as_ref().is_some_and(|flag| flag.0),
    }
}

/// Returns the officer to ask about a meeting: the meeting's, else the body's, else the council's.
pub(super) fn contact(data: &Dataset, meeting: &Meeting, body: &Body) -> Option<ContactView> {
    match &meeting.contact_name {
        Some(name) => {
            let given = ContactView {
                email: string(meeting.contact_email.as_ref()),
                telephone: string(meeting.contact_telephone.as_ref()),
                ..ContactView::named(name)
            };
            Some(given.with_row(data))
        }
        None => body_contact(data, body),
    }
}

/// Returns the officer to ask about a body: the body's, else the council's.
pub(super) fn body_contact(data: &Dataset, body: &Body) -> Option<ContactView> {
    match &body.contact_name {
        Some(name) => {
            let given = ContactView {
                email: string(body.contact_email.as_ref()),
                telephone: string(body.contact_telephone.as_ref()),
                ..ContactView::named(name)
            };
            Some(given.with_row(data))
        }
        None => council_contact(data),
    }
}

/// Returns the council's general contact, for papers that belong to no body.
pub(super) fn council_contact(data: &Dataset) -> Option<ContactView> {
    let contact = data.council.as_ref()?.contact.as_ref()?;
    let given = ContactView {
        job: string(contact.job.as_ref()),
        email: string(contact.email.as_ref()),
        telephone: string(contact.telephone.as_ref()),
        ..ContactView::named(&contact.name)
    };
    Some(given.with_row(data))
}

/// Returns the error for an issue about which a notice or a plan names nobody to whom readers may write, as the law has it
/// (SI 2012/2089, regs 5 and 9).
pub(super) fn without_contact(data: &Dataset, issue: &Issue) -> Option<Diagnostic> {
    if issue.contact.is_some() || council_contact(data).is_some() {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::DataMissingValue,
            format!("nobody is named to whom readers may write about {}", issue.r#ref.written()),
        )
        .at(&issue.origin)
        .hint("fill in `contact` of the issue, or `contact` in `council.json`"),
    )
}

impl ContactView {
    /// Returns an officer of whom only the name, or what is written instead of it, is known.
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), job: None, email: None, telephone: None }
    }

    /// Returns the officer whom a text names, from the row of `officers`; without one, the text as it stands.
    pub(super) fn of_text(data: &Dataset, text: Option<&Located<String>>) -> Option<Self> {
        text.map(|text| Self::named(text).with_row(data))
    }

    /// Returns all that is known of the officer, with commas.
    pub(super) fn in_a_line(self) -> String {
        let parts = [Some(self.name), self.job, self.telephone, self.email];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Adds what the officer's row has and is not given already.
    fn with_row(self, data: &Dataset) -> Self {
        let Some(row) = roll::officer(data, &self.name).one() else { return self };
        Self {
            name: row.name.to_string(),
            job: self.job.or_else(|| string(row.post.as_ref())),
            email: self.email.or_else(|| string(row.email.as_ref())),
            telephone: self.telephone.or_else(|| string(row.telephone.as_ref())),
        }
    }
}

/// Returns the title that most of some members have in front of their names, such as `Councillor`; `None` where no two
/// have the same.
pub(super) fn shared_title<'a>(members: impl Iterator<Item = &'a Member>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (title, _) in members.filter_map(Member::titled) {
        match counts.iter_mut().find(|(known, _)| *known == title) {
            Some((_, count)) => *count += 1,
            None => counts.push((title, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().filter(|most| 2 <= *most)?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(title, _)| title)
}

/// Returns a member's name without the title that members share; `None` where it has not that title.
pub(super) fn untitled<'a>(member: &'a Member, shared: Option<&str>) -> Option<&'a str> {
    member.titled().filter(|(title, _)| Some(*title) == shared).map(|(_, name)| name)
}

/// Why something is withheld from the public, and what may be said about it.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExemptView {
    /// The numbers of the paragraphs of Part 1 of Schedule 12A (Local Government Act 1972) by which
    /// it is exempt, in order and each once, such as `3`; empty where none is given.
    paragraphs: Vec<String>,
    /// Whether it involves confidential information (Local Government Act 1972, s. 100A(2) and (3)),
    /// which needs no paragraph and no resolution.
    confidential: bool,
    /// Whether nothing marks it as exempt or confidential: it is withheld until somebody has decided.
    undecided: bool,
    /// Why the public interest in keeping it exempt outweighs the public interest in disclosing it.
    /// Absent where no reason is given.
    reason: Option<String>,
    /// What may be said about it in public without disclosing exempt information. Absent where none
    /// was written.
    summary: Option<Markup>,
}

impl ExemptView {
    /// Returns the view of what is known of a private row.
    pub(super) fn new(private: &Private) -> Self {
        Self {
            paragraphs: private.paragraphs.iter().map(ToString::to_string).collect(),
            confidential: private.confidential,
            undecided: private.is_undecided(),
            reason: string(private.reason.as_ref()),
            summary: markup(private.summary.as_ref()),
        }
    }
}

/// An additional field of the council's.
#[derive(Serialize, JsonSchema)]
pub(super) struct CustomView {
    /// What the field is called.
    label: String,
    /// What the field holds.
    value: String,
}

/// Returns the views of a record's additional fields.
pub(super) fn custom(fields: &[CustomField]) -> Vec<CustomView> {
    let view = |field: &CustomField| CustomView {
        label: field.label.to_string(),
        value: field.value.to_string(),
    };
    fields.iter().map(view).collect()
}

/// Returns the view of the meeting at which the body of a meeting next meets.
pub(super) fn next_meeting(data: &Dataset, meeting: &Meeting) -> Option<MeetingView> {
    Some(self::meeting(data.next_meeting(meeting)?, data.body_of(meeting)?))
}

/// When and by whom an exempt paper was released to the public.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReleaseView {
    /// The day from which the public may read it, as an ISO date such as `2026-11-02`, for the `date` helper.
    on: String,
    /// Who released it, as written in the data.
    by: String,
}

impl ReleaseView {
    /// Returns the view of a paper's release; `None` where it has not been released.
    pub(super) fn of(paper: &Paper) -> Option<Self> {
        paper.release().map(|(on, by)| Self { on: iso(on), by: by.to_owned() })
    }
}

/// Returns a date for the `date` helper: `2026-01-13`.
pub(super) fn iso(date: NaiveDate) -> String {
    date.to_string()
}

/// Returns a time for the `time` helper: `10:30:00`.
pub(super) fn time(time: Option<&Located<TimeOfDay>>) -> Option<String> {
    time.map(|time| time.0.format("%H:%M:%S").to_string())
}

/// Returns the value of a text, without its place in the data.
pub(super) fn string(text: Option<&Located<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

/// Returns `yes` or `no`, where that is known.
pub(super) fn yes_or_no(flag: Option<&Located<Flag>>) -> Option<&'static str> {
    flag.map(|flag| if flag.0 { "yes" } else { "no" })
}

/// Returns whether a list has no entries, or none but `None`.
pub(super) fn lists_none(list: &[Located<String>]) -> bool {
    list.iter().all(|entry| is_word_none(entry))
}

/// Returns whether a text with markup is only the word `None`.
pub(super) fn says_none(text: &Text) -> bool {
    match text.0.blocks.first() {
        // Most texts begin with more than that, and need not be made plain.
        Some(Block::Paragraph(words)) if starts_long(words) => false,
        _ => is_word_none(&text.0.plain_text()),
    }
}

/// Returns whether a paragraph begins with plain text that is longer than `None`.
fn starts_long(words: &[Inline]) -> bool {
    matches!(words.first(), Some(Inline::Text(text)) if text.trim().trim_end_matches('.').len() > 4)
}

/// Returns whether a text is only the word `None`, in any case, with or without a full stop.
pub(super) fn is_word_none(text: &str) -> bool {
    text.trim().trim_end_matches('.').eq_ignore_ascii_case("none")
}

/// Returns the values of texts, without their places in the data.
pub(super) fn strings(texts: &[Located<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// Returns a text with markup, for the `rich` helper; `None` where it is absent or empty.
pub(super) fn markup(text: Option<&Text>) -> Option<Markup> {
    text.map(|text| Markup::from(&text.0)).filter(|_| text.is_some_and(|text| !text.0.is_empty()))
}

/// Returns roughly how many printed lines these texts take, to decide what stays on one page.
pub(super) fn lines<'a>(texts: impl IntoIterator<Item = Option<&'a Text>>) -> usize {
    /// Characters of a printed line.
    const WIDTH: usize = 85;
    let line_count = |text: &Text| -> usize {
        text.value.0.plain_text().lines().map(|line| line.chars().count() / WIDTH + 1).sum()
    };
    texts.into_iter().flatten().map(line_count).sum()
}

/// Returns the name of a document's file of a kind that has an edition for each committee: an edition's ends with the
/// committee's id.
pub(super) fn edition_stem(kind: &str, subject: &Subject) -> String {
    match subject.edition() {
        Some(edition) => format!("{kind}-{edition}"),
        None => kind.to_owned(),
    }
}

/// Returns the name of the committee that an edition of such a kind is for; `None` for all of them.
pub(super) fn committee(data: &Dataset, subject: &Subject) -> Option<String> {
    Some(data.body(subject.edition()?)?.name.to_string())
}

/// Returns whether an edition of such a kind shows a row of a committee.
pub(super) fn is_for(edition: Option<&str>, committee: Option<&Located<Slug>>) -> bool {
    edition.is_none_or(|edition| committee.is_some_and(|id| id.as_str() == edition))
}

/// Returns the documents of a period of such a kind: one of everything, and one for each committee where its rows are
/// of several.
pub(super) fn with_editions(
    period: ReportingPeriod,
    as_at: NaiveDate,
    committees: BTreeSet<Option<String>>,
) -> Vec<Subject> {
    let is_split = committees.len() > 1;
    let editions = committees
        .into_iter()
        .flatten()
        .filter(|_| is_split)
        .map(|edition| Subject::Edition { period, edition, as_at });
    std::iter::once(Subject::Period { period, as_at }).chain(editions).collect()
}

/// Returns the documents of such a kind that shows tables of a period beside others: those of each period that has a
/// report; of the council, with the day of the latest that is known, where there is no such period.
pub(super) fn of_periods_or_council(
    data: &Dataset,
    latest: Option<NaiveDate>,
    committees: &BTreeSet<Option<String>>,
) -> Vec<Subject> {
    let of_periods: Vec<Subject> = data
        .reported()
        .flat_map(|(period, tables)| {
            with_editions(period, tables.as_at(period), committees.clone())
        })
        .collect();
    match of_periods.is_empty() {
        true => vec![Subject::Council { as_at: latest.unwrap_or_default() }],
        false => of_periods,
    }
}

/// Returns the last day of which a paper of a period can know: that to which the next report goes. `None` for the latest
/// period, whose papers know all that the records do.
pub(super) fn known_until(data: &Dataset, period: ReportingPeriod) -> Option<NaiveDate> {
    let later = data.reported().filter(|(later, _)| period.last_day() < later.last_day());
    later.map(|(later, tables)| tables.as_at(later)).min()
}
