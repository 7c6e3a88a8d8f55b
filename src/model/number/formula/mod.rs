//! Formulas over named numbers.
//!
//! In: a text such as `a * b / (1 + c)` and the names that exist. Out: a [`Formula`] that is worked out for given values,
//! or what is wrong with the text and where. All functions come from `libm`. Nothing is looked up here.
//!
//! Own, as the crates for this either take `pow` and `exp` from the platform or read `-x^2` as `(-x)^2`.

pub(crate) mod parse;
#[cfg(test)]
mod tests;

use crate::model::number::formula::parse::Parser;
use serde::{Deserialize, Serialize};

/// Longest formula, in bytes.
pub const LONGEST_FORMULA: usize = 2_000;
/// Most values that are kept while a formula is worked out.
const STACK: usize = 64;

/// The functions, as written.
pub const FUNCTIONS: [&str; 8] = ["exp", "ln", "sqrt", "abs", "pow", "min", "max", "if"];

/// What is wrong with a formula, and at which byte of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaFault {
    /// What is wrong.
    pub problem: Problem,
    /// First byte of what is wrong, and the byte after it.
    pub at: (usize, usize),
}

/// What can be wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Something else was expected here.
    Unexpected,
    /// A name that does not exist.
    UnknownName(String),
    /// A function that does not exist.
    UnknownFunction(String),
    /// A function with too few or too many numbers.
    WrongCount(String),
    /// Longer than [`LONGEST_FORMULA`], or nested too deeply.
    TooLong,
}

/// One step of the calculation, on a stack of values.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Value(f64),
    Variable(usize),
    Negate,
    One(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
    /// The second value where the first is not 0, else the third.
    Choose,
}

/// A formula that is ready to be worked out. It is serialised as its text.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Formula {
    text: String,
    variables: Vec<String>,
    steps: Vec<Step>,
}

impl TryFrom<String> for Formula {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text, |_| true).map_err(|fault| {
            let (from, to) = fault.at;
            format!("formula `{text}` cannot be read: {:?} at bytes {from} to {to}", fault.problem)
        })
    }
}

impl From<Formula> for String {
    fn from(formula: Formula) -> Self {
        formula.text
    }
}

impl PartialEq for Formula {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Formula {
    /// Reads a formula; `known` says which names exist.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn new(text: &str, known: impl Fn(&str) -> bool) -> Result<Self, FormulaFault> {
        let too_long = FormulaFault { problem: Problem::TooLong, at: (0, text.len()) };
        if text.len() > LONGEST_FORMULA {
            return Err(too_long);
        }
        let (names, mut steps) = Parser::new(text, &known).formula()?;
        if depth(&steps) > STACK {
            return Err(too_long);
        }
        let mut variables = names.clone();
        variables.sort();
        for step in &mut steps {
            if let Step::Variable(at) = step {
                *at = variables.binary_search(&names[*at]).unwrap_or(0);
            }
        }
        Ok(Self { text: text.to_string(), variables, steps })
    }

    /// The text as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names in it, sorted, once each.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The value for these values of [`Formula::variables`], in their order. Not a number wherever a value is missing or
    /// something cannot be worked out, such as the logarithm of a negative number.
    pub fn evaluate(&self, values: &[f64]) -> f64 {
        let mut stack = [f64::NAN; STACK];
        let mut top = 0;
        for step in &self.steps {
            match *step {
                Step::Value(value) => {
                    stack[top] = value;
                    top += 1;
                }
                Step::Variable(at) => {
                    stack[top] = values.get(at).copied().unwrap_or(f64::NAN);
                    top += 1;
                }
                Step::Negate => stack[top - 1] = -stack[top - 1],
                Step::One(function) => stack[top - 1] = function(stack[top - 1]),
                Step::Two(function) => {
                    top -= 1;
                    stack[top - 1] = function(stack[top - 1], stack[top]);
                }
                Step::Choose => {
                    top -= 2;
                    let (condition, yes, no) = (stack[top - 1], stack[top], stack[top + 1]);
                    stack[top - 1] =
                        if condition.is_nan() { condition } else { [no, yes][usize::from(condition != 0.0)] };
                }
            }
        }
        stack[0]
    }
}

/// Most values that the steps keep at a time.
fn depth(steps: &[Step]) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for step in steps {
        match step {
            Step::Value(_) | Step::Variable(_) => now += 1,
            Step::Negate | Step::One(_) => {}
            Step::Two(_) => now = now.saturating_sub(1),
            Step::Choose => now = now.saturating_sub(2),
        }
        most = most.max(now);
    }
    most
}
