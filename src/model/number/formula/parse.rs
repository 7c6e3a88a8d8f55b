//! From the text of a formula to steps.
//!
//! In: the text. Out: steps for a stack and the names in the order in which they were met. From weak to strong:
//! comparisons; `+` and `-`; `*` and `/`; a sign; `^`, which goes from right to left: `-x^2` is `-(x^2)`.

use crate::model::number::formula::{FUNCTIONS, FormulaFault, Problem, Step};

/// Deepest nesting.
const DEEPEST: usize = 50;

type Read<T> = Result<T, FormulaFault>;

pub(crate) struct Parser<'t, K> {
    text: &'t str,
    known: &'t K,
    at: usize,
    nested: usize,
    names: Vec<String>,
    steps: Vec<Step>,
}

impl<'t, K: Fn(&str) -> bool> Parser<'t, K> {
    pub(crate) fn new(text: &'t str, known: &'t K) -> Self {
        Self { text, known, at: 0, nested: 0, names: Vec::new(), steps: Vec::new() }
    }

    /// Reads the whole text.
    pub(crate) fn formula(mut self) -> Read<(Vec<String>, Vec<Step>)> {
        self.comparison()?;
        self.skip_spaces();
        if self.at < self.text.len() {
            return Err(self.unexpected());
        }
        Ok((self.names, self.steps))
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Whether this sign comes next; if so it is passed over.
    fn passes(&mut self, sign: &str) -> bool {
        self.skip_spaces();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    fn unexpected(&self) -> FormulaFault {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        FormulaFault { problem: Problem::Unexpected, at: (self.at, self.at + length) }
    }

    /// Reads something that may hold a formula in turn.
    fn nested(&mut self, read: fn(&mut Self) -> Read<()>) -> Read<()> {
        if self.nested >= DEEPEST {
            return Err(FormulaFault { problem: Problem::TooLong, at: (0, self.text.len()) });
        }
        self.nested += 1;
        let found = read(self);
        self.nested -= 1;
        found
    }

    fn comparison(&mut self) -> Read<()> {
        self.sum()?;
        type Compare = (&'static str, fn(f64, f64) -> f64);
        let signs: [Compare; 4] = [
            ("<=", |a, b| truth(a <= b, a + b)),
            (">=", |a, b| truth(a >= b, a + b)),
            ("<", |a, b| truth(a < b, a + b)),
            (">", |a, b| truth(a > b, a + b)),
        ];
        for (sign, compare) in signs {
            if self.passes(sign) {
                self.sum()?;
                self.steps.push(Step::Two(compare));
                break;
            }
        }
        Ok(())
    }

    fn sum(&mut self) -> Read<()> {
        self.product()?;
        loop {
            let step = match () {
                () if self.passes("+") => Step::Two(|a, b| a + b),
                () if self.passes("-") => Step::Two(|a, b| a - b),
                () => return Ok(()),
            };
            self.product()?;
            self.steps.push(step);
        }
    }

    fn product(&mut self) -> Read<()> {
        self.signed()?;
        loop {
            let step = match () {
                () if self.passes("*") => Step::Two(|a, b| a * b),
                () if self.passes("/") => Step::Two(|a, b| a / b),
                () => return Ok(()),
            };
            self.signed()?;
            self.steps.push(step);
        }
    }

    fn signed(&mut self) -> Read<()> {
        if self.passes("-") {
            self.nested(Self::signed)?;
            self.steps.push(Step::Negate);
            return Ok(());
        }
        self.power()
    }

    fn power(&mut self) -> Read<()> {
        self.primary()?;
        if self.passes("^") {
            self.nested(Self::signed)?;
            self.steps.push(Step::Two(libm::pow));
        }
        Ok(())
    }

    fn primary(&mut self) -> Read<()> {
        self.skip_spaces();
        let first = self.rest().chars().next();
        match first {
            Some('(') => {
                self.at += 1;
                self.nested(Self::comparison)?;
                if self.passes(")") { Ok(()) } else { Err(self.unexpected()) }
            }
            Some('{') => {
                let Some(length) = self.rest().find('}') else { return Err(self.unexpected()) };
                let (from, to) = (self.at + 1, self.at + length);
                self.at += length + 1;
                self.variable(from, to)
            }
            Some(one) if one.is_ascii_digit() || one == '.' => self.number(),
            Some(one) if one.is_alphabetic() || one == '_' => self.word(),
            _ => Err(self.unexpected()),
        }
    }

    fn number(&mut self) -> Read<()> {
        let bytes = self.rest().as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut length = digits(0);
        if bytes.get(length) == Some(&b'.') {
            length += 1 + digits(length + 1);
        }
        if matches!(bytes.get(length), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
            let exponent = digits((length + 1 + sign).min(bytes.len()));
            if exponent > 0 {
                length += 1 + sign + exponent;
            }
        }
        match self.rest()[..length].parse::<f64>() {
            Ok(value) if value.is_finite() => {
                self.at += length;
                self.steps.push(Step::Value(value));
                Ok(())
            }
            _ => Err(self.unexpected()),
        }
    }

    /// A name, or a function with its numbers.
    fn word(&mut self) -> Read<()> {
        let from = self.at;
        let length = self.rest().find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(self.rest().len());
        self.at += length;
        let to = self.at;
        if self.passes("(") {
            return self.function(from, to);
        }
        self.at = to;
        self.variable(from, to)
    }

    fn variable(&mut self, from: usize, to: usize) -> Read<()> {
        let name = &self.text[from..to];
        if !(self.known)(name) {
            return Err(FormulaFault { problem: Problem::UnknownName(name.to_string()), at: (from, to) });
        }
        let at = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_string());
            self.names.len() - 1
        });
        self.steps.push(Step::Variable(at));
        Ok(())
    }

    fn function(&mut self, from: usize, to: usize) -> Read<()> {
        let name = &self.text[from..to];
        let fault =
            |problem: fn(String) -> Problem| FormulaFault { problem: problem(name.to_string()), at: (from, to) };
        if !FUNCTIONS.contains(&name) {
            return Err(fault(Problem::UnknownFunction));
        }
        let fold: Option<fn(f64, f64) -> f64> = match name {
            "min" => Some(|a, b| pick(a < b, a, b)),
            "max" => Some(|a, b| pick(a > b, a, b)),
            _ => None,
        };
        let mut count = 0;
        loop {
            self.nested(Self::comparison)?;
            count += 1;
            if let (Some(fold), 2..) = (fold, count) {
                self.steps.push(Step::Two(fold));
            }
            if !self.passes(",") {
                break;
            }
        }
        if !self.passes(")") {
            return Err(self.unexpected());
        }
        let (wanted, step) = match name {
            "min" | "max" if count >= 2 => return Ok(()),
            "exp" => (1, Step::One(libm::exp)),
            "ln" => (1, Step::One(libm::log)),
            "sqrt" => (1, Step::One(libm::sqrt)),
            "abs" => (1, Step::One(libm::fabs)),
            "pow" => (2, Step::Two(libm::pow)),
            "if" => (3, Step::Choose),
            _ => (2, Step::Negate),
        };
        if count != wanted {
            return Err(fault(Problem::WrongCount));
        }
        self.steps.push(step);
        Ok(())
    }
}

/// 1 for yes and 0 for no; not a number where `sum`, of what was compared, is not.
fn truth(yes: bool, sum: f64) -> f64 {
    if sum.is_nan() { sum } else { f64::from(u8::from(yes)) }
}

/// One of two values; not a number where one of them is not.
fn pick(first: bool, a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if first {
        a
    } else {
        b
    }
}
