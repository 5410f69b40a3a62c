//! Boards, posts and briefings: what they name, lines of reporting that lead nowhere or in a circle, chairs who are no
//! members, terms that are to be looked at again, and boards that texts name and that there are not.

use chrono::NaiveDate;

use super::references::{board_or_body, body, doubles, unknown};
use super::{Blocks, Findings};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::model::dataset::{Dataset, Performance};
use crate::model::governance::{Board, BoardKind};
use crate::model::passages::{Passage, Passages, Words};
use crate::model::value::long_date;

/// Checks how the council is run.
pub(super) fn check(found: &mut Findings, data: &Dataset) {
    let mut diags = Diagnostics::default();
    let boards = &data.governance.boards;
    let ids = boards.iter().map(|board| (board.id.as_str(), board.id.as_str(), &board.id.origin));
    doubles(&mut diags, "board", ids);
    for board in boards {
        name(&mut diags, data, board);
        reports_to(&mut diags, data, board);
        chair(&mut diags, data, board);
        review(&mut diags, board, data.today);
    }
    routes(&mut diags, data);
    found.add(diags, Blocks::all("boards"));
    let mut diags = Diagnostics::default();
    for post in &data.governance.posts {
        let Some(to) = &post.reports_to else { continue };
        if data.governance.holders(to).next().is_none() && data.unread("posts").next().is_none() {
            let known = data.governance.posts.iter().map(|post| post.post.value.as_str());
            diags.push(unknown("post", to, &to.origin, known));
        }
    }
    found.add(diags, Blocks::all("posts"));
}

/// Reports committees that are no body, bodies that are called something else, and boards without a name.
fn name(diags: &mut Diagnostics, data: &Dataset, board: &Board) {
    let id = board.id.as_str();
    let is_body = data.body(id).is_some();
    let is_committee = board.kind.value == BoardKind::Committee;
    if is_committee {
        body(diags, data, Some(&board.id));
    }
    if !is_committee && is_body {
        let message =
            format!("`{id}` is a body of the council, and a {} here", board.kind.value.word());
        diags.push(Diagnostic::new(Code::DataContradiction, message).at(&board.id.origin).hint(
            "make it a `committee`, if the row has its terms of reference, or give it another id",
        ));
    }
    if !is_committee && board.name.is_none() {
        diags.push(
            Diagnostic::new(Code::DataMissingValue, format!("the board `{id}` has no `name`"))
                .at(&board.origin)
                .hint("fill in `name`, as papers are to print it"),
        );
    }
}

/// Reports boards to which nobody can report, and circles; warns of boards that report to none.
fn reports_to(diags: &mut Diagnostics, data: &Dataset, board: &Board) {
    board.reports_to.iter().for_each(|to| board_or_body(diags, data, to));
    let mut seen = vec![board.id.as_str()];
    let mut next: Vec<&str> = board.reports_to.iter().map(|to| to.as_str()).collect();
    while let Some(id) = next.pop() {
        if id == board.id.as_str() {
            let message = format!("`{id}` reports to itself, by way of others or at once");
            let place = board.reports_to.first().map_or(&board.origin, |to| &to.origin);
            diags.push(
                Diagnostic::new(Code::DataContradiction, message)
                    .at(place)
                    .hint("correct `reports-to` of one of the boards on the way"),
            );
            return;
        }
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let above = data.governance.board(id).into_iter().flat_map(|board| &board.reports_to);
        next.extend(above.map(|to| to.as_str()));
    }
    let must = matches!(board.kind.value, BoardKind::Board | BoardKind::Panel | BoardKind::Team);
    if must && board.reports_to.is_empty() {
        let message =
            format!("the {} `{}` reports to none", board.kind.value.word(), board.id.as_str());
        diags.push(
            Diagnostic::new(Code::GovernanceReportsToNone, message)
                .at(&board.id.origin)
                .hint("fill in `reports-to` with the id of a board or of a body"),
        );
    }
}

fn chair(diags: &mut Diagnostics, data: &Dataset, board: &Board) {
    // Partnerships and networks may be chaired by those who belong to none of them, such as organisations in turn.
    if matches!(board.kind.value, BoardKind::Partnership | BoardKind::Network) {
        return;
    }
    for chair in [&board.chair, &board.co_chair].into_iter().flatten() {
        let mut members = board.members.iter();
        if !board.members.is_empty()
            && !members.any(|member| data.governance.is_same(member, chair))
        {
            let message = format!(
                "`{}` is in the chair of `{}` and no member of it",
                chair.value,
                board.id.as_str()
            );
            diags.push(
                Diagnostic::new(Code::GovernanceChair, message)
                    .at(&chair.origin)
                    .hint("add the chair to `members`, written in the same way, or by the post that `posts` has"),
            );
        }
    }
}

fn review(diags: &mut Diagnostics, board: &Board, today: Option<NaiveDate>) {
    let Some(due) = &board.review_due else { return };
    if let Some(last) = due.last_day()
        && today.is_some_and(|today| last < today)
    {
        let message = format!(
            "the terms of `{}` were to be looked at again by {}",
            board.id.as_str(),
            long_date(last)
        );
        diags.push(
            Diagnostic::new(Code::GovernanceReviewDue, message)
                .at(&due.origin)
                .hint("have them agreed again, and fill in the next date"),
        );
    }
}

/// Last words of the names of boards, by which a text is taken to name one.
const LAST_WORDS: [&str; 5] = ["Board", "Panel", "Forum", "Partnership", "Network"];

/// Words before the name of a board to which something goes.
const ROUTES: [&str; 7] =
    ["escalated", "escalates", "escalate", "reports", "reported", "referred", "reporting"];

/// Warns of boards to which something goes by a text, and that there are not.
fn routes(diags: &mut Diagnostics, data: &Dataset) {
    if data.governance.boards.is_empty() || data.unread("boards").next().is_some() {
        return;
    }
    let boards = data.governance.boards.iter().filter_map(|board| board.name.as_ref());
    let bodies = data.bodies.iter().map(|body| body.name.value.as_str());
    let known: Vec<String> =
        boards.map(|name| name.value.as_str()).chain(bodies).map(str::to_lowercase).collect();
    let mut places: Vec<(String, Origin)> = Vec::new();
    let mut seen = |passage: Passage<'_>| {
        let text = match passage.words {
            Words::Line(line) => line.to_owned(),
            Words::Text(text) => text.plain_text(),
        };
        let named = routes_in(&text);
        let unknown = named.into_iter().filter(|name| !known.contains(&name.to_lowercase()));
        places.extend(unknown.map(|name| (name, passage.origin.clone())));
    };
    data.governance.passages("", false, &mut seen);
    for Performance { risks, commitments, findings, complaints, card, .. } in
        data.performance.values()
    {
        let parts: [&dyn Passages; 5] = [risks, commitments, findings, complaints, card];
        parts.into_iter().for_each(|part| part.passages("", false, &mut seen));
    }
    for (name, origin) in places {
        let message =
            format!("something goes to the `{name}` by this text, and there is no such board");
        let names = data.governance.boards.iter().filter_map(|board| board.name.as_ref());
        let near = crate::model::nearest::nearest(&name, names.map(|name| name.value.as_str()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the text, or add the board to `boards`".to_owned(),
        };
        diags.push(Diagnostic::new(Code::GovernanceUnknownRoute, message).at(&origin).hint(hint));
    }
}

/// Returns the names of boards to which something goes by a text: `is escalated to the Finance Board`.
fn routes_in(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut names = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let goes = ROUTES.contains(&&*word.to_lowercase()) && words.get(at + 1) == Some(&"to");
        let from = at + 2 + usize::from(words.get(at + 2).is_some_and(|word| *word == "the"));
        if !goes || words.len() <= from {
            continue;
        }
        let bare = |word: &str| word.trim_end_matches([',', '.', ';', ':', ')']).to_owned();
        let name = words[from..].iter().take_while(|word| {
            let is_name = word.starts_with(char::is_uppercase);
            is_name || matches!(**word, "and" | "of" | "for" | "&")
        });
        let mut name: Vec<String> = name.map(|word| bare(word)).collect();
        let Some(last) = name.iter().position(|word| LAST_WORDS.contains(&&**word)) else {
            continue;
        };
        name.truncate(last + 1);
        names.push(name.join(" "));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_are_found_where_something_goes_to_them() {
        let found = |text| routes_in(text).join("; ");
        assert_eq!(
            found("It is escalated to the Finance and Risk Board."),
            "Finance and Risk Board"
        );
        assert_eq!(found("It reports to the Design Panel, which meets weekly"), "Design Panel");
        assert_eq!(found("Escalate to Programme Board; then wait"), "Programme Board");
        for text in [
            "It goes to the board.",
            "reported to the police",
            "The Finance Board met.",
            "reports to",
        ] {
            assert_eq!(found(text), "");
        }
    }
}
