//! The table of all plans, the best first.
//!
//! In: answers on all alternatives. Out: a part of a screen. No plan is left out.

use crate::analyse::{AlternativeAnswer, WithoutDisplacement};
use crate::report::terminal::grid::{self, Row};
use crate::report::terminal::screen::context::{Context, Part, has_welfare};
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};

/// All plans: society, in money, the public purse, the chance that they pay.
pub(super) fn plans(context: &Context) -> Part {
    let mut columns = vec![(SOCIETY, "plans_with_welfare"), (MONEY, "plans_money"), (PUBLIC, "plans_public")];
    if !context.ranked.iter().any(|one| has_welfare(one)) {
        columns.remove(0);
    }
    let heads = columns.iter().map(|(_, key)| context.text(key, &[]));
    let head = Row {
        name: context.text("plans_head", &[]),
        figures: heads.chain([context.text("plans_chance", &[])]).collect(),
    };
    let row = |one: &&AlternativeAnswer| {
        let mark = if one.id == context.told.id { ">" } else { " " };
        let totals = columns.iter().map(|(total, _)| context.cell(one.total(*total).average.mean));
        let chance = if context.answer.has_spread() {
            context.numbers.percent(one.headline().average.probability_positive)
        } else {
            "–".to_owned()
        };
        Row { name: format!("{mark} {}: {}", one.id, context.name(&one.id)), figures: totals.chain([chance]).collect() }
    };
    let rows: Vec<Row> = context.ranked.iter().map(row).collect();
    let mut lines = grid::lines(&head, &rows, context.width);
    if context.ranked.len() > 1 {
        lines.extend(context.wrap(&context.text("plans_more", &[])));
    }
    if let Some(without) = &context.told.apart.without_displacement {
        lines.extend(context.wrap(&without_displacement(context, without)));
    }
    Part { lines, ..Part::default() }
}

/// The balance of the plan that is told without displacement.
pub(crate) fn without_displacement(context: &Context, without: &WithoutDisplacement) -> String {
    let values = [
        ("plan", context.name(&context.told.id).to_owned()),
        ("net", context.euro(without.net_benefit)),
        ("ratio", context.ratios(without.benefit_cost_ratio, without.benefit_cost_ratio_money)),
        ("effect", context.euro(-without.displaced)),
    ];
    context.text("displacement_told", &values)
}
