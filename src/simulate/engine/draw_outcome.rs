//! Outcome of a draw: net benefit, payback, and the noise of few households.
//!
//! In: priced trajectories of an alternative and of the null alternative. Out: [`DrawOutcome`].

use crate::simulate::compile::lanes::Lanes;
use crate::simulate::ledger::price::Priced;
use crate::simulate::ledger::totals::{ROUNDING, TOTALS, settled};
use crate::simulate::limits::LANES;
use crate::simulate::micro::value::outcome::Households;
use crate::simulate::results::DrawOutcome;

/// One draw of one alternative, compared with the null alternative.
pub fn draw_outcome(priced: &Priced<LANES>, null: &Priced<LANES>, lane: usize, noise: [f64; TOTALS]) -> DrawOutcome {
    let totals: [f64; TOTALS] = std::array::from_fn(|total| priced.totals[total][lane]);
    let gross = priced.gross[lane] + null.gross[lane];
    let net_benefit = std::array::from_fn(|total| settled(totals[total] - null.totals[total][lane], gross));
    let own = std::array::from_fn(|total| priced.own[total][lane]);
    let payback = std::array::from_fn(|total| {
        let flow = |row: usize| priced.flows[row][total][lane] - null.flows[row][total][lane];
        payback((0..priced.flows.len()).map(flow), gross)
    });
    DrawOutcome { totals, net_benefit, own, gross, payback, noise }
}

/// First row from which the cumulative flow stays at or above 0, rounding of `gross` apart: the sizes of all that is
/// paid and received.
pub fn payback(flows: impl Iterator<Item = f64>, gross: f64) -> Option<usize> {
    let mut first = Some(0);
    let mut sum = 0.0;
    for (row, flow) in flows.enumerate() {
        sum += flow;
        first = if sum < -ROUNDING * gross { None } else { first.or(Some(row)) };
    }
    first
}

/// Discounted flows of an alternative less those of the null alternative, by row, added over the lanes that are real
/// draws.
pub fn net_flows(priced: &Priced<LANES>, null: &Priced<LANES>, lanes: usize) -> Vec<[f64; TOTALS]> {
    let net = |(own, other): (&[Lanes<LANES>; TOTALS], &[Lanes<LANES>; TOTALS])| {
        std::array::from_fn(|total| (0..lanes).map(|lane| own[total][lane] - other[total][lane]).sum())
    };
    priced.flows.iter().zip(&null.flows).map(net).collect()
}

/// Variance of the mean net benefit of a draw that comes from simulating few households, for each total.
pub fn noise(households: Option<&Households>) -> [f64; TOTALS] {
    let Some(all) = households else { return [0.0; TOTALS] };
    let n = all.count as f64;
    std::array::from_fn(|total| {
        let mean = all.sum[total] / n;
        if n > 1.0 { ((all.sum_of_squares[total] / n - mean * mean).max(0.0)) / (n - 1.0) } else { 0.0 }
    })
}
