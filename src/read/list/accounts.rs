//! Accounts: who pays and receives.
//!
//! In: rows of the list of accounts. Out: [`Account`]s, in the order of the list.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Account, Role, Text};
use crate::read::list::records::Row;
use crate::read::list::records::name::{id_of, names_of};

/// Columns of the list of accounts.
pub(crate) const COLUMNS: [&str; 5] = ["id", "name_nl", "name_en", "public", "role"];
/// Reads the accounts, in the order of the list.
pub(crate) fn read(rows: &[Row], faults: &mut Diagnostics) -> Vec<Account> {
    let mut known = BTreeMap::new();
    let mut accounts: Vec<Account> = Vec::new();
    for row in rows {
        let Some(id) = id_of(row, &known, faults) else { continue };
        known.insert(id.clone(), ());
        if row.broken {
            accounts.push(Account { label: Text::default(), id, public: false, role: Role::Party });
            continue;
        }
        let public = row.cell("public").boolean(faults).unwrap_or_default();
        let roles = [
            ("party", Role::Party),
            ("household", Role::Household),
            ("resources", Role::Resources),
            ("welfare", Role::Welfare),
            ("unvalued", Role::Unvalued),
        ];
        let role = row.cell("role").one_of(&roles, faults).unwrap_or(Role::Party);
        if role != Role::Party && accounts.iter().any(|account| account.role == role) {
            faults.at(&row.cell("role").place, Message::new("role_twice").with("role", row.text("role")));
        }
        accounts.push(Account { label: names_of(row, &id), id, public, role });
    }
    for (word, role) in [("resources", Role::Resources), ("welfare", Role::Welfare)] {
        if let (Some(row), false) = (rows.last(), accounts.iter().any(|account| account.role == role)) {
            faults.at(&row.place, Message::new("role_missing").with("role", word));
        }
    }
    accounts
}
