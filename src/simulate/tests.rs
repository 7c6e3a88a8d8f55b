//! Small scenarios for tests of the engine.

use crate::model::*;
use crate::units::{Cycle, DiscountRate, Discounting, PriceYear};

/// A scenario without domains.
pub fn empty_scenario() -> Scenario {
    let null = Alternative { id: NULL_ALTERNATIVE.into(), label: Text::default(), ..Alternative::default() };
    Scenario {
        id: "empty".into(),
        title: Text::default(),
        settings: Settings {
            cycle: Cycle::MONTH,
            horizon: 12,
            calendar_start: 2026,
            price_year: PriceYear::new(2025).expect("a year"),
            count: Count::End,
            discount_at: DiscountAt::Middle,
            discounting: Discounting::constant(DiscountRate::per_year(0.0225).expect("a rate")),
            discount_rates: vec![],
            draws: 8,
            households: 8,
            seed: 1,
            sampling: Sampling::Sobol,
        },
        characteristics: vec![],
        parameters: vec![],
        clocks: vec![],
        tables: vec![],
        joints: vec![],
        undrawn: vec![],
        derived: vec![],
        domains: vec![],
        starts: vec![],
        transitions: vec![],
        accounts: vec![],
        task_fields: vec![],
        items: vec![],
        alternatives: vec![null],
        about: Default::default(),
        measures: vec![],
        problems: vec![],
        questions: vec![],
    }
}
