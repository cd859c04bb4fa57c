//! What a text must hold as it stands to be like a query: where one key is wrong, what is before it or behind it is whole.
//!
//! The table of edit distances costs some two hundred steps a headline. A query cut in one part more than there may be
//! errors has a part without one, and a part that stands nowhere is seen by looking at each letter once.

use std::ops::Range;

use super::class::Letters;
use super::marks::{LONE, Marks, letter_bit};
use crate::text::heap::Packed;
use crate::text::keystrokes::{self, is_consonant_key as is_consonant, is_vowel_key as is_vowel};
use crate::text::letter;

/// Codes of a heap that stand for letters beyond the first plane, which differ from heap to heap.
const RARE: Range<usize> = 0xD800..0xE000;
/// The syllables of Hangul.
const SYLLABLES: Range<u32> = 0xAC00..0xD7A4;
/// The parts of a query, of which a text must hold one.
#[derive(Clone)]
pub(super) struct Parts {
    /// Of each letter, one bit for each part that may stand around it.
    at: Box<[u8]>,
    each: Vec<Part>,
    /// Bits of the letters around which a part may stand; `None` where any letter may be one.
    letters: Option<u64>,
}

/// Keys around a letter.
#[derive(Debug, Clone)]
struct Part {
    before: Vec<char>,
    /// From the first key of the letter on.
    from: Vec<char>,
    /// Whether the letter alone decides.
    loose: bool,
}

impl Parts {
    /// Cuts the keys of a query, given where each letter begins and one past the last, in one part more than there may
    /// be errors. `None` if there are fewer letters.
    pub(super) fn new(keys: &[char], from: &[u32], errors: usize) -> Option<Self> {
        let cuts = cuts(from, errors + 1)?;
        let mut parts = Self {
            at: vec![0; 0x1_0000].into(),
            each: Vec::new(),
            letters: Some(0),
        };
        for (bit, cut) in cuts.windows(2).enumerate() {
            parts.add(1 << bit, keys.get(cut[0]..cut[1])?);
        }
        Some(parts)
    }

    fn add(&mut self, bit: u8, keys: &[char]) {
        let syllable = keys
            .windows(2)
            .position(|pair| is_consonant(pair[0]) && is_vowel(pair[1]));
        let anchor = syllable.unwrap_or(0);
        let loose = syllable.is_none() && keys.iter().any(|key| is_consonant(*key) || is_vowel(*key));
        if let Some(at) = syllable {
            let (consonant, vowel) = (keys[at], keys[at + 1]);
            // A vowel may stand alone, behind a consonant that does.
            self.mark(bit, LONE, |own| own[0] == vowel);
            self.mark(bit, [SYLLABLES], |own| own[0] == consonant && own[1] == vowel);
            let begins = |c: &char| own_keys(*c).0.starts_with(&[consonant, vowel]);
            let syllables = SYLLABLES.step_by(28).filter_map(char::from_u32);
            self.letters = self
                .letters
                .map(|all| syllables.filter(begins).fold(all, |all, c| all | letter_bit(c)));
        } else if loose {
            self.mark(bit, LONE, |own| own.contains(&keys[0]));
            self.mark(bit, [SYLLABLES], |own| own.contains(&keys[0]));
            self.letters = None;
        } else {
            self.letters = self.letters.map(|all| all | letter_bit(keys[0]));
            match u16::try_from(keys[0] as u32) {
                Ok(code) => self.at[usize::from(code)] |= bit,
                Err(_) => self.at[RARE].iter_mut().for_each(|at| *at |= bit),
            }
        }
        self.each.push(Part {
            before: keys[..anchor].to_vec(),
            from: keys[anchor..].to_vec(),
            loose,
        });
    }

    /// Marks the letters of some ranges whose keys are as wanted.
    fn mark<const N: usize>(&mut self, bit: u8, ranges: [Range<u32>; N], wanted: impl Fn(&[char]) -> bool) {
        for code in ranges.into_iter().flatten() {
            let own = own_keys(char::from_u32(code).unwrap_or_default());
            if own.1 > 0 && wanted(&own.0) {
                self.at[code as usize] |= bit;
            }
        }
    }

    /// Whether a text with these marks can hold a part.
    pub(super) fn can(&self, marks: &Marks) -> bool {
        self.letters.is_none_or(|letters| marks.has_any(letters))
    }

    /// Whether a text holds a part.
    pub(super) fn may(&self, text: Packed) -> bool {
        let codes = text.codes().iter().enumerate();
        codes
            .map(|(at, code)| (at, self.at[usize::from(*code)]))
            .any(|(at, bits)| bits != 0 && self.stands(text, at, bits))
    }

    fn stands(&self, text: Packed, at: usize, bits: u8) -> bool {
        // A letter of one key may be any of a part.
        let lone = text.letter(at).is_some_and(letter::is_lone_jamo);
        let mut parts = self.each.iter().enumerate();
        parts.any(|(nth, part)| {
            bits >> nth & 1 == 1
                && (lone || part.loose || goes_on(text, at, &part.from) && led_by(text, at, &part.before))
        })
    }
}

/// Whether the keys of a text go on like this from a letter.
fn goes_on(text: Packed, mut at: usize, keys: &[char]) -> bool {
    let mut left = keys.iter();
    let mut same = true;
    while same && !left.as_slice().is_empty() {
        let Some(c) = text.letter(at) else {
            return false;
        };
        keystrokes::push_keys(c, |key| same &= left.next().is_none_or(|own| *own == key));
        at += 1;
    }
    same
}

/// Whether these keys stand before a letter of a text.
fn led_by(text: Packed, at: usize, keys: &[char]) -> bool {
    let mut left = keys;
    for at in (0..at).rev() {
        if left.is_empty() {
            return true;
        }
        let (own, many) = own_keys(text.letter(at).unwrap_or_default());
        for key in own[..many].iter().rev() {
            match left.split_last() {
                Some((last, rest)) if last == key => left = rest,
                Some(_) => return false,
                None => return true,
            }
        }
    }
    left.is_empty()
}

/// The keys of a letter, and how many there are.
fn own_keys(c: char) -> ([char; 6], usize) {
    let mut own = ['\0'; 6];
    let mut many = 0;
    keystrokes::push_keys(c, |key| {
        if let Some(place) = own.get_mut(many) {
            *place = key;
            many += 1;
        }
    });
    (own, many)
}

/// Where to cut: at letters, so that the parts have about as many keys each.
fn cuts(from: &[u32], parts: usize) -> Option<Vec<usize>> {
    let (letters, all) = (from.len().checked_sub(1)?, *from.last()? as usize);
    if letters < parts {
        return None;
    }
    let mut cuts = vec![0];
    let mut last = 0;
    for nth in 1..parts {
        let aim = all * nth / parts;
        let free = last + 1..letters - (parts - nth) + 1;
        let at = free.min_by_key(|at| (from[*at] as usize).abs_diff(aim))?;
        last = at;
        cuts.push(from[at] as usize);
    }
    cuts.push(all);
    Some(cuts)
}
