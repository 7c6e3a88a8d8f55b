//! Screens: where somebody is, what was typed there, and where they go.
//!
//! In: [`Fields`]. Out: HTML for the middle of the page. What was typed goes into the case first; a fault keeps somebody
//! where they are, with what they typed.

use crate::page::asking::Asking;
use crate::page::control::{self, Fault, question};
use crate::page::draft::Draft;
use crate::page::fields::Fields;
use crate::page::result::Stage;
use crate::page::shell::Shell;
use crate::page::situation::{self, title_of};
use crate::page::{form, result};
use crate::read::personal;
use crate::report::words::wrap::plain;
use crate::words::Language;
use maud::{Markup, html};

/// The middle of the page for what was sent, in a shell that adds nothing.
pub fn respond(fields: &Fields) -> String {
    respond_in(fields, &Shell::default())
}

/// The middle of the page for what was sent, with what a shell adds to it.
pub fn respond_in(fields: &Fields, shell: &Shell) -> String {
    let language = fields.language();
    let to = match fields.get("to") {
        "" => fields.get("at"),
        to => to,
    };
    let opened = if to == "pasted" { fields.get("pasted") } else { fields.get("case") };
    let draft = match (to.strip_prefix("new:"), opened) {
        (Some(scenario), _) => Some(Ok(Draft::of(scenario))),
        (None, "") if to != "pasted" => None,
        (None, text) => Some(Draft::read(text)),
    };
    let begin = |draft: Option<&Draft>, faults: Vec<String>| {
        let cards = situation::cards(fields.get("find"), draft, language);
        let case = draft.map(Draft::text).unwrap_or_default();
        whole("situation", &case, language, shell, html! { (summary(&faults, language)) (cards) }).into_string()
    };
    let draft = match draft {
        Some(Ok(draft)) => draft,
        Some(Err(message)) => return begin(None, vec![plain(&language.fill(&message))]),
        None => return begin(None, Vec::new()),
    };
    match to {
        "clear" => return begin(None, Vec::new()),
        "" | "situation" => return begin(Some(&draft), Vec::new()),
        _ => {}
    }
    let mut asking = match Asking::new(draft, language, shell) {
        Ok(asking) => asking,
        Err(faults) => return begin(None, faults),
    };
    let at = fields.get("at");
    let faults = asking.apply(at, fields);
    if let Some(stage) = Stage::of(fields.get("stage")) {
        let shown = if at == "form" { &form::FORM } else { &result::RESULT };
        return result::part(&asking, stage, shown, &faults).into_string();
    }
    let known = |id: &str| asking.screens().into_iter().map(|(known, _)| known).find(|known| *known == id);
    let to = if to == "pasted" { "check" } else { to };
    let to = if faults.is_empty() { known(to) } else { known(at) };
    screen(&asking, to.unwrap_or("household"), &faults, fields).into_string()
}

/// The case that was sent, with what was typed on its screen.
///
/// # Errors
/// Faults of the case or of what was typed, in words: then the screen tells them ([`respond_in`]).
pub fn case_of(fields: &Fields) -> Result<Draft, Vec<String>> {
    let language = fields.language();
    let shell = Shell::default();
    let draft = Draft::read(fields.get("case")).map_err(|message| vec![plain(&language.fill(&message))])?;
    let mut asking = Asking::new(draft, language, &shell)?;
    let faults = asking.apply(fields.get("at"), fields);
    if faults.is_empty() { Ok(asking.draft) } else { Err(faults.into_iter().map(|fault| fault.message).collect()) }
}

fn screen(asking: &Asking, at: &'static str, faults: &[Fault], fields: &Fields) -> Markup {
    let language = asking.language;
    let quick = fields.get("quick") == "1";
    let body = match at {
        "plan" => plan_screen(asking, faults),
        "check" => check_screen(asking),
        "result" => result::screen(asking, if quick { Stage::Quick } else { Stage::Full }, faults),
        "form" => form::screen(asking, if quick { Stage::Quick } else { Stage::Full }),
        _ => household_screen(asking, at, faults),
    };
    let told: Vec<(String, String)> =
        faults.iter().map(|fault| (control::id(&fault.name), fault.message.clone())).collect();
    whole(
        at,
        &asking.draft.text(),
        language,
        asking.shell,
        html! {
            (steps(asking, at))
            @if !told.is_empty() { (linked_summary(&told, language)) }
            (body)
            (buttons(asking, at))
        },
    )
}

/// The form around a screen; the case travels in it.
fn whole(at: &str, case: &str, language: Language, shell: &Shell, body: Markup) -> Markup {
    let (code, other) = if language == Language::En { ("en", "nl") } else { ("nl", "en") };
    let text = |key| language.text(key);
    html! {
        a class="skip" href="#main" { (text("report_skip")) }
        header {
            p class="brand" { (text("coach_name")) span { (text("coach_name_more")) } }
            div class="tools" {
                label class="button second" data-file hidden {
                    (text("coach_open")) input type="file" class="hidden" accept=".toml";
                }
                @if at != "situation" {
                    (shell.saving(language))
                    button form="page" class="button second" name="to" value="clear" { (text("coach_clear")) }
                }
                button form="page" class="button second" name="lang" value=(other) lang=(other) { (text("coach_other_language")) }
            }
            (shell.links(language))
        }
        main id="main" {
            form id="page" method="post" action=(shell.action()) novalidate data-screen=(at) {
                input type="hidden" name="at" value=(at);
                input type="hidden" name="lang" value=(code);
                @for (name, value) in shell.carried { input type="hidden" name=(name) value=(value); }
                @if at != "result" && at != "form" { input type="hidden" name="case" id="case" value=(case); }
                // Enter in a field goes on, not back.
                @if at != "situation" { button class="hidden" name="to" value=(next(at)) tabindex="-1" aria-hidden="true" {} }
                (shell.told())
                (body)
            }
        }
        footer { p { (text("coach_foot")) } }
    }
}

/// Where Enter in a field leads.
fn next(at: &str) -> &str {
    match at {
        "household" | "more" => "plan",
        "plan" => "check",
        "check" => "result",
        other => other,
    }
}

/// Where somebody is, and the screens that they can go to.
fn steps(asking: &Asking, at: &str) -> Markup {
    let screens = asking.screens();
    let here = screens.iter().position(|(id, _)| *id == at).unwrap_or(0);
    html! {
        nav class="steps" aria-label=(asking.text("coach_steps")) {
            ol {
                @for (index, (id, name)) in screens.iter().enumerate() {
                    li {
                        button name="to" value=(id) class=(if index < here { "done" } else { "" })
                            aria-current=[(index == here).then_some("step")] { (index + 1) ". " (asking.text(name)) }
                    }
                }
            }
        }
        p class="about" { (title_of(&asking.scenario, asking.language)) }
    }
}

/// Buttons to the next screen and back.
fn buttons(asking: &Asking, at: &str) -> Markup {
    let screens = asking.screens();
    let here = screens.iter().position(|(id, _)| *id == at).unwrap_or(0);
    let back = here.checked_sub(1).and_then(|before| screens.get(before)).map_or("situation", |(id, _)| *id);
    html! {
        div class="buttons" {
            @if let Some((next, name)) = screens.get(here + 1) {
                button class="button" name="to" value=(next) { (asking.text("coach_next")) ": " (asking.text(name)) }
            }
            button class="button second" name="to" value=(back) { (asking.text("coach_back")) }
        }
    }
}

fn household_screen(asking: &Asking, at: &str, faults: &[Fault]) -> Markup {
    let first = at == "household";
    html! {
        h1 tabindex="-1" { (asking.text(if first { "coach_household" } else { "coach_household_more" })) }
        p { (asking.text("coach_household_lead")) }
        @if asking.household.is_empty() { p { (asking.text("coach_no_questions")) } }
        @for asked in asking.on(at) { (question(asked, &asking.draft, faults, asking.language)) }
    }
}

fn plan_screen(asking: &Asking, faults: &[Fault]) -> Markup {
    let chosen = asking.chosen();
    html! {
        h1 tabindex="-1" { (asking.text("coach_plan")) }
        p { (asking.text("coach_plan_lead")) }
        fieldset class="question" data-again {
            legend { (asking.text("coach_which_plan")) }
            @for (id, label) in asking.plans() {
                @let field = format!("plan-{id}");
                div class="choice" {
                    input type="radio" id=(field) name="plan" value=(id) checked[id == chosen];
                    label for=(field) { (label) }
                }
            }
        }
        @for asked in asking.on("plan") { (question(asked, &asking.draft, faults, asking.language)) }
    }
}

/// All answers, those that were changed marked, each with a way to change it.
fn check_screen(asking: &Asking) -> Markup {
    let language = asking.language;
    let warning = personal::warning(asking.draft.code());
    let plan = asking.plans().find(|(id, _)| *id == asking.chosen()).map_or(String::new(), |(_, label)| label);
    html! {
        h1 tabindex="-1" { (asking.text("coach_check")) }
        p { (asking.text("coach_check_lead")) }
        @for screen in ["household", "more", "plan"] {
            @if screen == "plan" || !asking.on(screen).is_empty() {
                h2 { (asking.text(if screen == "plan" { "coach_step_plan" } else if screen == "more" { "coach_step_more" } else { "coach_step_household" })) }
                dl class="answers" {
                    @if screen == "plan" { (answer(&asking.text("coach_which_plan"), &plan, false, screen, asking)) }
                    @for asked in asking.on(screen) {
                        (answer(&asked.text, &asked.told(&asking.draft, language), asked.is_changed(&asking.draft), screen, asking))
                    }
                }
            }
        }
        div class="question" {
            label for="code" { (asking.text("coach_code")) }
            div class="hint" id="code-hint" {
                p { (asking.text("coach_code_hint")) }
                @if let Some(warning) = warning { p class="fault" { (asking.text(warning)) } }
            }
            input type="text" id="code" name="code" value=(asking.draft.code()) autocomplete="off" aria-describedby="code-hint";
        }
    }
}

fn answer(text: &str, told: &str, changed: bool, screen: &str, asking: &Asking) -> Markup {
    html! {
        div class=(if changed { "answer changed-answer" } else { "answer" }) {
            dt { (text) }
            dd { (told) @if changed { " " span class="changed" { (asking.text("coach_changed")) } } }
            dd class="change" {
                button class="link" name="to" value=(screen) { (asking.text("coach_change")) span class="hidden" { ": " (text) } }
            }
        }
    }
}

/// Faults of a file.
fn summary(faults: &[String], language: Language) -> Markup {
    html! {
        @if !faults.is_empty() {
            div class="summary" role="alert" tabindex="-1" {
                h2 { (language.text("coach_cannot_open")) }
                ul { @for fault in faults { li { (fault) } } }
            }
        }
    }
}

/// Faults of what was typed, each with a link to its field.
fn linked_summary(faults: &[(String, String)], language: Language) -> Markup {
    html! {
        div class="summary" role="alert" tabindex="-1" {
            h2 { (language.text("coach_faults")) }
            ul { @for (id, message) in faults { li { a href={ "#" (id) } { (message) } } } }
        }
    }
}
