//! Matches but for one or two keys, and never a digit: 라마4 is not 라마3.
//!
//! Distance is counted in keys and not in syllables, because a wrong vowel is one key and half a syllable. Myers'
//! bit-parallel algorithm (1999) finds where a match may end in one pass; a small table then finds where it begins,
//! with the rules that the bits do not know.

use super::Span;
use crate::text::fold::Letter;
use crate::text::keystrokes;

/// A query as keys.
#[derive(Debug, Clone)]
pub(super) struct Similar {
    keys: Vec<char>,
    budget: usize,
    /// Of each ASCII key, the places where the query has it.
    ascii: Box<[u64; 128]>,
    others: Vec<(char, u64)>,
}

/// A text as keys, with the key that each letter begins at, and one past the last.
struct Keyed {
    keys: Vec<char>,
    from: Vec<u32>,
}

impl Keyed {
    fn new(letters: impl Iterator<Item = char>) -> Self {
        let mut keyed = Self {
            keys: Vec::new(),
            from: vec![0],
        };
        for c in letters {
            keystrokes::push_keys(c, |key| keyed.keys.push(key));
            keyed.from.push(keyed.keys.len() as u32);
        }
        keyed
    }
}

/// A match with its number of errors.
struct Found {
    span: Span,
    errors: usize,
}

impl Similar {
    /// `None` for a query in which an error would be half of the word, or longer than a machine word.
    pub(super) fn new(letters: &[char]) -> Option<Self> {
        let keys = Keyed::new(letters.iter().copied()).keys;
        let budget = match keys.len() {
            5..=11 => 1,
            12..=64 => 2,
            _ => return None,
        };
        let mut ascii = Box::new([0; 128]);
        let mut others: Vec<(char, u64)> = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            if let Some(places) = ascii.get_mut(*key as usize) {
                *places |= 1 << at;
            } else {
                match others.iter_mut().find(|(c, _)| c == key) {
                    Some((_, places)) => *places |= 1 << at,
                    None => others.push((*key, 1 << at)),
                }
            }
        }
        Some(Self {
            keys,
            budget,
            ascii,
            others,
        })
    }

    /// Every match, from left to right without overlaps; of those that overlap, the one with the fewest errors.
    pub(super) fn find_all(&self, letters: &[Letter]) -> Vec<Span> {
        let text = Keyed::new(letters.iter().map(|l| l.c));
        let ends = self.ends(&text);
        let mut found: Vec<Found> = ends
            .into_iter()
            .filter_map(|end| self.begin(&text, end))
            .collect();
        // An error in a short word must not make it out of the inside of another.
        found.retain(|f| letters[f.span.start].begins || self.keys.len() > 7 && !crosses(letters, &f.span));
        found.sort_by_key(|f| (f.errors, !letters[f.span.start].begins, f.span.start));
        let mut spans: Vec<Span> = Vec::new();
        for f in found {
            if spans
                .iter()
                .all(|s| f.span.end <= s.start || s.end <= f.span.start)
            {
                spans.push(f.span);
            }
        }
        spans.sort_by_key(|s| s.start);
        spans
    }

    fn places(&self, key: char) -> u64 {
        match self.ascii.get(key as usize) {
            Some(places) => *places,
            None => self.others.iter().find(|(c, _)| *c == key).map_or(0, |(_, p)| *p),
        }
    }

    /// Letters after which a match within the budget may end.
    fn ends(&self, text: &Keyed) -> Vec<usize> {
        let length = self.keys.len();
        let top = 1u64 << (length - 1);
        let (mut up, mut down, mut errors) = (!0u64, 0u64, length);
        let mut ends = Vec::new();
        let mut letter = 1;
        for (at, key) in text.keys.iter().enumerate() {
            let same = self.places(*key);
            let across = same | down;
            let diagonal = ((same & up).wrapping_add(up) ^ up) | same;
            let (mut more, mut less) = (down | !(diagonal | up), up & diagonal);
            errors += usize::from(more & top != 0);
            errors -= usize::from(less & top != 0);
            // A match may begin anywhere: the first row of the table is all zeros.
            more <<= 1;
            less <<= 1;
            up = less | !(across | more);
            down = more & across;
            if text.from.get(letter).is_some_and(|end| *end as usize == at + 1) {
                if errors <= self.budget {
                    ends.push(letter);
                }
                while text.from.get(letter).is_some_and(|end| *end as usize == at + 1) {
                    letter += 1;
                }
            }
        }
        ends
    }

    /// Where the best match that ends after a letter begins: at a letter, with no digit changed.
    fn begin(&self, text: &Keyed, end: usize) -> Option<Found> {
        let last = text.from[end] as usize;
        let length = self.keys.len();
        let reach = (length + self.budget).min(last);
        // costs[i]: the last i keys of the query against the last j of the text.
        let mut costs: Vec<usize> = Vec::with_capacity(length + 1);
        costs.push(0);
        for i in 0..length {
            costs.push(costs[i] + self.price(self.keys[length - 1 - i]));
        }
        let mut best: Option<(usize, usize)> = None;
        for j in 1..=reach {
            let key = text.keys[last - j];
            let mut diagonal = costs[0];
            costs[0] += self.price(key);
            for i in 1..=length {
                let own = self.keys[length - i];
                let change = if own == key {
                    0
                } else {
                    self.price(own).max(self.price(key))
                };
                let cost = (diagonal + change)
                    .min(costs[i] + self.price(key))
                    .min(costs[i - 1] + self.price(own));
                diagonal = std::mem::replace(&mut costs[i], cost);
            }
            let errors = costs[length];
            if errors <= self.budget
                && best.is_none_or(|(e, _)| errors < e)
                && let Ok(letter) = text.from.binary_search(&((last - j) as u32))
                && letter < end
            {
                best = Some((errors, letter));
            }
        }
        best.map(|(errors, letter)| Found {
            span: letter..end,
            errors,
        })
    }

    /// What it costs to leave out or change a key: for a digit, more than there is.
    fn price(&self, key: char) -> usize {
        if key.is_numeric() { self.budget + 1 } else { 1 }
    }
}

fn crosses(letters: &[Letter], span: &Span) -> bool {
    letters[span.start + 1..span.end].iter().any(|l| l.opens)
}
