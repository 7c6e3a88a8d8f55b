//! What the charts of an analysis show, as rows of numbers: from them come the picture, its words, the table and the CSV.
//!
//! In: answers about a decision, the scenario, the alternative that is told. Out: [`Charted`]; none for a question that
//! was not asked or has no answer.

mod figures;
mod plans;

use crate::analyse::decision::Analysis;
use crate::model::{Scenario, Text};
use crate::report::charted::Charted;
use crate::report::words::Language;
use crate::report::words::figure_name::figure_names;
use crate::report::words::numbers::Numbers;
use crate::report::words::subject;
use crate::report::words::wrap::plain;

/// What an error is multiplied by for the margin of an interval of 95 %: Student's t with 7 degrees of freedom.
pub(in crate::report) const MARGIN: f64 = 2.36;

/// What all parts need.
struct Decided<'d> {
    answer: &'d Analysis,
    scenario: &'d Scenario,
    /// Name of the alternative that is told.
    plan: &'d str,
    language: Language,
    numbers: Numbers,
}

/// The charts of an analysis about the alternative with this name.
pub fn decided(answer: &Analysis, scenario: &Scenario, plan: &str, language: Language) -> Vec<Charted> {
    let of = Decided { answer, scenario, plan, language, numbers: Numbers::new(language) };
    let mut all: Vec<Charted> = [of.drivers(), of.break_even(), of.waiting()].into_iter().flatten().collect();
    all.extend(of.acceptability());
    all.extend(of.planes());
    all.extend(of.information());
    all
}

impl Decided<'_> {
    fn text(&self, key: &'static str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        subject::text(self.scenario, self.language, key, &values)
    }

    /// A chart without rows, with the alternative that is told in its title.
    fn chart(&self, id: &str, title: &'static str, heads: &[&'static str]) -> Charted {
        let heads = heads.iter().map(|key| self.text(key, &[])).collect();
        Charted::new(id, self.text(title, &[("plan", self.alternative(self.plan))]), heads)
    }

    /// The name of a figure; of shares that are drawn together the names of all.
    fn figure(&self, id: &str) -> String {
        plain(&figure_names(self.scenario, id, self.language))
    }

    fn alternative(&self, id: &str) -> String {
        let labels: &[(String, Text)] = &self.answer.labels.alternatives;
        let label = labels.iter().find(|(known, _)| known == id).map_or("", |(_, label)| self.language.of(label));
        plain(if label.is_empty() { id } else { label })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::decision::DecisionQuestion;
    use crate::report::chart::decided::draw;
    use crate::report::chart::layout::Picture;
    use crate::report::charted::csv;
    use crate::report::tests::example;
    use crate::session::{AnalysisOptions, Session};
    use crate::simulate::Unwatched;

    fn analysis(scenario: Scenario) -> Analysis {
        let planned = Session::new(scenario).draws(256).households(0).plan().expect("a plan");
        use DecisionQuestion::{Alternatives, BreakEven, Drivers, Information, Waiting};
        let questions = vec![Drivers, BreakEven, Waiting, Alternatives, Information];
        let asked = AnalysisOptions { questions, ..AnalysisOptions::default() };
        planned.analyse(&asked, &Unwatched).expect("an analysis").answer
    }

    #[test]
    fn charts_tie_to_the_answers_and_have_numbers_in_their_words() {
        let scenario = example();
        let answer = analysis(scenario.clone());
        let plan = answer.drivers.as_ref().expect("drivers")[0].alternative.clone();
        for language in [Language::Nl, Language::En] {
            let all = decided(&answer, &scenario, &plan, language);
            let ids: Vec<&str> = all.iter().map(|chart| chart.id.as_str()).collect();
            assert!(["drivers", "waiting"].iter().all(|id| ids.contains(id)), "{ids:?}");
            for chart in &all {
                let digits = chart.sentence.split(|letter: char| !letter.is_ascii_digit());
                assert!(digits.filter(|part| !part.is_empty()).count() >= 2, "{}: {}", chart.id, chart.sentence);
                assert!(!chart.sentence.contains('{') && !chart.title.contains('{'), "{}", chart.sentence);
                assert!(chart.rows.iter().all(|(_, values)| values.len() + 1 == chart.heads.len()), "{}", chart.id);
                assert_eq!(chart.units.len() + 1, chart.heads.len(), "{}", chart.id);
                let picture = Picture::of(&draw(chart, language, &Numbers::new(language)).expect("a picture"));
                picture.assert_tidy();
            }
            let chart = |id: &str| all.iter().find(|chart| chart.id == id).expect("a chart");
            let first = &answer.drivers.as_ref().expect("drivers")[0].figures[0];
            let row = &chart("drivers").rows[0].1;
            assert_eq!((row[0], row[1]), (Some(first.share), first.low.as_ref().map(|end| end.net_benefit)));
            let waited = answer.waiting.as_ref().expect("waiting");
            for (at, plan) in waited.iter().enumerate() {
                let told: Vec<Option<f64>> = chart("waiting").rows.iter().map(|row| row.1[at]).collect();
                let found: Vec<Option<f64>> = plan.months.iter().map(|point| Some(point.net_benefit)).collect();
                assert_eq!(told, found);
            }
            assert!(csv(&all).expect("a table").lines().any(|line| line.starts_with("waiting,0,")));
        }
    }

    #[test]
    fn texts_of_people_stay_texts_and_long_names_stay_apart() {
        let mut scenario = example();
        let evil = "<b>\"&'".repeat(30);
        scenario.parameters.iter_mut().for_each(|one| one.label = Text { nl: evil.clone(), en: evil.clone() });
        scenario.alternatives.iter_mut().for_each(|one| one.label = Text { nl: evil.clone(), en: evil.clone() });
        let answer = analysis(scenario.clone());
        let plan = answer.drivers.as_ref().expect("drivers")[0].alternative.clone();
        for chart in decided(&answer, &scenario, &plan, Language::Nl) {
            let svg = draw(&chart, Language::Nl, &Numbers::new(Language::Nl)).expect("a picture");
            assert!(!svg.contains("<b>"), "{}", chart.id);
            Picture::of(&svg).assert_tidy();
        }
    }
}
