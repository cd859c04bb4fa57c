//! Many short texts, folded and packed, so that all of them can be looked through between two keys.
//!
//! A letter takes two bytes and two bits, and a text thirty-two bytes more that tell what it cannot hold. Blanks, quotation marks and middle dots are left out, since papers disagree
//! about them; where one stood is remembered. The texts as they were are not kept: who shows a row asks for it.

use crate::text::fold::{self, Letter};
use crate::text::pattern::{Letters, Marks};

/// Letters kept of one text; what comes after them is not found.
const LONGEST: usize = 1_024;
/// The first code that stands for a letter beyond the first plane: its place in the list of those.
const RARE: u32 = 0xD800;
/// One past the last.
const RARE_END: u32 = 0xE000;
/// Stands for a letter that found no place in that list.
const UNKNOWN: char = '\u{FFFD}';

/// The texts, each known by its place.
#[derive(Debug, Clone, Default)]
pub struct Heap {
    letters: Vec<u16>,
    /// One past the last letter of each text.
    ends: Vec<u32>,
    /// Letters with a gap before them, and letters that begin a word.
    opens: Bits,
    begins: Bits,
    rare: Vec<char>,
    /// What each text can hold.
    marks: Vec<Marks>,
}

/// One bit a letter.
#[derive(Debug, Clone, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, at: usize) {
        if self.0.len() <= at >> 6 {
            self.0.resize((at >> 6) + 1, 0);
        }
        self.0[at >> 6] |= 1 << (at & 63);
    }

    #[inline]
    fn has(&self, at: usize) -> bool {
        self.0.get(at >> 6).is_some_and(|row| row >> (at & 63) & 1 == 1)
    }
}

/// One text of a heap.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a> {
    heap: &'a Heap,
    start: usize,
    codes: &'a [u16],
}

impl Heap {
    /// Adds a text; its place is the number of those before it.
    pub fn push(&mut self, text: &str) {
        let (mut marks, mut before) = (Marks::default(), None);
        for letter in fold::letters(text).into_iter().take(LONGEST) {
            marks.add(before.replace(letter.c), letter.c);
            let at = self.letters.len();
            if letter.opens {
                self.opens.set(at);
            }
            if letter.begins {
                self.begins.set(at);
            }
            let code = self.code(letter.c);
            self.letters.push(code);
        }
        self.marks.push(marks);
        self.ends.push(self.letters.len() as u32);
    }

    /// Adds a text of another heap as it is.
    pub fn push_from(&mut self, other: &Self, place: usize) {
        let text = other.get(place);
        for (nth, code) in text.codes.iter().enumerate() {
            let at = self.letters.len();
            if other.opens.has(text.start + nth) {
                self.opens.set(at);
            }
            if other.begins.has(text.start + nth) {
                self.begins.set(at);
            }
            let rare = (RARE..RARE_END).contains(&u32::from(*code));
            let code = if rare {
                self.code(other.decode(*code))
            } else {
                *code
            };
            self.letters.push(code);
        }
        self.marks
            .push(other.marks.get(place).copied().unwrap_or_default());
        self.ends.push(self.letters.len() as u32);
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.letters.capacity() * 2
            + self.ends.capacity() * 4
            + (self.opens.0.capacity() + self.begins.0.capacity()) * 8
            + self.rare.capacity() * 4
            + self.marks.capacity() * size_of::<Marks>()
    }

    /// The text at a place; an empty one past the last.
    pub fn get(&self, place: usize) -> Packed<'_> {
        let start = self.start(place);
        let end = self.ends.get(place).map_or(start, |end| *end as usize);
        Packed {
            heap: self,
            start,
            codes: &self.letters[start..end],
        }
    }

    /// The first letter of a text among all letters.
    pub(in crate::text) fn start(&self, place: usize) -> usize {
        let before = place.checked_sub(1);
        before.map_or(0, |before| {
            self.ends
                .get(before)
                .map_or(self.letters.len(), |end| *end as usize)
        })
    }

    /// All letters as codes.
    pub(in crate::text) fn codes(&self) -> &[u16] {
        &self.letters
    }

    /// What each text can hold.
    pub(in crate::text) fn marks(&self) -> &[Marks] {
        &self.marks
    }

    /// Where each text ends among them.
    pub(in crate::text) fn ends(&self) -> &[u32] {
        &self.ends
    }

    fn code(&mut self, c: char) -> u16 {
        if let Ok(code) = u16::try_from(c as u32) {
            return code;
        }
        let place = self.rare.iter().position(|r| *r == c).unwrap_or_else(|| {
            self.rare.push(c);
            self.rare.len() - 1
        });
        if RARE as usize + place >= RARE_END as usize {
            self.rare.truncate((RARE_END - RARE) as usize);
            return UNKNOWN as u16;
        }
        (RARE as usize + place) as u16
    }

    #[inline]
    fn decode(&self, code: u16) -> char {
        let code = u32::from(code);
        match char::from_u32(code) {
            Some(c) => c,
            None => self.rare.get((code - RARE) as usize).copied().unwrap_or(UNKNOWN),
        }
    }
}

impl Packed<'_> {
    /// How many letters it has.
    pub fn len(self) -> usize {
        self.codes.len()
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.codes.is_empty()
    }

    /// The letters with a blank wherever something was left out: what can still be told of the text.
    pub fn text(self) -> String {
        let mut out = String::with_capacity(self.codes.len() * 4);
        for at in 0..self.codes.len() {
            if at > 0 && self.opens(at) {
                out.push(' ');
            }
            out.extend(self.letter(at));
        }
        out
    }

    pub(in crate::text) fn codes(&self) -> &[u16] {
        self.codes
    }

    /// The letters as folding gives them; of what they were made is not known any more.
    pub(in crate::text) fn letters(self) -> Vec<Letter> {
        let letter = |(at, code): (usize, &u16)| Letter {
            c: self.heap.decode(*code),
            start: at as u32,
            end: at as u32 + 1,
            opens: self.opens(at),
            begins: self.begins(at),
        };
        self.codes.iter().enumerate().map(letter).collect()
    }
}

impl Letters for Packed<'_> {
    #[inline]
    fn letter(self, at: usize) -> Option<char> {
        self.codes.get(at).map(|code| self.heap.decode(*code))
    }

    #[inline]
    fn opens(self, at: usize) -> bool {
        self.heap.opens.has(self.start + at)
    }

    #[inline]
    fn begins(self, at: usize) -> bool {
        self.heap.begins.has(self.start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_told_apart_and_gaps_remembered() {
        let mut heap = Heap::default();
        for text in ["‘라마’ 4 공개", "", "𠮷野家 ＡＩ"] {
            heap.push(text);
        }
        let texts: Vec<String> = (0..4).map(|at| heap.get(at).text()).collect();
        assert_eq!(texts, ["라마 4 공개", "", "𠮷野家 ai", ""]);
        let mut copy = Heap::default();
        for at in [2, 0] {
            copy.push_from(&heap, at);
        }
        assert_eq!(
            (copy.get(0).text(), copy.get(1).text()),
            (texts[2].clone(), texts[0].clone())
        );
    }

    #[test]
    fn more_letters_than_there_is_room_for_are_unknown() {
        let mut heap = Heap::default();
        for c in ('\u{20000}'..).take(3_000) {
            heap.push(&c.to_string());
        }
        assert_eq!(heap.get(7).text(), "\u{20007}");
        assert_eq!(heap.get(2_999).text(), "\u{FFFD}");
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_folding_gives(text in "[A가ㄱア ´'·𠮷①]{0,20}|\\PC{0,30}") {
            let mut heap = Heap::default();
            heap.push(&text);
            let (packed, letters) = (heap.get(0), fold::letters(&text));
            prop_assert_eq!(packed.len(), letters.len());
            for (at, l) in letters.iter().enumerate() {
                prop_assert_eq!((packed.letter(at), packed.opens(at), packed.begins(at)), (Some(l.c), l.opens, l.begins));
            }
        }
    }
}
