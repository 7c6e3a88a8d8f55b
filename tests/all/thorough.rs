//! How much is tried. `cargo test` does every kind of test with a part of the cases, `MKBA_THOROUGH=1 cargo test` all of them,
//! as `.ci/run` does.

/// Whether all cases are asked for.
pub fn thorough() -> bool {
    std::env::var_os("MKBA_THOROUGH").is_some_and(|value| value != "0")
}

/// The number of cases: `few`, or `all` where they are asked for.
pub fn cases<N>(few: N, all: N) -> N {
    if thorough() { all } else { few }
}
