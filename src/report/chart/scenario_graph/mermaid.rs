//! Scenario graph as a Mermaid diagram.
//!
//! In: a [`Graph`]. Out: the text of a flowchart. Names are escaped.

use crate::report::chart::scenario_graph::Graph;
use crate::report::words::Language;
use std::fmt::Write;

/// The diagram.
pub fn text(graph: &Graph, language: Language) -> String {
    let mut out = format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", graph.title.replace(['"', '\\'], "'"));
    for (at, intervention) in graph.interventions.iter().enumerate() {
        let _ = writeln!(out, "  i{at}([\"{}\"])", safe(&intervention.label));
        if !intervention.items.is_empty() {
            let _ = writeln!(out, "  ic{at}[/\"{}\"/]\n  i{at} --- ic{at}", list(&intervention.items));
        }
    }
    for (at, domain) in graph.domains.iter().enumerate() {
        let _ = writeln!(out, "  subgraph d{at}[\"{}\"]", safe(&domain.label));
        for (state, label) in domain.states.iter().enumerate() {
            let _ = writeln!(out, "    s{at}_{state}[\"{}\"]", safe(label));
        }
        for (from, to, escalation) in &domain.moves {
            let arrow = if *escalation { "==>" } else { "-->" };
            let _ = writeln!(out, "    s{at}_{from} {arrow} s{at}_{to}");
        }
        out.push_str("  end\n");
        for (group, (heading, items)) in domain.items.iter().enumerate() {
            let head = safe(&format!("{heading}:"));
            let _ = writeln!(out, "  c{at}_{group}[/\"{head}<br/>{}\"/]\n  d{at} --- c{at}_{group}", list(items));
        }
    }
    if !graph.others.is_empty() {
        let _ = writeln!(out, "  others[/\"{}\"/]", list(&graph.others));
    }
    for (at, intervention) in graph.interventions.iter().enumerate() {
        for domain in &intervention.moves {
            let _ = writeln!(out, "  i{at} ==>|\"{}\"| d{domain}", safe(language.text("graph_moves")));
        }
        for domain in intervention.effects.difference(&intervention.moves) {
            let _ = writeln!(out, "  i{at} -.->|\"{}\"| d{domain}", safe(language.text("graph_effects")));
        }
    }
    for (from, to) in &graph.influences {
        let _ = writeln!(out, "  d{from} -.-> d{to}");
    }
    out
}

fn list(items: &[String]) -> String {
    items.iter().map(|item| safe(item)).collect::<Vec<_>>().join("<br/>")
}

/// A text between the quotes of Mermaid.
fn safe(text: &str) -> String {
    text.replace('&', "#amp;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;")
}
