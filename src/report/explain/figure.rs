//! A figure opened up: value, range, source and place, where it is used, and how much it matters.
//!
//! In: the register, where figures are used. Out: lines.

use crate::analyse::uses::{Use, uses};
use crate::report::explain::Explanation;
use crate::report::register::{Figure, place_name, register};
use crate::report::words::grade_key;
use crate::report::words::wrap::plain;

/// How names of prices of the list start.
const PRICE: &str = crate::model::PRICE;

impl Explanation<'_> {
    /// The figure with this name in files, of a price also without what it starts with, or with this label.
    pub(super) fn figure_of(&self, name: &str) -> Option<Figure> {
        let all = register(self.run.scenario(), self.told, self.language);
        let is_named = |figure: &&Figure| figure.id == name || figure.id.strip_prefix(PRICE) == Some(name);
        let is_labelled = |figure: &&Figure| figure.label.to_lowercase() == name.to_lowercase();
        all.iter().find(is_named).or_else(|| all.iter().find(is_labelled)).cloned()
    }

    /// Everything about a figure.
    pub(super) fn figure(&mut self, figure: &Figure) {
        self.say("explain_figure", &[("name", &figure.label), ("id", &plain(&figure.id))]);
        let lines = self.told_of(figure);
        self.lines.extend(lines);
        self.used(figure);
        self.matters(figure);
    }

    /// Its value, range and grade, its source, and where it stands.
    pub(super) fn told_of(&self, figure: &Figure) -> Vec<String> {
        let mean = self.numbers.decimal(figure.mean, 4);
        let mut parts = vec![format!("{mean} {}", figure.unit).trim_end().to_owned()];
        if let Some((low, high)) = figure.range {
            let [low, high] = [low, high].map(|value| self.numbers.decimal(value, 4));
            parts.push(self.language.fill_in(self.language.text("explain_range"), &[("low", &low), ("high", &high)]));
        }
        let grade = if figure.derived { "report_derived" } else { grade_key(figure.grade) };
        parts.push(self.language.text(grade).to_owned());
        let marks = [(figure.range_by_rule, "range_by_rule"), (figure.unverified, "unverified")];
        parts.extend(marks.into_iter().filter(|(is, _)| *is).map(|(_, key)| self.language.text(key).to_owned()));
        let mut lines = vec![format!("  {}", parts.join("; "))];
        let source = if figure.source.is_empty() { self.language.text("page_no_source") } else { &figure.source };
        let year = figure.year.map(|year| format!(", {year}")).unwrap_or_default();
        let url = if figure.url.is_empty() { String::new() } else { format!(" <{}>", plain(&figure.url)) };
        lines.push(format!("  {}: {source}{year}{url}", self.language.text("list_source")));
        lines.extend(self.place_of_figure(&figure.id).into_iter().map(|text| format!("  {text}")));
        lines
    }

    /// Items, chances, interventions and figures that take its value.
    fn used(&mut self, figure: &Figure) {
        let scenario = self.run.scenario();
        let places = uses(scenario).swap_remove(figure.parameter);
        let kind = |place: &Use| match place {
            Use::Item(_) => "explain_used_items",
            Use::Transition(_) => "explain_used_transitions",
            Use::Intervention(..) => "explain_used_interventions",
            Use::Start => "explain_used_start",
            Use::Figure(_) => "explain_used_figures",
        };
        if places.is_empty() {
            self.say("explain_used_nowhere", &[]);
        }
        for group in places.chunk_by(|a, b| kind(a) == kind(b)) {
            let mut names: Vec<String> = Vec::new();
            // Plans have items and interventions of the same name.
            for name in group.iter().map(|place| place_name(scenario, *place, self.language)) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            self.say(kind(&group[0]), &[("names", &names.join("; "))]);
        }
    }

    /// How much of the spread it explains.
    fn matters(&mut self, figure: &Figure) {
        let drivers = &self.told.variance_split.parameters;
        let found = drivers.iter().position(|driver| driver.id == figure.id);
        match (found, figure.range) {
            (Some(at), _) => {
                let share = self.numbers.percent(drivers[at].share);
                let way = self.language.text(if drivers[at].rises { "explain_rises" } else { "explain_falls" });
                let values = [("share", share.as_str()), ("rank", &(at + 1).to_string()), ("way", way)];
                self.say("explain_matters", &values);
            }
            (None, Some(_)) if !drivers.is_empty() => self.say("explain_matters_little", &[]),
            (None, Some(_)) => self.say("explain_matters_untold", &[]),
            (None, None) => self.say("explain_matters_certain", &[]),
        }
    }
}
