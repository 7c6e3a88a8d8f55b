//! Answers of the server other than pages: files, redirects, and what cannot be done.
//!
//! In: bytes, addresses, reasons. Out: responses.

use crate::serve::kept::KeptError;
use crate::serve::screens::frame::refusal;
use crate::serve::work::NotDone;
use crate::words::Language;
use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Most letters of the name of a file.
const MOST_LETTERS: usize = 40;

/// Sends the browser elsewhere; it asks for that as for any page.
pub(super) fn elsewhere(address: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(address) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(LOCATION, address);
    }
    answer
}

/// A file to be saved. Only letters, digits and dashes of `name` are used.
pub(super) fn file(name: &str, ending: &str, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let sound = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let name: String = name.chars().filter(sound).take(MOST_LETTERS).collect();
    let name = if name.is_empty() { "zaak" } else { &name };
    let mut answer = Response::new(bytes.into());
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{ending}\"")) {
        answer.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    answer
}

/// A text as it is.
pub(super) fn text(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], text).into_response()
}

/// A page that is not there.
pub(super) fn unknown(language: Language) -> Response {
    refusal(StatusCode::NOT_FOUND, "serve_unknown_page", language)
}

/// Why something was not done.
pub(super) enum Failed {
    /// Too much at once, or a fall.
    NotDone(NotDone),
    /// The database.
    Kept(KeptError),
    /// No such case.
    Unknown,
}

impl From<NotDone> for Failed {
    fn from(reason: NotDone) -> Self {
        Failed::NotDone(reason)
    }
}

impl From<KeptError> for Failed {
    fn from(reason: KeptError) -> Self {
        Failed::Kept(reason)
    }
}

impl From<std::io::Error> for Failed {
    fn from(reason: std::io::Error) -> Self {
        Failed::Kept(reason.into())
    }
}

impl Failed {
    /// The page that tells it.
    pub(super) fn answer(self, language: Language) -> Response {
        match self {
            Failed::NotDone(NotDone::Busy) => refusal(StatusCode::SERVICE_UNAVAILABLE, "serve_busy", language),
            Failed::NotDone(NotDone::Fell) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "serve_failed", language),
            Failed::Unknown => unknown(language),
            Failed::Kept(error) => crate::serve::screens::frame::told(&error.message(), language),
        }
    }
}
