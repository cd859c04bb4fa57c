//! Where in many letters a match may begin, seen in blocks of letters at once.
//!
//! Two neighbouring letters say more than one: of a headline's thirty letters hardly one begins such a pair. The tests are
//! ranges of codes and no tables, because eight letters are compared at the price of one then.

use super::letterset::Letterset;
use crate::text::pattern::class::{Class, Reading, Stand};

/// Letters of a block.
const BLOCK: usize = 64;
/// More ranges than these cost more than what they leave out.
const MOST: usize = 24;
/// Letters that may stand for others, and codes of letters beyond the first plane.
const HAN: [Range; 3] = [(0x3005, 0x3007), (0x3400, 0x9FFF), (0xD800, 0xFAFF)];
const ALL: Range = (0, u16::MAX);

/// The first and the last of some codes.
type Range = (u16, u16);

/// Pairs of letters that matches begin with.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    pairs: Vec<Pair>,
    /// Whether they say too little.
    all: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    first: Vec<Range>,
    second: Vec<Range>,
}

impl Pairs {
    /// Adds those of a reading.
    pub(super) fn add(&mut self, reading: &Reading) {
        let first = reading.first();
        let mut second = reading.second().map_or_else(|| vec![ALL], ranges);
        if reading.second().is_some() && reading.takes_han() {
            second.extend(HAN);
        }
        self.push(Pair {
            first: ranges(first.class),
            second,
        });
        let stand = match first.han {
            Stand::None => return,
            Stand::Words => Letterset::words(first.class)
                .map(|code| (code, code))
                .chain([HAN[2]])
                .collect(),
            Stand::Sounds => HAN.to_vec(),
        };
        self.push(Pair {
            first: stand,
            second: vec![ALL],
        });
    }

    /// Adds those of another.
    pub(super) fn join(&mut self, other: &Self) {
        for pair in &other.pairs {
            self.push(pair.clone());
        }
        self.all |= other.all;
    }

    fn push(&mut self, pair: Pair) {
        let within = |inner: &[Range], outer: &[Range]| {
            let mut inner = inner.iter();
            inner.all(|(a, b)| outer.iter().any(|(first, last)| first <= a && b <= last))
        };
        let covers = |wide: &Pair, narrow: &Pair| {
            within(&narrow.first, &wide.first) && within(&narrow.second, &wide.second)
        };
        if self.pairs.iter().any(|own| covers(own, &pair)) {
            return;
        }
        self.pairs.retain(|own| !covers(&pair, own));
        self.pairs.push(pair);
        let many = self.pairs.iter().map(|p| p.first.len() + p.second.len());
        self.all |= many.sum::<usize>() > MOST;
    }

    /// Whether a match may begin with a letter before another.
    pub(super) fn may(&self, code: u16, next: u16) -> bool {
        let among = |code: u16, ranges: &[Range]| ranges.iter().any(|(a, b)| (*a..=*b).contains(&code));
        self.all
            || self
                .pairs
                .iter()
                .any(|p| among(code, &p.first) && among(next, &p.second))
    }

    /// The first place from `at` on where a match may begin.
    pub(super) fn find(&self, codes: &[u16], mut at: usize, end: usize) -> Option<usize> {
        while at < end {
            let last = (at + BLOCK).min(end);
            let found = if self.all || last - at < BLOCK || last == codes.len() {
                let next = |at: usize| codes.get(at + 1).copied().unwrap_or_default();
                (at..last).find(|at| self.may(codes[*at], next(*at)))
            } else {
                self.first(&codes[at..=last]).map(|nth| at + nth)
            };
            if found.is_some() {
                return found;
            }
            at = last;
        }
        None
    }

    /// The first place in a block, given with one letter more.
    fn first(&self, block: &[u16]) -> Option<usize> {
        let (own, next) = block.first_chunk::<BLOCK>().zip(block.last_chunk::<BLOCK>())?;
        let mut found = [0; BLOCK];
        for pair in &self.pairs {
            let first = among(own, &pair.first);
            // Most blocks have no such letter at all.
            if first.iter().fold(0, |any, one| any | one) == 0 {
                continue;
            }
            let second = among(next, &pair.second);
            for (found, (first, second)) in found.iter_mut().zip(first.iter().zip(&second)) {
                *found |= first & second;
            }
        }
        let any = found.iter().fold(0, |any, one| any | one);
        (any != 0)
            .then(|| found.iter().position(|one| *one != 0))
            .flatten()
    }
}

/// Of each letter whether it is in one of the ranges: all ones or none.
fn among(letters: &[u16; BLOCK], ranges: &[Range]) -> [u16; BLOCK] {
    let mut found = [0; BLOCK];
    for (first, last) in ranges {
        let span = last - first;
        for (found, code) in found.iter_mut().zip(letters) {
            *found |= u16::from(code.wrapping_sub(*first) <= span);
        }
    }
    found
}

fn ranges(class: Class) -> Vec<Range> {
    let mut all: Vec<Range> = Vec::new();
    for (a, b) in class.ranges() {
        let range = match (u16::try_from(a as u32), u16::try_from(b as u32)) {
            (Ok(a), Ok(b)) => (a, b),
            _ => (0xD800, 0xDFFF),
        };
        if !all.contains(&range) {
            all.push(range);
        }
    }
    all
}
