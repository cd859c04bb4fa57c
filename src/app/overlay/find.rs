//! Words being looked for in the story; every match is lit while they are typed.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Outcome, closes};
use crate::app::input::Input;
use crate::app::reader::Lit;

/// The field's state.
#[derive(Debug, Default)]
pub struct Find {
    /// What was typed.
    pub input: Input,
    /// Whether the whole library is searched and not the story alone.
    pub everywhere: bool,
    /// The byte that was at the reader's top before.
    pub from: u32,
    /// What was lit before.
    pub before: Lit,
}

impl Find {
    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        self.input.insert(text);
        self.changed()
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        if closes(key.into()) {
            return self.end();
        }
        match key.code {
            KeyCode::Enter | KeyCode::Backspace if self.input.is_empty() => self.end(),
            KeyCode::Enter if self.everywhere => Outcome::Search(self.input.value()),
            KeyCode::Enter => Outcome::Found(self.input.value()),
            // A second slash in the empty field widens the search to the whole library.
            KeyCode::Char('/') if self.input.is_empty() => {
                self.everywhere = !self.everywhere;
                Outcome::Used
            }
            _ if self.input.key(key) => self.changed(),
            _ => Outcome::Ignored,
        }
    }

    fn end(&mut self) -> Outcome {
        Outcome::Unsought(self.from, std::mem::take(&mut self.before))
    }

    fn changed(&self) -> Outcome {
        if self.everywhere {
            Outcome::Used
        } else {
            Outcome::Sought(self.input.value())
        }
    }
}
