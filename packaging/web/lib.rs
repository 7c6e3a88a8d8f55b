//! The coach's page for a browser: fields in, HTML out.
//!
//! In: [`input`] gives a place for so many bytes of a form; [`respond`] reads them. Out: the HTML, at [`output`]. The browser
//! writes and reads the memory of the module; a module that ended in a fault is thrown away by who started it.

use mkba::page::{Fields, MOST_BYTES};
use std::cell::RefCell;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A place for so many bytes; 0 where that is more than is read.
// The names by which the browser finds them are no names of Rust.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> usize {
    if length > MOST_BYTES {
        return 0;
    }
    INPUT.with_borrow_mut(|bytes| {
        bytes.clear();
        bytes.resize(length, 0);
        bytes.as_mut_ptr() as usize
    })
}

/// The screen or part for the fields that were put in; the number of its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn respond() -> usize {
    let fields = INPUT.with_borrow(|bytes| Fields::read(&String::from_utf8_lossy(bytes)));
    let html = mkba::page::respond(&fields).into_bytes();
    OUTPUT.with_borrow_mut(|bytes| {
        *bytes = html;
        bytes.len()
    })
}

/// Where the last answer stands.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> usize {
    OUTPUT.with_borrow(|bytes| bytes.as_ptr() as usize)
}
