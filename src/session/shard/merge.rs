//! All shards of a plan to one result.
//!
//! In: a plan, the bytes of its shards. Out: [`Merged`], equal to the bit to what one run gives. Shards are read once, in
//! the order of the plan, a group at a time.

use crate::analyse::portfolio::answer::PortfolioAnswer;
use crate::diagnostics::{Message, Sources};
use crate::read::study;
use crate::session::builder::Session;
use crate::session::error::SessionError;
use crate::session::one_run::OneRun;
use crate::session::portfolio::{PlannedPortfolio, PortfolioOptions};
use crate::session::run::Run;
use crate::session::shard::error::ShardError;
use crate::session::shard::file::ShardReader;
use crate::session::shard::plan::{JobKind, ShardPlan, changed};
use crate::session::shard::planned::caseload;
use crate::session::study::{StudyRun, StudySession};
use crate::simulate::engine::part::Gathering;
use crate::simulate::{Monitor, Results, SimulationError};
use std::io::{self, Read};

/// What came of a job.
pub enum Merged {
    /// Of a scenario or case.
    Run(Box<Run>),
    /// Of a study.
    Study(Box<StudyRun>),
    /// Of many households, with all files that were read.
    Portfolio(Box<PortfolioAnswer>, Sources),
}

/// Opens the bytes of a shard, by its number.
type Open<'o, R> = &'o dyn Fn(usize) -> io::Result<R>;

/// Puts all shards together; of many households with what is asked of them beside draws and seed.
///
/// # Errors
/// A shard that cannot be read or is none of this plan; what is kept of every draw takes too much memory; a stop on
/// request.
pub fn merge<R: Read>(
    plan: &ShardPlan,
    asked: &PortfolioOptions,
    open: Open<'_, R>,
    monitor: &dyn Monitor,
) -> Result<Merged, ShardError> {
    let mut shards = Shards { plan, open, next: 0, left: Vec::new(), reader: None, part: 0, failed: None };
    let mut results = |run: &OneRun| shards.results(run, monitor);
    let job = &plan.job;
    let found = match job.kind {
        JobKind::Run => {
            let session = Session::load(&plan.files, &job.path, &job.set)?.options(job.options.clone());
            session.plan()?.with_results(&mut results).map(|run| Merged::Run(Box::new(run)))
        }
        JobKind::Study => {
            let study = study::open(&plan.files, &job.path)?.ok_or(SessionError::Refused)?;
            let session = StudySession::load(study, &plan.files, &job.set)?.options(job.options.clone());
            session.plan()?.with_results(&mut results).map(|run| Merged::Study(Box::new(run)))
        }
        JobKind::Portfolio => {
            let (caseload, PortfolioOptions { draws, seed, .. }) = caseload(job, &plan.files)?;
            let sources = caseload.sources.clone();
            let planned = PlannedPortfolio::new(caseload, PortfolioOptions { draws, seed, ..asked.clone() })?;
            let answer = planned.with_results(&mut results, monitor);
            answer.map(|answer| Merged::Portfolio(Box::new(answer), sources))
        }
    };
    match (found, shards.failed) {
        (_, Some(failed)) => Err(failed),
        (found, None) => Ok(found?),
    }
}

/// The shards, read as one row of groups.
struct Shards<'p, R: Read> {
    plan: &'p ShardPlan,
    open: Open<'p, R>,
    /// Shard that is opened next.
    next: usize,
    /// Of the open shard the runs of which it has groups that were not read yet, the next one last: run and groups.
    left: Vec<(usize, usize)>,
    reader: Option<ShardReader<R>>,
    /// Run that is asked for next.
    part: usize,
    failed: Option<ShardError>,
}

impl<R: Read> Shards<'_, R> {
    /// The results of the next run of the plan.
    fn results(&mut self, run: &OneRun, monitor: &dyn Monitor) -> Result<Results, SessionError> {
        self.read(run, monitor).map_err(|error| match error {
            ShardError::Session(error) => error,
            other => {
                self.failed = Some(other);
                changed()
            }
        })
    }

    fn read(&mut self, run: &OneRun, monitor: &dyn Monitor) -> Result<Results, ShardError> {
        let wanted = self.plan.parts.get(self.part).ok_or_else(changed)?;
        if (run.plan, run.detail) != (wanted.plan, wanted.detail) {
            return Err(changed().into());
        }
        let mut gathering = run.prepared.gathering(&run.plan, monitor.most_memory())?;
        let mut left = run.plan.groups();
        while left > 0 {
            let groups = self.piece(&mut gathering, monitor)?;
            left = left.checked_sub(groups).filter(|_| groups > 0).ok_or_else(|| self.none_of_plan())?;
        }
        self.part += 1;
        gathering.finish().ok_or_else(|| self.none_of_plan())
    }

    /// Reads what one shard has of the run; gives the number of groups.
    fn piece(&mut self, gathering: &mut Gathering<'_>, monitor: &dyn Monitor) -> Result<usize, ShardError> {
        if self.left.is_empty() {
            let (plan, shard) = (self.plan, self.next);
            let pieces = plan.pieces(shard).map(|(part, range)| (part, range.len()));
            self.left = pieces.collect::<Vec<_>>().into_iter().rev().collect();
            self.next += 1;
            self.reader = ShardReader::new(plan, shard, (self.open)(shard)?)?;
        }
        let (_, groups) = self.left.pop().filter(|(part, _)| *part == self.part).ok_or_else(|| self.none_of_plan())?;
        let Some(reader) = &mut self.reader else { return Err(self.none_of_plan()) };
        for _ in 0..groups {
            if monitor.stopped() {
                return Err(SimulationError::Stopped.into());
            }
            if !gathering.add(reader.next()?) {
                return Err(self.none_of_plan());
            }
        }
        let spread: Vec<_> = reader.next()?;
        if gathering.add_spread(&spread) { Ok(groups) } else { Err(self.none_of_plan()) }
    }

    fn none_of_plan(&self) -> ShardError {
        ShardError::Unusable(Message::new("shard_not_readable").with("index", self.next.saturating_sub(1)))
    }
}
