//! The answer of a run: what each alternative yields, costs and changes, as plain data.
//!
//! In: a [`Scenario`] and its [`Results`]. Out: [`Answer`], made of the parts in the files of this folder.

pub mod accounts;
pub mod apart;
pub mod by_draw;
pub mod density;
pub mod effects;
pub mod escalation;
pub mod evidence;
pub mod flows;
pub mod groups;
pub mod headline;
pub mod measures;
pub mod starts;
pub mod verdict;

use crate::analyse::answer::accounts::{AccountAnswer, ItemAnswer};
use crate::analyse::answer::apart::ApartAnswer;
use crate::analyse::answer::by_draw::CostsAndBenefits;
use crate::analyse::answer::density::NetBenefitDensity;
use crate::analyse::answer::effects::EffectAnswer;
use crate::analyse::answer::effects::frontier::{FrontierAnswer, frontiers};
use crate::analyse::answer::escalation::{EscalationAnswer, QuantityAnswer};
use crate::analyse::answer::evidence::EvidenceAnswer;
use crate::analyse::answer::flows::{CashFlow, Payback};
use crate::analyse::answer::groups::GroupAnswer;
use crate::analyse::answer::measures::MeasureAnswer;
use crate::analyse::answer::starts::StartAnswer;
use crate::analyse::answer::verdict::Verdict;
use crate::analyse::problems::ProblemAnswer;
use crate::analyse::statistics::design::{FigureErrors, SamplingDesign, drawn_parameters, margin_of_95};
use crate::analyse::statistics::spread::{Estimate, is_binned};
use crate::analyse::uncertainty::drivers::{VarianceSplit, variance_split};
use crate::analyse::word::{self, Word};
use crate::model::{ReplacedPrice, Sampling, Scenario, Settings, Text};
use crate::simulate::ledger::{HEADLINE, MONEY, PUBLIC, SOCIETY};
use crate::simulate::numeric::histogram::BIN_WIDTH;
use crate::simulate::{AlternativeResults, REPLICATES, RESULTS_VERSION, Results};
use crate::units::{Compounding, Discounting};
use serde::{Deserialize, Deserializer, Serialize};

/// All answers of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Hash of everything that decides the numbers; [`answer`] leaves it empty, a session knows the inputs.
    pub id: String,
    /// Raised only when numbers change.
    pub results_version: u32,
    /// Name and version of the program.
    pub engine: String,
    /// Seed of parameters and of the random numbers of households.
    pub seed: u64,
    /// Parameter draws.
    pub draws: usize,
    /// How they were made: `sobol` (in 8 replicates, by which Monte Carlo errors go) or `random`.
    #[serde(default = "random", deserialize_with = "word::read")]
    pub sampling: Word,
    /// Every parameter is at its mean: one course of central values, not a distribution; a session fills it in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_means: bool,
    /// Uncertain parameters, prices included: what differs between draws; 0 where nothing is drawn.
    #[serde(default)]
    pub drawn_parameters: usize,
    /// Simulated households per draw.
    pub households: usize,
    /// `cohort` (exact over draws), `micro` or `months` (simulated, spread between draws corrected for noise).
    #[serde(deserialize_with = "word::read")]
    pub method: Word,
    /// How households were simulated: `events` (from event to event) or `months`; `None` where none were.
    #[serde(default, deserialize_with = "word::read_some", skip_serializing_if = "Option::is_none")]
    pub simulation: Option<Word>,
    /// Largest width of the bins off which percentiles of households are read, as a share of the value; `None` where
    /// they are exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentile_bin: Option<f64>,
    /// Name of the scenario.
    #[serde(default)]
    pub scenario: String,
    /// Its title.
    #[serde(default)]
    pub title: Text,
    /// What was set on the command line: name or path, and value; filled in by a session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values_set: Vec<(String, String)>,
    /// Months that are looked ahead.
    #[serde(default)]
    pub horizon_months: f64,
    /// First calendar year.
    #[serde(default)]
    pub calendar_start: i32,
    /// Currency of all amounts (ISO 4217).
    #[serde(default)]
    pub currency: String,
    /// How often a relative risk was applied as an odds ratio, or chances were scaled down, because a chance would come
    /// out above 1; over draws and alternatives.
    #[serde(default)]
    pub relative_risks_capped: u64,
    /// Draws in which that happened, and which are other than drawn.
    #[serde(default)]
    pub capped_draws: usize,
    /// Year of the euros.
    pub price_year: i32,
    /// Real discount rate per year; the first where there is a schedule.
    pub discount_rate: f64,
    /// How is discounted, where that is more than one yearly rate for everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounting: Vec<DiscountAnswer>,
    /// How many of the uncertain figures name a source.
    pub evidence: EvidenceAnswer,
    /// Figures from lists that nobody compared with their source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unverified: Vec<String>,
    /// Cells of the price list that a list laid over it replaced; filled in by a session, which read
    /// the lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_prices: Vec<ReplacedPrice>,
    /// All alternatives but the null alternative.
    #[serde(deserialize_with = "completed")]
    pub alternatives: Vec<AlternativeAnswer>,
    /// Which plans can be the best at some price of an effect; empty where nothing is measured in units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frontiers: Vec<FrontierAnswer>,
    /// What system problems cost; filled in by a session, where that is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub system_problems: Vec<ProblemAnswer>,
    /// The same for each start of which the scenario has a mix; filled in by a session, where that is asked for.
    #[serde(default, deserialize_with = "completed_starts", skip_serializing_if = "Vec::is_empty")]
    pub by_start: Vec<StartAnswer>,
    /// Names of alternatives, accounts and items for people.
    #[serde(default)]
    pub labels: Labels,
}

impl Answer {
    /// Whether figures differ from draw to draw: else there is no spread over draws to tell of.
    pub fn has_spread(&self) -> bool {
        self.draws > 1 && self.drawn_parameters > 0
    }

    /// Whether another number of draws would be more precise for its size: points of a Sobol' sequence are most even where
    /// each replicate has a power of two of them.
    pub fn has_uneven_draws(&self) -> bool {
        let even = self.draws.is_multiple_of(REPLICATES) && (self.draws / REPLICATES).is_power_of_two();
        self.sampling == Sampling::Sobol.key() && self.has_spread() && !even
    }

    /// What a standard error is multiplied by for the margin of an interval that holds the true figure in 95 of 100
    /// runs.
    pub fn margin_of_95(&self) -> f64 {
        let sobol = self.sampling == Sampling::Sobol.key();
        margin_of_95(sobol && self.drawn_parameters > 0 && self.draws >= REPLICATES)
    }
}

/// How draws were made where a result does not tell.
fn random() -> Word {
    Sampling::Random.key()
}

/// Starts that are read back, with what follows from the rest of them.
fn completed_starts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<StartAnswer>, D::Error> {
    let mut all = Vec::<StartAnswer>::deserialize(deserializer)?;
    all.iter_mut().flat_map(|start| &mut start.alternatives).for_each(starts::AlternativeByStart::complete);
    Ok(all)
}

/// Alternatives that are read back, with what follows from the rest of them.
fn completed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<AlternativeAnswer>, D::Error> {
    let mut all = Vec::<AlternativeAnswer>::deserialize(deserializer)?;
    for alternative in &mut all {
        alternative.verdict = Verdict::of(&alternative.headline().average, &alternative.accounts);
        groups::complete(&mut alternative.groups);
    }
    Ok(all)
}

/// Names for people of what has a name in the scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Labels {
    /// Of all alternatives, the null alternative first.
    pub alternatives: Vec<(String, Text)>,
    /// Of accounts.
    pub accounts: Vec<(String, Text)>,
    /// Of items.
    pub items: Vec<(String, Text)>,
}

impl Labels {
    /// Those of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            alternatives: scenario.alternatives.iter().map(|found| (found.id.clone(), found.label.clone())).collect(),
            accounts: scenario.accounts.iter().map(|found| (found.id.clone(), found.label.clone())).collect(),
            items: scenario.items.iter().map(|found| (found.id.clone(), found.label.clone())).collect(),
        }
    }
}

/// How something is discounted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DiscountAnswer {
    /// Name of the rate; empty for that of the scenario.
    pub id: String,
    /// `yearly`: `(1 + r)^-t`; `continuous`: `exp(-r t)`.
    #[serde(deserialize_with = "word::read")]
    pub compounding: Word,
    /// Years since the start from which a rate holds, and the rate.
    pub rates: Vec<(f64, f64)>,
}

/// Answers on one alternative, compared with the null alternative.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AlternativeAnswer {
    /// Name in the scenario.
    pub id: String,
    /// What the headline total of the average household says.
    #[serde(skip)]
    pub verdict: Verdict,
    /// Society: all parties, and valued quality of life. The headline.
    pub net_benefit: Estimate,
    /// Society in money: all parties, without valued quality of life.
    pub net_benefit_money: Estimate,
    /// The public purse, transfers included.
    pub net_benefit_public: Estimate,
    /// The alternative's own items, society in money.
    pub costs_present_value: f64,
    /// All other differences to society, valued quality of life among them, with their sign:
    /// `net_benefit + costs_present_value`.
    pub benefits_present_value: f64,
    /// The same in money alone: `net_benefit_money + costs_present_value`.
    pub benefits_money_present_value: f64,
    /// Mean benefits, quality of life among them, over mean costs; `None` where costs are not above 0.
    pub benefit_cost_ratio: Option<f64>,
    /// Mean benefits in money over the same costs; `None` where costs are not above 0.
    pub benefit_cost_ratio_money: Option<f64>,
    /// Standard errors of these five, by name.
    #[serde(default)]
    pub monte_carlo_errors: FigureErrors,
    /// What of the totals is told apart: rights, use without a value, displacement.
    pub apart: ApartAnswer,
    /// When it has paid for itself.
    pub payback: Payback,
    /// How the course of one household changes, in four groups; empty where no households were simulated.
    pub groups: Vec<GroupAnswer>,
    /// What it brings that is counted in units, and what one of them costs; empty where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<EffectAnswer>,
    /// Who pays and who gains.
    pub accounts: Vec<AccountAnswer>,
    /// By calendar year, not discounted, in euro of the price year.
    pub cash_flow: Vec<CashFlow>,
    /// What each item amounts to without and with.
    pub items: Vec<ItemAnswer>,
    /// Months in states and numbers of transitions without and with.
    pub quantities: Vec<QuantityAnswer>,
    /// What escalates and how much less.
    pub escalation: EscalationAnswer,
    /// Levels of measures at the start and at the end, without and with; empty where no domain tells any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureAnswer>,
    /// How much of the spread is ignorance and how much chance, and which figures matter most.
    pub variance_split: VarianceSplit,
    /// The shape of the headline total of the average household.
    #[serde(skip)]
    pub density: NetBenefitDensity,
}

/// Works out all answers of one run. What is known only to who read the inputs is left empty: `id`, `replaced_prices`,
/// `system_problems` and `by_start`; a session fills them in.
pub fn answer(scenario: &Scenario, results: &Results) -> Answer {
    let null = &results.alternatives[0];
    let others = (1..results.alternatives.len()).map(|index| of_alternative(scenario, results, null, index));
    let others: Vec<AlternativeAnswer> = others.collect();
    let effects: Vec<(&str, &[EffectAnswer])> =
        others.iter().map(|other| (other.id.as_str(), other.effects.as_slice())).collect();
    Answer {
        id: String::new(),
        results_version: RESULTS_VERSION,
        engine: format!("mkba {}", env!("CARGO_PKG_VERSION")),
        seed: results.plan.seed,
        draws: results.plan.draws,
        sampling: scenario.settings.sampling.key(),
        drawn_parameters: drawn_parameters(scenario),
        households: results.plan.households,
        method: results.plan.method.name(),
        simulation: results.simulation(scenario),
        percentile_bin: results.alternatives.iter().any(is_binned).then_some(BIN_WIDTH),
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        values_set: Vec::new(),
        horizon_months: scenario.settings.cycle.months() * scenario.settings.horizon as f64,
        calendar_start: scenario.settings.calendar_start,
        currency: "EUR".to_owned(),
        labels: Labels::of(scenario),
        relative_risks_capped: results.relative_risks_capped,
        capped_draws: results.capped_draws,
        price_year: scenario.settings.price_year.year(),
        discount_rate: scenario.settings.discounting.first_rate().value(),
        discounting: discounting(&scenario.settings),
        evidence: crate::analyse::answer::evidence::evidence(scenario),
        unverified: unverified(scenario),
        replaced_prices: Vec::new(),
        frontiers: frontiers(&scenario.alternatives[0].id, &effects),
        at_means: false,
        alternatives: others,
        system_problems: Vec::new(),
        by_start: Vec::new(),
    }
}

fn unverified(scenario: &Scenario) -> Vec<String> {
    let found = scenario.parameters.iter().filter(|parameter| parameter.evidence.unverified);
    found.map(|parameter| parameter.name.clone()).collect()
}

fn discounting(settings: &Settings) -> Vec<DiscountAnswer> {
    let answer = |id: &str, rate: &Discounting| DiscountAnswer {
        id: id.to_owned(),
        compounding: match rate.compounding() {
            Compounding::Yearly => "yearly",
            Compounding::Continuous => "continuous",
        },
        rates: rate.steps().collect(),
    };
    let simple = settings.discounting == Discounting::constant(settings.discounting.first_rate());
    if simple && settings.discount_rates.is_empty() {
        return Vec::new();
    }
    let own = settings.discount_rates.iter().map(|(id, rate)| answer(id, rate));
    std::iter::once(answer("", &settings.discounting)).chain(own).collect()
}

fn of_alternative(
    scenario: &Scenario,
    results: &Results,
    null: &AlternativeResults,
    index: usize,
) -> AlternativeAnswer {
    let own = &results.alternatives[index];
    let design = SamplingDesign::of(scenario, results.plan.method);
    let (worth, errors) = CostsAndBenefits::with_errors(own, design);
    let accounts = accounts::accounts(scenario, index, null, own, design);
    let totals = [SOCIETY, MONEY, PUBLIC].map(|total| Estimate::of(own, total, design));
    let verdict = Verdict::of(&totals[HEADLINE].average, &accounts);
    let [society, money, public] = totals;
    AlternativeAnswer {
        id: scenario.alternatives[index].id.clone(),
        verdict,
        net_benefit: society,
        net_benefit_money: money,
        net_benefit_public: public,
        costs_present_value: worth.costs,
        benefits_present_value: worth.benefits,
        benefits_money_present_value: worth.benefits_money,
        benefit_cost_ratio: worth.ratio,
        benefit_cost_ratio_money: worth.ratio_money,
        monte_carlo_errors: errors,
        apart: apart::apart(scenario, index, (null, own), worth.costs, design.exact),
        payback: Payback::of(own, scenario.settings.cycle, design),
        groups: groups::groups(&own.households, design),
        effects: effects::answers(scenario, null, own, design),
        accounts,
        cash_flow: crate::analyse::answer::flows::cash_flow(scenario, index, null, own),
        items: accounts::items(scenario, index, null, own, design),
        quantities: crate::analyse::answer::escalation::quantities(scenario, &results.space, null, own),
        escalation: crate::analyse::answer::escalation::escalation(scenario, null, own, design),
        measures: crate::analyse::answer::measures::measures(scenario, &results.space, null, own),
        variance_split: variance_split(scenario, results, index, design),
        density: NetBenefitDensity::of(own, design),
    }
}
