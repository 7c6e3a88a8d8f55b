//! The last border of the horizon: what is done there counts and is paid, by every method.

use crate::made_up::{plan, results, scenario, text};
use mkba::simulate::Method;
use mkba::simulate::ledger::SOCIETY;

/// Everybody moves in the third and last cycle, and is helped at the border at which it ends.
#[test]
fn help_that_starts_there_is_counted_and_paid() {
    let costs = "start = { when = \"work is in\" }\nactive = \"2 months\"\nsuccess = 0.5\ncosts = [\n\
                 { id = \"start\", quantity = \"starts\", amount = 100, kind = \"resource\", payers = \"city\" },\n\
                 { id = \"answer\", quantity = \"responders\", amount = 10, kind = \"resource\", payers = \"city\" },\n\
                 { id = \"time\", quantity = \"active_time\", amount = 7, unit = \"month\", kind = \"resource\", payers = \"city\" },\n]\n";
    let late = |delay: &str| {
        let text = text("", "", &plan(&format!("{costs}{delay}"))).replace("5 years", "3 months").replace(
            "chance = 0.3, within = \"1 year\" }, { move = \"in",
            "chance = { by = \"cycle\", steps = { 0 = 0, 2 = 1 } }, within = \"1 month\" }, { move = \"in",
        );
        scenario(&text)
    };
    let factor = libm::pow(1.0225, -3.0 / 12.0);
    // With a delay of a month it would start beyond the horizon.
    for (delay, share) in [("", 1.0), ("delay = \"1 month\"\n", 0.0)] {
        let scenario = late(delay);
        for method in [Method::Cohort, Method::Micro, Method::Months] {
            let found = results(&scenario, method, 1, 2_000);
            let own = &found.alternatives[1];
            let units = |id: &str| {
                let at = scenario.items.iter().position(|item| item.id == format!("plan.help.{id}")).expect("an item");
                own.items[at].quantity_by_year.iter().sum::<f64>()
            };
            assert_eq!(units("start"), share, "{method:?}");
            let responders = units("answer");
            assert!((responders - 0.5 * share).abs() < 0.06, "{method:?}: {responders}");
            // No cycle follows in which it could be active.
            assert_eq!(units("time"), 0.0, "{method:?}");
            let wanted = -(100.0 * share + 10.0 * responders) * factor;
            let net = own.draws[0].net_benefit[SOCIETY];
            assert!((net - wanted).abs() < 1e-9, "{method:?}: {net}, {wanted}");
        }
    }
}
