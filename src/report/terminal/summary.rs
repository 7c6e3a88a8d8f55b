//! The summary of a run: one alternative in plain sentences, the others in a line each.
//!
//! In: answers and the scenario they are about. Out: at most [`LINES`] lines of at most [`COLUMNS`](crate::report::terminal::COLUMNS)
//! columns. No figure is worked out here; what does not fit is left out, the least important first.

use crate::analyse::{AlternativeAnswer, Answer};
use crate::model::Scenario;
use crate::report::terminal::accounts;
use crate::report::terminal::context::{Context, Detail, told};
use crate::report::terminal::sentences;
use crate::report::words::Language;
use crate::report::words::numbers::Numbers;

/// Most lines of a summary.
pub const LINES: usize = 25;

/// Parts that are left out where even the tersest summary is too long, the least important first.
const LEFT_OUT: [usize; 5] = [ESCALATION, OTHERS, REPLACED, COURSE, WEAK];

/// Places of the parts of a summary.
const OTHERS: usize = 1;
const COURSE: usize = 2;
const ESCALATION: usize = 4;
const WEAK: usize = 5;
const REPLACED: usize = 6;

/// From generous to terse.
const DETAILS: [Detail; 12] = [
    Detail { blank_lines: true, accounts: 6, others: 8, escalations: 6, weak: 3, group_means: true },
    Detail { blank_lines: false, accounts: 6, others: 4, escalations: 6, weak: 3, group_means: true },
    Detail { blank_lines: false, accounts: 5, others: 4, escalations: 4, weak: 3, group_means: true },
    Detail { blank_lines: false, accounts: 4, others: 4, escalations: 4, weak: 2, group_means: true },
    Detail { blank_lines: false, accounts: 4, others: 3, escalations: 3, weak: 2, group_means: true },
    Detail { blank_lines: false, accounts: 4, others: 2, escalations: 2, weak: 2, group_means: true },
    Detail { blank_lines: false, accounts: 3, others: 2, escalations: 2, weak: 2, group_means: true },
    Detail { blank_lines: false, accounts: 3, others: 2, escalations: 2, weak: 2, group_means: false },
    Detail { blank_lines: false, accounts: 3, others: 2, escalations: 1, weak: 2, group_means: false },
    Detail { blank_lines: false, accounts: 2, others: 2, escalations: 1, weak: 2, group_means: false },
    Detail { blank_lines: false, accounts: 2, others: 1, escalations: 1, weak: 2, group_means: false },
    Detail { blank_lines: false, accounts: 2, others: 1, escalations: 1, weak: 1, group_means: false },
];

/// The summary. `focus` names the alternative that is told in full; the first where it is `None` or unknown.
pub fn summary(answer: &Answer, scenario: &Scenario, language: Language, focus: Option<&str>) -> Vec<String> {
    let Some(told) = told(answer, focus) else {
        return vec![language.text("summary_no_alternatives").to_owned()];
    };
    let write = |detail: Detail, left_out: &[usize]| {
        let numbers = Numbers::new(language);
        lines(&Context { answer, scenario, language, numbers, detail }, told, left_out)
    };
    let details = DETAILS.into_iter().map(|detail| write(detail, &[]));
    // Only long names in every place need more than less detail: whole parts go, never half a sentence.
    let tersest = DETAILS[DETAILS.len() - 1];
    let parts = (1..=LEFT_OUT.len()).map(|count| write(tersest, &LEFT_OUT[..count]));
    let mut fitting = details.chain(parts).filter(|lines| lines.len() <= LINES);
    fitting.next().unwrap_or_else(|| write(tersest, &LEFT_OUT))
}

fn lines(context: &Context, told: &AlternativeAnswer, left_out: &[usize]) -> Vec<String> {
    let blocks = [
        sentences::verdict(context, told),
        sentences::others(context, told),
        sentences::course(context, told),
        accounts::accounts(context, told),
        sentences::escalation(context, told),
        sentences::weak_figures(context, told),
        sentences::replaced_prices(context),
        sentences::closing(context),
    ];
    let mut lines = Vec::new();
    let kept = blocks.into_iter().enumerate().filter(|(place, block)| !left_out.contains(place) && !block.is_empty());
    for (_, block) in kept {
        if context.detail.blank_lines && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(block);
    }
    lines
}
