//! A small scenario for tests of reports: arrears may lead to the street; a coach makes that rarer.

use crate::analyse::statistics::spread::Spread;
use crate::analyse::study::{StudyAnswer, VariantAlternative, VariantAnswer};
use crate::model::*;
use crate::simulate::tests::empty_scenario;
use crate::simulate::{Method, RunPlan, SimulationError, Unwatched, run};
use crate::units::Kind;

fn text(nl: &str, en: &str) -> Text {
    Text { nl: nl.into(), en: en.into() }
}

fn parameter(name: &str, low: f64, high: f64, grade: Grade) -> Parameter {
    Parameter {
        name: name.into(),
        label: text(&format!("Cijfer {name}"), &format!("Figure {name}")),
        unit: String::new(),
        distribution: Distribution::Pert { low, mode: (low + high) / 2.0, high },
        evidence: Evidence {
            grade,
            source: String::new(),
            url: String::new(),
            year: None,
            index: None,
            note: String::new(),
            range_by_rule: false,
            unverified: false,
        },
    }
}

fn item(id: &str, quantity: Quantity, price: usize, kind: ItemKind, (payer, receiver): (usize, Option<usize>)) -> Item {
    Item {
        id: id.into(),
        label: text(id, id),
        quantity,
        conversion: 1.0,
        unit: "event".into(),
        times: vec![],
        price: Some(Number { origin: Origin::Parameter(price), kind: Kind::Amount }),
        part: None,
        kind,
        payers: vec![(payer, 1.0)],
        receivers: receiver.map(|receiver| (receiver, 1.0)).into_iter().collect(),
        law: "Wmo".into(),
        category: String::new(),
        cashable: 0.5,
        cashable_lag: 12.0,
        by_rule: vec![],
        count: None,
        discount: None,
        own: None,
        only: None,
        right: false,
        follows: None,
    }
}

fn alternative(id: &str, start_month: usize) -> Alternative {
    let fixed = |value, kind| Number { origin: Origin::Fixed(value), kind };
    let profile = Profile {
        ramp_up: fixed(0.0, Kind::Months),
        plateau: fixed(24.0, Kind::Months),
        fade: Fade::HalfLife(fixed(12.0, Kind::Months)),
    };
    let ratio = Ratio::Hazard(Number { origin: Origin::Parameter(2), kind: Kind::Ratio });
    Alternative {
        id: id.into(),
        label: text(&format!("Coach, {id}"), &format!("A coach, {id}")),
        interventions: vec![Intervention {
            name: "coach".into(),
            label: text("Coach", "Coach"),
            trigger: Trigger::Cycle(start_month),
            delay: 0,
            waiting: 0,
            repeat: false,
            group: String::new(),
            eligible: Condition::State { domain: 0, states: vec![0] },
            reached: fixed(0.9, Kind::Share),
            success: fixed(0.7, Kind::Share),
            moves: vec![],
            active: 6,
            stop: None,
            effects: vec![Effect { transition: 0, ratio, profile, condition: Condition::Always }],
        }],
        ..Alternative::default()
    }
}

/// Two states, three accounts, four items, two alternatives.
pub fn example() -> Scenario {
    let mut scenario = empty_scenario();
    scenario.id = "example".into();
    scenario.title = text("Dreigende huisuitzetting", "Imminent eviction");
    scenario.settings.horizon = 60;
    scenario.parameters = vec![
        parameter("coach", 1500.0, 3500.0, Grade::Expert),
        parameter("eviction", 2000.0, 60_000.0, Grade::Assumption),
        parameter("ratio", 0.3, 0.9, Grade::Study),
        parameter("support", 200.0, 2000.0, Grade::Estimate),
    ];
    let state = |id: &str, nl: &str, en: &str| State { id: id.into(), label: text(nl, en), ends: false };
    scenario.domains = vec![Domain {
        id: "housing".into(),
        label: text("Wonen", "Housing"),
        states: vec![state("arrears", "huurachterstand", "rent arrears"), state("homeless", "dakloos", "homeless")],
        auxiliary: false,
        rows: RowReading::Exits,
    }];
    let everybody = Number { origin: Origin::Fixed(1.0), kind: Kind::Share };
    scenario.starts = vec![Start { domains: vec![0], shares: vec![(vec![0], Some(everybody))] }];
    let chance = Number { origin: Origin::Fixed(0.2), kind: Kind::Probability };
    scenario.transitions = vec![Transition {
        name: "housing: arrears -> homeless".into(),
        domain: 0,
        from: 0,
        to: 1,
        strength: Strength::Chance { chance, within: 12.0 },
        modifiers: vec![],
        escalation: true,
        takes_rest: false,
    }];
    let account = |id: &str, nl: &str, en: &str, public: bool, role: Role| Account {
        id: id.into(),
        label: text(nl, en),
        public,
        role,
    };
    scenario.accounts = vec![
        account("municipality", "Gemeente", "Municipality", true, Role::Party),
        account("landlord", "Woningcorporatie", "Housing association", false, Role::Party),
        account("resources", "Middelen", "Resources", false, Role::Resources),
        account("welfare", "Welzijn", "Welfare", false, Role::Welfare),
    ];
    scenario.alternatives.extend([alternative("later", 3), alternative("now", 0)]);
    let own = |index: usize, id: &str| {
        let quantity = Quantity::Starts("coach".into());
        Item { own: Some(index), ..item(id, quantity, 0, ItemKind::Resource, (0, None)) }
    };
    let evictions = || Quantity::Transitions(vec![0]);
    scenario.items = vec![
        item("eviction", evictions(), 1, ItemKind::Resource, (1, None)),
        own(1, "later.coach"),
        own(2, "now.coach"),
        item("support", evictions(), 3, ItemKind::Transfer, (0, Some(1))),
    ];
    scenario.alternatives[2].off_items = vec![3];
    scenario
}

/// A small run.
pub fn sizes() -> RunPlan {
    RunPlan { seed: 3, first_draw: 0, draws: 64, households: 20, method: Method::Cohort }
}

#[test]
fn leaving_alternatives_out_changes_nothing_in_the_rest() {
    let all = example();
    let alone = example().with_alternatives(&["now".to_owned()]).expect("known");
    assert_eq!(alone.alternatives.len(), 2);
    assert_eq!(alone.alternatives[1].off_items, [2]);
    assert_eq!(example().with_alternatives(&["null_alternative".to_owned()]), Err("null_alternative".to_owned()));
    let answer = |scenario: &Scenario| {
        let results = run(scenario, &sizes(), &Unwatched).expect("results");
        let answer = crate::analyse::answer(scenario, &results);
        let found = answer.alternatives.into_iter().find(|alternative| alternative.id == "now").expect("an answer");
        crate::report::json::text(&found).expect("JSON")
    };
    assert_eq!(answer(&all), answer(&alone));
}

#[test]
fn amounts_beyond_reason_and_runs_beyond_memory_are_refused() {
    let mut scenario = example();
    scenario.items[3].conversion = 1e12;
    let found = run(&scenario, &sizes(), &Unwatched).err();
    assert_eq!(found, Some(SimulationError::TooMuch { item: "support".into(), draw: 0 }));
    scenario.items[3].conversion = f64::MAX;
    assert!(matches!(run(&scenario, &sizes(), &Unwatched), Err(SimulationError::TooMuch { .. })));
    let plan = |draws, households| RunPlan { draws, households, ..sizes() };
    for plan in [plan(100_000_000, 0), plan(100_000_000, 10), plan(usize::MAX, usize::MAX)] {
        assert!(matches!(run(&example(), &plan, &Unwatched), Err(SimulationError::TooLarge { .. })), "{plan:?}");
    }
}

#[test]
fn batches_of_groups_change_nothing() {
    let plan = RunPlan { draws: 8 * 40 * crate::simulate::BATCH / 16, households: 2, ..sizes() };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| run(&example(), &plan, &Unwatched).expect("results").alternatives)
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn without_a_lag_what_is_saved_at_the_first_border_can_be_booked() {
    let mut scenario = example();
    scenario.alternatives[2].off_items.clear();
    scenario.items[3].quantity = Quantity::Starts("coach".into());
    (scenario.items[3].cashable, scenario.items[3].cashable_lag) = (1.0, 0.0);
    let cashable = |scenario: &Scenario| {
        let results = run(scenario, &sizes(), &Unwatched).expect("results");
        let landlord = crate::analyse::answer(scenario, &results).alternatives[1].accounts[1].clone();
        (landlord.received, landlord.cashable)
    };
    scenario.items[0].cashable = 0.0;
    let (received, booked) = cashable(&scenario);
    assert!(received > 0.0 && (booked - received).abs() < 1e-9, "{booked} of {received}");
    scenario.items[3].cashable_lag = 1.0;
    assert_eq!(cashable(&scenario).1, 0.0);
}

/// A study of so many variants of two alternatives.
pub(crate) fn study_answer(count: usize) -> StudyAnswer {
    let variant = |n: usize| VariantAnswer {
        name: format!("x = {n}"),
        values: vec![("x".into(), VariantValue::Number(-(n as f64))), ("=y".into(), VariantValue::Text("@z".into()))],
        method: "cohort",
        seed: 7,
        draws: 3,
        households: 0,
        alternatives: ["a", "b"]
            .map(|id| VariantAlternative {
                id: id.into(),
                net_benefit: Spread::new(vec![-500.0, 10.0, 100.0 * n as f64], Some(2.5)),
                net_benefit_money_mean: -2.0,
                net_benefit_public_mean: -3.0,
                difference: None,
                figures: Vec::new(),
            })
            .to_vec(),
    };
    StudyAnswer {
        id: "f00".into(),
        results_version: 1,
        engine: "mkba".into(),
        study: "s".into(),
        title: crate::model::Text::default(),
        values_set: Vec::new(),
        price_year: 2025,
        replaced_prices: Vec::new(),
        structure: None,
        variants: (0..count).map(variant).collect(),
    }
}
