use super::*;
#[test]
fn zz_try() {
    let path = std::env::var("TRY").unwrap_or_default();
    let shown = match load(&Disk, Path::new(&path), &[]) {
        Ok(l) => {
            eprintln!("{:#?}", l.scenario.parameters.len());
            crate::report::faults::render(&l.sources, &l.warnings, crate::report::words::Language::Nl, false)
        }
        Err(r) => crate::report::faults::render(&r.sources, &r.diagnostics, crate::report::words::Language::Nl, false),
    };
    eprintln!("{shown}");
}
