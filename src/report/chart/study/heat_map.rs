//! Heat map of a study in which two numbers vary: for each alternative a grid of mean net benefits.
//!
//! In: answers by variant. Out: SVG with a cell for each pair of values: its amount in thousands of euro, blue where the
//! plan pays and orange where it does not, darker the larger the amount.

use crate::analyse::study::StudyAnswer;
use crate::model::Text;
use crate::report::chart::amounts::WIDTH;
use crate::report::chart::frame::{
    self, BOLD, Canvas, HEADING, LABEL, Outcome, TEXT, bold, colour, fit, letters, plotted, readable_on,
};
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Most values along one side; beyond it the cells have no room for their amount.
const MOST: usize = 24;
/// Room at the left and right, above all maps, and above and below each map, in pixels.
const LEFT: i32 = 110;
const RIGHT: i32 = 20;
const TOP: i32 = 46;
const ABOVE: i32 = 30;
const BELOW: i32 = 62;
/// Height of a cell.
const CELL: i32 = 24;
/// Letters in a cell.
const IN_CELL: f64 = 11.0;

/// Two numbers that vary and the variant at each pair of values.
pub(super) struct HeatMap {
    names: [String; 2],
    /// Values along the width and along the height, from low to high.
    values: [Vec<f64>; 2],
    /// By row and column: the variant.
    cells: Vec<Vec<usize>>,
}

impl HeatMap {
    /// The map of a study; `None` where not exactly two numbers vary over a whole grid that has room.
    pub(super) fn of(answer: &StudyAnswer) -> Option<Self> {
        let first = answer.variants.first()?;
        let [(down, _), (along, _)] = first.values.as_slice() else { return None };
        let pair = |at: usize| -> Option<[f64; 2]> {
            let values = &answer.variants[at].values;
            let of = |name: &str| values.iter().find(|(known, _)| known == name)?.1.number();
            (values.len() == 2).then_some([of(along)?, of(down)?])
        };
        let pairs: Vec<[f64; 2]> = (0..answer.variants.len()).map(pair).collect::<Option<_>>()?;
        let side = |axis: usize| {
            let mut values: Vec<f64> = pairs.iter().map(|pair| pair[axis]).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            values
        };
        let values = [side(0), side(1)];
        let fits = values.iter().all(|side| (2..=MOST).contains(&side.len()));
        if !fits || pairs.len() != values[0].len() * values[1].len() {
            return None;
        }
        let at = |x: &f64, y: &f64| pairs.iter().position(|pair| pair == &[*x, *y]);
        let row = |y: &f64| values[0].iter().map(|x| at(x, y)).collect::<Option<Vec<_>>>();
        let cells = values[1].iter().map(row).collect::<Option<_>>()?;
        Some(Self { names: [along.clone(), down.clone()], values, cells })
    }

    /// The chart.
    pub(super) fn chart(
        &self,
        answer: &StudyAnswer,
        title: &Text,
        labels: &[(String, Text)],
        language: Language,
    ) -> Outcome<String> {
        let numbers = Numbers::new(language);
        let map = ABOVE + CELL * self.cells.len() as i32 + BELOW;
        let size = (WIDTH, (TOP + map * labels.len() as i32).unsigned_abs());
        let title = language.of(title);
        let alternative = frame::Alternative {
            title: title.to_owned(),
            description: self.description(answer, labels, &numbers, language),
        };
        let most = self.largest(answer);
        plotted(size, &alternative, |canvas| {
            let room = f64::from(WIDTH) - 2.0 * f64::from(RIGHT);
            canvas.draw_text(&fit(title, HEADING * BOLD, room), &bold(letters(HEADING)), (RIGHT, 14))?;
            for (at, (id, label)) in labels.iter().enumerate() {
                let top = TOP + map * at as i32;
                let style = bold(letters(TEXT));
                canvas.draw_text(&fit(language.of(label), TEXT * BOLD, room), &style, (RIGHT, top))?;
                self.draw(canvas, top + ABOVE, most, &numbers, |variant| amount(answer, variant, id))?;
                self.axes(canvas, top + ABOVE, &numbers, language)?;
            }
            Ok(())
        })
    }

    /// The cells of one alternative.
    fn draw(
        &self,
        canvas: &Canvas,
        top: i32,
        most: f64,
        numbers: &Numbers,
        amount: impl Fn(usize) -> Option<f64>,
    ) -> Outcome<()> {
        let width = self.cell_width();
        for (row, variants) in self.cells.iter().rev().enumerate() {
            for (column, variant) in variants.iter().enumerate() {
                let Some(amount) = amount(*variant) else { continue };
                let (x, y) = (LEFT + width * column as i32, top + CELL * row as i32);
                let shade = shade(amount, most);
                canvas.draw(&Rectangle::new([(x, y), (x + width - 1, y + CELL - 1)], shade.filled()))?;
                let text = numbers.decimal(amount / 1000.0, 1);
                if frame::width(&text, IN_CELL) < f64::from(width) {
                    let ink = readable_on(shade);
                    let style = letters(IN_CELL).color(&ink);
                    let style = style.pos(Pos::new(HPos::Center, VPos::Center));
                    canvas.draw_text(&text, &style, (x + width / 2, y + CELL / 2))?;
                }
            }
        }
        Ok(())
    }

    /// The values along both sides, and what they are.
    fn axes(&self, canvas: &Canvas, top: i32, numbers: &Numbers, language: Language) -> Outcome<()> {
        let (width, bottom) = (self.cell_width(), top + CELL * self.cells.len() as i32);
        let [along, down] = &self.values;
        let widest = along.iter().map(|value| frame::width(&numbers.exact(*value), LABEL)).fold(1.0, f64::max);
        let every = ((widest + 8.0) / f64::from(width)).ceil().max(1.0) as usize;
        for (column, value) in along.iter().enumerate().step_by(every) {
            let style = letters(LABEL).pos(Pos::new(HPos::Center, VPos::Top));
            canvas.draw_text(&numbers.exact(*value), &style, (LEFT + width * column as i32 + width / 2, bottom + 4))?;
        }
        for (row, value) in down.iter().rev().enumerate() {
            let style = letters(LABEL).pos(Pos::new(HPos::Right, VPos::Center));
            let text = fit(&numbers.exact(*value), LABEL, f64::from(LEFT - RIGHT));
            canvas.draw_text(&text, &style, (LEFT - 8, top + CELL * row as i32 + CELL / 2))?;
        }
        let [along, down] = &self.names;
        let words = [("along", along.as_str()), ("down", down.as_str())];
        let text = language.fill_in(language.text("study_heat_axes"), &words);
        let style = letters(LABEL).pos(Pos::new(HPos::Left, VPos::Top));
        canvas.draw_text(&fit(&text, LABEL, f64::from(WIDTH as i32 - LEFT - RIGHT)), &style, (LEFT, bottom + 26))?;
        Ok(())
    }

    fn cell_width(&self) -> i32 {
        (WIDTH as i32 - LEFT - RIGHT) / self.values[0].len() as i32
    }

    /// The largest amount in any cell, without its sign.
    fn largest(&self, answer: &StudyAnswer) -> f64 {
        let all = answer.variants.iter().flat_map(|variant| &variant.alternatives);
        all.map(|found| found.net_benefit.mean.abs()).fold(0.0, f64::max)
    }

    /// The picture in words: where each plan is at its best and at its worst.
    fn description(
        &self,
        answer: &StudyAnswer,
        labels: &[(String, Text)],
        numbers: &Numbers,
        language: Language,
    ) -> String {
        let sentence = |(id, label): &(String, Text)| {
            let all = (0..answer.variants.len())
                .filter_map(|variant| Some((amount(answer, variant, id)?, &answer.variants[variant].name)));
            let worst = all.clone().min_by(|a, b| a.0.total_cmp(&b.0))?;
            let best = all.max_by(|a, b| a.0.total_cmp(&b.0))?;
            let (low, high) = (numbers.euro(worst.0), numbers.euro(best.0));
            let values = [
                ("plan", language.of(label)),
                ("low", &low),
                ("at_low", worst.1),
                ("high", &high),
                ("at_high", best.1),
            ];
            Some(language.fill_in(language.text("study_heat_line"), &values))
        };
        labels.iter().filter_map(sentence).collect::<Vec<_>>().join(" ")
    }
}

/// The mean net benefit of an alternative in a variant.
fn amount(answer: &StudyAnswer, variant: usize, id: &str) -> Option<f64> {
    let found = answer.variants[variant].alternatives.iter().find(|found| found.id == *id)?;
    Some(found.net_benefit.mean)
}

/// White at nothing, the first colour at the largest gain, the second at the largest loss.
fn shade(amount: f64, most: f64) -> RGBColor {
    let RGBColor(red, green, blue) = colour(usize::from(amount < 0.0));
    let part = if most > 0.0 { (amount.abs() / most).min(1.0) } else { 0.0 };
    let mix = |full: u8| (255.0 - (255.0 - f64::from(full)) * part).round() as u8;
    RGBColor(mix(red), mix(green), mix(blue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VariantValue;
    use crate::report::chart::layout::Picture;
    use crate::report::tests::study_answer as answer;

    fn grid(columns: usize, rows: usize) -> StudyAnswer {
        let mut answer = answer(columns * rows);
        for (at, variant) in answer.variants.iter_mut().enumerate() {
            let (row, column) = (at / columns, at % columns);
            let period = VariantValue::Text(format!("{} months", 3 * row));
            variant.values =
                vec![("<wait>".into(), period), ("works".into(), VariantValue::Number(column as f64 / 10.0))];
            for found in &mut variant.alternatives {
                found.net_benefit.mean = 100.0 * (column as f64 - row as f64);
            }
        }
        answer
    }

    #[test]
    fn a_cell_for_each_pair_of_values() {
        let answer = grid(6, 5);
        let labels = [("a".to_owned(), Text { nl: "Plan".into(), en: "Plan".into() })];
        let title = Text { nl: "Titel".into(), en: "Title".into() };
        let map = HeatMap::of(&answer).expect("a grid");
        let picture = Picture::of(&map.chart(&answer, &title, &labels, Language::Nl).expect("a chart"));
        picture.assert_tidy();
        assert_eq!(picture.marks.iter().filter(|mark| mark.what == "rect").count(), 6 * 5 + 1);
        assert!(picture.shows("0,5") && picture.shows("12"), "the ends of both sides");
        Picture::of(
            &HeatMap::of(&grid(24, 24))
                .expect("a grid")
                .chart(&grid(24, 24), &title, &labels, Language::Nl)
                .expect("a chart"),
        )
        .assert_tidy();
    }

    #[test]
    fn what_is_no_grid_of_two_numbers_has_no_heat_map() {
        assert!(HeatMap::of(&answer(4)).is_none());
        let mut answer = grid(3, 3);
        answer.variants.pop();
        assert!(HeatMap::of(&answer).is_none());
        assert!(HeatMap::of(&grid(25, 2)).is_none());
    }
}
