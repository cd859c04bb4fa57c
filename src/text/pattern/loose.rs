//! The last resort: the letters of each word in their order, with anything between them.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Finds every word of a query loosely; its score and the bytes to light.
pub(super) fn find(query: &str, text: &str) -> Option<(i64, Vec<Range<u32>>)> {
    let matcher = SkimMatcherV2::default();
    let mut words = query.split_whitespace().filter(|w| w.len() > 1).peekable();
    words.peek()?;
    let (mut score, mut places) = (0, Vec::new());
    for word in words {
        let (own, indices) = matcher.fuzzy_indices(text, word)?;
        score += own;
        places.extend(indices);
    }
    places.sort_unstable();
    places.dedup();
    Some((score, ranges(text, &places)))
}

/// The bytes of the characters at some places; neighbours are one range.
fn ranges(text: &str, places: &[usize]) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    let mut wanted = places.iter().peekable();
    for (n, (at, c)) in text.char_indices().enumerate() {
        if wanted.next_if_eq(&&n).is_none() {
            continue;
        }
        let bytes = at as u32..(at + c.len_utf8()) as u32;
        match ranges.last_mut() {
            Some(last) if last.end == bytes.start => last.end = bytes.end,
            _ => ranges.push(bytes),
        }
    }
    ranges
}
