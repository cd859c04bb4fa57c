//! The rows of what a reader can do, a file for each pane.

pub mod general;
pub mod list;
pub mod names;
pub mod reader;
pub mod sidebar;
pub mod views;
