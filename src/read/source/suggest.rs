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
    let lowered = word.to_lowercase();
    names
        .into_iter()
        .filter(|name| name.len().abs_diff(word.len()) <= 4 * limit)
        .map(|name| (strsim::osa_distance(&name.to_lowercase(), &lowered), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// The same, as long as not too much was compared for the faults before: a list of very many rows with a fault each, out of
/// very many names, would else take hours for hints of which only the first are shown.
pub(crate) fn near<'a>(
    faults: &mut Diagnostics,
    word: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut names = names.into_iter();
    let few: Vec<&str> = names.by_ref().take(LISTED).collect();
    let left = faults.comparisons_left();
    let mut compared = 0;
    let near = nearest(word, few.into_iter().chain(names.take(left).inspect(|_| compared += 1)));
    faults.count_comparisons(compared);
    // Cut short, nobody knows whether a nearer one would have followed.
    near.filter(|_| compared == 0 || compared < left)
}

/// Reports an unknown name, with the nearest one and, where there are few, all that exist.
pub(crate) fn unknown<'a>(
    faults: &mut Diagnostics,
    place: &Place,
    message: Message,
    found: &str,
    names: impl IntoIterator<Item = &'a str>,
) {
    let hints = hints(faults, found, names);
    let fault = faults.at(place, message.with("found", found));
    hints.into_iter().for_each(|hint| {
        fault.hint(hint);
    });
}

/// The hints for an unknown name.
pub(crate) fn hints<'a>(
    faults: &mut Diagnostics,
    found: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Vec<Message> {
    let mut names = names.into_iter();
    let first: Vec<&str> = names.by_ref().take(LISTED + 1).collect();
    let listed = match first.len() {
        0 => Some(Message::new("none_exist")),
        1..=LISTED => Some(Message::new("allowed_names").with("names", first.join(", "))),
        _ => None,
    };
    let near = near(faults, found, first.into_iter().chain(names));
    near.map(|name| Message::new("did_you_mean").with("name", name)).into_iter().chain(listed).collect()
}

#[cfg(test)]
mod tests {
    use super::{near, nearest, unknown};
    use crate::diagnostics::{Diagnostics, Message, Place};

    #[test]
    fn proposes_only_what_is_near() {
        let names = ["stable", "arrears", "homeless", "x"];
        assert_eq!(nearest("arears", names), Some("arrears"));
        assert_eq!(nearest("Stabel", names), Some("stable"));
        assert_eq!(nearest("employment", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn what_is_compared_grows_no_faster_than_the_faults() {
        let names: Vec<String> = (0..50_000).map(|at| format!("name_{at}")).collect();
        let asked = std::cell::Cell::new(0_usize);
        let mut faults = Diagnostics::default();
        let place = Place { file: 0, span: 0..0 };
        for _ in 0..10_000 {
            let counted = names.iter().map(String::as_str).inspect(|_| asked.set(asked.get() + 1));
            unknown(&mut faults, &place, Message::new("unknown_category"), "name_49999x", counted);
        }
        assert!(asked.get() < 3_000_000, "{}", asked.get());
        let hinted = faults.sorted().iter().filter(|fault| !fault.hints.is_empty()).count();
        assert!((10..10_000).contains(&hinted), "{hinted}");
        assert_eq!(near(&mut faults, "stabel", ["stable", "homeless"]), Some("stable"));
    }
}
