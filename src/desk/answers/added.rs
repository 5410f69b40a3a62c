//! A paper that somebody adds to an item: the file is kept with the documents, and the row is shown that names it.

use std::sync::Arc;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::work::PURPOSE;
use super::{Desks, page};
use crate::desk::pages::AddedPaper;
use crate::desk::{Desk, Known};
use crate::model::value::Slug;
use crate::store;

/// The largest paper that is taken, in bytes.
pub(super) const MAX_PAPER: usize = 200 * 1024 * 1024;

/// The endings of papers.
const ENDINGS: [&str; 3] = ["pdf", "docx", "dj"];

/// Keeps a file with the documents.
pub(super) async fn add(
    State(desk): Desks,
    Path(meeting): Path<String>,
    mut form: Multipart,
) -> Response {
    let (mut item, mut is_ours) = (String::new(), false);
    loop {
        let Ok(field) = form.next_field().await else { return odd(&desk) };
        let Some(field) = field else { return odd(&desk) };
        match field.name() {
            // It comes first, and nothing is kept before.
            Some("token") => {
                let token = field.text().await.unwrap_or_default();
                is_ours = desk.door.is_token(PURPOSE, &token);
            }
            Some("item") => item = field.text().await.unwrap_or_default(),
            Some("file") if is_ours => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let Ok(bytes) = field.bytes().await else { return odd(&desk) };
                return kept(&desk, &meeting, &item, &name, &bytes);
            }
            _ => break,
        }
    }
    match is_ours {
        true => odd(&desk),
        false => (StatusCode::FORBIDDEN, page(desk.pages.refused())).into_response(),
    }
}

fn kept(desk: &Arc<Desk>, meeting: &str, item: &str, name: &str, bytes: &[u8]) -> Response {
    let known = desk.known();
    let Known::Found(overview) = &*known else { return odd(desk) };
    let of_meeting = overview.meetings.iter().find(|of| of.id == meeting);
    let is_there = of_meeting.is_some_and(|of| of.items.iter().any(|known| known.number == item));
    if !is_there {
        return odd(desk);
    }
    let added = keep(desk, meeting, name, bytes);
    let status = if added.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let paper =
        AddedPaper { overview, meeting, item, added: added.map_err(|error| format!("{error:#}")) };
    let shown = desk.pages.added(paper, desk.door.token(PURPOSE));
    let shown = shown.unwrap_or_else(|error| desk.pages.failed(&format!("{error:#}")));
    (status, page(shown)).into_response()
}

/// Keeps a file with the documents under a name that every system can have; returns its path below them.
fn keep(desk: &Desk, meeting: &str, name: &str, bytes: &[u8]) -> anyhow::Result<String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_lowercase();
    anyhow::ensure!(
        ENDINGS.contains(&ending.as_str()),
        "`{name}` is neither a PDF nor a Word document (.docx)"
    );
    anyhow::ensure!(!bytes.is_empty(), "`{name}` is empty");
    let stem = Slug::nearest(stem).map_or_else(|| "paper".to_owned(), |stem| stem.to_string());
    let file = format!("{meeting}/{stem}.{ending}");
    let path = store::below(&desk.run.data.join("documents"), &file);
    anyhow::ensure!(
        store::stamp(&path)?.is_none(),
        "`documents/{file}` is there already; give the file another name, or put it there yourself"
    );
    store::write(&path, bytes)?;
    Ok(file)
}

fn odd(desk: &Desk) -> Response {
    (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response()
}
