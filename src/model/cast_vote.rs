//! Votes as a voting system exports them: who chose what on which motion.

use super::record::{Located, choice, record};

choice! {
    /// What a member chose.
    pub enum VoteChoice ("a choice of a vote") {
        /// For.
        For = "for" | "yes" | "aye" | "y" | "in-favour" | "in-favor" | "support" | "accept",
        /// Against.
        Against = "against" | "no" | "nay" | "n" | "oppose" | "reject",
        /// Abstaining.
        Abstain = "abstain" | "abstained" | "abstention" | "abs",
        /// Present and not voting.
        NotVoting = "not-voting" | "did-not-vote" | "no-vote" | "not-voted",
        /// Not there; no part of the vote.
        Absent = "absent" | "not-present" | "not-there",
    }
}

record! {
    /// A vote of one member.
    pub struct CastVote {
        /// The member.
        open member: Located<String>,
        /// What they chose.
        open choice: Located<VoteChoice>,
        /// What was voted on: the number of an item, such as 5a, or the words of a motion or amendment, or their beginning.
        open motion: Option<Located<String>>,
    }
}
