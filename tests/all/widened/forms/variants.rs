//! The name of each form of the model. Every match names all forms: a new one must get a name here, and a place in `ALL`.

use mkba::model::*;
use mkba::units::{Compounding, Cycle};

pub fn clock(clock: &Clock) -> &'static str {
    match clock {
        Clock::Cycle => "clock of cycles",
        Clock::Age { .. } => "clock of age",
        Clock::Since(_) => "clock since an entry",
    }
}

pub fn clock_values(values: &ClockValues) -> &'static str {
    match values {
        ClockValues::Steps(_) => "steps by a clock",
        ClockValues::Formula(_) => "formula by a clock",
    }
}

pub fn strength(strength: &Strength) -> Vec<&'static str> {
    match strength {
        Strength::Rate { .. } => vec!["rate"],
        Strength::Chance { .. } => vec!["chance"],
        Strength::MeanDuration(_) => vec!["mean duration"],
        Strength::Observed { .. } => vec!["observed chance"],
        Strength::ObservedRest { .. } => vec!["rest of an observed row"],
        Strength::Duration { law, .. } => vec![duration(&law.family)],
    }
}

fn duration(family: &DurationFamily) -> &'static str {
    match family {
        DurationFamily::Exponential { .. } => "exponential duration",
        DurationFamily::Weibull { .. } => "Weibull duration",
        DurationFamily::Gompertz { .. } => "Gompertz duration",
        DurationFamily::LogLogistic { .. } => "log-logistic duration",
        DurationFamily::Lognormal { .. } => "lognormal duration",
        DurationFamily::Gamma { .. } => "gamma duration",
    }
}

/// All forms of a condition and its parts.
pub fn condition(condition: &Condition) -> Vec<&'static str> {
    let (name, parts): (_, &[Condition]) = match condition {
        Condition::Always => ("condition: always", &[]),
        Condition::State { .. } => ("condition: state", &[]),
        Condition::Within { .. } => ("condition: within", &[]),
        Condition::Characteristic { .. } => ("condition: characteristic", &[]),
        Condition::Active(_) => ("condition: active", &[]),
        Condition::Responding(_) => ("condition: responding", &[]),
        Condition::All(parts) => ("condition: all", parts),
        Condition::Any(parts) => ("condition: any", parts),
        Condition::Not(part) => ("condition: not", std::slice::from_ref(&**part)),
    };
    let inner = parts.iter().flat_map(self::condition);
    std::iter::once(name).chain(inner).collect()
}

pub fn ratio(ratio: &Ratio) -> &'static str {
    match ratio {
        Ratio::Hazard(_) => "hazard ratio",
        Ratio::Odds { .. } => "odds ratio",
        Ratio::RelativeRisk { .. } => "relative risk",
        Ratio::Probability(_) => "ratio of probabilities",
    }
}

pub fn fade(fade: &Fade) -> &'static str {
    match fade {
        Fade::Never => "fade: never",
        Fade::AtOnce => "fade: at once",
        Fade::Linear(_) => "fade: linear",
        Fade::HalfLife(_) => "fade: half-life",
    }
}

pub fn trigger(trigger: &Trigger) -> &'static str {
    match trigger {
        Trigger::Cycle(_) => "trigger: cycle",
        Trigger::Entry(_) => "trigger: entry",
    }
}

pub fn quantity(quantity: &Quantity) -> &'static str {
    match quantity {
        Quantity::Time(_) => "quantity: time",
        Quantity::Transitions(_) => "quantity: transitions",
        Quantity::Starts(_) => "quantity: starts",
        Quantity::Responders(_) => "quantity: responders",
        Quantity::ActiveTime(_) => "quantity: active time",
        Quantity::Entries { start_counts: true, .. } => "quantity: entries and the start",
        Quantity::Entries { start_counts: false, .. } => "quantity: entries",
        Quantity::Once => "quantity: once",
        Quantity::Always => "quantity: always",
    }
}

pub fn item(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Resource => "item: resource",
        ItemKind::Output => "item: output",
        ItemKind::Transfer => "item: transfer",
        ItemKind::Welfare => "item: welfare",
        ItemKind::Unpriced => "item: unpriced",
        ItemKind::Unvalued => "item: unvalued",
    }
}

pub fn count(count: &Count) -> &'static str {
    match count {
        Count::Start => "count: start",
        Count::End => "count: end",
        Count::LifeTable => "count: life table",
        Count::AllRows => "count: all rows",
        Count::HalfCycle => "count: half cycle",
        Count::Simpson => "count: Simpson",
        Count::Rows(_) => "count: weights of rows",
    }
}

pub fn discount_at(moment: DiscountAt) -> &'static str {
    match moment {
        DiscountAt::Start => "discounted at the start",
        DiscountAt::Middle => "discounted in the middle",
        DiscountAt::End => "discounted at the end",
        DiscountAt::Spread => "discounted spread out",
    }
}

pub fn compounding(compounding: Compounding) -> &'static str {
    match compounding {
        Compounding::Yearly => "yearly discounting",
        Compounding::Continuous => "continuous discounting",
    }
}

pub fn cycle(cycle: Cycle) -> &'static str {
    let names = [
        (Cycle::DAY, "cycle of a day"),
        (Cycle::WEEK, "cycle of a week"),
        (Cycle::MONTH, "cycle of a month"),
        (Cycle::QUARTER, "cycle of a quarter"),
        (Cycle::YEAR, "cycle of a year"),
    ];
    names.iter().find(|(known, _)| *known == cycle).map_or("cycle of six weeks", |(_, name)| name)
}

/// Families of the distributions of numbers.
pub fn family(distribution: &Distribution) -> &'static str {
    families(distribution).0
}

/// Families of the distributions of characteristics.
pub fn family_of_characteristic(distribution: &Distribution) -> &'static str {
    families(distribution).1
}

fn families(distribution: &Distribution) -> (&'static str, &'static str) {
    match distribution {
        Distribution::Fixed(_) => ("fixed", "fixed characteristic"),
        Distribution::Uniform { .. } => ("uniform", "uniform characteristic"),
        Distribution::Triangular { .. } => ("triangular", "triangular characteristic"),
        Distribution::Pert { .. } => ("pert", "pert characteristic"),
        Distribution::Normal { .. } => ("normal", "normal characteristic"),
        Distribution::Lognormal { .. } => ("lognormal", "lognormal characteristic"),
        Distribution::Beta { .. } => ("beta", "beta characteristic"),
        Distribution::Gamma { .. } => ("gamma", "gamma characteristic"),
        Distribution::Discrete(_) => ("discrete", "discrete characteristic"),
        Distribution::Empirical(_) => ("empirical", "empirical characteristic"),
        Distribution::Truncated { .. } => ("truncated", "truncated characteristic"),
    }
}
