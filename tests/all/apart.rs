//! Worth of use, use without a value, rights, displacement and payers that take over: against closed forms.

use crate::made_up::{plan, results, scenario, text};
use mkba::analyse::{AlternativeAnswer, answer};
use mkba::model::Scenario;
use mkba::read::{Memory, load};
use mkba::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use mkba::simulate::{Method, Results};
use std::path::Path;

/// A plan that helps towards work, at a cost of its own.
const HELP: &str = "start = { month = 0 }\neffects = [{ on = \"work: out -> in\", hazard_ratio = 2 }]\n\
                    costs = [{ id = \"fee\", quantity = \"starts\", amount = 900, kind = \"resource\", payers = \"city\" }]\n";
const MONTHS: usize = 60;

fn helped(parameters: &str, items: &str, more: &str) -> Scenario {
    scenario(&text(parameters, items, &(plan(HELP) + more)))
}

fn close(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{what}: {found}, {wanted}");
}

/// Present value of an item in an alternative and draw.
fn euro(scenario: &Scenario, results: &Results, alternative: usize, draw: usize, id: &str) -> f64 {
    let at = scenario.items.iter().position(|item| item.id == id).unwrap_or_else(|| panic!("no item {id}"));
    results.alternatives[alternative].item_draws[draw][at].present_value
}

fn told(scenario: &Scenario, results: &Results) -> AlternativeAnswer {
    answer(scenario, results).alternatives.remove(0)
}

/// Net amount of an account.
fn net(told: &AlternativeAnswer, id: &str) -> f64 {
    told.accounts.iter().find(|account| account.id == id).unwrap_or_else(|| panic!("no account {id}")).net
}

/// Accounts add up to nothing; parties to society in money; all but what is used up to society.
fn ties(told: &AlternativeAnswer) {
    let sum =
        |ids: &dyn Fn(&str) -> bool| told.accounts.iter().filter(|one| ids(&one.id)).map(|one| one.net).sum::<f64>();
    let counter = ["resources", "welfare", "unvalued"];
    assert!(sum(&|_| true).abs() < 1e-6);
    close(sum(&|id| !counter.contains(&id)), told.net_benefit_money.average.mean, "parties");
    close(sum(&|id| id != "resources"), told.net_benefit.average.mean, "society");
    close(net(told, "unvalued"), told.apart.unvalued_use, "unvalued");
    let public = told.accounts.iter().filter(|account| account.public).map(|account| account.net).sum();
    close(public, told.net_benefit_public.average.mean, "purse");
}

/// Share of households that work at each border, by the chain of two states: without help, and with the hazard of
/// finding work doubled.
fn working(ratio: f64) -> Vec<f64> {
    let chance = |of_year: f64, ratio: f64| 1.0 - libm::pow(1.0 - of_year, ratio / 12.0);
    let (found, lost) = (chance(0.3, ratio), chance(0.1, 1.0));
    let mut shares = vec![0.0];
    for month in 0..MONTHS {
        shares.push(shares[month] * (1.0 - lost) + (1.0 - shares[month]) * found);
    }
    shares
}

/// Present value of so much in each month of work, discounted half-way; `factor` by completed months.
fn of_work(ratio: f64, euro: f64, factor: impl Fn(f64) -> f64) -> f64 {
    let month = |row: usize, share: f64| {
        share * euro * factor(row as f64 - 1.0) * libm::pow(1.0225, -(row as f64 - 0.5) / 12.0)
    };
    working(ratio).into_iter().enumerate().skip(1).map(|(row, share)| month(row, share)).sum()
}

#[test]
fn use_is_worth_a_share_or_an_amount_in_welfare() {
    let items = r#"
[[items]]
id = "room"
quantity = { time = "work is in" }
amount = 500
kind = "resource"
payers = "landlord"
use = true
worth = { share = "worth" }
[[items]]
id = "lesson"
quantity = { time = "work is in" }
amount = 70
unit = "event"
per_month = 2
kind = "resource"
payers = "city"
worth = { amount = { uniform = { low = 10, high = 30 } } }
"#;
    let scenario = helped("worth = { uniform = { low = 0.5, high = 1.1 } }", items, "");
    let names: Vec<&str> = scenario.parameters.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["items.lesson.worth.amount", "worth"]);
    for method in [Method::Cohort, Method::Micro, Method::Months] {
        let found = results(&scenario, method, 8, 60);
        for draw in 0..8 {
            let [amount, share] = found.parameters[draw][..] else { panic!("two parameters") };
            for at in 0..2 {
                let of = |id| euro(&scenario, &found, at, draw, id);
                close(of("room:worth"), share * of("room"), "share");
                close(of("lesson:worth"), amount * of("lesson") / 70.0, "amount");
                assert!(of("room:worth") > 100.0 && of("lesson:worth") > 10.0);
            }
            let net = found.alternatives[1].draws[draw].net_benefit;
            let more = |id| euro(&scenario, &found, 1, draw, id) - euro(&scenario, &found, 0, draw, id);
            close(net[SOCIETY] - net[MONEY], more("room:worth") + more("lesson:worth"), "welfare");
        }
        let told = told(&scenario, &found);
        ties(&told);
        close(net(&told, "welfare"), told.net_benefit.average.mean - told.net_benefit_money.average.mean, "welfare");
        let item = |id: &str| told.items.iter().find(|item| item.id == id).expect("an item");
        close(item("lesson:worth").quantity_with, item("lesson").quantity_with, "units");
        let ratio = |benefits: f64| benefits / told.costs_present_value;
        close(told.costs_present_value, 900.0, "costs");
        close(told.benefit_cost_ratio.expect("a ratio"), ratio(told.net_benefit.average.mean + 900.0), "ratio");
        let money = ratio(told.net_benefit_money.average.mean + 900.0);
        close(told.benefit_cost_ratio_money.expect("a ratio"), money, "ratio in money");
        assert!(told.effects.is_empty(), "what use is worth is no effect with a price");
    }
    let exact = results(&scenario, Method::Cohort, 1, 0);
    close(euro(&scenario, &exact, 1, 0, "room"), of_work(2.0, 500.0, |_| 1.0), "the chain");
}

#[test]
fn use_without_a_value_stays_out_of_the_balance_and_in_the_purse() {
    let item = |worth: &str| {
        format!(
            "[[items]]\nid = \"activities\"\nquantity = {{ time = \"work is in\" }}\namount = 200\nkind = \"resource\"\n\
             payers = {{ city = 0.25, landlord = 0.75 }}\n{worth}"
        )
    };
    let (plain, apart) = (helped("", &item(""), ""), helped("", &item("use = true\nworth = \"unpriced\""), ""));
    for method in [Method::Cohort, Method::Micro] {
        let both = [&plain, &apart].map(|one| told(one, &results(one, method, 2, 500)));
        let [known, told] = &both;
        both.iter().for_each(ties);
        let more = told.apart.unvalued_use;
        assert!(more > 500.0 && known.apart.unvalued_use == 0.0, "{more}");
        close(told.net_benefit_money.average.mean, known.net_benefit_money.average.mean, "in money");
        close(told.net_benefit_public.average.mean, known.net_benefit_public.average.mean, "the purse");
        close(net(told, "landlord"), -0.75 * more, "who pays");
        close(told.net_benefit.average.mean, known.net_benefit.average.mean + more, "society");
        close(
            told.benefit_cost_ratio.expect("a ratio") - told.benefit_cost_ratio_money.expect("a ratio"),
            more / 900.0,
            "ratios",
        );
        if method == Method::Cohort {
            close(more, of_work(2.0, 200.0, |_| 1.0) - of_work(1.0, 200.0, |_| 1.0), "the chain");
        }
    }
}

#[test]
fn rights_are_told_apart_and_stay_in_the_purse() {
    let item = |right: bool| {
        format!(
            "[[items]]\nid = \"payment\"\nquantity = {{ time = \"work is in\" }}\namount = 300\nkind = \"transfer\"\n\
             payers = {{ city = 0.5, state = 0.5 }}\nreceivers = \"landlord\"\nright = {right}\n"
        )
    };
    let [with, without] = [true, false].map(|right| {
        let scenario = helped("", &item(right), "");
        told(&scenario, &results(&scenario, Method::Cohort, 1, 0))
    });
    let more = of_work(2.0, 300.0, |_| 1.0) - of_work(1.0, 300.0, |_| 1.0);
    close(with.apart.rights_public, -more, "rights");
    assert_eq!(without.apart.rights_public, 0.0);
    close(with.net_benefit_public.average.mean, -900.0 - more, "the purse");
    close(with.net_benefit.average.mean, -900.0, "society");
    assert_eq!(with.net_benefit_public, without.net_benefit_public);
}

/// The straight line from `full` to `gone`.
fn fade(full: f64, gone: f64) -> impl Fn(f64) -> f64 {
    move |months| ((gone - months) / (gone - full)).clamp(0.0, 1.0)
}

#[test]
fn displacement_fades_and_the_totals_without_it_are_those_of_a_share_of_nothing() {
    let items = |share: &str| {
        format!(
            "[displacement]\nshare = {share}\nothers = \"others\"\nfull = \"1 year\"\ngone = \"4 years\"\n\
             [[items]]\nid = \"wages\"\nquantity = {{ time = \"work is in\" }}\namount = 1000\nkind = \"output\"\n\
             receivers = {{ landlord = 0.8, state = 0.2 }}\ndisplaced = true\n"
        )
    };
    let of = |share: &str| helped("", &items(share), "");
    let drawn = of("{ uniform = { low = 0.2, high = 0.8 } }");
    assert_eq!(drawn.parameters[0].name, "displacement.share");
    for method in [Method::Cohort, Method::Micro, Method::Months] {
        let found = results(&drawn, method, 8, 40);
        let nothing = results(&of("0"), method, 8, 40);
        let told = told(&drawn, &found);
        ties(&told);
        let without = told.apart.without_displacement.clone().expect("displacement");
        for (total, figure) in
            [(SOCIETY, without.net_benefit), (MONEY, without.net_benefit_money), (PUBLIC, without.net_benefit_public)]
        {
            let draws = &nothing.alternatives[1].draws;
            let wanted = draws.iter().map(|draw| draw.net_benefit[total]).sum::<f64>() / 8.0;
            close(figure, wanted, &format!("{method:?} {total}"));
        }
        close(without.displaced, without.net_benefit - told.net_benefit.average.mean, "displaced");
        close(
            net(&told, "others") * 0.25,
            net(&told, "state") - 0.2 * wages(&drawn, &found),
            "the state loses its part",
        );
        let ratio = without.benefit_cost_ratio.expect("a ratio");
        close(ratio, (without.net_benefit + 900.0) / 900.0, "ratio");
        assert_eq!(without.probability_positive.is_some(), method == Method::Cohort);
        if method == Method::Cohort {
            for draw in 0..8 {
                let share = found.parameters[draw][0];
                for (at, ratio) in [(0, 1.0), (1, 2.0)] {
                    let wanted = share * of_work(ratio, 1000.0, fade(12.0, 48.0));
                    close(euro(&drawn, &found, at, draw, "wages:displacement"), wanted, "the chain");
                }
            }
            let positive = nothing.alternatives[1].draws.iter().filter(|draw| draw.net_benefit[SOCIETY] > 0.0).count();
            assert_eq!(without.probability_positive, Some(positive as f64 / 8.0));
        }
    }
}

/// Mean of what wages come to more.
fn wages(scenario: &Scenario, found: &Results) -> f64 {
    let more = |draw| euro(scenario, found, 1, draw, "wages") - euro(scenario, found, 0, draw, "wages");
    let draws = found.alternatives[1].draws.len();
    (0..draws).map(more).sum::<f64>() / draws as f64
}

#[test]
fn another_payer_takes_over_after_some_years() {
    let items = "[[items]]\nid = \"payment\"\nquantity = { time = \"work is out\" }\namount = 1500\nkind = \"transfer\"\n\
                 payers = { city = 0.9, state = 0.1 }\nreceivers = \"landlord\"\ncashable = 1\n\
                 shifts = [{ from = \"city\", to = \"state\", share = \"part\", after = \"2 years\" }]\n";
    let payment = |ratio: f64, factor: &dyn Fn(f64) -> f64| {
        let all: f64 =
            (1..=MONTHS).map(|row| factor(row as f64 - 1.0) * libm::pow(1.0225, -(row as f64 - 0.5) / 12.0)).sum();
        1500.0 * all - of_work(ratio, 1500.0, factor)
    };
    let more = |factor: &dyn Fn(f64) -> f64| payment(2.0, factor) - payment(1.0, factor);
    for part in [0.0, 0.5, 1.0] {
        let scenario = helped(&format!("part = {part}"), items, "");
        let told = told(&scenario, &results(&scenario, Method::Cohort, 1, 0));
        ties(&told);
        let later = more(&|months| if months >= 24.0 { 1.0 } else { 0.0 });
        let all = more(&|_| 1.0);
        assert!(all < later && later < -500.0);
        close(net(&told, "city"), -900.0 - 0.9 * all + 0.9 * part * later, "the city");
        close(net(&told, "state"), -0.1 * all - 0.9 * part * later, "the state");
        close(net(&told, "landlord"), all, "who receives");
        close(told.net_benefit_public.average.mean, -900.0 - all, "the purse");
    }
}

#[test]
fn what_follows_from_an_item_goes_with_it() {
    let items = "[[items]]\nid = \"room\"\nquantity = { time = \"work is in\" }\namount = 500\nkind = \"resource\"\n\
                 payers = \"landlord\"\nworth = { share = 0.5 }\n";
    let more = "[alternatives.none]\nlabel = { nl = \"x\", en = \"x\" }\noff = [\"items:room\"]\n\
                [alternatives.twice]\nlabel = { nl = \"x\", en = \"x\" }\ntimes = { room = 2 }\n";
    let scenario = helped("", items, more);
    let found = results(&scenario, Method::Cohort, 1, 0);
    let of = |name: &str, id: &str| {
        let at = scenario.alternatives.iter().position(|one| one.id == name).expect("an alternative");
        euro(&scenario, &found, at, 0, id)
    };
    for id in ["room", "room:worth"] {
        assert!(of("null_alternative", id) > 100.0);
        assert_eq!(of("none", id), 0.0);
        close(of("twice", id), 2.0 * of("null_alternative", id), id);
    }
}

/// Keys of the faults and warnings of a scenario with these items.
fn complaints(items: &str, alternatives: &str) -> Vec<&'static str> {
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\n\
                    welfare,x,x,false,welfare\n";
    let files = Memory::default().with("s.toml", text("", items, alternatives)).with("accounts.csv", accounts);
    let found = match load(&files, Path::new("s.toml"), &[]) {
        Ok(loaded) => loaded.warnings,
        Err(refused) => refused.diagnostics,
    };
    found.sorted().into_iter().map(|one| one.message.key).collect()
}

#[test]
fn what_cannot_be_is_told() {
    let item = |lines: &str| {
        format!(
            "[[items]]\nid = \"x\"\nquantity = {{ time = \"work is in\" }}\namount = 1\nkind = \"resource\"\npayers = \"city\"\n\
             {lines}\n"
        )
    };
    let output = |lines: &str| item(lines).replace("resource", "output").replace("payers", "receivers");
    let cost = plan(
        "start = { month = 0 }\ncosts = [{ id = \"fee\", quantity = \"starts\", amount = 1, kind = \"resource\", \
                     payers = \"city\", worth = \"unpriced\" }]\n",
    );
    for (items, alternatives, wanted) in [
        (item("use = true"), "", "use_without_worth"),
        (item("worth = { share = 0.5 }"), "", "number_without_source"),
        (item("worth = \"unpriced\""), "", "role_missing"),
        (item("worth = \"nothing\""), "", "unknown_word"),
        (item("worth = { share = -1 }"), "", "number_outside"),
        (output("worth = { share = 1 }"), "", "worth_of_other_kind"),
        (item("displaced = true"), "", "displaced_no_output"),
        (output("displaced = true"), "", "displacement_missing"),
        (item("shifts = [{ from = \"welfare\", to = \"city\", share = 1 }]"), "", "account_no_party"),
        (output("shifts = [{ from = \"city\", to = \"city\", share = 1 }]"), "", "shift_without_payer"),
        (String::new(), cost.as_str(), "unpriced_use_of_plan"),
        (
            format!(
                "[displacement]\nshare = 1\nothers = \"city\"\nfull = \"1 year\"\ngone = \"1 year\"\n{}",
                output("")
            ),
            "",
            "displacement_order",
        ),
    ] {
        let found = complaints(&items, alternatives);
        assert!(found.contains(&wanted), "{wanted}: {found:?}");
    }
}
