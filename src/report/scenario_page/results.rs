//! Tables of results: net benefit, the ratio beside what is published, levels of measures, system problems.
//!
//! In: answers. Out: parts of a page. No figure is worked out here.

use crate::analyse::{AlternativeAnswer, Standing};
use crate::diagnostics::Message;
use crate::report::scenario_page::Page;
use crate::report::scenario_page::published;
use crate::report::words::{group_key, subject};

/// An amount below which nothing needs to be said, in euro.
const SMALL: f64 = 0.5;

impl Page<'_> {
    /// Alternatives whose ratio lies outside the published band; without costs there is no ratio.
    fn outside(&self) -> Vec<&AlternativeAnswer> {
        let (low, high) = published::band();
        let inside = |alternative: &&AlternativeAnswer| {
            alternative.benefit_cost_ratio.is_some_and(|ratio| (low..=high).contains(&ratio))
        };
        self.answer.alternatives.iter().filter(|alternative| !inside(alternative)).collect()
    }

    /// A ratio outside the published band needs a reason.
    pub(super) fn check_band(&self) -> Result<(), Message> {
        let outside = self.outside();
        if outside.is_empty() || self.scenario.about.outside_band.is_some() {
            return Ok(());
        }
        let (low, high) = published::band();
        let named = |alternative: &&AlternativeAnswer| {
            format!("{} ({})", alternative.id, self.ratio(alternative.benefit_cost_ratio))
        };
        let names: Vec<String> = outside.iter().map(named).collect();
        let message = Message::new("page_outside_band").with("names", names.join(", "));
        Err(message.with("low", self.numbers.decimal(low, 1)).with("high", self.numbers.decimal(high, 1)))
    }

    fn ratio(&self, ratio: Option<f64>) -> String {
        ratio.map_or("-".to_owned(), |ratio| self.numbers.decimal(ratio, 2))
    }

    pub(super) fn label(&self, id: &str) -> String {
        let found = self.scenario.alternatives.iter().find(|alternative| alternative.id == id);
        found.map_or_else(|| id.to_owned(), |alternative| self.words(&alternative.label))
    }

    /// Costs, benefits and what is left, for each alternative.
    pub(super) fn result(&self) -> String {
        let row = |alternative: &AlternativeAnswer| {
            let net = &alternative.headline().average;
            let [costs, benefits, mean, low, high, money, public] = [
                alternative.costs_present_value,
                alternative.benefits_present_value,
                net.mean,
                net.p10,
                net.p90,
                alternative.net_benefit_money.average.mean,
                alternative.net_benefit_public.average.mean,
            ]
            .map(|value| self.numbers.euro(value));
            let chance = self.numbers.percent(net.probability_positive);
            let band = self.text("page_band", &[("low", &low), ("high", &high)]);
            let [ratio, ratio_money] =
                [alternative.benefit_cost_ratio, alternative.benefit_cost_ratio_money].map(|ratio| self.ratio(ratio));
            let label = self.label(&alternative.id);
            vec![label, costs, benefits, mean, band, chance, ratio, money, ratio_money, public]
        };
        let rows: Vec<Vec<String>> = self.answer.best_first().into_iter().map(row).collect();
        let heads = [
            "page_what",
            "page_costs",
            "page_benefits",
            "page_net",
            "page_range",
            "page_chance",
            "page_ratio",
            "page_net_money",
            "page_ratio_money",
            "page_public",
        ];
        let year = self.answer.price_year.to_string();
        let draws = self.numbers.whole(self.answer.draws as f64);
        let rate = self.numbers.exact(self.answer.discount_rate * 100.0);
        let horizon = subject::horizon(&self.scenario.settings, self.language);
        let how = [
            ("year", year.as_str()),
            ("draws", &draws),
            ("rate", &rate),
            ("horizon", &horizon),
            ("id", &self.scenario.id),
        ];
        let (table, totals, how) =
            (self.table(&heads, &rows), self.text("page_totals", &[]), self.text("page_how", &how));
        format!("{table}{}\n\n{totals} {how}", self.apart())
    }

    /// What of the totals is told apart: rights, use without a value, the balance without displacement; each where it is
    /// there in some alternative.
    fn apart(&self) -> String {
        type Figure = fn(&AlternativeAnswer) -> Option<f64>;
        let some = |value: f64| (value.abs() >= SMALL).then_some(value);
        let euro: [(&'static str, Figure); 4] = [
            ("page_without_displacement", |one| one.apart.without_displacement.as_ref().map(|it| it.net_benefit)),
            ("page_without_displacement_money", |one| {
                one.apart.without_displacement.as_ref().map(|it| it.net_benefit_money)
            }),
            ("page_rights", |one| Some(one.apart.rights_public)),
            ("page_unvalued", |one| Some(one.apart.unvalued_use)),
        ];
        let all = self.answer.best_first();
        let told = |(_, figure): &&(&'static str, Figure)| all.iter().any(|one| figure(one).and_then(some).is_some());
        let columns: Vec<&(&'static str, Figure)> = euro.iter().filter(told).collect();
        if columns.is_empty() {
            return String::new();
        }
        let row = |one: &&AlternativeAnswer| {
            let cell = |(_, figure): &&(&'static str, Figure)| {
                figure(one).map_or("-".to_owned(), |value| self.numbers.euro(value))
            };
            std::iter::once(self.label(&one.id)).chain(columns.iter().map(cell)).collect()
        };
        let rows: Vec<Vec<String>> = all.iter().map(row).collect();
        let heads: Vec<&'static str> =
            std::iter::once("page_what").chain(columns.iter().map(|(key, _)| *key)).collect();
        format!("\n\n{}", self.table(&heads, &rows))
    }

    /// What others found, and why this scenario may lie outside.
    pub(super) fn published(&self) -> String {
        let (low, high) = published::band();
        let [low, high] = [low, high].map(|ratio| self.numbers.decimal(ratio, 1));
        let mut text = self.text("page_published_band", &[("low", &low), ("high", &high)]);
        let outside: Vec<String> = self.outside().iter().map(|alternative| self.label(&alternative.id)).collect();
        text += "\n\n";
        text += &match (&self.scenario.about.outside_band, outside.is_empty()) {
            (_, true) => self.text("page_inside", &[]),
            (Some(reason), false) => {
                self.text("page_outside", &[("names", &outside.join("; ")), ("reason", &self.words(reason))])
            }
            (None, false) => String::new(),
        };
        let rows: Vec<Vec<String>> = published::all()
            .iter()
            .filter(|row| row.role != "band")
            .map(|row| {
                let [low, high] = [row.low, row.high].map(|value| self.numbers.decimal(value, 2));
                let range = if low == high { low } else { self.text("page_band", &[("low", &low), ("high", &high)]) };
                let role = if row.role == "ceiling" { "page_ceiling" } else { "page_example" };
                let role = self.language.text(role).to_owned();
                let yardstick = row.yardstick().map(|key| self.language.text(key)).join(", ");
                let source = format!("[{}]({}), {}", row.source, row.url, row.year);
                vec![self.words(&row.label), range, yardstick, role, source]
            })
            .collect();
        format!(
            "{text}\n\n{}",
            self.table(&["page_what", "page_ratio", "page_yardstick", "page_worth", "list_source"], &rows)
        )
    }

    /// Mean levels at the start, at the end without and with each alternative.
    pub(super) fn measures(&self) -> String {
        let Some(first) = self.answer.alternatives.first().filter(|alternative| !alternative.measures.is_empty())
        else {
            return self.text("measures_none", &[]);
        };
        let mean = |standing: &Standing| standing.mean.map_or("-".to_owned(), |mean| self.numbers.decimal(mean, 2));
        let rows = first.measures.iter().enumerate().map(|(at, answered)| {
            let named = self.scenario.measures.iter().find(|measure| measure.id == answered.id);
            let label = named.map_or_else(|| answered.id.clone(), |measure| self.words(&measure.label));
            let with = self.answer.alternatives.iter().filter_map(|other| other.measures.get(at));
            let with: Vec<String> = with.map(|other| mean(&other.end_with)).collect();
            let name = format!("{label} ({}-{})", answered.lowest, answered.highest);
            vec![name, mean(&answered.start_without), mean(&answered.end_without), with.join(" / ")]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let heads = ["page_measure", "measures_start", "measures_end_without", "page_end_with"];
        let names: Vec<String> =
            self.answer.alternatives.iter().map(|alternative| format!("`{}`", alternative.id)).collect();
        let order = self.text("page_measures_order", &[("names", &names.join(" / "))]);
        format!("{}\n\n{order} {}", self.table(&heads, &rows), self.language.text("measures_describe"))
    }

    /// What each system problem costs.
    pub(super) fn problems(&self) -> String {
        if self.answer.system_problems.is_empty() {
            return self.text("page_no_problems", &[]);
        }
        let row = |answered: &crate::analyse::ProblemAnswer| {
            let named = self.scenario.problems.iter().find(|problem| problem.id == answered.id);
            let label = named.map_or_else(|| answered.id.clone(), |problem| self.words(&problem.label));
            let group = named.map_or("", |problem| self.language.text(group_key(problem.group)));
            let cost = &answered.cost_to_society;
            let [mean, low, high] = [cost.mean, cost.p10, cost.p90].map(|value| self.numbers.euro(value));
            let band = self.text("page_band", &[("low", &low), ("high", &high)]);
            let chance = self.numbers.percent(cost.probability_positive);
            vec![label, group.to_owned(), self.label(&answered.alternative), mean, band, chance]
        };
        let rows: Vec<Vec<String>> = self.answer.system_problems.iter().map(row).collect();
        let heads =
            ["page_problem", "page_group", "page_with", "page_problem_cost", "page_range", "page_problem_chance"];
        format!("{}\n\n{}", self.table(&heads, &rows), self.text("page_problems_how", &[]))
    }
}
