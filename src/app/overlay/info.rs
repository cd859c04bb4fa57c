//! Facts about the story.

use super::{Outcome, closes};
use crate::app::keymap::Chord;
use crate::text::Clean;

/// The facts, and how far they are scrolled.
#[derive(Debug, Default)]
pub struct Info {
    /// What, and its value.
    pub facts: Vec<(Clean, Clean)>,
    /// Lines scrolled.
    pub top: usize,
}

impl Info {
    pub(super) fn key(&mut self, chord: Chord) -> Outcome {
        let by: isize = match chord.to_string().as_str() {
            "j" | "Down" => 1,
            "k" | "Up" => -1,
            "Space" | "PageDown" | "Ctrl-f" | "Ctrl-d" => 8,
            "PageUp" | "Ctrl-b" | "Ctrl-u" => -8,
            "i" | "q" | "Enter" => return Outcome::Close,
            _ if closes(chord) => return Outcome::Close,
            _ => return Outcome::Ignored,
        };
        self.scroll(by)
    }

    /// Scrolls by facts.
    pub fn scroll(&mut self, by: isize) -> Outcome {
        self.top = self
            .top
            .saturating_add_signed(by)
            .min(self.facts.len().saturating_sub(1));
        Outcome::Used
    }
}
