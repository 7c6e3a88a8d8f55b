//! Charts of a page: a picture with its words, and a table with the same numbers beside it.
//!
//! In: what a chart shows. Out: HTML. Patterns, numbers and places say the same as colours, so that it can be read in
//! black and white.

use crate::analyse::decision::Analysis;
use crate::report::chart::scenario_graph::{Graph, svg};
use crate::report::chart::{course, decided as decided_chart, states};
use crate::report::charted::decided::decided;
use crate::report::charted::{Charted, Measured, charted};
use crate::report::html::Page;
use crate::report::html::band::Scale;
use crate::report::html::table::Table;
use maud::{Markup, PreEscaped, html};

/// Cells of a row of the picture of a hundred, and its size in pixels.
const IN_A_ROW: usize = 20;
const CELL: usize = 22;

impl Page<'_> {
    /// The charts with these names, those that the run can tell.
    pub(super) fn charts(&self, names: &[&str]) -> Markup {
        let all = charted(self.run, Some(&self.context.told.id), self.context.language);
        let wanted = |chart: &&Charted| {
            names
                .iter()
                .any(|name| chart.id == *name || name.strip_suffix('*').is_some_and(|it| chart.id.starts_with(it)))
        };
        html! { @for chart in all.iter().filter(wanted) { (self.chart(chart)) } }
    }

    /// All charts of what the choice rests on.
    pub(super) fn decided(&self, analysis: &Analysis) -> Markup {
        let all = decided(analysis, self.context.scenario, &self.context.told.id, self.context.language);
        html! { @for chart in &all { (self.chart(chart)) } }
    }

    fn chart(&self, chart: &Charted) -> Markup {
        let (language, numbers) = (self.context.language, &self.context.numbers);
        let drawn = match chart.id.as_str() {
            "hundred" => self.hundred(chart),
            "course" => self.inside(chart, course::draw(chart, language, numbers).unwrap_or_default()),
            "paths" => self.strips(chart, &[3]),
            "payers" => self.strips(chart, &[0, 1]),
            "items" => self.strips(chart, &[0]),
            id if id.starts_with("states-") => self.inside(chart, states::draw(chart, language).unwrap_or_default()),
            _ => self.inside(chart, decided_chart::draw(chart, language, numbers).unwrap_or_default()),
        };
        html! {
            h3 { (chart.title) }
            figure { (drawn) figcaption { (chart.sentence) } }
            (self.numbers(chart))
        }
    }

    /// A picture of its own, which can be scrolled where it is wider than the window; nothing where it could not be drawn.
    fn inside(&self, chart: &Charted, drawn: String) -> Markup {
        if drawn.is_empty() {
            return html! {};
        }
        html! {
            div class="scroll" role="group" tabindex="0" aria-label=(chart.title) { (PreEscaped(named(&drawn, &chart.id))) }
        }
    }

    /// The graph of the scenario, with the key to its colours and signs in it.
    pub(super) fn graph(&self) -> Markup {
        let context = &self.context;
        let drawn = svg::draw(&Graph::of(context.scenario, context.language), context.language);
        html! {
            h3 { (self.text("chart_graph", &[])) }
            figure {
                div class="scroll" role="group" tabindex="0" aria-label=(self.text("chart_graph", &[])) { (PreEscaped(named(&drawn, "graph"))) }
                figcaption { (self.text("chart_graph_told", &[])) }
            }
        }
    }

    /// A hundred cells in four groups.
    fn hundred(&self, chart: &Charted) -> Markup {
        let counts: Vec<usize> = chart.rows.iter().map(|row| row.1[0].unwrap_or_default() as usize).collect();
        let group = |cell: usize| {
            let mut left = cell;
            counts.iter().position(|count| {
                let inside = left < *count;
                left = left.saturating_sub(*count);
                inside
            })
        };
        let all = (0..counts.iter().sum()).filter_map(|cell| Some((cell, group(cell)?)));
        let (width, height) = (IN_A_ROW * CELL, 100_usize.div_ceil(IN_A_ROW) * CELL);
        html! {
            svg role="img" aria-label=(chart.sentence) viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) {
                @for (cell, group) in all { (mark(group, cell % IN_A_ROW * CELL, cell / IN_A_ROW * CELL)) }
            }
            ul class="key" {
                @for (at, (name, values)) in chart.rows.iter().enumerate() {
                    li {
                        svg aria-hidden="true" viewBox={ "0 0 " (CELL) " " (CELL) } { (mark(at, 0, 0)) }
                        (self.value(values[0], Measured::Hundred)) " – " (name)
                    }
                }
            }
        }
    }

    /// A strip for each row and column.
    fn strips(&self, chart: &Charted, columns: &[usize]) -> Markup {
        let amounts = chart.rows.iter().flat_map(|row| columns.iter().filter_map(|at| row.1[*at]));
        // What a party pays goes to the left.
        let sign = |at: usize| if chart.id == "payers" && at == 0 { -1.0 } else { 1.0 };
        let scale =
            Scale::of(amounts.flat_map(|amount| if chart.id == "payers" { [amount, -amount] } else { [amount; 2] }));
        html! {
            ul class="bands" { @for (name, values) in &chart.rows { @for at in columns {
                @let amount = values[*at];
                @let told = self.value(amount, chart.units[*at]);
                @let head = if columns.len() > 1 { format!("{name}: {}", chart.heads[at + 1]) } else { name.clone() };
                li {
                    span class="name" { span { (head) } span { (told) } }
                    (scale.bar(sign(*at) * amount.unwrap_or_default(), &format!("{head}: {told}")))
                }
            } } }
        }
    }

    fn value(&self, value: Option<f64>, unit: Measured) -> String {
        let numbers = &self.context.numbers;
        match (value, unit) {
            (None, _) => "–".to_owned(),
            (Some(value), Measured::Euro) => self.cell(value),
            (Some(value), Measured::Figure) => numbers.figure(value),
            (Some(value), Measured::Units) => numbers.decimal(value, 3),
            (Some(value), Measured::Share) => numbers.percent(value),
            (Some(value), Measured::Hundred) => numbers.decimal(value, u8::from(value < 10.0 && value.fract() != 0.0)),
        }
    }

    /// The numbers of a chart as a table.
    fn numbers(&self, chart: &Charted) -> Markup {
        let mut table = Table::new(self.text("chart_table", &[("title", chart.title.clone())]), chart.heads.clone());
        if chart.heads.len() > 7 {
            table = table.narrow();
        }
        let last = chart.rows.len().saturating_sub(1);
        for (at, (name, values)) in chart.rows.iter().enumerate() {
            if at % chart.every == 0 || at == last {
                let cells = values.iter().zip(&chart.units).map(|(value, unit)| self.value(*value, *unit));
                table.row(name.clone(), cells.collect());
            }
        }
        html! { details { summary { (self.text("chart_numbers", &[])) } (table.html()) } }
    }
}

/// A cell of a group: empty, a disc, a half and a cross, so that they are told apart without colours.
fn mark(group: usize, x: usize, y: usize) -> Markup {
    let (x, y, side) = (x + 2, y + 2, CELL - 4);
    let fill = ["#e6e6e6", "#0072b2", "#56b4e9", "#d55e00"][group.min(3)];
    html! {
        rect x=(x) y=(y) width=(side) height=(side) fill=(fill) stroke="#282828" {}
        @match group {
            1 => circle cx=(x + side / 2) cy=(y + side / 2) r="5" fill="#ffffff" {},
            2 => rect x=(x) y=(y + side / 2) width=(side) height=(side / 2) fill="#ffffff" stroke="#282828" {},
            3 => path d={ "M" (x) " " (y) "l" (side) " " (side) "m0 -" (side) "l-" (side) " " (side) } stroke="#000000" stroke-width="2" {},
            _ => {},
        }
    }
}

/// A picture with names that no other on the page has.
fn named(drawn: &str, id: &str) -> String {
    let mut text = drawn
        .replace("id=\"title\"", &format!("id=\"{id}-title\""))
        .replace("id=\"description\"", &format!("id=\"{id}-text\""))
        .replace("aria-labelledby=\"title description\"", &format!("aria-labelledby=\"{id}-title {id}-text\""));
    for head in ["done", "quiet", "bad"] {
        text = text
            .replace(&format!("id=\"{head}\""), &format!("id=\"{id}-{head}\""))
            .replace(&format!("url(#{head})"), &format!("url(#{id}-{head})"));
    }
    text
}
