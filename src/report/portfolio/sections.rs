//! What is said of a caseload, in sections of sentences and a table each.
//!
//! In: a [`PortfolioAnswer`], a language. Out: [`Section`]s, for a screen or a page.

use crate::analyse::portfolio::answer::{ChoiceAnswer, LimitAnswer, PortfolioAnswer};
use crate::analyse::portfolio::bands::CaseloadBand;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// Points of the curve that are shown; all are in the files.
const SHOWN_POINTS: usize = 10;
/// Groups of one kind that are shown.
const SHOWN_GROUPS: usize = 12;

/// A section.
pub(super) struct Section {
    /// Key of its heading.
    pub(super) head: &'static str,
    /// Sentences above the table.
    pub(super) before: Vec<String>,
    /// Keys of the heads of columns; the first is that of names.
    pub(super) heads: Vec<&'static str>,
    /// Rows of as many cells.
    pub(super) rows: Vec<Vec<String>>,
    /// Sentences below the table.
    pub(super) after: Vec<String>,
}

/// The key of the word for a kind of part.
pub(super) fn by_key(by: &str) -> &'static str {
    match by {
        "scenario" => "portfolio_by_scenario",
        "alternative" => "portfolio_by_alternative",
        "neighbourhood" => "portfolio_by_neighbourhood",
        _ => "portfolio_by_start",
    }
}

pub(super) struct Teller<'a> {
    pub(super) answer: &'a PortfolioAnswer,
    pub(super) language: Language,
    pub(super) numbers: Numbers,
}

impl<'a> Teller<'a> {
    pub(super) fn new(answer: &'a PortfolioAnswer, language: Language) -> Self {
        Self { answer, language, numbers: Numbers::new(language) }
    }

    pub(super) fn say(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        self.language.fill_in(self.language.text(key), values)
    }

    fn euro(&self, value: f64) -> String {
        self.numbers.whole(value)
    }

    pub(super) fn account(&self, id: &str) -> String {
        let found = self.answer.labels.iter().find(|(known, _)| known == id);
        found.map(|(_, label)| self.language.of(label)).filter(|label| !label.is_empty()).unwrap_or(id).to_owned()
    }

    fn aim(&self) -> &'static str {
        self.language.text(match self.answer.aim {
            "money" => "portfolio_aim_money",
            "public" => "portfolio_aim_public",
            _ => "portfolio_aim_society",
        })
    }

    /// The first lines: what was reckoned.
    pub(super) fn opening(&self) -> Vec<String> {
        let answer = self.answer;
        let count = |value: f64| self.numbers.whole(value);
        let (households, rows) = (count(answer.households as f64), count(answer.rows as f64));
        let (kinds, draws, helped) =
            (count(answer.kinds as f64), count(answer.draws as f64), count(answer.helped as f64));
        let year = answer.price_year.to_string();
        let values = [
            ("households", households.as_str()),
            ("rows", &rows),
            ("kinds", &kinds),
            ("draws", &draws),
            ("helped", &helped),
            ("year", &year),
            ("id", &answer.id),
        ];
        vec![self.say("portfolio_base", &values), self.say("portfolio_helped", &values)]
    }

    /// All sections that have something to say.
    pub(super) fn sections(&self) -> Vec<Section> {
        let mut found = vec![self.totals(), self.payers(), self.budget(), self.groups(), self.settlement()];
        found.extend(self.answer.choice.as_ref().map(|choice| self.limits(choice)));
        found.extend(self.answer.choice.as_ref().map(|choice| self.curve(choice)));
        found.retain(|section| !section.rows.is_empty());
        found
    }

    fn totals(&self) -> Section {
        let answer = self.answer;
        let row = |key: &'static str, band: &CaseloadBand| {
            let mut row = vec![self.language.text(key).to_owned()];
            row.extend([band.mean, band.p10, band.p90, band.unknown_sd].map(|value| self.euro(value)));
            row.push(band.luck_sd.map_or_else(|| "-".to_owned(), |sd| self.euro(sd)));
            row.push(self.numbers.percent(band.positive));
            row
        };
        let after = match answer.luck_households {
            0 => "portfolio_without_luck",
            _ => "portfolio_two_parts",
        };
        let year = answer.first_year.to_string();
        Section {
            head: "portfolio_totals",
            before: vec![self.say("portfolio_totals_of", &[("year", &year)])],
            heads: vec![
                "portfolio_balance",
                "portfolio_mean",
                "portfolio_p10",
                "portfolio_p90",
                "portfolio_unknown",
                "portfolio_luck",
                "portfolio_chance",
            ],
            rows: vec![
                row("portfolio_society", &answer.net_benefit),
                row("portfolio_money", &answer.net_benefit_money),
                row("portfolio_public", &answer.net_benefit_public),
            ],
            after: vec![self.say(after, &[])],
        }
    }

    fn payers(&self) -> Section {
        let rows = self.answer.payers.iter().map(|payer| {
            let figures = [payer.plan_cost, payer.net.mean, payer.net.p10, payer.net.p90];
            let mut row = vec![self.account(&payer.account)];
            row.extend(figures.map(|value| self.euro(value)));
            // Only a public payer has a budget in which it could be booked.
            row.push(if payer.public { self.euro(payer.cashable) } else { "-".to_owned() });
            row
        });
        let heads = [
            "portfolio_payer",
            "portfolio_pays",
            "portfolio_net",
            "portfolio_p10",
            "portfolio_p90",
            "portfolio_bookable",
        ];
        Section {
            head: "portfolio_payers",
            before: vec![self.say("portfolio_payers_of", &[])],
            heads: heads.to_vec(),
            rows: rows.collect(),
            after: vec![self.say("portfolio_bookable_of", &[])],
        }
    }

    fn budget(&self) -> Section {
        let need = &self.answer.budget;
        let payer = self.account(&need.account);
        let rows = need.years.iter().chain([&need.total]).map(|year| {
            let name = match year.calendar_year {
                0 => self.language.text("portfolio_all_years").to_owned(),
                year => year.to_string(),
            };
            let figures = [year.mean, year.p50, year.p80, year.p95, year.hours];
            std::iter::once(name).chain(figures.map(|value| self.euro(value))).collect()
        });
        let heads =
            ["portfolio_year", "portfolio_mean", "portfolio_p50", "portfolio_p80", "portfolio_p95", "portfolio_hours"];
        Section {
            head: "portfolio_budget",
            before: vec![self.say("portfolio_budget_of", &[("payer", &payer)])],
            heads: heads.to_vec(),
            rows: rows.collect(),
            after: vec![self.say("portfolio_never_added", &[])],
        }
    }

    fn groups(&self) -> Section {
        let mut rows = Vec::new();
        for by in ["scenario", "alternative", "neighbourhood", "start"] {
            let key = by_key(by);
            for group in self.answer.groups.iter().filter(|group| group.by == by).take(SHOWN_GROUPS) {
                let name = if group.name.is_empty() { self.language.text("portfolio_not_told") } else { &group.name };
                let mut row = vec![format!("{}: {name}", self.language.text(key))];
                row.extend([group.households as f64, group.helped as f64].map(|value| self.numbers.whole(value)));
                let band = &group.net_benefit;
                row.extend([group.plan_cost, band.mean, band.p10, band.p90].map(|value| self.euro(value)));
                rows.push(row);
            }
        }
        Section {
            head: "portfolio_groups",
            before: vec![self.say("portfolio_groups_of", &[("aim", self.aim())])],
            heads: vec![
                "portfolio_part",
                "portfolio_households",
                "portfolio_get_help",
                "portfolio_pays",
                "portfolio_balance",
                "portfolio_p10",
                "portfolio_p90",
            ],
            rows,
            after: Vec::new(),
        }
    }

    fn settlement(&self) -> Section {
        let settlement = &self.answer.settlement;
        let rows = settlement.parties.iter().map(|party| {
            let figures = [party.net, party.sure].map(|value| self.euro(value));
            let mut row = vec![self.account(&party.account)];
            row.extend(figures);
            row.push(self.numbers.percent(party.loses));
            row.push(self.euro(party.payment));
            row
        });
        let certainty = self.numbers.percent(settlement.certainty);
        let missing = self.numbers.euro(settlement.missing);
        let key = if settlement.possible { "portfolio_settled" } else { "portfolio_not_settled" };
        Section {
            head: "portfolio_settlement",
            before: vec![self.say("portfolio_settlement_of", &[("certainty", &certainty)])],
            heads: vec!["portfolio_payer", "portfolio_net", "portfolio_surely", "portfolio_loses", "portfolio_payment"],
            rows: rows.collect(),
            after: vec![self.say(key, &[("certainty", &certainty), ("missing", &missing)])],
        }
    }

    /// What a limit is called.
    pub(super) fn limit(&self, limit: &LimitAnswer) -> String {
        let what = self.language.text(if limit.kind == "hours" { "portfolio_hours" } else { "portfolio_money_limit" });
        let all = || self.language.text("portfolio_all_years").to_owned();
        format!("{what}, {}", limit.calendar_year.map_or_else(all, |year| year.to_string()))
    }

    fn limits(&self, choice: &ChoiceAnswer) -> Section {
        let rows = choice.limits.iter().map(|limit| {
            let figures = [limit.limit, limit.used].map(|value| self.euro(value));
            let mut row = vec![self.limit(limit)];
            row.extend(figures);
            row.push(self.numbers.decimal(limit.price, 2));
            row
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() {
            rows.push(vec![self.language.text("portfolio_no_limit").to_owned(), "-".into(), "-".into(), "-".into()]);
        }
        let (households, value) = (self.numbers.whole(choice.households as f64), self.numbers.euro(choice.value));
        let gap = self.numbers.decimal((choice.gap * 1e5).ceil() / 1e3, 3);
        let best = if choice.proven { "portfolio_best" } else { "portfolio_certificate" };
        let mut before =
            vec![self.say("portfolio_chosen", &[("households", &households), ("value", &value), ("aim", self.aim())])];
        before.push(self.say(best, &[("gap", &gap)]));
        before.push(self.say("portfolio_advice", &[]));
        let mut after = Vec::new();
        if let Some(price) = choice.limits.iter().find(|limit| limit.kind == "budget").map(|limit| limit.price) {
            after.push(self.say("portfolio_next_euro", &[("price", &self.numbers.decimal(price, 2))]));
        }
        if let (Some(share), Some(price)) = (choice.fair_share, choice.fair_price) {
            let (share, price) = (self.numbers.percent(share), self.numbers.euro(price));
            after.push(self.say("portfolio_fair_price", &[("share", &share), ("price", &price)]));
        }
        if let Some(risk) = &choice.risk {
            let [worst, careful, value] =
                [risk.worst, risk.careful_worst, risk.careful_value].map(|value| self.numbers.euro(value));
            let changed = self.numbers.whole(risk.changed as f64);
            let key = if risk.changed == 0 { "portfolio_risk_same" } else { "portfolio_risk" };
            let values = [("worst", worst.as_str()), ("careful", &careful), ("value", &value), ("changed", &changed)];
            after.push(self.say(key, &values));
        }
        let ties = self.answer.cases.iter().filter(|case| case.tie).count();
        if ties > 0 {
            after.push(self.say("portfolio_ties", &[("count", &self.numbers.whole(ties as f64))]));
        }
        let draws = self.numbers.whole(choice.choice_draws as f64);
        after.push(self.say("portfolio_how_often", &[("draws", &draws)]));
        let heads = vec!["portfolio_limit", "portfolio_there_is", "portfolio_used", "portfolio_price"];
        Section { head: "portfolio_choice", before, heads, rows, after }
    }

    fn curve(&self, choice: &ChoiceAnswer) -> Section {
        let every = choice.curve.len().div_ceil(SHOWN_POINTS).max(1);
        let shown = choice.curve.iter().skip(every - 1).step_by(every);
        let rows = shown.map(|point| {
            let figures = [point.budget, point.value, point.households as f64].map(|value| self.euro(value));
            figures.into_iter().chain([self.numbers.decimal(point.price, 2)]).collect()
        });
        Section {
            head: "portfolio_curve",
            before: Vec::new(),
            heads: vec!["portfolio_budget_column", "portfolio_balance", "portfolio_households", "portfolio_price"],
            rows: rows.collect(),
            after: Vec::new(),
        }
    }
}
