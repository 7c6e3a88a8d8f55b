//! Final order and indices of a scenario: parameters by name, clocks and tables by what they are.
//!
//! In: the builder, with everything read and no fault found. Out: the [`Scenario`]. Nothing can be wrong any more.

pub(crate) mod renumber;

use crate::model::{
    Alternative, Characteristic, ClockTable, ClockValues, Condition, Effect, Fade, Item, Modifier, Number, Origin,
    Parameter, Profile, Quantity, Ratio, Scenario, Start, Transition,
};
use crate::read::builder::ScenarioBuilder;
use crate::read::finish::renumber::{Orders, sorted};
use crate::read::list::List;
use crate::read::scenario::Sections;
use crate::read::scenario::derived;
use crate::read::scenario::joint;
use crate::units::Kind;
use std::collections::BTreeSet;

/// Puts the scenario together.
pub(crate) fn scenario(sections: Sections, mut builder: ScenarioBuilder) -> Scenario {
    let Sections { id, title, about, settings, mut alternatives, problems, questions } = sections;
    for (at, alternative) in alternatives.iter_mut().enumerate() {
        alternative.parameters = derived::others(&builder, at).into_iter().collect();
    }
    let (parameters, of_parameters) = parameters(&builder);
    let undrawn = undrawn(&builder);
    let (joints, derived) = (joint::resolved(&builder, &of_parameters), derived::resolved(&builder, &of_parameters));
    for (at, alternative) in alternatives.iter_mut().enumerate() {
        alternative.derived = derived::resolved_in(&builder, at, &of_parameters);
    }
    let (clocks, of_clocks) = sorted(std::mem::take(&mut builder.clocks), Clone::clone);
    let mut orders = Orders { parameters: of_parameters, clocks: of_clocks, tables: Vec::new() };
    let (tables, of_tables) = tables(std::mem::take(&mut builder.tables), &orders);
    orders.tables = of_tables;
    builder.starts.iter_mut().for_each(|entry| start(entry, &orders));
    let places: Vec<Vec<usize>> = builder.transitions.iter_mut().map(|entry| transition(entry, &orders)).collect();
    let mut items: Vec<Item> = builder.items.into_iter().map(|read_item| read_item.item).collect();
    items.iter_mut().for_each(|read_item| item(read_item, &orders));
    for alternative in &mut alternatives {
        renumber(alternative, &places, &orders);
    }
    let mut measures = if let List::Read(measures) = builder.measures { measures } else { Vec::new() };
    measures.retain(|measure| !measure.levels.is_empty());
    measures.sort_by(|a, b| (a.scale, &a.id).cmp(&(b.scale, &b.id)));
    Scenario {
        id,
        title,
        about,
        settings,
        characteristics: builder
            .numbers
            .characteristics
            .into_iter()
            .map(|(name, characteristic)| Characteristic { name, value: characteristic.value })
            .collect(),
        parameters,
        clocks,
        tables,
        joints,
        undrawn,
        derived,
        domains: builder.domains,
        starts: builder.starts,
        transitions: builder.transitions,
        accounts: if let List::Read(accounts) = builder.accounts { accounts } else { Vec::new() },
        task_fields: if let List::Read(fields) = builder.task_fields { fields } else { Vec::new() },
        items,
        alternatives,
        measures,
        problems,
        questions,
    }
}

/// Parameters by name, and the final index of each provisional one.
fn parameters(builder: &ScenarioBuilder) -> (Vec<Parameter>, Vec<usize>) {
    let mut order = vec![0; builder.numbers.used.len()];
    let mut parameters = Vec::with_capacity(order.len());
    for &at in builder.numbers.index.values() {
        order[at] = parameters.len();
        parameters.push(builder.numbers.used[at].definition.parameter.clone());
    }
    (parameters, order)
}

/// Names that could be drawn and are not: they are not used, or worked out from others.
fn undrawn(builder: &ScenarioBuilder) -> Vec<String> {
    let numbers = &builder.numbers;
    let names: BTreeSet<&String> = numbers.named.keys().chain(&numbers.replaced).collect();
    let drawn = |name: &String| numbers.index.get(name).is_some_and(|at| numbers.used[*at].definition.worked.is_none());
    names.into_iter().filter(|name| !drawn(name)).cloned().collect()
}

/// Tables by clock and values, and the final index of each provisional one.
fn tables(mut tables: Vec<ClockTable>, orders: &Orders) -> (Vec<ClockTable>, Vec<usize>) {
    for table in &mut tables {
        table.clock = orders.clocks[table.clock];
        orders.values(&mut table.values);
    }
    sorted(tables, |table| (table.clock, values_key(&table.values)))
}

/// Tables with steps go by their steps and come before formulas, which go by their text.
fn values_key(values: &ClockValues) -> (String, Vec<(f64, OriginKey, Kind)>) {
    match values {
        ClockValues::Steps(steps) => (String::new(), steps.iter().map(step_key).collect()),
        ClockValues::Formula(formula) => (formula.formula.text().to_string(), Vec::new()),
    }
}

/// What tells one number from another.
type OriginKey = (u8, f64, usize);
/// What tells one ratio from another: the way it acts, the period, the ratio.
type RatioKey = (u8, f64, OriginKey);

fn step_key((from, number): &(f64, Number)) -> (f64, OriginKey, Kind) {
    (*from, origin_key(number.origin), number.kind)
}

/// Modifiers go by condition, then by the ratio, then by name.
fn modifier_key(modifier: &Modifier) -> (Condition, RatioKey, String) {
    (modifier.condition.clone(), ratio_key(&modifier.ratio), modifier.id.clone())
}

/// What tells one profile from another: its months, and how it fades.
type ProfileKey = ([OriginKey; 2], (u8, OriginKey));

/// Effects go by transition, then by the ratio, then by the profile, then by the condition.
fn effect_key(effect: &Effect) -> (usize, RatioKey, ProfileKey, Condition) {
    let Profile { ramp_up, plateau, fade } = effect.profile;
    let none = (0, 0.0, 0);
    let fade = match fade {
        Fade::Never => (0, none),
        Fade::AtOnce => (1, none),
        Fade::Linear(months) => (2, origin_key(months.origin)),
        Fade::HalfLife(months) => (3, origin_key(months.origin)),
    };
    let profile = ([ramp_up, plateau].map(|months| origin_key(months.origin)), fade);
    (effect.transition, ratio_key(&effect.ratio), profile, effect.condition.clone())
}

fn ratio_key(ratio: &Ratio) -> RatioKey {
    let (way, over) = match *ratio {
        Ratio::Hazard(_) => (0, 0.0),
        Ratio::RelativeRisk { over, .. } => (1, over),
        Ratio::Odds { over, .. } => (2, over),
        Ratio::Probability(_) => (3, 0.0),
    };
    (way, over, origin_key(ratio.number().origin))
}

fn origin_key(origin: Origin) -> OriginKey {
    match origin {
        Origin::Fixed(value) => (0, value, 0),
        Origin::Parameter(at) => (1, 0.0, at),
        Origin::Characteristic(at) => (2, 0.0, at),
        Origin::Table(at) => (3, 0.0, at),
    }
}

fn start(start: &mut Start, orders: &Orders) {
    start.shares.iter_mut().filter_map(|(_, share)| share.as_mut()).for_each(|number| orders.number(number));
}

/// Renumbers a transition and sorts its modifiers; gives the final place of each.
fn transition(transition: &mut Transition, orders: &Orders) -> Vec<usize> {
    orders.strength(&mut transition.strength);
    for modifier in &mut transition.modifiers {
        orders.condition(&mut modifier.condition);
        orders.ratio(&mut modifier.ratio);
    }
    let places;
    (transition.modifiers, places) = sorted(std::mem::take(&mut transition.modifiers), modifier_key);
    places
}

fn item(item: &mut Item, orders: &Orders) {
    item.times.iter_mut().chain(&mut item.price).chain(&mut item.part).for_each(|number| orders.number(number));
    if let Quantity::Time(condition) = &mut item.quantity {
        orders.condition(condition);
    }
    item.times
        .sort_by(|a, b| origin_key(a.origin).partial_cmp(&origin_key(b.origin)).unwrap_or(std::cmp::Ordering::Equal));
}

fn renumber(alternative: &mut Alternative, places: &[Vec<usize>], orders: &Orders) {
    for (at, _) in &mut alternative.parameters {
        *at = orders.parameters[*at];
    }
    alternative.parameters.sort_by_key(|(at, _)| *at);
    alternative.starts.iter_mut().for_each(|entry| start(entry, orders));
    alternative.transitions.iter_mut().for_each(|(_, strength)| orders.strength(strength));
    for (transition, place, ratio) in &mut alternative.modifiers {
        *place = places[*transition][*place];
        ratio.iter_mut().for_each(|changed| orders.ratio(changed));
    }
    alternative.modifiers.sort_by_key(|(transition, place, _)| (*transition, *place));
    alternative.scaled_items.iter_mut().for_each(|(_, number)| orders.number(number));
    for intervention in &mut alternative.interventions {
        orders.condition(&mut intervention.eligible);
        intervention.stop.iter_mut().for_each(|stop| orders.condition(stop));
        orders.number(&mut intervention.reached);
        orders.number(&mut intervention.success);
        for effect in &mut intervention.effects {
            orders.ratio(&mut effect.ratio);
            orders.condition(&mut effect.condition);
            orders.number(&mut effect.profile.ramp_up);
            orders.number(&mut effect.profile.plateau);
            if let Fade::Linear(number) | Fade::HalfLife(number) = &mut effect.profile.fade {
                orders.number(number);
            }
        }
        intervention
            .effects
            .sort_by(|a, b| effect_key(a).partial_cmp(&effect_key(b)).unwrap_or(std::cmp::Ordering::Equal));
    }
}
