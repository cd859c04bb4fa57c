//! The rows of what a reader can do, a file for each pane.

pub mod general;
pub mod list;
pub mod names;
pub mod note;
pub mod notes;
pub mod noting;
pub mod own;
pub mod reader;
pub mod sidebar;
pub mod views;
pub mod visual;
