//! Forms of writing as patterns with named parts, shared by what reads bylines and what reads datelines.

use regex::Regex;

/// Compiles rows of a name and a pattern in which each part, `{en-role}`, stands for its own pattern.
///
/// # Panics
/// If a row is no pattern; rows are constants.
pub(super) fn compile<'a>(
    rows: impl Iterator<Item = (&'a str, &'a str)>,
    parts: &[(&str, &str)],
) -> Vec<Regex> {
    let spelt = |pattern: &str| {
        let part = |so_far: String, (part, with): &(&str, &str)| so_far.replace(part, with);
        parts.iter().fold(pattern.to_owned(), part)
    };
    let compiled = |(name, pattern): (&str, &str)| {
        Regex::new(&spelt(pattern)).unwrap_or_else(|e| panic!("the rows are constants, but {name}: {e}"))
    };
    rows.map(compiled).collect()
}
