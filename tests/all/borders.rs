//! What counts at a border, by every way of counting: the table of `docs/model.md` in one small life.

use std::path::Path;

use mkba::read::{Memory, load};
use mkba::simulate::{Method, RunPlan, Unwatched, run};

/// Three months: in `a` at border 0, in `b` at border 1, dead at border 2. The plan starts at border 1 for two months.
fn units(count: &str, method: Method) -> Vec<(String, f64)> {
    let item = |id: &str, quantity: &str, unit: &str| {
        format!("[[items]]\nid = \"{id}\"\nquantity = {{ {quantity} }}\nunit = \"{unit}\"\nkind = \"unpriced\"\n")
    };
    let items = [
        item("time_a", "time = \"d is a\"", "month"),
        item("time_b", "time = \"d is b\"", "month"),
        item("time_dead", "time = \"d is dead\"", "month"),
        item("time_active", "time = \"help is active\"", "month"),
        item("moves", "transitions = \"d: a -> b\"", "event"),
        item("deaths", "transitions = \"d: b -> dead\"", "event"),
        item("entries_b", "entries = \"d is b\"", "event"),
        item("entries_dead", "entries = \"d is dead\"", "event"),
        item("starts", "starts = \"help\"", "event"),
        item("active", "active_time = \"help\"", "month"),
    ];
    let text = format!(
        "format = 1\nid = \"x\"\ntitle = {{ nl = \"x\", en = \"x\" }}\nlists = {{ accounts = \"accounts.csv\" }}\n\
         [settings]\nhorizon = \"3 months\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0\ncount = \"{count}\"\n\
         [domains.d]\nlabel = {{ nl = \"x\", en = \"x\" }}\nstart = \"a\"\n\
         states.a = {{ nl = \"x\", en = \"x\" }}\nstates.b = {{ nl = \"x\", en = \"x\" }}\n\
         states.dead = {{ nl = \"x\", en = \"x\", ends = true }}\n\
         transitions = [{{ move = \"a -> b\", chance = 1, within = \"1 month\" }}, {{ move = \"b -> dead\", chance = 1, within = \"1 month\" }}]\n\
         {}[alternatives.plan]\nlabel = {{ nl = \"x\", en = \"x\" }}\n[alternatives.plan.interventions.help]\n\
         label = {{ nl = \"x\", en = \"x\" }}\nstart = {{ month = 1 }}\nactive = \"2 months\"\n",
        items.concat()
    );
    let accounts = "id,name_nl,name_en,public,role\ncity,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let files = Memory::default().with("s.toml", &text).with("accounts.csv", accounts);
    let scenario = load(&files, Path::new("s.toml"), &[])
        .unwrap_or_else(|refused| panic!("{:#?}", refused.diagnostics.sorted()))
        .scenario;
    let households = if method == Method::Cohort { 0 } else { 4 };
    let plan = RunPlan { seed: 1, first_draw: 0, draws: 1, households, method };
    let results = run(&scenario, &plan, &Unwatched).unwrap_or_else(|fault| panic!("{fault:?}"));
    let draws = &results.alternatives[1].item_draws[0];
    scenario.items.iter().zip(draws).map(|(item, draw)| (item.id.clone(), draw.discounted_quantity)).collect()
}

#[test]
fn what_counts_at_a_border_is_as_the_model_says() {
    // By row the moves belong to the row of arrival and take its weight; a start counts once whatever the weights.
    let wanted = [
        ("start", [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        ("end", [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        ("life_table", [0.5, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        ("all_rows", [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
        ("half_cycle", [0.5, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
    ];
    let names = [
        "time_a",
        "time_b",
        "time_dead",
        "time_active",
        "moves",
        "deaths",
        "entries_b",
        "entries_dead",
        "starts",
        "active",
    ];
    for method in [Method::Cohort, Method::Micro, Method::Months] {
        for (count, values) in &wanted {
            let found = units(count, method);
            for (name, value) in names.iter().zip(values) {
                let (_, own) = found.iter().find(|(id, _)| id == name).expect("an item");
                assert!((own - value).abs() < 1e-6, "{method:?}, {count}: {name} is {own}, not {value}");
            }
        }
    }
}
