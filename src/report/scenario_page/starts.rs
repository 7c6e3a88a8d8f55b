//! Results by start state, for every alternative.
//!
//! In: answers by start. Out: a part of a page: a row for each state of a mix and each alternative, in the order of the
//! scenario. No figure is worked out here.

use crate::analyse::{AlternativeByStart, StartAnswer, Verdict};
use crate::report::scenario_page::Page;

impl Page<'_> {
    /// For whom it pays; nothing where all households start alike.
    pub(super) fn starts(&self) -> Option<String> {
        let starts = &self.answer.by_start;
        let draws = starts.first()?.draws;
        let rows = starts.iter().flat_map(|start| start.alternatives.iter().map(|found| self.start_row(start, found)));
        let rows: Vec<Vec<String>> = rows.collect();
        let heads = ["page_start", "page_share", "page_what", "page_net", "page_range", "page_chance", "page_verdict"];
        let how = self.text("page_start_how", &[("draws", &self.numbers.whole(draws as f64))]);
        Some(format!("{}\n\n{how}", self.table(&heads, &rows)))
    }

    fn start_row(&self, start: &StartAnswer, found: &AlternativeByStart) -> Vec<String> {
        let net = found.headline();
        let [mean, low, high] = [net.mean, net.p10, net.p90].map(|value| self.numbers.euro(value));
        let verdict = match found.verdict {
            Verdict::Pays => "page_pays",
            Verdict::Costs => "page_costs_more",
            Verdict::Uncertain => "page_uncertain",
            Verdict::Nothing => "page_no_difference",
        };
        let chance = match found.verdict {
            Verdict::Nothing => "-".to_owned(),
            _ => self.numbers.percent(net.probability_positive),
        };
        vec![
            self.start_name(start),
            self.numbers.percent(start.share),
            self.label(&found.id),
            mean,
            self.text("page_band", &[("low", &low), ("high", &high)]),
            chance,
            self.language.text(verdict).to_owned(),
        ]
    }

    /// The states in which these households start, with the domains they belong to.
    fn start_name(&self, start: &StartAnswer) -> String {
        let named = start.domains.iter().zip(&start.states).map(|(id, state)| {
            let domain = self.scenario.domains.iter().find(|known| known.id == *id);
            let known = domain.and_then(|domain| domain.states.iter().find(|known| known.id == *state));
            let text = |label: Option<&crate::model::Text>, id: &String| {
                label.map(|label| self.words(label)).filter(|text| !text.is_empty()).unwrap_or_else(|| id.clone())
            };
            format!(
                "{}: {}",
                text(domain.map(|domain| &domain.label), id),
                text(known.map(|known| &known.label), state)
            )
        });
        named.collect::<Vec<_>>().join("; ")
    }
}
