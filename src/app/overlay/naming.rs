//! A name being typed: another text for one, or the name that it is the same as.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

use super::{Hand, Outcome, closes};
use crate::app::input::Input;
use crate::app::keymap::Chord;
use crate::app::layout::centred;
use crate::library::value::NameCount;
use crate::text::Clean;

/// Names shown at once.
const SHOWN: u16 = 10;

/// What the typed name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The name in hand means the one chosen.
    Merge,
    /// The name in hand is shown so.
    Rename,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The name means this one.
    Merge(Hand, Box<NameCount>),
    /// The name is shown so; empty for the text that was found.
    Rename(Hand, Clean),
}

/// The field's state.
#[derive(Debug)]
pub struct Naming {
    /// What for.
    pub purpose: Purpose,
    /// The name in hand.
    pub hand: Hand,
    /// What was typed.
    pub input: Input,
    /// Names of the library that fit.
    pub known: Vec<NameCount>,
    cursor: usize,
}

impl Naming {
    /// A field; for another text it holds the one at hand.
    pub fn new(purpose: Purpose, hand: Hand) -> Self {
        let input = match purpose {
            Purpose::Merge => Input::default(),
            Purpose::Rename => Input::holding(&hand.text),
        };
        Self {
            purpose,
            hand,
            input,
            known: Vec::new(),
            cursor: 0,
        }
    }

    /// Where it stands on a screen.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let height = match self.purpose {
            Purpose::Merge => SHOWN + 4,
            Purpose::Rename => 4,
        };
        centred(size, 60, height)
    }

    /// The place of the cursor among the names.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Takes names that fit.
    pub fn take(&mut self, known: Vec<NameCount>) {
        self.known = known;
        self.cursor = 0;
    }

    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        self.input.insert(text);
        self.typed()
    }

    fn typed(&self) -> Outcome {
        match self.purpose {
            Purpose::Merge => Outcome::Typed(self.input.value()),
            Purpose::Rename => Outcome::Used,
        }
    }

    fn step(&mut self, by: isize) -> Outcome {
        let last = self.known.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        Outcome::Used
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let chord = Chord::from(key);
        if closes(chord) {
            return Outcome::Close;
        }
        match (key.code, chord.to_string().as_str()) {
            (KeyCode::Enter, _) => self.decide(),
            (KeyCode::Down, _) | (_, "Ctrl-n") => self.step(1),
            (KeyCode::Up, _) | (_, "Ctrl-p") => self.step(-1),
            _ if self.input.key(key) => self.typed(),
            _ => Outcome::Ignored,
        }
    }

    fn decide(&self) -> Outcome {
        let hand = self.hand.clone();
        match self.purpose {
            Purpose::Rename => Outcome::Changed(Said::Rename(hand, self.input.value())),
            Purpose::Merge => match self.known.get(self.cursor) {
                Some(name) => Outcome::Changed(Said::Merge(hand, Box::new(name.clone()))),
                None => Outcome::Used,
            },
        }
    }
}
