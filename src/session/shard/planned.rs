//! The runs of a job, and one shard of them.
//!
//! In: a job or a plan. Out: [`PartPlan`]s; the outcomes of the groups of a shard as bytes.

use crate::diagnostics::Message;
use crate::read::caseload::{self, Caseload};
use crate::read::study::{self, Study};
use crate::read::{Files, Recorder, Remembered};
use crate::session::builder::Session;
use crate::session::error::SessionError;
use crate::session::one_run::OneRun;
use crate::session::options::DrawCount;
use crate::session::portfolio::{PlannedPortfolio, PortfolioOptions};
use crate::session::shard::error::ShardError;
use crate::session::shard::file::ShardWriter;
use crate::session::shard::plan::{Job, JobKind, PartPlan, ShardPlan, changed};
use crate::session::study::variant_run;
use crate::simulate::Monitor;
use std::io::Write;

/// A job that was read.
pub(super) enum Planned<'f> {
    Run(Vec<OneRun>),
    Study(Box<Study>, Remembered<'f>, Box<Job>),
    Portfolio(Box<PlannedPortfolio>),
}

/// The households of a job, and what of the options decides their runs.
pub(super) fn caseload(job: &Job, files: &dyn Files) -> Result<(Caseload, PortfolioOptions), ShardError> {
    let caseload = match &job.cases {
        None => caseload::read(files, &job.path)?,
        Some(paths) => caseload::of_cases(files, paths)?,
    };
    let draws = match job.options.draws {
        DrawCount::Exactly(draws) => Some(draws),
        _ => None,
    };
    Ok((caseload, PortfolioOptions { draws, seed: job.options.seed, ..PortfolioOptions::default() }))
}

impl<'f> Planned<'f> {
    /// Reads a job; of a study not yet its variants.
    pub(super) fn open(job: &Job, files: &'f dyn Files) -> Result<Self, ShardError> {
        match job.kind {
            JobKind::Run => {
                let session = Session::load(files, &job.path, &job.set)?.options(job.options.clone());
                Ok(Self::Run(session.plan()?.runs()?))
            }
            JobKind::Study => {
                let study = study::open(files, &job.path)?.ok_or(SessionError::Refused)?;
                Ok(Self::Study(Box::new(study), Remembered::new(files), Box::new(job.clone())))
            }
            JobKind::Portfolio => {
                let (caseload, options) = caseload(job, files)?;
                Ok(Self::Portfolio(Box::new(PlannedPortfolio::new(caseload, options)?)))
            }
        }
    }

    /// All runs.
    pub(super) fn parts(&self) -> Result<Vec<PartPlan>, ShardError> {
        let plan = |name: &str, run: &OneRun| PartPlan { name: name.to_owned(), plan: run.plan, detail: run.detail };
        match self {
            Self::Run(runs) => Ok(runs.iter().map(|run| plan("", run)).collect()),
            Self::Study(study, files, job) => {
                // First, to tell the faults of all variants.
                study.load(files, &job.set)?;
                let each = 0..study.variants.len();
                each.map(|index| Ok(plan(&study.variants[index].name, &self.run(index)?))).collect()
            }
            Self::Portfolio(portfolio) => (0..portfolio.kinds()).map(|kind| Ok(plan("", &self.run(kind)?))).collect(),
        }
    }

    /// The run with this number.
    fn run(&self, part: usize) -> Result<OneRun, SessionError> {
        match self {
            Self::Run(runs) => runs.get(part).cloned().ok_or_else(changed),
            Self::Study(study, files, job) => {
                let variant = study.variants.get(part).ok_or_else(changed)?;
                Ok(variant_run(study, variant, files, &job.set, &job.options)?.0)
            }
            Self::Portfolio(portfolio) => portfolio.one_run(part),
        }
    }
}

/// Plans a job in so many shards.
///
/// # Errors
/// A scenario with faults, what cannot be met, more shards than there are groups of draws.
pub fn plan(job: Job, files: &dyn Files, shards: usize) -> Result<ShardPlan, ShardError> {
    if matches!(job.options.draws, DrawCount::UntilPrecise { .. }) {
        return Err(ShardError::Unusable(Message::new("shard_precision")));
    }
    let recorder = Recorder::new(files);
    let parts = Planned::open(&job, &recorder)?.parts()?;
    ShardPlan::of(job, parts, recorder.finish(), shards)
}

/// Works out shards of a plan.
pub struct Worker<'p> {
    plan: &'p ShardPlan,
    planned: Planned<'p>,
}

impl<'p> Worker<'p> {
    /// Reads what the plan is about.
    ///
    /// # Errors
    /// A plan of which the files are not what this engine makes of them.
    pub fn new(plan: &'p ShardPlan) -> Result<Self, ShardError> {
        Ok(Self { plan, planned: Planned::open(&plan.job, &plan.files)? })
    }

    /// Works out one shard and writes it.
    ///
    /// # Errors
    /// What the engine finds wrong, a stop on request, or bytes that cannot be written.
    pub fn run(&self, shard: usize, out: impl Write, monitor: &dyn Monitor) -> Result<(), ShardError> {
        let mut writer = ShardWriter::new(self.plan, shard, out)?;
        for (part, range) in self.plan.pieces(shard) {
            let run = self.planned.run(part)?;
            let wanted = &self.plan.parts[part];
            if (run.plan, run.detail) != (wanted.plan, wanted.detail) {
                return Err(changed().into());
            }
            let OneRun { prepared, plan, detail } = &run;
            let spread = prepared
                .run_part(plan, *detail, range, monitor, |group| writer.add(&group).map_err(ShardError::from))?;
            writer.add(&spread)?;
        }
        Ok(writer.finish()?)
    }
}
