//! What a word sounds like by itself: a person, a place, a body or none, from its character n-grams.
//!
//! It is learned from lists of names and from words that are none; its answer is only a feature of the tagger.

use crate::entity::tagger::unit::{Units, mix};

/// Kinds of words that are told apart: none, person, place, body.
pub const KINDS: usize = 4;

/// The rows of the table.
pub const ROWS: usize = 1 << 16;

/// Bytes of a packed table.
pub const BYTES: usize = ROWS * KINDS;

/// The table of a trained guess.
#[derive(Debug, Clone, Copy)]
pub struct Guess<'a>(&'a [[u8; KINDS]]);

fn row(gram: u32) -> usize {
    (mix(gram, 77) >> 16) as usize % ROWS
}

/// Goes over the n-grams of every start of a word: `each(at, row, ends)`, where `ends` says that the n-gram belongs
/// only to the start that ends with unit `at`.
pub fn grams(keys: &[u32], mut each: impl FnMut(usize, usize, bool)) {
    const OPEN: u32 = 1;
    const SHUT: u32 = 2;
    let mut last = [0, 0, OPEN];
    for (at, key) in keys.iter().enumerate() {
        let two = mix(last[2], *key);
        let three = mix(mix(last[1], last[2]), *key);
        let four = mix(mix(mix(last[0], last[1]), last[2]), *key);
        each(at, row(*key), false);
        each(at, row(mix(two, 2)), false);
        each(at, row(mix(three, 3)), false);
        each(at, row(mix(four, 4)), false);
        each(at, row(mix(mix(*key, SHUT), 5)), true);
        each(at, row(mix(mix(two, SHUT), 6)), true);
        each(at, row(mix(mix(three, SHUT), 7)), true);
        each(at, row(mix(at.min(7) as u32, 8)), true);
        last = [last[1], last[2], *key];
    }
}

impl<'a> Guess<'a> {
    /// Opens a packed table.
    pub fn new(packed: &'a [u8]) -> Self {
        Self(packed.as_chunks().0)
    }

    /// For each unit a code for the start of its word that ends with it: the kind and how sure it is; below 16.
    pub fn codes(self, text: &Units, open: &[bool]) -> Vec<u8> {
        let mut codes = vec![0; text.units.len()];
        let mut keys = Vec::new();
        for word in text.words.iter().filter(|w| w.named) {
            let range = word.first as usize..word.last as usize;
            if !open[range.clone()].contains(&true) {
                continue;
            }
            keys.clear();
            keys.extend(text.units[range.clone()].iter().map(|u| u.key));
            self.of_word(&keys, &mut codes[range]);
        }
        codes
    }

    /// The codes of one word.
    pub fn of_word(self, keys: &[u32], codes: &mut [u8]) {
        let mut open = [0i16; KINDS];
        let mut shut = [0i16; KINDS];
        let mut place = 0;
        grams(keys, |at, row, ends| {
            if at != place {
                codes[place] = code(open, shut);
                (place, shut) = (at, [0; KINDS]);
            }
            let to = if ends { &mut shut } else { &mut open };
            let row = self.0.get(row).copied().unwrap_or_default();
            to.iter_mut().zip(row).for_each(|(t, r)| *t += i16::from(r as i8));
        });
        if let Some(last) = codes.get_mut(place) {
            *last = code(open, shut);
        }
    }
}

/// Steps of the table in one natural unit of log odds.
pub const SCALE: f32 = 16.0;

fn code(open: [i16; KINDS], shut: [i16; KINDS]) -> u8 {
    let sum: [i16; KINDS] = std::array::from_fn(|k| open[k] + shut[k]);
    let mut best = 0;
    for kind in 1..KINDS {
        if sum[kind] > sum[best] {
            best = kind;
        }
    }
    let second = (0..KINDS)
        .filter(|k| *k != best)
        .map(|k| sum[k])
        .max()
        .unwrap_or(0);
    let bin = match sum[best] - second {
        ..16 => 0,
        16..40 => 1,
        40..80 => 2,
        _ => 3,
    };
    (best as u8) << 2 | bin
}
