//! A council that begins to keep records: what is typed into the page of a desk without any.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use super::form::Form;
use super::work::{PURPOSE, form_of, refused, see};
use super::{Desks, page};
use crate::desk::Desk;
use crate::desk::pages::{MAX_NEW_BODIES, Typed};
use crate::model::council::{Governance, Nation};
use crate::model::value::{Parse, Scalar, TimeOfDay};
use crate::start::{self, NewBody, NewCouncil};

/// The time in which a browser has an answer.
const ANSWERED: Duration = Duration::from_millis(500);

/// Begins the records of a council that has none, or those of the sample.
pub(super) async fn begin_records(State(desk): Desks, body: Bytes) -> Response {
    let Some(mut form) = form_of(&desk, &body) else { return refused(&desk) };
    let typed = Typed(form.clone().take_all(""));
    if let Some(number) = form.take("open") {
        return open_council(&desk, &number, &form);
    }
    let is_sample = form.take("sample").is_some();
    let is_elsewhere = form.take("place").is_some_and(|place| place == "councils");
    let council = if is_sample { Ok(None) } else { new_council(&mut form).map(Some) };
    // A field that nobody asked for was not on the page.
    if council.is_ok() && !form.is_empty() {
        return (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response();
    }
    let begun = tokio::task::spawn_blocking({
        let desk = desk.clone();
        move || {
            let council = council?;
            let councils = desk.councils.as_ref().filter(|_| is_elsewhere);
            let name = council.as_ref().map_or(start::SAMPLE, |council| &council.name);
            let folder =
                councils.map(|councils| start::council_folder(councils, name)).transpose()?;
            let data = folder.as_ref().map(|folder| folder.join(start::DATA));
            let (data, today) = (data.as_ref().unwrap_or(&desk.run.data), desk.today());
            match council {
                Some(council) => start::begin(data, &council, today)?,
                None => start::begin_sample(data)?,
            }
            if folder.is_none() {
                desk.learn_anew();
            }
            anyhow::Ok(folder)
        }
    });
    match begun.await.map_err(anyhow::Error::from).flatten() {
        Ok(None) => see("/"),
        Ok(Some(folder)) => go_on(&desk, folder),
        Err(error) => {
            let shown = desk.pages.begin(
                desk.door.token(PURPOSE),
                desk.councils.as_deref(),
                &typed,
                Some(format!("{error:#}")),
            );
            let shown = shown.unwrap_or_else(|error| desk.pages.failed(&format!("{error:#}")));
            (StatusCode::UNPROCESSABLE_ENTITY, page(shown)).into_response()
        }
    }
}

/// Goes on with a council of the same user, by its place in the list.
fn open_council(desk: &Arc<Desk>, number: &str, form: &Form) -> Response {
    let known = desk.councils.as_ref().map(|councils| start::councils(councils));
    let found = known.and_then(|known| known.into_iter().nth(number.parse().ok()?));
    match found.filter(|_| form.is_empty()) {
        Some(folder) => go_on(desk, folder),
        None => (StatusCode::BAD_REQUEST, page(desk.pages.missing())).into_response(),
    }
}

/// Ends here, and goes on with the council of another folder, once the browser has the answer.
fn go_on(desk: &Arc<Desk>, folder: PathBuf) -> Response {
    let shown = page(desk.pages.onward(&folder));
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        tokio::time::sleep(ANSWERED).await;
        // Only the first counts.
        desk.onward.set(folder).ok();
    });
    shown
}

/// Reads what was typed.
fn new_council(form: &mut Form) -> anyhow::Result<NewCouncil> {
    let closed = (read::<NaiveDate>(form, "closed-from")?, read::<NaiveDate>(form, "closed-to")?);
    let mut council = NewCouncil {
        name: form.take_filled("council").unwrap_or_default(),
        nation: read(form, "nation")?.unwrap_or(Nation::England),
        governance: read(form, "governance")?.unwrap_or(Governance::Executive),
        // A single day may be in either field.
        closed: closed.0.or(closed.1).zip(closed.1.or(closed.0)),
        bodies: Vec::new(),
    };
    for at in 1..=MAX_NEW_BODIES {
        let name = form.take_filled(&format!("name{at}"));
        let body_type = read(form, &format!("type{at}"))?;
        let day = read::<NaiveDate>(form, &format!("date{at}"))?;
        let time = read::<TimeOfDay>(form, &format!("time{at}"))?;
        let Some(name) = name else {
            anyhow::ensure!(day.is_none(), "write the name of the body that meets");
            continue;
        };
        let body_type = body_type.with_context(|| format!("say what kind of body `{name}` is"))?;
        let next = day.map(|day| (day, time.map(|time| time.0)));
        council.bodies.push(NewBody { name, body_type, next });
    }
    Ok(council)
}

/// Reads a field; `None` where it is empty.
fn read<T: Parse>(form: &mut Form, name: &str) -> anyhow::Result<Option<T>> {
    let Some(text) = form.take_filled(name) else { return Ok(None) };
    match T::parse(&Scalar::Text(text.clone())) {
        Ok(parsed) => Ok(Some(parsed.value)),
        Err(_) => anyhow::bail!("`{text}` is not {}", T::WHAT),
    }
}
