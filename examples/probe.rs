use mkba::simulate::*;
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let path = std::path::Path::new(&args[1]);
    let t = Instant::now();
    let loaded = match mkba::read::load(&mkba::read::Disk, path, &[]) {
        Ok(l) => l,
        Err(r) => {
            for d in r.diagnostics.sorted() {
                println!(
                    "{:?} {:?}",
                    d.message,
                    d.place.as_ref().map(|p| (
                        r.sources.file(p.file).name.clone(),
                        r.sources.file(p.file).line_column(p.span.start)
                    ))
                );
            }
            return;
        }
    };
    println!("load {:?}; warnings {}", t.elapsed(), loaded.warnings.sorted().len());
    let s = loaded.scenario;
    let method = if args[2] == "micro" { Method::Micro } else { Method::Cohort };
    let plan = RunPlan {
        seed: 1,
        first_draw: 0,
        draws: args[3].parse().unwrap(),
        households: args[4].parse().unwrap(),
        method,
    };
    let t = Instant::now();
    let r = run(&s, &plan, &Unwatched).unwrap();
    let e = t.elapsed();
    println!(
        "run {e:?} states {} rows {} params {} hm/s {:.1}M",
        r.space.states,
        r.space.rows.len(),
        s.parameters.len(),
        (plan.draws * plan.households * s.settings.horizon * s.alternatives.len()) as f64 / e.as_secs_f64() / 1e6
    );
    let t = Instant::now();
    let a = mkba::analyse::answer(&s, &r);
    println!("answer {:?}", t.elapsed());
    for x in &a.alternatives {
        println!(
            "{} costs {:.0} benefits {:.0} bcr {:?} | soc {:.0} [{:.0} {:.0}] P+ {:.2} mce {:.1} | welfare {:.0} | public {:.0} | hh {:?}",
            x.id,
            x.costs_present_value,
            x.benefits_present_value,
            x.benefit_cost_ratio,
            x.net_benefit.average.mean,
            x.net_benefit.average.p10,
            x.net_benefit.average.p90,
            x.net_benefit.average.probability_positive,
            x.net_benefit.average.monte_carlo_error,
            x.net_benefit_with_welfare.average.mean,
            x.net_benefit_public.average.mean,
            x.net_benefit.household.as_ref().map(|h| (h.mean, h.sd, h.p5, h.p95, h.monte_carlo_error))
        );
        for g in &x.groups {
            println!("   {} {:.3} {:?}", g.id, g.share, g.mean_net_benefit);
        }
        if args.len() > 5 {
            for v in &x.accounts {
                println!("   {:?}", v);
            }
            println!("{:?}", x.payback);
            println!("{:#?}", x.escalation);
        }
    }
}
