//! A list to choose from by typing: the help, the command line and the filters.
//!
//! Rows match by the beginnings of words first, then by initial consonants and half-typed syllables, then
//! loosely; the order within a tier is that of the rows.

use std::cmp::Reverse;

use crossterm::event::{KeyCode, KeyEvent};
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::{Outcome, Pick, closes};
use crate::app::input::Input;
use crate::app::keymap::Chord;
use crate::article::date::Date;
use crate::text::{Clean, fold, hangul};

/// Which list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Every command with its keys, over the whole screen.
    Help,
    /// The command line.
    Commands,
    /// What the list can be narrowed to.
    Filters,
    /// What can be said of a name.
    Correct,
}

/// One row.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The group that it stands under.
    pub group: Clean,
    /// What it is called.
    pub label: Clean,
    /// What it does, or how many it stands for.
    pub detail: Clean,
    /// Its keys.
    pub keys: Clean,
    /// The name typed for it.
    pub name: Clean,
    /// What it stands for.
    pub pick: Pick,
}

/// The menu's state.
#[derive(Debug)]
pub struct Menu {
    /// Which list it is.
    pub purpose: Purpose,
    /// What was typed.
    pub input: Input,
    choices: Vec<Choice>,
    shown: Vec<usize>,
    cursor: usize,
    /// A row made of what was typed; it stands first.
    dated: Option<Choice>,
    /// The offset from UTC, in minutes, of days that are typed.
    offset: i16,
}

impl Menu {
    /// A menu over some rows, all shown.
    pub fn new(purpose: Purpose, choices: Vec<Choice>) -> Self {
        let shown = (0..choices.len()).collect();
        Self {
            purpose,
            input: Input::default(),
            choices,
            shown,
            cursor: 0,
            dated: None,
            offset: 0,
        }
    }

    /// Takes days that are typed as days at this offset from UTC, in minutes.
    #[must_use]
    pub fn at_offset(mut self, offset: i16) -> Self {
        self.offset = offset;
        self
    }

    /// The rows shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Choice> {
        self.dated
            .iter()
            .chain(self.shown.iter().map(|i| &self.choices[*i]))
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.shown.len() + usize::from(self.dated.is_some())
    }

    /// Whether no row fits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of the cursor among the rows shown.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Adds rows that came later; what was typed still holds.
    pub fn extend(&mut self, more: Vec<Choice>) {
        self.choices.extend(more);
        self.filter();
    }

    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        self.input.insert(text);
        self.filter();
        Outcome::Used
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Outcome {
        let chord = Chord::from(key);
        if closes(chord) {
            return Outcome::Close;
        }
        let page = 10;
        match (key.code, chord.to_string().as_str()) {
            (KeyCode::Enter, _) => return self.choose(),
            (KeyCode::Down, _) | (_, "Ctrl-n") => self.step(1),
            (KeyCode::Up, _) | (_, "Ctrl-p") => self.step(-1),
            (KeyCode::PageDown, _) | (_, "Ctrl-f") => self.step(page),
            (KeyCode::PageUp, _) | (_, "Ctrl-b") => self.step(-page),
            (KeyCode::Tab, _) => self.complete(),
            (KeyCode::Backspace, _) if self.input.is_empty() && self.purpose == Purpose::Commands => {
                return Outcome::Close;
            }
            // The reflex of those who filter with a slash.
            (KeyCode::Char('/'), _) if self.input.is_empty() && self.purpose != Purpose::Commands => {}
            _ if self.input.key(key) => self.filter(),
            _ => return Outcome::Ignored,
        }
        Outcome::Used
    }

    fn step(&mut self, by: isize) {
        let last = self.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    fn choose(&mut self) -> Outcome {
        if self.purpose == Purpose::Commands
            && let Ok(place) = self.input.value().parse::<usize>()
        {
            return Outcome::Place(place);
        }
        let pick = self.shown().nth(self.cursor).map(|c| c.pick.clone());
        pick.map_or(Outcome::Used, Outcome::Picked)
    }

    fn complete(&mut self) {
        let name = self.shown().nth(self.cursor).map(|c| c.name.clone());
        if let Some(name) = name {
            self.input = Input::holding(&name);
            self.filter();
        }
    }

    fn filter(&mut self) {
        let query = self.input.value();
        let matcher = SkimMatcherV2::default();
        let mut ranked: Vec<(Reverse<Rank>, usize)> = self
            .choices
            .iter()
            .enumerate()
            .filter_map(|(i, c)| rank(&matcher, c, &query).map(|r| (Reverse(r), i)))
            .collect();
        ranked.sort();
        self.shown = ranked.into_iter().map(|(_, i)| i).collect();
        self.cursor = 0;
        self.dated = (self.purpose == Purpose::Filters)
            .then(|| dated(&query, self.offset))
            .flatten();
    }
}

/// A row for a year, month or day that was typed: `2026`, `2026-05`, `2026-05-14`.
fn dated(query: &str, offset: i16) -> Option<Choice> {
    let mut parts = query.split(['-', '.', '/']);
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts
        .next()
        .filter(|m| !m.is_empty())
        .map(str::parse)
        .transpose()
        .ok()?;
    let day: Option<i8> = parts
        .next()
        .filter(|d| !d.is_empty())
        .map(str::parse)
        .transpose()
        .ok()?;
    let begin = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let span = match (month, day) {
        (None, _) => jiff::Span::new().years(1),
        (_, None) => jiff::Span::new().months(1),
        _ => jiff::Span::new().days(1),
    };
    let end = begin.checked_add(span).ok()?;
    let midnight = |d: jiff::civil::Date| Some(Date::day(d.year(), d.month(), d.day(), offset)?.unix);
    let label = Clean::new(query);
    let pick = Pick::Dates(label.clone(), midnight(begin)?, midnight(end)?);
    let none = Clean::default();
    Some(Choice {
        group: none.clone(),
        name: label.clone(),
        label,
        detail: none.clone(),
        keys: none,
        pick,
    })
}

/// How well a row fits; the greater the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Loose(i64),
    Typing,
    Inside,
    Begins,
    Same,
}

fn rank(matcher: &SkimMatcherV2, choice: &Choice, query: &str) -> Option<Rank> {
    if query.is_empty() {
        return Some(Rank::Same);
    }
    if choice.keys.split("  ").any(|k| k == query) || &*choice.name == query {
        return Some(Rank::Same);
    }
    let query = fold::fold(query);
    let fields = [&choice.label, &choice.name, &choice.detail];
    let exact = fields.iter().filter_map(|f| {
        let field = fold::fold(f);
        let begins = field.split([' ', '-', '·']).any(|w| w.starts_with(&query)) || field.starts_with(&query);
        if begins {
            Some(Rank::Begins)
        } else {
            field.contains(&query).then_some(Rank::Inside)
        }
    });
    let typing = fields
        .iter()
        .find_map(|f| hangul::matches_typing(&query, f))
        .map(|_| Rank::Typing);
    let loose = || {
        let words = query.split(' ').filter(|w| w.len() > 1);
        let scores: Option<Vec<i64>> = words
            .map(|w| {
                fields
                    .iter()
                    .take(2)
                    .filter_map(|f| matcher.fuzzy_match(f, w))
                    .max()
            })
            .collect();
        scores
            .filter(|s| !s.is_empty())
            .map(|s| Rank::Loose(s.iter().sum()))
    };
    exact.max().or(typing).or_else(loose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_date_is_a_row_of_its_own() {
        for (typed, days) in [
            ("2026", 365),
            ("2026-05", 31),
            ("2026.02", 28),
            ("2026-05-14", 1),
            ("2024-02", 29),
        ] {
            let Some(Choice {
                pick: Pick::Dates(_, begin, end),
                ..
            }) = dated(typed, 540)
            else {
                panic!("{typed}")
            };
            assert_eq!((end - begin) / 86_400, days, "{typed}");
            assert_eq!(
                (begin + 9 * 3_600) % 86_400,
                0,
                "a day begins at its own midnight"
            );
        }
        for typed in ["", "26", "2026-13", "2026-02-30", "이천", "2026-x"] {
            assert!(dated(typed, 540).is_none(), "{typed}");
        }
    }
}
