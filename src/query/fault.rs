//! What is wrong with a query: where, what, and what was probably meant.

use std::ops::Range;

use super::field::{self, FIELDS, Field};
use crate::text::keystrokes::keystrokes;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wrong {
    /// It is longer than anyone types.
    TooLong,
    /// Parentheses in parentheses in parentheses.
    TooDeep,
    /// Too many conditions.
    TooMany,
    /// A quotation mark that no other one closes.
    Unclosed,
    /// A parenthesis that no other one closes.
    Open,
    /// A closing parenthesis without an opening one.
    Stray,
    /// Nothing in the parentheses.
    Nothing,
    /// Nothing after `OR`, `-` or before `OR`.
    Alone,
    /// No value after a field's colon.
    NoValue,
    /// No field of this name.
    NoField,
    /// No such value of the field.
    BadValue,
    /// No days.
    BadDate,
    /// Only wildcards.
    BadWildcard,
    /// A field inside the parentheses of another, or an order that depends on a condition.
    Misplaced,
}

impl Wrong {
    /// Every one, for those who name them.
    pub const ALL: [Self; 14] = [
        Self::TooLong,
        Self::TooDeep,
        Self::TooMany,
        Self::Unclosed,
        Self::Open,
        Self::Stray,
        Self::Nothing,
        Self::Alone,
        Self::NoValue,
        Self::NoField,
        Self::BadValue,
        Self::BadDate,
        Self::BadWildcard,
        Self::Misplaced,
    ];

    /// Its key in the catalogues of words.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLong => "query.too-long",
            Self::TooDeep => "query.too-deep",
            Self::TooMany => "query.too-many",
            Self::Unclosed => "query.unclosed",
            Self::Open => "query.open",
            Self::Stray => "query.stray",
            Self::Nothing => "query.nothing",
            Self::Alone => "query.alone",
            Self::NoValue => "query.no-value",
            Self::NoField => "query.no-field",
            Self::BadValue => "query.bad-value",
            Self::BadDate => "query.bad-date",
            Self::BadWildcard => "query.bad-wildcard",
            Self::Misplaced => "query.misplaced",
        }
    }
}

/// A fault in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: bytes of the text, on borders of letters.
    pub at: Range<u32>,
    /// What.
    pub wrong: Wrong,
    /// What was probably meant: a text for the place.
    pub meant: Option<String>,
}

impl Fault {
    /// What is wrong with a text that asks for nothing, where something must be asked for.
    pub fn alone(text: &str) -> Self {
        Self::new(0..text.len() as u32, Wrong::Alone)
    }

    pub(super) fn new(at: Range<u32>, wrong: Wrong) -> Self {
        Self {
            at,
            wrong,
            meant: None,
        }
    }

    #[must_use]
    pub(super) fn meaning(mut self, meant: Option<String>) -> Self {
        self.meant = meant;
        self
    }

    /// The place of its first letter among the letters of the text, counted from one.
    pub fn column(&self, text: &str) -> usize {
        crate::text::slice(text, 0..self.at.start as usize)
            .chars()
            .count()
            + 1
    }
}

/// Keys that may be wrong before a word is another one.
const ERRORS: usize = 2;

/// The field that was probably meant by a word that is none.
pub(super) fn nearest_field(word: &str) -> Option<Field> {
    let names = FIELDS
        .iter()
        .flat_map(|(f, names)| names.iter().map(|name| (*f, *name)));
    nearest(word, names)
}

/// The value that was probably meant.
pub(super) fn nearest_value(field: Field, word: &str) -> Option<&'static str> {
    nearest(word, field.values().into_iter().map(|value| (value, value)))
}

/// The nearest of some names by the keys typed, also typed in the other state of the keyboard.
fn nearest<T>(word: &str, names: impl Iterator<Item = (T, &'static str)>) -> Option<T> {
    if word.chars().count() > 24 {
        return None;
    }
    let typed = keystrokes(&word.to_lowercase()).to_lowercase();
    let distance = |name: &str| distance(&typed, &keystrokes(name).to_lowercase());
    let near = names.map(|(value, name)| (distance(name), name.chars().count(), value));
    // A short word has room for one error only.
    let fits = |(errors, letters, _): &(usize, usize, T)| *errors <= ERRORS.min(1 + letters / 4);
    near.filter(fits)
        .min_by_key(|(errors, letters, _)| (*errors, *letters))
        .map(|(_, _, value)| value)
}

/// How many letters must be changed, added or left out.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, d) in b.iter().enumerate() {
            let change = corner + usize::from(c != *d);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// A date that may have been meant: the digits of what was typed.
pub(super) fn nearest_date(word: &str) -> Option<String> {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let part = |range: Range<usize>| digits.get(range).map(str::to_owned);
    let text = match digits.len() {
        6 => format!("{}-{}", part(0..4)?, part(4..6)?),
        8 => format!("{}-{}-{}", part(0..4)?, part(4..6)?, part(6..8)?),
        _ => {
            return nearest(word, field::Field::Date.values().into_iter().map(|v| (v, v))).map(str::to_owned);
        }
    };
    super::When::read(&text).map(|when| when.to_string())
}
