//! One line asked for: another name for a tag, or where files are to go.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Outcome, closes};
use crate::app::effect::Form;
use crate::app::input::Input;
use crate::text::Clean;

/// What the line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Another name for this tag.
    Retag(Clean),
    /// Where notes in this form go.
    Export(Form),
    /// The command that the text is handed to.
    Pipe,
    /// Another name for the saved search of this name, and its query.
    Resave(Clean, Clean),
}

/// The field's state.
#[derive(Debug)]
pub struct Ask {
    /// What for.
    pub question: Question,
    /// What was typed.
    pub input: Input,
    /// Answers that are known.
    pub known: Vec<Clean>,
}

impl Ask {
    /// A field that holds an answer.
    pub fn new(question: Question, holds: &str) -> Self {
        Self {
            question,
            input: Input::holding(holds),
            known: Vec::new(),
        }
    }

    /// Known answers that go on from what is typed.
    pub fn suggestions(&self) -> Vec<&Clean> {
        let typed = self.input.value().to_lowercase();
        let fits = |known: &&Clean| known.to_lowercase().starts_with(&typed) && known.to_lowercase() != typed;
        self.known.iter().filter(fits).take(8).collect()
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        if closes(key.into()) {
            return Outcome::Close;
        }
        match key.code {
            KeyCode::Enter => Outcome::Answered(self.question.clone(), self.input.value()),
            KeyCode::Tab => {
                if let Some(known) = self.suggestions().first().map(ToString::to_string) {
                    self.input = Input::holding(&known);
                }
                Outcome::Used
            }
            _ if self.input.key(key) => Outcome::Used,
            _ => Outcome::Ignored,
        }
    }
}
