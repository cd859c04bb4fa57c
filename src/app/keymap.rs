//! From chords to commands.

use std::collections::BTreeMap;
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::command::{self, Command, Scope};

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
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) => KeyCode::Char(c),
            (Some('F'), Some('0'..='9')) => KeyCode::F(rest.get(1..)?.parse().ok()?),
            _ => NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest))?.1,
        };
        Some(Self::new(code, modifiers))
    }
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
struct Sequence {
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

/// What a reader's keys in the settings file got wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingFault {
    /// There is no such command.
    NoCommand(String),
    /// This is no key.
    NoKey(String),
    /// The key is bound twice in one pane: the key and both commands.
    Conflict(String, &'static str, &'static str),
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

/// All bindings.
#[derive(Debug)]
pub struct Keymap {
    bindings: BTreeMap<Scope, Vec<(Sequence, &'static Command)>>,
}

/// Keys of the settings file: pane, command, keys.
pub type Rebinding<'a> = (&'a str, &'a str, &'a [String]);

impl Keymap {
    /// The default keys, with the reader's own in place of those of the same command.
    pub fn new<'a>(rebindings: impl IntoIterator<Item = Rebinding<'a>>) -> (Self, Vec<BindingFault>) {
        let mut faults = Vec::new();
        let mut own: Vec<(&'static Command, Vec<Sequence>)> = Vec::new();
        for (pane, name, keys) in rebindings {
            let row = command::all().find(|c| c.name == name && (pane == c.scope.name() || pane == "all"));
            match row {
                None => faults.push(BindingFault::NoCommand(format!("{pane}.{name}"))),
                Some(row) => own.push((row, sequences(keys.iter().map(String::as_str), &mut faults))),
            }
        }
        let mut bindings: BTreeMap<Scope, Vec<(Sequence, &'static Command)>> = BTreeMap::new();
        for row in command::all() {
            let keys = match own.iter().rev().find(|(c, _)| c.is(row)) {
                Some((_, keys)) => keys.clone(),
                None => sequences(row.keys.iter().copied(), &mut faults),
            };
            let table = bindings.entry(row.scope).or_default();
            for sequence in keys {
                if let Some((_, first)) = table.iter().find(|(s, _)| *s == sequence) {
                    let key = spell(&sequence);
                    faults.push(BindingFault::Conflict(key, first.name, row.name));
                } else {
                    table.push((sequence, row));
                }
            }
        }
        (Self { bindings }, faults)
    }

    /// What chords mean in a pane; the pane's own bindings win over those of all panes.
    pub fn meaning(&self, scope: Scope, chords: &[Chord]) -> Meaning {
        let mut prefix = false;
        for layer in [scope, Scope::All] {
            for (sequence, command) in self.bindings.get(&layer).into_iter().flatten() {
                if !scope.sees(command) {
                    continue;
                }
                match fit(sequence, chords) {
                    Fit::Whole(letter) => return Meaning::Command(command, letter),
                    Fit::Begin => prefix = true,
                    Fit::No => {}
                }
            }
        }
        if prefix { Meaning::Prefix } else { Meaning::Nothing }
    }

    /// Every binding that goes on from these chords, for which-key: the rest of the keys and the command.
    pub fn continuations(&self, scope: Scope, chords: &[Chord]) -> Vec<(String, &'static Command)> {
        let mut found: Vec<(String, &'static Command)> = Vec::new();
        for layer in [scope, Scope::All] {
            for (sequence, command) in self.bindings.get(&layer).into_iter().flatten() {
                let goes_on = scope.sees(command) && matches!(fit(sequence, chords), Fit::Begin);
                if goes_on && !found.iter().any(|(_, c)| c.is(command)) {
                    let chords = sequence.chords.iter().skip(chords.len()).copied().collect();
                    found.push((
                        spell(&Sequence {
                            chords,
                            any: sequence.any,
                        }),
                        command,
                    ));
                }
            }
        }
        found
    }

    /// The keys of a command as they are now, the first one first.
    pub fn keys_of(&self, command: &Command) -> Vec<String> {
        let table = self.bindings.get(&command.scope).into_iter().flatten();
        table
            .filter(|(_, c)| c.is(command))
            .map(|(s, _)| spell(s))
            .collect()
    }

    /// The first key of a command; empty if it has none.
    pub fn key_of(&self, name: &str) -> String {
        command::named(name)
            .and_then(|c| self.keys_of(c).into_iter().next())
            .unwrap_or_default()
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

fn sequences<'a>(keys: impl Iterator<Item = &'a str>, faults: &mut Vec<BindingFault>) -> Vec<Sequence> {
    keys.filter_map(|key| {
        let sequence = Sequence::parse(key);
        if sequence.is_none() {
            faults.push(BindingFault::NoKey(key.to_owned()));
        }
        sequence
    })
    .collect()
}

fn spell(sequence: &Sequence) -> String {
    let mut parts: Vec<String> = sequence.chords.iter().map(ToString::to_string).collect();
    if sequence.any {
        parts.push("*".into());
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
    fn the_default_keys_have_no_fault() {
        let (_, faults) = Keymap::new([]);
        assert_eq!(faults, []);
    }

    #[test]
    fn no_binding_hides_behind_a_shorter_one() {
        let (map, _) = Keymap::new([]);
        for scope in Scope::ALL {
            let all: Vec<_> = [scope, Scope::All]
                .iter()
                .filter_map(|s| map.bindings.get(s))
                .flatten()
                .filter(|(_, command)| scope.sees(command))
                .collect();
            for (long, command) in &all {
                for n in 1..long.chords.len() {
                    let begin = Sequence {
                        chords: long.chords[..n].to_vec(),
                        any: false,
                    };
                    assert!(
                        !all.iter().any(|(s, _)| *s == begin),
                        "{command:?} behind {begin:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_command_needs_a_shift_letter_or_a_rare_key() {
        let rare = |k: &str| k.ends_with('!') && k.len() > 1;
        // With a Hangul keyboard only seven letters come differently with Shift, and one would have to know which.
        let capital = |chord: &str| chord.len() == 1 && chord.chars().all(|c| c.is_ascii_uppercase());
        let shifted = |k: &str| k.split(' ').any(capital);
        for row in command::all() {
            assert!(
                row.keys.iter().any(|k| !rare(k) && !shifted(k)),
                "{row:?} {:?}",
                row.keys
            );
        }
    }

    #[test]
    fn own_keys_replace_the_default_ones() {
        let keys = ["Ctrl-j".to_owned()];
        let (map, faults) = Keymap::new([("all", "down", &keys[..])]);
        assert_eq!(faults, []);
        let down =
            |c: Chord| matches!(map.meaning(Scope::List, &[c]), Meaning::Command(c, _) if c.name == "down");
        assert!(down(Chord::parse("Ctrl-j").unwrap()));
        assert!(!down(Chord::letter('j')));
        let (_, faults) = Keymap::new([
            ("all", "dwon", &keys[..]),
            ("all", "up", &["Hyper-x".to_owned()][..]),
        ]);
        assert_eq!(
            faults,
            [
                BindingFault::NoCommand("all.dwon".into()),
                BindingFault::NoKey("Hyper-x".into())
            ]
        );
    }
}
