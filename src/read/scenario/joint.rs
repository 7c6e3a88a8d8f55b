//! Parameters that are drawn together: `[joint.NAME]` and `[[correlations]]`.
//!
//! In: a Dirichlet or a multivariate normal distribution with the names of its components, or named parameters with
//! their rank correlations. Out: named numbers, and groups whose members hang together.

use crate::diagnostics::{Message, Place};
use crate::model::limits;
use crate::model::{Distribution, Joint, Member};
use crate::read::builder::ScenarioBuilder;
use crate::read::keys;
use crate::read::list::price::PRICE;
use crate::read::number::Definition;
use crate::read::number::bounds::ends_at;
use crate::read::number::evidence::parameter;
use crate::read::number::moment_fit::check;
use crate::read::scenario::item::price_terms;
use crate::read::scenario::matrix::{self, Labelled};
use crate::read::source::entry::{self, Entry};
use crate::read::source::suggest;
use crate::read::source::tree::{Field, Node, Table};

/// Most members of a group.
const MOST_MEMBERS: usize = limits::MOST_MEMBERS;

/// Reads `[joint]`: each component becomes a named number.
pub(crate) fn joint(node: &Node, builder: &mut ScenarioBuilder) {
    let Some(all) = entry::table(node, &mut builder.faults) else { return };
    for (name, field) in &all.fields {
        entry::check_name(name, &field.key, &mut builder.faults);
        if let Some(table) = entry::table(&field.node, &mut builder.faults) {
            one_joint(table, builder);
        }
    }
}

fn one_joint(table: &Table, builder: &mut ScenarioBuilder) {
    let families = ["dirichlet", "multivariate_normal"];
    let entry = Entry::open(table, keys::of("joint"), &mut builder.faults);
    let Some((family, node)) = entry.one_of(&families, Message::new("one_family"), &mut builder.faults) else { return };
    let Some(inner) = entry::table(node, &mut builder.faults) else { return };
    let components =
        if family == "dirichlet" { dirichlet(inner, builder) } else { multivariate_normal(inner, builder) };
    let Some((group, components)) = components else { return };
    let labels = entry.get("labels").and_then(|node| entry::table(node, &mut builder.faults));
    if let Some(labels) = labels {
        let known: Vec<&str> = components.iter().map(|(name, _, _)| name.as_str()).collect();
        for (name, field) in labels.fields.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            let message = Message::new("unknown_parameter");
            suggest::unknown(&mut builder.faults, &field.key, message, name, known.iter().copied());
        }
    }
    for (name, place, distribution) in components {
        if !entry::check_name(&name, &place, &mut builder.faults) {
            continue;
        }
        if builder.numbers.characteristics.contains_key(&name) || builder.numbers.named.contains_key(&name) {
            builder.faults.at(&place, Message::new("name_twice").with("name", &name));
            continue;
        }
        let mut parameter = parameter(table, &name, distribution, &mut builder.faults);
        if let Some(label) = labels.and_then(|labels| labels.get(&name)) {
            parameter.label = entry::label(label, &mut builder.faults).unwrap_or_default();
        }
        let ends = ends_at(&parameter.distribution, &place);
        builder.joints.members.insert(name.clone(), place.clone());
        builder.numbers.known.insert(name.clone());
        builder.numbers.named.insert(name, Some(Definition { parameter, place, ends, worked: None, joint: true }));
    }
    builder.joints.groups.push(group);
}

/// Name, place and own distribution of each component.
type Components = Vec<(String, Place, Distribution)>;

fn member(name: &str) -> Member {
    Member { name: name.to_string(), parameter: None }
}

/// `counts = { a = 12, b = 30 }`, or `shares = { a = 0.3, b = 0.7 }` with `n = 42`.
fn dirichlet(table: &Table, builder: &mut ScenarioBuilder) -> Option<(Joint, Components)> {
    let faults = &mut builder.faults;
    let shares = table.has("shares") || table.has("n");
    let (key, form) = if shares { ("shares", "dirichlet_shares") } else { ("counts", "dirichlet_counts") };
    let entry = Entry::open(table, keys::of(form), faults);
    let all = entry.required(key, faults).and_then(|node| entry::table(node, faults));
    let n = if shares {
        let node = entry.required("n", faults);
        node.and_then(|node| above_zero(node, "n", faults))
    } else {
        Some(1.0)
    };
    let (all, n) = (all?, n?);
    if all.fields.len() < 2 || all.fields.len() > MOST_MEMBERS {
        faults.at(&all.place, Message::new("members_wrong").with("most", MOST_MEMBERS));
        return None;
    }
    let read_counts = |(name, field): (&String, &Field), faults: &mut _| {
        Some((name.clone(), field.key.clone(), above_zero(&field.node, name, faults)?))
    };
    let counts: Vec<_> = all.fields.iter().map(|both| read_counts(both, faults)).collect();
    let counts = counts.into_iter().collect::<Option<Vec<_>>>()?;
    let sum: f64 = counts.iter().map(|(_, _, count)| count).sum();
    if shares && (sum - 1.0).abs() > 1e-9 {
        let shown = (sum * 1e6).round() / 1e6;
        faults.at(&all.place, Message::new("shares_do_not_add_up").with("total", shown));
        return None;
    }
    let members = counts.iter().map(|(name, _, count)| (member(name), count * n)).collect();
    let own = |count: f64| Distribution::Beta { alpha: count * n, beta: (sum - count) * n };
    let components = counts.into_iter().map(|(name, place, count)| (name, place, own(count))).collect();
    Some((Joint::Shares { members }, components))
}

fn above_zero(node: &Node, key: &str, faults: &mut crate::diagnostics::Diagnostics) -> Option<f64> {
    let value = entry::any_number(node, faults)?;
    if value > 0.0 && value < 1e12 {
        return Some(value);
    }
    faults.at(&node.place, Message::new("not_above_zero").with("key", key).with("value", value));
    None
}

/// `names`, `mean` and `covariance`, or `sd` with `correlation`; `exp = true` takes the exponential of each component.
fn multivariate_normal(table: &Table, builder: &mut ScenarioBuilder) -> Option<(Joint, Components)> {
    let faults = &mut builder.faults;
    let split = table.has("sd") || table.has("correlation");
    let form = if split { "normal_by_correlation" } else { "normal_by_covariance" };
    let entry = Entry::open(table, keys::of(form), faults);
    let names = entry.required("names", faults).and_then(|node| matrix::names(node, 1, MOST_MEMBERS, faults))?;
    let size = names.len();
    let mean = entry.required("mean", faults).and_then(|node| matrix::numbers(node, size, faults));
    let exp = entry.get("exp").map_or(Some(false), |node| entry::boolean(node, faults));
    let key = if split { "correlation" } else { "covariance" };
    let node = entry.required(key, faults);
    let (sd, correlation) = if split {
        let sd = entry.required("sd", faults).and_then(|node| matrix::standard_deviations(node, size, faults));
        (sd, node.and_then(|node| matrix::correlations(node, size, faults)))
    } else {
        node.and_then(|node| matrix::split_covariance(node, size, faults)).unzip()
    };
    let (mean, sd, correlation, exp) = (mean?, sd?, correlation?, exp?);
    let order = matrix::by_name(&names);
    let factor = matrix::factor(&matrix::sorted(&correlation, &order), &node?.place, faults)?;
    let mut components = Vec::with_capacity(size);
    for &at in &order {
        let Labelled { name, place } = &names[at];
        let own = match exp {
            true => Distribution::Lognormal { meanlog: mean[at], sdlog: sd[at] },
            false => Distribution::Normal { mean: mean[at], sd: sd[at] },
        };
        let Some(own) = check(own) else {
            faults.at(place, Message::new("distribution_impossible"));
            return None;
        };
        components.push((name.clone(), place.clone(), own));
    }
    let members = components.iter().map(|(name, _, _)| member(name)).collect();
    Some((Joint::Correlated { members, factor }, components))
}

/// Reads `[[correlations]]`; all parameters are known.
pub(crate) fn correlations(node: &Node, builder: &mut ScenarioBuilder) {
    let Some(list) = entry::list(node, &mut builder.faults) else { return };
    for node in list {
        if let Some(group) = entry::table(node, &mut builder.faults).and_then(|table| correlation(table, builder)) {
            builder.joints.groups.push(group);
        }
    }
}

fn correlation(table: &Table, builder: &mut ScenarioBuilder) -> Option<Joint> {
    let entry = Entry::open(table, keys::of("correlation"), &mut builder.faults);
    let between = entry.required("between", &mut builder.faults);
    let names = between.and_then(|node| matrix::names(node, 2, MOST_MEMBERS, &mut builder.faults));
    let spearman = entry.required("spearman", &mut builder.faults);
    let names = names?;
    let ranks = spearman.and_then(|node| matrix::spearman(node, names.len(), &mut builder.faults));
    let fit = names.iter().filter(|label| can_correlate(label, builder)).count() == names.len();
    let order = matrix::by_name(&names);
    let latent = matrix::latent(&matrix::sorted(&ranks?, &order));
    let factor = matrix::factor(&latent, &spearman?.place, &mut builder.faults)?;
    let members = order.iter().map(|at| member(&names[*at].name)).collect();
    fit.then_some(Joint::Correlated { members, factor })
}

/// Whether a name can be correlated; if not, that is reported, unless its own fault was.
fn can_correlate(label: &Labelled, builder: &mut ScenarioBuilder) -> bool {
    let Labelled { name, place } = label;
    let definition = if let Some(row) = name.strip_prefix(PRICE) {
        price_terms::price_definition(row, place, builder)
    } else if let Some(definition) = builder.numbers.named.get(name) {
        definition.clone()
    } else {
        let known = builder.numbers.named.keys().map(String::as_str);
        suggest::unknown(&mut builder.faults, place, Message::new("unknown_parameter"), name, known);
        return false;
    };
    let Some(definition) = definition else { return false };
    let distribution = &definition.parameter.distribution;
    let message = match () {
        () if definition.worked.is_some() => Message::new("derived_not_correlated"),
        () if !distribution.is_uncertain() => Message::new("fixed_not_correlated"),
        () if !distribution.has_exact_quantiles() => Message::new("too_narrow"),
        () if builder.joints.members.contains_key(name) => Message::new("correlated_twice"),
        () => {
            builder.joints.members.insert(name.clone(), place.clone());
            return true;
        }
    };
    builder.faults.at(place, message.with("name", name));
    false
}

/// The groups with the final indices of their members; those of which at most one is used say nothing any more but keep
/// its draw.
pub(crate) fn resolved(builder: &ScenarioBuilder, order: &[usize]) -> Vec<Joint> {
    let mut groups = builder.joints.groups.clone();
    let find = |member: &mut Member| member.parameter = builder.numbers.index.get(&member.name).map(|at| order[*at]);
    for group in &mut groups {
        match group {
            Joint::Correlated { members, .. } => members.iter_mut().for_each(find),
            Joint::Shares { members } => members.iter_mut().for_each(|(member, _)| find(member)),
        }
    }
    groups.retain(|group| group.parameters().next().is_some());
    let first = |group: &Joint| group.members().next().map(|member| member.name.clone());
    groups.sort_by_key(first);
    groups
}
