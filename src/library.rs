//! Keeps stories, names, marks and notes on disk, and answers questions about them.

pub mod edit;
pub mod value;
