//! Minutes: who was present, and what was said, moved, voted and resolved.

use super::node::Content;
use super::passages::{Passages, Seen};
use super::record::{Field, FromNode, Located, RichText, Text, choice, record};
use super::redact::{Redact, Withheld};
use super::value::{DateOrPeriod, ExemptParagraph, Flag, Parse, Scalar, Slug, TimeOfDay};
use chrono::NaiveDate;
use diag::{Code, Diagnostic, Diagnostics, Origin};
use serde_json::{Value, json};

choice! {
    /// How far minutes have got.
    pub enum MinutesStatus ("a state of minutes") {
        /// Not yet agreed by the body.
        Draft = "draft",
        /// Agreed as a correct record.
        Confirmed = "confirmed" | "signed" | "approved",
    }
}

choice! {
    /// How a motion or amendment ended.
    pub enum MotionOutcome ("an outcome of a motion") {
        /// It was carried.
        Carried = "carried" | "agreed" | "won",
        /// It was lost.
        Lost = "lost" | "defeated" | "rejected",
        /// Its mover took it back.
        Withdrawn = "withdrawn",
        /// It fell, such as for want of a seconder.
        Fell = "fell" | "lapsed",
        /// The mover and seconder of the motion accepted the amendment, so that no vote was taken.
        Accepted = "accepted",
        /// It was altered with the leave of the meeting.
        Altered = "altered",
    }
}

record! {
    /// The minutes of one meeting.
    pub struct MinuteBook {
        /// The meeting; the file's name where empty.
        open meeting: Option<Located<Slug>>,
        /// Draft until the body agrees them; draft where empty.
        open status: Option<Located<MinutesStatus>>,
        /// The number of the first minute, where it doesn't run on from the last meeting's.
        open first_number: Option<Located<u32>>,
        /// Members present, the one in the chair first. Whoever presides may be called by the office, such as `The Lord Mayor`.
        open present: Vec<Attendee>,
        /// Members who sent apologies.
        open apologies: Vec<Attendee>,
        /// Members absent without apologies.
        open absent: Vec<Attendee>,
        /// Substitutes, each with the member whose place was taken; they are also present.
        open substitutes: Vec<Substitution>,
        /// Others in attendance.
        open in_attendance: Vec<Attendee>,
        /// Officers who attended.
        open officers: Vec<Attendee>,
        /// Interests declared.
        open interests: Vec<Interest>,
        /// The minutes, in order.
        open items: Vec<Minute>,
        /// When the meeting ended, or was adjourned for the first time, where not in the `meetings` table.
        open end_time: Option<Located<TimeOfDay>>,
        /// The sittings after the first, where the meeting was adjourned, in order.
        open sittings: Vec<Sitting>,
    }
}

impl MinuteBook {
    /// Returns the minute with which a sitting began, counted from 0: the last of the item that the sitting names,
    /// since an item that was adjourned has a minute of each sitting. `None` where there is none.
    pub fn start_of(&self, sitting: &Sitting) -> Option<usize> {
        let key = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
        let wanted = key(&sitting.from);
        self.items
            .iter()
            .rposition(|minute| minute.item.as_ref().is_some_and(|item| key(item) == wanted))
    }
}

record! {
    /// A sitting of a meeting that was adjourned, after the first.
    pub struct Sitting {
        /// The day.
        open date: Located<NaiveDate>,
        /// When it began.
        open time: Option<Located<TimeOfDay>>,
        /// Where it was held, where that was another place.
        open venue: Option<Located<String>>,
        /// The number of the agenda item with which it began.
        open from: Located<String>,
        /// Members present, the one in the chair first.
        open present: Vec<Attendee>,
        /// Members who sent apologies.
        open apologies: Vec<Attendee>,
        /// Members absent without apologies.
        open absent: Vec<Attendee>,
        /// When it ended.
        open end_time: Option<Located<TimeOfDay>>,
    }
}

/// A name, with what is printed after it.
#[derive(Debug, Clone)]
pub struct Attendee {
    /// The name.
    pub name: Located<String>,
    /// Such as `in the chair`, `until 12.44 pm`, or a post.
    pub note: Option<Located<String>>,
    /// Whether the member attended from elsewhere, by telephone or video.
    pub remote: Option<Located<Flag>>,
}

record! {
    /// A name with a note.
    struct NamedAttendee {
        /// The name.
        open name: Located<String>,
        /// Such as `in the chair`, `from 10.50 am`, or a post.
        open note: Option<Located<String>>,
        /// Whether the member attended from elsewhere, by telephone or video; no where empty.
        open remote: Option<Located<Flag>>,
    }
}

impl Attendee {
    /// Returns whether the member attended from elsewhere.
    pub fn is_remote(&self) -> bool {
        self.remote.as_ref().is_some_and(|flag| flag.0)
    }
}

impl Redact for Attendee {
    fn redact(&self, hide: bool) -> Option<Self> {
        let Self { name, note, remote } = self;
        let (new_name, new_note) = (name.redact(hide), note.redact(hide));
        let new_remote = remote.redact(hide);
        (new_name.is_some() || new_note.is_some() || new_remote.is_some()).then(|| Self {
            name: new_name.unwrap_or_else(|| name.clone()),
            note: new_note.unwrap_or_else(|| note.clone()),
            remote: new_remote.unwrap_or_else(|| remote.clone()),
        })
    }
}

impl Passages for Attendee {
    fn passages<'a>(&'a self, _field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        let Self { name, note, remote: _ } = self;
        name.passages("name", hide, &mut *seen);
        note.passages("note", hide, seen);
    }
}

impl FromNode for Attendee {
    const ACCEPTS_LIST: bool = true;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        if field.node.is_some_and(|node| matches!(node.content, Content::Record(_))) {
            let NamedAttendee { name, note, remote, .. } = NamedAttendee::from_node(diags, field)?;
            return Some(Self { name, note, remote });
        }
        Located::from_node(diags, field).map(|name| Self { name, note: None, remote: None })
    }

    fn describe() -> (String, Vec<&'static str>) {
        ("a name, or an object with `name`, `note` and `remote`".to_owned(), Vec::new())
    }

    fn schema() -> Value {
        json!({ "anyOf": [{ "type": "string" }, NamedAttendee::schema()] })
    }

    fn columns() -> Vec<super::record::Column> {
        NamedAttendee::columns()
    }
}

record! {
    /// A substitute for a member.
    pub struct Substitution {
        /// The substitute.
        open name: Located<String>,
        /// The member whose place was taken.
        open r#for: Located<String>,
    }
}

record! {
    /// An interest that a member declared.
    pub struct Interest: Mark {
        /// The member.
        open member: Located<String>,
        /// The number of the agenda item.
        open item: Option<Located<String>>,
        /// What kind of interest, such as `Personal` or `Disclosable pecuniary`.
        open kind: Located<String>,
        /// What the interest is. Not published where the interest is sensitive or its item is private.
        withheld nature: Withheld<Located<String>>,
        /// Whether the member left the room.
        open left_room: Option<Located<Flag>>,
        /// Whether a dispensation allows the member to vote all the same (Localism Act 2011, s. 33).
        open dispensation: Option<Located<Flag>>,
        /// Whether the monitoring officer agreed that its disclosure could lead to violence or intimidation, so that what it is stays out of public papers (Localism Act 2011, s. 32).
        open sensitive: Option<Located<Flag>>,
    }
}

impl Interest {
    /// Returns whether it is a disclosable pecuniary interest, by the words for its kind.
    pub fn is_disclosable_pecuniary(&self) -> bool {
        let kind = self.kind.to_lowercase();
        let is_denied = [
            "non-disclosable",
            "not disclosable",
            "non disclosable",
            "non-pecuniary",
            "non pecuniary",
            "other than",
        ];
        let is_named = kind.contains("disclosable") && kind.contains("pecuniary");
        let is_short = kind.split(|char: char| !char.is_alphanumeric()).any(|word| word == "dpi");
        (is_named || is_short) && !is_denied.iter().any(|words| kind.contains(words))
    }
}

choice! {
    /// Why nobody was excluded for an item that was to be taken in private.
    pub enum NoExclusion ("a reason why nobody was excluded") {
        /// Nobody was there who could have been.
        None = "none",
        /// The item was not reached, or was deferred.
        NotReached = "not-reached" | "not reached" | "deferred" | "withdrawn",
        /// The item was taken in public after all.
        Public = "public" | "in public" | "taken in public",
    }
}

impl NoExclusion {
    /// Returns whether nothing of the item was dealt with in private, so that its minute has nothing to withhold.
    pub fn is_open(self) -> bool {
        match self {
            Self::None => false,
            Self::NotReached | Self::Public => true,
        }
    }
}

record! {
    /// The minute of one item.
    pub struct Minute: Mark {
        /// The number of the agenda item; empty for business not on the agenda.
        open item: Option<Located<String>>,
        /// The minute's number as printed, where it is not the next one; `none` where it has none.
        open number: Option<Located<String>>,
        /// The title; the agenda item's where empty.
        withheld title: Option<Located<String>>,
        /// Members who came or went during the item.
        withheld movements: Vec<Movement>,
        /// The paragraphs, in order: what was said, moved, voted and resolved.
        withheld paragraphs: Vec<Paragraph>,
        /// The earlier meetings of the body whose minutes this minute confirmed as a correct record, such as `cabinet-2026-01-13`. Those minutes are then no longer a draft, and say by which minute they were confirmed. Without paragraphs, the minute says so in a sentence.
        open confirms: Vec<Located<Slug>>,
        /// Corrections to earlier minutes that were made with it; those minutes show them too.
        withheld corrections: Vec<Correction>,
        /// Paragraphs of Schedule 12A by which the minute is exempt, where its item is not.
        open exempt_paragraphs: Vec<Located<ExemptParagraph>>,
        /// Whether it involves confidential information, where its item does not (Local Government Act 1972, s. 100A(2) and (3)).
        open confidential: Option<Located<Flag>>,
        /// Why no resolution excluded the public for an exempt item: `none` where nobody was there, `not-reached` or
        /// `public`; empty where one did. With `not-reached` and `public` the minute is published as it stands, since nothing was said in private.
        open exclusion: Option<Located<NoExclusion>>,
        /// What may be said in public, where the item was exempt (s. 100C(2)).
        open public_summary: Option<Text>,
    }
}

impl Minute {
    /// Returns whether it is withheld from the public, by itself or with its item, as its [`mark`](Self::mark) has
    /// it.
    pub fn is_exempt(&self) -> bool {
        self.mark.is_private()
    }

    /// Returns whether it has no number, as its `number` says.
    pub fn is_unnumbered(&self) -> bool {
        self.number.as_ref().is_some_and(|number| number.trim().eq_ignore_ascii_case("none"))
    }
}

record! {
    /// A correction to the minutes of an earlier meeting.
    pub struct Correction {
        /// The earlier meeting.
        open meeting: Located<Slug>,
        /// The number of the minute or paragraph that is corrected, as those minutes print it; empty for what no minute has, such as who was there.
        open minute: Option<Located<String>>,
        /// What was corrected, such as `for ‘1948’ read ‘1984’`.
        open text: Text,
    }
}

record! {
    /// A member coming or going.
    pub struct Movement {
        /// The member.
        open member: Located<String>,
        /// When the member arrived.
        open arrived: Option<Located<TimeOfDay>>,
        /// When the member left.
        open left: Option<Located<TimeOfDay>>,
    }
}

impl Movement {
    /// Returns whether the member was in the room before it: they left first, or only.
    pub fn begins_in_room(&self) -> bool {
        match (&self.arrived, &self.left) {
            (Some(arrived), Some(left)) => left.value < arrived.value,
            (arrived, _) => arrived.is_none(),
        }
    }

    /// Returns whether the member was in the room after it: they arrived last, or only.
    pub fn ends_in_room(&self) -> bool {
        match (&self.arrived, &self.left) {
            (Some(arrived), Some(left)) => left.value < arrived.value,
            (_, left) => left.is_none(),
        }
    }
}

/// A paragraph of a minute: text, and the motion, vote, resolution or actions that go with it.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Whether it takes a number.
    pub numbered: bool,
    /// What was said.
    pub text: Option<Text>,
    /// A motion, with its amendments and vote.
    pub motion: Option<Box<Motion>>,
    /// A vote that is not on a motion printed here.
    pub vote: Option<Box<Vote>>,
    /// An election between nominees.
    pub election: Option<Box<Election>>,
    /// A choice between proposals.
    pub choice: Option<Box<Election>>,
    /// What was resolved.
    pub resolution: Option<Box<Resolution>>,
    /// What somebody is to do.
    pub actions: Vec<Action>,
}

record! {
    /// A paragraph with more than text.
    struct FullParagraph {
        /// Whether it takes a number; yes where empty.
        open numbered: Option<Located<Flag>>,
        /// What was said.
        open text: Option<Text>,
        /// A motion, with its amendments and vote.
        open motion: Option<Box<Motion>>,
        /// A vote that is not on a motion printed here.
        open vote: Option<Box<Vote>>,
        /// An election between nominees, such as for the chair.
        open election: Option<Box<Election>>,
        /// A choice between proposals, such as a motion and an amendment put against each other.
        open choice: Option<Box<Election>>,
        /// What was resolved.
        open resolution: Option<Box<Resolution>>,
        /// What somebody is to do.
        open actions: Vec<Action>,
    }
}

/// A paragraph is shown as a whole, or not at all; see the fields of [`Minute`].
impl Redact for Paragraph {
    fn redact(&self, hide: bool) -> Option<Self> {
        let Self { numbered, text, motion, vote, election, choice, resolution, actions } = self;
        let text = (text.redact(hide), text);
        let motion = (motion.redact(hide), motion);
        let vote = (vote.redact(hide), vote);
        let election = (election.redact(hide), election);
        let choice = (choice.redact(hide), choice);
        let resolution = (resolution.redact(hide), resolution);
        let actions = (actions.redact(hide), actions);
        let is_changed = text.0.is_some()
            || motion.0.is_some()
            || vote.0.is_some()
            || election.0.is_some()
            || choice.0.is_some()
            || resolution.0.is_some()
            || actions.0.is_some();
        is_changed.then(|| Self {
            numbered: *numbered,
            text: text.0.unwrap_or_else(|| text.1.clone()),
            motion: motion.0.unwrap_or_else(|| motion.1.clone()),
            vote: vote.0.unwrap_or_else(|| vote.1.clone()),
            election: election.0.unwrap_or_else(|| election.1.clone()),
            choice: choice.0.unwrap_or_else(|| choice.1.clone()),
            resolution: resolution.0.unwrap_or_else(|| resolution.1.clone()),
            actions: actions.0.unwrap_or_else(|| actions.1.clone()),
        })
    }
}

/// Something that was put to the vote, or may have been.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What messages call it, such as `motion`.
    pub what: &'static str,
    /// The vote on it.
    pub vote: Option<&'a Vote>,
    /// How it ended.
    pub outcome: Option<&'a Located<MotionOutcome>>,
    /// Where it is.
    pub origin: &'a Origin,
}

/// What messages call a vote in a round of an election.
pub const ELECTION: &str = "round of an election";

/// What messages call a vote between proposals.
pub const CHOICE: &str = "choice";

impl Paragraph {
    /// Returns what was put to the vote, in order: a vote by itself, amendments, parts of the motion and the motion.
    pub fn questions(&self) -> impl Iterator<Item = Question<'_>> {
        let vote = self.vote.as_deref().map(|vote| Question {
            what: "vote",
            vote: Some(vote),
            outcome: None,
            origin: &vote.origin,
        });
        let motion = self.motion.as_deref();
        let amendments = motion.into_iter().flat_map(|motion| &motion.amendments);
        let amendments = amendments.map(|amendment| Question {
            what: "amendment",
            vote: amendment.vote.as_ref(),
            outcome: amendment.outcome.as_ref(),
            origin: &amendment.origin,
        });
        let parts = motion.into_iter().flat_map(|motion| &motion.parts).map(|part| Question {
            what: "part of a motion",
            vote: part.vote.as_ref(),
            outcome: part.outcome.as_ref(),
            origin: &part.origin,
        });
        let motion = motion.map(|motion| Question {
            what: "motion",
            vote: motion.vote.as_ref(),
            outcome: motion.outcome.as_ref(),
            origin: &motion.origin,
        });
        vote.into_iter().chain(amendments).chain(parts).chain(motion)
    }

    /// Returns the votes that were taken, in order: what each is called in messages, its sides, and where it is.
    /// The sides of a round of an election, or of a choice, are called by its nominees.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, Vec<(&str, &Tally)>, &Origin)> {
        let votes = self.questions().filter_map(|question| {
            let vote = question.vote?;
            Some((question.what, vote.sides().collect(), &vote.origin))
        });
        let elections = self.election.iter().map(|election| (ELECTION, election));
        let choices = self.choice.iter().map(|choice| (CHOICE, choice));
        let rounds = elections.chain(choices).flat_map(|(what, election)| {
            election.rounds.iter().map(move |round| (what, round.sides(), &round.origin))
        });
        // One nominee needs no vote.
        votes.chain(rounds.filter(|(_, sides, _)| !sides.is_empty()))
    }

    /// Returns who moved and seconded the motion and its amendments, each with whether they moved it.
    pub fn movers(&self) -> impl Iterator<Item = (bool, &Located<String>)> {
        let motion = self.motion.as_deref();
        let amendments = motion.into_iter().flat_map(|motion| &motion.amendments);
        let amendments = amendments.map(|amendment| (&amendment.mover, &amendment.seconder));
        let motions = motion.into_iter().map(|motion| (&motion.mover, &motion.seconder));
        let names = motions
            .chain(amendments)
            .flat_map(|(mover, seconder)| [(true, mover), (false, seconder)]);
        names.filter_map(|(moved, name)| Some((moved, name.as_ref()?)))
    }
}

impl Passages for Paragraph {
    fn passages<'a>(&'a self, _field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        let Self { numbered: _, text, motion, vote, election, choice, resolution, actions } = self;
        text.passages("text", hide, &mut *seen);
        motion.passages("motion", hide, &mut *seen);
        vote.passages("vote", hide, &mut *seen);
        election.passages("election", hide, &mut *seen);
        choice.passages("choice", hide, &mut *seen);
        resolution.passages("resolution", hide, &mut *seen);
        actions.passages("actions", hide, seen);
    }
}

impl FromNode for Paragraph {
    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        if field.node.is_some_and(|node| !matches!(node.content, Content::Record(_))) {
            let text = Located::<RichText>::from_node(diags, field)?;
            return Some(Self {
                numbered: true,
                text: Some(text),
                motion: None,
                vote: None,
                election: None,
                choice: None,
                resolution: None,
                actions: Vec::new(),
            });
        }
        let whole = FullParagraph::from_node(diags, field)?;
        let FullParagraph { numbered, text, motion, vote, election, .. } = whole;
        let FullParagraph { choice, resolution, actions, .. } = whole;
        let numbered = numbered.is_none_or(|flag| flag.0);
        Some(Self { numbered, text, motion, vote, election, choice, resolution, actions })
    }

    fn describe() -> (String, Vec<&'static str>) {
        let what = "text, or an object with `text`, `motion`, `vote`, `election`, `choice`, `resolution`, \
                    `actions`";
        (what.to_owned(), Vec::new())
    }

    fn schema() -> Value {
        json!({ "anyOf": [Located::<RichText>::schema(), FullParagraph::schema()] })
    }

    fn columns() -> Vec<super::record::Column> {
        FullParagraph::columns()
    }
}

record! {
    /// A motion.
    pub struct Motion {
        /// The motion's words.
        open text: Text,
        /// Who moved it.
        open mover: Option<Located<String>>,
        /// Who seconded it.
        open seconder: Option<Located<String>>,
        /// Amendments, in the order taken.
        open amendments: Vec<Amendment>,
        /// The motion as amended, where it was.
        open substantive: Option<Text>,
        /// Parts that were voted on separately.
        open parts: Vec<MotionPart>,
        /// How it ended.
        open outcome: Option<Located<MotionOutcome>>,
        /// The vote on it.
        open vote: Option<Vote>,
    }
}

record! {
    /// A part of a motion that was voted on separately.
    pub struct MotionPart {
        /// Which part, such as `Paragraph 2`.
        open part: Located<String>,
        /// How it ended.
        open outcome: Option<Located<MotionOutcome>>,
        /// The vote on it.
        open vote: Option<Vote>,
    }
}

record! {
    /// An election between nominees, or a choice between proposals.
    pub struct Election {
        /// What it was for, such as `Chair of the Committee`.
        open title: Located<String>,
        /// The rounds of voting, in order.
        open rounds: Vec<Round>,
        /// Who was elected, or what was chosen, as the last round names it.
        open winner: Located<String>,
        /// Whether lots were drawn between those with equal votes.
        open lot: Option<Located<Flag>>,
        /// Whether the chair's casting vote decided between those with equal votes.
        open casting: Option<Located<Flag>>,
    }
}

record! {
    /// A round of voting in an election.
    pub struct Round {
        /// The nominees or proposals, with their votes.
        open nominees: Vec<Nominee>,
        /// Abstaining.
        open abstain: Option<Tally>,
        /// Present and not voting.
        open not_voting: Option<Tally>,
    }
}

impl Round {
    /// Returns the sides that are recorded: the nominees by their names, the others by their columns.
    pub fn sides(&self) -> Vec<(&str, &Tally)> {
        let nominees = self.nominees.iter();
        let nominees =
            nominees.filter_map(|nominee| Some((nominee.name.as_str(), nominee.votes.as_ref()?)));
        let others = [("abstain", &self.abstain), ("not-voting", &self.not_voting)];
        let others = others.into_iter().filter_map(|(side, tally)| Some((side, tally.as_ref()?)));
        nominees.chain(others).collect()
    }
}

record! {
    /// A nominee in a round of voting, or a proposal.
    pub struct Nominee {
        /// The nominee's name, or what is proposed.
        open name: Located<String>,
        /// A number or a list of names; empty where there was no vote, such as with one nominee.
        open votes: Option<Tally>,
    }
}

record! {
    /// An amendment to a motion.
    pub struct Amendment {
        /// The motion's words with `{+words put in+}` and `{-words taken out-}`.
        open text: Text,
        /// Who moved it.
        open mover: Option<Located<String>>,
        /// Who seconded it.
        open seconder: Option<Located<String>>,
        /// How it ended.
        open outcome: Option<Located<MotionOutcome>>,
        /// The vote on it.
        open vote: Option<Vote>,
    }
}

record! {
    /// A vote: a number or a list of names for each side.
    pub struct Vote {
        /// For.
        open r#for: Option<Tally>,
        /// Against.
        open against: Option<Tally>,
        /// Abstaining.
        open abstain: Option<Tally>,
        /// Present and not voting.
        open not_voting: Option<Tally>,
        /// How the chair's casting vote was used: `for` or `against`.
        open casting: Option<Located<CastingVote>>,
    }
}

impl Vote {
    /// Returns the sides that are recorded, by the names of their columns.
    pub fn sides(&self) -> impl Iterator<Item = (&'static str, &Tally)> {
        let sides = [
            ("for", &self.r#for),
            ("against", &self.against),
            ("abstain", &self.abstain),
            ("not-voting", &self.not_voting),
        ];
        sides.into_iter().filter_map(|(side, tally)| Some((side, tally.as_ref()?)))
    }
}

choice! {
    /// How a casting vote was used.
    pub enum CastingVote ("a side of a vote") {
        /// For.
        For = "for",
        /// Against.
        Against = "against",
    }
}

/// One side of a vote.
#[derive(Debug, Clone)]
pub enum Tally {
    /// How many.
    Count(Located<u32>),
    /// Who.
    Names(Vec<Located<String>>),
}

impl Tally {
    /// Returns how many voted on this side.
    pub fn count(&self) -> usize {
        match self {
            Self::Count(count) => count.value as usize,
            Self::Names(names) => names.len(),
        }
    }

    /// Returns the names; `None` where only the number was recorded.
    pub fn names(&self) -> Option<&[Located<String>]> {
        match self {
            Self::Names(names) => Some(names),
            Self::Count(_) => None,
        }
    }
}

impl Redact for Tally {
    fn redact(&self, hide: bool) -> Option<Self> {
        match self {
            Self::Count(count) => count.redact(hide).map(Self::Count),
            Self::Names(names) => names.redact(hide).map(Self::Names),
        }
    }
}

impl Passages for Tally {
    fn passages<'a>(&'a self, field: &'static str, hide: bool, seen: Seen<'_, 'a>) {
        match self {
            Self::Count(_) => {}
            Self::Names(names) => names.passages(field, hide, seen),
        }
    }
}

impl FromNode for Tally {
    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        let count = field.node.and_then(|node| match &node.content {
            Content::Scalar(scalar @ (Scalar::Number(_) | Scalar::Text(_))) => u32::parse(scalar)
                .ok()
                .map(|parsed| Located { value: parsed.value, origin: node.origin.clone() }),
            Content::Missing | Content::Scalar(_) | Content::List(_) | Content::Record(_) => None,
        });
        if let Some(count) = count {
            return Some(Self::Count(count));
        }
        if let Some(node) = field.node
            && matches!(node.content, Content::Scalar(Scalar::Number(_)))
        {
            let message = format!("`{}` must be a whole number or a list of names", field.column);
            diags.push(
                Diagnostic::new(Code::DataBadValue, message)
                    .at(&node.origin)
                    .hint("write how many, such as `4`, or list their names"),
            );
            return None;
        }
        Vec::from_node(diags, field).map(Self::Names)
    }

    fn describe() -> (String, Vec<&'static str>) {
        ("a number, or a list of names".to_owned(), Vec::new())
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "type": "integer", "minimum": 0 },
            { "type": "array", "items": { "type": "string" } },
        ] })
    }
}

record! {
    /// A resolution.
    pub struct Resolution {
        /// The words that lead in, such as `Resolved – that the Committee`.
        open formula: Option<Located<String>>,
        /// What was resolved, most often a list.
        open text: Text,
    }
}

record! {
    /// An action asked of somebody in the minutes.
    pub struct Action {
        /// Who.
        open owner: Located<String>,
        /// What.
        open text: Text,
        /// By when.
        open due: Option<Located<DateOrPeriod>>,
    }
}
