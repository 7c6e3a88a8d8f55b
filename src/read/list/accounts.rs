//! Accounts: who pays and receives, and under which task fields they book.
//!
//! In: rows of the list of accounts, and of that of task fields. Out: [`Account`]s and [`TaskField`]s, in the order of the
//! lists.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostics, Message};
use crate::model::{Account, Evidence, Role, TaskField, Text};
use crate::read::list::List;
use crate::read::list::evidence;
use crate::read::list::records::Row;
use crate::read::list::records::name::{id_of, names_of};
use crate::read::source::suggest;
use jiff::civil::Date;

/// Columns of the list of accounts.
pub(crate) const COLUMNS: [&str; 5] = ["id", "name_nl", "name_en", "public", "role"];

/// Columns of the list of task fields.
pub(crate) const TASK_FIELDS: [&str; 12] = [
    "category",
    "price",
    "code",
    "name_nl",
    "name_en",
    "accounts",
    "valid_from",
    "grade",
    "source",
    "url",
    "checked",
    "note",
];

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

/// Reads the task fields, in the order of the list. A row at fault is left out; it was reported.
pub(crate) fn task_fields(
    rows: &[Row],
    accounts: &List<Vec<Account>>,
    today: Option<Date>,
    faults: &mut Diagnostics,
) -> Vec<TaskField> {
    let rows = rows.iter().filter(|row| !row.broken);
    rows.filter_map(|row| task_field(row, accounts, today, faults)).collect()
}

fn task_field(
    row: &Row,
    accounts: &List<Vec<Account>>,
    today: Option<Date>,
    faults: &mut Diagnostics,
) -> Option<TaskField> {
    let (category, price, code) = (row.text("category"), row.text("price"), row.text("code"));
    if category.is_empty() == price.is_empty() {
        faults.at(&row.place, Message::new("task_field_subject"));
        return None;
    }
    let named = ["name_nl", "name_en"].map(|column| row.cell(column));
    if let Some(cell) = named.iter().find(|cell| cell.is_empty()) {
        let column = if named[0].is_empty() { "name_nl" } else { "name_en" };
        faults.at(&cell.place, Message::new("cell_empty").with("column", column));
        return None;
    }
    let cell = row.cell("accounts");
    let mut indices = Vec::new();
    if let List::Read(accounts) = accounts {
        for name in cell.text.split_whitespace() {
            match accounts.iter().position(|account| account.id == name) {
                Some(at) => indices.push(at),
                None => {
                    let known = accounts.iter().map(|account| account.id.as_str());
                    suggest::unknown(faults, &cell.place, Message::new("unknown_account"), name, known);
                    return None;
                }
            }
        }
    }
    let valid_from = row.cell("valid_from").year(faults)?;
    let evidence = evidence::of_row(row, today, faults)?;
    let name = names_of(row, &code);
    let evidence = Evidence { year: Some(valid_from), ..evidence };
    Some(TaskField { category, price, code, name, accounts: indices, valid_from, evidence })
}
