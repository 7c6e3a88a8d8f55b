//! Numbers of a scenario: plain, named, or uncertain.
//!
//! In: a value of the file, the kind of number that is needed there, and a name for it should it be a distribution.
//! Out: a [`Number`]. It keeps the list of parameters that are used; their indices are provisional, in the order in
//! which they were met, until `finish` sorts them by name.

pub(crate) mod bounds;
pub(crate) mod decimal;
pub(crate) mod distribution;
pub(crate) mod evidence;
pub(crate) mod family;
pub(crate) mod formula;
pub(crate) mod moment_fit;
pub(crate) mod quantile_fit;
pub(crate) mod values;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Message, Place};
use crate::model::limits;
use crate::model::{CharacteristicValue, Distribution, Formula, Number, Origin, Parameter};
use crate::read::keys;
use crate::read::number::bounds::{Ends, check_bounds, check_ends};
use crate::read::number::evidence::parameter;
use crate::read::source::entry::{self, Entry, too_many};
use crate::read::source::suggest;
use crate::read::source::tree::{Node, Table, Value};
use crate::units::Kind;

/// Most parameters in a scenario.
const MAX_PARAMETERS: usize = limits::MOST_PARAMETERS;

/// A parameter as it was defined.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    pub(crate) parameter: Parameter,
    /// Where it is defined.
    pub(crate) place: Place,
    /// Numbers whose bounds are checked at every use.
    pub(crate) ends: Ends,
    /// The formula, where there is one.
    pub(crate) worked: Option<Worked>,
    /// Whether it is a component of a joint distribution.
    pub(crate) joint: bool,
}

/// A formula of a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Worked {
    pub(crate) formula: Formula,
    /// Those with a lower number are worked out first.
    pub(crate) rank: usize,
    /// Where it is written.
    pub(crate) place: Place,
}

/// A parameter that is used, and as what.
pub(crate) struct Used {
    pub(crate) definition: Definition,
    pub(crate) kinds: BTreeSet<Kind>,
}

/// A characteristic as it was written.
pub(crate) struct ReadCharacteristic {
    pub(crate) value: CharacteristicValue,
    /// Numbers whose bounds are checked at every use.
    pub(crate) ends: Ends,
}

/// Another value for a named number, and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct GivenNumber {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) place: Place,
}

/// All numbers of a scenario that have a name.
#[derive(Default)]
pub(crate) struct Numbers {
    /// Characteristics by name.
    pub(crate) characteristics: BTreeMap<String, ReadCharacteristic>,
    /// Entries of `[parameters]`; `None` for those that were reported as faulty.
    pub(crate) named: BTreeMap<String, Option<Definition>>,
    /// Names that formulas may use, but for characteristics.
    pub(crate) known: BTreeSet<String>,
    /// Parameters in the order in which they were met.
    pub(crate) used: Vec<Used>,
    /// Index in `used` by name.
    pub(crate) index: BTreeMap<String, usize>,
    /// Values from the command line or a case, by name.
    pub(crate) set: BTreeMap<String, f64>,
    /// Names of distributions in the place of which a value was set by its path.
    pub(crate) replaced: BTreeSet<String>,
    /// Where those of a case are written.
    set_places: BTreeMap<String, Place>,
    /// There were too many; reported once.
    full: bool,
}

impl Numbers {
    /// Takes over values of a case; the command line may set others afterwards.
    pub(crate) fn give(&mut self, given: &[GivenNumber]) {
        for GivenNumber { name, value, place } in given {
            self.set.insert(name.clone(), *value);
            self.set_places.insert(name.clone(), place.clone());
        }
    }

    /// Where the value of a name was set; `None` for the command line.
    pub(crate) fn set_place(&self, name: &str) -> Option<Place> {
        self.set_places.get(name).cloned()
    }

    /// The number at `node`, which must be of this kind. `path` is its name should it be a distribution.
    pub(crate) fn read(&mut self, node: &Node, kind: Kind, path: &str, faults: &mut Diagnostics) -> Option<Number> {
        let origin = match &node.value {
            Value::Integer(_) | Value::Float(_) => {
                let value = entry::any_number(node, faults)?;
                check_bounds(value, kind, &node.place, None, faults).then_some(Origin::Fixed(value))?
            }
            Value::Text(name) => self.named(name, kind, &node.place, faults)?,
            Value::Table(table) => {
                let definition = if table.has("formula") {
                    let definition = crate::read::number::formula::define(table, path, self, faults)?;
                    crate::read::number::formula::finish(definition, usize::MAX, self, faults)?
                } else {
                    definition(table, path, faults)?
                };
                Origin::Parameter(self.take(definition, kind, faults)?)
            }
            Value::Faulty => return None,
            _ => {
                faults.at(&node.place, Message::new("not_a_number").with("found", node.value.type_key()));
                return None;
            }
        };
        Some(Number { origin, kind })
    }

    fn named(&mut self, name: &str, kind: Kind, place: &Place, faults: &mut Diagnostics) -> Option<Origin> {
        if let Some(at) = self.characteristics.keys().position(|known| known == name) {
            let found = &self.characteristics[name];
            let scales = matches!(kind, Kind::Count | Kind::Factor | Kind::Amount);
            if !scales && matches!(found.value, CharacteristicValue::Random(_)) {
                faults.at(place, Message::new("random_trait_not_here").with("name", name));
                return None;
            }
            let sound = match found.value {
                CharacteristicValue::Fixed(value) => check_bounds(value, kind, place, Some(name), faults),
                CharacteristicValue::Random(_) => check_ends(name, &found.ends, kind, faults),
            };
            return sound.then_some(Origin::Characteristic(at));
        }
        match self.named.get(name) {
            Some(Some(definition)) => {
                let definition = definition.clone();
                self.take(definition, kind, faults).map(Origin::Parameter)
            }
            Some(None) => None,
            None => {
                let known = self.named.keys().chain(self.characteristics.keys()).map(String::as_str);
                unknown(name, place, known, faults);
                None
            }
        }
    }

    /// Enters a parameter in the list of those that are used, unless it is there already. The same name at another
    /// place is a fault.
    pub(crate) fn take(&mut self, definition: Definition, kind: Kind, faults: &mut Diagnostics) -> Option<usize> {
        let name = definition.parameter.name.clone();
        let at = match self.index.get(&name) {
            Some(&at) if self.used[at].definition.place == definition.place => at,
            Some(_) => {
                let message = Message::new("unnamed_twice").with("name", name);
                faults.at(&definition.place, message).hint(Message::new("name_it"));
                return None;
            }
            None => self.enter(definition, faults)?,
        };
        self.check_use(at, kind, faults).then_some(at)
    }

    fn enter(&mut self, mut definition: Definition, faults: &mut Diagnostics) -> Option<usize> {
        let at = self.used.len();
        if at >= MAX_PARAMETERS {
            if !self.full {
                faults.at(&definition.place, too_many("what_parameters", MAX_PARAMETERS));
            }
            self.full = true;
            return None;
        }
        let name = definition.parameter.name.clone();
        if let Some(&value) = self.set.get(&name) {
            definition.parameter.distribution = Distribution::Fixed(value);
            definition.ends = vec![(value, self.set_places.get(&name).cloned())];
            definition.worked = None;
        }
        let inputs = definition.worked.as_ref().map(|worked| worked.formula.variables().to_vec());
        self.index.insert(name, at);
        self.used.push(Used { definition, kinds: BTreeSet::new() });
        self.enter_inputs(inputs.unwrap_or_default(), faults);
        Some(at)
    }

    /// Enters all parameters from which a formula is worked out.
    pub(crate) fn enter_inputs(&mut self, mut waiting: Vec<String>, faults: &mut Diagnostics) {
        while let Some(name) = waiting.pop() {
            if self.index.contains_key(&name) {
                continue;
            }
            if let Some(Some(definition)) = self.named.get(&name).cloned() {
                let inputs = definition.worked.as_ref().filter(|_| !self.set.contains_key(&name));
                waiting.extend(inputs.map(|worked| worked.formula.variables().to_vec()).unwrap_or_default());
                let worked = definition.worked.clone();
                if let Some(at) = self.enter(Definition { worked: None, ..definition }, faults) {
                    let kept = worked.filter(|_| !self.set.contains_key(&name));
                    self.used[at].definition.worked = kept;
                }
            }
        }
    }

    /// The value of a name at the means; `None` where it was reported as faulty.
    pub(crate) fn central(&self, name: &str) -> Option<f64> {
        if let Some(characteristic) = self.characteristics.get(name) {
            return Some(characteristic.value.mean());
        }
        let definition = self.named.get(name)?.as_ref()?;
        Some(self.set.get(name).copied().unwrap_or_else(|| definition.parameter.distribution.mean()))
    }

    fn check_use(&mut self, at: usize, kind: Kind, faults: &mut Diagnostics) -> bool {
        let used = &mut self.used[at];
        if !used.kinds.insert(kind) {
            return true;
        }
        check_ends(&used.definition.parameter.name, &used.definition.ends, kind, faults)
    }

    /// The mean of a number; `parameters` may give another distribution to some parameters.
    pub(crate) fn mean(&self, number: Number, other: &BTreeMap<usize, Distribution>) -> f64 {
        match number.origin {
            Origin::Fixed(value) => value,
            Origin::Characteristic(at) => {
                self.characteristics.values().nth(at).map_or(0.0, |characteristic| characteristic.value.mean())
            }
            Origin::Table(_) => f64::NAN,
            Origin::Parameter(at) => other.get(&at).unwrap_or(&self.used[at].definition.parameter.distribution).mean(),
        }
    }
}

/// Reports a text that is no name of a number; what looks like a formula may be meant as one.
pub(crate) fn unknown<'a>(
    text: &str,
    place: &Place,
    known: impl IntoIterator<Item = &'a str>,
    faults: &mut Diagnostics,
) {
    suggest::unknown(faults, place, Message::new("unknown_number"), text, known);
    if text.contains(['*', '/', '+', '(', '^']) || text.contains(" - ") {
        faults.hint_last(Message::new("looks_like_formula").with("formula", text));
    }
}

/// Reads a distribution with what stands beside it.
pub(crate) fn definition(table: &Table, name: &str, faults: &mut Diagnostics) -> Option<Definition> {
    let entry = Entry::open(table, keys::of("distribution"), faults);
    let parameter = parameter(table, name, Distribution::Fixed(0.0), faults);
    let (family, node) = entry.one_of(keys::of("families"), Message::new("one_family"), faults)?;
    let (distribution, ends) = crate::read::number::distribution::read(family, node, faults)?;
    let parameter = Parameter { distribution, ..parameter };
    Some(Definition { parameter, place: table.place.clone(), ends, worked: None, joint: false })
}
