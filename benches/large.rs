//! Large files: lists of 50,000 rows, 50,000 parameters, thousands of items, a study of 1,000 variants. What they take has to
//! grow with their size.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mkba::read::check::{lint_list, standalone};
use mkba::read::{Memory, load, outline, study};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

const HEADER: &str = "id,name_nl,name_en,category,central,low,high,range,unit,price_year,index,kind,payers,receivers,law,\
                      cashable,cashable_lag,overlap_group,overlap_role,grade,source,url,checked,note\n";

fn prices(rows: usize) -> String {
    let row = |at: usize| {
        let role = if at.is_multiple_of(2) { "total" } else { "part" };
        format!(
            "p{at},Prijs {at},Price {at},,{},,,,hour,2025,cpi,resource,gemeente,,,0,0,g{},{role},assumption,a,,,\n",
            50 + at % 20,
            at / 2
        )
    };
    HEADER.to_string() + &(0..rows).map(row).collect::<String>()
}

/// A scenario with so many parameters, of which as many items as asked for use one.
fn files(parameters: usize, items: usize) -> Memory {
    let shipped = |name: &str| {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)).expect("a list")
    };
    let mut text = "format = 1\nid = \"large\"\ntitle = { nl = \"a\", en = \"a\" }\n[lists]\nprices = \"prices.csv\"\n\
                    accounts = \"accounts.csv\"\nindex = \"cpi.csv\"\nevidence = \"evidence.csv\"\n[settings]\n\
                    horizon = \"1 year\"\ncalendar_start = 2026\nprice_year = 2025\ndiscount_rate = 0.02\n[parameters]\n"
        .to_string();
    text.extend((0..parameters).map(|at| format!("p{at} = {at}\n")));
    text += "[domains.d]\nlabel = { nl = \"a\", en = \"a\" }\nstart = \"a\"\n[domains.d.states]\na = { nl = \"a\", en = \"a\" }\n\
             b = { nl = \"b\", en = \"b\" }\n[[domains.d.transitions]]\nmove = \"a -> b\"\nchance = 0.1\nwithin = \"1 year\"\n";
    let item = |at: usize| {
        format!(
            "[[items]]\nid = \"i{at}\"\nlabel = {{ nl = \"a\", en = \"a\" }}\nquantity = {{ transitions = \"d: a -> b\" }}\n\
             amount = \"p{at}\"\nkind = \"resource\"\npayers = \"gemeente\"\n"
        )
    };
    text.extend((0..items).map(item));
    text += "[null_alternative]\nlabel = { nl = \"a\", en = \"a\" }\n[alternatives.x]\nlabel = { nl = \"a\", en = \"a\" }\n";
    let values: Vec<String> = (1..=1_000).map(|seed| seed.to_string()).collect();
    let study = format!(
        "study = 1\nid = \"s\"\ntitle = {{ nl = \"a\", en = \"a\" }}\nbase = \"s.toml\"\n[grid]\n\"settings.seed\" = [{}]\n",
        values.join(", ")
    );
    Memory::default()
        .with("s.toml", text)
        .with("study.toml", study)
        .with("accounts.csv", shipped("accounts.csv"))
        .with("cpi.csv", shipped("prices/cpi.csv"))
        .with("evidence.csv", shipped("evidence.csv"))
        .with("prices.csv", HEADER)
}

fn large(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("large");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    for rows in [6_250, 50_000] {
        let files = files(1, 1).with("prices.csv", prices(rows));
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_function(format!("check: a list of {rows} prices"), |bench| {
            bench.iter(|| {
                let list = standalone::list(&files, Path::new("prices.csv"), &standalone::Accounts::default());
                lint_list::run(&list.expect("a list").sources, 2026, &BTreeSet::new())
            });
        });
        group.bench_function(format!("show: a scenario with {rows} prices"), |bench| {
            bench.iter(|| outline(&files, Path::new("s.toml")).map(|(_, entries)| entries.len()).ok());
        });
    }
    for (parameters, items) in [(6_250, 1_000), (50_000, 8_000)] {
        let files = files(parameters, items);
        group.throughput(Throughput::Elements(parameters as u64));
        group.bench_function(format!("check: {parameters} parameters, {items} items"), |bench| {
            bench.iter(|| load(&files, Path::new("s.toml"), &[]).map(|loaded| loaded.scenario.items.len()).ok());
        });
        group.bench_function(format!("show: {parameters} parameters, {items} items"), |bench| {
            bench.iter(|| outline(&files, Path::new("s.toml")).map(|(_, entries)| entries.len()).ok());
        });
    }
    let files = files(10, 10);
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("check: a study of 1,000 variants", |bench| {
        bench.iter(|| {
            let study = study::open(&files, Path::new("study.toml")).ok().flatten().expect("a study");
            study.load(&files, &[]).map(|all| all.draws.len()).ok()
        });
    });
    group.finish();
}

criterion_group!(benches, large);
criterion_main!(benches);
