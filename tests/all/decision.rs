//! Questions about a decision, as a user asks them: what is printed holds when it is tried.

use crate::program::{program, said, shipped};
use crate::thorough::cases;
use mkba::analyse::decision::choices::{PriceLevel, ReckoningChoice};
use mkba::analyse::decision::otherwise::Otherwise;
use mkba::analyse::decision::{Analysis, DecisionQuestion};
use mkba::model::number::distribution::normal_quantile;
use mkba::read::Disk;
use mkba::session::{AnalysisOptions, AnalysisRun, DrawCount, HouseholdCount, RunOptions, Session};
use mkba::simulate::ledger::{HEADLINE, PUBLIC};
use mkba::simulate::{Prepared, RunPlan, Unwatched};
use std::path::PathBuf;

const DRAWS: usize = 128;

fn path(name: &str) -> PathBuf {
    shipped().join(format!("{name}.toml"))
}

fn options(alternatives: &[String]) -> RunOptions {
    RunOptions {
        draws: DrawCount::Exactly(DRAWS),
        households: HouseholdCount::Exactly(16),
        alternatives: alternatives.to_vec(),
        ..RunOptions::default()
    }
}

fn analysed(name: &str, questions: &[DecisionQuestion], caseload: &[usize], plans: &[String]) -> AnalysisRun {
    let session = Session::load(&Disk, &path(name), &[]).expect("a scenario").options(options(plans));
    let asked =
        AnalysisOptions { questions: questions.to_vec(), caseload: caseload.to_vec(), ..AnalysisOptions::default() };
    session.plan().expect("a plan").analyse(&asked, &Unwatched).expect("an analysis")
}

/// Mean balance of a plan with values set, as `mkba run --set` has it.
fn balance(name: &str, plan: &str, set: &[(String, String)]) -> f64 {
    let session = Session::load(&Disk, &path(name), set).expect("a scenario");
    let options = RunOptions { households: HouseholdCount::Exactly(0), ..options(&[plan.to_owned()]) };
    let answer = session.options(options).run().expect("a run").answer();
    answer.alternatives[0].headline().average.mean
}

/// A value that was printed, put in with `--set`, gives a balance below 1 % of what the plan costs.
#[test]
fn a_plan_breaks_even_at_the_value_that_is_told() {
    let all = [
        "huisuitzetting",
        "dakloosheid",
        "baanverlies",
        "betalingsachterstanden",
        "ggz-crisis",
        "huiselijk-geweld",
        "schooluitval",
        "schulden",
        "uithuisplaatsing",
    ];
    let mut tried = 0;
    for name in cases(&all[..2], &all[..]) {
        let scenario = Session::load(&Disk, &path(name), &[]).expect("a scenario").plan().expect("a plan").prepared;
        let plans = scenario.scenario().alternatives[1..].iter().map(|plan| plan.id.clone());
        let plans: Vec<String> = plans.filter(|plan| *name != "huisuitzetting" || plan == "maatwerk").collect();
        let run = analysed(name, &[DecisionQuestion::BreakEven], &[], &plans);
        for plan in run.answer.break_even.as_ref().expect("an answer") {
            let found = plan.figures.iter().filter_map(|figure| Some((&figure.id, figure.value?, figure.balance?)));
            for (id, value, told) in found.take(cases(2, 4)) {
                // A price is set in euro of the year of its row.
                let of_row = if id.starts_with("price:") {
                    let one = Session::load(&Disk, &path(name), &[(id.clone(), "1".to_owned())]).expect("a scenario");
                    let scenario = one.plan().expect("a plan").prepared.scenario().clone();
                    scenario.parameters.iter().find(|own| own.name == *id).map_or(1.0, |own| own.distribution.mean())
                } else {
                    1.0
                };
                let found = balance(name, &plan.alternative, &[(id.clone(), (value / of_row).to_string())]);
                assert!(
                    found.abs() < 0.01 * plan.plan_cost,
                    "{name}: {id} = {value}: {found}, plan {}",
                    plan.plan_cost
                );
                assert!((found - told).abs() < 0.01 * plan.plan_cost, "{name}: {id} = {value}: {found}, told {told}");
                tried += 1;
            }
        }
    }
    assert!(tried > 0, "nothing breaks even");
}

/// The balance with a figure at its end, off the curve, beside a run with that value.
#[test]
fn the_ends_of_a_figure_are_those_of_runs() {
    let name = "huisuitzetting";
    let session = Session::load(&Disk, &path(name), &[]).expect("a scenario");
    let many = RunOptions { draws: DrawCount::Exactly(512), ..options(&["bij_vonnis".to_owned()]) };
    let asked = AnalysisOptions { questions: vec![DecisionQuestion::Drivers], ..AnalysisOptions::default() };
    let run = session.options(many).plan().expect("a plan").analyse(&asked, &Unwatched).expect("an analysis");
    let plan = &run.answer.drivers.as_ref().expect("an answer")[0];
    for figure in &plan.figures[..cases(1, 4)] {
        for (which, end) in [("low", figure.low), ("high", figure.high)] {
            let end = end.expect("an end");
            let found = balance(name, &plan.alternative, &[(figure.id.clone(), end.value.to_string())]);
            let error = figure.monte_carlo_errors.get(which).expect("an error");
            // Of the 128 draws of the other run the mean is off too.
            assert!((found - end.net_benefit).abs() < 4.0 * error + 60.0, "{}: {found}, told {end:?}", figure.id);
        }
    }
}

/// Each discrete choice is the run with that setting, over the same draws.
#[test]
fn discrete_choices_are_those_of_runs() {
    let (name, plan) = ("huisuitzetting", "bij_vonnis");
    let few = RunOptions {
        draws: DrawCount::Exactly(16),
        households: HouseholdCount::Exactly(0),
        ..options(&[plan.to_owned()])
    };
    let run = |set: &[(&str, &str)]| {
        let set: Vec<(String, String)> = set.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let session = Session::load(&Disk, &path(name), &set).expect("a scenario").options(few.clone());
        session.run().expect("a run").answer().alternatives.swap_remove(0)
    };
    let session = Session::load(&Disk, &path(name), &[]).expect("a scenario").options(few.clone());
    let asked = AnalysisOptions { questions: vec![DecisionQuestion::Drivers], ..AnalysisOptions::default() };
    let found = session.plan().expect("a plan").analyse(&asked, &Unwatched).expect("an analysis");
    let told = &found.answer.choices.as_ref().expect("an answer")[0];
    assert_eq!((told.discount_rate, told.horizon), (0.0225, 10.0));
    let base = run(&[]);
    let of =
        |wanted: ReckoningChoice| told.choices.iter().find(|own| own.choice == wanted).expect("the choice").outcome;
    let near = |own: Otherwise, mean: f64, chance: Option<f64>, within: f64| {
        assert!((own.net_benefit - mean).abs() < within, "{own:?}: {mean}");
        assert!((own.difference - (mean - base.headline().average.mean)).abs() < within, "{own:?}: {mean}");
        chance.into_iter().for_each(|chance| assert!((own.probability_positive - chance).abs() < 1e-12, "{own:?}"));
    };
    let pairs = [
        (ReckoningChoice::DiscountRate(0.0), ("settings.discount_rate", "0")),
        (ReckoningChoice::Horizon(2.0), ("settings.horizon", "2 years")),
    ];
    for (choice, set) in pairs {
        let found = run(&[set]);
        let average = &found.headline().average;
        near(of(choice), average.mean, Some(average.probability_positive), 1e-6);
    }
    // The list has prices in euro of their own years, which are rounded when they are read.
    let low = run(&[("settings.prices", "low")]).headline().average.mean;
    near(of(ReckoningChoice::Prices(PriceLevel::Low)), low, None, 1.0);
    let without = base.apart.without_displacement.as_ref().expect("displacement");
    near(of(ReckoningChoice::WithoutDisplacement), without.net_benefit, without.probability_positive, 1e-6);
    // The choice of the run itself is none.
    assert!(!told.choices.iter().any(|own| own.choice == ReckoningChoice::DiscountRate(0.0225)));
}

/// What the account that pays comes to, in a scenario of which it is the only public one; and one case is as uncertain as
/// one household is.
#[test]
fn the_caseload_goes_by_the_account_that_pays() {
    let run = analysed("huisuitzetting", &[DecisionQuestion::Risk], &[1, 25, 100_000], &[]);
    let risk = &run.answer.risk.as_ref().expect("an answer")[0];
    let own = risk.caseload.as_ref().expect("a caseload");
    assert_eq!((risk.alternative.as_str(), own.account.as_str()), ("bij_vonnis", "gemeente"));
    let payer = risk.payers.iter().find(|payer| payer.account == own.account).expect("the payer");
    let mut scenario = run.scenario().clone();
    scenario.accounts.iter_mut().for_each(|account| account.public = account.id == own.account);
    let plan = RunPlan { households: 0, ..run.plan };
    let results = Prepared::new(scenario).expect("a scenario").run_by_draw(&plan, &Unwatched).expect("results");
    let draws = &results.alternatives[1].draws;
    let mean = draws.iter().map(|draw| draw.net_benefit[PUBLIC]).sum::<f64>() / draws.len() as f64;
    assert!((mean - payer.net).abs() < 1e-6 * payer.plan_cost, "{mean}, told {}", payer.net);
    // More cases, less luck: from an even chance towards what we do not know alone.
    assert!(own.chances.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{own:?}");
    assert!((own.chances[2].1 - own.limit).abs() < 0.02 && own.sure_from.is_some(), "{own:?}");
    // Chance and depth of a loss are those of the draws.
    let all = &run.answer.risk.as_ref().expect("an answer")[0].average;
    assert!(all.worst <= all.p5 && all.depth.is_none_or(|depth| depth < 0.0), "{all:?}");
    let never = risk.payback.never;
    assert!((risk.payback.by_year.last().expect("a year") + never - 1.0).abs() < 1e-12);
}

/// Waiting is what the scenario with later triggers gives.
#[test]
fn a_plan_that_waits_is_the_plan_that_starts_later() {
    let run = analysed("huisuitzetting", &[DecisionQuestion::Waiting], &[], &[]);
    let plans = run.answer.waiting.as_ref().expect("an answer");
    let plan = |id: &str| plans.iter().find(|plan| plan.alternative == id).expect("a plan");
    let (now, later) = (plan("maatwerk"), plan("maatwerk_later"));
    assert_eq!(now.months.len(), 13);
    assert_eq!((now.months[0].difference, now.months[0].months), (0.0, 0.0));
    // The scenario has the same help after three months as a plan of its own.
    let gap = (now.months[3].net_benefit - later.months[0].net_benefit).abs();
    let error = now.months[3].monte_carlo_error.expect("an error");
    assert!(gap < 4.0 * error + 250.0, "{gap}");
    assert!(now.months.windows(2).any(|pair| pair[1].net_benefit < pair[0].net_benefit));
}

/// Same seed, same bits, for any number of threads; what is written is what is read.
#[test]
fn an_analysis_is_the_same_on_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments =
        ["analyse", "huisuitzetting", "drivers", "alternatives", "information", "evidence", "--draws", "64"];
    let of = |threads: &str| {
        let mut command = program(folder.path());
        let said = said(command.args(arguments).args(["--json", "--quiet", "--threads", threads]));
        assert_eq!(said.code, Some(0), "{said:?}");
        said.out
    };
    let one = of("1");
    assert_eq!(one, of("2"));
    let answer: Analysis = serde_json::from_str(&one).expect("an analysis");
    assert!(answer.drivers.is_some() && answer.information.is_some() && answer.break_even.is_none());
    let choice = answer.alternatives.expect("an answer");
    let sum: f64 = choice.plans.iter().map(|plan| plan.probability_best).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    let evidence = &answer.evidence.expect("an answer")[0];
    assert!(evidence.assumptions > 0.0 && evidence.assumptions < 1.0, "{evidence:?}");
    assert_eq!(HEADLINE, 0);
}

/// Files of a folder, in both forms of tables; lines that fit; wrong questions.
#[test]
fn answers_are_written_and_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["analyse", "huisuitzetting", "--draws", "64", "--households", "8", "--caseload", "10,20"];
    let run = said(program(folder.path()).args(arguments).args(["--out", "uit", "--csv", "nl"]));
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    assert!(!run.out.contains('{'), "{}", run.out);
    let mut names: Vec<String> = std::fs::read_dir(folder.path().join("uit"))
        .expect("files")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut wanted = mkba::report::bundle::ANALYSIS_TABLES.map(str::to_owned).to_vec();
    wanted.extend(["analysis.json", "charts.csv", "manifest.json"].map(str::to_owned));
    wanted.sort();
    // A question without an answer to show has no chart.
    let charts: Vec<String> = names.iter().filter(|name| name.ends_with(".svg")).cloned().collect();
    names.retain(|name| !name.ends_with(".svg"));
    assert!(charts.iter().all(|name| mkba::report::bundle::ANALYSIS_CHARTS.contains(&name.as_str())), "{charts:?}");
    for name in ["drivers.svg", "waiting.svg", "acceptability.svg", "plane.svg"] {
        assert!(charts.iter().any(|chart| chart == name), "{name}: {charts:?}");
    }
    assert_eq!(names, wanted);
    let table = std::fs::read_to_string(folder.path().join("uit/drivers.csv")).expect("a table");
    assert!(table.lines().next().is_some_and(|head| head.contains(';')) && table.lines().count() > 50, "{table}");
    let wrong = said(program(folder.path()).args(["analyse", "huisuitzetting", "luck"]));
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.err.contains("break-even"), "{wrong:?}");
}

/// The page shows what the program prints; `MKBA_UPDATE=1` puts it in.
#[test]
fn the_page_shows_true_output() {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/decisions.md");
    let text = std::fs::read_to_string(&page).expect("the page");
    let folder = tempfile::tempdir().expect("a folder");
    let update = std::env::var_os("MKBA_UPDATE").is_some();
    let mut blocks = text.split("```text\n");
    let mut found = blocks.next().unwrap_or_default().to_owned();
    let mut shown = 0;
    for block in blocks {
        let (inside, behind) = block.split_once("```").expect("an end");
        let (command, output) = inside.split_once('\n').expect("a command");
        let arguments = command.strip_prefix("$ mkba ").expect("a command of ours").split(' ');
        // One of them is enough to see that the page is not of another program.
        let output = if update || cases(shown == 0, true) {
            let run = said(program(folder.path()).args(arguments));
            assert_eq!(run.code, Some(0), "{run:?}");
            run.out
        } else {
            output.to_owned()
        };
        found += &format!("```text\n{command}\n{output}```{behind}");
        shown += 1;
    }
    assert!(shown >= 7, "{shown} blocks");
    if update {
        std::fs::write(&page, found).expect("the page is written");
    } else {
        assert!(found == text, "docs/decisions.md is not what the program prints");
    }
}

/// What decides how is reckoned is shared with `run`; what leaves nothing to analyse is refused.
#[test]
fn an_analysis_takes_the_options_of_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let all = [
            &["analyse", "huisuitzetting", "drivers", "--quiet", "--lang", "en", "--alternative", "maatwerk"],
            arguments,
        ];
        said(program(folder.path()).args(all.concat()))
    };
    let found = run(&["--json", "--precision", "net_benefit 100000", "--ceiling", "4096", "--households", "0"]);
    assert_eq!(found.code, Some(0), "{found:?}");
    let answer: Analysis = serde_json::from_str(&found.out).expect("an analysis");
    assert!(answer.draws < 4096 && answer.method == "cohort", "{} {}", answer.draws, answer.method);
    let found = run(&["--json", "--method", "micro", "--draws", "64", "--households", "4"]);
    let answer: Analysis = serde_json::from_str(&found.out).expect("an analysis");
    assert_eq!((answer.method, answer.draws, answer.households), ("micro", 64, 4));
    let found = run(&["--at-means"]);
    assert!(found.code == Some(2) && found.err.contains("nothing to analyse"), "{found:?}");
}

/// A model that is linear in two normal variates, of which everything has a closed form (mean 1,000, slopes 3,000 and 4,000),
/// as a table of draws: chance .579260, EVPI 1,534.473, EVPPI 762.708 and 1,145.379, shares .36 and .64.
#[test]
fn draws_of_another_model_give_what_is_known_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let draws: u32 = 4096;
    // Points that are as even as they come (Hammersley), in an order that mixes them: each coordinate is balanced.
    let at = |place: u32| normal_quantile((f64::from(place) + 0.5) / f64::from(draws));
    let mut text = "draw,alternative,cost,effect,x,y\n".to_owned();
    for draw in 0..draws {
        let place = draw * 1597 % draws;
        let (x, y) = (at(place), at(place.reverse_bits() >> 20));
        // Compared with the first: 2 units of effect at 1,000 euro each, less 1,000 of cost, and what varies.
        let cost = 1_000.0 - 3_000.0 * x - 4_000.0 * y;
        text += &format!("{draw},usual,500,1,{x},{y}\n{draw},plan,{},3,{x},{y}\n", 500.0 + cost);
    }
    std::fs::write(folder.path().join("psa.csv"), text).expect("written");
    let said = said(program(folder.path()).args(["analyse", "psa.csv", "--value", "1000", "--json"]));
    assert_eq!(said.code, Some(0), "{said:?}");
    let found: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let near = |found: &serde_json::Value, wanted: f64, within: f64| {
        let found = found.as_f64().expect("a number");
        assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
    };
    let plan = &found["drivers"][0];
    near(&plan["net_benefit"], 1_000.0, 1e-6);
    near(&plan["probability_positive"], 0.579_260, 0.003);
    // What the curves by rank leave of the far ends of a normal figure; the same margin as that of the shares below.
    near(&plan["combinations_at_most"], 0.0, 0.003);
    let of = |list: &serde_json::Value, id: &str| {
        list.as_array().expect("a list").iter().find(|one| one["id"] == id).expect("the figure").clone()
    };
    near(&of(&plan["figures"], "x")["share"], 0.36, 0.003);
    near(&of(&plan["figures"], "y")["share"], 0.64, 0.003);
    // A unit of effect moves the balance by 2: at 0 its mean is -1,000, and a chance of 0.5 lies at 500 a unit.
    let curve = &found["alternatives"]["acceptability"][0];
    assert_eq!((&curve["effect"], curve["points"].as_array().expect("points").len()), (&"effect".into(), 9));
    near(&curve["points"][2]["probability_best"][1], 0.5, 0.003);
    near(&curve["points"][4]["probability_best"][1], 0.579_260, 0.003);
    let information = &found["information"];
    near(&information["perfect"], 1_534.473, 10.0);
    near(&of(&information["figures"], "x")["value"], 762.708, 10.0);
    near(&of(&information["figures"], "y")["value"], 1_145.379, 10.0);
    assert_eq!((&information["best"], &found["risk"][0]["alternative"]), (&"plan".into(), &"plan".into()));
    near(&found["risk"][0]["average"]["chance"], 1.0 - 0.579_260, 0.003);
}

/// The draws of a run as a table: what is told without distributions is near to what is told with them.
#[test]
fn our_own_draws_as_a_table_tell_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let size = ["--draws", "512", "--households", "0", "--alternative", "maatwerk", "--quiet"];
    let run = |arguments: &[&str]| {
        let said = said(program(folder.path()).args(arguments));
        assert_eq!(said.code, Some(0), "{said:?}");
        said.out
    };
    run(&[&["run", "huisuitzetting", "--out", "there"][..], &size].concat());
    let table = run(&["analyse", "there/draws.csv", "drivers", "alternatives", "--json"]);
    let own = run(&[&["analyse", "huisuitzetting", "drivers", "alternatives", "--json"][..], &size].concat());
    let [table, own]: [serde_json::Value; 2] = [table, own].map(|text| serde_json::from_str(&text).expect("JSON"));
    assert_eq!(table["alternatives"]["plans"][0]["alternative"], own["alternatives"]["plans"][0]["alternative"]);
    let (a, b) = (&table["drivers"][0], &own["drivers"][0]);
    for figure in ["net_benefit", "probability_positive"] {
        let [a, b] = [a, b].map(|one| one[figure].as_f64().expect("a number"));
        assert!((a / b - 1.0).abs() < 1e-9, "{figure}: {a} {b}");
    }
    let first = &b["figures"][0];
    let same = a["figures"].as_array().expect("figures").iter().find(|one| one["id"] == first["id"]).expect("there");
    let [a, b] = [same, first].map(|one| one["share"].as_f64().expect("a share"));
    assert!((a - b).abs() < 0.05, "{a} {b}");
}

#[test]
fn tables_of_draws_with_faults_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |text: &str, arguments: &[&str], code: i32, wanted: &[&str]| {
        std::fs::write(folder.path().join("psa.csv"), text).expect("written");
        let said = said(program(folder.path()).args(["analyse", "psa.csv", "--lang", "en"]).args(arguments));
        assert_eq!(said.code, Some(code), "{said:?}");
        wanted.iter().for_each(|wanted| assert!(said.err.contains(wanted), "{wanted}: {}", said.err));
    };
    let twice = "draw,alternative,net_benefit,x\n1,a,5,1\n1,a,6,2\n2,a,z,\n";
    refused(
        twice,
        &[],
        1,
        &["draw `1` has two rows for `a`", "psa.csv:3", "psa.csv:4", "`x` has two values in draw `1`"],
    );
    let costs = "draw,alternative,cost,effect,x\n1,a,5,1,1\n2,a,6,1,2\n1,b,7,2,1\n";
    refused(costs, &[], 1, &["--value"]);
    refused(costs, &["--value", "3"], 1, &["draw `2` has no row for `b`"]);
    refused(costs, &["--value", "3", "--reference", "c"], 1, &["there is no alternative `c`"]);
    let fine = "draw,alternative,net_benefit,x\n1,a,5,1\n2,a,6,2\n";
    refused(fine, &["waiting"], 2, &["draws alone tell nothing of `waiting`"]);
    refused("draw,alternative,net_benefit,x\n1,a,5,1\n2,a,6,1\n", &[], 1, &["no column with a figure"]);
}
