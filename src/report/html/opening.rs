//! Page one, for who has a minute: one figure, one sentence, one caveat, one chart.
//!
//! In: the answers on all plans. Out: HTML.

use crate::analyse::AlternativeAnswer;
use crate::report::html::Page;
use crate::report::html::band::Scale;
use crate::report::terminal::screen::opening::{headline_key, sentences};
use crate::report::words::caveat::caveat;
use maud::{Markup, html};

impl Page<'_> {
    pub(super) fn opening(&self) -> Markup {
        let context = &self.context;
        let average = &context.told.headline().average;
        let found = context.answer.evidence;
        let counts = [("sourced", found.sourced.to_string()), ("uncertain", found.uncertain.to_string())];
        let key = if found.exploratory { "summary_exploratory" } else { "summary_warning" };
        let what = [
            ("total", self.text(headline_key(context.told), &[])),
            ("plan", context.name(&context.told.id).to_owned()),
        ];
        let mut sentences = sentences(context).into_iter();
        html! {
            p class="figure" {
                (context.euro(average.mean))
                small { (self.text("report_figure", &what)) }
            }
            @if let Some(first) = sentences.next() { p { strong { (first) } } }
            @for sentence in sentences { p { (sentence) } }
            p class="caveat" { (self.text(key, &counts)) " " (caveat(context.scenario, context.told, context.language)) }
            (self.bands())
        }
    }

    /// The net benefit of all plans with its band, the best first.
    pub(super) fn bands(&self) -> Markup {
        let context = &self.context;
        let spread = context.answer.has_spread();
        let ends = |one: &AlternativeAnswer| {
            let average = &one.headline().average;
            if spread { [average.p10, average.mean, average.p90] } else { [average.mean; 3] }
        };
        let scale = Scale::of(context.ranked.iter().flat_map(|one| ends(one)));
        let told = |one: &AlternativeAnswer| {
            let [low, mean, high] = ends(one).map(|amount| context.euro(amount));
            let values = [("mean", mean), ("low", low), ("high", high)];
            self.text(if spread { "report_band" } else { "report_band_one" }, &values)
        };
        html! {
            figure {
                ul class="bands" {
                    @for one in &context.ranked {
                        @let name = context.name(&one.id);
                        @let [low, mean, high] = ends(one);
                        li {
                            span class=(if one.id == context.told.id { "name told" } else { "name" }) {
                                span { (name) } span { (told(one)) }
                            }
                            (scale.band((low, mean, high), &format!("{name}: {}", told(one))))
                        }
                    }
                }
                figcaption { (self.text(if spread { "report_band_caption" } else { "report_band_caption_one" }, &[])) }
            }
        }
    }
}
