//! A report that was written as a text: the standard head, what the author wrote, and the background
//! papers (Local Government Act 1972, s. 100D).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::furniture::{self, ContactView, CouncilView, MeetingView};
use crate::merge::Markup;
use crate::model::bundle;
use crate::model::dataset::Dataset;
use crate::model::meeting::PaperKind;
use crate::model::rich::{Block, Rich};

/// The folder of its template.
pub const TEMPLATE: &str = "report";

/// A report or an appendix.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The meeting that it goes to.
    meeting: MeetingView,
    /// The number of the agenda item.
    number: String,
    /// The title of the agenda item.
    item: Option<String>,
    /// Its own title.
    title: String,
    /// Whether it is the report on its item; else an appendix or an addendum.
    is_report: bool,
    /// Whether it is an appendix.
    is_appendix: bool,
    /// Whose report it is.
    report_of: Option<String>,
    /// What the body is asked to do.
    ask: Option<Markup>,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// Whether it is not for publication.
    exempt: bool,
    /// The paragraphs of Schedule 12A by which it is not.
    paragraphs: Vec<String>,
    /// Why the public interest is better served so.
    exempt_reason: Option<String>,
    /// The matter that it carries forward, where the agenda names one.
    issue: Option<IssueView>,
    /// Whether the author lists the background papers.
    lists_background_papers: bool,
    /// The matter's background papers that the author's list does not name.
    further_background_papers: Vec<String>,
    /// What the author wrote.
    body: Markup,
}

/// A matter.
#[derive(Serialize, JsonSchema)]
pub(super) struct IssueView {
    /// Its reference.
    reference: String,
    /// Whether the decision is key.
    key: bool,
    /// The divisions that it affects.
    divisions: Vec<String>,
    /// The members who lead on it.
    lead_members: Vec<String>,
    /// The officer whom to ask.
    contact: Option<String>,
    /// The background papers.
    background_papers: Vec<String>,
}

/// Returns the view of a paper of a meeting, by its position; `None` where it has no text.
pub fn view(data: &Dataset, meeting: &str, paper: usize) -> Option<Value> {
    let meeting = data.meeting(meeting)?;
    let body = data.body_of(meeting)?;
    let paper = data.papers_of(meeting.meeting.as_str()).get(paper)?;
    let text = data.reports.get(&paper.file.as_ref()?.value)?;
    let line = data.item(meeting.meeting.as_str(), &paper.number);
    let withheld = bundle::withheld(data, meeting.meeting.as_str(), paper);
    let is_report = paper.kind() == PaperKind::Report;
    let reason = paper.exempt_reason.as_ref();
    let reason = reason.or_else(|| line.and_then(|own| own.exempt_reason.as_ref()));
    let reference = line.and_then(|own| own.issue.as_ref()).filter(|_| is_report);
    let issue = reference.and_then(|own| data.issue(own));
    let background_papers: Vec<String> = issue
        .iter()
        .flat_map(|own| furniture::strings(&own.background_papers))
        .filter(|own| !own.eq_ignore_ascii_case("none"))
        .collect();
    let listed = background_papers_of(&text.0);
    let is_further = |own: &&String| listed.as_ref().is_some_and(|listed| !names(listed, own));
    let further_background_papers = background_papers.iter().filter(is_further).cloned().collect();
    Some(super::value(View {
        council: furniture::council(data)?,
        meeting: furniture::meeting(meeting, body),
        number: paper.number.to_string(),
        item: furniture::string(line.and_then(|own| own.title.as_ref())),
        title: paper.title.to_string(),
        is_report,
        is_appendix: paper.kind() == PaperKind::Appendix,
        report_of: furniture::string(line.and_then(|own| own.report_of.as_ref())),
        ask: furniture::markup(line.and_then(|own| own.ask.as_ref())).filter(|_| is_report),
        contact: furniture::contact(data, meeting, body),
        exempt: withheld.is_some(),
        exempt_reason: furniture::string(reason.filter(|_| withheld.is_some())),
        paragraphs: withheld.unwrap_or_default().iter().map(ToString::to_string).collect(),
        issue: issue.map(|own| IssueView {
            reference: own.r#ref.written().to_owned(),
            key: own.key.as_ref().is_some_and(|own| own.0),
            divisions: furniture::strings(&own.divisions),
            lead_members: furniture::strings(&own.lead_members),
            contact: furniture::string(own.contact.as_ref()),
            background_papers,
        }),
        lists_background_papers: listed.is_some(),
        further_background_papers,
        body: Markup::from(&text.0),
    }))
}

/// Returns what the author lists as background papers, a line each; `None` where nothing is headed so.
fn background_papers_of(text: &Rich) -> Option<String> {
    let plain = |blocks: &[Block]| Rich { blocks: blocks.to_vec() }.plain_text();
    let (at, level, first) = text.blocks.iter().enumerate().find_map(|(at, block)| {
        let level = match block {
            Block::Heading { level, .. } => *level,
            // `Background papers: a survey` goes on until whatever heading comes next.
            Block::Paragraph(_) => u8::MAX,
            _ => return None,
        };
        Some((at, level, after_head(&plain(std::slice::from_ref(block)))?.to_owned()))
    })?;
    let below = &text.blocks[at + 1..];
    let ends = |block: &Block| matches!(block, Block::Heading { level: own, .. } if *own <= level);
    let end = below.iter().position(ends).unwrap_or(below.len());
    Some(format!("{first}\n{}", plain(&below[..end])))
}

/// Returns what follows `Background papers` at the head of some words, whatever number stands before it.
fn after_head(words: &str) -> Option<&str> {
    const HEAD: &str = "background papers";
    let is_number = |own: char| own.is_ascii_digit() || own.is_whitespace() || ".()".contains(own);
    let words = words.trim_start_matches(is_number);
    let (head, rest) = words.split_at_checked(HEAD.len())?;
    let rest = rest.trim_start();
    let is_head =
        head.eq_ignore_ascii_case(HEAD) && (rest.is_empty() || rest.starts_with([':', '.']));
    is_head.then(|| rest.trim_start_matches([':', '.', ' ']))
}

/// Returns whether a line of a list, or a part of one before a semicolon, is the title of a paper.
fn names(listed: &str, paper: &str) -> bool {
    fn words(text: &str) -> Vec<String> {
        let words = text.split(|own: char| !own.is_alphanumeric()).filter(|own| !own.is_empty());
        words.map(str::to_lowercase).collect()
    }
    let paper = words(paper);
    listed.split(['\n', ';']).any(|line| words(line) == paper)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rich;

    #[track_caller]
    fn check(text: &str, listed: Option<&str>) {
        let (text, _) = rich::parse(text);
        assert_eq!(background_papers_of(&text).as_deref().map(str::trim), listed);
    }

    #[test]
    fn the_authors_list_ends_at_the_next_heading() {
        check("# Background\n\nIt rained.", None);
        check("Background papers are kept for four years.", None);
        check("# Background papers\n\nSurvey.\n\n- A letter\n\n# Maps", Some("Survey.\nA letter"));
        check("# 7. Background Papers: None\n", Some("None"));
        check("# Ends\n\n## 7.2 Background papers\n\n### Maps\n\nA map", Some("Maps\nA map"));
        check("_Background papers:_ Survey; a letter.\n\n# Maps", Some("Survey; a letter."));
    }

    #[test]
    fn a_paper_is_named_by_its_whole_title() {
        assert!(names("Survey of boats, 2025.\nA letter", "Survey of boats (2025)"));
        assert!(names("Survey; a letter", "A letter"));
        assert!(!names("Survey of boats", "Survey"));
        assert!(!names("", "Survey"));
    }
}
