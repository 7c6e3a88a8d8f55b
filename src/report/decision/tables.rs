//! Tables of an analysis, a function for each question.
//!
//! In: answers. Out: names of files and CSV (comma, point as decimal sign, header). What cannot be told is an empty cell.

use crate::analyse::decision::Analysis;
use crate::analyse::decision::alternatives::Choice;
use crate::analyse::decision::choices::ReckoningChoice;
use crate::analyse::decision::drivers::FigureEnd;
use crate::analyse::decision::otherwise::Otherwise;
use crate::analyse::statistics::design::FigureErrors;
use crate::report::tables::{finish, safe};
use std::io;

/// The tables of all questions that have an answer.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn tables(answer: &Analysis) -> io::Result<Vec<(&'static str, String)>> {
    let mut all: Tables = Vec::new();
    of_drivers(answer, &mut all);
    of_choices(answer, &mut all);
    of_break_even(answer, &mut all);
    of_waiting(answer, &mut all);
    if let Some(choice) = &answer.alternatives {
        of_choice(choice, &answer.labels.alternatives, &mut all);
    }
    of_information(answer, &mut all);
    of_evidence(answer, &mut all);
    of_less_trust(answer, &mut all);
    of_risk(answer, &mut all);
    all.into_iter().map(|(name, head, rows)| Ok((name, written(&head, &rows)?))).collect()
}

/// Names of files, heads and rows.
type Tables<'t> = Vec<(&'static str, Vec<&'t str>, Vec<Vec<String>>)>;

/// What each figure explains, and what its ends do.
fn of_drivers(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(plans) = &answer.drivers else { return };
    let head = "alternative,figure,share,share_error,low_value,low_net_benefit,low_probability_positive,high_value,\
                high_net_benefit,high_probability_positive,grade,source,shared,shared_error,total,total_error";
    let end = |end: &Option<FigureEnd>| {
        let cells =
            |end: FigureEnd| [end.value, end.net_benefit, end.probability_positive].map(|cell| cell.to_string());
        end.map_or([String::new(), String::new(), String::new()], cells)
    };
    let rows = plans.iter().flat_map(|plan| {
        plan.figures.iter().map(move |figure| {
            let mut row = vec![safe(&plan.alternative), safe(&figure.id), figure.share.to_string()];
            row.push(error(&figure.monte_carlo_errors, "share"));
            row.extend(end(&figure.low));
            row.extend(end(&figure.high));
            row.extend([figure.grade.to_owned(), safe(&figure.source)]);
            row.extend([some(figure.shared), error(&figure.monte_carlo_errors, "shared")]);
            row.extend([some(figure.total), error(&figure.monte_carlo_errors, "total")]);
            row
        })
    });
    all.push(("drivers.csv", head.split(',').collect(), rows.collect()));
}

/// What discrete choices do.
fn of_choices(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(plans) = &answer.choices else { return };
    let head =
        vec!["alternative", "choice", "value", "net_benefit", "difference", "difference_error", "probability_positive"];
    let rows = plans.iter().flat_map(|plan| {
        plan.choices.iter().map(move |own| {
            let (choice, value) = match own.choice {
                ReckoningChoice::DiscountRate(rate) => ("discount_rate", rate.to_string()),
                ReckoningChoice::Horizon(years) => ("horizon", years.to_string()),
                ReckoningChoice::Prices(level) => ("prices", level.key().to_owned()),
                ReckoningChoice::WithoutDisplacement => ("displacement", "0".to_owned()),
            };
            let mut row = vec![safe(&plan.alternative), choice.to_owned(), value];
            row.extend(otherwise(&own.outcome));
            row
        })
    });
    all.push(("choices.csv", head, rows.collect()));
}

/// Balance, difference with its error, and chance.
fn otherwise(own: &Otherwise) -> [String; 4] {
    [
        own.net_benefit.to_string(),
        own.difference.to_string(),
        some(own.monte_carlo_error),
        own.probability_positive.to_string(),
    ]
}

/// From which value of a figure on a plan pays.
fn of_break_even(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(plans) = &answer.break_even else { return };
    let head = "alternative,figure,mean,low,high,break_even,balance,pays_above,even_chance,good_chance";
    let rows = plans.iter().flat_map(|plan| {
        plan.figures.iter().map(move |figure| {
            let numbers = [figure.mean, figure.low, figure.high].map(|number| number.to_string());
            let mut row = vec![safe(&plan.alternative), safe(&figure.id)];
            row.extend(numbers);
            row.extend([some(figure.value), some(figure.balance), figure.pays_above.to_string()]);
            row.extend([some(figure.even_chance), some(figure.good_chance)]);
            row
        })
    });
    all.push(("break_even.csv", head.split(',').collect(), rows.collect()));
}

/// What waiting costs, in all and by party.
fn of_waiting(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(plans) = &answer.waiting else { return };
    let head = vec!["alternative", "months", "account", "net", "difference", "difference_error"];
    let rows = plans.iter().flat_map(|plan| {
        plan.months.iter().flat_map(move |point| {
            let row = |account: &str, net: f64, difference: String, error: String| {
                vec![
                    safe(&plan.alternative),
                    point.months.to_string(),
                    safe(account),
                    net.to_string(),
                    difference,
                    error,
                ]
            };
            let all = row("", point.net_benefit, point.difference.to_string(), some(point.monte_carlo_error));
            let accounts =
                point.accounts.iter().map(move |(account, net)| row(account, *net, String::new(), String::new()));
            std::iter::once(all).chain(accounts).collect::<Vec<_>>()
        })
    });
    all.push(("waiting.csv", head, rows.collect()));
}

/// What it is worth to know a figure or a group of them.
fn of_information(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(information) = &answer.information else { return };
    let rows = information
        .figures
        .iter()
        .map(|figure| vec![safe(&figure.id), figure.value.to_string(), error(&figure.monte_carlo_errors, "value")]);
    all.push(("information.csv", vec!["figure", "value", "value_error"], rows.collect()));
    let rows = information.groups.iter().flat_map(|group| {
        group.shares.iter().map(move |(alternative, share)| {
            let value = [group.value.to_string(), error(&group.monte_carlo_errors, "value")];
            let mut row = vec![group.by.to_owned(), safe(&group.id), group.figures.to_string()];
            row.extend(value);
            row.extend([safe(alternative), share.to_string()]);
            row.push(error(&group.monte_carlo_errors, &format!("share:{alternative}")));
            row
        })
    });
    let head = vec!["by", "id", "figures", "value", "value_error", "alternative", "share", "share_error"];
    all.push(("groups.csv", head, rows.collect()));
}

/// How much of the spread rests on which grade.
fn of_evidence(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(plans) = &answer.evidence else { return };
    let rows = plans.iter().flat_map(|plan| {
        plan.grades.iter().map(move |own| {
            vec![safe(&plan.alternative), own.grade.to_owned(), own.figures.to_string(), own.share.to_string()]
        })
    });
    all.push(("evidence.csv", vec!["alternative", "grade", "figures", "share"], rows.collect()));
}

/// What comes out where less is believed.
fn of_less_trust(answer: &Analysis, all: &mut Tables<'_>) {
    let Some(plans) = &answer.less_trust else { return };
    let rows = plans.iter().flat_map(|plan| {
        let discounted = plan.discounted.map(|own| own.outcome);
        let ways = [("widened", plan.widened), ("cautious", plan.cautious), ("discounted", discounted)];
        ways.into_iter().filter_map(move |(way, outcome)| {
            let mut row = vec![safe(&plan.alternative), way.to_owned()];
            row.extend(otherwise(&outcome?));
            Some(row)
        })
    });
    let head = "alternative,way,net_benefit,difference,difference_error,probability_positive";
    all.push(("less_trust.csv", head.split(',').collect(), rows.collect()));
}

fn of_choice(choice: &Choice, labels: &[(String, crate::model::Text)], all: &mut Tables) {
    let rows = choice.plans.iter().map(|plan| {
        let frontier = |position: &dyn Fn(&crate::analyse::FrontierPlan) -> String| {
            let found =
                choice.frontiers.first().and_then(|one| one.plans.iter().find(|own| own.id == plan.alternative));
            found.map(position).unwrap_or_default()
        };
        vec![
            safe(&plan.alternative),
            plan.net_benefit.to_string(),
            error(&plan.monte_carlo_errors, "net_benefit"),
            some(plan.beyond_next),
            error(&plan.monte_carlo_errors, "beyond_next"),
            plan.probability_best.to_string(),
            frontier(&|own| own.more_costs.to_string()),
            frontier(&|own| own.gained.to_string()),
            frontier(&|own| own.position.to_owned()),
            frontier(&|own| some(own.cost_per_unit)),
        ]
    });
    let head = "alternative,net_benefit,net_benefit_error,beyond_next,beyond_next_error,probability_best,more_costs,\
                gained,position,cost_per_unit";
    all.push(("alternatives.csv", head.split(',').collect(), rows.collect()));
    let rows = choice.acceptability.iter().flat_map(|effect| {
        effect.points.iter().flat_map(move |point| {
            effect.alternatives.iter().zip(&point.probability_best).map(move |(alternative, chance)| {
                let is_best = (*alternative == point.best).to_string();
                vec![safe(&effect.effect), point.value.to_string(), safe(alternative), chance.to_string(), is_best]
            })
        })
    });
    all.push(("acceptability.csv", vec!["effect", "value", "alternative", "probability_best", "best"], rows.collect()));
    let rows = choice.planes.iter().flat_map(|plane| {
        let pairs = plane.more_costs.iter().zip(&plane.gained).zip(labels.iter().skip(1));
        pairs.flat_map(move |((costs, gained), (id, _))| {
            costs.iter().zip(gained).enumerate().map(move |(draw, (cost, gained))| {
                vec![safe(&plane.effect), safe(id), draw.to_string(), cost.to_string(), gained.to_string()]
            })
        })
    });
    all.push(("plane.csv", vec!["effect", "alternative", "draw", "more_costs", "gained"], rows.collect()));
}

fn of_risk(answer: &Analysis, all: &mut Tables) {
    let Some(plans) = &answer.risk else { return };
    let rows = plans.iter().flat_map(|plan| {
        let both = [("average", Some(&plan.average)), ("household", plan.household.as_ref())];
        both.into_iter().filter_map(move |(of, loss)| {
            let loss = loss?;
            let mut row = vec![safe(&plan.alternative), of.to_owned(), loss.chance.to_string(), some(loss.depth)];
            row.extend([loss.p5.to_string(), loss.worst.to_string()]);
            // Payback is over draws: of single households it is not known.
            let payback = (of == "average").then_some(&plan.payback);
            row.push(some(payback.map(|payback| payback.never)));
            row.push(some(payback.and_then(|payback| payback.median_months)));
            Some(row)
        })
    });
    let head = "alternative,of,loss_chance,loss_depth,p5,worst_5_percent,payback_never,payback_median_months";
    all.push(("risk.csv", head.split(',').collect(), rows.collect()));
    let rows = plans.iter().flat_map(|plan| {
        plan.payers.iter().map(move |payer| {
            let mut row = vec![safe(&plan.alternative), safe(&payer.account), payer.plan_cost.to_string()];
            row.extend([payer.net.to_string(), payer.worse_off.to_string(), some(payer.depth)]);
            row
        })
    });
    let head = vec!["alternative", "account", "plan_cost", "net", "worse_off", "worse_off_depth"];
    all.push(("payers.csv", head, rows.collect()));
    let with_cases: Vec<_> =
        plans.iter().filter_map(|plan| Some((&plan.alternative, plan.caseload.as_ref()?))).collect();
    if with_cases.is_empty() {
        return;
    }
    let rows = with_cases.into_iter().flat_map(|(alternative, own)| {
        let cases = own.chances.iter().map(|(count, chance)| (count.to_string(), *chance));
        cases.chain([(String::new(), own.limit)]).map(move |(count, chance)| {
            vec![safe(alternative), safe(&own.account), count, chance.to_string(), own.luck_sd.to_string()]
        })
    });
    all.push(("caseload.csv", vec!["alternative", "account", "cases", "probability_gain", "luck_sd"], rows.collect()));
}

fn written(head: &[&str], rows: &[Vec<String>]) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(head)?;
    for row in rows {
        table.write_record(row)?;
    }
    finish(table)
}

fn some(number: Option<f64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn error(errors: &FigureErrors, name: &str) -> String {
    some(errors.get(name))
}
