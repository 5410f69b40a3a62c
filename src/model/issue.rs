//! Issues followed across meetings, the decisions on them, and what became of those.

use super::record::{Located, Text, choice, record};
use super::value::{DateOrPeriod, ExemptParagraph, Flag, Reference, Slug};
use chrono::NaiveDate;

record! {
    /// A matter followed across meetings; an entry of the forward plan.
    pub struct Issue {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// Its title.
        pub title: Located<String>,
        /// What it is about. Published, also where part of it will be taken in private.
        pub summary: Option<Text>,
        /// The portfolio that it belongs to; that of the first lead member where empty.
        pub portfolio: Option<Located<String>>,
        /// The council's priority that it serves.
        pub priority: Option<Located<String>>,
        /// Whether the decision is key.
        pub key: Option<Located<Flag>>,
        /// Why it is key.
        pub reason_key: Vec<Located<String>>,
        /// Who decides: a body's id; a member's office or name; an officer's post. Several decide jointly.
        pub maker: Vec<Located<String>>,
        /// When the decision is due: a day, a month, a range or a quarter.
        pub due: Option<Located<DateOrPeriod>>,
        /// The issue's status, such as `For Determination`.
        pub status: Option<Located<String>>,
        /// The divisions that it affects.
        pub divisions: Vec<Located<String>>,
        /// The members who lead on it.
        pub lead_members: Vec<Located<String>>,
        /// The officer whom to ask.
        pub contact: Option<Located<String>>,
        /// The Democratic Services officer whom to ask.
        pub democratic_contact: Option<Located<String>>,
        /// Who is consulted.
        pub consultees: Vec<Located<String>>,
        /// When and where consultation happens.
        pub consultation: Vec<Located<String>>,
        /// How to make representations, and by when.
        pub representations: Option<Text>,
        /// Documents that the decision maker will have; `None` where there are none. Not published where part of it will be taken in private.
        pub documents: Vec<Located<String>>,
        /// Documents that may be listed in public where part of it will be taken in private.
        pub public_documents: Vec<Located<String>>,
        /// Background papers; `None` where there are none. Not published where part of it will be taken in private.
        pub background_papers: Vec<Located<String>>,
        /// Paragraphs of Schedule 12A by which part of it will be taken in private.
        pub private_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why it will be taken in private. Published.
        pub private_reason: Option<Located<String>>,
        /// The second notice that it will be taken in private, five clear days before.
        pub private_notice: Option<PrivateNotice>,
        /// General exception: that it can't wait for 28 clear days of notice.
        pub general_exception: Option<GeneralException>,
        /// Special urgency: that it can't wait for five clear days of notice either.
        pub special_urgency: Option<SpecialUrgency>,
        /// When notice of it was first published.
        pub first_published: Option<Located<NaiveDate>>,
        /// The issue that it carries on from.
        pub follows: Option<Located<Reference>>,
        /// The council's additional fields. Not published where part of it will be taken in private.
        pub custom: Vec<CustomField>,
    }
}

impl Issue {
    /// Returns whether part of it will be taken in private: a paragraph, a reason or a second
    /// notice is given.
    pub fn is_private(&self) -> bool {
        // A reason without a paragraph is a slip, and no reason to publish.
        !self.private_paragraphs.is_empty()
            || self.private_reason.is_some()
            || self.private_notice.is_some()
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
        pub published: Located<NaiveDate>,
        /// Representations received that the meeting should be open to the public; `None` where there were none.
        pub representations: Text,
        /// The response to them; `None` where none was called for.
        pub response: Text,
    }
}

record! {
    /// A notice under the general exception.
    pub struct GeneralException {
        /// When it was published.
        pub published: Located<NaiveDate>,
        /// Who was told: the chair of the scrutiny committee, or each of its members.
        pub informed: Located<String>,
        /// When they were told.
        pub informed_on: Located<NaiveDate>,
        /// Why 28 clear days of notice were impracticable.
        pub reason: Text,
    }
}

record! {
    /// A notice of special urgency.
    pub struct SpecialUrgency {
        /// When it was published.
        pub published: Located<NaiveDate>,
        /// Who agreed that the decision is urgent and can't reasonably be deferred, and in what office.
        pub agreed_by: Located<String>,
        /// When they agreed.
        pub agreed_on: Located<NaiveDate>,
        /// Why it is urgent and can't reasonably be deferred.
        pub reason: Text,
    }
}

record! {
    /// An additional field that the council defines.
    pub struct CustomField {
        /// What the field is called.
        pub label: Located<String>,
        /// What it holds.
        pub value: Located<String>,
    }
}

record! {
    /// A decision taken.
    pub struct Decision {
        /// Its reference, kept as written.
        pub r#ref: Located<Reference>,
        /// The reference of the issue.
        pub issue: Option<Located<Reference>>,
        /// The title; the issue's where empty. It is published even where the decision is exempt.
        pub title: Option<Located<String>>,
        /// The meeting at which it was taken.
        pub meeting: Option<Located<Slug>>,
        /// The day, where not at a meeting.
        pub date: Option<Located<NaiveDate>>,
        /// Who decided: a body's id; a member's office or name; an officer's post. Several decided jointly.
        pub makers: Vec<Located<String>>,
        /// When the record was published.
        pub published: Option<Located<NaiveDate>>,
        /// Whether it is key.
        pub key: Option<Located<Flag>>,
        /// Whether it can be called in.
        pub call_in: Option<Located<Flag>>,
        /// The last day on which it can be called in.
        pub call_in_deadline: Option<Located<NaiveDate>>,
        /// The day from which it has effect.
        pub effective: Option<Located<NaiveDate>>,
        /// The day on which it was called in, where it was.
        pub called_in: Option<Located<NaiveDate>>,
        /// What came of the call-in.
        pub call_in_outcome: Option<Text>,
        /// What was decided.
        pub decision: Text,
        /// Why; the record needs it.
        pub reasons: Option<Text>,
        /// What else was considered, and why it was rejected; `None` where there was nothing. The record needs it.
        pub alternatives: Option<Text>,
        /// Conflicts of interest declared; `None` where there were none. The record needs it.
        pub interests: Option<Text>,
        /// Dispensations granted by the head of paid service; `None` where there were none. The record needs it.
        pub dispensations: Option<Text>,
        /// Who was consulted.
        pub consultees: Vec<Located<String>>,
        /// Background papers.
        pub background_papers: Vec<Located<String>>,
        /// Why it was urgent, where general exception or special urgency was used.
        pub urgency_basis: Option<Located<String>>,
        /// Paragraphs of Schedule 12A by which it is exempt.
        pub exempt_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why the public interest is better served by keeping it exempt. Published.
        pub exempt_reason: Option<Located<String>>,
        /// What may be said of it in public, where it is exempt.
        pub public_summary: Option<Text>,
    }
}

impl Decision {
    /// Returns whether its row withholds it from the public. The business in which it was taken may
    /// withhold it as well; that is not checked.
    pub fn is_exempt(&self) -> bool {
        // A reason without a paragraph is a slip, and no reason to publish.
        !self.exempt_paragraphs.is_empty() || self.exempt_reason.is_some()
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
    pub struct FollowUp {
        /// The meeting.
        pub meeting: Located<Slug>,
        /// The minute's number.
        pub minute: Option<Located<String>>,
        /// What was resolved or asked.
        pub text: Text,
        /// What it is; a resolution where empty.
        pub kind: Option<Located<FollowUpKind>>,
        /// Who is responsible for it.
        pub owner: Option<Located<String>>,
        /// By when.
        pub due: Option<Located<DateOrPeriod>>,
        /// Its status, such as `In progress`.
        pub status: Option<Located<String>>,
        /// What has been done.
        pub progress: Option<Text>,
        /// Paragraphs of Schedule 12A by which it is exempt; it is then in no public paper.
        pub exempt_paragraphs: Vec<Located<ExemptParagraph>>,
    }
}

record! {
    /// An item planned for scrutiny.
    pub struct WorkItem {
        /// The body's id.
        pub body: Located<Slug>,
        /// When it is planned.
        pub date: Option<Located<DateOrPeriod>>,
        /// What it is.
        pub item: Located<String>,
        /// What scrutiny will add.
        pub purpose: Option<Text>,
        /// Who leads on it.
        pub lead: Option<Located<String>>,
        /// What sort of scrutiny it is, such as `preview`.
        pub kind: Option<Located<String>>,
    }
}

record! {
    /// A fault found by a rule of law that the council has decided to accept. It is then reported as a note, with the reason.
    pub struct Override {
        /// The rule's code, such as `notice/late-agenda`; `orderpaper explain` lists them.
        pub rule: Located<String>,
        /// The meeting that it concerns.
        pub meeting: Option<Located<Slug>>,
        /// The reference of the issue or decision that it concerns.
        pub issue: Option<Located<Reference>>,
        /// Why.
        pub reason: Located<String>,
        /// Who decided it, with the office.
        pub by: Located<String>,
        /// When.
        pub date: Located<NaiveDate>,
    }
}
