//! What stands before every page: whom a request is for, where it comes from, who sends it, how large and slow it is.
//!
//! In: a request. Out: the same with its whole body, or a refusal. Every answer gets the headers of [`sealed`]. A request that
//! is for another name than this computer's own is refused first of all: so a page elsewhere cannot reach this one by
//! giving its own name the address of this computer.

use crate::page::MOST_BYTES;
use crate::serve::application::Application;
use crate::serve::doors::SWAP;
use crate::serve::screens::frame::refusal;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// Names of this computer for itself.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];
/// How long a body may take.
const BODY_TIME: Duration = Duration::from_secs(10);
/// Most bytes of a case file that is sent, with what is around it.
const MOST_OF_CASE: usize = 2 * MOST_BYTES;
/// Most bytes of a backup.
const MOST_OF_BACKUP: usize = 64 << 20;
/// What everybody may see: a token is swapped, and the files around the page are no secret.
const OPEN: [&str; 4] = ["/style.css", "/page.js", "/serve.js", "/favicon.ico"];
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Headers of every answer.
const HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cache-control", "no-store"),
];

/// Puts the headers on an answer.
pub(super) async fn sealed(mut answer: Response) -> Response {
    for (name, value) in HEADERS {
        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    answer
}

/// Lets a request through, or refuses it.
pub(super) async fn guarded(State(app): State<Arc<Application>>, request: Request, next: Next) -> Response {
    let refused = |status, key| refusal(status, key, app.language);
    let (headers, path) = (request.headers(), request.uri().path());
    if !is_ours(&request, app.port) {
        return refused(StatusCode::MISDIRECTED_REQUEST, "serve_wrong_host");
    }
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    if !looks && *request.method() != Method::POST {
        return refused(StatusCode::METHOD_NOT_ALLOWED, "serve_unknown_page");
    }
    if !(if looks { may_look(headers) } else { may_change(headers) }) {
        return refused(StatusCode::FORBIDDEN, "serve_wrong_origin");
    }
    let open = looks && (OPEN.contains(&path) || path.starts_with(SWAP));
    if !open && !app.doors.admits(headers) {
        return refused(StatusCode::UNAUTHORIZED, "serve_locked");
    }
    let most = match path {
        "/restore" => MOST_OF_BACKUP,
        _ if looks => 0,
        _ => MOST_OF_CASE,
    };
    let (head, body) = request.into_parts();
    match tokio::time::timeout(BODY_TIME, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(_)) => refused(StatusCode::PAYLOAD_TOO_LARGE, "serve_too_large"),
        Err(_) => refused(StatusCode::REQUEST_TIMEOUT, "serve_too_slow"),
    }
}

/// Whether a request is for this computer by one of its own names, and our port.
fn is_ours(request: &Request, port: u16) -> bool {
    let own = |text: &str| NAMES.iter().any(|name| text.strip_prefix(name) == Some(&format!(":{port}")));
    let mut hosts = request.headers().get_all(HOST).into_iter();
    let one = hosts.next().and_then(|host| host.to_str().ok()).is_some_and(own) && hosts.next().is_none();
    one && request.uri().authority().is_none_or(|authority| own(authority.as_str()))
}

/// Whether something may be looked at: asked for by this page or by a person, not by a page elsewhere within itself.
fn may_look(headers: &HeaderMap) -> bool {
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match told("sec-fetch-site") {
        None | Some("same-origin" | "none") => true,
        Some(_) => told("sec-fetch-mode") == Some("navigate") && told("sec-fetch-dest") == Some("document"),
    }
}

/// Whether something may be changed: the request comes from a page of this server itself.
fn may_change(headers: &HeaderMap) -> bool {
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let mut origins = headers.get_all(ORIGIN).into_iter();
    let (Some(origin), None) = (origins.next().and_then(text), origins.next()) else { return false };
    let host = headers.get(HOST).and_then(text).unwrap_or_default();
    origin == format!("http://{host}") && headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}
