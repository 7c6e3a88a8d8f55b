//! The ledger as data: accounts, and items that turn quantities into euros with a payer and a receiver.
//!
//! In: nothing, these are plain data. Out: [`Account`], [`Item`], and the settings of counting, [`Count`] and
//! [`DiscountAt`]. Sums are made in `simulate::price`.

use crate::model::condition::Condition;
use crate::model::number::value::{Evidence, Number};
use crate::model::word::{self, Word};
use crate::words::Text;
use serde::{Deserialize, Serialize};

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Somebody who pays and receives.
    Party,
    /// The household itself, which pays and receives: reports always tell of it.
    Household,
    /// Counter-account: real means used up or produced.
    Resources,
    /// Counter-account: valued, not cash.
    Welfare,
    /// Counter-account: care and other things that somebody uses, of which nobody put a value on the use.
    Unvalued,
}

impl Role {
    /// Whether it is somebody who pays and receives, not a counter-account.
    pub fn is_party(self) -> bool {
        matches!(self, Role::Party | Role::Household)
    }
}

/// Somebody who pays or receives, or one of the counter-accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Name in files.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// Belongs to the public purse.
    pub public: bool,
    /// Party or counter-account.
    pub role: Role,
}

/// Under which task field (*taakveld* of Iv3) accounts book the items of a category or of one price, from a year on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskField {
    /// The category of prices; empty where the row is about one price.
    pub category: String,
    /// The row of the price list; empty where the row is about a category.
    pub price: String,
    /// Its code; empty where none is fixed.
    pub code: String,
    /// What it is called; where no code is fixed, on what it depends.
    pub name: Text,
    /// Accounts that keep task fields, by index.
    pub accounts: Vec<usize>,
    /// First calendar year in which it holds.
    pub valid_from: i32,
    /// On what it rests.
    pub evidence: Evidence,
}

/// What kind of amount an item is; decides which accounts are debited and credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Payers to `resources`.
    Resource,
    /// `resources` to receivers.
    Output,
    /// Payers to receivers.
    Transfer,
    /// `resources` to `welfare`: valued, never cash.
    Welfare,
    /// Counted and shown, without a price.
    Unpriced,
    /// Payers to `unvalued`: what somebody uses, of which the use is worth something that nobody put a value on.
    Unvalued,
}

/// How an item follows from another one, by which it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Follows {
    /// What the use of it is worth to who uses it.
    Worth,
    /// Production that others lose by it.
    Displacement,
    /// What another payer takes over from its payer.
    Shift,
}

/// How states at the boundaries of cycles (rows 0 to N) become time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// A cycle is spent in the state at its start.
    Start,
    /// A cycle is spent in the state at its end.
    End,
    /// The mean of both.
    LifeTable,
    /// Every row counts as a cycle, rows 0 and N as well.
    AllRows,
    /// Rows 0 and N count half.
    HalfCycle,
    /// Simpson's rule: 1/3, 4/3, 2/3, ..., 4/3, 1/3; meant for an even number of cycles. With an odd number the weights are the
    /// same by row (4/3 in odd rows, 2/3 in even ones, 1/3 in the first and last), as published models have it.
    Simpson,
    /// A weight for each row.
    Rows(Vec<f64>),
}

impl Count {
    /// The weights of rows 0 to `cycles`, for the ways that weigh rows.
    pub fn row_weights(&self, cycles: usize) -> Option<Vec<f64>> {
        let ends = |end: f64, inner: fn(usize) -> f64| {
            let weight = |row: usize| if row == 0 || row == cycles { end } else { inner(row) };
            Some((0..=cycles).map(weight).collect())
        };
        match self {
            Count::Start | Count::End | Count::LifeTable => None,
            Count::AllRows => ends(1.0, |_| 1.0),
            Count::HalfCycle => ends(0.5, |_| 1.0),
            Count::Simpson => ends(1.0 / 3.0, |row| if row % 2 == 1 { 4.0 / 3.0 } else { 2.0 / 3.0 }),
            Count::Rows(weights) => Some(weights.clone()),
        }
    }
}

/// Moment within its cycle at which an amount is discounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountAt {
    /// The boundary before it.
    Start,
    /// Half-way.
    Middle,
    /// The boundary after it.
    End,
    /// Evenly over the cycle: the mean of the factor.
    Spread,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Cycles in which a condition holds, as [`Count`] says, while the household has not ended.
    Time(Condition),
    /// Number of times that one of these transitions happens, by index, sorted.
    Transitions(Vec<usize>),
    /// Number of times that the intervention of this name starts.
    Starts(String),
    /// Number of times that the intervention of this name starts with somebody who responds.
    Responders(String),
    /// Cycles in which the intervention of this name is active.
    ActiveTime(String),
    /// Number of times that a condition on states alone becomes true by a transition.
    Entries {
        /// The condition.
        condition: Condition,
        /// Whether those for whom it is true at the start count as well.
        start_counts: bool,
    },
    /// Once, at the start.
    Once,
    /// Every cycle until everything has ended, as time is.
    Always,
}

impl Quantity {
    /// Whether it counts what an intervention does for a household, and nothing else.
    pub fn is_of_episode(&self) -> bool {
        matches!(self, Quantity::Starts(_) | Quantity::Responders(_) | Quantity::ActiveTime(_))
    }
}

/// A cell of the price list that a list laid over it replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplacedPrice {
    /// Row.
    pub id: String,
    /// Column.
    pub column: String,
    /// What stood there; empty where nothing did.
    pub old: String,
    /// What counts; empty where what stood there told of an amount that was replaced.
    pub new: String,
    /// The number that stood there, as its list writes numbers; `None` where it is none.
    #[serde(skip)]
    pub old_value: Option<f64>,
    /// The number that counts, likewise.
    #[serde(skip)]
    pub new_value: Option<f64>,
}

/// Turns a quantity into postings. Amount = quantity x `conversion` x product of `times` x `price`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Name in files.
    pub id: String,
    /// Name for people.
    pub label: Text,
    /// What is counted.
    pub quantity: Quantity,
    /// Units of the price in one unit of the quantity, as far as the calendar decides (days in a cycle and so on).
    pub conversion: f64,
    /// Unit of the price, for people: one of `hour`, `day`, `week`, `month`, `quarter`, `year`, `event`.
    pub unit: String,
    /// Further factors: children, hours per event.
    pub times: Vec<Number>,
    /// Euro of the price year per unit of the price; `None` for [`ItemKind::Unpriced`].
    pub price: Option<Number>,
    /// Part of the price that counts; all of it where there is none. The quantity stays what it is.
    pub part: Option<Number>,
    /// Kind of amount.
    pub kind: ItemKind,
    /// Payers: account index and share, adding up to 1; empty where the kind has no payer.
    pub payers: Vec<(usize, f64)>,
    /// Receivers: account index and share, adding up to 1; empty where the kind has no receiver.
    pub receivers: Vec<(usize, f64)>,
    /// Law or fund out of which it is paid, empty where none.
    pub law: String,
    /// Category of its price in the price list, empty where it has none. It decides no amount.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Share of a saving that can be booked, 0 to 1.
    pub cashable: f64,
    /// Months after the start before a saving can be booked.
    pub cashable_lag: f64,
    /// Those of `payers`, `receivers`, `law`, `cashable` and `cashable_lag` that no source gives: they come from the rule
    /// for the category of the price.
    #[serde(deserialize_with = "word::fields_by_rule")]
    pub by_rule: Vec<Word>,
    /// How its rows become time and numbers; `None` for the way of the scenario. With its own a time is one in a condition
    /// about states alone.
    pub count: Option<Count>,
    /// Its own discount rate: index into [`crate::model::Settings::discount_rates`]; `None` for that of the scenario.
    pub discount: Option<usize>,
    /// The alternative whose own cost this is (index), `None` for effects. It counts nowhere else.
    pub own: Option<usize>,
    /// The only alternative in which this effect counts (index), `None` for all.
    pub only: Option<usize>,
    /// A payment that somebody had a right to all along.
    pub right: bool,
    /// The item from which it follows, by name, and how; `None` for what a scenario names itself.
    pub follows: Option<(String, Follows)>,
}

impl Item {
    /// All numbers that make its amount: factors, the price and the part of it.
    pub fn numbers(&self) -> impl Iterator<Item = &Number> {
        self.times.iter().chain(&self.price).chain(&self.part)
    }
}
