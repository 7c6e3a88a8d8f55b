//! The caveat under an answer: which figures nobody compared with their source, and matter the most.
//!
//! In: a scenario, the answer on one alternative. Out: a sentence.

use crate::analyse::AlternativeAnswer;
use crate::model::Scenario;
use crate::report::words::Language;
use crate::report::words::figure_name::figure_name;
use crate::report::words::numbers::Numbers;
use crate::report::words::wrap::plain;

/// Most figures that are named.
const NAMED: usize = 3;

/// The caveat.
pub fn caveat(scenario: &Scenario, told: &AlternativeAnswer, language: Language) -> String {
    let count = scenario.parameters.iter().filter(|parameter| parameter.evidence.unverified).count();
    let drivers = &told.variance_split.parameters;
    let numbers = Numbers::new(language);
    let named = |driver: &crate::analyse::Driver| {
        let name = plain(&figure_name(scenario, &driver.id, language));
        format!("{name} ({})", numbers.percent(driver.share))
    };
    let names: Vec<String> = drivers.iter().filter(|driver| driver.unverified).take(NAMED).map(named).collect();
    let key = match (count, drivers.is_empty(), names.is_empty()) {
        (0, ..) => "caveat_none",
        (_, true, _) => "caveat_untold",
        (_, false, true) => "caveat_small",
        (_, false, false) => "caveat_named",
    };
    let values = [("count", count.to_string()), ("names", names.join("; "))];
    language.fill_in(language.text(key), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{example, sizes};
    use crate::simulate::{Unwatched, run};

    #[test]
    fn what_nobody_verified_and_matters_is_named() {
        let mut scenario = example();
        let results = run(&scenario, &sizes(), &Unwatched).expect("results");
        let answer = crate::analyse::answer(&scenario, &results);
        let mut told = answer.alternatives[0].clone();
        assert_eq!(caveat(&scenario, &told, Language::En), Language::En.text("caveat_none"));
        scenario.parameters[0].evidence.unverified = true;
        told.variance_split.parameters.clear();
        assert_eq!(caveat(&scenario, &told, Language::Nl), Language::Nl.text("caveat_untold").replace("{count}", "1"));
        told.variance_split.parameters.push(crate::analyse::Driver {
            id: scenario.parameters[0].name.clone(),
            share: 0.25,
            monte_carlo_errors: Default::default(),
            rises: true,
            grade: "estimate",
            source: String::new(),
            range_by_rule: false,
            unverified: true,
        });
        let text = caveat(&scenario, &told, Language::En);
        assert!(text.contains("25") && text.contains(&scenario.parameters[0].label.en), "{text}");
        told.variance_split.parameters[0].unverified = false;
        assert_eq!(caveat(&scenario, &told, Language::En), Language::En.text("caveat_small").replace("{count}", "1"));
    }
}
