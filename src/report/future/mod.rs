//! Stories of single futures in words: what happens to one household month by month, without and with help.
//!
//! In: [`Story`]s. Out: sentences and rows for a page, and a text for a terminal. Months in which nothing changes are left
//! out.

use crate::model::{Scenario, Text};
use crate::report::terminal::COLUMNS;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use crate::report::words::rounding::{apportion, units};
use crate::report::words::subject;
use crate::report::words::wrap::{left, plain, right, wrap};
use crate::session::Run;
use crate::session::future::{Story, StoryKind, StoryStep};

/// Columns of the name and of an amount of an item in a terminal.
const NAME: usize = 46;
const AMOUNT: usize = 11;
/// How far what happens stands in, behind its world.
const INSET: usize = 10;

/// Whose futures are told.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'t> {
    /// The scenario.
    pub scenario: &'t Scenario,
    /// Index of the alternative.
    pub alternative: usize,
    /// Language of all texts.
    pub language: Language,
}

/// One month in which something changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryRow {
    /// The month, as a number.
    pub month: String,
    /// What changes without and with help.
    pub worlds: [String; 2],
}

impl Telling<'_> {
    fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        subject::text(self.scenario, self.language, key, &values)
    }

    fn own(&self, text: &Text, otherwise: &str) -> String {
        let text = self.language.of(text);
        plain(if text.is_empty() { otherwise } else { text })
    }

    fn plan(&self) -> String {
        let of = &self.scenario.alternatives[self.alternative];
        self.own(&of.label, &of.id)
    }

    /// What a story is, and is not.
    pub fn about(&self) -> String {
        self.text("future_about", &[("plan", self.plan())])
    }

    /// The head of a story, and what is said of it.
    pub fn head(&self, story: &Story) -> (String, Vec<String>) {
        let numbers = Numbers::new(self.language);
        let (head, told) = match story.kind {
            StoryKind::Middle => ("future_middle", "future_middle_told"),
            StoryKind::Best => ("future_best", "future_best_told"),
            StoryKind::Unchanged => ("future_same", "future_same_told"),
        };
        let mut sentences = vec![self.text(told, &[("share", numbers.percent(story.share))])];
        let parted = story.parted.and_then(|at| story.steps.get(at));
        sentences.push(match parted {
            Some(step) => self.text("future_parted", &[("month", numbers.exact(step.months))]),
            None => self.text("future_together", &[]),
        });
        let values = [
            ("net", numbers.whole_euro(story.net_benefit)),
            ("draw", (story.draw + 1).to_string()),
            ("household", (story.household + 1).to_string()),
        ];
        sentences.push(self.text("future_net", &values));
        (self.text(head, &[]), sentences)
    }

    /// The months in which something changes; the first says how it begins.
    pub fn course(&self, story: &Story) -> Vec<StoryRow> {
        let numbers = Numbers::new(self.language);
        let mut rows = Vec::new();
        for (at, step) in story.steps.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| &story.steps[before]);
            let worlds = [0, 1].map(|world| self.changes(step, before, world).join("; "));
            if worlds.iter().any(|world| !world.is_empty()) {
                rows.push(StoryRow { month: numbers.exact(step.months), worlds });
            }
        }
        rows
    }

    /// What changes in a world at a border: parts of life in which the household comes elsewhere, and help that begins.
    fn changes(&self, step: &StoryStep, before: Option<&StoryStep>, world: usize) -> Vec<String> {
        let here = &step.worlds[world];
        let domains = self.scenario.domains.iter().enumerate().filter(|(_, domain)| !domain.auxiliary);
        let moved = domains.filter_map(|(at, domain)| {
            let state = here.states[at];
            let is_new = before.is_none_or(|before| before.worlds[world].states[at] != state);
            let values = [
                ("domain", self.own(&domain.label, &domain.id)),
                ("state", self.own(&domain.states[state].label, &domain.states[state].id)),
            ];
            is_new.then(|| self.text("future_becomes", &values))
        });
        let all = &self.scenario.alternatives[if world == 0 { 0 } else { self.alternative }].interventions;
        let begun = here.begun.iter().filter_map(|(at, responds)| {
            let of = all.get(*at)?;
            let key = if *responds { "future_begins" } else { "future_begins_in_vain" };
            Some(self.text(key, &[("name", self.own(&of.label, &of.name))]))
        });
        moved.chain(begun).collect()
    }
}

/// The stories for a terminal.
pub fn text(run: &Run, alternative: &str, stories: &[Story], language: Language) -> String {
    let scenario = run.scenario();
    let alternative = scenario.alternatives.iter().position(|one| one.id == alternative).unwrap_or_default();
    let telling = Telling { scenario, alternative, language };
    let mut lines = wrap(&telling.about(), COLUMNS, 0);
    if stories.is_empty() {
        lines.extend(wrap(&telling.text("future_none", &[]), COLUMNS, 0));
    }
    for story in stories {
        let (head, sentences) = telling.head(story);
        lines.push(String::new());
        lines.extend(wrap(&head, COLUMNS, 0));
        lines.extend(wrap(&sentences.join(" "), COLUMNS, 0));
        for row in telling.course(story) {
            lines.push(telling.text("future_in_month", &[("month", row.month)]));
            lines.extend(of_worlds(&telling, &row.worlds));
        }
        lines.extend(money(&telling, story));
    }
    lines.join("\n") + "\n"
}

/// What happens in both worlds; once where it is the same.
fn of_worlds(telling: &Telling, [without, with]: &[String; 2]) -> Vec<String> {
    let line = |key: &'static str, told: &str| {
        let name = left(&format!("  {}", telling.text(key, &[])), INSET);
        let mut lines = wrap(told, COLUMNS - INSET, 0).into_iter();
        let first = lines.next().map(|first| format!("{name}{first}"));
        first.into_iter().chain(lines.map(|more| format!("{}{more}", " ".repeat(INSET)))).collect::<Vec<String>>()
    };
    if without == with {
        return line("future_both", without);
    }
    let both = [("future_without", without), ("future_with", with)];
    both.into_iter().filter(|(_, told)| !told.is_empty()).flat_map(|(key, told)| line(key, told)).collect()
}

/// What each item comes to, rounded to euros so that it adds up to the balance.
fn money(telling: &Telling, story: &Story) -> Vec<String> {
    let numbers = Numbers::new(telling.language);
    let row = |name: &str, cells: [String; 3]| {
        let cells: String = cells.iter().map(|cell| right(cell, AMOUNT)).collect();
        format!("{}{cells}", left(name, NAME))
    };
    let heads = ["future_without", "future_with", "future_adds"].map(|key| telling.text(key, &[]));
    let mut lines = vec![row(&telling.text("future_money", &[]), heads)];
    let adds: Vec<f64> = story.lines.iter().map(|line| line.adds).collect();
    let total = units(story.net_benefit, 1.0);
    for (line, part) in story.lines.iter().zip(apportion(&adds, 1.0, total)) {
        let item = &telling.scenario.items[line.item];
        let [without, with] = line.amounts.map(|amount| numbers.whole(amount));
        lines.push(row(&telling.own(&item.label, &item.id), [without, with, numbers.whole(part)]));
    }
    lines.push(row(&telling.text("report_net", &[]), [String::new(), String::new(), numbers.whole(total)]));
    lines
}
