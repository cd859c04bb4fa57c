//! Matches but for one or two keys, and never a digit: 라마4 is not 라마3.
//!
//! Distance is counted in keys and not in syllables, because a wrong vowel is one key and half a syllable. Myers'
//! bit-parallel algorithm (1999) finds where a match may end in one pass; a small table then finds where it begins,
//! with the rules that the bits do not know.

use super::Span;
use super::class::Letters;
use super::parts::Parts;
use crate::text::fold::Letter;
use crate::text::keystrokes;

/// A query as keys.
#[derive(Debug, Clone)]
pub(super) struct Similar {
    keys: Vec<char>,
    /// The first key of each letter, and one past the last key.
    from: Vec<u32>,
    budget: usize,
    /// Of each ASCII key, the places where the query has it.
    ascii: Box<[u64; 128]>,
    others: Vec<(char, u64)>,
    syllables: Box<Syllables>,
}

/// Of each part of a syllable, the places where the query has its keys: one of two keys has two rows.
#[derive(Debug, Clone)]
struct Syllables {
    initials: [Keys; 19],
    vowels: [Keys; 21],
    finals: [Keys; 28],
}

/// The rows of up to two keys, and how many there are.
type Keys = ([u64; 2], u8);

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
        let Keyed { keys, from } = Keyed::new(letters.iter().copied());
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
        let mut similar = Self {
            keys,
            from,
            budget,
            ascii,
            others,
            syllables: Box::new(Syllables {
                initials: [([0; 2], 0); 19],
                vowels: [([0; 2], 0); 21],
                finals: [([0; 2], 0); 28],
            }),
        };
        similar.fill_syllables();
        Some(similar)
    }

    fn fill_syllables(&mut self) {
        let syllable = |index: usize| char::from_u32(0xAC00 + index as u32).unwrap_or_default();
        let rows = |index: usize, from: usize, upto: Option<usize>| {
            let mut all = Vec::new();
            keystrokes::push_keys(syllable(index), |key| all.push(key));
            let end = upto.unwrap_or(all.len());
            let mut rows = ([0; 2], 0);
            for key in all.into_iter().take(end).skip(from) {
                rows.0[usize::from(rows.1)] = self.places(key);
                rows.1 += 1;
            }
            rows
        };
        // Every initial is one key; 아 and the like show the keys of a vowel, 가 with each final those of the final.
        let table = Syllables {
            initials: std::array::from_fn(|n| rows(n * 588, 0, Some(1))),
            vowels: std::array::from_fn(|n| rows(n * 28, 1, None)),
            finals: std::array::from_fn(|n| rows(n, 2, None)),
        };
        *self.syllables = table;
    }

    /// What a text must hold to be within the budget; `None` if that says nothing.
    pub(super) fn parts(&self) -> Option<Parts> {
        Parts::new(&self.keys, &self.from, self.budget)
    }

    /// Whether a match within the budget may end after any letter: what [`Self::find_all`] finds is among these.
    pub(super) fn is_near(&self, text: impl Letters) -> bool {
        let mut walk = Walk::new(self.keys.len());
        let mut at = 0;
        while let Some(c) = text.letter(at) {
            let index = (c as usize).wrapping_sub(0xAC00);
            if index < 11_172 {
                let parts = [
                    self.syllables.initials[index / 588],
                    self.syllables.vowels[index / 28 % 21],
                    self.syllables.finals[index % 28],
                ];
                for (rows, many) in parts {
                    rows.iter().take(many.into()).for_each(|row| walk.step(*row));
                }
            } else if c.is_ascii() {
                walk.step(self.ascii[c as usize]);
            } else {
                keystrokes::push_keys(c, |key| walk.step(self.places(key)));
            }
            if walk.errors <= self.budget {
                return true;
            }
            at += 1;
        }
        false
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
        let mut walk = Walk::new(self.keys.len());
        let mut ends = Vec::new();
        let mut letter = 1;
        for (at, key) in text.keys.iter().enumerate() {
            walk.step(self.places(*key));
            if text.from.get(letter).is_some_and(|end| *end as usize == at + 1) {
                if walk.errors <= self.budget {
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

/// One column of the table of edit distances, as bits.
struct Walk {
    up: u64,
    down: u64,
    top: u64,
    /// Errors of the best match that ends here.
    errors: usize,
}

impl Walk {
    fn new(length: usize) -> Self {
        Self {
            up: !0,
            down: 0,
            top: 1 << (length - 1),
            errors: length,
        }
    }

    /// Goes on by a key, given the places where the query has it.
    #[inline]
    fn step(&mut self, same: u64) {
        let across = same | self.down;
        let diagonal = ((same & self.up).wrapping_add(self.up) ^ self.up) | same;
        let (mut more, mut less) = (self.down | !(diagonal | self.up), self.up & diagonal);
        self.errors += usize::from(more & self.top != 0);
        self.errors -= usize::from(less & self.top != 0);
        // A match may begin anywhere: the first row of the table is all zeros.
        more <<= 1;
        less <<= 1;
        self.up = less | !(across | more);
        self.down = more & across;
    }
}

fn crosses(letters: &[Letter], span: &Span) -> bool {
    letters[span.start + 1..span.end].iter().any(|l| l.opens)
}
