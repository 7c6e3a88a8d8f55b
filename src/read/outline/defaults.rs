//! Defaults: what holds where a scenario says nothing.
//!
//! In: entries as they were written. Out: the same entries with what they leave out. Nothing is read with it.

use crate::model::outline::{Entry, Shown, Source};
use crate::read::keys;

fn add(entries: &mut Vec<Entry>, name: &str, written: &str) {
    if entries.iter().any(|entry| entry.name == name) {
        return;
    }
    let value = match written.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(text) => Shown::Text(text.to_string(), Source::Default),
        None => Shown::Plain(written.to_string(), Source::Default),
    };
    entries.push(Entry { name: name.to_string(), value });
}

/// What the settings are where nothing is said.
pub(crate) fn settings(entries: &mut Vec<Entry>) {
    let weighs_rows = entries.iter().any(|entry| match &entry.value {
        Shown::Text(word, _) => entry.name == "count" && !["start", "end", "life_table"].contains(&word.as_str()),
        _ => entry.name == "count",
    });
    for key in ["cycle", "count", "discount_at", "draws", "households", "seed"] {
        if key != "discount_at" || !weighs_rows {
            add(entries, key, keys::default_of("settings", key));
        }
    }
}

/// What interventions are where nothing is said.
pub(crate) fn interventions(alternative: &mut Shown) {
    let Shown::Table(entries, _) = alternative else { return };
    for entry in entries.iter_mut().filter(|entry| entry.name == "interventions") {
        let Shown::Table(interventions, _) = &mut entry.value else { continue };
        for intervention in interventions {
            if let Shown::Table(entries, _) = &mut intervention.value {
                for key in ["reached", "success", "active"] {
                    add(entries, key, keys::default_of("intervention", key));
                }
            }
        }
    }
}

/// Marks the interventions that an alternative takes over and switches off.
pub(crate) fn mark_off(alternative: &mut Shown) {
    let Shown::Table(entries, _) = alternative else { return };
    let off = entries.iter().filter(|entry| entry.name == "off").filter_map(|entry| match &entry.value {
        Shown::List(list, _) => Some(list.clone()),
        _ => None,
    });
    let off: Vec<Shown> = off.flatten().collect();
    for entry in entries.iter_mut().filter(|entry| entry.name == "interventions") {
        let Shown::Table(interventions, _) = &mut entry.value else { continue };
        for intervention in interventions {
            let here = off.iter().find(|off| match off {
                Shown::Text(text, _) => {
                    text.strip_prefix("interventions:").is_some_and(|name| name.trim() == intervention.name)
                }
                _ => false,
            });
            if let (Some(here), Shown::Table(entries, _)) = (here, &mut intervention.value) {
                let value = Shown::Plain("true".to_string(), here.source().clone());
                entries.insert(0, Entry { name: "off".to_string(), value });
            }
        }
    }
}
