//! The register of assumptions: every figure with its value, range, source, where it is used and how much it matters.
//!
//! In: a scenario, and the answer on one alternative. Out: [`Figure`]s, what nobody verified first, and of those what
//! matters most; what is worked out from others is last.

use crate::analyse::AlternativeAnswer;
use crate::analyse::uses::{Use, uses};
use crate::model::{Evidence, Grade, Parameter, Scenario};
use crate::report::words::Language;
use crate::report::words::figure_name::{figure_name, transition_name};
use crate::report::words::units::unit;
use crate::report::words::wrap::plain;

/// Chances between which the range of a figure lies.
pub const RANGE: (f64, f64) = (0.05, 0.95);

/// One figure of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Index among the parameters of the scenario.
    pub parameter: usize,
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Its mean, in its unit; of a price in euro of the scenario's price year.
    pub mean: f64,
    /// Its 5th and 95th percentile; `None` where it is certain.
    pub range: Option<(f64, f64)>,
    /// Its unit, in words.
    pub unit: String,
    /// How well it is known.
    pub grade: Grade,
    /// Title of its source; empty where there is none.
    pub source: String,
    /// Address of its source; empty where there is none.
    pub url: String,
    /// Year to which it applies.
    pub year: Option<i32>,
    /// The range comes from the rule for its grade.
    pub range_by_rule: bool,
    /// Nobody compared it with its source.
    pub unverified: bool,
    /// It is worked out from other figures of this register.
    pub derived: bool,
    /// Where it is used, in words.
    pub used: Vec<String>,
    /// Part of the spread of the outcome that it explains by itself, 0 to 1; `None` where chance alone could give it.
    pub share: Option<f64>,
}

/// All figures of a scenario, for the alternative that is told.
pub fn register(scenario: &Scenario, told: &AlternativeAnswer, language: Language) -> Vec<Figure> {
    let places = uses(scenario);
    let figure = |(at, parameter): (usize, &Parameter)| {
        let Evidence { grade, source, url, year, range_by_rule, unverified, .. } = parameter.evidence.clone();
        let of = &parameter.distribution;
        let mut used: Vec<String> = places[at].iter().map(|place| place_name(scenario, *place, language)).collect();
        used.dedup();
        let driver = told.variance_split.parameters.iter().find(|driver| driver.id == parameter.name);
        Figure {
            parameter: at,
            id: parameter.name.clone(),
            label: plain(&figure_name(scenario, &parameter.name, language)),
            mean: of.mean(),
            range: of.is_uncertain().then(|| (of.quantile(RANGE.0), of.quantile(RANGE.1))),
            unit: unit(&parameter.unit, language),
            grade,
            source: plain(&source),
            url,
            year,
            range_by_rule,
            unverified,
            derived: scenario.derived.iter().any(|derived| derived.parameter == at),
            used,
            share: driver.map(|driver| driver.share),
        }
    };
    let mut all: Vec<Figure> = scenario.parameters.iter().enumerate().map(figure).collect();
    let weight = |figure: &Figure| figure.share.unwrap_or(0.0);
    all.sort_by(|a, b| {
        let first =
            |figure: &Figure| (!figure.unverified, figure.share.is_none(), figure.derived, !figure.source.is_empty());
        (first(a).0.cmp(&first(b).0))
            .then(weight(b).total_cmp(&weight(a)))
            .then(first(a).cmp(&first(b)))
            .then(a.id.cmp(&b.id))
    });
    all
}

/// What a place is called.
pub fn place_name(scenario: &Scenario, place: Use, language: Language) -> String {
    let own = |text: &crate::model::Text, id: &str| {
        let text = language.of(text);
        plain(if text.is_empty() { id } else { text })
    };
    match place {
        Use::Item(at) => own(&scenario.items[at].label, &scenario.items[at].id),
        Use::Transition(at) => {
            let name = &scenario.transitions[at].name;
            plain(&transition_name(scenario, name, language).unwrap_or_else(|| name.clone()))
        }
        Use::Intervention(alternative, at) => {
            let found = &scenario.alternatives[alternative].interventions[at];
            own(&found.label, &found.name)
        }
        Use::Start => language.text("report_used_start").to_owned(),
        Use::Figure(at) => plain(&figure_name(scenario, &scenario.parameters[at].name, language)),
    }
}
