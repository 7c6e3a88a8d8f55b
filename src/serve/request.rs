//! A request as the pages want it: fields, language, the kept case that it is of; and the screens that answer it.
//!
//! In: bytes of requests. Out: fields, and screens of [`crate::page`] made beside the server's own work.

use crate::page::{Fields, Home, Shell, respond_in};
use crate::serve::answers::Failed;
use crate::serve::application::Application;
use crate::serve::screens::frame::{LINKS, START, answer, whole};
use crate::simulate::Monitor;
use crate::words::Language;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// What all handlers get.
pub(super) type App = State<Arc<Application>>;
/// Fields that carry which kept case a screen is of, and the version that it was opened from.
const CARRIED: [&str; 2] = ["kept", "version"];
const HOME: Home = Home { page: START, keep: "/keep", file: "/file", links: &LINKS };

/// The fields of a body or of what stands behind the question mark.
pub(super) fn fields(bytes: &[u8]) -> Fields {
    Fields::read(&String::from_utf8_lossy(bytes))
}

/// The language that an address asks for.
pub(super) fn language(app: &Application, query: &Fields) -> Language {
    if query.sent("lang").is_some() { query.language() } else { app.language }
}

/// Which kept case a screen is of: number and version.
pub(super) fn carried(fields: &Fields) -> Option<(i64, i64)> {
    let to = fields.get("to");
    if matches!(to, "clear" | "pasted") || to.starts_with("new:") {
        return None;
    }
    let [id, version] = CARRIED.map(|name| fields.get(name).parse().ok());
    id.zip(version)
}

/// Whether a screen takes a computation that uses all cores for a while.
fn is_long(fields: &Fields) -> bool {
    let to = if fields.get("to").is_empty() { fields.get("at") } else { fields.get("to") };
    match fields.get("stage") {
        "full" | "decision" => true,
        "" => matches!(to, "result" | "form") && fields.get("quick") != "1",
        _ => false,
    }
}

/// The middle of the page for these fields.
pub(super) async fn middle(
    app: &Application,
    fields: Fields,
    kept: Option<(i64, i64)>,
    notices: Vec<String>,
) -> Result<String, Failed> {
    let long = is_long(&fields);
    let task = move |monitor: &dyn Monitor| {
        let carried = kept.map(|(id, version)| [(CARRIED[0], id.to_string()), (CARRIED[1], version.to_string())]);
        let carried = carried.as_ref().map_or(&[][..], |carried| &carried[..]);
        respond_in(&fields, &Shell { home: Some(HOME), carried, notices: &notices, monitor })
    };
    Ok(if long { app.work.reckoning(task).await } else { app.work.watched(task).await }?)
}

/// The whole page for these fields.
pub(super) async fn screen(
    app: &Application,
    fields: Fields,
    kept: Option<(i64, i64)>,
    notices: Vec<String>,
) -> Result<Response, Failed> {
    let language = fields.language();
    let middle = middle(app, fields, kept, notices).await?;
    Ok(answer(StatusCode::OK, whole(language, &middle, true)))
}

/// The answer, or the page that tells what went wrong.
pub(super) async fn told(language: Language, done: impl Future<Output = Result<Response, Failed>>) -> Response {
    done.await.unwrap_or_else(|failed| failed.answer(language))
}
