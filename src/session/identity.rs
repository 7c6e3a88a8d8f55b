//! The id of a result: everything that decides its numbers, as one short name.
//!
//! In: input texts or a scenario, settings of a run. Out: an id that is the same for everything that must give the same
//! numbers. Threads and the command line do not count.

use crate::diagnostics::{Sources, hexadecimal};
use crate::model::Scenario;
use crate::simulate::{RESULTS_VERSION, RunPlan};
use sha2::{Digest, Sha256};

/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 16;

/// The id: the first digits of SHA-256 over the version of results, all input texts (names without folders), seed,
/// draws, households, method and values that were set for parameters. Every part is preceded by its length.
pub fn id(sources: &Sources, plan: &RunPlan, set: &[(String, String)]) -> String {
    let mut hash = IdHash::new();
    hash.add(&sources.files().len().to_string());
    for file in sources.files() {
        hash.add(base_name(&file.name));
        hash.add(&file.text);
    }
    hash.add_plan(plan);
    for (name, value) in set {
        hash.add(name);
        hash.add(value);
    }
    hash.finish()
}

/// The id of a scenario that was made without files: the same, with all that is in it in place of texts.
pub fn id_of_scenario(scenario: &Scenario, plan: &RunPlan) -> String {
    let mut hash = IdHash::new();
    hash.add(&format!("{scenario:?}"));
    hash.add_plan(plan);
    hash.finish()
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

fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Method;

    fn sources(name: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add(name, text);
        sources
    }

    const PLAN: RunPlan = RunPlan { seed: 1, first_draw: 0, draws: 8, households: 8, method: Method::Cohort };

    #[test]
    fn folders_do_not_count_and_everything_else_does() {
        let one = id(&sources("a/x.toml", "text"), &PLAN, &[]);
        assert_eq!(one.len(), ID_DIGITS);
        assert_eq!(one, id(&sources("/b/x.toml", "text"), &PLAN, &[]));
        let set = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        let others = [
            id(&sources("y.toml", "text"), &PLAN, &[]),
            id(&sources("x.toml", "text "), &PLAN, &[]),
            id(&sources("x.toml", "text"), &RunPlan { seed: 2, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &RunPlan { draws: 9, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &RunPlan { households: 9, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &RunPlan { method: Method::Micro, ..PLAN }, &[]),
            id(&sources("x.toml", "text"), &PLAN, &set("ab", "c")),
            id(&sources("x.toml", "text"), &PLAN, &set("a", "bc")),
        ];
        assert!(others.iter().all(|other| *other != one));
        assert_ne!(others[6], others[7]);
    }
}
