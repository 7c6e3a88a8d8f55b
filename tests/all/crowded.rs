//! More exits than are looked at together, often several in a month, and alternatives that make things more likely: from event to
//! event and month by month they have one law.

use crate::skip::{Compared, compare};
use mkba::read::{Memory, load};
use mkba::simulate::rules::history::is_plain;
use std::fmt::Write;
use std::path::Path;

/// The beginning of a scenario with many exits.
const HEAD: &str = r#"
format = 1
id = "crowded"
title = { nl = "Vol", en = "Crowded" }
[lists]
accounts = "accounts.csv"
[settings]
horizon = "3 years"
calendar_start = 2026
price_year = 2025
discount_rate = 0.0225
draws = 6
households = 1500
"#;

/// Its alternatives.
const ALTERNATIVES: &str = r#"
[alternatives.harm]
label = { nl = "Erger", en = "Worse" }
[alternatives.harm.interventions.harm]
label = { nl = "Erger", en = "Worse" }
start = { month = 0 }
success = 0.6
effects = [
  { on = "d04: a -> c", hazard_ratio = 2.5, fade = { linear = 12 } },
  { on = "d09: a -> b", hazard_ratio = 1.8 },
  { on = "d10: b -> a", hazard_ratio = 0.3 },
]
[alternatives.both]
label = { nl = "Beide", en = "Both" }
[alternatives.both.interventions.early]
label = { nl = "Vroeg", en = "Early" }
start = { month = 0 }
effects = [{ on = "d04: a -> b", hazard_ratio = 0.2 }, { on = "d04: a -> c", hazard_ratio = 0.5, fade = { linear = 24 } }]
[alternatives.both.interventions.late]
label = { nl = "Laat", en = "Late" }
start = { month = 10 }
success = 0.5
effects = [{ on = "d07: a -> b", hazard_ratio = 3.0, fade = { linear = 6 } }, { on = "d00: a -> b", hazard_ratio = 0.1 }]
"#;

/// Domains; each has an exit in every joint state, and one has two in some.
const DOMAINS: usize = 11;

/// A domain whose exits depend on the one before it.
fn domain(text: &mut String, at: usize) -> std::fmt::Result {
    let states = if at == 4 { "abc" } else { "ab" };
    writeln!(
        text,
        "[domains.d{at:02}]\nlabel = {{ nl = \"d\", en = \"d\" }}\nstart = {{ a = 0.6, b = 0.4 }}\n[domains.d{at:02}.states]"
    )?;
    for state in states.chars() {
        writeln!(text, "{state} = {{ nl = \"{state}\", en = \"{state}\" }}")?;
    }
    let mut exits = vec![("a -> b", 0.03 + 0.02 * at as f64), ("b -> a", 0.1)];
    if at == 4 {
        exits.extend([("a -> c", 0.4), ("b -> c", 0.3), ("c -> a", 0.5)]);
    }
    for (exit, chance) in exits {
        writeln!(
            text,
            "[[domains.d{at:02}.transitions]]\nmove = \"{exit}\"\nchance = {chance:.2}\nwithin = \"1 month\""
        )?;
        if at > 0 {
            writeln!(text, "when = [{{ if = \"d{:02} is b\", hazard_ratio = 1.7 }}]", at - 1)?;
        }
    }
    writeln!(
        text,
        "[[items]]\nid = \"i{at}\"\nlabel = {{ nl = \"i\", en = \"i\" }}\nquantity = {{ time = \"d{at:02} is b\" }}"
    )?;
    writeln!(text, "amount = {}\nunit = \"month\"\nkind = \"resource\"\npayers = \"municipality\"", 100 + 50 * at)
}

#[test]
fn many_exits_and_alternatives_that_raise_hazards_are_one_law() {
    let mut text = String::from(HEAD);
    (0..DOMAINS).for_each(|at| domain(&mut text, at).expect("a text"));
    text += ALTERNATIVES;
    let accounts = "id,name_nl,name_en,public,role\nmunicipality,x,x,true,party\nresources,x,x,false,resources\nwelfare,x,x,false,welfare\n";
    let files = Memory::default().with("crowded.toml", &text).with("accounts.csv", accounts);
    let loaded = load(&files, Path::new("crowded.toml"), &[]);
    let scenario = loaded.unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics)).scenario;
    assert!(is_plain(&scenario));
    let compared = Compared::default();
    compare(&compared, &scenario).expect("one law");
    assert!(compared.tests.get() > 100, "only {} comparisons", compared.tests.get());
    let (parted, all) = (compared.parted.get(), compared.households.get());
    assert!(parted * 3 > all, "only {parted} of {all} courses part");
}
