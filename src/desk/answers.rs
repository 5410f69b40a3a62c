//! What is asked, and what is answered: addresses, and the headers that keep others out.

mod added;
mod begin;
mod clerk;
mod form;
mod work;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::Desk;
use super::door::{Caller, Tried};
use super::pages::{Page, Seen};

/// The largest request that is read, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// How many connections there may be at a time: a browser has six, and one for each page that waits for changes.
const MAX_CONNECTIONS: usize = 128;

/// How long a request may take to come in.
const MAX_TIME: Duration = Duration::from_secs(10);

/// How often it looks whether it is to end.
const TICK: Duration = Duration::from_millis(200);

/// How long it goes on without a page that is open.
const MAX_IDLE: Duration = Duration::from_hours(8);

/// What a page may load: files of the desk and no others.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What a paper may: to be shown in a page of the desk.
const POLICY_OF_PAPERS: &str = "default-src 'none'; frame-ancestors 'self'";

type Desks = State<Arc<Desk>>;

/// Answers until `stop` is set, or the desk goes on elsewhere.
pub(super) async fn serve(
    listener: TcpListener,
    desk: Arc<Desk>,
    stop: &AtomicBool,
) -> anyhow::Result<()> {
    let router = Router::new()
        .route("/", get(today))
        .route("/meetings", get(meetings))
        .route("/meetings/{id}", get(meeting))
        .route("/meetings/{id}/minutes", get(clerk::meeting).post(clerk::step))
        .route("/meetings/{id}/minutes/{at}", get(clerk::minute))
        .route("/clerk.js", get(clerk::script))
        .route("/clerk.css", get(clerk::style))
        .route("/faults", get(faults))
        .route("/faults/{number}", get(fault))
        .route("/faults/{number}/open", post(work::open_file))
        .route("/publications", get(work::publications))
        .route("/publications/{*path}", get(work::publication))
        .route("/documents/{number}/{*path}", get(work::document).post(work::reveal))
        .route("/papers/{number}/{*path}", get(work::paper))
        .route("/publish/{*path}", get(work::publishing))
        .route("/verify", get(work::verifying))
        .route("/codes/{*code}", get(work::code))
        .route(
            "/meetings/{id}/papers",
            post(added::add).layer(DefaultBodyLimit::max(added::MAX_PAPER)),
        )
        .route("/begin", post(begin::begin_records))
        .route("/work", post(work::ask))
        .route("/stop", post(work::stop))
        .route("/events", get(events))
        .route("/desk.css", get(style))
        .route("/desk.js", get(script))
        .route("/start", post(start))
        .fallback(missing)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard))
        .with_state(Arc::clone(&desk));
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut http = http1::Builder::new();
    // Whoever sends a byte now and then would hold a place for ever.
    http.timer(TokioTimer::new()).header_read_timeout(MAX_TIME);
    let mut idle = Duration::ZERO;
    while !stop.load(Ordering::Relaxed) && desk.onward.get().is_none() && idle < MAX_IDLE {
        let stream = match timeout(TICK, listener.accept()).await {
            Ok(Ok((stream, _))) => stream,
            // The system has no room for a connection; it may have at the next.
            Ok(Err(_)) => {
                tokio::time::sleep(TICK).await;
                continue;
            }
            Err(_) => {
                idle = if desk.is_open() { Duration::ZERO } else { idle + TICK };
                desk.begin_new_day();
                continue;
            }
        };
        idle = Duration::ZERO;
        // Those that are too many are turned away, and come again.
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let service = TowerToHyperService::new(router.clone());
        let served = http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            // A connection that ends early is nobody's fault.
            served.await.ok();
            drop(place);
        });
    }
    // Pages that wait for changes would hold up a graceful end.
    Ok(())
}

/// Returns what a request says of where it comes from.
fn caller(headers: &HeaderMap) -> Caller<'_> {
    let text = |name: &str| {
        let mut values = headers.get_all(name).iter();
        // Two of them would let two readers see different ones.
        let (first, second) = (values.next(), values.next());
        first.filter(|_| second.is_none()).and_then(|value| value.to_str().ok())
    };
    Caller {
        host: text("host"),
        cookie: text("cookie"),
        origin: text("origin"),
        site: text("sec-fetch-site"),
    }
}

/// Lets nobody in who may not, before anything is looked up, and sets the headers of every answer.
async fn guard(State(desk): Desks, request: Request, next: Next) -> Response {
    let caller = caller(request.headers());
    let is_start = request.uri().path() == "/start";
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let refused = if !desk.door.is_host(caller) {
        Some(StatusCode::MISDIRECTED_REQUEST)
    } else if is_start {
        None
    } else if !desk.door.knows(caller) || !is_safe && !desk.door.may_post(caller) {
        Some(StatusCode::FORBIDDEN)
    } else {
        None
    };
    let mut response = match refused {
        Some(status) => (status, desk.pages.refused()).into_response(),
        None => match timeout(MAX_TIME, next.run(request)).await {
            Ok(response) => response,
            Err(_) => (StatusCode::REQUEST_TIMEOUT, desk.pages.refused()).into_response(),
        },
    };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Lets in whoever has the key. The answer is a page that goes on by itself: a strict cookie is not sent along a redirect that
/// another page began.
async fn start(State(desk): Desks, body: Bytes) -> Response {
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let key = text.split('&').find_map(|pair| pair.strip_prefix("key=")).unwrap_or_default();
    match desk.door.admit(key) {
        Tried::Admitted => {
            let mut response = page(desk.pages.welcome());
            if let Ok(cookie) = HeaderValue::from_str(&desk.door.set_cookie()) {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Tried::Refused => (StatusCode::FORBIDDEN, desk.pages.refused()).into_response(),
        Tried::TooMany => (StatusCode::TOO_MANY_REQUESTS, desk.pages.refused()).into_response(),
    }
}

async fn today(State(desk): Desks) -> Response {
    made(&desk, Page::Today)
}

async fn meetings(State(desk): Desks) -> Response {
    made(&desk, Page::Meetings)
}

async fn meeting(State(desk): Desks, Path(id): Path<String>) -> Response {
    made(&desk, Page::Meeting(&id))
}

async fn faults(State(desk): Desks) -> Response {
    made(&desk, Page::Faults)
}

async fn fault(State(desk): Desks, Path(number): Path<usize>) -> Response {
    made(&desk, Page::Fault(number))
}

/// Tells a page whenever something changed, for as long as it is open.
async fn events(State(desk): Desks) -> Response {
    let changes = desk.changes.subscribe();
    let stream =
        futures_util::stream::unfold((changes, true), |(mut changes, is_first)| async move {
            let count = if is_first {
                *changes.borrow_and_update()
            } else {
                changes.changed().await.ok()?;
                *changes.borrow_and_update()
            };
            Some((Ok::<_, Infallible>(format!("data: {count}\n\n")), (changes, false)))
        });
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(stream)).into_response()
}

async fn style(State(desk): Desks) -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], desk.pages.file("desk.css"))
        .into_response()
}

async fn script(State(desk): Desks) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], desk.pages.file("desk.js"))
        .into_response()
}

async fn missing(State(desk): Desks) -> Response {
    (StatusCode::NOT_FOUND, page(desk.pages.missing())).into_response()
}

/// Returns a page made of what is known.
fn made(desk: &Desk, asked: Page<'_>) -> Response {
    // What changes meanwhile is shown by the next.
    let changes = *desk.changes.borrow();
    let known = desk.known();
    let seen = Seen {
        known: &known,
        progress: desk.work.progress(),
        ended: desk.work.ended(),
        token: desk.door.token(work::PURPOSE),
        councils: desk.councils.as_deref(),
        changes,
    };
    match desk.pages.make(seen, asked) {
        Ok(Some(text)) => page(text),
        Ok(None) => (StatusCode::NOT_FOUND, page(desk.pages.missing())).into_response(),
        Err(error) => {
            let text = desk.pages.failed(&format!("{error:#}"));
            (StatusCode::INTERNAL_SERVER_ERROR, page(text)).into_response()
        }
    }
}

fn page(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
