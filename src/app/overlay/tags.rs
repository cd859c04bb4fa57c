//! Tags being typed, apart by blanks or commas.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Outcome, closes};
use crate::app::input::Input;
use crate::article::id::StoryId;
use crate::text::Clean;

/// The field's state.
#[derive(Debug, Default)]
pub struct Tags {
    /// What was typed.
    pub input: Input,
    /// Tags of the library, the most used first.
    pub known: Vec<Clean>,
    stories: Vec<StoryId>,
    old: Vec<Clean>,
}

impl Tags {
    /// A field for the tags of some stories that holds those they have.
    pub fn new(stories: Vec<StoryId>, old: Vec<Clean>) -> Self {
        let mut text = old.iter().map(Clean::as_str).collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            text.push(' ');
        }
        Self {
            input: Input::holding(&text),
            known: Vec::new(),
            stories,
            old,
        }
    }

    /// Known tags that go on from the word being typed.
    pub fn suggestions(&self) -> Vec<&Clean> {
        suggest(&self.input, &self.known)
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        if closes(key.into()) {
            return Outcome::Close;
        }
        match key.code {
            KeyCode::Enter => Outcome::Tagged {
                stories: std::mem::take(&mut self.stories),
                old: std::mem::take(&mut self.old),
                new: tags(&self.input.value()),
            },
            KeyCode::Tab => {
                if let Some(tag) = self.suggestions().first().map(ToString::to_string) {
                    let mut words: Vec<String> = tags(self.input.parts().0)
                        .iter()
                        .map(ToString::to_string)
                        .collect();
                    if !self.input.parts().0.ends_with([' ', ',']) {
                        words.pop();
                    }
                    words.push(tag);
                    self.input = Input::holding(&format!("{} ", words.join(" ")));
                }
                Outcome::Used
            }
            _ if self.input.key(key) => Outcome::Used,
            _ => Outcome::Ignored,
        }
    }
}

/// Those of some tags that go on from the word being typed.
pub(super) fn suggest<'a>(input: &Input, known: &'a [Clean]) -> Vec<&'a Clean> {
    let value = input.parts().0;
    let last = value
        .rsplit([' ', ','])
        .next()
        .unwrap_or_default()
        .trim_start_matches('#')
        .to_lowercase();
    let has = tags(value);
    let fits = |t: &&Clean| t.to_lowercase().starts_with(&last) && !has.contains(t);
    known.iter().filter(fits).take(8).collect()
}

/// The tags in a text, in order, each once.
pub fn tags(text: &str) -> Vec<Clean> {
    let mut all: Vec<Clean> = Vec::new();
    for word in text.split([' ', ',', '、', '，']) {
        let tag = Clean::new(word.trim_matches('#'));
        if !tag.is_empty() && !all.contains(&tag) {
            all.push(tag);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_each_once() {
        let all = tags("#라마 퇴사, 라마  #AI #");
        assert_eq!(
            all.iter().map(Clean::as_str).collect::<Vec<_>>(),
            ["라마", "퇴사", "AI"]
        );
    }
}
