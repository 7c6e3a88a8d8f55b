//! What a cycle half as long changes in the figures on which a decision rests.
//!
//! In: a scenario, and its results with the cycle as it is and with one half as long, over the same draws. Out:
//! [`Halving`]: pairs of figures for each alternative. It reckons nothing anew and does not say whether a difference
//! matters.
//!
//! Units: euro of the price year, present values, mean over draws per household.

use crate::analyse::answer::accounts;
use crate::analyse::statistics::design::SamplingDesign;
use crate::analyse::statistics::spread::{Estimate, Spread};
use crate::model::{ClockValues, Count, Ratio, Scenario, Strength};
use crate::simulate::compile::base_hazard::base_hazards;
use crate::simulate::compile::chance::CERTAIN;
use crate::simulate::compile::values::central_inputs;
use crate::simulate::ledger::{HEADLINE, MONEY, PUBLIC, SOCIETY};
use crate::simulate::{AlternativeResults, Results};

/// A row of exits whose hazards come to so much of [`CERTAIN`] leaves in its first cycle, however long that is.
const LEAVES_AT_ONCE: f64 = 1e-6 * CERTAIN;

/// A figure with the cycle as it is, and with one half as long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// With the cycle of the scenario.
    pub stated: f64,
    /// With half of it.
    pub halved: f64,
}

impl Pair {
    /// What the finer cycle adds.
    pub fn difference(self) -> f64 {
        self.halved - self.stated
    }

    /// The difference as a share of the figure with the cycle as it is; `None` where that is 0.
    pub fn share(self) -> Option<f64> {
        (self.stated != 0.0).then(|| self.difference() / self.stated.abs())
    }
}

/// An alternative with both cycles.
#[derive(Clone, Debug, PartialEq)]
pub struct HalvedAlternative {
    /// Index in the scenario.
    pub at: usize,
    /// Net benefit to society, valued quality of life included.
    pub society: Pair,
    /// Net benefit to society in money.
    pub money: Pair,
    /// Net benefit to the public purse.
    pub public: Pair,
    /// Net amount of each party, by index of the account.
    pub parties: Vec<(usize, Pair)>,
    /// Share of draws with a headline total above 0.
    pub pays: Pair,
    /// Width of the band from P10 to P90 of the headline total, with the cycle as it is.
    pub band: f64,
    /// What the finer cycle adds to the headline total, draw by draw.
    pub by_draw: Spread,
}

/// Why a figure changes with the length of a cycle without being wrong in either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ByDesign {
    /// A `probability_ratio` acts on the chance per cycle.
    ProbabilityRatio,
    /// A `mean_duration` keeps its mean, and nobody leaves before the first cycle is over.
    MeanDuration,
    /// Who leaves with certainty does so in the first cycle.
    Certain,
    /// `all_rows` counts one cycle too many.
    AllRows,
    /// A scenario of one cycle becomes one of two.
    OneCycle,
    /// A formula of a clock keeps the value of the cycle as it is written in both halves: what reading it more often
    /// would change is not in the difference.
    ClockFormula,
}

/// What halving the cycle does.
#[derive(Clone, Debug, PartialEq)]
pub struct Halving {
    /// Parameter draws.
    pub draws: usize,
    /// All alternatives but the null alternative.
    pub alternatives: Vec<HalvedAlternative>,
    /// Differences that have nothing to do with precision, sorted.
    pub by_design: Vec<ByDesign>,
}

/// Sets the results of a scenario beside those with a cycle half as long. Both have the same draws.
pub fn compare(scenario: &Scenario, stated: &Results, halved: &Results) -> Halving {
    let design = SamplingDesign::of(scenario, stated.plan.method);
    let alternative = |at: usize| {
        let (own, finer) = (&stated.alternatives[at], &halved.alternatives[at]);
        let figures = |total| {
            let (own, finer) = (Estimate::of(own, total, design).average, Estimate::of(finer, total, design).average);
            (Pair { stated: own.mean, halved: finer.mean }, own, finer)
        };
        let (_, average, finer_average) = figures(HEADLINE);
        HalvedAlternative {
            at,
            society: figures(SOCIETY).0,
            money: figures(MONEY).0,
            public: figures(PUBLIC).0,
            parties: parties(scenario, at, stated, halved),
            pays: Pair { stated: average.probability_positive, halved: finer_average.probability_positive },
            band: average.p90 - average.p10,
            by_draw: by_draw(own, finer),
        }
    };
    Halving {
        draws: stated.plan.draws,
        alternatives: (1..scenario.alternatives.len()).map(alternative).collect(),
        by_design: by_design(scenario),
    }
}

fn parties(scenario: &Scenario, at: usize, stated: &Results, halved: &Results) -> Vec<(usize, Pair)> {
    let design = SamplingDesign::of(scenario, stated.plan.method);
    let net = |results: &Results| {
        accounts::accounts(scenario, at, &results.alternatives[0], &results.alternatives[at], design)
    };
    let both = net(stated).into_iter().zip(net(halved)).enumerate();
    let party = both.filter(|(index, _)| scenario.accounts[*index].role.is_party());
    party.map(|(index, (own, finer))| (index, Pair { stated: own.net, halved: finer.net })).collect()
}

fn by_draw(own: &AlternativeResults, finer: &AlternativeResults) -> Spread {
    let both = own.draws.iter().zip(&finer.draws);
    let added = both.map(|(own, finer)| finer.net_benefit[HEADLINE] - own.net_benefit[HEADLINE]);
    Spread::new(added.collect(), None)
}

/// What in a scenario goes by the cycle whatever its length.
fn by_design(scenario: &Scenario) -> Vec<ByDesign> {
    let mut found = Vec::new();
    let modifiers =
        scenario.transitions.iter().flat_map(|transition| &transition.modifiers).map(|modifier| &modifier.ratio);
    let changed = scenario
        .alternatives
        .iter()
        .flat_map(|alternative| &alternative.modifiers)
        .filter_map(|(_, _, ratio)| ratio.as_ref());
    let interventions = scenario.alternatives.iter().flat_map(|alternative| &alternative.interventions);
    let effects = interventions.flat_map(|intervention| &intervention.effects).map(|effect| &effect.ratio);
    if modifiers.chain(changed).chain(effects).any(|ratio| matches!(ratio, Ratio::Probability(_))) {
        found.push(ByDesign::ProbabilityRatio);
    }
    let changed =
        scenario.alternatives.iter().flat_map(|alternative| &alternative.transitions).map(|(_, strength)| strength);
    let mut strengths = scenario.transitions.iter().map(|transition| &transition.strength).chain(changed);
    if strengths.any(|strength| matches!(strength, Strength::MeanDuration(_))) {
        found.push(ByDesign::MeanDuration);
    }
    if leaves_at_once(scenario) {
        found.push(ByDesign::Certain);
    }
    let all_rows = |count: &Count| *count == Count::AllRows;
    if all_rows(&scenario.settings.count) || scenario.items.iter().filter_map(|item| item.count.as_ref()).any(all_rows)
    {
        found.push(ByDesign::AllRows);
    }
    if scenario.settings.horizon == 1 {
        found.push(ByDesign::OneCycle);
    }
    if scenario.tables.iter().any(|table| matches!(table.values, ClockValues::Formula(_))) {
        found.push(ByDesign::ClockFormula);
    }
    found
}

/// Whether a state is left with certainty at central values, in any alternative and at any reading of a clock.
fn leaves_at_once(scenario: &Scenario) -> bool {
    let inputs = central_inputs(scenario);
    let at_once = |alternative| {
        let hazards = base_hazards(&inputs, alternative);
        hazards.is_ok_and(|all| all.iter().flat_map(|table| &table.steps).any(|step| step[0] >= LEAVES_AT_ONCE))
    };
    scenario.alternatives.iter().any(at_once)
}
