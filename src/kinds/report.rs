//! A report that its author wrote in Djot or Word: the standard head, what the author wrote, and
//! the background papers (Local Government Act 1972, s. 100D).

use schemars::JsonSchema;
use serde::Serialize;

use super::Shown;
use super::common::{
    self, ContactView, CouncilView, CustomView, ExemptView, MeetingView, ReleaseView,
};
use super::makers;
use crate::merge::Markup;
use crate::model::access::{Audience, AudienceName};
use crate::model::meeting::PaperKind;
use crate::model::rich::{Block, Rich};

/// The folder of the template for reports.
pub const TEMPLATE: &str = "report";

/// A report, an appendix or an addendum.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting that the report goes to.
    meeting: MeetingView,
    /// The number of the agenda item, such as `4` or `4a`.
    number: String,
    /// The title of the agenda item. Absent where it has none.
    item: Option<String>,
    /// The title of this paper.
    title: String,
    /// Whether it is the officers' report on the item; otherwise it is an appendix or an addendum.
    is_report: bool,
    /// Whether it is an appendix to the report.
    is_appendix: bool,
    /// Whose report it is, such as `Director of Finance`. Absent where the agenda names nobody.
    report_of: Option<String>,
    /// The council's additional fields: those of the paper, and before them, in a report, those of the item; empty where
    /// there are none.
    custom: Vec<CustomView>,
    /// What the body is asked to do. Absent where the agenda does not say, and for appendices and
    /// addenda.
    ask: Option<Markup>,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where
    /// the data name none.
    contact: Option<ContactView>,
    /// Why it is not for publication. Absent where it is public.
    exempt: Option<ExemptView>,
    /// When and by whom it was released to the public. Absent in the report for members, and where it has not been.
    released: Option<ReleaseView>,
    /// The issue that the report carries forward. Absent where the agenda names none, and for
    /// appendices and addenda.
    issue: Option<IssueView>,
    /// Whether the author's text has a section or paragraph headed `Background papers`.
    lists_background_papers: bool,
    /// The issue's background papers that the author's list leaves out; empty where the author
    /// lists none.
    further_background_papers: Vec<String>,
    /// What the author wrote.
    body: Markup,
}

/// The issue that a report carries forward.
#[derive(Serialize, JsonSchema)]
pub(super) struct IssueView {
    /// The issue's reference, as written in the data. Absent where the council gives none.
    reference: Option<String>,
    /// Whether the decision is key; false where the data don't say.
    key: bool,
    /// The electoral divisions or wards that it affects; empty where none is named.
    divisions: Vec<String>,
    /// The names of the members who lead on it, as papers print them; empty where none is named.
    lead_members: Vec<String>,
    /// The officer to ask about the issue. Absent where none is named.
    contact: Option<ContactView>,
    /// The titles of its background papers; empty where there are none.
    background_papers: Vec<String>,
}

/// Returns the view of a paper of a meeting, by its position; `None` where it has no text.
pub fn view<A: Audience>(records: &A, meeting: &str, paper: usize) -> Option<Shown> {
    let data = records.records();
    let meeting = data.meeting(meeting)?;
    let body = data.body_of(meeting)?;
    let paper = data.papers_of(meeting.meeting.as_str()).get(paper)?;
    let text = data.reports.get(&paper.file.known()?.value)?;
    let line = data.item(meeting.meeting.as_str(), &paper.number);
    let is_report = paper.kind() == PaperKind::Report;
    let reference = line.and_then(|line| line.issue.as_ref()).filter(|_| is_report);
    let issue = reference.and_then(|reference| data.issue(reference));
    let background_papers: Vec<String> = issue
        .iter()
        .flat_map(|issue| common::strings(&issue.background_papers))
        .filter(|title| !title.eq_ignore_ascii_case("none"))
        .collect();
    let listed = background_papers_of(&text.0);
    let is_further =
        |title: &&String| listed.as_ref().is_some_and(|listed| !lists_paper(listed, title));
    let further_background_papers = background_papers.iter().filter(is_further).cloned().collect();
    Some(Shown::to::<A>(View {
        council: common::councils(data, body)?,
        meeting: common::meeting(meeting, body),
        number: paper.number.to_string(),
        item: common::string(line.and_then(|line| line.title.as_ref())),
        title: paper.title.known()?.to_string(),
        is_report,
        is_appendix: paper.kind() == PaperKind::Appendix,
        report_of: common::string(line.and_then(|line| line.report_of.as_ref())),
        custom: line
            .filter(|_| is_report)
            .map_or(Vec::new(), |line| common::custom(&line.custom))
            .into_iter()
            .chain(common::custom(&paper.custom))
            .collect(),
        ask: common::markup(line.and_then(|line| line.ask.as_ref())).filter(|_| is_report),
        contact: common::contact(data, meeting, body),
        exempt: paper.mark.private().map(ExemptView::new),
        released: ReleaseView::of(paper).filter(|_| A::NAME == AudienceName::Public),
        issue: issue.map(|issue| IssueView {
            reference: issue.r#ref.reference().map(|reference| reference.written().to_owned()),
            key: issue.key.as_ref().is_some_and(|flag| flag.0),
            divisions: common::strings(&issue.divisions),
            lead_members: makers::leads(data, &issue.lead_members)
                .into_iter()
                .map(|lead| lead.name)
                .collect(),
            contact: ContactView::of_text(data, issue.contact.as_ref()),
            background_papers,
        }),
        lists_background_papers: listed.is_some(),
        further_background_papers,
        body: Markup::from(&text.0),
    }))
}

/// Returns what the author lists as background papers, a line each; `None` where nothing has that
/// heading.
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
    let ends =
        |block: &Block| matches!(block, Block::Heading { level: next, .. } if *next <= level);
    let end = below.iter().position(ends).unwrap_or(below.len());
    Some(format!("{first}\n{}", plain(&below[..end])))
}

/// Returns what follows `Background papers` at the start of a text, with or without a number before
/// it; `None` where the text starts otherwise.
fn after_head(words: &str) -> Option<&str> {
    const HEAD: &str = "background papers";
    let is_number =
        |char: char| char.is_ascii_digit() || char.is_whitespace() || ".()".contains(char);
    let words = words.trim_start_matches(is_number);
    let (head, rest) = words.split_at_checked(HEAD.len())?;
    let rest = rest.trim_start();
    let is_head =
        head.eq_ignore_ascii_case(HEAD) && (rest.is_empty() || rest.starts_with([':', '.']));
    is_head.then(|| rest.trim_start_matches([':', '.', ' ']))
}

/// Returns whether a line of a list, or a part of one before a semicolon, is the title of a paper.
fn lists_paper(listed: &str, paper: &str) -> bool {
    fn words(text: &str) -> Vec<String> {
        let words =
            text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
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
        assert!(lists_paper("Survey of boats, 2025.\nA letter", "Survey of boats (2025)"));
        assert!(lists_paper("Survey; a letter", "A letter"));
        assert!(!lists_paper("Survey of boats", "Survey"));
        assert!(!lists_paper("", "Survey"));
    }
}
