//! Random scenarios, as plain data: every form that the engine knows, in small.

pub mod seeded;
mod shrink;

use mkba::model::*;
use mkba::units::{Compounding, Cycle, DiscountRate, Discounting, Kind, PriceYear};
use proptest::test_runner::TestCaseError;

/// Runs a property over `cases` scenarios, the same ones each time; one that fails is told in its smallest form.
pub fn for_scenarios(cases: u32, seed: u8, property: impl Fn(&Scenario) -> Result<(), TestCaseError>) {
    seeded::for_seeds(cases, seed, scenario, |_, scenario| property(scenario));
}

/// A little generator for choices within one scenario.
pub struct Choices(pub u64);

impl Choices {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
    pub fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
    pub fn share(&mut self) -> f64 {
        (self.next() % 1000) as f64 / 1000.0
    }
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }
}

pub fn text(word: &str) -> Text {
    Text { nl: word.into(), en: word.into() }
}

/// A number of the kind: plain, or a new parameter.
pub fn number(scenario: &mut Scenario, choices: &mut Choices, kind: Kind, low: f64, high: f64) -> Number {
    let value = choices.between(low, high);
    if choices.below(2) == 0 {
        return Number { origin: Origin::Fixed(value), kind };
    }
    let distribution = match choices.below(3) {
        0 => Distribution::Pert { low, mode: value, high },
        1 if kind == Kind::Probability || kind == Kind::Share => {
            Distribution::Beta { alpha: 20.0 * value + 0.1, beta: 20.0 * (1.0 - value) + 0.1 }
        }
        1 => Distribution::Gamma { shape: 9.0, scale: (value + 0.01) / 9.0 },
        _ if kind == Kind::Ratio => Distribution::Lognormal { meanlog: 0.1, sdlog: 0.2 },
        _ => Distribution::Fixed(value),
    };
    let name = format!("parameter {}", scenario.parameters.len());
    scenario.parameters.push(Parameter {
        label: text(&name),
        name,
        unit: String::new(),
        distribution,
        evidence: Evidence {
            grade: Grade::Assumption,
            source: String::new(),
            url: String::new(),
            year: None,
            index: None,
            note: String::new(),
            range_by_rule: false,
            unverified: false,
        },
    });
    Number { origin: Origin::Parameter(scenario.parameters.len() - 1), kind }
}

pub fn fixed(kind: Kind, value: f64) -> Number {
    Number { origin: Origin::Fixed(value), kind }
}

fn condition(scenario: &Scenario, choices: &mut Choices, depth: usize) -> Condition {
    match choices.below(if depth == 0 { 2 } else { 5 }) {
        0 if depth == 0 => Condition::Always,
        2 => Condition::All((0..2).map(|_| condition(scenario, choices, depth - 1)).collect()),
        3 => Condition::Any((0..2).map(|_| condition(scenario, choices, depth - 1)).collect()),
        4 => Condition::Not(Box::new(condition(scenario, choices, depth - 1))),
        _ => {
            let domain = choices.below(scenario.domains.len());
            Condition::State { domain, states: vec![choices.below(scenario.domains[domain].states.len())] }
        }
    }
}

fn strength(scenario: &mut Scenario, choices: &mut Choices) -> Strength {
    match choices.below(3) {
        0 => Strength::Rate { rate: number(scenario, choices, Kind::Rate, 0.05, 2.0), per: 12.0 },
        1 => Strength::Chance { chance: number(scenario, choices, Kind::Probability, 0.05, 0.9), within: 12.0 },
        _ => Strength::MeanDuration(number(scenario, choices, Kind::Duration(Cycle::MONTH), 2.0, 40.0)),
    }
}

fn ratio(scenario: &mut Scenario, choices: &mut Choices) -> Ratio {
    let low_high = if choices.below(2) == 0 { (0.2, 0.9) } else { (1.1, 4.0) };
    let value = number(scenario, choices, Kind::Ratio, low_high.0, low_high.1);
    match choices.below(3) {
        0 => Ratio::Hazard(value),
        1 => Ratio::Odds { ratio: value, over: 12.0 },
        _ => Ratio::RelativeRisk { ratio: value, over: 6.0 },
    }
}

/// The scenario that belongs to a seed.
pub fn scenario(seed: u64) -> Scenario {
    let choices = &mut Choices(seed);
    let mut scenario = Scenario {
        id: "generated".into(),
        title: text("generated"),
        settings: Settings {
            cycle: Cycle::MONTH,
            horizon: 6 + choices.below(40),
            calendar_start: 2026,
            price_year: PriceYear::new(2025).expect("a year"),
            count: Count::End,
            discount_at: DiscountAt::Middle,
            discounting: Discounting::constant(DiscountRate::per_year(0.0225).expect("a rate")),
            discount_rates: vec![],
            draws: 10,
            households: 10,
            seed,
            sampling: Sampling::Sobol,
        },
        characteristics: vec![Characteristic { name: "children".into(), value: CharacteristicValue::Fixed(2.0) }],
        parameters: vec![],
        clocks: vec![],
        tables: vec![],
        joints: vec![],
        undrawn: vec![],
        derived: vec![],
        domains: vec![],
        starts: vec![],
        transitions: vec![],
        accounts: accounts(),
        task_fields: vec![],
        items: vec![],
        alternatives: vec![alternative(NULL_ALTERNATIVE)],
        about: Default::default(),
        measures: vec![],
        problems: vec![],
        questions: vec![],
    };
    add_domains(&mut scenario, choices);
    add_transitions(&mut scenario, choices);
    scenario.alternatives.push(alternative("a_unchanged"));
    for id in ["b_helped", "c_changed"] {
        let mut one = alternative(id);
        for name in ["coach", "repair"].into_iter().take(1 + choices.below(2)) {
            one.interventions.push(intervention(&mut scenario, choices, name));
        }
        scenario.alternatives.push(one);
    }
    change_last(&mut scenario, choices);
    add_items(&mut scenario, choices);
    scenario
}

/// The same scenario in cycles of another length, counted and discounted in another way, some items at a rate of their own.
pub fn in_other_time(scenario: &Scenario) -> Scenario {
    let choices = &mut Choices(scenario.settings.seed);
    let mut scenario = scenario.clone();
    let rate = |value: f64| DiscountRate::per_year(value).expect("a rate");
    let settings = &mut scenario.settings;
    settings.cycle = [Cycle::DAY, Cycle::WEEK, Cycle::MONTH, Cycle::QUARTER, Cycle::YEAR][choices.below(5)];
    let weights = (0..=settings.horizon).map(|_| choices.between(0.0, 2.0)).collect();
    let counts = [Count::Start, Count::End, Count::LifeTable, Count::AllRows, Count::HalfCycle, Count::Simpson];
    settings.count = counts.get(choices.below(7)).cloned().unwrap_or(Count::Rows(weights));
    let moments = [DiscountAt::Start, DiscountAt::Middle, DiscountAt::End, DiscountAt::Spread];
    settings.discount_at = moments[choices.below(4)];
    let steps = [(0.0, rate(0.03)), (0.4, rate(0.0)), (3.25, rate(0.08))];
    let schedule = Discounting::schedule(&steps, Compounding::Yearly).expect("a schedule");
    settings.discount_rates = vec![("high".into(), Discounting::constant(rate(0.2))), ("steps".into(), schedule)];
    for item in &mut scenario.items {
        item.discount = [None, Some(0), Some(1)][choices.below(3)];
    }
    // Means of a few months are shorter than the longer cycles.
    let shorter = |strength: &mut Strength| {
        if matches!(strength, Strength::MeanDuration(_)) && matches!(settings.cycle, Cycle::QUARTER | Cycle::YEAR) {
            *strength = Strength::Chance { chance: fixed(Kind::Probability, 0.3), within: 2.0 };
        }
    };
    let changed = scenario.alternatives.iter_mut().flat_map(|one| &mut one.transitions).map(|(_, strength)| strength);
    scenario.transitions.iter_mut().map(|one| &mut one.strength).chain(changed).for_each(shorter);
    scenario
}

fn accounts() -> Vec<Account> {
    let account = |id: &str, public, role| Account { id: id.into(), label: text(id), public, role };
    vec![
        account("gemeente", true, Role::Party),
        account("huishouden", false, Role::Party),
        account("rijk", true, Role::Party),
        account("resources", false, Role::Resources),
        account("welfare", false, Role::Welfare),
        account("unvalued", false, Role::Unvalued),
    ]
}

fn alternative(id: &str) -> Alternative {
    Alternative { id: id.into(), label: text(id), ..Alternative::default() }
}

fn add_domains(scenario: &mut Scenario, choices: &mut Choices) {
    for domain in 0..1 + choices.below(4) {
        let count = 2 + choices.below(2);
        let states = (0..count).map(|s| State { id: format!("s{s}"), label: text("state"), ends: false }).collect();
        let share = |value: f64| Some(fixed(Kind::Share, value));
        let shares = match choices.below(2) {
            0 => vec![(vec![choices.below(count)], share(1.0))],
            _ => vec![(vec![0], share(0.25)), (vec![1], share(0.75))],
        };
        scenario.starts.push(Start { domains: vec![domain], shares });
        let (id, rows) = (format!("d{domain}"), RowReading::Exits);
        scenario.domains.push(Domain { id, label: text("domain"), states, auxiliary: false, rows });
    }
}

fn add_transitions(scenario: &mut Scenario, choices: &mut Choices) {
    for domain in 0..scenario.domains.len() {
        let count = scenario.domains[domain].states.len();
        for from in 0..count {
            for to in (0..count).filter(|to| *to != from) {
                if choices.below(4) == 0 {
                    continue;
                }
                let strength = strength(scenario, choices);
                let modifiers = (0..choices.below(3))
                    .map(|_| Modifier {
                        id: String::new(),
                        condition: condition(scenario, choices, 1),
                        ratio: ratio(scenario, choices),
                    })
                    .collect();
                scenario.transitions.push(Transition {
                    name: format!("d{domain}: s{from} -> s{to}"),
                    domain,
                    from,
                    to,
                    strength,
                    modifiers,
                    escalation: choices.below(3) == 0,
                    takes_rest: false,
                });
            }
        }
    }
}

fn intervention(scenario: &mut Scenario, choices: &mut Choices, name: &str) -> Intervention {
    let months = |value: usize| fixed(Kind::Months, value as f64);
    let mut effects = Vec::new();
    for transition in 0..scenario.transitions.len() {
        if choices.below(3) == 0 {
            let fade = match choices.below(4) {
                0 => Fade::Never,
                1 => Fade::AtOnce,
                2 => Fade::Linear(number(scenario, choices, Kind::Months, 6.0, 24.0)),
                _ => Fade::HalfLife(number(scenario, choices, Kind::Months, 6.0, 24.0)),
            };
            let profile = Profile { ramp_up: months(choices.below(3)), plateau: months(choices.below(9)), fade };
            let ratio = ratio(scenario, choices);
            effects.push(Effect { transition, ratio, profile, condition: Condition::Always });
        }
    }
    let moves = if choices.below(2) == 0 { vec![Move { domain: 0, from: 0, to: 1 }] } else { vec![] };
    Intervention {
        name: name.into(),
        label: text(name),
        trigger: Trigger::Cycle(choices.below(5)),
        delay: 0,
        waiting: 0,
        repeat: false,
        group: String::new(),
        eligible: condition(scenario, choices, 1),
        reached: number(scenario, choices, Kind::Share, 0.5, 1.0),
        success: number(scenario, choices, Kind::Share, 0.4, 1.0),
        moves,
        active: choices.below(9),
        stop: None,
        effects,
    }
}

/// Other starts, strengths, parameters and switches in the last alternative.
fn change_last(scenario: &mut Scenario, choices: &mut Choices) {
    let start = Start { domains: vec![0], shares: vec![(vec![1], Some(fixed(Kind::Share, 1.0)))] };
    let strength = strength(scenario, choices);
    let transitions = scenario.transitions.len();
    let parameters = scenario.parameters.len();
    let Some(last) = scenario.alternatives.last_mut() else { return };
    match choices.below(4) {
        0 => last.starts.push(start),
        1 if transitions > 0 => last.transitions.push((choices.below(transitions), strength)),
        2 if transitions > 0 => last.off_transitions.push(choices.below(transitions)),
        3 if parameters > 0 => last.parameters.push((choices.below(parameters), Distribution::Fixed(1.0))),
        _ => {}
    }
}

fn add_items(scenario: &mut Scenario, choices: &mut Choices) {
    let kinds = [
        ItemKind::Resource,
        ItemKind::Output,
        ItemKind::Transfer,
        ItemKind::Welfare,
        ItemKind::Unpriced,
        ItemKind::Unvalued,
    ];
    for index in 0..8 {
        let kind = kinds[choices.below(kinds.len())];
        let quantity = match choices.below(5) {
            0 => Quantity::Starts("coach".into()),
            1 => Quantity::ActiveTime("coach".into()),
            2 => Quantity::Responders("coach".into()),
            3 if !scenario.transitions.is_empty() => {
                Quantity::Transitions(vec![choices.below(scenario.transitions.len())])
            }
            _ => Quantity::Time(condition(scenario, choices, 1)),
        };
        let follows = !matches!(quantity, Quantity::Time(_) | Quantity::Transitions(_));
        let own = (follows && choices.below(2) == 0).then(|| 2 + choices.below(2));
        // What a plan itself costs is always weighed.
        let own = own.filter(|_| kind != ItemKind::Unvalued);
        let part = number(scenario, choices, Kind::Count, 0.2, 1.5);
        let part = (kind != ItemKind::Unpriced && choices.below(3) == 0).then_some(part);
        let price = number(scenario, choices, Kind::Amount, 10.0, 3000.0);
        let pays = matches!(kind, ItemKind::Resource | ItemKind::Transfer | ItemKind::Unvalued);
        let receives = matches!(kind, ItemKind::Output | ItemKind::Transfer);
        scenario.items.push(Item {
            id: format!("item{index}"),
            label: text("item"),
            quantity,
            conversion: 1.0,
            unit: "event".into(),
            times: vec![Number { origin: Origin::Characteristic(0), kind: Kind::Count }],
            price: (kind != ItemKind::Unpriced).then_some(price),
            part,
            kind,
            payers: if pays { vec![(0, 0.3), (2, 0.7)] } else { vec![] },
            receivers: if receives { vec![(1, 0.6), (2, 0.4)] } else { vec![] },
            law: String::new(),
            category: String::new(),
            cashable: 0.5,
            cashable_lag: 12.0,
            by_rule: vec![],
            count: None,
            discount: None,
            own,
            only: None,
            right: choices.below(4) == 0,
            follows: None,
        });
    }
}
