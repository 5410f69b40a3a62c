//! How the council is run: who reports to whom, drawn and as a list, the terms of reference of each board and
//! committee, the posts of officers, and who briefs whom.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::common::{self, CouncilView};
use super::{Kind, Subject};
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::body::Role;
use crate::model::dataset::Dataset;
use crate::model::governance::{Board, Briefing, Post};
use crate::model::record::Located;

/// How the council is run.
pub(super) struct GovernanceHandbook;

/// How the council is run.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The day of the latest that is known of its boards, an ISO date for `{{date}}`; absent where no board has a day.
    as_at: Option<String>,
    /// Boards and committees by whom they report to, one tree for each that reports to none.
    trees: Vec<TreeView>,
    /// The boards and committees with their terms of reference, in the order of the data.
    boards: Vec<BoardView>,
    /// The posts of officers, in the order of the data.
    posts: Vec<PostView>,
    /// Who briefs whom, in the order of the data.
    briefings: Vec<BriefingView>,
}

/// A board or committee that reports to none, and all that report to it.
#[derive(Serialize, JsonSchema)]
struct TreeView {
    /// The name of the board that reports to none.
    name: String,
    /// All of them, each below the one that it reports to.
    lines: Vec<LineView>,
    /// Whether others report to it, and they are few enough to be drawn on one page.
    drawn: bool,
}

/// A board or committee among those of its tree.
#[derive(Serialize, JsonSchema)]
struct LineView {
    /// Its name.
    name: String,
    /// The id under which its terms of reference stand; absent where it has none here.
    id: Option<String>,
    /// How many there are above it, up to the one that reports to none.
    depth: usize,
    /// The place in the tree of the one that it reports to, from 0; absent for the first.
    parent: Option<usize>,
    /// The names of the others that it also reports to.
    also: Vec<String>,
}

/// A board or committee with its terms of reference.
#[derive(Serialize, JsonSchema)]
struct BoardView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What it is: `board`, `committee`, `panel`, `team`, `partnership` or `network`.
    kind: &'static str,
    /// What it is for; absent where nothing is written.
    purpose: Option<Markup>,
    /// What it may decide, and what it may only advise on; absent where nothing is written.
    powers: Option<Markup>,
    /// Who is in the chair; absent where nobody is named.
    chair: Option<PersonView>,
    /// Who shares the chair; absent where nobody is named.
    co_chair: Option<PersonView>,
    /// Who is on it; empty where nobody is named.
    members: Vec<PersonView>,
    /// How often it meets; absent where the data don't say.
    meets: Option<String>,
    /// How many must be present; absent where the data don't say.
    quorum: Option<u32>,
    /// The names of the boards or committees that it reports to.
    reports_to: Vec<String>,
    /// When it was set up, as written; absent where the data don't say.
    established: Option<String>,
    /// By when its terms are to be looked at again; absent where the data don't say.
    review_due: Option<Period>,
}

/// Somebody who is named by a post or by a name.
#[derive(Serialize, JsonSchema)]
struct PersonView {
    /// The post or the name, as written.
    named: String,
    /// Who holds the post; empty where it is no post of `posts`, or nobody does.
    holders: Vec<HolderView>,
}

/// Somebody who holds a post.
#[derive(Serialize, JsonSchema)]
struct HolderView {
    /// The name.
    name: String,
    /// Whether the post is held for the time being only.
    interim: bool,
}

/// A post of an officer.
#[derive(Serialize, JsonSchema)]
struct PostView {
    /// The post.
    post: String,
    /// Who holds it; absent where nobody does.
    holder: Option<HolderView>,
    /// Whether nobody holds it, as the data say.
    vacant: bool,
    /// What whoever holds it answers for; absent where nothing is written.
    answers_for: Option<Markup>,
    /// The post to which it reports; absent where the data don't say.
    reports_to: Option<String>,
}

/// A briefing that is given again and again.
#[derive(Serialize, JsonSchema)]
struct BriefingView {
    /// Who gives it.
    who: PersonView,
    /// Who is briefed.
    whom: String,
    /// How often.
    how_often: String,
    /// What it is about; absent where the data don't say.
    about: Option<String>,
}

impl Kind for GovernanceHandbook {
    const NAME: &'static str = "governance";
    const SUMMARY: &'static str = "how the council is run: boards and committees, their terms of reference, and who answers for what";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "members", "boards", "posts", "briefings"];
    const SPANS_MEETINGS: bool = true;
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let lost = ["boards", "posts", "briefings"]
            .iter()
            .any(|table| data.unread(table).next().is_some());
        let governance = &data.governance;
        let has_rows = !(governance.boards.is_empty()
            && governance.posts.is_empty()
            && governance.briefings.is_empty());
        let as_at = latest(data).unwrap_or_default();
        (has_rows || lost).then_some(Subject::Council { as_at }).into_iter().collect()
    }

    fn view(&self, data: &PublicDataset, _subject: &Subject) -> Option<View> {
        let boards = &data.governance.boards;
        Some(View {
            council: common::council(data)?,
            as_at: printed_day(data).map(common::iso),
            trees: trees(data),
            boards: boards.iter().map(|board| board_view(data, board)).collect(),
            posts: data.governance.posts.iter().map(post_view).collect(),
            briefings: data
                .governance
                .briefings
                .iter()
                .map(|row| briefing_view(data, row))
                .collect(),
        })
    }
}

/// Returns the latest day on which a board was set up.
fn latest(data: &Dataset) -> Option<NaiveDate> {
    data.governance.boards.iter().filter_map(Board::established_on).max()
}

/// Returns that day where it is given as one: of a month or a year nobody knows the day.
fn printed_day(data: &Dataset) -> Option<NaiveDate> {
    let latest = latest(data)?;
    let mut boards = data.governance.boards.iter();
    boards.any(|board| board.established_day() == Some(latest)).then_some(latest)
}

/// Returns the name of a board or body; its id where it has none, which is reported.
pub(super) fn name_of(data: &Dataset, id: &str) -> String {
    let board = data.governance.board(id).and_then(|board| board.name.as_ref());
    let body = || data.body(id).map(|body| body.name.to_string());
    board.map(ToString::to_string).or_else(body).unwrap_or_else(|| id.to_owned())
}

/// The most boards that are drawn in one picture, which fill a page.
const MAX_DRAWN: usize = 22;

/// Returns the trees of all boards, and of the bodies that they report to.
fn trees(data: &Dataset) -> Vec<TreeView> {
    let boards = &data.governance.boards;
    let above = boards.iter().flat_map(|board| &board.reports_to).map(|id| id.as_str());
    // Bodies that have no terms here are above others all the same.
    let known = |id: &str| data.governance.board(id).is_some();
    let mut roots: Vec<&str> = Vec::new();
    for id in above.filter(|id| !known(id) && data.body(id).is_some()) {
        if !roots.contains(&id) {
            roots.push(id);
        }
    }
    let is_root = |board: &&Board| {
        let mut above = board.reports_to.iter().map(|id| id.as_str());
        !above.any(|id| known(id) || data.body(id).is_some())
    };
    roots.extend(boards.iter().filter(is_root).map(|board| board.id.as_str()));
    let tree = |root: &&str| {
        let mut lines = Vec::new();
        add(data, &mut lines, root, 0, None);
        let drawn = (2..=MAX_DRAWN).contains(&lines.len());
        TreeView { name: name_of(data, root), lines, drawn }
    };
    roots.iter().map(tree).collect()
}

/// Adds a board and all that report to it. One that reports to several stands below the first of them.
fn add(data: &Dataset, lines: &mut Vec<LineView>, id: &str, depth: usize, parent: Option<usize>) {
    let place = lines.len();
    let board = data.governance.board(id);
    let others = board.iter().flat_map(|board| board.reports_to.iter().skip(1));
    lines.push(LineView {
        name: name_of(data, id),
        id: board.map(|board| board.id.to_string()),
        depth,
        parent,
        also: others.map(|other| name_of(data, other.as_str())).collect(),
    });
    for below in &data.governance.boards {
        let first = below.reports_to.first().map(|first| first.as_str());
        if first == Some(id) && below.id.as_str() != id {
            add(data, lines, below.id.as_str(), depth + 1, Some(place));
        }
    }
}

fn board_view(data: &Dataset, board: &Board) -> BoardView {
    let id = board.id.as_str();
    let body = data.body(id);
    let seats = || data.members_of(id);
    let in_role = |role: Role| {
        let mut held = seats().filter(|seat| seat.role() == role);
        held.next().map(|seat| PersonView { named: seat.printed().to_owned(), holders: Vec::new() })
    };
    let named = |name: &Located<String>| person(data, name);
    let members: Vec<PersonView> = match board.members.is_empty() {
        false => board.members.iter().map(named).collect(),
        true => seats()
            .filter(|seat| !matches!(seat.role(), Role::Substitute | Role::Vacancy))
            .map(|seat| PersonView { named: seat.printed().to_owned(), holders: Vec::new() })
            .collect(),
    };
    let quorum = board.quorum.as_ref().or_else(|| body.and_then(|body| body.quorum.as_ref()));
    BoardView {
        id: id.to_owned(),
        name: name_of(data, id),
        kind: board.kind.value.word(),
        purpose: common::markup(board.purpose.as_ref()),
        powers: common::markup(board.powers.as_ref()),
        chair: board.chair.as_ref().map(named).or_else(|| in_role(Role::Chair)),
        co_chair: board.co_chair.as_ref().map(named),
        members,
        meets: common::string(board.meets.as_ref()),
        quorum: quorum.map(|quorum| quorum.value),
        reports_to: board.reports_to.iter().map(|to| name_of(data, to.as_str())).collect(),
        established: common::string(board.established.as_ref()),
        review_due: board.review_due.as_ref().map(|date| Period::from(&date.value)),
    }
}

/// Returns somebody who is named, with the holders of a post.
fn person(data: &Dataset, named: &Located<String>) -> PersonView {
    let holders = data.governance.holders(named).filter_map(holder).collect();
    PersonView { named: named.to_string(), holders }
}

fn holder(post: &Post) -> Option<HolderView> {
    let interim = post.interim.as_ref().is_some_and(|interim| interim.0);
    post.holder
        .as_ref()
        .filter(|_| !post.is_vacant())
        .map(|name| HolderView { name: name.to_string(), interim })
}

fn post_view(post: &Post) -> PostView {
    PostView {
        post: post.post.to_string(),
        holder: holder(post),
        vacant: post.is_vacant(),
        answers_for: common::markup(post.answers_for.as_ref()),
        reports_to: common::string(post.reports_to.as_ref()),
    }
}

fn briefing_view(data: &Dataset, briefing: &Briefing) -> BriefingView {
    BriefingView {
        who: person(data, &briefing.who),
        whom: briefing.whom.to_string(),
        how_often: briefing.how_often.to_string(),
        about: common::string(briefing.about.as_ref()),
    }
}
