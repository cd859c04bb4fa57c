//! The loop: events in, effects out, one worker for each kind of slow thing.

mod events;
mod keys;
pub mod log;
mod outside;
mod paint;
mod panic;
mod signals;
pub mod terminal;
mod timer;
