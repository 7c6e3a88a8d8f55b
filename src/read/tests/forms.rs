//! Forms that change what is done, drawn or worked out, and where one file gives what another gives as well.

use crate::model::{Intervention, Item, Joint, Quantity};
use crate::read::tests::*;

const FORMS: &str = include_str!("forms.toml");

/// The forms with other text.
fn forms(changes: &[(&str, &str)]) -> Memory {
    let mut text = FORMS.to_string();
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old} is not there once");
        text = text.replace(old, new);
    }
    family().with("f/family.toml", text)
}

/// Faults without warnings.
fn wrong(files: &Memory) -> Vec<String> {
    read(files, &[]).map_or_else(
        |refused| found(&refused.sources, &refused.diagnostics.only(crate::diagnostics::Severity::Fault)),
        |_| Vec::new(),
    )
}

fn intervention<'s>(scenario: &'s Scenario, alternative: &str, name: &str) -> Option<&'s Intervention> {
    let found = scenario.alternatives.iter().find(|one| one.id == alternative).expect("an alternative");
    found.interventions.iter().find(|one| one.name == name)
}

fn items<'s>(scenario: &'s Scenario, start: &str) -> Vec<(usize, &'s Item)> {
    scenario.items.iter().enumerate().filter(|(_, item)| item.id.starts_with(start)).collect()
}

fn index(scenario: &Scenario, name: &str) -> usize {
    scenario.parameters.iter().position(|one| one.name == name).expect("a parameter")
}

#[test]
fn what_is_done_in_the_null_alternative_is_done_in_all_others() {
    let scenario = sound(&forms(&[]), &[]).scenario;
    let usual = intervention(&scenario, "null_alternative", "usual").expect("it is there");
    let success = Origin::Parameter(index(&scenario, "null_alternative.interventions.usual.success"));
    assert_eq!((usual.active, usual.success.origin), (4, success));
    assert_eq!(intervention(&scenario, "y", "usual"), Some(usual));
    assert_eq!(intervention(&scenario, "more", "usual"), Some(&Intervention { active: 8, ..usual.clone() }));
    assert_eq!(intervention(&scenario, "none", "usual"), None);
    let costs = items(&scenario, "null_alternative.usual.");
    let [(fee, once), (visits, time)] = costs.as_slice() else { panic!("{costs:?}") };
    assert_eq!((&once.quantity, &time.quantity), (&Quantity::Once, &Quantity::ActiveTime("usual".into())));
    // They are effects: an alternative that does less of it saves.
    assert!(costs.iter().all(|(_, item)| item.own.is_none() && item.only.is_none()));
    let off = |id: &str| scenario.alternatives.iter().find(|one| one.id == id).map(|one| one.off_items.clone());
    assert_eq!((off("none"), off("more")), (Some(vec![*fee, *visits]), Some(vec![])));
}

#[test]
fn faults_of_what_is_usual_are_told_once() {
    let change = "interventions.usual.active = \"2 years\"";
    let costs = format!(
        "{change}\ninterventions.usual.costs = [{{ id = \"b\", quantity = \"starts\", amount = 1, kind = \"resource\", payers = \"state\" }}]"
    );
    assert_eq!(wrong(&forms(&[(change, &costs)])), ["costs_of_usual family.toml:99:29"]);
    let misspelt = [("hazard_ratio = 0.9 }]", "hazard_rate = 0.9 }]")];
    assert_eq!(wrong(&forms(&misspelt)), ["unknown_key family.toml:16:35"]);
    let unknown = [("off = [\"interventions: usual\"]", "off = [\"interventions: usuel\"]")];
    assert_eq!(wrong(&forms(&unknown)), ["unknown_intervention_here family.toml:102:8"]);
    let table = [("[null_alternative.interventions.usual]", "[null_alternative.interventions]\nusual = 1\n[traits.x]")];
    assert!(wrong(&forms(&table)).contains(&"wrong_type family.toml:12:9".to_string()));
}

#[test]
fn an_alternative_gives_a_parameter_a_formula_or_another_name() {
    let scenario = sound(&forms(&[]), &[]).scenario;
    let own = scenario.alternatives.iter().find(|one| one.id == "y").expect("an alternative");
    assert!(own.parameters.is_empty() && scenario.alternatives[0].derived.is_empty());
    let of = |name: &str| own.derived.iter().position(|one| one.parameter == index(&scenario, name)).expect(name);
    // What follows from it comes behind it.
    assert!(of("shape") < of("sum"));
    let counts = &own.derived[of("counts")];
    assert_eq!(counts.inputs, [Origin::Parameter(index(&scenario, "left"))]);
    let names: Vec<usize> = own.derived.iter().map(|one| one.parameter).collect();
    assert_eq!(names.len(), 3, "each once: {names:?}");
}

#[test]
fn formulas_of_alternatives_are_checked() {
    let given = "parameters = { shape = { formula = \"shape + half\" }, counts = \"left\" }";
    let with = |text: &str| wrong(&forms(&[(given, &format!("parameters = {{ {text} }}"))]));
    assert_eq!(
        with("shape = { formula = \"half\" }, half = { formula = \"2 * shape\" }"),
        ["formula_loop family.toml:94:65"]
    );
    // A loop through a formula of the scenario.
    assert_eq!(with("shape = { formula = \"sum\" }"), ["formula_loop family.toml:94:36"]);
    assert_eq!(with("counts = \"lefd\""), ["unknown_number family.toml:94:25"]);
    assert_eq!(with("counts = { formula = \"counts * 4\" }"), ["number_outside family.toml:94:37"]);
    assert_eq!(with("counts = { formula = \"ln(counts - 1)\" }"), ["formula_no_number family.toml:94:37"]);
    assert_eq!(with("counts = \"size\""), ["formula_of_random_trait family.toml:94:25"]);
    assert_eq!(with("shape = { formula = \"shape * 1.0\" }, counts = \"counts\""), [""; 0]);
}

#[test]
fn prices_can_be_correlated() {
    let scenario = sound(&forms(&[]), &[]).scenario;
    let names = |joint: &Joint| joint.members().map(|one| (one.name.clone(), one.parameter)).collect::<Vec<_>>();
    let price = index(&scenario, "price:shelter_day");
    let wanted =
        vec![("even".to_string(), Some(index(&scenario, "even"))), ("price:shelter_day".to_string(), Some(price))];
    assert!(scenario.joints.iter().any(|joint| names(joint) == wanted), "{:?}", scenario.joints);
    let with = |name: &str| wrong(&forms(&[("between = [\"price:shelter_day\"", &format!("between = [\"{name}\""))]));
    assert_eq!(with("price:shelter_dag"), ["unknown_price family.toml:55:12"]);
    assert_eq!(with("prijs:shelter_day"), ["unknown_parameter family.toml:55:12"]);
}

#[test]
fn rates_know_the_families_of_parameters() {
    let row = |text: &str| {
        let list = include_str!("rates.csv").to_string() + &format!("new,x,x,{text},2020,measured,A count,,,\n");
        let known = forms(&[
            ("known = { fixed = 1,", "known_too = { rate = \"new\" }\nknown = { fixed = 1,"),
            ("times = [\"size\",", "times = [\"known_too\", \"size\","),
        ]);
        known.with("f/rates.csv", list)
    };
    let drawn = |text: &str| {
        let scenario = sound(&row(text), &[]).scenario;
        scenario.parameters[index(&scenario, "known_too")].distribution.clone()
    };
    assert_eq!(drawn("3,2,4,minmax,times,uniform"), Distribution::Uniform { low: 2.0, high: 4.0 });
    assert_eq!(drawn("3,2,9,minmax,times,triangular"), Distribution::Triangular { low: 2.0, mode: 3.0, high: 9.0 });
    let Distribution::Normal { mean, sd } = drawn("3,2,4,95,times,normal") else { panic!("a normal") };
    assert!(mean == 3.0 && (sd - 2.0 / 3.92).abs() < 1e-12);
    assert_eq!(wrong(&row("3,2,9,minmax,times,uniform")), ["uniform_off_middle rates.csv:4:9"]);
    assert_eq!(wrong(&row("3,2,9,95,times,triangular")), ["range_does_not_fit rates.csv:4:15"]);
    assert_eq!(wrong(&row("3,2,9,95,times,nomral")), ["unknown_word rates.csv:4:24"]);
}

#[test]
fn the_price_of_long_ago_is_told() {
    let old = include_str!("prices.csv").replace("day,2023,cpi,resource", "day,2014,cpi,resource");
    let index =
        "year,cpi,source,note\n".to_string() + &(2015..=2025).map(|year| format!("{year},2,x,\n")).collect::<String>();
    let loaded = sound(&family().with("f/prices.csv", old).with("f/index.csv", index), &[]);
    let found = found(&loaded.sources, &loaded.warnings);
    assert_eq!(found.iter().filter(|one| one.starts_with("old_price prices.csv:2:")).count(), 1, "{found:?}");
}

/// A file that includes a block gives a row and starts anew; what it does not give stays, with its place.
#[test]
fn rows_and_starts_are_given_anew_by_name() {
    let top = "format = 1\nid = \"x\"\ntitle = { nl = \"x\", en = \"x\" }\ninclude = [\"block.toml\"]\nlists = { accounts = \"accounts.csv\" }\n\
        settings = { horizon = \"1 year\", calendar_start = 2026, price_year = 2025, discount_rate = 0 }\n";
    let state = "{ nl = \"x\", en = \"x\" }";
    let domain = |id: &str, start: &str| {
        format!(
            "[domains.{id}]\nlabel = {state}\n{start}states = {{ p = {state}, q = {state} }}\n\
             rows = [{{ from = \"p\", observed = {{ q = 0.2 }}, over = \"1 year\", escalation = \"q\" }}, {{ from = \"q\", observed = {{ p = 0.1 }}, over = \"1 year\" }}]\n"
        )
    };
    let together = |share: &str| {
        format!(
            "[[joint_start]]\ndomains = [\"a\", \"b\"]\nshares = [{{ a = \"p\", b = \"p\", share = {share} }}, {{ a = \"q\", b = \"p\", share = \"rest\" }}]\n"
        )
    };
    let block = domain("a", "") + &domain("b", "") + &domain("c", "start = \"q\"\n") + &together("0.4");
    let of = |more: &str| family().with("f/family.toml", format!("{top}{more}")).with("f/block.toml", block.clone());
    let scenario = |more: &str| sound(&of(more), &[]).scenario;
    let plain = scenario("");
    let row = "[[domains.a.rows]]\nfrom = \"p\"\nobserved = { q = 0.3 }\nover = \"1 year\"\n";
    let with_row = scenario(row);
    let fixed = |value: f64, kind| Number { origin: Origin::Fixed(value), kind };
    let chance = |scenario: &Scenario, at: usize| match scenario.transitions[at].strength {
        Strength::Observed { chance, .. } => (chance, scenario.transitions[at].escalation),
        _ => panic!("not observed"),
    };
    assert_eq!(chance(&with_row, 0), (fixed(0.3, Kind::Probability), true));
    assert_eq!(with_row.transitions[1..], plain.transitions[1..]);
    // A joint start over the same domains, in another order; over one more; and starts of their own.
    let turned = together("0.5").replace("[\"a\", \"b\"]", "[\"b\", \"a\"]");
    let start = |scenario: &Scenario| scenario.starts[0].shares[0].1.expect("a share").origin;
    assert_eq!((start(&plain), start(&scenario(&turned))), (Origin::Fixed(0.4), Origin::Fixed(0.5)));
    let wider =
        "[[joint_start]]\ndomains = [\"a\", \"b\", \"c\"]\nshares = [{ a = \"p\", b = \"p\", c = \"p\", share = 1 }]\n";
    assert_eq!(scenario(wider).starts[0].domains, [0, 1, 2]);
    let own = "domains = { a = { start = \"p\" }, b = { start = \"q\" } }\n";
    assert_eq!(scenario(own).starts.iter().map(|one| one.domains.clone()).collect::<Vec<_>>(), [[0], [1], [2]]);
    // Half of it leaves the other domain without a start; a fault stands in the file in which it is written.
    assert_eq!(wrong(&of("domains.a.start = \"p\"\n")), ["missing_key block.toml:5:1"]);
    assert_eq!(wrong(&of(&row.replace("q = 0.3", "q = 1.3"))), ["number_outside family.toml:9:18"]);
    let faulty = of("").with("f/block.toml", block.replacen("p = 0.1", "p = 1.1", 1));
    assert_eq!(wrong(&faulty), ["number_outside block.toml:4:115"]);
}
