//! Suggestions for unknown names.
//!
//! In: a word and the names that exist. Out: the nearest of them, as a hint. Nothing is ever corrected silently.

use crate::diagnostics::{Diagnostics, Message, Place};

/// So many names are listed in full in a hint.
const LISTED: usize = 12;

/// The existing name that is nearest to `word`, if one is near: at most one wrong letter in four, or two, or half of a
/// short word.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 4).clamp(2, 5).min(length / 2);
    names
        .into_iter()
        .filter(|name| name.len().abs_diff(word.len()) <= 4 * limit)
        .map(|name| (strsim::osa_distance(&name.to_lowercase(), &word.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Reports an unknown name, with the nearest one and, where there are few, all that exist.
pub(crate) fn unknown<'a>(
    faults: &mut Diagnostics,
    place: &Place,
    message: Message,
    found: &str,
    names: impl IntoIterator<Item = &'a str>,
) {
    let names: Vec<&str> = names.into_iter().collect();
    let fault = faults.at(place, message.with("found", found));
    hint_names(found, &names, |hint| {
        fault.hint(hint);
    });
}

/// Gives the hints for an unknown name to `hint`.
pub(crate) fn hint_names(found: &str, names: &[&str], mut hint: impl FnMut(Message)) {
    if let Some(name) = nearest(found, names.iter().copied()) {
        hint(Message::new("did_you_mean").with("name", name));
    }
    if names.is_empty() {
        hint(Message::new("none_exist"));
    } else if names.len() <= LISTED {
        hint(Message::new("allowed_names").with("names", names.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn proposes_only_what_is_near() {
        let names = ["stable", "arrears", "homeless", "x"];
        assert_eq!(nearest("arears", names), Some("arrears"));
        assert_eq!(nearest("Stabel", names), Some("stable"));
        assert_eq!(nearest("employment", names), None);
        assert_eq!(nearest("", names), None);
    }
}
