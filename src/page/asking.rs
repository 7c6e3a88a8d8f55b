//! A case at hand: the draft, its scenario as it is without answers, and what is asked of it.
//!
//! In: a draft, fields of a form. Out: [`Asking`], and the faults of what was typed.

use crate::diagnostics::Message;
use crate::model::Scenario;
use crate::page::asked::{Asked, MOST_ON_SCREEN, household, plan};
use crate::page::control::Fault;
use crate::page::draft::Draft;
use crate::page::fields::Fields;
use crate::page::shell::Shell;
use crate::read::library::{WithLibrary, named};
use crate::read::{Refused, load_halved};
use crate::report::words::subject;
use crate::report::words::wrap::plain;
use crate::words::Language;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// Most faults of an opened case that are told.
const MOST_FAULTS: usize = 10;
/// The screens of a case in their order, with their names.
const SCREENS: [(&str, &str); 6] = [
    ("household", "coach_step_household"),
    ("more", "coach_step_more"),
    ("plan", "coach_step_plan"),
    ("check", "coach_step_check"),
    ("result", "coach_step_result"),
    ("form", "coach_step_form"),
];

/// Texts of the form: key in a case file, and key of the question that guides it.
pub(super) const TEXTS: [(&str, &str); 7] = [
    ("background", "coach_form_background"),
    ("support", "coach_form_support"),
    ("agreement", "coach_form_agreement"),
    ("review", "coach_form_review"),
    ("legitimacy", "coach_form_legitimacy"),
    ("involvement", "coach_form_involvement"),
    ("relapse_watch", "coach_form_relapse_watch"),
];

/// A case with its scenario as it is without answers, and what is asked of it.
pub(super) struct Asking<'s> {
    pub draft: Draft,
    pub scenario: Scenario,
    pub household: Vec<Asked>,
    pub plan: Vec<Asked>,
    pub language: Language,
    pub shell: &'s Shell<'s>,
}

impl<'s> Asking<'s> {
    pub(super) fn new(draft: Draft, language: Language, shell: &'s Shell<'s>) -> Result<Self, Vec<String>> {
        let told = |message: &Message| plain(&language.fill(message));
        let path = named(Path::new(draft.scenario())).map_err(|message| vec![told(&message)])?;
        let scenario = shipped(&path).map_err(|refused| faults_of(&refused, language))?;
        let household = household::questions(&scenario, language);
        let mut asking = Self { draft, scenario, household, plan: Vec::new(), language, shell };
        asking.plan = asking.of_plan();
        Ok(asking)
    }

    /// The plan that is looked at: the one that was chosen, else the first.
    pub(super) fn chosen(&self) -> &str {
        let known = |id: &&str| self.plans().any(|(known, _)| known == *id);
        self.draft.plan().filter(known).unwrap_or_else(|| self.plans().next().map_or("", |(id, _)| id))
    }

    /// All plans with their names.
    pub(super) fn plans(&self) -> impl Iterator<Item = (&str, String)> {
        let of = self.scenario.alternatives.iter().skip(1).filter(|plan| plan.trouble.is_none());
        of.map(|plan| (plan.id.as_str(), plain(self.language.of(&plan.label))))
    }

    fn of_plan(&self) -> Vec<Asked> {
        plan::questions(&self.scenario, self.chosen(), self.household.len(), self.language)
    }

    /// The questions on a screen.
    pub(super) fn on(&self, screen: &str) -> &[Asked] {
        let half = self.half();
        match screen {
            "household" => &self.household[..half],
            "more" => &self.household[half..],
            "plan" | "result" => &self.plan,
            _ => &[],
        }
    }

    /// How many questions about the household stand on its first screen.
    pub(super) fn half(&self) -> usize {
        let all = self.household.len();
        if all > MOST_ON_SCREEN { all.div_ceil(2) } else { all }
    }

    /// The screens of this case.
    pub(super) fn screens(&self) -> Vec<(&'static str, &'static str)> {
        let more = self.half() < self.household.len();
        SCREENS.into_iter().filter(|(id, _)| more || *id != "more").collect()
    }

    /// Puts what was typed on a screen into the case.
    pub(super) fn apply(&mut self, at: &str, fields: &Fields) -> Vec<Fault> {
        let mut draft = self.draft.clone();
        if let Some(code) = fields.sent("code") {
            draft.put("code", code);
        }
        if let Some(chosen) = fields.sent("plan").filter(|id| self.plans().any(|(known, _)| known == *id)) {
            draft.put("alternative", chosen);
        }
        for (key, _) in TEXTS {
            if let Some(text) = fields.sent(&format!("form.{key}")) {
                draft.set_form(key, text);
            }
        }
        let mut faults = Vec::new();
        for asked in self.on(at) {
            let Some(typed) = fields.sent(&asked.name) else { continue };
            if let Err(message) = asked.apply(&mut draft, typed, self.language) {
                let message = plain(&self.language.fill(&message));
                faults.push(Fault { name: asked.name.clone(), typed: typed.to_owned(), message });
            }
        }
        self.draft = draft;
        self.plan = self.of_plan();
        faults
    }

    pub(super) fn text(&self, key: &'static str) -> String {
        subject::text(&self.scenario, self.language, key, &[])
    }
}

thread_local! {
    /// The scenario that was read last, with its path: every screen of a case asks for the same one.
    static LAST: RefCell<Option<(PathBuf, Scenario)>> = const { RefCell::new(None) };
}

/// A scenario of the library, as it is without answers.
fn shipped(path: &Path) -> Result<Scenario, Refused> {
    let last = LAST.with_borrow(|last| last.clone().filter(|(known, _)| known == path));
    if let Some((_, scenario)) = last {
        return Ok(scenario);
    }
    let scenario = load_halved(&WithLibrary, path, &[], 0)?.scenario;
    LAST.with_borrow_mut(|last| *last = Some((path.to_path_buf(), scenario.clone())));
    Ok(scenario)
}

/// Every fault of a case file in words.
pub(super) fn faults_of(refused: &Refused, language: Language) -> Vec<String> {
    let all = refused.diagnostics.sorted().into_iter();
    all.take(MOST_FAULTS).map(|fault| plain(&language.fill(&fault.message))).collect()
}
