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
