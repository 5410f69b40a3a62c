//! Documents, and what is asked for by a button: making, publishing, withdrawing, archiving, verifying, opening a file.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::form::Form;
use super::{Desks, POLICY_OF_PAPERS, made, missing, page};
use crate::desk::Desk;
use crate::desk::pages::{Page, address_of};
use crate::desk::work::{Task, begin};
use crate::model::form::Form as Typeset;
use crate::pipeline::{DocumentOverview, Publication, PublicationOverview};
use crate::store;

/// The purpose of the token in forms that ask for a task.
pub(super) const PURPOSE: &str = "work";

/// A document that is asked for: the path of its publication, and its place among the documents of that.
type Asked = Path<(usize, String)>;

/// Returns a document by its publication and its place there, where there is one.
fn with_document<T>(
    desk: &Desk,
    (number, path): (usize, &str),
    take: impl FnOnce(&PublicationOverview, &DocumentOverview) -> T,
) -> Option<T> {
    let known = desk.known();
    let found = known.overview()?.publication(path)?;
    found.documents.get(number).map(|document| take(found, document))
}

/// Shows a document; one that is not for the public is shown after somebody has said so.
pub(super) async fn document(State(desk): Desks, Path((number, path)): Asked) -> Response {
    shown(&desk, (number, &path), false)
}

/// Shows a document that is not for the public.
pub(super) async fn reveal(
    State(desk): Desks,
    Path((number, path)): Asked,
    body: Bytes,
) -> Response {
    if form_of(&desk, &body).is_none() {
        return refused(&desk);
    }
    shown(&desk, (number, &path), true)
}

fn shown(desk: &Arc<Desk>, asked: (usize, &str), is_revealed: bool) -> Response {
    let (number, path) = asked;
    let address = with_document(desk, asked, |found, document| {
        let file = store::below(&desk.run.output, &document.file);
        let stamp = store::stamp(&file).ok().flatten()?;
        let may_be = document.is_public || is_revealed;
        let key = match document.is_public {
            true => String::new(),
            false => format!("&shown={}", desk.door.token(&purpose(asked))),
        };
        if may_be {
            let mut shown = desk.shown.lock().unwrap_or_else(PoisonError::into_inner);
            *shown = Some((found.publication.clone(), document.kind));
        }
        may_be.then(|| format!("/papers/{number}/{path}?v={:x}{key}", stamp.modified))
    });
    let address = address.flatten();
    made(desk, Page::Document(path, number, address.as_deref()))
}

/// Returns the purpose of the token with which a restricted document may be shown.
fn purpose((number, path): (usize, &str)) -> String {
    format!("paper {number} {path}")
}

/// Returns a document by its publication and its place there; no file is named by a request. Only documents that the
/// program made are among them, never a file as it was supplied.
pub(super) async fn paper(
    State(desk): Desks,
    Path((number, path)): Asked,
    request: axum::extract::Request,
) -> Response {
    let mut query = Form::read(request.uri().query().unwrap_or_default().as_bytes())
        .unwrap_or_else(Form::empty);
    let key = query.take("shown").unwrap_or_default();
    let asked = (number, &*path);
    let is_shown = desk.door.is_token(&purpose(asked), &key);
    let found = with_document(&desk, asked, |_, document| {
        let path = store::below(&desk.run.output, &document.file);
        let bytes = store::read_if_there(&path).ok().flatten();
        bytes.filter(|_| document.is_public || is_shown).map(|bytes| (document.form, bytes))
    });
    match found.flatten() {
        Some((Typeset::Html, bytes)) => {
            let policy = policy_of_page(&bytes);
            let Ok(policy) = HeaderValue::from_str(&policy) else {
                return missing(State(desk)).await;
            };
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
                (header::CONTENT_SECURITY_POLICY, policy),
            ];
            (headers, bytes).into_response()
        }
        Some((_, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf"),
                (header::CONTENT_SECURITY_POLICY, POLICY_OF_PAPERS),
            ];
            (headers, bytes).into_response()
        }
        None => missing(State(desk)).await,
    }
}

/// Returns what a page of ours may do where it is shown: nothing but look as its styles say, which are named by their digests.
/// The desk's page keeps its place, for which it counts as of the same origin.
fn policy_of_page(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page);
    let styles = text.split("<style>").skip(1).filter_map(|rest| rest.split_once("</style>"));
    let digests = styles.map(|(style, _)| {
        format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(style.as_bytes())))
    });
    let digests: String = digests.collect();
    format!(
        "default-src 'none'; style-src{}; img-src data:; frame-ancestors 'self'; base-uri 'none'; sandbox allow-same-origin",
        if digests.is_empty() { " 'none'" } else { &digests }
    )
}

/// Shows what publishing would do, and what came of it.
pub(super) async fn publishing(State(desk): Desks, Path(path): Path<String>) -> Response {
    made(&desk, Page::Publish(&path))
}

/// Lists what is published besides the papers of meetings.
pub(super) async fn publications(State(desk): Desks) -> Response {
    made(&desk, Page::Publications)
}

/// Shows what is published together, besides the papers of meetings.
pub(super) async fn publication(State(desk): Desks, Path(path): Path<String>) -> Response {
    made(&desk, Page::Publication(&path))
}

/// Shows whether what was published is whole.
pub(super) async fn verifying(State(desk): Desks) -> Response {
    made(&desk, Page::Verify)
}

/// Shows what a code means.
pub(super) async fn code(State(desk): Desks, Path(code): Path<String>) -> Response {
    made(&desk, Page::Code(&code))
}

/// Begins the task that a form asks for.
pub(super) async fn ask(State(desk): Desks, body: Bytes) -> Response {
    let Some(mut form) = form_of(&desk, &body) else { return refused(&desk) };
    let Some((task, back)) = task_of(&desk, &mut form) else {
        return (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response();
    };
    // One runs at a time; the page that follows shows which.
    begin(&desk, task);
    see(&back)
}

/// Returns the task that a form asks for, and the page that follows.
fn task_of(desk: &Desk, form: &mut Form) -> Option<(Task, String)> {
    let task = form.take("task")?;
    let path = form.take_filled("publication");
    let (reason, agreement) = (form.take_filled("reason"), form.take_filled("agreement"));
    let document = form.take_filled("document");
    if !form.is_empty() {
        return None;
    }
    let known = desk.known();
    let publication = match &path {
        Some(path) => Some(known.overview()?.publication(path)?.publication.clone()),
        None => None,
    };
    let task = match (&*task, publication) {
        ("make", publication) => Task::Make(publication),
        ("draft-minutes", Some(Publication::Meeting(meeting))) => Task::DraftMinutes(meeting),
        ("draft-agenda", Some(Publication::Meeting(meeting))) => Task::DraftAgenda(meeting),
        ("preview", Some(publication)) => Task::Preview(publication, reason),
        ("publish", Some(publication)) => Task::Publish(publication, reason, agreement?),
        ("withdraw", Some(publication)) => Task::Withdraw(publication, document, reason?),
        ("archive", Some(publication)) => Task::Archive(publication),
        ("verify", None) => Task::Verify,
        _ => return None,
    };
    let page = page_of(&task);
    Some((task, page))
}

/// Returns the page that shows how a task goes on, and what came of it.
fn page_of(task: &Task) -> String {
    match (task, task.publication()) {
        (Task::Verify, _) => "/verify".to_owned(),
        (
            Task::Preview(..) | Task::Publish(..) | Task::Withdraw(..) | Task::Archive(_),
            Some(publication),
        ) => format!("/publish/{}", publication.path()),
        (_, Some(publication)) => address_of(&publication),
        (_, None) => "/".to_owned(),
    }
}

/// Has the task that runs begin no further document.
pub(super) async fn stop(State(desk): Desks, body: Bytes) -> Response {
    if form_of(&desk, &body).is_none() {
        return refused(&desk);
    }
    let page = desk.work.progress().map(|progress| page_of(&progress.task));
    desk.work.stop();
    desk.tell();
    see(page.as_deref().unwrap_or("/"))
}

/// Opens the file in which something was found in the program that the system has for it. Only a file of the records is, by its
/// place among what was found.
pub(super) async fn open_file(
    State(desk): Desks,
    Path(number): Path<usize>,
    body: Bytes,
) -> Response {
    if form_of(&desk, &body).is_none() {
        return refused(&desk);
    }
    let Some(path) = file_of(&desk, number) else { return missing(State(desk)).await };
    match (desk.host.open)(&path) {
        Ok(()) => see(&format!("/faults/{number}")),
        Err(error) => {
            let text = desk.pages.failed(&format!("{error:#}"));
            (StatusCode::INTERNAL_SERVER_ERROR, page(text)).into_response()
        }
    }
}

/// Returns the file of the data folder in which something was found.
fn file_of(desk: &Desk, number: usize) -> Option<PathBuf> {
    let known = desk.known();
    let name = &known.overview()?.faults.get(number)?.diagnostic.origin.as_ref()?.source().name;
    let files = store::walk(&desk.run.data).ok()?;
    let mut paths = files.into_iter().map(|file| desk.run.data.join(file));
    paths.find(|path| path.display().to_string().replace('\\', "/") == *name)
}

/// Returns the form of a request that a page of this desk made.
pub(super) fn form_of(desk: &Desk, body: &[u8]) -> Option<Form> {
    let mut form = Form::read(body)?;
    let token = form.take("token")?;
    desk.door.is_token(PURPOSE, &token).then_some(form)
}

pub(super) fn refused(desk: &Desk) -> Response {
    (StatusCode::FORBIDDEN, page(desk.pages.refused())).into_response()
}

/// Sends the browser to a page.
pub(super) fn see(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(_) => StatusCode::NO_CONTENT.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_do_nothing_but_look_as_their_styles_say() {
        let policy = policy_of_page(b"<style>p{}</style><p style=\"x\">");
        let digest = STANDARD.encode(Sha256::digest(b"p{}"));
        assert!(policy.contains(&format!("style-src 'sha256-{digest}';")), "{policy}");
        assert!(
            policy.starts_with("default-src 'none';")
                && policy.ends_with("sandbox allow-same-origin")
        );
        assert!(policy_of_page(b"<p>").contains("style-src 'none'"));
    }
}
