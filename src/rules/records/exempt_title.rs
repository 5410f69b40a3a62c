#![doc = include_str!("exempt_title.md")]

use super::super::facts::Facts;
use super::super::{EVERYWHERE, Finding, Rule, RuleInfo, State};
use crate::diag::Code;
use crate::model::columns::MARKS_LAW;
use crate::model::record::Located;

static ABOUT: RuleInfo = RuleInfo {
    code: Code::RecordsExemptTitle,
    duty: super::super::LOCAL,
    summary: "the title of a public record does not say that it is exempt",
    law: MARKS_LAW,
    state: State::Checked,
    nations: EVERYWHERE,
    since: None,
    executive: false,
};

pub(in super::super) struct ExemptTitle;

impl Rule for ExemptTitle {
    fn about(&self) -> &'static RuleInfo {
        &ABOUT
    }

    fn check(&self, found: &mut Vec<Finding>, facts: &Facts<'_>) {
        for (meeting, _) in facts.meetings() {
            let name = meeting.meeting.as_str();
            let lines = facts.data.agenda_of(name).iter().filter(|line| !line.is_exempt());
            let papers = facts.data.papers_of(name).iter().filter(|paper| !paper.is_exempt());
            let minutes = facts.data.minutes.get(name).into_iter().flat_map(|book| &book.items);
            let minutes = minutes.filter(|minute| !minute.is_exempt());
            let titles = lines
                .filter_map(|line| line.title.as_ref())
                .chain(papers.filter_map(|paper| paper.title.known()))
                .chain(minutes.filter_map(|minute| minute.title.as_ref()));
            found.extend(titles.filter_map(finding).map(|finding| finding.of_meeting(meeting)));
        }
        for issue in facts.data.issues.iter().filter(|issue| !issue.is_private()) {
            found.extend(finding(&issue.title).map(|finding| finding.of_issue(issue)));
        }
        for decision in facts.data.decisions.iter().filter(|decision| !decision.is_exempt()) {
            let day = facts.day_of(decision);
            let title = decision.title.as_ref().and_then(finding);
            found.extend(title.map(|finding| finding.of_decision(decision, day)));
        }
    }
}

/// Returns the finding for a title that says that it is exempt.
fn finding(title: &Located<String>) -> Option<Finding> {
    says_exempt(title).then(|| {
        let message = format!("the title `{}` says that this is exempt, and no column does", title.value);
        Finding::new(&ABOUT, message, &title.origin).hint(
            "fill in `exempt-paragraphs`; if it is public, write the title without these words, or accept this in `overrides`",
        )
    })
}

/// Returns whether a part of a title, in brackets or beside a dash or colon, says nothing but that it is
/// exempt.
fn says_exempt(title: &str) -> bool {
    let title = title.to_lowercase().replace(" - ", "–");
    let mut parts = title.split(['(', ')', '[', ']', '–', '—', ':']);
    // A title that is nothing else may be ordinary, such as `Exempt items`.
    let begins = parts.next().filter(|first| first.len() < title.len());
    begins
        .into_iter()
        .chain(parts)
        .map(|aside| aside.split(|char: char| !char.is_alphanumeric()))
        .any(|words| {
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            let phrase = words.join(" ");
            let has_word =
                words.iter().any(|word| matches!(*word, "exempt" | "confidential" | "12a"));
            let is_mark =
                has_word || phrase.contains("not for publication") || phrase.ends_with("part ii");
            is_mark && words.iter().all(|word| is_part_of_mark(word))
        })
}

/// Returns whether a word is one of those with which people say that something is exempt.
fn is_part_of_mark(word: &str) -> bool {
    const WORDS: [&str; 27] = [
        "exempt",
        "confidential",
        "not",
        "for",
        "publication",
        "12a",
        "schedule",
        "part",
        "ii",
        "paragraph",
        "paragraphs",
        "para",
        "by",
        "virtue",
        "of",
        "the",
        "act",
        "item",
        "report",
        "paper",
        "appendix",
        "annex",
        "information",
        "members",
        "only",
        "and",
        "private",
    ];
    WORDS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::says_exempt;

    #[test]
    fn titles_that_say_so_are_told_from_ordinary_ones() {
        for title in [
            "Lease (exempt)",
            "Lease [EXEMPT]",
            "Lease – not for publication",
            "Lease - Exempt report",
            "Lease: confidential",
            "Appendix 2 (Not for publication by virtue of paragraph 3 of Schedule 12A)",
            "(Exempt) Lease",
            "EXEMPT: Lease",
            "Lease (Part II)",
        ] {
            assert!(says_exempt(title), "{title}");
        }
        for title in [
            "Exempt accommodation",
            "Confidential reporting policy",
            "Exclusion of the press and public",
            "Housing: exempt accommodation",
            "Supported housing (exempt accommodation)",
            "Strategy – part 2",
            "Members only",
        ] {
            assert!(!says_exempt(title), "{title}");
        }
    }
}
