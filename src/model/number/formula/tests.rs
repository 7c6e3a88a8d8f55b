//! Formulas against what a textbook says, and what is said of wrong ones.

use proptest::prelude::*;

use crate::model::number::formula::*;

fn known(name: &str) -> bool {
    ["x", "y", "hr_debt", "hr-debt", "één", "price:bed"].contains(&name)
}

/// The value with `x` 2 and everything else 3.
fn value(text: &str) -> f64 {
    let formula = Formula::new(text, known).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    let values: Vec<f64> = formula.variables().iter().map(|name| if name == "x" { 2.0 } else { 3.0 }).collect();
    formula.evaluate(&values)
}

#[test]
fn formulas_mean_what_a_textbook_says() {
    for (text, wanted) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("1 - 2 - 3", -4.0),
        ("8 / 4 / 2", 1.0),
        ("-x^2", -4.0),
        ("(-x)^2", 4.0),
        ("2^3^2", 512.0),
        ("2^-1", 0.5),
        ("x--1", 3.0),
        ("1.5e3 + .5 + 2.", 1502.5),
        ("1e-3*x", 0.002),
        ("exp(0) + ln(1) + sqrt(16) + abs(-2)", 7.0),
        ("pow(x, y)", 8.0),
        ("min(3, x, 5)", 2.0),
        ("max(3, x, 5)", 5.0),
        ("(x < 3) + (x <= 2) + (x > 2) + (x >= 2)", 3.0),
        ("if(x > 1, 10, 20)", 10.0),
        ("if(x > 5, 10, 20)", 20.0),
        ("{hr-debt} * hr_debt * één + {price:bed}", 30.0),
        (" x\t* y ", 6.0),
        ("x-y", -1.0),
    ] {
        assert_eq!(value(text), wanted, "{text}");
    }
    let formula = Formula::new("y + x * y", known).expect("a formula");
    assert_eq!((formula.variables(), formula.text()), (&["x".to_string(), "y".to_string()][..], "y + x * y"));
}

#[test]
fn what_cannot_be_worked_out_is_not_a_number() {
    for text in ["ln(-1)", "0 / 0", "min(1, 0/0)", "max(0/0, 1)", "0/0 < 1", "if(0/0, 1, 2)", "sqrt(-x)"] {
        assert!(value(text).is_nan(), "{text}");
    }
    assert!(Formula::new("x", known).expect("a formula").evaluate(&[]).is_nan());
}

#[test]
fn what_is_wrong_has_its_place() {
    let fault = |text: &str| {
        let fault = Formula::new(text, known).expect_err(text);
        (fault.problem, fault.at)
    };
    let name = |name: &str| name.to_string();
    assert_eq!(fault("x * hr_dept"), (Problem::UnknownName(name("hr_dept")), (4, 11)));
    assert_eq!(fault("log(x)"), (Problem::UnknownFunction(name("log")), (0, 3)));
    assert_eq!(fault("exp(x, y)"), (Problem::WrongCount(name("exp")), (0, 3)));
    assert_eq!(fault("min(x)"), (Problem::WrongCount(name("min")), (0, 3)));
    for (text, at) in [("", 0), ("x y", 2), ("2x", 1), ("x +", 3), ("(x", 2), ("x)", 1), ("0,35 * x", 1), ("x ** 2", 3)]
    {
        assert_eq!(fault(text), (Problem::Unexpected, (at, (at + 1).min(text.len()))), "{text}");
    }
    for deep in ["(".repeat(1_000), "-".repeat(1_000), "2^".repeat(900), "x".repeat(5_000), "exp(".repeat(400)] {
        assert_eq!(fault(&deep).0, Problem::TooLong);
    }
}

#[test]
fn what_is_allowed_fits_the_stack() {
    // The deepest use of the stack per level of nesting.
    for inner in ["1+2*3^", "if(1,2,", "min(1,2,", "1*2^"] {
        for levels in 1..50 {
            let text = inner.repeat(levels) + "1" + &")".repeat(inner.matches('(').count() * levels);
            if let Ok(formula) = Formula::new(&text, known) {
                assert!(formula.evaluate(&[]).is_finite() || inner.contains('^'), "{text}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[xy1-3.e(){},<>=^*/+ a-f-]{0,40}") {
        if let Ok(formula) = Formula::new(&text, |_| true) {
            let values = vec![1.5; formula.variables().len()];
            formula.evaluate(&values);
        }
    }
}
