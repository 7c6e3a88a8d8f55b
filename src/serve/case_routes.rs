//! Addresses of kept cases: list, open, keep, copy, delete, files in and out, backup.
//!
//! In: requests that were let through. Out: pages, files, redirects. A case is opened with its version; it is kept only where
//! nobody saved another since.

use crate::page::{Draft, Fields, case_of};
use crate::serve::answers::{self, Failed, elsewhere};
use crate::serve::application::Application;
use crate::serve::kept::{KeptCase, KeptError, Saved};
use crate::serve::request::{App, carried, fields, language, middle, screen, told};
use crate::serve::screens::frame::{self, CASES, code, own};
use crate::serve::screens::{cases, conflict::conflict};
use crate::words::Language;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::sync::Arc;

/// Screens to which one comes back after saving.
const SCREENS: [&str; 6] = ["household", "more", "plan", "check", "result", "form"];
/// Says that the script of the page asks, which shows the middle of a page alone.
const PART: &str = "x-part";
/// Most bytes of the file of a case.
const MOST_OF_FILE: usize = 100_000;
const TOML: &str = "application/toml; charset=utf-8";

/// Asks the kept cases something beside the server's own work.
async fn with<T: Send + 'static>(
    app: &Arc<Application>,
    ask: impl FnOnce(&Application) -> Result<T, KeptError> + Send + 'static,
) -> Result<T, Failed> {
    let own = app.clone();
    Ok(app.work.quickly(move || ask(&own)).await??)
}

fn number(text: &str) -> Result<i64, Failed> {
    text.parse().map_err(|_| Failed::Unknown)
}

/// The newest version of the case of an address.
async fn newest(app: &Arc<Application>, id: &str) -> Result<KeptCase, Failed> {
    let id = number(id)?;
    with(app, move |app| app.kept.newest(id)).await?.ok_or(Failed::Unknown)
}

fn query(query: Option<String>) -> Fields {
    fields(query.unwrap_or_default().as_bytes())
}

/// What is said after saving: the version, and what looks as if it leads to a person.
fn saved(draft: &Draft, version: i64, language: Language) -> Vec<String> {
    let told = language.fill_in(language.text("serve_saved_as"), &[("version", &version.to_string())]);
    std::iter::once(told).chain(draft.personal().map(|key| language.text(key).to_owned())).collect()
}

/// Keeps a case: a new one, or a version more.
pub(super) async fn keep(State(app): App, headers: HeaderMap, body: Bytes) -> Response {
    let fields = fields(&body);
    let (language, is_part) = (fields.language(), headers.contains_key(PART));
    let done = async {
        let asked = fields.clone();
        let Ok(draft) = app.work.quickly(move || case_of(&asked)).await? else {
            // The screen itself tells what is wrong.
            let kept = carried(&fields);
            return if is_part {
                Ok(frame::answer(StatusCode::OK, middle(&app, fields, kept, Vec::new()).await?))
            } else {
                screen(&app, fields, kept, Vec::new()).await
            };
        };
        let (own_draft, kept) = (draft.clone(), carried(&fields).filter(|_| fields.sent("apart").is_none()));
        let done = with(&app, move |app| match kept {
            Some((id, from)) => Ok((id, app.kept.save(id, from, &own_draft)?)),
            None => Ok((app.kept.add(&own_draft)?, Saved::Done(1))),
        });
        let (id, version) = match done.await? {
            (id, Saved::Done(version)) => (id, version),
            (id, other) => {
                let newest = if let Saved::Newer(version) = other { Some(version) } else { None };
                let page =
                    frame::middle(language, CASES, conflict(id, newest, &draft, &fields, language)).into_string();
                let page = if is_part { page } else { frame::whole(language, &page, true) };
                return Ok(frame::answer(StatusCode::CONFLICT, page));
            }
        };
        if is_part {
            let notices = saved(&draft, version, language);
            let fields = fields.with("case", draft.text()).with("quick", "1");
            return Ok(frame::answer(StatusCode::OK, middle(&app, fields, Some((id, version)), notices).await?));
        }
        let at = SCREENS.into_iter().find(|screen| *screen == fields.get("at")).unwrap_or("check");
        Ok(elsewhere(&format!("{CASES}/{id}?lang={}&at={at}&saved={version}", code(language))))
    };
    told(language, done).await
}

/// A case that is not kept, as a file.
pub(super) async fn file(State(app): App, body: Bytes) -> Response {
    let fields = fields(&body);
    let language = fields.language();
    let done = async {
        let asked = fields.clone();
        match app.work.quickly(move || case_of(&asked)).await? {
            Ok(draft) => Ok(answers::file(draft.code(), "toml", TOML, draft.text())),
            Err(_) => screen(&app, fields.clone(), carried(&fields), Vec::new()).await,
        }
    };
    told(language, done).await
}

pub(super) async fn list(State(app): App, RawQuery(asked): RawQuery) -> Response {
    let asked = query(asked);
    let language = language(&app, &asked);
    let done = async {
        let all = with(&app, |app| app.kept.list()).await?;
        let [added, renewed, same] = ["added", "renewed", "same"].map(|name| asked.get(name).parse::<u32>().ok());
        let restored = added.zip(renewed).zip(same).map(|((added, renewed), same)| {
            let values = [added, renewed, same].map(|count| count.to_string());
            let values = [("added", values[0].as_str()), ("renewed", &values[1]), ("same", &values[2])];
            language.fill_in(language.text("serve_restored"), &values)
        });
        let deleted = asked.sent("deleted").map(|_| language.text("serve_deleted").to_owned());
        let notices: Vec<String> = restored.into_iter().chain(deleted).collect();
        Ok(own(StatusCode::OK, language, CASES, cases::list(&all, &notices, language)))
    };
    told(language, done).await
}

/// Opens the newest version of a case, or an earlier one, which is kept as a version more.
pub(super) async fn open(State(app): App, Path(id): Path<String>, RawQuery(asked): RawQuery) -> Response {
    let asked = query(asked);
    let language = language(&app, &asked);
    let done = async {
        let id = number(&id)?;
        let all = with(&app, move |app| app.kept.versions(id)).await?;
        let newest = all.first().ok_or(Failed::Unknown)?.version;
        let wanted = asked.get("version").parse().unwrap_or(newest);
        let case = all.iter().find(|one| one.version == wanted).ok_or(Failed::Unknown)?;
        let mut notices = Vec::new();
        if asked.get("saved").parse() == Ok(wanted) {
            let draft = Draft::read(&case.text).map_err(|_| KeptError::NoCase)?;
            notices = saved(&draft, wanted, language);
        } else if wanted != newest {
            let [wanted, newest, next] = [wanted, newest, newest + 1].map(|version| version.to_string());
            let values = [("version", wanted.as_str()), ("newest", &newest), ("next", &next)];
            notices.push(language.fill_in(language.text("serve_earlier"), &values));
        }
        let at = SCREENS.into_iter().find(|screen| *screen == asked.get("at")).unwrap_or("check");
        let asked = Fields::default().with("lang", code(language)).with("to", at).with("case", case.text.as_str());
        screen(&app, asked, Some((id, newest)), notices).await
    };
    told(language, done).await
}

pub(super) async fn file_of(State(app): App, Path(id): Path<String>) -> Response {
    let done = async {
        let case = newest(&app, &id).await?;
        Ok(answers::file(&case.code, "toml", TOML, case.text))
    };
    told(app.language, done).await
}

pub(super) async fn versions(State(app): App, Path(id): Path<String>, RawQuery(asked): RawQuery) -> Response {
    let language = language(&app, &query(asked));
    let done = async {
        let id = number(&id)?;
        let all = with(&app, move |app| app.kept.versions(id)).await?;
        if all.is_empty() {
            return Err(Failed::Unknown);
        }
        Ok(own(StatusCode::OK, language, CASES, cases::versions(&all, language)))
    };
    told(language, done).await
}

pub(super) async fn copy(State(app): App, Path(id): Path<String>, RawQuery(asked): RawQuery) -> Response {
    let language = language(&app, &query(asked));
    let done = async {
        let id = number(&id)?;
        let copy = with(&app, move |app| app.kept.copy(id)).await?.ok_or(Failed::Unknown)?;
        Ok(elsewhere(&format!("{CASES}/{copy}?lang={}&at=check", code(language))))
    };
    told(language, done).await
}

/// The question before a case is deleted.
pub(super) async fn ask(State(app): App, Path(id): Path<String>, RawQuery(asked): RawQuery) -> Response {
    let language = language(&app, &query(asked));
    let done = async { Ok(own(StatusCode::OK, language, CASES, cases::delete(&newest(&app, &id).await?, language))) };
    told(language, done).await
}

pub(super) async fn delete(State(app): App, Path(id): Path<String>, RawQuery(asked): RawQuery) -> Response {
    let language = language(&app, &query(asked));
    let done = async {
        let id = number(&id)?;
        match with(&app, move |app| app.kept.delete(id)).await? {
            true => Ok(elsewhere(&format!("{CASES}?lang={}&deleted=1", code(language)))),
            false => Err(Failed::Unknown),
        }
    };
    told(language, done).await
}

/// The bytes of the file in a form; `None` where it holds none or cannot be read.
async fn sent(form: Multipart) -> Option<Bytes> {
    let mut form = form;
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("file") {
            return field.bytes().await.ok();
        }
    }
    None
}

/// Keeps the case of a file that is sent.
pub(super) async fn import(State(app): App, RawQuery(asked): RawQuery, form: Multipart) -> Response {
    let language = language(&app, &query(asked));
    let done = async {
        let text = sent(form).await.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()).unwrap_or_default();
        // What is larger could not be sent back by a form.
        let text = if text.len() > MOST_OF_FILE { "" } else { text.trim_start_matches('\u{feff}') };
        let asked = Fields::default().with("lang", code(language)).with("case", text);
        match app.work.quickly(move || case_of(&asked)).await? {
            Ok(draft) => {
                let id = with(&app, move |app| app.kept.add(&draft)).await?;
                Ok(elsewhere(&format!("{CASES}/{id}?lang={}&at=check&saved=1", code(language))))
            }
            Err(faults) => Ok(own(StatusCode::UNPROCESSABLE_ENTITY, language, CASES, cases::faults(&faults, language))),
        }
    };
    told(language, done).await
}

pub(super) async fn backup(State(app): App) -> Response {
    let done = async {
        let bytes = with(&app, |app| app.kept.backup()).await?;
        Ok(answers::file("mkba-zaken", "mkba", "application/octet-stream", bytes))
    };
    told(app.language, done).await
}

/// Brings the cases of a backup back.
pub(super) async fn restore(State(app): App, RawQuery(asked): RawQuery, form: Multipart) -> Response {
    let language = language(&app, &query(asked));
    let done = async {
        let bytes = sent(form).await.unwrap_or_default();
        match with(&app, move |app| app.kept.restore(&bytes)).await {
            Ok(done) => {
                let counts = format!("added={}&renewed={}&same={}", done.added, done.renewed, done.same);
                Ok(elsewhere(&format!("{CASES}?lang={}&{counts}", code(language))))
            }
            Err(Failed::Kept(error @ (KeptError::NoBackup | KeptError::Later))) => {
                let faults = [language.fill(&error.message())];
                Ok(own(StatusCode::UNPROCESSABLE_ENTITY, language, CASES, cases::faults(&faults, language)))
            }
            Err(other) => Err(other),
        }
    };
    told(language, done).await
}
