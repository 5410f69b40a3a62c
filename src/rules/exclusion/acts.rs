//! What a clause does: it excludes the public, says that it is not excluded, or that a proposal failed.

use super::mentions::begins_with;
use super::tokens::{Kind, Token};
use crate::model::council::Nation;

/// What a clause does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// It excludes the public.
    Excludes,
    /// It says that the public is not excluded.
    Denies,
    /// It says that what was proposed before it was not agreed.
    Fails,
}

/// Returns the clauses of a sentence: it is divided at a `but` and an `and that` before another exclusion.
pub(super) fn clauses(sentence: Vec<Token>) -> Vec<Vec<Token>> {
    let mut clauses = Vec::new();
    let mut rest = sentence;
    let divides = |tokens: &[Token], at: usize| {
        let starts = tokens[at].is_any(&["but"])
            || tokens[at].is_any(&["and"])
                && tokens.get(at + 1).is_some_and(|next| next.is_any(&["that", "not"]));
        starts
            && at > 0
            && exclusions(&tokens[..at]).next().is_some()
            && exclusions(&tokens[at..]).next().is_some()
    };
    while let Some(at) = (0..rest.len()).find(|at| divides(&rest, *at)) {
        let later = rest.split_off(at);
        clauses.push(rest);
        rest = later;
    }
    clauses.push(rest);
    clauses
}

/// Returns what a clause does to the public; `None` where nothing.
pub(super) fn act_of(tokens: &[Token]) -> Option<Act> {
    // What follows a `but` is about those of whom the clause before it is.
    let goes_on = tokens.first().is_some_and(|first| first.is_any(&["but", "and"]));
    let has_public =
        goes_on || tokens.iter().any(|token| token.is_any(&["public", "press", "session"]));
    let mut found = exclusions(tokens).peekable();
    let is_proposal = ["motion", "proposal", "recommendation", "resolution", "it", "this"];
    if found.peek().is_none() || !has_public {
        let speaks_of_it = tokens.iter().any(|token| token.is_any(&is_proposal))
            && !tokens.iter().any(|token| token.is_any(&["amendment", "amendments"]));
        return (speaks_of_it && fails(tokens)).then_some(Act::Fails);
    }
    let is_denied = found.any(|at| is_negated(tokens, at)) || fails(tokens) || returns(tokens);
    Some(if is_denied { Act::Denies } else { Act::Excludes })
}

/// What is done to the public, or to the meeting.
const EXCLUDING: &[&[&str]] = &[
    &["asked", "to", "leave"],
    &["leave", "the", "meeting"],
    &["leave", "the", "room"],
    &["withdraw", "from", "the", "meeting"],
    &["required", "to", "withdraw"],
    &["asked", "to", "withdraw"],
    &["requested", "to", "withdraw"],
    &["not", "be", "admitted"],
    &["not", "open", "to", "the", "public"],
    &["closed", "to", "the", "public"],
    &["in", "private"],
    &["into", "private"],
    &["private", "session"],
    &["closed", "session"],
    &["exempt", "session"],
];

/// Returns the positions of words that exclude the public.
fn exclusions(tokens: &[Token]) -> impl Iterator<Item = usize> {
    (0..tokens.len()).filter(|at| {
        let rest = &tokens[*at..];
        rest[0].word.starts_with("exclu") || EXCLUDING.iter().any(|words| begins_with(rest, words))
    })
}

/// Returns whether the words before a position take it back: `not be excluded`, `declined to exclude`.
fn is_negated(tokens: &[Token], at: usize) -> bool {
    const NEGATIONS: &[&str] = &[
        "not",
        "no",
        "nobody",
        "never",
        "without",
        "against",
        "declined",
        "refused",
        "rather",
        "instead",
        "unnecessary",
        "cannot",
        "neither",
        "nor",
    ];
    // What is denied with these words is something else.
    const OTHERS: &[&str] = &["objection", "objections", "dissent", "opposition", "wishing"];
    /// How many words a negation reaches.
    const REACH: usize = 6;
    let start = at.saturating_sub(REACH);
    let reach = tokens[start..at].iter().enumerate().rev();
    let mut reach =
        reach.take_while(|(_, token)| token.kind == Kind::Word && !token.is_any(&["but"]));
    reach.any(|(before, token)| {
        let next = tokens.get(start + before + 1);
        let is_contraction = token.word.ends_with("n't") || token.word.ends_with("n’t");
        (is_contraction || token.is_any(NEGATIONS)) && !next.is_some_and(|next| next.is_any(OTHERS))
    })
}

/// Returns whether words say that something was not agreed.
fn fails(tokens: &[Token]) -> bool {
    const AUXILIARIES: &[&str] = &["be", "was", "were", "is", "been", "being"];
    const FAILURES: &[&str] = &[
        "lost",
        "rejected",
        "defeated",
        "refused",
        "declined",
        "withdrawn",
        "negatived",
        "dismissed",
    ];
    const AGREEMENTS: &[&str] =
        &["carried", "agreed", "approved", "passed", "adopted", "supported", "seconded"];
    tokens.windows(2).any(|pair| {
        pair[0].is_any(AUXILIARIES) && pair[1].is_any(FAILURES)
            || pair[0].is_any(&["not"]) && pair[1].is_any(AGREEMENTS)
    }) || tokens.iter().any(|token| token.is_any(&["fell"]))
}

/// Returns whether words let the public back in.
fn returns(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.word.starts_with("readmit") || token.is_any(&["readmission"]))
        || tokens.windows(3).any(|three| {
            three[0].is_any(&["re"])
                && three[1].kind == Kind::Dash
                && three[2].is_any(&["admit", "admitted", "admission"])
        })
        || (0..tokens.len())
            .any(|at| begins_with(&tokens[at..], &["return", "to", "the", "meeting"]))
}

/// Returns whether words, in lower case, cite the law of a nation: the section of its Act or its Schedule, or, for an
/// executive in England, regulation 4 of SI 2012/2089.
pub(super) fn cites_law(words: &str, nation: Nation) -> bool {
    let dense: String =
        words.chars().filter(|char| char.is_alphanumeric() || *char == '/').collect();
    let cited: &[&str] = match nation {
        Nation::England => &[
            "100a",
            "schedule12a",
            "localgovernmentact1972",
            "executivearrangements",
            "2012/2089",
            "20122089",
        ],
        Nation::Wales => &["100a", "schedule12a", "localgovernmentact1972"],
        Nation::Scotland => &["50a", "schedule7a", "localgovernmentscotlandact1973"],
        Nation::NorthernIreland => &[
            "section42",
            "s42",
            "schedule6",
            "localgovernmentactnorthernireland2014",
            "localgovernmentnorthernirelandact2014",
        ],
    };
    cited.iter().any(|cited| dense.contains(cited))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::exclusion::tokens::sentences;

    fn acts(text: &str) -> Vec<Option<Act>> {
        let clauses = sentences(text).into_iter().flat_map(clauses);
        clauses.map(|clause| act_of(&clause)).collect()
    }

    #[test]
    fn the_public_is_excluded_or_not() {
        for text in [
            "that the public be excluded under section 100A(4)",
            "Press and public to leave the meeting (S. 100 A (4))",
            "The public were asked to withdraw under section 100A(4)",
            "That the Committee go into exempt session, section 100A(4)",
            "There being no objection, the press and public were excluded",
            "There being no objection the press and public were excluded",
            "That the public not be admitted to the rest of the meeting",
            "That the public be excluded, as it is not in the public interest to disclose it",
            "No member of the public was there, but the press was asked to leave",
        ] {
            assert!(acts(text).contains(&Some(Act::Excludes)), "{text}: {:?}", acts(text));
        }
        for text in [
            "that the motion to exclude the public, s. 100A(4), be rejected",
            "that the public be not excluded, section 100A(4)",
            "that the public not be excluded, section 100A(4)",
            "It was not agreed to exclude the public",
            "The Committee declined to exclude the press and public",
            "There was no need to exclude the public",
            "That the item be taken without excluding the public",
            "The motion to exclude the public fell for want of a seconder",
            "That the item be not taken in private, the public interest being the greater",
            "That the public be readmitted, having been excluded",
            "the report, section 100A(4)",
        ] {
            assert!(!acts(text).contains(&Some(Act::Excludes)), "{text}: {:?}", acts(text));
        }
        assert_eq!(
            acts("That the public be excluded for item 5 but not be excluded for item 3"),
            [Some(Act::Excludes), Some(Act::Denies)]
        );
        assert_eq!(
            acts("It was moved that the public be excluded. On a vote, the motion was lost."),
            [Some(Act::Excludes), Some(Act::Fails)]
        );
    }
}
