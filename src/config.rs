//! Reads the settings file into plain values, with the line at fault.
//!
//! A mistake in one line costs that line and nothing else: the reader gets the program with a note, not a refusal.

pub mod fault;
pub mod own;
pub mod paths;
pub mod settings;
pub mod setup;
pub mod theme;

pub use fault::{Expected, Fault, FaultKind, Place};
pub use paths::Paths;
pub use settings::{Binding, Settings};
pub use setup::Setup;

use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// The largest file of settings, of a theme or of names that is read.
const LARGEST: u64 = 4 << 20;

/// What is in a file of the reader's. A pipe or a device is none: it may never end.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let refused = |why: &str| Err(Error::new(ErrorKind::InvalidData, why));
    if !std::fs::metadata(path)?.is_file() {
        return refused("this is no regular file");
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return refused("this is larger than 4 MiB");
    }
    Ok(bytes)
}
