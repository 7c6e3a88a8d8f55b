//! A session on a caseload: many households, each kind of which is reckoned once.
//!
//! In: a [`Caseload`] and [`PortfolioOptions`]. Out: a
//! [`PortfolioAnswer`]. All scenarios draw together: a figure that means the same in several of them has the same value in
//! each draw. Households that are alike are one kind. A run of draws `[a, b)` gives the figures of these draws alone, which
//! can be put behind those of others ([`Figures::append`]): the answer is that of one run of all.

mod figures;
mod kinds;
mod luck;

pub use crate::session::portfolio::figures::Figures;

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::analyse::portfolio::cases::{Portfolio, PortfolioAccount, PortfolioCase};
use crate::analyse::portfolio::{self, Asked};
use crate::diagnostics::Message;
use crate::read::caseload::{Caseload, CaseloadRow};
use crate::session::error::SessionError;
use crate::session::identity;
#[cfg(feature = "shard")]
use crate::session::one_run::OneRun;
use crate::session::one_run::Source;
pub(in crate::session) use crate::session::portfolio::kinds::Kinds;
use crate::session::portfolio::kinds::start_state;
pub(in crate::session) use crate::session::portfolio::luck::of_payer;
use crate::simulate::{Monitor, RunPlan};

/// What is asked of a caseload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortfolioOptions {
    /// Parameter draws; those of its first scenario where `None`.
    pub draws: Option<usize>,
    /// Seed; that of its first scenario where `None`.
    pub seed: Option<u64>,
    /// Simulated households by which luck is told, in each of few draws; 0 for none.
    pub luck_households: usize,
    /// The account that pays for the plans; the one that pays most of them where `None`.
    pub payer: Option<String>,
    /// Aim, limits and certainty.
    pub asked: Asked,
}

/// A caseload that is ready to be reckoned.
pub struct PlannedPortfolio {
    kinds: Kinds,
    rows: Vec<CaseloadRow>,
    /// By row its kind.
    kind_of: Vec<usize>,
    accounts: Vec<PortfolioAccount>,
    options: PortfolioOptions,
    plan: RunPlan,
}

impl PlannedPortfolio {
    /// Gets ready.
    ///
    /// # Errors
    /// No draws, a payer that is not there, scenarios with amounts of different years, or one that is too large.
    pub fn new(caseload: Caseload, options: PortfolioOptions) -> Result<Self, SessionError> {
        let settings = caseload.scenarios.first().map(|one| one.loaded.scenario.settings.clone());
        let Some(settings) = settings else { return Err(SessionError::Portfolio(Message::new("caseload_no_rows"))) };
        let draws = options.draws.unwrap_or(settings.draws);
        if draws == 0 {
            return Err(SessionError::NoDraws);
        }
        let scenarios = || caseload.scenarios.iter().map(|one| &one.loaded.scenario);
        let other = scenarios().find(|scenario| scenario.settings.price_year != settings.price_year);
        if let Some(other) = other {
            let message = Message::new("portfolio_price_years").with("year", settings.price_year.year());
            let message = message.with("scenario", &other.id).with("other", other.settings.price_year.year());
            return Err(SessionError::Portfolio(message));
        }
        let mut accounts: Vec<PortfolioAccount> = Vec::new();
        for account in scenarios().flat_map(|scenario| &scenario.accounts).filter(|own| own.role.is_party()) {
            if !accounts.iter().any(|known| known.id == account.id) {
                let (id, label) = (account.id.clone(), account.label.clone());
                accounts.push(PortfolioAccount { id, label, public: account.public });
            }
        }
        let mut options = options;
        if let Some(found) = &options.payer {
            let lower = found.to_lowercase();
            let labelled = |own: &&PortfolioAccount| {
                [&own.label.nl, &own.label.en].iter().any(|label| label.to_lowercase() == lower)
            };
            let payer = accounts.iter().find(|own| own.id == *found).or_else(|| accounts.iter().find(labelled));
            let Some(payer) = payer else {
                let known = accounts.iter().map(|account| account.id.clone()).collect();
                return Err(SessionError::UnknownPayer { found: found.clone(), known });
            };
            options.payer = Some(payer.id.clone());
        }
        let (kinds, kind_of) = Kinds::new(&caseload)?;
        let seed = options.seed.unwrap_or(settings.seed);
        let method = crate::simulate::Method::Cohort;
        let plan = RunPlan { seed, first_draw: 0, draws, households: settings.households, method };
        Ok(Self { kinds, rows: caseload.rows, kind_of, accounts, options, plan })
    }

    /// Draws of all runs together: as many as a [`Monitor`] hears of.
    pub fn draws(&self) -> usize {
        let luck = if self.options.luck_households > 0 { 3 * luck::DRAWS.min(self.plan.draws) } else { 0 };
        self.kinds.count() * (self.plan.draws + luck)
    }

    /// Number of kinds of households.
    pub fn kinds(&self) -> usize {
        self.kinds.count()
    }

    /// Draws that are asked for.
    pub fn draws_asked(&self) -> usize {
        self.plan.draws
    }

    /// Figures of so many draws from this one on.
    ///
    /// # Errors
    /// What the engine finds wrong in a kind of household, or a stop on request.
    pub fn figures(&self, first: u64, draws: usize, monitor: &dyn Monitor) -> Result<Figures, SessionError> {
        let plan = RunPlan { first_draw: first, draws, ..self.plan };
        self.of_runs(&plan, monitor.most_memory(), &mut |run| run.results(monitor))
    }

    fn of_runs(&self, plan: &RunPlan, most_memory: f64, results: Source<'_>) -> Result<Figures, SessionError> {
        figures::of_runs(&self.kinds, plan, &self.codes(), most_memory, results)
    }

    /// The run of all draws of a kind.
    #[cfg(feature = "shard")]
    pub(super) fn one_run(&self, kind: usize) -> Result<OneRun, SessionError> {
        figures::one_run(&self.kinds, kind, &self.plan)
    }

    /// The answer, all draws at once.
    ///
    /// # Errors
    /// As of [`Self::figures`] and [`Self::answer`].
    pub fn run(&self, monitor: &dyn Monitor) -> Result<PortfolioAnswer, SessionError> {
        let figures = self.figures(0, self.plan.draws, monitor)?;
        self.answer(figures, monitor)
    }

    /// The same as [`Self::run`], of results by kind that come from elsewhere; what luck there is, is found out here.
    #[cfg(feature = "shard")]
    pub(super) fn with_results(
        &self,
        results: Source<'_>,
        monitor: &dyn Monitor,
    ) -> Result<PortfolioAnswer, SessionError> {
        let figures = self.of_runs(&self.plan, monitor.most_memory(), results)?;
        self.answer(figures, monitor)
    }

    /// The answer from figures of all draws.
    ///
    /// # Errors
    /// A plan that is known to cost something where its scenario has no cost, limits that cannot be kept, or what the
    /// engine finds wrong.
    pub fn answer(&self, figures: Figures, monitor: &dyn Monitor) -> Result<PortfolioAnswer, SessionError> {
        let mut portfolio = self.portfolio(figures);
        portfolio.payer = Some(self.payer(&portfolio)?);
        self.check_limits(&portfolio)?;
        let with_luck = self.options.luck_households > 0;
        if with_luck {
            let payer = portfolio.payer.map(|payer| self.accounts[payer].id.clone()).unwrap_or_default();
            let households = self.options.luck_households;
            luck::fill(&self.kinds, &mut portfolio.kinds, &self.plan, (households, &payer), &self.codes(), monitor)?;
        }
        let asked = &self.options.asked;
        let found = portfolio::answer(&portfolio, asked, with_luck);
        let mut answer = found.ok_or_else(|| SessionError::Portfolio(Message::new("portfolio_no_choice")))?;
        answer.id = self.id();
        answer.seed = self.plan.seed;
        answer.luck_households = self.options.luck_households;
        answer.price_year = self.kinds.price_year();
        Ok(answer)
    }

    /// By kind the code of the first row that is of it.
    fn codes(&self) -> Vec<String> {
        let first = |kind: usize| self.kind_of.iter().position(|own| *own == kind);
        (0..self.kinds.count())
            .map(|kind| first(kind).map_or(String::new(), |row| self.rows[row].code.clone()))
            .collect()
    }

    fn portfolio(&self, figures: Figures) -> Portfolio {
        let base = self.rows.iter().map(|row| self.start(row)).min().map_or(0, |start| start.0);
        let case = |(row, kind): (&CaseloadRow, &usize)| {
            let (year, month) = self.start(row);
            let months = month.saturating_sub(1);
            let after = f64::from(year - base) * 12.0 + f64::from(months);
            let scenario = self.kinds.scenario(*kind);
            let named = |name: &String| scenario.alternatives.iter().skip(1).position(|own| own.id == *name);
            PortfolioCase {
                code: row.code.clone(),
                scenario: scenario.id.clone(),
                neighbourhood: row.neighbourhood.clone(),
                start_state: start_state(&row.answers),
                count: row.count,
                plan: row.alternative.as_ref().and_then(named),
                year,
                months,
                discount: scenario.settings.discounting.factor(after),
                plan_cost: row.plan_cost,
                kind: *kind,
            }
        };
        let account = |id: &str| self.accounts.iter().position(|known| known.id == id).unwrap_or(usize::MAX);
        let of_kind = |kind: usize| self.kinds.scenario(kind).accounts.iter().map(|own| account(&own.id)).collect();
        Portfolio {
            cases: self.rows.iter().zip(&self.kind_of).map(case).collect(),
            kinds: figures.kinds,
            accounts: self.accounts.clone(),
            account_of: (0..self.kinds.count()).map(of_kind).collect(),
            payer: None,
        }
    }

    fn start(&self, row: &CaseloadRow) -> (i32, u32) {
        row.start.unwrap_or((self.kinds.calendar_start(row.scenario), 1))
    }

    /// The account that pays for the plans; also looks whether each cost that is known belongs to a plan that costs
    /// anything.
    fn payer(&self, portfolio: &Portfolio) -> Result<usize, SessionError> {
        let mut costs = vec![0.0; self.accounts.len()];
        for (at, case) in portfolio.cases.iter().enumerate() {
            for plan in portfolio.plans(at) {
                let figures = portfolio.figures(at, plan);
                if case.plan_cost.is_some() && figures.cost.iter().any(|cost| *cost <= 0.0) {
                    let message = Message::new("portfolio_no_cost").with("code", &case.code);
                    return Err(SessionError::Portfolio(message.with("alternative", &figures.alternative)));
                }
                for flow in figures.flows.iter().filter(|flow| flow.own) {
                    let sum: f64 = flow.amount.iter().sum();
                    costs[portfolio.account_of[case.kind][flow.account]] -= f64::from(case.count) * sum;
                }
            }
        }
        if let Some(payer) = &self.options.payer
            && !self.options.asked.limits.budgets.is_empty()
            && self.accounts.iter().zip(&costs).all(|(own, cost)| own.id != *payer || *cost <= 0.0)
        {
            let paying = self.accounts.iter().zip(&costs).filter(|(_, cost)| **cost > 0.0);
            let known: Vec<&str> = paying.map(|(own, _)| own.id.as_str()).collect();
            let message = Message::new("portfolio_payer_pays_nothing").with("payer", payer);
            return Err(SessionError::Portfolio(message.with("known", known.join(", "))));
        }
        let asked = self.options.payer.as_ref();
        let asked = asked.and_then(|payer| self.accounts.iter().position(|own| own.id == *payer));
        let most = || (0..costs.len()).max_by(|a, b| costs[*a].total_cmp(&costs[*b]).then(b.cmp(a)));
        asked.or_else(most).ok_or_else(|| SessionError::Portfolio(Message::new("caseload_no_rows")))
    }

    /// A limit of a year in which nothing is paid or done limits nothing: refused, as it is not meant.
    fn check_limits(&self, portfolio: &Portfolio) -> Result<(), SessionError> {
        let limits = &self.options.asked.limits;
        for (name, sides) in [("budget", &limits.budgets), ("hours", &limits.hours)] {
            let years = || {
                let plans = (0..portfolio.cases.len())
                    .flat_map(|at| portfolio.plans(at).into_iter().map(move |plan| (at, plan)));
                plans.flat_map(|(at, plan)| match name {
                    "hours" => portfolio.hours_by_year(at, plan).into_keys(),
                    _ => portfolio.cost_by_year(at, plan).into_keys(),
                })
            };
            for year in sides.iter().filter_map(|side| side.0) {
                if let (Some(first), Some(last)) = (years().min(), years().max())
                    && !(first..=last).contains(&year)
                {
                    let message = Message::new("portfolio_year_outside").with("name", name).with("year", year);
                    return Err(SessionError::Portfolio(message.with("first", first).with("last", last)));
                }
            }
        }
        Ok(())
    }

    /// Everything that decides the numbers.
    fn id(&self) -> String {
        let kinds = (0..self.kinds.count()).map(|kind| (self.kinds.fingerprint(kind), self.plan));
        let rows: Vec<String> = self
            .rows
            .iter()
            .zip(&self.kind_of)
            .map(|(row, kind)| {
                let CaseloadRow { alternative, neighbourhood, count, start, plan_cost, .. } = row;
                format!("{kind} {alternative:?} {neighbourhood:?} {count} {start:?} {plan_cost:?}")
            })
            .collect();
        let asked = format!("{}\n{:?}", rows.join("\n"), self.options);
        identity::id_of_parts(kinds.chain([(asked, self.plan)]))
    }
}
