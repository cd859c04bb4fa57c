//! Words being looked for in the story; every match is lit while they are typed.

use std::cell::RefCell;

use crossterm::event::{KeyCode, KeyEvent};

use super::{Outcome, closes};
use crate::app::input::Input;
use crate::app::reader::Lit;
use crate::query::{self, Completion, Fault, Field};
use crate::text::Clean;
use crate::text::pattern::Pattern;

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
    /// Whether the list shows what answers already.
    pub live: bool,
    /// What is wrong with the search.
    pub fault: Option<Fault>,
    /// Outlets, tags and names of the library, for completing.
    pub known: Vec<(Field, Clean)>,
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
            // What is wrong stays to be mended.
            KeyCode::Enter if self.fault.is_some() => Outcome::Ignored,
            KeyCode::Enter if self.everywhere => Outcome::Search(self.input.text().to_owned(), self.live),
            KeyCode::Tab if self.everywhere => Outcome::Completed,
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
            Outcome::Queried(self.input.text().to_owned())
        } else {
            Outcome::Sought(self.input.value())
        }
    }

    /// What was typed of a name, where one is being typed.
    pub fn name_typed(&self) -> Option<Clean> {
        let asked = RefCell::new(None);
        let names = |field: Field, typed: &str| {
            if matches!(field, Field::Name | Field::Said) {
                *asked.borrow_mut() = Some(Clean::new(typed));
            }
            Vec::new()
        };
        let caret = self.input.parts().0.len();
        let _ = query::complete(self.input.text(), caret, &names);
        asked.into_inner().filter(|_| self.everywhere)
    }

    /// Takes the names of the library for what was typed of one, the likeliest first.
    pub fn take_names(&mut self, names: impl Iterator<Item = Clean>) {
        self.known.retain(|(field, _)| *field != Field::Name);
        self.known.extend(names.map(|name| (Field::Name, name)));
    }

    /// What may stand at the caret.
    pub fn offered(&self) -> Option<Completion> {
        let values = |field: Field, typed: &str| -> Vec<String> {
            let field = if field == Field::Said { Field::Name } else { field };
            let pattern = Pattern::new(typed);
            // Names were looked for by all their spellings; the one that is shown need not be the one typed.
            let fits = |text: &str| typed.is_empty() || field == Field::Name || pattern.sure(text).is_some();
            let known = self.known.iter().filter(|(f, text)| *f == field && fits(text));
            known.map(|(_, text)| text.to_string()).collect()
        };
        let caret = self.input.parts().0.len();
        query::complete(self.input.text(), caret, &values).filter(|_| self.everywhere)
    }

    /// Puts the first of what may stand at the caret there; `false` if nothing may.
    pub fn complete(&mut self) -> bool {
        let first = self
            .offered()
            .and_then(|c| Some((c.at, c.choices.into_iter().next()?)));
        let Some((at, choice)) = first else {
            return false;
        };
        self.input
            .replace(at.start as usize..at.end as usize, &choice.text);
        true
    }
}
