//! Prints the digits of a run on this machine.

fn main() {
    println!("{:016x}", digits::digits());
}
