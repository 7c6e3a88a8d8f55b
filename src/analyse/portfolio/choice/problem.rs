//! The problem of choosing within limits: which cases get which plan.
//!
//! In: cases with their plans, what each plan is worth and uses, limits, and how many of each group are to be helped at
//! least. Out: [`ChoiceProblem`], which is plain data, and what a choice comes to in it. Nothing is chosen here.

/// Cases that are alike, of which each gets one of its plans or none.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceCase {
    /// Households.
    pub count: u32,
    /// Index of its first plan among all.
    pub first: usize,
    /// Number of its plans.
    pub plans: usize,
    /// The group that it belongs to, where that is to be helped.
    pub group: Option<usize>,
}

/// Which cases get which plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceProblem {
    /// What there is of each limit; 0 or more.
    pub limits: Vec<f64>,
    /// The cases.
    pub cases: Vec<ChoiceCase>,
    /// By plan what it is worth for one household.
    pub values: Vec<f64>,
    /// By plan and limit what it uses for one household, 0 or more; all limits of a plan one after the other.
    pub uses: Vec<f64>,
    /// By group how many households must get a plan at least.
    pub least: Vec<f64>,
}

/// How many households of each case get each plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// By plan.
    pub counts: Vec<u32>,
    /// What it is worth.
    pub value: f64,
    /// By limit.
    pub used: Vec<f64>,
    /// By group.
    pub helped: Vec<f64>,
}

impl ChoiceProblem {
    /// What a plan uses of each limit.
    pub fn uses_of(&self, plan: usize) -> &[f64] {
        let limits = self.limits.len();
        self.uses.get(plan * limits..(plan + 1) * limits).unwrap_or_default()
    }

    /// The plans of a case.
    pub fn plans_of(&self, case: &ChoiceCase) -> std::ops::Range<usize> {
        case.first..case.first + case.plans
    }

    /// What these numbers come to.
    pub fn taken(&self, counts: Vec<u32>) -> Taken {
        let mut found = Taken {
            value: 0.0,
            used: vec![0.0; self.limits.len()],
            helped: vec![0.0; self.least.len()],
            counts: Vec::new(),
        };
        for case in &self.cases {
            for plan in self.plans_of(case) {
                let count = f64::from(counts[plan]);
                found.value += count * self.values[plan];
                found.used.iter_mut().zip(self.uses_of(plan)).for_each(|(sum, own)| *sum += count * own);
                if let Some(group) = case.group {
                    found.helped[group] += count;
                }
            }
        }
        found.counts = counts;
        found
    }

    /// Whether a choice keeps to all limits, gives each household one plan at most, and helps enough of each group.
    pub fn allows(&self, taken: &Taken) -> bool {
        let checked = self.taken(taken.counts.clone());
        let once = self.cases.iter().all(|case| {
            let given: u64 = self.plans_of(case).map(|plan| u64::from(taken.counts[plan])).sum();
            given <= u64::from(case.count)
        });
        let within = checked.used.iter().zip(&self.limits).all(|(used, limit)| *used <= limit + slack(*limit));
        once && within && checked.helped.iter().zip(&self.least).all(|(helped, least)| *helped >= *least - 1e-9)
    }

    /// The same with other worths of plans.
    #[must_use]
    pub fn with_values(&self, values: Vec<f64>) -> Self {
        Self { values, ..self.clone() }
    }
}

/// Rounding of sums that come to a limit.
pub(super) fn slack(limit: f64) -> f64 {
    1e-9 * (1.0 + limit.abs())
}
