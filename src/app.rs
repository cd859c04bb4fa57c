//! What is on screen and what each message makes of it.

pub mod effect;
pub mod msg;
