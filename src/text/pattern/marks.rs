//! What a text can hold, told by thirty-two bytes: which letters stand in it, and which stand beside each other.
//!
//! Of a hundred thousand headlines a query answers few. To see that one lacks a pair of neighbours takes four steps,
//! whatever its length; its letters are looked at only where nothing is lacking. A bit stands for many letters, so a
//! text that has all bits may still not answer; one that lacks a bit cannot.

use std::ops::Range;

use super::class::{Class, Reading};
use crate::text::hangul::INITIALS;
use crate::text::letter;

/// The bits of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::text) struct Marks {
    /// Neighbours by their initials, and whether a letter is there that can stand for others.
    initials: [u64; 2],
    /// Neighbours as they stand.
    pairs: u64,
    /// Letters, syllables by what they begin with.
    letters: u64,
}

/// Bits of `initials[1]`: a Chinese letter; Hangul that is no syllable.
const HAN: u64 = 1 << 63;
const JAMO: u64 = 1 << 62;
/// Bits that are left for pairs of initials.
const INITIAL_BITS: u32 = 126;
/// Stands for letters beyond the first plane and those that a heap has no room for.
const RARE: u32 = 0x1_0000;
/// Hangul that is no syllable.
pub(super) const LONE: [Range<u32>; 5] = [
    0x1100..0x1200,
    0x3131..0x318F,
    0xA960..0xA980,
    0xD7B0..0xD800,
    0xFFA1..0xFFDD,
];

impl Marks {
    /// Adds a letter and the one before it.
    pub(in crate::text) fn add(&mut self, before: Option<char>, c: char) {
        self.letters |= letter_bit(c);
        if letter::is_han(c) || code(c) == RARE {
            self.initials[1] |= HAN;
        }
        if LONE.iter().any(|range| range.contains(&(c as u32))) {
            self.initials[1] |= JAMO;
        }
        if let Some(before) = before {
            self.join(initials_bit(begin(before), begin(c)));
            self.pairs |= pair_bit(before, c);
        }
    }

    fn join(&mut self, bits: [u64; 2]) {
        self.initials[0] |= bits[0];
        self.initials[1] |= bits[1];
    }

    #[inline]
    fn has(&self, other: &Self) -> bool {
        self.initials[0] & other.initials[0] == other.initials[0]
            && self.initials[1] & other.initials[1] == other.initials[1]
            && self.pairs & other.pairs == other.pairs
            && self.letters & other.letters == other.letters
    }

    /// Whether it may have one of some letters, given as their bits, or Hangul that is no syllable.
    pub(super) fn has_any(&self, letters: u64) -> bool {
        self.letters & letters != 0 || self.initials[1] & JAMO != 0
    }
}

fn code(c: char) -> u32 {
    match c as u32 {
        0xFFFD | RARE.. => RARE,
        code => code,
    }
}

/// What a letter begins with: a number for each initial of Hangul, then the other letters.
fn begin(c: char) -> u32 {
    let syllable = (c as u32).wrapping_sub(0xAC00);
    if syllable < 11_172 {
        return syllable / 588;
    }
    let initial = INITIALS.iter().position(|i| *i == c && letter::is_lone_jamo(c));
    initial.map_or(INITIALS.len() as u32 + code(c), |at| at as u32)
}

fn mixed(a: u32, b: u32) -> u32 {
    let mixed = (a.wrapping_mul(0x9E37_79B1) ^ b.rotate_left(16)).wrapping_mul(0x85EB_CA6B);
    mixed ^ mixed >> 15
}

fn initials_bit(a: u32, b: u32) -> [u64; 2] {
    let bit = (u64::from(mixed(a, b)) * u64::from(INITIAL_BITS)) >> 32;
    if bit < 64 {
        [1 << bit, 0]
    } else {
        [0, 1 << (bit - 64)]
    }
}

fn pair_bit(a: char, b: char) -> u64 {
    1 << (mixed(code(a), code(b)) >> 26)
}

/// The bit of a letter; syllables that begin alike share one.
pub(super) fn letter_bit(c: char) -> u64 {
    let syllable = (c as u32).wrapping_sub(0xAC00);
    let kind = if syllable < 11_172 {
        0xAC00 + syllable / 28
    } else {
        code(c)
    };
    1 << (mixed(kind, 0) >> 26)
}

/// What a text must have to answer one run of letters: all of one of these.
#[derive(Debug)]
pub(super) struct Wanted(Vec<Want>);

#[derive(Debug)]
struct Want {
    marks: Marks,
    /// Whether a Chinese letter may stand for letters of it.
    han: bool,
}

impl Wanted {
    /// What readings ask for; `None` if one of them asks for nothing that can be told.
    pub(super) fn of<'r>(readings: impl Iterator<Item = &'r Reading>) -> Option<Self> {
        let mut wants: Vec<Want> = Vec::new();
        for reading in readings {
            let want = Want {
                marks: marks_of(reading.classes()),
                han: reading.meets_han(),
            };
            if want.marks == Marks::default() {
                return None;
            }
            let covers = |wide: &Want, narrow: &Want| narrow.marks.has(&wide.marks) && wide.han >= narrow.han;
            if !wants.iter().any(|own| covers(own, &want)) {
                wants.retain(|own| !covers(&want, own));
                wants.push(want);
            }
        }
        (!wants.is_empty()).then_some(Self(wants))
    }

    /// Whether a text may answer.
    #[inline]
    pub(super) fn may(&self, text: &Marks) -> bool {
        let met = |want: &Want| text.has(&want.marks) || want.han && text.initials[1] & HAN != 0;
        self.0.iter().any(met)
    }
}

/// The marks that every text has in which letters of these classes stand beside each other.
fn marks_of(classes: &[Class]) -> Marks {
    let mut marks = Marks::default();
    for class in classes {
        // A syllable that goes on begins as all do that it may become.
        if let Class::Is(c) | Class::Open(c) = class {
            marks.letters |= letter_bit(*c);
        }
    }
    for pair in classes.windows(2) {
        let own = |class: Class| match class {
            Class::Is(c) | Class::Open(c) | Class::Initial(c) => begin(c),
        };
        marks.join(initials_bit(own(pair[0]), own(pair[1])));
        if let [Class::Is(a), Class::Is(b)] = pair {
            marks.pairs |= pair_bit(*a, *b);
        }
    }
    marks
}
