//! Table of records of single households: a row for each alternative, household and border of a cycle.
//!
//! In: [`Person`]s in order. Out: CSV, with a column for each domain.

use crate::model::Scenario;
use crate::report::tables::{finish, safe};
use crate::session::future::records::Person;
use std::io;

/// The table, filled household by household.
pub struct RecordsTable<'s> {
    scenario: &'s Scenario,
    table: csv::Writer<Vec<u8>>,
}

impl<'s> RecordsTable<'s> {
    /// The columns alone.
    ///
    /// # Errors
    /// None in practice: it writes to memory.
    pub fn new(scenario: &'s Scenario) -> io::Result<Self> {
        let mut table = csv::Writer::from_writer(Vec::new());
        let domains = scenario.domains.iter().map(|domain| safe(&domain.id));
        let columns = ["alternative", "person", "cycle", "months"].map(str::to_owned);
        table.write_record(columns.into_iter().chain(domains))?;
        Ok(Self { scenario, table })
    }

    /// Adds all rows of a household.
    ///
    /// # Errors
    /// None in practice: it writes to memory.
    pub fn add(&mut self, person: &Person) -> io::Result<()> {
        let months = self.scenario.settings.cycle.months();
        for (alternative, rows) in self.scenario.alternatives.iter().zip(&person.states) {
            for (cycle, states) in rows.iter().enumerate() {
                let place = [
                    safe(&alternative.id),
                    person.number.to_string(),
                    cycle.to_string(),
                    (cycle as f64 * months).to_string(),
                ];
                let domains = self.scenario.domains.iter().zip(states);
                let states = domains.map(|(domain, state)| safe(&domain.states[*state].id));
                self.table.write_record(place.into_iter().chain(states))?;
            }
        }
        Ok(())
    }

    /// The text.
    ///
    /// # Errors
    /// None in practice: it was written to memory.
    pub fn text(self) -> io::Result<String> {
        finish(self.table)
    }
}
