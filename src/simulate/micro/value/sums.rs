//! Discounted sums over the households of one draw: all that pricing needs where nothing is asked row by row.
//!
//! In: courses of households, and where they differ in an alternative. Out: [`DiscountedSums`]: time in each joint
//! state, transitions, what was done, each discounted at one rate. Prices come later: count, then price.

use crate::simulate::compile::discounting::Discount;
use crate::simulate::ledger::trajectory::Sizes;
use crate::simulate::micro::course::{Course, CourseDifference, Happened, Lived, Marks, Reader};
use crate::simulate::micro::events::exit_layout::Slot;
use crate::simulate::micro::events::path::{Point, Readable};

/// Sums of one alternative at one discount rate, each household multiplied by a factor of its own.
#[derive(Clone, Debug)]
pub struct DiscountedSums {
    /// Cycles by joint state.
    pub time: Vec<f64>,
    /// By transition.
    pub moved: Vec<f64>,
    /// By intervention.
    pub started: Vec<f64>,
    /// By intervention.
    pub responded: Vec<f64>,
    /// Cycles by intervention.
    pub active: Vec<f64>,
    /// By condition of which entries are counted.
    pub entered: Vec<f64>,
    /// Cycles by condition that is not about states alone.
    pub held: Vec<f64>,
    /// Households, discounted as what is done at the start.
    pub once: f64,
    /// By slot: cycles up to points there, and transitions. They are part of `time` and `moved` after [`Self::settle`].
    slots: Vec<[f64; 2]>,
}

/// A course without help that can be added to [`DiscountedSums`] in the way that is fastest for it.
pub trait Summed: Lived {
    /// Adds discounted time and transitions, multiplied by a weight.
    fn add_to(&self, sums: &mut DiscountedSums, discount: &Discount, weight: f64);
}

impl<T: Summed> Summed for &T {
    #[inline(always)]
    fn add_to(&self, sums: &mut DiscountedSums, discount: &Discount, weight: f64) {
        (**self).add_to(sums, discount, weight);
    }
}

impl Summed for Course {
    fn add_to(&self, sums: &mut DiscountedSums, discount: &Discount, weight: f64) {
        sums.add_course(self, discount, weight);
    }
}

impl Summed for Readable<'_> {
    fn add_to(&self, sums: &mut DiscountedSums, discount: &Discount, weight: f64) {
        sums.add_points(self.path.points(), self.slots.len(), discount, weight);
    }
}

/// Adds a course as it is read.
struct CourseSums<'a> {
    time: &'a mut [f64],
    moved: &'a mut [f64],
    until: &'a [f64],
    happened: &'a [f64],
    /// Sum of discount factors of all rows before the stay.
    before: f64,
    weight: f64,
}

impl Reader for CourseSums<'_> {
    #[inline(always)]
    fn stay(&mut self, joint: u32, _: u32, until: u32) {
        let after = self.until[until as usize];
        self.time[joint as usize] += (after - self.before) * self.weight;
        self.before = after;
    }

    #[inline(always)]
    fn event(&mut self, row: u32, transition: u16) {
        self.moved[usize::from(transition)] += self.happened[row as usize] * self.weight;
    }
}

impl DiscountedSums {
    /// Nothing yet.
    pub fn new(sizes: Sizes) -> Self {
        let zero = |count: usize| vec![0.0; count];
        Self {
            time: zero(sizes.states),
            moved: zero(sizes.transitions),
            started: zero(sizes.interventions),
            responded: zero(sizes.interventions),
            active: zero(sizes.interventions),
            entered: zero(sizes.entries),
            held: zero(sizes.times),
            once: 0.0,
            slots: Vec::new(),
        }
    }

    /// Adds a course without help.
    #[inline(always)]
    pub fn add(&mut self, course: &impl Summed, discount: &Discount, weight: f64) {
        course.add_to(self, discount, weight);
        self.add_marks(course.marks(), discount, weight);
    }

    /// Adds time and transitions of a course without help that is told in points; there are so many slots.
    #[inline(never)]
    pub fn add_points(&mut self, points: &[Point], slots: usize, discount: &Discount, weight: f64) {
        if self.slots.is_empty() {
            self.slots.resize(slots, [0.0; 2]);
        }
        let (sums, moves) = (self.slots.as_mut_slice(), discount.moves.as_slice());
        let mut before = moves[0][0];
        for point in points {
            let [until, happened] = moves[point.row as usize];
            let time = (until - before) * weight;
            before = until;
            // Nearly all points are alone in their cycle.
            match sums.get_mut(point.lone_slot()) {
                Some(sum) => *sum = [sum[0] + time, sum[1] + happened * weight],
                None => {
                    let sum = &mut sums[point.slot() as usize];
                    sum[0] += time;
                    sum[1] += if point.fires() { happened * weight } else { 0.0 };
                }
            }
        }
    }

    /// Shares out what was counted by slot among joint states and transitions.
    pub fn settle(&mut self, slots: &[Slot]) {
        for ([time, moved], slot) in self.slots.drain(..).zip(slots) {
            self.time[slot.joint as usize] += time;
            // Nothing may happen in a scenario.
            self.moved.get_mut(usize::from(slot.transition)).into_iter().for_each(|sum| *sum += moved);
        }
    }

    /// Adds time and transitions of a course without help.
    #[inline(never)]
    pub fn add_course(&mut self, course: &impl Lived, discount: &Discount, weight: f64) {
        let (until, happened) = (discount.time_until.as_slice(), discount.happened.as_slice());
        let (time, moved) = (self.time.as_mut_slice(), self.moved.as_mut_slice());
        course.read(CourseSums { time, moved, until, happened, before: until[0], weight });
    }

    /// Adds by how much a course differs from that without help; what was done is not a difference.
    #[inline(always)]
    pub fn add_difference(&mut self, difference: &CourseDifference, discount: &Discount, weight: f64) {
        self.add_marks(&difference.marks, discount, weight);
        if !difference.is_empty() {
            self.add_state_differences(difference, discount, weight);
        }
    }

    fn add_state_differences(&mut self, difference: &CourseDifference, discount: &Discount, weight: f64) {
        let until = &discount.time_until;
        for apart in &difference.states {
            let time = (until[apart.until as usize] - until[apart.from as usize]) * weight;
            self.time[apart.with as usize] += time;
            self.time[apart.without as usize] -= time;
        }
        let mut events = |fired: &[Happened], weight: f64| {
            for moved in fired {
                self.moved[usize::from(moved.transition)] += discount.happened[moved.row as usize] * weight;
            }
        };
        events(&difference.gained, weight);
        events(&difference.lost, -weight);
    }

    #[inline(always)]
    fn add_marks(&mut self, marks: &Marks, discount: &Discount, weight: f64) {
        self.once += discount.boundary[0] * weight;
        if !marks.is_empty() {
            self.add_done(marks, discount, weight);
        }
    }

    fn add_done(&mut self, marks: &Marks, discount: &Discount, weight: f64) {
        for start in &marks.starts {
            let value = discount.boundary[start.row] * weight;
            self.started[start.intervention] += value;
            self.responded[start.intervention] += if start.responds { value } else { 0.0 };
            let end = start.until.min(discount.active.len());
            let active = discount.active_until[end] - discount.active_until[start.row];
            self.active[start.intervention] += active * weight;
        }
        for (row, which) in &marks.entered {
            self.entered[usize::from(*which)] += discount.happened[usize::from(*row)] * weight;
        }
        for (row, which) in &marks.held {
            self.held[usize::from(*which)] += discount.time[usize::from(*row)] * weight;
        }
    }

    /// Adds time and transitions of the null alternative to what was counted as differences.
    pub fn add_null(&mut self, null: &Self) {
        self.time.iter_mut().zip(&null.time).for_each(|(own, null)| *own += null);
        self.moved.iter_mut().zip(&null.moved).for_each(|(own, null)| *own += null);
    }
}
