//! The result of a case: the sum for a hundred such households, what happens to one, who pays and gains, and how sure it is.
//!
//! In: a case, and how finely it is reckoned. Out: HTML. A first answer comes from few draws; the final one has those of
//! the scenario, and then figures and id are those of the command line for the same case file.

mod decision;
mod gains;
mod hundred;
mod money;
pub(in crate::page) mod opening;

use crate::page::asking::{Asking, faults_of};
use crate::page::control::{Fault, question};
use crate::page::draft::PLACE;
use crate::read::case;
use crate::report::terminal::screen::context::Context;
use crate::report::terminal::told::told;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::unit;
use crate::report::words::wrap::plain;
use crate::session::{DrawCount, HouseholdCount, Run, RunOptions, Session};
use crate::simulate::Prepared;
use maud::{Markup, html};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Draws and households of a first answer: a power of two in each replicate.
const QUICK_DRAWS: usize = 16;
const QUICK_HOUSEHOLDS: usize = 12;

/// How finely a case is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Few draws of the plan that is looked at alone: while somebody moves a slider.
    Moved,
    /// Few draws: a first answer.
    Quick,
    /// As the command line does.
    Full,
    /// What would change the decision, beside the answer.
    Decision,
    /// Nothing: the case alone, with what was typed.
    Case,
}

impl Stage {
    /// The stage with this name.
    pub(in crate::page) fn of(name: &str) -> Option<Self> {
        match name {
            "moved" => Some(Stage::Moved),
            "quick" => Some(Stage::Quick),
            "full" => Some(Stage::Full),
            "decision" => Some(Stage::Decision),
            "case" => Some(Stage::Case),
            _ => None,
        }
    }

    /// Whether it is a rough answer, which a final one follows.
    fn is_rough(self) -> bool {
        matches!(self, Stage::Moved | Stage::Quick)
    }

    /// What is asked of the engine; `chosen` is the plan that is looked at.
    fn options(self, chosen: &str) -> RunOptions {
        match self {
            Stage::Moved | Stage::Quick => RunOptions {
                draws: DrawCount::AtMost(QUICK_DRAWS),
                households: HouseholdCount::Exactly(QUICK_HOUSEHOLDS),
                alternatives: (self == Stage::Moved).then(|| chosen.to_owned()).into_iter().collect(),
                ..RunOptions::default()
            },
            Stage::Full | Stage::Decision | Stage::Case => RunOptions { by_start: true, ..RunOptions::default() },
        }
    }
}

/// The screen: the plan can be changed beside the answer.
pub(super) fn screen(asking: &Asking, stage: Stage, faults: &[Fault]) -> Markup {
    html! {
        h1 tabindex="-1" { (asking.text("coach_result")) }
        div class="result" {
            details class="adjust" open[!faults.is_empty()] {
                summary { (asking.text("coach_adjust")) }
                p { (asking.text("coach_adjust_lead")) }
                @for asked in &asking.plan { (question(asked, &asking.draft, faults, asking.language)) }
                button class="button second" name="to" value="result" { (asking.text("coach_again")) }
            }
            (live(asking, stage, &RESULT, faults))
        }
    }
}

/// The part that changes while somebody moves a slider or writes on the form, with a place for what comes later.
pub(super) fn live(asking: &Asking, stage: Stage, shown: &Live, faults: &[Fault]) -> Markup {
    html! {
        div id="answer" data-live data-printed[shown.printed] { (part(asking, stage, shown, faults)) }
        @if !shown.printed {
            section id="decision" aria-label=(asking.text("coach_decision")) {
                // Without a script nothing comes later.
                @if stage == Stage::Full && faults.is_empty() {
                    (part(asking, Stage::Decision, shown, faults))
                } @else {
                    p { (asking.text("coach_decision_later")) }
                }
            }
        }
    }
}

/// The answer on one of the screens that have one.
pub(super) struct Live {
    /// What is told.
    pub answer: fn(&Asking, Stage) -> Result<Markup, Vec<String>>,
    /// It is to be printed: what would change the decision does not belong there.
    pub printed: bool,
}

/// The answer on the screen with the result.
pub(super) const RESULT: Live = Live { answer, printed: false };

/// The answer alone, or what would change the decision.
pub(super) fn part(asking: &Asking, stage: Stage, shown: &Live, faults: &[Fault]) -> Markup {
    let case = html! { input type="hidden" name="case" id="case" value=(asking.draft.text()); };
    if stage == Stage::Case {
        return case;
    }
    if let Some(fault) = faults.first() {
        return html! { (case) p class="summary" role="alert" { (fault.message) } };
    }
    let found = match stage {
        Stage::Decision => decision::part(asking),
        _ => (shown.answer)(asking, stage).map(|told| html! { (case) (told) }),
    };
    match found {
        Ok(told) => told,
        Err(faults) => html! {
            @if stage != Stage::Decision { (case) }
            div class="summary" role="alert" {
                h2 { (asking.text("coach_cannot_reckon")) }
                ul { @for fault in &faults { li { (fault) } } }
            }
        },
    }
}

/// A session on the case; where it is to be quick, without what system problems would cost.
fn session(asking: &Asking, quick: bool, options: RunOptions) -> Result<Session, Vec<String>> {
    let session = match quick {
        true => {
            case::load_halved(&asking.draft.files(), Path::new(PLACE), 0).map(|loaded| Session::of_loaded(loaded, &[]))
        }
        false => asking.draft.session(),
    };
    Ok(session.map_err(|refused| faults_of(&refused, asking.language))?.options(options))
}

/// What the last rough answer worked out: the next one differs from it in a value, mostly. No figure depends on it.
static LAST: Mutex<Option<Prepared>> = Mutex::new(None);
/// The last final run, with the case that it is of: who writes on the form needs no other. No figure depends on it either.
static FINAL: Mutex<Option<(String, Arc<Run>)>> = Mutex::new(None);

/// The run of a case.
pub(super) fn run(asking: &Asking, stage: Stage) -> Result<Arc<Run>, Vec<String>> {
    let case = asking.draft.without_texts();
    if stage == Stage::Full
        && let Some((known, run)) = &*locked(&FINAL)
        && *known == case
    {
        return Ok(Arc::clone(run));
    }
    let session = session(asking, stage.is_rough(), stage.options(asking.chosen()))?;
    let session = if stage.is_rough() { session.known(locked(&LAST).clone()) } else { session };
    let run = session.run_with(asking.shell.monitor);
    let run = Arc::new(run.map_err(|error| vec![plain(&asking.language.fill(&error.message()))])?);
    if stage.is_rough() {
        *locked(&LAST) = Some(run.prepared.clone());
    } else {
        *locked(&FINAL) = Some((case, Arc::clone(&run)));
    }
    Ok(run)
}

/// Whoever fell while holding it left it whole: it is replaced as a whole.
fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answer(asking: &Asking, stage: Stage) -> Result<Markup, Vec<String>> {
    let run = &*run(asking, stage)?;
    let Some(told) = told(&run.answer, Some(asking.chosen())) else {
        return Ok(html! { p { (asking.text("summary_no_alternatives")) } });
    };
    let ranked = run.answer.best_first();
    let largest = ranked.iter().map(|one| one.headline().average.mean.abs().max(one.costs_present_value.abs()));
    let context = Context {
        answer: &run.answer,
        scenario: run.scenario(),
        told,
        language: asking.language,
        numbers: Numbers::new(asking.language),
        width: usize::MAX,
        unit: unit(largest.fold(0.0, f64::max), false),
        full: true,
        ranked,
    };
    Ok(html! {
        (opening::status(&run.answer, stage, asking.language))
        (opening::opening(&context, asking))
        (hundred::people(&context))
        (hundred::paths(&context))
        (money::parties(&context))
        (gains::gains(&context))
        // Beside it the others stand again in the final answer.
        @if stage != Stage::Moved { (money::plans(&context)) }
        (gains::unpriced(&context))
        (opening::closing(&context, stage))
    })
}
