//! What is wrong with a line of the settings file, and what the reader may have meant.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A stretch of one line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The first character in the line, from 1.
    pub column: usize,
    /// How many characters.
    pub length: usize,
    /// The whole line, controls in it replaced.
    pub source: String,
}

impl Place {
    /// The place of a byte range in a text; of a longer range, the part in its first line.
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let start = (0..=range.start.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let (before, after) = text.split_at(start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let head = before.get(line_start..).unwrap_or("");
        let tail = after.lines().next().unwrap_or("");
        let marked = tail.get(..range.len().min(tail.len())).unwrap_or(tail);
        Self {
            line: before.matches('\n').count() + 1,
            column: head.chars().count() + 1,
            length: marked.chars().count().max(1),
            source: visible(&format!("{head}{tail}")),
        }
    }
}

/// A piece of the file without the controls that a quoted key or a broken line can hold.
pub(super) fn visible(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// What a value can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A number from one to another.
    Number(u16, u16),
    /// A number from one to another, or a word.
    NumberOr(u16, u16, &'static str),
    /// Yes or no.
    Switch,
    /// `auto` or the name of an encoding.
    Encoding,
    /// `auto` or the name of a theme.
    ThemeOrAuto,
    /// The name of a theme.
    Theme,
    /// A colour, or one for many colours and one for sixteen.
    Colour,
    /// A key or a list of keys.
    Keys,
    /// A program and its arguments.
    Run,
    /// A text with holes.
    Template,
}

impl Expected {
    /// The words that it can be.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Words(words) => words.to_vec(),
            Self::NumberOr(_, _, word) => vec![word],
            Self::Switch => vec!["true", "false"],
            Self::Encoding | Self::ThemeOrAuto => vec!["auto"],
            Self::Number(..) | Self::Theme | Self::Colour | Self::Keys | Self::Run | Self::Template => {
                Vec::new()
            }
        }
    }
}

impl fmt::Display for Expected {
    /// What it can be, after "must be".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
                match quoted.split_last() {
                    Some((last, rest)) if !rest.is_empty() => write!(f, "{} or {last}", rest.join(", ")),
                    _ => f.write_str(&quoted.concat()),
                }
            }
            Self::Number(least, most) => write!(f, "a number from {least} to {most}"),
            Self::NumberOr(least, most, word) if most - least == 1 => {
                write!(f, "{word:?}, {least} or {most}")
            }
            Self::NumberOr(least, most, word) => write!(f, "a number from {least} to {most}, or {word:?}"),
            Self::Switch => f.write_str("true or false"),
            Self::Encoding => f.write_str("\"auto\" or the name of an encoding"),
            Self::ThemeOrAuto => f.write_str("\"auto\" or the name of a theme"),
            Self::Theme => f.write_str("the name of a theme"),
            Self::Colour => f.write_str("a colour such as \"#f0a870\", \"bright-yellow\" or \"default\""),
            Self::Keys => f.write_str("a key or a list of keys"),
            Self::Run => {
                f.write_str("a list of a program and its arguments, with known {holes} and none in a script")
            }
            Self::Template => f.write_str("a text with known {holes}"),
        }
    }
}

/// What kind of mistake it is; in the words of the file, without a judgement about what goes on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no setting or section of that name.
    Unknown {
        /// The name as it was written, with its section.
        name: String,
    },
    /// A setting has a value that it cannot have; its default is used.
    BadValue {
        /// The setting with its section.
        name: String,
        /// What it can be.
        expected: Expected,
        /// The default as it is written in the file; empty where the default is several things.
        default: &'static str,
    },
    /// This is no key, or no sequence of keys.
    NoKey {
        /// As it was written.
        key: String,
    },
    /// A key is given to two commands, or to one and to a sequence of another; the first line holds.
    Conflict {
        /// The key.
        key: String,
        /// The pane.
        pane: String,
        /// The command that has it.
        first: String,
        /// The command that does not get it.
        second: String,
        /// The line of the first.
        at: Place,
    },
    /// A key was given away, and its command has no other left.
    Keyless {
        /// The key.
        key: String,
        /// The command that had it.
        command: String,
        /// The command that has it now.
        taker: String,
    },
    /// A theme is made of itself.
    Circle {
        /// Its name.
        name: String,
    },
    /// The file is no TOML; every default is used.
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// The file is there but cannot be read; every default is used.
    Unreadable {
        /// What the system says.
        message: String,
    },
}

/// A mistake in the settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// Where in it; line 0 if it is the whole file.
    pub place: Place,
    /// What is wrong.
    pub kind: FaultKind,
    /// The name that was perhaps meant.
    pub suggestion: Option<String>,
}

impl Fault {
    /// A file that cannot be read.
    pub(super) fn unreadable(path: &Path, message: String) -> Self {
        Self {
            path: path.to_owned(),
            place: Place::default(),
            kind: FaultKind::Unreadable { message },
            suggestion: None,
        }
    }
}

impl fmt::Display for Fault {
    /// The place and the mistake in one line, as compilers write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if self.place.line > 0 {
            write!(f, ":{}:{}", self.place.line, self.place.column)?;
        }
        match &self.kind {
            FaultKind::Unknown { name } => write!(f, ": there is no setting `{name}`")?,
            FaultKind::BadValue {
                name,
                expected,
                default,
            } => {
                write!(f, ": `{name}` must be {expected}")?;
                if !default.is_empty() {
                    write!(f, "; using {default}")?;
                }
            }
            FaultKind::NoKey { key } => write!(f, ": `{key}` is no key")?,
            FaultKind::Conflict {
                key,
                pane,
                first,
                second,
                at,
            } => write!(
                f,
                ": `{key}` is given to `{second}` here and to `{first}` in line {} ({pane})",
                at.line
            )?,
            FaultKind::Keyless { key, command, taker } => {
                write!(f, ": `{key}` goes to `{taker}`, and `{command}` has no key left")?;
            }
            FaultKind::Circle { name } => write!(f, ": theme `{name}` inherits from itself")?,
            FaultKind::Syntax { message } | FaultKind::Unreadable { message } => write!(f, ": {message}")?,
        }
        match &self.suggestion {
            Some(meant) => write!(f, "; did you mean `{meant}`?"),
            None => Ok(()),
        }
    }
}

/// The name most like the one written, if it is like any: at most two letters changed, or a third of a longer one.
pub fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = (written.chars().count() / 3).clamp(1, 3);
    let ranked = names.map(|name| (distance(written, name), name));
    ranked
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().flat_map(char::to_lowercase).collect();
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).collect();
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = rows[i][j] + usize::from(a != b);
            let mut best = changed.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters() {
        let text = "# 첫 줄\n[reader]\n측정 = \u{1b}72\n";
        let at = text.find("72").expect("it is there");
        let place = Place::of(text, &(at..at + 2));
        assert_eq!((place.line, place.column, place.length), (3, 7, 2));
        assert_eq!(place.source, "측정 = \u{fffd}72");
        assert_eq!(Place::of(text, &(text.len()..text.len() + 9)).line, 4);
        assert_eq!(Place::of("", &(0..0)).column, 1);
        assert_eq!(Place::of(text, &(0..at)).length, 5);
    }

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["measure", "wrap", "mouse", "hints"];
        for (written, expected) in [
            ("mesure", Some("measure")),
            ("maesure", Some("measure")),
            ("Wrap", Some("wrap")),
            ("wrpa", Some("wrap")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, names.into_iter()), expected, "{written}");
        }
    }
}
