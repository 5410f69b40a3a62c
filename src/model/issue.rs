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
        /// What it is about.
        pub summary: Option<Text>,
        /// Whether the decision is key.
        pub key: Option<Located<Flag>>,
        /// Why it is key.
        pub reason_key: Vec<Located<String>>,
        /// Who decides: a body's id, or the persons.
        pub maker: Vec<Located<String>>,
        /// When the decision is due: a day, a month, a range or a quarter.
        pub due: Option<Located<DateOrPeriod>>,
        /// Where the issue stands, such as `For Determination`.
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
        /// Documents that the decision maker will have; `None` where there are none.
        pub documents: Vec<Located<String>>,
        /// Background papers; `None` where there are none.
        pub background_papers: Vec<Located<String>>,
        /// Paragraphs of Schedule 12A by which part of it will be taken in private.
        pub private_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Why it will be taken in private.
        pub private_reason: Option<Located<String>>,
        /// When notice of it was first published.
        pub first_published: Option<Located<NaiveDate>>,
        /// The issue that it carries on from.
        pub follows: Option<Located<Reference>>,
        /// Fields of the council's own.
        pub custom: Vec<CustomField>,
    }
}

record! {
    /// A field of the council's own.
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
        /// The meeting at which it was taken.
        pub meeting: Option<Located<Slug>>,
        /// The day, where not at a meeting.
        pub date: Option<Located<NaiveDate>>,
        /// Who decided.
        pub makers: Vec<Located<String>>,
        /// When the record was published.
        pub published: Option<Located<NaiveDate>>,
        /// Whether it is key.
        pub key: Option<Located<Flag>>,
        /// Whether it can be called in.
        pub call_in: Option<Located<Flag>>,
        /// What was decided.
        pub decision: Text,
        /// Why.
        pub reasons: Option<Text>,
        /// What else was considered, and why it was rejected.
        pub alternatives: Option<Text>,
        /// Conflicts of interest declared.
        pub interests: Option<Text>,
        /// Dispensations granted by the head of paid service.
        pub dispensations: Option<Text>,
        /// Who was consulted.
        pub consultees: Vec<Located<String>>,
        /// Background papers.
        pub background_papers: Vec<Located<String>>,
        /// Why it was urgent, where general exception or special urgency was used.
        pub urgency_basis: Option<Located<String>>,
        /// Paragraphs of Schedule 12A by which it is exempt.
        pub exempt_paragraphs: Vec<Located<ExemptParagraph>>,
    }
}

choice! {
    /// What is followed up.
    pub enum FollowUpKind ("something to follow up") {
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
        /// Who sees to it.
        pub owner: Option<Located<String>>,
        /// By when.
        pub due: Option<Located<DateOrPeriod>>,
        /// How it stands, such as `In progress`.
        pub status: Option<Located<String>>,
        /// What has been done.
        pub progress: Option<Text>,
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
