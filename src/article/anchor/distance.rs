//! Counts the letters by which two texts differ, sixty-four at a time.
//!
//! The bit-parallel method of Myers in the blocks of Hyyrö: the cost is one step for each letter of the text and each
//! sixty-four of the pattern, whatever the letters are.

use std::collections::HashMap;

/// Letters in one word of the machine.
const WORD: usize = u64::BITS as usize;

/// What letters of the text before the match cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// Nothing: the pattern may begin anywhere.
    Anywhere,
    /// One each: the pattern begins where the text does.
    Here,
}

/// A text to be compared with others.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Of each letter of the pattern, in which places it stands.
    places: HashMap<char, Vec<u64>>,
    length: usize,
}

/// The differences down one column, a bit a row: where they rise and where they fall.
#[derive(Debug, Clone, Copy)]
struct Block {
    rises: u64,
    falls: u64,
}

impl Pattern {
    pub(super) fn of(letters: impl Iterator<Item = char> + Clone) -> Self {
        let length = letters.clone().count();
        let blocks = length.div_ceil(WORD);
        let mut places: HashMap<char, Vec<u64>> = HashMap::new();
        for (at, c) in letters.enumerate() {
            let bits = places.entry(c).or_insert_with(|| vec![0; blocks]);
            if let Some(word) = bits.get_mut(at / WORD) {
                *word |= 1 << (at % WORD);
            }
        }
        Self { places, length }
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn blocks(&self) -> usize {
        self.length.div_ceil(WORD)
    }

    /// Calls back after each letter of the text with the letters so far and the least number of changes that make
    /// the pattern of what ends there.
    pub(super) fn follow(
        &self,
        text: impl Iterator<Item = char>,
        start: Start,
        mut each: impl FnMut(usize, usize),
    ) {
        let blocks = self.blocks();
        if blocks == 0 {
            return;
        }
        let mut column = vec![
            Block {
                rises: u64::MAX,
                falls: 0
            };
            blocks
        ];
        let top = 1u64 << ((self.length - 1) % WORD);
        let mut distance = self.length;
        for (at, c) in text.enumerate() {
            let bits = self.places.get(&c);
            let mut carry = i8::from(start == Start::Here);
            for (n, block) in column.iter_mut().enumerate() {
                let equal = bits.and_then(|b| b.get(n)).copied().unwrap_or_default();
                let last = if n + 1 == blocks { top } else { 1 << (WORD - 1) };
                carry = block.step(equal, carry, last);
            }
            distance = distance.saturating_add_signed(carry.into());
            each(at + 1, distance);
        }
    }

    /// The least number of changes that make the pattern of some beginning of the text.
    pub(super) fn to_beginning(&self, text: impl Iterator<Item = char>) -> usize {
        let mut least = self.length;
        let reach = self.length + self.length / 4 + 1;
        self.follow(text.take(reach), Start::Here, |_, distance| {
            least = least.min(distance);
        });
        least
    }

    /// The number of changes that make the pattern of the whole text.
    pub(super) fn to_whole(&self, text: impl Iterator<Item = char>) -> usize {
        let mut whole = self.length;
        self.follow(text, Start::Here, |_, distance| whole = distance);
        whole
    }
}

impl Block {
    /// Goes on by one letter; takes the change in the row above the block and gives that in its last row.
    fn step(&mut self, equal: u64, above: i8, last: u64) -> i8 {
        let upright = equal | self.falls;
        let equal = equal | u64::from(above < 0);
        let across = ((equal & self.rises).wrapping_add(self.rises) ^ self.rises) | equal;
        let mut rises = self.falls | !(across | self.rises);
        let mut falls = self.rises & across;
        let carry = i8::from(rises & last != 0) - i8::from(falls & last != 0);
        rises = rises << 1 | u64::from(above > 0);
        falls = falls << 1 | u64::from(above < 0);
        self.rises = falls | !(upright | rises);
        self.falls = rises & upright;
        carry
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The table that everyone draws by hand.
    fn by_hand(pattern: &[char], text: &[char], start: Start) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut last = Vec::new();
        for (at, c) in text.iter().enumerate() {
            let mut corner = column[0];
            column[0] = if start == Start::Here { at + 1 } else { 0 };
            for row in 1..column.len() {
                let up = column[row];
                let changed = corner + usize::from(pattern[row - 1] != *c);
                column[row] = changed.min(up + 1).min(column[row - 1] + 1);
                corner = up;
            }
            last.push(column[pattern.len()]);
        }
        last
    }

    proptest! {
        #[test]
        fn it_counts_what_the_table_counts(pattern in "[가나다라]{1,200}", text in "[가나다라]{0,260}") {
            let (letters, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            let pattern = Pattern::of(letters.iter().copied());
            for start in [Start::Here, Start::Anywhere] {
                let mut seen = Vec::new();
                pattern.follow(text.iter().copied(), start, |_, distance| seen.push(distance));
                prop_assert_eq!(seen, by_hand(&letters, &text, start));
            }
        }
    }

    #[test]
    fn nothing_is_compared_without_letters() {
        let nothing = Pattern::of(std::iter::empty());
        assert_eq!(nothing.to_whole("글".chars()), 0);
        assert_eq!(Pattern::of("글".chars()).to_whole("".chars()), 1);
    }
}
