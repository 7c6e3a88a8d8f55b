//! Addresses of the server and what answers them: screens of a case, files around the page, who comes in, the team's page.
//!
//! In: requests that were let through. Out: answers. Each change is a POST; what a screen shows is made by [`crate::page`].

use crate::page::{Fields, document};
use crate::serve::answers::{Failed, elsewhere, text, unknown};
use crate::serve::application::Application;
use crate::serve::request::{App, carried, fields, language, middle, screen, told};
use crate::serve::screens::frame::{CASES, START, TEAM, answer, code, own, refusal};
use crate::serve::screens::{cases, team as team_page};
use crate::serve::work::NotDone;
use crate::serve::{case_routes, guard, team};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::{Arc, PoisonError};

const SCRIPT: &str = include_str!("serve.js");
const STYLE: &str = include_str!("serve.css");

/// All addresses, with what stands before them.
pub fn router(app: Arc<Application>) -> Router {
    Router::new()
        .route(START, get(begin).post(page))
        .route("/part", post(part))
        .route("/keep", post(case_routes::keep))
        .route("/file", post(case_routes::file))
        .route("/import", post(case_routes::import))
        .route("/backup", get(case_routes::backup))
        .route("/restore", post(case_routes::restore))
        .route(CASES, get(case_routes::list))
        .route("/cases/{id}", get(case_routes::open))
        .route("/cases/{id}/file", get(case_routes::file_of))
        .route("/cases/{id}/versions", get(case_routes::versions))
        .route("/cases/{id}/copy", post(case_routes::copy))
        .route("/cases/{id}/delete", get(case_routes::ask).post(case_routes::delete))
        .route(TEAM, get(sums))
        .route("/door", post(door))
        .route("/open/{token}", get(swap))
        .route("/style.css", get(style))
        .route("/page.js", get(async || text("text/javascript; charset=utf-8", document::SCRIPT)))
        .route("/serve.js", get(async || text("text/javascript; charset=utf-8", SCRIPT)))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        // The guard has read the body already, within its limits.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app.clone(), guard::guarded))
        .layer(map_response(guard::sealed))
        .with_state(app)
}

async fn begin(State(app): App, RawQuery(query): RawQuery) -> Response {
    let language = language(&app, &fields(query.unwrap_or_default().as_bytes()));
    let asked = Fields::default().with("lang", code(language)).with("to", "situation");
    told(language, screen(&app, asked, None, Vec::new())).await
}

async fn page(State(app): App, body: Bytes) -> Response {
    let fields = fields(&body);
    let (language, kept) = (fields.language(), carried(&fields));
    told(language, screen(&app, fields, kept, Vec::new())).await
}

async fn part(State(app): App, body: Bytes) -> Response {
    let fields = fields(&body);
    let (language, kept) = (fields.language(), carried(&fields));
    told(language, async { Ok(answer(StatusCode::OK, middle(&app, fields, kept, Vec::new()).await?)) }).await
}

/// Swaps a token for a cookie, and takes it out of the address.
async fn swap(State(app): App, method: Method, Path(token): Path<String>) -> Response {
    // Who only looks whether there is something does not use it up.
    let cookie = if method == Method::GET { app.doors.swap(&token) } else { Ok(None) };
    match cookie {
        Ok(Some(cookie)) => {
            let mut answer = elsewhere(START);
            answer.headers_mut().insert(SET_COOKIE, cookie);
            answer
        }
        Ok(None) => refusal(StatusCode::FORBIDDEN, "serve_used", app.language),
        Err(error) => Failed::from(error).answer(app.language),
    }
}

async fn door(State(app): App, RawQuery(query): RawQuery) -> Response {
    let language = language(&app, &fields(query.unwrap_or_default().as_bytes()));
    told(language, async { Ok(own(StatusCode::OK, language, CASES, cases::door(&app.address()?, language))) }).await
}

/// What all cases add up to; worked out again when a case was changed.
async fn sums(State(app): App, RawQuery(query): RawQuery) -> Response {
    let language = language(&app, &fields(query.unwrap_or_default().as_bytes()));
    let found = async {
        let own_app = app.clone();
        let all = app.work.quickly(move || own_app.kept.list()).await??;
        let key: Vec<(i64, i64)> = all.iter().map(|case| (case.id, case.version)).collect();
        let last = app.team.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = last.filter(|(of, _)| *of == key).map(|(_, answer)| answer);
        let found = match known {
            Some(known) => known,
            None => {
                let found = app.work.reckoning(move |monitor| team::team(&all, monitor)).await?;
                let found = Arc::new(found.ok_or(Failed::NotDone(NotDone::Busy))?);
                *app.team.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, found.clone()));
                found
            }
        };
        Ok(own(StatusCode::OK, language, TEAM, team_page::team(&found, language)))
    };
    told(language, found).await
}

async fn style() -> Response {
    let mut answer = text("text/css; charset=utf-8", "");
    *answer.body_mut() = [document::STYLE, STYLE].concat().into();
    answer
}

async fn nothing(State(app): App) -> Response {
    unknown(app.language)
}
