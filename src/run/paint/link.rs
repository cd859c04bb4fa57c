//! Addresses told to the terminal (OSC 8): only those that may be opened, and only letters that cannot end the sequence.

use std::fmt::Write as _;

use crate::run::outside;

/// Longest address that is told: some terminals drop longer ones and draw them.
const LONGEST: usize = 2_000;
/// Ends a link.
pub(super) const END: &str = "\x1b]8;;\x1b\\";

/// An address as it may be told, if it may.
pub(super) fn target(url: &str) -> Option<String> {
    if outside::address(url).is_err() && !outside::mail(url) {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'!'..=b'~' => out.push(byte.into()),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    (out.len() <= LONGEST).then_some(out)
}

/// Begins a link. Its parts on other rows, and parts that are drawn later, have the same name.
pub(super) fn begin(url: &str) -> String {
    let name = url.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("\x1b]8;id={name:x};{url}\x1b\\")
}
