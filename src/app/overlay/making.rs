//! Words of the story being chosen for a name.

use std::ops::Range;

use super::{Outcome, closes};
use crate::app::keymap::Chord;
use crate::entity::Kind;

/// One word that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its first byte in the body.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// The same without a particle.
    pub bare: u32,
    /// The line that it stands on.
    pub line: usize,
}

/// The choice so far.
#[derive(Debug)]
pub struct Making {
    words: Vec<Word>,
    first: usize,
    last: usize,
    whole: bool,
    /// The kind that the name will be of.
    pub kind: Kind,
}

impl Making {
    /// Chooses among some words, from one of them on.
    pub fn new(words: Vec<Word>, at: usize) -> Self {
        Self {
            words,
            first: at,
            last: at,
            whole: false,
            kind: Kind::Per,
        }
    }

    /// The bytes chosen.
    pub fn bytes(&self) -> Range<u32> {
        let start = self.words.get(self.first).map_or(0, |w| w.start);
        let end = |w: &Word| if self.whole { w.end } else { w.bare };
        start..self.words.get(self.last).map_or(start, end)
    }

    fn word_at(&self, byte: u32) -> Option<usize> {
        let holds = |w: &Word| (w.start..w.end).contains(&byte);
        self.words.iter().position(holds)
    }

    /// Chooses the word that holds a byte.
    pub fn point(&mut self, byte: u32) {
        self.go(self.word_at(byte));
    }

    /// Stretches the choice to the word that holds a byte.
    pub fn stretch(&mut self, byte: u32) {
        if let Some(word) = self.word_at(byte) {
            self.last = word.max(self.first);
        }
    }

    fn go(&mut self, to: Option<usize>) {
        if let Some(to) = to.filter(|to| *to < self.words.len()) {
            (self.first, self.last) = (to, to);
        }
    }

    /// The word on the next or the last line that stands nearest below or above.
    fn across(&self, forward: bool) -> Option<usize> {
        let here = self.words.get(self.first)?.line;
        let place = |i: usize| {
            let line = self.words[i].line;
            self.words[..i]
                .iter()
                .rev()
                .take_while(|w| w.line == line)
                .count()
        };
        let line = if forward {
            self.words.iter().map(|w| w.line).find(|l| *l > here)?
        } else {
            self.words.iter().rev().map(|w| w.line).find(|l| *l < here)?
        };
        let column = place(self.first);
        let on = |i: &usize| self.words[*i].line == line;
        (0..self.words.len()).filter(on).take(column + 1).last()
    }

    fn kind_by(&mut self, by: usize) {
        let at = Kind::ALL.iter().position(|k| *k == self.kind).unwrap_or(0);
        self.kind = Kind::ALL[(at + by) % Kind::ALL.len()];
    }

    pub(super) fn key(&mut self, chord: Chord) -> Outcome {
        let most = self.words.len().saturating_sub(1);
        match chord.to_string().as_str() {
            "l" | "Right" | "w" => self.go(Some(self.last + 1)),
            "h" | "Left" | "b" => self.go(self.first.checked_sub(1)),
            "j" | "Down" => self.go(self.across(true)),
            "k" | "Up" => self.go(self.across(false)),
            "+" | "=" | "." | ">" => self.last = (self.last + 1).min(most),
            "-" | "," | "<" => self.last = self.last.saturating_sub(1).max(self.first),
            "p" => self.whole = !self.whole,
            "Tab" => self.kind_by(1),
            "Shift-Tab" => self.kind_by(Kind::ALL.len() - 1),
            "Enter" => return Outcome::Made(self.bytes(), self.kind),
            "q" | "@" => return Outcome::Close,
            _ if closes(chord) => return Outcome::Close,
            digit => match digit
                .parse::<usize>()
                .ok()
                .and_then(|n| Kind::ALL.get(n.wrapping_sub(1)))
            {
                Some(kind) => self.kind = *kind,
                None => return Outcome::Ignored,
            },
        }
        Outcome::Used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of ten bytes, three on each line; the last two bytes are a particle.
    fn making() -> Making {
        let word = |i: u32| Word {
            start: i * 10,
            end: i * 10 + 9,
            bare: i * 10 + 7,
            line: i as usize / 3,
        };
        Making::new((0..9).map(word).collect(), 0)
    }

    #[test]
    fn keys_move_and_stretch_the_choice() {
        let cases: &[(&str, Range<u32>)] = &[
            ("l", 10..17),
            ("l +", 10..27),
            ("l + p", 10..29),
            ("l + + - -", 10..17),
            ("l j", 40..47),
            ("l j j k", 40..47),
            ("k h", 0..7),
            ("j j j", 60..67),
            ("+ + + + + + + + + +", 0..87),
            ("+ l", 20..27),
        ];
        for (keys, bytes) in cases {
            let mut making = making();
            for key in keys.split(' ') {
                making.key(Chord::letter(key.chars().next().expect("a letter")));
            }
            assert_eq!(making.bytes(), *bytes, "{keys}");
        }
    }

    #[test]
    fn a_digit_tells_the_kind() {
        let mut making = making();
        making.key(Chord::letter('4'));
        assert_eq!(making.kind, Kind::Loc);
        assert!(matches!(making.key(Chord::letter('9')), Outcome::Ignored));
    }
}
