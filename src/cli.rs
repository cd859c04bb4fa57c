//! The commands outside the screen, and exit codes.
pub mod args;
