//! Cleans, measures, breaks and folds text by grapheme and column.

pub mod clean;

pub use clean::Clean;
