//! Matrices with named rows and columns.
//!
//! In: lists of names, lists of numbers, square matrices. Out: the same, checked, and the factor of a matrix of
//! correlations.

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::number::joint;
use crate::read::source::entry;
use crate::read::source::tree::{Node, Value};

/// How far the two sides of a symmetric matrix may differ, relative to its diagonal.
const MARGIN: f64 = 1e-9;

/// A square matrix by rows.
pub(crate) type Matrix = Vec<Vec<f64>>;

/// A name with its place.
pub(crate) struct Labelled {
    pub(crate) name: String,
    pub(crate) place: Place,
}

/// A list of names, each once.
pub(crate) fn names(node: &Node, least: usize, most: usize, faults: &mut Diagnostics) -> Option<Vec<Labelled>> {
    let list = entry::list(node, faults)?;
    if list.len() < least || list.len() > most {
        faults.at(&node.place, Message::new("members_wrong").with("most", most));
        return None;
    }
    let mut all: Vec<Labelled> = Vec::with_capacity(list.len());
    let mut sound = true;
    for node in list {
        match entry::text(node, faults) {
            Some(name) if all.iter().any(|known| known.name == name) => {
                faults.at(&node.place, Message::new("name_twice").with("name", name));
                sound = false;
            }
            Some(name) => all.push(Labelled { name: name.to_string(), place: node.place.clone() }),
            None => sound = false,
        }
    }
    sound.then_some(all)
}

/// The places of the names in the order of the alphabet.
pub(crate) fn by_name(names: &[Labelled]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| names[*a].name.cmp(&names[*b].name));
    order
}

/// The matrix with its rows and columns in this order.
pub(crate) fn sorted(matrix: &Matrix, order: &[usize]) -> Matrix {
    order.iter().map(|row| order.iter().map(|column| matrix[*row][*column]).collect()).collect()
}

/// A list of so many numbers.
pub(crate) fn numbers(node: &Node, size: usize, faults: &mut Diagnostics) -> Option<Vec<f64>> {
    let list = entry::list(node, faults)?;
    if list.len() != size {
        faults.at(&node.place, Message::new("size_wrong").with("found", list.len()).with("wanted", size));
        return None;
    }
    let all: Vec<_> = list.iter().map(|node| entry::any_number(node, faults)).collect();
    all.into_iter().collect()
}

/// A list of so many numbers above 0.
pub(crate) fn standard_deviations(node: &Node, size: usize, faults: &mut Diagnostics) -> Option<Vec<f64>> {
    let all = numbers(node, size, faults)?;
    let wrong = all.iter().zip(entry::list(node, faults)?).find(|(value, _)| **value <= 0.0);
    if let Some((value, node)) = wrong {
        faults.at(&node.place, Message::new("not_above_zero").with("key", "sd").with("value", value));
        return None;
    }
    Some(all)
}

/// A symmetric matrix of this size; the entries of `scale` give what is small.
fn symmetric(node: &Node, size: usize, faults: &mut Diagnostics) -> Option<Matrix> {
    let list = entry::list(node, faults)?;
    if list.len() != size {
        faults.at(&node.place, Message::new("size_wrong").with("found", list.len()).with("wanted", size));
        return None;
    }
    let rows: Vec<_> = list.iter().map(|row| numbers(row, size, faults)).collect();
    let rows = rows.into_iter().collect::<Option<Matrix>>()?;
    for (row, values) in rows.iter().enumerate() {
        for (column, value) in values.iter().enumerate().take(row) {
            let other = rows[column][row];
            if (value - other).abs() > MARGIN * value.abs().max(other.abs()) {
                let message = Message::new("not_symmetric").with("found", value).with("other", other);
                faults.at(cell(list, row, column).unwrap_or(&node.place), message);
                return None;
            }
        }
    }
    Some(rows)
}

fn cell(rows: &[Node], row: usize, column: usize) -> Option<&Place> {
    match &rows.get(row)?.value {
        Value::List(list) => list.get(column).map(|node| &node.place),
        _ => None,
    }
}

/// A matrix of correlations: between -1 and 1, with ones on the diagonal.
pub(crate) fn correlations(node: &Node, size: usize, faults: &mut Diagnostics) -> Option<Matrix> {
    let matrix = symmetric(node, size, faults)?;
    let list = entry::list(node, faults)?;
    for (row, values) in matrix.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            let place = cell(list, row, column).unwrap_or(&node.place);
            if row == column && *value != 1.0 {
                faults.at(place, Message::new("diagonal_not_one").with("found", value));
                return None;
            }
            if value.abs() > 1.0 {
                faults.at(place, entry::outside(value, -1, 1, "kind_correlation"));
                return None;
            }
        }
    }
    Some(matrix)
}

/// Rank correlations: a matrix, or one number between two.
pub(crate) fn spearman(node: &Node, size: usize, faults: &mut Diagnostics) -> Option<Matrix> {
    if let Value::Integer(_) | Value::Float(_) = node.value {
        if size != 2 {
            faults.at(&node.place, Message::new("one_correlation").with("size", size));
            return None;
        }
        let value = entry::plain(node, (-1.0, 1.0), "kind_correlation", faults)?;
        return Some(vec![vec![1.0, value], vec![value, 1.0]]);
    }
    correlations(node, size, faults)
}

/// Standard deviations and correlations of a matrix of covariances.
pub(crate) fn split_covariance(node: &Node, size: usize, faults: &mut Diagnostics) -> Option<(Vec<f64>, Matrix)> {
    let matrix = symmetric(node, size, faults)?;
    let list = entry::list(node, faults)?;
    for (at, row) in matrix.iter().enumerate() {
        if row[at] <= 0.0 {
            let place = cell(list, at, at).unwrap_or(&node.place);
            faults.at(place, Message::new("variance_not_above_zero").with("found", row[at]));
            return None;
        }
    }
    let sd: Vec<f64> = matrix.iter().enumerate().map(|(at, row)| row[at].sqrt()).collect();
    let correlation = |row: usize, column: usize| match row == column {
        true => 1.0,
        false => matrix[row.max(column)][row.min(column)] / (sd[row] * sd[column]),
    };
    let correlations = (0..size).map(|row| (0..size).map(|column| correlation(row, column)).collect()).collect();
    Some((sd, correlations))
}

/// The correlations of the normal variates whose ranks have these correlations: `2 sin(pi r / 6)`.
///
/// Source: K. Pearson, "On further methods of determining correlation" (1907).
pub(crate) fn latent(ranks: &Matrix) -> Matrix {
    let linear = |rank: f64| if rank == 1.0 { 1.0 } else { 2.0 * libm::sin(std::f64::consts::PI * rank / 6.0) };
    ranks.iter().map(|row| row.iter().map(|rank| linear(*rank)).collect()).collect()
}

/// The factor of a matrix of correlations.
pub(crate) fn factor(matrix: &Matrix, place: &Place, faults: &mut Diagnostics) -> Option<Matrix> {
    let found = joint::factor(matrix);
    if found.is_none() {
        faults.at(place, Message::new("not_semi_definite")).hint(Message::new("check_matrix"));
    }
    found
}
