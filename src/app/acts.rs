//! What commands do, in terms of panes, lists and stories.

mod finding;
mod focus;
mod keeping;
mod lists;
mod marks;
mod names;
mod notes;
pub(crate) mod noting;
mod opening;
mod outside;
mod picking;
mod pictures;
mod searching;
mod selecting;
mod settings;
mod teaching;
