//! What changes in the lives of households: in a hundred of them, in units, in levels, and in single futures.
//!
//! In: the answer on the alternative that is told. Out: HTML.

use crate::analyse::{MeasureAnswer, Standing};
use crate::report::future::Telling;
use crate::report::html::Page;
use crate::report::html::table::Table;
use crate::report::terminal::screen::opening::{escalations, groups};
use crate::report::words::rounding::{apportion, units};
use crate::report::words::wrap::plain;
use crate::session::future::Story;
use maud::{Markup, html};

impl Page<'_> {
    pub(super) fn effects(&self) -> Markup {
        let context = &self.context;
        let groups = groups(context);
        html! {
            @if let Some(groups) = groups { p { (groups) } }
            (self.charts(&["hundred"]))
            (self.escalations())
            (self.charts(&["paths", "states-*"]))
            (self.units())
            (self.levels())
        }
    }

    /// Single futures, month by month; nothing where that was not asked.
    pub(super) fn futures(&self) -> Markup {
        let context = &self.context;
        let told = Telling { scenario: context.scenario, alternative: self.alternative(), language: context.language };
        html! { @if !self.stories.is_empty() {
            p { (told.about()) }
            @for story in self.stories {
                @let (head, sentences) = told.head(story);
                h3 { (head) }
                @for sentence in sentences { p { (sentence) } }
                (self.course_of(&told, story, head).html())
                details { summary { (self.text("future_money_open", &[])) } (self.money_of(story).html()) }
            }
        } }
    }

    /// The months of a story in which something changes.
    fn course_of(&self, told: &Telling, story: &Story, caption: String) -> Table {
        let heads = ["future_month", "report_without", "report_with"].map(|key| self.text(key, &[]));
        let mut table = Table::new(caption, heads.to_vec()).with_texts(&[0, 1]);
        told.course(story).into_iter().for_each(|row| table.row(row.month, row.worlds.to_vec()));
        table
    }

    /// What each item comes to in a story; what it adds makes up the balance as printed.
    fn money_of(&self, story: &Story) -> Table {
        let (scenario, numbers) = (self.context.scenario, &self.context.numbers);
        let heads = ["report_item", "report_without", "report_with", "future_adds"].map(|key| self.text(key, &[]));
        let mut table = Table::new(self.text("future_money", &[]), heads.to_vec());
        let adds: Vec<f64> = story.lines.iter().map(|line| line.adds).collect();
        let total = units(story.net_benefit, 1.0);
        for (line, part) in story.lines.iter().zip(apportion(&adds, 1.0, total)) {
            let item = &scenario.items[line.item];
            let mut cells = line.amounts.map(|amount| numbers.whole(amount)).to_vec();
            cells.push(numbers.whole(part));
            table.row(plain(&self.context.own(&item.label, &item.id)), cells);
        }
        table.sum(self.text("report_net", &[]), vec![String::new(), String::new(), numbers.whole(total)]);
        table
    }

    fn escalations(&self) -> Markup {
        let heads = ["report_escalation", "report_without", "report_with"].map(|key| self.text(key, &[]));
        let mut table = Table::new(self.text("report_escalations", &[]), heads.to_vec());
        for one in escalations(&self.context) {
            table.row(one.state, vec![one.without, one.with]);
        }
        html! { @if !table.is_empty() { (table.html()) } }
    }

    /// What is counted in units, such as years in good health, and what one of them costs.
    fn units(&self) -> Markup {
        let (context, numbers) = (&self.context, &self.context.numbers);
        let heads = ["report_effect", "report_gained", "report_range_80", "report_cost_per_unit"];
        let mut table = Table::new(self.text("report_units", &[]), heads.map(|key| self.text(key, &[])).to_vec());
        for effect in &context.told.effects {
            let gained = &effect.gained;
            let range = match context.answer.has_spread() {
                true => {
                    let [low, high] = [gained.p10, gained.p90].map(|value| numbers.decimal(value, 3));
                    self.text("page_band", &[("low", low), ("high", high)])
                }
                false => "–".to_owned(),
            };
            let cost = match (effect.quadrant, effect.cost_per_unit) {
                (_, Some(cost)) => numbers.euro(cost),
                ("dominant", _) => self.text("report_dominant", &[]),
                ("dominated", _) => self.text("report_dominated", &[]),
                _ => "–".to_owned(),
            };
            table.row(plain(&effect.id).to_uppercase(), vec![numbers.decimal(gained.mean, 3), range, cost]);
        }
        html! { @if !table.is_empty() { (table.html()) p { (self.text("report_units_mean", &[])) } } }
    }

    fn levels(&self) -> Markup {
        let context = &self.context;
        let heads = ["measures_head", "measures_start", "measures_end_without", "measures_end_with"];
        let mut table = Table::new(self.text("report_levels", &[]), heads.map(|key| self.text(key, &[])).to_vec());
        let mean =
            |standing: &Standing| standing.mean.map_or("–".to_owned(), |mean| context.numbers.decimal(mean, 2));
        let name = |measure: &MeasureAnswer| {
            let known = context.scenario.measures.iter().find(|known| known.id == measure.id);
            let label = known.map_or(measure.id.clone(), |known| context.own(&known.label, &known.id));
            format!("{label} ({}–{})", measure.lowest, measure.highest)
        };
        for measure in &context.told.measures {
            let cells = [&measure.start_with, &measure.end_without, &measure.end_with].map(mean);
            table.row(plain(&name(measure)), cells.to_vec());
        }
        html! { @if !table.is_empty() { (table.html()) p { (self.text("measures_describe", &[])) } } }
    }
}
