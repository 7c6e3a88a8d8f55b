//! The scenarios that come with the program.

use mkba::model::Scenario;
use std::path::Path;

/// Reads a scenario by its path in the project; it may have no faults.
pub fn load(path: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    match mkba::read::load(&mkba::read::Disk, &path, &[]) {
        Ok(loaded) => loaded.scenario,
        Err(refused) => panic!("{} has faults: {:?}", path.display(), refused.diagnostics.sorted()),
    }
}
