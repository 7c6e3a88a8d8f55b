//! Checks of ratios at central values.
//!
//! In: a scenario as one alternative sees it. Out: faults about ratios that take a chance above 1, or that act on what
//! is certain.

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Number, Ratio, Strength};
use crate::read::builder::RatioUse;
use crate::read::check::central::{MARGIN, View};
use crate::read::check::moments::{self, MOST, Moment};
use crate::units::Probability;

impl View<'_> {
    /// The ratio here: an alternative may have another one, or none.
    fn ratio(&self, ratio_use: &RatioUse) -> Option<Ratio> {
        let own =
            self.alternative.modifiers.iter().find(|(transition, place, _)| {
                (*transition, Some(*place)) == (ratio_use.transition, ratio_use.modifier)
            });
        match own {
            // Its own use is listed for this alternative.
            Some(_) if ratio_use.alternative.is_none() => None,
            _ => Some(ratio_use.ratio),
        }
    }

    pub(crate) fn check_ratios(&self, found: &mut Diagnostics) {
        for ratio_use in self.builder.ratios.iter().filter(|ratio_use| self.here(ratio_use.alternative)) {
            let (Some(ratio), Some(transition)) =
                (self.ratio(ratio_use), self.builder.transitions.get(ratio_use.transition))
            else {
                continue;
            };
            let message = match ratio {
                Ratio::Hazard(_) => None,
                Ratio::Probability(_) => self.probability_fault(ratio_use),
                Ratio::RelativeRisk { ratio, over } => self.risk_fault(ratio_use.transition, ratio, over, true),
                Ratio::Odds { ratio, over } => self.risk_fault(ratio_use.transition, ratio, over, false),
            };
            if let Some(message) = message {
                let hint = if message.key == "clocks_too_many" { "fewer_steps" } else { "use_hazard_ratio" };
                found.at(&ratio_use.place, message.with("name", &transition.name)).hint(Message::new(hint));
            }
        }
    }

    /// What is wrong with a relative risk or an odds ratio.
    fn risk_fault(&self, transition: usize, ratio: Number, over: f64, relative: bool) -> Option<Message> {
        let mut numbers = self.numbers(transition);
        numbers.push(ratio);
        let lasting = match self.strength(transition) {
            Some(Strength::Duration { clock, .. }) => Some(clock),
            _ => None,
        };
        let moments = match moments::moments(self.builder, &numbers, lasting) {
            Ok(moments) => moments,
            Err(cells) => return Some(too_many(cells)),
        };
        let hazards: Vec<(f64, Moment)> = moments.into_iter().map(|at| (self.hazard(transition, &at), at)).collect();
        if hazards.iter().any(|(hazard, _)| hazard.is_infinite()) {
            return Some(Message::new("ratio_on_certainty"));
        }
        let changed = |(hazard, at): &(f64, Moment)| {
            let chance = Probability::from_hazard(*hazard, over).value();
            (chance, chance * self.mean(ratio, at))
        };
        let shown = |value: f64| format!("{value:.3}");
        let worst = hazards.iter().filter(|(hazard, _)| !hazard.is_nan()).map(changed);
        let (chance, changed) = worst.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (relative && changed > 1.0)
            .then(|| Message::new("risk_above_one").with("chance", shown(chance)).with("changed", shown(changed)))
    }

    /// What is wrong with a probability ratio, together with those that hold whenever it holds.
    fn probability_fault(&self, ratio_use: &RatioUse) -> Option<Message> {
        let row = self.row(ratio_use.transition);
        let ratios: Vec<(usize, Number)> = self.acting_with(ratio_use, &row);
        let mut numbers: Vec<Number> = row.iter().flat_map(|at| self.numbers(*at)).collect();
        numbers.extend(ratios.iter().map(|(_, ratio)| *ratio));
        let total = |at: Moment| {
            let hazards: Vec<f64> = row.iter().map(|exit| self.hazard(*exit, &at)).collect();
            let all: f64 = hazards.iter().sum();
            let leave = Probability::from_hazard(all, 1.0).value();
            let of = |(exit, hazard): (&usize, &f64)| {
                let ratio: f64 =
                    ratios.iter().filter(|(on, _)| on == exit).map(|(_, it)| self.mean(*it, &at)).product();
                let taker = self.builder.transitions[*exit].takes_rest;
                if taker || all == 0.0 { 0.0 } else { leave * hazard / all * ratio }
            };
            row.iter().zip(&hazards).map(of).sum::<f64>()
        };
        let moments = match moments::moments(self.builder, &numbers, None) {
            Ok(moments) => moments,
            Err(cells) => return Some(too_many(cells)),
        };
        let worst = moments.into_iter().map(total).filter(|total| total.is_finite()).fold(0.0, f64::max);
        (worst > 1.0 + MARGIN).then(|| Message::new("row_ratio_above_one").with("total", format!("{worst:.3}")))
    }

    /// Probability ratios on exits of a row that act whenever `one` acts, itself included.
    fn acting_with(&self, ratio_use: &RatioUse, row: &[usize]) -> Vec<(usize, Number)> {
        let condition = |it: &RatioUse| {
            let modifiers = &self.builder.transitions.get(it.transition)?.modifiers;
            Some(&modifiers.get(it.modifier?)?.condition)
        };
        let same = |it: &&RatioUse| {
            row.contains(&it.transition)
                && self.here(it.alternative)
                && it.together == ratio_use.together
                && condition(it) == condition(ratio_use)
        };
        let acting = self.builder.ratios.iter().filter(same).filter_map(|it| match self.ratio(it)? {
            Ratio::Probability(ratio) => Some((it.transition, ratio)),
            _ => None,
        });
        acting.collect()
    }
}

/// More steps than a table may have.
fn too_many(cells: usize) -> Message {
    Message::new("clocks_too_many").with("cells", cells).with("most", MOST)
}
