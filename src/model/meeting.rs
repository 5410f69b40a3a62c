//! Meetings, and the lines of their agendas.

use super::custom::CustomField;
use super::paper_id::PaperId;
use super::record::{Located, Text, choice, record};
use super::redact::{MaybeWithheld, Withheld};
use super::value::{ExemptParagraph, Flag, Minutes, Moment, Reference, Slug, TimeOfDay};
use chrono::{NaiveDate, NaiveTime};

choice! {
    /// Whether a meeting will be, was, or won't be held.
    pub enum Status ("a meeting's status") {
        /// It will be held.
        Scheduled = "scheduled",
        /// It was held.
        Held = "held",
        /// It was begun, and was or will be taken up again on another day.
        Adjourned = "adjourned",
        /// It moves to another day.
        Postponed = "postponed",
        /// It is not held.
        Cancelled = "cancelled" | "canceled",
    }
}

choice! {
    /// What an agenda line is.
    pub enum LineKind ("a kind of agenda line") {
        /// A numbered item of business.
        Item = "item" | "sub-item",
        /// A heading over items.
        Heading = "heading",
        /// A title that is neither item nor heading, such as an adjournment.
        TitleOnly = "title-only",
        /// Words between items.
        Comment = "comment",
    }
}

choice! {
    /// Whether an item is taken in public.
    pub enum Part ("a part of the agenda") {
        /// In public.
        One = "i" | "1" | "a" | "part-i" | "part-1" | "part-a" | "public",
        /// With the press and public excluded.
        Two = "ii" | "2" | "b" | "part-ii" | "part-2" | "part-b" | "exempt",
    }
}

record! {
    /// A meeting of a body.
    pub struct Meeting {
        /// The meeting's name, used in other tables, in addresses and as its folder.
        open meeting: Located<Slug>,
        /// The body's id.
        open body: Located<Slug>,
        /// The day.
        open date: Located<NaiveDate>,
        /// When it begins.
        open time: Option<Located<TimeOfDay>>,
        /// When it begins, where no clock tells it, such as `at the rise of the Council meeting`; printed behind `time` where both are given.
        open time_text: Option<Located<String>>,
        /// Where it is held.
        open venue: Option<Located<String>>,
        /// Whether it will be, was, or won't be held; scheduled where empty.
        open status: Option<Located<Status>>,
        /// The day to which a postponed meeting moves, or on which an adjourned one is taken up again; not yet known where empty. A postponed meeting has a row for its new day too.
        open new_date: Option<Located<NaiveDate>>,
        /// Why it is cancelled, postponed or adjourned. Published.
        open status_reason: Option<Located<String>>,
        /// When notice of that was, or is to be, published.
        open status_at: Option<Located<Moment>>,
        /// What sort of meeting it is, such as `Extraordinary meeting`; an ordinary one where empty.
        open title: Option<Located<String>>,
        /// Whether it is broadcast.
        open webcast: Option<Located<Flag>>,
        /// The officer whom to ask, where not the body's.
        open contact_name: Option<Located<String>>,
        /// That officer's e-mail address.
        open contact_email: Option<Located<String>>,
        /// That officer's telephone number.
        open contact_telephone: Option<Located<String>>,
        /// When the agenda was, or is to be, published.
        open published_at: Option<Located<Moment>>,
        /// When public notice of time and place was given, where not with the agenda.
        open notice_at: Option<Located<Moment>>,
        /// The day on which it was convened, where that was too late for full notice.
        open convened_at: Option<Located<NaiveDate>>,
        /// Whether the council tax or precept is set, so that votes must be recorded by name.
        open budget_meeting: Option<Located<Flag>>,
        /// When it ended.
        open end_time: Option<Located<TimeOfDay>>,
    }
}

impl Meeting {
    /// Returns the status; an empty cell means [`Status::Scheduled`].
    pub fn status(&self) -> Status {
        self.status.as_ref().map_or(Status::Scheduled, |status| status.value)
    }

    /// Returns when it begins, as meetings are compared: its day, and its time where it has one.
    pub fn begins(&self) -> (NaiveDate, Option<NaiveTime>) {
        (self.date.value, self.time.as_ref().map(|time| time.0))
    }

    /// Returns whether it was, or is to be, held on its day: neither cancelled nor postponed.
    pub fn is_going_ahead(&self) -> bool {
        !matches!(self.status(), Status::Cancelled | Status::Postponed)
    }
}

record! {
    /// A line of a meeting's agenda, in the order in which it is taken.
    pub struct AgendaLine: Mark {
        /// The meeting.
        open meeting: Located<Slug>,
        /// A number to sort lines by; the order of rows where empty.
        open order: Option<Located<u32>>,
        /// The number that is printed, such as `4` or `4a`.
        open number: Option<Located<String>>,
        /// The part: `I` in public, `II` with the public excluded; `I` where empty.
        open part: Option<Located<Part>>,
        /// What the line is; an item where empty.
        open kind: Option<Located<LineKind>>,
        /// The title. It is published even where the paper is exempt.
        open title: Option<Located<String>>,
        /// Words below the title. Not published where the item is exempt.
        withheld text: Option<Text>,
        /// Whose report it is, such as `Director of Finance`.
        withheld report_of: Option<Located<String>>,
        /// What the body is asked to do.
        withheld ask: Option<Text>,
        /// The time by the clock at which it is expected.
        open clock_time: Option<Located<TimeOfDay>>,
        /// How long it is expected to take, in minutes.
        open duration: Option<Located<Minutes>>,
        /// The reference of the issue that it carries forward.
        withheld issue: Option<Located<Reference>>,
        /// When it was added, where that was after the agenda was published.
        open added_at: Option<Located<Moment>>,
        /// Why it can't wait, where it is late (Local Government Act 1972, s. 100B(4)).
        withheld urgency_reason: Option<Located<String>>,
        /// Paragraphs of Schedule 12A by which the item as a whole is exempt.
        open exempt_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why the public interest is better served by keeping it exempt. Published.
        open exempt_reason: Option<Located<String>>,
        /// Whether the item involves confidential information, so that the public must be excluded without a resolution (Local Government Act 1972, s. 100A(2) and (3)).
        open confidential: Option<Located<Flag>>,
        /// That the item is taken in public although notice was given that its issue would be taken in private.
        open taken_in_public: Option<Located<Flag>>,
        /// What may be said of it in public.
        open public_summary: Option<Text>,
        /// Whether to print below it when and where the body next meets, from the `meetings` table; also in a minute of it without paragraphs.
        open next_meeting: Option<Located<Flag>>,
        /// The council's additional fields, printed with the item. Not published where the item is exempt.
        withheld custom: Vec<CustomField>,
    }
}

impl AgendaLine {
    /// Returns the kind of line; an empty cell means [`LineKind::Item`].
    pub fn kind(&self) -> LineKind {
        self.kind.as_ref().map_or(LineKind::Item, |kind| kind.value)
    }

    /// Returns whether this is its number, ignoring case and a final full stop.
    pub fn has_number(&self, number: &str) -> bool {
        let wanted = number.trim_end_matches('.');
        let printed = self.number.as_ref().map(|printed| printed.trim_end_matches('.'));
        printed.is_some_and(|printed| printed.eq_ignore_ascii_case(wanted))
    }

    /// Returns whether it is to say when the body next meets; an empty cell means no.
    pub fn says_next_meeting(&self) -> bool {
        self.next_meeting.as_ref().is_some_and(|flag| flag.0)
    }

    /// Returns the part it is taken in; an empty cell means [`Part::One`].
    pub fn part(&self) -> Part {
        self.part.as_ref().map_or(Part::One, |part| part.value)
    }

    /// Returns whether the item as a whole is withheld from the public, as its [`mark`](Self::mark) has it.
    pub fn is_exempt(&self) -> bool {
        self.mark.is_private()
    }
}

/// Returns what an item's number adds to that of another, of which it is a part: `.1` where `5.1` follows `5`, `a` where
/// `4a` follows `4`. `None` where it is no part of that.
///
/// By its form alone a number does not tell: an agenda may begin with `1.1`, `7a` or `26/14`.
pub fn added_to_number<'a>(whole: &str, part: &'a str) -> Option<&'a str> {
    let whole = whole.trim().trim_end_matches('.');
    let part = part.trim().trim_end_matches('.');
    let start = part.get(..whole.len()).filter(|_| !whole.is_empty())?;
    let rest = &part[start.len()..];
    let is_part = match rest.chars().next()? {
        '.' | '(' | ' ' | '-' => true,
        char => whole.ends_with(|end: char| end.is_ascii_digit()) && char.is_alphabetic(),
    };
    (start.to_lowercase() == whole.to_lowercase() && is_part).then_some(rest)
}

choice! {
    /// What a paper is.
    pub enum PaperKind ("a kind of paper") {
        /// The officers' report.
        Report = "report",
        /// An appendix to a report.
        Appendix = "appendix",
        /// A paper published after the agenda.
        Supplement = "supplement",
        /// An appendix to the minutes: a text is printed behind them, and a PDF or a Word document is bound behind them. It is no paper for the meeting.
        MinutesAppendix = "minutes-appendix" | "minutes appendix" | "appendix to the minutes",
    }
}

choice! {
    /// Whether a paper is available.
    pub enum PaperStatus ("a paper's status") {
        /// It is available.
        Final = "final",
        /// It will follow.
        ToFollow = "to-follow",
        /// It is sent round by itself, and bound into no pack.
        Separate = "circulated-separately" | "circulated separately" | "separate",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }
}

record! {
    /// A paper for an agenda item.
    pub struct Paper: Mark {
        /// The meeting.
        open meeting: Located<Slug>,
        /// The number of the agenda item.
        open number: Located<String>,
        /// The paper's title.
        withheld title: Withheld<Located<String>>,
        /// What links, page numbers and receipts call it, different for each paper of the meeting. Published even where the paper is exempt. Where empty, it is made from the item's number and the file's name; for an exempt paper from the number alone, such as `9-private-1`.
        open id: Option<Located<PaperId>>,
        /// A short name, such as `Appendix B`. Published even where the paper is exempt, when it takes the place of the title.
        open label: Option<Located<String>>,
        /// What it is; a report where empty.
        open kind: Option<Located<PaperKind>>,
        /// Its file, below `documents/` in the data folder: a PDF, a Djot text (`.dj`) or a Word document (`.docx`). Or a document made from these records, such as `minutes:cabinet-2026-02-03`.
        withheld file: MaybeWithheld<Located<String>>,
        /// Whether it is available; final where empty.
        open status: Option<Located<PaperStatus>>,
        /// When it was, or is to be, published; with the agenda where empty. A paper published later goes into a supplement.
        open published_at: Option<Located<Moment>>,
        /// Why it was not published with the agenda; printed on the cover of its supplement.
        withheld late_reason: Option<Located<String>>,
        /// Paragraphs of Schedule 12A by which it is exempt.
        open exempt_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why the public interest is better served by keeping it exempt. Published.
        open exempt_reason: Option<Located<String>>,
        /// Whether it contains confidential information (Local Government Act 1972, s. 100A(2) and (3)).
        open confidential: Option<Located<Flag>>,
        /// What may be said of it in public.
        open public_summary: Option<Text>,
        /// The day on which it is to be considered whether it need stay exempt.
        restricted review_on: Option<Located<NaiveDate>>,
        /// The day from which the public may read it although it was exempt at its meeting; only together with `released-by`.
        withheld released_on: Option<Located<NaiveDate>>,
        /// Who released it, such as `the Monitoring Officer, at the review of 1 June 2026`. Published from that day.
        withheld released_by: Option<Located<String>>,
        /// `accept` and the reason, where its PDF has words that nobody sees and the public may have them.
        restricted hidden_text: Option<Located<String>>,
        /// The id or the title of the paper that it replaces.
        withheld supersedes: Option<Located<String>>,
        /// The council's additional fields, printed at the head of a report that is written as text, and of other papers where their item lists them.
        withheld custom: Vec<CustomField>,
    }
}

impl Paper {
    /// Returns its id; where its row gives none, loading fills one in.
    pub fn id(&self) -> &PaperId {
        &self.id.as_ref().expect("loading gives each paper an id").value
    }

    /// Returns the kind of paper; an empty cell means [`PaperKind::Report`].
    pub fn kind(&self) -> PaperKind {
        self.kind.as_ref().map_or(PaperKind::Report, |kind| kind.value)
    }

    /// Returns whether it is printed behind the minutes, and so is no paper for the meeting.
    pub fn is_of_minutes(&self) -> bool {
        self.kind() == PaperKind::MinutesAppendix
    }

    /// Returns whether the paper is withheld from the public, by its row or with others, as its
    /// [`mark`](Self::mark) has it; or was when its meeting considered it, where it has been released since.
    pub fn is_exempt(&self) -> bool {
        self.mark.private().is_some()
    }

    /// Returns when it was released to the public, and by whom; `None` where it has not been.
    pub fn release(&self) -> Option<(NaiveDate, &str)> {
        let (on, by) = (self.released_on.as_ref()?, self.released_by.as_ref()?);
        self.mark.is_released().then_some((on.value, by.value.as_str()))
    }

    /// Returns the paragraphs of Schedule 12A by which it is withheld from the public, or was at its meeting.
    /// `None` where it has always been public; empty where it is withheld and no paragraph is given.
    pub fn withheld(&self) -> Option<&[u32]> {
        self.mark.private().map(|private| private.paragraphs.as_slice())
    }

    /// Returns what messages call it: its title, where that may be seen.
    pub fn name(&self) -> &str {
        self.title.known().map_or("a paper not for publication", |title| title.value.as_str())
    }

    /// Returns the status; an empty cell means [`PaperStatus::Final`].
    pub fn status(&self) -> PaperStatus {
        self.status.as_ref().map_or(PaperStatus::Final, |status| status.value)
    }
}

#[cfg(test)]
mod tests {
    use super::added_to_number;

    #[test]
    fn parts_of_items_go_on_from_their_numbers() {
        for (whole, part, rest) in [
            ("5", "5.1", ".1"),
            ("5.", "5.1.", ".1"),
            ("5.1", "5.1.2", ".2"),
            ("4", "4a", "a"),
            ("4", "4(a)", "(a)"),
            ("A", "a.1", ".1"),
            ("26/14", "26/14.1", ".1"),
        ] {
            assert_eq!(added_to_number(whole, part), Some(rest), "{whole} {part}");
        }
        for (whole, part) in [
            ("1", "1"),
            ("1", "11"),
            ("1", "2.1"),
            ("i", "ii"),
            ("26", "26/14"),
            ("", "1.1"),
            ("É", "é"),
        ] {
            assert_eq!(added_to_number(whole, part), None, "{whole} {part}");
        }
    }
}
