//! Help and costs that end or act by a condition, against plain recursions.

use std::path::Path;

use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::{AlternativeResults, Method, Results, RunPlan, Unwatched, run};

const ACCOUNTS: &str =
    "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
const MONTHS: usize = 36;
/// Chances per month to fall ill and to get well.
const ILL: f64 = 0.05;
const WELL: f64 = 0.2;

/// Three years of being well and ill, with a plan.
fn scenario(plan: &str, items: &str) -> Scenario {
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\nhorizon = \"3 years\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0\n\
         [domains.health]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"well\"\n\
         states.well = {{ nl = \"x\", en = \"x\" }}\nstates.ill = {{ nl = \"x\", en = \"x\" }}\n\
         transitions = [{{ move = \"well -> ill\", chance = {ILL}, within = \"1 month\" }}, {{ move = \"ill -> well\", chance = {WELL}, within = \"1 month\" }}]\n\
         {items}\n[alternatives.plan]\nlabel = {{ nl = \"x\", en = \"x\" }}\n[alternatives.plan.interventions.drug]\n\
         label = {{ nl = \"x\", en = \"x\" }}\n{plan}\n"
    );
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", ACCOUNTS);
    load(&files, Path::new("s.toml"), &[])
        .unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics.sorted()))
        .scenario
}

fn results(scenario: &Scenario, method: Method) -> Results {
    let households = if method == Method::Cohort { 0 } else { 20_000 };
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households, method };
    run(scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Share of households in a state after so many years.
fn share(scenario: &Scenario, results: &Results, of: &AlternativeResults, years: usize, id: &str) -> f64 {
    let state = scenario.domains[0].states.iter().position(|one| one.id == id).expect("a state");
    let all = of.shares[years].iter().enumerate();
    all.filter(|(joint, _)| results.space.decode(*joint)[0] == state).map(|(_, share)| share).sum()
}

fn units(scenario: &Scenario, of: &AlternativeResults, id: &str) -> f64 {
    let at = scenario.items.iter().position(|item| item.id == id).unwrap_or_else(|| panic!("no item {id}"));
    of.item_draws[0][at].discounted_quantity
}

/// The chance to fall ill under a hazard ratio.
fn helped(ratio: f64) -> f64 {
    1.0 - libm::pow(1.0 - ILL, ratio)
}

/// Both methods give these units of an item and this share of ill households at the end.
fn agree(scenario: &Scenario, item: &str, wanted: f64, ill: f64) {
    let exact = results(scenario, Method::Cohort);
    let own = &exact.alternatives[1];
    let found = units(scenario, own, item);
    assert!((found - wanted).abs() < 1e-10, "{item}: {found}, wanted {wanted}");
    assert!((share(scenario, &exact, own, MONTHS / 12, "ill") - ill).abs() < 1e-12);
    let simulated = results(scenario, Method::Micro);
    let (own, error) = (&simulated.alternatives[1], wanted.max(1.0) / libm::sqrt(20_000.0));
    let found = units(scenario, own, item);
    assert!((found - wanted).abs() < 5.0 * error, "{item}, simulated: {found}, wanted {wanted}");
    assert!((share(scenario, &simulated, own, MONTHS / 12, "ill") - ill).abs() < 0.02);
}

const COST: &str = "costs = [{ id = \"pills\", quantity = \"active_time\", unit = \"month\", kind = \"unpriced\" }]";

#[test]
fn help_ends_for_good_at_the_first_border_at_which_its_stop_condition_holds() {
    let plan = "start = { month = 0 }\nactive = \"24 months\"\nstop = \"health is ill\"\n\
                effects = [{ on = \"health: well -> ill\", hazard_ratio = 0.5 }]\n";
    let (mut treated, mut other, mut ill, mut months) = (1.0, 0.0, 0.0, 0.0);
    for month in 0..MONTHS {
        months += if month < 24 { treated } else { 0.0 };
        let (falls, also, cured) = (treated * helped(0.5), other * ILL, ill * WELL);
        treated -= falls;
        other += cured - also;
        ill += falls + also - cured;
    }
    agree(&scenario(&format!("{plan}{COST}"), ""), "plan.drug.pills", months, ill);
}

#[test]
fn a_stopped_episode_can_be_followed_by_another_where_it_repeats() {
    let plan = "start = { when = \"health is well\" }\nrepeat = true\nactive = \"36 months\"\nstop = \"health is ill\"\n\
                effects = [{ on = \"health: well -> ill\", hazard_ratio = 0.5 }]\n";
    let (mut well, mut months): (f64, f64) = (1.0, 0.0);
    for _ in 0..MONTHS {
        months += well;
        well += (1.0 - well) * WELL - well * helped(0.5);
    }
    agree(&scenario(&format!("{plan}{COST}"), ""), "plan.drug.pills", months, 1.0 - well);
}

#[test]
fn a_stop_condition_may_look_at_how_long_something_has_lasted() {
    // Stopped after two months of illness on end; those who get well before go on.
    let plan = "start = { month = 0 }\nactive = \"36 months\"\nstop = { since = \"health is ill\", from = \"2 months\" }\n\
                effects = [{ on = \"health: well -> ill\", hazard_ratio = 0.5 }]\n";
    let (mut treated, mut other, mut months) = (1.0, 0.0, 0.0);
    // On treatment: ill for 0 and 1 completed months; not any more: ill.
    let (mut new, mut one, mut off) = (0.0, 0.0, 0.0);
    for _ in 0..MONTHS {
        months += treated + new + one;
        let (falls, also) = (treated * helped(0.5), other * ILL);
        let stopped = one * (1.0 - WELL);
        (treated, other) = (treated - falls + (new + one) * WELL, other - also + off * WELL);
        off = off * (1.0 - WELL) + also + stopped;
        (new, one) = (falls, new * (1.0 - WELL));
    }
    agree(&scenario(&format!("{plan}{COST}"), ""), "plan.drug.pills", months, new + one + off);
}

#[test]
fn an_effect_acts_only_while_its_condition_holds_and_costs_count_so() {
    let plan = "start = { month = 0 }\nsuccess = 0.6\nactive = \"36 months\"\n\
                effects = [{ on = \"health: well -> ill\", if = { until = \"12 months\" }, hazard_ratio = 0.5 }]\n\
                costs = [{ id = \"pills\", quantity = \"active_time\", if = { all = [\"health is well\", \"responds to drug\"] }, unit = \"month\", kind = \"unpriced\" }]\n";
    let (mut answers, mut others, mut months): (f64, f64, f64) = (1.0, 1.0, 0.0);
    for month in 0..MONTHS {
        let falls = if month < 12 { helped(0.5) } else { ILL };
        answers += (1.0 - answers) * WELL - answers * falls;
        others += (1.0 - others) * WELL - others * ILL;
        // A month is spent in the state at its end.
        months += 0.6 * answers;
    }
    let ill = 1.0 - 0.6 * answers - 0.4 * others;
    agree(&scenario(plan, ""), "plan.drug.pills", months, ill);
}

#[test]
fn a_hazard_ratio_of_nothing_switches_a_transition_off() {
    let plan = "start = { month = 12 }\neffects = [{ on = \"health: well -> ill\", hazard_ratio = 0 }]\n\
                costs = [{ id = \"pills\", quantity = \"starts\", kind = \"unpriced\" }]\n";
    let mut ill: f64 = 0.0;
    for month in 0..MONTHS {
        ill += if month < 12 { (1.0 - ill) * ILL } else { 0.0 } - ill * WELL;
    }
    agree(&scenario(plan, ""), "plan.drug.pills", 1.0, ill);
}

#[test]
fn amounts_go_by_how_long_something_has_lasted() {
    // The first month of illness counts 3, the next two 1.5, later ones 0.5.
    let items = "[[items]]\nid = \"care\"\nquantity = { time = \"health is ill\" }\nunit = \"month\"\nkind = \"unpriced\"\n\
                 times = [{ by = \"since health is ill\", steps = { 0 = 3, 1 = 1.5, 3 = 0.5 } }]\n";
    let (mut well, mut ill, mut care): (f64, [f64; 4], f64) = (1.0, [0.0; 4], 0.0);
    for _ in 0..MONTHS {
        let stays = ill.map(|share| share * (1.0 - WELL));
        let cured = ill.iter().sum::<f64>() * WELL;
        ill = [well * ILL, stays[0], stays[1], stays[2] + stays[3]];
        well += cured - well * ILL;
        care += 3.0 * ill[0] + 1.5 * (ill[1] + ill[2]) + 0.5 * ill[3];
    }
    agree(&scenario("start = { month = 35 }\n", items), "care", care, 1.0 - well);
    // The same by a formula.
    let by_formula =
        items.replace("steps = { 0 = 3, 1 = 1.5, 3 = 0.5 }", "formula = \"if(since < 1, 3, if(since < 3, 1.5, 0.5))\"");
    agree(&scenario("start = { month = 35 }\n", &by_formula), "care", care, 1.0 - well);
}

#[test]
fn what_changes_in_auxiliary_domains_alone_changes_no_course() {
    let queue = |auxiliary: bool| {
        let domain = format!(
            "[domains.queue]\nlabel = {{ nl = \"x\", en = \"x\" }}\nauxiliary = {auxiliary}\nstart = \"waits\"\n\
             states.waits = {{ nl = \"x\", en = \"x\" }}\nstates.turn = {{ nl = \"x\", en = \"x\" }}\n\
             transitions = [{{ move = \"waits -> turn\", chance = 0.1, within = \"1 month\" }}]\n\
             [[items]]\nid = \"waiting\"\nquantity = {{ time = \"queue is waits\" }}\namount = 10\nkind = \"resource\"\n\
             payers = \"city\"\n"
        );
        let plan = "start = { month = 0 }\neffects = [{ on = \"queue: waits -> turn\", hazard_ratio = 3 }]\n";
        let results = results(&scenario(plan, &domain), Method::Micro);
        results.alternatives[1].households[0].groups.map(|group| group.count)
    };
    assert_eq!(queue(true), [20_000, 0, 0, 0]);
    assert!(queue(false)[0] < 10_000, "{:?}", queue(false));
}
