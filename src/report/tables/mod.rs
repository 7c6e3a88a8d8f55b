//! Tables for spreadsheets: the ledger, all draws, and levels of measures.
//!
//! In: rows of the ledger, results, answers. Out: CSV (comma, point as decimal sign, header). A text that a spreadsheet would take
//! for a formula gets an apostrophe in front; numbers are written as they are.

pub mod records;
pub mod structure;

use crate::analyse::answer::effects::effects;
use crate::analyse::study::{StudyAnswer, VariantAlternative, VariantAnswer};
use crate::analyse::{Answer, LedgerRow, MeasureAnswer, Standing};
use crate::model::{NULL_ALTERNATIVE, Scenario};
use crate::session::trace::TraceRow;
use crate::simulate::ledger::totals::settled;
use crate::simulate::ledger::{MONEY, PUBLIC, SOCIETY};
use crate::simulate::{AlternativeResults, Results};
use std::io;

/// The long ledger: one row for each alternative, calendar year, account and item.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn ledger(rows: &[LedgerRow]) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "alternative",
        "calendar_year",
        "account",
        "law",
        "item",
        "quantity",
        "amount",
        "discounted_amount",
        "difference",
        "discounted_difference",
        "cashable_amount",
        "discounted_cashable_amount",
        "unverified",
        "by_rule",
    ])?;
    for row in rows {
        table.write_record([
            safe(&row.alternative),
            row.calendar_year.to_string(),
            safe(&row.account),
            safe(&row.law),
            safe(&row.item),
            row.quantity.to_string(),
            row.amount.to_string(),
            row.discounted_amount.to_string(),
            row.difference.to_string(),
            row.discounted_difference.to_string(),
            row.cashable_amount.to_string(),
            row.discounted_cashable_amount.to_string(),
            row.unverified.to_string(),
            row.by_rule.clone(),
        ])?;
    }
    finish(table)
}

/// All draws: a row for each draw and alternative: net benefits, costs (money) and benefits (with valued quality of life) to society, units gained of
/// each effect, and a column for each uncertain parameter.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn draws(scenario: &Scenario, results: &Results) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let uncertain: Vec<usize> = (0..scenario.parameters.len())
        .filter(|index| scenario.parameters[*index].distribution.is_uncertain())
        .collect();
    let effects = effects(scenario);
    let totals = ["draw", "alternative", "net_benefit", "net_benefit_money", "net_benefit_public"];
    let totals = totals.into_iter().chain(["costs", "benefits"]).map(str::to_owned);
    let gained = effects.iter().map(|effect| format!("gained {}", effect.id));
    let names = uncertain.iter().map(|index| safe(&scenario.parameters[*index].name));
    table.write_record(totals.chain(gained).chain(names))?;
    let units = |alternative: &AlternativeResults| -> Vec<Vec<f64>> {
        effects.iter().map(|effect| effect.gained(&results.alternatives[0], alternative)).collect()
    };
    let units: Vec<Vec<Vec<f64>>> = results.alternatives.iter().map(units).collect();
    let ids: Vec<String> = scenario.alternatives.iter().map(|alternative| safe(&alternative.id)).collect();
    for (draw, values) in results.parameters.iter().enumerate() {
        let number = (results.plan.first_draw + draw as u64).to_string();
        let values: Vec<String> = uncertain.iter().map(|index| values[*index].to_string()).collect();
        for ((id, alternative), units) in ids.iter().zip(&results.alternatives).zip(&units).skip(1) {
            let found = &alternative.draws[draw];
            let (net, costs) = (found.net_benefit, 0.0 - found.own[MONEY]);
            let benefits = settled(net[SOCIETY] + costs, found.gross);
            let totals = [net[SOCIETY], net[MONEY], net[PUBLIC], costs, benefits].into_iter();
            let figures = totals.chain(units.iter().map(|gained| gained[draw])).map(|figure| figure.to_string());
            let figures: Vec<String> = figures.collect();
            for field in [&number, id].into_iter().chain(&figures).chain(&values) {
                table.write_field(field)?;
            }
            table.write_record(None::<&[u8]>)?;
        }
    }
    finish(table)
}

/// Who is where: a row for each alternative, border, domain and state.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn trace(rows: &[TraceRow]) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["alternative", "row", "months", "domain", "state", "share", "ever"])?;
    for row in rows {
        let figures = [row.share, row.ever].map(|share| share.to_string());
        let (row_number, months) = (row.row.to_string(), row.months.to_string());
        let [share, ever] = figures;
        table.write_record([
            safe(&row.alternative),
            row_number,
            months,
            safe(&row.domain),
            safe(&row.state),
            share,
            ever,
        ])?;
    }
    finish(table)
}

/// Levels of measures: a row for each alternative, measure and moment (`start` or `end`), with the mean of those who have a level
/// and the share of all households on each level. Levels that a measure does not have are empty.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn measures(answer: &Answer) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let all = || answer.alternatives.iter().flat_map(|alternative| &alternative.measures);
    let most = all().map(|measure| measure.highest).max().unwrap_or_default();
    let columns = ["alternative", "measure", "scale", "moment", "mean"].map(str::to_owned);
    let levels = (1..=most).map(|level| format!("level_{level}"));
    table.write_record(columns.into_iter().chain(levels).chain(["untold".to_owned()]))?;
    let mut write = |alternative: &str, measure: &MeasureAnswer, moment: &str, standing: &Standing| {
        let mean = standing.mean.map(|mean| mean.to_string()).unwrap_or_default();
        let share = |level: u8| {
            let at = level.checked_sub(measure.lowest).map(usize::from);
            at.and_then(|at| standing.shares.get(at)).map(ToString::to_string).unwrap_or_default()
        };
        let columns = [safe(alternative), safe(&measure.id), measure.scale.to_owned(), moment.to_owned(), mean];
        let levels = (1..=most).map(share);
        table.write_record(columns.into_iter().chain(levels).chain([standing.untold.to_string()]))
    };
    for measure in answer.alternatives.first().into_iter().flat_map(|alternative| &alternative.measures) {
        write(NULL_ALTERNATIVE, measure, "start", &measure.start_without)?;
        write(NULL_ALTERNATIVE, measure, "end", &measure.end_without)?;
    }
    for alternative in &answer.alternatives {
        for measure in &alternative.measures {
            write(&alternative.id, measure, "start", &measure.start_with)?;
            write(&alternative.id, measure, "end", &measure.end_with)?;
        }
    }
    finish(table)
}

/// A table with a row for each variant and alternative, and a column for each value that differs and each figure that
/// was asked for.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn study(answer: &StudyAnswer) -> io::Result<String> {
    let all = || answer.variants.iter();
    let values = columns(all().flat_map(|variant| variant.values.iter().map(|(name, _)| name.as_str())));
    let alternatives = || all().flat_map(|variant| &variant.alternatives);
    let asked = columns(alternatives().flat_map(|found| found.figures.iter().map(|(name, _)| name.as_str())));
    let mut table = csv::Writer::from_writer(Vec::new());
    let figures =
        ["net_benefit_mean", "net_benefit_p10", "net_benefit_p90", "probability_positive", "monte_carlo_error"];
    let paired = ["difference_mean", "difference_error", "difference_probability_positive"];
    let last = ["net_benefit_money_mean", "net_benefit_public_mean", "method", "seed", "draws", "households"];
    let safe_names = |names: &[&str]| names.iter().map(|name| safe(name)).collect::<Vec<_>>();
    let plain = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let head = [
        plain(&["variant", "alternative"]),
        safe_names(&values),
        plain(&figures),
        plain(&paired),
        plain(&last),
        safe_names(&asked),
    ];
    table.write_record(head.concat())?;
    for variant in all() {
        for alternative in &variant.alternatives {
            table.write_record(study_row(variant, alternative, &values, &asked))?;
        }
    }
    finish(table)
}

/// A row of the table of a study.
fn study_row(
    variant: &VariantAnswer,
    alternative: &VariantAlternative,
    values: &[&str],
    asked: &[&str],
) -> Vec<String> {
    let net = &alternative.net_benefit;
    let optional = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut row = vec![safe(&variant.name), safe(&alternative.id)];
    row.extend(values.iter().map(|name| {
        let found = variant.values.iter().find(|(known, _)| known == name);
        found.map_or(String::new(), |(_, value)| number_or_safe(&value.text()))
    }));
    row.extend([net.mean, net.p10, net.p90, net.probability_positive].map(|it| it.to_string()));
    row.push(optional(net.monte_carlo_error));
    let difference = alternative.difference.as_ref();
    row.push(optional(difference.map(|found| found.mean)));
    row.push(optional(difference.and_then(|found| found.monte_carlo_error)));
    row.push(optional(difference.map(|found| found.probability_positive)));
    row.extend([alternative.net_benefit_money_mean, alternative.net_benefit_public_mean].map(|mean| mean.to_string()));
    row.push(variant.method.to_string());
    row.extend([variant.seed.to_string(), variant.draws.to_string(), variant.households.to_string()]);
    row.extend(asked.iter().map(|name| {
        let found = alternative.figures.iter().find(|(known, _)| known == name);
        optional(found.and_then(|(_, value)| *value))
    }));
    row
}

/// Names without those that were there before, in the order in which they come.
fn columns<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    names.filter(|name| seen.insert(*name)).collect()
}

/// A negative number is no formula.
fn number_or_safe(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_string() } else { safe(text) }
}

/// What was written, as text.
///
/// # Errors
/// None in practice: it was written to memory.
pub(super) fn finish(table: csv::Writer<Vec<u8>>) -> io::Result<String> {
    let bytes = table.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn safe(text: &str) -> String {
    let guarded = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if guarded { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts_and_numbers_stay() {
        let row = LedgerRow {
            alternative: "=HYPERLINK(\"x\")".into(),
            calendar_year: 2026,
            account: "@a".into(),
            law: "-1,5".into(),
            item: "plan".into(),
            quantity: 0.1,
            amount: -1234.5,
            discounted_amount: -1200.5,
            difference: 1.0,
            discounted_difference: 2.0,
            cashable_amount: 3.0,
            discounted_cashable_amount: 4.0,
            unverified: true,
            by_rule: "payers range".into(),
        };
        let text = ledger(&[row]).expect("a table");
        assert_eq!(
            text.lines().nth(1),
            Some("\"'=HYPERLINK(\"\"x\"\")\",2026,'@a,\"'-1,5\",plan,0.1,-1234.5,-1200.5,1,2,3,4,true,payers range")
        );
    }

    #[test]
    fn a_row_for_each_draw_and_alternative() {
        let scenario = crate::report::tests::example();
        let results = crate::simulate::run(&scenario, &crate::report::tests::sizes(), &crate::simulate::Unwatched);
        let text = draws(&scenario, &results.expect("results")).expect("a table");
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(rows[0][5..], ["costs", "benefits", "coach", "eviction", "ratio", "support"]);
        assert_eq!(rows.len(), 1 + 2 * 64);
        assert!(rows.iter().all(|row| row.len() == 11));
        assert_eq!((rows[1][0], rows[1][1], rows[2][1], rows[3][0]), ("0", "later", "now", "1"));
        assert_eq!(rows[1][7..], rows[2][7..]);
    }

    #[test]
    fn the_table_has_a_row_for_each_variant_and_alternative_and_no_formulas() {
        let text = study(&crate::report::tests::study_answer(3)).expect("a table");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 7);
        assert!(lines[0].starts_with("variant,alternative,x,'=y,net_benefit_mean,"), "{}", lines[0]);
        assert!(lines[3].starts_with("x = 1,a,-1,'@z,-130,"), "{}", lines[3]);
    }
}
