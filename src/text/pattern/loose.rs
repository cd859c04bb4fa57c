//! The last resort: the letters of each word in their order, with anything between them.

use std::ops::Range;

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::text::fold;

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

/// The words of a query made ready to be asked of many texts.
pub(super) struct Loosely {
    matcher: SkimMatcherV2,
    words: Vec<String>,
    /// The same as codes of a heap.
    codes: Vec<Vec<u16>>,
}

impl std::fmt::Debug for Loosely {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.words).finish()
    }
}

/// The longest query that is looked for loosely, in letters.
const LONGEST: usize = 64;

impl Loosely {
    /// A word of one letter is in everything; a long text is not meant loosely.
    pub(super) fn new(query: &str) -> Self {
        let words = query.split_whitespace().map(fold::letters);
        let words: Vec<String> = words.map(|w| w.iter().map(|l| l.c).collect()).collect();
        let letters = |w: &String| w.chars().count();
        let fits =
            words.iter().all(|w| letters(w) > 1) && words.iter().map(letters).sum::<usize>() <= LONGEST;
        let words = if fits { words } else { Vec::new() };
        let code = |c| u16::try_from(c as u32).unwrap_or(u16::MAX);
        Self {
            codes: words.iter().map(|w| w.chars().map(code).collect()).collect(),
            words,
            matcher: SkimMatcherV2::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a text has the letters of each word in their order; letters beyond the first plane are taken on trust.
    pub(super) fn may(&self, text: &[u16]) -> bool {
        self.codes.iter().all(|word| {
            let mut rest = text.iter();
            word.iter()
                .all(|code| *code == u16::MAX || rest.any(|c| c == code))
        })
    }

    /// How well it has them.
    pub(super) fn score(&self, text: &str) -> Option<i64> {
        let mut scores = self.words.iter().map(|w| self.matcher.fuzzy_match(text, w));
        scores.try_fold(0, |sum, score| Some(sum + score?))
    }
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
