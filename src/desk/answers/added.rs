//! A paper that somebody adds to an item: the file is kept with the documents, and the row is shown that names it.

use std::sync::Arc;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::work::PURPOSE;
use super::{Desks, page};
use crate::desk::Desk;
use crate::desk::pages::AddedPaper;
use crate::start;

/// The largest paper that is taken, in bytes.
pub(super) const MAX_PAPER: usize = 200 * 1024 * 1024;

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
    let Some(overview) = known.overview() else { return odd(desk) };
    let of_meeting = overview.meeting(meeting);
    let is_there = of_meeting.is_some_and(|of| of.items.iter().any(|known| known.number == item));
    if !is_there {
        return odd(desk);
    }
    let added = start::keep_paper(&desk.run.data, meeting, name, bytes);
    let status = if added.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let paper =
        AddedPaper { overview, meeting, item, added: added.map_err(|error| format!("{error:#}")) };
    let shown = desk.pages.added(paper, desk.door.token(PURPOSE));
    let shown = shown.unwrap_or_else(|error| desk.pages.failed(&format!("{error:#}")));
    (status, page(shown)).into_response()
}

fn odd(desk: &Desk) -> Response {
    (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response()
}
