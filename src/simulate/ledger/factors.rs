//! Characteristics that differ between households, as factors of items.
//!
//! In: a scenario, and for simulation the random numbers of a household. Out: [`FactorClasses`]: which items are
//! multiplied by which such characteristics. The exact method multiplies by their means: it is not taken where a
//! characteristic does more than scale amounts.

use crate::model::{CharacteristicValue, Clock, Condition, Item, Origin, Scenario};
use crate::simulate::random::household_stream::{HouseholdStream, name_key};
use crate::simulate::random::parameter_draw::characteristic_value;

/// Distinct sets of characteristics by which items are multiplied.
#[derive(Clone, Debug)]
pub struct FactorClasses {
    /// Indices of characteristics, sorted, for each class; the first is that of items without any.
    pub characteristics: Vec<Vec<usize>>,
}

impl FactorClasses {
    /// All classes of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let mut characteristics: Vec<Vec<usize>> =
            scenario.items.iter().map(|item| random_factors(scenario, item)).collect();
        characteristics.push(Vec::new());
        characteristics.sort();
        characteristics.dedup();
        Self { characteristics }
    }

    /// The class of an item.
    pub fn of(&self, scenario: &Scenario, item: &Item) -> usize {
        let wanted = random_factors(scenario, item);
        self.characteristics.iter().position(|class| *class == wanted).unwrap_or(0)
    }

    /// The factor of each class for a household with these characteristics, or for the average household.
    pub fn values(&self, characteristics: &[f64]) -> Vec<f64> {
        self.characteristics.iter().map(|class| class.iter().map(|index| characteristics[*index]).product()).collect()
    }
}

fn random_factors(scenario: &Scenario, item: &Item) -> Vec<usize> {
    let numbers = item.times.iter().chain(&item.price);
    let mut found: Vec<usize> = numbers
        .filter_map(|number| match number.origin {
            Origin::Characteristic(index) if is_random(scenario, index) => Some(index),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found
}

/// Whether a characteristic differs between households.
pub fn is_random(scenario: &Scenario, index: usize) -> bool {
    matches!(scenario.characteristics[index].value, CharacteristicValue::Random(_))
}

/// Characteristics of the average household.
pub fn characteristic_means(scenario: &Scenario) -> Vec<f64> {
    scenario.characteristics.iter().map(|characteristic| characteristic.value.mean()).collect()
}

/// Keys of the random numbers of characteristics.
pub fn characteristic_keys(scenario: &Scenario) -> Vec<u64> {
    scenario.characteristics.iter().map(|characteristic| name_key(&format!("trait: {}", characteristic.name))).collect()
}

/// Characteristics of one household: one uniform per household and name.
pub fn household_characteristics(scenario: &Scenario, keys: &[u64], stream: HouseholdStream) -> Vec<f64> {
    let value = |(characteristic, key): (&crate::model::Characteristic, &u64)| match &characteristic.value {
        CharacteristicValue::Fixed(value) => *value,
        CharacteristicValue::Random(distribution) => {
            characteristic_value(distribution, stream.uniform(*key).max(SMALLEST))
        }
    };
    scenario.characteristics.iter().zip(keys).map(value).collect()
}

/// Half of the smallest uniform above 0.
const SMALLEST: f64 = 1.0 / (1u64 << 54) as f64;

/// Characteristics at which a condition or a clock looks.
pub fn characteristics_looked_at(scenario: &Scenario) -> Vec<usize> {
    let in_conditions = scenario.conditions().flat_map(Condition::parts).filter_map(|part| match part {
        Condition::Characteristic { index, .. } => Some(*index),
        _ => None,
    });
    let ages = scenario.clocks.iter().filter_map(|clock| match clock {
        Clock::Age { index } => Some(*index),
        _ => None,
    });
    in_conditions.chain(ages).collect()
}

/// The first characteristic that differs between households and does more than scale amounts: a condition or an age
/// looks at it, or an item is multiplied by it twice.
pub fn steering_characteristic(scenario: &Scenario) -> Option<usize> {
    let classes = FactorClasses::new(scenario).characteristics;
    let pairs = classes.iter().flat_map(|class| class.windows(2));
    let twice = pairs.filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    characteristics_looked_at(scenario).into_iter().chain(twice).filter(|index| is_random(scenario, *index)).min()
}
