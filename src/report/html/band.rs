//! Bands and bars: a mean with its range as a strip that is as wide as the window lets it be.
//!
//! In: amounts. Out: SVG without texts; what it shows stands in words beside it and in its label.

use maud::{Markup, html};

/// Width and height of the field of a strip, in units of its own.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 20.0;
/// Part of the width that is left free at both ends.
const BESIDE: f64 = 0.03;
/// Width of the mark at the mean and of the line at nothing.
const MARK: f64 = 6.0;
const LINE: f64 = 2.0;

/// The amounts that strips show: 0 is always among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::report) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// A scale on which all of these lie.
    pub(in crate::report) fn of(amounts: impl IntoIterator<Item = f64>) -> Self {
        let finite = amounts.into_iter().filter(|amount| amount.is_finite());
        let (low, high) = finite.fold((0.0_f64, 0.0_f64), |(low, high), amount| (low.min(amount), high.max(amount)));
        let margin = if high > low { BESIDE * (high - low) } else { 1.0 };
        Self { low: low - margin, high: high + margin }
    }

    fn at(self, amount: f64) -> f64 {
        ((amount - self.low) / (self.high - self.low) * WIDTH).clamp(0.0, WIDTH)
    }

    /// A band from `low` to `high` with a mark at `mean`, and the line at nothing; `label` says the same in words.
    pub(in crate::report) fn band(self, (low, mean, high): (f64, f64, f64), label: &str) -> Markup {
        let [from, middle, to, zero] = [low, mean, high, 0.0].map(|amount| self.at(amount));
        strip(
            label,
            html! {
                rect x=(place(from)) y="5" width=(place((to - from).max(1.0))) height="10" fill="#5a9bd0" {}
                rect x=(place(zero - LINE / 2.0)) y="0" width=(LINE) height=(HEIGHT) fill="#1b1b1b" {}
                rect x=(place(middle - MARK / 2.0)) y="2" width=(MARK) height="16" fill="#154273" {}
            },
        )
    }

    /// A bar from nothing to `amount`.
    pub(in crate::report) fn bar(self, amount: f64, label: &str) -> Markup {
        let (zero, end) = (self.at(0.0), self.at(amount));
        let (from, to) = (zero.min(end), zero.max(end));
        strip(label, html! { rect x=(place(from)) y="3" width=(place(to - from)) height="14" fill="#154273" {} })
    }
}

/// A place with one decimal, so that a page is the same on every machine.
fn place(value: f64) -> String {
    format!("{value:.1}")
}

fn strip(label: &str, body: Markup) -> Markup {
    html! {
        svg role="img" aria-label=(label) viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none"
            width="100%" height="20" { (body) }
    }
}
