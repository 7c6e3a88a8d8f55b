//! Controls of a form: a question with its field, what holds without an answer, and where that comes from.
//!
//! In: [`Asked`]. Out: HTML. Every slider has a field for its number and two buttons; without a script the field alone
//! works.

use crate::page::asked::{Asked, Control};
use crate::page::draft::Draft;
use crate::page::numbers::{in_field, typed};
use crate::words::Language;
use maud::{Markup, html};

/// A fault of what was typed: the name of the field, what was typed, and the message.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// Name of the field.
    pub name: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub message: String,
}

/// The id of the field with this name.
pub(super) fn id(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}

/// A question with its control.
pub(super) fn question(asked: &Asked, draft: &Draft, faults: &[Fault], language: Language) -> Markup {
    let fault = faults.iter().find(|fault| fault.name == asked.name);
    let shown = fault.map_or_else(|| asked.shown(draft, language), |fault| fault.typed.clone());
    let id = id(&asked.name);
    let changed = asked.is_changed(draft);
    let class = if fault.is_some() { "question faulty" } else { "question" };
    let hint = format!("{id}-hint");
    html! {
        @match &asked.control {
            Control::Choice(choices) => {
                fieldset class=(class) id=(id) aria-describedby=(hint) tabindex="-1" {
                    legend { (asked.text) (mark(changed, language)) }
                    (explanation(asked, &hint, fault, language))
                    @if asked.usual.is_empty() { (choice(asked, "", language.text("coach_unknown"), shown.is_empty(), "0")) }
                    @for (at, (value, label)) in choices.iter().enumerate() {
                        (choice(asked, value, label, *value == shown, &format!("{}", at + 1)))
                    }
                }
            }
            Control::Number { step, .. } => {
                div class=(class) {
                    label for=(id) { (asked.text) (mark(changed, language)) }
                    (explanation(asked, &hint, fault, language))
                    div class="number" data-number[step.is_some()] {
                        @if step.is_some() { (slider(asked, &shown, language)) }
                        input type="text" inputmode="decimal" autocomplete="off" id=(id) name=(asked.name) value=(shown)
                            aria-describedby=(hint) aria-invalid=[fault.map(|_| "true")];
                        @if !asked.unit.is_empty() { span class="unit" { (asked.unit) } }
                    }
                }
            }
            Control::Text => {
                div class=(class) {
                    label for=(id) { (asked.text) (mark(changed, language)) }
                    (explanation(asked, &hint, fault, language))
                    textarea id=(id) name=(asked.name) rows="2" aria-describedby=(hint) { (shown) }
                }
            }
        }
    }
}

/// The mark of an answer that was changed.
fn mark(changed: bool, language: Language) -> Markup {
    html! { @if changed { " " span class="changed" { (language.text("coach_changed")) } } }
}

/// What is said of a question: help, what holds, and where that comes from; a fault last, next to the field.
fn explanation(asked: &Asked, hint: &str, fault: Option<&Fault>, language: Language) -> Markup {
    html! {
        div class="hint" id=(hint) {
            @if !asked.help.is_empty() { p { (asked.help) } }
            @if !asked.holds.is_empty() { p { (asked.holds) } }
            @if let Some(fault) = fault { p class="fault" { (fault.message) } }
        }
        @if !asked.evidence.is_empty() {
            details class="source" {
                summary { (language.text("coach_where_from")) span class="hidden" { ": " (asked.text) } }
                ul { @for line in &asked.evidence { li { (line) } } }
            }
        }
    }
}

fn choice(asked: &Asked, value: &str, label: &str, chosen: bool, at: &str) -> Markup {
    let id = format!("{}-{at}", id(&asked.name));
    html! {
        div class="choice" {
            input type="radio" id=(id) name=(asked.name) value=(value) checked[chosen];
            label for=(id) { (label) }
        }
    }
}

/// A slider with buttons for less and more; they move the number in the field, and need the script.
fn slider(asked: &Asked, shown: &str, language: Language) -> Markup {
    let Control::Number { low, high, step: Some(step), .. } = asked.control else { return html! {} };
    let (low, high) = (low.unwrap_or(0.0), high.unwrap_or(0.0));
    let at = typed(shown, language).unwrap_or(asked.middle).clamp(low, high.max(low));
    let name = |key: &'static str| format!("{}: {}", language.text(key), asked.text);
    let told = format!("{} {}", in_field(at, language), asked.unit);
    html! {
        button type="button" class="step" data-step="-1" hidden aria-label=(name("coach_less")) { "−" }
        input type="range" hidden min=(low) max=(high) step=(step) value=(at) aria-label=(asked.text)
            aria-valuetext=(told.trim()) data-unit=(asked.unit);
        button type="button" class="step" data-step="1" hidden aria-label=(name("coach_more")) { "+" }
    }
}
