//! The tables of open data: what their columns are called, and what they hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Row;

/// Declares the rows of tables: the structs, and from the same words their columns. Names of fields are those of
/// columns, with hyphens, so each is written twice and the compiler compares them.
macro_rules! rows {
    ($($(#[doc = $doc:literal])+ $name:ident = $table:literal {
        $(#[doc = $meaning:literal] $field:ident = $column:literal: $type:ty,)+
    })+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(default)]
        pub struct $name {
            $(#[doc = $meaning] #[serde(rename = $column)] pub $field: $type,)+
        }

        impl Row for $name {
            const TABLE: &'static str = $table;
            const DOC: &'static str = concat!($($doc),+).trim_ascii();
            const COLUMNS: &'static [(&'static str, &'static str)] =
                &[$(($column, $meaning.trim_ascii())),+];
        }
    )+ };
}

rows! {
    /// A meeting, as the latest document of it has it.
    MeetingRow = "meetings" {
        /// its name, as other tables give it
        meeting = "meeting": String,
        /// the body's id
        body = "body": String,
        /// the body's name
        body_name = "body-name": String,
        /// what sort of meeting it is, where it is not an ordinary one
        title = "title": Option<String>,
        /// the day, such as `2026-01-13`
        date = "date": String,
        /// when it begins by the clock, such as `18:30`
        time = "time": Option<String>,
        /// when it begins, where no clock tells it
        time_text = "time-text": Option<String>,
        /// where it is held
        venue = "venue": Option<String>,
        /// `scheduled`, `held`, `adjourned`, `postponed` or `cancelled`
        status = "status": String,
        /// the day to which it moves, or on which it is taken up again
        new_date = "new-date": Option<String>,
        /// why it is cancelled, postponed or adjourned
        status_reason = "status-reason": Option<String>,
        /// whether it is broadcast
        webcast = "webcast": bool,
        /// whom to ask: name, post, telephone and e-mail address
        contact = "contact": Option<String>,
        /// how to attend, ask questions or get papers in another form, as plain text
        attend = "attend": Option<String>,
    }

    /// An item of a meeting's agenda. Where it is exempt, only what may be said of it in public.
    ItemRow = "agenda-items" {
        /// the meeting
        meeting = "meeting": String,
        /// the number as printed
        number = "number": Option<String>,
        /// `item`, `heading`, `title-only` or `comment`
        kind = "kind": String,
        /// `public`, or `private` where the public is excluded
        part = "part": String,
        /// the title
        title = "title": Option<String>,
        /// words below the title, as plain text
        text = "text": Option<String>,
        /// whose report it is
        report_of = "report-of": Option<String>,
        /// what the body is asked to do, as plain text
        ask = "ask": Option<String>,
        /// when it is expected to be taken, such as `19:15`
        clock_time = "clock-time": Option<String>,
        /// whether it is exempt as a whole
        exempt = "exempt": bool,
        /// the paragraphs of Schedule 12A
        exempt_paragraphs = "exempt-paragraphs": Vec<u32>,
        /// why
        exempt_reason = "exempt-reason": Option<String>,
        /// what may be said of it in public, as plain text
        public_summary = "public-summary": Option<String>,
        /// the reference of the issue that it carries forward
        issue = "issue": Option<String>,
    }

    /// A paper that was published for a meeting. Papers that are not for publication have no row.
    PaperRow = "papers" {
        /// the meeting
        meeting = "meeting": String,
        /// the number of the agenda item
        item = "item": String,
        /// its id among the papers of the meeting
        id = "id": String,
        /// the title
        title = "title": String,
        /// a short name, such as `Appendix B`
        label = "label": Option<String>,
        /// `report`, `appendix` or `supplement`
        kind = "kind": String,
        /// the number of the supplement that it is in; none for papers that came with the agenda
        supplement = "supplement": Option<u32>,
        /// the day from which the public may read it, where it was exempt at the meeting
        released = "released": Option<String>,
    }

    /// A motion, an amendment, a part of a motion, another vote, an election, a choice between proposals, or a
    /// resolution, as the minutes have it.
    MotionRow = "motions" {
        /// the meeting
        meeting = "meeting": String,
        /// the number of the minute
        minute = "minute": Option<String>,
        /// the number of the agenda item
        item = "item": Option<String>,
        /// its number among those of the meeting
        motion = "motion": u32,
        /// `motion`, `amendment`, `part`, `vote`, `election`, `choice` or `resolution`
        kind = "kind": String,
        /// its words as plain text; of an amendment, those put in are between `{+` and `+}` and those taken out between `{-` and `-}`
        text = "text": Option<String>,
        /// who moved it
        mover = "mover": Option<String>,
        /// who seconded it
        seconder = "seconder": Option<String>,
        /// how it ended, such as `carried`; who was elected, or what was chosen
        outcome = "outcome": Option<String>,
        /// how the chair's casting vote was used: `for` or `against`
        casting_vote = "casting-vote": Option<String>,
    }

    /// One side of a vote, as the minutes record it.
    VoteRow = "votes" {
        /// the meeting
        meeting = "meeting": String,
        /// the number of the minute
        minute = "minute": Option<String>,
        /// the number of what was voted on, as in `motions`
        motion = "motion": u32,
        /// the round of an election or a choice, from 1
        round = "round": Option<u32>,
        /// `for`, `against`, `abstain`, `not-voting`, or a nominee
        side = "side": String,
        /// how many
        count = "count": u32,
        /// who, where the vote was recorded by name
        members = "members": Vec<String>,
    }

    /// A person at a meeting, as the minutes record it.
    AttendanceRow = "attendance" {
        /// the meeting
        meeting = "meeting": String,
        /// the body's id
        body = "body": String,
        /// the day; where it was adjourned, that of the sitting
        date = "date": String,
        /// the person, as papers print the name
        name = "name": String,
        /// `present`, `apologies`, `absent`, `in-attendance` or `officer`
        attendance = "attendance": String,
        /// the member whose place was taken
        substitute_for = "substitute-for": Option<String>,
        /// whether the person attended from elsewhere
        remote = "remote": bool,
        /// what the minutes add, such as `in the chair`
        note = "note": Option<String>,
    }

    /// A decision taken. Where it is exempt, only what may be said of it in public.
    DecisionRow = "decisions" {
        /// its reference
        reference = "ref": Option<String>,
        /// its title
        title = "title": Option<String>,
        /// the reference of its issue
        issue = "issue": Option<String>,
        /// the meeting at which it was taken
        meeting = "meeting": Option<String>,
        /// the day
        date = "date": Option<String>,
        /// who decided, as the data names them
        makers = "makers": Vec<String>,
        /// whether it is key
        key = "key": Option<bool>,
        /// when it was published
        published = "published": Option<String>,
        /// whether it can be called in
        call_in = "call-in": Option<bool>,
        /// the last day for that
        call_in_deadline = "call-in-deadline": Option<String>,
        /// the day from which it has effect
        effective = "effective": Option<String>,
        /// the day on which it was called in
        called_in = "called-in": Option<String>,
        /// whether its words are withheld
        exempt = "exempt": bool,
        /// the paragraphs of Schedule 12A
        exempt_paragraphs = "exempt-paragraphs": Vec<u32>,
        /// why
        exempt_reason = "exempt-reason": Option<String>,
        /// what may be said of it in public
        public_summary = "public-summary": Option<String>,
        /// what was decided, as plain text
        decision = "decision": Option<String>,
        /// why
        reasons = "reasons": Option<String>,
        /// what else was considered
        alternatives = "alternatives": Option<String>,
        /// conflicts of interest declared
        interests = "interests": Option<String>,
        /// dispensations granted
        dispensations = "dispensations": Option<String>,
        /// who was consulted
        consultees = "consultees": Vec<String>,
        /// background papers
        background_papers = "background-papers": Vec<String>,
        /// why it was urgent
        urgency_basis = "urgency-basis": Option<String>,
    }

    /// An issue of which notice was published.
    PlanRow = "plan" {
        /// its reference
        reference = "ref": Option<String>,
        /// its title
        title = "title": String,
        /// what it is about, as plain text
        summary = "summary": Option<String>,
        /// whether the decision is key
        key = "key": Option<bool>,
        /// why it is key
        reason_key = "reason-key": Vec<String>,
        /// who decides, as the data names them
        makers = "makers": Vec<String>,
        /// when it is due, in words
        due = "due": Option<String>,
        /// the first day of that
        due_from = "due-from": Option<String>,
        /// the last day of that
        due_to = "due-to": Option<String>,
        /// where it stands
        status = "status": Option<String>,
        /// the divisions that it affects
        divisions = "divisions": Vec<String>,
        /// the members who lead on it, as papers print their names
        lead_members = "lead-members": Vec<String>,
        /// the portfolio, where the data gives one
        portfolio = "portfolio": Option<String>,
        /// the priority
        priority = "priority": Option<String>,
        /// the officer to ask: name, post, telephone and e-mail address, as papers print them
        contact = "contact": Option<String>,
        /// who is consulted
        consultees = "consultees": Vec<String>,
        /// documents for the decision; where it is private, those that may be listed
        documents = "documents": Vec<String>,
        /// background papers; none are listed where it is private
        background_papers = "background-papers": Vec<String>,
        /// whether part of it is to be taken in private
        private = "private": bool,
        /// the paragraphs of Schedule 12A
        private_paragraphs = "private-paragraphs": Vec<u32>,
        /// why
        private_reason = "private-reason": Option<String>,
        /// when notice of it was first published
        first_published = "first-published": Option<String>,
    }

    /// A seat on a body, as the latest agenda of the body has it.
    MemberRow = "members" {
        /// the body's id
        body = "body": String,
        /// the member's name, as papers print it; none of a vacancy
        name = "name": String,
        /// `chair`, `vice-chair`, `member`, `substitute`, `co-opted` or `vacancy`
        role = "role": String,
        /// an office, such as `Cabinet Member for Finance`
        office = "office": Option<String>,
        /// the council that appointed the member, on a body that several share
        authority = "authority": Option<String>,
        /// the party
        party = "party": Option<String>,
        /// the ward or division
        division = "division": Option<String>,
        /// the e-mail address
        email = "email": Option<String>,
        /// the telephone number
        telephone = "telephone": Option<String>,
        /// whether the member may vote
        votes = "votes": bool,
    }
}
