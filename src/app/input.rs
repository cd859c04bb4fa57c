//! One line of text being typed.
//!
//! The caret stands between graphemes, so that Backspace removes a whole syllable. What comes is composed at once,
//! since file names and some keyboards give syllables in parts, but cleaned only when it is used: cleaning takes away
//! the blank at the end that the next word needs.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::width::Ruler;
use crate::text::{self, Clean, letter};

/// The text and its caret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    /// A byte on a grapheme border.
    caret: usize,
}

impl Input {
    /// A field that holds a text, the caret at its end.
    pub fn holding(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            caret: text.len(),
        }
    }

    /// The text, cleaned.
    pub fn value(&self) -> Clean {
        Clean::new(&self.text)
    }

    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts a text into the place of some bytes, the caret behind it. Bytes that are not on borders change nothing.
    pub fn replace(&mut self, at: std::ops::Range<usize>, with: &str) {
        if self.text.get(at.clone()).is_some() {
            self.caret = at.start + with.len();
            self.text.replace_range(at, with);
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text before and after the caret, as typed.
    pub fn parts(&self) -> (&str, &str) {
        (
            text::slice(&self.text, 0..self.caret),
            text::slice(&self.text, self.caret..self.text.len()),
        )
    }

    /// Puts text in at the caret; line ends become blanks, what could not be drawn is left out.
    pub fn insert(&mut self, raw: &str) {
        let kept = |c: char| {
            if c.is_whitespace() {
                Some(' ')
            } else {
                drawable(c).then_some(c)
            }
        };
        let (before, after) = self.parts();
        // A part may join the syllable before the caret. Letters typed one by one stay apart: they are no parts.
        let before: String = before.chars().chain(raw.chars().filter_map(kept)).nfc().collect();
        (self.text, self.caret) = (format!("{before}{after}"), before.len());
    }

    /// Takes a key; says whether it was one for a text field.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('w') if control => self.delete_word(),
            KeyCode::Backspace if alt => self.delete_word(),
            KeyCode::Char('u') if control => self.clear(),
            KeyCode::Char('a') if control => self.caret = 0,
            KeyCode::Char('e') if control => self.caret = self.text.len(),
            KeyCode::Char('h') if control => self.backspace(),
            KeyCode::Char(c) if !control && !alt => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete => self.delete(),
            KeyCode::Left => self.caret = self.before(),
            KeyCode::Right => self.caret = self.after(),
            KeyCode::Home => self.caret = 0,
            KeyCode::End => self.caret = self.text.len(),
            _ => return false,
        }
        true
    }

    /// Puts the caret before the letter at a column of the text, or at its end.
    pub fn point(&mut self, column: u16, ruler: Ruler) {
        let mut left = usize::from(column);
        let mut caret = self.text.len();
        for (at, _, columns) in ruler.clusters(&self.text) {
            if left < usize::from(columns) {
                caret = at;
                break;
            }
            left -= usize::from(columns);
        }
        self.caret = caret;
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.text.clear();
        self.caret = 0;
    }

    fn before(&self) -> usize {
        self.parts()
            .0
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(i, _)| i)
    }

    fn after(&self) -> usize {
        self.caret + self.parts().1.graphemes(true).next().map_or(0, str::len)
    }

    fn backspace(&mut self) {
        let from = self.before();
        self.text.replace_range(from..self.caret, "");
        self.caret = from;
    }

    fn delete(&mut self) {
        let to = self.after();
        self.text.replace_range(self.caret..to, "");
    }

    fn delete_word(&mut self) {
        let before = self.parts().0.trim_end();
        let kind = before.chars().next_back().map(Script::of);
        let from = before
            .char_indices()
            .rfind(|(_, c)| Some(Script::of(*c)) != kind)
            .map_or(0, |(at, c)| at + c.len_utf8());
        self.text.replace_range(from..self.caret, "");
        self.caret = from;
    }
}

/// What a word is made of, as far as deleting one goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Blank,
    Hangul,
    Han,
    Kana,
    Letter,
    Mark,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Self::Blank,
            c if letter::is_hangul(c) => Self::Hangul,
            c if letter::is_han(c) => Self::Han,
            c if letter::is_kana(c) => Self::Kana,
            c if c.is_alphanumeric() => Self::Letter,
            _ => Self::Mark,
        }
    }
}

/// Whether anything is left of a character after cleaning; a mark needs a letter to stand on.
pub(crate) fn drawable(c: char) -> bool {
    c.is_ascii_graphic() || !c.is_ascii() && Clean::new(&format!("a{c}")).len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[KeyEvent]) -> Input {
        let mut input = Input::default();
        for key in keys {
            assert!(input.key(*key));
        }
        input
    }

    fn key(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    #[test]
    fn backspace_removes_a_syllable_also_a_decomposed_one() {
        let mut input = Input::default();
        input.insert("메한\u{1112}\u{1161}\u{11ab}");
        for left in ["메한", "메", "", ""] {
            input.key(key(KeyCode::Backspace));
            assert_eq!(input.value().as_str(), left);
        }
    }

    #[test]
    fn what_is_pasted_is_one_composed_line() {
        let mut input = Input::default();
        input.insert("\u{1106}\u{1166}\u{1110}\u{1161}");
        assert_eq!(input.parts(), ("메타", ""));
        input.insert("\r\n e\u{301}\u{feff}\t");
        assert_eq!(input.parts(), ("메타   é ", ""));
        // A keyboard that sends parts one by one, and one that sends letters.
        let mut parts = Input::default();
        for c in ['\u{1112}', '\u{1161}', '\u{11ab}', 'ㅎ', 'ㅏ'] {
            parts.key(key(KeyCode::Char(c)));
        }
        assert_eq!(parts.parts(), ("한ㅎㅏ", ""));
    }

    #[test]
    fn a_word_ends_at_a_blank_or_where_the_script_changes() {
        for (text, left) in [
            ("메타의 AI", ["메타의 ", "", ""]),
            ("라마4 모델 ", ["라마4 ", "라마", ""]),
            ("人工知能ラマの", ["人工知能", "", ""]),
            ("Meta(메타)", ["Meta(메타", "Meta(", "Meta"]),
            ("", ["", "", ""]),
        ] {
            let mut input = Input::holding(text);
            for left in left {
                input.key(KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
                assert_eq!(input.parts(), (left, ""), "{text}");
            }
        }
    }

    #[test]
    fn words_go_at_once_and_the_caret_moves_by_grapheme() {
        let mut input = Input::holding("라마 모델 ");
        input.key(KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(input.parts(), ("라마 ", ""));
        input.key(key(KeyCode::Left));
        input.key(key(KeyCode::Left));
        input.insert("\u{1b}[\u{202e}x\u{200b}\n");
        assert_eq!(input.parts(), ("라[x ", "마 "));
        assert_eq!(
            typed(&[key(KeyCode::Char('가')), key(KeyCode::Delete)])
                .value()
                .as_str(),
            "가"
        );
    }
}
