//! Letters on the names and links in view, to jump to one of them.

use super::{Outcome, Target, Wish, closes};
use crate::app::keymap::Chord;

/// Letters in the order in which they are given out: the home row first.
const LETTERS: &[u8] = b"fjdkslaghrueiwoqptyvncmxbz";

/// One place with letters on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// One or two letters.
    pub letters: String,
    /// Where it stands: a byte of the body.
    pub byte: u32,
    /// Where it leads.
    pub target: Target,
}

/// The letters and what was typed of them.
#[derive(Debug)]
pub struct Hints {
    /// What is to be done with what is chosen.
    pub wish: Wish,
    /// All places, in order of the body.
    pub hints: Vec<Hint>,
    /// The letters typed so far.
    pub typed: String,
}

impl Hints {
    /// Gives letters to places: one where that is enough for all, else two.
    pub fn new(places: Vec<(u32, Target)>, wish: Wish) -> Self {
        let two = places.len() > LETTERS.len();
        let letters = |i: usize| {
            let one = LETTERS[i % LETTERS.len()] as char;
            if two {
                format!("{}{one}", LETTERS[i / LETTERS.len() % LETTERS.len()] as char)
            } else {
                one.to_string()
            }
        };
        let most = LETTERS.len() * LETTERS.len();
        let hints = places
            .into_iter()
            .take(most)
            .enumerate()
            .map(|(i, (byte, target))| Hint {
                letters: letters(i),
                byte,
                target,
            })
            .collect();
        Self {
            wish,
            hints,
            typed: String::new(),
        }
    }

    /// Takes a letter.
    pub fn key_chord(&mut self, chord: Chord) -> Outcome {
        if closes(chord) {
            return Outcome::Close;
        }
        let Some(letter) = chord.as_letter() else {
            return Outcome::Close;
        };
        self.typed.push(letter.to_ascii_lowercase());
        match self.hints.iter().find(|h| h.letters == self.typed) {
            Some(hint) => Outcome::Followed(hint.target, self.wish),
            None if self.hints.iter().any(|h| h.letters.starts_with(&self.typed)) => Outcome::Used,
            None => Outcome::Close,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_distinct_and_none_begins_another() {
        for n in [1, 26, 27, 300, 1_000] {
            let hints = Hints::new(
                (0..n).map(|i| (i, Target::Name(i as u16))).collect(),
                Wish::Follow,
            );
            let letters: std::collections::BTreeSet<_> =
                hints.hints.iter().map(|h| h.letters.clone()).collect();
            assert_eq!(letters.len(), hints.hints.len());
            let lengths: std::collections::BTreeSet<_> = letters.iter().map(String::len).collect();
            assert_eq!(lengths.len(), 1, "{n}");
        }
    }

    #[test]
    fn typing_leads_to_the_place() {
        let mut hints = Hints::new(
            (0..30).map(|i| (i, Target::Name(i as u16))).collect(),
            Wish::Follow,
        );
        let letters = hints.hints[28].letters.clone();
        let outcomes: Vec<_> = letters
            .chars()
            .map(|c| hints.key_chord(Chord::letter(c)))
            .collect();
        assert!(matches!(
            outcomes[..],
            [Outcome::Used, Outcome::Followed(Target::Name(28), Wish::Follow)]
        ));
        assert!(matches!(hints.key_chord(Chord::letter('!')), Outcome::Close));
    }
}
