//! Effects in units, what a unit costs, who is where, central values, and converted ratios: against closed forms.

use crate::made_up::{plan, results, scenario, text};
use mkba::analyse::ratios::converted_ratios;
use mkba::analyse::{Answer, answer};
use mkba::model::Scenario;
use mkba::report::tables;
use mkba::session::Session;
use mkba::session::trace::trace;
use mkba::simulate::ledger::{MONEY, SOCIETY};
use mkba::simulate::{Method, Prepared, RunPlan, Unwatched};
use std::collections::BTreeMap;

/// What is counted in units: QALYs that are valued, QALYs that are not, pain that is lost, and a counted nuisance.
const ITEMS: &str = r#"
[[items]]
id = "life"
quantity = { time = "housing is not street" }
times = [0.9]
amount = 50000
unit = "year of QALY"
kind = "welfare"
[[items]]
id = "street_life"
quantity = { time = "housing is street" }
times = [0.5]
unit = "year of QALY"
kind = "unpriced"
[[items]]
id = "pain"
quantity = { time = "housing is street" }
amount = -100
unit = "month"
kind = "welfare"
[[items]]
id = "nuisance"
quantity = { time = "housing is street" }
kind = "unpriced"
"#;

fn helped(cost: f64) -> Scenario {
    let lines = format!(
        "start = {{ month = 0 }}\neffects = [{{ on = \"housing: arrears -> street\", hazard_ratio = \"works\" }}]\n\
         costs = [{{ id = \"fee\", quantity = \"starts\", amount = {cost}, kind = \"resource\", payers = \"city\" }}]\n"
    );
    scenario(&text("works = { uniform = { low = 0.3, high = 0.9 } }", ITEMS, &plan(&lines)))
}

fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(table.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

fn close(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{what}: {found}, {wanted}");
}

#[test]
fn what_a_unit_costs_follows_from_money_and_time_by_draw() {
    for method in [Method::Cohort, Method::Micro] {
        let scenario = helped(20_000.0);
        let found = results(&scenario, method, 16, 200);
        let told = answer(&scenario, &found);
        let plan = &told.alternatives[0];
        let ids: Vec<&str> = plan.effects.iter().map(|effect| effect.id.as_str()).collect();
        assert_eq!(ids, ["month of pain", "qaly"]);
        // A year off the street is 0.9 - 0.5 QALY; money discounts as units do, and pain is 1 a month.
        let at = |id: &str| scenario.items.iter().position(|item| item.id == id).expect("an item");
        let all = tables::draws(&scenario, &found).expect("a table");
        for (draw, row) in rows(&all).iter().enumerate() {
            let months =
                |alternative: usize| found.alternatives[alternative].item_draws[draw][at("pain")].discounted_quantity;
            let less = months(0) - months(1);
            let figure = |name: &str| row[name].parse::<f64>().expect("a number");
            close(figure("gained qaly"), 0.4 * less / 12.0, "QALY");
            close(figure("gained month of pain"), less, "pain");
            close(figure("costs"), 20_000.0, "costs");
            let welfare = 50_000.0 * 0.9 * less / 12.0 + 100.0 * less;
            close(figure("benefits"), 3_000.0 * less + welfare, "benefits");
            close(figure("net_benefit"), figure("benefits") - figure("costs"), "net");
            close(figure("net_benefit_money"), 3_000.0 * less - figure("costs"), "in money");
            assert!(less > 0.0, "help helps");
        }
        let qaly = &plan.effects[1];
        let net = -plan.net_benefit_money.average.mean;
        assert_eq!(qaly.quadrant, "costs_more_gains_more");
        close(qaly.cost_per_unit.expect("a ratio"), net / qaly.gained.mean, "ratio");
        close(qaly.more_costs, net, "costs");
        let frontier = told.frontiers.iter().find(|one| one.effect == "qaly").expect("a frontier");
        assert_eq!(frontier.plans.iter().map(|plan| plan.position).collect::<Vec<_>>(), ["on_frontier"; 2]);
        assert_eq!((frontier.plans[0].cost_per_unit, frontier.plans[1].cost_per_unit), (None, qaly.cost_per_unit));
    }
    let told = answer(&helped(1.0), &results(&helped(1.0), Method::Cohort, 4, 0));
    let qaly = &told.alternatives[0].effects[1];
    assert_eq!((qaly.quadrant, qaly.cost_per_unit), ("dominant", None));
    assert_eq!(told.frontiers[1].plans[0].position, "dominated");
}

#[test]
fn accounts_tell_their_spread() {
    let scenario = helped(20_000.0);
    let found = results(&scenario, Method::Cohort, 40, 0);
    let told = answer(&scenario, &found);
    let (city, society) = (&told.alternatives[0].accounts[0], &told.alternatives[0].net_benefit_money.average);
    // The city alone pays.
    for (found, wanted) in [
        (city.net_spread.p10, society.p10),
        (city.net_spread.p50, society.p50),
        (city.net_spread.p90, society.p90),
        (city.net_spread.sd, society.sd),
    ] {
        close(found, wanted, "spread");
        assert!(wanted.abs() > 100.0);
    }
    assert_eq!(told.alternatives[0].accounts[1].net_spread, Default::default());
    for figure in ["sd", "p10", "p50", "p90"] {
        close(
            city.net_spread.monte_carlo_errors.get(figure).expect("an error"),
            society.monte_carlo_errors.get(figure).expect("an error"),
            "error",
        );
    }
    let welfare = &told.alternatives[0].accounts[3];
    let draws = found.alternatives[1].draws.iter().map(|draw| draw.net_benefit[SOCIETY] - draw.net_benefit[MONEY]);
    let mut draws: Vec<f64> = draws.collect();
    draws.sort_by(f64::total_cmp);
    close(welfare.net_spread.p50, (draws[19] + draws[20]) / 2.0, "welfare");
}

/// Two states and back: `P(in)` follows a recursion, and who has ever been `in` is who did not stay out.
#[test]
fn a_trace_tells_who_is_where_and_who_ever_was() {
    let lines = "start = { month = 6 }\nmoves = [\"work: out -> in\"]\nsuccess = 0.5\n";
    let scenario = scenario(&text("", "", &plan(lines)));
    let prepared = Prepared::new(scenario.clone()).expect("a scenario");
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 9, households: 0, method: Method::Cohort };
    let found = trace(&prepared, &plan, &Unwatched).expect("a trace");
    assert_eq!(found.len(), 2 * 61 * 5);
    let (find, lose) = (1.0 - libm::pow(0.7, 1.0 / 12.0), 1.0 - libm::pow(0.9, 1.0 / 12.0));
    for (alternative, moved) in [("null_alternative", 0.0), ("plan", 0.5)] {
        let (mut working, mut never) = (0.0, 1.0);
        for row in 0..=60 {
            let here = found.iter().filter(|one| one.alternative == alternative && one.row == row);
            let here: Vec<_> = here.collect();
            let one = here.iter().find(|one| one.state == "in").expect("a row");
            close(one.share, working, "share");
            close(one.ever, 1.0 - never, "ever");
            assert_eq!(one.months, row as f64);
            for domain in ["housing", "work"] {
                let sum: f64 = here.iter().filter(|one| one.domain == domain).map(|one| one.share).sum();
                close(sum, 1.0, domain);
            }
            assert!(here.iter().all(|one| one.ever >= one.share - 1e-12));
            let start = here.iter().find(|one| one.state == "out").expect("a row");
            close(start.ever, 1.0, "the start counts");
            let help = if row == 6 { moved } else { 0.0 };
            working += help * (1.0 - working);
            never *= 1.0 - help;
            working = working * (1.0 - lose) + (1.0 - working) * find;
            never *= 1.0 - find;
        }
    }
    let simulated = trace(&prepared, &RunPlan { households: 2_000, method: Method::Micro, ..plan }, &Unwatched);
    for (found, wanted) in simulated.expect("a trace").iter().zip(&found) {
        // Five standard errors of a share of 18,000.
        assert!((found.ever - wanted.ever).abs() < 0.019 && (found.share - wanted.share).abs() < 0.019, "{found:?}");
    }
}

fn central(scenario: Scenario, asked: bool) -> Answer {
    Session::new(scenario).at_means(asked).draws(50).households(0).run().expect("a run").answer()
}

#[test]
fn central_values_are_those_of_a_scenario_without_uncertainty() {
    let uncertain = helped(500.0);
    let fixed = text("works = 0.6", ITEMS, "");
    let lines = "start = { month = 0 }\neffects = [{ on = \"housing: arrears -> street\", hazard_ratio = \"works\" }]\n\
                 costs = [{ id = \"fee\", quantity = \"starts\", amount = 500, kind = \"resource\", payers = \"city\" }]\n";
    let fixed = crate::made_up::scenario(&(fixed + &plan(lines)));
    let (found, wanted) = (central(uncertain.clone(), true), central(fixed, false));
    assert!(found.at_means && !wanted.at_means && found.draws == 1 && found.drawn_parameters == 0);
    let [found_net, wanted_net] = [&found, &wanted].map(|one| &one.alternatives[0].net_benefit.average);
    // The mean of a uniform distribution is 0.6 but for the last digit.
    close(found_net.mean, wanted_net.mean, "central values");
    assert_eq!((found_net.sd, found_net.monte_carlo_error), (0.0, Some(0.0)));
    let drawn = central(uncertain.clone(), false);
    assert!(drawn.id != found.id && drawn.evidence == found.evidence && found.evidence.uncertain == 1);
    let said =
        mkba::report::terminal::screen::screen(&found, &uncertain, mkba::words::Language::En, &Default::default());
    let said = said.lines.join(" ");
    assert!(said.contains("at its mean here") && !said.contains("chance"), "{said}");
}

#[test]
fn a_ratio_is_told_as_the_hazard_ratio_that_is_used() {
    let lines = "start = { month = 0 }\neffects = [\n\
                 { on = \"housing: arrears -> street\", relative_risk = 0.5, over = \"1 year\" },\n\
                 { on = \"work: out -> in\", odds_ratio = 2, over = \"2 years\" },\n\
                 { on = \"work: in -> out\", hazard_ratio = 0.5 },\n]\n";
    let found = converted_ratios(&scenario(&text("", "", &plan(lines)))).expect("ratios");
    let shown: Vec<_> = found.iter().map(|one| (one.transition.as_str(), one.form, one.given, one.over)).collect();
    assert_eq!(
        shown,
        [("housing: arrears -> street", "relative_risk", 0.5, 12.0), ("work: out -> in", "odds_ratio", 2.0, 24.0)]
    );
    // 0.4 in a year becomes 0.2; 0.51 in two years has odds of 0.51 / 0.49, which become twice that.
    close(found[0].hazard_ratio, libm::log(0.8) / libm::log(0.6), "relative risk");
    let odds = 2.0 * 0.51 / 0.49;
    close(found[1].hazard_ratio, libm::log(1.0 / (1.0 + odds)) / libm::log(0.49), "odds ratio");
    assert_eq!((found[0].intervention.as_str(), found[0].alternative.as_str()), ("help", "plan"));
}
