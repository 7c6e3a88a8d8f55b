//! The id of a result: everything that decides its numbers, as one short name.
//!
//! In: a scenario (all of it, whichever alternatives are run), settings of a run. Out: an id that is the same for everything that must give the same numbers. Texts,
//! sources, remarks, rows of lists that are not used, threads and the command line do not count.

use crate::diagnostics::hexadecimal;
use crate::model::{About, Evidence, Intervention, Scenario, Text};
use crate::simulate::{RESULTS_VERSION, RunPlan};
use sha2::{Digest, Sha256};

/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 16;

/// The id: the first digits of SHA-256 over the version of results, the scenario without its texts, seed, draws,
/// households and method. Every part is preceded by its length.
pub fn id(fingerprint: &str, plan: &RunPlan) -> String {
    id_of_parts([(fingerprint.to_owned(), *plan)].into_iter())
}

/// The id of a study: the same over its variants.
pub fn id_of_parts(variants: impl Iterator<Item = (String, RunPlan)>) -> String {
    let mut hash = IdHash::new();
    for (fingerprint, plan) in variants {
        hash.add(&fingerprint);
        hash.add_plan(&plan);
    }
    hash.finish()
}

/// What decides the numbers of a scenario, as a hash.
pub fn fingerprint(scenario: &Scenario) -> String {
    // As JSON, in which a number has one form and a formula is its text.
    let bare = serde_json::to_vec(&without_texts(scenario.clone())).unwrap_or_default();
    hexadecimal(&Sha256::digest(bare))
}

/// The scenario without what only people read. All numbers, names and rules stay.
fn without_texts(mut scenario: Scenario) -> Scenario {
    scenario.title = Text::default();
    scenario.about = About::default();
    scenario.questions.clear();
    for parameter in &mut scenario.parameters {
        parameter.label = Text::default();
        parameter.unit.clear();
        parameter.evidence = Evidence::none();
    }
    for domain in &mut scenario.domains {
        domain.label = Text::default();
        domain.states.iter_mut().for_each(|state| state.label = Text::default());
    }
    for account in &mut scenario.accounts {
        account.label = Text::default();
    }
    for item in &mut scenario.items {
        item.label = Text::default();
        item.category.clear();
    }
    scenario.task_fields.clear();
    for alternative in &mut scenario.alternatives {
        alternative.label = Text::default();
        alternative.interventions.iter_mut().for_each(|own: &mut Intervention| own.label = Text::default());
    }
    scenario.measures.iter_mut().for_each(|measure| measure.label = Text::default());
    scenario.problems.iter_mut().for_each(|problem| problem.label = Text::default());
    scenario
}

struct IdHash(Sha256);

impl IdHash {
    fn new() -> Self {
        let mut hash = Self(Sha256::new());
        hash.add(&RESULTS_VERSION.to_string());
        hash
    }

    fn add(&mut self, part: &str) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part.as_bytes());
    }

    fn add_plan(&mut self, plan: &RunPlan) {
        self.add(&plan.seed.to_string());
        self.add(&plan.first_draw.to_string());
        self.add(&plan.draws.to_string());
        self.add(&plan.households.to_string());
        self.add(plan.method.name());
    }

    fn finish(self) -> String {
        let mut text = hexadecimal(&self.0.finalize());
        text.truncate(ID_DIGITS);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Memory, load};
    use crate::simulate::Method;
    use std::path::Path;

    const PLAN: RunPlan = RunPlan { seed: 1, first_draw: 0, draws: 8, households: 8, method: Method::Cohort };
    const TEXT: &str = "format = 1\nid = 's'\ntitle = { nl = 'Een', en = 'One' }\n\
        lists = { accounts = 'accounts.csv' }\n\
        settings = { horizon = '1 year', calendar_start = 2026, price_year = 2025, discount_rate = 0 }\n\
        [domains.home]\nlabel = { nl = 'Thuis', en = 'Home' }\nstart = 'in'\n\
        states = { in = { nl = 'in', en = 'in' }, out = { nl = 'uit', en = 'out' } }\n\
        transitions = [{ move = 'in -> out', chance = 0.1, within = '1 year' }]\n\
        [[items]]\nid = 'bed'\nquantity = { time = 'home is out' }\namount = 10\nkind = 'resource'\npayers = 'gemeente'\n";

    fn of(change: impl Fn(&str) -> String) -> Scenario {
        let accounts = include_str!("../../docs/example/accounts.csv");
        let files = Memory::default().with("s.toml", change(TEXT)).with("accounts.csv", accounts);
        load(&files, Path::new("s.toml"), &[]).map(|loaded| loaded.scenario).unwrap_or_else(|refused| {
            panic!("{:#?}", refused.diagnostics.sorted());
        })
    }

    #[test]
    fn what_decides_the_numbers_counts_and_nothing_else() {
        let plain = of(str::to_owned);
        let own = id(&fingerprint(&plain), &PLAN);
        assert_eq!(own.len(), ID_DIGITS);
        let same = [
            of(|text| format!("# a remark\n{text}")),
            of(|text| text.replace("'One'", "'Another'")),
            of(|text| text.replace("nl = 'uit'", "nl = 'weg'")),
        ];
        assert!(same.iter().all(|scenario| id(&fingerprint(scenario), &PLAN) == own));
        let others = [
            id(&fingerprint(&of(|text| text.replace("chance = 0.1", "chance = 0.2"))), &PLAN),
            id(&fingerprint(&of(|text| text.replace("amount = 10", "amount = 11"))), &PLAN),
            id(&fingerprint(&of(|text| text.replace("'1 year'", "'2 years'"))), &PLAN),
            id(&fingerprint(&plain), &RunPlan { seed: 2, ..PLAN }),
            id(&fingerprint(&plain), &RunPlan { draws: 9, ..PLAN }),
            id(&fingerprint(&plain), &RunPlan { households: 9, ..PLAN }),
            id(&fingerprint(&plain), &RunPlan { method: Method::Micro, ..PLAN }),
        ];
        assert!(others.iter().all(|other| *other != own));
    }
}
