//! The words with which a line says what it holds, as `Present:` and `Resolved` do.

use std::ops::Range;

/// Declares the labels: what each holds, the words that are written for it, the column that it fills, and other words that
/// are read as the same.
macro_rules! labels {
    ($($(#[doc = $doc:literal])+ $name:ident = $words:literal => $column:literal [$($other:literal),*];)*) => {
        /// What a line holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Label {
            $($(#[doc = $doc])+ $name,)*
        }

        /// Every label, in the order in which manuals list them.
        const LABELS: &[Entry] = &[$(Entry {
            label: Label::$name,
            words: $words,
            column: $column,
            others: &[$($other),*],
            doc: concat!($($doc),+),
        },)*];
    };
}

/// A label as it is declared.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The label.
    pub label: Label,
    /// The words that are written for it.
    pub words: &'static str,
    /// The column of the record that it fills, or the list that it adds to.
    pub column: &'static str,
    /// Other words that are read as the same.
    pub others: &'static [&'static str],
    /// What it holds.
    pub doc: &'static str,
}

labels! {
    /// The meeting, by its name in the data.
    Meeting = "Meeting" => "meeting" [];
    /// Whether the minutes are a draft.
    Status = "Status" => "status" [];
    /// The number of the first minute.
    FirstNumber = "First number" => "first-number" ["first minute", "first minute number"];
    /// Members present.
    Present = "Present" => "present" ["members present", "councillors present", "councillors", "attendance", "members"];
    /// The member in the chair.
    InTheChair = "In the chair" => "present" ["chair", "chairman", "chairwoman", "chairperson", "presiding", "chaired by"];
    /// Members who sent apologies.
    Apologies = "Apologies" => "apologies" ["apologies for absence", "apologies received", "apologies were received from"];
    /// Members absent without apologies.
    Absent = "Absent" => "absent" ["absent without apologies", "members absent", "not present"];
    /// Substitutes, each with the member whose place was taken.
    Substitutes = "Substitutes" => "substitutes" ["substitute", "substitutions", "substitute members", "named substitutes"];
    /// Others in attendance.
    InAttendance = "In attendance" => "in-attendance" [
        "also in attendance",
        "also present",
        "others present",
        "others in attendance"
    ];
    /// Officers who attended.
    Officers = "Officers" => "officers" ["officers present", "officers in attendance", "officers attending"];
    /// Interests declared.
    Interests = "Interests" => "interests" [
        "interest",
        "interests declared",
        "declarations",
        "declarations of interest",
        "declarations of interests"
    ];
    /// When the meeting or sitting ended.
    Ended = "Ended" => "end-time" [
        "end time",
        "ended at",
        "meeting ended",
        "the meeting ended",
        "the meeting ended at",
        "closed"
    ];
    /// The day of a further sitting.
    Date = "Date" => "date" ["day"];
    /// When a further sitting began.
    Time = "Time" => "time" ["began", "began at"];
    /// Where a further sitting was held.
    Venue = "Venue" => "venue" ["place"];
    /// The item with which a further sitting began.
    FromItem = "From item" => "from" ["began with item"];
    /// The number of the minute as printed.
    Number = "Number" => "number" ["minute number", "minute"];
    /// A member who came or went.
    Movement = "Movement" => "movements" ["movements"];
    /// A member who came.
    Arrived = "Arrived" => "movements" ["joined", "entered"];
    /// A member who went.
    Left = "Left" => "movements" ["departed"];
    /// Earlier meetings whose minutes were confirmed.
    Confirms = "Confirms" => "confirms" ["confirmed", "minutes confirmed"];
    /// A correction of earlier minutes.
    Correction = "Correction" => "corrections" ["corrects"];
    /// The paragraphs of Schedule 12A by which the minute is exempt.
    Exempt = "Exempt" => "exempt-paragraphs" ["exempt paragraphs", "exempt paragraph", "exempt by paragraph"];
    /// Whether it involves confidential information.
    Confidential = "Confidential" => "confidential" [];
    /// Why nobody was excluded.
    Exclusion = "Exclusion" => "exclusion" [];
    /// What may be said in public of a private minute.
    PublicSummary = "Public summary" => "public-summary" ["summary for the public"];
    /// A paragraph, whatever it begins with.
    Paragraph = "Paragraph" => "text" ["text"];
    /// A paragraph that takes no number.
    Unnumbered = "Unnumbered" => "text" ["without a number"];
    /// The words of a motion.
    Motion = "Motion" => "text" ["the motion", "notice of motion"];
    /// Who moved the motion or amendment.
    Moved = "Moved" => "mover" ["moved by", "mover", "proposed", "proposed by", "proposer", "it was moved by"];
    /// Who seconded it.
    Seconded = "Seconded" => "seconder" ["seconded by", "seconder"];
    /// The words of an amendment.
    Amendment = "Amendment" => "text" ["the amendment"];
    /// The motion as amended.
    Substantive = "Substantive motion" => "substantive" ["motion as amended", "the substantive motion"];
    /// A part of a motion that was voted on separately.
    Part = "Part" => "part" ["part of the motion"];
    /// What follows is about the motion again, after its amendments or parts.
    OnTheMotion = "On the motion" => "vote" ["vote on the motion"];
    /// A vote, in one line.
    Vote = "Vote" => "vote" ["votes", "voting", "the vote", "recorded vote"];
    /// Votes for.
    For = "For" => "for" ["voting for", "votes for", "voted for", "in favour", "in favor"];
    /// Votes against.
    Against = "Against" => "against" ["voting against", "votes against", "voted against"];
    /// Abstentions.
    Abstained = "Abstained" => "abstain" ["abstain", "abstaining", "abstentions", "abstention", "abstentions from voting"];
    /// Members present who did not vote.
    NotVoting = "Not voting" => "not-voting" ["did not vote", "present and not voting"];
    /// How the chair's casting vote was used.
    CastingVote = "Casting vote" => "casting" ["chair's casting vote", "chair’s casting vote"];
    /// How a motion or amendment ended.
    Outcome = "Outcome" => "outcome" ["result"];
    /// An election.
    Election = "Election" => "election" ["election of"];
    /// A choice between proposals.
    Choice = "Choice" => "choice" ["choice between"];
    /// A round of votes in an election or choice.
    Round = "Round" => "rounds" ["nominees", "nominations", "first round", "second round", "third round"];
    /// Who was elected.
    Elected = "Elected" => "winner" ["winner"];
    /// What was chosen.
    Chosen = "Chosen" => "winner" [];
    /// What decided between those with equal votes.
    DecidedBy = "Decided by" => "lot" [];
    /// The words that lead into a resolution.
    Formula = "Formula" => "formula" [];
    /// What was resolved, without words that lead in.
    Resolution = "Resolution" => "resolution" ["the resolution", "decision"];
    /// What was resolved, in a line that begins `Resolved`.
    Resolved = "Resolved" => "resolution" ["it was resolved", "agreed", "recommended", "decided"];
    /// What somebody is to do.
    Action = "Action" => "actions" ["actions", "action point"];
    /// By when it is to be done.
    Due = "Due" => "due" ["by when", "deadline", "due by", "to be done by"];
}

/// Returns every label, in order.
pub fn all() -> &'static [Entry] {
    LABELS
}

/// What follows a label that belongs to the paragraph above, and begins none.
const WITH_IT: &str = ", with it";

impl Label {
    fn entry(self) -> &'static Entry {
        // Both are made from one declaration.
        &LABELS[self as usize]
    }

    /// Returns the words that are written for it.
    pub fn words(self) -> &'static str {
        self.entry().words
    }

    /// Returns the column that it fills.
    pub fn column(self) -> &'static str {
        self.entry().column
    }

    /// Returns the words that are written for it where it belongs to the paragraph above.
    pub fn words_with_it(self) -> String {
        format!("{}{WITH_IT}", self.words())
    }

    /// Returns whether it says something of the meeting as a whole, so that it may stand before the first item.
    pub fn is_of_meeting(self) -> bool {
        self <= Self::FromItem
    }

    fn of(words: &str) -> Option<Self> {
        let words = words.trim().trim_end_matches(['.', ':']).trim();
        let words = words.to_lowercase();
        let is =
            |entry: &&Entry| entry.words.to_lowercase() == words || entry.others.contains(&&*words);
        LABELS.iter().find(is).map(|entry| entry.label)
    }
}

/// The label of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The label.
    pub label: Label,
    /// Whether it belongs to the paragraph above, and begins none.
    pub with_it: bool,
    /// The number in brackets after it, as in `For (8):`.
    pub number: Option<u32>,
    /// Where the owner of an action is named in it, as in `Action (Head of Streets):`.
    pub owner: Option<Range<usize>>,
    /// Where what it holds begins, in bytes of the line.
    pub content: usize,
}

impl Mark {
    /// Returns a label alone, whose content begins at this byte of its line.
    pub fn new(label: Label, content: usize) -> Self {
        Self { label, with_it: false, number: None, owner: None, content }
    }
}

/// Returns the label that a line begins with.
pub fn mark(line: &str) -> Option<Mark> {
    with_colon(line).or_else(|| resolved(line)).or_else(|| moved(line))
}

/// Returns the label that a heading is, as `Present` above a list of names is.
pub fn heading(title: &str) -> Option<Label> {
    Label::of(title).filter(|label| label.is_of_meeting())
}

/// The longest words before a colon that may be a label, in bytes.
const LONGEST: usize = 80;

fn with_colon(line: &str) -> Option<Mark> {
    let colon = line.bytes().take(LONGEST).position(|byte| byte == b':')?;
    if line[..colon].ends_with('\\') {
        return None;
    }
    // Marks of strong or stressed words around the label, before or after the colon.
    let open = line.len() - line.trim_start_matches(['*', '_']).len();
    let marks = &line[..open];
    let close: String = marks.chars().rev().collect();
    let mut content = colon + 1;
    let mut words = open..colon;
    if !marks.is_empty() {
        let inside = line[open..colon].strip_suffix(&*close);
        match inside {
            Some(inside) => words.end = open + inside.len(),
            None if line[content..].starts_with(&*close) => content += close.len(),
            None => return None,
        }
    }
    let mut mark = Mark::new(Label::Paragraph, content);
    let mut label = &line[words.clone()];
    if let Some(short) = label.strip_suffix(WITH_IT) {
        (label, mark.with_it) = (short, true);
    }
    if let Some(found) = Label::of(label) {
        mark.label = found;
        return Some(mark);
    }
    let in_brackets = label.strip_suffix(')').and_then(|label| label.split_once('('));
    if let Some((short, brackets)) = in_brackets
        && let Some(found) = Label::of(short)
    {
        let start = words.start + short.len() + 1;
        match brackets.trim().parse() {
            Ok(number) => mark.number = Some(number),
            Err(_) if found == Label::Action => {
                mark.owner = Some(start..start + brackets.len());
            }
            Err(_) => return None,
        }
        mark.label = found;
        return Some(mark);
    }
    let lower = label.to_ascii_lowercase();
    for before in ["action by ", "action for ", "action – ", "action - "] {
        if lower.starts_with(before) {
            let start = words.start + before.len();
            mark.owner = Some(start..words.start + label.len());
            mark.label = Label::Action;
            return Some(mark);
        }
    }
    None
}

/// Reads a line such as `RESOLVED that …` or `Resolved – …`; its content is the whole line, which has the words that
/// lead in.
fn resolved(line: &str) -> Option<Mark> {
    let lower = line.trim_start_matches(['*', '_']).to_ascii_lowercase();
    let first = ["it was resolved", "resolved", "it was agreed", "agreed", "recommended"];
    let words = first.into_iter().find(|first| lower.starts_with(first))?;
    let rest = lower[words.len()..].trim_start_matches(['*', '_']);
    let is_separated = [" that", " –", " —", " -", ",", " to:", " unanimously"];
    let is_alone = rest.trim().is_empty() && words.ends_with("resolved");
    let follows = is_separated.iter().any(|after| rest.starts_with(after));
    (is_alone || follows).then_some(Mark::new(Label::Resolved, 0))
}

/// Reads a line such as `Moved by Councillor A, seconded by Councillor B`; its content follows `by`.
fn moved(line: &str) -> Option<Mark> {
    let lower = line.to_ascii_lowercase();
    let first = ["it was moved by ", "moved by ", "proposed by ", "it was proposed by "];
    let words = first.into_iter().find(|first| lower.starts_with(first))?;
    lower.contains("seconded").then_some(Mark::new(Label::Moved, words.len()))
}

/// Returns how a line such as `The motion was carried.` says that a motion ended.
pub fn outcome(words: &str) -> Option<&'static str> {
    let lower = words.trim_end_matches('.').to_lowercase();
    let words: Vec<&str> = lower.split(' ').collect();
    let last = *words.last()?;
    let outcome = ["carried", "lost", "withdrawn", "fell", "lapsed", "accepted", "defeated"]
        .into_iter()
        .find(|outcome| *outcome == last)?;
    let allowed =
        ["the", "motion", "amendment", "substantive", "was", "were", "and", "as", "amended"];
    words[..words.len() - 1].iter().all(|word| allowed.contains(word)).then_some(outcome)
}

/// Returns whether a line is a whole sentence about how a motion ended, so that it stands by itself.
pub fn is_outcome(line: &str) -> bool {
    let lower = line.to_lowercase();
    let names_it = ["the motion", "motion", "the amendment", "amendment", "the substantive motion"];
    names_it.iter().any(|words| lower.starts_with(words)) && outcome(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_found_by_its_words_and_no_words_have_two() {
        let mut seen = std::collections::BTreeMap::new();
        for Entry { label, words, others, .. } in all() {
            for words in std::iter::once(words).chain(*others) {
                let before = seen.insert(words.to_lowercase(), *label);
                assert_eq!(before, None, "{words}");
                let line = format!("{}: words", words.to_uppercase());
                assert_eq!(mark(&line).map(|mark| mark.label), Some(*label), "{line}");
            }
            let with_it = format!("{}: words", label.words_with_it());
            assert!(mark(&with_it).is_some_and(|mark| mark.label == *label && mark.with_it));
        }
    }

    #[test]
    fn labels_are_read_in_the_forms_that_people_use() {
        for (line, label, content) in [
            ("*Present:* Ann", Label::Present, " Ann"),
            ("**Present**: Ann", Label::Present, " Ann"),
            ("_Moved by:_ Ann", Label::Moved, " Ann"),
            ("For (8): Ann, Bob", Label::For, " Ann, Bob"),
            ("IN FAVOUR: 8", Label::For, " 8"),
            ("Action (Head of Streets): count", Label::Action, " count"),
            ("Action by Head of Streets: count", Label::Action, " count"),
            ("RESOLVED that it be so", Label::Resolved, "RESOLVED that it be so"),
            ("*Resolved* – that it be so", Label::Resolved, "*Resolved* – that it be so"),
            ("Moved by Ann, seconded by Bob", Label::Moved, "Ann, seconded by Bob"),
        ] {
            let mark = mark(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((mark.label, &line[mark.content..]), (label, content), "{line}");
        }
        for line in [
            "Resolved questions were put aside.",
            "Agreed priorities were listed.",
            "Present\\: nobody",
            "The Chair said: yes",
            "*Present* and past: both",
            "Moved by the story, members clapped.",
            "For example, bins: they are full",
        ] {
            assert_eq!(mark(line), None, "{line}");
        }
    }
}
