//! The library is built into the program: a new file in it is a reason to build anew, and no source names it.

fn main() {
    println!("cargo:rerun-if-changed=scenarios");
}
