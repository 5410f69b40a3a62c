//! Issues followed across meetings, the decisions on them, and what became of those.

use super::custom::CustomField;
use super::identity::Identity;
use super::record::{Located, Text, choice, record};
use super::redact::Withheld;
use super::value::{DateOrPeriod, ExemptParagraph, Flag, Reference, ReportingPeriod, Slug};
use chrono::NaiveDate;

record! {
    /// A matter followed across meetings; an entry of the forward plan.
    pub struct Issue: Mark {
        /// Its reference, kept as written; needed where `council.json` gives a form for them in `issue-reference`. An issue without one is named by its title, also where other rows name it.
        open r#ref: Identity,
        /// Its title.
        open title: Located<String>,
        /// What it is about. Published, also where part of it will be taken in private.
        open summary: Option<Text>,
        /// The portfolio that it belongs to; that of the first lead member where empty.
        open portfolio: Option<Located<String>>,
        /// The council's priority that it serves.
        open priority: Option<Located<String>>,
        /// Whether the decision is key.
        open key: Option<Located<Flag>>,
        /// Why it is key.
        open reason_key: Vec<Located<String>>,
        /// Who decides: a body's id; a member's office or name; an officer's post. Several decide jointly.
        open maker: Vec<Located<String>>,
        /// When the decision is due: a day, a month, a range or a period.
        open due: Option<Located<DateOrPeriod>>,
        /// The issue's status, such as `For Determination`.
        open status: Option<Located<String>>,
        /// The divisions that it affects.
        open divisions: Vec<Located<String>>,
        /// The members who lead on it.
        open lead_members: Vec<Located<String>>,
        /// The officer whom to ask.
        open contact: Option<Located<String>>,
        /// The Democratic Services officer whom to ask.
        open democratic_contact: Option<Located<String>>,
        /// Who is consulted.
        withheld consultees: Vec<Located<String>>,
        /// When and where consultation happens.
        open consultation: Vec<Located<String>>,
        /// The meetings at which it is consulted on, such as `adults-scrutiny-2026-01-21`. Their days are printed from `meetings`.
        open consulted_at: Vec<Located<Slug>>,
        /// How to make representations, and by when.
        open representations: Option<Text>,
        /// Documents that the decision maker will have; `None` where there are none. Not published where part of it will be taken in private.
        withheld documents: Vec<Located<String>>,
        /// Documents that may be listed in public where part of it will be taken in private.
        open public_documents: Vec<Located<String>>,
        /// Background papers; `None` where there are none. Not published where part of it will be taken in private.
        withheld background_papers: Vec<Located<String>>,
        /// Paragraphs of Schedule 12A by which part of it will be taken in private.
        open private_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why it will be taken in private. Published.
        open private_reason: Option<Located<String>>,
        /// Whether it involves confidential information, which no resolution is needed to withhold: what a government department gave on terms that forbid disclosure, or what an enactment or a court forbids to disclose (Local Government Act 1972, s. 100A(2) and (3)).
        open confidential: Option<Located<Flag>>,
        /// The second notice that it will be taken in private, five clear days before.
        open private_notice: Option<PrivateNotice>,
        /// General exception: that it can't wait for 28 clear days of notice.
        open general_exception: Option<GeneralException>,
        /// Special urgency: that it can't wait for five clear days of notice either.
        open special_urgency: Option<SpecialUrgency>,
        /// When notice of it was first published.
        open first_published: Option<Located<NaiveDate>>,
        /// The issue that it carries on from.
        open follows: Option<Located<Reference>>,
        /// The council's additional fields. Not published where part of it will be taken in private.
        withheld custom: Vec<CustomField>,
    }
}

impl Issue {
    /// Returns whether part of it will be taken in private, as its [`mark`](Self::mark) has it.
    pub fn is_private(&self) -> bool {
        self.mark.is_private()
    }

    /// Returns the documents that may be listed in public; all where nothing of it is private.
    pub fn listed_documents(&self) -> &[Located<String>] {
        if self.is_private() { &self.public_documents } else { &self.documents }
    }

    /// Returns whether the decision is key; an empty cell means no.
    pub fn is_key(&self) -> bool {
        self.key.as_ref().is_some_and(|flag| flag.0)
    }
}

record! {
    /// The second notice of a private meeting.
    pub struct PrivateNotice {
        /// When it was published.
        open published: Located<NaiveDate>,
        /// Representations received that the meeting should be open to the public; `None` where there were none.
        open representations: Text,
        /// The response to them; `None` where none was called for.
        open response: Text,
    }
}

record! {
    /// A notice under the general exception.
    pub struct GeneralException {
        /// When it was published.
        open published: Located<NaiveDate>,
        /// Who was told: the chair of the scrutiny committee, or each of its members.
        open informed: Located<String>,
        /// When they were told.
        open informed_on: Located<NaiveDate>,
        /// Why 28 clear days of notice were impracticable.
        open reason: Text,
    }
}

record! {
    /// A notice of special urgency.
    pub struct SpecialUrgency {
        /// When it was published.
        open published: Located<NaiveDate>,
        /// Who agreed that the decision is urgent and can't reasonably be deferred, and in what office.
        open agreed_by: Located<String>,
        /// When they agreed.
        open agreed_on: Located<NaiveDate>,
        /// Why it is urgent and can't reasonably be deferred.
        open reason: Text,
    }
}

record! {
    /// A decision taken.
    pub struct Decision: Mark {
        /// Its reference, kept as written; needed where `council.json` gives a form for them in `decision-reference`. A decision without one is named by its title, or its item, with its meeting or day: `Library hours (cabinet-2026-01-13)`.
        open r#ref: Identity,
        /// The reference of the issue.
        open issue: Option<Located<Reference>>,
        /// The title; the issue's where empty. It is published even where the decision is exempt.
        open title: Option<Located<String>>,
        /// The meeting at which it was taken.
        open meeting: Option<Located<Slug>>,
        /// The number of the agenda item on which it was taken; needed where the meeting has private business and the issue does not lead to one item.
        open item: Option<Located<String>>,
        /// The day, where not at a meeting.
        open date: Option<Located<NaiveDate>>,
        /// Who decided: a body's id; a member's office or name; an officer's post. Several decided jointly.
        open makers: Vec<Located<String>>,
        /// When the record was published.
        open published: Option<Located<NaiveDate>>,
        /// That it was taken in public although notice was given that its issue would be taken in private; needed only where it was not taken at a meeting whose agenda is in the data.
        open taken_in_public: Option<Located<Flag>>,
        /// Whether it is key.
        open key: Option<Located<Flag>>,
        /// Whether it can be called in.
        open call_in: Option<Located<Flag>>,
        /// The last day on which it can be called in.
        open call_in_deadline: Option<Located<NaiveDate>>,
        /// The day from which it has effect.
        open effective: Option<Located<NaiveDate>>,
        /// The day on which it was called in, where it was.
        open called_in: Option<Located<NaiveDate>>,
        /// What came of the call-in.
        withheld call_in_outcome: Option<Text>,
        /// What was decided.
        withheld decision: Withheld<Text>,
        /// Why; the record needs it.
        withheld reasons: Option<Text>,
        /// What else was considered, and why it was rejected; `None` where there was nothing. The record needs it.
        withheld alternatives: Option<Text>,
        /// Conflicts of interest declared; `None` where there were none. The record needs it.
        withheld interests: Option<Text>,
        /// Dispensations granted by the head of paid service; `None` where there were none. The record needs it.
        withheld dispensations: Option<Text>,
        /// Who was consulted.
        withheld consultees: Vec<Located<String>>,
        /// Background papers.
        withheld background_papers: Vec<Located<String>>,
        /// Why it was urgent, where general exception or special urgency was used.
        withheld urgency_basis: Option<Located<String>>,
        /// Paragraphs of Schedule 12A by which it is exempt.
        open exempt_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why the public interest is better served by keeping it exempt. Published.
        open exempt_reason: Option<Located<String>>,
        /// Whether it involves confidential information (Local Government Act 1972, s. 100A(2) and (3)).
        open confidential: Option<Located<Flag>>,
        /// What may be said of it in public, where it is exempt.
        open public_summary: Option<Text>,
    }
}

impl Decision {
    /// Returns whether it is withheld from the public, by its row or by the business in which it was
    /// taken, as its [`mark`](Self::mark) has it.
    pub fn is_exempt(&self) -> bool {
        self.mark.is_private()
    }
}

choice! {
    /// What is followed up.
    pub enum FollowUpKind ("a kind of follow-up") {
        /// A resolution.
        Resolution = "resolution",
        /// An action asked of somebody.
        Action = "action",
        /// A recommendation to another body.
        Recommendation = "recommendation",
    }
}

record! {
    /// A resolution, action or recommendation that is followed up.
    pub struct FollowUp: Mark {
        /// The meeting.
        open meeting: Located<Slug>,
        /// The minute's number.
        open minute: Option<Located<String>>,
        /// The number of the agenda item; needed where the meeting has private business and its minutes are not in, or give no such minute.
        open item: Option<Located<String>>,
        /// What was resolved or asked. An action of the minutes is followed up without a row; a row that repeats one of the same minute, word for word or shortened, says what became of it, and the words of the minutes are printed.
        withheld text: Withheld<Text>,
        /// What it is; a resolution where empty.
        open kind: Option<Located<FollowUpKind>>,
        /// Who is responsible for it.
        withheld owner: Option<Located<String>>,
        /// By when, as first agreed; what the minutes give goes before it. It is overdue once this is over, however often it is moved.
        withheld due: Option<Located<DateOrPeriod>>,
        /// The later times that were agreed since, each after the one before.
        withheld revised: Vec<Located<DateOrPeriod>>,
        /// Its status, such as `In progress`.
        withheld status: Option<Located<String>>,
        /// What has been done.
        withheld progress: Option<Text>,
        /// When status and progress were last brought up to date, where that was after the body’s last minutes.
        withheld updated: Option<Located<NaiveDate>>,
        /// Paragraphs of Schedule 12A by which it is exempt; it is then in no public paper.
        open exempt_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Whether it involves confidential information (Local Government Act 1972, s. 100A(2) and (3)); it is then in no public paper.
        open confidential: Option<Located<Flag>>,
    }
}

choice! {
    /// What became of an item of a work programme.
    pub enum ItemOutcome ("an outcome of an item") {
        /// It was taken.
        Taken = "taken" | "considered" | "done",
        /// It was moved to another time.
        Moved = "moved" | "deferred" | "postponed",
        /// It was dropped.
        Dropped = "dropped" | "removed",
    }
}

record! {
    /// An item planned for scrutiny.
    pub struct WorkItem {
        /// The body's id.
        open body: Located<Slug>,
        /// When it is planned.
        open date: Option<Located<DateOrPeriod>>,
        /// What it is.
        open item: Located<String>,
        /// What scrutiny will add.
        open purpose: Option<Text>,
        /// Who leads on it.
        open lead: Option<Located<String>>,
        /// What sort of scrutiny it is, such as `preview`.
        open kind: Option<Located<String>>,
        /// The reference of the issue that it is about. Where an agenda of the body has it, what became of the item is told by the agenda and the minutes.
        open issue: Option<Located<Reference>>,
        /// What became of it, where no agenda tells.
        open outcome: Option<Located<ItemOutcome>>,
        /// To when it was moved.
        open moved_to: Option<Located<DateOrPeriod>>,
        /// Why it was moved or dropped.
        open why: Option<Text>,
    }
}

record! {
    /// A finding that the council has decided to accept, of a rule of law or a doubt about the records. It is then
    /// reported as a note, with the reason.
    pub restricted struct Override {
        /// The code of what is reported, such as `notice/late-agenda`; `orderpaper explain` lists them and says which
        /// may be overridden.
        restricted rule: Located<String>,
        /// The meeting that it concerns.
        restricted meeting: Option<Located<Slug>>,
        /// The reference of the issue or decision that it concerns.
        restricted issue: Option<Located<Reference>>,
        /// The period that it concerns, such as `2025-26 Q3`.
        restricted period: Option<Located<ReportingPeriod>>,
        /// Why.
        restricted reason: Located<String>,
        /// Who decided it, with the office.
        restricted by: Located<String>,
        /// When.
        restricted date: Located<NaiveDate>,
    }
}
