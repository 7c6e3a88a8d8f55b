//! Validation of numbers: parameters, characteristics, clocks, tables, joint draws and formulas.
//!
//! In: the numbers of a scenario. Out: faults.

use std::fmt::Arguments;

use crate::diagnostics::Message;
use crate::model::limits::{MOST_MEMBERS, MOST_PARAMETERS, MOST_STEPS};
use crate::model::number::distribution::MOST_SHAPE;
use crate::model::validate::Check;
use crate::model::{
    Characteristic, CharacteristicValue, Clock, ClockTable, ClockValues, Derived, Joint, Number, Origin,
};
use crate::units::Kind;

impl Check<'_> {
    /// Checks all lists of numbers.
    pub(super) fn numbers(&mut self) {
        let scenario = self.scenario;
        for (at, Characteristic { name, value }) in scenario.characteristics.iter().enumerate() {
            match value {
                CharacteristicValue::Fixed(value) => {
                    self.refuse_unless(value.is_finite(), format_args!("characteristics[{at}]"), "validate_no_number");
                }
                CharacteristicValue::Random(distribution) => {
                    self.distribution(format_args!("characteristics[{at}] `{name}`"), distribution);
                }
            }
        }
        self.distinct(format_args!("characteristics"), scenario.characteristics.iter().map(|found| &*found.name));
        self.count(format_args!("parameters"), scenario.parameters.len(), 0, MOST_PARAMETERS);
        for (at, parameter) in scenario.parameters.iter().enumerate() {
            self.distribution(format_args!("parameters[{at}] `{}`", parameter.name), &parameter.distribution);
        }
        self.distinct(format_args!("parameters"), scenario.parameters.iter().map(|found| &*found.name));
        scenario.clocks.iter().enumerate().for_each(|(at, clock)| self.clock(format_args!("clocks[{at}]"), clock));
        scenario.tables.iter().enumerate().for_each(|(at, table)| self.table(format_args!("tables[{at}]"), table));
        scenario.joints.iter().enumerate().for_each(|(at, joint)| self.joint(format_args!("joints[{at}]"), joint));
        self.derived(format_args!("derived"), &scenario.derived);
    }

    fn clock(&mut self, place: Arguments, clock: &Clock) {
        match clock {
            Clock::Cycle => {}
            Clock::Age { index } => {
                self.index(place, *index, "characteristics", self.scenario.characteristics.len());
            }
            Clock::Since(condition) => self.condition_on_states(place, condition),
        }
    }

    fn table(&mut self, place: Arguments, table: &ClockTable) {
        self.index(place, table.clock, "clocks", self.scenario.clocks.len());
        match &table.values {
            ClockValues::Steps(steps) => {
                self.count(place, steps.len(), 1, MOST_STEPS);
                self.rising(place, steps.iter().map(|(from, _)| *from));
                self.refuse_unless(steps.iter().all(|(from, _)| !from.is_nan()), place, "validate_no_number");
                steps.iter().for_each(|(_, number)| self.number_without_clock(place, *number));
            }
            ClockValues::Formula(formula) => {
                let variables = formula.formula.variables().len();
                self.count(place, formula.inputs.len(), variables, variables);
                self.positive(place, formula.parts);
                formula.inputs.iter().flatten().for_each(|origin| self.origin_without_clock(place, *origin));
            }
        }
    }

    fn joint(&mut self, place: Arguments, joint: &Joint) {
        let count = joint.members().count();
        self.count(place, count, 1, MOST_MEMBERS);
        joint.parameters().for_each(|parameter| self.parameter(place, parameter));
        match joint {
            Joint::Correlated { factor, .. } => {
                self.count(place, factor.len(), count, count);
                for (at, row) in factor.iter().enumerate() {
                    self.count(place, row.len(), at + 1, at + 1);
                    for weight in row {
                        self.between(place, *weight, -1.0, 1.0);
                    }
                }
            }
            Joint::Shares { members } => {
                for (_, count) in members {
                    self.between(place, *count, f64::MIN_POSITIVE, MOST_SHAPE);
                }
            }
        }
    }

    /// Formulas of parameters, each after those that it needs.
    pub(super) fn derived(&mut self, place: Arguments, list: &[Derived]) {
        for (at, derived) in list.iter().enumerate() {
            let place = format_args!("{place}[{at}]");
            self.parameter(place, derived.parameter);
            let variables = derived.formula.variables().len();
            self.count(place, derived.inputs.len(), variables, variables);
            for origin in &derived.inputs {
                self.origin_without_clock(place, *origin);
                let later = list[at + 1..].iter().any(|other| *origin == Origin::Parameter(other.parameter));
                self.refuse_unless(!later, place, "validate_order");
            }
        }
    }

    /// An index of a parameter.
    pub(super) fn parameter(&mut self, place: Arguments, index: usize) {
        self.index(place, index, "parameters", self.scenario.parameters.len());
    }

    /// A number wherever one stands.
    pub(super) fn number(&mut self, place: Arguments, number: Number) {
        match number.origin {
            Origin::Fixed(value) => {
                self.refuse_unless(value.is_finite(), place, "validate_no_number");
            }
            Origin::Parameter(index) => self.parameter(place, index),
            Origin::Characteristic(index) => {
                self.index(place, index, "characteristics", self.scenario.characteristics.len());
            }
            Origin::Table(index) => {
                self.index(place, index, "tables", self.scenario.tables.len());
            }
        }
    }

    /// A number of the kind of its place: its bounds are those that are checked in each draw.
    pub(super) fn kind(&mut self, place: Arguments, number: Number, wanted: Kind) {
        let fits = match (number.kind, wanted) {
            (Kind::Duration(_), Kind::Duration(_)) | (Kind::Count | Kind::Share, Kind::Factor) => true,
            (found, wanted) => found == wanted,
        };
        if !fits {
            self.fault(place, Message::new("validate_kind").with("found", format!("{:?}", number.kind)));
        }
    }

    /// A number that cannot depend on a clock.
    pub(super) fn number_without_clock(&mut self, place: Arguments, number: Number) {
        self.origin_without_clock(place, number.origin);
    }

    fn origin_without_clock(&mut self, place: Arguments, origin: Origin) {
        if matches!(origin, Origin::Table(_)) {
            return self.fault(place, Message::new("validate_clock"));
        }
        self.number(place, Number { origin, kind: Kind::Real });
    }
}
