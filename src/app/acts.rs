//! What commands do, in terms of panes, lists and stories.

mod finding;
mod focus;
mod lists;
mod marks;
mod names;
mod opening;
mod picking;
mod searching;
mod settings;
mod teaching;
