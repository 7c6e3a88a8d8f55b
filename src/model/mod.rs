//! The scenario as plain data: what is simulated, what it costs, and where every figure comes from.
//!
//! In: nothing. Out: [`Scenario`], which `read` builds from files and `simulate` runs. No parsing, no drawing, no sums.
//! Names are resolved to indices; every list is in a fixed order that does not depend on the order of lines in a file.

pub mod about;
pub mod alternative;
pub mod condition;
pub mod domain;
pub mod ledger;
pub mod limits;
pub mod measure;
pub mod number;
mod open_end;
pub mod outline;
pub mod problem;
pub mod question;
pub mod select;
mod validate;
pub mod word;

pub use crate::model::about::{About, Noun};
pub use crate::model::alternative::{
    Alternative, Effect, Fade, Intervention, MOST_INTERVENTIONS, Move, Profile, Trigger,
};
pub use crate::model::condition::{Condition, Edge};
pub use crate::model::domain::{Domain, Modifier, Ratio, RowReading, Start, State, Strength, Transition};
pub use crate::model::ledger::{
    Account, Count, DiscountAt, Follows, Item, ItemKind, Quantity, ReplacedPrice, Role, TaskField,
};
pub use crate::model::measure::{Levels, Measure, Scale};
pub use crate::model::number::clock::{Clock, ClockFormula, ClockTable, ClockValues, DurationFamily, DurationLaw};
pub use crate::model::number::distribution::Distribution;
pub use crate::model::number::formula::Formula;
pub use crate::model::number::joint::{Derived, Joint, Member};
pub use crate::model::number::sampling::Sampling;
pub use crate::model::number::value::{
    Characteristic, CharacteristicValue, Evidence, Grade, HalfWidths, Number, Origin, Parameter,
};
pub use crate::model::number::variant_value::VariantValue;
pub use crate::model::problem::{ProblemGroup, SystemProblem, Trouble};
pub use crate::model::question::{AnswerKind, CaseSheet, Choice, FORM_TEXTS, Question, Sets};
pub use crate::words::Text;

use crate::units::{Cycle, Discounting, PriceYear};
use serde::{Deserialize, Serialize};

/// Name of the first alternative.
pub const NULL_ALTERNATIVE: &str = "null_alternative";

/// Settings of the calculation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The step in which time moves.
    pub cycle: Cycle,
    /// Number of cycles.
    pub horizon: usize,
    /// Calendar year in whose January boundary 0 falls.
    pub calendar_start: i32,
    /// All amounts are in euro of this year.
    pub price_year: PriceYear,
    /// How states at the boundaries of cycles become time.
    pub count: Count,
    /// Moment within its cycle at which an amount is discounted; without effect where rows have weights.
    pub discount_at: DiscountAt,
    /// Real discount rate.
    pub discounting: Discounting,
    /// Own rates of items by name, sorted.
    pub discount_rates: Vec<(String, Discounting)>,
    /// Number of parameter draws where the command names none.
    pub draws: usize,
    /// Number of simulated households per draw where the command names none.
    pub households: usize,
    /// Seed where the command names none.
    pub seed: u64,
    /// How parameters are drawn.
    #[serde(default)]
    pub sampling: Sampling,
}

/// How the names of parameters start that are prices of the list.
pub const PRICE: &str = "price:";

/// Everything that is needed to reckon one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Name, unique among scenarios.
    pub id: String,
    /// Title for people.
    pub title: Text,
    /// What it says of itself.
    pub about: About,
    /// Settings of the calculation.
    pub settings: Settings,
    /// Facts about the household, sorted by name.
    pub characteristics: Vec<Characteristic>,
    /// All uncertain and named numbers that are used, sorted by name.
    pub parameters: Vec<Parameter>,
    /// Clocks that numbers and conditions look at.
    pub clocks: Vec<Clock>,
    /// Numbers that depend on a clock.
    pub tables: Vec<ClockTable>,
    /// Parameters that are drawn together.
    pub joints: Vec<Joint>,
    /// Names of figures of the file that are not among the parameters, as nothing here uses them or a plain value stands
    /// in their place. They keep their dimension of the Sobol' sequence, so that variants of a scenario stay paired;
    /// sorted, and empty where there is no file.
    #[serde(default)]
    pub undrawn: Vec<String>,
    /// Parameters that are worked out from others, each after those from which it is worked out.
    pub derived: Vec<Derived>,
    /// Domains, sorted by name.
    pub domains: Vec<Domain>,
    /// Where households start, sorted by domains.
    pub starts: Vec<Start>,
    /// Transitions, sorted by domain, from, to.
    pub transitions: Vec<Transition>,
    /// Accounts, in the order of the account list.
    pub accounts: Vec<Account>,
    /// Task fields under which accounts book, in the order of their list; empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub task_fields: Vec<TaskField>,
    /// Items, sorted by name.
    pub items: Vec<Item>,
    /// The null alternative first, then the others sorted by name.
    pub alternatives: Vec<Alternative>,
    /// Measures that some domain tells the level of, sorted by scale and name.
    pub measures: Vec<Measure>,
    /// System problems, sorted by name. Alternatives that meet one are only among the alternatives where that was asked for.
    pub problems: Vec<SystemProblem>,
    /// What a form asks, in the order of the file.
    pub questions: Vec<Question>,
}

impl Scenario {
    /// All conditions that may look at more than states: of modifiers, interventions, effects and quantities of time.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let modifiers = self.transitions.iter().flat_map(|transition| &transition.modifiers);
        let interventions = self.alternatives.iter().flat_map(|alternative| &alternative.interventions);
        let of_interventions = interventions.flat_map(|intervention| {
            let effects = intervention.effects.iter().map(|effect| &effect.condition);
            std::iter::once(&intervention.eligible).chain(&intervention.stop).chain(effects)
        });
        let items = self.items.iter().filter_map(|item| match &item.quantity {
            Quantity::Time(condition) => Some(condition),
            _ => None,
        });
        modifiers.map(|modifier| &modifier.condition).chain(of_interventions).chain(items)
    }

    /// Whether an account books under task fields.
    pub fn keeps_task_fields(&self, account: usize) -> bool {
        self.task_fields.iter().any(|field| field.accounts.contains(&account))
    }

    /// The task field under which an account books an item, as it holds in the first calendar year: that of its price, else
    /// that of its category. `None` where the list says nothing of it.
    pub fn task_field(&self, item: &Item, account: usize) -> Option<&TaskField> {
        let price = item.price.and_then(|price| match price.origin {
            number::value::Origin::Parameter(at) => self.parameters[at].name.strip_prefix(PRICE),
            _ => None,
        });
        let of_year =
            |field: &&TaskField| field.accounts.contains(&account) && field.valid_from <= self.settings.calendar_start;
        let last = |is: &dyn Fn(&TaskField) -> bool| {
            self.task_fields.iter().filter(of_year).filter(|field| is(field)).max_by_key(|field| field.valid_from)
        };
        let of_price = price.and_then(|price| last(&|field| field.price == price));
        let of_category = || last(&|field| !item.category.is_empty() && field.category == item.category);
        of_price.or_else(of_category)
    }

    /// Whether some household is in all these stretches of clocks at once, at some moment before the horizon.
    pub fn reaches(&self, windows: &[crate::model::number::clock::Window]) -> bool {
        let settings = &self.settings;
        let age = |index: usize| self.characteristics[index].value.fixed();
        crate::model::number::clock::meet(windows, &self.clocks, age, settings.horizon, settings.cycle.months() / 12.0)
    }
}
