//! Ways of counting in files: how states at the borders of cycles become time.
//!
//! In: `count` of `[settings]`, or of an item. Out: [`Count`].

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Count, limits};
use crate::read::source::tree::{Node, Value};
use crate::read::source::{choice, entry};
/// A word, or a list with a weight for each row.
///
/// # Errors
/// Faults and `None` for another word, and for a list of another length than the horizon has rows.
pub(crate) fn read(node: &Node, horizon: Option<usize>, halvings: u8, faults: &mut Diagnostics) -> Option<Count> {
    if let Value::List(list) = &node.value {
        if halvings > 0 {
            faults.at(&node.place, Message::new("weights_not_halved"));
            return None;
        }
        let weights: Vec<_> =
            list.iter().map(|node| entry::plain(node, (0.0, limits::MOST_WEIGHT), "kind_weight", faults)).collect();
        let rows = horizon? + 1;
        if weights.len() != rows {
            let message = Message::new("weights_wrong_number").with("found", weights.len()).with("rows", rows);
            faults.at(&node.place, message.with("last", rows - 1));
            return None;
        }
        return weights.into_iter().collect::<Option<Vec<f64>>>().map(Count::Rows);
    }
    let meanings = [("start", 0), ("end", 1), ("life_table", 2), ("all_rows", 3), ("half_cycle", 4), ("simpson", 5)];
    let count = match choice::word(node, &meanings, faults)? {
        0 => Count::Start,
        1 => Count::End,
        2 => Count::LifeTable,
        3 => Count::AllRows,
        4 => Count::HalfCycle,
        _ => Count::Simpson,
    };
    if count == Count::Simpson && horizon.is_some_and(|horizon| horizon % 2 == 1) {
        let warning = faults.warning(Some(node.place.clone()), Message::new("simpson_odd").with("found", horizon?));
        warning.hint(Message::new("use_half_cycle"));
    }
    Some(count)
}
