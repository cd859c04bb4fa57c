//! Says how the program is linked.
//!
//! On Linux it is not made to be loaded at any address: 36,000 places would have to be rewritten at every start, and
//! the pages they lie in could not be shared. It is a tenth of the memory and of the time of a cold start. The stack,
//! the heap and all libraries are still loaded at random addresses.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |key: &str, value: &str| env::var(key).is_ok_and(|v| v == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && is("PROFILE", "release") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
