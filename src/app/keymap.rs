//! From chords to commands.
//!
//! Each pane has a table of its own in which no binding hides another: the reader's keys come first, then those of the
//! preset, then ours; and within these what is said of the pane before what is said of all.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::command::{self, Command, Scope};
use crate::app::words::Words;
use crate::text::hangul;

mod build;
mod preset;

pub(crate) use build::Bound;

/// One key with its modifiers, in one form for all terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Keys that have a name, and their names in the settings file.
const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

const MODIFIERS: &[(&str, KeyModifiers)] = &[
    ("Ctrl-", KeyModifiers::CONTROL),
    ("Alt-", KeyModifiers::ALT),
    ("Shift-", KeyModifiers::SHIFT),
];

impl Chord {
    /// A letter without modifiers.
    pub fn letter(c: char) -> Self {
        Self::new(KeyCode::Char(c), KeyModifiers::NONE)
    }

    /// Brings the forms that terminals send into one: Shift is told by the letter itself, Shift-Tab is a Tab with
    /// Shift, a letter with Ctrl is small.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut modifiers = modifiers & known;
        let code = match code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) => {
                modifiers -= KeyModifiers::SHIFT;
                KeyCode::Char(c)
            }
            code => code,
        };
        Self { code, modifiers }
    }

    /// The letter, if it is one without modifiers.
    pub fn as_letter(self) -> Option<char> {
        match (self.code, self.modifiers.is_empty()) {
            (KeyCode::Char(c), true) => Some(c),
            _ => None,
        }
    }

    /// The same key with another letter; for keys that an input method composed.
    #[must_use]
    pub fn with_letter(self, c: char) -> Self {
        Self::new(KeyCode::Char(c), self.modifiers)
    }

    /// Any letter at all, if it is one.
    pub fn any_letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) => Some(c),
            _ => None,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        while let Some((tail, modifier)) = MODIFIERS
            .iter()
            .find_map(|(name, m)| rest.strip_prefix(name).filter(|t| !t.is_empty()).map(|t| (t, *m)))
        {
            modifiers |= modifier;
            rest = tail;
        }
        let mut letters = rest.chars();
        let shift = modifiers.contains(KeyModifiers::SHIFT);
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) if shift && c.is_ascii_lowercase() => KeyCode::Char(c.to_ascii_uppercase()),
            (Some(c), None) => KeyCode::Char(on_keyboard(c)),
            (Some('F'), Some('0'..='9')) => KeyCode::F(rest.get(1..)?.parse().ok()?),
            _ => NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest))?.1,
        };
        Some(Self::new(code, modifiers))
    }
}

/// The Latin letter on the key of a Hangul letter: keys are told apart by it, whatever the input method makes of them.
fn on_keyboard(c: char) -> char {
    let letters = hangul::keys(c).filter(|_| !c.is_ascii());
    let mut letters = letters.iter().flat_map(|l| l.chars());
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => c,
    }
}

/// The names of keys, for documents and for guessing what was meant.
pub fn key_names() -> impl Iterator<Item = &'static str> {
    NAMED.iter().map(|(name, _)| *name)
}

impl From<KeyEvent> for Chord {
    fn from(key: KeyEvent) -> Self {
        Self::new(key.code, key.modifiers)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(*modifier) {
                f.write_str(name)?;
            }
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "F{n}"),
            (None, _) => f.write_str("?"),
        }
    }
}

/// A sequence of chords, as one binding has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    chords: Vec<Chord>,
    /// Whether any letter may follow.
    any: bool,
}

impl Sequence {
    fn parse(text: &str) -> Option<Self> {
        let text = if text.chars().count() > 1 {
            text.strip_suffix('!').unwrap_or(text)
        } else {
            text
        };
        let mut chords = Vec::new();
        let mut any = false;
        for part in text.split(' ').filter(|p| !p.is_empty()) {
            if any {
                return None;
            }
            if part == "*" && !chords.is_empty() {
                any = true;
            } else {
                chords.push(Chord::parse(part)?);
            }
        }
        (!chords.is_empty()).then_some(Self { chords, any })
    }
}

/// What a sequence of chords means so far.
#[derive(Debug, Clone, Copy)]
pub enum Meaning {
    /// A command, and the letter that stood for `*`.
    Command(&'static Command, Option<char>),
    /// The beginning of something.
    Prefix,
    /// Nothing.
    Nothing,
}

/// All bindings, a table for each scope.
#[derive(Debug)]
pub struct Keymap {
    tables: [Vec<Bound>; Scope::ALL.len()],
}

impl Keymap {
    fn table(&self, scope: Scope) -> &[Bound] {
        &self.tables[scope.index()]
    }

    /// What chords mean in a pane.
    pub fn meaning(&self, scope: Scope, chords: &[Chord]) -> Meaning {
        let mut prefix = false;
        for bound in self.table(scope) {
            match fit(&bound.sequence, chords) {
                Fit::Whole(letter) => return Meaning::Command(bound.command, letter),
                Fit::Begin => prefix = true,
                Fit::No => {}
            }
        }
        if prefix { Meaning::Prefix } else { Meaning::Nothing }
    }

    /// Every binding that goes on from these chords, for which-key: the rest of the keys and the command. `letter` stands
    /// where any letter may follow.
    pub fn continuations(
        &self,
        scope: Scope,
        chords: &[Chord],
        letter: &str,
    ) -> Vec<(String, &'static Command)> {
        let mut found: Vec<(String, &'static Command)> = Vec::new();
        for Bound {
            sequence, command, ..
        } in self.table(scope)
        {
            if matches!(fit(sequence, chords), Fit::Begin) && !found.iter().any(|(_, c)| c.is(command)) {
                let chords = sequence.chords.iter().skip(chords.len()).copied().collect();
                let rest = Sequence {
                    chords,
                    any: sequence.any,
                };
                found.push((spelled(&rest, letter), command));
            }
        }
        found
    }

    /// The keys of a command where it belongs, the first one first.
    pub fn keys_of(&self, command: &Command) -> Vec<String> {
        self.keys_in(command.scope, command)
    }

    /// The keys of a command in a pane, the first one first.
    pub fn keys_in(&self, scope: Scope, command: &Command) -> Vec<String> {
        let own = self.table(scope).iter().filter(|b| b.command.is(command));
        own.map(|b| spell(&b.sequence)).collect()
    }

    /// The panes in which a command that holds everywhere has other keys than everywhere, and these.
    pub fn elsewhere(&self, command: &Command) -> Vec<(Scope, Vec<String>)> {
        let general = self.keys_of(command);
        let panes = Scope::ALL
            .into_iter()
            .filter(|s| *s != Scope::All && command.scope == Scope::All);
        panes
            .map(|pane| (pane, self.own_keys(pane, command)))
            .filter(|(_, keys)| !keys.is_empty() && *keys != general)
            .collect()
    }

    /// Keys that were given to a command for one pane.
    fn own_keys(&self, pane: Scope, command: &Command) -> Vec<String> {
        let own = self
            .table(pane)
            .iter()
            .filter(|b| b.command.is(command) && b.scope == pane);
        own.map(|b| spell(&b.sequence)).collect()
    }

    /// Says to the catalogue which keys commands have, for holes like `{key.undo}`.
    pub fn tell(&self, words: &mut Words) {
        for row in command::all() {
            words.bind(row.name, self.key_in(row.scope, row.name));
        }
    }

    /// The first key of a command in a pane, else anywhere; empty if it has none.
    pub fn key_in(&self, scope: Scope, name: &str) -> String {
        let panes = [scope].into_iter().chain(Scope::ALL);
        let mut found = panes
            .flat_map(|s| self.table(s))
            .filter(|b| b.command.name == name);
        found.next().map(|b| spell(&b.sequence)).unwrap_or_default()
    }
}

enum Fit {
    Whole(Option<char>),
    Begin,
    No,
}

fn fit(sequence: &Sequence, chords: &[Chord]) -> Fit {
    let fixed = sequence.chords.len();
    if sequence.chords.iter().zip(chords).any(|(a, b)| a != b) {
        return Fit::No;
    }
    match (chords.len().cmp(&fixed), sequence.any) {
        (std::cmp::Ordering::Less, _) | (std::cmp::Ordering::Equal, true) => Fit::Begin,
        (std::cmp::Ordering::Equal, false) => Fit::Whole(None),
        (std::cmp::Ordering::Greater, true) if chords.len() == fixed + 1 => {
            chords[fixed].as_letter().map_or(Fit::No, |c| Fit::Whole(Some(c)))
        }
        (std::cmp::Ordering::Greater, _) => Fit::No,
    }
}

fn spell(sequence: &Sequence) -> String {
    spelled(sequence, "*")
}

/// A sequence as it is typed, with something in the place of any letter.
fn spelled(sequence: &Sequence, letter: &str) -> String {
    let mut parts: Vec<String> = sequence.chords.iter().map(ToString::to_string).collect();
    if sequence.any {
        parts.push(letter.into());
    }
    // Two single letters read as one word, as in `gg`; anything longer needs the blank.
    if parts.iter().all(|p| p.chars().count() == 1) {
        parts.concat()
    } else {
        parts.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_survive_being_spelled() {
        for text in [
            "j",
            "Ctrl-d",
            "Shift-Tab",
            "F1",
            "Alt-Left",
            "Space",
            "g",
            "|",
            "-",
            "Ctrl-Right",
            "G",
        ] {
            assert_eq!(Chord::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Chord::parse("Ctrl-"), None);
        assert_eq!(Chord::parse("Nonsense"), None);
    }

    #[test]
    fn a_key_is_written_in_many_ways() {
        for (text, same) in [
            ("ㅓ", "j"),
            ("ctrl-j", "?"),
            ("Ctrl-ㅓ", "Ctrl-j"),
            ("Shift-a", "A"),
            ("enter", "Enter"),
            ("Ctrl-J", "Ctrl-j"),
        ] {
            let spelled = Chord::parse(text).map(|c| c.to_string());
            assert_eq!(spelled.unwrap_or("?".into()), same, "{text}");
        }
    }
}
