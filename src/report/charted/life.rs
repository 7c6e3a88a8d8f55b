//! Charts of what happens: four groups of a hundred, the paths, and who is where over time.
//!
//! In: a run, an alternative. Out: rows.

use crate::report::charted::{Charted, Measured, Source};
use crate::report::words::wrap::plain;

/// Names of the groups, and keys of their words.
const GROUPS: [(&str, &str); 4] = [
    ("unchanged", "chart_group_unchanged"),
    ("averted", "chart_group_averted"),
    ("better", "chart_group_better"),
    ("worse", "chart_group_worse"),
];
const HUNDRED: f64 = 100.0;
/// Shares nearer to a whole number than this are that number.
const ROUNDING: f64 = 1e-9;

impl Source<'_> {
    /// What becomes of a hundred households with the plan.
    pub(super) fn hundred(&self) -> Option<Charted> {
        let mut chart = self.chart("hundred", "chart_hundred", &["chart_group", "chart_of_hundred", "chart_mean_net"]);
        for (id, key) in GROUPS {
            let group = self.told.groups.iter().find(|group| group.id == id)?;
            let values = vec![Some(group.in_hundred as f64), group.mean_net_benefit];
            chart.rows.push((self.text(key, &[]), values));
        }
        chart.units = vec![Measured::Hundred, Measured::Euro];
        let counts = ["unchanged", "averted", "better", "worse"].into_iter().zip(&chart.rows);
        let counts: Vec<(&str, String)> =
            counts.map(|(name, row)| (name, self.numbers.whole(row.1[0].unwrap_or_default()))).collect();
        chart.sentence = self.text("chart_hundred_told", &counts);
        Some(chart)
    }

    /// What futures cost society that escalate, or do not, without and with the plan, and what the plan yields in them; and
    /// all together. Where quality of life is valued it is taken off costs, so that these may be below 0.
    pub(super) fn paths(&self) -> Option<Charted> {
        let heads = ["chart_path", "chart_of_hundred", "chart_cost_without", "chart_cost_with", "chart_path_gain"];
        let mut chart = self.chart("paths", "chart_paths", &heads);
        let of = &self.told.escalation;
        let paths = [("chart_persists", of.persists.as_ref()?), ("chart_escalates", of.escalates.as_ref()?)];
        let mut all = [0.0; 2];
        for (key, path) in paths {
            let gain = path.cost_without.zip(path.cost_with).map(|(without, with)| without - with);
            let values = vec![Some(path.share * HUNDRED), path.cost_without, path.cost_with, gain];
            chart.rows.push((self.text(key, &[]), values));
            all[0] += path.share * path.cost_without.unwrap_or_default();
            all[1] += path.share * path.cost_with.unwrap_or_default();
        }
        chart.rows.push((
            self.text("chart_all_paths", &[]),
            vec![Some(HUNDRED), Some(all[0]), Some(all[1]), Some(all[0] - all[1])],
        ));
        chart.units = vec![Measured::Hundred, Measured::Euro, Measured::Euro, Measured::Euro];
        let euro = |amount: Option<f64>| amount.map_or("–".to_owned(), |amount| self.numbers.euro(amount));
        let row = &chart.rows[1].1;
        let values = [
            ("share", self.numbers.percent(row[0].unwrap_or_default() / HUNDRED)),
            ("gain", euro(row[3])),
            ("persists", euro(chart.rows[0].1[3])),
            ("all", euro(Some(all[0] - all[1]))),
        ];
        chart.sentence = self.text("chart_paths_told", &values);
        Some(chart)
    }

    /// Who is where at the end of each year, without and with the plan: a chart for each part of life in which that
    /// differs or changes.
    pub(super) fn states(&self) -> Vec<Charted> {
        let domains = self.run.scenario().domains.iter().enumerate().filter(|(_, domain)| !domain.auxiliary);
        domains.filter_map(|(at, _)| self.states_of(at)).collect()
    }

    /// Rows are years, columns the states without and then with the plan.
    fn states_of(&self, domain: usize) -> Option<Charted> {
        let scenario = self.run.scenario();
        let of = &scenario.domains[domain];
        let both = [0, self.at].map(|at| &self.run.results.alternatives[at].shares);
        let states = of.states.len();
        let label = self.own(&of.label, &of.id);
        let mut chart = self.chart("states", "chart_states", &["report_calendar_year"]);
        chart.id = format!("states-{}", of.id);
        chart.title = self.text("chart_states", &[("domain", label.clone())]);
        for key in ["chart_state_without", "chart_state_with"] {
            chart.heads.extend(of.states.iter().map(|state| {
                let state = plain(&self.own(&state.label, &state.id));
                self.text(key, &[("state", state)])
            }));
        }
        chart.units = vec![Measured::Share; 2 * states];
        for year in 0..both[0].len().min(both[1].len()) {
            let mut values = vec![0.0; 2 * states];
            for (side, shares) in both.into_iter().enumerate() {
                for (joint, share) in shares[year].iter().enumerate() {
                    values[side * states + self.run.results.space.decode(joint)[domain]] += share;
                }
            }
            let name = scenario.settings.calendar_start + i32::try_from(year).unwrap_or_default();
            chart.rows.push((name.to_string(), values.into_iter().map(|share| Some(whole(share))).collect()));
        }
        let differs = |row: &(String, Vec<Option<f64>>), state: usize| {
            let [without, with] = [state, states + state].map(|column| row.1[column].unwrap_or_default());
            (with - without).abs()
        };
        let all = chart.rows.iter().flat_map(|row| (0..states).map(move |state| (row, state)));
        let (row, most) = all.max_by(|a, b| differs(a.0, a.1).total_cmp(&differs(b.0, b.1)))?;
        let moves = chart.rows.iter().any(|row| row.1 != chart.rows[0].1);
        let values = [
            ("domain", label),
            ("year", row.0.clone()),
            ("state", self.own(&of.states[most].label, &of.states[most].id)),
            ("without", self.numbers.percent(row.1[most].unwrap_or_default())),
            ("with", self.numbers.percent(row.1[states + most].unwrap_or_default())),
        ];
        // Rounded the same is no difference to who reads.
        let key = if values[3].1 == values[4].1 { "chart_states_same" } else { "chart_states_told" };
        chart.sentence = self.text(key, &values);
        moves.then_some(chart)
    }
}

/// A share that is all or nothing but for rounding is that.
fn whole(share: f64) -> f64 {
    if (share - share.round()).abs() < ROUNDING { share.round() } else { share }
}
