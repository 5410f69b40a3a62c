//! What a clerk takes down while a meeting runs, as values.

use crate::model::minutes::{CastingVote, MotionOutcome};
use crate::model::value::TimeOfDay;

/// A step of minutes. Minutes, paragraphs and movements are named by their places, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Who is there, who sent apologies and who is absent.
    Attended {
        /// Who presides, where that is known.
        chair: Option<String>,
        /// Members, each with where they are; whoever is not named stays where the minutes have them.
        members: Vec<(String, Attendance)>,
    },
    /// A substitute, and the member whose place they take.
    Substituted {
        /// The substitute, who is then present.
        name: String,
        /// The member.
        member: String,
    },
    /// Somebody who attends and is no member.
    Joined {
        /// As what they attend.
        role: AttendingRole,
        /// Their name.
        name: String,
        /// Their post, or whom they represent.
        post: Option<String>,
    },
    /// An interest that a member declares.
    Declared {
        /// The member.
        member: String,
        /// The number of the item.
        item: Option<String>,
        /// What kind of interest.
        kind: String,
        /// What it is.
        nature: String,
        /// Whether the member leaves the room.
        left_room: bool,
    },
    /// A member who comes during an item.
    Arrived {
        /// The minute.
        minute: usize,
        /// The member.
        member: String,
        /// When.
        time: TimeOfDay,
    },
    /// A member who goes during an item.
    Left {
        /// The minute.
        minute: usize,
        /// The member.
        member: String,
        /// When.
        time: TimeOfDay,
    },
    /// A paragraph.
    Paragraph {
        /// The minute.
        minute: usize,
        /// Its words.
        text: String,
    },
    /// A motion.
    Motion {
        /// The minute.
        minute: usize,
        /// Its words.
        text: String,
        /// Who moves it.
        mover: Option<String>,
        /// Who seconds it.
        seconder: Option<String>,
    },
    /// An amendment to a motion.
    Amendment {
        /// The minute.
        minute: usize,
        /// The paragraph with the motion.
        paragraph: usize,
        /// The words of the motion with what is put in and taken out.
        text: String,
        /// Who moves it.
        mover: Option<String>,
        /// Who seconds it.
        seconder: Option<String>,
    },
    /// A vote, which takes the place of one that was taken on the same question.
    Vote {
        /// The minute.
        minute: usize,
        /// On what.
        on: QuestionAt,
        /// Who voted how, or how many.
        votes: Votes,
        /// How the chair's casting vote was used.
        casting: Option<CastingVote>,
        /// How the motion or amendment ended; a vote by itself has no outcome.
        outcome: Option<MotionOutcome>,
    },
    /// What is resolved.
    Resolved {
        /// The minute.
        minute: usize,
        /// The words that lead in.
        formula: Option<String>,
        /// What is resolved.
        text: String,
    },
    /// What somebody is to do; it goes with the last paragraph.
    Action {
        /// The minute.
        minute: usize,
        /// Who.
        owner: String,
        /// What.
        text: String,
        /// By when.
        due: Option<String>,
    },
    /// What may be said in public of a private minute; nothing where it is empty.
    Summary {
        /// The minute.
        minute: usize,
        /// The words.
        text: String,
    },
    /// Other words for a paragraph, a motion or a resolution.
    Reworded {
        /// The minute.
        minute: usize,
        /// The paragraph.
        paragraph: usize,
        /// The words.
        text: String,
    },
    /// A paragraph or a movement that is taken out.
    Removed {
        /// The minute.
        minute: usize,
        /// What of it.
        part: MinutePart,
    },
    /// Business that is on no agenda.
    Inserted {
        /// The minute after which it is taken.
        minute: usize,
        /// Its title.
        title: String,
    },
    /// The end of the meeting.
    Ended {
        /// When.
        time: TimeOfDay,
    },
}

/// Where a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// In the room.
    Present,
    /// Present from elsewhere, by telephone or video.
    Remote,
    /// Elsewhere, with apologies.
    Apologies,
    /// Elsewhere, without apologies.
    Absent,
    /// Nothing is said of them.
    Unrecorded,
}

/// As what somebody attends who is no member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttendingRole {
    /// As an officer.
    Officer,
    /// In attendance.
    InAttendance,
    /// As a member, where the records name none.
    Member,
}

/// What is put to the vote, by the place of its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionAt {
    /// Something that the minutes have not yet.
    New,
    /// The motion of a paragraph, or else its vote.
    Paragraph(usize),
    /// An amendment to the motion of a paragraph.
    Amendment(usize, usize),
}

/// A part of a minute that may be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MinutePart {
    /// A paragraph.
    Paragraph(usize),
    /// A movement.
    Movement(usize),
}

/// The votes on a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Votes {
    /// How many on each side: for, against, abstaining, not voting.
    Counted([Option<u32>; 4]),
    /// Who, each on a side.
    Named(Vec<(String, Side)>),
}

/// A side of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// For.
    For,
    /// Against.
    Against,
    /// Abstaining.
    Abstain,
    /// Present and not voting.
    NotVoting,
}

impl Side {
    /// All sides, in the order in which they are read out.
    pub const ALL: [Self; 4] = [Self::For, Self::Against, Self::Abstain, Self::NotVoting];

    /// Returns the name of its column.
    pub fn column(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Abstain => "abstain",
            Self::NotVoting => "not-voting",
        }
    }
}

/// Why a step can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// What it is about is not in the minutes.
    Gone,
    /// Nothing was written, or chosen.
    Nothing,
    /// It would change words that are a list, a table or an election, which the file alone shows.
    NotWords,
}

/// Whether two names are one person's.
pub type IsSame<'a> = dyn Fn(&str, &str) -> bool + 'a;

impl Step {
    /// Returns the minute that it is about; `None` where it is about the meeting.
    pub fn minute(&self) -> Option<usize> {
        match self {
            Self::Attended { .. }
            | Self::Substituted { .. }
            | Self::Joined { .. }
            | Self::Declared { .. }
            | Self::Ended { .. } => None,
            Self::Inserted { minute, .. } => Some(minute + 1),
            Self::Arrived { minute, .. }
            | Self::Left { minute, .. }
            | Self::Paragraph { minute, .. }
            | Self::Motion { minute, .. }
            | Self::Amendment { minute, .. }
            | Self::Vote { minute, .. }
            | Self::Resolved { minute, .. }
            | Self::Action { minute, .. }
            | Self::Summary { minute, .. }
            | Self::Reworded { minute, .. }
            | Self::Removed { minute, .. } => Some(*minute),
        }
    }

    /// Returns the members that it names.
    pub fn members(&self) -> Vec<&str> {
        match self {
            Self::Attended { chair, members } => {
                let members = members.iter().map(|(name, _)| &**name);
                members.chain(chair.as_deref()).collect()
            }
            Self::Substituted { member, .. }
            | Self::Declared { member, .. }
            | Self::Arrived { member, .. }
            | Self::Left { member, .. } => vec![member],
            Self::Motion { mover, seconder, .. } | Self::Amendment { mover, seconder, .. } => {
                [mover, seconder].into_iter().filter_map(|name| name.as_deref()).collect()
            }
            Self::Vote { votes: Votes::Named(votes), .. } => {
                votes.iter().map(|(name, _)| &**name).collect()
            }
            Self::Vote { .. }
            | Self::Joined { .. }
            | Self::Paragraph { .. }
            | Self::Resolved { .. }
            | Self::Action { .. }
            | Self::Summary { .. }
            | Self::Reworded { .. }
            | Self::Removed { .. }
            | Self::Inserted { .. }
            | Self::Ended { .. } => Vec::new(),
        }
    }
}
