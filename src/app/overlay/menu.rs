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
}

impl Menu {
    /// A menu over some rows, all shown.
    pub fn new(purpose: Purpose, choices: Vec<Choice>) -> Self {
        let shown = (0..choices.len()).collect();
        Self { purpose, input: Input::default(), choices, shown, cursor: 0 }
    }

    /// The rows shown, in order.
    pub fn shown(&self) -> impl ExactSizeIterator<Item = &Choice> {
        self.shown.iter().map(|i| &self.choices[*i])
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
            _ if self.input.key(key) => self.filter(),
            _ => return Outcome::Ignored,
        }
        Outcome::Used
    }

    fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    fn choose(&mut self) -> Outcome {
        if let Ok(place) = self.input.value().parse::<usize>() {
            return Outcome::Place(place);
        }
        match self.shown.get(self.cursor) {
            Some(i) => Outcome::Picked(self.choices[*i].pick.clone()),
            None => Outcome::Used,
        }
    }

    fn complete(&mut self) {
        if let Some(i) = self.shown.get(self.cursor) {
            self.input = Input::holding(&self.choices[*i].name);
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
    }
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
        if begins { Some(Rank::Begins) } else { field.contains(&query).then_some(Rank::Inside) }
    });
    let typing = fields.iter().find_map(|f| hangul::matches_typing(&query, f)).map(|_| Rank::Typing);
    let loose = || {
        let words = query.split(' ').filter(|w| w.len() > 1);
        let scores: Option<Vec<i64>> = words
            .map(|w| fields.iter().take(2).filter_map(|f| matcher.fuzzy_match(f, w)).max())
            .collect();
        scores.filter(|s| !s.is_empty()).map(|s| Rank::Loose(s.iter().sum()))
    };
    exact.max().or(typing).or_else(loose)
}
