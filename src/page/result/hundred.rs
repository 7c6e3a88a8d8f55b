//! A hundred such households, without and with help: whole figures in blocks, with the numbers in words beside them.
//!
//! In: groups of futures and paths of the answer. Out: HTML with SVG. It is the same hundred on both sides. The block of who
//! costs more stands neither last nor palest; what is less than one in a hundred is said in words.

use crate::report::terminal::screen::context::Context;
use crate::report::terminal::screen::opening::escalations;
use maud::{Markup, html};

/// Figures in a row.
const ROW: u64 = 10;
const ALL: u64 = 100;
const HUNDRED: f64 = 100.0;
/// Width of a figure with the space around it, and its height.
const WIDE: u64 = 22;
const HIGH: u64 = 30;

/// A block of figures: class, how many, what it says, and whether there are some though none is shown.
struct Block {
    class: &'static str,
    count: u64,
    text: String,
    some: bool,
}

/// The two pictures; nothing where no households were simulated.
pub(super) fn people(context: &Context) -> Markup {
    let (without, with) = (without(context), with(context));
    let (Some(escalates), Some(averted)) = (without.first(), with.first()) else { return html! {} };
    html! {
        section aria-labelledby="hundred" {
            h2 id="hundred" { (context.text("coach_hundred", &[])) }
            p { (context.text("coach_hundred_lead", &[])) }
            div class="sides" {
                (side(context, "coach_without", "without", &without))
                (side(context, "coach_with", "with", &with))
            }
            (not_helped(context))
            @if averted.count > escalates.count { p { (context.text("coach_more_averted", &[])) } }
            (events(context))
        }
    }
}

/// Without help: it escalates, or the problems persist.
fn without(context: &Context) -> Vec<Block> {
    let escalation = &context.told.escalation;
    let (Some(escalates), Some(persists)) = (&escalation.escalates, &escalation.persists) else { return Vec::new() };
    let count = (escalates.share * HUNDRED).round().clamp(0.0, HUNDRED) as u64;
    vec![
        block(context, "escalates", count, ["coach_escalates_one", "coach_escalates"], escalates.share),
        block(context, "persists", ALL - count, ["coach_persists_one", "coach_persists"], persists.share),
    ]
}

/// With help: in how many the course changes, and how.
fn with(context: &Context) -> Vec<Block> {
    let blocks = [
        ("averted", ["coach_averted_one", "coach_averted"]),
        ("worse", ["coach_worse_one", "coach_worse"]),
        ("better", ["coach_better_one", "coach_better"]),
        ("unchanged", ["coach_unchanged_one", "coach_unchanged"]),
    ];
    let found = |(id, keys): (&'static str, [&'static str; 2])| {
        let group = context.told.groups.iter().find(|group| group.id == id)?;
        Some(block(context, id, group.in_hundred, keys, group.share))
    };
    blocks.into_iter().filter_map(found).collect()
}

fn block(context: &Context, class: &'static str, count: u64, [one, more]: [&'static str; 2], share: f64) -> Block {
    let some = count == 0 && share > 0.0;
    let told = if some { context.text("coach_less_than_one", &[]) } else { count.to_string() };
    let text = context.text(if count == 1 { one } else { more }, &[("count", told)]);
    Block { class, count, text, some }
}

fn side(context: &Context, head: &'static str, prefix: &str, blocks: &[Block]) -> Markup {
    let told: Vec<&str> = blocks.iter().filter(|block| block.count > 0).map(|block| block.text.as_str()).collect();
    let label = format!("{}: {}", context.text(head, &[]), told.join("; "));
    let classes = blocks.iter().flat_map(|block| std::iter::repeat_n(block.class, block.count as usize));
    html! {
        figure {
            h3 { (context.text(head, &[])) }
            svg class="people" role="img" aria-label=(label) viewBox={ "0 0 " (ROW * WIDE) " " (ROW * HIGH) } {
                @for (at, class) in classes.enumerate() { (person(class, at as u64)) }
            }
            ul class="legend" {
                @for block in blocks {
                    @if block.count > 0 || block.some {
                        li data-group={ (prefix) "-" (block.class) } data-count=(block.count) {
                            svg class="people one" aria-hidden="true" viewBox={ "0 0 " (WIDE) " " (HIGH) } { (person(block.class, 0)) }
                            span { (block.text) }
                        }
                    }
                }
            }
        }
    }
}

/// A figure: a head and a body.
fn person(class: &str, at: u64) -> Markup {
    let (x, y) = (at % ROW * WIDE, at / ROW * HIGH);
    html! {
        g class=(class) transform={ "translate(" (x) " " (y) ")" } {
            circle cx="11" cy="7" r="4.5" {}
            path d="M4 26v-7a7 7 0 0 1 14 0v7z" {}
        }
    }
}

/// For how many nothing changes, in a sentence of its own.
fn not_helped(context: &Context) -> Markup {
    let unchanged = context.told.groups.iter().find(|group| group.id == "unchanged");
    html! {
        @if let Some(group) = unchanged {
            p { strong { (context.text("coach_not_helped", &[("count", group.in_hundred.to_string())])) } }
        }
    }
}

/// What happens less often, or more often.
fn events(context: &Context) -> Markup {
    let all: Vec<_> = escalations(context).into_iter().filter(|one| one.without != one.with).collect();
    html! {
        @if !all.is_empty() {
            table {
                caption { (context.text("coach_events", &[])) }
                thead { tr {
                    th scope="col" { (context.text("coach_event", &[])) }
                    th scope="col" class="n" { (context.text("coach_without", &[])) }
                    th scope="col" class="n" { (context.text("coach_with", &[])) }
                } }
                tbody { @for one in &all { tr {
                    th scope="row" { (one.state) } td class="n" { (one.without) } td class="n" { (one.with) }
                } } }
            }
        }
    }
}

/// The three paths: it escalates, the problems persist, and with help; the costs of the first two in the same futures.
pub(super) fn paths(context: &Context) -> Markup {
    let escalation = &context.told.escalation;
    let rows = [("coach_path_escalates", &escalation.escalates), ("coach_path_persists", &escalation.persists)];
    let rows: Vec<_> = rows.into_iter().filter_map(|(key, path)| path.as_ref().map(|path| (key, path))).collect();
    if rows.is_empty() {
        return html! {};
    }
    let euro = |amount: Option<f64>| amount.map_or("–".to_owned(), |amount| context.cell(amount));
    html! {
        section aria-labelledby="paths" {
            h2 id="paths" { (context.text("coach_paths", &[])) }
            p { (context.text("coach_paths_lead", &[])) }
            div class="scroll" role="group" tabindex="0" aria-label=(context.text("coach_paths", &[])) {
                table {
                    thead { tr {
                        th scope="col" { (context.text("coach_path", &[])) }
                        th scope="col" class="n" { (context.text("coach_path_share", &[])) }
                        th scope="col" class="n" { (context.text("coach_path_without", &[])) }
                        th scope="col" class="n" { (context.text("coach_path_with", &[])) }
                        th scope="col" class="n" { (context.text("coach_path_saves", &[])) }
                    } }
                    tbody { @for (key, path) in rows { tr {
                        th scope="row" { (context.text(key, &[])) }
                        td class="n" { (context.numbers.percent(path.share)) }
                        td class="n" { (euro(path.cost_without)) }
                        td class="n" { (euro(path.cost_with)) }
                        td class="n" { (euro(path.cost_without.zip(path.cost_with).map(|(without, with)| without - with))) }
                    } } }
                }
            }
        }
    }
}
